"""Counts of the rules of each ruleset by the status of their provenance."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ...model.ruleset import ProvenanceStatus, Ruleset
from ...model.text import Language, printable
from ..layout.cells import right, width_of
from ..layout.table import aligned
from ..phrasing.numbers import day
from ..words import overview as overview_words


def _by_instrument(ruleset: Ruleset) -> Iterator[tuple[str, str, Counter[ProvenanceStatus]]]:
    """A row for each of several instruments: its number, and the rules that stand in it."""
    for one in ruleset.instruments if ruleset.further_instruments else ():
        own = [rule for rule in ruleset.rules() if ruleset.instrument_of(rule) is one]
        yield f"  {printable(one.number)}", "", Counter(rule.provenance.status for rule in own)


def provenance_table(rulesets: Iterable[Ruleset], lang: Language) -> str:
    """Table with a row per version: number of rules by provenance status, by instrument where there are several;
    totals in the last row.

    >>> print(provenance_table([], "en"))
    Ruleset  In force from  Plan  Read  Unverified  Not in file  Total
    ───────  ─────────────  ────  ────  ──────────  ───────────  ─────
    All                        0     0           0            0      0
    """
    header = [title.in_language(lang) for title in overview_words.PROVENANCE_COLUMNS]
    rulesets = tuple(rulesets)
    rows: list[tuple[str, str, Counter[ProvenanceStatus]]] = [
        (ruleset.id, day(ruleset.version, lang), Counter(rule.provenance.status for rule in ruleset.rules()))
        for ruleset in rulesets
    ]
    total = sum((counts for _, _, counts in rows), Counter[ProvenanceStatus]())
    rows = [row for own, ruleset in zip(rows, rulesets, strict=True) for row in (own, *_by_instrument(ruleset))]
    rows.append((overview_words.ALL.in_language(lang), "", total))
    figures = [[str(counts[status]) for status in ProvenanceStatus] + [str(counts.total())] for _, _, counts in rows]
    widths = [max(map(width_of, column)) for column in zip(header[2:], *figures, strict=True)]
    return aligned(
        [
            [id, version, *(right(figure, width) for figure, width in zip(own, widths, strict=True))]
            for (id, version, _), own in zip(rows, figures, strict=True)
        ],
        header,
    )
