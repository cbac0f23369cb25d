"""A figure, finding or tally held against what is asked, in words."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from ...language.contents.traversal import within
from ...model.condition import AnyOf, Condition, CriteriaState, NoneOf, Operator
from ...model.decision import Decision, Reason, ReasonKind
from ...model.fact import Finding, Value
from ...model.named import measures_named
from ...model.outcome import Outcome, Tally
from ...model.values.day import DATE_UNIT
from ...model.values.number import Number, as_fraction
from ...model.values.number import difference as apart
from ...program.verdict import holds
from ..words import common as words
from ..words import rules as rule_words
from ..words.rule_kinds import RuleKind, demands, distance_phrase, required_phrase
from .bounds import bound_text, extremes_of, is_number
from .grades import points_text
from .names import Names
from .numbers import difference, listed, quantities, value_of
from .subjects import unit_of

_OPPOSITE = {
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.LESS_THAN: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.MORE_THAN,
    Operator.MORE_THAN: Operator.AT_MOST,
}


def comparison(reason: Reason, kind: RuleKind, names: Names) -> str:
    """Observed value, what it is held against, and how far from it: `97,2% < 100%, thiếu 2,8 điểm phần trăm`."""
    language = names.language
    used = reason.observed if reason.compared is None else reason.compared
    if isinstance(reason.required, tuple) and reason.tally is not None and used is None:
        return _among(reason, reason.tally, kind, names)
    tally = _tally(reason.tally, names) if reason.tally else ""
    if reason.points is not None and used is None:
        tally = points_text(reason.points, names)
    if used is None:
        unknown = tally or names.say(words.NOT_YET_KNOWN)
        if reason.required is None:
            return unknown
        return required_phrase(kind, unknown, requirement(reason, names), language, negated=reason.negated)
    if is_number(used) and is_number(reason.required) and reason.operator is not None:
        text = _numbers(reason, used, reason.required, reason.operator, kind, names)
    else:
        text = _values(reason, used, kind, names)
    return f"{text} ({tally})" if tally else text


def _numbers(reason: Reason, used: Number, required: Number, operator: Operator, kind: RuleKind, names: Names) -> str:
    language, unit, points = names.language, unit_of(reason, names), reason.since is not None and reason.basis is None
    observed = reason.observed if is_number(reason.observed) else used
    others = [] if observed == used else [observed]
    shown, shown_required, *shown_given = quantities([used, required, *others], unit, language, points=points)
    for other in shown_given:
        shown = names.say(words.AS_COMPARED, given=other, used=shown)
    is_met = holds(used, operator, required)
    if not is_met and used == required:
        return required_phrase(kind, shown, requirement(reason, names), language, negated=reason.negated)
    if unit == DATE_UNIT:
        return _dates(reason, shown, kind, names)
    text = f"{shown} {words.RELATIONS[operator][not is_met]} {shown_required}"
    if is_met and demands(kind, negated=reason.negated):
        return text
    return f"{text}, {distance_text(reason, kind, names)}"


def _dates(reason: Reason, shown: str, kind: RuleKind, names: Names) -> str:
    """A date beside the one that it is held against: `15/08/2021, yêu cầu không sau 30/06/2021, muộn 46 ngày`."""
    demanded = demands(kind, negated=reason.negated)
    text = required_phrase(kind, shown, requirement(reason, names), names.language, negated=reason.negated)
    is_met = reason.outcome is Outcome.ATTAINED
    return text if is_met and demanded else f"{text}, {distance_text(reason, kind, names)}"


def distance_text(reason: Reason, kind: RuleKind, names: Names) -> str:
    """Distance of a figure from the bound it is held against, on the side where it lies; empty without two figures.

    >>> from ...model.library import Library
    >>> reason = Reason(
    ...     kind=ReasonKind.COMPARED, outcome=Outcome.NOT_ATTAINED, operator=Operator.AT_LEAST, observed=Decimal(89),
    ...     required=Decimal(90),
    ... )
    >>> distance_text(reason, RuleKind.CRITERION, Names(Library(), None, "vi"))
    'thiếu 1'
    """
    used = reason.observed if reason.compared is None else reason.compared
    if not (is_number(used) and is_number(reason.required) and reason.operator is not None):
        return ""
    return distance_between(
        used, reason.required, reason.operator, kind, unit_of(reason, names), names, negated=reason.negated
    )


def distance_between(
    used: Number,
    required: Number,
    operator: Operator,
    kind: RuleKind,
    unit: str | None,
    names: Names,
    *,
    negated: bool = False,
) -> str:
    """Distance between a figure and a bound, in words that fit the kind of rule and the side of the bound.

    >>> from ...model.library import Library
    >>> names = Names(Library(), None, "en")
    >>> distance_between(Decimal(26), Decimal(50), Operator.AT_MOST, RuleKind.REVOCATION, "%", names)
    '24 percentage points under the upper bound of the range for revocation'
    """
    left, right = as_fraction(used), as_fraction(required)
    size = apart(used, required) if left > right else apart(required, used)
    if unit == DATE_UNIT and size:
        is_short = demands(kind, negated=negated) and not holds(used, operator, required)
        phrase = (rule_words.DAYS_APART if is_short else rule_words.DAYS_AWAY)[left > right]
        return names.say(phrase, gap=difference(size, unit, names.language))
    return distance_phrase(
        kind,
        operator,
        (left > right) - (left < right),
        names.language,
        difference(size, unit, names.language),
        negated=negated,
        holds=holds(used, operator, required),
    )


def _values(reason: Reason, used: Value, kind: RuleKind, names: Names) -> str:
    """A level, a finding or the value of an attribute beside what is asked."""
    language, required = names.language, reason.required
    observed = observed_text(used if reason.observed is None else reason.observed, reason, kind, names)
    if reason.compared is not None and reason.observed is not None and reason.compared != reason.observed:
        observed = names.say(words.AS_COMPARED, given=observed, used=observed_text(used, reason, kind, names))
    demanded, is_met = demands(kind, negated=reason.negated), reason.outcome is Outcome.ATTAINED
    if required is None:
        return observed
    if reason.operator is not None and isinstance(used, str) and isinstance(required, str):
        return f"{observed} {words.RELATIONS[reason.operator][not is_met]} {_required_value(required, reason, names)}"
    if is_finding(reason, names):
        if demanded and not is_met:
            return required_phrase(kind, observed, requirement(reason, names), language, negated=False)
        return observed
    if demanded:
        required_text = requirement(reason, names)
        return (
            observed
            if required_text == observed
            else required_phrase(kind, observed, required_text, language, negated=False)
        )
    if is_met:
        return observed
    return names.say(words.OTHER_THAN, given=observed, required=requirement(reason, names))


def is_finding(reason: Reason, names: Names) -> bool:
    """True of a reason that is about whether something is found to be met.

    >>> from ...model.library import Library
    >>> reason = Reason(kind=ReasonKind.COMPARED, outcome=Outcome.ATTAINED, observed=Finding.MET)
    >>> is_finding(reason, Names(Library(), None, "vi"))
    True
    """
    return isinstance(reason.observed, Finding) or names.is_finding(reason.measure)


def observed_text(value: Value | Decimal | Fraction, reason: Reason, kind: RuleKind, names: Names) -> str:
    """An observed value; a finding that is no success is answered with yes or no.

    >>> from ...model.library import Library
    >>> reason = Reason(kind=ReasonKind.COMPARED, outcome=Outcome.NOT_ATTAINED, measure="crime", required="not_met")
    >>> observed_text(Finding.MET, reason, RuleKind.CRITERION, Names(Library(), None, "en"))
    'Yes'
    """
    if isinstance(value, Finding):
        answers = not _is_success(reason, kind)
        return words.finding_word(value, names.measure(reason.measure), names.language, answers=answers)
    return _required_value(value, reason, names)


def _is_success(reason: Reason, kind: RuleKind) -> bool:
    """True where it is good for the unit to have what is found."""
    return demands(kind, negated=reason.negated) and reason.required != Finding.NOT_MET.value


def _required_value(value: Value | Decimal | Fraction, reason: Reason, names: Names) -> str:
    measure = names.measure(reason.measure)
    if isinstance(value, str):
        if reason.measure is None and reason.subject:
            return names.attribute_value(reason.subject, value)
        if (measure is None or not measure.levels) and value in (finding.value for finding in Finding):
            finding = Finding(value)
            return words.finding_word(finding, measure, names.language, answers=finding is Finding.NOT_MET)
        return names.level(reason.measure, value)
    return value_of(value, measure, names.language)


def requirement(reason: Reason, names: Names) -> str:
    """Requirement in words: `từ 90% trở lên`, a list of alternatives, `Đạt`; empty where nothing is.

    >>> from ...model.library import Library
    >>> reason = Reason(
    ...     kind=ReasonKind.COMPARED, outcome=Outcome.ATTAINED, operator=Operator.AT_LEAST, required=Decimal(95)
    ... )
    >>> requirement(reason, Names(Library(), None, "vi"))
    'từ 95 trở lên'
    """
    return _requirement(reason, reason.operator, names)


def demand(reason: Reason, names: Names) -> str:
    """Requirement that the figure has to come to satisfy: what is asked, or under a `none_of` its opposite.

    >>> from ...model.library import Library
    >>> reason = Reason(
    ...     kind=ReasonKind.COMPARED, outcome=Outcome.ATTAINED, operator=Operator.AT_LEAST, required=Decimal(5), negated=True
    ... )
    >>> demand(reason, Names(Library(), None, "en"))
    'less than 5'
    """
    if not reason.negated:
        return requirement(reason, names)
    if reason.operator in _OPPOSITE:
        return _requirement(reason, _OPPOSITE[reason.operator], names)
    if is_finding(reason, names):
        wanted = Finding.MET if reason.required == Finding.NOT_MET.value else Finding.NOT_MET
        return words.finding_word(wanted, names.measure(reason.measure), names.language, answers=True)
    operator = None if reason.operator is Operator.EQUALS else reason.operator
    return names.say(words.EXCEPT, required=_requirement(reason, operator, names))


def _requirement(reason: Reason, operator: Operator | None, names: Names) -> str:
    required, language = reason.required, names.language
    if required is None:
        return ""
    if isinstance(required, tuple):
        if reason.kind is ReasonKind.TALLY:
            return names.say(words.AT_LEAST_ONE_OF, codes=names.codes(tuple(map(str, required))))
        return listed([_required_value(value, reason, names) for value in required], language, alternative=True)
    if operator is None:
        return _required_value(required, reason, names)
    if isinstance(required, str):
        return names.say(words.REQUIREMENTS[operator], threshold=f"“{_required_value(required, reason, names)}”")
    points = reason.since is not None and reason.basis is None
    return bound_text(operator, required, unit_of(reason, names), extremes_of(reason, names), names, points=points)


def _among(reason: Reason, tally: Tally, kind: RuleKind, names: Names) -> str:
    """Number of the criteria listed that came to the state counted: `0 trong các tiêu chí 10, 17 và 19`."""
    assert isinstance(reason.required, tuple)
    failing = reason.subject == CriteriaState.NOT_ATTAINED.value
    count = tally.not_attained if failing else tally.attained
    text = names.say(words.AMONG, count=count, codes=names.codes(tuple(map(str, reason.required))))
    if demands(kind, negated=reason.negated):
        text = names.say(words.AMONG_REQUIRED, text=text)
    return f"{text} ({names.say(words.TALLY_OPEN, count=tally.undetermined)})" if tally.undetermined else text


def _tally(tally: Tally, names: Names) -> str:
    parts = [names.say(words.TALLY, attained=tally.attained, not_attained=tally.not_attained)]
    if tally.undetermined:
        parts.append(names.say(words.TALLY_OPEN, count=tally.undetermined))
    if tally.not_applicable:
        parts.append(names.say(words.TALLY_LEFT_OUT, count=tally.not_applicable))
    return ", ".join(parts)


def rules_out_alone(reason: Reason, decision: Decision, names: Names) -> bool:
    """True where what a reason is about is enough to rule a unit out: not where it does so with other conditions only."""
    rule = names.rule(decision.rule, decision.version)
    excluding = () if rule is None or rule.condition is None else within(rule.condition)
    alone = [
        part for condition in excluding if isinstance(condition, NoneOf) for part in _alternatives(condition.parts)
    ]
    if reason.measure is not None:
        return any(reason.measure == id for part in alone for id, _ in measures_named(part))
    return any(getattr(part, "attribute", None) == reason.subject for part in alone)


def _alternatives(parts: Sequence[Condition]) -> Iterator[Condition]:
    for part in parts:
        if isinstance(part, AnyOf):
            yield from _alternatives(part.parts)
        else:
            yield part
