"""Decisions with every reason, quickly: for the common rules all but the figure is known when the program is compiled.

A comparison of one figure with a fixed threshold, and a criterion all of whose indicators must be attained, are most of
every policy document. For these, a maker is prepared once per program; the specification decides everything else. The two
must agree to the last field, and a test holds them together.
"""

from collections.abc import Callable
from decimal import Decimal

from ..model.condition import Comparison, Operator
from ..model.decision import Decision, Reason, ReasonKind
from ..model.measure import MeasureType
from ..model.number import EXACT
from ..model.outcome import Outcome
from ..model.threshold import Fixed
from ..model.unit import Unit
from .evaluate import decide
from .evidence import Observation
from .program import Program, ProgramRule
from .world import World

Maker = Callable[[str, Observation], Decision | None]
"""From a unit's code and the observation of the rule's measure to the decision; None: ask the specification."""

_ATTAINED = frozenset({Outcome.ATTAINED})
_NOT_ATTAINED = frozenset({Outcome.NOT_ATTAINED})
_NOT_APPLICABLE = frozenset({Outcome.NOT_APPLICABLE})


def decide_all(program: Program, unit: Unit, world: World) -> None:
    """Make the decision of every rule of `program` for `unit`, in `world`."""
    makers = _makers(program)
    decided, code, ruleset = world.decided, unit.code, program.ruleset.id
    said = code in world.evidence.attestations or code in world.evidence.published
    for rule, (measure, make) in zip(program.rules, makers, strict=True):
        decision = None
        if make is not None and not said:
            decision = make(code, world.observe(code, measure))
        elif rule.children and not said and rule.rule.applies_when is None:
            decision = _criterion(rule, program, code, world)
        if decision is None:
            decide(program, unit, rule.key.code, world)
        else:
            decided[ruleset, code, rule.key.code] = decision


def _makers(program: Program) -> list[tuple[str, Maker | None]]:
    if "makers" not in program.cache:
        program.cache["makers"] = [_maker(rule, program) for rule in program.rules]
    found = program.cache["makers"]
    assert isinstance(found, list)
    return found


def _maker(rule: ProgramRule, program: Program) -> tuple[str, Maker | None]:
    condition = rule.condition
    if rule.children or rule.rule.applies_when is not None or not isinstance(condition, Comparison):
        return "", None
    measure = program.measures[condition.measure]
    threshold = condition.threshold
    if not isinstance(threshold, Fixed) or measure.type is not MeasureType.NUMBER or measure.rounding is not None:
        return "", None
    limit = threshold.value
    assert isinstance(limit, Decimal)
    operator, key, named, provenance, hashed = (
        condition.operator,
        rule.key,
        rule.rule.name,
        rule.rule.provenance,
        rule.hash,
    )
    version, as_of, measure_id = program.ruleset.version, program.as_of, measure.id
    holds, subtract = _HOLDS[operator], EXACT.subtract
    falls_short = operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    equals = operator is Operator.EQUALS

    def make(unit: str, observation: Observation) -> Decision | None:
        value = observation.value
        if value.__class__ is not Decimal:
            return None
        outcome, possible = (
            (Outcome.ATTAINED, _ATTAINED) if holds(value, limit) else (Outcome.NOT_ATTAINED, _NOT_ATTAINED)
        )
        gap = subtract(limit, value) if falls_short else subtract(value, limit)
        why = Reason(
            kind=ReasonKind.COMPARED,
            outcome=outcome,
            measure=measure_id,
            operator=operator,
            observed=value,
            required=limit,
            gap=-gap if equals and gap < 0 else gap,
            facts=observation.facts,
        )
        return Decision(
            unit=unit,
            rule=key,
            version=version,
            as_of=as_of,
            name=named,
            outcome=outcome,
            possible=possible,
            reasons=(why,),
            children=(),
            provenance=provenance,
            rule_hash=hashed,
        )

    return measure_id, make


_HOLDS: dict[Operator, Callable[..., bool]] = {
    Operator.AT_LEAST: Decimal.__ge__,
    Operator.AT_MOST: Decimal.__le__,
    Operator.MORE_THAN: Decimal.__gt__,
    Operator.LESS_THAN: Decimal.__lt__,
    Operator.EQUALS: Decimal.__eq__,
}


def _criterion(rule: ProgramRule, program: Program, unit: str, world: World) -> Decision | None:
    """A criterion whose indicators are all determined; None where one is open."""
    decided, ruleset = world.decided, program.ruleset.id
    children = tuple([decided[ruleset, unit, code] for code in rule.children])
    outcomes = {child.outcome for child in children}
    if Outcome.NOT_ATTAINED in outcomes:
        outcome, possible = Outcome.NOT_ATTAINED, _NOT_ATTAINED
    elif Outcome.UNDETERMINED in outcomes:
        return None
    elif Outcome.ATTAINED in outcomes:
        outcome, possible = Outcome.ATTAINED, _ATTAINED
    else:
        outcome, possible = Outcome.NOT_APPLICABLE, _NOT_APPLICABLE
    return Decision(
        unit=unit,
        rule=rule.key,
        version=program.ruleset.version,
        as_of=program.as_of,
        name=rule.rule.name,
        outcome=outcome,
        possible=possible,
        reasons=(),
        children=children,
        provenance=rule.rule.provenance,
        rule_hash=rule.hash,
    )
