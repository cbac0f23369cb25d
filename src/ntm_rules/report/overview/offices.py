"""Open rules grouped by the responsible office."""

from collections.abc import Collection, Iterator, Sequence

from attrs import frozen

from ...engine.decisions import Decisions
from ...model.ruleset import ProvenanceStatus, short_name
from ..layout.cells import WIDTH, clipped, width_of
from ..layout.table import aligned
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import sign
from .open_rules import OpenRule, open_rules, what_is_open
from .overview import units_of

_LONGEST_UNIT = 24
_LONGEST_NAME = 48
_RECALLED = "*"


@frozen(eq=False)
class _Item:
    one: OpenRule
    cells: tuple[str, str, str, str]
    recalled: bool


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
        return overview_words.NOTHING_OPEN.in_language(language)
    offices: dict[str, list[_Item]] = {}
    for item in items:
        for office in item.one.offices:
            offices.setdefault(names.text(office), []).append(item)
    units = len({item.one.decision.unit for item in items})
    head = say(
        overview_words.OPEN_ITEMS,
        language,
        count=_counted(len(items), names),
        units=counted(units, words.MEMBER, language),
    )
    if any(len(item.one.offices) > 1 for item in items):
        head = f"{head} {overview_words.SEVERAL_OFFICES.in_language(language)}"
    pages = [head]
    pages += [_page(title, own, names) for title, own in sorted(offices.items(), key=lambda entry: -len(entry[1]))]
    nobody = [item for item in items if not item.one.offices]
    if nobody and everything:
        pages.append(_page(overview_words.NO_OFFICE.in_language(language), nobody, names))
    elif nobody:
        heading = _heading(overview_words.NO_OFFICE.in_language(language), nobody, names)
        advice = overview_words.LIST_WITH_EVERYTHING.in_language(language)
        pages.append(say(overview_words.NAMED, language, text=heading, names=advice))
    if recalled := sum(item.recalled for item in items if everything or item.one.offices):
        pages.append(say(overview_words.ON_RECALLED, language, count=_counted(recalled, names)))
    return "\n\n".join(pages)


def _items(runs: Sequence[Decisions], names: Names, chosen: Collection[str]) -> Iterator[_Item]:
    for run in runs:
        for unit in units_of(run, chosen):
            for one in open_rules(run, unit):
                decision = one.decision
                recalled = decision.provenance.status is ProvenanceStatus.RECALLED
                cells = (
                    f"{sign(names.rule_kind(decision.rule), decision.outcome)} {clipped(names.unit(unit), _LONGEST_UNIT)}",
                    f"{decision.rule}{_RECALLED if recalled else ''}",
                    clipped(names.text(short_name(one.rule)), _LONGEST_NAME),
                    what_is_open(decision, names),
                )
                yield _Item(one, cells, recalled)


def _page(office: str, items: Sequence[_Item], names: Names) -> str:
    used = sum(max(width_of(item.cells[column]) for item in items) for column in range(3)) + 8
    rows = [[*item.cells[:3], clipped(item.cells[3], WIDTH - used)] for item in items]
    table = aligned(rows)
    return "\n".join([_heading(office, items, names), *(f"  {line}" for line in table.splitlines())])


def _heading(office: str, items: Sequence[_Item], names: Names) -> str:
    return say(overview_words.OFFICE, names.language, office=office, count=_counted(len(items), names))


def _counted(count: int, names: Names) -> str:
    return counted(count, overview_words.ITEM, names.language)
