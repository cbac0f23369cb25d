"""Gains and losses since an earlier day, as parts of a paper."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from ...model.text import Text
from ..pages.blocks import ChangeList
from ..pages.two_languages import filled
from .paper import PaperBlock, Paragraph, plain


def change_blocks(changes: Sequence[ChangeList]) -> Iterator[PaperBlock]:
    """For each ruleset its counts, then the units with what they gained (`+`), lost (`−`), and what else changed (`·`).

    >>> from ..pages.blocks import ChangeList
    >>> [block.runs[-1][0].vi for block in change_blocks([ChangeList(Text("Bộ A"), Text("không thay đổi"))])]
    [': không thay đổi']
    """
    for one in changes:
        yield Paragraph(((one.title, True), (filled(Text(": {said}", ": {said}"), said=one.summary), False)), item=True)
        for units, lines in one.units:
            yield evolve(plain(units, item=True), level=1, below=lines)
