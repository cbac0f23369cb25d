"""The content hash of a rule: what a decision record carries to prove which rule decided."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from operator import itemgetter

import attrs

from ..language.contents.traversal import compared_thresholds, followed, thresholds_set, within
from ..model.condition import Attained, Basis, Condition
from ..model.measure import Measure
from ..model.ruleset import WORDING, Criterion, Indicator, Rule
from ..model.threshold import Threshold, ThresholdOf
from ..model.values.day import Day
from ..model.values.duration import Duration, TimeApart
from ..model.values.number import Quotient, Rounding, Scaling, WeightedSum
from .lowering_figure import Scope
from .terms import CaseChoice, Chosen, Constant, Derived, Figure, ProgramKey, Reported, Term, Told, Truth


def _canonical(value: object) -> object:
    """Plain data that depends on content alone: class names and fields, without places and without PlacedText."""
    kind: type = type(value)
    names = _hashed_fields(kind)
    if names is not None:
        fields = {name: _canonical(getattr(value, name)) for name in names if not _says_nothing(value, name)}
        return {"is": type(value).__name__, **fields}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Day):
        return str(value)
    if isinstance(value, Decimal):
        return {"decimal": str(value.normalize())}
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_canonical(part) for part in value]
    if isinstance(value, frozenset):
        return sorted(json.dumps(_canonical(part), sort_keys=True) for part in value)
    if isinstance(value, Mapping):
        return {str(name): _canonical(part) for name, part in value.items()}
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


@cache
def _hashed_fields(kind: type) -> tuple[str, ...] | None:
    """The fields of a class that tell its values apart; None for a class without fields."""
    # Which direction of a measure is better decides nothing, nor do its words.
    # The number of an instrument is wording, told in the provenance of decisions.
    apart = ("place", "better", "contents", "instrument", "group", "labels", "short")
    return tuple(field.name for field in attrs.fields(kind) if field.name not in apart) if attrs.has(kind) else None


def _says_nothing(value: object, name: str) -> bool:
    """True of the points of a rule that gives none, of the unit above that a condition does not ask, of a change that is
    no share, and of the memberships of a unit that has none.
    """
    if name == "memberships":
        return not getattr(value, name)
    if name == "basis":
        return hasattr(value, "direction") and getattr(value, name) is Basis.COUNT
    if getattr(value, name) is not None:
        return False
    fields = ("points", "maximum") if isinstance(value, Indicator | Criterion) else ("of",)
    own = isinstance(value, Indicator | Criterion | Attained) and name in fields
    return own or name in ("named_by", "over", "weighted_by", "among", "requires_assurance")


def digest(*values: object) -> str:
    """SHA-256 of frozen data as it reads, without the places where it was written."""
    text = json.dumps([_canonical(value) for value in values], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _measures_in(value: object, measures: Mapping[str, Measure], collected: dict[str, Measure]) -> None:
    """Collect the measures that a condition names, and those they are derived from."""
    if attrs.has(type(value)):
        fields = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))  # type: ignore[arg-type]
        inside = [part for name, part in fields if name in _OF_MEASURES or not isinstance(part, str)]
    else:
        inside = [*value] if isinstance(value, tuple) else []
    for part in inside:
        if isinstance(part, str) and part in measures and part not in collected:
            collected[str(part)] = measures[part]
            _measures_in(measures[part].derive, measures, collected)
        else:
            _measures_in(part, measures, collected)


_OF_MEASURES = ("measure", "of", "part", "whole", "weighted_by")
"""Names of the fields that can hold the id of a measure."""


def measures_read(condition: Condition | None, measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """The measures a condition reads, with those they are derived from, sorted by id."""
    collected: dict[str, Measure] = {}
    _measures_in(condition, measures, collected)
    return tuple(sorted(collected))


def rule_hash(rule: Rule, scope: Scope) -> str:
    """SHA-256 of the rule as it decides: its text, condition and provenance, the measures it reads, what the ruleset says of
    *basically met*, and the thresholds that it takes from other rules. The rules below it have hashes of their own.
    """
    ruleset, measures, collected = scope.ruleset, scope.library.measures, dict[str, Measure]()
    _measures_in(rule.condition, measures, collected)
    _measures_in(rule.applies_when, measures, collected)
    _measures_in(getattr(rule, "points", None), measures, collected)
    set_elsewhere = _set_elsewhere(rule, scope)
    whole = {
        "ruleset": ruleset.id,
        "version": ruleset.version,
        "basically_met": ruleset.basically_met,
        "rule": attrs.evolve(rule, indicators=()) if isinstance(rule, Criterion) else rule,
        "indicators": [below.code for below in rule.below],
        "measures": {id: collected[id] for id in sorted(collected)},
        **({"thresholds": set_elsewhere} if set_elsewhere else {}),
        **({"assurance": scope.assurance_by_rule[rule.code]} if rule.code in scope.assurance_by_rule else {}),
        **({"applies_where": ruleset.applies_where} if ruleset.applies_where is not None else {}),
    }
    return digest(whole)


def _set_elsewhere(rule: Rule, scope: Scope) -> list[Threshold]:
    """The thresholds that a rule takes from others."""
    return [
        set_there
        for whole in (rule.applies_when, rule.condition)
        for part in (() if whole is None else within(whole))
        for compared_threshold in compared_thresholds(part)
        for threshold in followed(compared_threshold.threshold, compared_threshold.measure, scope.ruleset_of)
        if isinstance(threshold, ThresholdOf)
        for set_there in thresholds_set(
            scope.ruleset_of(threshold.rule.ruleset), threshold.rule.code, compared_threshold.measure
        )
    ]


_SAID = ("back", "seen", "assured", "multiple")
"""Parts of terms that are no part of the meaning where they are not there."""


def meaning_of(truth: Truth | tuple[Truth, Figure], today: date) -> str:
    """SHA-256 of a term without how it is told. The programs of `today` are named by their rulesets alone."""
    return digest(_meaning(truth, today))


def _meaning(value: object, today: date) -> object:
    match value:
        case Told(truth):
            return _meaning(truth, today)
        case ProgramKey(ruleset, as_of):
            return [ruleset, "today" if as_of == today else as_of]
        case tuple():
            return [_meaning(part, today) for part in value]
        case Rounding(to, mode):
            return {"to": to, "mode": mode}
        case Scaling() | Quotient() | WeightedSum():
            return _canonical(value)
        case TimeApart(length=length):
            # Twelve months are a year.
            return _canonical(attrs.evolve(value, length=Duration(*divmod(length.in_months, 12))))
        case Chosen(CaseChoice(by, keys, every), figures, otherwise):
            # Cases and weights are keys of a mapping, whose order says nothing.
            cases = sorted(zip(keys, (_meaning(figure, today) for figure in figures), strict=True), key=itemgetter(0))
            parts = {"by": _meaning(by, today), "every": every, "otherwise": _meaning(otherwise, today)}
            return {"is": "Chosen", "cases": list(map(list, cases)), **parts}
        case Derived(how=WeightedSum(weights), parts=summed, within=within_):
            inside = within_ or ((None, None),) * len(summed)
            ordered = sorted(
                zip(summed, weights, inside, strict=True), key=lambda part: digest(_meaning(part[0], today))
            )
            summed, weights, inside = (tuple(column) for column in zip(*ordered, strict=True))
            value = attrs.evolve(value, how=WeightedSum(weights), parts=summed, within=inside if within_ else ())
        case Reported(back=int()):
            # The same of whatever year is assessed.
            value = attrs.evolve(value, on=None, after=None)
        case Constant(seen=seen) if seen is not None:
            # The same on whatever day.
            return {"is": "Constant", "seen": _meaning(seen, today)}
    if isinstance(value, Term):
        parts = {
            field.name: _meaning(getattr(value, field.name), today)
            for field in attrs.fields(type(value))
            if field.eq and (field.name not in _SAID or getattr(value, field.name) is not None)
        }
        return {"is": type(value).__name__, **parts}
    return value


def wording_of(rule: Rule) -> str:
    """SHA-256 of the texts of a rule and of its source."""
    texts = {name: getattr(rule, name, None) for name in WORDING}
    return digest({name: text for name, text in texts.items() if name != "short" or text is not None})
