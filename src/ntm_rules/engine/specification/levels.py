"""The level of a unit under a ruleset that has levels."""

from collections.abc import Callable

from ...model.decision import LevelFound
from ...model.key import LEVEL
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset


def level_found(ruleset: Ruleset, possible: Callable[[str], frozenset[Outcome]]) -> LevelFound | None:
    """The level that the outcomes still possible of each level's rule come to; None for a ruleset without levels.

    >>> from datetime import date
    >>> from ...model.ruleset import Conclusion, Instrument, Provenance, ProvenanceStatus, Ruleset
    >>> from ...model.condition import Unknown
    >>> from ...model.text import Text
    >>> levels = tuple(
    ...     Conclusion(f"level:{id}", Text(id), Unknown(), Provenance(ProvenanceStatus.PLAN)) for id in ("five", "four")
    ... )
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("A"), "product", Instrument("1"), (), levels)
    >>> open_, held = frozenset({Outcome.ATTAINED, Outcome.NOT_ATTAINED}), frozenset({Outcome.ATTAINED})
    >>> level_found(ruleset, {"level:five": open_, "level:four": held}.__getitem__).possible
    ('five', 'four')
    """
    levels = ruleset.levels
    found: list[str | None] = []
    for one in levels:
        outcomes = possible(one.code)
        if Outcome.ATTAINED in outcomes:
            found.append(one.code.removeprefix(LEVEL))
        if len(outcomes) == 1 and Outcome.ATTAINED in outcomes:
            break
    else:
        found.append(None)
    return LevelFound(tuple(found)) if levels else None
