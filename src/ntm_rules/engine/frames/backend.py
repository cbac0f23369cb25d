"""Frames in and out: each library's own, decided where it lives."""

from collections.abc import Callable
from typing import Any

from attrs import field, frozen

from ...model.text import Text
from ..generate import ATTAINED, NOT_ATTAINED, OUTCOMES, UNDETERMINED
from .outcomes import Outcomes, codes
from .problems import frame_error
from .space import DOT, Expr, Native, Space

CATEGORIES = tuple(outcome.value for outcome in OUTCOMES)
"""The outcomes in the order of their codes, lowest first."""


@frozen(eq=False)
class Taken:
    """A frame taken in. `lazy` is it as a query, `give` turns a query into a frame of the caller's kind.

    `give_beside` does so where the rows are those of the frame, in their order. `is_at_hand` says that its rows are in memory,
    and have an order.
    """

    library: str
    space: Space
    lazy: Native
    give: Callable[[Native], Any]
    is_at_hand: bool
    give_beside: Callable[[Native], Any] = field()

    @give_beside.default
    def _as_any(self) -> Callable[[Native], Any]:
        return self.give


def library_of(frame: object) -> str:
    """The library that a frame is of. Raises FactsError for anything that is no frame known here."""
    found = type(frame).__module__.split(".")[0].removeprefix("_")
    if found not in ("polars", "pandas", "pyarrow", "duckdb", "pyspark"):
        name = type(frame).__name__
        raise frame_error(
            Text(
                f"{name} không phải là khung dữ liệu: hãy đưa khung Polars, pandas, PyArrow, DuckDB hoặc PySpark",
                f"{name} is not a frame: give one of Polars, pandas, PyArrow, DuckDB or PySpark",
            )
        )
    return found


def take(frame: Any) -> Taken:
    """Take a frame in.

    Polars decides its own frames, and over the same memory where that can be those of pandas and PyArrow; DuckDB and PySpark
    decide theirs.
    """
    library = library_of(frame)
    if library in ("duckdb", "pyspark"):
        import narwhals as nw

        if library == "pyspark":
            frame = frame.toDF(*(name.replace(".", DOT) for name in frame.columns))
        lazy = nw.from_native(frame)
        lazy = lazy if isinstance(lazy, nw.LazyFrame) else lazy.lazy()
        return Taken(library, Space(nw, has_wide_numbers=library == "duckdb"), lazy, nw.to_native, False)
    import polars as pl

    space = Space(pl)
    if library == "polars":
        if isinstance(frame, pl.LazyFrame):
            return Taken(library, space, frame, lambda found: found, False)
        return Taken(library, space, frame.lazy(), lambda found: found.collect(), True)
    if library == "pandas":
        return Taken(
            library,
            space,
            _from_pandas(frame).lazy(),
            lambda found: _to_pandas(found.collect(), None),
            True,
            lambda found: _to_pandas(found.collect(), frame),
        )
    return Taken(library, space, pl.DataFrame(frame).lazy(), lambda found: _to_arrow(found.collect()), True)


def as_outcomes(found: Outcomes, taken: Taken) -> Expr:
    """The words for outcomes, in the most compact type that sorts by them: an enum where the library has one."""
    space = taken.space
    words = space.words
    if not space.is_polars:
        code = codes(found, space)
        cases = [(code == number, space.literal(word)) for number, word in enumerate(CATEGORIES)]
        text = space.choose(cases, space.nothing(words.String))
        return text.cast(words.Enum(CATEGORIES)) if taken.library == "duckdb" else text
    kind = words.Enum(CATEGORIES)
    if found.truth is None:
        return codes(found, space).cat.to(kind)
    # Choosing among words costs no more than choosing among codes, which are then made words of at twice the cost.
    not_attained, undetermined, attained = (
        words.lit(CATEGORIES[code], dtype=kind) for code in (NOT_ATTAINED, UNDETERMINED, ATTAINED)
    )
    return space.choose([(found.truth.is_null(), undetermined), (found.truth, attained)], not_attained)


def _from_pandas(frame: Any) -> Any:
    """A frame of pandas as one of Polars. Raises FactsError naming each column that holds figures and words at once."""
    import polars as pl

    try:
        return pl.from_pandas(frame)
    except (TypeError, ValueError):
        wrong = [_mixed(name) for name in frame.columns if not _is_of_one_type(frame[name])]
        if wrong:
            raise frame_error(*wrong) from None
        raise


def _is_of_one_type(column: Any) -> bool:
    import polars as pl

    try:
        pl.from_pandas(column)
    except (TypeError, ValueError):
        return False
    return True


def _mixed(name: object) -> Text:
    return Text(
        f"cột {name!r} có các ô khác kiểu nhau, như con số và chữ",
        f"column {name!r} has cells of different types, such as figures and text",
    )


def _to_pandas(found: Any, beside: Any) -> Any:
    """A frame of pandas; of what is `beside` it, row by row, with the same index and columns."""
    import pandas as pd

    columns = {}
    for series in found.iter_columns():
        if _is_outcome(series):
            # Null is -1 there.
            codes = series.to_physical().cast(int).fill_null(-1).to_numpy()
            columns[series.name] = pd.Categorical.from_codes(codes, categories=list(CATEGORIES), ordered=True)
        elif beside is not None and series.name in beside.columns:
            columns[series.name] = beside[series.name].array
        else:
            columns[series.name] = series.to_pandas().array
    return pd.DataFrame(columns, index=None if beside is None else beside.index)


def _to_arrow(found: Any) -> Any:
    import pyarrow as pa

    columns = {}
    for series in found.iter_columns():
        if _is_outcome(series):
            codes = series.to_physical().to_arrow().cast(pa.int8())
            columns[series.name] = pa.DictionaryArray.from_arrays(codes, pa.array(CATEGORIES), ordered=True)
        else:
            columns[series.name] = series.to_arrow()
    return pa.table(columns)


def _is_outcome(series: Any) -> bool:
    import polars as pl

    return bool(series.dtype == pl.Enum(CATEGORIES))
