"""The command that writes a report for a browser, Excel or Word: `report`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from .assess import earlier_day
from .common.console import tell
from .common.output import form_of, put_bytes, refuse_suffix
from .common.shared import (
    RuleFolders,
    assessed_option,
    check_any,
    day_of,
    decided,
    dossier_of,
    evaluated_on,
    folders_for,
    known_on_option,
    language_option,
    large_option,
    library_of,
    names_of,
    rulesets_option,
)

if TYPE_CHECKING:
    from ..engine.decisions import Decisions
    from ..exchange.dossier.dossier import Dossier
    from ..model.library import Library
    from ..model.text import Language
    from ..report.pages.blocks import ReportPage

FORMS = ("html", "xlsx", "docx")
"""Forms of a report, by the ending of its file."""
MOST_DAYS = 6
"""Maximum number of days of a year that the charts of a report show."""


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Ghi ra tệp / Write to a file.",
)
@click.option(
    "--book",
    type=click.Path(path_type=Path),
    help="Thư mục sổ quy định mà trang dẫn tới / Folder of the rule book that the page links to (see `book`).",
)
@click.option("--as-of", metavar="DATE", help="Ngày đánh giá / Assess as of this date.")
@click.option("--since", metavar="DATE", help="Thay đổi so với ngày này / What changed since this earlier date.")
@known_on_option
@assessed_option
@large_option
@rulesets_option
@language_option
def report(
    dossier: Path,
    output: Path,
    book: Path | None,
    as_of: str | None,
    since: str | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Báo cáo của một hồ sơ: trang xem bằng trình duyệt, tệp Excel, tệp Word / A report of a dossier: page, workbook, memo.

    The name of the file says which. report.html: one file that needs no network, with what every unit comes to, what is
    missing, what to do by office and the reason of every outcome, in Vietnamese and English (--lang is shown first).
    report.xlsx: the tables that offices file. report.docx: the memo for signature. All print on A4.
    """
    from ..report.pages.report import report_page

    form = form_of(output, "html", FORMS)
    refuse_suffix(output, form, lang, FORMS)
    rulesets = folders_for(dossier, rulesets)
    library = library_of(rulesets, lang)
    read = dossier_of(dossier, library, lang)
    day = read.as_of if as_of is None else day_of(as_of)
    earlier = earlier_day(since, day, lang)
    ids = dict.fromkeys(id for own in read.rulesets.values() for id in own)
    runs = decided(read, library, day, lang, ids)
    check_any(runs, (), day, names_of(read, library, lang))
    before = None if earlier is None else {id: evaluated_on(read, library, id, earlier) for id in ids}
    page = report_page(
        runs,
        library,
        read.units,
        title=read.title,
        cautions=read.notes,
        series=_series(read, library, runs, day),
        since=earlier,
        earlier=before,
        offices=read.offices,
    )
    put_bytes([_content(page, form, lang, _address(book, output))], output, form, lang)
    tell(f"{'đã ghi' if lang == 'vi' else 'written'}: {output}")


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
            from ..report.pages.memo import memo_of
            from ..report.renderers.document import paper_docx

            return paper_docx(memo_of(page), lang, page.as_of)
        case _:
            from ..report.renderers.html import report_html

            return report_html(page, lang, book).encode()


def _series(read: Dossier, library: Library, runs: Iterable[Decisions], day: date) -> Mapping[str, list[Decisions]]:
    """The decisions of each ruleset on the days of the year from which there are figures, the day of the report last."""
    from ..engine.decisions import Decisions
    from ..model.fact import known_from

    known = (one.as_of for one in read.statements if read.known_on is None or known_from(one) <= read.known_on)
    days = sorted({one for one in known if date(day.year - 1, 12, 31) <= one < day})
    found: dict[str, list[Decisions]] = {}
    for run in runs:
        series = [evaluated_on(read, library, run.program.ruleset.id, one) for one in days[-MOST_DAYS + 1 :]]
        found[run.program.ruleset.id] = [*(one for one in series if isinstance(one, Decisions) and one.units), run]
    return found
