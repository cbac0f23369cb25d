"""Rulesets, measures and attributes as the mappings of the files that declare them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, assert_never

from attrs import evolve

from ...model.condition import Condition
from ...model.key import CONCLUSIONS, LEVEL
from ...model.measure import Attribute, Derivation, Level, Measure, MeasureType, RatioOf, ShareOf, SumOf, WeightedSumOf
from ...model.problem import RulesetError
from ...model.ruleset import Conclusion, Criterion, Indicator, RepealedRule, Rule, Ruleset
from ...model.text import Text, builtins_of, shortened
from ...model.values.day import EARLIEST, LATEST, Day
from ...model.values.duration import Duration
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.number import without_zeros
from ..grammar.catalogues import LABELS, MEASURE, ROUND
from ..grammar.conditions import MappingForm
from ..grammar.files import GROUP, INSTRUMENT, PROVENANCE, RULESET, STATUS
from .conditions import Written, award_written, condition_written

RuleOf = TypeVar("RuleOf", bound=Rule)
MADE_FROM = "made_from"
"""Key of what a version keeps of the files that it was made from."""
_LARGE = 2**53


def ruleset_written(ruleset: Ruleset) -> Written:
    """A version of a ruleset as the mapping of a rule file of its own.

    A version that an amendment or a specialising file made is written whole: every rule names the instrument that it was
    enacted by, where there are several. What it was made from is no part of such a file (see `origin_written`).
    """
    others = [conclusion for conclusion in ruleset.conclusions if conclusion.code in CONCLUSIONS]
    levels = [conclusion for conclusion in ruleset.conclusions if conclusion.code.startswith(LEVEL)]
    instruments = [_by_form(instrument, INSTRUMENT) for instrument in ruleset.instruments]
    return _by_form(
        ruleset,
        RULESET,
        ruleset=ruleset.id,
        applies_to=ruleset.applies_to[0] if len(ruleset.applies_to) == 1 else [*ruleset.applies_to],
        instrument=None if ruleset.further_instruments else instruments[0],
        instruments=instruments if ruleset.further_instruments else None,
        classifies=ruleset.classifies or None,
        statuses=[_by_form(status, STATUS) for status in ruleset.statuses],
        **{conclusion.code: {"name": _text(conclusion.name), **_content(conclusion, ruleset)} for conclusion in others},
        levels=[
            {"level": level.code.removeprefix(LEVEL), "name": _text(level.name), **_content(level, ruleset)}
            for level in levels
        ],
        criteria=[_rule(criterion, ruleset) for criterion in ruleset.criteria],
        groups={group.id: _by_form(group, GROUP) for group in ruleset.groups},
    )


def origin_written(ruleset: Ruleset) -> Written:
    """Properties that a version keeps of the files that it was made from, and a rule file of its own cannot say."""
    repealed = [
        {
            "code": repealed_rule.code,
            "name": _text(repealed_rule.name),
            "instrument": repealed_rule.instrument,
            "since": repealed_rule.since,
        }
        for repealed_rule in ruleset.repealed
    ]
    return _present(
        specialises=ruleset.specialises, adds=[*ruleset.adds], enacted=dict(ruleset.enacted), repealed=repealed
    )


def plain_ruleset(ruleset: Ruleset) -> Written:
    """A version of a ruleset as plain data: the mapping of a rule file, and with `made_from` what such a file cannot say."""
    origin = origin_written(ruleset)
    plain: Written = builtins_written({**ruleset_written(ruleset), **({MADE_FROM: origin} if origin else {})})
    return plain


def with_origin(ruleset: Ruleset, origin: Any) -> Ruleset:
    """The version with what it was made from, as `plain_ruleset` writes it. Raises RulesetError where that is malformed."""
    if origin is None:
        return ruleset
    try:
        repealed = [
            RepealedRule(
                repealed["code"],
                _text_of(repealed["name"]),
                repealed["instrument"],
                date.fromisoformat(repealed["since"]),
            )
            for repealed in origin.get("repealed", ())
        ]
        enacted: Mapping[str, str] = FrozenMapping(origin.get("enacted", {}))
        taken = {"adds": tuple(origin.get("adds", ())), "specialises": origin.get("specialises")}
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise RulesetError(f"{MADE_FROM}: {shortened(origin)}") from error
    return evolve(_without_instruments(ruleset, enacted), enacted=enacted, repealed=tuple(repealed), **taken)


def _without_instruments(ruleset: Ruleset, enacted: Mapping[str, str]) -> Ruleset:
    """The version whose rules do not name the instrument that `enacted` names for them."""

    def bare(rule: RuleOf) -> RuleOf:
        if rule.provenance.instrument is None or enacted.get(rule.code) != rule.provenance.instrument:
            return rule
        return evolve(rule, provenance=evolve(rule.provenance, instrument=None))

    def with_bare_parts(rule: Indicator) -> Indicator:
        return evolve(bare(rule), contents=tuple(map(bare, rule.contents)))

    return evolve(
        ruleset,
        criteria=tuple(
            evolve(bare(criterion), indicators=tuple(map(with_bare_parts, criterion.indicators)))
            for criterion in ruleset.criteria
        ),
        conclusions=tuple(map(bare, ruleset.conclusions)),
    )


def _text_of(plain: Any) -> Text:
    return Text(plain) if isinstance(plain, str) else Text(plain["vi"], plain.get("en"))


def catalogue_written(measures: Iterable[Measure], attributes: Iterable[Attribute]) -> Written:
    """Measures and attributes as the mapping of a catalogue."""
    return _present(
        measures={measure.id: measure_written(measure) for measure in measures},
        attributes={
            attribute.id: _present(name=_text(attribute.name), values=[_level(value) for value in attribute.values])
            for attribute in attributes
        },
    )


def measure_written(measure: Measure) -> Written:
    """A measure as the mapping that a catalogue has below its id."""
    usual = MeasureType.LEVEL if measure.levels else MeasureType.NUMBER
    return _by_form(
        measure,
        MEASURE,
        type=None if measure.type is usual else measure.type.value,
        unit=None if measure.type is MeasureType.DATE else measure.unit,
        decimals=measure.decimals or None,
        minimum=_bound(measure.minimum, EARLIEST),
        maximum=_bound(measure.maximum, LATEST),
        levels=[_level(level) for level in measure.levels],
        derive=measure.derive and _derivation(measure.derive),
        round=measure.rounding and _by_form(measure.rounding, ROUND),
        may_not_apply=_plain(measure.may_not_apply) or None,
        labels=measure.labels and _by_form(measure.labels, LABELS),
    )


def _bound(bound: Decimal | None, usual: Day) -> Decimal | date | None:
    """The least or the greatest value of a measure; of dates the usual one is not written."""
    if not isinstance(bound, Day):
        return bound
    return None if bound == usual else bound.date


def builtins_written(written: Any) -> Any:
    """The same as exact builtins of Python, for JSON: figures are numbers, or texts of their digits where a float has not all.

    >>> builtins_written([Decimal("97.20"), Decimal("12345678901234567.5")])
    [97.2, '12345678901234567.5']
    """
    return builtins_of(written, _number)


def _number(figure: Decimal) -> int | float | str:
    if figure == figure.to_integral_value() and abs(figure) < _LARGE:
        return int(figure)
    return float(figure) if Decimal(repr(float(figure))) == figure else without_zeros(figure)


def _present(**values: Any) -> Written:
    """The keys that say something."""
    return {name: value for name, value in values.items() if value is not None and value != [] and value != {}}


def _by_form(value: object, form: MappingForm, **said: Any) -> Written:
    """The fields of a value by the keys of its form, in their order; of some what is said instead."""
    own = {name: said[name] if name in said else _plain(getattr(value, name, None)) for name in form.names}
    return _present(**own)


def _plain(value: Any) -> Any:
    """A field as a file has it."""
    match value:
        case Text():
            return _text(value)
        case Enum():
            return value.value
        case Duration():
            return _duration(value)
        case tuple():
            return [_plain(inner) for inner in value]
        case _ if isinstance(value, Condition):
            return condition_written(value)
    return value


def _text(text: Text) -> Any:
    return text.vi if text.en is None else {"vi": text.vi, "en": text.en}


def _texts(texts: Iterable[Text]) -> list[Any]:
    return [_text(text) for text in texts]


def _rule(rule: Rule, ruleset: Ruleset) -> Written:
    short = None if isinstance(rule, Conclusion) else rule.short
    named = _present(code=rule.code, name=_text(rule.name), short=short and _text(short))
    return {**named, **_content(rule, ruleset)}


def _content(rule: Rule, ruleset: Ruleset) -> Written:
    """All keys of a rule but its code and name."""
    number = rule.provenance.instrument or ruleset.enacted.get(rule.code)
    points, maximum, below = None, None, None
    if not isinstance(rule, Conclusion):
        points, maximum = rule.points and award_written(rule.points), rule.maximum
        key = "indicators" if isinstance(rule, Criterion) else "contents"
        below = {key: [_rule(indicator, ruleset) for indicator in rule.below]} if rule.below else None
    return {
        **(condition_written(rule.condition) if rule.condition is not None else {}),
        **_present(
            applies_when=rule.applies_when and condition_written(rule.applies_when),
            points=points,
            maximum=maximum,
            valid_for=_duration(rule.valid_for),
            requires_assurance=rule.requires_assurance,
            commitment=rule.commitment and rule.commitment.value,
            responsible=_texts(rule.responsible),
            provenance=_by_form(rule.provenance, PROVENANCE, instrument=number),
        ),
        **(below or {}),
    }


def _duration(duration: Duration | None) -> Written | None:
    return None if duration is None else {name: n for name in ("years", "months") if (n := getattr(duration, name))}


def _level(level: Level) -> Any:
    return level.id if level.name == Text(level.id) else {"id": level.id, "name": _text(level.name)}


def _derivation(derived: Derivation) -> Written:
    match derived:
        case RatioOf(part, whole):
            return {"ratio": [part, whole]}
        case ShareOf(part, whole):
            return {"share": [part, whole]}
        case WeightedSumOf(parts, counts_as):
            how = {"weights": dict(zip(parts, derived.weights, strict=True))}
        case SumOf(parts, counts_as):
            how = {"sum": [*parts]}  # type: ignore[dict-item]
        case _:
            assert_never(derived)
    return _present(**how, not_applicable=counts_as and counts_as.value)
