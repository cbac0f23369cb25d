"""Units by what they lack, and figures with little to spare: each said only where the rules bear it out."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

import ntm_rules as ntm
from ntm_rules.engine.nearness import ThinMargin, share_of
from ntm_rules.engine.remedies import StepKind
from ntm_rules.testing import World, detailed_worlds
from tests.profiles import tried

DAY = date(2024, 12, 31)
RULES = """
ruleset: t/xa
version: 2022-01-01
title: Xã
applies_to: commune
instrument: {number: "1"}
recognition: {criteria: all, provenance: {status: plan, cite: II}}
criteria:
- {code: "1", name: Nước, measure: water, at_least: 90, responsible: [Sở NN], provenance: {status: plan, cite: II.1}}
- {code: "2", name: Thu nhập, measure: income, more_than: 40, provenance: {status: plan, cite: II.2}}
- {code: "3", name: Nghèo, measure: poor, at_most: 5, provenance: {status: plan, cite: II.3}}
- code: "4"
  name: Đường
  provenance: {status: plan, cite: II.4}
  any_of: [{measure: roads, at_least: 50}, {measure: water, at_least: 99}]
"""
MEASURES = "measures:\n" + "".join(
    f"  {name}: {{name: {name}, type: number, unit: '%', decimals: 1, minimum: 0, maximum: 100}}\n"
    for name in ("water", "income", "poor", "roads")
)
FIGURES: dict[str, dict[str, int | str]] = {
    "A": {"water": 80, "income": 41, "poor": 4, "roads": 60},  # 10 points of water, a ninth
    "B": {"water": 95, "income": 39, "poor": 4, "roads": 60},  # a little income
    "C": {"water": 95, "poor": 4, "roads": 60},  # only data
    "D": {},  # nothing is known
    "E": {"water": 90, "income": "40.1", "poor": 5, "roads": 50},  # attains, with nothing to spare
    "F": {"water": 80, "income": 30, "poor": 4, "roads": 60},  # two changes
}


@pytest.fixture(scope="module")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> ntm.Decisions:
    folder = tmp_path_factory.mktemp("rules")
    (Path(folder) / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    path = Path(folder) / "t" / "xa" / "2022-01-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(RULES, encoding="utf-8")
    homes = [ntm.Unit("H1", "Huyện 1", "district"), ntm.Unit("H2", "Huyện 2", "district")]
    units = [ntm.Unit(code, code, "commune", "H2" if code == "C" else "H1") for code in FIGURES]
    facts = [ntm.Fact(code, name, Decimal(value), DAY) for code, own in FIGURES.items() for name, value in own.items()]
    return ntm.evaluate(ntm.compile("t/xa", DAY, ntm.load_library(folder)), ntm.Units([*homes, *units]), facts)


def test_units_are_ranked_by_the_least_that_has_to_change(decisions: ntm.Decisions) -> None:
    found = ntm.nearest(decisions)
    assert [one.unit for one in found] == ["C", "B", "A", "F", "D"]
    only_data, income, water, two, unknown = found
    assert (only_data.changes, [step.measure for step in only_data.data]) == ((), ["income"])
    assert [(step.measure, step.gap, share_of(step)) for step in income.changes] == [
        ("income", Decimal("1.1"), Fraction(1100, 401))
    ]
    assert [share_of(step) for step in water.changes] == [Fraction(100, 9)]
    assert (len(two.changes), two.lacking) == (2, ("1", "2"))
    assert (unknown.is_unknown, unknown.changes) == (True, ())
    assert [one.unit for one in ntm.nearest(decisions, under="H2")] == ["C"]
    assert [one.unit for one in ntm.nearest(decisions, "2")] == ["C", "B", "F", "D"]
    with pytest.raises(ntm.UnknownNameError):
        ntm.nearest(decisions, "9")
    with pytest.raises(ntm.UnknownUnitError):
        ntm.at_risk(decisions, under="H9")


def test_a_finding_on_a_rule_not_attained_is_a_change_and_no_mere_data() -> None:
    program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    town = ntm.Unit("T", "T", "township")
    for value, kinds in ((False, ("changes",)), (None, ("data",))):
        said = [ntm.Attestation("T", "vn/civilised-township#9.a", value, date(2024, 6, 1))]
        [one] = ntm.nearest(ntm.evaluate(program, town, said), "9.a")
        assert [len(getattr(one, kind)) for kind in kinds] == [1]
        assert one.ways[0][0].kind is StepKind.ATTEST


def test_what_is_nearly_lost_names_what_goes_with_it(decisions: ntm.Decisions) -> None:
    found = [one for one in ntm.at_risk(decisions, 3) if one.unit == "E"]
    assert {(one.measure, one.spare) for one in found} == {
        ("water", Decimal(0)),
        ("income", Decimal("0.1")),
        ("poor", Decimal(0)),
        ("roads", Decimal(0)),
    }
    assert {tuple(rule.code for rule in one.lost) for one in found} == {
        (code, "recognition") for code in ("1", "2", "3", "4")
    }
    # Of B another criterion is not attained: no recognition is lost.
    [poor] = [one for one in ntm.at_risk(decisions, 20) if (one.unit, one.measure) == ("B", "poor")]
    assert ([rule.code for rule in poor.lost], poor.share) == (["3"], Fraction(20))
    assert not [one for one in ntm.at_risk(decisions, 19) if (one.unit, one.measure) == ("B", "poor")]


@pytest.mark.slow
@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.5))
@given(detailed_worlds())
def test_a_figure_that_comes_to_less_loses_what_is_named(world: World) -> None:
    """With the reports on a measure replaced by one beyond the threshold, what is named is no longer attained."""
    for program in world.programs():
        decisions = ntm.evaluate(program, world.units, world.statements)
        for one in ntm.at_risk(decisions, 50)[:3]:
            if one.is_computed:
                continue
            [reason, *_] = (
                reason
                for reason in decisions.decision(one.unit, one.rule).reasons
                if reason.measure == one.measure and reason.required == one.required
            )
            measure = world.library.measures[one.measure]
            decimals = measure.decimals if measure.rounding is None else min(measure.rounding.to, measure.decimals)
            step = Decimal(1).scaleb(-decimals)
            near = [int(Fraction(one.required) / Fraction(step)) + count for count in (-2, -1, 0, 1, 2)]
            lost = []
            for value in (step * count for count in near):
                statements = [
                    evolve(each, value=value) if is_own(each, one) and each in reason.facts else each
                    for each in world.statements
                ]
                try:
                    worse = ntm.evaluate(program, world.units, statements).outcomes(one.unit)
                except ntm.FactsError:  # beyond the bounds of the measure
                    continue
                lost.append({rule for rule in one.lost if worse[rule.code] is not ntm.Outcome.ATTAINED})
            assert set(one.lost) in lost


def is_own(statement: ntm.Statement, figure: ThinMargin) -> bool:
    """True for a report on the figure itself, not on one of another unit that it is held against."""
    is_about = isinstance(statement, ntm.Fact) and (statement.unit, statement.measure) == (figure.unit, figure.measure)
    return is_about and statement.value is not ntm.Absence.NOT_REPORTED
