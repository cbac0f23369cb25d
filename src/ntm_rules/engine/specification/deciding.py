"""Decisions: a verdict, the reasons for it, and the decisions that it rests on."""

from collections.abc import Callable, Iterator, Sequence
from typing import assert_never

import attrs
from attrs import evolve, field, frozen

from ...model.decision import Decision, LevelFound, Points, Reason, ReasonKind, distinct, levels_said
from ...model.fact import PublishedDecision
from ...model.key import LEVEL
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset
from ...model.units.unit import Unit
from ...program import terms
from ...program.program import Program, ProgramRule
from ...program.verdict import ATTAINED, NOT_APPLICABLE, OUTCOME, POSSIBLE, Verdict
from ..evidence.world import EvidenceWorld
from .assessed import VERDICT, Assessed
from .figure_reasons import core_of
from .meaning import span_of, truths_of, verdict
from .reasons import reasons_of
from .span import bounds_of


def level_found(ruleset: Ruleset, possible: Callable[[str], frozenset[Outcome]]) -> LevelFound | None:
    """The level that the outcomes still possible of each level's rule come to; None for a ruleset without levels.

    >>> from datetime import date
    >>> from ...model.ruleset import Conclusion, Instrument, Provenance, ProvenanceStatus, Ruleset
    >>> from ...model.condition import Unknown
    >>> from ...model.text import Text
    >>> levels = tuple(
    ...     Conclusion(f"level:{id}", Text(id), Unknown(), Provenance(ProvenanceStatus.PLAN)) for id in ("five", "four")
    ... )
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("A"), "product", Instrument("1"), (), levels)
    >>> open_, sure = frozenset({Outcome.ATTAINED, Outcome.NOT_ATTAINED}), frozenset({Outcome.ATTAINED})
    >>> level_found(ruleset, {"level:five": open_, "level:four": sure}.__getitem__).possible
    ('five', 'four')
    """
    levels = ruleset.levels
    possible_levels: list[str | None] = []
    for level in levels:
        outcomes = possible(level.code)
        if Outcome.ATTAINED in outcomes:
            possible_levels.append(level.code.removeprefix(LEVEL))
        if len(outcomes) == 1 and Outcome.ATTAINED in outcomes:
            break
    else:
        possible_levels.append(None)
    return LevelFound(tuple(possible_levels)) if levels else None


DEEP = 40
"""The depth of a program beyond which decisions are made from the bottom, without nested calls (stack safety)."""


def decide(program: Program, unit: Unit, code: str, world: EvidenceWorld) -> Decision:
    """The decision of one rule for one unit, made once per world. Raises KeyError when the program has no such rule.

    >>> from datetime import date
    >>> from ...language.library import load_library
    >>> from ...model.units.unit import Units
    >>> from ...program.compiling import compile
    >>> from ..evidence.evidence import Evidence
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> town = Unit("T", "Tam Đường", "township")
    >>> world = EvidenceWorld(Units([town]), Evidence.of([], program.as_of), program.library)
    >>> decide(program, town, "3.3", world).outcome
    <Outcome.UNDETERMINED: 'undetermined'>
    """
    key = (program.ruleset.id, unit.code, code)
    if key not in world.decided:
        at = Assessed(unit, program, world, decide)
        if program.depth > DEEP:
            _decide_below(at, code)
        world.decided[key] = _new_decision(at, code)
    return world.decided[key]


def _new_decision(at: Assessed, code: str) -> Decision:
    rule = at.program.by_code[code]
    judged = verdict(rule.truth, at)
    reasons = reasons_of(rule.truth, at)
    published = at.world.evidence.decided(at.unit.code, rule.key)
    reasons += differing(published, OUTCOME[judged], at.program.ruleset)
    children = distinct(decisions_of(rule.truth, at))
    return Decision(
        unit=at.unit.code,
        rule=rule.key,
        version=at.program.ruleset.version,
        as_of=at.day,
        name=rule.rule.name,
        outcome=OUTCOME[judged],
        possible=POSSIBLE[judged],
        reasons=reasons,
        children=children,
        provenance=at.program.ruleset.provenance_of(rule.rule),
        rule_hash=rule.hash,
        known_on=at.world.evidence.known_on,
        assessed=at.program.assessed,
        published=published,
        points=points_of(rule, at),
        level=level_of(code, at),
        assurance_levels=levels_said(reasons, children, at.program.library.assurance_ids),
        outside_period=at.world.outside_period(reasons),
    )


class _Verdicts(Assessed):
    """A unit of whose rules the verdicts are worked out anew: the points of a rule may come from its own outcome."""

    def outcomes_of(self, term: terms.OutcomeOf) -> Verdict:
        if self.under(term.program) is not self:
            return super().outcomes_of(term)
        return verdict(self.program.by_code[term.code].truth, self)


def differing(published: Sequence[PublishedDecision], outcome: Outcome, ruleset: Ruleset) -> tuple[Reason, ...]:
    """The reason that tells that published decisions count as another outcome than the computed one; none where they agree."""
    counted = [ruleset.counted(decision.value) for decision in published]
    different = [other for other in counted if other is not None and other is not outcome]
    if not different:
        return ()
    return (Reason(kind=ReasonKind.PUBLISHED_DIFFERS, outcome=different[0], facts=tuple(published)),)


def points_of(rule: ProgramRule, at: Assessed) -> Points | None:
    """The points that a rule gives; None where it gives none, or does not apply."""
    points = None if rule.points is None else points_in(rule.points, at)
    return points and Points(points.low, points.high, rule.maximum)


def points_in(figure: terms.Figure, at: Assessed) -> Points | None:
    """The points that a figure comes to; None where it does not apply."""
    span = span_of(figure, _Verdicts(at.unit, at.program, at.world, at.decide))
    return None if span.applies == NOT_APPLICABLE else Points(*bounds_of(span))


def level_of(code: str, at: Assessed) -> LevelFound | None:
    """The level of a unit, where a rule is that of a level."""
    if not code.startswith(LEVEL):
        return None
    rules = at.program.by_code
    return level_found(at.program.ruleset, lambda level_code: POSSIBLE[verdict(rules[level_code].truth, at)])


def decisions_of(truth: terms.Truth, at: Assessed) -> tuple[Decision, ...]:
    """The decisions that are shown below a truth."""
    match truth:
        case terms.Told(inside, shown):
            if not shown:
                return decisions_of(inside, at)
            return tuple(decision for group in shown for decision in decisions_told(group, at))
        case terms.AllHold(group) | terms.AnyHolds(group):
            return decisions_of_group(group, at)
        case terms.Holds(figure):
            core = core_of(figure)
            core = core.count if isinstance(core, terms.WeighedShare) else core
            return decisions_of_group(core.group, at) if isinstance(core, terms.Counted) else ()
        case terms.Not(inside) | terms.Attested(inside):
            return decisions_of(inside, at)
        case terms.Where(inside, applies):
            own, conditions = decisions_of(inside, at), decisions_of(applies, at)
            if OUTCOME[verdict(applies, at)] is Outcome.UNDETERMINED and verdict(inside, at) == NOT_APPLICABLE:
                return own
            return (*own, *(condition for condition in conditions if condition not in own))
        case terms.Above(kind, inside):
            whose = at.above(kind)
            return () if whose is None else decisions_of(inside, whose)
        case terms.IsOneOf() | terms.Never() | terms.OutcomeOf() | terms.OpenTruth():
            return ()
        case _:
            assert_never(truth)


def decisions_of_group(group: terms.Group, at: Assessed) -> tuple[Decision, ...]:
    """The decisions that are shown below the truths of a group."""
    return tuple(decision for truth, whose in truths_of(group, at) for decision in decisions_of(truth, whose))


def decisions_told(group: terms.Group, at: Assessed) -> Iterator[Decision]:
    """The decisions of a group that is told; none of a member that is surely not among those considered."""
    for truth, whose in truths_of(group, at):
        match truth:
            case terms.OutcomeOf():
                yield whose.decision(truth)
            case terms.AllHold(inside) | terms.AnyHolds(inside):
                yield from decisions_told(inside, whose)
            case terms.Where(inside, applies) if verdict(applies, whose) & ATTAINED:
                yield from decisions_told(terms.Listed((inside,)), whose)


# ---- rules that rest on many others in a row


def _decide_below(at: Assessed, code: str) -> None:
    """Decide all that a rule rests on, from the bottom, without calls that nest."""
    waiting = [(pair, False) for pair in _rules_asked_for(at.program.by_code[code].truth, at)]
    while waiting:
        (whose, asked_code), is_next = waiting.pop()
        key = (whose.program.ruleset.id, whose.unit.code, asked_code)
        if key in whose.world.decided:
            continue
        if is_next:
            whose.world.decided[key] = _new_decision(whose, asked_code)
        else:
            waiting.append(((whose, asked_code), True))
            waiting += ((pair, False) for pair in _rules_asked_for(whose.program.by_code[asked_code].truth, whose))


def _rules_asked_for(term: object, at: Assessed) -> Iterator[tuple[Assessed, str]]:
    """The rules that a term asks for, each with whom it is about."""
    match term:
        case terms.OutcomeOf(program, code):
            yield at.under(program), code
        case terms.Below(members, inside) | terms.Over(members, inside):
            for member in at.members(members):
                yield from _rules_asked_for(inside, member)
        case terms.Above(kind, inside):
            whose = at.above(kind)
            yield from () if whose is None else _rules_asked_for(inside, whose)
        case tuple():
            for part in term:
                yield from _rules_asked_for(part, at)
        case _ if isinstance(term, terms.Term):
            for field in attrs.fields(type(term)):
                yield from _rules_asked_for(getattr(term, field.name), at)


@frozen(eq=False)
class Judged(Assessed):
    """A unit that terms are about, where the verdict on every rule is worked out once, as long as `decided` is kept."""

    decided: dict[tuple[terms.ProgramKey, str, str], Verdict] = field(factory=dict)

    def members(self, members: terms.Members) -> list[Assessed]:
        """The members of this unit, under the same assessment."""
        return [evolve(self, unit=member.unit) for member in super().members(members)]

    def above(self, kind: str) -> Assessed | None:
        """The nearest unit of a kind above, under the same assessment; None where there is none."""
        assessed = super().above(kind)
        return None if assessed is None else evolve(self, unit=assessed.unit)

    def under(self, key: terms.ProgramKey) -> Assessed:
        """The same unit under a program that this one asks, or itself. Raises ArgumentError for others."""
        assessed = super().under(key)
        return assessed if assessed is self else evolve(self, program=assessed.program, world=assessed.world)

    def outcomes_of(self, term: terms.OutcomeOf) -> Verdict:
        """The verdict on a rule that is asked for, worked out once."""
        key = (term.program, self.unit.code, term.code)
        if key not in self.decided:
            under = self.under(term.program)
            self.decided[key] = verdict(under.program.by_code[term.code].truth, under)
        return self.decided[key]

    def verdict_on(self, code: str) -> Verdict:
        """The verdict on a rule of the program. Raises KeyError when it has no such rule."""
        if self.program.depth > DEEP:
            # Calls that nest so deep would not end well; decisions are made from the bottom.
            return VERDICT[self.decide(self.program, self.unit, code, self.world).possible]
        return self.outcomes_of(terms.OutcomeOf(self.program.key, code))
