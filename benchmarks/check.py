"""Nothing is timed before it is known to give the same answers."""

from collections.abc import Mapping
from typing import Any


class Different(Exception):
    """Two ways of doing a thing do not give the same."""


def same(what: str, ours: Mapping[Any, object], theirs: Mapping[Any, object]) -> int:
    """How many answers are the same on both sides. Raises Different when any is not, is lacking, or there is none."""
    if not ours or list(ours) != list(theirs):
        raise Different(f"{what}: {len(ours)} answers against {len(theirs)}, or not about the same")
    for about, answer in ours.items():
        if answer != theirs[about]:
            raise Different(f"{what}: {about}: {_first_difference(answer, theirs[about])}")
    return len(ours)


def _first_difference(answer: object, other: object) -> str:
    """The two answers; of two mappings only the first entry that differs."""
    if isinstance(answer, Mapping) and isinstance(other, Mapping):
        for key in answer:
            if key not in other or answer[key] != other[key]:
                return f"{key}: {answer[key]} against {other.get(key)}"
    return f"{answer} against {other}"
