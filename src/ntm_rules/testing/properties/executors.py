"""Properties of every program, ready to be asserted in the test suite of a project that embeds the engine.

Each is a function that returns nothing while the property holds, and raises AssertionError with one line that says for which
unit and rule it does not. Call them from a test with what a strategy of this package generates.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from ...engine import specification
from ...engine.decisions import evaluate
from ...engine.evidence.evidence import Evidence
from ...engine.evidence.world import EvidenceWorld as Evaluated
from ...engine.live.matching.durable_rules import unavailable
from ...engine.live.matching.matcher import Choice
from ...engine.live.session import Session
from ...exchange.records.making import record_assessment
from ...exchange.records.verifying import verify_record
from ...model.decision import Decision, OutcomeChange
from ...model.fact import Statement
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.units.unit import Units
from ...program.program import Program
from ..strategies.history import Assert, Correct, History, Retract, Step

Programs = Program | Iterable[Program]
OutcomesByRule = Mapping[tuple[str, RuleKey], Outcome]
Decided = dict[tuple[str, RuleKey], Decision]
"""Decisions by the unit's code and the rule."""


def matchers() -> tuple[Choice, ...]:
    """Names of the matchers available here for a session."""
    return ("plain",) if unavailable() else ("plain", "durable_rules")


def every_program(programs: Programs) -> tuple[Program, ...]:
    """The programs, and those of the same day that they refer to; those of earlier dates are part of these."""
    roots = _several(programs)
    programs_by_id = {
        (program.ruleset.id, program.as_of): program
        for root in roots
        for program in root.programs()
        if program.as_of == root.as_of
    }
    return tuple(programs_by_id.values())


def specified(
    programs: Programs, units: Units, statements: Iterable[Statement], known_on: date | None = None
) -> Decided:
    """Every decision of the programs, and of those they refer to, by the specification."""
    every = every_program(programs)
    world = Evaluated(units, Evidence.of(statements, every[0].as_of, known_on, every[0].library), every[0].library)
    return {
        (unit.code, rule.key): specification.decide(program, unit, rule.key.code, world)
        for program in every
        for unit in units.of_kind(program.ruleset.applies_to, program.as_of)
        for rule in program.rules
    }


def agrees(
    programs: Programs,
    units: Units,
    statements: Iterable[Statement],
    *,
    known_on: date | None = None,
    sessions: Iterable[Choice] | None = None,
) -> None:
    """Assert that the specification, its generated form and a session decide alike: every outcome, and every reason.

    `sessions` are the matchers tried, all that can be had if None; empty: only the specification and its generated form.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.testing import worlds
    >>> @settings(max_examples=3, derandomize=True, deadline=None)
    ... @given(worlds())
    ... def holds(world):
    ...     agrees(world.programs(), world.units, world.statements)
    >>> holds()
    """
    statements, programs = tuple(statements), _several(programs)
    expected = specified(programs, units, statements, known_on)
    seen = set()
    for program in every_program(programs):
        decisions = evaluate(program, units, statements, known_on=known_on)
        for unit in decisions.units:
            for code, outcome in decisions.outcomes(unit.code).items():
                key = unit.code, RuleKey(program.ruleset.id, code)
                seen.add(key)
                _same_outcome(key, expected, outcome, "evaluate")
                _same_decision(key, expected, decisions.decision(unit.code, code), "evaluate")
    assert seen == expected.keys(), (
        f"evaluate decides {_listed(seen ^ expected.keys())} where the specification does not"
    )
    for matcher in matchers() if sessions is None else sessions:
        with Session(programs, units, statements, known_on=known_on, matcher=matcher) as session:
            _session_agrees(session, expected)


def follows(programs: Programs, units: Units, history: History, *, matcher: Choice = "auto") -> None:
    """Assert that a session keeps up with assertions, retractions and corrections.

    After each step it reports just those outcomes that changed; after the last it decides as the specification does on the
    final statements, with the same reasons.

    >>> from hypothesis import given, settings
    >>> from hypothesis import strategies as st
    >>> from ntm_rules.testing import histories, worlds
    >>> @settings(max_examples=3, derandomize=True, deadline=None)
    ... @given(worlds().flatmap(lambda world: st.tuples(st.just(world), histories(world))))
    ... def holds(drawn):
    ...     world, history = drawn
    ...     follows(world.programs(), world.units, history)
    >>> holds()
    """
    programs = _several(programs)
    with Session(programs, units, matcher=matcher) as session:
        assert matcher in ("auto", session.matcher), f"the session is on {session.matcher}, not on {matcher}"
        before = session.outcomes()
        for number, step in enumerate(history.steps, 1):
            reported = {(change.unit, change.rule) for change in _take(session, step)}
            after = session.outcomes()
            changed = {key for key in after if after[key] is not before[key]}
            assert reported == changed, (
                f"step {number}, {step}: told of {_listed(reported)}, but {_listed(changed)} changed"
            )
            before = after
        _session_agrees(session, specified(programs, units, history.final))


def _take(session: Session, step: Step) -> tuple[OutcomeChange, ...]:
    match step:
        case Assert(statement):
            return session.assert_fact(statement)
        case Retract(statement):
            return session.retract(statement)
        case Correct(old, new):
            return session.correct(old, new)


def order_does_not_matter(
    programs: Programs,
    units: Units,
    statements: Iterable[Statement],
    reordered: Iterable[Statement],
    *,
    matcher: Choice = "auto",
) -> None:
    """Assert that the same statements in another order give the same decisions, also told to a session one by one.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.testing import worlds
    >>> @settings(max_examples=3, derandomize=True, deadline=None)
    ... @given(worlds())
    ... def holds(world):
    ...     order_does_not_matter(world.programs(), world.units, world.statements, world.statements[::-1])
    >>> holds()
    """
    statements, reordered, programs = tuple(statements), tuple(reordered), _several(programs)
    expected, again = specified(programs, units, statements), specified(programs, units, reordered)
    for key in expected:
        _same_decision(key, expected, again[key], "in another order the specification")
    with (
        Session(programs, units, statements, matcher=matcher) as at_once,
        Session(programs, units, matcher=matcher) as one_by_one,
    ):
        for statement in reordered:
            one_by_one.assert_fact(statement)
        _same(at_once.outcomes(), one_by_one.outcomes(), "all at once", "one by one in another order")


def retraction_undoes(
    programs: Programs,
    units: Units,
    statements: Iterable[Statement],
    extra: Statement,
    *,
    matcher: Choice = "auto",
) -> None:
    """Assert that a statement asserted and retracted leaves no trace. `extra` may be one of the statements.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.testing import worlds
    >>> @settings(max_examples=3, derandomize=True, deadline=None)
    ... @given(worlds())
    ... def holds(world):
    ...     for extra in world.statements[:2]:
    ...         retraction_undoes(world.programs(), world.units, world.statements, extra)
    >>> holds()
    """
    rest = tuple(statement for statement in statements if statement != extra)
    with Session(programs, units, rest, matcher=matcher) as session:
        before = session.outcomes()
        session.assert_fact(extra)
        session.retract(extra)
        _same(before, session.outcomes(), "before it was asserted", f"after {extra} was retracted")
        assert set(session.statements()) == set(rest), f"the working memory is another after {extra} was retracted"


def says_what_is_possible(programs: Programs, units: Units, statements: Iterable[Statement]) -> None:
    """Assert that a determined decision can become nothing else, and that an undetermined one says what it can
    become.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.testing import worlds
    >>> @settings(max_examples=3, derandomize=True, deadline=None)
    ... @given(worlds())
    ... def holds(world):
    ...     says_what_is_possible(world.programs(), world.units, world.statements)
    >>> holds()
    """
    for key, decision in specified(programs, units, statements).items():
        possible_outcomes = ", ".join(sorted(outcome.value for outcome in decision.possible)) or "nothing"
        is_open = decision.outcome is Outcome.UNDETERMINED
        assert len(decision.possible) > 1 if is_open else decision.possible == {decision.outcome}, (
            f"{_where(key)} is {decision.outcome.value} and can be {possible_outcomes}"
        )


def replays(programs: Programs, units: Units, statements: Iterable[Statement]) -> None:
    """Assert that the record of an assessment is sound: all that is decided is decided again from it alone, the same.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.testing import worlds
    >>> @settings(max_examples=3, derandomize=True, deadline=None)
    ... @given(worlds())
    ... def holds(world):
    ...     replays(world.programs(), world.units, world.statements)
    >>> holds()
    """
    statements, all_programs = tuple(statements), _several(programs)
    record = record_assessment([evaluate(program, units, statements) for program in all_programs])
    for finding in verify_record(record, all_programs[0].library, root=record.root).findings:
        raise AssertionError(f"its record does not replay: {finding.render('en')}")


def _several(programs: Programs) -> tuple[Program, ...]:
    return (programs,) if isinstance(programs, Program) else tuple(programs)


def _session_agrees(session: Session, expected: Decided) -> None:
    name = f"the session on {session.matcher}"
    outcomes = {key: decision.outcome for key, decision in expected.items()}
    _same(outcomes, session.outcomes(), "by the specification", f"by {name}")
    for unit, rule in expected:
        _same_decision((unit, rule), expected, session.decision(unit, rule), name)


def _same_outcome(key: tuple[str, RuleKey], expected: Decided, outcome: Outcome, who: str) -> None:
    assert key in expected, f"{who} decides {_where(key)}, the specification does not"
    wanted = expected[key].outcome
    assert outcome is wanted, f"{_where(key)}: {who} says {outcome.value}, the specification {wanted.value}"


def _same_decision(key: tuple[str, RuleKey], expected: Decided, decision: Decision, who: str) -> None:
    _same_outcome(key, expected, decision.outcome, who)
    assert decision == expected[key], (
        f"{_where(key)}: {who} gives other reasons than the specification:\n{decision}\n{expected[key]}"
    )


def _same(one: OutcomesByRule, other: OutcomesByRule, first: str, second: str) -> None:
    assert one.keys() == other.keys(), f"{_listed(one.keys() ^ other.keys())} decided only {first} or only {second}"
    for key, outcome in one.items():
        other_outcome = other[key]
        assert other_outcome is outcome, f"{_where(key)}: {outcome.value} {first}, {other_outcome.value} {second}"


def _where(key: tuple[str, RuleKey]) -> str:
    unit, rule = key
    return f"{rule.ruleset}#{rule.code} for {unit}"


def _listed(keys: Iterable[tuple[str, RuleKey]]) -> str:
    return ", ".join(sorted(map(_where, keys))) or "nothing"
