"""The commands about a dossier: `assess`, `explain`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from .common.console import tell
from .common.output import put
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
    output_option,
    rulesets_option,
    stop,
    unit_of,
)
from .records.writing import put_record, record_options

if TYPE_CHECKING:
    from ..engine.decisions import Decisions
    from ..engine.remedies import Steps
    from ..exchange.dossier.dossier import Dossier
    from ..model.decision import Decision
    from ..model.text import Language
    from ..report.phrasing.names import Names


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", metavar="DATE", help="Ngày đánh giá / Assess as of this date.")
@click.option("--unit", "units", multiple=True, help="Chỉ đơn vị này (mã hoặc tên) / Only this unit (code or name).")
@click.option(
    "--by",
    type=click.Choice(["unit", "office"]),
    help="Theo đơn vị (mặc định) hay cơ quan phụ trách / By unit (the default) or by office responsible.",
)
@click.option(
    "--since", metavar="DATE", help="Được và mất so với ngày này / Gained and lost against this earlier date."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@record_options
@output_option
@known_on_option
@assessed_option
@large_option
@rulesets_option
@language_option
def assess(
    dossier: Path,
    as_of: str | None,
    units: tuple[str, ...],
    by: str | None,
    since: str | None,
    form: str,
    everything: bool,
    record: Path | None,
    self_contained: bool,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Đánh giá một hồ sơ / Decide every unit of a dossier, with reasons.

    Text has a table of units by criteria for each ruleset, or the explanation of each unit named with --unit (of the only
    one, if there is one). With --by office it lists what is open under the office responsible for it. With --since it goes
    on with what was gained and lost; --everything adds the indicators.
    """
    from ..exchange.output import files as write
    from ..report.overview.absent_units import absent_units
    from ..report.overview.offices import by_office
    from ..report.overview.overview import legend, overview

    if form != "text" and (by is not None or since is not None):
        text_only = (
            "--by và --since chỉ dùng với --format text" if lang == "vi" else "--by and --since are for --format text"
        )
        stop(text_only)
    if record is not None and units:
        stop("--record không dùng cùng --unit" if lang == "vi" else "--record does not go with --unit")
    if self_contained and record is None:
        stop("--self-contained chỉ dùng với --record" if lang == "vi" else "--self-contained is for --record")
    rulesets = folders_for(dossier, rulesets)
    library = library_of(rulesets, lang)
    read = dossier_of(dossier, library, lang)
    day = read.as_of if as_of is None else day_of(as_of)
    earlier = earlier_day(since, day, lang)
    names = names_of(read, library, lang)
    chosen = {unit_of(read, name, day, lang) for name in units}
    for line in absent_units(read.units, read.rulesets, day, names, chosen):
        tell(line, err=True)
    kinds = {read.units[code].kind for code in chosen} or set(read.rulesets)
    runs = decided(read, library, day, lang, [id for kind, ids in read.rulesets.items() if kind in kinds for id in ids])
    check_any(runs, chosen, day, names)
    decisions = [decision for run in runs for decision in run if not chosen or decision.unit in chosen]
    match form:
        case "json":
            pieces: Iterable[str] = write.decisions_to_json(decisions)
        case "csv":
            pieces = write.decisions_to_csv(
                decisions, read.units, language=lang, numbers="vi" if lang == "vi" else "en"
            )
        case _:
            alone = bool(chosen) or sum(len(run.units) for run in runs) == 1
            if by == "office":
                pages = [by_office(runs, names, chosen, everything=everything)]
            elif alone:
                colour = output is None and sys.stdout.isatty()
                pages = list(_explained(runs, chosen, names, everything=everything, colour=colour))
            else:
                pages = [overview(runs, names)]
            if earlier is not None:
                pages.append(_progress(read, runs, earlier, names, chosen, everything=everything))
            if by == "office" or earlier is not None or not alone:
                pages.append(legend(names, runs))
            pieces = ("\n\n".join(pages), "\n")
    put(pieces, output, form, lang)
    if record is not None:
        put_record(runs, record, lang, self_contained=self_contained)


def earlier_day(since: str | None, day: date, lang: Language) -> date | None:
    """The day of `--since`; stops where it is not before the day of the assessment."""
    earlier = None if since is None else day_of(since)
    if earlier is not None and earlier >= day:
        stop(
            f"--since {earlier} phải trước ngày đánh giá ({day})"
            if lang == "vi"
            else f"--since {earlier} must be before the date of the assessment ({day})"
        )
    return earlier


def _explained(
    runs: Sequence[Decisions], chosen: Collection[str], names: Names, *, everything: bool, colour: bool
) -> Iterator[str]:
    """A line for each decision, then each with its reasons; criteria that no conclusion counts under their own heading."""
    from ..report.decisions.explain import explain as explained
    from ..report.decisions.explain import explain_uncounted
    from ..report.decisions.table import decision_table
    from ..report.overview.levels import level_lines

    units = names.units
    assert units is not None
    of_units = [
        (run, *concluded_and_others(run, unit.code))
        for run in runs
        for unit in run.units
        if not chosen or unit.code in chosen
    ]
    table = [decision for _, concluded, _ in of_units for decision in concluded]
    levels = [
        line for run, concluded, _ in of_units for line in level_lines(run, [one.unit for one in concluded], names)
    ]
    yield "\n".join([decision_table(table, names.library, units, names.language), *levels])
    for run, concluded, others in of_units:
        for decision in concluded:
            yield explained(
                decision,
                names.library,
                units,
                names.language,
                everything=everything,
                colour=colour,
                **needed(run, decision),
            )
        if others:
            said = (others, run.program.ruleset, names.library, units, names.language)
            yield explain_uncounted(*said, everything=everything, colour=colour)


class NeededSteps(TypedDict):
    """The steps that a decision needs, and other ways."""

    steps: Steps
    others: tuple[Steps, ...]


def needed(run: Decisions, decision: Decision) -> NeededSteps:
    """The steps to settle a decision that is undetermined, or else to attain it, and two other ways at most."""
    from ..model.outcome import Outcome

    if decision.outcome is Outcome.UNDETERMINED:
        return {"steps": run.to_settle(decision.unit, decision.rule.code), "others": ()}
    ways = run.ways_to_attain(decision.unit, decision.rule.code)
    return {"steps": ways[0] if ways else (), "others": ways[1:3]}


def concluded_and_others(run: Decisions, unit: str) -> tuple[list[Decision], list[Decision]]:
    """The topmost decisions about a unit (conclusions, or criteria where there are none), and the decisions beside them."""
    from ..model.key import is_conclusion

    top = run.of(unit)
    if not run.program.ruleset.conclusions:
        return list(top), []
    concluded = [decision for decision in top if is_conclusion(decision.rule.code)]
    return concluded, [decision for decision in top if not is_conclusion(decision.rule.code)]


def _progress(
    read: Dossier,
    runs: Sequence[Decisions],
    earlier: date,
    names: Names,
    chosen: Collection[str],
    *,
    everything: bool,
) -> str:
    from ..report.overview.progress import progress

    ids = [run.program.ruleset.id for run in runs]
    before = {id: evaluated_on(read, names.library, id, earlier) for id in ids}
    return progress(runs, before, earlier, names, chosen, everything=everything)


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("unit")
@click.argument("rule", required=False)
@click.option("--as-of", metavar="DATE", help="Ngày đánh giá / Assess as of this date.")
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@known_on_option
@assessed_option
@large_option
@rulesets_option
@language_option
def explain(
    dossier: Path,
    unit: str,
    rule: str | None,
    as_of: str | None,
    everything: bool,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Vì sao một quy tắc đạt hay chưa đạt / Why a unit attains a rule, or does not.

    RULE is a rule key (vn/civilised-township#3.3) or the code of a rule in the ruleset that the dossier gives the unit's kind;
    without it, the recognition, and the criteria that no conclusion counts.
    """
    from ..model.key import RECOGNITION, RuleKey
    from ..report.decisions.explain import explain as explained
    from ..report.decisions.explain import explain_uncounted
    from ..report.overview.absent_units import absent_units
    from ..report.overview.levels import level_lines

    rulesets = folders_for(dossier, rulesets)
    library = library_of(rulesets, lang)
    read = dossier_of(dossier, library, lang)
    day = read.as_of if as_of is None else day_of(as_of)
    code = unit_of(read, unit, day, lang)
    kind = read.units[code].kind
    asked = rule or RECOGNITION
    try:
        key = RuleKey.parse(asked) if "/" in asked else RuleKey(next(iter(read.rulesets.get(kind, ())), ""), asked)
    except ValueError as error:
        stop(str(error))
    asked_for = [id for id in read.rulesets.get(kind, ()) if id == key.ruleset]
    for run in decided(read, library, day, lang, asked_for):
        if any(one.code == code for one in run.units):
            levels = [] if rule is not None else list(level_lines(run, [code], names_of(read, library, lang)))
            if rule is None and levels and key.code not in run.program.by_code:
                # Of a ruleset that classes units and recognises none, the levels are asked for.
                chosen = {code}
                names = names_of(read, library, lang)
                tell("\n\n".join(_explained([run], chosen, names, everything=everything, colour=sys.stdout.isatty())))
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
    for line in absent_units(read.units, [kind], day, names_of(read, library, lang), [code]):
        tell(line, err=True)
    stop(
        f"hồ sơ không đánh giá {read.units[code].name} theo {key.ruleset or asked}"
        if lang == "vi"
        else f"the dossier does not assess {read.units[code].name} under {key.ruleset or asked}"
    )
