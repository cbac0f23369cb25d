"""The command about a whole dossier: `assess`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from .common.opened import (
    Narrowing,
    OpenedDossier,
    as_of_option,
    dossier_options,
    narrowed,
    narrowing_options,
    open_dossier,
)
from .common.output import PAPER_FORMS, paper_options, put, put_paper, refuse_output
from .common.shared import PATH, RuleFolders, remark, stop
from .common.stages import steps_shown, work_shown
from .records.proofs import put_record, record_options

if TYPE_CHECKING:
    from ..engine.decisions import Decisions
    from ..report.papers.assessment import AssessmentView, Since
    from ..report.papers.paper import Paper

T = TypeVar("T")
MOST_LISTED = 200
"""Of more units than this an overview has the totals by the unit above them."""


@click.command()
@click.argument("dossier", type=PATH)
@as_of_option
@click.option("--unit", "units", multiple=True, help="Chỉ đơn vị này (mã hoặc tên) / Only this unit (code or name).")
@click.option(
    "--by",
    type=click.Choice(["unit", "office", "parent"]),
    help="Theo đơn vị, cơ quan phụ trách hay địa bàn (mặc định khi có rất nhiều đơn vị) / By unit, by office responsible, or "
    "totals by the unit above (the default for very many units).",
)
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(1),
    default=MOST_LISTED,
    show_default=True,
    help="Quá số đơn vị này thì in tổng theo địa bàn / For more units than this, totals by the unit above.",
)
@narrowing_options
@click.option(
    "--since",
    metavar="DATE",
    help="Thay đổi so với ngày này (trước ngày đánh giá) / What changed since this earlier date.",
)
@click.option("--full", is_flag=True, help="jsonl: từng kết quả đầy đủ / jsonl: every decision whole on its line.")
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@record_options
@paper_options("json", "jsonl", "csv")
@dossier_options
def assess(
    dossier: Path,
    as_of: str | None,
    units: tuple[str, ...],
    by: str | None,
    most: int,
    narrowing: Narrowing,
    since: str | None,
    form: str,
    full: bool,
    everything: bool,
    record: Path | None,
    self_contained: bool,
    output: Path | None,
    rulesets: RuleFolders,
) -> None:
    """Đánh giá một hồ sơ / Decide every unit of a dossier, with reasons.

    A table of units by criteria for each ruleset, units with the same results in one row, or the explanation of each unit named
    with --unit (of the only one, if there is one). --by office lists what is open under the office responsible for it. --since
    goes on with what was gained and lost; --everything has every unit, criterion and indicator. Of more than --most units there
    are totals by the unit above them; --under, --only and --sort choose and order units. -o assess.docx, .html, .md is the same
    for Word, a browser, a page of Markdown; --format jsonl has each rule once and one line per unit.
    """
    from ..exchange.output import files as write
    from ..exchange.output.json_lines import decisions_to_lines
    from ..report.overview.units import absent_units
    from ..report.papers.assessment import AssessmentView, Since

    if form not in PAPER_FORMS and (by is not None or since is not None):
        stop(f"--by và --since không dùng với --format {form}", f"--by and --since are not for --format {form}")
    if full and form != "jsonl":
        stop("--full chỉ dùng với --format jsonl", "--full is for --format jsonl")
    if record is not None and (units or narrowing.leaves_out):
        refused = "--unit, --under, --only"
        stop(f"--record không dùng cùng {refused}", f"--record does not go with {refused}")
    if self_contained and record is None:
        stop("--self-contained chỉ dùng với --record", "--self-contained is for --record")
    opened = open_dossier(dossier, rulesets, as_of)
    if record is not None:
        refuse_output(record, "jsonl", output)
    read, day, names = opened.read, opened.day, opened.names
    earlier = opened.earlier_day(since)
    chosen = {opened.unit(name) for name in units}
    for line in absent_units(read.units, read.rulesets, day, names, chosen):
        remark(line)
    kinds = {read.units[code].kind for code in chosen} or set(read.rulesets)
    runs = opened.decided(id for kind, ids in read.rulesets.items() if kind in kinds for id in ids)
    opened.check_any(runs, chosen)
    shown = narrowed(runs, narrowing._replace(under=tuple(map(opened.unit, narrowing.under))))
    if chosen:
        shown = [run.narrowed(unit.code for unit in run.units if unit.code in chosen) for run in shown]
    stage = "Quyết định", "Deciding"

    def counted(steps: Iterable[T], total: int | None) -> Iterator[T]:
        # What is written to the terminal itself shows how far it is.
        return iter(steps) if output is None and sys.stdout.isatty() else steps_shown(steps, total, *stage)

    units_of_all = sum(len(run.units) for run in shown)
    each_unit = ((run, unit.code) for run in shown for unit in run.unit_by_unit())
    decisions = (decision for run, code in counted(each_unit, units_of_all) for decision in run.of(code))
    match form:
        case "json":
            put(write.decisions_to_json(decisions), output, form)
        case "jsonl":
            rules = sum(len(run.program.rules) for run in shown)
            lines = counted(decisions_to_lines(shown, full=full), None if full else units_of_all + rules)
            put(lines, output, form)
        case "csv":
            rows = write.decisions_to_csv(decisions, read.units, language=opened.lang, numbers=opened.lang)
            put(rows, output, form)
        case _:
            shown = [run for run in shown if run.units]
            alone = bool(chosen) or sum(len(run.units) for run in runs) == 1
            compared = None
            if earlier is not None:
                left = {unit.code for run in shown for unit in run.units} if chosen or narrowing.leaves_out else set()
                before = {run.program.ruleset.id: opened.decided_on(run.program.ruleset.id, earlier) for run in shown}
                compared = Since(earlier, before, frozenset(left))
            whole = {run.program.ruleset.id: len(run.units) for run in runs}
            view = AssessmentView(by, most, narrowing.nearest, everything, whole)
            with work_shown(*stage):
                paper = _paper(opened, shown, view, compared, alone=alone and by != "office")
            put_paper(paper, output, form, day)
    if record is not None:
        put_record(runs, record, self_contained=self_contained)


def _paper(
    opened: OpenedDossier, runs: Sequence[Decisions], shown: AssessmentView, since: Since | None, *, alone: bool
) -> Paper:
    """The paper of a dossier, or where one unit is `alone`, or some are asked for, that with all their reasons."""
    from attrs import evolve

    from ..report.pages.two_languages import TwoNames
    from ..report.papers.assessment import assessment_paper, closing_blocks, since_blocks
    from ..report.papers.paper import Paper
    from ..report.papers.unit_decisions import units_paper
    from ..report.words import overview as words

    names = opened.names
    both = TwoNames.of(opened.library, opened.read.units, opened.read.offices)
    if not runs:
        return Paper(None, words.NO_SUCH_UNIT, (), ())
    if not alone:
        return assessment_paper(runs, both, names, opened.read.title or words.ASSESSMENT, shown, since)
    paper = units_paper(runs, names, everything=shown.everything)
    if since is None:
        return paper
    blocks = (*paper.blocks, *since_blocks(runs, both, since, everything=shown.everything))
    return evolve(paper, blocks=(*blocks, *closing_blocks(blocks, runs, names, shown)))
