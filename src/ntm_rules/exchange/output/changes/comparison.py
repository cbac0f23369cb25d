"""Comparison of two rulesets as plain data: every change, every shortfall, and every region with its exact ends."""

from typing import Any

from ....evolution.cases.writing import cases_text
from ....evolution.comparison.conform import Conformity, Shortfall
from ....evolution.comparison.declared import Declared
from ....evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting
from ....model.ruleset import Conclusion, Criterion, Rule, Ruleset
from ....model.text import builtins_of
from .regions import region_to_plain


def diff_to_plain(found: RulesetDiff, held: Declared | None = None) -> dict[str, Any]:
    """The comparison as dicts, lists and texts; with `held`, whether it is as declared.

    Figures are exact texts. An interval without a lower or an upper end has null there. Codes of rules in `where` are those of
    the older version, where a rule has been renumbered; a code with `*` is a rule that the older version does not have.
    """
    plain = {
        "before": _version_compared(found.before),
        "after": _version_compared(found.after),
        "years": {"first": found.years.first, "last": found.years.last},
        "same_everywhere": found.same_everywhere,
        "same_by_figures": found.same_by_figures,
        "differing_references": found.references,
        "same_rules": found.same,
        "settings": [_setting(setting, found) for setting in found.settings],
        "measures": found.measures,
        "changes": [_change(change) for change in found.changes],
        **({} if held is None else {"declared": _declared(held)}),
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


def _setting(setting: Setting, found: RulesetDiff) -> dict[str, Any]:
    before, after = (_setting_value(setting, ruleset) for ruleset in (found.before, found.after))
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
        "provenance": {name: told for name in _PROVENANCE if (told := getattr(rule.provenance, name)) is not None},
        **({"commitment": rule.commitment} if rule.commitment else {}),
        **({"responsible": rule.responsible} if rule.responsible else {}),
    }


_PROVENANCE = ("status", "cite", "url", "confidence", "article", "page", "source")


def _declared(held: Declared) -> dict[str, Any]:
    return {
        "codes": held.codes,
        "proved": held.is_proved,
        "others": [change.code for change in held.others],
        "settings": held.settings,
    }


def conformity_to_plain(found: Conformity) -> dict[str, Any]:
    """The comparison as dicts, lists and texts; in a region `before` is the higher rule's outcome, `after` the lower one's."""
    plain = {
        "higher": version_to_plain(found.higher),
        "lower": version_to_plain(found.lower),
        "years": {"first": found.years.first, "last": found.years.last},
        "conforms": found.conforms,
        "proved": found.is_proved,
        "compared": found.compared,
        "basically_met": found.basically_met,
        "shortfalls": [_shortfall(shortfall) for shortfall in found.shortfalls],
        "not_shown": [_shortfall(shortfall) for shortfall in found.not_shown],
        "added": [rule.code for rule in found.added],
        "unknown": [rule.code for rule in found.unknown],
        "undecided": [
            {"code": rule.code, "why": {"vi": why.vi, "en": why.in_language("en")}} for rule, why in found.undecided
        ],
        "assumptions": [{"lower": lower, "higher": higher} for lower, higher in found.assumptions],
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
