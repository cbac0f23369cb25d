"""Names that a case file may use: rules of its ruleset and of others, and kinds of units."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from attrs import frozen

from ....language.contents.known_names import CODES, NameScope, days_in_force
from ....language.contents.known_names import KINDS as KIND_NOUN
from ....language.contents.traversal import kinds_in
from ....language.diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ....language.grammar.conditions import KINDS
from ....language.structuring.scalars import code, rule_key, word
from ....language.yaml.tree import Node, Scalar
from ....model.key import RuleKey, is_conclusion
from ....model.place import Place, PlacedText
from ....model.problem import CompileError
from ....model.ruleset import Ruleset, Status
from ....model.text import Text
from ....model.units.kind import KINDS as NAMED_KINDS

_TIERS: Mapping[str, int] = {kind.id: kind.tier for kind in NAMED_KINDS.values() if kind.tier is not None}
"""Heights of the usual kinds of unit, which say which can stand above which; other kinds can stand anywhere."""


@frozen
class CaseScope:
    """The library that a case file is checked against, and the ruleset that it is for."""

    names: NameScope
    home: str

    @cached_property
    def kinds(self) -> KnownNames:
        """The kinds of units: the usual ones, and those that a ruleset judges or asks about."""
        kinds: dict[str, Text | None] = {**KINDS}
        for versions in self.names.library.versions.values():
            for version in versions:
                kinds.update(dict.fromkeys((kind for kind in kinds_in(version) if kind not in kinds), None))
        return KnownNames(KIND_NOUN, kinds)

    def kind(self, node: Node) -> PlacedText:
        """A kind of unit. Raises StructuringError for one that nothing knows."""
        value = word(node)
        if value not in self.kinds.names:
            raise StructuringError(Mistake("NTM917", value.place, {"name": value}, word=value, known=self.kinds))
        return value

    def rule(self, name: Scalar) -> RuleKey:
        """The rule that a key of `expect` or `attestations` names: by its code alone, one of this ruleset.

        Raises StructuringError where it is no such name, or there is no such ruleset.
        """
        if "/" not in name:
            return RuleKey(self.home, str(name) if is_conclusion(name) else str(code(name)))
        key = rule_key(name)
        self.check_ruleset(key.ruleset, name.place)
        return key

    def check_ruleset(self, id: str, place: Place | None) -> None:
        """Raise StructuringError where the library has no such ruleset."""
        if id not in self.names.library.versions:
            raise StructuringError(Mistake("NTM305", place, {"name": id}, word=id, known=self.names.rulesets))

    def version(self, ruleset: str, on: date, place: Place | None) -> Ruleset:
        """The version in force on a day. Raises StructuringError where there is none."""
        try:
            return self.names.library.ruleset(ruleset, on)
        except CompileError:
            versions = self.names.library.versions[ruleset]
            params = {"day": on, "ruleset": ruleset, "versions": days_in_force(versions)}
            raise StructuringError(Mistake("NTM903", place, params)) from None

    def version_named(self, key: RuleKey, day: str, place: Place | None) -> date:
        """The version that the name of a rule ends with. Raises StructuringError where the ruleset has none of that day."""
        known = {str(ruleset.version): ruleset.version for ruleset in self.names.library.versions.get(key.ruleset, ())}
        if day not in known:
            params = {"rule": str(key), "version": day, "allowed": ", ".join(known) or "–"}
            raise StructuringError(Mistake("NTM616", place, params, word=day))
        return known[day]

    def statuses(self, ruleset: str) -> tuple[Status, ...]:
        """The words that a council may publish under some version of a ruleset beside the outcomes."""
        versions = self.names.library.versions.get(ruleset, ())
        return tuple(status for version in versions for status in version.statuses)

    def check_code(self, key: RuleKey, place: Place | None) -> None:
        """Raise StructuringError where no version of the ruleset has had such a rule."""
        versions = self.names.library.versions.get(key.ruleset, ())
        known = {rule.code: rule.name for version in versions for rule in version.rules()}
        if versions and key.code not in known and "?" not in known:
            params = {"ruleset": key.ruleset, "name": key.code}
            raise StructuringError(Mistake("NTM306", place, params, word=key.code, known=KnownNames(CODES, known)))

    def check_applies(self, key: RuleKey, kinds: tuple[str, ...], place: Place | None) -> None:
        """Raise StructuringError where a ruleset never judges units of those kinds."""
        versions = self.names.library.versions.get(key.ruleset, ())
        applies_to = {kind: None for version in versions for kind in version.applies_to}
        strange = next((kind for kind in kinds if kind not in applies_to), None)
        if strange is not None and versions and "?" not in (*kinds, *applies_to):
            params = {"ruleset": key.ruleset, "applies_to": called([*applies_to][-1]), "kind": called(strange)}
            raise StructuringError(Mistake("NTM919", place, params))


def check_above(kind: PlacedText, below: str | None) -> None:
    """Report a kind of unit that cannot stand above another."""
    if below is not None and kind in _TIERS and below in _TIERS and _TIERS[kind] <= _TIERS[below]:
        report(Mistake("NTM914", kind.place, {"kind": called(kind), "below": called(below)}))


def check_below(kind: PlacedText, above: str | None) -> None:
    """Report a kind of unit that cannot stand below another."""
    if above is not None and kind in _TIERS and above in _TIERS and _TIERS[kind] >= _TIERS[above]:
        report(Mistake("NTM915", kind.place, {"kind": called(kind), "above": called(above)}))


def called(kind: str) -> Text:
    """Name of a kind of unit within a message.

    >>> called("commune")
    Text(vi='xã (commune)', en='commune')
    """
    known = KINDS.get(kind, Text(kind))
    return Text(f"{known.vi} ({kind})", kind) if known.vi != kind else known
