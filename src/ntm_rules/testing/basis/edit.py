"""What an edit of a ruleset is, and what it has to go by."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...model import condition as form
from ...model.key import CONCLUSIONS, RuleKey
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...program.compiling import parts_of
from .scope import Scope


@frozen
class Draft:
    """A ruleset about to be changed. New rules may speak of what `scope` names; rules ask for those in `asked_for` by code."""

    ruleset: Ruleset
    scope: Scope
    asked_for: frozenset[str]

    @classmethod
    def of(cls, ruleset: Ruleset, library: Library, as_of: date) -> "Draft":
        """A ruleset of the library (or about to be) as it stands on a day."""
        scope = Scope(_without_those_that_ask(library, ruleset.id, as_of), ruleset.applies_to, as_of=as_of)
        own = {key.code for key in _keys_asked(ruleset) if key.ruleset == ruleset.id}
        return cls(ruleset, scope, asked_for_elsewhere(library, ruleset.id) | own)

    def scope_of(self, code: str) -> Scope:
        """What the rule with this code may speak of: conclusions, of the ruleset's criteria as well."""
        if code not in CONCLUSIONS:
            return self.scope
        return evolve(self.scope, criteria=tuple(criterion.code for criterion in self.ruleset.criteria))


Edit = Callable[[st.DrawFn, Draft], tuple[Ruleset, str] | None]
"""The ruleset with one change, and which; None where the ruleset has nothing that could be changed so."""

Edits = Mapping[str, Edit]
"""Edits by what is said of them: `threshold moved by one unit`."""


def asked_for_elsewhere(library: Library, id: str) -> frozenset[str]:
    """The codes of those rules of a ruleset that others ask for."""
    others = [version for other, versions in library.versions.items() if other != id for version in versions]
    return frozenset(key.code for other in others for key in _keys_asked(other) if key.ruleset == id)


def conditions_in(ruleset: Ruleset) -> Iterator[form.Condition]:
    """Every condition of every rule, also those inside others."""
    for rule in ruleset.rules():
        for condition in (rule.condition, rule.applies_when):
            if condition is not None:
                yield from parts_of(condition)


def _keys_asked(ruleset: Ruleset) -> Iterator[RuleKey]:
    """The rules that a ruleset asks for by their codes, in other rulesets and in itself."""
    for condition in conditions_in(ruleset):
        match condition:
            case form.Attained(rule) | form.MembersAttained(rule=rule):
                yield rule
            case form.OwnCriteria(ruleset=str(other)):
                yield from (RuleKey(other, code) for code in (*condition.of, *condition.including_any_of))


def _rulesets_asked(ruleset: Ruleset) -> Iterator[str]:
    for condition in conditions_in(ruleset):
        match condition:
            case form.Attained(rule) | form.MembersAttained(rule=rule):
                yield rule.ruleset
            case form.OwnCriteria(ruleset=str(other)) | form.CriteriaChange(ruleset=other):
                yield other
            case form.MembersMeasure(of=form.CriteriaCount(ruleset=other)):
                yield other


def _without_those_that_ask(library: Library, id: str, as_of: date) -> Library:
    """The library without a ruleset, those that ask it, at any remove, and those not in force on the day.

    Nor on an earlier day of which some ruleset asks: the ruleset may be asked of that day, with all that it then asks.
    """
    days = {as_of, *(day for versions in library.versions.values() for each in versions for day in _days_asked(each))}
    asked = {
        other: {name for version in versions for name in _rulesets_asked(version)}
        for other, versions in library.versions.items()
    }
    left_out = {id}
    while more := {other for other, names in asked.items() if other not in left_out and names & left_out}:
        left_out |= more
    return evolve(
        library,
        versions={
            other: versions
            for other, versions in library.versions.items()
            if other not in left_out and all(_is_in_force(library, other, day) for day in days)
        },
    )


def _days_asked(ruleset: Ruleset) -> Iterator[date]:
    for condition in conditions_in(ruleset):
        match condition:
            case (
                form.CriteriaChange(since=date() as since)
                | form.MembersMeasure(of=form.CriteriaCount(since=date() as since))
            ):
                yield since


def _is_in_force(library: Library, id: str, day: date) -> bool:
    try:
        library.ruleset(id, day)
    except CompileError:
        return False
    return True
