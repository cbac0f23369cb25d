"""Named groups of criteria, rules repealed, rules whose kind changes, and lists that an authority may add to."""

from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.evolution.comparison.diff import ChangeKind, diff
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.library import load_library
from ntm_rules.report.phrasing.names import Names

from ..printed import diff_text, overview, show_ruleset

DAY = date(2024, 6, 30)
CATALOGUE = """\
measures:
  roads: {name: {vi: Đường, en: Roads}, unit: "%", minimum: 0, maximum: 100}
  market: {name: {vi: Chợ, en: Market}, type: finding}
  health: {name: {vi: Sổ sức khỏe, en: Health books}, unit: "%", minimum: 0, maximum: 100}
  health_met: {name: {vi: Sổ sức khỏe đạt, en: Health books as required}, type: finding}
  field: {name: {vi: Lĩnh vực, en: Field}, levels: [culture, tourism, security]}
attributes:
  zone: {name: {vi: Vùng, en: Zone}, values: [high, low]}
"""
RULES = """\
ruleset: t/commune
version: 2022-01-01
title: {vi: Xã, en: Commune}
applies_to: commune
instrument: {number: 318/QĐ-TTg}
groups:
  infrastructure: {name: {vi: Hạ tầng, en: Infrastructure}, criteria: ["2", "7"]}
recognition:
  all_of:
    - {criteria: all}
    - {criteria: all, of_group: infrastructure}
    - {criteria: attained, of_group: infrastructure, share_at_least: 80}
  provenance: {status: recalled}
criteria:
  - {code: "2", name: Giao thông, measure: roads, at_least: 90, provenance: {status: recalled}}
  - {code: "7", name: Chợ, measure: market, required: yes, provenance: {status: recalled}}
  - {code: "15", name: Y tế, measure: health, at_least: 50, provenance: {status: recalled}}
  - {code: "16", name: Lĩnh vực, measure: field, one_of: [culture], or_named_by: province, provenance: {status: recalled}}
"""
AMENDMENT = """\
amends: t/commune
version: 2024-03-01
instrument: {number: 211/QĐ-TTg}
changes:
  - {repeal: "7"}
  - replace: "15"
    with: {measure: health_met, required: yes, provenance: {status: recalled}}
"""
UNIT = ntm.Unit("C", "Xã C", "commune")


def write(folder: Path, rules: str = RULES, amendment: str = AMENDMENT) -> Path:
    for name, text in {
        "measures/m.yaml": CATALOGUE,
        "t/commune/2022-01-01.yaml": rules,
        "t/commune/2024-03-01.yaml": amendment,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> ntm.Library:
    return load_library(write(tmp_path))


def outcomes(library: ntm.Library, day: date, **facts: object) -> dict[str, str]:
    program = ntm.compile("t/commune", day, library)
    statements = [ntm.Fact("C", name, value, day) for name, value in facts.items()]
    return {code: one.value for code, one in ntm.evaluate(program, UNIT, statements).outcomes("C").items()}


def test_a_repealed_criterion_is_counted_no_more(library: ntm.Library) -> None:
    before, after = library.versions["t/commune"]
    assert [one.of for one in before.conclusions[0].condition.parts] == [(), ("2", "7"), ("2", "7")]  # type: ignore[union-attr]
    assert [one.of for one in after.conclusions[0].condition.parts] == [(), ("2",), ("2",)]  # type: ignore[union-attr]
    met = {"roads": 95, "market": ntm.Finding.NOT_MET, "health": 60, "health_met": ntm.Finding.MET, "field": "culture"}
    assert outcomes(library, date(2023, 6, 30), **met)["recognition"] == "not_attained"
    assert outcomes(library, DAY, **met)["recognition"] == "attained"
    assert [(one.code, one.instrument, one.since) for one in after.repealed] == [("7", "211/QĐ-TTg", date(2024, 3, 1))]


def test_groups_and_repealed_rules_are_shown(library: ntm.Library) -> None:
    before, after = library.versions["t/commune"]
    shown = show_ruleset(after, library, "vi")
    assert "\nHạ tầng\n" in shown
    assert "7  Chợ: bãi bỏ từ 01/03/2024 theo 211/QĐ-TTg" in shown
    assert "2 và 7 (nhóm “Hạ tầng”)" in show_ruleset(before, library, "vi")
    program = ntm.compile("t/commune", DAY, library)
    decided = ntm.evaluate(program, UNIT, [ntm.Fact("C", "roads", 80, DAY)])
    told = ntm.explain(decided.decision("C", "recognition"), library, UNIT, "vi", everything=True)
    assert "HẠ TẦNG" in told
    assert "bãi bỏ từ 01/03/2024" in overview([decided], Names(library, ntm.Units([UNIT]), "vi"))
    found = diff(before, after, library=library)
    changes = {one.code: one.changes for one in found.changes}
    assert ChangeKind.REPEALED in changes["7"]
    assert "211/QĐ-TTg" in diff_text(found, library, "vi")
    # The criterion is the same one, which asks for a yes or no where it asked for a rate.
    assert ChangeKind.OUTCOME in changes["15"]


@pytest.mark.parametrize(
    ("field", "outcome"), [("culture", "attained"), ("tourism", "undetermined"), (None, "undetermined")]
)
def test_an_open_list_leaves_other_values_open(library: ntm.Library, field: str | None, outcome: str) -> None:
    assert outcomes(library, DAY, **({} if field is None else {"field": field}))["16"] == outcome
    shown = show_ruleset(library.versions["t/commune"][0], library, "vi")
    assert "hoặc mục khác do cấp tỉnh quy định" in shown


def test_a_province_names_what_an_open_list_leaves_to_it(tmp_path: Path) -> None:
    folder = write(tmp_path)
    path = folder / "p/commune/2024-04-01.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "specialises: t/commune\nruleset: p/commune\nversion: 2024-04-01\ntitle: Xã của tỉnh\ninstrument: {number: 1/UB}\n"
        'changes:\n  - replace: "16"\n    with: {measure: field, one_of: [culture, tourism], provenance: {status: recalled}}\n',
        encoding="utf-8",
    )
    library = load_library(folder)
    program = ntm.compile("p/commune", DAY, library)
    for field, outcome in (("tourism", "attained"), ("security", "not_attained")):
        decided = ntm.evaluate(program, UNIT, [ntm.Fact("C", "field", field, DAY)])
        assert decided.outcome("C", "16").value == outcome


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("all, of_group: infrastructure", "all, of_group: infrastucture", "NTM476"),
        ("all, of_group: infrastructure", 'all, of_group: infrastructure, of: ["2"]', "NTM207"),
        ('criteria: ["2", "7"]', 'criteria: ["2", "9"]', "NTM307"),
        ("recognition:", '  more: {name: X, criteria: ["2"]}\nrecognition:', "NTM477"),
        ('criteria: ["2", "7"]}', "}", "NTM206"),
        ("one_of: [culture], or_named_by", "required: yes, or_named_by", "NTM207"),
        ("or_named_by: province", "or_named_by: provinse", "NTM317"),
    ],
)
def test_mistakes_about_groups_and_lists_are_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in RULES
    folder = write(tmp_path, RULES.replace(old, new))
    assert code in [each.code for each in check_paths([folder], shipped=folder)]
