"""Rules that decide alike, told apart by what is open between some outcomes only: a proof that there is nothing of the kind.

Comparisons go through tallies, in which an undetermined rule can still come to anything. Here every rule read has each of the
seven verdicts there are, members likewise, and a figure over members that is not known may surely apply. What is compared are
the verdicts themselves, so that rules above, which read them, are alike as well.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement

from ...model.outcome import Tally
from ...program.verdict import ATTAINED, NOT_APPLICABLE
from ..in_force import Years
from ..regions.diagram import TooManyCombinations, not_compared
from ..regions.difference import Pair
from ..regions.formula import Formulas
from ..regions.quantity import (
    MembersDeciding,
    MembersFigure,
    OutcomeCounts,
    Quantity,
    Special,
    State,
    Verdicts,
)
from ..regions.reading import Reading, read
from ..regions.seen import parts_of
from ..regions.side import RuleOfSide

_VERDICTS = range(1, 8)
_MOST_SMALL = 3
_MOST_RULES = 30
"""Maximum number of rules read that are gone through one by one."""


def partly_open(before: RuleOfSide, after: RuleOfSide, years: Years) -> bool:
    """True when two rules may come to other verdicts, or what they read takes too many combinations to exclude that."""
    try:
        reading = _with_verdicts(read((before, after), years))
        return Pair.of(before, after, reading, Formulas.verdict).differs
    except TooManyCombinations:
        return True


def _with_verdicts(reading: Reading) -> Reading:
    """The reading with each rule by itself, and states for what is open between some outcomes only."""
    if sum(len(quantity.rules) for quantity in reading.quantities if isinstance(quantity, OutcomeCounts)) > _MOST_RULES:
        raise not_compared(
            "dựa vào quá nhiều quy tắc, không xét được từng kết quả của chúng",
            "too many rules are read to go through each of their verdicts",
        )
    states_by_quantity: dict[Quantity, tuple[State, ...]] = {}
    for quantity, states in zip(reading.quantities, reading.states, strict=True):
        match quantity:
            case OutcomeCounts(rules):
                alone = tuple(_of([verdict]) for verdict in _VERDICTS)
                states_by_quantity.update((OutcomeCounts((rule,)), alone) for rule in rules)
            case MembersDeciding(counts=counts, shares=shares):
                if counts and shares:
                    raise not_compared(
                        "các đơn vị cấp dưới được tính theo hai cách cùng lúc",
                        "members are counted in two ways at once",
                    )
                states_by_quantity[quantity] = tuple(dict.fromkeys(_of_members(states)))
            case MembersFigure(among=None) if Special.NOT_KNOWN in states:
                states_by_quantity[quantity] = (*states, Special.APPLIES)
            case _:
                states_by_quantity[quantity] = states
    return Reading(tuple(states_by_quantity), tuple(states_by_quantity.values()), reading.demands)


def _of_members(tallies: Iterable[State]) -> Iterator[Verdicts]:
    """Verdicts of members: those of every tally, of a few members, and of as many that hold where they apply."""
    for size in range(_MOST_SMALL + 1):
        yield from map(_of, combinations_with_replacement(_VERDICTS, size))
    for tally in tallies:
        assert isinstance(tally, Tally)
        yield Verdicts(parts_of(tally))
        yield _of([ATTAINED | NOT_APPLICABLE] * tally.ends()[1])


def _of(verdicts: Iterable[int]) -> Verdicts:
    listed = list(verdicts)
    return Verdicts(tuple(listed.count(verdict) for verdict in range(8)))
