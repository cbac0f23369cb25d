"""Recorded figures in words: subject, observed and required value, gap.

What is recorded comes from a file that anybody may have written: what is none of our words is shown as it stands.
"""

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from ...evolution.impact.effect import REVOCATION
from ...evolution.snapshots.snapshot import Figure
from ...model.condition import Aggregate, Basis, CriteriaState, Direction, Operator
from ...model.decision import ReasonKind
from ...model.fact import Absence, Finding
from ...model.key import RuleKey
from ...model.text import printable
from ...model.values.number import Number
from ..phrasing.letter_case import capital, mid_sentence
from ..phrasing.names import Names
from ..phrasing.numbers import day, difference, quantity
from ..phrasing.reasons import changed, criteria_attained, over_members, tallied
from ..words import common as words
from ..words import impact as impact_words
from ..words import overview as overview_words
from ..words import snapshots as snapshot_words
from ..words.common import say

_NUMBER = re.compile(r"(-?[0-9]{1,60}(?:\.[0-9]{1,60})?)(?:/([0-9]{1,60}))?")

E = TypeVar("E", bound=Enum)


def about_text(figure: Figure, names: Names) -> str:
    """Subject of a figure: `Tỷ lệ hộ sử dụng nước sạch`, `Tỷ lệ xã trực thuộc đạt “…”`.

    >>> from ...model.library import Library
    >>> about_text(Figure(measure="clean_water"), Names(Library(), None, "en"))
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
    direction, since = _member(Direction, figure.subject), _day(figure.since)
    if direction is not None and since is not None:
        named = changed(direction, mid_sentence(named), since, names)
    elif since is not None:
        named = say(words.ON_DAY, language, what=named, day=day(since, language))
    if figure.unit is not None:
        named = say(words.OF_UNIT, language, what=named, unit=names.unit(figure.unit))
    return capital(named)


def _named(figure: Figure, names: Names) -> str:
    if figure.measure is not None:
        return names.measure_name(figure.measure)
    if figure.rule is not None:
        key = _key(figure.rule)
        return printable(figure.rule) if key is None else names.rule_name(key)
    if figure.subject is not None and figure.subject in names.library.attributes:
        return names.attribute(figure.subject)
    return snapshot_words.THE_RULE.in_language(names.language)


def _tallied(figure: Figure, names: Names) -> str:
    if figure.members is not None:
        rule = _named(figure, names)
        return say(words.MEMBERS_THAT_ATTAIN, names.language, kind=names.kinds(figure.members), rule=rule)
    state = words.STATES.get(figure.subject or "", words.STATES[CriteriaState.ATTAINED.value])
    return state.in_language(names.language)


def kind_text(figure: Figure, names: Names) -> str:
    """Reason for which there is no comparison: nothing reported, an attestation decides, and the like.

    >>> from ...model.library import Library
    >>> kind_text(Figure(kind="missing"), Names(Library(), None, "en"))
    'no figure reported'
    """
    kind = _member(ReasonKind, figure.kind)
    if kind is None:
        return printable(figure.kind or "")
    plain = words.REASONS[kind].in_language(names.language)
    if "{" not in plain:
        return plain
    return words.BY_ATTESTATION.in_language(names.language) if kind is ReasonKind.ATTESTED else kind.value


def observed_text(figure: Figure, names: Names) -> str:
    """Observed value: a figure with its unit, a finding, or a count out of a total.

    >>> from ...model.library import Library
    >>> observed_text(Figure(measure="m", observed="97.5"), Names(Library(), None, "vi"))
    '97,5'
    """
    shown = _shown(figure.observed, figure, names)
    told = [printable(figure.count)] if figure.count is not None else []
    if figure.count is None or figure.basis == Basis.SHARE.value or figure.since is not None:
        # The figure compared is a share or a change, not the count itself.
        told = [shown, *told] if shown else told
    if figure.undetermined is not None:
        told.append(say(overview_words.NOT_SETTLED, names.language, count=printable(figure.undetermined)))
    first, *beside = told or [""]
    return say(overview_words.NAMED, names.language, text=first, names=", ".join(beside)) if beside else first


def required_text(figure: Figure, names: Names) -> str:
    """Required value: `từ 95 % trở lên`.

    >>> from ...model.library import Library
    >>> required_text(Figure(measure="m", operator="at_least", required="95"), Names(Library(), None, "en"))
    'at least 95'
    """
    threshold = _shown(figure.required, figure, names)
    operator = _member(Operator, figure.operator)
    if operator is None or not threshold:
        return threshold
    return say(words.REQUIREMENTS[operator], names.language, threshold=threshold)


def gap_text(figure: Figure, names: Names, code: str = "") -> str:
    """Gap or margin; distance from revocation where `code` is that of the revocation.

    >>> from ...model.library import Library
    >>> gap_text(Figure(measure="m", gap="2.5"), Names(Library(), None, "en"))
    'short by 2.5'
    """
    gap = _number(figure.gap)
    if gap is None:
        return printable(figure.gap or "")
    at, short, to_spare = impact_words.EXACTLY, snapshot_words.SHORT, impact_words.TO_SPARE
    if code == REVOCATION:
        at, short, to_spare = (
            impact_words.AT_REVOCATION,
            impact_words.SHORT_OF_REVOCATION,
            impact_words.BEYOND_REVOCATION,
        )
    if gap == 0:
        return at.in_language(names.language)
    size = gap.copy_abs() if isinstance(gap, Decimal) else abs(gap)
    text = difference(size, _unit(figure, names), names.language)
    return say(to_spare if gap < 0 else short, names.language, gap=text)


def _shown(text: str | None, figure: Figure, names: Names) -> str:
    number = _number(text)
    if number is not None:
        return quantity(number, _unit(figure, names), names.language)
    for word in (_member(Finding, text), _member(Absence, text)):
        if word is not None:
            table = words.FINDINGS if isinstance(word, Finding) else words.ABSENCES
            return table[word].in_language(names.language)  # type: ignore[index]
    if text is not None and figure.measure is not None:
        return names.level(figure.measure, text)
    return printable(text or "")


def _unit(figure: Figure, names: Names) -> str | None:
    if figure.basis is not None or figure.count is not None:
        return "%" if figure.basis == Basis.SHARE.value else None
    measure = names.measure(figure.measure)
    return measure.unit if measure else None


def _number(text: str | None) -> Number | None:
    found = _NUMBER.fullmatch(text or "")
    if found is None or (found[2] is not None and (int(found[2]) == 0 or "." in found[1])):
        return None
    return Decimal(found[1]) if found[2] is None else Fraction(int(found[1]), int(found[2]))


def _member(kind: type[E], text: str | None) -> E | None:
    return next((each for each in kind if each.value == text), None)


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
