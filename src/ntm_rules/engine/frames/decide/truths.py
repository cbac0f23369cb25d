"""Truths as columns: the meaning of each term, for all rows at once. Each distinct term is worked out once."""

from datetime import date
from typing import assert_never

from ....model.fact import Absence, Attestation, Finding
from ....model.key import RuleKey
from ....program.computed import Computed
from ....program.terms import (
    Above,
    AllHold,
    Always,
    AnyHolds,
    Attested,
    Below,
    Counted,
    Difference,
    Figure,
    Group,
    Holds,
    IsOneOf,
    Listed,
    Never,
    Not,
    OpenTruth,
    OutcomeOf,
    Over,
    ProgramKey,
    Rounded,
    Told,
    Truth,
    WeighedShare,
    Where,
)
from ....program.verdict import ATTAINED, NOT_ATTAINED, OPEN, WIDE_OPEN
from ...evidence.attested_text import attests, days_of_other_texts
from ..expressions.logic import Logic, certainly, chosen, every, is_constant, negated, some
from ..input.columns import DATED, UNIT
from .counts import bound_holds, if_none_holds
from .hierarchy import joined_table
from .members import SpanColumns, count_of, span_of, weighed_ends
from .outcomes import (
    OutcomeColumn,
    all_hold,
    any_holds,
    applicable_where,
    attested,
    by_version,
    opposite,
    reach,
    settled,
)
from .reported import figure_holds, finding, is_one_of, rank_holds
from .table import JoinedTable, Table
from .thresholds import against, between, ratio, threshold_of
from .versions import TODAY, DecidingVersions
from .windows import is_recent


def rule(table: Table, key: RuleKey) -> OutcomeColumn:
    """The outcomes of a rule, each row under the version in force on its day; where none is, it does not apply."""
    column: OutcomeColumn = table.once(("rule", key), lambda: table.keep(_rule(table, key)))
    return column


def _rule(table: Table, key: RuleKey) -> OutcomeColumn:
    cases = [
        (table.versions.where(numbers, table.expressions), truth(table, term))
        for numbers, term in table.versions.truths(key)
    ]
    if len(cases) == 1 and cases[0][0] is None:
        return cases[0][1]
    return by_version([(rows, column) for rows, column in cases if rows is not None], table.expressions)


def truth(table: Table, term: Truth) -> OutcomeColumn:
    """The outcomes of a truth."""
    column: OutcomeColumn = table.once(term, lambda: _named(table, term, _truth(table, term)))
    return column


def _named(table: Table, term: Truth, outcomes: OutcomeColumn) -> OutcomeColumn:
    """The outcomes, kept as columns where they would be written out often: those that may not apply."""
    if isinstance(term, Told | Not | OutcomeOf | Attested):
        return outcomes
    is_short = isinstance(term, Holds | IsOneOf) or (outcomes.never is False and not outcomes.is_half_settled)
    return outcomes if is_short else table.keep(outcomes)


def _truth(table: Table, term: Truth) -> OutcomeColumn:
    expressions = table.expressions
    match term:
        case Holds():
            return _holds(term, table)
        case IsOneOf():
            return is_one_of(term, table)
        case AllHold(group):
            return _all(group, table)
        case AnyHolds(group):
            if isinstance(group, Below):
                return opposite(_all(Below(group.members, Not(group.truth)), table))
            return any_holds([truth(table, part) for part in group.truths], expressions)
        case Not(inner):
            return opposite(truth(table, inner))
        case Never():
            return settled(False)
        case OutcomeOf(program, code):
            return _outcome(program, code, table)
        case Above():
            return _above(term, table)
        case OpenTruth():
            return settled(None)
        case Where(inner, applies):
            # Both where it applies and where it may are made of it, for every rule that asks it.
            condition: OutcomeColumn = table.once(("kept", applies), lambda: table.keep(truth(table, applies)))
            return applicable_where(truth(table, inner), condition, expressions)
        case Attested(inner):
            return _attested(truth(table, inner), term, table)
        case Told(inner):
            return truth(table, inner)
        case _:
            assert_never(term)


def _all(group: Group, table: Table) -> OutcomeColumn:
    if isinstance(group, Listed):
        return all_hold([truth(table, term) for term in group.truths], table.expressions)
    # All of the units below hold: none of them fails.
    counted = count_of(Counted(group), table, truth)
    expressions = table.expressions
    fails, may_fail = counted.surely_not > 0, counted.may_fail > 0
    possible = reach(*range(1, WIDE_OPEN + 1))
    applies = counted.may_hold > 0
    met = chosen([(fails, False), (negated(may_fail), True), (negated(applies), False)], None, expressions)
    empty = counted.whole == 0
    never = some([empty, counted.never], expressions)
    return OutcomeColumn(
        met, possible, never, counted.level, may_not_apply=lambda: some([empty, counted.may_not_apply()], expressions)
    )


def _outcome(program: ProgramKey, code: str, table: Table) -> OutcomeColumn:
    key = RuleKey(program.ruleset, code)
    if program.as_of in (TODAY, table.on):
        return rule(table, key)
    joined = earlier_table(program, table)
    return _brought(rule(joined.table, key), joined, table)


def _above(term: Above, table: Table) -> OutcomeColumn:
    """The outcomes of the nearest unit of a kind above, laid beside the table."""
    joined = joined_table(table, term.kind, table.day)
    return settled(None) if joined is None else _brought(truth(joined.table, term.truth), joined, table)


def _brought(then: OutcomeColumn, joined: JoinedTable, table: Table) -> OutcomeColumn:
    """Outcomes of another table, brought to the rows beside which it is laid; wide open where there is no other row."""
    expressions = table.expressions

    def brought(logic: Logic, otherwise: bool | None) -> Logic:
        if logic is otherwise:
            return logic
        name = table.name()
        joined.values[name] = expressions.truth(logic) if is_constant(logic) else logic
        column = expressions.column(name)
        return column if otherwise is None else column.fill_null(otherwise)

    return OutcomeColumn(
        brought(then.truth, None),
        then.reach | reach(WIDE_OPEN),
        brought(then.never, False),
        may_not_apply=lambda: brought(then.may_not_apply, True),
    )


def earlier_table(program: ProgramKey, table: Table) -> JoinedTable:
    """The same units as an earlier program decides them, laid beside the table."""

    def make() -> JoinedTable:
        versions = DecidingVersions.single(table.versions.earlier(program))
        then = Table.of(table.inputs, table.kind, versions, program.as_of)
        earlier = table.joined_tables["then", program] = JoinedTable(then, UNIT, table.name())
        return earlier

    joined: JoinedTable = table.once(("then", program), make)
    return joined


# Figures and words against what is required


def _holds(term: Holds, table: Table) -> OutcomeColumn:
    match term.figure:
        case Counted() as counted:
            return bound_holds(count_of(counted, table, truth), counted, term.operator, term.required, table)
        case WeighedShare(count) as weighed:
            ends = weighed_ends(weighed, table, truth)
            return bound_holds(count_of(count, table, truth), count, term.operator, term.required, table, ends)
        case Difference() | Over() | Rounded(Over()):
            return _span_holds(span_of(term.figure, table, truth), term, table)
        case Always(Counted() | Difference() | Over()):
            return _span_holds(span_of(term.figure, table, truth), term, table)
    if isinstance(term.figure, Computed):
        return _span_holds(span_of(term.figure, table, truth), term, table)
    return rank_holds(term, table) if term.scale else figure_holds(term, table)


def _span_holds(span: SpanColumns, term: Holds, table: Table) -> OutcomeColumn:
    def compare(figure: Figure) -> Logic:
        threshold = threshold_of(figure, table)
        if threshold is None:
            return None
        numerator, denominator = ratio(threshold)
        met = between(
            span.low * denominator, span.high * denominator, span.denominator * numerator, term.operator, table
        )
        return if_none_holds(span.none, span.if_none, met, threshold, table)

    holds, level = against(term.required, term.operator, table, compare)
    level = max(level, span.level)
    if span.may_not_apply is None:
        return OutcomeColumn(holds, reach(ATTAINED, NOT_ATTAINED, OPEN), level=level)
    never = certainly(span.never)
    every_verdict = reach(*range(1, WIDE_OPEN + 1))
    apart = span.may_not_apply
    return OutcomeColumn(
        holds, every_verdict, never, level, may_not_apply=lambda: some([never, certainly(apart())], table.expressions)
    )


# Attestations


def attestation(key: RuleKey, table: Table) -> str | None:
    """The name of the column with attestations of a rule: its key, or its code where the rule is of the ruleset asked for."""
    top = table.versions.programs[0].ruleset.id
    names = (str(key), *([key.code] if key.ruleset == top else []))
    return next((name for name in names if name in table.columns), None)


def attested_words(term: Attested, table: Table) -> tuple[Logic, Logic] | None:
    """The truths that a rule is attested as met, and as not applicable; None where it has no column."""
    key, basically = term.rule, term.basically
    name = attestation(key, table)
    program = table.versions.by_ruleset[0].get(key.ruleset)
    today = None if program is None else Attestation("", key, Finding.MET, program.as_of)
    if program is not None and today is not None and not attests(program, today):
        # The text that decides is not yet in force.
        return None
    if name is None or table.has(name) is None:
        return None
    met = {Finding.MET} | ({Finding.BASICALLY_MET} if basically else set())
    undecided = {Finding.BASICALLY_MET} if basically is None else set()
    is_met, never = finding(table, name, met, undecided), certainly(table.says(name, Absence.NOT_APPLICABLE.value))
    stands = every([is_recent_word(term, table), is_of_text(term, table)], table.expressions)
    return chosen([(stands, is_met)], None, table.expressions), every([never, stands], table.expressions)


def is_of_text(term: Attested, table: Table) -> Logic:
    """The rows in which what is attested of a rule is of the text that decides; of its row's day, where no day is given."""
    name, expressions = attestation(term.rule, table), table.expressions
    if name is None or table.has(name + DATED) is None:
        return True
    dated, others = expressions.column(name + DATED), list[Logic]()
    for number, programs in enumerate(table.versions.by_ruleset):
        program = programs.get(term.rule.ruleset)
        if program is None or term.rule.code not in program.by_code:
            continue
        stretches = days_of_other_texts(program, term.rule.code)
        rows = table.versions.where([number], expressions) if stretches else None
        for first, last in stretches:
            begun = [dated >= expressions.literal(first)] if first > date.min else []
            within = [*begun, dated <= expressions.literal(last), *([] if rows is None else [rows])]
            others.append(expressions.every(within).fill_null(False))
    return negated(some(others, expressions))


def is_recent_word(term: Attested, table: Table) -> Logic:
    """The rows in which what is attested of a rule is not too old to decide."""
    name = attestation(term.rule, table)
    if term.valid_for is None or name is None or table.has(name + DATED) is None:
        return True
    [recent] = is_recent(table, name, None, term.valid_for)
    return recent


def _attested(part: OutcomeColumn, term: Attested, table: Table) -> OutcomeColumn:
    attested_truths = attested_words(term, table)
    if attested_truths is None:
        return part
    part = table.keep(part)
    return attested(part, attested_truths[0], attested_truths[1], table.expressions)
