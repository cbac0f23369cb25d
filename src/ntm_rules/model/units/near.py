"""The unit that a wrong code most likely means, and the difference between two words that look alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..spelling import composed, fold, nearest, tidy, unaccented, visible
from ..text import Text

_MOST = 3
_LOOK_ALIKES = str.maketrans("авекмнорстухіјѕһԁαβεηικνορτυχ", "abekmhopctyxijshdabehiknoptux")


def difference(written: str, expected: str) -> Text | None:
    """Description of the error in `written`; None where the two are equal or too different for one line.

    >>> difference("Xã Bаn", "Xã Ban").en
    "'а' (U+0430) where 'a' (U+0061) is expected, at letter 5"
    >>> difference("2917", "02917").en
    'zeros at the beginning are missing, as where Excel takes a code for a number'
    >>> difference("Lí", "Lý").en
    "'í' where 'ý' is expected, at letter 2"
    """
    if written == expected:
        return None
    own, known = tidy(visible(written)), tidy(visible(expected))
    if own == known or own.casefold() == known.casefold():
        return _of_form(written, expected, own == known)
    if own.isdecimal() and known.isdecimal() and own.lstrip("0") == known.lstrip("0"):
        if len(own) < len(known):
            return Text(
                "thiếu số 0 ở đầu, như khi Excel coi mã là số",
                "zeros at the beginning are missing, as where Excel takes a code for a number",
            )
        return Text("thừa số 0 ở đầu", "there are too many zeros at the beginning")
    if fold(own) == fold(known):
        return Text("khác cách đặt dấu thanh", "the tone is placed otherwise")
    if fold(own) == unaccented(known):
        return Text("thiếu dấu tiếng Việt", "the accents are missing")
    return _of_letters(own, known)


def _of_form(written: str, expected: str, same_case: bool) -> Text:
    if not same_case:
        return Text("khác chữ hoa, chữ thường", "capitals and small letters differ")
    if composed(written) == composed(expected):
        return Text("khác dạng Unicode của dấu (NFC, NFD)", "the accents are in another form of Unicode (NFC, NFD)")
    if visible(written) != written or visible(expected) != expected:
        return Text("có ký tự không nhìn thấy được", "there is a character that cannot be seen")
    return Text("khác khoảng trắng", "the spaces differ")


def _of_letters(own: str, known: str) -> Text | None:
    if len(own) != len(known):
        return None
    pairs = zip(own, known, strict=True)
    differing = [
        (number, letter, other)
        for number, (letter, other) in enumerate(pairs, 1)
        if letter.casefold() != other.casefold()
    ]
    if not 0 < len(differing) <= _MOST:
        return None
    vi = [
        f"chữ thứ {number} là {_named(letter, other)}, cần {_named(other, letter)}"
        for number, letter, other in differing
    ]
    en = [
        f"{_named(letter, other)} where {_named(other, letter)} is expected, at letter {number}"
        for number, letter, other in differing
    ]
    return Text("; ".join(vi), "; ".join(en))


def _named(letter: str, beside: str) -> str:
    """A letter in quotes, with its code point where it can be mistaken for the one beside it."""
    if script(letter) == script(beside):
        return f"'{letter}'"
    return f"'{letter}' (U+{ord(letter):04X})"


def script(letter: str) -> str:
    """The script that a letter belongs to (`LATIN`, `CYRILLIC`); "" for a character that is no letter.

    >>> script("a"), script("а"), script("1")
    ('LATIN', 'CYRILLIC', '')
    """
    return unicodedata.name(letter, "").split(" ")[0] if letter.isalpha() else ""


def as_latin(text: str) -> str:
    """A text in small letters, its look-alike Cyrillic and Greek letters replaced by Latin ones.

    Only to find what was meant, never to accept it.

    >>> as_latin("xа") == "xa"
    True
    """
    return text if text.isascii() else text.translate(_LOOK_ALIKES)


def foreign_letter(text: str) -> tuple[int, str] | None:
    """The first Cyrillic or Greek letter of a text that has Latin letters too, with its place, counted from 1.

    Such a letter looks like a Latin one and makes another word of it.

    >>> foreign_letter("Xã Bо")
    (5, 'о')
    """
    if text.isascii():
        return None
    scripts = [script(letter) for letter in text]
    if "LATIN" not in scripts:
        return None
    return next(
        ((number, text[number - 1]) for number, script in enumerate(scripts, 1) if script in ("CYRILLIC", "GREEK")),
        None,
    )


if TYPE_CHECKING:
    from .unit import Unit

_SEARCHED = 2_000


def nearest_unit(code: str, units: Mapping[str, Unit]) -> dict[str, str]:
    """Advice that names the unit which a wrong code most likely means, and the difference."""
    return _hint(_near(code, units))


def _near(code: str, units: Mapping[str, Unit]) -> Text | None:
    """The unit that a wrong code most likely means, and the difference; None where none is near."""
    wanted = as_latin(fold(code)).lstrip("0")
    for unit in units.values():
        if fold(unit.code).lstrip("0") == wanted:
            return _shown(unit, difference(code, unit.code))
    for unit in units.values():
        if fold(unit.name).lstrip("0") == wanted:
            return _shown(unit, Text("đã ghi tên, cần ghi mã", "this is its name; give the code"))
    near = nearest(code, units) if len(units) <= _SEARCHED else None
    return None if near is None else _shown(units[near], difference(code, near))


def _shown(unit: Unit, why: Text | None) -> Text:
    named = f"{unit.code} ({unit.name})"
    return Text(named) if why is None else Text(f"{named}: {why.vi}", f"{named}: {why.in_language('en')}")


def _hint(near: Text | None) -> dict[str, str]:
    if near is None:
        return {"hint_vi": "", "hint_en": ""}
    return {"hint_vi": f"gần nhất: {near.vi}", "hint_en": f"nearest known: {near.in_language('en')}"}
