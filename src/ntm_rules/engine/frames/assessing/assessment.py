"""A frame being assessed: outcomes and reasons as frames, the whole tree of decisions for one unit."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from attrs import define, field

from ....model.arguments import NotCopied
from ....model.decision import NO_LEVEL, Decision
from ....model.key import LEVEL, RECOGNITION, RuleKey
from ....model.outcome import Outcome
from ....model.problem import Diagnostic
from ....model.values.kept import BoundedCache
from ....program.terms import Counted, Listed, OutcomeOf, ProgramKey, Total
from ...decisions import Decisions
from ..decide.figure_columns import FigureColumns
from ..decide.members import count_of, span_of
from ..decide.outcomes import ATTAINED_CODE, CODES, codes, is_short_everywhere, words
from ..decide.table import Table
from ..decide.truths import rule, truth
from ..decide.versions import TODAY, DecidingVersions
from ..expressions.expression_library import Expr, Native
from ..expressions.logic import column_of
from ..input.columns import UNIT, Column, ColumnKind, columns_of
from ..input.inputs import FrameInputs, QueryPlan
from ..input.problems import check_case, check_truths, day_asked, frame_refused
from ..reasons.deciding import FIGURES, WORDS, null_of, reason
from ..reasons.required import as_double
from .backend import CallerFrame, outcome_words, raising_facts_errors
from .deciding import compiled
from .explain import code_asked, decisions_of_facts, decisions_on
from .fact_frame import FactFrame
from .query_text import QueryText, as_sql, by_sql

ATTAINED_COUNT = "criteria_attained"
"""The column with the number of criteria attained."""
POINTS_COLUMN, POINTS_MOST_COLUMN = "points", "points_most"
"""The columns with the points of each unit, at the least and at the most, where rules give any."""
LEVEL_COLUMN = "level"
"""The column with the id of the level of each unit, where the ruleset has levels."""
RULE, OUTCOME = "rule", "outcome"
REASON_COLUMNS = (RULE, OUTCOME, "why", "measure", "operator", *FIGURES, "observed_word", "required_word")
"""The columns of a row of reasons, after those that identify the unit."""


@define(eq=False)
class FrameAssessment(NotCopied):
    """The units of a frame being assessed: outcomes and reasons as frames, the whole tree of decisions for one unit.

    `remarks` are warnings: units of a kind that no rule in use is about.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> import polars as pl
    >>> assessment = ntm.assessment_of(program, pl.DataFrame({"unit": ["T"], "clean_water_households": [99.9]}))
    >>> assessment.outcomes()["3.3"].to_list(), assessment.decisions("T").decision("T", "3.3").reasons[0].gap
    (['not_attained'], Decimal('0.1'))
    """

    caller_frame: CallerFrame
    inputs: FrameInputs
    versions: DecidingVersions
    facts: FactFrame | None = None
    remarks: tuple[Diagnostic, ...] = ()
    _table: Table | None = field(default=None, init=False)

    @property
    def table(self) -> Table:
        """The frame of the units that are decided."""
        if self._table is None:
            self._table = Table.of(self.inputs, self.inputs.own_kind, self.versions)
        return self._table

    def outcomes(self, *, gaps: bool = False, as_codes: bool = False) -> Any:
        """A row for each unit: what every rule comes to, how many criteria are attained, and with `gaps` what is wanting.

        The gap of a rule is in the column `gap:CODE`, in the measure's own unit: negative where there is some to spare, null
        where there is no figure.
        """
        check_truths(gaps=gaps, as_codes=as_codes)
        with raising_facts_errors():
            query = self._query(("outcomes", gaps, as_codes), lambda: self._outcomes_plan(gaps, as_codes))
            return self.caller_frame.give_beside(query)

    def reasons(self) -> Any:
        """A row for each indicator that is not attained or undetermined, rule after rule, with the comparison that decides."""
        with raising_facts_errors():
            return self.caller_frame.give(self._query(("reasons",), self._reasons_plan))

    def decisions(self, unit: str, as_of: date | None = None) -> Decisions:
        """The decisions about one unit, as from `evaluate`; `as_of` is needed where the frame has a column of days.

        Raises UnknownNameError, a KeyError, where there is no such unit (on that day).
        """
        asked_day = day_asked(as_of)
        if self.versions.on is not None and asked_day not in (None, self.versions.on):
            vi, en = f"khung được đánh giá cho ngày {self.versions.on}", f"the frame is decided on {self.versions.on}"
            raise frame_refused(f"{vi}, không phải {asked_day}", f"{en}, not on {asked_day}", as_of=asked_day)
        day = self.versions.on or asked_day
        if day is None:
            raise frame_refused("khung có cột 'as_of': cần ngày", "the frame has a column 'as_of': name a day")
        program = self.versions.programs[0]
        if program.as_of != day:
            program = compiled(program.ruleset.id, day, self.inputs.library)
        with raising_facts_errors():
            code = code_asked(self.inputs, unit)
            if self.facts is not None:
                return decisions_of_facts(self.inputs, self.facts, program, code)
            return decisions_on(self.inputs, program, code)

    def explain(self, unit: str, code: str = RECOGNITION, as_of: date | None = None) -> Decision:
        """The decision of a rule for one unit with its reasons and all decisions below it, identical to `evaluate`'s.

        Raises UnknownNameError, a KeyError, where there is no such rule or unit.
        """
        decisions = self.decisions(unit, as_of)
        [own] = decisions.units
        return decisions.decision(own.code, code)

    def _reasons_plan(self) -> QueryPlan:
        table, expressions = self.table, self.caller_frame.expressions
        alive = table.exists()
        keys = self._keys()
        reasons = {code: reason(table, self._key(code)) for code in self._leaves()}
        labels, columns_of_words = outcome_words(self.caller_frame)
        outcomes = {code: rule(table, self._key(code)) for code in reasons}
        numbers = {code: codes(outcome, expressions) for code, outcome in outcomes.items()}
        selections: list[tuple[Expr | None, dict[str, Expr]]] = []
        for code, columns in reasons.items():
            conditions = [condition for condition in (alive, self._in_force(code)) if condition is not None]
            everywhere = is_short_everywhere(outcomes[code])
            if everywhere is None:
                conditions.append(numbers[code] < ATTAINED_CODE)
            elif not everywhere:
                conditions.append(expressions.column(UNIT).is_null())
            shown = {RULE: expressions.literal(code), OUTCOME: words(outcomes[code], labels, expressions)}
            for name in (*FIGURES, *WORDS):
                column = columns[name]
                shown[name] = null_of(name, table) if column is None else column
            selections.append(
                (
                    expressions.every(conditions) if conditions else None,
                    keys | {name: shown[name] for name in REASON_COLUMNS},
                )
            )
        plan, is_cached = table.plan(columns_of_words), table.is_joined and expressions.is_polars

        def together(inputs: FrameInputs) -> Native:
            frame = plan.on(inputs)
            # The rows of every rule are of the same frame: what is joined to it is joined once.
            frame = frame.cache() if is_cached else inputs.stage(frame, True)
            rows = [
                (frame if condition is None else frame.filter(condition)).select(**shown)
                for condition, shown in selections
            ]
            return expressions.words.concat(rows, how="vertical")

        return QueryPlan(together)

    def _leaves(self) -> list[str]:
        """The rules that decide by figures of their own: indicators, and criteria without any."""
        criteria = {code: rule for program in self.versions.programs for code, rule in program.by_code.items()}
        conclusions = {
            conclusion.code for program in self.versions.programs for conclusion in program.ruleset.conclusions
        }
        return [code for code, rule in criteria.items() if not rule.children and code not in conclusions]

    def _key(self, code: str) -> RuleKey:
        return RuleKey(self.versions.programs[0].ruleset.id, code)

    def _outcomes_plan(self, gaps: bool, as_codes: bool) -> QueryPlan:
        labels, columns = outcome_words(self.caller_frame)
        if as_codes:
            labels, columns = [self.caller_frame.expressions.code(code) for code in CODES], {}
        shown = [column.alias(name) for name, column in self._outcomes(gaps, labels).items()]
        plan = self.table.plan(columns)
        return QueryPlan(plan.start, (*plan.steps, lambda frame, inputs: frame.select(shown)))

    def _outcomes(self, gaps: bool, labels: Sequence[Expr]) -> dict[str, Expr]:
        table, expressions = self.table, self.caller_frame.expressions
        alive = table.exists()
        shown = self._keys()
        for code in self._codes():
            column = words(rule(table, self._key(code)), labels, expressions)
            in_force = self._in_force(code)
            conditions = [condition for condition in (in_force, alive) if condition is not None]
            shown[code] = (
                expressions.choose([(expressions.every(conditions), column)], expressions.words.lit(None))
                if conditions
                else column
            )
        criteria = dict.fromkeys(code for program in self.versions.programs for code in program.criteria)
        if criteria:
            shown[ATTAINED_COUNT] = self._attained(tuple(criteria))
        shown |= self._points(alive)
        level = self._level(alive)
        if level is not None:
            shown[LEVEL_COLUMN] = level
        for code in self._leaves() if gaps else ():
            gap = reason(table, self._key(code))["gap"]
            if gap is not None:
                shown[f"gap:{code}"] = (
                    gap if alive is None else expressions.choose([(alive, gap)], null_of("gap", table))
                )
        if not expressions.is_polars:
            check_case(shown)
        return shown

    def _points(self, alive: Expr | None) -> dict[str, Expr]:
        """The points of each unit, of all criteria together, at the least and at the most; null where there is no bound.

        None where no rule gives any, and where the rows are of several versions.
        """
        program, expressions = self.versions.programs[0], self.caller_frame.expressions
        rules = [program.by_code[code] for code in program.criteria if code in program.by_code]
        figures = tuple(rule.points for rule in rules if rule.points is not None)
        if not figures or len(self.versions.programs) > 1:
            return {}
        span = span_of(Total(figures), self.table, truth)
        ends = {POINTS_COLUMN: span.low, POINTS_MOST_COLUMN: span.high}
        null = expressions.null(expressions.words.Float64)
        never = column_of(span.never, expressions)
        points = {
            name: expressions.choose([(never, null)], as_double(FigureColumns(end, span.denominator), self.table))
            for name, end in ends.items()
        }
        return {
            name: column if alive is None else expressions.choose([(alive, column)], null)
            for name, column in points.items()
        }

    def _level(self, alive: Expr | None) -> Expr | None:
        """The id of the level of each unit, *none* where it has none, *undetermined* where that is not known.

        None where no version has levels.
        """
        levels = dict.fromkeys(
            conclusion.code
            for program in self.versions.programs
            for conclusion in program.ruleset.levels
            if conclusion.code in program.by_code
        )
        if not levels:
            return None
        expressions = self.caller_frame.expressions
        cases: list[tuple[Expr, Expr]] = []
        for code in levels:
            column, in_force = rule(self.table, self._key(code)), self._in_force(code)
            is_there = [] if in_force is None else [in_force]
            for rows, word in (
                (codes(column, expressions) == ATTAINED_CODE, code.removeprefix(LEVEL)),
                (column_of(column.perhaps(True, expressions), expressions), Outcome.UNDETERMINED.value),
            ):
                cases.append((expressions.every([rows, *is_there]), expressions.literal(word)))
        level = expressions.choose(cases, expressions.literal(NO_LEVEL))
        return (
            level if alive is None else expressions.choose([(alive, level)], expressions.null(expressions.words.String))
        )

    def _codes(self) -> list[str]:
        return list(dict.fromkeys(code for program in self.versions.programs for code in program.by_code))

    def _in_force(self, code: str) -> Expr | None:
        """The rows on whose day a rule is in force; None for all."""
        key = self._key(code)
        if self.versions.is_always_in_force(key):
            return None
        numbers = [number for stretches, _ in self.versions.truths(key) for number in stretches]
        return self.versions.where(numbers, self.caller_frame.expressions)

    def _attained(self, criteria: tuple[str, ...]) -> Expr:
        """The number of criteria attained."""
        expressions = self.caller_frame.expressions
        today = TODAY if self.versions.on is None else self.versions.on
        ruleset = self.versions.programs[0].ruleset.id
        every = Listed(tuple(OutcomeOf(ProgramKey(ruleset, today), code) for code in criteria))
        counted = count_of(Counted(every), self.table, truth)
        if isinstance(counted.surely, int):
            return expressions.words.lit(counted.surely, dtype=expressions.words.Int16)
        return counted.surely

    def _keys(self) -> dict[str, Expr]:
        """The columns that identify a row, of the type they are given in."""
        columns = columns_of(self.caller_frame.lazy, self.caller_frame.expressions)
        shown = {}
        for name in self.table.row_key():
            if name in columns:
                own = self.caller_frame.expressions.column(name)
                column = columns[name]
                shown[name] = own if column.type == self.table.columns[name].type else _as_given(own, column)
        return shown

    def _query(self, what: tuple[object, ...], make: Callable[[], QueryPlan]) -> Native:
        """The query by the plan that `make` returns, kept for all frames with the same columns."""
        inputs = self.inputs
        columns = columns_of(self.caller_frame.lazy, self.caller_frame.expressions)
        key = (
            *what,
            self.versions.programs,
            self.versions.starts,
            self.caller_frame.library,
            tuple(columns.values()),
            inputs.plan_key(),
        )

        plan = _PLANS.get(key, make)
        if self.caller_frame.library == "duckdb":
            sql = _TEXTS.get((*key, *inputs.query_key()), lambda: as_sql(plan.on, inputs))
            query = None if sql is None else by_sql(sql, inputs)
            if query is not None:
                return query
        return plan.on(inputs)


_PLANS: BoundedCache[QueryPlan] = BoundedCache(64)
_TEXTS: BoundedCache[QueryText | None] = BoundedCache(64)


def _as_given(own: Expr, column: Column) -> Expr:
    """A column of keys as it was given: a day at midnight of the clocks there."""
    if column.kind is ColumnKind.NOTHING:
        return own
    zone = column.type.time_zone if column.kind is ColumnKind.TIME else None
    if zone is None:
        return own.cast(column.type)
    return own.cast(type(column.type)(column.type.time_unit)).dt.replace_time_zone(zone)
