"""Decision records: enough to decide again, and to prove that nothing was altered."""

from collections.abc import Iterator, Sequence

from attrs import fields, frozen

from ..model.arguments import checks_arguments
from ..model.decision import Decision
from ..model.fact import Statement
from ..model.key import RuleKey
from ..model.library import Library
from ..model.place import Place
from ..model.problem import CompileError, Diagnostic, FactsError, ReplayError, UnitsError
from ..model.text import Text
from ..model.units.unit import Unit, Units
from ..program.admission import check_statements
from ..program.compiling import compile
from ..program.content_hash import digest
from ..program.program import Program
from .evidence.evidence import Evidence
from .evidence.world import World
from .specification import decide


@frozen
class Record:
    """A decision with everything that was read to make it: the statements that stand on its date, and the units.

    `digest` is the SHA-256 of the statements and the units, so that a change is found even in a figure that did not decide.
    """

    decision: Decision
    statements: tuple[Statement, ...]
    units: tuple[Unit, ...]
    digest: str


def record(program: Program, unit: str, code: str, world: World) -> Record:
    """The record of a decision: it is made once more by the specification, and all that is read on the way is kept."""
    traced = World(world.units, world.evidence, world.library)
    decision = decide(program, world.units[unit], code, traced)
    statements: dict[Statement, None] = {}
    codes = {unit: None}
    for seen in traced.and_past():
        for whose, days in seen.reports.items():
            codes[whose] = None
            for observed in days.values():
                statements.update((fact, None) for observation in observed.values() for fact in observation.facts)
        for ruleset, whose, asked in seen.decided:
            codes[whose] = None
            key = RuleKey(ruleset, asked)
            statements.update(dict.fromkeys(seen.evidence.attested(whose, key)))
            statements.update(dict.fromkeys(seen.evidence.decided(whose, key)))
    for one in list(codes):
        codes.update((above.code, None) for above in world.units.ever_above(one))
    units = tuple(each for each in world.units if each.code in codes)
    return Record(decision, tuple(statements), units, digest(tuple(statements), units))


@checks_arguments
def replay(recorded: Record, library: Library) -> Decision:
    """Decide again from a record alone, by the specification, and compare.

    The decision as decided again, which is equal to the recorded one. Raises ReplayError with every difference: an outcome
    or a figure that was altered, a rule whose content hash is another, a version that is no longer the one in force.
    """
    decision = recorded.decision
    if not isinstance(decision, Decision):
        raise ReplayError("the record holds no decision")
    if digest(recorded.statements, recorded.units) != recorded.digest:
        found = Text(
            "số liệu hoặc đơn vị trong bản ghi đã bị sửa (mã băm không khớp)",
            "statements or units of the record were altered (the digest does not fit)",
        )
        raise ReplayError(Diagnostic("NTM802", None, found))
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
    differing = [
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
    if differing:
        raise ReplayError(differing)
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
