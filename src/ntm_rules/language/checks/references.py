"""References to other rulesets, which exist and do not lead back; to a superior, whose rules are all kept; to sources."""

from collections.abc import Iterable, Iterator

from ...model.condition import Condition, Unknown
from ...model.key import RuleKey
from ...model.library import in_force, last_day
from ...model.place import Place, place_of
from ...model.ruleset import Conclusion, Criterion, ProvenanceStatus, Rule, Ruleset
from ...model.threshold import UnknownPoints, UnknownThreshold
from ...model.values.graph import cycles
from ..contents.known_names import CODES, INSTRUMENTS, NameScope, days_in_force, quoted
from ..contents.traversal import RuleReference, references, thresholds, within
from ..diagnostics.mistakes import KnownNames, Mistake, of_cycle
from ..structuring.rulesets import RulesetDraft
from ..structuring.scalars import NO_DAY
from ..versions.superiors import superior_of
from .names import unfamiliar


def check_references(ruleset: Ruleset, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for references to rulesets and rules that do not exist or that judge another kind of unit."""
    for _, _, reference in references(ruleset):
        # A member's own criteria are those of this ruleset, where it judges such units.
        if reference.ruleset is not None or reference.kind is not None:
            kinds = ruleset.applies_to if reference.kind is None else (reference.kind,)
            yield from _rule(reference, kinds, ruleset, scope)
            if reference.criteria:
                yield from _criteria_of(reference, reference.ruleset or ruleset.id, scope)


def _criteria_of(reference: RuleReference, name: str, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for criteria of another ruleset that are named by codes it does not have."""
    versions = scope.library.versions.get(name, ())
    criteria = {criterion.code: criterion.name for version in versions for criterion in version.criteria}
    above = {below.code: rule.code for version in versions for rule in version.rules() for below in rule.below}
    if not versions or "?" in criteria:
        return
    for code in (*reference.codes, *reference.included):
        params = {"ruleset": name, "name": code, "criterion": above.get(code, "")}
        if code in above:
            yield Mistake("NTM306", place_of(code), params, hint="indicator_not_criterion")
        elif code not in criteria:
            yield Mistake("NTM306", place_of(code), params, word=code, known=KnownNames(CODES, criteria))


def _rule(
    reference: RuleReference, asked_kinds: tuple[str, ...], ruleset: Ruleset, scope: NameScope
) -> Iterator[Mistake]:
    key, place = (
        RuleKey(reference.ruleset or ruleset.id, *(() if reference.criteria else reference.codes)),
        reference.place,
    )
    if place is None or key.ruleset.startswith("?"):
        return
    versions = scope.library.versions.get(key.ruleset, ())
    if not versions:
        if not scope.may_declare(key.ruleset):
            yield Mistake("NTM305", place, {"name": key.ruleset}, word=key.ruleset, known=scope.rulesets)
        return
    together = [version for version in versions if in_force_together(ruleset, version, scope)]
    if not together:
        yield Mistake("NTM321", place, {"ruleset": key.ruleset})
    since = reference.since
    if since not in (None, NO_DAY) and in_force(versions, since) is None:
        yield Mistake("NTM322", place, {"ruleset": key.ruleset, "day": since, "versions": days_in_force(versions)})
    codes = [scope.codes[key.ruleset, version.version] for version in together or versions]
    if not reference.criteria and not any(key.code in code or "?" in code for code in codes):
        params = {"ruleset": key.ruleset, "name": key.code}
        yield Mistake("NTM306", place, params, word=key.code, known=KnownNames(CODES, codes[-1]))
    kinds = {kind for version in together or versions for kind in version.applies_to}
    strange = next((kind for kind in asked_kinds if kind not in kinds and not unfamiliar(kind)), None)
    if strange is not None and "?" not in (*asked_kinds, *kinds):
        shown = {"applies_to": quoted(", ".join(sorted(kinds))), "kind": quoted(strange)}
        yield Mistake("NTM318", place, {"ruleset": key.ruleset, **shown})


def in_force_together(one: Ruleset, other: Ruleset, scope: NameScope) -> bool:
    """True if some day is one on which both versions are in force."""
    ends = (last_day(ruleset, scope.library) for ruleset in (one, other))
    return all(end is None or max(one.version, other.version) <= end for end in ends)


def check_cycles(scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for rules that depend on themselves, on any day from which a version is in force."""
    every = [ruleset for versions in scope.library.versions.values() for ruleset in versions]
    references_of = {id(ruleset): tuple(references(ruleset)) for ruleset in every}
    reported: set[tuple[str, ...]] = set()
    for day in sorted({ruleset.version for ruleset in every}):
        current = {
            id: version
            for id, versions in scope.library.versions.items()
            if (version := in_force(versions, day)) is not None
        }
        places: dict[tuple[str, str], Place | None] = {}
        follows: dict[str, list[str]] = {}
        for ruleset in current.values():
            for start, end, place in _steps(ruleset, references_of[id(ruleset)], current):
                follows.setdefault(start, []).append(end)
                if place is not None:
                    places.setdefault((start, end), place)
        for cycle in cycles(follows):
            if cycle in reported:
                continue
            reported.add(cycle)
            steps = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
            yield of_cycle("NTM312", cycle, [place for step in steps if (place := places.get(step)) is not None])


def _steps(
    ruleset: Ruleset, asking: Iterable[tuple[Rule, Condition, RuleReference]], current: dict[str, Ruleset]
) -> Iterator[tuple[str, str, Place | None]]:
    """Rule keys that each rule depends on, each with the place of the condition that refers to it."""

    def key(code: str) -> str:
        return str(RuleKey(ruleset.id, code))

    for rule in ruleset.rules():
        for below in rule.below:
            yield key(rule.code), key(below.code), None
    # Many conditions of one rule can ask for the same criteria, of which there can be many.
    reported: set[tuple[str, str | None, tuple[str, ...]]] = set()
    for rule, condition, reference in asking:
        if reference.ruleset is None and not isinstance(rule, Conclusion):
            continue
        of = ruleset if reference.ruleset is None else current.get(reference.ruleset)
        if (rule.code, reference.ruleset, reference.codes) in reported or (reference.criteria and of is None):
            continue
        reported.add((rule.code, reference.ruleset, reference.codes))
        codes = reference.codes if of is None else reference.codes or tuple(criterion.code for criterion in of.criteria)
        place = condition.place if reference.kind is None else reference.place
        for code in codes:
            yield key(rule.code), str(RuleKey(reference.ruleset or ruleset.id, code)), place


def check_conformity(draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    """The rules of the superior that a specialising ruleset leaves out, and whether it counts *basically met* where that does
    not.
    """
    lower = draft.ruleset
    superior = superior_of(lower, scope.library.versions.get(lower.specialises or "", ()))
    if superior is None:
        return
    for criterion in superior.criteria:
        rule = lower.rule(criterion.code)
        if rule is criterion:
            continue
        if not isinstance(rule, Criterion):
            yield _left_out(criterion, superior, draft)
            continue
        pairs: list[tuple[Rule, Rule | None]] = [(criterion, rule)]
        for superior_rule, own in pairs:
            # A condition put in the place of the rules below is compared exactly.
            for below in superior_rule.below if own is not None and own.below else ():
                if lower.rule(below.code) is None:
                    yield _left_out(below, superior, draft)
                pairs.append((below, lower.rule(below.code)))
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


def check_provenance(ruleset: Ruleset) -> Iterator[Mistake]:
    """Yield mistakes for a provenance that lacks its address or clause, or that contradicts its rule."""
    numbers = {instrument.number: None for instrument in ruleset.instruments}
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
