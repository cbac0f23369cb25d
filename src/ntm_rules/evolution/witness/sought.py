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
Chosen = dict[Key, Interval]
"""Figures chosen: both bounds are equal for a measure, and may differ for a figure that is not settled."""
Given = Mapping[Key, Interval]


@frozen
class Sought:
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

        every = {held.quantity: held.every for held in reads}
        relative = {At(each.measure, since=each.since): state for each, state in those(RelativeChange).items()}
        above = {At(each.measure, each.kind): state for each, state in those(MeasureAbove).items()}
        return cls(
            those(Year).get(Year()),
            {each.attribute: state for each, state in those(OwnAttribute).items()},
            {**_own(those(OwnMeasure)), **above},
            {
                **{at: state for at, state in relative.items() if isinstance(state, Special)},
                **{At(each.measure, since=each.since): state for each, state in those(MeasureChange).items()},
            },
            {each: state for each, state in those(Against).items() if isinstance(state, Order)},
            {each: state for each, state in those(OutcomeCounts).items() if isinstance(state, Tally)},
            those(CriteriaIncrease),
            {each: state for each, state in those(MembersDeciding).items() if isinstance(state, Tally)},
            those(MembersFigure),
            frozenset(each for each in those(OutcomeCounts) if each in every and not _is_counted(each, every[each])),
            is_exact,
            {
                each.attribute: frozenset(state.value for state in every.get(each, ()) if isinstance(state, ValueIs))
                for each in those(OwnAttribute)
            },
            those(MeasureMean),
            {at: state for at, state in relative.items() if not isinstance(state, Special)},
            those(MembersWeighed),
            those(MembersAgainst),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the members about which a state is sought."""
        of_deciding, of_figures = (each.kind for each in self.deciding), (each.kind for each in self.aggregates)
        held = (kind for each in self.against for kind in (each.kind, each.against.kind))
        return tuple(dict.fromkeys((*of_deciding, *of_figures, *(each.kind for each in self.weighed), *held)))

    @property
    def since(self) -> tuple[date, ...]:
        """Earlier dates since which something is to have changed."""
        of_measures = (each.since for each in (*self.changes, *self.in_percent) if each.since is not None)
        return (*of_measures, *(each.since for each in self.increases))

    @property
    def settled(self) -> "dict[MembersFigure | CriteriaIncrease, State]":
        """States sought of figures over members and of increases in the number of criteria attained."""
        found: dict[MembersFigure | CriteriaIncrease, State] = {**self.increases, **self.aggregates}  # type: ignore[dict-item]
        return found


def own_at(quantity: OwnMeasure | MeasureAbove) -> At:
    """The measure of a quantity, to be reported."""
    return At(quantity.measure, getattr(quantity, "kind", None), back=getattr(quantity, "back", None))


def _own(states: Mapping[OwnMeasure, State]) -> dict[At, State]:
    """The states of the unit's own measures. Where the figure of a year is sought, that of the day is the latest of these;
    where those of the years are to be unknown, it is of a year before them.
    """
    found: dict[At, State] = {}
    for each, state in states.items():
        years = {
            one.back: known for one, known in states.items() if one.measure == each.measure and one.back is not None
        }
        if each.back is None and years and state is not Special.NOT_KNOWN:
            if any(known is not Special.NOT_KNOWN for known in years.values()):
                continue
            found[At(each.measure, back=max(years) + 1)] = state
        else:
            found[At(each.measure, back=each.back)] = state
    return found


def _of_members(quantities: Iterable[Quantity]) -> Iterator[RuleKey | MemberTruth | None]:
    """The rules and conditions that members are held to."""
    for each in quantities:
        if isinstance(each, MembersDeciding | MembersAgainst | MembersWeighed):
            yield each.rule
        if isinstance(each, MembersAgainst):
            yield each.against.rule
        if isinstance(each, MembersFigure):
            yield each.among


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
        found: dict[MemberTruth, list[tuple[Side, Truth]]] = {}
        for one in self.alone:
            for rule in dict.fromkeys(_of_members((*one.demands.bounds, *one.demands.figures))):
                if isinstance(rule, MemberTruth):
                    found.setdefault(rule, []).append((one.sides[0], rule.truth))
        return found

    @cached_property
    def _by_key(self) -> Mapping[RuleKey, Sequence[tuple[Program, str]]]:
        found: dict[RuleKey, list[tuple[Program, str]]] = {}
        for side in self.sides:
            for program in dict.fromkeys((side.program, *side.program.references.values())):
                for code in program.by_code:
                    key = side.key(program.ruleset.id, code)
                    found.setdefault(key, []).append((program, code))
        return found

    @cached_property
    def assurance(self) -> str | None:
        """The level of assurance of what is stated: the highest, where a rule asks for one."""
        asks = any(rule.scope.asked for side in self.sides for one in side.program.programs() for rule in one.rules)
        return self.sides[0].program.library.assurance_ids[-1] if asks else None

    @cached_property
    def below(self) -> Mapping[RuleKey, frozenset[RuleKey]]:
        """The rules of the same unit that each rule rests on, by their shared keys, on any side."""
        found: dict[RuleKey, frozenset[RuleKey]] = {}
        for side in self.sides:
            for program in side.program.programs():
                if program.as_of != side.program.as_of:
                    continue
                for rule in program.rules:
                    asked = {
                        side.key(term.program.ruleset, term.code)
                        for term in of_the_unit(rule.truth)
                        if isinstance(term, OutcomeOf) and term.program.as_of == program.as_of
                    }
                    key = side.key(program.ruleset.id, rule.key.code)
                    found[key] = found.get(key, frozenset()).union(asked, *(found.get(one, ()) for one in asked))
        return found

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
