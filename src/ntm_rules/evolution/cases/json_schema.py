"""JSON Schema (2020-12) of a case file, from the tables that it is read by; for editors."""

import re
from collections.abc import Sequence

from ...language.grammar.conditions import MappingForm
from ...language.grammar.json_schema import file_schema
from ...language.grammar.schema_parts import (
    Schema,
    attributes_as_keys,
    bilingual,
    list_of,
    measures_as_keys,
    object_of,
    string_of,
    words_of,
)
from ...model.arguments import checks_arguments
from ...model.decision import ReasonKind
from ...model.library import Library
from ...model.ruleset import Ruleset
from .grammar import ABOVE, CASE, CASE_FILE, EXPECTED, FREE, GIVEN, MEMBER, NOT_CONFIRMED, OUTCOME_WORDS, REPORT

_DAY = r"^\d{4}-\d{2}-\d{2}$"


@checks_arguments
def case_schema(library: Library | None = None) -> Schema:
    """The schema of a case file (`cases/*.yaml` beside the versions of a ruleset).

    With a library, its measures, attributes, kinds and rulesets are closed lists, with their names.

    >>> case_schema()["required"]
    ['cases_for', 'cases']
    """
    schema = file_schema(bilingual(CASE_FILE.title), object_of(CASE_FILE), library, _own_definitions())
    if library is None:
        return schema
    schema["$defs"] |= {"facts": measures_as_keys(library, "reports"), "attribute_values": attributes_as_keys(library)}
    return schema | {"allOf": [_rules_of(versions) for versions in library.versions.values()]}


def _rules_of(versions: Sequence[Ruleset]) -> Schema:
    """The schema of what cases of a ruleset expect: its rules, of all versions, by code."""
    rules = {rule.code: rule.name for version in versions for rule in version.rules()}
    codes = {code: {"description": bilingual(name)} for code, name in rules.items()}
    expected = {"properties": {"expect": {"properties": codes}}}
    about = {"properties": {"cases_for": {"pattern": f"^{re.escape(versions[0].id)}$"}}}
    return {"if": about, "then": {"properties": {"cases": {"items": expected}}}}


def _own_definitions() -> Schema:
    value = {"type": ["number", "string"]}
    return {
        "positive": {"type": "integer", "minimum": 1},
        "attribute_values": _named("attributes", {"$ref": "#/$defs/value_id"}),
        "reported_value": value,
        "report": {"anyOf": [{"$ref": "#/$defs/reported_value"}, object_of(REPORT)]},
        "reported": {"anyOf": [{"$ref": "#/$defs/report"}, {**list_of("report"), "minItems": 1}]},
        "by_day": {
            "type": "object",
            "propertyNames": {"pattern": _DAY},
            "additionalProperties": {"$ref": "#/$defs/reported"},
        },
        "reports": {"anyOf": [{"$ref": "#/$defs/reported"}, {"$ref": "#/$defs/by_day"}]},
        "facts": _named("facts", {"$ref": "#/$defs/reports"}),
        "attestations": _named("attestations", {"$ref": "#/$defs/reports"}),
        "published": _named("published", {"$ref": "#/$defs/reports"}),
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
