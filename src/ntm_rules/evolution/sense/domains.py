"""Values that the figures and attributes of a rule can have, as far as its constants tell them apart."""

import itertools
from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from ...model.condition import Aggregate
from ...model.fact import Finding
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...program import terms

Variable = terms.Figure | terms.YearOf | terms.OutcomeOf
Value = Decimal | str | Finding | bool
OTHER = ""
"""The value of an attribute that no rule names."""


def bare(figure: terms.Figure) -> terms.Figure:
    """A figure without what is said of its being reported: the same number, whatever applies."""
    return bare(figure.figure) if isinstance(figure, terms.Always) else figure


def measure_of(figure: terms.Figure) -> str | None:
    """The measure that a figure is one of, or is made of the members' figures of.

    >>> measure_of(terms.Always(terms.Reported("income")))
    'income'
    """
    match figure:
        case terms.Reported(measure):
            return measure
        case terms.Derived(reported):
            return reported.measure
        case terms.Rounded(inner) | terms.Always(inner) | terms.Over(figure=inner):
            return measure_of(inner)
        case terms.Difference(now, then):
            return measure_of(now) if measure_of(now) == measure_of(then) else None
        case _:
            return None


@frozen
class _Range:
    """Least and greatest value, and the step between values (None: any number between is one)."""

    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal | None = None

    def values(self, constants: Iterable[Decimal]) -> tuple[Decimal, ...]:
        """A value at each constant, and one in each gap between and beside them, of those that there can be."""
        bounds = (self.low, self.high)
        inside = {constant for constant in constants if self._holds(constant)} | {
            bound for bound in bounds if bound is not None
        }
        cuts = sorted(inside)
        if not cuts:
            return (Decimal(0),)
        away = self.step or Decimal(1)
        between = [left + (self.step or (right - left) / 2) for left, right in itertools.pairwise(cuts)]
        candidates = {*cuts, cuts[0] - away, cuts[-1] + away, *between}
        return tuple(sorted(candidate for candidate in candidates if self._holds(candidate)))

    def _holds(self, value: Decimal) -> bool:
        inside = (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return inside and (self.step is None or value % self.step == 0)


def values_of(variable: Variable, constants: Iterable[Value], library: Library) -> tuple[Value, ...]:
    """The values that have to be tried for a variable that is compared with these constants.

    >>> from ...model.text import Text
    >>> library = Library({"poor": Measure("poor", Text("Nghèo"), minimum=Decimal(0), maximum=Decimal(9))})
    >>> [int(value) for value in values_of(terms.Reported("poor"), [Decimal(3), Decimal(4)], library)]
    [0, 1, 3, 4, 5, 9]
    """
    if isinstance(variable, terms.OutcomeOf):
        return True, False
    known = tuple(constants)
    if isinstance(variable, terms.AttributeOf):
        declared = library.attributes.get(variable.attribute)
        if declared is not None and declared.values:
            return declared.value_ids
        return (*dict.fromkeys(known), OTHER)
    if isinstance(variable, terms.YearOf):
        return (*dict.fromkeys(known), OTHER)
    measure = library.measures.get(measure_of(variable) or "")
    if measure is not None and measure.type is MeasureType.FINDING:
        # Whether *basically met* counts is for the ruleset to say: it is no figure to be tried.
        return Finding.MET, Finding.NOT_MET
    if measure is not None and measure.type is MeasureType.LEVEL:
        return tuple(level.id for level in measure.levels)
    return _range(variable, measure).values(constant for constant in known if isinstance(constant, Decimal))


def _range(variable: Variable, measure: Measure | None) -> _Range:
    match variable:
        case terms.Counted(group, share):
            most = Decimal(len(group.truths)) if isinstance(group, terms.Listed) else None
            return _Range(Decimal(0), Decimal(100)) if share else _Range(Decimal(0), most, Decimal(1))
        case terms.Over(how=Aggregate.SUM) if measure is not None:
            low = measure.minimum if measure.minimum is not None and measure.minimum >= 0 else None
            return _Range(low, None, _step(measure))
        case terms.Reported() | terms.Over(how=Aggregate.MINIMUM | Aggregate.MAXIMUM) if measure is not None:
            return _Range(measure.minimum, measure.maximum, _step(measure))
        case terms.Derived() | terms.Rounded() | terms.Over() if measure is not None:
            return _Range(measure.minimum, measure.maximum)
        case terms.Difference() if measure is not None and None not in (measure.minimum, measure.maximum):
            width = Decimal(measure.maximum or 0) - Decimal(measure.minimum or 0)
            return _Range(-width, width)
        case _:
            return _Range()


def _step(measure: Measure) -> Decimal:
    return Decimal(1).scaleb(-measure.decimals)
