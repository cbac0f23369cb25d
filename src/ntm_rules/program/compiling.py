"""Compile: a ruleset, at a date, becomes the program that every executor runs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from attrs import define, field

from ..language.contents.traversal import (
    RuleReference,
    cases,
    compared_thresholds,
    depth_of,
    references_in,
    thresholds_set,
    within,
)
from ..language.library import load_library
from ..model.arguments import refuse_parts_of_other_types, refused
from ..model.condition import Condition
from ..model.key import RuleKey
from ..model.library import Library
from ..model.named import measures_named
from ..model.ruleset import Conclusion, Rule, Ruleset, most_of
from ..model.text import Text
from ..model.threshold import ThresholdOf
from .arguments import assessed_year_of, day_of, library_of
from .condition_checks import MOST_DEPTH, check_condition, check_depth, check_measure, compile_error
from .lowering import lower_rule, points_from, points_of
from .lowering_figure import Scope
from .program import Program, ProgramRule
from .terms import ProgramKey

MOST_RULES = 4000
MOST_IN_A_ROW = 120
"""The longest chain of rules that rest on one another, nested conditions included, within Python's stack."""


class AssessedDay(NamedTuple):
    """The day on which decisions are made, and the year that they are about."""

    day: date
    assessed: int


def compile(
    ruleset: Ruleset | str, as_of: date, library: Library | None = None, assessed: int | None = None
) -> Program:
    """The program of a ruleset at a date; without a library, of the shipped one.

    `ruleset` is a Ruleset, or an id: then the version in force on `as_of` is taken from the library. Rulesets it refers to
    are taken from the library in the version in force on that date. `assessed` is the year that decisions are about, that of
    `as_of` if None: the figures of 2023 may be assessed in May 2024.

    Raises CompileError when a name is unknown, no version is in force, rulesets refer to one another in a circle, or a
    limit of the engine is passed; ArgumentError when the day is no date, or the ruleset is built of parts of wrong types.

    >>> compile("vn/commune-ntm", date(2024, 6, 30))
    Program(vn/commune-ntm@2024-03-07, 2024-06-30, 75 rules)
    """
    if not isinstance(ruleset, Ruleset | str):
        raise refused("ruleset", ruleset, "mã bộ tiêu chí hoặc một Ruleset", "the id of a ruleset, or a Ruleset")
    if isinstance(ruleset, Ruleset):
        refuse_parts_of_other_types(ruleset)
    as_of, library = day_of(as_of), library_of(load_library() if library is None else library)
    return _compile(ruleset, as_of, library, {}, (), AssessedDay(as_of, assessed_year_of(assessed, as_of)))


def _compile(
    ruleset: Ruleset | str,
    as_of: date,
    library: Library,
    done: dict[ProgramKey, Program],
    above: tuple[str, ...],
    today: AssessedDay,
) -> Program:
    if isinstance(ruleset, str):
        if ruleset in above:
            raise compile_error("NTM603", circle=" → ".join((*above, ruleset)))
        if (ruleset, as_of) in done:
            return done[ProgramKey(ruleset, as_of)]
        if len(above) > MOST_DEPTH:
            raise compile_error("NTM604", most=MOST_DEPTH, names=" → ".join(above))
        ruleset = library.ruleset(ruleset, as_of)
    resolving = _Resolving(ruleset, as_of, library, done, (*above, ruleset.id), today)
    codes: set[str] = set()
    for rule in ruleset.rules():
        if rule.code in codes:
            raise compile_error("NTM605", rule.place, ruleset=ruleset.id, rule=rule.code)
        codes.add(rule.code)
        resolving.resolve(rule)
    levels = library.assurance_ids
    for code, level in ruleset.assurance_asked().items():
        if level not in levels:
            raise compile_error("NTM851", ruleset=ruleset.id, rule=code, level=level, allowed=", ".join(levels) or "–")
    if len(codes) > MOST_RULES:
        raise compile_error("NTM606", ruleset=ruleset.id, count=len(codes), most=MOST_RULES)
    depth = _check_within(ruleset, resolving.within, resolving.outside)
    references, past = resolving.references, resolving.past
    assessed = today.assessed if as_of == today.day else as_of.year
    scope = _scope(ruleset, as_of, library, (*references.values(), *past.values()), assessed)
    rules = tuple(program_rule(rule, scope) for rule in ruleset.rules())
    done[ProgramKey(ruleset.id, as_of)] = program = Program(
        ruleset, as_of, library, rules, references, past, depth, assessed
    )
    # Rules may ask one another within the ruleset, as they ask rules of another.
    references[ruleset.id] = program
    return program


def program_rule(rule: Rule, scope: Scope) -> ProgramRule:
    """The rule of a program, lowered; its names are known (`compile` checks them)."""
    return ProgramRule(
        RuleKey(scope.ruleset.id, rule.code),
        rule,
        tuple(below.code for below in rule.below),
        lower_rule(rule, scope),
        scope,
        points_of(rule, scope),
        most_of(rule),
    )


@define
class _Resolving:
    """The programs that a ruleset asks, and which of its rules rest on which, found rule by rule.

    `within` holds the rules of the ruleset that each rests on, `outside` how deep each goes without its own ruleset.
    """

    ruleset: Ruleset
    as_of: date
    library: Library
    done: dict[ProgramKey, Program]
    above: tuple[str, ...]
    today: AssessedDay
    references: dict[str, Program] = field(factory=dict)
    past: dict[tuple[str, date], Program] = field(factory=dict)
    within: dict[str, set[str]] = field(factory=dict)
    outside: dict[str, int] = field(factory=dict)

    def resolve(self, rule: Rule) -> None:
        """Check the names in a rule, and compile what it asks. Raises CompileError."""
        self.within[rule.code] = {below.code for below in rule.below}
        if not isinstance(rule, Conclusion) and rule.points is not None:
            for name, _ in measures_named(rule.points):
                check_measure(name, self.library, rule, ())
        for condition in (rule.condition, rule.applies_when, self.ruleset.applies_where):
            if condition is None:
                continue
            check_depth(condition)
            beneath = 0
            for part, rule_reference in references_in(condition):
                beneath = max(beneath, self._ask(rule_reference, part, rule))
            for part in within(condition):
                check_condition(part, self.ruleset, self.library)
                for compared in compared_thresholds(part):
                    for threshold in cases(compared.threshold):
                        if isinstance(threshold, ThresholdOf):
                            self._check_set(threshold, compared.measure, rule)
            self.outside[rule.code] = max(self.outside.get(rule.code, 0), depth_of(condition) + beneath)

    def _ask(self, reference: RuleReference, condition: Condition, rule: Rule) -> int:
        """Compile the programs that a condition asks; return the depth of the deeper one."""
        own = self.ruleset
        name = reference.ruleset or own.id
        if name == own.id and reference.since is None:
            _check_asked(reference, condition, rule, own, own)
            criteria = [criterion.code for criterion in own.criteria]
            codes = reference.rules(criteria) if reference.criteria else reference.codes
            self.within[rule.code].update(points_from(codes, own) if reference.points else codes)
            return 0
        depth = 0
        if name != own.id:
            self.references[name] = now = self._program(name, self.as_of)
            if reference.points:
                # Its points may come from rules of others.
                self.references.update({id: program for id, program in now.references.items() if id != own.id})
            _check_asked(reference, condition, rule, own, now.ruleset)
            depth = now.depth
        if reference.since is None:
            return depth
        if reference.since >= self.today.day:
            asking = f"{own.id}#{rule.code}"
            raise compile_error("NTM607", condition.place, rule=asking, since=reference.since, day=self.today.day)
        # Another date is another program, but a circle of rulesets is one on any date.
        self.past[name, reference.since] = then = self._program(name, reference.since)
        return max(depth, then.depth)

    def _check_set(self, threshold: ThresholdOf, measure: str | None, rule: Rule) -> None:
        other = threshold.rule
        set_there = self.ruleset if other.ruleset == self.ruleset.id else self.references[other.ruleset].ruleset
        count = len(thresholds_set(set_there, other.code, measure))
        if count != 1:
            vi = f"{rule.code} lấy mức của {other}, nhưng quy tắc ấy đặt {count} mức cho {measure}, không phải một"
            en = f"{rule.code} takes the threshold of {other}, which sets {count} for {measure}, not one"
            raise compile_error("NTM647", threshold.place, ruleset=self.ruleset.id, why=Text(vi, en))

    def _program(self, name: str, day: date) -> Program:
        return _compile(name, day, self.library, self.done, self.above, self.today)


def scope_of(ruleset: Ruleset, program: Program) -> Scope:
    """The names that the rules of a ruleset may use that asks what `program` asks."""
    programs = (*program.references.values(), *program.past.values())
    return _scope(ruleset, program.as_of, program.library, programs, program.assessed)


def _scope(ruleset: Ruleset, as_of: date, library: Library, programs: Sequence[Program], assessed: int) -> Scope:
    """The scope of a ruleset that asks these programs: their criteria (its own last), levels and points."""
    criteria = {program.key: program.criteria for program in programs}
    return Scope(
        ruleset,
        as_of,
        library,
        {**criteria, ProgramKey(ruleset.id, as_of): tuple(criterion.code for criterion in ruleset.criteria)},
        {program.key: tuple(level.code for level in program.ruleset.levels) for program in programs},
        assessed,
        points={
            program.key: {
                code: (program.by_code[code].points, program.by_code[code].maximum) for code in program.criteria
            }
            for program in programs
        },
    )


def _check_asked(
    reference: RuleReference, condition: Condition, rule: Rule, ruleset: Ruleset, asked_of: Ruleset
) -> None:
    """Raise CompileError when a ruleset is asked about a kind of unit that it does not judge, or for rules that it lacks."""
    kinds = ruleset.applies_to if reference.kind is None else (reference.kind,)
    if not {*kinds} <= {*asked_of.applies_to}:
        details = {"applies_to": ", ".join(asked_of.applies_to), "kind": ", ".join(kinds)}
        raise compile_error("NTM608", condition.place, other=asked_of.id, ruleset=ruleset.id, **details)
    if not reference.criteria and asked_of is not ruleset:
        known = {known_rule.code for known_rule in asked_of.rules()}
        for code in reference.codes:
            if code not in known:
                key = str(RuleKey(asked_of.id, code))
                raise compile_error("NTM609", condition.place, rule=f"{ruleset.id}#{rule.code}", other=key)
    elif reference.criteria:
        criteria = {criterion.code for criterion in asked_of.criteria}
        for code in (*reference.codes, *reference.included):
            if code not in criteria:
                raise compile_error("NTM641", condition.place, ruleset=asked_of.id, rule=code)


def _check_within(ruleset: Ruleset, within: Mapping[str, set[str]], outside: Mapping[str, int]) -> int:
    """The length of the longest chain of rules and conditions; `outside` is each rule's depth without its own ruleset.

    Raises CompileError when a rule asks for one that is not there, or rules of the ruleset ask one another in a circle, or
    too many in a row.
    """
    settled: dict[str, int] = {}

    def visit(code: str, above: tuple[str, ...]) -> int:
        if code in above:
            circle = " → ".join(f"{ruleset.id}#{step}" for step in (*above[above.index(code) :], code))
            raise compile_error("NTM642", circle=circle)
        if code not in within:
            raise compile_error("NTM609", rule=f"{ruleset.id}#{above[-1]}", other=f"{ruleset.id}#{code}")
        if code not in settled:
            below = (
                0
                if len(above) > MOST_IN_A_ROW
                else max((visit(below, (*above, code)) for below in sorted(within[code])), default=0)
            )
            settled[code] = depth = 1 + below + outside.get(code, 0)
            if depth > MOST_IN_A_ROW or len(above) > MOST_IN_A_ROW:
                raise compile_error("NTM643", rule=f"{ruleset.id}#{code}", most=MOST_IN_A_ROW)
        return settled[code]

    return max((visit(code, ()) for code in sorted(within)), default=0)
