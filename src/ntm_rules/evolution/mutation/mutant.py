"""Mutants: a ruleset with one thing changed, as a person might have it wrong by mistake.

Cases are good when no mutant passes them all. A mutant has every name it had before, so it can be run where the ruleset could.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import evolve, frozen

from ...language.contents.rewriting import Path, replaced, rules_at, without
from ...language.contents.traversal import all_below, within
from ...model.condition import Condition, Score
from ...model.library import Library
from ...model.place import Place, place_of
from ...model.problem import CompileError
from ...model.ruleset import Conclusion, Criterion, Indicator, Rule, Ruleset
from ...model.threshold import Award
from ...program.compiling import compile
from ..dependence import counts_all, named_by
from ..in_force import Years, years_in_force
from .condition import changed_conditions
from .kind import MutantKind
from .threshold import changed_awards

__all__ = ["Changed", "Mutant", "MutantKind", "mutants"]

Changed = Condition | Rule | Ruleset | Award | str
"""Changed part of a mutant: the condition itself, not the one around it; the rule; the id of a level of assurance; for its
date, the ruleset."""


@frozen
class Mutant:
    """A ruleset with one thing changed.

    `rule` is the code of the rule in which it is (None: it is the date of the version), `place` where it stands; `before` and
    `after` are what is changed (None: left out). `changed` are the rules that say something else now: the rule itself, or those
    that asked for it where it is left out.
    """

    kind: MutantKind
    rule: str | None
    place: Place | None
    before: Changed
    after: Changed | None
    ruleset: Ruleset
    changed: tuple[str, ...]


def mutants(ruleset: Ruleset, library: Library) -> Iterator[Mutant]:
    """Every mutant of a ruleset, in the order of its rules, those of its date last.

    Each compiles where the ruleset does: no combination or list becomes empty, and no rule is left out that another one names.
    Only what some rule asks for is left out. Contents and thresholds that are not known, or are delegated, stay as they are.

    >>> from ...language.library import load_library
    >>> library = load_library()
    >>> mutations = mutants(library.versions["vn/civilised-township"][-1], library)
    >>> [mutant.kind.value for mutant in mutations if mutant.rule == "8.2"]
    ['strictness', 'opposite', 'threshold_up', 'threshold_down', 'indicator']
    """
    years = years_in_force(ruleset, library)
    for path, rule in rules_at(ruleset):
        yield from _in_rule(path, rule, ruleset, library, years)
        if isinstance(rule, Indicator):
            yield from _without_indicator(path, rule, ruleset)
        elif isinstance(rule, Criterion):
            yield from _without_criterion(path, rule, ruleset)
    where = ruleset.applies_where
    for change in () if where is None else changed_conditions(where, library, years):
        after = replaced(ruleset, ("applies_where",), change.whole)
        yield Mutant(change.kind, None, change.place, change.before, change.after, after, ())
    yield from _asking_otherwise((), ruleset, ruleset, library)
    yield from _on_another_day(ruleset, library)


def _in_rule(path: Path, rule: Rule, ruleset: Ruleset, library: Library, years: Years) -> Iterator[Mutant]:
    """Mutants with one thing changed in a rule at a path."""
    for name, condition in (("condition", rule.condition), ("applies_when", rule.applies_when)):
        for change in () if condition is None else changed_conditions(condition, library, years):
            after = replaced(ruleset, (*path, name), change.whole)
            yield Mutant(change.kind, rule.code, change.place, change.before, change.after, after, (rule.code,))
    award = None if isinstance(rule, Conclusion) else rule.points
    if award is not None:
        for other in changed_awards(award, library):
            after = replaced(ruleset, (*path, "points"), other)
            yield Mutant(MutantKind.POINTS, rule.code, rule.place, award, other, after, _reading_points(rule, ruleset))
    if rule.applies_when is not None:
        place = rule.applies_when.place or rule.place
        after = replaced(ruleset, (*path, "applies_when"), None)
        yield Mutant(MutantKind.APPLIES_WHEN, rule.code, place, rule.applies_when, None, after, (rule.code,))
    yield from _asking_otherwise(path, rule, ruleset, library)


def _asking_otherwise(path: Path, asking: Rule | Ruleset, ruleset: Ruleset, library: Library) -> Iterator[Mutant]:
    """Mutants that ask for another level of assurance, or for none, where some rule then asks for another."""
    level, levels = asking.requires_assurance, library.assurance_ids
    if level not in levels:
        return
    at, before = levels.index(level), ruleset.assurance_asked()
    code = None if isinstance(asking, Ruleset) else asking.code
    for other in (None, *levels[max(at - 1, 0) : at], *levels[at + 1 : at + 2]):
        after = replaced(ruleset, (*path, "requires_assurance"), other)
        now = after.assurance_asked()
        if changed := tuple(rule.code for rule in ruleset.rules() if before.get(rule.code) != now.get(rule.code)):
            place = place_of(level) or asking.place
            yield Mutant(MutantKind.ASSURANCE, code, place, level, other, after, changed)


def _reading_points(rule: Rule, ruleset: Ruleset) -> tuple[str, ...]:
    """The rule, and those that read points, which may come to another outcome with other points of it."""
    reading = (
        reader.code
        for reader in ruleset.rules()
        if reader.condition is not None and any(isinstance(part, Score) for part in within(reader.condition))
    )
    return tuple(dict.fromkeys((rule.code, *reading)))


def _without_indicator(path: Path, indicator: Indicator, ruleset: Ruleset) -> Iterator[Mutant]:
    """The mutant without an indicator or a content, where the rule above keeps another one and no rule names it."""
    codes = {rule.code for rule in (indicator, *all_below(indicator))}
    above = ruleset.above(indicator.code)
    if above is not None and len(above.below) > 1 and not _is_named(codes, ruleset):
        after = without(ruleset, path)
        yield Mutant(MutantKind.INDICATOR, indicator.code, indicator.place, indicator, None, after, (above.code,))


def _without_criterion(path: Path, criterion: Criterion, ruleset: Ruleset) -> Iterator[Mutant]:
    """The mutant without a criterion, where another one is left, some rule counts all, and no rule names it."""
    codes = {rule.code for rule in (criterion, *all_below(criterion))}
    counting = tuple(rule.code for rule in ruleset.rules() if rule.code not in codes and counts_all(rule, ruleset))
    if len(ruleset.criteria) > 1 and counting and not _is_named(codes, ruleset):
        after = without(ruleset, path)
        yield Mutant(MutantKind.CRITERION, criterion.code, criterion.place, criterion, None, after, counting)


def _is_named(codes: set[str], ruleset: Ruleset) -> bool:
    """True when another rule names one of the codes, so that they cannot be left out."""
    return any(not codes.isdisjoint(named_by(rule, ruleset)) for rule in ruleset.rules() if rule.code not in codes)


def _on_another_day(ruleset: Ruleset, library: Library) -> Iterator[Mutant]:
    """The version in force a day too late, and a day too early, where something can be decided on the day it is about.

    On its first day a version may ask another ruleset that begins later; on the day before there may be no version at all.
    """
    first, eve = ruleset.version, ruleset.version - timedelta(days=1)
    if ruleset.until != first and _compiles(ruleset, first, library):
        later = evolve(ruleset, version=first + timedelta(days=1))
        yield Mutant(MutantKind.LATER, None, ruleset.place, ruleset, later, later, ())
    if _compiles(ruleset.id, eve, library):
        earlier = evolve(ruleset, version=eve)
        yield Mutant(MutantKind.EARLIER, None, ruleset.place, ruleset, earlier, earlier, ())


def _compiles(ruleset: Ruleset | str, day: date, library: Library) -> bool:
    try:
        compile(ruleset, day, library)
    except CompileError:
        return False
    return True
