"""Makers of the reasons of comparisons: a figure, a count or a share held against the one required."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, assert_never

from attrs import frozen

from ...model.condition import Basis, Operator
from ...model.decision import Reason, ReasonKind
from ...model.fact import Fact, Finding
from ...model.outcome import Outcome, Tally
from ...model.values.number import EXACT, Number, simplest
from ...program import terms
from ...program.span_arithmetic import Ends
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, OPPOSITE, OUTCOME, Verdict
from ..specification.comparison_reason import gap
from ..specification.figure_reasons import core_of, facts_of, measure_of, years_of
from ..specification.reasons import reasons_of
from .figures import ALWAYS_MISSING, Nothing, cause_of, single
from .form import OfMembers
from .sight import Reasons, Sight, Tell, filled_reason

NOTHING = terms.About()
UNDETERMINED = Outcome.UNDETERMINED
Positions = Mapping[Any, int]
TellTally = Callable[[Sight], Tally]


@frozen(eq=False)
class Comparing:
    """Prepares makers of the reasons of comparisons, and of tallies; `positions` are those of the results of all terms."""

    positions: Positions

    def tally(self, group: terms.Group) -> TellTally:
        """The maker of the tally of a group: of its outcomes, or where opposites are counted, of those that they oppose."""
        match group:
            case terms.Listed(truths):
                places = tuple(self.positions[terms.bare(term)] for term in truths)
                return lambda sight: _tally(sight, places, [sight.known[place] for place in places])
            case terms.Below(members, truth):
                place, turned = self.positions[OfMembers(members, truth)], isinstance(truth, terms.Not)

                def of_members(sight: Sight) -> Tally:
                    verdicts = sight.known[place]
                    return _tally(sight, place, [OPPOSITE[verdict] for verdict in verdicts] if turned else verdicts)

                return of_members
            case _:
                assert_never(group)

    def choice(self, term: terms.IsOneOf) -> Tell:
        """The maker of the reason of a figure or an attribute that must be one of several values."""
        figure, otherwise = term.figure, by_specification(term)
        place, first = self.positions[term], term.values[0]
        required: str | tuple[Decimal | str, ...] = (
            first.value
            if isinstance(first, Finding)
            else tuple([value for value in term.values if not isinstance(value, Finding)])
        )
        own = self.positions[figure]
        if isinstance(figure, terms.AttributeOf):
            about = terms.About(subject=figure.attribute)

            def of_attribute(sight: Sight) -> Reasons:
                observed, outcome = sight.known[own] or None, OUTCOME[sight.known[place]]
                kind = ReasonKind.COMPARED if observed else ReasonKind.NO_ATTRIBUTE
                return (filled_reason(kind, outcome, about, None, None, observed, None, required, None, ()),)

            return of_attribute
        facts = self._facts(figure)
        if facts is None or isinstance(figure, terms.Rounded) or years_of(figure) is not None:
            return otherwise
        measure, undecided = measure_of(figure), term.undecided
        missing = _missing(figure, None, None)

        def reasons_told(sight: Sight) -> Reasons:
            value = sight.known[own]
            if (value is None or value is ALWAYS_MISSING) and missing is not None:
                return missing
            if cause_of(value) is not None:
                return otherwise(sight)
            kind = ReasonKind.BASICALLY_MET if value in undecided else ReasonKind.COMPARED
            outcome = OUTCOME[sight.known[place]]
            return (filled_reason(kind, outcome, NOTHING, measure, None, value, None, required, None, facts(sight)),)

        return reasons_told

    def comparison(self, term: terms.Holds, about: terms.About, now: terms.Figure | None) -> Tell:
        """The maker of the reasons of a figure that is held against another."""
        core = core_of(term.figure)
        match core:
            case terms.Counted() if not isinstance(term.required, terms.Rounded):
                return self._count(term, core, about)
            case terms.Reported() | terms.Derived():
                return self._figure(term, about)
        return by_specification(term, about, now)

    def _count(self, term: terms.Holds, core: terms.Counted, about: terms.About) -> Tell:
        otherwise, tally = by_specification(term, about), self.tally(core.group)
        place, own, required_place = self.positions[term], self.positions[term.figure], self.positions[term.required]
        rests_on = self._facts(term.required)
        is_told = isinstance(core.group, terms.Below) and not isinstance(terms.bare(core.group.truth), terms.OutcomeOf)
        if rests_on is None or isinstance(term.figure, terms.Rounded) or is_told:
            return otherwise
        operator, basis = term.operator, Basis.SHARE if core.share else Basis.COUNT
        members = (
            self.positions[OfMembers(core.group.members, core.group.truth)]
            if isinstance(core.group, terms.Below)
            else 0
        )
        is_below, is_none = (
            isinstance(core.group, terms.Below),
            isinstance(core.group, terms.Listed) and not core.group.truths,
        )

        def reasons_told(sight: Sight) -> Reasons:
            known = sight.known
            required = known[required_place]
            if cause_of(required) is not None:
                return otherwise(sight)
            value = _counted(known[own])
            kind = ReasonKind.NO_MEMBERS if is_none or (is_below and not known[members]) else ReasonKind.TALLY
            short = None if value is None else gap(value, operator, required)
            outcome, facts = OUTCOME[known[place]], rests_on(sight)
            return (
                filled_reason(
                    kind,
                    outcome,
                    about,
                    about.measure,
                    operator,
                    value,
                    None,
                    required,
                    short,
                    facts,
                    tally(sight),
                    basis,
                ),
            )

        return reasons_told

    def _figure(self, term: terms.Holds, about: terms.About) -> Tell:
        figure, operator, otherwise = term.figure, term.operator, by_specification(term, about)
        place, own, required_place = self.positions[term], self.positions[figure], self.positions[term.required]
        inner = self.positions[figure.figure] if isinstance(figure, terms.Rounded) else own
        facts, rests_on = self._facts(figure), self._facts(term.required)
        if facts is None or rests_on is None or years_of(figure) is not None:
            return otherwise
        core, measure = core_of(figure), measure_of(figure) or about.measure
        sole_measure = core.measure if isinstance(core, terms.Reported) and _missing(core, None, None) else None
        opened = self._opened(term.required)
        required = term.required.value if isinstance(term.required, terms.Constant) else None
        has_reports, is_bare = _is_plain(term.required), about == NOTHING
        missing = _missing(figure, operator, required) if required is not None else None
        # Of an own report, by itself.
        may_lack = has_reports and _missing(figure, operator, None) is not None
        at_least, equals = operator in (Operator.AT_LEAST, Operator.MORE_THAN), operator is Operator.EQUALS
        subtract, compared_kind, missing_kind = EXACT.subtract, ReasonKind.COMPARED, ReasonKind.MISSING

        def reasons_told(sight: Sight) -> Reasons:
            known = sight.known
            value, least = known[own], known[required_place]
            if value is ALWAYS_MISSING:
                value = None
            short: Number | None
            if type(value) is Decimal and type(least) is Decimal:
                is_short = at_least or (equals and value < least)
                short = subtract(least, value) if is_short else subtract(value, least)
            elif value is None and OUTCOME[known[place]] is not UNDETERMINED:
                return otherwise(sight)
            elif value is None and missing is not None:
                return missing
            elif type(least) is Nothing:
                return otherwise(sight)
            elif value is None and may_lack and least is not None:
                missing_reason = filled_reason(
                    missing_kind, UNDETERMINED, NOTHING, sole_measure, operator, None, None, least, None, ()
                )
                return (missing_reason,)
            elif least is None and is_bare and (open_ := opened(sight)) is not None:
                subject = terms.About(subject=open_.subject)
                if value is None and may_lack:
                    missing_reason = Reason(
                        kind=missing_kind, outcome=UNDETERMINED, measure=sole_measure, operator=operator
                    )
                    return missing_reason, Reason(kind=open_.why, outcome=UNDETERMINED, subject=open_.subject)
                if cause_of(value) is not None:
                    return otherwise(sight)
                why, observed = open_.why, known[inner]
                used, rests = None if value == observed else value, facts(sight)
                return (
                    filled_reason(why, UNDETERMINED, subject, measure, operator, observed, used, None, None, rests),
                )
            elif cause_of(value) is not None or cause_of(least) is not None:
                return otherwise(sight)
            else:
                short = gap(value, operator, least)
            observed = known[inner]
            report = None if sole_measure is None else sight.reports.get(sole_measure)
            rests = (report,) if type(report) is Fact else facts(sight)
            return (
                filled_reason(
                    compared_kind,
                    OUTCOME[known[place]],
                    about,
                    measure,
                    operator,
                    observed,
                    None if value == observed else value,
                    least,
                    short,
                    rests if has_reports else (*rests, *rests_on(sight)),
                ),
            )

        return reasons_told

    def _opened(self, required: terms.Figure) -> "Callable[[Sight], terms.OpenFigure | None]":
        """A function from a Sight to the open figure that a figure of constants comes to, None for a constant."""
        match required:
            case terms.OpenFigure():
                return lambda sight: required
            case terms.Chosen(terms.CaseChoice(terms.AttributeOf(attribute)) as case, figures, otherwise):
                place = self.positions[case]
                of_figures = [self._opened(figure) for figure in figures]
                other = None if otherwise is None else self._opened(otherwise)

                def chosen(sight: Sight) -> terms.OpenFigure | None:
                    at: int = sight.known[place]
                    if at < len(of_figures):
                        return of_figures[at](sight)
                    if at > len(of_figures):
                        return terms.OpenFigure(ReasonKind.NO_ATTRIBUTE, attribute)
                    own = sight.unit.attributes.get(attribute)
                    unset = terms.OpenFigure(ReasonKind.NO_THRESHOLD, f"{attribute} = {own}")
                    return unset if other is None else other(sight)

                return chosen
        return lambda sight: None

    def _facts(self, figure: terms.Figure) -> "Callable[[Sight], tuple[Fact, ...]] | None":
        """A function from a Sight to the facts that a figure with a value rests on; None for forms without one."""
        match figure:
            case terms.Reported() if figure.is_current:
                return lambda sight: sight.facts(figure)
            case terms.Reported() | terms.Chosen():
                return _no_facts if _is_plain(figure) else lambda sight: facts_of(figure, sight.assessed)
            case terms.Derived(reported, _, parts):
                own, of_own, of_parts = self.positions[reported], self._facts(reported), [*map(self._facts, parts)]
                of_known_parts = [of_part for of_part in of_parts if of_part is not None]
                if of_own is None or len(of_known_parts) < len(parts):
                    return None

                def derived(sight: Sight) -> tuple[Fact, ...]:
                    cause = cause_of(sight.known[own])
                    if cause is None or cause.kind is ReasonKind.PRINTED:
                        return of_own(sight)
                    return tuple([fact for of_part in of_known_parts for fact in of_part(sight)])

                return derived
            case terms.Rounded(inside) | terms.Scaled(inside) | terms.Always(inside):
                return self._facts(inside)
            case terms.Constant() | terms.OpenFigure():
                return _no_facts
        return None


def no_reasons(sight: Sight) -> Reasons:
    return ()


def by_specification(term: terms.Truth, about: terms.About = NOTHING, now: terms.Figure | None = None) -> Tell:
    return lambda sight: reasons_of(term, sight.assessed, about, now)


def _no_facts(sight: Sight) -> tuple[Fact, ...]:
    return ()


def _is_plain(figure: terms.Figure) -> bool:
    """True if a figure rests on no facts: a constant, an open figure, or a choice among such."""
    match figure:
        case terms.Constant() | terms.OpenFigure():
            return True
        case terms.Chosen(terms.CaseChoice(terms.AttributeOf()), figures, otherwise):
            return all(map(_is_plain, figures)) and (otherwise is None or _is_plain(otherwise))
    return False


def _missing(figure: terms.Figure, operator: Operator | None, required: Decimal | str | None) -> Reasons | None:
    """The reason for an unreported figure, if it is the unit's own on the day; None for any other figure."""
    core = core_of(figure)
    if not isinstance(core, terms.Reported) or not core.is_current:
        return None
    kind, measure = ReasonKind.MISSING, core.measure
    return (Reason(kind=kind, outcome=UNDETERMINED, measure=measure, operator=operator, required=required),)


def _counted(span: Ends) -> Number | None:
    value = single(span)
    return value if value is None or type(value) is Decimal else _simplest(value)


@lru_cache(1024)
def _simplest(number: Any) -> Number:
    return simplest(number)


def _tally(sight: Sight, key: object, verdicts: Iterable[Verdict]) -> Tally:
    known = sight.tallies.get(key)
    if known is None:
        every = tuple(verdicts)
        counts = [every.count(bit) for bit in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE)]
        known = sight.tallies[key] = Tally(counts[0], counts[1], len(every) - sum(counts), counts[2])
    return known
