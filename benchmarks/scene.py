"""What every benchmark is about: 57 indicators under 19 criteria and the recognition, communes, and facts about them."""

import random
from datetime import date
from decimal import Decimal

from attrs import frozen

from ntm_rules.model.condition import Comparison, CriteriaState, Operator, OwnCriteria
from ntm_rules.model.fact import Fact
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.ruleset import Conclusion, Criterion, Indicator, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

INDICATORS, CRITERIA = 57, 19
AS_OF, BEFORE = date(2024, 6, 30), date(2024, 3, 31)
FIGURES = [Decimal(tenths) / 10 for tenths in range(1001)]
"""0.0 to 100.0, as percentages are reported."""


@frozen(eq=False)
class Scene:
    """The program, the units, the facts in the order of reporting, and what a loop written by hand is given.

    `values` are the figures that count for each unit, `latest` the facts they come from; both by unit, then by measure, and
    without those that are not reported.
    """

    program: Program
    units: Units
    facts: list[Fact]
    values: dict[str, dict[str, Decimal]]
    latest: dict[str, dict[str, Fact]]

    @property
    def codes(self) -> list[str]:
        """The codes of the units."""
        return list(self.values)


def measure_id(indicator: int) -> str:
    """The measure of an indicator, by its number from 0."""
    return f"m{indicator}"


def threshold(indicator: int) -> Decimal:
    """What an indicator asks for at least."""
    return Decimal(f"{50 + indicator % 45}.{indicator % 10}")


def make_program() -> Program:
    """The program: three indicators to a criterion, all criteria for the recognition."""
    provenance = Provenance(ProvenanceStatus.PLAN, "benchmark")
    measures = {
        id: Measure(id, Text(id), unit="%", decimals=2, minimum=Decimal(0), maximum=Decimal(100))
        for id in map(measure_id, range(INDICATORS))
    }
    each = INDICATORS // CRITERIA
    criteria = tuple(
        Criterion(
            f"{number + 1}",
            Text(f"Tiêu chí {number + 1}"),
            provenance,
            tuple(
                Indicator(
                    f"{number + 1}.{place + 1}",
                    Text(f"Chỉ tiêu {number + 1}.{place + 1}"),
                    Comparison(measure_id(own), Operator.AT_LEAST, Fixed(threshold(own))),
                    provenance,
                )
                for place, own in enumerate(range(each * number, each * number + each))
            ),
        )
        for number in range(CRITERIA)
    )
    recognition = Conclusion("recognition", Text("Công nhận"), OwnCriteria(CriteriaState.ALL), provenance)
    ruleset = Ruleset(
        "benchmark/commune",
        date(2022, 1, 1),
        Text("Xã"),
        "commune",
        Instrument("1"),
        criteria,
        (recognition,),
    )
    return compile(ruleset, AS_OF, Library(measures, {}, {ruleset.id: (ruleset,)}))


def make_scene(
    units: int, *, missing: float = 0.02, earlier: float = 0.25, varied: float = 0.1, seed: int = 3
) -> Scene:
    """A scene: nine figures of ten are 98, the tenth is anything.

    `missing` is the part of figures that is not reported, `earlier` the part reported also for a date before, `varied` the
    part that is anything.
    """
    chance = random.Random(seed)
    codes = [f"C{number:05}" for number in range(units)]
    values = {
        code: {
            measure_id(indicator): chance.choice(FIGURES) if chance.random() < varied else FIGURES[980]
            for indicator in range(INDICATORS)
            if chance.random() >= missing
        }
        for code in codes
    }
    first = [
        Fact(code, measure, chance.choice(FIGURES), BEFORE, "UBND xã", "Báo cáo quý I")
        for code in codes
        for measure in values[code]
        if chance.random() < earlier
    ]
    latest = {
        code: {
            measure: Fact(code, measure, value, AS_OF, "UBND xã", "Báo cáo quý II")
            for measure, value in values[code].items()
        }
        for code in codes
    }
    facts = first + [fact for of_unit in latest.values() for fact in of_unit.values()]
    return Scene(make_program(), Units(Unit(code, code, "commune") for code in codes), facts, values, latest)
