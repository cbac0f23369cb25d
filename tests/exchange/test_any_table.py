"""Whatever a table looks like, each cell that says something is a value, a key, or named in a diagnostic."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from attrs import define, field
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.facts.forms import Context
from ntm_rules.exchange.facts.reading import facts_from
from ntm_rules.exchange.facts.subject import Subjects
from ntm_rules.exchange.units.index import UnitIndex
from ntm_rules.exchange.workbooks.sheet_xml import address_of
from ntm_rules.model.fact import Absence, Fact, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.place import Place
from ntm_rules.model.problem import Diagnostic
from ntm_rules.model.units.unit import Units

from ..profiles import tried

AS_OF = date(2024, 6, 30)
relaxed = settings(max_examples=tried(0.8), suppress_health_check=list(HealthCheck))
UNITS = ("TT", "T2", "BB", "H1", "H2", "TD")
MEASURES = ("poverty", "clean_water", "population")
FORMATS = ("General", "0.0", "0%", "#,##0,", '0"%"', ";;;", "#,##0", "[Red]0.0;-0.0")
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(path: Path, library: Library, units: Units) -> tuple[list[Statement], list[Diagnostic]]:
    mistakes = Mistakes()
    context = Context(UnitIndex(units), Subjects(library, {"township": "vn/town"}, AS_OF), AS_OF, None, mistakes)
    statements = list(facts_from(path, path.name, context))
    return statements, [*mistakes.errors, *mistakes.remarks]


def folded(found: list[Diagnostic]) -> int:
    """The number of mistakes that are not shown one by one, but counted in one that says the same."""
    return sum(int(each.fields["times"]) - 1 for each in found if "times" in each.fields)  # type: ignore[call-overload]


@define
class Sheet:
    """A sheet that was made: of each cell its content and style, and what else the XML says."""

    cells: dict[tuple[int, int], tuple[Any, int]] = field(factory=dict)
    header_row: int = 1
    unit_column: int = 1
    order: list[int] = field(factory=list)
    backwards: set[int] = field(factory=set)
    twice: set[tuple[int, int]] = field(factory=set)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    merges: list[tuple[int, int, int, int]] = field(factory=list)
    without_addresses: bool = False


figures = st.one_of(
    st.integers(0, 100),
    st.decimals(0, 1, places=2).map(float),
    st.sampled_from(["97,2", "85 %", "KAD", "-", "chưa có số liệu", "abc", "1.234", "Đạt", True]),
)


rarely = st.sampled_from([False] * 11 + [True])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    sheet = Sheet()
    row = 1
    for _ in range(draw(st.integers(0, 2))):
        sheet.cells[row, draw(st.integers(1, 4))] = ("BIỂU TỔNG HỢP", 0)
        row += draw(st.integers(1, 2))
    sheet.header_row = row
    headers = draw(st.permutations(["unit", *MEASURES, "STT", None]))[: draw(st.integers(3, 6))]
    if "unit" not in headers:
        headers = ["unit", *headers]
    for column, name in enumerate(headers, 1):
        if name is not None:
            sheet.cells[row, column] = (name, 0)
    sheet.unit_column = headers.index("unit") + 1
    units = draw(st.lists(st.sampled_from((*UNITS, "ZZ", None)), min_size=1, max_size=5))
    for unit in units:
        row += draw(st.sampled_from([1, 1, 1, 2, 5]))
        if draw(rarely):
            for column, name in enumerate(headers, 1):
                if name is not None:
                    sheet.cells[row, column] = (name, 0)
            continue
        for column, name in enumerate(headers, 1):
            if name == "unit" and unit is not None:
                sheet.cells[row, column] = (unit, 0)
            elif name != "unit" and draw(st.booleans()):
                style = draw(st.sampled_from([0, 0, 0, *range(len(FORMATS))]))
                sheet.cells[row, column] = (draw(figures), style)
        if draw(rarely):
            sheet.cells[row, len(headers) + draw(st.integers(1, 3))] = (draw(figures), 0)
    rows = sorted({row for row, _ in sheet.cells})
    sheet.order = draw(st.permutations(rows)) if draw(rarely) else rows
    sheet.without_addresses = draw(st.booleans())
    sheet.backwards = draw(st.sets(st.sampled_from(rows), max_size=2))
    sheet.hidden_rows = draw(st.sets(st.sampled_from(rows), max_size=2))
    sheet.hidden_columns = draw(st.sets(st.integers(1, 7), max_size=2))
    if draw(rarely):
        sheet.twice = {draw(st.sampled_from(sorted(sheet.cells)))}
    for _ in range(draw(st.integers(0, 2))):
        top = draw(st.sampled_from(rows))
        left = draw(st.integers(1, len(headers)))
        bottom, right = top + draw(st.integers(0, 3)), left + draw(st.sampled_from([0, 0, 0, 1, 4]))
        sheet.merges.append((top, left, bottom, right))
        if not draw(rarely):  # as a workbook that merges cells leaves them: only the first keeps its content
            for cell in [cell for cell in sheet.cells if top <= cell[0] <= bottom and left <= cell[1] <= right]:
                if cell != (top, left) and cell[0] != sheet.header_row:
                    del sheet.cells[cell]
    return sheet


def name(row: int, column: int) -> str:
    return Place("", row, column, sheet="").cell or ""


def written(row: int, column: int, content: Any, style: int, address: bool) -> str:
    at = f'r="{name(row, column)}"' if address else ""
    if isinstance(content, bool):
        return f'<c {at} t="b"><v>{int(content)}</v></c>'
    if isinstance(content, str):
        return f'<c {at} t="inlineStr"><is><t>{content}</t></is></c>'
    return f'<c {at} s="{style}"><v>{content}</v></c>'


def base() -> dict[str, bytes]:
    """The parts of a workbook whose styles are FORMATS, in their order."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for index, number_format in enumerate(FORMATS[1:], 1):
        cell = sheet.cell(index, 1, 1)
        cell.number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(io.BytesIO(stream.getvalue())) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


BASE = base()


def workbook(sheet: Sheet) -> bytes:
    columns = "".join(f'<col min="{at}" max="{at}" width="9" hidden="1"/>' for at in sorted(sheet.hidden_columns))
    lines = []
    for row in sheet.order:
        filled = sorted(column for at, column in sheet.cells if at == row)
        dense = sheet.without_addresses and filled == list(range(1, len(filled) + 1)) and row not in sheet.backwards
        dense = dense and all(row != at for at, _ in sheet.twice)
        if row in sheet.backwards:
            filled.reverse()
        cells = [
            written(row, column, *sheet.cells[row, column], address=not dense)
            for column in filled
            for _ in range(2 if (row, column) in sheet.twice else 1)
        ]
        hidden = 'hidden="1"' if row in sheet.hidden_rows else ""
        lines.append(f'<row r="{row}" {hidden}>{"".join(cells)}</row>')
    merges = "".join(
        f'<mergeCell ref="{name(top, left)}:{name(bottom, right)}"/>' for top, left, bottom, right in sheet.merges
    )
    xml = (
        f'<worksheet xmlns="{NAMESPACE}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{''.join(lines)}</sheetData>{f'<mergeCells>{merges}</mergeCells>' if merges else ''}</worksheet>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for part, data in BASE.items():
            new.writestr(part, xml.encode() if part == "xl/worksheets/sheet1.xml" else data)
    return stream.getvalue()


def named(found: list[Diagnostic]) -> set[tuple[int, int]]:
    """Every cell that a diagnostic speaks of, by its place or in its words."""
    cells: set[tuple[int, int]] = set()
    for each in found:
        if each.code == "NTM666":
            continue  # hidden, but read
        if each.place is not None:
            cells.add((each.place.line, each.place.column))
        for first, last in re.findall(r"\b([A-Z]{1,3}[0-9]+)(?::([A-Z]{1,3}[0-9]+))?", each.message.en or ""):
            begin, end = address_of(first), address_of(last or first)
            assert begin is not None
            assert end is not None
            cells.update((row, at) for row in range(begin[0], end[0] + 1) for at in range(begin[1], end[1] + 1))
    return cells


def expected(content: Any, style: int) -> Any:
    if isinstance(content, int | float):
        number = Decimal(str(content))
        return number * 100 if FORMATS[style] == "0%" else number
    if content in ("-", "chưa có số liệu"):
        return Absence.NOT_REPORTED
    return {"97,2": Decimal("97.2"), "85 %": Decimal(85), "KAD": Absence.NOT_APPLICABLE}[content]


@relaxed
@given(sheet=sheets())
def test_no_cell_of_a_workbook_is_lost(tmp_path: Path, library: Library, units: Units, sheet: Sheet) -> None:
    path = tmp_path / "facts.xlsx"
    path.write_bytes(workbook(sheet))
    statements, found = read(path, library, units)
    codes = {each.code for each in found}
    assert "NTM506" not in codes
    used = {(said.place.line, said.place.column): said for said in statements if said.place is not None}
    for place, said in used.items():
        assert place in sheet.cells, f"{name(*place)} holds nothing"
        assert isinstance(said, Fact)
        assert said.value == expected(*sheet.cells[place])
    if codes & {"NTM667", "NTM508"}:  # the sheet as a whole is refused, at an address
        return
    if "NTM665" in codes and any(top <= sheet.header_row <= bottom for top, _, bottom, _ in sheet.merges):
        return  # the header itself is hidden under a merged cell, which is named
    words = named(found)
    refused_rows = {
        each.place.line for each in found if each.code in ("NTM686", "NTM687", "NTM560", "NTM554") and each.place
    }
    ended = min((each.place.line for each in found if each.code == "NTM687" and each.place), default=10**9)
    lost: list[str] = []
    for (row, column), (content, _) in sheet.cells.items():
        if row <= sheet.header_row or row >= ended or row in refused_rows:
            continue
        if (row, sheet.unit_column) in words:
            continue  # the row has no unit that can be read, and its place is named
        header = sheet.cells.get((sheet.header_row, column), (None, 0))[0]
        if header in ("unit", "STT"):
            continue
        if (row, column) not in used and (row, column) not in words:
            lost.append(f"{name(row, column)} {content!r}")
    assert len(lost) <= folded(found), lost
    hidden = {row for row, _ in sheet.cells if row in sheet.hidden_rows}
    hidden_columns = {column for _, column in sheet.cells if column in sheet.hidden_columns}
    assert ("NTM666" in codes) == bool(hidden or hidden_columns)


cells = st.sampled_from(["3", '"3,5"', "97.2", "", " ", "KAD", '"a""b"', "x\u200b", '"KAD\n"'])
lines_of_text = st.one_of(
    st.tuples(st.sampled_from(UNITS), cells, cells).map(list),
    st.tuples(st.sampled_from(UNITS), cells, cells, st.just(""), st.just(" ")).map(list),
    st.lists(cells | st.sampled_from(UNITS), max_size=6),
)


@relaxed
@given(
    titles=st.lists(st.sampled_from(["BIỂU TỔNG HỢP", "", "# chú thích"]), max_size=2),
    rows=st.lists(lines_of_text, max_size=5),
    ends=st.sampled_from([("\n", "\r\n"), ("\r", "\r\n")]).flatmap(
        lambda ends: st.lists(st.sampled_from(ends), min_size=12, max_size=12)
    ),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_no_cell_of_a_text_file_is_lost(
    tmp_path: Path, library: Library, units: Units, titles: list[str], rows: list[list[str]], ends: list[str],
    separator: str,
) -> None:  # fmt: skip
    lines = [*titles, separator.join(["unit", *MEASURES[:2]]), *(separator.join(row) for row in rows)]
    path = tmp_path / "facts.csv"
    path.write_bytes("".join(line + end for line, end in zip(lines, ends, strict=False)).encode())
    statements, found = read(path, library, units)
    used = {(said.place.line, said.place.column) for said in statements if said.place is not None}
    words = {each.place.line for each in found if each.place is not None and each.code not in ("NTM577", "NTM520")}
    at, lost = len(titles) + 1, list[str]()
    for row in rows:
        at += 1
        line, column = at, 1
        for index, cell in enumerate(row):
            text = cell.strip('" \n\u200b')
            said = (line, column) in used or at in words or line in words
            if text and index > 0 and not said:
                lost.append(f"{line}:{column} {cell!r}")
            if "\n" in cell:
                line, column = line + 1, len(cell.rpartition("\n")[2]) + 2
            else:
                column += len(cell) + 1
        at = line
    assert len(lost) <= folded(found), lost
    if not any(cell.strip() for row in rows for cell in row):
        assert "NTM688" in {each.code for each in found}
