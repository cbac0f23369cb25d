"""Provenance of rules: what each sort of source has to name, and that it does not contradict the rule."""

from collections.abc import Iterator

from ...model.condition import Unknown
from ...model.place import place_of
from ...model.ruleset import Conclusion, ProvenanceStatus, Rule, Ruleset
from ...model.threshold import UnknownPoints, UnknownThreshold
from ..contents.known_names import INSTRUMENTS
from ..contents.traversal import thresholds, within
from ..diagnostics.mistakes import KnownNames, Mistake


def check_provenance(ruleset: Ruleset) -> Iterator[Mistake]:
    """Yield mistakes for a provenance that lacks its address or clause, or that contradicts its rule."""
    numbers = {one.number: None for one in ruleset.instruments}
    for rule in ruleset.rules():
        cited = rule.provenance.instrument
        if cited is not None and place_of(cited) is not None and cited not in numbers and "?" not in numbers:
            known = KnownNames(INSTRUMENTS, numbers)
            yield Mistake("NTM475", place_of(cited), {"name": cited}, word=cited, known=known)
        place = rule.provenance.place
        if place is None:
            continue
        status = rule.provenance.status
        if status is ProvenanceStatus.READ and rule.provenance.url is None:
            yield Mistake("NTM416", place)
        if status is ProvenanceStatus.TEXT and None in (rule.provenance.article, rule.provenance.page):
            yield Mistake("NTM480", place)
        if status is not ProvenanceStatus.READ and rule.provenance.source is not None:
            yield Mistake("NTM481", place)
        if status is ProvenanceStatus.PLAN and rule.provenance.cite is None:
            yield Mistake("NTM417", place)
        if status is ProvenanceStatus.UNKNOWN and _says_something(rule) and not _something_unknown(rule):
            yield Mistake("NTM414", place)
        if status is ProvenanceStatus.RECALLED and isinstance(rule.condition, Unknown) and rule.condition.place:
            yield Mistake("NTM415", place, related=(rule.condition.place,))


def _says_something(rule: Rule) -> bool:
    return rule.condition is not None or (not isinstance(rule, Conclusion) and rule.points is not None)


def _something_unknown(rule: Rule) -> bool:
    if not isinstance(rule, Conclusion) and isinstance(rule.points, UnknownPoints):
        return True
    return rule.condition is not None and any(
        isinstance(condition, Unknown)
        or any(isinstance(threshold, UnknownThreshold) for threshold in thresholds(condition))
        for condition in within(rule.condition)
    )
