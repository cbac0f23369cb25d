"""Two versions of a ruleset compared, as a paper, or as Markdown that is short enough for a review comment."""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from attrs import evolve

from ...evolution.comparison.declared import Declared
from ...evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff
from ...model.library import Library
from ...model.text import Language, Text, printable
from ..layout.markdown import escaped_comment
from ..papers.paper import Heading, Paper, PaperBlock, Paragraph, plain, strong, table_of
from ..phrasing.compared_names import Terms
from ..renderers.paper_markdown import blocks_markdown, paper_markdown
from ..words import common as words
from ..words import comparison as diff_words
from ..words import heads
from ..words.common import capital, say
from . import changes
from .changes import terms_of, title_of
from .rows import Cells, cells, example_text, transition
from .wording import figure_lines, wording_lines

FEW_ROWS = 6
"""Number of rows above which a table opens with what has changed in the condition."""
MOST_ROWS = 60
"""Maximum number of rows shown of a rule; the JSON has all."""


def diff_paper(
    comparison: RulesetDiff,
    library: Library,
    language: Language,
    declared: Declared | None = None,
    *,
    most: int = MOST_ROWS,
    fits: Callable[[Sequence[PaperBlock]], bool] = lambda _: True,
) -> Paper:
    """The comparison as a paper in one language, what was declared of it first.

    `library` gives the names; it has the measures of both sides. A table has at `most` so many rows. Rules for which there is
    no room, which `fits` says of their parts in turn, are named only.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> diff_paper(diff(ruleset, ruleset, library=Library()), Library(), "vi").title.vi
    'So sánh hai văn bản: Xã'
    """
    terms = terms_of(comparison, library, language)
    different, others = changes.split(comparison)
    title, *rest = changes.heading(comparison, terms)
    blocks: list[PaperBlock] = []
    if declared is not None:
        verdict, *undeclared = declared_lines(declared, comparison, terms)
        blocks += [strong(verdict), *_items(undeclared)]
    blocks += [strong(changes.conclusion(comparison, language)), *_items([line.strip() for line in rest])]
    if settings := list(changes.settings_lines(comparison, terms)):
        blocks += [plain(diff_words.SETTINGS), *_items(settings)]
    fits(blocks)
    left_out: list[str] = []
    for change in different:
        section = list(_rule(change, comparison, terms, most))
        if left_out or not fits(section):
            left_out.append(terms.own_name(printable(change.code), change.after or change.before))
        else:
            blocks += section
    if left_out:
        blocks.append(plain(say(diff_words.NO_ROOM, language, rules=", ".join(left_out))))
    if others:
        items = _items([_worded(change, comparison, terms) for change in others])
        shown = list(takewhile(lambda item: fits([item]), items))
        blocks += [Heading(diff_words.ONLY_WORDS), *shown]
        if len(shown) < len(others):
            blocks += _items([say(words.AND_OTHERS, language, count=len(others) - len(shown))])
    blocks.append(plain(changes.same_rules(comparison, language)))
    return Paper(None, Text(title), (), tuple(blocks))


def rule_lines(change: RuleChange, comparison: RulesetDiff, terms: Terms) -> Iterator[str]:
    """Old and new condition of a changed rule, then its wording where that changed."""
    for side, text in changes.conditions(change, comparison, terms.names):
        phrase = diff_words.CONDITION if side else diff_words.BOTH_CONDITIONS
        yield terms.names.say(phrase, side=side, condition=text)
    yield from map(capital, wording_lines(change, terms.names))


def outcome_parts(change: RuleChange, comparison: RulesetDiff, terms: Terms) -> Iterator[Paragraph | Cells]:
    """The regions in which the outcome of a rule changes, or why it is not compared."""
    difference, names = change.difference, terms.names
    if change.problem is not None:
        yield strong(terms.names.say(diff_words.NOT_COMPARED, why=names.text(change.problem)))
    if difference is None or difference.is_none:
        return
    assert change.before is not None
    assert change.after is not None
    apart = change.shown
    if apart.witnessed and (parts := changes.parts_text(change, comparison, terms)):
        yield plain(parts)
        return
    tables = [
        cells(regions, difference, change.before, change.after, terms) for regions in (apart.regions, apart.others)
    ]
    if sum(len(table.rows) for table in tables) > FEW_ROWS:
        yield from map(plain, figure_lines(change, comparison, names))
    for regions, table in zip((apart.regions, apart.others), tables, strict=True):
        if regions and regions is apart.others:
            yield strong(diff_words.NOT_SHOWN)
        if regions:
            yield table
    if apart.untried:
        yield plain(terms.names.say(diff_words.UNTRIED, count=len(apart.untried)))
    if difference.unlisted:
        yield strong(diff_words.UNLISTED)


def _items(lines: Sequence[str]) -> list[Paragraph]:
    return [plain(line, item=True) for line in lines]


def _rule(change: RuleChange, comparison: RulesetDiff, terms: Terms, most: int) -> Iterator[PaperBlock]:
    rule = change.after or change.before
    assert rule is not None
    yield Heading(Text(title_of(rule, terms.names)))
    kinds, above = changes.kinds_of(change, comparison, terms.language), changes.above_text(change, comparison, terms)
    yield from _items([capital(kinds), *rule_lines(change, comparison, terms), *([above] if above else [])])
    for part in outcome_parts(change, comparison, terms):
        if isinstance(part, Cells):
            yield from cells_blocks(part, terms.language, most)
        else:
            yield part


def cells_blocks(cells: Cells, language: Language, most: int = MOST_ROWS) -> Iterator[PaperBlock]:
    """Table of the first rows; conditions that all rows share stand above it."""
    if cells.common:
        where = "; ".join(f"{head}: {text}" for head, text in cells.common)
        yield plain(say(diff_words.COMMON, language, where=where))
    header = cells.columns or (diff_words.WHERE_HEAD.in_language(language),)
    everywhere = (diff_words.EVERYWHERE.in_language(language),)
    shown = [tuple(map(Text, (*(row or everywhere), outcome))) for row, outcome in cells.rows[:most]]
    yield table_of([*header, heads.OUTCOME.in_language(language)], shown)
    if len(cells.rows) > most:
        yield plain(say(diff_words.MORE_ROWS, language, count=len(cells.rows) - most))


def _worded(change: RuleChange, comparison: RulesetDiff, terms: Terms) -> str:
    """A rule of which only the wording has changed: old and new name, provenance, commitment."""
    rule = change.after or change.before
    assert rule is not None
    lines = list(wording_lines(change, terms.names))
    if kinds := change.changes - {ChangeKind.NAME, ChangeKind.PROVENANCE, ChangeKind.COMMITMENT}:
        lines.insert(0, changes.kinds_of(evolve(change, changes=kinds), comparison, terms.language))
    return f"{title_of(rule, terms.names)}: {'; '.join(lines)}"


def declared_lines(declared: Declared, comparison: RulesetDiff, terms: Terms) -> Iterator[str]:
    """Statement that the declaration is proved or not, then a line for each undeclared change."""
    codes = terms.codes(declared.codes)
    if declared.is_proved:
        yield terms.names.say(diff_words.PROVED, codes=codes)
        return
    yield terms.names.say(diff_words.NOT_PROVED, codes=codes)
    for setting in declared.settings:
        yield terms.names.say(diff_words.SETTING_NAMES[setting])
    for change in declared.others:
        rule = change.after or change.before
        assert rule is not None
        what = _what(change, comparison, terms)
        yield f"{title_of(rule, terms.names)}: {what}"


def _what(change: RuleChange, comparison: RulesetDiff, terms: Terms) -> str:
    before, after, difference = change.before, change.after, change.difference
    if before is None or after is None or difference is None or difference.is_none:
        return changes.kinds_of(change, comparison, terms.language)
    witnessed = change.shown.witnessed
    region = witnessed[0].region if witnessed else difference.regions[0]
    outcomes = transition(region.before, region.after, after.code, terms)
    if not witnessed:
        return terms.names.say(diff_words.UNDECLARED_NOT_SHOWN, transition=outcomes)
    return terms.names.say(diff_words.UNDECLARED_FOR, transition=outcomes, where=example_text(witnessed[0], terms))


_MOST_IN_A_COMMENT = 40
MOST_CHARACTERS = 60_000
"""A comment holds no more than 65,536 characters: rules that no longer fit are named only."""


def diff_markdown(
    comparison: RulesetDiff, library: Library, language: Language, declared: Declared | None = None
) -> str:
    """The comparison as GitHub-flavoured Markdown, its result first.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> print(diff_markdown(diff(ruleset, ruleset, library=Library()), Library(), "vi").splitlines()[0])
    ## So sánh hai văn bản: Xã
    """
    left = MOST_CHARACTERS

    def fits(blocks: Sequence[PaperBlock]) -> bool:
        nonlocal left
        length = sum(map(len, blocks_markdown(blocks, language, escape=escaped_comment)))
        if length > left:
            return False
        left -= length
        return True

    paper = diff_paper(comparison, library, language, declared, most=_MOST_IN_A_COMMENT, fits=fits)
    return paper_markdown(paper, language, level=2, escape=escaped_comment)
