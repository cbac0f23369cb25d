"""Bands of a figure, as a document prints them: from 5,000 to under 10,000."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from ...model.text import Language, Text
from ...model.values.condition_words import Operator
from ..words import rules as words
from ..words.common import say

_RISING = (Operator.LESS_THAN, Operator.AT_MOST)
_FALLING = (Operator.AT_LEAST, Operator.MORE_THAN)
_BEYOND = {
    Operator.LESS_THAN: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.MORE_THAN,
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.MORE_THAN: Operator.AT_MOST,
}
"""The operator by which figures are beyond the edge of a band."""


def band_names(
    edges: Sequence[tuple[Operator, Decimal]], amount: Callable[[Decimal | str], str], language: Language
) -> list[str]:
    """The name of each band, and last that of all beyond them.

    >>> bands = [(Operator.LESS_THAN, Decimal(5000)), (Operator.LESS_THAN, Decimal(10000))]
    >>> band_names(bands, str, "en"), band_names(bands, str, "vi")[1]
    (['under 5000', 'from 5000 to under 10000', '10000 or more'], 'từ 5000 đến dưới 10000')
    """
    found, before = [], None
    for operator, edge in edges:
        found.append(_between(before, (operator, edge), amount, language))
        before = None if operator not in _BEYOND else (_BEYOND[operator], edge)
    beyond = words.OTHER_CASES.in_language(language)
    if before is not None and all(operator in _RISING for operator, _ in edges):
        beyond = _one(before, amount, language)
    if before is not None and all(operator in _FALLING for operator, _ in edges):
        beyond = _one(before, amount, language)
    return [*found, beyond]


def _one(end: tuple[Operator, Decimal], amount: Callable[[Decimal | str], str], language: Language) -> str:
    operator, edge = end
    return say(words.BANDS[operator], language, edge=amount(edge))


def _between(
    before: tuple[Operator, Decimal] | None,
    own: tuple[Operator, Decimal],
    amount: Callable[[Decimal | str], str],
    language: Language,
) -> str:
    """A band and what is beyond the one before it, where the two are the two ends of one."""
    if before is None or (before[0] in _FALLING) is (own[0] in _FALLING) or Operator.EQUALS in (before[0], own[0]):
        return _one(own, amount, language)
    low, high = (before, own) if own[0] in _RISING else (own, before)
    phrase: Text = words.BAND_BETWEEN[low[0], high[0]]
    return say(phrase, language, low=amount(low[1]), high=amount(high[1]))
