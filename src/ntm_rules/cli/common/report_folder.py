"""A report of very many units: a folder of pages, each small enough to be opened, with totals above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .output import put_bytes, why_not_written
from .shared import stop

if TYPE_CHECKING:
    from ...engine.decisions import Decisions
    from ...model.text import Language, Text
    from ...report.pages.blocks import ReportPage
    from ...report.papers.folder import FolderPage
    from ...report.phrasing.names import Names

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
    from ...model.text import Text
    from ...report.papers.folder import called, folder_pages, totals_paper
    from ...report.renderers.paper_html import paper_html
    from .collecting import not_collected
    from .shared_work import shared_out
    from .stages import steps_shown

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(f"{folder}: {why_not_written(error, lang)}")
    top = folder_pages(runs)
    above: dict[str, tuple[FolderPage, ...]] = {}
    _note_above(top, (), above)
    every = [*top.walk()][::-1]

    def over(page: FolderPage) -> list[tuple[Text, str]]:
        return [(_up(one, names, title), _address(one.name)) for one in above[page.name]]

    def written(page: FolderPage) -> list[str]:
        up = over(page)
        return _write_units(folder, page, called(page, names), runs, up[-1] if up else None, page_of, book, lang)

    leaves = [page for page in every if not page.below]
    files: dict[str, list[str]] = {}
    with not_collected():
        done = shared_out(written, leaves)
        for page, names_of_files in steps_shown(zip(leaves, done, strict=True), len(leaves), *_WRITING, lang):
            files[page.name] = names_of_files
    for page in every:
        if page.below:
            below = [
                (Text(called(one, names) + (f" ({at})" if at > 1 else "")), _address(name))
                for one in page.below
                for at, name in enumerate(files[one.name], 1)
            ]
            paper = totals_paper(page, runs, names, title, over(page), below)
            put_bytes([paper_html(paper, lang).encode()], folder / f"{page.name}.html", "html", lang)
            files[page.name] = [page.name]
    return sum(map(len, files.values()))


def _note_above(page: FolderPage, over: tuple[FolderPage, ...], above: dict[str, tuple[FolderPage, ...]]) -> None:
    above[page.name] = over
    for one in page.below:
        _note_above(one, (*over, page), above)


def _up(page: FolderPage, names: Names, title: Text) -> Text:
    from ...model.text import Text
    from ...report.pages.page_words import UP
    from ...report.pages.two_languages import filled

    return filled(UP, name=title if page.unit is None else Text(names.unit(page.unit)))


def _address(name: str) -> str:
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
    from ...model.text import Text
    from ...report.papers.folder import among
    from ...report.renderers.html import report_html

    title = Text(name) if name else None

    waiting, written = [page.units], list[str]()
    while waiting:
        units = waiting.pop(0)
        own = [run for each in runs if (run := among(each, units)).units]
        content = report_html(page_of(own, title), lang, book, up).encode()
        for run in own:
            for unit in run.units:
                run.forget(unit.code)
        if len(content) > LARGEST_PAGE and len(units) > 1:
            half = len(units) // 2
            waiting[:0] = [units[:half], units[half:]]
            continue
        file = page.name if not written else f"{page.name}_{len(written) + 1}"
        put_bytes([content], folder / f"{file}.html", "html", lang)
        written.append(file)
    return written
