"""Patterns: conjunctions of integer tests on the attributes of an event, and which sets of them may be used together.

The attribute of a pattern's first test is its *discriminator*; the patterns with one discriminator form a group and are
alternatives: no event may match two of them, which is checked before anything is fired.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import ClassVar

from attrs import frozen

from ....model.condition import Operator
from ....model.problem import Diagnostic, EngineError
from ....model.text import Text

LIMIT = 1 << 62
"""The largest absolute value in a test or an event: exact in a 64-bit integer, with room for a threshold ± 1."""
MOST_TESTS = 16
"""The maximum number of tests in one pattern."""
MOST_TESTS_OF_A_GROUP = 64
"""Tests in the patterns of one discriminator; durable_rules keeps that many matched conditions of one message."""


@frozen
class Test:
    """`attribute operator value`, an integer comparison: `Test("i7", Operator.AT_LEAST, 9000)`.

    An event without the attribute does not pass the test.
    """

    __test__: ClassVar[bool] = False  # pytest takes classes of this name for test cases

    attribute: str
    operator: Operator
    value: int

    def __str__(self) -> str:
        return f"{self.attribute} {self.operator.symbol} {self.value}"


@frozen
class Pattern:
    """A named conjunction of tests; the first test's attribute is the discriminator. The name is for messages only."""

    name: str
    tests: tuple[Test, ...]


@frozen
class Group:
    """The patterns (by index) of one discriminator, and the other attributes they test."""

    discriminator: str
    patterns: tuple[int, ...]
    others: frozenset[str]


def grouped(patterns: Sequence[Pattern]) -> dict[str, Group]:
    """The groups of the patterns by discriminator. Raises EngineError with every reason to refuse the patterns."""
    wrong = [finding for pattern in patterns for finding in _wrong_in(pattern)]
    if wrong:
        raise EngineError(wrong)
    members: dict[str, list[int]] = {}
    for index, pattern in enumerate(patterns):
        members.setdefault(pattern.tests[0].attribute, []).append(index)
    groups = {}
    for discriminator, indices in members.items():
        tests = [test for index in indices for test in patterns[index].tests]
        others = frozenset(test.attribute for test in tests) - {discriminator}
        groups[discriminator] = Group(discriminator, tuple(indices), others)
        for other in sorted(others & members.keys()):
            wrong.append(
                _refused_patterns(
                    f"thuộc tính {other!r} vừa phân loại một nhóm, vừa được kiểm tra trong nhóm {discriminator!r}",
                    f"attribute {other!r} is a discriminator and is also tested in the group of {discriminator!r}",
                )
            )
        if len(tests) > MOST_TESTS_OF_A_GROUP:
            wrong.append(
                _refused_patterns(
                    f"nhóm {discriminator!r} có {len(tests)} phép so sánh, tối đa {MOST_TESTS_OF_A_GROUP}",
                    f"the group of {discriminator!r} has {len(tests)} tests; at most {MOST_TESTS_OF_A_GROUP}",
                )
            )
            continue
        wrong += _overlaps([patterns[index] for index in indices])
    if wrong:
        raise EngineError(wrong)
    return groups


def _wrong_in(pattern: Pattern) -> list[Diagnostic]:
    """The diagnostics for one pattern by itself: the number of its tests, and thresholds outside ±2^62."""
    count = len(pattern.tests)
    wrong = []
    if not 1 <= count <= MOST_TESTS:
        wrong.append(
            _refused_patterns(
                f"mẫu {pattern.name!r} có {count} phép so sánh, phải có từ 1 đến {MOST_TESTS}",
                f"pattern {pattern.name!r} has {count} tests; it needs 1 to {MOST_TESTS}",
            )
        )
    for test in pattern.tests:
        if type(test.value) is not int or not -LIMIT <= test.value <= LIMIT:
            wrong.append(
                _refused_patterns(
                    f"mẫu {pattern.name!r}: ngưỡng {test.value!r} không phải số nguyên trong khoảng ±2^62",
                    f"pattern {pattern.name!r}: the threshold {test.value!r} is not an integer within ±2^62",
                )
            )
    return wrong


def _overlaps(patterns: Sequence[Pattern]) -> list[Diagnostic]:
    """Every two patterns of a group that one event could match.

    Tests on integers are intervals, so a pattern is a box and two patterns overlap exactly when their boxes meet. This
    cannot be left to the firing: durable_rules fires only the first of two patterns that match.
    """
    boxes = [(pattern, _box(pattern)) for pattern in patterns]
    return [
        _refused_patterns(
            f"các mẫu {first.name!r} và {second.name!r} có thể cùng khớp một sự kiện",
            f"one event could match both patterns {first.name!r} and {second.name!r}",
        )
        for (first, first_box), (second, second_box) in combinations(boxes, 2)
        if first_box is not None and second_box is not None and _meet(first_box, second_box)
    ]


_Box = dict[str, tuple[int, int]]


def _box(pattern: Pattern) -> _Box | None:
    """The inclusive interval of each attribute tested; None where no value passes."""
    box: _Box = {}
    for test in pattern.tests:
        low, high = box.get(test.attribute, (-LIMIT, LIMIT))
        match test.operator:
            case Operator.AT_LEAST:
                low = max(low, test.value)
            case Operator.MORE_THAN:
                low = max(low, test.value + 1)
            case Operator.AT_MOST:
                high = min(high, test.value)
            case Operator.LESS_THAN:
                high = min(high, test.value - 1)
            case Operator.EQUALS:
                low, high = max(low, test.value), min(high, test.value)
        box[test.attribute] = low, high
    return None if any(low > high for low, high in box.values()) else box


def _meet(one: _Box, other: _Box) -> bool:
    return all(
        max(low, other[attribute][0]) <= min(high, other[attribute][1])
        for attribute, (low, high) in one.items()
        if attribute in other
    )


def _refused_patterns(vi: str, en: str) -> Diagnostic:
    return Diagnostic("NTM701", None, Text(vi, en))
