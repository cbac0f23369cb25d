"""Compile: a ruleset, at a date, becomes the program that every executor runs."""

from collections.abc import Iterator, Mapping
from datetime import date

from ..language.library import load_library
from ..model.arguments import refused
from ..model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    OwnCriteria,
    Required,
)
from ..model.key import RuleKey
from ..model.library import Library
from ..model.measure import ShareOf, SumOf
from ..model.problem import CompileError
from ..model.ruleset import Criterion, Ruleset
from ..model.threshold import ByAttribute, ByYear, Relative, Threshold
from .arguments import day_of, library_of
from .comparable import incomparable
from .content_hash import rule_hash
from .lowering import Scope, lower_rule
from .program import Program, ProgramRule
from .terms import ProgramKey

MOST_RULES = 4000
MOST_DEPTH = 40
"""Deeper nesting of conditions than this is no policy document."""
MOST_IN_A_ROW = 120
"""Rules that rest on one another, and the conditions nested in them, counted in a row: within the stack that Python has."""


def compile(ruleset: Ruleset | str, as_of: date, library: Library | None = None) -> Program:
    """The program of a ruleset at a date; without a library, of the shipped one.

    `ruleset` is a Ruleset, or an id: then the version in force on `as_of` is taken from the library. Rulesets it refers to
    are taken from the library in the version in force on that date.

    Raises CompileError when a name is unknown, no version is in force, rulesets refer to one another in a circle, or a
    limit of the engine is passed; ArgumentError when the day is no date.
    """
    if not isinstance(ruleset, Ruleset | str):
        raise refused("ruleset", ruleset, "mã bộ tiêu chí hoặc một Ruleset", "the id of a ruleset, or a Ruleset")
    as_of, library = day_of(as_of), library_of(load_library() if library is None else library)
    return _compile(ruleset, as_of, library, {}, (), as_of)


def _compile(
    ruleset: Ruleset | str,
    as_of: date,
    library: Library,
    done: dict[ProgramKey, Program],
    above: tuple[str, ...],
    today: date,
) -> Program:
    if isinstance(ruleset, str):
        if ruleset in above:
            raise CompileError("rulesets refer to one another in a circle: " + " → ".join((*above, ruleset)))
        if (ruleset, as_of) in done:
            return done[ProgramKey(ruleset, as_of)]
        if len(above) > MOST_DEPTH:
            raise CompileError(f"more than {MOST_DEPTH} rulesets ask one another in a row: {' → '.join(above)}")
        ruleset = library.ruleset(ruleset, as_of)
    rules: list[ProgramRule] = []
    references: dict[str, Program] = {}
    past: dict[tuple[str, date], Program] = {}
    within: dict[str, set[str]] = {}
    outside: dict[str, int] = {}
    codes: set[str] = set()
    criteria = {criterion.code for criterion in ruleset.criteria}
    for rule in ruleset.rules():
        if rule.code in codes:
            raise CompileError(f"{ruleset.id}: two rules have the code {rule.code!r}", rule.place)
        codes.add(rule.code)
        children = tuple(indicator.code for indicator in rule.indicators) if isinstance(rule, Criterion) else ()
        within.setdefault(rule.code, set()).update(children)
        beneath = 0
        for condition in (rule.condition, rule.applies_when):
            if condition is None:
                continue
            for part in parts_of(condition):
                _check(part, ruleset, criteria, library)
                if isinstance(part, OwnCriteria) and part.ruleset is None:
                    within.setdefault(rule.code, set()).update(part.of or criteria, part.including_any_of)
                for reference in _references(part):
                    if reference.ruleset == ruleset.id:
                        _check_kind(part, ruleset, ruleset)
                        within.setdefault(rule.code, set()).add(reference.code)
                        continue
                    references[reference.ruleset] = program = _compile(
                        reference.ruleset, as_of, library, done, (*above, ruleset.id), today
                    )
                    _check_kind(part, ruleset, program.ruleset)
                    if reference.code not in program.by_code and reference.code != CRITERIA:
                        raise CompileError(
                            f"{ruleset.id}#{rule.code} asks for {reference}, which has no such rule", part.place
                        )
                    if isinstance(part, OwnCriteria):
                        _check_criteria(part, program.ruleset.id, set(program.criteria))
                    beneath = max(beneath, program.depth)
                earlier = _earlier(part)
                if earlier is not None:
                    # Another date is another program, but a circle of rulesets is one on any date.
                    asked, day = earlier
                    if day >= today:
                        raise CompileError(f"{ruleset.id}#{rule.code}: {day} is not before {today}", part.place)
                    past[earlier] = _compile(asked, day, library, done, (*above, ruleset.id), today)
                    beneath = max(beneath, past[earlier].depth)
            outside[rule.code] = max(outside.get(rule.code, 0), nesting(condition) + beneath)
        scope = Scope(ruleset, as_of, library, _criteria(ruleset, as_of, references, past))
        rules.append(
            ProgramRule(
                RuleKey(ruleset.id, rule.code),
                rule,
                rule.condition,
                children,
                lower_rule(rule, scope),
                rule_hash(rule, ruleset, library.measures),
                as_of,
            )
        )
    if len(rules) > MOST_RULES:
        raise CompileError(f"{ruleset.id} has {len(rules)} rules; the engine takes {MOST_RULES}")
    depth = _check_within(ruleset, within, outside)
    done[ProgramKey(ruleset.id, as_of)] = program = Program(
        ruleset, as_of, library, tuple(rules), references, past, depth
    )
    # Rules may ask one another within the ruleset, as they ask rules of another.
    references[ruleset.id] = program
    return program


def scope_of(ruleset: Ruleset, program: Program) -> Scope:
    """The names that the rules of a ruleset may use that asks what `program` asks."""
    return Scope(
        ruleset, program.as_of, program.library, _criteria(ruleset, program.as_of, program.references, program.past)
    )


def _criteria(
    ruleset: Ruleset,
    as_of: date,
    references: Mapping[str, Program],
    past: Mapping[tuple[str, date], Program],
) -> dict[ProgramKey, tuple[str, ...]]:
    """The codes of the criteria of every program that a ruleset asks, its own last."""
    return {
        **{program.key: program.criteria for program in (*references.values(), *past.values())},
        ProgramKey(ruleset.id, as_of): tuple(criterion.code for criterion in ruleset.criteria),
    }


def _check_kind(condition: Condition, ruleset: Ruleset, asked: Ruleset) -> None:
    """Raise CompileError when a ruleset is asked about a kind of unit that it does not apply to."""
    kind = condition.kind if isinstance(condition, MembersAttained | MembersMeasure) else ruleset.applies_to
    if asked.applies_to != kind:
        raise CompileError(
            f"{asked.id} applies to a {asked.applies_to}, and {ruleset.id} asks it about a {kind}", condition.place
        )


CRITERIA = "*"
"""In a reference: all criteria of the ruleset, not one rule."""


def _check_within(ruleset: Ruleset, within: Mapping[str, set[str]], outside: Mapping[str, int]) -> int:
    """How many rules and conditions rest on one another at most; `outside` is how deep each rule goes without its own ruleset.

    Raises CompileError when a rule asks for one that is not there, or rules of the ruleset ask one another in a circle, or
    too many in a row.
    """
    settled: dict[str, int] = {}

    def visit(code: str, above: tuple[str, ...]) -> int:
        if code in above:
            circle = " → ".join(f"{ruleset.id}#{each}" for each in (*above[above.index(code) :], code))
            raise CompileError(f"rules ask one another in a circle: {circle}")
        if code not in within:
            raise CompileError(f"{ruleset.id} has no rule {code!r}, which {ruleset.id}#{above[-1]} asks for")
        if code not in settled:
            asked = (
                0
                if len(above) > MOST_IN_A_ROW
                else max((visit(one, (*above, code)) for one in sorted(within[code])), default=0)
            )
            settled[code] = depth = 1 + asked + outside.get(code, 0)
            if depth > MOST_IN_A_ROW or len(above) > MOST_IN_A_ROW:
                raise CompileError(
                    f"{ruleset.id}#{code} rests on more than {MOST_IN_A_ROW} rules and conditions in a row"
                )
        return settled[code]

    return max((visit(code, ()) for code in sorted(within)), default=0)


def parts_of(condition: Condition, depth: int = 0) -> Iterator[Condition]:
    """A condition and every condition inside it, outermost first."""
    if depth > MOST_DEPTH:
        raise CompileError(f"conditions are nested more than {MOST_DEPTH} deep", condition.place)
    yield condition
    if isinstance(condition, AllOf | AnyOf | NoneOf | AtLeastN):
        for part in condition.parts:
            yield from parts_of(part, depth + 1)


def nesting(condition: Condition) -> int:
    """How deep the combinations of a condition are nested."""
    if isinstance(condition, AllOf | AnyOf | NoneOf | AtLeastN):
        return 1 + max((nesting(part) for part in condition.parts), default=0)
    return 0


def thresholds_of(condition: Condition) -> tuple[Threshold, ...]:
    """The thresholds written directly in a condition."""
    match condition:
        case Comparison() | Change() | MembersMeasure() | CriteriaChange():
            return (condition.threshold,)
        case OwnCriteria() | MembersAttained():
            return tuple(bound.threshold for bound in condition.bounds)
    return ()


def relatives_of(threshold: Threshold, depth: int = 0) -> Iterator[Relative]:
    """The relative thresholds inside a threshold, at any depth."""
    if depth > MOST_DEPTH:
        raise CompileError(f"thresholds are nested more than {MOST_DEPTH} deep", threshold.place)
    match threshold:
        case Relative():
            yield threshold
        case ByAttribute() | ByYear():
            for _, case in threshold.cases:
                yield from relatives_of(case, depth + 1)
            if threshold.otherwise is not None:
                yield from relatives_of(threshold.otherwise, depth + 1)


def _references(condition: Condition) -> tuple[RuleKey, ...]:
    match condition:
        case Attained() | MembersAttained():
            return (condition.rule,)
        case (
            MembersMeasure(of=CriteriaCount(ruleset)) | CriteriaChange(ruleset) | OwnCriteria(ruleset=str() as ruleset)
        ):
            return (RuleKey(ruleset, CRITERIA),)
    return ()


def _earlier(condition: Condition) -> tuple[str, date] | None:
    """The ruleset and the earlier date that a condition asks for."""
    match condition:
        case MembersMeasure(of=CriteriaCount(ruleset, date() as since)) | CriteriaChange(ruleset, since):
            return ruleset, since
    return None


def _check(condition: Condition, ruleset: Ruleset, criteria: set[str], library: Library) -> None:
    """Names that rule files are checked for as well; here for rulesets made in Python."""
    names: list[str] = []
    match condition:
        case Comparison() | OneOf() | Required() | Change():
            names = [condition.measure]
        case MembersMeasure(of=str() as measure):
            names = [measure]
        case OwnCriteria(ruleset=None):
            _check_criteria(condition, ruleset.id, criteria)
        case AllOf() | AnyOf() | NoneOf() if not condition.parts:
            raise CompileError("a combination of no conditions says nothing", condition.place)
        case AtLeastN() if not 1 <= condition.n <= len(condition.parts):
            raise CompileError(f"at least {condition.n} of {len(condition.parts)} says nothing", condition.place)
    for threshold in thresholds_of(condition):
        names += [relative.measure for relative in relatives_of(threshold)]
    for name in names:
        _check_measure(name, library, condition, ())
    wrong = incomparable(condition, library)
    if wrong is not None:
        raise CompileError(f"{ruleset.id}: {wrong}", condition.place)


def _check_criteria(condition: OwnCriteria, ruleset: str, criteria: set[str]) -> None:
    for code in (*condition.of, *condition.including_any_of):
        if code not in criteria:
            raise CompileError(f"{ruleset} has no criterion {code!r}", condition.place)


def _check_measure(name: str, library: Library, condition: Condition, above: tuple[str, ...]) -> None:
    measure = library.measures.get(name)
    if measure is None:
        raise CompileError(f"there is no measure {str(name)!r}", condition.place)
    if name in above:
        raise CompileError("measures are derived from one another in a circle: " + " → ".join((*above, name)))
    match measure.derive:
        case ShareOf(part, whole):
            parts: tuple[str, ...] = (part, whole)
        case SumOf(parts):
            pass
        case None:
            parts = ()
    for part in parts:
        _check_measure(part, library, condition, (*above, name))
