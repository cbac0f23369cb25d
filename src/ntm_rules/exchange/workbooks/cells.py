"""Makes a cell of a table from a cell of a workbook's XML: numbers, dates and texts, as they are shown."""

import re
from datetime import datetime
from typing import Any

from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.styles.numbers import is_timedelta_format
from openpyxl.utils.datetime import from_excel, from_ISO8601

from ...model.place import Place
from ..cells.cell import Content, Dated, TableCell, Unusable
from ..cells.limits import FileLimits
from ..diagnostics.mistakes import Mistakes
from .number_format import Shown, hides_text, shown
from .sheet_xml import RawCell

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?P<point>\.[0-9]*)?|\.[0-9]+)(?P<exponent>[eE][+-]?[0-9]{1,4})?")
_ESCAPED_SPACE = re.compile(r"_x000[9AaDd]_")
_LONGEST_FORMAT = 1_000
_YEARS = range(1900, 2200)
"""Numbers of days in 1905 that are probably years, typed into cells with the format of a date."""
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}


class CellReader:
    """Reads the cells of one sheet. `stale`: the values beside formulas are only there to be calculated anew."""

    def __init__(self, sheet: Any, stale: bool, mistakes: Mistakes, limits: FileLimits) -> None:
        self._sheet = sheet
        self._strings: list[str] = sheet._shared_strings
        self._epoch: datetime = sheet.parent.epoch
        self._stale, self._mistakes, self._limits = stale, mistakes, limits
        self._formats: dict[str, str] = {}

    def read(self, raw: RawCell, place: Place) -> TableCell:
        """The cell as shown. A mistake in it is reported, and the cell is then unusable."""
        if raw.formula is not None and (self._stale or (not raw.text and raw.type != "str")):
            formula = f"={raw.formula}" if raw.formula else "=…"
            self._mistakes.report("NTM512", place, formula=formula[:100])
            return TableCell(Unusable.REPORTED, place)
        try:
            number_format = self._format(raw.style)
            return self._read(raw, number_format, place)
        except _Damaged as error:
            why, why_en = error.args
            self._mistakes.report("NTM675", place, advice={"why": why, "why_en": why_en}, text=(raw.text or "")[:40])
            return TableCell(Unusable.REPORTED, place)

    def _format(self, style: str) -> str:
        known = self._formats.get(style)
        if known is None:
            try:
                known = ReadOnlyCell(self._sheet, 1, 1, None, "n", int(style)).number_format or "General"
                if len(known) > _LONGEST_FORMAT:
                    raise ValueError
            except (LookupError, ValueError):
                shown_style = style[:20]
                raise _Damaged(f"không có kiểu ô {shown_style}", f"there is no style {shown_style}") from None
            self._formats[style] = known
        return known

    def _read(self, raw: RawCell, number_format: str, place: Place) -> TableCell:
        text = raw.text
        if text is None:
            return TableCell(None, place)
        match raw.type:
            case "n":
                return self._number(text.strip(), number_format, place)
            case "s" | "str" | "inlineStr":
                return self._text(raw, number_format, place)
            case "b":
                if text.strip() not in _BOOLEANS:
                    raise _Damaged(f"'{text[:20]}' không phải là đúng hay sai", f"'{text[:20]}' is not true or false")
                return TableCell(_BOOLEANS[text.strip()], place)
            case "e":
                self._mistakes.report("NTM513", place, text=text)
                return TableCell(Unusable.REPORTED, place)
            case "d":
                try:
                    content: Content = from_ISO8601(text.strip())  # type: ignore[no-untyped-call]
                except (ValueError, TypeError):
                    raise _Damaged(f"'{text[:20]}' không phải là ngày", f"'{text[:20]}' is not a date") from None
                looks = shown(number_format, 1)
                dated = _dated(looks, number_format, 0) if looks.is_date else None
                return TableCell(content, place, dated=dated)
        raise _Damaged(f"không có loại ô '{raw.type[:20]}'", f"there is no type of cell '{raw.type[:20]}'")

    def _text(self, raw: RawCell, number_format: str, place: Place) -> TableCell:
        text, size = raw.text or "", raw.size
        if raw.type == "s":
            if not text.strip():
                return TableCell(None, place)
            try:
                index = int(text)
                text = self._strings[index] if index >= 0 else self._strings[len(self._strings)]
            except (LookupError, ValueError):
                why = f"không có văn bản số {text[:20]}", f"there is no text number {text[:20]}"
                raise _Damaged(*why) from None
            size = len(text)
        if size > self._limits.cell_characters:
            self._mistakes.report("NTM524", place, size=size, most=self._limits.cell_characters)
            return TableCell(Unusable.REPORTED, place)
        if "_x000" in text:
            text = _ESCAPED_SPACE.sub(" ", text)
        return TableCell(text, place, shown_by=number_format if hides_text(number_format) else None)

    def _number(self, text: str, number_format: str, place: Place) -> TableCell:
        if not text:
            return TableCell(None, place)
        written = _NUMBER.fullmatch(text)
        if written is None:
            raise _Damaged(f"'{text[:20]}' không phải là số", f"'{text[:20]}' is not a number")
        number = float(text) if written["point"] or written["exponent"] or text[:2].startswith(".") else int(text)
        looks = shown(number_format, number)
        if looks.is_date:
            try:
                moment = from_excel(number, self._epoch, timedelta=is_timedelta_format(number_format))
            except (OverflowError, ValueError):
                self._mistakes.report("NTM513", place, text="#VALUE!")
                return TableCell(Unusable.REPORTED, place)
            return TableCell(moment, place, dated=_dated(looks, number_format, number))
        otherwise = looks.misleading or bool(looks.affix) or looks.dash
        return TableCell(
            number,
            place,
            percentage=looks.percentage,
            digits=looks.digits,
            shown_by=number_format if otherwise else None,
            affix="" if looks.misleading else looks.affix,
            dash=looks.dash,
        )


def _dated(looks: Shown, number_format: str, number: int | float) -> Dated | None:
    """Format of a date of which a part is hidden, or that could be a year; None for one shown in full."""
    parts = looks.parts
    if "y" in parts and "d" not in parts and "t" not in parts:
        return Dated(number_format, number, period="month" if "m" in parts else "year")
    hides = not {"d", "m", "y"} <= set(parts)
    return Dated(number_format, number, hides_part=hides) if hides or number in _YEARS else None


class _Damaged(Exception):
    """Raised where the cell's value does not have its type, with the reason in Vietnamese and English."""
