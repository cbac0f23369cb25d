"""Figures between thresholds, and the order of two figures, in words."""

from collections.abc import Callable, Collection, Sequence
from fractions import Fraction

from ...evolution.regions.difference import HeldStates
from ...evolution.regions.quantity import Cell, CellSpan, Order, State
from ...evolution.rows.counted import FigureInterval, interval, intervals
from ...evolution.rows.cover import Range, cover
from ...model.text import Language, Text
from ...model.values.day import DATE_UNIT
from ..phrasing.numbers import listed, quantities
from ..words import quantities as phrases
from ..words.common import say

_FEWEST_LEFT_OUT = 2


def figure_states(where: HeldStates, unit: str | None, language: Language, *, points: bool = False) -> list[str]:
    """The figures that a quantity can have, as alternatives: intervals first, then what is not settled.

    >>> low, high = Cell(None, Fraction(90), Fraction(0)), Cell(Fraction(90), None, Fraction(100))
    >>> from ...evolution.regions.quantity import OwnMeasure
    >>> figure_states(HeldStates(OwnMeasure("roads"), (low,), (low, high)), "%", "en")
    ['under 90%']
    """
    every = [state for state in where.every if isinstance(state, Cell)]
    texts: list[str] = []
    settled = [state for state in where.states if isinstance(state, Cell)]
    left_out = [cell for cell in every if cell not in settled]
    if settled and not left_out:
        texts.append(phrases.ANY_FIGURE.in_language(language))
    elif settled and _are_points(left_out) and len(intervals(settled, every)) > len(left_out):
        figures = quantities([cell.point for cell in left_out], unit, language, points=points)
        texts.append(say(phrases.OTHER_THAN, language, figures=listed(figures, language)))
    else:
        texts += [interval_text(interval, unit, language, points=points) for interval in intervals(settled, every)]
    return texts + _unsettled(where, every, unit, language, points=points)


def range_text(
    cells: Sequence[Cell], within: Range, unit: str | None, language: Language, *, points: bool = False
) -> str:
    """The figures of the cells whose places are in a range; places beyond the cells are those at the end."""
    last = len(cells) - 1
    first = 0 if within.low is None else max(0, int(within.low))
    end = last if within.high is None else min(last, int(within.high))
    return interval_text(interval(cells, first, end), unit, language, points=points)


def interval_text(interval: FigureInterval, unit: str | None, language: Language, *, points: bool = False) -> str:
    """An interval of figures: `từ 90% đến dưới 95%`.

    >>> interval_text(FigureInterval(Fraction(90), Fraction(95), True, False), "%", "vi")
    'từ 90% đến dưới 95%'
    >>> from datetime import date
    >>> first, last = (Fraction(date(2024, month, 1).toordinal()) for month in (2, 5))
    >>> interval_text(FigureInterval(first, last, False, True), DATE_UNIT, "vi")
    'sau ngày 01/02/2024 đến ngày 01/05/2024'
    """
    ends = [end for end in (interval.low, interval.high) if end is not None]
    shown = quantities(ends, unit, language, points=points)
    if not shown:
        return phrases.ANY_FIGURE.in_language(language)
    is_day = unit == DATE_UNIT and not points
    if interval.is_point:
        phrase = phrases.DAY_ON if is_day else phrases.EXACTLY
    else:
        kinds = _kind(interval.low, interval.low_included), _kind(interval.high, interval.high_included)
        phrase = (_DAY_PHRASES if is_day else _PHRASES)[kinds]
    return say(phrase, language, low=shown[0], high=shown[-1])


def _kind(end: Fraction | None, included: bool) -> bool | None:
    return None if end is None else included


_PHRASES: dict[tuple[bool | None, bool | None], Text] = {
    (None, False): phrases.UNDER,
    (None, True): phrases.AT_MOST,
    (True, None): phrases.FROM,
    (False, None): phrases.OVER,
    (True, True): phrases.FROM_TO,
    (True, False): phrases.FROM_TO_UNDER,
    (False, True): phrases.OVER_TO,
    (False, False): phrases.OVER_TO_UNDER,
}


_DAY_PHRASES: dict[tuple[bool | None, bool | None], Text] = {
    (None, False): phrases.DAY_BEFORE,
    (None, True): phrases.DAY_BY,
    (True, None): phrases.DAY_FROM,
    (False, None): phrases.DAY_AFTER,
    (True, True): phrases.DAY_FROM_TO,
    (True, False): phrases.DAY_FROM_TO_BEFORE,
    (False, True): phrases.DAY_AFTER_TO,
    (False, False): phrases.DAY_AFTER_TO_BEFORE,
}


def _are_points(cells: Collection[Cell]) -> bool:
    return len(cells) <= _FEWEST_LEFT_OUT and all(cell.is_point for cell in cells)


def _unsettled(
    where: HeldStates, every: Sequence[Cell], unit: str | None, language: Language, *, points: bool
) -> list[str]:
    spans = [state for state in where.every if isinstance(state, CellSpan)]
    chosen = {place for place, span in enumerate(spans) if span in where.states}
    if not chosen:
        return []
    places = {cell: place for place, cell in enumerate(every)}
    last = len(every)
    ends = [
        (-1 if span.low is None else places[span.low], last if span.high is None else places[span.high])
        for span in spans
    ]

    def range_words(within: Range) -> str:
        return range_text(every, within, unit, language, points=points)

    return [unsettled_text(row, range_words, language) for row in cover(ends, chosen)]


def unsettled_text(row: Sequence[Range], text_of: Callable[[Range], str], language: Language) -> str:
    """Range of a figure that is not settled: its least and its greatest value.

    >>> unsettled_text([Range(90, None), Range(None, None)], lambda within: f"{within.low} or more", "en")
    'not settled: lowest possible 90 or more'
    """
    low, high = row
    if low.is_free and high.is_free:
        return phrases.UNSETTLED_ANY.in_language(language)
    if high.is_free:
        return say(phrases.UNSETTLED_LEAST, language, low=text_of(low))
    if low.is_free:
        return say(phrases.UNSETTLED_MOST, language, high=text_of(high))
    return say(phrases.UNSETTLED, language, low=text_of(low), high=text_of(high))


def order_states(states: Collection[State], language: Language) -> str:
    """Order of one figure relative to another: `thấp hơn`, `không cao hơn`, `chưa chắc: có thể thấp hơn hoặc bằng
    nhau`.

    >>> order_states([Order(-1, -1), Order(0, 0)], "en")
    'not higher'
    """
    orders = [state for state in states if isinstance(state, Order)]
    settled = sorted(order.low for order in orders if order.low is not None and order.low == order.high)
    alternatives = [phrases.ORDERS[tuple(settled)].in_language(language)] if settled else []
    open_ = dict.fromkeys((order.low, order.high) for order in orders if order.low is None or order.low != order.high)
    for low, high in sorted(
        open_, key=lambda ends: (-2 if ends[0] is None else ends[0], 2 if ends[1] is None else ends[1])
    ):
        possible = range(-1 if low is None else low, 2 if high is None else high + 1)
        texts = [phrases.ORDERS[(order,)].in_language(language) for order in possible]
        alternatives.append(say(phrases.UNSETTLED_ORDER, language, orders=listed(texts, language, alternative=True)))
    return listed(list(dict.fromkeys(alternatives)), language, alternative=True)
