"""What became known between two days: what it replaced, and the outcomes that are others for it and nothing else."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.cli import main
from ntm_rules.engine.corrections.corrections import Succession
from ntm_rules.testing import World, detailed_worlds
from tests.profiles import tried
from tests.project.trial import write_trial

DAY, KNOWN = date(2024, 12, 31), date(2025, 1, 31)
LATE = """\
unit,measure,value,as_of,reported_by,recorded
C,clean_water,90.5,2024-12-31,UBND xã,2025-02-10
C,burial_as_regulated,met,2024-12-31,UBND xã,2025-02-12
B,health_insurance,85,2024-12-31,BHXH huyện,2025-02-15
A,income_per_capita,44,2024-12-31,Chi cục Thống kê,2025-02-20
D,clean_water,not_reported,2024-12-31,UBND xã,2025-03-01
D,recognised,disputed,2024-12-31,UBND tỉnh,2025-03-02
A,clean_water,80,2024-06-30,UBND xã,2025-03-05
A,clean_water,70,2025-03-31,UBND xã,2025-04-05
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trial")
    write_trial(folder)
    (folder / "dossier" / "facts-late.csv").write_text(LATE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def runs(trial: Path) -> list[ntm.Decisions]:
    library = ntm.load_library(trial / "rules")
    read = ntm.read_dossier(trial / "dossier", library)
    programs = (ntm.compile(id, DAY, library) for id in ("vn/commune-trial", "vn/district-trial"))
    return [ntm.evaluate(program, read.units, read.statements) for program in programs]


def test_each_statement_says_what_it_stands_in_the_place_of(runs: list[ntm.Decisions]) -> None:
    found = ntm.corrections(runs, KNOWN)
    told = [(one.statement.unit, one.standing, [each.value for each in one.replaced]) for one in found.statements]
    assert told == [
        ("C", Succession.CORRECTS, [Decimal("84.5")]),
        ("C", Succession.CORRECTS, [ntm.Finding.NOT_MET]),
        ("B", Succession.CORRECTS, [Decimal("92.4")]),
        ("A", Succession.BESIDE, []),
        ("D", Succession.NO_EFFECT, []),
        ("D", Succession.CORRECTS, [ntm.Finding.MET]),
        ("A", Succession.EARLIER, []),
        ("A", Succession.NEWER, [Decimal(97)]),
    ]
    changes = {(one.change.unit, one.change.rule.code): one for one in found.changes}
    assert [len(changes["C", code].causes) for code in ("17.1", "17.5", "17", "recognition")] == [1, 1, 2, 2]
    assert not any(one.together for one in found.changes)
    assert not found.caused_by(found.statements[-1].statement)
    # What is known on the day itself is not new, and a day must lie between.
    assert ntm.corrections(runs, date(2025, 4, 5)).statements == ()
    with pytest.raises(ntm.ArgumentError):
        ntm.corrections([], KNOWN)
    known = ntm.evaluate(runs[0].program, runs[0].world.units, [], known_on=KNOWN)
    with pytest.raises(ntm.ArgumentError):
        ntm.corrections(known, KNOWN)
    with pytest.raises(ntm.ArgumentError):
        ntm.corrections([runs[0], known], KNOWN)


def test_two_findings_that_do_the_same_are_causes_together(runs: list[ntm.Decisions]) -> None:
    """Of two criteria that fall short at once, each alone keeps the recognition away."""
    run, late = runs[0], date(2025, 2, 1)
    short = (("income_per_capita", 30), ("clean_water", 60))
    said = [ntm.Fact("B", name, value, DAY, "Thanh tra", recorded=late) for name, value in short]
    own = [one for one in run.world.evidence.statements() if one.recorded is None and one.unit == "B"]
    own = [evolve(one, reported_by="Thanh tra") if isinstance(one, ntm.Fact) else one for one in own]
    found = ntm.corrections(ntm.evaluate(run.program, run.world.units, [*own, *said]), KNOWN)
    by_code = {one.change.rule.code: one for one in found.changes}
    assert (by_code["recognition"].together, set(by_code["recognition"].causes)) == (True, set(said))
    assert by_code["10"].causes == (said[0],)


def test_the_command_tells_who_changed_and_why(trial: Path) -> None:
    def told(*words: str) -> str:
        asked = ["corrections", str(trial / "dossier"), "--rulesets", str(trial / "rules"), *words]
        done = CliRunner().invoke(main, asked, catch_exceptions=False)
        assert done.exit_code == (2 if "2025-01-01" in words else 0), done.output
        return done.stdout

    page = " ".join(told("--since", "2025-01-31", "--unit", "C").split())
    assert "1. Xã Cao Sơn · tỷ lệ hộ sử dụng nước sạch, ngày 31/12/2024: 90,5% (UBND xã, ghi ngày 10/02/2025)" in page
    assert "thay cho 84,5% (UBND xã, không ghi ngày lập); làm đổi 3 kết luận" in page
    assert "17, Công nhận: ✗ chưa đạt → ✓ đạt; do các mục 1-2 (bỏ mục nào" in page
    assert "not used" in told("--since", "2025-01-31", "--lang", "en")
    assert told("--since", "2025-01-31", "--known-on", "2025-02-11", "--unit", "B").endswith("được chọn.\n")
    told("--since", "2025-01-31", "--known-on", "2025-01-01")
    plain = json.loads(told("--since", "2025-01-31", "--known-on", "2025-02-13", "--format", "json"))
    assert [one["value"] for one in plain["statements"]] == ["90.5", {"finding": "met"}]
    assert {one["rule"]: one["because"] for one in plain["changes"]} == {
        "vn/commune-trial#17.1": [1],
        "vn/commune-trial#17.5": [2],
        "vn/commune-trial#17": [1, 2],
        "vn/commune-trial": [1, 2],
    }


PATHS = (
    ["assess"],
    ["assess", "--by", "office", "--everything", "--since", "2024-06-30"],
    ["assess", "--unit", "A"],
    ["assess", "--format", "csv"],
    ["assess", "--format", "json"],
    ["explain", "C", "17"],
    ["nearest"],
    ["nearest", "--at-risk"],
    ["snapshot"],
    ["report", "--since", "2024-06-30"],
    ["impact", "vn/commune-trial", "draft.yaml"],
)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids="-".join)
def test_what_is_known_later_is_not_seen_on_any_path(
    path: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command on an earlier day of knowledge says what it says where the later rows are not in the dossier at all."""
    monkeypatch.chdir(tmp_path)
    write_trial(tmp_path)

    def told() -> str:
        command, *more = path
        files = [one for one in more if path[0] == "impact"]
        own = ["dossier", "--known-on", "2025-01-31", "--rulesets", "rules"]
        done = CliRunner().invoke(main, [command, *files, *own, *(one for one in more if one not in files)])
        assert done.exit_code in (0, 1), done.output
        page = Path("report.html")
        return page.read_text("utf-8") if page.exists() else done.stdout

    without = told()
    Path("dossier/facts-late.csv").write_text(LATE, encoding="utf-8")
    assert told() == without


def outcomes(
    world: World, statements: Sequence[ntm.Statement], ruleset: str | None = None
) -> dict[tuple[str, ntm.RuleKey], ntm.Outcome]:
    found = {}
    for program in world.programs():
        if ruleset in (None, program.ruleset.id):
            run = ntm.evaluate(program, world.units, statements)
            for unit in run.units:
                for code, outcome in run.outcomes(unit.code).items():
                    found[unit.code, ntm.RuleKey(program.ruleset.id, code)] = outcome
    return found


@pytest.mark.slow
@settings(suppress_health_check=list(HealthCheck), max_examples=tried(0.1))
@given(detailed_worlds(), st.randoms(use_true_random=False))
def test_causes_are_those_by_decision_without_them(world: World, chance: st.DataObject) -> None:
    """Every cause is held against decisions made anew; of causes together no smaller part will do."""
    since = max(one.as_of for one in world.statements) if world.statements else DAY
    later = since + timedelta(days=9)
    statements = [evolve(one, recorded=later if chance.random() < 0.4 else None) for one in world.statements]  # type: ignore[attr-defined]
    runs = [ntm.evaluate(program, world.units, statements) for program in world.programs()]
    found = ntm.corrections(runs, since)
    new = [one for one in statements if one.recorded == later]
    assert {one.statement for one in found.statements} == set(new)
    now, then = outcomes(world, statements), outcomes(world, [one for one in statements if one.recorded is None])
    changed = {key: (then[key], outcome) for key, outcome in now.items() if then[key] is not outcome}
    told = {(one.change.unit, one.change.rule): (one.change.before, one.change.after) for one in found.changes}
    assert told == changed
    for one in found.changes[:3]:
        key = one.change.unit, one.change.rule

        def is_earlier(left: Sequence[ntm.Statement], key: tuple[str, ntm.RuleKey] = key) -> bool:
            kept = [each for each in statements if each not in left]
            return outcomes(world, kept, key[1].ruleset)[key] is then[key]

        if one.together:
            assert is_earlier(one.causes)
            assert not any(is_earlier([each for each in one.causes if each != spare]) for spare in one.causes)
            assert not any(is_earlier([each]) for each in set(new))
        else:
            assert set(one.causes) == {each for each in set(new) if is_earlier([each])}
