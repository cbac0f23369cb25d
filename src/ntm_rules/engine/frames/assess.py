"""Many units in one call: a frame in, the outcomes of every rule out, in a frame of the same kind."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from attrs import define, field

from ...language.library import load_library
from ...model.key import RuleKey
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...model.text import Text
from ..generate import ATTAINED
from ..program import Program, compile
from .backend import Taken, as_outcomes, library_of, take
from .columns import AS_OF, KIND, Kind, columns_of
from .given import Given
from .hierarchy import exists
from .judge import rule
from .outcomes import Outcomes, codes
from .problems import frame_error
from .query import Query
from .reads import Reads
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
    """The units of a frame being assessed: outcomes and reasons as frames, the whole tree of decisions for one unit."""

    taken: Taken
    given: Given
    regimes: Regimes
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
        return self.taken.give(self._query(("outcomes", gaps, as_codes), lambda: self._outcomes(gaps, as_codes)))

    def reasons(self) -> Any:
        """A row for each indicator that is not attained or undetermined, rule after rule, with the comparison that decides."""
        return self.taken.give(self._reasons())

    def _reasons(self) -> Native:
        table, space = self.table, self.taken.space
        found = self._rules()
        alive = exists(table)
        keys = self._keys()
        made = {code: reason(table, self._key(code)) for code in self._leaves()}
        frame = table.finished()
        each = []
        for code, columns in made.items():
            outcome = codes(found[code], space)
            wanted = outcome < ATTAINED if alive is None else (outcome < ATTAINED) & alive
            shown = {RULE: space.literal(code), OUTCOME: as_outcomes(outcome, self.taken)}
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
            column = codes(outcomes, space)
            if alive is not None:
                column = space.choose([(alive, column)], space.nothing(space.code_type))
            shown[code] = column if as_codes else as_outcomes(column, self.taken)
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
                shown[name] = own if given.type == self.table.columns[name].type else own.cast(given.type)
        return shown

    def _query(self, what: tuple[object, ...], make: Callable[[], dict[str, Expr]]) -> Native:
        """What is shown of the frame, made anew or as for the frame before that had the same columns."""
        program = self.regimes.programs[0]
        frame, columns = self.given.of(self.given.own_kind, None)
        key = (*what, self.taken.library, self.given.scaled, tuple(columns.values()))
        kept = program.cache.setdefault("frame queries", {})
        assert isinstance(kept, dict)
        if self.regimes.on is not None and key in kept:
            found: Query = kept[key]
            return found.on(frame)
        shown = make()
        table = self.table
        query = Query((*table.made, *table.in_layers()), shown)
        if self.regimes.on is not None and not table.is_joined:
            kept[key] = query
            return query.on(frame)
        return table.finished().select(**shown)


def _is_attained(outcomes: Outcomes) -> Expr:
    return outcomes.code == ATTAINED if outcomes.truth is None else outcomes.truth


def assessment_of(
    ruleset: Program | Ruleset | str,
    frame: Any,
    as_of: date | None = None,
    *,
    library: Library | None = None,
    others: Mapping[str, Any] | None = None,
    past: Mapping[date, Mapping[str, Any]] | None = None,
    scaled: Collection[str] = (),
    checked: bool = False,
) -> FrameAssessment:
    """Begin to decide every rule of a ruleset for every row of a frame: for outcomes, reasons and explanations together.

    The arguments are those of `assess_frame`.
    """
    taken = take(frame)
    others, past = others or {}, past or {}
    for other in (*others.values(), *(one for frames in past.values() for one in frames.values())):
        if library_of(other) != taken.library:
            raise frame_error(
                Text(
                    f"mọi khung dữ liệu phải cùng một thư viện ({taken.library})",
                    f"all frames must be of one library ({taken.library})",
                )
            )
    regimes, held = _regimes(ruleset, taken, as_of, library)
    kind = regimes.programs[0].ruleset.applies_to
    own = None if KIND in columns_of(taken.lazy, taken.space) else kind
    frames = {name: take(other).lazy for name, other in others.items()} | {own: taken.lazy}
    given = Given(
        taken.space,
        held,
        _reads(regimes),
        frames,
        {day: {name: take(one).lazy for name, one in each.items()} for day, each in past.items()},
        kind,
        frozenset(scaled),
        has_days=regimes.on is None,
        is_checked=checked,
        is_at_hand=taken.is_at_hand,
    )
    return FrameAssessment(taken, given, regimes)


def assess_frame(
    ruleset: Program | Ruleset | str,
    frame: Any,
    as_of: date | None = None,
    *,
    library: Library | None = None,
    others: Mapping[str, Any] | None = None,
    past: Mapping[date, Mapping[str, Any]] | None = None,
    scaled: Collection[str] = (),
    as_codes: bool = False,
    gaps: bool = False,
    checked: bool = False,
) -> Any:
    """Decide every rule of a ruleset for every row of a frame."""
    assessment = assessment_of(
        ruleset, frame, as_of, library=library, others=others, past=past, scaled=scaled, checked=checked
    )
    return assessment.outcomes(gaps=gaps, as_codes=as_codes)


def _reads(regimes: Regimes) -> Reads:
    program = regimes.programs[0]
    if regimes.on is None:
        return Reads.of(regimes.programs)
    found = program.cache.get("frame reads")
    if not isinstance(found, Reads):
        found = program.cache["frame reads"] = Reads.of([program])
    return found


def _regimes(
    ruleset: Program | Ruleset | str, taken: Taken, as_of: date | None, library: Library | None
) -> tuple[Regimes, Library]:
    if isinstance(ruleset, Program):
        if as_of not in (None, ruleset.as_of):
            raise CompileError(f"the program is compiled for {ruleset.as_of}, not for {as_of}")
        return Regimes.single(ruleset), ruleset.library
    library = library or load_library()
    if as_of is not None:
        return Regimes.single(compile(ruleset, as_of, library)), library
    columns = columns_of(taken.lazy, taken.space)
    if AS_OF not in columns or columns[AS_OF].kind is not Kind.DAY:
        raise frame_error(
            Text("hãy đưa as_of, hoặc một cột 'as_of' kiểu ngày", "give as_of, or a column 'as_of' of dates")
        )
    if isinstance(ruleset, Ruleset):
        raise CompileError("with a column of days, name a ruleset of the library: each row is decided by its version")
    return Regimes.over(ruleset, _days(taken), library), library


def _days(taken: Taken) -> list[date]:
    column = taken.space.column(AS_OF)
    days = taken.lazy.select(**{AS_OF: column}).unique().collect()
    found: list[date] = days[AS_OF].to_list()
    if None in found:
        raise frame_error(Text("cột 'as_of' có ô trống", "column 'as_of' has blank cells"))
    if not found:
        raise frame_error(Text("khung không có dòng nào", "the frame has no rows"))
    return found
