"""What a fact may hold: a figure, a finding, a level or a kind of absence; text is never read as a figure."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ntm_rules.model.fact import Absence, Attestation, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.measure import Level, Measure, MeasureType
from ntm_rules.model.problem import FactsError
from ntm_rules.model.text import Text
from ntm_rules.program.admission.misfit import misfit

DAY = date(2024, 6, 30)
SHARE = Measure("share", Text("Tỷ lệ"), decimals=1, minimum=Decimal(0), maximum=Decimal(100))
FINDING = Measure("finding", Text("Kết luận"), MeasureType.FINDING)
LEVEL = Measure(
    "level", Text("Mức"), MeasureType.LEVEL, levels=(Level("weak", Text("Yếu")), Level("good", Text("Tốt")))
)


@pytest.mark.parametrize(
    "given", [None, float("nan"), Decimal("NaN"), Decimal("sNaN"), Decimal("-NaN"), "", Absence.NOT_REPORTED]
)
def test_nothing_is_not_reported(given: Any) -> None:
    assert Fact("T", "share", given, DAY).value is Absence.NOT_REPORTED


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (0, Decimal(0)),
        (99.9, Decimal("99.9")),
        (Decimal("95.0"), Decimal("95.0")),
        (Fraction(1, 4), Fraction(1, 4)),
        (True, Finding.MET),
        (False, Finding.NOT_MET),
        (Finding.BASICALLY_MET, Finding.BASICALLY_MET),
        (Absence.DISPUTED, Absence.DISPUTED),
        ("good", "good"),
        ("3,5", "3,5"),
        (" ", " "),
        ("85%", "85%"),
    ],
)
def test_what_is_given_is_kept(given: Any, value: object) -> None:
    found = Fact("T", "share", given, DAY).value
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "given", [float("inf"), Decimal("-Infinity"), 10**40, 1e300, [], {}, object(), 1j, b"3", datetime(2024, 6, 30, 12)]
)
def test_what_is_no_value_is_refused_with_a_typed_error(given: Any) -> None:
    with pytest.raises(FactsError) as error:
        Fact("T", "share", given, DAY)
    assert error.value.diagnostics[0].code == "NTM617"


@pytest.mark.parametrize(
    ("measure", "value", "fits"),
    [
        (SHARE, Decimal("99.9"), True),
        (SHARE, Decimal("99.90"), True),
        (SHARE, Decimal("99.95"), False),
        (SHARE, Decimal(100), True),
        (SHARE, Decimal("100.1"), False),
        (SHARE, Decimal("-0.1"), False),
        (SHARE, Fraction(1, 2), True),
        (SHARE, Fraction(1, 3), False),
        (SHARE, "85", False),
        (SHARE, "85%", False),
        (SHARE, "3,5", False),
        (SHARE, Finding.MET, False),
        (SHARE, Absence.NOT_APPLICABLE, True),
        (FINDING, Finding.BASICALLY_MET, True),
        (FINDING, Decimal(1), False),
        (FINDING, "met", False),
        (FINDING, Absence.DISPUTED, True),
        (LEVEL, "good", True),
        (LEVEL, "Good", False),
        (LEVEL, " good", False),
        (LEVEL, Decimal(1), False),
        (LEVEL, Finding.MET, False),
    ],
)
def test_whether_a_value_fits_its_measure(measure: Measure, value: Any, fits: bool) -> None:
    found = misfit(measure, value)
    assert (found is None) is fits
    if found is not None:
        message = found.at().message
        assert measure.id in message.vi
        assert message.en is not None
        assert measure.id in message.en
        assert found.at().fields["measure"] == measure.id


@pytest.mark.parametrize("given", [Decimal(1), 1, "met", "Đạt", 0.5])
def test_an_attestation_is_a_finding_or_an_absence(given: Any) -> None:
    with pytest.raises(FactsError):
        Attestation("T", "vn/town#1", given, DAY)


def test_an_attestation_takes_a_plain_yes_or_no_and_a_key_as_text() -> None:
    found = Attestation("T", "vn/town#1", True, DAY)
    assert (found.rule, found.value) == (RuleKey("vn/town", "1"), Finding.MET)
    assert Attestation("T", "vn/town#1", None, DAY).value is Absence.NOT_REPORTED
    with pytest.raises(FactsError, match="rule key"):
        Attestation("T", "6", True, DAY)
