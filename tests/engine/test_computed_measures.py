"""Measures computed as a ratio, a difference or a weighted sum, by every executor and where versions are compared."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import ntm_rules as ntm
from ntm_rules.cli import main
from ntm_rules.engine.frames.assessing.assess import assessment_of
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import catalogue_from_text
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.decision import Decision, ReasonKind
from ntm_rules.model.fact import Absence, Fact
from ntm_rules.model.measure import InapplicablePart, Measure, RatioOf, SumOf, WeightedSumOf
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.values.interval import Interval
from ntm_rules.model.values.number import Number, Rounding

Decide = Callable[..., Decision]
A, F, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED
ON = date(2024, 6, 30)
ONE = Decimal(1)
WEIGHTS = Decimal("0.4"), Decimal("-0.6")


def measure(id: str, derive: RatioOf | WeightedSumOf, rounding: Rounding | None = None) -> Measure:
    return Measure(id, Text(id), decimals=2, derive=derive, rounding=rounding)


MEASURES = (
    measure("size", RatioOf("clean", "households")),
    measure("rounded_size", RatioOf("clean", "households"), Rounding(1)),
    measure("balance", WeightedSumOf(("clean", "households"), weights=(ONE, -ONE))),
    measure("open_balance", WeightedSumOf(("clean", "households"), InapplicablePart.ZERO, weights=(ONE, -ONE))),
    measure("index", WeightedSumOf(("water", "bounded"), InapplicablePart.LEFT_OUT, weights=WEIGHTS)),
    Measure("bounded", Text("bounded"), decimals=1, minimum=Decimal(0), maximum=Decimal(10), may_not_apply=True),
)
NOT_THERE = Absence.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("name", "operator", "threshold", "facts", "outcome", "observed"),
    [
        ("size", Operator.AT_LEAST, "0.33", {"clean": 1, "households": 3}, A, Fraction(1, 3)),
        ("size", Operator.AT_LEAST, "0.34", {"clean": 1, "households": 3}, F, Fraction(1, 3)),
        ("rounded_size", Operator.EQUALS, "0.3", {"clean": 1, "households": 3}, A, Fraction(1, 3)),
        ("size", Operator.AT_LEAST, "0", {"clean": 1, "households": 0}, U, None),
        ("size", Operator.AT_LEAST, "4", {"clean": 8, "households": 2, "size": 4}, A, Decimal(4)),
        ("size", Operator.AT_LEAST, "4", {"clean": 8, "households": 2, "size": 5}, U, None),
        ("size", Operator.AT_LEAST, "4", {"size": 5}, A, Decimal(5)),
        ("balance", Operator.MORE_THAN, "0", {"clean": 8, "households": 9}, F, Decimal(-1)),
        ("balance", Operator.MORE_THAN, "0", {"clean": 8, "households": NOT_THERE}, U, None),
        ("open_balance", Operator.MORE_THAN, "0", {"clean": 8, "households": NOT_THERE}, A, Decimal(8)),
        ("index", Operator.EQUALS, "36", {"water": 99, "bounded": 6}, A, Decimal(36)),
        # Of 50 come 20; what is missing takes 0 to 6 away.
        ("index", Operator.AT_LEAST, "14", {"water": 50}, A, None),
        ("index", Operator.AT_LEAST, "14.01", {"water": 50}, U, None),
        ("index", Operator.AT_MOST, "20", {"water": 50}, A, None),
        # A part that is printed as an interval bounds the sum by its own ends.
        ("index", Operator.AT_LEAST, "14", {"water": Interval(Decimal(50), Decimal(60))}, A, None),
        ("index", Operator.AT_MOST, "20", {"water": Interval(Decimal(50), None)}, U, None),
        ("index", Operator.AT_LEAST, "41", {"bounded": 0}, F, None),
        ("index", Operator.AT_LEAST, "20", {"water": 50, "bounded": NOT_THERE}, A, Decimal(20)),
        ("index", Operator.AT_LEAST, "20", {"water": NOT_THERE, "bounded": NOT_THERE}, U, None),
    ],
)
def test_figures_are_computed_exactly(
    decide: Decide,
    name: str,
    operator: Operator,
    threshold: str,
    facts: dict[str, int | Absence | Interval],
    outcome: Outcome,
    observed: Number | None,
) -> None:
    statements = [Fact("T", measure, value, ON) for measure, value in facts.items()]
    rule = Comparison(name, operator, Fixed(Decimal(threshold)))
    decision = decide(rule, *statements, measures=MEASURES)
    assert decision.outcome is outcome
    if observed is not None:
        assert decision.reasons[0].observed == observed
    if facts.get("households") == 0:
        assert decision.reasons[0].kind is ReasonKind.NO_WHOLE


CATALOGUE = """
measures:
  people: {name: {vi: Nhân khẩu, en: People}, unit: người, minimum: 0}
  homes: {name: {vi: Số hộ, en: Homes}, unit: hộ, minimum: 0}
  new_homes: {name: {vi: Hộ mới, en: New homes}, unit: hộ, minimum: 0, may_not_apply: yes}
  asked: {name: {vi: Điểm người dân, en: People's points}, unit: điểm, minimum: 0, maximum: 100}
  jury: {name: {vi: Điểm hội đồng, en: Jury's points}, unit: điểm, minimum: 0, maximum: 100}
  size: {name: {vi: Người một hộ, en: People a home}, unit: người/hộ, decimals: 2, derive: {ratio: [people, homes]}}
  older: {name: {vi: Hộ cũ, en: Older homes}, unit: hộ, derive: {difference: [homes, new_homes], not_applicable: zero}}
  mark:
    name: {vi: Điểm chung, en: Mark}
    unit: điểm
    decimals: 1
    derive: {weights: {asked: 0.4, jury: 0.6}}
"""
RULESET = """
ruleset: vn/derived
version: 2024-01-01
title: {vi: Tính, en: Computed}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: plan, cite: "1"}}
criteria:
  - {code: "1", name: Cỡ hộ, measure: size, at_most: 4, provenance: {status: plan, cite: "1"}}
  - {code: "2", name: Hộ cũ, measure: older, at_least: 100, provenance: {status: plan, cite: "1"}}
  - {code: "3", name: Điểm, measure: mark, at_least: 80, provenance: {status: plan, cite: "1"}}
"""


def library(folder: Path, catalogue: str = CATALOGUE, ruleset: str = RULESET) -> ntm.Library:
    (folder / "vn" / "derived").mkdir(parents=True)
    (folder / "measures").mkdir()
    (folder / "measures" / "m.yaml").write_text(catalogue, "utf-8")
    (folder / "vn" / "derived" / "2024-01-01.yaml").write_text(ruleset, "utf-8")
    return load_library(folder)


def test_frames_compute_them_too(tmp_path: Path) -> None:
    known = library(tmp_path)
    frame = pl.DataFrame(
        {
            "unit": ["A", "B", "C"],
            "people": [400, 401, 400],
            "homes": [100, 100, 0],
            "new_homes": [0, 1, None],
            "new_homes:absence": [None, None, "not_applicable"],
            "asked": [65, 64, None],
            "jury": [90, 90, 66],
        }
    )
    program = ntm.compile("vn/derived", ON, known)
    found = assessment_of(program, frame).outcomes()
    assert found["1"].to_list() == ["attained", "not_attained", "undetermined"]
    assert found["2"].to_list() == ["attained", "not_attained", "not_attained"]
    # 0.4 x 65 + 0.6 x 90 = 80; of 66 by the jury come 39.6 to 79.6 points.
    assert found["3"].to_list() == ["attained", "not_attained", "not_attained"]


def test_versions_that_compute_are_compared_with_a_witness(tmp_path: Path) -> None:
    library(tmp_path / "old")
    new = RULESET.replace("at_most: 4", "at_most: 4.5").replace("at_least: 100", "at_least: 120")
    library(tmp_path / "new", ruleset=new.replace("at_least: 80", "at_least: 80.2"))
    files = [str(tmp_path / side / "vn" / "derived" / "2024-01-01.yaml") for side in ("old", "new")]
    shown = command("diff", *files, "--rulesets", str(tmp_path / "old"), status=1)
    assert shown.count("not shown to occur") == 0, shown
    assert "4.5" in shown
    assert "80.2" in shown


def command(*arguments: str, status: int = 0) -> str:
    done = CliRunner().invoke(main, [*arguments, "--lang", "en"])
    assert done.exit_code == status, done.output
    return done.output


MISTAKES = {
    "NTM174": ("unit: người/hộ", 'unit: "%"'),
    "NTM659": ("jury: 0.6", "jury: 0"),
    "NTM203": ("ratio: [people, homes]", "ratio: [people]"),
    "NTM201": ("weights: {asked: 0.4, jury: 0.6}", "weights: [asked, jury]"),
    "NTM301": ("ratio: [people, homes]", "ratio: [people, house]"),
    "NTM420": ("difference: [homes, new_homes]", "difference: [homes, people]"),
    "NTM205": ("difference:", "differenc:"),
    "NTM450": (", not_applicable: zero", ""),
    "NTM313": ("{asked: 0.4, jury: 0.6}", "{asked: 0.4, mark: 0.6}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("code", MISTAKES)
def test_mistakes_are_told(tmp_path: Path, code: str) -> None:
    path = tmp_path / "measures" / "m.yaml"
    path.parent.mkdir()
    before, after = MISTAKES[code]
    assert before in CATALOGUE
    path.write_text(CATALOGUE.replace(before, after), "utf-8")
    assert code in command("check", str(tmp_path), status=0 if code == "NTM450" else 1)


def test_a_catalogue_says_how_they_are_computed(tmp_path: Path) -> None:
    library(tmp_path)
    shown = command("show", str(tmp_path / "measures" / "m.yaml"))
    assert "People / Homes" in shown
    assert "Homes − New homes; " in shown
    assert "0.4 × People's points + 0.6 × Jury's points" in shown


GROUPED = """
measures:
  cases:
    name: {vi: Số ca mắc, en: Cases}
    unit: người
    minimum: 0
    MAY_NOT_APPLY
    groups: {men: {vi: Nam, en: Men}, women: {vi: Nữ, en: Women}}
"""


@pytest.mark.parametrize(
    ("facts", "outcome", "kind"),
    [
        ({"cases": 5}, A, ReasonKind.COMPARED),
        ({"cases_men": 2, "cases_women": 3}, A, ReasonKind.COMPARED),
        ({"cases": 5, "cases_men": 2, "cases_women": 3}, A, ReasonKind.COMPARED),
        ({"cases": 5, "cases_men": 2, "cases_women": 4}, U, ReasonKind.CONFLICT),
        ({"cases_men": 2}, U, ReasonKind.MISSING),
        ({"cases_men": 6}, F, ReasonKind.MISSING),
    ],
)
def test_a_measure_in_groups_is_their_sum(
    decide: Decide, facts: dict[str, int], outcome: Outcome, kind: ReasonKind
) -> None:
    measures = catalogue_from_text(GROUPED.replace("MAY_NOT_APPLY", "")).measures.values()
    statements = [Fact("T", measure, value, ON) for measure, value in facts.items()]
    decision = decide(Comparison("cases", Operator.AT_MOST, Fixed(Decimal(5))), *statements, measures=measures)
    assert (decision.outcome, decision.reasons[0].kind) == (outcome, kind)


def test_groups_have_names_and_may_count_as_none() -> None:
    found = catalogue_from_text(GROUPED.replace("MAY_NOT_APPLY", "may_not_apply: yes")).measures
    assert {id: one.name.in_language("en") for id, one in found.items()} == {
        "cases": "Cases",
        "cases_men": "Cases: Men",
        "cases_women": "Cases: Women",
    }
    assert found["cases"].derive == SumOf(("cases_men", "cases_women"), InapplicablePart.ZERO)
    assert found["cases_men"].minimum == 0
