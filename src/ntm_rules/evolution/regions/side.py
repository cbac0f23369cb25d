"""One of the rulesets compared: its rules in every year that thresholds name, and the keys that both sides share."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from itertools import count

from attrs import evolve, field, frozen

from ...language.contents.traversal import ComparedThreshold, compared_thresholds, followed, within
from ...model.condition import Bound, Condition, last_years
from ...model.key import RuleKey
from ...model.measure import Measure
from ...model.ruleset import Ruleset
from ...model.threshold import ByYear, Threshold
from ...program.compiling import scope_of
from ...program.lowering import lower_rule
from ...program.lowering_figure import Scope
from ...program.program import Program, ProgramRule
from ...program.terms import Attested, AttributeOf, OutcomeOf, ProgramKey, Reported, Term, Told, Truth, parts, walk
from ..in_force import Years
from .quantity import OWN, MemberTruth


@frozen
class Side:
    """One of the rulesets compared. `renamed` gives its own rules the codes they have in the other, `stands_for` gives
    the id that the other side uses for a ruleset that it names.
    """

    program: Program
    renamed: Mapping[str, str] = field(factory=dict)
    stands_for: Mapping[str, str] = field(factory=dict)

    def key(self, ruleset: str, code: str) -> RuleKey:
        """Shared key of a rule: OWN instead of the own ruleset, and the code of the other side."""
        if ruleset == self.program.ruleset.id:
            return RuleKey(OWN, self.renamed.get(code, code))
        return RuleKey(self.ruleset(ruleset), code)

    def ruleset(self, id: str) -> str:
        """Shared id of a ruleset: that of the ruleset it stands for, if any."""
        return self.stands_for.get(id, id)

    def truths(self, rule: ProgramRule) -> Mapping[int | None, Truth]:
        """The meaning of a rule in each year that its thresholds name, and in any other (None).

        That of the year assessed is the first: the figures of situations in that year are looked at by its terms.
        """
        # The threshold of a year is asked of its figure in the years assessed after it, too.
        named = {
            year + later
            for part, _, threshold in self.thresholds(rule)
            if isinstance(threshold, ByYear)
            for year, _ in threshold.cases
            for over in [last_years(part)]
            for later in range(1 if over is None else over.years)
        }
        if not named:
            return {None: rule.truth}
        assessed = self.program.assessed
        other = next(year for year in count(assessed) if year not in named)
        return {
            year if year in named else None: lower_rule(rule.rule, _InYear.of(self.program, year))
            for year in sorted((*named, other), key=lambda year: (year != assessed, year))
        }

    def thresholds(self, rule: ProgramRule) -> Iterator[tuple[Condition, ComparedThreshold, Threshold]]:
        """Every threshold of a rule, also those that other rules set, each with its condition and what is compared with it."""
        scope = scope_of(self.program.ruleset, self.program)
        for condition in (rule.rule.applies_when, rule.rule.condition):
            for part in () if condition is None else within(condition):
                for compared in compared_thresholds(part):
                    for threshold in followed(compared.threshold, compared.measure, scope.ruleset_of):
                        yield part, compared, threshold


@frozen
class _InYear(Scope):
    """The names that a program's rules may use, with the thresholds of another year."""

    today: date = field(kw_only=True)

    @classmethod
    def of(cls, program: Program, year: int) -> "_InYear":
        scope = scope_of(program.ruleset, program)
        return cls(
            scope.ruleset,
            date(year, 12, 31),
            scope.library,
            scope.criteria,
            scope.levels,
            points=scope.points,
            by_year_of_figures=False,
            today=program.as_of,
        )

    def key(self, ruleset: str | None = None, on: date | None = None) -> ProgramKey:
        return ProgramKey(ruleset or self.ruleset.id, on or self.today)


def declared_on(sides: Iterable[Side], measure: str) -> list[Measure]:
    """Declarations of a measure, one for each side that has it."""
    return [side.program.measures[measure] for side in sides if measure in side.program.measures]


RuleOfSide = tuple[Side, ProgramRule]
"""A rule of one of the rulesets compared."""


def common_years(*rulesets: Ruleset) -> Years:
    """Years in which rulesets can be in force together; when there are none, the years of all of them."""
    first = max(ruleset.version for ruleset in rulesets).year
    ends = [ruleset.until.year for ruleset in rulesets if ruleset.until is not None]
    if ends and min(ends) < first:
        return Years(min(ruleset.version for ruleset in rulesets).year, max(ends))
    return Years(first, min(ends, default=None))


def meant(term: object, side: Side) -> Hashable:
    """Term with its names resolved: measures and attributes as declared, rules by the keys that both sides share."""
    match term:
        case OutcomeOf(program, code):
            return side.key(program.ruleset, code), program.as_of == side.program.as_of or program.as_of
        case Told(truth):
            return meant(truth, side)
        case Attested(truth, basically=basically):
            return meant(truth, side), basically
        case Reported(measure):
            # The figure of the year so many years back is that, of whatever year is assessed.
            term = term if term.back is None else evolve(term, on=None, after=None)
            return term, side.program.measures[measure]
        case AttributeOf(attribute):
            return term, side.program.library.attributes.get(attribute)
        case tuple():
            return tuple(meant(part, side) for part in term)
    if isinstance(term, Term):
        return type(term), tuple(meant(part, side) for part in parts(term))
    assert isinstance(term, Hashable)
    return term


def condition_of(truth: Truth) -> Condition:
    """The condition that a truth was written as."""
    origins: Iterator[Condition | Bound | None] = (getattr(term, "origin", None) for term in walk(truth))
    return next(origin for origin in origins if origin is not None and not isinstance(origin, Bound))


def of_members(truth: Truth, side: Side) -> MemberTruth:
    """A truth about each member, by what it means."""
    return MemberTruth(meant(truth, side), truth)
