"""Settings in `dossier.yaml`: the day, the rulesets, the files; and in `offices.yaml`, which the coordinating office keeps."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from ...language.diagnostics.mistakes import collecting, diagnostics
from ...language.library import OFFICES_FILE
from ...language.yaml.source import read_file
from ...language.yaml.tree import Node, PlacedMapping, Scalar
from ...model.library import NO_OFFICES, Library, Offices
from ...model.place import Place
from ...model.problem import Severity
from ...model.ruleset import Rule, Ruleset
from ...model.spelling import nearest
from ...model.text import Text
from ...model.values.frozen_mapping import FrozenMapping
from ...program.wording import hint
from ..diagnostics.mistakes import Mistakes
from ..layouts.keys import DOSSIER
from ..layouts.nodes import KEYS, check_keys, convention_at, day_at, entries, mapping_at, node_of, wrong
from ..values.number import Convention
from .rulesets import assigned_rulesets, in_force, is_known
from .source_files import FILE, SourceFile, council_files, each_once, facts_files, inside, listed, units_file


@frozen
class Settings:
    """Settings of a `dossier.yaml`, as far as they can be read; `named` are the files that it lists or that are found."""

    title: Text | None
    as_of: date | None
    known_on: date | None
    numbers: Convention | None
    rulesets: Mapping[str, tuple[str, ...]]
    units: SourceFile | None
    facts: tuple[SourceFile, ...]
    notes: tuple[Text, ...]
    named: frozenset[Path] = frozenset()
    assessed: int | None = None
    council: tuple[Path, ...] = ()


def read_settings(folder: Path, library: Library, mistakes: Mistakes) -> Settings | None:
    """Settings in the `dossier.yaml` of a folder; None, reported, where the file cannot be read at all."""
    if not (folder / FILE).exists():
        mistakes.report("NTM580", Place(str(folder / FILE)), folder=str(folder))
        return None
    root = keys_in(folder, FILE, mistakes)
    if root is None:
        return None
    check_keys(root, DOSSIER.names, mistakes)
    title, convention = node_of(root, "title"), convention_at("numbers", node_of(root, "numbers"), mistakes)
    as_of, known_on = (day_at(name, node_of(root, name), convention, mistakes) for name in ("as_of", "known_on"))
    if "as_of" not in root:
        mistakes.report("NTM583", root.place, name="as_of", example="as_of: 2024-06-30")
    units, facts = units_file(root, folder, mistakes), tuple(facts_files(root, folder, mistakes))
    council = tuple(source_file.path for source_file in each_once(council_files(root, folder, mistakes), mistakes))
    return Settings(
        text_of(title, "title", mistakes) if title is not None else None,
        as_of,
        known_on,
        convention,
        assigned_rulesets(root, folder, library, as_of, mistakes),
        units,
        tuple(each_once(facts, mistakes)),
        tuple(
            text
            for node in listed(node_of(root, "notes"), "notes", mistakes)
            if (text := text_of(node, "notes", mistakes))
        ),
        frozenset((*(source.path for source, _ in facts), *((units.path,) if units else ()), *council)),
        _assessed(root, as_of, mistakes),
        council,
    )


def keys_in(folder: Path, name: str, mistakes: Mistakes) -> PlacedMapping | None:
    """The keys that a file of the folder holds; None, reported, where it cannot be read."""
    shown = str(folder / name)
    if inside(folder, name, Place(shown), mistakes) is None:
        return None
    with collecting() as problems:
        source = read_file(folder / name, shown)
    mistakes.know_lines(shown, source.lines)
    for diagnostic in diagnostics(problems, {shown: source.lines}):
        # The help that an empty file begins with `ruleset:` is of rule files.
        mistakes.add(evolve(diagnostic, help=KEYS) if diagnostic.code == "NTM106" else diagnostic)
    return mapping_at(name, source.root, mistakes)


def _assessed(root: PlacedMapping, as_of: date | None, mistakes: Mistakes) -> int | None:
    """The year assessed, no later than the day of the assessment; None where it is not said."""
    node = node_of(root, "assessed")
    if node is None:
        return None
    is_year = isinstance(node, Scalar) and node.isascii() and node.isdigit() and len(node) == 4
    if is_year and 1900 <= int(str(node)) <= (as_of.year if as_of else 9999):
        return int(str(node))
    wrong(
        "assessed", node, mistakes, "một năm không sau ngày đánh giá (2023)", "a year not after the assessment (2023)"
    )
    return None


def text_of(node: Node, name: str, mistakes: Mistakes) -> Text | None:
    """A text: Vietnamese, or `{vi: , en: }`."""
    if isinstance(node, Scalar) and node:
        return Text(str(node))
    if isinstance(node, PlacedMapping) and "vi" in node and set(node) <= {"vi", "en"}:
        words = {str(key): value for key, value in node.items() if isinstance(value, Scalar)}
        if len(words) == len(node):
            return Text(str(words["vi"]), str(words["en"]) if "en" in words else None)
    wrong(name, node, mistakes, "văn bản, hoặc {vi: …, en: …}", "a text, or {vi: …, en: …}")
    return None


def read_offices(folder: Path, library: Library, as_of: date | None, mistakes: Mistakes) -> Offices:
    """The offices named in the `offices.yaml` of a folder; none where there is no such file. Mistakes are reported."""
    if not (folder / OFFICES_FILE).exists() and not (folder / OFFICES_FILE).is_symlink():
        return NO_OFFICES
    root = keys_in(folder, OFFICES_FILE, mistakes)
    named: dict[str, tuple[Text, ...]] = {}
    for key, node in ({} if root is None else root).items():
        ruleset = _ruleset(key, library, as_of, mistakes)
        offices = _offices(key, node, mistakes)
        if ruleset is not None and offices and _is_open(key, ruleset, mistakes):
            named[str(key)] = offices
    return Offices(FrozenMapping(named))


def _ruleset(key: Scalar, library: Library, as_of: date | None, mistakes: Mistakes) -> Ruleset | None:
    """The ruleset that a key is about, in the version of the day where there is one; None, reported, for no ruleset."""
    id = key.partition("#")[0]
    if not is_known(id, key.place, library, mistakes):
        return None
    return in_force(id, library, as_of) or in_force(id, library, None)


def _offices(key: Scalar, node: Node, mistakes: Mistakes) -> tuple[Text, ...]:
    """One office or several; () where a mistake is reported."""
    nodes = entries(node)
    if not nodes:
        wrong(str(key), node, mistakes, "cơ quan phụ trách, hoặc danh sách", "an office responsible, or a list")
    texts = [text_of(entry, str(key), mistakes) for entry in nodes]
    return () if None in texts else tuple(dict.fromkeys(text for text in texts if text is not None))


def _is_open(key: Scalar, ruleset: Ruleset, mistakes: Mistakes) -> bool:
    """True for a ruleset, and for a rule of it that has no office of its own; anything else is reported."""
    _, of_rule, code = key.partition("#")
    rule = ruleset.rule(code)
    if not of_rule:
        return True
    if rule is None:
        codes = [rule.code for rule in ruleset.rules()]
        advice = hint(nearest(code, codes), codes)
        mistakes.report("NTM656", key.place, advice=advice, ruleset=ruleset.id, rule=code)
        return False
    own = NO_OFFICES.of(ruleset, code)
    if own:
        offices = "; ".join(text.vi for text in own)
        mistakes.report("NTM657", key.place, Severity.WARNING, name=str(key), offices=offices)
    return not own


def rules_named(library: Library) -> Mapping[str, Text]:
    """Names that an `offices.yaml` may use, with what is called so: each ruleset and each rule of its versions."""
    names: dict[str, Text] = {}
    for id, versions in sorted(library.versions.items()):
        names[id] = versions[-1].title
        rules: dict[str, Rule] = {rule.code: rule for version in versions for rule in version.rules()}
        names |= {f"{id}#{code}": rule.name for code, rule in rules.items()}
    return names
