"""Libraries in which a version is taken to be in force on a day, so that two versions can decide the same dossier."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve, field, frozen

from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Conclusion, Criterion, Rule, Ruleset

Version = tuple[Ruleset, Library]
"""A version of a ruleset, and the library in which it stands."""


@frozen
class AsIfInForce(Library):
    """Library in which `taken` is in force on `day`, regardless of its own dates; `own` decides for every other day.

    `versions` also hold those of the version compared with, so that statements about either are admitted.
    """

    taken: Ruleset = field(kw_only=True)
    day: date = field(kw_only=True)
    own: Library = field(kw_only=True, eq=False, repr=False)

    def ruleset(self, id: str, on: date) -> Ruleset:
        """The version in force on a day: `taken` on the day. Raises CompileError as any library does."""
        return self.taken if id == self.taken.id and on == self.day else self.own.ruleset(id, on)


def side_by_side(before: Version, after: Version, on: date) -> tuple[AsIfInForce, AsIfInForce]:
    """Both libraries, each with its version in force on the day, and each admitting statements about both."""
    return _as_if(before, after, on), _as_if(after, before, on)


def _as_if(side: Version, other: Version, on: date) -> AsIfInForce:
    (taken, own), (_, others) = side, other
    return AsIfInForce(
        {**others.measures, **own.measures},
        {**others.attributes, **own.attributes},
        {id: _versions(id, own, others) for id in sorted({*own.versions, *others.versions})},
        taken=taken,
        day=on,
        own=own,
    )


def _versions(id: str, own: Library, others: Library) -> tuple[Ruleset, ...]:
    """The versions of both, those of `own` after others of the same date."""
    versions = own.versions.get(id, ())
    added = [version for version in others.versions.get(id, ()) if version not in versions]
    return tuple(sorted((*added, *versions), key=lambda version: version.version))


@frozen
class ForBoth(Library):
    """Library for reading a dossier that two versions will decide: it admits facts that only one of them reads.

    A rule is the one in force on the figure's day; rules that only another version has are added to it.
    """

    added: Mapping[str, tuple[Ruleset, ...]] = field(kw_only=True)
    own: Library = field(kw_only=True, eq=False, repr=False)
    _rulesets: dict[tuple[str, date], Ruleset] = field(factory=dict, init=False, eq=False, repr=False)

    def ruleset(self, id: str, on: date) -> Ruleset:
        """The version in force on a day, with the rules of all others. Raises CompileError as any library does."""
        if id not in self.added:
            return self.own.ruleset(id, on)
        try:
            base = self.own.ruleset(id, on)
        except CompileError:
            base = self.added[id][0]
        if base.version != on:
            # An attestation may name the text of either version, such as that of a draft.
            base = next((version for version in self.versions.get(id, ()) if version.version == on), base)
        if (id, base.version) not in self._rulesets:
            self._rulesets[id, base.version] = _with_rules(base, self.added[id])
        return self._rulesets[id, base.version]


def for_both(before: Version, after: Version) -> ForBoth:
    """Library for reading a dossier that both versions will decide."""
    (first, own), (second, others) = before, after
    together = side_by_side(before, after, first.version)[0]
    added = {id: (first, second, *_versions(id, own, others)) for id in (first.id, second.id)}
    versions = {id: tuple(ruleset for ruleset in added[id] if ruleset.id == id) for id in added}
    return ForBoth(together.measures, together.attributes, together.versions, added=versions, own=own)


def _with_rules(base: Ruleset, others: Iterable[Ruleset]) -> Ruleset:
    missing: dict[str, Rule] = {}
    for ruleset in others:
        missing.update((rule.code, rule) for rule in ruleset.rules() if not base.rule(rule.code))
    criteria = tuple(_alone(rule) for rule in missing.values() if not isinstance(rule, Conclusion))
    conclusions = tuple(rule for rule in missing.values() if isinstance(rule, Conclusion))
    return evolve(base, criteria=(*base.criteria, *criteria), conclusions=(*base.conclusions, *conclusions))


def _alone(rule: Rule) -> Criterion:
    """The rule as a criterion without indicators: reports about it do not depend on its place in a ruleset."""
    return Criterion(rule.code, rule.name, rule.provenance, (), rule.condition, rule.applies_when)
