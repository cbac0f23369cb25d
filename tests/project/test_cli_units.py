"""Units on the command line are found as in tables: by code, by name in every way it is written, by the day."""

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ntm_rules.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
UNITS = """code,name,kind,parent,region,exists_from,exists_until
D1,Huyện Một,huyện,,,,
D2,Huyện Hai,huyện,,,,
A,Xã Tân Thành,xã,D1,north_midlands_mountains,,
B,Xã Tân Thành,xã,D2,north_midlands_mountains,,
C,Xã Tân Lập,xã,D2,north_midlands_mountains,,
H,Xã Hòa Đông,xã,D2,north_midlands_mountains,,
02917,Xã Cũ,xã,D2,north_midlands_mountains,,2024-06-30
02917,Xã Mới,xã,D2,north_midlands_mountains,2024-07-01,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    tmp_path = tmp_path_factory.mktemp("dossier")
    (tmp_path / "dossier.yaml").write_text("as_of: 2024-12-31\nrulesets: {commune: vn/commune-ntm}\n", "utf-8")
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")
    (tmp_path / "facts.csv").write_text("unit,measure,value\nA,income_per_capita,46\n", "utf-8")
    return str(tmp_path)


@cache
def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.mark.parametrize("unit", ["C", "Xã Tân Lập", "tân lập", "X. Tân Lập"])
def test_a_unit_is_found_as_offices_write_it(folder: str, unit: str) -> None:
    assert call("explain", folder, unit).stdout == call("explain", folder, "C").stdout != ""
    assert call("assess", folder, "--unit", unit).stdout == call("assess", folder, "--unit", "C").stdout != ""


def test_tones_and_look_alike_letters(folder: str) -> None:
    assert call("explain", folder, "Hoà Ðông").stdout.startswith("Xã Hòa Đông")


def test_a_code_used_again_is_the_unit_of_the_day(folder: str) -> None:
    assert call("explain", folder, "02917").stdout.startswith("Xã Mới")
    assert call("explain", folder, "02917", "--as-of", "2024-06-30").stdout.startswith("Xã Cũ")


@pytest.mark.parametrize("command", [("explain",), ("assess", "--unit")])
@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("Xã Tân Thành", "A (Xã Tân Thành, Huyện Một), B (Xã Tân Thành, Huyện Hai); write the unit's code"),
        ("Xã Tân Lặp", "no such unit: Xã Tân Lặp; nearest known: C (Xã Tân Lập, Huyện Hai)"),
        ("2917", "zeros at the beginning are missing"),
        ("Xã Tân Lập Hạ", "nearest known: C (Xã Tân Lập, Huyện Hai)"),
    ],
)
def test_what_is_not_one_unit_stops(folder: str, command: tuple[str, ...], unit: str, said: str) -> None:
    name, *option = command
    done = call(name, folder, *option, unit, "--lang", "en")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("Xã") <= 9


@pytest.mark.parametrize("unit", ["Xã Tân Thành, Huyện Hai", "Tân Thành (Huyện Hai)", "B (Xã Tân Thành, Huyện Hai)"])
def test_a_unit_is_found_as_it_is_printed(folder: str, unit: str) -> None:
    assert call("explain", folder, unit).stdout == call("explain", folder, "B").stdout != ""


@pytest.mark.parametrize("day", ["30/06/2024", "quý II/2024", "6 tháng đầu năm 2024", "ngày 30 tháng 6 năm 2024"])
def test_a_day_is_written_as_in_files(folder: str, day: str) -> None:
    assert call("explain", folder, "02917", "--as-of", day).stdout.startswith("Xã Cũ")


def test_what_is_no_day_says_what_to_write_in_both_languages(folder: str) -> None:
    said = call("explain", folder, "C", "--as-of", "31/12/24").stderr
    assert "31/12/2024" in said
    assert "write the year in four digits" in said
    assert "ghi năm đủ bốn chữ số" in said
