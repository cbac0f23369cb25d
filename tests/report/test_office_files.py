"""Workbooks, documents and pages for offices: real numbers and dates, nothing that acts, nothing left out."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook import Workbook

from ntm_rules.cli import main
from ntm_rules.engine.decisions import evaluate
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.text import Language, Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile as compiled
from ntm_rules.report.pages import work
from ntm_rules.report.pages.blocks import ReportPage, RuleList, UnitMatrix
from ntm_rules.report.pages.report import report_page
from ntm_rules.report.papers import memo
from ntm_rules.report.papers.memo import memo_of
from ntm_rules.report.papers.office_tables import office_tables
from ntm_rules.report.papers.paper import Heading, Paper, Paragraph, marked, table_of
from ntm_rules.report.renderers.document import paper_docx
from ntm_rules.report.renderers.paper_html import paper_html
from ntm_rules.report.renderers.paper_markdown import paper_markdown
from ntm_rules.report.renderers.workbook import report_xlsx

ON = date(2024, 12, 31)
HOSTILE = '=HYPERLINK("http://x")'
NAMES = (HOSTILE, "+1", "-1+2", "@SUM(A1)", "Xã <b>Năm</b>")
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def page() -> ReportPage:
    """Five communes with names that act, and a town of which three figures are reported."""
    library = load_library()
    units = Units(
        [
            Unit("D", "Huyện D", "district"),
            *(Unit(f"C{n}", name, "commune", "D") for n, name in enumerate(NAMES)),
            Unit("T", "Thị trấn", "township", "D"),
        ]
    )
    said: list[Statement] = [
        Fact("T", "clean_water_households", Decimal("99.9"), ON, "UBND thị trấn"),
        *(
            Attestation("C0", RuleKey("lai-chau/commune-ntm", code), Finding.MET, ON, "UBND")
            for code in ("1", "2", "3")
        ),
        Attestation("C0", RuleKey("lai-chau/commune-ntm", "5"), Finding.NOT_MET, ON, "UBND"),
        Attestation("C1", RuleKey("lai-chau/commune-ntm", "4"), Finding.MET, date(2023, 12, 31), "UBND"),
    ]
    rulesets = ("lai-chau/commune-ntm", "vn/civilised-township")
    runs = [evaluate(compiled(id, ON, library), units, said) for id in rulesets]
    return report_page(runs, library, units, title=Text(HOSTILE, "A report"), cautions=[Text("Minh họa", "Invented")])


def test_units_beyond_those_told_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the page, the memo and the workbook: of two that lack a criterion one is told as nearest, and one by what is open."""
    monkeypatch.setattr(work, "MOST_NEAREST", 1)
    monkeypatch.setattr(memo, "MOST_NAMED", 1)
    monkeypatch.setattr(memo, "MOST_ITEMS", 100)
    library = load_library()
    units = Units([Unit("D", "Huyện D", "district"), *(Unit(f"C{n}", f"Xã {n}", "commune", "D") for n in range(2))])
    said = [Fact(f"C{n}", "schools_to_minimum_standard", Decimal(80 + n), ON) for n in range(2)]
    made = report_page([evaluate(compiled("vn/commune-ntm", ON, library), units, said)], library, units)
    assert len(made.nearest) == 1
    [note] = made.nearest_notes
    assert "1 đơn vị khác" in note.vi
    assert note.vi in paper_markdown(memo_of(made), "vi")
    [nearest] = [table for table in office_tables(made) if note in table.notes]
    assert len(nearest.rows) == 1
    assert "và 1 đơn vị khác (xem biểu “Việc theo cơ quan” của tệp Excel)" in paper_markdown(memo_of(made), "vi")


@pytest.fixture(scope="module")
def book(page: ReportPage) -> Workbook:
    return openpyxl.load_workbook(BytesIO(report_xlsx(page, "vi")))


def test_nothing_in_a_workbook_is_a_formula(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert all(any(name in str(text) for text in texts) for name in NAMES)


def test_a_narrow_heading_has_the_short_name(page: ReportPage) -> None:
    [matrix] = [table for table in page.tables if isinstance(table, UnitMatrix)]
    heads = {column.code: column.name for column in matrix.columns}
    assert (heads["3"], heads["1"]) == (
        Text("Thủy lợi và PCTT", "Irrigation, disasters"),
        Text("Quy hoạch", "Planning"),
    )


def test_a_workbook_is_set_for_paper_and_for_filters(book: Workbook, page: ReportPage) -> None:
    assert book.sheetnames[0] == "Tổng hợp"
    assert len(book.sheetnames) == len(office_tables(page))
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        assert sheet.print_title_rows == "$4:$5"
        assert sheet.print_area
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert {sheet.page_setup.fitToHeight for sheet in book} == {
        0,
        None,
    }  # a long table goes over pages, a short one is on one


def test_attainment_is_by_units_and_criteria_and_told_by_sign_and_fill(book: Workbook, page: ReportPage) -> None:
    [matrix] = [table for table in page.tables if isinstance(table, UnitMatrix)]
    sheet = next(one for one in book if one.title.startswith("1. "))
    first = 4  # after the number, the unit and what it is part of
    for at, row in enumerate(matrix.rows, 6):
        shown = [sheet.cell(at, first + n).value for n in range(len(row.cells))]
        assert shown == [cell.badge.sign + "*" * cell.old for cell in row.cells]
        counts = [sheet.cell(at, first + len(row.cells) + n).value for n in range(3)]
        assert counts == [row.tally.attained, row.tally.not_attained, row.tally.undetermined]
    attaining = [sheet.cell(6 + len(matrix.rows), first + n).value for n in range(len(matrix.columns))]
    tallies = [column.tally for column in matrix.columns]
    assert attaining == [
        "?" if one.undetermined == one.applicable else f"≥ {one.attained}" if one.undetermined else one.attained
        for one in tallies
    ]
    looks = {
        str(cell.value)[0]: (cell.fill.start_color.rgb, cell.fill.patternType, cell.border.left.style)
        for row in sheet.iter_rows(min_row=6, max_row=10, min_col=first, max_col=first + 18)
        for cell in row
    }
    assert set(looks) == {"✓", "✗", "?"}
    assert len(set(looks.values())) == 3
    assert any("*" in str(note.value) and "năm trước" in str(note.value) for [note] in sheet["A10:A14"])


def test_figures_and_days_are_numbers_and_dates(book: Workbook, page: ReportPage) -> None:
    figures = book["Yêu cầu và thực hiện"]
    [town] = page.figures
    at = next(n for n, row in enumerate(town.rows, 6) if row.actual == Decimal("99.9"))
    assert [figures.cell(at, column).value for column in (6, 7, 8, 9)] == ["≥", 100, 99.9, -0.1]
    assert figures.cell(at, 5).value == "%"
    sources = book["Căn cứ"]
    assert [sources.cell(row, 4).value for row in (6, 7)] == [datetime(2024, 3, 7), datetime(2022, 4, 15)]
    assert sources.cell(6, 4).number_format == "dd/mm/yyyy"


def test_every_open_rule_is_in_the_workbook_and_none_of_many_units_is_cut(book: Workbook, page: ReportPage) -> None:
    sheet = book["Việc theo cơ quan"]
    rows = {
        tuple(cell.value for cell in row[1:5]) for row in sheet.iter_rows(min_row=6) if row[1].value and row[4].value
    }
    listed = [
        (work.office.vi, task.rule.remark.vi, task.rule.text.vi, unit.text.vi)
        for work in page.work
        for several in work.tasks
        for task in several.each
        if task.rule.remark is not None
        for _, units in task.groups
        for unit in units
    ]
    assert rows == set(listed)
    assert len(listed) == sum(work.count for work in page.work)


@pytest.mark.parametrize(("language", "words"), [("vi", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("en", "VIET NAM")])
def test_memo_has_its_heads_sections_and_signature(page: ReportPage, language: str, words: str) -> None:
    paper = memo_of(page)
    first: Language = "vi" if language == "vi" else "en"
    content = paper_docx(paper, first, page.as_of)
    document = docx.Document(BytesIO(content))
    heads, *tables = document.tables
    assert words in heads.rows[0].cells[1].text
    assert "HUYỆN D" in heads.rows[0].cells[0].text
    headings = [block.text.in_language(first) for block in paper.blocks if isinstance(block, Heading)]
    assert [
        line.text for line in document.paragraphs if line.style is not None and line.style.name == "Heading 2"
    ] == headings
    assert len(headings) == 5
    assert any(HOSTILE in cell.text for table in tables for row in table.rows for cell in row.cells)
    last = tables[-1].rows[0].cells
    assert [cell.text.splitlines()[0] for cell in last] == (
        ["Nơi nhận:", "THỦ TRƯỞNG ĐƠN VỊ"] if language == "vi" else ["Recipients:", "HEAD OF THE OFFICE"]
    )


def test_marks_in_names_are_text() -> None:
    item = marked("**{unit}** ({what})", item=True, unit="a**b", what="| c <b>")
    paper = Paper(None, Text("<b>"), (), (item, table_of(["x"], [(Text("=1|2"),)])))
    assert item.runs == ((Text("a**b"), True), (Text(" (| c <b>)"), False))
    assert "&lt;b&gt;" in paper_html(paper, "vi")
    assert paper_markdown(paper, "vi") == ("# \\<b\\>\n\n- **a\\*\\*b** (\\| c \\<b\\>)\n\n| x |\n| --- |\n| =1\\|2 |")
    counted = Paragraph(((Text("1 "), True), (Text("kết quả"), False)), item=True)
    assert paper_markdown(Paper(None, Text("T"), (), (counted,)), "vi").rstrip("\n") == "# T\n\n- **1** kết quả"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*words])
    return done.exit_code, done.output


@pytest.mark.slow
def test_commands_write_what_the_name_of_the_file_says(tmp_path: Path) -> None:
    town, amendment = EXAMPLES / "tam-duong-2024", EXAMPLES / "amendment"
    with_rules = ("--with", str(amendment / "rulesets"))
    assert run("report", str(town), "-o", str(tmp_path / "a.xlsx"))[0] == 0
    assert run("report", str(town), "-o", str(tmp_path / "a.docx"), "--lang", "en")[0] == 0
    texts = ("vi-du/xa@2024-01-01", str(amendment / "2025-01-01.yaml"))
    assert run("impact", *texts, str(amendment / "dossier"), *with_rules, "-o", str(tmp_path / "b.docx"))[0] == 1
    assert run("diff", *texts, *with_rules, "-o", str(tmp_path / "c.html"))[0] == 1
    openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "Results" in "".join(line.text for line in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "Tác động" in docx.Document(str(tmp_path / "b.docx")).paragraphs[0].text
    assert "<h1>" in (tmp_path / "c.html").read_text("utf-8")


def test_a_single_unit_has_a_sheet_of_its_rules(book: Workbook, page: ReportPage) -> None:
    [town] = [table for table in page.tables if isinstance(table, RuleList)]
    sheet = next(one for one in book if one.title.startswith("2. "))
    assert [sheet.cell(row, 2).value for row in range(6, 6 + len(town.rows))] == [row.code for row in town.rows]
