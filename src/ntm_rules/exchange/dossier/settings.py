"""Settings in `dossier.yaml`: the day, the rulesets, and the files of units and facts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import frozen

from ...language.diagnostics.mistakes import collecting, diagnostics
from ...language.yaml.source import read_file
from ...language.yaml.tree import Node, PlacedMapping, Scalar
from ...model.library import Library
from ...model.place import Place
from ...model.problem import FactsError
from ...model.spelling import nearest
from ...model.text import Text
from ...program.wording import hint
from ..cells.cell import TableCell
from ..diagnostics.mistakes import Mistakes
from ..values.day import read_day
from ..values.number import Convention
from .assignment import assigned_rulesets, wrong
from .keys import DOSSIER
from .rule_folders import node_of
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
    for key in root:
        if key not in DOSSIER.names:
            advice = hint(nearest(key, DOSSIER.names), DOSSIER.names)
            mistakes.report("NTM582", key.place, advice=advice, name=key)
    title, convention = node_of(root, "title"), _convention(root, mistakes)
    as_of = _day(root, "as_of", convention, mistakes)
    if "as_of" not in root:
        mistakes.report("NTM583", root.place, name="as_of", example="as_of: 2024-06-30")
    units, facts = units_file(root, folder, mistakes), tuple(facts_files(root, folder, mistakes))
    council = tuple(council_files(root, folder, mistakes))
    return Settings(
        text_of(title, "title", mistakes) if title is not None else None,
        as_of,
        _day(root, "known_on", convention, mistakes),
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
    with collecting() as found:
        source = read_file(folder / name, shown)
    mistakes.know_lines(shown, source.lines)
    for each in diagnostics(found, {shown: source.lines}):
        mistakes.add(each)
    root = source.root
    if root is None or isinstance(root, PlacedMapping):
        return root
    mistakes.report(
        "NTM584", root.place, name=name, expected="các dòng “khóa: giá trị”", expected_en="'key: value' lines"
    )
    return None


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


def _day(root: PlacedMapping, name: str, convention: Convention | None, mistakes: Mistakes) -> date | None:
    node = node_of(root, name)
    if node is None:
        return None
    if not isinstance(node, Scalar):
        wrong(name, node, mistakes, "một ngày (2024-06-30)", "a date (2024-06-30)")
        return None
    try:
        return read_day(TableCell(str(node), node.place), convention, periods=True)
    except FactsError as error:
        mistakes.take(error)
        return None


def _convention(root: PlacedMapping, mistakes: Mistakes) -> Convention | None:
    node = node_of(root, "numbers")
    if node is None:
        return None
    if node == "vi":
        return "vi"
    if node == "en":
        return "en"
    wrong("numbers", node, mistakes, "vi (1.234,5) hoặc en (1,234.5)", "vi (1.234,5) or en (1,234.5)")
    return None
