"""Decisions to plain data for JSON and back, exactly and without rounding.

The keys are the fields of `Decision`, of which `known_on`, `published`, `points`, `level` and `assessed` (the year, where it is
not that of `as_of`) stand only where they say something. Two follow from the others: `notices`, of a decision's own reasons,
and `not_official`, of a whole decision. Read back, they may be missing, and are refused where they say something else.

Figures are texts (`"97.2"`, `"1/3"`); a level or attribute value is `{"word": "good"}`, a finding `{"finding": "met"}`, an
absence `{"absence": "not_reported"}`, an interval `{"interval": {"low": "75", "high": "78", "written": "75-78"}}`, a published
status `{"status": "basically_attained"}`; dates are ISO; empty fields are left out. Where a rule was written is left out too
(it is a path of one machine); where a fact was written is evidence, and stays.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar, get_args, get_origin

from attrs import resolve_types
from cattrs import Converter, override, transform_error
from cattrs.errors import BaseValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from ...model.arguments import checks_arguments
from ...model.decision import Decision, LevelFound, Notice, Points, Reason, ReasonKind, Tally
from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.problem import ReplayError
from ...model.ruleset import Provenance
from ...model.text import Text, shortened
from ...model.values.interval import Interval
from ..diagnostics.messages import diagnostic

NOT_OFFICIAL = "not_official"
"""Key of the counts of rules, here and below, that rest on less than an official text, by the status of their provenance."""
NOTICES = "notices"
"""Key of what must be seen of the reasons of a decision, without those of the decisions below it."""
RECORDS: Mapping[str, type[Fact | Attestation | PublishedDecision]] = {
    "figure": Fact,
    "attestation": Attestation,
    "published": PublishedDecision,
}
_TAGS: Mapping[str, type[Enum]] = {"finding": Finding, "absence": Absence}
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FRACTION = re.compile(r"(-?[0-9]+)/([0-9]+)")
_MOST_CHARACTERS = 400

E = TypeVar("E", bound=Enum)


@checks_arguments
def decision_to_plain(decision: Decision) -> dict[str, Any]:
    """The decision, its reasons and the decisions below it, as dicts, lists and texts.

    >>> import json
    >>> from ... import Unit, compile, evaluate, load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> decision = evaluate(program, Unit("T", "Thị trấn Tam Đường", "township"), []).decision("T", "3.3")
    >>> plain = json.loads(json.dumps(decision_to_plain(decision)))
    >>> plain["rule"], plain["outcome"], decision_from_plain(plain) == decision
    ('vn/civilised-township#3.3', 'undetermined', True)
    """
    plain: dict[str, Any] = CONVERTER.unstructure(decision)
    counts = decision.not_official()
    return {**plain, NOT_OFFICIAL: counts} if counts else plain


def decision_from_plain(plain: object) -> Decision:
    """The decision that `plain` records. Raises ReplayError, naming every field at fault, when it records none.

    >>> try:
    ...     decision_from_plain({"unit": "T"})
    ... except ReplayError as error:
    ...     error.diagnostics[0].code
    'NTM590'
    """
    try:
        rest, counts = _without(plain, NOT_OFFICIAL)
        decision: Decision = CONVERTER.structure(rest, Decision)
        _agrees(NOT_OFFICIAL, counts, decision.not_official())
        return decision
    except BaseValidationError as error:
        raise ReplayError(diagnostic("NTM590", None, why=why) for why in transform_error(error, "decision")) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise ReplayError(diagnostic("NTM590", None, why=str(error) or type(error).__name__)) from error


def number_to_plain(number: Decimal | Fraction) -> str:
    """A figure as text, exactly.

    >>> number_to_plain(Decimal("97.20")), number_to_plain(Fraction(1, 3))
    ('97.20', '1/3')
    """
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    return format(number, "f")


def _value_to_plain(value: Any) -> Any:
    match value:
        case None:
            return None
        case Decimal() | Fraction():
            return number_to_plain(value)
        case Finding():
            return {"finding": value.value}
        case Absence():
            return {"absence": value.value}
        case Interval(low, high, written):
            ends = {"low": low, "high": high}
            bounds = {name: number_to_plain(end) for name, end in ends.items() if end is not None}
            return {"interval": {**bounds, "written": written}}
        case tuple():
            return [_value_to_plain(part) for part in value]
    return {"word": str(value)}


def _value_from_plain(plain: Any, _: Any = None) -> Any:
    if isinstance(plain, str):
        if len(plain) <= _MOST_CHARACTERS and _DECIMAL.fullmatch(plain):
            return Decimal(plain)
        if len(plain) <= _MOST_CHARACTERS and (found := _FRACTION.fullmatch(plain)) and int(found[2]):
            return Fraction(int(found[1]), int(found[2]))
    elif isinstance(plain, list):
        return tuple(_value_from_plain(part) for part in plain)
    elif isinstance(plain, dict) and len(plain) == 1:
        ((tag, word),) = plain.items()
        if tag == "word" and isinstance(word, str):
            return word
        if tag == "interval" and isinstance(word, dict) and set(word) <= {"low", "high", "written"}:
            low, high = (figure_from_plain(word.get(name)) for name in ("low", "high"))
            return Interval(low, high, _only(str)(word.get("written", ""), None))
        if tag in _TAGS:
            return _member(_TAGS[tag], word)
    elif plain is None:
        return None
    raise ValueError(f"{plain!r} is not a value")


def _published_to_plain(value: Outcome | str) -> Any:
    return value.value if isinstance(value, Outcome) else {"status": value}


def _published_from_plain(plain: Any, _: Any = None) -> Outcome | str:
    if isinstance(plain, dict) and list(plain) == ["status"] and isinstance(plain["status"], str):
        return plain["status"]
    return _member(Outcome, plain)


def figure_from_plain(plain: Any, _: Any = None) -> Any:
    """The figure of `number_to_plain`, exactly; None of None. Raises ValueError for what is none."""
    value = _value_from_plain(plain)
    if value is not None and not isinstance(value, Decimal | Fraction):
        raise ValueError(f"{plain!r} is not a figure")
    return value


def _member(kind: type[E], word: Any) -> E:
    for member in kind:
        if member.value == word:
            return member
    raise ValueError(f"{word!r} is none of {', '.join(str(member.value) for member in kind)}")


def _day_from_plain(plain: Any, _: Any = None) -> date:
    if not isinstance(plain, str) or (day := date.fromisoformat(plain)).isoformat() != plain:
        raise ValueError(f"{plain!r} is not a date")
    return day


def _key_from_plain(plain: Any, _: Any = None) -> RuleKey:
    if not isinstance(plain, str):
        raise ValueError(f"{plain!r} is not a rule key")
    return RuleKey.parse(plain)


def _only(kind: type) -> Callable[[Any, Any], Any]:
    def structure(plain: Any, _: Any) -> Any:
        if type(plain) is not kind:
            raise ValueError(f"{plain!r} is not of the type {kind.__name__}")
        return plain

    return structure


def _without(plain: Any, key: str) -> tuple[Any, Any]:
    """The fields of a decision without one that follows from the others, and that one (None: there is none)."""
    if not isinstance(plain, dict) or key not in plain:
        return plain, None
    return {name: held for name, held in plain.items() if name != key}, plain[key]


def _agrees(key: str, recorded: Any, found: Any) -> None:
    if recorded is not None and recorded != found:
        raise ValueError(f"{key} is {shortened(recorded)}, and by the rest of the decision {shortened(found)}")


def _listed(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise ValueError(f"{plain!r} is not a list")
    return plain


def _is_tuple(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is tuple


def _mapping(structure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """`structure`, for mappings alone: cattrs itself would take anything that can be indexed."""

    def checked(plain: Any, kind: Any) -> Any:
        if not isinstance(plain, dict):
            raise ValueError(f"{plain!r} is not a mapping")
        return structure(plain, kind)

    return checked


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _only(kind))
    for enum in (Outcome, ReasonKind):
        converter.register_structure_hook(enum, lambda plain, kind: _member(kind, plain))
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum), lambda plain, kind: _member(kind, plain)
    )
    converter.register_structure_hook_func(
        _is_tuple,
        lambda plain, kind: tuple(converter.structure(part, get_args(kind)[0]) for part in _listed(plain)),
    )
    # A text of a rule file knows its place, which stays behind.
    converter.register_unstructure_hook(str, str.__str__)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, _day_from_plain)
    converter.register_unstructure_hook(RuleKey, str)
    converter.register_structure_hook(RuleKey, _key_from_plain)

    def register(kind: type, **overrides: Any) -> None:
        unstructure: Any = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **overrides)
        converter.register_unstructure_hook(kind, unstructure)
        converter.register_structure_hook(kind, _mapping(make_dict_structure_fn(kind, converter, **overrides)))

    value = override(unstruct_hook=_value_to_plain, struct_hook=_value_from_plain)
    figure = override(unstruct_hook=_value_to_plain, struct_hook=figure_from_plain)
    for plain_class in (Text, Place, Tally, LevelFound):
        register(plain_class)
    register(Points, low=figure, high=figure, maximum=figure)
    register(Provenance, place=override(omit=True))
    register(Fact, value=value)
    register(Attestation, value=value)
    published = override(unstruct_hook=_published_to_plain, struct_hook=_published_from_plain)
    register(PublishedDecision, value=published)

    def facts_to_plain(facts: tuple[Fact | Attestation | PublishedDecision, ...]) -> list[dict[str, Any]]:
        names = {kind: name for name, kind in RECORDS.items()}
        return [{"record": names[type(fact)], **converter.unstructure(fact)} for fact in facts]

    def facts_from_plain(plain: Any, _: Any) -> Any:
        facts = []
        for each in _listed(plain):
            if not isinstance(each, dict) or each.get("record") not in RECORDS:
                raise ValueError(f"a fact's record is none of {', '.join(RECORDS)}")
            rest = {key: part for key, part in each.items() if key != "record"}
            facts.append(converter.structure(rest, RECORDS[each["record"]]))
        return tuple(facts)

    facts = override(unstruct_hook=facts_to_plain, struct_hook=facts_from_plain)
    register(Notice, facts=facts)
    register(Reason, observed=value, compared=value, required=value, gap=figure, facts=facts)

    def possible_to_plain(possible: frozenset[Outcome]) -> list[str]:
        return [outcome.value for outcome in Outcome if outcome in possible]

    def possible_from_plain(plain: Any, _: Any) -> frozenset[Outcome]:
        return frozenset(_member(Outcome, word) for word in _listed(plain))

    def listed_to_plain(parts: tuple[Any, ...]) -> list[Any]:
        return [converter.unstructure(part) for part in parts]

    register(
        Decision,
        possible=override(unstruct_hook=possible_to_plain, struct_hook=possible_from_plain),
        reasons=override(unstruct_hook=listed_to_plain),
        children=override(unstruct_hook=listed_to_plain),
    )
    fields_to_plain = converter.get_unstructure_hook(Decision)
    fields_from_plain = converter.get_structure_hook(Decision)

    def decision_to_plain(decision: Decision) -> dict[str, Any]:
        notices = listed_to_plain(decision.notices)
        return {**fields_to_plain(decision), **({NOTICES: notices} if notices else {})}

    def decision_from_plain(plain: Any, kind: Any) -> Any:
        rest, notices = _without(plain, NOTICES)
        decision = fields_from_plain(rest, kind)
        _agrees(NOTICES, notices, listed_to_plain(decision.notices))
        return decision

    converter.register_unstructure_hook(Decision, decision_to_plain)
    converter.register_structure_hook(Decision, decision_from_plain)
    return converter


resolve_types(Decision)
resolve_types(Notice)
CONVERTER = _converter()
