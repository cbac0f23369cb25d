"""What is given beside the frame: kinds, days and names, before anything is made of them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ...model.arguments import argument_misfit
from ...model.problem import Diagnostic
from ...model.text import Text
from .problems import frame_error


def check_arguments(others: Any, past: Any, scaled: Any, known_on: Any) -> None:
    """Raise FactsError for arguments that are not what they must be."""
    wrong = list(_misfits(others, past, scaled, known_on))
    if wrong:
        raise frame_error(*wrong)


def _misfits(others: Any, past: Any, scaled: Any, known_on: Any) -> Iterator[Diagnostic]:
    yield from _by_kind("others", others)
    if not isinstance(past, Mapping):
        yield _unusable("past", past, "dạng {ngày: {cấp: khung}}", "frames as {date: {kind: frame}}")
    else:
        for day, frames in past.items():
            if not _is_day(day):
                yield _unusable("past", day, "các ngày (datetime.date)", "days (datetime.date)")
            yield from _by_kind(f"past[{day}]", frames)
    if isinstance(scaled, str) or not isinstance(scaled, Collection) or not all(isinstance(one, str) for one in scaled):
        yield _unusable("scaled", scaled, "danh sách mã chỉ số", "a list of ids of measures")
    if known_on is not None and not _is_day(known_on):
        yield _unusable("known_on", known_on, "một ngày (datetime.date)", "a day (datetime.date)")


def _by_kind(argument: str, frames: Any) -> Iterator[Diagnostic]:
    if not isinstance(frames, Mapping) or not all(isinstance(kind, str) for kind in frames):
        yield _unusable(argument, frames, "dạng {cấp: khung}", "frames as {kind: frame}")


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _unusable(argument: str, value: object, vi: str, en: str) -> Diagnostic:
    return argument_misfit(argument, value, Text(vi, en))
