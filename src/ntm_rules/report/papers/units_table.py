"""Several units under one ruleset: a table of them by criteria, what is open for each, and how many attain."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from attrs import evolve, frozen

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.key import RECOGNITION
from ...model.text import Text, printable
from ..decisions.no_members import no_members_in_short
from ..decisions.told import uncounted_heading
from ..overview.alike import MOST_APART
from ..overview.caption import criteria_tally, groups_of, has_recognition, published_on, totals
from ..overview.open_marks import conditions_marked, open_marks
from ..pages.two_languages import badge_of
from ..phrasing.grades import level_text, points_text
from ..phrasing.letter_case import capital
from ..phrasing.names import Names
from ..phrasing.numbers import counted, first_of
from ..quantities.tallies import tally_text
from ..rules.sheet import repealed_lines
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING
from ..words.rule_kinds import RuleKind
from .paper import CellValue, DataColumn, DataTable, PaperBlock, plain

MOST_NAMED = 12
"""Maximum number of units named at what is open for them; the rest are counted."""


@frozen
class _Rows:
    """Units with the same row: their codes, the row without the name, and the letter by which the page names them."""

    units: tuple[str, ...]
    cells: tuple[CellValue, ...]
    letter: str = ""

    def called(self, run: Decisions, names: Names) -> str:
        """The name of the unit, or how many units of the kind there are, with the letter."""
        if not self.letter:
            return names.unit(self.units[0])
        kind = names.kind(run.program.ruleset.applies_to)
        return f"{counted(len(self.units), kind, names.language)} ({self.letter})"


def units_blocks(run: Decisions, names: Names, *, everything: bool = False) -> Iterator[PaperBlock]:
    """A row for each unit, a column for each criterion; what is open; then how many units attain each criterion.

    More than a few units with the same row are one row, and named below it; with `everything` each has its own.
    """
    ruleset, units = run.program.ruleset, [unit.code for unit in run.units]
    published = _published(run, names)
    groups = _groups(run, published, names, everything)
    yield _table(run, groups, names, published=bool(published))
    yield from _open_items(run, groups, names, everything)
    if uncounted := ", ".join(map(printable, uncounted_criteria(ruleset))):
        yield plain(f"{uncounted_heading(ruleset, names.language)}: {uncounted}", item=True)
    for line in (*_without_members(run, units, names), *totals(run, units, names), *repealed_lines(ruleset, names)):
        yield plain(line, item=True)


def _published(run: Decisions, names: Names) -> Mapping[str, str]:
    """The published decisions on the recognition of each unit; nothing where there are none on any."""
    if not has_recognition(run.program.ruleset):
        return {}
    found = {unit.code: published_on(run, unit.code, RECOGNITION, names) for unit in run.units}
    return found if any(found.values()) else {}


def _groups(run: Decisions, published: Mapping[str, str], names: Names, everything: bool) -> list[_Rows]:
    rows = {unit.code: tuple(_cells(run, unit.code, published, names)) for unit in run.units}
    alike: dict[tuple[CellValue, ...], list[str]] = {}
    for unit, cells in rows.items():
        alike.setdefault(cells, []).append(unit)
    groups: list[_Rows] = []
    letters = iter((*ascii_lowercase, *(f"{one}{two}" for one in ascii_lowercase for two in ascii_lowercase)))
    for unit, cells in rows.items():
        units = alike[cells]
        if everything or len(units) <= MOST_APART:
            groups.append(_Rows((unit,), cells))
        elif unit == units[0]:
            groups.append(_Rows(tuple(units), cells, next(letters, "*")))
    return groups


def _cells(run: Decisions, unit: str, published: Mapping[str, str], names: Names) -> Iterator[CellValue]:
    """The signs of the criteria of a unit, then its count or group, its recognition, what is published, points, level."""
    ruleset, outcomes = run.program.ruleset, run.outcomes(unit)
    kind = RuleKind.CLASSIFICATION if ruleset.classifies else RuleKind.CRITERION
    for code in run.program.criteria:
        yield evolve(badge_of(kind, outcomes[code]), word=Text(""))
    yield Text(groups_of(run, unit, names)) if ruleset.classifies else tally_text(criteria_tally(run, unit))
    if has_recognition(ruleset):
        yield badge_of(RuleKind.RECOGNITION, outcomes[RECOGNITION])
    if published:
        yield Text(published[unit])
    if ruleset.is_scored:
        points = run.points(unit)
        yield Text("–" if points is None else points_text(points, names))
    level = run.level(unit)
    if level is not None:
        yield Text(level_text(level, ruleset, names))


def _table(run: Decisions, groups: Sequence[_Rows], names: Names, *, published: bool) -> DataTable:
    ruleset = run.program.ruleset
    ends = [overview_words.GROUPS if ruleset.classifies else overview_words.ATTAINED]
    if has_recognition(ruleset):
        ends.append(words.CONCLUSION[RECOGNITION])
    ends += [heads.PUBLISHED] if published else []
    ends += [POINTS] if ruleset.is_scored else []
    ends += [RANKING] if ruleset.levels else []
    columns = (
        DataColumn(heads.UNIT, 24),
        *(DataColumn(Text(printable(code)), 4, upright=True) for code in run.program.criteria),
        *(DataColumn(end, 16) for end in ends),
    )
    rows = tuple((Text(group.called(run, names)), *group.cells) for group in groups)
    notes = tuple(
        Text(f"({group.letter}) {_named(group.units, names, everything=False)}") for group in groups if group.letter
    )
    title = Text(names.text(ruleset.title))
    return DataTable(title, title, columns, rows, notes=notes, first=1)


def _open_items(run: Decisions, groups: Sequence[_Rows], names: Names, everything: bool) -> Iterator[PaperBlock]:
    """Items with the rules and conditions that are open for the units; those that several units share are told once."""
    of_units: dict[str, list[str]] = {}
    for unit in run.units:
        if marks := open_marks(run, unit.code, names):
            of_units.setdefault(marks, []).append(unit.code)
    for unit in run.units:
        for condition in conditions_marked(run, unit.code, names):
            of_units.setdefault(condition, []).append(unit.code)
    said: dict[tuple[str, ...], list[str]] = {}
    for text, units in of_units.items():
        said.setdefault(tuple(units), []).append(text)
    if said:
        yield plain(f"{heads.OPEN.in_language(names.language)}:", item=True)
    named: dict[Sequence[str], str] = {group.units: group.called(run, names) for group in groups if group.letter}
    if len(run.units) > 1:
        kind = names.kind(run.program.ruleset.applies_to)
        named.setdefault(tuple(unit.code for unit in run.units), counted(len(run.units), kind, names.language))
    for several, texts in said.items():
        called = named.get(several) or _named(several, names, everything)
        yield evolve(plain(f"{called}: {'; '.join(texts)}", item=True), level=1)


def _named(units: Sequence[str], names: Names, everything: bool) -> str:
    """Units by name; of very many, how many more there are."""
    most = len(units) if everything else MOST_NAMED
    return first_of(list(map(names.unit, units)), ", ", most, names.language, overview_words.AND_OTHER_UNITS)


def _without_members(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """`Không có xã nào (1, 3): Huyện A, Huyện B`: the units with rules over those below them that found none."""
    groups: dict[str, list[str]] = {}
    for unit in units:
        concluded = [run.decision(unit, conclusion.code) for conclusion in run.program.ruleset.conclusions]
        own = [evolve(decision, children=()) for decision in concluded]
        text = no_members_in_short([*own, *(run.decision(unit, code) for code in run.program.criteria)], names)
        if text:
            groups.setdefault(text, []).append(unit)
    for text, found in groups.items():
        called = _named(found, names, everything=False)
        yield f"{capital(text)}: {called}"
