"""Reasons and decisions filled in field by field, by way of drafts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import fields

from ...model.condition import Basis, Operator
from ...model.decision import Decision, LevelFound, Points, Reason, ReasonKind, Tally
from ...model.fact import Attestation, Fact, PublishedDecision, Value
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import Provenance
from ...model.text import Text
from ...model.values.draft import draft_of
from ...model.values.number import Number
from ...program.terms import About

_ReasonDraft, _DecisionDraft = draft_of(Reason), draft_of(Decision)
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


def filled_decision(
    unit: str,
    rule: RuleKey,
    version: date,
    as_of: date,
    name: Text,
    outcome: Outcome,
    possible: frozenset[Outcome],
    reasons: tuple[Reason, ...],
    children: tuple[Decision, ...],
    provenance: Provenance,
    rule_hash: str,
    known_on: date | None,
    assessed: int,
    published: tuple[PublishedDecision, ...],
    points: Points | None = None,
    level: LevelFound | None = None,
    assurance_levels: tuple[str, ...] = (),
    outside_period: tuple[Fact | Attestation, ...] = (),
) -> Decision:
    """A `Decision` with these fields."""
    draft = _new(_DecisionDraft)
    draft.unit = unit
    draft.rule = rule
    draft.version = version
    draft.as_of = as_of
    draft.name = name
    draft.outcome = outcome
    draft.possible = possible
    draft.reasons = reasons
    draft.children = children
    draft.provenance = provenance
    draft.rule_hash = rule_hash
    draft.known_on = known_on
    draft.assessed = assessed
    draft.published = published
    draft.points = points
    draft.level = level
    draft.assurance_levels = assurance_levels
    draft.outside_period = outside_period
    draft.__class__ = Decision
    return draft  # type: ignore[no-any-return]
