"""Counts of criteria against an earlier date: what is read there is part of the record, and what may be asked there."""

from datetime import date
from decimal import Decimal

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.exchange.records.making import record_assessment
from ntm_rules.exchange.records.verifying import verify_record
from ntm_rules.model.condition import (
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaState,
    Direction,
    Operator,
    OwnCriteria,
)
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile

PLAN = Provenance(ProvenanceStatus.PLAN, "x")
TODAY = date(2024, 6, 30)


def ruleset(id: str, condition: Condition, version: date = date(2022, 4, 15), kind: str = "commune") -> Ruleset:
    criteria = (Criterion("1", Text("x"), PLAN, condition=condition),)
    return Ruleset(id, version, Text("x"), kind, Instrument("1"), criteria)


def library(*rulesets: Ruleset) -> Library:
    versions: dict[str, tuple[Ruleset, ...]] = {}
    for each in rulesets:
        versions[each.id] = (*versions.get(each.id, ()), each)
    return Library({name: Measure(name, Text(name)) for name in ("m", "n")}, {}, versions)


def at_least(measure: str, value: int) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(value)))


def increased(id: str, since: date, by: int) -> CriteriaChange:
    return CriteriaChange(id, since, Direction.INCREASED, Operator.AT_LEAST, Fixed(Decimal(by)))


def test_what_is_read_at_an_earlier_date_of_an_earlier_date_is_in_the_record() -> None:
    rules = library(
        ruleset("x/a", at_least("m", 5)),
        ruleset("x/b", increased("x/a", date(2023, 1, 1), 1)),
        ruleset("x/b", at_least("n", 1), date(2024, 1, 1)),
        ruleset("x/c", increased("x/b", date(2023, 6, 30), 0)),
    )
    told = [
        ("m", 1, date(2022, 12, 31)),
        ("m", 9, date(2023, 3, 1)),
        ("m", 2, date(2024, 1, 1)),
        ("n", 3, date(2024, 1, 1)),
    ]
    facts = [Fact("C", measure, value, day) for measure, value, day in told]
    decisions = evaluate(compile("x/c", TODAY, rules), Units([Unit("C", "C", "commune")]), facts)
    decision = decisions.decision("C", "1")
    assert decision.outcome is Outcome.ATTAINED
    assert decision.reasons[0].observed == 0
    assert verify_record(record_assessment(decisions), rules).is_sound


@pytest.mark.parametrize("since", [TODAY, date(2024, 12, 31)])
def test_a_change_since_a_day_that_is_not_before_is_refused(since: date) -> None:
    rules = library(ruleset("x/a", at_least("m", 5)), ruleset("x/b", increased("x/a", since, 0)))
    with pytest.raises(CompileError, match="is not before"):
        compile("x/b", TODAY, rules)


def test_a_ruleset_is_asked_only_about_its_own_kind_of_unit() -> None:
    asked = OwnCriteria(CriteriaState.ALL, ruleset="x/a")
    rules = library(ruleset("x/a", at_least("m", 5), kind="district"), ruleset("x/b", asked))
    with pytest.raises(CompileError, match="applies to a district"):
        compile("x/b", TODAY, rules)
