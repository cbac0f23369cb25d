"""What `impact` says of the worked amendment, line by line where it is easily said wrongly."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ntm_rules.cli import main

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples" / "amendment"
DRAFT = EXAMPLE / "2025-01-01.yaml"


def impact(*more: str, draft: Path = DRAFT) -> str:
    words = ["impact", "vi-du/xa", str(draft), str(EXAMPLE / "dossier")]
    done = CliRunner().invoke(main, [*words, "--with", str(EXAMPLE / "rulesets"), *more], catch_exceptions=False)
    assert done.exit_code == 1
    return done.stdout


@pytest.fixture(scope="module")
def text() -> str:
    return impact()


@pytest.fixture(scope="module")
def memo() -> str:
    return impact("--format", "memo")


def test_the_memo_and_the_markdown_are_one_and_the_text_says_the_same(text: str, memo: str) -> None:
    assert memo == impact("--format", "markdown")
    in_tables = [row for row in memo.splitlines() if row.startswith("|")]
    listed = [
        line.replace("**", "").lstrip("#").replace("\\", "") for line in memo.splitlines() if line not in in_tables
    ]
    assert all(" ".join(line.split()) in " ".join(text.split()) for line in listed)


def test_a_district_gains_for_the_rules_that_changed_and_not_for_those_renumbered() -> None:
    [row] = [
        row
        for row in csv.DictReader(io.StringIO(impact("--format", "csv", "--lang", "en").lstrip("\ufeff")))
        if (row["ruleset"], row["effect"], row["level"]) == ("vi-du/huyen", "gains", "criterion")
    ]
    grounds = row["grounds"].split("; ")
    assert grounds[0] == "VD-N vi-du/huyen#1"
    assert [ground for ground in grounds if ground.startswith("VD-N5 ")] == ["VD-N5 vi-du/xa#5.2"]
    assert not any("#5.3" in ground or "#4.4" in ground for ground in grounds)


def test_a_gain_is_not_for_an_added_rule() -> None:
    communes = json.loads(impact("--format", "json"))[0]
    grounds = {
        row["unit"]: [ground["rule"] for ground in row["grounds"]]
        for row in communes["changed"]
        if row["effect"] == "gains" and row["level"] == "conclusion"
    }
    assert grounds == {
        "VD-N2": ["vi-du/xa#4.1"],
        "VD-N3": ["vi-du/xa#4.1"],
        "VD-N5": ["vi-du/xa#5.2"],
        "VD-N7": ["vi-du/xa#4.1"],
    }


def test_who_comes_under_a_revocation_is_said_in_words(text: str) -> None:
    assert "thêm 1 xã thuộc trường hợp thu hồi" in text
    assert "thu hồi: +" not in text
    assert "1 commune newly with grounds for revocation" in impact("--lang", "en")


def test_renumbering_and_rewording_are_named(text: str, memo: str) -> None:
    assert "- 5.3 Có điểm phục vụ bưu chính: trước là 5.a, yêu cầu không đổi\n" in text
    assert "- 2.2 Tỷ lệ hộ nghèo đa chiều: tên cũ “Hộ nghèo”, yêu cầu không đổi\n" in memo
    assert "- 5.3 Có điểm phục vụ bưu chính: trước là 5.a, yêu cầu không đổi\n" in memo


INSURANCE = """\
  - replace: "3.1"
    with:
      measure: health_insurance_coverage
      at_least: 95
      provenance: {status: plan, cite: "VD-07/2024 (hư cấu/invented), Điều 1.2"}
"""
INSURANCE_RENUMBERED = """\
  - repeal: "3.1"
  - insert:
      code: "3.3"
      name: {vi: Tỷ lệ người dân tham gia bảo hiểm y tế, en: Share of residents covered by health insurance}
      measure: health_insurance_coverage
      at_least: 95
      provenance: {status: plan, cite: "VD-07/2024 (hư cấu/invented), Điều 1.2"}
    in: "3"
"""


def test_a_rule_that_changes_with_its_number_is_named_by_both(tmp_path: Path) -> None:
    """Nor is a repealed rule taken for the one that goes on under its number: 5.a becomes 5.2 here."""
    draft = tmp_path / "draft.yaml"
    written = DRAFT.read_text("utf-8").replace('code: "5.3"', 'code: "5.2"')
    assert INSURANCE in written
    draft.write_text(written.replace(INSURANCE, INSURANCE_RENUMBERED), encoding="utf-8")
    memo = impact("--format", "memo", draft=draft)
    assert "- **Xã Núi Bốn** (công nhận): 3.3 (trước là 3.1) Tỷ lệ người dân tham gia bảo hiểm y tế: 94,99%" in memo
    assert "Xã Đồng Năm (3.3 (trước là 3.1), 4.1: chưa đạt)" in memo
    assert "- **Xã Núi Năm** (công nhận): 5.2 Có loa truyền thanh đến các thôn: bãi bỏ\n" in memo


def test_thresholds_are_told_by_the_attribute_that_they_depend_on(memo: str) -> None:
    assert (
        "- 4.1 Tỷ lệ hộ sử dụng nước sạch: Trung du miền núi phía Bắc: từ 85% trở lên → từ 80% trở lên; "
        "Đồng bằng sông Hồng: từ 85% trở lên → từ 95% trở lên\n"
    ) in memo


def test_conclusions_that_fall_for_the_same_reasons_stand_together(memo: str) -> None:
    lost = memo.split("## Đơn vị không còn đủ điều kiện")[1].split("##")[0]
    assert lost.count("Xã Đồng Năm**") == 1
    assert "- **Xã Đồng Năm** (công nhận; thuộc trường hợp thu hồi): 3.1" in lost


def test_a_unit_has_one_line_in_each_list_of_the_memo(memo: str) -> None:
    lists = memo.split("\n## ")
    for each in lists:
        units = re.findall(r"^- \*\*(.*?)\*\*", each, re.MULTILINE)
        assert len(units) == len(set(units))
    [nearest] = [each for each in lists if each.startswith("Đơn vị đạt theo văn bản mới")]
    assert re.search(r"^- \*\*Xã Đồng Hai\*\*: 3\.1 .*; 4\.1 .*, bằng đúng ngưỡng$", nearest, re.MULTILINE)


def test_a_unit_told_of_on_its_own_line_is_named_by_codes_on_that_of_its_district(memo: str) -> None:
    assert (
        "thiếu ≈ 41,43 điểm phần trăm; vì: Xã Đồng Ba (3.1: chưa đạt); Xã Đồng Bốn (4.1: chưa đạt); "
        "Xã Đồng Năm (3.1, 4.1: chưa đạt); Xã Đồng Sáu (4.4: chưa đạt)\n"
    ) in memo
    assert "vì: Xã Núi Hai (4.1: đạt), Xã Núi Ba (4.1: đạt), Xã Núi Năm (5.2 bãi bỏ), Xã Núi Bảy (4.1: đạt)\n" in memo


def test_what_is_not_determined_is_counted_beside_what_is_attained(memo: str) -> None:
    assert "bổ sung: từ 30% trở lên; ≥ 12/14 xã đạt (1 chưa xác định)\n" in memo
    assert "≥ 5/7 xã đạt (1 chưa xác định), yêu cầu từ 70% trở lên" in memo


def test_a_rule_that_did_not_exist_is_not_taken_for_a_missing_figure(memo: str) -> None:
    assert (
        "- **Xã Đồng Sáu** (công nhận): 4.4 Tỷ lệ hộ phân loại chất thải rắn tại nguồn: 22,5%, yêu cầu từ 30% trở lên (quy "
        "định mới), thiếu 7,5 điểm phần trăm\n"
    ) in memo


def test_everything_names_all_who_are_near(memo: str) -> None:
    whole = impact("--format", "markdown", "--everything")
    assert "và 10 đơn vị khác" in memo
    assert "đơn vị khác có mức" not in whole
    assert whole.count("Xã Đồng Bảy") > memo.count("Xã Đồng Bảy")
