"""The contract of matchers, held by both; and the choice between them."""

import struct
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import ModuleType
from typing import Any, cast

import pytest

from ntm_rules.engine.live.matching import matcher as matching
from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Choice, Event, Matcher, PlainMatcher, make_matcher
from ntm_rules.engine.live.matching.pattern import LIMIT, MOST_TESTS, MOST_TESTS_OF_A_GROUP, Pattern, Test
from ntm_rules.model.condition import Operator
from ntm_rules.model.problem import EngineError

BOTH = [
    pytest.param("plain", id="plain"),
    pytest.param(
        "durable_rules",
        id="durable_rules",
        marks=pytest.mark.skipif(unavailable() is not None, reason=f"durable_rules: {unavailable()}"),
    ),
]
Make = Callable[[list[Pattern]], Matcher]


@pytest.fixture(params=BOTH)
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Makes matchers of either kind, and closes them."""
    made: list[Matcher] = []

    def of(patterns: list[Pattern]) -> Matcher:
        made.append(make_matcher(patterns, cast("Choice", request.param)))
        return made[-1]

    yield of
    for matcher in made:
        matcher.close()


def pattern(*tests: tuple[str, Operator, int]) -> Pattern:
    return Pattern(" and ".join(str(Test(*test)) for test in tests), tuple(Test(*test) for test in tests))


def node(name: str, threshold: int = 50) -> list[Pattern]:
    """Four outcomes of a node, as a session has them."""
    return [
        pattern((name, Operator.AT_LEAST, threshold)),
        pattern((name, Operator.LESS_THAN, threshold)),
        pattern((f"{name}_unknown", Operator.EQUALS, 1)),
        pattern((f"{name}_left_out", Operator.EQUALS, 1)),
    ]


def tally(name: str) -> list[Pattern]:
    """Attained, not attained, undetermined: from the margin of what is sure and the margin of what is possible."""
    sure, possible = f"{name}_sure", f"{name}_possible"
    return [
        pattern((sure, Operator.AT_LEAST, 0)),
        pattern((sure, Operator.LESS_THAN, 0), (possible, Operator.LESS_THAN, 0)),
        pattern((sure, Operator.LESS_THAN, 0), (possible, Operator.AT_LEAST, 0)),
    ]


def codes(error: pytest.ExceptionInfo[EngineError]) -> list[str]:
    return [diagnostic.code for diagnostic in error.value.diagnostics]


def test_each_event_gets_the_one_pattern_that_fired(make: Make) -> None:
    matcher = make(node("water") + tally("roads"))
    events: list[Event] = [
        {"water": 49},
        {"water": 50},
        {"water_unknown": 1},
        {"water_left_out": 1},
        {"roads_sure": 0, "roads_possible": 3},
        {"roads_sure": -1, "roads_possible": -1},
        {"roads_sure": -1, "roads_possible": 0},
    ]
    expected = [1, 0, 2, 3, 4, 5, 6]
    assert matcher.fire(events) == expected
    assert [matcher.fire([event]) for event in events] == [[index] for index in expected]
    assert [matcher.fire_one(event) for event in events] == expected
    assert matcher.fire(events[::-1]) == expected[::-1]


@pytest.mark.parametrize("threshold", [-LIMIT, -LIMIT + 1, -1, 0, 1, LIMIT - 1, LIMIT])
@pytest.mark.parametrize("operator", list(Operator))
def test_each_operator_a_step_around_its_threshold_and_at_the_edges(
    make: Make, operator: Operator, threshold: int
) -> None:
    holds = {
        Operator.AT_LEAST: range(threshold, LIMIT + 1),
        Operator.MORE_THAN: range(threshold + 1, LIMIT + 1),
        Operator.AT_MOST: range(-LIMIT, threshold + 1),
        Operator.LESS_THAN: range(-LIMIT, threshold),
        Operator.EQUALS: range(threshold, threshold + 1),
    }[operator]
    for value in {-LIMIT, -LIMIT + 1, threshold - 1, threshold, threshold + 1, LIMIT - 1, LIMIT}:
        if not -LIMIT <= value <= LIMIT:
            continue
        with make([pattern(("m", operator, threshold)), pattern(("n", Operator.EQUALS, 0))]) as matcher:
            if value in holds:
                assert matcher.fire([{"m": value}, {"m": value}]) == [0, 0]
                assert matcher.fire([{"m": value}]) == [0]
            else:
                with pytest.raises(EngineError):
                    matcher.fire([{"m": value}])


def test_a_batch_of_thousands_keeps_its_order(make: Make) -> None:
    matcher = make([pattern for number in range(30) for pattern in node(f"m{number}", number)])
    events: list[Event] = [{f"m{number * 7 % 30}": number % 31} for number in range(2_345)]
    expected = [number * 7 % 30 * 4 + (number % 31 < number * 7 % 30) for number in range(2_345)]
    assert matcher.fire(events) == expected


def test_no_events_and_no_patterns(make: Make) -> None:
    assert make([]).fire([]) == []
    assert make(node("water")).fire([]) == []
    with pytest.raises(EngineError) as error:
        make([]).fire([{"water": 1}])
    assert codes(error) == ["NTM702"]


class Level(IntEnum):
    GOOD = 1


REFUSED_VALUES = [
    pytest.param(value, id=f"{type(value).__name__} {value!r}"[:40])
    for value in [
        *(0.1 + 0.2, 95.0, 1e-07, 1e16, float("nan"), float("inf"), -float("inf")),
        *("95", "abc", "", "3,5", "85%"),
        *(None, True, False, Decimal(95), Fraction(1, 3), Level.GOOD, [95], {"v": 95}, 95j),
        *(LIMIT + 1, -LIMIT - 1, 2**63, 10**30),
    ]
]


@pytest.mark.parametrize("value", REFUSED_VALUES)
def test_a_value_that_is_no_integer_in_range_is_refused_and_harms_nothing(make: Make, value: object) -> None:
    matcher = make(node("water") + tally("roads"))
    wrong = cast("int", value)
    batches: list[list[Event]] = [
        [{"water": wrong}],
        [{"water": 95}, {"water": wrong}, {"water": 12}],
        [{"roads_sure": -1, "roads_possible": wrong}],
        [*[{"water": 95}] * 1_200, {"water": wrong}],
    ]
    for batch in batches:
        with pytest.raises(EngineError) as error:
            matcher.fire(batch)
        assert codes(error) == ["NTM702"]
        assert matcher.fire([{"water": 95}, {"water": 12}]) == [0, 1]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({}, id="empty"),
        pytest.param({"watr": 95}, id="unknown attribute"),
        pytest.param({"water": 95, "roads_sure": 1}, id="attributes of two groups"),
        pytest.param({"water": 95, "water_unknown": 1}, id="two discriminators"),
        pytest.param({"roads_possible": 1}, id="no discriminator"),
        pytest.param({"roads_possible": 1, "roads_sure": -1}, id="the discriminator not first"),
        pytest.param({"id": 1}, id="a name the engine uses"),
    ],
)
def test_an_event_that_no_group_is_for_is_refused_and_harms_nothing(make: Make, event: Event) -> None:
    matcher = make(node("water") + tally("roads"))
    batches: list[list[Event]] = [[event], [{"water": 1}, event]]
    for batch in batches:
        with pytest.raises(EngineError) as error:
            matcher.fire(batch)
        assert codes(error) == ["NTM702"]
    with pytest.raises(EngineError) as error:
        matcher.fire_one(event)
    assert codes(error) == ["NTM702"]
    assert matcher.fire([{"water": 95}]) == [0]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"water_unknown": 0}, id="no pattern covers the value"),
        pytest.param({"roads_sure": -1}, id="an attribute is missing"),
    ],
)
@pytest.mark.parametrize("beside", [None, 0, 1, 700])
def test_an_event_that_fires_nothing_poisons(make: Make, event: Event, beside: int | None) -> None:
    matcher = make(node("water") + tally("roads"))
    around: list[Event] = [{"water": 95}] * (beside or 0)
    with pytest.raises(EngineError, match="fired 0 patterns") as error:
        matcher.fire_one(event) if beside is None else matcher.fire([*around, event, *around])
    assert codes(error) == ["NTM703"]
    assert str(dict(event)) in str(error.value)
    with pytest.raises(EngineError, match="not usable"):
        matcher.fire_one({"water": 95})
    for events in ([{"water": 95}], []):
        with pytest.raises(EngineError, match="not usable") as error:
            matcher.fire(events)
        assert codes(error) == ["NTM704"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param([("m", Operator.AT_LEAST, 5)], [("m", Operator.AT_LEAST, 5)], id="identical"),
        pytest.param([("m", Operator.AT_LEAST, 5)], [("m", Operator.AT_MOST, 5)], id="meet in one value"),
        pytest.param([("m", Operator.MORE_THAN, 5)], [("m", Operator.EQUALS, 6)], id="an integer step"),
        pytest.param(
            [("m", Operator.LESS_THAN, 0)],
            [("m", Operator.LESS_THAN, 0), ("n", Operator.AT_LEAST, 0)],
            id="one is within the other",
        ),
        pytest.param(
            [("m", Operator.LESS_THAN, 0), ("n", Operator.AT_LEAST, 0)],
            [("m", Operator.LESS_THAN, 0), ("o", Operator.AT_LEAST, 0)],
            id="told apart by no common attribute",
        ),
    ],
)
def test_two_patterns_that_one_event_could_match_are_refused(
    make: Make, first: list[tuple[str, Operator, int]], second: list[tuple[str, Operator, int]]
) -> None:
    with pytest.raises(EngineError, match="both patterns") as error:
        make([pattern(*first), pattern(*second)])
    assert codes(error) == ["NTM701"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([("m", Operator.MORE_THAN, 5)], [("m", Operator.AT_MOST, 5)]),
        ([("m", Operator.MORE_THAN, 5)], [("m", Operator.LESS_THAN, 6)]),
        ([("m", Operator.EQUALS, 5)], [("m", Operator.EQUALS, 6)]),
        ([("m", Operator.AT_LEAST, 0), ("m", Operator.LESS_THAN, 9)], [("m", Operator.AT_LEAST, 9)]),
        ([("m", Operator.AT_LEAST, 0)], [("m", Operator.MORE_THAN, 7), ("m", Operator.LESS_THAN, 8)]),
    ],
)
def test_patterns_that_meet_nowhere_are_taken(
    make: Make, first: list[tuple[str, Operator, int]], second: list[tuple[str, Operator, int]]
) -> None:
    assert make([pattern(*first), pattern(*second), pattern(("n", Operator.EQUALS, 1))]).fire([{"n": 1}]) == [2]


def test_every_reason_to_refuse_the_patterns_is_given_at_once(make: Make) -> None:
    too_many = tuple(Test(f"m{number}", Operator.AT_LEAST, 0) for number in range(MOST_TESTS + 1))
    with pytest.raises(EngineError) as error:
        make(
            [
                Pattern("no tests", ()),
                Pattern("too many tests", too_many),
                pattern(("m", Operator.AT_LEAST, LIMIT + 1)),
                pattern(("m", Operator.AT_LEAST, cast("int", True))),
                pattern(("m", Operator.AT_LEAST, cast("int", 99.5))),
            ]
        )
    assert codes(error) == ["NTM701"] * 5
    assert "no tests" in error.value.render("en")
    assert "phép so sánh" in error.value.render("vi")
    with pytest.raises(EngineError) as error:
        make(
            [
                pattern(("m", Operator.AT_LEAST, 0)),
                pattern(("n", Operator.AT_LEAST, 0), ("m", Operator.AT_LEAST, 0)),
                *(pattern(("o", Operator.EQUALS, number)) for number in range(MOST_TESTS_OF_A_GROUP + 1)),
                pattern(("p", Operator.AT_LEAST, 0)),
                pattern(("p", Operator.AT_LEAST, 1)),
            ]
        )
    assert codes(error) == ["NTM701"] * 3


def test_close_may_be_called_again_and_ends_all_use(make: Make) -> None:
    with make(node("water")) as matcher:
        assert matcher.fire([{"water": 95}]) == [0]
    matcher.close()
    with pytest.raises(EngineError, match="closed") as error:
        matcher.fire([{"water": 95}])
    assert codes(error) == ["NTM704"]


def test_a_poisoned_matcher_closes(make: Make) -> None:
    matcher = make(node("water"))
    with pytest.raises(EngineError):
        matcher.fire([{"water": 1}, {"water_unknown": 0}, {"water": 2}])
    matcher.close()
    with pytest.raises(EngineError, match="closed"):
        matcher.fire([{"water": 95}])


class Unreadable(dict[str, int]):
    """An event whose attributes cannot be read."""

    def items(self) -> Any:
        raise ZeroDivisionError


def test_an_exception_of_the_caller_passes_through_and_harms_nothing(make: Make) -> None:
    matcher = make(node("water"))
    batches: list[list[Event]] = [[Unreadable(water=1)], [{"water": 95}, Unreadable(water=1)]]
    for batch in batches:
        with pytest.raises(ZeroDivisionError):
            matcher.fire(batch)
        assert matcher.fire([{"water": 95}, {"water": 12}]) == [0, 1]


def test_many_matchers_at_once_do_not_mix(make: Make) -> None:
    matchers = [make(node("water", threshold)) for threshold in range(20)]
    for _ in range(3):
        assert [matcher.fire([{"water": 10}])[0] for matcher in matchers] == [0] * 11 + [1] * 9


def test_threads_may_share_a_matcher(make: Make) -> None:
    matcher = make([pattern for number in range(30) for pattern in node(f"m{number}", number)])

    def run(seed: int) -> bool:
        for turn in range(40):
            numbers = [(seed + turn + step) % 30 for step in range(1 + turn % 45)]
            fired = matcher.fire([{f"m{number}": seed} for number in numbers])
            if fired != [number * 4 + (seed < number) for number in numbers]:
                return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(run, range(12)))


def test_plain_finds_a_second_match_by_itself() -> None:
    """The shadow does not rest on the check made when it was created."""
    matcher = PlainMatcher(node("water"))
    matcher._alternatives["water"] *= 2
    with pytest.raises(EngineError, match="fired 2 patterns"):
        matcher.fire([{"water": 95}])


def test_auto_takes_durable_rules_where_it_can() -> None:
    expected = "plain" if unavailable() else "durable_rules"
    with make_matcher(node("water")) as matcher:
        assert matcher.name == expected


class Failing:
    """A module that is found, and whose import raises."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name == "durable_rules_engine":
            raise self.error


FAILURES = [
    ImportError("undefined symbol: PyEval_CallObject"),
    SystemError("initialization of durable_rules_engine raised unreported exception"),
    OSError("cannot allocate memory in static TLS block"),
    SystemExit(3),
    type("PanicException", (BaseException,), {})("panicked"),
]


@pytest.mark.parametrize("error", [None, "emptied", *FAILURES], ids=lambda error: type(error).__name__)
def test_durable_rules_failing_in_any_way_is_replaced_and_told_once(
    monkeypatch: pytest.MonkeyPatch, error: BaseException | str | None
) -> None:
    monkeypatch.setattr(matching, "_WARNED_OF", set())
    if isinstance(error, BaseException):
        monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)
        monkeypatch.setattr(sys, "meta_path", [Failing(error), *sys.meta_path])
    else:
        monkeypatch.setitem(sys.modules, "durable_rules_engine", None if error is None else ModuleType(error))
    with pytest.warns(RuntimeWarning, match="durable_rules cannot be used: .*Error|System|Panic") as told:
        names = [make_matcher(node("water")).name for _ in range(3)]
    assert names == ["plain"] * 3
    assert len(told) == 1
    with pytest.raises(EngineError) as refused:
        make_matcher(node("water"), "durable_rules")
    assert codes(refused) == ["NTM705"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_matcher(node("water"), "plain").close()


def test_an_import_that_is_broken_off_is_no_failure_of_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Failing(KeyboardInterrupt()), *sys.meta_path])
    with pytest.raises(KeyboardInterrupt):
        make_matcher(node("water"))


def test_where_a_c_long_has_32_bits_durable_rules_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thresholds are read with atol: on Windows they would saturate at 2^31."""
    monkeypatch.setattr(struct, "calcsize", lambda form: 4)
    monkeypatch.setattr(matching, "_WARNED_OF", set())
    with pytest.warns(RuntimeWarning, match="32 bits"), make_matcher(node("water")) as matcher:
        assert matcher.name == "plain"


def test_the_plain_matcher_loads_nothing_of_durable_rules() -> None:
    program = (
        "import sys; from ntm_rules.engine.live.matching.matcher import make_matcher; make_matcher([], 'plain').fire([]);"
        "print([name for name in sys.modules if name.startswith('durable')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
