"""Reasons and decisions filled in field by field: equal to those that their classes make, in a quarter of the time.

A frozen class sets each field in its `__init__` by way of `object.__setattr__`. Here an instance of a subclass that adds
nothing but leave to set fields is filled first, and then made an instance of the frozen class itself.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ..model.condition import Operator
from ..model.decision import Decision, Reason, ReasonKind, Tally
from ..model.fact import Attestation, Fact, PublishedDecision, Value
from ..model.key import RuleKey
from ..model.outcome import Outcome
from ..model.ruleset import Provenance
from ..model.text import Text
from ..model.values.number import Number

if TYPE_CHECKING:
    from typing import Any

    # To a type checker fields of a frozen class are read-only, in a subclass too.
    _ReasonDraft: type[Any]
    _DecisionDraft: type[Any]
else:

    class _ReasonDraft(Reason):
        __slots__ = ()
        __setattr__ = object.__setattr__
        __delattr__ = object.__delattr__  # with `__setattr__` alone Python does not take the short way

    class _DecisionDraft(Decision):
        __slots__ = ()
        __setattr__ = object.__setattr__
        __delattr__ = object.__delattr__


_new = object.__new__


def draft_reason(
    kind: ReasonKind,
    outcome: Outcome,
    measure: str | None,
    operator: Operator | None,
    observed: Value | None,
    required: Decimal | str | None,
    gap: Number | None,
    facts: tuple[Fact | Attestation | PublishedDecision, ...],
    lacking: tuple[str, ...] = (),
    tally: Tally | None = None,
) -> Reason:
    """`Reason` with these fields, and the others as they are by default."""
    draft = _new(_ReasonDraft)
    draft.kind = kind
    draft.outcome = outcome
    draft.measure = measure
    draft.unit = None
    draft.operator = operator
    draft.observed = observed
    draft.compared = None
    draft.required = required
    draft.gap = gap
    draft.rule = None
    draft.subject = None
    draft.tally = tally
    draft.facts = facts
    draft.lacking = lacking
    draft.members = None
    draft.aggregate = None
    draft.basis = None
    draft.since = None
    draft.negated = False
    draft.__class__ = Reason
    return draft  # type: ignore[no-any-return]


def draft_decision(
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
) -> Decision:
    """`Decision` with these fields."""
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
    draft.__class__ = Decision
    return draft  # type: ignore[no-any-return]
