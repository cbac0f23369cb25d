"""Checks of days, years and versions: a threshold for every year in force, versions in turn, files at their paths."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import PurePath

from ...model.condition import CriteriaCount
from ...model.library import Library, last_day
from ...model.place import place_of
from ...model.ruleset import Rule, Ruleset
from ...model.text import Text
from ...model.threshold import ByYear, Threshold
from ..contents.known_names import NameScope
from ..contents.traversal import cases, children, choices, compared_thresholds, conditions, thresholds
from ..diagnostics.mistakes import Mistake
from ..structuring.rulesets import NO_ID, RulesetDraft
from ..structuring.scalars import NO_DAY


def check_periods(draft: RulesetDraft, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for thresholds by year that miss a year in force, for cases that no unit or year comes to, for a change
    since a day after those in force, and for an instrument signed after it takes effect.
    """
    ruleset = draft.ruleset
    signed = ruleset.instrument.signed
    if NO_DAY in (ruleset.version, signed):
        return
    if signed is not None and signed > ruleset.version:
        place = draft.places.get("signed") or draft.places.get("version")
        yield Mistake("NTM447", place, {"signed": signed, "version": ruleset.version})
    last = last_day(ruleset, scope.library)
    for rule, condition in conditions(ruleset):
        for part in (condition, *(one for one in children(condition) if isinstance(one, CriteriaCount))):
            since = getattr(part, "since", None)
            if since is not None and last is not None and since >= last:
                yield Mistake("NTM323", condition.place, {"day": since, "last": last})
        for compared in compared_thresholds(condition):
            for threshold in cases(compared.threshold):
                if choices(threshold):
                    own = compared.measure is not None and compared.aggregate is None
                    by_figure = own and isinstance(threshold, ByYear) and not threshold.assessed
                    yield from _of_years(threshold, ruleset, last, scope.library, by_figure=by_figure)
                    yield from _not_come_to(threshold, rule, scope)


def days_that_differ(ruleset: Ruleset) -> tuple[date, ...]:
    """Days in force on which the ruleset may mean something else: its first, and the first of every year that it names."""
    named = {
        year
        for _, condition in conditions(ruleset)
        for threshold in thresholds(condition)
        for year in _years(threshold)
    }
    begins = [date(year, 1, 1) for year in sorted(named)]
    until = ruleset.until or date.max
    return (ruleset.version, *(day for day in begins if ruleset.version < day <= until))


def _years(threshold: Threshold) -> list[int]:
    return [choice.value for choice in choices(threshold) if choice.attribute is None and isinstance(choice.value, int)]


def _of_years(
    threshold: Threshold, ruleset: Ruleset, last: date | None, library: Library, *, by_figure: bool
) -> Iterator[Mistake]:
    years, first = _years(threshold), ruleset.version
    if not years:
        return
    end = max(years) if last is None else last.year
    others = getattr(threshold, "otherwise", None) is not None
    missing = [] if others else [year for year in range(first.year, end + 1) if year not in years]
    if missing or not (others or last is not None):
        shown = [str(year) for year in missing]
        open_ended = last is None and not others
        vi, en = (
            ", ".join([*shown, word] if open_ended else shown)
            for word in (f"các năm sau {end}", f"the years after {end}")
        )
        yield Mistake("NTM443", threshold.place, {"missing": Text(vi, en), "years": tuple(missing)})
    # An instrument may print years that another version of it has had, or will have.
    versions = library.versions.get(ruleset.id, ()) or (ruleset,)
    begun, ended = min(versions[0].version, first), versions[-1].until
    until_vi, until_en = ("", "") if ended is None else (f" đến {ended}", f" to {ended}")
    why = Text(f"bộ tiêu chí có hiệu lực từ {begun}{until_vi}", f"the ruleset is in force from {begun}{until_en}")
    for choice in choices(threshold):
        # A figure may be of any earlier year.
        unused = isinstance(choice.value, int) and (
            (choice.value < begun.year and not by_figure) or (ended is not None and choice.value > ended.year)
        )
        if choice.value is None and not by_figure:
            unused = ended is not None and set(range(begun.year, ended.year + 1)) <= set(years)
        if unused:
            yield Mistake("NTM444", choice.threshold.place, {"value": choice.value or "otherwise", "why": why})


def _not_come_to(threshold: Threshold, rule: Rule, scope: NameScope) -> Iterator[Mistake]:
    """Yield mistakes for cases of an attribute that are left to no unit: by the values listed, or by `applies_when`."""
    listed = [choice.value for choice in choices(threshold) if choice.value is not None]
    applies_to = values_asked(rule)
    for chosen in choices(threshold):
        if chosen.attribute is None:
            continue
        declared = scope.library.attributes.get(chosen.attribute)
        able = applies_to.get(chosen.attribute)
        why: Text | None = None
        if able is not None and chosen.value is not None and chosen.value not in able:
            why = Text("applies_when không nhận giá trị này", "applies_when leaves that value out")
        elif chosen.value is None and declared is not None and declared.values:
            left = set(able if able is not None else declared.value_ids) - set(map(str, listed))
            if not left:
                why = Text("mọi giá trị đã có trường hợp riêng", "every value has a case of its own")
        if why is not None:
            place = place_of(chosen.value) or chosen.threshold.place
            yield Mistake("NTM444", place, {"value": chosen.value or "otherwise", "why": why})


def values_asked(rule: Rule) -> dict[str, tuple[str, ...]]:
    """Values of an attribute without which the rule does not apply, where `applies_when` is that alone."""
    attribute, values = (getattr(rule.applies_when, name, None) for name in ("attribute", "values"))
    return {attribute: values} if isinstance(attribute, str) and isinstance(values, tuple) else {}


def check_versions(drafts: Iterable[RulesetDraft]) -> Iterator[Mistake]:
    """Yield mistakes for versions that are duplicate, end before they begin, or overlap."""
    by_id: dict[str, list[RulesetDraft]] = {}
    for draft in drafts:
        ruleset = draft.ruleset
        if ruleset.until is not None and ruleset.until < ruleset.version:
            params = {"until": ruleset.until, "version": ruleset.version}
            yield Mistake("NTM315", draft.places.get("until"), params)
        if ruleset.version != NO_DAY and ruleset.id != NO_ID:
            by_id.setdefault(ruleset.id, []).append(draft)
    for versions in by_id.values():
        versions.sort(key=lambda draft: draft.ruleset.version)
        for earlier, later in pairwise(versions):
            yield from _follows(earlier, later)


def _follows(earlier: RulesetDraft, later: RulesetDraft) -> Iterator[Mistake]:
    before, after = earlier.ruleset, later.ruleset
    params = {"ruleset": after.id, "version": after.version, "earlier": before.version, "until": before.until}
    if before.version == after.version:
        yield Mistake("NTM309", later.places.get("version"), params, related=(earlier.places.get("version"),))
    elif before.until is not None and after.version <= before.until and not later.amends:
        yield Mistake("NTM316", later.places.get("version"), params, related=(earlier.places.get("until"),))


def check_path(draft: RulesetDraft, path: PurePath) -> Iterator[Mistake]:
    """Yield a mistake where a file of a library folder does not lie at `<ruleset>/<version>.yaml` as its content says."""
    ruleset = draft.ruleset
    if ruleset.version == NO_DAY or ruleset.id == NO_ID:
        return
    expected = f"{ruleset.id}/{ruleset.version}.yaml"
    if not f"/{path.as_posix()}".endswith(f"/{expected}"):
        place = draft.places.get("version")
        yield Mistake("NTM314", place, {"expected": Text(expected, expected)})
