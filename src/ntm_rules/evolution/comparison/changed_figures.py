"""The figures of a rule that are others in a newer text, where nothing else of the rule is."""

from collections.abc import Iterator
from decimal import Decimal

import attrs
from attrs import frozen

from ...model.condition import Bound, Condition
from ...model.ruleset import Rule
from ...model.threshold import Fixed


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
    ...     asked = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(least)))
    ...     return Indicator("1.1", Text("Nước"), asked, Provenance(ProvenanceStatus.PLAN))
    >>> [(one.before, one.after) for one in changed_figures(rule(90), rule(95))]
    [(Decimal('90'), Decimal('95'))]
    """
    if before.condition is None or after.condition is None or before.applies_when != after.applies_when:
        return ()
    found = list(_differences(before.condition, after.condition, after.condition, None))
    return tuple(one for one in found if one is not None) if None not in found else ()


def _differences(old: object, new: object, condition: Condition, bound: Bound | None) -> Iterator[ChangedFigure | None]:
    """The figures that differ in two parts of conditions; None for any other difference."""
    if old == new:
        return
    if isinstance(old, Fixed) and isinstance(new, Fixed):
        is_number = isinstance(old.value, Decimal) and isinstance(new.value, Decimal)
        yield ChangedFigure(condition, bound, old.value, new.value) if is_number else None  # type: ignore[arg-type]
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _differences(one, other, condition, bound)
    elif type(old) is type(new) and attrs.has(type(new)):
        condition = new if isinstance(new, Condition) else condition
        bound = new if isinstance(new, Bound) else bound
        for each in attrs.fields(type(new)):  # type: ignore[arg-type]
            if each.eq:
                yield from _differences(getattr(old, each.name), getattr(new, each.name), condition, bound)
    else:
        yield None
