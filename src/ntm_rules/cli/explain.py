"""The commands that explain what a unit comes to, and what is missing to a recognition: `explain`, `nearest`."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.opened import as_of_option, dossier_options, open_dossier
from .common.output import paper_options, put_json, put_paper
from .common.shared import PATH, RuleFolders, in_language_now, remark, stop

if TYPE_CHECKING:
    from ..engine.decisions import Decisions


@click.command()
@click.argument("dossier", type=PATH)
@click.argument("unit")
@click.argument("rule", required=False)
@as_of_option
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@paper_options()
@click.option(
    "--check-all",
    is_flag=True,
    help="Kiểm tra cả số liệu của các đơn vị khác / Check the figures of other units as well.",
)
@dossier_options
def explain(
    dossier: Path,
    unit: str,
    rule: str | None,
    as_of: str | None,
    everything: bool,
    form: str,
    output: Path | None,
    check_all: bool,
    rulesets: RuleFolders,
) -> None:
    """Vì sao một quy tắc đạt hay chưa đạt / Why a unit attains a rule, or does not.

    RULE is a rule key (vn/civilised-township#3.3) or the code of a rule in the ruleset that the dossier gives the unit's kind;
    without it, the recognition, and the criteria that no conclusion counts (all of a ruleset that recognises no unit). Printed
    as text; -o why.docx, .html, .md is the same for Word, a browser, a page of Markdown.
    """
    from ..model.key import RECOGNITION, RuleKey
    from ..report.overview.units import absent_units
    from ..report.papers.unit_decisions import decision_paper, unit_paper, units_paper

    opened = open_dossier(dossier, rulesets, as_of, unit=None if check_all else unit)
    read, names = opened.read, opened.names
    code = opened.unit(unit)
    kind = read.units[code].kind
    named_rule = rule or RECOGNITION
    try:
        key = (
            RuleKey.parse(named_rule)
            if "/" in named_rule
            else RuleKey(next(iter(read.rulesets.get(kind, ())), ""), named_rule)
        )
    except ValueError as error:
        stop(str(error))
    asked_for = [id for id in read.rulesets.get(kind, ()) if id == key.ruleset]
    for run in opened.decided(asked_for):
        if any(decided.code == code for decided in run.units):
            if key.code == RECOGNITION and key.code not in run.program.by_code:
                # Of a ruleset that recognises no unit, the levels and all criteria are asked for.
                paper = units_paper([run.narrowed([code])], names, everything=everything)
            elif key.code not in run.program.by_code:
                codes = ", ".join(run.program.by_code)
                stop(f"{key.ruleset}: {in_language_now('không có quy tắc', 'there is no rule')} {key.code!r}; {codes}")
            else:
                paper_of = unit_paper if rule is None else decision_paper
                paper = paper_of(run, run.decision(code, key.code), names, everything=everything)
            put_paper(paper, output, form, opened.day)
            return
    for line in absent_units(read.units, [kind], opened.day, names, [code]):
        remark(line)
    named = f" {key.ruleset}" if key.ruleset else ""
    stop(
        f"hồ sơ chưa ghi bộ tiêu chí{named} cho loại đơn vị của {read.units[code].name} (mục rulesets của dossier.yaml)",
        f"the dossier names no ruleset{named} for the kind of {read.units[code].name} (rulesets: in dossier.yaml)",
    )


@click.command()
@click.argument("dossier", type=PATH)
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
) -> None:
    """Còn thiếu gì để được công nhận / What would it take to be recognised.

    Ranks the units of each ruleset by the least that has to change: every change with its gap, as a share as well, and the
    office that answers, apart from what is only to be reported; then other ways. A ruleset with one unit, which may take long,
    is told where --ruleset names it. With --at-risk: the figures that have little to spare, and what would be lost with them.
    """
    from ..engine.nearness import at_risk as thin_margins
    from ..engine.nearness import nearest as near_units
    from ..model.text import Text
    from ..report.overview.caption import has_recognition
    from ..report.overview.nearness import near_to_plain, risk_to_plain
    from ..report.papers.nearness import nearness_blocks, risk_blocks
    from ..report.papers.paper import Paper, PaperBlock
    from ..report.phrasing.numbers import day_seen
    from ..report.words import heads

    opened = open_dossier(dossier, rulesets, as_of)
    ids = opened.rulesets
    if asked is not None and asked not in ids:
        known = ", ".join(ids)
        stop(f"hồ sơ không dùng {asked}; {known}", f"the dossier does not use {asked}; {known}")
    above = None if under is None else opened.unit(under)
    names = opened.names
    least = Decimal(str(margin))
    blocks: list[PaperBlock] = []
    plain: list[object] = []
    for run in _ranked(opened.decided(None if asked is None else [asked]), asked, all_=at_risk):
        if at_risk:
            risks = thin_margins(run, least, under=above)
            blocks += risk_blocks(run, risks, least, names)
            plain += map(risk_to_plain, risks)
        elif has_recognition(run.program.ruleset):
            ranking = near_units(run, under=above)
            blocks += nearness_blocks(run, ranking, names)
            plain += (near_to_plain(run, near_unit, names) for near_unit in ranking)
    if form == "json":
        put_json(plain, output)
    elif blocks:
        title = names.text(opened.read.title or heads.NEAREST)
        when = day_seen(opened.day, opened.read.known_on, opened.lang)
        put_paper(Paper(None, Text(f"{title} · {when}"), (), tuple(blocks)), output, form, opened.day)
    else:
        stop("không bộ tiêu chí nào công nhận đơn vị", "no ruleset recognises any unit")


def _ranked(runs: list[Decisions], ruleset: str | None, *, all_: bool) -> list[Decisions]:
    """The runs of several units, or all where one is asked for, or there are no others; those left out are named."""
    larger_runs = [run for run in runs if len(run.units) > 1]
    if all_ or ruleset is not None or not larger_runs:
        return [run for run in runs if run.units]
    for run in runs:
        if len(run.units) == 1:
            id = run.program.ruleset.id
            remark(f"{id}: chỉ có một đơn vị, thêm --ruleset {id}", f"{id}: one unit alone; ask with --ruleset {id}")
    return larger_runs
