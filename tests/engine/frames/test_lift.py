"""Columns of outcomes are put together as verdicts are: the pointwise lift, over every combination of three parts."""

from decimal import Decimal
from itertools import product
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.engine.frames.decide import outcomes as columns
from ntm_rules.engine.frames.decide.counts import bound_holds, count
from ntm_rules.engine.frames.decide.outcomes import OutcomeColumn, codes, reach
from ntm_rules.engine.frames.decide.table import Table
from ntm_rules.engine.frames.expressions.expression_library import ExpressionLibrary
from ntm_rules.engine.frames.expressions.logic import column_of
from ntm_rules.model.condition import NoMembers, Operator
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.outcome import Outcome
from ntm_rules.program import verdict
from ntm_rules.program.terms import Constant, Counted, Figure, Listed, OpenFigure
from ntm_rules.program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED, OPEN, OUTCOME

EXPRESSIONS = ExpressionLibrary(pl)
VERDICTS = tuple(range(1, 8))
CODES = {Outcome.NOT_ATTAINED: 0, Outcome.UNDETERMINED: 1, Outcome.ATTAINED: 2, Outcome.NOT_APPLICABLE: 3}
OUTCOMES = settings(max_examples=60, deadline=None)
REACHES = st.lists(st.sets(st.sampled_from(VERDICTS), min_size=1), min_size=1, max_size=3)


def part(name: str, verdicts: set[int]) -> OutcomeColumn:
    """Outcomes of which a column holds the verdicts themselves."""
    own = pl.col(name)
    can = [own.is_in([one for one in VERDICTS if one & bit]) for bit in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE)]
    truth = pl.when(can[0] & ~can[1]).then(True).when(can[1] & ~can[0]).then(False)
    never = own == NOT_APPLICABLE if NOT_APPLICABLE in verdicts else False
    return OutcomeColumn(truth, reach(*verdicts), never, may_not_apply=lambda: can[2])


def every_combination(reaches: list[set[int]]) -> tuple[pl.DataFrame, list[OutcomeColumn]]:
    names = [f"p{number}" for number in range(len(reaches))]
    rows = list(product(*(sorted(one) for one in reaches)))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int64), orient="row")
    return frame, [part(name, one) for name, one in zip(names, reaches, strict=True)]


def table() -> Table:
    inputs: Any = SimpleNamespace(expressions=EXPRESSIONS)
    return Table(inputs, "commune", inputs)


def agree(frame: pl.DataFrame, found: OutcomeColumn, expected: list[int], made: Table | None = None) -> None:
    """The outcome of each row is that of its verdict, which can be reached; and where it matters so is every bit of it."""
    shown_code, shown_apart = codes(found, EXPRESSIONS), column_of(found.may_not_apply, EXPRESSIONS)
    shown = frame
    for _, layer in sorted((made.layers if made else {}).items()):
        shown = shown.with_columns(**layer)
    rows = shown.with_columns(code=shown_code, apart=shown_apart).select("code", "apart").rows()
    assert {reach(one) & found.reach for one in expected} >= {reach(one) for one in expected}
    for (code, may_not_apply), one, row in zip(rows, expected, frame.rows(), strict=True):
        assert code == CODES[OUTCOME[one]], f"{row}: {code}, not {OUTCOME[one]}"
        assert may_not_apply == bool(one & NOT_APPLICABLE), f"{row}: {one}"


@OUTCOMES
@given(REACHES, st.sampled_from(["all_hold", "any_holds"]))
def test_all_and_any(reaches: list[set[int]], name: str) -> None:
    frame, parts = every_combination(reaches)
    found = getattr(columns, name)(parts, EXPRESSIONS)
    agree(frame, found, [getattr(verdict, name)(row) for row in frame.rows()])


@OUTCOMES
@given(st.sets(st.sampled_from(VERDICTS), min_size=1), st.sets(st.sampled_from(VERDICTS), min_size=1))
def test_where(own: set[int], applies: set[int]) -> None:
    frame, parts = every_combination([own, applies])
    found = columns.applicable_where(parts[0], parts[1], EXPRESSIONS)
    agree(frame, found, [verdict.where(*row) for row in frame.rows()])


@OUTCOMES
@given(st.sets(st.sampled_from(VERDICTS), min_size=1))
def test_an_attestation_decides_where_several_outcomes_are_possible(own: set[int]) -> None:
    words = {"met": ATTAINED, "not_met": NOT_ATTAINED, "not_applicable": NOT_APPLICABLE, "disputed": None, None: None}
    frame, (of_figures,) = every_combination([own])
    frame = frame.join(pl.DataFrame({"said": list(words)}), how="cross")
    met = pl.when(pl.col("said") == "met").then(True).when(pl.col("said") == "not_met").then(False)
    found = columns.attested(of_figures, met, (pl.col("said") == "not_applicable").fill_null(False), EXPRESSIONS)
    expected = [one if one in (1, 2, 4) else words[said] or one for one, said in frame.rows()]
    agree(frame, found, expected)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    REACHES,
    st.sampled_from(Operator),
    st.sampled_from([None, "0", "1", "2", "3", "33.3", "50", "66.7", "100"]),
    st.booleans(),
)
def test_bounds_on_counts(reaches: list[set[int]], operator: Operator, bound: str | None, is_share: bool) -> None:
    frame, parts = every_combination(reaches)
    made = table()
    asked: Figure = OpenFigure(ReasonKind.DELEGATED) if bound is None else Constant(Decimal(bound))
    counted = count(parts, made, "key")
    found = bound_holds(counted, Counted(Listed(()), is_share), operator, asked, made)
    expected = []
    for row in frame.rows():
        low, high = (verdict.share_range if is_share else verdict.count_range)(row)
        held = OPEN if bound is None else verdict.between(low, high, operator, Decimal(bound))
        applies = verdict.applies_to_some(row)
        expected.append((held if applies & ATTAINED else 0) | applies & NOT_APPLICABLE)
    agree(frame, found, expected, made)


@pytest.mark.parametrize("is_share", [False, True])
@pytest.mark.parametrize(("if_none", "expected"), [(None, None), (NoMembers.ATTAINED, True)])
def test_a_bound_on_no_truths(is_share: bool, if_none: NoMembers | None, expected: bool | None) -> None:
    made = table()
    counted = Counted(Listed(()), is_share, if_none)
    found = bound_holds(count([], made, "key"), counted, Operator.AT_LEAST, Constant(Decimal(100)), made)
    frame = pl.DataFrame({"one": [1]}).select(column_of(found.truth, made.expressions).alias("truth"))
    assert frame["truth"].to_list() == [expected]
