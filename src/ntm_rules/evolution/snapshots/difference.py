"""Differences of two snapshots: decisions, rules, and the days they were made for."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from attrs import frozen

from ...model.arguments import checks_arguments
from ...model.key import RuleKey
from .snapshot import Snapshot, SnapshotDecision, SnapshotRule, place_of_rule


@frozen
class RuleDifference:
    """Rule whose version or content differs; None when a snapshot does not have it."""

    was: SnapshotRule | None
    now: SnapshotRule | None

    @property
    def rule(self) -> RuleKey:
        """Key of the rule."""
        known = self.was or self.now
        assert known is not None
        return known.rule


@frozen
class DecisionDifference:
    """Decision with another outcome or other figures; None when a snapshot does not have it."""

    was: SnapshotDecision | None
    now: SnapshotDecision | None

    @property
    def unit(self) -> str:
        """Code of the unit."""
        return self._known.unit

    @property
    def rule(self) -> RuleKey:
        """Key of the rule."""
        return self._known.rule

    @property
    def _known(self) -> SnapshotDecision:
        known = self.was or self.now
        assert known is not None
        return known


@frozen
class Differences:
    """Differences of two snapshots; false in a condition when nothing differs.

    `renumbered` are the rules that are gone and those that are new in their place: by the same figures every unit came to the
    same under both.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> taken = ntm.snapshot(ntm.evaluate(program, town, [water]), program.as_of)
    >>> bool(ntm.differences(taken, taken))
    False
    """

    was: Snapshot
    now: Snapshot
    rules: tuple[RuleDifference, ...]
    decisions: tuple[DecisionDifference, ...]
    renumbered: tuple[tuple[RuleKey, RuleKey], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.decisions or not self.same_days)

    @property
    def same_days(self) -> bool:
        """True when both were made as of the same day, about the same year, with what was known on the same day."""
        was, now = ((snapshot.as_of, snapshot.known_on, snapshot.assessed) for snapshot in (self.was, self.now))
        return was == now


@checks_arguments
def differences(was: Snapshot, now: Snapshot) -> Differences:
    """Compare two snapshots by unit and rule: outcomes, figures, thresholds, rules and their versions.

    >>> from datetime import date
    >>> from ...model.outcome import Outcome
    >>> day, key = date(2024, 6, 30), RuleKey("vn/commune-ntm", "1")
    >>> first, second = (
    ...     Snapshot(day, (), (SnapshotDecision("A", key, outcome),)) for outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED)
    ... )
    >>> [(changed.unit, str(changed.rule)) for changed in differences(first, second).decisions], bool(differences(first, first))
    ([('A', 'vn/commune-ntm#1')], False)
    """
    rules = _pairs({rule.rule: rule for rule in was.rules}, {rule.rule: rule for rule in now.rules})
    decided = _pairs(
        {(decision.unit, decision.rule): decision for decision in was.decisions},
        {(decision.unit, decision.rule): decision for decision in now.decisions},
    )
    return Differences(
        was,
        now,
        tuple(
            sorted(
                (RuleDifference(*pair) for pair in rules),
                key=lambda difference: place_of_rule(difference.rule),
            )
        ),
        tuple(
            sorted(
                (DecisionDifference(*pair) for pair in decided),
                key=lambda difference: (difference.unit, place_of_rule(difference.rule)),
            )
        ),
        tuple(_renumbered(was, now)),
    )


def _renumbered(was: Snapshot, now: Snapshot) -> Iterator[tuple[RuleKey, RuleKey]]:
    """Pairs of rules, each in one snapshot only, that are the only two with the same decisions."""
    gone, new = _by_content(was, now), _by_content(now, was)
    for content, keys in gone.items():
        others = new.get(content, [])
        if len(keys) == len(others) == 1:
            yield keys[0], others[0]


def _by_content(taken: Snapshot, other: Snapshot) -> dict[object, list[RuleKey]]:
    """Rules that only this snapshot has, by their decisions; rules without a figure to identify them are left out."""
    known = {decision.rule for decision in other.decisions}
    decided: dict[RuleKey, list[SnapshotDecision]] = {}
    for snapshot_decision in taken.decisions:
        if snapshot_decision.rule not in known:
            decided.setdefault(snapshot_decision.rule, []).append(snapshot_decision)
    keys_by_content: dict[object, list[RuleKey]] = {}
    for key, decisions in decided.items():
        if any(figure.measure or figure.rule for decision in decisions for figure in decision.figures):
            content = key.ruleset, tuple((decision.unit, decision.outcome, decision.figures) for decision in decisions)
            keys_by_content.setdefault(content, []).append(key)
    return keys_by_content


K = TypeVar("K")
V = TypeVar("V")


def _pairs(was: Mapping[K, V], now: Mapping[K, V]) -> Iterator[tuple[V | None, V | None]]:
    for key in {**was, **now}:
        if was.get(key) != now.get(key):
            yield was.get(key), now.get(key)
