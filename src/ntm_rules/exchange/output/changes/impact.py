"""Impact of another text of the rules as CSV and JSON: a row for each unit and changed rule."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from ....engine.remedies import Step
from ....evolution.impact.clause import Clause
from ....evolution.impact.impact import Impact, LevelChange, RuleImpact
from ....model.decision import NO_LEVEL, Reason
from ....model.text import Language
from ....model.units.unit import Units
from ....model.values.number import number_to_plain
from ...values.number import Convention
from ..files import array_to_json, cell_text, csv_line, harmless
from .comparison import version_to_plain

COLUMNS = (
    *("ruleset", "version_before", "version_after", "as_of", "level", "unit", "unit_name", "rule", "name"),
    *("before", "after", "effect", "measure", "observed", "operator_before", "required_before"),
    *("operator_after", "required_after", "gap", "grounds", "missing"),
)
"""The columns of the CSV."""


def impacts_to_csv(
    impacts: Iterable[Impact], units: Units, *, language: Language = "vi", numbers: Convention = "en"
) -> Iterator[str]:
    """The changed rows of several rulesets as lines of CSV.

    `numbers="vi"` writes decimal commas and separates the columns by semicolons, as Excel does in Vietnamese. Text that a
    spreadsheet would take for a formula has an apostrophe before it.
    """
    separator = ";" if numbers == "vi" else ","
    yield csv_line(COLUMNS, separator)
    for impact in impacts:
        for row in impact.changed():
            yield csv_line(_cells(impact, row, units, language, numbers), separator)


def impacts_to_json(impacts: Sequence[Impact]) -> Iterator[str]:
    """Several rulesets as the pieces of a JSON array: the changes, and the margins of units near a threshold.

    Figures are exact texts; a row without effect is included where the unit has a margin to a threshold.
    """
    return array_to_json(map(impact_to_plain, impacts))


def _cells(impact: Impact, row: RuleImpact, units: Units, language: Language, numbers: Convention) -> list[str]:
    clause = row.clause
    reason = clause.after or clause.before
    return [
        harmless(impact.after.id),
        impact.before.version.isoformat(),
        impact.after.version.isoformat(),
        impact.as_of.isoformat(),
        row.level.value,
        harmless(row.unit),
        harmless(units[row.unit].name),
        harmless(str(row.rule)),
        harmless(row.name.in_language(language)),
        row.before.value if row.before else "",
        row.after.value if row.after else "",
        row.effect.value,
        harmless(_measured(reason)),
        cell_text(clause.observed, numbers),
        _operator(clause.before),
        cell_text(clause.required_before, numbers),
        _operator(clause.after),
        cell_text(clause.required_after, numbers),
        cell_text(clause.gap, numbers),
        harmless("; ".join(dict.fromkeys(f"{ground.unit} {ground.rule}" for ground in row.grounds))),
        harmless("; ".join(dict.fromkeys(_step(step) for step in row.missing))),
    ]


def _measured(reason: Reason | None) -> str:
    if reason is None:
        return ""
    return reason.measure or (str(reason.rule) if reason.rule else reason.subject or "")


def _operator(reason: Reason | None) -> str:
    return reason.operator.value if reason is not None and reason.operator is not None else ""


def _step(step: Step) -> str:
    return f"{step.unit} {step.measure or step.attribute or step.rule}"


def impact_to_plain(impact: Impact) -> dict[str, Any]:
    """The changes, the margins of units near a threshold, and the recalled rules that decisions rest on."""
    return {
        "ruleset": impact.after.id,
        "before": version_to_plain(impact.before),
        "after": version_to_plain(impact.after),
        "as_of": impact.as_of.isoformat(),
        **({} if impact.assessed == impact.as_of.year else {"assessed": impact.assessed}),
        "units": list(impact.units),
        "changed": [_row(row) for row in impact.changed()],
        **({"levels": [_level(level) for level in impact.levels]} if impact.levels else {}),
        "nearest": [_row(row) for row in impact.nearest()],
        "recalled": [str(rule) for rule in impact.recalled],
    }


def _level(change: LevelChange) -> dict[str, Any]:
    """The levels still possible of a unit by either text; null where that text has none."""
    sides = {"before": change.before, "after": change.after}
    levels = {
        side: None if level is None else [code or NO_LEVEL for code in level.possible] for side, level in sides.items()
    }
    return {"unit": change.unit, **levels}


def _row(row: RuleImpact) -> dict[str, Any]:
    plain = {
        "unit": row.unit,
        "rule": str(row.rule),
        "level": row.level.value,
        "before": row.before.value if row.before else None,
        "after": row.after.value if row.after else None,
        "effect": row.effect.value,
        **_clause(row.clause),
        "spare": _text(row.spare),
    }
    grounds = [{"unit": ground.unit, "rule": str(ground.rule), **_clause(ground)} for ground in row.grounds]
    missing = [
        {"unit": step.unit, "rule": str(step.rule), "kind": step.kind.value, "measure": step.measure or step.attribute}
        for step in row.missing
    ]
    return {**plain, **({"grounds": grounds} if grounds else {}), **({"missing": missing} if missing else {})}


def _clause(clause: Clause) -> dict[str, Any]:
    reason = clause.after or clause.before
    if reason is None:
        return {}
    return {
        "measure": _measured(reason) or None,
        "observed": _text(clause.observed),
        "operator_before": _operator(clause.before) or None,
        "required_before": _text(clause.required_before),
        "operator_after": _operator(clause.after) or None,
        "required_after": _text(clause.required_after),
        "gap": _text(clause.gap),
    }


def _text(value: object) -> str | list[str] | None:
    match value:
        case None:
            return None
        case Decimal() | Fraction():
            return number_to_plain(value)
        case Enum():
            return str(value.value)
        case tuple():
            return [str(_text(part)) for part in value]
    return str(value)
