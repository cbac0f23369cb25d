"""Changes of one rule and of a whole ruleset in words, shared by the text page and the Markdown."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...evolution.comparison.diff import DECIDING_SETTINGS, ChangeKind, RuleChange, RulesetDiff, Setting
from ...evolution.in_force import Years
from ...model.library import Library
from ...model.ruleset import Conclusion, Criterion, Rule, Ruleset
from ...model.text import Language, printable
from ..phrasing.compared_names import Terms
from ..phrasing.conditions import describe
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, figure, listed
from ..phrasing.rules import asks
from ..words import comparison as diff_words
from ..words import rules as rule_words
from ..words.common import say

_COUNTED = (
    ChangeKind.OUTCOME,
    ChangeKind.ADDED,
    ChangeKind.REPEALED,
    ChangeKind.RENUMBERED,
    ChangeKind.NOT_SHOWN,
    ChangeKind.PARTLY_OPEN,
    ChangeKind.OTHER_YEARS,
    ChangeKind.NOT_COMPARED,
)


def terms_of(comparison: RulesetDiff, library: Library, language: Language) -> Terms:
    """Names for a comparison: those of the library, and those of renumbered rules.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> terms_of(diff(ruleset, ruleset, library=Library()), Library(), "en").language
    'en'
    """
    return Terms(Names(library, None, language), comparison.before, comparison.after, comparison.matched.renamed)


def heading(comparison: RulesetDiff, terms: Terms) -> list[str]:
    """Lines above a comparison: both texts, the years for which they are compared, and the method.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> comparison = diff(ruleset, ruleset, library=Library())
    >>> heading(comparison, terms_of(comparison, Library(), "en"))[:2]
    ['Two texts compared: Xã', '  Old: 1/QĐ, in force from 1 Jan 2024  [vn/a@2024-01-01]']
    """
    language = terms.language
    lines = [terms.names.say(diff_words.COMPARED, title=terms.names.text(comparison.after.title))]
    sides = ((diff_words.OLD, comparison.before), (diff_words.NEW, comparison.after))
    names = [_side(ruleset, language) for _, ruleset in sides]
    for (side, ruleset), text in zip(sides, names, strict=True):
        line = text
        if names[0] == names[1] and ruleset.place is not None and ruleset.place.file != _other(comparison, ruleset):
            line = terms.names.say(diff_words.SIDE_FILE, text=text, file=printable(ruleset.place.file))
        lines.append(f"  {side.in_language(language)}: {line}")
    lines.append(years_compared(comparison.years, language))
    lines.append(terms.names.say(diff_words.BASIS))
    if comparison.measures:
        measures = listed([terms.names.measure_name(id) for id in comparison.measures], language)
        lines.append(terms.names.say(diff_words.MEASURES, measures=measures))
    return lines


def years_compared(years: Years, language: Language) -> str:
    """The sentence on the years for which thresholds by year are compared."""
    phrase = diff_words.YEARS_OPEN if years.last is None else diff_words.YEARS_BETWEEN
    alone = years.first == years.last
    return say(diff_words.YEAR_ALONE if alone else phrase, language, first=years.first, last=years.last)


def _other(comparison: RulesetDiff, ruleset: Ruleset) -> str | None:
    """The file of the other ruleset."""
    other = comparison.after if ruleset is comparison.before else comparison.before
    return None if other.place is None else other.place.file


def _side(ruleset: Ruleset, language: Language) -> str:
    number, version = printable(ruleset.instrument.number), f"{ruleset.id}@{ruleset.version}"
    return say(diff_words.SIDE, language, number=number, day=day(ruleset.version, language), version=version)


def settings_lines(comparison: RulesetDiff, terms: Terms) -> Iterator[str]:
    """Lines for the changed settings of the ruleset itself (title, instrument, period and so on), old and new.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from attrs import evolve
    >>> from ...evolution.comparison.diff import diff
    >>> from ...model.text import Text
    >>> ruleset = example_ruleset()
    >>> comparison = diff(ruleset, evolve(ruleset, title=Text("Phường")), library=Library())
    >>> list(settings_lines(comparison, terms_of(comparison, Library(), "vi")))
    ['tên: “Xã” → “Phường”']
    """
    for setting in comparison.settings:
        fields = {
            "what": terms.names.say(diff_words.SETTING_NAMES[setting]),
            "before": _setting(setting, comparison.before, terms.names),
            "after": _setting(setting, comparison.after, terms.names),
        }
        yield terms.names.say(diff_words.SETTING, **fields)


def _setting(setting: Setting, ruleset: Ruleset, names: Names) -> str:
    language = names.language
    match setting:
        case Setting.TITLE:
            return f"“{names.text(ruleset.title)}”"
        case Setting.INSTRUMENT:
            return ", ".join(printable(instrument.number) for instrument in ruleset.instruments)
        case Setting.UNTIL:
            return names.say(diff_words.NO_END) if ruleset.until is None else day(ruleset.until, language)
        case Setting.BASICALLY_MET:
            return names.say(rule_words.BASICALLY_MET_LINE[ruleset.basically_met])
        case Setting.ASSURANCE:
            assurance = ruleset.requires_assurance
            return names.say(diff_words.NOTHING) if assurance is None else names.assurance(assurance)
        case Setting.APPLIES_TO:
            return names.one(ruleset.applies_to)
        case Setting.NOTES:
            return names.say(diff_words.NOTES, count=len(ruleset.notes))


def conclusion(comparison: RulesetDiff, language: Language) -> str:
    """Result of the comparison in one sentence: the proof that no outcome changes, or the number of rules whose
    outcomes do.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> conclusion(diff(ruleset, ruleset, library=Library()), "vi")
    'KHÔNG ĐỔI: không đơn vị nào có thể có kết quả khác, dù số liệu ra sao. Điều kiện của mọi quy tắc giữ nguyên.'
    """
    if comparison.same_everywhere:
        rewritten = [change.difference for change in comparison.changes if ChangeKind.REWRITTEN in change.changes]
        combinations = sum(difference.combinations for difference in rewritten if difference is not None)
        if not combinations:
            return diff_words.SAME_WORDS.in_language(language)
        return say(diff_words.SAME, language, combinations=figure(Decimal(combinations), language))
    if comparison.same_by_figures:
        moved = [change for change in comparison.changes if change.moves_attestations]
        codes = [
            say(diff_words.TRANSITION, language, before=printable(change.before.code), after=printable(change.code))
            if ChangeKind.RENUMBERED in change.changes
            else printable(change.code)
            for change in moved
            if change.before is not None
        ]
        sentences = [say(diff_words.SAME_BY_FIGURES, language, codes=listed(codes, language))] if codes else []
        if comparison.references:
            rulesets = listed([printable(id) for id in comparison.references], language)
            sentences.append(say(diff_words.READ_ELSEWHERE, language, rulesets=rulesets))
        return " ".join(sentences)
    counts = []
    for change in _COUNTED:
        number = sum(change in altered.changes for altered in comparison.changes)
        if number:
            rules = counted(number, diff_words.RULE, language)
            counts.append(say(diff_words.COUNTS[change], language, count=rules))
    for_all = [setting for setting in comparison.settings if setting in DECIDING_SETTINGS]
    if for_all:
        settings = listed([diff_words.SETTING_NAMES[setting].in_language(language) for setting in for_all], language)
        counts.append(say(diff_words.DIFFERENT_SETTING, language, settings=settings))
    return say(diff_words.DIFFERENT, language, counts=listed(counts, language))


def same_rules(comparison: RulesetDiff, language: Language) -> str:
    """Number of unchanged rules, as a sentence.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> same_rules(diff(ruleset, ruleset, library=Library()), "en")
    '0 rules not changed at all.'
    """
    return say(diff_words.SAME_RULES, language, count=counted(comparison.same, diff_words.RULE, language))


def title_of(rule: Rule, names: Names) -> str:
    """A rule by its code and name; a conclusion by its name.

    >>> from datetime import date
    >>> from ...model.text import Text
    >>> from ...model.condition import Unknown
    >>> from ...model.ruleset import Indicator, Provenance, ProvenanceStatus
    >>> rule = Indicator("3.3", Text("Nước sạch"), Unknown(), Provenance(ProvenanceStatus.PLAN))
    >>> title_of(rule, Names(Library(), None, "vi"))
    '3.3  Nước sạch'
    """
    name = names.text(rule.name)
    return name if isinstance(rule, Conclusion) else f"{printable(rule.code)}  {name}"


def kinds_of(change: RuleChange, comparison: RulesetDiff, language: Language) -> str:
    """Kinds of change of a rule, joined by commas: `kết quả thay đổi, đổi số, trước là 3.4`."""
    texts = []
    for kind in ChangeKind:
        if kind in change.changes:
            before = "" if change.before is None else change.before.code
            criterion = _criterion(before, comparison.before)
            text = say(diff_words.CHANGES[kind], language, code=printable(before), criterion=printable(criterion))
            if kind is ChangeKind.REPEALED and (
                gone := [rule for rule in comparison.after.repealed if rule.code == before]
            ):
                text = f"{text} ({printable(gone[0].instrument)})"
            if kind is ChangeKind.REWRITTEN and change.difference is not None:
                combinations = figure(Decimal(change.difference.combinations), language)
                text = say(diff_words.REWRITTEN_PROOF, language, text=text, combinations=combinations)
            texts.append(text)
    return ", ".join(texts)


def _criterion(code: str, ruleset: Ruleset) -> str:
    above = ruleset.above(code)
    return "" if above is None else above.code


def conditions(change: RuleChange, comparison: RulesetDiff, names: Names) -> list[tuple[str, str]]:
    """Old and new condition of a rule, each with the word for its side; one entry with no word where both are equal."""
    language = names.language
    sides = ((diff_words.OLD, change.before, comparison.before), (diff_words.NEW, change.after, comparison.after))
    texts = [
        (side.in_language(language), condition_text(rule, ruleset, names))
        for side, rule, ruleset in sides
        if rule is not None
    ]
    if len(texts) == 2 and texts[0][1] == texts[1][1]:
        return [("", texts[0][1])]
    return texts


def condition_text(rule: Rule, ruleset: Ruleset, names: Names) -> str:
    """Condition of a rule in prose, with its `applies_when`.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...model.condition import Required
    >>> from ...model.ruleset import Indicator, Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> ruleset = example_ruleset()
    >>> rule = Indicator("3.3", Text("Nước sạch"), Required("safe_water"), Provenance(ProvenanceStatus.PLAN))
    >>> condition_text(rule, ruleset, Names(Library(), None, "en"))
    'safe_water: the finding is “Met”'
    """
    text = asks(rule, ruleset, names)
    if rule.applies_when is None:
        return text
    applies = describe(rule.applies_when, names.library, names.language, home=ruleset.id)
    return names.say(diff_words.APPLIES_WHEN, condition=text, applies=applies)


def parts_text(change: RuleChange, comparison: RulesetDiff, terms: Terms) -> str:
    """Indicators that a criterion newly asks for and those that it no longer asks for; empty for any other rule.

    That says all of how it decides differently, and there need be no table. Empty for any other rule.
    """
    before, after = change.before, change.after
    if before is None or after is None or not (before.below and after.below):
        return ""
    if before.applies_when != after.applies_when:
        return ""
    old = {indicator.code for indicator in before.below}
    now = {comparison.matched.renamed.get(indicator.code, indicator.code): indicator.code for indicator in after.below}
    added = [code for called, code in now.items() if called not in old]
    gone = [indicator.code for indicator in before.below if indicator.code not in now]
    texts = [
        terms.names.say(phrase, codes=terms.codes([printable(code) for code in codes]))
        for phrase, codes in ((diff_words.PARTS_ADDED, added), (diff_words.PARTS_GONE, gone))
        if codes
    ]
    return terms.names.say(diff_words.PARTS, texts=", ".join(texts)) if texts else ""


def above_text(change: RuleChange, comparison: RulesetDiff, terms: Terms) -> str:
    """Rules that depend on the rule: `Ảnh hưởng đến: tiêu chí 15; công nhận`; empty where there are none."""
    if not change.above:
        return ""
    ruleset = comparison.before if change.after is None else comparison.after
    rules = [rule for code in change.above if (rule := ruleset.rule(code)) is not None]
    criteria = [rule.code for rule in rules if isinstance(rule, Criterion)]
    others = [terms.own_name(printable(rule.code), rule) for rule in rules if rule.code not in criteria]
    named = [terms.own_name(code, ruleset.rule(code)) for code in criteria[:1]] if len(criteria) == 1 else []
    if len(criteria) > 1:
        named = [terms.own_name(terms.codes(criteria), ruleset.rule(criteria[0]))]
    return terms.names.say(diff_words.ABOVE, rules=", ".join([*named, *others]))


def split(comparison: RulesetDiff) -> tuple[Sequence[RuleChange], Sequence[RuleChange]]:
    """Changes that can alter an outcome, and the remaining ones.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> split(diff(ruleset, ruleset, library=Library()))
    ([], [])
    """
    different = [change for change in comparison.changes if change.decides_differently]
    return different, [change for change in comparison.changes if not change.decides_differently]
