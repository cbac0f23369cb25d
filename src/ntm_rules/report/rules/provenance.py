"""The manner in which rules are known, in words and counted."""

from collections import Counter
from collections.abc import Iterable

from ...model.decision import Decision
from ...model.ruleset import Provenance, ProvenanceStatus, Rule
from ...model.text import Language, Text
from ..phrasing.numbers import counted
from ..words import overview as overview_words
from ..words import provenance as provenance_words
from ..words.common import say


def manner_of(provenance: Provenance) -> Text:
    """The manner in which a rule is known, in words.

    >>> from ...model.ruleset import SourceKind
    >>> manner_of(Provenance(ProvenanceStatus.READ, url="https://example.org", source=SourceKind.SUMMARY)).en
    'read in a summary by others'
    """
    return (
        provenance_words.SOURCES[provenance.source]
        if provenance.source
        else provenance_words.PROVENANCE[provenance.status]
    )


def not_official(rules: Iterable[Rule | Decision], language: Language) -> str:
    """Counts of rules that rest on less than an official text by how they are known; empty where there are none.

    Rules that are recalled are not counted: those are named one by one.
    """
    counts = Counter(
        manner_of(rule.provenance).in_language(language)
        for rule in rules
        if not rule.provenance.is_official and rule.provenance.status is not ProvenanceStatus.RECALLED
    )
    if not counts:
        return ""
    kinds = "; ".join(f"{count} {manner}" for manner, count in counts.most_common())
    count = counted(counts.total(), overview_words.RULE, language)
    return say(
        provenance_words.NOT_OFFICIAL, language, count=count, kinds=kinds, were="was" if counts.total() == 1 else "were"
    )
