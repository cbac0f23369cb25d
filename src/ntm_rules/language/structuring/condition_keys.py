"""Keys of one condition as written, and the condition that several of them make together."""

from collections.abc import Sequence

from ...model.condition import AllOf, Condition, Unknown
from ...model.text import Text
from ..diagnostics.mistakes import Mistake, StructuringError, report
from ..yaml.tree import Node, Scalar

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
