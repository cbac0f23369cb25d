"""JSON Schema (2020-12) of `dossier.yaml`, from the tables that it is read by; for editors."""

from ...language.grammar.json_schema import file_schema
from ...language.grammar.schema_parts import Schema, bilingual, list_of, object_of, string_of, words_of
from ...model.arguments import checks_arguments
from ...model.library import Library
from ..layouts.keys import DOSSIER, FACTS_FILE, OFFICES, SHEET, UNITS_FILE
from ..layouts.layout import MOST_HEADER_ROWS, Orientation
from .settings import rules_named


@checks_arguments
def dossier_schema(library: Library | None = None) -> Schema:
    """The schema of the `dossier.yaml` of a dossier; with a library, its kinds and rulesets are closed lists, with their names.

    >>> dossier_schema()["required"]
    ['as_of', 'rulesets']
    """
    schema = file_schema(bilingual(DOSSIER.title), object_of(DOSSIER), library, _own_definitions())
    if library is None:
        return schema
    of_kind = {"$ref": "#/$defs/ruleset_of_kind"}
    kinds = {
        kind["const"]: {"description": kind["description"], **of_kind} for kind in schema["$defs"]["kind"]["anyOf"]
    }
    closed_kinds = {"type": "object", "minProperties": 1, "properties": kinds, "additionalProperties": False}
    schema["$defs"]["rulesets_by_kind"]["anyOf"][0] = closed_kinds
    return schema


@checks_arguments
def offices_schema(library: Library | None = None) -> Schema:
    """The schema of the `offices.yaml` of a dossier; with a library, its rulesets and rules are a closed list.

    >>> offices_schema()["type"]
    'object'
    """
    office = {"$ref": "#/$defs/office_names"}
    content: Schema = {"type": "object", "additionalProperties": office}
    if library is not None:
        named = {key: {"description": bilingual(name), **office} for key, name in rules_named(library).items()}
        content |= {"properties": named, "additionalProperties": False}
    own = {"office_names": {"anyOf": [{"$ref": "#/$defs/text"}, list_of("text")]}}
    return file_schema(bilingual(OFFICES), content, own=own)


def _one_or_several(single: Schema, **of_list: int) -> Schema:
    return {"anyOf": [single, {"type": "array", "items": single, **of_list}]}


def _own_definitions() -> Schema:
    row = {"type": "integer", "minimum": 1}
    words = list_of("line")
    sheet_settings = {"anyOf": [object_of(SHEET), {"type": "null"}]}
    skipped = {"anyOf": [row, string_of("12-14", "column_numbers", pattern=r"^(\d+\s*[-–]\s*\d+|column_numbers)$")]}
    return {
        "day": {"anyOf": [string_of("2024-06-30", "30/6/2024", "quý II/2024"), {"type": "integer"}]},
        "numbers": words_of(("vi", "en")),
        "file_name": string_of("facts.csv", "bao-cao.xlsx"),
        "row_number": row,
        "header_count": {**row, "maximum": MOST_HEADER_ROWS},
        "skipped_rows": _one_or_several(skipped),
        "words_skipped": {"anyOf": [string_of(), words]},
        "names_of_subjects": {
            "type": "object",
            "additionalProperties": string_of("clean_water_households", "vn/commune-ntm#15.4"),
        },
        "orientation": words_of(orientation.value for orientation in Orientation),
        "cell_name": string_of("B2", pattern="^[A-Za-z]{1,3}[0-9]{1,7}$"),
        "sheets": {"anyOf": [string_of(), words, {"type": "object", "additionalProperties": sheet_settings}]},
        "units_file": {"anyOf": [{"$ref": "#/$defs/file_name"}, object_of(UNITS_FILE)]},
        "facts_file": {"anyOf": [{"$ref": "#/$defs/file_name"}, object_of(FACTS_FILE)]},
        "council_files": _one_or_several({"$ref": "#/$defs/file_name"}),
        "facts_files": _one_or_several({"$ref": "#/$defs/facts_file"}),
        "folders": _one_or_several(string_of("rulesets", "../rulesets"), minItems=1),
        "ruleset_of_kind": {"anyOf": [{"$ref": "#/$defs/ruleset_id"}, list_of("ruleset_id")]},
        "rulesets_by_kind": {
            "anyOf": [
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"$ref": "#/$defs/kind"},
                    "additionalProperties": {"$ref": "#/$defs/ruleset_of_kind"},
                },
                {"$ref": "#/$defs/folders"},
            ]
        },
    }
