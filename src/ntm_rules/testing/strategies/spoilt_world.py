"""Worlds with one thing wrong, which every executor must refuse, and with the same code."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...model.fact import Attestation, Fact, Finding
from ...model.measure import Measure, MeasureType
from ...model.units.unit import Unit, Units
from ...program.inputs import CountingUse, uses_of
from ...program.program import Program
from ..basis.choosing import pick
from .world import World

_Spoiling = tuple[str, Callable[[], tuple[Units, tuple[Any, ...]]]]


@frozen(eq=False)
class Spoilt:
    """Program with units and statements of which one must be refused with `code`; `kind` says whether a unit or a
    statement.

    `statements` may hold what is no statement at all.
    """

    program: Program
    units: Units
    statements: tuple[Any, ...]
    code: str
    kind: str


@st.composite
def spoilt_worlds(draw: st.DrawFn, worlds: st.SearchStrategy[World]) -> Spoilt:
    """A world of `worlds`, one of its programs, and one unit or statement that the program must refuse.

    >>> from ntm_rules.testing import worlds
    >>> isinstance(spoilt_worlds(worlds()), st.SearchStrategy)
    True
    """
    world = draw(worlds)
    program = pick(draw, world.programs())
    spoilings = [*_of_units(world, program), *_of_statements(world)]
    code, spoil = pick(draw, spoilings)
    units, statements = spoil()
    place = draw(st.integers(0, len(statements)))
    moved = (*statements[-1:], *statements[:-1]) if place % 2 else statements
    return Spoilt(program, units, moved, code, "units" if units is not world.units else "statements")


def _of_units(world: World, program: Program) -> Iterator[_Spoiling]:
    uses, library = uses_of([program]), world.library
    for unit in world.units:
        for attribute in library.attributes.values():
            if not attribute.values:
                continue
            right = attribute.value_ids[0]
            for wrong in (right.upper(), f" {right}", f"{right} ", "elsewhere"):
                if wrong not in attribute.value_ids:
                    changed = evolve(unit, attributes={**unit.attributes, attribute.id: wrong})
                    yield "NTM555", _with_unit(world, unit, changed)
        undeclared = evolve(unit, attributes={**unit.attributes, "regoin": "delta"})
        yield "NTM620", _with_unit(world, unit, undeclared)
        if unit.kind.title() not in uses.kinds and not any(other.member_of(unit.kind, None) for other in world.units):
            yield "NTM550", _with_unit(world, unit, evolve(unit, kind=unit.kind.title()))
        if unit.exists_on(world.as_of) and any(_counts(use, unit, world) for use in uses.counted.get(unit.kind, ())):
            yield "NTM623", _with_unit(world, unit, evolve(unit, parent=None))


def _counts(counted: CountingUse, unit: Unit, world: World) -> bool:
    """True when a rule counts this very unit for some unit that exists on the day."""
    joined = {membership.kind for other in world.units for membership in other.memberships}
    return (not counted.only or unit.code in counted.only) and any(
        other.kind in counted.above and other.kind not in joined and other.exists_on(world.as_of)
        for other in world.units
    )


def _with_unit(world: World, unit: Unit, changed: Unit) -> Callable[[], tuple[Units, tuple[Any, ...]]]:
    units = [changed if other is unit else other for other in world.units]
    return lambda: (Units(units), world.statements)


def _of_statements(world: World) -> Iterator[_Spoiling]:
    def said(statement: Any) -> Callable[[], tuple[Units, tuple[Any, ...]]]:
        return lambda: (world.units, (*world.statements, statement))

    unit = next(iter(world.units)).code
    measures = tuple(world.library.measures.values())
    for measure in measures:
        for code, value in _wrong_values(measure):
            yield code, said(Fact(unit, measure.id, value, world.as_of))
    fact: Any = Fact(unit, measures[0].id, None, world.as_of)
    wrong: list[tuple[str, Any]] = [
        ("NTM560", _replaced(fact, unit=unit + " ")),
        ("NTM627", _replaced(fact, unit=7)),
        ("NTM627", _replaced(fact, unit=[unit])),
        ("NTM562", _replaced(fact, measure=fact.measure.upper() + "x")),
        ("NTM562", _replaced(fact, measure=None)),
        ("NTM626", _replaced(fact, as_of=str(world.as_of))),
        ("NTM626", _replaced(fact, as_of=datetime.combine(world.as_of, time()))),
        ("NTM626", _replaced(fact, recorded=world.as_of.toordinal())),
        ("NTM627", _replaced(fact, reported_by=7)),
        ("NTM565", Attestation(unit, "vn/elsewhere#1", Finding.MET, world.as_of)),
        *(("NTM628", Attestation(unit, f"{id}#99", Finding.MET, world.as_of)) for id in world.library.versions),
        ("NTM625", (unit, fact.measure, 1)),
        ("NTM625", None),
    ]
    yield from ((code, said(statement)) for code, statement in wrong)


def _replaced(statement: Any, **changes: Any) -> Any:
    """A statement with fields of types that it must not have."""
    return evolve(statement, **changes)


def _wrong_values(measure: Measure) -> Iterator[tuple[str, Any]]:
    """Values that do not fit a measure, with the code of the refusal."""
    if measure.type is MeasureType.FINDING:
        yield from (("NTM544", value) for value in (Decimal(1), "met", "đạt"))
    elif measure.type is MeasureType.DATE:
        yield from (("NTM452", value) for value in (Decimal(45000), Finding.MET, "2024-06-30"))
        yield "NTM540", date(1899, 12, 31)
    elif measure.type is MeasureType.LEVEL:
        yield from (("NTM545", value) for value in (Decimal(1), Finding.MET, measure.levels[0].id + " "))
    else:
        yield from (("NTM541", value) for value in ("85", "3,5", " ", Finding.MET))
        yield "NTM535", Decimal(1).scaleb(-measure.decimals - 1)
        if measure.maximum is not None:
            yield "NTM540", measure.maximum + 1
        if measure.minimum is not None:
            yield "NTM540", measure.minimum - 1
