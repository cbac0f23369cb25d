"""Places of texts: a position in a rule file, or a cell in a workbook."""

from typing import Self

from attrs import frozen


@frozen(order=True)
class Place:
    """A position in a file. Lines and columns count from 1; a workbook has a sheet and a cell instead.

    >>> str(Place("rules.yaml", 41, 15))
    'rules.yaml:41:15'
    >>> str(Place("facts.xlsx", 3, 3, sheet="Chỉ tiêu"))
    'facts.xlsx › Chỉ tiêu!C3'
    """

    file: str
    line: int = 1
    column: int = 1
    end_column: int | None = None
    sheet: str | None = None

    @property
    def cell(self) -> str | None:
        """The cell's name in a workbook (`C3`), else None."""
        if self.sheet is None:
            return None
        letters, number = "", self.column
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(65 + letter) + letters
        return f"{letters}{self.line}"

    def __str__(self) -> str:
        if self.sheet is not None:
            return f"{self.file} › {self.sheet}!{self.cell}"
        return f"{self.file}:{self.line}:{self.column}"


class PlacedText(str):
    """A text with the place where it was written, for the diagnostics of later checks.

    It equals and hashes as the plain text.

    >>> PlacedText.at("clean_water", Place("rules.yaml", 4, 12)) == "clean_water"
    True
    """

    __slots__ = ("place",)
    place: Place | None

    @classmethod
    def at(cls, text: str, place: Place | None) -> Self:
        """`text` as written at `place`."""
        placed = cls(text)
        placed.place = place
        return placed

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self).at, (str(self), self.place))


def place_of(value: object) -> Place | None:
    """The place where `value` was written; None for a value made in Python."""
    return getattr(value, "place", None)
