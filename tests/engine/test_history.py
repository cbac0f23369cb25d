"""Recognition over time: the table of transitions, and histories from decisions of councils and of rules."""

from collections.abc import Sequence
from datetime import date

import pytest

import ntm_rules as ntm
from ntm_rules.engine.history.history import HistoryEvent, UnitHistory, history
from ntm_rules.engine.history.transitions import (
    TRANSITIONS,
    RecognitionSignal,
    RecognitionState,
    table_on,
    transition_table,
)
from ntm_rules.model.fact import Attestation, Fact, PublishedDecision, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.problem import ArgumentError
from ntm_rules.model.text import Language
from ntm_rules.model.units.unit import Unit
from ntm_rules.report.overview.history import history_to_plain
from ntm_rules.report.pages.two_languages import TwoNames
from ntm_rules.report.papers.over_time import history_paper
from ntm_rules.report.renderers.paper_text import paper_text

State, Signal = RecognitionState, RecognitionSignal
RULES = """
ruleset: x/commune
version: 2022-01-01
title: {vi: Xã, en: Commune}
applies_to: commune
instrument: {number: 1/QĐ}
statuses: [{id: proposed, name: {vi: Đề nghị, en: Proposed}}, {id: basically, name: Cơ bản}]
recognition: {criteria: all, valid_for: {years: 3}, provenance: {status: recalled}}
maintenance: {applies_when: {measure: commune_recognised, required: yes}, criteria: all, provenance: {status: recalled}}
revocation:
  applies_when: {measure: commune_recognised, required: yes}
  criteria: not_attained
  share_at_least: 50
  provenance: {status: recalled}
criteria:
  - {code: "1", name: Một, content: unknown, provenance: {status: unknown}}
  - {code: "2", name: Hai, content: unknown, provenance: {status: unknown}}
  - {code: "3", name: Ba, content: unknown, provenance: {status: unknown}}
"""
OPEN = ["recognised", "maintained", "not_maintained", "revocable"]
COMMUNE = Unit("C", "Xã An", "commune")


def in_lines(found: UnitHistory, library: Library, language: Language) -> str:
    """The history as `ntm-rules history` prints it."""
    return paper_text(history_paper([found], TwoNames.of(library, ntm.Units([COMMUNE]))), language)


@pytest.fixture(scope="module")
def library() -> Library:
    shipped = ntm.load_library()
    return shipped.including(ntm.ruleset_from_text(RULES, shipped))


def told(library: Library, statements: Sequence[Statement], last: date = date(2025, 12, 31)) -> UnitHistory:
    return history(ntm.evaluate(ntm.compile("x/commune", last, library), COMMUNE, statements), "C")


def council(day: date, value: str = "attained", rule: str = "x/commune#recognition") -> PublishedDecision:
    return PublishedDecision("C", rule, value, day, "UBND tỉnh", f"QĐ {day.year}")


def attested(year: int, *missed: str, known: Sequence[str] = ("1", "2", "3")) -> list[Statement]:
    day = date(year, 12, 31)
    return [Attestation("C", f"x/commune#{code}", code not in missed, day) for code in known]


def states(found: UnitHistory) -> list[tuple[str, list[str]]]:
    return [(str(one.day), [each.value for each in one.states]) for one in found.events]


def test_every_signal_of_every_state_leads_to_one_state_and_the_table_says_which() -> None:
    table = transition_table()
    for signal in Signal:
        for state in State:
            [after] = table.after([state], [signal])
            rows = [row.after for row in TRANSITIONS if row.signal is signal and state in row.before]
            assert [after] == (rows or [state])


def test_both_matchers_fire_the_same_transitions() -> None:
    pytest.importorskip("durable_rules_engine", reason="durable_rules is not installed")
    plain, durable = table_on("plain"), table_on("durable_rules")
    with durable.matcher:
        assert all(plain.after([state], Signal) == durable.after([state], Signal) for state in State)


def test_a_recognition_from_its_proposal_to_its_end(library: Library) -> None:
    statements = [
        council(date(2022, 6, 1), "proposed"),
        council(date(2022, 9, 1)),
        *attested(2022),
        *attested(2023, "1"),
        *attested(2024, "1", "2"),
        council(date(2025, 3, 1), rule="x/commune#revocation"),
    ]
    found = told(library, statements)
    assert states(found) == [
        ("2022-06-01", ["proposed"]),
        ("2022-09-01", ["recognised"]),
        ("2022-12-31", ["maintained"]),
        ("2023-12-31", ["not_maintained"]),
        ("2024-12-31", ["revocable"]),
        ("2025-03-01", ["revoked"]),
        ("2025-12-31", ["revoked"]),
    ]
    assert found.has_decisions


def test_what_the_rules_cannot_say_is_said_so_and_is_settled_later(library: Library) -> None:
    found = told(library, [council(date(2022, 9, 1)), *attested(2023, known=["1", "2"]), *attested(2024)])
    assert states(found)[1:3] == [
        ("2023-12-31", ["maintained", "not_maintained"]),  # one of three open: half cannot be missed
        ("2024-12-31", ["maintained"]),
    ]
    assert [one.is_settled for one in found.events[1:3]] == [False, True]


def test_a_recognition_lapses_when_its_time_is_over_and_only_then(library: Library) -> None:
    lapsed = told(library, [council(date(2022, 9, 1))])
    assert states(lapsed)[-2:] == [("2025-09-02", ["lapsed"]), ("2025-12-31", ["lapsed"])]
    assert Signal.EXPIRED in lapsed.events[-2].signals
    renewed = told(library, [council(date(2022, 9, 1)), council(date(2025, 9, 1)), *attested(2025)])
    assert states(renewed)[-1] == ("2025-12-31", ["maintained"])


def test_without_a_decision_the_reported_finding_says_whether_it_is_recognised(library: Library) -> None:
    day = date(2023, 12, 31)
    assert states(told(library, attested(2023)))[0][1] == ["not_recognised", "maintained"]
    yes, no = (Fact("C", "commune_recognised", held, day) for held in (True, False))
    assert states(told(library, [yes, *attested(2023)]))[0][1] == ["maintained"]
    assert states(told(library, [no, *attested(2023)]))[0][1] == ["not_recognised"]


@pytest.mark.parametrize(
    ("value", "rule", "after"),
    [
        ("not_attained", "x/commune#recognition", ["revoked"]),  # a recognition that is no longer given
        ("proposed", "x/commune#recognition", ["recognised"]),
        # What means nothing for a recognition leaves the day to the rules.
        ("not_attained", "x/commune#revocation", OPEN),
        ("basically", "x/commune#recognition", OPEN),
    ],
)
def test_decisions_of_authorities_on_a_standing_recognition(
    library: Library, value: str, rule: str, after: list[str]
) -> None:
    found = told(library, [council(date(2023, 1, 1)), council(date(2024, 1, 1), value, rule)], date(2024, 1, 1))
    assert states(found)[-1] == ("2024-01-01", after)


@pytest.mark.parametrize(
    ("first", "after"),
    [(None, "revoked"), ("not_attained", "not_recognised"), ("proposed", "proposed"), ("attained", "revoked")],
)
def test_what_was_never_recognised_is_not_revoked(library: Library, first: str | None, after: str) -> None:
    """A revocation alone shows that there was a recognition; beside a refusal or a proposal it does not fit, and is told so."""
    before = [council(date(2023, 1, 1), first)] if first is not None else []
    found = told(library, [*before, council(date(2024, 1, 1), rule="x/commune#revocation")], date(2024, 1, 1))
    assert states(found)[-1] == ("2024-01-01", [after])
    for language, said in (
        ("vi", "không ghi quyết định công nhận nào"),
        ("en", "no recognition before this revocation"),
    ):
        text = in_lines(found, library, "vi" if language == "vi" else "en")
        assert (said in text) is (first != "attained")


def test_opposite_decisions_of_one_day_leave_it_open(library: Library) -> None:
    day = date(2024, 1, 1)
    found = told(library, [council(day), council(day, "not_attained")], day)
    assert states(found)[-1] == ("2024-01-01", ["not_recognised", "recognised"])


def test_rules_that_do_not_ask_whether_a_unit_is_recognised_do_not_make_it_so() -> None:
    shipped = ntm.load_library()
    library = shipped.including(
        ntm.ruleset_from_text(
            RULES.replace("applies_when: {measure: commune_recognised, required: yes}, ", ""), shipped
        )
    )
    refused = [council(date(2023, 1, 1), "not_attained"), council(date(2024, 1, 1), "not_attained")]
    found = told(library, [refused[0], *attested(2023), refused[1]], date(2024, 1, 1))
    assert [one for _, one in states(found)] == [["not_recognised"]] * 3
    held = told(library, [council(date(2023, 1, 1)), *attested(2023)], date(2023, 12, 31))
    assert states(held)[-1][1] == ["maintained"]


def test_a_day_before_any_version_and_a_unit_that_is_not_judged(library: Library) -> None:
    early = told(library, [Attestation("C", "x/commune#1", True, date(2021, 6, 1)), council(date(2022, 9, 1))])
    assert early.events[0].problem is not None
    assert early.events[0].states == (State.UNKNOWN,)
    with pytest.raises(ArgumentError):
        history(ntm.evaluate(ntm.compile("x/commune", date(2024, 1, 1), library), COMMUNE, []), "D")


def test_figures_that_speak_against_a_decision_are_told_and_no_count_stands_for_what_is_not_known(
    library: Library,
) -> None:
    no = Fact("C", "commune_recognised", False, date(2024, 12, 31))
    found = told(library, [council(date(2024, 9, 1)), no], no.as_of)
    assert states(found)[-1][1] == ["recognised"]
    text = in_lines(found, library, "en")
    assert "the figures known on this day do not say that the unit is recognised" in text
    assert "Undetermined · ? 1–3" in text
    some = told(library, attested(2023, "1", known="12"), date(2023, 12, 31))
    assert "≥ 1/3 · ✗ 1; ? 3" in in_lines(some, library, "vi")


def test_the_line_of_events_in_both_languages_and_as_data(library: Library) -> None:
    found = told(library, [council(date(2022, 9, 1)), *attested(2023, "1")])
    vi, en = in_lines(found, library, "vi"), in_lines(found, library, "en")
    assert "01/09/2022  ✓ được công nhận\n            Công nhận: UBND tỉnh, QĐ 2022" in vi
    assert "31 Dec 2023 ✗ not maintained" in en
    assert "2/3 · ✗ 1" in en
    plain = history_to_plain(found)
    event: HistoryEvent = found.events[1]
    assert plain["events"][1]["day"] == event.day.isoformat()
    assert plain["events"][1]["signals"] == ["fails"]
    assert plain["events"][1]["decisions"][1]["not_attained"] == ["1"]
