"""Names of columns that are a slip for a known one: another case, swapped or missing letters, letters for digits."""

import re
import unicodedata
from functools import lru_cache

from ....model.spelling import fold, nearest

_NEAR = 0.85
_BESIDE = "_ -./:("
"""The characters after a known name by which a longer one means something else: `income_2023`, `income (note)`."""
_LEAST_SWAPPED, _LEAST_REPLACED = 4, 5
"""The least number of letters of a name in which two swapped letters, or one replaced, are taken for a slip."""
_AS_DIGITS = str.maketrans("oil|", "0111")
_SEPARATORS = re.compile(r"[\s.,_\-:;/()\u00b7]+")


@lru_cache(maxsize=4096)
def near_name(name: str, known: frozenset[str]) -> str | None:
    """The known name for which a column's is a slip; None where it is none.

    >>> near_name("regoin", frozenset({"region", "parent"})), near_name("1O.", frozenset({"10"}))
    ('region', '10')
    >>> near_name("note", frozenset({"region", "parent"}))
    """
    plain = _plain(name)
    if not plain:
        return None
    same = sorted(one for one in known if _plain(one) == plain)
    if same:
        return same[0]
    as_code = _as_code(name)
    if as_code is not None:
        alike = sorted(one for one in known if _as_code(one) == as_code)
        if alike:
            return alike[0]
    found = nearest(name, known, _NEAR) or next((one for one in sorted(known) if _is_slip(plain, _plain(one))), None)
    if found is None or (name.startswith(found) and name[len(found)] in _BESIDE):
        return None
    return None if _says_otherwise(plain, _plain(found)) else found


def _says_otherwise(name: str, known: str) -> bool:
    """True if a name near a known one differs by digits at its end, or by a whole word."""
    if name.rstrip("0123456789") == known.rstrip("0123456789"):
        return True
    own, other = name.split("_"), known.split("_")
    if len(own) != len(other):
        return False
    differ = [(one, two) for one, two in zip(own, other, strict=True) if one != two]
    return any(min(len(one), len(two)) > 2 and nearest(one, [two]) is None for one, two in differ)


def _is_slip(name: str, meant: str) -> bool:
    """True if two names of one length differ in one letter, or in two neighbours that are swapped."""
    if len(name) != len(meant) or len(name) < _LEAST_SWAPPED or (not name.isalpha() and "_" not in name):
        return False
    differs = [at for at, (own, other) in enumerate(zip(name, meant, strict=True)) if own != other]
    if len(differs) == 1:
        return len(name) >= _LEAST_REPLACED
    if len(differs) != 2 or differs[1] != differs[0] + 1:
        return False
    first, second = differs
    return name[first] == meant[second] and name[second] == meant[first]


@lru_cache(maxsize=16384)
def _as_code(name: str) -> str | None:
    """A name as the code of a rule, with digits for letters that look like them; None where it has no digit.

    The ruleset before `#` stays as it is.
    """
    ruleset, sign, code = name.rpartition("#")
    plain = unicodedata.normalize("NFKC", fold(code)).translate(_AS_DIGITS)
    if not any(letter.isdigit() for letter in code) or not re.fullmatch(r"[a-z]?[\d\s.,_\-:;/()\u00b7]+[a-z]?", plain):
        return None
    parts = [part.lstrip("0") or "0" for part in _SEPARATORS.split(plain) if part]
    return f"{fold(ruleset)}{sign}{'.'.join(parts)}"


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    """A name without what is written one way or another: case, blanks, `_` or `-` between words."""
    folded = fold(name)
    if any(mark in folded for mark in "./#"):
        return folded.replace(" ", "")
    return folded.replace(" ", "_").replace("-", "_").replace("__", "_").strip("_")
