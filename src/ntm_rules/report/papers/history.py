"""The history of a unit as a paper: a timeline under each ruleset that can recognise it."""

from collections.abc import Iterator, Sequence

from ...engine.history.history import UnitHistory
from ..overview.history import reasons_of
from ..pages.history import day_text, timeline_of
from ..pages.two_languages import TwoNames, filled
from ..words import history as words
from .paper import Heading, Paper, PaperBlock, plain


def history_paper(found: Sequence[UnitHistory], names: TwoNames, *, everything: bool = False) -> Paper:
    """The histories of one unit: each day with its state, and below it what was decided, and by which rules.

    Without `everything`, days on which nothing changed are counted, the last one apart.

    >>> from ...model.library import Library
    >>> from ...model.units.unit import Units
    >>> history_paper([UnitHistory("T", "vn/town", ())], TwoNames.of(Library(), Units([]))).blocks[0].text.vi
    'vn/town'
    """
    blocks = (block for one in found for block in _blocks(one, names, everything))
    return Paper(None, names.unit(found[0].unit), (), tuple(blocks))


def _blocks(found: UnitHistory, names: TwoNames, everything: bool) -> Iterator[PaperBlock]:
    shown = timeline_of(found, names, reasons_of, everything=everything)
    if not found.events:
        yield Heading(shown.ruleset)
        return
    yield Heading(filled(words.TITLE, title=shown.ruleset, day=day_text(found.events[-1].day)))
    yield shown
    if left_out := len(found.events) - len(shown.events):
        yield plain(filled(words.SAME, count=left_out))
