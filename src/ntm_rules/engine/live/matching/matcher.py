"""Matchers find the one pattern that an event matches: the contract, the plain matcher, the choice between the two.

An event is a mapping of attributes to integers within ±2^62. Its first attribute is the discriminator of the group of
patterns it is for; any others are attributes which that group tests. `durable_rules.py` holds the matcher on durable_rules.
"""

import warnings
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal, Self

from ....model.condition import Operator
from ....model.problem import Diagnostic, EngineError
from ....model.text import Text
from ....program.verdict import COMPARISONS
from .pattern import LIMIT, Group, Pattern, Test, grouped

__all__ = [
    "Choice",
    "Event",
    "Group",
    "Matcher",
    "Operator",
    "Pattern",
    "PlainMatcher",
    "Test",
    "chosen",
    "make_matcher",
]

Event = Mapping[str, int]
Choice = Literal["auto", "durable_rules", "plain"]


class Matcher(ABC):
    """The part that fires the rules of a session. Safe to call from several threads.

    When an event is refused (`NTM702`) none has been fired and the matcher stays usable. After any other error (`NTM703`,
    `NTM704`), and after an exception that came from outside while events were fired, the matcher is poisoned: it can only be
    closed. A process may fork at any time; parent and child then each own their copy, and each closes it. A copy that was
    firing in another thread is poisoned in the child.
    """

    name: ClassVar[str]
    _out_of_use: str | None = None
    """The reason why it is of no more use: it is "closed", or "poisoned" by an earlier error."""

    @property
    def usable(self) -> bool:
        """False for a matcher that is closed or poisoned."""
        return self._out_of_use is None

    def check_usable(self) -> None:
        """Raise EngineError (`NTM704`) for a matcher that is closed or poisoned."""
        if self._out_of_use:
            raise _not_usable(self._out_of_use)

    @abstractmethod
    def fire(self, events: Sequence[Event]) -> list[int]:
        """The index of the one pattern fired by each event, in order.

        Raises EngineError when an event is refused, when an event does not fire exactly one pattern, and when the
        matcher is closed or poisoned.
        """

    @abstractmethod
    def fire_one(self, event: Event) -> int:
        """The index of the one pattern fired by one event, as `fire` with less work."""

    def close(self) -> None:
        """Free everything. May be called again."""
        self._out_of_use = "closed"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def make_matcher(patterns: Sequence[Pattern], choice: Choice = "auto") -> Matcher:
    """A matcher for the patterns.

    `choice` "auto" takes durable_rules where its extension can be imported, otherwise the plain matcher, and a RuntimeWarning
    says so once. Raises EngineError when the patterns are refused (`NTM701`, all findings at once), or durable_rules is asked
    for and cannot be used (`NTM705`).

    >>> low = Pattern("low", (Test("share", Operator.LESS_THAN, 90),))
    >>> high = Pattern("high", (Test("share", Operator.AT_LEAST, 90),))
    >>> with make_matcher([low, high]) as matcher:
    ...     matcher.fire([{"share": 89}, {"share": 90}])
    [0, 1]
    """
    if chosen(choice) == "plain":
        return PlainMatcher(patterns)
    # Imported here: the extension is not installed everywhere.
    from .durable_rules import DurableMatcher

    return DurableMatcher(patterns)


_WARNED_OF: set[str] = set()
"""The reasons why durable_rules cannot be used that were told already."""


def chosen(choice: Choice) -> Literal["durable_rules", "plain"]:
    """The matcher that a choice comes to here. Raises EngineError (`NTM705`) where durable_rules cannot be used."""
    if choice == "plain":
        return "plain"
    from .durable_rules import unavailable

    reason = unavailable()
    if reason is None:
        return "durable_rules"
    if choice == "auto":
        if reason not in _WARNED_OF:
            _WARNED_OF.add(reason)
            warnings.warn(
                f"durable_rules cannot be used: {reason}; sessions use the plain matcher, with the same answers",
                RuntimeWarning,
                stacklevel=3,
            )
        return "plain"
    raise EngineError(
        Diagnostic(
            "NTM705",
            None,
            Text(f"không dùng được durable_rules: {reason}", f"durable_rules cannot be used: {reason}"),
            Text(
                'cài đặt "durable-rules" (docs/python.md), hoặc chọn bộ khớp "plain"',
                'install "durable-rules" (docs/python.md), or choose the "plain" matcher',
            ),
        )
    )


class PlainMatcher(Matcher):
    """The contract in plain Python: the shadow of durable_rules in tests, and its stand-in where it is not installed."""

    name: ClassVar[str] = "plain"

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._groups = grouped(patterns)
        self._alternatives = {
            group.discriminator: [
                (index, [(test.attribute, COMPARISONS[test.operator], test.value) for test in patterns[index].tests])
                for index in group.patterns
            ]
            for group in self._groups.values()
        }

    def fire(self, events: Sequence[Event]) -> list[int]:
        """See `Matcher.fire`."""
        # It keeps nothing while it fires: no lock is needed, and nothing is half done when it is interrupted.
        self.check_usable()
        for event in events:
            admit(event, self._groups)
        return [self._fired(event) for event in events]

    def fire_one(self, event: Event) -> int:
        """See `Matcher.fire_one`."""
        if self._out_of_use:
            self.check_usable()
        admit(event, self._groups)
        return self._fired(event)

    def _fired(self, event: Event) -> int:
        matching = []
        for index, tests in self._alternatives[next(iter(event))]:
            for attribute, compare, value in tests:
                if attribute not in event or not compare(event[attribute], value):
                    break
            else:
                matching.append(index)
        if len(matching) != 1:
            self._out_of_use = "poisoned"
            raise not_exactly_one(event, len(matching))
        return matching[0]


def admit(event: Event, groups: Mapping[str, Group]) -> None:
    """Raise EngineError (`NTM702`) unless the event is one that patterns can be tried on."""
    group: Group | None = None
    for attribute, value in event.items():
        if type(value) is not int or not -LIMIT <= value <= LIMIT:
            raise _refused_event(
                event,
                f"giá trị của {attribute!r} không phải số nguyên trong khoảng ±2^62",
                f"the value of {attribute!r} is not an integer within ±2^62",
            )
        if group is None:
            if attribute not in groups:
                raise _refused_event(
                    event,
                    f"thuộc tính đầu tiên {attribute!r} không phân loại nhóm nào",
                    f"the first attribute, {attribute!r}, is the discriminator of no pattern",
                )
            group = groups[attribute]
        elif attribute not in group.others:
            raise _refused_event(
                event,
                f"nhóm {group.discriminator!r} không kiểm tra thuộc tính {attribute!r}",
                f"the group of {group.discriminator!r} does not test {attribute!r}",
            )
    if group is None:
        raise _refused_event(event, "sự kiện rỗng", "the event is empty")


def not_exactly_one(event: Event, count: int) -> EngineError:
    """The error for an event that fired no pattern, or several (`NTM703`)."""
    return EngineError(
        Diagnostic(
            "NTM703",
            None,
            Text(
                f"sự kiện {dict(event)} khớp {count} mẫu, phải khớp đúng một mẫu",
                f"the event {dict(event)} fired {count} patterns; exactly one must fire",
            ),
        )
    )


def _not_usable(state: str) -> EngineError:
    """The error for a matcher that was "closed", or is "poisoned" by an earlier error (`NTM704`)."""
    if state == "closed":
        return EngineError(Diagnostic("NTM704", None, Text("bộ khớp đã đóng", "the matcher is closed")))
    return EngineError(
        Diagnostic(
            "NTM704",
            None,
            Text(
                "bộ khớp không dùng được nữa sau một lỗi trước đó", "the matcher is not usable after an earlier error"
            ),
            Text("tạo phiên làm việc mới từ các số liệu", "make a new session from the facts"),
        )
    )


def _refused_event(event: Event, vi: str, en: str) -> EngineError:
    shown = dict(event)
    return EngineError(
        Diagnostic("NTM702", None, Text(f"từ chối sự kiện {shown}: {vi}", f"refused event {shown}: {en}"))
    )
