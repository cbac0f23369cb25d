"""Every way of deciding a frame that is timed, by name, so that a process of its own can run one for its memory."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import frames_by_hand as by_hand
import numpy as np
import polars as pl
from attrs import frozen
from frames_scene import MEASURES, Given, two_versions, with_days

from ntm_rules.engine.frames.assessing.assess import assess_frame


@frozen
class FrameWay:
    """One way: `run` is timed, on what `prepare` makes of what is given, untimed."""

    run: Callable[[Any], Any]
    prepare: Callable[[Given], Any] = lambda given: given


def _ours(**more: Any) -> FrameWay:
    return FrameWay(lambda given: assess_frame(given.program, given.frame, **more))


def _by_hand(run: Callable[[pl.DataFrame], pl.DataFrame]) -> FrameWay:
    return FrameWay(run, lambda given: given.frame)


def arrays(frame: pl.DataFrame) -> list[Any]:
    """The figures as NumPy arrays with NaN for none, as NumPy has no nulls."""
    return [np.ascontiguousarray(frame[measure].fill_null(float("nan")).to_numpy()) for measure in MEASURES]


def _days(given: Given) -> tuple[Given, Any]:
    return Given(given.program, with_days(given.frame)), two_versions(given.program)


def _foreign(convert: Callable[[pl.DataFrame], Any]) -> Callable[[Given], tuple[Any, Any]]:
    return lambda given: (given.program, convert(given.frame))


def _pandas(frame: pl.DataFrame) -> Any:
    import pandas as pd

    return pd.DataFrame({name: frame[name].to_numpy() for name in frame.columns})


def _duckdb(frame: pl.DataFrame) -> Any:
    import duckdb

    duckdb.sql("drop table if exists units")
    figures = frame.to_arrow()  # noqa: F841 - DuckDB finds it by its name
    duckdb.sql("create table units as select * from figures")
    return duckdb.table("units")


def _assess_foreign(given: tuple[Any, Any]) -> Any:
    return assess_frame(given[0], given[1], checked=True)


def _assess_duckdb(given: tuple[Any, Any]) -> Any:
    # A relation is only a query: it is run, and comes out as Arrow.
    return _assess_foreign(given).to_arrow_table()


def stream(given: Given) -> Path:
    """From Parquet to Parquet, a part at a time."""
    assert given.source is not None
    target = Path(gettempdir()) / "ntm-rules-outcomes.parquet"
    assess_frame(given.program, pl.scan_parquet(given.source), checked=True).sink_parquet(target)
    return target


def stream_by_hand(given: Given) -> Path:
    """From Parquet to Parquet, a part at a time, with the expressions written by hand."""
    assert given.source is not None
    target = Path(gettempdir()) / "ntm-rules-outcomes-by-hand.parquet"
    by_hand.outcomes(pl.scan_parquet(given.source)).sink_parquet(target)
    return target


WAYS: Mapping[str, FrameWay] = {
    "outcomes": _ours(checked=True),
    "outcomes by hand": _by_hand(by_hand.outcomes),
    "codes": _ours(checked=True, as_codes=True),
    "codes by hand": _by_hand(by_hand.codes),
    "gaps": _ours(checked=True, gaps=True),
    "exact gaps by hand": _by_hand(by_hand.outcomes_and_exact_gaps),
    "plain gaps by hand": _by_hand(by_hand.outcomes_and_plain_gaps),
    "checks": _ours(),
    "checks by hand": _by_hand(by_hand.checked_outcomes),
    "booleans by hand": _by_hand(by_hand.booleans),
    "numpy by hand": FrameWay(by_hand.numpy_codes, lambda given: arrays(given.frame)),
    "days": FrameWay(
        lambda both: assess_frame(both[0].program.ruleset.id, both[0].frame, library=both[1], checked=True), _days
    ),
    "one day": FrameWay(lambda both: assess_frame(both[0].program, both[0].frame, checked=True), _days),
    "one day, named": FrameWay(
        lambda both: assess_frame(
            both[0].program.ruleset.id, both[0].frame, both[0].program.as_of, library=both[1], checked=True
        ),
        _days,
    ),
    "stream": FrameWay(stream),
    "stream by hand": FrameWay(stream_by_hand),
    "pandas": FrameWay(_assess_foreign, _foreign(_pandas)),
    "pyarrow": FrameWay(_assess_foreign, _foreign(lambda frame: frame.to_arrow())),
    "duckdb": FrameWay(_assess_duckdb, _foreign(_duckdb)),
}
