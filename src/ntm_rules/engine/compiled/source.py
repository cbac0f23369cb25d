"""The text of a program's function: one line for each distinct term, from all terms, with no way back to anything else.

A function takes the values of its inputs and what authorities attest, and returns verdicts. What a unit does not have by
itself (the outcomes and figures of members, the outcomes of other programs) are inputs too, worked out before. Texts from rule
files are never written into the source: they are constants, by a name, in the namespace of the function.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import assert_never

from attrs import define, field

from ...model.decision import ReasonKind
from ...model.fact import Finding
from ...model.key import RuleKey
from ...program import terms
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, OPEN, WIDE_OPEN, Verdict
from .form import (
    MOST_AT_ONCE,
    NAMES,
    GeneratedFunction,
    Input,
    OfMembers,
    is_own,
    is_span,
    name_of,
    not_given,
    printed_source,
)

_NAME = re.compile(r"\w+")


@define
class Writer:
    """Collects lines of source, the constants that they use and the inputs that they take."""

    rules: Mapping[str, terms.Truth]
    key: terms.ProgramKey | None
    attested: bool
    every: bool
    lines: list[str] = field(factory=list)
    names: dict[str, object] = field(factory=lambda: dict(NAMES))
    constants: dict[tuple[str, str], str] = field(factory=dict)
    inputs: dict[Input, str] = field(factory=dict)
    variables: dict[terms.Truth | terms.Figure | terms.CaseChoice | OfMembers, str] = field(factory=dict)
    words: dict[terms.Attested, int] = field(factory=dict)

    def constant(self, value: object) -> str:
        key = (type(value).__name__, repr(value))
        if key not in self.constants:
            self.constants[key] = name = f"k{len(self.constants)}"
            self.names[name] = value
        return self.constants[key]

    def input(self, term: Input) -> str:
        return self.inputs.setdefault(term, f"v{len(self.inputs)}")

    def let(self, expression: str) -> str:
        name = f"o{len(self.lines)}"
        self.lines.append(f"    {name} = {expression}")
        return name

    def value(self, term: terms.Truth | terms.Figure | terms.CaseChoice) -> str:
        """The variable of a term; equal terms are worked out once."""
        variable = self.variables.get(term)
        if variable is None:
            if isinstance(term, terms.Truth):
                variable = self._truth(term)
            else:
                variable = self._case(term) if isinstance(term, terms.CaseChoice) else self._figure(term)
            self.variables[term] = variable
        return variable

    def _case(self, term: terms.CaseChoice) -> str:
        """The place of the case that the unit is in: after all keys where it is in none, and last where it is blank."""
        own, places = self.input(term.by), self.constant({key: place for place, key in enumerate(term.keys)})
        none = len(term.keys)
        return self.let(f"{places}.get({own}, {none}) if {own} else {none + 1}")

    def _figure(self, term: terms.Figure) -> str:
        match term:
            case terms.Reported() | terms.AttributeOf():
                return self.input(term)
            case terms.Derived(reported, how, parts, within, counts_as):
                operands = ", ".join(self.value(part) for part in (reported, *parts))
                names = self.constant(tuple(name_of(part) for part in parts))
                fixed = ", ".join(self.constant(option) for option in (how, within, counts_as))
                return self.let(f"derived({names}, {fixed}, {operands})")
            case terms.Rounded(inner, by) | terms.Scaled(inner, by):
                call = (
                    f"{'rounded' if isinstance(term, terms.Rounded) else 'scaled'}{'_span' if is_span(inner) else ''}"
                )
                return self.let(f"{call}({self.value(inner)}, {self.constant(by)})")
            case terms.Always(inner):
                value = self.value(inner)
                if is_span(inner):
                    return self.let(
                        f"{'always_counted' if isinstance(inner, terms.Counted) else 'always_span'}({value})"
                    )
                return self.let(f"{value} if type({value}) is D else always({value})")
            case terms.Constant(value):
                return self.constant(value)
            case terms.OpenFigure():
                return "None"
            case terms.Chosen(case, chosen, otherwise):
                place = self.value(case)
                figures = (*chosen, otherwise or terms.OpenFigure(ReasonKind.NO_THRESHOLD))
                every = [
                    f"single({self.value(figure)})" if is_span(figure) else self.value(figure) for figure in figures
                ]
                if all(isinstance(figure, terms.Constant | terms.OpenFigure) for figure in figures):
                    blank = not_given(terms.printed_numbers(term, lambda case: None))
                    values = (*(None if name == "None" else self.names[name] for name in every), blank)
                    return self.let(f"{self.constant(values)}[{place}]")
                blank_text = f"not_given({printed_source(term, self.value, self.constant)})"
                return self.let(f"({', '.join(every)})[{place}] if {place} <= {len(case.keys)} else {blank_text}")
            case terms.Difference(of, other):
                if is_span(term):
                    return self.let(f"less_span({self._span(of)}, {self._span(other)})")
                return self.let(f"less({self.value(of)}, {self.value(other)})")
            case terms.Counted(group, is_share, if_none):
                return self.let(f"counted{'_share' * is_share}({self._group(group)}, {self.constant(if_none)})")
            case terms.Among(inner, truth):
                return self.let(f"among({self._span(inner)}, {self.value(truth)})")
            case terms.Over(members, inner, how, if_none):
                operands = self._of_members(OfMembers(members, inner))
                return self.let(f"over({operands}, {self.constant(how)}, {self.constant(if_none)})")
            case terms.WeighedShare(count, counted, others):
                return self.let(f"weighed_share({self._span(count)}, {self._span(counted)}, {self._span(others)})")
            case terms.Banded(figures=figures, otherwise=other):
                return self._of_spans("banded", term, *figures, *(() if other is None else (other,)))
            case terms.Interpolated():
                return self._of_spans("interpolated", term)
            case terms.Within():
                return self._of_spans("bounded_within", term)
            case terms.Awarded(truth, points):
                return self.let(f"awarded({self.value(truth)}, {self._span(points)})")
            case terms.Total(figures):
                return self.let(f"totalled(({''.join(self._span(figure) + ', ' for figure in figures)}))")
            case _:
                assert_never(term)

    def _of_spans(
        self, call: str, term: terms.Banded | terms.Interpolated | terms.Within, *figures: terms.Figure
    ) -> str:
        # A term is no constant of the text: two of one kind differ, though their names are the same.
        name = f"t{len(self.names)}"
        self.names[name] = term
        beside = f", ({''.join(self._span(figure) + ', ' for figure in figures)})" if figures else ""
        return self.let(f"{call}({name}, {self._span(term.figure)}{beside})")

    def _span(self, term: terms.Figure) -> str:
        match term:
            case terms.OpenFigure():
                return f"(None, None, {ATTAINED})"
            case terms.Chosen(case, chosen, otherwise):
                # Of a figure that nobody can tell it is known that it applies, unlike of one that is not reported.
                every = [
                    self._span(figure) for figure in (*chosen, otherwise or terms.OpenFigure(ReasonKind.NO_THRESHOLD))
                ]
                return self.let(f"({', '.join(every)}, (None, None, {ATTAINED}))[{self.value(case)}]")
        value = self.value(term)
        return value if is_span(term) else f"as_span({value})"

    def _of_members(self, term: "OfMembers") -> str:
        return self.variables.setdefault(term, self.input(term))

    def _group(self, group: terms.Group) -> str:
        """An expression for a tuple of verdicts."""
        match group:
            case terms.Listed(truths):
                return f"({''.join(self.value(term) + ', ' for term in truths)})"
            case terms.Below(members, truth):
                return self._of_members(OfMembers(members, truth))
            case _:
                assert_never(group)

    def _truth(self, term: terms.Truth) -> str:
        match term:
            case terms.Holds():
                return self._holds(term)
            case terms.IsOneOf():
                return self._is_one_of(term)
            case terms.AllHold(terms.Listed(truths)):
                return self._together("B", [self.value(truth) for truth in truths])
            case terms.AllHold(group):
                return self.let(f"all_hold({self._group(group)})")
            case terms.AnyHolds(terms.Listed(truths)):
                return self._together("E", [self.value(truth) for truth in truths])
            case terms.AnyHolds(group):
                return self.let(f"any_holds({self._group(group)})")
            case terms.Not(inner):
                return self.let(f"T[{self.value(inner)}]")
            case terms.OutcomeOf() | terms.Above():
                own = (
                    self.rules.get(term.code)
                    if isinstance(term, terms.OutcomeOf) and term.program == self.key
                    else None
                )
                return self.input(term) if own is None else self.value(own)
            case terms.Never() | terms.OpenTruth():
                return self.constant(NOT_ATTAINED if isinstance(term, terms.Never) else WIDE_OPEN)
            case terms.Where(inner, applies):
                return self.let(f"W[{self.value(inner)}][{self.value(applies)}]")
            case terms.Attested(inner):
                value = self.value(inner)
                if not self.attested:
                    return value
                place = self.words.setdefault(term, len(self.words))
                return self.let(f"{value} if S[{value}] else said.get({place}, {value})")
            case terms.Told(inner):
                return self.value(inner)
            case _:
                assert_never(term)

    def _together(self, table: str, parts: list[str]) -> str:
        """The verdicts put together by tables, a few to a line."""
        parts = list(dict.fromkeys(parts))
        if not parts:
            return self.constant(NOT_APPLICABLE)
        combined, rest = parts[0], parts[1:]
        while rest:
            taken, rest = rest[: MOST_AT_ONCE - 1], rest[MOST_AT_ONCE - 1 :]
            combined = self.let(f"{table}{len(taken) + 1}[{combined}]{''.join(f'[{part}]' for part in taken)}")
        return combined

    def _is_one_of(self, term: terms.IsOneOf) -> str:
        value = self.value(term.figure)
        if isinstance(term.figure, terms.AttributeOf):
            known = self.constant(frozenset(term.values))
            return self.let(f"{OPEN} if not {value} else {ATTAINED} if {value} in {known} else {NOT_ATTAINED}")
        if is_span(term.figure):
            return self.let(f"span_one_of({value}, {self.constant(tuple(term.values))})")
        if not isinstance(term.values[0], Finding):
            known = f"({ATTAINED} if {value} in {self.constant(tuple(term.values))} else {NOT_ATTAINED})"
            return self.let(f"{known} if cause_of({value}) is None else without({value})")
        value, otherwise, missing = self._operand(term.figure)
        words = "".join(
            f"{OPEN if finding in term.undecided else ATTAINED if finding in term.values else NOT_ATTAINED}"
            f" if {value} is {finding.name} else "
            for finding in Finding
        )
        return self.let(f"{words}{missing} if {value} is None else without({otherwise})")

    def _operand(self, figure: terms.Figure) -> tuple[str, str, Verdict]:
        """The variable of a figure where it has a value, an expression where it has none, the verdict where it is None.

        That a figure always applies makes no difference to a value.
        """
        if isinstance(figure, terms.Always) and not self.every:
            value = self.value(figure.figure)
            return value, f"always({value})", OPEN
        value = self.value(figure)
        return value, value, WIDE_OPEN

    def _holds(self, term: terms.Holds) -> str:
        symbol, operator = term.operator.symbol, self.constant(term.operator)
        required = self.value(term.required)
        if is_span(term.required):
            required = self.let(f"single({required})")
        if is_span(term.figure):
            return self.let(f"bounded({self.value(term.figure)}, {operator}, {required})")
        value, otherwise, missing = self._operand(term.figure)
        own, bound, kind = value, required, "D"
        if term.scale:
            ranks, kind = self.constant({level: rank for rank, level in enumerate(term.scale)}), "int"
            own, bound = self.let(f"{ranks}.get({value})"), self.let(f"{ranks}.get({required})")
        sure, known = f"({ATTAINED} if {own} {symbol} {bound} else {NOT_ATTAINED})", f"type({own}) is {kind}"
        if isinstance(term.required, terms.OpenFigure):
            sure = str(OPEN)
        elif not (isinstance(term.required, terms.Constant) and isinstance(term.required.value, Decimal)):
            known += f" and type({bound}) is {kind}"
        return self.let(
            f"{sure} if {known} else {missing} if {value} is None else compared({otherwise}, {operator}, {required})"
        )

    def function(
        self, results: str, positions: Mapping[terms.Truth | terms.Figure | terms.CaseChoice | OfMembers, int]
    ) -> GeneratedFunction:
        """The function that returns this expression, with the positions of terms in it."""
        measures = {term.measure: name for term, name in self.inputs.items() if is_own(term)}
        attributes = {term.attribute: name for term, name in self.inputs.items() if isinstance(term, terms.AttributeOf)}
        others = {
            term: name
            for term, name in self.inputs.items()
            if not is_own(term) and not isinstance(term, terms.AttributeOf)
        }
        taken = "".join(f"{name}, " for names in (measures, attributes, others) for name in names.values())
        unpack = [f"    ({taken}) = values"] if taken else []
        body = "\n".join([*unpack, *self.lines, f"    return {results}", ""])
        # Constants come in as default arguments: a local is found faster than a global.
        used = [name for name in dict.fromkeys(_NAME.findall(body)) if name in self.names]
        source = f"def decide(values, said{''.join(f', {name}={name}' for name in used)}):\n{body}"
        exec(compile(source, "<terms>", "exec"), self.names)
        decide = self.names["decide"]
        assert callable(decide)
        attested: dict[RuleKey, tuple[tuple[int, terms.Attested], ...]] = {}
        for term, place in self.words.items():
            attested[term.rule] = (*attested.get(term.rule, ()), (place, term))
        return GeneratedFunction(source, tuple(measures), tuple(attributes), tuple(others), attested, positions, decide)
