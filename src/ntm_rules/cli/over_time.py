"""The commands about time: what became known, what a unit was, how a plan goes on: `corrections`, `history`, `progress`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.opened import OpenedDossier, as_of_option, dossier_options, open_dossier
from .common.output import paper_options, put_bytes, put_json, put_paper
from .common.shared import PATH, RuleFolders, day_of, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.decisions import Decisions
    from ..model.text import Language
    from ..report.periodic.period import ReportPeriod
    from ..report.periodic.progress_page import ProgressPage


@click.command()
@click.argument("dossier", type=PATH)
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
) -> None:
    """Đính chính, bổ sung và kết luận thay đổi theo / What became known between two days, and who changed by it.

    Lists every figure, attestation and published decision that became known after --since (to --known-on, if given): who
    recorded it when, what it replaced, and each outcome that is another for it, with the statements without which it would be
    as before. The day assessed stays the same. --unit narrows what is shown. Printed as text; -o corrections.docx, .html, .md
    is the same for Word, a browser, a page of Markdown, -o corrections.json plain data.
    """
    from attrs import evolve

    from ..engine.corrections.corrections import corrections as found_between
    from ..exchange.output.changes.corrections import corrections_to_plain
    from ..report.papers.over_time import corrections_paper

    opened = open_dossier(dossier, rulesets, as_of)
    read, first = opened.read, day_of(since)
    if read.known_on is not None and first >= read.known_on:
        stop(
            f"--since {first} phải trước {read.known_on:%d/%m/%Y} (known_on)",
            f"--since {first} must be before {read.known_on}",
        )
    chosen = {opened.unit(name) for name in units}
    runs = opened.decided()
    corrections_found = found_between(runs, first)
    if chosen:
        changes = tuple(change for change in corrections_found.changes if change.change.unit in chosen)
        causes = {cause for change in changes for cause in change.causes}
        statements = (
            statement
            for statement in corrections_found.statements
            if statement.statement.unit in chosen or statement.statement in causes
        )
        corrections_found = evolve(corrections_found, statements=tuple(statements), changes=changes)
    if form == "json":
        put_json(corrections_to_plain(corrections_found), output)
    else:
        put_paper(corrections_paper(corrections_found, opened.names, is_part=bool(chosen)), output, form, opened.day)


@click.command()
@click.argument("dossier", type=PATH)
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
) -> None:
    """Quá trình công nhận của một đơn vị / What a unit was over time, under each ruleset that can recognise it.

    Proposed, recognised, maintained, not maintained, within the cases of revocation, revoked, lapsed: from the published
    decisions of the dossier (council*.csv) and from what the rules came to on every day on which something is reported. A
    day on which the rules cannot say is told as such. Printed as text; -o history.docx, .html, .md is the same for Word, a
    browser, a page of Markdown, -o history.json plain data.
    """
    from ..engine.history.history import history as history_of
    from ..report.overview.caption import has_recognition
    from ..report.overview.history import history_to_plain
    from ..report.pages.two_languages import TwoNames
    from ..report.papers.over_time import history_paper
    from ..report.phrasing.numbers import day as day_text

    opened = open_dossier(dossier, rulesets, as_of)
    read, code = opened.read, opened.unit(unit)
    own = read.rulesets.get(read.units[code].kind, ())
    if asked is not None and asked not in own:
        known = ", ".join(own) or "–"
        stop(f"{asked} không xét đơn vị này; {known}", f"{asked} does not judge this unit; {known}")
    runs = opened.decided(own if asked is None else [asked])
    names = opened.names
    histories = [
        history_of(run, code)
        for run in runs
        if has_recognition(run.program.ruleset) and any(decided.code == code for decided in run.units)
    ]
    if not histories and not read.units[code].exists_on(opened.day):
        called, when, last = names.unit(code), day_text(opened.day, opened.lang), read.units[code].exists_until
        vi, en = f"{called} không tồn tại vào ngày {when}", f"{called} does not exist on {when}"
        if last is not None and last < opened.day:
            vi += f"; xem đến ngày cuối cùng của đơn vị: --as-of {last}"
            en += f"; what it was up to its last day is told by --as-of {last}"
        stop(vi, en)
    if not histories:
        stop("không bộ tiêu chí nào công nhận đơn vị này", "no ruleset recognises this unit")
    if form == "json":
        put_json([history_to_plain(unit_history) for unit_history in histories], output)
    else:
        both = TwoNames.of(opened.library, read.units, read.offices)
        put_paper(history_paper(histories, both, everything=everything), output, form, opened.day)


@click.command()
@click.argument("dossier", type=PATH)
@click.option("--month", metavar="YYYY-MM", help="Báo cáo tháng / The report of this month.")
@click.option("--quarter", metavar="YYYY-QN", help="Báo cáo quý / The report of this quarter.")
@paper_options("json", "xlsx")
@dossier_options
def progress(
    dossier: Path,
    month: str | None,
    quarter: str | None,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
) -> None:
    """Báo cáo tiến độ tháng, quý / The progress report of a month or a quarter.

    What was attained since the end of the period before, what was lost, what is open by office, and whether the targets of the
    plan are on track at the present pace. Printed as text; -o progress.docx is a paper for signature, -o progress.xlsx its
    tables, .html, .md the same for a browser, a page of Markdown, -o progress.json plain data.
    """
    from ..report.periodic.progress_data import progress_to_plain
    from ..report.periodic.progress_page import progress_page
    from ..report.periodic.progress_paper import progress_paper

    period = _period(month, quarter)
    opened = open_dossier(dossier, rulesets)
    read = opened.read
    runs = opened.decided(day=period.last)
    opened.check_any(runs, day=period.last)
    page = progress_page(
        runs,
        {id: opened.decided_on(id, period.before) for id in opened.rulesets},
        _series(opened, runs),
        period,
        opened.library,
        read.units,
        title=read.title,
        cautions=opened.cautions(period.last),
        offices=read.offices,
    )
    match form:
        case "json":
            put_json(progress_to_plain(page), output)
        case "xlsx":
            if output is None:
                stop("--format xlsx: thêm -o TỆP.xlsx", "--format xlsx: add -o FILE.xlsx")
            put_bytes([_workbook(page, opened.lang)], output, form)
        case _:
            put_paper(progress_paper(page), output, form, period.last)


def _period(month: str | None, quarter: str | None) -> ReportPeriod:
    from ..report.periodic.period import month_of, quarter_of

    if (month is None) is (quarter is None):
        stop(
            "cần một trong hai: --month 2024-06, hoặc --quarter 2024-Q2",
            "give one of --month 2024-06 and --quarter 2024-Q2",
        )
    period = quarter_of(quarter or "") if month is None else month_of(month)
    if period is None:
        option, form = (f"--quarter {quarter}", "2024-Q2") if month is None else (f"--month {month}", "2024-06")
        stop(f"{option} không đọc được; ghi như {form}", f"{option}; write {form}")
    return period


def _series(opened: OpenedDossier, runs: Sequence[Decisions]) -> dict[str, list[Decisions]]:
    """Of each plan the decisions on days of the year with figures, on the first day of the plan for those of before."""
    from ..engine.decisions import Decisions
    from ..engine.pace import is_plan
    from ..report.periodic.progress_page import last_days

    known = opened.days_with_figures()
    series = {}
    for run in filter(is_plan, runs):
        day, ruleset = run.program.as_of, run.program.ruleset
        days = last_days(known, day, run.program.assessed)
        begun = sorted({max(figure_day, ruleset.version) for figure_day in days})
        earlier_runs = (opened.decided_on(ruleset.id, earlier) for earlier in begun if earlier < day)
        series[ruleset.id] = [earlier_run for earlier_run in earlier_runs if isinstance(earlier_run, Decisions)]
    return series


def _workbook(page: ProgressPage, lang: Language) -> bytes:
    from ..report.papers.memo import writer_of
    from ..report.periodic.progress_paper import progress_tables
    from ..report.renderers.workbook import SheetHead, tables_xlsx

    return tables_xlsx(progress_tables(page), SheetHead(writer_of(page.area), page.remarks[-1], page.period.last), lang)
