"""The command about a whole dossier: `assess`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from .common.console import page_width, tell
from .common.narrowing import Narrowing, narrowed, narrowing_options
from .common.opened import OpenedDossier, as_of_option, dossier_options, open_dossier
from .common.output import put
from .common.shared import RuleFolders, output_option, stop
from .common.stages import steps_shown, work_shown
from .records.writing import put_record, record_options

if TYPE_CHECKING:
    from ..engine.decisions import Decisions
    from ..model.text import Language
    from ..report.phrasing.names import Names

T = TypeVar("T")
MOST_LISTED = 200
"""Of more units than this an overview has the totals by the unit above them."""


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
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
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl", "csv"]), default="text", show_default=True
)
@click.option("--full", is_flag=True, help="jsonl: từng kết quả đầy đủ / jsonl: every decision whole on its line.")
@click.option("--everything", is_flag=True, help="In cả những gì đã đạt / Show what is attained in full as well.")
@record_options
@output_option
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
    lang: Language,
) -> None:
    """Đánh giá một hồ sơ / Decide every unit of a dossier, with reasons.

    Text has a table of units by criteria for each ruleset, or the explanation of each unit named with --unit (of the only
    one, if there is one). With --by office it lists what is open under the office responsible for it. With --since it goes
    on with what was gained and lost; --everything adds the indicators. Of more than --most units there are totals by the unit
    above them; --under, --only and --sort choose and order units. --format jsonl has each rule once and one line per unit.
    """
    from ..exchange.output import files as write
    from ..exchange.output.json_lines import decisions_to_lines
    from ..report.overview.absent_units import absent_units
    from ..report.overview.offices import by_office
    from ..report.overview.overview import legend
    from ..report.papers.unit_decisions import units_paper
    from ..report.renderers.paper_text import paper_text
    from ..report.words import overview as overview_words
    from ..report.words.common import say

    if form != "text" and (by is not None or since is not None):
        text_only = (
            "--by và --since chỉ dùng với --format text" if lang == "vi" else "--by and --since are for --format text"
        )
        stop(text_only)
    if full and form != "jsonl":
        stop("--full chỉ dùng với --format jsonl" if lang == "vi" else "--full is for --format jsonl")
    if record is not None and (units or narrowing.leaves_out):
        refused = "--unit, --under, --only"
        stop(f"--record không dùng cùng {refused}" if lang == "vi" else f"--record does not go with {refused}")
    if self_contained and record is None:
        stop("--self-contained chỉ dùng với --record" if lang == "vi" else "--self-contained is for --record")
    opened = open_dossier(dossier, rulesets, lang, as_of)
    read, day, names = opened.read, opened.day, opened.names
    earlier = opened.earlier_day(since)
    chosen = {opened.unit(name) for name in units}
    for line in absent_units(read.units, read.rulesets, day, names, chosen):
        tell(line, err=True)
    kinds = {read.units[code].kind for code in chosen} or set(read.rulesets)
    runs = opened.decided(id for kind, ids in read.rulesets.items() if kind in kinds for id in ids)
    opened.check_any(runs, chosen)
    shown = narrowed(runs, narrowing._replace(under=tuple(map(opened.unit, narrowing.under))))
    if chosen:
        shown = [run.narrowed(unit.code for unit in run.units if unit.code in chosen) for run in shown]
    said = ("Quyết định", "Deciding", lang)

    def counted(steps: Iterable[T], total: int | None) -> Iterator[T]:
        # What is written to the terminal itself shows how far it is.
        return iter(steps) if output is None and sys.stdout.isatty() else steps_shown(steps, total, *said)

    units_of_all = sum(len(run.units) for run in shown)
    each_unit = ((run, unit.code) for run in shown for unit in run.unit_by_unit())
    decisions = (decision for run, code in counted(each_unit, units_of_all) for decision in run.of(code))
    match form:
        case "json":
            pieces: Iterable[str] = write.decisions_to_json(decisions)
        case "jsonl":
            rules = sum(len(run.program.rules) for run in shown)
            pieces = counted(decisions_to_lines(shown, full=full), None if full else units_of_all + rules)
        case "csv":
            pieces = write.decisions_to_csv(
                decisions, read.units, language=lang, numbers="vi" if lang == "vi" else "en"
            )
        case _:
            with work_shown(*said):
                alone = bool(chosen) or sum(len(run.units) for run in runs) == 1
                if by == "office":
                    pages = [by_office(shown, names, everything=everything)]
                elif alone:
                    colour = output is None and sys.stdout.isatty()
                    paper = units_paper([run for run in shown if run.units], names, everything=everything)
                    pages = [paper_text(paper, lang, page_width(output), colour=colour)]
                else:
                    pages = [_page(run, names, by, most, narrowing) for run in shown if run.units]
                    pages = pages or [say(overview_words.NO_SUCH_UNIT, lang)]
                if earlier is not None:
                    left = {unit.code for run in shown for unit in run.units}
                    pages.append(_progress(opened, shown, earlier, left, everything=everything))
                if by == "office" or earlier is not None or not alone:
                    pages.append(legend(names, shown))
            pieces = ("\n\n".join(pages), "\n")
    put(pieces, output, form, lang)
    if record is not None:
        put_record(runs, record, lang, self_contained=self_contained)


def _page(run: Decisions, names: Names, by: str | None, most: int, narrowing: Narrowing) -> str:
    """The table of the units of a run; of more than `most` the totals by the unit above, or the nearest of them."""
    from ..report.overview.by_parent import by_parent
    from ..report.overview.overview import overview
    from ..report.phrasing.numbers import figure
    from ..report.words import overview as overview_words
    from ..report.words.common import say

    is_large = by != "unit" and len(run.units) > most
    if by == "parent" or (is_large and not narrowing.nearest):
        return by_parent(run, names)
    if not is_large:
        return overview([run], names)
    first, whole = (figure(Decimal(count), names.language) for count in (most, len(run.units)))
    page = overview([run.narrowed(unit.code for unit in run.units[:most])], names)
    return f"{page}\n{say(overview_words.FIRST_OF, names.language, count=first, whole=whole)}"


def _progress(
    opened: OpenedDossier,
    runs: Sequence[Decisions],
    earlier: date,
    chosen: Collection[str],
    *,
    everything: bool,
) -> str:
    from ..report.overview.progress import progress

    ids = [run.program.ruleset.id for run in runs]
    before = {id: opened.decided_on(id, earlier) for id in ids}
    return progress(runs, before, earlier, opened.names, chosen, everything=everything)
