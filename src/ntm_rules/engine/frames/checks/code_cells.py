"""The cells that hold codes of units: what a code may look like, asked of columns as `evaluate` asks it of texts."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ....model.problem import Diagnostic
from ....model.spelling import composed, tidy, visible
from ....model.text import Text
from ....model.units.diagnostics import BLANK, unit_problem
from ....model.units.fields import taken_text
from ..expressions.space import Expr
from ..input.columns import UNIT, Column
from .check import Frame, first_rows, once_each, rows_of

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
    found = unit_problem("NTM624", None, (), advice=None, **details)
    if why is BLANK:
        message = Text("mã đơn vị để trống: dòng không có đơn vị", "the unit's code is blank: a row without a unit")
        return evolve(found, message=message)
    return found


def meant_code(value: object) -> str:
    """The code that a cell is another spelling of, if any: composed, without blanks around it or what is not seen."""
    return tidy(visible(composed(str(value))))


def code_misfits(frame: Frame, name: str, known: "KnownCodes") -> Iterator[Diagnostic]:
    """The diagnostics for the codes in a column; a blank cell is wrong only in the column of the units' own codes."""
    space, column = frame.space, frame.columns[name]
    is_own = name == UNIT
    text = _text(column, frame)
    perhaps = perhaps_no_codes(column, frame)
    seen = rows_of(frame.lazy.filter(perhaps).select(value=text).unique(), space)
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
    found: list[tuple[dict[str, Any], Diagnostic]] = []
    told: dict[str | None, Diagnostic] = {}
    for row in first_rows(frame, rows, {"value": text}):
        value = row["value"]
        if value not in told:
            near = None if is_own or value is None else known(meant_code(value))
            told[value] = code_misfit(value, wrong[value], near)
        if is_own:
            row["unit"] = None
        found.append((row, told[value]))
    yield from once_each(frame, name, found, rows)


class KnownCodes:
    """Finds codes among the units of some frames, by looking for each that is asked."""

    def __init__(self, frames: list[Frame]) -> None:
        self.frames = frames

    def __call__(self, code: str) -> str | None:
        """The code, if a unit has it."""
        for frame in self.frames:
            if UNIT in frame.columns:
                own = frame.space.column(UNIT).cast(frame.space.words.String)
                if rows_of(frame.lazy.filter(own == code).select(code=own).head(1), frame.space):
                    return code
        return None


def _text(column: Column, frame: Frame) -> Expr:
    own = frame.space.column(column.name)
    return own if column.is_plain_text else own.cast(frame.space.words.String)
