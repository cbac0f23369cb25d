"""Members added to a scene: those with reports, in the lists that conditions name (`only`), and silent ones.

Silent members keep rules undetermined that would be settled without any members.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product

from attrs import evolve

from ...engine.specification.meaning import verdict
from ...model.condition import CriteriaCount
from ...model.fact import Absence, Finding, Value
from ...model.key import RuleKey
from ...model.measure import MeasureType
from ...model.outcome import Outcome
from ...model.values.number import Number, as_fraction
from ...program import terms
from ...program.program import Program
from ...program.verdict import OUTCOME
from ..cases.case import UNIT
from ..regions.quantity import MemberTruth
from .goal import Sides, WitnessGoal, of_the_unit
from .grid import ANY, Grid, Grids, through_parts
from .members import Member, Only
from .scene import Scene, kind_between

_Chain = tuple[str, ...]

Members = Mapping[str, Sequence[Member]]
"""Members by kind."""


def add_members(scene: Scene, members: Members) -> list[tuple[str, Member]] | None:
    """Add the members, each with a listed code of its own or below a unit with one; return them with their codes.

    None when there are no suitable codes.
    """
    every = [member for of_kind in members.values() for member in of_kind]
    lists = dict.fromkeys(only for member in every for only in sorted(member.only))
    between = kind_between(members)
    added: list[tuple[str, Member]] = []
    holders: dict[_Chain, str] = {(): UNIT}
    for kind, of_kind in members.items():
        for member in of_kind:
            chain = _chain(member.only, lists)
            if chain is None:
                return None
            if len(chain) == 1 and [other.only for other in every].count(member.only) == 1:
                if chain[0] in scene.units:
                    return None
                added.append((scene.member(kind, UNIT, chain[0]), member))
                continue
            for length in range(1, len(chain) + 1):
                above = chain[:length]
                if above not in holders:
                    if above[-1] in scene.units:
                        return None
                    holders[above] = scene.member(between, holders[above[:-1]], above[-1])
            added.append((scene.member(kind, holders[chain]), member))
    for code, member in added:
        _report(scene, code, member)
    return added


def _chain(only: frozenset[Only], lists: Mapping[Only, None]) -> _Chain | None:
    """Codes that are together in exactly these lists; None when there are none."""
    chain: list[str] = []
    left = set(only)
    for code in (code for codes in sorted(only) for code in codes):
        inside = {codes for codes in lists if code in codes}
        if inside <= only and inside & left:
            chain.append(code)
            left -= inside
    return None if left else tuple(chain)


def _report(scene: Scene, code: str, member: Member) -> None:
    grids = Grids(scene.sides)
    for measure, value in member.figures.items():
        if value is Absence.NOT_REPORTED:
            continue
        if not isinstance(value, Fraction) or grids[measure].holds(value):
            scene.report(code, measure, value)
            continue
        for part, figure in (through_parts(measure, value, grids) or {}).items():
            scene.report(code, part, figure)


_MOST_SILENT = 40
Silent = tuple[tuple[str, Only, int], ...]
"""For each kind: the codes that members must have or be below (none: any), and the number of members."""
_Rule = tuple[Program, str]


def add_silent(scene: Scene, silent: Silent) -> None:
    """Add members about which nothing is reported."""
    between = kind_between({kind for kind, _, _ in silent})
    for kind, only, number in silent:
        parent = next((code for code in only if code in scene.units), None)
        if only and parent is None:
            if number == 1:
                scene.member(kind, UNIT, only[0])
                continue
            parent = scene.member(between, UNIT, only[0])
        for _ in range(number):
            scene.member(kind, parent or UNIT)


def silent_members(sides: Sides, goal: WitnessGoal) -> Silent:
    """Members that the rules sought may need, of the kinds they read for which nothing else is sought."""
    numbers: dict[tuple[str, Only], int] = {}
    for term in _terms(sides, goal):
        number = 1
        members = term.members if isinstance(term, terms.Below | terms.Over) else None
        if (
            isinstance(term, terms.Holds)
            and isinstance(term.figure, terms.Counted)
            and isinstance(term.figure.group, terms.Below)
        ):
            members = term.figure.group.members
            if not term.figure.share and isinstance(term.required, terms.Constant):
                assert isinstance(term.required.value, Decimal)
                number = max(1, min(_MOST_SILENT, int(term.required.value) + 1))
        if members is not None and members.kind not in goal.kinds:
            key = members.kind, members.only
            numbers[key] = max(numbers.get(key, 1), number)
    # Those in a list are below the unit as well.
    listed: dict[str, int] = {}
    for (kind, only), number in numbers.items():
        listed[kind] = listed.get(kind, 0) + (number if only else 0)
    left = {key: number if key[1] else number - listed[key[0]] for key, number in numbers.items()}
    return tuple((kind, only, number) for (kind, only), number in left.items() if number > 0)


def _terms(sides: Sides, goal: WitnessGoal) -> Iterator[terms.Term]:
    """Terms of every rule whose outcome is sought, and of the rules it depends on for the same unit."""
    waiting: list[_Rule] = []
    for rule in (
        *(rule for rules in goal.rules for rule in rules.rules),
        *(quantity.rule for quantity in goal.deciding),
    ):
        waiting += sides.rules(rule)
    counted = [increase.ruleset for increase in goal.increases]
    counted += [aggregate.of.ruleset for aggregate in goal.aggregates if isinstance(aggregate.of, CriteriaCount)]
    for ruleset in counted:
        waiting += [(program, code) for program in sides.programs(ruleset) for code in program.criteria]
    seen: set[tuple[int, str]] = set()
    while waiting:
        program, code = waiting.pop()
        if (id(program), code) in seen:
            continue
        seen.add((id(program), code))
        for term in of_the_unit(program.by_code[code].truth):
            yield term
            if isinstance(term, terms.OutcomeOf) and term.program.as_of == program.as_of:
                waiting.append((program.references[term.program.ruleset], term.code))


_MOST_TRIED = 400
_SETTLED = (Outcome.ATTAINED, Outcome.NOT_ATTAINED)

_Subject = terms.AttributeOf | RuleKey | str
"""An attribute, a rule of the member, or a measure."""
_StatedValue = Fraction | Value | Outcome | None


def satisfy(scene: Scene, code: str, goal: Mapping[MemberTruth, Outcome], stated: Mapping[str, object]) -> bool:
    """Report of a member what brings conditions to outcomes, beside what is `stated`; False when nothing is found that does."""
    if _come(scene, code, goal):
        return True
    known = scene.sides.reported
    key = scene.as_of, frozenset(goal.items()), frozenset(stated.items())
    if key not in known:
        known[key] = _chosen(scene, code, goal, stated)
    chosen = known[key]
    if chosen is not None:
        _say(scene, code, chosen)
    return chosen is not None and _come(scene, code, goal)


def _chosen(
    scene: Scene, code: str, goal: Mapping[MemberTruth, Outcome], stated: Mapping[str, object]
) -> dict[_Subject, _StatedValue] | None:
    """Reports of a member that bring conditions to outcomes, beside those that there are; None when none are found."""
    subjects = _subjects(scene.sides, goal)
    choices = [(subject, options) for subject, options in subjects.items() if subject not in stated]
    for values in islice(product(*(options for _, options in choices)), _MOST_TRIED):
        trial = Scene(scene.sides, scene.as_of)
        trial.add(evolve(scene.units[code], parent=None))
        for fact in scene.facts_of(code):
            trial.report(code, fact.measure, fact.value, fact.as_of)
        chosen = dict(zip((subject for subject, _ in choices), values, strict=True))
        _say(trial, code, chosen)
        if _come(trial, code, goal):
            return chosen
    return None


def _come(scene: Scene, code: str, goal: Mapping[MemberTruth, Outcome]) -> bool:
    return all(
        OUTCOME[verdict(truth, scene.judged(code, side.program))] is outcome
        for condition, outcome in goal.items()
        for side, truth in scene.sides.conditions.get(condition, ())
    )


def _say(scene: Scene, code: str, chosen: Mapping[_Subject, _StatedValue]) -> None:
    unit = scene.units[code]
    named = {
        subject.attribute: str(value)
        for subject, value in chosen.items()
        if isinstance(subject, terms.AttributeOf) and value is not None
    }
    if named:
        scene.add(evolve(unit, attributes={**unit.attributes, **named}))
    for subject, value in chosen.items():
        if isinstance(subject, RuleKey) and isinstance(value, Outcome):
            scene.attest(code, subject, value)
        elif isinstance(subject, str) and value is not None and not isinstance(value, Outcome):
            scene.report(code, subject, value)


def _subjects(sides: Sides, goal: Mapping[MemberTruth, Outcome]) -> dict[_Subject, list[_StatedValue]]:
    """All that the conditions ask of a member, each with what can be said of it, the plainest first."""
    options: dict[_Subject, list[_StatedValue]] = {}
    for condition in goal:
        for side, truth in sides.conditions.get(condition, ()):
            for term in _own(truth):
                match term:
                    case terms.OutcomeOf(program, code):
                        options[side.key(program.ruleset, code)] = [None, *_SETTLED, Outcome.NOT_APPLICABLE]
                    case terms.IsOneOf(terms.AttributeOf() as by, values):
                        named = options.setdefault(by, [None])
                        named += [value for value in values if isinstance(value, str) and value not in named]
                        named += [other for other in _others(sides, by.attribute) if other not in named]
                    case terms.Reported(measure) if measure not in options:
                        options[measure] = list(_values(sides, measure))
            for term in _own(truth):
                if not isinstance(term, terms.Holds):
                    continue
                edges = [part.value for part in _own(term.required) if isinstance(part, terms.Constant)]
                required = [part.measure for part in _own(term.required) if isinstance(part, terms.Reported)]
                for measure in (
                    *(part.measure for part in _own(term.figure) if isinstance(part, terms.Reported)),
                    *required,
                ):
                    # Of two measures, either is to be the greater, also where it is held against a multiple.
                    about = [*edges, *(islice(Grids(sides)[measure].figures(ANY), 3) if required else ())]
                    near = (figure for edge in about for figure in _near(edge, Grids(sides)[measure]))
                    options[measure] += [number for number in dict.fromkeys(near) if number not in options[measure]]
    return options


def _own(term: object) -> Iterator[terms.Term]:
    """The terms about the member itself; of a derived measure, the measure."""
    if isinstance(term, terms.Derived):
        yield term.reported
        return
    if isinstance(term, terms.Above | terms.Below | terms.Over):
        return
    if isinstance(term, terms.Term):
        yield term
    for part in terms.parts(term):
        yield from _own(part)


def _others(sides: Sides, attribute: str) -> tuple[str, ...]:
    known = sides.sides[0].program.library.attributes.get(attribute)
    return known.value_ids if known is not None and known.values else ("other",)


def _values(sides: Sides, measure: str) -> Iterator[_StatedValue]:
    grid = Grids(sides)[measure]
    yield None
    [declared, *_] = grid.declared
    if declared.type is MeasureType.FINDING:
        yield from Finding
    elif declared.type is MeasureType.LEVEL:
        yield from (level.id for level in declared.levels)
    else:
        yield from islice(grid.figures(ANY), 1)
    if declared.may_not_apply:
        yield Absence.NOT_APPLICABLE


def _near(edge: object, grid: Grid) -> Iterator[Fraction]:
    if isinstance(edge, Number):
        at = as_fraction(edge)
        yield from grid.among((at, at - grid.unit, at + grid.unit), ANY)
