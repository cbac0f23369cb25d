"""Decision records: enough to decide again, and to prove that nothing was altered."""

from collections.abc import Iterator, Sequence

from attrs import fields, frozen

from ..model.decision import Decision
from ..model.fact import Statement
from ..model.library import Library
from ..model.place import Place
from ..model.problem import CompileError, Diagnostic, FactsError, ReplayError, UnitsError
from ..model.text import Text
from ..model.unit import Unit, Units
from .evaluate import decide
from .evidence import Evidence, check_statements
from .program import compile
from .world import World


@frozen
class Record:
    """A decision with everything it rests on: the statements that its reasons name, and the units involved."""

    decision: Decision
    statements: tuple[Statement, ...]
    units: tuple[Unit, ...]


def record(decision: Decision, units: Units) -> Record:
    """The record of a decision made about `units`."""
    statements: dict[Statement, None] = {}
    codes: dict[str, None] = {}
    for below in decision.walk():
        codes[below.unit] = None
        for reason in below.reasons:
            statements.update(dict.fromkeys(reason.facts))
            codes.update(dict.fromkeys(fact.unit for fact in reason.facts))
            if reason.unit is not None:
                codes[reason.unit] = None
    for code in list(codes):
        codes.update(dict.fromkeys(unit.code for unit in units.ancestors(code)))
    return Record(decision, tuple(statements), tuple(unit for unit in units if unit.code in codes))


def replay(recorded: Record, library: Library) -> Decision:
    """Decide again from a record alone, by the specification, and compare.

    The decision as decided again, which is equal to the recorded one. Raises ReplayError with every difference: an outcome
    or a figure that was altered, a rule whose content hash is another, a version that is no longer the one in force.
    """
    decision = recorded.decision
    try:
        units = Units(recorded.units)
        check_statements(recorded.statements, units, library)
        program = compile(decision.rule.ruleset, decision.as_of, library)
        if decision.unit not in units or decision.rule.code not in program.by_code:
            raise ReplayError(f"the record of {decision.rule} does not hold its own unit or rule")
        world = World(units, Evidence.of(recorded.statements, decision.as_of), library)
        again = decide(program, units[decision.unit], decision.rule.code, world)
    except (UnitsError, FactsError, CompileError) as error:
        raise ReplayError(error.diagnostics) from error
    found = [
        Diagnostic(
            "NTM801",
            _place(of),
            Text(
                f"{of.rule} của {of.unit}: {name} ghi là {_shown(was)}, tính lại là {_shown(now)}",
                f"{of.rule} for {of.unit}: {name} is recorded as {_shown(was)}, decided again it is {_shown(now)}",
            ),
        )
        for of, name, was, now in _differences(decision, again)
    ]
    if found:
        raise ReplayError(found)
    return again


def _place(decision: Decision) -> Place | None:
    return next((fact.place for reason in decision.reasons for fact in reason.facts), None)


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else text[:197] + "..."


def _differences(was: Decision, now: Decision) -> Iterator[tuple[Decision, str, object, object]]:
    for field in fields(Decision):
        if field.name != "children" and getattr(was, field.name) != getattr(now, field.name):
            yield was, field.name, getattr(was, field.name), getattr(now, field.name)
    if _names(was.children) != _names(now.children):
        yield was, "children", _names(was.children), _names(now.children)
        return
    for before, after in zip(was.children, now.children, strict=True):
        yield from _differences(before, after)


def _names(decisions: Sequence[Decision]) -> list[str]:
    return [f"{decision.unit} {decision.rule}" for decision in decisions]
