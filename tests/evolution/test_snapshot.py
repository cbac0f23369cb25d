"""A snapshot depends on nothing but what is decided; reading it back loses nothing; what differs is found and told."""

import json
import os
import random
import subprocess
import sys
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.snapshots.difference import Differences, differences
from ntm_rules.evolution.snapshots.snapshot import RecordedReason, Snapshot, SnapshotDecision, SnapshotRule, snapshot
from ntm_rules.exchange.output.snapshots import (
    MOST_BYTES,
    read_snapshot,
    snapshot_from_text,
    snapshot_to_lines,
    write_snapshot,
)
from ntm_rules.model.fact import Fact, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import ReplayError
from ntm_rules.model.text import Language
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.interval import Interval
from ntm_rules.program.compiling import compile
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.paper_text import paper_text
from ntm_rules.report.snapshots.differences import differences_paper
from ntm_rules.testing import World, worlds

from ..profiles import tried

ROOT = Path(__file__).parents[2]
thorough = settings(max_examples=tried(1), suppress_health_check=list(HealthCheck))
HEAD = '{"snapshot": 1, "as_of": "2024-12-31"}\n'
HASH = "0" * 64


def taken(world: World, statements: tuple[Statement, ...] | None = None, units: Units | None = None) -> Snapshot:
    given_units = world.units if units is None else units
    given_statements = world.statements if statements is None else statements
    programs = [compile(id, world.as_of, world.library) for id in world.rulesets.values()]
    return snapshot((evaluate(each, given_units, given_statements) for each in programs), world.as_of)


def text(of: Snapshot) -> str:
    return "".join(snapshot_to_lines(of))


@pytest.mark.slow
@thorough
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(world: World, shuffling: random.Random) -> None:
    statements = list(world.statements)
    shuffling.shuffle(statements)
    assert text(taken(world, tuple(statements))) == text(taken(world))


@pytest.mark.slow
@thorough
@given(worlds())
def test_every_decision_is_recorded_with_its_rule_and_nothing_is_lost_in_the_file(world: World) -> None:
    found = taken(world)
    expected = set()
    for id in world.rulesets.values():
        run = evaluate(compile(id, world.as_of, world.library), world.units, world.statements)
        expected |= {
            (unit.code, id, code, outcome) for unit in run.units for code, outcome in run.outcomes(unit.code).items()
        }
    assert {(each.unit, each.rule.ruleset, each.rule.code, each.outcome) for each in found.decisions} == expected
    assert {each.rule for each in found.decisions} <= {each.rule for each in found.rules}
    again = snapshot_from_text(text(found), "s.snapshot")
    assert again == found
    assert not differences(found, again)


def test_an_interval_is_recorded_as_printed_of_its_own_unit(case_library: Library) -> None:
    """Intervals with the same bounds are equal however they are printed."""
    printed = {"A": "75-78", "B": "từ 75 đến 78"}
    units = [Unit(code, code, "commune") for code in printed]
    day = date(2024, 6, 30)
    facts = [Fact(code, "water", Interval(Decimal(75), Decimal(78), said), day) for code, said in printed.items()]
    found = snapshot([evaluate(compile("vn/commune", day, case_library), units, facts)], day)
    figures = [(each.unit, figure.observed) for each in found.decisions for figure in each.figures if figure.observed]
    assert figures == [*printed.items()]


@pytest.mark.slow
@thorough
@given(worlds(), st.data())
def test_differences_are_exactly_the_decisions_that_differ(world: World, data: st.DataObject) -> None:
    assume(world.statements)
    fewer = data.draw(st.sets(st.sampled_from(world.statements)))
    was, now = taken(world), taken(world, tuple(each for each in world.statements if each not in fewer))
    found = differences(was, now)
    before = {(each.unit, each.rule): each for each in was.decisions}
    after = {(each.unit, each.rule): each for each in now.decisions}
    assert before.keys() == after.keys()
    assert {(each.unit, each.rule) for each in found.decisions} == {key for key in before if before[key] != after[key]}
    assert found.rules == ()
    for language in ("vi", "en"):
        text = differences_text(found, Names(world.library, world.units, language))
        assert all(str(each.rule) in text for each in found.decisions)


def decision(outcome: Outcome, **figure: str) -> SnapshotDecision:
    figures = (RecordedReason(**figure),) if figure else ()
    return SnapshotDecision("A", RuleKey("vn/xa", "1.1"), outcome, figures)


def made(*decisions: SnapshotDecision, rules: tuple[SnapshotRule, ...] = (), as_of: str = "2024-12-31") -> Snapshot:
    return Snapshot(date.fromisoformat(as_of), rules, decisions)


def differences_text(found: Differences, names: Names) -> str:
    return paper_text(differences_paper(found, "s.snapshot", names), names.language)


def told(was: Snapshot, now: Snapshot, language: Language = "vi") -> str:
    return differences_text(differences(was, now), Names(Library(), None, language))


WATER = {"measure": "water", "operator": "at_least", "required": "90"}
FAILING = {"subject": "not_attained", "basis": "count", "operator": "at_least", "required": "2"}


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            decision(Outcome.ATTAINED, **WATER, observed="92.4", gap="-2.4"),
            decision(Outcome.NOT_ATTAINED, **{**WATER, "required": "95"}, observed="92.4", gap="2.6"),
            (
                "vn/xa#1.1: ✓ đạt → ✗ chưa đạt",
                "Water: số liệu 92,4; yêu cầu từ 90 trở lên → từ 95 trở lên; cao hơn ngưỡng 2,4 → thiếu 2,6",
            ),
        ),
        (
            decision(Outcome.ATTAINED, **WATER, observed="92.4", gap="-2.4"),
            decision(Outcome.ATTAINED, **WATER, observed="271/3", gap="-1/3"),
            ("vẫn ✓ đạt", "số liệu 92,4 → ≈ 90,33", "cao hơn ngưỡng 2,4 → cao hơn ngưỡng ≈ 0,33"),
        ),
        (
            decision(Outcome.UNDETERMINED, measure="water", kind="missing"),
            decision(Outcome.ATTAINED, **WATER, observed="90", gap="0"),
            ("? chưa xác định → ✓ đạt", "lý do chưa có số liệu → không có", "bằng đúng ngưỡng"),
        ),
        (
            decision(Outcome.ATTAINED, **WATER, observed="92.4", gap="-2.4"),
            decision(Outcome.UNDETERMINED, **WATER),
            ("✓ đạt → ? chưa xác định", "số liệu 92,4 → không có", "cao hơn ngưỡng 2,4 → chưa xác định được"),
        ),
        (
            decision(Outcome.NOT_ATTAINED, **FAILING, observed="0", count="0/5", gap="2"),
            decision(Outcome.NOT_ATTAINED, **FAILING, count="0/5", undetermined="1"),
            ("Số tiêu chí chưa đạt: số liệu 0/5 → 0/5 (1 chưa xác định)", "thiếu 2 → chưa xác định được"),
        ),
        (
            decision(Outcome.ATTAINED, basis="share", count="6/7", observed="600/7", required="70"),
            decision(Outcome.UNDETERMINED, basis="share", count="2/7", undetermined="1", required="70"),
            ("số liệu ≈ 85,71% (6/7) → 2/7 (1 chưa xác định)",),
        ),
        (None, decision(Outcome.ATTAINED), ("A (A) (mới): ✓ đạt: vn/xa#1.1",)),
        (decision(Outcome.ATTAINED), None, ("A (A) (không còn): ✓ đạt: vn/xa#1.1",)),
        (
            decision(Outcome.ATTAINED, count="3/3"),
            decision(Outcome.ATTAINED, count="2/3", undetermined="1"),
            ("Số tiêu chí đạt: số liệu 3/3 → 2/3 (1 chưa xác định)",),
        ),
    ],
)
def test_a_difference_is_told_by_unit_and_rule(
    was: SnapshotDecision | None, now: SnapshotDecision | None, said: tuple[str, ...]
) -> None:
    page = told(made(*[was] if was else []), made(*[now] if now else []))
    assert "Khác với s.snapshot: 1 kết quả của 1 đơn vị." in page
    for each in said:
        assert each in page


def of(unit: str, code: str, outcome: Outcome, **figure: str) -> SnapshotDecision:
    return SnapshotDecision(unit, RuleKey("vn/xa", code), outcome, (RecordedReason(**figure),) if figure else ())


def test_changed_outcomes_come_first_and_those_as_before_are_gathered_by_rule() -> None:
    stricter = {**WATER, "required": "95"}
    units = [f"U{number}" for number in range(9)]
    was = [of(unit, "1", Outcome.ATTAINED, **WATER, observed="96", gap="-6") for unit in units]
    now = [of(unit, "1", Outcome.ATTAINED, **stricter, observed="96", gap="-1") for unit in units[:-1]]
    now += [of("U8", "1", Outcome.NOT_ATTAINED, **stricter, observed="94", gap="1")]
    page = told(made(*was), made(*now))
    changed, as_before = page.split("Kết quả không đổi nhưng số liệu, ngưỡng hoặc lý do đã đổi (8)")
    assert "Kết quả thay đổi (1)\n- U8 (U8)\n  - vn/xa#1: ✓ đạt → ✗ chưa đạt" in changed
    assert "vẫn" not in changed
    assert as_before.count("vẫn ✓ đạt") == 3
    assert "và 5 đơn vị khác" in as_before


def test_a_rule_that_is_only_renumbered_is_told_once() -> None:
    def decisions(code: str, third: str) -> list[SnapshotDecision]:
        return [
            of("A", code, Outcome.ATTAINED, **WATER, observed="96", gap="-6"),
            of("B", code, Outcome.NOT_ATTAINED, **WATER, observed="80", gap="10"),
            of("C", code, Outcome.ATTAINED, **WATER, observed=third, gap="0"),
        ]

    was, now = made(*decisions("5.a", "90")), made(*decisions("5.3", "90"))
    assert differences(was, now).renumbered == ((RuleKey("vn/xa", "5.a"), RuleKey("vn/xa", "5.3")),)
    assert len(differences(was, now).decisions) == 6
    page = told(was, now)
    assert page.count("5.a") == page.count("5.3") == 1
    assert "vn/xa: 5.a đổi số thành 5.3, mọi kết quả như cũ" in page
    assert not differences(was, made(*decisions("5.3", "91"))).renumbered
    # Two rules that came to the same cannot be told apart.
    assert not differences(was, made(*decisions("5.3", "90"), *decisions("5.4", "90"))).renumbered


def test_changes_of_every_kind_are_counted_each_once() -> None:
    def rule(code: str, version: str) -> SnapshotRule:
        return SnapshotRule(RuleKey("vn/xa", code), date.fromisoformat(version), HASH)

    def decisions(required: str, moved: str) -> list[SnapshotDecision]:
        water = {**WATER, "required": required}
        outcome = Outcome.ATTAINED if required == "90" else Outcome.NOT_ATTAINED
        return [
            of("A", "1", outcome, **water, observed="92"),
            of("B", "1", Outcome.ATTAINED, **water, observed="99"),
            of("C", "1", Outcome.ATTAINED, **water, observed="98"),
            *[of(unit, moved, Outcome.ATTAINED, **WATER, observed=f"9{place}") for place, unit in enumerate("ABC")],
        ]

    was = made(*decisions("90", "2.a"), of("A", "3", Outcome.ATTAINED), rules=(rule("1", "2022-01-01"),))
    rules = (rule("1", "2024-01-01"), rule("2.3", "2024-01-01"), rule("4", "2024-01-01"))
    now = made(*decisions("95", "2.3"), of("B", "4", Outcome.NOT_ATTAINED), rules=rules)
    page = told(was, now)
    assert "Khác với s.snapshot: 5 kết quả của 3 đơn vị và 3 quy tắc." in page
    assert "Kết quả thay đổi (1)\n- A (A)\n  - vn/xa#1: ✓ đạt → ✗ chưa đạt" in page
    assert "Kết quả của quy tắc, đơn vị mới hoặc không còn (2)" in page
    assert "Quy tắc (3)\n- vn/xa: 2.a đổi số thành 2.3, mọi kết quả như cũ\n" in page
    assert "Kết quả không đổi nhưng số liệu, ngưỡng hoặc lý do đã đổi (2)" in page


def test_a_rule_that_is_new_is_told_once_with_who_does_not_attain_it_first() -> None:
    one = [of(unit, "1", Outcome.ATTAINED) for unit in "ABCDEFGH"]
    new = [of(unit, "4.4", Outcome.NOT_ATTAINED if unit == "H" else Outcome.ATTAINED) for unit in "ABCDEFGH"]
    page = told(made(*one), made(*one, *new))
    assert "vn/xa#4.4 (mới): ✗ chưa đạt: H; ✓ đạt: A, B, C, D, E và 2 đơn vị khác" in page
    assert "vn/xa#4.4 (không còn)" in told(made(*one, *new), made(*one))


def test_rules_that_differ_are_told_by_version() -> None:
    def rule(code: str, version: str, hash: str) -> SnapshotRule:
        return SnapshotRule(RuleKey("vn/xa", code), date.fromisoformat(version), hash * 64)

    was = made(rules=(rule("1", "2022-01-01", "a"), rule("2", "2022-01-01", "a"), rule("3", "2022-01-01", "a")))
    now = made(rules=(rule("1", "2022-01-01", "b"), rule("2", "2024-01-01", "a"), rule("4", "2024-01-01", "a")))
    page = told(was, now)
    assert "vn/xa (phiên bản có hiệu lực từ 01/01/2022), nội dung, tên hoặc nguồn đã sửa: 1" in page
    assert "vn/xa: trước: phiên bản 01/01/2022; nay: phiên bản 01/01/2024 (1 quy tắc)" in page
    assert "vn/xa (phiên bản có hiệu lực từ 01/01/2022), không còn: 3" in page
    assert "vn/xa (phiên bản có hiệu lực từ 01/01/2024), mới có: 4" in page
    assert told(was, now, "en").count("vn/xa") == 4


def test_another_day_is_a_difference_and_another_engine_is_none() -> None:
    one = made(decision(Outcome.ATTAINED))
    assert differences(one, evolve(one, as_of=date(2025, 1, 1)))
    assert "ngày 31/12/2024" in told(one, evolve(one, as_of=date(2025, 1, 1)))
    assert differences(one, evolve(one, known_on=date(2025, 1, 1)))
    assert not differences(one, evolve(one, engine="9.9"))
    assert "Không kết quả nào thay đổi" in told(one, one)


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        ("", 1, "NTM814"),
        ("nonsense\n", 1, "NTM813"),
        ('{"snapshot": 2, "as_of": "2024-12-31"}\n', 1, "NTM813"),
        ('{"unit": "A", "rule": "vn/xa#1", "outcome": "attained"}\n', 1, "NTM813"),
        (HEAD + "[]\n", 2, "NTM813"),
        (HEAD + '{"unit": "A", "rule": "x", "outcome": "attained"}\n', 2, "NTM813"),
        (HEAD + '{"unit": "A", "rule": "vn/xa#1", "outcome": "passed"}\n', 2, "NTM813"),
        (HEAD + '{"unit": "A", "rule": "vn/xa#1", "outcome": ["attained"]}\n', 2, "NTM813"),
        (HEAD + '{"unit": "A", "rule": "vn/xa#1", "outcome": "attained", "by": [{"gab": "1"}]}\n', 2, "NTM813"),
        (HEAD + '{"unit": "A", "rule": "vn/xa#1", "outcome": "attained", "by": [{"gap": 1}]}\n', 2, "NTM813"),
        (HEAD + '{"unit": "A", "unit": "B", "rule": "vn/xa#1", "outcome": "attained"}\n', 2, "NTM813"),
        (HEAD + 2 * '{"unit": "A", "rule": "vn/xa#1", "outcome": "attained"}\n', 3, "NTM813"),
        (HEAD + '{"rule": "vn/xa#1", "version": "20240101", "hash": "' + HASH + '"}\n', 2, "NTM813"),
        (HEAD + '{"rule": "vn/xa#1", "version": "2024-01-01", "hash": "abc"}\n', 2, "NTM813"),
        (HEAD + HEAD, 2, "NTM813"),
        (HEAD + "[" * 100_000 + "\n", 2, "NTM813"),
        (HEAD + '{"unit": "' + "A" * 10_000 + '", "rule": "vn/xa#1", "outcome": "attained"}\n', 2, "NTM813"),
        (HEAD + "9" * 10_000 + "\n", 2, "NTM813"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path: Path, content: str, line: int, code: str) -> None:
    path = tmp_path / "s.snapshot"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReplayError) as raised:
        read_snapshot(path)
    first = raised.value.diagnostics[0]
    assert first.place is not None
    assert (first.code, first.place.line) == (code, line)
    assert len(raised.value.render("vi")) < 2_000


@pytest.mark.parametrize(
    "content",
    [
        '{"snapshot": 1, "as_of": "30/06/2024"}\n',
        '{"snapshot": 1, "as_of": "2024-12-31", "known_on": "30/06/2024"}\n',
        HEAD + '{"rule": "vn/xa#1", "version": "30/06/2024", "hash": "' + HASH + '"}\n',
    ],
)
def test_a_day_that_is_none_is_told_in_the_words_of_the_reader(content: str) -> None:
    with pytest.raises(ReplayError) as raised:
        snapshot_from_text(content, "s.snapshot")
    [one] = raised.value.diagnostics
    assert "'30/06/2024' không phải là một ngày: viết năm-tháng-ngày" in one.message.vi
    assert "'30/06/2024' is not a date: write year-month-day" in one.message.in_language("en")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    codes = []
    (tmp_path / "latin").write_bytes(b"\xff\xfe")
    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", MOST_BYTES + 1)
    for name in ("none", "latin", "large", "\0"):
        with pytest.raises(ReplayError) as raised:
            read_snapshot(tmp_path / name)
        codes.append(raised.value.diagnostics[0].code)
    assert codes == ["NTM810", "NTM812", "NTM811", "NTM810"]


@settings(max_examples=tried(3))
@given(st.text(max_size=200) | st.text(max_size=200).map(HEAD.__add__))
def test_any_text_is_read_or_refused(content: str) -> None:
    with suppress(ReplayError):
        snapshot_from_text(content, "s.snapshot")


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    found = made(decision(Outcome.ATTAINED, observed="97.2"))
    write_snapshot(tmp_path / "s.snapshot", found)
    assert read_snapshot(tmp_path / "s.snapshot") == found


def test_a_line_is_a_decision_and_lines_are_sorted_as_people_count() -> None:
    decisions = [SnapshotDecision("A", RuleKey("vn/xa", code), Outcome.ATTAINED) for code in ("3.10", "3.9", "3")]
    lines = text(made(*decisions)).splitlines()
    assert len(lines) == 4
    assert [json.loads(line)["rule"] for line in lines[1:]] == ["vn/xa#3.10", "vn/xa#3.9", "vn/xa#3"]
    found = differences(made(), made(*decisions)).decisions
    assert [each.rule.code for each in found] == ["3", "3.9", "3.10"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_example_is_the_same_bytes_at_any_hash_seed_as_those_kept(seed: str) -> None:
    dossier = "examples/tam-duong-2024/plan-met"
    done = subprocess.run(
        [sys.executable, "-m", "ntm_rules.cli", "snapshot", dossier],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    kept = (ROOT / dossier / "decisions.snapshot").read_bytes()
    assert len(kept) < 1_000_000
    # The first line names the version of the library that made it.
    assert done.stdout.split(b"\n", 1)[1] == kept.split(b"\n", 1)[1]
