"""Values worth trying for a variable: those at which one of the comparisons that read it turns, on the grid of its measure."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, floor

from attrs import field, frozen

from ...model.condition import Aggregate
from ...model.fact import Absence, Finding
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.values.kept import Kept
from ...model.values.number import Number, as_fraction, simplest
from ...program.terms import AttributeOf, Constant, Figure, Holds, IsOneOf, walk
from ...program.verdict import Verdict
from ..specification.meaning import span_of, verdict
from .knowledge import Knowledge, Reader, VariableState
from .supposed import Supposition, Variable

_FAR = 10**15
"""The number of steps of a measure beyond which no turn is looked for, where nothing bounds it."""


@frozen(eq=False)
class Candidates:
    """Values worth trying for each variable, made when first asked for."""

    knowledge: Knowledge
    library: Library
    _by_variable: dict[Variable, tuple[Supposition, ...]] = field(factory=dict)
    _grids: dict[Variable, "NumberGrid"] = field(factory=dict)

    def of(self, variable: Variable) -> tuple[Supposition, ...]:
        """The values to try, beside the one that is there; none for what cannot change."""
        if variable not in self._by_variable:
            self._by_variable[variable] = tuple(dict.fromkeys(self.tried(variable)))
        return self._by_variable[variable]

    def tried(self, variable: Variable) -> Iterator[Supposition]:
        """The same values one by one, those that are quickly found first; some come twice."""
        known = self.knowledge.variables.get(variable, VariableState(None))
        if not known.fixed:
            yield from (value for value in self._of(variable) if value != known.value)

    def _of(self, variable: Variable) -> Iterator[Supposition]:
        if variable.rule is not None:
            yield from (Finding.MET, Finding.NOT_MET)
        elif variable.attribute is not None:
            yield from self._values(variable.attribute, variable)
        elif variable.whole is not None:
            yield from self._numbers(variable)
        else:
            measure = self.library.measures[str(variable.measure)]
            match measure.type:
                case MeasureType.FINDING:
                    yield from (Finding.MET, Finding.NOT_MET)
                case MeasureType.LEVEL:
                    yield from (level.id for level in measure.levels)
                case MeasureType.NUMBER | MeasureType.DATE:
                    yield from self._numbers(variable)

    def _values(self, attribute: str, variable: Variable) -> Iterator[str]:
        yield from self.library.attributes[attribute].value_ids if attribute in self.library.attributes else ()
        for reader in self.knowledge.readers[variable]:
            if isinstance(reader.truth, IsOneOf) and isinstance(reader.truth.figure, AttributeOf):
                yield from (value for value in reader.truth.values if isinstance(value, str))

    def grid(self, variable: Variable) -> "NumberGrid":
        """The grid of the numbers that a variable can be."""
        if variable not in self._grids:
            self._grids[variable] = self._grid(variable)
        return self._grids[variable]

    def _grid(self, variable: Variable) -> "NumberGrid":
        whole = variable.whole
        if whole is None:
            measure = self.library.measures[str(variable.measure)]
            return NumberGrid(_step(measure), measure.minimum, measure.maximum, measure)
        reader = self.knowledge.readers[variable][0]
        name = next((measure_id for measure_id in map(_measure, walk(whole.figure)) if measure_id is not None), None)
        step, low, high = Fraction(1), None, None
        if name is not None:
            measure = self.library.measures[name]
            step, low, high = _step(measure), measure.minimum, measure.maximum
        number = max(1, len(reader.at.members(whole.members)))
        match whole.how:
            case Aggregate.MEAN:
                step /= number
            case Aggregate.SUM:
                low, high = (None if bound is None else bound * number for bound in (low, high))
        return NumberGrid(step, low, high)

    def _numbers(self, variable: Variable) -> Iterator[Number]:
        grid, known = self.grid(variable), self.knowledge.variables[variable].value
        anchors = [as_fraction(known)] if isinstance(known, Decimal | Fraction) else [*map(Fraction, (0, 1, 100))]
        anchors += [as_fraction(bound) for bound in (grid.low, grid.high) if bound is not None]
        readers = self.knowledge.readers[variable]
        for reader in readers:
            anchors += self._anchors(reader)
        places = (place for anchor in anchors for place in (grid.below(anchor), grid.above(anchor)))
        for place in dict.fromkeys(near for middle in places for near in (middle, middle - 1, middle + 1)):
            if grid.has(place):
                yield grid.value(place)
        for reader in readers:
            for place in self._turns(variable, reader, grid, [*map(grid.below, anchors)]):
                if grid.has(place):
                    yield grid.value(place)

    def _anchors(self, reader: Reader) -> Iterator[Fraction]:
        """The numbers that a comparison holds figures against."""
        yield from _CONSTANTS.of(reader.truth)
        if isinstance(reader.truth, IsOneOf):
            yield from (as_fraction(number) for number in reader.truth.values if isinstance(number, Decimal))
            return
        figures: tuple[Figure, ...] = (reader.truth.figure, reader.truth.required)
        for figure in figures:
            value = span_of(figure, reader.at).value
            if isinstance(value, Decimal | Fraction):
                yield as_fraction(value)

    def _turns(self, variable: Variable, reader: Reader, grid: "NumberGrid", near: list[int]) -> Iterator[int]:
        """The places on the grid at which a comparison turns, with others as they are: one side of it and the other."""
        if any(other != variable and self.knowledge.is_open(other) for other in reader.variables):
            return  # nothing turns on this one alone
        # A report of what is derived stands against parts that change.
        own = [other for other in reader.variables if other is not variable and self._is_whole_of(other, variable)]
        others: dict[Variable, Supposition] = dict.fromkeys(own, Absence.NOT_REPORTED)

        def at(place: int) -> Verdict:
            values = {**others, variable: grid.value(place)}
            return verdict(reader.tried, reader.at.with_values(values))

        low = grid.lowest if grid.lowest is not None else min(near) - _FAR
        high = grid.highest if grid.highest is not None else max(near) + _FAR
        inner = sorted({place for place in near if low < place < high})
        places = [
            low,
            *(place for middle in inner for place in (middle - 1, middle, middle + 1) if low < place < high),
            high,
        ]
        for before, after in pairwise(places):
            if before < after:
                yield from _turn(at, before, after)

    def _is_whole_of(self, whole: Variable, part: Variable) -> bool:
        measure = self.library.measures.get(whole.measure or "")
        return measure is not None and measure.derive is not None and whole.measure != part.measure


@frozen(eq=False)
class NumberGrid:
    """The numbers that a figure can be, or the values of a measure: multiples of a step, within bounds.

    Each is known by its place.
    """

    step: Fraction
    low: Number | None
    high: Number | None
    of: Measure | None = None

    @cached_property
    def lowest(self) -> int | None:
        """The place of the least number; None where nothing bounds it."""
        return None if self.low is None else self.above(as_fraction(self.low))

    @cached_property
    def highest(self) -> int | None:
        """The place of the greatest number; None where nothing bounds it."""
        return None if self.high is None else self.below(as_fraction(self.high))

    def below(self, number: Fraction | int) -> int:
        """The place of the greatest number that is not greater."""
        return floor(Fraction(number) / self.step)

    def above(self, number: Fraction | int) -> int:
        """The place of the least number that is not less."""
        return ceil(Fraction(number) / self.step)

    def has(self, place: int) -> bool:
        """True where the number is within the bounds."""
        return (self.lowest is None or place >= self.lowest) and (self.highest is None or place <= self.highest)

    def value(self, place: int) -> Number:
        """The number at a place."""
        number = simplest(place * self.step)
        return number if self.of is None else self.of.value(number)


def _turn(at: Callable[[int], Verdict], low: int, high: int) -> Iterator[int]:
    """The two neighbours between which the verdict turns, where it is another at both ends."""
    first = at(low)
    if first == at(high):
        return
    while high - low > 1:
        middle = (low + high) // 2
        if at(middle) == first:
            low = middle
        else:
            high = middle
    yield from (low, high)


def _constants(truth: Holds | IsOneOf) -> tuple[Fraction, ...]:
    """The constant numbers in a comparison, in their order."""
    every = (term.value for term in walk(truth) if isinstance(term, Constant))
    return tuple(as_fraction(value) for value in every if isinstance(value, Decimal))


_CONSTANTS: Kept[Holds | IsOneOf, tuple[Fraction, ...]] = Kept(_constants)


def _step(measure: Measure) -> Fraction:
    return Fraction(1, 10**measure.decimals)


def _measure(term: object) -> str | None:
    return getattr(term, "measure", None)
