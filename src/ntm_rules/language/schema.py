"""JSON Schema (2020-12) of a rule file and of a catalogue, from the tables that structure them; for editors."""

from collections.abc import Iterable
from typing import Any

from ..model.condition import CriteriaState
from ..model.key import CONCLUSIONS, RULESET_ID
from ..model.measure import MeasureType
from ..model.number import RoundingMode
from ..model.ruleset import ProvenanceStatus
from ..model.text import Text
from .forms import (
    AT_LEAST_N,
    COMMITMENTS,
    CONDITIONS,
    CONFIDENCES,
    CRITERIA_COUNT,
    KINDS,
    THRESHOLDS,
    UNKNOWN,
    YEAR,
    Form,
)
from .forms_file import (
    AMENDMENT,
    ATTRIBUTE,
    CATALOGUE,
    CONCLUSION,
    CRITERION,
    INDICATOR,
    INSTRUMENT,
    LEVEL,
    MEASURE,
    PROVENANCE,
    REPLACEMENT,
    ROUND,
    RULESET,
    SHARE,
    SPECIALISATION,
    SUM,
    TEXT,
    VERBS,
)

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """The schema of a rule file: a whole ruleset, an amendment (`amends:`) or a specialising ruleset (`specialises:`).

    >>> json_schema()["$defs"]["ruleset"]["required"][:2]
    ['ruleset', 'version']
    """
    return {
        "$schema": DIALECT,
        "title": "Bộ tiêu chí / Ruleset",
        "type": "object",
        # Every key, so that an editor offers it; which of them go together is said below.
        "properties": {
            key.name: {"description": _bilingual(key.title)}
            for form in (RULESET, AMENDMENT, SPECIALISATION)
            for key in form.keys
        },
        "if": {"required": [AMENDMENT.names[0]]},
        "then": {"$ref": "#/$defs/amendment"},
        "else": {
            "if": {"required": [SPECIALISATION.names[0]]},
            "then": {"$ref": "#/$defs/specialisation"},
            "else": {"$ref": "#/$defs/ruleset"},
        },
        "$defs": _definitions(),
    }


def catalogue_schema() -> Schema:
    """The schema of a measures catalogue (`rulesets/measures/common.yaml`).

    >>> sorted(catalogue_schema()["properties"])
    ['attributes', 'measures']
    """
    return {
        "$schema": DIALECT,
        "title": "Danh mục chỉ số / Measures catalogue",
        **_object(CATALOGUE),
        "minProperties": 1,
        "$defs": _definitions(),
    }


def _object(form: Form, *beside: Form) -> Schema:
    """A mapping with the keys of a form, and with those of the forms that may stand beside them."""
    properties: Schema = {}
    for key in (key for each in (*beside, form) for key in each.keys):
        properties[key.name] = {"description": _bilingual(key.title), "$ref": f"#/$defs/{key.holds}"}
    required = [key.name for key in form.keys if key.required]
    closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return closed | ({"required": required} if required else {})


def _bilingual(text: Text) -> str:
    return f"{text.vi} / {text.in_language('en')}"


def _words(words: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _list(holds: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{holds}"}, "minItems": 1}


def _map(holds: str) -> Schema:
    return {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{holds}"}}


def _string(*examples: str, pattern: str = "") -> Schema:
    made: Schema = {"type": "string", "minLength": 1}
    return made | ({"pattern": pattern} if pattern else {}) | ({"examples": list(examples)} if examples else {})


def _condition_forms() -> list[Schema]:
    return [{"title": _bilingual(form.title), **_object(form)} for form in CONDITIONS.values()]


def _inserted() -> Schema:
    """What is inserted: a criterion, an indicator (with `in`), or a conclusion by its name."""
    named = _rule(CONCLUSION)
    named["properties"]["code"] = _words(CONCLUSIONS)
    named["required"] = [*named["required"], "code"]
    return {"anyOf": [{"$ref": "#/$defs/criterion"}, {"$ref": "#/$defs/indicator"}, named]}


def _rule(form: Form, *alternatives: Schema) -> Schema:
    """A rule with its condition beside it: each key once, and one of the ways to say what it asks."""
    made = _object(form)
    for condition in CONDITIONS.values():
        for key in condition.keys:
            made["properties"].setdefault(
                key.name, {"description": _bilingual(key.title), "$ref": f"#/$defs/{key.holds}"}
            )
    # `attained` is a form of its own and a key of `members`; `equals` and `one_of` differ by what is compared.
    made["properties"]["equals"] = {"anyOf": [{"$ref": "#/$defs/threshold"}, {"$ref": "#/$defs/word"}]}
    made["properties"]["one_of"] = {"$ref": "#/$defs/values"}
    return made | {"anyOf": [*alternatives, *({"required": [primary]} for primary in CONDITIONS)]}


def _threshold() -> Schema:
    by = _object(THRESHOLDS["by"])
    by["additionalProperties"] = {"$ref": "#/$defs/threshold"}
    others = [
        {"title": _bilingual(THRESHOLDS[name].title), **_object(THRESHOLDS[name])} for name in ("measure", "delegated")
    ]
    return {
        "anyOf": [
            {"type": "number", "examples": [90, 89.5]},
            {"title": "unknown: ngưỡng chưa biết / the threshold is not known", "const": UNKNOWN},
            {"title": "Một mức / A level", "type": "string"},
            {"title": _bilingual(THRESHOLDS["by"].title), **by},
            *others,
        ]
    }


def _definitions() -> Schema:
    identifier = _string("clean_water_households", pattern="^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")
    level = {"anyOf": [{"type": "string"}, _object(LEVEL)]}
    return {
        "line": _string(),
        "text": {"anyOf": [_string(), _object(TEXT)], "examples": [{"vi": "Thu nhập", "en": "Income"}]},
        "texts": _list("text"),
        "code": _string("3.3", "10"),
        "codes": _list("code"),
        "unit_codes": _list("code"),
        "date": _string("2022-04-15", pattern=r"^\d{4}-\d{2}-\d{2}$"),
        # YAML 1.2, which editors read, knows true and false only; yes and no are texts to it.
        "boolean": {"enum": [True, False, "yes", "no"]},
        "whole": {"type": "integer", "minimum": 0},
        "figure": {"type": "number"},
        "word": _string(),
        "words": _list("word"),
        "measure_id": identifier,
        "measure_ids": _list("measure_id"),
        "attribute_id": _string("region", pattern=identifier["pattern"]),
        "attribute_or_year": _string("region", YEAR),
        "value_id": {"anyOf": [_string(), {"type": "integer"}]},
        "values": {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1},
        "ruleset_id": _string("vn/commune-ntm", pattern=f"^{RULESET_ID.pattern}$"),
        "rule_key": _string(
            "vn/commune-ntm", "vn/civilised-township#3.3", pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)+(#[^@#\s]+)?$"
        ),
        "kind": _string(*KINDS),
        "unknown": {"const": UNKNOWN},
        "criteria_state": _words(state.value for state in CriteriaState),
        "provenance_status": _words(status.value for status in ProvenanceStatus),
        "confidence": _words(CONFIDENCES),
        "commitment": _words(commitment.value for commitment in COMMITMENTS),
        "measure_type": _words(each.value for each in MeasureType),
        "rounding_mode": _words(mode.value for mode in RoundingMode),
        "provenance": _object(PROVENANCE),
        "instrument": _object(INSTRUMENT),
        "threshold": _threshold(),
        "aggregated": {"anyOf": [{"$ref": "#/$defs/measure_id"}, _object(CRITERIA_COUNT)]},
        "condition": {"anyOf": _condition_forms()},
        "conditions": _list("condition"),
        "at_least_n": _object(AT_LEAST_N),
        "indicator": _rule(INDICATOR),
        "indicators": _list("indicator"),
        "criterion": _rule(CRITERION, {"required": ["indicators"]}),
        "criteria": _list("criterion"),
        "conclusion": _rule(CONCLUSION),
        "ruleset": _object(RULESET),
        "amendment": _object(AMENDMENT),
        "specialisation": _object(SPECIALISATION),
        "rule_code": _string("13.2", *CONCLUSIONS),
        "replacement": _rule(REPLACEMENT, {"required": ["indicators"]}),
        "inserted": _inserted(),
        "change": {"anyOf": [_object(verb) for verb in VERBS.values()]},
        "changes": _list("change"),
        "level": level,
        "levels": _list("level"),
        "part_and_whole": {"type": "array", "items": {"$ref": "#/$defs/measure_id"}, "minItems": 2, "maxItems": 2},
        "derive": {"anyOf": [_object(SHARE), _object(SUM)]},
        "round": _object(ROUND),
        "measure": _object(MEASURE),
        "measures": _map("measure"),
        "attribute": _object(ATTRIBUTE),
        "attributes": _map("attribute"),
    }
