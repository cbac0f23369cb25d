"""Reads rule files and catalogues into a Library, with every mistake in them."""

import atexit
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from attrs import evolve, field, frozen

from ..model.arguments import checks_arguments
from ..model.library import Library
from ..model.place import Place
from ..model.problem import Diagnostic, RulesetError, Severity
from ..model.ruleset import Ruleset
from ..model.text import Text
from ..model.values.kept import BoundedCache
from .checks.run import check
from .checks.uncounted_criteria import check_counted
from .diagnostics.messages import MESSAGES
from .diagnostics.mistakes import Mistake, collecting, diagnostics, report, reported
from .grammar.files import CATALOGUE, RULESET
from .paths import paths_in
from .structuring.rulesets import RulesetDraft
from .versions.declarations import RULE_FILE, Drafts, drafted, library_of, whole
from .writing.files import MADE_FROM, with_origin
from .writing.text import yaml_text
from .yaml.source import Source, read_bytes, read_file, read_text, yaml_content

CASES_FOLDER = "cases"
"""Folder of the cases of a ruleset, beside its versions."""
TEXT_NAME, MAPPING_NAME = "<text>", "<mapping>"
"""Names of a text and of a mapping in diagnostics."""
DOSSIER_FILE = "dossier.yaml"
"""The YAML file of a dossier; its folder has no rule files."""


@frozen
class _File:
    """A file to be read; `in_folder`: it was found in a library folder, where its path must fit its content."""

    path: Path
    in_folder: bool


@frozen
class _Content:
    """A file and its bytes; None where they cannot be read, which has been reported."""

    file: _File
    content: bytes | None

    def source(self) -> Source:
        name = str(self.file.path)
        return Source(name, (), None) if self.content is None else read_bytes(self.content, name)


_LOADED: BoundedCache[Library] = BoundedCache(8)
"""The last libraries, by all bytes that they are made of: reading them again where nothing changed gives the same library."""


def shipped_rulesets() -> Path:
    """The folder of the rulesets that come with the library: in an installed package, or beside `src` in a checkout.

    From a package in an archive (a zipped wheel on `sys.path`) they are unpacked once, into a folder that the process removes.
    """
    from importlib.resources import files

    held = files("ntm_rules") / "rulesets"
    if not held.is_dir():
        return Path(__file__).resolve().parents[3] / "rulesets"
    return held if isinstance(held, Path) else _unpacked(held)


@cache
def _unpacked(held: Traversable) -> Path:
    folder = Path(mkdtemp(prefix="ntm-rules-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    waiting = [(held, folder)]
    for source, target in waiting:
        if source.is_dir():
            target.mkdir(exist_ok=True)
            waiting += ((each, target / each.name) for each in source.iterdir())
        else:
            target.write_bytes(source.read_bytes())
    return folder


def load_library(*folders: Path | str, over: Iterable[Path | str] | Path | str = ()) -> Library:
    """The library that the rule files and catalogues in `folders` make; without folders, the shipped one.

    An amendment becomes the version that results from it. Folders `over` are laid over them, each over those before it: a
    ruleset version, measure or attribute of theirs stands in place of one of the same name. Raises RulesetError with every
    mistake in every file when one of them is an error.

    >>> "vn/civilised-township" in load_library().versions
    True
    """
    layers = [_files(layer) for layer in _layers(folders, over)]
    missing = [mistake for _, absent in layers for mistake in absent]
    with collecting() as mistakes:
        contents = [[_Content(file, yaml_content(file.path, str(file.path))) for file in held] for held, _ in layers]
    missing += mistakes
    if missing:
        return _loaded(contents, missing)
    return _LOADED.get(tuple(map(tuple, contents)), lambda: _loaded(contents, ()))


def _loaded(layers: Iterable[Sequence[_Content]], missing: Sequence[Mistake]) -> Library:
    with collecting() as mistakes:
        read = Drafts()
        for layer in layers:
            read = read.under(drafted([content.source() for content in layer], (*RULE_FILE, *CATALOGUE.names)))
        nothing, drafts = whole(Drafts(), read)
        library = library_of(drafts)
        _check(drafts, nothing, library, [content.file for layer in layers for content in layer])
    found = diagnostics([*missing, *mistakes], drafts.lines())
    _raise_errors(found)
    return library


def _layers(folders: Sequence[Path | str], over: Iterable[Path | str] | Path | str) -> Iterator[Sequence[Path]]:
    yield tuple(paths_in(folders)) or (shipped_rulesets(),)
    for each in paths_in(over):
        yield (each,)


@frozen
class Overlaid:
    """A library with files laid over it, and the diagnostics about those files.

    `unread` are the lines of those that could not be read: what they may declare is not in the library. `given` are the
    versions that stand in the files, `lines` the lines of each.
    """

    library: Library
    diagnostics: list[Diagnostic]
    unread: tuple[str, ...]
    given: tuple[Ruleset, ...] = ()
    lines: Mapping[str, Sequence[str]] = field(factory=dict, repr=False)


def overlaid(
    paths: Iterable[Path | str] | Path | str, *folders: Path | str, over: Iterable[Path | str] | Path | str = ()
) -> Overlaid:
    """The library of `folders` (without any, the shipped one) with the files among and below `paths` laid over it.

    A ruleset version, measure or attribute of theirs stands in place of one of the same name below. Folders `over` lie
    between: each over those before it, and all below `paths`.

    >>> len(overlaid([]).library.versions) == len(load_library().versions)
    True
    """
    files, missing = _files(paths)
    given_paths = {file.path.resolve() for file in files}
    with collecting():
        others = Drafts()
        for layer in _layers(folders, over):
            held, _ = _files(layer)
            others = others.under(_read([file for file in held if file.path.resolve() not in given_paths]))
    with collecting() as mistakes:
        read = _read(files)
        background, given = whole(others.without(read), read)
        library = library_of(background, given)
        _check(given, background, library, files)
    names = {source.file for source in given.sources}
    own = [finding for finding in mistakes if _concerns(finding, names)]
    lines = {**background.lines(), **given.lines()}
    versions = tuple(draft.ruleset for draft in given.rulesets)
    return Overlaid(library, diagnostics([*missing, *own], lines), given.unread, versions, given.lines())


@checks_arguments
def read_ruleset(path: Path | str, library: Library) -> Ruleset:
    """One version of a ruleset from a rule file, checked against `library`.

    An amendment or a specialising file starts from a version that the library has. A version that it already has is checked
    in its place. Raises RulesetError with every mistake when one of them is an error.

    >>> path = shipped_rulesets() / "vn" / "civilised-township" / "2022-04-15.yaml"
    >>> read_ruleset(path, load_library()).title.en
    'Civilised urban ward or township'
    """
    return _ruleset(lambda: read_file(Path(path)), library)


@checks_arguments
def ruleset_from_text(text: str, library: Library) -> Ruleset:
    """One version of a ruleset from the text of a rule file; else as `read_ruleset`.

    >>> try:
    ...     ruleset_from_text("ruleset: vn/nothing", Library())
    ... except RulesetError as error:
    ...     print(error.diagnostics[0].message.en)
    key 'applies_to' is missing in a ruleset
    """
    return _ruleset(lambda: read_text(text, TEXT_NAME), library)


@checks_arguments
def ruleset_from_mapping(mapping: Mapping[str, Any], library: Library) -> Ruleset:
    """One version of a ruleset from the mapping of a rule file, such as JSON or `to_plain` gives; else as `read_ruleset`.

    Figures may be int, float or Decimal, dates texts or dates. Places in diagnostics are lines of the mapping as YAML.

    >>> written = {"ruleset": "shop/gold", "version": "2026-01-01", "title": "Gold", "applies_to": "customer"}
    >>> written |= {"instrument": {"number": "Terms 2026"}, "criteria": []}
    >>> try:
    ...     ruleset_from_mapping(written, Library())
    ... except RulesetError as error:
    ...     print(error.render("en").splitlines()[0])
    <mapping>:6:11: [NTM219] the list is empty: criteria
    """
    rest, origin = {key: held for key, held in mapping.items() if key != MADE_FROM}, mapping.get(MADE_FROM)
    text = yaml_text(rest)
    return with_origin(_ruleset(lambda: read_text(text, MAPPING_NAME), library), origin)


def ruleset_unchecked(mapping: Mapping[str, Any]) -> Ruleset:
    """A whole version from its mapping, without a look at what it names. Raises RulesetError for what is no ruleset."""
    rest = {key: held for key, held in mapping.items() if key != MADE_FROM}
    with collecting() as mistakes:
        read = drafted([read_text(yaml_text(rest), MAPPING_NAME)], (RULESET.names[0],))
    found = diagnostics(mistakes, read.lines())
    _raise_errors(found)
    if not read.rulesets:
        raise RulesetError(diagnostics([Mistake("NTM220", Place(MAPPING_NAME))], {}))
    return with_origin(read.rulesets[0].ruleset, mapping.get(MADE_FROM))


def catalogue_unchecked(mapping: Mapping[str, Any]) -> Library:
    """The measures and attributes of a mapping, without a look at what they name. Raises RulesetError for what is none."""
    with collecting() as mistakes:
        read = drafted([read_text(yaml_text(mapping), MAPPING_NAME)], CATALOGUE.names)
    _raise_errors(diagnostics(mistakes, read.lines()))
    return library_of(read)


@checks_arguments
def read_catalogue(path: Path | str, library: Library | None = None) -> Library:
    """The measures and attributes of a catalogue, as a library without rulesets, checked beside those of `library`.

    Raises RulesetError with every mistake when one of them is an error.

    >>> "region" in read_catalogue(shipped_rulesets() / "measures" / "attributes.yaml").attributes
    True
    """
    return _catalogue(lambda: read_file(Path(path)), library)


@checks_arguments
def catalogue_from_text(text: str, library: Library | None = None) -> Library:
    """The measures and attributes in the text of a catalogue; else as `read_catalogue`.

    >>> catalogue_from_text("measures: {score: {name: Score, decimals: 1}}").measures["score"].decimals
    1
    """
    return _catalogue(lambda: read_text(text, TEXT_NAME), library)


@checks_arguments
def catalogue_from_mapping(mapping: Mapping[str, Any], library: Library | None = None) -> Library:
    """The measures and attributes in the mapping of a catalogue; else as `read_catalogue`.

    >>> catalogue_from_mapping({"measures": {"score": {"name": "Score", "decimals": 1}}}).measures["score"].decimals
    1
    """
    text = yaml_text(mapping)
    return _catalogue(lambda: read_text(text, MAPPING_NAME), library)


def _ruleset(read_source: Callable[[], Source], library: Library) -> Ruleset:
    with collecting() as mistakes:
        source = read_source()
        read = drafted([source], RULE_FILE)
        known = Drafts(tuple(RulesetDraft(each, source, {}) for all_ in library.versions.values() for each in all_))
        background, given = whole(known.without(read), read)
        together = evolve(library, versions=library_of(background, given).versions)
        _check(given, background, together, ())
    own = [each for each in mistakes if _concerns(each, {source.file}) and not _stood_so(each, library)]
    found = diagnostics(own, given.lines())
    _raise_errors(found)
    return given.rulesets[0].ruleset


def _stood_so(mistake: Mistake, library: Library) -> bool:
    """True for the overlap of two versions that the library has already: the later one was made by an amendment."""
    held = {one.version for one in library.versions.get(str(mistake.params.get("ruleset")), ())}
    return mistake.code == "NTM316" and held >= {mistake.params["version"], mistake.params["earlier"]}


def _catalogue(read_source: Callable[[], Source], library: Library | None) -> Library:
    known = Library() if library is None else library
    with collecting() as mistakes:
        source = read_source()
        given = drafted([source], CATALOGUE.names)
        made = library_of(given)
        _check(given, Drafts(), known.including(made), ())
    found = diagnostics([each for each in mistakes if _concerns(each, {source.file})], given.lines())
    _raise_errors(found)
    return made


def _check(given: Drafts, background: Drafts, library: Library, files: Iterable[_File]) -> None:
    for mistake in check(given, background, library, {str(file.path): file.path for file in files if file.in_folder}):
        report(mistake)
    # References to a criterion are complete only where no file has a mistake.
    errors = (each for each in reported() if MESSAGES[each.code].severity is Severity.ERROR)
    wrong = {mistake.place.file for mistake in errors if mistake.place is not None}
    for draft in given.rulesets:
        if draft.source.file not in wrong:
            for mistake in check_counted(draft.ruleset, library):
                report(mistake)


def _raise_errors(found: Sequence[Diagnostic]) -> None:
    if any(diagnostic.severity is Severity.ERROR for diagnostic in found):
        raise RulesetError(found)


def _concerns(mistake: Mistake, names: set[str]) -> bool:
    return any(place is not None and place.file in names for place in (mistake.place, *mistake.related))


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, at any depth, in order; hidden ones are left out."""
    held = [each for each in sorted(folder.rglob("*")) if each.suffix in (".yaml", ".yml") and each.is_file()]
    return [each for each in held if not any(part.startswith(".") for part in each.relative_to(folder).parts)]


def rule_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, in order, that are neither cases nor make a folder a dossier."""
    return [
        each
        for each in yaml_files(folder)
        if CASES_FOLDER not in each.relative_to(folder).parts[:-1] and each.name != DOSSIER_FILE
    ]


def _files(paths: Iterable[Path | str] | Path | str) -> tuple[list[_File], list[Mistake]]:
    """The rule files among and below the paths, each once, and the mistakes in the paths themselves.

    Below a folder, files in folders named `cases` and files named `dossier.yaml` are left out.
    """
    found: dict[Path, _File] = {}
    missing: list[Mistake] = []
    for path in paths_in(paths):
        if not path.is_dir():
            found.setdefault(path.resolve(), _File(path, in_folder=False))
            continue
        held = rule_files(path)
        if not held:
            reason = Text("trong thư mục không có tệp .yaml nào", "there are no .yaml files in this folder")
            missing.append(Mistake("NTM101", Place(str(path)), {"reason": reason}))
        for each in held:
            found.setdefault(each.resolve(), _File(each, in_folder=True))
    return list(found.values()), missing


def _read(files: Iterable[_File]) -> Drafts:
    return drafted((read_file(file.path) for file in files), (*RULE_FILE, *CATALOGUE.names))
