"""One observation from the facts about a measure of a unit: the latest, or why there is none."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from attrs import evolve, frozen

from ...model.decision import ReasonKind
from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement, Value, known_from
from ...model.measure import InapplicablePart
from ...model.values.interval import Interval
from ...model.values.number import Combination, Number

_S = TypeVar("_S", bound=Statement)


@frozen
class Observation:
    """The knowledge about one measure of a unit on a date.

    `value` is the figure, finding or level; None when there is none, and then `problem` says why. `facts` are the reports it
    rests on; `lacking` names the measures whose figures would make a derived one complete. `outdated` are the last reports,
    where there is none because they are too old, `unassured` those that are not established as surely as is asked. A figure
    that is printed as an `interval` has no value.
    """

    value: Number | Finding | str | None = None
    problem: ReasonKind | None = None
    absence: Absence | None = None
    facts: tuple[Fact, ...] = ()
    lacking: tuple[str, ...] = ()
    interval: Interval | None = None
    outdated: tuple[Fact, ...] = ()
    unassured: tuple[Fact, ...] = ()


NO_RANKS: Mapping[str, int] = {}
NOTHING = Observation(problem=ReasonKind.MISSING)
"""The observation where nothing is reported."""


def observe(
    facts: Sequence[Fact],
    on: date,
    known_on: date | None = None,
    first: date | None = None,
    ranks: Mapping[str, int] = NO_RANKS,
    assured: tuple[str, ...] | None = None,
) -> Observation:
    """The observation that facts about one measure of one unit come to.

    The latest date described on or before `on` counts; a fact is known from the day it was
    recorded or else describes (`known_from`), and one known after `known_on` does not count. Of one reporter,
    what was recorded later replaces what was recorded before; reports that differ for one date are a conflict. *Not
    reported* never replaces a figure; said of a later date, it stands among the facts beside it. Where what counts is of a
    day before `first`, it is too old, and there is none.

    A report is not displaced by later ones of a lower level of assurance (`ranks`, by id): they stand among the facts beside
    it where they say something else. Where what counts is of a level that is not among those `assured`, there is no figure.
    """
    if not facts:
        return NOTHING
    sole = facts[0]
    is_sole = len(facts) == 1 and sole.as_of <= on and known_on is None and first is None and assured is None
    if is_sole and not isinstance(sole.value, Absence | Interval):
        return Observation(sole.value, facts=(sole,))
    known = [fact for fact in facts if fact.as_of <= on and (known_on is None or known_from(fact) <= known_on)]
    reported = [fact for fact in known if fact.value is not Absence.NOT_REPORTED]
    recent = reported if first is None else [fact for fact in reported if fact.as_of >= first]
    standing = standing_by_level(recent, ranks) if recent else standing_of(reported or known)
    if not standing:
        return NOTHING
    exact = [fact.value for fact in standing if not isinstance(fact.value, Interval)]
    value = exact[0] if exact else standing[0].value
    if first is not None and standing[0].as_of < first:
        return NOTHING if value is Absence.NOT_REPORTED else Observation(problem=ReasonKind.MISSING, outdated=standing)
    decides = not isinstance(value, Absence) or value is Absence.NOT_APPLICABLE
    if assured is not None and decides and standing[0].assurance not in assured:
        return Observation(problem=ReasonKind.MISSING, unassured=standing)
    # An interval does not contradict a figure that lies in it.
    agreed = (fact.value == value or (isinstance(fact.value, Interval) and value in fact.value) for fact in standing)
    if not all(agreed):
        return Observation(problem=ReasonKind.CONFLICT, facts=standing)
    beside = _of_lower_level(recent, standing, ranks)
    if isinstance(value, Absence):
        return Observation(problem=ReasonKind.ABSENT, absence=value, facts=(*standing, *beside))
    rests_on = (*standing, *beside, *_later_without_figure(known, standing[0].as_of))
    if isinstance(value, Interval):
        return Observation(problem=ReasonKind.PRINTED, interval=value, facts=rests_on)
    return Observation(value, facts=rests_on)


def _later_without_figure(known: list[Fact], day: date) -> tuple[Fact, ...]:
    """The reports of a later day that expressly give no figure: they decide nothing, and are not dropped."""
    later = [fact for fact in known if fact.value is Absence.NOT_REPORTED and fact.as_of > day]
    return tuple(sorted(later, key=lambda fact: (fact.as_of, *_order(fact)))) if later else ()


def _of_lower_level(recent: list[Fact], standing: tuple[Fact, ...], ranks: Mapping[str, int]) -> tuple[Fact, ...]:
    """The last reports of the same day or later that are of a lower level and say something else: they decide nothing."""
    least, day = rank_of(standing[0], ranks), standing[0].as_of
    lower = [fact for fact in recent if fact.as_of >= day and rank_of(fact, ranks) < least] if ranks else []
    values = {fact.value for fact in standing}
    return tuple(fact for fact in standing_of(lower) if fact.value not in values)


def rank_of(statement: Fact | Attestation, ranks: Mapping[str, int]) -> int:
    """The place of a statement's level of assurance, the weakest 0; -1 where none is said."""
    return -1 if statement.assurance is None else ranks.get(statement.assurance, -1)


_A = TypeVar("_A", Fact, Attestation)


def standing_by_level(statements: list[_A], ranks: Mapping[str, int]) -> tuple[_A, ...]:
    """The last statements of each reporter on the latest date, of those with the highest level of assurance."""
    if len(statements) > 1 and ranks:
        highest = max(rank_of(statement, ranks) for statement in statements)
        statements = [statement for statement in statements if rank_of(statement, ranks) == highest]
    return standing_of(statements)


def standing_of(statements: Sequence[_S]) -> tuple[_S, ...]:
    """The last statements of each reporter on the latest date, sorted: the order of assertion does not matter."""
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


def _order(statement: Statement) -> tuple[str, ...]:
    assurance = "" if isinstance(statement, PublishedDecision) else statement.assurance or ""
    texts = statement.reported_by or "", statement.evidence or "", str(statement.value), str(statement.recorded or "")
    return (*texts, assurance)


Part = tuple[str, Observation]
"""A part of a derived measure: its id and its observation."""


def as_part(observation: Observation) -> Observation:
    """The observation of a measure that always applies, as a part of another: it makes nothing inapplicable."""
    inapplicable = observation.absence is Absence.NOT_APPLICABLE
    return evolve(observation, absence=Absence.NOT_REPORTED) if inapplicable else observation


def _without_bounds(part: Observation) -> Observation:
    """A part as one that is missing where it is printed as an interval: nothing exact comes of it."""
    if part.problem is not ReasonKind.PRINTED:
        return part
    return Observation(problem=ReasonKind.MISSING, facts=part.facts)


def _as_counted(parts: Sequence[Part], not_applicable: InapplicablePart | None) -> Sequence[Part]:
    """The parts of a sum as they count in it: one that does not apply is 0, or left out, unless that leaves none."""
    inapplicable = [part.absence is Absence.NOT_APPLICABLE for _, part in parts]
    if not_applicable is None or (not_applicable is InapplicablePart.LEFT_OUT and all(inapplicable)):
        return parts
    return [
        (name, Observation(Decimal(0), facts=part.facts) if without else part)
        for (name, part), without in zip(parts, inapplicable, strict=True)
    ]


def held_against(
    own: Observation, parts: Sequence[Part], how: Combination, not_applicable: InapplicablePart | None = None
) -> Observation:
    """The observation of a measure that is derived from others (`parts`), held against its own report.

    It is computed as soon as any of the parts is reported. Where it is reported itself as well, the two must be equal, or
    they are a conflict; the report alone counts while parts are lacking. A report that there is none, a blank cell, does not
    stand against parts that are reported. `not_applicable` is what a part of a sum counts as that does not apply.
    """
    parts = _as_counted(parts, not_applicable)
    parts = [(name, _without_bounds(part)) for name, part in parts]
    facts = tuple(fact for _, part in parts for fact in part.facts)
    if own.problem is ReasonKind.MISSING or (own.absence is Absence.NOT_REPORTED and facts):
        derived = _derived(parts, facts, how)
        outdated, unassured = (*own.outdated, *derived.outdated), (*own.unassured, *derived.unassured)
        return evolve(derived, outdated=outdated, unassured=unassured) if own.outdated or own.unassured else derived
    if own.value is None or any(part.value is None for _, part in parts):
        return own
    derived = _derived(parts, facts, how)
    if derived.value is None or derived.value == own.value:
        return own
    return Observation(problem=ReasonKind.CONFLICT, facts=(*own.facts, *facts))


def _derived(parts: Sequence[Part], facts: tuple[Fact, ...], how: Combination) -> Observation:
    """The figure that the parts come to, or what is wrong with the worst of them."""
    for kind in (ReasonKind.CONFLICT, ReasonKind.ABSENT, ReasonKind.NO_WHOLE, ReasonKind.MISSING):
        absences = {part.absence for _, part in parts if part.problem is kind}
        if absences:
            missing = (measure for name, part in parts if part.value is None for measure in (part.lacking or (name,)))
            if kind is ReasonKind.CONFLICT:
                # Only the parties to it, not the parts that agree.
                facts = tuple(fact for _, part in parts if part.problem is kind for fact in part.facts)
            return Observation(
                problem=kind,
                # Only when every part that is absent is absent for the same cause has the whole that cause.
                absence=absences.pop() if len(absences) == 1 else (Absence.NOT_REPORTED if absences - {None} else None),
                facts=facts,
                lacking=tuple(dict.fromkeys(missing)),
                outdated=tuple(fact for _, part in parts for fact in part.outdated),
                unassured=tuple(fact for _, part in parts for fact in part.unassured),
            )
    value = how.of([_figure(part.value) for _, part in parts])
    return Observation(value, ReasonKind.NO_WHOLE if value is None else None, facts=facts)


def _figure(value: Value | None) -> Number:
    if value is None or isinstance(value, str | Finding | Absence | Interval):
        raise TypeError(f"{value!r} is not a figure")
    return value
