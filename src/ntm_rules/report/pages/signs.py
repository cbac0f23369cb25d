"""Signs of outcomes and states, with the words beside them: a sign is never the only carrier."""

from attrs import frozen

from ...model.text import Text
from ...model.values.identity import IdentityEnum


class Look(IdentityEnum):
    """Manner in which a sign is drawn: told by fill, border and lightness together, never by hue alone."""

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    WARNING = "warning"  # what counts against the unit: grounds for revocation
    NEUTRAL = "neutral"  # neither good nor bad: a group, no grounds


@frozen
class Badge:
    """A sign with its word: the sign is never the only carrier."""

    look: Look
    sign: str
    word: Text


@frozen
class Linked:
    """A text that opens a reason: `node` is its place in the graph of reasons (None: it opens nothing)."""

    text: Text
    node: int | None = None
    badge: Badge | None = None
    remark: Text | None = None
