"""Differences between a recorded snapshot and the decisions of today, by unit and rule."""

from collections.abc import Iterator
from datetime import date

from ...evolution.snapshots.difference import Differences, RuleDifference
from ...evolution.snapshots.snapshot import Snapshot
from ...model.key import RuleKey, is_conclusion
from ...model.text import Text, printable
from ..pages.two_languages import filled
from ..papers.paper import Heading, Paper, PaperBlock, Paragraph, plain
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, listed
from ..words import snapshots as snapshot_words
from ..words.common import MEMBER
from ..words.rule_kinds import conclusion_called
from .decisions import as_before, changed, come_and_gone, sorted_out


def differences_paper(differences: Differences, file: str, names: Names) -> Paper:
    """The differences as a paper: their number; changed outcomes by unit, new and removed rules and units; then changed
    rules, and decisions with the same outcome but another figure or threshold.
    """
    language = names.language
    if not differences:
        count = counted(len(differences.now.decisions), snapshot_words.DECISION, language)
        title = names.say(snapshot_words.UNCHANGED, file=printable(file), count=count)
        return Paper(None, Text(title), (), ())
    title = names.say(snapshot_words.CHANGED, file=printable(file), what=_how_much(differences, names))
    days = names.say(snapshot_words.DAYS, was=_days(differences.was, names), now=_days(differences.now, names))
    groups = sorted_out(differences)
    sections = (
        (snapshot_words.DECISIONS, len(groups.changed), changed(groups, names)),
        (snapshot_words.COME_AND_GONE, len(groups.come_and_gone), come_and_gone(differences, groups, names)),
        (snapshot_words.RULES, _number_of_rules(differences), _rules(differences, names)),
        (snapshot_words.AS_BEFORE, len(groups.as_before), as_before(groups, names)),
    )
    blocks: list[PaperBlock] = []
    for heading, number, section in sections:
        if number:
            blocks += [Heading(filled(heading, count=number)), *section]
    return Paper(None, Text(title), () if differences.same_days else (Text(days),), tuple(blocks))


def _how_much(differences: Differences, names: Names) -> str:
    language = names.language
    decided = sorted_out(differences).all()
    parts = []
    if decided:
        units = counted(len({difference.unit for difference in decided}), MEMBER, language)
        decisions = counted(len(decided), snapshot_words.DECISION, language)
        parts.append(names.say(snapshot_words.OF_UNITS, decisions=decisions, units=units))
    if rules := _number_of_rules(differences):
        parts.append(counted(rules, snapshot_words.RULE, language))
    if not differences.same_days:
        parts.append(names.say(snapshot_words.OTHER_DAYS))
    return listed(parts, language)


def _number_of_rules(differences: Differences) -> int:
    """Number of changed rules; a renumbered rule counts once."""
    renumbered = {key for pair in differences.renumbered for key in pair}
    return len(differences.renumbered) + sum(rule.rule not in renumbered for rule in differences.rules)


def _days(taken: Snapshot, names: Names) -> str:
    phrase = snapshot_words.AS_OF if taken.known_on is None else snapshot_words.AS_OF_KNOWN
    known = "" if taken.known_on is None else day(taken.known_on, names.language)
    days = names.say(phrase, day=day(taken.as_of, names.language), known=known)
    return days if taken.assessed is None else names.say(snapshot_words.ABOUT, days=days, year=taken.assessed)


def _rules(differences: Differences, names: Names) -> Iterator[Paragraph]:
    """An item for each ruleset whose rules are others, version by version, and for each rule that is only renumbered."""
    language = names.language
    renumbered = {key for pair in differences.renumbered for key in pair}
    for old, new in differences.renumbered:
        fields = {"ruleset": printable(new.ruleset), "was": _code(old, names), "now": _code(new, names)}
        yield plain(names.say(snapshot_words.RENUMBERED, **fields), item=True)
    groups: dict[tuple[str, date | None, date | None], list[RuleDifference]] = {}
    for rule in differences.rules:
        if rule.rule in renumbered:
            continue
        versions = (rule.was.version if rule.was else None, rule.now.version if rule.now else None)
        groups.setdefault((rule.rule.ruleset, *versions), []).append(rule)
    for (ruleset, was, now), rules in groups.items():
        fields = {
            "ruleset": printable(ruleset),
            "codes": ", ".join(_code(rule.rule, names) for rule in rules),
        }
        if was is not None and now is not None and was != now:
            count = counted(len(rules), snapshot_words.RULE, language)
            line = names.say(
                snapshot_words.OTHER_VERSION, **fields, was=day(was, language), now=day(now, language), count=count
            )
        else:
            phrase = snapshot_words.OTHER_RULES if was == now else snapshot_words.NEW_RULES
            version = was or now
            assert version is not None
            line = names.say(
                snapshot_words.GONE_RULES if now is None else phrase, **fields, version=day(version, language)
            )
        yield plain(line, item=True)


def _code(rule: RuleKey, names: Names) -> str:
    code = rule.code
    return conclusion_called(code).in_language(names.language).lower() if is_conclusion(code) else printable(code)
