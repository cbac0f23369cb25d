"""The diagnostics for frames, which name the frame, the column and the row, and for the arguments beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from attrs import evolve, frozen

from ....model.arguments import argument_misfit, is_several
from ....model.library import Library
from ....model.problem import Diagnostic, FactsError
from ....model.ruleset import Ruleset
from ....model.text import Text
from ....model.values.frozen_mapping import FrozenMapping
from ....program.messages import ADMISSION
from ....program.program import Program
from ....program.wording import worded


@frozen
class FrameLocation:
    """A location in a frame: `frame_name` names a frame that is not the main one.

    `rows` are the first rows, counted from 0; without them the row is the first one. `count` is how many there are in all.
    """

    frame_name: Text | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()
    unit: object = None
    count: int = 1
    has_row: bool = True


def frame_error(*diagnostics: Diagnostic) -> FactsError:
    """The error for a frame that cannot be decided, with everything that is wrong with it."""
    return FactsError(diagnostics)


def unusable(vi: str, en: str, **fields: object) -> Diagnostic:
    """The diagnostic for arguments that cannot be used as they are."""
    return frame_diagnostic("NTM636", details={**fields, "why": vi, "why_en": en})


def frame_refused(vi: str, en: str, **fields: object) -> FactsError:
    """The error for a frame, or arguments, that cannot be used as they are."""
    return frame_error(unusable(vi, en, **fields))


def check_case(names: Iterable[str]) -> None:
    """Raise FactsError for columns whose names differ in upper and lower case only: a query of SQL takes these for one.

    >>> check_case(["unit", "1a", "gap:1a"])
    """
    spelled: dict[str, str] = {}
    wrong = [
        unusable(
            f"tên cột {first!r} và {name!r} chỉ khác nhau ở chữ hoa, chữ thường; truy vấn SQL coi là một: dùng khung Polars",
            f"the columns {first!r} and {name!r} differ in case only, and are one to a query of SQL: give a frame of Polars",
            column=name,
        )
        for name in names
        if (first := spelled.setdefault(name.lower(), name)) != name
    ]
    if wrong:
        raise frame_error(*wrong)


def frame_diagnostic(
    code: str,
    location: FrameLocation | None = None,
    advice: Mapping[str, str] | None = None,
    details: Mapping[str, object] | None = None,
) -> Diagnostic:
    """The diagnostic `code`, worded with `details`, at a place in a frame."""
    diagnostic = worded(ADMISSION, code, None, advice=advice, details=details)
    return diagnostic if location is None else located(location, diagnostic)


def located(location: FrameLocation, diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic at a place in a frame: named before the message, and among the fields."""
    vi, en = diagnostic.message.vi, diagnostic.message.in_language("en")
    if location.count > 1:
        which = ", ".join(str(row + 1) for row in location.rows)
        which = f" ({which}{', …' if location.count > len(location.rows) else ''})" if which else ""
        vi, en = f"{vi}; cả thảy {location.count} dòng{which}", f"{en}; {location.count} rows in all{which}"
    before_vi, before_en = _before(location)
    fields: dict[str, object] = {**diagnostic.fields}
    if location.frame_name is not None:
        fields["frame"] = location.frame_name.in_language("en")
    if location.column is not None:
        fields["column"] = location.column
    if location.rows:
        fields["row"] = location.rows[0] + 1
        fields["rows"] = tuple(row + 1 for row in location.rows)
    if location.unit is not None:
        fields.setdefault("unit", location.unit)
    if location.has_row:
        fields["count"] = location.count
    return evolve(diagnostic, message=Text(f"{before_vi}{vi}", f"{before_en}{en}"), fields=FrozenMapping(fields))


def _before(location: FrameLocation) -> tuple[str, str]:
    vi, en = [], []
    if location.column is not None:
        vi.append(f"cột {location.column!r}")
        en.append(f"column {location.column!r}")
    if location.has_row:
        unit = "" if location.unit is None else f" ({location.unit})"
        vi.append(f"dòng {location.rows[0] + 1}{unit}" if location.rows else f"dòng đầu tiên{unit}")
        en.append(f"row {location.rows[0] + 1}{unit}" if location.rows else f"first row{unit}")
    texts = (", ".join(vi), ", ".join(en))
    if location.frame_name is not None:
        frame_name = (location.frame_name.vi, location.frame_name.in_language("en"))
        texts = (": ".join(filter(None, (frame_name[0], texts[0]))), ": ".join(filter(None, (frame_name[1], texts[1]))))
    return (f"{texts[0]}: " if texts[0] else "", f"{texts[1]}: " if texts[1] else "")


def shown_names(values: Sequence[object]) -> str:
    """The first eight names, separated by commas; `…` stands for the others."""
    shown = ", ".join(str(value) for value in values[:8])
    return shown if len(values) <= 8 else f"{shown}, …"


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
        day: date | None = as_of
        return day
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
        wrong = [day for day in as_of if not is_day(day)]
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
    if (
        not isinstance(scaled, Collection)
        or not is_several(scaled)
        or not all(isinstance(name, str) for name in scaled)
    ):
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
