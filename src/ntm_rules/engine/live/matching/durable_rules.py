"""The matcher on durable_rules: the C module of the package driven directly, and confined to what it does right.

durable_rules is used as a classifier of events and nothing else: single-pattern rules over integers, one state (sid 1),
nothing kept inside it between two calls. None of its `Host`, threads, clocks, facts, joins, negation, text or floats is
used; nothing is ever retracted. Each limit that it does not check itself is checked here or in `pattern.py`.

Two liberties are taken for speed, both invisible outside:
- Attributes have names of our choosing inside the engine. Its tables hash a name to one of 32 places and search on from
  there; names in the upper half keep clear of those of the engine's own `sid` and `id`. The hash is also all that the
  engine compares, so the names chosen differ in it, and attributes outside may have any name.
- The patterns are spread over several rulesets of the engine (*handles*), a group never divided, because the time for an
  event grows with the rules beside it: 2.9 µs with 300 in one handle, 2.2 µs with 40, and no less with fewer.
"""

import json
import struct
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, islice
from threading import RLock
from typing import Any, ClassVar, NoReturn

from ....model.condition import Operator
from ....model.problem import Diagnostic, EngineError
from ....model.text import Text
from ....model.values.kept import lock_of
from .matcher import Event, Matcher, admit, not_exactly_one
from .pattern import LIMIT, Group, Pattern, grouped

PATTERNS_OF_A_HANDLE = 40
"""The target number of patterns of one handle. The engine loops for ever at 512 conditions; a group has at most 64."""
EVENTS_OF_A_BATCH = 100
"""Events asserted before any is fired: 500 are no faster, and the engine keeps room of 9 KB for each."""

_USED = (
    "assert_event",
    "assert_events",
    "complete_and_start_action",
    "create_ruleset",
    "delete_ruleset",
    "delete_state",
    "error",
    "start_action_for_state",
)
_RESERVED_NAMES = ("sid", "id", "$s")
_OPERATORS = {
    Operator.AT_LEAST: "$gte",
    Operator.MORE_THAN: "$gt",
    Operator.AT_MOST: "$lte",
    Operator.LESS_THAN: "$lt",
}
# Ids of equal length stand at one place in every answer of the engine; they are unique within a batch.
_IDS = [str(number) for number in range(100, 100 + EVENTS_OF_A_BATCH)]
_HEADS = [f'{{"sid":1,"id":{number}' for number in _IDS]


def unavailable() -> str | None:
    """The reason why durable_rules cannot be used here; None when it can."""
    if struct.calcsize("l") < 8:
        return "its thresholds are C long integers, which have 32 bits on this platform"
    try:
        import durable_rules_engine

        for name in _USED:
            getattr(durable_rules_engine, name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (an extension can fail in any way while it is loaded, even by exiting)
        return f"{type(error).__name__}: {error}"
    return None


class DurableMatcher(Matcher):
    """See `matcher.Matcher`. Raises EngineError (`NTM701`) when the patterns are refused."""

    name: ClassVar[str] = "durable_rules"

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        import durable_rules_engine

        self._engine: Any = durable_rules_engine
        self._assert_event = durable_rules_engine.assert_event
        self._start = durable_rules_engine.start_action_for_state
        self._complete_and_start = durable_rules_engine.complete_and_start_action
        self._lock: RLock = lock_of(self)
        self._groups = grouped(patterns)
        # By discriminator: the handle, and the text before its value; then the texts before the values of the others.
        self._routes: dict[str, tuple[int, str]] = {}
        self._others: dict[str, dict[str, str]] = {}
        # Rules are named by the index of their pattern, all names of one length, so that an answer is read by position.
        # An answer: `{"0007":{"m":{"sid":1,"id":100,"a9":95}}}`.
        width = len(str(len(patterns)))
        names = [f"{index:0{width}}" for index in range(len(patterns) + 1)]
        self._pattern_of = {name: index for index, name in enumerate(names)}
        self._rule_at = slice(2, 2 + width)
        start = len(f'{{"{names[0]}":{{"m":{{"sid":1,"id":')
        self._id_at = slice(start, start + len(_IDS[0]))
        self._handles: list[int] = []
        self._free = weakref.finalize(self, _free, self._engine, self._handles)
        try:
            for groups in _shares(self._groups.values()):
                self._open(patterns, groups, names)
        except BaseException:
            self._free()
            raise

    @property
    def usable(self) -> bool:
        """See `Matcher.usable`."""
        with self._lock:
            return super().usable

    def fire(self, events: Sequence[Event]) -> list[int]:
        """See `Matcher.fire`."""
        with self._lock:
            self.check_usable()
            try:
                if len(events) == 1:
                    return [self._fire_one(events[0])]
                batches = [
                    events[start : start + EVENTS_OF_A_BATCH] for start in range(0, len(events), EVENTS_OF_A_BATCH)
                ]
                # All are written, and any refused, before the first one reaches the engine.
                written = [self._written(batch) for batch in batches]
                fired: list[int] = []
                for batch, messages in zip(batches, written, strict=True):
                    fired += self._fire_batch(batch, messages)
                return fired
            except self._engine.error as error:
                raise _surprise(str(error)) from error

    def fire_one(self, event: Event) -> int:
        """See `Matcher.fire_one`."""
        with self._lock:
            if self._out_of_use:
                self.check_usable()
            try:
                return self._fire_one(event)
            except self._engine.error as error:
                raise _surprise(str(error)) from error

    def close(self) -> None:
        """See `Matcher.close`."""
        with self._lock:
            super().close()
            self._free()

    def _fire_one(self, event: Event) -> int:
        """The index of the pattern that one event fires; a batch of one with less work."""
        handle, message = self._message(_HEADS[0], event)
        self._out_of_use = "poisoned"
        _, state = self._assert_event(handle, message + "}")
        action = self._start(handle, state)
        if action is None:
            self._fail([event], [])
        answer: str = action[1]
        further = self._complete_and_start(handle, state)
        if further is not None or answer[self._id_at] != _IDS[0]:
            self._fail([event], [answer] if further is None else [answer, further])
        fired = self._pattern_of[answer[self._rule_at]]
        self._out_of_use = None
        return fired

    def _written(self, events: Sequence[Event]) -> dict[int, list[str]]:
        """The messages of a batch, by handle."""
        messages: dict[int, list[str]] = {handle: [] for handle in self._handles}
        message_of = self._message
        for head, event in zip(_HEADS, events, strict=False):
            handle, message = message_of(head, event)
            messages[handle].append(message)
        return messages

    def _fire_batch(self, events: Sequence[Event], messages: Mapping[int, Sequence[str]]) -> list[int]:
        self._out_of_use = "poisoned"
        answers: list[str] = []
        for handle, batch in messages.items():
            if batch:
                answers += self._answers(handle, "[" + "},".join(batch) + "}]")
        rule_at, id_at, pattern_of = self._rule_at, self._id_at, self._pattern_of
        rule_of = {answer[id_at]: answer[rule_at] for answer in answers}
        # As many answers as events, and one for each id: each event has fired once.
        if len(answers) != len(events) or len(rule_of) != len(events):
            self._fail(events, answers)
        fired = [pattern_of[rule_of[number]] for number in islice(_IDS, len(events))]
        self._out_of_use = None
        return fired

    def _answers(self, handle: int, messages: str) -> list[str]:
        """The action loop: assert a batch, and take every firing out of the engine."""
        _, state = self._engine.assert_events(handle, messages)
        action = self._start(handle, state)
        if action is None:
            return []
        return [action[1], *iter(partial(self._complete_and_start, handle, state), None)]

    def _message(self, head: str, event: Event) -> tuple[int, str]:
        """The handle of an event, and its text but for the last brace. Raises EngineError if the event is refused."""
        if len(event) == 1:
            # Nearly every event: what `admit` asks, in one glance.
            [(attribute, value)] = event.items()
            if type(value) is int and -LIMIT <= value <= LIMIT and attribute in self._routes:
                handle, before = self._routes[attribute]
                return handle, f"{head}{before}{value}"
        admit(event, self._groups)
        attributes = iter(event.items())
        attribute, value = next(attributes)
        handle, before = self._routes[attribute]
        others = self._others[attribute]
        return handle, f"{head}{before}{value}" + "".join([f"{others[name]}{other}" for name, other in attributes])

    def _fail(self, events: Sequence[Event], answers: Sequence[str]) -> NoReturn:
        """Name the first event that did not fire exactly one pattern."""
        numbers = [answer[self._id_at] for answer in answers]
        for number, event in zip(_IDS, events, strict=False):
            if numbers.count(number) != 1:
                raise not_exactly_one(event, numbers.count(number))
        raise _surprise(f"{len(answers)} firings for {len(events)} events")

    def _open(self, patterns: Sequence[Pattern], groups: Sequence[Group], names: Sequence[str]) -> None:
        """A further handle, with the patterns of `groups`."""
        symbols = _symbols()
        warm_up = next(symbols)
        before: dict[str, str] = {}
        rules = {names[-1]: _rule([{warm_up: 1}])}
        for group in groups:
            own = {name: next(symbols) for name in (group.discriminator, *sorted(group.others))}
            before[group.discriminator] = f',"{own[group.discriminator]}":'
            self._others[group.discriminator] = {name: f',"{own[name]}":' for name in group.others}
            for index in group.patterns:
                rules[names[index]] = _rule(
                    [
                        {own[test.attribute]: test.value}
                        if test.operator is Operator.EQUALS
                        else {_OPERATORS[test.operator]: {own[test.attribute]: test.value}}
                        for test in patterns[index].tests
                    ]
                )
        try:
            handle = self._engine.create_ruleset("ntm_rules", json.dumps(rules))
        except self._engine.error as error:
            raise _surprise(str(error)) from error
        # Before a state has fired once, the engine does not delete it safely.
        answers = self._answers(handle, f'[{_HEADS[0]},"{warm_up}":1}}]')
        if [answer[self._rule_at] for answer in answers] != [names[-1]]:
            raise _surprise(f"the warm-up event fired {answers}")
        self._handles.append(handle)
        self._routes |= {discriminator: (handle, text) for discriminator, text in before.items()}


def _free(engine: Any, handles: list[int]) -> None:
    """Give back all that the engine holds for the handles."""
    while handles:
        handle = handles.pop()
        engine.delete_state(handle, "1")
        engine.delete_ruleset(handle)


def _shares(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """The groups, dealt out to handles."""
    share: list[Group] = []
    size = 0
    for group in groups:
        if share and size + len(group.patterns) > PATTERNS_OF_A_HANDLE:
            yield share
            share, size = [], 0
        share.append(group)
        size += len(group.patterns)
    if share:
        yield share


def _rule(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"all": [{"m": conditions[0] if len(conditions) == 1 else {"$and": conditions}}]}


def _symbols() -> Iterator[str]:
    """Attribute names for one handle, as the module's text explains: all hashes differ, and none is in the lower half."""
    hashes = {name_hash(name) for name in _RESERVED_NAMES}
    for number in count():
        symbol = f"a{number}"
        symbol_hash = name_hash(symbol)
        if symbol_hash & 0x1F >= 0x10 and symbol_hash not in hashes:
            hashes.add(symbol_hash)
            yield symbol


def name_hash(name: str) -> int:
    """The engine's hash of an ASCII name: FNV-1a, 32 bits.

    >>> name_hash("sid")
    3593476751
    """
    value = 0x811C9DC5
    for byte in name.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def _surprise(what: str) -> EngineError:
    return EngineError(
        Diagnostic("NTM704", None, Text(f"durable_rules gặp lỗi: {what}", f"durable_rules failed: {what}"))
    )
