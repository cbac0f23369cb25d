"""Causes of changed outcomes: the statements without which an outcome is the earlier one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from ...model.decision import OutcomeChange
from ...model.fact import Attestation, Fact, PublishedDecision, Statement, is_known
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ..decisions import Decisions
from ..evidence.evidence import Evidence
from ..evidence.world import EvidenceWorld
from ..live.session import Session
from ..specification import decide

Subject = tuple[type, str, object]
"""The subject of a statement: its sort, the unit, and the measure or the rule."""


@frozen
class CausedChange:
    """An outcome that became another by what became known, with the statements that made it so.

    Where `together` is false, each of them did: without it alone, all else known, the outcome is the earlier one. Where it is
    true, it takes all of them to be left out, and none of them less.
    """

    change: OutcomeChange
    causes: tuple[Statement, ...]
    together: bool = False


def subject_of(statement: Statement) -> Subject:
    """The subject of a statement; those of one subject stand in each other's place.

    >>> subject_of(Fact("T", "roads", 90, date(2024, 3, 31)))[1:]
    ('T', 'roads')
    """
    about = statement.measure if isinstance(statement, Fact) else statement.rule
    return type(statement), statement.unit, about


class Causes:
    """Finds which of several later statements made an outcome another, by leaving them out of a session with all of them."""

    def __init__(
        self, runs: Sequence[Decisions], known: Sequence[Statement], later: Sequence[Statement], since: date
    ) -> None:
        world = runs[0].world
        self._later, self._times = later, Counter(known)
        self._programs = {run.program.ruleset.id: run.program for run in runs}
        self._session = Session(self._programs.values(), world.units, known, known_on=None, matcher="plain")
        earlier = [statement for statement in known if is_known(statement, since)]
        self._earlier = Evidence.of(earlier, runs[0].program.as_of)
        self._world = world

    def of(self, changes: Sequence[OutcomeChange]) -> Iterator[CausedChange]:
        """Each change with its causes, in order."""
        alone: dict[tuple[str, RuleKey], list[Statement]] = {(change.unit, change.rule): [] for change in changes}
        before = {(change.unit, change.rule): change.before for change in changes}
        with self._session:
            for statement in self._later:
                for effect in self._leave_out([statement]):
                    if before.get((effect.unit, effect.rule)) is effect.after:
                        alone[effect.unit, effect.rule].append(statement)
                self._put_back([statement])
            for change in changes:
                causes = alone[change.unit, change.rule]
                if causes:
                    yield CausedChange(change, tuple(causes))
                else:
                    yield CausedChange(change, tuple(self._together(change)), together=True)

    def _leave_out(self, statements: Sequence[Statement]) -> tuple[OutcomeChange, ...]:
        return self._session.retract(*self._every(statements))

    def _put_back(self, statements: Sequence[Statement]) -> None:
        self._session.assert_fact(*self._every(statements))

    def _every(self, statements: Sequence[Statement]) -> list[Statement]:
        """Statements as often as they were made."""
        return [statement for statement in statements for _ in range(self._times[statement])]

    def _together(self, change: OutcomeChange) -> list[Statement]:
        """Statements without which the outcome is the earlier one, while it is another with any of them back."""
        read = self._read(change)
        out = [statement for statement in self._later if subject_of(statement) in read]
        self._leave_out(out)
        needed = self._needed(out, change)
        # What was put back may have made needless what was kept out before.
        while spare := [statement for statement in needed if self._stays(statement, change)]:
            self._put_back(spare[:1])
            needed.remove(spare[0])
        self._put_back(needed)
        return needed

    def _needed(self, out: list[Statement], change: OutcomeChange) -> list[Statement]:
        """The statements that cannot be put back, halves at a time."""
        self._put_back(out)
        if self._is_earlier(change):
            return []
        self._leave_out(out)
        if len(out) == 1:
            return out
        half = len(out) // 2
        return [*self._needed(out[:half], change), *self._needed(out[half:], change)]

    def _stays(self, statement: Statement, change: OutcomeChange) -> bool:
        """True where the outcome is the earlier one with a statement that is left out put back; it is left out again."""
        self._put_back([statement])
        stays = self._is_earlier(change)
        self._leave_out([statement])
        return stays

    def _is_earlier(self, change: OutcomeChange) -> bool:
        outcome: Outcome = self._session.outcome(change.unit, change.rule)
        return outcome is change.before

    def _read(self, change: OutcomeChange) -> set[Subject]:
        """The subjects on which the earlier decision read what was known: with these as they were, it is as it was."""
        world = EvidenceWorld(self._world.units, self._earlier, self._world.library)
        decide(self._programs[change.rule.ruleset], world.units[change.unit], change.rule.code, world)
        subjects: set[Subject] = set()
        for seen in world.and_past():
            subjects |= {(Fact, unit, measure) for unit, own in seen.reports.items() for measure, *_ in own}
            decided = {(unit, RuleKey(ruleset, code)) for ruleset, unit, code in seen.decided}
            subjects |= {(kind, unit, rule) for unit, rule in (*decided, *seen.looked_up) for kind in _ON_RULES}
        return subjects


_ON_RULES = (Attestation, PublishedDecision)
