"""Values and signs as a terminal shows them."""

from datetime import date
from decimal import Decimal

from ...model.text import Language, Text
from ..pages.two_languages import Badge, Look
from ..papers.paper import CellValue
from ..phrasing.numbers import day, figure

_COLOURS = {
    Look.ATTAINED: "32",
    Look.NOT_ATTAINED: "31",
    Look.UNDETERMINED: "33",
    Look.NOT_APPLICABLE: "2",
    Look.WARNING: "31",
}


def painted(text: str, look: Look) -> str:
    """A text in the colour of an outcome; one that is neither good nor bad is left.

    >>> painted("✓", Look.ATTAINED), painted("○", Look.NEUTRAL)
    ('\\x1b[32m✓\\x1b[0m', '○')
    """
    return f"\x1b[{_COLOURS[look]}m{text}\x1b[0m" if look in _COLOURS and text else text


def cell_text(value: CellValue, language: Language) -> str:
    """The content of a cell as a text in one language.

    >>> cell_text(date(2024, 6, 30), "vi"), cell_text(1835, "vi"), cell_text(None, "vi")
    ('30/06/2024', '1.835', '')
    """
    match value:
        case None:
            return ""
        case Text():
            return value.in_language(language)
        case Badge(_, sign, word):
            return f"{sign} {word.in_language(language)}".strip()
        case str():
            return value
        case date():
            return day(value, language)
        case int():
            return figure(Decimal(value), language)
        case _:
            return figure(value, language)
