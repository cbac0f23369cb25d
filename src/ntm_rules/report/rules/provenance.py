"""The manner in which rules are known, in words and counted."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ...model.decision import Decision
from ...model.ruleset import Provenance, ProvenanceStatus, Rule, Ruleset
from ...model.text import Language, Text, printable
from ..layout.cells import right, width_of
from ..layout.table import aligned
from ..phrasing.numbers import counted, day
from ..words import heads
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


def _by_instrument(ruleset: Ruleset) -> Iterator[tuple[str, str, Counter[tuple[ProvenanceStatus, bool]]]]:
    """A row for each of several instruments: its number, and the rules that stand in it."""
    for one in ruleset.instruments if ruleset.further_instruments else ():
        own = [rule for rule in ruleset.rules() if ruleset.instrument_of(rule) is one]
        yield (
            f"  {printable(one.number)}",
            "",
            Counter((rule.provenance.status, rule.provenance.is_official) for rule in own),
        )


def provenance_table(rulesets: Iterable[Ruleset], lang: Language) -> str:
    """Table with a row per version: number of rules by provenance status, by instrument where there are several;
    totals in the last row.

    >>> print(provenance_table([], "en"))
    Ruleset  In force from  Text  Plan  Read, official  Read elsewhere  Unverified  Not in file  Total
    ───────  ─────────────  ────  ────  ──────────────  ──────────────  ──────────  ───────────  ─────
    All                        0     0               0               0           0            0      0
    """
    header = [title.in_language(lang) for title in overview_words.PROVENANCE_COLUMNS]
    rulesets = tuple(rulesets)
    kinds = [(ProvenanceStatus.TEXT, True), (ProvenanceStatus.PLAN, False), (ProvenanceStatus.READ, True)]
    kinds += [
        (status, False) for status in (ProvenanceStatus.READ, ProvenanceStatus.RECALLED, ProvenanceStatus.UNKNOWN)
    ]
    rows: list[tuple[str, str, Counter[tuple[ProvenanceStatus, bool]]]] = [
        (
            ruleset.id,
            day(ruleset.version, lang),
            Counter((rule.provenance.status, rule.provenance.is_official) for rule in ruleset.rules()),
        )
        for ruleset in rulesets
    ]
    total = sum((counts for _, _, counts in rows), Counter[tuple[ProvenanceStatus, bool]]())
    rows = [row for own, ruleset in zip(rows, rulesets, strict=True) for row in (own, *_by_instrument(ruleset))]
    rows.append((heads.ALL.in_language(lang), "", total))
    figures = [[str(counts[kind]) for kind in kinds] + [str(counts.total())] for _, _, counts in rows]
    widths = [max(map(width_of, column)) for column in zip(header[2:], *figures, strict=True)]
    return aligned(
        [
            [id, version, *(right(figure, width) for figure, width in zip(own, widths, strict=True))]
            for (id, version, _), own in zip(rows, figures, strict=True)
        ],
        header,
    )
