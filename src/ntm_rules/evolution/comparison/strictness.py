"""Mistakes reported by `check`: rules of a specialising ruleset that ask for less than those of its superior."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from operator import attrgetter
from pathlib import Path

from attrs import evolve, frozen

from ...language.contents.traversal import ComparedThreshold, choices, compared_thresholds, within
from ...language.diagnostics.mistakes import Mistake, diagnostics
from ...language.grammar.conditions import YEAR
from ...language.library import Overlaid, overlaid
from ...language.versions.superiors import later_superiors, superior_of
from ...model.condition import Operator
from ...model.library import Library, last_day
from ...model.outcome import Outcome
from ...model.problem import CompileError, Diagnostic, Severity
from ...model.ruleset import Rule, Ruleset
from ...model.text import Text
from ...model.threshold import Fixed, UnknownThreshold
from ..sense.senseless import senseless
from .conform import Shortfall, conform

OTHERWISE = "otherwise"
_AT = attrgetter("file", "line", "column")


def check_paths(paths: Iterable[Path | str] | Path | str, shipped: Path | None = None) -> list[Diagnostic]:
    """Diagnostics of the rule files given and of those in the folders given, sorted by place.

    They are checked against the shipped rulesets and catalogues (`shipped`: those of another folder) together with one
    another; a ruleset, measure or attribute of theirs stands in place of a shipped one of the same name. That a specialising
    ruleset asks for no less than its superior is told exactly, where nothing else is wrong.

    >>> from ntm_rules.language.library import shipped_rulesets
    >>> check_paths(shipped_rulesets() / "vn" / "civilised-township")
    []
    """
    return checked(overlaid(paths, *([] if shipped is None else [shipped])))


def checked(laid: Overlaid) -> list[Diagnostic]:
    """Diagnostics of files laid over a library, including rules that ask for less than a superior."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in laid.diagnostics):
        return laid.diagnostics
    laxer = (
        mistake for lower in laid.given if lower.specialises for mistake in _laxer(lower, laid.library, laid.lines)
    )
    unmeant = (mistake for ruleset in laid.given for mistake in senseless(ruleset, laid.library, laid.lines))
    known = {(diagnostic.code, diagnostic.place) for diagnostic in laid.diagnostics}
    further = [
        diagnostic
        for diagnostic in diagnostics([*laxer, *unmeant], laid.lines)
        if (diagnostic.code, diagnostic.place) not in known
    ]
    every = [*laid.diagnostics, *further]
    return sorted(every, key=lambda diagnostic: ("", 0, 0) if diagnostic.place is None else _AT(diagnostic.place))


def _laxer(lower: Ruleset, library: Library, files: Iterable[str]) -> Iterator[Mistake]:
    """Mistakes of a specialising ruleset under its superior, and under each later version of it in its own period."""
    versions = library.versions.get(lower.specialises or "", ())
    superior = superior_of(lower, versions)
    if superior is None:
        return
    for shortfall in _shortfalls(lower, superior, library, None):
        if isinstance(shortfall, Mistake):
            yield shortfall
        elif shortfall.lower is not None and not _is_of_base(shortfall.lower, lower, superior, library):
            yield _finding(_code(shortfall), shortfall.lower, shortfall.higher, lower, superior, files)
    for later in later_superiors(lower, versions, last_day(lower, library)):
        for shortfall in _shortfalls(lower, later, library, later.version):
            yield shortfall if isinstance(shortfall, Mistake) else _superseded(shortfall, lower, later, files)


def _shortfalls(lower: Ruleset, superior: Ruleset, library: Library, on: date | None) -> Iterator[Shortfall | Mistake]:
    """The rules that ask for less, or perhaps do; a mistake where the two cannot be compared."""
    related = () if superior.place is None else (superior.place,)
    try:
        conformity = conform(lower=lower, higher=superior, library=library, on=on)
    except CompileError:
        yield Mistake("NTM439", lower.place, {"rule": lower.id, "superior": superior.id}, related=related)
        return
    yield from (*conformity.shortfalls, *conformity.not_shown)
    for own, _ in conformity.undecided:
        yield Shortfall(superior.rule(own.code) or own, own)
    if on is not None and conformity.basically_met:
        params = {"rule": "basically_met", "superior": superior.id, "version": superior.version}
        yield Mistake("NTM436", lower.place, {**params, **_ids(lower, superior)}, related=related)


def _superseded(shortfall: Shortfall, lower: Ruleset, later: Ruleset, files: Iterable[str]) -> Mistake:
    """The mistake under a later version of the superior: an error where the file itself is certain to ask for less."""
    own = shortfall.lower or shortfall.higher
    places = (None if shortfall.lower is None else shortfall.lower.place, lower.place)
    is_own = all(place is not None and place.file == getattr(lower.place, "file", None) for place in places)
    if shortfall.example is not None and is_own:
        return _finding("NTM437", own, shortfall.higher, lower, later, files)
    code = "NTM438" if shortfall.lower is None else "NTM436" if shortfall.example is not None else "NTM439"
    higher_place = shortfall.higher.place
    params = {
        "rule": f'"{own.code}"',
        "superior": f"{later.id}@{later.version}#{shortfall.higher.code}",
        "version": later.version,
        **_ids(lower, later),
    }
    return Mistake(code, lower.place, params, related=() if higher_place is None else (higher_place,))


def _ids(lower: Ruleset, superior: Ruleset) -> dict[str, object]:
    """The two versions to hold against each other, as written in a command."""
    return {"own": f"{lower.id}@{lower.version}", "other": f"{superior.id}@{superior.version}"}


def _code(shortfall: Shortfall) -> str:
    """Code of the mistake: NTM430 (asks for less), NTM434 (applies to fewer units) or NTM439 (not confirmed)."""
    if shortfall.example is None:
        return "NTM439"
    fewer = all(region.after is Outcome.NOT_APPLICABLE for region in shortfall.regions)
    return "NTM434" if fewer and shortfall.lower is not None and shortfall.lower.applies_when is not None else "NTM430"


def _is_of_base(rule: Rule, lower: Ruleset, superior: Ruleset, library: Library) -> bool:
    """True when an earlier version with the same superior has the same rule and so carries the finding."""
    earlier = (version for version in library.versions.get(lower.id, ()) if version.version < lower.version)
    superiors = library.versions.get(lower.specialises or "", ())
    return any(ruleset.rule(rule.code) is rule and superior_of(ruleset, superiors) is superior for ruleset in earlier)


def _finding(code: str, own: Rule, theirs: Rule, lower: Ruleset, superior: Ruleset, files: Iterable[str]) -> Mistake:
    """The mistake at the threshold that asks less, at the rule's condition where that is not one threshold, at what says to
    which units the rule applies, or at the ruleset where the rule stands in a file of somebody else.
    """
    condition = own.applies_when if code == "NTM434" else own.condition
    place = own.place if condition is None else condition.place or own.place
    their_place = theirs.place if theirs.condition is None else theirs.condition.place or theirs.place
    figures = Text("", "")
    lowered = _lowered(own, theirs) if code in ("NTM430", "NTM437") else None
    if lowered is not None:
        key, own_figure, their_figure = lowered
        place, their_place = own_figure.place or place, their_figure.place or their_place
        vi = f": ở đây {key}: {own_figure.value}, cấp trên {key}: {their_figure.value}"
        figures = Text(vi, f": {key}: {own_figure.value} here, {key}: {their_figure.value} there")
    if place is None or place.file not in files:
        place = lower.place
    params = {
        "rule": f'"{own.code}"',
        "superior": f"{superior.id}#{theirs.code}",
        "version": superior.version,
        "own": lower.id,
        "other": superior.id,
        **(_ids(lower, superior) if code == "NTM437" else {}),
        "figures": figures,
    }
    return Mistake(code, place, params, related=() if their_place is None else (their_place,))


def _lowered(own: Rule, theirs: Rule) -> tuple[str, Fixed, Fixed] | None:
    """First figure that both rules compare with the same and that is laxer in `own`: its key, and both figures."""
    own_figures, their_figures = _figures(own), _figures(theirs)
    for key, fixed in own_figures.items():
        other = their_figures.get(key)
        if other is None or not isinstance(fixed.value, Decimal) or not isinstance(other.value, Decimal):
            continue
        least = key.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
        if key.operator is not Operator.EQUALS and (fixed.value < other.value if least else fixed.value > other.value):
            return key.written, fixed, other
    return None


@frozen
class _Compared:
    """Key of a figure in a rule: the comparison and the case that it stands in."""

    compared: ComparedThreshold
    case: tuple[tuple[str | None, str | int | None], ...] = ()

    @property
    def operator(self) -> Operator:
        """The operator of the comparison."""
        return self.compared.operator

    @property
    def written(self) -> str:
        """The key under which the figure is written, with the case that it stands in."""
        of = self.compared
        counted = of.measure is None and of.aggregate is None and not of.change
        key = f"{of.basis.value}_{self.operator.value}" if counted else self.operator.value
        cases = ", ".join(f"{by or YEAR} = {OTHERWISE if value is None else value}" for by, value in self.case)
        return f"{key} ({cases})" if cases else key


def _figures(rule: Rule) -> dict[_Compared, Fixed]:
    """Figures written in a rule's thresholds, by the comparison and case; the first one when there are several."""
    figures: dict[_Compared, Fixed] = {}
    for part in () if rule.condition is None else within(rule.condition):
        for compared in compared_thresholds(part):
            plain = evolve(compared, threshold=UnknownThreshold(), bound=None)
            waiting = [(_Compared(plain), compared.threshold)]
            while waiting:
                key, threshold = waiting.pop(0)
                if isinstance(threshold, Fixed):
                    figures.setdefault(key, threshold)
                waiting += [
                    (evolve(key, case=(*key.case, (choice.attribute, choice.value))), choice.threshold)
                    for choice in choices(threshold)
                ]
    return figures
