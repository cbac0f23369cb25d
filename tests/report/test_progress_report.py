"""The progress report of a month: what moved, what is open, and where the pace of a plan leads; as text, paper and workbook."""

import json
import re
import shutil
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.cli import main
from ntm_rules.engine.pace import Course, TargetPace, paces
from ntm_rules.model.text import Text
from ntm_rules.report.periodic.period import month_of, quarter_of
from ntm_rules.report.periodic.progress_data import progress_to_plain
from ntm_rules.report.periodic.progress_page import progress_page
from ntm_rules.report.periodic.progress_paper import progress_paper
from ntm_rules.report.renderers.paper_text import paper_text
from tests.profiles import tried
from tests.project.trial import write_trial

PLAN = """\
ruleset: trial/plan
version: 2024-01-01
until: 2024-12-31
title: {vi: Kế hoạch năm 2024, en: Plan of 2024}
applies_to: district
instrument: {number: 1/KH-MH}
criteria:
  - code: "I"
    name: {vi: Mục tiêu, en: Objectives}
    provenance: {status: plan, cite: "I"}
    indicators:
      - code: "P1"
        name: {vi: Việc làm mới, en: New jobs}
        measure: new_jobs
        at_least: 1000
        commitment: strive
        responsible: [{vi: Phòng Lao động, en: Labour office}]
        provenance: {status: plan, cite: "I"}
      - code: "P2"
        name: {vi: Số xã đạt chuẩn, en: Communes attaining}
        members: commune
        attained: vn/commune-trial
        count_at_least: 4
        provenance: {status: plan, cite: "I"}
      - code: "P3"
        name: {vi: Hoàn thành quy hoạch, en: Planning complete}
        measure: planning_complete
        required: yes
        provenance: {status: plan, cite: "I"}
      - code: "P4"
        name: {vi: Tỷ lệ hộ nghèo, en: Poor households}
        measure: poor_households
        at_most: 10
        provenance: {status: plan, cite: "I"}
      - code: "P5"
        name: {vi: Số hồ cá, en: Fish ponds}
        measure: fish_ponds
        at_least: 5
        provenance: {status: plan, cite: "I"}
"""
MEASURES = """\
measures:
  new_jobs: {name: {vi: Việc làm mới, en: New jobs}, unit: lao động, decimals: 0, minimum: 0}
  fish_ponds: {name: {vi: Số hồ cá, en: Fish ponds}, unit: hồ, decimals: 0, minimum: 0}
  poor_households: {name: {vi: Tỷ lệ hộ nghèo, en: Poor households}, unit: "%", decimals: 1, minimum: 0, maximum: 100}
  planning_complete: {name: {vi: Hoàn thành quy hoạch, en: Planning complete}, type: finding}
"""
FACTS = """\
unit,measure,value,as_of,reported_by
H,new_jobs,200,2024-02-29,Phòng Lao động
H,new_jobs,450,2024-06-30,Phòng Lao động
H,planning_complete,not_met,2024-06-30,Phòng Hạ tầng
H,poor_households,8,2024-02-29,Phòng Lao động
H,poor_households,9.5,2024-06-30,Phòng Lao động
H,fish_ponds,3,2024-06-30,Phòng Nông nghiệp
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    write_trial(folder)
    (folder / "rules/trial/plan").mkdir(parents=True)
    (folder / "rules/trial/plan/2024-01-01.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "rules/measures/plan.yaml").write_text(MEASURES, encoding="utf-8")
    (folder / "dossier/facts-plan.csv").write_text(FACTS, encoding="utf-8")
    own = (folder / "dossier/facts.csv").read_text("utf-8")
    before = own.replace("2024-12-31", "2024-05-31").replace("A,clean_water,97", "A,clean_water,80")
    june = own.replace("2024-12-31", "2024-06-30").replace("B,health_insurance,92.4", "B,health_insurance,80")
    (folder / "dossier/facts.csv").write_text(before, encoding="utf-8")
    (folder / "dossier/facts-june.csv").write_text(june, encoding="utf-8")
    settings = folder / "dossier/dossier.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(
        text.replace("district: vn/district-trial", "district: [vn/district-trial, trial/plan]"), "utf-8"
    )
    return folder


def progress(folder: Path, *words: str) -> Result:
    asked = ["progress", str(folder / "dossier"), "--rulesets", str(folder / "rules"), *words]
    return CliRunner().invoke(main, asked, catch_exceptions=False)


def test_the_report_of_a_month_says_what_moved_and_where_the_plan_leads(folder: Path) -> None:
    done = progress(folder, "--month", "2024-06", "--format", "json")
    assert done.exit_code == 0, done.output
    plain = json.loads(done.stdout)
    assert plain["period"] == {"first": "2024-06-01", "last": "2024-06-30"}
    gained = [(one["units"], one["rules"], one["other"]) for one in plain["gained"]]
    assert gained == [(["A"], ["vn/commune-trial#17", "vn/commune-trial"], "not_attained")]
    lost = [(one["units"], one["rules"], one["other"]) for one in plain["lost"]]
    assert (["B"], ["vn/commune-trial#15", "vn/commune-trial"], "not_attained") in lost
    targets = {one["rule"].split("#")[1]: one for one in plain["targets"]}
    assert {code: one["course"] for code, one in targets.items()} == {
        "P1": "behind",
        "P2": "behind",
        "P3": "no_figure",
        "P4": "slipping",
        "P5": "too_few",
    }
    jobs = targets["P1"]
    assert (jobs["first"], jobs["now"]) == (
        {"value": "200", "as_of": "2024-02-29"},
        {"value": "450", "as_of": "2024-06-30"},
    )
    days = ((date(2024, 6, 30) - date(2024, 2, 29)).days, (date(2024, 12, 31) - date(2024, 6, 30)).days)
    assert Fraction(jobs["estimate"]) == 450 + Fraction(250 * days[1], days[0])


def test_the_report_reads_as_offices_write_it(folder: Path, tmp_path: Path) -> None:
    page = progress(folder, "--quarter", "2024-Q2").stdout
    assert "Tiến độ thực hiện quý II năm 2024" in page
    assert "Tính đến ngày 30/06/2024, so với ngày 31/03/2024" in page
    assert "Kế hoạch năm 2024: đang đạt, theo nhịp độ hiện nay thì không giữ được: 1;" in page
    assert "Đây là phép tính theo nhịp độ hiện nay, không phải" in " ".join(page.split())
    assert "- too few figures: P5" in progress(folder, "--month", "6/2024", "--lang", "en").stdout
    for name in ("june.docx", "june.xlsx", "june.md", "june.html"):
        assert progress(folder, "--month", "2024-06", "-o", str(tmp_path / name)).exit_code == 0
    paper = Document(BytesIO((tmp_path / "june.docx").read_bytes()))
    assert "Tiến độ thực hiện tháng 6 năm 2024" in [one.text for one in paper.paragraphs]
    book = openpyxl.load_workbook(tmp_path / "june.xlsx")
    assert book.sheetnames == ["Kết quả", "Đạt thêm", "Không còn đạt", "Còn lại theo cơ quan", "Chỉ tiêu kế hoạch"]
    [jobs] = [row for row in book["Chỉ tiêu kế hoạch"].iter_rows(values_only=True) if row[0] == "P1"]
    assert (jobs[3], jobs[5], str(jobs[8])[:10]) == (200, 450, "2024-12-31")
    markdown = (tmp_path / "june.md").read_text("utf-8")
    assert "| P1 | Việc làm mới | từ 1.000 lao động trở lên |" in markdown
    assert "Công nhận xã đạt chuẩn nông thôn mới: đủ điều kiện | Chưa đạt |" in markdown
    assert "từ 1.000 lao động trở lên" in (tmp_path / "june.html").read_text("utf-8")


def test_what_is_open_is_counted_for_each_rule_and_unit_under_the_offices_of_the_dossier(folder: Path) -> None:
    offices = folder / "dossier/offices.yaml"
    offices.write_text("vn/commune-trial#17: Phòng Môi trường\n", encoding="utf-8")
    try:
        plain = json.loads(progress(folder, "--month", "2024-01", "--format", "json").stdout)
        asked = ["assess", str(folder / "dossier"), "--rulesets", str(folder / "rules"), "--as-of", "2024-01-31"]
        listed = CliRunner().invoke(main, [*asked, "--by", "office", "--lang", "en"], catch_exceptions=False).stdout
    finally:
        offices.unlink()
    counted = {one["office"]: one["not_attained"] + one["undetermined"] for one in plain["open"]}
    assert f"\n{sum(counted.values())} items" in listed
    assert counted["Phòng Môi trường"] == 8


def test_rules_told_together_in_a_page_are_counted_apart(township: ntm.Program) -> None:
    town, period = ntm.Unit("T", "Tam Đường", "township"), month_of("2024-06")
    assert period is not None
    run = ntm.evaluate(township, town, [])
    page = progress_page([run], {}, {}, period, ntm.load_library(), ntm.Units([town]))
    [open_rules] = progress_to_plain(page)["open"]
    assert any(task.parts for task in page.work[0].tasks)
    assert open_rules["not_attained"] + open_rules["undetermined"] == page.work[0].count


@pytest.mark.parametrize(
    "words", [(), ("--month", "2024-13"), ("--month", "2024-06", "--quarter", "2024-Q2"), ("--quarter", "2024-Q5")]
)
def test_a_period_that_is_none_is_refused(folder: Path, words: tuple[str, ...]) -> None:
    done = progress(folder, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "2024-" in done.stderr


def test_periods_follow_one_another() -> None:
    months = [month_of(f"{number}/2024") for number in range(1, 13)]
    quarters = [quarter_of(text) for text in ("2024-Q1", "II/2024", "Q3/2024", "2024q4")]
    for several in (months, quarters):
        for one, following in pairwise(several):
            assert one is not None
            assert following is not None
            assert following.before == one.last
        last = several[-1]
        assert last is not None
        assert last.last == date(2024, 12, 31)


@pytest.mark.slow
@settings(max_examples=tried(0.3))
@given(
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.integers(0, 1000),
    st.dates(date(2024, 1, 1), date(2024, 11, 29)),
    st.dates(date(2024, 1, 2), date(2024, 11, 30)),
)
def test_a_target_is_on_track_where_a_straight_line_meets_it(
    township: ntm.Program, first: int, now: int, asked: int, start: date, end: date
) -> None:
    """The threshold of the shipped rule is fixed, so figures are moved by what is asked: a line does not mind."""
    if start >= end:
        start, end = end - timedelta(days=1), end
    scale = Decimal(40) / 1000
    values = [Decimal(90) + scale * (one - asked) / 4 for one in (first, now)]
    values = [min(max(value.quantize(Decimal("0.01")), Decimal(0)), Decimal(100)) for value in values]
    town = ntm.Unit("T", "Tam Đường", "township")
    facts = [
        ntm.Fact("T", "health_insurance_coverage", value, day) for value, day in zip(values, (start, end), strict=True)
    ]
    then = ntm.evaluate(ntm.compile(township.ruleset.id, start), town, facts)
    found = paces(ntm.evaluate(ntm.compile(township.ruleset.id, end), town, facts), [then])
    one: TargetPace = next(each for each in found if each.rule.code == "8.2")
    until = date(2024, 12, 31)
    line = Fraction(values[1]) + (Fraction(values[1]) - Fraction(values[0])) * (until - end).days / (end - start).days
    assert one.estimate is not None
    assert Fraction(one.estimate) == min(max(line, Fraction(0)), Fraction(100))
    met = one.estimate >= 90
    assert (
        one.course
        is {
            (True, True): Course.ATTAINED,
            (True, False): Course.SLIPPING,
            (False, True): Course.ON_TRACK,
            (False, False): Course.BEHIND,
        }[values[1] >= 90, met]
    )


@pytest.fixture(scope="module")
def township() -> ntm.Program:
    return ntm.compile("vn/civilised-township", date(2024, 6, 30))


def test_a_unit_that_ended_in_the_period_is_named(township: ntm.Program) -> None:
    """Its result counts at the end of the period before and no more at the end of this one."""
    period = month_of("2024-06")
    assert period is not None
    units = ntm.Units(
        [
            ntm.Unit("T", "Tam Đường", "township"),
            ntm.Unit("E", "Thị trấn Cũ", "township", exists_until=date(2024, 6, 15), successors=("T",)),
            ntm.Unit("F", "Thị trấn Xưa", "township", exists_until=date(2024, 5, 30)),
        ]
    )
    page = progress_page([ntm.evaluate(township, units, [])], {}, {}, period, ntm.load_library(), units)
    [told] = page.cautions
    assert "Thị trấn Cũ" in told.vi
    assert "successor: Tam Đường (T)" in str(told.en)


def test_what_became_known_since_the_first_day_is_counted(township: ntm.Program) -> None:
    town, period = ntm.Unit("T", "Tam Đường", "township"), month_of("2024-06")
    assert period is not None
    late, soon, told = date(2024, 6, 15), date(2024, 4, 2), date(2024, 3, 31)
    facts = [
        ntm.Fact("T", "clean_water_households", 99, told, recorded=late),
        ntm.Fact("T", "temporary_houses", 0, told, recorded=soon),
        ntm.Fact("T", "income_per_capita", 50, date(2024, 6, 10)),
    ]
    for known, is_told in ((None, True), (date(2024, 6, 14), False)):
        run = ntm.evaluate(township, town, facts, known_on=known)
        page = progress_page([run], {}, {}, period, ntm.load_library(), ntm.Units([town]))
        said = "1 figure or attestation of days up to 31 May 2024 became known after it"
        assert any(said in (each.en or "") for each in page.remarks) is is_told


def test_decisions_of_authorities_in_the_period_are_told() -> None:
    """Whatever the figures say: a revocation is no loss of what was attained, and would stand nowhere else."""
    period, later, rule = month_of("2024-06"), month_of("2024-07"), "vn/commune-ntm"
    assert period is not None
    assert later is not None
    library = ntm.load_library()
    program = ntm.compile(rule, date(2024, 6, 30), library)
    units = ntm.Units([ntm.Unit("C", "Bản Bo", "commune", attributes={"region": "north_midlands_mountains"})])
    yes = ntm.Outcome.ATTAINED
    stated = [
        ntm.PublishedDecision("C", f"{rule}#recognition", yes, date(2024, 5, 31), "UBND tỉnh"),
        ntm.PublishedDecision("C", f"{rule}#revocation", yes, date(2024, 6, 30), "UBND tỉnh"),
        ntm.PublishedDecision("C", f"{rule}#1", yes, date(2024, 6, 1), "UBND huyện", recorded=date(2024, 7, 2)),
    ]
    for known_on, told in ((None, ["2024-06-01", "2024-06-30"]), (date(2024, 6, 30), ["2024-06-30"])):
        decisions = ntm.evaluate(program, units, stated, known_on=known_on)
        page = progress_page([decisions], {}, {}, period, library, units)
        assert [one["as_of"] for one in progress_to_plain(page)["published"]] == told
        assert page.published[-1].wording == Text("Đã thu hồi", "Revoked")
        told_in_full = paper_text(progress_paper(page), "en")
        assert "Revoked" in told_in_full
        assert "Recognised" not in told_in_full  # it was in May
        assert "no decision published" not in told_in_full
    page = progress_page([decisions], {}, {}, later, library, units)
    assert not page.published
    assert "The dossier has no decision published in the month." in paper_text(progress_paper(page), "en")


def test_after_the_end_of_a_plan_what_can_be_is_reported_and_the_end_is_said(folder: Path, tmp_path: Path) -> None:
    """In every command that decides several rulesets; a ruleset asked for alone is refused."""
    ended = shutil.copytree(folder, tmp_path / "ended")
    plan = ended / "rules/trial/plan/2024-01-01.yaml"
    plan.write_text(plan.read_text("utf-8").replace("until: 2024-12-31", "until: 2024-05-31"), encoding="utf-8")
    dossier = ended / "dossier/dossier.yaml"
    dossier.write_text(dossier.read_text("utf-8").replace("as_of: 2024-12-31", "as_of: 2024-05-31"), encoding="utf-8")
    done = progress(ended, "--month", "2024-06", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "(trial/plan) ended on 31 May 2024 and is not assessed on 30 Jun 2024" in done.stdout
    assert "RESULTS" in done.stdout.upper()
    common = [str(ended / "dossier"), "--rulesets", str(ended / "rules"), "--as-of", "2024-06-30"]
    page = tmp_path / "report.html"
    for words in (["assess", *common], ["nearest", *common], ["report", *common, "-o", str(page)]):
        done = CliRunner().invoke(main, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert "(trial/plan) hết hiệu lực sau ngày 31/05/2024 nên không đánh giá vào ngày 30/06/2024" in done.stderr
    assert "hết hiệu lực sau ngày 31/05/2024" in page.read_text("utf-8")
    alone = CliRunner().invoke(main, ["nearest", *common, "--ruleset", "trial/plan"], catch_exceptions=False)
    assert alone.exit_code == 2
    assert "NTM602" in alone.stderr


def test_a_file_of_another_kind_is_refused_with_every_ending_that_fits(folder: Path, tmp_path: Path) -> None:
    done = progress(folder, "--month", "2024-06", "-o", str(tmp_path / "x.pdf"))
    assert done.exit_code == 2
    assert "đặt tên tệp có đuôi .txt hoặc .md hoặc .html hoặc .docx hoặc .json hoặc .xlsx\n" in done.stderr
    told = progress(folder, "--month", "2024-06", "--format", "json", "-o", str(tmp_path / "x.pdf")).stderr
    assert "đặt tên tệp có đuôi .json, hoặc thêm --format markdown (.md)" in told
    for ending in re.findall(r"\.[a-z]+(?= |\n)", done.stderr.partition("có đuôi")[2]):
        path = tmp_path / f"x{ending}"
        assert progress(folder, "--month", "2024-06", "-o", str(path)).exit_code == 0
        assert path.stat().st_size
