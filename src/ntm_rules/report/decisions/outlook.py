"""Closing lines of an explanation: possible outcomes, needed actions, rules to be verified."""

from collections.abc import Iterable, Iterator, Sequence

from ...engine.remedies import Steps
from ...model.decision import Decision
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus
from ...model.text import Text
from ..phrasing.names import Names
from ..phrasing.numbers import listed
from ..words import common as words
from ..words import remedies as remedy_words
from ..words.common import say
from ..words.rule_kinds import MANNERS, RuleKind, outcome_word
from .needs import CHANGES, Need, needs_of_steps
from .superseded import of_decision
from .told_needs import ToldNeed, listed_needs, told_need


def prospects(decision: Decision, names: Names, needed: Sequence[Need], others: Sequence[Steps] = ()) -> Iterator[str]:
    """The closing lines of an explanation; none for a decision that is attained and rests on nothing recalled
    or superseded.

    `needed` is what has to be done: as the engine found it (`needs_of_steps`), or read off the reasons (`needs`). `others` are
    other ways to the same end, each named.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> from ...model.library import Library
    >>> decision = example_decision()
    >>> list(prospects(decision, Names(Library(), None, "vi"), ()))[0][:50]
    'Lưu ý: kết quả dựa cả vào quy định ghi theo trí nh'
    """
    yield from ahead(decision, names, (told_need(need, decision, names) for need in needed), others)
    yield from reservations(decision, names)


def ahead(decision: Decision, names: Names, needed: Iterable[ToldNeed], others: Sequence[Steps] = ()) -> Iterator[str]:
    """The first of the closing lines: what a decision can still become, and what has to be done."""
    kind = names.rule_kind(decision.rule, decision.version)
    if decision.outcome is Outcome.UNDETERMINED:
        yield _still_possible(decision, kind, names)
    goal = MANNERS[kind].goal
    # Grounds for revocation are no goal, nor is a group: steps are named only where that outcome is undetermined.
    if decision.outcome is Outcome.UNDETERMINED or (decision.outcome is Outcome.NOT_ATTAINED and goal is not None):
        phrase = goal if decision.outcome is Outcome.NOT_ATTAINED and goal is not None else remedy_words.TO_SETTLE
        first = list(_steps(needed, phrase, decision, names))
        yield from first
        said = [_ends(first)]
        for other in others:
            told = (told_need(need, decision, names) for need in needs_of_steps(other, decision))
            way = list(_steps(told, remedy_words.OR_ELSE, decision, names))
            if _ends(way) not in said:
                said.append(_ends(way))
                yield from way


def reservations(decision: Decision, names: Names) -> Iterator[str]:
    """The last of the closing lines, which the rules below a decision tell alone: those recalled, the texts superseded."""
    recalled = [one.rule for one in decision.walk() if one.provenance.status is ProvenanceStatus.RECALLED]
    if recalled:
        rules = names.grouped(recalled, decision.rule.ruleset, decision.as_of)
        yield say(words.RESTS_ON_RECALLED, names.language, rules=rules)
    yield from of_decision(decision, names)


def _steps(needed: Iterable[ToldNeed], phrase: Text, decision: Decision, names: Names) -> Iterator[str]:
    """Steps that change something, introduced by `phrase`, apart from what has to be reported, which attains nothing."""
    settles = decision.outcome is Outcome.UNDETERMINED
    changes: list[ToldNeed] = []
    reports: list[ToldNeed] = []
    for need in needed:
        (changes if settles or need.kind in CHANGES else reports).append(need)
    is_another = phrase is remedy_words.OR_ELSE and not changes
    reported = phrase if is_another else remedy_words.TO_SETTLE
    for said, group in ((phrase, changes), (reported, reports)):
        if group:
            yield say(said, names.language, steps=listed_needs(group, decision, names))


def _ends(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without their openings, by which one way is told from another."""
    return tuple(line.partition(": ")[2] for line in lines)


def _still_possible(decision: Decision, kind: RuleKind, names: Names) -> str:
    language = names.language
    possible = [outcome for outcome in Outcome if outcome in decision.possible and outcome is not Outcome.UNDETERMINED]
    if not possible:
        return remedy_words.NO_WAY.in_language(language)
    if set(possible) == {Outcome.ATTAINED, Outcome.NOT_ATTAINED} and kind is RuleKind.CRITERION:
        return remedy_words.EITHER_WAY.in_language(language)
    called = [outcome_word(kind, outcome, language).lower() for outcome in possible]
    if len(called) == 1:
        return say(remedy_words.ONE_WAY, language, outcome=called[0])
    return say(remedy_words.SEVERAL_WAYS, language, outcomes=listed(called, language, alternative=True))
