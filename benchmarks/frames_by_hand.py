"""The scene's rules written by hand over columns: in Polars with four outcomes or with booleans, and in NumPy."""

from typing import Any, TypeVar

import numpy as np
import polars as pl
from frames_scene import MEASURES
from scene import CRITERIA, INDICATORS, threshold

from ntm_rules.model.outcome import Outcome

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
NOT_ATTAINED, UNDETERMINED, ATTAINED = 0, 1, 2
WORDS = pl.Enum(
    [Outcome.NOT_ATTAINED.value, Outcome.UNDETERMINED.value, Outcome.ATTAINED.value, Outcome.NOT_APPLICABLE.value]
)
EACH = INDICATORS // CRITERIA
THRESHOLDS = [float(threshold(number)) for number in range(INDICATORS)]
OWN = {str(criterion + 1): [f"{criterion + 1}.{place + 1}" for place in range(EACH)] for criterion in range(CRITERIA)}
"""The codes of each criterion's indicators."""
INDICATOR_CODES = [code for codes in OWN.values() for code in codes]
RULES = [code for criterion, codes in OWN.items() for code in (*codes, criterion)] + ["recognition"]
"""Every rule in the order in which the engine shows them."""


def codes(frame: Frame) -> Frame:
    """The four outcomes as the numbers 0 to 3, of which a criterion is the least, and the number of criteria attained."""
    return _criteria(frame.select("unit", **_indicators())).select("unit", *RULES, "criteria_attained")


def outcomes(frame: Frame) -> Frame:
    """The four outcomes as an enum."""
    return _in_words(_criteria(frame.select("unit", **_indicators())))


def outcomes_and_exact_gaps(frame: Frame) -> Frame:
    """The four outcomes, and by how much each indicator falls short, without the noise of binary floats."""
    gaps = {f"gap:{code}": gap.round(2) for code, gap in _plain_gaps().items()}
    return _in_words(_criteria(frame.select("unit", **_indicators(), **gaps)), *gaps)


def outcomes_and_plain_gaps(frame: Frame) -> Frame:
    """The four outcomes, and by how much each indicator falls short, as floats subtract: 99.9 from 100 is 0.0999…94."""
    gaps = {f"gap:{code}": gap for code, gap in _plain_gaps().items()}
    return _in_words(_criteria(frame.select("unit", **_indicators(), **gaps)), *gaps)


def checked_outcomes(frame: pl.DataFrame) -> pl.DataFrame:
    """The four outcomes, after a pass that looks for more than two decimals, figures below 0 or above 100, and NaN."""
    wrong = frame.select(
        (
            (pl.col(measure).round(2) != pl.col(measure))
            | (pl.col(measure) < 0)
            | (pl.col(measure) > 100)
            | pl.col(measure).is_nan()
        ).any()
        for measure in MEASURES
    )
    if any(wrong.row(0)):
        raise ValueError(f"wrong: {[name for name in wrong.columns if wrong[name][0]]}")
    return outcomes(frame)


def booleans(frame: Frame) -> Frame:
    """True and false, and null where Kleene's logic cannot tell."""
    found = frame.select(
        "unit",
        **{
            code: pl.col(name) >= least for code, name, least in zip(INDICATOR_CODES, MEASURES, THRESHOLDS, strict=True)
        },
    )
    found = found.with_columns(**{criterion: pl.all_horizontal(own) for criterion, own in OWN.items()})
    found = found.with_columns(recognition=pl.all_horizontal(*OWN), criteria_attained=pl.sum_horizontal(*OWN))
    return found.select("unit", *RULES, "criteria_attained")


def numpy_codes(columns: list[Any]) -> list[Any]:
    """The outcomes as the numbers 0 to 2, an array a rule, of arrays of figures in which NaN is no figure."""
    found: list[Any] = []
    criteria: list[Any] = []
    for criterion in range(CRITERIA):
        own: list[Any] = []
        for number in range(EACH * criterion, EACH * criterion + EACH):
            column = columns[number]
            # Twice for attained, once for no figure.
            code = (column >= THRESHOLDS[number]).view(np.int8) * np.int8(ATTAINED)
            code += np.isnan(column).view(np.int8)
            own.append(code)
        least = own[0]
        for code in own[1:]:
            least = np.minimum(least, code)
        found += [*own, least]
        criteria.append(least)
    recognition = criteria[0].copy()
    attained = np.zeros(len(recognition), dtype=np.int16)
    for code in criteria:
        np.minimum(recognition, code, out=recognition)
        attained += code == ATTAINED
    return [*found, recognition, attained]


def _indicators() -> dict[str, pl.Expr]:
    found = {}
    for code, name, least in zip(INDICATOR_CODES, MEASURES, THRESHOLDS, strict=True):
        column = pl.col(name)
        found[code] = (
            pl.when(column.is_null())
            .then(pl.lit(UNDETERMINED, pl.UInt8))
            .when(column >= least)
            .then(pl.lit(ATTAINED, pl.UInt8))
            .otherwise(pl.lit(NOT_ATTAINED, pl.UInt8))
        )
    return found


def _plain_gaps() -> dict[str, pl.Expr]:
    return {code: least - pl.col(name) for code, name, least in zip(INDICATOR_CODES, MEASURES, THRESHOLDS, strict=True)}


def _criteria(indicators: Frame) -> Frame:
    criteria = indicators.with_columns(**{criterion: pl.min_horizontal(own) for criterion, own in OWN.items()})
    return criteria.with_columns(
        recognition=pl.min_horizontal(*OWN),
        criteria_attained=pl.sum_horizontal((pl.col(criterion) == ATTAINED).cast(pl.Int16) for criterion in OWN),
    )


def _in_words(found: Frame, *more: str) -> Frame:

    return found.select("unit", *(pl.col(code).cat.to(WORDS) for code in RULES), "criteria_attained", *more)
