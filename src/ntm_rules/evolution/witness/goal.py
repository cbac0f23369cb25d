"""States that a situation must have, by kind of quantity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Self, TypeVar

from attrs import define, field, frozen

from ...model.key import RuleKey
from ...model.outcome import Tally
from ...model.problem import CompileError
from ...program.compiling import compile
from ...program.program import Program
from ...program.terms import Above, Below, OutcomeOf, Over, Term, Truth, parts
from ...program.verdict import Verdict
from ..regions.demand import Cuts, Demands
from ..regions.diagram import TooManyCombinations
from ..regions.difference import HeldStates
from ..regions.partition import tallies
from ..regions.quantity import (
    OWN,
    YEAR_BEFORE,
    Against,
    CriteriaIncrease,
    MeasureAbove,
    MeasureChange,
    MeasureMean,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    MemberTruth,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Year,
)
from ..regions.side import Side

Example = Sequence[tuple[Quantity, State]]
Interval = tuple[Fraction | None, Fraction | None]
"""Least and greatest value of a figure, both included (None: no bound)."""
_Q = TypeVar("_Q")


@frozen
class At:
    """A measure of the unit itself or of the nearest one of a `kind` above, today or on an earlier date; with `back`, of the
    year so many years before the one assessed.
    """

    measure: str
    kind: str | None = None
    since: date | None = None
    back: int | None = None

    def day(self, as_of: date) -> date:
        """The day that it is reported of, where `as_of` is that of the situation."""
        if self.since == YEAR_BEFORE:
            return date(as_of.year - 1, 12, 31)
        return self.since or (date(as_of.year - self.back, 12, 31) if self.back else as_of)


Key = At | MembersFigure | CriteriaIncrease
"""Quantity for which a figure is chosen."""
ChosenIntervals = dict[Key, Interval]
"""Figures chosen: both bounds are equal for a measure, and may differ for a figure that is not settled."""
IntervalsByKey = Mapping[Key, Interval]


@frozen
class WitnessGoal:
    """The states that are sought, by the kind of quantity. `uncounted` are the rules of which no count matters, `named`
    the values of an attribute that rules name. `is_exact` asks of a rule that is to be undetermined that it can still come to
    anything.
    """

    year: State | None = None
    attributes: Mapping[str, State] = field(factory=dict)
    figures: Mapping[At, State] = field(factory=dict)
    changes: Mapping[At, State] = field(factory=dict)
    orders: Mapping[Against, Order] = field(factory=dict)
    rules: Mapping[OutcomeCounts, Tally] = field(factory=dict)
    increases: Mapping[CriteriaIncrease, State] = field(factory=dict)
    deciding: Mapping[MembersDeciding, Tally] = field(factory=dict)
    aggregates: Mapping[MembersFigure, State] = field(factory=dict)
    uncounted: frozenset[OutcomeCounts] = frozenset()
    is_exact: bool = True
    named: Mapping[str, frozenset[str]] = field(factory=dict)
    means: Mapping[MeasureMean, State] = field(factory=dict)
    in_percent: Mapping[At, State] = field(factory=dict)
    weighed: Mapping[MembersWeighed, State] = field(factory=dict)
    against: Mapping[MembersAgainst, State] = field(factory=dict)

    @classmethod
    def of(cls, example: Example, reads: Sequence[HeldStates], *, is_exact: bool = True) -> Self:
        """The states of an example; `reads` are all states of every quantity."""

        def those(kind: type[_Q]) -> dict[_Q, State]:
            return {quantity: state for quantity, state in example if isinstance(quantity, kind)}

        every = {states.quantity: states.every for states in reads}
        relative = {
            At(quantity.measure, since=quantity.since): state for quantity, state in those(RelativeChange).items()
        }
        above = {At(quantity.measure, quantity.kind): state for quantity, state in those(MeasureAbove).items()}
        return cls(
            those(Year).get(Year()),
            {quantity.attribute: state for quantity, state in those(OwnAttribute).items()},
            {**_own(those(OwnMeasure)), **above},
            {
                **{at: state for at, state in relative.items() if isinstance(state, Special)},
                **{
                    At(quantity.measure, since=quantity.since): state
                    for quantity, state in those(MeasureChange).items()
                },
            },
            {against: state for against, state in those(Against).items() if isinstance(state, Order)},
            {counts: state for counts, state in those(OutcomeCounts).items() if isinstance(state, Tally)},
            those(CriteriaIncrease),
            {quantity: state for quantity, state in those(MembersDeciding).items() if isinstance(state, Tally)},
            those(MembersFigure),
            frozenset(
                counts for counts in those(OutcomeCounts) if counts in every and not _is_counted(counts, every[counts])
            ),
            is_exact,
            {
                quantity.attribute: frozenset(
                    state.value for state in every.get(quantity, ()) if isinstance(state, ValueIs)
                )
                for quantity in those(OwnAttribute)
            },
            those(MeasureMean),
            {at: state for at, state in relative.items() if not isinstance(state, Special)},
            those(MembersWeighed),
            those(MembersAgainst),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the members about which a state is sought."""
        of_deciding, of_figures = (
            (quantity.kind for quantity in self.deciding),
            (aggregate.kind for aggregate in self.aggregates),
        )
        of_against = (kind for quantity in self.against for kind in (quantity.kind, quantity.against.kind))
        return tuple(
            dict.fromkeys((*of_deciding, *of_figures, *(quantity.kind for quantity in self.weighed), *of_against))
        )

    @property
    def since(self) -> tuple[date, ...]:
        """Earlier dates since which something is to have changed."""
        of_measures = (change.since for change in (*self.changes, *self.in_percent) if change.since is not None)
        return (*of_measures, *(increase.since for increase in self.increases))

    @property
    def settled(self) -> "dict[MembersFigure | CriteriaIncrease, State]":
        """States sought of figures over members and of increases in the number of criteria attained."""
        states: dict[MembersFigure | CriteriaIncrease, State] = {**self.increases, **self.aggregates}  # type: ignore[dict-item]
        return states


def own_at(quantity: OwnMeasure | MeasureAbove) -> At:
    """The measure of a quantity, to be reported."""
    return At(quantity.measure, getattr(quantity, "kind", None), back=getattr(quantity, "back", None))


def _own(states: Mapping[OwnMeasure, State]) -> dict[At, State]:
    """The states of the unit's own measures. Where the figure of a year is sought, that of the day is the latest of these;
    where those of the years are to be unknown, it is of a year before them.
    """
    own_states: dict[At, State] = {}
    for quantity, state in states.items():
        years = {
            other.back: known
            for other, known in states.items()
            if other.measure == quantity.measure and other.back is not None
        }
        if quantity.back is None and years and state is not Special.NOT_KNOWN:
            if any(known is not Special.NOT_KNOWN for known in years.values()):
                continue
            own_states[At(quantity.measure, back=max(years) + 1)] = state
        else:
            own_states[At(quantity.measure, back=quantity.back)] = state
    return own_states


def _of_members(quantities: Iterable[Quantity]) -> Iterator[RuleKey | MemberTruth | None]:
    """The rules and conditions that members are held to."""
    for quantity in quantities:
        if isinstance(quantity, MembersDeciding | MembersAgainst | MembersWeighed):
            yield quantity.rule
        if isinstance(quantity, MembersAgainst):
            yield quantity.against.rule
        if isinstance(quantity, MembersFigure):
            yield quantity.among


def _is_counted(rules: OutcomeCounts, states: Sequence[State]) -> bool:
    """True when the number of rules matters, not only which outcomes there are among them."""
    return {*states} != {*tallies(len(rules.rules), counted=False)}


@frozen
class Sides:
    """The rulesets for which a situation is sought, on the day of the situation."""

    sides: tuple[Side, ...]

    def rules(self, key: RuleKey | MemberTruth) -> Sequence[tuple[Program, str]]:
        """Program and code of the rule that has a shared key, for each side that has the rule."""
        return () if isinstance(key, MemberTruth) else self._by_key.get(key, ())

    @cached_property
    def reported(self) -> dict[object, Any]:
        """Reports found for members on a day, by what they are to bring about; None where none were found."""
        return {}

    @cached_property
    def verdicts(self) -> dict[object, Verdict]:
        """Verdicts on rules about units, by the program, the code, what the units are and all that the rules rest on."""
        return {}

    @cached_property
    def numbered(self) -> dict[object, int]:
        """Numbers for what was stated of units and for the units there were, by which verdicts are kept."""
        return {}

    @cached_property
    def conditions(self) -> Mapping[MemberTruth, Sequence[tuple[Side, Truth]]]:
        """The term of each condition on members, for each side that reads it."""
        conditions: dict[MemberTruth, list[tuple[Side, Truth]]] = {}
        for single in self.alone:
            for rule in dict.fromkeys(_of_members((*single.demands.bounds, *single.demands.figures))):
                if isinstance(rule, MemberTruth):
                    conditions.setdefault(rule, []).append((single.sides[0], rule.truth))
        return conditions

    @cached_property
    def _by_key(self) -> Mapping[RuleKey, Sequence[tuple[Program, str]]]:
        by_key: dict[RuleKey, list[tuple[Program, str]]] = {}
        for side in self.sides:
            for program in dict.fromkeys((side.program, *side.program.references.values())):
                for code in program.by_code:
                    key = side.key(program.ruleset.id, code)
                    by_key.setdefault(key, []).append((program, code))
        return by_key

    @cached_property
    def assurance(self) -> str | None:
        """The level of assurance of what is stated: the highest, where a rule asks for one."""
        asks = any(
            rule.scope.assurance_by_rule
            for side in self.sides
            for program in side.program.programs()
            for rule in program.rules
        )
        return self.sides[0].program.library.assurance_ids[-1] if asks else None

    @cached_property
    def below(self) -> Mapping[RuleKey, frozenset[RuleKey]]:
        """The rules of the same unit that each rule rests on, by their shared keys, on any side."""
        below: dict[RuleKey, frozenset[RuleKey]] = {}
        for side in self.sides:
            for program in side.program.programs():
                if program.as_of != side.program.as_of:
                    continue
                for rule in program.rules:
                    keys = {
                        side.key(term.program.ruleset, term.code)
                        for term in of_the_unit(rule.truth)
                        if isinstance(term, OutcomeOf) and term.program.as_of == program.as_of
                    }
                    key = side.key(program.ruleset.id, rule.key.code)
                    below[key] = below.get(key, frozenset()).union(
                        keys, *(below.get(below_key, ()) for below_key in keys)
                    )
        return below

    def programs(self, ruleset: str) -> list[Program]:
        """Programs of the ruleset that has a shared id, one for each side that reads it."""
        return [program for side in self.sides for program in self._programs(side, ruleset)]

    def past(self, ruleset: str, since: date) -> list[Program]:
        """Programs of a ruleset on an earlier date, one for each side that reads it."""
        return [
            program
            for side in self.sides
            for (id, day), program in side.program.past.items()
            if day == since and side.ruleset(id) == ruleset
        ]

    @cached_property
    def demands(self) -> Demands:
        """Demands of all rules of the rulesets on each quantity."""
        demands = Demands([*self.sides])
        for side in self.sides:
            for rule in side.program.rules:
                # One that cannot be compared exactly is asked for no figure.
                with suppress(TooManyCombinations):
                    demands.rule(side, rule)
        return demands

    @cached_property
    def alone(self) -> "tuple[Sides, ...]":
        """Sides with one ruleset each."""
        return (self,) if len(self.sides) == 1 else tuple(Sides((side,)) for side in self.sides)

    @property
    def bounds(self) -> Mapping[MembersDeciding, Cuts]:
        """Counts and shares (in percent) that rules compare the outcomes of members with."""
        return self.demands.bounds

    @staticmethod
    def _programs(side: Side, ruleset: str) -> list[Program]:
        if ruleset in (OWN, side.program.ruleset.id):
            return [side.program]
        others = side.program.references.items()
        return [program for id, program in others if program is not side.program and side.ruleset(id) == ruleset]


@define(eq=False)
class DatedSides:
    """The rulesets for which situations are sought, compiled once for each day on which one is."""

    sides: tuple[Side, ...]
    _on: dict[date, Sides | None] = field(factory=dict, init=False)

    def on(self, day: date) -> Sides | None:
        """The rulesets on a day; None when one of them cannot be compiled for it."""
        if day not in self._on:
            try:
                self._on[day] = Sides(tuple(_on(day, side) for side in self.sides))
            except CompileError:
                self._on[day] = None
        return self._on[day]


def _on(day: date, side: Side) -> Side:
    if side.program.as_of == day:
        return side
    return Side(compile(side.program.ruleset, day, side.program.library), side.renamed, side.stands_for)


def of_the_unit(term: object) -> Iterator[Term]:
    """The term and its parts, except those about other units."""
    if isinstance(term, Term):
        yield term
    for part in () if isinstance(term, Above | Below | Over) else parts(term):
        yield from of_the_unit(part)
