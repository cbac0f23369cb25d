"""Lengths of time: `{years: 1}`."""

from ...model.text import Text
from ...model.values.duration import Duration
from ..diagnostics.mistakes import Mistake, StructuringError
from ..grammar.files import DURATION
from ..yaml.tree import Node
from .converter import keys_of, made_from, make, mapping
from .figures import whole

_LONGEST = 999


def _length(node: Node) -> int:
    """A number of years or months. Raises StructuringError for one that no instrument means."""
    number = whole(node)
    if number > _LONGEST:
        what = Text(f"một số nguyên từ 0 đến {_LONGEST}", f"a whole number from 0 to {_LONGEST}")
        raise StructuringError(Mistake("NTM211", node.place, {"text": number, "what": what}))
    return number


def duration(node: Node) -> Duration:
    """A length of time, of a month at least: years, months, or both."""
    made = make(Duration, keys_of(mapping(node, DURATION), DURATION))
    if not made.in_months:
        raise StructuringError(Mistake("NTM155", node.place))
    return made


made_from(Duration, years=(_length, 1), months=(_length, 1))
