"""A frame being assessed: outcomes and reasons as frames, the whole tree of decisions for one unit."""

from collections.abc import Callable
from datetime import date
from typing import Any

from attrs import define, field

from ...model.decision import Decision
from ...model.key import RECOGNITION, RuleKey
from ...model.problem import Diagnostic
from ...program.compiling import compile
from ...program.kept import Kept
from ...program.program import Program
from ..decisions import Decisions
from ..generate import ATTAINED
from .arguments import check_truths, day_asked
from .backend import Taken, as_outcomes, told
from .columns import Column, Kind, columns_of
from .explain import code_asked, decisions_of_facts, decisions_on
from .given import Given
from .hierarchy import exists
from .judge import rule
from .long import Facts
from .outcomes import Outcomes, codes
from .problems import frame_error, unusable
from .query import Query
from .reasons import FIGURES, WORDS, nothing_of, reason
from .regimes import Regimes
from .space import Expr, Native
from .table import Table

ATTAINED_COUNT = "criteria_attained"
"""The column with the number of criteria attained."""
RULE, OUTCOME = "rule", "outcome"
REASON_COLUMNS = (RULE, OUTCOME, "why", "measure", "operator", *FIGURES, "observed_word", "required_word")
"""What a row of reasons says, after the columns that say of which unit."""


@define(eq=False)
class FrameAssessment:
    """The units of a frame being assessed: outcomes and reasons as frames, the whole tree of decisions for one unit.

    `remarks` are warnings: units of a kind that no rule in use is about.
    """

    taken: Taken
    given: Given
    regimes: Regimes
    facts: Facts | None = None
    remarks: tuple[Diagnostic, ...] = ()
    _table: Table | None = field(default=None, init=False)

    @property
    def table(self) -> Table:
        """The frame of the units that are decided."""
        if self._table is None:
            self._table = Table.of(self.given, self.given.own_kind, self.regimes)
        return self._table

    def outcomes(self, *, gaps: bool = False, as_codes: bool = False) -> Any:
        """A row for each unit: what every rule comes to, how many criteria are attained, and with `gaps` what is wanting.

        The gap of a rule is in the column `gap:CODE`, in the measure's own unit: negative where there is some to spare, null
        where there is no figure.
        """
        check_truths(gaps=gaps, as_codes=as_codes)
        with told():
            query = self._query(("outcomes", gaps, as_codes), lambda: self._outcomes(gaps, as_codes))
            return self.taken.give_beside(query)

    def reasons(self) -> Any:
        """A row for each indicator that is not attained or undetermined, rule after rule, with the comparison that decides."""
        with told():
            return self.taken.give(self._reasons())

    def decisions(self, unit: str, as_of: date | None = None) -> Decisions:
        """What is decided about one unit, as `evaluate` gives it; `as_of` where the frame has a column of days.

        Raises UnknownNameError, a KeyError, where there is no such unit (on that day).
        """
        asked = day_asked(as_of)
        if self.regimes.on is not None and asked not in (None, self.regimes.on):
            vi, en = f"khung được đánh giá cho ngày {self.regimes.on}", f"the frame is decided on {self.regimes.on}"
            raise frame_error(unusable(f"{vi}, không phải {asked}", f"{en}, not on {asked}", as_of=asked))
        day = self.regimes.on or asked
        if day is None:
            raise frame_error(
                unusable("khung có cột 'as_of': hãy đưa ngày", "the frame has a column 'as_of': name a day")
            )
        program = self.regimes.programs[0]
        if program.as_of != day:
            program = compile(program.ruleset.id, day, self.given.library)
        with told():
            code = code_asked(self.given, unit)
            if self.facts is not None:
                return decisions_of_facts(self.given, self.facts, program, code)
            return decisions_on(self.given, program, code)

    def explain(self, unit: str, code: str = RECOGNITION, as_of: date | None = None) -> Decision:
        """The decision of a rule for one unit with its reasons and all decisions below it, identical to `evaluate`'s.

        Raises UnknownNameError, a KeyError, where there is no such rule or unit.
        """
        decisions = self.decisions(unit, as_of)
        [own] = decisions.units
        return decisions.decision(own.code, code)

    def _reasons(self) -> Native:
        table, space = self.table, self.taken.space
        found = self._rules()
        alive = exists(table)
        keys = self._keys()
        made = {code: reason(table, self._key(code)) for code in self._leaves()}
        frame = table.finished()
        if table.is_joined and space.is_polars:
            # The rows of every rule are of the same frame: what is joined to it is joined once.
            frame = frame.cache()
        each = []
        for code, columns in made.items():
            outcome = codes(found[code], space)
            wanted = outcome < ATTAINED if alive is None else (outcome < ATTAINED) & alive
            shown = {RULE: space.literal(code), OUTCOME: as_outcomes(found[code], self.taken)}
            for name in (*FIGURES, *WORDS):
                column = columns[name]
                shown[name] = nothing_of(name, table) if column is None else column
            each.append(frame.filter(wanted).select(**keys, **{name: shown[name] for name in REASON_COLUMNS}))
        return space.words.concat(each, how="vertical")

    def _leaves(self) -> list[str]:
        """The rules that decide by figures of their own: indicators, and criteria without any."""
        criteria = {code: rule for program in self.regimes.programs for code, rule in program.by_code.items()}
        conclusions = {one.code for program in self.regimes.programs for one in program.ruleset.conclusions}
        return [code for code, rule in criteria.items() if not rule.children and code not in conclusions]

    def _key(self, code: str) -> RuleKey:
        return RuleKey(self.regimes.programs[0].ruleset.id, code)

    def _outcomes(self, gaps: bool, as_codes: bool) -> dict[str, Expr]:
        table, space = self.table, self.taken.space
        found = self._rules()
        alive = exists(table)
        shown = self._keys()
        for code, outcomes in found.items():
            column = codes(outcomes, space) if as_codes else as_outcomes(outcomes, self.taken)
            shown[code] = column if alive is None else space.choose([(alive, column)], space.words.lit(None))
        criteria = dict.fromkeys(code for program in self.regimes.programs for code in program.criteria)
        if criteria:
            attained = [_is_attained(found[code]).fill_null(False).cast(space.words.Int16) for code in criteria]
            shown[ATTAINED_COUNT] = space.sum(attained)
        for code in self._leaves() if gaps else ():
            gap = reason(table, self._key(code))["gap"]
            if gap is not None:
                shown[f"gap:{code}"] = gap if alive is None else space.choose([(alive, gap)], nothing_of("gap", table))
        return shown

    def _rules(self) -> dict[str, Outcomes]:
        every = dict.fromkeys(code for program in self.regimes.programs for code in program.by_code)
        return {code: rule(self.table, self._key(code)) for code in every}

    def _keys(self) -> dict[str, Expr]:
        """The columns that say which row is meant, of the type they are given in."""
        columns = columns_of(self.taken.lazy, self.taken.space)
        shown = {}
        for name in self.table.row_key():
            if name in columns:
                own = self.taken.space.column(name)
                given = columns[name]
                shown[name] = own if given.type == self.table.columns[name].type else _as_given(own, given)
        return shown

    def _query(self, what: tuple[object, ...], make: Callable[[], dict[str, Expr]]) -> Native:
        """What is shown of the frame, made anew or as for the frame before that had the same columns."""
        program = self.regimes.programs[0]
        frame, read = self.given.of(self.given.own_kind, None)
        columns = columns_of(self.taken.lazy, self.taken.space)
        key = (*what, self.taken.library, self.given.scaled, tuple(columns.values()), tuple(read.values()))
        kept = _QUERIES.of(program)
        if key in kept:
            found: Query = kept[key]
            return found.on(frame)
        shown = make()
        table = self.table
        query = Query((*table.made, *table.in_layers()), shown)
        if not table.is_joined:
            kept[key] = query
            return query.on(frame)
        return table.finished().select(**shown)


_QUERIES: Kept[Program, dict[object, Query]] = Kept(lambda program: {})


def _as_given(own: Expr, given: Column) -> Expr:
    """A column of keys as it was given: a day at midnight of the clocks there."""
    zone = given.type.time_zone if given.kind is Kind.TIME else None
    if zone is None:
        return own.cast(given.type)
    return own.cast(type(given.type)(given.type.time_unit)).dt.replace_time_zone(zone)


def _is_attained(outcomes: Outcomes) -> Expr:
    return outcomes.code == ATTAINED if outcomes.truth is None else outcomes.truth
