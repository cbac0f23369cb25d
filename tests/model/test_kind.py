"""The one vocabulary of kinds: every word that offices write, with and without accents."""

import unicodedata

import pytest

from ntm_rules.model.units.kind import KINDS, kind_named, prefixed

WORDS = {
    "village": "thôn|bản|Ấp|xóm|Buôn|làng|phum|sóc|village|hamlets",
    "residential_group": "TDP|tổ dân phố|Khu phố|khoi pho|residential groups",
    "commune": "xã|XÃ|xa|X.|Communes|commune",
    "township": "TT|TT.|T.T|T.T.|TTr|thị trấn|Thi Tran|townships",
    "ward": "Phường|phuong|P|P.|ward|wards",
    "special_zone": "ĐK|đặc khu|dac khu|special zone|special_zone",
    "district": "huyện|Huyen|H.|district|districts",
    "urban_district": "quận|Q.|quan|urban districts",
    "town": "TX|T.X.|thị xã|thi xa|towns",
    "city": "TP|TP.|T.P|Thành phố|thanh pho|thành phố thuộc tỉnh|thành phố trực thuộc trung ương|cities|city",
    "province": "tỉnh|T.|tinh|provinces",
    "country": "cả nước|toàn quốc|quốc gia|country",
}
CASES = [(kind, word) for kind, words in WORDS.items() for word in words.split("|")]


@pytest.mark.parametrize(("kind", "word"), CASES)
def test_words_for_kinds(kind: str, word: str) -> None:
    assert kind_named(word) == kind
    assert kind_named(f"  {unicodedata.normalize('NFD', word.upper())} ") == kind


@pytest.mark.parametrize("word", ["", "comune", "quarter", "xãã", "phường 1", "khóa"])
def test_other_words(word: str) -> None:
    assert kind_named(word) is None


def test_every_kind_is_named_by_its_id_in_both_languages_and_in_the_plural() -> None:
    for kind in KINDS.values():
        for word in (kind.id, kind.name.vi, kind.name.en, kind.plural, *kind.words):
            assert word is not None
            assert kind_named(word) == kind.id


@pytest.mark.parametrize(
    ("name", "kind", "bare"),
    [
        ("Xã Bản Bo", "commune", "Bản Bo"),
        ("TT. Tam Đường", "township", "Tam Đường"),
        ("T.T Tam Đường", "township", "Tam Đường"),
        ("TT.Tam Đường", "township", "Tam Đường"),
        ("thi tran Tam Đường", "township", "Tam Đường"),
        ("P.1", "ward", "1"),
        ("P1", "ward", "1"),
        ("Q. 10", "urban_district", "10"),
        ("TP. Hồ Chí Minh", "city", "Hồ Chí Minh"),
        ("Thành phố thuộc tỉnh Lai Châu", "city", "Lai Châu"),
        ("tổ dân phố số 3", "residential_group", "số 3"),
        ("Xã\u200b Bản\u00a0Bo", "commune", "Bản Bo"),
    ],
)
def test_names_that_begin_with_a_kind(name: str, kind: str, bare: str) -> None:
    found = prefixed(name)
    assert found is not None
    assert (found.kind, found.name) == (kind, bare)


@pytest.mark.parametrize("name", ["", "Xã", "TT.", "Hòa Bình", "Xãm Bo", "A1", "P", "..", ".a"])
def test_names_that_do_not(name: str) -> None:
    assert prefixed(name) is None
