"""Recorded figures in words: subject, observed and required value, gap.

What is recorded comes from a file that anybody may have written: what is none of our words is shown as it stands.
"""

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from ...evolution.snapshots.snapshot import RecordedReason
from ...model.condition import Aggregate, Basis, CriteriaState, Direction, Operator
from ...model.decision import ReasonKind
from ...model.fact import Absence, Finding
from ...model.key import RuleKey
from ...model.text import printable
from ...model.values.number import Number
from ..phrasing.bounds import COUNTS, SHARES, Extremes, bound_text, extremes_of_measure
from ..phrasing.comparisons import distance_between
from ..phrasing.names import Names
from ..phrasing.numbers import day, listed, quantity
from ..phrasing.subjects import changed, criteria_attained, of_years, over_members, tallied
from ..words import common as words
from ..words import snapshots as snapshot_words
from ..words.common import capital, mid_sentence
from ..words.reasons import REASON_KINDS
from ..words.rule_kinds import RuleKind, demands

_NUMBER = re.compile(r"(-?[0-9]{1,60}(?:\.[0-9]{1,60})?)(?:/([0-9]{1,60}))?")

E = TypeVar("E", bound=Enum)


def about_text(figure: RecordedReason, names: Names) -> str:
    """Subject of a figure: `Tỷ lệ hộ sử dụng nước sạch`, `Tỷ lệ xã trên địa bàn đạt “…”`.

    >>> from ...model.library import Library
    >>> about_text(RecordedReason(measure="clean_water"), Names(Library(), None, "en"))
    'Clean_water'
    """
    language = names.language
    basis, aggregate = _member(Basis, figure.basis), _member(Aggregate, figure.aggregate)
    named = _named(figure, names)
    if figure.members is not None and aggregate is not None:
        named = over_members(aggregate, mid_sentence(named), figure.members, names)
    elif figure.since is not None and figure.count is not None and (key := _key(figure.rule or "")) is not None:
        named = criteria_attained(key.ruleset, None, names)
    elif basis is not None or figure.count is not None:
        named = tallied(basis or Basis.COUNT, _tallied(figure, names), names)
    if figure.years is not None and (years := [int(year) for year in re.findall("[0-9]{1,4}", figure.years)]):
        named = of_years(named, years, language)
    direction, since = _member(Direction, figure.subject), _day(figure.since)
    if direction is not None and since is not None:
        named = changed(direction, mid_sentence(named), since, names)
    elif since is not None:
        named = names.say(words.ON_DAY, what=named, day=day(since, language))
    if figure.unit is not None:
        named = names.say(words.OF_UNIT, what=named, unit=names.unit(figure.unit))
    return capital(named)


def _named(figure: RecordedReason, names: Names) -> str:
    if figure.measure is not None:
        return names.measure_name(figure.measure)
    if figure.rule is not None:
        key = _key(figure.rule)
        return printable(figure.rule) if key is None else names.rule_name(key)
    if figure.subject is not None and figure.subject in names.library.attributes:
        return names.attribute(figure.subject)
    return names.say(snapshot_words.THE_RULE)


def _tallied(figure: RecordedReason, names: Names) -> str:
    if figure.members is not None:
        rule = _named(figure, names)
        return names.say(words.MEMBERS_THAT_ATTAIN, kind=names.kinds(figure.members), rule=rule)
    state = words.STATES.get(figure.subject or "", words.STATES[CriteriaState.ATTAINED.value])
    return state.in_language(names.language)


def kind_text(figure: RecordedReason, names: Names) -> str:
    """Reason for which there is no comparison: nothing reported, an attestation decides, and the like.

    >>> from ...model.library import Library
    >>> kind_text(RecordedReason(kind="missing"), Names(Library(), None, "en"))
    'no figure reported'
    """
    kind = _member(ReasonKind, figure.kind)
    if kind is None:
        return printable(figure.kind or "")
    phrases = words.FINDING_REASONS if names.is_finding(figure.measure) else words.REASONS
    plain = phrases.get(kind, words.REASONS[kind]).in_language(names.language)
    return names.say(REASON_KINDS[kind]) if "{" in plain else plain


def observed_text(figure: RecordedReason, names: Names, kind: RuleKind = RuleKind.CRITERION) -> str:
    """Observed value: a figure with its unit, a finding, or a count out of a total.

    >>> from ...model.library import Library
    >>> observed_text(RecordedReason(measure="m", observed="97.5"), Names(Library(), None, "vi"))
    '97,5'
    """
    answers = figure.required == Finding.NOT_MET.value or not demands(kind, negated=figure.negated is not None)
    shown = _shown(figure.observed, figure, names, answers=answers)
    parts = [printable(figure.count)] if figure.count is not None else []
    if figure.count is None or figure.basis == Basis.SHARE.value or figure.since is not None:
        # The figure compared is a share or a change, not the count itself.
        parts = [shown, *parts] if shown else parts
    if figure.undetermined is not None:
        parts.append(names.say(words.TALLY_OPEN, count=printable(figure.undetermined)))
    first, *beside = parts or [""]
    return f"{first} ({', '.join(beside)})" if beside else first


def required_text(figure: RecordedReason, names: Names) -> str:
    """Required value: `từ 95% trở lên`.

    >>> from ...model.library import Library
    >>> required_text(RecordedReason(measure="m", operator="at_least", required="95"), Names(Library(), None, "en"))
    'at least 95'
    """
    if " | " in (figure.required or "") and figure.count is not None:
        codes = tuple((figure.required or "").split(" | "))
        return names.say(words.AT_LEAST_ONE_OF, codes=names.codes(codes))
    number, operator = _number(figure.required), _member(Operator, figure.operator)
    if number is not None and operator is not None:
        return bound_text(operator, number, _unit(figure, names), _extremes(figure, names), names)
    threshold = _shown(figure.required, figure, names, answers=figure.required == Finding.NOT_MET.value)
    if operator is None or not threshold:
        return threshold
    return names.say(words.REQUIREMENTS[operator], threshold=threshold)


def gap_text(figure: RecordedReason, names: Names, kind: RuleKind = RuleKind.CRITERION) -> str:
    """Distance of the figure from its bound, in the words of the kind of rule; empty without two figures.

    >>> from ...model.library import Library
    >>> figure = RecordedReason(measure="m", observed="87.5", operator="at_least", required="90", gap="2.5")
    >>> gap_text(figure, Names(Library(), None, "en"))
    'short by 2.5'
    """
    used, required, operator = _number(figure.observed), _number(figure.required), _member(Operator, figure.operator)
    if used is None or required is None or operator is None:
        return printable(figure.gap or "")
    negated = figure.negated is not None
    return distance_between(used, required, operator, kind, _unit(figure, names), names, negated=negated)


def _shown(text: str | None, figure: RecordedReason, names: Names, *, answers: bool = False) -> str:
    number = _number(text)
    if number is not None:
        return quantity(number, _unit(figure, names), names.language)
    if (finding := _member(Finding, text)) is not None:
        return words.finding_word(finding, names.measure(figure.measure), names.language, answers=answers)
    if (absence := _member(Absence, text)) is not None:
        return names.say(words.ABSENCES[absence])
    if text is not None and figure.subject is not None and figure.subject in names.library.attributes:
        values = [names.attribute_value(figure.subject, value) for value in text.split(" | ")]
        return listed(values, names.language, alternative=True)
    if text is not None and figure.measure is not None:
        return names.level(figure.measure, text)
    return printable(text or "")


def _unit(figure: RecordedReason, names: Names) -> str | None:
    if figure.basis is not None or figure.count is not None:
        return "%" if figure.basis == Basis.SHARE.value else None
    measure = names.measure(figure.measure)
    return measure.unit if measure else None


def _extremes(figure: RecordedReason, names: Names) -> Extremes:
    if figure.since is not None:
        return (None, None)
    if figure.basis is not None or figure.count is not None:
        return SHARES if figure.basis == Basis.SHARE.value else COUNTS
    return extremes_of_measure(names.measure(figure.measure), _member(Aggregate, figure.aggregate))


def _number(text: str | None) -> Number | None:
    parsed = _NUMBER.fullmatch(text or "")
    if parsed is None or (parsed[2] is not None and (int(parsed[2]) == 0 or "." in parsed[1])):
        return None
    return Decimal(parsed[1]) if parsed[2] is None else Fraction(int(parsed[1]), int(parsed[2]))


def _member(kind: type[E], text: str | None) -> E | None:
    return next((member for member in kind if member.value == text), None)


def _key(text: str) -> RuleKey | None:
    try:
        return RuleKey.parse(text)
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None
