"""One rule about one town, decided by every executor at once."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

import pytest

from ntm_rules.engine import specification
from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.world import EvidenceWorld
from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.engine.live.session import Session
from ntm_rules.model.condition import Condition
from ntm_rules.model.decision import Decision
from ntm_rules.model.fact import Statement
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, InapplicablePart, Level, Measure, MeasureType, ShareOf, SumOf
from ntm_rules.model.ruleset import Conclusion, Criterion, Indicator, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.number import Rounding
from ntm_rules.program.compiling import compile

AS_OF = date(2024, 6, 30)
PLAN = Provenance(ProvenanceStatus.PLAN, "Kế hoạch 2024")
MATCHERS: tuple[Choice, ...] = ("plain",) if unavailable() else ("plain", "durable_rules")

Decide = Callable[..., Decision]
MakeRuleset = Callable[..., Ruleset]


def _figure(id: str, decimals: int = 0, **given: object) -> Measure:
    return Measure(id, Text(id), decimals=decimals, **{"may_not_apply": True, **given})  # type: ignore[arg-type]


_MEASURES = (
    _figure("water", 3, unit="%", minimum=Decimal(0), maximum=Decimal(100)),
    _figure("poor", 3, unit="%"),
    _figure("income", 30),
    _figure("roads", 2, rounding=Rounding(1, source="Thông tư 1")),
    _figure("houses", 0, may_not_apply=False),
    _figure("clean"),
    _figure("households"),
    _figure("clean_share", 2, derive=ShareOf("clean", "households")),
    _figure("rounded_share", 2, derive=ShareOf("clean", "households"), rounding=Rounding(1)),
    _figure("houses_share", 2, derive=ShareOf("houses", "households")),
    _figure("all_clean", 0, derive=SumOf(("clean", "households", "poor"))),
    _figure("clean_or_zero", derive=SumOf(("clean", "households", "poor"), InapplicablePart.ZERO)),
    _figure("clean_or_less", derive=SumOf(("clean", "households", "poor"), InapplicablePart.LEFT_OUT)),
    Measure("registered", Text("registered"), MeasureType.FINDING, may_not_apply=True),
    Measure(
        "order",
        Text("order"),
        MeasureType.LEVEL,
        may_not_apply=True,
        levels=tuple(Level(id, Text(id)) for id in ("weak", "fair", "good")),
    ),
)
_REGION = Attribute("region", Text("Vùng"), (Level("delta", Text("Đồng bằng")), Level("mountains", Text("Miền núi"))))


def _ruleset(
    *criteria: Condition | Iterable[Condition] | Criterion,
    id: str = "vn/town",
    applies_to: str = "township",
    recognition: Condition | None = None,
    applies_when: Condition | None = None,
    basically_met: bool | None = None,
    version: date = date(2022, 4, 15),
    until: date | None = None,
) -> Ruleset:
    """A ruleset whose criteria 1, 2, ... are the conditions given, or have indicators 1.1, 1.2, ... where several are."""
    made: list[Criterion] = []
    for number, given in enumerate(criteria, 1):
        name = Text(f"Tiêu chí {number}", f"Criterion {number}")
        if isinstance(given, Criterion):
            made.append(given)
        elif isinstance(given, Iterable):
            below = tuple(
                Indicator(f"{number}.{place}", name, condition, PLAN, applies_when)
                for place, condition in enumerate(given, 1)
            )
            made.append(Criterion(str(number), name, PLAN, below))
        else:
            made.append(Criterion(str(number), name, PLAN, (), given, applies_when))
    conclusions = () if recognition is None else (Conclusion("recognition", Text("Công nhận"), recognition, PLAN),)
    return Ruleset(
        id,
        version,
        Text("Thị trấn", "Town"),
        applies_to,
        Instrument("04/2022/QĐ-TTg"),
        tuple(made),
        conclusions,
        until,
        basically_met,
    )


def _library(*rulesets: Ruleset, measures: Iterable[Measure] = ()) -> Library:
    versions: dict[str, tuple[Ruleset, ...]] = {}
    for ruleset in rulesets:
        versions[ruleset.id] = (*versions.get(ruleset.id, ()), ruleset)
    catalogue = {measure.id: measure for measure in (*_MEASURES, *measures)}
    return Library(catalogue, {_REGION.id: _REGION}, versions)


def _decide(
    rules: Condition | Ruleset,
    *statements: Statement,
    units: Iterable[Unit] = (Unit("T", "Tam Đường", "township", attributes={"region": "mountains"}),),
    unit: str | None = None,
    others: Iterable[Ruleset] = (),
    measures: Iterable[Measure] = (),
    code: str = "1",
    as_of: date = AS_OF,
    known_on: date | None = None,
    basically_met: bool | None = None,
    applies_when: Condition | None = None,
) -> Decision:
    """The decision of one rule for one unit (the first of the kind), after asserting that all executors agree on it."""
    ruleset = (
        rules if isinstance(rules, Ruleset) else _ruleset(rules, basically_met=basically_met, applies_when=applies_when)
    )
    library = _library(*others, ruleset, measures=measures)
    known = Units(units)
    program = compile(ruleset.id, as_of, library)
    own = known[unit] if unit is not None else known.of_kind(ruleset.applies_to)[0]
    world = EvidenceWorld(known, Evidence.of(statements, as_of, known_on), library)
    decision = specification.decide(program, own, code, world)
    generated = evaluate(program, known, statements, known_on=known_on)
    assert generated.outcome(own.code, code) is decision.outcome
    assert generated.decision(own.code, code) == decision
    for matcher in MATCHERS:
        with Session(program, known, known_on=known_on, matcher=matcher) as session:
            session.assert_fact(*statements)
            assert session.outcome(own.code, decision.rule) is decision.outcome
            assert session.decision(own.code, decision.rule) == decision
    return decision


@pytest.fixture(scope="session")
def decide() -> Decide:
    """The decision of one rule for one town, after asserting that all executors agree on it."""
    return _decide


@pytest.fixture(scope="session")
def make_ruleset() -> MakeRuleset:
    """Makes a ruleset of conditions."""
    return _ruleset


@pytest.fixture(scope="session")
def make_library() -> Callable[..., Library]:
    """Makes a library of rulesets over the measures of this file."""
    return _library


@pytest.fixture(params=MATCHERS)
def matcher(request: pytest.FixtureRequest) -> Choice:
    """Each matcher that can be had here."""
    found: Choice = request.param
    return found
