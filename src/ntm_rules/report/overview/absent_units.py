"""Lines for units that do not exist on the date, with their successors, and for rulesets that are not in force on it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from ...engine.decisions import Decisions
from ...model.text import Language, printable
from ...model.units.unit import Unit, Units
from ..phrasing.names import Names
from ..phrasing.numbers import apart, day
from ..words import overview as overview_words
from ..words.common import say


def absent_units(
    units: Units, kinds: Iterable[str], on: date, names: Names, chosen: Collection[str] = ()
) -> Iterator[str]:
    """A line for each unit of the kinds that no longer exists on a day, and for those not yet existing one together.

    Where no successor is known, units share a line. `chosen` narrows it to these units (empty: all).

    >>> from ...model.library import Library
    >>> units = Units([Unit("A", "Xã A", "commune", exists_until=date(2024, 12, 31))])
    >>> list(absent_units(units, ["commune"], date(2025, 6, 30), Names(Library(), units, "en")))
    ['Reorganised or dissolved before 30 Jun 2025, no successor given; their figures are not carried over: Xã A (A).']
    """
    language, when = names.language, day(on, names.language)
    of_kinds = [unit for kind in kinds for unit in units.of_kind(kind) if not chosen or unit.code in chosen]
    concerned = [unit for unit in of_kinds if not unit.exists_on(on)]
    gone = [unit for unit in concerned if unit.exists_until is not None and unit.exists_until < on]
    for unit in gone:
        if unit.successors:
            successors = ", ".join(
                called(units[code]) if code in units else printable(code) for code in unit.successors
            )
            yield say(overview_words.GONE, language, unit=names.unit(unit.code), day=when, successors=successors)
    if without := [called(unit) for unit in gone if not unit.successors]:
        yield say(overview_words.GONE_WITHOUT_SUCCESSOR, language, day=when, units=apart(without))
    if to_come := [_formed(unit, language) for unit in concerned if unit not in gone]:
        yield say(overview_words.NOT_YET, language, day=when, units="; ".join(to_come))


def _formed(unit: Unit, language: Language) -> str:
    """A unit to come with the day on which it is formed: an old unit may have its name."""
    if unit.exists_from is None:
        return called(unit)
    return say(overview_words.FORMED, language, unit=called(unit), day=day(unit.exists_from, language))


def called(unit: Unit) -> str:
    """A unit by its name and its code: a successor often has the name of one that it took the place of.

    >>> called(Unit("11908", "Xã Bản Bo", "commune"))
    'Xã Bản Bo (11908)'
    """
    return f"{printable(unit.name)} ({printable(unit.code)})"


def rulesets_not_in_force(ids: Iterable[str], on: date, names: Names) -> Iterator[str]:
    """A line for each ruleset of which no version is in force on a day: that it has ended, or has not begun.

    >>> from ...model.library import Library
    >>> from ...model.ruleset import Instrument, Ruleset
    >>> from ...model.text import Text
    >>> plan = Ruleset("vn/p", date(2024, 1, 1), Text("Plan"), "commune", Instrument("1"), (), until=date(2024, 12, 31))
    >>> names = Names(Library(versions={"vn/p": (plan,)}), None, "en")
    >>> list(rulesets_not_in_force(["vn/p"], date(2025, 2, 28), names))
    ['“Plan” (vn/p) ended on 31 Dec 2024 and is not assessed on 28 Feb 2025']
    """
    for id in ids:
        begun = [one for one in names.library.versions.get(id, ()) if one.version <= on]
        end = begun[-1].until if begun else None
        if begun and (end is None or end >= on):
            continue
        phrase = overview_words.NOT_BEGUN if end is None else overview_words.ENDED
        yield say(
            phrase,
            names.language,
            title=names.title(id, begun[-1].version if begun else None),
            ruleset=id,
            end="" if end is None else day(end, names.language),
            day=day(on, names.language),
        )


def rulesets_without_units(runs: Sequence[Decisions], names: Names) -> Iterator[str]:
    """A line for each ruleset that has no unit to decide."""
    for run in runs:
        if not run.units:
            ruleset = run.program.ruleset
            kind = names.kind(ruleset.applies_to)
            yield say(
                overview_words.NO_UNITS,
                names.language,
                title=names.text(ruleset.title),
                ruleset=ruleset.id,
                kind=kind.vi if names.language == "vi" else kind.one,
                day=day(run.program.as_of, names.language),
            )
