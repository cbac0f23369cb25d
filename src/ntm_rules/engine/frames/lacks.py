"""Why there is nothing to compare: the words of `ReasonKind`, and the words reported, as columns."""

from ...model.decision import ReasonKind
from ...model.fact import Absence
from ...model.measure import MeasureType
from ...model.threshold import ByAttribute, ByYear, Delegated, Fixed, Relative, Threshold, UnknownThreshold
from .columns import ABSENCE, AS_OF, IN_CONFLICT
from .derivation import closure
from .figures import CONFLICT, GIVEN, MISSING, NO_WHOLE, Figure
from .hierarchy import join_above, link
from .space import Expr
from .table import Table
from .thresholds import Asked, against


def said(kind: ReasonKind, table: Table) -> Expr:
    """The word for a reason."""
    return table.space.literal(kind.value)


def where(condition: Expr, word: Expr, otherwise: Expr, table: Table) -> Expr:
    """One word or another."""
    return table.space.choose([(condition, word)], otherwise)


def no_word(table: Table) -> Expr:
    return table.space.nothing(table.space.words.String)


def level(measure: str, table: Table, prefix: str = "") -> Expr:
    """The level reported, where it is one of the scale."""
    own = table.text(prefix + measure)
    if own is None:
        return no_word(table)
    levels = [level.id for level in table.library.measures[measure].levels]
    return table.space.choose([(own.is_in(levels), own)], no_word(table))


def asked_level(asked: Asked, measure: str, table: Table) -> Expr:
    if not isinstance(asked, Figure):
        return table.space.literal(str(asked))
    levels = table.library.measures[measure].levels
    cases = [(asked.numerator == rank, table.space.literal(level.id)) for rank, level in enumerate(levels)]
    return table.space.choose(cases, no_word(table))


def finding(measure: str, table: Table) -> Expr:
    """The finding reported, as a word."""
    space = table.space
    own = table.text(measure) if table.is_text(measure) else None
    if own is not None:
        return space.choose([(own.is_in(["met", "not_met", "basically_met"]), own)], no_word(table))
    truth = table.finding(measure, None)
    return space.choose([(truth, space.literal("met")), (~truth, space.literal("not_met"))], no_word(table))


def why_compared(absent: Expr, why_absent: Expr, threshold: Threshold, table: Table) -> Expr:
    if isinstance(threshold, Fixed):
        return where(absent, why_absent, said(ReasonKind.COMPARED, table), table)
    known = against(threshold, table, lambda asked: _is_known(asked, table))
    no_threshold = where(known, said(ReasonKind.COMPARED, table), why_no_threshold(threshold, table), table)
    return where(absent, why_absent, no_threshold, table)


def _is_known(asked: Asked, table: Table) -> Expr:
    return asked.given if isinstance(asked, Figure) else table.space.truth(True)


def why_no_figure(held: Figure, table: Table) -> Expr:
    """The word for why there is no figure."""
    space = table.space
    if held.status is None:
        return said(ReasonKind.MISSING, table)
    cases = [
        (held.status == MISSING, said(ReasonKind.MISSING, table)),
        (held.status == CONFLICT, said(ReasonKind.CONFLICT, table)),
        (held.status == NO_WHOLE, said(ReasonKind.NO_WHOLE, table)),
        (held.status == GIVEN, said(ReasonKind.COMPARED, table)),
    ]
    return space.choose(cases, said(ReasonKind.ABSENT, table))


def why_no_word(measure: str, table: Table, prefix: str = "") -> Expr:
    """The word for why there is no finding or level."""
    found = said(ReasonKind.MISSING, table)
    name = prefix + measure
    absences = [absence.value for absence in Absence]
    for word in (table.text(name) if table.is_text(name) else None, table.text(name + ABSENCE)):
        if word is not None:
            found = where(word.is_in(absences), said(ReasonKind.ABSENT, table), found, table)
            found = where(word == IN_CONFLICT, said(ReasonKind.CONFLICT, table), found, table)
    return found


def why_no_threshold(threshold: Threshold, table: Table) -> Expr:
    """The word for why nothing is required."""
    space = table.space

    def within(inner: Threshold | None) -> Expr:
        return said(ReasonKind.NO_THRESHOLD, table) if inner is None else why_no_threshold(inner, table)

    match threshold:
        case ByAttribute(attribute, cases, otherwise):
            own = table.attribute(attribute)
            chosen = [(own == value, within(case)) for value, case in cases]
            return space.choose([(own.is_null(), said(ReasonKind.NO_ATTRIBUTE, table)), *chosen], within(otherwise))
        case ByYear(years, otherwise):
            day = table.regimes.on if table.day is None else table.day
            if day is not None:
                return within(next((case for year, case in years if year == day.year), otherwise))
            year_of_row = space.column(AS_OF).dt.year()
            return space.choose([(year_of_row == year, within(case)) for year, case in years], within(otherwise))
        case Relative(measure, of):
            return _why_no_relative(measure, of, table)
        case Delegated():
            return said(ReasonKind.DELEGATED, table)
        case UnknownThreshold():
            return said(ReasonKind.UNKNOWN_THRESHOLD, table)
    return said(ReasonKind.COMPARED, table)


def _why_no_relative(measure: str, of: str | None, table: Table) -> Expr:
    no_unit = said(ReasonKind.NO_UNIT_ABOVE, table)
    prefix = ""
    own = None
    if of is not None:
        own = link(table, of)
        joined = join_above(table, of, closure(measure, table.library))
        if own is None or joined is None:
            return no_unit
        prefix = joined
    if table.library.measures[measure].type is MeasureType.LEVEL:
        why = why_no_word(measure, table, prefix)
    else:
        why = why_no_figure(table.figure(measure, prefix), table)
    return why if own is None else where(~table.space.column(own).is_null(), why, no_unit, table)


def lacking_measure(threshold: Threshold, own: str | None, known: Expr, table: Table) -> Expr | str | None:
    """The measure a reason is about: `own`, but where a figure that is required is not known, the measure of that figure."""
    asked = sorted(_measures_asked(threshold))
    if not asked:
        return own
    space = table.space
    mine = no_word(table) if own is None else space.literal(own)
    return space.choose([(known, mine)], _measure_asked(threshold, mine, table))


def _measures_asked(threshold: Threshold | None) -> set[str]:
    match threshold:
        case Relative(measure):
            return {measure}
        case ByAttribute(cases=cases, otherwise=otherwise) | ByYear(cases=cases, otherwise=otherwise):
            return set().union(*(_measures_asked(case) for _, case in cases), _measures_asked(otherwise))
    return set()


def _measure_asked(threshold: Threshold | None, mine: Expr, table: Table) -> Expr:
    space = table.space
    match threshold:
        case Relative(measure, of):
            asked = space.literal(measure)
            own = None if of is None else link(table, of)
            if of is None:
                return asked
            return mine if own is None else space.choose([(space.column(own).is_null(), mine)], asked)
        case ByAttribute(attribute, values, otherwise):
            attributed = table.attribute(attribute)
            cases = [(attributed == value, _measure_asked(case, mine, table)) for value, case in values]
            return space.choose([(attributed.is_null(), mine), *cases], _measure_asked(otherwise, mine, table))
        case ByYear(years, otherwise):
            day = table.regimes.on if table.day is None else table.day
            if day is not None:
                case = next((case for year, case in years if year == day.year), otherwise)
                return _measure_asked(case, mine, table)
            year_of_row = space.column(AS_OF).dt.year()
            by_year = [(year_of_row == year, _measure_asked(case, mine, table)) for year, case in years]
            return space.choose(by_year, _measure_asked(otherwise, mine, table))
    return mine
