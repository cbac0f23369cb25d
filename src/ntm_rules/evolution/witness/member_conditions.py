"""Reports about a member for which conditions come to the outcomes sought: tried one after another, decided by the engine."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product

from attrs import evolve

from ...engine.specification.meaning import verdict
from ...model.fact import Absence, Finding, Value
from ...model.key import RuleKey
from ...model.measure import MeasureType
from ...model.outcome import Outcome
from ...model.values.number import Number, as_fraction
from ...program.terms import (
    Above,
    AttributeOf,
    Below,
    Constant,
    Derived,
    Holds,
    IsOneOf,
    OutcomeOf,
    Over,
    Reported,
    Term,
    parts,
)
from ...program.verdict import OUTCOME
from ..regions.quantity import MemberTruth
from .grid import ANY, Grid, Grids
from .scene import Scene
from .sought import Sides

_MOST_TRIED = 400
_SETTLED = (Outcome.ATTAINED, Outcome.NOT_ATTAINED)

_Subject = AttributeOf | RuleKey | str
"""An attribute, a rule of the member, or a measure."""
_Said = Fraction | Value | Outcome | None


def satisfy(scene: Scene, code: str, sought: Mapping[MemberTruth, Outcome], given: Mapping[str, object]) -> bool:
    """Report of a member what brings conditions to outcomes, beside what is `given`; False when nothing is found that does."""
    if _come(scene, code, sought):
        return True
    subjects = _subjects(scene.sides, sought)
    choices = [(one, options) for one, options in subjects.items() if one not in given]
    for said in islice(product(*(options for _, options in choices)), _MOST_TRIED):
        trial = Scene(scene.sides, scene.as_of)
        trial.add(evolve(scene.units[code], parent=None))
        for reports in scene.evidence.facts.get(code, {}).values():
            for one in reports if isinstance(reports, list) else [reports]:
                trial.report(code, one.measure, one.value, one.as_of)
        chosen = dict(zip((one for one, _ in choices), said, strict=True))
        _say(trial, code, chosen)
        if _come(trial, code, sought):
            _say(scene, code, chosen)
            return True
    return False


def _come(scene: Scene, code: str, sought: Mapping[MemberTruth, Outcome]) -> bool:
    return all(
        OUTCOME[verdict(truth, scene.judged(code, side.program))] is outcome
        for condition, outcome in sought.items()
        for side, truth in scene.sides.conditions.get(condition, ())
    )


def _say(scene: Scene, code: str, chosen: Mapping[_Subject, _Said]) -> None:
    unit = scene.units[code]
    named = {
        one.attribute: str(value) for one, value in chosen.items() if isinstance(one, AttributeOf) and value is not None
    }
    if named:
        scene.add(evolve(unit, attributes={**unit.attributes, **named}))
    for one, value in chosen.items():
        if isinstance(one, RuleKey) and isinstance(value, Outcome):
            scene.attest(code, one, value)
        elif isinstance(one, str) and value is not None and not isinstance(value, Outcome):
            scene.report(code, one, value)


def _subjects(sides: Sides, sought: Mapping[MemberTruth, Outcome]) -> dict[_Subject, list[_Said]]:
    """All that the conditions ask of a member, each with what can be said of it, the plainest first."""
    found: dict[_Subject, list[_Said]] = {}
    for condition in sought:
        for side, truth in sides.conditions.get(condition, ()):
            for term in _own(truth):
                match term:
                    case OutcomeOf(program, code):
                        found[side.key(program.ruleset, code)] = [None, *_SETTLED, Outcome.NOT_APPLICABLE]
                    case IsOneOf(AttributeOf() as by, values):
                        named = found.setdefault(by, [None])
                        named += [value for value in values if isinstance(value, str) and value not in named]
                        named += [one for one in _others(sides, by.attribute) if one not in named]
                    case Reported(measure) if measure not in found:
                        found[measure] = list(_values(sides, measure))
            for term in _own(truth):
                if isinstance(term, Holds) and isinstance(term.required, Constant):
                    measures = [one.measure for one in _own(term.figure) if isinstance(one, Reported)]
                    for measure in measures:
                        found[measure] += [
                            one for one in _near(term.required, Grids(sides)[measure]) if one not in found[measure]
                        ]
    return found


def _own(term: object) -> Iterator[Term]:
    """The terms about the member itself; of a derived measure, the measure."""
    if isinstance(term, Derived):
        yield term.reported
        return
    if isinstance(term, Above | Below | Over):
        return
    if isinstance(term, Term):
        yield term
    for part in parts(term):
        yield from _own(part)


def _others(sides: Sides, attribute: str) -> tuple[str, ...]:
    known = sides.sides[0].program.library.attributes.get(attribute)
    return known.value_ids if known is not None and known.values else ("other",)


def _values(sides: Sides, measure: str) -> Iterator[_Said]:
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


def _near(required: Constant, grid: Grid) -> Iterator[Fraction]:
    if isinstance(required.value, Number):
        at = as_fraction(required.value)
        yield from grid.among((at, at - grid.unit, at + grid.unit), ANY)
