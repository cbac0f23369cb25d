"""The meaning of the rule language: rules and evidence to decisions, in plain Python over exact numbers.

This is the specification. It is written to be read; the generated form (`generate`) and the session must agree with it on
every input, and a decision record is checked with it alone.
"""

from attrs import evolve

from ..model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    OwnCriteria,
    Required,
    Unknown,
)
from ..model.decision import Decision, Reason, ReasonKind
from ..model.fact import Absence, Attestation, Finding
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..model.units.unit import Unit
from ..program.program import Program, ProgramRule
from . import kleene
from .compare import attribute_is, change, compare, finding_met, finding_required, one_of
from .count import criteria_change, members_attained, members_measure, own_criteria
from .judgement import Judgement, combine, verdicts
from .kleene import NOT_APPLICABLE, WIDE_OPEN, Verdict, settled
from .world import World


def decide(program: Program, unit: Unit, code: str, world: World) -> Decision:
    """The decision of one rule for one unit, made once per world."""
    key = (program.ruleset.id, unit.code, code)
    if key not in world.decided:
        world.decided[key] = _decide(program, unit, program.by_code[code], world)
    return world.decided[key]


def _decide(program: Program, unit: Unit, rule: ProgramRule, world: World) -> Decision:
    if rule.children:
        below = tuple(decide(program, unit, code, world) for code in rule.children)
        judged = Judgement(kleene.all_of(verdicts(below)), (), below)
    elif rule.condition is not None:
        judged = judge(rule.condition, program, unit, world)
    else:
        judged = Judgement(WIDE_OPEN, (Reason(kind=ReasonKind.UNKNOWN_CONTENT, outcome=Outcome.UNDETERMINED),))
    if rule.rule.applies_when is not None:
        judged = _where_it_applies(judged, judge(rule.rule.applies_when, program, unit, world))
    judged = _with_attestations(judged, rule.key, program, unit, world)
    published = world.evidence.decided(unit.code, rule.key)
    reasons = judged.reasons
    different = [one.value for one in published if one.value is not judged.verdict.outcome]
    if different:
        reasons += (Reason(kind=ReasonKind.PUBLISHED_DIFFERS, outcome=different[0], facts=published),)
    return Decision(
        unit=unit.code,
        rule=rule.key,
        version=program.ruleset.version,
        as_of=program.as_of,
        name=rule.rule.name,
        outcome=judged.verdict.outcome,
        possible=kleene.POSSIBLE[judged.verdict.possible],
        reasons=reasons,
        children=judged.children,
        provenance=rule.rule.provenance,
        rule_hash=rule.hash,
    )


def _where_it_applies(judged: Judgement, applies: Judgement) -> Judgement:
    """`applies_when`: what does not hold takes the rule out; what is not known leaves it open."""
    outcome = applies.verdict.outcome
    if outcome is Outcome.UNDETERMINED and judged.verdict.outcome is Outcome.NOT_APPLICABLE:
        return judged
    children = (*judged.children, *(child for child in applies.children if child not in judged.children))
    if outcome is Outcome.ATTAINED:
        why = Reason(kind=ReasonKind.APPLIES, outcome=Outcome.ATTAINED)
        return Judgement(judged.verdict, (*judged.reasons, why, *applies.reasons), children)
    if outcome is Outcome.UNDETERMINED:
        why = Reason(kind=ReasonKind.MAY_NOT_APPLY, outcome=Outcome.UNDETERMINED)
        possible = judged.verdict.possible | kleene.MAY_NOT_APPLY
        verdict = Verdict(Outcome.UNDETERMINED, possible)
        return Judgement(verdict, (why, *applies.reasons, *judged.reasons), children)
    why = Reason(kind=ReasonKind.DOES_NOT_APPLY, outcome=Outcome.NOT_APPLICABLE)
    return Judgement(NOT_APPLICABLE, (why, *applies.reasons), children)


def _with_attestations(judged: Judgement, key: RuleKey, program: Program, unit: Unit, world: World) -> Judgement:
    """An attestation decides what measured facts leave open; where they decide, it is only reported when it differs."""
    attested = world.evidence.attested(unit.code, key)
    if not attested:
        return judged
    if _differ(attested):
        conflict = Reason(kind=ReasonKind.CONFLICT, outcome=Outcome.UNDETERMINED, rule=key, facts=attested)
        return judged._replace(reasons=(conflict, *judged.reasons))
    said = attested_verdict(attested[0], program)
    if judged.verdict.outcome is not Outcome.UNDETERMINED:
        if said is None or said.outcome is judged.verdict.outcome:
            return judged
        differs = Reason(
            kind=ReasonKind.ATTESTATION_DISAGREES, outcome=said.outcome, observed=attested[0].value, facts=attested
        )
        return judged._replace(reasons=(*judged.reasons, differs))
    if said is None:
        basically = attested[0].value is Finding.BASICALLY_MET
        kind = ReasonKind.BASICALLY_MET if basically else ReasonKind.ABSENT
        undecided = Reason(kind=kind, outcome=Outcome.UNDETERMINED, observed=attested[0].value, facts=attested)
        return judged._replace(reasons=(undecided, *judged.reasons))
    why = Reason(kind=ReasonKind.ATTESTED, outcome=said.outcome, observed=attested[0].value, facts=attested)
    return Judgement(said, (why, *judged.reasons), judged.children)


def _differ(attested: tuple[Attestation, ...]) -> bool:
    return any(one.value is not attested[0].value for one in attested)


def attested_outcome(program: Program, unit: Unit, code: str, world: World) -> Outcome:
    """What attestations make of a rule that is otherwise undetermined."""
    attested = world.evidence.attested(unit.code, program.by_code[code].key)
    if not attested or _differ(attested):
        return Outcome.UNDETERMINED
    said = attested_verdict(attested[0], program)
    return Outcome.UNDETERMINED if said is None else said.outcome


def attested_verdict(attestation: Attestation, program: Program) -> Verdict | None:
    """What an attestation decides; None when it decides nothing."""
    if isinstance(attestation.value, Absence):
        return NOT_APPLICABLE if attestation.value is Absence.NOT_APPLICABLE else None
    met = finding_met(attestation.value, program)
    return None if met is None else settled(met)


def judge(condition: Condition, program: Program, unit: Unit, world: World) -> Judgement:
    """What a condition comes to for a unit."""

    def each(parts: tuple[Condition, ...]) -> list[Judgement]:
        return [judge(part, program, unit, world) for part in parts]

    def rules(of: Program, whose: Unit, codes: tuple[str, ...]) -> tuple[Decision, ...]:
        return tuple(decide(of, whose, code, world) for code in codes)

    match condition:
        case Comparison():
            return compare(condition, unit, world)
        case OneOf():
            return one_of(condition, unit, world)
        case Required():
            return finding_required(condition, program, unit, world)
        case AttributeIs():
            return attribute_is(condition, unit)
        case Change():
            return change(condition, unit, world)
        case AllOf(parts):
            return combine(kleene.all_of, each(parts))
        case AnyOf(parts):
            return combine(kleene.any_of, each(parts))
        case NoneOf(parts):
            judged = combine(kleene.none_of, each(parts))
            return judged._replace(reasons=tuple(evolve(why, negated=not why.negated) for why in judged.reasons))
        case AtLeastN(n, parts):
            return combine(lambda all_parts: kleene.at_least_n(n, all_parts), each(parts))
        case OwnCriteria():
            of_ruleset = program if condition.ruleset is None else program.references[condition.ruleset]
            counted = rules(of_ruleset, unit, condition.of or of_ruleset.criteria)
            return own_criteria(condition, counted, rules(of_ruleset, unit, condition.including_any_of), unit, world)
        case CriteriaChange(ruleset, since):
            now = program.references[ruleset]
            before = program.past[ruleset, since]
            then = tuple(decide(before, unit, code, world.at(since)) for code in before.criteria)
            return criteria_change(condition, rules(now, unit, now.criteria), then, unit, world)
        case Attained(rule):
            other = decide(program.references[rule.ruleset], unit, rule.code, world)
            why = Reason(kind=ReasonKind.OTHER_RULE, outcome=other.outcome, rule=rule)
            return Judgement(verdicts([other])[0], (why,), (other,))
        case MembersAttained(kind, rule, bounds, only):
            members = world.members(unit.code, kind, only)
            found = tuple(decide(program.references[rule.ruleset], member, rule.code, world) for member in members)
            return members_attained(bounds, kind, rule, found, unit, world)
        case MembersMeasure(kind, of=of, only=only):
            members = world.members(unit.code, kind, only)
            criteria = []
            earlier = []
            if isinstance(of, CriteriaCount):
                other_program = program.references[of.ruleset]
                criteria = [rules(other_program, member, other_program.criteria) for member in members]
                if of.since is not None:
                    before, past = program.past[of.ruleset, of.since], world.at(of.since)
                    earlier = [
                        tuple(decide(before, member, code, past) for code in before.criteria) for member in members
                    ]
            return members_measure(condition, members, criteria, earlier, unit, world)
        case Unknown():
            return Judgement(WIDE_OPEN, (Reason(kind=ReasonKind.UNKNOWN_CONTENT, outcome=Outcome.UNDETERMINED),))
