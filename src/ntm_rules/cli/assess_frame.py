"""The command about whole populations: `assess-frame`. Tables larger than memory go through it in a stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import click

from .common.console import tell
from .common.output import why_not_written
from .common.shared import (
    RuleFolders,
    assessed_asked,
    assessed_option,
    day_of,
    known_on_asked,
    known_on_option,
    language_option,
    library_of,
    rulesets_option,
    stop,
)

if TYPE_CHECKING:
    import polars as pl

    from ..exchange.tables.scan import ScannedTable
    from ..model.library import Library
    from ..model.problem import Diagnostic, NtmError
    from ..model.text import Language
    from .common.stages import Stages

FORMS = (".parquet", ".csv")
MOST_DESCRIPTION = 8 * 1024 * 1024
"""Bytes of metadata of a Parquet file, all of which are held in memory many times over."""
_END_OF_PARQUET = 8
_UNSEEN = (
    r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{2800}\x{3164}"
    r"\x{fe00}-\x{fe0f}\x{ffa0}\x{fff0}-\x{fff8}\x{e0000}-\x{e0fff}]"
)
"""Characters that `model.text.seen` replaces, in the writing of Polars."""


@click.command("assess-frame")
@click.argument("ruleset")
@click.argument("table", metavar="IN", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    required=True,
    help="Ghi ra tệp .parquet hoặc .csv / Write to a file, .parquet or .csv.",
)
@click.option(
    "--as-of", metavar="DATE", help="Ngày đánh giá; không có thì theo cột as_of / Without it, the column as_of."
)
@click.option(
    "--others",
    metavar="KIND[@DATE]=FILE",
    multiple=True,
    help="Bảng đơn vị cấp trên, cấp dưới, hoặc của ngày trước / Units above and below by kind, or of an earlier day.",
)
@click.option(
    "--gaps", is_flag=True, help="Thêm cột gap:MÃ, còn thiếu bao nhiêu / Columns gap:CODE, with the shortfall."
)
@click.option(
    "--reasons",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ghi cả lý do, mỗi chỉ tiêu chưa đạt một dòng / Write the reasons too, one row for each indicator not attained.",
)
@known_on_option
@assessed_option
@click.option(
    "--decimal-comma",
    is_flag=True,
    help="CSV đọc và ghi 85,5, ngăn cột bằng ; / Figures in CSV are 85,5, in and out; it is written with ;.",
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

    IN is .parquet or .csv: a row a unit, with a column `unit` and one for each measure (by its id), attribute and attested
    rule. OUT has a row for each, with an outcome for every rule. What is larger than memory goes through in a stream: one pass
    checks every cell, the next decides. Files are written whole or not at all.

    In CSV a figure is 85.5, a blank cell is nothing, and the words not_reported, not_applicable, not_yet_due and disputed say
    why there is no figure. Needs Polars: pip install "ntm-rules[frames]".
    """
    try:
        import polars as pl
    except ImportError:
        stop(
            'cần cài thêm: pip install "ntm-rules[frames]"' if lang == "vi" else 'needs pip install "ntm-rules[frames]"'
        )
    from ..engine.frames.assessing.assess import assessment_of
    from ..model.problem import NtmError
    from .common.stages import stages_shown

    beside = _tables_beside(others, lang)
    _check_files([table, *beside.values()], [output, *([] if reasons is None else [reasons])], lang)
    day = None if as_of is None else day_of(as_of)
    library = library_of(rulesets, lang)
    scanned: dict[str, ScannedTable] = {}
    try:
        with ExitStack() as files, stages_shown(lang) as stages:
            waiting = _waiting(files, output, lang)
            waiting_reasons = None if reasons is None else _waiting(files, reasons, lang)
            frame = _read(table, "", library, decimal_comma, stages, lang, files, scanned)
            read: dict[date | None, dict[str, pl.LazyFrame]] = {}
            for (kind, earlier), path in beside.items():
                read.setdefault(earlier, {})[kind] = _read(
                    path, _called(kind, earlier), library, decimal_comma, None, lang, files, scanned
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
                known_on=known_on_asked(),
                assessed=assessed_asked(),
                strict=strict,
            )
            for remark in assessment.remarks:
                tell(remark.render(lang), err=True)
            outcomes = assessment.outcomes(gaps=gaps)
            stages.begin("đánh giá", "deciding")
            _write(outcomes, output, waiting, decimal_comma)
            if reasons is not None and waiting_reasons is not None:
                stages.begin("ghi lý do", "writing reasons", is_whole=False)
                _write(assessment.reasons(), reasons, waiting_reasons, decimal_comma)
            stages.end()
    except NtmError as error:
        stop(_placed(error, scanned), lang)
    except pl.exceptions.PolarsError as error:
        stop(_first_line(error))


def _tables_beside(others: Sequence[str], lang: Language) -> dict[tuple[str, date | None], Path]:
    """The files of `--others` by kind and day; None for the day that is decided."""
    found: dict[tuple[str, date | None], Path] = {}
    for text in others:
        what, sign, path = text.partition("=")
        kind, at, earlier = what.partition("@")
        if not (kind and sign and path):
            stop(f"--others {text}: {'viết' if lang == 'vi' else 'write'} KIND=FILE, KIND@YYYY-MM-DD=FILE")
        key = (kind, day_of(earlier) if at else None)
        if key in found:
            stop(f"--others {text}: {what} {'đã có' if lang == 'vi' else 'is given already'}")
        found[key] = Path(path)
    return found


def _check_files(given: Sequence[Path], written: Sequence[Path], lang: Language) -> None:
    """Stop where a file has an unknown form, is no file, or would be written over. Raises OSError for one that is missing."""
    from ..exchange.output.output_file import InUseError
    from ..language.files.input_file import opened

    for path in (*given, *written):
        if path.suffix.lower() not in FORMS:
            stop(f"{path}: {'tên tệp phải kết thúc bằng' if lang == 'vi' else 'must end in'} .parquet, .csv")
    for number, path in enumerate(written):
        if any(_are_one(path, other) for other in (*given, *written[:number])):
            stop(f"{path}: {why_not_written(InUseError(), lang)}")
    for path in given:
        with opened(path) as stream:
            if path.suffix.lower() == ".parquet" and (size := _size_of_description(stream)) > MOST_DESCRIPTION:
                vi, en = "phần mô tả của tệp quá lớn", "its description of itself is too large"
                stop(f"{path}: {vi if lang == 'vi' else en} ({size} > {MOST_DESCRIPTION} byte)")


def _size_of_description(stream: BinaryIO) -> int:
    """Bytes of the metadata at the end of a Parquet file, as it says; 0 for another file."""
    if stream.seek(0, SEEK_END) < _END_OF_PARQUET:
        return 0
    stream.seek(-_END_OF_PARQUET, SEEK_END)
    end = stream.read(_END_OF_PARQUET)
    return int.from_bytes(end[:4], "little") if end[4:] == b"PAR1" else 0


def _are_one(path: Path, other: Path) -> bool:
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()


def _waiting(files: ExitStack, path: Path, lang: Language) -> Path:
    """Temporary file to write to; it replaces the output when all is done."""
    from ..exchange.output.output_file import in_place_of

    try:
        return files.enter_context(in_place_of(path))
    except OSError as error:
        stop(f"{path}: {why_not_written(error, lang)}")


# In


def _called(kind: str, earlier: date | None) -> str:
    """Name of the frame of a file of `--others` in diagnostics."""
    return f"frame {kind!r}" if earlier is None else f"frame {kind!r} ({earlier})"


def _read(
    path: Path,
    called: str,
    library: Library,
    decimal_comma: bool,
    stages: Stages | None,
    lang: Language,
    files: ExitStack,
    scanned: dict[str, ScannedTable],
) -> pl.LazyFrame:
    """A table as a query; the cells of a CSV are read as figures, and rows counted as they go through the stages.

    How a CSV is written is noted in `scanned`, by what the frame is `called`.
    """
    import polars as pl

    from ..engine.frames.assessing.text import figures_from_text
    from ..engine.frames.input.columns import UNIT
    from ..exchange.tables.scan import scan_table
    from ..model.problem import NtmError

    is_text = path.suffix.lower() == ".csv"
    try:
        if is_text:
            if stages is not None:
                stages.begin("xem tệp", "looking over", is_whole=False)
            scanned[called] = scan_table(path, str(path), UNIT)
            frame = _as_text(scanned[called], files)
        else:
            frame = pl.scan_parquet(path, glob=False)
        frame.collect_schema()
        frame = frame if stages is None else stages.counted(frame)
        if not is_text:
            return frame
        if stages is not None:
            stages.begin("đọc", "reading")
        return figures_from_text(frame, library, decimal_comma)
    except NtmError as error:
        stop(_placed(error, {"": scanned[called]} if called in scanned else {}), lang)
    except pl.exceptions.PolarsError as error:
        stop(f"{path}: {_first_line(error)}")


def _as_text(scanned: ScannedTable, files: ExitStack) -> pl.LazyFrame:
    """The rows of a table of text, all cells as text; one that Polars would read otherwise is written out plainly first."""
    import polars as pl

    schema = dict.fromkeys(scanned.header, pl.String)
    path, skipped, separator = scanned.path, scanned.skipped, scanned.delimiter
    if not scanned.is_plain:
        path = Path(files.enter_context(TemporaryDirectory())) / "table.csv"
        scanned.write_plain(path)
        skipped, separator = 1, ","
    try:
        frame = pl.scan_csv(
            path,
            glob=False,
            has_header=False,
            schema=schema,
            infer_schema=False,
            separator=separator,
            skip_lines=skipped,
        )
        frame.head(1).collect()
    except pl.exceptions.NoDataError:
        return pl.LazyFrame(schema=schema)
    return frame


def _placed(error: NtmError, scanned: Mapping[str, ScannedTable]) -> NtmError:
    """The error, its diagnostics about rows of a CSV with the line and column."""
    from attrs import evolve

    def placed(found: Diagnostic) -> Diagnostic:
        row, column = found.fields.get("row"), found.fields.get("column")
        table = scanned.get(str(found.fields.get("frame", "")))
        if table is None or found.place is not None or not isinstance(row, int):
            return found
        return evolve(found, place=table.place_of(row, column if isinstance(column, str) else None))

    return type(error)(placed(one) for one in error.diagnostics)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


# Out


def _write(frame: pl.LazyFrame, path: Path, waiting: Path, decimal_comma: bool) -> None:
    """Write the result of a query, in the form that the suffix of `path` names."""
    if path.suffix.lower() == ".parquet":
        frame.sink_parquet(waiting, engine="streaming")
        return
    _harmless(frame).sink_csv(
        waiting,
        include_bom=True,
        check_extension=False,
        separator=";" if decimal_comma else ",",
        decimal_comma=decimal_comma,
        float_scientific=False,
        line_terminator="\r\n",
        engine="streaming",
    )


def _harmless(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame without what cannot be seen, and an apostrophe before text that a spreadsheet would take for a formula."""
    import polars as pl

    from ..exchange.output.files import FORMULA_STARTS

    texts = [name for name, kind in frame.collect_schema().items() if kind == pl.String]
    made = {}
    for name in texts:
        text = pl.col(name).str.replace_all(_UNSEEN, "\ufffd")
        is_formula = text.str.slice(0, 1).is_in(FORMULA_STARTS)
        made[name] = pl.when(is_formula).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
    return frame.with_columns(**made)
