"""Records of assessments, made from what `evaluate` was given."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from attrs import define, field

from ...engine.decisions import Decisions, same_input
from ...language.files.input_file import path_of
from ...model.arguments import checks_arguments
from ...model.fact import Statement
from ...model.place import place_of
from ..output.output_file import write_whole
from .contents import (
    AssessmentInput,
    decision_lines,
    header_line,
    parts_of,
    shared_lines,
    stated_by,
    versions_known,
)
from .lines import Line, LineKey, key_of, leaf_of
from .merkle import root_of
from .record import LEAF_BYTES, AssessmentRecord, line_bytes, record_from_content, record_to_lines
from .record_source import text_of


@checks_arguments
def record_assessment(runs: Decisions | Iterable[Decisions], *, self_contained: bool = False) -> AssessmentRecord:
    """The record of an assessment: of the decisions of one ruleset, or of several about the same units on the same day.

    With `self_contained` it carries the rule files as well. It is held in memory; of very many units `write_record` is given
    the decisions themselves. Raises ArgumentError for runs about different things, OSError where a rule file is gone.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town = ntm.Unit("T", "Thị trấn Tam Đường", "township")
    >>> record = record_assessment(ntm.evaluate(program, town, []))
    >>> record.header["counts"]["decision"], len(record.root)
    (35, 64)
    """
    return record_from_content(b"".join(record_pieces(runs, self_contained=self_contained)), "")


@checks_arguments
def write_record(
    path: Path | str, record: AssessmentRecord | Decisions | Iterable[Decisions], *, self_contained: bool = False
) -> None:
    """Write a record to a file, or that of decisions, which of very many units is never held.

    Raises as `record_assessment` does; OSError, and leaves the former file as it was, when it cannot be written.

    >>> try:
    ...     write_record("no-such-folder/2024.jsonl", AssessmentRecord.of([{"line": "record", "format": 1}]))
    ... except FileNotFoundError:
    ...     print("there is no such folder")
    there is no such folder
    """
    if isinstance(record, AssessmentRecord):
        write_whole(path_of(path), (line.encode() for line in record_to_lines(record)))
    else:
        write_whole(path_of(path), record_pieces(record, self_contained=self_contained))


def record_pieces(runs: Decisions | Iterable[Decisions], *, self_contained: bool = False) -> Iterator[bytes]:
    """The lines of the record of an assessment, the header first, when all is decided; some hundred units at a time.

    Meanwhile they wait in a temporary file. Raises as `record_assessment` does.
    """
    same_runs = same_input(runs)
    inputs, statements = input_of(same_runs), tuple(same_runs[0].world.evidence.statements())
    stated = stated_by(statements)
    texts = _texts(inputs, stated) if self_contained else ()
    with TemporaryFile() as stream:
        waiting = _WaitingLines(stream)
        shared = shared_lines(inputs, stated, statements)
        waiting.put(
            "",
            chain(({"line": "text", "number": number, "content": text} for number, text in enumerate(texts)), shared),
        )
        _decide(inputs, statements, waiting)
        header = header_line(inputs, stated, waiting.counts)
        leaf = leaf_of(header)
        leaves = [leaf, *waiting.leaves()]
        yield line_bytes({**header, "leaf": leaf.hex(), "leaves": len(leaves), "root": root_of(leaves).hex()})
        yield from waiting.lines()


def input_of(runs: Sequence[Decisions]) -> AssessmentInput:
    """The input that runs about the same are made of, but for the statements."""
    first = runs[0]
    evidence, units = first.world.evidence, first.world.units
    programs = tuple(run.program for run in runs)
    return AssessmentInput(programs, units, evidence.as_of, evidence.known_on, first.program.library)


@define(eq=False)
class _WaitingLines:
    """Lines that wait in a file, in a block a unit, with the hashes of what they say; `counts` has how many of each sort."""

    stream: BinaryIO
    blocks: dict[str, tuple[int, int, bytes]] = field(factory=dict)
    counts: Counter[str] = field(factory=Counter)

    def put(self, unit: str, lines: Iterable[Line]) -> None:
        """Take in the block of a unit; the one of no unit holds all that is no decision."""
        begin, leaves = self.stream.tell(), bytearray()
        for line in lines:
            leaf = leaf_of(line)
            leaves += leaf
            self.counts[line["line"]] += 1
            self.stream.write(line_bytes({**line, "leaf": leaf.hex()}))
        self.blocks[unit] = begin, self.stream.tell(), bytes(leaves)

    def leaves(self) -> Iterator[bytes]:
        """The hashes, in the order of the lines."""
        for _, (_, _, leaves) in sorted(self.blocks.items()):
            yield from (leaves[place : place + LEAF_BYTES] for place in range(0, len(leaves), LEAF_BYTES))

    def lines(self) -> Iterator[bytes]:
        """The lines, a block at a time, in the order of units."""
        for _, (begin, end, _) in sorted(self.blocks.items()):
            self.stream.seek(begin)
            yield self.stream.read(end - begin)


def _decide(inputs: AssessmentInput, statements: Sequence[Statement], waiting: _WaitingLines) -> None:
    """Put the decisions into the file, part after part; those about units that several parts ask come last, each once."""
    stated: dict[str, list[int]] = {}
    for number, statement in enumerate(statements):
        stated.setdefault(statement.unit, []).append(number)
    parts = [part for part in parts_of(inputs, ()) if part.decided]
    askers = Counter(code for part in parts for code in part.needed)
    shared: dict[str, dict[LineKey, Line]] = {}
    for part in parts:
        own: dict[str, dict[LineKey, Line]] = {}
        alone = {code for code in part.members if askers[code] == 1}
        numbered = [(number, statements[number]) for code in part.needed for number in stated.get(code, ())]
        for line in decision_lines(inputs, part, numbered):
            unit = line["unit"]
            of_unit = own if unit in alone else shared
            of_unit.setdefault(unit, {})[key_of(line)] = line
        for unit, lines in own.items():
            waiting.put(unit, (lines[key] for key in sorted(lines)))
    for unit, lines in shared.items():
        waiting.put(unit, (lines[key] for key in sorted(lines)))


def _texts(inputs: AssessmentInput, stated: Iterable[str]) -> list[str]:
    """The rule files and catalogues that an assessment needs, each once; `stated` as for `versions_known`."""
    library = inputs.library
    used = versions_known(inputs, stated)
    placed: list[object] = [version for id in used for version in library.versions.get(id, ())]
    placed += [*library.measures.values(), *library.attributes.values()]
    places = (*map(place_of, placed), library.assurance_place if library.assurance else None)
    files = dict.fromkeys(place.file for place in places if place is not None)
    return [text_of(Path(file)) for file in files]
