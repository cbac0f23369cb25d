"""Closing lines of an explanation: possible outcomes, needed actions, rules to be verified."""

from collections.abc import Iterable, Iterator, Sequence

from ...engine.remedies import Step
from ...model.decision import Decision, ReasonKind
from ...model.key import CONCLUSIONS
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus
from ..phrasing.letter_case import mid_sentence
from ..phrasing.names import Names
from ..phrasing.numbers import difference, listed
from ..phrasing.reasons import about, requirement, unit_of
from ..words import common as words
from ..words.common import say
from .needs import Need, NeedKind, needs, needs_of_steps
from .superseded import of_decision


def prospects(decision: Decision, names: Names, steps: Sequence[Step] | None = None) -> Iterator[str]:
    """The closing lines of an explanation; none for a decision that is attained and rests on nothing recalled
    or superseded.

    `steps` is what the engine found to be needed (`engine.remedies`); without it the needs are read off the reasons.

    >>> from datetime import date
    >>> from ...model.key import RuleKey
    >>> from ...model.library import Library
    >>> from ...model.ruleset import Provenance
    >>> from ...model.text import Text
    >>> on = date(2024, 6, 30)
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.ATTAINED,
    ...     possible=frozenset({Outcome.ATTAINED}), reasons=(), children=(),
    ...     provenance=Provenance(ProvenanceStatus.RECALLED), rule_hash="",
    ... )
    >>> list(prospects(decision, Names(Library(), None, "vi")))[0][:50]
    'Lưu ý: kết quả dựa cả vào quy định ghi theo trí nh'
    """
    revocation = decision.rule.code == words.REVOCATION
    if decision.outcome is Outcome.UNDETERMINED:
        yield _still_possible(decision, names)
    # Grounds for revocation are no goal: actions are named only where that outcome is undetermined.
    if decision.outcome is Outcome.UNDETERMINED or (decision.outcome is Outcome.NOT_ATTAINED and not revocation):
        needed = needs(decision, names) if steps is None else needs_of_steps(steps, decision)
        phrase = words.TO_ATTAIN if decision.outcome is Outcome.NOT_ATTAINED else words.TO_SETTLE
        if needed:
            yield say(phrase, names.language, steps=listed_needs(needed, decision, names))
    if decision.rests_on_recalled:
        recalled = [one for one in decision.walk() if one.provenance.status is ProvenanceStatus.RECALLED]
        codes = ", ".join(dict.fromkeys(_called(one, decision, names) for one in recalled))
        yield say(words.RESTS_ON_RECALLED, names.language, rules=codes)
    yield from of_decision(decision, names)


def _still_possible(decision: Decision, names: Names) -> str:
    language = names.language
    possible = [outcome for outcome in Outcome if outcome in decision.possible and outcome is not Outcome.UNDETERMINED]
    if not possible:
        return words.NO_WAY.in_language(language)
    code = decision.rule.code
    if set(possible) == {Outcome.ATTAINED, Outcome.NOT_ATTAINED} and code != words.REVOCATION:
        return words.EITHER_WAY.in_language(language)
    called = [words.outcome_word(code, outcome, language).lower() for outcome in possible]
    if len(called) == 1:
        return say(words.ONE_WAY, language, outcome=called[0])
    return say(words.SEVERAL_WAYS, language, outcomes=listed(called, language, alternative=True))


def _called(decision: Decision, home: Decision, names: Names) -> str:
    """Name of a decision beside `home`; a rule of another ruleset is named with its title."""
    if decision.rule.ruleset == home.rule.ruleset:
        return names.short(decision)
    return names.rule_name(decision.rule, home.rule.ruleset, decision.version)


def listed_needs(needed: Sequence[Need], home: Decision, names: Names) -> str:
    """Needed actions of a decision (`home`) in one line: each gap by itself, the rest grouped by kind with their
    rules.
    """
    items = [_change(need, home, names) for need in needed if need.kind in (NeedKind.CLOSE, NeedKind.BRING)]
    for kind, phrase in _GROUPED.items():
        concerned = [need for need in needed if need.kind is kind]
        if concerned:
            items.append(say(phrase, names.language, rules=", ".join(_rules(concerned, home, names))))
    return "; ".join(dict.fromkeys(items))


_GROUPED = {
    NeedKind.MEET: words.MEET,
    NeedKind.SUPPLY: words.SUPPLY,
    NeedKind.RECONCILE: words.RECONCILE,
    NeedKind.ATTEST: words.ATTEST,
    NeedKind.ESTABLISH: words.ESTABLISH,
    NeedKind.BASICALLY_MET: words.RULE_ON_BASICALLY_MET,
    NeedKind.MEMBERS: words.SETTLE_MEMBERS,
}


def _rules(concerned: Iterable[Need], home: Decision, names: Names) -> list[str]:
    """The rules concerned by their codes; a conclusion, which has none, by what it observes or by its name."""
    return list(dict.fromkeys(_rule(need, home, names) for need in concerned))


def _rule(need: Need, home: Decision, names: Names) -> str:
    decision, reason = need.decision, need.reason
    if need.kind is NeedKind.MEMBERS or decision.rule.code not in CONCLUSIONS:
        return _of_unit(_called(decision, home, names), need.unit, home, names)
    if reason is not None and reason.kind is ReasonKind.NO_ATTRIBUTE and reason.subject:
        return f"“{names.attribute(reason.subject)}”"
    what = about(reason, decision, names) if reason is not None else None
    return _of_unit(f"“{what or names.text(decision.name)}”", decision.unit, home, names)


def _of_unit(text: str, unit: str, home: Decision, names: Names) -> str:
    return text if unit == home.unit else say(words.OF_UNIT, names.language, what=text, unit=names.unit(unit))


def _change(need: Need, home: Decision, names: Names) -> str:
    reason = need.reason
    assert reason is not None
    what = about(reason, need.decision, names) or names.text(need.decision.name)
    what = _of_unit(what, need.decision.unit, home, names)
    if need.by is None or reason.operator is None:
        return say(words.BRING, names.language, what=what, required=requirement(reason, names))
    gap = difference(need.by, unit_of(reason, names), names.language)
    return say(words.STEPS[reason.operator], names.language, gap=gap, what=mid_sentence(what))
