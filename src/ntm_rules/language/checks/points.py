"""Checks of points: their measures, the maximum of a rule, and what is held against bounds."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from ...model.condition import Basis, Score, Scored
from ...model.named import measures_named
from ...model.ruleset import Conclusion, Criterion, Indicator, Ruleset, awards, most_of
from ...model.threshold import Award, Relative
from ...model.values.number import without_zeros
from ..contents.known_names import NameScope, with_name
from ..contents.traversal import conditions, thresholds
from ..diagnostics.mistakes import Mistake
from .names import unknown_measure


def check_points(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for points that nothing gives, or more of them than there are to be had."""
    for rule in ruleset.rules():
        if not isinstance(rule, Conclusion):
            if rule.points is not None:
                yield from _measured(rule.points, scope)
            if rule.maximum is not None:
                yield from _too_many(rule, rule.maximum)
    for _, condition in conditions(ruleset):
        if isinstance(condition, Score) and condition.ruleset in (None, ruleset.id):
            yield from _scored(condition, ruleset)


def _measured(award: Award, scope: NameScope) -> Iterator[Mistake]:
    for name, types in measures_named(award):
        yield from unknown_measure(name, scope)
        measure = scope.library.measures.get(name)
        if measure is not None and measure.type not in types:
            yield Mistake("NTM469", award.place, {"measure": with_name(measure)})


def _too_many(rule: Criterion | Indicator, maximum: Decimal) -> Iterator[Mistake]:
    most = most_of(evolve(rule, maximum=None))
    if most is not None and most > maximum:
        shown = {"most": without_zeros(most), "maximum": without_zeros(maximum)}
        yield Mistake("NTM466", rule.place, {"name": rule.code, **shown})


def _scored(condition: Score, ruleset: Ruleset) -> Iterator[Mistake]:
    named = [one for one in ruleset.criteria if not condition.of or one.code in condition.of]
    giving = [one for one in named if awards(one)]
    none = tuple(one.code for one in named if not awards(one))
    if none and (condition.state is Scored.LISTED or not giving):
        yield Mistake("NTM467", condition.place, {"names": none})
    if condition.basis is Basis.SHARE:
        yield from (Mistake("NTM465", condition.place, {"name": one.code}) for one in giving if most_of(one) is None)
        if any(isinstance(one, Relative) for one in thresholds(condition)):
            yield Mistake("NTM468", condition.place)
