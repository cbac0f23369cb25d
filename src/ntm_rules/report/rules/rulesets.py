"""Rulesets as a table: a row each."""

from collections.abc import Iterable

from ...model.condition import Unknown
from ...model.ruleset import Criterion, Ruleset
from ...model.text import Language
from ..layout.table import aligned
from ..phrasing.numbers import day
from ..words import rules as rule_words


def _indicators(criterion: Criterion) -> int:
    """Number of indicators of a criterion; 1 for a criterion with a known condition of its own."""
    if criterion.indicators:
        return len(criterion.indicators)
    return 0 if criterion.condition is None or isinstance(criterion.condition, Unknown) else 1


def ruleset_table(rulesets: Iterable[Ruleset], lang: Language) -> str:
    """Table of rulesets: id, version, in force until, instrument, number of criteria and indicators, title.

    >>> print(ruleset_table([], "en"))
    Ruleset  In force from  Until  Instrument  Criteria  Indicators  Title
    ───────  ─────────────  ─────  ──────────  ────────  ──────────  ─────
    """
    header = [title.in_language(lang) for title in rule_words.RULESET_COLUMNS]
    rows = [
        [
            ruleset.id,
            day(ruleset.version, lang),
            day(ruleset.until, lang) if ruleset.until else "",
            ", ".join(one.number for one in ruleset.instruments),
            str(len(ruleset.criteria)),
            str(sum(_indicators(criterion) for criterion in ruleset.criteria)),
            ruleset.title.in_language(lang),
        ]
        for ruleset in rulesets
    ]
    return aligned(rows, header)
