"""OpenFisca-core on figures in a file; run by the interpreter in whose environment it is installed.

`python openfisca_by_itself.py FIGURES ROUNDS RESULT`: FIGURES is a .npz of `figures` (a row a measure, NaN where there is no
figure) and `thresholds`; RESULT becomes a .npz of `attained` (a row a rule: indicators, criteria, recognition) and `seconds`.
"""

import sys
from importlib import import_module
from importlib.metadata import version
from time import perf_counter
from typing import Any

import numpy as np

EACH = 3
MONTH = "2024-06"


def make_system(thresholds: list[float]) -> Any:
    """A tax and benefit system: a variable for every figure, and for every indicator, criterion and the recognition."""
    entities: Any = import_module("openfisca_core.entities")
    systems: Any = import_module("openfisca_core.taxbenefitsystems")
    variables: Any = import_module("openfisca_core.variables")
    periods: Any = import_module("openfisca_core.periods")
    commune = entities.build_entity(key="commune", plural="communes", label="Commune", is_person=True)
    system = systems.TaxBenefitSystem([commune])

    def add(name: str, value_type: type, formula: Any = None) -> None:
        own = {
            "value_type": value_type,
            "entity": commune,
            "definition_period": periods.DateUnit.MONTH,
            "label": name,
        }
        if formula is not None:
            own["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), own))

    def at_least(measure: str, threshold: float) -> Any:
        return lambda unit, period: unit(measure, period) >= threshold

    def every(names: list[str]) -> Any:
        def formula(unit: Any, period: Any) -> Any:
            found = unit(names[0], period)
            for name in names[1:]:
                found = found * unit(name, period)
            return found

        return formula

    count = len(thresholds)
    for number, threshold in enumerate(thresholds):
        add(f"m{number}", float)
        add(f"i{number}", bool, at_least(f"m{number}", threshold))
    for number in range(count // EACH):
        add(f"c{number}", bool, every([f"i{own}" for own in range(EACH * number, EACH * number + EACH)]))
    add("r", bool, every([f"c{number}" for number in range(count // EACH)]))
    return system


def main() -> None:
    """Read the figures, time, write what was found."""
    builders: Any = import_module("openfisca_core.simulation_builder")
    source, rounds, result = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with np.load(source) as given:
        figures, thresholds = given["figures"], given["thresholds"].tolist()
    system = make_system(thresholds)
    names = [
        f"{kind}{number}"
        for kind, count in (("i", len(thresholds)), ("c", len(thresholds) // EACH))
        for number in range(count)
    ]
    seconds = float("inf")
    found: list[Any] = []
    for _ in range(rounds):
        simulation = builders.SimulationBuilder().build_default_simulation(system, count=figures.shape[1])
        for number, column in enumerate(figures):
            simulation.set_input(f"m{number}", MONTH, column)
        begun = perf_counter()
        found = [simulation.calculate(name, MONTH) for name in [*names, "r"]]
        seconds = min(seconds, perf_counter() - begun)
    np.savez(result, attained=np.array(found, dtype=bool), seconds=seconds)
    print(version("openfisca-core"))


if __name__ == "__main__":
    main()
