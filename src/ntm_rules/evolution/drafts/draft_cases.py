"""Drafts of the cases that are missing for full coverage; the expected outcomes are left to a person."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from attrs import define, evolve, field, frozen

from ...language.contents.traversal import cases as threshold_cases
from ...language.contents.traversal import choices
from ...model.arguments import checks_arguments
from ...model.library import Library, last_day
from ...model.measure import Measure
from ...model.outcome import Outcome
from ...model.ruleset import Criterion, Rule, Ruleset
from ...model.text import Text
from ..cases.case import Case, Expected
from ..cases.run import Programs, run_case
from ..comparison.proof import reachable_outcomes
from ..coverage.cover import ThresholdCoverage, coverage
from ..coverage.scale import Point
from ..coverage.threshold_points import ThresholdOccurrence, occurrences_in
from ..in_force import Years, first_program, in_place_of, years_in_force
from ..regions.diagram import TooManyCombinations
from ..regions.leaf import leaf_of
from ..regions.quantity import OwnMeasure
from ..regions.side import Side
from .draft import Covered, Draft, Workshop, draft_name
from .search import Search, routes, targets

_MOST_TRIED = 8
"""So many situations are tried for one thing that is missing, the likeliest first."""


@checks_arguments
def draft_cases(ruleset: Ruleset, cases: Iterable[Case], library: Library) -> tuple[Case, ...]:
    """Cases that are missing for a version of a ruleset: for every outcome that a rule can come to, and for figures
    just below, exactly at and just above every threshold, where no case has them yet.

    What is expected is left open (`?`): a person must say it, from the instrument and not from what the engine says. Cases that
    are there already count also where they are open. Where a rule takes too many combinations to be looked through, or no
    situation is found, nothing is drafted. The cases are for days on which the version is in force.

    Raises CompileError when there is no day on which the version can be decided.

    >>> from ...language.library import load_library
    >>> library = load_library()
    >>> township = library.versions["vn/civilised-township"][-1]
    >>> [case.name.vi for case in draft_cases(township, (), library)][:2]
    ['1.a: đúng ngưỡng 0 nhà', '1.a: ngay trên ngưỡng 0 nhà']
    """
    library = in_place_of(ruleset, ruleset, library)
    programs = Programs(library)
    answered = [answer(case, library, programs) for case in cases]
    missing = _Missing.of(ruleset, answered, library)
    drafts = list(_Drafter.of(Workshop(ruleset, library, programs), missing).drafts())
    return tuple(_named(drafts, ruleset, library))


def answer(case: Case, library: Library, programs: Programs | None = None) -> Case:
    """Case with its unconfirmed outcomes filled in from the engine; unchanged where they cannot be decided.

    For counting what the case would cover. It is no confirmation. `programs` are those of the same library, for several cases.
    """
    results = run_case(case, library, programs).results
    if not results:
        return case
    expected = [
        evolve(result.expected, outcome=result.outcome) if result.expected.outcome is None else result.expected
        for result in results
    ]
    return evolve(case, expected=tuple(expected))


@define(eq=False)
class _Missing:
    """Coverage that no case has yet: pairs of a rule's code with an outcome, or with a threshold (by identity) and a point."""

    thresholds: dict[str, list[ThresholdCoverage]]
    outcomes: dict[str, tuple[Outcome, ...]]
    done: set[tuple[str, object]] = field(factory=set)

    @classmethod
    def of(cls, ruleset: Ruleset, cases: Iterable[Case], library: Library) -> "_Missing":
        ruleset_coverage = coverage(ruleset, cases, library, reachable_outcomes)
        return cls(
            {
                rule_coverage.rule.code: [threshold for threshold in rule_coverage.thresholds if threshold.missing]
                for rule_coverage in ruleset_coverage.rules
            },
            {rule_coverage.rule.code: rule_coverage.missing for rule_coverage in ruleset_coverage.rules},
        )

    def points(self, code: str) -> Iterator[tuple[ThresholdCoverage, Point]]:
        for threshold in self.thresholds[code]:
            for point in threshold.missing:
                if (code, (id(threshold.fixed), point)) not in self.done:
                    yield threshold, point

    def open(self, code: str) -> Iterator[Outcome]:
        return (outcome for outcome in self.outcomes[code] if (code, outcome) not in self.done)

    def is_new(self, code: str, covered: Covered) -> bool:
        """True when some of the coverage of a case is missing so far."""
        wanted: set[tuple[str, object]] = {(code, outcome) for outcome in self.open(code)}
        wanted |= {(code, (id(threshold.fixed), point)) for threshold, point in self.points(code)}
        return not wanted.isdisjoint(covered)


@frozen(eq=False)
class _Drafter:
    workshop: Workshop
    side: Side
    years: Years
    missing: _Missing

    @classmethod
    def of(cls, workshop: Workshop, missing: _Missing) -> "_Drafter":
        ruleset, library = workshop.ruleset, workshop.library
        # Situations are looked for on days on which the version is in force, until the next one.
        dated = evolve(ruleset, until=last_day(ruleset, library))
        program = first_program(dated, in_place_of(ruleset, dated, library))
        years = years_in_force(ruleset, library)
        return cls(workshop, Side(program), years, missing)

    def drafts(self) -> Iterator[Draft]:
        ruleset = self.workshop.ruleset
        for criterion in ruleset.criteria:
            below = [
                draft
                for indicator in criterion.indicators
                for rule in (*indicator.contents, indicator)
                for draft in self._of_rule(rule)
            ]
            together = self._merged(below)
            yield from (self._also(draft, criterion) for draft in together)
            yield from self._of_rule(criterion)
        for conclusion in ruleset.conclusions:
            yield from self._of_rule(conclusion)

    def _of_rule(self, rule: Rule) -> Iterator[Draft]:
        if not any(True for _ in self.missing.points(rule.code)) and not any(
            True for _ in self.missing.open(rule.code)
        ):
            return
        try:
            search = Search.of(self.side, rule.code, self.years)
        except TooManyCombinations:
            return
        for threshold, point in self.missing.points(rule.code):
            yield from self._at(rule, threshold, point, search)
        for outcome in self.missing.open(rule.code):
            for situation in islice(search.of_outcome(outcome), _MOST_TRIED):
                covered = self.workshop.covered(situation, [rule.code])
                if (rule.code, outcome) in covered:
                    self.missing.done |= covered
                    yield Draft((rule.code,), outcome, situation)
                    break

    def _at(self, rule: Rule, threshold: ThresholdCoverage, point: Point, search: Search) -> Iterator[Draft]:
        """Case in which the rule's figure lies at a point beside a threshold, and decides the outcome if it can."""
        fixed = threshold.fixed
        occurrence = next(
            candidate
            for candidate in occurrences_in(search.side.program.by_code[rule.code])
            if candidate.condition is threshold.condition and candidate.bound is threshold.bound
        )
        reading = search.pair.reading
        for route in routes(occurrence.threshold, fixed, reading):
            others = [
                target
                for other in Point
                if other is not point
                for target in targets(occurrence, fixed, other, search.side, reading)
            ]
            for target in targets(occurrence, fixed, point, search.side, reading):
                for situation in islice(search.at(target, others, route), _MOST_TRIED):
                    covered = self.workshop.covered(situation, [rule.code])
                    if (rule.code, (id(fixed), point)) in covered:
                        self.missing.done |= covered
                        chosen = [
                            case
                            for threshold_case in threshold_cases(occurrence.threshold)
                            for case in choices(threshold_case)
                        ]
                        by = tuple(dict.fromkeys(case.attribute for case in chosen if case.attribute is not None))
                        with_year = any(case.attribute is None for case in chosen)
                        measure = self._measure(occurrence)
                        yield Draft((rule.code,), point, situation, fixed, measure, by, with_year)
                        return

    def _measure(self, occurrence: ThresholdOccurrence) -> Measure | None:
        """The measure that is compared with a threshold; None where something is counted or changes."""
        quantity = leaf_of(occurrence.term.figure, self.side)
        return self.side.program.measures[quantity.measure] if isinstance(quantity, OwnMeasure) else None

    def _merged(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Drafts for the same of several rules made one where they go together."""
        merged: list[Draft] = []
        for draft in drafts:
            for number, other in enumerate(merged):
                both = self.workshop.merged(other, draft) if other.goal is draft.goal else None
                if both is not None:
                    merged[number] = both
                    break
            else:
                merged.append(draft)
        return merged

    def _also(self, draft: Draft, criterion: Criterion) -> Draft:
        """The draft, which is for the criterion as well where it decides something of it that is missing."""
        covered = self.workshop.covered(draft.situation, [criterion.code])
        if not self.missing.is_new(criterion.code, covered):
            return draft
        self.missing.done |= covered
        return evolve(draft, also=(*draft.also, criterion.code))


def _named(drafts: Iterable[Draft], ruleset: Ruleset, library: Library) -> Iterator[Case]:
    taken: dict[str, int] = {}
    for draft in drafts:
        name = draft_name(draft, ruleset, library)
        taken[name.vi] = number = taken.get(name.vi, 0) + 1
        if number > 1:
            name = Text(f"{name.vi} ({number})", f"{name.en} ({number})")
        yield Case(
            name, ruleset.id, draft.situation, tuple(Expected(code, None) for code in (*draft.codes, *draft.also))
        )
