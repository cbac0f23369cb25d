"""Figures printed as intervals: every executor decides where both ends agree, and leaves open where they do not."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.exchange.cells.cell import TableCell
from ntm_rules.exchange.output.decisions import decision_from_plain, decision_to_plain
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.exchange.values.value import read_value
from ntm_rules.model.condition import Comparison, Operator
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.model.values.interval import Interval
from ntm_rules.program.compiling import compile
from ntm_rules.program.verdict import POSSIBLE, between, holds
from tests.profiles import tried

TODAY = date(2024, 6, 30)
TOWN = Unit("T", "Tam Đường", "township")
INCOME = Measure("income", Text("Thu nhập"), unit="triệu đồng", decimals=1, minimum=Decimal(0), maximum=Decimal(500))
FIGURES = st.decimals(0, 100, places=3)


@settings(max_examples=tried(3))
@given(st.sampled_from(Operator), FIGURES, FIGURES, FIGURES)
def test_an_interval_decides_where_every_figure_in_it_would(
    make_ruleset: Callable[..., Ruleset],
    make_library: Callable[..., Library],
    operator: Operator,
    required: Decimal,
    one: Decimal,
    other: Decimal,
) -> None:
    library = make_library(make_ruleset(Comparison("water", operator, Fixed(required))))
    low, high = sorted((one, other))
    found = evaluate(compile("vn/town", TODAY, library), TOWN, Fact("T", "water", Interval(low, high, "…"), TODAY))
    decision = found.decision("T", "1")
    assert decision.possible == POSSIBLE[between(low, high, operator, required)]
    ends = {holds(end, operator, required) for end in (low, high)}
    if operator is not Operator.EQUALS and len(ends) == 1:
        assert decision.outcome is (Outcome.ATTAINED if ends == {True} else Outcome.NOT_ATTAINED)
    (reason,) = decision.reasons
    kind = ReasonKind.COMPARED if low == high else ReasonKind.PRINTED
    assert (reason.kind, reason.outcome) == (kind, decision.outcome)
    assert verify_record(record_assessment(found), library).is_sound
    assert decision_from_plain(json.loads(json.dumps(decision_to_plain(decision)))) == decision
    found.to_settle("T", "1")
    found.to_attain("T", "1")


def test_an_exact_figure_within_an_interval_is_no_conflict(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))))
    program = compile("vn/town", TODAY, library)
    interval = Fact("T", "water", Interval(Decimal(80), Decimal(95)), TODAY, "Báo")
    for figure, expected in ((85, Outcome.NOT_ATTAINED), (99, Outcome.UNDETERMINED)):
        found = evaluate(program, TOWN, [interval, Fact("T", "water", figure, TODAY, "UBND")])
        assert found.outcome("T", "1") is found.decision("T", "1").outcome is expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("> 46", "46.1", None),
        ("trên 46", "46.1", None),
        (">=46", "46", None),
        ("≥ 46,5", "46.5", None),
        ("< 46", None, "45.9"),
        ("không quá 46", None, "46"),
        ("75-78", "75", "78"),
        ("75,5 – 78", "75.5", "78"),
        ("~49", "48", "50"),
        ("khoảng 120", "110", "130"),
        ("≈ 49,5", "49.4", "49.6"),
    ],
)
def test_a_printed_figure_is_read_with_its_text(text: str, low: str | None, high: str | None) -> None:
    value = read_value(TableCell(text), INCOME)
    assert value == Interval(None if low is None else Decimal(low), None if high is None else Decimal(high))
    assert isinstance(value, Interval)
    assert value.written == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.000-2.000", "NTM531"),
        ("> 1.000", "NTM531"),
        ("12-2023", "NTM525"),
        ("46,55-48", "NTM535"),
        ("> 600", "NTM540"),
        ("5+", "NTM525"),
        ("01-02-2024", "NTM5"),
        ("5--3", "NTM5"),
    ],
)
def test_what_can_be_read_two_ways_or_does_not_fit_is_refused(text: str, code: str) -> None:
    with pytest.raises(FactsError, match=code):
        read_value(TableCell(text), INCOME)
    assert read_value(TableCell("-5"), evolve(INCOME, minimum=None)) == Decimal(-5)


def test_an_interval_that_is_none_is_refused(
    make_ruleset: Callable[..., Ruleset], make_library: Callable[..., Library]
) -> None:
    library = make_library(make_ruleset(Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))))
    program = compile("vn/town", TODAY, library)
    for value, code in (
        (Interval(Decimal(9), Decimal(8)), "NTM559"),
        (Interval(None, None), "NTM559"),
        (Interval(Decimal(9), Decimal(101)), "NTM540"),
        (Interval(Decimal("9.12345"), None), "NTM535"),
    ):
        with pytest.raises(FactsError, match=code):
            evaluate(program, TOWN, Fact("T", "water", value, TODAY))
    with pytest.raises(FactsError, match="NTM544"):
        evaluate(program, TOWN, Fact("T", "registered", Interval(Decimal(1), None), TODAY))
