"""One paper in four forms: what it says is in each of them, names do no harm in any, and text keeps within its width."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from rich.cells import cell_len

from ntm_rules.model.text import Text
from ntm_rules.report.pages.two_languages import Badge, Look
from ntm_rules.report.papers.paper import (
    CellValue,
    DataColumn,
    DataTable,
    Heading,
    Paper,
    Paragraph,
    plain,
    signed_item,
)
from ntm_rules.report.renderers.document import paper_docx
from ntm_rules.report.renderers.paper_html import paper_html
from ntm_rules.report.renderers.paper_markdown import paper_markdown
from ntm_rules.report.renderers.paper_text import paper_text

HOSTILE = "Xã [bold]A[/bold] <b>*x*</b> \x1b[31m"
LONG = ("Tên dài " * 25).strip()
YES, NO = (Badge(look, sign, Text("")) for look, sign in ((Look.ATTAINED, "✓"), (Look.NOT_ATTAINED, "✗")))
MATRIX = DataTable(
    Text(""),
    Text(""),
    (
        DataColumn(Text("Đơn vị"), 24),
        *(DataColumn(Text(str(code)), 4, upright=True) for code in range(1, 20)),
        DataColumn(Text("Đạt"), 8),
    ),
    ((Text(LONG), *([YES] * 18), NO, Text("18/19")), (Text("W" * 200), *([NO] * 19), Text("0/19"))),
    notes=(Text("(a) Xã B, Xã C"),),
)
PAPER = Paper(
    None,
    Text(HOSTILE),
    (),
    (
        Paragraph(((Text("CHƯA ĐẠT"), True), (Text(": 8/9"), False)), badge=NO),
        signed_item(NO, "Môi trường", 1, "3"),
        signed_item(NO, "Nước sạch: 97,2% < 100%, thiếu 2,8 điểm phần trăm", 2, "3.3"),
        signed_item(YES, "1, 2", 1),
        plain("Để đạt: tăng nước sạch", item=True),
        Heading(Text("Các đơn vị")),
        MATRIX,
    ),
)


def test_items_keep_their_signs_codes_and_levels() -> None:
    assert "  ✗ 3  Môi trường\n    ✗ 3.3  Nước sạch: 97,2%" in paper_text(PAPER, "vi")
    assert "- ✗ 3  Môi trường\n  - ✗ 3.3  Nước sạch: 97,2% \\< 100%" in paper_markdown(PAPER, "vi")
    html = paper_html(PAPER, "vi")
    assert html.index("Môi trường") < html.index("<ul>", html.index("Môi trường")) < html.index("Nước sạch")
    lines = [each.text for each in Document(BytesIO(paper_docx(PAPER, "vi", date(2024, 12, 31)))).paragraphs]
    assert "✗ 3.3  Nước sạch: 97,2% < 100%, thiếu 2,8 điểm phần trăm" in lines


def test_every_form_has_every_cell_and_note() -> None:
    document = Document(BytesIO(paper_docx(PAPER, "vi", date(2024, 12, 31))))
    [table] = document.tables
    cells = " ".join(cell.text for row in table.rows for cell in row.cells)
    for text in (paper_text(PAPER, "vi"), paper_markdown(PAPER, "vi"), paper_html(PAPER, "vi"), cells):
        assert text.count("18/19") == 1
        assert text.replace("\n", " ").count("Tên dài") == 25
    assert "Xã B, Xã C" in paper_text(PAPER, "vi")
    assert "Xã B, Xã C" in paper_markdown(PAPER, "vi")
    assert "Xã B, Xã C" in paper_html(PAPER, "vi")


def test_a_table_that_is_wider_than_a_page_is_printed_in_the_width_of_one() -> None:
    """On a screen it keeps its width and is scrolled; in print what is beyond the margin is cut off."""
    columns = (DataColumn(Text("Nội dung"), 100), DataColumn(Text("Trước đó"), 40))
    html = paper_html(
        Paper(None, Text("Tiến độ"), (), (DataTable(Text("A"), Text("A"), columns, (("x", "y"),)),)), "vi"
    )
    assert '<table class="wide" width="1120">' in html
    printed = html.partition("@media print{")[2].partition("}}")[0]
    assert ".wide{width:100%;table-layout:auto}.wide col{width:auto}" in printed


@pytest.mark.parametrize("width", [60, 80, 100, 150])
def test_no_line_is_wider_than_asked_for(width: int) -> None:
    text = paper_text(PAPER, "vi", width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert text.count("✓") == paper_text(PAPER, "vi").count("✓")
    assert "thiếu 2,8 điểm phần trăm" in " ".join(text.split())


def test_a_name_is_marked_in_no_form() -> None:
    text = paper_text(PAPER, "vi", 100, colour=True)
    assert "[bold]A[/bold]" in text
    assert "\x1b[31m" not in text.splitlines()[0].replace("\x1b[1m", "")
    assert "<b>*x*" not in paper_html(PAPER, "vi")
    assert "\\*x\\*" in paper_markdown(PAPER, "vi")


def test_a_row_is_told_once_where_one_of_several_tables_of_it_has_no_room() -> None:
    """Of criteria in two tables the last, with the columns of texts, does not fit: no part of the row stands in columns."""
    columns = (
        DataColumn(Text("Đơn vị"), 24),
        *(DataColumn(Text(f"{code}.1"), 4, upright=True) for code in range(10, 30)),
        *(DataColumn(Text(head), 24) for head in ("Một", "Hai", "Ba")),
    )
    row: tuple[CellValue, ...] = (Text("Xã A"), *([YES] * 20), *(Text(letter * 30) for letter in "abc"))
    told = paper_text(Paper(None, Text(""), (), (DataTable(Text(""), Text(""), columns, (row,)),)), "vi", 60)
    assert "─" not in told
    assert (told.count("Xã A"), told.count("✓"), told.count("29.1")) == (1, 20, 1)
    assert all(told.count(f"{letter * 30}") == 1 for letter in "abc")


@pytest.mark.parametrize("width", range(20, 60))
def test_rows_in_lines_and_notes_keep_a_figure_with_its_sign(width: int) -> None:
    said = Text("Hộ dùng nước sạch từ 90% trở lên, hộ có nhà tiêu từ 85% trở lên, thu gom rác từ 80% trở lên")
    columns = (DataColumn(Text("Xã"), 8), DataColumn(Text("Yêu cầu"), 40))
    table = DataTable(Text(""), Text(""), columns, ((said, said),), notes=(said,), in_lines=True, first=1)
    told = paper_text(Paper(None, Text(""), (), (table,)), "vi", width)
    assert told.count("0%") + told.count("5%") == 9
