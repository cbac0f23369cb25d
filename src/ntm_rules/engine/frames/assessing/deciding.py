"""The days on which a frame is decided, the versions of a ruleset by which it is, and what those read.

The shipped library, programs by name and what they read are kept for the process, the last that were asked for.
"""

from collections.abc import Mapping
from datetime import date

from ....language.library import load_library
from ....model.library import Library
from ....model.problem import CompileError
from ....model.ruleset import Ruleset
from ....model.values.kept import BoundedCache
from ....program.arguments import assessed_year_of
from ....program.compiling import compile
from ....program.messages import COMPILING
from ....program.program import Program
from ....program.wording import worded
from ..checks.check import Frame
from ..checks.forms import formed
from ..decide.versions import Regimes
from ..expressions.space import Native
from ..input.columns import AS_OF, KNOWN_ON, Column, ColumnKind, columns_of
from ..input.given import Given
from ..input.problems import frame_error, unusable
from ..reads import Reads
from .backend import Taken


def with_days(taken: Taken, columns: Mapping[str, Column]) -> Native:
    """The frame with a day in `as_of` where that is a time, and all are midnight."""
    if AS_OF not in columns or columns[AS_OF].kind is not ColumnKind.TIME:
        return taken.lazy
    frame = Frame(taken.lazy, columns, taken.space, None, taken.is_at_hand)
    return formed(frame, {AS_OF: (ColumnKind.DAY,)}, {})[0]


ASSESSED_ALONE = unusable(
    "assessed chỉ dùng với một ngày as_of và tên bộ tiêu chí hoặc Ruleset: một Program đã có năm được đánh giá của nó",
    "assessed is for one day in as_of, and a Ruleset or its name: a Program has the year that it decides about",
)
"""The refusal of a year assessed where there are several days, or where it is said already."""

_SHIPPED: BoundedCache[Library] = BoundedCache(1)
_COMPILED: BoundedCache[tuple[Library, Program]] = BoundedCache(32)
_READS: BoundedCache[Reads] = BoundedCache(64)


def shipped_library() -> Library:
    """The shipped library, read once a process."""
    return _SHIPPED.get("shipped", load_library)


def compiled(ruleset: Ruleset | str, as_of: date, library: Library, assessed: int | None = None) -> Program:
    """The program of a ruleset on a day, compiled once for each library."""
    key = (ruleset if isinstance(ruleset, str) else id(ruleset), as_of, id(library), assessed)
    # With its library, so that no other takes its place in memory.
    return _COMPILED.get(key, lambda: (library, compile(ruleset, as_of, library, assessed)))[1]


def reads_of(regimes: Regimes) -> Reads:
    """The columns that the programs read, found once. Raises CompileError where a rule asks how figures were established."""
    found = _READS.get(regimes.programs, lambda: Reads.of(regimes.programs))
    if found.assured is not None:
        raise CompileError(worded(COMPILING, "NTM852", None, details={"rule": str(found.assured)}))
    return found


def regimes_of(
    ruleset: Program | Ruleset | str,
    taken: Taken,
    as_of: date | None,
    library: Library | None,
    assessed: int | None = None,
) -> tuple[Regimes, Library]:
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
        return Regimes.single(ruleset), ruleset.library
    library = library or shipped_library()
    if as_of is not None:
        return Regimes.single(compiled(ruleset, as_of, library, assessed)), library
    columns = columns_of(taken.lazy, taken.space)
    if AS_OF not in columns:
        raise frame_error(
            unusable("cần tham số as_of, hoặc một cột 'as_of' kiểu ngày", "give as_of, or a column 'as_of' of dates")
        )
    if columns[AS_OF].kind is not ColumnKind.DAY:
        vi, en = "cột 'as_of' phải là ngày (không có giờ)", "the column 'as_of' must be dates (without a time)"
        raise frame_error(unusable(vi, en, column=AS_OF))
    if isinstance(ruleset, Ruleset):
        raise CompileError(worded(COMPILING, "NTM651", None))
    return Regimes.over(ruleset, _days(taken), library), library


def check_known(given: Given) -> None:
    """Raise FactsError where frames do not all say, in one way, on which day what they hold was known."""
    with_column = [KNOWN_ON in columns_of(frame, given.space) for _, _, frame in given.each()]
    if any(with_column) and (given.known_on is not None or not all(with_column)):
        vi = "cột 'known_on' phải có trong mọi khung, và không dùng cùng tham số known_on"
        raise frame_error(
            unusable(
                vi, "a column 'known_on' is in every frame or in none, and not beside the argument", column=KNOWN_ON
            )
        )


def _days(taken: Taken) -> list[date]:
    column = taken.space.column(AS_OF)
    days = taken.lazy.select(**{AS_OF: column}).unique().collect()
    found: list[date] = days[AS_OF].to_list()
    if None in found:
        raise frame_error(unusable("cột 'as_of' có ô trống", "column 'as_of' has blank cells", column=AS_OF))
    if not found:
        vi = "bảng dữ liệu (frame) không có dòng nào, nên không có ngày để biết phiên bản nào được áp dụng: đưa as_of"
        raise frame_error(
            unusable(vi, "the frame has no rows, and so no day that says which version decides: give as_of")
        )
    return found
