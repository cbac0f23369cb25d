"""Units by what is missing to their recognition, and figures that have little to spare before something is lost."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from attrs import frozen

from ..model.arguments import checks_arguments
from ..model.condition import Operator
from ..model.decision import Decision, Reason, ReasonKind
from ..model.key import RECOGNITION, RuleKey, is_conclusion
from ..model.measure import Measure
from ..model.outcome import SHORT, Outcome
from ..model.values.day import Day
from ..model.values.number import Number, as_fraction, simplest
from ..program.terms import OutcomeOf
from ..program.verdict import OUTCOME
from .decisions import Decisions
from .naming import code_of
from .remedies import Step, StepKind, Steps
from .remedies.supposed import Supposed, Variable, supposed


@frozen
class NearUnit:
    """A unit that does not attain a rule, with the least by which it would: `ways`, the shortest first.

    Each way is complete and none of its steps can be left out. Without a way, none was found: the unit lacks too much, or
    nothing leads there. `data` are the steps of the shortest way that only supply what is not known. `lacking` are the codes
    of the criteria that are not attained or open; `is_unknown`: all of them are open.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> [near] = ntm.nearest(ntm.evaluate(program, town, [water]), "3.3")
    >>> near.unit, [step.measure for step in near.changes]
    ('T', ['clean_water_households'])
    """

    unit: str
    rule: RuleKey
    outcome: Outcome
    ways: tuple[Steps, ...]
    data: Steps
    lacking: tuple[str, ...]
    is_unknown: bool

    @property
    def changes(self) -> Steps:
        """The steps of the shortest way by which something becomes another: a figure, or the finding on a rule not attained."""
        return tuple(step for step in self.ways[0] if step not in self.data) if self.ways else ()


def share_of(step: Step) -> Fraction | None:
    """The gap of a step as a share of the figure that it has to come to, in percent; None where there is no such share.

    >>> from datetime import date
    >>> share_of(Step(StepKind.CHANGE, "C", RuleKey("vn/a", "1"), "m", None, Decimal(5), Decimal(40), Decimal(45)))
    Fraction(100, 9)
    """
    if step.gap is None or not isinstance(step.becomes, Decimal | Fraction):
        return None
    return _percent(step.gap, step.becomes)


def _percent(part: Number, whole: Number) -> Fraction | None:
    # Days are counted from the year 1: a share of a date says nothing.
    return abs(as_fraction(part) / as_fraction(whole)) * 100 if whole and not isinstance(whole, Day) else None


@checks_arguments
def nearest(
    decisions: Decisions,
    rule: RuleKey | str = RECOGNITION,
    *,
    under: str | None = None,
    units: Collection[str] | None = None,
) -> tuple[NearUnit, ...]:
    """The units that do not attain a rule, those that lack least first; those below `under`, and of `units` where given.

    Fewest changes come first, of as many the smallest gaps (as shares), then the least to report; then units of which nothing
    is known, and last those for which no way was found. Raises UnknownNameError for a rule that there is not, UnknownUnitError
    for such a unit.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town = ntm.Unit("T", "Tam Đường", "township")
    >>> facts = [ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))]
    >>> [near] = nearest(ntm.evaluate(program, town, facts), "3.3")
    >>> near.unit, near.changes[0].gap, near.data, near.lacking[:2]
    ('T', Decimal('0.1'), (), ('1', '2'))
    """
    code = code_of(decisions.program, rule)
    codes = (unit for unit in _units(decisions, under) if units is None or unit in units)
    near_units = [_near(decisions, unit, code) for unit in codes]
    return tuple(sorted((near for near in near_units if near is not None), key=effort))


def _units(decisions: Decisions, under: str | None) -> Iterator[str]:
    units, day = decisions.world.units, decisions.program.as_of
    above = None if under is None else units[under].code
    for unit in decisions.units:
        if above is None or any(ancestor.code == above for ancestor in units.belongs_to(unit.code, day)):
            yield unit.code


def _near(decisions: Decisions, unit: str, code: str) -> NearUnit | None:
    outcomes = decisions.outcomes(unit)
    if outcomes[code] not in SHORT:
        return None
    criteria = decisions.program.criteria
    missing = tuple(criterion for criterion in criteria if outcomes[criterion] in SHORT)
    is_unknown = all(outcomes[criterion] in (Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE) for criterion in criteria)
    ways = decisions.ways_to_attain(unit, code)
    data = tuple(_data(ways[0], decisions.decision(unit, code))) if ways else ()
    key = RuleKey(decisions.program.ruleset.id, code)
    return NearUnit(unit, key, outcomes[code], ways, data, missing, is_unknown)


def _data(steps: Steps, decision: Decision) -> Iterator[Step]:
    """The steps that only supply what is not known; a finding on a rule that is not attained has to become another."""
    failed = {(inner.unit, inner.rule) for inner in decision.walk() if inner.outcome is Outcome.NOT_ATTAINED}
    for step in steps:
        is_finding = step.kind is StepKind.ATTEST and (step.unit, step.rule) in failed
        if step.kind is not StepKind.CHANGE and not is_finding:
            yield step


def effort(near: NearUnit) -> tuple[bool, bool, int, Fraction, int, int, str]:
    """The place of a unit among those that do not attain a rule: what lacks least comes first.

    >>> effort(NearUnit("C", RuleKey("vn/a"), Outcome.NOT_ATTAINED, (), (), ("1", "2"), False))[4:]
    (0, 2, 'C')
    """
    shares = sum((share_of(step) or Fraction(0) for step in near.changes), Fraction(0))
    return not near.ways, near.is_unknown, len(near.changes), shares, len(near.data), len(near.lacking), near.unit


# ---- what is nearly lost


@frozen
class ThinMargin:
    """A figure that has little to spare: by `spare`, that is `share` percent of what is `required`, and `lost` would be these.

    The conclusions are among them that would no longer be attained, worked out from the rules with the nearest figure that
    misses what is required. `is_computed`: the figure is made of others, and only the rule itself is named.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> enough = ntm.Fact("T", "clean_water_households", 100, date(2024, 3, 31))
    >>> [thin] = ntm.at_risk(ntm.evaluate(program, town, [enough]))
    >>> thin.rule.code, thin.spare
    ('3.3', Decimal('0'))
    """

    unit: str
    rule: RuleKey
    measure: str
    observed: Number
    operator: Operator
    required: Number
    spare: Number
    share: Fraction | None
    lost: tuple[RuleKey, ...]
    is_computed: bool = False


@checks_arguments
def at_risk(decisions: Decisions, margin: int | Decimal = 5, *, under: str | None = None) -> tuple[ThinMargin, ...]:
    """The figures of attained rules that have at most `margin` percent of what is required to spare, the least first.

    Raises UnknownUnitError for a unit that there is not.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town = ntm.Unit("T", "Tam Đường", "township")
    >>> facts = [ntm.Fact("T", "clean_water_households", 100, date(2024, 3, 31))]
    >>> [(thin.rule.code, thin.spare) for thin in at_risk(ntm.evaluate(program, town, facts))]
    [('3.3', Decimal('0'))]
    """
    thin_margins: dict[tuple[str, str, Number], ThinMargin] = {}
    for unit in _units(decisions, under):
        outcomes, at = decisions.outcomes(unit), None
        for rule in decisions.program.rules:
            code = rule.key.code
            if outcomes[code] is not Outcome.ATTAINED or is_conclusion(code):
                continue
            for reason in decisions.decision(unit, code).reasons:
                if not _is_thin(reason, Decimal(margin)):
                    continue
                at = at or supposed(decisions.world.units[unit], decisions.program, decisions.world)
                thin_margin = _margin(decisions.decision(unit, code), reason, at)
                if thin_margin.lost:
                    thin_margins.setdefault((unit, thin_margin.measure, thin_margin.required), thin_margin)
    return tuple(sorted(thin_margins.values(), key=lambda thin: (thin.share or Fraction(0), thin.unit)))


def _is_thin(reason: Reason, margin: Decimal) -> bool:
    """True of a figure of the unit itself that was compared, counts for the rule, and has little to spare."""
    if (
        reason.kind is not ReasonKind.COMPARED
        or reason.standing is not Outcome.ATTAINED
        or reason.gap is None
        or reason.operator is None
        or not isinstance(reason.required, Decimal | Fraction)
    ):
        return False
    if any(part is not None for part in (reason.unit, reason.members, reason.since, reason.years)):
        return False
    share = _percent(reason.gap, reason.required)
    return not reason.gap if share is None else share <= margin


def _margin(decision: Decision, reason: Reason, at: Supposed) -> ThinMargin:
    measure, observed, required = reason.measure, reason.compared or reason.observed, reason.required
    operator, gap = reason.operator, reason.gap
    assert measure is not None
    assert operator is not None
    assert gap is not None
    assert isinstance(required, Decimal | Fraction)
    assert isinstance(observed, Decimal | Fraction)
    declared = at.program.measures[measure]
    lost: tuple[RuleKey, ...] = (decision.rule,)
    if declared.derive is None:
        value = _nearest_miss(operator, required, declared, negated=reason.negated)
        worse = at if value is None else at.with_values({Variable(at.unit.code, at.day, measure): value})
        codes = [decision.rule.code, *(conclusion.code for conclusion in at.program.ruleset.conclusions)]
        lost = tuple(
            RuleKey(at.program.ruleset.id, code)
            for code in dict.fromkeys(codes)
            if _outcome(at, code) is Outcome.ATTAINED is not _outcome(worse, code)
        )
    spare = simplest(abs(as_fraction(gap)))
    share = _percent(gap, required)
    return ThinMargin(
        at.unit.code,
        decision.rule,
        str(measure),
        observed,
        operator,
        required,
        spare,
        share,
        lost,
        declared.derive is not None,
    )


def _outcome(at: Supposed, code: str) -> Outcome:
    return OUTCOME[at.outcomes_of(OutcomeOf(at.program.key, code))]


def _nearest_miss(operator: Operator, required: Number, measure: Measure, *, negated: bool) -> Decimal | None:
    """The nearest figure within the bounds of a measure that misses what is required (`negated`: that meets it), if any."""
    decimals = measure.decimals if measure.rounding is None else min(measure.rounding.to, measure.decimals)
    step = Decimal(1).scaleb(-decimals)
    counted = as_fraction(required) / as_fraction(step)
    below, above = counted.numerator // counted.denominator, -(-counted.numerator // counted.denominator)
    match operator:
        case Operator.AT_LEAST:
            missing, meeting = above - 1, above
        case Operator.MORE_THAN:
            missing, meeting = below, below + 1
        case Operator.AT_MOST:
            missing, meeting = below + 1, below
        case Operator.LESS_THAN:
            missing, meeting = above, above - 1
        case Operator.EQUALS:
            missing, meeting = above + 1, above
        case _:
            assert_never(operator)
    number = step * (meeting if negated else missing)
    is_possible = (measure.minimum is None or measure.minimum <= number) and (
        measure.maximum is None or number <= measure.maximum
    )
    return number if is_possible else None
