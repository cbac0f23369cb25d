"""A specialising ruleset keeps every rule of its superior. That none asks for less is told exactly, from programs."""

from collections.abc import Iterator

from ...model.place import place_of
from ...model.ruleset import Criterion, Rule, Ruleset
from ..contents.known_names import NameScope
from ..diagnostics.mistakes import Mistake
from ..structuring.rulesets import RulesetDraft
from ..versions.superiors import superior_of


def check_conformity(draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    """The rules of the superior that a specialising ruleset leaves out, and whether it counts *basically met* where that does
    not.
    """
    lower = draft.ruleset
    superior = superior_of(lower, scope.library.versions.get(lower.specialises or "", ()))
    if superior is None:
        return
    for criterion in superior.criteria:
        found = lower.rule(criterion.code)
        if found is criterion:
            continue
        if not isinstance(found, Criterion):
            yield _left_out(criterion, superior, draft)
            continue
        kept: list[tuple[Rule, Rule | None]] = [(criterion, found)]
        for one, own in kept:
            # A condition put in the place of the rules below is compared exactly.
            for below in one.below if own is not None and own.below else ():
                if lower.rule(below.code) is None:
                    yield _left_out(below, superior, draft)
                kept.append((below, lower.rule(below.code)))
    yield from _added(lower, superior)
    for conclusion in superior.conclusions:
        if lower.rule(conclusion.code) is None:
            yield _left_out(conclusion, superior, draft)
    if lower.basically_met is True and superior.basically_met is not True:
        place = draft.places.get("basically_met") or draft.places.get("version")
        code = "NTM435" if superior.basically_met is False else "NTM439"
        params = {"rule": "basically_met", "superior": superior.id}
        yield Mistake(code, place, params, related=(superior.place,))


def _added(lower: Ruleset, superior: Ruleset) -> Iterator[Mistake]:
    """Criteria that the superior has not, unless they are declared; and declared ones that are none such."""
    own = {criterion.code: criterion for criterion in lower.criteria}
    theirs = {criterion.code for criterion in superior.criteria}
    for code, criterion in own.items():
        if code not in theirs and code not in lower.adds and place_of(code) is not None:
            yield Mistake("NTM478", criterion.place, {"name": code, "superior": superior.id})
    for code in lower.adds:
        if place_of(code) is not None and (code not in own or code in theirs):
            yield Mistake("NTM479", place_of(code), {"name": code, "superior": superior.id})


def _left_out(rule: Rule, superior: Ruleset, draft: RulesetDraft) -> Mistake:
    place = draft.repealed.get(rule.code) or draft.places.get("version")
    return Mistake("NTM433", place, {"superior": f"{superior.id}#{rule.code}"}, related=(rule.place,))
