"""The points of a unit in words."""

from ...model.decision import Points
from ...model.values.number import Number
from ..words import points as words
from ..words.common import say
from .names import Names
from .numbers import figure


def points_text(points: Points, names: Names) -> str:
    """The points of a unit: `62/100 điểm`, or `62 đến 85/100 điểm` while they are open.

    >>> from decimal import Decimal
    >>> from ...model.library import Library
    >>> points_text(Points(Decimal(62), Decimal(85), Decimal(100)), Names(Library(), None, "vi"))
    '62 đến 85/100 điểm'
    """
    language = names.language

    def shown(number: Number) -> str:
        return figure(number, language)

    match points.low, points.high:
        case None, None:
            return words.UNKNOWN.in_language(language)
        case low, None:
            assert low is not None
            text = say(words.AT_LEAST, language, low=shown(low))
        case None, high:
            assert high is not None
            text = say(words.AT_MOST, language, high=shown(high))
        case low, high:
            assert low is not None
            assert high is not None
            text = shown(low) if low == high else say(words.BETWEEN, language, low=shown(low), high=shown(high))
    if points.maximum is None:
        return say(words.HAS, language, points=text)
    return say(words.HAS_OF, language, points=text, maximum=shown(points.maximum))
