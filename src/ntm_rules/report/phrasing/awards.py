"""The points that a rule gives, in words."""

from typing import assert_never

from ...model.threshold import Award, BandedPoints, FixedPoints, PointsAlongLine, ReportedPoints, UnknownPoints
from ...model.values.number import Number
from ..words import grades as words
from ..words.common import say
from .bounds import bound_text
from .letter_case import mid_sentence
from .names import Names
from .numbers import quantities, quantity


def award_text(award: Award, names: Names) -> str:
    """The points that a rule gives: `5 điểm khi đạt`, or its bands.

    >>> from decimal import Decimal
    >>> from ...model.library import Library
    >>> award_text(FixedPoints(Decimal(5)), Names(Library(), None, "vi"))
    '5 điểm khi đạt'
    """
    language = names.language

    def shown(number: Number) -> str:
        return quantity(number, words.POINT, language)

    match award:
        case FixedPoints(points):
            return say(words.IF_ATTAINED, language, points=shown(points))
        case UnknownPoints():
            return words.NOT_KNOWN.in_language(language)
        case ReportedPoints(measure):
            return say(words.REPORTED_AS, language, measure=mid_sentence(names.measure_name(measure)))
        case BandedPoints(measure, bands, otherwise):
            known = names.measure(measure)
            unit = known.unit if known else None
            said = [
                say(
                    words.BAND,
                    language,
                    bound=bound_text(one.operator, one.edge, unit, (None, None), names),
                    points=shown(one.points),
                )
                for one in bands
            ]
            said.append(say(words.OTHER_BANDS, language, points=shown(otherwise)))
            called = mid_sentence(names.measure_name(measure))
            return say(words.BY_BANDS, language, measure=called, bands="; ".join(said))
        case PointsAlongLine(measure, line, below):
            known = names.measure(measure)
            unit = known.unit if known else None
            said = [
                say(words.NODE, language, figure=quantities([at], unit, language)[0], points=shown(points))
                for at, points in line
            ]
            if below is not None:
                said.insert(0, say(words.BENEATH, language, points=shown(below)))
            called = mid_sentence(names.measure_name(measure))
            return say(words.ALONG, language, measure=called, nodes="; ".join(said))
        case _:
            assert_never(award)
