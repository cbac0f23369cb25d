"""Coverage: outcomes of rules and points around their thresholds that some case decides."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from ...model.arguments import checks_arguments
from ...model.condition import Bound, Condition, last_years
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.ruleset import Rule, Ruleset
from ...model.threshold import Fixed
from ...program.program import Program
from ..cases.case import Case
from ..cases.trial import Trial, trials
from ..in_force import Years, first_program, in_place_of, years_in_force
from .scale import Point
from .threshold_points import fixed_in, occurrences_in, point_tried

Reachable = Callable[[Program, str], frozenset[Outcome]]
"""Function that returns the outcomes that a rule of a program can come to."""


@frozen
class ThresholdCoverage:
    """A figure or level that a rule compares with: the condition (and the bound of it) in which it stands, the points `tried`.

    `missing` are the points around it where a figure can lie and no case has one.
    """

    rule: str
    condition: Condition
    bound: Bound | None
    fixed: Fixed
    place: Place | None
    tried: frozenset[Point]
    missing: tuple[Point, ...]


@frozen
class RuleCoverage:
    """Coverage of one rule: the outcomes `decided`, the possible ones `missing`, and its thresholds."""

    rule: Rule
    decided: frozenset[Outcome]
    missing: tuple[Outcome, ...]
    thresholds: tuple[ThresholdCoverage, ...]


@frozen
class Gap:
    """Outcome of a rule, or point at one of its thresholds, that no case decides."""

    rule: str
    place: Place | None
    missing: Outcome | Point
    threshold: ThresholdCoverage | None = None


@frozen
class Coverage:
    """Coverage of every rule of a version."""

    ruleset: Ruleset
    rules: tuple[RuleCoverage, ...]

    def __repr__(self) -> str:
        counted = f"{len(self.rules)} rules, {len(self.gaps)} gaps"
        return f"Coverage({self.ruleset.id}@{self.ruleset.version}, {counted})"

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Gaps of all rules, rule by rule: outcomes first, then thresholds."""
        return tuple(gap for rule in self.rules for gap in _gaps(rule))


def _gaps(covered: RuleCoverage) -> Iterator[Gap]:
    for outcome in covered.missing:
        yield Gap(covered.rule.code, covered.rule.place, outcome)
    for threshold in covered.thresholds:
        for point in threshold.missing:
            yield Gap(covered.rule.code, threshold.place, point, threshold)


@checks_arguments
def coverage(ruleset: Ruleset, cases: Iterable[Case], library: Library, reachable: Reachable | None = None) -> Coverage:
    """Coverage of the rules of a version by its cases.

    A case counts for the rules that it expects an outcome of, and that come to it: what is not yet confirmed by a person (`?`),
    or is expected wrongly, covers nothing. Cases for other versions and other rulesets are left out. Without `reachable` a rule
    is taken to be able to come to every outcome.

    Raises CompileError when there is no case, and no day on which the version can be decided.

    >>> import ntm_rules as ntm
    >>> from ntm_rules.language.library import shipped_rulesets
    >>> library = ntm.load_library()
    >>> cases = ntm.cases_in(shipped_rulesets() / "vn" / "civilised-township", library)
    >>> coverage(library.ruleset("vn/civilised-township", cases[0].situation.as_of), cases, library)
    Coverage(vn/civilised-township@2022-04-15, 35 rules, 23 gaps)
    """
    library = in_place_of(ruleset, ruleset, library)
    ready = tuple(trials(ruleset, cases, library))
    decided: dict[str, set[Outcome]] = {}
    holding: dict[str, list[Trial]] = {}
    for trial in ready:
        for expected in trial.met():
            assert expected.outcome is not None
            decided.setdefault(expected.code, set()).add(expected.outcome)
            holding.setdefault(expected.code, []).append(trial)
    programs = list({id(trial.program): trial.program for trial in ready}.values())
    programs = programs or [first_program(ruleset, library)]
    years = years_in_force(ruleset, library)
    rules = []
    for rule in ruleset.rules():
        outcomes = frozenset(decided.get(rule.code, ()))
        can_be = frozenset(Outcome)
        if reachable is not None:
            can_be = frozenset().union(*(reachable(program, rule.code) for program in programs))
        missing = tuple(outcome for outcome in Outcome if outcome in can_be - outcomes)
        covered = tuple(_thresholds(rule, holding.get(rule.code, ()), programs[0], years))
        rules.append(RuleCoverage(rule, outcomes, missing, covered))
    return Coverage(ruleset, tuple(rules))


def _thresholds(rule: Rule, holding: Sequence[Trial], program: Program, years: Years) -> Iterator[ThresholdCoverage]:
    points_tried: dict[int, set[Point]] = {}
    for trial in holding:
        for occurrence in occurrences_in(trial.program.by_code[rule.code]):
            tried = point_tried(occurrence, trial)
            if tried is not None:
                points_tried.setdefault(id(tried[0]), set()).add(tried[1])
    seen: set[int] = set()
    for occurrence in occurrences_in(program.by_code[rule.code]):
        # A condition on each of several years holds several figures against one threshold.
        if last_years(occurrence.condition) is not None and id(occurrence.threshold) in seen:
            continue
        seen.add(id(occurrence.threshold))
        scale = occurrence.scale(program)
        for fixed in fixed_in(occurrence.threshold, years):
            points = frozenset(points_tried.get(id(fixed), ()))
            missing = tuple(point for point in Point if point in scale.points(fixed.value) - points)
            place = fixed.place or occurrence.condition.place or rule.place
            yield ThresholdCoverage(rule.code, occurrence.condition, occurrence.bound, fixed, place, points, missing)
