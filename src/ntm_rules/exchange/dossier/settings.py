"""Settings in `dossier.yaml`: the day, the rulesets, and the files of units and facts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

from attrs import evolve, frozen

from ...language.diagnostics.mistakes import collecting, diagnostics
from ...language.yaml.source import read_file
from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.library import Library
from ...model.place import Place
from ...model.problem import FactsError, Severity
from ...model.spelling import fold, nearest
from ...model.text import Text
from ...program.wording import hint
from ..cells.cell import TableCell
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from ..layouts.keys import FACTS_FILE, UNITS_FILE
from ..layouts.layout import PLAIN, Layout
from ..layouts.settings import FileSettings, file_settings
from ..tables.table import TEXT_SUFFIXES, WORKBOOK_SUFFIXES
from ..values.day import read_day
from ..values.number import Convention
from .assignment import assigned_rulesets, wrong
from .keys import DOSSIER
from .rule_folders import node_of

FILE = "dossier.yaml"
READABLE = (TEXT_SUFFIXES[0], *WORKBOOK_SUFFIXES, *TEXT_SUFFIXES[1:])
"""Endings of files that are read; of files of units with the same name the first of these."""
MOST_FILES = 500
"""Files of facts of one dossier."""
OTHER_TABLES = (".xls", ".ods", ".xlsb", ".numbers", ".docx", ".doc", ".pdf")
"""Endings of files that may hold tables, and are not read."""


@frozen
class SourceFile:
    """A file that is read, and how it is laid out."""

    path: Path
    layout: Layout = PLAIN


@frozen
class Settings:
    """Settings of a `dossier.yaml`, as far as they can be read; `named` are the files that it lists or that are found."""

    title: Text | None
    as_of: date | None
    known_on: date | None
    numbers: Convention | None
    rulesets: Mapping[str, tuple[str, ...]]
    units: SourceFile | None
    facts: tuple[SourceFile, ...]
    notes: tuple[Text, ...]
    named: frozenset[Path] = frozenset()
    assessed: int | None = None
    council: tuple[Path, ...] = ()


def read_settings(folder: Path, library: Library, mistakes: Mistakes) -> Settings | None:
    """Settings in the `dossier.yaml` of a folder; None, reported, where the file cannot be read at all."""
    if not (folder / FILE).exists():
        mistakes.report("NTM580", Place(str(folder / FILE)), folder=str(folder))
        return None
    root = keys_in(folder, FILE, mistakes)
    if root is None:
        return None
    for key in root:
        if key not in DOSSIER.names:
            advice = hint(nearest(key, DOSSIER.names), DOSSIER.names)
            mistakes.report("NTM582", key.place, advice=advice, name=key)
    title, convention = node_of(root, "title"), _convention(root, mistakes)
    as_of = _day(root, "as_of", convention, mistakes)
    if "as_of" not in root:
        mistakes.report("NTM583", root.place, name="as_of", example="as_of: 2024-06-30")
    units, listed = _units_file(root, folder, mistakes), tuple(_facts_files(root, folder, mistakes))
    council = tuple(_council_files(root, folder, mistakes))
    return Settings(
        text_of(title, "title", mistakes) if title is not None else None,
        as_of,
        _day(root, "known_on", convention, mistakes),
        convention,
        assigned_rulesets(root, folder, library, as_of, mistakes),
        units,
        tuple(_each_once(listed, mistakes)),
        tuple(
            text
            for node in _listed(node_of(root, "notes"), "notes", mistakes)
            if (text := text_of(node, "notes", mistakes))
        ),
        frozenset((*(source.path for source, _ in listed), *((units.path,) if units else ()), *council)),
        _assessed(root, as_of, mistakes),
        council,
    )


def keys_in(folder: Path, name: str, mistakes: Mistakes) -> PlacedMapping | None:
    """The keys that a file of the folder holds; None, reported, where it cannot be read."""
    shown = str(folder / name)
    if _inside(folder, name, Place(shown), mistakes) is None:
        return None
    with collecting() as found:
        source = read_file(folder / name, shown)
    mistakes.know_lines(shown, source.lines)
    for each in diagnostics(found, {shown: source.lines}):
        mistakes.add(each)
    root = source.root
    if root is None or isinstance(root, PlacedMapping):
        return root
    mistakes.report("NTM584", root.place, name=name, expected="một nhóm khóa", expected_en="a mapping of keys")
    return None


def _assessed(root: PlacedMapping, as_of: date | None, mistakes: Mistakes) -> int | None:
    """The year assessed, no later than the day of the assessment; None where it is not said."""
    node = node_of(root, "assessed")
    if node is None:
        return None
    is_year = isinstance(node, Scalar) and node.isascii() and node.isdigit() and len(node) == 4
    if is_year and 1900 <= int(str(node)) <= (as_of.year if as_of else 9999):
        return int(str(node))
    wrong(
        "assessed", node, mistakes, "một năm không sau ngày đánh giá (2023)", "a year not after the assessment (2023)"
    )
    return None


def text_of(node: Node, name: str, mistakes: Mistakes) -> Text | None:
    """A text: Vietnamese, or `{vi: , en: }`."""
    if isinstance(node, Scalar) and node:
        return Text(str(node))
    if isinstance(node, PlacedMapping) and "vi" in node and set(node) <= {"vi", "en"}:
        words = {str(key): value for key, value in node.items() if isinstance(value, Scalar)}
        if len(words) == len(node):
            return Text(str(words["vi"]), str(words["en"]) if "en" in words else None)
    wrong(name, node, mistakes, "văn bản, hoặc {vi: …, en: …}", "a text, or {vi: …, en: …},")
    return None


def _day(root: PlacedMapping, name: str, convention: Convention | None, mistakes: Mistakes) -> date | None:
    node = node_of(root, name)
    if node is None:
        return None
    if not isinstance(node, Scalar):
        wrong(name, node, mistakes, "một ngày (2024-06-30)", "a date (2024-06-30)")
        return None
    try:
        return read_day(TableCell(str(node), node.place), convention, periods=True)
    except FactsError as error:
        mistakes.take(error)
        return None


def _convention(root: PlacedMapping, mistakes: Mistakes) -> Convention | None:
    node = node_of(root, "numbers")
    if node is None:
        return None
    if node == "vi":
        return "vi"
    if node == "en":
        return "en"
    wrong("numbers", node, mistakes, "vi (1.234,5) hoặc en (1,234.5)", "vi (1.234,5) or en (1,234.5)")
    return None


def _named(folder: Path, stem: str, *, whole: bool) -> list[str]:
    """The files of a folder whose name is, or begins with, `stem`, whatever its case; those that are being edited left out."""
    try:
        names = sorted(each.name for each in folder.iterdir())
    except OSError:
        return []
    found = [name for name in names if name.lower().startswith(stem) and Path(name).suffix]
    return [name for name in found if not whole or Path(name).stem.lower() == stem]


def _units_file(root: PlacedMapping, folder: Path, mistakes: Mistakes) -> SourceFile | None:
    node, place = node_of(root, "units"), Place(str(folder / FILE))
    if node is None:
        names = _named(folder, "units", whole=True)
        suffixes = [Path(name).suffix.lower() for name in names]
        by_suffix = dict(zip(suffixes, names, strict=True))
        name = next((by_suffix[suffix] for suffix in READABLE if suffix in by_suffix), None)
        name = name or next(iter(name for name in names if Path(name).suffix.lower() in OTHER_TABLES), "units.csv")
        path = _inside(folder, name, place, mistakes)
        return None if path is None else SourceFile(path)
    if isinstance(node, Scalar) and not node:
        wrong("units", node, mistakes, "tên tệp; hoặc bỏ dòng này", "a file name; or leave it out,")
        return None
    settings = file_settings(node, UNITS_FILE.names, "units", mistakes)
    return None if settings is None else _source(folder, settings, mistakes)


def _council_files(root: PlacedMapping, folder: Path, mistakes: Mistakes) -> Iterator[Path]:
    """The files of decisions of councils: those that are listed, else all that are named so."""
    node, place = node_of(root, "council"), Place(str(folder / FILE))
    listed: list[Node] = [node] if isinstance(node, Scalar) else _listed(node, "council", mistakes)
    named = [(str(each), each.place) for each in listed[:MOST_FILES] if isinstance(each, Scalar)]
    found = [name for name in _named(folder, "council", whole=False) if Path(name).suffix.lower() in READABLE]
    for name, at in named if node is not None else [(each, place) for each in found]:
        path = _there(_inside(folder, name, at, mistakes), name, at, mistakes)
        if path is not None:
            yield path


def _source(folder: Path, settings: FileSettings, mistakes: Mistakes) -> SourceFile | None:
    path = _there(_inside(folder, settings.name, settings.place, mistakes), settings.name, settings.place, mistakes)
    return None if path is None else SourceFile(path, settings.layout)


def _facts_files(root: PlacedMapping, folder: Path, mistakes: Mistakes) -> Iterator[tuple[SourceFile, Place | None]]:
    node = node_of(root, "facts")
    if isinstance(node, Scalar) and not node:
        expected = "tên tệp hoặc danh sách tệp; muốn đọc mọi tệp facts*, bỏ dòng này"
        wrong("facts", node, mistakes, expected, "a file name, or a list; to have all files facts* read, leave it out,")
        return
    if isinstance(node, PlacedSequence) and not node:
        mistakes.report("NTM587", node.place, Severity.WARNING)
    if isinstance(node, PlacedSequence) and len(node) > MOST_FILES:
        mistakes.report("NTM598", node.place)
    if node is None:
        names = [name for name in _named(folder, "facts", whole=False) if Path(name).suffix.lower() in READABLE]
        if not names:
            mistakes.report("NTM587", Place(str(folder / FILE)), Severity.WARNING)
        for name in names:
            place = Place(str(folder / name))
            if (path := _inside(folder, name, place, mistakes)) is not None:
                yield SourceFile(path), place
        return
    one = isinstance(node, Scalar) or (isinstance(node, PlacedMapping) and "file" in node)
    for each in [node] if one else _listed(node, "facts", mistakes)[:MOST_FILES]:
        settings = file_settings(each, FACTS_FILE.names, "facts", mistakes)
        if settings is not None and (source := _source(folder, settings, mistakes)) is not None:
            yield source, settings.place


def _there(path: Path | None, name: str, place: Place | None, mistakes: Mistakes) -> Path | None:
    """The path of a file that `dossier.yaml` names; None, reported there, where there is no such file."""
    if path is None or path.exists() or path.is_symlink():
        return path
    try:
        names = sorted(each.name for each in path.parent.iterdir())
    except OSError:
        names = []
    near = nearest(path.name, names)
    why, why_en = "không có tệp này trong thư mục hồ sơ", "there is no such file in the dossier's folder"
    if near is not None:
        why, why_en = f"{why}; gần nhất: {near}", f"{why_en}; nearest: {near}"
    mistakes.report("NTM501", place, advice={"why": why, "why_en": why_en}, file=name)
    return None


def _each_once(sources: Iterable[tuple[SourceFile, Place | None]], mistakes: Mistakes) -> Iterator[SourceFile]:
    """The files without those that are there already, by the same or by another name.

    Other sheets of a workbook, and other rows, may be read by an entry of their own; the same entry twice is read once.
    """
    of_file: dict[object, list[SourceFile]] = {}
    for source, place in sources:
        same = of_file.setdefault(_identity(source.path), [])
        other = next((each for each in same if not _is_apart(each.layout, source.layout)), None)
        if other is None:
            same.append(source)
            continue
        is_same = other.layout == source.layout
        severity, advice = (Severity.WARNING, _SAME_ENTRY) if is_same else (Severity.ERROR, _OVERLAPPING)
        mistakes.report("NTM691", place, severity, advice=advice, file=source.path.name, other=other.path.name)
    for same in of_file.values():
        for source in same:
            others = [each.layout for each in same if each is not source]
            sheets = tuple(name for layout in others for name in layout.sheets or ())
            rows = tuple(layout.rows() for layout in others if not _has_other_sheets(source.layout, layout))
            yield evolve(source, layout=evolve(source.layout, elsewhere=sheets, rows_elsewhere=rows))


_SAME_ENTRY = {
    "why": "hai mục giống nhau; chỉ đọc một lần",
    "why_en": "the two entries are the same; it is read once",
    "hint_vi": "bỏ một mục",
    "hint_en": "take one of them out",
}
_OVERLAPPING = {
    "why": "hai mục cùng đọc những dòng như nhau theo hai cách",
    "why_en": "two entries read the same rows in different ways",
    "hint_vi": "giữ một mục; hoặc để mỗi mục đọc trang tính riêng (sheets:) hay các dòng riêng (first_row:, last_row:)",
    "hint_en": "keep one; or give each its own sheets (sheets:) or rows (first_row:, last_row:)",
}


def _is_apart(first: Layout, second: Layout) -> bool:
    """True where two layouts of a file concern different sheets, or different rows."""
    one, other = first.rows(), second.rows()
    return _has_other_sheets(first, second) or one.last < other.first or other.last < one.first


def _identity(path: Path) -> object:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return path
    return status.st_dev, status.st_ino


def _has_other_sheets(first: Layout, second: Layout) -> bool:
    """True where two layouts of a file concern different sheets."""
    if first.sheets is None or second.sheets is None:
        return False
    return not {fold(name) for name in first.sheets} & {fold(name) for name in second.sheets}


def _listed(node: Node | None, name: str, mistakes: Mistakes) -> list[Node]:
    if node is None:
        return []
    if isinstance(node, PlacedSequence):
        return list(node)
    wrong(name, node, mistakes, "một danh sách", "a list")
    return []


def _inside(folder: Path, name: str, place: Place | None, mistakes: Mistakes) -> Path | None:
    """The file of that name in the folder; None, reported, when it lies outside, also by way of a link."""
    pure = PureWindowsPath(name)
    if not name:
        mistakes.report("NTM584", place, name="file", expected="tên tệp", expected_en="a file name")
        return None
    outside = bool(pure.drive or pure.root) or PurePosixPath(name).is_absolute() or ".." in pure.parts
    try:
        outside = outside or not (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError) as error:  # a name that no file can have, or links in a circle
        mistakes.add(diagnostic("NTM501", place, file=name, why=str(error), why_en=str(error)))
        return None
    if outside:
        mistakes.report("NTM502", place, file=str(name))
        return None
    return folder / name
