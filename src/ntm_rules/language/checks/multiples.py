"""Checks of thresholds that are multiples, that another rule sets, or that ask for nothing in some cases.

There is one for the measure, it is a number, and where nothing is asked that can be told before there is a figure.
"""

from collections.abc import Iterator

from ...model.condition import last_years
from ...model.key import RuleKey
from ...model.named import measures_named
from ...model.place import Place, place_of
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.threshold import NoLimit, Threshold, factor_of
from ..contents.known_names import NameScope
from ..contents.traversal import (
    ComparedThreshold,
    cases,
    children,
    compared_thresholds,
    conditions,
    rules_named,
    thresholds_set,
)
from ..diagnostics.mistakes import Mistake
from .names import no_number
from .references import in_force_together

_MULTIPLE = Text("bội số", "multiple")


def check_multiples(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for multiples of what is no number, and for rules that set no threshold, or several, for a measure."""
    for _, condition in conditions(ruleset):
        for compared in compared_thresholds(condition):
            for threshold in cases(compared.threshold):
                yield from _in_threshold(threshold, compared, ruleset, scope)


def check_no_limit(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for thresholds that ask for nothing always, of what is counted, or by the year of a figure."""
    for _, condition in conditions(ruleset):
        by_figure = last_years(condition) is None
        for compared in compared_thresholds(condition):
            is_own = (
                compared.measure is not None and not compared.change and (compared.aggregate is None or not by_figure)
            )
            for place, is_case, of_figure in _without_limit(compared.threshold, compared.measure, ruleset, scope):
                if not is_own:
                    yield Mistake("NTM485", place)
                elif of_figure and by_figure:
                    yield Mistake("NTM486", place)
                elif not is_case:
                    yield Mistake("NTM484", place)


def _without_limit(
    threshold: Threshold,
    measure: str | None,
    ruleset: Ruleset,
    scope: NameScope,
    *,
    is_case: bool = False,
    of_figure: bool = False,
) -> Iterator[tuple[Place | None, bool, bool]]:
    """Places where nothing is asked: whether in a case of the threshold, and whether that goes by the year of a figure."""
    if isinstance(threshold, NoLimit):
        yield threshold.place, is_case, of_figure
    of_figure = of_figure or not getattr(threshold, "assessed", True)
    is_case = is_case or factor_of(threshold) is None
    for part in children(threshold):
        if isinstance(part, Threshold):
            yield from _without_limit(part, measure, ruleset, scope, is_case=is_case, of_figure=of_figure)
    for rule in rules_named(threshold):
        for other in _versions(rule, ruleset, scope):
            for set_there in thresholds_set(other, rule.code, measure):
                for _ in _without_limit(set_there, measure, other, scope, is_case=True, of_figure=of_figure):
                    yield threshold.place, True, of_figure
                    return


def _in_threshold(
    threshold: Threshold, compared: ComparedThreshold, ruleset: Ruleset, scope: NameScope
) -> Iterator[Mistake]:
    if factor_of(threshold) is not None:
        named_there = next((name for name, _ in measures_named(threshold)), None)
        wrong = (
            *no_number(compared.measure, threshold.place, scope, _MULTIPLE),
            *no_number(named_there, place_of(named_there), scope, _MULTIPLE),
        )
        yield from wrong[:1]
    for rule in rules_named(threshold):
        for other in _versions(rule, ruleset, scope):
            known = rule.code in {known_rule.code for known_rule in other.rules()}
            count = len(thresholds_set(other, rule.code, compared.measure))
            if known and count != 1 and in_force_together(ruleset, other, scope):
                params = {"rule": str(rule), "measure": compared.measure or "–", "count": count}
                yield Mistake("NTM470", threshold.place, params)
                return


def _versions(rule: RuleKey, ruleset: Ruleset, scope: NameScope) -> tuple[Ruleset, ...]:
    return scope.library.versions.get(rule.ruleset, ()) if rule.ruleset != ruleset.id else (ruleset,)
