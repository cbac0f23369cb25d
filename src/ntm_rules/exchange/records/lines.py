"""The lines of a record as plain data, and the order in which they are the leaves of its tree.

What several decisions share stands once and is referred to: a statement and a unit have numbers, a rule has its key and the day
on which it was applied, a decision its unit beside these.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from attrs import evolve

from ...model.decision import Decision, Reason
from ...model.fact import Fact, Statement
from ...model.measure import Measure
from ...model.units.unit import Unit
from ...model.values.day import Day
from ...program.program import ProgramRule
from ..output.converter import CONVERTER, NOTICES, STATEMENT_NAMES, STATEMENTS
from ..output.plain_values import MisfitError, none_of, value_from_plain, value_to_plain
from .merkle import canonical_form, canonical_json, leaf_hash

Line = dict[str, Any]
FORMAT = 1
"""The version of the format that is written, and read."""
KEYS: Mapping[str, tuple[str, ...]] = {
    "record": (),
    "text": ("number",),
    "unit": ("number",),
    "measure": ("measure",),
    "statement": ("number",),
    "rule": ("rule", "as_of"),
    "decision": ("unit", "rule", "as_of"),
}
"""Sorts of lines, in the order of the leaves, and the keys that tell a line from others of its sort."""
SEALS = ("leaf", "leaves", "root")
"""The keys of a line that follow from the others, and, of the first line alone, from all lines: they are not hashed."""

LineKey = tuple[int, int, str, str, str]
"""The place of a line among the leaves: its sort, its number, and its texts."""


def key_of(line: Mapping[str, Any]) -> LineKey:
    """The place of a line among the leaves, which no other line has. Raises ValueError where it has none.

    >>> key_of({"line": "unit", "number": 3, "code": "C"})
    (2, 3, '', '', '')
    """
    sort = line.get("line")
    if not isinstance(sort, str) or sort not in KEYS:
        raise none_of("'line'", KEYS)
    number, texts = 0, ["", "", ""]
    for place, name in enumerate(KEYS[sort]):
        value = line.get(name)
        if name == "number" and type(value) is int and value >= 0:
            number = value
        elif name != "number" and isinstance(value, str):
            texts[place] = value
        else:
            raise MisfitError(
                f"dòng '{sort}' thiếu '{name}', hoặc '{name}' không phải {'số' if name == 'number' else 'chữ'}",
                f"'{name}' of a {sort} is missing, or no {'number' if name == 'number' else 'text'}",
            )
    return list(KEYS).index(sort), number, texts[0], texts[1], texts[2]


def leaf_of(line: Mapping[str, Any]) -> bytes:
    """The hash of what a line says. Raises ValueError for what has no canonical form."""
    return leaf_hash(canonical_form(content_of(line)))


def content_of(line: Mapping[str, Any]) -> Line:
    """The content of a line, without what follows from that."""
    seals = SEALS if line.get("line") == "record" else SEALS[:1]
    return {name: part for name, part in line.items() if name not in seals}


def sha(value: object) -> str:
    """SHA-256 of the canonical form of plain data, in hexadecimal digits.

    >>> sha([])[:16]
    '4f53cda18c2baa0c'
    """
    return sha256(canonical_json(value)).hexdigest()


# ---- units, measures, statements


def unit_line(number: int, unit: Unit) -> Line:
    """The line of a unit; its number is its place among the units, which is the order of members."""
    return {"line": "unit", "number": number, **CONVERTER.unstructure(evolve(unit, place=None))}


def unit_of(line: Line) -> Unit:
    """The unit of a line. Raises what structuring raises, for a line of none."""
    unit: Unit = CONVERTER.structure(_without(line, "line", "number"), Unit)
    return unit


def measure_line(measure: Measure) -> Line:
    """The line of a measure: the bounds of its figures, up to which open decisions can still go."""
    bounds = {"minimum": measure.minimum, "maximum": measure.maximum}
    plain = {name: shortest(value_to_plain(bound)) for name, bound in bounds.items() if bound is not None}
    return {"line": "measure", "measure": str(measure.id), "decimals": measure.decimals, **plain}


def with_bounds(measure: Measure, line: Line) -> Measure:
    """A measure with the bounds of a line. Raises ValueError for a line that holds none."""
    if type(line.get("decimals")) is not int:
        raise MisfitError("'decimals' không phải là số nguyên", "'decimals' is not an integer")
    low, high = (value_from_plain(line.get(name)) for name in ("minimum", "maximum"))
    if not all(bound is None or isinstance(bound, Decimal | Fraction | Day) for bound in (low, high)):
        raise MisfitError("giới hạn phải là một số hoặc một ngày", "a bound must be a figure or a date")
    return evolve(measure, minimum=low, maximum=high, decimals=line["decimals"])


def statement_line(number: int, statement: Statement) -> Line:
    """The line of a statement."""
    return {
        "line": "statement",
        "number": number,
        "is": STATEMENT_NAMES[type(statement)],
        **CONVERTER.unstructure(statement),
    }


def statement_of(line: Line) -> Statement:
    """The statement of a line. Raises what structuring raises, for a line of none."""
    record = line.get("is")
    if not isinstance(record, str) or record not in STATEMENTS:
        raise none_of("'is'", STATEMENTS)
    statement: Statement = CONVERTER.structure(_without(line, "line", "number", "is"), STATEMENTS[record])
    return statement


def _entries(plain: Line) -> Line:
    """The entries that say something."""
    return {name: part for name, part in plain.items() if part not in (None, [], {})}


def _without(line: Line, *names: str) -> Line:
    return {name: part for name, part in content_of(line).items() if name not in names}


# ---- rules, decisions


def rule_line(rule: ProgramRule) -> Line:
    """The line of a rule on the day on which it was applied: its version, both its hashes, its name and its source."""
    ruleset = rule.scope.ruleset
    wording = {
        "name": CONVERTER.unstructure(rule.rule.name),
        "provenance": CONVERTER.unstructure(ruleset.provenance_of(rule.rule)),
    }
    return {
        "line": "rule",
        "rule": str(rule.key),
        "as_of": rule.as_of.isoformat(),
        "version": ruleset.version.isoformat(),
        "meaning": rule.meaning_hash,
        "wording": sha([rule.wording_hash, wording]),
        **wording,
    }


Numbered = Callable[[Iterable[Statement]], list[int]]
"""The numbers of statements, in their order."""


def decision_line(decision: Decision, numbers: Numbered, superseded: Iterable[Statement]) -> Line:
    """The line of a decision: what it came to and why; what it shares with others is referred to."""
    line: Line = {
        "line": "decision",
        "unit": decision.unit,
        "rule": str(decision.rule),
        "as_of": decision.as_of.isoformat(),
        "outcome": decision.outcome.value,
    }
    if len(decision.possible) > 1:
        line["possible"] = sorted(outcome.value for outcome in decision.possible)
    if decision.reasons:
        line["reasons"] = [_reason(reason, numbers) for reason in decision.reasons]
    if decision.children:
        line["children"] = [_child(child, decision) for child in decision.children]
    for name, statements in (("published", decision.published), ("superseded", superseded)):
        if statements and (numbered := numbers(statements)):
            line[name] = numbered
    if decision.notices:
        line[NOTICES] = [
            _entries({"kind": notice.kind.value, "measure": notice.measure, "facts": numbers(notice.facts)})
            for notice in decision.notices
        ]
    if decision.assurance is not None:
        line["assurance"] = decision.assurance
    for name in ("points", "level"):
        if getattr(decision, name) is not None:
            line[name] = shortest(CONVERTER.unstructure(getattr(decision, name)))
    return line


def _reason(reason: Reason, numbers: Numbered) -> Line:
    plain: Line = CONVERTER.unstructure(evolve(reason, facts=()))
    figures = {name: shortest(plain[name]) for name in _FIGURES if name in plain}
    return {**plain, **figures, **({"facts": numbers(reason.facts)} if reason.facts else {})}


_FIGURES = ("observed", "compared", "required", "gap", "points")


def shortest(plain: Any) -> Any:
    """Figures without zeros at their ends: whether a rule file has 39 or 39.0 is no part of what it means."""
    match plain:
        case str() if "." in plain:
            return plain.rstrip("0").rstrip(".")
        case list():
            return [shortest(part) for part in plain]
        case dict() if plain.keys() & {"low", "high", "maximum"}:
            return {name: shortest(part) for name, part in plain.items()}
    return plain


def _child(child: Decision, above: Decision) -> list[str]:
    """A reference to a decision: the rule, with the unit and the day where they are others."""
    if child.as_of != above.as_of:
        return [str(child.rule), child.unit, child.as_of.isoformat()]
    return [str(child.rule)] if child.unit == above.unit else [str(child.rule), child.unit]


def replaced(decision: Decision, reports: Callable[[str, str], Iterable[Fact]]) -> Iterator[Fact]:
    """The reports of a measure and day that others, which a decision rests on, stand in the place of."""
    used = [fact for reason in decision.reasons for fact in reason.facts if isinstance(fact, Fact)]
    for unit, measure, day in dict.fromkeys((fact.unit, fact.measure, fact.as_of) for fact in used):
        for report in reports(unit, measure):
            if report.as_of == day and report not in used:
                yield report
