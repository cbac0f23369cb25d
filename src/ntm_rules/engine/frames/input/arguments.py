"""The arguments beside the frame: kinds, days and names, checked before anything is made of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ....model.arguments import argument_misfit, is_several
from ....model.library import Library
from ....model.problem import Diagnostic
from ....model.ruleset import Ruleset
from ....model.text import Text
from ....program.program import Program
from .problems import frame_error

_DAY = ("một ngày (datetime.date)", "a day (datetime.date)")


def check_arguments(
    ruleset: Any, as_of: Any, library: Any, others: Any, past: Any, scaled: Any, known_on: Any, **truths: Any
) -> None:
    """Raise FactsError for arguments that are not what they must be; `truths` are those that are True or False."""
    wrong = [*_named(ruleset, library), *_days(as_of), *_misfits(others, past, scaled, known_on), *_truths(truths)]
    if wrong:
        raise frame_error(*wrong)


def check_truths(**truths: Any) -> None:
    """Raise FactsError for arguments that are neither True nor False."""
    wrong = list(_truths(truths))
    if wrong:
        raise frame_error(*wrong)


def day_asked(as_of: Any) -> date | None:
    """The day for which something is asked, or None. Raises FactsError for anything else."""
    if as_of is None or is_day(as_of):
        found: date | None = as_of
        return found
    raise frame_error(_unusable("as_of", as_of, *_DAY))


def _named(ruleset: Any, library: Any) -> Iterator[Diagnostic]:
    if not isinstance(ruleset, Program | Ruleset | str):
        vi, en = "tên bộ tiêu chí, Ruleset hoặc Program", "the name of a ruleset, a Ruleset or a Program"
        yield _unusable("ruleset", ruleset, vi, en)
    if library is not None and not isinstance(library, Library):
        yield _unusable("library", library, "một Library (load_library())", "a Library (load_library())")


def _days(as_of: Any) -> Iterator[Diagnostic]:
    if as_of is None or is_day(as_of):
        return
    if isinstance(as_of, str):
        vi = "một ngày (datetime.date), không phải văn bản"
        yield _unusable("as_of", as_of, vi, "a day (datetime.date): this one is text")
    elif isinstance(as_of, Sequence) and not isinstance(as_of, bytes):
        if not as_of:
            yield _unusable("as_of", as_of, "ít nhất một ngày", "at least one day")
        wrong = [one for one in as_of if not is_day(one)]
        if wrong:
            yield _unusable("as_of", wrong[0], "các ngày (datetime.date)", "days (datetime.date)")
    else:
        vi = "một ngày (datetime.date, không có giờ) hoặc danh sách ngày"
        yield _unusable("as_of", as_of, vi, "a day (datetime.date, without a time) or a list of days")


def _truths(truths: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for name, value in truths.items():
        if not isinstance(value, bool):
            yield _unusable(name, value, "True hoặc False", "True or False")


def _misfits(others: Any, past: Any, scaled: Any, known_on: Any) -> Iterator[Diagnostic]:
    yield from _by_kind("others", others)
    if not isinstance(past, Mapping):
        yield _unusable("past", past, "dạng {ngày: {cấp: khung}}", "frames as {date: {kind: frame}}")
    else:
        for day, frames in past.items():
            if not is_day(day):
                yield _unusable("past", day, "các ngày (datetime.date)", "days (datetime.date)")
            yield from _by_kind(f"past[{day}]", frames)
    if not isinstance(scaled, Collection) or not is_several(scaled) or not all(isinstance(one, str) for one in scaled):
        yield _unusable("scaled", scaled, "danh sách mã chỉ số", "a list of ids of measures")
    if known_on is not None and not is_day(known_on):
        yield _unusable("known_on", known_on, *_DAY)


def _by_kind(argument: str, frames: Any) -> Iterator[Diagnostic]:
    if not isinstance(frames, Mapping) or not all(isinstance(kind, str) for kind in frames):
        yield _unusable(argument, frames, "dạng {cấp: khung}", "frames as {kind: frame}")


def is_day(value: object) -> bool:
    """True if a value is a date, and no datetime."""
    return isinstance(value, date) and not isinstance(value, datetime)


def _unusable(argument: str, value: object, vi: str, en: str) -> Diagnostic:
    return argument_misfit(argument, value, Text(vi, en))
