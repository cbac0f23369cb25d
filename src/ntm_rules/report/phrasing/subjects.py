"""Names of what reasons are about: measures, figures over members, changes, tallies."""

from collections.abc import Sequence
from datetime import date

from ...model.condition import Aggregate, Basis, CriteriaState, Direction, Scored
from ...model.decision import Decision, Reason, ReasonKind
from ...model.key import is_conclusion
from ...model.text import Language, printable
from ..words import common as words
from ..words import grades as point_words
from ..words import rules as rule_words
from ..words.common import capital, mid_sentence, say
from .names import Names
from .numbers import day


def about(reason: Reason, decision: Decision, names: Names) -> str | None:
    """Name of the observed quantity: a measure, a figure over members, an attribute, a tally; None for the rule
    itself.
    """
    named = _about(reason, decision, names)
    if reason.unit is None or reason.unit == decision.unit:
        return named
    unit = names.unit(reason.unit)
    return names.say(words.OF_UNIT, unit=unit, what=named) if named else unit


def _about(reason: Reason, decision: Decision, names: Names) -> str | None:
    language = names.language
    if reason.kind is ReasonKind.SCORE:
        return _scored(reason, decision, names)
    if (reason.basis is not None and reason.since is None) or (
        reason.kind is ReasonKind.TALLY and reason.aggregate is None
    ):
        return _tallied(reason, decision, names)
    if reason.aggregate is not None and reason.members is not None and reason.unit is None:
        return capital(over_members(reason.aggregate, _figure_name(reason, decision, names), reason.members, names))
    if reason.measure is None:
        return names.attribute(reason.subject) if reason.kind is ReasonKind.COMPARED and reason.subject else None
    named = names.measure_name(reason.measure)
    if reason.years is not None:
        return of_years(named, reason.years, language)
    if reason.since is None:
        return named
    direction = next((way for way in Direction if way.value == reason.subject), None)
    if direction is None:
        return names.say(words.ON_DAY, what=named, day=day(reason.since, language))
    return capital(changed(direction, mid_sentence(named), reason.since, names, reason.basis or Basis.COUNT))


def _scored(reason: Reason, decision: Decision, names: Names) -> str:
    """Name of the points that are added up: of all criteria, of those named, or of the rule itself."""
    if reason.subject is not None and reason.subject != decision.rule.code:
        text = names.say(point_words.SCORED[Scored.LISTED], codes=printable(reason.subject))
    else:
        is_own = reason.subject is not None or not is_conclusion(decision.rule.code)
        text = (point_words.OWN if is_own else point_words.SCORED[Scored.ALL]).in_language(names.language)
    if reason.rule is None:
        return text
    return names.say(rule_words.OF_TITLE, what=text, title=names.title(reason.rule.ruleset, decision.as_of))


def over_members(aggregate: Aggregate, figure: str, kind: str, names: Names) -> str:
    """Name of a figure over members: the mean of something over the communes.

    >>> from ...model.library import Library
    >>> over_members(Aggregate.MEAN, "income", "commune", Names(Library(), None, "en"))
    'mean income of its communes'
    """
    return names.say(words.AGGREGATES[aggregate], figure=figure, kind=names.kinds(kind))


def of_years(named: str, years: Sequence[int], language: Language) -> str:
    """Name of a figure of a year, or of the mean over several.

    >>> of_years("Cases", (2023,), "en"), of_years("Cases", (2021, 2022, 2023), "en")
    ('Cases in 2023', 'Mean cases of the years 2021 to 2023')
    """
    if len(years) == 1:
        return say(words.OF_ONE_YEAR, language, what=named, year=years[0])
    text = say(words.MEAN_OF_YEARS, language, figure=mid_sentence(named), first=years[0], last=years[-1])
    return capital(text)


def changed(direction: Direction, figure: str, since: date | None, names: Names, basis: Basis = Basis.COUNT) -> str:
    """Name of a change since a day, or (None) since the year before: by so much, or by a share of the earlier figure.

    >>> from ...model.library import Library
    >>> changed(Direction.INCREASED, "income", date(2023, 12, 31), Names(Library(), None, "en"))
    'increase in income since 31 Dec 2023'
    """
    phrases = words.RELATIVE_DIRECTIONS if basis is Basis.SHARE else words.DIRECTIONS
    earlier = rule_words.THE_YEAR_BEFORE if since is None else rule_words.THE_DAY
    when = names.say(earlier, day="" if since is None else day(since, names.language))
    return names.say(phrases[direction], figure=figure, day=when)


def tallied(basis: Basis, what: str, names: Names, weight: str | None = None) -> str:
    """Name of a tally: the number or the share of the units or rules counted, by a measure that they are weighted by.

    >>> from ...model.library import Library
    >>> tallied(Basis.SHARE, "tiêu chí đạt", Names(Library(), None, "vi"))
    'tỷ lệ tiêu chí đạt'
    """
    named = names.say(words.SHARE_OF if basis is Basis.SHARE else words.COUNT_OF, what=what)
    if weight is None or basis is not Basis.SHARE:
        return named
    return names.say(rule_words.WEIGHTED_BY, what=named, measure=mid_sentence(names.measure_name(weight)))


def unit_of(reason: Reason, names: Names) -> str | None:
    """The unit of measurement of a reason's figures.

    >>> from ...model.library import Library
    >>> from ...model.outcome import Outcome
    >>> reason = Reason(kind=ReasonKind.TALLY, outcome=Outcome.ATTAINED, basis=Basis.SHARE)
    >>> unit_of(reason, Names(Library(), None, "vi"))
    '%'
    """
    if reason.kind is ReasonKind.SCORE:
        return point_words.POINT
    if reason.kind is ReasonKind.TALLY or reason.basis is not None:
        return "%" if reason.basis is Basis.SHARE else None
    measure = names.measure(reason.measure)
    return measure.unit if measure else None


def _tallied(reason: Reason, decision: Decision, names: Names) -> str:
    """Name of the units or rules that a tally counts."""
    if reason.rule is not None:
        rule = names.rule_name(reason.rule, decision.rule.ruleset, decision.as_of)
        what = names.say(words.MEMBERS_THAT_ATTAIN, kind=names.kinds(reason.members), rule=rule)
    elif reason.members is not None:
        what = names.say(words.MEMBERS_THAT_MEET, kind=names.kinds(reason.members))
    else:
        state = words.STATES.get(reason.subject or "", words.STATES[CriteriaState.ATTAINED.value])
        what = state.in_language(names.language)
    # A list of required criteria is not a count.
    return capital(
        what
        if isinstance(reason.required, tuple)
        else tallied(reason.basis or Basis.COUNT, what, names, reason.measure)
    )


def _figure_name(reason: Reason, decision: Decision, names: Names) -> str:
    if reason.measure is not None:
        return mid_sentence(names.measure_name(reason.measure))
    if reason.rule is None:
        return names.say(words.CRITERIA_ATTAINED)
    return criteria_attained(reason.rule.ruleset, decision.as_of, names, reason.since)


def criteria_attained(
    ruleset: str,
    on: date | None,
    names: Names,
    since: date | None = None,
    direction: Direction = Direction.INCREASED,
) -> str:
    """Name of the number of criteria of a ruleset that a unit attains, or of its change since a day.

    >>> from ...model.library import Library
    >>> criteria_attained("vn/commune-ntm", None, Names(Library(), None, "en"))
    'criteria attained of “vn/commune-ntm”'
    """
    figure = names.say(words.CRITERIA_ATTAINED_OF, title=names.title(ruleset, on))
    return figure if since is None else changed(direction, figure, since, names)
