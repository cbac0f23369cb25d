"""Statements of cells that hold what a cell of their column held before: read once, then made again for each unit."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from attrs import field, frozen

from ...model.fact import Absence, Attestation, Fact, Statement
from ...model.place import Place
from ...model.values.draft import maker_of
from ..cells.cell import TableCell
from .statement import Circumstances, StatementKind
from .subject import Subject

_TOLD = ("as_of", "reported_by", "evidence", "recorded", "place")
_fact = maker_of(Fact, "unit", "measure", "value", *_TOLD, "assurance")
_attestation = maker_of(Attestation, "unit", "rule", "value", *_TOLD, "version", "assurance")
MOST = 100_000
"""Maximum number of different cells of a table that are kept."""
Again = Callable[[Circumstances, Place | None], Statement]
"""Makes the statement of a cell alike for another unit, at another place."""


@frozen
class CellsAlike:
    """Statements of cells read before, by kind of unit, day and kind of statement, and then by column and content.

    `subjects` are what columns are about, by position, for a kind of unit on a day.
    """

    subjects: dict[tuple[int, str, date], Subject] = field(factory=dict)
    _known: dict[tuple[str, date, StatementKind | None], dict[int, dict[object, Again]]] = field(factory=dict)
    _kept: list[None] = field(factory=list)

    def of(self, kind: str, day: date, record: StatementKind | None) -> dict[int, dict[object, Again]]:
        """Cells known in rows about such a unit, on such a day, that say such a kind of statement."""
        return self._known.setdefault((kind, day, record), defaultdict(dict))

    def keep(self, known: dict[object, Again], content: object, made: Again | None) -> None:
        """Keep what makes the statement of a cell again, where there is such and not too many are kept."""
        if made is not None and len(self._kept) < MOST:
            self._kept.append(None)
            known[content] = made


def is_plain(cell: TableCell) -> bool:
    """True of a cell whose content alone says what is meant."""
    return (
        type(cell.content) in (str, int, float)
        and cell.shown_by is None
        and cell.merged is None
        and not cell.percentage
        and not cell.dash
        and cell.dated is None
    )


def again(statement: Statement, places: list[Place] | None) -> Again | None:
    """Makes statements like this one, whose places go to `places` too; None where each has to be read by itself."""
    if isinstance(statement, Attestation):
        rule, said, version = statement.rule, statement.value, statement.version

        def attest(of: Circumstances, place: Place | None) -> Statement:
            return _attestation(of.unit, rule, said, *of.told, place, version, of.assurance)

        return None if said is Absence.NOT_REPORTED else attest
    if not isinstance(statement, Fact) or statement.value is Absence.NOT_REPORTED:
        return None
    measure, value = statement.measure, statement.value

    def state(of: Circumstances, place: Place | None) -> Statement:
        if places is not None and place is not None:
            places.append(place)
        return _fact(of.unit, measure, value, *of.told, place, of.assurance)

    return state
