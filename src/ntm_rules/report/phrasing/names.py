"""Names for the ids in decisions and rules: measures, units, kinds, attributes, rulesets, rules, and their places."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import field, frozen

from ...model.decision import Decision
from ...model.key import LEVEL, RECOGNITION, RuleKey, is_conclusion
from ...model.library import NO_OFFICES, Library, Offices
from ...model.measure import Measure, MeasureType
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.ruleset import Content, Criterion, Rule, Ruleset
from ...model.text import Language, Text, printable
from ...model.units.unit import Unit, Units
from ...model.values.kept import Kept
from ..words import common as words
from ..words.common import Noun, say
from ..words.rule_kinds import DECIDED, RuleKind, conclusion_called, kind_of_code, outcome_word, sign
from ..words.rules import ONLY_UNITS
from .numbers import form, in_runs, listed


def noun_of_rule(rule: Rule | None) -> Noun:
    """The noun for a rule: criterion, indicator or content.

    >>> noun_of_rule(None).one
    'indicator'
    """
    return (
        words.CRITERION
        if isinstance(rule, Criterion)
        else words.CONTENT
        if isinstance(rule, Content)
        else words.INDICATOR
    )


def _beside(units: Units) -> Mapping[str, str]:
    """Additions that tell units from others of their kind and name: the name of the unit above, or else the code."""
    alike: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        alike.setdefault((unit.kind, unit.name), []).append(unit)
    additions: dict[str, str] = {}
    for namesakes in alike.values():
        apart = [unit for unit in namesakes if any(other is not unit and _overlap(unit, other) for other in namesakes)]
        above = {unit.code: units[unit.parent].name for unit in apart if unit.parent is not None}
        for namesake in apart:
            called = above.get(namesake.code)
            additions[namesake.code] = (
                namesake.code if called is None or [*above.values()].count(called) > 1 else called
            )
    return additions


def _overlap(one: Unit, other: Unit) -> bool:
    """True where there is a day on which both units may exist."""
    first = max(one.exists_from or date.min, other.exists_from or date.min)
    return first <= min(one.exists_until or date.max, other.exists_until or date.max)


_BESIDE: Kept[Units, Mapping[str, str]] = Kept(_beside)
_RULES: Kept[Ruleset, Mapping[str, Rule]] = Kept(lambda ruleset: {rule.code: rule for rule in ruleset.rules()})
"""The rules of each ruleset by their codes, which every sentence asks for."""


@frozen(eq=False)
class Names:
    """Names from a library and a set of units, in one language. An unknown id stands for itself."""

    library: Library
    units: Units | None
    language: Language
    offices: Offices = NO_OFFICES
    reason_texts: dict[tuple[int, int], tuple[object, object, Any]] | None = None
    """Texts of reasons by the identity of a reason and its decision, which are held with them; None: none are kept."""
    _rulesets: dict[tuple[str, date | None], Ruleset | None] = field(factory=dict, init=False, repr=False)
    _kinds: dict[tuple[RuleKey, date | None], RuleKind] = field(factory=dict, init=False, repr=False)
    """Versions and kinds of rules that were asked for: every sentence asks for them."""

    def say(self, phrase: Text, **fields: object) -> str:
        """A phrase with its fields filled in, in the language of the names."""
        if not fields:
            return phrase.in_language(self.language)
        return say(phrase, self.language, **fields)

    def text(self, text: Text) -> str:
        """A piece of wording from a rule file, safe to print."""
        return printable(text.in_language(self.language))

    def measure(self, id: str | None) -> Measure | None:
        """The measure, if the library has it."""
        return None if id is None else self.library.measures.get(id)

    def measure_name(self, id: str) -> str:
        """Name of a measure."""
        measure = self.measure(id)
        return self.text(measure.name) if measure else printable(id)

    def unit(self, code: str) -> str:
        """Name of a unit, with that of the unit above it where another of its kind has the same name at the same time."""
        if self.units is None or code not in self.units:
            return printable(code)
        unit = self.units[code]
        beside = _BESIDE.of(self.units).get(unit.code)
        return printable(unit.name if beside is None else f"{unit.name}, {beside}")

    def kind(self, kind: str | Sequence[str] | None) -> Noun:
        """The word for a kind of unit, or for one of several kinds."""
        if kind is None or isinstance(kind, str):
            return words.MEMBER if kind is None else words.KINDS.get(kind) or Noun(*[printable(kind)] * 3)
        nouns = [self.kind(kind_id) for kind_id in kind]
        either, every = [noun.one for noun in nouns], [noun.other for noun in nouns]
        vi = ", ".join(noun.vi for noun in nouns)
        return Noun(vi, listed(either, "en", alternative=True), listed(every, "en"))

    def kinds(self, kind: str | Sequence[str] | None) -> str:
        """The word for several units of a kind."""
        return self.kind(kind).plural(self.language)

    def one(self, kind: str | Sequence[str] | None) -> str:
        """The word for one unit of a kind."""
        return self.kind(kind).singular(self.language)

    def narrowed(self, what: str, only: Sequence[str]) -> str:
        """A phrase about members, with the units by code that they are narrowed to (`only`)."""
        if not only:
            return what
        return self.say(ONLY_UNITS, what=what, units=listed(list(map(self.unit, only)), self.language))

    def attribute(self, id: str) -> str:
        """Name of an attribute of units."""
        attribute = self.library.attributes.get(id)
        return self.text(attribute.name) if attribute else printable(id)

    def attribute_value(self, id: str, value: str) -> str:
        """Name of a value of an attribute."""
        attribute = self.library.attributes.get(id)
        named = next((known for known in attribute.values if known.id == value), None) if attribute else None
        return self.text(named.name) if named else printable(value)

    def level(self, measure: str | None, value: str) -> str:
        """Name of a level of a measure."""
        known = self.measure(measure)
        level = next((level for level in known.levels if level.id == value), None) if known else None
        return self.text(level.name) if level else printable(value)

    def assurance(self, id: str | None) -> str:
        """Name of a level of assurance; of none, that nobody says it."""
        if id is None:
            return words.LEVEL_NOT_SAID.in_language(self.language)
        return next((self.text(level.name) for level in self.library.assurance if level.id == id), printable(id))

    def ruleset(self, id: str, on: date | None = None) -> Ruleset | None:
        """The version of a ruleset in force on a day (the newest for None); None when the library has none."""
        if (id, on) not in self._rulesets:
            in_force = (
                version
                for version in reversed(self.library.versions.get(id, ()))
                if on is None or version.version <= on
            )
            self._rulesets[id, on] = next(in_force, None)
        return self._rulesets[id, on]

    def group(self, id: str, ruleset: str | None, on: date | None = None) -> str:
        """The name of a group of criteria of a ruleset; empty where it is not known."""
        known = None if ruleset is None else self.ruleset(ruleset, on)
        return next(
            (self.text(group.name) for group in (known.groups if known else ()) if group.id == id),
            "",
        )

    def heading(self, rule: RuleKey, on: date | None = None) -> str:
        """The name of the group that a criterion belongs to; empty where there is none."""
        known = self.ruleset(rule.ruleset, on)
        group = None if known is None else known.group_of(rule.code)
        return "" if group is None else self.text(group.name)

    def title(self, id: str, on: date | None = None) -> str:
        """The title of a ruleset."""
        ruleset = self.ruleset(id, on)
        return self.text(ruleset.title) if ruleset else printable(id)

    def rule(self, key: RuleKey, on: date | None = None) -> Rule | None:
        """The rule that a key names, if the library has it."""
        ruleset = self.ruleset(key.ruleset, on)
        return _RULES.of(ruleset).get(key.code) if ruleset else None

    def rule_kind(self, key: RuleKey, on: date | None = None) -> RuleKind:
        """The kind of a rule, by which its outcomes and its bounds are worded."""
        rule_kind = self._kinds.get((key, on))
        if rule_kind is None:
            ruleset = self.ruleset(key.ruleset, on)
            classifies = ruleset is not None and ruleset.classifies
            rule_kind = self._kinds[key, on] = kind_of_code(key.code, classifies=classifies)
        return rule_kind

    def kind_of(self, decision: Decision) -> RuleKind:
        """The kind of the rule of a decision."""
        return self.rule_kind(decision.rule, decision.version)

    def outcome(self, key: RuleKey, outcome: Outcome, on: date | None = None) -> str:
        """An outcome of a rule with its sign: `✓ giữ được chuẩn`."""
        kind = self.rule_kind(key, on)
        return f"{sign(kind, outcome)} {outcome_word(kind, outcome, self.language).lower()}"

    def published(self, key: RuleKey, value: Outcome | str, on: date | None = None) -> str:
        """A published decision in words: what the authority decided, not what the rules come to; a status by its name."""
        if isinstance(value, Outcome):
            kind = self.rule_kind(key, on)
            decided = DECIDED.get(kind, {}).get(value)
            return outcome_word(kind, value, self.language) if decided is None else decided.in_language(self.language)
        ruleset = self.ruleset(key.ruleset, on)
        named = [status.name for status in ruleset.statuses if status.id == value] if ruleset else []
        return self.text(named[0]) if named else printable(value)

    def is_finding(self, measure: str | None) -> bool:
        """True of a measure that is found to be met or not, and not counted or measured."""
        known = self.measure(measure)
        return known is not None and known.type is MeasureType.FINDING

    def noun_of(self, key: RuleKey, on: date | None = None) -> Noun:
        """Noun for a rule: criterion, indicator or content."""
        return noun_of_rule(self.rule(key, on))

    def rule_name(self, key: RuleKey, home: str | None = None, on: date | None = None) -> str:
        """Name of a rule within a sentence: its code, and its ruleset's title where that is not `home`."""
        title = self.title(key.ruleset, on)
        if key.code == RECOGNITION:
            return f"“{title}”"
        if is_conclusion(key.code):
            name = self.called(key.code, self.rule(key, on))
        else:
            name = f"{self.noun_of(key, on).singular(self.language)} {printable(key.code)}"
        return name if key.ruleset == home else say(words.OF_RULESET, self.language, rule=name, title=title)

    def called(self, code: str, rule: Rule | None) -> str:
        """A conclusion within a sentence: `thu hồi`; a level by its name: `mức “4 sao”`."""
        if rule is not None and code.startswith(LEVEL):
            return say(words.LEVEL_NAMED, self.language, name=self.text(rule.name))
        return conclusion_called(code).in_language(self.language).lower()

    def grouped(self, rules: Iterable[RuleKey], home: str, on: date | None = None, most: int | None = None) -> str:
        """Rules in a list, each with its noun: `điều kiện công nhận; tiêu chí 2, 11, 18`; of another ruleset than `home`
        with its title. Codes that follow one another are a range; of more than `most` ranges and codes the rest are counted.
        """
        by_ruleset: dict[str, dict[str, list[RuleKey]]] = {}
        for key in dict.fromkeys(rules):
            noun = key.code if is_conclusion(key.code) else self.noun_of(key, on).one
            by_ruleset.setdefault(key.ruleset, {}).setdefault(noun, []).append(key)
        texts = []
        for ruleset, by_noun in by_ruleset.items():
            text = "; ".join(self._group(keys, on, most) for keys in by_noun.values())
            texts.append(text if ruleset == home else f"“{self.title(ruleset, on)}”: {text}")
        return "; ".join(texts)

    def _group(self, keys: Sequence[RuleKey], on: date | None, most: int | None) -> str:
        if is_conclusion(keys[0].code):
            if keys[0].code in words.CONDITION_OF:
                return words.CONDITION_OF[keys[0].code].in_language(self.language)
            return self.called(keys[0].code, self.rule(keys[0], on))
        noun = self.noun_of(keys[0], on)
        ruleset = self.ruleset(keys[0].ruleset, on)
        places = {code: place for place, code in enumerate(_RULES.of(ruleset) if ruleset else ())}
        codes = sorted((key.code for key in keys), key=lambda code: places.get(code, len(places)))
        shown = len(codes)
        while most is not None and len(in_runs(codes[:shown])) > most:
            shown -= 1
        shown += shown == len(codes) - 1  # of one more the code takes no more room than its count
        text, more = ", ".join(in_runs(codes[:shown])), len(codes) - shown
        if more:
            text += f" {say(words.AND_OTHER_RULES, self.language, count=more, noun=form(noun, more, self.language))}"
        return f"{form(noun, len(codes), self.language)} {text}"

    def codes(self, codes: tuple[str, ...], *, alternative: bool = False) -> str:
        """A list of rule codes in a sentence; of alternatives each stands by itself."""
        items = list(map(printable, codes)) if alternative else in_runs(codes)
        return listed(items, self.language, alternative=alternative)

    def short(self, decision: Decision) -> str:
        """Name of a decision in a list: the rule's code, or the name of a conclusion."""
        if decision.rule.code == RECOGNITION:
            return self.title(decision.rule.ruleset, decision.version)
        return self.text(decision.name) if is_conclusion(decision.rule.code) else printable(decision.rule.code)


def placed_rule(place: Place | None, code: str | None, language: Language) -> str:
    """The place and the rule, as a line begins: by its code; a conclusion, which has none, by its name. None: no rule.

    >>> placed_rule(Place("a.yaml", 12, 7), "3.3", "vi"), placed_rule(None, "recognition", "en")
    ('a.yaml:12:7: 3.3: ', 'Recognition: ')
    """
    where = "" if place is None else f"{printable(str(place))}: "
    return where if code is None else f"{where}{rule_called(code, language)}: "


def rule_called(code: str, language: Language) -> str:
    """A rule's code; of a conclusion, which has none, its name.

    >>> rule_called("3.3", "vi"), rule_called("recognition", "vi")
    ('3.3', 'Công nhận')
    """
    return conclusion_called(code).in_language(language) if is_conclusion(code) else printable(code)
