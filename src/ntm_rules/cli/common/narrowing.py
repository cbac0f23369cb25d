"""The options that narrow and order what is decided: `--under`, `--only`, `--sort`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, NamedTuple

import click

from ...model.outcome import SHORT, Outcome

if TYPE_CHECKING:
    from ...engine.decisions import Decisions


class Narrowing(NamedTuple):
    """Units below one of those `under`, or one of these; that come to one outcome; `nearest`: those that lack least first."""

    under: tuple[str, ...] = ()
    only: Outcome | None = None
    nearest: bool = False

    @property
    def leaves_out(self) -> bool:
        """True where it leaves units out."""
        return bool(self.under) or self.only is not None


under_option = click.option(
    "--under",
    multiple=True,
    metavar="UNIT",
    help="Chỉ đơn vị này và các đơn vị thuộc nó (mã hoặc tên) / Only this unit and those below it (code or name).",
)


def narrowing_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--under`, `--only` and `--sort`: the command takes them as its argument `narrowing`."""

    @under_option
    @click.option(
        "--only",
        type=click.Choice([one.value for one in Outcome]),
        help="Chỉ các đơn vị có kết luận này / Only units whose conclusion comes to this.",
    )
    @click.option(
        "--sort",
        type=click.Choice(["unit", "nearest"]),
        default="unit",
        show_default=True,
        help="nearest: còn ít tiêu chí chưa đạt nhất trước / nearest: the fewest criteria not attained first.",
    )
    @wraps(command)
    def narrowed_command(*args: object, under: tuple[str, ...], only: str | None, sort: str, **options: object) -> None:
        narrowing = Narrowing(under, None if only is None else Outcome(only), sort == "nearest")
        command(*args, narrowing=narrowing, **options)

    return narrowed_command


def narrowed(runs: Sequence[Decisions], asked: Narrowing) -> list[Decisions]:
    """The runs with the units asked for, in the order asked for. The units `under` which they lie are codes."""
    from ...report.overview.caption import headline

    found = []
    for run in runs:
        top, units = headline(run.program.ruleset), [unit.code for unit in run.units]
        if asked.under:
            above = run.world.units.belongs_to
            units = [
                unit
                for unit in units
                if unit in asked.under or any(one.code in asked.under for one in above(unit, run.program.as_of))
            ]
        if asked.only is not None:
            criteria = (top,) if top is not None else run.program.criteria
            units = [unit for unit in units if any(run.outcomes(unit)[code] is asked.only for code in criteria)]
        if asked.nearest:
            units.sort(key=lambda unit: _effort(run, unit, top))
        found.append(run if units == [unit.code for unit in run.units] else run.narrowed(units))
    return found


def _effort(run: Decisions, unit: str, top: str | None) -> tuple[bool, int, int]:
    """Sort key: units that are short of attainment first, then by criteria not attained, then by those undetermined."""
    outcomes = run.outcomes(unit)
    criteria = [outcomes[code] for code in run.program.criteria]
    missing, unknown = (criteria.count(one) for one in SHORT)
    is_short = outcomes[top] in SHORT if top is not None else missing + unknown > 0
    return not is_short, missing, unknown
