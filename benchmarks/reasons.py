"""Every reason built: whole trees of decisions against the same trees built by hand. The trees of all units are kept."""

from collections.abc import Iterator

import by_hand
from check import same
from scene import AS_OF, Scene
from table import Row
from timing import Way, best_of

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.model.decision import Decision


def measured(scene: Scene, rounds: int) -> Iterator[Row]:
    """From facts already sorted by unit and measure, and from a list of facts."""
    program, units, facts, latest = scene.program, scene.units, scene.facts, scene.latest
    decide = by_hand.make_decide(program)

    def prepared() -> Decisions:
        return evaluate(program, units, facts)

    def ours(decisions: Decisions) -> list[Decision]:
        return [decisions.decision(unit) for unit in latest]

    def ours_from_facts(_: None) -> list[Decision]:
        return ours(prepared())

    def hand(_: None) -> list[Decision]:
        return [decide(unit, own) for unit, own in latest.items()]

    def hand_from_facts(_: None) -> list[Decision]:
        return [decide(unit, own) for unit, own in by_hand.checked_latest_facts(facts, AS_OF, program, units).items()]

    by_unit = {decision.unit: decision for decision in ours_from_facts(None)}
    count = same("decisions", by_unit, {decision.unit: decision for decision in hand(None)})
    from_facts = sorted(hand_from_facts(None), key=lambda decision: decision.unit)
    same("decisions from facts", by_unit, {decision.unit: decision for decision in from_facts})
    print(f"equal: {count} units, every decision with every reason")
    best = best_of(
        rounds,
        {
            "ours": Way(ours, prepared),
            "hand": Way(hand),
            "ours from facts": Way(ours_from_facts),
            "hand from facts": Way(hand_from_facts),
        },
    )
    per = 1e6 / len(latest)
    yield Row("every reason", "unit", best["ours"] * per, "reasons by hand", best["hand"] * per, 1.2)
    yield Row(
        "every reason, from facts",
        "unit",
        best["ours from facts"] * per,
        "reasons by hand, facts checked",
        best["hand from facts"] * per,
        1.2,
    )
