"""Reasons and decisions filled in field by field, by way of drafts."""

from decimal import Decimal
from fractions import Fraction

from attrs import fields

from ...model.condition import Basis, Operator
from ...model.decision import Decision, Reason, ReasonKind
from ...model.fact import Fact, Value
from ...model.outcome import Outcome, Tally
from ...model.values.draft import draft_of, maker_of
from ...model.values.number import Number
from ...program.terms import About

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


_FIELDS = tuple(one.name for one in fields(Reason))


def turned_reason(why: Reason) -> Reason:
    """The same reason where the opposite is asked for."""
    draft = _new(_ReasonDraft)
    for name in _FIELDS:
        setattr(draft, name, getattr(why, name))
    draft.negated = not why.negated
    draft.__class__ = Reason
    return draft  # type: ignore[no-any-return]


filled_decision = maker_of(Decision, *(one.name for one in fields(Decision)))
"""Makes a `Decision` of all of its fields, in the order in which the class has them."""
