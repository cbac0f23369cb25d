"""JSON Schema (2020-12) of a line of a record, for who reads records with other programs."""

from typing import Any

from ...language.grammar.schema_parts import DIALECT, Schema
from ...model.decision import NoticeKind, ReasonKind
from ...model.outcome import Outcome
from .lines import FORMAT

_DAY: Schema = {"type": "string", "format": "date"}
_TEXT: Schema = {"type": "string"}
_HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NUMBERS: Schema = {"type": "array", "items": _NUMBER}
_FIGURE: Schema = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$|^-?[0-9]+/[0-9]+$"}
_BOUND: Schema = {"anyOf": [_FIGURE, {"type": "object", "required": ["date"], "properties": {"date": _DAY}}]}
_WORDS: Schema = {"type": "object", "required": ["vi"], "properties": {"vi": _TEXT, "en": {"type": ["string", "null"]}}}
_OUTCOME: Schema = {"enum": [outcome.value for outcome in Outcome]}


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def _line(sort: str, required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return _object({"line": {"const": sort}, "leaf": _HASH, **required}, optional)


def record_schema() -> Schema:
    """The schema that each line of a record of format 1 fits.

    >>> [line["properties"]["line"]["const"] for line in record_schema()["oneOf"]]
    ['record', 'text', 'unit', 'measure', 'statement', 'rule', 'decision']
    """
    tagged = {"type": "object", "minProperties": 1, "maxProperties": 1}
    value: Schema = {"anyOf": [_FIGURE, {"type": "array"}, tagged]}
    wording = {"name": _WORDS, "provenance": {"type": "object", "required": ["status"]}}
    reason = _object(
        {"kind": {"enum": [kind.value for kind in ReasonKind]}, "outcome": _OUTCOME},
        {
            **dict.fromkeys(("measure", "unit", "operator", "rule", "subject", "members", "aggregate", "basis"), _TEXT),
            **dict.fromkeys(("observed", "compared", "required"), value),
            "gap": _FIGURE,
            "tally": {"type": "object", "additionalProperties": _NUMBER},
            "facts": _NUMBERS,
            "lacking": _TEXTS,
            "since": _DAY,
            "points": {"type": "object"},
            "years": {"type": "array", "items": {"type": "integer"}},
            "negated": {"type": "boolean"},
        },
    )
    notice = _object({"kind": {"enum": [kind.value for kind in NoticeKind]}, "facts": _NUMBERS}, {"measure": _TEXT})
    applied = _object(
        {
            "ruleset": _TEXT,
            "as_of": _DAY,
            "version": _DAY,
            "meaning": _HASH,
            "wording": _HASH,
            "title": _WORDS,
            "instruments": _TEXTS,
        }
    )
    day_of_statement: dict[str, Schema] = {"unit": _TEXT, "as_of": _DAY}
    lines: list[Schema] = [
        _line(
            "record",
            {
                "format": {"const": FORMAT},
                "engine": _TEXT,
                "as_of": _DAY,
                "assessed": {"type": "integer"},
                "decided": {**_TEXTS, "minItems": 1},
                "rulesets": {"type": "array", "items": applied},
                "versions": {"type": "object", "additionalProperties": {"type": "array", "items": _DAY}},
                "counts": {"type": "object", "additionalProperties": _NUMBER},
                "leaves": _NUMBER,
                "root": _HASH,
            },
            {"known_on": _DAY},
        ),
        _line("text", {"number": _NUMBER, "content": _TEXT}),
        _line(
            "unit",
            {"number": _NUMBER, "code": _TEXT, "name": _TEXT, "kind": _TEXT},
            {
                "parent": _TEXT,
                "attributes": {"type": "object", "additionalProperties": _TEXT},
                "exists_from": _DAY,
                "exists_until": _DAY,
                "successors": _TEXTS,
                "parents": {"type": "array", "items": _object({"parent": _TEXT}, {"since": _DAY, "until": _DAY})},
                "official_code": _TEXT,
                "memberships": {
                    "type": "array",
                    "items": _object({"kind": _TEXT, "of": _TEXT}, {"since": _DAY, "until": _DAY}),
                },
            },
        ),
        _line("measure", {"measure": _TEXT, "decimals": _NUMBER}, dict.fromkeys(("minimum", "maximum"), _BOUND)),
        _line(
            "statement",
            {"number": _NUMBER, "is": {"enum": ["figure", "attestation", "published"]}, **day_of_statement},
            {
                **dict.fromkeys(("measure", "rule", "reported_by", "evidence"), _TEXT),
                "value": {"anyOf": [value, _OUTCOME]},
                "recorded": _DAY,
                "version": _DAY,
                "assurance": _TEXT,
                "place": {"type": "object", "required": ["file"]},
            },
        ),
        _line("rule", {"rule": _TEXT, "as_of": _DAY, "version": _DAY, "meaning": _HASH, "wording": _HASH, **wording}),
        _line(
            "decision",
            {"unit": _TEXT, "rule": _TEXT, "as_of": _DAY, "outcome": _OUTCOME},
            {
                "possible": {"type": "array", "items": _OUTCOME, "minItems": 2},
                "reasons": {"type": "array", "items": reason},
                "children": {"type": "array", "items": {**_TEXTS, "minItems": 1, "maxItems": 3}},
                "published": _NUMBERS,
                "superseded": _NUMBERS,
                "notices": {"type": "array", "items": notice},
                "assurance": _TEXT,
                "points": {"type": "object"},
                "level": {"type": "object"},
            },
        ),
    ]
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": "Một dòng của bản ghi đánh giá / A line of a record of an assessment",
        "oneOf": lines,
    }
    return schema
