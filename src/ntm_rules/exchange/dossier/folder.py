"""Files in the folder of a dossier that it does not list: any that could hold data is reported."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ...model.place import Place
from ...model.problem import Diagnostic, Severity
from ..diagnostics.messages import diagnostic
from .source_files import FILE, READABLE

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
_NOTHING = {"hint_vi": "", "hint_en": ""}


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
            yield _named([path], folder, Severity.WARNING, _TO_BE_SAVED)
        elif suffix in READABLE or suffix in (".xls", ".ods", ".xlsb", ".numbers", ".parquet"):
            tables.append(path)
        else:
            others.append(path)
    if tables:
        yield _named(tables, folder, Severity.WARNING, _NOT_LISTED)
    if others:
        yield _named(others, folder, Severity.NOTE, _NOTHING)


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


def _named(paths: list[Path], folder: Path, severity: Severity, advice: dict[str, str]) -> Diagnostic:
    shown = ", ".join(path.relative_to(folder).as_posix() for path in paths[:_SHOWN])
    files = shown + (", …" if len(paths) > _SHOWN else "")
    return diagnostic("NTM690", Place(str(paths[0])), severity, advice=advice, count=len(paths), files=files)
