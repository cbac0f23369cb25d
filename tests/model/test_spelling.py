"""Two spellings of one word are one; words that only look alike are not, and the difference is told."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.spelling import fold, tidy
from ntm_rules.model.units.near import difference, foreign_letter


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Thúy", "thuý"),
        ("HOÁ", "Hóa"),
        ("khoẻ", "khỏe"),
        ("thủy lợi", "thuỷ lợi"),
        ("Đông", "\u00d0ông"),
        ("Đông", "\u0189ông"),
        ("Bản Bo", "Bản\u00a0 Bo"),
        ("Bản Bo", "Bản\u200b Bo\ufeff"),
        ("Bản Bo", "B\u00adản Bo"),
        ("ĐẠT", "đạt"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_spellings_of_one_word(one: str, other: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, one)) == fold(other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"), [("Lý", "Lí"), ("hoa", "hoà"), ("hóa", "hòa"), ("Đa", "Da"), ("Bаn", "Ban"), ("Lập", "Lặp")]
)
def test_other_words(one: str, other: str) -> None:
    assert fold(one) != fold(other)


LETTERS = st.text(
    alphabet="aáàảãạâấăắeéèẻẽẹêếoóòỏõọôốơớuúùủũụưứyýỳỷỹỵiíđĐ\u00d0hqQ tTnN'’-\u200b\u00a0\u0301\u0300", max_size=12
)


@given(LETTERS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(tidy(text))


@pytest.mark.parametrize(
    ("written", "expected", "why"),
    [
        ("Xã Bаn", "Xã Ban", "'а' (U+0430) where 'a' (U+0061) is expected, at letter 5"),
        ("Lí", "Lý", "'í' where 'ý' is expected, at letter 2"),
        ("Tân Lặp", "Tân Lập", "'ặ' where 'ậ' is expected, at letter 6"),
        ("2917", "02917", "zeros at the beginning are missing, as where Excel takes a code for a number"),
        ("002917", "02917", "there are too many zeros at the beginning"),
        ("h1", "H1", "capitals and small letters differ"),
        ("Hoà", "Hòa", "the tone is placed otherwise"),
        ("Tan Lap", "Tân Lập", "the accents are missing"),
        (" H1", "H1", "the spaces differ"),
        ("H\u200b1", "H1", "there is a character that cannot be seen"),
        (unicodedata.normalize("NFD", "Bản"), "Bản", "the accents are in another form of Unicode (NFC, NFD)"),
    ],
)
def test_the_difference_is_told(written: str, expected: str, why: str) -> None:
    found = difference(written, expected)
    assert found is not None
    assert found.en == why
    assert found.vi != why


@pytest.mark.parametrize(("written", "expected"), [("a", "a"), ("abcdef", "uvwxyz"), ("Bo", "Bản Bo")])
def test_no_difference_that_can_be_told(written: str, expected: str) -> None:
    assert difference(written, expected) is None


def test_letters_of_another_script_in_a_latin_text() -> None:
    assert foreign_letter("Xã Τân") == (4, "Τ")
    assert foreign_letter("Xã Tân") is None
    assert foreign_letter("Москва") is None
