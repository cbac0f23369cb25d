"""Rule files and catalogues to a Library, with every finding about them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from ..model.library import Library
from ..model.place import Place
from ..model.problem import Diagnostic, RulesetError, Severity
from ..model.ruleset import Ruleset
from ..model.text import Text
from .check_bounds import check_bounds
from .check_catalogue import check_catalogue, check_declared_once, check_derivations
from .check_codes import check_codes
from .check_conditions import check_conditions
from .check_names import check_names
from .check_provenance import check_provenance
from .check_references import check_circles, check_references
from .check_thresholds import check_thresholds
from .check_versions import check_path, check_versions
from .diagnose import Finding, Known, collecting, diagnostics, report
from .forms import CATALOGUE, RULESET
from .scope import Scope
from .source import Source, read_file, read_text
from .structure import KEY_NOUN, after_mistake, first_place, mapping
from .structure_catalogue import CatalogueDraft, catalogue_draft
from .structure_ruleset import NO_ID, RulesetDraft, ruleset_draft
from .tree import PlacedMapping

_NOT_YET = ("amends", "specialises")


@frozen
class _Drafts:
    """Files as structured; `unread` are the lines of those that could not be read."""

    rulesets: tuple[RulesetDraft, ...] = ()
    catalogues: tuple[CatalogueDraft, ...] = ()
    sources: tuple[Source, ...] = ()
    unread: tuple[str, ...] = ()


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

    Raises RulesetError with every finding in every file when one of them is an error.

    >>> sorted(load_library().versions)[-1]
    'vn/civilised-township'
    """
    files, missing = _files(folders or (shipped_rulesets(),))
    with collecting() as findings:
        drafts = _read(files)
        library = _library(drafts)
        _check(drafts, _Drafts(), library, files)
    found = diagnostics([*missing, *findings], _lines(drafts))
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
        background = _read([file for file in background_files if file.path.resolve() not in given_paths])
    with collecting() as findings:
        given = _read(files)
        background = _without(background, given)
        _check(given, background, _library(_together(background, given)), files)
    names = {source.file for source in given.sources}
    own = [finding for finding in findings if _concerns(finding, names)]
    return diagnostics([*missing, *own], {**_lines(background), **_lines(given)})


def read_ruleset(text_or_path: str | Path, library: Library) -> Ruleset:
    """One ruleset from a Path, or from the text of a rule file, checked against `library`.

    A version that the library already has is checked in its place. Raises RulesetError with every finding when one of
    them is an error.

    >>> try:
    ...     read_ruleset("ruleset: vn/nothing", Library())
    ... except RulesetError as error:
    ...     print(error.diagnostics[0].message.en)
    key 'applies_to' is missing in a ruleset
    """
    with collecting() as findings:
        source = read_text(text_or_path, "<text>") if isinstance(text_or_path, str) else read_file(text_or_path)
        drafts = _drafted([source], (RULESET.names[0],))
        background = _Drafts(
            tuple(RulesetDraft(each, source, {}) for all_ in library.versions.values() for each in all_)
        )
        together = _library(_together(_without(background, drafts), drafts))
        whole = evolve(library, versions=together.versions)
        _check(drafts, _without(background, drafts), whole, ())
    found = diagnostics([each for each in findings if _concerns(each, {source.file})], _lines(drafts))
    _raise_errors(found)
    return drafts.rulesets[0].ruleset


def _raise_errors(found: Sequence[Diagnostic]) -> None:
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise RulesetError(found)


def _concerns(finding: Finding, names: set[str]) -> bool:
    return any(place is not None and place.file in names for place in (finding.place, *finding.related))


def _lines(drafts: _Drafts) -> dict[str, tuple[str, ...]]:
    return {source.file: source.lines for source in drafts.sources}


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


def _read(files: Iterable[_File]) -> _Drafts:
    return _drafted((read_file(file.path) for file in files), (*RULESET.names[:1], *CATALOGUE.names))


def _drafted(sources: Iterable[Source], kinds: tuple[str, ...]) -> _Drafts:
    rulesets: list[RulesetDraft] = []
    catalogues: list[CatalogueDraft] = []
    read: list[Source] = []
    unread: list[str] = []
    for source in sources:
        read.append(source)
        root = None if source.root is None else after_mistake(lambda node: mapping(node, RULESET), source.root, None)
        if root is None:
            unread.extend(source.lines)
            continue
        kind = next((name for name in (*_NOT_YET, *kinds) if name in root), None)
        if kind in _NOT_YET:
            report(Finding("NTM221", root.key(kind).place, {"key": kind}))
            unread.extend(source.lines)
        elif kind is None:
            _unknown_kind(root, kinds)
            unread.extend(source.lines)
        elif kind in CATALOGUE.names:
            catalogues.append(catalogue_draft(source, root))
        else:
            rulesets.append(ruleset_draft(source, root))
    return _Drafts(tuple(rulesets), tuple(catalogues), tuple(read), tuple(unread))


def _unknown_kind(root: PlacedMapping, kinds: tuple[str, ...]) -> None:
    first = next(iter(root), None)
    known = Known.words(KEY_NOUN, kinds)
    report(Finding("NTM220", first_place(root), word=first, known=known if first is not None else None))


def _together(background: _Drafts, given: _Drafts) -> _Drafts:
    return _Drafts(
        background.rulesets + given.rulesets,
        background.catalogues + given.catalogues,
        background.sources + given.sources,
        given.unread,
    )


def _without(background: _Drafts, given: _Drafts) -> _Drafts:
    """The background without what the files given declare themselves."""
    versions = {(draft.ruleset.id, draft.ruleset.version) for draft in given.rulesets}
    measures = {measure.id for draft in given.catalogues for measure in draft.measures}
    attributes = {attribute.id for draft in given.catalogues for attribute in draft.attributes}
    return evolve(
        background,
        rulesets=tuple(
            draft for draft in background.rulesets if (draft.ruleset.id, draft.ruleset.version) not in versions
        ),
        catalogues=tuple(
            evolve(
                draft,
                measures=tuple(each for each in draft.measures if each.id not in measures),
                attributes=tuple(each for each in draft.attributes if each.id not in attributes),
            )
            for draft in background.catalogues
        ),
    )


def _library(drafts: _Drafts) -> Library:
    versions: dict[str, list[Ruleset]] = {}
    for draft in drafts.rulesets:
        if draft.ruleset.id == NO_ID:
            continue
        versions.setdefault(str(draft.ruleset.id), []).append(draft.ruleset)
    return Library(
        {str(each.id): each for draft in drafts.catalogues for each in draft.measures},
        {str(each.id): each for draft in drafts.catalogues for each in draft.attributes},
        {id: tuple(sorted(versions[id], key=lambda each: each.version)) for id in sorted(versions)},
    )


def _check(given: _Drafts, background: _Drafts, library: Library, files: Iterable[_File]) -> None:
    """Report what is wrong with the files given, and between them and the background."""
    scope = Scope(library, given.unread)
    for finding in _findings(given, background, scope, {str(file.path): file for file in files if file.in_folder}):
        report(finding)


def _findings(given: _Drafts, background: _Drafts, scope: Scope, in_folder: dict[str, _File]) -> Iterator[Finding]:
    for catalogue in given.catalogues:
        yield from check_catalogue(catalogue, scope)
    yield from check_declared_once(given.catalogues)
    yield from check_derivations(scope.library.measures.values())
    for draft in given.rulesets:
        ruleset = draft.ruleset
        yield from check_names(ruleset, scope)
        yield from check_codes(ruleset)
        yield from check_conditions(ruleset, scope)
        yield from check_thresholds(ruleset, scope)
        yield from check_bounds(ruleset, scope)
        yield from check_provenance(ruleset)
        yield from check_references(ruleset, scope)
        if draft.source.file in in_folder:
            yield from check_path(draft, in_folder[draft.source.file].path.absolute())
    yield from check_versions((*background.rulesets, *given.rulesets))
    yield from check_circles(scope)
