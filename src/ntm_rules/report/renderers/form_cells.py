"""The cells of a form: what may be entered in them, what was reported before, the titles above."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from attrs import frozen

from ...language.files.input_file import SETTINGS_SHEET
from ...model.text import Language, Text, seen
from ...model.values.day import Day
from ..forms import form_words as words
from ..forms.form_items import EarlierValue, FormItem, FormSheet, FormUnit, NumberEntry, WordEntry
from ..phrasing.numbers import day, figure
from ..words.common import say
from .workbook import Styles

_LONGEST_LIST, _LONGEST_TITLE, _LONGEST_PROMPT = 255, 32, 255
LINE = 15.0
HEAD = {"bold": True, "align": "center", "bg_color": "#E8EDF1"}
GREY = {"font_color": "#5B6873", "bg_color": "#E8EDF1", "italic": True, "align": "center"}
OPEN = {"bg_color": "#FFF9DB", "locked": False, "align": "center"}
SMALL = {"font_size": 9, "italic": True, "valign": "top"}
SMALL_LINE, SMALLER = 12.0, 1.25
"""Height of a line of small text in points, and how many times as many letters of it are as wide as a column."""
_DATES = "dd/mm/yyyy"
_BEFORE_SERIALS = date(1899, 12, 30).toordinal()
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class WordLists:
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
class FormSheetWriter:
    """Writer of one sheet of a form; how its rows stand is up to the class made of it."""

    sheet: Any
    form: FormSheet
    day: date
    styles: Styles
    lists: WordLists
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
        self.sheet.write_datetime(row, column, moment, self.styles.cell(**OPEN, num_format=_DATES))
        between = {"minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        self.sheet.data_validation(row, column, row, column, {"validate": "date", "criteria": "between", **between})

    def earlier_cell(self, row: int, column: int, value: EarlierValue | None, shown_day: date | None) -> None:
        """A value of before, locked and grey, with its day where that is not `shown_day`, the one told beside it."""
        if value is None:
            self.sheet.write_blank(row, column, None, self.styles.cell(**GREY))
            return
        of = "" if value.day == shown_day else f" ({day(value.day, self.language)})"
        if isinstance(value.shown, Day):
            moment, pattern = datetime.combine(value.shown.date, time()), f'{_DATES}"{of}"' if of else _DATES
            self.sheet.write_datetime(row, column, moment, self.styles.cell(**GREY, num_format=pattern))
        elif isinstance(value.shown, Decimal):
            pattern = f'General"{of}"' if of else "General"
            style = self.styles.cell(**GREY, num_format=pattern)
            self.sheet.write_number(row, column, _number(value.shown), style)
        else:
            self.sheet.write_string(row, column, self.text(value.shown) + of, self.styles.cell(**GREY))

    def entry_cells(self, cells: Sequence[tuple[int, int]], item: FormItem) -> None:
        """Cells for the values of an item, blank and open, with what may be entered."""
        shown = {"num_format": _DATES} if isinstance(item.entry, NumberEntry) and item.entry.is_date else {}
        for row, column in cells:
            self.sheet.write_blank(row, column, None, self.styles.cell(**OPEN, **shown))
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
        parts = [say(words.ENTER, self.language, what=what), self.text(item.measured_in), self.text(item.required)]
        text = "\n".join(part for part in parts if part)
        return text if len(text) <= _LONGEST_PROMPT else f"{text[: _LONGEST_PROMPT - 1]}…"

    def what(self, entry: NumberEntry | WordEntry) -> str:
        """Values that a cell takes, in words."""
        if isinstance(entry, WordEntry):
            return say(words.CHOICE, self.language, words=", ".join(map(self.text, entry.words)))
        low, high = (None if number is None else self.shown(number) for number in (entry.minimum, entry.maximum))
        phrase = {
            (False, False): words.ANY_NUMBER,
            (True, False): words.AT_LEAST,
            (False, True): words.AT_MOST,
            (True, True): words.BETWEEN,
        }[low is not None, high is not None]
        what = say(phrase, self.language, low=low, high=high)
        if entry.is_date:
            what = say(words.DATE_BETWEEN, self.language, low=low, high=high)
        else:
            with_decimals = words.DECIMALS if entry.decimals else words.WHOLE
            what = say(with_decimals, self.language, what=what, count=entry.decimals)
        for word in entry.or_words:
            what = say(words.OR_NOT_APPLICABLE, self.language, what=what, word=self.text(word))
        return what

    def shown(self, bound: Decimal) -> str:
        """A bound as it is shown."""
        return day(bound.date, self.language) if isinstance(bound, Day) else figure(bound, self.language)

    def rule(self, entry: NumberEntry | WordEntry, cell: str) -> dict[str, object]:
        """The rule that a cell is held to."""
        if isinstance(entry, WordEntry):
            return {"validate": "list", "source": self.lists.source(tuple(map(self.text, entry.words)))}
        low, high = entry.minimum, entry.maximum
        if entry.or_words:
            least, most = (_serial(limit) if isinstance(limit, Day) else limit for limit in (low, high))
            bounds = [f"{cell}>={least}"] * (low is not None) + [f"{cell}<={most}"] * (high is not None)
            number = f"AND({','.join([f'ISNUMBER({cell})', *bounds])})"
            texts = [f'{cell}="{self.text(word)}"' for word in entry.or_words]
            return {"validate": "custom", "value": f"=OR({','.join([number, *texts])})"}
        if isinstance(low, Day) and isinstance(high, Day):
            return {"validate": "date", "criteria": "between", "minimum": low.date, "maximum": high.date}
        kind = "decimal" if entry.decimals else "integer"
        if low is not None and high is not None:
            return {"validate": kind, "criteria": "between", "minimum": _number(low), "maximum": _number(high)}
        if low is not None:
            return {"validate": kind, "criteria": ">=", "value": _number(low)}
        return {"validate": kind, "criteria": "<=", "value": 10**15 if high is None else _number(high)}

    def last_day(self, units: Sequence[FormUnit]) -> date | None:
        """The last day of which something stands in grey."""
        return max((value.day for unit in units for value in unit.earlier.values()), default=None)


def _serial(day: Day) -> int:
    """The number by which a workbook keeps a day."""
    return int(day) - _BEFORE_SERIALS


def _number(bound: Decimal) -> int | float:
    return int(bound) if bound == int(bound) else float(bound)


def _address(row: int, column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
