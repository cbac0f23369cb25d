"""JSON Schema (2020-12) of plain forms, from the classes and the tables that they are made of; for OpenAPI and validators."""

import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any

from attrs import NOTHING, Attribute, fields, has

from ...language.grammar.json_schema import definitions
from ...language.grammar.schema_parts import DIALECT, Schema
from ...language.reading import FORM
from ...model.arguments import checks_arguments, refused
from ...model.decision import Decision, Notice, Reason
from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.problem import Diagnostic
from ...model.ruleset import Provenance
from ...model.units.unit import Unit
from ..output.converter import ASSURANCE, NOT_OFFICIAL, NOTICES, STATEMENTS
from .plain import CONVERTED, MAJOR, MINOR, check_readable
from .report_forms import REPORT_FORMS

_CLASSES: Mapping[str, type] = {**CONVERTED, "decision": Decision, **REPORT_FORMS}
_STATEMENT = {"$ref": "statement"}
_OWN: Mapping[tuple[type, str], Schema] = {
    (Fact, "value"): {"$ref": "reported"},
    (Attestation, "value"): {"$ref": "value"},
    (PublishedDecision, "value"): {"$ref": "published"},
    (Reason, "observed"): {"$ref": "value"},
    (Reason, "compared"): {"$ref": "value"},
    (Reason, "required"): {"anyOf": [{"$ref": "value"}, {"type": "array", "items": {"$ref": "value"}}]},
    (Reason, "facts"): {"type": "array", "items": _STATEMENT},
    (Notice, "facts"): {"type": "array", "items": _STATEMENT},
    (Unit, "attributes"): {"type": "object", "additionalProperties": {"type": "string"}},
    (Diagnostic, "fields"): {"type": "object"},
}
"""Fields with a form of their own."""
_LEFT_OUT = {(Provenance, "place")}
_DERIVED: Mapping[type, Schema] = {
    Decision: {
        NOTICES: {"type": "array", "items": {"$ref": "Notice"}},
        NOT_OFFICIAL: {"type": "object", "additionalProperties": {"type": "integer"}},
        ASSURANCE: {"type": "string"},
    },
}
"""Keys that follow from the others."""


@checks_arguments
def schema(kind: str, *, reference: str = "#/$defs/{name}") -> Schema:
    """The JSON Schema of the plain form of a kind (see `from_plain`), with the definitions that it needs in `$defs`.

    `reference` says how definitions are named: OpenAPI has them in `"#/components/schemas/{name}"`. The schema is of this
    version: a newer minor version may have more keys. Raises PlainFormError for an unknown kind, ArgumentError for a reference
    that does not name what it leads to.

    >>> schema("fact")["required"]
    ['unit', 'measure', 'value', 'as_of']
    """
    check_readable(kind)
    if reference.count("{name}") != 1 or reference.count("{") + reference.count("}") != 2:
        raise refused("reference", reference, 'văn bản có "{name}"', 'a text with "{name}"')
    shared = _Definitions(reference)
    match kind:
        case "ruleset" | "measure" | "attribute":
            own = _of_rule_files(kind, reference, shared.shared_definitions)
        case "decisions":
            listed = {"type": "array", "items": {"anyOf": [shared.of(Decision), _compact(shared)]}}
            positions = {"type": "array", "items": {"type": "integer", "minimum": 0}}
            own = {"type": "object", "properties": {"decisions": listed, "roots": positions}, "required": ["decisions"]}
        case _:
            own = shared.object_of(_CLASSES[kind])
    # A report says its form among its own keys.
    own["properties"] = {FORM: None, **own["properties"]} | {FORM: {"const": f"{kind}/{MAJOR}.{MINOR}"}}
    return {"$schema": DIALECT, "title": kind, **own, "$defs": dict(sorted(shared.shared_definitions.items()))}


def _compact(shared: "_Definitions") -> Schema:
    decision = shared.object_of(Decision)
    decision["properties"]["children"] = {"type": "array", "items": {"type": "integer", "minimum": 0}}
    return decision


def _of_rule_files(kind: str, reference: str, collected: Schema) -> Schema:
    """The schema of a rule file, or of an entry of a catalogue, with what a plain form has besides."""
    every = {name: _named(definition, reference) for name, definition in definitions().items()}
    own: Schema = dict(every[kind])
    more = {"made_from": {"type": "object"}} if kind == "ruleset" else {"id": {"type": "string"}}
    own["properties"] = {**more, **own["properties"]}
    collected.update(every)
    # A figure with more digits than a float holds is a text of its digits.
    figure = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}]}
    collected["figure"] = figure
    return own


def _named(schema: Any, reference: str) -> Any:
    if isinstance(schema, dict):
        return {
            name: reference.format(name=part.removeprefix("#/$defs/")) if name == "$ref" else _named(part, reference)
            for name, part in schema.items()
        }
    return [_named(part, reference) for part in schema] if isinstance(schema, list) else schema


class _Definitions:
    """The definitions made so far, by name."""

    def __init__(self, reference: str) -> None:
        self._reference = reference
        self.shared_definitions: Schema = {}

    def ref(self, name: str) -> Schema:
        """A reference to a definition, which is made where it is not there."""
        if name not in self.shared_definitions:
            self.shared_definitions[name] = {}
            self.shared_definitions[name] = _named(self._shared(name), self._reference)
        return {"$ref": self._reference.format(name=name)}

    def of(self, kind: type) -> Schema:
        """A reference to the definition of a class."""
        if kind.__name__ not in self.shared_definitions:
            self.shared_definitions[kind.__name__] = {}
            self.shared_definitions[kind.__name__] = self.object_of(kind)
        return {"$ref": self._reference.format(name=kind.__name__)}

    def object_of(self, kind: type) -> Schema:
        """The schema of a class of the model: its fields, those with a default may be missing."""
        hints = typing.get_type_hints(kind)
        if typing.is_typeddict(kind):
            form: Any = kind
            return {
                "type": "object",
                "properties": {name: self.schema_of(hint) for name, hint in hints.items()},
                "required": [name for name in hints if name in form.__required_keys__],
                "additionalProperties": False,
            }
        own = [field for field in fields(kind) if field.init and (kind, field.name) not in _LEFT_OUT]
        properties = {field.name: self._field(kind, field, hints[field.name]) for field in own}
        properties |= {name: self._resolved(derived) for name, derived in _DERIVED.get(kind, {}).items()}
        return {
            "type": "object",
            "properties": properties,
            "required": [field.name for field in own if field.default is NOTHING],
            "additionalProperties": False,
        }

    def _field(self, kind: type, field: "Attribute[Any]", hint: Any) -> Schema:
        own = _OWN.get((kind, field.name))
        return self.schema_of(hint) if own is None else self._resolved(own)

    def _resolved(self, schema: Any) -> Any:
        """A schema whose references are names of shared definitions or of classes."""
        if isinstance(schema, dict):
            if "$ref" in schema:
                return self.of(Notice) if schema["$ref"] == "Notice" else self.ref(schema["$ref"])
            return {name: self._resolved(part) for name, part in schema.items()}
        return [self._resolved(part) for part in schema] if isinstance(schema, list) else schema

    def schema_of(self, hint: Any) -> Schema:
        """The schema of an annotated type."""
        origin, inside = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Literal:
            return {"enum": list(inside)}
        if hint is Any or origin is dict:
            return {} if hint is Any else {"type": "object"}
        if hint in _SIMPLE:
            return dict(_SIMPLE[hint])
        if hint in (Decimal, Fraction):
            return self.ref("figure")
        if origin in (typing.Union, UnionType):
            parts: list[Schema] = []
            for alternative in inside:
                part = self.schema_of(alternative)
                parts += [part] if part not in parts else []
            return parts[0] if len(parts) == 1 else {"anyOf": parts}
        if origin is tuple and inside[-1] is not ...:
            return {"type": "array", "prefixItems": [self.schema_of(inner) for inner in inside], "items": False}
        if origin in (tuple, frozenset, list):
            return {"type": "array", "items": self.schema_of(inside[0])}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return {"enum": [member.value for member in hint]}
        assert has(hint) or typing.is_typeddict(hint), hint
        return self.of(hint)

    def _shared(self, name: str) -> Schema:
        words = {
            "finding": [finding.value for finding in Finding],
            "absence": [absence.value for absence in Absence],
        }
        tagged = {tag: _tagged(tag, {"enum": allowed}) for tag, allowed in words.items()}
        end = {"type": "string", "pattern": _FIGURE}
        interval = {"type": "object", "properties": {"low": end, "high": end, "written": {"type": "string"}}}
        match name:
            case "figure":
                return {"type": "string", "pattern": _FIGURE, "examples": ["97.2", "1/3"]}
            case "value":
                plain = [self.ref("figure"), _tagged("word", {"type": "string"}), _tagged("interval", interval)]
                plain.append(_tagged("date", _SIMPLE[date]))
                return {"anyOf": [*plain, *tagged.values(), {"type": "null"}]}
            case "reported":
                return {"anyOf": [self.ref("value"), {"type": ["number", "boolean"]}]}
            case "published":
                return {
                    "anyOf": [{"enum": [outcome.value for outcome in Outcome]}, _tagged("status", {"type": "string"})]
                }
            case "statement":
                return {"anyOf": [self._recorded(tag, kind) for tag, kind in STATEMENTS.items()]}
        raise AssertionError(name)

    def _recorded(self, tag: str, kind: type) -> Schema:
        form = self.object_of(kind)
        return {
            **form,
            "properties": {"record": {"const": tag}, **form["properties"]},
            "required": ["record", *form["required"]],
        }


def _tagged(tag: str, content: Schema) -> Schema:
    return {"type": "object", "properties": {tag: content}, "required": [tag], "additionalProperties": False}


_FIGURE = r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"
_SIMPLE: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"type": "string", "format": "date"},
    RuleKey: {"type": "string", "examples": ["vn/commune-ntm#10"]},
    NoneType: {"type": "null"},
}
