"""Outcomes and reasons from facts under the shipped rulesets, against loops written by hand that do the same."""

from collections.abc import Iterator
from typing import Any

import shipped_by_hand
from check import same
from shipped_scene import SHIPPED, make_shipped
from table import Row
from timing import Way, best_of

from ntm_rules.engine.decisions import evaluate

COUNTING = ("vn/district-ntm",)
"""Rulesets that count other units: there is a tenth of them, with ten members each."""
CHECKING = "loop by hand that checks as well"


def measured(units: int, rounds: int) -> Iterator[Row]:
    """Each ruleset: values seen before and every value new, outcomes against the loop and against all reasons."""
    for name in SHIPPED:
        for is_varied in (False, True):
            yield from _one(name, max(2, units // 10) if name in COUNTING else units, rounds, is_varied=is_varied)


def _one(name: str, units: int, rounds: int, *, is_varied: bool) -> Iterator[Row]:
    scene = make_shipped(name, units, is_varied=is_varied)
    program, codes = scene.program, [rule.key.code for rule in scene.program.rules]
    by_hand = shipped_by_hand.ByHand(program)

    def ours(_: None) -> Any:
        decisions = evaluate(program, scene.units, scene.statements)
        return [decisions.outcomes(unit) for unit in scene.decided]

    def hand(_: None) -> Any:
        return by_hand.outcomes(scene.units, scene.statements, scene.decided)

    def reasons(_: None) -> Any:
        decisions = evaluate(program, scene.units, scene.statements)
        return [[decisions.decision(unit, code) for code in codes] for unit in scene.decided]

    found = {unit: dict(outcomes) for unit, outcomes in zip(scene.decided, ours(None), strict=True)}
    count = same(
        f"outcomes under {name}",
        found,
        {
            unit: {code: shipped_by_hand.OUTCOMES[verdict] for code, verdict in verdicts.items()}
            for unit, verdicts in zip(scene.decided, hand(None), strict=True)
        },
    )
    same(
        f"outcomes of decisions under {name}",
        found,
        {one[0].unit: {each.rule.code: each.outcome for each in one} for one in reasons(None)},
    )
    print(f"equal: {count} units under {name}, every outcome, from {len(scene.statements)} statements")
    ways = {"ours": Way(ours), "hand": Way(hand)}
    if not is_varied:
        ways["reasons"] = Way(reasons)
    best = best_of(rounds, ways)
    per = 1e6 / len(scene.decided)
    values = "every value new" if is_varied else "values seen before"
    what, aim = f"`{name}`: outcomes from facts, {values}", 3 if is_varied else 2
    yield Row(what, "unit", best["ours"] * per, CHECKING, best["hand"] * per, aim)
    if not is_varied:
        yield Row(
            f"`{name}`: outcomes from facts", "unit", best["ours"] * per, "every reason", best["reasons"] * per, 1
        )
