"""Comparison of two rulesets as plain data: every change, every shortfall, and every region with its exact ends."""

from collections.abc import Iterator
from typing import Any

from ....evolution.cases.writing import cases_text
from ....evolution.comparison.conform import Conformity, Shortfall
from ....evolution.comparison.declared import Declared
from ....evolution.comparison.diff import ChangeKind, RuleChange, RulesetDiff, Setting
from ....model.ruleset import Conclusion, Criterion, Provenance, Rule, Ruleset
from ....model.text import Text, json_text
from .regions import region_to_plain


def diff_to_plain(found: RulesetDiff, held: Declared | None = None) -> dict[str, Any]:
    """The comparison as dicts, lists and texts; with `held`, whether it is as declared.

    Figures are exact texts. An interval without a lower or an upper end has null there. Codes of rules in `where` are those of
    the older version, where a rule has been renumbered; a code with `*` is a rule that the older version does not have.
    """
    return {
        "before": _version_compared(found.before),
        "after": _version_compared(found.after),
        "years": {"first": found.years.first, "last": found.years.last},
        "same_everywhere": found.same_everywhere,
        "same_by_figures": found.same_by_figures,
        "differing_references": list(found.references),
        "same_rules": found.same,
        "settings": [_setting(setting, found) for setting in found.settings],
        "measures": list(found.measures),
        "changes": [_change(change) for change in found.changes],
        **({} if held is None else {"declared": _declared(held)}),
    }


def diff_to_json(found: RulesetDiff, held: Declared | None = None) -> Iterator[str]:
    """`diff_to_plain` as JSON."""
    yield json_text(diff_to_plain(found, held), indent=2)
    yield "\n"


def _version_compared(ruleset: Ruleset) -> dict[str, Any]:
    return {
        "ruleset": ruleset.id,
        "version": ruleset.version.isoformat(),
        "until": None if ruleset.until is None else ruleset.until.isoformat(),
        "instrument": ruleset.instrument.number,
        "instruments": [one.number for one in ruleset.instruments],
        "title": _text(ruleset.title),
    }


def _setting(setting: Setting, found: RulesetDiff) -> dict[str, Any]:
    before, after = (_setting_value(setting, ruleset) for ruleset in (found.before, found.after))
    return {"setting": setting.value, "before": before, "after": after}


def _setting_value(setting: Setting, ruleset: Ruleset) -> Any:
    match setting:
        case Setting.TITLE:
            return _text(ruleset.title)
        case Setting.INSTRUMENT:
            return (
                [one.number for one in ruleset.instruments]
                if ruleset.further_instruments
                else ruleset.instrument.number
            )
        case Setting.UNTIL:
            return None if ruleset.until is None else ruleset.until.isoformat()
        case Setting.BASICALLY_MET:
            return ruleset.basically_met
        case Setting.ASSURANCE:
            return ruleset.requires_assurance
        case Setting.APPLIES_TO:
            return list(ruleset.applies_to)
        case Setting.NOTES:
            return [_text(note) for note in ruleset.notes]


def _change(change: RuleChange) -> dict[str, Any]:
    difference = change.difference
    shown = [region_to_plain(region) for region in change.shown.regions]
    not_shown = [region_to_plain(region) for region in change.shown.others]
    untried = [region_to_plain(region) for region in change.shown.untried]
    return {
        "code": change.code,
        "changes": [kind.value for kind in ChangeKind if kind in change.changes],
        "before": rule_to_plain(change.before),
        "after": rule_to_plain(change.after),
        "decides_differently": change.decides_differently,
        "combinations": None if difference is None else difference.combinations,
        "regions": shown,
        "regions_not_shown": not_shown,
        "regions_untried": untried,
        "unlisted": difference is not None and difference.unlisted,
        "above": list(change.above),
        **({} if change.problem is None else {"problem": _text(change.problem)}),
    }


def rule_to_plain(rule: Rule | None) -> dict[str, Any] | None:
    """A rule by its code, sort, name and provenance."""
    if rule is None:
        return None
    kind = "conclusion" if isinstance(rule, Conclusion) else "criterion" if isinstance(rule, Criterion) else "indicator"
    return {
        "code": rule.code,
        "kind": kind,
        "name": _text(rule.name),
        "provenance": _provenance(rule.provenance),
        **({"commitment": rule.commitment.value} if rule.commitment else {}),
        **({"responsible": [_text(office) for office in rule.responsible]} if rule.responsible else {}),
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    plain = {"status": provenance.status.value, "cite": provenance.cite, "url": provenance.url}
    plain |= {"confidence": provenance.confidence, "article": provenance.article, "page": provenance.page}
    plain["source"] = provenance.source.value if provenance.source else None
    return {key: value for key, value in plain.items() if value is not None}


def _declared(held: Declared) -> dict[str, Any]:
    return {
        "codes": list(held.codes),
        "proved": held.is_proved,
        "others": [change.code for change in held.others],
        "settings": [setting.value for setting in held.settings],
    }


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, **({"en": text.en} if text.en is not None else {})}


def conformity_to_plain(found: Conformity) -> dict[str, Any]:
    """The comparison as dicts, lists and texts; in a region `before` is the higher rule's outcome, `after` the lower one's."""
    return {
        "higher": _version(found.higher),
        "lower": _version(found.lower),
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


def conformity_to_json(found: Conformity) -> Iterator[str]:
    """`conformity_to_plain` as JSON."""
    yield json_text(conformity_to_plain(found), indent=2)
    yield "\n"


def _version(ruleset: Ruleset) -> dict[str, str]:
    return {
        "ruleset": ruleset.id,
        "version": ruleset.version.isoformat(),
        "instrument": ruleset.instrument.number,
    }


def _shortfall(shortfall: Shortfall) -> dict[str, Any]:
    return {
        "higher": rule_to_plain(shortfall.higher),
        "lower": rule_to_plain(shortfall.lower),
        "regions": [region_to_plain(region) for region in shortfall.regions],
        "regions_not_shown": [region_to_plain(region) for region in shortfall.shown.others],
        "regions_untried": [region_to_plain(region) for region in shortfall.shown.untried],
        "unlisted": shortfall.unlisted,
        "example": None if shortfall.example is None else cases_text([shortfall.example]),
    }
