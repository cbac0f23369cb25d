"""The rulesets that a dossier is judged by: of each kind those that it names, or all that stand in a folder."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from ...language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ...model.library import Library
from ...model.problem import CompileError
from ...model.spelling import nearest
from ...model.text import Text
from ...model.units.diagnostics import in_vietnamese
from ...program.wording import hint
from ..diagnostics.mistakes import Mistakes
from .rule_folders import KEYS, declared_in, folder_of, folders_in, node_of


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
    for kind, given in node.items():
        listed = list(given) if isinstance(given, PlacedSequence) else [given]
        if not listed or not all(isinstance(each, Scalar) for each in listed):
            wrong(f"rulesets.{kind}", given, mistakes, "một bộ tiêu chí hoặc danh sách", "a ruleset, or a list of them")
            continue
        scalars = [each for each in listed if isinstance(each, Scalar)]
        known = [str(each) for each in scalars if _assigned(kind, each, library, as_of, mistakes)]
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
    found = []
    for name in named:
        path = folder_of(folder, name)
        if path is None:
            mistakes.report("NTM654", name.place, advice=_instead(name, library), folder=str(name))
        elif (own := declared_in(path, library)) is None:
            mistakes.report("NTM655", name.place, folder=str(name))
        else:
            found += own
    return found


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
        version = library.versions[id][-1]
        if as_of is not None:
            try:
                version = library.ruleset(id, as_of)
            except CompileError:
                continue
        for kind in version.applies_to:
            assigned[kind] = (*assigned.get(kind, ()), id)
    return assigned


def _assigned(kind: Scalar, ruleset: Scalar, library: Library, as_of: date | None, mistakes: Mistakes) -> bool:
    """True where the library has such a ruleset; one that does not judge the kind or is not in force is reported."""
    versions = library.versions.get(ruleset)
    if not versions:
        known = tuple(library.versions)
        mistakes.report("NTM565", ruleset.place, advice=hint(nearest(ruleset, known), known), text=str(ruleset))
        return False
    if kind not in versions[-1].applies_to:
        details = {"ruleset": str(ruleset), "applies_to": ", ".join(versions[-1].applies_to), "kind": str(kind)}
        mistakes.report("NTM585", kind.place, advice=details)
    elif as_of is not None:
        try:
            library.ruleset(ruleset, as_of)
        except CompileError:
            spans = [(one.version, one.until or "…") for one in versions]
            vi = "; ".join(f"{in_vietnamese(first)} – {in_vietnamese(last)}" for first, last in spans)
            told = Text(vi, "; ".join(f"{first} – {last}" for first, last in spans))
            mistakes.report("NTM586", ruleset.place, ruleset=str(ruleset), day=as_of, versions=told)
    return True


def wrong(name: str, node: Node, mistakes: Mistakes, expected: str, expected_en: str) -> None:
    """Report that a key of `dossier.yaml` takes something else."""
    mistakes.report("NTM584", node.place, name=name, expected=expected, expected_en=expected_en)
