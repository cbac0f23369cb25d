"""States brought about in a concrete situation, and decided there by the specification."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, Phase, given, settings

from ntm_rules.evolution.cases.case import Situation
from ntm_rules.evolution.comparison.diff import compiled_together, diff
from ntm_rules.evolution.comparison.match import match
from ntm_rules.evolution.regions.difference import HeldStates, Pair
from ntm_rules.evolution.regions.quantity import (
    Cell,
    CellSpan,
    CriteriaIncrease,
    LevelIs,
    MeasureAbove,
    MeasureChange,
    MembersDeciding,
    MembersFigure,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    Special,
    State,
    ValueIs,
)
from ntm_rules.evolution.regions.reading import Reading, read
from ntm_rules.evolution.regions.side import Side, common_years
from ntm_rules.evolution.witness.goal import DatedSides
from ntm_rules.evolution.witness.witness import confirmed, situation_of, witness_of
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.problem import NtmError
from ntm_rules.model.values.number import simplest
from ntm_rules.program.compiling import compile
from ntm_rules.testing import AmendedWorld, amended_worlds

from ..profiles import tried

DAY = date(2024, 6, 30)
KNOWN = "provenance: {status: recalled}"
SETTINGS = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tried(0.75),
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
MOST_REGIONS = 3


@frozen(eq=False)
class OneRule:
    """A ruleset of one indicator, and what it reads."""

    side: Side
    reading: Reading

    def bring(self, wanted: Mapping[type, State]) -> Situation | None:
        """A situation in which each quantity of a kind is in a state; those that are not named are as they come."""
        found = {quantity: wanted[type(quantity)] for quantity in self.reading.quantities if type(quantity) in wanted}
        reads = [
            HeldStates(quantity, states, states)
            for quantity, states in zip(self.reading.quantities, self.reading.states, strict=True)
        ]
        return situation_of(tuple(found.items()), DatedSides((self.side,)), reads, found)

    def outcome(self, situation: Situation) -> Outcome:
        program = compile(self.side.program.ruleset, situation.as_of, self.side.program.library)
        return confirmed(situation, program, "1.1")


def one_rule(library: Library, says: str, applies_to: str = "commune") -> OneRule:
    text = f"""\
ruleset: vn/one
version: 2024-01-01
title: {{vi: Một, en: One}}
applies_to: {applies_to}
instrument: {{number: 1/QĐ}}
criteria:
  - code: "1"
    name: Một
    {KNOWN}
    indicators:
      - {{code: "1.1", name: Một, {says}, {KNOWN}}}
"""
    side = Side(compile(ruleset_from_text(text, library), DAY, library))
    return OneRule(side, read([(side, side.program.by_code["1.1"])], common_years(side.program.ruleset)))


def point(figure: str) -> Cell:
    return Cell(Fraction(figure), Fraction(figure), Fraction(figure))


def told(situation: Situation | None) -> dict[tuple[str, str], object]:
    """The value stated last about each measure and rule of each unit."""
    assert situation is not None
    found: dict[tuple[str, str], object] = {}
    for one in situation.statements:
        assert isinstance(one, Fact | Attestation)
        found[one.unit, one.measure if isinstance(one, Fact) else str(one.rule)] = one.value
    return found


def test_a_figure_is_written_as_a_person_would_write_it(case_library: Library) -> None:
    rule = one_rule(case_library, "measure: water, at_least: 90")
    below, at, above = (state for state in rule.reading.states[0] if isinstance(state, Cell))
    figures = [told(rule.bring({OwnMeasure: state}))["U", "water"] for state in (below, at, above)]
    assert [str(figure) for figure in figures] == ["89.99", "90", "90.01"]


def test_what_is_not_known_is_not_stated(case_library: Library) -> None:
    rule = one_rule(case_library, "measure: water, at_least: 90")
    assert told(rule.bring({OwnMeasure: Special.NOT_KNOWN})) == {}
    assert told(rule.bring({OwnMeasure: Special.NOT_APPLICABLE})) == {("U", "water"): Absence.NOT_APPLICABLE}


def test_a_derived_figure_with_more_decimals_than_it_has_is_reported_by_its_parts(case_library: Library) -> None:
    rule = one_rule(case_library, "measure: poverty, at_most: 9")
    facts = told(rule.bring({OwnMeasure: point("9.5")}))
    assert facts.keys() == {("U", "poor"), ("U", "households")}
    assert 100 * Fraction(str(facts["U", "poor"])) / Fraction(str(facts["U", "households"])) == Fraction("9.5")


def test_a_derived_figure_is_disputed_where_its_parts_are_known_and_it_is_not(case_library: Library) -> None:
    rule = one_rule(
        case_library,
        "all_of: [{measure: poverty, at_most: 9}, {measure: poor, at_least: 1}, {measure: households, at_least: 1}]",
    )
    states: dict[Quantity, State] = {
        OwnMeasure("poverty"): Special.NOT_KNOWN,
        OwnMeasure("poor"): point("2"),
        OwnMeasure("households"): point("10"),
    }
    facts = told(situation_of(tuple(states.items()), DatedSides((rule.side,)), ()))
    assert facts["U", "poverty"] is Absence.DISPUTED


def test_a_change_without_a_figure_today_is_disputed_today(case_library: Library) -> None:
    """An earlier figure would stand otherwise."""
    rule = one_rule(case_library, "measure: income, since: 2023-12-31, increased_by_at_least: 3")
    example: dict[Quantity, State] = {
        OwnMeasure("income"): Special.NOT_KNOWN,
        MeasureChange("income", date(2023, 12, 31)): Special.NOT_APPLICABLE,
    }
    situation = situation_of(tuple(example.items()), DatedSides((rule.side,)), ())
    assert situation is not None
    assert [(fact.as_of, fact.value) for fact in situation.statements if isinstance(fact, Fact)] == [
        (date(2023, 12, 31), Absence.NOT_APPLICABLE),
        (DAY if situation.as_of == DAY else situation.as_of, Absence.DISPUTED),
    ]
    assert rule.outcome(situation) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(("change", "outcome"), [("3", Outcome.ATTAINED), ("2.999", Outcome.NOT_ATTAINED)])
def test_a_change_is_between_two_dates(case_library: Library, change: str, outcome: Outcome) -> None:
    rule = one_rule(case_library, "measure: income, since: 2023-12-31, increased_by_at_least: 3")
    situation = rule.bring({MeasureChange: point(change)})
    assert situation is not None
    then, now = (fact.value for fact in situation.statements if isinstance(fact, Fact))
    assert Fraction(str(now)) - Fraction(str(then)) == Fraction(change)
    assert rule.outcome(situation) is outcome


@pytest.mark.parametrize("sign", [-1, 0, 1])
def test_a_figure_stands_to_that_of_the_unit_above_as_it_must(case_library: Library, sign: int) -> None:
    rule = one_rule(case_library, "measure: income, at_least: {measure: income, of: province}")
    [own] = [
        state for state in rule.reading.states[rule.reading.level[OwnMeasure("income")]] if isinstance(state, Cell)
    ]
    every = dict(zip(rule.reading.quantities, rule.reading.states, strict=True))
    [against] = [quantity for quantity in every if type(quantity).__name__ == "Against"]
    example: dict[Quantity, State] = {
        OwnMeasure("income"): own,
        MeasureAbove("province", "income"): own,
        against: Order(sign, sign),
    }
    situation = situation_of(tuple(example.items()), DatedSides((rule.side,)), ())
    facts = told(situation)
    assert situation is not None
    assert [unit.kind for unit in situation.units] == ["province", "commune"]
    one, other = (Fraction(str(facts[unit, "income"])) for unit in ("U", "A1"))
    assert (one > other) - (one < other) == sign


def test_attributes_and_levels(case_library: Library) -> None:
    rule = one_rule(case_library, "measure: order, at_least: fair, applies_when: {attribute: region, equals: delta}")
    situation = rule.bring({OwnAttribute: ValueIs("delta"), OwnMeasure: LevelIs("weak")})
    assert situation is not None
    assert situation.units[0].attributes == {"region": "delta"}
    assert rule.outcome(situation) is Outcome.NOT_ATTAINED
    other = one_rule(case_library, "measure: water, at_least: 1, applies_when: {attribute: language, equals: other}")
    situation = other.bring({OwnAttribute: Special.OTHER_VALUE})
    assert situation is not None
    assert situation.units[0].attributes["language"] not in ("", "other")


def test_members_that_a_condition_names_have_the_code_or_are_below_it(case_library: Library) -> None:
    rule = one_rule(
        case_library, "members: commune, only: [BB], attained: vn/commune, share_at_least: 50", applies_to="district"
    )
    one = rule.bring({MembersDeciding: Tally(1, 0, 0, 0)})
    assert one is not None
    assert [(unit.code, unit.kind, unit.parent) for unit in one.units[1:]] == [("BB", "commune", "U")]
    three = rule.bring({MembersDeciding: Tally(1, 1, 1, 0)})
    assert three is not None
    assert [(unit.code, unit.parent) for unit in three.units[1:]] == [
        ("BB", "U"),
        ("M1", "BB"),
        ("M2", "BB"),
        ("M3", "BB"),
    ]
    assert rule.outcome(three) is Outcome.UNDETERMINED


def test_figures_over_members_share_the_members_that_are_counted(case_library: Library) -> None:
    rule = one_rule(
        case_library,
        "all_of: [{members: commune, attained: vn/commune, share_at_least: 50}, "
        "{members: commune, mean: income, at_least: 39}]",
        applies_to="district",
    )
    situation = rule.bring({MembersDeciding: Tally(1, 1, 0, 0), MembersFigure: point("39")})
    facts = told(situation)
    assert situation is not None
    assert len(situation.units) == 3
    assert {str(value) for (_, about), value in facts.items() if about == "income"} == {"39"}
    assert {value for (_, about), value in facts.items() if about == "vn/commune"} == {Finding.MET, Finding.NOT_MET}
    assert rule.outcome(situation) is Outcome.ATTAINED


def test_members_are_given_figures_in_one_order_whatever_the_hash_seed(case_library: Library) -> None:
    over = ("households", "water", "poor", "income", "houses")
    means = ", ".join(f"{{members: village, mean: {each}, at_least: 39}}" for each in over)
    rule = one_rule(case_library, f"all_of: [{means}]")
    asked = [each.of for each in rule.reading.quantities if isinstance(each, MembersFigure)]
    assert len(asked) == len(over)
    assert [about for _, about in told(rule.bring({MembersFigure: point("39")}))] == asked


def test_no_members_and_a_figure_over_them_do_not_go_together(case_library: Library) -> None:
    rule = one_rule(
        case_library,
        "all_of: [{members: commune, attained: vn/commune, share_at_least: 50}, "
        "{members: commune, mean: income, at_least: 39}]",
        applies_to="district",
    )
    assert rule.bring({MembersDeciding: Tally(0, 0, 0, 0), MembersFigure: point("39")}) is None


@pytest.mark.parametrize("word", ["min", "max", "sum"])
def test_numbers_of_criteria_of_some_members_come_to_any_of_their_states_or_to_none(
    case_library: Library, word: str
) -> None:
    """Also to those with a bound on one side alone, which no number of criteria of one member has."""
    says = f"members: commune, {word}: {{criteria_attained: vn/commune}}, among: {{measure: income, at_least: 39}}, at_least: 1"
    rule = one_rule(case_library, says, applies_to="district")
    assert any(isinstance(state, CellSpan) and None in (state.low, state.high) for state in rule.reading.states[0])
    found = [rule.bring({MembersFigure: state}) for state in rule.reading.states[0]]
    outcomes = {rule.outcome(one) for one in found if one is not None}
    assert outcomes >= {Outcome.ATTAINED, Outcome.NOT_ATTAINED}


@pytest.mark.parametrize(
    "asked",
    [
        "at_most: {by: region, delta: 3, otherwise: 5}",
        "at_least: {measure: households}",
        "less_than: {times: 0.5, measure: households}",
    ],
)
@pytest.mark.parametrize("tally", [Tally(2, 0, 0, 0), Tally(1, 1, 0, 0), Tally(0, 0, 1, 0)])
def test_members_meet_a_condition_whose_threshold_is_that_of_their_region_or_a_figure_of_their_own(
    case_library: Library, asked: str, tally: Tally
) -> None:
    says = f"members: commune, meeting: {{measure: poor, {asked}}}, share_at_least: 60"
    rule = one_rule(case_library, says, applies_to="district")
    situation = rule.bring({MembersDeciding: tally})
    assert situation is not None
    expected = {2: Outcome.ATTAINED, 1: Outcome.NOT_ATTAINED, 0: Outcome.UNDETERMINED}
    assert rule.outcome(situation) is expected[tally.attained]


def test_a_count_of_criteria_over_time(case_library: Library) -> None:
    rule = one_rule(
        case_library, "criteria: attained, ruleset: vn/commune, since: 2023-12-31, increased_by_at_least: 1"
    )
    situation = rule.bring({CriteriaIncrease: point("1")})
    assert situation is not None
    assert [(one.as_of.year, one.value) for one in situation.statements if isinstance(one, Attestation)] == [
        (2023, Finding.NOT_MET),
        (2024, Finding.MET),
    ]
    assert rule.outcome(situation) is Outcome.ATTAINED
    assert rule.bring({CriteriaIncrease: point("2")}) is None  # there is one criterion


def test_rules_that_the_facts_decide_are_not_attested(case_library: Library) -> None:
    rule = one_rule(case_library, "all_of: [{measure: water, at_least: 80}, {attained: vn/commune}]")
    situation = rule.bring({OwnMeasure: point("90"), OutcomeCounts: Tally(1, 0, 0, 0)})
    assert told(situation) == {("U", "water"): simplest(Fraction(90))}
    assert rule.bring({OwnMeasure: point("89"), OutcomeCounts: Tally(1, 0, 0, 0)}) is None


def test_rules_that_want_of_members_would_settle_stay_open_with_a_silent_member(case_library: Library) -> None:
    rule = one_rule(case_library, "attained: vn/district#1", applies_to="district")
    situation = rule.bring({OutcomeCounts: Tally(0, 0, 1, 0)})
    assert situation is not None
    assert [unit.kind for unit in situation.units] == ["district", "commune"]
    assert rule.outcome(situation) is Outcome.UNDETERMINED


@pytest.mark.slow
def test_every_witness_is_confirmed_and_there_are_few_regions_without_one() -> None:
    """Whatever a region says that both versions come to, they come to in its witness, by the specification."""
    found = Counter[bool]()

    @SETTINGS
    @given(amended_worlds())
    def confirm(one: AmendedWorld) -> None:
        before, after, library = one.amended.before, one.amended.after, one.world.library
        try:
            changes = diff(before, after, library=library).changes
            old, new = compiled_together((before, library), (after, library))
        except NtmError:
            return
        sides = DatedSides((Side(old), Side(new, match(old, new).renamed)))
        for change in changes:
            if change.difference is None or change.before is None or change.after is None:
                continue
            for region in change.difference.regions[:MOST_REGIONS]:
                situation = witness_of(region, sides, change.difference.reads)
                found[situation is not None] += 1
                if situation is None:
                    continue
                pairs = (before, change.before.code), (after, change.after.code)
                came = [
                    confirmed(situation, compile(ruleset, situation.as_of, library), code) for ruleset, code in pairs
                ]
                assert came == [region.before, region.after], (region.where, situation)

    confirm()
    # The others are mostly such as cannot be: a rule whose outcome the same figures decide, and the like. Of figures of
    # members of whom another condition holds some are not looked for: of the few regions drawn here more have no witness.
    assert found[True] >= 0.6 * found.total() > 0, found


def test_a_change_is_shown_after_the_day_since_which_it_is_one(case_library: Library) -> None:
    """The version begins before that day; on its first day nothing can have changed since."""
    versions = [
        one_rule(
            case_library, f"measure: income, since: 2024-12-31, increased_by_at_least: {least}"
        ).side.program.ruleset
        for least in (3, 4)
    ]
    [change] = diff(versions[0], versions[1], library=case_library).changes
    assert [one.situation.as_of for one in change.shown.witnessed] == [date(2025, 1, 1)]
    [change] = diff(versions[0], evolve(versions[1], until=date(2024, 12, 31)), library=case_library).changes
    assert not change.shown.witnessed


def test_a_situation_is_on_a_day_on_which_the_ruleset_is_in_force(case_library: Library) -> None:
    rule = one_rule(case_library, "measure: water, at_least: {by: year, 2025: 90, otherwise: 80}")
    program = compile(evolve(rule.side.program.ruleset, until=date(2025, 3, 31)), DAY, case_library)
    side = Side(program)
    pair = (side, program.by_code["1.1"])
    reading = read([pair], common_years(program.ruleset))
    analysed = Pair.of(pair, pair, reading)
    reads = [
        HeldStates(quantity, states, states)
        for quantity, states in zip(reading.quantities, reading.states, strict=True)
    ]
    days = set()
    for box in analysed.diagrams.boxes(analysed.both, lambda outcomes: outcomes[0] is Outcome.ATTAINED):
        states = analysed.example(box)
        assert states is not None
        example = [(held.quantity, held.every[state]) for held, state in zip(reads, states, strict=True)]
        situation = situation_of(example, DatedSides((side,)), reads)
        assert situation is not None
        days.add(situation.as_of)
    assert days == {DAY, date(2025, 3, 31)}
