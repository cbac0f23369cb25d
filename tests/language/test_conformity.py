"""A specialising ruleset never asks for less than its superior: what `check` finds, where, and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.library import load_library
from ntm_rules.model.place import Place
from ntm_rules.model.problem import Severity

ASIDE = ("NTM314", "NTM318", "NTM344", "NTM415", "NTM440", "NTM441", "NTM443")
"""Codes of what is said of the files for other reasons than conformity."""
KNOWN = "provenance: {status: recalled}"
SUPERIOR = f"""\
ruleset: vn/a
version: 2022-01-01
title: Xã
applies_to: commune
instrument: {{number: 318/QĐ}}
basically_met: no
recognition: {{criteria: all, {KNOWN}}}
revocation:
  any_of: [{{criteria: not_attained, count_at_least: 1}}, {{measure: poor, at_least: 30}}]
  {KNOWN}
criteria:
  - {{code: "1", name: Một, {KNOWN}, ASKED}}
  - code: "2"
    name: Hai
    {KNOWN}
    indicators:
      - {{code: "2.1", name: Nhà, measure: houses, equals: 0, {KNOWN}}}
      - {{code: "2.2", name: Nghèo, measure: poor, at_most: 5, {KNOWN}, applies_when: {{attribute: region, equals: delta}}}}
"""
LOWER = """\
specialises: vn/a
ruleset: lai-chau/a
version: 2022-09-27
title: Xã
instrument: {number: 1285/QĐ}
changes:
"""
WATER = "measure: clean_water, at_least: 90"
BY_REGION = "measure: clean_water, at_least: {by: region, delta: 95, otherwise: 90}"
BY_YEAR = "measure: income, at_least: {by: year, 2022: 39, 2023: 42}"
BOTH = "all_of: [{measure: clean_water, at_least: 90}, {measure: houses, equals: 0}]"
EITHER = "any_of: [{measure: clean_water, at_least: 90}, {measure: houses, equals: 0}]"
MEMBERS = "members: village, attained: vn/b, share_at_least: 80"
CHANGE = "measure: income, since: 2020-12-31, increased_by_at_least: 3"

# What the superior asks, what the lower ruleset asks in its place, and what is found.
PAIRS = [
    (WATER, "measure: clean_water, at_least: 90", ""),
    (WATER, "measure: clean_water, at_least: 90.01", ""),
    (WATER, "measure: clean_water, at_least: 89.99", "NTM430"),
    (WATER, "measure: clean_water, more_than: 90", ""),
    # Figures have two decimals: above 89.99 is 90 or more.
    (WATER, "measure: clean_water, more_than: 89.99", ""),
    (WATER, "measure: clean_water, more_than: 89.98", "NTM430"),
    (WATER, "measure: clean_water, equals: 100", ""),
    (WATER, "measure: clean_water, at_most: 95", "NTM430"),
    (WATER, "measure: clean_water, one_of: [95, 90]", ""),
    (WATER, "measure: clean_water, one_of: [95, 89]", "NTM430"),
    (WATER, "measure: clean_water, at_least: unknown", ""),
    (WATER, "measure: clean_water, at_least: {delegated: district}", ""),
    (WATER, "measure: clean_water, at_least: {measure: clean_water, of: province}", "NTM430"),
    (WATER, "content: unknown", ""),
    (WATER, "measure: poor, at_least: 95", "NTM430"),
    (WATER, BOTH, ""),
    (WATER, EITHER, "NTM430"),
        ("measure: clean_water, equals: 100", "measure: clean_water, at_least: 100", ""),
    ("measure: poor, at_most: 5", "measure: poor, at_most: 6", "NTM430"),
    ("measure: poor, at_most: 5", "measure: poor, less_than: 5", ""),
    ("measure: poor, less_than: 5", "measure: poor, at_most: 5", "NTM430"),
    ("measure: houses, equals: 0", "measure: houses, equals: 1", "NTM430"),
    ("measure: houses, one_of: [0, 1]", "measure: houses, one_of: [1, 0, 2]", "NTM430"),
    ("measure: houses, one_of: [0, 1]", "measure: houses, less_than: 2, at_least: 0", ""),
    ("measure: order, at_least: fair", "measure: order, equals: good", ""),
    ("measure: order, at_least: fair", "measure: order, more_than: weak", ""),
    ("measure: order, at_least: fair", "measure: order, one_of: [weak, good]", "NTM430"),
    ("measure: food_safety, required: yes", "measure: food_safety, required: no", "NTM430"),
    ("measure: food_safety, required: yes", "content: unknown", ""),
    ("attribute: region, one_of: [delta, coast]", "attribute: region, equals: delta", ""),
    ("attribute: region, equals: delta", "attribute: region, one_of: [delta, coast]", "NTM430"),
    ("measure: clean_water, at_least: {delegated: province}", WATER, ""),
    ("measure: clean_water, at_least: unknown", "measure: clean_water, at_least: 1", ""),
    ("content: unknown", "measure: poor, at_most: 90", ""),
    (BY_REGION, WATER, "NTM430"),
    (BY_REGION, "measure: clean_water, at_least: 95", ""),
    (BY_REGION, "measure: clean_water, at_least: {by: region, delta: 94, mountains: 90, coast: 89}", "NTM430"),
    (BY_REGION, "measure: clean_water, at_least: {by: region, delta: 96, otherwise: unknown}", ""),
    (WATER, BY_REGION, ""),
    (BY_YEAR, "measure: income, at_least: {by: year, 2022: 39, otherwise: 41}", "NTM430"),
    (BY_YEAR, "measure: income, at_least: {by: year, 2022: 40, otherwise: 42}", ""),
    (
        BY_REGION,
        "measure: clean_water, at_least: {by: year, 2022: {by: region, delta: 94, otherwise: 96}, otherwise: 95}",
        "NTM430",
    ),
    (BOTH, WATER, "NTM430"),
    (BOTH, "measure: houses, equals: 0, at_most: 5", "NTM430"),
    (BOTH, "all_of: [{content: unknown}, {measure: clean_water, at_least: 90}]", ""),
    (BOTH, "all_of: [{all_of: [{measure: houses, equals: 0}]}, {measure: clean_water, at_least: 91}]", ""),
    (BOTH, EITHER, "NTM430"),
    # A figure that is reported not to apply passes the one and not the other, where it may not apply at all.
    (EITHER, "measure: houses, equals: 0", ""),
    (EITHER.replace("houses", "unsafe_mills"), "measure: unsafe_mills, equals: 0", "NTM430"),
    (EITHER, BOTH, ""),
    (EITHER, "any_of: [{measure: clean_water, at_least: 80}, {measure: houses, equals: 0}]", "NTM430"),
    ("none_of: [{measure: poor, more_than: 5}]", "none_of: [{measure: poor, more_than: 4}]", ""),
    ("none_of: [{measure: poor, more_than: 5}]", "none_of: [{measure: poor, more_than: 6}]", "NTM430"),
    (f"none_of: [{{{WATER}}}, {{measure: poor, more_than: 5}}]", f"none_of: [{{{WATER}}}]", "NTM430"),
    (f"none_of: [{{{WATER}}}]", f"none_of: [{{{BOTH}}}]", "NTM430"),
    (f"at_least_n: {{n: 2, of: [{{{WATER}}}, {{{BOTH}}}]}}", f"at_least_n: {{n: 1, of: [{{{WATER}}}, {{{BOTH}}}]}}", "NTM430"),
    (f"at_least_n: {{n: 1, of: [{{{WATER}}}]}}", WATER, ""),
    (MEMBERS, "members: village, attained: vn/b, share_at_least: 79", "NTM430"),
    (MEMBERS, "members: village, attained: vn/b, share_at_least: 80, count_at_least: 3", ""),
    (MEMBERS, "members: village, attained: vn/b, count_at_least: 3", "NTM430"),
    (MEMBERS, "members: village, attained: vn/b, share_at_least: 80, only: [B]", "NTM430"),
    (MEMBERS, "members: village, attained: lai-chau/b, share_at_least: 80", ""),
    (MEMBERS, "members: village, attained: lai-chau/b, share_at_least: 70", "NTM430"),
    (MEMBERS, 'members: village, attained: "lai-chau/b#1", share_at_least: 80', "NTM439"),
    ("members: village, mean: income, at_least: 39", "members: village, mean: income, at_least: 38.5", "NTM430"),
    ("members: village, mean: income, at_least: 39", "members: village, min: income, at_least: 39", "NTM439"),
    (
        "members: village, sum: {criteria_attained: vn/b}, at_least: 16",
        "members: village, sum: {criteria_attained: vn/b}, more_than: 15",
        "",
    ),
    (CHANGE, "measure: income, since: 2020-12-31, increased_by_at_least: 2", "NTM430"),
    (CHANGE, "measure: income, since: 2021-12-31, increased_by_at_least: 3", "NTM430"),
    (
        "criteria: attained, ruleset: vn/b, count_at_least: 1",
        "criteria: attained, ruleset: vn/b, count_at_least: 0",
        "NTM430",
    ),
    (
        "criteria: attained, ruleset: vn/b, since: 2020-12-31, increased_by_at_least: 3",
        "criteria: attained, ruleset: vn/b, since: 2020-12-31, increased_by_more_than: 2",
        "",
    ),
]  # fmt: skip
VILLAGES = f"""\
ruleset: vn/b
version: 2020-01-01
title: Bản
applies_to: KIND
instrument: {{number: 1}}
recognition: {{criteria: all, {KNOWN}}}
criteria: [{{code: "1", name: Một, measure: houses, equals: 0, {KNOWN}}}]
"""


def _codes(folder: Path, shipped: Path, asked: str, changes: str, kind: str = "village") -> list[str]:
    villages = VILLAGES.replace("KIND", kind)
    below = LOWER.replace("vn/a", "vn/b").replace("lai-chau/a", "lai-chau/b").replace("changes:", "changes: [")
    below += f'{{replace: "1", with: {{measure: houses, equals: 0, {KNOWN}}}}}]\n'
    files = {"a": SUPERIOR.replace("ASKED", asked), "b": villages, "c": below, "lower": LOWER + changes}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = [each for each in check_paths([folder], shipped=shipped) if each.code not in ASIDE]
    for each in found:
        assert each.severity is (Severity.NOTE if each.code == "NTM439" else Severity.ERROR), each.render()
        assert each.place is not None
        assert each.place.file == str(folder / "lower.yaml")
        assert [place.file for place in each.related] == [str(folder / "a.yaml")]
    return [each.code for each in found]


@pytest.mark.parametrize(("asked", "instead", "codes"), PAIRS)
def test_one_rule_against_another(asked: str, instead: str, codes: str, tmp_path: Path, shipped: Path) -> None:
    change = f'  - {{replace: "1", with: {{{instead}, {KNOWN}}}}}\n'
    kind = "commune" if instead.startswith("criteria") else "village"
    assert " ".join(_codes(tmp_path, shipped, asked, change, kind)) == codes


REVOKED = "replace: revocation\n    with: {any_of: "
CHANGES = [
    ("insert: {code: '3', name: Ba, measure: food_safety, required: yes, K}", ""),
    ("repeal: '2.1'", "NTM433"),
    ("repeal: '2'", "NTM433"),
    ("repeal: revocation", "NTM433"),
    ("replace: '2.2'\n    with: {measure: poor, at_most: 5, K}", ""),
    ("replace: '2.2'\n    with: {measure: poor, at_most: 5, K, applies_when: {attribute: region, equals: coast}}", "NTM434"),
    (
        "replace: '2.2'\n    with: {measure: poor, at_most: 5, K, applies_when: {attribute: region, one_of: [delta, coast]}}",
        "",
    ),
    ("replace: '2.2'\n    with: {measure: poor, at_most: 5, K, applies_when: {attained: vn/commune-ntm}}", "NTM434"),
    ("replace: '2.1'\n    with: {measure: houses, equals: 0, K, applies_when: {content: unknown}}", ""),
    ("replace: '2'\n    with: {content: unknown, K}", ""),
    ("replace: '2'\n    with: {measure: houses, equals: 0, K}", "NTM430"),
    ("replace: '2'\n    with: {K, indicators: [{code: '2.1', name: x, measure: houses, equals: 0, K}]}", "NTM433"),
    ("replace: '1'\n    with: {K, indicators: [{code: '1.1', name: x, measure: houses, equals: 0, K}]}", "NTM430"),
    ("replace: '1'\n    with: {K, indicators: [{code: '1.1', name: x, measure: clean_water, at_least: 90, K}]}", "NTM439"),
    # A revocation must not become rarer.
    ("replace: revocation\n    with: {measure: poor, at_least: 30, K}", "NTM430"),
    (REVOKED + "[{criteria: not_attained, count_more_than: 0}, {measure: poor, at_least: 20}], K}", ""),
    (
        REVOKED + "[{criteria: not_attained, count_at_least: 2}, {measure: poor, at_least: 31}], K}",
        "NTM430",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "codes"), CHANGES)
def test_what_becomes_of_the_rules(change: str, codes: str, tmp_path: Path, shipped: Path) -> None:
    made = f"  - {change}\n".replace("'", '"').replace(", K", f", {KNOWN}").replace("{K", f"{{{KNOWN}")
    # A criterion that the superior has not is declared.
    made = f'{made}adds: ["3"]\n' if change.startswith("insert") else made
    assert " ".join(_codes(tmp_path, shipped, WATER, made)) == codes


def test_basically_met_counts_where_the_superior_says_no(tmp_path: Path, shipped: Path) -> None:
    lower = (
        LOWER.replace("changes", "basically_met: yes\nchanges") + f'  - {{replace: "1", with: {{{WATER}, {KNOWN}}}}}\n'
    )
    for name, text in {"a": SUPERIOR.replace("ASKED", WATER), "lower": lower}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place) == ("NTM435", Place(str(tmp_path / "lower.yaml"), 6, 16, 19))


def test_a_lower_threshold_in_full(tmp_path: Path, shipped: Path) -> None:
    lower = tmp_path / "lower.yaml"
    lower.write_text(
        f'{LOWER}  - {{replace: "2.2", with: {{measure: poor, at_most: 13, {KNOWN}}}}}\n', encoding="utf-8"
    )
    (tmp_path / "a.yaml").write_text(SUPERIOR.replace("ASKED", WATER), encoding="utf-8")
    dropped, found = check_paths([lower, tmp_path / "a.yaml"], shipped=shipped)
    assert dropped.code == "NTM344"
    assert found.render("vi") == "\n".join(
        [
            f'{lower}:7:53: [NTM430] "2.2" yêu cầu thấp hơn vn/a#2.2: ở đây at_most: 13, cấp trên at_most: 5',
            '    7 |   - {replace: "2.2", with: {measure: poor, at_most: 13, provenance: {status: recalled}}}',
            "      |                                                     ^^",
            "  Bộ tiêu chí cụ thể hóa không được yêu cầu thấp hơn bộ cấp trên; "
            "ntm-rules conform lai-chau/a vn/a cho biết ở đâu.",
            f"  xem thêm {tmp_path / 'a.yaml'}:18:60",
        ]
    )
    assert "asks for less than vn/a#2.2: at_most: 13 here, at_most: 5 there" in found.render("en")


def test_what_asks_for_less_does_not_stop_a_library(tmp_path: Path, shipped: Path) -> None:
    change = f'  - {{replace: "1", with: {{measure: clean_water, at_least: 80, {KNOWN}}}}}\n'
    assert _codes(tmp_path, shipped, WATER, change) == ["NTM430"]
    assert load_library(shipped, tmp_path).ruleset("lai-chau/a", date(2023, 1, 1)).specialises == "vn/a"


NOTHING_LESS = f"  - {{insert: {{code: '9', name: Chín, measure: poor, at_most: 50, {KNOWN}}}}}\n"
LATER = """\
amends: vn/a
version: 2024-07-01
instrument: {number: 211/QĐ}
changes:
"""


@pytest.mark.parametrize(
    ("later", "own", "until", "codes"),
    [
        # What the province took over and the later text asks more of: the file says nothing wrong, and stands all the same.
        (
            "replace: '2.1'\n    with: {measure: houses, equals: 0, K, applies_when: {measure: poor, at_least: 1}}",
            "",
            "",
            "",
        ),
        ("replace: '1'\n    with: {measure: clean_water, at_least: 95, K}", "", "", "NTM436"),
        # The recognition counts one criterion fewer then, and so does the revocation.
        ("insert: {code: '3', name: Ba, measure: food_safety, required: yes, K}", "", "", "NTM436 NTM436 NTM438"),
        # What it wrote itself is certain to ask for less, in its own period.
        ("replace: '1'\n    with: {measure: clean_water, at_least: 95, K}", "at_least: 92", "", "NTM437"),
        ("replace: '1'\n    with: {measure: clean_water, at_least: 95, K}", "at_least: 95", "", ""),
        ("replace: '1'\n    with: {measure: clean_water, at_least: 91, K}", "at_least: 92", "", ""),
        # It is not in force any more when the later text takes effect.
        ("replace: '1'\n    with: {measure: clean_water, at_least: 95, K}", "at_least: 92", "until: 2024-06-30\n", ""),
        (
            "replace: '1'\n    with: {measure: clean_water, at_least: 95, K}",
            "at_least: 92",
            "until: 2024-07-01\n",
            "NTM437",
        ),
    ],
)
def test_every_later_version_of_the_superior_is_held_against(
    later: str, own: str, until: str, codes: str, tmp_path: Path, shipped: Path
) -> None:
    change = f"  - {{replace: '1', with: {{measure: clean_water, {own}, {KNOWN}}}}}\n" if own else NOTHING_LESS
    adds = "" if own else 'adds: ["9"]\n'
    lower = LOWER.replace("title:", f"{until}{adds}title:") + change
    files = {"a": SUPERIOR.replace("ASKED", WATER), "b": LATER + f"  - {later}\n".replace("K", KNOWN), "lower": lower}
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = [
        each for each in check_paths([tmp_path], shipped=shipped) if each.code not in ("NTM314", "NTM318", "NTM415")
    ]
    assert " ".join(each.code for each in found) == codes
    for each in found:
        assert each.severity is (Severity.ERROR if each.code == "NTM437" else Severity.WARNING)
        assert each.place is not None
        assert each.place.file == str(tmp_path / "lower.yaml")
        assert "01/07/2024" in each.message.vi
        assert "2024-07-01" in str(each.message.en)


def test_what_a_later_version_of_the_province_answers_is_not_said(tmp_path: Path, shipped: Path) -> None:
    """The province answers the later text on the day on which that takes effect."""
    later = LATER + f"  - {{replace: '1', with: {{measure: clean_water, at_least: 95, {KNOWN}}}}}\n"
    answer = later.replace("vn/a", "lai-chau/a").replace("211/QĐ", "9/QĐ")
    files = {
        "a": SUPERIOR.replace("ASKED", WATER),
        "b": later,
        "lower": LOWER + NOTHING_LESS,
        "c": answer,
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = [each.code for each in check_paths([tmp_path], shipped=shipped)]
    assert not {*found} & {"NTM430", "NTM436", "NTM437", "NTM438", "NTM439"}, found
