"""Units from files, with English and Vietnamese headers; every mistake with its place."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ntm_rules.exchange.units import read_units
from ntm_rules.model.library import Library
from ntm_rules.model.problem import UnitsError
from ntm_rules.model.unit import Units

WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]


@pytest.fixture
def units_of(tmp_path: Path, library: Library) -> Callable[[str], Units]:
    def read(text: str) -> Units:
        (tmp_path / "units.csv").write_text(text, encoding="utf-8")
        return read_units(tmp_path / "units.csv", library)

    return read


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_units_with_vietnamese_headers(units_of: Callable[[str], Units], form: str) -> None:
    text = (
        "# minh họa\nMã;Tên;Cấp;Trực thuộc;Vùng;Tồn tại từ;Tồn tại đến;Đơn vị kế thừa;dân tộc;Ghi chú\n"
        "12;Lai Châu;Tỉnh;;;;;;;\n"
        "106;Tam Đường;huyện;Lai Châu;Trung du và miền núi phía Bắc;;;;;\n"
        "03385;Thị trấn Tam Đường;Thị trấn;106;north_midlands_mountains;01/02/1990;;;Lự;mới\n"
        "03386;Cũ;xã;106;;;2019-12-31;03385, 03387;;\n"
        "03387;Bản Bo;commune;106;;;;;;\n"
    )
    units = units_of(unicodedata.normalize(form, text))  # type: ignore[arg-type]
    town = units["03385"]
    assert (town.kind, town.parent, town.exists_from) == ("township", "106", date(1990, 2, 1))
    assert town.attributes == {"region": "north_midlands_mountains", "dân tộc": "Lự"}
    assert units["106"].parent == "12"
    assert units["106"].attributes == {"region": "north_midlands_mountains"}
    assert units["03386"].successors == ("03385", "03387")
    assert units["03386"].exists_until == date(2019, 12, 31)
    assert str(town.place).endswith("units.csv:5:1")


HEAD = "code,name,kind,parent,region,exists_from,exists_until\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code,name\nA,a\n", [("NTM517", "units.csv:1:1")]),
        ("code,name,kind,regoin\nA,a,commune,x\n", [("NTM516", "units.csv:1:16")]),
        ("code,name,kind,region,Vùng\nA,a,commune,,\n", [("NTM578", "units.csv:1:23")]),
        ("code,mã,name,kind\nA,A,a,commune\n", [("NTM578", "units.csv:1:6")]),
        (HEAD + "A,a,comune,,,,\n", [("NTM550", "units.csv:2:5")]),
        (HEAD + "A,a,quận 1!,,,,\n", [("NTM550", "units.csv:2:5")]),
        (HEAD + "A,a,commune,,,,\nA,b,commune,,,,\n", [("NTM551", "units.csv:3:1")]),
        (HEAD + "A,a,commune,B,,,\n", [("NTM552", "units.csv:2:13")]),
        (HEAD + "A,a,commune,B,,,\nB,b,district,A,,,\n", [("NTM553", "units.csv:2:1")]),
        (HEAD + "A,a,commune,A,,,\n", [("NTM553", "units.csv:2:1")]),
        (
            HEAD + ",a,commune,,,,\nB,,commune,,,,\nC,c,,,,,\n",
            [("NTM554", "units.csv:2:1"), ("NTM554", "units.csv:3:3"), ("NTM554", "units.csv:4:5")],
        ),
        (HEAD + "A,a,commune,,red_rivr,,\n", [("NTM555", "units.csv:2:14")]),
        (HEAD + "A,a,commune,,,2024-01-02,2024-01-01\n", [("NTM556", "units.csv:2:26")]),
        (HEAD + "A,a,commune,,,31/02/2024,01/01/24\n", [("NTM548", "units.csv:2:15"), ("NTM546", "units.csv:2:26")]),
        (HEAD + "A,a,commune,,,,\nB,a,commune,,,,\nC,c,village,a,,,\n", [("NTM561", "units.csv:4:13")]),
    ],
)
def test_mistakes(
    units_of: Callable[[str], Units], wrong_in: WrongIn, text: str, expected: list[tuple[str, str]]
) -> None:
    assert wrong_in(lambda: units_of(text)) == expected


def test_one_bad_kind_does_not_hide_or_make_other_mistakes(units_of: Callable[[str], Units], wrong_in: WrongIn) -> None:
    text = HEAD + "D,d,distric,,,,\nA,a,commune,D,,,\nA,b,commune,X,,,\n"
    assert [code for code, _ in wrong_in(lambda: units_of(text))] == ["NTM550", "NTM551", "NTM552"]


def test_nearest_unit_kind_and_attribute_are_named(units_of: Callable[[str], Units]) -> None:
    with pytest.raises(UnitsError) as caught:
        units_of(HEAD + "D,Tam Đường,district,,,,\nA,a,comune,Tam Duong,red_rivr,,\n")
    advice = " ".join(found.help.vi for found in caught.value.diagnostics if found.help)
    assert "commune" in advice
    assert "D (Tam Đường)" in advice
    assert "red_river" in advice


def test_a_unit_below_a_circle_is_not_reported_with_it(units_of: Callable[[str], Units], wrong_in: WrongIn) -> None:
    text = HEAD + "A,a,commune,B,,,\nB,b,district,B,,,\n"
    assert wrong_in(lambda: units_of(text)) == [("NTM553", "units.csv:3:1")]
