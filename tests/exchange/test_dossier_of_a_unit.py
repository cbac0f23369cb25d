"""A large dossier that is asked about one unit: its decisions are those of the whole, and what is wrong in its rows is told."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.dossier import dossier as dossiers
from ntm_rules.exchange.dossier.dossier import Dossier, read_dossier
from ntm_rules.exchange.dossier.settings import Settings, read_settings
from ntm_rules.language.library import load_library
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CompileError, FactsError
from ntm_rules.program.compiling import compile as compiled

PLAN_MET = Path("examples/tam-duong-2024/plan-met")
UNITS = "code,name,kind,parent\nTD,Tam Đường,district,\nTT,Thị trấn,township,TD\nTU,Than Uyên,township,TD\n"
HEAD = "unit,measure,value,as_of,reported_by\n"
OTHER = "TU,clean_water,many,2024-03-31,B\n"
"""A row of another unit with a mistake in it."""


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossiers, "READ_WHOLE", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dossier.yaml").write_text("as_of: 2024-06-30\nrulesets: {township: vn/town}\n", encoding="utf-8")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    return tmp_path


def of_town(folder: Path, library: Library, facts: str) -> Dossier:
    (folder / "facts.csv").write_text(facts, encoding="utf-8")
    return read_dossier(folder, library, unit="TT")


@pytest.mark.slow
def test_decisions_are_those_of_the_whole() -> None:
    """A district reads its communes, they read what is above them."""
    library = load_library()
    whole = read_dossier(PLAN_MET, library)
    for unit in {each.kind: each for each in whole.units}.values():
        alone = read_dossier(PLAN_MET, library, unit=unit.name if unit.kind == "district" else unit.code)
        assert alone.about is not None
        assert unit.code in alone.about
        assert [each for each in whole.statements if each.unit in alone.about] == list(alone.statements)
        for id in whole.rulesets.get(unit.kind, ()):
            try:
                program = compiled(id, whole.as_of, library)
            except CompileError:
                continue
            runs = [evaluate(program, each.units, each.statements) for each in (whole, alone)]
            if any(one.code == unit.code for one in runs[0].units):
                assert runs[0].of(unit.code) == runs[1].of(unit.code)


def test_mistakes_elsewhere_are_not_told(folder: Path, library: Library) -> None:
    found = of_town(folder, library, HEAD + OTHER + "TT,clean_water,99.9,2024-03-31,A\n")
    assert found.about == frozenset({"TT"})
    assert [each.unit for each in found.statements] == ["TT"]
    with pytest.raises(FactsError):
        read_dossier(folder, library)


@pytest.mark.parametrize(
    "row",
    [
        "TT,clean_water,lots,2024-03-31,A\n",
        "tt,clean_water,99,2024-03-31,A\n",  # a code in another case is that of no unit
        ",clean_water,99,2024-03-31,A\n",
        "T T,clean_water,99,2024-03-31,A\n",
    ],
)
def test_a_mistake_in_a_row_that_may_be_its_own_tells_all(folder: Path, library: Library, row: str) -> None:
    with pytest.raises(FactsError) as raised:
        of_town(folder, library, HEAD + OTHER + row)
    assert len(raised.value.diagnostics) == 2


def test_a_small_dossier_with_a_mistake_is_read_once(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossiers, "READ_WHOLE", 1_000)
    times = list[Path]()

    def counted(folder: Path, library: Library, mistakes: Mistakes) -> Settings | None:
        times.append(folder)
        return read_settings(folder, library, mistakes)

    monkeypatch.setattr(dossiers, "read_settings", counted)
    with pytest.raises(FactsError):
        of_town(folder, library, HEAD + OTHER)
    assert times == [folder]


@pytest.mark.parametrize("code", [" TT ", "Thị trấn", "THỊ  TRẤN", "Thị trấn\u200b", "Thị trấn (Tam Đường)"])
def test_a_unit_is_found_however_it_is_written(folder: Path, library: Library, code: str) -> None:
    found = of_town(folder, library, HEAD + OTHER + f"{code},clean_water,99,2024-03-31,A\n")
    assert [each.unit for each in found.statements] == ["TT"]


@pytest.mark.parametrize("name", ["Thị trấn", "Thị trấnn"])
def test_a_name_that_contradicts_the_code_is_told(folder: Path, library: Library, name: str) -> None:
    facts = f"unit,unit_name,measure,value,as_of\nTU,{name},clean_water,99,2024-03-31\n"
    with pytest.raises(FactsError) as raised:
        of_town(folder, library, facts)
    assert [one.code for one in raised.value.diagnostics] == ["NTM574"]


def test_what_is_said_twice_of_it_is_told(folder: Path, library: Library) -> None:
    rows = [f"TT,clean_water,{value},2024-03-31,A\n" for value in (99, 98, 99)]
    found = of_town(folder, library, HEAD + OTHER + "".join(rows))
    assert {each.code for each in found.diagnostics} >= {"NTM693", "NTM694"}


def test_whole_columns_are_read_where_figures_look_like_fractions(folder: Path, library: Library) -> None:
    rows = "TT,clean_water,0.9,2024-03-31,A\nTT,clean_water,0.8,2024-04-30,A\n"
    found = of_town(folder, library, HEAD + rows + "TU,clean_water,96,2024-03-31,B\n")
    assert found.about is None
    assert not any(each.code == "NTM670" for each in found.diagnostics)


@pytest.mark.parametrize("value", ["0.9", "1"])
def test_one_figure_of_a_column_of_fractions_is_told(folder: Path, library: Library, value: str) -> None:
    rows = f"TT,clean_water,{value},2024-03-31,A\nTU,clean_water,0.8,2024-03-31,B\n"
    assert any(each.code == "NTM670" for each in of_town(folder, library, HEAD + rows).diagnostics)


@pytest.mark.parametrize("orientation", ["units_across", "sheet_per_unit"])
def test_other_layouts(folder: Path, library: Library, orientation: str) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    if orientation == "units_across":
        book.active.append(("measure", "TT", "TU"))
        book.active.append(("clean_water", 99, "many"))
    else:
        for name, value in (("TT", 99), ("TU", "many")):
            sheet = book.create_sheet(name)
            sheet.append(("measure", "value"))
            sheet.append(("clean_water", value))
        book.remove(book.active)
    book.save(folder / "facts.xlsx")
    settings = f"facts: [{{file: facts.xlsx, orientation: {orientation}}}]\n"
    (folder / "dossier.yaml").write_text(f"as_of: 2024-06-30\nrulesets: {{township: vn/town}}\n{settings}")
    found = read_dossier(folder, library, unit="Thị trấn")
    assert [(each.unit, each.as_of) for each in found.statements] == [("TT", date(2024, 6, 30))]
    with pytest.raises(FactsError):
        read_dossier(folder, library)
