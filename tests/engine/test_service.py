"""A session of a service: posted once, changed whole or not at all, its readers never see an error."""

import logging
import threading
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

import ntm_rules as ntm

MARCH, JUNE = date(2024, 3, 31), date(2024, 6, 30)
CATALOGUE = ntm.catalogue_from_text("measures: {water: {name: Water, unit: '%', decimals: 1, maximum: 100}}")
RULES = """\
ruleset: t/commune
version: {version}
title: Commune
applies_to: commune
instrument: {{number: '1'}}
recognition: {{criteria: all, provenance: {{status: recalled}}}}
criteria:
  - {{code: "1", name: Water, measure: water, at_least: {least}, provenance: {{status: recalled}}}}
"""


def library(*least: int) -> ntm.Library:
    found = CATALOGUE
    for number, each in enumerate(least):
        found = found.including(ntm.ruleset_from_text(RULES.format(version=f"202{number}-01-01", least=each), found))
    return found


def program(least: int, day: date = JUNE) -> ntm.Program:
    return ntm.compile("t/commune", day, library(least))


A, B = (ntm.Unit(code, code, "commune") for code in "AB")


def water(value: float, unit: str = "A") -> ntm.Fact:
    return ntm.Fact(unit, "water", value, MARCH)


@pytest.fixture
def service() -> ntm.Service:
    return ntm.Service(program(90), [A, B], {"a": water(85), "b": water(95, "B")}, matcher="plain")


def outcome(service: ntm.Service, unit: str = "A") -> str:
    return service.outcome(unit, "1").value


def test_a_statement_is_posted_once(service: ntm.Service) -> None:
    assert service.post({"a": water(85)}) == ()
    assert len(service.session.statements()) == 2
    with pytest.raises(ntm.FactsError) as conflict:
        service.post({"new": water(99), "a": water(86)})
    assert [found.code for found in conflict.value.diagnostics] == ["NTM722"]
    assert set(service.posted()) == {"a", "b"}
    changes = service.put({"a": water(95), "b": water(95, "B")})
    assert [(str(one.rule), one.before.value, one.after.value) for one in changes] == [
        ("t/commune#1", "not_attained", "attained"),
        ("t/commune", "not_attained", "attained"),
    ]
    assert service.put({"a": water(95)}) == ()
    assert {one.after for one in service.withdraw("a")} == {ntm.Outcome.UNDETERMINED}
    with pytest.raises(ntm.FactsError) as unknown:
        service.withdraw("a")
    assert [found.code for found in unknown.value.diagnostics] == ["NTM723"]


def test_a_batch_is_taken_whole_or_not_at_all(service: ntm.Service) -> None:
    for call in (service.post, service.put):
        with pytest.raises(ntm.FactsError):
            call({"c": water(99), "d": water(101)})
        with pytest.raises(ntm.FactsError):
            call({"c": water(99), "d": water(9, "Z")})
    assert (outcome(service), len(service.session.statements()), set(service.posted())) == (
        "not_attained",
        2,
        {"a", "b"},
    )
    with pytest.raises(ntm.ArgumentError):
        service.post([water(1)])  # type: ignore[arg-type]


def test_units_come_change_and_end(service: ntm.Service) -> None:
    assert service.add_units(ntm.Unit("C", "C", "commune")) == ()
    for call in (service.add_units, service.withdraw, partial(service.end_units, on=JUNE)):
        with pytest.raises(ntm.ArgumentError, match=r"give (Unit|str)$"):
            call(["C"])  # type: ignore[arg-type]
    assert outcome(service, "C") == "undetermined"
    service.post({"c": water(91, "C")})
    assert outcome(service, "C") == "attained"
    service.end_units("C", on=date(2024, 7, 1))
    assert outcome(service, "C") == "attained"
    service.end_units("C", on=JUNE)
    with pytest.raises(ntm.UnknownNameError):
        service.outcome("C", "1")
    assert service.units["C"].exists_until == date(2024, 6, 29)
    with pytest.raises(ntm.UnknownUnitError):
        service.end_units("Z", on=JUNE)
    with pytest.raises(ntm.ArgumentError, match="a later day"):
        service.end_units("A", on=date.min)
    with pytest.raises(ntm.UnitsError):
        service.add_units(ntm.Unit("D", "D", "comune"))
    assert "D" not in service.units


def test_the_day_moves_and_takes_the_version_in_force(service: ntm.Service) -> None:
    service.change_programs(ntm.compile("t/commune", JUNE, library(90, 80)))
    assert (outcome(service), service.as_of) == ("attained", JUNE)
    changes = service.move_to(date(2020, 12, 31))
    assert service.as_of == date(2020, 12, 31)
    assert {(one.unit, one.after) for one in changes} == {(unit, ntm.Outcome.UNDETERMINED) for unit in "AB"}
    with pytest.raises(ntm.CompileError):
        service.move_to(date(2019, 1, 1))
    assert service.as_of == date(2020, 12, 31)


def test_programs_change_whole_or_not_at_all(service: ntm.Service) -> None:
    narrow = ntm.catalogue_from_text("measures: {water: {name: Water, unit: '%', decimals: 1, maximum: 90}}")
    refused = ntm.compile("t/commune", JUNE, library(90).including(narrow))
    with pytest.raises(ntm.FactsError):
        service.change_programs(refused)
    assert (outcome(service), outcome(service, "B")) == ("not_attained", "attained")
    assert {one.unit for one in service.change_programs(program(80))} == {"A"}


def test_listeners_hear_of_each_change_and_cannot_stop_it(
    service: ntm.Service, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    def broken(changes: tuple[ntm.OutcomeChange, ...]) -> None:
        raise RuntimeError("no")

    service.subscribe(broken)
    end = service.subscribe(lambda changes: heard.append(len(changes)))
    with caplog.at_level(logging.DEBUG, "ntm_rules"):
        service.put({"a": water(95)})
        service.change_programs(program(96))
        service.post({"z": water(95)})
        end()
        service.change_programs(program(80))
    assert heard == [2, 4]
    levels = [record.levelname for record in caplog.records]
    assert levels.count("ERROR") == 3
    assert levels.count("INFO") == levels.count("DEBUG") == 2


def test_readers_see_one_state_or_the_other_and_no_error() -> None:
    service = ntm.Service(program(90), [A, B], {"a": water(85)}, matcher="plain")
    programs, failures, stop = [program(80), program(90)], [], threading.Event()
    seen: set[tuple[str, Decimal]] = set()

    def read() -> None:
        while not stop.is_set():
            try:
                decision = service.decision("A", "1")
                required = decision.reasons[0].required
                assert isinstance(required, Decimal)
                seen.add((decision.outcome.value, required))
            except BaseException as error:  # noqa: BLE001 - any at all is a failure
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(60):
        service.change_programs(programs[number % 2])
        service.put({"b": water(number, "B")})
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen <= {("attained", Decimal(80)), ("not_attained", Decimal(90))}


def test_a_rule_not_named_is_the_recognition_as_in_decisions(service: ntm.Service) -> None:
    assert service.outcome("A") is service.outcome("A", "recognition")
    assert service.decision("A") == service.decision("A", "t/commune")
    several = ntm.Session([*service.programs, ntm.compile("vn/civilised-township", JUNE)], ntm.Units([]))
    with pytest.raises(ntm.UnknownNameError) as unknown:
        several.decision("A", "1")
    assert "t/commune#1" in str(unknown.value.diagnostics[0].fields["allowed"])
