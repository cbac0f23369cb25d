"""One admission: what one executor refuses every one refuses, with the same code, and public calls raise our errors only."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.model.fact import Absence, Fact, Finding
from ntm_rules.model.problem import ArgumentError, FactsError, NtmError, UnitsError, UnknownNameError
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.testing import worlds
from ntm_rules.testing.strategies.spoilt_world import Spoilt, spoilt_worlds

from .test_agreement import thorough

JUNE = date(2024, 6, 30)
LIBRARY = ntm.load_library()
COMMUNES = ntm.compile("vn/commune-ntm", JUNE, LIBRARY)
DISTRICTS = ntm.compile("vn/district-ntm", JUNE, LIBRARY)
COMMUNE = Unit("C", "Xã A", "commune", None, {"region": "north_midlands_mountains"})
MATCHERS: tuple[Choice, ...] = ("durable_rules", "plain")


def codes_of(call: Callable[[], object]) -> list[str]:
    """The codes with which a call refuses; the call must refuse."""
    with pytest.raises(NtmError) as error:
        call()
    assert all(found.message.vi and found.message.en for found in error.value.diagnostics)
    return [found.code for found in error.value.diagnostics]


@thorough
@given(spoilt_worlds(worlds()), st.sampled_from(MATCHERS))
def test_every_executor_refuses_with_the_same_code(spoilt: Spoilt, matcher: Choice) -> None:
    program, units, statements = spoilt.program, spoilt.units, spoilt.statements
    expected = codes_of(lambda: ntm.evaluate(program, units, statements))
    assert spoilt.code in expected
    assert set(expected) <= {spoilt.code, "NTM623"} if spoilt.kind == "units" else expected == [spoilt.code]
    assert codes_of(lambda: ntm.Session(program, units, statements, matcher=matcher)) == expected
    if spoilt.kind == "statements":
        with ntm.Session(program, units, matcher=matcher) as session:
            before = session.outcomes()
            assert codes_of(lambda: session.assert_fact(*statements)) == expected
            assert (session.outcomes(), session.statements()) == (before, ())


@pytest.mark.parametrize("value", ["mars", "North_midlands_mountains", " north_midlands_mountains", "Vùng khác"])
def test_an_attribute_value_that_is_not_declared_is_refused(value: str) -> None:
    unit = Unit("C", "Xã A", "commune", None, {"region": value})
    with pytest.raises(UnitsError) as error:
        ntm.evaluate(COMMUNES, unit, [])
    (found,) = error.value.diagnostics
    assert (found.code, found.fields["unit"], found.fields["attribute"]) == ("NTM555", "C", "region")
    assert "red_river_delta" in str(found.fields["allowed"])
    for language in ("vi", "en"):
        text = found.render(language)
        assert all(word in text for word in ("'C'", "region", value.strip(), "north_midlands_mountains"))


def test_a_blank_attribute_is_one_not_given() -> None:
    blank = Unit("C", "Xã A", "commune", None, {"region": ""})
    bare = Unit("C", "Xã A", "commune")
    facts = [Fact("C", "income_per_capita", 50, JUNE)]
    assert dict(ntm.evaluate(COMMUNES, blank, facts).outcomes("C")) == dict(
        ntm.evaluate(COMMUNES, bare, facts).outcomes("C")
    )


@pytest.mark.parametrize("kind", ["Commune", "xã", "xa", "communes", "commun", "COMMUNE", "X."])
def test_a_kind_that_is_a_slip_is_refused_with_what_is_meant(kind: str) -> None:
    with pytest.raises(UnitsError) as error:
        ntm.evaluate(COMMUNES, [Unit("C", "Xã A", kind)], [])
    assert "commune" in str(error.value)
    assert error.value.diagnostics[0].fields["unit"] == "C"


def test_units_that_no_rule_uses_are_named() -> None:
    units = [
        Unit("T", "Tỉnh A", "province"),
        Unit("P", "Phường B", "ward", "T"),
        Unit("Q", "Phường C", "ward", "T"),
        Unit("C", "Xã A", "commune", "T"),
    ]
    (found,) = ntm.evaluate(COMMUNES, units, []).diagnostics
    assert (found.code, found.fields["kind"], found.fields["count"]) == ("NTM622", "ward", 2)
    assert "P (Phường B), Q (Phường C)" in found.message.vi


@pytest.mark.parametrize("program", [DISTRICTS, COMMUNES])
def test_a_unit_that_is_counted_belongs_somewhere(program: ntm.Program) -> None:
    """Under the ruleset of districts a commune without a parent would be counted nowhere; under its own it need not."""
    units = [Unit("D", "Huyện", "district"), Unit("C", "Xã", "commune"), Unit("E", "Xã khác", "commune")]
    if program is COMMUNES:
        assert ntm.evaluate(program, units, []).units[0].code == "C"
        return
    with pytest.raises(UnitsError) as error:
        ntm.evaluate(program, units, [])
    (found,) = error.value.diagnostics
    assert (found.code, found.fields["units"], found.fields["count"]) == ("NTM623", ("C", "E"), 2)


class Region(StrEnum):
    MOUNTAINS = "north_midlands_mountains"


class Money(Decimal):
    pass


PLAIN: list[tuple[Any, object]] = [
    (np.float64(39.5), Decimal("39.5")),
    (np.float32(39.9), Decimal("39.9")),
    (np.float16(39.5), Decimal("39.5")),
    (np.int64(39), Decimal(39)),
    (np.uint8(39), Decimal(39)),
    (np.array(39.5), Decimal("39.5")),
    (np.bool_(True), Finding.MET),
    (np.str_("good"), "good"),
    (np.float64("nan"), Absence.NOT_REPORTED),
    (pd.NA, Absence.NOT_REPORTED),
    (pd.NaT, Absence.NOT_REPORTED),
    (Money("39.5"), Decimal("39.5")),
    (Region.MOUNTAINS, "north_midlands_mountains"),
    (Fraction(1, 3), Fraction(1, 3)),
]


@pytest.mark.parametrize(("given", "value"), PLAIN, ids=lambda given: f"{type(given).__name__}")
def test_scalars_of_other_libraries_are_taken_where_they_are_plain(given: Any, value: object) -> None:
    found = Fact("C", "m", given, JUNE).value
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("given", [np.array([1.0]), np.complex64(1), np.datetime64("2024-01-01"), [1], {1}, b"1"])
def test_what_is_no_value_is_refused(given: Any) -> None:
    with pytest.raises(FactsError):
        Fact("C", "m", given, JUNE)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False).filter(lambda number: 1e-6 < abs(number) < 1e6))
def test_a_float_of_32_bits_is_read_as_it_is_written(number: float) -> None:
    small = np.float32(number)
    assert (
        Fact("C", "m", small, JUNE).value == Decimal(str(small)) != Decimal(number).quantize(Decimal(1).scaleb(-12))
        or small == number
    )


BAD_CALLS: dict[str, Callable[[], object]] = {
    "as_of a text": lambda: ntm.compile("vn/commune-ntm", "2024-06-30", LIBRARY),  # type: ignore[arg-type]
    "as_of a datetime": lambda: ntm.compile("vn/commune-ntm", datetime(2024, 6, 30, 5), LIBRARY),
    "as_of None": lambda: ntm.compile("vn/commune-ntm", None, LIBRARY),  # type: ignore[arg-type]
    "a ruleset that is none": lambda: ntm.compile(7, JUNE, LIBRARY),  # type: ignore[arg-type]
    "a library that is none": lambda: ntm.compile("vn/commune-ntm", JUNE, {}),  # type: ignore[arg-type]
    "no program": lambda: ntm.evaluate("vn/commune-ntm", COMMUNE, []),  # type: ignore[arg-type]
    "units None": lambda: ntm.evaluate(COMMUNES, None, []),  # type: ignore[arg-type]
    "units a text": lambda: ntm.evaluate(COMMUNES, "C", []),  # type: ignore[arg-type]
    "units a dict": lambda: ntm.evaluate(COMMUNES, {"C": COMMUNE}, []),  # type: ignore[dict-item]
    "units of tuples": lambda: ntm.evaluate(COMMUNES, [("C", "Xã A")], []),  # type: ignore[list-item]
    "statements None": lambda: ntm.evaluate(COMMUNES, COMMUNE, None),  # type: ignore[arg-type]
    "statements a text": lambda: ntm.evaluate(COMMUNES, COMMUNE, "facts"),  # type: ignore[arg-type]
    "a fact that is a tuple": lambda: ntm.evaluate(COMMUNES, COMMUNE, [("C", "income_per_capita", 3)]),  # type: ignore[list-item]
    "a fact that is a dict": lambda: ntm.evaluate(COMMUNES, COMMUNE, [{"unit": "C"}]),  # type: ignore[list-item]
    "known_on a text": lambda: ntm.evaluate(COMMUNES, COMMUNE, [], known_on="2024-01-01"),  # type: ignore[arg-type]
    "another kind": lambda: ntm.evaluate(COMMUNES, Unit("D", "Huyện", "district"), []),
    "an unknown code": lambda: ntm.evaluate(COMMUNES, COMMUNE, []).outcome("C", "99"),
    "a code that is a number": lambda: ntm.evaluate(COMMUNES, COMMUNE, []).outcome("C", 10),  # type: ignore[arg-type]
    "an unknown unit": lambda: ntm.evaluate(COMMUNES, COMMUNE, []).decision("Z"),
    "a unit that is a list": lambda: ntm.evaluate(COMMUNES, COMMUNE, []).outcomes(["C"]),  # type: ignore[arg-type]
    "a code of RuleOutcomes": lambda: ntm.evaluate(COMMUNES, COMMUNE, []).outcomes("C")["99"],
    "to settle an unknown unit": lambda: ntm.evaluate(COMMUNES, COMMUNE, []).to_settle("Z"),
    "a session without programs": lambda: ntm.Session([], [COMMUNE]),
    "a session of a text": lambda: ntm.Session("vn/commune-ntm", [COMMUNE]),  # type: ignore[arg-type]
    "a session without units": lambda: ntm.Session(COMMUNES, None),  # type: ignore[arg-type]
    "retract a text": lambda: ntm.Session(COMMUNES, COMMUNE).retract("fact"),  # type: ignore[arg-type]
    "retract what was never said": lambda: ntm.Session(COMMUNES, COMMUNE).retract(Fact("C", "m", 1, JUNE)),
    "correct nothing": lambda: ntm.Session(COMMUNES, COMMUNE).correct(None, None),  # type: ignore[arg-type]
    "assert None": lambda: ntm.Session(COMMUNES, COMMUNE).assert_fact(None),  # type: ignore[arg-type]
    "ask a session for an unknown rule": lambda: ntm.Session(COMMUNES, COMMUNE).decision("C", "99"),
    "ask a session for an unknown unit": lambda: ntm.Session(COMMUNES, COMMUNE).outcome("Z", "10"),
    "a key that is none": lambda: ntm.Attestation("C", "vn commune", True, JUNE),
    "a key that is a number": lambda: ntm.Attestation("C", 10, True, JUNE),  # type: ignore[arg-type]
    "a published outcome that is none": lambda: ntm.PublishedDecision("C", "vn/commune-ntm", "", JUNE),
    "a published outcome that is no status either": lambda: ntm.evaluate(
        COMMUNES, COMMUNE, [ntm.PublishedDecision("C", "vn/commune-ntm", "garbage", JUNE)]
    ),
    "a language that is not spoken": lambda: ntm.explain(
        ntm.evaluate(COMMUNES, COMMUNE, []).decision("C"),
        LIBRARY,
        Units([COMMUNE]),
        "fr",  # type: ignore[arg-type]
    ),
    "explain nothing": lambda: ntm.explain(None, LIBRARY, Units([COMMUNE])),  # type: ignore[arg-type]
    "explain without units": lambda: ntm.explain(ntm.evaluate(COMMUNES, COMMUNE, []).decision("C"), LIBRARY, None),  # type: ignore[arg-type]
    "a library of numbers": lambda: ntm.load_library(7),  # type: ignore[arg-type]
    "a library over a number": lambda: ntm.load_library(over=7),  # type: ignore[arg-type]
    "a library over nothing": lambda: ntm.load_library(over=""),
    "a dossier that is a number": lambda: ntm.read_dossier(7, LIBRARY),  # type: ignore[arg-type]
    "cases of a number": lambda: ntm.cases_in([7], LIBRARY),  # type: ignore[list-item]
    "figures out of bounds": lambda: ntm.decide_values(COMMUNES, {"clean_water_households": 101}),
    "figures of no measure": lambda: ntm.decide_values(COMMUNES, {"nothing": 1}),
}


@pytest.mark.parametrize("call", BAD_CALLS.values(), ids=BAD_CALLS)
def test_a_wrong_call_is_one_of_our_errors_in_both_languages(call: Callable[[], object]) -> None:
    assert codes_of(call)


def test_what_is_asked_for_and_is_not_there_is_a_key_error_too() -> None:
    decisions = ntm.evaluate(COMMUNES, COMMUNE, [])
    calls: list[Callable[[], object]] = [lambda: decisions.outcome("C", "1O"), lambda: decisions.outcome("D")]
    for call in calls:
        with pytest.raises(KeyError) as error:
            call()
        assert isinstance(error.value, UnknownNameError)
        assert str(error.value).startswith("[NTM629]")


def test_rules_are_named_by_code_key_or_text_alike() -> None:
    decisions = ntm.evaluate(COMMUNES, COMMUNE, Fact("C", "income_per_capita", 50, JUNE))
    key = ntm.RuleKey("vn/commune-ntm", "10")
    assert decisions.outcome("C", "10") is decisions.outcome("C", key) is decisions.outcome("C", str(key))
    with ntm.Session(COMMUNES, COMMUNE, Fact("C", "income_per_capita", 50, JUNE)) as session:
        assert session.outcome("C", "10") is session.outcome("C", key) is session.decision("C", str(key)).outcome


def test_units_are_taken_as_units_a_list_or_one() -> None:
    facts = [Fact("C", "income_per_capita", 50, JUNE)]
    found = [
        ntm.evaluate(COMMUNES, units, facts).outcome("C", "10") for units in (COMMUNE, [COMMUNE], Units([COMMUNE]))
    ]
    found += [ntm.Session(COMMUNES, units, facts).outcome("C", "10") for units in (COMMUNE, (COMMUNE,))]
    assert set(found) == {ntm.Outcome.ATTAINED}
    decision = ntm.evaluate(COMMUNES, COMMUNE, facts).decision("C", "10")
    assert ntm.explain(decision, LIBRARY, [COMMUNE], "en") == ntm.explain(decision, LIBRARY, Units([COMMUNE]), "en")


@pytest.mark.slow
def test_a_path_given_as_a_text_is_one_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read letter by letter, the path `/rules` would begin with the root of the machine."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "m.yaml").write_text("measures:\n  mine: {name: Của tôi}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert "mine" in ntm.load_library(over="rules").measures
    assert "mine" in ntm.load_library(over=tmp_path / "rules").measures
    assert ntm.check_paths("rules") == []
    with pytest.raises(NtmError) as error:
        ntm.load_library(over="rulse")
    assert [found.place.file for found in error.value.diagnostics if found.place] == ["rulse"]


def test_a_published_outcome_may_be_its_word() -> None:
    said = ntm.PublishedDecision("C", "vn/commune-ntm", "attained", JUNE)
    assert said.value is ntm.Outcome.ATTAINED
    decision = ntm.evaluate(COMMUNES, COMMUNE, [said]).decision("C")
    assert json.loads(json.dumps(ntm.decision_to_plain(decision)))
    assert ntm.explain(decision, LIBRARY, [COMMUNE], "en")


def test_a_later_report_without_a_figure_is_told_and_decides_nothing() -> None:
    march, june = date(2024, 3, 31), JUNE
    facts = [
        Fact("C", "income_per_capita", 50, march, "Phòng A"),
        Fact("C", "income_per_capita", None, june, "Phòng A"),
    ]
    decisions = ntm.evaluate(COMMUNES, COMMUNE, facts)
    decision = decisions.decision("C", "10")
    assert decision.outcome is ntm.Outcome.ATTAINED
    assert decision.reasons[0].facts == tuple(facts)
    assert "later reports no figure" in ntm.explain(decision, LIBRARY, [COMMUNE], "en")
    assert "sau đó báo chưa có số liệu" in ntm.explain(decision, LIBRARY, [COMMUNE], "vi")
    assert ntm.verify_record(ntm.record_assessment(decisions), LIBRARY).is_sound
    assert ntm.Session(COMMUNES, COMMUNE, facts).decision("C", "10") == decision


@pytest.mark.parametrize("argument", [ArgumentError, UnknownNameError])
def test_the_errors_of_calls_are_of_the_one_family(argument: type[NtmError]) -> None:
    assert issubclass(argument, NtmError)
    assert getattr(ntm, argument.__name__) is argument
