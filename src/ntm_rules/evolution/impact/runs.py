"""Decisions on the same units by two texts of the rules, made again when they are read."""

from collections.abc import Iterator, Mapping

from attrs import define, field

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus
from ...model.text import Text
from ...program.terms import (
    AllHold,
    AnyHolds,
    Attested,
    Counted,
    Holds,
    Listed,
    Never,
    Not,
    OutcomeOf,
    Told,
    Truth,
    Where,
)
from .clause import can_have_more_to_spare, deciding_reasons, foremost
from .effect import REVOCATION
from .rule_pairs import Pair


@define(eq=False)
class Runs:
    """Decisions by the old and by the new text; those of one unit are kept at a time."""

    old: Decisions
    new: Decisions
    renamed: Mapping[RuleKey, RuleKey]
    _unit: str | None = None
    _spare: dict[str, bool] = field(factory=dict)

    def decisions(self, unit: str, codes: Pair) -> tuple[Decision | None, Decision | None]:
        """Decisions on a rule for a unit by the old and by the new text; None when that text has no such rule."""
        self.only(unit)
        was, code = codes
        before = None if was is None else self.old.decision(unit, was)
        return before, None if code is None else self.new.decision(unit, code)

    def alone(self, unit: str, codes: Pair) -> tuple[Decision | None, Decision | None]:
        """The same decisions without those below them, which take most of the time."""
        self.only(unit)
        was, code = codes
        before = None if was is None else self.old.alone(unit, was)
        return before, None if code is None else self.new.alone(unit, code)

    def spared(self, unit: str, codes: Pair, after: Outcome | None) -> Reason | None:
        """The reason whose figure is nearest to its threshold, where losing that alone loses an attained rule."""
        code = codes[1]
        if after is not Outcome.ATTAINED or code is None or not self._can_spare(code):
            return None
        self.only(unit)
        decision, measures = self.new.alone(unit, code), self.new.program.measures
        near = tuple(one for one in deciding_reasons(decision) if can_have_more_to_spare(one, measures))
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
    found: dict[RuleKey, None] = {}
    for run in (runs.old, runs.new):
        known = {
            rule.key
            for program in run.program.programs()
            for rule in program.rules
            if rule.rule.provenance.status is ProvenanceStatus.RECALLED
        }
        for unit in run.units if known - found.keys() else ():
            runs.only(unit.code)
            seen: set[int] = set()
            for rule in run.program.rules:
                for decision in _walk(run.decision(unit.code, rule.key.code), seen):
                    if decision.provenance.status is ProvenanceStatus.RECALLED:
                        found[decision.rule] = None
            if not known - found.keys():
                break
    return tuple(found)


def _has_choice(truth: Truth) -> bool:
    """True when a truth can be met in several ways, or requires that other truths are not met."""
    match truth:
        case Attested(inner) | Where(inner) | Told(inner):
            return _has_choice(inner)
        case AllHold(Listed(truths)):
            return any(map(_has_choice, truths))
        case AnyHolds(Listed(truths)):
            return Never() not in truths
        case Holds(Counted(Listed(truths))):
            return not all(isinstance(one.truth if isinstance(one, Not) else one, OutcomeOf) for one in truths)
        case Not(inner):
            return not isinstance(inner, OutcomeOf)
    return False


def _walk(decision: Decision, seen: set[int]) -> Iterator[Decision]:
    if id(decision) not in seen:
        seen.add(id(decision))
        yield decision
        for child in decision.children:
            yield from _walk(child, seen)
