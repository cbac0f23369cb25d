"""The periods in which a unit belongs to a parent, or is a member of a unit beside the administrative levels."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from attrs import evolve, frozen

from ..arguments import is_several
from ..text import Text
from .fields import UnitFieldReader
from .kind import is_administrative


@frozen
class Belonging:
    """The unit that a unit belongs to from one day up to and including another (None: no limit known).

    >>> Belonging("D", since=date(2020, 1, 1)).holds_on(date(2019, 12, 31))
    False
    """

    parent: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """True where the unit belongs there on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@frozen
class Membership:
    """The unit of a kind beside the administrative levels (a zone, a cluster) that a unit is a member of, from one day up to
    and including another (None: no limit known).

    >>> Membership("zone", "Z1", until=date(2024, 12, 31)).holds_on(date(2025, 1, 1))
    False
    """

    kind: str
    of: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """True where the unit is a member on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


Period = TypeVar("Period", Belonging, Membership)


def belongings_taken(value: object, taken: UnitFieldReader) -> tuple[Belonging, ...]:
    """Parents in order of time; ones that overlap, and objects that are none, are reported."""
    if isinstance(value, tuple) and not value:
        return ()
    if not isinstance(value, tuple | list) or not all(isinstance(belonging, Belonging) for belonging in value):
        taken.no_list(value, "parents", Text("Belonging", "Belonging"))
        return ()
    belongings: list[Belonging] = []
    for belonging in value:
        since, until = taken.day(belonging.since, "parents"), taken.day(belonging.until, "parents")
        taken.period(since, until, "parents")
        belongings.append(Belonging(taken.code(belonging.parent, "parents"), since, until))
    if taken.mistakes:
        return ()
    ordered = _in_time(belongings)
    for day, before, after in _overlaps(ordered):
        taken.report("NTM715", field="parents", day=day, first=before.parent, second=after.parent)
    return tuple(_joined(ordered))


def memberships_taken(value: object, taken: UnitFieldReader) -> tuple[Membership, ...]:
    """Memberships by kind, those of one kind in order of time.

    Ones of a kind that overlap, ones in an administrative unit, and objects that are none, are reported.
    """
    if isinstance(value, tuple) and not value:
        return ()
    if isinstance(value, Mapping):
        value = [Membership(kind, code) for kind, code in value.items() if code is not None]
    if not is_several(value):
        taken.no_list(value, "memberships", Text("Membership", "Membership"))
        return ()
    by_kind: dict[str, list[Membership]] = {}
    for membership in value:
        if not isinstance(membership, Membership):
            taken.no_list(value, "memberships", Text("Membership", "Membership"))
            return ()
        since, until = taken.day(membership.since, "memberships"), taken.day(membership.until, "memberships")
        taken.period(since, until, "memberships")
        kind = taken.word(membership.kind, "memberships", Text("loại đơn vị", "kind"))
        of = taken.code(membership.of, "memberships")
        by_kind.setdefault(kind, []).append(Membership(kind, of, since, until))
        if is_administrative(kind):
            taken.report("NTM718", field="memberships", kind=kind, of=of)
    if taken.mistakes:
        return ()
    memberships: list[Membership] = []
    for kind in sorted(by_kind):
        ordered = _in_time(by_kind[kind])
        for day, before, after in _overlaps(ordered):
            taken.report("NTM719", field="memberships", day=day, kind=kind, first=before.of, second=after.of)
        memberships += _joined(ordered)
    return tuple(memberships)


def _in_time(periods: list[Period]) -> list[Period]:
    return sorted(periods, key=lambda period: period.since or date.min)


def _overlaps(ordered: list[Period]) -> Iterator[tuple[date, Period, Period]]:
    """The first day on which two periods overlap, with the two."""
    for before, after in pairwise(ordered):
        if before.until is None or after.since is None or after.since <= before.until:
            yield after.since or before.since or before.until or date.min, before, after


def _joined(ordered: list[Period]) -> Iterator[Period]:
    """Periods, adjacent ones in the same unit merged."""
    waiting: Period | None = None
    for period in ordered:
        if waiting is None:
            waiting = period
        elif (
            evolve(waiting, since=period.since, until=period.until) == period
            and waiting.until is not None
            and period.since is not None
            and period.since - waiting.until <= timedelta(days=1)
        ):
            waiting = evolve(waiting, until=period.until)
        else:
            yield waiting
            waiting = period
    if waiting is not None:
        yield waiting
