"""Locations of case files: folders named `cases`, beside the versions of the ruleset that they test."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ...language.diagnostics.mistakes import Mistake
from ...language.files.input_file import followed, opened, paths_in
from ...language.grammar.catalogues import CATALOGUE
from ...language.library import CASES_FOLDER, rule_files, yaml_files
from ...language.versions.declarations import RULE_FILE
from ...model.place import Place

RULESETS_FOLDER = "rulesets"
"""Name of the folder of a project's own rulesets."""

_FIRST_KEY = re.compile(r"\s*(?:(?:#[^\n]*|---\s*)\n\s*)*(['\"]?)cases_for\1\s*:")
_RULES_KEY = re.compile(rf"^(?:{'|'.join((*RULE_FILE, *CATALOGUE.names))})\s*:", re.MULTILINE)
_RULESET = re.compile(r"^(?:ruleset|amends)\s*:\s*(?P<id>[a-z0-9-]+(?:/[a-z0-9-]+)+)\s*$", re.MULTILINE)
_MOST_LOOKED_AT = 20_000


def case_files(paths: Iterable[Path | str] | Path | str) -> tuple[list[Path], list[Mistake]]:
    """Case files among and below the paths, each once, and a mistake NTM930 for each folder that has none.

    A file given by name is one whatever its name; below a folder those in folders named `cases` are.

    >>> from ...language.library import shipped_rulesets
    >>> files, missing = case_files(shipped_rulesets() / "vn" / "civilised-township")
    >>> bool(files), missing
    (True, [])
    """
    files: dict[Path, Path] = {}
    missing: list[Mistake] = []
    for path in paths_in(paths):
        case_paths = cases_below(path) if path.is_dir() else [path]
        if not case_paths:
            missing.append(Mistake("NTM930", Place(str(path))))
        for file in case_paths:
            files.setdefault(followed(file), file)
    return list(files.values()), missing


def cases_below(folder: Path) -> list[Path]:
    """Case files in a folder named `cases`, or in such folders below this one.

    >>> from ...language.library import shipped_rulesets
    >>> any(file.stem == "3-environment" for file in cases_below(shipped_rulesets() / "vn" / "civilised-township"))
    True
    """
    if folder.resolve().name == CASES_FOLDER:
        return yaml_files(folder)
    return [path for path in yaml_files(folder) if CASES_FOLDER in path.relative_to(folder).parts[:-1]]


def holds_cases(path: Path) -> bool:
    """True for a case file, and for a folder with case files below it.

    >>> from ...language.library import shipped_rulesets
    >>> holds_cases(shipped_rulesets() / "vn" / "civilised-township")
    True
    """
    if path.is_dir():
        return bool(cases_below(path))
    return path.absolute().parent.name == CASES_FOLDER or is_case_file(path)


def holds_rules(path: Path) -> bool:
    """True for a file that is no case file, and for a folder with rule files below it; false for a dossier's files.

    >>> from ...language.library import shipped_rulesets
    >>> holds_rules(shipped_rulesets() / "vn" / "civilised-township" / "cases")
    False
    """
    if not path.is_dir():
        return not holds_cases(path)
    return path.resolve().name != CASES_FOLDER and bool(rule_files(path))


def rules_below(folder: Path) -> list[Path]:
    """Rule files and catalogues below a folder: the files that have a key of such a file.

    >>> from ...language.library import shipped_rulesets
    >>> [file.name for file in rules_below(shipped_rulesets() / "vn" / "civilised-township")]
    ['2022-04-15.yaml']
    """
    cases = set(cases_below(folder))
    return [path for path in yaml_files(folder) if path not in cases and _RULES_KEY.search(_start_of(path))]


def rules_beside(paths: Iterable[Path | str]) -> list[Path]:
    """Rule files that the case files at `paths` belong to, each once.

    They are those of the folder named `rulesets` that a path lies in (or is); where there is none, those below the path, or
    beside the folder `cases` that it lies in.

    >>> from ...language.library import shipped_rulesets
    >>> cases = shipped_rulesets() / "vn" / "civilised-township" / "cases"
    >>> len(rules_beside([cases])) == len(rules_below(shipped_rulesets()))
    True
    """
    rule_files: dict[Path, Path] = {}
    for path in paths:
        folder = _ruleset_folder(Path(path))
        for file in rules_below(folder) if folder is not None else ():
            rule_files.setdefault(followed(file), file)
    return list(rule_files.values())


def homes_of(paths: Iterable[Path]) -> list[Path]:
    """Folders of rules that the rule files and folders at `paths` lie in, each once; none for a path that is or holds one.

    Such a folder is named `rulesets`, or holds a file at `<ruleset>/<version>.yaml`, as the file says, or a folder `measures`.

    >>> from ...language.library import shipped_rulesets
    >>> shipped = shipped_rulesets()
    >>> homes_of([shipped / "vn" / "civilised-township"]) == [shipped.resolve()]
    True
    """
    given_paths = [*map(followed, paths)]
    homes = (home for path in given_paths for home in _homes(path))
    return [home for home in dict.fromkeys(homes) if home not in given_paths]


def _homes(path: Path) -> Iterator[Path]:
    named = next(
        (parent for parent in (path, *path.parents) if parent.name == RULESETS_FOLDER and parent.is_dir()), None
    )
    if named is not None:
        yield named
        return
    for file in rules_below(path) if path.is_dir() else [path]:
        declared_id = _RULESET.search(_start_of(file))
        parts = ("measures",) if declared_id is None else tuple(declared_id["id"].split("/"))
        if file.parent.parts[-len(parts) :] == parts:
            home = file.parents[len(parts)]
            if not home.is_relative_to(path):
                yield home


def _ruleset_folder(path: Path) -> Path | None:
    whole = path.absolute()
    for parent, own in zip((whole, *whole.parents), (path, *path.parents), strict=False):
        if parent.name == RULESETS_FOLDER and parent.is_dir():
            return own
    for parent in whole.parents:
        if parent.name == RULESETS_FOLDER and parent.is_dir():
            return parent
    inside = path if path.is_dir() else path.parent
    if inside.absolute().name == CASES_FOLDER:
        return inside.absolute().parent
    return path if path.is_dir() else None


def is_case_file(path: Path) -> bool:
    """True for a file whose first key is `cases_for`; false also for one that cannot be read.

    >>> from ...language.library import shipped_rulesets
    >>> is_case_file(shipped_rulesets() / "vn" / "civilised-township" / "cases" / "3-environment.yaml")
    True
    """
    return _FIRST_KEY.match(_start_of(path)) is not None


def _start_of(path: Path) -> str:
    try:
        with opened(path) as stream:
            return stream.read(_MOST_LOOKED_AT * 4).decode("utf-8-sig", "replace").replace("\r", "\n")
    except (OSError, ValueError):
        return ""
