"""Dependences between the rules of one ruleset."""

from collections.abc import Iterator, Mapping

from ..language.contents.traversal import RuleReference, references_in
from ..model.ruleset import Rule, Ruleset


def asked_by(rule: Rule, ruleset: Ruleset) -> frozenset[str]:
    """Codes of the rules of the same ruleset that a rule asks for: indicators, counted criteria, named rules.

    >>> from ..language.library import load_library
    >>> township = load_library().versions["vn/civilised-township"][-1]
    >>> asked_by(township.rule("3"), township) == {indicator.code for indicator in township.criteria[2].indicators}
    True
    """
    counted: tuple[Rule, ...] = (*rule.below, *(ruleset.criteria if counts_all(rule, ruleset) else ()))
    # A criterion may ask for its own points, which come from the rules below it.
    return named_by(rule, ruleset).union(counted_rule.code for counted_rule in counted) - {rule.code}


def named_by(rule: Rule, ruleset: Ruleset) -> frozenset[str]:
    """Codes of the rules of the same ruleset that the conditions of a rule name."""
    return frozenset(
        code for reference in _asked_of_own(rule, ruleset) for code in (*reference.codes, *reference.included)
    )


def counts_all(rule: Rule, ruleset: Ruleset) -> bool:
    """True when a rule counts all criteria of its own ruleset."""
    return any(
        reference.criteria and not reference.codes and reference.kind is None and reference.since is None
        for reference in _asked_of_own(rule, ruleset)
    )


def resting_on(ruleset: Ruleset) -> Mapping[str, frozenset[str]]:
    """For each rule, by its code: itself and every rule of the ruleset that depends on it, directly or through
    others.

    >>> from ..language.library import load_library
    >>> township = load_library().versions["vn/civilised-township"][-1]
    >>> sorted(resting_on(township)["3.3"])
    ['3', '3.3', 'recognition']
    """
    above: dict[str, set[str]] = {rule.code: set() for rule in ruleset.rules()}
    for rule in ruleset.rules():
        for code in asked_by(rule, ruleset):
            above.setdefault(code, set()).add(rule.code)
    dependents = {}
    for code in above:
        seen, waiting = {code}, [code]
        while waiting:
            new = above[waiting.pop()] - seen
            seen |= new
            waiting += new
        dependents[code] = frozenset(seen)
    return dependents


def _asked_of_own(rule: Rule, ruleset: Ruleset) -> Iterator[RuleReference]:
    """The rules that a rule asks of its own ruleset."""
    for condition in (rule.condition, rule.applies_when):
        if condition is not None:
            yield from (
                reference for _, reference in references_in(condition) if reference.ruleset in (None, ruleset.id)
            )
