"""The versions that decide the rows: one where all rows are of one day, else one for each stretch of days."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
from attrs import field, frozen

from ....model.key import RuleKey
from ....model.library import Library
from ....model.values.kept import BoundedCache
from ....program.compiling import compile
from ....program.inputs import goes_by_day
from ....program.program import Program
from ....program.terms import ProgramKey, Truth
from ..expressions.expression_library import Expr, ExpressionLibrary
from ..input.columns import AS_OF

TODAY = date.min
"""A stand-in for the day of each row, in the terms of several versions."""


@frozen(eq=False)
class DecidingVersions:
    """The programs of a ruleset by the day on which each begins to decide; `on` is the day where all rows are of one.

    Without `on`, rows have their day in the column `as_of`. `last` is the last day that is decided.
    """

    starts: tuple[date, ...]
    programs: tuple[Program, ...]
    on: date | None = None
    last: date = field(kw_only=True)
    by_ruleset: tuple[dict[str, Program], ...] = field(init=False)
    _truths: dict[RuleKey, list[tuple[tuple[int, ...], Truth]]] = field(factory=dict, init=False)

    @by_ruleset.default
    def _programs_by_ruleset(self) -> tuple[dict[str, Program], ...]:
        return tuple(
            {
                asked_program.ruleset.id: asked_program
                for asked_program in program.programs()
                if asked_program.as_of == program.as_of
            }
            for program in self.programs
        )

    @classmethod
    def single(cls, program: Program) -> "DecidingVersions":
        """The version of one program, for rows that are all of its day."""
        return cls((program.as_of,), (program,), program.as_of, last=program.as_of)

    @classmethod
    def of_days(cls, ruleset: str, days: Iterable[date], library: Library) -> "DecidingVersions":
        """The versions of a ruleset, and of those that it asks, in force on each of the days.

        Raises CompileError where none is.
        """
        decided_days = tuple(sorted(set(days)))
        # With its library, so that no other takes its place in memory.
        _, versions = _KNOWN_VERSIONS.get(
            (id(library), ruleset, decided_days), lambda: (library, cls._of_days(ruleset, decided_days, library))
        )
        return versions

    @classmethod
    def _of_days(cls, ruleset: str, days: Sequence[date], library: Library) -> "DecidingVersions":
        changes = sorted({version.version for versions in library.versions.values() for version in versions})
        starts: list[date] = []
        programs: list[Program] = []
        last, moves = None, False
        for day in days:
            # Thresholds by year change with it; dates counted from the assessment with each day.
            era = (bisect_right(changes, day), day.year)
            # The end of a period and the dates that rules ask about are looked at anew for each day.
            if era != last or moves or _ends_between(library, programs[-1].as_of, day):
                starts.append(day)
                programs.append(compile(ruleset, day, library))
                last, moves = era, _goes_by_day(programs[-1])
        return cls(tuple(starts), tuple(programs), last=days[-1])

    def earlier(self, key: ProgramKey) -> Program:
        """The program of an earlier day that a rule asks."""
        return next(
            earlier_program for program in self.programs if (earlier_program := program.by_key().get(key)) is not None
        )

    def programs_on(self, day: date) -> list[Program]:
        """The programs that decide on a day, and those that rules ask about it as an earlier one."""
        place = bisect_right(self.starts, day) - 1
        today = list(self.by_ruleset[place].values()) if place >= 0 and self.on in (None, day) else []
        return [
            *today,
            *(
                program
                for top in self.programs
                for program in top.programs()
                if program.as_of == day and program not in today
            ),
        ]

    def truths(self, key: RuleKey) -> list[tuple[tuple[int, ...], Truth]]:
        """The distinct truths of a rule, each with the numbers of the stretches of days in which it is in force."""
        known = self._truths.get(key)
        if known is None:
            numbers_by_truth: dict[Truth, list[int]] = {}
            for number, programs in enumerate(self.by_ruleset):
                program = programs.get(key.ruleset)
                if program is not None and key.code in program.by_code:
                    truth = program.by_code[key.code].truth
                    numbers_by_truth.setdefault(truth if self.on else _of_today(truth, program.as_of, {}), []).append(
                        number
                    )
            known = self._truths[key] = [(tuple(numbers), truth) for truth, numbers in numbers_by_truth.items()]
        return known

    def is_always_in_force(self, key: RuleKey) -> bool:
        """True if the rule is in force in every stretch of days."""
        return sum(len(numbers) for numbers, _ in self.truths(key)) == len(self.programs)

    def where(self, numbers: Sequence[int], expressions: ExpressionLibrary) -> Expr | None:
        """The rows of some stretches; None for all rows."""
        wanted = set(numbers)
        if len(wanted) == len(self.programs):
            return None
        day = expressions.column(AS_OF)
        runs: list[Expr] = []
        for first in sorted(number for number in wanted if number - 1 not in wanted):
            last = first
            while last + 1 in wanted:
                last += 1
            bounds = [] if first == 0 else [day >= expressions.literal(self.starts[first])]
            if last + 1 < len(self.starts):
                bounds.append(day < expressions.literal(self.starts[last + 1]))
            runs.append(expressions.every(bounds))
        return expressions.some(runs)


def _goes_by_day(program: Program) -> bool:
    return any(
        goes_by_day(rule)
        for asked_program in program.programs()
        if asked_program.as_of == program.as_of
        for rule in asked_program.rules
    )


_KNOWN_VERSIONS: BoundedCache[tuple[Library, DecidingVersions]] = BoundedCache(8)


def _ends_between(library: Library, after: date, day: date) -> bool:
    return any(
        version.until is not None and after <= version.until < day
        for versions in library.versions.values()
        for version in versions
    )


def _of_today(term: Any, day: date, changed_terms: dict[Any, Any]) -> Any:
    """A term in which the programs of a day are those of today, so that versions that mean the same are equal."""
    if isinstance(term, ProgramKey):
        return term._replace(as_of=TODAY) if term.as_of == day else term
    if type(term) is tuple:
        return tuple(_of_today(part, day, changed_terms) for part in term)
    if not attrs.has(type(term)) or isinstance(term, RuleKey):
        return term
    if term not in changed_terms:
        changed: Mapping[str, Any] = {
            attribute.name: _of_today(getattr(term, attribute.name), day, changed_terms)
            for attribute in attrs.fields(type(term))
            if attribute.eq and attribute.init
        }
        changed_terms[term] = attrs.evolve(term, **changed)
    return changed_terms[term]
