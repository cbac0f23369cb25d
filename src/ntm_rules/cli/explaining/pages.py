"""Pages that explain the decisions about units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ...engine.decisions import Decisions
    from ...engine.remedies import Steps
    from ...model.decision import Decision
    from ...report.phrasing.names import Names


def unit_pages(
    runs: Sequence[Decisions], chosen: Collection[str], names: Names, *, everything: bool, colour: bool
) -> Iterator[str]:
    """A line for each decision, then each with its reasons; criteria that no conclusion counts under their own heading."""
    from ...report.decisions.explain import explain as explained
    from ...report.decisions.explain import explain_uncounted
    from ...report.decisions.table import decision_table
    from ...report.overview.levels import level_lines

    units = names.units
    assert units is not None
    of_units = [
        (run, *concluded_and_others(run, unit.code))
        for run in runs
        for unit in run.units
        if not chosen or unit.code in chosen
    ]
    table = [decision for _, concluded, _ in of_units for decision in concluded]
    levels = [
        line for run, concluded, _ in of_units for line in level_lines(run, [one.unit for one in concluded], names)
    ]
    yield "\n".join([decision_table(table, names.library, units, names.language), *levels])
    for run, concluded, others in of_units:
        for decision in concluded:
            yield explained(
                decision,
                names.library,
                units,
                names.language,
                everything=everything,
                colour=colour,
                **needed(run, decision),
            )
        if others:
            said = (others, run.program.ruleset, names.library, units, names.language)
            yield explain_uncounted(*said, everything=everything, colour=colour)


class NeededSteps(TypedDict):
    """The steps that a decision needs, and other ways."""

    steps: Steps
    others: tuple[Steps, ...]


def needed(run: Decisions, decision: Decision) -> NeededSteps:
    """The steps to settle a decision that is undetermined, or else to attain it, and two other ways at most."""
    from ...model.outcome import Outcome

    if decision.outcome is Outcome.UNDETERMINED:
        return {"steps": run.to_settle(decision.unit, decision.rule.code), "others": ()}
    ways = run.ways_to_attain(decision.unit, decision.rule.code)
    return {"steps": ways[0] if ways else (), "others": ways[1:3]}


def concluded_and_others(run: Decisions, unit: str) -> tuple[list[Decision], list[Decision]]:
    """The topmost decisions about a unit (conclusions, or criteria where there are none), and the decisions beside them."""
    from ...model.key import is_conclusion

    top = run.of(unit)
    if not run.program.ruleset.conclusions:
        return list(top), []
    concluded = [decision for decision in top if is_conclusion(decision.rule.code)]
    return concluded, [decision for decision in top if not is_conclusion(decision.rule.code)]
