"""Lines with the points and the levels of units."""

from collections.abc import Iterable, Iterator

from ...engine.decisions import Decisions
from ..phrasing.grades import level_text, points_text
from ..phrasing.names import Names
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING


def level_lines(run: Decisions, units: Iterable[str], names: Names) -> Iterator[str]:
    """`Chè · Số điểm: 62/100 điểm`, `Chè · Xếp hạng: 4 sao`: lines for each unit that has any, each unit once."""
    for unit in dict.fromkeys(units):
        yield from (f"{names.unit(unit)} · {line}" for line in own_level_lines(run, unit, names))


def own_level_lines(run: Decisions, unit: str, names: Names) -> Iterator[str]:
    """`Số điểm: 62/100 điểm`, `Xếp hạng: 4 sao`: lines for a unit that has any."""
    points = run.points(unit)
    if points is not None:
        yield f"{POINTS.in_language(names.language)}: {points_text(points, names)}"
    level = run.level(unit)
    if level is not None:
        yield f"{RANKING.in_language(names.language)}: {level_text(level, run.program.ruleset, names)}"
