"""Texts and days of a unit in one form: plain, composed, without invisible characters."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from attrs import frozen

from ..place import Place
from ..problem import Diagnostic
from ..spelling import composed
from ..text import Text
from ..values.frozen_mapping import FrozenMapping
from ..values.scalar import as_plain
from .diagnostics import BLANK, NO_TEXT, PADDED, TWICE, hidden, too_long, unit_problem

MOST_OF_A_CODE = 100
"""Number of characters of the longest code of a unit: those of the General Statistics Office have at most five digits."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def plain(text: str) -> str:
    """A text as a plain `str` in composed form, whatever subclass of `str` it is.

    >>> from ntm_rules.model.place import PlacedText
    >>> type(plain(PlacedText("ward"))).__name__
    'str'
    """
    return composed(text if type(text) is str else str.__str__(text))


def taken_text(value: object) -> tuple[str, Text | None]:
    """A code, name or kind as a plain text, with the reason why it cannot be one, or None.

    >>> taken_text("C1"), taken_text(" C1")[1].en
    (('C1', None), 'there are spaces around it')
    """
    if not isinstance(value, str):
        return "", NO_TEXT
    text = plain(value)
    if text.isprintable() and text and text[0] != " " != text[-1]:
        return text, None  # nearly every one: no need to look at each character
    if not text.strip():
        return text, BLANK
    if text != text.strip():
        return text, PADDED
    unseen = next((character for character in text if unicodedata.category(character) in _UNSEEN), None)
    return text, None if unseen is None else hidden(unseen)


def _is_nothing(value: object) -> bool:
    """True for None, for the missing values of pandas, and for NaN."""
    plain_value = as_plain(value)
    return plain_value is None or (isinstance(plain_value, float) and plain_value != plain_value)


@frozen
class UnitFieldReader:
    """Converts the fields of one unit and gathers the `mistakes` in them."""

    unit: object
    place: Place | None
    mistakes: list[Diagnostic]

    def code(self, value: object, field: str) -> str:
        """Code of the unit itself, of its parent, or of a successor."""
        text, why = taken_text(value)
        if why is None and len(text) > MOST_OF_A_CODE:
            why = too_long(len(text), MOST_OF_A_CODE)
        if why is not None:
            self.report("NTM624", field=field, value=value, why=why)
        return text

    def optional_code(self, value: object, field: str) -> str | None:
        """A code, or None."""
        return None if _is_nothing(value) else self.code(value, field)

    def word(self, value: object, field: str, what: Text) -> str:
        """A name or a kind."""
        text, why = taken_text(value)
        if why is not None:
            self.report("NTM710", field=field, value=value, what=what, why=why)
        return text

    def attributes(self, value: object) -> FrozenMapping[str, str]:
        """A copy of the attributes, names and values as plain texts."""
        if not isinstance(value, Mapping):
            self.report("NTM711", field="attributes", value=value)
            return FrozenMapping()
        taken: dict[str, str] = {}
        for name, own in value.items():
            if type(own) is not str and _is_nothing(own):
                continue  # an unknown value is no attribute
            key, why = taken_text(name)
            if why is not None:
                why = Text(f"tên thuộc tính: {why.vi}", f"as for its name, {why.en}")
            elif not isinstance(own, str):
                why = NO_TEXT
            elif taken.setdefault(key, text := plain(own)) != text:
                why = TWICE
            if why is not None:
                self.report("NTM712", field="attributes", attribute=name, value=own, why=why)
        return FrozenMapping(taken)

    def day(self, value: object, field: str) -> date | None:
        """A day, or None."""
        if _is_nothing(value):
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.report("NTM713", field=field, what=field, value=value)
            return None
        return value

    def period(self, start: date | None, end: date | None, field: str) -> None:
        """Report a period that ends before it begins."""
        if start is not None and end is not None and start > end:
            self.report("NTM556", field=field, start=start, end=end)

    def codes(self, value: object, field: str) -> tuple[str, ...]:
        """Several codes, from a tuple or list of them."""
        if isinstance(value, tuple) and not value:
            return ()
        if not isinstance(value, tuple | list | frozenset | set):
            self.no_list(value, field, Text("mã đơn vị", "codes of units"))
            return ()
        codes = value if isinstance(value, tuple | list) else sorted(value, key=str)
        return tuple(self.code(code, field) for code in codes)

    def no_list(self, value: object, field: str, expected: Text) -> None:
        """Report a value that should be a list."""
        self.report("NTM714", field=field, what=field, value=value, expected=expected)

    def report(self, code: str, **details: object) -> None:
        """Add a diagnostic about the unit."""
        self.mistakes.append(unit_problem(code, self.place, advice=None, unit=self.unit, **details))
