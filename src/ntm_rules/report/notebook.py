"""Values in a notebook: a table of units by criteria, the tree of one decision, and the papers of two texts compared."""

from markupsafe import Markup

from ..engine.decisions import Decisions
from ..evolution.comparison.conform import Conformity
from ..evolution.comparison.diff import RulesetDiff
from ..evolution.impact.impact import Impact
from ..language.library import load_library
from ..model.decision import Decision
from ..model.library import Library
from ..model.text import Language
from ..model.units.unit import Units
from .comparison.conformity import conform_paper
from .comparison.paper import diff_paper
from .impact.memo import impact_paper
from .pages.blocks import MatrixRow, RuleList, RuleRow
from .pages.reason_graph import ReasonGraph, ReasonNode
from .pages.reasons import ReasonBuilder
from .pages.tables import table_of
from .pages.two_languages import Badge, Linked, TwoNames
from .phrasing.names import Names
from .quantities.tallies import tally_text
from .renderers.paper_html import paper_part

MOST_ROWS = 50
"""So many units of a table are shown."""
_TABLE = Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}")


def html_of(value: Decision | Decisions | RulesetDiff | Conformity | Impact, language: Language = "en") -> str:
    """The table of decisions about several units, the tree of one decision, or two texts compared. Every text is escaped.

    A decision and a comparison know their rules, and no library: measures have the names of the shipped one where their
    ruleset is of it, and are called by their ids elsewhere.

    >>> from datetime import date
    >>> from .. import Unit, compile, evaluate, load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> decisions = evaluate(program, Unit("T", "Thị trấn <Tam Đường>", "township"), [])
    >>> html_of(decisions).count("<tr>"), "&lt;Tam Đường&gt;" in html_of(decisions), html_of(decisions.decision("T"))[:14]
    (10, True, '<details open>')
    """
    match value:
        case Decision():
            builder = ReasonBuilder(TwoNames.of(_library_of(value.rule.ruleset), Units([])))
            top = builder.place(value)
            return str(_tree(builder.graph(), top, language, is_open=True))
        case RulesetDiff():
            return paper_part(diff_paper(value, _library_of(value.before.id, value.after.id), language), language)
        case Conformity():
            return paper_part(conform_paper(value, _library_of(value.lower.id, value.higher.id), language), language)
        case Impact():
            names = Names(_library_of(value.before.id, value.after.id), None, language)
            return paper_part(impact_paper([value], names), language)
    return str(_table(value, language))


def _library_of(*rulesets: str) -> Library:
    """The shipped library where it has a ruleset of these ids, else an empty one."""
    shipped = load_library()
    return shipped if any(ruleset in shipped.versions for ruleset in rulesets) else Library()


def _table(run: Decisions, language: Language) -> Markup:
    reasons = ReasonBuilder(TwoNames.of(run.world.library, run.world.units))
    table = table_of(run, reasons)
    if isinstance(table, RuleList):
        ends = Markup(" · ").join(_linked(conclusion, language) for conclusion in table.conclusions)
        caption = Markup("{} · {} · {}").format(
            table.title.in_language(language), table.unit.in_language(language), ends
        )
        rows = Markup("").join(_rule_row(row, language) for row in table.rows)
        return _TABLE.format(caption, _cells("th", "", "", ""), rows, "")
    heads = _cells(
        "th", "", *(column.code for column in table.columns), "", *(end.in_language(language) for end in table.ends)
    )
    rows = Markup("").join(_unit_row(row, language) for row in table.rows[:MOST_ROWS])
    more = len(table.rows) - MOST_ROWS
    rest = Markup("<p>… {}</p>").format(more) if more > 0 else ""
    return _TABLE.format(table.title.in_language(language), heads, rows, rest)


def _unit_row(row: MatrixRow, language: Language) -> Markup:
    counted = tally_text(row.tally).in_language(language)
    ends = (_linked(end, language) for end in row.ends)
    cells = (_sign(cell.badge, language) for cell in row.cells)
    return _row(row.unit.in_language(language), *cells, counted, *ends)


def _rule_row(row: RuleRow, language: Language) -> Markup:
    opened = Markup("; ").join(_linked(linked, language) for linked in row.open)
    return _row(Markup("{} {}").format(row.code, row.name.in_language(language)), _badge(row.badge, language), opened)


def _tree(graph: ReasonGraph, at: int, language: Language, *, is_open: bool = False) -> Markup:
    node = graph.nodes[at]
    lines = Markup("").join(
        Markup("<li>{} {}</li>").format(line.badge.sign, line.text.in_language(language)) for line in node.lines
    )
    below = Markup("").join(_tree(graph, child, language) for child in node.below)
    return Markup("<details{}><summary>{} {}</summary>{}{}</details>").format(
        Markup(" open") if is_open else "",
        _badge(node.badge, language),
        _title(node, language),
        Markup("<ul>{}</ul>").format(lines) if lines else "",
        Markup('<div style="margin-left:1.5em">{}</div>').format(below) if below else "",
    )


def _title(node: ReasonNode, language: Language) -> str:
    parts = (
        node.code,
        node.name.in_language(language),
        "" if node.counted is None else node.counted.in_language(language),
    )
    return " · ".join(part for part in parts if part)


def _linked(link: Linked, language: Language) -> Markup:
    badge = "" if link.badge is None else f"{link.badge.sign} "
    return Markup("{}{}").format(badge, link.text.in_language(language))


def _badge(badge: Badge, language: Language) -> str:
    return f"{badge.sign} {badge.word.in_language(language)}"


def _sign(badge: Badge, language: Language) -> Markup:
    return Markup('<span title="{}">{}</span>').format(badge.word.in_language(language), badge.sign)


def _row(*cells: object) -> Markup:
    return Markup("<tr>{}</tr>").format(_cells("td", *cells))


def _cells(tag: str, *cells: object) -> Markup:
    return Markup("").join(Markup(f"<{tag}>{{}}</{tag}>").format(cell) for cell in cells)
