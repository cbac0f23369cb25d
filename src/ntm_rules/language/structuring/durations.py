"""Lengths of time: `{years: 1}`."""

from ...model.values.duration import LONGEST, Duration
from ..diagnostics.mistakes import Mistake, StructuringError
from ..grammar.files import DURATION
from ..yaml.tree import Node
from .converter import keys_of, made_from, make, mapping
from .figures import whole_up_to

length = whole_up_to(LONGEST)
"""A number of years or months."""


def duration(node: Node) -> Duration:
    """A length of time, of a month at least: years, months, or both."""
    made = make(Duration, keys_of(mapping(node, DURATION), DURATION))
    if not made.in_months:
        raise StructuringError(Mistake("NTM155", node.place))
    return made


made_from(Duration, years=(length, 1), months=(length, 1))
