"""Member units added below a unit, in the lists that conditions name (`only`), with the reports about each."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...model.fact import Absence
from ..cases.case import UNIT
from .grid import Grids, through_parts
from .members import Member, Only
from .scene import Scene, kind_between

_Chain = tuple[str, ...]

Members = Mapping[str, Sequence[Member]]
"""Members by kind."""


def add_members(scene: Scene, members: Members) -> list[tuple[str, Member]] | None:
    """Add the members, each with a listed code of its own or below a unit with one; return them with their codes.

    None when there are no suitable codes.
    """
    every = [member for of_kind in members.values() for member in of_kind]
    lists = dict.fromkeys(only for member in every for only in sorted(member.only))
    between = kind_between(members)
    found: list[tuple[str, Member]] = []
    holders: dict[_Chain, str] = {(): UNIT}
    for kind, of_kind in members.items():
        for member in of_kind:
            chain = _chain(member.only, lists)
            if chain is None:
                return None
            if len(chain) == 1 and [each.only for each in every].count(member.only) == 1:
                if chain[0] in scene.units:
                    return None
                found.append((scene.member(kind, UNIT, chain[0]), member))
                continue
            for length in range(1, len(chain) + 1):
                above = chain[:length]
                if above not in holders:
                    if above[-1] in scene.units:
                        return None
                    holders[above] = scene.member(between, holders[above[:-1]], above[-1])
            found.append((scene.member(kind, holders[chain]), member))
    for code, member in found:
        _report(scene, code, member)
    return found


def _chain(only: frozenset[Only], lists: Mapping[Only, None]) -> _Chain | None:
    """Codes that are together in exactly these lists; None when there are none."""
    found: list[str] = []
    left = set(only)
    for code in (code for codes in sorted(only) for code in codes):
        inside = {codes for codes in lists if code in codes}
        if inside <= only and inside & left:
            found.append(code)
            left -= inside
    return None if left else tuple(found)


def _report(scene: Scene, code: str, member: Member) -> None:
    grids = Grids(scene.sides)
    for measure, value in member.figures.items():
        if value is Absence.NOT_REPORTED:
            continue
        if not isinstance(value, Fraction) or grids[measure].holds(value):
            scene.report(code, measure, value)
            continue
        for part, figure in (through_parts(measure, value, grids) or {}).items():
            scene.report(code, part, figure)
