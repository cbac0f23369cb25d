"""Decides the same units by two texts of the rules, and sets the decisions side by side."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ...engine.decisions import evaluate
from ...model.arguments import checks_arguments
from ...model.fact import Statement
from ...model.key import RuleKey
from ...model.library import Library
from ...model.ruleset import Conclusion, Content, Criterion
from ...model.units.unit import Unit, Units
from ...program.arguments import statements_of, units_of
from ...program.compiling import compile
from ...program.program import Program
from ..comparison.match import match
from ..in_force import check_sides
from .impact import Impact, LevelChange, RuleImpact, RuleLevel
from .runs import Pair, Runs, asked_of, recalled, renamed_rules, rule_pairs


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

    >>> import ntm_rules as ntm
    >>> day, library = date(2024, 6, 30), ntm.load_library()
    >>> now = ntm.compile("vn/civilised-township", day, library)
    >>> draft = ntm.rule_file_text(now.ruleset).replace("at_least: 100", "at_least: 95")
    >>> milder = ntm.compile(ntm.ruleset_from_text(draft, library), day, library)
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 97.2, day)
    >>> compared = impact(now, milder, units=town, statements=water)
    >>> [(row.rule.code, row.effect.value) for row in compared.changed()]
    [('3.3', 'gains'), ('3', 'becomes_undetermined'), ('recognition', 'becomes_undetermined')]
    >>> compared.changed()[0].clause.required_before, compared.changed()[0].clause.required_after
    (Decimal('100'), Decimal('95'))
    """
    check_sides(before, after)
    units, statements = units_of(units), tuple(statements_of(statements))
    old = evaluate(before, units, statements, known_on=known_on)
    new = evaluate(after, units, statements, known_on=known_on)
    matched = match(before, after)
    pairs, runs = rule_pairs(before, after, matched), Runs(old, new, renamed_rules(before, after))
    compared_rules = [_compared_rule(before, after, pair) for pair in pairs]
    # A unit that one of the texts does not judge has nothing to set beside.
    judged = tuple(unit.code for unit in new.units if unit.kind in before.ruleset.applies_to)
    rows = tuple(row for unit in judged for row in _rows(unit, compared_rules, runs))
    return Impact(
        before.ruleset,
        after.ruleset,
        after.as_of,
        judged,
        rows,
        recalled(runs),
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

    >>> import ntm_rules as ntm
    >>> day, library = date(2024, 6, 30), ntm.load_library()
    >>> draft = ntm.rule_file_text(library.ruleset("vn/civilised-township", day)).replace("at_least: 100", "at_least: 95")
    >>> milder = library.including(ntm.ruleset_from_text(draft, library))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 97.2, day)
    >>> [compared] = impact_of_libraries(
    ...     library, milder, rulesets=["vn/civilised-township"], units=[town], statements=[water], as_of=day
    ... )
    >>> [row.rule.code for row in compared.changed()]
    ['3.3', '3', 'recognition']
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


_ComparedRule = tuple[Pair, RuleKey, RuleLevel, bool]
"""A rule of either text: its codes, its key and level, and whether the two ask for something else."""


def _compared_rule(before: Program, after: Program, pair: Pair) -> _ComparedRule:
    was, code = pair
    program, known = (before, was) if code is None else (after, code)
    assert known is not None
    is_changed = asked_of(before, was) != asked_of(after, code)
    return pair, program.by_code[known].key, _level(program, known), is_changed


def _rows(unit: str, compared_rules: Sequence[_ComparedRule], runs: Runs) -> Iterator[RuleImpact]:
    runs.only(unit)
    was, now = runs.old.outcomes(unit), runs.new.outcomes(unit)
    for (old_code, code), key, level, is_changed in compared_rules:
        before = None if old_code is None else was[old_code]
        after = None if code is None else now[code]
        yield RuleImpact(unit, key, level, before, after, is_changed, (old_code, code), runs)


def _levels(runs: Runs) -> Iterator[LevelChange]:
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
