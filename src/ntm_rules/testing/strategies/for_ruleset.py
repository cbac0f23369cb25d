"""Strategies for a given ruleset: units that it can judge, and statements about one of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from attrs import evolve, frozen
from hypothesis import strategies as st

from ...language.contents.traversal import conditions, thresholds
from ...model import condition as form
from ...model import threshold as limit
from ...model.fact import Absence, Attestation, Fact, Finding, Statement, Value
from ...model.library import Library
from ...model.ruleset import Ruleset
from ...model.units.unit import Unit, Units
from ...model.values.kept import BoundedCache
from ...program.admission.misfit import misfit
from ...program.compiling import compile
from ...program.program import Program, ProgramRule
from ..basis.boundary import reportable_values
from ..basis.choosing import chance, pick
from ..basis.input_point import UNIT
from ..basis.rule_inputs import RuleInputs, inputs_of, steps_of, together
from ..basis.scope import ABOVE, AS_OF, places_above
from .ruleset import has_gap

_WORDS = (Finding.MET, Finding.NOT_MET, Finding.BASICALLY_MET, Absence.NOT_APPLICABLE)
_ABSENCES = (Absence.NOT_APPLICABLE, *Absence, Absence.NOT_APPLICABLE)


@frozen(eq=False)
class _AskedOfUnits:
    """All that the rules of a ruleset ask, worked out once for all draws; it holds what it is worked out of."""

    ruleset: Ruleset
    library: Library
    program: Program
    reads: RuleInputs
    rulesets: Sequence[Ruleset]
    values: Mapping[str, tuple[Value, ...]]
    steps: Mapping[str, tuple[Decimal, ...]]

    @classmethod
    def of(cls, ruleset: Ruleset, library: Library, as_of: date) -> Self:
        """Raises CompileError where the ruleset cannot be compiled for the day."""
        program = compile(ruleset, as_of, library)
        rulesets = [referred.ruleset for referred in program.programs()]
        known = evolve(library, versions={str(number): (ruleset,) for number, ruleset in enumerate(rulesets)})
        steps: dict[str, tuple[Decimal, ...]] = {}
        for version in rulesets:
            for id, more in steps_of(version).items():
                steps[id] = (*steps.get(id, ()), *more)
        reads = together([inputs_of(program, code) for code in program.by_code])
        return cls(ruleset, library, program, reads, rulesets, reportable_values(known), steps)


_ASKED: BoundedCache[_AskedOfUnits] = BoundedCache(16)


def _asked(ruleset: Ruleset, library: Library, as_of: date) -> _AskedOfUnits:
    # What is kept holds both, so that no other object has their identities meanwhile.
    return _ASKED.get((id(ruleset), id(library), as_of), lambda: _AskedOfUnits.of(ruleset, library, as_of))


def _attributes(
    draw: st.DrawFn, kind: str, reads: RuleInputs, library: Library, written: Mapping[str, set[str]]
) -> dict[str, str]:
    attributes = {}
    for of, id in sorted(reads.attributes):
        if of == kind:
            known = library.attributes[id].value_ids or (*sorted(written.get(id, ())), "other")
            value = pick(draw, (*known, *known, None))
            if value is not None:
                attributes[id] = value
    return attributes


def _written(rulesets: Sequence[Ruleset]) -> Mapping[str, set[str]]:
    """The values of attributes that rules name."""
    values: dict[str, set[str]] = {}

    for ruleset in rulesets:
        for _, condition in conditions(ruleset):
            if isinstance(condition, form.AttributeIs):
                values.setdefault(condition.attribute, set()).update(condition.values)
            for threshold in thresholds(condition):
                if isinstance(threshold, limit.ByAttribute):
                    values.setdefault(threshold.attribute, set()).update(value for value, _ in threshold.cases)
    return values


def units_for(ruleset: Ruleset, library: Library, *, as_of: date = AS_OF) -> st.SearchStrategy[Units]:
    """Units around a unit `U` that the ruleset applies to, with the attributes its rules ask for, each sometimes
    missing.

    Where the rules ask about units above, those above (now and then one is missing), nearest first `A1`, `A2`; where they ask
    about units below, up to three of each kind, `M1`, `M2` and so on, or those that a rule names.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.language.library import load_library
    >>> library = load_library()
    >>> commune = library.ruleset("vn/commune-ntm", AS_OF)
    >>> @settings(max_examples=5, database=None)
    ... @given(units_for(commune, library))
    ... def holds_the_unit(units):
    ...     assert units["U"].kind == "commune"
    >>> holds_the_unit()
    """
    return _units(_asked(ruleset, library, as_of))


@st.composite
def _units(draw: st.DrawFn, asked: _AskedOfUnits) -> Units:
    reads, kind, library = asked.reads, pick(draw, asked.ruleset.applies_to), asked.library
    written = _written(asked.rulesets)
    units: list[Unit] = []

    def add(code: str, of: str) -> None:
        parents, groups = places_above(of, {unit.code: unit.kind for unit in units})
        if of not in below:
            parents = parents[:1]
        parent = pick(draw, parents) if parents else None
        attributes = _attributes(draw, of, reads, library, written)
        units.append(Unit(code, f"{of} {code}", of, parent, attributes, memberships=groups))

    above = [other for other in ABOVE.get(kind, ()) if other in reads.kinds]
    below = [other for other in ABOVE if other in reads.kinds and kind in ABOVE[other]]
    for number, other in reversed(list(enumerate(above, 1))):
        if not chance(draw, 1):
            add(f"A{number}", other)
    add(UNIT, kind)
    named = sorted(code for _, code in reads.named)
    for other in sorted(below, key=lambda other: len(ABOVE[other])):
        for _ in range(pick(draw, (1, 2, 3, 0))):
            taken = [unit.code for unit in units]
            free = [code for code in named if code not in taken]
            add(pick(draw, free) if free and chance(draw, 5) else f"M{len(units)}", other)
    return Units(units)


def facts_for(
    ruleset: Ruleset, library: Library, *, unit: Unit | str = UNIT, as_of: date = AS_OF
) -> st.SearchStrategy[tuple[Statement, ...]]:
    """Statements about one unit, dense around the thresholds of a ruleset: facts, and now and then attestations.

    For every measure that the rules look at in such a unit, at most one report for `as_of` and one for each date since which
    something changes: on the threshold, next to it, a kind of absence, or nothing. `unit` is one of the ruleset's kind by its
    code, or a Unit of any kind that the rules look at, such as `units["A1"]`. For reports that contradict and revise one
    another there is `statements`.

    >>> from hypothesis import given, settings
    >>> from ntm_rules.engine.decisions import evaluate
    >>> from ntm_rules.language.library import load_library
    >>> library = load_library()
    >>> township = library.ruleset("vn/civilised-township", AS_OF)
    >>> program = compile(township, AS_OF, library)
    >>> @settings(max_examples=5, database=None)
    ... @given(units_for(township, library), facts_for(township, library))
    ... def is_decided(units, facts):
    ...     assert set(evaluate(program, units, facts).outcomes("U")) == set(program.by_code)
    >>> is_decided()
    """
    own, kind = (unit, ruleset.applies_to[0]) if isinstance(unit, str) else (unit.code, unit.kind)
    return _facts(_asked(ruleset, library, as_of), own, kind)


@st.composite
def _facts(draw: st.DrawFn, asked: _AskedOfUnits, own: str, kind: str) -> tuple[Statement, ...]:
    library, as_of = asked.library, asked.program.as_of
    facts: dict[tuple[str, date], Statement] = {}
    for of, measure, day in sorted(asked.reads.figures, key=lambda figure: (figure[2] != as_of, figure)):
        if of != kind:
            continue
        now = facts.get((measure, as_of))
        near = _near(now, asked.steps.get(measure, ()), library) if day != as_of else ()
        # A figure that is also derived is seldom reported: most reports would contradict the derivation.
        missing = 12 if library.measures[measure].derive else 1
        cell = (*asked.values[measure], *near, *near) * 2
        value = pick(draw, (*cell, *[None] * missing, *_ABSENCES))
        if value is not None:
            facts[measure, day] = Fact(own, measure, value, day)
    rules = [
        rule for program in asked.program.programs() if kind in program.ruleset.applies_to for rule in program.rules
    ]
    attested = dict.fromkeys(rule.key for rule in rules if chance(draw, 7 if _is_open(rule) else 1))
    return (*facts.values(), *(Attestation(own, key, pick(draw, _WORDS), as_of) for key in attested))


def _is_open(rule: ProgramRule) -> bool:
    """True when only an attestation can decide a rule."""
    return not rule.children and (rule.rule.condition is None or has_gap(rule.rule.condition))


def _near(now: Statement | None, steps: Sequence[Decimal], library: Library) -> tuple[Value, ...]:
    """Earlier figures from which today's has changed by about the amount that rules ask for."""

    def around() -> Iterator[Decimal]:
        if isinstance(now, Fact) and isinstance(now.value, Decimal):
            unit = Decimal(1).scaleb(-library.measures[now.measure].decimals)
            for step in steps:
                for change in (step, step + unit, step - unit):
                    yield from (now.value - change, now.value + change)

    return tuple(
        value
        for value in dict.fromkeys(around())
        if isinstance(now, Fact) and misfit(library.measures[now.measure], value) is None
    )
