"""Known traps of durable_rules 2.0.28 that our use could meet, and that the matcher on it must keep clear of.

The numbers in the names are those of the list of traps the matcher was designed from. The traps of retracting, negation,
joins, arrays, arithmetic and `Host` cannot be met: the first test shows that none of that is ever called.
"""

import json
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from ntm_rules.engine.live.matching import durable_rules as durable
from ntm_rules.engine.live.matching.durable_rules import DurableMatcher, name_hash, unavailable
from ntm_rules.engine.live.matching.matcher import Event
from ntm_rules.engine.live.matching.pattern import LIMIT, MOST_TESTS, MOST_TESTS_OF_A_GROUP, Pattern, Test
from ntm_rules.model.condition import Operator
from ntm_rules.model.problem import EngineError

pytestmark = pytest.mark.skipif(unavailable() is not None, reason=f"durable_rules: {unavailable()}")

NEEDED = {
    "create_ruleset",
    "assert_event",
    "assert_events",
    "start_action_for_state",
    "complete_and_start_action",
    "delete_state",
    "delete_ruleset",
}


def split(name: str, threshold: int = 50) -> list[Pattern]:
    return [
        Pattern(f"{name} yes", (Test(name, Operator.AT_LEAST, threshold),)),
        Pattern(f"{name} no", (Test(name, Operator.LESS_THAN, threshold),)),
    ]


class Watched:
    """The C module, with every call written down; single calls can be replaced."""

    def __init__(self) -> None:
        import durable_rules_engine

        self.module = durable_rules_engine
        self.error = durable_rules_engine.error
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.instead: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        real = getattr(self.module, name)

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            return self.instead.get(name, real)(*arguments)

        return call

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """The arguments of every call of one function."""
        return [arguments for called, arguments in self.calls if called == name]

    def rulesets(self) -> list[dict[str, Any]]:
        return [json.loads(rules) for _, rules in self.of("create_ruleset")]

    def messages(self) -> list[dict[str, int]]:
        """Every message asserted."""
        texts = [json.loads(text) for name in ("assert_event", "assert_events") for _, text in self.of(name)]
        return [message for text in texts for message in (text if isinstance(text, list) else [text])]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    engine = Watched()
    monkeypatch.setitem(sys.modules, "durable_rules_engine", cast("Any", engine))
    yield engine
    made, deleted = len(engine.of("create_ruleset")), len(engine.of("delete_ruleset"))
    assert made == deleted, "a handle was left open"


def test_traps_1_2_3_9_20_24_25_28_36_only_events_and_comparisons_are_used(watched: Watched) -> None:
    with DurableMatcher([*split("water"), Pattern("unknown", (Test("water?", Operator.EQUALS, 1),))]) as matcher:
        matcher.fire([{"water": 1}])
        matcher.fire([{"water": 1}, {"water?": 1}])
    assert {name for name, _ in watched.calls} == NEEDED
    written = json.dumps(watched.rulesets())
    assert set(re.findall(r'"(\$\w+)"', written)) == {"$gte", "$lt"}
    assert "[[" not in written


def test_traps_4_6_29_one_state_and_ids_unique_within_a_batch(watched: Watched) -> None:
    with DurableMatcher(split("water") + split("roads")) as matcher:
        matcher.fire([{"water": number} for number in range(1_234)])
    assert {message["sid"] for message in watched.messages()} == {1}
    for _, text in watched.of("assert_events"):
        ids = [str(message["id"]) for message in json.loads(text)]
        assert len(ids) <= 500
        assert len({name_hash(number) for number in ids}) == len(ids)


COLLIDING = [
    ("insurance_power_clean_2", "clean_house_insurance_18"),
    ("insurance_power_clean_9", "clean_house_insurance_13"),
]


@pytest.mark.parametrize(("one", "other"), COLLIDING)
def test_trap_4_attributes_whose_names_collide_are_told_apart(one: str, other: str) -> None:
    """The engine knows an attribute by a 32-bit hash of its name alone; attributes never reach it under their names."""
    assert name_hash(one) == name_hash(other)
    with DurableMatcher(split(one, 10) + split(other, 90)) as matcher:
        assert matcher.fire([{one: 50}, {other: 50}]) == [0, 3]
        assert [matcher.fire([{one: 50}]), matcher.fire([{other: 50}])] == [[0], [3]]
    with DurableMatcher([Pattern("both", (Test(one, Operator.EQUALS, 1), Test(other, Operator.EQUALS, 2)))]) as matcher:
        assert matcher.fire([{one: 1, other: 2}]) == [0]
        with pytest.raises(EngineError):
            matcher.fire([{one: 1, other: 1}])


def test_trap_4_the_names_inside_the_engine_never_collide() -> None:
    symbols = durable._symbols()
    hashes = [name_hash(next(symbols)) for _ in range(5_000)]
    reserved = {name_hash(name) for name in ("sid", "id", "$s")}
    assert len(set(hashes)) == len(hashes)
    assert reserved.isdisjoint(hashes)
    assert all(number % 32 >= 16 for number in hashes)


@pytest.mark.parametrize(
    "value", [2e-07, 1e-07, 1e16, float("nan"), float("inf"), 2**63, LIMIT + 1, "95", "abc", None, True, [], {}, b"1"]
)
def test_traps_5_13_14_15_16_18_19_27_nothing_but_integers_in_range_reaches_the_engine(
    watched: Watched, value: object
) -> None:
    with DurableMatcher(split("water")) as matcher:
        before = len(watched.calls)
        for batch in ([{"water": value}], [{"water": 1}, {"water": value}], [{"water": 1}] * 700 + [{"water": value}]):
            with pytest.raises(EngineError):
                matcher.fire(cast("list[Event]", batch))
        assert len(watched.calls) == before
        assert matcher.fire([{"water": 95}]) == [0]


def test_trap_5_a_tail_that_the_engine_drops_is_noticed(watched: Watched) -> None:
    def dropping(handle: int, text: str) -> Any:
        return watched.module.assert_events(handle, text.replace('"id":102', '"id":1.2.3'))

    with DurableMatcher(split("water")) as matcher:
        watched.instead["assert_events"] = dropping
        with pytest.raises(EngineError, match=re.escape("{'water': 52} fired 0 patterns")):
            matcher.fire([{"water": 50 + number} for number in range(5)])
        with pytest.raises(EngineError, match="not usable"):
            matcher.fire([{"water": 1}])


@pytest.mark.parametrize("beside", [0, 3])
def test_trap_7_an_unmatched_event_poisons_and_nothing_fires_later(watched: Watched, beside: int) -> None:
    unmatched = {"roads": 0}
    with DurableMatcher([*split("water"), Pattern("roads", (Test("roads", Operator.EQUALS, 1),))]) as matcher:
        with pytest.raises(EngineError, match="fired 0 patterns"):
            matcher.fire([*[{"water": 1}] * beside, unmatched, *[{"water": 1}] * beside])
        before = len(watched.calls)
        for events in ([{"water": 1}], [{"water": 1}] * 3):
            with pytest.raises(EngineError, match="not usable"):
                matcher.fire(events)
        assert len(watched.calls) == before


def test_trap_8_patterns_that_could_match_one_event_are_refused_at_creation(watched: Watched) -> None:
    """The engine would fire the first of the two, and say nothing."""
    with pytest.raises(EngineError, match="both patterns"):
        DurableMatcher([*split("water"), Pattern("fifty", (Test("water", Operator.EQUALS, 50),))])
    assert not watched.calls


@pytest.mark.parametrize("events", [1, 4])
def test_trap_9_an_event_that_fires_twice_is_noticed(watched: Watched, events: int) -> None:
    answers: list[str] = []

    def twice(handle: int, state: int) -> Any:
        return answers.pop() if answers else watched.module.complete_and_start_action(handle, state)

    with DurableMatcher(split("water")) as matcher:
        watched.instead["complete_and_start_action"] = twice
        answers.append('{"0":{"m":{"sid":1,"id":100,"a":50}}}')
        with pytest.raises(EngineError, match="fired 2 patterns"):
            matcher.fire([{"water": 50}] * events)
        with pytest.raises(EngineError, match="not usable"):
            matcher.fire([{"water": 50}])


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
@pytest.mark.parametrize("function", ["start_action_for_state", "complete_and_start_action"])
@pytest.mark.parametrize("events", [1, 4])
def test_trap_10_no_exception_is_swallowed(
    watched: Watched, error: type[BaseException], function: str, events: int
) -> None:
    def interrupted(*_: Any) -> Any:
        raise error

    matcher = DurableMatcher(split("water"))
    watched.instead[function] = interrupted
    with pytest.raises(error):
        matcher.fire([{"water": 50}] * events)
    watched.instead.clear()
    with pytest.raises(EngineError, match="not usable"):
        matcher.fire([{"water": 50}])
    matcher.close()


@pytest.mark.parametrize("events", [1, 4])
def test_trap_10_an_error_of_the_engine_is_ours_and_poisons(watched: Watched, events: int) -> None:
    def failing(*_: Any) -> Any:
        raise watched.error("Could not assert event, error code: 303")

    with DurableMatcher(split("water")) as matcher:
        watched.instead |= {"assert_event": failing, "assert_events": failing}
        with pytest.raises(EngineError, match="error code: 303") as caught:
            matcher.fire([{"water": 50}] * events)
        assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["NTM704"]
        watched.instead.clear()
        with pytest.raises(EngineError, match="not usable"):
            matcher.fire([{"water": 50}])


def test_traps_11_12_34_no_host_no_thread_no_documented_interface() -> None:
    program = (
        "import sys, threading\n"
        "from ntm_rules.engine.live.matching.matcher import *\n"
        "p = [Pattern('y', (Test('m', Operator.AT_LEAST, 1),)), Pattern('n', (Test('m', Operator.LESS_THAN, 1),))]\n"
        "with make_matcher(p, 'durable_rules') as matcher:\n"
        "    matcher.fire([{'m': 1}, {'m': 0}])\n"
        "    print(sorted(n for n in sys.modules if n.startswith('durable')), threading.active_count())\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['durable_rules_engine'] 1"


def test_trap_14_thresholds_and_values_at_the_edges_are_exact() -> None:
    for threshold in (-LIMIT + 1, -(2**53) - 1, 2**53 + 1, LIMIT - 1, LIMIT):
        with DurableMatcher(split("m", threshold)) as matcher:
            assert matcher.fire([{"m": threshold}, {"m": threshold - 1}]) == [0, 1]
            assert matcher.fire([{"m": LIMIT}, {"m": -LIMIT}]) == [0, 1]


def test_trap_14_a_platform_with_32_bit_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(struct, "calcsize", lambda form: 4)
    assert "32 bits" in (unavailable() or "")


def test_trap_21_the_same_event_may_be_fired_again_and_again() -> None:
    with DurableMatcher(split("water")) as matcher:
        for _ in range(3):
            assert matcher.fire([{"water": 9}, {"water": 9}, {"water": 9}]) == [1, 1, 1]
            assert matcher.fire([{"water": 9}]) == [1]


@pytest.mark.parametrize(
    "tests",
    [
        pytest.param((), id="32: no condition"),
        pytest.param(tuple(Test("m", Operator.AT_LEAST, n) for n in range(MOST_TESTS + 1)), id="too many conditions"),
        pytest.param((Test("m", Operator.AT_LEAST, cast("int", 0.5)),), id="13: float"),
        pytest.param((Test("m", Operator.AT_LEAST, cast("int", "5")),), id="16: text"),
        pytest.param((Test("m", Operator.AT_LEAST, cast("int", {"typo": "x"})),), id="22: mapping"),
        pytest.param((Test("m", Operator.AT_LEAST, 2**63),), id="14: above the limit"),
    ],
)
def test_traps_13_14_16_22_32_wrong_patterns_never_reach_the_engine(watched: Watched, tests: tuple[Test, ...]) -> None:
    with pytest.raises(EngineError) as error:
        DurableMatcher([*split("water"), Pattern("wrong", tests)])
    assert {diagnostic.code for diagnostic in error.value.diagnostics} == {"NTM701"}
    assert not watched.calls


def test_trap_23_answers_come_in_the_order_of_the_events() -> None:
    """The engine fires rule by rule, and the newest event of a rule first."""
    with DurableMatcher(split("m") + split("n")) as matcher:
        events: list[Event] = [{"mn"[number % 3 == 0]: number * 37 % 100} for number in range(450)]
        expected = [(2 if number % 3 == 0 else 0) + (number * 37 % 100 < 50) for number in range(450)]
        assert matcher.fire(events) == expected


def test_trap_26_closed_without_firing() -> None:
    for _ in range(50):
        DurableMatcher(split("water")).close()


def test_trap_27_empty_batches_and_empty_events_never_reach_the_engine(watched: Watched) -> None:
    with DurableMatcher(split("water")) as matcher:
        before = len(watched.calls)
        assert matcher.fire([]) == []
        batches: list[list[Event]] = [[{}], [{}, {"water": 1}], [{"water": 1}, {}]]
        for batch in batches:
            with pytest.raises(EngineError, match="empty"):
                matcher.fire(batch)
        assert len(watched.calls) == before


@pytest.mark.parametrize("nodes", [255, 256, 257, 700])
def test_trap_30_no_handle_holds_512_conditions_side_by_side(watched: Watched, nodes: int) -> None:
    with DurableMatcher([pattern for number in range(nodes) for pattern in split(f"m{number}", number)]) as matcher:
        assert max(len(rules) for rules in watched.rulesets()) <= 480
        expected = [number * 2 + 1 for number in range(nodes)]
        assert matcher.fire([{f"m{number}": number - 1} for number in range(nodes)]) == expected


def test_traps_30_31_a_large_group_is_refused_whole(watched: Watched) -> None:
    for count, value in ((600, 1), (300, 0)):
        patterns = [Pattern(f"{number}", (Test("m", Operator.EQUALS, number * value),)) for number in range(count)]
        with pytest.raises(EngineError, match="at most 64"):
            DurableMatcher(patterns)
    with pytest.raises(EngineError, match="both patterns"):
        DurableMatcher([Pattern(f"{number}", (Test("m", Operator.EQUALS, 0),)) for number in range(64)])
    assert not watched.calls


@pytest.mark.parametrize(
    "name", ["id", "sid", "$s", "$and", "$gte", "m", "zwarm", "0", "a0", "", 'a"b', "a.b", "chỉ tiêu"]
)
def test_trap_33_attributes_may_have_the_names_the_engine_uses(name: str) -> None:
    with DurableMatcher(split("other") + split(name)) as matcher:
        assert matcher.fire([{name: 50}, {name: 49}, {"other": 50}]) == [2, 3, 0]


def test_trap_38_threads_sharing_a_matcher_get_their_own_answers() -> None:
    wrong: list[object] = []
    with DurableMatcher([pattern for number in range(12) for pattern in split(f"m{number}", number)]) as matcher:

        def run(value: int) -> None:
            for turn in range(150):
                numbers = [(turn + step) % 12 for step in range(turn % 7)]
                fired = matcher.fire([{f"m{number}": value} for number in numbers])
                if fired != [number * 2 + (value < number) for number in numbers]:
                    wrong.append((value, numbers, fired))

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            threads = [threading.Thread(target=run, args=(value,)) for value in range(0, 12, 3)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)
    assert wrong == []


def test_limit_of_conditions_of_one_message() -> None:
    """Every first condition of a group of the largest size holds at once."""
    half = MOST_TESTS_OF_A_GROUP // 2
    patterns = [
        Pattern(f"{number}", (Test("m", Operator.AT_LEAST, -number), Test("m'", Operator.EQUALS, number)))
        for number in range(half)
    ]
    with DurableMatcher(patterns) as matcher:
        events: list[Event] = [{"m": 0, "m'": number} for number in range(half)]
        assert matcher.fire(events) == list(range(half))
        assert [matcher.fire([event])[0] for event in events] == list(range(half))


def test_limit_of_conditions_of_one_pattern_and_of_attributes() -> None:
    tests = tuple(Test(f"m{number}", Operator.MORE_THAN, number) for number in range(MOST_TESTS - 1))
    patterns = [Pattern(f"{value}", (*tests, Test("which", Operator.EQUALS, value))) for value in range(4)]
    event = {f"m{number}": number + 1 for number in range(MOST_TESTS - 1)}
    with DurableMatcher(patterns) as matcher:
        assert matcher.fire([{**event, "which": value} for value in (3, 0, 2, 1)]) == [3, 0, 2, 1]
        with pytest.raises(EngineError, match="fired 0 patterns"):
            matcher.fire([{**event, "m7": 7, "which": 0}])


def test_limit_of_rules_more_than_the_engine_takes_in_one_ruleset() -> None:
    with DurableMatcher([pattern for number in range(2_100) for pattern in split(f"m{number}")]) as matcher:
        assert matcher.fire([{"m0": 50}, {"m2099": 49}, {"m1000": 50}]) == [0, 4199, 2000]


def resident() -> int:
    """Kilobytes of memory in use."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4


LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("end", ["unused", "used", "poisoned", "interrupted", "forgotten"])
def test_a_thousand_matchers_leave_nothing_behind(end: str) -> None:
    """A handle that is not given back holds 100 KB and more."""
    patterns = [*split("m"), Pattern("n", (Test("n", Operator.EQUALS, 1),))]

    def one() -> None:
        matcher = DurableMatcher(patterns)
        match end:
            case "used" | "forgotten":
                matcher.fire([{"m": 1}, {"n": 1}])
            case "poisoned":
                with pytest.raises(EngineError):
                    matcher.fire([{"m": 1}, {"n": 0}, {"m": 2}])
            case "interrupted":
                handle, text = matcher._message('{"sid":1,"id":100', {"m": 1})
                _, state = matcher._engine.assert_events(handle, f"[{text}}},{text.replace('100', '101')}}}]")
                assert matcher._engine.start_action_for_state(handle, state)
        if end != "forgotten":
            matcher.close()

    for _ in range(100):
        one()
    before = resident()
    for _ in range(1_000):
        one()
    assert resident() - before < 8_000


@LINUX
def test_memory_stays_flat_over_many_events() -> None:
    with DurableMatcher(split("m") + split("n")) as matcher:
        events: list[Event] = [{"mn"[number % 2]: number} for number in range(1_000)]
        matcher.fire(events)
        before = resident()
        for _ in range(40):
            matcher.fire(events)
        assert resident() - before < 2_000
