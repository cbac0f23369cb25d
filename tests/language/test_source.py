"""Reading YAML: bounds, encodings, and two readers that must say the same."""

import unicodedata
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.language.diagnostics.mistakes import Mistake, collecting
from ntm_rules.language.yaml import source
from ntm_rules.language.yaml.source import MOST_BYTES, read_bytes, read_file, read_text
from ntm_rules.language.yaml.tree import MOST_NODES, Node, PlacedMapping, PlacedSequence, Scalar
from ntm_rules.model.place import Place
from ntm_rules.model.text import Text

_PUNCTUATION = (
    "- ",
    "-",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "#",
    " #",
    ">",
    "? ",
    "!",
    "&x ",
    "*x",
    "%",
    "@",
    "`",
    "\\",
)
_LINES = ("\n", "\n  ", "\n    ", "--- ", "---\n", "|\n", "|2-\n", "\n- ", "a: b\n", "\r", "\r\n", "%YAML 1.2\n---\n")
_WORDS = (
    "a",
    "b",
    "key",
    ": ",
    ":",
    "~",
    "1.5",
    "ế",
    "🎉",
    "http://x",
    "''",
    "\\x41",
    "\xa0",
    "{a: b, c}",
    "[a, b]",
    " ",
)
FRAGMENTS = st.sampled_from((*_PUNCTUATION, *_LINES, *_WORDS))


def _plain(node: Node | None) -> object:
    if isinstance(node, PlacedMapping):
        return node.place, [(_plain(key), _plain(value)) for key, value in node.items()]
    if isinstance(node, PlacedSequence):
        return node.place, [_plain(item) for item in node]
    return (node.place, node.plain, str(node)) if isinstance(node, Scalar) else None


def _read(text: str) -> tuple[object, list[Mistake]]:
    with collecting() as mistakes:
        read = read_text(text, "f")
    return _plain(read.root), mistakes


@given(st.lists(FRAGMENTS, max_size=14).map("".join))
def test_both_readers_say_the_same(text: str) -> None:
    fast = _read(text)
    with mock.patch.object(source, "_FAST", None):
        assert _read(text) == fast


@given(st.text() | st.lists(FRAGMENTS).map("".join))
def test_every_place_is_in_the_text(text: str) -> None:
    with collecting() as mistakes:
        read = read_text(text, "f")
    assert read.root is not None or mistakes
    for mistake in mistakes:
        place = mistake.place
        assert place is not None
        assert 1 <= place.line <= max(1, len(read.lines))
        assert 1 <= place.column <= len(read.lines[place.line - 1]) + 1 if read.lines else True


def test_texts_remember_place_and_quotes() -> None:
    with collecting() as mistakes:
        read = read_text('a: "x"\nb:\n  - y z\n  - |\n    long\n    text\n', "f")
    assert not mistakes
    root = read.root
    assert isinstance(root, PlacedMapping)
    quoted, listed = root.values()
    assert isinstance(quoted, Scalar)
    assert (quoted, quoted.plain, quoted.place) == ("x", False, Place("f", 1, 4, 7))
    assert isinstance(listed, PlacedSequence)
    assert _plain(listed[0]) == (Place("f", 3, 5, 8), True, "y z")
    assert _plain(listed[1]) == (Place("f", 4, 5, 6), False, "long\ntext\n")
    assert root.key("b").place == Place("f", 2, 1, 2)


def test_types_are_not_guessed() -> None:
    with collecting():
        read = read_text("[no, 012, 1:30, 3.10, 2022-04-15, ~, 0x1F]", "f")
    assert read.root == ["no", "012", "1:30", "3.10", "2022-04-15", "~", "0x1F"]


def test_text_is_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Tiêu chí: nước")
    with collecting():
        read = read_text(f'"{decomposed}": 1', "f")
    assert list(read.root or ()) == ["Tiêu chí: nước"]


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 100_000_000])
def test_a_large_file_is_refused_unread(size: int, tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(size)
    with collecting() as mistakes, mock.patch.object(Path, "open", side_effect=AssertionError("it was opened")):
        read_file(path)
    assert [(mistake.code, mistake.params["size"]) for mistake in mistakes] == [("NTM102", size)]


def test_a_file_as_large_as_can_be_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a: 1\n#".ljust(MOST_BYTES, b"x"))
    with collecting() as mistakes:
        assert read_file(path).root == {"a": "1"}
    assert not mistakes


def test_too_many_nodes() -> None:
    with collecting() as mistakes:
        assert read_text("[" + "a," * MOST_NODES + "]", "f").root is None
    assert [mistake.code for mistake in mistakes] == ["NTM113"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "a:\n" + " "])
def test_depth_neither_crashes_nor_takes_long(opening: str) -> None:
    text = "".join(f"{' ' * depth}a:\n" for depth in range(1500)) if opening.startswith("a") else opening * 50_000
    with collecting() as mistakes:
        assert read_text(text, "f").root is None
    assert mistakes


@pytest.mark.parametrize(
    ("content", "place", "hint"),
    [
        (b"a: 1\nb: x\xff\n", Place("f", 2, 5, 6), None),
        ("a: nước\n".encode() + "b: ă".encode("cp1258"), Place("f", 2, 4, 5), None),
        ("a: 1\n".encode("utf-16"), Place("f", 1, 1, 2), "utf16"),
        (b"\xef\xbb\xbfab\xc3", Place("f", 1, 3, 4), None),
    ],
)
def test_what_is_not_utf8(content: bytes, place: Place, hint: str | None) -> None:
    with collecting() as mistakes:
        assert read_bytes(content, "f").root is None
    assert [(mistake.code, mistake.place, mistake.hint) for mistake in mistakes] == [("NTM103", place, hint)]


def test_a_byte_order_mark_and_windows_lines_are_fine() -> None:
    with collecting() as mistakes:
        read = read_bytes(b"\xef\xbb\xbfa: 1\r\nb: [x]\r\n", "f")
    assert read.root == {"a": "1", "b": ["x"]}
    assert not mistakes
    assert isinstance(read.root, PlacedMapping)
    assert next(iter(read.root)).place == Place("f", 1, 1, 2)


def test_what_is_no_file(tmp_path: Path) -> None:
    with collecting() as mistakes:
        assert read_file(tmp_path).root is None
        assert read_file(tmp_path / "none").root is None
        assert read_file(Path("a\0b")).root is None
        assert read_file(Path("/dev/zero")).root is None
    assert mistakes[2].params["why"] == Text("không tệp nào có thể mang tên này", "no file can have such a name")
    assert {mistake.code for mistake in mistakes} == {"NTM101"}
    assert len(mistakes) == 4


def test_all_mistakes_of_reading_are_found() -> None:
    with collecting() as mistakes:
        read_text("a: &x 1\nb: *x\na: !!int 2\n<<: {}\n", "f")
    assert [mistake.code for mistake in mistakes] == ["NTM108", "NTM108", "NTM111", "NTM109", "NTM110"]
