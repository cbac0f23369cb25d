"""Forms: what is filled in is what is read, in both orientations and without settings; mistakes are named by cell."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ntm_rules.cli import main
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.exchange.facts.reading import read_facts
from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Absence, Fact, Finding, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.problem import FactsError
from ntm_rules.model.text import Language
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile as compiled
from ntm_rules.report.forms.form import entry_form
from ntm_rules.report.forms.form_items import EntryForm, FormItem, NumberEntry, WordEntry
from ntm_rules.report.renderers.form_workbook import form_xlsx

from ..profiles import tried

ON, BEFORE = date(2024, 12, 31), date(2023, 12, 31)
HOSTILE = '=HYPERLINK("http://x")'
RULES = """
ruleset: t/commune
version: 2024-01-01
title: {vi: Xã thử, en: Commune}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: {vi: "Hạ tầng, nhà ở", en: Works}
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: Nước sạch, measure: t_water, at_least: 95, provenance: {status: recalled}}
      - {code: "1.2", name: Số nhà, measure: t_houses, at_most: 3, provenance: {status: recalled}}
      - {code: "1.3", name: Chưa rõ mức, measure: t_share, at_least: unknown, provenance: {status: recalled}}
  - code: "2"
    name: Văn hóa
    provenance: {status: recalled}
    indicators:
      - {code: "2.1", name: Có quy hoạch, measure: t_plan, required: yes, provenance: {status: recalled}}
      - {code: "2.2", name: Vi phạm, measure: t_offence, required: no, provenance: {status: recalled}}
      - {code: "2.3", name: Mức độ, measure: t_level, at_least: good, provenance: {status: recalled}}
      - {code: "2.10", name: Chưa rõ, content: unknown, provenance: {status: unknown}}
"""
MEASURES = """
measures:
  t_water: {name: {vi: Nước sạch, en: Water}, unit: "%", decimals: 2, minimum: 0, maximum: 100, may_not_apply: yes}
  t_houses: {name: {vi: Số nhà, en: Houses}, unit: nhà, minimum: 0}
  t_share: {name: {vi: Tỷ lệ, en: Share}, unit: "%", decimals: 1, derive: {share: [t_part, t_whole]}}
  t_part: {name: {vi: Phần, en: Part}, unit: hộ, minimum: 0, maximum: 1000}
  t_whole: {name: {vi: Tổng, en: Whole}, unit: hộ, minimum: 0, maximum: 1000}
  t_plan: {name: {vi: Có quy hoạch, en: Planned}, type: finding}
  t_offence: {name: {vi: Vi phạm, en: Offence}, type: finding, better: lower}
  t_level:
    name: {vi: Mức độ, en: Level}
    type: level
    levels: [{id: poor, name: {vi: "Yếu, kém", en: "Poor, weak"}}, {id: good, name: {vi: Tốt, en: Good}}]
"""
UNITS = Units(
    [Unit("02917", "Xã Bản Bo", "commune"), Unit("B", HOSTILE, "commune"), Unit("C-3", "Xã <b>C</b>", "commune")]
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "t" / "commune").mkdir(parents=True)
    (folder / "t" / "commune" / "2024-01-01.yaml").write_text(RULES, encoding="utf-8")
    (folder / "measures").mkdir()
    (folder / "measures" / "t.yaml").write_text(MEASURES, encoding="utf-8")
    return load_library(folder)


@pytest.fixture(scope="module")
def form(library: Library) -> EntryForm:
    said: list[Statement] = [
        Fact("02917", "t_water", Decimal("91.25"), BEFORE, "UBND"),
        Fact("02917", "t_water", Decimal("80"), date(2022, 12, 31), "UBND"),
        Fact("B", "t_plan", Finding.NOT_MET, BEFORE, "UBND"),
        Fact("C-3", "t_water", Decimal("99"), ON, "UBND"),
    ]
    return entry_form([compiled("t/commune", ON, library)], library, UNITS, ON, said)


def entries(sheet: Worksheet) -> Iterator[tuple[str, str, int, int]]:
    """The open cells for values: the heading and the code of the unit of each, its row and column."""
    rows = [list(row) for row in sheet.iter_rows()]
    [at] = [at for at, row in enumerate(rows) if row[0].value in ("TT", "No")]
    heads = [str(cell.value) for cell in rows[at]]
    is_down = not {"Mã đơn vị", "Code"}.isdisjoint(heads)
    for line in range(at + 1, len(rows)):
        side = str(rows[line][1].value)
        for column, top in enumerate(heads[:-2]):
            if not rows[line][column].protection.locked and top not in ("Ngày số liệu", "as_of"):
                yield (top, side, line + 1, column + 1) if is_down else (side, top, line + 1, column + 1)


def value_of(item: FormItem, language: Language) -> st.SearchStrategy[tuple[object, object] | None]:
    """What may be entered for an item, and the value that it is; None: the cell is left blank."""
    match item.entry:
        case NumberEntry(low, high, decimals):
            least, most = int(low or 0) * 10**decimals, int(high if high is not None else 10**6) * 10**decimals
            numbers = st.integers(least, most).map(lambda one: Decimal(one).scaleb(-decimals))
            found: st.SearchStrategy[tuple[object, object]] = numbers.map(lambda one: (float(one), one))
            if item.entry.or_words:
                found |= st.just((item.entry.or_words[0].in_language(language), Absence.NOT_APPLICABLE))
        case WordEntry(words):
            known: list[object] = ["poor", "good"] if item.key == "t_level" else list(Finding)
            found = st.sampled_from([(word.in_language(language), known[at]) for at, word in enumerate(words)])
    return st.none() | found


@settings(max_examples=tried(0.2))
@given(data=st.data(), language=st.sampled_from(("vi", "en")), transposed=st.booleans())
def test_what_is_filled_in_is_what_is_read(
    data: st.DataObject,
    language: Language,
    transposed: bool,
    form: EntryForm,
    library: Library,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("form") / "facts.xlsx"
    file.write_bytes(form_xlsx(form, language, transposed=transposed))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    [own] = form.sheets
    items = {item.heading.in_language(language): item for item in own.items}
    expected = set()
    cells = list(entries(sheet))
    assert {(items[heading].key, unit) for heading, unit, _, _ in cells} == {
        (item.key, unit.code) for item in own.items for unit in own.units
    }
    for heading, unit, row, column in cells:
        drawn = data.draw(value_of(items[heading], language))
        if drawn is not None:
            sheet.cell(row, column).value = drawn[0]  # type: ignore[assignment]
            expected.add((unit, items[heading].key, drawn[1], ON))
    book.save(file)
    read = read_facts(file, UNITS, library, {"commune": "t/commune"}, date(2000, 1, 1))
    said = {(one.unit, one.measure if isinstance(one, Fact) else str(one.rule), one.value, one.as_of) for one in read}
    assert said == expected


@pytest.fixture(scope="module", params=[False, True], ids=["down", "across"])
def book(request: pytest.FixtureRequest, form: EntryForm, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    file = tmp_path_factory.mktemp("form") / "facts.xlsx"
    file.write_bytes(form_xlsx(form, "vi", transposed=request.param))
    return openpyxl.load_workbook(file)


def test_a_form_is_locked_but_for_what_is_to_be_filled_in(book: Workbook, form: EntryForm) -> None:
    sheet, hidden = book.worksheets
    assert (sheet.title, sheet.protection.sheet, hidden.sheet_state) == ("Xã", True, "hidden")
    assert sheet.freeze_panes is not None
    texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not any(cell.data_type == "f" for cell in texts)
    assert all(cell.protection.locked for cell in texts)
    assert any(cell.value == HOSTILE for cell in texts)
    grey = [cell for row in sheet.iter_rows() for cell in row if cell.value == 91.25]
    assert [(cell.protection.locked, cell.fill.start_color.rgb) for cell in grey] == [(True, "FFE8EDF1")]
    shown = {str(cell.value) for cell in texts}
    assert {"Chưa đạt", "%", "nhà", "Đạt / Chưa đạt", "Có / Không"} <= shown
    assert any("31/12/2023" in text for text in shown)
    assert any("từ 95% trở lên" in text for text in shown)


def test_units_of_one_name_are_told_apart_and_a_figure_has_its_own_day(library: Library, tmp_path: Path) -> None:
    districts = [Unit("H1", "Huyện Một", "district"), Unit("H2", "Huyện Hai", "district")]
    units = Units([*districts, Unit("X1", "Xã Tân", "commune", "H1"), Unit("X2", "Xã Tân", "commune", "H2")])
    said = [
        Fact("X1", "t_water", Decimal("91.25"), BEFORE, "UBND"),
        Fact("X1", "t_houses", Decimal(4), date(2021, 12, 31), "UBND"),
    ]
    asked = entry_form([compiled("t/commune", ON, library)], library, units, ON, said)
    for transposed in (False, True):
        (tmp_path / "facts.xlsx").write_bytes(form_xlsx(asked, "vi", transposed=transposed))
        book = openpyxl.load_workbook(tmp_path / "facts.xlsx")
        sheet = book.worksheets[0]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {"Xã Tân, Huyện Một", "Xã Tân, Huyện Hai"} <= {str(cell.value) for cell in cells}
        [houses] = [cell for cell in cells if cell.value == 4 and "2021" in cell.number_format]
        assert houses.number_format == 'General" (31/12/2021)"'
        assert any("31/12/2023" in str(cell.value) for cell in cells)
        open_ = next(one for one in entries(sheet) if one[0].startswith("1.2 ") and one[1] == "X2")
        sheet.cell(open_[2], open_[3]).value = 2
        book.save(tmp_path / "facts.xlsx")
        [fact] = read_facts(tmp_path / "facts.xlsx", units, library, {"commune": "t/commune"}, ON)
        assert (fact.unit, fact.value) == ("X2", Decimal(2))


def test_lists_and_bounds_are_held_by_the_cells(book: Workbook) -> None:
    sheet = book.worksheets[0]
    rules = {
        rule.promptTitle: (rule.type, rule.formula1, rule.formula2)
        for rule in sheet.data_validations.dataValidation
        if rule.promptTitle
    }
    kind, formula, _ = rules["1.1 Nước sạch"]
    assert (kind, formula.endswith('"Không áp dụng")')) == ("custom", True)
    assert rules["1.2 Số nhà"] == ("whole", "0", None)
    assert rules["1.3 Phần"] == ("whole", "0", "1000")
    assert rules["2.1 Có quy hoạch"][:2] == ("list", '"Đạt,Chưa đạt"')
    assert rules["2.2 Vi phạm"][:2] == ("list", '"Có,Không"')
    assert rules["2.3 Mức độ"][1].startswith("'ntm-rules'!$B$1:")
    assert [book["ntm-rules"].cell(row, 2).value for row in (1, 2)] == ["Yếu, kém", "Tốt"]
    assert rules["2.10 Chưa rõ (kết luận thẩm định"[:32]][1] == '"Đạt,Chưa đạt,Cơ bản đạt"'


def test_a_mistake_in_a_form_is_named_by_its_cell(book: Workbook, library: Library, tmp_path: Path) -> None:
    sheet = book.worksheets[0]
    cell = next(sheet.cell(row, column) for head, _, row, column in entries(sheet) if head.startswith("1.1 "))
    cell.value = 101
    book.save(tmp_path / "facts.xlsx")
    cell.value = None
    with pytest.raises(FactsError) as raised:
        read_facts(tmp_path / "facts.xlsx", UNITS, library, {"commune": "t/commune"}, ON)
    [found] = raised.value.diagnostics
    assert found.place is not None
    assert (found.place.sheet, found.place.cell) == ("Xã", cell.coordinate)


def test_a_heading_that_is_changed_is_refused(form: EntryForm, library: Library, tmp_path: Path) -> None:
    file = tmp_path / "facts.xlsx"
    file.write_bytes(form_xlsx(form, "vi"))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    [head] = [cell for row in sheet.iter_rows() for cell in row if cell.value == "1.2 Số nhà"]
    head.value = "1.2 Số người"
    book.save(file)
    with pytest.raises(FactsError, match="NTM562"):
        read_facts(file, UNITS, library, {"commune": "t/commune"}, ON)


def test_a_dossier_reads_forms_of_its_folder_without_a_word(form: EntryForm, library: Library, tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("as_of: 2024-12-31\nrulesets: {commune: t/commune}\n", encoding="utf-8")
    names = "\n".join(f'{unit.code},"{unit.name.replace(chr(34), chr(34) * 2)}",commune' for unit in UNITS)
    (tmp_path / "units.csv").write_text(f"code,name,kind\n{names}\n", encoding="utf-8")
    for name, transposed in (("facts-1.xlsx", False), ("facts-2.xlsx", True)):
        (tmp_path / name).write_bytes(form_xlsx(form, "vi", transposed=transposed))
        book = openpyxl.load_workbook(tmp_path / name)
        sheet = book.worksheets[0]
        heading = "1.2 Số nhà" if transposed else "1.1 Nước sạch"
        for _, _, row, column in [one for one in entries(sheet) if one[0] == heading]:
            sheet.cell(row, column).value = 2
        book.save(tmp_path / name)
    read = read_dossier(tmp_path, library)
    assert len(read.statements) == 2 * len(UNITS)
    assert [one.code for one in read.diagnostics] == []


def test_the_command_writes_a_form_that_assess_reads(tmp_path: Path) -> None:
    town = Path(__file__).parents[2] / "examples" / "tam-duong-2024"
    asked = ["form", "--units", str(town), "--as-of", "2024-12-30", "-o", str(tmp_path / "facts-1.xlsx")]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(tmp_path / "facts-1.xlsx")
    sheet = book["Thị trấn"]
    [cell] = [sheet.cell(row, column) for head, _, row, column in entries(sheet) if head.startswith("3.3 ")]
    cell.value = 99.9
    book.save(tmp_path / "facts-1.xlsx")
    (tmp_path / "units.csv").write_bytes((town / "units.csv").read_bytes())
    (tmp_path / "dossier.yaml").write_text("as_of: 2024-12-31\nrulesets: {township: vn/civilised-township}\n")
    said = CliRunner().invoke(main, ["explain", str(tmp_path), "TD-TAMDUONG", "3.3"])
    assert "99,9" in said.output
    refused = CliRunner().invoke(main, ["form", "--units", str(town / "units.csv")])
    assert (refused.exit_code, "vn/commune-ntm" in refused.output) == (2, True)
    asked = ["form", "lai-chau/village-ntm", "--units", str(town / "units.csv"), "--as-of", "2024-12-30"]
    none = CliRunner().invoke(main, [*asked, "-o", str(tmp_path / "none.xlsx")])
    assert (none.exit_code, "không có đơn vị nào" in none.output) == (2, True)


def test_items_are_in_the_order_of_the_rules_and_rules_that_need_an_authority_have_one(form: EntryForm) -> None:
    [sheet] = form.sheets
    keys = [item.key for item in sheet.items]
    assert keys == [
        *("t_water", "t_houses", "t_share", "t_part", "t_whole", "t/commune#1.3", "t/commune#1"),
        *("t_plan", "t_offence", "t_level", "t/commune#2.10", "t/commune#2"),
    ]


def test_a_requirement_by_region_is_told_for_the_region_that_all_units_have() -> None:
    shipped = load_library()
    program = compiled("vn/commune-ntm", ON, shipped)

    def asked(*regions: str) -> str:
        units = Units(Unit(f"C{n}", f"Xã {n}", "commune", None, {"region": one}) for n, one in enumerate(regions))
        [sheet] = entry_form([program], shipped, units, ON).sheets
        return next(item.required.vi for item in sheet.items if item.heading.vi.startswith("4.2 "))

    alike, unlike = (
        asked("north_midlands_mountains", "north_midlands_mountains"),
        asked("mekong_delta", "red_river_delta"),
    )
    assert "vùng" not in alike
    assert "từ 95% trở lên" in alike
    assert "vùng" in unlike


def test_a_criterion_of_one_finding_has_one_item() -> None:
    """Under its code the same finding is read: a second item would say it twice."""
    shipped = load_library()
    program = compiled("vn/commune-ntm", ON, shipped)
    [sheet] = entry_form([program], shipped, Units([Unit("C", "Xã", "commune")]), ON).sheets
    keys = [item.key for item in sheet.items]
    assert "market_or_trading_place" in keys
    assert "vn/commune-ntm#7" not in keys
    assert "vn/commune-ntm#10" in keys
