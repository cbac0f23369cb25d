"""Gains and losses since an earlier date."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ...engine.decisions import Decisions
from ...language.contents.traversal import all_below
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Outcome
from ...model.ruleset import Ruleset
from ..phrasing.names import Names, rule_called
from ..phrasing.numbers import counted, figure, in_runs
from ..quantities.tallies import tally_text
from ..words import common as words
from ..words import overview as overview_words
from ..words.rule_kinds import MANNERS, RuleKind, kind_of_code, outcome_word, sign
from .caption import criteria_tally, groups_of

Movement = tuple[Outcome | None, Outcome | None]
"""The outcome of a rule on the earlier date and now; None where the version then in force has no such rule."""


def changes_of(run: Decisions, earlier: Decisions, unit: str, everything: bool) -> dict[str, Movement]:
    """The rules whose outcome for a unit is another than before, by code, in the order of the ruleset."""
    now, then = run.outcomes(unit), earlier.outcomes(unit)
    codes: dict[str, None] = {}
    for program in (run.program, earlier.program):
        ruleset = program.ruleset
        for criterion in ruleset.criteria:
            codes[criterion.code] = None
            if everything:
                codes.update(dict.fromkeys(rule.code for rule in all_below(criterion)))
        codes.update(dict.fromkeys(conclusion.code for conclusion in ruleset.conclusions))
    pairs = {code: (then.get(code), now.get(code)) for code in codes}
    return {code: pair for code, pair in pairs.items() if pair[0] is not pair[1]}


def mark_of(kind: RuleKind, change: Movement) -> str:
    """`+` for a gain, `−` for a loss, `·` for another change: grounds for revocation, or a group, are no gain.

    >>> mark_of(RuleKind.CRITERION, (Outcome.UNDETERMINED, Outcome.ATTAINED))
    '+'
    """
    then, now = change
    if not MANNERS[kind].demands:
        return "·"
    if now is Outcome.ATTAINED and then in SHORT:
        return "+"
    return "−" if then is Outcome.ATTAINED and now in SHORT else "·"


def gained_and_lost(run: Decisions, changes: Sequence[Mapping[str, Movement]], names: Names) -> str:
    """`tiêu chí +3 (2 trước đó chưa xác định) −1; công nhận +1`; indicators are not counted with the criteria."""
    if not any(changes):
        return names.say(overview_words.NO_CHANGE)
    if run.program.ruleset.classifies:
        units = counted(sum(map(bool, changes)), names.kind(run.program.ruleset.applies_to), names.language)
        return names.say(overview_words.OTHER_GROUP, units=units)
    counted_apart = [(words.CRITERION.plural(names.language), set(run.program.criteria))]
    counted_apart += [
        (rule_called(conclusion.code, names.language).lower(), {conclusion.code})
        for conclusion in run.program.ruleset.conclusions
    ]
    texts = []
    for what, codes in counted_apart:
        marked = [
            (mark_of(kind_of_code(code), change), change)
            for unit in changes
            for code, change in unit.items()
            if code in codes
        ]
        counts = [
            _counted(mark, [change for own, change in marked if own == mark], names)
            for mark in "+−"
            if any(own == mark for own, _ in marked)
        ]
        if counts:
            texts.append(" ".join((what, *counts)))
    return "; ".join(texts) or names.say(overview_words.OTHER_CHANGES)


def _counted(mark: str, moved: Sequence[Movement], names: Names) -> str:
    """The number of gains, or of losses, and how many of them were, or are, not determined."""
    count = f"{mark}{figure(Decimal(len(moved)), names.language)}"
    unknown = sum(Outcome.UNDETERMINED in change for change in moved)
    if not unknown:
        return count
    phrase = overview_words.UNKNOWN_THEN if mark == "+" else overview_words.UNKNOWN_NOW
    return f"{count} ({names.say(phrase, count=unknown)})"


def standing(run: Decisions, earlier: Decisions, unit: str, names: Names) -> str:
    """Number of criteria attained and recognition, then and now: `10/19 → 16/19; công nhận: ✗ chưa đạt → ✓ đạt`."""
    language = names.language
    if run.program.ruleset.classifies:
        return f"{groups_of(earlier, unit, names)} → {groups_of(run, unit, names)}"
    text = " → ".join(tally_text(criteria_tally(decisions, unit)).in_language(language) for decisions in (earlier, run))
    then, now = (decisions.outcomes(unit).get(RECOGNITION) for decisions in (earlier, run))
    if then is None or now is None:
        return text
    kind = RuleKind.RECOGNITION
    called = [f"{sign(kind, outcome)} {outcome_word(kind, outcome, language).lower()}" for outcome in (then, now)]
    recognition = called[1] if then is now else " → ".join(called)
    return f"{text}; {names.say(words.CONCLUSION[RECOGNITION]).lower()}: {recognition}"


def movements(changes: Mapping[str, Movement], ruleset: Ruleset, names: Names) -> dict[str, list[str]]:
    """Gains (`+`), losses (`−`) and other changes (`·`) in words: the codes that changed in the same way together."""
    by_mark: dict[str, list[str]] = {}
    for mark in ("+", "−", "·"):
        groups: dict[str, list[str]] = {}
        for code, change in changes.items():
            kind = kind_of_code(code, classifies=ruleset.classifies)
            if mark_of(kind, change) == mark:
                groups.setdefault(_from_to(kind, change, names), []).append(rule_called(code, names.language))
        if groups:
            by_mark[mark] = [f"{', '.join(in_runs(codes))} ({from_to})" for from_to, codes in groups.items()]
    return by_mark


def _from_to(kind: RuleKind, change: Movement, names: Names) -> str:
    """Old and new outcome: signs, or words for a revocation and a group."""
    language = names.language
    return " → ".join(
        names.say(overview_words.NO_SUCH_RULE)
        if outcome is None
        else sign(kind, outcome)
        if MANNERS[kind].demands
        else outcome_word(kind, outcome, language).lower()
        for outcome in change
    )
