"""Days as written in files: ISO, Vietnamese day/month/year, or a workbook's own dates."""

import re
from datetime import date, datetime, time

from ..model.problem import FactsError
from .cell import Cell
from .messages import diagnostic
from .number import Convention

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_VIETNAMESE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
FIRST_YEAR, LAST_YEAR = 1900, 2199


def read_day(cell: Cell, convention: Convention | None = None) -> date:
    """The day a cell says. Raises FactsError for what is no day, or could be two (`03/04/2024` in English files).

    >>> read_day(Cell("30/06/2024"))
    datetime.date(2024, 6, 30)
    """
    content = cell.content
    if isinstance(content, datetime) and content.time() == time():
        content = content.date()
    if isinstance(content, date) and not isinstance(content, datetime):
        return _sensible(content.year, content.month, content.day, cell)
    text = cell.text if isinstance(content, str) else ""
    if found := _ISO.fullmatch(text):
        return _sensible(int(found[1]), int(found[2]), int(found[3]), cell)
    if found := _VIETNAMESE.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        if convention == "en" and day != month:
            raise FactsError(diagnostic("NTM547", cell.place, text=text))
        return _sensible(year, month, day, cell)
    raise FactsError(diagnostic("NTM546", cell.place, text=cell.text))


def _sensible(year: int, month: int, day: int, cell: Cell) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise FactsError(diagnostic("NTM548", cell.place, text=cell.text)) from error
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FactsError(diagnostic("NTM548", cell.place, text=cell.text))
    return found
