"""Whether the figures and words of a frame are such as their measures allow; the first that is not, by column and row."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any

from attrs import frozen

from ...model.fact import Absence
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.number import NotAFigure, exact
from ...model.text import Text
from ...program.misfit import misfit
from .columns import ABSENCE, IN_CONFLICT, UNIT, Column, Kind
from .float_edge import first_at_least, first_more_than
from .problems import frame_error, names
from .reads import Reads
from .space import Expr, Native, Space

MOST = 10**15
"""Figures of as many units of the last decimal are refused: binary floats do not tell them apart."""
_SURELY_READ = 4e-16
"""A float this near to a decimal of 15 digits, relative to it, is read as that decimal."""
_FINDINGS = ("met", "not_met", "basically_met")
_ABSENCES = tuple(absence.value for absence in Absence)
_ROW = "ntm_rules:row"
_MOST_AT_FIRST = 1000


@frozen(eq=False)
class Frame:
    """A frame to be checked. `called` names it in errors; `is_at_hand` says that its rows have an order."""

    lazy: Native
    columns: Mapping[str, Column]
    space: Space
    called: Text | None
    is_at_hand: bool


@frozen(eq=False)
class Suspect:
    """Rows in which a column may be wrong; of those `surely` picks the ones to be looked at one by one."""

    column: Column
    measure: Measure | None
    rows: Expr
    surely: Expr | None = None
    allowed: tuple[str, ...] = ()
    is_scaled: bool = False


def check(frame: Frame, reads: Reads, library: Library, scaled: frozenset[str]) -> list[str]:
    """Raise FactsError with the first row that is wrong in each column that is; returns the columns in which there is NaN."""
    found = list(_suspects(frame, reads, library, scaled))
    if not found:
        return []
    flags = {f"s{number}": one.rows.any() for number, one in enumerate(found)}
    flagged = _rows(frame.lazy.select(**flags), frame.space, streaming=True)[0]
    wrong: list[Text] = []
    with_nan: list[str] = []
    for number, one in enumerate(found):
        if not flagged[f"s{number}"]:
            continue
        rows = one.rows
        if one.column.kind is Kind.FLOAT:
            nan = frame.space.column(one.column.name).is_nan().fill_null(False)
            if _rows(frame.lazy.select(nan=nan.any()), frame.space)[0]["nan"]:
                with_nan.append(one.column.name)
            rows = rows & ~nan
        wrong += _first_wrong(one, rows if one.surely is None else rows & one.surely, frame)
    if wrong:
        raise frame_error(*wrong)
    return with_nan


def nan_columns(frame: Frame, reads: Reads) -> list[str]:
    """The columns in which there is NaN."""
    floats = [name for name in reads.measures if name in frame.columns and frame.columns[name].kind is Kind.FLOAT]
    if not floats:
        return []
    flags = {f"s{number}": frame.space.column(name).is_nan().any() for number, name in enumerate(floats)}
    flagged = _rows(frame.lazy.select(**flags), frame.space)[0]
    return [name for number, name in enumerate(floats) if flagged[f"s{number}"]]


def _suspects(frame: Frame, reads: Reads, library: Library, scaled: frozenset[str]) -> Iterator[Suspect]:
    """For every column that is read, the rows that may be wrong. Raises FactsError for a column of a wrong type."""
    wrong: list[Text] = []
    for name in sorted({*reads.measures, *reads.attributes, *reads.rules}):
        why = frame.columns.get(name + ABSENCE)
        column = frame.columns.get(name)
        measure = library.measures[name] if name in reads.measures else None
        if column is not None and column.kind is not Kind.NOTHING:
            if measure is not None and measure.type is MeasureType.NUMBER:
                if column.kind in (Kind.WHOLE, Kind.FLOAT, Kind.DECIMAL):
                    yield _figures(column, measure, frame.space, name in scaled)
                else:
                    wrong.append(_wrong_type(column, "con số", "figures", frame))
            elif measure is not None and measure.type is MeasureType.LEVEL:
                levels = tuple(level.id for level in measure.levels)
                yield from _words(column, (*levels, *_ABSENCES), frame, wrong)
            elif name in reads.attributes:
                values = library.attributes[name].value_ids if name in library.attributes else ()
                yield from _words(column, ("", *values) if values else (), frame, wrong)
            elif column.kind is not Kind.TRUTH:
                yield from _words(column, (*_FINDINGS, *_ABSENCES), frame, wrong)
        if why is not None and why.kind is not Kind.NOTHING and name not in reads.attributes:
            yield from _words(why, (*_ABSENCES, IN_CONFLICT), frame, wrong)
            if column is not None and column.kind is not Kind.NOTHING:
                both = ~frame.space.column(name).is_null() & ~frame.space.column(why.name).is_null()
                yield Suspect(why, None, both)
    if wrong:
        raise frame_error(*wrong)


def _wrong_type(column: Column, vi: str, en: str, frame: Frame) -> Text:
    return _called(
        frame,
        Text(
            f"cột {column.name!r} có kiểu {column.type}, phải là {vi}",
            f"column {column.name!r} is {column.type}; it must be {en}",
        ),
    )


def _called(frame: Frame, text: Text) -> Text:
    if frame.called is None:
        return text
    return Text(f"{frame.called.vi}: {text.vi}", f"{frame.called.in_language('en')}: {text.in_language('en')}")


def _words(column: Column, allowed: tuple[str, ...], frame: Frame, wrong: list[Text]) -> Iterator[Suspect]:
    if column.kind is not Kind.TEXT:
        wrong.append(_wrong_type(column, "chữ", "text", frame))
    elif allowed:
        space = frame.space
        own = space.column(column.name)
        text = own if column.is_plain_text else own.cast(space.words.String)
        yield Suspect(column, None, (~text.is_in(list(allowed))).fill_null(False), allowed=allowed)


def _figures(column: Column, measure: Measure, space: Space, is_scaled: bool) -> Suspect:
    held = space.column(column.name)
    unit = 10**measure.decimals
    low, high = measure.minimum, measure.maximum
    surely = None
    if column.kind is Kind.FLOAT:
        nearest = held.round(measure.decimals)
        least = first_at_least(low) if low is not None and abs(low) * unit < MOST else -MOST / unit
        above = first_more_than(high) if high is not None and abs(high) * unit < MOST else MOST / unit
        # NaN is more than any figure in Polars and in SQL, and so is among these rows.
        found = [nearest != held, held < least, held >= above]
        surely = ((nearest - held).abs() > held.abs() * _SURELY_READ) | found[1] | found[2]
        return Suspect(column, measure, _any(found, space), _any([surely], space))
    by = unit if is_scaled else 1
    most = MOST if is_scaled else MOST // unit
    found = [held >= most, held <= -most]
    if column.kind is Kind.DECIMAL:
        found.append(held.round(measure.decimals) != held)
    if low is not None:
        found.append(held < _bound(low, by, column))
    if high is not None:
        found.append(held > _bound(high, by, column))
    return Suspect(column, measure, _any(found, space), is_scaled=is_scaled)


def _any(truths: list[Expr], space: Space) -> Expr:
    found = reduce(lambda left, right: left | right, truths)
    # A figure that is not there is not wrong; Polars' any() leaves such out by itself.
    return found if space.is_polars else found.fill_null(False)


def _bound(limit: Decimal, by: int, column: Column) -> int | float | Decimal:
    """A bound as the column holds figures."""
    if column.kind is Kind.DECIMAL:
        return limit
    whole = Fraction(limit) * by
    return int(whole) if whole.denominator == 1 else float(whole)


def _first_wrong(suspect: Suspect, rows: Expr, frame: Frame) -> list[Text]:
    space = frame.space
    lazy = frame.lazy.with_row_index(_ROW) if frame.is_at_hand else frame.lazy
    shown = {"value": space.column(suspect.column.name)}
    if UNIT in frame.columns:
        shown["unit"] = space.column(UNIT)
    if frame.is_at_hand:
        shown["row"] = space.column(_ROW)
    query = lazy.filter(rows).select(**shown)
    seen = 0
    for part in (query.head(_MOST_AT_FIRST), query):
        found = _rows(part, space)
        for row in found[seen:]:
            text = _objection(suspect, row["value"])
            if text is not None:
                return [_called(frame, _at(suspect, row, text))]
        if len(found) < _MOST_AT_FIRST:
            return []
        # Those few may be read as figures by luck.
        seen = _MOST_AT_FIRST if frame.is_at_hand else 0
    return []


def _at(suspect: Suspect, row: dict[str, Any], text: Text) -> Text:
    where_vi = f"dòng {row['row'] + 1}" if "row" in row else "dòng đầu tiên"
    where_en = f"row {row['row'] + 1}" if "row" in row else "first row"
    unit = f" ({row['unit']})" if "unit" in row else ""
    name = suspect.column.name
    return Text(
        f"cột {name!r}, {where_vi}{unit}: {text.vi}",
        f"column {name!r}, {where_en}{unit}: {text.in_language('en')}",
    )


def _objection(suspect: Suspect, value: Any) -> Text | None:
    measure = suspect.measure
    if suspect.allowed:
        known = names([word for word in suspect.allowed if word])
        return Text(f"{value!r} không phải là một trong: {known}", f"{value!r} is none of: {known}")
    if measure is None:
        return Text("vừa có số liệu vừa ghi lý do không có", "there is a figure and a reason why there is none")
    try:
        number = exact(value)
    except NotAFigure as error:
        return Text(f"{value!r} không phải là số liệu", str(error))
    if suspect.is_scaled:
        number = Decimal(value).scaleb(-measure.decimals)
    wrong = misfit(measure, number)
    if wrong is None and abs(number) * 10**measure.decimals >= MOST:
        return Text(
            f"{value} quá lớn để tính chính xác trong khung", f"{value} is too large for a frame to count exactly"
        )
    return None if wrong is None else wrong.at().message


def _rows(query: Any, space: Space, *, streaming: bool = False) -> list[dict[str, Any]]:
    found = query.collect(engine="streaming") if streaming and space.is_polars else query.collect()
    rows: list[dict[str, Any]] = found.to_dicts() if space.is_polars else found.rows(named=True)
    return rows
