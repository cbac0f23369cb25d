"""What the statements about units come to on a date: one observation for each measure, one attestation for each rule."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar

from attrs import field, frozen

from ..model.decision import ReasonKind
from ..model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement, Value
from ..model.key import RuleKey
from ..model.library import Library
from ..model.measure import Measure, ShareOf, SumOf
from ..model.number import Number, share, total
from ..model.objection import objection
from ..model.problem import Diagnostic, FactsError
from ..model.text import Text
from ..model.unit import Units

_S = TypeVar("_S", Fact, Attestation, PublishedDecision)


@frozen
class Observation:
    """What is known of a measure of a unit on a date.

    `value` is the figure, finding or level; None when there is none, and then `problem` says why. `facts` are the reports it
    rests on; `lacking` names the measures whose figures would make a derived one complete.
    """

    value: Number | Finding | str | None = None
    problem: ReasonKind | None = None
    absence: Absence | None = None
    facts: tuple[Fact, ...] = ()
    lacking: tuple[str, ...] = ()


NOTHING = Observation(problem=ReasonKind.MISSING)
"""Nothing is reported."""

Reports = Mapping[str, Fact | list[Fact]]
"""The facts about a unit by measure: a fact by itself where it is the only one, else a list, oldest first."""


def check_statements(statements: Iterable[Statement], units: Units, library: Library) -> None:
    """Raise FactsError with every statement that names an unknown unit, measure or rule, or whose value or date does not
    fit.
    """
    found: list[Diagnostic] = []
    for statement in statements:
        text = _objection(statement, units, library)
        if text is not None:
            found.append(Diagnostic("NTM501", statement.place, text))
    if found:
        raise FactsError(found)


def _objection(statement: Statement, units: Units, library: Library) -> Text | None:
    if statement.unit not in units:
        return _no_unit(statement.unit)
    for day in (statement.as_of,) if statement.recorded is None else (statement.as_of, statement.recorded):
        # A datetime is a date to Python, but the two cannot be compared.
        if not isinstance(day, date) or isinstance(day, datetime):
            return Text(f"{day!r} không phải là một ngày (datetime.date)", f"{day!r} is not a date (datetime.date)")
    if isinstance(statement, Fact):
        measure = library.measures.get(statement.measure)
        if measure is None:
            return Text(f"không có chỉ số {statement.measure!r}", f"there is no measure {statement.measure!r}")
        return objection(measure, statement.value)
    versions = library.versions.get(statement.rule.ruleset)
    if versions is not None and not any(version.rule(statement.rule.code) for version in versions):
        return Text(f"không có quy tắc {statement.rule}", f"there is no rule {statement.rule}")
    return None


def _no_unit(code: str) -> Text:
    return Text(f"không có đơn vị {code!r}", f"there is no unit {code!r}")


def observe(facts: Sequence[Fact], on: date, known_on: date | None = None) -> Observation:
    """The observation that facts about one measure of one unit come to.

    The latest date described on or before `on` counts; a fact recorded after `known_on` is not yet known. Of one reporter,
    what was recorded later replaces what was recorded before; reports that differ for one date are a conflict. *Not
    reported* never replaces a figure.
    """
    if not facts:
        return NOTHING
    if len(facts) == 1 and facts[0].as_of <= on and known_on is None and not isinstance(facts[0].value, Absence):
        return Observation(facts[0].value, facts=(facts[0],))
    known = [
        fact
        for fact in facts
        if fact.as_of <= on and (known_on is None or fact.recorded is None or fact.recorded <= known_on)
    ]
    reported = [fact for fact in known if fact.value is not Absence.NOT_REPORTED]
    standing = _standing(reported or known)
    if not standing:
        return NOTHING
    first = standing[0].value
    if any(fact.value != first for fact in standing):
        return Observation(problem=ReasonKind.CONFLICT, facts=standing)
    if isinstance(first, Absence):
        return Observation(problem=ReasonKind.ABSENT, absence=first, facts=standing)
    return Observation(first, facts=standing)


def _standing(statements: list[_S]) -> tuple[_S, ...]:
    """Of the latest date, each reporter's latest word, in an order that does not depend on that of assertion."""
    if not statements:
        return ()
    latest = max(statement.as_of for statement in statements)
    of_reporter: dict[str | None, list[_S]] = {}
    for statement in statements:
        if statement.as_of == latest:
            of_reporter.setdefault(statement.reported_by, []).append(statement)
    standing: list[_S] = []
    for own in of_reporter.values():
        last = max((statement.recorded or date.min) for statement in own)
        standing += [statement for statement in own if (statement.recorded or date.min) == last]
    return tuple(sorted(standing, key=_order))


def _order(statement: Statement) -> tuple[str, str, str, str]:
    return (statement.reported_by or "", statement.evidence or "", str(statement.value), str(statement.recorded or ""))


_NONE: dict[Any, Any] = {}
_BY_DATE = attrgetter("as_of")
_MOST_ACCEPTED = 4096
"""So many values of a measure are remembered as fitting it; more are checked anew."""


@frozen(eq=False)
class Evidence:
    """Everything stated about the units, seen from a date: `as_of` describes it, `known_on` says what was known by then."""

    as_of: date
    known_on: date | None
    facts: dict[str, dict[str, Fact | list[Fact]]] = field(factory=dict)
    attestations: dict[str, dict[RuleKey, list[Attestation]]] = field(factory=dict)
    published: dict[str, dict[RuleKey, list[PublishedDecision]]] = field(factory=dict)

    @classmethod
    def of(cls, statements: Iterable[Statement], as_of: date, known_on: date | None = None) -> "Evidence":
        """Sort statements by what they are about."""
        evidence = cls(as_of, known_on)
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
    ) -> "Evidence":
        """`check_statements` and `of` in one pass. Raises FactsError as the first does."""
        evidence = cls(as_of, known_on)
        facts = evidence.facts
        accepted: dict[str, set[Value]] = {}
        wrong: list[Diagnostic] = []
        for statement in statements:
            if not isinstance(statement, Fact):
                text = _objection(statement, units, library)
                if text is None:
                    evidence.add(statement)
                else:
                    wrong.append(Diagnostic("NTM501", statement.place, text))
                continue
            # Values repeat: one that fitted its measure before fits it again.
            if (
                statement.value not in accepted.get(statement.measure, ())
                or type(statement.as_of) is not date
                or not (statement.recorded is None or type(statement.recorded) is date)
            ):
                text = _objection(statement, units, library)
                if text is not None:
                    wrong.append(Diagnostic("NTM501", statement.place, text))
                    continue
                fitting = accepted.setdefault(statement.measure, set())
                if len(fitting) < _MOST_ACCEPTED:
                    fitting.add(statement.value)
            of_unit = facts.get(statement.unit)
            if of_unit is None:
                if statement.unit not in units:
                    wrong.append(Diagnostic("NTM501", statement.place, _no_unit(statement.unit)))
                    continue
                facts[statement.unit] = of_unit = {}
            if statement.measure not in of_unit:
                of_unit[statement.measure] = statement
            else:
                evidence.add(statement)
        if wrong:
            raise FactsError(wrong)
        return evidence

    def add(self, statement: Statement) -> None:
        """Take one more statement in."""
        match statement:
            case Fact():
                self._add_fact(statement)
            case Attestation():
                self.attestations.setdefault(statement.unit, {}).setdefault(statement.rule, []).append(statement)
            case PublishedDecision():
                self.published.setdefault(statement.unit, {}).setdefault(statement.rule, []).append(statement)

    def _add_fact(self, fact: Fact) -> None:
        of_unit = self.facts.setdefault(fact.unit, {})
        others = of_unit.get(fact.measure)
        if others is None:
            of_unit[fact.measure] = fact
        elif isinstance(others, list):
            insort(others, fact, key=_BY_DATE)
        else:
            of_unit[fact.measure] = sorted((others, fact), key=_BY_DATE)

    def remove(self, statement: Statement) -> None:
        """Take one statement out again. Raises KeyError or ValueError when it is not there."""
        match statement:
            case Fact():
                self._remove_fact(statement)
            case Attestation():
                self.attestations[statement.unit][statement.rule].remove(statement)
            case PublishedDecision():
                self.published[statement.unit][statement.rule].remove(statement)

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

    def statements(self) -> Iterator[Statement]:
        """Everything that was taken in and not out again."""
        for of_unit in self.facts.values():
            for reports in of_unit.values():
                yield from reports if isinstance(reports, list) else (reports,)
        for attested in self.attestations.values():
            for attestations in attested.values():
                yield from attestations
        for decided in self.published.values():
            for published in decided.values():
                yield from published

    def sole(self, reports: Fact | list[Fact]) -> Fact | None:
        """The one fact whose value the reports on a measure come to; None where that takes a closer look (`observe`)."""
        if isinstance(reports, list):
            last = reports[-1]
            if reports[-2].as_of == last.as_of:
                return None
        else:
            last = reports
        if last.as_of > self.as_of or self.known_on is not None or isinstance(last.value, Absence):
            return None
        return last

    def observe(self, unit: str, measure: Measure, library: Library, on: date | None = None) -> Observation:
        """The observation of a measure of a unit on a date (the evidence's own if None), derived where it is derived.

        A derived measure is computed from its parts as soon as any of them is reported. Where it is reported itself as
        well, the two must be equal, or they are a conflict; the report alone counts while parts are lacking.
        """
        on = on or self.as_of
        reports = self.facts.get(unit, _NONE).get(measure.id, ())
        reported = observe((reports,) if isinstance(reports, Fact) else reports, on, self.known_on)
        if measure.derive is None:
            return reported
        names = (
            measure.derive.parts if isinstance(measure.derive, SumOf) else (measure.derive.part, measure.derive.whole)
        )
        parts = [self.observe(unit, library.measures[name], library, on) for name in names]
        if reported.problem is ReasonKind.MISSING:
            return _derived(measure, names, parts, library)
        if reported.absence is Absence.NOT_REPORTED and any(part.facts for part in parts):
            # A blank cell is no report: it does not stand against the parts.
            return _derived(measure, names, parts, library)
        if reported.value is None or any(part.value is None for part in parts):
            return reported
        derived = _derived(measure, names, parts, library)
        if derived.value is None or derived.value == reported.value:
            return reported
        return Observation(problem=ReasonKind.CONFLICT, facts=(*reported.facts, *derived.facts))

    def attested(self, unit: str, rule: RuleKey) -> tuple[Attestation, ...]:
        """The attestations of a rule that stand on the date; several only when they differ or several authorities agree."""
        known = [
            attestation
            for attestation in self.attestations.get(unit, _NONE).get(rule, ())
            if attestation.value is not Absence.NOT_REPORTED and self._stands(attestation)
        ]
        return _standing(known)

    def decided(self, unit: str, rule: RuleKey) -> tuple[PublishedDecision, ...]:
        """The published decisions on a rule that stand on the date."""
        return _standing([one for one in self.published.get(unit, _NONE).get(rule, ()) if self._stands(one)])

    def _stands(self, statement: Attestation | PublishedDecision) -> bool:
        return statement.as_of <= self.as_of and self._is_known(statement)

    def _is_known(self, statement: Statement) -> bool:
        return self.known_on is None or statement.recorded is None or statement.recorded <= self.known_on


def _derived(measure: Measure, names: tuple[str, ...], parts: list[Observation], library: Library) -> Observation:
    facts = tuple(fact for part in parts for fact in part.facts)
    for kind in (ReasonKind.CONFLICT, ReasonKind.ABSENT, ReasonKind.NO_WHOLE, ReasonKind.MISSING):
        if any(part.problem is kind for part in parts):
            lacking = tuple(
                lack
                for name, part in zip(names, parts, strict=True)
                if part.value is None
                for lack in (part.lacking or (name,))
            )
            # A part that always applies makes nothing inapplicable.
            absences = {
                Absence.NOT_REPORTED
                if part.absence is Absence.NOT_APPLICABLE and library.measures[name].always_applies
                else part.absence
                for name, part in zip(names, parts, strict=True)
                if part.problem is kind
            }
            return Observation(
                problem=kind,
                # Only when every part that is absent is absent for the same cause has the whole that cause.
                absence=absences.pop() if len(absences) == 1 else (Absence.NOT_REPORTED if absences - {None} else None),
                facts=facts,
                lacking=tuple(dict.fromkeys(lacking)),
            )
    figures: list[Number] = [_figure(part.value) for part in parts]
    if isinstance(measure.derive, ShareOf):
        if not figures[1]:
            return Observation(problem=ReasonKind.NO_WHOLE, facts=facts)
        return Observation(share(figures[0], figures[1]), facts=facts)
    return Observation(total(figures), facts=facts)


def _figure(value: Value | None) -> Number:
    if value is None or isinstance(value, str | Finding | Absence):
        raise TypeError(f"{value!r} is not a figure")
    return value
