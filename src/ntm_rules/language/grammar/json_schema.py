"""JSON Schema (2020-12) of a rule file and of a catalogue, from the tables that structure them; for editors."""

from ...model.arguments import checks_arguments
from ...model.condition import CriteriaState, NoMembers, Scored
from ...model.key import CONCLUSIONS, RULESET_ID
from ...model.key import LEVEL as LEVEL_CODE
from ...model.library import Library
from ...model.measure import Better, InapplicablePart, MeasureType
from ...model.ruleset import ProvenanceStatus, SourceKind
from ...model.values.number import RoundingMode
from . import conditions, files
from .awards import AWARD, BAND, NODE
from .catalogues import ATTRIBUTE, CATALOGUE, LABELS, LEVEL, MEASURE, ROUND
from .derivations import DERIVATIONS
from .schema_parts import DIALECT, Schema, bilingual, closed, list_of, object_of, string_of, words_of
from .thresholds import THRESHOLDS
from .words import explained


@checks_arguments
def json_schema(library: Library | None = None) -> Schema:
    """The schema of a rule file: a whole ruleset, an amendment (`amends:`) or a specialising ruleset (`specialises:`).

    With a library, its measures, attributes, kinds and rulesets are closed lists, with their names.

    >>> json_schema()["$defs"]["ruleset"]["required"][:2]
    ['ruleset', 'version']
    """
    return file_schema(
        "Bộ tiêu chí / Ruleset",
        {
            "type": "object",
            # Every key, so that an editor offers it; which of them go together is said below.
            "properties": _offered(files.RULESET, files.AMENDMENT, files.SPECIALISATION),
            "if": {"required": [files.AMENDMENT.names[0]]},
            "then": {"$ref": "#/$defs/amendment"},
            "else": {
                "if": {"required": [files.SPECIALISATION.names[0]]},
                "then": {"$ref": "#/$defs/specialisation"},
                "else": {"$ref": "#/$defs/ruleset"},
            },
        },
        library,
    )


@checks_arguments
def amendment_schema(library: Library | None = None) -> Schema:
    """The schema of a file that changes another ruleset: an amendment (`amends:`) or a specialising one (`specialises:`).

    >>> sorted(set(json_schema()["properties"]) - set(amendment_schema()["properties"]))
    ['applies_to', 'classifies', 'criteria', 'levels', 'maintenance', 'recognition', 'revocation', 'statuses']
    """
    return file_schema(
        "Văn bản sửa đổi, bộ tiêu chí cụ thể hóa / Amendment, specialising ruleset",
        {
            "type": "object",
            "properties": _offered(files.AMENDMENT, files.SPECIALISATION),
            "if": {"required": [files.SPECIALISATION.names[0]]},
            "then": {"$ref": "#/$defs/specialisation"},
            "else": {"$ref": "#/$defs/amendment"},
        },
        library,
    )


@checks_arguments
def catalogue_schema(library: Library | None = None) -> Schema:
    """The schema of a measures catalogue (`rulesets/measures/common.yaml`).

    With a library, its measures are offered where others are named; those that the catalogue itself declares are known too.

    >>> sorted(catalogue_schema()["properties"])
    ['assurance', 'attributes', 'measures']
    """
    own = definitions()["measure_id"]
    schema = file_schema("Danh mục chỉ số / Measures catalogue", object_of(CATALOGUE) | {"minProperties": 1}, library)
    if library is not None:
        schema["$defs"]["measure_id"] = {"anyOf": [schema["$defs"]["measure_id"], own]}
    return schema


def file_schema(title: str, content: Schema, library: Library | None = None, own: Schema | None = None) -> Schema:
    """The schema of a kind of file, of its content; `own` are definitions beside those of rule files.

    With a library, its measures, attributes, kinds and rulesets are closed lists, with their names.

    >>> list(file_schema("Ghi chú / Notes", {"type": "array"}))
    ['$schema', 'title', 'type', '$defs']
    """
    schema = {"$schema": DIALECT, "title": title, **content, "$defs": {**definitions(), **(own or {})}}
    return schema if library is None else closed(schema, library)


def _offered(*forms: conditions.MappingForm) -> Schema:
    return {name: schema for form in forms for name, schema in object_of(form)["properties"].items()}


def _map(holds: str) -> Schema:
    return {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{holds}"}}


def _condition_forms() -> list[Schema]:
    return [{"title": bilingual(form.title), **object_of(form)} for form in conditions.CONDITIONS.values()]


def _inserted() -> Schema:
    """Schema of an inserted rule: a criterion, an indicator (with `in`), or a conclusion by its name."""
    named = _rule(files.CONCLUSION)
    code = next(bilingual(key.title) for key in files.CRITERION.keys if key.name == "code")
    named["properties"]["code"] = {"description": code} | words_of(files.CONCLUSION_NAMES)
    named["required"] = [*named["required"], "code"]
    return {"anyOf": [*({"$ref": f"#/$defs/{name}"} for name in ("criterion", "indicator", "rule_level")), named]}


def _rule(form: conditions.MappingForm, *alternatives: Schema) -> Schema:
    """Schema of a rule with its condition beside it: each key once, and one of the alternatives for its content."""
    schema = object_of(form)
    for condition in conditions.CONDITIONS.values():
        for key in condition.keys:
            schema["properties"].setdefault(
                key.name, {"description": bilingual(key.title), "$ref": f"#/$defs/{key.holds}"}
            )
    # `attained` is a form of its own and a key of `members`; `equals` and `one_of` differ by what is compared.
    descriptions = {name: {"description": schema["properties"][name]["description"]} for name in ("equals", "one_of")}
    either = {"anyOf": [{"$ref": "#/$defs/threshold"}, {"$ref": "#/$defs/word"}]}
    schema["properties"] |= {
        "equals": descriptions["equals"] | either,
        "one_of": descriptions["one_of"] | {"$ref": "#/$defs/values"},
    }
    return schema | {"anyOf": [*alternatives, *({"required": [primary]} for primary in conditions.CONDITIONS)]}


def _enacted(form: conditions.MappingForm) -> Schema:
    """Schema of a heading, which has an instrument or several."""
    return object_of(form) | {"oneOf": [{"required": [name]} for name in ("instrument", "instruments")]}


def _threshold() -> Schema:
    by = object_of(THRESHOLDS["by"])
    by["additionalProperties"] = {"$ref": "#/$defs/threshold"}
    others = [
        {"title": bilingual(THRESHOLDS[name].title), **object_of(THRESHOLDS[name])}
        for name in THRESHOLDS
        if name != "by"
    ]
    return {
        "anyOf": [
            {"type": "number", "examples": [90, 89.5]},
            {"title": "Một ngày / A date", "$ref": "#/$defs/date"},
            {"title": "assessment: ngày đánh giá / the day of the assessment", "const": conditions.ASSESSMENT},
            {"title": "unknown: ngưỡng chưa biết / the threshold is not known", "const": conditions.UNKNOWN},
            {
                "title": "no_limit: không yêu cầu trong trường hợp này / nothing is asked in this case",
                "const": conditions.NO_LIMIT,
            },
            {"title": "Một mức / A level", "type": "string"},
            {"title": bilingual(THRESHOLDS["by"].title), **by},
            *others,
        ]
    }


def definitions() -> Schema:
    """Schemas of everything in rule files and catalogues, by the names that the forms use."""
    identifier = string_of("clean_water_households", pattern="^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")
    ruleset_id = string_of("vn/commune-ntm", pattern=f"^{RULESET_ID.pattern}$")
    level = {"anyOf": [{"type": "string"}, object_of(LEVEL)]}
    return {
        "line": string_of(),
        "last_years": object_of(conditions.LAST_YEARS),
        "duration": object_of(files.DURATION) | {"minProperties": 1},
        "text": {"anyOf": [string_of(), object_of(files.TEXT)], "examples": [{"vi": "Thu nhập", "en": "Income"}]},
        "texts": list_of("text"),
        "code": string_of("3.3", "10"),
        "codes": list_of("code"),
        "unit_codes": list_of("code"),
        "earlier": {"anyOf": [{"$ref": "#/$defs/date"}, {"const": conditions.PREVIOUS_YEAR}]},
        "date": string_of("2022-04-15", pattern=r"^\d{4}-\d{2}-\d{2}$"),
        # YAML 1.2, which editors read, knows true and false only; yes and no are texts to it.
        "boolean": {"enum": [True, False, "yes", "no"]},
        "text_or_boolean": {"anyOf": [{"$ref": "#/$defs/boolean"}, {"$ref": "#/$defs/text"}]},
        "whole": {"type": "integer", "minimum": 0},
        "figure": {"type": "number"},
        "word": string_of(),
        "words": list_of("word"),
        "measure_id": identifier,
        "measure_ids": list_of("measure_id"),
        "day_counted_from": {"anyOf": [{"const": conditions.ASSESSMENT}, {"$ref": "#/$defs/measure_id"}]},
        "attribute_id": string_of("region", pattern=identifier["pattern"]),
        "attribute_or_year": string_of("region", conditions.YEAR, conditions.ASSESSED_YEAR),
        "chosen_by": {"anyOf": [{"$ref": "#/$defs/attribute_or_year"}, object_of(conditions.BY_BANDS)]},
        "limit_bands": list_of("limit_band"),
        "limit_band": object_of(conditions.LIMIT_BAND),
        "assurance_level": string_of("verified"),
        "value_id": {"anyOf": [string_of(), {"type": "integer"}]},
        "values": {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1},
        "new_ruleset_id": ruleset_id,
        "ruleset_id": ruleset_id,
        "rule_key": string_of(
            "vn/commune-ntm", "vn/civilised-township#3.3", pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)+(#[^@#\s]+)?$"
        ),
        "kind": string_of(*conditions.KINDS),
        "kinds": {"anyOf": [{"$ref": "#/$defs/kind"}, list_of("kind")]},
        "unknown": {"const": conditions.UNKNOWN},
        "criteria_state": words_of(explained(CriteriaState)),
        "counted_as_zero": {"const": conditions.ZERO},
        "no_members": words_of(explained(NoMembers)),
        "provenance_status": words_of(explained(ProvenanceStatus)),
        "source": words_of(explained(SourceKind)),
        "confidence": words_of(conditions.CONFIDENCES),
        "commitment": words_of({commitment.value: words for commitment, words in conditions.COMMITMENTS.items()}),
        "measure_type": words_of(explained(MeasureType)),
        "inapplicable_part": words_of(explained(InapplicablePart)),
        "better": words_of(explained(Better)),
        "rounding_mode": words_of(explained(RoundingMode)),
        "scored": {"anyOf": [words_of(state.value for state in (Scored.ALL, Scored.EACH)), list_of("code")]},
        "points": {"anyOf": [{"type": "number"}, {"const": conditions.UNKNOWN}, object_of(AWARD)]},
        "band": object_of(BAND),
        "bands": list_of("band"),
        "node": object_of(NODE),
        "nodes": list_of("node"),
        "provenance": object_of(files.PROVENANCE),
        "instrument": object_of(files.INSTRUMENT),
        "instruments": list_of("instrument"),
        "group_id": identifier,
        "group": object_of(files.GROUP),
        "groups": _map("group"),
        "threshold": _threshold(),
        "aggregated": {"anyOf": [{"$ref": "#/$defs/measure_id"}, object_of(conditions.CRITERIA_COUNT)]},
        "condition": {"anyOf": _condition_forms()},
        "conditions": list_of("condition"),
        "number_of": object_of(conditions.NUMBER_OF),
        "content": _rule(files.CONTENT),
        "contents": list_of("content"),
        "indicator": _rule(files.INDICATOR, {"required": ["contents"]}),
        "indicators": list_of("indicator"),
        "criterion": _rule(files.CRITERION, {"required": ["indicators"]}),
        "criteria": list_of("criterion"),
        "conclusion": _rule(files.CONCLUSION),
        "rule_level": _rule(files.RULE_LEVEL),
        "rule_levels": list_of("rule_level"),
        "ruleset": _enacted(files.RULESET),
        "amendment": _enacted(files.AMENDMENT),
        "specialisation": _enacted(files.SPECIALISATION),
        "rule_code": string_of("13.2", *CONCLUSIONS, f"{LEVEL_CODE}four_stars"),
        "replacement": _rule(files.REPLACEMENT, {"required": ["indicators"]}, {"required": ["contents"]}),
        "revision": {key: schema for key, schema in _rule(files.REVISION).items() if key != "anyOf"}
        | {"minProperties": 1},
        "inserted": _inserted(),
        "change": {"anyOf": [object_of(verb) for verb in files.VERBS.values()]},
        "changes": list_of("change"),
        "level": level,
        "status": object_of(files.STATUS),
        "statuses": list_of("status"),
        "settled_outcome": words_of(outcome.value for outcome in files.SETTLED_OUTCOMES),
        "levels": list_of("level"),
        "two_measures": {"type": "array", "items": {"$ref": "#/$defs/measure_id"}, "minItems": 2, "maxItems": 2},
        "derive": {"anyOf": [object_of(derivation) for derivation in DERIVATIONS.values()]},
        "measure_groups": {**_map("text"), "minProperties": 2},
        "weights": {
            "type": "object",
            "propertyNames": {"$ref": "#/$defs/measure_id"},
            "additionalProperties": {"type": "number"},
            "minProperties": 1,
        },
        "round": object_of(ROUND),
        "labels": object_of(LABELS),
        "measure": object_of(MEASURE),
        "measures": _map("measure"),
        "attribute": object_of(ATTRIBUTE),
        "attributes": _map("attribute"),
    }
