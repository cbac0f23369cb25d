"""The columns of a frame before a cell of it is read: those that must be there, their types, and names that are a slip."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from attrs import field, frozen

from ....model.library import Library
from ....model.measure import Attribute, Measure, MeasureType
from ....model.problem import Diagnostic
from ....model.spelling import fold, nearest
from ....model.text import Text
from ....model.units.kind import KINDS
from ....program.wording import hint
from ..columns_read import ColumnsRead
from .columns import (
    ABSENCE,
    AS_OF,
    CODES,
    DATED,
    EXISTS_FROM,
    EXISTS_UNTIL,
    KIND,
    KNOWN_ON,
    NAME,
    NOTED,
    PARENT,
    UNIT,
    Column,
    ColumnKind,
)
from .problems import FrameLocation, frame_diagnostic

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
    same = sorted(known_name for known_name in known if _plain(known_name) == plain)
    if same:
        return same[0]
    as_code = _as_code(name)
    if as_code is not None:
        alike = sorted(known_name for known_name in known if _as_code(known_name) == as_code)
        if alike:
            return alike[0]
    near = nearest(name, known, _NEAR) or next(
        (known_name for known_name in sorted(known) if _is_slip(plain, _plain(known_name))), None
    )
    if near is None or (name.startswith(near) and name[len(near)] in _BESIDE):
        return None
    return None if _says_otherwise(plain, _plain(near)) else near


def _says_otherwise(name: str, known: str) -> bool:
    """True if a name near a known one differs by digits at its end, or by a whole word."""
    if name.rstrip("0123456789") == known.rstrip("0123456789"):
        return True
    own, other = name.split("_"), known.split("_")
    if len(own) != len(other):
        return False
    differ = [(own_word, other_word) for own_word, other_word in zip(own, other, strict=True) if own_word != other_word]
    return any(
        min(len(own_word), len(other_word)) > 2 and nearest(own_word, [other_word]) is None
        for own_word, other_word in differ
    )


def _is_slip(name: str, meant: str) -> bool:
    """True if two names of one length differ in one letter, or in two neighbours that are swapped."""
    if len(name) != len(meant) or len(name) < _LEAST_SWAPPED or (not name.isalpha() and "_" not in name):
        return False
    differs = [place for place, (own, other) in enumerate(zip(name, meant, strict=True)) if own != other]
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


RESERVED = (UNIT, PARENT, KIND, AS_OF, KNOWN_ON, EXISTS_FROM, EXISTS_UNTIL, NAME)
"""The names of columns that are neither measures, attributes nor rules."""
FIGURES = (ColumnKind.WHOLE, ColumnKind.FLOAT, ColumnKind.DECIMAL)
MOST_SCALE = 20
"""The largest number of decimals of a column: SQL does not compare figures with more to those of 15 digits."""
_EXPECTED: Mapping[tuple[ColumnKind, ...], tuple[str, str]] = {
    FIGURES: ("con số", "figures"),
    (ColumnKind.WHOLE,): ("số nguyên", "whole numbers"),
    (ColumnKind.TEXT,): ("chữ", "text"),
    (ColumnKind.TEXT, ColumnKind.TRUTH): (
        "chữ (met, not_met, …) hoặc đúng/sai",
        "text (met, not_met, …) or true/false",
    ),
    (ColumnKind.DAY,): ("ngày (không có giờ)", "dates (without a time)"),
    (ColumnKind.WHOLE, ColumnKind.FLOAT, ColumnKind.DECIMAL, ColumnKind.TEXT): ("con số hoặc chữ", "figures or text"),
    CODES: ("chữ, hoặc số nguyên", "text, or whole numbers"),
}


@frozen(eq=False)
class Schema:
    """The names that columns may have, and the kinds of their values."""

    columns_read: ColumnsRead
    library: Library
    scaled: frozenset[str] = frozenset()
    strict: bool = False
    near: frozenset[str] = field(init=False)

    @near.default
    def _near(self) -> frozenset[str]:
        measures = [name + end for name in self.library.measures for end in ("", ABSENCE, DATED, NOTED)]
        keys = (rule + end for rule in self.columns_read.rules for end in ("", DATED, NOTED))
        return frozenset({*measures, *self.library.attributes, *keys, *RESERVED} - {NAME})

    def misfits(
        self, columns: Mapping[str, Column], above: Iterable[str], frame_name: Text | None
    ) -> Iterator[Diagnostic]:
        """The diagnostics for the columns of a frame of units; `above` are the kinds that name columns of codes."""
        if UNIT not in columns:
            near = nearest(UNIT, columns)
            yield missing(UNIT, near, columns, frame_name)
        for name, kinds in self.wanted(above).items():
            yield from wrong_type(columns.get(name), kinds, frame_name)
        yield from self._attested_twice(columns, frame_name)
        for name in columns:
            bare, sign, _ = name.partition("@")
            if sign and bare in self.columns_read.rules:
                yield frame_diagnostic(
                    "NTM178", FrameLocation(frame_name, has_row=False), details={"column": name, "rule": bare}
                )
        yield from self.unknown(columns, (*above, *self.near), frame_name)

    def _attested_twice(self, columns: Mapping[str, Column], frame_name: Text | None) -> Iterator[Diagnostic]:
        """The rules that have a column by their code, and one by their key."""
        for name, key in self.columns_read.rules.items():
            if name in columns and name != str(key) and str(key) in columns:
                why = f"quy tắc {key} có hai cột: {name!r} và {str(key)!r}; giữ một cột"
                why_en = f"the rule {key} has two columns, {name!r} and {str(key)!r}: keep one"
                details = {"why": why, "why_en": why_en, "rule": str(key), "column": name}
                yield frame_diagnostic("NTM636", FrameLocation(frame_name, has_row=False), details=details)

    def unknown(self, columns: Iterable[str], near: Iterable[str], frame_name: Text | None) -> Iterator[Diagnostic]:
        """The columns that are near a known name and are none; with `strict`, every one that no rule reads."""
        known = frozenset(near)
        names = frozenset(columns)
        for name in columns:
            if name in known or name in KINDS or name == NAME:
                if self.strict and not self._is_read(name, known):
                    yield frame_diagnostic("NTM631", FrameLocation(frame_name, has_row=False), details={"column": name})
                continue
            meant = self._meant(name, known)
            if meant in (UNIT, PARENT, KIND) and meant in names and name.startswith(meant):
                meant = None
            if meant is not None:
                yield frame_diagnostic(
                    "NTM630", FrameLocation(frame_name, has_row=False), details={"column": name, "near": meant}
                )
            elif self.strict:
                yield frame_diagnostic("NTM631", FrameLocation(frame_name, has_row=False), details={"column": name})

    def _meant(self, name: str, known: frozenset[str]) -> str | None:
        key = _ruleset_of(name.removesuffix(DATED).removesuffix(NOTED))
        if key is not None and key[0] in self.library.versions:
            codes = {rule.code for version in self.library.versions[key[0]] for rule in version.rules()}
            known_codes = sorted(codes)
            return None if key[1] in codes else f"{key[0]}#{nearest(key[1], known_codes) or known_codes[0]}"
        named = fold(name)
        declared: list[Measure | Attribute] = [
            self.library.measures[measure] for measure in sorted(self.columns_read.measures)
        ]
        declared += [
            self.library.attributes[attribute]
            for attribute in sorted(self.columns_read.attributes)
            if attribute in self.library.attributes
        ]
        for declaration in declared:
            if named in (fold(declaration.name.vi), fold(declaration.name.en or declaration.name.vi)):
                return declaration.id
        return near_name(name, known)

    def _is_read(self, name: str, known: frozenset[str]) -> bool:
        own = name.removesuffix(ABSENCE).removesuffix(DATED).removesuffix(NOTED)
        if own in self.library.measures:
            return own in self.columns_read.measures
        if name in self.library.attributes:
            return name in self.columns_read.attributes
        return name in known or name == NAME

    def decimals(self) -> dict[str, int]:
        """The decimals of the measures of numbers that are read."""
        measures = (self.library.measures[name] for name in self.columns_read.measures)
        return {measure.id: measure.decimals for measure in measures if measure.type is MeasureType.NUMBER}

    def dates(self) -> list[str]:
        """The measures whose values are dates, of those that are read."""
        return [name for name in self.columns_read.measures if self.library.measures[name].type is MeasureType.DATE]

    def wanted(self, above: Iterable[str]) -> dict[str, tuple[ColumnKind, ...]]:
        """The kinds of values allowed for each column that is read, by name; `above` are names of columns of codes."""
        wanted: dict[str, tuple[ColumnKind, ...]] = dict.fromkeys(above, CODES)
        for name in (*self.columns_read.attributes, *self.library.attributes):
            wanted[name] = (ColumnKind.TEXT,)
        for name in self.columns_read.rules:
            wanted[name] = (ColumnKind.TEXT, ColumnKind.TRUTH)
        for name in (*self.columns_read.rules, *self.columns_read.measures):
            wanted[name + DATED] = wanted[name + NOTED] = (ColumnKind.DAY,)
        for name in self.columns_read.measures:
            match self.library.measures[name].type:
                case MeasureType.NUMBER:
                    wanted[name] = (ColumnKind.WHOLE,) if name in self.scaled else FIGURES
                case MeasureType.LEVEL:
                    wanted[name] = (ColumnKind.TEXT,)
                case MeasureType.DATE:
                    wanted[name] = (ColumnKind.DAY,)
                case MeasureType.FINDING:
                    wanted[name] = (ColumnKind.TEXT, ColumnKind.TRUTH)
            wanted.setdefault(name + ABSENCE, (ColumnKind.TEXT,))
        wanted |= dict.fromkeys((UNIT, PARENT), CODES)
        wanted[KIND] = (ColumnKind.TEXT,)
        wanted |= dict.fromkeys((AS_OF, EXISTS_FROM, EXISTS_UNTIL, KNOWN_ON), (ColumnKind.DAY,))
        return wanted


def wrong_type(column: Column | None, kinds: tuple[ColumnKind, ...], frame_name: Text | None) -> Iterator[Diagnostic]:
    """The diagnostic for a column of a wrong type, or with too many decimals; none where it holds nothing at all."""
    if column is None or column.kind is ColumnKind.NOTHING:
        return
    vi, en = _EXPECTED[kinds]
    if column.kind in kinds:
        if column.scale <= MOST_SCALE:
            return
        vi, en = f"con số có nhiều nhất {MOST_SCALE} chữ số thập phân", f"figures with at most {MOST_SCALE} decimals"
    details = {"column": column.name, "type": str(column.type), "expected": vi, "expected_en": en}
    yield frame_diagnostic("NTM632", FrameLocation(frame_name, has_row=False), details=details)


def missing(name: str, near: str | None, columns: Iterable[str], frame_name: Text | None) -> Diagnostic:
    """The diagnostic for a column that must be there and is not."""
    details = {"column": name, "near": near}
    return frame_diagnostic(
        "NTM635", FrameLocation(frame_name, has_row=False), hint(near, columns if near is None else ()), details
    )


def _ruleset_of(name: str) -> tuple[str, str] | None:
    ruleset, sign, code = name.partition("#")
    return (ruleset, code.partition("@")[0]) if sign and ruleset and code else None
