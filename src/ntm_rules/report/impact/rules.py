"""Requirements of a new text beside those of the old one, rule by rule."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from attrs import evolve

from ...evolution.impact.impact import Impact, RuleImpact, RuleLevel
from ...language.contents.traversal import thresholds, within
from ...model.key import RuleKey
from ...model.outcome import Tally
from ...model.ruleset import Rule, Ruleset
from ...model.text import printable
from ...model.threshold import ByAttribute
from ..layout.wrapped_table import KEPT, clipped
from ..phrasing.conditions import describe
from ..phrasing.names import Names
from ..phrasing.numbers import counted, form, measurement
from ..quantities.observed import NOTHING, attaining, required_cell
from ..words import impact as impact_words
from ..words.common import PERCENTAGE_POINT
from ..words.grades import MEASUREMENT
from .clauses import rule_cell

_LONGEST_NAME = 100
_LONGEST_CONDITION = 160

K = TypeVar("K")
_Requirements = dict[tuple[str, str], list[str]]
"""Codes of units by the pair of old and new requirement, in words."""


def changed_rules(impact: Impact, names: Names) -> Iterator[str]:
    """Line for each rule that is added, repealed or has another requirement, without criteria that only rest on
    others.

    Where a threshold is another for some units than for others, it says for which value of an attribute each is, or, where
    no one attribute tells, for how many units. Rules that only have another number or name come last.
    """
    by_rule: dict[tuple[str, bool], list[RuleImpact]] = {}
    required: dict[tuple[str, bool], _Requirements] = {}
    passed: set[tuple[str, bool]] = set()
    # Rules of which no requirement is told, whatever it is for further units: see `_changes`.
    is_told: set[tuple[str, bool]] = set()
    # Rows stand unit by unit: each is decided once for all of its rules.
    for row in impact.rows:
        key = (row.rule.code, row.after is None)
        if row.rule_changed and key not in passed:
            if key not in by_rule and _rests_on_others(row, impact):
                passed.add(key)
                continue
            by_rule.setdefault(key, []).append(row)
            if key not in is_told:
                clause, pairs = row.clause, required.setdefault(key, {})
                before, after = required_cell(clause.before, names), required_cell(clause.after, names)
                pairs.setdefault((before, after), []).append(row.unit)
                if after == NOTHING or (len(pairs) > 1 if row.before is None else before == NOTHING):
                    is_told.add(key)
    worded = {after.code: _worded(before, after, names) for before, after in _reworded(impact, names)}
    as_before: list[RuleKey] = []
    for (code, repealed), rows in by_rule.items():
        was, pairs = [] if repealed else worded.pop(code, []), required[code, repealed]
        if all(before == after != NOTHING for before, after in pairs) and rows[0].before is not None:
            as_before.append(rows[0].rule)
            continue
        called = _called(rows[0], names)
        changes = "; ".join([_changes(rows, pairs, impact, names), *was])
        yield f"{called}: {changes}"
    if as_before:
        yield names.say(impact_words.MEMO_AS_BEFORE_HERE, codes=names.grouped(as_before, impact.after.id))
    for row in {row.rule.code: row for row in impact.rows if row.after is not None}.values():
        notes = list(worded.get(row.rule.code, ()))
        if notes:
            if not row.rule_changed:
                notes.append(names.say(impact_words.MEMO_ASKS_THE_SAME))
            yield f"{_called(row, names)}: {', '.join(notes)}"


def _reworded(impact: Impact, names: Names) -> list[tuple[Rule, Rule]]:
    """The rules of both texts that have another number or name in the new one."""
    return [
        (old, new)
        for old, new in impact.matched.pairs
        if old.code != new.code or names.text(old.name) != names.text(new.name)
    ]


def _worded(old: Rule, new: Rule, names: Names) -> list[str]:
    """The number and the name that a rule had, where they were others."""
    texts = []
    if old.code != new.code:
        texts.append(names.say(impact_words.FORMERLY, code=printable(old.code)))
    if names.text(old.name) != names.text(new.name):
        texts.append(names.say(impact_words.MEMO_FORMER_NAME, name=clipped(names.text(old.name), _LONGEST_NAME)))
    return texts


def _called(row: RuleImpact, names: Names) -> str:
    """Rule by its code and name in the new text."""
    return rule_cell(evolve(row.clause, code_before=None), names)


def _rests_on_others(row: RuleImpact, impact: Impact) -> bool:
    """True when a row is about a criterion with no condition of its own."""
    rule = (impact.before if row.after is None else impact.after).rule(row.rule.code)
    return row.level is RuleLevel.CRITERION and (rule is None or rule.condition is None)


def _changes(rows: Sequence[RuleImpact], pairs: _Requirements, impact: Impact, names: Names) -> str:
    language, first = names.language, rows[0]
    if first.after is None:
        return names.say(impact_words.MEMO_REPEALED)
    if first.before is None:
        [alone, *others] = [after for _, after in pairs]
        required = _in_prose(impact.after, first.rule.code, names) if others or alone == NOTHING else alone
        text = names.say(impact_words.MEMO_ADDED_AT, after=required) if required else names.say(impact_words.MEMO_ADDED)
        return names.say(impact_words.MEMO_ATTAINED_BY, text=text, count=attained_by(rows, impact, names))
    if any(NOTHING in pair for pair in pairs):
        return _otherwise(first, impact, names)
    where = values_told_apart(pairs, _attributes(first, impact), names) if len(pairs) > 1 else {}
    texts = []
    for (before, after), units in pairs.items():
        text = f"{before} → {after}"
        if before == after:
            text = names.say(impact_words.MEMO_AS_BEFORE, required=before)
        if where:
            text = f"{where[before, after]}: {text}"
        elif len(pairs) > 1:
            count = counted(len(units), names.kind(impact.after.applies_to), language)
            text = f"{text} ({count})"
        texts.append(text)
    return "; ".join(texts)


def attained_by(rows: Sequence[RuleImpact], impact: Impact, names: Names) -> str:
    """Count of the units that attain a new rule: `12/14 xã đạt`."""
    tally = Tally.of(row.after for row in rows if row.after is not None)
    return attaining(tally.attained, tally, impact.after.applies_to, names)


def values_told_apart(groups: Mapping[K, Sequence[str]], attributes: Iterable[str], names: Names) -> dict[K, str]:
    """Values of one attribute that separate the groups of units; empty where no single attribute separates them.

    >>> from ...model.library import Library
    >>> from ...model.units.unit import Unit, Units
    >>> units = Units([Unit(code, code, "commune", None, {"region": code}) for code in ("north", "south")])
    >>> values_told_apart({90: ["north"], 95: ["south"]}, ["region"], Names(Library(), units, "vi"))
    {90: 'north', 95: 'south'}
    """
    units = names.units
    for attribute in attributes if units is not None else ():
        assert units is not None
        values = {
            key: dict.fromkeys(units[code].attributes.get(attribute, "") for code in codes)
            for key, codes in groups.items()
        }
        distinct = [value for group in values.values() for value in group]
        if "" not in distinct and len(distinct) == len(set(distinct)):
            return {
                key: ", ".join(names.attribute_value(attribute, value) for value in group)
                for key, group in values.items()
            }
    return {}


def _attributes(row: RuleImpact, impact: Impact) -> list[str]:
    """The attributes by which the thresholds of a rule differ, in either text."""
    attributes: dict[str, None] = {}
    for ruleset in (impact.after, impact.before):
        rule = ruleset.rule(row.rule.code)
        if rule is not None and rule.condition is not None:
            for part in within(rule.condition):
                for threshold in thresholds(part):
                    attributes.update(
                        dict.fromkeys([threshold.attribute] if isinstance(threshold, ByAttribute) else ())
                    )
    return list(attributes)


def _otherwise(row: RuleImpact, impact: Impact, names: Names) -> str:
    """Old and new condition in prose, for a rule whose requirement is not one figure."""
    before = _in_prose(impact.before, row.rule.code, names)
    after = _in_prose(impact.after, row.rule.code, names)
    if not before or not after or before == after:
        return names.say(impact_words.MEMO_OTHERWISE)
    return f"{before} → {after}"


def _in_prose(ruleset: Ruleset, code: str, names: Names) -> str:
    rule = ruleset.rule(code)
    if rule is None or rule.condition is None:
        return ""
    text = describe(rule.condition, names.library, names.language, home=ruleset.id)
    return clipped(units_kept(text, names), _LONGEST_CONDITION).replace(KEPT, " ")


def units_kept(text: str, names: Names) -> str:
    """A text in which no figure is parted from its unit of measurement, nor the words of the unit.

    >>> from ...model.library import Library
    >>> clipped(units_kept("Thu nhập bình quân từ 48 triệu đồng trở lên", Names(Library(), None, "vi")), 30)
    'Thu nhập bình quân từ…'
    """
    used = {*MEASUREMENT, *(measure.unit for measure in names.library.measures.values() if measure.unit)}
    numbers = (Decimal(1), Decimal(2))
    called = {measurement(unit, names.language, number) for unit in used for number in numbers}
    called |= {form(PERCENTAGE_POINT, number, names.language) for number in numbers}
    longest_first = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    return re.sub(rf"(?<=[0-9]) (?:{longest_first})(?!\w)", lambda matched: matched[0].replace(" ", KEPT), text)
