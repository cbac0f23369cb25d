"""Words as officers write them, made comparable: composed accents, one case, single spaces."""

import difflib
import unicodedata
from collections.abc import Iterable

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"


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


def fold(text: str) -> str:
    """`tidy(text)` in one case, so that two spellings of a word are equal.

    >>> fold("ĐẠT") == fold("đạt") == fold("Đa\\u0323t")
    True
    """
    word = tidy(text)
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word.casefold())


def unaccented(text: str) -> str:
    """`fold(text)` without marks on its letters, and with d for đ: as typed where no Vietnamese keyboard is.

    >>> unaccented("Thị trấn Tam Đường")
    'thi tran tam duong'
    """
    letters = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word most like `word`, whatever its case; None when none is like it.

    >>> nearest("clean_water_houshold", ["income", "clean_water_households"])
    'clean_water_households'
    """
    by_fold = {fold(candidate): candidate for candidate in known}
    found = difflib.get_close_matches(fold(word)[:200], by_fold, n=1, cutoff=cutoff)
    return by_fold[found[0]] if found else None
