"""The input of makers of reasons: a unit under a program with the value of each term; and what they fill in, as drafts."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, field, fields

from ...model.condition import Basis, Operator
from ...model.decision import Decision, Reason, ReasonKind
from ...model.fact import Fact, Value
from ...model.outcome import Outcome, Tally
from ...model.units.unit import Unit
from ...model.values.draft import draft_of, maker_of
from ...model.values.number import Number
from ...program.program import Program
from ...program.terms import About, OutcomeOf, Reported
from ..evidence.evidence import Reports
from ..evidence.world import EvidenceWorld
from ..specification.assessed import Assessed, Decide

_ReasonDraft = draft_of(Reason)
_new = object.__new__


def filled_reason(
    kind: ReasonKind,
    outcome: Outcome,
    about: About,
    measure: str | None,
    operator: Operator | None,
    observed: Value | None,
    compared: Value | None,
    required: Decimal | Fraction | str | tuple[Decimal | str, ...] | None,
    gap: Number | None,
    facts: tuple[Fact, ...],
    tally: Tally | None = None,
    basis: Basis | None = None,
) -> Reason:
    """A `Reason` with these fields; `about` fills in those that are left out."""
    draft = _new(_ReasonDraft)
    draft.kind = kind
    draft.outcome = outcome
    draft.measure = measure
    draft.unit = None
    draft.operator = operator
    draft.observed = observed
    draft.compared = compared
    draft.required = required
    draft.gap = gap
    draft.rule = about.rule
    draft.subject = about.subject
    draft.tally = tally
    draft.facts = facts
    draft.lacking = ()
    draft.members = about.members
    draft.aggregate = about.aggregate
    draft.basis = basis
    draft.since = about.since
    draft.points = None
    draft.years = about.years
    draft.negated = False
    draft.__class__ = Reason
    return draft  # type: ignore[no-any-return]


_FIELDS = tuple(attribute.name for attribute in fields(Reason))


def turned_reason(why: Reason) -> Reason:
    """The same reason where the opposite is asked for."""
    draft = _new(_ReasonDraft)
    for name in _FIELDS:
        setattr(draft, name, getattr(why, name))
    draft.negated = not why.negated
    draft.__class__ = Reason
    return draft  # type: ignore[no-any-return]


filled_decision = maker_of(Decision, *(attribute.name for attribute in fields(Decision)))
"""Makes a `Decision` of all of its fields, in the order in which the class has them."""


Reasons = tuple[Reason, ...]
Decisions = tuple[Decision, ...]


@define(eq=False)
class Sight:
    """A unit under a program. `known` is what every term comes to, by its position, `reports` are the unit's own facts.

    For the decision of one rule it has the terms that this one and those that it shows rest on.

    `decide` makes decisions of other rules, and `makers` those of the program itself; `tallies` are worked out once.
    """

    program: Program
    unit: Unit
    world: EvidenceWorld
    known: Mapping[int, Any] | tuple[Any, ...]
    reports: Reports
    makers: "Mapping[str, Callable[[Sight], Decision]]"
    decide: Decide
    tallies: dict[object, Tally] = field(factory=dict)

    @cached_property
    def assessed(self) -> Assessed:
        """The unit as the specification is told of it."""
        return Assessed(self.unit, self.program, self.world, self.decide)

    def decision(self, code: str) -> Decision:
        """The decision of a rule of the program, made once."""
        key = (self.program.ruleset.id, self.unit.code, code)
        decided = self.world.decided
        decision = decided.get(key)
        if decision is None:
            decision = decided[key] = self.makers[code](self)
        return decision

    def other(self, term: OutcomeOf, unit: Unit) -> Decision:
        """The decision of a rule of another program, or about another unit."""
        program = self.program.asked(term.program)
        return self.decide(program, unit, term.code, self.world.at(program.as_of))

    def facts(self, figure: Reported) -> tuple[Fact, ...]:
        """The facts that a figure of the unit's own on the day rests on, where it has a value."""
        report = self.reports.get(figure.measure)
        sole = None if report is None else self.world.evidence.sole(report)
        return self.assessed.reported(figure).facts if sole is None else (sole,)


Tell = Callable[[Sight], Reasons]
Show = Callable[[Sight], Decisions]
