"""Parts of JSON Schemas: mappings of a form, closed lists of words with their meanings, the names of one library."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...model.library import Library
from ...model.measure import Level, Measure
from ...model.text import Text
from .conditions import ASSESSED_YEAR, KINDS, NO_LIMIT, OPERATORS, UNKNOWN, YEAR, MappingForm

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def object_of(form: MappingForm, *beside: MappingForm) -> Schema:
    """Schema of a mapping with the keys of a form, and of the forms that may stand beside it."""
    properties: Schema = {}
    for key in (key for mapping_form in (*beside, form) for key in mapping_form.keys):
        properties[key.name] = {"description": bilingual(key.title), "$ref": f"#/$defs/{key.holds}"}
    required = [key.name for key in form.keys if key.required]
    closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return closed | ({"required": required} if required else {})


def bilingual(text: Text) -> str:
    """A title in both languages."""
    return f"{text.vi} / {text.in_language('en')}"


def words_of(words: Iterable[str] | Mapping[str, Text]) -> Schema:
    """Schema of one of a closed list of words; with meanings, where there are, which editors show (`enumDescriptions`)."""
    closed: Schema = {"type": "string", "enum": list(words)}
    if not isinstance(words, Mapping):
        return closed
    return closed | {"enumDescriptions": [bilingual(meaning) for meaning in words.values()]}


def list_of(holds: str) -> Schema:
    """Schema of a list that is not empty, with items of that definition."""
    return {"type": "array", "items": {"$ref": f"#/$defs/{holds}"}, "minItems": 1}


def string_of(*examples: str, pattern: str = "") -> Schema:
    """Schema of a text that is not empty."""
    schema: Schema = {"type": "string", "minLength": 1}
    return schema | ({"pattern": pattern} if pattern else {}) | ({"examples": list(examples)} if examples else {})


def closed(schema: Schema, library: Library) -> Schema:
    """The schema with what the library has in place of any name: ids with their names, values with the measure or attribute.

    >>> from ...model.measure import Measure
    >>> from .json_schema import json_schema
    >>> library = Library({"water": Measure("water", Text("Nước sạch", "Clean water"), unit="%")})
    >>> json_schema(library)["$defs"]["measure_id"]["anyOf"]
    [{'const': 'water', 'description': 'Nước sạch (%) / Clean water (%)'}]
    """
    attributes = {id: attribute.name for id, attribute in library.attributes.items()}
    rulesets = {id: versions[-1].title for id, versions in sorted(library.versions.items())}
    every = (kind for versions in library.versions.values() for version in versions for kind in version.applies_to)
    kinds = {kind: Text(kind) for kind in every}
    ids = "|".join(re.escape(id) for id in rulesets)
    lists: Schema = {
        "measure_id": named({id: explanation(measure) for id, measure in library.measures.items()}),
        "attribute_id": named(attributes),
        "attribute_or_year": named(
            {
                **attributes,
                YEAR: Text("theo năm của số liệu", "by the figure's year"),
                ASSESSED_YEAR: Text("theo năm đánh giá", "by the year assessed"),
            }
        ),
        "ruleset_id": named(rulesets),
        "rule_key": {"anyOf": [*named(rulesets)["anyOf"], {"type": "string", "pattern": rf"^({ids})#[^@#\s]+$"}]},
        "kind": named({**kinds, **KINDS}),
        "assurance_level": named({level.id: level.name for level in library.assurance}),
    }
    # A list of nothing would refuse everything.
    lists = {name: listed for name, listed in lists.items() if listed["anyOf"]}
    further = {
        "values_of_measures": {"allOf": list(_values_of_measures(library))},
        "values_of_attributes": {"allOf": list(_values_of_attributes(library))},
        "cases_of_attributes": {"allOf": list(_cases_of_attributes(library))},
    }
    further = {name: narrowed for name, narrowed in further.items() if narrowed["allOf"]}
    definitions = {**schema["$defs"], **{name: listed for name, listed in lists.items() if name in schema["$defs"]}}
    complete: Schema = _narrowed(schema | {"$defs": definitions}, tuple(further))
    complete["$defs"].update(further)
    return complete


def named(names: Mapping[str, Text]) -> Schema:
    """Schema of one of the names, each with its explanation; an editor shows that of the name alone, not the whole list."""
    return {"anyOf": [{"const": name, "description": bilingual(words)} for name, words in names.items()]}


def explanation(measure: Measure) -> Text:
    """The name of a measure with what its figures are: unit and bounds; the name alone of a finding or of levels.

    >>> explanation(Measure("water", Text("Nước sạch", "Clean water"), unit="%", minimum=0, maximum=100)).vi
    'Nước sạch (%, 0–100)'
    """
    bounds = f"{_bound(measure.minimum)}–{_bound(measure.maximum)}"
    about = ", ".join(filter(None, (measure.unit, bounds if bounds != "…–…" else "")))
    added = f" ({about})" if about else ""
    note = measure.note or Text("")
    vi, en = (f". {described}" if described else "" for described in (note.vi, note.in_language("en")))
    return Text(f"{measure.name.vi}{added}{vi}", f"{measure.name.in_language('en')}{added}{en}")


def _bound(bound: object) -> str:
    return "…" if bound is None else str(bound)


def values_of(values: Sequence[Level]) -> Schema:
    """Schema of a word that is one of the levels of a measure, or of the values of an attribute."""
    words = words_of({value.id: value.name for value in values})
    numbers = [int(value.id) for value in values if value.id.isdecimal()]
    # Editors read 1 as a number.
    return {"anyOf": [words, {"enum": numbers}]} if numbers else words


def _values_of_measures(library: Library) -> Iterator[Schema]:
    of_levels: dict[tuple[Level, ...], list[str]] = {}
    for id, measure in library.measures.items():
        if measure.levels:
            of_levels.setdefault(measure.levels, []).append(id)
    for levels, ids in of_levels.items():
        threshold = {"anyOf": [values_of(levels), {"enum": [UNKNOWN, NO_LIMIT]}, {"type": "object"}]}
        bounds = {**dict.fromkeys(OPERATORS, threshold), "one_of": {"type": "array", "items": values_of(levels)}}
        yield _where("measure", ids, {"properties": bounds})


def _values_of_attributes(library: Library) -> Iterator[Schema]:
    for id, attribute in library.attributes.items():
        if attribute.values:
            value = values_of(attribute.values)
            yield _where("attribute", [id], {"properties": {"one_of": {"items": value}, "equals": value}})


def _cases_of_attributes(library: Library) -> Iterator[Schema]:
    for id, attribute in library.attributes.items():
        if attribute.values:
            named = {value.id: {"description": bilingual(value.name)} for value in attribute.values}
            closed_names = {"enum": ["by", "otherwise", *named]}
            yield _where("by", [id], {"properties": named, "propertyNames": closed_names})


def _where(key: str, values: Sequence[str], then: Schema) -> Schema:
    # A pattern, for an editor would offer the words of a list.
    one_of = "|".join(map(re.escape, values))
    return {
        "if": {"properties": {key: {"type": "string", "pattern": f"^({one_of})$"}}, "required": [key]},
        "then": then,
    }


_NARROWED: Mapping[str, tuple[str, str, str]] = {
    "values_of_measures": ("measure", "measure_id", "at_least"),
    "values_of_attributes": ("attribute", "attribute_id", "one_of"),
    "cases_of_attributes": ("by", "chosen_by", "otherwise"),
}
"""Further definitions, with the mappings that they concern: a key with its definition, and a key beside it."""


def _narrowed(part: Any, further: Sequence[str]) -> Any:
    """The part of a schema in which the values of a measure, attribute or choice are those that the library has."""
    if isinstance(part, list):
        return [_narrowed(inner, further) for inner in part]
    if not isinstance(part, dict):
        return part
    narrowed = {name: _narrowed(inner, further) for name, inner in part.items()}
    properties = narrowed.get("properties")
    if narrowed.get("type") != "object" or not isinstance(properties, dict):
        return narrowed
    concerned = [
        {"$ref": f"#/$defs/{name}"}
        for name in further
        for key, definition, beside in [_NARROWED[name]]
        if beside in properties and properties.get(key, {}).get("$ref") == f"#/$defs/{definition}"
    ]
    return narrowed | ({"allOf": concerned} if concerned else {})


def measures_as_keys(library: Library, holds: str) -> Schema:
    """Schema of a mapping with measures as keys, and values of that definition; the words of findings and levels offered."""
    return _as_keys(
        {
            id: {
                "description": bilingual(explanation(measure)),
                "anyOf": [*([values_of(measure.levels)] if measure.levels else []), {"$ref": f"#/$defs/{holds}"}],
            }
            for id, measure in library.measures.items()
        }
    )


def attributes_as_keys(library: Library) -> Schema:
    """Schema of a mapping with attributes as keys, each with one of its values."""
    return _as_keys(
        {
            id: {
                "description": bilingual(attribute.name),
                **(values_of(attribute.values) if attribute.values else {"type": "string"}),
            }
            for id, attribute in library.attributes.items()
        }
    )


def _as_keys(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}
