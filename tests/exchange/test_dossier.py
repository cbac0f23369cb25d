"""A dossier folder is read whole, or refused with every mistake of every file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError, Severity, UnitsError
from ntm_rules.model.text import Text

WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]
YAML = "title: Tam Đường\nas_of: 2024-06-30\nrulesets: {township: vn/town}\n"
UNITS = "code,name,kind,parent\nTD,Tam Đường,district,\nTT,Thị trấn,township,TD\n"
FACTS = "unit,measure,value,as_of\nTT,clean_water,99.9,2024-03-31\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossier"
    place.mkdir()
    (place / "dossier.yaml").write_text(YAML, encoding="utf-8")
    (place / "units.csv").write_text(UNITS, encoding="utf-8")
    (place / "facts.csv").write_text(FACTS, encoding="utf-8")
    return place


def test_a_dossier_is_read(folder: Path, library: Library) -> None:
    (folder / "dossier.yaml").write_text(
        "# minh họa\ntitle: {vi: Tam Đường, en: Tam Duong}\nas_of: 30/06/2024\nknown_on: 2024-07-15\nnumbers: vi\n"
        "rulesets: {township: vn/town}\nnotes:\n  - Số liệu minh họa\n",
        encoding="utf-8",
    )
    (folder / "facts.csv").write_text('# minh họa\nunit;3.3\nTT;"99,9"\n', encoding="utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["unit", "measure", "value", "as_of"])
    book.active.append(["TT", "population", "4.100", date(2024, 1, 1)])
    book.save(folder / "facts-2.xlsx")
    (folder / "other.csv").write_text("not,ours\n")
    dossier = read_dossier(folder, library)
    assert dossier.title == Text("Tam Đường", "Tam Duong")
    assert (dossier.as_of, dossier.known_on) == (date(2024, 6, 30), date(2024, 7, 15))
    assert dossier.rulesets == {"township": ("vn/town",)}
    assert [unit.code for unit in dossier.units] == ["TD", "TT"]
    assert [each.value for each in dossier.statements] == [4100, Decimal("99.9")]  # facts-2.xlsx comes before facts.csv
    assert dossier.notes == (Text("Số liệu minh họa"),)
    assert [(each.code, each.severity) for each in dossier.diagnostics] == [
        ("NTM577", Severity.NOTE),
        ("NTM690", Severity.WARNING),  # other.csv
    ]
    assert read_dossier(folder / "dossier.yaml", library).statements == dossier.statements


def test_files_are_those_named(folder: Path, library: Library) -> None:
    (folder / "facts.csv").rename(folder / "quý II.csv")
    (folder / "units.csv").rename(folder / "đơn vị.csv")
    (folder / "dossier.yaml").write_text(YAML + "units: đơn vị.csv\nfacts: [quý II.csv]\n", encoding="utf-8")
    assert len(read_dossier(folder, library).statements) == 1


def test_no_facts_is_a_warning(folder: Path, library: Library) -> None:
    (folder / "facts.csv").unlink()
    assert [each.code for each in read_dossier(folder, library).diagnostics] == ["NTM587"]


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("rulesets: {township: vn/town}\n", [("NTM583", "dossier.yaml:1:1")]),
        ("as_of: 2024-06-30\n", [("NTM583", "dossier.yaml:1:1")]),
        ("as_of: 2024-06-31\nrulesets: {township: vn/town}\n", [("NTM548", "dossier.yaml:1:8")]),
        ("as_of: [2024-06-30]\nrulesets: {township: vn/town}\n", [("NTM584", "dossier.yaml:1:8")]),
        (YAML + "ruleset: x\n", [("NTM582", "dossier.yaml:4:1")]),
        (YAML + "numbers: vn\n", [("NTM584", "dossier.yaml:4:10")]),
        (YAML + "notes: một\n", [("NTM584", "dossier.yaml:4:8")]),
        (YAML + "facts: {a: b}\n", [("NTM584", "dossier.yaml:4:8")]),
        (YAML + "units: [units.csv]\n", [("NTM584", "dossier.yaml:4:8")]),
        (YAML + "facts: ../x.csv\n", [("NTM502", "dossier.yaml:4:8")]),
        (YAML + "facts: [/etc/passwd]\n", [("NTM502", "dossier.yaml:4:9")]),
        (YAML + "facts: ['C:\\x.csv']\n", [("NTM502", "dossier.yaml:4:9")]),
        (YAML + "facts: [a.csv]\n", [("NTM501", "dossier.yaml:4:9")]),
        ("title: [a]\nas_of: 2024-06-30\nrulesets: {township: vn/town}\n", [("NTM584", "dossier.yaml:1:8")]),
        ("as_of: 2024-06-30\nrulesets: vn/town\n", [("NTM654", "dossier.yaml:2:11")]),
        ("as_of: 2024-06-30\nrulesets: {township: vn/twon}\n", [("NTM565", "dossier.yaml:2:22")]),
        ("as_of: 2024-06-30\nrulesets: {township: [vn/town, vn/twon]}\n", [("NTM565", "dossier.yaml:2:32")]),
        ("as_of: 2024-06-30\nrulesets: {township: [[vn/town]]}\n", [("NTM584", "dossier.yaml:2:22")]),
        ("as_of: 2024-06-30\nrulesets: {township: []}\n", [("NTM584", "dossier.yaml:2:22")]),
        ("as_of: 2024-06-30\nrulesets: {district: vn/town}\n", [("NTM585", "dossier.yaml:2:12")]),
        ("as_of: 2020-06-30\nrulesets: {township: vn/town}\n", [("NTM586", "dossier.yaml:2:22")]),
        ("as_of: 2024-06-30\nas_of: 2024-06-30\nrulesets: {township: vn/town}\n", [("NTM111", "dossier.yaml:2:1")]),
        ("as_of: 2024-06-30\n\trulesets: {township: vn/town}\n", [("NTM105", "dossier.yaml:2:1")]),
        ("- a\n", [("NTM584", "dossier.yaml:1:1")]),
        ("", [("NTM106", "dossier.yaml:1:1")]),
    ],
)
def test_mistakes_in_dossier_yaml(
    folder: Path, library: Library, wrong_in: WrongIn, yaml: str, expected: list[tuple[str, str]]
) -> None:
    (folder / "dossier.yaml").write_text(yaml, encoding="utf-8")
    assert wrong_in(lambda: read_dossier(folder, library)) == expected


def test_errors_of_all_files_come_together(folder: Path, library: Library, wrong_in: WrongIn) -> None:
    (folder / "dossier.yaml").write_text(YAML + "nots: []\n", encoding="utf-8")
    (folder / "units.csv").write_text(UNITS + "BB,Bản Bo,comune,TD\n", encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS + "BB,clean_water,1,2024-03-31\nXX,povety,3,x\n", encoding="utf-8")
    (folder / "facts2.xlsx").write_bytes(b"PK")
    assert sorted(wrong_in(lambda: read_dossier(folder, library))) == [
        ("NTM506", "facts2.xlsx:1:1"),
        ("NTM546", "facts.csv:4:13"),
        ("NTM550", "units.csv:4:11"),
        ("NTM560", "facts.csv:4:1"),
        ("NTM562", "facts.csv:4:4"),
        ("NTM582", "dossier.yaml:4:1"),
    ]


def test_a_membership_that_is_not_passed_on_comes_with_the_errors_of_other_files(
    folder: Path, library: Library, wrong_in: WrongIn
) -> None:
    more = "Z,Vùng lúa,zone,,,\nK,Cụm 1,cluster,,Z,\nTT,Thị trấn,township,,,K\n"
    (folder / "units.csv").write_text("code,name,kind,parent,zone,cluster\n" + more, encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS.replace("clean_water", "no_such_measure"), encoding="utf-8")
    assert wrong_in(lambda: read_dossier(folder, library)) == [("NTM562", "facts.csv:2:4"), ("NTM728", "units.csv:4:1")]


def test_units_alone_at_fault_are_a_units_error(folder: Path, library: Library) -> None:
    (folder / "units.csv").write_text(UNITS + "TT,Hai,township,TD\n", encoding="utf-8")
    with pytest.raises(UnitsError):
        read_dossier(folder, library)
    (folder / "facts.csv").write_text(FACTS + "X,clean_water,1,2024-03-31\n", encoding="utf-8")
    with pytest.raises(FactsError):
        read_dossier(folder, library)


def test_links_out_of_the_folder_are_not_followed(
    folder: Path, library: Library, wrong_in: WrongIn, tmp_path: Path
) -> None:
    (tmp_path / "secret.csv").write_text(FACTS)
    (folder / "facts.csv").unlink()
    (folder / "facts.csv").symlink_to(tmp_path / "secret.csv")
    assert wrong_in(lambda: read_dossier(folder, library)) == [("NTM502", "facts.csv:1:1")]
    (folder / "facts.csv").unlink()
    (folder / "facts.csv").symlink_to(folder / "facts.csv")
    assert [code for code, _ in wrong_in(lambda: read_dossier(folder, library))] == ["NTM501"]


def test_a_folder_without_a_dossier(tmp_path: Path, library: Library, wrong_in: WrongIn) -> None:
    assert wrong_in(lambda: read_dossier(tmp_path / "none", library)) == [("NTM580", "dossier.yaml:1:1")]


def test_a_kind_that_no_unit_has_is_a_warning(folder: Path, library: Library) -> None:
    (folder / "dossier.yaml").write_text(YAML.replace("{", "{commune: vn/commune, "), encoding="utf-8")
    assert [each.code for each in read_dossier(folder, library).diagnostics] == ["NTM589"]


def test_several_rulesets_may_judge_a_kind(folder: Path, library: Library) -> None:
    (folder / "dossier.yaml").write_text(
        "as_of: 2024-06-30\nrulesets: {township: [vn/town, vn/town]}\n", encoding="utf-8"
    )
    assert read_dossier(folder, library).rulesets == {"township": ("vn/town",)}
