"""Lists of rulesets as papers: every version, and how its rules are known."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ...model.condition import Unknown
from ...model.ruleset import Criterion, ProvenanceStatus, Rule, Ruleset
from ...model.text import Text, printable
from ..pages.history import day_text
from ..pages.two_languages import filled, noun_text
from ..papers.paper import CellValue, DataColumn, DataTable, Paper, PaperBlock, Paragraph
from ..words import common, heads
from ..words.overview import PROVENANCE_COLUMNS
from . import book_words as words

_Counts = Counter[tuple[ProvenanceStatus, bool]]
"""Numbers of rules by how they are known, and by whether that is official."""
_KINDS = (
    *((ProvenanceStatus.TEXT, True), (ProvenanceStatus.PLAN, False), (ProvenanceStatus.READ, True)),
    *((ProvenanceStatus.READ, False), (ProvenanceStatus.RECALLED, False), (ProvenanceStatus.UNKNOWN, False)),
)


def rulesets_paper(rulesets: Iterable[Ruleset]) -> Paper:
    """Each ruleset by id and title; below it its versions: from when until when, how many rules, by which instruments.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> paper = rulesets_paper([example_ruleset()])
    >>> [block.runs[-1][0].en for block in paper.blocks]
    ['  Xã', '1 Jan 2024 – : 0 criteria, 0 indicators; 1/QĐ']
    """
    blocks: list[PaperBlock] = []
    for id, versions in groupby(rulesets, lambda ruleset: ruleset.id):
        in_order = list(versions)
        title = in_order[-1].title
        wording = Text(f"  {printable(title.vi)}", f"  {printable(title.in_language('en'))}")
        blocks.append(Paragraph(((Text(printable(id)), True), (wording, False)), item=True))
        blocks += [Paragraph(((_version(ruleset), False),), item=True, level=1) for ruleset in in_order]
    return Paper(None, words.RULESETS, (), tuple(blocks))


def _version(ruleset: Ruleset) -> Text:
    criteria, indicators = len(ruleset.criteria), sum(map(_indicators, ruleset.criteria))
    return filled(
        words.VERSION_LISTED,
        since=day_text(ruleset.version),
        until="" if ruleset.until is None else day_text(ruleset.until),
        criteria=criteria,
        of_criteria=noun_text(common.CRITERION, criteria),
        indicators=indicators,
        of_indicators=noun_text(common.INDICATOR, indicators),
        instruments=", ".join(printable(instrument.number) for instrument in ruleset.instruments),
    )


def _indicators(criterion: Criterion) -> int:
    """Number of indicators of a criterion; 1 for a criterion with a known condition of its own."""
    if criterion.indicators:
        return len(criterion.indicators)
    return 0 if criterion.condition is None or isinstance(criterion.condition, Unknown) else 1


def provenance_paper(rulesets: Sequence[Ruleset]) -> Paper:
    """Number of rules by provenance status, a row per version, by instrument where there are several; totals last.

    >>> provenance_paper([]).blocks[0].totals[-1]
    0
    """
    columns = (
        *(DataColumn(head, width) for head, width in zip(PROVENANCE_COLUMNS[:2], (28, 12), strict=True)),
        *(DataColumn(head, 10, of_numbers=True) for head in PROVENANCE_COLUMNS[2:]),
    )
    counted = [(ruleset, _counts(ruleset.rules())) for ruleset in rulesets]
    rows = [row for ruleset, counts in counted for row in _rows(ruleset, counts)]
    whole = sum((counts for _, counts in counted), _Counts())
    table = DataTable(heads.HOW_KNOWN, heads.HOW_KNOWN, columns, tuple(rows), (heads.ALL, None, *_numbers(whole)))
    return Paper(None, heads.HOW_KNOWN, (), (table,))


def _rows(ruleset: Ruleset, counts: _Counts) -> Iterator[tuple[CellValue, ...]]:
    """The row of a version, and one for each of several instruments: its number, and the rules that stand in it."""
    yield (Text(printable(ruleset.id)), day_text(ruleset.version), *_numbers(counts))
    for instrument in ruleset.instruments if ruleset.further_instruments else ():
        own = _counts(rule for rule in ruleset.rules() if ruleset.instrument_of(rule) is instrument)
        yield (Text(f"  {printable(instrument.number)}"), None, *_numbers(own))


def _counts(rules: Iterable[Rule]) -> _Counts:
    return Counter((rule.provenance.status, rule.provenance.is_official) for rule in rules)


def _numbers(counts: _Counts) -> Iterator[int]:
    yield from (counts[kind] for kind in _KINDS)
    yield counts.total()
