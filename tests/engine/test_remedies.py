"""Steps held against brute force where rules read the same measures: applying them attains, leaving one out does not."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.engine.remedies import StepKind, Steps
from ntm_rules.model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    AtMostN,
    Basis,
    Bound,
    Comparison,
    Condition,
    CriteriaState,
    NoneOf,
    Operator,
    OwnCriteria,
)
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit
from ntm_rules.program.compiling import compile

from ..profiles import tried

JUNE = date(2024, 6, 30)
TOWN = Unit("T", "Tam Đường", "township")
NAMES = ("m0", "m1", "m2")
VALUES = range(9)
MEASURES = {name: Measure(name, Text(name), minimum=Decimal(0), maximum=Decimal(8)) for name in NAMES}
LIBRARY = Library(MEASURES)
ALL = OwnCriteria(CriteriaState.ALL)
MakeRuleset = Callable[..., Any]
Figures = Mapping[str, int]

leaves = st.builds(
    lambda name, operator, value: Comparison(name, operator, Fixed(Decimal(value))),
    st.sampled_from(NAMES),
    st.sampled_from(Operator),
    st.sampled_from([1, 3, 5, 7]),
)


def _grouped(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    counted = parts.flatmap(
        lambda several: st.builds(
            lambda form, n: form(n, several), st.sampled_from([AtLeastN, AtMostN]), st.integers(1, len(several))
        )
    )
    return st.one_of(*(st.builds(form, parts) for form in (AllOf, AnyOf, NoneOf)), counted)


conditions: st.SearchStrategy[Condition] = st.recursive(leaves, _grouped, max_leaves=5)
figures_reported = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES))


@st.composite
def recognitions(draw: st.DrawFn, number: int) -> OwnCriteria:
    """All criteria, or a number or a share of them."""
    if draw(st.booleans()):
        return ALL
    state = draw(st.sampled_from([CriteriaState.ATTAINED, CriteriaState.NOT_ATTAINED]))
    operator = draw(st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUALS]))
    if draw(st.booleans()):
        bound = Bound(Basis.COUNT, operator, Fixed(Decimal(draw(st.integers(1, number)))))
    else:
        bound = Bound(Basis.SHARE, operator, Fixed(draw(st.sampled_from([Decimal(50), Decimal(100)]))))
    return OwnCriteria(state, (bound,))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Condition], OwnCriteria, dict[str, int]]:
    criteria = draw(st.lists(conditions, min_size=1, max_size=3))
    return criteria, draw(recognitions(len(criteria))), draw(figures_reported)


class Trial:
    """A ruleset about one town, decided on figures; each outcome is worked out once."""

    def __init__(self, ruleset: Any, library: Library = LIBRARY) -> None:
        self.program = compile(ruleset, JUNE, library)
        self._outcomes: dict[tuple[tuple[str, int], ...], Outcome] = {}

    def decided(self, figures: Mapping[str, Any]) -> Decisions:
        return evaluate(self.program, TOWN, [Fact("T", name, value, JUNE) for name, value in figures.items()])

    def outcome(self, figures: Figures) -> Outcome:
        key = tuple(sorted(figures.items()))
        if key not in self._outcomes:
            self._outcomes[key] = self.decided(figures).outcome("T")
        return self._outcomes[key]

    def outcomes(self, figures: Figures, names: tuple[str, ...]) -> set[Outcome]:
        """The outcomes for all that these measures can turn out to be."""
        return {self.outcome({**figures, **dict(zip(names, found, strict=True))}) for found in _every(names)}


def _every(names: tuple[str, ...]) -> Any:
    return product(VALUES, repeat=len(names))


def least_changes(trial: Trial, figures: Figures) -> int | None:
    """By brute force: the number of figures that must be set at least to attain; None where nothing does."""
    for size in range(len(NAMES) + 1):
        for chosen in combinations(NAMES, size):
            if Outcome.ATTAINED in trial.outcomes(figures, chosen):
                return size
    return None


def check_way(steps: Steps, trial: Trial, figures: dict[str, int]) -> None:
    """The steps attain, and none of them can be left out."""
    names = tuple(str(step.measure) for step in steps)
    assert len(set(names)) == len(names), "nothing is listed twice"
    assert all((step.kind is StepKind.CHANGE) is (step.measure in figures) for step in steps)
    fixed = {str(step.measure): int(step.becomes) for step in steps if isinstance(step.becomes, Decimal)}
    assert fixed.keys() == set(names) & figures.keys()
    for step in steps:
        if step.kind is StepKind.CHANGE:
            assert step.gap == abs(fixed[str(step.measure)] - figures[str(step.measure)])
    supplied = tuple(name for name in names if name not in fixed)
    after = {**figures, **fixed}
    attaining = [
        {**after, **dict(zip(supplied, found, strict=True))}
        for found in _every(supplied)
        if trial.outcome({**after, **dict(zip(supplied, found, strict=True))}) is Outcome.ATTAINED
    ]
    assert attaining
    for left_out in names:
        as_was = {left_out: figures[left_out]} if left_out in figures else {}
        assert any(
            trial.outcome({**{name: one for name, one in found.items() if name != left_out}, **as_was})
            is not Outcome.ATTAINED
            for found in attaining
        )


def test_to_attain_is_possible_minimal_and_shortest_where_measures_are_shared(make_ruleset: MakeRuleset) -> None:
    @settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: tuple[list[Condition], OwnCriteria, dict[str, int]]) -> None:
        criteria, recognition, figures = case
        trial = Trial(make_ruleset(*criteria, recognition=recognition))
        decided = trial.decided(figures)
        least, ways = least_changes(trial, figures), decided.ways_to_attain("T")
        steps = decided.to_attain("T")
        event(f"{least} steps, {len(ways)} ways")
        if least is None:
            assert steps is None
            assert ways == ()
            return
        assert steps is not None
        assert len(steps) == least
        assert ways[0] == steps
        for way in ways:
            check_way(way, trial, figures)
        sets = [{step.measure for step in way} for way in ways]
        assert not any(one < other for one in sets for other in sets), "no way only adds to another"

    check()


def test_to_settle_settles_and_every_part_of_it_is_needed_where_measures_are_shared(make_ruleset: MakeRuleset) -> None:
    @settings(max_examples=tried(0.4), suppress_health_check=list(HealthCheck))
    @given(cases())
    def check(case: tuple[list[Condition], OwnCriteria, dict[str, int]]) -> None:
        criteria, recognition, figures = case
        trial = Trial(make_ruleset(*criteria, recognition=recognition))
        steps = trial.decided(figures).to_settle("T")
        names = tuple(str(step.measure) for step in steps)
        assert bool(steps) is (trial.outcome(figures) is Outcome.UNDETERMINED)
        assert not set(names) & figures.keys()
        assert {step.kind for step in steps} <= {StepKind.REPORT}
        assert Outcome.UNDETERMINED not in trial.outcomes(figures, names)
        for left_out in names:
            others = tuple(name for name in names if name != left_out)
            assert Outcome.UNDETERMINED in trial.outcomes(figures, others)
        event(f"{len(names)} steps")

    check()
