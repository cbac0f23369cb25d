"""The days on which a frame is decided, the versions of a ruleset by which it is, and what those read.

The shipped library, programs by name and what they read are kept for the process, the last that were asked for.
"""

from collections.abc import Mapping
from datetime import date

from ....language.library import load_library
from ....model.library import Library
from ....model.problem import CompileError, FactsError
from ....model.ruleset import Ruleset
from ....model.units.kind import is_administrative
from ....model.values.kept import BoundedCache
from ....program.arguments import assessed_year_of
from ....program.compiling import compile
from ....program.inputs import inputs_of
from ....program.messages import COMPILING
from ....program.program import Program
from ....program.wording import worded
from ..checks.check import Frame
from ..checks.forms import formed
from ..columns_read import ColumnsRead
from ..decide.versions import DecidingVersions
from ..expressions.expression_library import ExpressionLibrary, Native
from ..input.columns import AS_OF, KIND, KNOWN_ON, Column, ColumnKind, columns_of
from ..input.inputs import FrameInputs
from ..input.problems import frame_error, frame_refused, unusable
from .backend import CallerFrame


def with_days(caller_frame: CallerFrame, columns: Mapping[str, Column]) -> Native:
    """The frame with a day in `as_of` where that is a time, and all are midnight."""
    if AS_OF not in columns or columns[AS_OF].kind is not ColumnKind.TIME:
        return caller_frame.lazy
    frame = Frame(caller_frame.lazy, columns, caller_frame.expressions, None, caller_frame.is_at_hand)
    return formed(frame, {AS_OF: (ColumnKind.DAY,)}, {})[0]


ASSESSED_ALONE = unusable(
    "assessed chỉ dùng với một ngày as_of và tên bộ tiêu chí hoặc Ruleset: một Program đã có năm được đánh giá của nó",
    "assessed is for one day in as_of, and a Ruleset or its name: a Program has the year that it decides about",
)
"""The refusal of a year assessed where there are several days, or where it is said already."""

_SHIPPED: BoundedCache[Library] = BoundedCache(1)
_COMPILED: BoundedCache[tuple[Library, Program]] = BoundedCache(32)
_COLUMNS_READ: BoundedCache[ColumnsRead] = BoundedCache(64)


def shipped_library() -> Library:
    """The shipped library, read once a process."""
    return _SHIPPED.get("shipped", load_library)


def compiled(ruleset: Ruleset | str, as_of: date, library: Library, assessed: int | None = None) -> Program:
    """The program of a ruleset on a day, compiled once for each library."""
    key = (ruleset if isinstance(ruleset, str) else id(ruleset), as_of, id(library), assessed)
    # With its library, so that no other takes its place in memory.
    return _COMPILED.get(key, lambda: (library, compile(ruleset, as_of, library, assessed)))[1]


def columns_read_of(versions: DecidingVersions) -> ColumnsRead:
    """The columns that the programs read, found once. Raises CompileError where a rule asks how figures were established."""
    columns_read = _COLUMNS_READ.get(versions.programs, lambda: ColumnsRead.of(versions.programs))
    if columns_read.assured is not None:
        raise CompileError(worded(COMPILING, "NTM852", None, details={"rule": str(columns_read.assured)}))
    return columns_read


def versions_of(
    ruleset: Program | Ruleset | str,
    caller_frame: CallerFrame,
    as_of: date | None,
    library: Library | None,
    assessed: int | None = None,
) -> tuple[DecidingVersions, Library]:
    """The versions by which a frame is decided, and the library they are of.

    Raises FactsError where neither a day nor a column of days is given, CompileError where no version is in force.
    """
    if assessed is not None and (as_of is None or isinstance(ruleset, Program)):
        raise frame_error(ASSESSED_ALONE)
    if as_of is not None:
        assessed_year_of(assessed, as_of)
    if isinstance(ruleset, Program):
        if as_of not in (None, ruleset.as_of):
            details = {"compiled": ruleset.as_of, "day": as_of}
            raise CompileError(worded(COMPILING, "NTM652", None, details=details))
        return DecidingVersions.single(ruleset), ruleset.library
    library = library or shipped_library()
    if as_of is not None:
        return DecidingVersions.single(compiled(ruleset, as_of, library, assessed)), library
    columns = columns_of(caller_frame.lazy, caller_frame.expressions)
    if AS_OF not in columns:
        raise frame_refused(
            "cần tham số as_of, hoặc một cột 'as_of' kiểu ngày", "give as_of, or a column 'as_of' of dates"
        )
    if columns[AS_OF].kind is not ColumnKind.DAY:
        vi, en = "cột 'as_of' phải là ngày (không có giờ)", "the column 'as_of' must be dates (without a time)"
        raise frame_refused(vi, en, column=AS_OF)
    if isinstance(ruleset, Ruleset):
        raise CompileError(worded(COMPILING, "NTM651", None))
    return DecidingVersions.of_days(ruleset, _days(caller_frame), library), library


def check_known(inputs: FrameInputs) -> None:
    """Raise FactsError where frames do not all say, in one way, on which day what they hold was known."""
    with_column = [KNOWN_ON in columns_of(frame, inputs.expressions) for _, _, frame in inputs.all_frames()]
    if any(with_column) and (inputs.known_on is not None or not all(with_column)):
        vi = "cột 'known_on' phải có trong mọi khung, và không dùng cùng tham số known_on"
        raise frame_refused(
            vi, "a column 'known_on' is in every frame or in none, and not beside the argument", column=KNOWN_ON
        )


def _days(caller_frame: CallerFrame) -> list[date]:
    column = caller_frame.expressions.column(AS_OF)
    days = caller_frame.lazy.select(**{AS_OF: column}).unique().collect()
    dates: list[date] = days[AS_OF].to_list()
    if None in dates:
        raise frame_refused("cột 'as_of' có ô trống", "column 'as_of' has blank cells", column=AS_OF)
    if not dates:
        vi = "bảng dữ liệu (frame) không có dòng nào, nên không có ngày để biết phiên bản nào được áp dụng: đưa as_of"
        raise frame_refused(vi, "the frame has no rows, and so no day that says which version decides: give as_of")
    return dates


def judged_kinds(versions: DecidingVersions) -> tuple[str, ...]:
    """The kinds of units that are decided. Raises FactsError where the versions judge different kinds, or rules of a ruleset
    for several kinds look at one of them from above or below, or count members of a zone beside those of a district, which
    frames cannot tell apart.
    """
    kinds = versions.programs[0].ruleset.applies_to
    for program in versions.programs:
        if {*program.ruleset.applies_to} != {*kinds}:
            raise frame_refused(
                "các phiên bản áp dụng cho những loại đơn vị khác nhau: đánh giá từng ngày",
                "the versions apply to different kinds of unit: decide day by day",
            )
        inputs = inputs_of(program)
        if len(kinds) > 1 and (apart := sorted({*kinds} & (inputs.members | inputs.above))):
            raise frame_refused(
                f"bộ tiêu chí áp dụng cho nhiều loại đơn vị, và có quy tắc hỏi riêng về loại {apart[0]}: dùng evaluate",
                f"the ruleset judges several kinds, and a rule asks about units of kind {apart[0]} alone: use evaluate",
                kind=apart[0],
            )
        if inputs.members and (group := _with_members(kinds)):
            raise _members_apart(group)
    return kinds


def _with_members(kinds: tuple[str, ...]) -> str | None:
    """The first of several kinds that has members by name: a unit belongs to one of these beside its parent."""
    return next((kind for kind in kinds if not is_administrative(kind)), None) if len(kinds) > 1 else None


def _members_apart(kind: str) -> FactsError:
    return frame_refused(
        f"bộ tiêu chí áp dụng cho nhiều loại đơn vị, trong đó loại {kind} có thành viên riêng: dùng evaluate",
        f"the ruleset judges several kinds, of which {kind} has members of its own: use evaluate",
        kind=kind,
    )


def as_one_kind(
    frames: Mapping[str | None, Native], kinds: tuple[str, ...], expressions: ExpressionLibrary
) -> dict[str | None, Native]:
    """The frames by kind, with the units of several kinds as units of the first: in the column `kind`, in the columns that
    name the unit above, and as one frame where there is one for each. Raises FactsError for a column with memberships in
    units of one of these kinds: it says something else than the column of another.
    """
    if len(kinds) == 1:
        return dict(frames)
    group = _with_members(kinds)
    if group is not None and any(group in columns_of(frame, expressions) for frame in frames.values()):
        raise _members_apart(group)
    frames_by_kind: dict[str | None, list[Native]] = {}
    for name, frame in frames.items():
        frames_by_kind.setdefault(kinds[0] if name in kinds else name, []).append(_renamed(frame, kinds, expressions))
    how = "diagonal_relaxed" if expressions.is_polars else "diagonal"
    return {
        name: kind_frames[0] if len(kind_frames) == 1 else expressions.words.concat(kind_frames, how=how)
        for name, kind_frames in frames_by_kind.items()
    }


def _renamed(frame: Native, kinds: tuple[str, ...], expressions: ExpressionLibrary) -> Native:
    columns, text = columns_of(frame, expressions), expressions.words.String
    if KIND in columns and columns[KIND].kind is ColumnKind.TEXT:
        kind = expressions.column(KIND).cast(text)
        frame = frame.with_columns(
            **{KIND: expressions.choose([(kind.is_in(list(kinds)), expressions.literal(kinds[0]))], kind)}
        )
    above = [name for name in kinds if name in columns]
    if [*above] != [kinds[0]] and above:
        named = [
            (~(expressions.column(name).is_null() | (expressions.column(name) == "")), expressions.column(name))
            for name in above
        ]
        frame = frame.with_columns(**{kinds[0]: expressions.choose(named, expressions.null(text))})
        frame = frame.drop(*(name for name in above if name != kinds[0]))
    return frame
