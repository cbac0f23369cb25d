"""Statements about units, kept by subject, and the observations that they give on a date."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any

from attrs import define, field, frozen

from ...model.fact import Absence, Attestation, Fact, PublishedDecision, Statement, is_known, known_from
from ...model.key import RuleKey
from ...model.library import Library
from ...model.problem import Diagnostic, FactsError
from ...model.units.unit import Units
from ...model.values.interval import Interval
from ...model.values.kept import Kept
from ...program.admission.misfit import PLAIN_VALUES, PlainValues, is_plain
from ...program.admission.statements import check_statements, of_statement, statement_misfit
from ...program.inputs import NOTHING_USED, Uses
from ...program.program import Program
from ...program.terms import Reported
from .attested_text import attests
from .observation import NO_RANKS, Observation, observe, rank_of, standing_by_level, standing_of

Reports = Mapping[str, Fact | list[Fact]]
"""The facts about a unit by measure: a fact by itself where it is the only one, else a list, oldest first."""


_NONE: dict[Any, Any] = {}
_BY_DATE = attrgetter("as_of")


_RANKS: Kept[Library, Mapping[str, int]] = Kept(
    lambda library: {level: rank for rank, level in enumerate(library.assurance_ids)}
)
ranks_of = _RANKS.of
"""The places of a library's levels of assurance, the weakest 0."""


def has_levels(reports: Iterable[Fact]) -> bool:
    """True where a report says how it was established: then the latest need not be the one that counts."""
    for report in reports:  # noqa: SIM110 (a loop takes half the time of a generator, and it is asked of every figure)
        if report.assurance is not None:
            return True
    return False


@define(eq=False)
class Changes:
    """The number of times that evidence was changed, so that what was worked out of it is known to be old."""

    count: int = 0


@frozen(eq=False)
class Evidence:
    """Everything stated about the units, seen from a date: `as_of` describes it, `known_on` says what was known by then.

    `ranks` are the places of the levels of assurance, the weakest 0.
    """

    as_of: date
    known_on: date | None
    facts: dict[str, dict[str, Fact | list[Fact]]] = field(factory=dict)
    attestations: dict[str, dict[RuleKey, list[Attestation]]] = field(factory=dict)
    published: dict[str, dict[RuleKey, list[PublishedDecision]]] = field(factory=dict)
    uses: Uses = field(default=NOTHING_USED, repr=False)
    changes: Changes = field(factory=Changes, repr=False)
    ranks: Mapping[str, int] = NO_RANKS

    @classmethod
    def of(
        cls, statements: Iterable[Statement], as_of: date, known_on: date | None = None, library: Library | None = None
    ) -> "Evidence":
        """The evidence of statements, sorted by subject; they are not checked. `library` has the levels of assurance."""
        evidence = cls(as_of, known_on, ranks=NO_RANKS if library is None else ranks_of(library))
        for statement in statements:
            evidence.add(statement)
        return evidence

    @classmethod
    def checked(
        cls,
        statements: Iterable[Statement],
        units: Units,
        library: Library,
        as_of: date,
        known_on: date | None = None,
        uses: Uses = NOTHING_USED,
    ) -> "Evidence":
        """`check_statements` and `of` in one pass. Raises FactsError as the first does."""
        evidence = cls(as_of, known_on, uses=uses, ranks=ranks_of(library))
        facts, plain = evidence.facts, PLAIN_VALUES.of(library)
        wrong: list[Diagnostic] = []
        for index, statement in enumerate(statements):
            # As `_is_plain`, without the calls: the loop that most of the time of an assessment is spent in.
            if type(statement) is Fact:
                measure, value = statement.measure, statement.value
                try:
                    of_unit, (kind, minimum, maximum, last_decimal, words) = facts[statement.unit], plain[measure]
                    fits = (
                        (minimum <= value <= maximum and not value % last_decimal)
                        if type(value) is Decimal and kind is Decimal
                        else (words is None or value in words)
                        if type(value) is kind
                        else type(value) is Absence
                    )
                except (KeyError, TypeError, InvalidOperation):
                    # The first fact of a unit, a measure that is unknown or no text, more digits than the context has.
                    fits = False
                if (
                    fits
                    and type(statement.as_of) is date
                    and (statement.recorded is None or type(statement.recorded) is date)
                    and (type(statement.reported_by) is str or statement.reported_by is None)
                    and (statement.evidence is None or type(statement.evidence) is str)
                    and (statement.assurance is None or statement.assurance in evidence.ranks)
                ):
                    other = of_unit.get(measure)
                    if other is None:
                        of_unit[measure] = statement
                    elif type(other) is Fact:
                        of_unit[measure] = [other, statement] if other.as_of <= statement.as_of else [statement, other]
                    else:
                        evidence._add_fact(statement)
                    continue
            misfit = statement_misfit(statement, units, library, uses)
            if misfit is None:
                evidence.add(statement)
            else:
                wrong.append(of_statement(misfit, statement, index))
        if wrong:
            raise FactsError(wrong)
        return evidence

    def check(self, statements: Sequence[Statement], units: Units, library: Library) -> None:
        """`check_statements`, quickly for plain facts. Raises FactsError as that does."""
        plain = PLAIN_VALUES.of(library)
        for statement in statements:
            if not self._is_plain(statement, plain):
                check_statements(statements, units, library, self.uses)
                return

    def _is_plain(self, statement: Statement, plain: Mapping[str, PlainValues]) -> bool:
        """True if a statement is a fact about a known unit whose fields need no further check."""
        return (
            type(statement) is Fact
            and type(statement.unit) is str
            and isinstance(statement.measure, str)
            and statement.unit in self.facts
            and (fitting := plain.get(statement.measure)) is not None
            and is_plain(statement.value, fitting)
            and type(statement.as_of) is date
            and (statement.recorded is None or type(statement.recorded) is date)
            and (statement.reported_by is None or type(statement.reported_by) is str)
            and (statement.evidence is None or type(statement.evidence) is str)
            and (statement.assurance is None or statement.assurance in self.ranks)
        )

    def add(self, statement: Statement) -> None:
        """Take one more statement in."""
        self.changes.count += 1
        if isinstance(statement, Fact):
            self._add_fact(statement)
        else:
            self._statements_like(statement).setdefault(statement.unit, {}).setdefault(statement.rule, []).append(
                statement
            )

    def _statements_like(self, statement: Attestation | PublishedDecision) -> dict[str, dict[RuleKey, list[Any]]]:
        """The statements on rules that are of the sort of this one, by unit."""
        return self.attestations if isinstance(statement, Attestation) else self.published

    def _add_fact(self, fact: Fact) -> None:
        of_unit = self.facts.setdefault(fact.unit, {})
        others = of_unit.get(fact.measure)
        if others is None:
            of_unit[fact.measure] = fact
        elif isinstance(others, list):
            insort(others, fact, key=_BY_DATE)
        else:
            of_unit[fact.measure] = [others, fact] if others.as_of <= fact.as_of else [fact, others]

    def has(self, statement: object, times: int = 1) -> bool:
        """True if a statement was taken in, and not out again, that often at least."""
        if not isinstance(statement, Fact | Attestation | PublishedDecision):
            return False
        stored: Fact | list[Any]
        try:
            if isinstance(statement, Fact):
                stored = self.facts[statement.unit][statement.measure]
            else:
                stored = self._statements_like(statement)[statement.unit][statement.rule]
        except (KeyError, TypeError):
            return False
        return (stored if isinstance(stored, list) else [stored]).count(statement) >= times

    def remove(self, statement: Statement) -> None:
        """Take one statement out again. Raises KeyError or ValueError when it is not there (`has`)."""
        self.changes.count += 1
        if isinstance(statement, Fact):
            self._remove_fact(statement)
        else:
            self._statements_like(statement)[statement.unit][statement.rule].remove(statement)

    def _remove_fact(self, fact: Fact) -> None:
        of_unit = self.facts[fact.unit]
        others = of_unit[fact.measure]
        if isinstance(others, list):
            others.remove(fact)
            if len(others) == 1:
                of_unit[fact.measure] = others[0]
        elif others == fact:
            del of_unit[fact.measure]
        else:
            raise ValueError("there is another fact")

    def replace(self, old: Statement, new: Statement) -> bool:
        """Take one statement out and another in; return True for two facts on one measure of one unit.

        Raises KeyError or ValueError when the first is not there.
        """
        self.changes.count += 1
        if isinstance(new, Fact) and isinstance(old, Fact) and old.unit == new.unit and old.measure == new.measure:
            of_unit = self.facts[old.unit]
            standing = of_unit[old.measure]
            if standing is old or standing == old:
                of_unit[old.measure] = new
            else:
                self._remove_fact(old)
                self._add_fact(new)
            return True
        self.remove(old)
        self.add(new)
        return False

    def statements(self) -> Iterator[Statement]:
        """The statements that were taken in and not out again."""
        for of_unit in self.facts.values():
            for reports in of_unit.values():
                yield from reports if isinstance(reports, list) else (reports,)
        for by_unit in (self.attestations, self.published):
            for on_rules in by_unit.values():
                for statements in on_rules.values():
                    yield from statements

    def learnt_after(self, day: date) -> int:
        """The number of statements about a day up to `day` that became known after it, and are known now.

        >>> from ntm_rules import Fact
        >>> late = Fact("T", "roads", 90, date(2024, 3, 31), recorded=date(2024, 8, 1))
        >>> Evidence.of([late], date(2024, 12, 31)).learnt_after(date(2024, 6, 30))
        1
        """
        known = (statement for statement in self.statements() if is_known(statement, self.known_on))
        return sum(statement.as_of <= day < known_from(statement) for statement in known)

    def about(self, unit: str) -> Iterator[Statement]:
        """The statements about a unit, those of one subject and day in the order in which they were taken in."""
        for reports in self.facts.get(unit, _NONE).values():
            yield from reports if isinstance(reports, list) else (reports,)
        for by_unit in (self.attestations, self.published):
            for statements in by_unit.get(unit, _NONE).values():
                yield from statements

    def reports(self, unit: str, measure: str) -> Iterator[Fact]:
        """The reports of a measure about a unit that are known, the oldest first."""
        reports = self.facts.get(unit, _NONE).get(measure, ())
        return (
            report
            for report in ((reports,) if isinstance(reports, Fact) else reports)
            if is_known(report, self.known_on)
        )

    def sole(self, reports: Fact | list[Fact]) -> Fact | None:
        """The one fact whose value the reports on a measure come to; None where that takes a closer look (`observe`)."""
        if isinstance(reports, list):
            last = reports[-1]
            if reports[-2].as_of == last.as_of or (self.ranks and has_levels(reports)):
                return None
        else:
            last = reports
        if last.as_of > self.as_of or self.known_on is not None or isinstance(last.value, Absence | Interval):
            return None
        return last

    def reported(self, unit: str, figure: Reported, today: date) -> Observation:
        """The observation from the reports of a figure about a unit, as a program of the day `today` reads it.

        The unit is the one given, also of a figure of one above; nothing is derived.
        """
        reports = self.facts.get(unit, _NONE).get(figure.measure, ())
        facts = (reports,) if isinstance(reports, Fact) else reports
        first = figure.first(today)
        return observe(facts, figure.on or self.as_of, self.known_on, first, self.ranks, figure.assured)

    def attested(self, unit: str, rule: RuleKey, program: Program) -> tuple[Attestation, ...]:
        """The attestations of a rule that stand on the date and attest what it means in the program.

        There are several only when they differ or several authorities agree.
        """
        return self.attested_apart(unit, rule, program)[0]

    def attested_apart(
        self, unit: str, rule: RuleKey, program: Program
    ) -> tuple[tuple[Attestation, ...], tuple[Attestation, ...]]:
        """The attestations that stand and attest what a rule means in the program, and later ones of another text."""
        known = [
            attestation
            for attestation in self.attestations.get(unit, _NONE).get(rule, ())
            if attestation.value is not Absence.NOT_REPORTED and self._stands(attestation)
        ]
        own = [attestation for attestation in known if attests(program, attestation)]
        standing = standing_by_level(own, self.ranks)
        if len(own) == len(known):
            return standing, ()
        since = standing[0].as_of if standing else date.min
        return standing, standing_of(
            [attestation for attestation in known if attestation.as_of > since and attestation not in own]
        )

    def of_lower_level(self, standing: Sequence[Attestation], program: Program) -> tuple[Attestation, ...]:
        """The attestations that say something else than those that stand, of the same day or later and a lower level."""
        if not self.ranks or not standing:
            return ()
        attestation = standing[0]
        lower = [
            other
            for other in self.attestations[attestation.unit][attestation.rule]
            if other.value not in (attestation.value, Absence.NOT_REPORTED)
            and other.as_of >= attestation.as_of
            and rank_of(other, self.ranks) < rank_of(attestation, self.ranks)
            and self._stands(other)
            and attests(program, other)
        ]
        return standing_of(lower)

    def decided(self, unit: str, rule: RuleKey) -> tuple[PublishedDecision, ...]:
        """The published decisions on a rule that stand on the date."""
        return standing_of(
            [decision for decision in self.published.get(unit, _NONE).get(rule, ()) if self._stands(decision)]
        )

    def _stands(self, statement: Attestation | PublishedDecision) -> bool:
        return statement.as_of <= self.as_of and (self.known_on is None or known_from(statement) <= self.known_on)
