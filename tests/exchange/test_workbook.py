"""Workbooks as offices make them, and workbooks made to harm."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ntm_rules.exchange.cells.limits import FileLimits
from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.units.reading import read_units
from ntm_rules.exchange.workbooks.workbook import sheet_blocks
from ntm_rules.model.fact import Absence, Attestation, Statement
from ntm_rules.model.problem import FactsError

ReadFacts = Callable[..., tuple[Statement, ...]]
WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]
Fill = Callable[[Worksheet], None]


def made(fill: Fill, *others: tuple[str, Fill]) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Chỉ tiêu"
    fill(first)
    for title, fill_other in others:
        fill_other(book.create_sheet(title))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows(*lines: list[Any]) -> Fill:
    def fill(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return fill


def test_values_as_the_workbook_shows_them(facts_of: ReadFacts) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["# số liệu minh họa"])
        sheet.append(["BIỂU TỔNG HỢP CHỈ TIÊU", None, None])
        sheet.merge_cells("A2:F2")
        sheet.append(["STT", "Đơn vị", "Tính đến", "Tỷ lệ hộ nghèo", "clean_water", "population", "4.3", "Ghi chú"])
        sheet.append([1, "TT", datetime(2024, 3, 31), 0.1 + 0.2, 0.972, "4.100.000", "Đạt", "đã kiểm tra"])
        sheet.append([2, "T2", "30/06/2024", "-", "97,2%", 5000, "KAD", None])
        sheet["E4"].number_format = "0.0%"

    statements = facts_of(made(fill), name="facts.xlsx")
    assert [
        (str(each.place).rsplit("!", 1)[1], each.value, each.as_of)
        for each in statements
        if not isinstance(each, Attestation)
    ] == [
        ("D4", Decimal("0.3"), date(2024, 3, 31)),
        ("E4", Decimal("97.2"), date(2024, 3, 31)),
        ("F4", Decimal(4100000), date(2024, 3, 31)),
        ("D5", Absence.NOT_REPORTED, date(2024, 6, 30)),
        ("E5", Decimal("97.2"), date(2024, 6, 30)),
        ("F5", Decimal(5000), date(2024, 6, 30)),
    ]
    assert [each.value for each in statements if isinstance(each, Attestation)][1] is Absence.NOT_APPLICABLE
    assert str(statements[0].place).endswith("facts.xlsx › Chỉ tiêu!D4")


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("0%", 85),
        ("0.00%", 85),
        ('0.00"%"', Decimal("0.85")),
        ("0.00\\%", Decimal("0.85")),
        ("[Red]0%;-0%", 85),
        ("General", Decimal("0.85")),
    ],
)
def test_percentage_formats_and_literal_percent_signs(
    facts_of: ReadFacts, number_format: str, expected: Decimal
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["unit", "poverty"])
        sheet.append(["TT", 0.85])
        sheet["B2"].number_format = number_format

    (fact,) = facts_of(made(fill), name="facts.xlsx")
    assert fact.value == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([["unit", "poverty"], ["TT", datetime(2024, 5, 3)]], [("NTM542", "B2")]),
        ([["unit", "poverty"], ["TT", "=1/3"]], [("NTM512", "B2")]),
        ([["unit", "poverty"], ["TT", "#DIV/0!"]], [("NTM513", "B2")]),
        ([["unit", "poverty"], ["TT", "1.234"], ["XX", 3]], [("NTM531", "B2"), ("NTM560", "A3")]),
        ([["unit", 3.1], ["TT", 3]], [("NTM569", "B1")]),
        ([["unit", "measure", "value"], ["TT", 3.1, 3]], [("NTM569", "B2")]),
        ([["unit", "measure", "value"], [None, "poverty", 3]], [("NTM554", "A2")]),
        ([["unit", "poverty"], ["TT", 3, "lạc"]], [("NTM518", "C2")]),
        ([["unit", "as_of", "poverty"], ["TT", 45000.5, 3]], [("NTM546", "B2")]),
        ([["đơn vị tính", "a"], ["TT", 3]], [("NTM508", "A1")]),
    ],
)
def test_errors_name_the_cell(
    facts_of: ReadFacts, wrong_in: WrongIn, lines: list[list[Any]], expected: list[tuple[str, str]]
) -> None:
    found = wrong_in(lambda: facts_of(made(rows(*lines)), name="facts.xlsx"))
    assert found == [(code, f"facts.xlsx › Chỉ tiêu!{cell}") for code, cell in expected]


def test_formulas_with_a_calculated_value_are_read(facts_of: ReadFacts) -> None:
    content = made(rows(["unit", "poverty", "4.3"], ["TT", "=1+1", "=A1"]))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = data.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
                )
                data = data.replace(b'r="C2"', b'r="C2" t="str"')  # a formula whose value is the empty text
                assert b"<v>2</v>" in data
            if part.filename.endswith("workbook.xml"):
                data = data.replace(b'fullCalcOnLoad="1"', b"")
            new.writestr(part.filename, data)
    (fact,) = facts_of(stream.getvalue(), name="facts.xlsx")
    assert fact.value == 2


def test_a_workbook_never_calculated_is_not_believed(facts_of: ReadFacts, wrong_in: WrongIn) -> None:
    """As some programs write it: a formula, the value 0 beside it, and the order to calculate when it is opened."""
    formula = b'<c r="B2"><f>1+1</f><v>0</v></c>'
    content = with_part(GOOD, SHEET, lambda data: re.sub(rb'<c r="B2".*?</c>', formula, data))
    found = wrong_in(lambda: facts_of(content, name="facts.xlsx"))
    assert found == [("NTM512", "facts.xlsx › Chỉ tiêu!B2")]


def test_hidden_sheets_and_notes_are_reported_and_not_read() -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet.append(["unit", "poverty"])
        sheet.sheet_state = "hidden"

    content = made(rows(["unit", "poverty"]), ("Cũ", hidden), ("Hướng dẫn", rows(["Cách ghi"])), ("Trống", rows()))
    mistakes = Mistakes()
    assert [block.sheet for block in sheet_blocks(content, "f.xlsx", mistakes, FileLimits())] == ["Chỉ tiêu", "Trống"]
    assert [(each.code, str(each.place)) for each in mistakes.remarks] == [
        ("NTM509", "f.xlsx › Cũ!A1"),
        ("NTM511", "f.xlsx › Hướng dẫn!A1"),
    ]


def test_codes_with_leading_zeros_keep_them(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["code", "name", "kind"])
        sheet.append([3385, "Tam Đường", "thị trấn"])
        sheet["A2"].number_format = "00000"

    (tmp_path / "units.xlsx").write_bytes(made(fill))
    assert [unit.code for unit in read_units(tmp_path / "units.xlsx")] == ["03385"]


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    return stream.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, change(data) if part.filename == name else data)
    return stream.getvalue()


GOOD = made(rows(["unit", "poverty"], ["TT", 3]))
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(), "NTM503"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "NTM506"),
        (b"not a zip", "NTM506"),
        (GOOD[: len(GOOD) // 2], "NTM506"),
        (with_part(GOOD, SHEET, lambda _: b"<broken"), "NTM506"),
        (with_part(GOOD, "xl/workbook.xml", lambda _: b""), "NTM506"),
        (with_part(GOOD, SHEET, lambda data: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + data), "NTM506"),
        (with_part(GOOD, SHEET, lambda data: data.replace(b'r="2"', b'r="999999999"')), "NTM507"),
    ],
)
def test_broken_and_harmful_workbooks(content: bytes, code: str) -> None:
    mistakes = Mistakes()
    try:
        for block in sheet_blocks(content, "f.xlsx", mistakes, FileLimits(unzipped_bytes=1_000_000)):
            for _ in block.records:
                pass
    except FactsError as error:
        mistakes.take(error)
    assert [found.code for found in mistakes.errors] == [code]
    for found in mistakes.errors:
        for words in (found.message.vi, found.message.en or ""):
            assert not re.search(r"[A-Z][a-z]+(?:Error|File|Zip)|Content_Types|line \d|Errno", words)
        assert not found.message.vi.isascii()
        assert "the " not in found.message.vi


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a zip", "damaged"),
        (with_part(GOOD, "[Content_Types].xml", lambda _: b""), "damaged"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "an old Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "an old Word document"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    ],
)
def test_why_a_workbook_is_not_opened(content: bytes, words: str) -> None:
    with pytest.raises(FactsError, match=words):
        list(sheet_blocks(content, "f.xlsx", Mistakes(), FileLimits()))


def test_a_wrong_dimension_loses_nothing(facts_of: ReadFacts) -> None:
    content = with_part(GOOD, SHEET, lambda data: data.replace(b'ref="A1:B2"', b'ref="A1:A1"'))
    assert len(facts_of(content, name="facts.xlsx")) == 1
