"""Forms as workbooks: locked but for what is to be filled in, with lists and bounds, and read back without settings."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from attrs import frozen

from ...model.carried_settings import SETTINGS_SHEET
from ...model.spelling import fold
from ...model.text import Language, Text, seen
from ..forms import form_words as words
from ..forms.form import EarlierValue, EntryForm, FormItem, FormSheet, FormUnit, NumberEntry, WordEntry
from ..phrasing.numbers import day, figure
from ..words.common import say
from .workbook import Styles, lines_of, sheet_name

_LONGEST_LIST, _LONGEST_TITLE, _LONGEST_PROMPT = 255, 32, 255
_CHUNK = 30_000
_LINE = 15.0
_HEAD = {"bold": True, "align": "center", "bg_color": "#E8EDF1"}
_GREY = {"font_color": "#5B6873", "bg_color": "#E8EDF1", "italic": True, "align": "center"}
_OPEN = {"bg_color": "#FFF9DB", "locked": False, "align": "center"}
_SMALL = {"font_size": 9, "italic": True, "valign": "top"}
_DATES = "dd/mm/yyyy"
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_NUMBERED, _CODE, _UNIT, _DAY, _BEFORE = range(5)
"""Columns before the items, where units are rows."""


def form_xlsx(form: EntryForm, language: Language, *, transposed: bool = False) -> bytes:
    """The form as a workbook, a sheet for each kind: units as rows and items as columns; `transposed` the reverse."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": datetime.combine(form.day, time()), "comments": "ntm-rules"})
    styles, taken = Styles(book), {SETTINGS_SHEET}
    named = [(sheet_name(_capital(sheet.kinds.in_language(language)), taken), sheet) for sheet in form.sheets]
    drawn = [book.add_worksheet(name) for name, _ in named]
    settings_sheet = book.add_worksheet(SETTINGS_SHEET)
    lists = _Lists(settings_sheet)
    settings: dict[str, object] = {}
    for target, (name, sheet) in zip(drawn, named, strict=True):
        writer = (_Across if transposed else _Down)(target, sheet, form.day, styles, lists, language)
        settings[name] = writer.write()
        target.protect("", {"format_columns": True, "format_rows": True})
        target.set_landscape()
        target.set_paper(9)
        target.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        target.set_footer(f"&L{name.replace('&', '&&')}&R&P/&N")
    text = json.dumps({"sheets": settings}, ensure_ascii=False)
    for row, start in enumerate(range(0, len(text), _CHUNK)):
        settings_sheet.write_string(row, 0, text[start : start + _CHUNK])
    settings_sheet.protect("")
    settings_sheet.hide()
    book.close()
    return stream.getvalue()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class _Lists:
    """Lists of words that are too long to stand in a cell's own rule: in columns of the sheet of settings."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._columns: dict[tuple[str, ...], int] = {}

    def source(self, choices: tuple[str, ...]) -> object:
        """The source of a list for the words."""
        if len(",".join(choices)) <= _LONGEST_LIST and not any("," in word for word in choices):
            return list(choices)
        column = self._columns.setdefault(choices, len(self._columns) + 1)
        for row, word in enumerate(choices):
            self._sheet.write_string(row, column, word)
        letters = _address(0, column)[:-1]
        return f"='{SETTINGS_SHEET}'!${letters}$1:${letters}${len(choices)}"


@frozen
class _FormWriter:
    sheet: Any
    form: FormSheet
    day: date
    styles: Styles
    lists: _Lists
    language: Language

    def write(self) -> dict[str, object]:
        """Write the sheet; the settings by which it is read."""
        raise NotImplementedError

    def text(self, text: Text) -> str:
        """A text in the language of the form, safe to show."""
        return seen(text.in_language(self.language))

    def string(self, row: int, column: int, text: str, **style: object) -> None:
        """A text in a cell of the table."""
        self.sheet.write_string(row, column, text, self.styles.cell(**style))

    def titles(self) -> None:
        """The title, the day and how to fill in the form, in the first four rows."""
        kinds = self.text(self.form.kinds)
        title = say(words.TITLE, self.language, kinds=kinds.upper())
        self.sheet.write_string(0, 0, title, self.styles.of(bold=True, font_size=14))
        subtitle = say(
            words.SUBTITLE, self.language, titles=self.text(self.form.titles), day=day(self.day, self.language)
        )
        self.sheet.write_string(1, 0, subtitle, self.styles.of(italic=True))
        for row, text in enumerate(words.INSTRUCTIONS, 2):
            self.sheet.write_string(row, 0, self.text(text), self.styles.of(italic=True))

    def day_cell(self, row: int, column: int) -> None:
        """The day of the figures of a row, to be changed where they are of another."""
        moment = datetime.combine(self.day, time())
        self.sheet.write_datetime(row, column, moment, self.styles.cell(**_OPEN, num_format=_DATES))
        between = {"minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        self.sheet.data_validation(row, column, row, column, {"validate": "date", "criteria": "between", **between})

    def earlier_cell(self, row: int, column: int, value: EarlierValue | None) -> None:
        """A value of before, locked and grey."""
        style = self.styles.cell(**_GREY)
        if value is None:
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value.shown, Decimal):
            self.sheet.write_number(row, column, _number(value.shown), style)
        else:
            self.sheet.write_string(row, column, self.text(value.shown), style)

    def entry_cells(self, cells: Sequence[tuple[int, int]], item: FormItem) -> None:
        """Cells for the values of an item, blank and open, with what may be entered."""
        for row, column in cells:
            self.sheet.write_blank(row, column, None, self.styles.cell(**_OPEN))
        if not cells:
            return
        what = self.what(item.entry)
        rule: dict[str, object] = {
            "input_title": self.text(item.heading)[:_LONGEST_TITLE],
            "input_message": self.prompt(item, what),
            "error_title": self.text(words.WRONG_TITLE)[:_LONGEST_TITLE],
            "error_message": say(words.WRONG, self.language, what=what)[:_LONGEST_PROMPT],
        }
        (row, column), *others = cells
        rule["other_cells"] = [[*cell, *cell] for cell in others]
        self.sheet.data_validation(row, column, row, column, {**rule, **self.rule(item.entry, _address(row, column))})

    def prompt(self, item: FormItem, what: str) -> str:
        """Words on what to enter, the unit of measure, the requirement, as far as there is room."""
        parts = [say(words.ENTER, self.language, what=what), self.text(item.measured_in), self.text(item.asked)]
        text = "\n".join(part for part in parts if part)
        return text if len(text) <= _LONGEST_PROMPT else f"{text[: _LONGEST_PROMPT - 1]}…"

    def what(self, entry: NumberEntry | WordEntry) -> str:
        """Values that a cell takes, in words."""
        if isinstance(entry, WordEntry):
            return say(words.CHOICE, self.language, words=", ".join(map(self.text, entry.words)))
        low, high = (None if one is None else figure(one, self.language) for one in (entry.minimum, entry.maximum))
        phrase = {
            (False, False): words.ANY_NUMBER,
            (True, False): words.AT_LEAST,
            (False, True): words.AT_MOST,
            (True, True): words.BETWEEN,
        }[low is not None, high is not None]
        what = say(phrase, self.language, low=low, high=high)
        with_decimals = words.DECIMALS if entry.decimals else words.WHOLE
        what = say(with_decimals, self.language, what=what, count=entry.decimals)
        for word in entry.or_words:
            what = say(words.OR_NOT_APPLICABLE, self.language, what=what, word=self.text(word))
        return what

    def rule(self, entry: NumberEntry | WordEntry, cell: str) -> dict[str, object]:
        """The rule that a cell is held to."""
        if isinstance(entry, WordEntry):
            return {"validate": "list", "source": self.lists.source(tuple(map(self.text, entry.words)))}
        low, high = entry.minimum, entry.maximum
        if entry.or_words:
            bounds = [f"{cell}>={low}"] * (low is not None) + [f"{cell}<={high}"] * (high is not None)
            number = f"AND({','.join([f'ISNUMBER({cell})', *bounds])})"
            texts = [f'{cell}="{self.text(word)}"' for word in entry.or_words]
            return {"validate": "custom", "value": f"=OR({','.join([number, *texts])})"}
        kind = "decimal" if entry.decimals else "integer"
        if low is not None and high is not None:
            return {"validate": kind, "criteria": "between", "minimum": _number(low), "maximum": _number(high)}
        if low is not None:
            return {"validate": kind, "criteria": ">=", "value": _number(low)}
        return {"validate": kind, "criteria": "<=", "value": 10**15 if high is None else _number(high)}

    def last_day(self, units: Sequence[FormUnit]) -> date | None:
        """The last day of which something stands in grey."""
        return max((value.day for unit in units for value in unit.earlier.values()), default=None)


def _number(bound: Decimal) -> int | float:
    return int(bound) if bound == int(bound) else float(bound)


def _address(row: int, column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


class _Down(_FormWriter):
    """Units as rows, items as columns: what is asked and the units of measure stand above the heads."""

    def write(self) -> dict[str, object]:
        """Write the sheet; the settings by which it is read."""
        form, sheet = self.form, self.sheet
        self.titles()
        items, width = form.items, 15
        heads = [words.NUMBER, words.CODE, words.UNIT, words.DAY]
        after = _BEFORE + len(items)
        for at, size in ((_NUMBERED, 5), (_CODE, 13), (_UNIT, 26), (_DAY, 12)):
            sheet.set_column(at, at, size)
        sheet.set_column(_BEFORE, after - 1, width)
        sheet.set_column(after, after + 1, 24)
        for row, title in ((4, words.ASKED), (5, words.MEASURED_IN)):
            for at in (*range(_BEFORE), after, after + 1):
                sheet.write_blank(row, at, None, self.styles.cell(**_HEAD))
            self.string(row, _UNIT, self.text(title), **_HEAD)
        for at, item in enumerate(items, _BEFORE):
            self.string(4, at, self.text(item.asked), **_SMALL)
            self.string(5, at, self.text(item.measured_in), italic=True, align="center")
        tallest = max(lines_of(self.text(item.asked), width * 1.2) for item in items)
        sheet.set_row(4, min(240.0, 12 * tallest + 4))
        sheet.set_row(5, 2 * _LINE)
        for at, head in enumerate([*heads, *(item.heading for item in items), words.REPORTER, words.EVIDENCE]):
            self.string(6, at, self.text(head), **_HEAD)
        sheet.set_row(6, min(200.0, _LINE * max(lines_of(self.text(item.heading), width - 1) for item in items) + 4))
        places, row = list[int](), 7
        latest = self.last_day(form.units)
        for number, unit in enumerate(form.units, 1):
            places.append(row)
            self._unit(row, number, unit, after)
            row += 1
            if latest is not None:
                self._earlier(row, unit, after)
                row += 1
        for at, item in enumerate(items, _BEFORE):
            self.entry_cells([(place, at) for place in places], item)
        sheet.freeze_panes(7, _BEFORE)
        sheet.repeat_rows(4, 6)
        sheet.repeat_columns(0, _DAY)
        sheet.print_area(0, 0, row - 1, after + 1)
        sheet.set_print_scale(60)
        names = {fold(self.text(item.heading)): item.key for item in items}
        skipped = {} if latest is None else {"skip_rows_that_begin": [self.text(words.EARLIER)]}
        return {"first_row": 7, "names": names, **skipped}

    def _unit(self, row: int, number: int, unit: FormUnit, after: int) -> None:
        self.sheet.write_number(row, _NUMBERED, number, self.styles.cell(align="center"))
        self.string(row, _CODE, seen(unit.code))
        self.string(row, _UNIT, unit.name, bold=True)
        self.day_cell(row, _DAY)
        for at in (after, after + 1):
            self.sheet.write_blank(row, at, None, self.styles.cell(**{**_OPEN, "align": "left"}))

    def _earlier(self, row: int, unit: FormUnit, after: int) -> None:
        last = self.last_day([unit])
        told = (
            self.text(words.EARLIER)
            if last is None
            else say(words.EARLIER_ON, self.language, day=day(last, self.language))
        )
        style = self.styles.cell(**_GREY)
        for at in (_NUMBERED, _CODE, _DAY, after, after + 1):
            self.sheet.write_blank(row, at, None, style)
        self.sheet.write_string(row, _UNIT, told, style)
        for at, item in enumerate(self.form.items, _BEFORE):
            self.earlier_cell(row, at, unit.earlier.get(item.key))


class _Across(_FormWriter):
    """Items as rows under the criteria, as annexes have them; units as columns, with that of before at the left of each."""

    def write(self) -> dict[str, object]:
        """Write the sheet; the settings by which it is read."""
        sheet, units = self.sheet, self.form.units
        self.titles()
        is_earlier = self.last_day(units) is not None
        columns = list(self._columns(units, is_earlier))
        for at, (head, _, above, size) in enumerate(columns):
            sheet.set_column(at, at, size)
            self.string(5, at, above, **_HEAD)
            self.string(6, at, head, **_HEAD)
        sheet.set_row(5, 3 * _LINE)
        sheet.set_row(6, 2 * _LINE)
        sections, row = list[str](), 7
        for number, item in enumerate(self.form.items, 1):
            section = self.text(item.section)
            if section not in sections:
                sections.append(section)
                for at in range(len(columns)):
                    self.sheet.write_blank(row, at, None, self.styles.cell(**_HEAD))
                self.string(row, 1, section, **{**_HEAD, "align": "left", "text_wrap": False})
                row += 1
            self._item(row, number, item, columns)
            row += 1
        sheet.freeze_panes(7, 2)
        sheet.repeat_rows(5, 6)
        sheet.repeat_columns(0, 1)
        sheet.print_area(0, 0, row - 1, len(columns) - 1)
        sheet.fit_to_pages(1, 0) if len(units) <= 3 else sheet.set_print_scale(55)
        skipped = [self.text(words.MEASURED_IN), self.text(words.ASKED)]
        skipped += [head for head, unit, _, _ in columns if unit is not None and head != seen(unit.code)]
        names = {fold(self.text(item.heading)): item.key for item in self.form.items}
        return {
            "first_row": 7,
            "orientation": "units_across",
            "names": names,
            "skip_columns": skipped,
            "skip_rows_that_begin": sections,
        }

    def _columns(self, units: Sequence[FormUnit], is_earlier: bool) -> Iterator[tuple[str, FormUnit | None, str, int]]:
        """Of each column its head, the unit that it is of, the text above, the width."""
        for head, size in (
            (words.NUMBER, 5),
            (words.ITEM, 46),
            (words.MEASURED_IN, 20),
            (words.ASKED, 44),
            (words.DAY, 12),
        ):
            yield self.text(head), None, "", size
        for unit in units:
            code = seen(unit.code)
            if is_earlier:
                last = self.last_day([unit])
                of = "" if last is None else f" ({day(last, self.language)})"
                yield say(words.EARLIER_OF, self.language, unit=code), unit, f"{self.text(words.EARLIER)}{of}", 13
            yield code, unit, unit.name, 15
        for head in (words.REPORTER, words.EVIDENCE):
            yield self.text(head), None, "", 24

    def _item(
        self, row: int, number: int, item: FormItem, columns: Sequence[tuple[str, FormUnit | None, str, int]]
    ) -> None:
        self.sheet.write_number(row, 0, number, self.styles.cell(align="center"))
        heading, asked = self.text(item.heading), self.text(item.asked)
        self.string(row, 1, heading)
        self.string(row, 2, self.text(item.measured_in), align="center")
        self.string(row, 3, asked, **_SMALL)
        self.day_cell(row, 4)
        entries = []
        for at, (head, unit, _, _) in enumerate(columns):
            if unit is not None and head == seen(unit.code):
                entries.append((row, at))
            elif unit is not None:
                self.earlier_cell(row, at, unit.earlier.get(item.key))
        self.entry_cells(entries, item)
        for at in (len(columns) - 2, len(columns) - 1):
            self.sheet.write_blank(row, at, None, self.styles.cell(**{**_OPEN, "align": "left"}))
        lines = max(lines_of(heading, 46), lines_of(asked, 44 * 1.2))
        self.sheet.set_row(row, min(400.0, lines * _LINE + 3))
