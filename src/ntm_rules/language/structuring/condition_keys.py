"""Keys of one condition as written, and the condition that several of them make together."""

from collections.abc import Container, Mapping, Sequence

from ...model.condition import AllOf, Condition, Direction, Operator, Unknown
from ...model.text import Text
from ..diagnostics.mistakes import Mistake, StructuringError, report
from ..yaml.tree import Node, Scalar
from .converter import ABSENT

NO_CONDITION = Unknown()
"""Stand-in for a condition with a mistake."""

Own = dict[Scalar, Node]
"""The keys of one condition, as written, with their values."""


def get(own: Own, name: str) -> Node | None:
    """The value of a key, if it is there."""
    return next((value for key, value in own.items() if key == name), None)


def quoted(subject: Node) -> Text:
    """The subject of a condition in quotes, for a message."""
    return Text(f'"{subject}"', f"'{subject}'") if isinstance(subject, Scalar) else Text("nó", "it")


def together(parts: Sequence[Condition], primary: Scalar, subject: Node, allowed: tuple[str, ...]) -> Condition:
    """Condition of several operators beside one subject, all of which must hold."""
    if not parts:
        raise StructuringError(Mistake("NTM224", primary.place, {"subject": quoted(subject), "allowed": allowed}))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts), primary.place)


def first_of(keys: Sequence[Scalar], code: str = "NTM208") -> Scalar:
    """The first of several keys of which there can be one; the others are reported."""
    for second in keys[1:]:
        report(Mistake(code, second.place, {"first": keys[0], "second": second}, related=(keys[0].place,)))
    return keys[0]


def not_beside(own: Own, keys: Container[str], primary: str, allowed: tuple[str, ...]) -> None:
    """Report the keys, of some, that stand beside a key with which they do not go."""
    for key in own:
        if key in keys:
            report(Mistake("NTM207", key.place, {"key": key, "primary": primary, "allowed": allowed}))


def changed(key: Scalar, own: Own, ways: Mapping[str, tuple[Direction, Operator]]) -> dict[str, object]:
    """The fields of a change that a key says, since the day beside it; where none is there, that is reported."""
    since, (direction, operator) = get(own, "since"), ways[key]
    if since is None:
        report(Mistake("NTM234", key.place, {"key": key}))
    of = {"since": ABSENT if since is None else since, "direction": direction, "operator": operator}
    return {**of, "threshold": own[key], "place": key.place}


def without_a_change(own: Own) -> Condition:
    """The stand-in for keys that name an earlier day, and no change since; that is reported."""
    report(Mistake("NTM234", next(key.place for key in own if key == "since"), {"key": "increased_by_…"}))
    return NO_CONDITION
