"""Forms as workbooks: locked but for what is to be filled in, with lists and bounds, and read back without settings."""

import json
from collections.abc import Iterator, Sequence
from io import BytesIO

from ...language.files.input_file import SETTINGS_SHEET
from ...model.spelling import fold
from ...model.text import Language, seen
from ..forms import form_words as words
from ..forms.form_items import EntryForm, FormItem, FormUnit
from ..phrasing.numbers import day
from ..words import heads
from ..words.common import capital, say
from .form_cells import GREY, HEAD, LINE, OPEN, SMALL, SMALL_LINE, SMALLER, FormSheetWriter, WordLists
from .workbook import HIGHEST, Styles, lines_of, sheet_name, workbook_of

_NUMBERED, _CODE, _UNIT, _DAY, _BEFORE = range(5)
"""Columns before the items, where units are rows."""


def form_xlsx(form: EntryForm, language: Language, *, transposed: bool = False) -> bytes:
    """The form as a workbook, a sheet for each kind: units as rows and items as columns; `transposed` the reverse."""
    stream = BytesIO()
    book = workbook_of(stream, form.day)
    styles, taken = Styles(book), {SETTINGS_SHEET}
    named = [(sheet_name(capital(sheet.kinds.in_language(language)), taken), sheet) for sheet in form.sheets]
    drawn = [book.add_worksheet(name) for name, _ in named]
    settings_sheet = book.add_worksheet(SETTINGS_SHEET)
    lists = WordLists(settings_sheet)
    settings: dict[str, object] = {}
    for target, (name, sheet) in zip(drawn, named, strict=True):
        writer = (_Across if transposed else _Down)(target, sheet, form.day, styles, lists, language)
        settings[name] = writer.write()
        target.protect("", {"format_columns": True, "format_rows": True})
        target.set_landscape()
        target.set_paper(9)
        target.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
        target.set_footer(f"&L{name.replace('&', '&&')}&R&P/&N")
    written = json.dumps({"sheets": settings}, ensure_ascii=False, indent=1)
    for row, line in enumerate(written.splitlines()):
        settings_sheet.write_string(row, 0, line)
    settings_sheet.protect("")
    settings_sheet.hide()
    book.close()
    return stream.getvalue()


class _Down(FormSheetWriter):
    """Units as rows, items as columns: what is asked and the units of measure stand above the heads."""

    def write(self) -> dict[str, object]:
        """Write the sheet; the settings by which it is read."""
        form, sheet = self.form, self.sheet
        self.titles()
        items, width = form.items, 15
        header = [words.NUMBER, words.CODE, words.UNIT, words.DAY]
        after = _BEFORE + len(items)
        for at, size in ((_NUMBERED, 5), (_CODE, 13), (_UNIT, 26), (_DAY, 12)):
            sheet.set_column(at, at, size)
        sheet.set_column(_BEFORE, after - 1, width)
        sheet.set_column(after, after + 1, 24)
        for row, title in ((4, heads.REQUIRED), (5, heads.MEASURED_IN)):
            for at in (*range(_BEFORE), after, after + 1):
                sheet.write_blank(row, at, None, self.styles.cell(**HEAD))
            self.string(row, _UNIT, self.text(title), **HEAD)
        for at, item in enumerate(items, _BEFORE):
            self.string(4, at, self.text(item.required), **SMALL)
            self.string(5, at, self.text(item.measured_in), italic=True, align="center")
        tallest = max(lines_of(self.text(item.required), width * SMALLER) for item in items)
        sheet.set_row(4, min(HIGHEST, SMALL_LINE * tallest + 4))
        sheet.set_row(5, 2 * LINE)
        for at, head in enumerate([*header, *(item.heading for item in items), words.REPORTER, words.EVIDENCE]):
            self.string(6, at, self.text(head), **HEAD)
        sheet.set_row(6, min(200.0, LINE * max(lines_of(self.text(item.heading), width - 1) for item in items) + 4))
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
        self.sheet.set_row(row, min(HIGHEST, LINE * lines_of(unit.name, 22)))
        self.day_cell(row, _DAY)
        for at in (after, after + 1):
            self.sheet.write_blank(row, at, None, self.styles.cell(**{**OPEN, "align": "left"}))

    def _earlier(self, row: int, unit: FormUnit, after: int) -> None:
        last = self.last_day([unit])
        label = (
            self.text(words.EARLIER)
            if last is None
            else say(words.EARLIER_ON, self.language, day=day(last, self.language))
        )
        style = self.styles.cell(**GREY)
        for at in (_NUMBERED, _CODE, _DAY, after, after + 1):
            self.sheet.write_blank(row, at, None, style)
        self.sheet.write_string(row, _UNIT, label, style)
        for at, item in enumerate(self.form.items, _BEFORE):
            self.earlier_cell(row, at, unit.earlier.get(item.key), last)


class _Across(FormSheetWriter):
    """Items as rows under the criteria, as annexes have them; units as columns, with that of before at the left of each."""

    def write(self) -> dict[str, object]:
        """Write the sheet; the settings by which it is read."""
        sheet, units = self.sheet, self.form.units
        self.titles()
        is_earlier = self.last_day(units) is not None
        columns = list(self._columns(units, is_earlier))
        for at, (head, _, above, size) in enumerate(columns):
            sheet.set_column(at, at, size)
            self.string(5, at, above, **HEAD)
            self.string(6, at, head, **HEAD)
        sheet.set_row(5, min(HIGHEST, LINE * max(3, *(lines_of(above, size - 3) for _, _, above, size in columns))))
        sheet.set_row(6, 2 * LINE)
        sections, row = list[str](), 7
        for number, item in enumerate(self.form.items, 1):
            section = self.text(item.section)
            if section not in sections:
                sections.append(section)
                for at in range(len(columns)):
                    self.sheet.write_blank(row, at, None, self.styles.cell(**HEAD))
                self.string(row, 1, section, **{**HEAD, "align": "left", "text_wrap": False})
                row += 1
            self._item(row, number, item, columns)
            row += 1
        sheet.freeze_panes(7, 2)
        sheet.repeat_rows(5, 6)
        sheet.repeat_columns(0, 1)
        sheet.print_area(0, 0, row - 1, len(columns) - 1)
        sheet.fit_to_pages(1, 0) if len(units) <= 3 else sheet.set_print_scale(55)
        skipped = [self.text(heads.MEASURED_IN), self.text(heads.REQUIRED)]
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
            (heads.MEASURED_IN, 20),
            (heads.REQUIRED, 44),
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
        heading, required = self.text(item.heading), self.text(item.required)
        self.string(row, 1, heading)
        self.string(row, 2, self.text(item.measured_in), align="center")
        self.string(row, 3, required, **SMALL)
        self.day_cell(row, 4)
        entries = []
        for at, (head, unit, _, _) in enumerate(columns):
            if unit is not None and head == seen(unit.code):
                entries.append((row, at))
            elif unit is not None:
                self.earlier_cell(row, at, unit.earlier.get(item.key), self.last_day([unit]))
        self.entry_cells(entries, item)
        for at in (len(columns) - 2, len(columns) - 1):
            self.sheet.write_blank(row, at, None, self.styles.cell(**{**OPEN, "align": "left"}))
        height = max(lines_of(heading, 46) * LINE, lines_of(required, 44 * SMALLER) * SMALL_LINE)
        self.sheet.set_row(row, min(HIGHEST, height + 3))
