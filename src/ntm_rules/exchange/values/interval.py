"""Figures that tables print as an interval, each end read as any figure is."""

from decimal import Decimal

from ...model.measure import Measure
from ...model.place import Place
from ...model.spelling import fold, trim
from ...model.values.interval import Interval, printed_interval
from .number import Convention, read_number


def read_interval(
    text: str, convention: Convention | None, measure: Measure, *, place: Place | None = None
) -> Interval | None:
    """The interval that a text prints for a measure (`printed_interval`); None for a text of no such form.

    Raises FactsError where an end is no figure, or can be read two ways.

    >>> from ...model.text import Text
    >>> read_interval("Trên 46,5", "vi", Measure("income", Text("Thu nhập"), decimals=1))
    Interval(low=Decimal('46.6'), high=None, written='Trên 46,5')
    """

    def end(written: str) -> Decimal:
        return read_number(written, convention, measure.unit, place=place)

    return printed_interval(fold(text), end, measure.decimals, measure.minimum, measure.maximum, written=trim(text))
