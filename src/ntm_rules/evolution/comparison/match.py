"""Matching of the rules of two versions: by code, and by content where the code has changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import field, frozen

from ...model.condition import Condition, Unknown
from ...model.ruleset import Conclusion, Rule
from ...program.content_hash import meaning_of
from ...program.program import Program
from ...program.terms import Attested

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


def match(before: Program, after: Program) -> Matched:
    """Match the rules of two rulesets that are the same rule, changed or not.

    A rule of the same code with the same name or the same words is the same one. Of those left, one of another code with both
    the same name and the same words has been renumbered; then those of the same code belong together, and last those of another
    code that have the same name, or the same meaning where that can be of one rule only, or that consist of the same
    indicators.

    >>> from datetime import date
    >>> from ...language.library import load_library
    >>> from ...program.compiling import compile
    >>> library = load_library()
    >>> first, second = (compile(one, date(2024, 6, 30), library) for one in library.versions["vn/commune-ntm"][1:3])
    >>> matched = match(first, second)
    >>> len(matched.pairs) == len(first.rules), matched.added
    (True, ())
    """
    older, newer = list(before.ruleset.rules()), list(after.ruleset.rules())
    old, new = {rule.code: rule for rule in older}, {rule.code: rule for rule in newer}
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
    take(_alone(old, new, lambda rule: _meaning(rule, before), lambda rule: _meaning(rule, after)))
    take(_alone(old, new, _indicators, lambda rule: _indicators(rule, found)))
    rules = {rule.code: rule for rule in older}
    renamed = {new_code: code for new_code, code in found.items() if new_code != code}
    # A new rule with the code of one that went, or of one renumbered, is not that one.
    renamed |= {code: f"{code}*" for code in new if code in rules}
    return Matched(
        tuple((rules[found[rule.code]], rule) for rule in newer if rule.code in found),
        tuple(old.values()),
        tuple(new.values()),
        renamed,
    )


def _kind(one: Rule, other: Rule) -> bool:
    """True when both or neither is a conclusion; a criterion may become an indicator."""
    return isinstance(one, Conclusion) == isinstance(other, Conclusion)


def _words(rule: Rule) -> object:
    """Content of a rule for comparison, without its name and code."""
    return rule.condition, rule.applies_when, tuple((below.name, _words(below)) for below in rule.below)


def _meaning(rule: Rule, program: Program) -> object:
    """The meaning of a rule, whatever it is called; None for a conclusion, a sum of indicators, or what is not known."""
    conditions: tuple[Condition | None, ...] = (rule.condition, rule.applies_when)
    if isinstance(rule, Conclusion) or all(one is None or isinstance(one, Unknown) for one in conditions):
        return None
    if rule.below:
        return None
    truth = program.by_code[rule.code].truth
    inside = truth.truth if isinstance(truth, Attested) else truth
    return type(rule).__name__, meaning_of(inside, program.as_of)


def _indicators(rule: Rule, found: Mapping[str, str] | None = None) -> object:
    """The rules below one, by their codes in the older version (`found`, by those in the newer)."""
    if not rule.below:
        return None
    codes = [one.code if found is None else found.get(one.code, "") for one in rule.below]
    return None if "" in codes else tuple(sorted(codes))


def _alone(
    old: Mapping[str, Rule],
    new: Mapping[str, Rule],
    by: Callable[[Rule], object],
    by_new: Callable[[Rule], object] | None = None,
) -> Iterator[tuple[Rule, Rule]]:
    """Pairs of unmatched rules with the same key, when each version has exactly one rule with that key."""
    of_old, of_new = _by(old, by), _by(new, by_new or by)
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
