"""Checks of the versions of a ruleset: dates that fit one another, and files at the path where they are looked up."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import PurePath

from ...model.text import Text
from ..diagnostics.mistakes import Mistake
from ..structuring.rulesets import NO_DAY, NO_ID, RulesetDraft


def check_versions(drafts: Iterable[RulesetDraft]) -> Iterator[Mistake]:
    """Yield mistakes for versions that are duplicate, end before they begin, or overlap."""
    by_id: dict[str, list[RulesetDraft]] = {}
    for draft in drafts:
        ruleset = draft.ruleset
        if ruleset.until is not None and ruleset.until < ruleset.version:
            params = {"until": ruleset.until, "version": ruleset.version}
            yield Mistake("NTM315", draft.places.get("until"), params)
        if ruleset.version != NO_DAY and ruleset.id != NO_ID:
            by_id.setdefault(ruleset.id, []).append(draft)
    for versions in by_id.values():
        versions.sort(key=lambda draft: draft.ruleset.version)
        for earlier, later in pairwise(versions):
            yield from _follows(earlier, later)


def _follows(earlier: RulesetDraft, later: RulesetDraft) -> Iterator[Mistake]:
    before, after = earlier.ruleset, later.ruleset
    params = {"ruleset": after.id, "version": after.version, "earlier": before.version, "until": before.until}
    if before.version == after.version:
        yield Mistake("NTM309", later.places.get("version"), params, related=(earlier.places.get("version"),))
    elif before.until is not None and after.version <= before.until and not later.amends:
        yield Mistake("NTM316", later.places.get("version"), params, related=(earlier.places.get("until"),))


def check_path(draft: RulesetDraft, path: PurePath) -> Iterator[Mistake]:
    """Yield a mistake where a file of a library folder does not lie at `<ruleset>/<version>.yaml` as its content says."""
    ruleset = draft.ruleset
    if ruleset.version == NO_DAY or ruleset.id == NO_ID:
        return
    expected = f"{ruleset.id}/{ruleset.version}.yaml"
    if not f"/{path.as_posix()}".endswith(f"/{expected}"):
        place = draft.places.get("version")
        yield Mistake("NTM314", place, {"expected": Text(expected, expected)})
