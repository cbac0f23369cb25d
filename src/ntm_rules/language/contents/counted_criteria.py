"""Criteria that the conclusions of a ruleset count."""

from collections.abc import Iterable, Iterator

from ...model.condition import Unknown
from ...model.ruleset import Rule, Ruleset
from ...model.values.graph import reached
from .traversal import references_in, within


def uncounted_criteria(ruleset: Ruleset) -> tuple[str, ...]:
    """Codes of the criteria that no conclusion counts or names, directly or through the rules that it names.

    Empty for a ruleset without conclusions, which count nothing.

    >>> from ..library import load_library
    >>> uncounted_criteria(load_library().versions["vn/civilised-township"][-1])
    ()
    """
    if not ruleset.conclusions:
        return ()
    by_code = {rule.code: rule for rule in ruleset.rules()}

    def named_by(code: str) -> Iterable[str]:
        rule = by_code.get(code)
        return () if rule is None else (*_codes_referred_to(rule, ruleset), *(below.code for below in rule.below))

    counted = reached((conclusion.code for conclusion in ruleset.conclusions), named_by)
    return tuple(criterion.code for criterion in ruleset.criteria if criterion.code not in counted)


def conclusions_known(ruleset: Ruleset) -> bool:
    """True where every conclusion has known content, so that the criteria it counts are known."""
    return not any(
        isinstance(part, Unknown)
        for conclusion in ruleset.conclusions
        if conclusion.condition is not None
        for part in within(conclusion.condition)
    )


def _codes_referred_to(rule: Rule, ruleset: Ruleset) -> Iterator[str]:
    """The codes of rules of the same ruleset that a rule counts or names, for the same unit."""
    for condition in (rule.condition, rule.applies_when):
        for _, reference in () if condition is None else references_in(condition):
            if reference.ruleset in (None, ruleset.id) and reference.kind is None:
                yield from reference.rules(criterion.code for criterion in ruleset.criteria)
