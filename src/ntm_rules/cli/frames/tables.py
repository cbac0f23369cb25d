"""Tables of whole populations, in files: checked, read as queries, and written in a stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from ..common.output import why_not_written
from ..common.shared import in_language_now, stop

if TYPE_CHECKING:
    import polars as pl

    from ...exchange.tables.scan import ScannedTable
    from ...model.library import Library
    from ...model.problem import Diagnostic, NtmError
    from ..common.stages import Stages

FORMS = (".parquet", ".csv")
MOST_DESCRIPTION = 8 * 1024 * 1024
"""Bytes of metadata of a Parquet file, all of which are held in memory many times over."""
_END_OF_PARQUET = 8
_UNSEEN = (
    r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\x{34f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{2800}\x{3164}"
    r"\x{fe00}-\x{fe0f}\x{ffa0}\x{fff0}-\x{fff8}\x{e0000}-\x{e0fff}]"
)
"""Characters that `model.text.seen` replaces, in the writing of Polars."""


def check_files(sources: Sequence[Path], written: Sequence[Path]) -> None:
    """Stop where a file has an unknown form, is no file, or would be written over. Raises OSError for one that is missing."""
    from ...exchange.output.output_file import InUseError
    from ...language.files.input_file import opened

    for path in (*sources, *written):
        if path.suffix.lower() not in FORMS:
            stop(f"{path}: {in_language_now('tên tệp phải kết thúc bằng', 'must end in')} .parquet, .csv")
    for number, path in enumerate(written):
        if any(_are_one(path, other) for other in (*sources, *written[:number])):
            stop(f"{path}: {why_not_written(InUseError())}")
    for path in sources:
        with opened(path) as stream:
            if path.suffix.lower() == ".parquet" and (size := _size_of_description(stream)) > MOST_DESCRIPTION:
                large = in_language_now("phần mô tả của tệp quá lớn", "its description of itself is too large")
                stop(f"{path}: {large} ({size} > {MOST_DESCRIPTION} byte)")


def _size_of_description(stream: BinaryIO) -> int:
    """Bytes of the metadata at the end of a Parquet file, as it says; 0 for another file."""
    if stream.seek(0, SEEK_END) < _END_OF_PARQUET:
        return 0
    stream.seek(-_END_OF_PARQUET, SEEK_END)
    end = stream.read(_END_OF_PARQUET)
    return int.from_bytes(end[:4], "little") if end[4:] == b"PAR1" else 0


def _are_one(path: Path, other: Path) -> bool:
    from ...language.files.input_file import followed

    if path.exists() and other.exists():
        return path.samefile(other)
    return followed(path) == followed(other)


def output_waiting(files: ExitStack, path: Path) -> Path:
    """Temporary file to write to; it replaces the output when all is done."""
    from ...exchange.output.output_file import in_place_of

    try:
        return files.enter_context(in_place_of(path))
    except OSError as error:
        stop(f"{path}: {why_not_written(error)}")


def frame_called(kind: str, earlier: date | None) -> str:
    """Name of the frame of a file of `--others` in diagnostics."""
    return f"frame {kind!r}" if earlier is None else f"frame {kind!r} ({earlier})"


def read_table(
    path: Path,
    called: str,
    library: Library,
    decimal_comma: bool,
    stages: Stages | None,
    files: ExitStack,
    scanned: dict[str, ScannedTable],
) -> pl.LazyFrame:
    """A table as a query; the cells of a CSV are read as figures, and rows counted as they go through the stages.

    How a CSV is written is noted in `scanned`, by what the frame is `called`.
    """
    import polars as pl

    from ...engine.frames.assessing.text import figures_from_text
    from ...engine.frames.input.columns import UNIT
    from ...exchange.tables.scan import scan_table
    from ...model.problem import NtmError

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
        stop(placed(error, {"": scanned[called]} if called in scanned else {}))
    except pl.exceptions.PolarsError as error:
        stop(f"{path}: {first_line(error)}")


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


def placed(error: NtmError, scanned: Mapping[str, ScannedTable]) -> NtmError:
    """The error, its diagnostics about rows of a CSV with the line and column."""
    from attrs import evolve

    def placed(diagnostic: Diagnostic) -> Diagnostic:
        row, column = diagnostic.fields.get("row"), diagnostic.fields.get("column")
        table = scanned.get(str(diagnostic.fields.get("frame", "")))
        if table is None or diagnostic.place is not None or not isinstance(row, int):
            return diagnostic
        return evolve(diagnostic, place=table.place_of(row, column if isinstance(column, str) else None))

    return type(error)(placed(diagnostic) for diagnostic in error.diagnostics)


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def write_table(frame: pl.LazyFrame, path: Path, waiting: Path, decimal_comma: bool) -> None:
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

    from ...exchange.output.files import FORMULA_STARTS

    texts = [name for name, kind in frame.collect_schema().items() if kind == pl.String]
    columns = {}
    for name in texts:
        text = pl.col(name).str.replace_all(_UNSEEN, "\ufffd")
        is_formula = text.str.slice(0, 1).is_in(FORMULA_STARTS)
        columns[name] = pl.when(is_formula).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
    return frame.with_columns(**columns)
