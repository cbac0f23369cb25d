"""Thresholds in prose, and their figures written in the unit of what is held against them."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from attrs import evolve, frozen

from ...model import threshold as surface
from ...model.condition import Basis, Bound, Change, Comparison, Condition, MembersMeasure
from ...model.library import Library
from ...model.text import Language, Text
from ...model.threshold import ByAttribute, ByYear, Fixed, Threshold
from ...model.values.condition_words import Operator
from ...model.values.day import Day
from ...model.values.number import Number, Scaling
from ..words import rules as rule_words
from ..words.common import mid_sentence, say
from .names import Names
from .numbers import listed, multiple, quantities, quantity


@frozen
class FigureInWords:
    """Threshold in a few words, and its table of cases where it has any."""

    short: str
    table: str = ""

    def whole(self) -> str:
        """The words with the table behind them."""
        return f"{self.short} ({self.table})" if self.table else self.short


@frozen(eq=False)
class ThresholdProse:
    """Words for thresholds. `home` is the ruleset that they stand in, `on` the day on which others are named."""

    names: Names
    home: str | None
    on: date | None = None

    @property
    def language(self) -> Language:
        """The language of the words."""
        return self.names.language

    def amount(self, measure: str, *, points: bool = False) -> Callable[[Decimal | str], str]:
        """Writer for values of a measure: a figure in its unit, or a level by its name."""
        known = self.names.measure(measure)
        unit = known.unit if known else None

        def written(value: Decimal | str) -> str:
            if isinstance(value, str):
                return self.names.say(rule_words.LEVEL, level=self.names.level(measure, value))
            text = quantities([value], unit, self.language, points=points)[0]
            return self.names.say(rule_words.THE_DAY, day=text) if isinstance(value, Day) else text

        return written

    def plain(self, unit: str | None = None) -> Callable[[Decimal | str], str]:
        """Writer for a count or a share."""
        return lambda value: value if isinstance(value, str) else quantity(value, unit, self.language)

    def threshold(self, threshold: Threshold, amount: Callable[[Decimal | str], str]) -> FigureInWords:
        """A threshold, its figures written by `amount`."""
        names, language = self.names, self.language
        match threshold:
            case Fixed(value):
                return FigureInWords(amount(value))
            case ByAttribute():
                attributes, cases, otherwise = _cases_of(threshold)
                rows = [
                    (
                        listed([names.attribute_value(*pair) for pair in alike], language, alternative=True),
                        self.threshold(case, amount).whole(),
                    )
                    for case, alike in cases.items()
                ]
                rows.append((self.names.say(rule_words.OTHER_CASES), self.otherwise(otherwise, amount)))
                called = ", ".join(mid_sentence(names.attribute(attribute)) for attribute in attributes)
                return FigureInWords(self.names.say(rule_words.SET_BY_ATTRIBUTE, attribute=called), _table(rows))
            case surface.ByBand(measure, bands, otherwise):
                labels = band_names([edge for edge, _ in bands], self.amount(measure), language)
                figures = [
                    *(self.threshold(bound, amount).whole() for _, bound in bands),
                    self.otherwise(otherwise, amount),
                ]
                called = mid_sentence(names.measure_name(measure))
                short = self.names.say(rule_words.SET_BY_ATTRIBUTE, attribute=called)
                return FigureInWords(short, _table(list(zip(labels, figures, strict=True))))
            case ByYear(years, otherwise):
                rows = [(str(year), self.threshold(case, amount).whole()) for year, case in years]
                rows.append((self.names.say(rule_words.OTHER_YEARS), self.otherwise(otherwise, amount)))
                return FigureInWords(self.names.say(rule_words.SET_BY_YEAR), _table(rows))
            case surface.DayFrom(measure=id):
                anchor = self.names.say(rule_words.OF_ASSESSMENT)
                if id is not None:
                    anchor = mid_sentence(names.measure_name(id))
                return FigureInWords(multiple(threshold.apart(), anchor, language))
            case surface.Relative(measure, of):
                called = mid_sentence(names.measure_name(measure))
                if of is None:
                    return FigureInWords(self.names.say(rule_words.OWN_MEASURE, measure=called))
                return FigureInWords(self.names.say(rule_words.MEASURE_OF, measure=called, unit=self.names.one(of)))
            case surface.ThresholdOf(rule):
                name = names.rule_name(rule, self.home, self.on)
                return FigureInWords(self.names.say(rule_words.SET_BY_RULE, rule=name))
            case surface.Multiple(factor, of_another):
                inside = self.threshold(of_another, amount)
                return evolve(inside, short=multiple(Scaling(factor), inside.short, language))
            case surface.ForEach(measure, base, plus, beyond):
                per = mid_sentence(names.measure_name(measure))
                texts = {"base": amount(base), "plus": amount(plus), "beyond": self.amount(measure)(beyond)}
                return FigureInWords(self.names.say(rule_words.FOR_EACH, measure=per, **texts))
            case surface.Delegated(to):
                return FigureInWords(self.names.say(rule_words.SET_BY_AUTHORITY, authority=self.names.one(to)))
            case surface.NoLimit():
                return FigureInWords(self.names.say(rule_words.NO_LIMIT))
            case surface.UnknownThreshold():
                return FigureInWords(self.names.say(rule_words.UNKNOWN_FIGURE))
            case _:
                assert_never(threshold)

    def otherwise(self, threshold: Threshold | None, amount: Callable[[Decimal | str], str]) -> str:
        """The threshold of the cases not listed."""
        nothing = self.names.say(rule_words.NOT_SET)
        return nothing if threshold is None else self.threshold(threshold, amount).whole()


def _cases_of(
    threshold: ByAttribute,
) -> tuple[list[str], dict[Threshold, list[tuple[str, str]]], Threshold | None]:
    """The attributes, the values for which each threshold stands, the threshold of what is not listed.

    Where what is not listed is by another attribute, and all cases of both have one threshold, they are told together: in
    which order they are looked at makes no difference then.
    """
    cases: dict[Threshold, list[tuple[str, str]]] = {}
    for value, case in threshold.cases:
        cases.setdefault(case, []).append((threshold.attribute, value))
    if len(cases) == 1 and isinstance(threshold.otherwise, ByAttribute):
        attributes, more, otherwise = _cases_of(threshold.otherwise)
        if more.keys() == cases.keys():
            both = {case: [*alike, *more[case]] for case, alike in cases.items()}
            return [threshold.attribute, *attributes], both, otherwise
    return [threshold.attribute], cases, threshold.otherwise


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{case}: {figure}" for case, figure in rows)


def describe_threshold(threshold: Threshold, library: Library, lang: Language, *, measure: str | None = None) -> str:
    """A threshold in a few words, in the unit or the levels of the measure that is compared with it.

    >>> describe_threshold(ByYear(((2022, Fixed(Decimal(39))),)), Library(), "en")
    'the figure set for the year (2022: 39; other years: not in this file)'
    """
    prose = ThresholdProse(Names(library, None, lang), None)
    return prose.threshold(threshold, prose.plain() if measure is None else prose.amount(measure)).whole()


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
        case surface.ByBand(measure):
            called = mid_sentence(Names(library, None, lang).measure_name(measure))
            return say(rule_words.SET_BY_ATTRIBUTE, lang, attribute=called)
        case ByYear():
            return rule_words.SET_BY_YEAR.in_language(lang)
    return describe_threshold(threshold, library, lang)


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
    labels, before = [], None
    for operator, edge in edges:
        labels.append(_between(before, (operator, edge), amount, language))
        before = None if operator not in _BEYOND else (_BEYOND[operator], edge)
    beyond = rule_words.OTHER_CASES.in_language(language)
    if before is not None and all(operator in _RISING for operator, _ in edges):
        beyond = _one(before, amount, language)
    if before is not None and all(operator in _FALLING for operator, _ in edges):
        beyond = _one(before, amount, language)
    return [*labels, beyond]


def _one(end: tuple[Operator, Decimal], amount: Callable[[Decimal | str], str], language: Language) -> str:
    operator, edge = end
    return say(rule_words.BANDS[operator], language, edge=amount(edge))


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
    phrase: Text = rule_words.BAND_BETWEEN[low[0], high[0]]
    return say(phrase, language, low=amount(low[1]), high=amount(high[1]))
