"""The command that writes a report for a browser, Excel or Word, of very many units a folder of pages: `report`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from .assess import MOST_LISTED
from .common.console import tell
from .common.opened import Narrowing, OpenedDossier, as_of_option, dossier_options, narrowed, open_dossier, under_option
from .common.output import form_of, put_bytes, refuse_suffix, why_not_written
from .common.shared import PATH, RuleFolders, in_language_now, output_to, stop

if TYPE_CHECKING:
    from ..engine.decisions import Decisions
    from ..model.problem import NtmError
    from ..model.text import Language, Text
    from ..report.pages.blocks import ReportPage
    from ..report.papers.folder import FolderPage
    from ..report.phrasing.names import Names


FORMS = ("html", "xlsx", "docx")
"""Forms of a report, by the ending of its file."""
MOST_DAYS = 6
"""Maximum number of days of a year that the charts of a report show."""


@click.command()
@click.argument("dossier", type=PATH)
@output_to("report.html")
@click.option(
    "--book",
    type=PATH,
    help="Thư mục sổ quy định mà trang dẫn tới / Folder of the rule book that the page links to (see `book`).",
)
@as_of_option
@click.option("--since", metavar="DATE", help="Thay đổi so với ngày này / What changed since this earlier date.")
@under_option
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1),
    default=MOST_LISTED,
    show_default=True,
    help="Quá số đơn vị này thì trang HTML là một thư mục theo địa bàn / For more units than this a page is a folder of pages.",
)
@dossier_options
def report(
    dossier: Path,
    output: Path,
    book: Path | None,
    as_of: str | None,
    since: str | None,
    under: tuple[str, ...],
    most: int,
    rulesets: RuleFolders,
) -> None:
    """Báo cáo của một hồ sơ: trang xem bằng trình duyệt, tệp Excel, tệp Word / A report of a dossier: page, workbook, memo.

    The name of the file says which. report.html: one file that needs no network, with what every unit comes to, what is
    missing, what to do by office and the reason of every outcome, in Vietnamese and English (--lang is shown first).
    report.xlsx: the tables that offices file. report.docx: the memo for signature. All print on A4. For more units than
    --most, instead of report.html, a folder `report`: index.html, totals by province and district, pages of units.
    """
    from ..report.pages.page_words import RESULTS
    from ..report.pages.reasons import ReasonTexts
    from ..report.pages.report import report_page
    from ..report.pages.work import MOST_TRIED

    form = form_of(output, "html", FORMS)
    refuse_suffix(output, form)
    opened = open_dossier(dossier, rulesets, as_of)
    read, earlier = opened.read, opened.earlier_day(since)
    runs = opened.decided()
    opened.check_any(runs)
    if under:
        runs = narrowed(runs, Narrowing(tuple(map(opened.unit, under))))
        opened.check_any(runs)
    before = None if earlier is None else {id: opened.decided_on(id, earlier) for id in opened.rulesets}
    is_folder = form == "html" and max(len(run.units) for run in runs) > most

    texts = ReasonTexts()

    def page_of(own: Sequence[Decisions], title: Text | None) -> ReportPage:
        return report_page(
            own,
            opened.library,
            read.units,
            title=title or read.title,
            cautions=opened.cautions(),
            series=None if is_folder else _series(opened, runs),
            since=earlier,
            earlier=_earlier(own, before) if under or is_folder else before,
            offices=read.offices,
            texts=texts,
            most_tried=TRIED_ON_A_PAGE if is_folder else MOST_TRIED,
        )

    if is_folder:
        output = output.with_suffix("")
        at = _address(book, output / "index.html")
        pages = write_folder(output, runs, opened.names, read.title or RESULTS, page_of, at, opened.lang)
        index = output / "index.html"
        tell(in_language_now(f"đã ghi {pages} trang; mở {index}", f"{pages} pages written; open {index}"))
        return
    put_bytes([_content(page_of(runs, None), form, opened.lang, _address(book, output))], output, form)
    tell(f"{in_language_now('đã ghi', 'written')}: {output}")


def _earlier(
    own: Sequence[Decisions], before: Mapping[str, Decisions | NtmError] | None
) -> Mapping[str, Decisions | NtmError] | None:
    """The decisions of an earlier day about the units that a page is about."""
    from ..engine.decisions import Decisions
    from ..report.papers.folder import among

    codes = {run.program.ruleset.id: [unit.code for unit in run.units] for run in own}
    return before and {
        id: among(then, codes[id]) if isinstance(then, Decisions) else then
        for id, then in before.items()
        if id in codes
    }


def _address(book: Path | None, output: Path) -> str | None:
    """The address of the folder of the rule book, as the file of the report links to it."""
    if book is None:
        return None
    try:
        return quote(Path(os.path.relpath(book, output.parent)).as_posix())
    except ValueError:  # another drive
        return book.resolve().as_uri()


def _content(page: ReportPage, form: str, lang: Language, book: str | None) -> bytes:
    """The page as a file of the form; a renderer is loaded only for its own."""
    match form:
        case "xlsx":
            from ..report.renderers.workbook import report_xlsx

            return report_xlsx(page, lang)
        case "docx":
            from ..report.papers.memo import memo_of
            from ..report.renderers.document import paper_docx

            return paper_docx(memo_of(page), lang, page.as_of)
        case _:
            from ..report.renderers.html import report_html

            return report_html(page, lang, book).encode()


def _series(opened: OpenedDossier, runs: Iterable[Decisions]) -> Mapping[str, list[Decisions]]:
    """The decisions of each ruleset on the days of the year from which there are figures, the day of the report last."""
    from ..engine.decisions import Decisions

    day = opened.day
    days = [figure_day for figure_day in opened.days_with_figures() if date(day.year - 1, 12, 31) <= figure_day < day]
    by_ruleset: dict[str, list[Decisions]] = {}
    for run in runs:
        series = [opened.decided_on(run.program.ruleset.id, figure_day) for figure_day in days[-MOST_DAYS + 1 :]]
        by_ruleset[run.program.ruleset.id] = [
            *(earlier for earlier in series if isinstance(earlier, Decisions) and earlier.units),
            run,
        ]
    return by_ruleset


LARGEST_PAGE = 2_000_000
"""Size of a page in bytes from which its units are dealt to two."""
TRIED_ON_A_PAGE = 1
"""Units of a page of which the ways to recognition are looked for: of one that takes as long as the reasons of three."""
_WRITING = ("Ghi các trang", "Writing pages")


def write_folder(
    folder: Path,
    runs: Sequence[Decisions],
    names: Names,
    title: Text,
    page_of: Callable[[Sequence[Decisions], Text | None], ReportPage],
    book: str | None,
    lang: Language,
) -> int:
    """Write `index.html` and all pages below it into a folder, made where it is not there; returns how many there are.

    Stops where one cannot be written.
    """
    from ..model.text import Text
    from ..report.papers.folder import called, folder_pages, totals_paper
    from ..report.renderers.paper_html import paper_html
    from .common.stages import steps_shown
    from .common.work import not_collected, shared_out

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{folder}: {why_not_written(error)}")
    top = folder_pages(runs)
    above: dict[str, tuple[FolderPage, ...]] = {}
    _note_above(top, (), above)
    every = [*top.walk()][::-1]

    def over(page: FolderPage) -> list[tuple[Text, str]]:
        return [(_up(page_above, names, title), _page_address(page_above.name)) for page_above in above[page.name]]

    def written(page: FolderPage) -> list[str]:
        up = over(page)
        return _write_units(folder, page, called(page, names), runs, up[-1] if up else None, page_of, book, lang)

    leaves = [page for page in every if not page.below]
    files: dict[str, list[str]] = {}
    with not_collected():
        done = shared_out(written, leaves)
        for page, names_of_files in steps_shown(zip(leaves, done, strict=True), len(leaves), *_WRITING):
            files[page.name] = names_of_files
    for page in every:
        if page.below:
            below = [
                (Text(called(page_below, names) + (f" ({at})" if at > 1 else "")), _page_address(name))
                for page_below in page.below
                for at, name in enumerate(files[page_below.name], 1)
            ]
            paper = totals_paper(page, runs, names, title, over(page), below)
            put_bytes([paper_html(paper, lang).encode()], folder / f"{page.name}.html", "html")
            files[page.name] = [page.name]
    return sum(map(len, files.values()))


def _note_above(page: FolderPage, over: tuple[FolderPage, ...], above: dict[str, tuple[FolderPage, ...]]) -> None:
    above[page.name] = over
    for page_below in page.below:
        _note_above(page_below, (*over, page), above)


def _up(page: FolderPage, names: Names, title: Text) -> Text:
    from ..model.text import Text
    from ..report.pages.page_words import UP
    from ..report.pages.two_languages import filled

    return filled(UP, name=title if page.unit is None else Text(names.unit(page.unit)))


def _page_address(name: str) -> str:
    return quote(f"{name}.html")


def _write_units(
    folder: Path,
    page: FolderPage,
    name: str,
    runs: Sequence[Decisions],
    up: tuple[Text, str] | None,
    page_of: Callable[[Sequence[Decisions], Text | None], ReportPage],
    book: str | None,
    lang: Language,
) -> list[str]:
    """Write the report of the units of a page, or several where it is too large; returns the names of the files."""
    from ..model.text import Text
    from ..report.papers.folder import among
    from ..report.renderers.html import report_html

    title = Text(name) if name else None

    waiting, written = [page.units], list[str]()
    while waiting:
        units = waiting.pop(0)
        own = [run for decisions in runs if (run := among(decisions, units)).units]
        content = report_html(page_of(own, title), lang, book, up).encode()
        for run in own:
            for unit in run.units:
                run.forget(unit.code)
        if len(content) > LARGEST_PAGE and len(units) > 1:
            half = len(units) // 2
            waiting[:0] = [units[:half], units[half:]]
            continue
        file = page.name if not written else f"{page.name}_{len(written) + 1}"
        put_bytes([content], folder / f"{file}.html", "html")
        written.append(file)
    return written
