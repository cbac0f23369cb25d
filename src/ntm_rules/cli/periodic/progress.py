"""The command that writes the progress report of a month or a quarter: `progress`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common.opened import OpenedDossier, dossier_options, open_dossier
from ..common.output import paper_options, put, put_bytes, put_paper
from ..common.shared import RuleFolders, stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.decisions import Decisions
    from ...model.text import Language
    from ...report.periodic.period import ReportPeriod
    from ...report.periodic.progress_page import ProgressPage


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
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
    lang: Language,
) -> None:
    """Báo cáo tiến độ tháng, quý / The progress report of a month or a quarter.

    What was attained since the end of the period before, what was lost, what is open by office, and whether the targets of the
    plan are on track at the present pace. Printed as text; -o progress.docx is a paper for signature, -o progress.xlsx its
    tables, .html, .md the same for a browser, a page of Markdown, -o progress.json plain data.
    """
    from ...model.text import json_text
    from ...report.periodic.progress_data import progress_to_plain
    from ...report.periodic.progress_page import progress_page
    from ...report.periodic.progress_paper import progress_paper

    period = _period(month, quarter, lang)
    opened = open_dossier(dossier, rulesets, lang)
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
            put([json_text(progress_to_plain(page), indent=1), "\n"], output, form, lang)
        case "xlsx":
            if output is None:
                stop("--format xlsx: thêm -o TỆP.xlsx" if lang == "vi" else "--format xlsx: add -o FILE.xlsx")
            put_bytes([_workbook(page, lang)], output, form, lang)
        case _:
            put_paper(progress_paper(page), output, form, period.last, lang)


def _period(month: str | None, quarter: str | None, lang: Language) -> ReportPeriod:
    from ...report.periodic.period import month_of, quarter_of

    if (month is None) is (quarter is None):
        stop(
            "cần một trong hai: --month 2024-06, hoặc --quarter 2024-Q2"
            if lang == "vi"
            else "give one of --month 2024-06 and --quarter 2024-Q2"
        )
    found = quarter_of(quarter or "") if month is None else month_of(month)
    if found is None:
        said = f"--quarter {quarter}: 2024-Q2" if month is None else f"--month {month}: 2024-06"
        stop(f"{said.replace(': ', ' không đọc được; ghi như ') if lang == 'vi' else said.replace(': ', '; write ')}")
    return found


def _series(opened: OpenedDossier, runs: Sequence[Decisions]) -> dict[str, list[Decisions]]:
    """Of each plan the decisions on days of the year with figures, on the first day of the plan for those of before."""
    from ...engine.decisions import Decisions
    from ...engine.pace import is_plan
    from ...report.periodic.progress_page import last_days

    known = opened.days_with_figures()
    found = {}
    for run in filter(is_plan, runs):
        day, ruleset = run.program.as_of, run.program.ruleset
        days = last_days(known, day, run.program.assessed)
        begun = sorted({max(one, ruleset.version) for one in days})
        several = (opened.decided_on(ruleset.id, one) for one in begun if one < day)
        found[ruleset.id] = [one for one in several if isinstance(one, Decisions)]
    return found


def _workbook(page: ProgressPage, lang: Language) -> bytes:
    from ...report.papers.memo import writer_of
    from ...report.periodic.progress_paper import progress_tables
    from ...report.renderers.workbook import SheetHead, tables_xlsx

    return tables_xlsx(progress_tables(page), SheetHead(writer_of(page.area), page.remarks[-1], page.period.last), lang)
