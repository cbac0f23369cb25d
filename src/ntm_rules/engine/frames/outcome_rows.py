"""Outcomes as a frame with a row for each unit and rule, made through Narwhals."""

from collections.abc import Iterable
from typing import Any, Literal, get_args

from ...model.arguments import fits, refused
from ...model.outcome import Outcome
from ...model.problem import EngineError
from ...program.messages import ADMISSION
from ...program.program import Program
from ...program.verdict import OUTCOME, Verdict
from ...program.wording import worded

CATEGORIES = tuple(
    outcome.value for outcome in (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.ATTAINED, Outcome.NOT_APPLICABLE)
)
"""The outcomes in the order of their codes in a frame, lowest first."""
FrameLibrary = Literal["polars", "pandas", "pyarrow"]


def outcome_rows(
    program: Program, unit_verdicts: Iterable[tuple[str, Iterable[Verdict]]], library: FrameLibrary
) -> Any:
    """The frame of the verdicts on each unit, in the order of the program.

    Raises EngineError where the library, or Narwhals, is not installed, ArgumentError for another library.
    """
    if not fits(library, FrameLibrary):
        raise refused("library", library, *2 * (", ".join(get_args(FrameLibrary)),))
    rules, words = list(program.position), [outcome.value for outcome in OUTCOME]
    units: list[str] = []
    outcomes: list[str] = []
    for unit, verdicts in unit_verdicts:
        units += [unit] * len(rules)
        outcomes += [words[verdict] for verdict in verdicts]
    count = len(units) // len(rules)
    columns: dict[str, list[Any]] = {
        "unit": units,
        "ruleset": [program.ruleset.id] * len(units),
        "as_of": [program.as_of] * len(units),
        "rule": rules * count,
        "outcome": outcomes,
    }
    try:
        import narwhals as nw

        types: dict[str, Any] = dict.fromkeys(columns, nw.String)
        # Of pandas a day is a time, unless pyarrow is there; pyarrow has no enumerations.
        types["as_of"] = nw.Datetime("us") if library == "pandas" else nw.Date
        types["outcome"] = nw.String if library == "pyarrow" else nw.Enum(CATEGORIES)
        return nw.from_dict(columns, types, backend=library).to_native()
    except ImportError as error:
        missing = error.name or library
        raise EngineError(worded(ADMISSION, "NTM734", None, details={"library": missing})) from error
