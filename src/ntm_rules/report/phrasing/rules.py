"""Rules and rulesets in sentences: conditions, applicability, period, how they are known."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ...language.contents.traversal import within
from ...language.grammar.conditions import COMMITMENTS
from ...model.condition import Condition
from ...model.decision import Decision
from ...model.fact import Finding
from ...model.measure import Better, Measure, MeasureType
from ...model.named import measures_named
from ...model.ruleset import (
    Conclusion,
    Content,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Rule,
    Ruleset,
)
from ...model.text import Language, Text, printable
from ..words import common as words
from ..words import grades as point_words
from ..words import overview as overview_words
from ..words import rules as rule_words
from ..words.common import capital, mid_sentence, say
from ..words.rule_kinds import MANNERS, kind_of_code
from .conditions import describe
from .grades import award_text
from .names import Names, noun_of_rule
from .numbers import counted, day, duration, form, quantity


def manner_of(provenance: Provenance) -> Text:
    """The manner in which a rule is known, in words.

    >>> from ...model.ruleset import SourceKind
    >>> manner_of(Provenance(ProvenanceStatus.READ, url="https://example.org", source=SourceKind.SUMMARY)).en
    'read in a summary by others'
    """
    return rule_words.SOURCES[provenance.source] if provenance.source else rule_words.PROVENANCE[provenance.status]


def not_official(rules: Iterable[Rule | Decision], language: Language) -> str:
    """Counts of rules that rest on less than an official text by how they are known; empty where there are none.

    Rules that are recalled are not counted: those are named one by one.
    """
    counts = Counter(
        manner_of(rule.provenance).in_language(language)
        for rule in rules
        if not rule.provenance.is_official and rule.provenance.status is not ProvenanceStatus.RECALLED
    )
    if not counts:
        return ""
    kinds = "; ".join(f"{count} {manner}" for manner, count in counts.most_common())
    count = counted(counts.total(), overview_words.RULE, language)
    return say(
        overview_words.NOT_OFFICIAL, language, count=count, kinds=kinds, were="was" if counts.total() == 1 else "were"
    )


def provenance_of(provenance: Provenance, lang: Language, *, full: bool = True) -> str:
    """Provenance in words: clause, status, confidence, address.

    In short (not `full`), what the plan prints or what was read needs no more than its place, and a word if it is not sure;
    a recollection has to say that it is one.

    >>> provenance_of(Provenance(ProvenanceStatus.RECALLED, confidence="low"), "en")
    'stated from memory, not yet checked against the official text, confidence: low'
    """
    status = manner_of(provenance).in_language(lang)
    number = printable(provenance.instrument or "")
    cite = printable(provenance.cite) if provenance.cite else ""
    if number and number not in cite:
        cite = f"{cite}, {number}" if cite else number
    if provenance.article and provenance.page:
        article, page = printable(provenance.article), printable(provenance.page)
        cite = "; ".join(filter(None, (cite, say(rule_words.ARTICLE, lang, article=article, page=page))))
    url = printable(provenance.url) if provenance.url else ""
    sure = _confidence(provenance, lang)
    if not full and provenance.status is ProvenanceStatus.TEXT:
        return cite
    if not full and provenance.status is ProvenanceStatus.READ and url:
        at = words.READ_AT if provenance.source is None else rule_words.SOURCE_AT
        status, url = say(at, lang, url=url, manner=status), ""
        known = f"{cite}, {status}" if cite else status
        return known if _is_sure(provenance) else f"{known} ({sure})"
    if not full and provenance.status is ProvenanceStatus.PLAN and cite:
        return cite if _is_sure(provenance) else f"{cite} ({sure})"
    known = f"{status}, {sure}" if sure else status
    text = f"{cite} ({known})" if cite else known
    return f"{text}; {url}" if full and url else text


def _is_sure(provenance: Provenance) -> bool:
    return provenance.confidence in (None, "high")


def _confidence(provenance: Provenance, lang: Language) -> str:
    """Confidence in words; empty for an unknown rule."""
    if provenance.confidence is None or provenance.status is ProvenanceStatus.UNKNOWN:
        return ""
    sure = rule_words.CONFIDENCES.get(provenance.confidence)
    return sure.in_language(lang) if sure else printable(provenance.confidence)


def own_lines(rule: Rule, ruleset: Ruleset, names: Names) -> list[str]:
    """Lines on what a rule asks, gives and needs, and who is responsible: without its name and its source."""
    lang, lines = names.language, list[str]()
    if not isinstance(rule, Conclusion) and rule.points is not None:
        lines.append(names.say(point_words.GIVES, points=award_text(rule.points, names)))
    if not isinstance(rule, Conclusion) and rule.maximum is not None:
        lines.append(capital(names.say(point_words.MAXIMUM, maximum=quantity(rule.maximum, point_words.POINT, lang))))
    condition = asks(rule, ruleset, names)
    kind = kind_of_code(rule.code, classifies=ruleset.classifies)
    lines.append(names.say(MANNERS[kind].asks, condition=condition))
    directions = _directions(rule, names)
    if directions:
        lines.append(names.say(rule_words.BETTER_LINE, measures="; ".join(directions)))
    if rule.applies_when is not None:
        applies = describe(rule.applies_when, names.library, lang, home=ruleset.id)
        lines.append(names.say(rule_words.APPLIES_WHEN, condition=applies))
    if rule.commitment is not None:
        commitment = names.say(COMMITMENTS[rule.commitment])
        lines.append(names.say(rule_words.COMMITMENT_LINE, commitment=commitment))
    valid = [
        f"{mid_sentence(names.text(measure.name))} ({duration(measure.valid_for, lang)})"
        for measure in _measures(rule, names)
        if measure.valid_for is not None
    ]
    if valid:
        lines.append(names.say(rule_words.FIGURES_VALID_LINE, measures="; ".join(valid)))
    if rule.valid_for is not None:
        lines.append(names.say(rule_words.VALID_FOR_LINE, duration=duration(rule.valid_for, lang)))
    if rule.requires_assurance is not None:
        lines.append(names.say(rule_words.ASSURANCE_LINE, level=names.assurance(rule.requires_assurance)))
    if rule.responsible:
        offices = "; ".join(names.text(office) for office in rule.responsible)
        lines.append(names.say(rule_words.RESPONSIBLE_LINE, offices=offices))
    return lines


def _directions(rule: Rule, names: Names) -> list[str]:
    """The measures of a rule whose better direction is declared, each with it."""
    return [_better(measure, measure.better, names) for measure in _measures(rule, names) if measure.better is not None]


def _better(measure: Measure, better: Better, names: Names) -> str:
    """The direction of a figure, or the finding, that is better, in words."""
    if measure.type is not MeasureType.FINDING:
        return names.say(rule_words.BETTER[better], measure=names.text(measure.name))
    wanted = Finding.MET if better is Better.HIGHER else Finding.NOT_MET
    finding = words.finding_word(wanted, measure, names.language, answers=wanted is Finding.NOT_MET)
    return names.say(rule_words.BETTER_FINDING, measure=names.text(measure.name), finding=finding)


def _measures(rule: Rule, names: Names) -> list[Measure]:
    """The measures that a rule's condition names."""
    conditions = () if rule.condition is None else within(rule.condition)
    named = dict.fromkeys(id for condition in conditions for id, _ in measures_named(condition))
    return [names.library.measures[id] for id in named if id in names.library.measures]


def asks(rule: Rule, ruleset: Ruleset, names: Names) -> str:
    """Condition of a rule as a sentence, or the statement that all rules below it must be attained.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...model.condition import Unknown
    >>> from ...model.library import Library
    >>> from ...model.text import Text
    >>> ruleset = example_ruleset()
    >>> rule = Indicator("3.3", Text("Nước sạch"), Unknown(), Provenance(ProvenanceStatus.UNKNOWN))
    >>> asks(rule, ruleset, Names(Library(), None, "en"))
    '(content not in this file)'
    """
    condition: Condition | None = rule.condition
    if condition is not None:
        demands = MANNERS[kind_of_code(rule.code, classifies=ruleset.classifies)].demands
        return describe(condition, names.library, names.language, home=ruleset.id, answers=not demands)
    if not isinstance(rule, Conclusion) and rule.points is not None:
        return names.say(point_words.ANY_POINTS)
    if rule.below:
        codes = names.codes(tuple(below.code for below in rule.below))
        phrase = rule_words.ONE_BELOW if len(rule.below) == 1 else rule_words.ALL_BELOW
        noun = noun_of_rule(rule.below[0])
        return names.say(phrase, codes=codes, noun=form(noun, len(rule.below), names.language))
    return names.say(rule_words.CONTENT_UNKNOWN)


def ruleset_lines(ruleset: Ruleset, names: Names) -> list[str]:
    """Lines on a ruleset as a whole: its instrument, period, kinds of units, how much of it is known and how."""
    lang = names.language
    lines = [
        names.say(rule_words.INSTRUMENT_LINE, instrument=_instrument_in_full(ruleset, lang)),
        _period(ruleset.version, ruleset.until, lang),
        names.say(rule_words.APPLIES_TO_LINE, kind=names.one(ruleset.applies_to)),
        names.say(rule_words.BASICALLY_MET_LINE[ruleset.basically_met]),
    ]
    if ruleset.specialises is not None:
        title = names.title(ruleset.specialises, ruleset.version)
        line = names.say(rule_words.SPECIALISES_LINE, title=title, ruleset=printable(ruleset.specialises))
        lines.insert(1, line)
    if ruleset.requires_assurance is not None:
        lines.append(names.say(rule_words.ASSURANCE_LINE, level=names.assurance(ruleset.requires_assurance)))
    if ruleset.applies_where is not None:
        where = describe(ruleset.applies_where, names.library, lang, home=ruleset.id)
        lines.append(names.say(rule_words.APPLIES_WHEN, condition=where))
    if ruleset.adds:
        lines.append(names.say(rule_words.ADDS_LINE, codes=names.codes(ruleset.adds)))
    return [*lines, *_known_from(ruleset, lang)]


def repealed_lines(ruleset: Ruleset, names: Names) -> list[str]:
    """Lines for the rules that amendments have taken away, each with the instrument that did."""
    return [
        names.say(
            rule_words.REPEALED_LINE,
            code=printable(repealed.code),
            name=names.text(repealed.name),
            day=day(repealed.since, names.language),
            instrument=printable(repealed.instrument),
        )
        for repealed in ruleset.repealed
    ]


def _instrument_in_full(ruleset: Ruleset, lang: Language) -> str:
    return "; ".join(_in_full(instrument, lang) for instrument in ruleset.instruments)


def _in_full(instrument: Instrument, lang: Language) -> str:
    parts = [printable(instrument.number)]
    if instrument.issuer:
        parts.append(printable(instrument.issuer))
    if instrument.signed:
        parts.append(say(rule_words.SIGNED, lang, day=day(instrument.signed, lang)))
    if instrument.url:
        parts.append(printable(instrument.url))
    return ", ".join(parts)


def _period(start: date, end: date | None, lang: Language) -> str:
    if end is None:
        return say(rule_words.PERIOD_LINE, lang, start=day(start, lang))
    return say(rule_words.PERIOD_LINE_UNTIL, lang, start=day(start, lang), end=day(end, lang))


def _known_from(ruleset: Ruleset, lang: Language) -> list[str]:
    """Lines with the number of criteria, indicators and conclusions by provenance status."""
    groups = (
        (words.CRITERION, [rule for rule in ruleset.rules() if isinstance(rule, Criterion)]),
        (words.INDICATOR, [rule for rule in ruleset.rules() if type(rule) is Indicator]),
        (words.CONTENT, [rule for rule in ruleset.rules() if isinstance(rule, Content)]),
        (words.CONCLUSION_NOUN, [rule for rule in ruleset.rules() if isinstance(rule, Conclusion)]),
    )
    lines = []
    for noun, rules in groups:
        if rules:
            order = list(ProvenanceStatus)
            ranked = sorted((rule.provenance for rule in rules), key=lambda provenance: order.index(provenance.status))
            manners = Counter(manner_of(provenance).in_language(lang) for provenance in ranked)
            counts = "; ".join(f"{count} {manner}" for manner, count in manners.items())
            lines.append(say(rule_words.KNOWN_FROM, lang, rules=counted(len(rules), noun, lang), counts=counts))
    return lines
