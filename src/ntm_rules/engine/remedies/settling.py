"""Steps to settle a decision: all that has to become known, whatever it turns out to be."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import assert_never

from attrs import define, field

from ...model.decision import ReasonKind
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.units.unit import Unit
from ...program import terms
from ...program.program import Program
from ...program.verdict import OUTCOME
from ..evidence.world import EvidenceWorld
from ..specification.figure_reasons import reasons_for_missing
from ..specification.meaning import truths_of, verdict
from .candidates import Candidates
from .counts import counted_in, is_count
from .knowledge import Knowledge, compared_in, is_unknown, step_for
from .steps import Steps
from .supposed import RuleOfUnit, Supposed, Supposition, Variable, supposed, supposed_of

_TRIALS = 400
"""The number of times that a rule is decided at most to find out what need not be known."""


def to_settle(program: Program, unit: Unit, code: str, world: EvidenceWorld) -> Steps:
    """The shortest list of what has to become known for the decision to be settled, whatever the figures turn out to be.

    Empty when it is settled already. What can no longer matter is not asked for.
    """
    at = supposed(unit, program, world)
    term = terms.OutcomeOf(program.key, code)
    if OUTCOME[at.outcomes_of(term)] is not Outcome.UNDETERMINED:
        return ()
    rule = program.by_code[code].key
    knowledge = Knowledge(program.as_of, unit.code)
    knowledge.read(term, at, rule)
    candidates = Candidates(knowledge, program.library)
    wanted: dict[Variable, RuleKey] = {}
    for variable, whose in _Waiting(knowledge, candidates).rule(at, code):
        wanted.setdefault(variable, whose)
    needed = _needed(list(wanted), knowledge, candidates, term, at)
    return tuple(dict.fromkeys(step_for(variable, knowledge, wanted[variable], at.day) for variable in needed))


VariableOfRule = tuple[Variable, RuleKey]


@define(eq=False)
class _Waiting:
    """Finds what an undetermined rule waits for: variables, each with the rule for the sake of which."""

    knowledge: Knowledge
    candidates: Candidates
    _by_rule: dict[RuleOfUnit, Sequence[VariableOfRule]] = field(factory=dict)

    def rule(self, at: Supposed, code: str) -> Sequence[VariableOfRule]:
        """The variables that a rule waits for; none where it is settled."""
        key = (at.program.key, at.unit.code, code)
        if key not in self._by_rule:
            self._by_rule[key] = self._rule(at, code)
        return self._by_rule[key]

    def _rule(self, at: Supposed, code: str) -> Sequence[VariableOfRule]:
        rule = at.program.by_code[code]
        if OUTCOME[at.outcomes_of(terms.OutcomeOf(at.program.key, code))] is not Outcome.UNDETERMINED:
            return ()
        word = (Variable(at.unit.code, at.day, rule=str(rule.key)), rule.key)
        waiting = list(dict.fromkeys(self.truth(rule.truth, at, rule.key)))
        # An authority's finding decides whatever else is open in the rule, also where nothing that it reads is.
        return [word] if word in waiting or not waiting else waiting

    def truth(self, truth: terms.Truth, at: Supposed, rule: RuleKey) -> Iterator[VariableOfRule]:
        """The variables that an undetermined truth waits for; none where it is settled."""
        if isinstance(truth, terms.Told | terms.Attested):
            # An authority's word may leave open what it rests on.
            yield from self.truth(truth.truth, at, rule)
            return
        if OUTCOME[verdict(truth, at)] is not Outcome.UNDETERMINED:
            return
        match truth:
            case terms.AllHold(group) | terms.AnyHolds(group):
                for part, whose in truths_of(group, at):
                    yield from self.truth(part, supposed_of(whose), rule)
            case terms.Not(inside):
                yield from self.truth(inside, at, rule)
            case terms.Where(inside, applies):
                yield from self.truth(applies, at, rule)
                yield from self.truth(inside, at, rule)
            case terms.OutcomeOf(program, code):
                yield from self.rule(supposed_of(at.under(program)), code)
            case terms.Holds(figure) if is_count(figure):
                yield from self._count(truth, at, rule)
            case terms.Holds() | terms.IsOneOf():
                yield from self._comparison(truth, at, rule)
            case terms.Above(kind, inside):
                superior = at.above(kind)
                if superior is not None:
                    yield from self.truth(inside, supposed_of(superior), rule)
            case terms.OpenTruth() | terms.Never():
                yield self._word(at, rule)
            case _:
                assert_never(truth)

    def _word(self, at: Supposed, rule: RuleKey) -> VariableOfRule:
        return Variable(at.unit.code, at.day, rule=str(rule)), rule

    def _count(self, truth: terms.Holds, at: Supposed, rule: RuleKey) -> Iterator[VariableOfRule]:
        for part, whose in counted_in(truth.figure, at):
            yield from self.truth(part, whose, rule)
        if reasons_for_missing(truth.required, at):
            required = terms.Holds(truth.required, truth.operator, truth.required)
            yield from self._comparison(required, at, rule)

    def _comparison(self, truth: terms.Holds | terms.IsOneOf, at: Supposed, rule: RuleKey) -> Iterator[VariableOfRule]:
        read = self.knowledge.comparison(truth, at, rule).variables
        waits = [variable for variable in read if self.knowledge.is_open(variable)]
        if not waits and any(
            why.kind is ReasonKind.NO_WHOLE for figure in compared_in(truth) for why in reasons_for_missing(figure, at)
        ):
            waits = [variable for variable in read if self.knowledge.variables[variable].value == 0]
        unknown = isinstance(truth, terms.Holds) and is_unknown(truth.required, at)
        if not waits or (unknown and not self._settles(truth, at, waits)):
            # A threshold that nobody knows: no figure settles it.
            waits = [self._word(at, rule)[0]]
        yield from ((variable, rule) for variable in waits)

    def _settles(self, truth: terms.Holds | terms.IsOneOf, at: Supposed, waits: Sequence[Variable]) -> bool:
        """True where the comparison can be settled by supplying all that it waits for."""
        choices = [self.candidates.of(variable) for variable in waits]
        longest = max(map(len, choices), default=0)
        for place in range(longest):
            values = {
                variable: tried[place % len(tried)] for variable, tried in zip(waits, choices, strict=True) if tried
            }
            if OUTCOME[verdict(truth, at.with_values(values))] is not Outcome.UNDETERMINED:
                return True
        return not longest


def _needed(
    wanted: list[Variable], knowledge: Knowledge, candidates: Candidates, term: terms.OutcomeOf, at: Supposed
) -> list[Variable]:
    """The variables asked for without what need not be known once the rest is, where several rules read the same."""
    readers = [reader for variable in wanted for reader in knowledge.readers.get(variable, ())]
    if not knowledge.repeated and not any(map(knowledge.is_shared, wanted)):
        return wanted
    if any(sum(map(knowledge.is_open, reader.variables)) > 1 for reader in readers):
        return wanted  # not every case of these is tried
    needed = _Needed(candidates, term, at)
    for variable in list(wanted):
        if not needed.is_needed(variable, wanted):
            wanted = [other for other in wanted if other != variable]
    return wanted


@define(eq=False)
class _Needed:
    """Looks for figures with which a decision stays open, within a number of trials.

    `left_open` is the unit under the figures of all others that were last found to leave it open.
    """

    candidates: Candidates
    outcome_term: terms.OutcomeOf
    at: Supposed
    trials: int = 0
    left_open: Supposed | None = None

    def is_needed(self, variable: Variable, wanted: Sequence[Variable]) -> bool:
        """True where some figures of all that are wanted but one leave the decision open, or where that is not found out."""
        others = [other for other in wanted if other != variable]
        return (
            self._open_in_exchange(others) or self._open_between(variable, wanted) or self._stays_open(others, self.at)
        )

    def _open_in_exchange(self, others: Sequence[Variable]) -> bool:
        """True where it stays open with the figures last found and one for the variable that was not known then."""
        if self.left_open is None:
            return False
        last = self.left_open.values
        added = [variable for variable in others if variable not in last and self.candidates.of(variable)]
        values = {variable: last[variable] for variable in others if variable in last}
        choices = (dict(zip(added, tried, strict=True)) for tried in product(*map(self.candidates.of, added)))
        return any(self._outcome({**values, **tried}) is Outcome.UNDETERMINED for tried in choices)

    def _open_between(self, variable: Variable, wanted: Sequence[Variable]) -> bool:
        """True where it is open on the way from the first figures of the others to their last, looked for by halves.

        Those asked for beside the variable turn last: they are of its own rule, which may rest on all of them.
        """
        own = wanted.index(variable)
        order = sorted(range(len(wanted)), key=lambda place: -abs(place - own))[:-1]
        tried = [(other, choices) for other in map(wanted.__getitem__, order) if (choices := self.candidates.of(other))]

        def outcome(turned: int) -> Outcome:
            return self._outcome(
                {other: choices[-1 if place < turned else 0] for place, (other, choices) in enumerate(tried)}
            )

        low, high = 0, len(tried)
        first, last = outcome(low), outcome(high)
        while first is not last and high - low > 1 and Outcome.UNDETERMINED not in (first, last):
            middle = (low + high) // 2
            between = outcome(middle)
            if between is first:
                low = middle
            else:
                high, last = middle, between
        return Outcome.UNDETERMINED in (first, last)

    def _outcome(self, values: Mapping[Variable, Supposition]) -> Outcome:
        at = (self.left_open or self.at).with_values(values)
        outcome = OUTCOME[at.outcomes_of(self.outcome_term)]
        if outcome is Outcome.UNDETERMINED:
            self.left_open = at
        return outcome

    def _stays_open(self, others: Sequence[Variable], at: Supposed) -> bool:
        self.trials += 1
        if self.trials > _TRIALS:
            return True
        if OUTCOME[at.outcomes_of(self.outcome_term)] is not Outcome.UNDETERMINED:
            return False
        if not others:
            self.left_open = at
            return True
        first, *rest = others
        tried = self.candidates.of(first)
        if not tried:
            return self._stays_open(rest, at)
        return any(self._stays_open(rest, at.with_values({**at.values, first: value})) for value in tried)
