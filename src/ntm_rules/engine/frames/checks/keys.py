"""The units of a frame: each has a code that may be one, and one row (a day); its kind is one that rules know."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from ....model.library import Library
from ....model.problem import Diagnostic, Severity
from ....model.spelling import composed, nearest, tidy, unaccented, visible
from ....model.text import Text
from ....model.units.diagnostics import BLANK, unit_problem
from ....model.units.fields import taken_text
from ....model.units.kind import KINDS, kind_named
from ....program.wording import kind_hint
from ..expressions.expression_library import Expr, ExpressionLibrary, Native
from ..input.columns import AS_OF, KIND, PARENT, UNIT, Column, ColumnKind
from ..input.problems import FrameLocation, frame_diagnostic, located
from .check import MOST_LOOKED_AT, MOST_ROWS_NAMED, Frame, first_rows, once_each, rows_of

_LETTERS = "\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u1e00-\u1eff"
"""Letters and signs beside those of ASCII that are seen, and composed as they stand: nearly all that codes are written in."""
SURELY_CODES = rf"^[!-~{_LETTERS}](?:[ -~{_LETTERS}]*[!-~{_LETTERS}])?\z"
_NOT_COMPOSED = Text(
    "dấu được ghi tách rời (không phải dạng Unicode NFC); chuyển sang NFC",
    "its accents are written apart (it is not in Unicode form NFC); convert it to NFC",
)
_MOST_CODES = 1000


def perhaps_no_codes(column: Column, frame: Frame) -> Expr:
    """The rows with text that may be no code; nothing is none as well."""
    text = _text(column, frame)
    return (~text.str.contains(SURELY_CODES)).fill_null(True)


def why_no_code(value: object) -> Text | None:
    """The reason why a cell is no code; None where it is one."""
    if value is None:
        return BLANK
    _, why = taken_text(value)
    if why is None and isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        return _NOT_COMPOSED
    return why


def code_misfit(value: object, why: Text, near: str | None = None) -> Diagnostic:
    """The diagnostic for a cell that is no code; `near` is the code of a unit that it is another spelling of."""
    details: dict[str, object] = {"value": "" if value is None else value, "why": why}
    if near is not None:
        details |= {"why": Text(f"{why.vi}; gần nhất: {near}", f"{why.en}; nearest known: {near}"), "near": near}
    diagnostic = unit_problem("NTM624", None, (), advice=None, **details)
    if why is BLANK:
        message = Text("mã đơn vị để trống: dòng không có đơn vị", "the unit's code is blank: a row without a unit")
        return evolve(diagnostic, message=message)
    return diagnostic


def meant_code(value: object) -> str:
    """The code that a cell is another spelling of, if any: composed, without blanks around it or what is not seen."""
    return tidy(visible(composed(str(value))))


def code_misfits(frame: Frame, name: str, known: "KnownCodes") -> Iterator[Diagnostic]:
    """The diagnostics for the codes in a column; a blank cell is wrong only in the column of the units' own codes."""
    expressions, column = frame.expressions, frame.columns[name]
    is_own = name == UNIT
    text = _text(column, frame)
    perhaps = perhaps_no_codes(column, frame)
    seen = rows_of(frame.lazy.filter(perhaps).select(value=text).unique(), expressions)
    wrong = {row["value"]: why for row in seen if (why := why_no_code(row["value"])) is not None}
    if not is_own:
        wrong.pop(None, None)
        wrong.pop("", None)
    if not wrong:
        return
    texts = sorted(value for value in wrong if value is not None)[:_MOST_CODES]
    rows = text.is_in(texts).fill_null(False)
    if None in wrong:
        rows = rows | text.is_null()
    row_misfits: list[tuple[dict[str, Any], Diagnostic]] = []
    diagnostics: dict[str | None, Diagnostic] = {}
    for row in first_rows(frame, rows, {"value": text}):
        value = row["value"]
        if value not in diagnostics:
            near = None if is_own or value is None else known(meant_code(value))
            diagnostics[value] = code_misfit(value, wrong[value], near)
        if is_own:
            row["unit"] = None
        row_misfits.append((row, diagnostics[value]))
    yield from once_each(frame, name, row_misfits, rows)


class KnownCodes:
    """Finds codes among the units of some frames, by looking for each that is asked."""

    def __init__(self, frames: list[Frame]) -> None:
        self.frames = frames

    def __call__(self, code: str) -> str | None:
        """The code, if a unit has it."""
        for frame in self.frames:
            if UNIT in frame.columns:
                own = frame.expressions.column(UNIT).cast(frame.expressions.words.String)
                if rows_of(frame.lazy.filter(own == code).select(code=own).head(1), frame.expressions):
                    return code
        return None


def _text(column: Column, frame: Frame) -> Expr:
    own = frame.expressions.column(column.name)
    return own if column.is_plain_text else own.cast(frame.expressions.words.String)


_NEAR_KIND = 0.75
_KIND = Text("loại đơn vị", "kind")


def is_in_order(text: Expr) -> Expr:
    """An expression, true if text increases strictly, shorter before longer: then no value stands twice."""
    length, before = text.str.len_bytes(), text.shift(1)
    length_before = before.str.len_bytes()
    return ~((length < length_before) | ((length == length_before) & (text <= before))).any()


def perhaps_twice(lazy: Native, keys: Sequence[str], expressions: ExpressionLibrary) -> bool:
    """True if some rows may have the same keys; False is certain. Always True where there is no hash (not Polars)."""
    if not expressions.is_polars:
        return True
    hashes = expressions.column(keys[0]).hash()
    for number, key in enumerate(keys[1:], 1):
        hashes = hashes ^ expressions.column(key).hash(seed=number)
    sorted_hashes = lazy.select(hashes.alias("h")).collect(engine="streaming")["h"].sort()
    return bool((sorted_hashes == sorted_hashes.shift(1)).any())


def twice_misfits(frame: Frame, keys: Sequence[str]) -> list[Diagnostic]:
    """The units that have more than one row."""
    expressions = frame.expressions
    if not perhaps_twice(frame.lazy, keys, expressions):
        return []
    counted = (
        frame.lazy.select(*(expressions.column(key) for key in keys)).group_by(*keys).agg(n=expressions.words.len())
    )
    many = counted.filter(expressions.column("n") > 1)
    twice = rows_of(many.sort(*keys).head(1), expressions)
    if not twice:
        return []
    count = rows_of(many.select(n=expressions.words.len()), expressions)[0]["n"]
    [first] = twice
    same = expressions.every([expressions.column(key) == expressions.literal(first[key]) for key in keys])
    rows = first_rows(frame, same, {}, MOST_ROWS_NAMED)
    details: dict[str, object] = {"code": str(first[UNIT]), "units": count}
    if AS_OF in keys:
        details["as_of"] = first[AS_OF]
    numbers = tuple(row["row"] for row in rows if "row" in row)
    diagnostic = frame_diagnostic("NTM551", details=details)
    unit = first[UNIT]
    diagnostic = evolve(
        diagnostic, message=Text(f"đơn vị {unit!r} có hơn một dòng", f"unit {unit!r} has more than one row")
    )
    return [located(FrameLocation(frame.frame_name, UNIT, numbers, unit, first["n"]), diagnostic)]


def known_kinds(library: Library, used: Iterable[str]) -> frozenset[str]:
    """The kinds of units that there can be."""
    own = {kind for versions in library.versions.values() for version in versions for kind in version.applies_to}
    return frozenset({*used, *own, *KINDS})


def meant_kind(word: str, known: frozenset[str]) -> str | None:
    """The kind that a word is another spelling of, or a slip for."""
    named = kind_named(word)
    if named is not None:
        return named
    return next((kind for kind in known if kind == unaccented(word)), nearest(word, known, _NEAR_KIND))


def unknown_kind(word: str, known: frozenset[str]) -> Diagnostic:
    """The diagnostic for a word that is no kind of unit, with the nearest kind."""
    near = meant_kind(word, known)
    details = {"text": word, "near": near, "allowed": tuple(sorted(known))}
    return frame_diagnostic("NTM550", advice=kind_hint(near, known), details=details)


def kind_misfits(frame: Frame, known: frozenset[str], used: frozenset[str]) -> Iterator[Diagnostic]:
    """The words in the column `kind` of which no unit is decided, counted, or above such a unit.

    One that is no kind at all is an error; a warning tells of units of a kind that there is, but no rule is about.
    """
    expressions = frame.expressions
    kind = expressions.column(KIND).cast(expressions.words.String)
    seen: list[Any] = [row["kind"] for row in rows_of(frame.lazy.select(kind=kind).unique(), expressions)]
    for word in sorted(seen, key=str):
        if word in used:
            continue
        rows = kind.is_null() if word is None else (kind == word).fill_null(False)
        if word in known:
            if not _is_above(frame, rows):
                yield _not_decided(frame, word, rows, used)
            continue
        why = BLANK if word is None else taken_text(word)[1]
        row_misfits = [
            (row, unknown_kind(word, known) if why is None else _no_kind(row.get("unit"), word, why))
            for row in first_rows(frame, rows, {})
        ]
        yield from once_each(frame, KIND, row_misfits, rows)


def _no_kind(unit: object, word: str | None, why: Text) -> Diagnostic:
    """The diagnostic for a cell of a kind that is blank, or not written as a word."""
    diagnostic = unit_problem("NTM710", None, (), advice=None, value=word or "", unit=unit, what=_KIND, why=why)
    if why is BLANK:
        vi, en = f"đơn vị {unit!r}: loại đơn vị để trống", f"unit {unit!r}: its kind is blank"
        return evolve(diagnostic, message=Text(vi, en))
    return diagnostic


def _is_above(frame: Frame, rows: Expr) -> bool:
    """True if one of the units in `rows` is the parent of a unit of the frame."""
    expressions, text = frame.expressions, frame.expressions.words.String
    if PARENT not in frame.columns or frame.columns[PARENT].kind is ColumnKind.NOTHING:
        return False
    parents = frame.lazy.select(**{UNIT: expressions.column(PARENT).cast(text)})
    own = frame.lazy.filter(rows).select(**{UNIT: expressions.column(UNIT).cast(text)})
    return bool(rows_of(own.join(parents, on=UNIT, how="semi").head(1), expressions))


def _not_decided(frame: Frame, kind: str, rows: Expr, used: frozenset[str]) -> Diagnostic:
    seen = first_rows(frame, rows, {})
    count = len(seen)
    if count >= MOST_LOOKED_AT:
        count = rows_of(frame.lazy.filter(rows).select(n=frame.expressions.words.len()), frame.expressions)[0]["n"]
    units = ", ".join(str(row.get("unit")) for row in seen[:5])
    details = {"count": count, "kind": kind, "units": units + (", …" if count > 5 else "")}
    numbers = tuple(row["row"] for row in seen[:MOST_ROWS_NAMED] if "row" in row)
    location = FrameLocation(frame.frame_name, KIND, numbers, seen[0].get("unit"), count)
    remark = evolve(
        frame_diagnostic("NTM622", advice=kind_hint(None, used), details=details), severity=Severity.WARNING
    )
    return located(location, remark)
