"""Two versions of a ruleset compared, as a page of text: every region in which a rule decides differently, in words."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from ...evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff
from ...model.library import Library
from ...model.text import Language, Text
from ..layout.cells import PAGE
from ..layout.wrapped_table import fitted, in_lines_of
from ..phrasing.compared_names import Terms
from ..words import comparison as diff_words
from ..words import heads
from ..words import quantities as quantity_words
from ..words.common import say
from .changes import (
    above_text,
    conclusion,
    heading,
    kinds_of,
    same_rules,
    settings_lines,
    split,
    terms_of,
    title_of,
)
from .paper import MOST_ROWS, outcome_parts, rule_lines
from .rows import Cells
from .wording import wording_lines


def diff_text(found: RulesetDiff, library: Library, language: Language) -> str:
    """The comparison as a page of text: its result, each rule whose outcomes can change, then the reworded rules.

    `library` gives the names; it has the measures of both sides.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> print(diff_text(diff(ruleset, ruleset, library=Library()), Library(), "vi").splitlines()[0])
    So sánh hai văn bản: Xã
    """
    terms = terms_of(found, library, language)
    different, others = split(found)
    pages = [[line for text in heading(found, terms) for line in _lines(text)]]
    settings = list(settings_lines(found, terms))
    if settings:
        pages.append(
            [diff_words.SETTINGS.in_language(language), *(line for one in settings for line in _lines(one, "  "))]
        )
    pages.append(_lines(conclusion(found, language)))
    pages += [list(_rule(change, found, terms)) for change in different]
    if others:
        pages.append([f"{diff_words.ONLY_WORDS.in_language(language)}:"])
        pages[-1] += [line for change in others for line in _worded(change, found, terms)]
    pages.append([same_rules(found, language)])
    return "\n\n".join("\n".join(page) for page in pages)


def _lines(text: str, indent: str = "", more: str = "  ") -> list[str]:
    return [indent + line for line in in_lines_of(text, PAGE - len(indent), more)]


def _rule(change: RuleChange, found: RulesetDiff, terms: Terms) -> Iterator[str]:
    rule = change.after or change.before
    assert rule is not None
    kinds = kinds_of(change, found, terms.language)
    yield from _lines(f"{title_of(rule, terms.names)}  [{kinds}]", more="    ")
    for line in rule_lines(change, found, terms):
        yield from _lines(line, "  ", "    ")
    for part in outcome_parts(change, found, terms):
        if isinstance(part, Cells):
            yield from (f"  {line}" for line in region_lines(part, terms.language))
        else:
            text = "".join(run.in_language(terms.language) for run, _ in part.runs)
            yield from _lines(text, "  ", "    ")
    if above := above_text(change, found, terms):
        yield from _lines(above, "  ", "    ")


def region_lines(cells: Cells, language: Language, width: int = PAGE - 2) -> list[str]:
    """The rows of a rule: a line each where they depend on one figure, a table otherwise.

    >>> row = (("90 % or more",), "? Undetermined → ✓ Attained")
    >>> region_lines(Cells((), ("Clean water",), (row,), (False,), True), "en")
    ['– 90 % or more: ? Undetermined → ✓ Attained']
    """
    shown, more = cells.rows[:MOST_ROWS], len(cells.rows) - MOST_ROWS
    lines: list[str] = []
    if cells.common:
        where = "; ".join(f"{head}: {text}" for head, text in cells.common)
        lines += in_lines_of(say(diff_words.COMMON, language, where=where), width, "  ")
    if cells.bare and cells.scope.count(True) <= 1:
        lines += [line for row, outcome in shown for line in _item(_line(cells, row, outcome, language), width)]
    else:
        table = None
        if len(shown) > 1 and cells.columns:
            header = [*cells.columns, heads.OUTCOME.in_language(language)]
            table = fitted([[*row, outcome] for row, outcome in shown], header, width)
        lines += table or [line for row, outcome in shown for line in _block(cells, row, outcome, language, width)]
    if more > 0:
        lines.append(say(diff_words.MORE_ROWS, language, count=more))
    return lines


def _item(text: str, width: int) -> list[str]:
    return in_lines_of(f"– {text}", width, "    ")


def _line(cells: Cells, row: Sequence[str], outcome: str, language: Language) -> str:
    """A row of one figure: `từ 90 % đến dưới 95 %: ✓ Đạt → ✗ Chưa đạt, với Vùng: …`."""
    where = next(text for text, is_scope in zip(row, cells.scope, strict=True) if not is_scope)
    scope = [
        f"{head}: {text}" for head, text, is_scope in zip(cells.columns, row, cells.scope, strict=True) if is_scope
    ]
    phrase: Text = diff_words.LINE_FOR if scope else diff_words.LINE
    return say(phrase, language, where=where, transition=outcome, scope="; ".join(scope))


def _block(cells: Cells, row: Sequence[str], outcome: str, language: Language, width: int) -> Iterator[str]:
    """A row whose cells do not fit side by side: the outcomes, then a line for each condition."""
    anything = quantity_words.ANYTHING.in_language(language)
    items = [f"{head}: {text}" for head, text in zip(cells.columns, row, strict=True) if text != anything]
    if len(items) < 2:
        where = "".join(items) or diff_words.EVERYWHERE.in_language(language)
        yield from _item(say(diff_words.LINE, language, where=where, transition=outcome), width)
        return
    yield from _item(say(diff_words.WHERE_ALL, language, transition=outcome), width)
    for item in items:
        yield from (f"    {line}" for line in in_lines_of(f"· {item}", width - 4, "    "))


def _worded(change: RuleChange, found: RulesetDiff, terms: Terms) -> Iterator[str]:
    """A rule of which only the wording has changed: old and new name, provenance, commitment."""
    rule = change.after or change.before
    assert rule is not None
    lines = list(wording_lines(change, terms.names))
    kinds = [
        kind for kind in change.changes if kind not in (ChangeKind.NAME, ChangeKind.PROVENANCE, ChangeKind.COMMITMENT)
    ]
    if kinds:
        lines.insert(0, kinds_of(evolve(change, changes=frozenset(kinds)), found, terms.language))
    yield from _lines(f"{title_of(rule, terms.names)}: {'; '.join(lines)}", "  ", "    ")
