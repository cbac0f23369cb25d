"""Decision diagrams against functions written out point by point."""

from functools import partial, reduce
from itertools import product
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.evolution.regions import diagram
from ntm_rules.evolution.regions.diagram import Diagrams, Node, TooManyCombinations

SIZES = (2, 3, 1, 2)
POINTS = list(product(*(range(size) for size in SIZES)))
tables = st.lists(st.integers(0, 2), min_size=len(POINTS), max_size=len(POINTS))


def written(diagrams: Diagrams, table: list[int], above: tuple[int, ...] = ()) -> Node:
    """The diagram of a function given point by point."""
    level = len(above)
    if level == len(SIZES):
        return diagrams.leaf(table[POINTS.index(above)])
    return diagrams.choice(level, tuple(written(diagrams, table, (*above, state)) for state in range(SIZES[level])))


@given(tables)
def test_a_diagram_has_the_value_of_the_function_at_every_point(table: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    node = written(diagrams, table)
    assert [diagrams.at(node, point) for point in POINTS] == table
    assert diagrams.leaves(node) == set(table)


@given(tables, tables)
def test_two_functions_are_one_node_exactly_when_they_agree_everywhere(one: list[int], other: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    assert (written(diagrams, one) == written(diagrams, other)) == (one == other)


@given(tables, tables)
def test_combining_joins_the_values_at_every_point(one: list[int], other: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    node = diagrams.combine(lambda left, right: (left, right), written(diagrams, one), written(diagrams, other))
    assert [diagrams.at(node, point) for point in POINTS] == list(zip(one, other, strict=True))
    least = diagrams.transform(min, node)
    assert least == written(diagrams, [min(pair) for pair in zip(one, other, strict=True)])


@given(st.lists(st.tuples(tables, st.sets(st.integers(0, len(SIZES) - 1))), max_size=5))
def test_joining_many_is_combining_them_one_by_one(several: list[tuple[list[int], set[int]]]) -> None:
    """Of functions that depend on some quantities only, which come one after another or not."""
    diagrams = Diagrams(SIZES)

    def of(table: list[int], asked: set[int]) -> Node:
        seen = [POINTS.index(tuple(state * (level in asked) for level, state in enumerate(point))) for point in POINTS]
        return written(diagrams, [table[at] for at in seen])

    nodes = [of(*each) for each in several]
    assert diagrams.joined(add, 1, nodes) == reduce(partial(diagrams.combine, add), nodes, diagrams.leaf(1))


@given(tables)
def test_the_boxes_are_disjoint_and_hold_exactly_the_points_wanted(table: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    boxes = list(diagrams.boxes(written(diagrams, table), lambda value: value > 0))
    for point, value in zip(POINTS, table, strict=True):
        holding = [box for box in boxes if all(point[level] in states for level, states in box.where)]
        assert [box.value for box in holding] == ([value] if value > 0 else [])


@given(tables)
def test_what_is_asked_is_what_the_function_depends_on(table: list[int]) -> None:
    diagrams = Diagrams(SIZES)
    asked = diagrams.levels_below(written(diagrams, table))
    for level, size in enumerate(SIZES):
        depends = any(
            table[POINTS.index(point)] != table[POINTS.index((*point[:level], state, *point[level + 1 :]))]
            for point in POINTS
            for state in range(size)
        )
        assert (level in asked) == depends


def test_a_function_with_too_many_parts_is_refused_and_not_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagram, "MOST_NODES", 10)
    diagrams = Diagrams(SIZES)
    with pytest.raises(TooManyCombinations) as refused:
        written(diagrams, list(range(len(POINTS))))
    assert refused.value.diagnostics[0].code == "NTM940"


def test_branches_must_fit_the_quantity() -> None:
    diagrams = Diagrams((2,))
    with pytest.raises(ValueError, match="has 2 states"):
        diagrams.choice(0, (diagrams.leaf(0),))
