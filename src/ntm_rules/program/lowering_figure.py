"""The lowering of measures and thresholds to figures, and the names that a rule may use, resolved."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from attrs import evolve, field, frozen

from ..language.contents.traversal import thresholds_set
from ..model import threshold as thresholds
from ..model.condition import Attained
from ..model.decision import ReasonKind
from ..model.key import RuleKey
from ..model.library import Library
from ..model.measure import InapplicablePart, Measure, SumOf
from ..model.ruleset import Rule, Ruleset
from ..model.threshold import Threshold
from ..model.values.condition_words import Operator
from ..model.values.day import Day
from ..model.values.duration import Duration
from ..model.values.number import Scaling
from . import terms
from .terms import Figure, ProgramKey, Truth


@frozen
class Window:
    """The days of which figures are asked, after one and up to another (None: that of the program): those of the year so
    many years `back` from the one assessed. None of these: the figures of the day.
    """

    after: date | None = None
    on: date | None = None
    back: int | None = None


NO_WINDOW = Window()


@frozen
class Scope:
    """The names that a rule may use, resolved: the ruleset and its day, the catalogues, of every program asked the criteria,
    the levels, and the points of criteria with their maximum. `assessed` is the year that decisions are about; thresholds by
    year go by that of the figure compared, days before the assessment by the `operator` that they are compared by. `assured`
    are the levels of which a figure must have one (None: any), `assurance_by_rule` the level that each rule asks for.
    """

    ruleset: Ruleset
    as_of: date
    library: Library
    criteria: Mapping[ProgramKey, tuple[str, ...]] = field(repr=False)
    levels: Mapping[ProgramKey, tuple[str, ...]] = field(repr=False, factory=dict)
    assessed: int = field()
    by_year_of_figures: bool = True
    points: Mapping[ProgramKey, Mapping[str, tuple[Figure | None, Decimal | None]]] = field(repr=False, factory=dict)
    window: Window = NO_WINDOW
    assured: tuple[str, ...] | None = None
    assurance_by_rule: Mapping[str, str] = field(repr=False)
    operator: Operator | None = None

    @assurance_by_rule.default
    def _asked_by_rules(self) -> dict[str, str]:
        return self.ruleset.assurance_asked()

    @assessed.default
    def _year_of_day(self) -> int:
        return self.as_of.year

    def in_year(self, back: int) -> "Scope":
        """The same names, where the figures asked for are those of the year so many years before the one assessed."""
        year = self.assessed - back
        on = None if year == self.as_of.year else date(year, 12, 31)
        return evolve(self, window=Window(date(year - 1, 12, 31), on, back))

    def figure(self, name: str, above: str | None = None, on: date | None = None, after: date | None = None) -> Figure:
        """The figure of a measure as it is compared: in the window of the scope, unless a day is given."""
        measure, window = self.library.measures[name], self.window
        if (on, after) != (None, None):
            window = Window(after, on)
        return as_compared(measure, figure_of(measure, self.library, above, window, assured=self.assured))

    def of_rule(self, rule: Rule) -> "Scope":
        """The same names, where figures have the level of assurance that a rule asks for, or a higher one."""
        level = self.assurance_by_rule.get(rule.code)
        if level is None:
            return self
        levels = self.library.assurance_ids
        return evolve(self, assured=levels[levels.index(level) :])

    def key(self, ruleset: str | None = None, on: date | None = None) -> ProgramKey:
        """The program of a ruleset (the rule's own if None) on a day (the rule's own if None)."""
        return ProgramKey(ruleset or self.ruleset.id, on or self.as_of)

    def outcomes(self, key: ProgramKey, codes: Iterable[str] = (), failing: bool = False) -> terms.Listed:
        """The outcomes of the rules named, or of all criteria of the program; their opposites where failing."""
        truths: list[Truth] = [terms.OutcomeOf(key, code) for code in tuple(codes) or self.criteria[key]]
        return terms.Listed(tuple(terms.Not(term) if failing else term for term in truths))

    def attained(self, rule: RuleKey) -> tuple[Truth, terms.Listed]:
        """The truth that a rule is attained, and the outcomes that it comes from; of a level of another ruleset, that the
        unit has this level or one that is asked before it.
        """
        key = self.key(rule.ruleset)
        levels = self.levels.get(key, ()) if rule.ruleset != self.ruleset.id else ()
        codes = levels[: levels.index(rule.code) + 1] if rule.code in levels else (rule.code,)
        listed = self.outcomes(key, codes)
        return (listed.truths[0] if len(codes) == 1 else terms.AnyHolds(listed, origin=Attained(rule))), listed

    def ruleset_of(self, id: str) -> Ruleset:
        """The rule's own ruleset, or the version of another that is in force on the day."""
        return self.ruleset if id == self.ruleset.id else self.library.ruleset(id, self.key().as_of)


def figure_of(
    measure: Measure,
    library: Library,
    above: str | None = None,
    window: Window = NO_WINDOW,
    valid_for: Duration | None = None,
    assured: tuple[str, ...] | None = None,
) -> Figure:
    """A measure's figure before rounding: reported, or derived from its parts and held against its own report.

    `valid_for` is that of a measure derived from this one: the shorter of the two counts.
    """
    lengths = [duration for duration in (valid_for, measure.valid_for) if duration is not None]
    valid = min(lengths, key=lambda duration: duration.in_months, default=None)
    figure: Figure = (
        reported := terms.Reported(measure.id, above, window.on, window.after, valid, window.back, assured)
    )
    if measure.derive is not None:
        derive = measure.derive
        of = [library.measures[name] for name in derive.parts]
        parts = tuple(figure_of(part, library, above, window, valid, assured) for part in of)
        is_sum = isinstance(derive, SumOf)
        counts_as = derive.not_applicable if isinstance(derive, SumOf) else None
        if is_sum and counts_as is None:
            # A part that does not apply leaves the sum open, so that it never leaves out what is asked of the sum.
            parts = tuple(part if isinstance(part, terms.Always) else terms.Always(part) for part in parts)
        is_bounded = is_sum and all(part.derive is None for part in of)
        within = tuple(_bounds(part, counts_as) for part in of) if is_bounded else ()
        figure = terms.Derived(reported, derive.how, parts, within, counts_as)
    return figure if measure.may_not_apply else terms.Always(figure)


def _bounds(part: Measure, counts_as: InapplicablePart | None) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a part of a sum: of one that may not apply, with the 0 that it then counts as."""
    if counts_as is None or not part.may_not_apply:
        return part.minimum, part.maximum
    least, most = part.minimum, part.maximum
    return None if least is None else min(least, Decimal(0)), None if most is None else max(most, Decimal(0))


def as_compared(measure: Measure, figure: Figure) -> Figure:
    """A figure of a measure, rounded where the measure declares it."""
    return figure if measure.rounding is None else terms.Rounded(figure, measure.rounding)


def year_of(figure: Figure) -> terms.YearOf:
    """The year of a figure of a measure: of its own report, and of those that it is derived from."""
    return terms.YearOf(
        tuple(dict.fromkeys(reported for reported in terms.walk(figure) if isinstance(reported, terms.Reported)))
    )


def held_against(figure: Figure, required: Figure) -> Figure:
    """A figure of a measure as it is held against one required.

    Where that goes by the year of the figure, a sum is open until its parts are there: until then its year is not known.
    """
    match figure:
        case terms.Derived() if any(isinstance(inner, terms.YearOf) for inner in terms.walk(required)):
            return evolve(figure, within=())
        case terms.Rounded(inner, rounding):
            return terms.Rounded(held_against(inner, required), rounding)
        case terms.Always(inner):
            return terms.Always(held_against(inner, required))
    return figure


def lower_threshold(
    threshold: Threshold, scope: Scope, measure: str | None = None, year: terms.YearOf | None = None
) -> Figure:
    """The figure that a threshold requires of a measure; None: of a count or a share.

    `year` is that of the figure that is compared. The year assessed is known here: where a threshold goes by that one, or what
    is compared has no year, the choice is made here. What another rule sets is put in place.
    """
    library = scope.library

    def lowered(inner: Threshold) -> Figure:
        return lower_threshold(inner, scope, measure, year)

    match threshold:
        case thresholds.Fixed(value):
            return terms.Constant(value)
        case thresholds.ByAttribute(attribute, cases, otherwise):
            figures = tuple(lowered(case) for _, case in cases)
            other = None if otherwise is None else lowered(otherwise)
            keys = tuple(str(value) for value, _ in cases)
            declared = library.attributes[attribute].value_ids if attribute in library.attributes else ()
            every = bool(declared) and set(declared) <= set(keys)
            return terms.Chosen(terms.CaseChoice(terms.AttributeOf(attribute), keys, every), figures, other)
        case thresholds.ByYear(years, otherwise):
            assessed = scope.assessed
            if scope.window.back is not None and not threshold.assessed:
                assessed -= scope.window.back
            elif year is not None and not threshold.assessed and scope.by_year_of_figures:
                keys = tuple(str(own_year) for own_year, _ in years)
                figures = tuple(lowered(case) for _, case in years)
                other = None if otherwise is None else lowered(otherwise)
                return terms.Chosen(terms.CaseChoice(year, keys), figures, other)
            chosen = next((case for own_year, case in years if own_year == assessed), otherwise)
            if chosen is None:
                return terms.OpenFigure(ReasonKind.NO_THRESHOLD, str(assessed))
            return lowered(chosen)
        case thresholds.DayFrom(measure=name):
            if name is None:
                return terms.Constant(
                    Day.of(threshold.seen_from(scope.as_of, scope.operator)), threshold.apart(scope.operator)
                )
            return terms.Scaled(scope.figure(name), threshold.apart(scope.operator))
        case thresholds.Relative(name, of):
            return scope.figure(name, of)
        case thresholds.ByBand(name, bands, otherwise):
            figure = scope.figure(name)
            figures = tuple(lowered(figure_of_band) for _, figure_of_band in bands)
            last = terms.OpenFigure(ReasonKind.NO_THRESHOLD, name) if otherwise is None else lowered(otherwise)
            operators, edges = tuple(edge[0] for edge, _ in bands), tuple(edge[1] for edge, _ in bands)
            return _banded(terms.Banded(figure, operators, edges, figures, last))
        case thresholds.ThresholdOf(rule):
            (set_there,) = thresholds_set(scope.ruleset_of(rule.ruleset), rule.code, measure)
            return lowered(set_there)
        case thresholds.Multiple(factor, of_another):
            return multiple_of(lowered(of_another), factor)
        case thresholds.ForEach(name, base, plus, beyond):
            return terms.Scaled(scope.figure(name), Scaling(plus, beyond, base))
        case thresholds.Delegated(to):
            return terms.OpenFigure(ReasonKind.DELEGATED, to)
        case thresholds.NoLimit():
            return terms.OpenFigure(ReasonKind.NO_LIMIT)
        case thresholds.UnknownThreshold():
            return terms.OpenFigure(ReasonKind.UNKNOWN_THRESHOLD)
        case _:
            assert_never(threshold)


def multiple_of(figure: Figure, factor: Decimal) -> Figure:
    """A multiple of a figure that is required, with the multiples of printed numbers worked out."""
    match figure:
        case terms.Constant(Decimal() as value):
            multiple = Scaling(factor).apply(value)
            assert isinstance(multiple, Decimal)
            return terms.Constant(multiple)
        case terms.Chosen() | terms.Banded():
            return _in_each_case(figure, lambda inner: multiple_of(inner, factor))
        case terms.OpenFigure(ReasonKind.NO_LIMIT):
            return figure
        case terms.OpenFigure(multiple=so_far):
            return evolve(figure, multiple=factor if so_far is None else so_far * factor)
        case terms.Scaled(inner, Scaling() as scaling):
            return terms.Scaled(inner, scaling.times(factor))
        case _:
            return terms.Scaled(figure, Scaling(factor))


def _in_each_case(chosen: terms.Chosen | terms.Banded, change: Callable[[Figure], Figure]) -> Figure:
    """The same choice among other figures."""
    otherwise = None if chosen.otherwise is None else change(chosen.otherwise)
    return evolve(chosen, figures=tuple(map(change, chosen.figures)), otherwise=otherwise)


def percentage_of(figure: Figure, required: Figure) -> Figure:
    """So many per cent of a figure, by the percentages that are required: each a printed number, or not known."""
    match required:
        case terms.Constant(Decimal() as value):
            return terms.Scaled(figure, Scaling(Fraction(value) / 100))
        case terms.Chosen():
            return _in_each_case(required, lambda inner: percentage_of(figure, inner))
    assert isinstance(required, terms.OpenFigure)
    return required


def _banded(banded: terms.Banded) -> Figure:
    """Bands of figures, with what is chosen by an attribute chosen first; one figure where it is that of every band."""
    assert banded.otherwise is not None
    figures = (*banded.figures, banded.otherwise)
    if all(figure == figures[0] for figure in figures):
        return figures[0]
    for place, chosen in enumerate(figures):
        if isinstance(chosen, terms.Chosen):
            name = chosen.case.by.attribute if isinstance(chosen.case.by, terms.AttributeOf) else None
            other = terms.OpenFigure(ReasonKind.NO_THRESHOLD, name) if chosen.otherwise is None else chosen.otherwise
            by_case = [
                _banded(
                    evolve(banded, figures=(*figures[:place], figure, *figures[place + 1 : -1]), otherwise=figures[-1])
                )
                if place < len(banded.figures)
                else _banded(evolve(banded, otherwise=figure))
                for figure in (*chosen.figures, other)
            ]
            return terms.Chosen(chosen.case, tuple(by_case[:-1]), by_case[-1])
    return banded
