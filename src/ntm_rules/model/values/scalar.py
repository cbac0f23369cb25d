"""Scalars of numpy and pandas as the plain values of Python that they stand for."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any


def as_plain(value: Any) -> Any:
    """`value` as a plain object of Python where it is a scalar of numpy or pandas; any other as it is.

    A whole number, a float, a truth or a text of numpy becomes one of Python, a 32-bit float by its shortest writing; the
    missing values of pandas become None; subclasses of str, int, float and Decimal become those. Enum members that are no
    text stay.

    >>> from enum import StrEnum
    >>> class Region(StrEnum):
    ...     DELTA = "delta"
    >>> type(as_plain(Region.DELTA)), as_plain(Region.DELTA)
    (<class 'str'>, 'delta')
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    module = kind.__module__.partition(".")[0]
    if module == "pandas" and kind.__name__ in ("NAType", "NaTType"):
        return None
    if module == "numpy":
        return _of_numpy(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Enum | bool):
        return value
    if isinstance(value, Decimal):
        return Decimal(value)
    if isinstance(value, int):
        return int.__int__(value)
    return float.__float__(value) if isinstance(value, float) else value


_PLAIN = frozenset({str, int, float, bool, Decimal, Fraction, type(None)})


def _of_numpy(value: Any) -> Any:
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if getattr(value, "ndim", 1) != 0:
        return value
    match kind:
        case "b":
            return bool(value)
        case "i" | "u":
            return int(value)
        case "f" if value.dtype.itemsize == 8:
            return float(value)
        case "f" if value.dtype.itemsize < 8:
            # The shortest writing: a 32-bit 99.9 is no more exact than that, and as a 64-bit float is 99.9000015.
            return float(str(value))
        case "U":
            return str(value)
    return value
