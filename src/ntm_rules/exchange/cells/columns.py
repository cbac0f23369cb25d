"""Columns of a table by their role, recognised by English and Vietnamese headings."""

import re
from collections.abc import Mapping

from ...model.spelling import fold
from ..diagnostics.mistakes import Mistakes
from .cell import TableCell, TableRow

IGNORED = ("note", "notes", "ghi chú", "stt", "tt", "số tt", "số thứ tự", "no.", "no")
"""Columns for people: serial numbers and notes. They are passed over."""

_OF_A_YEAR = re.compile(r"(.*?\S)\s+(?:năm\s+)?(?:19|20)[0-9]{2}")
_MARKS = re.compile(r"(?:\s*(?:\*+|\(\*+\)|:))+$")


def heading(text: str) -> str:
    """The words of a heading made comparable: one case, single spaces, without `*` marks and a colon at its end.

    >>> heading("Mã đơn vị\\n(*)")
    'mã đơn vị'
    """
    word = fold(text)
    return _MARKS.sub("", word) if word[-1:] in ("*", ")", ":") and len(word) < 200 else word


def without_year(text: str) -> str:
    """The words of a heading without a year at their end.

    >>> without_year("Thực hiện năm 2024")
    'thực hiện'
    """
    word = heading(text)
    with_year = _OF_A_YEAR.fullmatch(word) if word[-1:].isdigit() and len(word) < 200 else None
    return with_year[1] if with_year else word


class Columns:
    """The columns of a header row that have a role; the others are `rest`, by their position.

    The headings of the roles `dated` may have a year at their end.
    """

    def __init__(
        self,
        header: TableRow,
        synonyms: Mapping[str, tuple[str, ...]],
        mistakes: Mistakes,
        ignored: tuple[str, ...] = IGNORED,
        dated: tuple[str, ...] = (),
    ) -> None:
        roles = {word: role for role, words in synonyms.items() for word in words}
        self._at: dict[str, int] = {}
        self.rest: dict[int, TableCell] = {}
        for position, cell in enumerate(header):
            name = heading(cell.text)
            if roles.get(without_year(cell.text)) in dated:
                name = without_year(cell.text)
            if name in roles and roles[name] in self._at:
                first = header[self._at[roles[name]]]
                if fold(first.text) != fold(cell.text):  # else it has been reported
                    mistakes.report("NTM578", cell.place, related=[first.place], name=roles[name])
            elif name in roles:
                self._at[roles[name]] = position
            elif name and name not in ignored:
                self.rest[position] = cell

    def __contains__(self, role: str) -> bool:
        return role in self._at

    def cell(self, row: TableRow, role: str) -> TableCell | None:
        """The row's cell in the column of that role; None when there is no such column."""
        position = self._at.get(role)
        return None if position is None else row[position]

    def position(self, role: str) -> int | None:
        """Position of the column of that role, counted from 0."""
        return self._at.get(role)

    def require(self, roles: tuple[str, ...], header: TableRow, mistakes: Mistakes) -> bool:
        """True where all these columns are there; missing ones are reported."""
        missing = [role for role in roles if role not in self]
        for role in missing:
            mistakes.report("NTM517", header[0].place, name=role)
        return not missing
