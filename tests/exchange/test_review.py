"""What a dossier comes to as a whole: files left over, statements that disagree, units that nobody counts."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve

from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.model.condition import Basis, Bound, MembersAttained, Operator
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.problem import Diagnostic, FactsError, NtmError, Severity, UnitsError
from ntm_rules.model.ruleset import Conclusion, Criterion, Instrument, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed

from .conftest import PLAN

YAML = "as_of: 2024-06-30\nrulesets: {township: vn/town}\n"
UNITS = "code,name,kind,parent\nTD,Tam Đường,district,\nTT,Thị trấn,township,TD\n"
HEAD = "unit,measure,value,as_of,reported_by,recorded\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossier"
    place.mkdir()
    (place / "dossier.yaml").write_text(YAML, encoding="utf-8")
    (place / "units.csv").write_text(UNITS, encoding="utf-8")
    (place / "facts.csv").write_text(HEAD + "TT,poverty,3,2024-03-31,,\n", encoding="utf-8")
    return place


def found_in(folder: Path, library: Library) -> list[tuple[str, str, Severity]]:
    return [(each.code, place_in(each), each.severity) for each in read_dossier(folder, library).diagnostics]


def place_in(found: Diagnostic) -> str:
    return str(found.place).rsplit("/dossier/", 1)[-1]


def wrong(folder: Path, library: Library) -> tuple[Diagnostic, ...]:
    with pytest.raises(NtmError) as caught:
        read_dossier(folder, library)
    return caught.value.diagnostics


def statements(folder: Path, library: Library) -> list[str]:
    return [str(each.value) for each in read_dossier(folder, library).statements]


# files


def test_every_kind_that_can_be_read_is_read(folder: Path, library: Library) -> None:
    (folder / "facts-2.tsv").write_text("unit\tpoverty\tas_of\nTT\t4\t2024-03-01\n", encoding="utf-8")
    (folder / "Facts-3.TXT").write_text("unit;poverty;as_of\nTT;5;2024-03-02\n", encoding="utf-8")
    (folder / "FACTS-4.CSV").write_text("unit,poverty,as_of\nTT,6,2024-03-03\n", encoding="utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["unit", "poverty", "as_of"], ["TT", 7, "2024-03-04"]):
        book.active.append(row)
    book.save(folder / "facts-5.xlsm")
    book.save(folder / "facts-6.XLSX")
    assert sorted(statements(folder, library)) == ["3", "4", "5", "6", "7", "7"]


@pytest.mark.parametrize("name", ["facts.xls", "facts-2.ods", "Facts.xlsb", "facts.docx", "facts.pdf", "facts.numbers"])
def test_files_of_facts_that_cannot_be_read_are_named(folder: Path, library: Library, name: str) -> None:
    (folder / name).write_bytes(b"x")
    (found,) = read_dossier(folder, library).diagnostics
    assert (found.code, place_in(found), found.severity) == ("NTM690", f"{name}:1:1", Severity.WARNING)
    assert found.help is not None
    assert ".xlsx" in found.help.vi


def test_other_files_are_named_once(folder: Path, library: Library) -> None:
    for name in ("other.csv", "quý 2/biểu.xlsx", "quý 2/sâu/thêm.ods", "minh-chung/a.pdf", "minh-chung/b.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    tables, others = sorted(
        read_dossier(folder, library).diagnostics, key=lambda each: each.severity.value, reverse=True
    )
    assert (tables.severity, tables.fields["count"], others.severity, others.fields["count"]) == (
        *(Severity.WARNING, 3),
        *(Severity.NOTE, 2),
    )
    assert "quý 2/biểu.xlsx" in tables.message.vi
    assert "minh-chung/a.pdf, minh-chung/b.jpg" in others.message.in_language("en")


def test_known_neighbours_are_passed_over(folder: Path, library: Library) -> None:
    for name in ("README.md", "readme.txt", "cases.md", "decisions.snapshot", "x.yaml", ".facts.csv", "~$facts.xlsx"):
        (folder / name).write_bytes(b"x")
    other = folder / "năm trước"
    other.mkdir()
    (other / "dossier.yaml").write_text(YAML, encoding="utf-8")
    (other / "facts.csv").write_text(HEAD, encoding="utf-8")
    assert found_in(folder, library) == []


def test_units_in_two_files_are_named(folder: Path, library: Library) -> None:
    (folder / "units.xlsx").write_bytes(b"x")
    assert found_in(folder, library) == [("NTM690", "units.xlsx:1:1", Severity.WARNING)]
    (folder / "units.csv").rename(folder / "Units.CSV")
    assert [code for code, _, _ in found_in(folder, library)] == ["NTM690"]


def test_units_of_another_kind_of_file(folder: Path, library: Library) -> None:
    (folder / "units.csv").rename(folder / "units.tsv")
    (folder / "units.tsv").write_text(UNITS.replace(",", "\t"), encoding="utf-8")
    assert found_in(folder, library) == []
    (folder / "units.tsv").rename(folder / "units.ods")
    assert wrong(folder, library)[0].code == "NTM504"


def test_a_file_is_read_once(folder: Path, library: Library) -> None:
    (folder / "dossier.yaml").write_text(YAML + "facts: [facts.csv, ./facts.csv]\n", encoding="utf-8")
    assert statements(folder, library) == ["3"]
    assert found_in(folder, library) == [("NTM691", "dossier.yaml:3:20", Severity.WARNING)]
    (folder / "dossier.yaml").write_text(YAML, encoding="utf-8")
    (folder / "facts-2.csv").symlink_to(folder / "facts.csv")
    assert statements(folder, library) == ["3"]
    assert [code for code, _, _ in found_in(folder, library)] == ["NTM691"]
    text = YAML + "facts: [facts.csv, {file: facts.csv, header_rows: 2}]\n"
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    assert [each.code for each in wrong(folder, library)] == ["NTM691"]


def test_links_out_of_the_folder_are_not_looked_through(folder: Path, library: Library, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.csv").write_text(HEAD, encoding="utf-8")
    (folder / "link").symlink_to(tmp_path / "outside")
    assert [(code, severity) for code, _, severity in found_in(folder, library)] == [("NTM690", Severity.NOTE)]


# statements


def lines(folder: Path, *rows: str, name: str = "facts.csv") -> None:
    (folder / name).write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def test_the_same_twice_is_a_note(folder: Path, library: Library) -> None:
    lines(folder, "TT,poverty,3,2024-03-31,A,", "TT,poverty,3,2024-03-31,A,", "TT,poverty,3,2024-03-31,B,")
    (found,) = read_dossier(folder, library).diagnostics
    assert (found.code, place_in(found), found.severity) == ("NTM693", "facts.csv:3:12", Severity.NOTE)
    lines(folder, "TT,3.1,3,31/03/2024,A,", name="facts-2.csv")
    (across,) = read_dossier(folder, library).diagnostics
    assert (across.code, place_in(across), across.fields["count"]) == ("NTM693", "facts.csv:2:12", 2)
    assert "facts-2.csv" in str(across.related[0])


def test_two_values_of_one_source_are_named(folder: Path, library: Library) -> None:
    lines(folder, "TT,poverty,3,2024-03-31,A,", "TT,poverty,4,2024-03-31,A,", "TT,poverty,5,2024-03-31,B,")
    (found,) = read_dossier(folder, library).diagnostics
    assert (found.code, place_in(found), found.severity) == ("NTM694", "facts.csv:3:12", Severity.WARNING)
    assert [str(place).rsplit("/", 1)[1] for place in found.related] == ["facts.csv:2:12"]
    lines(folder, "TT,poverty,3,2024-03-31,A,2024-04-01", "TT,poverty,4,2024-03-31,A,2024-04-02")
    assert found_in(folder, library) == []


def test_two_values_in_two_files_and_of_attestations(folder: Path, library: Library) -> None:
    lines(folder, "TT,4.3,Đạt,2024-03-31,A,")
    lines(folder, "TT,4.3,chưa đạt,2024-03-31,A,", name="facts-2.csv")
    (found,) = read_dossier(folder, library).diagnostics
    assert (found.code, place_in(found)) == ("NTM694", "facts.csv:2:8")
    assert "met" in found.message.in_language("en")


@pytest.mark.parametrize(
    ("measure", "first", "second"),
    [("poverty", "3-5", "> 6"), ("poverty", "3", "~4"), ("founded", "31/03/2023", "2024-03-01")],
)
def test_values_of_every_kind_are_named(folder: Path, library: Library, measure: str, first: str, second: str) -> None:
    founded = Measure("founded", Text("Ngày thành lập"), MeasureType.DATE)
    library = evolve(library, measures={**library.measures, "founded": founded})
    lines(folder, *(f"TT,{measure},{value},2024-03-31,A," for value in (first, second, second)))
    told = {each.code: each for each in read_dossier(folder, library).diagnostics}
    assert first in told["NTM694"].message.vi
    assert second in str(told["NTM694"].fields["other"])
    assert "31/03/2024" in told["NTM693"].message.vi
    assert "2024-03-31" in told["NTM693"].message.in_language("en")
    lines(folder, f"TT,{measure},{first},2024-03-31,A,", f"TT,{measure},chưa có số liệu,2024-06-30,A,")
    assert "NTM697" in [code for code, _, _ in found_in(folder, library)]


@pytest.mark.parametrize("name", ["dossier.yaml", "offices.yaml"])
def test_an_empty_file_of_settings_is_told_as_none_of_rules(folder: Path, library: Library, name: str) -> None:
    (folder / name).write_text("# chưa có gì\n", encoding="utf-8")
    (found,) = wrong(folder, library)
    assert (found.code, found.help) == ("NTM106", Text("viết các dòng “khóa: giá trị”", "write 'key: value' lines"))


def test_of_no_unit_at_all_none_is_listed(folder: Path, library: Library) -> None:
    (folder / "units.csv").write_text(UNITS.splitlines()[0] + "\n", encoding="utf-8")
    (found,) = (one for one in wrong(folder, library) if one.code == "NTM560")
    assert found.help is not None
    assert found.help.vi.startswith("bảng đơn vị chưa có đơn vị nào")


def test_figures_of_the_future_are_counted_by_file(folder: Path, library: Library) -> None:
    lines(folder, "TT,poverty,3,2024-07-01,,", "TT,population,3,2042-01-01,,", "TT,4.3,Đạt,2024-06-30,,")
    (found,) = read_dossier(folder, library).diagnostics
    assert (found.code, place_in(found), found.severity) == ("NTM695", "facts.csv:2:12", Severity.WARNING)
    assert (found.fields["count"], str(found.fields["latest"])) == (2, "2042-01-01")


def test_what_became_known_too_late_is_a_note(folder: Path, library: Library) -> None:
    (folder / "dossier.yaml").write_text(YAML + "known_on: 2024-07-15\n", encoding="utf-8")
    lines(folder, "TT,poverty,3,2024-03-31,,2024-07-15", "TT,population,3,2024-03-31,,2024-07-16")
    assert found_in(folder, library) == [("NTM696", "facts.csv:3:15", Severity.NOTE)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["TT,poverty,3,2024-03-31,A,", "TT,poverty,chưa có số liệu,2024-06-30,A,"], ["facts.csv:3:12"]),
        (["TT,poverty,not reported,2024-06-30,A,", "TT,poverty,3,2024-03-31,B,"], ["facts.csv:2:12"]),
        (["TT,4.3,Đạt,2024-03-31,A,", "TT,4.3,chưa báo cáo,2024-06-30,A,"], ["facts.csv:3:8"]),
        (["TT,4.3,Đạt,2024-03-31,A,", "TT,4.3,chưa có kết luận,2024-06-30,A,"], ["facts.csv:3:8"]),
        (["TT,poverty,3,2024-03-31,A,", "TT,poverty,,2024-06-30,A,"], []),
        (["TT,poverty,3,2024-03-31,A,", "TT,poverty,-,2024-06-30,A,"], []),
        (["TT,poverty,3,2024-06-30,A,", "TT,poverty,chưa có số liệu,2024-03-31,A,"], []),
        (["TT,poverty,3,2024-03-31,A,", "TT,population,chưa có số liệu,2024-06-30,A,"], []),
        (["TT,poverty,KAD,2024-03-31,A,", "TT,poverty,chưa có số liệu,2024-06-30,A,"], []),
    ],
)
def test_a_later_word_that_there_is_no_figure(
    folder: Path, library: Library, rows: list[str], expected: list[str]
) -> None:
    lines(folder, *rows)
    assert [place for code, place, _ in found_in(folder, library) if code == "NTM697"] == expected


def test_what_no_rule_reads_is_a_note(folder: Path, library: Library) -> None:
    (folder / "units.csv").write_text(
        UNITS.replace("parent\n", "parent,region\n")
        .replace("district,\n", "district,,\n")
        .replace(",TD\n", ",TD,red_river\n")
        + "CC,Bản Bo,commune,TD,\n",
        encoding="utf-8",
    )
    lines(
        folder,
        *("TT,income,3,2024-03-31,,", "TT,income,4,2023-03-31,,", "TT,vn/town#3,Đạt,2024-03-31,,"),
        *("CC,income,4,2023-03-31,,", "TD,poverty,4,2023-03-31,,"),
    )
    found = [each for each in read_dossier(folder, library).diagnostics if each.code != "NTM622"]
    assert {(each.code, each.severity) for each in found} == {("NTM698", Severity.NOTE)}
    assert [(place_in(each), each.fields["name"], each.fields["count"]) for each in found] == [
        ("facts.csv:2:11", "income", 2),
        ("facts.csv:5:11", "commune", 1),
        ("facts.csv:6:12", "district", 1),
        ("units.csv:3:1", "region", 1),
    ]


@pytest.mark.parametrize("basis", [False, True, Text("Điều 2")])
def test_a_report_that_nothing_allows_is_named(folder: Path, library: Library, basis: Text | bool) -> None:
    """Of a measure that may not apply it decides; of any other it is named once, with all its places."""
    measures = {**library.measures, "poverty": evolve(library.measures["poverty"], may_not_apply=basis)}
    lines(folder, "TT,poverty,không áp dụng,2024-03-31,UBND,", "TT,poverty,kad,2023-03-31,UBND,")
    found = read_dossier(folder, evolve(library, measures=measures)).diagnostics
    assert [(one.code, place_in(one), one.fields["count"]) for one in found] == (
        [] if basis else [("NTM621", "facts.csv:2:12", 2)]
    )


def test_a_measure_of_an_earlier_version_is_read(folder: Path, library: Library) -> None:
    lines(folder, "TT,4.5,5000,2023-12-31,,")
    assert found_in(folder, library) == []


# units


@pytest.fixture
def counting(library: Library) -> Library:
    """The library with a ruleset of districts that counts their townships."""
    condition = MembersAttained(
        "township",
        RuleKey("vn/town", "3"),
        (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(60))),),
    )
    version = library.versions["vn/town"][0].version
    district = Ruleset(
        "vn/district",
        version,
        Text("Huyện"),
        "district",
        Instrument("320"),
        (Criterion("1", Text("Một"), PLAN, (), condition),),
        (Conclusion("recognition", Text("Công nhận"), condition, PLAN),),
    )
    return evolve(library, versions={**library.versions, "vn/district": (district,)})


def units(folder: Path, *rows: str, head: str = "code,name,kind,parent") -> None:
    (folder / "dossier.yaml").write_text(YAML.replace("{", "{district: vn/district, "), encoding="utf-8")
    (folder / "units.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("rows", "head", "code", "expected"),
    [
        (["TD,Tam Đường,district,", "TT,Một,township,", "T2,Hai,township,TD"], None, "NTM623", "TT"),
        (["TD,Tam Đường,district", "TT,Một,township", "T2,Hai,township"], "code,name,kind", "NTM623", "TT, T2"),
        (["TD,Tam Đường,district,TT", "TT,Một,township,"], None, "NTM623", "TT"),
    ],
)
def test_units_that_are_counted_have_a_parent(
    folder: Path, counting: Library, rows: Sequence[str], head: str | None, code: str, expected: str
) -> None:
    units(folder, *rows, head=head or "code,name,kind,parent")
    found = wrong(folder, counting)
    assert (found[0].code, found[0].fields["unit"]) in [(code, expected), ("NTM689", "TD")]
    assert (code, expected) in [(each.code, each.fields["unit"]) for each in found]


def test_units_of_a_dossier_that_counts_nobody_need_no_parent(folder: Path, library: Library) -> None:
    (folder / "units.csv").write_text("code,name,kind\nTT,Thị trấn,township\n", encoding="utf-8")
    assert found_in(folder, library) == []


def test_units_that_no_longer_exist_need_no_parent(folder: Path, counting: Library) -> None:
    rows = ["TD,Tam Đường,district,,", "TT,Một,township,TD,", "T0,Cũ,township,,2019-12-31"]
    units(folder, *rows, head="code,name,kind,parent,exists_until")
    assert [code for code, _, _ in found_in(folder, counting)] == []


def test_a_parent_stands_above(folder: Path, library: Library) -> None:
    (folder / "units.csv").write_text(UNITS + "CC,Bản Bo,commune,TT\n", encoding="utf-8")
    with pytest.raises(UnitsError) as caught:
        read_dossier(folder, library)
    (found,) = caught.value.diagnostics
    assert (found.code, place_in(found)) == ("NTM689", "units.csv:4:1")


def test_units_that_nobody_assesses_are_a_warning(folder: Path, library: Library) -> None:
    wards = "P1,Phường Một,phường,TD\nP2,Phường Hai,ward,TD\n"
    (folder / "units.csv").write_text(UNITS + wards, encoding="utf-8")
    (found,) = read_dossier(folder, library).diagnostics
    assert (found.code, place_in(found), found.severity) == ("NTM622", "units.csv:4:1", Severity.WARNING)
    assert (found.fields["count"], found.fields["kind"]) == (2, "ward")
    assert "Phường Hai" in found.message.vi


def test_errors_of_units_and_facts_come_together(folder: Path, counting: Library) -> None:
    units(folder, "TD,Tam Đường,district,", "TT,Một,township,")
    lines(folder, "TT,povety,3,2024-03-31,,")
    with pytest.raises(FactsError) as caught:
        read_dossier(folder, counting)
    assert {each.code for each in caught.value.diagnostics} == {"NTM562", "NTM623"}
