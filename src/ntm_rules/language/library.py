"""Rule files and catalogues to a Library, with every finding about them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import evolve, frozen

from ..model.library import Library
from ..model.place import Place
from ..model.problem import Diagnostic, RulesetError, Severity
from ..model.ruleset import Ruleset
from ..model.text import Text
from .check import check
from .diagnose import Finding, collecting, diagnostics, report
from .drafts import RULE_FILE, Drafts, drafted, library_of, whole
from .forms_file import CATALOGUE
from .source import read_file, read_text
from .structure_ruleset import RulesetDraft


@frozen
class _File:
    """A file to be read; `in_folder`: it was found in a library folder, where its path must fit its content."""

    path: Path
    in_folder: bool


def shipped_rulesets() -> Path:
    """The folder of the rulesets that come with the library: in an installed package, or beside `src` in a checkout."""
    from importlib.resources import files

    installed = Path(str(files("ntm_rules.language"))).parent / "rulesets"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "rulesets"


def load_library(*folders: Path | str) -> Library:
    """The library that the rule files and catalogues in `folders` make; without folders, the shipped one.

    An amendment becomes the version that results from it. Raises RulesetError with every finding in every file when one of
    them is an error.

    >>> "vn/civilised-township" in load_library().versions
    True
    """
    files, missing = _files(folders or (shipped_rulesets(),))
    with collecting() as findings:
        nothing, drafts = whole(Drafts(), _read(files))
        library = library_of(drafts)
        _check(drafts, nothing, library, files)
    found = diagnostics([*missing, *findings], drafts.lines())
    _raise_errors(found)
    return library


def check_paths(paths: Iterable[Path | str], shipped: Path | None = None) -> list[Diagnostic]:
    """Every finding about the files given, and about those in the folders given, sorted by place.

    They are checked against the shipped rulesets and catalogues (`shipped`: those of another folder) together with one
    another; a ruleset, measure or attribute of theirs stands in place of a shipped one of the same name.
    """
    files, missing = _files(paths)
    given_paths = {file.path.resolve() for file in files}
    with collecting():
        background_files, _ = _files((shipped or shipped_rulesets(),))
        shipped_ones = _read([file for file in background_files if file.path.resolve() not in given_paths])
    with collecting() as findings:
        read = _read(files)
        background, given = whole(shipped_ones.without(read), read)
        _check(given, background, library_of(background, given), files)
    names = {source.file for source in given.sources}
    own = [finding for finding in findings if _concerns(finding, names)]
    return diagnostics([*missing, *own], {**background.lines(), **given.lines()})


def read_ruleset(text_or_path: str | Path, library: Library) -> Ruleset:
    """One version of a ruleset from a Path, or from the text of a rule file, checked against `library`.

    An amendment or a specialising file starts from a version that the library has. A version that it already has is checked
    in its place. Raises RulesetError with every finding when one of them is an error.

    >>> try:
    ...     read_ruleset("ruleset: vn/nothing", Library())
    ... except RulesetError as error:
    ...     print(error.diagnostics[0].message.en)
    key 'applies_to' is missing in a ruleset
    """
    with collecting() as findings:
        source = read_text(text_or_path, "<text>") if isinstance(text_or_path, str) else read_file(text_or_path)
        read = drafted([source], RULE_FILE)
        known = Drafts(tuple(RulesetDraft(each, source, {}) for all_ in library.versions.values() for each in all_))
        background, given = whole(known.without(read), read)
        together = evolve(library, versions=library_of(background, given).versions)
        _check(given, background, together, ())
    found = diagnostics([each for each in findings if _concerns(each, {source.file})], given.lines())
    _raise_errors(found)
    return given.rulesets[0].ruleset


def _check(given: Drafts, background: Drafts, library: Library, files: Iterable[_File]) -> None:
    for finding in check(given, background, library, {str(file.path): file.path for file in files if file.in_folder}):
        report(finding)


def _raise_errors(found: Sequence[Diagnostic]) -> None:
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise RulesetError(found)


def _concerns(finding: Finding, names: set[str]) -> bool:
    return any(place is not None and place.file in names for place in (finding.place, *finding.related))


def _files(paths: Iterable[Path | str]) -> tuple[list[_File], list[Finding]]:
    """The YAML files among and below the paths, each once, and what is wrong with the paths themselves."""
    found: dict[Path, _File] = {}
    missing: list[Finding] = []
    for given in paths:
        path = Path(given)
        if not path.is_dir():
            found.setdefault(path.resolve(), _File(path, in_folder=False))
            continue
        held = [each for each in sorted(path.rglob("*")) if each.suffix in (".yaml", ".yml") and each.is_file()]
        held = [each for each in held if not any(part.startswith(".") for part in each.relative_to(path).parts)]
        if not held:
            reason = Text("trong thư mục không có tệp .yaml nào", "there are no .yaml files in this folder")
            missing.append(Finding("NTM101", Place(str(path)), {"reason": reason}))
        for each in held:
            found.setdefault(each.resolve(), _File(each, in_folder=True))
    return list(found.values()), missing


def _read(files: Iterable[_File]) -> Drafts:
    return drafted((read_file(file.path) for file in files), (*RULE_FILE, *CATALOGUE.names))
