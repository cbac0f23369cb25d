"""Impact is exactly the difference of two evaluations, with the figures of the decisions themselves."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.evolution.impact.as_if import AsIfInForce, for_both, side_by_side
from ntm_rules.evolution.impact.clause import can_have_more_to_spare
from ntm_rules.evolution.impact.deciding import impact, impact_of_libraries
from ntm_rules.evolution.impact.impact import Effect, Impact, RuleLevel, effect_of
from ntm_rules.model.condition import (
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaState,
    Direction,
    MembersAttained,
    Operator,
    OwnCriteria,
)
from ntm_rules.model.decision import Reason, ReasonKind
from ntm_rules.model.fact import Attestation, Fact, Statement
from ntm_rules.model.key import RECOGNITION, RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Conclusion, Criterion, Indicator, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.impact.memo import impact_paper
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.paper_markdown import paper_markdown
from ntm_rules.testing.edits.amended import AmendedWorld, amended_worlds

from ..profiles import tried

thorough = settings(max_examples=tried(1), suppress_health_check=list(HealthCheck))
OPEN = Outcome.UNDETERMINED
TODAY = date(2024, 12, 31)
Found = tuple[str, str | None, str | None, Outcome | None, Outcome | None]
"""A unit, a rule by its old and its new code, and what it comes to by either text."""
PLAN, RECALLED = Provenance(ProvenanceStatus.PLAN), Provenance(ProvenanceStatus.RECALLED)


def sides(found: AmendedWorld) -> tuple[AsIfInForce, AsIfInForce]:
    world, amended = found.world, found.amended
    return side_by_side((amended.before, world.library), (amended.after, found.world_after.library), world.as_of)


def both(found: AmendedWorld) -> tuple[Impact, Decisions, Decisions]:
    """The impact on the amended ruleset, and the two evaluations that it is the difference of."""
    world, (before, after) = found.world, sides(found)
    first = compile(found.amended.before, world.as_of, before)
    second = compile(found.amended.after, world.as_of, after)
    old, new = (evaluate(program, world.units, world.statements) for program in (first, second))
    return impact(first, second, units=world.units, statements=world.statements), old, new


@pytest.mark.slow
@thorough
@given(amended_worlds())
def test_rows_are_exactly_the_difference_of_two_evaluations(found: AmendedWorld) -> None:
    got, old, new = both(found)
    matched = got.matched
    expected: set[Found] = set()
    for unit in new.units:
        outcomes = old.outcomes(unit.code), new.outcomes(unit.code)
        for one, other in matched.pairs:
            expected.add((unit.code, one.code, other.code, outcomes[0][one.code], outcomes[1][other.code]))
        expected |= {(unit.code, rule.code, None, outcomes[0][rule.code], None) for rule in matched.repealed}
        expected |= {(unit.code, None, rule.code, None, outcomes[1][rule.code]) for rule in matched.added}
    by_new = {new.code: one.code for one, new in matched.pairs}
    rows: list[Found] = []
    for row in got.rows:
        code = row.rule.code
        was, now = (code, None) if row.after is None else (by_new.get(code), code)
        rows.append((row.unit, was, now, row.before, row.after))
    assert len(rows) == len(set(rows))
    assert set(rows) == expected
    assert {id(row) for row in got.changed()} == {id(row) for row in got.rows if row.before is not row.after}


@pytest.mark.slow
@thorough
@given(amended_worlds())
def test_figures_are_those_of_the_decisions(found: AmendedWorld) -> None:
    got, old, new = both(found)
    for row in got.rows:
        clause = row.clause
        if clause.after is not None:
            assert clause.after in new.decision(row.unit, row.rule.code).reasons
            assert clause.gap == clause.after.gap
            assert clause.required_after == clause.after.required
        if clause.before is not None:
            reasons = [reason for code in old.program.by_code for reason in old.decision(row.unit, code).reasons]
            assert clause.before in reasons
            assert clause.required_before == clause.before.required
        if row.spare is not None:
            assert row.after is Outcome.ATTAINED
            assert clause.gap is not None
            assert row.spare == -clause.gap >= 0


@pytest.mark.slow
@thorough
@given(amended_worlds())
def test_every_change_has_grounds_and_what_is_undetermined_says_what_is_missing(found: AmendedWorld) -> None:
    got, _, new = both(found)
    for row in got.rows:
        assert bool(row.grounds) is (row.effect is not Effect.UNCHANGED)
        for ground in row.grounds:
            own = ground.unit == row.unit and ground.rule == row.rule
            assert own or ground.outcome_before is not ground.outcome_after or ground.before != ground.after
        opened = row.after is OPEN and row.before is not OPEN
        assert row.missing == (new.to_settle(row.unit, row.rule.code) if opened else ())
        assert bool(row.missing) is opened


@pytest.mark.slow
@thorough
@given(amended_worlds())
def test_every_ruleset_of_a_dossier_is_decided_anew(found: AmendedWorld) -> None:
    world, (before, after) = found.world, sides(found)
    ids = [*world.rulesets.values()]
    got = impact_of_libraries(
        before, after, rulesets=ids, units=world.units, statements=world.statements, as_of=world.as_of
    )
    assert [one.after.id for one in got] == ids
    for one in got:
        old, new = (
            evaluate(compile(one.after.id, world.as_of, library), world.units, world.statements)
            for library in (before, after)
        )
        if one.before != one.after:
            assert one.after.id == found.amended.after.id
            continue
        assert {(row.unit, row.rule.code) for row in one.changed()} == {
            (unit, code)
            for unit in one.units
            for code, now in new.outcomes(unit).items()
            if old.outcome(unit, code) is not now
        }


@pytest.mark.slow
@thorough
@given(amended_worlds())
def test_the_same_text_changes_nothing(found: AmendedWorld) -> None:
    world = found.world
    program = compile(found.amended.before, world.as_of, world.library)
    got = impact(program, program, units=world.units, statements=world.statements)
    assert got.changed() == ()
    assert not got.harms()
    assert not any(row.rule_changed for row in got.rows)
    distances = [row.spare is not None for row in got.nearest()]
    assert all(distances)


@pytest.mark.parametrize(
    ("before", "after", "code", "effect"),
    [
        (Outcome.NOT_ATTAINED, Outcome.ATTAINED, "1", Effect.GAINS),
        (OPEN, Outcome.ATTAINED, "1", Effect.GAINS),
        (Outcome.ATTAINED, Outcome.NOT_ATTAINED, "1", Effect.LOSES),
        (Outcome.ATTAINED, OPEN, "1", Effect.BECOMES_UNDETERMINED),
        (OPEN, Outcome.NOT_ATTAINED, "1", Effect.BECOMES_DETERMINED),
        (Outcome.NOT_APPLICABLE, Outcome.NOT_ATTAINED, "1", Effect.BECOMES_APPLICABLE),
        (Outcome.ATTAINED, Outcome.NOT_APPLICABLE, "1", Effect.BECOMES_NOT_APPLICABLE),
        (None, Outcome.ATTAINED, "1", Effect.ADDED),
        (Outcome.ATTAINED, None, "1", Effect.REPEALED),
        (OPEN, OPEN, "1", Effect.UNCHANGED),
        (Outcome.NOT_ATTAINED, Outcome.ATTAINED, "revocation", Effect.LOSES),
        (Outcome.ATTAINED, Outcome.NOT_ATTAINED, "revocation", Effect.GAINS),
        (Outcome.NOT_ATTAINED, OPEN, "revocation", Effect.BECOMES_UNDETERMINED),
    ],
)
def test_effects(before: Outcome | None, after: Outcome | None, code: str, effect: Effect) -> None:
    assert effect_of(before, after, code) is effect


def at_least(measure: str, value: int) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(value)))


def commune(*conditions: Condition, version: date = date(2022, 1, 1), more: tuple[Conclusion, ...] = ()) -> Ruleset:
    """A criterion 1 with an indicator for each condition, and the recognition that asks for it."""
    indicators = tuple(
        Indicator(f"1.{number}", Text(f"Chỉ tiêu {number}"), condition, PLAN)
        for number, condition in enumerate(conditions, 1)
    )
    recognition = Conclusion(RECOGNITION, Text("Công nhận"), OwnCriteria(CriteriaState.ALL), RECALLED)
    criterion = Criterion("1", Text("Tiêu chí"), PLAN, indicators)
    return Ruleset("vn/xa", version, Text("Xã"), "commune", Instrument("1/QĐ"), (criterion,), (recognition, *more))


DISTRICT = Ruleset(
    "vn/huyen",
    date(2022, 1, 1),
    Text("Huyện"),
    "district",
    Instrument("2/QĐ"),
    (),
    (
        Conclusion(
            RECOGNITION,
            Text("Công nhận"),
            MembersAttained("commune", RuleKey("vn/xa"), (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100))),)),
            PLAN,
        ),
    ),
)
MEASURES = {id: Measure(id, Text(id), unit="%", decimals=1) for id in ("water", "waste", "books")}
UNITS = Units([Unit("H", "Huyện", "district"), Unit("A", "Xã A", "commune", "H"), Unit("B", "Xã B", "commune", "H")])


def library(*rulesets: Ruleset) -> Library:
    return Library(MEASURES, {}, {ruleset.id: (ruleset,) for ruleset in rulesets})


def facts(**given: tuple[float, float]) -> list[Statement]:
    return [
        Fact(unit, measure, value, TODAY)
        for measure, pair in given.items()
        for unit, value in zip(("A", "B"), pair, strict=True)
    ]


def compared(before: Ruleset, after: Ruleset, statements: list[Statement]) -> tuple[Impact, ...]:
    first, second = side_by_side((before, library(before, DISTRICT)), (after, library(after, DISTRICT)), TODAY)
    return impact_of_libraries(
        first, second, rulesets=["vn/xa", "vn/huyen"], units=UNITS, statements=statements, as_of=TODAY
    )


def test_a_commune_that_falls_out_shows_its_district_falling_out_and_why() -> None:
    before, after = commune(at_least("water", 90)), commune(at_least("water", 95), version=date(2025, 1, 1))
    communes, districts = compared(before, after, facts(water=(96, 92.5)))
    [indicator] = communes.having(Effect.LOSES, RuleLevel.INDICATOR)
    assert (indicator.unit, indicator.clause.observed, indicator.clause.gap) == ("B", Decimal("92.5"), Decimal("2.5"))
    assert (indicator.clause.required_before, indicator.clause.required_after) == (Decimal(90), Decimal(95))
    [recognition] = communes.having(Effect.LOSES, RuleLevel.CONCLUSION)
    assert [(ground.unit, ground.rule.code, ground.gap) for ground in recognition.grounds] == [
        ("B", "1.1", Decimal("2.5"))
    ]
    [district] = districts.having(Effect.LOSES)
    assert [(ground.unit, ground.rule) for ground in district.grounds] == [
        ("H", RuleKey("vn/huyen")),
        ("B", RuleKey("vn/xa", "1.1")),
    ]
    assert districts.rows[0].rule_changed is False
    assert communes.recalled == (RuleKey("vn/xa"),)
    [near] = communes.nearest()
    assert (near.unit, near.spare, near.rule_changed) == ("A", Decimal(1), True)


def test_a_version_that_is_not_in_force_yet_is_decided_as_if_it_were() -> None:
    after = commune(at_least("water", 95), version=date(2030, 1, 1))
    [communes, _] = compared(commune(at_least("water", 90)), after, facts(water=(96, 92.5)))
    assert communes.as_of == TODAY
    assert communes.after.version == date(2030, 1, 1)
    assert communes.harms()


def test_a_rule_that_is_added_leaves_a_unit_undetermined_and_says_for_which_measure() -> None:
    before, after = commune(at_least("water", 90)), commune(at_least("water", 90), at_least("books", 50))
    statements = [*facts(water=(96, 97)), Fact("A", "books", 60, TODAY)]
    [communes, districts] = compared(before, after, statements)
    assert [row.after for row in communes.having(Effect.ADDED)] == [Outcome.ATTAINED, OPEN]
    [recognition] = communes.having(Effect.BECOMES_UNDETERMINED, RuleLevel.CONCLUSION)
    assert [(step.unit, step.measure) for step in recognition.missing] == [("B", "books")]
    [district] = districts.having(Effect.BECOMES_UNDETERMINED)
    assert [(step.unit, step.measure) for step in district.missing] == [("B", "books")]


def test_a_rule_that_is_repealed_is_a_ground_where_it_stood_in_the_way() -> None:
    before, after = commune(at_least("water", 90), at_least("waste", 80)), commune(at_least("water", 90))
    [communes, _] = compared(before, after, facts(water=(96, 97), waste=(85, 70)))
    [gain] = communes.having(Effect.GAINS, RuleLevel.CONCLUSION)
    [ground] = gain.grounds
    assert (ground.rule.code, ground.outcome_before, ground.outcome_after) == ("1.2", Outcome.NOT_ATTAINED, None)
    assert not communes.harms()


def test_a_rule_that_is_renumbered_is_the_same_rule() -> None:
    water, waste = (
        Indicator(code, Text(name), at_least(name, 90), PLAN) for code, name in (("1.1", "water"), ("1.2", "waste"))
    )
    before = commune(at_least("water", 90))
    first, second = evolve(water, code="1.1"), evolve(water, code="1.2")
    old = evolve(before, criteria=(evolve(before.criteria[0], indicators=(first,)),))
    new = evolve(before, criteria=(evolve(before.criteria[0], indicators=(evolve(waste, code="1.1"), second)),))
    [communes, _] = compared(old, new, facts(water=(96, 97), waste=(95, 60)))
    assert {(row.rule.code, row.effect) for row in communes.rows if row.level is RuleLevel.INDICATOR} == {
        ("1.1", Effect.ADDED),
        ("1.2", Effect.UNCHANGED),
    }
    [loss] = communes.having(Effect.LOSES, RuleLevel.CRITERION)
    assert [ground.rule.code for ground in loss.grounds] == ["1.1"]


def test_a_rule_that_is_renumbered_tells_what_it_was() -> None:
    before, after = commune(at_least("water", 90)), commune(at_least("water", 95))
    moved = evolve(after.criteria[0].indicators[0], code="1.7")
    after = evolve(after, criteria=(evolve(after.criteria[0], indicators=(moved,)),))
    [communes, districts] = compared(before, after, facts(water=(96, 92.5)))
    [indicator] = communes.having(Effect.LOSES, RuleLevel.INDICATOR)
    assert (indicator.rule.code, indicator.clause.formerly) == ("1.7", "1.1")
    [criterion] = communes.having(Effect.LOSES, RuleLevel.CRITERION)
    assert criterion.clause.formerly is None
    [district] = districts.having(Effect.LOSES)
    assert [(ground.rule.code, ground.formerly) for ground in district.grounds] == [(RECOGNITION, None), ("1.7", "1.1")]


def test_a_rule_renumbered_in_the_ruleset_asked_is_no_ground_for_another() -> None:
    """The commune's 1.2 goes on as 1.9; that the district gains is for 1.1 alone."""
    before = commune(at_least("water", 90), at_least("waste", 80))
    kept = evolve(before.criteria[0].indicators[1], code="1.9")
    eased = evolve(before.criteria[0].indicators[0], condition=at_least("water", 80))
    after = evolve(before, criteria=(evolve(before.criteria[0], indicators=(eased, kept)),))
    [_, districts] = compared(before, after, facts(water=(96, 85), waste=(85, 90)))
    [gain] = districts.having(Effect.GAINS)
    assert [(ground.unit, str(ground.rule)) for ground in gain.grounds] == [("H", "vn/huyen"), ("B", "vn/xa#1.1")]


def test_an_added_rule_that_is_attained_is_no_ground_for_a_gain() -> None:
    before, after = commune(at_least("water", 90)), commune(at_least("water", 80), at_least("books", 50))
    [communes, _] = compared(before, after, facts(water=(96, 85), books=(60, 60)))
    [gain] = communes.having(Effect.GAINS, RuleLevel.CONCLUSION)
    assert [ground.rule.code for ground in gain.grounds] == ["1.1"]


def test_an_added_criterion_is_a_ground_where_so_many_are_asked_for() -> None:
    enough = OwnCriteria(CriteriaState.ATTAINED, (Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(1))),))
    before = commune(at_least("water", 90), more=(Conclusion("maintenance", Text("Duy trì"), enough, PLAN),))
    added = Criterion("2", Text("Sổ"), PLAN, (), at_least("books", 50))
    after = evolve(before, criteria=(*before.criteria, added))
    [communes, _] = compared(before, after, facts(water=(96, 85), books=(60, 60)))
    [gain] = communes.having(Effect.GAINS, RuleLevel.CONCLUSION)
    assert (gain.unit, [ground.rule.code for ground in gain.grounds]) == ("B", ["2"])


def test_conclusions_that_fall_for_different_reasons_are_one_line_of_the_memo() -> None:
    def amended(water: int, waste: int, id: str = "vn/xa") -> Ruleset:
        maintenance = Conclusion("maintenance", Text("Duy trì"), at_least("waste", waste), PLAN)
        return evolve(commune(at_least("water", water), more=(maintenance,)), id=id, title=Text(f"Bộ {id}"))

    before, after = amended(90, 80), amended(95, 85)
    statements = facts(water=(96, 92.5), waste=(90, 82))
    [communes, districts] = compared(before, after, statements)
    memo = paper_markdown(impact_paper([communes, districts], Names(library(after, DISTRICT), UNITS, "vi")), "vi")
    assert (
        "- **Xã B**: (công nhận) 1.1 Chỉ tiêu 1: 92,5%, yêu cầu từ 95% trở lên (trước đây từ 90% trở lên), "
        "thiếu 2,5 điểm phần trăm; (duy trì) waste: 82%, yêu cầu từ 85% trở lên (trước đây từ 80% trở lên), "
        "thiếu 3 điểm phần trăm\n"
    ) in memo
    other = amended(90, 80, "vn/khac"), amended(95, 80, "vn/khac")
    sides = side_by_side((other[0], library(other[0])), (other[1], library(other[1])), TODAY)
    [more] = impact_of_libraries(*sides, rulesets=["vn/khac"], units=UNITS, statements=statements, as_of=TODAY)
    memo = paper_markdown(impact_paper([communes, more], Names(library(after, other[1]), UNITS, "vi")), "vi")
    assert memo.count("- **Xã B**: (") == 1
    assert "(công nhận, Bộ vn/xa) 1.1" not in memo
    assert "(công nhận, Bộ vn/xa; công nhận, Bộ vn/khac) 1.1 Chỉ tiêu 1" in memo
    assert "; (duy trì, Bộ vn/xa) waste" in memo


def test_coming_under_a_revocation_is_a_loss_and_its_grounds_are_the_criteria_lost() -> None:
    failing = OwnCriteria(CriteriaState.NOT_ATTAINED, (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(50))),))
    revocation = (Conclusion("revocation", Text("Thu hồi"), failing, PLAN),)
    before = commune(at_least("water", 90), more=revocation)
    after = commune(at_least("water", 95), more=revocation)
    [communes, _] = compared(before, after, facts(water=(96, 92.5)))
    [revoked] = [row for row in communes.having(Effect.LOSES, RuleLevel.CONCLUSION) if row.rule.code == "revocation"]
    assert (revoked.unit, revoked.after) == ("B", Outcome.ATTAINED)
    assert [ground.rule.code for ground in revoked.grounds] == ["1.1"]


def test_a_figure_at_the_threshold_is_nearest_and_one_unit_less_is_lost() -> None:
    ruleset = commune(at_least("water", 90))
    [communes, _] = compared(ruleset, ruleset, facts(water=(90, 91)))
    assert [(row.unit, row.spare) for row in communes.nearest()] == [
        ("A", Decimal(0)),
        ("B", Decimal(1)),
    ]
    [lost, _] = compared(ruleset, commune(at_least("water", 91)), facts(water=(90, 91)))
    assert [row.unit for row in lost.having(Effect.LOSES, RuleLevel.INDICATOR)] == ["A"]


@pytest.mark.parametrize(
    ("operator", "value"),
    [(Operator.EQUALS, 0), (Operator.AT_MOST, 0), (Operator.LESS_THAN, 1), (Operator.AT_LEAST, 100)],
)
def test_what_can_have_no_more_to_spare_is_not_near(operator: Operator, value: int) -> None:
    """Exactly so many, at most none, all of them: every unit that attains such a rule has the same figure."""
    bounded = {"water": Measure("water", Text("Nước"), minimum=Decimal(0), maximum=Decimal(100))}
    reason = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.ATTAINED,
        measure="water",
        operator=operator,
        observed=Decimal(value),
        required=Decimal(value),
        gap=Decimal(0),
    )
    assert not can_have_more_to_spare(reason, bounded)
    assert can_have_more_to_spare(evolve(reason, operator=Operator.AT_LEAST, required=Decimal(50)), bounded)
    every_criterion = evolve(
        reason, operator=Operator.AT_LEAST, measure=None, required=Decimal(3), tally=Tally(3, 0, 0, 1)
    )
    assert not can_have_more_to_spare(every_criterion, bounded)
    assert can_have_more_to_spare(evolve(every_criterion, required=Decimal(2)), bounded)


def test_what_is_attested_of_a_rule_that_only_one_text_has_is_no_mistake() -> None:
    before, after = commune(at_least("water", 90), at_least("waste", 80)), commune(at_least("water", 90))
    attested = [Attestation(unit, "vn/xa#1.2", True, TODAY) for unit in ("A", "B")]
    [communes, _] = compared(before, after, [*facts(water=(96, 97)), *attested])
    assert [row.before for row in communes.having(Effect.REPEALED)] == [Outcome.ATTAINED, Outcome.ATTAINED]
    known = for_both((before, library(before)), (after, library(after)))
    assert known.ruleset("vn/xa", TODAY).rule("1.2") is not None


def test_other_days_are_decided_by_the_version_then_in_force() -> None:
    """As if in force on the day: a change since an earlier day is still measured by what then held."""
    grown = Change("water", date(2023, 12, 31), Direction.INCREASED, Operator.AT_LEAST, Fixed(Decimal(1)))
    before, after = commune(grown), commune(grown, version=date(2023, 6, 30))
    first, second = side_by_side((before, library(before)), (after, library(after)), TODAY)
    assert first.ruleset("vn/xa", date(2023, 12, 31)) == before
    assert second.ruleset("vn/xa", date(2023, 12, 31)) == after
    assert first.ruleset("vn/xa", TODAY) == before
    with pytest.raises(CompileError):
        first.ruleset("vn/khac", TODAY)


def test_two_dates_or_two_kinds_of_unit_are_refused() -> None:
    ruleset = commune(at_least("water", 90))
    first, other = (compile(ruleset, day, library(ruleset)) for day in (TODAY, date(2024, 6, 30)))
    with pytest.raises(CompileError, match="NTM613"):
        impact(first, other, units=UNITS, statements=[])
    with pytest.raises(CompileError, match="NTM614"):
        impact(first, compile(DISTRICT, TODAY, library(ruleset, DISTRICT)), units=UNITS, statements=[])
