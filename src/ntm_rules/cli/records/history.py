"""The command about what a unit was over time: `history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common.opened import dossier_options, open_dossier
from ..common.output import paper_options, put, put_paper
from ..common.shared import RuleFolders, stop

if TYPE_CHECKING:
    from ...model.text import Language


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("unit")
@click.option("--ruleset", "asked", metavar="ID", help="Chỉ bộ tiêu chí này / This ruleset only.")
@click.option("--as-of", metavar="DATE", help="Đến ngày này / Up to this date.")
@click.option("--everything", is_flag=True, help="Cả những ngày không có thay đổi / Days without a change as well.")
@paper_options("json")
@dossier_options
def history(
    dossier: Path,
    unit: str,
    asked: str | None,
    as_of: str | None,
    everything: bool,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Quá trình công nhận của một đơn vị / What a unit was over time, under each ruleset that can recognise it.

    Proposed, recognised, maintained, not maintained, within the cases of revocation, revoked, lapsed: from the published
    decisions of the dossier (council*.csv) and from what the rules came to on every day on which something is reported. A
    day on which the rules cannot say is told as such. Printed as text; -o history.docx, .html, .md is the same for Word, a
    browser, a page of Markdown, -o history.json plain data.
    """
    from ...engine.history.history import history as history_of
    from ...model.text import json_text
    from ...report.overview.caption import has_recognition
    from ...report.overview.history import history_to_plain
    from ...report.pages.two_languages import TwoNames
    from ...report.papers.history import history_paper
    from ...report.phrasing.numbers import day as day_text

    opened = open_dossier(dossier, rulesets, lang, as_of)
    read, code = opened.read, opened.unit(unit)
    own = read.rulesets.get(read.units[code].kind, ())
    if asked is not None and asked not in own:
        known = ", ".join(own) or "–"
        stop(f"{asked} không xét đơn vị này; {known}" if lang == "vi" else f"{asked} does not judge this unit; {known}")
    runs = opened.decided(own if asked is None else [asked])
    names = opened.names
    found = [
        history_of(run, code)
        for run in runs
        if has_recognition(run.program.ruleset) and any(one.code == code for one in run.units)
    ]
    if not found and not read.units[code].exists_on(opened.day):
        called, when, last = names.unit(code), day_text(opened.day, lang), read.units[code].exists_until
        vi, en = f"{called} không tồn tại vào ngày {when}", f"{called} does not exist on {when}"
        if last is not None and last < opened.day:
            vi += f"; xem đến ngày cuối cùng của đơn vị: --as-of {last}"
            en += f"; what it was up to its last day is told by --as-of {last}"
        stop(vi if lang == "vi" else en)
    if not found:
        stop("không bộ tiêu chí nào công nhận đơn vị này" if lang == "vi" else "no ruleset recognises this unit")
    if form == "json":
        put([json_text([history_to_plain(one) for one in found], indent=1), "\n"], output, "json", lang)
    else:
        both = TwoNames.of(opened.library, read.units, read.offices)
        put_paper(history_paper(found, both, everything=everything), output, form, opened.day, lang)
