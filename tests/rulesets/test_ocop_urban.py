"""OCOP stars and urban classes as rulesets: levels from points, points between two figures, densities."""

from pathlib import Path

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.cases.reading.cases import read_cases
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.evolution.mutation.run import run_mutants
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.program.compiling import compile

DOCUMENTS = Path(__file__).parents[2] / "examples" / "documents"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "id"),
    [
        ("ocop", "vn/ocop"),
        ("urban", "vn/urban-class"),
        ("urban", "vn/urban-class-iii"),
        ("urban", "vn/urban-class-iv"),
    ],
)
def test_the_cases_notice_every_change(folder: str, id: str) -> None:
    rulesets = DOCUMENTS / folder / "rulesets"
    library = load_library(rulesets)
    (path,) = (rulesets / id / "cases").iterdir()
    (ruleset,) = library.versions[id]
    mutated = run_mutants(ruleset, read_cases(path, library), library)
    assert mutated.survivors == ()
    assert mutated.killed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "id", "levels"),
    [
        (
            "ocop",
            "vn/ocop",
            {"P1": ("five_stars",), "P2": ("four_stars",), "P3": ("four_stars", "three_stars", "two_stars")},
        ),
        (
            "urban",
            "vn/urban-class",
            {"T1": ("class_iii",), "T2": ("class_iv",), "T3": ("class_iv", None), "T4": (None,)},
        ),
    ],
)
def test_the_units_of_the_dossier(folder: str, id: str, levels: dict[str, tuple[str | None, ...]]) -> None:
    assert check_paths([DOCUMENTS / folder / "rulesets"]) == []
    library = load_library(DOCUMENTS / folder / "rulesets")
    dossier = read_dossier(DOCUMENTS / folder / "dossier", library)
    decided = evaluate(compile(id, dossier.as_of, library), dossier.units, dossier.statements)
    found = {unit: decided.level(unit) for unit in levels}
    assert {unit: level and level.possible for unit, level in found.items()} == levels
