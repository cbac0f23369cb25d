"""Pairs of rules of the old and the new text, and comparison of their content."""

from ...model.key import RuleKey
from ...program.content_hash import measures_read
from ...program.program import Program
from ..comparison.match import Matched, match

Pair = tuple[str | None, str | None]
"""The code of a rule in the old and in the new text; None where that has no such rule."""


def rule_pairs(before: Program, after: Program, matched: Matched) -> list[Pair]:
    """Codes of each rule in both texts, in the order of the new one; a repealed rule after its old predecessor."""
    codes = {new.code: old.code for old, new in matched.pairs}
    found: list[Pair] = [(codes.get(rule.code), rule.code) for rule in after.ruleset.rules()]
    repealed = {rule.code for rule in matched.repealed}
    place = 0
    for rule in before.ruleset.rules():
        if rule.code in repealed:
            found.insert(place, (rule.code, None))
        else:
            place = next(at for at, (old, _) in enumerate(found) if old == rule.code)
        place += 1
    return found


def renamed_rules(before: Program, after: Program) -> dict[RuleKey, RuleKey]:
    """Keys of rules in the old text, mapped to those in the new one; to a key of no ruleset for a repealed rule.

    Only keys that differ are listed, also those of other rulesets that both texts read and that changed.
    """
    found = _renamed(before, after)
    asked = {program.ruleset.id: program for program in after.programs() if program.as_of == after.as_of}
    for program in before.programs():
        new = asked.get(program.ruleset.id)
        is_other = program is not before and program.as_of == before.as_of
        if is_other and new is not None and new.ruleset != program.ruleset:
            found |= _renamed(program, new)
    return found


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
    asked = rule.scope.asked.get(code)
    return (*conditions, rule.rule.valid_for, asked, program.ruleset.basically_met, measures)


def _compared(program: Program, id: str) -> tuple[object, ...]:
    measure = program.measures[id]
    compared = (measure.type, measure.unit, measure.levels, measure.derive, measure.rounding)
    return (*compared, bool(measure.may_not_apply), measure.valid_for)
