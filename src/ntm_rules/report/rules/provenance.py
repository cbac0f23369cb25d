"""Counts of the rules of each ruleset by the status of their provenance."""

from collections import Counter
from collections.abc import Iterable

from ...model.ruleset import ProvenanceStatus, Ruleset
from ...model.text import Language
from ..layout.cells import right, width_of
from ..layout.table import aligned
from ..phrasing.numbers import day
from ..words import overview as overview_words


def provenance_table(rulesets: Iterable[Ruleset], lang: Language) -> str:
    """Table with a row per version: number of rules by provenance status; totals in the last row.

    >>> print(provenance_table([], "en"))
    Ruleset  In force from  Plan  Read  Unverified  Not in file  Total
    ───────  ─────────────  ────  ────  ──────────  ───────────  ─────
    All                        0     0           0            0      0
    """
    header = [title.in_language(lang) for title in overview_words.PROVENANCE_COLUMNS]
    rows: list[tuple[str, str, Counter[ProvenanceStatus]]] = [
        (ruleset.id, day(ruleset.version, lang), Counter(rule.provenance.status for rule in ruleset.rules()))
        for ruleset in rulesets
    ]
    rows.append((overview_words.ALL.in_language(lang), "", sum((counts for _, _, counts in rows), Counter())))
    figures = [[str(counts[status]) for status in ProvenanceStatus] + [str(counts.total())] for _, _, counts in rows]
    widths = [max(map(width_of, column)) for column in zip(header[2:], *figures, strict=True)]
    return aligned(
        [
            [id, version, *(right(figure, width) for figure, width in zip(own, widths, strict=True))]
            for (id, version, _), own in zip(rows, figures, strict=True)
        ],
        header,
    )
