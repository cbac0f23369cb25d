"""A specialising ruleset never asks for less than its superior: found where the form of the rules says so."""

from collections.abc import Iterator, Mapping

from ...model.condition import AllOf, Condition, Unknown
from ...model.place import Place
from ...model.ruleset import Criterion, Rule, Ruleset
from ..contents.known_names import NameScope
from ..diagnostics.mistakes import Mistake
from ..strictness.conditions import REVOCATION, Conformity, Difference, Verdict
from ..strictness.thresholds import NO_CASE
from ..structuring.rulesets import RulesetDraft


def check_conformity(draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    """What a specialising ruleset asks less of than the superior's version in force when it takes effect.

    Differences that are to the worse for certain are errors; where the form alone does not tell, a note says so.
    """
    lower = draft.ruleset
    versions = scope.library.versions.get(lower.specialises or "", ())
    begun = [version for version in versions if version.version <= lower.version]
    if not begun:
        return
    superior = begun[-1]
    if superior.until is not None and superior.until < lower.version:
        return
    for criterion in superior.criteria:
        yield from _criterion(criterion, superior, draft, scope)
    for conclusion in superior.conclusions:
        found = lower.rule(conclusion.code)
        if found is None:
            yield _left_out(conclusion, superior, draft)
        else:
            yield from _rule(conclusion, found, superior, draft, scope)
    if lower.basically_met is True and superior.basically_met is not True:
        place = draft.places.get("basically_met") or draft.places.get("version")
        code = "NTM435" if superior.basically_met is False else "NTM439"
        params = {"rule": "basically_met", "superior": superior.id}
        yield Mistake(code, place, params, related=_related(superior.place))


def _criterion(criterion: Criterion, superior: Ruleset, draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    found = draft.ruleset.rule(criterion.code)
    if found is criterion:
        return
    if not isinstance(found, Criterion):
        yield _left_out(criterion, superior, draft)
        return
    yield from _rule(criterion, found, superior, draft, scope)
    if not criterion.indicators or not found.indicators:
        return
    for indicator in criterion.indicators:
        below = draft.ruleset.rule(indicator.code)
        if below is None:
            yield _left_out(indicator, superior, draft)
        elif below is not indicator:
            yield from _rule(indicator, below, superior, draft, scope)


def _left_out(rule: Rule, superior: Ruleset, draft: RulesetDraft) -> Mistake:
    place = draft.repealed.get(rule.code) or draft.places.get("version")
    return Mistake("NTM433", place, {"superior": _key(superior, rule)}, related=_related(rule.place))


def _key(ruleset: Ruleset, rule: Rule) -> str:
    return f"{ruleset.id}#{rule.code}"


def _rule(theirs: Rule, own: Rule, superior: Ruleset, draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    """One rule of the superior against that of the same code."""
    both_have_indicators = all(isinstance(rule, Criterion) and rule.indicators for rule in (theirs, own))
    asked, asks = (None, None) if both_have_indicators else (_condition(theirs), _condition(own))
    if isinstance(asked, Unknown) or isinstance(asks, Unknown):
        return
    names = {"rule": f'"{own.code}"', "superior": _key(superior, theirs)}
    places = own.place, theirs.place
    if asked is None or asks is None:
        if asked is not asks:
            yield _finding(Difference(Verdict.UNDECIDED, *places), names, places)
    else:
        for difference in Conformity(scope.library).compare(asked, asks, theirs.code == REVOCATION):
            yield _finding(difference, names, places)
    if own.applies_when is not None:
        yield from _applies(theirs, own, names, scope)


def _condition(rule: Rule) -> Condition | None:
    """What a rule asks; of a criterion with indicators, all of them. None where that is more than a condition can say."""
    if not isinstance(rule, Criterion) or rule.condition is not None:
        return rule.condition
    if any(indicator.applies_when is not None for indicator in rule.indicators):
        return None
    return AllOf(tuple(indicator.condition for indicator in rule.indicators), rule.place)


def _applies(theirs: Rule, own: Rule, names: Mapping[str, object], scope: NameScope) -> Iterator[Mistake]:
    """Whether a rule still applies to every unit to which the superior's does."""
    place = own.applies_when.place if own.applies_when else None
    if theirs.applies_when is None:
        if not isinstance(own.applies_when, Unknown):
            yield Mistake("NTM434", place or own.place, names, related=_related(theirs.place))
    elif own.applies_when is not None:
        found = Conformity(scope.library).compare(theirs.applies_when, own.applies_when, turned=True)
        if found:
            certain = any(one.verdict is not Verdict.UNDECIDED for one in found)
            related = _related(theirs.applies_when.place or theirs.place)
            yield Mistake("NTM434" if certain else "NTM439", place or own.place, names, related=related)


def _finding(difference: Difference, names: Mapping[str, object], places: tuple[Place | None, Place | None]) -> Mistake:
    params = {"case": NO_CASE, **names, **dict(difference.params)}
    lower, superior = difference.lower or places[0], difference.superior or places[1]
    return Mistake(difference.verdict.value, lower, params, related=_related(superior))


def _related(place: Place | None) -> tuple[Place, ...]:
    return () if place is None else (place,)
