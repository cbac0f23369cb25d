"""The working sketch of a session on durable_rules that the product is measured against, where it is at hand.

It stands beside the project, not in it, so most users do not have it; the rows about it are then left out.
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

from scene import CRITERIA, INDICATORS, measure_id, threshold

from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.model.outcome import Outcome

PLACE = Path(__file__).resolve().parents[2] / "shared" / "durable_prototype.py"


def load(place: Path = PLACE) -> Any | None:
    """The prototype as a module; None where it or durable_rules is not there."""
    if unavailable() or not place.is_file():
        return None
    spec = importlib.util.spec_from_file_location("durable_prototype", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def table_of_rules() -> dict[str, object]:
    """The scene's program as the prototype has it."""
    each = INDICATORS // CRITERIA
    return {
        "version": "benchmark",
        "indicators": {
            measure_id(number): {"op": ">=", "threshold": str(threshold(number)), "of": f"C{number // each}"}
            for number in range(INDICATORS)
        },
        "aggregates": {
            **{f"C{number}": {"need": "all", "of": "R"} for number in range(CRITERIA)},
            "R": {"need": "all"},
        },
    }


def outcomes(module: Any, session: Any, unit: str) -> list[Outcome]:
    """The outcomes of a unit in the order of the program: each criterion after its indicators, the recognition last."""
    words = {module.OK: Outcome.ATTAINED, module.NO: Outcome.NOT_ATTAINED, module.UNK: Outcome.UNDETERMINED}
    each = INDICATORS // CRITERIA
    nodes = []
    for number in range(CRITERIA):
        nodes += [measure_id(own) for own in range(each * number, each * number + each)]
        nodes.append(f"C{number}")
    return [words[session.dec[unit, node].outcome] for node in (*nodes, "R")]
