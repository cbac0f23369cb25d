"""YAML as a plain tree of our own: texts, mappings and sequences that know where they were written.

It is built from PyYAML's events, not by its loader: no types are guessed, nothing is aliased or merged, bounds are checked
while reading, and depth costs no recursion.
"""

import re
import unicodedata
from collections.abc import Iterable

from attrs import define
from yaml import events

from ...model.place import Place, PlacedText
from ..diagnostics.mistakes import MOST_DIAGNOSTICS, Mistake

DEEPEST = 40
MOST_NODES = 100_000
# What YAML does not allow, and what nobody sees: the byte order mark, line and paragraph separators, directions, joiners.
INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class Scalar(PlacedText):
    """A single value as written: a text, a number, a word. `plain`: without quotes."""

    __slots__ = ("plain",)
    plain: bool


class PlacedMapping(dict["Scalar", "Node"]):
    """Keys and values in the order written. `place` is where it begins."""

    __slots__ = ("_written", "place")
    place: Place
    _written: dict[str, Scalar]

    def __init__(self) -> None:
        super().__init__()
        self._written = {}

    def write(self, key: Scalar, value: "Node") -> None:
        """Add what is written after `key`."""
        self._written[key] = key
        self[key] = value

    def key(self, name: str) -> Scalar:
        """The key as written."""
        return self._written[name]


class PlacedSequence(list["Node"]):
    """A list. `place` is where it begins."""

    __slots__ = ("place",)
    place: Place


Node = Scalar | PlacedMapping | PlacedSequence


class _Stop(Exception):
    """Raised where the rest of the file is not worth reading; the mistake has been recorded."""


@define
class _OpenNode:
    """A mapping or list being read, with the key that waits for its value."""

    node: PlacedMapping | PlacedSequence
    flow: bool
    key: Scalar | None = None
    skip: bool = False


class TreeBuilder:
    """Builds one tree; its mistakes are gathered in `mistakes`."""

    def __init__(self, lines: tuple[str, ...], file: str) -> None:
        self.lines = lines
        self.file = file
        self.mistakes: list[Mistake] = []
        self.open: list[_OpenNode] = []
        self.root: Node | None = None
        self.nodes = 0
        self.documents = 0

    def build(self, stream: Iterable[events.Event]) -> Node | None:
        """Tree that the events describe; None for an empty file or one that is not worth reading."""
        try:
            for event in stream:
                self._take(event)
                if len(self.mistakes) > MOST_DIAGNOSTICS:
                    return None
        except _Stop:
            return None
        if isinstance(self.root, Scalar) and self.root.plain and not self.root:
            self.mistakes.append(Mistake("NTM106", Place(self.file, 1, 1, 2)))
            return None
        return self.root

    def _take(self, event: events.Event) -> None:
        match event:
            case events.DocumentStartEvent():
                self._document(event)
            case events.AliasEvent():
                self.mistakes.append(Mistake("NTM108", self._place(event), {"name": f"*{event.anchor}"}))
                self._value(self._scalar("", event, plain=False), event)
            case events.ScalarEvent():
                self._properties(event)
                plain = event.style is None or event.style == ""
                self._value(self._scalar(unicodedata.normalize("NFC", event.value), event, plain), event)
            case events.MappingStartEvent():
                self._begin(PlacedMapping(), event)
            case events.SequenceStartEvent():
                self._begin(PlacedSequence(), event)
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self._end(event)

    def _document(self, event: events.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.mistakes.append(Mistake("NTM107", self._place(event)))
            raise _Stop
        if event.version or event.tags:
            self.mistakes.append(Mistake("NTM122", self._place(event)))

    def _properties(self, event: events.ScalarEvent | events.MappingStartEvent | events.SequenceStartEvent) -> None:
        """Report anchors and tags, which rule files do not use."""
        if event.anchor is not None:
            self.mistakes.append(Mistake("NTM108", self._place(event), {"name": f"&{event.anchor}"}))
        if event.tag is not None:
            self.mistakes.append(Mistake("NTM109", self._place(event), {"name": event.tag}))

    def _begin(
        self, node: PlacedMapping | PlacedSequence, event: events.MappingStartEvent | events.SequenceStartEvent
    ) -> None:
        self._properties(event)
        node.place = self._place(event)
        holder = self.open[-1] if self.open else None
        complex_key = holder is not None and isinstance(holder.node, PlacedMapping) and holder.key is None
        if complex_key and not any(holder.skip for holder in self.open):
            self.mistakes.append(Mistake("NTM121", node.place))
        if len(self.open) >= DEEPEST:
            self.mistakes.append(Mistake("NTM112", node.place, {"most": DEEPEST}))
            raise _Stop
        self._count(node.place)
        self.open.append(_OpenNode(node, bool(event.flow_style), skip=complex_key))

    def _end(self, event: events.MappingEndEvent | events.SequenceEndEvent) -> None:
        closed = self.open.pop()
        node = closed.node
        place = node.place
        end = event.end_mark
        assert end is not None
        if closed.flow and end.line + 1 == place.line:
            node.place = Place(self.file, place.line, place.column, end.column + 1)
        elif isinstance(node, PlacedMapping) and node and not closed.flow:
            node.place = next(iter(node)).place or place
        if closed.skip:
            stand_in = self._scalar("", event, plain=False)
            stand_in.place = place
            self.open[-1].key = stand_in
        else:
            self._value(node, event, counted=True)

    def _value(self, node: Node, event: events.Event, counted: bool = False) -> None:
        if not counted:
            self._count(self._place(event))
        if not self.open:
            self.root = node
            return
        holder = self.open[-1]
        if isinstance(holder.node, PlacedSequence):
            holder.node.append(node)
        elif holder.key is None:
            assert isinstance(node, Scalar)
            self._key(holder, node)
        else:
            if isinstance(node, Scalar) and node.plain and not node:
                # The value is empty: the mistake is at its key.
                node.place = holder.key.place
            if holder.key not in holder.node and not (holder.key == "<<" and holder.key.plain):
                holder.node.write(holder.key, node)
            holder.key = None

    def _key(self, holder: _OpenNode, key: Scalar) -> None:
        assert isinstance(holder.node, PlacedMapping)
        holder.key = key
        if key == "<<" and key.plain:
            self.mistakes.append(Mistake("NTM110", key.place))
        elif key in holder.node:
            first = holder.node.key(key).place
            if first is not None:
                params = {"key": key, "line": first.line}
                self.mistakes.append(Mistake("NTM111", key.place, params, related=(first,)))

    def _count(self, place: Place) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.mistakes.append(Mistake("NTM113", place, {"most": MOST_NODES}))
            raise _Stop

    def _scalar(self, text: str, event: events.Event, plain: bool) -> Scalar:
        scalar = Scalar(text)
        scalar.place = self._place(event)
        scalar.plain = plain
        if isinstance(event, events.ScalarEvent) and event.style == '"' and (match := INVISIBLE.search(text)):
            # Written as an escape: in the file itself it would have been found.
            self.mistakes.append(Mistake("NTM104", scalar.place, {"character": f"U+{ord(match[0]):04X}"}))
        return scalar

    def _place(self, event: events.Event) -> Place:
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        # A node of several lines is underlined in the first of them.
        last = end.column if end.line == start.line else len(line.rstrip())
        return Place(self.file, start.line + 1, start.column + 1, max(last, start.column + 1) + 1)
