"""Which versions decide which rows: one where all rows are of one day, else one for each stretch of days."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date

from attrs import field, frozen

from ...model.condition import Condition, CriteriaChange, CriteriaCount, MembersMeasure, OwnCriteria
from ...model.library import Library
from ...program.compiling import compile, parts_of
from ...program.program import Program, ProgramRule
from .columns import AS_OF
from .space import Expr, Space


@frozen(eq=False)
class Regimes:
    """The programs of a ruleset by the day on which each begins to decide; `on` is the day where all rows are of one.

    Without `on`, rows have their day in the column `as_of`. `last` is the last day that is decided.
    """

    starts: tuple[date, ...]
    programs: tuple[Program, ...]
    on: date | None = None
    last: date = field(kw_only=True)
    within: tuple[dict[str, Program], ...] = field(init=False)

    @within.default
    def _by_ruleset(self) -> tuple[dict[str, Program], ...]:
        return tuple(
            {each.ruleset.id: each for each in program.programs() if each.as_of == program.as_of}
            for program in self.programs
        )

    @classmethod
    def single(cls, program: Program) -> "Regimes":
        """All rows are of the program's day."""
        return cls((program.as_of,), (program,), program.as_of, last=program.as_of)

    @classmethod
    def over(cls, ruleset: str, days: Iterable[date], library: Library) -> "Regimes":
        """The versions of a ruleset, and of those that it asks, in force on each of the days.

        Raises CompileError where none is.
        """
        asked = tuple(sorted(set(days)))
        key = (id(library), ruleset, asked)
        if key not in _MADE:
            while len(_MADE) >= _MOST_MADE:
                del _MADE[next(iter(_MADE))]
            _MADE[key] = (library, cls._over(ruleset, asked, library))
        return _MADE[key][1]

    @classmethod
    def _over(cls, ruleset: str, days: Sequence[date], library: Library) -> "Regimes":
        changes = sorted({version.version for versions in library.versions.values() for version in versions})
        starts: list[date] = []
        programs: list[Program] = []
        last = None
        for day in days:
            era = bisect_right(changes, day)
            # The end of a period and the dates that rules ask about are looked at anew for each day.
            if era != last or _ends_between(library, programs[-1].as_of, day):
                starts.append(day)
                programs.append(compile(ruleset, day, library))
                last = era
        return cls(tuple(starts), tuple(programs), last=days[-1])

    def of(self, ruleset: str) -> list[tuple[int, Program]]:
        """The programs of one of the rulesets that are asked, with the number of the stretch."""
        return [(number, programs[ruleset]) for number, programs in enumerate(self.within) if ruleset in programs]

    def where(self, numbers: Sequence[int], space: Space) -> Expr | None:
        """The rows of some stretches; None for all rows."""
        wanted = set(numbers)
        if len(wanted) == len(self.programs):
            return None
        day = space.column(AS_OF)
        runs: list[Expr] = []
        for first in sorted(number for number in wanted if number - 1 not in wanted):
            last = first
            while last + 1 in wanted:
                last += 1
            bounds = [] if first == 0 else [day >= space.literal(self.starts[first])]
            if last + 1 < len(self.starts):
                bounds.append(day < space.literal(self.starts[last + 1]))
            runs.append(space.every(bounds))
        return space.some(runs)


_MADE: dict[tuple[int, str, tuple[date, ...]], tuple[Library, Regimes]] = {}
"""The last that were made; each with its library, so that no other takes its place in memory."""
_MOST_MADE = 8


def _ends_between(library: Library, after: date, day: date) -> bool:
    return any(
        version.until is not None and after <= version.until < day
        for versions in library.versions.values()
        for version in versions
    )


def alike(rule: ProgramRule, program: Program) -> Hashable:
    """What two versions of a rule have in common when they decide alike, given what the rules and figures below come to."""
    asked = [
        (part.ruleset, _criteria(part.ruleset, program))
        for condition in (rule.condition, rule.rule.applies_when)
        if condition is not None
        for part in parts_of(condition)
        if isinstance(part, OwnCriteria) and not part.of
    ]
    counted = [(other, program.references[other].criteria) for other in sorted(_counted(rule))]
    past = [(name, day, each.ruleset.version, each.criteria) for (name, day), each in sorted(program.past.items())]
    return (
        rule.condition,
        rule.rule.applies_when,
        rule.children,
        program.ruleset.basically_met,
        tuple(asked),
        tuple(counted),
        tuple(past),
    )


def _criteria(ruleset: str | None, program: Program) -> tuple[str, ...]:
    return program.criteria if ruleset is None else program.references[ruleset].criteria


def _counted(rule: ProgramRule) -> Iterator[str]:
    """The rulesets of which a rule counts the criteria."""
    conditions: list[Condition] = [
        condition for condition in (rule.condition, rule.rule.applies_when) if condition is not None
    ]
    for condition in conditions:
        for part in parts_of(condition):
            match part:
                case CriteriaChange(ruleset=other):
                    yield other
                case MembersMeasure(of=CriteriaCount(ruleset=other)):
                    yield other
