"""`assess-frame`: real files in, the outcomes of `evaluate` out, written whole or not at all."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

import ntm_rules as ntm
from ntm_rules.cli import main

DAY = date(2024, 6, 30)
TOWNSHIP = "vn/civilised-township"
LIBRARY = ntm.load_library()
CELLS: Mapping[str, Sequence[str]] = {
    "unit": ("T1", "T2", "=T3", "T4"),
    "clean_water_households": ("99.9", "100", "", "not_reported"),
    "paved_lit_streets": ("100", "0", "85.5", ""),
    "food_safety_met": ("met", "not_met", "", "met"),
}
WORDS = {"not_reported": ntm.Absence.NOT_REPORTED, "met": ntm.Finding.MET, "not_met": ntm.Finding.NOT_MET}
SMALL = {
    "rules/td/small/2024-01-01.yaml": """\
ruleset: td/small
version: 2024-01-01
title: Nhỏ
applies_to: district
instrument: {number: "1"}
criteria:
  - code: "A"
    name: Xã có nước
    provenance: {status: recalled}
    members: commune
    attained: td/water
    count_at_least: 1
""",
    "rules/td/water/2024-01-01.yaml": """\
ruleset: td/water
version: 2024-01-01
title: Nước
applies_to: commune
instrument: {number: "2"}
recognition:
  criteria: all
  provenance: {status: recalled}
criteria:
  - code: "1"
    name: Nước sạch
    provenance: {status: recalled}
    measure: water
    at_least: 90
""",
    "rules/td/more/2024-01-01.yaml": """\
ruleset: td/more
version: 2024-01-01
title: Thêm
applies_to: commune
instrument: {number: "3"}
criteria:
  - code: "1"
    name: Nước nhiều hơn
    provenance: {status: recalled}
    measure: water
    since: 2023-12-31
    increased_by_at_least: 1
""",
    "rules/measures/small.yaml": "measures:\n  water: {name: Nước, decimals: 1}\n",
}


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def refused(*words: object) -> str:
    """What is said of unusable input, which ends in a line and not in a traceback."""
    done = call("assess-frame", *words, "--lang", "en")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def as_csv(path: Path, separator: str = ",", cells: Mapping[str, Sequence[str]] = CELLS) -> Path:
    lines = [separator.join(line) for line in (cells.keys(), *zip(*cells.values(), strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_parquet(path: Path, times: int = 1) -> Path:
    water = [99.9, 100.0, None, None] * times
    pl.DataFrame(
        {
            "unit": [f"{unit}/{number}" if times > 1 else unit for number in range(times) for unit in CELLS["unit"]],
            "clean_water_households": water,
            "clean_water_households:absence": [None, None, None, "not_reported"] * times,
            "paved_lit_streets": [100.0, 0.0, 85.5, None] * times,
            "food_safety_met": ["met", "not_met", None, "met"] * times,
        }
    ).write_parquet(path)
    return path


def expected() -> dict[str, dict[str, str]]:
    """What `evaluate` comes to for the same units, by unit and rule."""
    program = ntm.compile(TOWNSHIP, DAY, LIBRARY)
    facts = [
        ntm.Fact(unit, measure, WORDS.get(cell, cell) if cell in WORDS else float(cell), DAY)
        for measure in list(CELLS)[1:]
        for unit, cell in zip(CELLS["unit"], CELLS[measure], strict=True)
        if cell
    ]
    units = [ntm.Unit(code, code, "township") for code in CELLS["unit"]]
    decisions = ntm.evaluate(program, units, facts)
    return {
        unit.code: {code: outcome.value for code, outcome in decisions.outcomes(unit.code).items()} for unit in units
    }


def rows_of(path: Path, separator: str = ",") -> dict[str, dict[str, str]]:
    read = (
        pl.read_parquet(path)
        if path.suffix == ".parquet"
        else pl.read_csv(path, infer_schema=False, separator=separator)
    )
    return {row["unit"].removeprefix("'"): row for row in read.to_dicts()}


def check_outcomes(path: Path, separator: str = ",") -> None:
    found = rows_of(path, separator)
    wanted = expected()
    assert found.keys() == wanted.keys()
    for unit, outcomes in wanted.items():
        assert {code: found[unit][code] for code in outcomes} == outcomes


def only_files(folder: Path, *names: str) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


@pytest.mark.parametrize("given", ["in.csv", "in.parquet"])
@pytest.mark.parametrize("written", ["out.csv", "out.parquet"])
def test_outcomes_are_those_of_evaluate(tmp_path: Path, given: str, written: str) -> None:
    table = (as_csv if given.endswith("csv") else as_parquet)(tmp_path / given)
    done = call("assess-frame", TOWNSHIP, table, "-o", tmp_path / written, "--as-of", DAY, "--gaps")
    assert (done.exit_code, done.output) == (0, "")
    check_outcomes(tmp_path / written)
    assert float(rows_of(tmp_path / written)["T1"]["gap:3.3"]) == 0.1
    only_files(tmp_path, given, written)


def test_decimal_commas_in_and_out(tmp_path: Path) -> None:
    cells = {name: [cell.replace(".", ",") for cell in column] for name, column in CELLS.items()}
    table, out = as_csv(tmp_path / "in.csv", ";", cells), tmp_path / "out.csv"
    assert call("assess-frame", TOWNSHIP, table, "-o", out, "--as-of", DAY, "--gaps", "--decimal-comma").exit_code == 0
    check_outcomes(out, ";")
    assert rows_of(out, ";")["T1"]["gap:3.3"] == "0,1"
    assert out.read_bytes().startswith(b"\xef\xbb\xbfunit;")


def test_no_spreadsheet_takes_a_unit_for_a_formula(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    call("assess-frame", TOWNSHIP, as_parquet(tmp_path / "in.parquet"), "-o", out, "--as-of", DAY)
    assert "\n'=T3," in out.read_text("utf-8-sig")


def test_reasons_go_into_a_file_of_their_own(tmp_path: Path) -> None:
    table, out, why = as_csv(tmp_path / "in.csv"), tmp_path / "out.parquet", tmp_path / "why.parquet"
    assert call("assess-frame", TOWNSHIP, table, "-o", out, "--as-of", DAY, "--reasons", why).exit_code == 0
    [row] = pl.read_parquet(why).filter(pl.col("unit") == "T1", pl.col("rule") == "3.3").to_dicts()
    assert (row["why"], row["observed"], row["required"], row["gap"]) == ("compared", 99.9, 100.0, 0.1)
    only_files(tmp_path, "in.csv", "out.parquet", "why.parquet")


def test_each_row_is_of_its_own_day(tmp_path: Path) -> None:
    cells = {**CELLS, "as_of": ["2024-06-30", "2024-03-31", "2024-06-30", "2023-12-31"]}
    table, out = as_csv(tmp_path / "in.csv", cells=cells), tmp_path / "out.parquet"
    assert call("assess-frame", TOWNSHIP, table, "-o", out).exit_code == 0
    assert pl.read_parquet(out)["as_of"].to_list() == [date.fromisoformat(day) for day in cells["as_of"]]


@pytest.mark.slow
def test_a_table_larger_than_one_batch(tmp_path: Path) -> None:
    times = 100_000
    table, out = as_parquet(tmp_path / "in.parquet", times), tmp_path / "out.parquet"
    text = tmp_path / "in.csv"
    pl.read_parquet(table).write_csv(text)
    assert call("assess-frame", TOWNSHIP, table, "-o", out, "--as-of", DAY).exit_code == 0
    found = pl.read_parquet(out)
    assert found["unit"].equals(pl.read_parquet(table)["unit"])
    wanted = expected()
    for number, unit in enumerate(CELLS["unit"]):
        same = found.gather_every(len(CELLS["unit"]), number).drop("unit").unique().to_dicts()
        assert len(same) == 1
        assert {code: same[0][code] for code in wanted[unit]} == wanted[unit]
    assert call("assess-frame", TOWNSHIP, text, "-o", tmp_path / "again.parquet", "--as-of", DAY).exit_code == 0
    assert pl.read_parquet(tmp_path / "again.parquet").equals(found)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with the small rulesets."""
    for name, text in SMALL.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "rules"


def test_others_are_read_by_kind(tmp_path: Path, rules: Path) -> None:
    districts, communes, out = tmp_path / "d.csv", tmp_path / "c.csv", tmp_path / "out.csv"
    districts.write_text("unit\nD\nE\n", encoding="utf-8")
    communes.write_text("unit,parent,water\nA,D,90.0\nB,D,1\nC,E,89.9\n", encoding="utf-8")
    words = ("td/small", districts, "-o", out, "--as-of", DAY, "--rulesets", rules)
    assert "units of kind commune" in refused(*words)
    done = call("assess-frame", *words, "--others", f"commune={communes}")
    assert (done.exit_code, done.output) == (0, "")
    assert {unit: row["A"] for unit, row in rows_of(out).items()} == {"D": "attained", "E": "not_attained"}
    communes.write_text("unit,parent,water\nA,D,x\n", encoding="utf-8")
    assert f"{communes}:2:5: [NTM541] column 'water', row 1 (A): 'x'" in refused(
        *words, "--others", f"commune={communes}"
    )
    assert "KIND=FILE" in refused(*words, "--others", "commune")


def test_tables_of_earlier_days(tmp_path: Path, rules: Path) -> None:
    now, before, out = tmp_path / "now.csv", tmp_path / "before.csv", tmp_path / "out.csv"
    now.write_text("unit,water\nA,90.0\nB,2\n", encoding="utf-8")
    before.write_text("unit,water\nA,89.1\nB,1\n", encoding="utf-8")
    words = ("td/more", now, "-o", out, "--as-of", DAY, "--rulesets", rules)
    assert "2023-12-31" in refused(*words)
    earlier = ("--others", f"commune@2023-12-31={before}")
    done = call("assess-frame", *words, *earlier)
    assert (done.exit_code, done.output) == (0, "")
    assert {unit: row["1"] for unit, row in rows_of(out).items()} == {"A": "not_attained", "B": "attained"}
    assert "is given already" in refused(*words, *earlier, "--others", f"commune@20231231={now}")
    assert "YYYY-MM-DD" in refused(*words, "--others", f"commune@={before}")


def test_cells_that_are_no_figures_leave_the_former_file(tmp_path: Path) -> None:
    cells = {**CELLS, "clean_water_households": ["1", "85%", "x", ""], "paved_lit_streets": ["", "", "3,5", ""]}
    table, out, why = as_csv(tmp_path / "in.csv", ";", cells=cells), tmp_path / "out.csv", tmp_path / "why.csv"
    out.write_text("former", encoding="utf-8")
    said = refused(TOWNSHIP, table, "-o", out, "--as-of", DAY, "--reasons", why)
    assert f"{table}:3:4: [NTM541] column 'clean_water_households', row 2 (T2): '85%'" in said
    assert "column 'paved_lit_streets', row 3 (=T3): '3,5'" in said
    assert out.read_text("utf-8") == "former"
    only_files(tmp_path, "in.csv", "out.csv")


def test_figures_that_their_measure_does_not_allow(tmp_path: Path) -> None:
    table = as_csv(tmp_path / "in.csv", cells={**CELLS, "clean_water_households": ["1", "100.1", "", ""]})
    said = refused(TOWNSHIP, table, "-o", tmp_path / "out.csv", "--as-of", DAY)
    assert "column 'clean_water_households'" in said
    assert "(T2)" in said
    only_files(tmp_path, "in.csv")


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left on device"), pl.exceptions.ComputeError("no")]
)
def test_what_is_broken_off_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    table, out = as_csv(tmp_path / "in.csv"), tmp_path / "out.parquet"
    out.write_bytes(b"former")

    def broken_off(frame: pl.LazyFrame, path: Path, waiting: Path, decimal_comma: bool) -> None:
        waiting.write_bytes(b"half")
        raise error

    monkeypatch.setattr(import_module("ntm_rules.cli.frames.assess_frame"), "write_table", broken_off)
    done = call("assess-frame", TOWNSHIP, table, "-o", out, "--as-of", DAY)
    assert done.exit_code == (130 if isinstance(error, KeyboardInterrupt) else 2)
    assert out.read_bytes() == b"former"
    only_files(tmp_path, "in.csv", "out.parquet")


def test_a_former_file_is_replaced(tmp_path: Path) -> None:
    table, out = as_csv(tmp_path / "in.csv"), tmp_path / "out.csv"
    out.write_text("former", encoding="utf-8")
    assert call("assess-frame", TOWNSHIP, table, "-o", out, "--as-of", DAY).exit_code == 0
    check_outcomes(out)


@pytest.mark.slow
def test_what_cannot_be_used_is_a_line(tmp_path: Path) -> None:
    table, out = as_csv(tmp_path / "in.csv"), tmp_path / "out.csv"
    good = (TOWNSHIP, table, "-o", out)
    assert "known: " in refused("vn/civilised-townshp", table, "-o", out, "--as-of", DAY)
    assert "no.parquet: there is no such file" in refused(TOWNSHIP, tmp_path / "no.parquet", "-o", out, "--as-of", DAY)
    assert "there is no such file" in refused(TOWNSHIP, tmp_path / "no.csv", "-o", out, "--as-of", DAY)
    assert "no-rules" in refused(*good, "--as-of", DAY, "--with", tmp_path / "no-rules")
    assert "YYYY-MM-DD" in refused(*good, "--as-of", "today")
    assert "give as_of" in refused(*good)
    assert "must end in .parquet, .csv" in refused(TOWNSHIP, table, "-o", tmp_path / "out.xlsx", "--as-of", DAY)
    assert "must end in .parquet, .csv" in refused(TOWNSHIP, tmp_path / "in.txt", "-o", out, "--as-of", DAY)
    assert "no such folder" in refused(TOWNSHIP, table, "-o", tmp_path / "no" / "out.csv", "--as-of", DAY)
    only_files(tmp_path, "in.csv")


@pytest.mark.parametrize("given", ["in.csv", "link.csv", "sub/../in.csv"])
def test_nothing_that_is_read_is_written_over(tmp_path: Path, given: str) -> None:
    table = as_csv(tmp_path / "in.csv")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.csv").symlink_to(table)
    before = table.read_bytes()
    assert "is not written over" in refused(TOWNSHIP, tmp_path / given, "-o", table, "--as-of", DAY)
    out = tmp_path / "out.csv"
    assert "is not written over" in refused(TOWNSHIP, table, "-o", out, "--reasons", out, "--as-of", DAY)
    assert "is not written over" in refused(TOWNSHIP, table, "-o", out, "--reasons", tmp_path / given, "--as-of", DAY)
    assert table.read_bytes() == before
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.parquet", b"none", "in.parquet: parquet"),
        ("in.csv", b"", "in.csv:1:1: [NTM521] the file is empty"),
        ("in.csv", b"name\nA\n", "there is no column 'unit'"),
        ("in.csv", b"unit,a,a\nA,1,2\n", "in.csv:1:8: [NTM515] the column 'a' appears twice"),
        ("in.csv", b"unit,a\nA,1,2\n", "in.csv:2:1: [NTM514] cells in the row: 3"),
        ("in.csv", b"unit,clean_water_households\n\xff,1\n", "in.csv:2:1: [NTM505]"),
        (
            "in.csv",
            b"unit,clean_water_households\nA,1\n" + b"B,2\n" * 200_000 + b"\xff,1\n",
            "in.csv:200003:1: [NTM505]",
        ),
        ("in.csv", b"unit,clean_water_households,a\nA,1,2\nB,85,5,3\n", "in.csv:3:1: [NTM514] cells in the row: 4"),
        ("in.csv", b"\xff\xfeu\x00", "there is no column 'unit'"),
    ],
)
def test_files_that_are_no_tables(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert said in refused(TOWNSHIP, tmp_path / name, "-o", tmp_path / "out.csv", "--as-of", DAY)
    only_files(tmp_path, name)


def test_without_polars_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    said = refused(TOWNSHIP, tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    assert said == 'needs pip install "ntm-rules[frames]"\n'


def test_the_command_line_is_loaded_without_polars() -> None:
    code = "import sys, ntm_rules.cli; sys.exit('polars' in sys.modules or 'rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_on_a_terminal_the_rows_of_each_stage_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, out = as_csv(tmp_path / "in.csv"), tmp_path / "out.csv"
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    done = call("assess-frame", TOWNSHIP, table, "-o", out, "--as-of", DAY, "--lang", "en")
    assert done.exit_code == 0
    for stage in ("reading", "checking", "deciding"):
        assert stage in done.stderr
    assert done.stdout == ""
    check_outcomes(out)
