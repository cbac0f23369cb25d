"""Values of the keys of `dossier.yaml`, as its tree has them; what a key does not take is reported."""

from collections.abc import Collection
from datetime import date

from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.problem import FactsError
from ...model.spelling import fold, nearest
from ...model.text import Text
from ...program.wording import hint
from ..cells.cell import TableCell
from ..diagnostics.mistakes import Mistakes
from ..values.day import read_day
from ..values.number import Convention

KEYS = Text("viết các dòng “khóa: giá trị”", "write 'key: value' lines")
"""Advice on a file that holds something else."""


def wrong(name: str, node: Node, mistakes: Mistakes, expected: str, expected_en: str) -> None:
    """Report that a key takes something else."""
    mistakes.report("NTM584", node.place, name=name, expected=expected, expected_en=expected_en)


def node_of(root: PlacedMapping, name: str) -> Node | None:
    """The value of a key of a mapping; None where it has no such key."""
    return next((node for key, node in root.items() if key == name), None)


def entries(node: Node | None) -> list[Node]:
    """The entries of a list, or what stands in the place of one; none of no value."""
    return list(node) if isinstance(node, PlacedSequence) else [] if node is None else [node]


def check_keys(root: PlacedMapping, known: Collection[str], mistakes: Mistakes) -> None:
    """Report the keys of a mapping that are not known."""
    for key in root:
        if key not in known:
            mistakes.report("NTM582", key.place, advice=hint(nearest(key, known), known), name=key)


def mapping_at(name: str, node: Node | None, mistakes: Mistakes) -> PlacedMapping | None:
    """A mapping of keys to values; None for no value and, reported, for another one."""
    if node is None or isinstance(node, PlacedMapping):
        return node
    wrong(name, node, mistakes, "các dòng “khóa: giá trị”", "'key: value' lines")
    return None


def line_at(name: str, node: Node, mistakes: Mistakes) -> str | None:
    """A text of one line."""
    if isinstance(node, Scalar) and fold(node):
        return str(node)
    wrong(name, node, mistakes, "văn bản", "a text")
    return None


def day_at(name: str, node: Node | None, convention: Convention | None, mistakes: Mistakes) -> date | None:
    """A day, or the last day of a period; None for no value and, reported, for another one."""
    if node is not None and not isinstance(node, Scalar):
        wrong(name, node, mistakes, "một ngày (2024-06-30)", "a date (2024-06-30)")
    if not isinstance(node, Scalar):
        return None
    try:
        return read_day(TableCell(str(node), node.place), convention, periods=True)
    except FactsError as error:
        mistakes.take(error)
        return None


def convention_at(name: str, node: Node | None, mistakes: Mistakes) -> Convention | None:
    """The way in which figures are written; None for no value and, reported, for another one."""
    match node:
        case "vi":
            return "vi"
        case "en":
            return "en"
        case None:
            return None
    wrong(name, node, mistakes, "vi (1.234,5) hoặc en (1,234.5)", "vi (1.234,5) or en (1,234.5)")
    return None
