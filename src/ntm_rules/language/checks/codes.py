"""Checks of codes: unique, in the order of the instrument, existing where referred to; and of criteria that nothing counts."""

from collections.abc import Iterator

from ...model.condition import OwnCriteria
from ...model.library import Library
from ...model.place import Place, place_of
from ...model.ruleset import Conclusion, CriteriaGroup, Criterion, Indicator, Ruleset
from ...model.text import Text
from ..contents.counted_criteria import conclusions_known, uncounted_criteria
from ..contents.known_names import CODES, GROUPS
from ..contents.traversal import conditions, references
from ..diagnostics.mistakes import KnownNames, Mistake


def check_codes(ruleset: Ruleset) -> Iterator[Mistake]:
    """Yield mistakes for repeated codes, indicators numbered under another criterion, and unknown criteria."""
    yield from _repeated(ruleset)
    yield from _numbering(ruleset)
    yield from _own_criteria(ruleset)
    yield from _groups(ruleset)
    yield from _short_names(ruleset)


def _repeated(ruleset: Ruleset) -> Iterator[Mistake]:
    places = sorted(
        (place, rule.code)
        for rule in ruleset.rules()
        if isinstance(rule, Criterion | Indicator) and (place := place_of(rule.code)) is not None
    )
    first: dict[str, Place] = {}
    for place, code in places:
        if code in first:
            params = {"name": code, "line": first[code].line}
            yield Mistake("NTM308", place, params, related=(first[code],))
        else:
            first[code] = place


def _short_names(ruleset: Ruleset) -> Iterator[Mistake]:
    """Yield a warning for a short name that is not shorter, and for one that two criteria of the ruleset have."""
    taken: dict[str, str] = {}
    for rule in ruleset.rules():
        if isinstance(rule, Conclusion) or rule.short is None:
            continue
        if len(rule.short.vi) >= len(rule.name.vi):
            yield Mistake("NTM425", rule.place, {"name": rule.code, "short": rule.short.vi})
        elif isinstance(rule, Criterion) and taken.setdefault(rule.short.vi, rule.code) != rule.code:
            params = {"name": rule.code, "short": rule.short.vi, "other": taken[rule.short.vi]}
            yield Mistake("NTM426", rule.place, params)


def _numbering(ruleset: Ruleset) -> Iterator[Mistake]:
    below = {part.code for rule in ruleset.rules() for part in rule.below}
    with_indicators = [criterion.code for criterion in ruleset.criteria if criterion.indicators]
    for criterion in ruleset.criteria:
        if place_of(criterion.code) is None:
            continue
        above = next((code for code in with_indicators if criterion.code.startswith(f"{code}.")), None)
        if above is not None and not criterion.indicators and criterion.code not in below:
            yield Mistake("NTM343", place_of(criterion.code), {"name": criterion.code, "criterion": above})
        for indicator in criterion.indicators:
            place = place_of(indicator.code)
            # Codes without points are numbered through, not below their criterion.
            if place is not None and "." in indicator.code and not indicator.code.startswith(f"{criterion.code}."):
                yield Mistake("NTM320", place, {"name": indicator.code, "criterion": criterion.code})
            for content in indicator.contents:
                place = place_of(content.code)
                # 18.4a or 18.4.1 is below 18.4.
                if place is not None and "." in content.code and not content.code.startswith(indicator.code):
                    yield Mistake("NTM175", place, {"name": content.code, "indicator": indicator.code})


def _own_criteria(ruleset: Ruleset) -> Iterator[Mistake]:
    above = {below.code: rule.code for rule in ruleset.rules() for below in rule.below}
    codes = {criterion.code: criterion.name for criterion in ruleset.criteria}
    if any(place_of(code) is None for code in codes):
        # A criterion whose code could not be read may be the one that is meant.
        return
    for _, condition in conditions(ruleset):
        if not isinstance(condition, OwnCriteria) or condition.ruleset is not None:
            continue
        group = condition.group
        if group is not None and place_of(group) is not None and not condition.of:
            known = KnownNames(GROUPS, {criteria_group.id: criteria_group.name for criteria_group in ruleset.groups})
            yield Mistake("NTM476", place_of(group), {"name": group}, word=group, known=known)
        for code in (*(() if group else condition.of), *condition.including_any_of):
            if code in codes:
                continue
            params = {"name": code, "criterion": above.get(code, "")}
            if code in above:
                yield Mistake("NTM307", place_of(code), params, hint="indicator_not_criterion")
            else:
                yield Mistake("NTM307", place_of(code), params, word=code, known=KnownNames(CODES, codes))


def _groups(ruleset: Ruleset) -> Iterator[Mistake]:
    """Mistakes for criteria in a group that there are not, and never were, and for those in two groups."""
    codes: dict[str, Text | None] = {criterion.code: criterion.name for criterion in ruleset.criteria}
    if any(place_of(code) is None for code in codes):
        return
    first: dict[str, CriteriaGroup] = {}
    for group in ruleset.groups:
        for code in group.criteria:
            place = place_of(code)
            if code not in codes and not any(repealed_rule.code == code for repealed_rule in ruleset.repealed):
                yield Mistake(
                    "NTM307", place, {"name": code, "criterion": ""}, word=code, known=KnownNames(CODES, codes)
                )
            elif code in first:
                yield Mistake("NTM477", place, {"name": code, "first": first[code].id, "second": group.id})
            first.setdefault(code, group)


_MOST_PLACES = 5


def check_counted(ruleset: Ruleset, library: Library) -> Iterator[Mistake]:
    """Yield a mistake for criteria that no conclusion counts, where that is known, and no other ruleset names."""
    codes = uncounted_criteria(ruleset) if conclusions_known(ruleset) else ()
    if not codes:
        return
    named = {
        code
        for versions in library.versions.values()
        for version in versions
        for _, _, reference in references(version)
        if reference.ruleset == ruleset.id
        for code in reference.codes
    }
    left = [criterion for criterion in ruleset.criteria if criterion.code in codes and criterion.code not in named]
    if left:
        params = {"names": tuple(criterion.code for criterion in left), "ruleset": ruleset.id}
        yield Mistake(
            "NTM342", left[0].place, params, related=[criterion.place for criterion in left[1 : 1 + _MOST_PLACES]]
        )
