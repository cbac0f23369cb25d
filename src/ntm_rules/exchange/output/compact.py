"""Decisions without repetitions: each decision is there once, and those above name it by its number."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve
from cattrs import Converter

from ...model.decision import Decision
from ...model.key import RuleKey
from .converter import CONVERTER, decision_without
from .misfit import MisfitError

_ALONE = decision_without()


def compact_to_plain(roots: Sequence[Decision], alone: Callable[[Decision], dict[str, Any]] = _ALONE) -> dict[str, Any]:
    """`decisions`, each below those that name it by its position in `children`, and the positions of the `roots`.

    `alone` makes the plain form of a decision without those below it.

    >>> compact_to_plain(())
    {'decisions': [], 'roots': []}
    """
    listed: list[dict[str, Any]] = []
    alike: dict[tuple[str, RuleKey, date], list[int]] = {}
    by_identity: dict[int, int] = {}

    def position(decision: Decision) -> int:
        known = by_identity.get(id(decision))
        if known is None:
            children = [position(child) for child in decision.children]
            plain = {**alone(decision), "children": children}
            about = alike.setdefault((decision.unit, decision.rule, decision.as_of), [])
            known = next((at for at in about if listed[at] == plain), len(listed))
            if known == len(listed):
                listed.append(plain)
                about.append(known)
            by_identity[id(decision)] = known
        return known

    top = [position(root) for root in roots]
    return {"decisions": listed, "roots": top}


def decisions_from_compact(plain: Mapping[str, Any], converter: Converter = CONVERTER) -> tuple[Decision, ...]:
    """The decisions of the `roots`. Raises ValueError, or an error of cattrs, for what is no such form."""
    made: list[Decision] = []
    if not all(isinstance(plain.get(name), list) for name in ("decisions", "roots")):
        raise MisfitError(
            "phải có hai danh sách decisions và roots", "compact decisions have the lists decisions and roots"
        )
    for one in plain["decisions"]:
        below = _of(made, one["children"])
        made.append(evolve(converter.structure({**one, "children": []}, Decision), children=below))
    return _of(made, plain["roots"])


def _of(made: Sequence[Decision], positions: object) -> tuple[Decision, ...]:
    if not isinstance(positions, list) or not all(type(at) is int and 0 <= at < len(made) for at in positions):
        raise MisfitError(
            "kết quả bên dưới phải được nêu bằng vị trí của một kết quả đứng trước",
            "a decision below is named by the position of one that stands before",
        )
    return tuple(made[at] for at in positions)
