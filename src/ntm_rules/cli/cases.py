"""The command that drafts cases: `cases`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import tell
from .shared import RuleFolders, language_option, library_of, output_option, put, rulesets_option, stop

if TYPE_CHECKING:
    from ..evolution.cases.case import Case
    from ..model.library import Library
    from ..model.ruleset import Ruleset
    from ..model.text import Language


@click.command()
@click.argument("ruleset", metavar="RULESET[@DATE]")
@click.option(
    "--mutate",
    "mutating",
    is_flag=True,
    help="Thêm trường hợp cho các bản sửa thử chưa bị phát hiện / Also what tells mutants apart that no case kills.",
)
@output_option
@rulesets_option
@language_option
def cases(ruleset: str, mutating: bool, output: Path | None, rulesets: RuleFolders, lang: Language) -> None:
    """Soạn sẵn các trường hợp kiểm tra còn thiếu / Draft the cases that are missing.

    For every outcome that a rule can come to, and just below, at and just above every threshold, where no case beside the
    ruleset has it yet. RULESET is an id (its newest version), an id@DATE, or the path of a rule file. What is expected is left
    as `?`, which fails: a person must say it, from the instrument. A file that is there already is not written over.
    """
    from ..evolution.drafts.draft_cases import draft_cases
    from ..evolution.drafts.killing_cases import killing_cases
    from ..evolution.version import named_version, names_file
    from ..model.problem import NtmError

    if names_file(ruleset) and not Path(ruleset).is_file():
        stop(f"không có tệp: {ruleset}" if lang == "vi" else f"no such file: {ruleset}")
    if output is not None and os.path.lexists(output) and not output.is_dir():
        stop(f"{output}: tệp đã có, không ghi đè" if lang == "vi" else f"{output}: it is there already")
    try:
        version, library = named_version(
            ruleset, library_of(rulesets, lang), folders=rulesets.instead, over=rulesets.over
        )
        known = _cases_beside(version, library)
        drafted = draft_cases(version, known, library)
        if mutating:
            drafted += killing_cases(version, (*known, *drafted), library)
    except NtmError as error:
        stop(error, lang)
    if not drafted:
        tell("không thiếu trường hợp nào" if lang == "vi" else "no case is missing", err=True)
        return
    _write(drafted, version, library, output, lang)


def _cases_beside(version: Ruleset, library: Library) -> tuple[Case, ...]:
    """The cases in the folder `cases` beside the file of a version."""
    from ..evolution.cases.locations import cases_below
    from ..evolution.cases.reading.cases import cases_in
    from ..language.library import CASES_FOLDER

    folder = None if version.place is None else Path(version.place.file).parent / CASES_FOLDER
    found = cases_below(folder) if folder is not None and folder.is_dir() else []
    return cases_in(found, library) if found else ()


def _write(drafted: tuple[Case, ...], version: Ruleset, library: Library, output: Path | None, lang: Language) -> None:
    from ..evolution.cases.reading.cases import MOST_CASES
    from ..evolution.cases.writing.cases import cases_text
    from ..report.testing.drafted_cases import drafted_comments, drafted_header

    written = drafted[:MOST_CASES]
    header, comments = drafted_header(version), drafted_comments(version, library, lang)
    text = cases_text(written, lang, comments=comments, header=header, kind=version.applies_to[0])
    put([text], output, "yaml", lang)
    counted = f"{len(written)} trường hợp chờ điền kết quả" if lang == "vi" else f"{len(written)} cases to be completed"
    left = len(drafted) - len(written)
    if left:
        counted += f"; còn {left}, chạy lại lệnh sau" if lang == "vi" else f"; {left} more when run again"
    tell(counted, err=True)
