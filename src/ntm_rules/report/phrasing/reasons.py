"""One reason of a decision in words: observed value, required value, gap, sources."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeGuard

from attrs import frozen

from ...model.condition import Aggregate, Basis, CriteriaState, Direction, Operator
from ...model.decision import Decision, Reason, ReasonKind, Tally
from ...model.fact import Absence, Finding, Value
from ...model.outcome import Outcome
from ...model.text import printable
from ...model.values.number import Number
from ...program.verdict import holds
from ..words import common as words
from ..words.common import say
from .letter_case import capital, mid_sentence
from .names import Names
from .numbers import day, difference, listed, quantities, value_of
from .sources import stated

# Reasons that follow those for the applicability of the rule.
_AFTER_SCOPE = (ReasonKind.ATTESTATION_DISAGREES, ReasonKind.PUBLISHED_DIFFERS)


@frozen
class ReasonText:
    """Text of a reason: its subject (None: the rule itself) and its body."""

    about: str | None
    body: str


def deciding(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Reasons without those that only say why the rule applies.

    >>> kinds = (ReasonKind.COMPARED, ReasonKind.APPLIES, ReasonKind.COMPARED)
    >>> reasons = [Reason(kind=kind, outcome=Outcome.ATTAINED) for kind in kinds]
    >>> len(deciding(reasons))
    1
    """
    kept: list[Reason] = []
    scope = False
    for reason in reasons:
        scope = (scope or reason.kind is ReasonKind.APPLIES) and reason.kind not in _AFTER_SCOPE
        if not scope:
            kept.append(reason)
    return tuple(kept)


def reason_text(reason: Reason, decision: Decision, names: Names) -> ReasonText:
    """Text of a reason of a decision.

    >>> from ...model.key import RuleKey
    >>> from ...model.library import Library
    >>> from ...model.ruleset import Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> on, missing = date(2024, 6, 30), Reason(kind=ReasonKind.MISSING, outcome=Outcome.UNDETERMINED, measure="roads")
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.UNDETERMINED,
    ...     possible=frozenset({Outcome.ATTAINED}), reasons=(missing,), children=(),
    ...     provenance=Provenance(ProvenanceStatus.PLAN), rule_hash="",
    ... )
    >>> reason_text(missing, decision, Names(Library(), None, "vi"))
    ReasonText(about='roads', body='chưa có số liệu')
    """
    language = names.language
    kind = reason.kind
    fields: dict[str, object] = {
        "subject": "",
        "comparison": "",
        "absence": "",
        "sources": "",
        "rule": "",
        "finding": "",
    }
    if kind in (ReasonKind.COMPARED, ReasonKind.TALLY):
        fields["comparison"] = comparison(reason, decision, names)
    elif kind is ReasonKind.ABSENT:
        absence = reason.observed if isinstance(reason.observed, Absence) else Absence.NOT_REPORTED
        fields["absence"] = words.ABSENCES[absence].in_language(language)
    elif kind is ReasonKind.CONFLICT:
        fields["sources"] = " ≠ ".join(stated(fact, decision, names) for fact in reason.facts) or "?"
    elif kind is ReasonKind.PUBLISHED_DIFFERS:
        fields["finding"] = words.OUTCOMES[reason.outcome].in_language(language)
    elif reason.observed is not None:
        fields["finding"] = value_of(reason.observed, names.measure(reason.measure), language)
    else:
        fields["finding"] = words.OUTCOMES[reason.outcome].in_language(language)
    if reason.rule is not None:
        fields["rule"] = names.rule_name(reason.rule, decision.rule.ruleset, decision.as_of)
    fields["outcome"] = words.OUTCOMES[reason.outcome].in_language(language).lower()
    fields["subject"] = _subject(reason, decision, names)
    body = say(words.REASONS[kind], language, **fields)
    if kind in (ReasonKind.MISSING, ReasonKind.ABSENT) and reason.lacking:
        body += f" ({'; '.join(mid_sentence(names.measure_name(id)) for id in reason.lacking)})"
    if kind in (ReasonKind.MISSING, ReasonKind.ABSENT, ReasonKind.CONFLICT) and reason.required is not None:
        body = say(words.REQUIRED_IS, language, observed=body, required=requirement(reason, names))
    if reason.negated and reason.outcome is Outcome.ATTAINED and kind in (ReasonKind.COMPARED, ReasonKind.TALLY):
        body += f", {words.MUST_NOT.in_language(language)}"
    return ReasonText(about(reason, decision, names), body)


def about(reason: Reason, decision: Decision, names: Names) -> str | None:
    """Name of the observed quantity: a measure, a figure over members, an attribute, a tally; None for the rule
    itself.
    """
    named = _about(reason, decision, names)
    if reason.unit is None or reason.unit == decision.unit:
        return named
    unit = names.unit(reason.unit)
    return say(words.OF_UNIT, names.language, unit=unit, what=named) if named else unit


def _about(reason: Reason, decision: Decision, names: Names) -> str | None:
    language = names.language
    if reason.basis is not None or (reason.kind is ReasonKind.TALLY and reason.aggregate is None):
        return _tallied(reason, decision, names)
    if reason.aggregate is not None and reason.members is not None and reason.unit is None:
        return capital(over_members(reason.aggregate, _figure_name(reason, decision, names), reason.members, names))
    if reason.measure is None:
        return names.attribute(reason.subject) if reason.kind is ReasonKind.COMPARED and reason.subject else None
    named = names.measure_name(reason.measure)
    if reason.since is None:
        return named
    direction = next((way for way in Direction if way.value == reason.subject), None)
    if direction is None:
        return say(words.ON_DAY, language, what=named, day=day(reason.since, language))
    return capital(changed(direction, mid_sentence(named), reason.since, names))


def over_members(aggregate: Aggregate, figure: str, kind: str, names: Names) -> str:
    """Name of a figure over members: the mean of something over the communes.

    >>> from ...model.library import Library
    >>> over_members(Aggregate.MEAN, "income", "commune", Names(Library(), None, "en"))
    'mean income of its communes'
    """
    return say(words.AGGREGATES[aggregate], names.language, figure=figure, kind=names.kinds(kind))


def changed(direction: Direction, figure: str, since: date, names: Names) -> str:
    """Name of a change since a day.

    >>> from ...model.library import Library
    >>> changed(Direction.INCREASED, "income", date(2023, 12, 31), Names(Library(), None, "en"))
    'increase in income since 31 Dec 2023'
    """
    return say(words.DIRECTIONS[direction], names.language, figure=figure, day=day(since, names.language))


def tallied(basis: Basis, what: str, names: Names) -> str:
    """Name of a tally: the number or the share of the units or rules counted.

    >>> from ...model.library import Library
    >>> tallied(Basis.SHARE, "tiêu chí đạt", Names(Library(), None, "vi"))
    'tỷ lệ tiêu chí đạt'
    """
    return say(words.SHARE_OF if basis is Basis.SHARE else words.COUNT_OF, names.language, what=what)


def comparison(reason: Reason, decision: Decision, names: Names) -> str:
    """Observed against required value, and the gap: `97,2 % < 100 %, thiếu 2,8 điểm %`."""
    language = names.language
    used = reason.observed if reason.compared is None else reason.compared
    tally = _tally(reason.tally, names) if reason.tally else ""
    if used is None:
        unknown = tally or words.NOT_YET_KNOWN.in_language(language)
        if reason.required is None:
            return unknown
        return say(words.REQUIRED_IS, language, observed=unknown, required=requirement(reason, names))
    if _is_number(used) and _is_number(reason.required) and reason.operator is not None:
        text = _numbers(reason, used, reason.required, reason.operator, names)
    else:
        given = _value(used if reason.observed is None else reason.observed, reason, names)
        if reason.compared is not None and reason.observed is not None and reason.compared != reason.observed:
            given = say(words.AS_COMPARED, language, given=given, used=_value(used, reason, names))
        as_required = isinstance(reason.required, str) and _value(reason.required, reason, names) == given
        if reason.required is None or as_required:
            text = given
        elif reason.operator is not None and isinstance(used, str) and isinstance(reason.required, str):
            sign = words.RELATIONS[reason.operator][reason.outcome is not Outcome.ATTAINED]
            text = f"{given} {sign} {_value(reason.required, reason, names)}"
        else:
            text = say(words.REQUIRED_IS, language, observed=given, required=requirement(reason, names))
    return f"{text} ({tally})" if tally else text


def _numbers(reason: Reason, used: Number, required: Number, operator: Operator, names: Names) -> str:
    language, unit, points = names.language, unit_of(reason, names), reason.since is not None
    given = reason.observed if _is_number(reason.observed) else used
    shown_given, shown, shown_required = quantities([given, used, required], unit, language, points=points)
    if given != used:
        shown = say(words.AS_COMPARED, language, given=shown_given, used=shown)
    is_met = holds(used, operator, required)
    if not is_met and used == required:
        requirement = say(words.REQUIREMENTS[operator], language, threshold=shown_required)
        return say(words.REQUIRED_IS, language, observed=shown, required=requirement)
    text = f"{shown} {words.RELATIONS[operator][not is_met]} {shown_required}"
    if reason.gap is not None and reason.gap > 0 and not is_met and not reason.negated:
        text += f", {say(words.GAPS[operator], language, gap=difference(reason.gap, unit, language))}"
    return text


def requirement(reason: Reason, names: Names) -> str:
    """Required value in words: `từ 90 % trở lên`, a list of alternatives, `Đạt`; empty where there is none.

    >>> from ...model.library import Library
    >>> reason = Reason(
    ...     kind=ReasonKind.COMPARED, outcome=Outcome.ATTAINED, operator=Operator.AT_LEAST, required=Decimal(95)
    ... )
    >>> requirement(reason, Names(Library(), None, "vi"))
    'từ 95 trở lên'
    """
    required = reason.required
    if required is None:
        return ""
    if isinstance(required, tuple):
        if reason.kind is ReasonKind.TALLY:
            return say(words.AT_LEAST_ONE_OF, names.language, codes=names.codes(tuple(map(str, required))))
        text = listed([_value(value, reason, names) for value in required], names.language, alternative=True)
    elif reason.operator is not None:
        points = reason.since is not None
        if isinstance(required, str):
            shown = f"“{_value(required, reason, names)}”"
        else:
            shown = quantities([required], unit_of(reason, names), names.language, points=points)[0]
        text = say(words.REQUIREMENTS[reason.operator], names.language, threshold=shown)
    else:
        text = _value(required, reason, names)
    return say(words.EXCEPT, names.language, required=text) if reason.negated else text


def unit_of(reason: Reason, names: Names) -> str | None:
    """The unit of measurement of a reason's figures.

    >>> from ...model.library import Library
    >>> reason = Reason(kind=ReasonKind.TALLY, outcome=Outcome.ATTAINED, basis=Basis.SHARE)
    >>> unit_of(reason, Names(Library(), None, "vi"))
    '%'
    """
    if reason.kind is ReasonKind.TALLY or reason.basis is not None:
        return "%" if reason.basis is Basis.SHARE else None
    measure = names.measure(reason.measure)
    return measure.unit if measure else None


def _value(value: Value | Decimal | Fraction, reason: Reason, names: Names) -> str:
    measure = names.measure(reason.measure)
    if isinstance(value, str):
        if reason.measure is None and reason.subject:
            return names.attribute_value(reason.subject, value)
        if (measure is None or not measure.levels) and value in (finding.value for finding in Finding):
            return words.FINDINGS[Finding(value)].in_language(names.language)
        return names.level(reason.measure, value)
    return value_of(value, measure, names.language)


def _is_number(value: object) -> TypeGuard[Number]:
    return isinstance(value, Decimal | Fraction)


def _tally(tally: Tally, names: Names) -> str:
    parts = [say(words.TALLY, names.language, attained=tally.attained, not_attained=tally.not_attained)]
    if tally.undetermined:
        parts.append(say(words.TALLY_OPEN, names.language, count=tally.undetermined))
    if tally.not_applicable:
        parts.append(say(words.TALLY_LEFT_OUT, names.language, count=tally.not_applicable))
    return ", ".join(parts)


def _tallied(reason: Reason, decision: Decision, names: Names) -> str:
    """Name of the units or rules that a tally counts."""
    if reason.rule is not None:
        rule = names.rule_name(reason.rule, decision.rule.ruleset, decision.as_of)
        what = say(words.MEMBERS_THAT_ATTAIN, names.language, kind=names.kinds(reason.members), rule=rule)
    else:
        state = words.STATES.get(reason.subject or "", words.STATES[CriteriaState.ATTAINED.value])
        what = state.in_language(names.language)
    # A list of required criteria is not a count.
    return capital(what if isinstance(reason.required, tuple) else tallied(reason.basis or Basis.COUNT, what, names))


def _figure_name(reason: Reason, decision: Decision, names: Names) -> str:
    if reason.measure is not None:
        return mid_sentence(names.measure_name(reason.measure))
    if reason.rule is None:
        return words.CRITERIA_ATTAINED.in_language(names.language)
    return criteria_attained(reason.rule.ruleset, decision.as_of, names)


def criteria_attained(ruleset: str, on: date | None, names: Names) -> str:
    """Name of the number of criteria of a ruleset that a unit attains.

    >>> from ...model.library import Library
    >>> criteria_attained("vn/commune-ntm", None, Names(Library(), None, "en"))
    'criteria attained of “vn/commune-ntm”'
    """
    return say(words.CRITERIA_ATTAINED_OF, names.language, title=names.title(ruleset, on))


def _subject(reason: Reason, decision: Decision, names: Names) -> str:
    """Subject of a reason in words, by its kind."""
    subject = reason.subject or ""
    match reason.kind:
        case ReasonKind.NO_ATTRIBUTE:
            return names.attribute(subject)
        case ReasonKind.NO_UNIT_ABOVE | ReasonKind.DELEGATED:
            noun = names.kind(reason.subject)
            return noun.vi if names.language == "vi" else noun.one
        case ReasonKind.NO_THRESHOLD:
            attribute, equals, value = subject.partition(" = ")
            if equals:
                return f"{names.attribute(attribute)}: {names.attribute_value(attribute, value)}"
            return say(words.IN_YEAR, names.language, year=printable(subject))
        case ReasonKind.NO_MEMBERS:
            return _nobody(reason, decision, names)
    return ""


def _nobody(reason: Reason, decision: Decision, names: Names) -> str:
    """Statement that there are no units below, or none to which the rule applies, or no criteria to count."""
    if reason.members is None:
        return words.NO_CRITERIA.in_language(names.language)
    unit = decision.unit if reason.unit is None else reason.unit
    some = reason.tally is not None and reason.tally.not_applicable > 0
    some = some or any(other.unit not in (None, unit) and other.measure == reason.measure for other in decision.reasons)
    noun = names.kind(reason.members)
    kind = noun.vi if names.language == "vi" else noun.one
    phrase = words.NO_MEMBER_APPLIES if some else words.NO_MEMBERS
    return say(phrase, names.language, kind=kind, unit=names.unit(unit))
