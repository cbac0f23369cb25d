"""The units that a run decides, and lines for those that do not exist on its day; the key to the signs of outcomes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from ...engine.decisions import Decisions
from ...model.key import REVOCATION
from ...model.library import in_force
from ...model.outcome import Outcome
from ...model.text import Language, printable
from ...model.units.unit import Unit, Units
from ..phrasing.names import Names
from ..phrasing.numbers import apart, day
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import STATUS_SIGN, RuleKind, outcome_word, sign


def units_of(run: Decisions, chosen: Collection[str] = ()) -> list[str]:
    """The codes of the units that a run decides, of those chosen (empty: all)."""
    return [unit.code for unit in run.units if not chosen or unit.code in chosen]


_ORDER = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


def legend(names: Names, runs: Sequence[Decisions] = (), shown: Collection[str] = ()) -> str:
    """Legend of the outcome signs, with those of a revocation and of a classification that are `shown`.

    >>> from ...model.library import Library
    >>> legend(Names(Library(), None, "en"))
    'Key: ✓ attained · ✗ not attained · ? undetermined · – not applicable'
    """
    rulesets = [run.program.ruleset for run in runs]
    words_by_sign = {
        sign(RuleKind.CRITERION, outcome): [outcome_word(RuleKind.CRITERION, outcome, names.language)]
        for outcome in _ORDER
    }
    for kind, is_had in (
        (
            RuleKind.REVOCATION,
            any(conclusion.code == REVOCATION for ruleset in rulesets for conclusion in ruleset.conclusions),
        ),
        (RuleKind.CLASSIFICATION, any(ruleset.classifies for ruleset in rulesets)),
    ):
        for outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
            if is_had and (mark := sign(kind, outcome)) in shown:
                words_by_sign.setdefault(mark, []).append(outcome_word(kind, outcome, names.language))
    published = (of_unit for run in runs for of_unit in run.world.evidence.published.values())
    if any(
        isinstance(decision.value, str)
        for of_unit in published
        for decisions in of_unit.values()
        for decision in decisions
    ):
        words_by_sign.setdefault(STATUS_SIGN, []).append(names.say(overview_words.STATUS_OF_COUNCIL))
    signs = " · ".join(f"{mark} {', '.join(called)}".lower() for mark, called in words_by_sign.items())
    return names.say(overview_words.LEGEND, signs=signs)


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
            yield names.say(overview_words.GONE, unit=names.unit(unit.code), day=when, successors=successors)
    if without := [called(unit) for unit in gone if not unit.successors]:
        yield names.say(overview_words.GONE_WITHOUT_SUCCESSOR, day=when, units=apart(without))
    if to_come := [_formed(unit, language) for unit in concerned if unit not in gone]:
        yield names.say(overview_words.NOT_YET, day=when, units="; ".join(to_come))


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
        versions = names.library.versions.get(id, ())
        if in_force(versions, on) is not None:
            continue
        last = next((version for version in reversed(versions) if version.version <= on), None)
        end = None if last is None else last.until
        yield names.say(
            overview_words.NOT_BEGUN if end is None else overview_words.ENDED,
            title=names.title(id, None if last is None else last.version),
            ruleset=id,
            end="" if end is None else day(end, names.language),
            day=day(on, names.language),
        )


def rulesets_without_units(runs: Sequence[Decisions], names: Names) -> Iterator[str]:
    """A line for each ruleset that has no unit to decide."""
    for run in runs:
        if not run.units:
            ruleset = run.program.ruleset
            yield names.say(
                overview_words.NO_UNITS,
                title=names.text(ruleset.title),
                ruleset=ruleset.id,
                kind=names.one(ruleset.applies_to),
                day=day(run.program.as_of, names.language),
            )
