"""Decisions in a notebook: a table of units by criteria, and the tree of one decision, from the parts of the page."""

from markupsafe import Markup

from ...engine.decisions import Decisions
from ...model.decision import Decision
from ...model.library import Library
from ...model.text import Language, Text
from ...model.units.unit import Units
from ..pages.blocks import MatrixRow, RuleList, RuleRow
from ..pages.reason_graph import ReasonGraph, ReasonNode
from ..pages.reasons import ReasonBuilder
from ..pages.signs import Badge, Linked
from ..pages.tables import table_of
from ..pages.two_languages import TwoNames
from ..quantities.tallies import tally_text

MOST_ROWS = 50
"""So many units of a table are shown."""
_TABLE = Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}")


def html_of(value: Decision | Decisions, language: Language = "en") -> str:
    """The table of decisions about several units, or the tree of one decision. Every text is escaped.

    >>> from datetime import date
    >>> from ... import Unit, compile, evaluate, load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> decisions = evaluate(program, Unit("T", "Thị trấn <Tam Đường>", "township"), [])
    >>> html_of(decisions).count("<tr>"), "&lt;Tam Đường&gt;" in html_of(decisions), html_of(decisions.decision("T"))[:14]
    (10, True, '<details open>')
    """
    if isinstance(value, Decision):
        # A decision by itself knows its own names alone: measures are called by their ids.
        builder = ReasonBuilder(TwoNames.of(Library(), Units([])))
        top = builder.place(value)
        return str(_tree(builder.graph(), top, language, is_open=True))
    return str(_table(value, language))


def _table(run: Decisions, language: Language) -> Markup:
    reasons = ReasonBuilder(TwoNames.of(run.world.library, run.world.units))
    table = table_of(run, reasons)
    if isinstance(table, RuleList):
        ends = Markup(" · ").join(_linked(one, language) for one in table.conclusions)
        caption = Markup("{} · {} · {}").format(_said(table.title, language), _said(table.unit, language), ends)
        rows = Markup("").join(_rule_row(row, language) for row in table.rows)
        return _TABLE.format(caption, _cells("th", "", "", ""), rows, "")
    heads = _cells(
        "th", "", *(column.code for column in table.columns), "", *(_said(one, language) for one in table.ends)
    )
    rows = Markup("").join(_unit_row(row, language) for row in table.rows[:MOST_ROWS])
    more = len(table.rows) - MOST_ROWS
    rest = Markup("<p>… {}</p>").format(more) if more > 0 else ""
    return _TABLE.format(_said(table.title, language), heads, rows, rest)


def _unit_row(row: MatrixRow, language: Language) -> Markup:
    counted = _said(tally_text(row.tally), language)
    ends = (_linked(one, language) for one in row.ends)
    cells = (_sign(cell.badge, language) for cell in row.cells)
    return _row(_said(row.unit, language), *cells, counted, *ends)


def _rule_row(row: RuleRow, language: Language) -> Markup:
    opened = Markup("; ").join(_linked(one, language) for one in row.open)
    return _row(Markup("{} {}").format(row.code, _said(row.name, language)), _badge(row.badge, language), opened)


def _tree(graph: ReasonGraph, at: int, language: Language, *, is_open: bool = False) -> Markup:
    node = graph.nodes[at]
    lines = Markup("").join(
        Markup("<li>{} {}</li>").format(line.badge.sign, _said(line.text, language)) for line in node.lines
    )
    below = Markup("").join(_tree(graph, each, language) for each in node.below)
    return Markup(
        '<details{}><summary>{} {}</summary><ul>{}</ul><div style="margin-left:1.5em">{}</div></details>'
    ).format(Markup(" open") if is_open else "", _badge(node.badge, language), _title(node, language), lines, below)


def _title(node: ReasonNode, language: Language) -> str:
    parts = (node.code, _said(node.name, language), "" if node.counted is None else _said(node.counted, language))
    return " · ".join(part for part in parts if part)


def _linked(one: Linked, language: Language) -> Markup:
    badge = "" if one.badge is None else f"{one.badge.sign} "
    return Markup("{}{}").format(badge, _said(one.text, language))


def _badge(badge: Badge, language: Language) -> str:
    return f"{badge.sign} {_said(badge.word, language)}"


def _sign(badge: Badge, language: Language) -> Markup:
    return Markup('<span title="{}">{}</span>').format(_said(badge.word, language), badge.sign)


def _said(text: Text, language: Language) -> str:
    return text.in_language(language)


def _row(*cells: object) -> Markup:
    return Markup("<tr>{}</tr>").format(_cells("td", *cells))


def _cells(tag: str, *cells: object) -> Markup:
    return Markup("").join(Markup(f"<{tag}>{{}}</{tag}>").format(cell) for cell in cells)
