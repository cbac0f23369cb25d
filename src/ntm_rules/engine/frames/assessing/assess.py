"""Many units in one call: a frame in, the outcomes of every rule out, in a frame of the same kind."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve

from ....model.library import Library
from ....model.problem import CompileError, Diagnostic
from ....model.ruleset import Ruleset
from ....model.spelling import nearest
from ....program.messages import COMPILING
from ....program.program import Program
from ....program.wording import worded
from ..checks.admit import Admission
from ..checks.check import Frame
from ..checks.forms import formed
from ..checks.memberships import not_passed_on
from ..checks.units_above import units_above_misfits
from ..decide.versions import DecidingVersions
from ..input.columns import AS_OF, KIND, KNOWN_ON, UNIT, columns_of
from ..input.facts_read import MEASURE, TYPES, VALUE
from ..input.inputs import FrameInputs
from ..input.problems import check_arguments, check_truths, frame_error, frame_refused
from ..input.schema import Schema, missing
from .assessment import FrameAssessment
from .backend import CallerFrame, library_of, raising_facts_errors, take
from .deciding import (
    ASSESSED_ALONE,
    as_one_kind,
    check_known,
    columns_read_of,
    judged_kinds,
    shipped_library,
    versions_of,
    with_days,
)
from .fact_frame import FactFrame, absent_column, is_long, units_in


@raising_facts_errors()
def assessment_of(
    ruleset: Program | Ruleset | str,
    frame: Any,
    as_of: date | Sequence[date] | None = None,
    *,
    library: Library | None = None,
    units: Any = None,
    others: Mapping[str, Any] | None = None,
    past: Mapping[date, Mapping[str, Any]] | None = None,
    scaled: Collection[str] = (),
    known_on: date | None = None,
    assessed: int | None = None,
    checked: bool = False,
    strict: bool = False,
) -> FrameAssessment:
    """Begin to decide every rule of a ruleset for every row of a frame: for outcomes, reasons and explanations together.

    The arguments are those of `assess_frame`, and so are the errors.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"unit": ["T"], "clean_water_households": [99.9]})
    >>> assessment = assessment_of("vn/civilised-township", frame, date(2024, 6, 30))
    >>> assessment.explain("T", "3.3").reasons[0].gap
    Decimal('0.1')
    """
    others, past = {} if others is None else others, {} if past is None else past
    caller_frame = take(frame)
    check_arguments(ruleset, as_of, library, others, past, scaled, known_on, checked=checked, strict=strict)
    other_frames = [
        *([] if units is None else [units]),
        *others.values(),
        *(past_frame for frames in past.values() for past_frame in frames.values()),
    ]
    _check_libraries(caller_frame, other_frames)
    columns = columns_of(caller_frame.lazy, caller_frame.expressions)
    read = evolve(caller_frame, lazy=with_days(caller_frame, columns))
    missing_column = absent_column(columns)
    if missing_column is not None:
        raise frame_error(missing(missing_column, nearest(missing_column, columns), columns, None))
    if is_long(columns):
        if others or past:
            raise frame_refused(
                "với khung mỗi dòng một số liệu, mọi đơn vị ở trong units và mọi ngày ở trong as_of",
                "with one fact per row, all units go into units, and all days are in as_of of the facts",
            )
        return _of_facts(ruleset, read, as_of, library, units, known_on, assessed, checked, strict)
    if units is not None or isinstance(as_of, Sequence):
        lacking = ", ".join(name for name in (UNIT, MEASURE, VALUE, AS_OF) if name not in columns)
        raise frame_refused(
            f"units và nhiều ngày chỉ dùng với khung mỗi dòng một số liệu; khung này thiếu cột {lacking}",
            "units and several days are for frames with one fact per row (unit, measure, value, as_of); "
            f"this one has no column {lacking}",
        )
    versions, own_library = versions_of(ruleset, read, as_of, library, assessed)
    kinds = judged_kinds(versions)
    own = None if KIND in columns else kinds[0]
    for kind in kinds:
        if kind in others:
            raise frame_refused(
                f"others có {kind!r}, là cấp của chính khung được đánh giá",
                f"others has {kind!r}, which is the kind of the frame that is decided",
                kind=kind,
            )
    inputs = FrameInputs(
        caller_frame.expressions,
        own_library,
        columns_read_of(versions),
        as_one_kind(
            {**{name: take(other).lazy for name, other in others.items()}, own: read.lazy},
            kinds,
            caller_frame.expressions,
        ),
        {
            day: as_one_kind(
                {name: take(past_frame).lazy for name, past_frame in frames.items()}, kinds, caller_frame.expressions
            )
            for day, frames in past.items()
        },
        kinds[0],
        frozenset(scaled),
        has_days=versions.on is None,
        is_at_hand=caller_frame.is_at_hand,
        known_on=known_on,
        on=versions.on,
    )
    check_known(inputs)
    remarks = _admitted(inputs, versions, checked, strict)
    if own is None:
        # Of a frame of several kinds not every row is decided.
        caller_frame = evolve(caller_frame, give_beside=caller_frame.give)
    return FrameAssessment(caller_frame, inputs, versions, remarks=remarks)


def _admitted(inputs: FrameInputs, versions: DecidingVersions, checked: bool, strict: bool) -> tuple[Diagnostic, ...]:
    """Check everything given; return remarks. Cells are skipped if already `checked`. Raises FactsError."""
    schema = Schema(inputs.columns_read, inputs.library, inputs.scaled, strict)
    admission = Admission(inputs, schema, (versions.starts[0], versions.last))
    admission.check_columns()
    remarks = () if checked else admission.check_cells()
    if not checked and (wrong := [*not_passed_on(inputs, versions), *units_above_misfits(inputs, versions)]):
        raise frame_error(*wrong)
    return remarks


def _of_facts(
    ruleset: Program | Ruleset | str,
    caller_frame: CallerFrame,
    as_of: date | Sequence[date] | None,
    library: Library | None,
    units: Any,
    known_on: date | None,
    assessed: int | None,
    checked: bool,
    strict: bool,
) -> FrameAssessment:
    """The assessment of facts, one to a row, which are first gathered into units for each day asked for."""
    expressions = caller_frame.expressions
    if isinstance(as_of, Sequence):
        if isinstance(ruleset, Program | Ruleset):
            raise CompileError(worded(COMPILING, "NTM651", None))
        if assessed is not None:
            raise frame_error(ASSESSED_ALONE)
        own_library = library or shipped_library()
        versions = DecidingVersions.of_days(ruleset, as_of, own_library)
    else:
        if as_of is None and not isinstance(ruleset, Program):
            raise frame_refused("cần tham số as_of", "give as_of: the day, or the days, to decide on")
        versions, own_library = versions_of(ruleset, caller_frame, as_of, library, assessed)
    columns_read = columns_read_of(versions)
    most = max((measure.decimals for measure in own_library.measures.values()), default=0)
    about = Frame(
        caller_frame.lazy, columns_of(caller_frame.lazy, expressions), expressions, None, caller_frame.is_at_hand
    )
    lazy, no_codes = formed(about, TYPES, {VALUE: most})
    if no_codes:
        raise frame_error(*no_codes)
    own_units = units_in(lazy, expressions) if units is None else take(units).lazy
    kinds = judged_kinds(versions)
    own = None if KIND in columns_of(own_units, expressions) else kinds[0]
    own_units = as_one_kind({own: own_units}, kinds, expressions)[own]
    facts = FactFrame(lazy, own_units, expressions, own_library, columns_read, versions, known_on)
    if known_on is not None and KNOWN_ON in columns_of(own_units, expressions):
        vi = "units có cột 'known_on': không dùng cùng tham số known_on"
        raise frame_refused(vi, "units has a column 'known_on': give it or the argument", column=KNOWN_ON)
    facts.check_columns(Schema(columns_read, own_library, strict=strict))
    admitted = FrameInputs(
        expressions,
        own_library,
        columns_read,
        {own: own_units},
        {},
        kinds[0],
        is_at_hand=caller_frame.is_at_hand,
        is_of_units=True,
    )
    remarks = _admitted(admitted, versions, checked, strict)
    facts = evolve(facts, units=admitted.frames[own])
    if not checked:
        facts.check()
    if isinstance(as_of, Sequence):
        frames = [facts.on(day).with_columns(**{AS_OF: expressions.literal(day)}) for day in sorted(set(as_of))]
        wide = expressions.words.concat(frames, how="vertical")
    else:
        wide = facts.on(versions.programs[0].as_of)
    past = {day: {own: facts.on(day)} for day in columns_read.days}
    inputs = FrameInputs(
        expressions,
        own_library,
        columns_read,
        {own: wide},
        past,
        kinds[0],
        has_days=versions.on is None,
        is_at_hand=caller_frame.is_at_hand,
        nan={(own, day): [] for day in (None, *past)},
    )
    return FrameAssessment(
        evolve(caller_frame, lazy=wide, give_beside=caller_frame.give), inputs, versions, facts, remarks=remarks
    )


def _check_libraries(caller_frame: CallerFrame, frames: Sequence[Any]) -> None:
    for other in frames:
        if library_of(other) != caller_frame.library:
            raise frame_refused(
                f"mọi khung dữ liệu phải cùng một thư viện ({caller_frame.library})",
                f"all frames must be of one library ({caller_frame.library})",
            )


def assess_frame(
    ruleset: Program | Ruleset | str,
    frame: Any,
    as_of: date | Sequence[date] | None = None,
    *,
    library: Library | None = None,
    units: Any = None,
    others: Mapping[str, Any] | None = None,
    past: Mapping[date, Mapping[str, Any]] | None = None,
    scaled: Collection[str] = (),
    known_on: date | None = None,
    assessed: int | None = None,
    gaps: bool = False,
    as_codes: bool = False,
    checked: bool = False,
    strict: bool = False,
) -> Any:
    """Decide every rule of a ruleset for every row of a frame, in one query; returns a frame of the same kind.

    `frame` is one of Polars (eager or lazy), pandas, PyArrow, DuckDB or PySpark, of either form:

    - one row per unit, with a column `unit`, one for each measure (named by its id), attribute, and attested rule (named by its
      key, or by its code where it is of `ruleset`), and if need be `parent`, `exists_from`, `exists_until`. A column named by a
      measure and `:absence` says why there is no figure (the words of `Absence`, or `conflict`). A column `kind` tells units of
      several kinds apart; or `others` holds frames of the units above and below, by kind. A unit's row names those above it in
      `parent`, or in columns named by their kinds. `past` holds the same frames for earlier days that rules ask about.
      A column named by a measure or a rule and `:as_of` says of which day each is, one with `:recorded` when it was recorded;
      `known_on`, or a column `known_on` of dates, leaves out what was known later.
    - one fact per row, with the columns `unit`, `measure`, `value`, `as_of`, and if need be `word` (findings, levels and
      absences, where `value` holds figures), `reported_by`, `recorded`; `units` is the frame of units. The latest on or before
      a day count, and reports that differ are a conflict, as in `evaluate`; with `known_on`, what was known later is left out:
      a fact is known from the day it was recorded, and without one from the day it describes. A column `known_on` of `units`
      says it of the facts about each. An attestation may name its text, as in `vn/x#3@2024-03-01`.

    `as_of` is the day decided on; several days with one fact per row; without it, a column `as_of` of dates says the day of
    each row, and each is decided by the version in force on its day. `assessed` is the year that one day decides about, as in
    `compile`. `scaled` names columns of whole numbers that hold units of the
    measure's last decimal (995 for 99.5). Floats are read at 15 significant digits; NaN and null are no figure.

    The frame that comes out has `unit` (and `as_of`), an outcome for each rule by its code, and `criteria_attained`; with
    `gaps` also `gap:CODE`, by how much an indicator falls short (see `FrameAssessment.outcomes`). Outcomes are an ordered
    enum, lowest first not_attained, undetermined, attained, not_applicable, and null for a unit that does not exist on the day;
    with `as_codes` the numbers 0 to 3, of which `all_of` is the least.

    Everything is checked in a first pass, as `evaluate` does: figures (decimals, bounds), known words, a code and one row for
    each unit (a day), and that each unit that rules count as a member has a unit above it that is given; `checked` leaves that
    out. A column that is near a known name, and is none, is refused; other columns that no rule reads are left alone, or with
    `strict` refused as well.

    Raises FactsError naming the column and the first row of every one that is wrong; CompileError where no version is in force.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"unit": ["T", "U"], "clean_water_households": [99.9, None]})
    >>> assess_frame("vn/civilised-township", frame, date(2024, 6, 30), gaps=True).select("unit", "3.3", "gap:3.3").rows()
    [('T', 'not_attained', 0.1), ('U', 'undetermined', None)]
    """
    check_truths(gaps=gaps, as_codes=as_codes)
    assessment = assessment_of(
        ruleset,
        frame,
        as_of,
        library=library,
        units=units,
        others=others,
        past=past,
        scaled=scaled,
        known_on=known_on,
        assessed=assessed,
        checked=checked,
        strict=strict,
    )
    return assessment.outcomes(gaps=gaps, as_codes=as_codes)


def reasons_frame(
    ruleset: Program | Ruleset | str,
    frame: Any,
    as_of: date | Sequence[date] | None = None,
    *,
    library: Library | None = None,
    units: Any = None,
    others: Mapping[str, Any] | None = None,
    past: Mapping[date, Mapping[str, Any]] | None = None,
    scaled: Collection[str] = (),
    known_on: date | None = None,
    assessed: int | None = None,
    checked: bool = False,
    strict: bool = False,
) -> Any:
    """A row for each indicator that is not attained or undetermined, for whole populations: unit, rule, and why.

    The arguments are those of `assess_frame`, but for `gaps` and `as_codes`. The columns are `unit` (and `as_of`), `rule`,
    `outcome`, `why` (a word of `ReasonKind`), `measure`, `operator`, `observed`, `required`, `gap` (figures, in the measure's
    own unit), and for findings, levels and attributes `observed_word`, `required_word`. Of a rule with several comparisons it
    is the first that came to what the rule came to.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"unit": ["T"], "clean_water_households": [99.9]})
    >>> reasons = reasons_frame("vn/civilised-township", frame, date(2024, 6, 30))
    >>> reasons.filter(pl.col("rule") == "3.3").select("why", "observed", "required", "gap").rows()
    [('compared', 99.9, 100.0, 0.1)]
    """
    assessment = assessment_of(
        ruleset,
        frame,
        as_of,
        library=library,
        units=units,
        others=others,
        past=past,
        scaled=scaled,
        known_on=known_on,
        assessed=assessed,
        checked=checked,
        strict=strict,
    )
    return assessment.reasons()
