"""The command about what is missing to a recognition, and what is nearly lost: `nearest`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.console import tell
from .common.opened import as_of_option, dossier_options, open_dossier
from .common.output import paper_options, put, put_paper
from .common.shared import RuleFolders, stop

if TYPE_CHECKING:
    from ..engine.decisions import Decisions
    from ..model.text import Language


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@as_of_option
@click.option("--ruleset", "asked", metavar="ID", help="Chỉ bộ tiêu chí này / This ruleset only.")
@click.option("--under", metavar="UNIT", help="Chỉ các đơn vị thuộc đơn vị này / Only units below this one.")
@click.option("--at-risk", is_flag=True, help="Những gì đang đạt mà sắp mất / What is attained and nearly lost.")
@click.option(
    "--margin",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    default=5,
    show_default=True,
    help="Mức dư tối đa so với ngưỡng, với --at-risk / At most so much of the threshold to spare, with --at-risk.",
)
@paper_options("json")
@dossier_options
def nearest(
    dossier: Path,
    as_of: str | None,
    asked: str | None,
    under: str | None,
    at_risk: bool,
    margin: float,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Còn thiếu gì để được công nhận / What would it take to be recognised.

    Ranks the units of each ruleset by the least that has to change: every change with its gap, as a share as well, and the
    office that answers, apart from what is only to be reported; then other ways. A ruleset with one unit, which may take long,
    is told where --ruleset names it. With --at-risk: the figures that have little to spare, and what would be lost with them.
    """
    from ..engine.nearness import at_risk as thin_margins
    from ..engine.nearness import nearest as near_units
    from ..model.text import Text, json_text
    from ..report.overview.caption import has_recognition
    from ..report.overview.nearness import near_to_plain, risk_to_plain
    from ..report.papers.nearness import nearness_blocks, risk_blocks
    from ..report.papers.paper import Paper, PaperBlock
    from ..report.phrasing.numbers import day_seen
    from ..report.words import heads

    opened = open_dossier(dossier, rulesets, lang, as_of)
    ids = opened.rulesets
    if asked is not None and asked not in ids:
        known = ", ".join(ids)
        stop(f"hồ sơ không dùng {asked}; {known}" if lang == "vi" else f"the dossier does not use {asked}; {known}")
    above = None if under is None else opened.unit(under)
    names = opened.names
    least = Decimal(str(margin))
    blocks: list[PaperBlock] = []
    plain: list[object] = []
    for run in _ranked(opened.decided(None if asked is None else [asked]), asked, lang, all_=at_risk):
        if at_risk:
            risks = thin_margins(run, least, under=above)
            blocks += risk_blocks(run, risks, least, names)
            plain += map(risk_to_plain, risks)
        elif has_recognition(run.program.ruleset):
            found = near_units(run, under=above)
            blocks += nearness_blocks(run, found, names)
            plain += (near_to_plain(run, one, names) for one in found)
    if form == "json":
        put([json_text(plain, indent=1), "\n"], output, "json", lang)
    elif blocks:
        title = names.text(opened.read.title or heads.NEAREST)
        when = day_seen(opened.day, opened.read.known_on, lang)
        put_paper(Paper(None, Text(f"{title} · {when}"), (), tuple(blocks)), output, form, opened.day, lang)
    else:
        stop("không bộ tiêu chí nào công nhận đơn vị" if lang == "vi" else "no ruleset recognises any unit")


def _ranked(runs: list[Decisions], asked: str | None, lang: Language, *, all_: bool) -> list[Decisions]:
    """The runs of several units, or all where one is asked for, or there are no others; those left out are named."""
    several = [run for run in runs if len(run.units) > 1]
    if all_ or asked is not None or not several:
        return [run for run in runs if run.units]
    for run in runs:
        if len(run.units) == 1:
            id = run.program.ruleset.id
            vi, en = f"{id}: chỉ có một đơn vị, thêm --ruleset {id}", f"{id}: one unit alone; ask with --ruleset {id}"
            tell(vi if lang == "vi" else en, err=True)
    return several
