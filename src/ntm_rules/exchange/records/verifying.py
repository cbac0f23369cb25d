"""Verification that a record is as it was made: its hashes, its references, and all decided again by the specification."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve, field, frozen

from ...language.library import load_library
from ...model.arguments import checks_arguments, refused
from ...model.library import Library
from ...model.problem import Diagnostic, EngineError, NtmError, ReplayError, Severity
from ...model.units.unit import Units
from ...program.compiling import compile
from ..output.plain_values import MisfitError, day_from_plain
from .checking import MALFORMED, structured, undecided
from .comparing import compared, of_ruleset
from .contents import AssessmentInput
from .differing import named
from .lines import unit_of, with_bounds
from .messages import record_problem
from .record import AssessmentRecord, read_record, root_of_text, texts_of


@frozen(eq=False)
class Verification:
    """The answer to whether a record is as it was made.

    `root` is the hash that its lines come to. `findings` name what was altered, is missing or was added; `notes` what has moved
    on since in the rule files, and is no tampering.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> record = ntm.record_assessment(ntm.evaluate(program, town, [water]))
    >>> ntm.verify_record(record, root=record.root).is_sound
    True
    """

    record: AssessmentRecord = field(repr=False)
    root: str
    findings: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]

    @property
    def is_sound(self) -> bool:
        """True where nothing was found."""
        return not self.findings

    @property
    def lacks_rules(self) -> bool:
        """True where all that was found is that rule files are not at hand, so that nothing could be decided again."""
        return bool(self.findings) and all(finding.code == "NTM829" for finding in self.findings)


@checks_arguments
def verify_record(
    record: AssessmentRecord | Path | str,
    library: Library | None = None,
    *,
    root: str | None = None,
    self_contained: bool = False,
    processes: int = 0,
) -> Verification:
    """Decide everything in a record again, and compare; with a `root`, such as a signed paper has, against that as well.

    The rules are those of the library (None: the shipped one), or with `self_contained` those that the record carries. Of a
    large file some hundred units are held at a time; with `processes` they are shared among these. Raises ReplayError for a
    file that is no record, or carries no rules, and ArgumentError for a root that is none: 64 hexadecimal digits.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> record = ntm.record_assessment(ntm.evaluate(program, ntm.Unit("T", "Tam Đường", "township"), []))
    >>> verify_record(record, root=record.root).is_sound, verify_record(record, root="0" * 64).findings[0].code
    (True, 'NTM828')
    """
    if not isinstance(record, AssessmentRecord):
        record = read_record(record)
    if type(processes) is not int or processes < 0:
        raise refused("processes", processes, "một số nguyên từ 0", "a whole number from 0")
    diagnostics = list(_hashes(record, None if root is None else root_of_text(root)))
    try:
        if self_contained:
            library = carried_library(record)
        else:
            library = load_library() if library is None else library
        diagnostics += compared(record, _input(record, library), library, processes)
    except EngineError:
        raise
    except (NtmError, *MALFORMED) as error:
        if isinstance(error, NtmError) and any(diagnostic.code == "NTM834" for diagnostic in error.diagnostics):
            raise
        diagnostics += undecided(error)
    findings = dict.fromkeys(diagnostics)
    notes = tuple(diagnostic for diagnostic in findings if diagnostic.severity is Severity.NOTE)
    return Verification(
        record,
        record.root,
        tuple(diagnostic for diagnostic in findings if diagnostic.severity is not Severity.NOTE),
        notes,
    )


def carried_library(record: AssessmentRecord) -> Library:
    """The library of the rule files that a record carries. Raises ReplayError for none, RulesetError for others."""
    texts = texts_of(record)
    if not texts:
        raise ReplayError(record_problem("NTM834"))
    with TemporaryDirectory(prefix="ntm-rules-") as folder:
        paths = [Path(folder) / f"{number:04}.yaml" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return load_library(*paths)


def _hashes(record: AssessmentRecord, root: str | None) -> Iterator[Diagnostic]:
    """The lines whose hash does not fit, the lines that are too many or too few, and a root that is another."""
    for position, line in zip(record.unsealed, record.lines(record.unsealed), strict=True):
        yield record_problem("NTM823", record.place(position), **named(line))
    header = record.header
    yield from _counted(record)
    for expected in dict.fromkeys((root, header.get("root"))):
        if expected is not None and expected != record.root:
            yield record_problem("NTM828", record.place(0), found=record.root, expected=str(expected))
    if header.get("root") is None:
        yield record_problem("NTM824", what="giá trị gốc", what_en="the root")


def _counted(record: AssessmentRecord) -> Iterator[Diagnostic]:
    """The units, statements and texts that are missing, or too many: they have the numbers from 0 on."""
    counts = record.header.get("counts")
    for sort in ("text", "unit", "statement"):
        stated = counts.get(sort, 0) if isinstance(counts, dict) else 0
        numbers = record.numbers.get(sort, ())
        if type(stated) is not int or stated > len(numbers) + len(record):
            yield record_problem("NTM823", None, **named(record.header))
            continue
        if len(numbers) == stated and (not stated or numbers[-1] == stated - 1):
            continue
        for number in sorted(set(range(stated)).difference(numbers)):
            yield record_problem("NTM824", None, **named({"line": sort, "number": number}))
        added = [record.sorts[sort][place] for place, number in enumerate(numbers) if number >= stated]
        for position, line in zip(added, record.lines(added), strict=True):
            yield record_problem("NTM825", record.place(position), **named(line))


def _input(record: AssessmentRecord, library: Library) -> AssessmentInput:
    """The input that a record holds, with the rules as they were known then."""
    header = record.header
    as_of, assessed = day_from_plain(header.get("as_of")), header.get("assessed")
    if type(assessed) is not int:
        raise MisfitError("'assessed' không phải một năm", "'assessed' is not a year")
    known_on = None if header.get("known_on") is None else day_from_plain(header["known_on"])
    units = Units(unit for _, _, unit in structured(record, record.of_sort("unit"), unit_of))
    then = _library_then(record, library)
    version = {
        applied["ruleset"]: day_from_plain(applied["version"])
        for applied in header["rulesets"]
        if applied["as_of"] == header["as_of"]
    }
    programs = []
    for id in header["decided"]:
        if id not in version:
            raise ReplayError(record_problem("NTM824", record.place(0), **of_ruleset({"ruleset": id, "as_of": as_of})))
        ruleset = next((ruleset for ruleset in then.versions[id] if ruleset.version == version[id]), None)
        if ruleset is None:
            raise ReplayError(record_problem("NTM829", ruleset=id, version=version[id]))
        programs.append(compile(ruleset, as_of, then, assessed))
    if not programs:
        raise MisfitError("'decided' không nêu bộ tiêu chí nào", "'decided' names no ruleset")
    return AssessmentInput(tuple(programs), units, as_of, known_on, then)


def _library_then(record: AssessmentRecord, library: Library) -> Library:
    """The library with the versions that a record knew, and the bounds that measures had. Raises ReplayError without them."""
    versions = {}
    absent: list[Diagnostic] = []
    for id, days in record.header["versions"].items():
        by_day = {version.version.isoformat(): version for version in library.versions.get(id, ())}
        absent += [record_problem("NTM829", ruleset=id, version=day) for day in days if day not in by_day]
        versions[id] = tuple(by_day[day] for day in sorted(days) if day in by_day)
    for id in record.header["decided"]:
        if id not in versions:
            absent.append(record_problem("NTM829", ruleset=id, version="?"))
    if absent:
        raise ReplayError(absent)
    measures = dict(library.measures)
    for _, line in record.of_sort("measure"):
        if line["measure"] in measures:
            measures[line["measure"]] = with_bounds(measures[line["measure"]], line)
    if versions == library.versions and measures == library.measures:
        return library
    return evolve(library, versions=versions, measures=measures)
