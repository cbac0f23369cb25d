"""What cannot be seen is replaced where it is shown, and escaped where it must stay exact."""

import json
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.text import json_text, printable, printable_lines, seen

CONTROL = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_no_character_of_control_or_format_is_shown() -> None:
    letters = [chr(number) for number in range(sys.maxunicode + 1)]
    left = [letter for letter in letters if unicodedata.category(letter) in CONTROL and letter in printable(letter)]
    # Marks before numbers and digits of other scripts, of newer versions of Unicode than some Pythons know.
    assert left == []


def test_letters_stay() -> None:
    text = "Xã Sơn Bình – ≥ 90 %, “đạt” ✓ ✗ 日本 \u00a0"
    assert seen(text) == text


@given(st.text())
def test_lines_are_shown_one_by_one(text: str) -> None:
    shown = printable_lines(text)
    assert shown.count("\n") == text.count("\n")
    assert all(line == printable(line) for line in shown.split("\n"))


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(plain, st.sampled_from([None, 2]))
def test_json_reads_back_and_shows_nothing_unseen(value: object, indent: int | None) -> None:
    written = json_text(value, indent=indent)
    assert json.loads(written) == value
    assert all(line == seen(line) for line in written.split("\n"))


def test_half_a_pair_is_written_in_json() -> None:
    assert json_text("\udc80") == '"\\udc80"'
