"""Whether one threshold is easier to meet than another, case by case."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from ...model.condition import (
    Aggregate,
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    MembersMeasure,
    OneOf,
    Operator,
)
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.place import Place
from ...model.text import Text
from ...model.threshold import ByAttribute, ByYear, Delegated, Fixed, Relative, Threshold, UnknownThreshold
from ...model.values.number import as_fraction
from ..contents.traversal import cases
from ..grammar.conditions import YEAR
from .ranges import Domain, Values, let_through, within

_MOST_CASES = 5000
_OTHERWISE = "otherwise"
NO_CASE = Text("", "")
_ONE = Fraction(1)
_COUNT = Domain(Fraction(0), None, _ONE)
_SHARE = Domain(Fraction(0), Fraction(100))


@frozen
class Asked:
    """What a condition asks of a value: a comparison with a threshold (`key` is how it is written), or a list of values."""

    key: str
    domain: Domain
    operator: Operator | None = None
    threshold: Threshold | None = None
    listed: tuple[Decimal | str, ...] = ()
    measure: Measure | None = None
    place: Place | None = None

    @classmethod
    def by(cls, condition: Condition, library: Library) -> "Asked":
        """What a condition with a threshold, or a list of values, asks."""
        match condition:
            case OneOf():
                measure = library.measures.get(condition.measure)
                domain = _domain(measure)
                return cls("one_of", domain, listed=condition.values, measure=measure, place=condition.place)
            case Comparison() | Change():
                measure = library.measures.get(condition.measure)
                domain = _domain(measure)
                if isinstance(condition, Change):
                    domain = Domain(step=domain.step)
            case MembersMeasure(of=str(name)):
                measure = library.measures.get(name)
                domain = _over_members(condition, _domain(measure))
            case MembersMeasure(of=CriteriaCount(since=since)):
                measure, domain = None, _over_members(condition, _COUNT if since is None else Domain(step=_ONE))
            case CriteriaChange():
                measure, domain = None, Domain(step=_ONE)
            case _:
                raise TypeError(f"no threshold in {condition!r}")
        return cls(
            condition.operator.value, domain, condition.operator, condition.threshold, (), measure, condition.place
        )

    @classmethod
    def by_bound(cls, bound: Bound) -> "Asked":
        """What a bound on a tally asks."""
        domain = _COUNT if bound.basis is Basis.COUNT else _SHARE
        key = f"{bound.basis.value}_{bound.operator.value}"
        return cls(key, domain, bound.operator, bound.threshold, place=bound.place)

    def values(self, threshold: Threshold | None) -> Values | None:
        """The values that meet it, in the case of this threshold; None where that cannot be told."""
        if self.operator is None:
            numbers = [self._number(value) for value in self.listed]
            return None if None in numbers else frozenset(number for number in numbers if number is not None)
        number = self._number(threshold.value) if isinstance(threshold, Fixed) else None
        return None if number is None else let_through(self.operator, number, self.domain)

    def _number(self, value: Decimal | str) -> Fraction | None:
        if not isinstance(value, str):
            return as_fraction(value)
        rank = self.measure.rank(value) if self.measure else None
        return None if rank is None else Fraction(rank)

    def shown(self, threshold: Threshold | None) -> str:
        """How it is written in a rule file, for the case of this threshold."""
        if self.operator is None:
            return f"{self.key}: [{', '.join(map(str, self.listed))}]"
        return f"{self.key}: {threshold.value}" if isinstance(threshold, Fixed) else self.key


def _domain(measure: Measure | None) -> Domain:
    """The values a measure can have; a derived one has no decimals of its own, unless it is rounded."""
    if measure is None:
        return Domain()
    if measure.type is MeasureType.LEVEL:
        return Domain(Fraction(0), Fraction(len(measure.levels) - 1), _ONE)
    places = measure.rounding.to if measure.rounding else None if measure.derive else measure.decimals
    least, most = (None if bound is None else as_fraction(bound) for bound in (measure.minimum, measure.maximum))
    return Domain(least, most, None if places is None else Fraction(1, 10**places))


def _over_members(condition: MembersMeasure, domain: Domain) -> Domain:
    """A sum goes beyond the bounds of what is added; a mean has more decimals."""
    if condition.aggregate is Aggregate.SUM:
        return Domain(step=domain.step)
    return evolve(domain, step=None) if condition.aggregate is Aggregate.MEAN else domain


@frozen
class Easier:
    """A case in which the lower threshold is easier to meet; `here` is None where that cannot be told."""

    lower: Place | None
    superior: Place | None
    here: str | None = None
    there: str = ""
    case: Text = NO_CASE


def easier(there: Asked, here: Asked, library: Library, turned: bool) -> Iterator[Easier]:
    """The cases in which `here` lets more through than `there` (with `turned`: less)."""
    count = 0
    for case, theirs, own in _cases(there.threshold, here.threshold, library, ()):
        count += 1
        if count > _MOST_CASES:
            yield Easier(here.place, there.place)
            return
        places = _place(own) or here.place, _place(theirs) or there.place
        if _not_known(there, theirs) or (_not_known(here, own) and not isinstance(own, Delegated)):
            continue
        pair = here.values(own), there.values(theirs)
        if isinstance(theirs, Relative) and theirs == own and here.operator and there.operator:
            zero = Fraction(0)
            pair = let_through(here.operator, zero, Domain()), let_through(there.operator, zero, Domain())
        if pair[0] is None or pair[1] is None:
            if (here.operator, own) != (there.operator, theirs):
                yield Easier(*places)
            continue
        inner, outer = (pair[1], pair[0]) if turned else (pair[0], pair[1])
        if not within(inner, outer, here.domain):
            yield Easier(*places, here.shown(own), there.shown(theirs), _shown_case(case))


def _not_known(asked: Asked, threshold: Threshold | None) -> bool:
    return asked.operator is not None and isinstance(threshold, UnknownThreshold | Delegated | None)


def _place(threshold: Threshold | None) -> Place | None:
    return None if threshold is None else threshold.place


Case = tuple[tuple[str, str], ...]


def _cases(
    theirs: Threshold | None, own: Threshold | None, library: Library, case: Case
) -> Iterator[tuple[Case, Threshold | None, Threshold | None]]:
    """Both thresholds in each case that one of them tells apart."""
    by = next((each for each in (theirs, own) if isinstance(each, ByAttribute | ByYear)), None)
    if by is None:
        yield case, theirs, own
        return
    name = by.attribute if isinstance(by, ByAttribute) else YEAR
    values: dict[str, None] = {}
    for threshold in (theirs, own):
        for each in cases(threshold) if threshold is not None else ():
            if isinstance(each, ByAttribute | ByYear) and _name(each) == name:
                values |= {str(value): None for value, _ in each.cases}
    declared = library.attributes.get(name)
    if isinstance(by, ByAttribute) and declared is not None and declared.values:
        values |= dict.fromkeys(declared.value_ids)
    else:
        values[_OTHERWISE] = None
    for value in values:
        yield from _cases(_in(theirs, name, value), _in(own, name, value), library, (*case, (name, value)))


def _name(threshold: ByAttribute | ByYear) -> str:
    return threshold.attribute if isinstance(threshold, ByAttribute) else YEAR


def _in(threshold: Threshold | None, name: str, value: str) -> Threshold | None:
    """The threshold where an attribute, or the year, has this value; unknown where nothing is set for it."""
    return None if threshold is None else _narrowed(threshold, name, value)


def _narrowed(threshold: Threshold, name: str, value: str) -> Threshold:
    if not isinstance(threshold, ByAttribute | ByYear):
        return threshold
    if _name(threshold) == name:
        chosen = next((each for key, each in threshold.cases if str(key) == value), threshold.otherwise)
        return UnknownThreshold() if chosen is None else _narrowed(chosen, name, value)
    rest = None if threshold.otherwise is None else _narrowed(threshold.otherwise, name, value)
    if isinstance(threshold, ByYear):
        years = tuple((year, _narrowed(each, name, value)) for year, each in threshold.cases)
        return ByYear(years, rest, threshold.place)
    named = tuple((key, _narrowed(each, name, value)) for key, each in threshold.cases)
    return ByAttribute(threshold.attribute, named, rest, threshold.place)


def _shown_case(case: Case) -> Text:
    if not case:
        return NO_CASE
    shown = ", ".join(f"{name}: {value}" for name, value in case)
    return Text(f" ({shown})", f" ({shown})")
