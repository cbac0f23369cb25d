"""Frames in and out: each library's own, decided where it lives."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import field, frozen

from ....model.problem import Diagnostic, NtmError
from ..decide.table import OWN
from ..expressions.expression_library import DOT, Expr, ExpressionLibrary, Native
from ..input.problems import frame_diagnostic, frame_error, frame_refused, unusable
from ..outcome_rows import CATEGORIES

_FRAMES = {
    "polars": ("DataFrame", "LazyFrame"),
    "pandas": ("DataFrame",),
    "pyarrow": ("Table", "RecordBatch"),
    "duckdb": ("DuckDBPyRelation",),
    "pyspark": ("DataFrame",),
}
"""The classes of each library that are frames."""
_RAISING = ("polars", "pyo3_runtime", "narwhals", "duckdb", "pyarrow", "pandas", "pyspark", "py4j")
_LONGEST_LINE = 300


@frozen(eq=False)
class CallerFrame:
    """A frame taken in. `lazy` is it as a query, `give` turns a query into a frame of the caller's kind.

    `give_beside` does so where the rows are those of the frame, in their order. `is_at_hand` says that its rows are in memory,
    and have an order.
    """

    library: str
    expressions: ExpressionLibrary
    lazy: Native
    give: Callable[[Native], Any]
    is_at_hand: bool
    give_beside: Callable[[Native], Any] = field()

    @give_beside.default
    def _as_any(self) -> Callable[[Native], Any]:
        return self.give


def library_of(frame: object) -> str:
    """The library that a frame is of. Raises FactsError for anything that is no frame known here."""
    for base in type(frame).__mro__:
        root = base.__module__.split(".")[0].removeprefix("_")
        if base.__name__ in _FRAMES.get(root, ()):
            return root
    name = type(frame).__name__
    raise frame_refused(
        f"{name} không phải là khung dữ liệu: cần khung Polars, pandas, PyArrow, DuckDB hoặc PySpark",
        f"{name} is not a frame: give one of Polars, pandas, PyArrow, DuckDB or PySpark",
        type=name,
    )


def take(frame: Any) -> CallerFrame:
    """Take a frame in.

    Polars decides its own frames, and over the same memory where that can be those of pandas and PyArrow; DuckDB and PySpark
    decide theirs. Raises FactsError for a column that cannot be taken, and for two of one name.
    """
    library = library_of(frame)
    if library != "polars":
        _check_names(frame.column_names if library == "pyarrow" else list(frame.columns))
    if library in ("duckdb", "pyspark"):
        import narwhals as nw

        if library == "pyspark":
            frame = frame.toDF(*(name.replace(".", DOT) for name in frame.columns))
        native_frame = nw.from_native(frame)
        lazy: Any = native_frame if isinstance(native_frame, nw.LazyFrame) else native_frame.lazy()
        give: Callable[[Any], Any] = nw.to_native
        return CallerFrame(library, ExpressionLibrary(nw, has_wide_numbers=library == "duckdb"), lazy, give, False)
    import polars as pl

    expressions = ExpressionLibrary(pl)
    if library == "polars":
        if isinstance(frame, pl.LazyFrame):
            # Another frame in every call, as the file that it reads may be another by now.
            return CallerFrame(library, expressions, frame.clone(), lambda query: query, False)
        return CallerFrame(library, expressions, frame.lazy(), collecting(frame.height), True)
    if library == "pandas":
        collect = collecting(len(frame))
        return CallerFrame(
            library,
            expressions,
            _from_pandas(frame).lazy(),
            lambda query: _to_pandas(collect(query), None),
            True,
            lambda query: _to_pandas(collect(query), frame),
        )
    collect = collecting(frame.num_rows)
    return CallerFrame(library, expressions, _from_arrow(frame).lazy(), lambda query: _to_arrow(collect(query)), True)


MOST_AT_ONCE = 5_000
"""The number of rows up to which it takes Polars longer to make a query better than to run it as it is."""


def collecting(rows: int) -> Callable[[Native], Any]:
    """The function that runs a query of Polars over so many rows that are in memory."""
    import polars as pl

    if rows > MOST_AT_ONCE:
        return lambda query: query.collect()

    def at_once(query: Native) -> Any:
        try:
            # What nothing reads was hardly written, and what is read often is a column: see `Table`.
            return query.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())
        except pl.exceptions.PolarsError:
            # It refuses a choice that is the same in every row; what is wrong otherwise is told by the usual way.
            return query.collect()

    return at_once


def _check_names(names: Sequence[object]) -> None:
    wrong = [
        unusable(f"hai cột cùng tên {name!r}", f"two columns are named {name!r}", column=name)
        for number, name in enumerate(names)
        if name in names[:number]
    ]
    if wrong:
        raise frame_error(*wrong)


def outcome_words(caller_frame: CallerFrame) -> tuple[list[Expr], dict[str, Expr]]:
    """The words for outcomes in the order of their codes, of the most compact type that sorts by them: as literals, or as the
    columns that are returned too, by name.
    """
    expressions, words = caller_frame.expressions, caller_frame.expressions.words
    if expressions.is_polars:
        return [words.lit(word, dtype=words.Enum(CATEGORIES)) for word in CATEGORIES], {}
    if caller_frame.library == "duckdb":
        # There the type is all words, which would be written and bound wherever one is shown.
        columns = {OWN + word: expressions.literal(word).cast(words.Enum(CATEGORIES)) for word in CATEGORIES}
        return [expressions.column(name) for name in columns], columns
    return [expressions.literal(word) for word in CATEGORIES], {}


def _from_pandas(frame: Any) -> Any:
    """A frame of pandas as one of Polars. Raises FactsError naming each column that cannot be taken."""
    import polars as pl

    names = list(frame.columns)
    columns = {str(name): frame.iloc[:, place] for place, name in enumerate(names)}
    return _from_other(frame, pl.from_pandas, columns, pl.from_pandas)


def _from_arrow(table: Any) -> Any:
    """A table of PyArrow as one of Polars. Raises FactsError naming each column that cannot be taken."""
    import polars as pl
    import pyarrow as pa

    # Polars does not fail on these in a way that can be caught quietly.
    wrong = [_not_taken(column.name, column.type) for column in table.schema if pa.types.is_decimal256(column.type)]
    if wrong:
        raise frame_error(*wrong)
    columns = {name: table.column(place) for place, name in enumerate(table.column_names)}
    return _from_other(table, pl.DataFrame, columns, pl.from_arrow)


def _from_other(
    frame: Any, as_polars: Callable[[Any], Any], columns: Mapping[str, Any], column_as_polars: Callable[[Any], Any]
) -> Any:
    import polars as pl

    failures = (Exception, pl.exceptions.PanicException)
    try:
        return as_polars(frame)
    except failures as error:
        wrong = []
        for name, column in columns.items():
            try:
                column_as_polars(column)
            except failures:
                wrong.append(_not_taken(name, column.dtype if hasattr(column, "dtype") else column.type))
        if wrong:
            raise frame_error(*wrong) from None
        why = first_line(error)
        raise frame_refused(f"không đọc được khung: {why}", f"the frame cannot be read: {why}") from error


def _not_taken(name: str, kind: object) -> Diagnostic:
    if str(kind) == "object":
        kind = "object: ô khác kiểu nhau / cells of different types"
    return frame_diagnostic(
        "NTM632",
        details={
            "column": name,
            "type": str(kind),
            "expected": "một kiểu cho mọi ô: con số, chữ hoặc ngày",
            "expected_en": "of one type in all cells: figures, text or dates",
        },
    )


def first_line(error: BaseException) -> str:
    """The first line of a library's error message, cut where it is long; the type of an error without one."""
    return str(error).strip().partition("\n")[0][:_LONGEST_LINE] or type(error).__name__


@contextmanager
def raising_facts_errors() -> Iterator[None]:
    """Turn an error that a library of frames raises within into FactsError, with the library's as its cause."""
    try:
        yield
    except NtmError:
        raise
    except BaseException as error:
        if not isinstance(error, NotImplementedError) and not any(
            base.__module__.split(".")[0].removeprefix("_") in _RAISING for base in type(error).__mro__
        ):
            raise
        why = first_line(error)
        raise frame_refused(
            f"không tính được trên khung dữ liệu: {why}", f"the frame cannot be computed with: {why}"
        ) from error


def _to_pandas(frame: Any, caller_frame: Any) -> Any:
    """A frame of pandas; where its rows are those of `caller_frame`, with the same index and columns."""
    import pandas as pd

    columns = {}
    for series in frame.iter_columns():
        if _is_outcome(series):
            # Null is -1 there.
            codes = series.to_physical().cast(int).fill_null(-1).to_numpy()
            columns[series.name] = pd.Categorical.from_codes(codes, categories=list(CATEGORIES), ordered=True)
        elif caller_frame is not None and series.name in caller_frame.columns:
            columns[series.name] = caller_frame[series.name].array
        else:
            columns[series.name] = series.to_pandas().array
    return pd.DataFrame(columns, index=None if caller_frame is None else caller_frame.index)


def _to_arrow(frame: Any) -> Any:
    import pyarrow as pa

    columns = {}
    for series in frame.iter_columns():
        if _is_outcome(series):
            codes = series.to_physical().to_arrow().cast(pa.int8())
            columns[series.name] = pa.DictionaryArray.from_arrays(codes, pa.array(CATEGORIES), ordered=True)
        else:
            columns[series.name] = series.to_arrow()
    return pa.table(columns)


def _is_outcome(series: Any) -> bool:
    import polars as pl

    return bool(series.dtype == pl.Enum(CATEGORIES))
