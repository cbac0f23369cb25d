"""What the benchmarks of frames are about: the scene's rules over columns of figures, of one version and of two."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, frozen
from scene import INDICATORS, make_program, measure_id

from ntm_rules.model.condition import Comparison
from ntm_rules.model.library import Library
from ntm_rules.model.ruleset import Criterion
from ntm_rules.model.threshold import Fixed
from ntm_rules.program.program import Program

MEASURES = tuple(map(measure_id, range(INDICATORS)))
SECOND = date(2024, 1, 1)
"""The day on which the second version begins to be in force; the first is of 2022."""
YEARS = (2022, 2023, 2024, 2025)
PIECE = 1_000_000
"""So many rows are made at a time."""


@frozen(eq=False)
class Given:
    """What a way of deciding is given: the rules, figures as a frame, and the same figures in a file where there is one."""

    program: Program
    frame: pl.DataFrame
    source: Path | None = None

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.frame)


def make_frame(units: int, *, first: int = 0) -> pl.DataFrame:
    """Nine figures of ten are 98, the tenth is anything; one of fifty is not there. None is NaN."""
    chance = np.random.default_rng(first + 1)
    columns = {}
    for measure in MEASURES:
        figures = np.where(chance.random(units) < 0.1, chance.integers(0, 1001, units) / 10, 98.0)
        lacking = pl.Series("lacking", chance.random(units) < 0.02)
        columns[measure] = pl.select(pl.when(~lacking).then(pl.Series(measure, figures)).alias(measure))[measure]
    names = pl.select(unit=pl.format("C{}", pl.int_range(first, first + units)))["unit"]
    return pl.DataFrame({"unit": names, **columns}).rechunk()


def write_pieces(units: int, folder: Path) -> Path:
    """Parquet files with so many units in all, for no more than a piece need be in memory; returns the pattern of names."""
    for first in range(0, units, PIECE):
        piece = make_frame(min(PIECE, units - first), first=first)
        piece.write_parquet(folder / f"piece{first // PIECE:03}.parquet")
    return folder / "piece*.parquet"


def with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with a column of days, the first of a month of the four years, in no order."""
    months = [date(year, month, 1) for year in YEARS for month in range(1, 13)]
    chosen = np.random.default_rng(7).integers(0, len(months), len(frame))
    return frame.with_columns(as_of=pl.Series(months)[chosen])


def two_versions(program: Program) -> Library:
    """A library in which a second version of the ruleset asks for 2 more of every third indicator."""
    first = program.ruleset
    second = evolve(first, version=SECOND, criteria=tuple(_amended(first.criteria)))
    return Library(program.measures, {}, {first.id: (first, second)})


def _amended(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for criterion in criteria:
        first, *others = criterion.indicators
        condition: Any = first.condition
        assert isinstance(condition, Comparison)
        assert isinstance(condition.threshold, Fixed)
        least = condition.threshold.value
        assert isinstance(least, Decimal)
        higher = evolve(condition, threshold=Fixed(least + Decimal(2)))
        yield evolve(criterion, indicators=(evolve(first, condition=higher), *others))


def make_given(units: int) -> Given:
    """The rules of the scene over so many units."""
    return Given(make_program(), make_frame(units))
