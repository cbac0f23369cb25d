"""Merged, hidden and disordered cells of workbooks: each is used, or named with its address."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.facts.forms import Context
from ntm_rules.exchange.facts.reading import facts_from
from ntm_rules.exchange.facts.subject import Subjects
from ntm_rules.exchange.units.index import UnitIndex
from ntm_rules.exchange.units.reading import units_from
from ntm_rules.model.fact import Fact, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError
from ntm_rules.model.units.unit import Unit, Units

AS_OF = date(2024, 6, 30)
SHEET = "xl/worksheets/sheet1.xml"
Fill = Callable[[Worksheet], None]
Found = tuple[dict[tuple[str, str], Any], dict[str, tuple[str, str]]]
Read = Callable[..., Found]
ReadFacts = Callable[..., tuple[Statement, ...]]


def made(*lines: Iterable[Any], then: Fill = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "S"
    for line in lines:
        sheet.append(list(line))
    then(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def merging(*ranges: str) -> Fill:
    def merge(sheet: Worksheet) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return merge


def book_of(sheet: Worksheet) -> openpyxl.Workbook:
    book = sheet.parent
    assert isinstance(book, openpyxl.Workbook)
    return book


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return stream.getvalue()


def with_rows(xml: str, after: str = "", before: str = "") -> bytes:
    """A workbook whose sheet is this XML of rows."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{namespace}">{before}<sheetData>{xml}</sheetData>{after}</worksheet>'
    return with_part(made(["x"]), SHEET, lambda _: sheet.encode())


def text(address: str, words: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{words}</t></is></c>'


def number(address: str, figure: str) -> str:
    return f'<c r="{address}"><v>{figure}</v></c>'


HEAD = f'<row r="1">{text("A1", "unit")}{text("B1", "poverty")}{text("C1", "clean_water")}</row>'


@pytest.fixture
def facts(tmp_path: Path, library: Library, units: Units) -> Read:
    """Read facts from a workbook: the values by unit and measure, and of each code the place and the message."""

    def read(content: bytes, name: str = "facts.xlsx") -> Found:
        (tmp_path / name).write_bytes(content)
        mistakes = Mistakes()
        context = Context(UnitIndex(units), Subjects(library, {"township": "vn/town"}, AS_OF), AS_OF, None, mistakes)
        read = {
            (said.unit, said.measure): said.value
            for said in facts_from(tmp_path / name, name, context)
            if isinstance(said, Fact)
        }
        said = {}
        for each in (*mistakes.errors, *mistakes.remarks):
            assert each.code not in said or each.code != "NTM661"
            said[each.code] = (str(each.place).rsplit("!", 1)[-1], each.message.en or "")
        said.pop("NTM577", None)
        return read, said

    return read


def units_of(folder: Path, content: bytes) -> tuple[dict[str, Unit], Mistakes]:
    (folder / "units.xlsx").write_bytes(content)
    mistakes = Mistakes()
    found = units_from(folder / "units.xlsx", "units.xlsx", Library(), mistakes)
    return {unit.code: unit for unit in found}, mistakes


# merged cells


def test_a_merged_parent_is_the_parent_of_every_row(tmp_path: Path) -> None:
    content = made(
        ["code", "name", "kind", "parent"],
        ["H1", "Huyện Một", "district", None],
        ["X1", "Xã A", "commune", "H1"],
        ["X2", "Xã B", None, None],
        ["X3", "Xã C", None, None],
        then=merging("D3:D5", "C3:C5"),
    )
    units, mistakes = units_of(tmp_path, content)
    assert [units[code].parent for code in ("X1", "X2", "X3")] == ["H1", "H1", "H1"]
    assert units["X3"].kind == "commune"
    assert mistakes.errors == ()
    assert [(each.code, str(each.place), each.fields["ranges"]) for each in mistakes.remarks] == [
        ("NTM662", "units.xlsx › S!C3", "C3:C5"),
        ("NTM662", "units.xlsx › S!D3", "D3:D5"),
    ]


def test_a_merged_figure_is_refused(facts: Read) -> None:
    content = made(
        ["unit", "poverty", "clean_water"], ["TT", 3, 90], ["T2", None, 91], ["BB", None, 92],
        then=merging("B2:B4"),
    )  # fmt: skip
    read, said = facts(content)
    assert said.keys() == {"NTM661"}
    assert said["NTM661"][0] == "B2"
    assert "B2:B4" in said["NTM661"][1]
    assert read["BB", "clean_water"] == 92


@pytest.mark.parametrize("word", ["KAD", "-", "chưa có số liệu"])
def test_a_merged_absence_is_refused_too(facts: Read, word: str) -> None:
    _, said = facts(
        made(["unit", "poverty"], ["TT", word], ["T2"], then=merging("B2:B3"))
    )  # fmt: skip
    assert said.keys() == {"NTM661"}


def test_in_long_form_the_unit_and_the_day_are_spread_and_the_value_is_not(facts: Read) -> None:
    lines: list[list[Any]] = [
        ["unit", "as_of", "measure", "value"],
        ["TT", date(2024, 6, 1), "poverty", 3],
        [None, None, "income", 40],
    ]
    keys = made(*lines, then=merging("A2:A3", "B2:B3"))
    assert facts(keys)[0] == {("TT", "poverty"): 3, ("TT", "income"): 40}
    assert facts(keys)[1].keys() == {"NTM662"}
    lines[2] = ["TT", date(2024, 6, 1), "income", None]
    assert facts(made(*lines, then=merging("D2:D3")))[1].keys() == {"NTM661"}


def test_merged_serial_numbers_and_blank_merges_say_nothing(facts: Read) -> None:
    content = made(
        ["STT", "unit", "poverty", "clean_water"], [1, "TT", 3, None], [None, "T2", 4, None],
        then=merging("A2:A3", "D2:D3", "C5:C9"),
    )  # fmt: skip
    read, said = facts(content)
    assert said == {}
    assert read["T2", "poverty"] == 4


def test_a_merge_into_rows_that_say_nothing_is_one_row(facts: Read) -> None:
    read, said = facts(made(["unit", "poverty"], ["TT", 3], then=merging("B2:B9")))
    assert (read, said) == ({("TT", "poverty"): 3}, {})


@pytest.mark.parametrize(
    ("lines", "merged", "code", "address"),
    [
        ([["unit", "poverty", "clean_water"], ["TT", 90, None]], "B2:C2", "NTM663", "B2"),
        ([["unit", "poverty", "clean_water"], ["TT", "KAD", None]], "B2:C2", "NTM663", "B2"),
        ([["unit", "poverty"], ["TT", 3], ["T2", 4]], "A1:A2", "NTM664", "A1"),
        ([["STT", "unit", "poverty"], [1, "T2", 4], ["TT", None, 3]], "A3:B3", "NTM663", "A3"),
        ([["unit", "STT", "poverty"], ["TT", 3, None]], "B2:C2", "NTM663", "B2"),
        ([["SỐ LIỆU"], ["unit", "poverty"], ["TT", 3]], "A1:A3", "NTM508", "A1"),
        ([["unit", "poverty", None], ["TT", 3, 90]], "B1:C1", "NTM518", "C2"),
    ],
)
def test_merges_that_cannot_be_read_name_their_range(
    facts: Read, lines: list[list[Any]], merged: str, code: str, address: str
) -> None:
    _, said = facts(made(*lines, then=merging(merged)))
    assert said[code][0] == address


def test_a_heading_that_begins_in_the_column_of_serial_numbers_is_passed_over_by_name(facts: Read) -> None:
    content = made(["STT", "unit", "poverty"], ["I. Khu vực", None, None], [1, "TT", 3], then=merging("A2:B2"))
    read, said = facts(content)
    assert read == {("TT", "poverty"): 3}
    assert said["NTM678"][0] == "A2"


def test_what_to_do_about_a_merged_header(facts_of: ReadFacts) -> None:
    cases: list[tuple[list[list[Any]], str, str]] = [
        ([["unit", "poverty"], [None, 3], ["T2", 4]], "A1:A2", "header_rows: 2"),
        ([["unit", "poverty", None], ["TT", 3, 90]], "B1:C1", "the header cell B1:C1 is merged over several columns"),
    ]
    for lines, merged, advice in cases:
        with pytest.raises(FactsError) as caught:
            facts_of(made(*lines, then=merging(merged)), name="facts.xlsx")
        (found,) = caught.value.diagnostics
        assert found.help is not None
        assert found.help.en is not None
        assert advice in found.help.en


def test_titles_headings_and_signatures_across_columns_are_passed_over_by_name(facts: Read) -> None:
    content = made(
        ["BIỂU TỔNG HỢP"], ["unit", "poverty", "clean_water"], ["Khu vực I"], ["TT", 3, 90], ["Người lập biểu"],
        then=merging(*(f"A{row}:C{row}" for row in (1, 3, 5))),
    )  # fmt: skip
    read, said = facts(content)
    assert read == {("TT", "poverty"): 3, ("TT", "clean_water"): 90}
    assert said.keys() == {"NTM520", "NTM678"}
    assert "Người lập biểu" in said["NTM678"][1]


def test_what_lies_under_a_merged_cell_is_named(facts: Read) -> None:
    rows = HEAD + f'<row r="2">{text("A2", "TT")}{number("B2", "3")}{number("C2", "50")}</row>'
    _, said = facts(with_rows(rows, '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'))
    assert "C2 (B2:C2)" in said["NTM665"][1]


@pytest.mark.parametrize("ranges", [("B2:B4", "B3:B5"), ("A1:XFD1048576", "A1:A2"), ("B2:", "x"), ("B0:B2",)])
def test_merged_ranges_that_overlap_or_are_none(facts: Read, ranges: tuple[str, ...]) -> None:
    cells = "".join(f'<row r="{row}">{text(f"A{row}", "TT")}{number(f"B{row}", "3")}</row>' for row in range(2, 6))
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    _, said = facts(with_rows(HEAD + cells, f"<mergeCells>{merges}</mergeCells>"))
    assert "NTM667" in said or "NTM661" in said or "NTM506" in said


# hidden rows, columns and sheets


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ('hidden="1"', 'width="9" hidden="1"'),
        ('ht="0" customHeight="1"', 'width="0"'),
        ('ht="0.25"', 'width="0.1" customWidth="1"'),
        ('hidden="true"', 'hidden="1"'),
    ],
)
def test_hidden_rows_and_columns_are_read_and_named(facts: Read, row: str, column: str) -> None:
    rows = "".join(
        f'<row r="{at}" {row if at in (3, 7, 8, 9) else ""}>{text(f"A{at}", unit)}{number(f"B{at}", "3")}'
        f"{number(f'C{at}', '90')}</row>"
        for at, unit in ((2, "TT"), (3, "T2"), (7, "BB"), (8, "TD"), (9, "H1"))
    )
    read, said = facts(with_rows(HEAD + rows, before=f'<cols><col min="3" max="16384" {column}/></cols>'))
    assert read["T2", "clean_water"] == 90
    assert said["NTM666"] == ("C3", "hidden, and read all the same: row(s) 3, 7-9 and column(s) C")


def test_hidden_rows_and_columns_without_content_are_not_named(facts: Read) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["H"].hidden = True

    assert facts(made(["unit", "poverty"], ["TT", 3], then=hide))[1] == {}


def test_rows_filtered_out_and_groups_folded_up_are_named(facts: Read) -> None:
    def fold_up(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:B3"
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions.group(3, 3, hidden=True)

    read, said = facts(made(["unit", "poverty"], ["TT", 3], ["T2", 4], then=fold_up))
    assert len(read) == 2
    assert "2-3" in said["NTM666"][1]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_named(facts: Read, state: str) -> None:
    def other(sheet: Worksheet) -> None:
        hidden = book_of(sheet).create_sheet("Cũ")
        hidden.append(["unit", "poverty"])
        hidden.sheet_state = state

    assert facts(made(["unit", "poverty"], ["TT", 3], then=other))[1].keys() == {"NTM509"}


def test_chart_sheets_are_named(facts: Read) -> None:
    def add(sheet: Worksheet) -> None:
        book_of(sheet).create_chartsheet("Biểu đồ").add_chart(BarChart())

    content = made(["unit", "poverty"], ["TT", 3], then=add)
    assert "Biểu đồ" in facts(content)[1]["NTM677"][1]


# order and addresses


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        (f'{HEAD}<row r="3">{text("A3", "TT")}</row><row r="2">{text("A2", "T2")}</row>', "A2"),
        (f'{HEAD}<row r="2">{text("A2", "TT")}</row><row r="2">{text("A2", "T2")}</row>', "A2"),
        (f'{HEAD}<row r="2">{text("A2", "TT")}{number("B2", "3")}{number("B2", "4")}</row>', "B2"),
        (f'{HEAD}<row r="2">{text("A2", "TT")}{number("B3", "3")}</row>', "B2"),
        (f'{HEAD}<row r="2">{text("A2", "TT")}{number("b2", "3")}</row>', "B2"),
        (f'{HEAD}<row r="zwei">{text("A2", "TT")}</row>', "A2"),
        (f'{HEAD}<row r="2">{text("A2", "TT")}{number("XFE2", "3")}</row>', "B2"),
    ],
)
def test_rows_and_cells_out_of_their_place_are_refused(facts: Read, rows: str, address: str) -> None:
    assert facts(with_rows(rows))[1]["NTM667"][0] == address


def test_cells_in_any_order_and_without_addresses_come_back_at_their_own(facts: Read) -> None:
    rows = (
        f'{HEAD}<row r="2">{number("C2", "90")}{text("A2", "TT")}{number("B2", "3")}</row>'
        '<row><c t="inlineStr"><is><t>T2</t></is></c><c><v>4</v></c></row>'
        f'<row r="900"><c r="A900" t="inlineStr"><is><t>BB</t></is></c><c/><c><v>70</v></c></row>'
    )
    read, said = facts(with_rows(rows))
    assert said == {}
    assert read["TT", "clean_water"] == 90
    assert read["T2", "poverty"] == 4
    assert read["BB", "clean_water"] == 70


def test_rich_text_is_read_whole_and_readings_of_it_are_not(facts: Read) -> None:
    rich = "<is><r><rPr><b/></rPr><t>T</t></r><r><t>T</t></r><rPh sb='0' eb='1'><t>X</t></rPh></is>"
    rows = f'{HEAD}<row r="2"><c r="A2" t="inlineStr">{rich}</c>{number("B2", "3")}</row>'
    assert facts(with_rows(rows))[0]["TT", "poverty"] == 3


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="s"><v>99</v></c>',
        '<c r="B2" t="s"><v>-1</v></c>',
        '<c r="B2" s="77"><v>3</v></c>',
        '<c r="B2"><v>1_0</v></c>',
        '<c r="B2"><v>nan</v></c>',
        '<c r="B2" t="b"><v>7</v></c>',
        '<c r="B2" t="d"><v>soon</v></c>',
        '<c r="B2" t="q"><v>3</v></c>',
    ],
)
def test_damaged_cells_are_named_and_the_rest_is_read(facts: Read, cell: str) -> None:
    read, said = facts(with_rows(f'{HEAD}<row r="2">{text("A2", "TT")}{cell}{number("C2", "90")}</row>'))
    assert said["NTM675"][0] == "B2"
    assert read == {("TT", "clean_water"): 90}


def test_a_cell_far_to_the_right_is_named_once(facts: Read) -> None:
    rows = "".join(f'<row r="{row}">{number(f"XFD{row}", "1")}</row>' for row in range(2, 200))
    _, said = facts(with_rows(HEAD + rows))
    assert said["NTM507"][0] == "XFD2"


# other kinds of content


def test_comments_and_pictures_are_named(facts: Read) -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["B2"].comment = Comment("thực ra là 9", "K")
        sheet["C7"].comment = Comment("12", "K")
        chart = BarChart()
        sheet.add_chart(chart, "E5")

    content = made(["unit", "poverty"], ["TT", 3], then=comment)
    _, said = facts(content)
    assert "2 cell comments (B2, C7)" in said["NTM669"][1]
    assert "1 chart" in said["NTM669"][1]


def test_a_strict_workbook_is_told_how_to_be_saved(facts: Read) -> None:
    main, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    content = made(["unit", "poverty"], ["TT", 3])
    for part in ("xl/workbook.xml", SHEET, "xl/styles.xml"):
        content = with_part(content, part, lambda data: data.replace(main, strict))
    assert facts(content)[1].keys() == {"NTM676"}


# a second table, and none


def test_a_header_that_comes_again_is_passed_over(facts: Read) -> None:
    head = ["unit", "poverty"]
    read, said = facts(made(head, ["TT", 3], [], head, ["T2", 4]))
    assert len(read) == 2
    assert said["NTM686"][0] == "A4"


def test_another_header_below_ends_the_table(facts: Read) -> None:
    _, said = facts(made(["unit", "poverty"], ["TT", 3], [], ["unit", "clean_water"], ["T2", 4], ["BB", 4]))
    assert said["NTM687"] == (
        "A4",
        "another header, with other columns, stands below the table; the rows from here on are not read",
    )


@pytest.mark.parametrize("name", ["facts.xlsx", "facts.csv"])
def test_a_table_without_rows_is_named(facts: Read, name: str) -> None:
    content = made(["unit", "poverty"]) if name.endswith("x") else b"unit,poverty\n"
    assert facts(content, name)[1].keys() == {"NTM688"}


def test_a_sheet_without_a_table_beside_a_good_one_is_named(facts: Read) -> None:
    def add(sheet: Worksheet) -> None:
        book_of(sheet).create_sheet("B").append(["abc", 1])

    content = made(["unit", "poverty"], ["TT", 3], then=add)
    read, said = facts(content)
    assert read
    assert said["NTM508"][0] == "A1"


def test_line_ends_written_as_escapes_are_spaces(facts: Read) -> None:
    rows = f'{HEAD}<row r="2">{text("A2", "TT_x000D_")}{number("B2", "2")}</row>'
    read, _ = facts(with_rows(rows))
    assert read["TT", "poverty"] == Decimal(2)


# what formats show

ACCOUNTS = '_(* #,##0_);_(* (#,##0)_);_(* "-"??_);_(@_)'


def formatted(formats: dict[str, str]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for cell, number_format in formats.items():
            sheet[cell].number_format = number_format

    return fill


def test_zeros_shown_as_dashes_are_read_as_zero_and_named(facts: Read) -> None:
    formats = dict.fromkeys(("B2", "B3", "B4", "C4"), ACCOUNTS)
    lines = ["TT", 0, 90], ["T2", 0, 90], ["BB", 3, 0]
    read, said = facts(made(["unit", "population", "clean_water"], *lines, then=formatted(formats)))
    assert [read[unit, "population"] for unit in ("TT", "T2", "BB")] == [0, 0, 3]
    assert read["BB", "clean_water"] == 0
    assert said.keys() == {"NTM673"}
    assert said["NTM673"][1].endswith("(C4)")


def test_a_zero_shown_as_a_dash_where_no_figure_belongs_is_refused(facts: Read) -> None:
    content = made(["unit", "poverty", "evidence"], ["TT", 3, 0], then=formatted({"C2": ACCOUNTS}))
    assert facts(content)[1]["NTM668"][0] == "C2"


@pytest.mark.parametrize(
    ("number_format", "day"),
    [
        ("mmm-yy", date(2024, 2, 29)),
        ("mm/yyyy", date(2024, 2, 29)),
        ("yyyy-mm", date(2024, 2, 29)),
        ("[$-42A]mmmm yyyy", date(2024, 2, 29)),
        ("yyyy", date(2024, 12, 31)),
        ("dd/mm/yyyy", date(2024, 2, 1)),
        ("mm-dd-yy", date(2024, 2, 1)),
    ],
)
def test_a_date_is_the_period_that_its_cell_shows(facts_of: ReadFacts, number_format: str, day: date) -> None:
    lines = ["unit", "poverty", "as_of"], ["TT", 3, datetime(2024, 2, 1)]
    (said,) = facts_of(made(*lines, then=formatted({"C2": number_format})), name="facts.xlsx")
    assert said.as_of == day


@pytest.mark.parametrize(
    ("day", "number_format", "code"),
    [
        (datetime(2024, 2, 1), "d-mmm", "NTM668"),
        (datetime(2024, 2, 1), "dddd", "NTM668"),
        (datetime(2024, 2, 1), "h:mm", "NTM668"),
        (2024, "dd/mm/yyyy", "NTM672"),
        (2024, "yyyy", "NTM672"),
        (2024, "mm/yyyy", "NTM672"),
    ],
)
def test_a_date_of_which_too_little_is_shown(facts: Read, day: object, number_format: str, code: str) -> None:
    lines = ["unit", "poverty", "as_of"], ["TT", 3, day]
    read, said = facts(made(*lines, then=formatted({"C2": number_format})))
    assert read == {}
    assert said[code][0] == "C2"


def test_where_a_day_is_needed_a_date_shown_as_its_month_is_refused(tmp_path: Path) -> None:
    lines = ["code", "name", "kind", "exists_from"], ["X", "Xã X", "xã", datetime(2024, 2, 1)]
    _, mistakes = units_of(tmp_path, made(*lines, then=formatted({"D2": "mm/yyyy"})))
    assert [found.code for found in mistakes.errors] == ["NTM668"]


def test_a_figure_that_became_a_date_is_still_named_so(facts: Read) -> None:
    content = made(["unit", "poverty"], ["TT", datetime(2024, 3, 1)], then=formatted({"B2": "d-mmm"}))
    assert facts(content)[1]["NTM542"][0] == "B2"
