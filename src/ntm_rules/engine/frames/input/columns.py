"""The columns of a frame and their types, whatever library it comes from."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from attrs import frozen

from ....model.values.kept import Kept
from ..expressions.expression_library import DOT, ExpressionLibrary

UNIT, PARENT, KIND, AS_OF = "unit", "parent", "kind", "as_of"
KNOWN_ON = "known_on"
"""The column with the day on which what a row says was known."""
EXISTS_FROM, EXISTS_UNTIL = "exists_from", "exists_until"
NAME = "name"
ABSENCE = ":absence"
"""The ending of the name of a measure's column with the causes of absent figures."""
DATED = ":as_of"
"""The ending of the name of a column with the days of what stands in the column of a measure or an attested rule."""
NOTED = ":recorded"
"""The ending of the name of a column with the days on which what stands in such a column was recorded."""
IN_CONFLICT = "conflict"
"""A word beside those of `Absence`: reports differ."""


class ColumnKind(Enum):
    """The kind of values that a column holds."""

    WHOLE = "whole numbers"
    FLOAT = "floats"
    DECIMAL = "decimals"
    TEXT = "text"
    TRUTH = "yes or no"
    DAY = "dates"
    TIME = "dates with a time of day"
    NOTHING = "nothing"
    OTHER = "something else"


CODES = (ColumnKind.TEXT, ColumnKind.WHOLE, ColumnKind.FLOAT, ColumnKind.DECIMAL)
"""The kinds of columns that may hold codes of units; figures must be whole numbers."""


@frozen(cache_hash=True)
class Column:
    """A column by name. `type` is the library's own; `is_plain_text` is False for text kept as categories.

    `categories` are the only words that cells can have, where the type says so. `scale` is how many digits after the point
    decimals have, where they run as SQL.
    """

    name: str
    kind: ColumnKind
    type: Any
    is_plain_text: bool = True
    scale: int = 0
    categories: frozenset[str] | None = None

    def named(self, name: str) -> "Column":
        """The same column under another name."""
        return Column(name, self.kind, self.type, self.is_plain_text, self.scale, self.categories)


def columns_of(frame: Any, expressions: ExpressionLibrary) -> Mapping[str, Column]:
    """The columns of a lazy frame, found once for each, as a frame that is taken in is another in every call."""
    columns_by_width = _KNOWN_COLUMNS.of(frame)
    return columns_by_width.get(expressions.has_wide_numbers) or columns_by_width.setdefault(
        expressions.has_wide_numbers, _columns_of(frame, expressions)
    )


_KNOWN_COLUMNS: Kept[Any, dict[bool, Mapping[str, Column]]] = Kept(lambda frame: {})


def _columns_of(frame: Any, expressions: ExpressionLibrary) -> dict[str, Column]:
    columns = {}
    alike: dict[Any, Column] = {}
    for spelled, dtype in frame.collect_schema().items():
        name = spelled if expressions.has_wide_numbers else spelled.replace(DOT, ".")
        column = alike.get(dtype)
        if column is None:
            if str(dtype) == "Unknown":
                columns[name] = _column(name, _own_type(frame, spelled), expressions)
                continue
            column = alike[dtype] = _column(name, dtype, expressions)
        columns[name] = column.named(name)
    return columns


def _own_type(frame: Any, name: str) -> str:
    """The library's own name of a column's type, where Narwhals knows none like it; `Null` where it holds nothing."""
    native = frame.to_native()
    if hasattr(native, "types"):
        type_name = str(dict(zip(native.columns, native.types, strict=True))[name]).strip('"')
    else:
        type_name = str(native.schema[name].dataType.simpleString())
    return "Null" if type_name.lower() in ("null", "void") else type_name


def _column(name: str, dtype: Any, expressions: ExpressionLibrary) -> Column:
    words = expressions.words
    text = str(dtype)
    if isinstance(dtype, str):
        return Column(name, ColumnKind.NOTHING if text == "Null" else ColumnKind.OTHER, dtype)
    if dtype.is_integer():
        kind = ColumnKind.WHOLE
    elif dtype.is_float():
        kind = ColumnKind.FLOAT
    elif dtype.is_decimal():
        return Column(name, ColumnKind.DECIMAL, dtype, scale=0 if expressions.is_polars else int(dtype.scale or 0))
    elif dtype == words.Boolean:
        kind = ColumnKind.TRUTH
    elif dtype == words.Date:
        kind = ColumnKind.DAY
    elif dtype == words.Datetime:
        kind = ColumnKind.TIME
    elif dtype == words.String:
        return Column(name, ColumnKind.TEXT, dtype)
    elif dtype in (words.Categorical, words.Enum) or text.startswith(("Categorical", "Enum")):
        known = getattr(dtype, "categories", None) if dtype == words.Enum else None
        categories = None if known is None else frozenset(str(word) for word in known)
        return Column(name, ColumnKind.TEXT, dtype, is_plain_text=False, categories=categories)
    elif text == "Null":
        kind = ColumnKind.NOTHING
    else:
        kind = ColumnKind.OTHER
    return Column(name, kind, dtype)
