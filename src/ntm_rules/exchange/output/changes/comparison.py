"""Comparison of two rulesets as plain data: every change, every shortfall, and every region with its exact ends."""

from typing import Any

from ....evolution.cases.writing import cases_text
from ....evolution.comparison.conform import Conformity, Shortfall
from ....evolution.comparison.declared import Declared
from ....evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting
from ....model.ruleset import Conclusion, Criterion, Rule, Ruleset
from ....model.text import builtins_of
from .regions import region_to_plain


def diff_to_plain(diff: RulesetDiff, declared: Declared | None = None) -> dict[str, Any]:
    """The comparison as dicts, lists and texts; with `declared`, whether it is as declared.

    Figures are exact texts. An interval without a lower or an upper end has null there. Codes of rules in `where` are those of
    the older version, where a rule has been renumbered; a code with `*` is a rule that the older version does not have.
    """
    plain = {
        "before": _version_compared(diff.before),
        "after": _version_compared(diff.after),
        "years": {"first": diff.years.first, "last": diff.years.last},
        "same_everywhere": diff.same_everywhere,
        "same_by_figures": diff.same_by_figures,
        "differing_references": diff.references,
        "same_rules": diff.same,
        "settings": [_setting(setting, diff) for setting in diff.settings],
        "measures": diff.measures,
        "changes": [_change(change) for change in diff.changes],
        **({} if declared is None else {"declared": _declared(declared)}),
    }
    return {name: builtins_of(part) for name, part in plain.items()}


def _version_compared(ruleset: Ruleset) -> dict[str, Any]:
    return {
        "ruleset": ruleset.id,
        "version": ruleset.version,
        "until": ruleset.until,
        "instrument": ruleset.instrument.number,
        "instruments": [instrument.number for instrument in ruleset.instruments],
        "title": ruleset.title,
    }


def _setting(setting: Setting, diff: RulesetDiff) -> dict[str, Any]:
    before, after = (_setting_value(setting, ruleset) for ruleset in (diff.before, diff.after))
    return {"setting": setting, "before": before, "after": after}


def _setting_value(setting: Setting, ruleset: Ruleset) -> Any:
    match setting:
        case Setting.TITLE:
            return ruleset.title
        case Setting.INSTRUMENT:
            numbers = [instrument.number for instrument in ruleset.instruments]
            return numbers if ruleset.further_instruments else ruleset.instrument.number
        case Setting.UNTIL:
            return ruleset.until
        case Setting.BASICALLY_MET:
            return ruleset.basically_met
        case Setting.ASSURANCE:
            return ruleset.requires_assurance
        case Setting.APPLIES_TO:
            return ruleset.applies_to
        case Setting.NOTES:
            return ruleset.notes


def _change(change: RuleChange) -> dict[str, Any]:
    difference = change.difference
    return {
        "code": change.code,
        "changes": [kind for kind in ChangeKind if kind in change.changes],
        "before": _rule(change.before),
        "after": _rule(change.after),
        "decides_differently": change.decides_differently,
        "combinations": None if difference is None else difference.combinations,
        "regions": [region_to_plain(region) for region in change.shown.regions],
        "regions_not_shown": [region_to_plain(region) for region in change.shown.others],
        "regions_untried": [region_to_plain(region) for region in change.shown.untried],
        "unlisted": difference is not None and difference.unlisted,
        "above": change.above,
        **({} if change.problem is None else {"problem": change.problem}),
    }


def _rule(rule: Rule | None) -> dict[str, Any] | None:
    """A rule by its code, sort, name and provenance."""
    if rule is None:
        return None
    kind = "conclusion" if isinstance(rule, Conclusion) else "criterion" if isinstance(rule, Criterion) else "indicator"
    return {
        "code": rule.code,
        "kind": kind,
        "name": rule.name,
        "provenance": {name: detail for name in _PROVENANCE if (detail := getattr(rule.provenance, name)) is not None},
        **({"commitment": rule.commitment} if rule.commitment else {}),
        **({"responsible": rule.responsible} if rule.responsible else {}),
    }


_PROVENANCE = ("status", "cite", "url", "confidence", "article", "page", "source")


def _declared(declared: Declared) -> dict[str, Any]:
    return {
        "codes": declared.codes,
        "proved": declared.is_proved,
        "others": [change.code for change in declared.others],
        "settings": declared.settings,
    }


def conformity_to_plain(conformity: Conformity) -> dict[str, Any]:
    """The comparison as dicts, lists and texts; in a region `before` is the higher rule's outcome, `after` the lower one's."""
    plain = {
        "higher": version_to_plain(conformity.higher),
        "lower": version_to_plain(conformity.lower),
        "years": {"first": conformity.years.first, "last": conformity.years.last},
        "conforms": conformity.conforms,
        "proved": conformity.is_proved,
        "compared": conformity.compared,
        "basically_met": conformity.basically_met,
        "shortfalls": [_shortfall(shortfall) for shortfall in conformity.shortfalls],
        "not_shown": [_shortfall(shortfall) for shortfall in conformity.not_shown],
        "added": [rule.code for rule in conformity.added],
        "unknown": [rule.code for rule in conformity.unknown],
        "undecided": [
            {"code": rule.code, "why": {"vi": why.vi, "en": why.in_language("en")}}
            for rule, why in conformity.undecided
        ],
        "assumptions": [{"lower": lower, "higher": higher} for lower, higher in conformity.assumptions],
    }
    return {name: builtins_of(part) for name, part in plain.items()}


def version_to_plain(ruleset: Ruleset) -> dict[str, str]:
    """A version of a ruleset by its day and the number of its instrument."""
    return {"ruleset": ruleset.id, "version": ruleset.version.isoformat(), "instrument": ruleset.instrument.number}


def _shortfall(shortfall: Shortfall) -> dict[str, Any]:
    return {
        "higher": _rule(shortfall.higher),
        "lower": _rule(shortfall.lower),
        "regions": [region_to_plain(region) for region in shortfall.regions],
        "regions_not_shown": [region_to_plain(region) for region in shortfall.shown.others],
        "regions_untried": [region_to_plain(region) for region in shortfall.shown.untried],
        "unlisted": shortfall.unlisted,
        "example": None if shortfall.example is None else cases_text([shortfall.example]),
    }
