"""Checks of thresholds that are multiples, or that another rule sets: there is one for the measure, and it is a number."""

from collections.abc import Iterator

from ...model.key import RuleKey
from ...model.measure import MeasureType
from ...model.named import ReferenceKind, fields_naming, measures_named
from ...model.place import Place, place_of
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.threshold import Threshold, factor_of
from ..contents.known_names import TYPES, NameScope, with_name
from ..contents.traversal import ComparedThreshold, cases, compared_thresholds, conditions, thresholds_set
from ..diagnostics.mistakes import Mistake
from .references import in_force_together

_MULTIPLE = Text("bội số", "multiple")


def check_multiples(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for multiples of what is no number, and for rules that set no threshold, or several, for a measure."""
    for _, condition in conditions(ruleset):
        for compared in compared_thresholds(condition):
            for threshold in cases(compared.threshold):
                yield from _in_threshold(threshold, compared, ruleset, scope)


def _in_threshold(
    threshold: Threshold, compared: ComparedThreshold, ruleset: Ruleset, scope: NameScope
) -> Iterator[Mistake]:
    if factor_of(threshold) is not None:
        named_there = next((name for name, _ in measures_named(threshold)), None)
        wrong = (
            *_no_number(compared.measure, threshold.place, scope),
            *_no_number(named_there, place_of(named_there), scope),
        )
        yield from wrong[:1]
    for rule in fields_naming(threshold, ReferenceKind.RULE):
        assert isinstance(rule, RuleKey)
        versions = scope.library.versions.get(rule.ruleset, ()) if rule.ruleset != ruleset.id else (ruleset,)
        for other in versions:
            known = rule.code in {each.code for each in other.rules()}
            count = len(thresholds_set(other, rule.code, compared.measure))
            if known and count != 1 and in_force_together(ruleset, other, scope):
                params = {"rule": str(rule), "measure": compared.measure or "–", "count": count}
                yield Mistake("NTM470", threshold.place, params)
                return


def _no_number(name: str | None, place: Place | None, scope: NameScope) -> Iterator[Mistake]:
    measure = None if name is None else scope.library.measures.get(name)
    if measure is not None and measure.type is not MeasureType.NUMBER:
        yield Mistake("NTM412", place, {"measure": with_name(measure), "type": TYPES[measure.type], "what": _MULTIPLE})
