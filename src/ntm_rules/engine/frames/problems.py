"""What is wrong with a frame."""

from collections.abc import Sequence

from ...model.problem import Diagnostic, FactsError
from ...model.text import Text


def frame_error(*texts: Text) -> FactsError:
    """The error for a frame that cannot be decided, with everything that is wrong with it."""
    return FactsError([Diagnostic("NTM590", None, text) for text in texts])


def names(found: Sequence[object]) -> str:
    """Some names in a row, not too many."""
    shown = ", ".join(str(one) for one in found[:8])
    return shown if len(found) <= 8 else f"{shown}, …"
