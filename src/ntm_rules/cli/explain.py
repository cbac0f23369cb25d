"""The command that explains one decision, or a unit: `explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.console import tell
from .common.opened import as_of_option, dossier_options, open_dossier
from .common.output import paper_options, put_paper
from .common.shared import RuleFolders, stop

if TYPE_CHECKING:
    from ..model.text import Language


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
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
    lang: Language,
) -> None:
    """Vì sao một quy tắc đạt hay chưa đạt / Why a unit attains a rule, or does not.

    RULE is a rule key (vn/civilised-township#3.3) or the code of a rule in the ruleset that the dossier gives the unit's kind;
    without it, the recognition, and the criteria that no conclusion counts (all of a ruleset that recognises no unit). Printed
    as text; -o why.docx, .html, .md is the same for Word, a browser, a page of Markdown.
    """
    from ..model.key import RECOGNITION, RuleKey
    from ..report.overview.units import absent_units
    from ..report.papers.unit_decisions import decision_paper, unit_paper, units_paper

    opened = open_dossier(dossier, rulesets, lang, as_of, unit=None if check_all else unit)
    read, names = opened.read, opened.names
    code = opened.unit(unit)
    kind = read.units[code].kind
    asked = rule or RECOGNITION
    try:
        key = RuleKey.parse(asked) if "/" in asked else RuleKey(next(iter(read.rulesets.get(kind, ())), ""), asked)
    except ValueError as error:
        stop(str(error))
    asked_for = [id for id in read.rulesets.get(kind, ()) if id == key.ruleset]
    for run in opened.decided(asked_for):
        if any(one.code == code for one in run.units):
            if key.code == RECOGNITION and key.code not in run.program.by_code:
                # Of a ruleset that recognises no unit, the levels and all criteria are asked for.
                paper = units_paper([run.narrowed([code])], names, everything=everything)
            elif key.code not in run.program.by_code:
                codes = ", ".join(run.program.by_code)
                stop(
                    f"{key.ruleset}: {'không có quy tắc' if lang == 'vi' else 'there is no rule'} {key.code!r}; {codes}"
                )
            else:
                told = unit_paper if rule is None else decision_paper
                paper = told(run, run.decision(code, key.code), names, everything=everything)
            put_paper(paper, output, form, opened.day, lang)
            return
    for line in absent_units(read.units, [kind], opened.day, names, [code]):
        tell(line, err=True)
    named = f" {key.ruleset}" if key.ruleset else ""
    stop(
        f"hồ sơ chưa ghi bộ tiêu chí{named} cho loại đơn vị của {read.units[code].name} (mục rulesets của dossier.yaml)"
        if lang == "vi"
        else f"the dossier names no ruleset{named} for the kind of {read.units[code].name} (rulesets: in dossier.yaml)"
    )
