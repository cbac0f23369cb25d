"""Closing lines of an explanation: possible outcomes, needed actions, rules to be verified."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ...engine.remedies import Step, Steps
from ...language.contents.traversal import children
from ...model.condition import AllOf, Condition, NoneOf, Operator
from ...model.decision import Decision, Reason, ReasonKind
from ...model.fact import Finding
from ...model.key import is_conclusion
from ...model.outcome import Outcome
from ...model.ruleset import ProvenanceStatus, Ruleset
from ...model.text import Text
from ...model.values.day import DATE_UNIT
from ...model.values.kept import Kept
from ...model.values.number import Number, as_fraction
from ..phrasing.bounds import is_number
from ..phrasing.comparisons import demand
from ..phrasing.letter_case import mid_sentence
from ..phrasing.names import Names
from ..phrasing.numbers import day, difference, in_runs, listed, quantities, quantity, value_of
from ..phrasing.subjects import about, unit_of
from ..words import common as words
from ..words import remedies as remedy_words
from ..words import rules as rule_words
from ..words.common import say
from ..words.rule_kinds import MANNERS, RuleKind, outcome_word
from .needs import CHANGES, Need, NeedKind, has_choice, needs_of_steps
from .superseded import of_decision


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
    kind = names.rule_kind(decision.rule, decision.version)
    if decision.outcome is Outcome.UNDETERMINED:
        yield _still_possible(decision, kind, names)
    goal = MANNERS[kind].goal
    # Grounds for revocation are no goal, nor is a group: steps are named only where that outcome is undetermined.
    if decision.outcome is Outcome.UNDETERMINED or (decision.outcome is Outcome.NOT_ATTAINED and goal is not None):
        phrase = goal if decision.outcome is Outcome.NOT_ATTAINED and goal is not None else remedy_words.TO_SETTLE
        first = list(_steps(needed, phrase, decision, names))
        yield from first
        ways = [
            list(_steps(needs_of_steps(other, decision), remedy_words.OR_ELSE, decision, names)) for other in others
        ]
        said = [_ends(first)]
        for way in ways:
            if _ends(way) not in said:
                said.append(_ends(way))
                yield from way
    if decision.rests_on_recalled:
        recalled = [one for one in decision.walk() if one.provenance.status is ProvenanceStatus.RECALLED]
        rules = names.grouped([one.rule for one in recalled], decision.rule.ruleset, decision.as_of)
        yield say(words.RESTS_ON_RECALLED, names.language, rules=rules)
    yield from of_decision(decision, names)


def _steps(needed: Sequence[Need], phrase: Text, decision: Decision, names: Names) -> Iterator[str]:
    """Steps that change something, introduced by `phrase`, apart from what has to be reported, which attains nothing."""
    settles = decision.outcome is Outcome.UNDETERMINED
    changes = [need for need in needed if need.kind in CHANGES or settles]
    is_another = phrase is remedy_words.OR_ELSE and not changes
    reported = phrase if is_another else remedy_words.TO_SETTLE
    for said, group in ((phrase, changes), (reported, [need for need in needed if need not in changes])):
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
    # That a rule itself has to be met says nothing beneath its own name.
    items += [say(_met_by(need, names), names.language) for need in needed if _is_of_itself(need, home)]
    needed = [need for need in needed if not _is_of_itself(need, home)]
    for kind, phrase in _GROUPED.items():
        groups: dict[tuple[bool, str | None], list[Need]] = {}
        for need in needed:
            if need.kind is kind:
                is_found = kind is NeedKind.SUPPLY and _is_finding(need, names)
                groups.setdefault((is_found, _level_asked(need, names)), []).append(need)
        for (is_found, level), group in sorted(groups.items(), key=lambda each: each[0][0]):
            said = remedy_words.SUPPLY_FINDING if is_found else phrase
            text = say(said, names.language, rules=", ".join(_rules(group, home, names)))
            if level is not None:
                text = say(remedy_words.AT_LEVEL, names.language, what=text, level=names.assurance(level))
            items.append(text)
    return "; ".join(dict.fromkeys(items))


def _is_of_itself(need: Need, home: Decision) -> bool:
    """True where a rule as a whole has to be met, and it is the one of which it is told."""
    of = need.decision
    return need.kind is NeedKind.MEET and (of.rule, of.unit) == (home.rule, home.unit)


def _allows_several_ways(condition: Condition) -> bool:
    """True when a condition may be met in one way or another; False where all that it names has to be so, or not so."""
    parts = [part for part in children(condition) if isinstance(part, Condition)]
    if isinstance(condition, AllOf):
        return any(map(_allows_several_ways, parts))
    if isinstance(condition, NoneOf):
        return any(isinstance(part, Condition) for one in parts for part in children(one))
    return has_choice(condition)


def _met_by(need: Need, names: Names) -> Text:
    """Phrase for what a rule takes where nothing less than the whole of it can be named."""
    if need.reason is not None and need.reason.kind is ReasonKind.ATTESTED:
        return remedy_words.BE_ATTESTED
    rule = names.rule(need.decision.rule, need.decision.version)
    several = rule is not None and rule.condition is not None and _allows_several_ways(rule.condition)
    return remedy_words.ANY_WAY if several else remedy_words.WHOLE


def _level_asked(need: Need, names: Names) -> str | None:
    """The level of assurance that what is to be supplied must have; None where its rule asks for none."""
    if need.kind not in (NeedKind.SUPPLY, NeedKind.ATTEST):
        return None
    if need.reason is not None and need.reason.kind is ReasonKind.NOT_ASSURED:
        return need.reason.subject
    ruleset = names.ruleset(need.decision.rule.ruleset, need.decision.version)
    return None if ruleset is None else _ASKED.of(ruleset).get(need.decision.rule.code)


_ASKED: Kept[Ruleset, dict[str, str]] = Kept(Ruleset.assurance_asked)


_GROUPED = {
    NeedKind.MEET: remedy_words.MEET,
    NeedKind.SUPPLY: remedy_words.SUPPLY,
    NeedKind.GIVE: remedy_words.GIVE,
    NeedKind.RECONCILE: remedy_words.RECONCILE,
    NeedKind.ATTEST: remedy_words.ATTEST,
    NeedKind.ESTABLISH: remedy_words.ESTABLISH,
    NeedKind.BASICALLY_MET: remedy_words.RULE_ON_BASICALLY_MET,
    NeedKind.MEMBERS: remedy_words.SETTLE_MEMBERS,
}


def _rules(concerned: Iterable[Need], home: Decision, names: Names) -> list[str]:
    """The rules concerned by their codes; a conclusion, which has none, by what it observes or by its name."""
    return in_runs(dict.fromkeys(_rule(need, home, names) for need in concerned))


def _rule(need: Need, home: Decision, names: Names) -> str:
    decision, reason, step = need.decision, need.reason, need.step
    if need.kind is NeedKind.GIVE:
        attribute = step.attribute if step is not None else reason.subject if reason is not None else None
        return _of_unit(f"“{names.attribute(attribute or '')}”", need.unit, home, names)
    if need.kind is NeedKind.MEMBERS or not is_conclusion(decision.rule.code):
        return _dated(_of_unit(_called(decision, home, names), need.unit, home, names), step, names)
    what = about(reason, decision, names) if reason is not None else None
    if step is not None and step.measure is not None and (reason is None or reason.kind is ReasonKind.SCORE):
        # Of points it is told from which figure they are to come.
        what = names.measure_name(step.measure)
    return _dated(_of_unit(f"“{what or names.text(decision.name)}”", decision.unit, home, names), step, names)


def _dated(text: str, step: Step | None, names: Names) -> str:
    """A text with the day that a figure is needed of, where it is another than that of the decision."""
    if step is None or step.as_of is None:
        return text
    return f"{text} ({say(words.AS_OF, names.language, day=day(step.as_of, names.language))})"


def _of_unit(text: str, unit: str, home: Decision, names: Names) -> str:
    return text if unit == home.unit else say(words.OF_UNIT, names.language, what=text, unit=names.unit(unit))


def _change(need: Need, home: Decision, names: Names) -> str:
    reason, step, decision = need.reason, need.step, need.decision
    if step is not None and step.measure is not None and not _tells_of(reason, step):
        what: str = names.measure_name(step.measure)
    else:
        told = about(reason, decision, names) if reason is not None else None
        what = told or (names.attribute(step.attribute) if step and step.attribute else names.text(decision.name))
    what = _of_unit(what, need.unit, home, names)
    measure = names.measure(step.measure) if step is not None and step.measure is not None else None
    unit = measure.unit if measure is not None else None if reason is None else unit_of(reason, names)
    if (from_to := _from_to(need)) and unit == DATE_UNIT:
        return say(remedy_words.BRING, names.language, what=what, required=quantity(from_to[1], unit, names.language))
    if from_to:
        shown = quantities(from_to, unit, names.language)
        phrase = remedy_words.BRING_DOWN if as_fraction(from_to[0]) > as_fraction(from_to[1]) else remedy_words.BRING_UP
        return say(phrase, names.language, what=mid_sentence(what), observed=shown[0], required=shown[1])
    if need.by is not None:
        gap = difference(need.by, unit, names.language)
        steps = rule_words.DAY_STEPS if unit == DATE_UNIT else remedy_words.STEPS
        return say(steps[_direction(need)], names.language, gap=gap, what=mid_sentence(what))
    if step is not None and step.becomes is not None and (reason is None or reason.negated or reason.required is None):
        return say(remedy_words.BRING, names.language, what=what, required=_shown(step, names))
    assert reason is not None
    return say(remedy_words.BRING, names.language, what=what, required=demand(reason, names))


def _from_to(need: Need) -> tuple[Number, Number] | None:
    """The figure now and the one that it has to be, of a rule that takes one figure alone."""
    reason, step = need.reason, need.step
    if reason is None or reason.operator is not Operator.EQUALS or reason.negated:
        return None
    now, becomes = reason.observed if reason.compared is None else reason.compared, reason.required
    if step is not None and step.measure == reason.measure and is_number(step.becomes):
        now, becomes = step.now if is_number(step.now) else now, step.becomes
    return (now, becomes) if is_number(now) and is_number(becomes) else None


def _tells_of(reason: Reason | None, step: Step) -> bool:
    """True where the name of what a reason is about is that of what has to change: not a share of it, nor its change."""
    return reason is not None and reason.measure == step.measure and reason.since is None


def _direction(need: Need) -> Operator:
    step, reason = need.step, need.reason
    if step is not None and is_number(step.now) and is_number(step.becomes):
        return Operator.AT_LEAST if step.becomes > step.now else Operator.AT_MOST
    assert reason is not None
    return reason.operator or Operator.AT_LEAST


def _shown(step: Step, names: Names) -> str:
    """The value that something has to come to, in words; that it must not be found is said as no."""
    if step.attribute is not None and isinstance(step.becomes, str):
        return names.attribute_value(step.attribute, step.becomes)
    if isinstance(step.becomes, str):
        return f"“{names.level(step.measure, step.becomes)}”"
    assert isinstance(step.becomes, Finding | Decimal)
    if step.becomes is Finding.NOT_MET:
        return words.finding_word(Finding.NOT_MET, names.measure(step.measure), names.language, answers=True)
    return value_of(step.becomes, names.measure(step.measure), names.language)


def _is_finding(need: Need, names: Names) -> bool:
    reason, step = need.reason, need.step
    measure = step.measure if step is not None else reason.measure if reason is not None else None
    return names.is_finding(measure)
