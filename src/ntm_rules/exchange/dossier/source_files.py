"""Files of a dossier: those that `dossier.yaml` lists, or that the folder holds by their usual names, and the others there."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from attrs import evolve, frozen

from ...language.files.input_file import followed, why_not_read
from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.place import Place
from ...model.problem import Diagnostic, Severity
from ...model.spelling import fold, nearest
from ...program.wording import hint, some_of
from ..diagnostics.messages import diagnostic
from ..diagnostics.mistakes import Mistakes
from ..layouts.keys import FACTS_FILE, UNITS_FILE
from ..layouts.layout import PLAIN, Layout
from ..layouts.nodes import entries, node_of, wrong
from ..layouts.settings import FileSettings, file_settings
from ..tables.table import TEXT_SUFFIXES, WORKBOOK_SUFFIXES

FILE = "dossier.yaml"
READABLE = (TEXT_SUFFIXES[0], *WORKBOOK_SUFFIXES, *TEXT_SUFFIXES[1:])
"""Endings of files that are read; of files of units with the same name the first of these."""
MOST_FILES = 500
"""Files of facts of one dossier, and of decisions of councils."""
OTHER_TABLES = (".xls", ".ods", ".xlsb", ".numbers", ".docx", ".doc", ".pdf")
"""Endings of files that may hold tables, and are not read."""


@frozen
class SourceFile:
    """A file that is read, and how it is laid out."""

    path: Path
    layout: Layout = PLAIN


def _named(folder: Path, stem: str, *, whole: bool) -> list[str]:
    """The files of a folder whose name is, or begins with, `stem`, whatever its case; those that are being edited left out."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
    matching = [name for name in names if name.lower().startswith(stem) and Path(name).suffix]
    return [name for name in matching if not whole or Path(name).stem.lower() == stem]


def units_file(root: PlacedMapping, folder: Path, mistakes: Mistakes) -> SourceFile | None:
    """The file of units: the one that is named, else the first of the folder that is called so."""
    node, place = node_of(root, "units"), Place(str(folder / FILE))
    if node is None:
        names = _named(folder, "units", whole=True)
        suffixes = [Path(name).suffix.lower() for name in names]
        by_suffix = dict(zip(suffixes, names, strict=True))
        name = next((by_suffix[suffix] for suffix in READABLE if suffix in by_suffix), None)
        name = name or next(iter(name for name in names if Path(name).suffix.lower() in OTHER_TABLES), "units.csv")
        path = inside(folder, name, place, mistakes)
        return None if path is None else SourceFile(path)
    if isinstance(node, Scalar) and not node:
        wrong("units", node, mistakes, "tên tệp; hoặc bỏ dòng này", "a file name; or leave it out")
        return None
    settings = file_settings(node, UNITS_FILE.names, "units", mistakes)
    return None if settings is None else _source(folder, settings, mistakes)


def council_files(root: PlacedMapping, folder: Path, mistakes: Mistakes) -> Iterator[tuple[SourceFile, Place | None]]:
    """The files of decisions of councils, each with where it is named: those that are listed, else all that are named so."""
    node, place = node_of(root, "council"), Place(str(folder / FILE))
    named: list[tuple[str, Place | None]] = []
    for entry in [node] if isinstance(node, Scalar) else _files_listed(node, "council", mistakes):
        if isinstance(entry, Scalar):
            named.append((str(entry), entry.place))
        else:
            wrong("council", entry, mistakes, "tên tệp", "a file name")
    files = [name for name in _named(folder, "council", whole=False) if Path(name).suffix.lower() in READABLE]
    for name, at in named if node is not None else [(file, place) for file in files]:
        path = _there(inside(folder, name, at, mistakes), name, at, mistakes)
        if path is not None:
            yield SourceFile(path), at


def _files_listed(node: Node | None, name: str, mistakes: Mistakes) -> list[Node]:
    """The entries of a list of files; that there are too many is reported."""
    every = listed(node, name, mistakes)
    if node is not None and len(every) > MOST_FILES:
        mistakes.report("NTM598", node.place)
    return every[:MOST_FILES]


def _source(folder: Path, settings: FileSettings, mistakes: Mistakes) -> SourceFile | None:
    path = _there(inside(folder, settings.name, settings.place, mistakes), settings.name, settings.place, mistakes)
    return None if path is None else SourceFile(path, settings.layout)


def facts_files(root: PlacedMapping, folder: Path, mistakes: Mistakes) -> Iterator[tuple[SourceFile, Place | None]]:
    """The files of facts, each with where it is named: those that are listed, else all of the folder that are called so."""
    node = node_of(root, "facts")
    if isinstance(node, Scalar) and not node:
        expected = "tên tệp hoặc danh sách tệp; muốn đọc mọi tệp facts*, bỏ dòng này"
        wrong("facts", node, mistakes, expected, "a file name, or a list; to have all files facts* read, leave it out")
        return
    if isinstance(node, PlacedSequence) and not node:
        mistakes.report("NTM587", node.place, Severity.WARNING)
    if node is None:
        names = [name for name in _named(folder, "facts", whole=False) if Path(name).suffix.lower() in READABLE]
        if not names:
            mistakes.report("NTM587", Place(str(folder / FILE)), Severity.WARNING)
        for name in names:
            place = Place(str(folder / name))
            if (path := inside(folder, name, place, mistakes)) is not None:
                yield SourceFile(path), place
        return
    is_one = isinstance(node, Scalar) or (isinstance(node, PlacedMapping) and "file" in node)
    for entry in [node] if is_one else _files_listed(node, "facts", mistakes):
        settings = file_settings(entry, FACTS_FILE.names, "facts", mistakes)
        if settings is not None and (source := _source(folder, settings, mistakes)) is not None:
            yield source, settings.place


def _there(path: Path | None, name: str, place: Place | None, mistakes: Mistakes) -> Path | None:
    """The path of a file that `dossier.yaml` names; None, reported there, where there is no such file."""
    if path is None or path.exists() or path.is_symlink():
        return path
    try:
        names = sorted(file.name for file in path.parent.iterdir())
    except OSError:
        names = []
    near = nearest(path.name, names)
    why, why_en = "không có tệp này trong thư mục hồ sơ", "there is no such file in the dossier's folder"
    if near is not None:
        why, why_en = f"{why}; gần nhất: {near}", f"{why_en}; nearest: {near}"
    mistakes.report("NTM501", place, advice={"why": why, "why_en": why_en}, file=name)
    return None


def each_once(sources: Iterable[tuple[SourceFile, Place | None]], mistakes: Mistakes) -> Iterator[SourceFile]:
    """The files without those that are there already, by the same or by another name.

    Other sheets of a workbook, and other rows, may be read by an entry of their own; the same entry twice is read once.
    """
    of_file: dict[object, list[SourceFile]] = {}
    for source, place in sources:
        same = of_file.setdefault(_identity(source.path), [])
        other = next((source_file for source_file in same if not _is_apart(source_file.layout, source.layout)), None)
        if other is None:
            same.append(source)
            continue
        is_same = other.layout == source.layout
        severity, advice = (Severity.WARNING, _SAME_ENTRY) if is_same else (Severity.ERROR, _OVERLAPPING)
        mistakes.report("NTM691", place, severity, advice=advice, file=source.path.name, other=other.path.name)
    for same in of_file.values():
        for source in same:
            others = [source_file.layout for source_file in same if source_file is not source]
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


def listed(node: Node | None, name: str, mistakes: Mistakes) -> list[Node]:
    """The entries of a list; none, reported, of what is no list."""
    if node is None or isinstance(node, PlacedSequence):
        return entries(node)
    wrong(name, node, mistakes, "một danh sách", "a list")
    return []


def inside(folder: Path, name: str, place: Place | None, mistakes: Mistakes) -> Path | None:
    """The file of that name in the folder; None, reported, when it lies outside, also by way of a link."""
    pure = PureWindowsPath(name)
    if not name:
        mistakes.report("NTM584", place, name="file", expected="tên tệp", expected_en="a file name")
        return None
    outside = bool(pure.drive or pure.root) or PurePosixPath(name).is_absolute() or ".." in pure.parts
    try:
        outside = outside or not followed(folder / name).is_relative_to(followed(folder))
    except (OSError, ValueError) as error:  # a name that no file can have
        mistakes.report("NTM501", place, file=name, why=why_not_read(error))
        return None
    if outside:
        mistakes.report("NTM502", place, file=str(name))
        return None
    return folder / name


_MOST_FILES = 5_000
_DEEPEST = 6
_SHOWN = 8
_NEIGHBOURS = (".md", ".yaml", ".yml", ".snapshot", ".html", ".htm", ".ini", ".db", ".py", ".sh", ".bak", ".toml")
"""Endings of files that are known to lie beside a dossier, and hold no tables of it."""
_MAY_BE_DATA = (".bak", ".html", ".htm", ".db")
"""Those of these suffixes that are data where the file is named as files of facts or units are."""

_NOT_LISTED = {
    "hint_vi": "nếu là số liệu của hồ sơ, liệt kê trong dossier.yaml (facts:, units:); nếu không, chuyển đi nơi khác",
    "hint_en": "if it is data of this dossier, list it in dossier.yaml (facts:, units:); if not, keep it elsewhere",
}
_TO_BE_SAVED = {
    "hint_vi": "mở và lưu thành .xlsx hoặc .csv (CSV UTF-8) trong cùng thư mục",
    "hint_en": "open it and save it as .xlsx or .csv (CSV UTF-8) in the same folder",
}


def files_not_read(folder: Path, read: Iterable[Path]) -> Iterator[Diagnostic]:
    """Report the files of a folder, and of those below it, that are not read.

    Files named as those of facts or units, but of a kind that is not read, are a warning each, with the remedy; tables
    that are not listed are one warning; all others one note. A folder below with a `dossier.yaml` of its own is another
    dossier. Hidden files, those that are being edited (`~$`), and known neighbours such as `README.md` are passed over.
    """
    used = {os.path.normcase(path) for path in read}
    tables, others = list[Path](), list[Path]()
    for count, path in enumerate(_files(folder, 0)):
        if count >= _MOST_FILES:
            break
        name, suffix = path.name.lower(), path.suffix.lower()
        called_so = path.parent == folder and name.startswith(("facts", "units"))
        is_beside = suffix in _NEIGHBOURS and not (called_so and suffix in _MAY_BE_DATA)
        if os.path.normcase(path) in used or is_beside or name.startswith("readme"):
            continue
        if called_so and suffix == ".bak":
            tables.append(path)
        elif called_so and suffix not in READABLE:
            yield _files_diagnostic([path], folder, Severity.WARNING, _TO_BE_SAVED)
        elif suffix in READABLE or suffix in (".xls", ".ods", ".xlsb", ".numbers", ".parquet"):
            tables.append(path)
        else:
            others.append(path)
    if tables:
        yield _files_diagnostic(tables, folder, Severity.WARNING, _NOT_LISTED)
    if others:
        yield _files_diagnostic(others, folder, Severity.NOTE, hint(None))


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """The files of a folder and of the folders below it that are no dossiers of their own; links to folders not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name == FILE:
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST and not (path / FILE).exists():
                yield from _files(path, depth + 1)
        else:
            yield path


def _files_diagnostic(paths: list[Path], folder: Path, severity: Severity, advice: dict[str, str]) -> Diagnostic:
    files = some_of((path.relative_to(folder).as_posix() for path in paths), _SHOWN)
    return diagnostic("NTM690", Place(str(paths[0])), severity, advice=advice, count=len(paths), files=files)
