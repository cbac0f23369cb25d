"""Coverage of a version's rules by cases: a paper with a table and the gaps with their lines, and plain data."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ...evolution.coverage.cover import Coverage, Gap, RuleCoverage
from ...evolution.coverage.scale import Point
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.text import Language, Text
from ..diagnostics import plain_place, plain_text
from ..papers.paper import DataTable, Heading, Paper, PaperBlock, plain, table_of
from ..phrasing.names import placed_rule, rule_called
from ..phrasing.numbers import day, listed
from ..phrasing.thresholds import held_figure
from ..words import common as words
from ..words.common import say
from ..words.rule_kinds import kind_of_code, outcome_word
from ..words.testing import coverage as coverage_words

_OUTCOMES = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED)


def coverage_paper(covered: Sequence[Coverage], library: Library, lang: Language = "vi") -> Paper:
    """A table for each version, then everything that no case decides, with file and line.

    >>> coverage_paper([], Library(), "en").blocks[-1].runs[0][0].en
    'Cases decide every outcome and threshold.'
    """
    blocks: list[PaperBlock] = [plain(coverage_words.LEGEND)]
    for coverage in covered:
        since = say(words.IN_FORCE, lang, day=day(coverage.ruleset.version, lang))
        blocks += [Heading(Text(f"{coverage.ruleset.id} ({since})")), _table(coverage, lang)]
    gaps = [plain(line, item=True) for coverage in covered for line in gap_lines(coverage, library, lang)]
    blocks += [Heading(coverage_words.GAPS), *gaps] if gaps else [plain(coverage_words.NO_GAPS)]
    return Paper(None, coverage_words.TITLE, (), tuple(blocks))


def _table(covered: Coverage, lang: Language) -> DataTable:
    """A row for each rule: which outcomes some case decides, and how many points at its thresholds are tried."""
    return table_of(
        [head.in_language(lang) for head in coverage_words.COLUMNS], [_row(rule, lang) for rule in covered.rules]
    )


def _row(covered: RuleCoverage, lang: Language) -> tuple[str, ...]:
    points = [(threshold.tried, threshold.missing) for threshold in covered.thresholds]
    tried = sum(len(tried) for tried, _ in points)
    able = tried + sum(len(missing) for _, missing in points)
    outcomes = [_sign(outcome, covered) for outcome in _OUTCOMES]
    return rule_called(covered.rule.code, lang), *outcomes, f"{tried}/{able}" if able else ""


def _sign(outcome: Outcome, covered: RuleCoverage) -> str:
    if outcome in covered.decided:
        return coverage_words.DECIDED
    return coverage_words.MISSING if outcome in covered.missing else coverage_words.CANNOT_BE


def gap_lines(covered: Coverage, library: Library, lang: Language = "vi") -> Iterator[str]:
    """Lines for the outcomes and threshold points that no case decides: `a.yaml:12:7: 3.3: …`."""
    for _, together in groupby(covered.gaps, key=lambda gap: (gap.rule, id(gap.threshold))):
        gaps = tuple(together)
        yield f"{placed_rule(gaps[0].place, gaps[0].rule, lang)}{_in_words(gaps, library, lang)}"


def _in_words(gaps: Sequence[Gap], library: Library, lang: Language) -> str:
    """The outcomes of one rule, or the points at one threshold, that no case decides."""
    threshold = gaps[0].threshold
    if threshold is None:
        kind = kind_of_code(gaps[0].rule)
        missing = [gap.missing for gap in gaps if isinstance(gap.missing, Outcome)]
        outcomes = [f"“{outcome_word(kind, outcome, lang)}”" for outcome in missing]
        return say(coverage_words.NO_OUTCOME, lang, outcomes=listed(outcomes, lang, alternative=True))
    points = [coverage_words.POINTS[gap.missing].in_language(lang) for gap in gaps if isinstance(gap.missing, Point)]
    figure = held_figure(threshold.fixed.value, threshold.condition, threshold.bound, library, lang)
    return say(coverage_words.NO_FIGURE, lang, threshold=figure, points=listed(points, lang, alternative=True))


def plain_coverage(covered: Coverage, library: Library) -> dict[str, object]:
    """Coverage of a version as plain data: for every rule its outcomes and thresholds, then the gaps."""
    return {
        "ruleset": covered.ruleset.id,
        "version": covered.ruleset.version.isoformat(),
        "rules": [_plain_rule(rule) for rule in covered.rules],
        "gaps": [plain_gap(gap, library) for gap in covered.gaps],
    }


def plain_gap(gap: Gap, library: Library) -> dict[str, object]:
    """One gap in the coverage as plain data."""
    message = Text(_in_words([gap], library, "vi"), _in_words([gap], library, "en"))
    return {
        "rule": gap.rule,
        "place": plain_place(gap.place),
        "missing": gap.missing.value,
        "message": plain_text(message),
    }


def _plain_rule(covered: RuleCoverage) -> dict[str, object]:
    rule = covered.rule
    return {
        "rule": rule.code,
        "place": plain_place(rule.place),
        "decided": [outcome.value for outcome in _OUTCOMES if outcome in covered.decided],
        "missing": [outcome.value for outcome in covered.missing],
        "thresholds": [
            {
                "place": plain_place(threshold.place),
                "value": str(threshold.fixed.value),
                "tried": sorted(point.value for point in threshold.tried),
                "missing": [point.value for point in threshold.missing],
            }
            for threshold in covered.thresholds
        ],
    }
