"""Columns that hold the same in another form than is read: whole floats for codes, midnights for days, nothing at all."""

from collections.abc import Mapping
from typing import Any

from ....model.problem import Diagnostic
from ....model.text import Text
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
from ..input.columns import CODES, Column, ColumnKind
from .check import Frame, first_rows, once_each, rows_of
from .keys import code_misfit

MOST_WHOLE = 2**53
"""The limit from which on floats do not tell whole numbers apart."""
_NO_CODE = Text("không phải là số nguyên đọc được chính xác", "it is no whole number that can be read exactly")


def formed(
    frame: Frame, wanted: Mapping[str, tuple[ColumnKind, ...]], decimals: Mapping[str, int]
) -> tuple[Native, list[Diagnostic]]:
    """The frame with columns as they are read, where that is sure, and the codes that are no whole numbers.

    `wanted` are the kinds that columns may be of; `decimals` those of the measures in columns of figures. Whole floats become
    whole numbers in columns of codes, times days where all are midnight, floats of 32 bits those of 64 that are written alike,
    and a column of another type without a value one of nothing. Columns that stay as they are, are for `wrong_type`.
    """
    expressions = frame.expressions
    new_columns: dict[str, Expr] = {}
    misfits: dict[str, Expr] = {}
    for name, kinds in wanted.items():
        column = frame.columns.get(name)
        if column is None or column.kind is ColumnKind.NOTHING:
            continue
        if is_as_read(column, kinds, expressions):
            # Most columns are; an expression for each would cost more than all else here.
            continue
        is_single = _is_single(column, expressions)
        values = expressions.column(name)
        if kinds is CODES and column.kind in (ColumnKind.FLOAT, ColumnKind.DECIMAL):
            misfits[name], new_columns[name] = _as_whole(values, column, expressions)
        elif (
            column.kind is ColumnKind.TIME
            and ColumnKind.DAY in kinds
            and (expressions.is_polars or not column.type.time_zone)
        ):
            misfits[name], new_columns[name] = _as_day(values, column, expressions)
        elif column.kind not in kinds:
            misfits[name] = ~values.is_null()
            if column.kind is ColumnKind.FLOAT:
                misfits[name] = misfits[name] & ~values.is_nan()
            new_columns[name] = expressions.null(_type_of(kinds, expressions))
        elif name in decimals and is_single:
            new_columns[name] = _as_double(values, decimals[name], expressions)
    if not new_columns:
        return frame.lazy, []
    wrong: list[Diagnostic] = []
    flags = {f"o{number}": misfit.fill_null(False).any() for number, misfit in enumerate(misfits.values())}
    [flagged] = rows_of(frame.lazy.select(**flags), expressions, streaming=True) if flags else [{}]
    for number, name in enumerate(misfits):
        if not flagged[f"o{number}"]:
            continue
        del new_columns[name]
        if wanted[name] is CODES and frame.columns[name].kind in (ColumnKind.FLOAT, ColumnKind.DECIMAL):
            rows = first_rows(frame, misfits[name].fill_null(False), {"value": expressions.column(name)})
            no_codes = [(row, code_misfit(_shown(row["value"]), _NO_CODE)) for row in rows]
            wrong += once_each(frame, name, no_codes, misfits[name].fill_null(False))
    if not new_columns:
        return frame.lazy, wrong
    return frame.lazy.with_columns(
        **{expressions.spelled(name): expression for name, expression in new_columns.items()}
    ), wrong


def is_as_read(column: Column, kinds: tuple[ColumnKind, ...], expressions: ExpressionLibrary) -> bool:
    """True if a column is read as it is, whatever is in it."""
    if column.kind is ColumnKind.NOTHING:
        return True
    if kinds is CODES:
        return column.kind in kinds and column.kind not in (ColumnKind.FLOAT, ColumnKind.DECIMAL)
    return column.kind in kinds and column.kind is not ColumnKind.TIME and not _is_single(column, expressions)


def _is_single(column: Column, expressions: ExpressionLibrary) -> bool:
    return column.kind is ColumnKind.FLOAT and bool(column.type == expressions.words.Float32)


def _as_whole(values: Expr, column: Column, expressions: ExpressionLibrary) -> tuple[Expr, Expr]:
    """The rows that hold no whole number, and the whole numbers."""
    is_whole = (values.round(0) == values) & (values < MOST_WHOLE) & (values > -MOST_WHOLE)
    if column.kind is ColumnKind.FLOAT:
        values = expressions.choose(
            [(values.is_nan(), expressions.null(expressions.words.Float64))], values.cast(expressions.words.Float64)
        )
        is_whole = is_whole | values.is_null()
    return ~is_whole, values.cast(expressions.words.Int64)


def _as_day(values: Expr, column: Column, expressions: ExpressionLibrary) -> tuple[Expr, Expr]:
    """The rows with a time of day, and the days; a time of a zone is that of its clocks."""
    kind = column.type
    if kind.time_zone:
        values, kind = values.dt.replace_time_zone(None), expressions.words.Datetime(kind.time_unit)
    day = values.cast(expressions.words.Date)
    return day.cast(kind) != values, day


def _as_double(values: Expr, decimals: int, expressions: ExpressionLibrary) -> Expr:
    """The double that is written as a float of 32 bits is, with the fewest decimals that tell it from others."""
    double = values.cast(expressions.words.Float64)
    cases = []
    for places in range(decimals + 1):
        short = double.round(places)
        cases.append((short.cast(expressions.words.Float32) == values, short))
    return expressions.choose(cases, double)


def _type_of(kinds: tuple[ColumnKind, ...], expressions: ExpressionLibrary) -> Any:
    words = expressions.words
    if ColumnKind.DAY in kinds:
        return words.Date
    if ColumnKind.TEXT in kinds:
        return words.String
    return words.Int64 if kinds == (ColumnKind.WHOLE,) else words.Float64


def _shown(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
