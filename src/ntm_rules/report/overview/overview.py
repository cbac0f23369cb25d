"""Results of all units of a dossier, ruleset by ruleset."""

from collections.abc import Collection, Sequence

from ...engine.decisions import Decisions
from ..phrasing.names import Names
from ..words import common as words
from ..words import overview as overview_words
from ..words.common import say
from .many_units import matrix
from .one_unit import outline


def overview(runs: Sequence[Decisions], names: Names, chosen: Collection[str] = ()) -> str:
    """Every ruleset that has units: a table of units by criteria, or an outline where there is one unit and indicators.

    `chosen` narrows it to these units (empty: all).

    >>> from ...model.library import Library
    >>> overview([], Names(Library(), None, "en"))
    ''
    """
    pages = []
    for run in runs:
        units = units_of(run, chosen)
        if not units:
            continue
        detailed = any(criterion.indicators for criterion in run.program.ruleset.criteria)
        pages.append(outline(run, units[0], names) if len(units) == 1 and detailed else matrix(run, units, names))
    return "\n\n".join(pages)


def units_of(run: Decisions, chosen: Collection[str] = ()) -> list[str]:
    """The codes of the units that a run decides, of those chosen (empty: all)."""
    return [unit.code for unit in run.units if not chosen or unit.code in chosen]


def legend(names: Names) -> str:
    """Legend of the outcome signs.

    >>> from ...model.library import Library
    >>> legend(Names(Library(), None, "en"))
    'Key: ✓ attained · ✗ not attained · ? undetermined · – not applicable'
    """
    signs = [
        f"{sign} {words.OUTCOMES[outcome].in_language(names.language).lower()}" for outcome, sign in words.SIGNS.items()
    ]
    return say(overview_words.LEGEND, names.language, signs=" · ".join(signs))
