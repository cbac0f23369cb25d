"""A unit is found however an office writes it; what can be two units is never one of them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.exchange.units.index import UnitIndex
from ntm_rules.exchange.units.names import NearWords, name_key
from ntm_rules.model.units.belonging import Belonging
from ntm_rules.model.units.unit import Unit

LAST = date(2024, 12, 31)
FIRST = date(2025, 1, 1)
INDEX = UnitIndex(
    [
        Unit("D1", "Huyện Một", "district"),
        Unit("D2", "Huyện Hai", "district"),
        Unit("TD", "Tam Đường", "district"),
        Unit("TT", "Thị trấn Tam Đường", "township", "TD"),
        Unit("A", "Xã Tân Thành", "commune", "D1"),
        Unit("B", "Xã Tân Thành", "commune", "D2"),
        Unit("C", "Xã Tân Lập", "commune", "D2"),
        Unit("BB", "Bản Bo", "commune", "TD"),
        Unit("HB", "Xã Hòa Bình", "commune", "D1"),
        Unit("DH", "Xã Đông Hoà", "commune", "D1"),
        Unit("HM", "Xã H'Mông", "commune", "D1"),
        Unit("NN", "Xã Nậm-Nung", "commune", "D1"),
        Unit("P1", "Phường 1", "ward", "D1"),
        Unit("P10", "Phường 10", "ward", "D1"),
        Unit("V1", "Bản Nà Luồng", "village", "BB"),
        Unit("V2", "Thôn Nà Sài", "village", "BB"),
        Unit("V3", "Bản Nà Sài", "village", "BB"),
        Unit("02917@2024-12-31", "Xã Cũ", "commune", "D1", exists_until=LAST, official_code="02917"),
        Unit("02917", "Xã Mới", "commune", "D2", exists_from=FIRST),
        Unit("M1", "Xã Đổi", "commune", parents=[Belonging("D1", None, LAST), Belonging("D2", FIRST)]),
        Unit("M2", "Xã Đổi", "commune", parents=[Belonging("D2", None, LAST), Belonging("D1", FIRST)]),
        Unit("L1", "Xã Lý Sơn", "commune", "D1"),
        Unit("001", "Quận Nhất", "urban_district"),
        Unit("S1", "Xã Sao", "commune", "D1", exists_until=LAST),
        Unit("S2", "Xã Sao", "commune", "D2", exists_from=FIRST),
    ]
)


def codes(text: str, day: date | None = None, parent: str | None = None) -> list[str]:
    return [unit.code for unit in INDEX.find(text, day, parent)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "TT")
            for text in ("TT", " TT ", "Thị trấn Tam Đường", "TT Tam Đường", "TT. Tam Đường", "T.T Tam Đường")
        ),
        *((text, "TT") for text in ("TT.Tam Đường", "thị trấn  tam đường", "thi tran Tam Đường", "TT Tam Ðường")),
        *((text, "TD") for text in ("H. Tam Đường", "Huyện Tam Đường", "h tam đường", "Tam Đường")),
        *(
            (text, "BB")
            for text in ("Bản Bo", "xã Bản Bo", "X. Bản Bo", "Xã\u00a0Bản\u200b Bo", "BẢN BO", "Xã  Bản Bo")
        ),
        *((text, "HB") for text in ("Xã Hoà Bình", "Hoà Bình", "hòa bình", "X.Hòa Bình")),
        *((text, "DH") for text in ("Xã Ðông Hòa", "Đông Hoà", "xã đông hòa")),
        *((text, "HM") for text in ("Xã H’Mông", "H´Mông", "x. h'mông", "Xã H ’ Mông")),
        *((text, "NN") for text in ("Nậm – Nung", "Xã Nậm - Nung", "nậm-nung")),
        *((text, "P1") for text in ("P.1", "P. 1", "p 1", "Phường 1", "phuong 1")),
        *((text, "P10") for text in ("P10", "P.10", "Phường 10")),
        *((text, "V1") for text in ("Bản Nà Luồng", "Nà Luồng")),
        *((text, "V2") for text in ("Thôn Nà Sài",)),
        *((text, "C") for text in ("tân lập", "Tân Lập", "X Tân Lập")),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_ways_to_write_one_unit(text: str, code: str, form: str) -> None:
    assert codes(unicodedata.normalize(form, text)) == [code]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "2917",
        "Xã Lí Sơn",
        "Xã Tân Lặp",
        "Xã Tаn Lập",
        "tan lap",
        "TX Tam Đường",
        "Phường Tân Lập",
        "Xóm Nà Luồng",
        "d1",
        "Xã",
    ],
)
def test_what_names_no_unit(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "both"), [("Xã Tân Thành", ["A", "B"]), ("tân thành", ["A", "B"]), ("Nà Sài", ["V2", "V3"])]
)
def test_what_can_be_two_units_is_both(text: str, both: list[str]) -> None:
    assert codes(text) == both


def test_the_parent_tells_units_of_one_name_apart() -> None:
    for parent, code in (("D1", "A"), ("Huyện Hai", "B"), ("H. Hai", "B"), ("một", "A")):
        assert codes("Xã Tân Thành", parent=parent) == [code]
    assert codes("Xã Tân Thành", parent="TD") == []
    assert codes("Xã Tân Lập", parent="D1") == []
    assert codes("Nà Luồng", parent="Tam Đường") == ["V1"]


def test_the_day_tells_units_over_time_apart() -> None:
    assert codes("02917", LAST) == ["02917@2024-12-31"]
    assert codes("02917", FIRST) == ["02917"]
    assert codes("02917@2024-12-31", FIRST) == ["02917@2024-12-31"]
    assert codes("Xã Sao", LAST) == ["S1"]
    assert codes("Xã Sao", FIRST) == ["S2"]
    assert codes("02917") == ["02917@2024-12-31", "02917"]
    assert codes("Xã Đổi", LAST, "D1") == ["M1"]
    assert codes("Xã Đổi", FIRST, "D1") == ["M2"]


def test_units_are_described_with_those_above_and_their_time() -> None:
    assert INDEX.described(INDEX.unit("A")) == "A (Xã Tân Thành, Huyện Một)"
    assert INDEX.described(INDEX.unit("D1")) == "D1 (Huyện Một)"
    assert INDEX.described(INDEX.unit("02917")) == "02917 (Xã Mới, Huyện Hai, 2025-01-01 – …)"
    assert INDEX.described(INDEX.unit("M1"), LAST) == "M1 (Xã Đổi, Huyện Một)"


@pytest.mark.parametrize(
    ("text", "near", "why"),
    [
        ("Xã Tân Lặp", "C (Xã Tân Lập, Huyện Hai)", "'ặ' where 'ậ' is expected, at letter 9"),
        ("Xã Tаn Lập", "C (Xã Tân Lập, Huyện Hai)", "'а' (U+0430) where 'â' (U+00E2) is expected, at letter 5"),
        ("Xã Lí Sơn", "L1 (Xã Lý Sơn, Huyện Một)", "'í' where 'ý' is expected, at letter 5"),
        ("1", "001 (Quận Nhất)", "001: zeros at the beginning are missing"),
        ("d1", "D1 (Huyện Một)", "D1: capitals and small letters differ"),
        ("tan lap", "C (Xã Tân Lập, Huyện Hai)", "the accents are missing"),
        ("TT Tam Dường", "TT (Thị trấn Tam Đường, Tam Đường)", ""),
    ],
)
def test_the_nearest_are_offered_with_the_difference(text: str, near: str, why: str) -> None:
    advice = INDEX.advice(text)
    assert advice["hint_en"].startswith(f"nearest known: {near}")
    assert why in advice["hint_en"]
    assert len(INDEX.near(text)) <= 3
    assert near in advice["hint_vi"]


def test_where_nothing_is_near_a_few_units_are_named() -> None:
    many = UnitIndex(Unit(f"K{number}", f"Xã {number}", "commune") for number in range(11_000))
    advice = many.advice("Żółw")
    assert advice["hint_en"].count("(") == 3
    assert advice["hint_en"].endswith("…")


def test_near_units_are_looked_for_a_limited_number_of_times() -> None:
    index = UnitIndex([Unit("C", "Xã Tân Lập", "commune")])
    found = [index.near(f"Xã Tân Lập {'x' * (number % 3)}{number}") for number in range(300)]
    assert found[0] != ()
    assert found[-1] == ()


SYLLABLES = st.lists(st.sampled_from(["Tân", "Lập", "Hòa", "Bình", "Thúy", "Đông", "Sơn"]), min_size=1, max_size=3).map(
    " ".join
)
PREFIXES = {"commune": ("Xã ", "X. ", "xã ", "X.", ""), "township": ("Thị trấn ", "TT ", "TT. ", "T.T ", "")}


@given(st.lists(st.tuples(st.sampled_from(sorted(PREFIXES)), SYLLABLES), min_size=1, max_size=6), st.data())
def test_a_unit_is_never_taken_for_another(named: list[tuple[str, str]], data: st.DataObject) -> None:
    units = [Unit(f"U{number}", f"{PREFIXES[kind][0]}{bare}", kind) for number, (kind, bare) in enumerate(named)]
    index = UnitIndex(units)
    meant = data.draw(st.sampled_from(units))
    kind, bare = named[units.index(meant)]
    prefix = data.draw(st.sampled_from(PREFIXES[kind]))
    word = bare.replace("Hòa", data.draw(st.sampled_from(["Hòa", "Hoà"]))).replace(
        "Đ", data.draw(st.sampled_from("ĐÐ"))
    )
    found = index.find(unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), prefix + word))
    same = [unit for unit, (of, name) in zip(units, named, strict=True) if name == bare and (of == kind or not prefix)]
    assert list(found) == same


@given(st.lists(st.text("abcdeđ ", min_size=1, max_size=8), min_size=1, max_size=8, unique=True))
def test_every_word_is_nearest_to_itself(words: list[str]) -> None:
    near = NearWords([(word, word) for word in words])
    for word in words:
        assert near.near(word, 1) == [word]


def test_names_as_they_are_compared() -> None:
    assert name_key("Bản - Bo") == name_key("bản-bo") == name_key("BẢN – BO")
    assert name_key("H'Mông") == name_key("h‘ mông")
    assert name_key("Lý") != name_key("Lí")


@pytest.mark.parametrize("above", ["D2", "Huyện Hai", "huyen Hai", "H. Hai"])
@pytest.mark.parametrize("written", ["{name}, {above}", "{name} ({above})", "{name} - {above}", "{name} – {above}"])
@pytest.mark.parametrize("name", ["Xã Tân Thành", "Tân Thành", "X. Tân Thành"])
def test_a_name_followed_by_the_unit_above(name: str, written: str, above: str) -> None:
    text = written.format(name=name, above=above)
    if above != "huyen Hai":
        assert codes(text) == ["B"]
        assert INDEX.is_called(INDEX.unit("B"), text)
    assert not INDEX.is_called(INDEX.unit("A"), text)


@given(st.sampled_from(list(INDEX._units.values())))
def test_what_messages_call_a_unit_is_that_unit(unit: Unit) -> None:
    if unit.exists_from is None and unit.exists_until is None:
        assert unit.code in codes(INDEX.described(unit))


@pytest.mark.parametrize(
    "text", ["Xã Tân Thành, Huyện Ba", "A, Huyện Hai", "A, B", ", Huyện Hai", "Xã Tân Thành," * 90]
)
def test_a_name_with_another_unit_above_is_none(text: str) -> None:
    assert codes(text) == []


def test_a_code_in_a_day_between_its_uses_does_not_exist() -> None:
    times = (("X@2022-12-31", None, date(2022, 12, 31)), ("X", date(2024, 1, 1), None))
    index = UnitIndex(
        Unit(code, "Xã A", "commune", None, {}, since, until, official_code="X") for code, since, until in times
    )
    gap = date(2023, 6, 1)
    found = index.several("X", index.find("X", gap), None, gap)
    assert (found.code, found.fields["day"]) == ("NTM674", gap)
    assert "2022-12-31" in found.message.vi
    assert "2024-01-01" in found.message.vi
    assert index.several("Xã A", index.find("Xã A", gap), None, gap).code == "NTM561"


def test_of_words_equally_near_the_first_given_are_the_nearest() -> None:
    """In whatever order the pairs of letters are gone through, which is another in every run of Python."""
    words = NearWords([("ab zz", 1), ("zz cd", 2), ("ab yy", 3), ("yy cd", 4)])
    assert words.near("ab cd", 4) == [1, 2, 3, 4]
