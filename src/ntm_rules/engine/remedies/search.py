"""The search for ways by which a truth comes to a goal: down to the comparisons, and put together again."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from attrs import define, field

from ...model.condition import Operator
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.values.kept import Kept
from ...model.values.number import as_fraction, difference, share
from ...program import terms
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, holds
from ..evidence.attested_text import attested_verdict
from ..specification.meaning import attestations_of, span_of, truths_of, verdict
from .candidates import Candidates
from .counts import counted, counted_in, is_count
from .knowledge import Knowledge, Reader, VariableState, is_unknown
from .supposed import Supposed, Supposition, Variable, supposed_of
from .ways import ANYHOW, OPEN, Allowed, Goal, Stay, Way, Ways, best, chosen, every_of, opposite, outcome_bit, ways_of

_OTHERS = 3
"""The number of ways that are followed of a rule that reads nothing that others read."""


@define(eq=False)
class WaySearch:
    """Finds ways. `rules` are those for the sake of which a variable is to change.

    With `apart`, a rule that comes not to apply is a way too, as it then counts against nothing.
    """

    knowledge: Knowledge
    candidates: Candidates
    apart: bool = False
    rules: dict[Variable, RuleKey] = field(factory=dict)
    _known_ways: dict[tuple[object, ...], Ways] = field(factory=dict)

    def ways(self, truth: terms.Truth, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        """The ways by which a truth comes to one of the outcomes of a goal, as far as they are followed."""
        match truth:
            case terms.Told(inside):
                return self.ways(inside, at, rule, goal)
            case terms.Attested(inside):
                return self._attested(truth, inside, at, rule, goal)
            case terms.AllHold(group) | terms.AnyHolds(group):
                parts = [(part, supposed_of(whose)) for part, whose in truths_of(group, at)]
                return self._group(parts, isinstance(truth, terms.AllHold), rule, goal)
            case terms.Not(inside):
                return self.ways(inside, at, rule, opposite(goal))
            case terms.Where(inside, applies):
                return self._where(inside, applies, at, rule, goal)
            case terms.OutcomeOf(program, code):
                key = (program, at.unit.code, code, goal)
                if key not in self._known_ways:
                    self._known_ways[key] = self._rule(supposed_of(at.under(program)), code, goal, truth, at)
                return self._known_ways[key]
            case terms.Holds(figure) if is_count(figure):
                return self._count(truth, at, rule, goal)
            case terms.Holds() | terms.IsOneOf():
                return self._comparison(self.knowledge.comparison(truth, at, rule), rule, goal)
            case terms.Above(kind, inside):
                whose = at.above(kind)
                if whose is None:
                    return ANYHOW if goal & OPEN else []
                return self.ways(inside, supposed_of(whose), rule, goal)
            case terms.Never():
                return ANYHOW if goal & NOT_ATTAINED else []
            case terms.OpenTruth():
                return ANYHOW if goal & OPEN else []
            case _:
                assert_never(truth)

    def _rule(self, under: Supposed, code: str, goal: Goal, truth: terms.OutcomeOf, at: Supposed) -> Ways:
        asked_rule, apart = under.program.by_code[code], self.knowledge.stands_apart(truth, at)
        if apart and outcome_bit(at.outcomes_of(truth)) & goal:
            return ANYHOW
        ways = self.ways(asked_rule.truth, under, asked_rule.key, goal)
        # Where nothing else reads what it reads, the cheapest ways are the cheapest of all.
        return ways[:_OTHERS] if apart else ways

    def _group(self, parts: Sequence[tuple[terms.Truth, Supposed]], every: bool, rule: RuleKey, goal: Goal) -> Ways:
        """The ways of a conjunction, or of a disjunction: all parts keep from what fails it, or one part fails it."""
        fails = NOT_ATTAINED if every else ATTAINED
        ways: Ways = []
        if goal & fails:
            part_goal = goal & (fails | OPEN)
            ways += [way for part, whose in parts for way in self.ways(part, whose, rule, part_goal)]
        rest = goal & ~fails
        if rest & ~OPEN:
            # What does not apply is left out.
            apart = [self.apart or outcome_bit(verdict(*part)) == NOT_APPLICABLE for part in parts]
            ways += every_of(
                [
                    self.ways(*part, rule, rest | NOT_APPLICABLE if left_out else rest)
                    for part, left_out in zip(parts, apart, strict=True)
                ]
            )
        return best(ways)

    def _where(self, inside: terms.Truth, applies: terms.Truth, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        ways: Ways = []
        may_apply = ATTAINED | goal & OPEN
        ways += every_of([self.ways(applies, at, rule, may_apply), self.ways(inside, at, rule, goal)])
        if goal & NOT_APPLICABLE:
            ways += self.ways(applies, at, rule, NOT_ATTAINED | NOT_APPLICABLE)
        return best(ways)

    def _attested(self, truth: terms.Attested, inside: terms.Truth, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        """The ways of the figures; where they leave the rule open, an authority's finding decides it."""
        words = attestations_of(truth, at)
        by_words = attested_verdict(words, truth)
        ways = self.ways(inside, at, rule, goal if by_words is None else goal & ~OPEN)
        variable = Variable(at.unit.code, at.day, rule=str(truth.rule))
        own = VariableState(words[0].value if words else None, fixed=at.day != self.knowledge.day)
        known = self.knowledge.variables.setdefault(variable, own)
        self.knowledge.readers.setdefault(variable, [])
        if by_words is not None and outcome_bit(by_words) & goal:
            stays: Way = {variable: frozenset({Stay.AS_IT_IS})}
            ways = [*ways, *every_of([self.ways(inside, at, rule, OPEN | by_words), [stays]])]
        elif (
            (words or (not ways and self._needs_a_word(truth, at)))
            and goal & (ATTAINED | NOT_ATTAINED)
            and not (known.fixed and known.value is not None)
        ):
            met, outcome = (Finding.MET, ATTAINED) if goal & ATTAINED else (Finding.NOT_MET, NOT_ATTAINED)
            self.rules.setdefault(variable, rule)
            attested: Way = {variable: frozenset({met})}
            ways = [*ways, *every_of([self.ways(inside, at, rule, OPEN | outcome), [attested]])]
        return best(ways)

    def _needs_a_word(self, truth: terms.Attested, at: Supposed) -> bool:
        """True where no figure settles a rule: its content or a threshold is not known, or nothing that it reads is open."""
        if _IS_OPEN.of(truth):
            return True
        read = self.knowledge.rules.get((at.program.key, at.unit.code, truth.rule.code), ())
        if any(
            isinstance(reader.truth, terms.Holds) and is_unknown(reader.truth.required, reader.at) for reader in read
        ):
            return True
        return not any(self.knowledge.is_open(variable) for reader in read for variable in reader.variables)

    def nearest(self, variable: Variable, choices: frozenset[Allowed]) -> Supposition:
        """The value of those that a way allows which is nearest to the one that is there."""
        if len(choices) == 1:
            (only,) = choices
            assert not isinstance(only, Stay)
            return only
        known = self.knowledge.variables[variable].value
        tried = [value for value in self.candidates.of(variable) if value in choices]
        if isinstance(known, Decimal | Fraction):
            current = as_fraction(known)
            return min(
                tried,
                key=lambda value: abs(as_fraction(value) - current) if isinstance(value, Decimal | Fraction) else 0,
            )
        return tried[0]

    # ---- one comparison

    def _comparison(self, reader: Reader, rule: RuleKey, goal: Goal) -> Ways:
        is_there = bool(outcome_bit(verdict(reader.truth, reader.at)) & goal)
        if is_there and not any(map(self.knowledge.is_shared, reader.variables)):
            return ANYHOW
        key = (reader.truth, reader.at.unit.code, reader.at.program.key, goal)
        if key not in self._known_ways:
            self._known_ways[key] = best([*ways_of(reader, goal, self.knowledge, self.candidates)])
        if not is_there:
            for variable in reader.variables:
                self.rules.setdefault(variable, rule)
        return self._known_ways[key]

    # ---- counts

    def _count(self, truth: terms.Holds, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        """The ways of a count or a share within a bound: every number of parts that hold is tried."""
        if outcome_bit(verdict(truth, at)) & goal & (OPEN | NOT_APPLICABLE):
            return ANYHOW
        counted_terms = counted(truth.figure)
        required = span_of(truth.required, at).value
        if counted_terms is None or required is None or isinstance(required, str | Finding):
            return []
        figure, turned, other = counted_terms
        beside = None if other is None else span_of(other, at).value
        if other is not None and not isinstance(beside, Decimal):
            return []
        wanted = [bit for bit in (ATTAINED, NOT_ATTAINED) if goal & bit]
        parts = [
            part for part in counted_in(figure, at) if outcome_bit(verdict(*part)) != NOT_APPLICABLE or not figure.share
        ]
        # Of a bound from one side only what has to come in, or to go out, is looked for.
        is_rising = truth.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
        sides = {(is_rising is (met == ATTAINED)) is not turned for met in wanted}
        is_equal = truth.operator is Operator.EQUALS
        into = [self.ways(*part, rule, ATTAINED) if is_equal or True in sides else [] for part in parts]
        leaving = NOT_ATTAINED | NOT_APPLICABLE
        out_of = [self.ways(*part, rule, leaving) if is_equal or False in sides else [] for part in parts]
        surely = not parts or any(outcome_bit(verdict(*part)) in (ATTAINED, NOT_ATTAINED) for part in parts)
        # What is counted has to apply, also where any number of it will do.
        some = (
            ANYHOW
            if surely
            else best([way for part in parts for way in self.ways(*part, rule, ATTAINED | NOT_ATTAINED)])
        )
        ways: Ways = []
        whole, operator = len(parts), truth.operator
        for met in wanted:
            rising = operator in (Operator.AT_LEAST, Operator.MORE_THAN)
            falling = operator in (Operator.AT_MOST, Operator.LESS_THAN)
            if met == NOT_ATTAINED:
                rising, falling = falling, rising
            if turned:
                rising, falling = falling, rising
            for count in range(whole, -1, -1) if falling else range(whole + 1):
                value = share(Decimal(count), Decimal(whole)) if figure.share and whole else Decimal(count)
                if isinstance(beside, Decimal):
                    value = difference(beside, value) if turned else difference(value, beside)
                if holds(value, operator, required) is not (met == ATTAINED):
                    continue
                for coming in chosen(into if not falling else [ANYHOW] * whole, out_of, count, falling):
                    ins = [into[index] for index in coming] if not falling else []
                    outs = [out_of[index] for index in range(whole) if index not in coming] if not rising else []
                    ways += every_of([*ins, *outs, *([] if ins else [some])])
                if rising or falling:
                    break  # as many as must, or as few
        return best(ways)


_IS_OPEN: Kept[terms.Attested, bool] = Kept(
    lambda truth: any(isinstance(term, terms.OpenTruth) for term in terms.walk(truth))
)
"""True of truths of which a part is not known."""
