"""Decisions of councils in a dossier: read as published decisions, told by `history` and in the page of the report."""

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

import ntm_rules as ntm
from ntm_rules.cli import main
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.exchange.dossier.source_files import MOST_FILES
from ntm_rules.model.fact import PublishedDecision
from ntm_rules.model.library import Library
from ntm_rules.model.problem import NtmError
from ntm_rules.model.ruleset import Status
from ntm_rules.report.pages.report import report_page
from ntm_rules.report.papers.memo import memo_of
from ntm_rules.report.papers.office_tables import office_tables
from ntm_rules.report.renderers.html import report_html
from ntm_rules.report.renderers.paper_text import paper_text

COUNCIL = """đơn vị,bộ tiêu chí,quyết định,số,ngày,cơ quan
Xã An,,đề nghị,TTr 12/TTr-UBND,01/10/2022,UBND huyện
A,,Công nhận,QĐ 345/QĐ-UBND,15/11/2022,UBND tỉnh
A,vn/commune-ntm,thu hồi,QĐ 77/QĐ-UBND,10/03/2025,UBND tỉnh
T,Civilised urban ward or township,công nhận,QĐ 5,2023-05-01,UBND huyện
T,,thu hồi,QĐ 6,2024-05-01,UBND huyện
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return ntm.load_library()


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    (tmp_path / "dossier.yaml").write_text(
        "as_of: 2025-06-30\nrulesets: {commune: vn/commune-ntm, township: vn/civilised-township}\n", encoding="utf-8"
    )
    units = "code,name,kind,region\nA,Xã An,commune,north_midlands_mountains\nT,Thị trấn Tam,township,\n"
    (tmp_path / "units.csv").write_text(units, encoding="utf-8")
    facts = "unit,measure,value,as_of,reported_by\nT,clean_water_households,100,2024-12-31,UBND thị trấn\n"
    (tmp_path / "facts.csv").write_text(facts, encoding="utf-8")
    (tmp_path / "council.csv").write_text(COUNCIL, encoding="utf-8")
    return tmp_path


def test_rows_become_published_decisions(dossier: Path, library: Library) -> None:
    found = [one for one in read_dossier(dossier, library).statements if isinstance(one, PublishedDecision)]
    assert [(one.unit, str(one.rule), getattr(one.value, "value", one.value), one.evidence) for one in found] == [
        ("A", "vn/commune-ntm", "proposed", "TTr 12/TTr-UBND"),
        ("A", "vn/commune-ntm", "attained", "QĐ 345/QĐ-UBND"),
        ("A", "vn/commune-ntm#revocation", "attained", "QĐ 77/QĐ-UBND"),
        ("T", "vn/civilised-township", "attained", "QĐ 5"),
        # That ruleset has no rule of revocation: the recognition is no longer given.
        ("T", "vn/civilised-township", "not_attained", "QĐ 6"),
    ]
    assert found[0].place is not None
    assert found[0].place.line == 2


@pytest.mark.parametrize(
    ("council", "code", "line"),
    [
        ("[council.csv, {file: other.csv}]", "NTM584", 3),
        ("[[council.csv]]", "NTM584", 3),
        ("[" + "council.csv, " * (MOST_FILES + 1) + "]", "NTM598", 3),
        ("{file: council.csv}", "NTM584", 3),
    ],
)
def test_entries_that_are_not_read_are_told(
    dossier: Path, library: Library, council: str, code: str, line: int
) -> None:
    settings = (dossier / "dossier.yaml").read_text("utf-8")
    (dossier / "dossier.yaml").write_text(f"{settings}council: {council}\n", encoding="utf-8")
    with pytest.raises(NtmError) as refused:
        read_dossier(dossier, library)
    assert [(one.code, one.place.line if one.place else 0) for one in refused.value.diagnostics][:1] == [(code, line)]


def test_a_file_that_is_listed_twice_is_read_once(dossier: Path, library: Library) -> None:
    settings, once = (dossier / "dossier.yaml").read_text("utf-8"), read_dossier(dossier, library)
    (dossier / "dossier.yaml").write_text(f"{settings}council: [council.csv, council.csv]\n", encoding="utf-8")
    twice = read_dossier(dossier, library)
    assert twice.statements == once.statements
    assert [one.code for one in twice.diagnostics if one not in once.diagnostics] == ["NTM691"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A,,hoan nghênh,1,2024-01-01,x", "NTM853"),
        ("A,vn/commune,công nhận,1,2024-01-01,x", "NTM854"),
        ("A,vn/commune-group-2026,công nhận,1,2024-01-01,x", "NTM855"),
        ("A,,,1,2024-01-01,x", "NTM554"),
        ("Z,,công nhận,1,2024-01-01,x", "NTM560"),
    ],
)
def test_wrong_rows_are_told_with_their_place(dossier: Path, library: Library, row: str, code: str) -> None:
    (dossier / "council.csv").write_text(COUNCIL.splitlines()[0] + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(NtmError) as refused:
        read_dossier(dossier, library)
    assert [(one.code, one.place.line if one.place else 0) for one in refused.value.diagnostics] == [(code, 2)]


@pytest.mark.slow
def test_the_command_and_the_page_tell_the_events(dossier: Path, library: Library) -> None:
    run = CliRunner().invoke(main, ["history", str(dossier), "Xã An", "--lang", "en"])
    assert run.exit_code == 0, run.output
    assert [line[:40].strip() for line in run.output.splitlines() if line[:1].isdigit()][:3] == [
        "1 Oct 2022  ○ proposed",
        "15 Nov 2022 ✓ recognised",
        "1 Mar 2024  ? cannot be said: maintained",
    ]
    assert "10 Mar 2025 ✗ revoked" in run.output
    for name, said in (("h.html", '<i class="g n" aria-hidden="true">✗</i>'), ("h.md", "- 10 Mar 2025: **✗ revoked**")):
        written = ["history", str(dossier), "Xã An", "--lang", "en", "-o", str(dossier / name)]
        assert CliRunner().invoke(main, written).exit_code == 0
        assert said in (dossier / name).read_text("utf-8")
    read = read_dossier(dossier, library)
    decisions = ntm.evaluate(ntm.compile("vn/civilised-township", read.as_of, library), read.units, read.statements)
    page = report_page([decisions], library, read.units)
    assert [event.state.word.en for event in page.timelines[0].events][:2] == ["recognised", "revoked"]
    [table] = [one for one in office_tables(page) if one.name.en == "Recognition over time"]
    assert [row[3] for row in table.rows][:2] == [date(2023, 5, 1), date(2024, 5, 1)]
    told = paper_text(memo_of(page), "en")
    assert "Thị trấn Tam" in told
    assert "1 May 2023  ✓ recognised" in told
    assert '<ol class="timeline"><li><i class="g a" aria-hidden="true">✓</i>' in report_html(page)


def test_a_decision_that_stands_beside_none_is_told(dossier: Path, library: Library) -> None:
    """One on a ruleset of another kind is refused, one on a ruleset that the dossier does not decide is noted."""
    head = "unit,ruleset,decision,day,recorded\n"
    (dossier / "council.csv").write_text(head + "A,vn/civilised-township,công nhận,2024-05-01,\n", encoding="utf-8")
    with pytest.raises(NtmError) as caught:
        read_dossier(dossier, library)
    assert [(one.code, str(one.place).rsplit("/", 1)[1]) for one in caught.value.diagnostics] == [
        ("NTM854", "council.csv:2:3")
    ]
    rows = "A,vn/commune-advanced,công nhận,2024-05-01,\nA,,công nhận,2024-05-01,2024-04-01\n"
    (dossier / "council.csv").write_text(head + rows, encoding="utf-8")
    told = {one.code: one for one in read_dossier(dossier, library).diagnostics}
    assert (told["NTM698"].fields["name"], told["NTM698"].fields["count"]) == ("vn/commune-advanced", 1)
    assert str(told["NTM579"].place).endswith("council.csv:3:25")


def test_a_ruleset_that_does_not_judge_the_unit_is_refused(dossier: Path) -> None:
    wrong = CliRunner().invoke(main, ["history", str(dossier), "T", "--ruleset", "vn/commune-ntm", "--lang", "en"])
    assert wrong.exit_code == 2
    assert "does not judge this unit" in wrong.output


@pytest.mark.parametrize("word", ["Tiên tiến đạt chuẩn", "advanced", "Advanced recognised"])
def test_a_status_of_the_ruleset_is_written_by_its_name_and_never_read_as_a_recognition(
    dossier: Path, library: Library, word: str
) -> None:
    (dossier / "council.csv").write_text(f"unit,decision,day\nA,{word},2024-01-01\n", encoding="utf-8")
    with pytest.raises(NtmError) as refused:  # no ruleset has it
        read_dossier(dossier, library)
    [found] = refused.value.diagnostics
    assert (found.code, found.fields.get("suggestion")) == ("NTM853", None)
    own = evolve(library.ruleset("vn/commune-ntm", date(2024, 1, 1)), version=date(2024, 1, 1))
    status = Status("advanced", ntm.Text("Tiên tiến đạt chuẩn", "Advanced recognised"))
    known = library.including(evolve(own, statuses=(*own.statuses, status)))
    [said] = [one for one in read_dossier(dossier, known).statements if isinstance(one, PublishedDecision)]
    assert (str(said.rule), said.value) == ("vn/commune-ntm", "advanced")
    (dossier / "council.csv").write_text(f"unit,decision,day\nT,{word},2024-01-01\n", encoding="utf-8")
    with pytest.raises(NtmError) as other:  # another has it
        read_dossier(dossier, known)
    assert [one.code for one in other.value.diagnostics] == ["NTM855"]


@pytest.mark.slow
def test_a_recognition_that_was_revoked_later_is_not_told_as_published(dossier: Path) -> None:
    for day, said, other in (("2025-06-30", "⚠ Revoked", "✓ Recognised"), ("2025-01-31", "✓ Recognised", "⚠ Revoked")):
        run = CliRunner().invoke(main, ["assess", str(dossier), "--as-of", day, "--lang", "en"])
        assert run.exit_code == 0, run.output
        told = [line.strip() for line in run.output.splitlines() if "Published" in line]
        assert told[0] == f"- Published: {said}"
        units = (dossier / "units.csv").read_text("utf-8")
        (dossier / "units.csv").write_text(units + "B,Xã Bình,commune,north_midlands_mountains\n", encoding="utf-8")
        run = CliRunner().invoke(main, ["assess", str(dossier), "--as-of", day, "--lang", "en"])
        (dossier / "units.csv").write_text(units, encoding="utf-8")
        [row] = [line for line in run.output.splitlines() if line.startswith("Xã An ")]
        assert (said in row, other in row) == (True, False)
        [total] = [line for line in run.output.splitlines() if line.startswith("- Published, ")]
        assert total == f"- Published, recognition as a New Rural Development commune: {said}: 1"


@pytest.mark.slow
def test_a_recognition_revoked_since_is_not_marked_as_another_than_computed(dossier: Path, library: Library) -> None:
    read = read_dossier(dossier, library)
    units = ntm.Units([*read.units, ntm.Unit("B", "Xã Bình", "commune")])
    for day, said in ((date(2025, 6, 30), "⚠ Revoked"), (date(2025, 1, 31), "≠ ✓ Recognised")):
        run = ntm.evaluate(ntm.compile("vn/commune-ntm", day, library), units, read.statements)
        told = [
            str(cell)
            for table in office_tables(report_page([run], library, units))
            for row in table.rows
            for cell in row
        ]
        assert any(f"en='{said}'" in cell for cell in told)


def test_an_explanation_tells_that_a_published_recognition_was_revoked_since(dossier: Path) -> None:
    for day, is_told in (("2025-06-30", True), ("2025-01-31", False)):
        done = CliRunner().invoke(main, ["explain", str(dossier), "A", "vn/commune-ntm", "--as-of", day])
        told = " ".join(done.stdout.split())
        assert "kết quả đã công bố là “Công nhận”" in told
        assert ("Sau đó: Đã thu hồi (UBND tỉnh, QĐ 77/QĐ-UBND, ngày 10/03/2025)" in told) is is_told


def test_a_unit_that_ended_is_told_up_to_its_last_day(dossier: Path) -> None:
    units = "code,name,kind,exists_until\nA,Xã An,commune,\nT,Thị trấn Tam,township,\nB,Xã Bình,commune,2025-02-28\n"
    (dossier / "units.csv").write_text(units, encoding="utf-8")
    run = CliRunner().invoke(main, ["history", str(dossier), "B", "--lang", "en"])
    assert (run.exit_code, "--as-of 2025-02-28" in run.output) == (2, True)
