"""States of every quantity that rules read, divided finely enough for all of these rules."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from ...model.condition import Aggregate, CriteriaCount
from ...model.fact import Finding
from ...model.key import RuleKey
from ...model.measure import Measure, MeasureType
from ...model.outcome import Tally
from ..in_force import Years
from .demand import Demands
from .diagram import not_compared
from .partition import Domain, cells, domain_of, member_tallies, one_sided, spans, tallies
from .quantity import (
    Against,
    Cell,
    CellSpan,
    CountOf,
    CriteriaIncrease,
    LevelIs,
    MayApply,
    MeasureAbove,
    MeasureChange,
    MeasureMean,
    MembersAgainst,
    MembersFigure,
    MembersWeighed,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from .side import declared_on

_FEW_COUNTED = 24
_MOST_COUNTED = 100
"""Maximum number of rules counted together; a comparison of more raises TooManyCombinations."""
_MOST_EXACT = 40
"""The same where the share of these among others matters, or their number is compared with a figure."""
_SIGNS = (-1, 0, 1)
_ENDS = (None, *_SIGNS)
_WHOLE = Fraction(1)
_NOTHING_LEFT = Fraction(-100)
"""The change in per cent to a figure of 0."""
_UNSETTLED: tuple[State, ...] = (Special.NOT_KNOWN, Special.NOT_APPLICABLE)


def states_of(demands: Demands, years: Years) -> dict[Quantity, tuple[State, ...]]:
    """States of every quantity in the demands. Raises TooManyCombinations when they cannot be compared."""
    states: dict[Quantity, tuple[State, ...]] = {}
    for attribute, values in demands.values.items():
        states[attribute] = _of_attribute(demands, attribute, values)
    if demands.years:
        named = sorted(year for year in demands.years if year in years)
        others = years.others_than(frozenset(demands.years))
        states[Year()] = (*map(YearIs, named), *([Special.OTHER_YEAR] if others else []))
    for quantity, cuts in demands.cuts.items():
        states[quantity] = _of_figure(demands, quantity, cuts)
    for against in demands.against:
        states[against] = _of_order(against)
    for rules, counted in _classes(demands).items():
        states[OutcomeCounts(rules)] = _of_rules(demands, rules, counted=counted)
    for members, (counts, shares) in demands.bounds.items():
        states[evolve(members, counts=frozenset(counts), shares=frozenset(shares))] = member_tallies(counts, shares)
    return states


def _of_rules(demands: Demands, rules: tuple[RuleKey, ...], *, counted: bool) -> tuple[State, ...]:
    """Tallies of rules counted together; of many rules one for each class that their conditions can tell apart."""
    size = len(rules)
    if not counted or size <= _FEW_COUNTED:
        return tallies(size, counted=counted)
    uses = [use for use in demands.counts.items() if {*rules} & {*use[0][0]}]
    exact = any(isinstance(against.quantity, CountOf) for against in demands.against) or any(
        shares and len(keys) > size for (keys, _), (_, shares) in uses
    )
    if size > (_MOST_EXACT if exact else _MOST_COUNTED):
        raise not_compared(
            f"{size} quy tắc được đếm chung là quá nhiều để so sánh chính xác",
            f"{size} rules counted together are too many to compare exactly",
        )
    every = tallies(size, counted=True)
    if exact:
        return every
    by_class: dict[object, Tally] = {}
    for tally in every:
        by_class.setdefault((tally.present, *(_place(tally, use, size) for use in uses)), tally)
    return tuple(by_class.values())


def _place(
    tally: Tally, use: tuple[tuple[tuple[RuleKey, ...], bool], tuple[set[Fraction], set[Fraction]]], size: int
) -> tuple[object, ...]:
    """Everything that the bounds on one count can tell of a tally, whatever the rules counted beside it come to."""
    (keys, failing), (counts, shares) = use
    signs: list[bool] = []
    for figure in tally.ends(failing=failing):
        for beside in range(len(keys) - size + 1):
            signs += [sign for cut in counts for sign in (figure + beside < cut, figure + beside > cut)]
        whole = tally.applicable
        signs += [sign for cut in shares for sign in (100 * figure < cut * whole, 100 * figure > cut * whole)]
    return tuple(signs)


def _classes(demands: Demands) -> dict[tuple[RuleKey, ...], bool]:
    """Rules divided into classes that every condition counts together; True when their number matters."""
    groups = list(demands.groups.items())
    together: dict[tuple[bool, ...], list[RuleKey]] = {}
    for rule in sorted({rule for group, _ in groups for rule in group}):
        together.setdefault(tuple(rule in group for group, _ in groups), []).append(rule)
    return {
        tuple(rules): any(counted for inside, (_, counted) in zip(membership, groups, strict=True) if inside)
        for membership, rules in together.items()
    }


def _of_attribute(demands: Demands, attribute: OwnAttribute, values: set[str]) -> tuple[State, ...]:
    declared: dict[str, None] = {}
    is_open = False
    for side in demands.sides:
        known = side.program.library.attributes.get(attribute.attribute)
        declared |= dict.fromkeys(known.value_ids if known else ())
        is_open = is_open or known is None or not known.values
    named = [*declared, *sorted(values - declared.keys())]
    other = (Special.OTHER_VALUE,) if is_open else ()
    return (*map(ValueIs, named), *other, Special.NO_ATTRIBUTE)


def _of_figure(demands: Demands, quantity: Quantity, cuts: set[Fraction]) -> tuple[State, ...]:
    if isinstance(quantity, CriteriaIncrease):
        return spans(cells(cuts, Domain(step=_WHOLE)))
    if isinstance(quantity, MeasureChange):
        measures = _declared_alike(demands, quantity.measure)
        never = not any(measure.may_not_apply for measure in measures)
        return (*cells(cuts, _of_change(measures)), *(_UNSETTLED[:1] if never else _UNSETTLED))
    if isinstance(quantity, RelativeChange):
        never = not any(measure.may_not_apply for measure in _declared_alike(demands, quantity.measure))
        known = cells(cuts, Domain(least=_NOTHING_LEFT))
        return (*known, Order.of(0), Order.of(1), *(_UNSETTLED[:1] if never else _UNSETTLED))
    if isinstance(quantity, MeasureMean):
        domain = domain_of(_declared(demands, quantity.measure))
        return (*cells(cuts, Domain(domain.least, domain.most)), Special.NOT_KNOWN)
    if isinstance(quantity, MembersFigure):
        return _of_members(demands, quantity, cuts)
    if isinstance(quantity, MembersAgainst):
        return _of_some(spans(cells(cuts, Domain(step=Fraction(1, quantity.times.denominator)))))
    if isinstance(quantity, MembersWeighed):
        _declared_alike(demands, quantity.weight)
        return _of_some(spans(cells(cuts, Domain(Fraction(0), Fraction(100)))))
    assert isinstance(quantity, OwnMeasure | MeasureAbove)
    measures = _declared(demands, quantity.measure)
    kind = measures[0].type
    values: tuple[State, ...]
    if kind is MeasureType.FINDING:
        values = tuple(Finding)
    elif kind is MeasureType.LEVEL:
        values = tuple(
            LevelIs(level.id)
            for level in measures[0].levels
            if all(measure.rank(level.id) is not None for measure in measures)
        )
    else:
        values = cells(cuts, domain_of(measures))
    if isinstance(quantity, MeasureAbove) or not any(measure.may_not_apply for measure in measures):
        return (*values, Special.NOT_KNOWN)
    return (*values, *_UNSETTLED)


def _of_members(demands: Demands, quantity: MembersFigure, cuts: set[Fraction]) -> tuple[State, ...]:
    known = cells(cuts, _domain_over(demands, quantity))
    if quantity.among is not None:
        # Of those of whom it is not known whether they are among them, the figure lies between two others.
        return _of_some((*spans(known), *one_sided(known, low=True), *one_sided(known, low=False)))
    if isinstance(quantity.of, CriteriaCount):
        return (*spans(known), Special.NO_MEMBERS)
    partly: tuple[State, ...] = ()
    if quantity.aggregate in (Aggregate.MINIMUM, Aggregate.MAXIMUM):
        partly = one_sided(known, low=quantity.aggregate is Aggregate.MAXIMUM)
    applies = not any(measure.may_not_apply for measure in _declared(demands, quantity.of))
    return (*known, *partly, *(_UNSETTLED[:1] if applies else _UNSETTLED), Special.NO_MEMBERS)


def _of_some(figures: tuple[Cell | CellSpan, ...]) -> tuple[State, ...]:
    """States of a figure of members that may apply to some of them only."""
    return (*figures, *map(MayApply, figures), Special.APPLIES, *_UNSETTLED, Special.NO_MEMBERS)


def _domain_over(demands: Demands, quantity: MembersFigure) -> Domain:
    """Figures that can be over members: a mean has any decimals, a sum no bound but 0."""
    if isinstance(quantity.of, CriteriaCount):
        least = None if quantity.of.since else Fraction(0)
        return Domain(least, None, None if quantity.aggregate is Aggregate.MEAN else _WHOLE)
    domain = domain_of(_declared(demands, quantity.of))
    if quantity.aggregate is Aggregate.MEAN:
        return Domain(domain.least, domain.most)
    if quantity.aggregate is Aggregate.SUM:
        least = Fraction(0) if domain.least is not None and domain.least >= 0 else None
        return Domain(least, Fraction(0) if domain.most is not None and domain.most <= 0 else None, domain.step)
    return domain


def _of_order(against: Against) -> tuple[State, ...]:
    points: list[State] = [Order.of(sign) for sign in _SIGNS]
    quantity = against.quantity
    counts = isinstance(quantity, CountOf | CriteriaIncrease)
    if counts or (isinstance(quantity, MembersFigure) and isinstance(quantity.of, CriteriaCount)):
        points += [Order(low, high) for low in _SIGNS for high in _SIGNS if low < high]
    if isinstance(quantity, MembersFigure) and quantity.among is not None:
        return tuple(Order(low, high) for low in _ENDS for high in _ENDS if _is_span(low, high))
    if isinstance(quantity, MembersFigure) and quantity.aggregate is Aggregate.MINIMUM:
        points += [Order(None, sign) for sign in _SIGNS]
    if isinstance(quantity, MembersFigure) and quantity.aggregate is Aggregate.MAXIMUM:
        points += [Order(sign, None) for sign in _SIGNS]
    return tuple(points)


def _is_span(low: int | None, high: int | None) -> bool:
    return (low, high) != (None, None) and (low is None or high is None or low <= high)


def _declared(demands: Demands, measure: str) -> list[Measure]:
    declarations = declared_on(demands.sides, measure)
    if any(declaration.type is not declarations[0].type for declaration in declarations):
        raise not_compared(
            f"{measure} khác kiểu ở hai bên nên không so sánh được giá trị",
            f"{measure} is of another type on each side, so its values cannot be compared",
        )
    return declarations


def _declared_alike(demands: Demands, measure: str) -> list[Measure]:
    """Declarations of a measure of which no side makes another figure: rounded alike, within the same bounds."""
    declarations = _declared(demands, measure)
    if len({(declaration.rounding, declaration.minimum, declaration.maximum) for declaration in declarations}) > 1:
        raise not_compared(
            f"{measure} được làm tròn hoặc giới hạn khác nhau ở hai bên nên không so sánh được",
            f"{measure} is rounded or bounded differently on each side, so it cannot be compared",
        )
    return declarations


def _of_change(measures: Sequence[Measure]) -> Domain:
    """Domain of the change of a measure, of its rounded figures when it is rounded."""
    domain = domain_of(measures)
    roundings = {measure.rounding for measure in measures}
    step = domain.step
    if roundings != {None}:
        [rounding, *others] = roundings
        step = Fraction(1, 10**rounding.to) if rounding is not None and not others else None
    if domain.least is None or domain.most is None or roundings != {None}:
        return Domain(step=step)
    return Domain(domain.least - domain.most, domain.most - domain.least, step)
