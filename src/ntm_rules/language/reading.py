"""One ruleset or catalogue by itself, from a file, a text or a mapping, checked against a library."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from ..model.arguments import checks_arguments
from ..model.library import Library
from ..model.place import Place
from ..model.problem import RulesetError
from ..model.ruleset import Ruleset
from .diagnostics.mistakes import Mistake, collecting, diagnostics
from .grammar.catalogues import CATALOGUE
from .grammar.files import RULESET
from .library import check_drafts, concerns, raise_errors
from .structuring.rulesets import RulesetDraft
from .versions.declarations import RULE_FILE, Drafts, drafted, library_of, whole
from .writing.files import MADE_FROM, with_origin
from .writing.text import yaml_text
from .yaml.source import Source, read_file, read_text

TEXT_NAME, MAPPING_NAME = "<text>", "<mapping>"
"""Names of a text and of a mapping in diagnostics."""
FORM = "form"
"""Key of the kind and version of a plain form, which no file has."""


@checks_arguments
def read_ruleset(path: Path | str, library: Library) -> Ruleset:
    """One version of a ruleset from a rule file, checked against `library`.

    An amendment or a specialising file starts from a version that the library has. A version that it already has is checked
    in its place. Raises RulesetError with every mistake when one of them is an error.

    >>> from .library import load_library, shipped_rulesets
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

    >>> written = {"ruleset": "a/b", "version": "2026-01-01", "title": "Xã", "applies_to": "commune"}
    >>> written |= {"instrument": {"number": "1/QĐ"}, "criteria": []}
    >>> try:
    ...     ruleset_from_mapping(written, Library())
    ... except RulesetError as error:
    ...     print(error.render("en").splitlines()[0])
    <mapping>:6:11: [NTM219] the list is empty: criteria
    """
    text = yaml_text(_of_file(mapping))
    return with_origin(_ruleset(lambda: read_text(text, MAPPING_NAME), library), mapping.get(MADE_FROM))


def ruleset_unchecked(mapping: Mapping[str, Any]) -> Ruleset:
    """A whole version from its mapping, without a look at what it names. Raises RulesetError for what is no ruleset."""
    read = _unchecked(_of_file(mapping), (RULESET.names[0],))
    if not read.rulesets:
        raise RulesetError(diagnostics([Mistake("NTM220", Place(MAPPING_NAME))], {}))
    return with_origin(read.rulesets[0].ruleset, mapping.get(MADE_FROM))


def catalogue_unchecked(mapping: Mapping[str, Any]) -> Library:
    """The measures and attributes of a mapping, without a look at what they name. Raises RulesetError for what is none."""
    return library_of(_unchecked(mapping, CATALOGUE.names))


def _unchecked(mapping: Mapping[str, Any], kinds: tuple[str, ...]) -> Drafts:
    with collecting() as mistakes:
        read = drafted([read_text(yaml_text(mapping), MAPPING_NAME)], kinds)
    raise_errors(diagnostics(mistakes, read.lines()))
    return read


@checks_arguments
def read_catalogue(path: Path | str, library: Library | None = None) -> Library:
    """The measures and attributes of a catalogue, as a library without rulesets, checked beside those of `library`.

    Raises RulesetError with every mistake when one of them is an error.

    >>> from .library import shipped_rulesets
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


def _of_file(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that a file can have."""
    return {key: value for key, value in mapping.items() if key not in (MADE_FROM, FORM)}


def _ruleset(read_source: Callable[[], Source], library: Library) -> Ruleset:
    with collecting() as mistakes:
        source = read_source()
        read = drafted([source], RULE_FILE)
        known = Drafts(
            tuple(RulesetDraft(ruleset, source, {}) for all_ in library.versions.values() for ruleset in all_)
        )
        background, given = whole(known.without(read), read)
        together = evolve(library, versions=library_of(background, given).versions)
        check_drafts(given, background, together)
    own = [mistake for mistake in mistakes if concerns(mistake, {source.file}) and not _stood_so(mistake, library)]
    raise_errors(diagnostics(own, given.lines()))
    return given.rulesets[0].ruleset


def _stood_so(mistake: Mistake, library: Library) -> bool:
    """True for the overlap of two versions that the library has already: the later one was made by an amendment."""
    days = {version.version for version in library.versions.get(str(mistake.params.get("ruleset")), ())}
    return mistake.code == "NTM316" and days >= {mistake.params["version"], mistake.params["earlier"]}


def _catalogue(read_source: Callable[[], Source], library: Library | None) -> Library:
    known = Library() if library is None else library
    with collecting() as mistakes:
        source = read_source()
        drafts = drafted([source], CATALOGUE.names)
        own_library = library_of(drafts)
        check_drafts(drafts, Drafts(), known.including(own_library))
    raise_errors(diagnostics([mistake for mistake in mistakes if concerns(mistake, {source.file})], drafts.lines()))
    return own_library
