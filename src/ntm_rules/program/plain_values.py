"""A quick look at values that are reported: those that are plain and fit need no judgement (`misfit`) that says why not."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from ..model.fact import Absence, Finding
from ..model.library import Library
from ..model.measure import Measure, MeasureType
from ..model.values.kept import Kept

_LEAST, _MOST = Decimal("-Infinity"), Decimal("Infinity")


class PlainValues(NamedTuple):
    """The values of one measure that are plain: of a type of Python, within bounds, multiples of the last decimal, or words."""

    type: type
    minimum: Decimal
    maximum: Decimal
    last_decimal: Decimal
    words: frozenset[str] | None

    @classmethod
    def of(cls, measure: Measure) -> "PlainValues":
        """The plain values of a measure."""
        least = _LEAST if measure.minimum is None else measure.minimum
        most = _MOST if measure.maximum is None else measure.maximum
        kind = {MeasureType.NUMBER: Decimal, MeasureType.FINDING: Finding, MeasureType.LEVEL: str}[measure.type]
        words = frozenset(level.id for level in measure.levels) if kind is str else None
        return cls(kind, least, most, Decimal(1).scaleb(-measure.decimals), words)

    def has(self, value: object) -> bool:
        """Whether a value surely fits; one that does not may still fit.

        >>> from ntm_rules.model.text import Text
        >>> share = PlainValues.of(Measure("m", Text("Tỷ lệ"), decimals=1, maximum=Decimal(100)))
        >>> [share.has(Decimal(text)) for text in ("99.9", "99.95", "100.1")]
        [True, False, False]
        """
        found = type(value)
        if found is Decimal and self.type is Decimal:
            try:
                # A figure of more digits than the caller's context has is no plain one.
                return self.minimum <= value <= self.maximum and not value % self.last_decimal  # type: ignore[operator]
            except InvalidOperation:
                return False
        if found is self.type:
            return self.words is None or value in self.words
        return found is Absence


def _of_library(library: Library) -> Mapping[str, PlainValues]:
    return {str(id): PlainValues.of(measure) for id, measure in library.measures.items()}


PLAIN_VALUES: Kept[Library, Mapping[str, PlainValues]] = Kept(_of_library)
"""The plain values of each measure of a library."""
