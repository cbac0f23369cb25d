"""The command that writes the rule book: `book`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.console import tell
from .common.output import put_paper, why_not_written
from .common.shared import (
    RuleFolders,
    in_language_now,
    language_now,
    library_of,
    output_to,
    remark,
    rulesets_option,
    stop,
    told_language_option,
)

if TYPE_CHECKING:
    from ..evolution.cases.case import Case
    from ..model.library import Library
    from ..model.ruleset import Ruleset
    from ..model.text import Text
    from ..report.papers.paper import Paper

_SUFFIX = {"html": ".html", "markdown": ".md"}


@click.command()
@output_to("book", "Thư mục để ghi / The folder to write into.")
@click.option("--format", "form", type=click.Choice(list(_SUFFIX)), default="html", show_default=True)
@rulesets_option
@told_language_option
def book(output: Path, form: str, rulesets: RuleFolders) -> None:
    """Sổ quy định: mỗi phiên bản một trang như phụ lục / The rule book: a page for each version, laid out as its annex.

    Rules by code with what they ask, their bounds by region, sources and notes, and cases as examples; of a ruleset with
    several versions a page with what each of them asks, side by side. `report --book DIR` links to it.
    """
    if output.suffix.lower() in (".html", ".htm", ".md", ".docx", ".pdf", ".xlsx"):
        stop(
            f"{output}: sổ là một thư mục nhiều trang; nêu tên thư mục",
            f"{output}: a book is a folder of pages: name one",
        )
    library = library_of(rulesets)
    if not library.versions:
        stop("không có bộ tiêu chí nào", "there is no ruleset")
    pages = _pages(library, _SUFFIX[form])
    for name, paper in pages.items():
        target = output / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            stop(f"{target.parent}: {why_not_written(error)}")
        put_paper(paper, target, form, date.today())
    tell(f"{in_language_now('đã ghi', 'written')}: {output / ('index' + _SUFFIX[form])} ({len(pages)})")


def _pages(library: Library, suffix: str) -> Mapping[str, Paper]:
    """The papers of the book by the name of their file: the index, a page a version, one of all versions of a ruleset."""
    from ..report.book import book_words as words
    from ..report.book.ruleset_paper import ruleset_paper, versions_paper
    from ..report.pages.history import day_text
    from ..report.pages.two_languages import filled
    from ..report.papers.paper import Heading, LinkList, Paper

    pages: dict[str, Paper] = {}
    index: list[tuple[Text, str]] = []
    for id in sorted(library.versions):
        versions = library.versions[id]
        up = "../" * (id.count("/") + 1)
        links: list[tuple[Text, str]] = [(words.BACK, f"{up}index{suffix}")]
        if len(versions) > 1:
            links.append((words.SIDE_BY_SIDE, f"versions{suffix}"))
            pages[f"{id}/versions{suffix}"] = versions_paper(versions, library, _links(versions, links[:1], suffix))
        cases: dict[Path | None, tuple[Case, ...]] = {}
        for ruleset in versions:
            folder = None if ruleset.place is None else Path(ruleset.place.file).parent
            if folder not in cases:
                cases[folder] = cases_of(ruleset, library)
            others = [other for other in versions if other is not ruleset]
            paper = ruleset_paper(ruleset, library, _links(others, links, suffix), cases[folder])
            pages[f"{id}/{ruleset.version}{suffix}"] = paper
            version = filled(words.VERSION, title=_title(ruleset), day=day_text(ruleset.version))
            index.append((version, f"{id}/{ruleset.version}{suffix}"))
    pages[f"index{suffix}"] = Paper(None, words.BOOK, (), (Heading(words.RULESETS), LinkList(tuple(index))))
    return pages


def cases_of(ruleset: Ruleset, library: Library) -> tuple[Case, ...]:
    """The cases beside a version; none, told, where they have mistakes."""
    from ..evolution.cases.reading.cases import cases_beside
    from ..model.problem import NtmError

    try:
        return cases_beside(ruleset, library)
    except NtmError as error:
        remark(error.render(language_now()))
        return ()


def _title(ruleset: Ruleset) -> Text:
    from ..model.text import Text, printable

    return Text(printable(ruleset.title.vi), printable(ruleset.title.in_language("en")))


def _links(versions: Sequence[Ruleset], first: Sequence[tuple[Text, str]], suffix: str) -> list[tuple[Text, str]]:
    from ..report.book import book_words as words
    from ..report.pages.history import day_text
    from ..report.pages.two_languages import filled

    others = [
        (filled(words.OTHER_VERSION, day=day_text(version.version)), f"{version.version}{suffix}")
        for version in reversed(versions)
    ]
    return [*first, *others]
