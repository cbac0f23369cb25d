"""The check of cells against their measures; misfits by column, with the first rows and the number of rows."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import isfinite
from typing import Any

from attrs import evolve, field, frozen

from ....model.fact import Absence
from ....model.library import Library
from ....model.measure import Attribute, Measure, MeasureType
from ....model.problem import Diagnostic
from ....model.spelling import nearest
from ....model.text import Text
from ....model.values.number import NotAFigure, exact
from ....program.admission.misfit import Misfit, misfit, shown_value
from ....program.wording import near_prefix
from ..columns_read import ColumnsRead
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
from ..expressions.float_bounds import first_at_least, first_more_than
from ..input.columns import ABSENCE, DATED, IN_CONFLICT, UNIT, Column, ColumnKind
from ..input.facts_read import COUNTED
from ..input.problems import FrameLocation, frame_diagnostic, located

MOST = 10**15
"""The limit of a figure in units of the last decimal; from here on, binary floats do not tell figures apart."""
_SURELY_READ = 4e-16
"""The relative distance within which a float is read as a decimal of 15 digits."""
FINDINGS = ("met", "not_met", "basically_met")
ABSENCES = tuple(absence.value for absence in Absence)
ROW = "ntm_rules:row"
MOST_LOOKED_AT = 1000
MOST_ROWS_NAMED = 3


@frozen(eq=False)
class Frame:
    """A frame to be checked. `frame_name` names it in errors; `is_at_hand` says that its rows have an order."""

    lazy: Native
    columns: Mapping[str, Column]
    expressions: ExpressionLibrary
    frame_name: Text | None
    is_at_hand: bool


@frozen(eq=False)
class Suspect:
    """Rows in which a column may be wrong; of those `surely` picks the ones to be looked at one by one.

    What is wrong with a value is said by `misfit`; None for one that turns out to be right. `wider_rows` are rows that hold all
    of those and can be found more quickly.
    """

    column: Column
    rows: Expr
    wider_rows: Expr = field(kw_only=True)
    surely: Expr | None = field(default=None, kw_only=True)
    measure: Measure | None = field(default=None, kw_only=True)
    attribute: Attribute | None = field(default=None, kw_only=True)
    allowed: tuple[str, ...] = field(default=(), kw_only=True)
    is_scaled: bool = field(default=False, kw_only=True)

    @wider_rows.default
    def _rows(self) -> Expr:
        return self.rows

    def misfit(self, value: Any) -> Diagnostic | None:
        """The diagnostic for a value of the column; None where the value is a figure that fits."""
        name = self.column.name
        if self.attribute is not None:
            return _no_value(self.attribute, str(value))
        if self.column.kind is ColumnKind.DAY:
            return frame_diagnostic("NTM459", details={"column": name, "value": str(value)})
        if self.measure is None and not self.allowed:
            return frame_diagnostic("NTM634", details={"measure": name.removesuffix(ABSENCE)})
        if self.measure is None or self.measure.type not in COUNTED:
            return _no_word(self, str(value))
        return figure_misfit(self.measure, value, is_scaled=self.is_scaled)


def figure_misfit(measure: Measure, value: Any, *, is_scaled: bool = False) -> Diagnostic | None:
    """The diagnostic for a figure; None when it fits and can be counted exactly."""
    try:
        number = exact(value)
    except NotAFigure:
        if isinstance(value, int) and not isinstance(value, bool):
            return _too_large(measure, str(value))
        if isinstance(value, float) and isfinite(value):
            return _too_large(measure, f"{value:.15g}")
        diagnostic = Misfit("NTM541", {"measure": measure.id, "value": str(value), "text": str(value)}).at()
        return evolve(diagnostic, message=Text(f"{value} không phải là số liệu", f"{value} is not a figure"), help=None)
    if is_scaled:
        number = Decimal(value).scaleb(-measure.decimals)
    wrong = misfit(measure, measure.value(number))
    if wrong is None and abs(number) * 10**measure.decimals >= MOST:
        return _too_large(measure, shown_value(number))
    return None if wrong is None else wrong.at()


def _too_large(measure: Measure, shown: str) -> Diagnostic:
    limit = format(Decimal(MOST).scaleb(-measure.decimals), "f")
    limit = limit.rstrip("0").rstrip(".") if "." in limit else limit
    details = {"measure": measure.id, "value": shown, "decimals": measure.decimals, "limit": limit}
    return frame_diagnostic("NTM633", details=details)


def _no_value(attribute: Attribute, text: str) -> Diagnostic:
    near = nearest(text, attribute.value_ids)
    details = {
        "attribute": attribute.id,
        "text": text,
        "values": ", ".join(f"{value.id} ({value.name.vi})" for value in attribute.values),
        "allowed": attribute.value_ids,
    }
    return frame_diagnostic("NTM555", advice=near_prefix(near), details=details)


def _no_word(suspect: Suspect, text: str) -> Diagnostic:
    """The diagnostic for a word that a column does not take: of `misfit` for a measure, else `NTM639`."""
    measure = suspect.measure
    words = ", ".join(word for word in suspect.allowed if word)
    near = near_prefix(nearest(text, suspect.allowed))
    wrong = None if measure is None else misfit(measure, text)
    if wrong is not None:
        help_text = Text(f"{near['near_vi']}viết một trong: {words}", f"{near['near_en']}write one of: {words}")
        return evolve(wrong.at(allowed=suspect.allowed), help=help_text)
    details: dict[str, object] = {"column": suspect.column.name, "text": text, "allowed": suspect.allowed}
    return frame_diagnostic("NTM639", advice={**near, "words": words}, details=details)


def suspects(
    frame: Frame, columns_read: ColumnsRead, library: Library, scaled: frozenset[str], day: Expr
) -> Iterator[Suspect]:
    """The suspects: rows that may be wrong, of every column that is read and of every attribute that is declared.

    `day` is the day of each row, after which nothing can be dated that stands on it.
    """
    for name in sorted({*columns_read.measures, *columns_read.rules}):
        dated = frame.columns.get(name + DATED)
        if dated is not None and dated.kind is ColumnKind.DAY:
            yield Suspect(dated, (frame.expressions.column(dated.name) > day).fill_null(False))
    for name in sorted({*columns_read.measures, *columns_read.attributes, *columns_read.rules, *library.attributes}):
        why = frame.columns.get(name + ABSENCE)
        column = frame.columns.get(name)
        measure = library.measures[name] if name in columns_read.measures else None
        if column is not None and column.kind is not ColumnKind.NOTHING:
            if measure is not None and measure.type in COUNTED:
                yield _figures(column, measure, frame.expressions, name in scaled)
            elif measure is not None and measure.type is MeasureType.LEVEL:
                levels = tuple(level.id for level in measure.levels)
                yield from _words(column, (*levels, *ABSENCES), frame, measure)
            elif name in library.attributes:
                if library.attributes[name].values:
                    yield from _words(
                        column, ("", *library.attributes[name].value_ids), frame, library.attributes[name]
                    )
            elif name not in columns_read.attributes and column.kind is not ColumnKind.TRUTH:
                yield from _words(column, (*FINDINGS, *ABSENCES), frame, measure)
        if why is not None and why.kind is not ColumnKind.NOTHING and measure is not None:
            yield from _words(why, (*ABSENCES, IN_CONFLICT), frame)
            if column is not None and column.kind is not ColumnKind.NOTHING:
                has_figure = ~frame.expressions.column(name).is_null()
                if column.kind is ColumnKind.FLOAT:
                    has_figure = has_figure & ~frame.expressions.column(name).is_nan()
                yield Suspect(why, has_figure & ~frame.expressions.column(why.name).is_null())


def _words(
    column: Column, allowed: tuple[str, ...], frame: Frame, about: Measure | Attribute | None = None
) -> Iterator[Suspect]:
    """The rows of a column with a word that it does not take; none are looked for where its type has no other."""
    expressions, known = frame.expressions, column.categories
    if known is not None and known <= set(allowed):
        return
    own = expressions.column(column.name)
    text = own if column.is_plain_text else own.cast(expressions.words.String)
    rows = (~text.is_in(list(allowed))).fill_null(False)
    wider_rows = rows
    if not column.is_plain_text:
        # Categories are compared as they are, at a fraction of the cost of their words.
        wider_rows = _other_than([word for word in allowed if known is None or word in known], own, expressions)
    elif allowed[:2] == FINDINGS[:2]:
        wider_rows = _other_than(allowed[:2], own, expressions)
    if isinstance(about, Attribute):
        yield Suspect(column, rows, wider_rows=wider_rows, attribute=about, allowed=allowed)
    else:
        yield Suspect(column, rows, wider_rows=wider_rows, measure=about, allowed=allowed)


def _other_than(words: Sequence[str], own: Expr, expressions: ExpressionLibrary) -> Expr:
    differs = reduce(lambda left, right: left & right, [own != word for word in words])
    return differs if expressions.is_polars else differs.fill_null(False)


def _figures(column: Column, measure: Measure, expressions: ExpressionLibrary, is_scaled: bool) -> Suspect:
    figure = expressions.column(column.name)
    unit = 10**measure.decimals
    low, high = measure.minimum, measure.maximum
    if column.kind is ColumnKind.FLOAT:
        nearest_float = figure.round(measure.decimals)
        has_low = low is not None and abs(low) * unit < MOST
        least = first_at_least(low) if low is not None and has_low else -MOST / unit
        above = first_more_than(high) if high is not None and abs(high) * unit < MOST else MOST / unit
        # NaN is more than any figure in Polars and in SQL, and so is among these rows.
        truths = [nearest_float != figure, figure < least if has_low else figure <= least, figure >= above]
        surely = ((nearest_float - figure).abs() > figure.abs() * _SURELY_READ) | truths[1] | truths[2]
        return Suspect(column, _any(truths, expressions), surely=_any([surely], expressions), measure=measure)
    by = unit if is_scaled else 1
    most = MOST if is_scaled else MOST // unit
    truths = [figure >= most, figure <= -most]
    if column.kind is ColumnKind.DECIMAL:
        truths.append(figure.round(measure.decimals) != figure)
    if low is not None:
        truths.append(figure < _bound(low, by, column))
    if high is not None:
        truths.append(figure > _bound(high, by, column))
    return Suspect(column, _any(truths, expressions), measure=measure, is_scaled=is_scaled)


def _any(truths: list[Expr], expressions: ExpressionLibrary) -> Expr:
    any_true = reduce(lambda left, right: left | right, truths)
    # A figure that is not there is not wrong; Polars' any() leaves such out by itself.
    return any_true if expressions.is_polars else any_true.fill_null(False)


def _bound(limit: Decimal, by: int, column: Column) -> int | float | Decimal:
    """A bound as the column holds figures."""
    if column.kind is ColumnKind.DECIMAL:
        return limit
    whole = Fraction(limit) * by
    return int(whole) if whole.denominator == 1 else float(whole)


def misfits(suspected: list[Suspect], flagged: Mapping[int, bool], frame: Frame) -> tuple[list[Diagnostic], list[str]]:
    """The diagnostics for the columns that are flagged, and the columns in which there is NaN."""
    wrong: list[Diagnostic] = []
    with_nan: list[str] = []
    for number, suspect in enumerate(suspected):
        if not flagged[number]:
            continue
        surely = suspect.rows
        if suspect.column.kind is ColumnKind.FLOAT and suspect.measure is not None:
            nan = frame.expressions.column(suspect.column.name).is_nan().fill_null(False)
            if rows_of(frame.lazy.select(nan=nan.any()), frame.expressions)[0]["nan"]:
                with_nan.append(suspect.column.name)
            surely = surely & ~nan
        wrong += _first_wrong(suspect, surely if suspect.surely is None else surely & suspect.surely, frame)
    return wrong, with_nan


def _first_wrong(suspect: Suspect, rows: Expr, frame: Frame) -> list[Diagnostic]:
    """The diagnostics for a column, each once, with the first rows."""
    name = suspect.column.name
    for most in (MOST_LOOKED_AT, None):
        seen = first_rows(frame, rows, {"value": frame.expressions.column(name)}, most)
        row_misfits = [(row, wrong) for row in seen if (wrong := suspect.misfit(row["value"])) is not None]
        # Those few may be read as figures by luck.
        if row_misfits or most is None or len(seen) < most:
            break
    return once_each(frame, name, row_misfits, rows)


def first_rows(
    frame: Frame, rows: Expr, shown: Mapping[str, Expr], most: int | None = MOST_LOOKED_AT
) -> list[dict[str, Any]]:
    """Some of the rows that are picked, with their unit and where they have an order their number."""
    expressions = frame.expressions
    lazy = frame.lazy.with_row_index(ROW) if expressions.is_polars else frame.lazy
    shown = dict(shown)
    if UNIT in frame.columns:
        shown["unit"] = expressions.column(UNIT)
    if expressions.is_polars:
        shown["row"] = expressions.column(ROW)
    query = lazy.filter(rows).select(**shown)
    return rows_of(query if most is None else query.head(most), expressions)


def once_each(
    frame: Frame, column: str, row_misfits: list[tuple[dict[str, Any], Diagnostic]], rows: Expr | None = None
) -> list[Diagnostic]:
    """The first diagnostic of each code, with the first rows it is about and the number of rows.

    More rows than have been looked at are counted by `rows`, where all are wrong in one way.
    """
    by_code: dict[str, list[tuple[dict[str, Any], Diagnostic]]] = {}
    for row, diagnostic in row_misfits:
        by_code.setdefault(diagnostic.code, []).append((row, diagnostic))
    wrong = []
    for of_code in by_code.values():
        row, first = of_code[0]
        count = len(of_code)
        if len(by_code) == 1 and count >= MOST_LOOKED_AT and rows is not None:
            count = rows_of(frame.lazy.filter(rows).select(n=frame.expressions.words.len()), frame.expressions)[0]["n"]
        numbers = tuple(wrong_row["row"] for wrong_row, _ in of_code[:MOST_ROWS_NAMED] if "row" in wrong_row)
        wrong.append(located(FrameLocation(frame.frame_name, column, numbers, row.get("unit"), count), first))
    return wrong


def rows_of(query: Any, expressions: ExpressionLibrary, *, streaming: bool = False) -> list[dict[str, Any]]:
    """The rows that a query comes to."""
    collected = query.collect(engine="streaming") if streaming and expressions.is_polars else query.collect()
    rows: list[dict[str, Any]] = collected.to_dicts() if expressions.is_polars else list(collected.rows(named=True))
    return rows
