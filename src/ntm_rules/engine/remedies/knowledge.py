"""Knowledge of the variables that a rule rests on: their values, or why there is none, and the comparisons that read them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from attrs import define, evolve, field, frozen

from ...model.decision import ReasonKind
from ...model.fact import Absence, Value
from ...model.key import RuleKey
from ...model.values.number import Quotient
from ...program import terms
from ..specification.figure_reasons import measure_of, reasons_for_missing
from ..specification.meaning import case_of, chosen, chosen_for, observation_of, span_of, truths_of
from .counts import counted_in, is_count
from .steps import Step, StepKind
from .supposed import RuleOfUnit, Supposed, Variable, supposed_of

Variables = tuple[Variable, ...]


@frozen
class VariableState:
    """The knowledge of one variable: its value, or the problem because of which there is none.

    One that is `fixed` can no longer change: a figure of the past or of a unit above, an attribute by which a threshold is
    chosen, what does not apply.
    """

    value: Value | None
    problem: ReasonKind | None = None
    fixed: bool = False


@frozen(eq=False)
class Reader:
    """A truth that rests on figures and on no other truth, about a unit; `rule` is the one that it is a part of.

    `unchanged` are those that are not changed for its sake: what a share is a share of, as the number of households.
    """

    truth: terms.Holds | terms.IsOneOf
    at: Supposed
    rule: RuleKey
    variables: Variables
    unchanged: frozenset[Variable] = frozenset()
    tried: terms.Holds | terms.IsOneOf = field(init=False)
    """The truth with what is required as the unit's attributes choose it, which no trial changes."""

    @tried.default
    def _as_chosen(self) -> terms.Holds | terms.IsOneOf:
        if not isinstance(self.truth, terms.Holds):
            return self.truth
        required = self.truth.required
        while isinstance(required, terms.Chosen) and isinstance(required.case.by, terms.AttributeOf):
            own = case_of(required.case, self.at)
            if not own:
                break
            required = chosen_for(required, own)
        return self.truth if required is self.truth.required else evolve(self.truth, required=required)


@define(eq=False)
class Knowledge:
    """The variables that rules rest on, and the comparisons that read each: filled by `read`."""

    day: date
    unit: str
    variables: dict[Variable, VariableState] = field(factory=dict)
    readers: dict[Variable, list[Reader]] = field(factory=dict)
    comparisons: dict[tuple[object, ...], Reader] = field(factory=dict)
    rules: dict[RuleOfUnit, list[Reader]] = field(factory=dict)
    """The comparisons that each rule rests on, also those of the rules that it asks for."""
    repeated: set[RuleOfUnit] = field(factory=set)
    """The rules that are asked for more than once."""
    _apart: dict[RuleOfUnit, bool] = field(factory=dict)
    _often: set[Variable] = field(factory=set)
    _repeated_readers: set[int] | None = None
    _within: list[list[Reader]] = field(factory=list)

    def read(self, truth: terms.Truth, at: Supposed, rule: RuleKey) -> None:
        """Note all that a truth rests on."""
        match truth:
            case terms.Told(inside) | terms.Attested(inside) | terms.Not(inside):
                self.read(inside, at, rule)
            case terms.AllHold(group) | terms.AnyHolds(group):
                for part, whose in truths_of(group, at):
                    self.read(part, supposed_of(whose), rule)
            case terms.Where(inside, applies):
                self.read(applies, at, rule)
                self.read(inside, at, rule)
            case terms.OutcomeOf(program, code):
                key = (program, at.unit.code, code)
                if key in self.rules:
                    self.repeated.add(key)
                else:
                    self.rules[key] = []
                    self._within.append(self.rules[key])
                    under = supposed_of(at.under(program))
                    asked_rule = under.program.by_code[code]
                    self.read(asked_rule.truth, under, asked_rule.key)
                    self._within.pop()
                if self._within:
                    self._within[-1] += self.rules[key]
            case terms.Holds(figure) if is_count(figure):
                for part, whose in counted_in(figure, at):
                    self.read(part, whose, rule)
            case terms.Holds() | terms.IsOneOf():
                is_known = (truth, at.unit.code, at.program.key) in self.comparisons
                reader = self.comparison(truth, at, rule)
                if is_known:
                    self._often.update(reader.variables)
                if self._within:
                    self._within[-1].append(reader)
            case terms.Above(kind, inside):
                superior = at.above(kind)
                if superior is not None:
                    self.read(inside, supposed_of(superior), rule)
            case terms.Never() | terms.OpenTruth():
                pass
            case _:
                assert_never(truth)

    def comparison(self, truth: terms.Holds | terms.IsOneOf, at: Supposed, rule: RuleKey) -> Reader:
        """A comparison with the variables that it reads, noted once."""
        key = (truth, at.unit.code, at.program.key)
        reader = self.comparisons.get(key)
        if reader is None:
            figures = compared_in(truth)
            variables = tuple(dict.fromkeys(variable for figure in figures for variable in self._variables(figure, at)))
            wholes = frozenset(whole for figure in figures for whole in self._wholes(figure, at))
            reader = self.comparisons[key] = Reader(truth, at, rule, variables, wholes)
            for variable in variables:
                self.readers.setdefault(variable, []).append(reader)
        return reader

    def stands_apart(self, term: terms.OutcomeOf, at: Supposed) -> bool:
        """True where a rule is asked for once, and nothing that it rests on is read elsewhere."""
        key = (term.program, at.unit.code, term.code)
        if key not in self._apart:
            if self._repeated_readers is None:
                self._repeated_readers = {id(reader) for repeated in self.repeated for reader in self.rules[repeated]}
            self._apart[key] = not any(
                id(reader) in self._repeated_readers or any(map(self.is_shared, reader.variables))
                for reader in self.rules[key]
            )
        return self._apart[key]

    def is_shared(self, variable: Variable) -> bool:
        """True where a variable is read in more than one place."""
        return len(self.readers.get(variable, ())) > 1 or variable in self._often

    def is_open(self, variable: Variable) -> bool:
        """True where there is no value, and one can be supplied."""
        known = self.variables[variable]
        return known.value is None and not known.fixed

    def _wholes(self, figure: terms.Figure, at: Supposed) -> Iterator[Variable]:
        """The measures that shares are taken of, where it is reported and is not 0."""
        match figure:
            case terms.Derived(_, Quotient(), (_, whole)):
                yield from (variable for variable in self._variables(whole, at) if self.variables[variable].value)
            case terms.Rounded(inside) | terms.Scaled(inside) | terms.Always(inside):
                yield from self._wholes(inside, at)

    def _variables(self, figure: terms.Figure, at: Supposed) -> Iterator[Variable]:
        match figure:
            case terms.Reported():
                yield from self._reported(figure, at)
            case terms.Derived(reported, _, parts):
                yield from self._derived(reported, parts, figure, at)
            case terms.Rounded(inside) | terms.Scaled(inside) | terms.Always(inside):
                yield from self._variables(inside, at)
            case terms.AttributeOf(attribute):
                yield self._attribute(attribute, at)
            case terms.Chosen(case):
                if isinstance(case.by, terms.AttributeOf):
                    yield self._attribute(case.by.attribute, at)
                for part in [chosen(figure, at)] if case_of(case, at) else figure.remaining:
                    if part is not None:
                        yield from self._variables(part, at)
            case terms.Difference(of, less):
                yield from self._variables(of, at)
                yield from self._variables(less, at)
            case terms.Over(members, inside):
                value = span_of(figure, at).value
                if value is not None and not isinstance(value, str):
                    whole = Variable(at.unit.code, at.day, whole=figure)
                    yield self._note(whole, VariableState(value, fixed=at.day != self.day))
                    return
                for member in at.members(members):
                    read = [*self._variables(inside, supposed_of(member))]
                    yield from (variable for variable in read if self.variables[variable].value is None)
            case terms.Banded(inside, figures=figures, otherwise=otherwise):
                for part in (inside, *figures, *(() if otherwise is None else (otherwise,))):
                    yield from self._variables(part, at)
            case terms.Interpolated(inside) | terms.Within(inside):
                yield from self._variables(inside, at)
            case terms.Awarded(truth, inside) | terms.Among(inside, truth):
                yield from self._awarding(truth, at)
                yield from self._variables(inside, at)
            case terms.Total(figures):
                for part in figures:
                    yield from self._variables(part, at)
            case terms.WeighedShare(holding=holding, failing=failing):
                yield from self._variables(holding, at)
                yield from self._variables(failing, at)
            case terms.Constant() | terms.OpenFigure() | terms.Counted():
                return
            case _:
                assert_never(figure)

    def _awarding(self, truth: terms.Truth, at: Supposed) -> Iterator[Variable]:
        """The variables that a truth rests on for which points are given, or by which a unit is among those considered."""
        match truth:
            case terms.OutcomeOf(program, code):
                self.read(truth, at, RuleKey(program.ruleset, code))
                for reader in self.rules[program, at.unit.code, code]:
                    yield from reader.variables
            case terms.Where(inside, applies):
                yield from self._awarding(inside, at)
                yield from self._awarding(applies, at)
            case terms.Told(inside) | terms.Attested(inside) | terms.Not(inside):
                yield from self._awarding(inside, at)
            case terms.AllHold(group) | terms.AnyHolds(group):
                for part, whose in truths_of(group, at):
                    yield from self._awarding(part, supposed_of(whose))
            case terms.Holds(figure) if is_count(figure):
                for part, whose in counted_in(figure, at):
                    yield from self._awarding(part, whose)
            case terms.Above(kind, inside) if (superior := at.above(kind)) is not None:
                yield from self._awarding(inside, supposed_of(superior))
            case terms.Holds() | terms.IsOneOf():
                yield from self.comparison(truth, at, RuleKey(at.program.ruleset.id)).variables

    def _reported(self, figure: terms.Reported, at: Supposed) -> Iterator[Variable]:
        unit = at.whose(figure)
        if unit is None:
            return
        observation, day = at.reported(figure), figure.on or at.day
        known = observation.value is not None
        fixed = known and (figure.above is not None or day != self.day)
        if observation.absence is Absence.NOT_APPLICABLE:
            # Such a report stands where it is allowed; elsewhere a figure is still to be reported.
            fixed = bool(at.program.library.measures[figure.measure].may_not_apply)
        yield self._note(
            Variable(unit.code, day, figure.measure), VariableState(observation.value, observation.problem, fixed)
        )

    def _derived(
        self, reported: terms.Reported, parts: Iterable[terms.Figure], figure: terms.Derived, at: Supposed
    ) -> Iterator[Variable]:
        if at.whose(reported) is None:
            return
        own = at.reported(reported)
        of_parts = [variable for part in parts for variable in self._variables(part, at)]
        blank = own.problem is ReasonKind.MISSING or own.absence is Absence.NOT_REPORTED
        if not blank:
            yield from self._reported(reported, at)
            if any(self.variables[variable].value is None for variable in of_parts):
                return
        observation = observation_of(figure, at)
        if observation.value is None and observation.lacking and blank:
            # The parts that are there are still read: they may have to change as well.
            of_parts.sort(key=lambda variable: self.variables[variable].value is not None)
        yield from of_parts

    def _attribute(self, name: str, at: Supposed) -> Variable:
        """The attribute; a unit does not change what it is, so only one that is not given can be supplied."""
        own = at.attribute(name)
        missing = None if own else ReasonKind.NO_ATTRIBUTE
        return self._note(Variable(at.unit.code, at.day, attribute=name), VariableState(own, missing, own is not None))

    def _note(self, variable: Variable, known: VariableState) -> Variable:
        self.variables.setdefault(variable, known)
        return variable


_UNKNOWN = {
    ReasonKind.DELEGATED,
    ReasonKind.UNKNOWN_THRESHOLD,
    ReasonKind.NO_THRESHOLD,
    ReasonKind.NO_UNIT_ABOVE,
    ReasonKind.NO_ATTRIBUTE,
}


def is_unknown(required: terms.Figure, at: Supposed) -> bool:
    """True where a figure that is required is open for a cause that figures reported need not remove."""
    return any(why.kind in _UNKNOWN for why in reasons_for_missing(required, at))


def compared_in(truth: terms.Holds | terms.IsOneOf) -> list[terms.Figure]:
    """The figures that a comparison reads: the one that is compared, and the one that is required."""
    return [truth.figure, truth.required] if isinstance(truth, terms.Holds) else [truth.figure]


def step_for(variable: Variable, knowledge: Knowledge, rule: RuleKey, day: date) -> Step:
    """The step that supplies or changes a variable, for the sake of a rule."""
    known = knowledge.variables.get(variable)
    if variable.rule is not None or known is None:
        return Step(StepKind.ATTEST, variable.unit, rule)
    kind = StepKind.CHANGE
    if known.value is None:
        kind = StepKind.RECONCILE if known.problem is ReasonKind.CONFLICT else StepKind.REPORT
    measure = variable.measure if variable.whole is None else measure_of(variable.whole)
    as_of = None if variable.day == day else variable.day
    return Step(kind, variable.unit, rule, measure, variable.attribute, as_of=as_of)
