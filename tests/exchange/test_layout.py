"""Tables laid out as offices lay them out: read by the settings of dossier.yaml, else refused with the setting that helps."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.exchange.facts.reading import read_facts
from ntm_rules.exchange.layouts.layout import Layout, RowRange
from ntm_rules.model.library import Library
from ntm_rules.model.problem import Diagnostic, NtmError, Severity
from ntm_rules.model.units.unit import Units

DAY = date(2024, 6, 30)
YAML = "as_of: 2024-06-30\nnumbers: vi\nrulesets: {township: vn/town}\n"
UNITS = (
    "code,name,kind,parent\nTD,Huyện Tam Đường,district,\nTT,Thị trấn Tam Đường,township,TD\nT2,Thị trấn Mới,township,TD\n"
    "T3,Tổng Cọt,township,TD\n"
)
Rows = Sequence[Sequence[Any]]

OFFICE_FORM: Rows = [
    ["BIỂU TỔNG HỢP", None, None, None, None],
    ["TT", "Mã đơn vị", "Tên đơn vị", "Hạ tầng", None],
    [None, None, None, "Tỷ lệ hộ nghèo\n(%)", "3.3"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    [1, "TT", "Thị trấn Tam Đường", "3,5", "99,9"],
    [2, "T2", "Thị trấn Mới", "4", "100"],
    [None, None, "Tổng cộng", "3,75", "99,95"],
    [None, "Người lập biểu", None, "Chủ tịch", None],
]
OFFICE_SETTINGS = (
    'header_rows: 2\n    skip_rows: [column_numbers]\n    skip_rows_that_begin: ["Tổng cộng", "Người lập biểu"]\n'
)


def workbook(path: Path, sheets: Mapping[str, Rows]) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def csv(path: Path, rows: Rows) -> None:
    lines = (";".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossier"
    place.mkdir()
    (place / "units.csv").write_text(UNITS, encoding="utf-8")
    return place


def read(folder: Path, library: Library, text: str) -> Dossier:
    (folder / "dossier.yaml").write_text(YAML + text, encoding="utf-8")
    return read_dossier(folder, library)


def said(dossier: Dossier) -> list[tuple[str, str, object]]:
    return [(each.unit, getattr(each, "measure", ""), each.value) for each in dossier.statements]


def shown(found: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    return [(each.code, str(each.place).rsplit("/", 1)[-1]) for each in found]


def wrong(folder: Path, library: Library, text: str) -> list[Diagnostic]:
    with pytest.raises(NtmError) as caught:
        read(folder, library, text)
    return list(caught.value.diagnostics)


def test_an_office_form_is_read_as_its_settings_say(folder: Path, library: Library) -> None:
    workbook(folder / "bao-cao.xlsx", {"Biểu 1": OFFICE_FORM, "Biểu 2": [["bản nháp"]]})
    text = "facts:\n  - file: bao-cao.xlsx\n    sheets: [Biểu 1]\n    as_of: quý I/2024\n    reported_by: UBND\n    "
    dossier = read(folder, library, text + OFFICE_SETTINGS)
    assert said(dossier) == [
        ("TT", "poverty", Decimal("3.5")),
        ("TT", "clean_water", Decimal("99.9")),
        ("T2", "poverty", Decimal(4)),
        ("T2", "clean_water", Decimal(100)),
    ]
    assert {(each.as_of, each.reported_by) for each in dossier.statements} == {(date(2024, 3, 31), "UBND")}
    assert shown(dossier.diagnostics) == [
        ("NTM520", "bao-cao.xlsx › Biểu 1!A1"),
        ("NTM682", "bao-cao.xlsx › Biểu 1!A4"),
        ("NTM685", "bao-cao.xlsx › Biểu 2!A1"),
    ]
    assert "4, 7, 8" in dossier.diagnostics[1].message.vi


def test_the_same_form_as_csv(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", OFFICE_FORM)
    dossier = read(folder, library, f"facts:\n  - file: facts.csv\n    {OFFICE_SETTINGS}")
    assert [value for _, _, value in said(dossier)] == [Decimal("3.5"), Decimal("99.9"), 4, 100]


def test_without_settings_the_setting_is_named(folder: Path, library: Library) -> None:
    workbook(folder / "facts.xlsx", {"Biểu": OFFICE_FORM})
    (found,) = wrong(folder, library, "")
    assert (found.code, found.help is not None and "header_rows: 2" in found.help.in_language("en")) == ("NTM680", True)
    head = "facts:\n  - file: facts.xlsx\n    header_rows: 2\n"
    found_below = wrong(folder, library, head)
    assert shown(found_below) == [
        ("NTM681", "facts.xlsx › Biểu!A4"),
        ("NTM681", "facts.xlsx › Biểu!C7"),
        ("NTM681", "facts.xlsx › Biểu!B8"),
    ]
    helped = [each.help.vi for each in found_below if each.help]
    assert ["column_numbers" in helped[0], '"Tổng cộng"' in helped[1], '"Người lập biểu"' in helped[2]] == [True] * 3


@pytest.mark.parametrize(
    ("row", "setting"),
    [
        (["Cộng", "3"], 'skip_rows_that_begin: ["Cộng"]'),
        (["TỔNG SỐ:", "3"], "skip_rows_that_begin"),
        (["Toàn huyện", "3"], "skip_rows_that_begin"),
        (["Bình quân", "3"], "skip_rows_that_begin"),
        (["Chủ tịch UBND", ""], "skip_rows_that_begin"),
        (["Tam Đường, ngày 30 tháng 6 năm 2024", ""], "skip_rows: [3]"),
        (["I. Khu vực một", ""], "skip_rows: [3]"),
        (["A", "1"], None),
        (["1", "2"], None),
    ],
)
def test_rows_that_are_no_data(folder: Path, library: Library, row: list[str], setting: str | None) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"], row])
    (found,) = wrong(folder, library, "")
    assert (found.code, str(found.place).rsplit(":", 2)[1]) == ("NTM681" if setting else "NTM560", "3")
    assert setting is None or (found.help is not None and setting in found.help.vi)


def test_a_unit_that_is_called_like_a_total_is_never_dropped(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["Tên đơn vị", "poverty"], ["Tổng Cọt", "3"], ["Tổng", "4"]])
    text = "facts:\n  - file: facts.csv\n    skip_rows_that_begin: [Tổng]\n"
    assert shown(wrong(folder, library, text)) == [("NTM683", "facts.csv:2:1")]
    csv(folder / "facts.csv", [["Tên đơn vị", "poverty"], ["Tổng Cọt", "3"], ["Tổng cộng", "4"]])
    assert said(read(folder, library, text.replace("[Tổng]", "[Tổng cộng]"))) == [("T3", "poverty", 3)]


def test_a_row_passed_over_by_number_that_names_a_unit_is_a_warning(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"], ["T2", "4"], ["T3", "4"]])
    dossier = read(folder, library, "facts: {file: facts.csv, skip_rows: [3], last_row: 3}\n")
    assert said(dossier) == [("TT", "poverty", 3)]
    over = [each for each in dossier.diagnostics if each.code == "NTM683"]
    assert shown(over) == [("NTM683", "facts.csv:3:1"), ("NTM683", "facts.csv:4:1")]
    assert [(each.severity, each.help is None) for each in over] == [(Severity.NOTE, True), (Severity.WARNING, False)]


def test_units_across(folder: Path, library: Library) -> None:
    rows: Rows = [
        ["Biểu 2"],
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Thị trấn Tam Đường", "T2", "Ghi chú"],
        ["1", "Tỷ lệ hộ nghèo", "%", "3,5", "4", "a"],
        ["2", "3.3", "%", "", "100", ""],
        ["3", "4.3", "", "Đạt", "chưa đạt", ""],
    ]
    text = "facts:\n  - file: facts.{}\n    orientation: units_across\n"
    workbook(folder / "facts.xlsx", {"Biểu": rows})
    in_workbook = read(folder, library, text.format("xlsx"))
    (folder / "facts.xlsx").unlink()
    csv(folder / "facts.csv", rows)
    assert said(read(folder, library, text.format("csv"))) == said(in_workbook)
    assert [(unit, measure) for unit, measure, _ in said(in_workbook)] == [
        ("TT", "poverty"),
        ("T2", "poverty"),
        ("T2", "clean_water"),
        ("TT", ""),
        ("T2", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Chỉ tiêu", "TT", "Kế hoạch"], ["poverty", "3", "2"]], [("NTM560", "facts.csv:1:17")]),
        ([["Chỉ tiêu", "TT", "Thị trấn Tam Đường"], ["poverty", "3", "2"]], [("NTM578", "facts.csv:1:17")]),
        ([["Chỉ tiêu", "TT"], ["povety", "3"]], [("NTM562", "facts.csv:2:1")]),
        ([["Chỉ tiêu", "TT"], ["", "3"]], [("NTM554", "facts.csv:2:1")]),
        ([["Chỉ tiêu", "TT"], ["I. Kinh tế xã hội", ""]], [("NTM681", "facts.csv:2:1")]),
        ([["Chỉ tiêu", "ĐVT", "TT"], ["income", "nghìn đồng", "3"]], [("NTM699", "facts.csv:2:10")]),
        ([["Chỉ tiêu", "XX"], ["poverty", "3"]], [("NTM508", "facts.csv:1:1")]),
    ],
)
def test_mistakes_with_units_across(
    folder: Path, library: Library, rows: Rows, expected: list[tuple[str, str]]
) -> None:
    csv(folder / "facts.csv", rows)
    assert shown(wrong(folder, library, "facts: {file: facts.csv, orientation: units_across}\n")) == expected


def test_a_sheet_for_each_unit(folder: Path, library: Library) -> None:
    rows: Rows = [
        ["Đơn vị: Thị trấn Mới"],
        ["Chỉ tiêu", "Giá trị", "Ngày"],
        ["poverty", "3,5", "quý II/2024"],
        ["3.3", "99", "2024"],
    ]
    workbook(folder / "facts.xlsx", {"TT": rows, "Thị trấn Mới": rows})
    text = "facts:\n  - file: facts.xlsx\n    orientation: sheet_per_unit\n"
    assert [each.unit for each in read(folder, library, text).statements] == ["TT", "TT", "T2", "T2"]
    named = read(folder, library, text + "    unit_cell: A1\n    sheets: [TT]\n")
    assert [(each.unit, each.as_of) for each in named.statements] == [("T2", DAY), ("T2", date(2024, 12, 31))]
    workbook(folder / "facts.xlsx", {"TT": rows, "Bìa": rows})
    assert shown(wrong(folder, library, text)) == [("NTM692", "facts.xlsx › Bìa!A1")]
    assert shown(wrong(folder, library, text + "    unit_cell: C1\n    sheets: [TT]\n")) == [
        ("NTM692", "facts.xlsx › TT!C1")
    ]


def test_sheets_of_one_workbook_may_differ(folder: Path, library: Library) -> None:
    across = [["Chỉ tiêu", "TT"], ["population", "4100"]]
    workbook(folder / "facts.xlsx", {"Một": OFFICE_FORM, "Hai": across, "Ba": [["unit", "poverty"], ["T3", "1"]]})
    settings_of_one = OFFICE_SETTINGS.replace("\n    ", "\n        ")
    text = (
        f"facts:\n  - file: facts.xlsx\n    sheets:\n      Một:\n        {settings_of_one}"
        "      Hai: {orientation: units_across}\n  - {file: facts.xlsx, sheets: [Ba]}\n"
    )
    dossier = read(folder, library, text)
    assert [each[:2] for each in said(dossier)] == [
        *(("TT", "poverty"), ("TT", "clean_water"), ("T2", "poverty"), ("T2", "clean_water")),
        *(("TT", "population"), ("T3", "poverty")),
    ]
    assert "NTM685" not in [each.code for each in dossier.diagnostics]


@pytest.mark.parametrize(
    ("settings_of_file", "expected"),
    [
        ("header_row: 2", [("NTM582", "dossier.yaml:6:5")]),
        ("header_rows: 0", [("NTM584", "dossier.yaml:6:18")]),
        ("header_rows: 6", [("NTM584", "dossier.yaml:6:18")]),
        ("header_rows: 2", [("NTM684", "facts.csv:2:1")]),
        ("skip_rows: [9]", [("NTM684", "dossier.yaml:6:17")]),
        ("skip_rows: ['2-9']", [("NTM684", "dossier.yaml:6:17")]),
        ("skip_rows: [3-2, a, 0]", [("NTM584", f"dossier.yaml:6:{at}") for at in (17, 22, 25)]),
        ("skip_rows: {a: b}", [("NTM584", "dossier.yaml:6:16")]),
        ("first_row: 9", [("NTM508", "facts.csv:1:1"), ("NTM684", "dossier.yaml:6:16")]),
        ("first_row: 2", [("NTM508", "facts.csv:2:1")]),
        ("last_row: x", [("NTM584", "dossier.yaml:6:15")]),
        ("last_row: 9", [("NTM684", "dossier.yaml:6:15")]),
        ("sheets: [Biểu 1]", [("NTM684", "dossier.yaml:6:14")]),
        ("sheets: {Biểu 1: [a]}", [("NTM584", "dossier.yaml:6:22"), ("NTM684", "dossier.yaml:6:14")]),
        ("orientation: units_up", [("NTM584", "dossier.yaml:6:18")]),
        ("unit_cell: B2", [("NTM684", "dossier.yaml:6:5")]),
        ("as_of: quý V/2024", [("NTM548", "dossier.yaml:6:12")]),
        ("as_of: [2024]", [("NTM584", "dossier.yaml:6:12")]),
        ("reported_by: []", [("NTM584", "dossier.yaml:6:18")]),
        ("numbers: fr", [("NTM584", "dossier.yaml:6:14")]),
        ("orientation: sheet_per_unit", [("NTM508", "facts.csv:1:1")]),
    ],
)
def test_every_setting_is_checked(
    folder: Path, library: Library, settings_of_file: str, expected: list[tuple[str, str]]
) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"], ["T2", "4"]])
    text = f"facts:\n  - file: facts.csv\n    {settings_of_file}\n"
    assert sorted(shown(wrong(folder, library, text))) == sorted(expected)


def test_words_that_no_row_has_are_a_warning(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"]])
    text = "facts:\n  - file: facts.csv\n    skip_rows_that_begin: [Cộng]\n    skip_columns: [Kế hoạch]\n"
    text += "    skip_rows: [column_numbers]\n"
    found = read(folder, library, text).diagnostics
    assert [each for each in shown(found) if each[0] == "NTM684"] == [
        ("NTM684", "dossier.yaml:6:28"),
        ("NTM684", "dossier.yaml:7:20"),
        ("NTM684", "dossier.yaml:8:16"),
    ]


def test_a_day_of_the_file_is_not_used_where_a_column_has_it(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "poverty", "as_of"], ["TT", "3", "2024-03-31"]])
    dossier = read(folder, library, "facts:\n  - file: facts.csv\n    as_of: 2024-06-30\n")
    assert [each.as_of for each in dossier.statements] == [date(2024, 3, 31)]
    assert ("NTM684", "dossier.yaml:6:12") in shown(dossier.diagnostics)


def test_units_files_have_settings_too(folder: Path, library: Library) -> None:
    (folder / "units.csv").unlink()
    rows: Rows = [
        ["DANH SÁCH"],
        ["Mã", "Tên", "Cấp", "Thuộc"],
        ["(1)", "(2)", "(3)", "(4)"],
        ["TD", "Huyện", "huyện", None],
        ["TT", "Thị trấn", "TT", "TD"],
        [None, "Tổng cộng", "1", None],
    ]
    workbook(folder / "danh-sach.xlsx", {"Đơn vị": rows})
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"]])
    text = "units:\n  file: danh-sach.xlsx\n  skip_rows: [column_numbers]\n  skip_rows_that_begin: [Tổng cộng]\n"
    assert [unit.code for unit in read(folder, library, text).units] == ["TD", "TT"]
    found = wrong(folder, library, "units: danh-sach.xlsx\n")
    assert [each for each in shown(found) if each[0] == "NTM681"] == [
        ("NTM681", "danh-sach.xlsx › Đơn vị!A3"),
        ("NTM681", "danh-sach.xlsx › Đơn vị!B6"),
    ]
    assert shown(wrong(folder, library, text + "  orientation: units_down\n")) == [("NTM582", "dossier.yaml:8:3")]


def test_columns_are_passed_over_by_name_also_a_group(folder: Path, library: Library) -> None:
    rows: Rows = [
        ["Đơn vị", "Kế hoạch 2025", None, "Thực hiện", "Lạ"],
        [None, "Tỷ lệ hộ nghèo", "Dân số", "Tỷ lệ hộ nghèo", None],
        ["TT", 1, 2, 3, "x"],
    ]
    workbook(folder / "facts.xlsx", {"Biểu": rows})
    text = "facts:\n  - file: facts.xlsx\n    header_rows: 2\n"
    assert [code for code, _ in shown(wrong(folder, library, text))] == ["NTM562", "NTM562", "NTM562"]
    dossier = read(folder, library, text + "    skip_columns: [Kế hoạch 2025, Lạ]\n")
    assert said(dossier) == [("TT", "poverty", 3)]


def test_a_group_does_not_name_its_first_column(folder: Path, library: Library) -> None:
    rows: Rows = [["Đơn vị", "3.3", None], [None, "Số hộ", "Tỷ lệ chung"], ["TT", 1, 2]]
    workbook(folder / "facts.xlsx", {"Biểu": rows})
    found = wrong(folder, library, "facts: {file: facts.xlsx, header_rows: 2}\n")
    assert shown(found) == [("NTM562", "facts.xlsx › Biểu!B2"), ("NTM562", "facts.xlsx › Biểu!C2")]


def test_a_header_in_the_middle(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"], ["", ""], ["unit", "poverty"], ["T2", "4"]])
    dossier = read(folder, library, "")
    assert [each[0] for each in said(dossier)] == ["TT", "T2"]
    assert ("NTM686", "facts.csv:4:1") in shown(dossier.diagnostics)
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"], ["unit", "population"], ["T2", "4"]])
    assert shown(wrong(folder, library, "")) == [("NTM687", "facts.csv:3:1")]


@pytest.mark.parametrize(
    ("header", "measure"),
    [
        ("Tỷ lệ hộ\nsử dụng nước sạch", "clean_water"),
        ("Tỷ lệ  hộ  nghèo", "poverty"),
        ("Tỷ lệ hộ nghèo (%)", "poverty"),
        ("Tỷ lệ hộ nghèo [%] *", "poverty"),
        ("Tỷ lệ hộ nghèo (ĐVT: %)", "poverty"),
        ("Thu nhập (triệu đồng)", "income"),
        ("Dân số*", "population"),
        ("Dân số (*):", "population"),
        ("3.3. Tỷ lệ hộ sử dụng nước sạch", "clean_water"),
        ("3.3 Chỉ tiêu 3.3", "clean_water"),
        ("3.3) Tỷ lệ hộ sử dụng nước sạch (%)", "clean_water"),
        ("3.1. poverty", "poverty"),
    ],
)
def test_headings_as_offices_write_them(folder: Path, library: Library, header: str, measure: str) -> None:
    workbook(folder / "facts.xlsx", {"Biểu": [["Mã đơn vị *", header], ["TT", 5]]})
    assert said(read(folder, library, "")) == [("TT", measure, 5)]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Thu nhập (nghìn đồng)", "NTM699"),
        ("Dân số (%)", "NTM699"),
        ("3.3. Tỷ lệ hộ nghèo", "NTM699"),
        ("7. Tỷ lệ hộ nghèo", "NTM566"),
        ("3.3. Tỷ lệ hộ sử dụng nước", "NTM562"),
        ("Tỷ lệ hộ ngheo (%)", "NTM562"),
    ],
)
def test_headings_that_contradict_themselves(folder: Path, library: Library, header: str, code: str) -> None:
    workbook(folder / "facts.xlsx", {"Biểu": [["unit", header], ["TT", 5]]})
    assert shown(wrong(folder, library, "")) == [(code, "facts.xlsx › Biểu!B1")]


def test_tables_without_rows_are_named(folder: Path, library: Library) -> None:
    workbook(folder / "facts.xlsx", {"Một": [["unit", "poverty"]], "Hai": []})
    found = [each for each in read(folder, library, "").diagnostics if each.code == "NTM688"]
    assert [(str(each.place).rsplit("› ")[-1], each.severity) for each in found] == [
        ("Hai!A1", Severity.NOTE),
        ("Một!A1", Severity.WARNING),
    ]


def test_a_layout_made_in_python(tmp_path: Path, library: Library, units: Units) -> None:
    workbook(tmp_path / "f.xlsx", {"Biểu": OFFICE_FORM})
    layout = Layout(header_rows=2, skip_rows=(RowRange(4, 4), RowRange(7, 8)))
    statements = read_facts(
        tmp_path / "f.xlsx", units, library, {"township": "vn/town"}, DAY, convention="vi", layout=layout
    )
    assert len(statements) == 4


FIGURES = {"poverty": ["3,5", "0", "12,25"], "clean_water": ["97,2", "100"], "population": ["4100", "5000"]}
NAMES = {"poverty": "Tỷ lệ hộ nghèo", "clean_water": "Tỷ lệ hộ sử dụng nước sạch", "population": "Dân số"}
MEASURED_IN = {"poverty": "(%)", "clean_water": "(%)", "population": "(người)"}


@st.composite
def forms(draw: st.DrawFn) -> tuple[dict[tuple[str, str], str], dict[str, list[list[Any]]], str]:
    """Figures of units, the sheets of a form that holds them, and the settings by which it is read."""
    units = draw(st.permutations(["TT", "T2", "T3"]))[: draw(st.integers(1, 3))]
    measures = draw(st.permutations(list(FIGURES)))[: draw(st.integers(1, 3))]
    figures = {(unit, each): draw(st.sampled_from(FIGURES[each])) for unit in units for each in measures}
    orientation = draw(st.sampled_from(["units_down", "units_across", "sheet_per_unit"]))
    header_rows = draw(st.integers(1, 3))
    has_numbers = draw(st.booleans())
    titles = [[f"BIỂU SỐ {at}", None] for at in range(draw(st.integers(0, 3)))]
    junk = draw(st.lists(st.sampled_from(["Tổng cộng", "Người lập biểu", "Cộng", "Ghi chú chung"]), max_size=3))
    by_number, by_last = draw(st.booleans()), draw(st.booleans())

    def below(data: list[list[Any]], width: int) -> tuple[list[list[Any]], list[int], list[str]]:
        """Rows of data with others between and after them; the positions and the words of those."""
        rows, positions, words = list(data), [], []
        for each in junk:
            at = draw(st.integers(0, len(rows)))
            rows.insert(at, [None, each, *(["7"] if width > 2 else [])])
            words.append(each)
        positions = [at for at, row in enumerate(rows) if row[1] in words]
        return rows, positions, words

    def sheet(
        top: list[Any], names: list[Any], last: list[Any], data: list[list[Any]]
    ) -> tuple[list[list[Any]], list[int]]:
        if header_rows == 1:
            header = [[*top, *names]]
        elif header_rows == 2:
            header = [[*top, "Nhóm", *([None] * (len(names) - 1))], [*([None] * len(top)), *names]]
        else:
            header = [[*top, "Nhóm"], [*([None] * len(top)), *names], [*([None] * len(top)), *last]]
        numbers = [[f"({at})" for at in range(1, len(top) + len(names) + 1)]] if has_numbers else []
        rows, positions, _ = below(data, len(top) + len(names))
        first = len(titles) + len(header) + len(numbers) + 1
        return [*titles, *header, *numbers, *rows], [first + at for at in positions]

    sheets: dict[str, list[list[Any]]] = {}
    if orientation == "units_down":
        names = [NAMES[each] for each in measures]
        data = [[at, unit, *(figures[unit, each] for each in measures)] for at, unit in enumerate(units, 1)]
        sheets["Biểu"], skipped = sheet(["STT", "Mã đơn vị"], names, [MEASURED_IN[each] for each in measures], data)
    elif orientation == "units_across":
        data = [[at, NAMES[each], *(figures[unit, each] for unit in units)] for at, each in enumerate(measures, 1)]
        sheets["Biểu"], skipped = sheet(["STT", "Chỉ tiêu"], list(units), [""] * len(units), data)
    else:
        skipped = []
        for unit in units:
            data = [[at, NAMES[each], figures[unit, each]] for at, each in enumerate(measures, 1)]
            sheets[unit], positions = sheet(["STT", "Chỉ tiêu"], ["Giá trị"], [""], data)
            skipped = positions
        by_number = by_last = False
    lines = [f"header_rows: {header_rows}", f"orientation: {orientation}"]
    rows_skipped = [str(row) for row in skipped] if by_number else []
    if has_numbers and len(next(iter(sheets.values()))[len(titles) + header_rows]) > 2:
        rows_skipped.append("column_numbers")
    if rows_skipped:
        lines.append(f"skip_rows: [{', '.join(rows_skipped)}]")
    if junk and not by_number:
        lines.append(f"skip_rows_that_begin: [{', '.join(dict.fromkeys(junk))}]")
    if by_last:
        lines.append(f"last_row: {len(sheets['Biểu'])}")
    return figures, sheets, "".join(f"\n    {line}" for line in lines)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(forms(), st.booleans())
def test_any_layout_says_the_same_as_the_plain_long_form(
    folder: Path,
    library: Library,
    form: tuple[dict[tuple[str, str], str], dict[str, list[list[Any]]], str],
    as_text: bool,
) -> None:
    figures, sheets, settings_of_file = form
    for each in folder.glob("f*"):
        each.unlink()
    csv(folder / "facts.csv", [["unit", "measure", "value"], *([*key, value] for key, value in figures.items())])
    plain = read(folder, library, "")
    (folder / "facts.csv").unlink()
    name = "form.csv" if as_text and len(sheets) == 1 and "Biểu" in sheets else "form.xlsx"
    if name == "form.csv":
        csv(folder / name, _padded(sheets["Biểu"]))
    else:
        workbook(folder / name, sheets)
    laid_out = read(folder, library, f"facts:\n  - file: {name}{settings_of_file}\n")
    key: Callable[[tuple[str, str, object]], tuple[str, str]] = lambda each: each[:2]  # noqa: E731
    assert sorted(said(laid_out), key=key) == sorted(said(plain), key=key)


def _padded(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(len(row) for row in rows)
    return [[*row, *([None] * (width - len(row)))] for row in rows]


def test_headings_above_the_row_that_names_the_units(folder: Path, library: Library) -> None:
    rows: Rows = [["BIỂU"], ["TT", None, None, "Tỷ lệ hộ nghèo"], [None, "Mã đơn vị", "Tên"], [1, "TT", None, 3]]
    workbook(folder / "facts.xlsx", {"Biểu": rows})
    assert shown(wrong(folder, library, "")) == [("NTM680", "facts.xlsx › Biểu!D2")]
    assert said(read(folder, library, "facts: {file: facts.xlsx, header_rows: 2}\n")) == [("TT", "poverty", 3)]


def test_a_unit_of_measure_for_a_whole_row_is_no_column_of_a_wide_table(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "poverty", "ĐVT"], ["TT", "3", "%"]])
    assert shown(wrong(folder, library, "")) == [("NTM516", "facts.csv:1:18")]
    csv(folder / "facts.csv", [["unit", "measure", "value", "ĐVT"], ["TT", "poverty", "3", "%"]])
    assert said(read(folder, library, "")) == [("TT", "poverty", 3)]
    csv(folder / "facts.csv", [["unit", "measure", "value", "ĐVT"], ["TT", "poverty", "3", "hộ"]])
    assert shown(wrong(folder, library, "")) == [("NTM699", "facts.csv:2:20")]


def test_a_header_whose_cells_are_all_merged_downwards(folder: Path, library: Library) -> None:
    rows: Rows = [["BIỂU"], ["Mã đơn vị", "poverty"], [None, None], ["TT", 3]]
    workbook(folder / "facts.xlsx", {"Biểu": rows})
    assert said(read(folder, library, "facts: {file: facts.xlsx, header_rows: 2}\n")) == [("TT", "poverty", 3)]
    assert said(read(folder, library, "facts: {file: facts.xlsx, header_rows: 2, first_row: 2}\n")) == [
        ("TT", "poverty", 3)
    ]
    (folder / "facts.xlsx").unlink()
    csv(folder / "facts.csv", [["Mã đơn vị", "Nước sạch\nsinh hoạt"], ["", "3.3"], ["TT", "3"]])
    assert said(read(folder, library, "facts: {file: facts.csv, header_rows: 2}\n")) == [("TT", "clean_water", 3)]
