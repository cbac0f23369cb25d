"""Words of officers in comparable form: composed accents, one case, single spaces."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SHORT = 60
"""Characters of texts whose folded form is kept."""
_CELL = 32_767
"""Characters of the longest cell of a workbook."""
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TONE = "([\u0300\u0301\u0303\u0309\u0323])"
_TONE_BEFORE = re.compile(f"o{_TONE}([ae])|u{_TONE}(y)")


def trim(text: str) -> str:
    """`text` without spaces or invisible marks around it; inside nothing changes."""
    while (shorter := text.strip().strip(_INVISIBLE)) != text:
        text = shorter
    return text


def tidy(text: str) -> str:
    """`text` with composed accents (NFC), without spaces or invisible marks around it, inner spaces single.

    >>> tidy("  Bản \\u00a0 Bo ")
    'Bản Bo'
    """
    if text.isascii():  # most cells: nothing to compose, nothing invisible
        return " ".join(text.split())
    return " ".join(trim(unicodedata.normalize("NFC", text)).split())


def composed(text: str) -> str:
    """`text` with composed accents (NFC): the form in which codes and names are kept and looked up.

    >>> composed("Ba\\u0309n") == "Bản"
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """`text` without invisible marks: zero-width spaces, soft hyphens, marks of direction.

    >>> visible("Bản\\u200b Bo")
    'Bản Bo'
    """
    return text if text.isascii() else _HIDDEN.sub("", text)


def fold(text: str) -> str:
    """`tidy(text)` in one case, so that two spellings of a word are equal.

    Equal are also both ways to place a tone (hòa, hoà), the letters that look like đ (ð, ɖ), and a text with marks that
    cannot be seen and the same without.

    >>> fold("ĐẠT") == fold("đạt") == fold("Đa\\u0323t") == fold("\\u00d0ạt")
    True
    >>> fold("Hòa Thúy") == fold("Hoà Thuý")
    True
    """
    if len(text) <= _SHORT:
        return _folded_short(text)
    return _folded_last(text) if len(text) <= _CELL else _folded(text)


def _folded(text: str) -> str:
    if text.isascii():
        return tidy(text).lower()
    letters = tidy(visible(text)).casefold().replace("\u00f0", "đ").replace("\u0256", "đ")
    letters = unicodedata.normalize("NFD", letters)
    return unicodedata.normalize("NFC", _TONE_BEFORE.sub(_tone_after, letters))


_folded_short = lru_cache(1 << 14)(_folded)
"""Tables repeat few words very often."""
_folded_last = lru_cache(4)(_folded)
"""A cell is asked for its words several times in a row."""


def _tone_after(pair: re.Match[str]) -> str:
    """Two vowels with the tone on the first, written with the tone on the second."""
    return pair[0][0] + pair[0][2] + pair[0][1]


def unaccented(text: str) -> str:
    """`fold(text)` without accents and with d for đ, as typed on other keyboards than a Vietnamese one.

    >>> unaccented("Thị trấn Tam Đường")
    'thi tran tam duong'
    """
    letters = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word most like `word`, whatever its case; None where none is similar.

    >>> nearest("clean_water_houshold", ["income", "clean_water_households"])
    'clean_water_households'
    """
    by_fold = {fold(candidate): candidate for candidate in known}
    matches = difflib.get_close_matches(fold(word)[:200], by_fold, n=1, cutoff=cutoff)
    return by_fold[matches[0]] if matches else None
