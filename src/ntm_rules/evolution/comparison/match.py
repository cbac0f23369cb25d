"""Matching of the rules of two versions, by code or by content; and the figures of a rule that alone are others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

import attrs
from attrs import field, frozen

from ...model.condition import Bound, Condition, Unknown
from ...model.ruleset import Conclusion, Rule
from ...model.threshold import Fixed
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
    >>> first, second = (compile(version, date(2024, 6, 30), library) for version in library.versions["vn/commune-ntm"][1:3])
    >>> matched = match(first, second)
    >>> len(matched.pairs) == len(first.rules), matched.added
    (True, ())
    """
    older, newer = list(before.ruleset.rules()), list(after.ruleset.rules())
    old, new = {rule.code: rule for rule in older}, {rule.code: rule for rule in newer}
    old_codes: dict[str, str] = {}

    def take(pairs: Iterable[tuple[Rule, Rule]]) -> None:
        for earlier, later in list(pairs):
            if earlier.code in old and later.code in new:
                old_codes[later.code] = earlier.code
                del old[earlier.code], new[later.code]

    def of_same_code(same: _Same) -> Iterator[tuple[Rule, Rule]]:
        return ((old[code], rule) for code, rule in new.items() if code in old and same(old[code], rule))

    take(
        of_same_code(
            lambda rule, other: _kind(rule, other) and (rule.name == other.name or _words(rule) == _words(other))
        )
    )
    take(_alone(old, new, lambda rule: (type(rule).__name__, rule.name, _words(rule))))
    take(of_same_code(_kind))
    take(_alone(old, new, lambda rule: (type(rule).__name__, rule.name)))
    take(_alone(old, new, lambda rule: _meaning(rule, before), lambda rule: _meaning(rule, after)))
    take(_alone(old, new, _indicators, lambda rule: _indicators(rule, old_codes)))
    rules = {rule.code: rule for rule in older}
    renamed = {new_code: code for new_code, code in old_codes.items() if new_code != code}
    # A new rule with the code of one that went, or of one renumbered, is not that one.
    renamed |= {code: f"{code}*" for code in new if code in rules}
    return Matched(
        tuple((rules[old_codes[rule.code]], rule) for rule in newer if rule.code in old_codes),
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
    if isinstance(rule, Conclusion) or all(
        condition is None or isinstance(condition, Unknown) for condition in conditions
    ):
        return None
    if rule.below:
        return None
    truth = program.by_code[rule.code].truth
    inside = truth.truth if isinstance(truth, Attested) else truth
    return type(rule).__name__, meaning_of(inside, program.as_of)


def _indicators(rule: Rule, old_codes: Mapping[str, str] | None = None) -> object:
    """The rules below one, by their codes in the older version (`old_codes`, by those in the newer)."""
    if not rule.below:
        return None
    codes = [indicator.code if old_codes is None else old_codes.get(indicator.code, "") for indicator in rule.below]
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
    grouped: dict[object, list[Rule]] = {}
    for rule in rules.values():
        key = by(rule)
        if key is not None:
            grouped.setdefault(key, []).append(rule)
    return grouped


@frozen
class ChangedFigure:
    """A figure in a condition of the newer text, or in a bound of it, and the one in its place in the older."""

    condition: Condition
    bound: Bound | None
    before: Decimal
    after: Decimal


def changed_figures(before: Rule, after: Rule) -> tuple[ChangedFigure, ...]:
    """The figures that differ between the conditions of two rules; none where anything else differs as well.

    >>> from ...model.condition import Comparison, Operator
    >>> from ...model.ruleset import Indicator, Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> def rule(least: int) -> Rule:
    ...     condition = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(least)))
    ...     return Indicator("1.1", Text("Nước"), condition, Provenance(ProvenanceStatus.PLAN))
    >>> [(figure.before, figure.after) for figure in changed_figures(rule(90), rule(95))]
    [(Decimal('90'), Decimal('95'))]
    """
    if before.condition is None or after.condition is None or before.applies_when != after.applies_when:
        return ()
    figures = list(_differences(before.condition, after.condition, after.condition, None))
    return tuple(figure for figure in figures if figure is not None) if None not in figures else ()


def _differences(old: object, new: object, condition: Condition, bound: Bound | None) -> Iterator[ChangedFigure | None]:
    """The figures that differ in two parts of conditions; None for any other difference."""
    if old == new:
        return
    if isinstance(old, Fixed) and isinstance(new, Fixed):
        is_number = isinstance(old.value, Decimal) and isinstance(new.value, Decimal)
        yield ChangedFigure(condition, bound, old.value, new.value) if is_number else None  # type: ignore[arg-type]
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for old_part, new_part in zip(old, new, strict=True):
            yield from _differences(old_part, new_part, condition, bound)
    elif type(old) is type(new) and attrs.has(type(new)):
        condition = new if isinstance(new, Condition) else condition
        bound = new if isinstance(new, Bound) else bound
        for attribute in attrs.fields(type(new)):  # type: ignore[arg-type]
            if attribute.eq:
                yield from _differences(getattr(old, attribute.name), getattr(new, attribute.name), condition, bound)
    else:
        yield None
