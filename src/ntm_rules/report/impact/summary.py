"""Parts of the impact report: the texts compared, what is counted, missing figures, recalled rules."""

from collections.abc import Iterator, Sequence

from ...engine.remedies import Step
from ...evolution.impact.impact import Effect, Impact, RuleImpact, RuleLevel
from ...model.key import CONCLUSIONS, REVOCATION, RuleKey, conclusion_place
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset
from ...model.text import Text, printable
from ..phrasing.grades import level_text
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day
from ..words import impact as impact_words
from ..words import overview as overview_words
from ..words.common import CONTENT, CRITERION, INDICATOR
from ..words.rule_kinds import conclusion_called

_ORDER = {level: place for place, level in enumerate(RuleLevel)}
_MOST_RULES = 8


def as_if(impact: Impact, names: Names) -> Iterator[str]:
    """Lines for texts that are not in force on the day, another year assessed, and kinds of unit that only one text judges."""
    periods = list(_periods(impact, names))
    if periods:
        when = day(impact.as_of, names.language)
        yield names.say(impact_words.AS_IF, day=when, periods="; ".join(periods))
    if impact.assessed != impact.as_of.year:
        yield names.say(impact_words.ASSESSED, year=impact.assessed)
    for one, other in ((impact.before, impact.after), (impact.after, impact.before)):
        if alone := [kind for kind in one.applies_to if kind not in other.applies_to]:
            text = texts(impact, names)[one is impact.after]
            yield names.say(impact_words.ALONE, kinds=names.kinds(alone), text=text)


def texts(impact: Impact, names: Names) -> tuple[str, str]:
    """The old and the new text by number and date; by id as well where the rulesets are two."""
    alike = impact.before.id == impact.after.id
    phrase = impact_words.TEXT if alike else impact_words.TEXT_WITH_ID
    return _called(impact.before, phrase, names), _called(impact.after, phrase, names)


def numbers(impact: Impact, names: Names) -> tuple[str, str]:
    """The old and the new text by number alone, where that tells them apart."""
    before, after = (printable(ruleset.instrument.number) for ruleset in (impact.before, impact.after))
    return texts(impact, names) if before == after else (before, after)


def _called(ruleset: Ruleset, phrase: Text, names: Names) -> str:
    since = day(ruleset.version, names.language)
    return names.say(phrase, id=ruleset.id, number=printable(ruleset.instrument.number), since=since)


def _periods(impact: Impact, names: Names) -> Iterator[str]:
    for ruleset in (impact.before, impact.after):
        number = printable(ruleset.instrument.number)
        if ruleset.version > impact.as_of:
            yield names.say(impact_words.LATER, number=number, since=day(ruleset.version, names.language))
        elif ruleset.until is not None and ruleset.until < impact.as_of:
            yield names.say(impact_words.ENDED, number=number, until=day(ruleset.until, names.language))


def revoked(impact: Impact, names: Names) -> Iterator[str]:
    """Counts of the units that come under a revocation or no longer do, by what was known before; none for a count of 0."""
    rows = [row for row in impact.rows if row.rule.code == REVOCATION]
    changes = [(row.effect, row.before is Outcome.UNDETERMINED) for row in rows]
    phrases = {
        (Effect.LOSES, False): impact_words.REVOKED,
        (Effect.BECOMES_DETERMINED, True): impact_words.NOW_KNOWN_REVOKED,
        (Effect.GAINS, False): impact_words.NO_LONGER_REVOKED,
        (Effect.GAINS, True): impact_words.NOW_KNOWN_NOT_REVOKED,
        (Effect.BECOMES_UNDETERMINED, False): impact_words.REVOCATION_UNDETERMINED,
    }
    for change, phrase in phrases.items():
        if count := changes.count(change):
            yield names.say(phrase, units=counted(count, names.kind(impact.after.applies_to), names.language))


def groups(impact: Impact, names: Names) -> list[tuple[str, list[RuleImpact]]]:
    """The rows by conclusion, then those of criteria and of indicators, each with what it is called."""
    rows_by_name: dict[str, list[RuleImpact]] = {}
    called = {RuleLevel.CRITERION: CRITERION, RuleLevel.INDICATOR: INDICATOR, RuleLevel.CONTENT: CONTENT}
    order = sorted(impact.rows, key=lambda row: (_ORDER[row.level], conclusion_place(row.rule.code)))
    for row in order:
        noun = called.get(row.level)
        if noun is None:
            code = row.rule.code
            name = conclusion_called(code).in_language(names.language) if code in CONCLUSIONS else names.text(row.name)
        else:
            name = noun.plural(names.language)
        rows_by_name.setdefault(name, []).append(row)
    return list(rows_by_name.items())


def level_changes(impact: Impact, names: Names) -> Iterator[str]:
    """`Chè: 3 sao → 4 sao`: the units that come to another level, a line each."""
    for change in impact.levels:
        sides = ((change.before, impact.before), (change.after, impact.after))
        before, after = (
            names.say(impact_words.NO_LEVELS) if level is None else level_text(level, ruleset, names)
            for level, ruleset in sides
        )
        yield f"{names.unit(change.unit)}: {before} → {after}"


def unaffected(impacts: Sequence[Impact], names: Names) -> Iterator[str]:
    """Line that names the other rulesets under which no outcome changes; none without such rulesets."""
    titles = [names.text(impact.after.title) for impact in impacts[1:] if impact.units and not impact.changed()]
    if titles:
        yield names.say(impact_words.UNAFFECTED, titles="; ".join(titles))


def missing_of(impacts: Sequence[Impact], names: Names) -> dict[str, dict[str, None]]:
    """Names of the units, by what has to be known of them so that none is undetermined under the new text."""
    units_by_need: dict[str, dict[str, None]] = {}
    for impact in impacts:
        for row in impact.changed():
            for step in row.missing:
                units_by_need.setdefault(_subject(step, names), {})[names.unit(step.unit)] = None
    return units_by_need


def _subject(step: Step, names: Names) -> str:
    if step.measure is not None:
        return names.measure_name(step.measure)
    if step.attribute is not None:
        return names.attribute(step.attribute)
    return names.say(impact_words.ATTESTATION_OF, rule=names.rule_name(step.rule))


def recalled_note(impacts: Sequence[Impact], names: Names) -> str:
    """Note on recalled (unverified) rules under the decisions, with their codes; empty where there are none.

    Of the rulesets that may rest on the changed one, only those count under which somebody comes to another outcome.
    """
    affected = [impact for impact in impacts if impact is impacts[0] or impact.changed()]
    recalled = list(dict.fromkeys(rule for impact in affected for rule in impact.recalled))
    if not recalled:
        return ""
    own = impacts[0].after.id
    by_ruleset: dict[str, list[RuleKey]] = {}
    for rule in recalled:
        by_ruleset.setdefault(rule.ruleset, []).append(rule)
    rules = [names.grouped(keys, own, most=_MOST_RULES) for keys in by_ruleset.values()]
    count = counted(len(recalled), overview_words.RULE, names.language)
    return names.say(impact_words.MEMO_RECALLED, count=count, rules="; ".join(rules))
