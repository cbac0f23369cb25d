"""Drafts: rule files and catalogues as structured, before any check, and their common declarations."""

from collections.abc import Iterable

from attrs import evolve, frozen

from ...model.library import Library
from ...model.ruleset import Ruleset
from ..diagnostics.mistakes import KnownNames, Mistake, report
from ..grammar.catalogues import CATALOGUE
from ..grammar.files import AMENDMENT, RULESET, SPECIALISATION
from ..structuring.amendments import AmendmentDraft, amendment_draft
from ..structuring.catalogues import CatalogueDraft, catalogue_draft
from ..structuring.converter import after_mistake
from ..structuring.nodes import KEY_NOUN, first_place, mapping
from ..structuring.rulesets import NO_ID, RulesetDraft, ruleset_draft
from ..yaml.source import Source
from ..yaml.tree import PlacedMapping
from .resolve import resolved

AMENDING = (AMENDMENT.names[0], SPECIALISATION.names[0])
RULE_FILE = (RULESET.names[0], *AMENDING)
"""First keys of a file with rules."""


@frozen
class Drafts:
    """Files as structured; `unread` are the lines of those that could not be read."""

    rulesets: tuple[RulesetDraft, ...] = ()
    amendments: tuple[AmendmentDraft, ...] = ()
    catalogues: tuple[CatalogueDraft, ...] = ()
    sources: tuple[Source, ...] = ()
    unread: tuple[str, ...] = ()

    def lines(self) -> dict[str, tuple[str, ...]]:
        """The lines of each file, for the caret."""
        return {source.file: source.lines for source in self.sources}

    def without(self, other: "Drafts") -> "Drafts":
        """These drafts without the declarations that `other` has as well."""
        versions = {(draft.ruleset.id, draft.ruleset.version) for draft in other.rulesets}
        versions |= {(draft.id, draft.version) for draft in other.amendments}
        measures = {measure.id for draft in other.catalogues for measure in draft.measures}
        attributes = {attribute.id for draft in other.catalogues for attribute in draft.attributes}
        return evolve(
            self,
            rulesets=tuple(
                draft for draft in self.rulesets if (draft.ruleset.id, draft.ruleset.version) not in versions
            ),
            amendments=tuple(draft for draft in self.amendments if (draft.id, draft.version) not in versions),
            catalogues=tuple(
                evolve(
                    draft,
                    measures=tuple(measure for measure in draft.measures if measure.id not in measures),
                    attributes=tuple(attribute for attribute in draft.attributes if attribute.id not in attributes),
                )
                for draft in self.catalogues
            ),
        )

    def under(self, other: "Drafts") -> "Drafts":
        """These drafts with `other` laid over them: its declarations replace those of the same name."""
        below = self.without(other)
        return Drafts(
            below.rulesets + other.rulesets,
            below.amendments + other.amendments,
            below.catalogues + other.catalogues,
            below.sources + other.sources,
            below.unread + other.unread,
        )


def drafted(sources: Iterable[Source], kinds: tuple[str, ...]) -> Drafts:
    """Structure the content of files; a file of another kind than `kinds` (their first keys) is reported."""
    rulesets: list[RulesetDraft] = []
    amendments: list[AmendmentDraft] = []
    catalogues: list[CatalogueDraft] = []
    read: list[Source] = []
    unread: list[str] = []
    for source in sources:
        read.append(source)
        root = None if source.root is None else after_mistake(lambda node: mapping(node, RULESET), source.root, None)
        if root is None:
            unread.extend(source.lines)
            continue
        kind = next((name for name in (*AMENDING, *kinds) if name in root), None)
        if kind is None:
            _unknown_kind(root, kinds)
            unread.extend(source.lines)
        elif kind in AMENDING:
            amendments.append(amendment_draft(source, root))
        elif kind in CATALOGUE.names:
            catalogues.append(catalogue_draft(source, root))
        else:
            rulesets.append(ruleset_draft(source, root))
    return Drafts(tuple(rulesets), tuple(amendments), tuple(catalogues), tuple(read), tuple(unread))


def _unknown_kind(root: PlacedMapping, kinds: tuple[str, ...]) -> None:
    first = next(iter(root), None)
    known = KnownNames.words(KEY_NOUN, kinds)
    if "cases_for" in root:
        report(Mistake("NTM220", first_place(root), hint="cases_folder"))
        return
    report(Mistake("NTM220", first_place(root), word=first, known=known if first is not None else None))


def whole(background: Drafts, given: Drafts) -> tuple[Drafts, Drafts]:
    """Both with every amendment resolved to the version that results from it."""
    every = (*background.amendments, *given.amendments)
    rulesets, failed = resolved((*background.rulesets, *given.rulesets), every, given.unread)
    own = {draft.source.file for draft in given.amendments}
    lost = tuple(line for draft in failed for line in draft.source.lines)
    return (
        evolve(
            background,
            rulesets=(*background.rulesets, *(draft for draft in rulesets if draft.source.file not in own)),
            amendments=(),
        ),
        evolve(
            given,
            rulesets=(*given.rulesets, *(draft for draft in rulesets if draft.source.file in own)),
            amendments=(),
            unread=given.unread + lost,
        ),
    )


def library_of(*layers: Drafts) -> Library:
    """Library of all that whole drafts declare."""
    versions: dict[str, list[Ruleset]] = {}
    for draft in (draft for drafts in layers for draft in drafts.rulesets):
        if draft.ruleset.id != NO_ID:
            versions.setdefault(str(draft.ruleset.id), []).append(draft.ruleset)
    catalogues = [catalogue for drafts in layers for catalogue in drafts.catalogues]
    return Library(
        {str(measure.id): measure for draft in catalogues for measure in draft.measures},
        {str(attribute.id): attribute for draft in catalogues for attribute in draft.attributes},
        {id: tuple(sorted(versions[id], key=lambda ruleset: ruleset.version)) for id in sorted(versions)},
        *next(
            (
                (catalogue.assurance, catalogue.assurance_place)
                for catalogue in reversed(catalogues)
                if catalogue.assurance
            ),
            ((), None),
        ),
    )
