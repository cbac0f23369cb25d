"""The parts that administrative papers share: who writes, what is to be noted, what they rest on."""

from collections.abc import Iterator, Sequence

from ...model.text import Text
from ..pages.blocks import CountedNotice, SourceRow
from ..pages.history import day_text
from ..pages.two_languages import filled
from . import paper_words as words
from .paper import Heading, Letterhead, Paragraph, plain


def writer_of(area: Text | None) -> Text:
    """The committee of an area; dots to be filled in where there is no one area.

    >>> writer_of(Text("Huyện Tam Đường")).vi
    'UBND Huyện Tam Đường'
    """
    return words.NO_PLACE if area is None else filled(words.COMMITTEE, unit=area)


def letterhead(area: Text | None, year: int) -> Letterhead:
    """The heads of a paper of the committee of an area, with a blank for the day."""
    return Letterhead(writer_of(area), filled(words.DATED, place=area or words.NO_PLACE, year=year))


def to_note(heading: Text, notices: Sequence[CountedNotice], cautions: Sequence[Text]) -> Iterator[Heading | Paragraph]:
    """The notices with their counts, then the cautions, under a heading; nothing where there are none."""
    if notices or cautions:
        yield Heading(heading)
    for notice in notices:
        yield Paragraph(((Text(f"{notice.count} "), True), (notice.title, False)), item=True)
    for text in cautions:
        yield plain(text, item=True)


def basis(heading: Text, sources: Sequence[SourceRow]) -> Iterator[Heading | Paragraph]:
    """The rulesets that a paper rests on, under a heading."""
    yield Heading(heading)
    for one in sources:
        fields = {"title": one.title, "instrument": one.instrument, "day": day_text(one.since), "known": one.known}
        yield plain(filled(words.SOURCE_LINE, **fields), item=True)
