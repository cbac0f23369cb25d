"""A record of a whole assessment, and its file: a line of JSON for each thing, the header first.

A record may be of a whole country: its lines are read where they are asked for, and of each no more is held than its place in
the file and its hash.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from attrs import frozen

from ...model.arguments import checks_arguments, refused
from ...model.place import Place
from ...model.problem import Diagnostic, ReplayError
from ...model.spelling import composed
from ...model.text import Text, json_text
from ..output.plain_values import MisfitError, complaint_of
from .lines import FORMAT, KEYS, Line, LineKey, key_of, leaf_of
from .merkle import plain_of, root_of
from .messages import record_problem
from .record_source import RecordSource, record_source

_MOST_ERRORS = 50
LEAF_BYTES = 32
_SORTS = tuple(KEYS)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@frozen(eq=False, repr=False)
class AssessmentRecord:
    """An assessment as lines: what was given, what rules were applied, and every decision with what it rests on.

    Lines are named by their positions among the leaves of the tree, the header first; `leaves` are the hashes of what they
    say, one after the other, and `root` is what these come to. `offsets` and `rows` say where each stands in the file, `sorts`
    the positions of the lines of each sort, `numbers` the numbers of those that have one, `about` the positions of the
    statements about a unit, `decided` those of the decisions about it, `stated` the measures and rules that something is stated
    about. The hash that a line itself has is another in `unsealed`.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> record = ntm.record_assessment(ntm.evaluate(program, town, [water]))
    >>> len(record.root), record.header["decided"]
    (64, ['vn/civilised-township'])
    """

    header: Line
    leaves: bytes
    root: str
    source: RecordSource
    file: str
    offsets: Sequence[int]
    rows: Sequence[int]
    sorts: Mapping[str, range]
    numbers: Mapping[str, Sequence[int]]
    about: Mapping[str, Sequence[int]]
    decided: Mapping[str, range]
    stated: frozenset[str]
    unsealed: tuple[int, ...] = ()

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "AssessmentRecord":
        """The record with these lines, each sealed with its hash, the header among them with the root."""
        by_key = {key_of(line): line for line in lines}
        ordered = [by_key[key] for key in sorted(by_key)]
        leaves = list(map(leaf_of, ordered))
        sealed = [{**line, "leaf": leaf.hex()} for line, leaf in zip(ordered, leaves, strict=True)]
        sealed[0] |= {"leaves": len(sealed), "root": root_of(leaves).hex()}
        return record_from_content(b"".join(line_bytes(line) for line in sealed), "")

    def lines(self, positions: Iterable[int]) -> Iterator[Line]:
        """The lines at these positions, in their order. Raises ReplayError where the file is no longer what it was."""
        with self.source.opened() as stream:
            for position in positions:
                stream.seek(self.offsets[position])
                line: Line = json.loads(stream.readline().decode())
                yield line

    def of_sort(self, sort: str) -> Iterator[tuple[int, Line]]:
        """The lines of a sort (`unit`, `statement`, `decision`) with their positions, in the order of the tree."""
        positions = self.sorts.get(sort, range(0))
        return zip(positions, self.lines(positions), strict=True)

    def place(self, position: int) -> Place | None:
        """The place of a line in the file; None of a record that was not read from one."""
        return Place(self.file, self.rows[position]) if self.file else None

    def leaf(self, position: int) -> bytes:
        """The hash of what a line says."""
        return self.leaves[position * LEAF_BYTES : (position + 1) * LEAF_BYTES]

    def __len__(self) -> int:
        return len(self.offsets)

    def __repr__(self) -> str:
        return f"AssessmentRecord({len(self)} lines)"


def line_bytes(line: Line) -> bytes:
    """A line as it stands in a file, with its line break."""
    return (json_text(line, compact=True) + "\n").encode()


def record_to_lines(record: AssessmentRecord) -> Iterator[str]:
    """The lines of the file, each with its line break. The same record gives the same bytes."""
    return (line_bytes(line).decode() for line in record.lines(range(len(record))))


@checks_arguments
def read_record(path: Path | str) -> AssessmentRecord:
    """Read a record from a file; whether it is as it was made is for `verify_record` to say.

    A large file is not held: its lines are read again when they are asked for. Raises ReplayError, with the line of every
    mistake, for a file that is none.

    >>> try:
    ...     read_record("no-such-file.jsonl")
    ... except ReplayError as error:
    ...     error.diagnostics[0].code
    'NTM820'
    """
    path = Path(path)
    return _record_in(record_source(path), str(path))


def record_from_content(content: bytes, file: str) -> AssessmentRecord:
    """The record in the content of a file; `file` is its name in errors. Raises ReplayError for content that is none."""
    return _record_in(RecordSource(None, content), file)


# ---- places of lines


class _Scanned(NamedTuple):
    """A line as it was passed: its key, row and offset, its hash, and whether it says the same; its unit and subject."""

    key: LineKey
    row: int
    offset: int
    leaf: bytes
    is_sealed: bool
    unit: str
    about: str


class _DisorderError(Exception):
    """Raised where lines do not stand in the order of the leaves."""


def _record_in(source: RecordSource, file: str) -> AssessmentRecord:
    header: Line = {}
    with source.opened() as stream:
        try:
            return _indexed(_scanned(stream, file, header), header, source, file)
        except _DisorderError:
            stream.seek(0)
            return _indexed(sorted(_scanned(stream, file, header)), header, source, file)


def _scanned(stream: BinaryIO, file: str, header: Line) -> Iterator[_Scanned]:
    """The lines of a file in turn; the first of the record is put into `header`. Raises ReplayError, at the end, for others."""
    wrong: list[Diagnostic] = []
    units: dict[str, str] = {}
    texts: dict[str, str] = {}
    header.clear()
    offset, is_begun = 0, False
    for row, raw in enumerate(stream, 1):
        content = raw.removeprefix(_BYTE_ORDER_MARK) if row == 1 else raw
        begin, offset = offset + len(raw) - len(content), offset + len(raw)
        if not content.strip():
            continue
        try:
            line = plain_of(content.decode())
            if not isinstance(line, dict):
                raise MisfitError("dòng không phải một đối tượng JSON", "a line must be a JSON object")
            sort, number, *named = key_of(line)
            if not sort:
                _check_format(line)
                header.update(line)
            leaf = leaf_of(line)
        except (ValueError, RecursionError) as error:
            wrong.append(not_a_line(error, Place(file, row)))
            if len(wrong) >= _MOST_ERRORS or not is_begun:
                break  # a file that begins otherwise is another file
            continue
        is_begun = True
        first, second, third = (texts.setdefault(text, text) for text in named)
        unit = line.get("unit")
        unit = units.setdefault(unit, composed(unit)) if isinstance(unit, str) else ""
        about = line.get("measure") or line.get("rule")
        about = texts.setdefault(about, about) if isinstance(about, str) else ""
        is_sealed = line.get("leaf") == leaf.hex()
        yield _Scanned((sort, number, first, second, third), row, begin, leaf, is_sealed, unit, about)
    if not wrong and not header:
        wrong.append(record_problem("NTM822", Place(file)))
    if wrong:
        raise ReplayError(wrong)


def not_a_line(error: Exception, place: Place | None = None) -> Diagnostic:
    """The diagnostic of a line that is none of a record, from the error that reading it led to."""
    return record_problem("NTM821", place, why=complaint_of(error))


def _check_format(header: Line) -> None:
    """Raise MisfitError for the first line of a record of another format, a later one most of all."""
    version = header.get("format")
    if type(version) is int and version > FORMAT:
        raise MisfitError(
            f"bản ghi theo định dạng {version}, của một phiên bản ntm-rules mới hơn; phiên bản này đọc định dạng {FORMAT}",
            f"it is of format {version}, made by a newer ntm-rules; this one reads format {FORMAT}",
        )
    if version != FORMAT or type(version) is not int:
        raise MisfitError(f"'format' không phải {FORMAT}", f"'format' is not {FORMAT}")


def root_of_text(root: str) -> str:
    """The root that somebody gives, as records have it: 64 hexadecimal digits, small. Raises ArgumentError for other text.

    >>> root_of_text(" " + "AB" * 32)[:4]
    'abab'
    """
    digits = root.strip().lower()
    if len(digits) != 2 * LEAF_BYTES or set(digits) - set("0123456789abcdef"):
        raise refused("root", root, "64 chữ số thập lục phân", "64 hexadecimal digits")
    return digits


def _indexed(lines: Iterable[_Scanned], header: Line, source: RecordSource, file: str) -> AssessmentRecord:
    """The record with these lines, in the order of the leaves. Raises _DisorderError for another, ReplayError for doubles."""
    offsets, rows, leaves, unsealed = array("Q"), array("L"), bytearray(), list[int]()
    sorts: dict[str, range] = {}
    numbers: dict[str, array[int]] = {}
    about: dict[str, array[int]] = {}
    decided: dict[str, range] = {}
    stated: set[str] = set()
    last: LineKey = (-1, 0, "", "", "")
    for position, (key, row, offset, leaf, is_sealed, unit, subject) in enumerate(lines):
        sort = _SORTS[key[0]]
        if key <= last:
            if not isinstance(lines, list):
                raise _DisorderError
            first = rows[-1]
            why = Text(f"'{sort}' này đã có ở dòng {first}", f"the same {sort} stands twice, first in line {first}")
            raise ReplayError(record_problem("NTM821", Place(file, row), why=why))
        last = key
        offsets.append(offset)
        rows.append(row)
        leaves += leaf
        if not is_sealed:
            unsealed.append(position)
        sorts[sort] = _extended(sorts.get(sort), position)
        if KEYS[sort] == ("number",):
            numbers.setdefault(sort, array("Q")).append(key[1])
        if sort == "statement":
            about.setdefault(unit, array("Q")).append(position)
            stated.add(subject)
        elif sort == "decision":
            decided[key[2]] = _extended(decided.get(key[2]), position)
    hashes = (bytes(leaves[place : place + LEAF_BYTES]) for place in range(0, len(leaves), LEAF_BYTES))
    return AssessmentRecord(
        header=dict(header),
        leaves=bytes(leaves),
        root=root_of(hashes).hex(),
        source=source,
        file=file,
        offsets=offsets,
        rows=rows,
        sorts=sorts,
        numbers=numbers,
        about=about,
        decided=decided,
        stated=frozenset(stated),
        unsealed=tuple(unsealed),
    )


def _extended(positions: range | None, position: int) -> range:
    return range(position if positions is None else positions.start, position + 1)


def texts_of(record: AssessmentRecord) -> Sequence[str]:
    """The rule files that a record carries; none where it is not self-contained. Raises ValueError for what is no text."""
    texts = [line.get("content") for _, line in record.of_sort("text")]
    if not all(isinstance(text, str) for text in texts):
        raise MisfitError("'content' không phải là văn bản", "'content' is not a text")
    return [str(text) for text in texts]
