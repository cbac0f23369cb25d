"""Runs every check on every file given."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from ...model.library import Library
from ..contents.known_names import NameScope
from ..diagnostics.mistakes import Mistake
from ..structuring.rulesets import RulesetDraft
from ..versions.declarations import Drafts
from .bounds import check_bounds, check_points, check_weights
from .catalogues import check_catalogue, check_declared_once, check_derivations
from .codes import check_codes
from .conditions import check_conditions
from .multiples import check_multiples, check_no_limit
from .names import check_names
from .periods import check_path, check_periods, check_versions
from .references import check_conformity, check_cycles, check_provenance, check_references
from .thresholds import check_thresholds


def check(given: Drafts, background: Drafts, library: Library, in_folder: Mapping[str, Path]) -> Iterator[Mistake]:
    """Yield the mistakes in the files given, and between them and the background; all drafts are whole.

    `in_folder` are the paths of those found in a library folder, where a path must fit its content.
    """
    scope = NameScope(library, given.unread)
    for catalogue in given.catalogues:
        yield from check_catalogue(catalogue, scope)
    yield from check_declared_once(given.catalogues)
    yield from check_derivations(library.measures.values())
    known: dict[int, tuple[Mistake, ...]] = {}
    for draft in given.rulesets:
        yield from _of_version(draft, scope, known)
        if draft.source.file in in_folder:
            yield from check_path(draft, in_folder[draft.source.file].absolute())
    yield from check_versions((*background.rulesets, *given.rulesets))
    yield from check_cycles(scope)


def _of_version(draft: RulesetDraft, scope: NameScope, known: dict[int, tuple[Mistake, ...]]) -> Iterator[Mistake]:
    """Yield the mistakes in a version; of those in rules from its base, only the ones that this version causes.

    `known` are those of the versions looked at so far: many are the base of another.
    """

    def mistakes_in(version: RulesetDraft) -> tuple[Mistake, ...]:
        if id(version) not in known:
            known[id(version)] = tuple(_in_version(version, scope))
        return known[id(version)]

    if draft.base is None:
        yield from mistakes_in(draft)
        return
    before = {(mistake.code, mistake.place) for mistake in mistakes_in(draft.base)}
    for mistake in mistakes_in(draft):
        if mistake.place is None or mistake.place.file == draft.source.file:
            yield mistake
        elif (mistake.code, mistake.place) not in before:
            # The rule is in the other file, the cause of the mistake in this one.
            cause = draft.repealed.get(str(mistake.params.get("name"))) or draft.places.get("version")
            yield evolve(mistake, related=(*mistake.related, cause))


def _in_version(draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    """Yield the mistakes in a version, each with the rule that it stands in."""
    starts = [(rule.place, rule.code) for rule in draft.ruleset.rules() if rule.place is not None]
    for mistake in _found(draft, scope):
        at = mistake.place
        within = [
            (place.line, place.column, code)
            for place, code in starts
            if at is not None
            and place.file == at.file
            and (place.line, place.column) <= (at.line, at.column)
            and place.column <= at.column
        ]
        named = {"rule": f"{draft.ruleset.id}#{max(within)[2]}"} if within else {}
        yield evolve(mistake, params={**named, **mistake.params}) if named else mistake


def _found(draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    ruleset = draft.ruleset
    yield from check_names(ruleset, scope)
    yield from check_codes(ruleset)
    yield from check_conditions(ruleset, scope)
    yield from check_thresholds(ruleset, scope)
    yield from check_bounds(ruleset, scope)
    yield from check_weights(ruleset, scope)
    yield from check_points(ruleset, scope)
    yield from check_multiples(ruleset, scope)
    yield from check_no_limit(ruleset, scope)
    yield from check_periods(draft, scope)
    yield from check_provenance(ruleset)
    yield from check_references(ruleset, scope)
    yield from check_conformity(draft, scope)
