"""What rulesets ask of one another: that it exists, judges that kind of unit, and does not come back to where it began."""

from collections.abc import Iterable, Iterator
from datetime import date

from ...model.condition import (
    Attained,
    Condition,
    CriteriaChange,
    CriteriaCount,
    MembersAttained,
    MembersMeasure,
    OwnCriteria,
)
from ...model.key import RuleKey
from ...model.place import Place, place_of
from ...model.ruleset import Conclusion, Ruleset
from ...model.text import Text
from ..contents.cycles import circles
from ..contents.known_names import CODES, Scope, quoted
from ..contents.traversal import conditions
from ..diagnostics.mistakes import Finding, Known
from .names import unfamiliar


def check_references(ruleset: Ruleset, scope: Scope) -> Iterator[Finding]:
    """Rulesets and rules that are asked for and are not there, or that judge another kind of unit."""
    for _, condition in conditions(ruleset):
        match condition:
            case Attained():
                yield from _rule(condition.rule, condition.place, ruleset.applies_to, ruleset, scope)
            case MembersAttained():
                yield from _rule(condition.rule, condition.place, condition.kind, ruleset, scope)
            case MembersMeasure() if isinstance(condition.of, CriteriaCount):
                place = place_of(condition.of.ruleset)
                yield from _rule(RuleKey(condition.of.ruleset), place, condition.kind, ruleset, scope, counted=True)
            case OwnCriteria(ruleset=str(asked)) | CriteriaChange(ruleset=str(asked)):
                yield from _rule(RuleKey(asked), place_of(asked), ruleset.applies_to, ruleset, scope, counted=True)
                if isinstance(condition, OwnCriteria):
                    yield from _criteria_of(condition, asked, scope)


def _criteria_of(condition: OwnCriteria, asked: str, scope: Scope) -> Iterator[Finding]:
    """The criteria of another ruleset that are asked for by their codes."""
    versions = scope.library.versions.get(asked, ())
    criteria = {each.code: each.name for version in versions for each in version.criteria}
    above = {below.code: each.code for version in versions for each in version.criteria for below in each.indicators}
    if not versions or "?" in criteria:
        return
    for code in (*condition.of, *condition.including_any_of):
        params = {"ruleset": asked, "name": code, "criterion": above.get(code, "")}
        if code in above:
            yield Finding("NTM306", place_of(code), params, hint="indicator_not_criterion")
        elif code not in criteria:
            yield Finding("NTM306", place_of(code), params, word=code, known=Known(CODES, criteria))


def _rule(
    key: RuleKey, place: Place | None, kind: str, ruleset: Ruleset, scope: Scope, counted: bool = False
) -> Iterator[Finding]:
    if place is None or key.ruleset.startswith("?"):
        return
    versions = scope.library.versions.get(key.ruleset, ())
    if not versions:
        if not scope.may_declare(key.ruleset):
            yield Finding("NTM305", place, {"name": key.ruleset}, word=key.ruleset, known=scope.rulesets)
        return
    together = [version for version in versions if _in_force_together(ruleset, version, scope)]
    if not together:
        yield Finding("NTM321", place, {"ruleset": key.ruleset})
    codes = [scope.codes[key.ruleset, version.version] for version in together or versions]
    if not counted and not any(key.code in each or "?" in each for each in codes):
        params = {"ruleset": key.ruleset, "name": key.code}
        yield Finding("NTM306", place, params, word=key.code, known=Known(CODES, codes[-1]))
    kinds = {version.applies_to for version in together or versions}
    if kind not in kinds and not unfamiliar(kind) and "?" not in (kind, *kinds):
        shown = {"applies_to": quoted(", ".join(sorted(kinds))), "kind": quoted(kind)}
        yield Finding("NTM318", place, {"ruleset": key.ruleset, **shown})


def _in_force_together(one: Ruleset, other: Ruleset, scope: Scope) -> bool:
    return one.version <= _end(other, scope) and other.version <= _end(one, scope)


def _end(ruleset: Ruleset, scope: Scope) -> date:
    """The last day a version is in force: its own `until`, or the day the next one begins."""
    later = [each.version for each in scope.library.versions.get(ruleset.id, ()) if each.version > ruleset.version]
    return min([ruleset.until or date.max, *later])


def check_circles(scope: Scope) -> Iterator[Finding]:
    """Rules that rest on themselves, on any day from which a version is in force."""
    every = [ruleset for versions in scope.library.versions.values() for ruleset in versions]
    told: set[tuple[str, ...]] = set()
    for day in sorted({ruleset.version for ruleset in every}):
        in_force = {
            id: begun[-1]
            for id, versions in scope.library.versions.items()
            if (begun := [each for each in versions if each.version <= day])
            and (begun[-1].until is None or day <= begun[-1].until)
        }
        places: dict[tuple[str, str], Place | None] = {}
        follows: dict[str, list[str]] = {}
        for ruleset in in_force.values():
            for start, end, place in _steps(ruleset, in_force):
                follows.setdefault(start, []).append(end)
                if place is not None:
                    places.setdefault((start, end), place)
        for circle in circles(follows):
            if circle in told:
                continue
            told.add(circle)
            steps = zip(circle, (*circle[1:], circle[0]), strict=True)
            at = [place for step in steps if (place := places.get(step)) is not None]
            shown = " → ".join((*circle, circle[0]))
            yield Finding("NTM312", at[0] if at else None, {"cycle": Text(shown, shown)}, related=tuple(at[1:]))


def _steps(ruleset: Ruleset, in_force: dict[str, Ruleset]) -> Iterator[tuple[str, str, Place | None]]:
    """From each rule to those it rests on, as rule keys; with the place of the condition that says so."""

    def key(code: str) -> str:
        return str(RuleKey(ruleset.id, code))

    for criterion in ruleset.criteria:
        for indicator in criterion.indicators:
            yield key(criterion.code), key(indicator.code), None
    # Many conditions of one rule can ask for the same criteria, of which there can be many.
    told: set[tuple[str, object]] = set()
    for rule, condition in conditions(ruleset):
        match condition:
            case OwnCriteria() if condition.ruleset is not None or isinstance(rule, Conclusion):
                asked: object = ("criteria", condition.ruleset, condition.of)
            case CriteriaChange():
                asked = ("criteria", condition.ruleset, ())
            case Attained() | MembersAttained():
                asked = condition.rule
            case MembersMeasure():
                asked = condition.of
            case _:
                continue
        if (rule.code, asked) in told:
            continue
        told.add((rule.code, asked))
        for target, place in _targets(condition, ruleset, in_force):
            yield key(rule.code), target, place


def _targets(
    condition: Condition, ruleset: Ruleset, in_force: dict[str, Ruleset]
) -> Iterable[tuple[str, Place | None]]:
    match condition:
        case OwnCriteria() | CriteriaChange():
            asked = ruleset if condition.ruleset is None else in_force.get(condition.ruleset)
            listed = condition.of if isinstance(condition, OwnCriteria) else ()
            codes = listed or tuple(criterion.code for criterion in asked.criteria) if asked else ()
            return [(str(RuleKey(asked.id, code)), condition.place) for code in codes] if asked else []
        case Attained() | MembersAttained():
            return [(str(condition.rule), condition.place)]
        case MembersMeasure() if isinstance(condition.of, CriteriaCount):
            counted = in_force.get(condition.of.ruleset)
            criteria = counted.criteria if counted else ()
            place = place_of(condition.of.ruleset)
            return [(str(RuleKey(condition.of.ruleset, criterion.code)), place) for criterion in criteria]
    return []
