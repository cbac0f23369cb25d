"""Units from files, with English and Vietnamese headers; every mistake with its place."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ntm_rules.exchange.diagnostics.mistakes import Mistakes
from ntm_rules.exchange.units.reading import read_units, units_from
from ntm_rules.model.library import Library
from ntm_rules.model.problem import UnitsError
from ntm_rules.model.units.unit import Units

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
    assert "gần nhất: xã" in advice
    assert "D (Tam Đường)" in advice
    assert "red_river" in advice


def test_a_unit_below_a_circle_is_not_reported_with_it(units_of: Callable[[str], Units], wrong_in: WrongIn) -> None:
    text = HEAD + "A,a,commune,B,,,\nB,b,district,B,,,\n"
    assert wrong_in(lambda: units_of(text)) == [("NTM553", "units.csv:3:1")]


@pytest.mark.parametrize(
    ("kind", "id"),
    [
        ("Phường", "ward"),
        ("TT", "township"),
        ("T.X.", "town"),
        ("Đặc khu", "special_zone"),
        ("khu phố", "residential_group"),
        ("Communes", "commune"),
        ("thanh pho", "city"),
        ("phum", "village"),
        ("thành phố trực thuộc trung ương", "city"),
    ],
)
def test_kinds_are_read_in_the_words_of_the_vocabulary(units_of: Callable[[str], Units], kind: str, id: str) -> None:
    assert units_of(f"code,name,kind\nA,a,{kind}\n")["A"].kind == id


@pytest.mark.parametrize("kind", ["quarter", "comunes", "hamlette", "x1"])
def test_a_kind_that_nothing_knows_is_refused(units_of: Callable[[str], Units], wrong_in: WrongIn, kind: str) -> None:
    assert wrong_in(lambda: units_of(f"code,name,kind\nA,a,{kind}\n")) == [("NTM550", "units.csv:2:5")]


def test_a_missing_kind_is_suggested_by_the_name_and_never_taken_from_it(units_of: Callable[[str], Units]) -> None:
    for text, place in (("code,name,kind\nA,TT Tam Đường,\n", "2:16"), ("code,name\nA,TT. Tam Đường\n", "2:3")):
        with pytest.raises(UnitsError) as caught:
            units_of(text)
        found = caught.value.diagnostics[-1]
        assert (found.code, str(found.place).rsplit("units.csv:")[1]) == ("NTM595", place)
        assert found.help is not None
        assert "township" in found.help.in_language("en")


@pytest.mark.parametrize(
    ("code", "name", "place", "at", "letter"),
    [
        ("A", "Xã T\u0430n", "2:3", 5, "U+0430"),
        ("A", "\u03a7ã Tân", "2:3", 1, "U+03A7"),
        ("\u0410B", "a", "2:1", 1, "U+0410"),
    ],
)
def test_look_alikes_in_names_and_codes_are_refused(
    units_of: Callable[[str], Units], code: str, name: str, place: str, at: int, letter: str
) -> None:
    with pytest.raises(UnitsError) as caught:
        units_of(f"code,name,kind\n{code},{name},commune\n")
    (found,) = caught.value.diagnostics
    assert (found.code, found.fields["number"], found.fields["codepoint"]) == ("NTM594", at, letter)
    assert str(found.place).endswith(f"units.csv:{place}")


def test_a_parent_is_found_as_offices_write_it(units_of: Callable[[str], Units]) -> None:
    units = units_of(HEAD + "D,Huyện Hòa Đông,district,,,,\nA,a,commune,H. Hoà Ðông,,,\nB,b,commune,Hòa Đông,,,\n")
    assert (units["A"].parent, units["B"].parent) == ("D", "D")


def test_a_parent_of_two_names_is_listed_with_those_above(units_of: Callable[[str], Units]) -> None:
    with pytest.raises(UnitsError) as caught:
        units_of(
            HEAD + "P1,Tỉnh Một,province,,,,\nP2,Tỉnh Hai,province,,,,\nD1,Huyện Tân,district,P1,,,\n"
            "D2,Huyện Tân,district,P2,,,\nA,a,commune,Tân,,,\n"
        )
    (found,) = caught.value.diagnostics
    assert found.code == "NTM561"
    assert "D1 (Huyện Tân, P1), D2 (Huyện Tân, P2)" in found.message.vi


@pytest.mark.parametrize(
    ("parent", "why"), [("1", "zeros"), ("h1", "capitals"), ("Huyện Мột", "U+041C"), ("Huyện Lí", "'í' where 'ý'")]
)
def test_a_parent_that_is_not_found_says_how_it_differs(
    units_of: Callable[[str], Units], parent: str, why: str
) -> None:
    with pytest.raises(UnitsError) as caught:
        units_of(
            HEAD + "01,Huyện Không,district,,,,\nH1,Huyện Một,district,,,,\nH2,Huyện Lý,district,,,,\n"
            f"A,a,commune,{parent},,,\n"
        )
    (found,) = caught.value.diagnostics
    assert found.code == "NTM552"
    assert found.help is not None
    assert why in found.help.in_language("en")


TIMES = "code,name,kind,parent,region,exists_from,exists_until,successors\nD1,Một,district,,,,,\nD2,Hai,district,,,,,\n"
LAST, FIRST = date(2024, 12, 31), date(2025, 1, 1)


def test_a_unit_that_moves_is_one_unit_with_dated_parents(units_of: Callable[[str], Units]) -> None:
    units = units_of(
        TIMES
        + "C,Hòa Bình,xã,D2,red_river,2025-01-01,,\nC,Hoà Bình,xã,D1,,,2024-12-31,\nV,v,thôn,C,,,,\n".replace(
            "Xã Hoà", "Hoà"
        )
    )
    assert len(units) == 4
    assert units["C"].parent == "D2"
    assert (units["C"].exists_from, units["C"].exists_until) == (None, None)
    assert units["C"].attributes == {"region": "red_river"}
    assert [unit.code for unit in units.members("D1", "village", LAST)] == ["V"]
    assert [unit.code for unit in units.members("D2", "village", LAST)] == []
    assert [unit.code for unit in units.members("D2", "village", FIRST)] == ["V"]


def test_a_code_that_is_used_again_is_two_units_over_time(units_of: Callable[[str], Units]) -> None:
    units = units_of(
        TIMES + "02917,Xã A,xã,D1,,,2024-12-31,02917\n02917,Xã B,xã,D2,,2025-01-01,,\n"
        "02918,Xã C,xã,D2,,,2024-12-31,02917\nV,v,thôn,02917,,,,\n"
    )
    earlier = units["02917@2024-12-31"]
    assert (earlier.name, earlier.official_code, earlier.successors) == ("Xã A", "02917", ("02917",))
    assert (units["02917"].name, units["02917"].exists_from) == ("Xã B", FIRST)
    assert units["02918"].successors == ("02917",)
    for day, code, district in ((LAST, "02917@2024-12-31", "D1"), (FIRST, "02917", "D2")):
        assert [unit.code for unit in units.ancestors("V", day)] == [code, district]
        assert [unit.code for unit in units.of_kind("commune", day)] == [code] + (["02918"] if day == LAST else [])


def test_a_unit_that_was_not_there_for_a_time_is_two_units(units_of: Callable[[str], Units]) -> None:
    units = units_of(TIMES + "C,c,xã,D1,,,2023-12-31,\nC,c,xã,D1,,2025-01-01,,\n")
    assert [unit.code for unit in units.of_kind("commune", LAST)] == []
    assert [unit.code for unit in units.of_kind("commune", FIRST)] == ["C"]
    assert [unit.code for unit in units.of_kind("commune", date(2023, 1, 1))] == ["C@2023-12-31"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("C,c,xã,D1,,,2025-01-01,\nC,c,xã,D2,,2025-01-01,,\n", [("NTM592", "units.csv:5:1")]),
        ("C,c,xã,D1,,,,\nC,c,xã,D2,,2025-01-01,,\n", [("NTM592", "units.csv:5:1")]),
        ("C,a,xã,D1,,2024-01-01,2024-12-31,\nC,b,xã,D2,,2023-01-01,2024-01-01,\n", [("NTM592", "units.csv:4:1")]),
        ("C,c,xã,D1,,,,\nC,c,xã,D2,,,,\n", [("NTM551", "units.csv:5:1")]),
        (
            "C,c,xã,D1,red_river,,2024-12-31,\nC,c,xã,D2,north_midlands_mountains,2025-01-01,,\n",
            [("NTM597", "units.csv:5:1")],
        ),
        (
            "A,a,xã,B,,2025-01-01,,\nB,b,xã,A,,2025-01-01,,\n",
            [("NTM553", "units.csv:4:1")],
        ),
        ("A,a,xã,D1,,,2024-12-31,\nA,a,xã,B,,2025-01-01,,\nB,b,xã,A,,,,\n", [("NTM553", "units.csv:5:1")]),
    ],
)
def test_units_over_time_that_do_not_hold_together(
    units_of: Callable[[str], Units], wrong_in: WrongIn, rows: str, expected: list[tuple[str, str]]
) -> None:
    assert wrong_in(lambda: units_of(TIMES + rows)) == expected


def test_a_code_that_looks_like_an_earlier_units_own_is_a_second_use_of_it(
    units_of: Callable[[str], Units], wrong_in: WrongIn
) -> None:
    rows = "C,c,xã,D1,,,2024-12-31,\nC,b,xã,D1,,2025-01-01,,\nC@2024-12-31,d,xã,D1,,,,\n"
    assert wrong_in(lambda: units_of(TIMES + rows)) == [("NTM551", "units.csv:6:1")]


def test_marks_that_cannot_be_seen_are_left_out_and_headers_fold(units_of: Callable[[str], Units]) -> None:
    units = units_of(
        "Mã\u200b,Ðơn vị,Cấp,Trực  thuộc\nH\u200b1,Huyện\u00a0 M\u00adột,huyện,\nX,Xã A,x\u00e3,\ufeffH1\n"
    )
    assert (units["H1"].name, units["X"].parent) == ("Huyện Một", "H1")


def workbook(path: Path, rows: list[list[Any]], formats: str = "General") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["code", "name", "kind", "parent"], *rows]:
        sheet.append(row)
    for cells in sheet.iter_rows(min_row=2, max_col=1):
        if formats != "General":
            cells[0].number_format = formats
    book.save(path / "units.xlsx")
    return path / "units.xlsx"


@pytest.mark.parametrize(
    "codes",
    [["02917", 2918], ["12917", 2918], [2917.5], [True], [datetime(2024, 3, 1)], ["02917", 0], [-3]],
)
def test_a_code_kept_as_a_number_where_zeros_may_be_lost_is_refused(tmp_path: Path, codes: list[object]) -> None:
    path = workbook(tmp_path, [[code, f"Xã {number}", "xã", None] for number, code in enumerate(codes)])
    with pytest.raises(UnitsError) as caught:
        read_units(path)
    assert {found.code for found in caught.value.diagnostics} == {"NTM596"}
    assert str(caught.value.diagnostics[0].place).endswith(f"Sheet!A{len(codes) + 1}")


@pytest.mark.parametrize(
    ("codes", "formats", "expected"),
    [
        ([2917, 2918], "General", ["2917", "2918"]),
        ([2917, "02918"], "00000", ["02917", "02918"]),
        ([12917, "02918"], "General", ["12917", "02918"]),
    ],
)
def test_codes_kept_as_numbers_that_lose_nothing(
    tmp_path: Path, codes: list[object], formats: str, expected: list[str]
) -> None:
    path = workbook(tmp_path, [[code, f"Xã {number}", "xã", None] for number, code in enumerate(codes)], formats)
    assert [unit.code for unit in read_units(path)] == expected


def test_a_unit_that_succeeds_itself_is_named(tmp_path: Path, library: Library) -> None:
    (tmp_path / "units.csv").write_text("code,name,kind,exists_until,successors\nX,Xã X,xã,2024-06-30,X\n", "utf-8")
    mistakes = Mistakes()
    (unit,) = units_from(tmp_path / "units.csv", "units.csv", library, mistakes)
    assert [(found.code, found.message.en) for found in mistakes.remarks] == [
        ("NTM557", "the successor 'X' is the unit itself")
    ]
    assert unit.successors == ()


@pytest.mark.parametrize(
    ("kind", "vi", "en"),
    [
        ("xã miền núi", "gần nhất: xã", "nearest known: commune"),
        ("phường loại I", "gần nhất: phường", "nearest known: ward"),
        ("đô thị", "thị trấn", "township"),
    ],
)
def test_kinds_are_named_in_the_language_of_the_message(
    units_of: Callable[[str], Units], kind: str, vi: str, en: str
) -> None:
    with pytest.raises(UnitsError) as caught:
        units_of(f"code,name,kind\nX,Xã X,{kind}\n")
    (found,) = caught.value.diagnostics
    assert found.help is not None
    assert vi in found.help.vi
    assert "commune" not in found.help.vi
    assert en in (found.help.en or "")
