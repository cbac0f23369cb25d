"""The gross income limit of SNAP as a ruleset: bands of a figure, and a base with an amount for each more."""

from pathlib import Path

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.cases.reading.cases import read_cases
from ntm_rules.evolution.cases.run import run_cases
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.evolution.mutation.run import run_mutants
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.model.outcome import Outcome
from ntm_rules.program.compiling import compile

FOLDER = Path(__file__).parents[2] / "examples" / "documents" / "snap"
CASES = FOLDER / "rulesets" / "us" / "snap-gross-income" / "cases" / "limits.yaml"


@pytest.mark.slow
def test_the_cases_pass_and_notice_every_change() -> None:
    assert check_paths([FOLDER / "rulesets"]) == []
    library = load_library(FOLDER / "rulesets")
    cases = read_cases(CASES, library)
    assert [result.case.name for result in run_cases(cases, library) if not result.passed] == []
    (ruleset,) = library.versions["us/snap-gross-income"]
    mutated = run_mutants(ruleset, cases, library)
    assert mutated.survivors == ()
    assert mutated.killed > 30


def test_the_households_of_the_dossier() -> None:
    library = load_library(FOLDER / "rulesets")
    dossier = read_dossier(FOLDER / "dossier", library)
    program = compile("us/snap-gross-income", dossier.as_of, library)
    decided = evaluate(program, dossier.units, dossier.statements)
    outcomes = [decided.outcome(unit, "recognition") for unit in ("H1", "H2", "H3", "H4")]
    assert outcomes == [Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.ATTAINED, Outcome.NOT_APPLICABLE]
