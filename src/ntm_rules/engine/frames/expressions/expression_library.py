"""The words in which frame expressions are written: Polars' own, or Narwhals' for frames that run as SQL."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from attrs import field, frozen

if TYPE_CHECKING:
    # Narwhals is written as Polars is; it is held to the types of Polars.
    from polars import Expr as Expr
    from polars import LazyFrame

    Native: TypeAlias = LazyFrame
else:
    Expr = Any
    """An expression of Polars or of Narwhals; the two are written alike."""
    Native = Any
    """A lazy frame of Polars or of Narwhals."""


DOT = "\u2024"
"""Stands for a dot in the names of columns in Spark (a one dot leader)."""


class Words(Protocol):
    """A library of expressions, as far as Polars and Narwhals have the same functions and types."""

    __name__: str
    Boolean: Any
    Categorical: Any
    Date: Any
    Datetime: Any
    Enum: Any
    Float32: Any
    Float64: Any
    Int8: Any
    Int16: Any
    Int64: Any
    Int128: Any
    String: Any
    UInt8: Any
    when: Any

    def all_horizontal(self, *truths: Expr, ignore_nulls: bool = ...) -> Expr: ...
    def any_horizontal(self, *truths: Expr, ignore_nulls: bool = ...) -> Expr: ...
    def coalesce(self, *columns: Expr) -> Expr: ...
    def concat_str(self, columns: Sequence[Expr]) -> Expr: ...
    def col(self, name: str) -> Expr: ...
    def concat(self, frames: Sequence[Native], *, how: str) -> Native: ...
    def len(self) -> Expr: ...
    def lit(self, value: object, *, dtype: object = None) -> Expr: ...
    def min_horizontal(self, *columns: Expr) -> Expr: ...
    def sum_horizontal(self, *columns: Expr) -> Expr: ...


def _as_words(module: Any) -> Words:
    words: Words = module
    return words


@frozen(eq=False)
class ExpressionLibrary:
    """A library of expressions. `words` is the module, `polars` or `narwhals`.

    Where whole numbers of 128 bits cannot be had (Spark), those of 64 are taken; there too many digits are an error.
    """

    words: Words = field(converter=_as_words)
    has_wide_numbers: bool = True
    is_polars: bool = field(init=False)

    @is_polars.default
    def _is_polars(self) -> bool:
        return bool(self.words.__name__ == "polars")

    def column(self, name: str) -> Expr:
        """A column by name; never a pattern."""
        return self.words.col(self.spelled(name))

    def spelled(self, name: str) -> str:
        """The name of a column as the library takes it: to Spark a dot is a field of a struct."""
        return name if self.has_wide_numbers else name.replace(".", DOT)

    def code(self, number: int) -> Expr:
        """A small whole number, such as the code of an outcome."""
        return self.words.lit(number, dtype=self.code_type)

    def rank(self, number: int) -> Expr:
        """The position of a level in its scale."""
        return self.words.lit(number, dtype=self.words.Int8)

    def place(self, number: int) -> Expr:
        """The number of one of several figures."""
        return self.words.lit(number, dtype=self.words.Int16) if self.is_polars else self.words.lit(number)

    @property
    def code_type(self) -> Any:
        """The type of codes: Polars makes categories of it without a copy."""
        return self.words.UInt8 if self.is_polars else self.words.Int8

    @property
    def wide(self) -> Any:
        """The type of whole numbers that are computed with."""
        return self.words.Int128 if self.has_wide_numbers else self.words.Int64

    def whole(self, number: int) -> Expr:
        """A whole number to compute with."""
        return self.words.lit(number, dtype=self.words.Int64).cast(self.wide)

    def literal(self, value: object) -> Expr:
        """A value as the library takes it."""
        return self.words.lit(value)

    def truth(self, value: bool | None) -> Expr:
        """A Boolean literal: True, False, or null."""
        if value is None or self.is_polars:
            return self.words.lit(value, dtype=self.words.Boolean)
        # In SQL a type is text to be read again.
        return self.words.lit(value)

    def null(self, kind: Any) -> Expr:
        """A typed null literal."""
        return self.words.lit(None, dtype=kind)

    def choose(self, cases: Sequence[tuple[Expr, Expr]], otherwise: Expr | None) -> Expr:
        """The first case whose condition is true; None: null where none is."""
        *first, last = [self.words.when(condition).then(value) for condition, value in cases] or [None]
        if last is None:
            assert otherwise is not None
            return otherwise
        last_case: Expr = last if otherwise is None else last.otherwise(otherwise)
        return reduce(lambda rest, case: case.otherwise(rest), reversed(first), last_case)

    def least(self, columns: Iterable[Expr]) -> Expr:
        """The least of several columns, row by row."""
        first, *others = columns
        return self.words.min_horizontal(first, *others) if others else first

    def every(self, truths: Sequence[Expr]) -> Expr:
        """The conjunction of expressions, row by row (Kleene's and)."""
        if len(truths) == 1:
            return truths[0]
        if self.is_polars:
            return self.words.all_horizontal(*truths)
        return self.words.all_horizontal(*truths, ignore_nulls=False)

    def some(self, truths: Sequence[Expr]) -> Expr:
        """The disjunction of expressions, row by row (Kleene's or)."""
        if len(truths) == 1:
            return truths[0]
        if self.is_polars:
            return self.words.any_horizontal(*truths)
        return self.words.any_horizontal(*truths, ignore_nulls=False)

    def sum(self, numbers: Sequence[Expr]) -> Expr:
        """The sum of several columns without nulls, row by row."""
        if self.is_polars and len(numbers) > 1:
            return self.words.sum_horizontal(*numbers)
        return reduce(lambda left, right: left + right, numbers)
