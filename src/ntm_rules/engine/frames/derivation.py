"""From which measures others are derived."""

from ...model.library import Library
from ...model.measure import Measure, ShareOf, SumOf


def parts_of(measure: Measure) -> tuple[str, ...]:
    """What a measure is derived from."""
    match measure.derive:
        case ShareOf(part, whole):
            return part, whole
        case SumOf(parts):
            return parts
    return ()


def closure(measure: str, library: Library) -> list[str]:
    """A measure and all that it is derived from, at any remove."""
    found = [measure]
    for part in parts_of(library.measures[measure]):
        found += [one for one in closure(part, library) if one not in found]
    return found
