"""Days, `2022-04-15`, and lengths of time, `{years: 1}`."""

import re
from datetime import date

from ...model.text import Text
from ...model.values.day import EARLIEST, LATEST
from ...model.values.duration import LONGEST, Duration
from ..diagnostics.mistakes import Mistake, StructuringError
from ..grammar.files import DURATION
from ..yaml.tree import Node, Scalar
from .converter import keys_of, made_from, make, mapping
from .scalars import scalar, whole_up_to

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

length = whole_up_to(LONGEST)
"""A number of years or months."""


def day(node: Node) -> date:
    """A date as 2022-04-15, of a year that instruments and figures are of."""
    value = scalar(node, Text("một ngày", "a date"))
    if _DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise StructuringError(Mistake("NTM213", value.place, {"text": value})) from None
        if not EARLIEST.date <= found <= LATEST.date:
            years = {"first": EARLIEST.date.year, "last": LATEST.date.year}
            raise StructuringError(Mistake("NTM213", value.place, {"text": value, **years}, hint="year"))
        return found
    turned = _VIETNAMESE_DAY.fullmatch(value)
    if turned:
        instead = f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}"
        raise StructuringError(Mistake("NTM213", value.place, {"text": value, "instead": instead}, hint="date"))
    raise StructuringError(Mistake("NTM213", value.place, {"text": value}))


def like_a_day(value: Scalar) -> bool:
    """True where a date was written, in whatever order."""
    return bool(_DAY.fullmatch(value) or _VIETNAMESE_DAY.fullmatch(value))


def duration(node: Node) -> Duration:
    """A length of time, of a month at least: years, months, or both."""
    made = make(Duration, keys_of(mapping(node, DURATION), DURATION))
    if not made.in_months:
        raise StructuringError(Mistake("NTM155", node.place))
    return made


made_from(Duration, years=(length, 1), months=(length, 1))
