"""Open rules grouped by the responsible office."""

from collections.abc import Collection, Iterator, Sequence

from attrs import frozen

from ...engine.decisions import Decisions
from ...model.ruleset import ProvenanceStatus, short_name
from ...model.text import Text
from ..layout.cells import WIDTH, clipped, width_of
from ..layout.table import aligned, in_rows
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import sign
from .alike import MOST_APART, open_lines
from .open_rules import OpenRule, open_rules
from .overview import units_of

_LONGEST_UNIT = 24
_WIDEST = (_LONGEST_UNIT + 2, 36, 40)
"""Widths of the columns of the unit, the codes and the name; what is open has the rest."""
_RECALLED = "*"


@frozen(eq=False)
class _Item:
    run: Decisions
    one: OpenRule
    offices: tuple[Text, ...]

    @property
    def recalled(self) -> bool:
        return self.one.decision.provenance.status is ProvenanceStatus.RECALLED


def by_office(
    runs: Sequence[Decisions], names: Names, chosen: Collection[str] = (), *, everything: bool = False
) -> str:
    """The open rules of all units and rulesets under each office responsible, offices with most of them first.

    Those without an office are counted, and listed with `everything`. `chosen` narrows it to these units (empty: all).

    >>> from ...model.library import Library
    >>> by_office([], Names(Library(), None, "en"))
    'Nothing is left to attain or to settle.'
    """
    language = names.language
    items = list(_items(runs, names, chosen))
    if not items:
        return heads.NOTHING_OPEN.in_language(language)
    offices: dict[str, list[_Item]] = {}
    for item in items:
        for office in item.offices:
            offices.setdefault(names.text(office), []).append(item)
    units = len({item.one.decision.unit for item in items})
    head = say(
        overview_words.OPEN_ITEMS,
        language,
        count=_counted(len(items), names),
        units=counted(units, words.MEMBER, language),
    )
    if any(len(item.offices) > 1 for item in items):
        head = f"{head} {overview_words.SEVERAL_OFFICES.in_language(language)}"
    pages = [head]
    pages += [_page(title, own, names) for title, own in sorted(offices.items(), key=lambda entry: -len(entry[1]))]
    nobody = [item for item in items if not item.offices]
    if nobody and everything:
        pages.append(_page(heads.NO_OFFICE.in_language(language), nobody, names))
    elif nobody:
        heading = _heading(heads.NO_OFFICE.in_language(language), nobody, names)
        advice = overview_words.LIST_WITH_EVERYTHING.in_language(language)
        pages.append(say(overview_words.NAMED, language, text=heading, names=advice))
    if recalled := sum(item.recalled for item in items if everything or item.offices):
        pages.append(say(overview_words.ON_RECALLED, language, count=_counted(recalled, names)))
    return "\n\n".join(pages)


def _items(runs: Sequence[Decisions], names: Names, chosen: Collection[str]) -> Iterator[_Item]:
    for run in runs:
        for unit in units_of(run, chosen):
            for one in open_rules(run, unit):
                yield _Item(run, one, names.offices.of(run.program.ruleset, one.rule.code))


def _page(office: str, items: Sequence[_Item], names: Names) -> str:
    apart: dict[tuple[str, str, bool], list[_Item]] = {}
    for item in items:
        apart.setdefault((item.run.program.ruleset.id, item.one.decision.unit, item.recalled), []).append(item)
    cells = _together([row for group in apart.values() for row in _rows(group, names)])
    widths = [min(most, max(width_of(row[column]) for row in cells)) for column, most in enumerate(_WIDEST)]
    rows = [line for row in cells for line in in_rows(row, [*widths, WIDTH - sum(widths) - 8])]
    table = aligned(rows)
    return "\n".join([_heading(office, items, names), *(f"  {line}" for line in table.splitlines())])


def _together(rows: list[tuple[str, str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Rows with the sign before the unit; of more than a few units with the same rules open for one reason, one row."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for mark, unit, *said in rows:
        alike.setdefault((mark, *said), []).append(unit)
    found: dict[tuple[str, ...], tuple[str, str, str, str]] = {}
    for mark, unit, codes, name, what in rows:
        units = alike[mark, codes, name, what]
        if len(units) > MOST_APART:
            found[mark, codes, name, what] = (f"{mark} {', '.join(units)}", codes, name, what)
        else:
            found[mark, unit, codes, name, what] = (f"{mark} {unit}", codes, name, what)
    return list(found.values())


def _rows(items: Sequence[_Item], names: Names) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of the open rules of a unit under one ruleset (sign, unit, codes, name, what is open), those alike as one."""
    ruleset, mark = items[0].run.program.ruleset, _RECALLED if items[0].recalled else ""
    for line in open_lines([item.one for item in items], names):
        first = line.rules[0]
        unit = clipped(names.unit(first.decision.unit), _LONGEST_UNIT)
        name = names.text(short_name(first.rule)) if len(line.rules) == 1 else line.number(names)
        yield (
            sign(names.rule_kind(first.decision.rule), first.decision.outcome),
            unit,
            f"{ruleset.id}#{line.codes(ruleset)}{mark}",
            clipped(name, _WIDEST[2]),
            line.what(names),
        )


def _heading(office: str, items: Sequence[_Item], names: Names) -> str:
    return say(overview_words.OFFICE, names.language, office=office, count=_counted(len(items), names))


def _counted(count: int, names: Names) -> str:
    return counted(count, overview_words.ITEM, names.language)
