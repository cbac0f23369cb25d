"""The one converter between values and plain data for JSON: exactly and without rounding.

The keys of a decision are its fields, of which `known_on`, `published`, `points`, `level`, `assurance_levels`,
`outside_period` and `assessed` (the year, where it is not that of `as_of`) stand only where they say something. Three follow
from the others: `notices`, of a decision's own reasons, and `not_official` and `assurance` (the weakest level), of a whole
decision. Read back, they may be missing, and are refused where they say something else.

Figures are texts (`"97.2"`, `"1/3"`); a level or attribute value is `{"word": "good"}`, a finding `{"finding": "met"}`, an
absence `{"absence": "not_reported"}`, an interval `{"interval": {"low": "75", "high": "78", "written": "75-78"}}`, a date
that is a value `{"date": "2024-06-30"}`, a published status `{"status": "basically_attained"}`; dates are ISO; empty fields
are left out. Where a rule was written is left out too (it is a path of one machine); where a fact was written is evidence,
and stays.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any, Literal, get_args, get_origin, is_typeddict

from attrs import resolve_types
from cattrs import BaseConverter, Converter, override
from cattrs.cols import list_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn
from cattrs.gen.typeddicts import make_dict_structure_fn as make_typed_mapping

from ...model.decision import Decision, LevelFound, Notice, OutcomeChange, Points, Reason
from ...model.fact import Attestation, Fact, PublishedDecision
from ...model.key import RuleKey
from ...model.outcome import Outcome, Tally
from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.ruleset import Provenance
from ...model.text import Text, builtins_of, shortened
from ...model.units.belonging import Belonging, Membership
from ...model.units.unit import Unit
from ...model.values.frozen_mapping import FrozenMapping
from .plain_values import (
    MisfitError,
    attributes_from_plain,
    day_from_plain,
    figure_from_plain,
    key_from_plain,
    member_from_plain,
    none_of,
    of_type,
    published_from_plain,
    published_to_plain,
    reported_from_plain,
    required_from_plain,
    value_from_plain,
    value_to_plain,
)

SeveralTexts = str | list[str] | None
"""A figure or a word as text, several where one of them is asked for."""
NOT_OFFICIAL = "not_official"
"""Key of the counts of rules, here and below, that rest on less than an official text, by the status of their provenance."""
ASSURANCE = "assurance"
"""Key of the weakest level of assurance of what a decision rests on, here and below."""
NOTICES = "notices"
"""Key of what must be seen of the reasons of a decision, without those of the decisions below it."""
STATEMENTS: Mapping[str, type[Fact | Attestation | PublishedDecision]] = {
    "figure": Fact,
    "attestation": Attestation,
    "published": PublishedDecision,
}
STATEMENT_NAMES = {kind: name for name, kind in STATEMENTS.items()}


def without(plain: Any, key: str) -> tuple[Any, Any]:
    """The fields of a decision without one that follows from the others, and that one (None: there is none)."""
    if not isinstance(plain, dict) or key not in plain:
        return plain, None
    return {name: part for name, part in plain.items() if name != key}, plain[key]


def agrees(key: str, recorded: Any, derived: Any) -> None:
    """Raise MisfitError where something recorded is not as it follows from the rest of a decision."""
    if recorded is not None and recorded != derived:
        raise MisfitError(
            f"{key} là {shortened(recorded)}, nhưng theo phần còn lại của kết quả là {shortened(derived)}",
            f"{key} is {shortened(recorded)}, and by the rest of the decision {shortened(derived)}",
        )


def _listed(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise MisfitError(f"{shortened(plain)} không phải là một danh sách", f"{shortened(plain)} is not a list")
    return plain


def _origin_is(own: object) -> Callable[[Any], bool]:
    """Tells the types that are `own` of something, as `list[str]` is `list` of texts."""

    def is_such(kind: Any) -> bool:
        origin: object = get_origin(kind)
        return origin is own

    return is_such


def _mapping(structure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """`structure`, for mappings alone: cattrs itself would take anything that can be indexed."""

    def checked(plain: Any, kind: Any) -> Any:
        if not isinstance(plain, dict):
            raise MisfitError(
                f"{shortened(plain)} không phải là {{khóa: giá trị}}", f"{shortened(plain)} is not a mapping"
            )
        return structure(plain, kind)

    return checked


def _tuple_from_plain(converter: Converter, plain: Any, kind: Any) -> tuple[Any, ...]:
    inside, parts = get_args(kind), _listed(plain)
    if inside[-1] is ...:
        return tuple(converter.structure(part, inside[0]) for part in parts)
    if len(parts) != len(inside):
        raise MisfitError(
            f"{shortened(plain)} không phải là danh sách có {len(inside)} mục",
            f"{shortened(plain)} is not a list of {len(inside)}",
        )
    return tuple(converter.structure(part, own) for part, own in zip(parts, inside, strict=True))


def _register_reports(converter: Converter, *, strict: bool) -> None:
    """Forms of reports: mappings with known keys, lists, and one of some words."""

    def listed(kind: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
        structure = list_structure_factory(kind, converter)
        return lambda plain, kind: structure(_listed(plain), kind)

    converter.register_structure_hook_factory(_origin_is(list), listed)
    converter.register_structure_hook_factory(
        is_typeddict,
        lambda kind: _mapping(make_typed_mapping(kind, converter, _cattrs_forbid_extra_keys=strict)),
    )
    converter.register_structure_hook_func(_origin_is(Literal), _word_of)
    converter.register_structure_hook(SeveralTexts, _texts)


def _word_of(plain: Any, kind: Any) -> Any:
    if plain not in get_args(kind):
        raise none_of(shortened(plain), get_args(kind))
    return plain


def _texts(plain: Any, _: Any) -> Any:
    for part in plain if isinstance(plain, list) else () if plain is None else (plain,):
        of_type(str)(part, str)
    return plain


def _converter(*, strict: bool) -> Converter:
    converter = Converter(forbid_extra_keys=strict)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, of_type(kind))
    converter.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, Enum),
        lambda plain, kind: member_from_plain(kind, plain),
    )
    _register_reports(converter, strict=strict)
    converter.register_structure_hook_func(
        _origin_is(tuple),
        lambda plain, kind: _tuple_from_plain(converter, plain, kind),
    )
    # A text of a rule file knows its place, which stays behind.
    converter.register_unstructure_hook(str, str.__str__)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, day_from_plain)
    converter.register_unstructure_hook(RuleKey, str)
    converter.register_structure_hook(RuleKey, key_from_plain)

    def register(kind: type, **overrides: Any) -> None:
        unstructure: Any = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **overrides)
        converter.register_unstructure_hook(kind, unstructure)
        converter.register_structure_hook(kind, _mapping(make_dict_structure_fn(kind, converter, **overrides)))

    value = override(unstruct_hook=value_to_plain, struct_hook=value_from_plain)
    figure = override(unstruct_hook=value_to_plain, struct_hook=figure_from_plain)
    for plain_class in (Text, Place, Tally, LevelFound):
        register(plain_class)
    register(Points, low=figure, high=figure, maximum=figure)
    register(Provenance, place=override(omit=True))
    register(Fact, value=override(unstruct_hook=value_to_plain, struct_hook=reported_from_plain))
    register(Attestation, value=value)
    published = override(unstruct_hook=published_to_plain, struct_hook=published_from_plain)
    register(PublishedDecision, value=published)

    def facts_to_plain(facts: tuple[Fact | Attestation | PublishedDecision, ...]) -> list[dict[str, Any]]:
        return [{"record": STATEMENT_NAMES[type(fact)], **converter.unstructure(fact)} for fact in facts]

    def facts_from_plain(plain: Any, _: Any) -> Any:
        facts = []
        for statement in _listed(plain):
            if not isinstance(statement, dict) or statement.get("record") not in STATEMENTS:
                raise none_of("record", STATEMENTS)
            rest = {key: part for key, part in statement.items() if key != "record"}
            facts.append(converter.structure(rest, STATEMENTS[statement["record"]]))
        return tuple(facts)

    facts = override(unstruct_hook=facts_to_plain, struct_hook=facts_from_plain)
    register(Notice, facts=facts)
    required = override(unstruct_hook=value_to_plain, struct_hook=required_from_plain)
    register(Reason, observed=value, compared=value, required=required, gap=figure, facts=facts)

    def possible_from_plain(plain: Any, _: Any) -> frozenset[Outcome]:
        return frozenset(member_from_plain(Outcome, word) for word in _listed(plain))

    def listed_to_plain(parts: tuple[Any, ...]) -> list[Any]:
        return [converter.unstructure(part) for part in parts]

    register(
        Decision,
        possible=override(unstruct_hook=_possible_to_plain, struct_hook=possible_from_plain),
        reasons=override(unstruct_hook=listed_to_plain),
        children=override(unstruct_hook=listed_to_plain),
        outside_period=facts,
    )
    fields_to_plain = converter.get_unstructure_hook(Decision)
    fields_from_plain = converter.get_structure_hook(Decision)

    def decision_from_plain(plain: Any, kind: Any) -> Any:
        rest, notices = without(plain, NOTICES)
        decision = fields_from_plain(rest, kind)
        agrees(NOTICES, notices, listed_to_plain(decision.notices))
        return decision

    converter.register_unstructure_hook(Decision, _with_notices(fields_to_plain, listed_to_plain))
    converter.register_structure_hook(Decision, decision_from_plain)

    attributes = override(unstruct_hook=builtins_of, struct_hook=attributes_from_plain)
    listed = override(unstruct_hook=listed_to_plain)
    register(Belonging)
    register(Membership)
    register(Unit, attributes=attributes, parents=listed, memberships=listed)
    register(OutcomeChange)
    fields = override(unstruct_hook=builtins_of, struct_hook=lambda plain, _: FrozenMapping(plain))
    register(Diagnostic, fields=fields, related=listed)
    return converter


def decision_without(*left_out: str) -> Callable[[Decision], dict[str, Any]]:
    """Makes the plain form of a decision without those below it, and without the fields `left_out`."""
    overrides: dict[str, Any] = {
        "possible": override(unstruct_hook=_possible_to_plain),
        "reasons": override(unstruct_hook=_all_to_plain),
        **{name: override(omit=True) for name in ("children", *left_out)},
    }
    fields_to_plain = make_dict_unstructure_fn(Decision, CONVERTER, _cattrs_omit_if_default=True, **overrides)
    return _with_notices(fields_to_plain, _all_to_plain)


def _with_notices(
    fields_to_plain: Callable[[Decision], dict[str, Any]], listed_to_plain: Callable[[tuple[Any, ...]], list[Any]]
) -> Callable[[Decision], dict[str, Any]]:
    """Makes the plain form of a decision from its fields and, where there are any, its notices."""

    def to_plain(decision: Decision) -> dict[str, Any]:
        notices = listed_to_plain(decision.notices)
        return {**fields_to_plain(decision), **({NOTICES: notices} if notices else {})}

    return to_plain


def _possible_to_plain(possible: frozenset[Outcome]) -> list[str]:
    return [outcome.value for outcome in Outcome if outcome in possible]


def _all_to_plain(parts: tuple[Any, ...]) -> list[Any]:
    return [CONVERTER.unstructure(part) for part in parts]


for _class in (Decision, Notice, Unit, Belonging, Membership, OutcomeChange, Diagnostic):
    resolve_types(_class)
CONVERTER = _converter(strict=True)
"""The converter of every plain form."""
LENIENT = _converter(strict=False)
"""The same, which leaves out keys that it does not know: those of a newer minor version."""
