"""Conformity of a lower ruleset to a higher one as plain data."""

from collections.abc import Iterator
from typing import Any

from ....evolution.cases.writing import cases_text
from ....evolution.comparison.conform import Conformity, Shortfall
from ....model.ruleset import Ruleset
from ....model.text import json_text
from .comparison import rule_to_plain
from .regions import region_to_plain


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
