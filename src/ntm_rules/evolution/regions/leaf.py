"""The quantity that a figure of a rule reads, and the outcomes that a group of truths counts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from ...engine.specification import Span as Figures
from ...model.condition import Basis, CriteriaCount
from ...model.key import RuleKey
from ...model.measure import Measure
from ...model.values.number import Number, Quotient, Rounding, Scaling, as_fraction, simplest
from ...program import terms
from ...program.program import Program
from .diagram import not_compared
from .partition import contains
from .quantity import (
    YEAR_BEFORE,
    Cell,
    CountOf,
    CriteriaIncrease,
    MeasureAbove,
    MeasureChange,
    MeasureMean,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    MemberTruth,
    Order,
    OwnAttribute,
    OwnMeasure,
    RelativeChange,
    State,
)
from .seen import Seen, always_applies, changed, seen_in
from .side import Side, of_members

Leaf = (
    OwnAttribute
    | OwnMeasure
    | MeasureMean
    | MeasureAbove
    | MeasureChange
    | MembersFigure
    | MembersWeighed
    | MembersAgainst
    | CriteriaIncrease
    | CountOf
)


@frozen
class CountedOutcomes:
    """Outcomes that are counted: of rules of the unit, or of one rule for its members; `failing`: their opposites."""

    of: tuple[RuleKey, ...] | MembersDeciding
    failing: bool = False


def core_of(figure: terms.Figure) -> tuple[terms.Figure, Rounding | None]:
    """A figure without `Always` and without its rounding, and that rounding."""
    rounding = None
    while isinstance(figure, terms.Rounded | terms.Always):
        rounding = figure.rounding if isinstance(figure, terms.Rounded) else rounding
        figure = figure.figure
    return figure, rounding


def leaf_of(figure: terms.Figure, side: Side) -> Leaf | None:
    """Quantity that a figure is, ignoring rounding; None for a count of other truths or any other figure."""
    match core_of(figure)[0]:
        case terms.AttributeOf(attribute):
            return OwnAttribute(attribute)
        case terms.Reported(measure, above, back=back) | terms.Derived(terms.Reported(measure, above, back=back)):
            if above is not None and back is not None:
                raise not_compared(
                    "chưa so sánh được số liệu nhiều năm của đơn vị cấp trên",
                    "figures of units above in several years are not gone through",
                )
            return OwnMeasure(measure, back) if above is None else MeasureAbove(above, measure)
        case terms.Scaled(terms.Total(figures)) if (mean := _mean(figures)) is not None:
            return mean
        case terms.Difference(terms.Counted(terms.Below(members, truth)), other):
            others, times, zero = _against(other, side)
            return MembersAgainst(members.kind, _of_each(truth, side), others, members.only, times, zero)
        case terms.Difference() as change:
            now, since = _since(change, side)
            return MeasureChange(now, since) if isinstance(now, str) else CriteriaIncrease(now.ruleset, since)
        case terms.Over(members, terms.Among(inner, truth), how):
            return MembersFigure(members.kind, how, _over(inner, side), members.only, of_members(truth, side))
        case terms.Over(members, inner, how):
            of = _over(inner, side)
            return MembersFigure(members.kind, how, of, members.only)
        case terms.WeighedShare(terms.Counted(terms.Below(members, truth)), weight=weight):
            return MembersWeighed(members.kind, _of_each(truth, side), weight, members.only)
        case terms.Counted(group, share):
            outcomes = outcomes_in(group, side)
            return (
                None
                if outcomes is None
                else CountOf(outcomes.of, outcomes.failing, Basis.SHARE if share else Basis.COUNT)
            )
    return None


def _mean(figures: tuple[terms.Figure, ...]) -> MeasureMean | None:
    """The mean of which these are the figures of the single years; None where they are none of this kind."""
    of = [core_of(figure)[0] for figure in figures]
    reports = [figure.reported if isinstance(figure, terms.Derived) else figure for figure in of]
    yearly = [report for report in reports if isinstance(report, terms.Reported) and report.back is not None]
    return MeasureMean(yearly[0].measure, len(yearly)) if yearly and len(yearly) == len(figures) else None


def is_turned(figure: terms.Figure) -> bool:
    """True for a change that is a decrease: the earlier figure less that of today."""
    if not isinstance(figure, terms.Difference):
        return False
    of, less = (_day(part) for part in (figure.of, figure.less))
    return of is not None and (less is None or of < less)


def earlier_of(change: terms.Difference) -> terms.Figure:
    """The earlier figure of a change."""
    return change.of if is_turned(change) else change.less


def outcomes_in(group: terms.Group, side: Side) -> CountedOutcomes | None:
    """The outcomes that a group consists of; None where it is made of other truths."""
    match group:
        case terms.Below(members, truth):
            return CountedOutcomes(MembersDeciding(members.kind, _of_each(truth, side), members.only))
        case terms.Listed(truths):
            counted = [truth for truth in truths if not isinstance(truth, terms.Never)]
            keys = [_outcome(truth) for truth in counted]
            if all(key is not None for key in keys):
                of = tuple(side.key(key.program.ruleset, key.code) for key in keys if key is not None)
                return CountedOutcomes(of, any(isinstance(truth, terms.Not) for truth in counted))
    return None


def _of_each(truth: terms.Truth, side: Side) -> RuleKey | MemberTruth:
    """The rule or the condition that each member comes to an outcome of."""
    inner = truth
    while isinstance(inner, terms.Told):
        inner = inner.truth
    if isinstance(inner, terms.OutcomeOf) and inner.program.as_of == side.program.as_of:
        return side.key(inner.program.ruleset, inner.code)
    return of_members(truth, side)


def _against(figure: terms.Figure, side: Side) -> tuple[MembersDeciding, Fraction, bool]:
    """The members that others are held against, how many times as many, and if there being none counts as 0."""
    times = Fraction(1)
    if isinstance(figure, terms.Scaled):
        scaling, figure = figure.scaling, figure.figure
        assert isinstance(scaling, Scaling)
        times = as_fraction(scaling.factor)
    counted = core_of(figure)[0]
    assert isinstance(counted, terms.Counted)
    assert isinstance(counted.group, terms.Below)
    members, truth = counted.group.members, counted.group.truth
    # One to which the condition does not apply is none that meets it (see the lowering).
    if isinstance(truth, terms.AnyHolds) and isinstance(truth.group, terms.Listed):
        truth = truth.group.truths[-1]
    of = MembersDeciding(members.kind, _of_each(truth, side), members.only)
    return of, times, isinstance(figure, terms.Always)


def _outcome(truth: terms.Truth) -> terms.OutcomeOf | None:
    inner = truth.truth if isinstance(truth, terms.Not) else truth
    return inner if isinstance(inner, terms.OutcomeOf) else None


def _since(change: terms.Difference, side: Side) -> tuple[str | CriteriaCount, date]:
    """The measure or number of criteria that changes, and the earlier date."""
    then = earlier_of(change)
    now, since = change.less if then is change.of else change.of, _day(then)
    assert since is not None
    return _over(now, side), YEAR_BEFORE if _is_of_a_year(then) else since


def _over(figure: terms.Figure, side: Side) -> str | CriteriaCount:
    """Measure id or number of criteria that a figure of one unit is. Raises TypeError for any other figure."""
    match core_of(figure)[0]:
        case terms.Reported(measure) | terms.Derived(terms.Reported(measure)):
            return measure
        case terms.Counted(group):
            return CriteriaCount(side.ruleset(_program(group).ruleset))
        case terms.Difference() as change:
            of, since = _since(change, side)
            assert isinstance(of, CriteriaCount)
            return CriteriaCount(of.ruleset, since)
        case other:
            raise TypeError(f"{type(other).__name__} is no figure of one unit")


def _is_of_a_year(figure: terms.Figure) -> bool:
    """True for the figure of a year that is so many before the one assessed."""
    match core_of(figure)[0]:
        case terms.Reported(back=int()) | terms.Derived(terms.Reported(back=int())):
            return True
    return False


def _day(figure: terms.Figure) -> date | None:
    """Day of a figure; for a figure of today, the day of the program (a count) or None."""
    match core_of(figure)[0]:
        case terms.Reported(on=day) | terms.Derived(terms.Reported(on=day)):
            return day
        case terms.Counted(terms.Listed() as group):
            return _program(group).as_of
    return None


def _program(group: terms.Group) -> terms.ProgramKey:
    """The program whose criteria a group counts."""
    assert isinstance(group, terms.Listed)
    outcome = _outcome(group.truths[0])
    assert outcome is not None
    return outcome.program


_NOTHING = Figures(Decimal(0), Decimal(0))


def compared_quantity(truth: terms.Holds, side: Side) -> Leaf | RelativeChange | None:
    """The quantity that a comparison is about: a change in per cent where parts of the earlier figure are required of it."""
    quantity = leaf_of(truth.figure, side)
    change = core_of(truth.figure)[0]
    if isinstance(quantity, MeasureChange) and isinstance(change, terms.Difference):
        then = earlier_of(change)
        if any(isinstance(term, terms.Scaled) and term.figure == then for term in terms.walk(truth.required)):
            return RelativeChange(quantity.measure, quantity.since)
    return quantity


def is_earlier(figure: terms.Figure) -> bool:
    """True for a measure on an earlier day."""
    match core_of(figure)[0]:
        case terms.Reported(on=date()) | terms.Derived(terms.Reported(on=date())):
            return True
    return False


def percentage(scaling: object) -> Number:
    """The percentage that a part of a figure is of it."""
    assert isinstance(scaling, Scaling)
    assert scaling.beyond is None
    return simplest(100 * as_fraction(scaling.factor))


def in_state(state: State, figure: terms.Figure) -> tuple[Seen, Order | None]:
    """A change in per cent in a state. Of an earlier figure of 0 it is ordered to 0, as any percentage of that is."""
    assert isinstance(figure, terms.Difference)
    turned, always = is_turned(figure), always_applies(figure)
    if not isinstance(state, Order):
        return Seen(changed(seen_in(state, None).span, turned=turned, always=always)), None
    assert state.low is not None
    return Seen(changed(_NOTHING, turned=False, always=always)), Order.of(-state.low if turned else state.low)


def change_of(now: Fraction, then: Fraction) -> Fraction | Order:
    """A change in per cent of an earlier figure that is not below 0; of 0, the order of today's figure to it.

    >>> change_of(Fraction(50), Fraction(40)), change_of(Fraction(50), Fraction(0))
    (Fraction(25, 1), Order(low=1, high=1))
    """
    return 100 * (now - then) / then if then else Order.of(now)


def is_in(change: Fraction | Order, state: State) -> bool:
    """True when a change in per cent is in a state of one that is known."""
    if isinstance(change, Fraction):
        return isinstance(state, Cell) and contains(state, change)
    return change == state


def never_below_0(measure: Measure, program: Program) -> bool:
    """True when no figure of a measure can be below 0, however it is reported or computed."""
    if measure.minimum is None or measure.minimum < 0:
        return False
    if measure.derive is None:
        return True
    how = measure.derive.how
    weights = (how.factor,) if isinstance(how, Quotient) else how.weights
    return all(weight >= 0 for weight in weights) and all(
        never_below_0(program.measures[part], program) for part in measure.derive.parts
    )
