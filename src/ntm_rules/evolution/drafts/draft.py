"""Drafted case: its rules, its goal, its situation, and its name in both languages."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from ...model.fact import Attestation, Fact, Statement
from ...model.key import is_conclusion
from ...model.library import Library
from ...model.measure import Measure, with_unit
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.threshold import Fixed
from ..cases.case import Case, Expected, Situation
from ..cases.run import Programs
from ..cases.trial import Trial, trials
from ..coverage.scale import Point
from ..coverage.threshold_points import occurrences_in, point_tried

DraftGoal = Outcome | Point
"""Goal of a drafted case."""

_OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.ATTAINED: Text("đạt", "attained"),
    Outcome.NOT_ATTAINED: Text("chưa đạt", "not attained"),
    Outcome.NOT_APPLICABLE: Text("không áp dụng", "not applicable"),
    Outcome.UNDETERMINED: Text("chưa xác định", "undetermined"),
}
_POINTS: Mapping[Point, Text] = {
    Point.BELOW: Text("ngay dưới ngưỡng", "just below the threshold"),
    Point.AT: Text("đúng ngưỡng", "exactly at the threshold"),
    Point.ABOVE: Text("ngay trên ngưỡng", "just above the threshold"),
}


Covered = frozenset[tuple[str, object]]
"""Coverage of a case: pairs of a rule's code with an outcome, or with a threshold (by identity) and its point."""


@frozen
class Draft:
    """Drafted case for rules that come to an `Outcome`, or whose figures lie at a `Point` beside the threshold `fixed`.

    `measure` is what is compared with the threshold, where it is one, and `attributes` are those on which the threshold
    depends. It serves other rules (`also`) as well, which it was not made for.
    """

    codes: tuple[str, ...]
    goal: DraftGoal
    situation: Situation
    fixed: Fixed | None = None
    measure: Measure | None = None
    attributes: tuple[str, ...] = ()
    with_year: bool = False
    also: tuple[str, ...] = ()


def draft_name(draft: Draft, ruleset: Ruleset, library: Library) -> Text:
    """`15.1: đúng ngưỡng 90%, vùng Trung du miền núi phía Bắc`: rules, goal with threshold, and the values it depends on.

    >>> from datetime import date
    >>> from ...model.ruleset import Instrument
    >>> from ...model.units.unit import Unit
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> situation = Situation(date(2024, 6, 30), (Unit("U", "U", "commune"),))
    >>> draft_name(Draft(("15.1",), Point.AT, situation, Fixed(Decimal(90))), ruleset, Library()).vi
    '15.1: đúng ngưỡng 90'
    """
    goal, situation = draft.goal, draft.situation
    what = _OUTCOMES[goal] if isinstance(goal, Outcome) else _POINTS[goal]
    threshold = None if draft.fixed is None else _threshold_words(draft.fixed.value, draft.measure)
    parts = [Text(f"{what.vi} {threshold.vi}", f"{what.en} {threshold.en}") if threshold else what]
    own = next(unit for unit in situation.units if unit.code == situation.unit).attributes
    parts += [_attribute(name, own[name], library) for name in draft.attributes if name in own]
    if draft.with_year:
        parts.append(Text(f"năm {situation.as_of.year}", f"year {situation.as_of.year}"))
    rules = [_rule(code, ruleset) for code in draft.codes]
    return Text(
        f"{', '.join(rule.vi for rule in rules)}: {', '.join(text.vi for text in parts)}",
        f"{', '.join(rule.in_language('en') for rule in rules)}: {', '.join(text.in_language('en') for text in parts)}",
    )


def _rule(code: str, ruleset: Ruleset) -> Text:
    """A rule by its code as printed; a top rule, which has none, by its name."""
    rule = ruleset.rule(code)
    return rule.name if is_conclusion(code) and rule is not None else Text(code, code)


def _attribute(name: str, value: str, library: Library) -> Text:
    attribute = library.attributes.get(name)
    if attribute is None:
        return Text(value, value)
    return next((level.name for level in attribute.values if level.id == value), Text(value, value))


def _threshold_words(value: Decimal | str, measure: Measure | None) -> Text:
    """A threshold as it is called in a name: `90%`. Units of measurement have Vietnamese names only, but for the percentage."""
    if isinstance(value, str):
        levels = () if measure is None else measure.levels
        name = next((level.name for level in levels if level.id == value), Text(value, value))
        return Text(f"“{name.vi}”", f"“{name.in_language('en')}”")
    plain, unit = f"{value:f}".replace("-", "−"), None if measure is None else measure.unit
    return Text(with_unit(plain.replace(".", ","), unit), with_unit(plain, unit if unit == "%" else None))


@frozen(eq=False)
class Workshop:
    """Version that cases are drafted for, and the library in which they will be run."""

    ruleset: Ruleset
    library: Library
    programs: Programs

    def trial(self, situation: Situation, codes: Sequence[str]) -> Trial | None:
        """Situation prepared for decisions; None where the engine or the version refuses it."""
        case = Case(Text("?"), self.ruleset.id, situation, tuple(Expected(code, None) for code in codes))
        return next(trials(self.ruleset, [case], self.library, self.programs), None)

    def covered(self, situation: Situation, codes: Sequence[str]) -> Covered:
        """Outcomes and threshold points that a situation covers, for some rules."""
        trial = self.trial(situation, codes)
        return frozenset() if trial is None else frozenset(goal for code in codes for goal in _covered(trial, code))

    def merged(self, draft: Draft, other: Draft) -> Draft | None:
        """Draft with the situations of both, in which each rule is decided as before; None where they cannot be merged."""
        situation = _together(draft.situation, other.situation)
        if situation is None or not set(draft.codes).isdisjoint(other.codes):
            return None
        before = self.covered(draft.situation, draft.codes) | self.covered(other.situation, other.codes)
        codes = (*draft.codes, *other.codes)
        if self.covered(situation, codes) != before:
            return None
        fixed = draft.fixed if draft.fixed is not None and draft.fixed == other.fixed else None
        attributes = tuple(dict.fromkeys((*draft.attributes, *other.attributes)))
        with_year = draft.with_year or other.with_year
        return evolve(draft, codes=codes, situation=situation, fixed=fixed, attributes=attributes, with_year=with_year)


def _covered(trial: Trial, code: str) -> Iterator[tuple[str, Outcome | tuple[int, Point]]]:
    yield code, trial.decision(code).outcome
    for occurrence in occurrences_in(trial.program.by_code[code]):
        tried = point_tried(occurrence, trial)
        if tried is not None:
            yield code, (id(tried[0]), tried[1])


def _together(situation: Situation, other: Situation) -> Situation | None:
    """Situation with the facts of both, of one unit without others above or below; None where they contradict each other."""
    if situation.as_of != other.as_of or len(situation.units) > 1 or len(other.units) > 1:
        return None
    [left], [right] = situation.units, other.units
    attributes = {**left.attributes, **right.attributes}
    if left.kind != right.kind or attributes != {**right.attributes, **left.attributes}:
        return None
    statements = (
        *situation.statements,
        *(statement for statement in other.statements if statement not in situation.statements),
    )
    if len({_about(statement) for statement in statements}) != len(statements):
        return None
    # Facts first, as in a case file.
    ordered = sorted(statements, key=lambda statement: isinstance(statement, Attestation))
    return evolve(situation, units=(evolve(left, attributes=attributes),), statements=tuple(_grouped(ordered)))


def _about(statement: Statement) -> object:
    return statement.measure if isinstance(statement, Fact) else statement.rule, statement.as_of


def _grouped(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Statements about the same thing next to one another."""
    subjects: dict[object, list[Statement]] = {}
    for statement in statements:
        subject = statement.measure if isinstance(statement, Fact) else statement.rule
        subjects.setdefault(subject, []).append(statement)
    for alike in subjects.values():
        yield from alike
