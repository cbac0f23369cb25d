"""What another text of the rules does to real units: who gains, who loses, who becomes undetermined, how near each is."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import frozen

from ...engine.decisions import Decisions, evaluate
from ...engine.settle import Steps
from ...model.arguments import checks_arguments
from ...model.condition import AnyOf, AtLeastN, Condition, NoneOf
from ...model.decision import Decision
from ...model.fact import Statement
from ...model.key import RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.problem import CompileError, Diagnostic
from ...model.ruleset import Conclusion, Criterion, ProvenanceStatus, Ruleset
from ...model.text import Text
from ...model.units.unit import Unit, Units
from ...model.values.number import Number, difference
from ...program.arguments import statements_of, units_of
from ...program.compiling import compile, parts_of
from ...program.program import Program, ProgramRule
from .clause import Clause, clause, grounds, nearness
from .effect import REVOCATION, Effect, Level, effect_of
from .rule_pairs import Pair, asked_of, renamed_rules, rule_pairs


@frozen
class RuleImpact:
    """One rule for one unit: what it came to and what it comes to.

    `clause` has the figure observed and both requirements. `grounds` are the lowest rules that a change of outcome comes from.
    `missing` is what has to become known where the new text leaves the rule undetermined and the old one did not.
    `rule_changed`: the two texts ask for something else in the rule itself, whatever they come to here. `spare` is how much
    can be lost before the rule is: the distance of an attained figure from its threshold, in the measure's own unit.
    """

    unit: str
    rule: RuleKey
    level: Level
    clause: Clause
    rule_changed: bool
    grounds: tuple[Clause, ...] = ()
    missing: Steps = ()
    spare: Number | None = None

    @property
    def before(self) -> Outcome | None:
        """The outcome by the old text; None where it has no such rule."""
        return self.clause.outcome_before

    @property
    def after(self) -> Outcome | None:
        """The outcome by the new text; None where it has no such rule."""
        return self.clause.outcome_after

    @property
    def name(self) -> Text:
        """What the rule is called, in the new text where it has it."""
        return self.clause.name

    @property
    def effect(self) -> Effect:
        """What the new text does to the unit under this rule."""
        return effect_of(self.before, self.after, self.rule.code)


@frozen
class Impact:
    """What a new text of one ruleset does to every unit it applies to.

    `rows` hold every unit with every rule of either text, those without effect too: units in their order, rules in that of
    the new text, repealed ones where they stood. `recalled` are the rules that the decisions rest on and that are only
    recalled, not read.
    """

    before: Ruleset
    after: Ruleset
    as_of: date
    units: tuple[str, ...]
    rows: tuple[RuleImpact, ...]
    recalled: tuple[RuleKey, ...] = ()

    def changed(self) -> tuple[RuleImpact, ...]:
        """The rows in which the new text comes to something else."""
        return tuple(row for row in self.rows if row.effect is not Effect.UNCHANGED)

    def having(self, effect: Effect, level: Level | None = None) -> tuple[RuleImpact, ...]:
        """The rows with an effect, at one level or at all."""
        return tuple(row for row in self.rows if row.effect is effect and level in (None, row.level))

    def harms(self) -> bool:
        """Whether anybody loses something or becomes undetermined."""
        return any(row.effect in (Effect.LOSES, Effect.BECOMES_UNDETERMINED) for row in self.rows)

    def nearest(self) -> tuple[RuleImpact, ...]:
        """Who stays nearest to losing a rule that is attained, nearest first: by the part of the threshold that is to spare.

        Rules whose text changed come before all others.
        """
        near = []
        for row in self.rows:
            distance = None if row.spare is None or row.clause.after is None else nearness(row.clause.after)
            if distance is not None:
                near.append(((not row.rule_changed, distance), row))
        return tuple(row for _, row in sorted(near, key=lambda pair: pair[0]))


@checks_arguments
def impact(
    before: Program,
    after: Program,
    units: Units | Iterable[Unit] | Unit,
    statements: Iterable[Statement] | Statement,
    *,
    known_on: date | None = None,
) -> Impact:
    """Decide the same units by two texts on one date, and set the decisions side by side.

    The programs are of one ruleset, or of two for the same kind of unit; which rule of one is which of the other, `match`
    tells. Raises CompileError when the dates or the kinds of unit differ, FactsError as `evaluate` does.
    """
    _check(before, after)
    units, statements = units_of(units), tuple(statements_of(statements))
    old = evaluate(before, units, statements, known_on=known_on)
    new = evaluate(after, units, statements, known_on=known_on)
    pairs, renamed = rule_pairs(before.ruleset, after.ruleset), renamed_rules(before, after)
    changed = [asked_of(before, old_code) != asked_of(after, new_code) for old_code, new_code in pairs]
    rows = tuple(
        _row(old, new, unit.code, pair, is_changed, renamed)
        for unit in new.units
        for pair, is_changed in zip(pairs, changed, strict=True)
    )
    return Impact(
        before.ruleset,
        after.ruleset,
        after.as_of,
        tuple(unit.code for unit in new.units),
        rows,
        _recalled(old, new),
    )


@checks_arguments
def impact_of_libraries(
    before: Library,
    after: Library,
    rulesets: Iterable[str],
    units: Units | Iterable[Unit],
    statements: Iterable[Statement],
    as_of: date,
    *,
    known_on: date | None = None,
) -> tuple[Impact, ...]:
    """The impact under every ruleset of a dossier, in the versions in force on the date in either library.

    A ruleset whose own text stays the same, but which asks one that changed, is decided anew as well: a commune that falls
    out shows its district falling out. Raises as `compile` and `evaluate` do.
    """
    units = units if isinstance(units, Units) else Units(units)
    statements = tuple(statements)
    return tuple(
        impact(compile(id, as_of, before), compile(id, as_of, after), units, statements, known_on=known_on)
        for id in dict.fromkeys(rulesets)
    )


def _check(before: Program, after: Program) -> None:
    if before.as_of != after.as_of:
        found = Text(
            f"hai văn bản phải được xét vào cùng một ngày, không phải {before.as_of} và {after.as_of}",
            f"both texts must decide on one date, not on {before.as_of} and {after.as_of}",
        )
        raise CompileError(Diagnostic("NTM613", None, found))
    if before.ruleset.applies_to != after.ruleset.applies_to:
        old, new = before.ruleset, after.ruleset
        found = Text(
            f"{old.id} áp dụng cho {old.applies_to}, {new.id} áp dụng cho {new.applies_to}: không so sánh được",
            f"{old.id} applies to a {old.applies_to} and {new.id} to a {new.applies_to}: they cannot be compared",
        )
        raise CompileError(Diagnostic("NTM614", None, found))


def _row(
    old: Decisions, new: Decisions, unit: str, codes: Pair, rule_changed: bool, renamed: Mapping[RuleKey, RuleKey]
) -> RuleImpact:
    was, code = codes
    before = None if was is None else old.decision(unit, was)
    after = None if code is None else new.decision(unit, code)
    own = clause(before, after)
    effect = effect_of(own.outcome_before, own.outcome_after, own.rule.code)
    opened = own.outcome_after is Outcome.UNDETERMINED and effect is not Effect.UNCHANGED
    return RuleImpact(
        unit,
        own.rule,
        _level((old if after is None else new).program, own.rule.code),
        own,
        rule_changed,
        () if effect is Effect.UNCHANGED else grounds(before, after, renamed),
        new.to_settle(unit, own.rule.code) if opened else (),
        None if after is None else _spare(new.program.by_code[own.rule.code], after, own),
    )


def _level(program: Program, code: str) -> Level:
    rule = program.by_code[code].rule
    if isinstance(rule, Conclusion):
        return Level.CONCLUSION
    return Level.CRITERION if isinstance(rule, Criterion) else Level.INDICATOR


def _spare(rule: ProgramRule, decision: Decision, own: Clause) -> Number | None:
    """How much an attained rule has to spare; None where losing one figure alone need not lose the rule."""
    if decision.outcome is not Outcome.ATTAINED or own.gap is None or own.after is None or own.after.operator is None:
        return None
    if rule.condition is None or _has_choice(rule.condition) or rule.key.code == REVOCATION:
        return None
    # Not -gap: a decimal's minus rounds to the caller's context.
    return difference(Decimal(0), own.gap)


def _has_choice(condition: Condition) -> bool:
    return any(isinstance(part, AnyOf | AtLeastN | NoneOf) for part in parts_of(condition))


def _recalled(*runs: Decisions) -> tuple[RuleKey, ...]:
    """The recalled rules that decisions rest on, each once, in the order in which they are met."""
    found: dict[RuleKey, None] = {}
    for run in runs:
        seen: set[int] = set()
        for unit in run.units:
            for rule in run.program.rules:
                for decision in _walk(run.decision(unit.code, rule.key.code), seen):
                    if decision.provenance.status is ProvenanceStatus.RECALLED:
                        found[decision.rule] = None
    return tuple(found)


def _walk(decision: Decision, seen: set[int]) -> Iterator[Decision]:
    if id(decision) not in seen:
        seen.add(id(decision))
        yield decision
        for child in decision.children:
            yield from _walk(child, seen)
