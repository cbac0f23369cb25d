"""Other rule engines for outcomes alone, where they are installed; the project does not depend on them."""

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import by_hand
from check import same
from scene import CRITERIA, INDICATORS, Scene, measure_id, threshold
from table import Row
from timing import Way, best_of

from ntm_rules.model.outcome import Outcome

Decide = Callable[[Mapping[str, Decimal]], list[Outcome]]


def measured(scene: Scene, rounds: int) -> Iterator[Row]:
    """Each engine against the loop by hand, on the same figures."""
    table = by_hand.make_table(scene.program)
    expected = {unit: by_hand.outcomes(table, values) for unit, values in scene.values.items()}
    figures = list(scene.values.values())
    for package, module, make in (("zen-engine", "zen", make_zen), ("rule-engine", "rule_engine", _rule_engine)):
        if find_spec(module) is None:
            print(f"skipped: {package} is not installed")
            continue
        decide = make()
        count = same(package, {unit: decide(values) for unit, values in scene.values.items()}, expected)
        print(f"equal: {count} units, every outcome, by {package}")
        best = best_of(rounds, {"other": _each(decide, figures), "hand": _each(_by_hand(table), figures)})
        per = 1e6 / len(figures)
        yield Row(f"outcomes, {package}", "unit", best["other"] * per, "loop by hand", best["hand"] * per)


def _each(decide: Decide, figures: list[dict[str, Decimal]]) -> Way:
    def run(_: None) -> None:
        for values in figures:
            decide(values)

    return Way(run)


def _by_hand(table: by_hand.Table) -> Decide:
    return lambda values: by_hand.outcomes(table, values)


def make_zen() -> Decide:
    """One expression node: a number for each rule, 0 not attained, 1 undetermined, 2 attained. ZEN computes in decimals."""
    zen: Any = import_module("zen")

    each = INDICATORS // CRITERIA
    expressions: dict[str, str] = {}
    for number in range(INDICATORS):
        measure = measure_id(number)
        expressions[f"i{number}"] = f"{measure} == null ? 1 : {measure} >= {threshold(number)} ? 2 : 0"
    for number in range(CRITERIA):
        parts = ", ".join(f"$.i{own}" for own in range(each * number, each * number + each))
        expressions[f"c{number}"] = f"min([{parts}])"
    expressions["r"] = f"min([{', '.join(f'$.c{number}' for number in range(CRITERIA))}])"
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {
            "id": "rules",
            "type": "expressionNode",
            "name": "rules",
            "position": {"x": 1, "y": 0},
            "content": {"expressions": [{"id": key, "key": key, "value": value} for key, value in expressions.items()]},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    order = [
        *(
            key
            for number in range(CRITERIA)
            for key in (*(f"i{own}" for own in range(each * number, each * number + each)), f"c{number}")
        ),
        "r",
    ]
    codes = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.ATTAINED)
    lacking = dict.fromkeys(map(measure_id, range(INDICATORS)))

    def decide(values: Mapping[str, Decimal]) -> list[Outcome]:
        given = lacking | {measure: float(value) for measure, value in values.items()}
        result = decision.evaluate(given)["result"]
        return [codes[int(result[key])] for key in order]

    return decide


def _rule_engine() -> Decide:
    """One rule for each indicator; rule-engine has no rules upon rules, so criteria are put together in Python."""
    rule_engine: Any = import_module("rule_engine")

    each = INDICATORS // CRITERIA
    context = rule_engine.Context(default_value=None)
    rules = [
        rule_engine.Rule(f"{measure_id(number)} >= {threshold(number)}", context=context)
        for number in range(INDICATORS)
    ]

    def decide(values: Mapping[str, Decimal]) -> list[Outcome]:
        found: list[Outcome] = []
        criteria: list[Outcome] = []
        for criterion in range(CRITERIA):
            own = []
            for number in range(each * criterion, each * criterion + each):
                if measure_id(number) not in values:
                    own.append(Outcome.UNDETERMINED)
                else:
                    own.append(Outcome.ATTAINED if rules[number].matches(values) else Outcome.NOT_ATTAINED)
            criteria.append(_all(own))
            found += [*own, criteria[-1]]
        return [*found, _all(criteria)]

    return decide


def _all(outcomes: list[Outcome]) -> Outcome:
    if Outcome.NOT_ATTAINED in outcomes:
        return Outcome.NOT_ATTAINED
    return Outcome.UNDETERMINED if Outcome.UNDETERMINED in outcomes else Outcome.ATTAINED
