"""Results of cases as plain data for JSON, figures as exact texts."""

from collections.abc import Sequence
from typing import Any

from attrs import asdict

from ...evolution.cases.run import CaseResult, ExpectationResult, totals
from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.text import builtins_of


def case_results_to_plain(results: Sequence[CaseResult]) -> dict[str, Any]:
    """Every case with its expected and actual results, and the totals."""
    return {"cases": [builtins_of(_case(result)) for result in results], "totals": asdict(totals(results))}


def _case(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "name": case.name,
        "ruleset": case.ruleset,
        "as_of": case.situation.as_of,
        "place": _place(case.place),
        "passed": result.passed,
        "expectations": [_expectation(expectation) for expectation in result.results],
        **(
            {"diagnostics": [_diagnostic(diagnostic) for diagnostic in result.diagnostics]}
            if result.diagnostics
            else {}
        ),
    }


def _expectation(expectation: ExpectationResult) -> dict[str, Any]:
    expected = expectation.expected
    return {
        "rule": str(expectation.rule),
        "version": expectation.decision.version,
        "place": _place(expected.place),
        "passed": expectation.passed,
        "differences": expectation.differences,
        "expected": {
            "outcome": expected.outcome,
            **({"gap": expected.gap} if expected.gap is not None else {}),
            **({"reason": expected.reason} if expected.reason is not None else {}),
        },
        "came": {
            "outcome": expectation.outcome,
            "gap": expectation.gap,
            "reasons": expectation.reason_kinds,
        },
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}


def _diagnostic(problem: Diagnostic) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "place": _place(problem.place)}
