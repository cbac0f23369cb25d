"""The commands about a change of text: what `impact` and `snapshot` print, and how they exit."""

import csv
import io
import json
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

from .trial import write_trial

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PLAN_MET = str(ROOT / "examples" / "tam-duong-2024" / "plan-met")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules, a draft and a dossier, as the working folder."""
    monkeypatch.chdir(tmp_path)
    return write_trial(tmp_path)


def impact(*more: str, b: str = "draft.yaml") -> Result:
    return call("impact", "vn/commune-trial", b, "dossier", "--rulesets", "rules", *more)


def test_impact_names_who_loses_by_which_clause_and_by_how_much(trial: Path) -> None:
    done = impact()
    assert done.exit_code == 1
    told = " ".join(done.stdout.split())
    assert (
        "- Xã Bản Hon (công nhận): 15.1 Tỷ lệ người dân tham gia bảo hiểm y tế: 92,4%, yêu cầu từ 95% trở lên (trước đây từ "
        "90% trở lên), thiếu 2,6 điểm phần trăm"
    ) in told
    assert "17.5 Mai táng, hỏa táng phù hợp với quy định: bãi bỏ" in told
    assert "vì: Xã Đồng Tâm (15.4: chưa xác định)" in told
    assert "- Tỷ lệ dân số có sổ khám chữa bệnh điện tử: Xã Đồng Tâm" in told
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_impact_says_that_a_later_text_is_applied_as_if_in_force(trial: Path) -> None:
    done = impact("--lang", "en")
    assert "as in the file draft.yaml" in " ".join(done.stdout.split())
    assert "as if each were in force on it: 09/2024/QĐ-MH does not take effect until 1 Jan 2025" in (
        " ".join(done.stdout.split())
    )
    assert "short by 2.6 percentage points" in " ".join(done.stdout.split())
    in_force = impact("--lang", "en", "--as-of", "2025-01-31")
    assert "as if each were in force" not in in_force.stdout


def test_impact_as_csv_is_a_row_for_each_changed_rule_of_a_unit(trial: Path) -> None:
    units = trial / "dossier" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("Xã Bản Hon", "=HYPERLINK(1)"), encoding="utf-8")
    done = impact("--format", "csv", "-o", "out.csv")
    assert done.exit_code == 1
    assert done.stdout == ""
    content = (trial / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    [lost] = [row for row in rows if row["effect"] == "loses" and row["level"] == "indicator"]
    assert lost["unit_name"] == "'=HYPERLINK(1)"
    assert (lost["observed"], lost["required_before"], lost["required_after"], lost["gap"]) == (
        "92,4",
        "90",
        "95",
        "2,6",
    )
    assert {row["effect"] for row in rows} == {"gains", "loses", "becomes_undetermined", "added", "repealed"}
    english = impact("--format", "csv", "--lang", "en").stdout
    assert ",92.4," in english


def test_impact_as_json_says_what_changed_and_who_is_near(trial: Path) -> None:
    communes, districts = json.loads(impact("--format", "json").stdout)
    assert (communes["before"]["version"], communes["after"]["version"]) == ("2022-03-08", "2025-01-01")
    lost = [row for row in communes["changed"] if row["effect"] == "loses"]
    assert [row["rule"] for row in lost] == ["vn/commune-trial#15.1", "vn/commune-trial#15", "vn/commune-trial"]
    assert [ground["rule"] for ground in lost[-1]["grounds"]] == ["vn/commune-trial#15.1"]
    assert communes["nearest"][0]["spare"] == "0"
    assert communes["recalled"] == ["vn/commune-trial#10"]
    [district] = districts["changed"]
    assert district["missing"] == [
        {"unit": "D", "rule": "vn/commune-trial#15.4", "kind": "report", "measure": "health_books"}
    ]


MEMO = """\
# Tác động của 09/2024/QĐ-MH so với 01/2022/QĐ-MH

**Xã đạt chuẩn nông thôn mới (bộ tiêu chí minh họa)**: thay 01/2022/QĐ-MH (phiên bản có hiệu lực từ 08/03/2022) bằng \
09/2024/QĐ-MH (phiên bản có hiệu lực từ 01/01/2025), theo tệp draft.yaml.

Phạm vi xét: 4 xã và 1 huyện; số liệu tính đến ngày 31/12/2024 (hồ sơ: Huyện Minh Họa năm 2024).

Hai văn bản được áp dụng cho cùng một ngày, 31/12/2024, như cùng đang có hiệu lực: đến ngày 01/01/2025 \
09/2024/QĐ-MH mới có hiệu lực.

## Nội dung thay đổi

- 15.1 Tỷ lệ người dân tham gia bảo hiểm y tế: từ 90% trở lên → từ 95% trở lên
- 15.4 Tỷ lệ dân số có sổ khám chữa bệnh điện tử: bổ sung: từ 50% trở lên; ≥ 3/4 xã đạt (1 chưa xác định)
- 17.1 Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn: Khu vực I, Khu vực II: từ 90% trở lên → từ 95% trở lên; Khu vực III: \
từ 90% trở lên → từ 80% trở lên
- 17.5 Mai táng, hỏa táng phù hợp với quy định: bãi bỏ

## Tổng hợp

| Bộ tiêu chí | Cấp xét | Đạt thêm | Không còn đạt | Chuyển thành chưa xác định | Còn lại |
| --- | --- | ---: | ---: | ---: | ---: |
| Xã đạt chuẩn nông thôn mới (bộ tiêu chí minh họa) | Công nhận | 1 | 1 | 1 | 1 |
|  | Tiêu chí | 1 | 1 | 1 | 9 |
|  | Chỉ tiêu | 1 | 1 | 0 | 10 |
| Huyện đạt chuẩn nông thôn mới (minh họa) | Công nhận | 0 | 0 | 1 | 0 |
|  | Tiêu chí | 0 | 0 | 0 | 1 |

## Đơn vị không còn đủ điều kiện, không giữ được chuẩn hoặc thuộc trường hợp thu hồi

- **Xã Bản Hon** (công nhận): 15.1 Tỷ lệ người dân tham gia bảo hiểm y tế: 92,4%, yêu cầu từ 95% trở lên (trước đây \
từ 90% trở lên), thiếu 2,6 điểm phần trăm

## Đơn vị chưa xác định được theo văn bản mới

- **Xã Đồng Tâm** (công nhận): 15.4 Tỷ lệ dân số có sổ khám chữa bệnh điện tử: chưa có số liệu, yêu cầu từ 50% trở lên \
(quy định mới)
- **Huyện Minh Họa** (công nhận): ≥ 2/4 xã đạt (1 chưa xác định), yêu cầu từ 75% trở lên; vì: Xã Đồng Tâm \
(15.4: chưa xác định)

## Đơn vị mới đủ điều kiện, giữ được chuẩn hoặc nay không thuộc trường hợp thu hồi

- **Xã Cao Sơn** (công nhận): 17.1 Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn: 84,5%, yêu cầu từ 80% trở lên (trước đây \
từ 90% trở lên), cao hơn ngưỡng 4,5 điểm phần trăm; 17.5 Mai táng, hỏa táng phù hợp với quy định: bãi bỏ

## Đơn vị đạt theo văn bản mới nhưng gần ngưỡng nhất

- **Xã Đồng Tâm**: 17.1 Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn: 95%, yêu cầu từ 95% trở lên, bằng đúng ngưỡng
- **Xã Cao Sơn**: 15.1 Tỷ lệ người dân tham gia bảo hiểm y tế: 95,2%, yêu cầu từ 95% trở lên, cao hơn \
ngưỡng 0,2 điểm phần trăm
- **Xã Bản Hon**: 17.1 Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn: 96%, yêu cầu từ 95% trở lên, cao hơn \
ngưỡng 1 điểm phần trăm
- **Xã An Bình**: 15.1 Tỷ lệ người dân tham gia bảo hiểm y tế: 96,5%, yêu cầu từ 95% trở lên, cao hơn \
ngưỡng 1,5 điểm phần trăm; \
17.1 Tỷ lệ hộ sử dụng nước sạch theo quy chuẩn: 97%, yêu cầu từ 95% trở lên, cao hơn ngưỡng 2 điểm phần trăm

## Số liệu cần thu thập

- Tỷ lệ dân số có sổ khám chữa bệnh điện tử: Xã Đồng Tâm

## Lưu ý

- Kết quả dựa cả vào 1 quy định ghi theo trí nhớ, chưa đối chiếu với văn bản gốc (tiêu chí 10); phải đối chiếu \
trước khi dùng chính thức.
"""


def test_the_memo_word_for_word(trial: Path) -> None:
    assert impact("--format", "memo").stdout == MEMO


def test_the_memo_takes_no_mark_from_a_name(trial: Path) -> None:
    units = trial / "dossier" / "units.csv"
    units.write_text(units.read_text("utf-8").replace("Xã Bản Hon", "Xã *B* | <b>"), encoding="utf-8")
    done = impact("--format", "memo", "--lang", "en")
    assert r"- **Xã \*B\* \| \<b\>** (recognition): 15.1" in done.stdout
    assert "Units that no longer qualify" in done.stdout


def test_nobody_is_hit_where_nothing_changes(trial: Path) -> None:
    done = impact(b="vn/commune-trial@2023-01-01")
    assert done.exit_code == 0
    assert "Hai văn bản xét mọi nội dung như nhau" in done.stdout
    gain = FILES_DRAFT.replace("at_least: 95", "at_least: 85")
    (trial / "easier.yaml").write_text(gain, encoding="utf-8")
    assert impact(b="easier.yaml").exit_code == 0


FILES_DRAFT = """\
amends: vn/commune-trial
version: 2025-01-01
instrument: {number: 10/2024/QĐ-MH}
changes:
  - replace: "15.1"
    with: {measure: health_insurance, at_least: 95, provenance: {status: plan, cite: "Điều 1"}}
"""


def test_an_edited_file_is_compared_with_what_was_kept_of_it(trial: Path) -> None:
    shipped = trial / "rules" / "vn" / "commune-trial" / "2022-03-08.yaml"
    shutil.copy(shipped, trial / "before.yaml")
    shipped.write_text(shipped.read_text("utf-8").replace("at_least: 39", "at_least: 42"), encoding="utf-8")
    itself = impact(b=str(shipped.relative_to(trial)))
    assert itself.exit_code == 0
    assert "git show HEAD:rules/vn/commune-trial/2022-03-08.yaml" in itself.stderr
    done = call("impact", "before.yaml", "vn/commune-trial", "dossier", "--rulesets", "rules")
    assert done.exit_code == 1
    assert "thiếu 0,5 triệu đồng/người/năm" in " ".join(done.stdout.split())
    # The district rests on the communes: two of four are left, and 75% are asked for.
    assert "50% (2/4 xã đạt)" in " ".join(done.stdout.split())


def test_statements_about_a_rule_that_only_one_text_has_are_read(trial: Path) -> None:
    with (trial / "dossier" / "facts.csv").open("a", encoding="utf-8") as stream:
        stream.write("D,vn/commune-trial#17.5,met,2024-12-31,UBND xã\nD,vn/commune-trial#15.4,met,2024-12-31,UBND xã\n")
    done = impact()
    assert done.exit_code == 1
    # On its day there was no 15.4: it does not attest the text of 2025.
    assert "Xã Đồng Tâm (15.4: chưa xác định)" in " ".join(done.stdout.split())


def test_an_attestation_that_names_the_text_of_a_draft_is_read(trial: Path) -> None:
    with (trial / "dossier" / "facts.csv").open("a", encoding="utf-8") as stream:
        stream.write("D,vn/commune-trial#15.4@2025-01-01,met,2024-12-31,UBND xã\n")
    done = impact()
    assert "NTM616" not in done.stderr
    assert "15.4: chưa xác định" not in done.stdout


def test_the_year_assessed_is_said_and_kept(trial: Path) -> None:
    done = impact("--assessed", "2023")
    assert "Năm được đánh giá: 2023." in done.stdout
    assert "Năm được đánh giá" not in impact().stdout
    assert json.loads(impact("--assessed", "2023", "--format", "json").stdout)[0]["assessed"] == 2023
    words = ("snapshot", "dossier", "--rulesets", "rules", "--assessed", "2023")
    assert call(*words, "-o", "kept.snapshot").exit_code == 0
    assert json.loads((trial / "kept.snapshot").read_text("utf-8").splitlines()[0])["assessed"] == 2023
    assert call(*words, "--check", "kept.snapshot").exit_code == 0
    other = call(*words[:-2], "--check", "kept.snapshot")
    assert other.exit_code == 1
    assert "đánh giá năm 2023" in other.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("impact", "vn/commune-tria", "draft.yaml", "dossier", "--rulesets", "rules"),
            "gần đúng nhất: vn/commune-trial",
        ),
        (("impact", "vn/commune-trial", "none.yaml", "dossier", "--rulesets", "rules"), "none.yaml"),
        (("impact", "vn/commune-trial@2021-01-01", "draft.yaml", "dossier", "--rulesets", "rules"), "08/03/2022"),
        (("impact", "vn/commune-trial", "vn/district-trial", "dossier", "--rulesets", "rules"), "NTM614"),
        (("impact", "vn/commune-trial", "draft.yaml", "nowhere", "--rulesets", "rules"), "nowhere"),
        (("impact", "vn/commune-trial", "draft.yaml", "dossier", "--rulesets", "rules", "--as-of", "x"), "YYYY-MM-DD"),
        (("snapshot", "dossier", "--rulesets", "rules", "--check", "none.snapshot"), "NTM810"),
        (("snapshot", "dossier", "--rulesets", "rules", "--check", "draft.yaml"), "draft.yaml:1:1"),
        (("snapshot", "dossier", "--rulesets", "rules", "-o", "kept.md"), "--check"),
        (("snapshot", "dossier", "--rulesets", "rules", "--as-of", "2000-01-01"), "08/03/2022"),
    ],
)
def test_unusable_input_exits_with_2_and_says_so_on_stderr(trial: Path, words: tuple[str, ...], said: str) -> None:
    done = call(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_snapshot_finds_nothing_until_something_changes(trial: Path) -> None:
    assert call("snapshot", "dossier", "--rulesets", "rules", "-o", "kept.snapshot").exit_code == 0
    check = ("snapshot", "dossier", "--rulesets", "rules", "--check", "kept.snapshot")
    same = call(*check)
    assert (same.exit_code, same.stderr) == (0, "")
    assert same.stdout == "Không kết quả nào thay đổi so với kept.snapshot (34 kết quả).\n"
    facts = trial / "dossier" / "facts.csv"
    header, *rows = facts.read_text("utf-8").splitlines()
    facts.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    assert call(*check).exit_code == 0
    facts.write_text(facts.read_text("utf-8").replace("92.4", "89.5"), encoding="utf-8")
    changed = call(*check)
    assert changed.exit_code == 1
    assert "Khác với kept.snapshot: 5 kết quả của 2 đơn vị." in changed.stdout
    assert "vn/commune-trial#15.1: ✓ đạt → ✗ chưa đạt" in changed.stdout
    said = "số liệu 92,4% → 89,5%; yêu cầu từ 90% trở lên; cao hơn ngưỡng 2,4 điểm phần trăm → thiếu 0,5 điểm phần trăm"
    assert said in " ".join(changed.stdout.split())
    assert "ntm-rules snapshot dossier -o kept.snapshot --rulesets rules" in changed.stderr


def test_the_command_that_accepts_a_change_can_be_run_as_it_is_printed(trial: Path) -> None:
    folder = trial / "rules of 2024"
    shutil.copytree(trial / "rules", folder)
    options = ("--rulesets", "rules", "--with", str(folder), "--as-of", "2024-12-30")
    assert call("snapshot", "dossier", *options, "-o", "kept.snapshot").exit_code == 0
    facts = trial / "dossier" / "facts.csv"
    facts.write_text(facts.read_text("utf-8").replace("2024-12-31", "2024-12-30"), encoding="utf-8")
    changed = call("snapshot", "dossier", *options, "--check", "kept.snapshot")
    assert changed.exit_code == 1
    command = changed.stderr.split("ntm-rules ")[1].strip()
    assert call(*shlex.split(command)).exit_code == 0
    assert call("snapshot", "dossier", *options, "--check", "kept.snapshot").exit_code == 0


def test_snapshot_tells_a_new_version_from_an_edited_rule(trial: Path) -> None:
    call("snapshot", "dossier", "--rulesets", "rules", "-o", "kept.snapshot")
    check = ("snapshot", "dossier", "--rulesets", "rules", "--check", "kept.snapshot", "--lang", "en")
    shipped = trial / "rules" / "vn" / "commune-trial" / "2022-03-08.yaml"
    was = shipped.read_text("utf-8")
    shipped.write_text(
        was.replace("name: {vi: Môi trường, en: Environment}", "name: Môi trường sống"), encoding="utf-8"
    )
    edited = call(*check)
    assert edited.exit_code == 1
    assert "vn/commune-trial (version in force from 8 Mar 2022), edited in content, name or source: 17" in edited.stdout
    shipped.write_text(was, encoding="utf-8")
    draft = (trial / "draft.yaml").read_text("utf-8").replace("2025-01-01", "2024-12-01")
    (shipped.parent / "2024-12-01.yaml").write_text(draft, encoding="utf-8")
    amended = call(*check)
    assert "vn/commune-trial: was version of 8 Mar 2022, now version of 1 Dec 2024 (7 rules)" in amended.stdout
    assert "vn/commune-trial (version in force from 1 Dec 2024), new: 15.4" in amended.stdout
    assert "vn/commune-trial#17.5 (gone): ✗ not attained: Xã Cao Sơn; ✓ attained: Xã An Bình" in amended.stdout


def test_the_example_is_decided_as_recorded() -> None:
    done = call("snapshot", PLAN_MET, "--check", f"{PLAN_MET}/decisions.snapshot", "--lang", "en")
    assert done.exit_code == 0, done.stdout


def test_an_output_is_written_whole_or_not_at_all(trial: Path) -> None:
    (trial / "out").mkdir()
    asked = ["impact", "vn/commune-trial", "draft.yaml", "dossier", "--rulesets", "rules", "-o", "none/memo.md"]
    assert CliRunner().invoke(main, asked).exit_code == 2
    assert not (trial / "none").exists()
    assert impact("--format", "memo", "-o", "out/memo.md").exit_code == 1
    assert [path.name for path in (trial / "out").iterdir()] == ["memo.md"]
    assert (trial / "out" / "memo.md").read_text("utf-8") == MEMO
