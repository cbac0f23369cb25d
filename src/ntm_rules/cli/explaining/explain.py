"""The command that explains one decision, or a unit: `explain`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common.console import tell
from ..common.opened import as_of_option, dossier_options, open_dossier
from ..common.shared import RuleFolders, stop
from .pages import concluded_and_others, needed, unit_pages

if TYPE_CHECKING:
    from ...model.text import Language


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("unit")
@click.argument("rule", required=False)
@as_of_option
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
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
    check_all: bool,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Vì sao một quy tắc đạt hay chưa đạt / Why a unit attains a rule, or does not.

    RULE is a rule key (vn/civilised-township#3.3) or the code of a rule in the ruleset that the dossier gives the unit's kind;
    without it, the recognition, and the criteria that no conclusion counts.
    """
    from ...model.key import RECOGNITION, RuleKey
    from ...report.decisions.explain import explain as explained
    from ...report.decisions.explain import explain_uncounted
    from ...report.overview.absent_units import absent_units
    from ...report.overview.levels import level_lines

    opened = open_dossier(dossier, rulesets, lang, as_of, unit=None if check_all else unit)
    read, library, names = opened.read, opened.library, opened.names
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
            levels = [] if rule is not None else list(level_lines(run, [code], names))
            if rule is None and levels and key.code not in run.program.by_code:
                # Of a ruleset that classes units and recognises none, the levels are asked for.
                chosen = {code}
                tell("\n\n".join(unit_pages([run], chosen, names, everything=everything, colour=sys.stdout.isatty())))
                return
            if key.code not in run.program.by_code:
                codes = ", ".join(run.program.by_code)
                stop(
                    f"{key.ruleset}: {'không có quy tắc' if lang == 'vi' else 'there is no rule'} {key.code!r}; {codes}"
                )
            decision = run.decision(code, key.code)
            page = explained(
                decision,
                library,
                read.units,
                lang,
                everything=everything,
                colour=sys.stdout.isatty(),
                **needed(run, decision),
            )
            tell("\n".join([page, *levels]))
            others = [] if rule is not None else concluded_and_others(run, code)[1]
            if others:
                said = (others, run.program.ruleset, library, read.units, lang)
                tell("\n" + explain_uncounted(*said, everything=everything, colour=sys.stdout.isatty()))
            return
    for line in absent_units(read.units, [kind], opened.day, names, [code]):
        tell(line, err=True)
    named = f" {key.ruleset}" if key.ruleset else ""
    stop(
        f"hồ sơ chưa khai bộ tiêu chí{named} cho loại đơn vị của {read.units[code].name} (mục rulesets của dossier.yaml)"
        if lang == "vi"
        else f"the dossier names no ruleset{named} for the kind of {read.units[code].name} (rulesets: in dossier.yaml)"
    )
