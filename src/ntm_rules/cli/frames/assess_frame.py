"""The command about whole populations: `assess-frame`. Tables larger than memory go through it in a stream."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..common.shared import (
    PATH,
    RuleFolders,
    assessed_option,
    assessed_value,
    day_of,
    in_language_now,
    known_on_option,
    known_on_value,
    language_option,
    library_of,
    remark,
    rulesets_option,
    stop,
)
from .tables import check_files, first_line, frame_called, output_waiting, placed, read_table, write_table

if TYPE_CHECKING:
    import polars as pl

    from ...exchange.tables.scan import ScannedTable
    from ...model.text import Language


@click.command("assess-frame")
@click.argument("ruleset")
@click.argument("table", metavar="IN", type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=PATH,
    required=True,
    help="Ghi ra tệp .parquet hoặc .csv / Write to a file, .parquet or .csv.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Ngày đánh giá; không ghi thì theo cột as_of / Date of assessment; if left out, the column as_of.",
)
@click.option(
    "--others",
    metavar="KIND[@DATE]=FILE",
    multiple=True,
    help="Bảng đơn vị cấp trên, cấp dưới, hoặc của ngày trước / Units above and below by kind, or of an earlier day.",
)
@click.option("--gaps", is_flag=True, help="Thêm cột gap:MÃ, số còn thiếu / Add columns gap:CODE with the shortfall.")
@click.option(
    "--reasons",
    metavar="FILE",
    type=PATH,
    help="Ghi cả lý do, mỗi chỉ tiêu chưa đạt một dòng / Write the reasons too, one row for each indicator not attained.",
)
@known_on_option
@assessed_option
@click.option(
    "--decimal-comma",
    is_flag=True,
    help="CSV dùng dấu phẩy thập phân và ngăn cột bằng dấu ; / Read and write CSV with decimal commas and semicolons.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Từ chối cột mà không quy tắc nào dùng / Refuse a column that no rule reads.",
)
@rulesets_option
@language_option
def assess_frame(
    ruleset: str,
    table: Path,
    output: Path,
    as_of: str | None,
    others: tuple[str, ...],
    gaps: bool,
    reasons: Path | None,
    decimal_comma: bool,
    strict: bool,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Đánh giá cả bảng lớn, mỗi dòng một đơn vị / Decide every row of a table of any size.

    IN is .parquet or .csv: one row per unit, with a column `unit` and one for each measure (by its id), attribute and attested
    rule. OUT has a row for each, with an outcome for every rule. What is larger than memory goes through in a stream: one pass
    checks every cell, the next decides. Files are written whole or not at all.

    In CSV a figure is 85.5, a blank cell is nothing, and the words not_reported, not_applicable, not_yet_due and disputed say
    why there is no figure. Needs Polars: pip install "ntm-rules[frames]".
    """
    try:
        import polars as pl
    except ImportError:
        stop('cần cài thêm: pip install "ntm-rules[frames]"', 'needs pip install "ntm-rules[frames]"')
    from ...engine.frames.assessing.assess import assessment_of
    from ...model.problem import NtmError
    from ..common.stages import stages_shown

    beside = _tables_beside(others)
    check_files([table, *beside.values()], [output, *([] if reasons is None else [reasons])])
    day = None if as_of is None else day_of(as_of)
    library = library_of(rulesets)
    scanned: dict[str, ScannedTable] = {}
    try:
        with ExitStack() as files, stages_shown() as stages:
            waiting = output_waiting(files, output)
            waiting_reasons = None if reasons is None else output_waiting(files, reasons)
            frame = read_table(table, "", library, decimal_comma, stages, files, scanned)
            read: dict[date | None, dict[str, pl.LazyFrame]] = {}
            for (kind, earlier), path in beside.items():
                read.setdefault(earlier, {})[kind] = read_table(
                    path, frame_called(kind, earlier), library, decimal_comma, None, files, scanned
                )
            stages.begin("kiểm tra", "checking")
            past = {earlier: tables for earlier, tables in read.items() if earlier is not None}
            assessment = assessment_of(
                ruleset,
                frame,
                day,
                library=library,
                others=read.get(None),
                past=past,
                known_on=known_on_value(),
                assessed=assessed_value(),
                strict=strict,
            )
            for diagnostic in assessment.remarks:
                remark(diagnostic.render(lang))
            outcomes = assessment.outcomes(gaps=gaps)
            stages.begin("đánh giá", "deciding")
            write_table(outcomes, output, waiting, decimal_comma)
            if reasons is not None and waiting_reasons is not None:
                stages.begin("ghi lý do", "writing reasons", is_whole=False)
                write_table(assessment.reasons(), reasons, waiting_reasons, decimal_comma)
            stages.end()
    except NtmError as error:
        stop(placed(error, scanned))
    except pl.exceptions.PolarsError as error:
        stop(first_line(error))


def _tables_beside(others: Sequence[str]) -> dict[tuple[str, date | None], Path]:
    """The files of `--others` by kind and day; None for the day that is decided."""
    files: dict[tuple[str, date | None], Path] = {}
    for text in others:
        what, sign, path = text.partition("=")
        kind, at, earlier = what.partition("@")
        if not (kind and sign and path):
            stop(f"--others {text}: {in_language_now('viết', 'write')} KIND=FILE, KIND@YYYY-MM-DD=FILE")
        key = (kind, day_of(earlier) if at else None)
        if key in files:
            stop(f"--others {text}: {what} {in_language_now('đã có', 'is given already')}")
        files[key] = Path(path)
    return files
