"""durable_rules and the plain matcher give the same answers to the same events."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Event, Matcher, make_matcher
from ntm_rules.engine.live.matching.pattern import LIMIT, Pattern, Test
from ntm_rules.model.condition import Operator
from ntm_rules.model.problem import EngineError

pytestmark = pytest.mark.skipif(unavailable() is not None, reason=f"durable_rules: {unavailable()}")

EDGES = st.sampled_from(
    [-LIMIT, -LIMIT + 1, -(2**53) - 1, -(2**31), -1, 0, 1, 2**31, 2**53, 2**53 + 1, LIMIT - 1, LIMIT]
)
INTEGERS = st.one_of(st.integers(-5, 5), st.integers(-LIMIT, LIMIT), EDGES)


def interval(attribute: str, low: int | None, high: int | None, draw: st.DrawFn) -> tuple[Test, ...]:
    """low <= attribute < high, in one of the ways to write it; at least one test."""
    tests = []
    if low is not None:
        strict = low > -LIMIT and draw(st.booleans())
        tests.append(
            Test(attribute, Operator.MORE_THAN, low - 1) if strict else Test(attribute, Operator.AT_LEAST, low)
        )
    if high is not None:
        strict = draw(st.booleans())
        tests.append(
            Test(attribute, Operator.LESS_THAN, high) if strict else Test(attribute, Operator.AT_MOST, high - 1)
        )
    if low is not None and high == low + 1 and draw(st.booleans()):
        return (Test(attribute, Operator.EQUALS, low),)
    return tuple(draw(st.permutations(tests)))


@st.composite
def complementary(draw: st.DrawFn, name: str) -> list[Pattern]:
    """Patterns of one group that share out all values of one or two attributes among them."""
    patterns: list[Pattern] = []
    cuts = sorted(draw(st.sets(INTEGERS.filter(lambda cut: cut > -LIMIT), min_size=1, max_size=4)))
    for low, high in pairwise([None, *cuts, None]):
        first = interval(name, low, high, draw)
        if draw(st.booleans()):
            patterns.append(Pattern(f"{name}.{len(patterns)}", first))
            continue
        cut = draw(INTEGERS.filter(lambda cut: cut > -LIMIT))
        for second in (interval(f"{name}'", None, cut, draw), interval(f"{name}'", cut, None, draw)):
            patterns.append(Pattern(f"{name}.{len(patterns)}", first + second))
    return patterns


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Pattern], list[Event]]:
    """Complementary patterns for some nodes, and events for them near the thresholds."""
    names = [f"node {number}" for number in range(draw(st.integers(1, 8)))]
    patterns = draw(st.permutations([pattern for name in names for pattern in draw(complementary(name))]))
    near: dict[str, list[int]] = {}
    for pattern in patterns:
        for test in pattern.tests:
            around = (test.value - 1, test.value, test.value + 1)
            near.setdefault(test.attribute, []).extend(value for value in around if -LIMIT <= value <= LIMIT)

    def event(name: str) -> st.SearchStrategy[Event]:
        attributes = [name, f"{name}'"] if f"{name}'" in near else [name]
        values = [st.one_of(st.sampled_from(near[attribute]), INTEGERS) for attribute in attributes]
        return st.tuples(*values).map(lambda drawn: dict(zip(attributes, drawn, strict=True)))

    return patterns, draw(st.lists(st.sampled_from(names).flatmap(event), max_size=25))


@pytest.mark.slow
@given(cases())
def test_both_matchers_fire_the_same_patterns(case: tuple[list[Pattern], list[Event]]) -> None:
    patterns, events = case
    with make_matcher(patterns, "plain") as plain, make_matcher(patterns, "durable_rules") as durable:
        expected = plain.fire(events)
        assert durable.fire(events) == expected
        assert [durable.fire([event])[0] for event in events] == expected
        assert [[one.fire_one(event) for event in events] for one in (plain, durable)] == [expected, expected]


def answer(matcher: Matcher, events: list[Event]) -> object:
    try:
        return matcher.fire(events)
    except EngineError as error:
        return error.diagnostics


@pytest.mark.slow
@given(cases(), st.sets(st.integers(0, 30), max_size=3), st.sets(st.integers(0, 40), max_size=3), st.integers(0, 200))
def test_both_matchers_fail_alike(
    case: tuple[list[Pattern], list[Event]], removed: set[int], halved: set[int], strange: int
) -> None:
    """With patterns removed, attributes left out and an event for nobody, both say the same, and so they do afterwards."""
    patterns, events = case
    kept = [pattern for number, pattern in enumerate(patterns) if number not in removed]
    spoilt: list[Event] = [
        dict(list(event.items())[:1]) if number in halved else event for number, event in enumerate(events)
    ]
    if strange < len(spoilt):
        spoilt.insert(strange, {"nobody": 1})
    with make_matcher(kept, "plain") as plain, make_matcher(kept, "durable_rules") as durable:
        for batch in (spoilt, spoilt * 4, spoilt[:1]):
            assert answer(durable, batch) == answer(plain, batch)
