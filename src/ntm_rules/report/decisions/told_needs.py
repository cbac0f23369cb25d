"""Needs in words: each told once by itself, and those of a decision in one line."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from attrs import field, frozen

from ...engine.remedies import Step
from ...language.contents.traversal import children
from ...model.condition import AllOf, Condition, NoneOf, Operator
from ...model.decision import Decision, Reason, ReasonKind
from ...model.fact import Finding
from ...model.key import RuleKey, is_conclusion
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.values.day import DATE_UNIT
from ...model.values.kept import Kept
from ...model.values.number import Number, as_fraction
from ..phrasing.bounds import is_number
from ..phrasing.comparisons import demand
from ..phrasing.names import Names
from ..phrasing.numbers import day, difference, first_of, in_runs, quantities, quantity, value_of
from ..phrasing.subjects import about, unit_of
from ..words import common as words
from ..words import overview as overview_words
from ..words import reasons as reason_words
from ..words import rules as rule_words
from ..words.common import mid_sentence
from .needs import CHANGES, Need, NeedKind, has_choice, needs_here
from .told import MOST_UNITS

_BY_ITSELF = (NeedKind.CLOSE, NeedKind.BRING)
"""The kinds of needs that are each a step of its own; of others the rules concerned are told together."""


@frozen
class ToldNeed:
    """A need in one language: `text` is the whole step, or the rule concerned where it is told with others of its kind.

    `level` is the level of assurance that is asked for, `unit` the name of the unit where it is another one. Where a rule has
    to be met, it is the one of a unit (`of`), and `whole` tells what it takes beneath its own name.
    """

    kind: NeedKind
    text: str
    is_finding: bool = False
    level: str | None = None
    of: tuple[RuleKey, str] | None = None
    whole: str = ""
    unit: str = ""


def told_need(need: Need, home: Decision, names: Names) -> ToldNeed:
    """A need of a decision (`home`) in words."""
    if need.kind in _BY_ITSELF:
        return ToldNeed(need.kind, _change(need, home, names))
    rule, concerned = _rule(need, home, names)
    unit = "" if concerned == home.unit else names.unit(concerned)
    if need.kind is NeedKind.MEET:
        of = need.decision.rule, need.decision.unit
        return ToldNeed(need.kind, rule, of=of, whole=_met_by(need, names).in_language(names.language), unit=unit)
    is_finding = need.kind is NeedKind.SUPPLY and _is_finding(need, names)
    return ToldNeed(need.kind, rule, is_finding, _level_asked(need, names), unit=unit)


def listed_needs(needed: Iterable[ToldNeed], home: Decision, names: Names) -> str:
    """Needs of a decision (`home`) in one line: each gap by itself, the rest grouped by kind with their rules."""
    items: dict[str, None] = {}
    whole: dict[str, None] = {}
    groups: dict[NeedKind, dict[tuple[bool, str | None], dict[str, dict[str, None]]]] = {}
    for need in needed:
        if need.kind in _BY_ITSELF:
            items[need.text] = None
        elif need.of == (home.rule, home.unit):
            # That a rule itself has to be met says nothing beneath its own name.
            whole[need.whole] = None
        else:
            alike = groups.setdefault(need.kind, {}).setdefault((need.is_finding, need.level), {})
            alike.setdefault(need.text, {})[need.unit] = None
    items |= whole
    for kind, phrase in _GROUPED.items():
        if kind not in groups:
            continue
        for (is_finding, level), rules in sorted(groups[kind].items(), key=lambda group: group[0][0]):
            group_phrase = reason_words.SUPPLY_FINDING if is_finding else phrase
            text = names.say(group_phrase, rules=", ".join(_of_units(rules, names)))
            if level is not None:
                text = names.say(reason_words.AT_LEVEL, what=text, level=names.assurance(level))
            items[text] = None
    return "; ".join(items)


def _of_units(rules: Mapping[str, Collection[str]], names: Names) -> list[str]:
    """Rules in the order found, those of other units with their names, runs of codes as ranges."""
    texts, own = list[str](), list[str]()
    for rule, units in rules.items():
        if "" in units:
            own.append(rule)
        if others := [unit for unit in units if unit]:
            texts += in_runs(own)
            own = []
            of = first_of(others, ", ", MOST_UNITS, names.language, overview_words.AND_OTHER_UNITS)
            texts.append(names.say(words.OF_UNIT, what=rule, unit=of))
    return [*texts, *in_runs(own)]


NeedInLanguages = tuple[ToldNeed, ...]
"""A need in several languages."""


@frozen(eq=False)
class NeedsTold:
    """The needs of decisions in several languages, those of each told once: the decisions above it tell them again."""

    languages: tuple[Names, ...]
    _by_decision: dict[tuple[int, str], tuple[Decision, tuple[NeedInLanguages, ...]]] = field(factory=dict, init=False)
    """By the identity of a decision, which is held with them (another may not come to have it), and the ruleset of `home`."""

    def of(self, decision: Decision) -> tuple[tuple[ToldNeed, ...], ...]:
        """The needs of a decision in each language, those first that change something; see `needs`."""
        told_needs = sorted(self._below(decision, decision), key=lambda need: need[0].kind not in CHANGES)
        return tuple(tuple(need[place] for need in told_needs) for place in range(len(self.languages)))

    def _below(self, decision: Decision, home: Decision) -> tuple[NeedInLanguages, ...]:
        key = (id(decision), home.rule.ruleset)
        entry = self._by_decision.get(key)
        if entry is None:
            every = needs_here(decision, self.languages[0], lambda child: self._below(child, home))
            told_needs = tuple(need if isinstance(need, tuple) else self._in_languages(need, home) for need in every)
            entry = self._by_decision[key] = decision, told_needs
        return entry[1]

    def _in_languages(self, need: Need, home: Decision) -> NeedInLanguages:
        return tuple(told_need(need, home, names) for names in self.languages)


def _called(decision: Decision, home: Decision, names: Names) -> str:
    """Name of a decision beside `home`; a rule of another ruleset is named with its title."""
    if decision.rule.ruleset == home.rule.ruleset:
        return names.short(decision)
    return names.rule_name(decision.rule, home.rule.ruleset, decision.version)


def _allows_several_ways(condition: Condition) -> bool:
    """True when a condition may be met in one way or another; False where all that it names has to be so, or not so."""
    parts = [part for part in children(condition) if isinstance(part, Condition)]
    if isinstance(condition, AllOf):
        return any(map(_allows_several_ways, parts))
    if isinstance(condition, NoneOf):
        return any(isinstance(part, Condition) for negated in parts for part in children(negated))
    return has_choice(condition)


def _met_by(need: Need, names: Names) -> Text:
    """Phrase for what a rule takes where nothing less than the whole of it can be named."""
    if need.reason is not None and need.reason.kind is ReasonKind.ATTESTED:
        return reason_words.BE_ATTESTED
    rule = names.rule(need.decision.rule, need.decision.version)
    several_ways = rule is not None and rule.condition is not None and _allows_several_ways(rule.condition)
    return reason_words.ANY_WAY if several_ways else reason_words.WHOLE


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
    NeedKind.MEET: reason_words.MEET,
    NeedKind.SUPPLY: reason_words.SUPPLY,
    NeedKind.GIVE: reason_words.GIVE,
    NeedKind.RECONCILE: reason_words.RECONCILE,
    NeedKind.ATTEST: reason_words.ATTEST,
    NeedKind.ESTABLISH: reason_words.ESTABLISH,
    NeedKind.BASICALLY_MET: reason_words.RULE_ON_BASICALLY_MET,
    NeedKind.MEMBERS: reason_words.SETTLE_MEMBERS,
}


def _rule(need: Need, home: Decision, names: Names) -> tuple[str, str]:
    """The rule, the attribute or the figure that a need is about, and the unit of it."""
    decision, reason, step = need.decision, need.reason, need.step
    if need.kind is NeedKind.GIVE:
        attribute = step.attribute if step is not None else reason.subject if reason is not None else None
        return f"“{names.attribute(attribute or '')}”", need.unit
    if need.kind is NeedKind.SUPPLY and need.unit != decision.unit and reason is not None and reason.measure:
        # A figure of another unit than the one that the rule is about: its code there says nothing.
        return _dated(mid_sentence(names.measure_name(reason.measure)), step, names), need.unit
    if need.kind is NeedKind.MEMBERS or not is_conclusion(decision.rule.code):
        return _dated(_called(decision, home, names), step, names), need.unit
    what = about(reason, decision, names) if reason is not None else None
    if step is not None and step.measure is not None and (reason is None or reason.kind is ReasonKind.SCORE):
        # Of points it is told from which figure they are to come.
        what = names.measure_name(step.measure)
    return _dated(f"“{what or names.text(decision.name)}”", step, names), decision.unit


def _dated(text: str, step: Step | None, names: Names) -> str:
    """A text with the day that a figure is needed of, where it is another than that of the decision."""
    if step is None or step.as_of is None:
        return text
    return f"{text} ({names.say(words.AS_OF, day=day(step.as_of, names.language))})"


def _of_unit(text: str, unit: str, home: Decision, names: Names) -> str:
    return text if unit == home.unit else names.say(words.OF_UNIT, what=text, unit=names.unit(unit))


def _change(need: Need, home: Decision, names: Names) -> str:
    reason, step, decision = need.reason, need.step, need.decision
    if step is not None and step.measure is not None and not _tells_of(reason, step):
        what: str = names.measure_name(step.measure)
    else:
        subject = about(reason, decision, names) if reason is not None else None
        what = subject or (names.attribute(step.attribute) if step and step.attribute else names.text(decision.name))
    what = _of_unit(what, need.unit, home, names)
    measure = names.measure(step.measure) if step is not None and step.measure is not None else None
    unit = measure.unit if measure is not None else None if reason is None else unit_of(reason, names)
    if (from_to := _from_to(need)) and unit == DATE_UNIT:
        return names.say(reason_words.BRING, what=what, required=quantity(from_to[1], unit, names.language))
    if from_to:
        shown = quantities(from_to, unit, names.language)
        phrase = reason_words.BRING_DOWN if as_fraction(from_to[0]) > as_fraction(from_to[1]) else reason_words.BRING_UP
        return names.say(phrase, what=mid_sentence(what), observed=shown[0], required=shown[1])
    if need.by is not None:
        gap = difference(need.by, unit, names.language)
        steps = rule_words.DAY_STEPS if unit == DATE_UNIT else reason_words.STEPS
        return names.say(steps[_direction(need)], gap=gap, what=mid_sentence(what))
    if step is not None and step.becomes is not None and (reason is None or reason.negated or reason.required is None):
        return names.say(reason_words.BRING, what=what, required=_shown(step, names))
    assert reason is not None
    return names.say(reason_words.BRING, what=what, required=demand(reason, names))


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
