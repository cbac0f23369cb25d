"""Conditions and thresholds in prose, in Vietnamese or English."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import assert_never

from attrs import evolve, frozen

from ...model import condition as surface
from ...model.condition import Basis, Condition, CriteriaState, Operator, is_mean
from ...model.fact import Finding
from ...model.library import Library
from ...model.text import Language
from ...model.threshold import DayFrom, Fixed, Threshold
from ...model.units.kind import is_administrative
from ...model.values.day import DATE_UNIT
from ...model.values.number import Scaling
from ..words import common as words
from ..words import grades as point_words
from ..words import rules as rule_words
from ..words.common import capital, mid_sentence
from .bounds import COUNTS, SHARES, Extremes, bound_text, extremes_of_measure, is_end, is_number
from .names import Names
from .numbers import counted, listed, multiple
from .subjects import changed, criteria_attained, over_members, tallied
from .thresholds import ThresholdProse


def describe(
    condition: Condition, library: Library, lang: Language, *, home: str | None = None, answers: bool = False
) -> str:
    """A condition as a sentence without its full stop.

    `home` is the ruleset that the condition stands in: rules of its own are named without its title. The parts of a
    combination are numbered, those of a part `(2.1)`, so that a sentence can be read in one way only. A finding that is
    no success, as under a `none_of`, is said as yes or no; with `answers` every one is.

    >>> from ...model.condition import Comparison
    >>> describe(Comparison("clean_water", Operator.AT_LEAST, Fixed(Decimal(90))), Library(), "en")
    'clean_water: at least 90'
    """
    return _Prose(Names(library, None, lang), home, answers=answers).condition(condition, ())


@frozen(eq=False)
class _Prose(ThresholdProse):
    answers: bool = False

    def condition(self, condition: Condition, number: tuple[int, ...]) -> str:
        names, language = self.names, self.language
        match condition:
            case surface.Comparison(measure, operator, threshold):
                known, what = names.measure(measure), names.measure_name(measure)
                ends, unit = extremes_of_measure(known), known.unit if known else None
                if is_mean(condition) and condition.over is not None:
                    years = counted(condition.over.years, words.YEAR, language)
                    what = self.names.say(rule_words.MEAN_OVER, years=years, figure=mid_sentence(what))
                text = self.compared(what, operator, threshold, self.amount(measure), ends, unit)
                return self.in_each_of(text, condition.over)
            case surface.OneOf(measure, values):
                called = list(map(self.amount(measure), values))
                alternatives = self.open_list(listed(called, language, alternative=True), condition.named_by)
                text = self.names.say(rule_words.IS_ONE_OF, what=names.measure_name(measure), values=alternatives)
                return self.in_each_of(text, condition.over)
            case surface.Required(measure, met):
                meant, answers = Finding.MET if met else Finding.NOT_MET, not met or self.answers
                finding = words.finding_word(meant, names.measure(measure), language, answers=answers)
                text = self.names.say(rule_words.IS_FOUND, measure=names.measure_name(measure), finding=finding)
                return self.in_each_of(text, condition.over)
            case surface.AttributeIs(attribute, values):
                called = [names.attribute_value(attribute, value) for value in values]
                alternatives = self.open_list(listed(called, language, alternative=True), condition.named_by)
                return self.names.say(rule_words.IS_ONE_OF, what=names.attribute(attribute), values=alternatives)
            case surface.AllOf(parts):
                return self.names.say(rule_words.ALL_OF, parts=self.parts(parts, number))
            case surface.AnyOf(parts):
                return self.names.say(rule_words.ANY_OF, parts=self.parts(parts, number))
            case surface.NoneOf(parts):
                return self.names.say(rule_words.NONE_OF, parts=evolve(self, answers=True).parts(parts, number))
            case surface.AtLeastN(n, parts):
                return self.names.say(rule_words.AT_LEAST_N, n=n, parts=self.parts(parts, number))
            case surface.AtMostN(n, parts):
                return self.names.say(rule_words.AT_MOST_N, n=n, parts=evolve(self, answers=True).parts(parts, number))
            case surface.OwnCriteria():
                return self.own_criteria(condition)
            case surface.Score():
                return self.score(condition)
            case surface.MembersAttained(bounds=bounds) | surface.MembersMeeting(bounds=bounds):
                text = self.bounded(bounds, self.counted(condition), condition.weighted_by)
                text = self.of_none(text, condition.kind, condition.if_none)
                return self.among(self.meeting(text, condition, number), condition, number)
            case surface.MembersCompared():
                return self.counts(condition, number)
            case surface.MembersMeasure(kind, aggregate, of, operator, threshold, only, if_none):
                if isinstance(of, surface.CriteriaCount):
                    figure, amount = criteria_attained(of.ruleset, self.on, names, of.since), self.plain()
                    ends = (None, None)
                else:
                    figure, amount = mid_sentence(names.measure_name(of)), self.amount(of)
                    ends = extremes_of_measure(names.measure(of), aggregate)
                what = self.names.narrowed(capital(over_members(aggregate, figure, kind, names)), only)
                text = self.of_none(self.compared(what, operator, threshold, amount, ends), kind, if_none)
                return self.among(text, condition, number)
            case surface.CriteriaChange(ruleset, since, direction, operator, threshold):
                what = capital(criteria_attained(ruleset, self.on, names, since, direction))
                return self.compared(what, operator, threshold, self.plain())
            case surface.Attained(rule, of):
                name = names.rule_name(rule, self.home, self.on)
                above = rule_words.IS_ATTAINED_ABOVE if is_administrative(of or "") else rule_words.IS_ATTAINED_AROUND
                phrase = rule_words.IS_ATTAINED if of is None else above
                return self.names.say(phrase, rule=name, kind="" if of is None else self.names.one(of))
            case surface.Change(measure, since, direction, operator, threshold):
                basis = condition.basis
                what = capital(changed(direction, mid_sentence(names.measure_name(measure)), since, names, basis))
                amount = self.plain("%") if basis is Basis.SHARE else self.amount(measure, points=True)
                return self.compared(what, operator, threshold, amount)
            case surface.Unknown():
                return self.names.say(rule_words.CONTENT_UNKNOWN)
        assert_never(condition)

    def parts(self, parts: Sequence[Condition], number: tuple[int, ...]) -> str:
        numbers = [(*number, place) for place in range(1, len(parts) + 1)]
        return "; ".join(
            f"({'.'.join(map(str, own))}) {self.condition(part, own)}" for own, part in zip(numbers, parts, strict=True)
        )

    def in_each_of(self, text: str, over: surface.LastYears | None) -> str:
        """A condition, with the years in each of which it is to hold."""
        if over is None or over.how is surface.Yearly.MEAN:
            return text
        phrase = rule_words.IN_THE_YEAR if over.years == 1 else rule_words.IN_EACH_OF
        return self.names.say(phrase, text=text, years=counted(over.years, words.YEAR, self.language))

    def open_list(self, values: str, named_by: str | None) -> str:
        """Values of a list, with who may name others where it is open."""
        if named_by is None:
            return values
        return self.names.say(rule_words.OR_NAMED_BY, values=values, authority=self.names.one(named_by))

    def own_criteria(self, condition: surface.OwnCriteria) -> str:
        codes = self.names.codes(condition.of)
        if condition.group is not None and (heading := self.names.group(condition.group, self.home, self.on)):
            codes = self.names.say(rule_words.OF_GROUP, codes=codes, group=heading)
        of_another = condition.ruleset not in (None, self.home)
        title = self.names.title(condition.ruleset or "", self.on) if of_another else ""
        if condition.state is CriteriaState.ALL:
            phrase = rule_words.ALL_CRITERIA_LISTED if condition.of else rule_words.ALL_CRITERIA
            if of_another:
                phrase = rule_words.ALL_CRITERIA_LISTED_OF if condition.of else rule_words.ALL_CRITERIA_OF
            return self.names.say(phrase, codes=codes, title=title)
        what = self.names.say(words.STATES[condition.state.value])
        if of_another:
            what = self.names.say(rule_words.OF_TITLE, what=what, title=title)
        text = self.bounded(condition.bounds, what)
        if condition.of:
            text = self.names.say(rule_words.OF_CRITERIA, text=text, codes=codes)
        if condition.including_any_of:
            listed_codes = self.names.codes(condition.including_any_of)
            any_of = self.names.say(words.AT_LEAST_ONE_OF, codes=listed_codes)
            text = self.names.say(rule_words.INCLUDING, text=text, listed=any_of)
        return text

    def score(self, condition: surface.Score) -> str:
        """A bound on points: `tổng số điểm: ít nhất 80 điểm`."""
        is_share = condition.basis is Basis.SHARE
        what = self.names.say(point_words.SCORED[condition.state], codes=self.names.codes(condition.of))
        if condition.ruleset not in (None, self.home):
            title = self.names.title(condition.ruleset or "", self.on)
            what = self.names.say(rule_words.OF_TITLE, what=what, title=title)
        amount = self.plain("%" if is_share else point_words.POINT)
        ends = (None, SHARES[1]) if is_share else (None, None)
        text = self.compared(what, condition.operator, condition.threshold, amount, ends)
        return self.names.say(point_words.OF_MAXIMUM, text=text) if is_share else text

    def counted(self, condition: surface.MembersAttained | surface.MembersMeeting) -> str:
        """Phrase about members that are counted."""
        kind = self.names.kinds(condition.kind)
        if isinstance(condition, surface.MembersMeeting):
            return self.names.narrowed(self.names.say(words.MEMBERS_THAT_MEET, kind=kind), condition.only)
        name = self.names.rule_name(condition.rule, self.home, self.on)
        return self.names.narrowed(self.names.say(words.MEMBERS_THAT_ATTAIN, kind=kind, rule=name), condition.only)

    def meeting(
        self, text: str, condition: surface.MembersAttained | surface.MembersMeeting, number: tuple[int, ...]
    ) -> str:
        """The text about members, with the condition that they meet."""
        if isinstance(condition, surface.MembersAttained):
            return text
        condition_text = mid_sentence(self.condition(condition.condition, number))
        return self.names.say(rule_words.MEETING, text=text, condition=condition_text)

    def counts(self, condition: surface.MembersCompared, number: tuple[int, ...]) -> str:
        """A number of members against that of others, each with the condition that they meet."""
        own, against = (
            self.meeting(tallied(Basis.COUNT, self.counted(members), self.names), members, number)
            for members in (condition.counted, condition.against)
        )
        other = self.names.say(rule_words.THE_NUMBER, what=against)
        if condition.factor != 1:
            other = multiple(Scaling(condition.factor), other, self.language)
        text = self.names.say(rule_words.COUNTS_COMPARED[condition.operator], what=capital(own), other=other)
        if condition.none_is_zero:
            text = self.names.say(rule_words.NONE_IS_ZERO, text=text, kind=self.names.one(condition.against.kind))
        text = self.of_none(text, condition.counted.kind, condition.counted.if_none)
        return self.among(text, condition.counted, number)

    def among(
        self,
        text: str,
        condition: surface.MembersAttained | surface.MembersMeeting | surface.MembersMeasure,
        number: tuple[int, ...],
    ) -> str:
        """The text of a condition on members, with those among whom they are counted."""
        if condition.among is None:
            return text
        condition_text = mid_sentence(self.condition(condition.among, number))
        return self.names.say(
            rule_words.AMONG, text=text, kind=self.names.kinds(condition.kind), condition=condition_text
        )

    def of_none(self, text: str, kind: str, if_none: surface.NoMembers | None) -> str:
        """The text of a condition on members, with what it says of a unit without any."""
        if if_none is None:
            return text
        return self.names.say(rule_words.IF_NONE[if_none], text=text, kind=self.names.one(kind))

    def bounded(self, bounds: Sequence[surface.Bound], what: str, weight: str | None = None) -> str:
        if not bounds:
            return self.names.say(rule_words.ANY_NUMBER_OF, what=capital(what))
        texts: list[str] = []
        for bound in bounds:
            called = tallied(bound.basis, what, self.names, weight)
            called = called if texts else capital(called)
            amount, ends = (self.plain("%"), SHARES) if bound.basis is Basis.SHARE else (self.plain(), COUNTS)
            texts.append(self.compared(called, bound.operator, bound.threshold, amount, ends))
        return listed(texts, self.language)

    def compared(
        self,
        what: str,
        operator: Operator,
        threshold: Threshold,
        amount: Callable[[Decimal | str], str],
        ends: Extremes = (None, None),
        unit: str | None = None,
    ) -> str:
        """Figure beside its threshold; at the end of its scale that figure alone is asked, in either direction."""
        figure = self.threshold(threshold, amount)
        if unit == DATE_UNIT:
            if isinstance(threshold, DayFrom) and threshold.length and operator is not Operator.EQUALS:
                apart = rule_words.APART_FROM_DAY[operator, threshold.is_before]
                return self.names.say(apart, what=what, day=figure.short)
            text = self.names.say(rule_words.DAY_OPERATORS[operator], what=what, threshold=figure.short)
            return f"{text} ({figure.table})" if figure.table else text
        if isinstance(threshold, Fixed) and is_number(threshold.value) and is_end(operator, threshold.value, ends):
            bound = bound_text(operator, threshold.value, unit, ends, self.names) if unit else figure.short
            return f"{what}: {bound}"
        text = self.names.say(words.OPERATORS[operator], what=what, threshold=figure.short)
        return f"{text} ({figure.table})" if figure.table else text
