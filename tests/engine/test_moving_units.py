"""A unit that moves is counted where it belongs on the day decided for, by every executor, in records and sessions too."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.session import Session
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.model.condition import Attained, Basis, Bound, Comparison, MembersAttained, Operator, Required
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Fact, Finding, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import Fixed, Relative
from ntm_rules.model.units.belonging import Belonging
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.testing import World, worlds

from ..profiles import tried

Decide = Callable[..., Decision]
LAST, FIRST = date(2024, 6, 30), date(2024, 7, 1)
UNITS = [
    Unit("D1", "Huyện Một", "district"),
    Unit("D2", "Huyện Hai", "district"),
    Unit("C1", "Xã Một", "commune", "D1"),
    Unit("C2", "Xã Hai", "commune", "D2"),
    Unit("C", "Xã Đổi", "commune", parents=[Belonging("D1", None, LAST), Belonging("D2", FIRST)]),
]
FACTS: list[Statement] = [
    Fact(code, "registered", finding, date(2024, 1, 1))
    for code, finding in (("C1", Finding.MET), ("C2", Finding.MET), ("C", Finding.NOT_MET))
]


@pytest.mark.parametrize(
    ("day", "unit", "outcome"),
    [
        (LAST, "D1", Outcome.NOT_ATTAINED),
        (LAST, "D2", Outcome.ATTAINED),
        (FIRST, "D1", Outcome.ATTAINED),
        (FIRST, "D2", Outcome.NOT_ATTAINED),
    ],
)
def test_a_unit_is_counted_where_it_belongs_on_the_day(
    decide: Decide, make_ruleset: Callable[..., Any], day: date, unit: str, outcome: Outcome
) -> None:
    share = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100)))
    decision = decide(
        make_ruleset(
            MembersAttained("commune", RuleKey("vn/commune", "1"), (share,)), id="vn/district", applies_to="district"
        ),
        *FACTS,
        others=[make_ruleset(Required("registered"), id="vn/commune", applies_to="commune")],
        units=UNITS,
        unit=unit,
        as_of=day,
    )
    assert decision.outcome is outcome


@pytest.mark.parametrize(("day", "outcome"), [(LAST, Outcome.ATTAINED), (FIRST, Outcome.NOT_ATTAINED)])
def test_a_figure_is_held_against_that_of_the_unit_above_on_the_day(
    decide: Decide, make_ruleset: Callable[..., Any], day: date, outcome: Outcome
) -> None:
    above = Comparison("income", Operator.AT_LEAST, Relative("income", "district"))
    figures = [Fact(code, "income", value, date(2024, 1, 1)) for code, value in (("C", 5), ("D1", 4), ("D2", 6))]
    decision = decide(
        make_ruleset(above, id="vn/commune", applies_to="commune"), *figures, units=UNITS, unit="C", as_of=day
    )
    assert decision.outcome is outcome


@pytest.mark.slow
@settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
@given(worlds(), st.data())
def test_a_move_before_or_after_all_days_changes_nothing(world: World, data: st.DataObject) -> None:
    codes = [unit.code for unit in world.units if unit.kind == "district"]

    def moved(unit: Unit) -> Unit:
        if unit.kind != "commune" or unit.parent is None:
            return unit
        other = data.draw(st.sampled_from(codes))
        early, late = date(1900, 1, 1), world.as_of + timedelta(days=1)
        home = Belonging(unit.parent, early, late - timedelta(days=1))
        return evolve(
            unit, parent=None, parents=[Belonging(other, None, early - timedelta(days=1)), home, Belonging(other, late)]
        )

    units = Units([moved(unit) for unit in world.units])
    for id in world.rulesets.values():
        program = compile(id, world.as_of, world.library)
        plain, dated = (evaluate(program, given, world.statements) for given in (world.units, units))
        with Session(program, units) as session:
            session.assert_fact(*world.statements)
            for unit in plain.units:
                for rule in program.rules:
                    code = rule.key.code
                    decision = plain.decision(unit.code, code)
                    assert dated.decision(unit.code, code) == decision
                    assert dated.outcome(unit.code, code) is session.outcome(unit.code, rule.key)
        assert verify_record(record_assessment(dated), world.library).is_sound


def test_a_unit_below_one_that_ended_is_decided_by_what_that_was(
    make_ruleset: Callable[..., Any], make_library: Callable[..., Any]
) -> None:
    clean = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(90)))
    district = make_ruleset(clean, id="vn/district", applies_to="district")
    commune = make_ruleset(Attained(RuleKey("vn/district", "1"), of="district"), id="vn/commune", applies_to="commune")
    units = Units([Unit("D", "Huyện", "district", exists_until=LAST), Unit("C", "Xã", "commune", "D")])
    program = compile("vn/commune", FIRST, make_library(district, commune))
    with Session(program, units) as session:
        for value, outcome in ((95, Outcome.ATTAINED), (80, Outcome.NOT_ATTAINED)):
            fact = Fact("D", "water", value, LAST)
            # The district has no outcome of its own on this day.
            assert {change.unit for change in session.assert_fact(fact)} == {"C"}
            decision = session.decision("C", "1")
            assert decision == evaluate(program, units, [fact]).decision("C", "1")
            assert decision.outcome is outcome
            session.retract(fact)
