"""Several units under one ruleset: a table of them by criteria, what is open for each, and how many attain."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from attrs import evolve, frozen

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.key import RECOGNITION
from ...model.text import Text, printable
from ..decisions.told import no_members_in_short, uncounted_heading
from ..overview.caption import concluded_totals, criteria_tally, groups_of, has_recognition, published_on, totals
from ..overview.open_lines import MOST_APART, conditions_marked, open_marks
from ..pages.two_languages import Badge, Look, badge_of
from ..phrasing.grades import level_text, points_text
from ..phrasing.names import Names
from ..phrasing.numbers import counted, first_of, form, in_runs
from ..phrasing.rules import repealed_lines
from ..quantities.tallies import tally_text
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.common import capital
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING
from ..words.rule_kinds import RuleKind
from .paper import CellValue, DataColumn, DataTable, PaperBlock, plain

MOST_NAMED = 12
"""Maximum number of units named at what is open for them; the rest are counted."""
_SHORT = 36
"""Items of at most so many characters stand in one line with others."""


@frozen
class _Rows:
    """Units with the same row: their codes, the row without the name, and the letter by which the page names them.

    Those of whom nothing is known, beside others that are all named, are the other ones without a letter, and so are all units.
    """

    units: tuple[str, ...]
    cells: tuple[CellValue, ...]
    letter: str = ""

    def called(self, run: Decisions, names: Names) -> str:
        """The name of the unit, or how many units of the kind there are, with the letter."""
        if len(self.units) == 1:
            return names.unit(self.units[0])
        count, kind = len(self.units), names.kind(run.program.ruleset.applies_to)
        if not self.letter and count < len(run.units):
            kinds = form(kind, count, names.language)
            return names.say(overview_words.OTHERS, count=count, kinds=kinds)
        return f"{counted(count, kind, names.language)}{f' ({self.letter})' if self.letter else ''}"


def units_blocks(
    run: Decisions, names: Names, *, everything: bool = False, are_all: bool = False
) -> Iterator[PaperBlock]:
    """A row for each unit, a column for each criterion; what is open; then how many units attain each criterion.

    More than a few units with the same row are one row, and named below it, unless they `are_all` that the ruleset decides;
    with `everything` each has its own. One row or two say what the totals of the criteria would.
    """
    ruleset, units = run.program.ruleset, [unit.code for unit in run.units]
    published = _published(run, names)
    groups = _groups(run, published, names, everything=everything, are_all=are_all)
    yield _table(run, groups, names, published=bool(published))
    yield from _open_items(run, groups, names, everything)
    if uncounted := ", ".join(in_runs(uncounted_criteria(ruleset))):
        yield plain(f"{uncounted_heading(ruleset, names.language)}: {uncounted}", item=True)
    told_by_rows = len(groups) <= 2 and not ruleset.classifies
    of_units = concluded_totals(run, units, names) if told_by_rows else totals(run, units, names)
    for line in (*_without_members(run, units, names), *of_units, *repealed_lines(ruleset, names)):
        yield plain(line, item=True)


def _published(run: Decisions, names: Names) -> Mapping[str, str]:
    """The published decisions on the recognition of each unit; nothing where there are none on any."""
    if not has_recognition(run.program.ruleset):
        return {}
    published = {unit.code: published_on(run, unit.code, RECOGNITION, names) for unit in run.units}
    return published if any(published.values()) else {}


def _groups(
    run: Decisions, published: Mapping[str, str], names: Names, *, everything: bool, are_all: bool
) -> list[_Rows]:
    rows = {unit.code: tuple(_cells(run, unit.code, published, names)) for unit in run.units}
    alike: dict[tuple[CellValue, ...], list[str]] = {}
    for unit, cells in rows.items():
        alike.setdefault(cells, []).append(unit)
    groups: list[_Rows] = []
    letters = iter((*ascii_lowercase, *(f"{first}{second}" for first in ascii_lowercase for second in ascii_lowercase)))
    for unit, cells in rows.items():
        units = alike[cells]
        if everything or len(units) <= MOST_APART:
            groups.append(_Rows((unit,), cells))
        elif unit == units[0]:
            groups.append(_Rows(tuple(units), cells, next(letters, "*")))
    lettered = [group for group in groups if group.letter]
    if are_all and len(lettered) == 1 and (len(groups) == 1 or _is_unknown(lettered[0].cells)):
        return [evolve(group, letter="") for group in groups]
    return groups


def _is_unknown(cells: Sequence[CellValue]) -> bool:
    """True of a row in which no criterion is determined."""
    signs = [cell for cell in cells if isinstance(cell, Badge)]
    return all(sign.look is Look.UNDETERMINED for sign in signs)


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
    texts_by_units: dict[tuple[str, ...], list[str]] = {}
    for text, units in of_units.items():
        texts_by_units.setdefault(tuple(units), []).append(text)
    named: dict[Sequence[str], str] = {
        group.units: group.called(run, names) for group in groups if len(group.units) > 1
    }
    if len(run.units) > 1:
        kind = names.kind(run.program.ruleset.applies_to)
        named.setdefault(tuple(unit.code for unit in run.units), counted(len(run.units), kind, names.language))
    items: list[str] = []
    is_short = False
    for codes, texts in texts_by_units.items():
        text = f"{named.get(codes) or _named(codes, names, everything)}: {'; '.join(texts)}"
        if is_short and len(text) <= _SHORT:
            items[-1] += f" · {text}"
        else:
            items.append(text)
        is_short = len(text) <= _SHORT
    heading = f"{names.say(heads.OPEN)}:"
    if len(items) == 1:
        yield plain(f"{heading} {items[0]}", item=True)
    elif items:
        yield plain(heading, item=True)
        yield from (evolve(plain(item, item=True), level=1) for item in items)


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
    for text, units_without in groups.items():
        called = _named(units_without, names, everything=False)
        yield f"{capital(text)}: {called}"
