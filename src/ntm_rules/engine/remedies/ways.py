"""Ways by which a truth comes to what is asked of it: for each variable concerned, the values that do.

A goal is the set of outcomes that are asked for, one bit each. A way may leave a variable as it is (`AS_IT_IS` among its
values); what it does not name may be anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import combinations, islice, product
from math import comb, prod
from typing import assert_never

from attrs import define, field

from ...model.condition import Operator
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.values.number import as_fraction, difference, share
from ...program.terms import (
    AllHold,
    Always,
    AnyHolds,
    Attested,
    Counted,
    Difference,
    Figure,
    Holds,
    IsOneOf,
    Never,
    Not,
    OpenTruth,
    OutcomeOf,
    Rounded,
    Told,
    Truth,
    Where,
    walk,
)
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, Verdict, holds
from ..specification.meaning import said_by, span_of, truths_of, verdict
from .candidates import Candidates
from .knowledge import Comparison, Knowledge, Known, counted_in, is_count, is_unknown, supposed_of
from .supposed import Supposed, Supposition, Variable

Goal = int
OPEN = 8
"""The bit of a goal for a verdict that is not settled; the others are those of verdicts."""


class Stay(Enum):
    """The mark of a variable that stays as it is."""

    AS_IT_IS = "as it is"


Choice = Supposition | Stay
Way = Mapping[Variable, frozenset[Choice]]
Ways = list[Way]

_ANYHOW: Ways = [{}]
_MOST = 60
"""The number of ways that are followed at a time, those with the fewest changes first."""
_OTHERS = 3
"""The number of ways that are followed of a rule that reads nothing that others read."""
_LONG = 40
"""The number of variables beyond which hardly any other ways are followed."""
_TRIALS = 3_000
"""The number of combinations of values that are tried for a comparison of several variables."""
_TOGETHER = 3
"""The number of open variables of a comparison beyond which they are supplied all together."""
_COMBINATIONS = 80
"""The number of combinations of parts that are tried for a count."""


def outcome_bit(found: Verdict) -> Goal:
    """The bit of the outcome that a verdict is."""
    return found if found in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) else OPEN


def cost(way: Way) -> int:
    """The number of variables that a way changes."""
    return sum(Stay.AS_IT_IS not in values for values in way.values())


@define(eq=False)
class Search:
    """Finds ways. `rules` are those for the sake of which a variable is to change.

    With `apart`, a rule that comes not to apply is a way too, as it then counts against nothing.
    """

    knowledge: Knowledge
    candidates: Candidates
    apart: bool = False
    rules: dict[Variable, RuleKey] = field(factory=dict)
    _made: dict[tuple[object, ...], Ways] = field(factory=dict)

    def ways(self, truth: Truth, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        """The ways by which a truth comes to one of the outcomes of a goal, as far as they are followed."""
        match truth:
            case Told(inside):
                return self.ways(inside, at, rule, goal)
            case Attested(inside):
                return self._attested(truth, inside, at, rule, goal)
            case AllHold(group) | AnyHolds(group):
                parts = [(part, supposed_of(whose)) for part, whose in truths_of(group, at)]
                return self._group(parts, isinstance(truth, AllHold), rule, goal)
            case Not(inside):
                return self.ways(inside, at, rule, _opposite(goal))
            case Where(inside, applies):
                return self._where(inside, applies, at, rule, goal)
            case OutcomeOf(program, code):
                key = (program, at.unit.code, code, goal)
                if key not in self._made:
                    self._made[key] = self._rule(supposed_of(at.under(program)), code, goal, truth, at)
                return self._made[key]
            case Holds(figure) if is_count(figure):
                return self._count(truth, at, rule, goal)
            case Holds() | IsOneOf():
                return self._comparison(self.knowledge.comparison(truth, at, rule), rule, goal)
            case Never():
                return _ANYHOW if goal & NOT_ATTAINED else []
            case OpenTruth():
                return _ANYHOW if goal & OPEN else []
            case _:
                assert_never(truth)

    def _rule(self, there: Supposed, code: str, goal: Goal, truth: OutcomeOf, at: Supposed) -> Ways:
        asked, apart = there.program.by_code[code], self.knowledge.stands_apart(truth, at)
        if apart and outcome_bit(at.outcomes_of(truth)) & goal:
            return _ANYHOW
        found = self.ways(asked.truth, there, asked.key, goal)
        # Where nothing else reads what it reads, the cheapest ways are the cheapest of all.
        return found[:_OTHERS] if apart else found

    def _group(self, parts: Sequence[tuple[Truth, Supposed]], every: bool, rule: RuleKey, goal: Goal) -> Ways:
        """The ways of a conjunction, or of a disjunction: all parts keep from what fails it, or one part fails it."""
        fails = NOT_ATTAINED if every else ATTAINED
        found: Ways = []
        if goal & fails:
            asked = goal & (fails | OPEN)
            found += [way for part, whose in parts for way in self.ways(part, whose, rule, asked)]
        rest = goal & ~fails
        if rest & ~OPEN:
            # What does not apply is left out.
            apart = [self.apart or outcome_bit(verdict(*one)) == NOT_APPLICABLE for one in parts]
            found += every_of(
                [
                    self.ways(*one, rule, rest | NOT_APPLICABLE if left_out else rest)
                    for one, left_out in zip(parts, apart, strict=True)
                ]
            )
        return _best(found)

    def _where(self, inside: Truth, applies: Truth, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        found: Ways = []
        may_apply = ATTAINED | goal & OPEN
        found += every_of([self.ways(applies, at, rule, may_apply), self.ways(inside, at, rule, goal)])
        if goal & NOT_APPLICABLE:
            found += self.ways(applies, at, rule, NOT_ATTAINED | NOT_APPLICABLE)
        return _best(found)

    def _attested(self, truth: Attested, inside: Truth, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        """The ways of the figures; where they leave the rule open, an authority's finding decides it."""
        words = at.attested(truth.rule)
        said = said_by(words, truth.basically)
        found = self.ways(inside, at, rule, goal if said is None else goal & ~OPEN)
        variable = Variable(at.unit.code, at.day, rule=str(truth.rule))
        self.knowledge.variables.setdefault(
            variable, Known(words[0].value if words else None, fixed=at.day != self.knowledge.day)
        )
        self.knowledge.readers.setdefault(variable, [])
        if said is not None and outcome_bit(said) & goal:
            stays: Way = {variable: frozenset({Stay.AS_IT_IS})}
            found = [*found, *every_of([self.ways(inside, at, rule, OPEN | said), [stays]])]
        elif (
            (words or (not found and self._needs_a_word(truth, at)))
            and goal & (ATTAINED | NOT_ATTAINED)
            and not self._is_past(variable)
        ):
            met, asked = (Finding.MET, ATTAINED) if goal & ATTAINED else (Finding.NOT_MET, NOT_ATTAINED)
            if self._is_past(variable):
                return found
            self.rules.setdefault(variable, rule)
            attested: Way = {variable: frozenset({met})}
            found = [*found, *every_of([self.ways(inside, at, rule, OPEN | asked), [attested]])]
        return _best(found)

    def _needs_a_word(self, truth: Attested, at: Supposed) -> bool:
        """True where no figure settles a rule: its content or a threshold is not known, or nothing that it reads is open."""
        if any(isinstance(one, OpenTruth) for one in walk(truth)):
            return True
        read = self.knowledge.rules.get((at.program.key, at.unit.code, truth.rule.code), ())
        if any(isinstance(one.truth, Holds) and is_unknown(one.truth.required, one.at) for one in read):
            return True
        return not any(self.knowledge.is_open(variable) for one in read for variable in one.variables)

    def _is_past(self, variable: Variable) -> bool:
        known = self.knowledge.variables[variable]
        return known.fixed and known.value is not None

    def nearest(self, variable: Variable, choices: frozenset[Choice]) -> Supposition:
        """The value of those that a way allows which is nearest to the one that is there."""
        if len(choices) == 1:
            (only,) = choices
            assert not isinstance(only, Stay)
            return only
        known = self.knowledge.variables[variable].value
        tried = [one for one in self.candidates.tried(variable) if one in choices]
        if isinstance(known, Decimal | Fraction):
            there = as_fraction(known)
            return min(
                tried, key=lambda one: abs(as_fraction(one) - there) if isinstance(one, Decimal | Fraction) else 0
            )
        return tried[0]

    # ---- one comparison

    def _comparison(self, one: Comparison, rule: RuleKey, goal: Goal) -> Ways:
        is_there = bool(outcome_bit(verdict(one.truth, one.at)) & goal)
        if is_there and not any(map(self.knowledge.is_shared, one.variables)):
            return _ANYHOW
        key = (one.truth, one.at.unit.code, one.at.program.key, goal)
        if key not in self._made:
            found = [*self._of_one(one, goal)] if len(one.variables) == 1 else [*self._of_several(one, goal)]
            self._made[key] = _best(found)
        if not is_there:
            for variable in one.variables:
                self.rules.setdefault(variable, rule)
        return self._made[key]

    def _reaches(self, one: Comparison, values: Mapping[Variable, Supposition], goal: Goal) -> bool:
        return bool(outcome_bit(verdict(one.truth, one.at.with_values(values))) & goal)

    def _of_one(self, one: Comparison, goal: Goal) -> Iterator[Way]:
        (variable,) = one.variables
        if self.knowledge.is_open(variable) and not self.knowledge.is_shared(variable):
            values = (value for value in self.candidates.tried(variable) if self._reaches(one, {variable: value}, goal))
            if (found := next(values, None)) is not None:
                yield {variable: frozenset({found})}
            return
        choices: set[Choice] = {
            value for value in self.candidates.of(variable) if self._reaches(one, {variable: value}, goal)
        }
        if self._reaches(one, {}, goal):
            choices.add(Stay.AS_IT_IS)
        if choices:
            yield {variable: frozenset(choices)}

    def _of_several(self, one: Comparison, goal: Goal) -> Iterator[Way]:
        """The ways with as few changes as will do, and the next more."""
        if self._reaches(one, {}, goal):
            yield {variable: frozenset({Stay.AS_IT_IS}) for variable in one.variables}
            return
        waits = [variable for variable in one.variables if self.knowledge.is_open(variable)]
        if len(waits) > _TOGETHER:
            yield from self._of_all(one, waits, goal)
            return
        trials = 0
        done: list[Sequence[Variable]] = []
        # A value for each will do, unless others read them too.
        is_sole = not any(map(self.knowledge.is_shared, waits))
        free = [variable for variable in one.variables if variable not in one.kept]
        for size in range(1, len(free) + 1):
            for changed in combinations(free, size):
                if any(set(fewer) <= set(changed) for fewer in done):
                    continue
                several = [self.candidates.of(variable) for variable in changed]
                trials += prod(map(len, several))
                if trials > _TRIALS:
                    several = [values[: max(2, round(_TRIALS ** (1 / (size + 1))))] for values in several]
                    if trials > 4 * _TRIALS:
                        return
                reaching = (
                    values
                    for values in product(*several)
                    if self._reaches(one, dict(zip(changed, values, strict=True)), goal)
                )
                # A figure that is there is to change as little as will do.
                reached = list(islice(reaching, 1 if is_sole and set(changed) <= set(waits) else None))
                if reached:
                    done.append(changed)
                    yield from self._together(one, changed, reached)

    def _of_all(self, one: Comparison, waits: Sequence[Variable], goal: Goal) -> Iterator[Way]:
        """The way in which all that is open is supplied, with values of the same place among those to try."""
        several = [self.candidates.of(variable) for variable in waits]
        for place in range(max(map(len, several))):
            values = {name: tried[place % len(tried)] for name, tried in zip(waits, several, strict=True) if tried}
            if self._reaches(one, values, goal):
                yield {variable: frozenset({values.get(variable, Stay.AS_IT_IS)}) for variable in one.variables}
                return

    def _together(
        self, one: Comparison, changed: Sequence[Variable], reached: Sequence[tuple[Supposition, ...]]
    ) -> Iterator[Way]:
        """The combinations of values that were found, those of the first variable put together."""
        stay: dict[Variable, frozenset[Choice]] = {
            variable: frozenset({Stay.AS_IT_IS}) for variable in one.variables if variable not in changed
        }
        by_rest: dict[tuple[Supposition, ...], set[Choice]] = {}
        for first, *rest in reached:
            by_rest.setdefault(tuple(rest), set()).add(first)
        for others, firsts in islice(by_rest.items(), _MOST):
            rest_of: dict[Variable, frozenset[Choice]] = {
                variable: frozenset({value}) for variable, value in zip(changed[1:], others, strict=True)
            }
            yield {**stay, changed[0]: frozenset(firsts), **rest_of}

    # ---- counts

    def _count(self, truth: Holds, at: Supposed, rule: RuleKey, goal: Goal) -> Ways:
        """The ways of a count or a share within a bound: every number of parts that hold is tried."""
        if outcome_bit(verdict(truth, at)) & goal & (OPEN | NOT_APPLICABLE):
            return _ANYHOW
        counted = _counted(truth.figure)
        asked = span_of(truth.required, at).value
        if counted is None or asked is None or isinstance(asked, str | Finding):
            return []
        figure, turned, other = counted
        beside = None if other is None else span_of(other, at).value
        if other is not None and not isinstance(beside, Decimal):
            return []
        wanted = [bit for bit in (ATTAINED, NOT_ATTAINED) if goal & bit]
        parts = [
            one for one in counted_in(figure, at) if outcome_bit(verdict(*one)) != NOT_APPLICABLE or not figure.share
        ]
        into = [self.ways(*one, rule, ATTAINED) for one in parts]
        out_of = [self.ways(*one, rule, NOT_ATTAINED | NOT_APPLICABLE) for one in parts]
        surely = not parts or any(outcome_bit(verdict(*one)) in (ATTAINED, NOT_ATTAINED) for one in parts)
        # What is counted has to apply, also where any number of it will do.
        some = (
            _ANYHOW
            if surely
            else _best([way for one in parts for way in self.ways(*one, rule, ATTAINED | NOT_ATTAINED)])
        )
        found: Ways = []
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
                if holds(value, operator, asked) is not (met == ATTAINED):
                    continue
                for coming in _chosen(into if not falling else [_ANYHOW] * whole, out_of, count, falling):
                    ins = [into[one] for one in coming] if not falling else []
                    outs = [out_of[one] for one in range(whole) if one not in coming] if not rising else []
                    found += every_of([*ins, *outs, *([] if ins else [some])])
                if rising or falling:
                    break  # as many as must, or as few
        return _best(found)


def _counted(figure: Figure) -> tuple[Counted, bool, Figure | None] | None:
    """The count in a figure, whether it is taken away, and the figure beside it; None for other figures."""
    match figure:
        case Counted():
            return figure, False, None
        case Always(inside) | Rounded(inside):
            return _counted(inside)
        case Difference(Always(Counted() as of), Always(Counted() as less)):
            # Only the later of the two can change.
            earlier_first = _day(of) < _day(less)
            return (less, True, figure.of) if earlier_first else (of, False, figure.less)
    return None


def _day(figure: Counted) -> date:
    return max(one.program.as_of for one in walk(figure) if isinstance(one, OutcomeOf))


def _chosen(into: Sequence[Ways], out_of: Sequence[Ways], count: int, falling: bool) -> Iterator[tuple[int, ...]]:
    """Choices of that many parts that are to hold, the cheapest first where there are too many to try them all."""
    whole = len(out_of)
    if comb(whole, count) <= _COMBINATIONS:
        yield from combinations(range(whole), count)
        return
    least = [_least(out_of[one]) for one in range(whole)] if falling else [_least(into[one]) for one in range(whole)]
    order = sorted(range(whole), key=least.__getitem__, reverse=falling)
    yield tuple(order[:count])
    for left_out in range(max(0, count - 4), count):
        for other in order[count : count + 4]:
            yield (*order[:left_out], *order[left_out + 1 : count], other)


def _least(ways: Ways) -> int:
    return min(map(cost, ways), default=10**6)


def every_of(several: Iterable[Ways]) -> Ways:
    """The ways that do all: for each, a way; where two name a variable, the values that both allow."""
    found = _ANYHOW
    for ways in several:
        if ways == _ANYHOW:
            continue
        if len(found[0]) > _LONG:
            found, ways = found[:2], ways[:2]
        found = _best([both for one in found for other in ways if (both := _both(one, other)) is not None])
        if not found:
            return []
    return found


def _both(one: Way, other: Way) -> Way | None:
    if not one or not other:
        return one or other
    joined = dict(one)
    for variable, values in other.items():
        allowed = joined.get(variable, values) & values
        if not allowed:
            return None
        joined[variable] = allowed
    return joined


def _best(ways: Ways) -> Ways:
    """The ways without those that ask for more than another, the cheapest first, no more than are followed."""
    if len(ways) < 2:
        return ways
    if {} in ways:
        return _ANYHOW
    ordered = sorted(ways, key=cost)[: 2 * _MOST]
    kept: Ways = []
    for way in ordered:
        if not any(_asks_no_more(other, way) for other in kept):
            kept.append(way)
            if len(kept) == _MOST:
                break
    return kept


def _asks_no_more(one: Way, other: Way) -> bool:
    """True where whatever the other way allows, the one allows too."""
    return one.keys() <= other.keys() and all(values >= other[variable] for variable, values in one.items())


def _opposite(goal: Goal) -> Goal:
    kept = goal & ~(ATTAINED | NOT_ATTAINED)
    return kept | (NOT_ATTAINED if goal & ATTAINED else 0) | (ATTAINED if goal & NOT_ATTAINED else 0)
