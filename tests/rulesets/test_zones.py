"""Production zones beside the districts: a folder with rules, cases and a dossier."""

from datetime import date
from pathlib import Path

import pytest

import ntm_rules as ntm
from ntm_rules.cli import main
from ntm_rules.evolution.cases.reading.cases import read_cases
from ntm_rules.evolution.cases.run import run_cases
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.exchange.records.record import record_from_content, record_to_lines
from ntm_rules.language.library import load_library
from ntm_rules.model.library import Library
from ntm_rules.model.problem import NtmError, UnitsError
from ntm_rules.model.units.belonging import Membership
from ntm_rules.testing import agrees

FOLDER = Path(__file__).parents[2] / "examples" / "zones"
RULESETS = ("examples/lowland-commune", "examples/production-zone")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(FOLDER / "rulesets")


@pytest.fixture(scope="module")
def dossier(library: Library) -> Dossier:
    return read_dossier(FOLDER / "dossier", library)


def test_the_cases_pass(library: Library) -> None:
    assert check_paths([FOLDER / "rulesets"]) == []
    cases = [case for file in sorted(FOLDER.glob("rulesets/*/*/cases/*.yaml")) for case in read_cases(file, library)]
    assert [result.case.name for result in run_cases(cases, library) if not result.passed] == []


def test_zones_are_read_by_code_and_by_name(dossier: Dossier) -> None:
    held = {unit.code: unit.memberships for unit in dossier.units if unit.memberships}
    assert held == {
        code: (Membership("zone", zone),) for code, zone in (("X1", "Z1"), ("X2", "Z1"), ("B2", "Z1"), ("B3", "Z2"))
    }
    assert dossier.diagnostics == ()


def test_the_dossier_is_read_beside_the_shipped_rulesets_too(capsys: pytest.CaptureFixture[str]) -> None:
    """There *Vùng* is an attribute; a ruleset without a recognition is explained by its criteria."""
    main(["explain", str(FOLDER / "dossier"), "X2", "--lang", "en"], standalone_mode=False)
    printed = capsys.readouterr().out
    assert "88.5% < 90%" in printed
    assert "NOT ATTAINED" in printed


def test_communes_ask_their_zone_and_zones_count_their_members(library: Library, dossier: Dossier) -> None:
    communes, zones = (
        ntm.evaluate(ntm.compile(id, dossier.as_of, library), dossier.units, dossier.statements) for id in RULESETS
    )
    assert [communes.outcome(code, "1").value for code in ("X1", "X2", "X3")] == [
        "attained",
        "not_attained",
        "undetermined",
    ]
    assert [child.unit for child in communes.decision("X2", "2").children] == ["Z1"]
    assert [zones.outcome(code, "1").value for code in ("Z1", "Z2")] == ["not_attained", "undetermined"]
    assert {child.unit for child in zones.decision("Z1", "1").children} == {"X1", "X2"}
    tallies = [why.tally for why in zones.decision("Z1", "2").reasons if why.tally is not None]
    assert [(one.attained, one.not_attained) for one in tallies] == [
        (2, 0)
    ]  # B1 by its commune, and B2 by its own word


def test_every_executor_decides_alike(library: Library, dossier: Dossier) -> None:
    programs = [ntm.compile(id, dossier.as_of, library) for id in RULESETS]
    agrees(programs, dossier.units, dossier.statements)


def test_a_session_follows_a_figure_of_a_commune_up_to_its_zone(library: Library, dossier: Dossier) -> None:
    programs = [ntm.compile(id, dossier.as_of, library) for id in RULESETS]
    with ntm.Session(programs, dossier.units, dossier.statements) as session:
        [known] = [one for one in dossier.statements if isinstance(one, ntm.Fact) and one.unit == "X2"]
        changes = session.correct(known, ntm.Fact("X2", "clean_water_homes", 90, known.as_of))
        assert ("Z1", "examples/production-zone#1", "attained") in {
            (one.unit, str(one.rule), one.after.value) for one in changes if one.after is not None
        }


def test_a_record_holds_the_memberships_and_is_verified_without_the_dossier(library: Library, dossier: Dossier) -> None:
    decided = [
        ntm.evaluate(ntm.compile(id, dossier.as_of, library), dossier.units, dossier.statements) for id in RULESETS
    ]
    content = "\n".join(record_to_lines(ntm.record_assessment(decided)))
    assert '"memberships":[{"kind":"zone","of":"Z1"}]' in content.replace(" ", "")
    assert ntm.verify_record(record_from_content(content.encode(), "kept.jsonl"), library).findings == ()
    moved = content.replace('"kind":"zone","of":"Z1"', '"kind":"zone","of":"Z2"', 1)
    assert moved != content
    assert ntm.verify_record(record_from_content(moved.encode(), "kept.jsonl"), library).findings != ()
    plain = ntm.to_plain(dossier.units["X1"])
    assert plain["memberships"] == [{"kind": "zone", "of": "Z1"}]
    assert ntm.from_plain("unit", plain) == dossier.units["X1"]


UNITS = (
    "mã,tên,cấp,trực thuộc,vùng,tồn tại từ,tồn tại đến\n"
    "H1,Huyện Một,huyện,,,,\nZ1,Vùng lúa,vùng,,,,\nZ2,Vùng chè,vùng,,,,\n"
)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("X1,Xã Đồng,xã,H1,Z3,,", "NTM724", 18),
        ("X1,Xã Đồng,xã,H1,z1,,", "NTM724", 18),
        ("X1,Xã Đồng,xã,H1,H1,,", "NTM725", 18),
        ("X1,Xã Đồng,xã,Z2,Z1,,", "NTM727", 1),
        ("Z3,Vùng ba,vùng,,Z1,,", "NTM726", 1),
    ],
)
def test_mistakes_in_a_file_name_the_cell(tmp_path: Path, row: str, code: str, column: int) -> None:
    table = tmp_path / "units.csv"
    table.write_text(UNITS + row + "\n", encoding="utf-8")
    with pytest.raises(UnitsError) as caught:
        ntm.read_units(table)
    [found] = caught.value.diagnostics
    assert (found.code, str(found.place).endswith(f":5:{column}")) == (code, True)


def test_rows_of_one_unit_say_when_it_changed_its_zone(tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    rows = "X1,Xã Đồng,xã,H1,Z1,,2023-12-31\nX1,Xã Đồng,xã,H1,Vùng chè,2024-01-01,\n"
    table.write_text(UNITS + rows, encoding="utf-8")
    units = ntm.read_units(table)
    assert units["X1"].parent == "H1"
    assert units["X1"].memberships == (
        Membership("zone", "Z1", until=date(2023, 12, 31)),
        Membership("zone", "Z2", date(2024, 1, 1)),
    )


def test_a_column_with_the_name_of_an_attribute_is_that_attribute(tmp_path: Path) -> None:
    measures = tmp_path / "rules" / "m.yaml"
    measures.parent.mkdir()
    measures.write_text(
        "attributes: {region: {name: Vùng, values: [{id: delta, name: Đồng bằng}]}}\n", encoding="utf-8"
    )
    table = tmp_path / "units.csv"
    table.write_text("mã,tên,cấp,vùng\nX1,Xã Đồng,xã,delta\n", encoding="utf-8")
    [unit] = ntm.read_units(table, load_library(tmp_path / "rules"))
    assert (unit.memberships, dict(unit.attributes)) == ((), {"region": "delta"})


def test_two_columns_of_one_kind_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    table.write_text("mã,tên,cấp,vùng,zone\nZ1,Vùng lúa,vùng,,\n", encoding="utf-8")
    with pytest.raises(NtmError) as caught:
        ntm.read_units(table)
    assert [found.code for found in caught.value.diagnostics] == ["NTM578"]


@pytest.mark.parametrize("heading", ["zone", "mã vùng"])
def test_beside_the_shipped_rules_a_region_that_is_none_says_how_a_column_of_zones_is_called(
    tmp_path: Path, heading: str
) -> None:
    table = tmp_path / "units.csv"
    rows = UNITS + "X1,Xã Đồng,xã,H1,Z1,,\n"
    table.write_text(rows, encoding="utf-8")
    with pytest.raises(UnitsError, match=r"NTM555(.|\n)*name it zone") as caught:
        ntm.read_units(table, ntm.load_library())
    assert [one.code for one in caught.value.diagnostics] == ["NTM555"]
    table.write_text(rows.replace("vùng", heading, 1), encoding="utf-8")
    assert ntm.read_units(table, ntm.load_library())["X1"].member_of("zone", None) == "Z1"
