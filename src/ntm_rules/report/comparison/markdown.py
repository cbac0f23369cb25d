"""Two versions of a ruleset compared, as Markdown for a review comment: a heading and a table for each rule."""

from collections.abc import Iterator

from ...evolution.comparison.diff import RuleChange, RulesetDiff
from ...model.library import Library
from ...model.text import Language, printable
from ..layout.markdown import escaped_comment, table_row
from ..phrasing.compared_names import Terms
from ..phrasing.letter_case import capital
from ..words import common as words
from ..words import comparison as diff_words
from ..words.common import say
from .changed_figures import figure_lines
from .changes import (
    above_text,
    conclusion,
    conditions,
    heading,
    kinds_of,
    parts_text,
    same_rules,
    settings_lines,
    split,
    terms_of,
    title_of,
)
from .rows import Cells, cells
from .text import FEW_ROWS
from .wording import wording_lines

MOST_ROWS = 40
MOST_CHARACTERS = 60_000
"""A comment holds no more than 65,536 characters: rules that no longer fit are named only."""


def diff_markdown(found: RulesetDiff, library: Library, language: Language) -> str:
    """The comparison as GitHub-flavoured Markdown, its result first.

    >>> from datetime import date
    >>> from ...evolution.comparison.diff import diff
    >>> from ...model.ruleset import Instrument, Ruleset
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> print(diff_markdown(diff(ruleset, ruleset, library=Library()), Library(), "vi").splitlines()[0])
    ## So sánh hai văn bản: Xã
    """
    terms = terms_of(found, library, language)
    different, others = split(found)
    title, *rest = heading(found, terms)
    parts = [f"## {escaped_comment(title)}", f"**{escaped_comment(conclusion(found, language))}**"]
    parts.append("\n".join(f"- {escaped_comment(line.strip())}" for line in rest))
    settings = list(settings_lines(found, terms))
    if settings:
        lines = [
            escaped_comment(diff_words.SETTINGS.in_language(language)),
            "",
            *(f"- {escaped_comment(line)}" for line in settings),
        ]
        parts.append("\n".join(lines))
    left = MOST_CHARACTERS - sum(map(len, parts))
    left_out: list[str] = []
    for change in different:
        section = "\n\n".join(_rule(change, found, terms))
        if left_out or len(section) > left:
            left_out.append(_code(change, terms))
            continue
        left -= len(section)
        parts.append(section)
    if left_out:
        parts.append(escaped_comment(say(diff_words.NO_ROOM, language, rules=", ".join(left_out))))
    if others:
        parts.append(f"### {diff_words.ONLY_WORDS.in_language(language)}")
        lines = [_worded(change, found, terms) for change in others]
        kept = [line for number, line in enumerate(lines) if sum(map(len, lines[: number + 1])) < left]
        if len(kept) < len(lines):
            kept.append(f"- {escaped_comment(say(words.AND_OTHERS, language, count=len(lines) - len(kept)))}")
        parts.append("\n".join(kept))
    parts.append(escaped_comment(same_rules(found, language)))
    return "\n\n".join(parts)


def _code(change: RuleChange, terms: Terms) -> str:
    rule = change.after or change.before
    return terms.own_name(printable(change.code), rule)


def _rule(change: RuleChange, found: RulesetDiff, terms: Terms) -> Iterator[str]:
    names, language = terms.names, terms.language
    rule = change.after or change.before
    assert rule is not None
    yield f"### {escaped_comment(title_of(rule, names))}"
    lines = [capital(kinds_of(change, found, language))]
    for side, text in conditions(change, found, names):
        phrase = diff_words.CONDITION if side else diff_words.BOTH_CONDITIONS
        lines.append(say(phrase, language, side=side, condition=text))
    lines += [capital(line) for line in wording_lines(change, names)]
    if above := above_text(change, found, terms):
        lines.append(above)
    yield "\n".join(f"- {escaped_comment(line)}" for line in lines)
    if change.problem is not None:
        yield f"**{escaped_comment(say(diff_words.NOT_COMPARED, language, why=names.text(change.problem)))}**"
    if change.difference is not None and not change.difference.is_none:
        yield from _outcomes(change, found, terms)


def _outcomes(change: RuleChange, found: RulesetDiff, terms: Terms) -> Iterator[str]:
    """Table of the regions in which the outcome of a rule changes."""
    difference = change.difference
    assert difference is not None
    assert change.before is not None
    assert change.after is not None
    apart = change.shown
    if apart.witnessed and (parts := parts_text(change, found, terms)):
        yield escaped_comment(parts)
        return
    tables = [
        cells(regions, difference, change.before, change.after, terms) for regions in (apart.regions, apart.others)
    ]
    if sum(len(table.rows) for table in tables) > FEW_ROWS:
        yield from map(escaped_comment, figure_lines(change, found, terms.names))
    for regions, table in zip((apart.regions, apart.others), tables, strict=True):
        if regions and regions is apart.others:
            yield f"**{escaped_comment(diff_words.NOT_SHOWN.in_language(terms.language))}**"
        if regions:
            yield _table(table, terms.language)
    if apart.untried:
        yield escaped_comment(say(diff_words.UNTRIED, terms.language, count=len(apart.untried)))
    if difference.unlisted:
        yield f"**{escaped_comment(diff_words.UNLISTED.in_language(terms.language))}**"


def _table(cells: Cells, language: Language) -> str:
    """Table of the rows; conditions that all rows share stand above it."""
    lines: list[str] = []
    if cells.common:
        where = "; ".join(f"{head}: {text}" for head, text in cells.common)
        lines += [escaped_comment(say(diff_words.COMMON, language, where=where)), ""]
    columns = cells.columns or (diff_words.WHERE_HEAD.in_language(language),)
    lines += [
        table_row(map(escaped_comment, [*columns, diff_words.TRANSITION_HEAD.in_language(language)])),
        "|" + " --- |" * (len(columns) + 1),
    ]
    everywhere = (diff_words.EVERYWHERE.in_language(language),)
    lines += [
        table_row(map(escaped_comment, [*(row or everywhere), outcome])) for row, outcome in cells.rows[:MOST_ROWS]
    ]
    if len(cells.rows) > MOST_ROWS:
        lines += ["", escaped_comment(say(diff_words.MORE_ROWS, language, count=len(cells.rows) - MOST_ROWS))]
    return "\n".join(lines)


def _worded(change: RuleChange, found: RulesetDiff, terms: Terms) -> str:
    rule = change.after or change.before
    assert rule is not None
    said = "; ".join(wording_lines(change, terms.names)) or kinds_of(change, found, terms.language)
    kinds = kinds_of(change, found, terms.language)
    line = kinds if said == kinds else f"{kinds}; {said}"
    return f"- {escaped_comment(title_of(rule, terms.names))}: {escaped_comment(line)}"
