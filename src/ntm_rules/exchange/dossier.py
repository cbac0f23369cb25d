"""A dossier: the folder of one assessment, with its `dossier.yaml`, units and facts."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

from attrs import field, frozen

from ..language.diagnose import collecting, diagnostics
from ..language.paths import path_of
from ..language.source import read_file
from ..language.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ..model.arguments import checks_arguments
from ..model.fact import Statement
from ..model.library import Library
from ..model.place import Place, place_of
from ..model.problem import CompileError, Diagnostic, FactsError, Severity, UnitsError
from ..model.spelling import nearest
from ..model.text import Text
from ..model.unit import Unit, Units
from ..program.wording import hint
from .cell import Cell
from .day import read_day
from .facts import Context, facts_from
from .findings import Findings
from .limits import Limits
from .messages import OF_UNITS, diagnostic
from .number import Convention
from .subject import Subjects
from .unit_index import UnitIndex
from .units import UNREADABLE, units_from

FILE = "dossier.yaml"
KEYS = ("title", "as_of", "known_on", "numbers", "rulesets", "units", "facts", "notes")
_FACTS_SUFFIXES = (".csv", ".xlsx")


@frozen
class Dossier:
    """What is to be assessed: units, everything stated about them, and which rulesets judge which kind of unit.

    Of several rulesets for a kind, bare rule codes are those of the first.

    `known_on`: only what was recorded by then counts (None: everything). `diagnostics` are the warnings and notes.
    """

    as_of: date
    rulesets: Mapping[str, tuple[str, ...]]
    units: Units
    statements: tuple[Statement, ...]
    title: Text | None = None
    known_on: date | None = None
    notes: tuple[Text, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), eq=False)


@frozen
class _Settings:
    """What `dossier.yaml` says, as far as it can be read."""

    title: Text | None
    as_of: date | None
    known_on: date | None
    numbers: Convention | None
    rulesets: Mapping[str, tuple[str, ...]]
    units: Path | None
    facts: tuple[Path, ...]
    notes: tuple[Text, ...]


@checks_arguments
def read_dossier(path: Path | str, library: Library, *, limits: Limits | None = None) -> Dossier:
    """The dossier in a folder (or the one whose `dossier.yaml` is given).

    Raises UnitsError when the units alone are at fault, else FactsError; either carries the errors of all files.
    """
    folder = path_of(path)
    if folder.name == FILE:
        folder = folder.parent
    findings = Findings()
    settings = _settings(folder, library, findings)
    if settings is None:
        raise FactsError(findings.errors)
    units = _units(settings, folder, library, findings, limits)
    statements: tuple[Statement, ...] = ()
    if settings.as_of is not None:
        subjects = Subjects(library, {kind: ids[0] for kind, ids in settings.rulesets.items()}, settings.as_of)
        index = UnitIndex(units) if units or not findings.errors else None
        context = Context(index, subjects, settings.as_of, settings.numbers, findings)
        statements = tuple(
            statement for file in settings.facts for statement in facts_from(file, str(file), context, limits)
        )
    errors = findings.errors
    if errors or settings.as_of is None:
        at_fault = UnitsError if all(error.code in OF_UNITS for error in errors) else FactsError
        raise at_fault(errors)
    return Dossier(
        settings.as_of,
        {str(kind): ruleset for kind, ruleset in settings.rulesets.items()},
        Units(units),
        statements,
        settings.title,
        settings.known_on,
        settings.notes,
        findings.remarks,
    )


def _units(
    settings: _Settings, folder: Path, library: Library, findings: Findings, limits: Limits | None
) -> tuple[Unit, ...]:
    if settings.units is None:
        return ()
    units = units_from(settings.units, str(settings.units), library, findings, settings.numbers, limits)
    kinds = {unit.kind for unit in units} - {UNREADABLE}
    for kind in settings.rulesets:
        if kinds and kind not in kinds:
            near = hint(nearest(kind, kinds), kinds)
            findings.report(
                "NTM589", place_of(kind) or Place(str(folder / FILE)), Severity.WARNING, advice=near, kind=kind
            )
    return units


def _settings(folder: Path, library: Library, findings: Findings) -> _Settings | None:
    """What `dossier.yaml` says; None where it cannot be read at all."""
    shown = str(folder / FILE)
    if not (folder / FILE).exists():
        findings.report("NTM580", Place(shown), folder=str(folder))
        return None
    if _inside(folder, FILE, Place(shown), findings) is None:
        return None
    with collecting() as found:
        source = read_file(folder / FILE, shown)
    findings.know_lines(shown, source.lines)
    for each in diagnostics(found, {shown: source.lines}):
        findings.add(each)
    root = source.root
    if root is None:
        return None
    if not isinstance(root, PlacedMapping):
        findings.report("NTM584", root.place, name=FILE, expected="một nhóm khóa", expected_en="a mapping of keys")
        return None
    for key in root:
        if key not in KEYS:
            findings.report("NTM582", key.place, advice=hint(nearest(key, KEYS), KEYS), name=key)
    title, convention = _node(root, "title"), _convention(root, findings)
    as_of = _day(root, "as_of", convention, findings)
    if "as_of" not in root:
        findings.report("NTM583", root.place, name="as_of", example="as_of: 2024-06-30")
    return _Settings(
        _title(title, "title", findings) if title is not None else None,
        as_of,
        _day(root, "known_on", convention, findings),
        convention,
        _rulesets(root, library, as_of, findings),
        _units_file(root, folder, findings),
        tuple(_facts_files(root, folder, findings)),
        tuple(
            text
            for node in _listed(_node(root, "notes"), "notes", findings)
            if (text := _title(node, "notes", findings))
        ),
    )


def _node(root: PlacedMapping, name: str) -> Node | None:
    return next((node for key, node in root.items() if key == name), None)


def _wrong(name: str, node: Node, findings: Findings, expected: str, expected_en: str) -> None:
    findings.report("NTM584", node.place, name=name, expected=expected, expected_en=expected_en)


def _title(node: Node, name: str, findings: Findings) -> Text | None:
    """A text: Vietnamese, or `{vi: , en: }`."""
    if isinstance(node, Scalar) and node:
        return Text(str(node))
    if isinstance(node, PlacedMapping) and "vi" in node and set(node) <= {"vi", "en"}:
        words = {str(key): value for key, value in node.items() if isinstance(value, Scalar)}
        if len(words) == len(node):
            return Text(str(words["vi"]), str(words["en"]) if "en" in words else None)
    _wrong(name, node, findings, "văn bản, hoặc {vi: …, en: …}", "a text, or {vi: …, en: …},")
    return None


def _day(root: PlacedMapping, name: str, convention: Convention | None, findings: Findings) -> date | None:
    node = _node(root, name)
    if node is None:
        return None
    if not isinstance(node, Scalar):
        _wrong(name, node, findings, "một ngày (2024-06-30)", "a date (2024-06-30)")
        return None
    try:
        return read_day(Cell(str(node), node.place), convention)
    except FactsError as error:
        findings.take(error)
        return None


def _convention(root: PlacedMapping, findings: Findings) -> Convention | None:
    node = _node(root, "numbers")
    if node is None:
        return None
    if node == "vi":
        return "vi"
    if node == "en":
        return "en"
    _wrong("numbers", node, findings, "vi (1.234,5) hoặc en (1,234.5)", "vi (1.234,5) or en (1,234.5)")
    return None


def _rulesets(
    root: PlacedMapping, library: Library, as_of: date | None, findings: Findings
) -> Mapping[str, tuple[str, ...]]:
    node = _node(root, "rulesets")
    if node is None:
        example = "rulesets: {township: vn/civilised-township}"
        findings.report("NTM583", root.place, name="rulesets", example=example)
        return {}
    if not isinstance(node, PlacedMapping) or not node:
        _wrong("rulesets", node, findings, "cấp đơn vị: bộ tiêu chí", "a mapping, kind of unit: ruleset,")
        return {}
    assigned: dict[str, tuple[str, ...]] = {}
    for kind, given in node.items():
        listed = list(given) if isinstance(given, PlacedSequence) else [given]
        if not listed or not all(isinstance(each, Scalar) for each in listed):
            _wrong(
                f"rulesets.{kind}", given, findings, "một bộ tiêu chí hoặc danh sách", "a ruleset, or a list of them"
            )
            continue
        scalars = [each for each in listed if isinstance(each, Scalar)]
        known = [str(each) for each in scalars if _assigned(kind, each, library, as_of, findings)]
        if known:
            assigned[kind] = tuple(dict.fromkeys(known))
    return assigned


def _assigned(kind: Scalar, ruleset: Scalar, library: Library, as_of: date | None, findings: Findings) -> bool:
    """Whether there is such a ruleset; what else is wrong with it is reported."""
    versions = library.versions.get(ruleset)
    if not versions:
        known = tuple(library.versions)
        findings.report("NTM565", ruleset.place, advice=hint(nearest(ruleset, known), known), text=str(ruleset))
        return False
    if versions[-1].applies_to != kind:
        details = {"ruleset": str(ruleset), "applies_to": versions[-1].applies_to, "kind": str(kind)}
        findings.report("NTM585", kind.place, advice=details)
    elif as_of is not None:
        try:
            library.ruleset(ruleset, as_of)
        except CompileError:
            spans = "; ".join(f"{version.version} – {version.until or '…'}" for version in versions)
            findings.report("NTM586", ruleset.place, ruleset=str(ruleset), day=as_of, versions=spans)
    return True


def _units_file(root: PlacedMapping, folder: Path, findings: Findings) -> Path | None:
    node = _node(root, "units")
    if node is None:
        workbook = (folder / "units.xlsx").exists() and not (folder / "units.csv").exists()
        return _inside(folder, "units.xlsx" if workbook else "units.csv", Place(str(folder / FILE)), findings)
    if not isinstance(node, Scalar):
        _wrong("units", node, findings, "một tên tệp", "one file name")
        return None
    return _inside(folder, node, node.place, findings)


def _facts_files(root: PlacedMapping, folder: Path, findings: Findings) -> Iterator[Path]:
    node = _node(root, "facts")
    if node is None:
        names = sorted(
            each.name
            for each in folder.iterdir()
            if each.name.lower().startswith("facts") and each.suffix.lower() in _FACTS_SUFFIXES
        )
        if not names:
            findings.report("NTM587", Place(str(folder / FILE)), Severity.WARNING)
        for name in names:
            if (path := _inside(folder, name, Place(str(folder / name)), findings)) is not None:
                yield path
        return
    for each in [node] if isinstance(node, Scalar) else _listed(node, "facts", findings):
        if not isinstance(each, Scalar):
            _wrong("facts", each, findings, "tên tệp", "file names")
        elif (path := _inside(folder, each, each.place, findings)) is not None:
            yield path


def _listed(node: Node | None, name: str, findings: Findings) -> list[Node]:
    if node is None:
        return []
    if isinstance(node, PlacedSequence):
        return list(node)
    _wrong(name, node, findings, "một danh sách", "a list")
    return []


def _inside(folder: Path, name: str, place: Place | None, findings: Findings) -> Path | None:
    """The file of that name in the folder; None, reported, when it lies outside, also by way of a link."""
    pure = PureWindowsPath(name)
    outside = not name or bool(pure.drive or pure.root) or PurePosixPath(name).is_absolute() or ".." in pure.parts
    try:
        outside = outside or not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError) as error:  # a name that no file can have, or links in a circle
        findings.add(diagnostic("NTM501", place, file=name, why=str(error), why_en=str(error)))
        return None
    if outside:
        findings.report("NTM502", place, file=str(name))
        return None
    return folder / name
