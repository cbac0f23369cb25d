"""The quantity that a figure of a rule reads, and the outcomes that a group of truths counts."""

from datetime import date
from fractions import Fraction

from attrs import frozen

from ...model.condition import Basis, CriteriaCount
from ...model.key import RuleKey
from ...model.values.number import Rounding, Scaling, as_fraction
from ...program.terms import (
    Always,
    Among,
    AnyHolds,
    AttributeOf,
    Below,
    Counted,
    Derived,
    Difference,
    Figure,
    Group,
    Listed,
    Never,
    Not,
    OutcomeOf,
    Over,
    ProgramKey,
    Reported,
    Rounded,
    Scaled,
    Told,
    Total,
    Truth,
    WeighedShare,
)
from .diagram import not_compared
from .meaning import of_members
from .quantity import (
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
    OwnAttribute,
    OwnMeasure,
)
from .side import Side

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


def core_of(figure: Figure) -> tuple[Figure, Rounding | None]:
    """A figure without `Always` and without its rounding, and that rounding."""
    rounding = None
    while isinstance(figure, Rounded | Always):
        rounding = figure.rounding if isinstance(figure, Rounded) else rounding
        figure = figure.figure
    return figure, rounding


def leaf_of(figure: Figure, side: Side) -> Leaf | None:
    """Quantity that a figure is, ignoring rounding; None for a count of other truths or any other figure."""
    match core_of(figure)[0]:
        case AttributeOf(attribute):
            return OwnAttribute(attribute)
        case Reported(measure, above, back=back) | Derived(Reported(measure, above, back=back)):
            if above is not None and back is not None:
                raise not_compared(
                    "chưa so sánh được số liệu nhiều năm của đơn vị cấp trên",
                    "figures of units above in several years are not gone through",
                )
            return OwnMeasure(measure, back) if above is None else MeasureAbove(above, measure)
        case Scaled(Total(several)) if (mean := _mean(several)) is not None:
            return mean
        case Difference(Counted(Below(members, truth)), other):
            others, times, zero = _against(other, side)
            return MembersAgainst(members.kind, _of_each(truth, side), others, members.only, times, zero)
        case Difference() as change:
            now, since = _since(change, side)
            return MeasureChange(now, since) if isinstance(now, str) else CriteriaIncrease(now.ruleset, since)
        case Over(members, Among(inner, truth), how):
            return MembersFigure(members.kind, how, _over(inner, side), members.only, of_members(truth, side))
        case Over(members, inner, how):
            of = _over(inner, side)
            return MembersFigure(members.kind, how, of, members.only)
        case WeighedShare(Counted(Below(members, truth)), weight=weight):
            return MembersWeighed(members.kind, _of_each(truth, side), weight, members.only)
        case Counted(group, share):
            found = outcomes_in(group, side)
            return None if found is None else CountOf(found.of, found.failing, Basis.SHARE if share else Basis.COUNT)
    return None


def _mean(figures: tuple[Figure, ...]) -> MeasureMean | None:
    """The mean of which these are the figures of the single years; None where they are none of this kind."""
    of = [core_of(one)[0] for one in figures]
    reports = [one.reported if isinstance(one, Derived) else one for one in of]
    found = [one for one in reports if isinstance(one, Reported) and one.back is not None]
    return MeasureMean(found[0].measure, len(found)) if found and len(found) == len(figures) else None


def is_turned(figure: Figure) -> bool:
    """True for a change that is a decrease: the earlier figure less that of today."""
    if not isinstance(figure, Difference):
        return False
    of, less = (_day(each) for each in (figure.of, figure.less))
    return of is not None and (less is None or of < less)


def earlier_of(change: Difference) -> Figure:
    """The earlier figure of a change."""
    return change.of if is_turned(change) else change.less


def outcomes_in(group: Group, side: Side) -> CountedOutcomes | None:
    """The outcomes that a group consists of; None where it is made of other truths."""
    match group:
        case Below(members, truth):
            return CountedOutcomes(MembersDeciding(members.kind, _of_each(truth, side), members.only))
        case Listed(truths):
            counted = [truth for truth in truths if not isinstance(truth, Never)]
            keys = [_outcome(truth) for truth in counted]
            if all(key is not None for key in keys):
                of = tuple(side.key(key.program.ruleset, key.code) for key in keys if key is not None)
                return CountedOutcomes(of, any(isinstance(truth, Not) for truth in counted))
    return None


def _of_each(truth: Truth, side: Side) -> RuleKey | MemberTruth:
    """The rule or the condition that each member comes to an outcome of."""
    inner = truth
    while isinstance(inner, Told):
        inner = inner.truth
    if isinstance(inner, OutcomeOf) and inner.program.as_of == side.program.as_of:
        return side.key(inner.program.ruleset, inner.code)
    return of_members(truth, side)


def _against(figure: Figure, side: Side) -> tuple[MembersDeciding, Fraction, bool]:
    """The members that others are held against, how many times as many, and if there being none counts as 0."""
    times = Fraction(1)
    if isinstance(figure, Scaled):
        scaling, figure = figure.scaling, figure.figure
        assert isinstance(scaling, Scaling)
        times = as_fraction(scaling.factor)
    counted = core_of(figure)[0]
    assert isinstance(counted, Counted)
    assert isinstance(counted.group, Below)
    members, truth = counted.group.members, counted.group.truth
    # One to which the condition does not apply is none that meets it (see the lowering).
    if isinstance(truth, AnyHolds) and isinstance(truth.group, Listed):
        truth = truth.group.truths[-1]
    of = MembersDeciding(members.kind, _of_each(truth, side), members.only)
    return of, times, isinstance(figure, Always)


def _outcome(truth: Truth) -> OutcomeOf | None:
    inner = truth.truth if isinstance(truth, Not) else truth
    return inner if isinstance(inner, OutcomeOf) else None


def _since(change: Difference, side: Side) -> tuple[str | CriteriaCount, date]:
    """The measure or number of criteria that changes, and the earlier date."""
    then = earlier_of(change)
    now, since = change.less if then is change.of else change.of, _day(then)
    assert since is not None
    return _over(now, side), since


def _over(figure: Figure, side: Side) -> str | CriteriaCount:
    """Measure id or number of criteria that a figure of one unit is. Raises TypeError for any other figure."""
    match core_of(figure)[0]:
        case Reported(measure) | Derived(Reported(measure)):
            return measure
        case Counted(group):
            return CriteriaCount(side.ruleset(_program(group).ruleset))
        case Difference() as change:
            of, since = _since(change, side)
            assert isinstance(of, CriteriaCount)
            return CriteriaCount(of.ruleset, since)
        case other:
            raise TypeError(f"{type(other).__name__} is no figure of one unit")


def _day(figure: Figure) -> date | None:
    """Day of a figure; for a figure of today, the day of the program (a count) or None."""
    match core_of(figure)[0]:
        case Reported(on=day) | Derived(Reported(on=day)):
            return day
        case Counted(Listed() as group):
            return _program(group).as_of
    return None


def _program(group: Group) -> ProgramKey:
    """The program whose criteria a group counts."""
    assert isinstance(group, Listed)
    outcome = _outcome(group.truths[0])
    assert outcome is not None
    return outcome.program
