"""Texts for people, in the two languages of the project."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any, Literal

from attrs import frozen

from .values.number import number_to_plain

Language = Literal["vi", "en"]


@frozen
class Text:
    """A wording: always in Vietnamese, and in English where somebody translated it.

    >>> Text("Thu nhập", "Income").in_language("en")
    'Income'
    >>> Text("Thu nhập").in_language("en")
    'Thu nhập'
    """

    vi: str
    en: str | None = None

    def in_language(self, language: Language) -> str:
        """The wording in `language`; Vietnamese where there is no English. Raises ArgumentError for another language."""
        if language == "vi":
            return self.vi
        if language != "en":
            from .arguments import refused

            raise refused("language", language, "vi, en", "vi, en")
        return self.vi if self.en is None else self.en


_LONGEST_SHOWN = 60


def shortened(value: object) -> str:
    """`repr(value)` in one line, cut where it is long; the name of the type where it has no repr.

    >>> shortened("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    """
    try:
        shown = (
            repr(value)
            if not isinstance(value, int) or value.bit_length() <= _MOST_BITS
            else "a very large whole number"
        )
    except Exception:  # noqa: BLE001 - the repr of a caller's own class may raise anything
        shown = type(value).__name__
    shown = printable(shown)
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"


_MOST_BITS = 1_000
_BREAKS = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters of control, of direction, of format, halves of pairs, and all else that takes no room and shows nothing."""


def seen(text: str) -> str:
    """`text` with a space for each line break and tab, and `�` for each other character that cannot be seen.

    >>> seen("Xã\\tBản Bo\\x1b[31m")
    'Xã Bản Bo�[31m'
    """
    return _UNSEEN.sub(lambda match: " " if match[0] in _BREAKS else "�", text)


def printable(text: str) -> str:
    """`seen(text)` in composed form (NFC): one line, without escape sequences, marks of direction, invisible characters.

    >>> printable("Xã\\tBản Bo\\x1b[31m")
    'Xã Bản Bo�[31m'
    """
    return _printable_short(text) if len(text) <= _SHORT else _printable(text)


def _printable(text: str) -> str:
    return seen(unicodedata.normalize("NFC", text))


_SHORT = 200
"""Characters of texts whose printable form is kept."""
_printable_short = lru_cache(1 << 13)(_printable)
"""A page names few rules, measures and units very often."""


def printable_lines(text: str) -> str:
    """`text` with each of its lines as by `printable`.

    >>> printable_lines("Bản Bo\\x9b2J\\nSơn Bình")
    'Bản Bo�2J\\nSơn Bình'
    """
    return "\n".join(printable(line) for line in text.split("\n"))


def json_text(value: object, *, indent: int | None = None, compact: bool = False) -> str:
    """`value` as JSON in which letters stand as they are, and what cannot be seen stands as an escape: it reads back the same.

    A compact one has no white space.

    >>> print(json_text("Xã \\u202eA"))
    "Xã \\u202eA"
    """
    separators = (",", ":") if compact else None
    written = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return "\n".join(_UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], line) for line in written.split("\n"))


def builtins_of(value: Any, number: Callable[[Any], object] = number_to_plain) -> Any:
    """Whatever fields of a diagnostic, or a report, are made of as exact builtins: days as texts, figures as by `number`.

    What JSON has no number for is a text as well: infinity, and an int of more digits than Python writes.

    >>> builtins_of({"allowed": ("I", Decimal("2.50")), "day": date(2024, 6, 30)})
    {'allowed': ['I', '2.50'], 'day': '2024-06-30'}
    """
    match value:
        case Mapping():
            return {str.__str__(str(name)): builtins_of(inner, number) for name, inner in value.items()}
        case list() | tuple():
            return [builtins_of(inner, number) for inner in value]
        case set() | frozenset():
            return sorted((builtins_of(inner, number) for inner in value), key=repr)
        case str():
            return str.__str__(value)
        case Enum():
            return builtins_of(value.value, number)
        case bool() | None:
            return value
        case int() if value.bit_length() <= _MOST_BITS:
            return int(value)
        case float() if isfinite(value):
            return float(value)
        case Decimal() | Fraction():
            return number(value)
        case date():
            return value.isoformat()
        case Text():
            return {"vi": value.vi, **({} if value.en is None else {"en": value.en})}
        case int() | float():
            return shortened(value)
    return str(value)
