"""What somebody would write by hand for just this one policy document: a loop over a table, no rule files, no engine."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.decision import Decision, Reason, ReasonKind
from ntm_rules.model.fact import Fact
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.ruleset import Rule
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Units
from ntm_rules.program.program import Program

ATTAINED, NOT_ATTAINED, UNDETERMINED = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED
NOT_APPLICABLE = Outcome.NOT_APPLICABLE

Table = list[list[tuple[str, Decimal]]]
"""For each criterion the measure and the threshold of each of its indicators."""


def make_table(program: Program) -> Table:
    """The program as the table that the loops go over."""
    return [[_row(indicator) for indicator in criterion.indicators] for criterion in program.ruleset.criteria]


def _row(rule: Rule) -> tuple[str, Decimal]:
    condition = rule.condition
    assert isinstance(condition, Comparison)
    assert isinstance(condition.threshold, Fixed)
    assert isinstance(condition.threshold.value, Decimal)
    return condition.measure, condition.threshold.value


def outcomes(table: Table, figures: Mapping[str, Decimal]) -> list[Outcome]:
    """Every outcome for one unit: each criterion after its indicators, the recognition last."""
    found = []
    failed = unknown = False
    for indicators in table:
        criterion_failed = criterion_unknown = False
        for measure, threshold in indicators:
            value = figures.get(measure)
            if value is None:
                criterion_unknown = True
                found.append(UNDETERMINED)
            elif value >= threshold:
                found.append(ATTAINED)
            else:
                criterion_failed = True
                found.append(NOT_ATTAINED)
        if criterion_failed:
            failed = True
            found.append(NOT_ATTAINED)
        elif criterion_unknown:
            unknown = True
            found.append(UNDETERMINED)
        else:
            found.append(ATTAINED)
    found.append(NOT_ATTAINED if failed else UNDETERMINED if unknown else ATTAINED)
    return found


Limits = Mapping[str, tuple[Decimal | None, Decimal | None, Decimal]]
"""The least and the greatest figure of each measure, and its last decimal."""


def limits_of(program: Program) -> Limits:
    """The limits of the measures of a program."""
    return {
        id: (measure.minimum, measure.maximum, Decimal(1).scaleb(-measure.decimals))
        for id, measure in program.measures.items()
    }


def checked_outcomes(table: Table, limits: Limits, figures: Mapping[str, Decimal]) -> list[Outcome]:
    """`outcomes` of figures that are checked first: the measure, the type, the bounds and the decimals."""
    for measure, value in figures.items():
        of_measure = limits.get(measure)
        if of_measure is None or not isinstance(value, Decimal):
            raise ValueError(f"no figure of a measure: {measure}, {value}")
        least, most, last_decimal = of_measure
        if (least is not None and value < least) or (most is not None and value > most) or value % last_decimal:
            raise ValueError(f"does not fit: {measure}, {value}")
    return outcomes(table, figures)


def latest_facts(facts: Iterable[Fact], as_of: date) -> dict[str, dict[str, Fact]]:
    """The latest fact of each measure of each unit on a date."""
    latest: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        day = fact.as_of
        if day <= as_of:
            of_unit = latest.get(fact.unit)
            if of_unit is None:
                of_unit = latest[fact.unit] = {}
            other = of_unit.get(fact.measure)
            if other is None or other.as_of < day:
                of_unit[fact.measure] = fact
    return latest


def checked_latest_facts(
    facts: Iterable[Fact], as_of: date, program: Program, units: Units
) -> dict[str, dict[str, Fact]]:
    """`latest_facts` of facts that are checked on the way: the unit, the measure, the bounds and the decimals."""
    limits = limits_of(program)
    known = {unit.code for unit in units}
    latest: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        of_measure = limits.get(fact.measure)
        if of_measure is None or fact.unit not in known:
            raise ValueError(f"unknown: {fact}")
        value = fact.value
        if not isinstance(value, Decimal):
            raise ValueError(f"not a figure: {fact}")
        least, most, last_decimal = of_measure
        if (least is not None and value < least) or (most is not None and value > most) or value % last_decimal:
            raise ValueError(f"does not fit: {fact}")
        day = fact.as_of
        if day <= as_of:
            of_unit = latest.get(fact.unit)
            if of_unit is None:
                of_unit = latest[fact.unit] = {}
            other = of_unit.get(fact.measure)
            if other is None or other.as_of < day:
                of_unit[fact.measure] = fact
    return latest


def outcomes_of_facts(table: Table, latest: Mapping[str, Mapping[str, Fact]]) -> dict[str, list[Outcome]]:
    """`outcomes` for every unit, straight from its facts."""
    return {
        unit: outcomes(table, {measure: fact.value for measure, fact in facts.items()})  # type: ignore[misc]
        for unit, facts in latest.items()
    }


_POSSIBLE = {outcome: frozenset({outcome}) for outcome in Outcome}
_OPEN = frozenset({ATTAINED, NOT_ATTAINED})


def make_decide(program: Program) -> Callable[[str, Mapping[str, Fact]], Decision]:
    """What makes the recognition of a unit from its facts, with every reason and every decision below it.

    The classes are those of the library, filled by their own constructors, and so are the names, hashes and provenances.
    """
    version, as_of = program.ruleset.version, program.as_of
    by_code = program.by_code
    (conclusion,) = program.ruleset.conclusions
    top = by_code[conclusion.code]
    table = [
        (
            by_code[criterion.code],
            [(by_code[indicator.code], *_row(indicator)) for indicator in criterion.indicators],
        )
        for criterion in program.ruleset.criteria
    ]

    def decide(unit: str, facts: Mapping[str, Fact]) -> Decision:
        criteria = []
        for criterion, indicators in table:
            decisions = []
            failed = unknown = 0
            for rule, measure, threshold in indicators:
                fact = facts.get(measure)
                if fact is None:
                    unknown += 1
                    outcome, possible = UNDETERMINED, _OPEN
                    why = Reason(
                        kind=ReasonKind.MISSING,
                        outcome=outcome,
                        measure=measure,
                        operator=Operator.AT_LEAST,
                        required=threshold,
                    )
                else:
                    value = fact.value
                    assert isinstance(value, Decimal)
                    if value >= threshold:
                        outcome = ATTAINED
                    else:
                        failed += 1
                        outcome = NOT_ATTAINED
                    possible = _POSSIBLE[outcome]
                    why = Reason(
                        kind=ReasonKind.COMPARED,
                        outcome=outcome,
                        measure=measure,
                        operator=Operator.AT_LEAST,
                        observed=value,
                        required=threshold,
                        gap=threshold - value,
                        facts=(fact,),
                    )
                decisions.append(
                    Decision(
                        unit=unit,
                        rule=rule.key,
                        version=version,
                        as_of=as_of,
                        name=rule.rule.name,
                        outcome=outcome,
                        possible=possible,
                        reasons=(why,),
                        children=(),
                        provenance=rule.rule.provenance,
                        rule_hash=rule.hash,
                        assessed=program.assessed,
                    )
                )
            outcome = NOT_ATTAINED if failed else UNDETERMINED if unknown else ATTAINED
            possible = _OPEN if outcome is UNDETERMINED else _POSSIBLE[outcome]
            criteria.append(
                Decision(
                    unit=unit,
                    rule=criterion.key,
                    version=version,
                    as_of=as_of,
                    name=criterion.rule.name,
                    outcome=outcome,
                    possible=possible,
                    reasons=(),
                    children=tuple(decisions),
                    provenance=criterion.rule.provenance,
                    rule_hash=criterion.hash,
                    assessed=program.assessed,
                )
            )
        found = [decision.outcome for decision in criteria]
        tally = Tally(found.count(ATTAINED), found.count(NOT_ATTAINED), found.count(UNDETERMINED), 0)
        outcome = NOT_ATTAINED if tally.not_attained else UNDETERMINED if tally.undetermined else ATTAINED
        return Decision(
            unit=unit,
            rule=top.key,
            version=version,
            as_of=as_of,
            name=top.rule.name,
            outcome=outcome,
            possible=_OPEN if outcome is UNDETERMINED else _POSSIBLE[outcome],
            reasons=(Reason(kind=ReasonKind.TALLY, outcome=outcome, tally=tally),),
            children=tuple(criteria),
            provenance=top.rule.provenance,
            rule_hash=top.hash,
            assessed=program.assessed,
        )

    return decide
