"""The rulesets that a dossier is judged by: of each kind those that it names, or all that stand in a folder of rule files."""

from collections.abc import Iterable, Mapping
from datetime import date
from os.path import normpath
from pathlib import Path, PureWindowsPath

from ...language.diagnostics.mistakes import collecting
from ...language.files.input_file import path_of
from ...language.library import DOSSIER_FILE
from ...language.yaml.source import read_file
from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.arguments import checks_arguments
from ...model.library import Library
from ...model.measure import Attribute, Measure
from ...model.place import Place
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...model.spelling import nearest
from ...model.text import Text
from ...model.units.diagnostics import in_vietnamese
from ...program.wording import hint
from ..diagnostics.mistakes import Mistakes
from ..layouts.nodes import entries, node_of, wrong

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
    ...     [folder.name for folder in dossier_rulesets(name)]
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
    named = [name for key in KEYS for name in folders_in(node_of(root, key))]
    return tuple(subfolder for name in named if (subfolder := folder_of(file.parent, name)) is not None)


def folders_in(node: Node | None) -> list[Scalar]:
    """The folders that the value of a key names: a path, or a list of them; none in any other."""
    return [entry for entry in entries(node) if isinstance(entry, Scalar) and entry]


def folder_of(folder: Path, name: str) -> Path | None:
    """The folder of that name, relative to that of the dossier; None where there is none, and for an absolute path."""
    pure = PureWindowsPath(name)
    try:
        path = folder / name
        if pure.drive or pure.root or not path.is_dir():
            return None
        short = Path(normpath(path))  # other than the folder only where a link stands before ".."
        return short if short.is_dir() and short.samefile(path) else path
    except (OSError, ValueError):  # a name that no folder can have
        return None


def declared_in(folder: Path, library: Library) -> list[str] | None:
    """The rulesets of a library with a version in a file below a folder; None where nothing of the library stands there.

    A ruleset of the folder that is all laid over by others of its name (`--with`) is one of them.
    """
    whole = folder.resolve()

    def is_there(entry: Ruleset | Measure | Attribute) -> bool:
        return entry.place is not None and Path(entry.place.file).resolve().is_relative_to(whole)

    ids = [
        id
        for id, versions in sorted(library.versions.items())
        if any(map(is_there, versions)) or _is_laid_over(id, whole)
    ]
    others: tuple[Measure | Attribute, ...] = (*library.measures.values(), *library.attributes.values())
    return ids if ids or any(map(is_there, others)) else None


def _is_laid_over(id: str, folder: Path) -> bool:
    """True where versions of a ruleset stand in a folder, at the place that its id names there."""
    parts = id.split("/")
    places = [at for at in range(len(parts)) if not at or folder.parts[-at:] == tuple(parts[:at])]
    return any(any(folder.joinpath(*parts[at:]).glob("*.yaml")) for at in places)


def assigned_rulesets(
    root: PlacedMapping, folder: Path, library: Library, as_of: date | None, mistakes: Mistakes
) -> Mapping[str, tuple[str, ...]]:
    """The rulesets of each kind, as `rulesets:` says, or those in the folder that it names; mistakes are reported."""
    node, beside = (node_of(root, name) for name in KEYS)
    if node is None:
        example = "rulesets: {township: vn/civilised-township}"
        mistakes.report("NTM583", root.place, name="rulesets", example=example)
        return {}
    others = _declared(beside, "rulesets_in", folder, library, mistakes)
    if isinstance(node, Scalar | PlacedSequence) and node:
        return _of_their_kinds([*_declared(node, "rulesets", folder, library, mistakes), *others], library, as_of)
    if not isinstance(node, PlacedMapping) or not node:
        expected = (
            "các dòng “loại đơn vị: bộ tiêu chí”, hoặc một thư mục",
            "lines 'kind of unit: ruleset', or a folder",
        )
        wrong("rulesets", node, mistakes, *expected)
        return {}
    assigned: dict[str, tuple[str, ...]] = {}
    for kind, assignment in node.items():
        scalars = [entry for entry in entries(assignment) if isinstance(entry, Scalar)]
        if not scalars or len(scalars) < len(entries(assignment)):
            wrong(
                f"rulesets.{kind}",
                assignment,
                mistakes,
                "một bộ tiêu chí hoặc danh sách",
                "a ruleset, or a list of them",
            )
            continue
        known = [str(scalar) for scalar in scalars if _assigned(kind, scalar, library, as_of, mistakes)]
        if known:
            assigned[kind] = tuple(dict.fromkeys(known))
    # A ruleset decides about units of all the kinds that it applies to, whichever of them it is named for.
    for id in dict.fromkeys(id for ids in tuple(assigned.values()) for id in ids):
        for other in library.versions[id][-1].applies_to:
            if id not in assigned.get(other, ()):
                assigned[other] = (*assigned.get(other, ()), id)
    return assigned


def _declared(node: Node | None, key: str, folder: Path, library: Library, mistakes: Mistakes) -> list[str]:
    """The rulesets in the folders that a key names; what is no such folder, or not in the library, is reported."""
    named = folders_in(node)
    if node is not None and not named:
        wrong(key, node, mistakes, "một thư mục, hoặc danh sách thư mục", "a folder, or a list of folders")
    ids = []
    for name in named:
        path = folder_of(folder, name)
        if path is None:
            mistakes.report("NTM654", name.place, advice=_instead(name, library), folder=str(name))
        elif (own := declared_in(path, library)) is None:
            mistakes.report("NTM655", name.place, folder=str(name))
        else:
            ids += own
    return ids


def _instead(name: str, library: Library) -> dict[str, str]:
    versions = library.versions.get(name)
    if not versions:
        return {"hint_vi": "đường dẫn viết tương đối từ hồ sơ", "hint_en": "the path is relative to the dossier"}
    written = f"rulesets: {{{versions[-1].applies_to[0]}: {name}}}"
    return {"hint_vi": f"nếu đó là bộ tiêu chí, viết {written}", "hint_en": f"for a ruleset, write {written}"}


def _of_their_kinds(ids: Iterable[str], library: Library, as_of: date | None) -> Mapping[str, tuple[str, ...]]:
    """The rulesets for the kinds that they apply to, those with a version in force on the day."""
    assigned: dict[str, tuple[str, ...]] = {}
    for id in dict.fromkeys(ids):
        version = in_force(id, library, as_of)
        for kind in () if version is None else version.applies_to:
            assigned[kind] = (*assigned.get(kind, ()), id)
    return assigned


def _assigned(kind: Scalar, ruleset: Scalar, library: Library, as_of: date | None, mistakes: Mistakes) -> bool:
    """True where the library has such a ruleset; one that does not judge the kind or is not in force is reported."""
    if not is_known(ruleset, ruleset.place, library, mistakes):
        return False
    versions = library.versions[ruleset]
    if kind not in versions[-1].applies_to:
        details = {"ruleset": str(ruleset), "applies_to": ", ".join(versions[-1].applies_to), "kind": str(kind)}
        mistakes.report("NTM585", kind.place, advice=details)
    elif in_force(ruleset, library, as_of) is None:
        spans = [(version.version, version.until or "…") for version in versions]
        vi = "; ".join(f"{in_vietnamese(first)} – {in_vietnamese(last)}" for first, last in spans)
        shown = Text(vi, "; ".join(f"{first} – {last}" for first, last in spans))
        mistakes.report("NTM586", ruleset.place, ruleset=str(ruleset), day=as_of, versions=shown)
    return True


def is_known(ruleset: str, place: Place | None, library: Library, mistakes: Mistakes) -> bool:
    """True where the library has such a ruleset; an unknown one is reported."""
    known = library.versions
    if not known.get(ruleset):
        mistakes.report("NTM565", place, advice=hint(nearest(ruleset, known), known), text=str(ruleset))
    return bool(known.get(ruleset))


def in_force(ruleset: str, library: Library, day: date | None) -> Ruleset | None:
    """The version of a ruleset on a day, without one the latest; None where none is in force."""
    try:
        return library.versions[ruleset][-1] if day is None else library.ruleset(ruleset, day)
    except CompileError:
        return None
