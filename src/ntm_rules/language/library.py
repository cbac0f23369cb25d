"""Reads rule files and catalogues into a Library, with every mistake in them."""

import atexit
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from attrs import field, frozen

from ..model.library import Library
from ..model.place import Place
from ..model.problem import Diagnostic, RulesetError, Severity
from ..model.ruleset import Ruleset
from ..model.text import Text
from ..model.values.kept import BoundedCache
from ..model.values.spans import span
from .checks.codes import check_counted
from .checks.run import check
from .diagnostics.messages import MESSAGES
from .diagnostics.mistakes import Mistake, collecting, diagnostics, report, reported
from .files.input_file import followed, paths_in, why_not_read
from .grammar.catalogues import CATALOGUE
from .versions.declarations import RULE_FILE, Drafts, drafted, library_of, whole
from .yaml.source import Source, read_bytes, yaml_content

CASES_FOLDER = "cases"
"""Folder of the cases of a ruleset, beside its versions."""
DOSSIER_FILE, OFFICES_FILE = "dossier.yaml", "offices.yaml"
"""The YAML files of a dossier, which are no rule files: what makes a folder one, and the offices that it names."""


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
_BELOW: BoundedCache[tuple[Drafts, tuple[Mistake, ...]]] = BoundedCache(2)
"""The last files that others were laid over, as structured, and the mistakes in them."""


def shipped_rulesets() -> Path:
    """The folder of the rulesets that come with the library: in an installed package, or beside `src` in a checkout.

    From a package in an archive (a zipped wheel on `sys.path`) they are unpacked once, into a folder that the process removes.
    """
    from importlib.resources import files

    resource = files("ntm_rules") / "rulesets"
    if not resource.is_dir():
        return Path(__file__).resolve().parents[3] / "rulesets"
    return resource if isinstance(resource, Path) else _unpacked(str(resource), resource)


_UNPACKED: dict[str, Path] = {}


def _unpacked(name: str, resource: Traversable) -> Path:
    """A folder with all that an archive holds there, made once."""
    if name not in _UNPACKED:
        folder = Path(mkdtemp(prefix="ntm-rules-"))
        atexit.register(rmtree, folder, ignore_errors=True)
        waiting = [(resource, folder)]
        for source, target in waiting:
            if source.is_dir():
                target.mkdir(exist_ok=True)
                waiting += ((entry, target / entry.name) for entry in source.iterdir())
            else:
                target.write_bytes(source.read_bytes())
        _UNPACKED[name] = folder
    return _UNPACKED[name]


def load_library(*folders: Path | str, over: Iterable[Path | str] | Path | str = ()) -> Library:
    """The library that the rule files and catalogues in `folders` make; without folders, the shipped one.

    An amendment becomes the version that results from it. Folders `over` are laid over them, each over those before it: a
    ruleset version, measure or attribute of theirs stands in place of one of the same name. Raises RulesetError with every
    mistake in every file when one of them is an error.

    >>> "vn/civilised-township" in load_library().versions
    True
    """
    with span("load_library") as tell:
        library = _of_folders(folders, over)
        tell(rulesets=len(library.versions), measures=len(library.measures))
        return library


def _of_folders(folders: tuple[Path | str, ...], over: Iterable[Path | str] | Path | str) -> Library:
    with collecting() as missing:
        contents = [[_content(file) for file in _files(layer)] for layer in _layers(folders, over)]
    if missing:
        return _loaded(contents, missing)
    return _LOADED.get(tuple(map(tuple, contents)), lambda: _loaded(contents, ()))


def _loaded(layers: Sequence[Sequence[_Content]], missing: Sequence[Mistake]) -> Library:
    with collecting() as mistakes:
        read = Drafts()
        for layer in layers[:-1]:
            read = read.under(_below(layer))
        read = read.under(_structured(layers[-1]))
        nothing, drafts = whole(Drafts(), read)
        library = library_of(drafts)
        check_drafts(drafts, nothing, library, [content.file for layer in layers for content in layer])
    reported = diagnostics([*missing, *mistakes], drafts.lines())
    raise_errors(reported)
    return library


def _layers(folders: Sequence[Path | str], over: Iterable[Path | str] | Path | str) -> Iterator[Sequence[Path]]:
    yield tuple(paths_in(folders)) or (shipped_rulesets(),)
    for path in paths_in(over):
        yield (path,)


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
    with collecting() as missing:
        files = _files(paths)
    given_paths = {followed(file.path) for file in files}
    with collecting():
        others = Drafts()
        for layer in _layers(folders, over):
            layer_files = [file for file in _files(layer) if followed(file.path) not in given_paths]
            others = others.under(_below([_content(file) for file in layer_files]))
    with collecting() as mistakes:
        read = _structured([_content(file) for file in files])
        background, given = whole(others.without(read), read)
        library = library_of(background, given)
        check_drafts(given, background, library, files)
    names = {source.file for source in given.sources}
    own = [finding for finding in mistakes if concerns(finding, names)]
    lines = {**background.lines(), **given.lines()}
    versions = tuple(draft.ruleset for draft in given.rulesets)
    return Overlaid(library, diagnostics([*missing, *own], lines), given.unread, versions, given.lines())


def check_drafts(given: Drafts, background: Drafts, library: Library, files: Iterable[_File] = ()) -> None:
    """Report the mistakes in the files given, and between them and the background."""
    for mistake in check(given, background, library, {str(file.path): file.path for file in files if file.in_folder}):
        report(mistake)
    # References to a criterion are complete only where no file has a mistake.
    errors = (diagnostic for diagnostic in reported() if MESSAGES[diagnostic.code].severity is Severity.ERROR)
    wrong = {mistake.place.file for mistake in errors if mistake.place is not None}
    for draft in given.rulesets:
        if draft.source.file not in wrong:
            for mistake in check_counted(draft.ruleset, library):
                report(mistake)


def raise_errors(reported: Sequence[Diagnostic]) -> None:
    """Raise RulesetError with all diagnostics where one of them is an error."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in reported):
        raise RulesetError(reported)


def concerns(mistake: Mistake, names: set[str]) -> bool:
    """True of a mistake in one of the files named, or about a place in it."""
    return any(place is not None and place.file in names for place in (mistake.place, *mistake.related))


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, at any depth, in order; hidden ones are left out.

    Raises RulesetError for a folder that cannot be gone through.
    """
    try:
        paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".yaml", ".yml") and path.is_file()]
    except OSError as error:
        wrong = Mistake("NTM101", Place(str(folder)), {"why": why_not_read(error)})
        raise RulesetError(diagnostics([wrong], {})) from error
    return [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def rule_files(folder: Path) -> list[Path]:
    """The YAML files below a folder, in order, that are neither cases nor files of a dossier."""
    return [
        yaml_file
        for yaml_file in yaml_files(folder)
        if CASES_FOLDER not in yaml_file.relative_to(folder).parts[:-1]
        and yaml_file.name not in (DOSSIER_FILE, OFFICES_FILE)
    ]


def _files(paths: Iterable[Path | str] | Path | str) -> list[_File]:
    """The rule files among and below the paths, each once; mistakes in the paths themselves are reported.

    Below a folder, files in folders named `cases` and files named `dossier.yaml` or `offices.yaml` are left out.
    """
    by_path: dict[Path, _File] = {}
    for path in paths_in(paths):
        if not path.is_dir():
            by_path.setdefault(followed(path), _File(path, in_folder=False))
            continue
        held = rule_files(path)
        if not held:
            reason = Text("trong thư mục không có tệp .yaml nào", "there are no .yaml files in this folder")
            report(Mistake("NTM101", Place(str(path)), {"why": reason}))
        for file_path in held:
            by_path.setdefault(followed(file_path), _File(file_path, in_folder=True))
    return list(by_path.values())


def _content(file: _File) -> _Content:
    return _Content(file, yaml_content(file.path, str(file.path)))


def _structured(contents: Iterable[_Content]) -> Drafts:
    return drafted((content.source() for content in contents), (*RULE_FILE, *CATALOGUE.names))


def _below(contents: Sequence[_Content]) -> Drafts:
    """Files that others are laid over, structured anew only where one has changed; the mistakes in them are reported."""

    def make() -> tuple[Drafts, tuple[Mistake, ...]]:
        with collecting() as mistakes:
            return _structured(contents), tuple(mistakes)

    drafts, mistakes = _BELOW.get(tuple(contents), make)
    for mistake in mistakes:
        report(mistake)
    return drafts
