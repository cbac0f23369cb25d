"""The findings of `check` on rules of a specialising ruleset that ask for less than those of its superior."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...language.checks.conformity import superior_of
from ...language.diagnostics.mistakes import Mistake, diagnostics
from ...language.library import Overlaid, overlaid
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.problem import CompileError, Diagnostic, Severity
from ...model.ruleset import Rule, Ruleset
from .conform import Shortfall, conform


def check_paths(paths: Iterable[Path | str] | Path | str, shipped: Path | None = None) -> list[Diagnostic]:
    """Every finding about the rule files given, and about those in the folders given, sorted by place.

    They are checked against the shipped rulesets and catalogues (`shipped`: those of another folder) together with one
    another; a ruleset, measure or attribute of theirs stands in place of a shipped one of the same name. That a specialising
    ruleset asks for no less than its superior is told exactly, where nothing else is wrong.
    """
    return checked(overlaid(paths, *([] if shipped is None else [shipped])))


def checked(laid: Overlaid) -> list[Diagnostic]:
    """What is wrong with files laid over a library, what they ask for less than a superior included."""
    if any(found.severity is Severity.ERROR for found in laid.diagnostics):
        return laid.diagnostics
    laxer = (found for lower in laid.given if lower.specialises for found in _laxer(lower, laid.library, laid.lines))
    found = [*laid.diagnostics, *diagnostics(laxer, laid.lines)]
    return sorted(found, key=lambda one: ("", 0, 0) if one.place is None else (one.place.file, *_at(one.place)))


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def _laxer(lower: Ruleset, library: Library, files: Iterable[str]) -> Iterator[Mistake]:
    superior = superior_of(lower, library.versions.get(lower.specialises or "", ()))
    if superior is None:
        return
    try:
        found = conform(lower, superior, library)
    except CompileError:
        params = {"rule": lower.id, "superior": superior.id}
        yield Mistake("NTM439", lower.place, params, related=() if superior.place is None else (superior.place,))
        return
    for shortfall in found.shortfalls:
        if shortfall.lower is not None and not _is_of_base(shortfall.lower, lower, superior, library):
            yield _finding(_code(shortfall), shortfall.lower, shortfall.higher, lower, superior, files)
    for own, _ in found.undecided:
        theirs = superior.rule(own.code) or own
        yield _finding("NTM439", own, theirs, lower, superior, files)


def _code(shortfall: Shortfall) -> str:
    """Less is asked, or the rule only applies to fewer units; what no unit confirms cannot be told."""
    if shortfall.example is None:
        return "NTM439"
    fewer = all(region.after is Outcome.NOT_APPLICABLE for region in shortfall.regions)
    return "NTM434" if fewer and shortfall.lower is not None and shortfall.lower.applies_when is not None else "NTM430"


def _is_of_base(rule: Rule, lower: Ruleset, superior: Ruleset, library: Library) -> bool:
    """Whether an earlier version with the same superior has the same rule, so that it is said of that."""
    earlier = (each for each in library.versions.get(lower.id, ()) if each.version < lower.version)
    superiors = library.versions.get(lower.specialises or "", ())
    return any(each.rule(rule.code) is rule and superior_of(each, superiors) is superior for each in earlier)


def _finding(code: str, own: Rule, theirs: Rule, lower: Ruleset, superior: Ruleset, files: Iterable[str]) -> Mistake:
    """At what the rule asks, or which units it applies to; at its ruleset where it stands in a file of somebody else."""
    said = own.applies_when if code == "NTM434" else own.condition
    place = own.place if said is None else said.place or own.place
    if place is None or place.file not in files:
        place = lower.place
    params = {
        "rule": f'"{own.code}"',
        "superior": f"{superior.id}#{theirs.code}",
        "own": lower.id,
        "other": superior.id,
    }
    asked = theirs.place if theirs.condition is None else theirs.condition.place or theirs.place
    return Mistake(code, place, params, related=() if asked is None else (asked,))
