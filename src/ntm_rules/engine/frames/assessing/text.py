"""Tables read as text, such as CSV: figures, absences and days, read strictly; the first cell of a column that is not."""

from collections.abc import Callable, Iterator

import polars as pl
from attrs import evolve, frozen

from ....model.library import Library
from ....model.measure import Measure, MeasureType
from ....model.problem import Diagnostic
from ....model.text import Text
from ....model.units.diagnostics import BLANK
from ....program.admission.misfit import Misfit
from ..checks.check import ABSENCES, MOST_LOOKED_AT, ROW, Frame, once_each
from ..checks.facts_check import THOUSAND_DIGITS, is_interval, two_readings
from ..checks.keys import code_misfit
from ..expressions.expression_library import ExpressionLibrary
from ..input.columns import ABSENCE, AS_OF, DATED, EXISTS_FROM, EXISTS_UNTIL, KNOWN_ON, NOTED, UNIT
from ..input.problems import frame_diagnostic, frame_error, shown_names, unusable

SIGNIFICANT_DIGITS = 15
"""The number of significant digits that a float keeps of a decimal figure; figures with more are refused."""
_DAYS = (AS_OF, KNOWN_ON, EXISTS_FROM, EXISTS_UNTIL)
_LONGEST_SHOWN = 40


@frozen(eq=False)
class _Reading:
    """The reading of a column of text. Of the rows that `perhaps` picks, cheaply, those of `wrong` cannot be read."""

    name: str
    perhaps: pl.Expr
    wrong: pl.Expr
    value: pl.Expr
    misfit: Callable[[str], Diagnostic]
    word: pl.Expr | None = None


def figures_from_text(frame: pl.LazyFrame, library: Library, decimal_comma: bool = False) -> pl.LazyFrame:
    """The frame with figures and days in place of their text; the rest stays text, and a blank cell is nothing.

    Figures are read in columns named by a measure of numbers: digits, with a decimal point (with `decimal_comma` a comma
    instead), no more decimals than the measure has, and a minus before them if need be. A word of `Absence` there goes to
    the column `MEASURE:absence`. Days are read in `as_of`, `exists_from`, `exists_until`: YYYY-MM-DD.

    All cells are looked at in one pass. Raises FactsError naming the column and the first row of every one that is wrong.

    >>> import polars as pl
    >>> from ntm_rules import load_library
    >>> table = pl.LazyFrame({"unit": ["A", "B"], "clean_water_households": ["99.9", "not_reported"]})
    >>> figures_from_text(table, load_library()).collect().rows()
    [('A', 99.9, None), ('B', None, 'not_reported')]
    """
    columns = [name for name, kind in frame.collect_schema().items() if kind == pl.String]
    readings = list(_readings(columns, library, decimal_comma))
    looked_for = {f"wrong{number}": reading.perhaps.any() for number, reading in enumerate(readings)}
    looked_for |= {
        f"word{number}": reading.word.any() for number, reading in enumerate(readings) if reading.word is not None
    }
    if not looked_for:
        return frame
    # A CSV line with more cells than columns is found only where all columns are read.
    looked_for |= {f"cells{number}": pl.col(name).null_count() for number, name in enumerate(columns)}
    flags = frame.select(**looked_for).collect(engine="streaming").row(0, named=True)
    wrong = [
        diagnostic
        for number, reading in enumerate(readings)
        if flags[f"wrong{number}"]
        for diagnostic in _first_wrong(reading, frame, has_units=UNIT in columns)
    ]
    if wrong:
        raise frame_error(*wrong)
    read_columns = {name: _filled(name) for name in columns} | {reading.name: reading.value for reading in readings}
    for number, reading in enumerate(readings):
        if reading.word is not None and flags[f"word{number}"]:
            why = reading.name + ABSENCE
            present_words = _filled(why) if why in columns else pl.lit(None, dtype=pl.String)
            read_columns[why] = pl.when(reading.word).then(pl.col(reading.name)).otherwise(present_words)
    return frame.with_columns(**read_columns)


def _readings(columns: list[str], library: Library, decimal_comma: bool) -> Iterator[_Reading]:
    for name in columns:
        if name == UNIT:
            yield _keys(name)
        elif name in _DAYS or name.endswith((DATED, NOTED)):
            yield _days(name)
        elif name in library.measures and library.measures[name].type is MeasureType.NUMBER:
            why = name + ABSENCE
            yield _figures(library.measures[name], why if why in columns else None, decimal_comma)
        elif name in library.measures and library.measures[name].type is MeasureType.DATE:
            yield _dates(name)


def _figures(measure: Measure, why: str | None, decimal_comma: bool) -> _Reading:
    name, most = measure.id, measure.decimals
    text = pl.col(name)
    point, example = (",", "85,5") if decimal_comma else (".", "85.5")
    # One zero after the point is what a whole figure becomes in a column of floats; it is never thousands.
    decimals = rf"(?:[{point}](?:[0-9]{{1,{most}}}))?" if most else rf"(?:[{point}]0)?"
    is_figure = text.str.contains(rf"^-?[0-9]+{decimals}$")
    if most >= THOUSAND_DIGITS:
        is_figure = is_figure & ~text.str.contains(rf"^-?[0-9]{{1,3}}[{point}][0-9][0-9]0$")
    is_word = text.is_in(ABSENCES).fill_null(False)
    is_neither = ~(is_figure | is_word | _is_blank(text))
    if why is not None:
        # A reason in either column, but not another in each.
        is_neither = is_neither | (is_word & ~_is_blank(pl.col(why)) & (pl.col(why) != text))
    # Zeros before the first digit that counts say nothing about how exact a figure is.
    digits = text.str.replace(rf"^-?0*[{point}]?0*", "").str.replace(point, "", literal=True).str.len_bytes()
    is_too_long = is_figure & (digits > SIGNIFICANT_DIGITS)
    pointed = text.str.replace(",", ".", literal=True) if decimal_comma else text
    return _Reading(
        name,
        is_neither | (text.str.len_bytes() > SIGNIFICANT_DIGITS) & ~is_word,
        is_neither | is_too_long,
        pointed.cast(pl.Float64, strict=False),
        lambda shown: _no_figure(measure, shown, point, example, why),
        is_word,
    )


def _no_figure(measure: Measure, shown: str, point: str, example: str, why: str | None) -> Diagnostic:
    """The diagnostic for text in a column of figures; decimals are counted as they are written."""
    if shown in ABSENCES:
        vi = f"{shown!r}, mà cột '{why}' ghi lý do khác"
        return unusable(vi, f"{shown!r}, but column '{why}' gives another reason", measure=measure.id, value=shown)
    whole, sign, fraction = shown.removeprefix("-").partition(point)
    if _are_digits(whole) and (not sign or _are_digits(fraction)):
        if len((whole + fraction).lstrip("0")) > SIGNIFICANT_DIGITS:
            return frame_diagnostic(
                "NTM637", details={"measure": measure.id, "text": _short(shown), "most": SIGNIFICANT_DIGITS}
            )
        if len(fraction) <= measure.decimals:
            return two_readings(measure, shown, point)
        details = {"measure": measure.id, "value": shown, "found": len(fraction), "most": measure.decimals}
        return Misfit("NTM535", details).at()
    if is_interval(shown):
        return frame_diagnostic("NTM177", details={"measure": measure.id, "text": _short(shown)})
    known = shown_names(ABSENCES)
    message = Text(
        f"{_short(shown)} không phải là số liệu viết như {example}, cũng không phải là một trong: {known}",
        f"{_short(shown)} is not a figure written as {example}, and none of: {known}",
    )
    help_text = Text(
        f"viết số liệu như {example}, không có dấu ngăn nghìn; để trống nếu không có gì",
        f"write a figure as {example}, without a separator of thousands; leave the cell blank if there is nothing",
    )
    diagnostic = Misfit("NTM541", {"measure": measure.id, "value": shown, "text": shown, "allowed": ABSENCES}).at()
    return evolve(diagnostic, message=message, help=help_text)


def _are_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _days(name: str) -> _Reading:
    text = pl.col(name)
    day = text.str.to_date("%Y-%m-%d", strict=False)
    wrong = ~_is_blank(text) & ~(text.str.contains("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") & day.is_not_null())
    return _Reading(
        name, wrong, wrong, day, lambda shown: frame_diagnostic("NTM638", details={"text": shown, "value": shown})
    )


def _dates(name: str) -> _Reading:
    """Dates that are values, or the word for why there is none."""
    days, is_word = _days(name), pl.col(name).is_in(ABSENCES).fill_null(False)
    wrong = days.wrong & ~is_word
    return _Reading(name, wrong, wrong, days.value, days.misfit, is_word)


def _keys(name: str) -> _Reading:
    blank = _is_blank(pl.col(name))
    return _Reading(name, blank, blank, pl.col(name), lambda _: code_misfit(None, BLANK))


def _is_blank(text: pl.Expr) -> pl.Expr:
    return text.is_null() | (text.str.strip_chars() == "").fill_null(False)


def _filled(name: str) -> pl.Expr:
    """A column of words with nulls for blank cells."""
    return pl.when(~_is_blank(pl.col(name))).then(pl.col(name))


def _first_wrong(reading: _Reading, frame: pl.LazyFrame, *, has_units: bool) -> Iterator[Diagnostic]:
    """The diagnostics for a column of text: each once, with the first rows and the number of rows."""
    shown = {"row": pl.col(ROW), "value": pl.col(reading.name)}
    if has_units and reading.name != UNIT:
        shown["unit"] = pl.col(UNIT)
    rows = frame.with_row_index(ROW).filter(reading.wrong).select(**shown).head(MOST_LOOKED_AT)
    row_misfits = [(row, reading.misfit(row["value"] or "")) for row in rows.collect(engine="streaming").to_dicts()]
    about = Frame(frame, {}, ExpressionLibrary(pl), None, True)
    yield from once_each(about, reading.name, row_misfits, reading.wrong)


def _short(shown: str) -> str:
    return repr(shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…")
