"""Text within GitHub-flavoured Markdown: escaped, and rows of tables."""

import re
from collections.abc import Iterable

from ...model.text import printable
from .wrapped_table import KEPT

_MARKS = re.compile(r"([\\`*_\[\]{}|~<>&#])")
_REFERENCES = re.compile(r"([@#])(?=\w)|(?<=\bGH)(-)(?=\d)")
_LINKS = re.compile(r"(?<=http)(s?)(?=://)|(?<=www)(?=\.)")
_ITEMS = re.compile(r"^([-+]|[0-9]+[.)])(?=\s|$)")
_NOTHING = "<!-- -->"


def escaped(text: str) -> str:
    """Text in which no character is read as a mark, a table cell, HTML or an entity.

    >>> print(escaped("Bản_Bo *mới* a|b <i>"))
    Bản\\_Bo \\*mới\\* a\\|b \\<i\\>
    """
    return _MARKS.sub(r"\\\1", printable(text))


def escaped_comment(text: str) -> str:
    """Text escaped for a review comment: besides, no item of a list, no mention, no reference, no link.

    Spaces that keep words in one line of a terminal become plain ones.

    >>> print(escaped_comment("a|b <i> @someone #12"))
    a\\|b \\<i\\> @<!-- -->someone \\#<!-- -->12
    """
    plain = _ITEMS.sub(lambda matched: f"{matched[0][:-1]}\\{matched[0][-1]}", escaped(text.replace(KEPT, " ")))
    plain = _REFERENCES.sub(lambda matched: f"{matched[0]}{_NOTHING}", plain)
    return _LINKS.sub(lambda matched: f"{matched[0]}{_NOTHING}", plain)


def table_row(cells: Iterable[str]) -> str:
    """A row of a table; its cells are Markdown.

    >>> table_row(["a", "**b**"])
    '| a | **b** |'
    """
    return f"| {' | '.join(cells)} |"
