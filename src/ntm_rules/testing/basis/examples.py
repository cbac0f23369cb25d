"""A decision and a ruleset of the plainest kind, for examples in documentation and for users' own tests."""

from datetime import date
from typing import Any

from attrs import evolve

from ...model.decision import Decision
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import Instrument, Provenance, ProvenanceStatus, Ruleset
from ...model.text import Text


def example_decision(**fields: Any) -> Decision:
    """A decision on rule 1 of `vn/a` for unit C, attained, stated from memory, without reasons, but for the given fields.

    >>> example_decision(outcome=Outcome.NOT_ATTAINED).outcome.value
    'not_attained'
    """
    day, outcome = date(2024, 6, 30), Outcome.ATTAINED
    plain = Decision(
        unit="C",
        rule=RuleKey("vn/a", "1"),
        version=day,
        as_of=day,
        name=Text("Đường"),
        outcome=outcome,
        possible=frozenset({outcome}),
        reasons=(),
        children=(),
        provenance=Provenance(ProvenanceStatus.RECALLED),
        rule_hash="",
    )
    return evolve(plain, **fields)


def example_ruleset(**fields: Any) -> Ruleset:
    """The version of 1 January 2024 of `vn/a`, on communes, without criteria, but for the given fields.

    >>> example_ruleset(title=Text("Phường")).title.vi
    'Phường'
    """
    plain = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    return evolve(plain, **fields)
