"""Dependences between the rules of one ruleset."""

from collections.abc import Iterator, Mapping

from ..model.condition import Attained, MembersAttained, OwnCriteria
from ..model.key import RuleKey
from ..model.ruleset import Criterion, Rule, Ruleset
from ..program.compiling import parts_of


def asked_by(rule: Rule, ruleset: Ruleset) -> frozenset[str]:
    """Codes of the rules of the same ruleset that a rule asks for: indicators, counted criteria, named rules.

    >>> from ..language.library import load_library
    >>> township = load_library().versions["vn/civilised-township"][-1]
    >>> asked_by(township.rule("3"), township) == {one.code for one in township.criteria[2].indicators}
    True
    """
    below = (indicator.code for indicator in rule.indicators) if isinstance(rule, Criterion) else ()
    return frozenset((*below, *named_by(rule, ruleset), *(_criteria(ruleset) if counts_all(rule, ruleset) else ())))


def named_by(rule: Rule, ruleset: Ruleset) -> frozenset[str]:
    """Codes of the rules of the same ruleset that the conditions of a rule name."""
    codes: set[str] = set()
    for part in _parts(rule):
        match part:
            case Attained(RuleKey(id, code)) | MembersAttained(rule=RuleKey(id, code)) if id == ruleset.id:
                codes.add(code)
            case OwnCriteria() if _own(part, ruleset):
                codes.update(part.of, part.including_any_of)
    return frozenset(codes)


def counts_all(rule: Rule, ruleset: Ruleset) -> bool:
    """True when a rule counts all criteria of its own ruleset."""
    return any(isinstance(part, OwnCriteria) and _own(part, ruleset) and not part.of for part in _parts(rule))


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
    found = {}
    for code in above:
        seen, waiting = {code}, [code]
        while waiting:
            new = above[waiting.pop()] - seen
            seen |= new
            waiting += new
        found[code] = frozenset(seen)
    return found


def _criteria(ruleset: Ruleset) -> Iterator[str]:
    return (criterion.code for criterion in ruleset.criteria)


def _own(condition: OwnCriteria, ruleset: Ruleset) -> bool:
    return condition.ruleset in (None, ruleset.id)


def _parts(rule: Rule) -> Iterator[object]:
    for condition in (rule.condition, rule.applies_when):
        if condition is not None:
            yield from parts_of(condition)
