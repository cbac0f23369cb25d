"""Decisions on the same units by two texts of the rules, made again when they are read."""

from collections.abc import Callable, Iterator, Mapping

from attrs import define, field

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason
from ...model.key import REVOCATION, RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus
from ...model.text import Text
from ...program import terms
from ...program.content_hash import measures_read
from ...program.program import Program
from ..comparison.match import Matched, match
from .clause import Both, can_have_more_to_spare, deciding_reasons, foremost

Pair = tuple[str | None, str | None]
"""The code of a rule in the old and in the new text; None where that has no such rule."""


def rule_pairs(before: Program, after: Program, matched: Matched) -> list[Pair]:
    """Codes of each rule in both texts, in the order of the new one; a repealed rule after its old predecessor."""
    codes = {new.code: old.code for old, new in matched.pairs}
    code_pairs: list[Pair] = [(codes.get(rule.code), rule.code) for rule in after.ruleset.rules()]
    repealed = {rule.code for rule in matched.repealed}
    place = 0
    for rule in before.ruleset.rules():
        if rule.code in repealed:
            code_pairs.insert(place, (rule.code, None))
        else:
            place = next(at for at, (old, _) in enumerate(code_pairs) if old == rule.code)
        place += 1
    return code_pairs


def renamed_rules(before: Program, after: Program) -> dict[RuleKey, RuleKey]:
    """Keys of rules in the old text, mapped to those in the new one; to a key of no ruleset for a repealed rule.

    Only keys that differ are listed, also those of other rulesets that both texts read and that changed.
    """
    renamed = _renamed(before, after)
    programs_after = {program.ruleset.id: program for program in after.programs() if program.as_of == after.as_of}
    for program in before.programs():
        new = programs_after.get(program.ruleset.id)
        is_other = program is not before and program.as_of == before.as_of
        if is_other and new is not None and new.ruleset != program.ruleset:
            renamed |= _renamed(program, new)
    return renamed


def _renamed(before: Program, after: Program) -> dict[RuleKey, RuleKey]:
    old, new = before.ruleset.id, after.ruleset.id
    return {
        RuleKey(old, code): RuleKey(new, now) if now is not None else RuleKey("", code)
        for code, now in rule_pairs(before, after, match(before, after))
        if code is not None and (old, code) != (new, now)
    }


def asked_of(program: Program, code: str | None) -> tuple[object, ...] | None:
    """Content that decides the outcome of a rule, without wording, source and rules below; None when `code` is None."""
    if code is None:
        return None
    rule = program.by_code[code]
    conditions = (rule.rule.condition, rule.rule.applies_when)
    read = {id for condition in conditions for id in measures_read(condition, program.measures)}
    measures = {id: _compared(program, id) for id in sorted(read)}
    asked = rule.scope.assurance_by_rule.get(code)
    return (*conditions, rule.rule.valid_for, asked, program.ruleset.basically_met, measures)


def _compared(program: Program, id: str) -> tuple[object, ...]:
    measure = program.measures[id]
    compared = (measure.type, measure.unit, measure.levels, measure.derive, measure.rounding)
    return (*compared, bool(measure.may_not_apply), measure.valid_for)


@define(eq=False)
class Runs:
    """Decisions by the old and by the new text; those of one unit are kept at a time."""

    old: Decisions
    new: Decisions
    renamed: Mapping[RuleKey, RuleKey]
    _unit: str | None = None
    _spare: dict[str, bool] = field(factory=dict)

    def decisions(self, unit: str, codes: Pair) -> Both:
        """Decisions on a rule for a unit by the old and by the new text; None when that text has no such rule."""
        return self._both(Decisions.decision, unit, codes)

    def alone(self, unit: str, codes: Pair) -> Both:
        """The same decisions without those below them, which take most of the time."""
        return self._both(Decisions.alone, unit, codes)

    def _both(self, of: Callable[[Decisions, str, str], Decision], unit: str, codes: Pair) -> Both:
        self.only(unit)
        was, code = codes
        return None if was is None else of(self.old, unit, was), None if code is None else of(self.new, unit, code)

    def spared(self, unit: str, codes: Pair, after: Outcome | None) -> Reason | None:
        """The reason whose figure is nearest to its threshold, where losing that alone loses an attained rule."""
        code = codes[1]
        if after is not Outcome.ATTAINED or code is None or not self._can_spare(code):
            return None
        self.only(unit)
        decision, measures = self.new.alone(unit, code), self.new.program.measures
        near = tuple(reason for reason in deciding_reasons(decision) if can_have_more_to_spare(reason, measures))
        reason = foremost(near, decision.outcome)
        return None if reason is None or reason.gap is None or reason.operator is None else reason

    def name(self, codes: Pair) -> Text:
        """Name of a rule, in the new text when that has it."""
        was, code = codes
        run, known = (self.old, was) if code is None else (self.new, code)
        assert known is not None
        return run.program.by_code[known].rule.name

    def _can_spare(self, code: str) -> bool:
        """True when losing one figure loses the rule."""
        if code not in self._spare:
            rule = self.new.program.by_code[code]
            has_one = rule.rule.condition is not None and rule.key.code != REVOCATION
            self._spare[code] = has_one and not _has_choice(rule.truth)
        return self._spare[code]

    def only(self, unit: str) -> None:
        """Forget the decisions about every unit but this one."""
        if unit != self._unit:
            for run in (self.old, self.new):
                run.world.forget_decisions()
                if self._unit is not None:
                    run.world.forget(self._unit)
            self._unit = unit


def recalled(runs: Runs) -> tuple[RuleKey, ...]:
    """The recalled rules that decisions rest on, each once, in the order in which they are met."""
    recalled_rules: dict[RuleKey, None] = {}
    for run in (runs.old, runs.new):
        known = {
            rule.key
            for program in run.program.programs()
            for rule in program.rules
            if rule.rule.provenance.status is ProvenanceStatus.RECALLED
        }
        for unit in run.units if known - recalled_rules.keys() else ():
            runs.only(unit.code)
            seen: set[int] = set()
            for rule in run.program.rules:
                for decision in _walk(run.decision(unit.code, rule.key.code), seen):
                    if decision.provenance.status is ProvenanceStatus.RECALLED:
                        recalled_rules[decision.rule] = None
            if not known - recalled_rules.keys():
                break
    return tuple(recalled_rules)


def _has_choice(truth: terms.Truth) -> bool:
    """True when a truth can be met in several ways, or requires that other truths are not met."""
    match truth:
        case terms.Attested(inner) | terms.Where(inner) | terms.Told(inner):
            return _has_choice(inner)
        case terms.AllHold(terms.Listed(truths)):
            return any(map(_has_choice, truths))
        case terms.AnyHolds(terms.Listed(truths)):
            return terms.Never() not in truths
        case terms.Holds(terms.Counted(terms.Listed(truths))):
            return not all(
                isinstance(term.truth if isinstance(term, terms.Not) else term, terms.OutcomeOf) for term in truths
            )
        case terms.Not(inner):
            return not isinstance(inner, terms.OutcomeOf)
    return False


def _walk(decision: Decision, seen: set[int]) -> Iterator[Decision]:
    if id(decision) not in seen:
        seen.add(id(decision))
        yield decision
        for child in decision.children:
            yield from _walk(child, seen)
