"""Malaria elimination as a ruleset: a count and a rate of three years in a row, and the mean of a share."""

from pathlib import Path

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.cases.reading.cases import read_cases
from ntm_rules.evolution.cases.run import run_cases
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.evolution.mutation.run import run_mutants
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.program.compiling import compile

FOLDER = Path(__file__).parents[2] / "examples" / "documents" / "malaria"
CASES = FOLDER / "rulesets" / "who" / "malaria-elimination" / "cases" / "years.yaml"


def test_the_cases_pass_and_notice_every_change() -> None:
    assert check_paths([FOLDER / "rulesets"]) == []
    library = load_library(FOLDER / "rulesets")
    cases = read_cases(CASES, library)
    assert [result.case.name for result in run_cases(cases, library) if not result.passed] == []
    (ruleset,) = library.versions["who/malaria-elimination"]
    mutated = run_mutants(ruleset, cases, library)
    assert mutated.survivors == ()
    assert mutated.killed > 31


def test_the_provinces_of_the_dossier() -> None:
    library = load_library(FOLDER / "rulesets")
    dossier = read_dossier(FOLDER / "dossier", library)
    decided = evaluate(compile("who/malaria-elimination", dossier.as_of, library), dossier.units, dossier.statements)
    levels = [decided.level(unit) for unit in ("P1", "P2", "P3", "P4")]
    assert [found.possible for found in levels if found is not None] == [
        ("malaria_free",),
        ("low_incidence",),
        (None,),
        ("malaria_free", "low_incidence", None),
    ]
