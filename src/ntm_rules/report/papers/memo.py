"""The memo of a report: results, what is missing, work by office; and what administrative papers share: heads, notes, basis."""

from collections.abc import Iterator, Sequence

from ...model.text import Text
from ..pages import page_words
from ..pages.blocks import CountedNotice, NearestUnit, OfficeWork, ReportPage, SourceRow, SummaryTile
from ..pages.history import day_text
from ..pages.two_languages import both_of, filled, first_texts, joined, pair
from ..words import heads
from ..words import overview as overview_words
from ..words.common import capital
from . import paper_words as words
from .office_tables import least_text, signed
from .paper import CellValue, DataColumn, DataTable, Heading, Letterhead, Paper, PaperBlock, Paragraph, plain

MOST_ITEMS = 6
"""Maximum number of open rules that the memo names for an office; the rest are counted."""
MOST_NAMED = 6
"""Maximum number of units, or of open points, that the memo names in one place; the rest are counted."""


def memo_of(page: ReportPage) -> Paper:
    """The memo of a page, in the order of its questions."""
    return Paper(
        words.REPORT,
        page.title,
        (page.when,),
        tuple(_blocks(page)),
        letterhead(page.area, page.as_of.year),
    )


def _blocks(page: ReportPage) -> Iterator[PaperBlock]:
    yield Heading(words.RESULTS)
    yield from map(_result, page.tiles)
    if page.timelines:
        yield plain(words.TIMELINES_TOLD)
        yield from _timelines(page)
    yield Heading(words.MISSING)
    if page.nearest:
        yield _nearest(page)
        yield from map(plain, page.nearest_notes)
    elif not page.unknown_units:
        yield plain(words.NOBODY)
    yield from map(plain, page.unknown_units)
    yield Heading(words.WORK)
    if page.work:
        yield _work(page.work)
    else:
        yield plain(heads.NOTHING_OPEN)
    yield from to_note(words.TO_NOTE, page.notices, page.cautions)
    yield from basis(words.BASIS, page.sources)


def _result(tile: SummaryTile) -> Paragraph:
    verdict = () if tile.badge is None else (tile.badge.word,)
    lines = joined((*verdict, *tile.lines))
    counted = both_of(capital, tile.counted)
    summary = filled(words.TILE, count=tile.count, counted=counted, lines=_ended(lines))
    return Paragraph(((filled(words.TITLE_OF, title=tile.title), True), (summary, False)))


def _timelines(page: ReportPage) -> Iterator[PaperBlock]:
    """The recognition of the first units over time; how many more there are."""
    for timeline in page.timelines[:MOST_NAMED]:
        yield plain(pair(timeline.unit, timeline.ruleset))
        yield timeline
    if (more := len(page.timelines) - MOST_NAMED) > 0:
        yield plain(filled(words.MORE_TIMELINES, count=more))


def _ended(text: Text) -> Text:
    """A text that ends as a sentence does; an empty one is left."""
    return both_of(lambda sentence: f"{sentence}." if sentence and sentence[-1] not in ".!?" else sentence, text)


def _nearest(page: ReportPage) -> DataTable:
    columns: tuple[DataColumn, ...] = (
        DataColumn(heads.UNIT, 24),
        DataColumn(words.ATTAINED, 12),
        DataColumn(words.LACKS, 44),
        DataColumn(words.LEAST, 32),
        DataColumn(heads.OFFICE, 24),
    )
    alike: dict[tuple[Text, Text, Text, Text, Text], list[Text]] = {}
    for nearest_unit in page.nearest:
        cells = (
            nearest_unit.ruleset,
            nearest_unit.count,
            _missing(nearest_unit),
            least_text(nearest_unit),
            _offices(nearest_unit, page),
        )
        alike.setdefault(cells, []).append(nearest_unit.unit.text)
    rows: list[tuple[Text, ...]] = [(_units(units, ruleset), *cells) for (ruleset, *cells), units in alike.items()]
    places = [at for at in range(len(columns)) if at < 3 or any(row[at].vi for row in rows)]
    shown = tuple(tuple(row[at] for at in places) for row in rows)
    return DataTable(words.MISSING, words.MISSING, tuple(columns[at] for at in places), shown)


def _units(units: list[Text], ruleset: Text) -> Text:
    """Units of which the same is said, with the ruleset that they do not attain yet."""
    return filled(
        Text("{units} ({ruleset})", "{units} ({ruleset})"),
        units=first_texts(units, ", ", MOST_NAMED, overview_words.AND_OTHER_UNITS),
        ruleset=ruleset,
    )


def _missing(nearest_unit: NearestUnit) -> Text:
    beside = (first_texts(nearest_unit.beside, "; ", MOST_NAMED, page_words.AND_MORE),) if nearest_unit.beside else ()
    return joined((*map(signed, nearest_unit.missing), *beside))


def _offices(nearest_unit: NearestUnit, page: ReportPage) -> Text:
    nodes = [page.reasons.nodes[linked.node] for linked in nearest_unit.missing if linked.node is not None]
    return joined(dict.fromkeys(office for node in nodes for office in node.offices))


def _work(works: tuple[OfficeWork, ...]) -> DataTable:
    columns = (DataColumn(heads.OFFICE, 28), DataColumn(heads.ITEM, 40), DataColumn(words.UNITS, 42))
    rows: list[tuple[CellValue, ...]] = []
    for work in works:
        office: CellValue = work.office
        for task in work.tasks[:MOST_ITEMS]:
            lines = [_group(what, tuple(unit.text for unit in units)) for what, units in task.groups[:MOST_NAMED]]
            if more := sum(len(units) for _, units in task.groups[MOST_NAMED:]):
                lines.append(filled(words.MORE_UNITS, count=more))
            rows.append((office, task.rule.text, joined(lines)))
            office = None
        if len(work.tasks) > MOST_ITEMS:
            rows.append((office, filled(words.MORE_ITEMS, count=len(work.tasks) - MOST_ITEMS), None))
    return DataTable(words.WORK, words.WORK, columns, tuple(rows))


def _group(what: Text, units: tuple[Text, ...]) -> Text:
    return pair(first_texts(units, ", ", MOST_NAMED, overview_words.AND_OTHER_UNITS), what)


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
    for source in sources:
        fields = {
            "title": source.title,
            "instrument": source.instrument,
            "day": day_text(source.since),
            "known": source.known,
        }
        yield plain(filled(words.SOURCE_LINE, **fields), item=True)
