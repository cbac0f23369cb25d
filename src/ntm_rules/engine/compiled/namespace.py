"""What generated lines may name: tables of verdicts, and the functions for figures."""

from collections.abc import Mapping
from decimal import Decimal

from ...model.condition import Operator
from ...model.fact import Finding
from ...program import verdict
from ...program.verdict import ATTAINED, NOT_APPLICABLE, NOT_ATTAINED
from . import figures

SYMBOLS = {
    Operator.AT_LEAST: ">=",
    Operator.AT_MOST: "<=",
    Operator.MORE_THAN: ">",
    Operator.LESS_THAN: "<",
    Operator.EQUALS: "==",
}
_SINGLE = tuple(found in (ATTAINED, NOT_ATTAINED, NOT_APPLICABLE) for found in range(8))
_WHERE = tuple(tuple(verdict.where(truth, applies) for applies in range(8)) for truth in range(8))
NAMES: Mapping[str, object] = {
    "B": verdict.BOTH,
    "E": verdict.EITHER,
    "W": _WHERE,
    "T": verdict.OPPOSITE,
    "S": _SINGLE,
    "D": Decimal,
    "type": type,
    "int": int,
    "MET": Finding.MET,
    "NOT_MET": Finding.NOT_MET,
    "BASICALLY_MET": Finding.BASICALLY_MET,
    "all_hold": verdict.all_hold,
    "any_holds": verdict.any_holds,
    **{
        one.__name__: one
        for one in (
            figures.without,
            figures.compared,
            figures.bounded,
            figures.span_one_of,
            figures.always,
            figures.always_span,
            figures.rounded,
            figures.rounded_span,
            figures.less,
            figures.less_span,
            figures.derived_sum,
            figures.derived_share,
            figures.counted,
            figures.counted_share,
            figures.over,
            figures.as_span,
            figures.single,
            figures.cause_of,
        )
    },
}
