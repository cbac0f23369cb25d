"""Edits of a ruleset, and the context that they need."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...language.checks.bounds import check_points
from ...language.contents.known_names import NameScope
from ...language.contents.traversal import (
    RuleReference,
    conditions,
    references,
    thresholds_asked,
    thresholds_set,
)
from ...model.key import RuleKey, is_conclusion
from ...model.library import Library
from ...model.ruleset import Ruleset
from .scope import RuleScope, version_on


@frozen
class EditContext:
    """Ruleset about to be edited, the names in scope for new rules, and the codes of its rules that are asked for."""

    ruleset: Ruleset
    scope: RuleScope
    asked_for: frozenset[str]
    thresholds_asked_for: frozenset[tuple[str, str | None]] = frozenset()

    @classmethod
    def of(cls, ruleset: Ruleset, library: Library, as_of: date) -> "EditContext":
        """Context of a ruleset of the library (or about to be one of its versions) on a day."""
        kind, *beside = ruleset.applies_to
        known = _without_those_that_ask(library, ruleset.id, as_of)
        scope = RuleScope(known, kind, as_of=as_of, beside=tuple(beside))
        own = {key.code for key in _keys_asked(ruleset) if key.ruleset == ruleset.id}
        thresholds = thresholds_asked_elsewhere(library, ruleset.id)
        return cls(ruleset, scope, asked_for_elsewhere(library, ruleset.id) | own, thresholds)

    def scope_of(self, code: str) -> RuleScope:
        """Names in scope for the rule with this code; for a conclusion, the ruleset's criteria as well."""
        if not is_conclusion(code):
            return self.scope
        return evolve(self.scope, criteria=tuple(criterion.code for criterion in self.ruleset.criteria))

    def allows(self, edited: Ruleset) -> bool:
        """True where the edited ruleset still sets every threshold that others take, and has points where it adds them up."""
        takes = all(len(thresholds_set(edited, code, measure)) == 1 for code, measure in self.thresholds_asked_for)
        return takes and not any(check_points(edited, NameScope(self.scope.library)))


Edit = Callable[[st.DrawFn, EditContext], tuple[Ruleset, str] | None]
"""Function that returns the ruleset with one change and its description; None where there is nothing to change so."""

Edits = Mapping[str, Edit]
"""Edits by their name: `threshold moved by one unit`."""


def asked_for_elsewhere(library: Library, id: str) -> frozenset[str]:
    """Codes of the rules of a ruleset that other rulesets ask for.

    >>> asked_for_elsewhere(Library(), "vn/commune-ntm")
    frozenset()
    """
    others = [version for other, versions in library.versions.items() if other != id for version in versions]
    return frozenset(key.code for other in others for key in _keys_asked(other) if key.ruleset == id)


def thresholds_asked_elsewhere(library: Library, id: str) -> frozenset[tuple[str, str | None]]:
    """Codes of the rules of a ruleset whose threshold other rulesets take, each with the measure it is taken for.

    >>> thresholds_asked_elsewhere(Library(), "vn/commune-ntm")
    frozenset()
    """
    others = [version for other, versions in library.versions.items() if other != id for version in versions]
    thresholds = [
        threshold for other in others for _, part in conditions(other) for threshold in thresholds_asked(part)
    ]
    return frozenset((rule.code, measure) for rule, measure in thresholds if rule.ruleset == id)


def _keys_asked(ruleset: Ruleset) -> Iterator[RuleKey]:
    """Keys of the rules that a ruleset asks for by their codes, in other rulesets and in itself."""
    for reference in _asked(ruleset):
        if reference.ruleset is not None:
            yield from (RuleKey(reference.ruleset, code) for code in (*reference.codes, *reference.included))


def _asked(ruleset: Ruleset) -> Iterator[RuleReference]:
    return (reference for _, _, reference in references(ruleset))


def _without_those_that_ask(library: Library, id: str, as_of: date) -> Library:
    """The library without a ruleset, those that ask it, at any remove, and those not in force on the day.

    Nor on an earlier day of which some ruleset asks: the ruleset may be asked of that day, with all that it then asks.
    """
    asked_by = {
        other: [reference for version in versions for reference in _asked(version)]
        for other, versions in library.versions.items()
    }
    days = {
        as_of,
        *(reference.since for every in asked_by.values() for reference in every if reference.since is not None),
    }
    names = {other: {reference.ruleset for reference in every} for other, every in asked_by.items()}
    left_out = {id}
    while more := {other for other, those in names.items() if other not in left_out and those & left_out}:
        left_out |= more
    return evolve(
        library,
        versions={
            other: versions
            for other, versions in library.versions.items()
            if other not in left_out and all(version_on(library, other, day) for day in days)
        },
    )
