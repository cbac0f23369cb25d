"""The command about what became known between two days, and what it changed: `corrections`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common.opened import as_of_option, dossier_options, open_dossier
from ..common.output import paper_options, put, put_paper
from ..common.shared import RuleFolders, day_of, stop

if TYPE_CHECKING:
    from ...model.text import Language


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option(
    "--since", metavar="DATE", required=True, help="Biết thêm sau ngày này / What became known after this date."
)
@as_of_option
@click.option("--unit", "units", multiple=True, help="Chỉ đơn vị này (mã hoặc tên) / Only this unit (code or name).")
@paper_options("json")
@dossier_options
def corrections(
    dossier: Path,
    since: str,
    as_of: str | None,
    units: tuple[str, ...],
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Đính chính, bổ sung và kết luận thay đổi theo / What became known between two days, and who changed by it.

    Lists every figure, attestation and published decision that became known after --since (to --known-on, if given): who
    recorded it when, what it replaced, and each outcome that is another for it, with the statements without which it would be
    as before. The day assessed stays the same. --unit narrows what is shown. Printed as text; -o corrections.docx, .html, .md
    is the same for Word, a browser, a page of Markdown, -o corrections.json plain data.
    """
    from attrs import evolve

    from ...engine.corrections.corrections import corrections as found_between
    from ...exchange.output.changes.corrections import corrections_to_plain
    from ...model.text import json_text
    from ...report.papers.corrections import corrections_paper

    opened = open_dossier(dossier, rulesets, lang, as_of)
    read, first = opened.read, day_of(since)
    if read.known_on is not None and first >= read.known_on:
        vi, en = (
            f"--since {first} phải trước {read.known_on:%d/%m/%Y} (known_on)",
            f"--since {first} must be before {read.known_on}",
        )
        stop(vi if lang == "vi" else en)
    chosen = {opened.unit(name) for name in units}
    runs = opened.decided()
    found = found_between(runs, first)
    if chosen:
        changes = tuple(one for one in found.changes if one.change.unit in chosen)
        causes = {cause for one in changes for cause in one.causes}
        statements = (one for one in found.statements if one.statement.unit in chosen or one.statement in causes)
        found = evolve(found, statements=tuple(statements), changes=changes)
    if form == "json":
        put([json_text(corrections_to_plain(found), indent=1), "\n"], output, "json", lang)
    else:
        put_paper(corrections_paper(found, opened.names, is_part=bool(chosen)), output, form, opened.day, lang)
