"""Statements that became known between two days, and what it changed, as plain data for JSON."""

from typing import Any

from ....engine.corrections.corrections import Corrections
from ....model.fact import Statement
from ..converter import CONVERTER, STATEMENT_NAMES


def corrections_to_plain(corrections: Corrections) -> dict[str, Any]:
    """The statements, each with its number, and the outcomes that changed, with the numbers of their causes.

    >>> from datetime import date
    >>> day = date(2024, 6, 30)
    >>> corrections_to_plain(Corrections(day, day, None, (), ()))
    {'as_of': '2024-06-30', 'since': '2024-06-30', 'known_on': None, 'statements': [], 'changes': []}
    """
    number = {statement.statement: place for place, statement in enumerate(corrections.statements, 1)}
    return {
        "as_of": corrections.as_of.isoformat(),
        "since": corrections.since.isoformat(),
        "known_on": None if corrections.known_on is None else corrections.known_on.isoformat(),
        "statements": [
            {
                "number": number[statement.statement],
                **_statement(statement.statement),
                "known_from": statement.known_from.isoformat(),
                "standing": statement.standing.value,
                "is_used": statement.statement.as_of <= corrections.as_of,
                "replaced": [_statement(former) for former in statement.replaced],
                "beside": [_statement(another) for another in statement.beside],
            }
            for statement in corrections.statements
        ],
        "changes": [
            {
                **CONVERTER.unstructure(change.change),
                "because": [number[cause] for cause in change.causes],
                "together": change.together,
            }
            for change in corrections.changes
        ],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {"is": STATEMENT_NAMES[type(statement)], **CONVERTER.unstructure(statement)}
