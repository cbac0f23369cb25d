"""Parts that JSON Schemas are made of: mappings of a form, closed lists of words with their meanings, texts, lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from ...model.text import Text
from .conditions import MappingForm

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def object_of(form: MappingForm, *beside: MappingForm) -> Schema:
    """Schema of a mapping with the keys of a form, and of the forms that may stand beside it."""
    properties: Schema = {}
    for key in (key for each in (*beside, form) for key in each.keys):
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
    made: Schema = {"type": "string", "minLength": 1}
    return made | ({"pattern": pattern} if pattern else {}) | ({"examples": list(examples)} if examples else {})
