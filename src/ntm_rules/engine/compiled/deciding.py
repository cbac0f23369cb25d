"""Whole decisions quickly: the verdict from the generated function, reasons from makers, and the decisions shown below."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, assert_never

from attrs import frozen

from ...model.decision import Decision, distinct, levels_said
from ...model.fact import PublishedDecision
from ...model.key import LEVEL
from ...model.outcome import Outcome
from ...model.units.unit import Unit
from ...model.values.kept import Kept
from ...program import terms
from ...program.program import Program, ProgramRule
from ...program.verdict import NOT_APPLICABLE, OUTCOME, POSSIBLE
from ..evidence.world import EvidenceWorld
from ..specification.deciding import decisions_of, decisions_of_group, decisions_told, differing, level_found, points_of
from ..specification.figure_reasons import core_of
from .comparing import Positions
from .sight import Decisions, Show, Sight, filled_decision
from .telling import Telling
from .values import CODE, everything, values_for


def decide(program: Program, unit: Unit, code: str, world: EvidenceWorld) -> Decision:
    """The decision of one rule for one unit, made once per world, and equal to that of the specification.

    Raises KeyError when the program has no such rule.
    """
    decision = world.decided.get((program.ruleset.id, unit.code, code))
    if decision is not None:
        return decision
    return _sight(program, unit, world, values_for(code, program, unit, world)).decision(code)


def sight_of(program: Program, unit: Unit, world: EvidenceWorld) -> Sight:
    """The unit under the program as makers of all its rules see it, while the evidence stays as it is."""
    return _sight(program, unit, world, everything(CODE.of(program), program, unit, world))


def _sight(program: Program, unit: Unit, world: EvidenceWorld, known: Mapping[int, Any] | tuple[Any, ...]) -> Sight:
    reports = world.evidence.facts.get(unit.code, {})
    return Sight(program, unit, world, known, reports, MAKERS.of(program), decide)


def decision_alone(sight: Sight, code: str) -> Decision:
    """The decision of a rule without those below it."""
    return _ALONE.of(sight.program)[code](sight)


_Makers = Mapping[str, Callable[[Sight], Decision]]


def _makers(program: Program, *, alone: bool = False) -> _Makers:
    positions = CODE.of(program).form(attested=True, every=True).positions
    return {rule.key.code: _maker(rule, program, positions, alone=alone) for rule in program.rules}


MAKERS: Kept[Program, _Makers] = Kept(_makers)
"""The makers of decisions of each program, by the code of the rule."""
_ALONE: Kept[Program, _Makers] = Kept(partial(_makers, alone=True))
"""The makers of decisions without those below them."""


def _maker(rule: ProgramRule, program: Program, positions: Positions, *, alone: bool) -> Callable[[Sight], Decision]:
    key, name, provenance, hashed = rule.key, rule.rule.name, program.ruleset.provenance_of(rule.rule), rule.hash
    version, day, place = program.ruleset.version, program.as_of, positions[rule.truth]
    assessed = program.assessed
    # Not the program: what is worked out of it would hold it.
    ruleset, assurance = program.ruleset, program.library.assurance_ids
    gives_points, levels = rule.points is not None, dict[str, int]()
    if key.code.startswith(LEVEL):
        levels = {level.code: positions[program.by_code[level.code].truth] for level in ruleset.levels}
    tell = Telling(positions).reasons(rule.truth)
    show = None if alone else _Showing(program.key, positions).below(rule.truth)

    def make(sight: Sight) -> Decision:
        verdict, own, world = sight.known[place], sight.unit.code, sight.world
        evidence, outcome = world.evidence, OUTCOME[verdict]
        reasons, children = tell(sight), () if show is None else distinct(show(sight))
        standing: tuple[PublishedDecision, ...] = ()
        if evidence.published and key in evidence.published.get(own, ()):
            standing = evidence.decided(own, key)
            reasons += differing(standing, outcome, sight.program.ruleset)
        points = points_of(rule, sight.assessed) if gives_points else None
        level = level_found(ruleset, lambda code: POSSIBLE[sight.known[levels[code]]]) if levels else None
        return filled_decision(
            own,
            key,
            version,
            day,
            name,
            outcome,
            POSSIBLE[verdict],
            reasons,
            children,
            provenance,
            hashed,
            evidence.known_on,
            standing,
            points,
            level,
            assessed,
            levels_said(reasons, children, assurance),
            world.outside_period(reasons),
        )

    return make


@frozen
class _Showing:
    """Prepares what makes the decisions that are shown below a truth (None: there are never any)."""

    key: terms.ProgramKey
    positions: Positions

    def below(self, term: terms.Truth) -> Show | None:
        match term:
            case terms.Told(inside, shown):
                return self._several([self._shown(group) for group in shown]) if shown else self.below(inside)
            case terms.AllHold(group) | terms.AnyHolds(group):
                return self._group(group)
            case terms.Holds(figure):
                core = core_of(figure)
                core = core.count if isinstance(core, terms.WeighedShare) else core
                return self._group(core.group) if isinstance(core, terms.Counted) else None
            case terms.Not(inside) | terms.Attested(inside):
                return self.below(inside)
            case terms.Where():
                return self._where(term)
            case terms.Above():
                return lambda sight: decisions_of(term, sight.assessed)
            case terms.IsOneOf() | terms.Never() | terms.OutcomeOf() | terms.OpenTruth():
                return None
            case _:
                assert_never(term)

    def _where(self, term: terms.Where) -> Show | None:
        inside, applies = self.below(term.truth), self.below(term.applies)
        if applies is None:
            return inside
        own, place = self.positions[term.truth], self.positions[term.applies]

        def shown(sight: Sight) -> Decisions:
            decisions = () if inside is None else inside(sight)
            is_open = OUTCOME[sight.known[place]] is Outcome.UNDETERMINED
            if is_open and sight.known[own] == NOT_APPLICABLE:
                return decisions
            return (*decisions, *(decision for decision in applies(sight) if decision not in decisions))

        return shown

    def _group(self, group: terms.Group) -> Show | None:
        """The maker of the decisions shown below the truths of a group; None where nothing is shown."""
        if isinstance(group, terms.Listed):
            return self._several([self.below(truth) for truth in group.truths])
        if any(isinstance(term, terms.Told) and term.decisions for term in terms.walk(group.truth)):
            return lambda sight: decisions_of_group(group, sight.assessed)
        return None

    def _several(self, shows: list[Show | None]) -> Show | None:
        makers = [show for show in shows if show is not None]
        if len(makers) < 2:
            return makers[0] if makers else None
        return lambda sight: tuple([decision for make in makers for decision in make(sight)])

    def _shown(self, group: terms.Group) -> Show | None:
        """The decisions of a group that is told."""
        match group:
            case terms.Listed(truths) if all(
                isinstance(term, terms.OutcomeOf) and term.program == self.key for term in truths
            ):
                codes = [term.code for term in truths if isinstance(term, terms.OutcomeOf)]
                return lambda sight: tuple([sight.decision(code) for code in codes])
            case terms.Listed(truths):
                outcome_terms = _outcomes_in(group)
                return lambda sight: tuple([sight.other(term, sight.unit) for term in outcome_terms])
            case terms.Below(truth=terms.Where()):
                return lambda sight: tuple(decisions_told(group, sight.assessed))
            case terms.Below(members, truth):
                outcome_terms = _outcomes_in(terms.Listed((truth,)))

                def of_members(sight: Sight) -> Decisions:
                    units = sight.world.members(sight.unit.code, members.kind, members.only)
                    return tuple([sight.other(term, unit) for unit in units for term in outcome_terms])

                return of_members
            case _:
                assert_never(group)


def _outcomes_in(group: terms.Group) -> list[terms.OutcomeOf]:
    """The outcomes in a group that is told."""
    outcome_terms: list[terms.OutcomeOf] = []
    for truth in group.truths if isinstance(group, terms.Listed) else (group.truth,):
        if isinstance(truth, terms.OutcomeOf):
            outcome_terms.append(truth)
        elif isinstance(truth, terms.AllHold | terms.AnyHolds):
            outcome_terms += _outcomes_in(truth.group)
    return outcome_terms
