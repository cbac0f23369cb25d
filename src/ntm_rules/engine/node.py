"""A program as nodes for a session: each condition and each rule is a node whose outcome is one fired pattern.

A node turns what working memory knows into one integer event; its patterns, complementary by construction, turn the event
into an outcome. So comparisons run inside the matcher, exactly: a figure v is sent as 2·floor(v·10^s) + (1 if that is not
exact), a threshold t stands in the pattern as 2·t·10^s, and every comparison of the two integers is that of the numbers.
Where a threshold is not fixed, or counts are compared, the event holds margins instead: `l`, how far the worst case is from
failing, and `h`, how far the best case is. Parts that must all hold, or of which one must, are counted into one integer.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from attrs import define, field, frozen

from ..model.condition import Operator
from ..model.key import RuleKey
from ..model.threshold import ByAttribute, ByYear, Fixed, Threshold
from ..model.values.number import EXACT, Number, as_fraction, decimals
from .evidence import Reports
from .generate import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, UNDETERMINED
from .pattern import LIMIT, Pattern, Test

Event = Mapping[str, int]


@define(eq=False)
class Node:
    """One condition or rule of a program in a session.

    `parts` are the nodes of the same unit whose outcomes it reads, `parents` those that read its own. `rule` is the key of the
    rule decided here, if it is one, and `rules` the codes of all whose decisions rest on it; `is_shared` says that another unit
    or program may read the rule. `level` grows with the distance from the facts, through all programs of a session, so that
    nodes settled level by level are settled once.
    """

    index: int
    symbol: str
    level: int
    parts: tuple[int, ...]
    event: "Making"
    rule: RuleKey | None = None
    parents: "list[Node]" = field(factory=list)
    rules: tuple[str, ...] = ()
    is_shared: bool = False


ProgramKey = tuple[str, date]
"""A program in a session: the ruleset's id, and the date it is compiled for."""


@define(eq=False)
class State:
    """A unit under a program: the outcome code of every node, and the reports on the unit, as they stand at any time."""

    unit: str
    program: ProgramKey
    codes: list[int]
    reports: Reports


Making = Callable[[State], Event]
"""From what is known of a unit to the event of a node."""


@frozen
class Outcomes:
    """Patterns of a session, and the outcome that each stands for."""

    patterns: list[Pattern] = field(factory=list)
    codes: list[int] = field(factory=list)

    def add(self, name: str, code: int, *tests: Test) -> None:
        """One more pattern."""
        self.patterns.append(Pattern(f"{name}_{len(self.patterns)}", tests))
        self.codes.append(code)

    def add_unknown(self, symbol: str) -> None:
        """The patterns of an event without a figure: not known, and not applicable."""
        self.add(symbol, UNDETERMINED, Test(symbol + "u", Operator.EQUALS, 1))
        self.add(symbol, NOT_APPLICABLE, Test(symbol + "x", Operator.EQUALS, 1))

    def add_margins(self, symbol: str) -> None:
        """The patterns of an event with margins: the worst case holds, the best case fails, or neither."""
        low, high = symbol + "l", symbol + "h"
        self.add(symbol, ATTAINED, Test(low, Operator.AT_LEAST, 0))
        self.add(symbol, NOT_ATTAINED, Test(low, Operator.LESS_THAN, 0), Test(high, Operator.LESS_THAN, 0))
        self.add(symbol, UNDETERMINED, Test(low, Operator.LESS_THAN, 0), Test(high, Operator.AT_LEAST, 0))

    def add_weighed(self, symbol: str, weight: int, outweighed: int, otherwise: int) -> None:
        """The patterns of an event that holds so many times the weight, and the number of parts that are open.

        `outweighed` is the outcome from one weight on, `otherwise` that of nothing at all.
        """
        attribute = symbol + "w"
        self.add(symbol, outweighed, Test(attribute, Operator.AT_LEAST, weight))
        self.add(symbol, otherwise, Test(attribute, Operator.LESS_THAN, 1))
        self.add(
            symbol,
            UNDETERMINED,
            Test(attribute, Operator.AT_LEAST, 1),
            Test(attribute, Operator.LESS_THAN, weight),
        )

    def add_value(self, symbol: str, code: int, attribute: str, value: int) -> None:
        """The pattern of one value of an attribute."""
        self.add(symbol, code, Test(attribute, Operator.EQUALS, value))

    def add_comparison(self, attribute: str, symbol: str, operator: Operator, value: int) -> None:
        """The patterns of a value against a fixed threshold."""
        self.add(symbol, ATTAINED, Test(attribute, operator, value))
        for opposite in _OPPOSITE[operator]:
            self.add(symbol, NOT_ATTAINED, Test(attribute, opposite, value))

    def add_attested(self, symbol: str) -> None:
        """The patterns of an authority's finding on a rule that is otherwise undetermined."""
        for code in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE):
            self.add(symbol, code, Test(symbol + "t", Operator.EQUALS, code))


_OPPOSITE: Mapping[Operator, tuple[Operator, ...]] = {
    Operator.AT_LEAST: (Operator.LESS_THAN,),
    Operator.LESS_THAN: (Operator.AT_LEAST,),
    Operator.AT_MOST: (Operator.MORE_THAN,),
    Operator.MORE_THAN: (Operator.AT_MOST,),
    Operator.EQUALS: (Operator.LESS_THAN, Operator.MORE_THAN),
}


def scaled(value: Number | int, scale: int) -> int:
    """A figure as an event carries it: 2·floor(value·10^scale), and one more where that is not exact; within the limit.

    >>> scaled(Decimal("89.995"), 0), scaled(Decimal(90), 0)
    (179, 180)
    """
    shifted = EXACT.scaleb(value, scale) if isinstance(value, Decimal) else value * 10**scale
    whole = floor(shifted)
    return max(-LIMIT, min(LIMIT, 2 * whole + (shifted != whole)))


def scaling(scale: int) -> Callable[[Decimal], int]:
    """`scaled` for decimals at one scale, quickly where the decimal is exact at it."""
    factor, multiply = Decimal(2 * 10**scale), EXACT.multiply

    def of(value: Decimal) -> int:
        product = multiply(value, factor)
        whole = int(product)
        if whole & 1 or product != whole or not -LIMIT <= whole <= LIMIT:
            return scaled(value, scale)
        return whole

    return of


def _clamped(number: int) -> int:
    """An integer within the limits of the matcher, on the same side of 0."""
    return max(-LIMIT, min(LIMIT, number))


def margins(low: Number | None, high: Number | None, operator: Operator, threshold: Number) -> tuple[int, int]:
    """How far a figure between `low` and `high` (None: no bound) is from failing at the worst, and at the best.

    The first is 0 or more exactly when every figure between the bounds holds, the second is below 0 exactly when none does.
    """
    if operator is Operator.EQUALS:
        certain = low is not None and low == high == threshold
        outside = (low is not None and low > threshold) or (high is not None and high < threshold)
        return (0 if certain else -1), (-1 if outside else 0)
    if operator in (Operator.AT_LEAST, Operator.MORE_THAN):
        worst, best = _apart(low, threshold), _apart(high, threshold)
    else:
        worst, best = _apart(threshold, high), _apart(threshold, low)
    strict = operator in (Operator.MORE_THAN, Operator.LESS_THAN)
    return (
        -LIMIT if worst is None else _clamped(worst.numerator - strict),
        LIMIT if best is None else _clamped(best.numerator - strict),
    )


def _apart(left: Number | None, right: Number | None) -> Fraction | None:
    return None if left is None or right is None else as_fraction(left) - as_fraction(right)


def fixed_thresholds(threshold: Threshold) -> Iterator[Fixed]:
    """The fixed thresholds inside a threshold, at any depth."""
    match threshold:
        case Fixed():
            yield threshold
        case ByAttribute() | ByYear():
            for _, case in threshold.cases:
                yield from fixed_thresholds(case)
            if threshold.otherwise is not None:
                yield from fixed_thresholds(threshold.otherwise)


def scale_of(threshold: Decimal | int) -> int | None:
    """The scale at which a threshold is an integer for the matcher; None where it has too many digits for that."""
    places = decimals(Decimal(threshold))
    if places is None or abs(2 * threshold * 10**places) >= LIMIT:
        return None
    return places
