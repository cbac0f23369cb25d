"""A report as one HTML file that needs nothing else: style, script and reasons are in it, and nothing is fetched."""

import json
from base64 import b64encode
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from ...model.outcome import Tally
from ...model.text import Language, Text
from ..pages import page_words as words
from ..pages.blocks import MatrixRow, ReportPage, UnitMatrix
from ..pages.history import day_text
from ..pages.reason_graph import ReasonGraph, ReasonLine
from ..pages.two_languages import LANGUAGES, Badge, Linked, Look, both_of, filled, same_or_both
from ..pages.work import MOST_UNITS
from ..phrasing.numbers import figure
from ..quantities.tallies import tally_in_full, tally_text
from ..words import overview as overview_words
from ..words.common import capital

_ASSETS = "assets"


def report_html(
    page: ReportPage, first: Language = "vi", book: str | None = None, up: tuple[Text, str] | None = None
) -> str:
    """The page in both languages, `first` shown first. Every text is escaped; reasons stand in it as data, not as markup.

    `book` is the relative address of the folder of the rule book that rules link to, `up` the name and address of the page
    above it in a folder.
    """
    style, script = asset("report.css"), asset("report.js")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            page=page,
            first=first,
            outcomes=list(zip(_OUTCOMES, overview_words.OUTCOME_WORDS, _SIGNS, strict=True)),
            policy=f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; base-uri 'none'; "
            "form-action 'none'",
            style=Markup(style),
            script=Markup(script),
            book=book,
            up=up,
            data=Markup(_data(page.reasons, book)),
            offices=_choices(page, "offices"),
            manners=_choices(page, "source"),
        )
    )


def environment_of_assets() -> Environment:
    """An environment of the templates that stand beside the renderers: every text is escaped, none may be left out."""
    return Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _environment() -> Environment:
    """Templates of reports, compiled once."""
    environment = environment_of_assets()
    environment.filters["both"] = both
    environment.filters["sentence"] = lambda text: both_of(capital, text)
    environment.globals.update(
        label=words.LABELS.__getitem__,
        look=LOOKS.__getitem__,
        sign=sign,
        linked=linked,
        cells=cells,
        bars=bars,
        chart=chart_columns,
        day_text=day_text,
        most_units=MOST_UNITS,
        and_more=lambda count: filled(overview_words.AND_OTHER_UNITS, count=count),
        tally_text=tally_text,
        shown=shown_figure,
        tally_in_full=tally_in_full,
    )
    return environment


LOOKS = {
    Look.ATTAINED: "a",
    Look.NOT_ATTAINED: "n",
    Look.UNDETERMINED: "u",
    Look.NOT_APPLICABLE: "x",
    Look.WARNING: "w",
    Look.NEUTRAL: "o",
}
_OUTCOMES = ("a", "n", "u", "x")
_SIGNS = ("✓", "✗", "?", "–")


def both(text: Text) -> Markup:
    """A text in both languages, one of them hidden by the style; once where they are the same.

    >>> print(both(Text("Xã <b>")))
    Xã &lt;b&gt;
    """
    if text.en is None or text.en == text.vi:
        return escape(text.vi)
    vi, en = escape(text.vi), escape(text.en)
    return Markup(f'<span class="v" lang="vi">{vi}</span><span class="e" lang="en">{en}</span>')


def sign(badge: Badge) -> Markup:
    """The sign of a badge.

    >>> print(sign(Badge(Look.ATTAINED, "✓", Text("Đạt"))))
    <i class="g a" aria-hidden="true">✓</i>
    """
    return Markup(f'<i class="g {LOOKS[badge.look]}" aria-hidden="true">{escape(badge.sign)}</i>')


def linked(link: Linked) -> Markup:
    """A text after its sign and word, as a button where it opens a reason.

    >>> print(linked(Linked(Text("<A>"), 3)))
    <button type="button" class="l" data-k="3">&lt;A&gt;</button>
    """
    wording = both(link.text)
    text = f"<span>{wording}</span>" if link.node is None else _BUTTON.format(link.node, wording)
    if link.badge is None:
        return Markup(text)
    return Markup(f'{sign(link.badge)}<span class="h">{both(link.badge.word)}: </span>{text}')


_BUTTON = '<button type="button" class="l" data-k="{}">{}</button>'


def cells(row: MatrixRow) -> Markup:
    """The cells of a row of a matrix, each with the place of its reason."""
    return Markup(
        "".join(
            f'<td class="{LOOKS[cell.badge.look]}{" old" if cell.old else ""}" data-k="{cell.node}">'
            f"{escape(cell.badge.sign)}</td>"
            for cell in row.cells
        )
    )


def shown_figure(value: Decimal | Text | None) -> Text:
    """A figure as it is written in each language; a text as it is.

    >>> shown_figure(Decimal("-2.8"))
    Text(vi='−2,8', en='−2.8')
    """
    if isinstance(value, Decimal):
        return same_or_both(*(figure(value, language).replace("-", "−") for language in LANGUAGES))
    return value or Text("")


def bars(tally: Tally) -> list[tuple[str, float, float]]:
    """The parts of a bar: class, start and width of each, in hundredths; what does not apply is left out.

    >>> bars(Tally(1, 0, 1, 5))
    [('a', 0.0, 50.0), ('u', 50.0, 50.0)]
    """
    parts, start = [], 0.0
    for name, count in zip(("a", "n", "u"), (tally.attained, tally.not_attained, tally.undetermined), strict=True):
        width = 100 * count / tally.applicable if tally.applicable else 0.0
        if count:
            parts.append((name, round(start, 2), round(width, 2)))
        start += width
    return parts


def chart_columns(days: list[int], width: float) -> list[float]:
    """The places of the columns of a chart, at the true distances of the days.

    >>> chart_columns([0, 90, 180], 100)
    [0.0, 50.0, 100.0]
    """
    span = (days[-1] - days[0]) or 1
    return [round(width * (day - days[0]) / span, 1) for day in days]


def _choices(page: ReportPage, what: str) -> list[Text]:
    """The offices or the sources that a table can be narrowed to, each once."""
    choices: dict[Text, None] = {}
    for table in page.tables:
        for column in table.columns if isinstance(table, UnitMatrix) else table.rows:
            choices.update(dict.fromkeys(column.offices if what == "offices" else (column.source,)))
    return sorted(choices, key=lambda text: text.vi)


def _data(graph: ReasonGraph, book: str | None) -> str:
    """The reasons as JSON, each text once: `t` are the texts, `n` the nodes as places in them."""
    places: dict[tuple[str, str | None], int] = {}
    of_texts: dict[int, int] = {}
    of_parts: dict[int, list[int]] = {}
    of_lines: dict[int, list[list[int | str]]] = {}

    # By identity: nodes share what is told of several units alike, and hold it.
    def place(text: Text | None) -> int:
        index = of_texts.get(id(text))
        if index is None:
            new_index = -1 if text is None else places.setdefault((text.vi, text.en), len(places))
            index = of_texts[id(text)] = new_index
        return index

    def spelt(text: str) -> int:
        return places.setdefault((text, None), len(places))

    def placed(texts: tuple[Text, ...]) -> list[int]:
        indexes = of_parts.get(id(texts))
        if indexes is None:
            indexes = of_parts[id(texts)] = [*map(place, texts)]
        return indexes

    def lines(reason_lines: tuple[ReasonLine, ...]) -> list[list[int | str]]:
        rows = of_lines.get(id(reason_lines))
        if rows is None:
            rows = of_lines[id(reason_lines)] = [
                [LOOKS[line.badge.look], line.badge.sign, place(line.text), *map(place, line.sources)]
                for line in reason_lines
            ]
        return rows

    nodes = [
        [
            place(node.unit),
            place(node.ruleset),
            spelt(node.code),
            place(node.name),
            LOOKS[node.badge.look],
            place(node.badge.word),
            place(node.counted),
            lines(node.lines),
            placed(node.sources),
            place(node.citation),
            place(node.known),
            placed(node.offices),
            placed(node.published),
            placed(node.steps),
            node.below,
            node.badge.sign,
            spelt(node.unit_code),
            spelt(node.rule),
            spelt(node.version),
        ]
        for node in graph.nodes
    ]
    texts = [vi if en is None else [vi, en] for vi, en in places]
    labels = {key: [text.vi, text.in_language("en")] for key, text in words.LABELS.items()}
    written = json.dumps({"t": texts, "n": nodes, "l": labels, "b": book}, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def asset(name: str) -> str:
    """The content of a file that stands beside the renderers."""
    return files(__package__).joinpath(_ASSETS, name).read_text("utf-8")


def digest(text: str) -> str:
    """The digest by which a policy of content names a style or a script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
