"""Papers as one HTML file that needs nothing else and prints on A4."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from attrs import define, field
from jinja2 import Environment
from markupsafe import Markup

from ...model.text import Language
from ..pages.blocks import Timeline
from ..pages.history import day_text
from ..pages.page_words import LABELS
from ..pages.two_languages import Badge
from ..papers.paper import DataTable, Heading, LinkList, Listing, Paper, PaperBlock, Paragraph, cell_text
from .html import LOOKS, asset, digest, environment_of_assets


def paper_html(paper: Paper, language: Language) -> str:
    """The paper in one language; every text is escaped.

    >>> from ...model.text import Text
    >>> "<b>" in paper_html(Paper(None, Text("<b>"), (), ()), "vi")
    False
    """
    style = asset("paper.css")
    return _rendered(
        "paper.html.j2",
        paper,
        language,
        style=Markup(style),
        policy=f"default-src 'none'; style-src '{digest(style)}'; base-uri 'none'; form-action 'none'",
    )


def paper_part(paper: Paper, language: Language) -> str:
    """The title and the blocks of a paper, to stand within another page, which gives its own looks.

    >>> from ...model.text import Text
    >>> print(paper_part(Paper(None, Text("<b>"), (), ()), "vi").strip())
    <h3>&lt;b&gt;</h3>
    """
    title = Markup("<h3>{}</h3>\n").format(paper.title.in_language(language))
    return title + Markup(_rendered("paper_blocks.html.j2", paper, language))


def _rendered(template: str, paper: Paper, language: Language, **more: object) -> str:
    return (
        _environment(language)
        .get_template(template)
        .render(
            paper=paper,
            language=language,
            blocks=list(_grouped(paper.blocks)),
            table_label=LABELS["figures"].in_language(language),
            **more,
        )
    )


@cache
def _environment(language: Language) -> Environment:
    """Templates of papers in one language, compiled once."""
    environment = environment_of_assets()
    environment.globals.update(
        say=lambda text: "" if text is None else text if isinstance(text, str) else text.in_language(language),
        day_text=day_text,
        look=lambda badge: LOOKS[badge.look],
        shown=lambda value: cell_text(value, language),
        is_badge=lambda value: isinstance(value, Badge),
    )
    return environment


_KINDS: dict[type[PaperBlock], str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    DataTable: "table",
    LinkList: "links",
    Listing: "listing",
    Timeline: "timeline",
}


def _grouped(blocks: tuple[PaperBlock, ...]) -> Iterator[tuple[str, object]]:
    """The blocks by what they are; items that follow one another are one list, with lists below them."""
    for kind, own in groupby(blocks, _list_kind):
        if kind is not None:
            yield kind, _nested([block for block in own if isinstance(block, Paragraph)])
            continue
        for block in own:
            yield _KINDS[type(block)], block


@define
class _ListItem:
    """An item of a list, with those below it."""

    block: Paragraph
    below: "list[_ListItem]" = field(factory=list)


def _nested(blocks: Sequence[Paragraph]) -> list[_ListItem]:
    """Items below the one before them that has a lower level."""
    top: list[_ListItem] = []
    open_: list[_ListItem] = []
    for block in blocks:
        item = _ListItem(block)
        while open_ and open_[-1].block.level >= block.level:
            open_.pop()
        (open_[-1].below if open_ else top).append(item)
        open_.append(item)
    return top


def _list_kind(block: PaperBlock) -> str | None:
    """The list that a block is an item of: one with dashes or signs, or with numbers; None of what is no item."""
    if not isinstance(block, Paragraph) or not block.item:
        return None
    return "items" if block.number is None else "numbered"
