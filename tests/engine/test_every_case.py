"""What is not known decides where every case agrees, alike in every executor and in frames."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld
from ntm_rules.evolution.regions.diagram import Diagrams
from ntm_rules.evolution.regions.formula import Formulas
from ntm_rules.evolution.regions.reading import read
from ntm_rules.evolution.regions.side import Side, common_years
from ntm_rules.model.condition import Operator
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Fact
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.program import Program
from ntm_rules.program.terms import (
    Always,
    AttributeOf,
    CaseChoice,
    Chosen,
    Constant,
    Figure,
    Holds,
    OpenFigure,
    Reported,
    walk,
)
from ntm_rules.testing.properties.executors import agrees

from ..evolution.locate import locate, thresholds_on_members
from ..profiles import tried

DAY = date(2024, 6, 30)
MEASURES = """measures:
  open: {name: Số liệu a, decimals: 3}
  full: {name: Số liệu b, minimum: 0, maximum: 100}
  sum: {name: Tổng, decimals: 3, derive: {sum: [open, full]}}
attributes:
  area: {name: Khu vực, values: [{id: one, name: Một}, {id: two, name: Hai}]}
"""
RULES = """ruleset: t/commune
applies_to: commune
version: 2024-01-01
title: T
instrument: {number: x}
criteria:
  - {code: '1', name: n, measure: sum, at_least: 3, provenance: {status: recalled}}
  - {code: '2', name: n, measure: open, equals: {by: area, one: 3, two: 3, otherwise: {measure: open, of: province}},
     provenance: {status: recalled}}
recognition: {all_of: [{criteria: all}, {measure: open, at_least: 3}], provenance: {status: recalled}}
"""


@pytest.mark.parametrize("value", ["3", "2.999", "-97", "-97.001"])
@pytest.mark.parametrize("area", [None, "one"])
def test_parts_and_attributes_not_given(tmp_path: Path, value: str, area: str | None) -> None:
    (tmp_path / "m.yaml").write_text(MEASURES, encoding="utf-8")
    (tmp_path / "t" / "commune").mkdir(parents=True)
    (tmp_path / "t" / "commune" / "2024-01-01.yaml").write_text(RULES, encoding="utf-8")
    library = ntm.load_library(tmp_path)
    program = ntm.compile("t/commune", DAY, library)
    units = Units([Unit("C", "C", "commune", None, attributes={} if area is None else {"area": area})])
    facts = [Fact("C", "open", Decimal(value), DAY)]
    agrees(program, units, facts)
    decided = ntm.evaluate(program, units, facts)
    frame = pl.DataFrame({"unit": ["C"], "area": [area], "open": [float(value)]}, schema_overrides={"area": pl.String})
    (row,) = ntm.assess_frame(program, frame).to_dicts()
    assert {code: row[code] for code in program.by_code} == {
        code: decided.outcome("C", code).value for code in program.by_code
    }
    # The other part may be from 0 to 100: enough by the first alone, or never enough.
    possible = {one.value for one in decided.decision("C", "1").possible}
    assert ("not_attained" in possible) == (Decimal(value) < 3)
    assert ("attained" in possible) == (Decimal(value) >= -97)
    assert decided.outcome("C", "2").value == ("attained" if value == "3" else "not_attained")


NESTED = """ruleset: t/commune
applies_to: commune
version: 2024-01-01
title: T
instrument: {number: x}
criteria:
  - code: '1'
    name: n
    measure: open
    at_most: {by: area, one: 24, two: {by: zone, near: 20, otherwise: 16.5}}
    provenance: {status: recalled}
recognition: {criteria: all, provenance: {status: recalled}}
"""
ZONE = "  zone: {name: Vùng, values: [{id: near, name: Gần}, {id: far, name: Xa}]}\n"


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        ("16.5", None, "attained"),
        ("16.501", None, "undetermined"),
        ("24", None, "undetermined"),
        ("24.001", None, "not_attained"),
        ("24.001", "far", "not_attained"),
        ("16.5", "far", "attained"),
    ],
)
def test_a_case_within_a_case_not_given(tmp_path: Path, value: str, zone: str | None, expected: str) -> None:
    (tmp_path / "m.yaml").write_text(MEASURES + ZONE, encoding="utf-8")
    (tmp_path / "t" / "commune").mkdir(parents=True)
    (tmp_path / "t" / "commune" / "2024-01-01.yaml").write_text(NESTED, encoding="utf-8")
    program = ntm.compile("t/commune", DAY, ntm.load_library(tmp_path))
    units = Units([Unit("C", "C", "commune", None, attributes={} if zone is None else {"zone": zone})])
    facts = [Fact("C", "open", Decimal(value), DAY)]
    agrees(program, units, facts)
    decided = ntm.evaluate(program, units, facts)
    assert decided.outcome("C", "1").value == expected
    texts = {"area": pl.String, "zone": pl.String}
    frame = pl.DataFrame(
        {"unit": ["C"], "area": [None], "zone": [zone], "open": [float(value)]}, schema_overrides=texts
    )
    (row,) = ntm.assess_frame(program, frame).to_dicts()
    assert row["1"] == expected


PLACES = """measures: {open: {name: Số liệu a, decimals: 3}, full: {name: Số liệu b, minimum: 0, maximum: 100}}
attributes:
  area: {name: Khu vực, values: [{id: one, name: Một}, {id: two, name: Hai}, {id: three, name: Ba}]}
  zone: {name: Vùng, values: [{id: near, name: Gần}, {id: far, name: Xa}]}
  class: {name: Loại, values: [{id: high, name: Cao}, {id: low, name: Thấp}]}
"""
VALUES = {"area": ("one", "two", "three"), "zone": ("near", "far"), "class": ("high", "low")}
ONE_RULE = """ruleset: t/commune
applies_to: commune
version: 2024-01-01
title: T
instrument: {number: x}
criteria: [{code: '1', name: n, measure: open, at_least: 3, provenance: {status: recalled}}]
recognition: {criteria: all, provenance: {status: recalled}}
"""
PLACED = [
    {name: value for name, value in zip(VALUES, found, strict=True) if value is not None}
    for found in product(*((None, *values) for values in VALUES.values()))
]
"""Every way in which a unit has the attributes, or some of them."""


@st.composite
def chosen_figures(draw: st.DrawFn, depth: int = 3, above: tuple[str, ...] = ()) -> Figure:
    """Required figures, mostly chosen by attributes, one within another."""
    free = [name for name in VALUES if name not in above]
    if depth == 0 or not free or draw(st.integers(0, 3)) == 0:
        printed = st.sampled_from([Constant(Decimal(one)) for one in (1, 2, 3)])
        unknown = st.just(OpenFigure(ReasonKind.UNKNOWN_THRESHOLD))
        return draw(st.one_of(printed, printed, printed, unknown, st.just(Always(Reported("full")))))
    name = draw(st.sampled_from(free))
    keys = VALUES[name][: draw(st.integers(1, len(VALUES[name])))]
    inner = chosen_figures(depth - 1, (*above, name))
    figures = tuple(draw(inner) for _ in keys)
    every = len(keys) == len(VALUES[name])
    otherwise = None if every else draw(st.one_of(inner, inner, st.none()))
    return Chosen(CaseChoice(AttributeOf(name), keys, every), figures, otherwise)


@pytest.fixture(scope="module")
def one_rule(tmp_path_factory: pytest.TempPathFactory) -> Program:
    place = tmp_path_factory.mktemp("cases")
    (place / "m.yaml").write_text(PLACES, encoding="utf-8")
    (place / "t" / "commune").mkdir(parents=True)
    (place / "t" / "commune" / "2024-01-01.yaml").write_text(ONE_RULE, encoding="utf-8")
    return ntm.compile("t/commune", DAY, ntm.load_library(place))


def completions(placed: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The attributes with each value that a blank one can have."""
    for found in product(*([placed[name]] if name in placed else values for name, values in VALUES.items())):
        yield dict(zip(VALUES, found, strict=True))


@pytest.mark.slow
@settings(max_examples=tried(1), deadline=None)
@given(
    chosen_figures(),
    st.sampled_from(list(Operator)),
    st.sampled_from("0123"),
    st.sampled_from([pl.String, pl.Categorical]),
)
def test_what_a_blank_attribute_leaves_possible(
    one_rule: Program, required: Figure, operator: Operator, value: str, text: type[pl.DataType]
) -> None:
    """A unit of which an attribute is blank comes to what it would with one or another of its values: no more, no less."""
    rule = evolve(one_rule.by_code["1"], truth=Holds(Always(Reported("open")), operator, required))
    program = evolve(one_rule, rules=tuple(rule if one.key == rule.key else one for one in one_rule.rules))
    units = Units([Unit(f"C{at}", "C", "commune", None, attributes=placed) for at, placed in enumerate(PLACED)])
    facts = [Fact(one.code, "open", Decimal(value), DAY) for one in units]
    facts += [Fact(one.code, "full", Decimal(2), DAY) for one in units]
    agrees(program, units, facts, sessions=["plain"])
    decided = ntm.evaluate(program, units, facts)
    possible = [decided.decision(one.code, "1").possible for one in units]
    for placed, own in zip(PLACED, possible, strict=True):
        together = frozenset().union(*(possible[PLACED.index(one)] for one in completions(placed)))
        # What is required as it is reported of another measure stays open; printed numbers do not.
        is_printed = not any(one == Reported("full") for one in walk(required))
        assert own == together if is_printed else own >= together

    columns = {name: pl.Series([one.get(name) for one in PLACED], dtype=pl.String).cast(text) for name in VALUES}
    same = {"open": [float(value)] * len(PLACED), "full": [2] * len(PLACED)}
    found = ntm.assess_frame(program, pl.DataFrame({"unit": [one.code for one in units], **columns, **same}))
    assert found["1"].to_list() == [decided.outcome(one.code, "1").value for one in units]

    side = Side(program)
    reading = read([(side, rule)], common_years(program.ruleset))
    diagrams = Diagrams([len(states) for states in reading.states])
    node = Formulas(side, reading, diagrams).rule(rule)
    world = EvidenceWorld(units, Evidence.of(facts, DAY), program.library)
    for unit in units:
        states = locate(reading, side, unit, world, thresholds_on_members([(side, rule)]))
        assert diagrams.at(node, states) is decided.outcome(unit.code, "1")
