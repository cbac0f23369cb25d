"""Changes in per cent of the earlier figure, by every executor."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ntm_rules.engine.decisions import evaluate
from ntm_rules.model.condition import Basis, Change, Direction, Operator
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Absence, Fact
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.threshold import ByAttribute, Fixed, Multiple, Threshold, UnknownThreshold
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.phrasing.conditions import describe
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text

from .conftest import AS_OF, Decide, MakeRuleset

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
SINCE = date(2023, 12, 31)
TOWN = Unit("T", "Tam Đường", "township", attributes={"region": "mountains"})


def water(then: object, now: object) -> list[Fact]:
    return [
        Fact("T", "water", Decimal(value) if isinstance(value, int) else value, day, "UBND")
        for value, day in ((then, SINCE), (now, AS_OF))
        if value is not None
    ]


def by(threshold: Threshold, way: Direction = Direction.DECREASED, operator: Operator = Operator.AT_LEAST) -> Change:
    return Change("water", SINCE, way, operator, threshold, basis=Basis.SHARE)


FIFTEEN = by(Fixed(Decimal(15)))


@pytest.mark.parametrize(
    ("then", "now", "outcome"),
    [
        (80, 68, A),
        (80, 69, F),
        (40, 34, A),
        (0, 0, A),
        (0, 5, F),
        (None, 68, U),
        (80, None, U),
        (None, None, U),
        (80, Absence.NOT_APPLICABLE, X),
    ],
)
def test_a_decrease_in_per_cent(decide: Decide, then: object, now: object, outcome: Outcome) -> None:
    decision = decide(FIFTEEN, *water(then, now))
    assert decision.outcome is outcome
    assert len(decision.reasons) == 1 + ((then, now) == (None, None)), "a figure that is not there is told once"


def test_the_reason_is_in_per_cent_with_both_figures(decide: Decide, make_library: object) -> None:
    (why,) = decide(FIFTEEN, *water(75, 66)).reasons
    assert (why.observed, why.required, why.gap, why.basis) == (Decimal(12), Decimal(15), Decimal(3), Basis.SHARE)
    assert [fact.value for fact in why.facts] == [Decimal(75), Decimal(66)]
    (third,) = decide(FIFTEEN, *water(30, 29)).reasons
    assert (third.observed, third.gap) == (Fraction(10, 3), Fraction(35, 3))
    (missing,) = decide(FIFTEEN, *water(80, None)).reasons
    assert (missing.kind, missing.required) == (ReasonKind.OUTDATED, Decimal(15))
    (of_nothing,) = decide(FIFTEEN, *water(0, 5)).reasons
    assert (of_nothing.observed, of_nothing.required, of_nothing.basis) == (Decimal(-5), Decimal(0), None)
    library = make_library()  # type: ignore[operator]
    decision = decide(FIFTEEN, *water(75, 66))
    told = [reason_text(why, decision, Names(library, None, lang)) for lang in ("vi", "en")]
    assert [(one.about, one.body) for one in told] == [
        ("Tỷ lệ giảm water so với ngày 31/12/2023", "12% < 15%, thiếu 3 điểm phần trăm"),
        ("Percentage decrease in water since 31 Dec 2023", "12% < 15%, short by 3 percentage points"),
    ]
    assert describe(FIFTEEN, library, "vi") == "Tỷ lệ giảm water so với ngày 31/12/2023 từ 15% trở lên"


def test_the_percentage_may_be_chosen_and_be_a_multiple(decide: Decide) -> None:
    chosen = ByAttribute("region", (("delta", Fixed(Decimal(30))), ("mountains", Fixed(Decimal(10)))))
    assert decide(by(chosen), *water(80, 72)).outcome is A
    assert decide(by(Multiple(Decimal("1.5"), chosen)), *water(80, 72)).outcome is F
    (why,) = decide(by(Multiple(Decimal("1.5"), chosen)), *water(80, 72)).reasons
    assert (why.observed, why.required) == (Decimal(10), Decimal(15))
    assert decide(by(UnknownThreshold()), *water(80, 72)).outcome is U
    grown = by(Fixed(Decimal(25)), Direction.INCREASED, Operator.LESS_THAN)
    assert [decide(grown, *water(40, now)).outcome for now in (49, 50)] == [A, F]


def test_the_least_that_attains_it_is_found(make_ruleset: MakeRuleset, make_library: object) -> None:
    program = compile("vn/town", AS_OF, make_library(make_ruleset(FIFTEEN)))  # type: ignore[operator]
    decisions = evaluate(program, Units([TOWN]), water(80, 75))
    (step,) = decisions.ways_to_attain("T", "1")[0]
    assert (step.measure, step.becomes) == ("water", Decimal(68))
