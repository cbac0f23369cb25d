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

    def tally(one: Tally | None) -> dict[str, int] | None:
        names = ("attained", "not_attained", "undetermined", "not_applicable")
        return None if one is None else {name: getattr(one, name) for name in names}

    def figure(one: DatedFigure | None) -> dict[str, str] | None:
        return None if one is None else {"value": _exact(one.value), "as_of": one.day.isoformat()}

    return {
        "period": {"first": page.period.first.isoformat(), "last": page.period.last.isoformat()},
        "results": [
            {"ruleset": one.ruleset, "before": tally(one.before), "now": tally(one.now)} for one in page.results
        ],
        **{
            name: [
                {
                    "ruleset": one.ruleset,
                    "units": [code for code, _ in one.units],
                    "rules": [str(key) for key, _ in one.rules],
                    "other": one.other.value,
                }
                for one in moves
            ]
            for name, moves in (("gained", page.gained), ("lost", page.lost))
        },
        "published": [
            {
                "unit": one.decision.unit,
                "rule": str(one.decision.rule),
                "value": one.decision.value.value if isinstance(one.decision.value, Outcome) else one.decision.value,
                "as_of": one.decision.as_of.isoformat(),
                "reported_by": one.decision.reported_by,
            }
            for one in page.published
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
                "unit": one.unit,
                "rule": str(one.pace.rule),
                "outcome": one.pace.outcome.value,
                "course": one.pace.course.value,
                "first": figure(one.pace.first),
                "now": figure(one.pace.now),
                "estimate": None if one.pace.estimate is None else _exact(one.pace.estimate),
                "until": one.pace.until.isoformat(),
            }
            for one in page.targets
        ],
    }


def _exact(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
