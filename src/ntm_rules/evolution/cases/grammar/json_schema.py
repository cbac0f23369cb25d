"""JSON Schema (2020-12) of a case file, from the tables that it is read by; for editors."""

from ....language.grammar.conditions import MappingForm
from ....language.grammar.json_schema import (
    DIALECT,
    Schema,
    bilingual,
    definitions,
    list_of,
    object_of,
    string_of,
    words_of,
)
from ....model.decision import ReasonKind
from .keys import ABOVE, CASE, CASE_FILE, EXPECTED, FREE, GIVEN, MEMBER
from .words import NOT_CONFIRMED, OUTCOME_WORDS

_DAY = r"^\d{4}-\d{2}-\d{2}$"


def case_schema() -> Schema:
    """The schema of a case file (`cases/*.yaml` beside the versions of a ruleset).

    >>> case_schema()["required"]
    ['cases_for', 'cases']
    """
    return {
        "$schema": DIALECT,
        "title": bilingual(CASE_FILE.title),
        **object_of(CASE_FILE),
        "$defs": {**definitions(), **_own_definitions()},
    }


def _own_definitions() -> Schema:
    value = {"type": ["number", "string"]}
    return {
        "positive": {"type": "integer", "minimum": 1},
        "attribute_values": _named("attributes", {"$ref": "#/$defs/value_id"}),
        "reported": {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]},
        "by_day": {
            "type": "object",
            "propertyNames": {"pattern": _DAY},
            "additionalProperties": {"$ref": "#/$defs/reported"},
        },
        "reports": {"anyOf": [{"$ref": "#/$defs/reported"}, {"$ref": "#/$defs/by_day"}]},
        "facts": _named("facts", {"$ref": "#/$defs/reports"}),
        "attestations": _named("attestations", {"$ref": "#/$defs/reports"}),
        "given": object_of(GIVEN),
        "above": _list(ABOVE),
        "members": _list(MEMBER),
        "outcome": words_of((*OUTCOME_WORDS, NOT_CONFIRMED)),
        "gap": {"anyOf": [{"type": "number"}, string_of("100/3", pattern=r"^-?\d+/\d+$")]},
        "reason": words_of(kind.value for kind in ReasonKind),
        "expectation": {"anyOf": [{"$ref": "#/$defs/outcome"}, object_of(EXPECTED)]},
        "expectations": {**_named("expect", {"$ref": "#/$defs/expectation"}), "minProperties": 1},
        "case": object_of(CASE),
        "cases": list_of("case"),
    }


def _named(name: str, holds: Schema) -> Schema:
    return {"title": bilingual(FREE[name].title), "type": "object", "additionalProperties": holds}


def _list(form: MappingForm) -> Schema:
    return {"type": "array", "items": object_of(form)}
