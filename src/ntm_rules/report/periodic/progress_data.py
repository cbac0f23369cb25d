"""The progress report as plain data, for other programs."""

from decimal import Decimal
from typing import Any

from ...engine.pace import DatedFigure
from ...model.outcome import Outcome, Tally
from ...model.values.number import Number
from ..pages.two_languages import Look
from .progress_page import ProgressPage
from .progress_paper import counts_of


def progress_to_plain(page: ProgressPage) -> dict[str, Any]:
    """The report as plain data: figures are texts, words in both languages where they are names."""

    def tally(counted: Tally | None) -> dict[str, int] | None:
        names = ("attained", "not_attained", "undetermined", "not_applicable")
        return None if counted is None else {name: getattr(counted, name) for name in names}

    def figure(dated: DatedFigure | None) -> dict[str, str] | None:
        return None if dated is None else {"value": _exact(dated.value), "as_of": dated.day.isoformat()}

    return {
        "period": {"first": page.period.first.isoformat(), "last": page.period.last.isoformat()},
        "results": [
            {"ruleset": result.ruleset, "before": tally(result.before), "now": tally(result.now)}
            for result in page.results
        ],
        **{
            name: [
                {
                    "ruleset": move.ruleset,
                    "units": [code for code, _ in move.units],
                    "rules": [str(key) for key, _ in move.rules],
                    "other": move.other.value,
                }
                for move in moves
            ]
            for name, moves in (("gained", page.gained), ("lost", page.lost))
        },
        "published": [
            {
                "unit": entry.decision.unit,
                "rule": str(entry.decision.rule),
                "value": entry.decision.value.value
                if isinstance(entry.decision.value, Outcome)
                else entry.decision.value,
                "as_of": entry.decision.as_of.isoformat(),
                "reported_by": entry.decision.reported_by,
            }
            for entry in page.published
        ],
        "open": [
            {
                "office": work.office.vi if work.is_named else None,
                "not_attained": (looks := counts_of(work))[Look.NOT_ATTAINED],
                "undetermined": looks[Look.UNDETERMINED],
            }
            for work in page.work
        ],
        "targets": [
            {
                "unit": target.unit,
                "rule": str(target.pace.rule),
                "outcome": target.pace.outcome.value,
                "course": target.pace.course.value,
                "first": figure(target.pace.first),
                "now": figure(target.pace.now),
                "estimate": None if target.pace.estimate is None else _exact(target.pace.estimate),
                "until": target.pace.until.isoformat(),
            }
            for target in page.targets
        ],
    }


def _exact(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
