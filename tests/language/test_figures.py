"""Figures in rule files: read as the number that is written, or refused; never as another one."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ntm_rules.language.diagnostics.mistakes import Mistake, StructuringError
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.language.structuring.figures import figure
from ntm_rules.language.structuring.scalars import day
from ntm_rules.language.yaml.tree import Scalar
from ntm_rules.model.condition import Comparison, MembersAttained, MembersMeasure, OwnCriteria
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.problem import RulesetError
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.values.number import may_be_thousands

LIBRARY = Library({f"m{places}": Measure(f"m{places}", Text("M"), decimals=places) for places in range(5)}, {}, {})
CONDITIONS = [
    *(f"measure: m{places}, at_least: {{}}" for places in range(5)),
    *(f"members: village, mean: m{places}, at_least: {{}}" for places in range(5)),
    "criteria: attained, count_at_least: {}",
    "criteria: attained, share_at_least: {}",
]


def read(condition: str, figure: str) -> Decimal | None:
    """The figure as it is read in a condition; None where it is refused."""
    text = f"""\
ruleset: t/a
version: 2024-01-01
title: T
applies_to: commune
instrument: {{number: 1/QĐ}}
recognition: {{{condition.format(figure)}, provenance: {{status: recalled}}}}
criteria: [{{code: "1", name: N, content: unknown, provenance: {{status: unknown}}}}]
"""
    try:
        ruleset = ruleset_from_text(text, LIBRARY)
    except RulesetError:
        return None
    found = ruleset.conclusions[0].condition
    assert isinstance(found, Comparison | MembersMeasure | OwnCriteria | MembersAttained)
    threshold = found.threshold if isinstance(found, Comparison | MembersMeasure) else found.bounds[0].threshold
    assert isinstance(threshold, Fixed)
    assert isinstance(threshold.value, Decimal)
    return threshold.value


def decimals_of(condition: str) -> int | None:
    """How many decimals a figure may have there; None: any number."""
    place = re.search(r"m(\d)", condition)
    if "count" in condition:
        return 0
    return None if place is None or "mean" in condition else int(place[1])


@pytest.mark.slow
@given(
    st.sampled_from(CONDITIONS),
    st.integers(0, 10**9),
    st.integers(0, 4),
    st.sampled_from(["{:f}", "{:,f}", "-{:f}", '"{:f}"', "+{:f}", "{:f} %"]),
    st.booleans(),
)
def test_a_threshold_is_the_figure_written_or_refused(
    condition: str, digits: int, places: int, form: str, turned: bool
) -> None:
    """What is read is what stands there with a decimal point, and could not be thousands."""
    text = form.format(Decimal(digits).scaleb(-places))
    text = text.translate(str.maketrans(".,", ",.")) if turned else text
    found = read(condition, text)
    if found is None:
        return
    assert re.fullmatch(r"-?\d+(\.\d+)?", text)
    assert found == Decimal(text)
    most, written = decimals_of(condition), len(text.partition(".")[2])
    assert most is None or written <= most
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text):
        assert not text.endswith("0")
        assert "share" in condition or int((re.search(r"m(\d)", condition) or "00")[1]) >= 3


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("text", ["1.000", "39.000", "12.500", "100.000", "1,000", '"1.000"', "1.000.000", "1 000"])
def test_a_round_thousand_is_never_a_small_number(condition: str, text: str) -> None:
    assert read(condition, text) is None


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("measure: m3, at_least: {}", "1.234"),
        ("measure: m4, at_least: {}", "1.2340"),
        ("measure: m3, at_least: {}", "0.500"),
        ("measure: m2, at_least: {}", "90.50"),
        ("measure: m0, at_least: {}", "1000"),
        ("members: village, mean: m0, at_least: {}", "1.2340"),
        ("criteria: attained, share_at_least: {}", "66.667"),
    ],
)
def test_what_can_only_be_one_figure_stands(condition: str, text: str) -> None:
    assert read(condition, text) == Decimal(text)


def refused(hook: Callable[[Scalar], object], written: str) -> Mistake | None:
    """The mistake that a hook finds in a text; None where it reads it."""
    scalar = Scalar.at(written, None)
    scalar.plain = True
    try:
        hook(scalar)
    except StructuringError as error:
        return error.mistake
    return None


_PIECES = st.sampled_from([*"0159,._ -+%oOl", "123", "000", "1.234", ">=", "<= ", "trở lên", "or less", "e5"])


@given(st.lists(_PIECES, min_size=1, max_size=6).map("".join))
@example("1,234%")
@example("+1 234,5")
def test_a_figure_that_is_proposed_can_be_read_in_one_way(written: str) -> None:
    mistake = refused(figure, written)
    details = {} if mistake is None else mistake.params
    for name in ("instead", "whole", "point"):
        proposed = str(details.get(name) or "").rpartition(": ")[2]
        if proposed not in ("", "…"):
            assert refused(figure, proposed) is None
            assert not may_be_thousands(Decimal(proposed))


@given(st.integers(0, 40), st.integers(0, 14), st.integers(1800, 2999), st.sampled_from("/.-"))
@example(29, 2, 2023, "/")
def test_a_day_that_is_proposed_is_one(number: int, month: int, year: int, between: str) -> None:
    for written in (between.join(map(str, (number, month, year))), f"{year}-{month:02}-{number:02}"):
        mistake = refused(day, written)
        proposed = None if mistake is None else mistake.params.get("instead")
        assert proposed is None or refused(day, str(proposed)) is None
