"""Whether statements fit the units and the library they are about."""

from collections.abc import Iterable
from datetime import date, datetime

from ..model.fact import Fact, Statement
from ..model.library import Library
from ..model.problem import Diagnostic, FactsError
from ..model.text import Text
from ..model.unit import Units
from ..program.misfit import misfit


def check_statements(statements: Iterable[Statement], units: Units, library: Library) -> None:
    """Raise FactsError with every statement that names an unknown unit, measure or rule, or whose value or date does not
    fit.
    """
    found: list[Diagnostic] = []
    for statement in statements:
        text = objection_to(statement, units, library)
        if text is not None:
            found.append(Diagnostic("NTM501", statement.place, text))
    if found:
        raise FactsError(found)


def objection_to(statement: Statement, units: Units, library: Library) -> Text | None:
    """What speaks against a statement; None when it fits."""
    if statement.unit not in units:
        return no_such_unit(statement.unit)
    for day in (statement.as_of,) if statement.recorded is None else (statement.as_of, statement.recorded):
        # A datetime is a date to Python, but the two cannot be compared.
        if not isinstance(day, date) or isinstance(day, datetime):
            return Text(f"{day!r} không phải là một ngày (datetime.date)", f"{day!r} is not a date (datetime.date)")
    if isinstance(statement, Fact):
        measure = library.measures.get(statement.measure)
        if measure is None:
            return Text(f"không có chỉ số {statement.measure!r}", f"there is no measure {statement.measure!r}")
        found = misfit(measure, statement.value)
        return None if found is None else found.at().message
    versions = library.versions.get(statement.rule.ruleset)
    if versions is not None and not any(version.rule(statement.rule.code) for version in versions):
        return Text(f"không có quy tắc {statement.rule}", f"there is no rule {statement.rule}")
    return None


def no_such_unit(code: str) -> Text:
    """What is said of a unit that is not there."""
    return Text(f"không có đơn vị {code!r}", f"there is no unit {code!r}")
