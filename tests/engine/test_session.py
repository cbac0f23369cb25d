"""The working memory: sessions side by side, from several threads, closed, and told what does not fit."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.engine.live.session import Session
from ntm_rules.model.condition import (
    AllOf,
    Attained,
    Basis,
    Bound,
    Comparison,
    CriteriaState,
    MembersAttained,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ntm_rules.model.decision import OutcomeChange
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import ArgumentError, CompileError, EngineError, FactsError
from ntm_rules.model.threshold import Fixed, Relative
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

A, F, X, U = Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
JUNE = date(2024, 6, 30)
MakeRuleset = Callable[..., Any]
MakeLibrary = Callable[..., Library]
UNITS = Units(
    [
        Unit("P", "Lai Châu", "province"),
        Unit("H", "Tam Đường", "district", "P"),
        Unit("T", "Thị trấn Tam Đường", "township", "H"),
        Unit("C1", "Bản Bo", "commune", "H"),
        Unit("C2", "Bình Lư", "commune", "H"),
    ]
)


def at_least(measure: str, value: int | str) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(value)))


def fact(value: object, measure: str = "water", unit: str = "T", by: str | None = "UBND") -> Fact:
    return Fact(unit, measure, value, JUNE, by)


ALL = OwnCriteria(CriteriaState.ALL)


@pytest.fixture
def program(make_ruleset: MakeRuleset, make_library: MakeLibrary) -> Program:
    """Criterion 1 with two indicators, criterion 2 with one figure, and recognition."""
    ruleset = make_ruleset([at_least("water", 90), Required("registered")], at_least("poor", 3), recognition=ALL)
    return compile("vn/town", JUNE, make_library(ruleset))


def changed(changes: Iterable[OutcomeChange]) -> set[tuple[str, str, Outcome, Outcome]]:
    return {(change.unit, str(change.rule), change.before, change.after) for change in changes}


def test_exactly_the_outcomes_that_changed_are_returned(program: Program, matcher: Choice) -> None:
    with Session(program, UNITS, matcher=matcher) as session:
        assert changed(session.assert_fact(fact(95))) == {("T", "vn/town#1.1", U, A)}
        assert changed(session.assert_fact(fact(True, "registered"))) == {
            ("T", "vn/town#1.2", U, A),
            ("T", "vn/town#1", U, A),
        }
        assert changed(session.assert_fact(fact(3, "poor"))) == {("T", "vn/town#2", U, A), ("T", "vn/town", U, A)}
        assert session.correct(fact(95), fact(96)) == ()
        assert changed(session.correct(fact(96), fact(Decimal("89.999")))) == {
            ("T", "vn/town#1.1", A, F),
            ("T", "vn/town#1", A, F),
            ("T", "vn/town", A, F),
        }
        assert changed(session.retract(fact(3, "poor"))) == {("T", "vn/town#2", A, U)}
        assert changed(session.retract(fact(Decimal("89.999")), fact(True, "registered"))) == {
            ("T", "vn/town#1.1", F, U),
            ("T", "vn/town#1.2", A, U),
            ("T", "vn/town#1", F, U),
            ("T", "vn/town", F, U),
        }
        assert session.assert_fact(fact(95, unit="C1")) == (), "no rule is about communes"
        assert session.assert_fact() == ()
        assert session.statements() == (fact(95, unit="C1"),)


def test_a_batch_settles_once(program: Program, matcher: Choice) -> None:
    """Outcomes on the way to the end of a batch are nobody's business: each rule changes once at most."""
    with Session(program, UNITS, matcher=matcher) as session:
        changes = session.assert_fact(fact(80), fact(True, "registered"), fact(3, "poor"), fact(95, by="Sở"))
        assert changed(changes) == {
            ("T", "vn/town#1.2", U, A),
            ("T", "vn/town#2", U, A),
        }
        assert len({change.rule for change in changes}) == len(changes)
        assert session.decision("T", "vn/town#1.1").reasons[0].kind.value == "conflict"


def test_changes_go_up_to_the_units_above_and_to_other_rulesets(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice
) -> None:
    commune = make_ruleset(at_least("water", 90), id="vn/commune", applies_to="commune")
    advanced = make_ruleset(Attained(RuleKey("vn/commune", "1")), id="vn/advanced", applies_to="commune")
    bound = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100)))
    district = make_ruleset(
        MembersAttained("commune", RuleKey("vn/advanced", "1"), (bound,)), id="vn/district", applies_to="district"
    )
    library = make_library(commune, advanced, district)
    with Session(compile("vn/district", JUNE, library), UNITS, matcher=matcher) as session:
        session.assert_fact(fact(95, unit="C1"))
        assert session.outcome("H", "vn/district#1") is U
        assert changed(session.assert_fact(fact(90, unit="C2"))) == {
            ("C2", "vn/commune#1", U, A),
            ("C2", "vn/advanced#1", U, A),
            ("H", "vn/district#1", U, A),
        }
        assert changed(session.correct(fact(90, unit="C2"), fact(89, unit="C2"))) == {
            ("C2", "vn/commune#1", A, F),
            ("C2", "vn/advanced#1", A, F),
            ("H", "vn/district#1", A, F),
        }
        attested = Attestation("C2", "vn/advanced#1", Finding.MET, JUNE)
        assert session.assert_fact(attested) == (), "what is measured decides"
        assert changed(session.retract(fact(89, unit="C2"))) == {
            ("C2", "vn/commune#1", F, U),
            ("C2", "vn/advanced#1", F, A),
            ("H", "vn/district#1", F, A),
        }


def test_a_figure_of_the_province_moves_every_town_below(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice
) -> None:
    ruleset = make_ruleset(Comparison("water", Operator.AT_LEAST, Relative("water", "province")))
    with Session(compile("vn/town", JUNE, make_library(ruleset)), UNITS, [fact(95)], matcher=matcher) as session:
        assert changed(session.assert_fact(fact(95, unit="P"))) == {("T", "vn/town#1", U, A)}
        assert changed(session.correct(fact(95, unit="P"), fact(96, unit="P"))) == {("T", "vn/town#1", A, F)}
        assert session.assert_fact(fact(99, unit="H")) == (), "the district is not asked"


BAD: list[Callable[[Session], object]] = [
    lambda session: session.assert_fact(fact(80), fact(95, unit="X")),
    lambda session: session.assert_fact(fact(95, "watr"), fact(80)),
    lambda session: session.assert_fact(fact(80), fact("85")),
    lambda session: session.assert_fact(fact(80), fact(Decimal("95.0001"))),
    lambda session: session.assert_fact(Attestation("T", "vn/town#7", Finding.MET, JUNE), fact(80)),
    lambda session: session.retract(fact(80)),
    lambda session: session.retract(fact(95), fact(80)),
    lambda session: session.retract(fact(95), fact(95)),
    lambda session: session.retract(fact(95, by="Sở")),
    lambda session: session.retract(fact(95, unit="X")),
    lambda session: session.retract(Attestation("T", "vn/town#1", Finding.MET, JUNE)),
    lambda session: session.retract(fact(95), PublishedDecision("T", "vn/town", A, JUNE)),
    lambda session: session.correct(fact(80), fact(96)),
    lambda session: session.correct(fact(95), fact(101)),
    lambda session: session.correct(fact(95), fact(95, "watr")),
    lambda session: session.correct(fact(95, unit="C1"), fact(96)),
]


@pytest.mark.parametrize("tell", BAD)
def test_what_does_not_fit_leaves_everything_as_it_was(
    program: Program, matcher: Choice, tell: Callable[[Session], object]
) -> None:
    given = fact(95), fact(True, "registered"), fact(2, "poor")
    with Session(program, UNITS, given, matcher=matcher) as session:
        outcomes = session.outcomes()
        decision = session.decision("T", "vn/town")
        with pytest.raises(FactsError) as error:
            tell(session)
        assert error.value.diagnostics
        assert sorted(map(str, session.statements())) == sorted(map(str, given))
        assert session.outcomes() == outcomes
        assert session.decision("T", "vn/town") == decision
        assert changed(session.correct(given[0], fact(80))) == {("T", "vn/town#1.1", A, F), ("T", "vn/town#1", A, F)}


def test_equal_figures_are_one_statement_however_they_are_written(program: Program, matcher: Choice) -> None:
    with Session(program, UNITS, [fact(Decimal("95.0"))], matcher=matcher) as session:
        assert changed(session.retract(fact(95))) == {("T", "vn/town#1.1", A, U)}
        assert session.statements() == ()


def test_a_fact_asserted_twice_is_retracted_once_for_each(program: Program, matcher: Choice) -> None:
    with Session(program, UNITS, [fact(95)], matcher=matcher) as session:
        assert session.assert_fact(fact(95)) == ()
        assert session.retract(fact(95)) == ()
        assert session.outcome("T", "vn/town#1.1") is A
        assert changed(session.retract(fact(95))) == {("T", "vn/town#1.1", A, U)}
        with pytest.raises(FactsError, match="no such statement"):
            session.retract(fact(95))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "rule"), [("T", "vn/town#9"), ("X", "vn/town#1"), ("C1", "vn/town#1"), ("T", "vn/village#1")]
)
def test_asking_for_what_is_not_there_is_a_key_error(program: Program, matcher: Choice, unit: str, rule: str) -> None:
    with Session(program, UNITS, matcher=matcher) as session:
        for ask in (session.outcome, session.decision):
            with pytest.raises(KeyError):
                ask(unit, rule)
        assert session.outcome("T", "vn/town#1") is U


def test_the_matcher_in_use_is_visible(program: Program) -> None:
    with Session(program, UNITS, matcher="plain") as session:
        assert session.matcher == "plain"
    with Session(program, UNITS) as session:
        assert session.matcher == ("plain" if unavailable() else "durable_rules")
    if unavailable():
        with pytest.raises(EngineError):
            Session(program, UNITS, matcher="durable_rules")
    else:
        with Session(program, UNITS, matcher="durable_rules") as session:
            assert session.matcher == "durable_rules"


AFTER_CLOSE: list[Any] = [
    lambda session: session.assert_fact(fact(95)),
    lambda session: session.retract(fact(95)),
    lambda session: session.correct(fact(95), fact(96)),
    lambda session: session.outcome("T", "vn/town"),
    lambda session: session.outcomes(),
    lambda session: session.decision("T", "vn/town"),
    lambda session: session.statements(),
]


@pytest.mark.parametrize("use", AFTER_CLOSE)
def test_a_closed_session_says_so(program: Program, matcher: Choice, use: Callable[[Session], object]) -> None:
    session = Session(program, UNITS, [fact(95)], matcher=matcher)
    session.close()
    session.close()
    with pytest.raises(EngineError, match="closed"):
        use(session)
    session.close()


def test_leaving_by_an_error_closes_too(program: Program, matcher: Choice) -> None:
    with pytest.raises(FactsError), Session(program, UNITS, matcher=matcher) as session:
        session.retract(fact(1))
    with pytest.raises(EngineError, match="closed"):
        session.outcomes()


# Side by side.


def test_sessions_of_one_program_do_not_influence_one_another(program: Program, matcher: Choice) -> None:
    with Session(program, UNITS, matcher=matcher) as one, Session(program, UNITS, matcher=matcher) as other:
        one.assert_fact(fact(95))
        assert (one.outcome("T", "vn/town#1.1"), other.outcome("T", "vn/town#1.1")) == (A, U)
        other.assert_fact(fact(80))
        assert (one.outcome("T", "vn/town#1.1"), other.outcome("T", "vn/town#1.1")) == (A, F)
        assert (one.statements(), other.statements()) == ((fact(95),), (fact(80),))
        with Session(program, UNITS, [fact(95)], matcher=matcher) as third:
            assert third.outcome("T", "vn/town#1.1") is A
        assert other.outcome("T", "vn/town#1.1") is F
        assert changed(one.retract(fact(95))) == {("T", "vn/town#1.1", A, U)}


def test_versions_of_one_ruleset_side_by_side(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice
) -> None:
    old = make_ruleset(at_least("water", 80), version=date(2020, 1, 1))
    new = make_ruleset(at_least("water", 90), version=date(2024, 1, 1))
    library = make_library(old, new)
    before, after = compile("vn/town", date(2023, 12, 31), library), compile("vn/town", JUNE, library)
    then = Fact("T", "water", Decimal(85), date(2023, 12, 31))
    with Session(before, UNITS, matcher=matcher) as past, Session(after, UNITS, matcher=matcher) as present:
        for session in (past, present):
            session.assert_fact(then)
        assert (past.outcome("T", "vn/town#1"), present.outcome("T", "vn/town#1")) == (A, F)
        assert past.decision("T", "vn/town#1").version == date(2020, 1, 1)
        assert present.decision("T", "vn/town#1").version == date(2024, 1, 1)
        for session in (past, present):
            session.assert_fact(fact(95))
        assert (past.outcome("T", "vn/town#1"), present.outcome("T", "vn/town#1")) == (A, A)
        assert past.decision("T", "vn/town#1").reasons[0].observed == 85, "June is the future there"


def test_programs_of_different_dates_in_one_session_are_refused(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice
) -> None:
    library = make_library(
        make_ruleset(at_least("water", 90)), make_ruleset(at_least("water", 90), id="vn/h", applies_to="district")
    )
    june, may = compile("vn/town", JUNE, library), compile("vn/h", date(2024, 5, 31), library)
    for programs in ([june, may], [may, june]):
        with pytest.raises(CompileError):
            Session(programs, UNITS, matcher=matcher)
    with pytest.raises(ArgumentError):
        Session([], UNITS, matcher=matcher)
    with Session(
        [june, compile("vn/h", JUNE, library)], UNITS, [fact(95), fact(80, unit="H")], matcher=matcher
    ) as session:
        assert session.outcome("T", "vn/town#1") is A
        assert session.outcome("H", "vn/h#1") is F


def test_three_hundred_sessions_opened_and_closed(program: Program, matcher: Choice) -> None:
    kept = Session(program, UNITS, [fact(95)], matcher=matcher)
    for number in range(300):
        with Session(program, UNITS, [fact(number % 100)], matcher=matcher) as session:
            assert session.outcome("T", "vn/town#1.1") is (A if number % 100 >= 90 else F)
    assert kept.outcome("T", "vn/town#1.1") is A
    assert changed(kept.retract(fact(95))) == {("T", "vn/town#1.1", A, U)}
    kept.close()


def test_fifty_sessions_open_at_once(program: Program, matcher: Choice) -> None:
    sessions = [Session(program, UNITS, matcher=matcher) for _ in range(50)]
    for number, session in enumerate(sessions):
        session.assert_fact(fact(50 + number))
    expected = [A if number >= 40 else F for number in range(50)]
    assert [session.outcome("T", "vn/town#1.1") for session in sessions] == expected
    for session in sessions[::2]:
        session.close()
    assert [session.outcome("T", "vn/town#1.1") for session in sessions[1::2]] == expected[1::2]
    for session in sessions:
        session.close()


# Threads.


def test_several_threads_on_one_session(program: Program, matcher: Choice) -> None:
    """Each thread asserts and corrects its own reports; the end is that of the final set."""
    with Session(program, UNITS, matcher=matcher) as session:
        start = threading.Barrier(4)

        def work(reporter: int) -> None:
            start.wait()
            for value in (80, 81, 82, 83, 84, 85):
                own = fact(value, by=f"R{reporter}")
                session.assert_fact(own)
                session.outcome("T", "vn/town#1.1")
                session.decision("T", "vn/town")
                session.correct(own, fact(95, by=f"R{reporter}"))
                if value < 85:
                    session.retract(fact(95, by=f"R{reporter}"))

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(work, number) for number in range(4)]:
                done.result()
        assert sorted(str(one) for one in session.statements()) == sorted(str(fact(95, by=f"R{n}")) for n in range(4))
        assert session.outcome("T", "vn/town#1.1") is A
        assert len(session.decision("T", "vn/town#1.1").reasons[0].facts) == 4


def test_two_threads_with_a_session_each(program: Program, matcher: Choice) -> None:
    def work(limit: int) -> list[Outcome]:
        found = []
        for number in range(40):
            with Session(program, UNITS, matcher=matcher) as session:
                session.assert_fact(fact(limit + number % 2))
                found.append(session.outcome("T", "vn/town#1.1"))
        return found

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(work, [89, 90])
    assert one == [F, A] * 20
    assert other == [A] * 40


def test_closing_while_another_thread_works_ends_in_one_clear_error(program: Program, matcher: Choice) -> None:
    session = Session(program, UNITS, matcher=matcher)
    begun = threading.Event()

    def work() -> str:
        for number in range(100_000):
            try:
                session.assert_fact(fact(number % 100, by=f"R{number}"))
            except EngineError as error:
                return str(error)
            begun.set()
        return "never closed"

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        assert begun.wait(20)
        session.close()
        assert "closed" in working.result(20)


# What else is kept.


def test_statements_of_every_kind_are_kept_and_taken_back(program: Program, matcher: Choice) -> None:
    statements: list[Statement] = [
        fact(Absence.DISPUTED),
        Attestation("T", "vn/town#1.1", Finding.MET, JUNE, "Huyện"),
        PublishedDecision("T", "vn/town", A, JUNE, "HĐND"),
        Fact("T", "water", Decimal(99), date(2025, 1, 1)),
    ]
    with Session(program, UNITS, statements, matcher=matcher) as session:
        assert set(session.statements()) == set(statements)
        assert session.outcome("T", "vn/town#1.1") is A
        assert changed(session.retract(*statements)) == {("T", "vn/town#1.1", A, U)}
        assert session.statements() == ()


def test_an_attestation_of_a_ruleset_that_is_not_here_is_refused(program: Program, matcher: Choice) -> None:
    """It would decide nothing, in silence: most often its name is a slip."""
    elsewhere = Attestation("T", "vn/tonw#1", Finding.MET, JUNE)
    with Session(program, UNITS, matcher=matcher) as session:
        with pytest.raises(FactsError, match="vn/town") as error:
            session.assert_fact(elsewhere)
        assert error.value.diagnostics[0].code == "NTM565"
        with pytest.raises(FactsError):
            session.retract(elsewhere)
        assert session.statements() == ()


def test_a_unit_that_no_longer_exists_has_no_decision(
    make_ruleset: MakeRuleset, make_library: MakeLibrary, matcher: Choice
) -> None:
    units = Units([Unit("T", "T", "township"), Unit("G", "G", "township", exists_until=date(2024, 6, 29))])
    program = compile("vn/town", JUNE, make_library(make_ruleset(AllOf((at_least("water", 90), Unknown())))))
    with Session(program, units, [fact(80, unit="G"), fact(80)], matcher=matcher) as session:
        assert {unit for unit, _ in session.outcomes()} == {"T"}
        with pytest.raises(KeyError):
            session.outcome("G", "vn/town#1")
        assert session.assert_fact(fact(95, unit="G", by="Sở")) == ()
