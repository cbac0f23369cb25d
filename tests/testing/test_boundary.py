"""Boundary values lie on, and next to, the threshold, and can be reported."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model import threshold as limit
from ntm_rules.model.fact import Finding, Value
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Level, Measure, MeasureType, ShareOf
from ntm_rules.model.text import Text
from ntm_rules.program.admission.misfit import misfit
from ntm_rules.testing import RuleScope, boundary_values, libraries, reportable_values, thresholds, usual_thresholds

from ..profiles import sampled

WATER = Measure("water", Text("Nước sạch"), decimals=1, minimum=Decimal(0), maximum=Decimal(100))
ROADS = Measure(
    "roads", Text("Đường"), MeasureType.LEVEL, levels=(Level("weak", Text("Yếu")), Level("good", Text("Tốt")))
)


def every(strategy: st.SearchStrategy[Value]) -> set[Value]:
    seen = set[Value]()

    @sampled(150)
    @given(strategy)
    def collect(value: Value) -> None:
        seen.add(value)

    collect()
    return seen


def decimals(*figures: str) -> set[Value]:
    return {Decimal(figure) for figure in figures}


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (limit.Fixed(Decimal(90)), decimals("89.9", "90", "90.1", "89", "91", "0", "100")),
        (limit.Fixed(Decimal(100)), decimals("99.9", "100", "99", "0")),
        (limit.Fixed(Decimal("33.33")), decimals("33.3", "33.4", "32.3", "34.4", "0", "100")),
        (
            limit.ByYear(((2024, limit.Fixed(Decimal(0))),), limit.Fixed(Decimal(100))),
            decimals("0", "0.1", "1", "99", "99.9", "100"),
        ),
    ],
)
def test_values_lie_on_and_next_to_a_threshold(threshold: limit.Threshold, expected: set[Value]) -> None:
    assert every(boundary_values(threshold, WATER)) == expected


@pytest.mark.parametrize("threshold", [limit.Delegated("province"), limit.UnknownThreshold(), limit.Relative("m")])
def test_without_a_figure_values_lie_near_the_usual_thresholds(threshold: limit.Threshold) -> None:
    assert every(boundary_values(threshold, WATER)) >= set(usual_thresholds(WATER)) | decimals("49.9", "50.1")


def test_levels_and_findings_have_their_own_values() -> None:
    assert every(boundary_values(limit.Fixed("good"), ROADS)) == {"weak", "good"}
    finding = Measure("f", Text("Nhận định"), MeasureType.FINDING)
    assert every(boundary_values(limit.UnknownThreshold(), finding)) == set(Finding)
    assert usual_thresholds(finding) == ()


@given(st.data(), libraries())
def test_thresholds_and_the_values_around_them_fit_their_measure(data: st.DataObject, library: Library) -> None:
    scope = RuleScope(library)
    measure = data.draw(st.sampled_from([*scope.numbers, *scope.scales]))
    threshold = data.draw(thresholds(measure, scope))
    value = data.draw(boundary_values(threshold, measure))
    assert misfit(measure, value) is None


@given(libraries())
def test_every_measure_of_a_library_has_values_to_report(library: Library) -> None:
    found: Mapping[str, tuple[Value, ...]] = reportable_values(library)
    assert found.keys() == library.measures.keys()
    for id, values in found.items():
        assert values
        assert all(misfit(library.measures[id], value) is None for value in values)


def test_parts_and_wholes_meet_the_threshold_of_their_share() -> None:
    part, whole = (Measure(id, Text(id), minimum=Decimal(0)) for id in ("part", "whole"))
    share = Measure("share", Text("share"), decimals=1, maximum=Decimal(100), derive=ShareOf("part", "whole"))
    found = reportable_values(Library({measure.id: measure for measure in (part, whole, share)}))
    shares = {
        100 * one / all
        for one in found["part"]
        for all in found["whole"]
        if isinstance(one, Decimal) and isinstance(all, Decimal) and all
    }
    assert {Decimal(50), Decimal(100), Decimal(0)} <= shares
    assert Decimal(0) in found["whole"]


def test_a_scope_knows_what_stands_above_and_below() -> None:
    scope = RuleScope(Library(), "township", as_of=date(2024, 6, 30))
    assert scope.above == ("district", "zone", "province")
    assert scope.below == ("village",)
    assert not any((scope.numbers, scope.for_members, scope.same_kind))
