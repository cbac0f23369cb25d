"""The pace of a plan: whether its targets, at the pace so far, would be met by its end. Estimates, never decisions."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from ..model.condition import Aggregate, Basis, Operator
from ..model.decision import Decision, Reason, ReasonKind
from ..model.key import RuleKey, is_conclusion
from ..model.library import Library
from ..model.outcome import Outcome
from ..model.values.number import Number, as_fraction, simplest
from ..program.verdict import holds
from .decisions import Decisions


class Course(Enum):
    """The course of a target: where it stands, and where the pace so far leads."""

    ATTAINED = "attained"
    SLIPPING = "slipping"  # attained, and no longer at the present pace
    ON_TRACK = "on_track"
    BEHIND = "behind"
    TOO_FEW = "too_few"  # figures of fewer than two days
    NO_FIGURE = "no_figure"  # not attained, and no figure has a pace
    ENDED = "ended"  # not attained, and the plan has ended


@frozen
class DatedFigure:
    """A figure and the day from which it is."""

    day: date
    value: Number


@frozen
class TargetPace:
    """A target of a plan: `first` and `now` are its figures, `estimate` the one at `until`, if the pace stayed as it is.

    The pace is linear: what `now` differs from `first`, by the days between them. `reason` is the requirement as compared now.
    """

    rule: RuleKey
    outcome: Outcome
    reason: Reason | None
    course: Course
    until: date
    first: DatedFigure | None = None
    now: DatedFigure | None = None
    estimate: Number | None = None


def is_plan(run: Decisions) -> bool:
    """True of decisions under a plan: one unit, of a ruleset whose rules say how strongly a target is committed to."""
    return len(run.units) == 1 and any(rule.commitment is not None for rule in run.program.ruleset.rules())


def paces(run: Decisions, earlier: Sequence[Decisions]) -> tuple[TargetPace, ...]:
    """The targets of a plan with the pace of each: from the first figure among `earlier` decisions to the one now.

    `earlier` are decisions about the same unit, the earliest first. The end is that of the ruleset, or of the year assessed.
    A figure is of the latest day of the statements that it rests on. Targets are the rules at the bottom that ask something
    of the unit; those that do not apply are left out.

    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town = ntm.Unit("T", "Tam Đường", "township")
    >>> days = ((date(2024, 3, 31), 90), (date(2024, 6, 30), 92))
    >>> facts = [ntm.Fact("T", "clean_water_households", value, day) for day, value in days]
    >>> then = ntm.evaluate(ntm.compile("vn/civilised-township", date(2024, 3, 31)), town, facts)
    >>> [pace] = [pace for pace in paces(ntm.evaluate(program, town, facts), [then]) if pace.rule.code == "3.3"]
    >>> pace.course.value, pace.until, str(pace.estimate)
    ('behind', datetime.date(2024, 12, 31), '8740/91')
    """
    [unit] = run.units
    until = run.program.ruleset.until or date(run.program.assessed, 12, 31)
    firsts = _first_figures(earlier, unit.code)
    target_paces: list[TargetPace] = []
    for code in _targets(run):
        decision = run.decision(unit.code, code)
        if decision.outcome is not Outcome.NOT_APPLICABLE:
            reasons = tuple(reason for reason in decision.reasons if reason.required is not None) or (None,)
            target_paces += (_pace(decision, reason, until, firsts, run.program.library) for reason in reasons)
    return tuple(target_paces)


def _targets(run: Decisions) -> list[str]:
    """The codes of the rules at the bottom, in order: the contents of an indicator, an indicator, a criterion without any."""
    return [rule.code for rule in run.program.ruleset.rules() if not rule.below and not is_conclusion(rule.code)]


_Requirement = tuple[object, ...]


def _requirement(decision: Decision, reason: Reason) -> _Requirement:
    """The requirement of a reason, by which it is found again on another day."""
    compared = (reason.measure, reason.operator, reason.required, reason.rule, reason.members, reason.aggregate)
    return (decision.rule, *compared, reason.basis, reason.since, reason.unit, reason.negated)


def _first_figures(earlier: Sequence[Decisions], unit: str) -> dict[_Requirement, DatedFigure]:
    firsts: dict[_Requirement, DatedFigure] = {}
    for run in earlier:
        if any(decided.code == unit for decided in run.units):
            for code in _targets(run):
                decision = run.decision(unit, code)
                for reason in decision.reasons:
                    figure = _figure(decision, reason)
                    if figure is not None:
                        firsts.setdefault(_requirement(decision, reason), figure)
    return firsts


def _figure(decision: Decision, reason: Reason) -> DatedFigure | None:
    """The figure of a reason, with the latest day of what it rests on; None where it is not one number."""
    value = reason.observed if reason.compared is None else reason.compared
    if reason.kind is ReasonKind.PRINTED or not isinstance(value, Decimal | Fraction):
        return None
    own = [fact.as_of for fact in reason.facts]
    below = (fact.as_of for inner in decision.walk() for why in inner.reasons for fact in why.facts)
    return DatedFigure(max(own or below, default=decision.as_of), value)


def _pace(
    decision: Decision, reason: Reason | None, until: date, firsts: dict[_Requirement, DatedFigure], library: Library
) -> TargetPace:
    is_attained = decision.outcome is Outcome.ATTAINED or (reason is not None and reason.standing is Outcome.ATTAINED)
    now = None if reason is None else _figure(decision, reason)
    first = None if reason is None else firsts.get(_requirement(decision, reason))
    if now is None or first is None or first.day >= now.day:
        first = None

    def pace_with(course: Course, estimate: Number | None = None) -> TargetPace:
        return TargetPace(decision.rule, decision.outcome, reason, course, until, first, now, estimate)

    if decision.as_of >= until:
        return pace_with(Course.ATTAINED if is_attained else Course.ENDED)
    estimate = None
    is_figure = reason is not None and isinstance(reason.required, Decimal | Fraction) and reason.operator is not None
    if reason is not None and is_figure and first is not None and now is not None and until > now.day:
        estimate = _within(_estimated(first, now, until), reason, library)
    if estimate is not None and reason is not None and now is not None:
        if is_attained and reason.operator is Operator.EQUALS:
            return pace_with(Course.ATTAINED)
        if _meets(estimate, now, reason):
            return pace_with(Course.ATTAINED if is_attained else Course.ON_TRACK, estimate)
        return pace_with(Course.SLIPPING if is_attained else Course.BEHIND, estimate)
    if is_attained:
        return pace_with(Course.ATTAINED)
    is_known = decision.outcome is Outcome.NOT_ATTAINED and (
        reason is None or not isinstance(reason.required, Decimal | Fraction)
    )
    return pace_with(Course.NO_FIGURE if is_known else Course.TOO_FEW)


def _meets(estimate: Number, now: DatedFigure, reason: Reason) -> bool:
    """True where an estimate meets what a reason asks; an equal figure is met where it is passed on the way."""
    operator, required = reason.operator, reason.required
    assert operator is not None
    assert isinstance(required, Decimal | Fraction)
    if operator is Operator.EQUALS:
        return min(estimate, now.value) <= required <= max(estimate, now.value)
    return holds(estimate, operator, required) is not reason.negated


def _estimated(first: DatedFigure, now: DatedFigure, until: date) -> Fraction:
    start, end = as_fraction(first.value), as_fraction(now.value)
    return end + (end - start) * (until - now.day).days / (now.day - first.day).days


def _within(estimate: Fraction, reason: Reason, library: Library) -> Number:
    """An estimate, no further than the bounds of what is measured or counted."""
    low: Number | None = None
    high: Number | None = None
    if reason.since is not None or reason.aggregate is Aggregate.SUM:
        pass  # a change, or a sum, has no bounds of its own
    elif reason.tally is not None:
        low, high = Decimal(0), Decimal(100 if reason.basis is Basis.SHARE else reason.tally.applicable)
    elif reason.measure is not None:
        measure = library.measures[reason.measure]
        low, high = measure.minimum, measure.maximum
    if low is not None:
        estimate = max(estimate, as_fraction(low))
    return simplest(estimate if high is None else min(estimate, as_fraction(high)))
