"""Statements that became known between two days, and what it changed, as plain data for JSON."""

from typing import Any

from ....engine.corrections.corrections import Corrections
from ....model.fact import Statement
from ..converter import CONVERTER, STATEMENT_NAMES


def corrections_to_plain(found: Corrections) -> dict[str, Any]:
    """The statements, each with its number, and the outcomes that changed, with the numbers of their causes.

    >>> from datetime import date
    >>> day = date(2024, 6, 30)
    >>> corrections_to_plain(Corrections(day, day, None, (), ()))
    {'as_of': '2024-06-30', 'since': '2024-06-30', 'known_on': None, 'statements': [], 'changes': []}
    """
    number = {one.statement: place for place, one in enumerate(found.statements, 1)}
    return {
        "as_of": found.as_of.isoformat(),
        "since": found.since.isoformat(),
        "known_on": None if found.known_on is None else found.known_on.isoformat(),
        "statements": [
            {
                "number": number[one.statement],
                **_statement(one.statement),
                "known_from": one.known_from.isoformat(),
                "standing": one.standing.value,
                "is_used": one.statement.as_of <= found.as_of,
                "replaced": [_statement(each) for each in one.replaced],
                "beside": [_statement(each) for each in one.beside],
            }
            for one in found.statements
        ],
        "changes": [
            {
                **CONVERTER.unstructure(one.change),
                "because": [number[cause] for cause in one.causes],
                "together": one.together,
            }
            for one in found.changes
        ],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {"is": STATEMENT_NAMES[type(statement)], **CONVERTER.unstructure(statement)}
