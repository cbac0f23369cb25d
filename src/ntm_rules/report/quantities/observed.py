"""The value observed by a reason and the one it asks for, each as the content of a cell."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from ...evolution.impact.clause import number_counted
from ...model.condition import Basis, CriteriaState
from ...model.decision import Reason, ReasonKind
from ...model.fact import Absence
from ...model.outcome import Tally
from ..phrasing.comparisons import observed_text, requirement
from ..phrasing.names import Names
from ..phrasing.numbers import quantities, value_of
from ..phrasing.subjects import unit_of
from ..words import common as words
from ..words import impact as impact_words
from ..words.rule_kinds import RuleKind, outcome_word
from .tallies import count_of, tally_counted

NOTHING = "–"


def observed_cell(reason: Reason | None, names: Names, kind: RuleKind = RuleKind.CRITERION) -> str:
    """Observed value: a figure with its unit, a finding, a count, or the word for its absence.

    >>> from ...model.library import Library
    >>> from ...model.outcome import Outcome
    >>> reason = Reason(kind=ReasonKind.COMPARED, outcome=Outcome.ATTAINED, observed=Decimal("97.5"))
    >>> observed_cell(reason, Names(Library(), None, "vi")), observed_cell(None, Names(Library(), None, "vi"))
    ('97,5', '–')
    """
    language = names.language
    if reason is None:
        return NOTHING
    observed = reason.observed
    if reason.kind is ReasonKind.ATTESTED and observed is not None:
        return names.say(impact_words.ATTESTED, finding=value_of(observed, None, language))
    if reason.kind is ReasonKind.OTHER_RULE and reason.rule is not None:
        return outcome_word(names.rule_kind(reason.rule), reason.outcome, language).lower()
    count = _count(reason.tally, reason, names) if reason.tally is not None else ""
    if isinstance(observed, Decimal | Fraction):
        figure = quantities([observed], unit_of(reason, names), language, points=reason.since is not None)[0]
        return f"{figure} ({count})" if count and reason.basis is Basis.SHARE else count or figure
    if isinstance(observed, Absence):
        return names.say(words.ABSENCES[observed])
    if observed is not None:
        return observed_text(observed, reason, kind, names)
    if count:
        return count
    phrases = words.FINDING_REASONS if names.is_finding(reason.measure) else words.REASONS
    plain = phrases.get(reason.kind, words.REASONS[reason.kind]).in_language(language)
    return NOTHING if "{" in plain else plain


def required_cell(reason: Reason | None, names: Names) -> str:
    """Required value in words, `từ 95% trở lên`; a dash where there is none.

    >>> from ...model.condition import Operator
    >>> from ...model.library import Library
    >>> from ...model.outcome import Outcome
    >>> reason = Reason(
    ...     kind=ReasonKind.COMPARED, outcome=Outcome.ATTAINED, operator=Operator.AT_LEAST, required=Decimal(95)
    ... )
    >>> required_cell(reason, Names(Library(), None, "vi"))
    'từ 95 trở lên'
    """
    return (requirement(reason, names) if reason is not None else "") or NOTHING


def attaining(number: int, tally: Tally, kind: str | Sequence[str], names: Names) -> str:
    """The number of units of a kind that attain, with those that are not determined.

    >>> from ...model.library import Library
    >>> names = Names(Library(), None, "vi")
    >>> attaining(3, Tally(3, 1, 8, 0), "commune", names), attaining(0, Tally(0, 0, 12, 0), "commune", names)
    ('≥ 3/12 xã đạt (8 chưa xác định)', '12 xã chưa xác định')
    """
    if tally.undetermined == tally.applicable:
        return tally_counted(tally, names.kind(kind), names.language)
    count = count_of(number, tally, names.language)
    return _with_open(names.say(impact_words.COUNTED, count=count, kind=names.kinds(kind)), tally, names)


def _count(tally: Tally, reason: Reason, names: Names) -> str:
    """Units as in `attaining`, or criteria: `≥ 17/19 tiêu chí đạt (1 chưa xác định)`, `2/5 tiêu chí chưa đạt`."""
    number, language = number_counted(reason), names.language
    if reason.members is not None:
        return attaining(number, tally, reason.members, names)
    if tally.undetermined == tally.applicable:
        return tally_counted(tally, words.CRITERION, language)
    state = words.STATES.get(reason.subject or "", words.STATES[CriteriaState.ALL.value])
    count = count_of(number, tally, language)
    text = names.say(impact_words.COUNTED_CRITERIA, count=count, state=state.in_language(language))
    return _with_open(text, tally, names)


def _with_open(text: str, tally: Tally, names: Names) -> str:
    if not tally.undetermined:
        return text
    return names.say(impact_words.COUNTED_WITH_OPEN, text=text, count=tally.undetermined)
