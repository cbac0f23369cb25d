"""Matching of the rules of two versions: by code, and by content where the code has changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from ...model.condition import Condition, Unknown
from ...model.ruleset import Conclusion, Criterion, Rule, Ruleset

_Same = Callable[[Rule, Rule], bool]


@frozen
class Matched:
    """Rules of two versions: matched pairs, in the order of the newer, and the rules that only one has.

    `renamed` gives the codes of the newer version that are others in the older.
    """

    pairs: tuple[tuple[Rule, Rule], ...]
    repealed: tuple[Rule, ...]
    added: tuple[Rule, ...]
    renamed: Mapping[str, str] = field(factory=dict)


def match(before: Ruleset, after: Ruleset) -> Matched:
    """Match the rules of `before` and `after` that are the same rule, changed or not.

    A rule of the same code with the same name or the same words is the same one. Of those left, one of another code with both
    the same name and the same words has been renumbered; then those of the same code belong together, and last those of another
    code that have the same name, or the same words where these can be of one rule only.

    >>> from ...language.library import load_library
    >>> first, second = load_library().versions["vn/commune-ntm"]
    >>> matched = match(first, second)
    >>> len(matched.pairs) == len(list(first.rules())), matched.added
    (True, ())
    """
    old, new = {rule.code: rule for rule in before.rules()}, {rule.code: rule for rule in after.rules()}
    found: dict[str, str] = {}

    def take(pairs: Iterable[tuple[Rule, Rule]]) -> None:
        for one, other in list(pairs):
            if one.code in old and other.code in new:
                found[other.code] = one.code
                del old[one.code], new[other.code]

    def of_same_code(same: _Same) -> Iterator[tuple[Rule, Rule]]:
        return ((old[code], rule) for code, rule in new.items() if code in old and same(old[code], rule))

    take(
        of_same_code(lambda one, other: _kind(one, other) and (one.name == other.name or _words(one) == _words(other)))
    )
    take(_alone(old, new, lambda rule: (type(rule).__name__, rule.name, _words(rule))))
    take(of_same_code(_kind))
    take(_alone(old, new, lambda rule: (type(rule).__name__, rule.name)))
    take(_alone(old, new, lambda rule: None if _is_common(rule) else (type(rule).__name__, _words(rule))))
    rules = {rule.code: rule for rule in before.rules()}
    renamed = {new_code: code for new_code, code in found.items() if new_code != code}
    # A new rule with the code of one that went, or of one renumbered, is not that one.
    renamed |= {code: f"{code}*" for code in new if code in rules}
    return Matched(
        tuple((rules[found[rule.code]], rule) for rule in after.rules() if rule.code in found),
        tuple(old.values()),
        tuple(new.values()),
        renamed,
    )


def _kind(one: Rule, other: Rule) -> bool:
    """True when both or neither is a conclusion; a criterion may become an indicator."""
    return isinstance(one, Conclusion) == isinstance(other, Conclusion)


def _words(rule: Rule) -> object:
    """Content of a rule for comparison, without its name and code."""
    below: Sequence[object] = ()
    if isinstance(rule, Criterion):
        below = [(indicator.name, indicator.condition, indicator.applies_when) for indicator in rule.indicators]
    return rule.condition, rule.applies_when, tuple(below)


def _is_common(rule: Rule) -> bool:
    """True when many rules may have the same content: criteria, conclusions, and rules of unknown content."""
    conditions: tuple[Condition | None, ...] = (rule.condition, rule.applies_when)
    return isinstance(rule, Criterion | Conclusion) or all(
        condition is None or isinstance(condition, Unknown) for condition in conditions
    )


def _alone(
    old: Mapping[str, Rule], new: Mapping[str, Rule], by: Callable[[Rule], object]
) -> Iterator[tuple[Rule, Rule]]:
    """Pairs of unmatched rules with the same key, when each version has exactly one rule with that key."""
    of_old, of_new = _by(old, by), _by(new, by)
    for key, rules in of_new.items():
        others = of_old.get(key, [])
        if len(rules) == len(others) == 1:
            yield others[0], rules[0]


def _by(rules: Mapping[str, Rule], by: Callable[[Rule], object]) -> dict[object, list[Rule]]:
    found: dict[object, list[Rule]] = {}
    for rule in rules.values():
        key = by(rule)
        if key is not None:
            found.setdefault(key, []).append(rule)
    return found
