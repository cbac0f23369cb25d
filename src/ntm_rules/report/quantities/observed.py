"""The value observed by a reason and the one it asks for, each as the content of a cell."""

from decimal import Decimal
from fractions import Fraction

from ...evolution.impact.clause import number_counted
from ...model.condition import Basis, CriteriaState
from ...model.decision import Reason, ReasonKind, Tally
from ...model.fact import Absence
from ..phrasing.comparisons import observed_text, requirement
from ..phrasing.names import Names
from ..phrasing.numbers import quantities, value_of
from ..phrasing.subjects import unit_of
from ..words import common as words
from ..words import impact as impact_words
from ..words.common import say
from ..words.rule_kinds import RuleKind, outcome_word

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
        return say(impact_words.ATTESTED, language, finding=value_of(observed, None, language))
    if reason.kind is ReasonKind.OTHER_RULE and reason.rule is not None:
        return outcome_word(names.rule_kind(reason.rule), reason.outcome, language).lower()
    count = _count(reason.tally, reason, names) if reason.tally is not None else ""
    if isinstance(observed, Decimal | Fraction):
        figure = quantities([observed], unit_of(reason, names), language, points=reason.since is not None)[0]
        return f"{figure} ({count})" if count and reason.basis is Basis.SHARE else count or figure
    if isinstance(observed, Absence):
        return words.ABSENCES[observed].in_language(language)
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


def _count(tally: Tally, reason: Reason, names: Names) -> str:
    """`9/12 xã đạt`, `17/19 tiêu chí đạt (1 chưa xác định)`, `2/5 tiêu chí chưa đạt`."""
    count = f"{number_counted(reason)}/{tally.applicable}"
    if reason.members is not None:
        text = say(impact_words.COUNTED, names.language, count=count, kind=names.kinds(reason.members))
    else:
        state = words.STATES.get(reason.subject or "", words.STATES[CriteriaState.ALL.value])
        text = say(impact_words.COUNTED_CRITERIA, names.language, count=count, state=state.in_language(names.language))
    if tally.undetermined:
        text = say(impact_words.COUNTED_WITH_OPEN, names.language, text=text, count=tally.undetermined)
    return text
