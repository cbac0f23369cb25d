"""Texts for people, in the two languages of the project."""

import unicodedata
from typing import Literal

from attrs import frozen

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
        """The wording in `language`; Vietnamese where there is no English."""
        return self.en if language == "en" and self.en is not None else self.vi


_LONGEST_SHOWN = 60


def shortened(value: object) -> str:
    """`repr(value)` in one line, cut where it is long; the name of the type where it has no repr.

    >>> shortened("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
    """
    try:
        shown = repr(value) if not isinstance(value, int) or value.bit_length() < 1000 else "a very large whole number"
    except Exception:  # noqa: BLE001 - the repr of a caller's own class may raise anything
        shown = type(value).__name__
    shown = printable(shown)
    return shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """`text` as one line in composed form (NFC): line breaks and tabs become spaces, other control characters `�`.

    Escape sequences, bidirectional overrides and invisible characters are all control characters in this sense.

    >>> printable("Xã\\tBản Bo\\x1b[31m")
    'Xã Bản Bo�[31m'
    """
    return "".join(
        (" " if character in "\t\n\r\x0b\x0c\x85\u2028\u2029" else "�")
        if unicodedata.category(character) in _UNPRINTABLE
        else character
        for character in unicodedata.normalize("NFC", text)
    )
