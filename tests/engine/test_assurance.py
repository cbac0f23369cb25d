"""How figures were established: the surer report stands, rules may ask for a level, every executor agrees."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve

import ntm_rules as ntm
from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.evolution.mutation.mutant import MutantKind, mutants
from ntm_rules.model.decision import Decision, NoticeKind, ReasonKind
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError, FactsError
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.testing.mutation import mutant_line

TODAY, SPRING = date(2024, 6, 30), date(2024, 3, 31)
TOWN = Unit("T", "Thị trấn Tam Đường", "township")
WATER = "clean_water_households"
RULES = """
ruleset: x/town
version: 2024-01-01
title: {vi: Thử, en: Trial}
applies_to: township
instrument: {number: 1/QĐ}
REQUIRED
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - {code: "1", name: Nước, measure: clean_water_households, at_least: 95, provenance: {status: recalled}}
  - {code: "2", name: Nhà, measure: temporary_houses, at_most: 0, provenance: {status: recalled}}
  - {code: "3", name: Nợ, content: unknown, provenance: {status: unknown}}
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return ntm.load_library()


def decided(library: Library, *statements: Statement, required: str = "", code: str = "1") -> Decision:
    ruleset = ntm.ruleset_from_text(RULES.replace("REQUIRED", required), library)
    program = ntm.compile(ruleset, TODAY, library.including(ruleset))
    return ntm.evaluate(program, TOWN, statements).decision("T", code)


def water(value: float, day: date, assurance: str | None = None, by: str | None = None) -> Fact:
    return Fact("T", WATER, value, day, reported_by=by, assurance=assurance)


def test_a_record_keeps_what_is_not_established_surely_enough(library: Library) -> None:
    """Its reason names the report: without it, the decision could not be decided again."""
    ruleset = ntm.ruleset_from_text(RULES.replace("REQUIRED", "requires_assurance: appraised"), library)
    whole = library.including(ruleset)
    decisions = ntm.evaluate(ntm.compile(ruleset, TODAY, whole), TOWN, water(96, TODAY, "self_reported"))
    assert [reason.kind for reason in decisions.decision("T", "1").reasons] == [ReasonKind.NOT_ASSURED]
    assert ntm.verify_record(ntm.record_assessment(decisions), whole).is_sound
    sure = Attestation("T", f"{ruleset.id}#2", Finding.MET, SPRING, assurance="appraised")
    weak = Attestation("T", f"{ruleset.id}#2", Finding.NOT_MET, TODAY, assurance="self_reported")
    decisions = ntm.evaluate(ntm.compile(ruleset, TODAY, whole), TOWN, [sure, weak])
    assert ntm.verify_record(ntm.record_assessment(decisions), whole).is_sound


def test_a_later_self_report_does_not_displace_an_appraised_figure_and_is_seen(library: Library) -> None:
    appraised, told = water(96, SPRING, "appraised"), water(90, TODAY, "self_reported")
    decision = decided(library, told, appraised)
    assert decision.outcome is Outcome.ATTAINED
    assert decision.reasons[0].observed == Decimal(96)
    assert [(one.kind, one.facts) for one in decision.notices] == [(NoticeKind.LESS_ASSURED, (told,))]
    assert decision.assurance == "appraised"


@pytest.mark.parametrize(
    ("statements", "observed"),
    [
        # Of equal levels the later one counts, also where none is said; what says a level goes before what says none.
        ([water(96, SPRING, "verified"), water(90, TODAY, "verified")], 90),
        ([water(96, SPRING), water(90, TODAY)], 90),
        ([water(96, SPRING, "self_reported"), water(90, TODAY)], 96),
        # Two sources of one day are no conflict where one of them is surer.
        ([water(96, TODAY, "appraised", "Sở"), water(90, TODAY, "self_reported", "Xã")], 96),
        ([water(96, TODAY, "appraised", "Sở"), water(90, TODAY, "appraised", "Xã")], None),
    ],
)
def test_the_surest_report_counts_and_of_these_the_latest(
    library: Library, statements: Sequence[Statement], observed: int | None
) -> None:
    reason = decided(library, *statements).reasons[0]
    assert reason.observed == (None if observed is None else Decimal(observed))
    assert (reason.kind is ReasonKind.CONFLICT) is (observed is None)


def test_a_figure_below_the_level_asked_for_leaves_the_rule_open_and_is_named(library: Library) -> None:
    told = water(99, TODAY, "self_reported")
    decision = decided(library, told, required="requires_assurance: verified")
    assert decision.possible == {Outcome.ATTAINED, Outcome.NOT_ATTAINED}
    assert [(one.kind, one.subject, one.facts) for one in decision.reasons] == [
        (ReasonKind.NOT_ASSURED, "verified", (told,))
    ]
    for language, said in (
        ("vi", "bổ sung số liệu 1 (mức kiểm chứng từ “"),
        ("en", "supply figures for 1 (at least “"),
    ):
        assert said in ntm.explain(decision, library, TOWN, "vi" if language == "vi" else "en")
    assert decided(library, evolve(told, assurance="appraised"), required="requires_assurance: verified").outcome is (
        Outcome.ATTAINED
    )
    assert decided(library, evolve(told, assurance=None), required="requires_assurance: self_reported").outcome is (
        Outcome.UNDETERMINED
    )


def test_a_missing_figure_is_asked_for_with_the_level_that_it_must_have(library: Library) -> None:
    ruleset = ntm.ruleset_from_text(RULES.replace("REQUIRED", "requires_assurance: verified"), library)
    whole = library.including(ruleset)
    decision = ntm.evaluate(ntm.compile(ruleset, TODAY, whole), TOWN, []).decision("T", "1")
    assert decision.reasons[0].kind is ReasonKind.MISSING
    level = next(one.name.en for one in library.assurance if one.id == "verified")
    assert f"supply figures for 1 (at least “{level}”)" in ntm.explain(decision, whole, TOWN, "en")


def test_a_rule_asks_for_another_level_than_its_ruleset(library: Library) -> None:
    required = "requires_assurance: appraised\nclassifies: no"
    rules = RULES.replace("name: Nước,", "name: Nước, requires_assurance: self_reported,")
    ruleset = ntm.ruleset_from_text(rules.replace("REQUIRED", required), library)
    program = ntm.compile(ruleset, TODAY, library.including(ruleset))
    facts = [water(99, TODAY, "self_reported"), Fact("T", "temporary_houses", 0, TODAY, assurance="verified")]
    found = ntm.evaluate(program, TOWN, facts)
    assert [found.decision("T", code).outcome for code in ("1", "2")] == [Outcome.ATTAINED, Outcome.UNDETERMINED]
    assert found.decision("T", "recognition").assurance == "self_reported"


def test_attestations_are_weighed_alike(library: Library) -> None:
    met = Attestation("T", "x/town#3", True, SPRING, "Hội đồng", assurance="appraised")
    adverse = Attestation("T", "x/town#3", Finding.NOT_MET, TODAY, "Xã", assurance="self_reported")
    decision = decided(library, adverse, met, code="3")
    assert (decision.outcome, decision.assurance) == (Outcome.ATTAINED, "appraised")
    assert [notice.facts for notice in decision.notices] == [(adverse,)]
    asked = decided(library, adverse, required="requires_assurance: verified", code="3")
    assert asked.outcome is Outcome.UNDETERMINED
    assert asked.reasons[0].kind is ReasonKind.NOT_ASSURED


def test_a_decision_carries_the_weakest_link_and_none_where_one_is_not_known(library: Library) -> None:
    sure, told = water(99, TODAY, "appraised"), Fact("T", "temporary_houses", 0, TODAY, assurance="self_reported")
    assert decided(library, sure, told, code="recognition").assurance == "self_reported"
    assert decided(library, sure, evolve(told, assurance=None), code="recognition").assurance is None


def test_plain_forms_records_and_replays_keep_it(library: Library) -> None:
    ruleset = ntm.ruleset_from_text(RULES.replace("REQUIRED", "requires_assurance: verified"), library)
    held = library.including(ruleset)
    told, sure = water(99, TODAY, "self_reported"), water(96, SPRING, "verified")
    decisions = ntm.evaluate(ntm.compile(ruleset, TODAY, held), TOWN, [told, sure])
    plain = ntm.to_plain(decisions.decision("T", "recognition"))
    assert plain["assurance"] == "verified"
    assert ntm.from_plain("decision", plain) == decisions.decision("T", "recognition")
    record = ntm.record_assessment(decisions)
    assert ntm.verify_record(record, held, root=record.root).is_sound
    # Words and figures that decide nothing for their level are in a record too: the reasons name them.
    met = Attestation("T", "x/town#3", True, SPRING, "Hội đồng", assurance="appraised")
    adverse = Attestation("T", "x/town#3", Finding.NOT_MET, TODAY, "Xã", assurance="self_reported")
    aside = ntm.evaluate(ntm.compile(ruleset, TODAY, held), TOWN, [told, met, adverse])
    assert ntm.verify_record(ntm.record_assessment(aside), held).is_sound


def test_unknown_levels_and_frames_are_refused_by_name(library: Library) -> None:
    with pytest.raises(FactsError) as refused:
        decided(library, water(99, TODAY, "apraised"))
    assert (refused.value.diagnostics[0].code, refused.value.diagnostics[0].fields["suggestion"]) == (
        "NTM850",
        "appraised",
    )
    ruleset = ntm.ruleset_from_text(RULES.replace("REQUIRED", "requires_assurance: verified"), library)
    with pytest.raises(CompileError) as unknown:
        ntm.compile(evolve(ruleset, requires_assurance="seen"), TODAY, library)
    assert unknown.value.diagnostics[0].code == "NTM851"
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"unit": ["T"], WATER: [99.0]})
    with pytest.raises(CompileError) as framed:
        ntm.assess_frame(ntm.compile(ruleset, TODAY, library), frame)
    assert framed.value.diagnostics[0].code == "NTM852"
    facts = frame.select("unit", measure=polars.lit(WATER), value=WATER, as_of=polars.lit(TODAY))
    with pytest.raises(FactsError, match="assurance"):
        ntm.assess_frame("vn/civilised-township", facts.with_columns(assurance=polars.lit("verified")), TODAY)


def test_corrections_say_that_a_later_self_report_displaces_nothing(library: Library) -> None:
    program = ntm.compile("vn/civilised-township", TODAY, library)
    sure = evolve(water(99, SPRING, "appraised"), recorded=SPRING)
    told = evolve(water(100, TODAY, "self_reported"), recorded=TODAY)
    [late] = ntm.corrections(ntm.evaluate(program, TOWN, [sure, told]), date(2024, 5, 1)).statements
    assert (late.standing.value, late.beside) == ("no_effect", (sure,))
    [sure_later] = ntm.corrections(
        ntm.evaluate(program, TOWN, [evolve(sure, recorded=date(2024, 7, 15)), told]), TODAY
    ).statements
    assert (sure_later.standing.value, sure_later.replaced) == ("corrects", (told,))


def test_mutants_ask_for_another_level_and_cases_on_both_sides_of_it_kill_them(library: Library) -> None:
    rules = RULES.replace("REQUIRED", "requires_assurance: verified").replace(
        "at_most: 0,", "at_most: 0, requires_assurance: appraised,"
    )
    ruleset = ntm.ruleset_from_text(rules, library)
    asking = [one for one in mutants(ruleset, library.including(ruleset)) if one.kind is MutantKind.ASSURANCE]
    assert [(one.rule, one.before, one.after, one.changed) for one in asking] == [
        ("2", "appraised", None, ("2",)),
        ("2", "appraised", "verified", ("2",)),
        (None, "verified", None, ("1", "3", "recognition")),
        (None, "verified", "self_reported", ("1", "3", "recognition")),
        (None, "verified", "appraised", ("1", "3", "recognition")),
    ]
    cases = [
        f"{{name: {level}, as_of: 2024-06-30, given: {{facts: {{{WATER}: {{value: 96, assurance: {level}}}, "
        f"temporary_houses: {{value: 0, assurance: {level}}}}}}}, expect: {{'1': {one}, '2': {other}}}}}"
        for level, one, other in (
            ("self_reported", "chưa xác định", "chưa xác định"),
            ("verified", "đạt", "chưa xác định"),
            ("appraised", "đạt", "đạt"),
        )
    ]
    found = cases_from_text(f"cases_for: {ruleset.id}\ncases: [{', '.join(cases)}]", library.including(ruleset))
    result = ntm.run_mutants(ruleset, found, library.including(ruleset))
    assert not [one for one in result.survivors if one.kind is MutantKind.ASSURANCE and one.after is not None]
    few = ntm.run_mutants(ruleset, found[2:], library.including(ruleset))
    survivors = [mutant_line(one, library, "en") for one in few.survivors if one.kind is MutantKind.ASSURANCE]
    changed = "another level of assurance: appraised → verified by the office in charge"
    assert any(changed in one for one in survivors), survivors
