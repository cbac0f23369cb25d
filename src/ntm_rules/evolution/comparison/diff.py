"""Comparison of two versions of a ruleset: changes of wording, and the exact regions of different outcomes."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from attrs import field, frozen

from ...model.arguments import checks_arguments
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Rule, Ruleset, short_name
from ...model.text import Text
from ...model.values.notebook import as_html
from ...program.compiling import compile
from ...program.program import Program
from ..dependence import resting_on
from ..in_force import Years
from ..regions.diagram import TooManyCombinations
from ..regions.difference import StateDifference, difference, same_words
from ..regions.side import RuleOfSide, Side, common_years
from ..witness.goal import DatedSides
from ..witness.witness import NOTHING_SHOWN, ShownRegions, shown
from .match import Matched, match
from .other_years import may_differ_by_other_years
from .partly_open import partly_open


class ChangeKind(Enum):
    """Kinds of change of a rule; several may apply to one rule."""

    ADDED = "added"
    REPEALED = "repealed"
    RENUMBERED = "renumbered"
    MOVED = "moved"  # to another criterion
    OUTCOME = "outcome"  # somewhere it decides differently
    NOT_SHOWN = (
        "not_shown"  # it may decide differently: no unit was found for which it does, nor is there proof of none
    )
    PARTLY_OPEN = "partly_open"  # alike, unless what it reads is open between some outcomes only: then perhaps not
    OTHER_YEARS = "other_years"  # alike by figures of the year assessed: by those of another year perhaps not
    REWRITTEN = "rewritten"  # its conditions read differently and decide the same everywhere
    NAME = "name"
    POINTS = "points"  # it gives other points, or has another maximum
    PROVENANCE = "provenance"
    COMMITMENT = "commitment"  # how strongly a plan binds itself, or who is responsible
    ATTESTATION = "attestation"  # how long what is attested of it may be used
    ASSURANCE = "assurance"  # how surely what is reported or attested must be established
    NOT_COMPARED = "not_compared"  # too large to be decided exactly: see `problem`


@frozen
class RuleChange:
    """Changes of one rule. `before` is None for a rule that is added, `after` for one that is repealed.

    `above` are the criteria and conclusions (of the newer version; of the older for a repealed rule) that rest on it, where its
    outcome can differ. `difference` says where it decides differently; None for a rule that only one version has. `shown` are
    its regions with a unit each, and those that are not shown to occur.
    """

    before: Rule | None
    after: Rule | None
    changes: frozenset[ChangeKind]
    difference: StateDifference | None = None
    above: tuple[str, ...] = ()
    problem: Text | None = None
    shown: ShownRegions = NOTHING_SHOWN

    @property
    def code(self) -> str:
        """The code of the rule: in the newer version, where that has it."""
        rule = self.after or self.before
        assert rule is not None
        return rule.code

    @property
    def decides_differently(self) -> bool:
        """True when a unit can come to another outcome by this rule itself, or that could not be excluded."""
        return bool(self.changes & _DECIDING)

    @property
    def moves_attestations(self) -> bool:
        """True when what is attested of the rule in one version is attested of another one in the other, or may be too old."""
        return bool(self.changes & {ChangeKind.RENUMBERED, ChangeKind.ATTESTATION})


_DECIDING = {
    ChangeKind.ADDED,
    ChangeKind.REPEALED,
    ChangeKind.OUTCOME,
    ChangeKind.ASSURANCE,
    ChangeKind.NOT_SHOWN,
    ChangeKind.PARTLY_OPEN,
    ChangeKind.OTHER_YEARS,
    ChangeKind.NOT_COMPARED,
}


class Setting(Enum):
    """Properties of a ruleset other than its rules."""

    TITLE = "title"
    INSTRUMENT = "instrument"
    UNTIL = "until"
    BASICALLY_MET = "basically_met"
    ASSURANCE = "requires_assurance"
    APPLIES_TO = "applies_to"
    NOTES = "notes"


DECIDING_SETTINGS = (Setting.BASICALLY_MET, Setting.ASSURANCE, Setting.APPLIES_TO)
"""The settings by which every rule may decide differently."""


@frozen
class RulesetDiff:
    """Two versions compared, rule by rule, each as a function of what it reads: figures, attributes, other rules' outcomes.

    `changes` are in the order of the newer version, repealed rules last; rules that are the same in every respect are left
    out, and `same` counts them. `measures` are the measures that rules read and that the two libraries declare differently.
    `years` are those in which both can be in force, for which thresholds by year are compared, by figures of the year
    assessed; a rule that is alike there, and is not proved to be by figures of other years, has `ChangeKind.OTHER_YEARS`.
    `references` are other rulesets that the rules ask and that differ between the two libraries: what these come to is taken
    to be the same.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> ntm.diff(program.ruleset, program.ruleset, library=program.library).same_everywhere
    True
    """

    before: Ruleset
    after: Ruleset
    years: Years
    changes: tuple[RuleChange, ...]
    same: int
    settings: tuple[Setting, ...] = ()
    measures: tuple[str, ...] = ()
    matched: Matched = field(eq=False, repr=False, default=Matched((), (), ()))
    references: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"RulesetDiff({self.before!r}, {self.after!r}, {len(self.changes)} changes, {self.same} rules the same)"

    def _repr_html_(self) -> str:
        return as_html(self)

    @property
    def same_everywhere(self) -> bool:
        """True when no unit can come to another outcome, whatever is reported or attested of it: a proof, by enumeration."""
        moved = any(change.moves_attestations for change in self.changes)
        return self.same_by_figures and not moved and not self.references

    @property
    def same_by_figures(self) -> bool:
        """True when no unit can come to another outcome by the conditions of the rules. Left out are attestations, which name
        a rule by its code, and the rulesets in `references`.
        """
        return not any(change.decides_differently for change in self.changes) and not (
            {*DECIDING_SETTINGS} & {*self.settings}
        )


@checks_arguments
def diff(
    before: Ruleset, after: Ruleset, *, library: Library, after_library: Library | None = None, on: date | None = None
) -> RulesetDiff:
    """Compare two versions exactly.

    Each is judged as if in force on `on` (the later of the two dates if None), with the measures and the other rulesets of its
    library. Raises CompileError when one of them cannot be compiled.

    >>> from ...language.library import load_library
    >>> library = load_library()
    >>> _, first, second, _ = library.versions["vn/commune-ntm"]
    >>> comparison = diff(first, second, library=library)
    >>> [change.code for change in comparison.changes if ChangeKind.OUTCOME in change.changes][:3]
    ['4.2', '5.1', '6.3']
    """
    old, new = compiled_together((before, library), (after, after_library or library), on)
    matched = match(old, new)
    sides = Side(old), Side(new, matched.renamed)
    years = common_years(before, after)
    changes = list(_changes(sides, matched, years))
    changed = [change for change in changes if change.changes]
    read = {*old.measures, *new.measures}
    return RulesetDiff(
        before,
        after,
        years,
        tuple(changed),
        len(changes) - len(changed),
        tuple(_settings(before, after)),
        tuple(sorted(id for id in read if old.measures.get(id) != new.measures.get(id))),
        matched,
        tuple(_references(old, new)),
    )


def _references(old: Program, new: Program) -> Iterator[str]:
    """The other rulesets that both sides ask, in texts that differ."""
    for id in sorted({*old.references} & {*new.references} - {old.ruleset.id, new.ruleset.id}):
        if old.references[id].ruleset != new.references[id].ruleset:
            yield id


def compiled_together(
    before: tuple[Ruleset, Library], after: tuple[Ruleset, Library], on: date | None = None
) -> tuple[Program, Program]:
    """Compile two rulesets for one day: `on`, or the first day on which both and all that they read are in force.

    Raises CompileError when one of them cannot be compiled.
    """
    start = on or max(before[0].version, after[0].version)
    later = {
        version.version for _, library in (before, after) for of_id in library.versions.values() for version in of_id
    }
    problem: CompileError | None = None
    for day in [start] if on else [start, *sorted(day for day in later if day > start)]:
        try:
            return compile(before[0], day, before[1]), compile(after[0], day, after[1])
        except CompileError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _changes(sides: tuple[Side, Side], matched: Matched, years: Years) -> Iterator[RuleChange]:
    old, new = (side.program for side in sides)
    pairs = {after.code: before for before, after in matched.pairs}
    rests, rested = resting_on(new.ruleset), resting_on(old.ruleset)
    dated = DatedSides(sides)
    of_old, of_new = (_criteria_of(program.ruleset) for program in (old, new))
    for rule in new.ruleset.rules():
        before = pairs.get(rule.code)
        if before is None:
            yield RuleChange(None, rule, frozenset({ChangeKind.ADDED}), above=_above(rule.code, rests, new.ruleset))
            continue
        pair = (sides[0], old.by_code[before.code]), (sides[1], new.by_code[rule.code])
        alike = same_words(*pair)
        compared, problem = (StateDifference((), 1), None) if alike else _compared(*pair, years)
        changes, apart = set(_worded(before, rule)), NOTHING_SHOWN
        parents = of_old.get(before.code), of_new.get(rule.code)
        if all(parents) and parents[0] != matched.renamed.get(str(parents[1]), parents[1]):
            changes.add(ChangeKind.MOVED)
        if problem is not None:
            changes.add(ChangeKind.NOT_COMPARED)
        elif compared is not None and not compared.is_none:
            apart = shown(compared.regions, compared.reads, dated, (before.code, rule.code))
            changes.add(ChangeKind.OUTCOME if apart.witnessed else ChangeKind.NOT_SHOWN)
        elif not alike and partly_open(*pair, years):
            changes.add(ChangeKind.PARTLY_OPEN)
        elif not alike and may_differ_by_other_years(*pair):
            changes.add(ChangeKind.OTHER_YEARS)
        elif _asks(before, {}) != _asks(rule, matched.renamed):
            changes.add(ChangeKind.REWRITTEN)
        differs = changes & _DECIDING
        reached = _above(rule.code, rests, new.ruleset) if differs else ()
        yield RuleChange(before, rule, frozenset(changes), compared, reached, problem, apart)
    for rule in matched.repealed:
        yield RuleChange(rule, None, frozenset({ChangeKind.REPEALED}), above=_above(rule.code, rested, old.ruleset))


def _criteria_of(ruleset: Ruleset) -> Mapping[str, str]:
    """The criterion of each indicator, the indicator of each content."""
    return {below.code: rule.code for rule in ruleset.rules() for below in rule.below}


def _compared(before: RuleOfSide, after: RuleOfSide, years: Years) -> tuple[StateDifference | None, Text | None]:
    try:
        return difference(before, after, years), None
    except TooManyCombinations as error:
        return None, error.diagnostics[0].message


def _above(code: str, resting: Mapping[str, frozenset[str]], ruleset: Ruleset) -> tuple[str, ...]:
    """The criteria and conclusions that rest on a rule, in the order of the ruleset."""
    reached = resting[code] - {code}
    return tuple(rule.code for rule in ruleset.rules() if rule.code in reached)


def _asks(rule: Rule, renamed: Mapping[str, str]) -> object:
    below = (indicator.code for indicator in rule.below)
    return rule.condition, rule.applies_when, tuple(renamed.get(code, code) for code in below)


def _worded(before: Rule, after: Rule) -> Iterator[ChangeKind]:
    if before.code != after.code:
        yield ChangeKind.RENUMBERED
    if (before.name, short_name(before)) != (after.name, short_name(after)):
        yield ChangeKind.NAME
    if before.provenance != after.provenance:
        yield ChangeKind.PROVENANCE
    if any(getattr(before, name, None) != getattr(after, name, None) for name in ("points", "maximum")):
        yield ChangeKind.POINTS
    if (before.commitment, before.responsible) != (after.commitment, after.responsible):
        yield ChangeKind.COMMITMENT
    if before.valid_for != after.valid_for:
        yield ChangeKind.ATTESTATION
    if before.requires_assurance != after.requires_assurance:
        yield ChangeKind.ASSURANCE


def _setting(ruleset: Ruleset, setting: Setting) -> object:
    """The value that is compared; in what order kinds of unit are named means nothing."""
    match setting:
        case Setting.APPLIES_TO:
            return {*ruleset.applies_to}
        case Setting.INSTRUMENT:
            return ruleset.instruments
        case _:
            return getattr(ruleset, setting.value)


def _settings(before: Ruleset, after: Ruleset) -> Iterator[Setting]:
    for setting in Setting:
        if _setting(before, setting) != _setting(after, setting):
            yield setting
