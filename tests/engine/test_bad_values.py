"""What peers get wrong (PEERS section 3), through the Python API: never attained and never not attained."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.engine.live.session import Session
from ntm_rules.engine.rule_outcomes import decide_values
from ntm_rules.model.condition import AllOf, AnyOf, Comparison, NoneOf, OneOf, Operator, Required
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, Statement
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError, NtmError
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.admission.misfit import misfit
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

JUNE = date(2024, 6, 30)
UNITS = Units([Unit("T", "Tam Đường", "township")])
A, F, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED


def compared(measure: str, operator: Operator, value: int) -> Comparison:
    return Comparison(measure, operator, Fixed(Decimal(value)))


POOR, WATER = compared("poor", Operator.AT_MOST, 4), compared("water", Operator.AT_LEAST, 80)
RULES = [
    POOR,
    WATER,
    compared("poor", Operator.LESS_THAN, 4),
    compared("water", Operator.MORE_THAN, 80),
    compared("poor", Operator.EQUALS, 4),
    compared("water", Operator.EQUALS, 80),
    OneOf("water", (Decimal(80), Decimal(85))),
    NoneOf((WATER,)),
    NoneOf((POOR, WATER)),
    AnyOf((POOR, WATER)),
    AllOf((POOR, WATER)),
]
CODES = [str(code) for code in range(1, len(RULES) + 1)]

BLANK = [None, float("nan"), Decimal("NaN"), Decimal("sNaN"), ""]
REFUSED_AT_ONCE = [
    float("inf"),
    float("-inf"),
    Decimal("Infinity"),
    10**40,
    -(10**4000),
    1e300,
    [85],
    (85,),
    {"value": 85},
    object(),
    1j,
    b"85",
]
REFUSED = [
    "3,5",
    "85%",
    "85",
    "3",
    " ",
    "-",
    "nan",
    "NaN",
    "n/a",
    "Đạt",
    True,
    False,
    Finding.MET,
    Fraction(1, 3),
    101,
    -1,
]


@pytest.fixture(scope="module")
def program(make_ruleset: Callable[..., Any], make_library: Callable[..., Any]) -> Program:
    return compile("vn/town", JUNE, make_library(make_ruleset(*RULES, Required("registered"))))


@pytest.fixture(scope="module")
def figures_alone(make_ruleset: Callable[..., Any], make_library: Callable[..., Any]) -> Program:
    """Rules that ask for nothing but figures, for callers that keep their own."""
    rules = [rule for rule in RULES if not isinstance(rule, OneOf)]
    return compile("vn/town", JUNE, make_library(make_ruleset(*rules, Required("registered"))))


def shown(value: object) -> str:
    return type(value).__name__ if isinstance(value, int) and value.bit_length() > 999 else repr(value)[:12]


def test_absent_is_undetermined(program: Program, matcher: Choice) -> None:
    decisions = evaluate(program, UNITS, [])
    assert {decisions.outcome("T", code) for code in CODES} == {U}
    assert {decisions.decision("T", code).outcome for code in CODES} == {U}
    with Session(program, UNITS, matcher=matcher) as session:
        assert {session.outcome("T", f"vn/town#{code}") for code in CODES} == {U}


@pytest.mark.parametrize("value", BLANK, ids=shown)
def test_nothing_is_undetermined(program: Program, matcher: Choice, value: Any) -> None:
    facts = [Fact("T", measure, value, JUNE) for measure in ("poor", "water", "registered")]
    decisions = evaluate(program, UNITS, facts)
    for code in [*CODES, str(len(CODES) + 1)]:
        decision = decisions.decision("T", code)
        assert decisions.outcome("T", code) is decision.outcome is U
        assert {reason.observed for reason in decision.reasons} == {Absence.NOT_REPORTED}
        assert set(facts) >= {fact for reason in decision.reasons for fact in reason.facts} != set()
    with Session(program, UNITS, matcher=matcher) as session:
        assert session.assert_fact(*facts) == ()
        assert set(session.outcomes().values()) == {U}


@pytest.mark.parametrize("value", REFUSED_AT_ONCE, ids=shown)
def test_what_is_no_figure_is_refused_before_it_is_a_fact(value: Any) -> None:
    for measure in ("poor", "water", "registered", "order"):
        with pytest.raises(FactsError) as error:
            Fact("T", measure, value, JUNE)
        assert error.value.diagnostics[0].code == "NTM617"


@pytest.mark.parametrize("value", REFUSED, ids=shown)
def test_what_does_not_fit_is_refused_and_nothing_is_taken_in(program: Program, matcher: Choice, value: Any) -> None:
    """Text is never read as a figure, a yes is not a figure, and nothing is out of bounds or rounded."""
    bad = Fact("T", "water", value, JUNE)
    with pytest.raises(FactsError) as error:
        evaluate(program, UNITS, [bad])
    (diagnostic,) = error.value.diagnostics
    found = misfit(program.measures["water"], bad.value)
    assert found is not None
    assert diagnostic.code == found.code
    assert (diagnostic.fields["unit"], diagnostic.fields["measure"]) == ("T", "water")
    assert "water" in diagnostic.message.vi
    assert "water" in (diagnostic.message.en or "")
    good = Fact("T", "poor", Decimal(3), JUNE)
    with Session(program, UNITS, [Fact("T", "water", Decimal(85), JUNE)], matcher=matcher) as session:
        before, statements = session.outcomes(), session.statements()
        ways: list[Callable[[], object]] = [
            lambda: session.assert_fact(bad),
            lambda: session.assert_fact(good, bad),
            lambda: session.assert_fact(bad, good),
            lambda: session.correct(statements[0], bad),
        ]
        for told in ways:
            with pytest.raises(FactsError):
                told()
            assert session.outcomes() == before
            assert session.statements() == statements
        assert {change.after for change in session.assert_fact(good)} <= {A, F}
        assert session.outcome("T", "vn/town#1") is A
    with pytest.raises(FactsError):
        Session(program, UNITS, [bad], matcher=matcher)


@pytest.mark.parametrize("value", [Decimal(0), Decimal(1), "met", "Đạt", "yes", Fraction(1)])
def test_a_figure_or_a_word_is_no_finding(program: Program, value: Any) -> None:
    with pytest.raises(FactsError, match="registered"):
        evaluate(program, UNITS, [Fact("T", "registered", value, JUNE)])


@pytest.mark.parametrize(
    "bad",
    [
        Fact("X", "water", Decimal(85), JUNE),
        Fact("T", "watre", Decimal(85), JUNE),
        Fact("T", "water", Decimal(85), "2024-06-30"),  # type: ignore[arg-type]
        Fact("T", "water", Decimal(85), JUNE, recorded="today"),  # type: ignore[arg-type]
        Attestation("T", "vn/town#99", Finding.MET, JUNE),
        Attestation("X", "vn/town#1", Finding.MET, JUNE),
    ],
)
def test_a_statement_about_nothing_known_is_refused(program: Program, matcher: Choice, bad: Statement) -> None:
    with pytest.raises(FactsError):
        evaluate(program, UNITS, [bad])
    with Session(program, UNITS, matcher=matcher) as session:
        with pytest.raises(FactsError):
            session.assert_fact(Fact("T", "water", Decimal(85), JUNE), bad)
        assert session.statements() == ()
        assert set(session.outcomes().values()) == {U}
        session.assert_fact(Fact("T", "water", Decimal(85), JUNE))
        assert session.outcome("T", "vn/town#2") is A


@pytest.mark.parametrize(
    "value",
    [
        *REFUSED,
        *REFUSED_AT_ONCE,
    ],
    ids=shown,
)
def test_figures_of_ones_own_are_not_guessed_at_either(figures_alone: Program, value: Any) -> None:
    """`decide_values` admits what `evaluate` admits: a figure that does not fit is an error, never an outcome."""
    with pytest.raises(NtmError):
        decide_values(figures_alone, {"water": value, "poor": Decimal(3)})


def test_a_misspelt_measure_is_not_dropped_in_silence(figures_alone: Program) -> None:
    with pytest.raises(NtmError):
        decide_values(figures_alone, {"watre": Decimal(85)})


def test_no_figures_of_ones_own_decide_nothing(figures_alone: Program) -> None:
    assert set(decide_values(figures_alone, {}).values()) == {U}


@pytest.mark.parametrize("absence", list(Absence))
def test_absences_among_figures_of_ones_own(figures_alone: Program, absence: Absence) -> None:
    found = decide_values(figures_alone, {"water": absence, "poor": absence})
    expected = Outcome.NOT_APPLICABLE if absence is Absence.NOT_APPLICABLE else U
    assert found["1"] is found["2"] is expected


def test_no_error_of_another_comes_out_of_what_cannot_be_gone_through_compared_or_written(program: Program) -> None:
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    from ntm_rules.language.reading import catalogue_from_mapping

    unit = UNITS["T"]
    lone: Any = np.array(5)
    vast: Any = 10**5000
    for wrong in (
        lambda: evaluate(program, lone, []),
        lambda: evaluate(program, UNITS, lone),
        lambda: Session(lone, UNITS),
        lambda: Units(lone),
        lambda: Unit("T", "T", "township", memberships=lone),
        lambda: evaluate(program, UNITS, [Fact("T", "water", 1, JUNE, assurance=np.array([1, 2]))]),
        lambda: evaluate(program, UNITS, [Fact("T", "water", 1, JUNE, assurance=vast)]),
        lambda: decide_values(program, {vast: 1}),
        lambda: Unit(pd.NaT, "T", "township"),
        lambda: catalogue_from_mapping({"measures": {"x": {"name": "X", "decimals": vast}}}),
        lambda: catalogue_from_mapping({vast: {}}),
    ):
        with pytest.raises(NtmError):
            wrong()
    assert evaluate(program, (one for one in (unit,)), []).units == (unit,)
    measures = catalogue_from_mapping(
        {"measures": {"x": {"name": "X", "decimals": 1, "minimum": np.float64(0.5)}}}
    ).measures
    assert measures["x"].minimum == Decimal("0.5")
