"""Lines with the levels of units."""

from collections.abc import Iterable, Iterator

from ...engine.decisions import Decisions
from ..phrasing.levels import level_text
from ..phrasing.names import Names
from ..words.levels import RANKING


def level_lines(run: Decisions, units: Iterable[str], names: Names) -> Iterator[str]:
    """`Chè · Xếp hạng: 4 sao`: a line for each unit that has one, each unit once."""
    for unit in dict.fromkeys(units):
        level = run.level(unit)
        if level is not None:
            text = level_text(level, run.program.ruleset, names)
            yield f"{names.unit(unit)} · {RANKING.in_language(names.language)}: {text}"
