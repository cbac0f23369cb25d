"""Outcomes alone: the generated function of a program against a loop written by hand."""

from collections.abc import Iterator

import by_hand
from check import same
from scene import AS_OF, Scene
from table import Row
from timing import Way, best_of

from ntm_rules.engine.compiled.values import CODE
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.rule_outcomes import decide_values
from ntm_rules.model.outcome import Outcome
from ntm_rules.program.verdict import OUTCOME

BY_HAND = "loop by hand"


def bare(scene: Scene, rounds: int) -> Iterator[Row]:
    """Figures already chosen, a dict of Decimals for each unit; nothing of what comes out is kept."""
    program, table = scene.program, by_hand.make_table(scene.program)
    form = CODE.of(program).form(attested=False)
    decide, measures = form.decide, form.measures
    some = list(scene.values.values())
    # Without gaps: what is not reported is None.
    every = [dict.fromkeys(measures) | values for values in some]
    count = same(
        "outcomes of figures",
        {
            unit: [OUTCOME[verdict] for verdict in decide([*map(values.get, measures)], {})]
            for unit, values in zip(scene.codes, every, strict=True)
        },
        {unit: by_hand.outcomes(table, values) for unit, values in scene.values.items()},
    )
    same(
        "outcomes of figures, those not reported left out",
        {unit: list(decide_values(program, values).values()) for unit, values in scene.values.items()},
        {unit: by_hand.outcomes(table, values) for unit, values in scene.values.items()},
    )
    print(f"equal: {count} units, every outcome, from figures")

    def complete(_: None) -> None:
        for values in every:
            [OUTCOME[verdict] for verdict in decide([*map(values.get, measures)], {})]

    def public(_: None) -> None:
        for values in some:
            list(decide_values(program, values).values())

    def hand_complete(_: None) -> None:
        for values in every:
            by_hand.outcomes(table, values)  # type: ignore[arg-type]

    def hand(_: None) -> None:
        for values in some:
            by_hand.outcomes(table, values)

    limits = by_hand.limits_of(program)

    def checking(_: None) -> None:
        for values in some:
            by_hand.checked_outcomes(table, limits, values)

    best = best_of(
        rounds,
        {
            "kernel": Way(complete),
            "hand complete": Way(hand_complete),
            "public": Way(public),
            "hand": Way(hand),
            "checking": Way(checking),
        },
    )
    unit = 1e6 / len(some)
    yield Row(
        "outcomes, generated code alone", "unit", best["kernel"] * unit, BY_HAND, best["hand complete"] * unit, 1.2
    )
    what, public_time = "outcomes, `decide_values`", best["public"] * unit
    yield Row(what, "unit", public_time, "loop by hand that checks as well", best["checking"] * unit, 1.2)
    yield Row(what, "unit", public_time, BY_HAND, best["hand"] * unit, 1.2)


def from_facts(scene: Scene, rounds: int) -> Iterator[Row]:
    """From Fact objects: statements checked, the latest fact of each measure chosen, outcomes kept for every unit."""
    program, units, facts = scene.program, scene.units, scene.facts
    table = by_hand.make_table(program)

    def ours(_: None) -> dict[str, object]:
        decisions = evaluate(program, units, facts)
        return {unit.code: list(decisions.outcomes(unit.code).values()) for unit in decisions.units}

    def hand(_: None) -> dict[str, list[Outcome]]:
        return by_hand.outcomes_of_facts(table, by_hand.latest_facts(facts, AS_OF))

    def checking(_: None) -> dict[str, list[Outcome]]:
        return by_hand.outcomes_of_facts(table, by_hand.checked_latest_facts(facts, AS_OF, program, units))

    decisions = evaluate(program, units, facts)
    found = {unit.code: list(decisions.outcomes(unit.code).values()) for unit in decisions.units}
    count = same("outcomes of facts", found, dict(sorted(hand(None).items())))
    same("outcomes of checked facts", found, dict(sorted(checking(None).items())))
    print(f"equal: {count} units, every outcome, from {len(facts)} facts")
    best = best_of(rounds, {"ours": Way(ours), "hand": Way(hand), "checking": Way(checking)})
    per = 1e6 / len(scene.values)
    what = "outcomes from facts, checked, the latest chosen"
    yield Row(what, "unit", best["ours"] * per, "loop by hand that checks as well", best["checking"] * per, 1.2)
    yield Row(what, "unit", best["ours"] * per, "loop by hand that checks nothing", best["hand"] * per, 1.2)
