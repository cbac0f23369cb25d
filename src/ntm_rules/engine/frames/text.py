"""Tables read as text, such as CSV: figures, absences and days, read strictly; the first cell of a column that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from ...model.fact import Absence
from ...model.library import Library
from ...model.measure import MeasureType
from ...model.text import Text
from .columns import ABSENCE, AS_OF, EXISTS_FROM, EXISTS_UNTIL, UNIT
from .problems import frame_error, names

if TYPE_CHECKING:
    import polars as pl

SIGNIFICANT_DIGITS = 15
"""As many are the same in the float nearest to a figure; more are refused."""
_ABSENCES = tuple(absence.value for absence in Absence)
_DAYS = (AS_OF, EXISTS_FROM, EXISTS_UNTIL)
_ROW = "ntm_rules:row"
_LONGEST_SHOWN = 40


@frozen(eq=False)
class _Reading:
    """How a column of text is read. Of the rows that `perhaps` picks, cheaply, those of `wrong` cannot be read."""

    name: str
    perhaps: pl.Expr
    wrong: pl.Expr
    value: pl.Expr
    objection: Callable[[str], Text]
    word: pl.Expr | None = None


def figures_from_text(frame: pl.LazyFrame, library: Library, decimal_comma: bool = False) -> pl.LazyFrame:
    """The frame with figures and days in place of their text; the rest stays text, and a blank cell is nothing.

    Figures are read in columns named by a measure of numbers: digits, with a decimal point (with `decimal_comma` a comma
    instead) and a minus before them if need be. A word of `Absence` there goes to the column `MEASURE:absence`. Days are read
    in `as_of`, `exists_from`, `exists_until`: YYYY-MM-DD.

    All cells are looked at in one pass. Raises FactsError naming the column and the first row of every one that is wrong.

    >>> import polars as pl
    >>> from ntm_rules import load_library
    >>> table = pl.LazyFrame({"unit": ["A", "B"], "clean_water_households": ["99.9", "not_reported"]})
    >>> figures_from_text(table, load_library()).collect().rows()
    [('A', 99.9, None), ('B', None, 'not_reported')]
    """
    import polars as pl

    columns = [name for name, kind in frame.collect_schema().items() if kind == pl.String]
    readings = list(_readings(columns, library, decimal_comma))
    looked_for = {f"wrong{number}": one.perhaps.any() for number, one in enumerate(readings)}
    looked_for |= {f"word{number}": one.word.any() for number, one in enumerate(readings) if one.word is not None}
    if not looked_for:
        return frame
    # A CSV line with more cells than columns is found only where all columns are read.
    looked_for |= {f"cells{number}": pl.col(name).null_count() for number, name in enumerate(columns)}
    found = frame.select(**looked_for).collect(engine="streaming").row(0, named=True)
    wrong = [
        text
        for number, one in enumerate(readings)
        if found[f"wrong{number}"]
        for text in _first_wrong(one, frame, has_units=UNIT in columns)
    ]
    if wrong:
        raise frame_error(*wrong)
    made = {name: _filled(name) for name in columns} | {one.name: one.value for one in readings}
    for number, one in enumerate(readings):
        if one.word is not None and found[f"word{number}"]:
            why = one.name + ABSENCE
            beside = _filled(why) if why in columns else pl.lit(None, dtype=pl.String)
            made[why] = pl.when(one.word).then(pl.col(one.name)).otherwise(beside)
    return frame.with_columns(**made)


def _readings(columns: list[str], library: Library, decimal_comma: bool) -> Iterator[_Reading]:
    for name in columns:
        if name == UNIT:
            yield _keys(name)
        elif name in _DAYS:
            yield _days(name)
        elif name in library.measures and library.measures[name].type is MeasureType.NUMBER:
            yield _figures(name, name + ABSENCE if name + ABSENCE in columns else None, decimal_comma)


def _figures(name: str, why: str | None, decimal_comma: bool) -> _Reading:
    import polars as pl

    text = pl.col(name)
    point, example = (",", "85,5") if decimal_comma else (".", "85.5")
    is_figure = text.str.contains(rf"^-?[0-9]+(?:[{point}][0-9]+)?$")
    is_word = text.is_in(_ABSENCES).fill_null(False)
    is_neither = ~(is_figure | is_word | _is_blank(text))
    if why is not None:
        # A reason in either column, but not another in each.
        is_neither = is_neither | (is_word & ~_is_blank(pl.col(why)) & (pl.col(why) != text))
    # Zeros before the first digit that counts say nothing about how exact a figure is.
    digits = text.str.replace(rf"^-?0*[{point}]?0*", "").str.replace(point, "", literal=True).str.len_bytes()
    is_too_long = is_figure & (digits > SIGNIFICANT_DIGITS)
    pointed = text.str.replace(",", ".", literal=True) if decimal_comma else text
    figure_grammar = f"0123456789-{point}"

    def objection(shown: str) -> Text:
        if shown in _ABSENCES:
            return Text(
                f"{shown!r}, mà cột '{why}' ghi lý do khác", f"{shown!r}, but column '{why}' gives another reason"
            )
        if len(shown) > SIGNIFICANT_DIGITS and all(character in figure_grammar for character in shown):
            return Text(
                f"{_short(shown)} có hơn {SIGNIFICANT_DIGITS} chữ số có nghĩa",
                f"{_short(shown)} has more than {SIGNIFICANT_DIGITS} significant digits",
            )
        known = names(_ABSENCES)
        return Text(
            f"{_short(shown)} không phải là số liệu viết như {example}, cũng không phải là một trong: {known}",
            f"{_short(shown)} is not a figure written as {example}, and none of: {known}",
        )

    return _Reading(
        name,
        is_neither | (text.str.len_bytes() > SIGNIFICANT_DIGITS) & ~is_word,
        is_neither | is_too_long,
        pointed.cast(pl.Float64, strict=False),
        objection,
        is_word,
    )


def _days(name: str) -> _Reading:
    import polars as pl

    text = pl.col(name)
    day = text.str.to_date("%Y-%m-%d", strict=False)
    wrong = ~_is_blank(text) & ~(text.str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & day.is_not_null())
    return _Reading(
        name,
        wrong,
        wrong,
        day,
        lambda shown: Text(
            f"{_short(shown)} không phải là ngày viết như 2024-06-30",
            f"{_short(shown)} is not a day such as 2024-06-30",
        ),
    )


def _keys(name: str) -> _Reading:
    import polars as pl

    blank = _is_blank(pl.col(name))
    return _Reading(
        name, blank, blank, pl.col(name), lambda _: Text("ô trống: dòng không có đơn vị", "blank: a row without a unit")
    )


def _is_blank(text: pl.Expr) -> pl.Expr:
    return text.is_null() | (text.str.strip_chars() == "").fill_null(False)


def _filled(name: str) -> pl.Expr:
    """A column of words with nulls for blank cells."""
    import polars as pl

    return pl.when(~_is_blank(pl.col(name))).then(pl.col(name))


def _first_wrong(reading: _Reading, frame: pl.LazyFrame, *, has_units: bool) -> Iterator[Text]:
    import polars as pl

    shown = {"row": pl.col(_ROW), "value": pl.col(reading.name)}
    if has_units and reading.name != UNIT:
        shown["unit"] = pl.col(UNIT)
    rows = frame.with_row_index(_ROW).filter(reading.wrong).select(**shown).head(1).collect(engine="streaming")
    for row in rows.to_dicts():
        text = reading.objection(row["value"] or "")
        unit = f" ({row['unit']})" if row.get("unit") is not None else ""
        yield Text(
            f"cột {reading.name!r}, dòng {row['row'] + 1}{unit}: {text.vi}",
            f"column {reading.name!r}, row {row['row'] + 1}{unit}: {text.in_language('en')}",
        )


def _short(shown: str) -> str:
    return repr(shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…")
