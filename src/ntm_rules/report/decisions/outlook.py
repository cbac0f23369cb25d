"""Closing lines of an explanation: possible outcomes, needed actions, rules to be verified, texts superseded."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from ...engine.remedies import Steps
from ...language.versions.superiors import superseded
from ...model.decision import Decision
from ...model.key import CONCLUSIONS
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus, Ruleset
from ...model.text import Text, printable
from ..phrasing.names import Names
from ..phrasing.numbers import day, listed
from ..words import common as words
from ..words import reasons as reason_words
from ..words.rule_kinds import MANNERS, RuleKind, outcome_word
from .needs import CHANGES, needs_of_steps
from .told_needs import ToldNeed, listed_needs, told_need


def ahead(decision: Decision, names: Names, needed: Iterable[ToldNeed], others: Sequence[Steps] = ()) -> Iterator[str]:
    """The first of the closing lines of an explanation: what a decision can still become, and what has to be done.

    `needed` is that, as the engine found it (`needs_of_steps`), or read off the reasons (`needs`); `others` are other ways to
    the same end, each named.
    """
    kind = names.kind_of(decision)
    if decision.outcome is Outcome.UNDETERMINED:
        yield _still_possible(decision, kind, names)
    goal = MANNERS[kind].goal
    # Grounds for revocation are no goal, nor is a group: steps are named only where that outcome is undetermined.
    if decision.outcome is Outcome.UNDETERMINED or (decision.outcome is Outcome.NOT_ATTAINED and goal is not None):
        phrase = goal if decision.outcome is Outcome.NOT_ATTAINED and goal is not None else reason_words.TO_SETTLE
        first = list(_steps(needed, phrase, decision, names))
        yield from first
        ends = [_ends(first)]
        for other in others:
            told_needs = (told_need(need, decision, names) for need in needs_of_steps(other, decision))
            way = list(_steps(told_needs, reason_words.OR_ELSE, decision, names))
            if _ends(way) not in ends:
                ends.append(_ends(way))
                yield from way


def reservations(decision: Decision, names: Names) -> Iterator[str]:
    """The last of the closing lines, which the rules below a decision tell alone: those recalled, the texts superseded."""
    recalled = [walked.rule for walked in decision.walk() if walked.provenance.status is ProvenanceStatus.RECALLED]
    if recalled:
        rules = names.grouped(recalled, decision.rule.ruleset, decision.as_of)
        yield names.say(words.RESTS_ON_RECALLED, rules=rules)
    yield from of_decision(decision, names)


def _steps(needed: Iterable[ToldNeed], phrase: Text, decision: Decision, names: Names) -> Iterator[str]:
    """Steps that change something, introduced by `phrase`, apart from what has to be reported, which attains nothing."""
    settles = decision.outcome is Outcome.UNDETERMINED
    changes: list[ToldNeed] = []
    reports: list[ToldNeed] = []
    for need in needed:
        (changes if settles or need.kind in CHANGES else reports).append(need)
    is_another = phrase is reason_words.OR_ELSE and not changes
    reported = phrase if is_another else reason_words.TO_SETTLE
    for opening, group in ((phrase, changes), (reported, reports)):
        if group:
            yield names.say(opening, steps=listed_needs(group, decision, names))


def _ends(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines without their openings, by which one way is told from another."""
    return tuple(line.partition(": ")[2] for line in lines)


def _still_possible(decision: Decision, kind: RuleKind, names: Names) -> str:
    language = names.language
    possible = [outcome for outcome in Outcome if outcome in decision.possible and outcome is not Outcome.UNDETERMINED]
    if not possible:
        return names.say(reason_words.NO_WAY)
    if set(possible) == {Outcome.ATTAINED, Outcome.NOT_ATTAINED} and kind is RuleKind.CRITERION:
        return names.say(reason_words.EITHER_WAY)
    called = [outcome_word(kind, outcome, language).lower() for outcome in possible]
    if len(called) == 1:
        return names.say(reason_words.ONE_WAY, outcome=called[0])
    return names.say(reason_words.SEVERAL_WAYS, outcomes=listed(called, language, alternative=True))


def of_decision(decision: Decision, names: Names) -> Iterator[str]:
    """A notice for each superseded text that a decision or one below it rests on, where a rule decided is another by now."""
    decided: dict[tuple[str, date], set[str]] = {}
    for walked in decision.walk():
        decided.setdefault((walked.rule.ruleset, walked.version), set()).add(walked.rule.code)
    for (id, version), codes in decided.items():
        ruleset = names.ruleset(id, version)
        if ruleset is not None and ruleset.specialises is not None:
            # A conclusion is also about the rules that it would count by now.
            counted = {rule.code for rule in ruleset.rules()} & codes if not codes & {*CONCLUSIONS} else None
            yield from notices(ruleset, decision.as_of, names, counted)


def of_rulesets(rulesets: Iterable[Ruleset], as_of: date, names: Names) -> Iterator[str]:
    """A notice for each superseded text that some rulesets rest on at a day."""
    for ruleset in rulesets:
        yield from notices(ruleset, as_of, names, None)


def notices(ruleset: Ruleset, as_of: date, names: Names, decided: Collection[str] | None) -> Iterator[str]:
    """The notices for one ruleset; of the rules that are others by now, those among the ones `decided` (None: all)."""
    language = names.language
    for superseded_text in superseded(ruleset, names.library, as_of):
        codes = [code for code in superseded_text.codes if decided is None or code in decided]
        if codes:
            yield names.say(
                words.SUPERSEDED,
                ruleset=names.text(superseded_text.by.title),
                before=printable(superseded_text.drawn_from.instrument.number),
                version=f"{superseded_text.drawn_from.id}@{superseded_text.drawn_from.version}",
                after=printable(superseded_text.now.instrument.number),
                day=day(superseded_text.now.version, language),
                rules=names.codes(tuple(map(printable, codes))),
            )
