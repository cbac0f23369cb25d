"""Conditions as expressions: what `evaluate.judge` is for one unit, for all rows at once."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import assert_never

from ...model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaState,
    Direction,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ...model.key import RuleKey
from ...model.measure import MeasureType
from ...model.threshold import Threshold
from ...program.program import Program, ProgramRule
from ..generate import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from .figures import Figure, difference
from .members import count_of_members, count_then, figure_over_members, measure_of_past
from .outcomes import (
    Count,
    Outcomes,
    all_of,
    any_of,
    between,
    codes,
    holds,
    level_of,
    none_of,
    open_outcomes,
    unless_open,
)
from .regimes import alike
from .space import Expr
from .table import Table
from .tallies import bounds_hold, counted, turned
from .thresholds import Asked, against, figure_holds, scaled

COUNTS = (AtLeastN, OwnCriteria, CriteriaChange, MembersAttained, MembersMeasure)
"""Conditions whose expressions name what they are made of many times."""


def rule(table: Table, key: RuleKey) -> Outcomes:
    """The outcomes of a rule, as a column, each row under the version in force on its day."""
    known = table.rules.get((key.ruleset, key.code))
    if known is None:
        known = table.rules[key.ruleset, key.code] = table.keep(_rule(table, key))
    return known


def _rule(table: Table, key: RuleKey) -> Outcomes:
    space = table.space
    found = [(rows, _decided(table, program, program.by_code[key.code])) for rows, program in variants(table, key)]
    if len(found) == 1 and found[0][0] is None:
        return found[0][1]
    level = level_of([outcomes for _, outcomes in found])
    in_force = [program for _, program in table.regimes.of(key.ruleset) if key.code in program.by_code]
    if len(in_force) == len(table.regimes.programs) and not any(outcomes.may_not_apply for _, outcomes in found):
        truths = [(rows, outcomes.truth) for rows, outcomes in found]
        return Outcomes(truth=space.choose(truths[:-1], truths[-1][1]), level=level)
    # Before and after the rule is in force there is no outcome.
    chosen = [(rows, codes(outcomes, space)) for rows, outcomes in found]
    return Outcomes(code=space.choose(chosen, space.nothing(space.code_type)), level=level)


def variants(table: Table, key: RuleKey) -> list[tuple[Expr | None, Program]]:
    """The programs that decide a rule differently, each with its rows (None for all)."""
    found: dict[object, list[tuple[int, Program]]] = {}
    for number, program in table.regimes.of(key.ruleset):
        if key.code in program.by_code:
            found.setdefault(alike(program.by_code[key.code], program), []).append((number, program))
    return [(table.regimes.where([number for number, _ in same], table.space), same[0][1]) for same in found.values()]


def _decided(table: Table, program: Program, own: ProgramRule) -> Outcomes:
    space = table.space
    if own.children:
        judged = all_of([rule(table, RuleKey(own.key.ruleset, code)) for code in own.children], space)
    elif own.condition is not None:
        judged = judge(own.condition, table, program)
    else:
        judged = open_outcomes(space)
    if own.rule.applies_when is not None:
        judged = _where_it_applies(judged, judge(own.rule.applies_when, table, program), table)
    return _with_attestations(judged, own.key, table, program)


def _where_it_applies(judged: Outcomes, applies: Outcomes, table: Table) -> Outcomes:
    space = table.space
    own, when = codes(judged, space), codes(applies, space)
    code = space.choose(
        [(when == ATTAINED, own), ((when == UNDETERMINED) & (own != NOT_APPLICABLE), space.code(UNDETERMINED))],
        space.code(NOT_APPLICABLE),
    )
    return Outcomes(code=code, level=level_of([judged, applies]))


def _with_attestations(judged: Outcomes, key: RuleKey, table: Table, program: Program) -> Outcomes:
    space = table.space
    attested = attested_code(key, table, program)
    if attested is None:
        return judged
    own = codes(judged, space)
    table.measured[key, program.as_of] = judged
    return Outcomes(code=space.choose([(own == UNDETERMINED, attested)], own), level=judged.level)


def attestation(key: RuleKey, table: Table) -> str | None:
    """The name of the column with attestations of a rule: its key, or its code where the rule is of the ruleset asked for."""
    top = table.regimes.programs[0].ruleset.id
    names = (str(key), *([key.code] if key.ruleset == top else []))
    return next((name for name in names if name in table.columns), None)


def attested_code(key: RuleKey, table: Table, program: Program) -> Expr | None:
    """What is attested of a rule, as codes; None where there is no column of it."""
    space = table.space
    name = attestation(key, table)
    if name is None:
        return None
    met = table.finding(name, program.ruleset.basically_met)
    said = [(met, space.code(ATTAINED)), (~met, space.code(NOT_ATTAINED))]
    word = table.text(name)
    if word is not None:
        said.append((word == "not_applicable", space.code(NOT_APPLICABLE)))
    return space.choose(said, space.code(UNDETERMINED))


def judge(condition: Condition, table: Table, program: Program) -> Outcomes:
    """What a condition comes to, row by row."""
    # Where expressions are written out as SQL, one that is named twice is written twice, and within one another that doubles.
    # Polars finds what is named twice, but only after it has walked through all of it.
    if table.space.is_polars and not isinstance(condition, COUNTS):
        return _judge(condition, table, program)
    key = ("judged", condition, id(program))
    found = table.once(key, lambda: table.keep(_judge(condition, table, program)))
    assert isinstance(found, Outcomes)
    return found


def _judge(condition: Condition, table: Table, program: Program) -> Outcomes:
    space = table.space

    def each(parts: tuple[Condition, ...]) -> list[Outcomes]:
        return [judge(part, table, program) for part in parts]

    def rules(ruleset: str, listed: Sequence[str]) -> list[Outcomes]:
        return [rule(table, RuleKey(ruleset, code)) for code in listed]

    match condition:
        case Comparison(measure, operator, threshold):
            return _compare(measure, operator, threshold, table)
        case OneOf(measure, values):
            return _one_of(measure, values, table)
        case Required(measure, met):
            truth = table.finding(measure, program.ruleset.basically_met)
            return _unless_absent(truth if met else ~truth, [table.not_applicable(measure)], table)
        case AttributeIs(attribute, values):
            return Outcomes(truth=table.attribute(attribute).is_in(list(values)))
        case Change():
            return _change(condition, table)
        case AllOf(parts):
            return all_of(each(parts), space)
        case AnyOf(parts):
            return any_of(each(parts), space)
        case NoneOf(parts):
            return none_of(each(parts), space)
        case AtLeastN(n, parts):
            among = counted(each(parts), table)
            truth = between(among.attained, among.highest, n, Operator.AT_LEAST, space)
            return Outcomes(code=unless_open(truth, among, space), level=among.level)
        case OwnCriteria(ruleset=name):
            of = program if name is None else program.references[name]
            return _own_criteria(condition, of, rules(of.ruleset.id, condition.including_any_of), table)
        case CriteriaChange():
            return _criteria_change(condition, table, program)
        case Attained(key):
            return rule(table, key)
        case MembersAttained(kind, key, bounds, only):
            members = count_of_members(table, kind, key, only, rule)
            return bounds_hold(bounds, members, table)
        case MembersMeasure():
            return figure_over_members(condition, table, program, rule)
        case Unknown():
            return open_outcomes(space)
        case _:
            assert_never(condition)


def _compare(measure: str, operator: Operator, threshold: Threshold, table: Table) -> Outcomes:
    if table.library.measures[measure].type is MeasureType.LEVEL:
        truth = against(threshold, table, partial(_rank_holds, measure, operator, table))
    else:
        held = table.compared(measure)
        truth = against(threshold, table, lambda asked: figure_holds(held, operator, asked, table))
        if not (held.is_fixed_point and held.status is None):
            truth = _where_given(held, truth, table)
    return _unless_absent(truth, [table.not_applicable(measure)], table)


def _where_given(held: Figure, truth: Expr, table: Table) -> Expr:
    """A truth where there is a figure: constants on both sides would have one without."""
    return table.space.choose([(held.given, truth)], table.space.truth(None))


def _rank_holds(measure: str, operator: Operator, table: Table, asked: Asked) -> Expr:
    own = table.rank(measure)
    if isinstance(asked, Figure):
        return holds(own, operator, asked.numerator)
    rank = table.library.measures[measure].rank(str(asked))
    return holds(own, operator, table.space.rank(-1 if rank is None else rank))


def _one_of(measure: str, values: tuple[Decimal | str, ...], table: Table) -> Outcomes:
    space = table.space
    if table.library.measures[measure].type is MeasureType.LEVEL:
        ranks = [table.library.measures[measure].rank(str(value)) for value in values]
        truth = table.rank(measure).is_in([rank for rank in ranks if rank is not None])
    else:
        held = table.compared(measure)
        figures = [value for value in values if isinstance(value, Decimal)]
        truth = space.some([figure_holds(held, Operator.EQUALS, value, table) for value in figures])
    return _unless_absent(truth, [table.not_applicable(measure)], table)


def _unless_absent(truth: Expr, absent: Sequence[Expr | None], table: Table) -> Outcomes:
    """A truth, but not applicable where that is reported."""
    said = [one for one in absent if one is not None]
    if not said:
        return Outcomes(truth=truth)
    space = table.space
    not_applicable = space.code(NOT_APPLICABLE)
    return Outcomes(code=space.choose([(one, not_applicable) for one in said], codes(Outcomes(truth=truth), space)))


def _change(condition: Change, table: Table) -> Outcomes:
    prefix = measure_of_past(table, condition.measure, condition.since)
    now, before = table.compared(condition.measure), table.compared(condition.measure, prefix)
    increased = condition.direction is Direction.INCREASED
    changed = difference(now, before) if increased else difference(before, now)
    both = now.given & before.given
    truth = against(condition.threshold, table, lambda asked: figure_holds(changed, condition.operator, asked, table))
    truth = table.space.choose([(both, truth)], table.space.truth(None))
    absent = [table.not_applicable(condition.measure), table.not_applicable(condition.measure, prefix)]
    return _unless_absent(truth, absent, table)


def criteria_counted(condition: OwnCriteria, of: Program, table: Table) -> Count:
    """How many of the criteria that a condition counts came to which outcome; for counting what is *not* attained, turned."""
    listed = condition.of or of.criteria
    failing = condition.state is CriteriaState.NOT_ATTAINED

    def make() -> Count:
        found = [rule(table, RuleKey(of.ruleset.id, code)) for code in listed]
        return counted(turned(found, table.space) if failing else found, table)

    found = table.once(("criteria", of.ruleset.id, listed, failing), make)
    assert isinstance(found, Count)
    return found


def _own_criteria(condition: OwnCriteria, of: Program, listed: list[Outcomes], table: Table) -> Outcomes:
    space = table.space
    if condition.state is CriteriaState.ALL:
        return all_of([rule(table, RuleKey(of.ruleset.id, code)) for code in condition.of or of.criteria], space)
    if condition.state is CriteriaState.NOT_ATTAINED:
        listed = turned(listed, space)
    found = [bounds_hold(condition.bounds, criteria_counted(condition, of, table), table)] if condition.bounds else []
    if condition.including_any_of:
        found.append(any_of([Outcomes(code=space.code(NOT_ATTAINED)), *listed], space))
    return all_of(found, space)


def criteria_change(condition: CriteriaChange, table: Table, program: Program) -> tuple[Expr, Expr, int]:
    """Between which numbers the criteria lie by which a unit has changed, and the layer they can be made in."""
    of = program.references[condition.ruleset]

    def make() -> tuple[Expr, Expr, int]:
        now = counted([rule(table, RuleKey(condition.ruleset, code)) for code in of.criteria], table)
        before = count_then(table, program.past[condition.ruleset, condition.since], rule)
        later, earlier = (now, before) if condition.direction is Direction.INCREASED else (before, now)
        return later.attained - earlier.highest, later.highest - earlier.attained, now.level

    low, high, level = table.once(
        ("change", condition.ruleset, condition.since, condition.direction, id(program)), make
    )
    return low, high, level


def _criteria_change(condition: CriteriaChange, table: Table, program: Program) -> Outcomes:
    space = table.space
    low, high, level = criteria_change(condition, table, program)

    def compare(asked: Asked) -> Expr:
        numerator, denominator = scaled(asked)
        return between(low * denominator, high * denominator, numerator, condition.operator, space)

    return Outcomes(truth=against(condition.threshold, table, compare), level=level)
