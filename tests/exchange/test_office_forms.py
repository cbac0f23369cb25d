"""Tables as offices write them: what stands above them, beside them, and what is passed over, is never dropped in silence."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ntm_rules.exchange.dossier.dossier import Dossier
from ntm_rules.model.library import Library
from ntm_rules.model.problem import Diagnostic, NtmError, Severity
from ntm_rules.program.admission.units import check_units
from ntm_rules.program.compiling import compile as compiled
from ntm_rules.program.inputs import days_of, uses_of

from .test_layout import csv, read, said, workbook

ACROSS = "facts: {file: facts.xlsx, orientation: units_across}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossier"
    place.mkdir()
    units = "code,name,kind,parent\nTD,Huyện Tam Đường,district,\nTT,Thị trấn Tam Đường,township,TD\n"
    (place / "units.csv").write_text(units + "T2,Thị trấn Mới,township,TD\nT3,Tổng Cọt,township,TD\n", encoding="utf-8")
    return place


def found(dossier: Dossier, *codes: str) -> list[tuple[str, Severity]]:
    return [(each.code, each.severity) for each in dossier.diagnostics if each.code in codes]


def wrong(folder: Path, library: Library, text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(NtmError) as caught:
        read(folder, library, text)
    return caught.value.diagnostics


def sheet(folder: Path, *rows: Sequence[Any]) -> None:
    workbook(folder / "facts.xlsx", {"Biểu": rows})


def test_a_column_of_units_that_nobody_reads_is_named_and_stops_no_assessment(folder: Path, library: Library) -> None:
    units = "code,name,kind,parent,dân số,region\nTT,Thị trấn,township,,5000,red_river\n"
    (folder / "units.csv").write_text(units, encoding="utf-8")
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"]])
    dossier = read(folder, library, "")
    assert "dân số" in {each.fields.get("name") for each in dossier.diagnostics if each.code == "NTM698"}
    assert dict(dossier.units["TT"].attributes) == {"region": "red_river"}
    program = compiled("vn/town", dossier.as_of, library)
    check_units(dossier.units, library, uses_of((program,)), days_of(program))  # as every executor admits them


@pytest.mark.parametrize(
    ("title", "column", "code", "severity"),
    [
        ("Đơn vị tính: nghìn đồng", "income", "NTM526", Severity.ERROR),
        ("(ĐVT: nghìn đồng)", "income", "NTM526", Severity.ERROR),
        ("Đơn vị: nghìn đồng", "income", "NTM526", Severity.ERROR),
        ("ĐVT: triệu đồng", "income", None, None),
        ("ĐVT: %, triệu đồng", "income", None, None),
        ("Đơn vị: Huyện Tam Đường", "income", None, None),
        ("ĐVT: nghìn đồng", "Thu nhập (triệu đồng)", None, None),
        ("Kỳ báo cáo: quý I năm 2024", "income", "NTM527", Severity.WARNING),
        ("SỐ LIỆU ĐẾN 31/12/2023", "income", "NTM527", Severity.WARNING),
        ("NĂM 2023", "income", "NTM527", Severity.WARNING),
        ("NĂM 2024", "income", None, None),
        ("Số liệu từ 1/1/2024 đến 30/6/2024", "income", None, None),
        ("Kèm theo Quyết định số 12/QĐ-UBND ngày 8/3/2023", "income", None, None),
        ("Lai Châu, ngày 5 tháng 7 năm 2024", "income", None, None),
    ],
)
def test_what_a_title_says_of_the_figures_is_held_against_how_they_are_read(
    folder: Path, library: Library, title: str, column: str, code: str | None, severity: Severity | None
) -> None:
    sheet(folder, [title], ["Đơn vị", column], ["TT", 39])
    if severity is Severity.ERROR:
        assert [each.code for each in wrong(folder, library, "facts: facts.xlsx\n")] == [code]
        return
    dossier = read(folder, library, "facts: facts.xlsx\n")
    assert found(dossier, "NTM526", "NTM527") == ([] if code is None else [(code, severity)])
    quoted = next(each for each in dossier.diagnostics if each.code == "NTM520")
    assert title in quoted.message.vi


def test_a_unit_of_measure_that_another_column_has_is_a_warning(folder: Path, library: Library) -> None:
    sheet(folder, ["ĐVT: %"], ["Đơn vị", "poverty", "population"], ["TT", 3, 5000])
    assert found(read(folder, library, "facts: facts.xlsx\n"), "NTM526") == [("NTM526", Severity.WARNING)]


def test_figures_above_the_header_are_named_with_their_cells(folder: Path, library: Library) -> None:
    sheet(folder, ["Xã", "Số hộ nghèo"], ["T2", 41], ["Đơn vị", "poverty"], ["TT", 3])
    dossier = read(folder, library, "facts: facts.xlsx\n")
    assert found(dossier, "NTM528") == [("NTM528", Severity.WARNING)]
    assert "B2" in str(next(each.place for each in dossier.diagnostics if each.code == "NTM528"))


def test_two_tables_of_one_sheet_are_two_entries(folder: Path, library: Library) -> None:
    sheet(folder, ["Đơn vị", "poverty"], ["TT", 3], [None], ["Biểu 2"], ["Đơn vị", "income"], ["T2", 40])
    entries = "facts:\n  - {file: facts.xlsx, last_row: 3}\n  - {file: facts.xlsx, first_row: 5}\n"
    dossier = read(folder, library, entries)
    assert said(dossier) == [("TT", "poverty", 3), ("T2", "income", 40)]
    assert found(dossier, "NTM683", "NTM691") == []
    assert "NTM691" in {each.code for each in wrong(folder, library, entries.replace("last_row: 3", "first_row: 1"))}
    twice = read(folder, library, "facts:\n" + 2 * "  - {file: facts.xlsx, last_row: 3}\n")
    assert said(twice) == [("TT", "poverty", 3)]
    assert found(twice, "NTM691") == [("NTM691", Severity.WARNING)]


def test_a_plan_beside_what_was_reported(folder: Path, library: Library) -> None:
    sheet(folder, ["Đơn vị", "Tỷ lệ hộ nghèo", None, "income"], [None, "Kế hoạch", "Thực hiện", None], ["TT", 5, 3, 40])
    rows = "facts: {file: facts.xlsx, header_rows: 2"
    (plan,) = wrong(folder, library, rows + "}\n")
    assert plan.help is not None
    assert (plan.code, "skip_columns" in plan.help.vi) == ("NTM562", True)
    dossier = read(folder, library, rows + ", skip_columns: [Kế hoạch]}\n")
    assert said(dossier) == [("TT", "poverty", 3), ("TT", "income", 40)]
    assert found(dossier, "NTM529", "NTM588") == [("NTM529", Severity.NOTE)]
    assert [each.code for each in wrong(folder, library, "facts: facts.xlsx\n")] == ["NTM680"]


@pytest.mark.parametrize("value", ["Thực hiện", "Thực tế", "Kết quả thực hiện", "Thực hiện 2024", "Kết quả năm 2024"])
def test_words_for_value(folder: Path, library: Library, value: str) -> None:
    workbook(folder / "facts.xlsx", {"TT": [["Chỉ tiêu", "Kế hoạch", value], ["poverty", 5, 3]]})
    text = "facts: {file: facts.xlsx, orientation: sheet_per_unit, skip_columns: [Kế hoạch]}\n"
    assert said(read(folder, library, text)) == [("TT", "poverty", 3)]


def test_a_value_of_another_year_is_a_warning(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["Đơn vị", "Chỉ tiêu", "Thực hiện năm 2023"], ["TT", "poverty", "3"]])
    assert found(read(folder, library, ""), "NTM527") == [("NTM527", Severity.WARNING)]


def test_a_measure_over_two_days_is_refused_with_what_to_do(folder: Path, library: Library) -> None:
    sheet(folder, ["Đơn vị", "poverty", None], [None, "31/12/2023", "30/6/2024"], ["TT", 5, 3])
    errors = wrong(folder, library, "facts: {file: facts.xlsx, header_rows: 2}\n")
    assert {each.code for each in errors} == {"NTM516"}
    assert all(each.help is not None and "as_of" in each.help.vi for each in errors)


@pytest.mark.parametrize("corner", ["Chỉ tiêu", "Nội dung", "Tên chỉ tiêu", "Tên tiêu chí", "Mã", None, "measure"])
def test_corners_of_units_across(folder: Path, library: Library, corner: str | None) -> None:
    sheet(folder, [corner, "TT", "Thị trấn Mới"], ["poverty", 3, 4])
    assert said(read(folder, library, ACROSS)) == [("TT", "poverty", 3), ("T2", "poverty", 4)]


def test_units_across_with_codes_and_names(folder: Path, library: Library) -> None:
    head = ["Mã", "Tên chỉ tiêu", "TT", "T2"]
    sheet(folder, head, ["poverty", "Tỷ lệ hộ nghèo", 3, 4], ["3.3", "Nước sạch", 99, 100])
    assert len(said(read(folder, library, ACROSS))) == 4
    sheet(folder, head, ["poverty", "Thu nhập", 3, 4])
    assert [each.code for each in wrong(folder, library, ACROSS)] == ["NTM699"]
    sheet(folder, ["Chỉ tiêu", "TT", "T2"], [3.1, 3, 4])
    assert [each.code for each in wrong(folder, library, ACROSS)] == ["NTM569"]


def test_how_a_table_looks_is_said_where_no_setting_does(folder: Path, library: Library) -> None:
    sheet(folder, ["Chỉ tiêu", "Thị trấn Mới", "TT"], ["poverty", 3, 4])
    (error,) = wrong(folder, library, "facts: facts.xlsx\n")
    assert error.help is not None
    assert (error.code, "orientation: units_across" in error.help.vi) == ("NTM508", True)
    workbook(folder / "facts.xlsx", {"Thị trấn Mới": [["Chỉ tiêu", "Kết quả"], ["poverty", 3]]})
    (error,) = wrong(folder, library, "facts: facts.xlsx\n")
    assert error.help is not None
    assert (error.code, "orientation: sheet_per_unit" in error.help.vi) == ("NTM508", True)


def test_what_is_passed_over_is_named(folder: Path, library: Library) -> None:
    sheet(folder, ["Đơn vị", "poverty", "income"], ["TT", 3, 40], ["Tổng Cột", 4, 41], ["Tổng cộng", 7, 81])
    dossier = read(folder, library, "facts: {file: facts.xlsx, skip_rows_that_begin: [Tổng]}\n")
    assert found(dossier, "NTM581", "NTM683") == [("NTM581", Severity.WARNING)]
    rows = "skip_rows_that_begin: [Tổng]"
    dossier = read(folder, library, f"facts: {{file: facts.xlsx, {rows}, skip_columns: [income]}}\n")
    assert found(dossier, "NTM529", "NTM588") == [("NTM588", Severity.WARNING), ("NTM529", Severity.NOTE)]
    (error,) = wrong(folder, library, f"facts: {{file: facts.xlsx, {rows}, skip_columns: [Đơn vị]}}\n")
    assert error.code == "NTM684"
    sheet(folder, ["Đơn vị", "poverty"], ["TT", 3], ["Đơn vị", "poverty"], ["T2", 4])
    dossier = read(folder, library, "facts: {file: facts.xlsx, first_row: 3}\n")
    assert said(dossier) == [("T2", "poverty", 4)]
    assert found(dossier, "NTM683") == [("NTM683", Severity.WARNING)]


def test_a_needed_column_passed_over_is_said_to_be(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "measure", "value"], ["TT", "poverty", "3"]])
    (error,) = wrong(folder, library, "facts: {file: facts.csv, skip_columns: [value]}\n")
    assert error.code == "NTM684"


def test_nothing_to_read_is_said(folder: Path, library: Library) -> None:
    assert found(read(folder, library, "facts: []\n"), "NTM587") == [("NTM587", Severity.WARNING)]
    sheet(folder, ["Đơn vị", "poverty"], ["TT", 3])
    dossier = read(folder, library, "facts: {file: facts.xlsx, sheets: []}\n")
    assert ("NTM688", Severity.WARNING) in found(dossier, "NTM688")
    workbook(folder / "facts.xlsx", {"A": [], "B": []})
    assert [each.code for each in wrong(folder, library, "facts: facts.xlsx\n")] == ["NTM521"]


def test_an_attestation_that_is_taken_back_is_named(folder: Path, library: Library) -> None:
    rows = [["TT", "3.3", "Đạt", "2024-01-31"], ["TT", "3.3", "chưa có số liệu", "2024-05-31"]]
    csv(folder / "facts.csv", [["unit", "measure", "value", "as_of"], *rows])
    dossier = read(folder, library, "")
    assert found(dossier, "NTM697") == [("NTM697", Severity.WARNING)]
    assert "đạt" in next(each.message.vi for each in dossier.diagnostics if each.code == "NTM697")


def test_values_are_worded_as_reports_word_them(folder: Path, library: Library) -> None:
    rows = [
        ["TT", "3.3", "Đạt"],
        ["TT", "3.3", "Chưa đạt"],
        ["TT", "poverty", "chưa có số liệu"],
        ["TT", "poverty", "3"],
    ]
    csv(folder / "facts.csv", [["unit", "measure", "value"], *rows])
    texts = [each.message for each in read(folder, library, "").diagnostics if each.code == "NTM694"]
    assert [("cả đạt và chưa đạt" in text.vi, "met" in text.vi) for text in texts[:1]] == [(True, False)]
    assert "chưa có số liệu" in texts[1].vi
    assert "not reported" in texts[1].in_language("en")


def test_a_parent_that_is_not_found_is_one_fault(folder: Path, library: Library) -> None:
    units = "code,name,kind,parent\nTD,Huyện Tam Đường,district,\nTT,Thị trấn Tam Đường,township,XX\n"
    (folder / "units.csv").write_text(units, encoding="utf-8")
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"]])
    assert [each.code for each in wrong(folder, library, "")] == ["NTM552"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("facts:\n", "NTM584", "danh sách"),
        ("facts: [FACTS.CSV]\n", "NTM501", "facts.csv"),
        ("units: unit.csv\n", "NTM501", "units.csv"),
    ],
)
def test_files_that_are_not_there_are_placed_in_dossier_yaml(
    folder: Path, library: Library, text: str, code: str, words: str
) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"]])
    if text == "facts: [FACTS.CSV]\n" and (folder / "FACTS.CSV").exists():
        pytest.skip("this file system knows no case")
    error = wrong(folder, library, text)[0]
    assert (error.code, "dossier.yaml:4" in str(error.place), words in error.message.vi) == (code, True, True)


def test_a_hidden_sheet_that_is_asked_for_is_said_to_be_hidden(folder: Path, library: Library) -> None:
    rows: list[list[Any]] = [["Đơn vị", "poverty"], ["TT", 3]]
    workbook(folder / "facts.xlsx", {"A": rows, "Ẩn": rows})
    book = openpyxl.load_workbook(folder / "facts.xlsx")
    book["Ẩn"].sheet_state = "hidden"
    book.save(folder / "facts.xlsx")
    (error,) = wrong(folder, library, "facts: {file: facts.xlsx, sheets: [A, Ẩn]}\n")
    assert (error.code, "đang ẩn" in error.message.vi) == ("NTM684", True)


def test_a_text_file_of_prose_stops_nothing_and_copies_are_named(folder: Path, library: Library) -> None:
    csv(folder / "facts.csv", [["unit", "poverty"], ["TT", "3"]])
    (folder / "facts-ghi-chu.txt").write_text("Số liệu này là tạm thời, chưa chốt\nSẽ gửi lại\n", encoding="utf-8")
    (folder / "facts.csv.bak").write_text("x", encoding="utf-8")
    dossier = read(folder, library, "")
    assert found(dossier, "NTM599", "NTM690") == [("NTM599", Severity.WARNING), ("NTM690", Severity.WARNING)]
    (folder / "facts-ghi-chu.txt").write_text("unitt,povertty\nTT,3\nT2,4\n", encoding="utf-8")
    assert [each.code for each in wrong(folder, library, "")] == ["NTM508"]


def test_an_unknown_sheet_names_the_setting_and_no_far_unit(folder: Path, library: Library) -> None:
    rows: list[list[Any]] = [["Chỉ tiêu", "Kết quả"], ["poverty", 3]]
    workbook(folder / "facts.xlsx", {"TT": rows, "Tổng hợp": rows})
    (error,) = wrong(folder, library, "facts: {file: facts.xlsx, orientation: sheet_per_unit}\n")
    assert error.help is not None
    assert ("sheets:" in error.help.vi, "Cọt" in error.help.vi) == (True, False)


def test_the_day_of_the_dossier_is_the_one_that_titles_are_held_against(folder: Path, library: Library) -> None:
    sheet(folder, ["Quý IV/2023"], ["Đơn vị", "poverty"], ["TT", 3])
    dossier = read(folder, library, "facts: {file: facts.xlsx, as_of: 2023-12-31}\n")
    assert [each.as_of for each in dossier.statements] == [date(2023, 12, 31)]
    assert found(dossier, "NTM527") == []
