"""A record of a whole assessment, and its file: a line of JSON for each thing, the header first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from ...language.files.input_file import TooLargeError, content_of, why_not_read
from ...language.paths import path_of
from ...model.arguments import checks_arguments
from ...model.place import Place
from ...model.problem import Diagnostic, ReplayError
from ...model.text import json_text, printable
from ..output.output_file import write_whole
from .canonical import plain_of
from .lines import FORMAT, Line, LineKey, key_of, leaf_of
from .merkle import root_of
from .messages import record_problem

MOST_BYTES = 1 << 30
_MOST_ERRORS = 50
HEADER: LineKey = (0, 0, "", "", "")
"""The place of the first line."""


@frozen(eq=False, repr=False)
class AssessmentRecord:
    """An assessment as lines: what was given, what rules were applied, and every decision with what it rests on.

    `lines` are by their place among the leaves of the tree, the header first; `leaves` are the hashes of what they say, in
    the same order. `places` say where each stands in a file.
    """

    lines: Mapping[LineKey, Line]
    leaves: tuple[bytes, ...]
    places: Mapping[LineKey, Place] = field(factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "AssessmentRecord":
        """The record with these lines, each sealed with its hash, the header among them with the root."""
        by_key = {key_of(line): line for line in lines}
        ordered = {key: by_key[key] for key in sorted(by_key)}
        leaves = tuple(map(leaf_of, ordered.values()))
        made = {key: {**line, "leaf": leaf.hex()} for (key, line), leaf in zip(ordered.items(), leaves, strict=True)}
        made[HEADER] = {**made[HEADER], "leaves": len(made), "root": root_of(leaves).hex()}
        return cls(made, leaves)

    @property
    def header(self) -> Line:
        """The first line: what was assessed when, under which rulesets, and the root."""
        return self.lines[HEADER]

    @property
    def root(self) -> str:
        """The hash that stands for all lines as they are, in hexadecimal digits; not the one that the header says."""
        return root_of(self.leaves).hex()

    def of_sort(self, sort: str) -> Iterator[tuple[LineKey, Line]]:
        """The lines of a sort (`unit`, `statement`, `decision`), in the order of the tree."""
        return ((key, line) for key, line in self.lines.items() if line["line"] == sort)

    def __repr__(self) -> str:
        return f"AssessmentRecord({len(self.lines)} lines)"


def record_to_lines(record: AssessmentRecord) -> Iterator[str]:
    """The lines of the file, each with its line break. The same record gives the same bytes."""
    return (json_text(line, compact=True) + "\n" for line in record.lines.values())


@checks_arguments
def write_record(path: Path | str, record: AssessmentRecord) -> None:
    """Write a record to a file. Raises OSError, and leaves the former file as it was, when it cannot be written.

    >>> try:
    ...     write_record("no-such-folder/2024.jsonl", AssessmentRecord({}, ()))
    ... except FileNotFoundError:
    ...     print("there is no such folder")
    there is no such folder
    """
    write_whole(path_of(path), (line.encode() for line in record_to_lines(record)))


@checks_arguments
def read_record(path: Path | str) -> AssessmentRecord:
    """Read a record from a file; whether it is as it was made is for `verify_record` to say.

    Raises ReplayError, with the line of every mistake, for a file that is none.

    >>> try:
    ...     read_record("no-such-file.jsonl")
    ... except ReplayError as error:
    ...     error.diagnostics[0].code
    'NTM820'
    """
    return record_from_text(text_of(Path(path)), str(path))


def text_of(path: Path) -> str:
    """The text of the file of a record or of a proof. Raises ReplayError where it cannot be read."""
    try:
        return content_of(path, MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReplayError(record_problem("NTM821", Place(str(path)), why="UTF-8", why_en="UTF-8")) from error
    except TooLargeError as error:
        why = {"why": f"{error.size} byte", "why_en": f"{error.size} bytes"}
        raise ReplayError(record_problem("NTM820", Place(str(path)), **why)) from error
    except (OSError, ValueError) as error:
        told = why_not_read(error)
        why = {"why": told.vi, "why_en": told.in_language("en")}
        raise ReplayError(record_problem("NTM820", Place(str(path)), **why)) from error


def record_from_text(content: str, file: str) -> AssessmentRecord:
    """The record in the content of a file; `file` is its name in errors. Raises ReplayError for content that is none."""
    lines: dict[LineKey, Line] = {}
    leaves: dict[LineKey, bytes] = {}
    places: dict[LineKey, Place] = {}
    wrong: list[Diagnostic] = []
    for number, text in enumerate(content.split("\n"), 1):
        if not text.strip():
            continue
        place = Place(file, number)
        try:
            line = plain_of(text)
            if not isinstance(line, dict):
                raise ValueError("a line is a JSON object")
            key = key_of(line)
            if key in lines:
                raise ValueError(f"the same {line['line']} stands twice, first in line {places[key].line}")
            if key == HEADER and line.get("format") != FORMAT:
                raise ValueError(f"'format' is not {FORMAT}")
            leaves[key] = leaf_of(line)
        except (ValueError, RecursionError) as error:
            why = printable(str(error) or type(error).__name__)[:200]
            wrong.append(record_problem("NTM821", place, why=why, why_en=why))
            if len(wrong) >= _MOST_ERRORS:
                break
        else:
            lines[key], places[key] = line, place
    if not wrong and HEADER not in lines:
        wrong.append(record_problem("NTM822", Place(file)))
    if wrong:
        raise ReplayError(wrong)
    ordered = sorted(lines)
    return AssessmentRecord({key: lines[key] for key in ordered}, tuple(leaves[key] for key in ordered), places)


def texts_of(record: AssessmentRecord) -> Sequence[str]:
    """The rule files that a record carries; none where it is not self-contained. Raises ValueError for what is no text."""
    texts = [line.get("content") for _, line in record.of_sort("text")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("'content' is no text")
    return [str(text) for text in texts]
