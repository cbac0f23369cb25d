"""Days as written in files: ISO, Vietnamese day/month/year, a workbook's own dates, and periods, which mean their last day."""

import re
from calendar import monthrange
from datetime import date, datetime, time

from ...model.problem import FactsError
from ...model.spelling import fold
from ...model.values.day import EARLIEST, LATEST
from ..cells.cell import Dated, TableCell
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from .number import Convention

FIRST_YEAR, LAST_YEAR = EARLIEST.date.year, LATEST.date.year

_MIDNIGHT = re.compile(r"(?:t|\s+)0?0:00(?::00(?:\.0+)?)?(?:z)?$")
_TIME = re.compile(r"(?:t|\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:am|pm|sa|ch|z)?$")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_UNTIL = re.compile(
    r"(?:(?:số liệu )?(?:tính )?(?:đến|tới) )(?P<end>(?:hết|cuối) )?|(?P<only_end>(?:hết|cuối|end of) )"
)
_ISO = re.compile(r"([0-9]{4}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})")
_DAY = re.compile(r"(?:ngày )?([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})")
_DAY_IN_WORDS = re.compile(r"(?:ngày )?([0-9]{1,2}) tháng ([0-9]{1,2})(?:,? năm |,? |/)([0-9]{4})")
_YEAR = re.compile(r"(?:(?:cả )?năm )?([0-9]{4})")
_MONTH = re.compile(r"(?:tháng ?|th?\.? ?)([0-9]{1,2})(?: ?[/.-] ?|,? năm | )([0-9]{4})")
_MONTH_IN_FIGURES = re.compile(r"([0-9]{1,2})(?: ?[/.-] ?| năm )([0-9]{4})")
_MONTH_AFTER_YEAR = re.compile(r"([0-9]{4})(?: ?[-/] ?|\.(?=[0-9]{2}))([0-9]{1,2})")
_QUARTER = re.compile(
    r"(?:qu[ýí]|quarter|q)\.? ?(?P<quarter>[0-9]+|[ivx]+)(?: ?[/.-] ?|,? năm | of | ?)(?:năm )?(?P<year>[0-9]{4})"
)
_QUARTER_AFTER_YEAR = re.compile(r"(?P<year>[0-9]{4})(?: ?[/.-] ?| ?)(?:qu[ýí]|q) ?(?P<quarter>[0-9]+|[ivx]+)")
_FIRST_MONTHS = re.compile(
    r"([0-9]{1,2}|ba|sáu|chín)(?: tháng đầu (?:của )?(?:năm )?| ?(?:tháng|t)(?: ?[/-] ?| ?))([0-9]{4})"
)
_MONTHS_OR_MAY = re.compile(r"([0-9]{1,2}) tháng năm ([0-9]{4})")
_FIRST_HALF = re.compile(r"(?:nửa đầu (?:của )?(?:năm )?|nửa năm đầu (?:năm )?|first half (?:of )?|h1[ /-]?)([0-9]{4})")
_LAST_MONTHS = re.compile(
    r"(?:(?:[369]|ba|sáu|chín) tháng cuối (?:của )?(?:năm )?|nửa (?:cuối|sau) (?:của )?(?:năm )?"
    r"|second half (?:of )?|h2[ /-]?)([0-9]{4})"
)
_TWO_DIGIT_YEAR = re.compile(r"(?:ngày )?([0-9]{1,2}) ?([/.-]) ?([0-9]{1,2}) ?\2 ?([0-9]{2})")
_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SERIAL = range(20_000, 80_000)
"""Whole numbers by which Excel keeps days of 1954 to 2119: a day whose format was lost."""


def read_day(cell: TableCell, convention: Convention | None = None, *, periods: bool = False) -> date:
    """The day a cell says; with `periods`, also the last day of a month, a quarter, a half or a year.

    Read are `2024-06-30`, `2024/6/30`, `30/06/2024`, `30-06-2024`, `30.06.2024`, `ngày 30 tháng 6 năm 2024`, each also with
    the time 00:00, and a workbook's own dates at midnight. Periods are `quý II/2024`, `Q2/2024`, `tháng 6/2024`,
    `T6/2024`, `6/2024`, `2024-06`, `6 tháng đầu năm 2024`, `6 tháng 2024`, `nửa đầu năm 2024`, `6 tháng cuối năm 2024`,
    `năm 2024`, `2024`, `hết năm 2024`, and a workbook's date of which the month or the year is shown. Where periods are
    read, `tính đến 30/06/2024` is that day.

    Raises FactsError for what is no day, has another time or a year of two digits, or could be two days (`03/04/2024` in
    English files).

    >>> read_day(TableCell("30/06/2024")), read_day(TableCell("quý II/2024"), periods=True)
    (datetime.date(2024, 6, 30), datetime.date(2024, 6, 30))
    """
    content = cell.content
    if cell.dated is not None and isinstance(content, date):
        _check_shown(cell, cell.dated, content, periods)
        if cell.dated.period is not None:
            return _end_of_month(content.year, content.month if cell.dated.period == "month" else 12, cell)
    if isinstance(content, datetime):
        if content.time() != time():
            raise _no_day(
                cell, f"ô có cả giờ; chỉ ghi ngày: {content.date()}", f"leave out the time of day: {content.date()}"
            )
        content = content.date()
    if isinstance(content, date):
        return _sensible(content.year, content.month, content.day, cell)
    if isinstance(content, str):
        text = _DASHES.sub("-", fold(content))
    elif isinstance(content, int | float) and not isinstance(content, bool) and not cell.percentage:
        if content in _SERIAL:
            raise _no_day(
                cell,
                "ô chứa số thứ tự ngày của Excel: định dạng ô là Ngày (Date)",
                "this is Excel's number of a day: format the cell as Date",
            )
        text = cell.text
    else:
        text = ""
    at_midnight = _MIDNIGHT.sub("", text) if len(text) < 60 else text
    if len(at_midnight) >= 60:
        raise _no_day(cell)
    if at_midnight == text and (matched := _TIME.search(text)):
        written = text[: matched.start()]
        if _day(written, cell, convention) is None:
            raise _no_day(cell)
        raise _no_day(cell, f"không ghi giờ: {written}", f"leave out the time of day: {written}")
    until = _UNTIL.match(at_midnight)
    body = at_midnight if until is None else at_midnight[until.end() :]
    day = _day(body, cell, convention)
    if day is not None:
        if until is not None and not periods:
            raise _no_day(cell, f"chỉ ghi ngày: {day}", f"write the day alone: {day}")
        return day
    if until is not None and not (until["end"] or until["only_end"]):
        body = ""  # "until 2024" may mean its beginning
    last = _last_day_of_period(body, cell)
    if last is None and (matched := _TWO_DIGIT_YEAR.fullmatch(at_midnight)):
        raise _two_digits(matched, cell)
    if last is None and not periods:
        raise _no_day(cell, "viết 2024-06-30 hoặc 30/06/2024", "write 2024-06-30 or 30/06/2024")
    if last is None:
        raise _no_day(cell)
    if not periods:
        raise _no_day(
            cell,
            f"đây là một kỳ, không phải một ngày; nếu là ngày cuối kỳ, ghi {last}",
            f"this is a period, not a day; if its last day is meant, write {last}",
        )
    return last


def day_in(
    cell: TableCell | None, mistakes: Mistakes, convention: Convention | None, *, periods: bool = False
) -> date | None:
    """The day of `read_day`; None for a cell without content, and, reported, for one that says no day."""
    if cell is None or not cell.readable:
        return None
    try:
        return read_day(cell, convention, periods=periods)
    except FactsError as error:
        mistakes.take(error)
        return None


def _check_shown(cell: TableCell, dated: Dated, content: date, periods: bool) -> None:
    """Raise FactsError for a date of a workbook that is a year by itself, or of which not enough is shown."""
    if dated.number in range(FIRST_YEAR, LAST_YEAR + 1):
        day = content.date() if isinstance(content, datetime) else content
        raise FactsError(diagnostic("NTM672", cell.place, number=int(dated.number), day=f"{day:%d/%m/%Y}"))
    if dated.hides_part or (dated.period is not None and not periods):
        day = content.date() if isinstance(content, datetime) else content
        raise FactsError(diagnostic("NTM668", cell.place, text=str(day), format=dated.format))


def _day(text: str, cell: TableCell, convention: Convention | None) -> date | None:
    if matched := _ISO.fullmatch(text):
        return _sensible(int(matched[1]), int(matched[3]), int(matched[4]), cell)
    if matched := _DAY.fullmatch(text):
        day, month, year = int(matched[1]), int(matched[3]), int(matched[4])
        if convention == "en" and day != month and not text.startswith("ngày"):
            raise FactsError(diagnostic("NTM547", cell.place, text=cell.text))
        return _sensible(year, month, day, cell)
    if matched := _DAY_IN_WORDS.fullmatch(text):
        return _sensible(int(matched[3]), int(matched[2]), int(matched[1]), cell)
    return None


def _last_day_of_period(text: str, cell: TableCell) -> date | None:
    """The last day of the period that the text names; None when it names none. Raises FactsError where there is none such."""
    if matched := _MONTHS_OR_MAY.fullmatch(text):
        count, year = matched[1], matched[2]
        if not 1 <= int(count) <= 12:
            day = _sensible(int(year), 5, int(count), cell)
            raise _no_day(cell, f"ghi tháng bằng chữ số: {day:%d/%m/%Y}", f"write the month in digits: {day:%d/%m/%Y}")
        raise _no_day(
            cell,
            f"có thể là {count} tháng đầu năm {year} hoặc ngày {count}/5/{year}; viết rõ một trong hai",
            f"it can be {count} months of {year}, or {count} May: write {count} tháng đầu năm {year} or {count}/5/{year}",
        )
    if matched := _YEAR.fullmatch(text) or _LAST_MONTHS.fullmatch(text):
        return _sensible(int(matched[1]), 12, 31, cell)
    if matched := _FIRST_HALF.fullmatch(text):
        return _end_of_month(int(matched[1]), 6, cell)
    if matched := _QUARTER.fullmatch(text) or _QUARTER_AFTER_YEAR.fullmatch(text):
        written = matched["quarter"]
        quarter = int(written) if written.isdigit() else _ROMAN.get(written, 0)
        return _end_of_month(int(matched["year"]), quarter * 3 if quarter <= 4 else 13, cell)
    if matched := _MONTH.fullmatch(text) or _MONTH_IN_FIGURES.fullmatch(text) or _FIRST_MONTHS.fullmatch(text):
        return _end_of_month(int(matched[2]), _WORDS.get(matched[1]) or int(matched[1]), cell)
    if matched := _MONTH_AFTER_YEAR.fullmatch(text):
        return _end_of_month(int(matched[1]), int(matched[2]), cell)
    return None


def _end_of_month(year: int, month: int, cell: TableCell) -> date:
    day = monthrange(year, month)[1] if 1 <= month <= 12 and year > 0 else 1
    return _sensible(year, month, day, cell)


def _sensible(year: int, month: int, day: int, cell: TableCell) -> date:
    try:
        exact_day = date(year, month, day)
    except ValueError as error:
        raise FactsError(diagnostic("NTM548", cell.place, text=cell.text)) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FactsError(diagnostic("NTM548", cell.place, text=cell.text))
    return exact_day


def _two_digits(matched: re.Match[str], cell: TableCell) -> FactsError:
    day = _sensible(2000 + int(matched[4]), int(matched[3]), int(matched[1]), cell)
    written = f"{day:%d/%m/%Y}"
    return _no_day(cell, f"ghi năm đủ bốn chữ số, ví dụ {written}", f"write the year in four digits, such as {written}")


def _no_day(cell: TableCell, hint_vi: str | None = None, hint_en: str | None = None) -> FactsError:
    advice = {
        "hint_vi": hint_vi or "viết 2024-06-30 hoặc 30/06/2024, hoặc một kỳ: quý II/2024, tháng 6/2024, 2024",
        "hint_en": hint_en or "write 2024-06-30 or 30/06/2024, or a period: Q2/2024, 6/2024, 2024",
    }
    return FactsError(diagnostic("NTM546", cell.place, advice=advice, text=cell.text))
