"""The transitions of a recognition: our table on either matcher, against a statechart of durable_rules, answers checked.

`python benchmarks/transitions.py [units]`. The statechart keeps the states inside the engine, so that each unit is a sid.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from ntm_rules.engine.history.transitions import (
    TRANSITIONS,
    RecognitionSignal,
    RecognitionState,
    patterns,
    table_on,
)
from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Choice

SIGNALS_OF_A_UNIT = 12
LEADS = {(row.signal, before): row.after for row in TRANSITIONS for before in row.before}
History = tuple[int, RecognitionSignal]


def histories(units: int) -> list[History]:
    """Random signals of units, in the order in which they come in."""
    chance, signals = random.Random(7), list(RecognitionSignal)
    return [(unit, chance.choice(signals)) for _ in range(SIGNALS_OF_A_UNIT) for unit in range(units)]


def by_hand(given: Sequence[History]) -> dict[int, RecognitionState]:
    """The states that the rows of the table lead to, looked up one by one."""
    states: dict[int, RecognitionState] = {}
    for unit, signal in given:
        before = states.get(unit, RecognitionState.UNKNOWN)
        states[unit] = LEADS.get((signal, before), before)
    return states


def by_matcher(choice: Choice) -> Callable[[Sequence[History]], dict[int, RecognitionState]]:
    """The same by our table on a matcher: the states are kept in Python."""
    table = table_on(choice)

    def run(given: Sequence[History]) -> dict[int, RecognitionState]:
        states: dict[int, RecognitionState] = {}
        for unit, signal in given:
            (states[unit],) = table.after([states.get(unit, RecognitionState.UNKNOWN)], [signal])
        return states

    return run


def by_statechart(given: Sequence[History]) -> dict[int, RecognitionState]:
    """The same by a statechart of durable_rules, a sid a unit; actions tell the states. Signals that change nothing raise."""
    from durable.engine import Host  # type: ignore[import-untyped]

    codes = {signal: number for number, signal in enumerate(RecognitionSignal, 1)}
    chart: dict[str, Any] = {state.value: {} for state in RecognitionState}
    told: dict[int, RecognitionState] = {}

    def telling(state: RecognitionState) -> Callable[[Any], None]:
        def tell(context: Any) -> None:
            told[int(context.s.sid)] = state

        return tell

    for (signal, before), after in LEADS.items():
        if after is not before:
            chart[before.value][f"t{codes[signal]}"] = {
                "all": [{"m": {"s": codes[signal]}}],
                "to": after.value,
                "run": telling(after),
            }
    host = Host()
    host.set_rulesets({"recognition$state": chart})
    expected: dict[int, RecognitionState] = {}
    for unit, signal in given:
        before = expected.get(unit, RecognitionState.UNKNOWN)
        expected[unit] = LEADS.get((signal, before), before)
        if expected[unit] is not before:
            host.post("recognition", {"sid": str(unit), "s": codes[signal]})
    return dict.fromkeys(expected, RecognitionState.UNKNOWN) | told


def main() -> None:
    """Print the time of a signal, the memory that it took, and how many units ended in the state that they should."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    given = histories(units)
    right = by_hand(given)
    ways: dict[str, Callable[[Sequence[History]], dict[int, RecognitionState]]] = {
        "rows looked up": by_hand,
        "our table, plain matcher": by_matcher("plain"),
    }
    if unavailable() is None:
        ways |= {"our table, durable_rules": by_matcher("durable_rules"), "statechart of durable_rules": by_statechart}
    print(f"{units} units, {len(given)} signals, {len(patterns()[0])} patterns")
    for name, run in ways.items():
        memory, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        try:
            found: dict[int, RecognitionState] | None = run(given)
        except Exception as error:  # noqa: BLE001 - what an engine raises is its answer
            found, told = None, f"{type(error).__name__}: {error}"
        taken = 1e6 * (time.process_time() - begun) / len(given)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        if found is not None:
            told = f"{sum(found.get(unit) is state for unit, state in right.items())} of {units} right"
        print(f"{name:<28} {taken:8.1f} µs a signal  {grown:6.1f} MB more  {told}")


if __name__ == "__main__":
    main()
