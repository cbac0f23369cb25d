"""CSV of every make: encodings, separators, quotes, comments; what is wrong is found with row and column."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ntm_rules.exchange.cells.cell import TableCell, TextRow, filled
from ntm_rules.exchange.cells.limits import FileLimits
from ntm_rules.exchange.diagnostics.mistakes import MOST_DIAGNOSTICS, Mistakes
from ntm_rules.exchange.layouts.header import HeaderRule
from ntm_rules.exchange.tables.delimited import split
from ntm_rules.exchange.tables.table import read_tables
from ntm_rules.model.fact import Statement
from ntm_rules.model.problem import FactsError, Severity

ReadFacts = Callable[..., tuple[Statement, ...]]
WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]

TEXT = '# Số liệu minh họa, không phải số thật; "tạm"\nĐơn vị;Tỷ lệ hộ nghèo;Dân số\nThị trấn Tam Đường;3,5;4.100.000\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_compositions_and_line_ends(
    facts_of: ReadFacts, encoding: str, form: Literal["NFC", "NFD"], end: str
) -> None:
    text = unicodedata.normalize(form, TEXT).replace("\n", end)
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    poverty, population = facts_of((mark + text).encode(encoding))
    assert poverty.unit == "TT"
    assert [poverty.value, population.value] == [Decimal("3.5"), Decimal(4100000)]
    assert poverty.place is not None
    assert (poverty.place.line, poverty.place.column) == (
        3,
        len(unicodedata.normalize(form, "Thị trấn Tam Đường;")) + 1,
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(facts_of: ReadFacts, separator: str) -> None:
    rows = [["unit", "measure", "value", "evidence"], ["TT", "poverty", '"3,5"', '"a, b; c\t""d"""']]
    (fact,) = facts_of("\n".join(separator.join(row) for row in rows))
    assert (fact.value, fact.evidence) == (Decimal("3.5"), 'a, b; c "d"')


def test_excels_own_first_line_and_titles_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("sep=;\nBIỂU TỔNG HỢP;;\n# chú thích;;\nunit;a;\nTT;1;\n")
    mistakes = Mistakes()
    rule = HeaderRule((("unit",),), ("unit",))
    ((header, rows),) = [
        ([cell.text for cell in table.header], [[cell.text for cell in row] for row in table.rows])
        for table in read_tables(tmp_path / "f.csv", "f.csv", rule, mistakes)
    ]
    assert (header, rows, mistakes.errors) == (["unit", "a"], [["TT", "1"]], ())
    assert [(note.code, note.severity) for note in mistakes.remarks] == [("NTM520", Severity.NOTE)]


HEAD = "unit,measure,value\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("NTM521", "facts.csv:1:1")]),
        (b"\n\n# only a comment\n", [("NTM521", "facts.csv:1:1")]),
        ("đơn vi,poverty\nTT,3\n", [("NTM508", "facts.csv:1:1")]),
        (HEAD.encode() + b"TT,poverty,\xff\n", [("NTM505", "facts.csv:2:12")]),
        ("Tỷ lệ".encode("utf-16") + b"\x00", [("NTM505", "facts.csv:1:6")]),
        ("unit,poverty\nTT,3\x00\n", [("NTM523", "facts.csv:2:5")]),
        ("unit,measure\nTT,poverty\n", [("NTM517", "facts.csv:1:1")]),
        (HEAD + "TT,poverty\n", [("NTM514", "facts.csv:2:1")]),
        (HEAD + "TT,poverty,3,5\n", [("NTM514", "facts.csv:2:1")]),
        (HEAD + 'TT,poverty,"3"5\n', [("NTM519", "facts.csv:2:15")]),
        (HEAD + 'TT,poverty,"3,5\nTT,poverty,x\n', [("NTM519", "facts.csv:2:12"), ("NTM541", "facts.csv:3:12")]),
        ("unit,poverty,Poverty\nTT,3,3\n", [("NTM515", "facts.csv:1:14")]),
        ("unit,measure,value,evidense\nTT,poverty,3,\n", [("NTM516", "facts.csv:1:20")]),
        ("unit,,poverty\nTT,9,3\n", [("NTM518", "facts.csv:2:4")]),
        ("unit;x,unit\n", [("NTM522", "facts.csv:1:1")]),
        (b"PK\x03\x04", [("NTM504", "facts.csv:1:1")]),
        (HEAD + "TT,poverty," + "9" * 40000 + "\n", [("NTM524", "facts.csv:2:12")]),
        (HEAD + "TT,poverty,3" + "," * 20_000 + "\n", [("NTM507", "facts.csv:2:1")]),
        (HEAD + '"TT",poverty,3' + "," * 20_000 + "\n", [("NTM507", "facts.csv:2:1")]),
        ("unit,poverty\nTT,3\n\nunit,population\nT2,4\n", [("NTM687", "facts.csv:4:1")]),
    ],
)
def test_what_is_wrong_with_a_table(
    facts_of: ReadFacts, wrong_in: WrongIn, content: str | bytes, expected: list[tuple[str, str]]
) -> None:
    assert wrong_in(lambda: facts_of(content)) == expected


def test_ragged_ends_and_line_breaks_within_cells_lose_nothing(facts_of: ReadFacts) -> None:
    head = 'unit,poverty,"Tỷ lệ hộ sử dụng nước sạch"'
    broken = '"unit",poverty,"Tỷ lệ hộ\rsử dụng nước sạch",,'
    read = facts_of(f"{broken}\rTT,3,90,,\r\n\r\n,,,,\n{head}\nT2,4,91\r")
    assert [each.unit for each in read] == ["TT", "TT", "T2", "T2"]
    assert [each.value for each in read] == [3, 90, 4, 91]


def test_nearest_header_is_named_and_the_line_shown(facts_of: ReadFacts) -> None:
    with pytest.raises(FactsError) as caught:
        facts_of("unit,measure,value,evidense\nTT,poverty,3,\n")
    assert caught.value.render("vi").split(": ", 1)[1] == (
        "[NTM516] không nhận ra cột 'evidense'\n"
        "    1 | unit,measure,value,evidense\n"
        "      |                    ^^^^^^^^\n"
        "  gần nhất: evidence; nếu không cần đọc cột này, ghi trong dossier.yaml, ở tệp này: "
        'skip_columns: ["evidense"]'
    )


@pytest.mark.parametrize("name", ["facts.pdf", "facts", "facts.xls"])
def test_other_kinds_of_files_are_refused(facts_of: ReadFacts, wrong_in: WrongIn, name: str) -> None:
    assert [code for code, _ in wrong_in(lambda: facts_of("unit,poverty\n", name=name))] == ["NTM504"]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (FileLimits(file_bytes=10), "NTM503"),
        (FileLimits(rows=1), "NTM507"),
        (FileLimits(columns=1), "NTM507"),
        (FileLimits(cell_characters=3), "NTM524"),
        (FileLimits(work=1), "NTM598"),
    ],
)
def test_limits(tmp_path: Path, limits: FileLimits, code: str) -> None:
    (tmp_path / "f.csv").write_text("unit,a\nT1,1\nT2,22222\n")
    mistakes = Mistakes()
    for table in read_tables(tmp_path / "f.csv", "f.csv", HeaderRule((("unit",),), ("unit",)), mistakes, limits):
        assert list(table.rows) is not None
    codes = {found.code for found in mistakes.errors}
    assert code in codes
    assert "NTM521" not in codes  # the file is not empty


def test_a_folder_and_a_missing_file_are_no_tables(tmp_path: Path) -> None:
    rule = HeaderRule((("unit",),), ("unit",))
    for name in (".", "absent.csv", "nul\0.csv"):
        mistakes = Mistakes()
        assert list(read_tables(tmp_path / name, name, rule, mistakes)) == []
        assert [found.code for found in mistakes.errors] == ["NTM501"]


cell_texts = st.text(
    st.characters(exclude_characters="\r\x00", exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=8
)


@given(st.lists(cell_texts.map(lambda text: re.sub('[",;\t\\n#]', "", text)), min_size=1, max_size=5))
def test_cells_of_a_line_without_quotes_are_where_they_say(texts: list[str]) -> None:
    line = ",".join(texts)
    assume(line.strip(", \t"))
    [row] = split([line], ",", "f.csv", Mistakes(), FileLimits())
    assert isinstance(row, TextRow)
    assert [cell.content for cell in row] == texts
    for cell, text in zip(row, texts, strict=True):
        assert cell.place is not None
        assert cell.place.end_column is not None
        assert line[cell.place.column - 1 : cell.place.end_column - 1].removesuffix("" if text else ",") == text
    assert [row[at] for at in range(-len(row), 0)] == [*row] == [*row[:]]
    assert filled(row) == sum(not cell.blank for cell in row)
    assert [*row.only_columns((len(row) - 1, 0))] == [row[-1], row[0]]


@given(st.lists(st.lists(cell_texts, min_size=1, max_size=4), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_quoted_cells_read_back_with_their_places(rows: list[list[str]], separator: str) -> None:
    text = "\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    lines, mistakes = text.split("\n"), Mistakes()
    records = list(split(lines, separator, "f.csv", mistakes, FileLimits()))
    assert [[cell.content for cell in record] for record in records] == rows
    assert mistakes.errors == ()
    for record in records:
        for cell in record:
            assert cell.place is not None
            assert lines[cell.place.line - 1][cell.place.column - 1] == '"'


def test_the_text_of_a_cell() -> None:
    assert [TableCell(content).text for content in (None, " a ", True, 3, 3.10, 0.1 + 0.2)] == [
        "",
        "a",
        "TRUE",
        "3",
        "3.1",
        "0.3",
    ]


def test_too_many_findings_are_counted_not_listed() -> None:
    mistakes = Mistakes()
    for _ in range(MOST_DIAGNOSTICS + 5):
        mistakes.report("NTM521", None)
    assert len(mistakes.errors) == MOST_DIAGNOSTICS + 1
    assert "5" in mistakes.errors[-1].message.vi
