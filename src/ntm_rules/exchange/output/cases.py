"""Results of cases as plain data for JSON, figures as exact texts."""

from collections.abc import Sequence
from typing import Any

from attrs import asdict

from ...evolution.cases.run import CaseResult, ExpectationResult, totals
from ...model.place import Place
from ...model.problem import Diagnostic
from ...model.text import Text
from ...model.values.number import Number, number_to_plain


def case_results_to_plain(results: Sequence[CaseResult]) -> dict[str, Any]:
    """Every case with its expected and actual results, and the totals."""
    return {"cases": [_case(result) for result in results], "totals": asdict(totals(results))}


def _case(result: CaseResult) -> dict[str, Any]:
    case = result.case
    return {
        "name": _text(case.name),
        "ruleset": case.ruleset,
        "as_of": case.situation.as_of.isoformat(),
        "place": _place(case.place),
        "passed": result.passed,
        "expectations": [_expectation(one) for one in result.results],
        **({"diagnostics": [_diagnostic(one) for one in result.diagnostics]} if result.diagnostics else {}),
    }


def _expectation(one: ExpectationResult) -> dict[str, Any]:
    expected = one.expected
    return {
        "rule": str(one.rule),
        "version": one.decision.version.isoformat(),
        "place": _place(expected.place),
        "passed": one.passed,
        "differences": [difference.value for difference in one.differences],
        "expected": {
            "outcome": expected.outcome.value if expected.outcome else None,
            **({"gap": number_to_plain(expected.gap)} if expected.gap is not None else {}),
            **({"reason": expected.reason.value} if expected.reason is not None else {}),
        },
        "came": {
            "outcome": one.outcome.value,
            "gap": _number(one.gap),
            "reasons": [kind.value for kind in one.reason_kinds],
        },
    }


def _number(number: Number | None) -> str | None:
    return None if number is None else number_to_plain(number)


def _text(text: Text) -> dict[str, str]:
    return {"vi": text.vi, **({"en": text.en} if text.en is not None else {})}


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}


def _diagnostic(one: Diagnostic) -> dict[str, Any]:
    return {"code": one.code, "message": _text(one.message), "place": _place(one.place)}
