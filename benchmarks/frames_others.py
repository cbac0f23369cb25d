"""Other engines on the same figures, as far as they are installed, and `evaluate`, which explains; on fewer units."""

import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import frames_by_hand as by_hand
import numpy as np
import polars as pl
from check import same
from frames_scene import MEASURES, Given
from frames_ways import arrays
from others import make_zen
from scene import AS_OF
from timing import Way, best_of

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.frames.assessing.assess import assess_frame
from ntm_rules.model.fact import Fact
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.units.unit import Unit, Units

Timed = tuple[float, float]
"""Seconds: ours, theirs."""


def words(frame: pl.DataFrame) -> dict[str, list[str]]:
    """The outcomes of each unit as words, in the order of the rules."""
    return {row[0]: list(row[1:]) for row in frame.select("unit", pl.col(by_hand.RULES).cast(pl.String)).iter_rows()}


def against_evaluate(given: Given, rounds: int) -> Timed:
    """`evaluate` from facts that are there already, outcomes read but no reasons; ours checks its figures as it does."""
    facts = [
        Fact(row["unit"], measure, Decimal(str(row[measure])), AS_OF)
        for row in given.frame.iter_rows(named=True)
        for measure in MEASURES
        if row[measure] is not None
    ]
    units = Units(Unit(code, code, "commune") for code in given.frame["unit"])

    def run(_: None) -> Mapping[str, list[Outcome]]:
        decisions = evaluate(given.program, units, facts)
        return {unit.code: list(decisions.outcomes(unit.code).values()) for unit in decisions.units}

    found = {unit: [outcome.value for outcome in outcomes] for unit, outcomes in run(None).items()}
    return _timed(given, rounds, Way(run), found, "evaluate")


def against_zen(given: Given, rounds: int) -> Timed | None:
    """zen-engine, a unit at a time, from dictionaries that are there already."""
    if find_spec("zen") is None:
        print("skipped: zen-engine is not installed")
        return None
    decide = make_zen()
    figures = {
        row["unit"]: {measure: Decimal(str(row[measure])) for measure in MEASURES if row[measure] is not None}
        for row in given.frame.iter_rows(named=True)
    }

    def run(_: None) -> dict[str, list[Outcome]]:
        return {unit: decide(values) for unit, values in figures.items()}

    found = {unit: [outcome.value for outcome in outcomes] for unit, outcomes in run(None).items()}
    return _timed(given, rounds, Way(run), found, "zen-engine")


def _timed(given: Given, rounds: int, other: Way, found: dict[str, list[str]], what: str) -> Timed:
    def ours(_: None) -> pl.DataFrame:
        made: pl.DataFrame = assess_frame(given.program, given.frame)
        return made

    # `evaluate` sorts units by code.
    expected = words(ours(None))
    count = same(what, {unit: found[unit] for unit in expected}, expected)
    print(f"equal: {count} units, every outcome, frame and {what}")
    best = best_of(rounds, {"ours": Way(ours), "other": other}, clock=perf_counter)
    return best["ours"], best["other"]


def against_openfisca(given: Given, rounds: int, interpreter: str | None) -> tuple[Timed, str] | None:
    """OpenFisca-core, which knows true and false, in the environment of an interpreter; returns its version as well."""
    if interpreter is None and find_spec("openfisca_core") is not None:
        interpreter = sys.executable
    if interpreter is None:
        print("skipped: OpenFisca-core, for no interpreter that has it was named")
        return None
    with TemporaryDirectory() as folder:
        source, result = Path(folder, "figures.npz"), Path(folder, "result.npz")
        np.savez(source, figures=np.array(arrays(given.frame)), thresholds=np.array(by_hand.THRESHOLDS))
        script = Path(__file__).with_name("openfisca_by_itself.py")
        command = [interpreter, str(script), str(source), str(rounds), str(result)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            print(f"skipped: OpenFisca-core does not run: {run.stderr.splitlines()[-1]}")
            return None
        with np.load(result) as made:
            attained, seconds = made["attained"], float(made["seconds"])

    def ours(_: None) -> pl.DataFrame:
        made: pl.DataFrame = assess_frame(given.program, given.frame, checked=True, as_codes=True)
        return made

    order = [*by_hand.INDICATOR_CODES, *by_hand.OWN, "recognition"]
    expected = ours(None).select(pl.col(order) == by_hand.ATTAINED)
    names = given.frame["unit"].to_list()
    theirs = np.ascontiguousarray(attained.T)
    rows = np.ascontiguousarray(expected.to_numpy())
    count = same(
        "OpenFisca-core",
        {name: row.tobytes() for name, row in zip(names, rows, strict=True)},
        {name: row.tobytes() for name, row in zip(names, theirs, strict=True)},
    )
    print(f"equal: {count} units, whether attained, frame and OpenFisca-core")
    best = best_of(rounds, {"ours": Way(ours)}, clock=perf_counter)
    return (best["ours"], seconds), run.stdout.strip()
