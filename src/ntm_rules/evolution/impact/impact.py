"""Impact of another text of the rules on units: gains, losses, undetermined outcomes, distances to thresholds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import define, field, frozen

from ...engine.decisions import Decisions, evaluate
from ...engine.remedies import Steps
from ...model.arguments import checks_arguments
from ...model.decision import Decision, Reason
from ...model.fact import Statement
from ...model.key import RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.ruleset import Conclusion, Content, Criterion, ProvenanceStatus, Ruleset
from ...model.text import Text
from ...model.units.unit import Unit, Units
from ...model.values.number import Number, difference
from ...program.arguments import statements_of, units_of
from ...program.compiling import compile
from ...program.program import Program
from ...program.terms import (
    AllHold,
    AnyHolds,
    Attested,
    Counted,
    Holds,
    Listed,
    Never,
    Not,
    OutcomeOf,
    Told,
    Truth,
    Where,
)
from ..comparison.match import Matched, match
from ..in_force import check_sides
from .clause import Clause, can_have_more_to_spare, clause, deciding_reasons, foremost, grounds, nearness
from .effect import REVOCATION, Effect, LevelChange, RuleLevel, effect_of
from .rule_pairs import Pair, asked_of, renamed_rules, rule_pairs


@frozen
class RuleImpact:
    """One rule for one unit: its outcome by the old and by the new text; None when that text has no such rule.

    `rule_changed`: the two texts ask for something else in the rule itself, whatever the outcomes are. Everything else
    is computed from the decisions when it is read.
    """

    unit: str
    rule: RuleKey
    level: RuleLevel
    before: Outcome | None
    after: Outcome | None
    rule_changed: bool
    _codes: Pair = field(eq=False, repr=False)
    _runs: "_Runs" = field(eq=False, repr=False)

    @property
    def clause(self) -> Clause:
        """The figure observed and what either text requires."""
        return clause(*self._runs.decisions(self.unit, self._codes))

    @property
    def grounds(self) -> tuple[Clause, ...]:
        """The lowest rules that a change of outcome comes from."""
        if self.effect is Effect.UNCHANGED:
            return ()
        return grounds(*self._runs.decisions(self.unit, self._codes), self._runs.renamed)

    @property
    def missing(self) -> Steps:
        """Steps that would settle a rule that the new text leaves undetermined and the old one did not."""
        if self.after is not Outcome.UNDETERMINED or self.effect is Effect.UNCHANGED:
            return ()
        return self._runs.new.to_settle(self.unit, self.rule.code)

    @property
    def spare(self) -> Number | None:
        """Margin of an attained rule: the distance of its figure from the threshold, in the unit of the figure."""
        reason = self._runs.spared(self.unit, self._codes, self.after)
        # Not -gap: a decimal's minus rounds to the caller's context.
        return None if reason is None or reason.gap is None else difference(Decimal(0), reason.gap)

    @property
    def distance(self) -> Fraction | None:
        """Margin as a fraction of what is required; None when there is none."""
        reason = self._runs.spared(self.unit, self._codes, self.after)
        return None if reason is None else nearness(reason)

    @property
    def name(self) -> Text:
        """Name of the rule, in the new text when that has it."""
        return self._runs.name(self._codes)

    @property
    def effect(self) -> Effect:
        """Effect of the new text on the unit under this rule."""
        return effect_of(self.before, self.after, self.rule.code)


@define(eq=False)
class _Runs:
    """Decisions by both texts, made again when they are read; those of one unit are kept at a time."""

    old: Decisions
    new: Decisions
    renamed: Mapping[RuleKey, RuleKey]
    _unit: str | None = None

    def decisions(self, unit: str, codes: Pair) -> tuple[Decision | None, Decision | None]:
        """Decisions on a rule for a unit by the old and by the new text; None when that text has no such rule."""
        self.only(unit)
        was, code = codes
        before = None if was is None else self.old.decision(unit, was)
        return before, None if code is None else self.new.decision(unit, code)

    def spared(self, unit: str, codes: Pair, after: Outcome | None) -> Reason | None:
        """The reason whose figure is nearest to its threshold, where losing that alone loses an attained rule."""
        code = codes[1]
        if after is not Outcome.ATTAINED or code is None or not self._can_spare(code):
            return None
        self.only(unit)
        decision, measures = self.new.decision(unit, code), self.new.program.measures
        near = tuple(one for one in deciding_reasons(decision) if can_have_more_to_spare(one, measures))
        reason = foremost(near, decision.outcome)
        return None if reason is None or reason.gap is None or reason.operator is None else reason

    def name(self, codes: Pair) -> Text:
        was, code = codes
        run, known = (self.old, was) if code is None else (self.new, code)
        assert known is not None
        return run.program.by_code[known].rule.name

    def _can_spare(self, code: str) -> bool:
        """True when losing one figure loses the rule."""
        rule = self.new.program.by_code[code]
        return rule.rule.condition is not None and rule.key.code != REVOCATION and not _has_choice(rule.truth)

    def only(self, unit: str) -> None:
        """Forget the decisions about every unit but this one."""
        if unit != self._unit:
            for run in (self.old, self.new):
                run.world.forget_decisions()
                if self._unit is not None:
                    run.world.forget(self._unit)
            self._unit = unit


@frozen
class Impact:
    """Impact of a new text of one ruleset on every unit it applies to.

    `rows` hold every unit with every rule of either text, those without effect too: units in their order, rules in that of
    the new text, repealed ones where they stood. `recalled` are the rules that the decisions rest on and that are only
    recalled, not read. `matched` says which rule of one text is which of the other. `levels` are the
    units that come to another level. `assessed` is the year that both decide about.
    """

    before: Ruleset
    after: Ruleset
    as_of: date
    units: tuple[str, ...]
    rows: tuple[RuleImpact, ...]
    recalled: tuple[RuleKey, ...] = ()
    matched: Matched = field(eq=False, repr=False, default=Matched((), (), ()))
    levels: tuple[LevelChange, ...] = ()
    assessed: int = field()

    @assessed.default
    def _year_of_the_day(self) -> int:
        return self.as_of.year

    def __repr__(self) -> str:
        return f"Impact({self.before!r}, {self.after!r}, {len(self.units)} units, {len(self.changed())} changes)"

    def changed(self) -> tuple[RuleImpact, ...]:
        """Rows whose effect is not UNCHANGED: the outcome changed, or the rule was added or repealed."""
        return tuple(row for row in self.rows if row.effect is not Effect.UNCHANGED)

    def having(self, effect: Effect, level: RuleLevel | None = None) -> tuple[RuleImpact, ...]:
        """The rows with an effect, at one level or at all."""
        return tuple(row for row in self.rows if row.effect is effect and level in (None, row.level))

    def harms(self) -> bool:
        """True when a unit loses a rule or becomes undetermined under one."""
        return any(row.effect in (Effect.LOSES, Effect.BECOMES_UNDETERMINED) for row in self.rows)

    def nearest(self) -> tuple[RuleImpact, ...]:
        """Rows of attained rules with a margin, the smallest first (as a fraction of the requirement).

        Rules whose text changed come before all others.
        """
        near = []
        for row in self.rows:
            distance = row.distance
            if distance is not None:
                near.append(((not row.rule_changed, distance), row))
        return tuple(row for _, row in sorted(near, key=lambda pair: pair[0]))


@checks_arguments
def impact(
    before: Program,
    after: Program,
    *,
    units: Units | Iterable[Unit] | Unit,
    statements: Iterable[Statement] | Statement,
    known_on: date | None = None,
) -> Impact:
    """Decide the same units by two texts on one date, and set the decisions side by side.

    The programs are of one ruleset, or of two for the same kind of unit; which rule of one is which of the other, `match`
    tells. Raises CompileError when the dates, the years assessed or the kinds of unit differ, FactsError as `evaluate` does.
    """
    check_sides(before, after)
    units, statements = units_of(units), tuple(statements_of(statements))
    old = evaluate(before, units, statements, known_on=known_on)
    new = evaluate(after, units, statements, known_on=known_on)
    matched = match(before, after)
    pairs, runs = rule_pairs(before, after, matched), _Runs(old, new, renamed_rules(before, after))
    asked = [_asked(before, after, pair, runs) for pair in pairs]
    # A unit that one of the texts does not judge has nothing to set beside.
    judged = tuple(unit.code for unit in new.units if unit.kind in before.ruleset.applies_to)
    rows = tuple(row for unit in judged for row in _rows(unit, asked, runs))
    return Impact(
        before.ruleset,
        after.ruleset,
        after.as_of,
        judged,
        rows,
        _recalled(runs),
        matched,
        tuple(_levels(runs)),
        after.assessed,
    )


@checks_arguments
def impact_of_libraries(
    before: Library,
    after: Library,
    *,
    rulesets: Iterable[str],
    units: Units | Iterable[Unit],
    statements: Iterable[Statement],
    as_of: date,
    known_on: date | None = None,
    assessed: int | None = None,
) -> tuple[Impact, ...]:
    """The impact under every ruleset of a dossier, in the versions in force on the date in either library.

    A ruleset whose own text stays the same, but which asks one that changed, is decided anew as well: a commune that falls
    out shows its district falling out. `assessed` is as in `compile`. Raises as `compile` and `evaluate` do.
    """
    units = units if isinstance(units, Units) else Units(units)
    statements = tuple(statements)
    return tuple(
        impact(
            compile(id, as_of, before, assessed),
            compile(id, as_of, after, assessed),
            units=units,
            statements=statements,
            known_on=known_on,
        )
        for id in dict.fromkeys(rulesets)
    )


_Asked = tuple[Pair, RuleKey, RuleLevel, bool]
"""A rule of either text: its codes, its key and level, and whether the two ask for something else."""


def _asked(before: Program, after: Program, pair: Pair, runs: _Runs) -> _Asked:
    was, code = pair
    program, known = (before, was) if code is None else (after, code)
    assert known is not None
    is_changed = asked_of(before, was) != asked_of(after, code)
    return pair, program.by_code[known].key, _level(program, known), is_changed


def _rows(unit: str, asked: Sequence[_Asked], runs: _Runs) -> Iterator[RuleImpact]:
    runs.only(unit)
    was, now = runs.old.outcomes(unit), runs.new.outcomes(unit)
    for (old_code, code), key, level, is_changed in asked:
        before = None if old_code is None else was[old_code]
        after = None if code is None else now[code]
        yield RuleImpact(unit, key, level, before, after, is_changed, (old_code, code), runs)


def _levels(runs: _Runs) -> Iterator[LevelChange]:
    if not (runs.old.program.ruleset.levels or runs.new.program.ruleset.levels):
        return
    for unit in runs.new.units:
        before, after = runs.old.level(unit.code), runs.new.level(unit.code)
        if before != after:
            yield LevelChange(unit.code, before, after)


def _level(program: Program, code: str) -> RuleLevel:
    rule = program.by_code[code].rule
    if isinstance(rule, Conclusion):
        return RuleLevel.CONCLUSION
    if isinstance(rule, Content):
        return RuleLevel.CONTENT
    return RuleLevel.CRITERION if isinstance(rule, Criterion) else RuleLevel.INDICATOR


def _has_choice(truth: Truth) -> bool:
    """True when a truth can be met in several ways, or requires that other truths are not met."""
    match truth:
        case Attested(inner) | Where(inner) | Told(inner):
            return _has_choice(inner)
        case AllHold(Listed(truths)):
            return any(map(_has_choice, truths))
        case AnyHolds(Listed(truths)):
            return Never() not in truths
        case Holds(Counted(Listed(truths))):
            return not all(isinstance(one.truth if isinstance(one, Not) else one, OutcomeOf) for one in truths)
        case Not(inner):
            return not isinstance(inner, OutcomeOf)
    return False


def _recalled(runs: _Runs) -> tuple[RuleKey, ...]:
    """The recalled rules that decisions rest on, each once, in the order in which they are met."""
    found: dict[RuleKey, None] = {}
    for run in (runs.old, runs.new):
        recalled = {
            rule.key
            for program in run.program.programs()
            for rule in program.rules
            if rule.rule.provenance.status is ProvenanceStatus.RECALLED
        }
        for unit in run.units if recalled - found.keys() else ():
            runs.only(unit.code)
            seen: set[int] = set()
            for rule in run.program.rules:
                for decision in _walk(run.decision(unit.code, rule.key.code), seen):
                    if decision.provenance.status is ProvenanceStatus.RECALLED:
                        found[decision.rule] = None
            if not recalled - found.keys():
                break
    return tuple(found)


def _walk(decision: Decision, seen: set[int]) -> Iterator[Decision]:
    if id(decision) not in seen:
        seen.add(id(decision))
        yield decision
        for child in decision.children:
            yield from _walk(child, seen)
