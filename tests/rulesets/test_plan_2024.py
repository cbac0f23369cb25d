"""The 2024 plan over the whole district: what the plan says of itself is derived from unit decisions alone."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.live.session import Session
from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "examples" / "tam-duong-2024"
CASES = (EXAMPLES / "cases.md").read_text(encoding="utf-8")
PLAN = "tam-duong/plan-2024"
Outcomes = Mapping[tuple[str, RuleKey], Outcome]


def table(heading: str) -> list[list[str]]:
    """The rows of the table below a heading of cases.md."""
    [section] = re.findall(rf"^## {re.escape(heading)}(?:, as of [^\n]*)?\n(.*?)(?=^## |\Z)", CASES, re.S | re.M)
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    return rows[2:]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def plan_met(library: Library) -> Dossier:
    return read_dossier(EXAMPLES / "plan-met", library)


@pytest.fixture(scope="module")
def baseline(library: Library) -> Dossier:
    return read_dossier(EXAMPLES / "baseline-2023", library)


def assess(dossier: Dossier, library: Library, statements: Iterable[Statement] | None = None) -> list[Decisions]:
    told = dossier.statements if statements is None else tuple(statements)
    return [
        evaluate(compiled(id, dossier.as_of, library), dossier.units, told)
        for ids in dossier.rulesets.values()
        for id in ids
    ]


_COMPILED: dict[tuple[str, date], Program] = {}


def compiled(id: str, as_of: date, library: Library) -> Program:
    """The program of a ruleset of the one library that is read here, compiled once for all statements."""
    if (id, as_of) not in _COMPILED:
        _COMPILED[id, as_of] = compile(id, as_of, library)
    return _COMPILED[id, as_of]


def outcomes(runs: Iterable[Decisions]) -> dict[tuple[str, RuleKey], Outcome]:
    return {
        (unit.code, RuleKey(run.program.ruleset.id, code)): outcome
        for run in runs
        for unit in run.units
        for code, outcome in run.outcomes(unit.code).items()
    }


@pytest.fixture(scope="module")
def met(plan_met: Dossier, library: Library) -> Outcomes:
    return outcomes(assess(plan_met, library))


@pytest.fixture(scope="module")
def before(baseline: Dossier, library: Library) -> Outcomes:
    return outcomes(assess(baseline, library))


def attained(found: Outcomes, unit: str, ruleset: str) -> list[str]:
    """The codes of the criteria that a unit attains."""
    return [
        key.code
        for (whose, key), outcome in found.items()
        if whose == unit and key.ruleset == ruleset and outcome is Outcome.ATTAINED and key.code.isdigit()
    ]


def test_the_hand_made_list_is_long_enough() -> None:
    assert len(table("plan-met")) >= 60


@pytest.mark.parametrize(("unit", "rule", "outcome", "why"), table("plan-met"), ids=lambda cell: cell[:40])
def test_hand_made_decision(unit: str, rule: str, outcome: str, why: str, met: Outcomes) -> None:
    assert met[unit, RuleKey.parse(rule)].value == outcome, why


@pytest.mark.parametrize(("unit", "rule", "outcome", "why"), table("baseline-2023"), ids=lambda cell: cell[:40])
def test_hand_made_decision_before(unit: str, rule: str, outcome: str, why: str, before: Outcomes) -> None:
    assert before[unit, RuleKey.parse(rule)].value == outcome, why


def test_the_plan_s_own_questions(met: Outcomes, before: Outcomes, plan_met: Dossier) -> None:
    communes = [unit.code for unit in plan_met.units.of_kind("commune", plan_met.as_of)]
    villages = [unit.code for unit in plan_met.units.of_kind("village", plan_met.as_of)]
    assert (len(communes), len(villages)) == (12, 20)
    assert attained(met, "TD", "lai-chau/district-ntm") == ["1", "3", "4", "6", "7", "9"]
    counts = [len(attained(met, commune, "lai-chau/commune-ntm")) for commune in communes]
    assert Decimal(sum(counts)) / 12 == Decimal("18.5")
    assert counts.count(19) == 9
    advanced = attained(met, "TD-BANBO", "lai-chau/commune-advanced")
    assert [str(code) for code in range(1, 20) if str(code) not in advanced] == ["2", "11", "18"]
    assert all(met[village, RuleKey("lai-chau/village-ntm")] is Outcome.ATTAINED for village in villages)
    assert met["TD-TAMDUONG", RuleKey("vn/civilised-township")] is Outcome.ATTAINED
    assert len(attained(before, "TD", "lai-chau/district-ntm")) == 3
    assert len(advanced) - len(attained(before, "TD-BANBO", "lai-chau/commune-advanced")) == 6


def test_every_target_of_the_plan_is_a_rule_and_attained(met: Outcomes, library: Library) -> None:
    [plan] = library.versions[PLAN]
    targets = [rule for rule in plan.rules() if re.fullmatch(r"S\d{3}", rule.code)]
    assert [rule.code for rule in targets] == [f"S{number:03}" for number in range(1, 141)]
    open_ = [rule.code for rule in plan.rules() if met["TD", RuleKey(PLAN, rule.code)] is not Outcome.ATTAINED]
    assert open_ == []
    assert all(rule.responsible for rule in targets)


def changed(
    statements: tuple[Statement, ...], unit: str, named: str, change: str, as_of: date
) -> tuple[Statement, ...]:
    """The statements with the one of `as_of` about a rule or measure of a unit changed, as cases.md says it."""

    def is_it(one: Statement) -> bool:
        if one.unit != unit or one.as_of != as_of:
            return False
        return (
            one.measure == named if isinstance(one, Fact) else isinstance(one, Attestation) and str(one.rule) == named
        )

    [old] = [one for one in statements if is_it(one)]
    rest = tuple(one for one in statements if one is not old)
    if change == "removed":
        return rest
    if isinstance(old, Attestation):
        return (*rest, evolve(old, value={"Đạt": Finding.MET, "Chưa đạt": Finding.NOT_MET}[change]))
    assert isinstance(old, Fact)
    return (*rest, evolve(old, value=Decimal(change.replace(",", "."))))


CHANGES = table("plan-met with one statement changed")


@pytest.fixture(scope="module")
def after(plan_met: Dossier, library: Library) -> Callable[[str, str, str], Outcomes]:
    """The outcomes of the whole district with one statement changed, worked out once."""

    @cache
    def worked_out(unit: str, named: str, change: str) -> Outcomes:
        statements = changed(plan_met.statements, unit, named, change, plan_met.as_of)
        return outcomes(assess(plan_met, library, statements))

    return worked_out


@pytest.mark.parametrize(
    ("unit", "named", "change", "turned", "why"),
    CHANGES,
    ids=lambda cell: cell[:40],
)
def test_one_change_turns_the_affected_targets_and_only_them(
    unit: str, named: str, change: str, turned: str, why: str, met: Outcomes, after: Callable[[str, str, str], Outcomes]
) -> None:
    found = {
        key.code: outcome.value
        for (whose, key), outcome in after(unit, named, change).items()
        if key.ruleset == PLAN and outcome is not met[whose, key] and re.fullmatch(r"S\d{3}|KT\.\d+", key.code)
    }
    expected = {} if turned == "none" else dict(part.split() for part in turned.split("; "))
    assert found == expected, why


@pytest.mark.parametrize("matcher", ["durable_rules", "plain"])
def test_session_agrees_on_the_whole_district_and_after_each_change(
    matcher: Any,
    met: Outcomes,
    plan_met: Dossier,
    library: Library,
    after: Callable[[str, str, str], Outcomes],
) -> None:
    if matcher == "durable_rules":
        pytest.importorskip("durable_rules_engine", reason="durable_rules is not installed")
    programs = [compile(id, plan_met.as_of, library) for ids in plan_met.rulesets.values() for id in ids]
    with Session(programs, plan_met.units, plan_met.statements, matcher=matcher) as session:
        assert {key: outcome for key, outcome in session.outcomes().items() if key in met} == dict(met)
        for unit, named, change, _, _ in CHANGES:
            wanted = changed(plan_met.statements, unit, named, change, plan_met.as_of)
            [gone] = set(plan_met.statements) - set(wanted)
            come = tuple(set(wanted) - set(plan_met.statements))
            session.retract(gone)
            session.assert_fact(*come)
            expected = after(unit, named, change)
            assert {key: outcome for key, outcome in session.outcomes().items() if key in expected} == expected
            session.retract(*come)
            session.assert_fact(gone)
        assert {key: outcome for key, outcome in session.outcomes().items() if key in met} == dict(met)
        decision = session.decision("TD", RuleKey(PLAN, "I.2.1"))
        assert decision.outcome is Outcome.ATTAINED
