"""The figures in thresholds, written in the unit of what is held against them."""

from ...model.condition import Basis, Bound, Change, Comparison, Condition, MembersMeasure
from ...model.library import Library
from ...model.text import Language
from ...model.threshold import ByAttribute, ByBand, ByYear, Fixed, Threshold
from ...model.values.number import Number
from ..words import rules as rule_words
from ..words.common import say
from .conditions import describe_threshold
from .letter_case import mid_sentence
from .names import Names
from .numbers import quantities, quantity


def held_figure(
    value: Number | str, condition: Condition, bound: Bound | None, library: Library, lang: Language
) -> str:
    """A figure or level that a condition, or a bound of it, compares with.

    >>> from decimal import Decimal
    >>> from ...model.condition import Operator
    >>> limit = Fixed(Decimal("90.5"))
    >>> held_figure(limit.value, Comparison("clean_water", Operator.AT_LEAST, limit), None, Library(), "vi")
    '90,5'
    """
    if isinstance(value, str):
        level_of = condition.measure if isinstance(condition, Comparison) else None
        return describe_threshold(Fixed(value), library, lang, measure=level_of)
    if bound is not None:
        return quantity(value, "%" if bound.basis is Basis.SHARE else None, lang)
    match condition:
        case Change(basis=Basis.SHARE):
            return quantity(value, "%", lang)
        case Comparison(id) | Change(id) | MembersMeasure(of=str() as id):
            measure = Names(library, None, lang).measure(id)
            unit = measure.unit if measure is not None else None
            return quantities([value], unit, lang, points=isinstance(condition, Change))[0]
    return quantity(value, None, lang)


def held_threshold(
    threshold: Threshold, condition: Condition, bound: Bound | None, library: Library, lang: Language
) -> str:
    """A threshold in a few words, without the table behind it where it differs by case.

    >>> from ...model.condition import Operator
    >>> from ...model.threshold import UnknownThreshold
    >>> limit = ByYear(((2024, UnknownThreshold()),))
    >>> held_threshold(limit, Comparison("clean_water", Operator.AT_LEAST, limit), None, Library(), "en")
    'the figure set for the year'
    """
    match threshold:
        case Fixed(value):
            return held_figure(value, condition, bound, library, lang)
        case ByAttribute(attribute):
            called = mid_sentence(Names(library, None, lang).attribute(attribute))
            return say(rule_words.SET_BY_ATTRIBUTE, lang, attribute=called)
        case ByBand(measure):
            called = mid_sentence(Names(library, None, lang).measure_name(measure))
            return say(rule_words.SET_BY_ATTRIBUTE, lang, attribute=called)
        case ByYear():
            return rule_words.SET_BY_YEAR.in_language(lang)
    return describe_threshold(threshold, library, lang)
