"""What somebody would write by hand for a shipped ruleset: tables of measures and thresholds by region, and loops over them.

The loops check every fact as `evaluate` does, choose the latest, and go through indicators, criteria, counts, members,
attestations and the recognition. Verdicts are small integers, ordered so that "all of" is a minimum.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Any

from attrs import define, field
from shipped_scene import DAY

from ntm_rules.model.condition import (
    AllOf,
    AnyOf,
    Bound,
    Comparison,
    Condition,
    CriteriaState,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    Operator,
    OwnCriteria,
    Required,
)
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import ByAttribute, ByYear, Fixed, Relative, Threshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.program import Program

NO, OPEN, YES, OUT = range(4)
OUTCOMES = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.ATTAINED, Outcome.NOT_APPLICABLE)
_HOLDS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.AT_LEAST: ge,
    Operator.AT_MOST: le,
    Operator.MORE_THAN: gt,
    Operator.LESS_THAN: lt,
    Operator.EQUALS: eq,
}
FIGURE, OTHER_FIGURE, LEVEL, FINDING, ALL, ANY, NONE, CRITERIA, COUNTS, MEMBERS, LEAST, UNKNOWN, ONE_OF = range(13)
Row = tuple[Any, ...]
Latest = Mapping[str, Fact]


@define
class Tables:
    """The rules of one ruleset as rows: of each rule its code, its row or its indicators, and the row of when it applies."""

    program: Program
    attributes: tuple[str, ...]
    _of: dict[tuple[str | None, ...], list[tuple[str, Row | None, tuple[str, ...], Row | None]]] = field(factory=dict)

    def rules(self, unit: Unit) -> list[tuple[str, Row | None, tuple[str, ...], Row | None]]:
        """The rows for a unit's region, made once for each."""
        key = tuple([unit.attributes.get(name) for name in self.attributes])
        found = self._of.get(key)
        if found is None:
            here = dict(zip(self.attributes, key, strict=True))
            found = self._of[key] = [
                (
                    one.key.code,
                    None if one.rule.condition is None else _row(one.rule.condition, self.program, here),
                    one.children,
                    None if one.rule.applies_when is None else _row(one.rule.applies_when, self.program, here),
                )
                for one in self.program.rules
            ]
        return found


def _limits(threshold: Threshold, here: Mapping[str, str | None], program: Program) -> tuple[Any, ...]:
    """The limits that are possible: one where the attributes are known, else that of each value; None for one not known."""
    match threshold:
        case Fixed(value):
            return (value,)
        case ByYear(years, otherwise):
            return _of_cases([(here, next((case for year, case in years if year == DAY.year), otherwise))], program)
        case ByAttribute(attribute, cases, otherwise):
            own, listed = here.get(attribute), dict(cases)
            if own:
                return _of_cases([(here, listed.get(own, otherwise))], program)
            # Where it is blank, any value is possible; one limit that is not known leaves all open.
            values = program.library.attributes[attribute].value_ids
            found = _of_cases([({**here, attribute: one}, listed.get(one, otherwise)) for one in values], program)
            return (None,) if None in found else found
    return (None,)


def _of_cases(cases: Iterable[tuple[Mapping[str, str | None], Threshold | None]], program: Program) -> tuple[Any, ...]:
    found: dict[Any, None] = {}
    for here, chosen in cases:
        found.update(dict.fromkeys((None,) if chosen is None else _limits(chosen, here, program)))
    return tuple(found)


def _row(condition: Condition, program: Program, here: Mapping[str, str | None]) -> Row:
    match condition:
        case Comparison(name, operator, Relative(other, None)):
            return OTHER_FIGURE, str(name), _HOLDS[operator], str(other)
        case Comparison(name, operator, threshold):
            limits, measure = _limits(threshold, here, program), program.measures[name]
            if measure.type is MeasureType.LEVEL and limits != (None,):
                ranks = {level.id: rank for rank, level in enumerate(measure.levels)}
                return LEVEL, str(name), _HOLDS[operator], ranks[limits[0]], ranks
            if len(limits) > 1:
                return ONE_OF, str(name), _HOLDS[operator], limits
            return FIGURE, str(name), _HOLDS[operator], limits[0]
        case Required(name, met):
            return FINDING, str(name), Finding.MET if met else Finding.NOT_MET
        case AllOf(parts):
            return ALL, [_row(part, program, here) for part in parts]
        case AnyOf(parts):
            return ANY, [_row(part, program, here) for part in parts]
        case NoneOf(parts):
            return NONE, [_row(part, program, here) for part in parts]
        case OwnCriteria(state=CriteriaState.ALL):
            return CRITERIA, program.criteria
        case OwnCriteria():
            failing = condition.state is CriteriaState.NOT_ATTAINED
            return COUNTS, failing, program.criteria, _bounds(condition.bounds, program), condition.including_any_of
        case MembersAttained(kind, rule, bounds):
            return MEMBERS, kind, rule.ruleset, rule.code, _bounds(bounds, program)
        case MembersMeasure(kind, _, str() as name, operator, threshold):
            return LEAST, kind, str(name), _HOLDS[operator], _limits(threshold, here, program)[0]
    return (UNKNOWN,)


def _bounds(bounds: Iterable[Bound], program: Program) -> list[tuple[bool, Operator, Any]]:
    return [
        (bound.basis.value == "share", bound.operator, _limits(bound.threshold, {}, program)[0]) for bound in bounds
    ]


class ByHand:
    """The tables of a program and of those that it asks, and what is decided with them."""

    def __init__(self, program: Program) -> None:
        names = tuple(sorted(program.library.attributes))
        self.tables = {one.ruleset.id: Tables(one, names) for one in program.programs()}
        self.own, self.day = program.ruleset.id, DAY
        self.measures: dict[str, Measure] = {str(id): one for id, one in program.measures.items()}
        self.limits = {
            id: (one.type, one.minimum, one.maximum, Decimal(1).scaleb(-one.decimals), {x.id for x in one.levels})
            for id, one in self.measures.items()
        }

    def outcomes(self, units: Units, statements: Iterable[Statement], decided: Sequence[str]) -> list[dict[str, int]]:
        """The verdict of every rule for the units decided."""
        self.units = units
        self.latest, self.said = self._checked(statements, units)
        self.done: dict[tuple[str, str], dict[str, int]] = {}
        return [self._decide(self.own, units[code]) for code in decided]

    def _checked(
        self, statements: Iterable[Statement], units: Units
    ) -> tuple[dict[str, dict[str, Fact]], dict[str, dict[tuple[str, str], Finding]]]:
        """The latest fact of each measure of each unit, each fact checked; and what is attested."""
        limits, day, known = self.limits, self.day, {unit.code for unit in units}
        latest: dict[str, dict[str, Fact]] = {}
        said: dict[str, dict[tuple[str, str], Finding]] = {}
        for one in statements:
            if isinstance(one, Attestation):
                if one.unit not in known or one.rule.ruleset not in self.tables:
                    raise ValueError(f"unknown: {one}")
                if one.as_of <= day and isinstance(one.value, Finding):
                    said.setdefault(one.unit, {})[one.rule.ruleset, one.rule.code] = one.value
                continue
            if not isinstance(one, Fact):
                raise ValueError(f"neither fact nor attestation: {one}")
            of_measure = limits.get(one.measure)
            if of_measure is None or one.unit not in known:
                raise ValueError(f"unknown: {one}")
            value = one.value
            type_, least, most, last_decimal, levels = of_measure
            if type_ is MeasureType.NUMBER:
                if not isinstance(value, Decimal):
                    raise ValueError(f"not a figure: {one}")
                if (least is not None and value < least) or (most is not None and value > most) or value % last_decimal:
                    raise ValueError(f"does not fit: {one}")
            elif not isinstance(value, Finding) if type_ is MeasureType.FINDING else value not in levels:
                raise ValueError(f"does not fit: {one}")
            if one.as_of <= day:
                of_unit = latest.get(one.unit)
                if of_unit is None:
                    of_unit = latest[one.unit] = {}
                other = of_unit.get(one.measure)
                if other is None or other.as_of < one.as_of:
                    of_unit[one.measure] = one
        return latest, said

    def _decide(self, ruleset: str, unit: Unit) -> dict[str, int]:
        key = (ruleset, unit.code)
        found = self.done.get(key)
        if found is not None:
            return found
        found = self.done[key] = {}
        latest, said = self.latest.get(unit.code, {}), self.said.get(unit.code)
        for code, row, children, applies_when in self.tables[ruleset].rules(unit):
            if children:
                verdict = min([found[child] for child in children])
            else:
                verdict = OPEN if row is None else self._judge(row, latest, found, unit)
            if applies_when is not None:
                applies = self._judge(applies_when, latest, found, unit)
                if applies != YES and verdict != OUT:
                    verdict = OPEN if applies == OPEN else OUT
            if verdict == OPEN and said is not None:
                word = said.get((ruleset, code))
                if word is Finding.MET:
                    verdict = YES
                elif word is Finding.NOT_MET:
                    verdict = NO
            found[code] = verdict
        return found

    def _judge(self, row: Row, latest: Latest, done: Mapping[str, int], unit: Unit) -> int:
        kind = row[0]
        if kind == FIGURE:
            fact = latest.get(row[1])
            return OPEN if fact is None or row[3] is None else YES if row[2](fact.value, row[3]) else NO
        if kind == FINDING:
            fact = latest.get(row[1])
            return OPEN if fact is None else YES if fact.value is row[2] else NO
        if kind == ALL:
            return min([self._judge(part, latest, done, unit) for part in row[1]])
        if kind in (ANY, NONE):
            found = [self._judge(part, latest, done, unit) for part in row[1]]
            best = max([one for one in found if one != OUT], default=OUT)
            return best if kind == ANY or best == OUT else YES - best
        if kind == LEVEL:
            fact = latest.get(row[1])
            return OPEN if fact is None else YES if row[2](row[4][fact.value], row[3]) else NO
        if kind == OTHER_FIGURE:
            fact, other = latest.get(row[1]), latest.get(row[3])
            return OPEN if fact is None or other is None else YES if row[2](fact.value, other.value) else NO
        if kind == CRITERIA:
            return min([done[code] for code in row[1]])
        if kind == COUNTS:
            return self._counts(row, done)
        if kind == MEMBERS:
            found = [self._decide(row[2], one)[row[3]] for one in self.units.members(unit.code, row[1], self.day)]
            return min([_bound(found, *bound) for bound in row[4]])
        if kind == LEAST:
            return self._least(row, unit)
        if kind == ONE_OF:
            fact = latest.get(row[1])
            if fact is None:
                return OPEN
            found = [OPEN if limit is None else YES if row[2](fact.value, limit) else NO for limit in row[3]]
            return found[0] if min(found) == max(found) else OPEN
        return OPEN

    def _counts(self, row: Row, done: Mapping[str, int]) -> int:
        _, failing, criteria, bounds, including = row
        found = [done[code] for code in criteria]
        if failing:
            found = [OUT if one == OUT else YES - one for one in found]
        verdict = min([_bound(found, *bound) for bound in bounds])
        if including:
            several = [done[code] for code in including]
            best = max([NO, *((YES - one if failing else one) for one in several if one != OUT)])
            verdict = min(verdict, best)
        return verdict

    def _least(self, row: Row, unit: Unit) -> int:
        members = self.units.members(unit.code, row[1], self.day)
        facts = [self.latest.get(one.code, {}).get(row[2]) for one in members]
        known: list[Any] = [fact.value for fact in facts if fact is not None]
        if not members:
            return OUT
        if known and not row[3](min(known), row[4]):
            return NO
        return YES if len(known) == len(facts) else OPEN


def _bound(found: Sequence[int], is_share: bool, operator: Operator, limit: Any) -> int:
    """How many, or what percentage of those that apply, come to YES."""
    low = found.count(YES)
    high = low + found.count(OPEN)
    if not found:
        return YES if is_share else YES if _HOLDS[operator](0, limit) else NO
    whole = len(found) - found.count(OUT)
    if not whole:
        return OUT
    if is_share:
        low, high, limit = 100 * low, 100 * high, limit * whole
    holds = _HOLDS[operator]
    worst, best = (low, high) if operator in (Operator.AT_LEAST, Operator.MORE_THAN) else (high, low)
    return YES if holds(worst, limit) else OPEN if holds(best, limit) else NO
