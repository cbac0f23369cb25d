"""Folders of rule files that a dossier names: relative to it, beside or above."""

from collections.abc import Iterator
from os.path import normpath
from pathlib import Path, PureWindowsPath

from ...language.diagnostics.mistakes import collecting
from ...language.files import path_of
from ...language.library import DOSSIER_FILE
from ...language.yaml.source import read_file
from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.arguments import checks_arguments
from ...model.library import Library
from ...model.measure import Attribute, Measure
from ...model.ruleset import Ruleset

KEYS = ("rulesets", "rulesets_in")
"""Keys of `dossier.yaml` that may name folders: the first instead of rulesets by kind, the other beside them."""


@checks_arguments
def dossier_rulesets(path: Path | str) -> tuple[Path, ...]:
    """Folders of rule files that the `dossier.yaml` of a folder names; none where it names none, or cannot be read.

    They are to be laid over the rulesets that the dossier is read with: `load_library(over=dossier_rulesets(path))`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     _ = (Path(name) / "dossier.yaml").write_text("as_of: 2024-06-30\\nrulesets: rules\\n")
    ...     (Path(name) / "rules").mkdir()
    ...     [each.name for each in dossier_rulesets(name)]
    ['rules']
    """
    folder = path_of(path)
    file = folder if folder.name == DOSSIER_FILE else folder / DOSSIER_FILE
    if not file.is_file():
        return ()
    with collecting():
        root = read_file(file, str(file)).root
    if not isinstance(root, PlacedMapping):
        return ()
    return tuple(found for name in named_folders(root) if (found := folder_of(file.parent, name)) is not None)


def named_folders(root: PlacedMapping) -> Iterator[Scalar]:
    """The folders that a `dossier.yaml` names."""
    for key in KEYS:
        yield from folders_in(node_of(root, key))


def node_of(root: PlacedMapping, name: str) -> Node | None:
    """The value of a key of a mapping; None where it has no such key."""
    return next((node for key, node in root.items() if key == name), None)


def folders_in(node: Node | None) -> list[Scalar]:
    """The folders that the value of a key names: a path, or a list of them; none in any other."""
    listed = list(node) if isinstance(node, PlacedSequence) else [node]
    return [each for each in listed if isinstance(each, Scalar) and each]


def folder_of(folder: Path, name: str) -> Path | None:
    """The folder of that name, relative to that of the dossier; None where there is none, and for an absolute path."""
    pure = PureWindowsPath(name)
    try:
        found = folder / name
        if pure.drive or pure.root or not found.is_dir():
            return None
        short = Path(normpath(found))  # other than the folder only where a link stands before ".."
        return short if short.is_dir() and short.samefile(found) else found
    except (OSError, ValueError):  # a name that no folder can have
        return None


def declared_in(folder: Path, library: Library) -> list[str] | None:
    """The rulesets of a library with a version in a file below a folder; None where nothing of the library stands there.

    A ruleset of the folder that is all laid over by others of its name (`--with`) is one of them.
    """
    whole = folder.resolve()

    def is_there(entry: Ruleset | Measure | Attribute) -> bool:
        return entry.place is not None and Path(entry.place.file).resolve().is_relative_to(whole)

    found = [
        id
        for id, versions in sorted(library.versions.items())
        if any(map(is_there, versions)) or _is_laid_over(id, whole)
    ]
    others: tuple[Measure | Attribute, ...] = (*library.measures.values(), *library.attributes.values())
    return found if found or any(map(is_there, others)) else None


def _is_laid_over(id: str, folder: Path) -> bool:
    """True where versions of a ruleset stand in a folder, at the place that its id names there."""
    parts = id.split("/")
    places = [at for at in range(len(parts)) if not at or folder.parts[-at:] == tuple(parts[:at])]
    return any(any(folder.joinpath(*parts[at:]).glob("*.yaml")) for at in places)
