"""Words and signs that people write for those of rule files, in Vietnamese and English, and what they are told."""

from pathlib import Path

import pytest

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.diagnostics.mistakes import nearest

HEAD = """\
ruleset: vn/test
version: 2024-01-01
title: “Xã” sạch
applies_to: commune
instrument: {number: 1/QĐ}
criteria:
  - code: "1"
    name: “Một”
    provenance: {status: recalled}
"""
MEASURE = "    measure: clean_water\n    "
WORDS = [
    ("between: [3, 5]", "NTM205", "at_least: và at_most:"),
    ("not: 5", "NTM205", '"none_of"'),
    ("if: {attribute: region, equals: delta}", "NTM205", '"applies_when"'),
    ("nếu: {attribute: region, equals: delta}", "NTM205", '"applies_when"'),
    ("except_when: {attribute: region, equals: delta}", "NTM205", "none_of"),
    ("trừ: {attribute: region, equals: delta}", "NTM205", "none_of"),
    ("else: 5", "NTM205", "otherwise"),
    ("≤: 5", "NTM205", '"at_most"'),
    ("không quá: 5", "NTM205", '"at_most"'),
    ("khong qua: 5", "NTM205", '"at_most"'),
    ("tối thiểu: 5", "NTM205", '"at_least"'),
    ("min: 5", "NTM207", 'Gần đúng nhất: "at_least".'),
    ("at_leest: 5", "NTM205", '"at_least"'),
    ("nguồn: x", "NTM205", '"provenance"'),
    ("at_most: không quá 5", "NTM211", "at_most: 5"),
    ("at_least: Từ 90", "NTM211", "at_least: 90"),
    ("at_most: 5% trở xuống", "NTM211", "at_most: 5"),
    ("at_least: ≥ 90", "NTM211", "at_least: 90"),
    ("at_least: chưa biết", "NTM405", '"unknown"'),
    ("at_least: không rõ", "NTM405", '"unknown"'),
    ("at_least: “90”", "NTM125", '"90"'),
    ("at_least: ９０", "NTM126", "Gõ lại: 90"),
    ("at_least: −5", "NTM126", "U+2212"),
    ("at_least：90", "NTM126", "U+FF1A"),
    ("at_least: {by：region， delta: 3}", "NTM126", "U+FF1A"),
    ("at_least: {by: region, delta: 3, else: 4}", "NTM303", '"otherwise"'),
    ("at_least: {by: region, delta: 3, còn lại: 4}", "NTM303", '"otherwise"'),
    ("at_least: {by: language, thai: 3, else: 4}", "NTM303", '"otherwise"'),
    ("at_least: {by: year, 2024: 3, default: 4}", "NTM211", '"otherwise"'),
    ("at_least: 90, applies_when", "NTM211", "một số"),
]


@pytest.mark.parametrize(("written", "code", "told"), WORDS)
def test_what_is_told(written: str, code: str, told: str, tmp_path: Path, shipped: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}{MEASURE}{written}\n", encoding="utf-8")
    found = check_paths([tmp_path / "a.yaml"], shipped=shipped)
    shown = "\n".join(each.render("vi") for each in found)
    [told_of] = [each for each in found if each.code == code]
    assert told in told_of.render("vi"), shown
    assert told_of.message.en != told_of.message.vi, shown


@pytest.mark.parametrize(
    ("kind", "code", "meant"),
    [
        ("xã", "NTM216", '"commune"'),
        ("Huyện", "NTM216", '"district"'),
        ("thị trấn", "NTM216", '"township"'),
        ("xa", "NTM317", '"commune"'),
        ("comune", "NTM317", '"commune"'),
    ],
)
def test_kinds_of_units_in_vietnamese(kind: str, code: str, meant: str, tmp_path: Path, shipped: Path) -> None:
    head = HEAD.replace("applies_to: commune", f"applies_to: {kind}")
    (tmp_path / "a.yaml").write_text(f"{head}{MEASURE}at_least: 90\n", encoding="utf-8")
    [found] = check_paths([tmp_path / "a.yaml"], shipped=shipped)
    assert found.code == code
    assert meant in found.render("vi")


def test_curly_quotes_in_a_text_and_a_code(tmp_path: Path, shipped: Path) -> None:
    """A name may have them; a code, which others refer to, may not."""
    (tmp_path / "a.yaml").write_text(f"{HEAD}{MEASURE}at_least: 90\n", encoding="utf-8")
    assert check_paths([tmp_path / "a.yaml"], shipped=shipped) == []
    (tmp_path / "a.yaml").write_text(f"{HEAD}{MEASURE}at_least: 90\n".replace('"1"', "“1”"), encoding="utf-8")
    assert [each.code for each in check_paths([tmp_path / "a.yaml"], shipped=shipped)] == ["NTM125"]


@pytest.mark.parametrize("word", ["ocop_food_safety", "poor", "1.2", "thu_nhap", "xyz"])
def test_nothing_far_fetched_is_suggested(word: str) -> None:
    assert nearest(word, ("food_safety_met", "clean_water_households", "1.1", "income_per_capita", "at_least")) is None


def test_the_same_mistake_in_many_rules_is_one_diagnostic(tmp_path: Path, shipped: Path) -> None:
    rules = "".join(
        f'  - {{code: "{n}", name: x, measure: cleen_water, at_least: 90, provenance: {{status: recalled}}}}\n'
        for n in range(2, 402)
    )
    (tmp_path / "a.yaml").write_text(f"{HEAD}{MEASURE}at_least: 90\n{rules}", encoding="utf-8")
    [found] = check_paths([tmp_path / "a.yaml"], shipped=shipped)
    assert (found.code, found.place and found.place.line, found.fields["times"]) == ("NTM301", 12, 400)
    assert "(400 lần, đầu tiên ở dòng 12, 13, 14)" in found.message.vi
    assert "(400 times, first in lines 12, 13, 14)" in found.message.in_language("en")
    assert found.help is not None
    assert "clean_water" in found.help.vi


def test_few_of_the_same_are_shown_one_by_one(tmp_path: Path, shipped: Path) -> None:
    rules = "".join(
        f'  - {{code: "{n}", name: x, measure: cleen_water, at_least: 90, provenance: {{status: recalled}}}}\n'
        for n in range(2, 5)
    )
    (tmp_path / "a.yaml").write_text(f"{HEAD}{MEASURE}at_least: 90\n{rules}", encoding="utf-8")
    found = check_paths([tmp_path / "a.yaml"], shipped=shipped)
    assert [each.place.line for each in found if each.place] == [12, 13, 14]
