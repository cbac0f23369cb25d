"""Rules and rulesets as pages of text: conditions, applicability, period, provenance."""

from datetime import date

from ...language.contents.traversal import within
from ...language.grammar.conditions import COMMITMENTS
from ...model.condition import Condition
from ...model.library import Library
from ...model.named import measures_named
from ...model.ruleset import Conclusion, Criterion, Indicator, Provenance, ProvenanceStatus, Rule, Ruleset
from ...model.text import Language, printable
from ..phrasing.awards import award_text
from ..phrasing.conditions import describe
from ..phrasing.letter_case import capital
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, figure
from ..words import common as words
from ..words import points as point_words
from ..words import rules as rule_words
from ..words.common import say
from ..words.rule_kinds import MANNERS, kind_of_code


def provenance_of(provenance: Provenance, lang: Language, *, full: bool = True) -> str:
    """Provenance in words: clause, status, confidence, address.

    In short (not `full`), what the plan prints or what was read needs no more than its place, and a word if it is not sure;
    a recollection has to say that it is one.

    >>> provenance_of(Provenance(ProvenanceStatus.RECALLED, confidence="low"), "en")
    'stated from memory, not yet checked against the official text, confidence: low'
    """
    status = words.PROVENANCE[provenance.status].in_language(lang)
    cite = printable(provenance.cite) if provenance.cite else ""
    url = printable(provenance.url) if provenance.url else ""
    sure = _confidence(provenance, lang)
    if not full and provenance.status is ProvenanceStatus.READ and url:
        status, url = say(words.READ_AT, lang, url=url), ""
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
    sure = words.CONFIDENCES.get(provenance.confidence)
    return sure.in_language(lang) if sure else printable(provenance.confidence)


def show_rule(rule: Rule, ruleset: Ruleset, library: Library, lang: Language) -> str:
    """Page of one rule: code, name, condition, applicability, provenance; the indicators below a criterion too.

    >>> from ...model.condition import Required
    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> rule = Indicator("3.3", Text("Nước sạch"), Required("safe_water"), Provenance(ProvenanceStatus.PLAN))
    >>> print(show_rule(rule, ruleset, Library(), "en"))
    Xã (1/QĐ)
    3.3  Nước sạch
         Requires: safe_water: the finding is “Met”
         Source: printed in the plan
    """
    names = Names(library, None, lang)
    title = f"{names.text(ruleset.title)} ({_instrument(ruleset)})"
    return "\n".join([title, *_rule_lines(rule, ruleset, names, "")])


def _rule_lines(rule: Rule, ruleset: Ruleset, names: Names, indent: str) -> list[str]:
    lang = names.language
    head = names.text(rule.name) if isinstance(rule, Conclusion) else f"{printable(rule.code)}  {names.text(rule.name)}"
    lines = [indent + head]
    inner = indent + ("" if isinstance(rule, Conclusion) else " " * (len(rule.code) + 2))
    if not isinstance(rule, Conclusion) and rule.points is not None:
        lines.append(inner + say(point_words.GIVES, lang, points=award_text(rule.points, names)))
    if not isinstance(rule, Conclusion) and rule.maximum is not None:
        lines.append(inner + capital(say(point_words.MAXIMUM, lang, maximum=figure(rule.maximum, lang))))
    asked = asks(rule, ruleset, names)
    kind = kind_of_code(rule.code, classifies=ruleset.classifies)
    lines.append(inner + say(MANNERS[kind].asks, lang, condition=asked))
    directions = _directions(rule, names)
    if directions:
        lines.append(inner + say(rule_words.BETTER_LINE, lang, measures="; ".join(directions)))
    if rule.applies_when is not None:
        applies = describe(rule.applies_when, names.library, lang, home=ruleset.id)
        lines.append(inner + say(rule_words.APPLIES_WHEN, lang, condition=applies))
    if rule.commitment is not None:
        commitment = COMMITMENTS[rule.commitment].in_language(lang)
        lines.append(inner + say(rule_words.COMMITMENT_LINE, lang, commitment=commitment))
    if rule.responsible:
        offices = "; ".join(names.text(office) for office in rule.responsible)
        lines.append(inner + say(rule_words.RESPONSIBLE_LINE, lang, offices=offices))
    lines.append(inner + say(rule_words.PROVENANCE_LINE, lang, provenance=provenance_of(rule.provenance, lang)))
    if rule.provenance.note is not None:
        lines.append(inner + say(rule_words.NOTE_LINE, lang, note=names.text(rule.provenance.note)))
    if isinstance(rule, Criterion):
        for indicator in rule.indicators:
            lines += _rule_lines(indicator, ruleset, names, indent + "  ")
    return lines


def _directions(rule: Rule, names: Names) -> list[str]:
    """The measures of a rule whose better direction is declared, each with it."""
    conditions = () if rule.condition is None else within(rule.condition)
    named = dict.fromkeys(id for condition in conditions for id, _ in measures_named(condition))
    known = [names.library.measures[id] for id in named if id in names.library.measures]
    return [
        say(rule_words.BETTER[each.better], names.language, measure=names.text(each.name))
        for each in known
        if each.better is not None
    ]


def asks(rule: Rule, ruleset: Ruleset, names: Names) -> str:
    """Condition of a rule as a sentence, or the statement that all its indicators must be attained.

    >>> from ...model.condition import Unknown
    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> rule = Indicator("3.3", Text("Nước sạch"), Unknown(), Provenance(ProvenanceStatus.UNKNOWN))
    >>> asks(rule, ruleset, Names(Library(), None, "en"))
    '(content not in this file)'
    """
    condition: Condition | None = rule.condition
    if condition is not None:
        demands = MANNERS[kind_of_code(rule.code, classifies=ruleset.classifies)].demands
        return describe(condition, names.library, names.language, home=ruleset.id, answers=not demands)
    if not isinstance(rule, Conclusion) and rule.points is not None:
        return point_words.ANY_POINTS.in_language(names.language)
    if isinstance(rule, Criterion) and rule.indicators:
        codes = names.codes(tuple(indicator.code for indicator in rule.indicators))
        phrase = rule_words.ONE_INDICATOR if len(rule.indicators) == 1 else rule_words.ALL_INDICATORS
        return say(phrase, names.language, codes=codes)
    return rule_words.CONTENT_UNKNOWN.in_language(names.language)


def show_ruleset(ruleset: Ruleset, library: Library, lang: Language) -> str:
    """A ruleset: its instrument, period, conclusions, criteria with their indicators, how much of it is known and how.

    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> print(show_ruleset(ruleset, Library(), "en"))
    Xã  [vn/a@2024-01-01]
    Instrument: 1/QĐ
    In force: from 1 Jan 2024
    Applies to: commune
    It is not known whether the instrument counts “basically met” as met
    """
    names = Names(library, None, lang)
    kind = names.kind(ruleset.applies_to)
    lines = [
        f"{names.text(ruleset.title)}  [{ruleset.id}@{ruleset.version}]",
        say(rule_words.INSTRUMENT_LINE, lang, instrument=_instrument_in_full(ruleset, lang)),
        _period(ruleset.version, ruleset.until, lang),
        say(rule_words.APPLIES_TO_LINE, lang, kind=kind.vi if lang == "vi" else kind.one),
        rule_words.BASICALLY_MET_LINE[ruleset.basically_met].in_language(lang),
    ]
    if ruleset.specialises is not None:
        title = names.title(ruleset.specialises, ruleset.version)
        line = say(rule_words.SPECIALISES_LINE, lang, title=title, ruleset=printable(ruleset.specialises))
        lines.insert(2, line)
    lines += _known_from(ruleset, lang)
    for conclusion in ruleset.conclusions:
        lines += ["", *_rule_lines(conclusion, ruleset, names, "")]
    for criterion in ruleset.criteria:
        lines += ["", *_rule_lines(criterion, ruleset, names, "")]
    if ruleset.notes:
        lines += ["", *(say(rule_words.NOTE_LINE, lang, note=names.text(note)) for note in ruleset.notes)]
    return "\n".join(lines)


def _instrument(ruleset: Ruleset) -> str:
    return printable(ruleset.instrument.number)


def _instrument_in_full(ruleset: Ruleset, lang: Language) -> str:
    instrument = ruleset.instrument
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
        (words.INDICATOR, [rule for rule in ruleset.rules() if isinstance(rule, Indicator)]),
        (words.CONCLUSION_NOUN, [rule for rule in ruleset.rules() if isinstance(rule, Conclusion)]),
    )
    lines = []
    for noun, rules in groups:
        if rules:
            statuses = [rule.provenance.status for rule in rules]
            counts = "; ".join(
                f"{statuses.count(status)} {words.PROVENANCE[status].in_language(lang)}"
                for status in ProvenanceStatus
                if status in statuses
            )
            lines.append(say(rule_words.KNOWN_FROM, lang, rules=counted(len(rules), noun, lang), counts=counts))
    return lines
