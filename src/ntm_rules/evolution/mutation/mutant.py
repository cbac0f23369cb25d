"""Mutants: a ruleset with one thing changed, such as a person might have it wrong by mistake.

Cases are good when no mutant passes them all. A mutant has every name it had before, so it can be run where the ruleset could.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import evolve, frozen

from ...model.condition import Condition
from ...model.library import Library
from ...model.place import Place
from ...model.problem import CompileError
from ...model.ruleset import Conclusion, Criterion, Indicator, Rule, Ruleset
from ...program.compiling import compile
from ..dependence import counts_all, named_by
from ..in_force import Years, years_in_force
from .condition import changed_conditions
from .kind import MutantKind

__all__ = ["Changed", "Mutant", "MutantKind", "mutants"]

Changed = Condition | Rule | Ruleset
"""What a mutant has otherwise: the condition itself, not what it stands in; the rule or, for its date, the ruleset."""


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
    >>> found = mutants(library.versions["vn/civilised-township"][-1], library)
    >>> [one.kind.value for one in found if one.rule == "8.2"]
    ['strictness', 'opposite', 'threshold_up', 'threshold_down', 'indicator']
    """
    years = years_in_force(ruleset, library)
    for criterion in ruleset.criteria:
        for indicator in criterion.indicators:
            yield from _in_rule(indicator, ruleset, library, years)
            yield from _without_indicator(indicator, criterion, ruleset)
        yield from _in_rule(criterion, ruleset, library, years)
        yield from _without_criterion(criterion, ruleset)
    for conclusion in ruleset.conclusions:
        yield from _in_rule(conclusion, ruleset, library, years)
    yield from _on_another_day(ruleset, library)


def _in_rule(rule: Rule, ruleset: Ruleset, library: Library, years: Years) -> Iterator[Mutant]:
    changed = (rule.code,)
    if rule.condition is not None:
        for change in changed_conditions(rule.condition, library, years):
            after = _with(ruleset, rule, evolve(rule, condition=change.whole))
            yield Mutant(change.kind, rule.code, change.place, change.before, change.after, after, changed)
    if rule.applies_when is not None:
        for change in changed_conditions(rule.applies_when, library, years):
            after = _with(ruleset, rule, evolve(rule, applies_when=change.whole))
            yield Mutant(change.kind, rule.code, change.place, change.before, change.after, after, changed)
        place = rule.applies_when.place or rule.place
        after = _with(ruleset, rule, evolve(rule, applies_when=None))
        yield Mutant(MutantKind.APPLIES_WHEN, rule.code, place, rule.applies_when, None, after, changed)


def _with(ruleset: Ruleset, old: Rule, new: Rule) -> Ruleset:
    """The ruleset with one rule in the place of another."""
    if isinstance(new, Conclusion):
        return evolve(ruleset, conclusions=tuple(new if each is old else each for each in ruleset.conclusions))
    if isinstance(new, Criterion):
        return evolve(ruleset, criteria=tuple(new if each is old else each for each in ruleset.criteria))
    criteria = []
    for criterion in ruleset.criteria:
        if any(each is old for each in criterion.indicators):
            below = tuple(new if each is old else each for each in criterion.indicators)
            criterion = evolve(criterion, indicators=below)
        criteria.append(criterion)
    return evolve(ruleset, criteria=tuple(criteria))


def _without_indicator(indicator: Indicator, criterion: Criterion, ruleset: Ruleset) -> Iterator[Mutant]:
    rest = tuple(each for each in criterion.indicators if each is not indicator)
    if rest and not _is_named({indicator.code}, ruleset):
        after = _with(ruleset, criterion, evolve(criterion, indicators=rest))
        kind = MutantKind.INDICATOR
        yield Mutant(kind, indicator.code, indicator.place, indicator, None, after, (criterion.code,))


def _without_criterion(criterion: Criterion, ruleset: Ruleset) -> Iterator[Mutant]:
    rest = tuple(each for each in ruleset.criteria if each is not criterion)
    codes = {criterion.code, *(each.code for each in criterion.indicators)}
    counting = tuple(each.code for each in ruleset.rules() if each.code not in codes and counts_all(each, ruleset))
    if rest and counting and not _is_named(codes, ruleset):
        after = evolve(ruleset, criteria=rest)
        yield Mutant(MutantKind.CRITERION, criterion.code, criterion.place, criterion, None, after, counting)


def _is_named(codes: set[str], ruleset: Ruleset) -> bool:
    """Whether another rule names one of these, so that they cannot be left out."""
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
