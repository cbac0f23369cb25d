"""The points that a rule gives, and the points and the level of a unit, in words: `62/100 điểm`, `4 sao`."""

from typing import assert_never

from ...model.decision import LevelFound, Points
from ...model.key import LEVEL
from ...model.ruleset import Ruleset
from ...model.threshold import Award, BandedPoints, FixedPoints, PointsAlongLine, ReportedPoints, UnknownPoints
from ...model.values.number import Number
from ..words import grades as words
from ..words.common import mid_sentence
from .bounds import bound_text
from .names import Names
from .numbers import figure, listed, measurement, quantities, quantity


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
            return names.say(words.UNKNOWN)
        case low, None:
            assert low is not None
            text = names.say(words.AT_LEAST, low=shown(low))
        case None, high:
            assert high is not None
            text = names.say(words.AT_MOST, high=shown(high))
        case low, high:
            assert low is not None
            assert high is not None
            text = shown(low) if low == high else names.say(words.BETWEEN, low=shown(low), high=shown(high))
    if points.maximum is None:
        greatest = points.low if points.high is None else points.high
        return f"{text} {measurement(words.POINT, language, greatest)}"
    return names.say(words.HAS_OF, points=text, maximum=quantity(points.maximum, words.POINT, language))


def level_name(id: str | None, ruleset: Ruleset, names: Names) -> str:
    """The name of a level of a ruleset; of none, that there is none.

    >>> from datetime import date
    >>> from ...model.library import Library
    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("A"), "product", Instrument("1"), ())
    >>> level_name(None, ruleset, Names(Library(), None, "vi"))
    'không xếp hạng'
    """
    rule = None if id is None else ruleset.rule(LEVEL + id)
    return names.say(words.NO_LEVEL_FOUND) if rule is None else names.text(rule.name)


def level_text(level: LevelFound, ruleset: Ruleset, names: Names) -> str:
    """The level that is found, or `chưa xác định (4 sao hoặc 3 sao)`."""
    called = [level_name(id, ruleset, names) for id in level.possible]
    if level.is_settled:
        return called[0]
    return names.say(words.STILL_POSSIBLE, levels=listed(called, names.language, alternative=True))


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
            return names.say(words.IF_ATTAINED, points=shown(points))
        case UnknownPoints():
            return names.say(words.NOT_KNOWN)
        case ReportedPoints(measure):
            return names.say(words.REPORTED_AS, measure=mid_sentence(names.measure_name(measure)))
        case BandedPoints(measure, bands, otherwise):
            known = names.measure(measure)
            unit = known.unit if known else None
            parts = [
                names.say(
                    words.BAND,
                    bound=bound_text(band.operator, band.edge, unit, (None, None), names),
                    points=shown(band.points),
                )
                for band in bands
            ]
            parts.append(names.say(words.OTHER_BANDS, points=shown(otherwise)))
            called = mid_sentence(names.measure_name(measure))
            return names.say(words.BY_BANDS, measure=called, bands="; ".join(parts))
        case PointsAlongLine(measure, line, below):
            known = names.measure(measure)
            unit = known.unit if known else None
            parts = [
                names.say(words.NODE, figure=quantities([at], unit, language)[0], points=shown(points))
                for at, points in line
            ]
            if below is not None:
                parts.insert(0, names.say(words.BENEATH, points=shown(below)))
            called = mid_sentence(names.measure_name(measure))
            return names.say(words.ALONG, measure=called, nodes="; ".join(parts))
        case _:
            assert_never(award)
