"""Figures asked for or planned beside those reported: of the indicators of a single unit."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason, ReasonKind
from ...model.fact import Value
from ...model.ruleset import Criterion, Indicator
from ...model.text import Text, printable
from ..phrasing.comparisons import requirement
from ..phrasing.names import Names
from ..phrasing.numbers import measurement
from ..phrasing.subjects import unit_of
from ..quantities.observed import observed_cell
from ..words import common as words
from ..words.common import capital
from .blocks import FigureList, FigureRow
from .reasons import ReasonBuilder
from .two_languages import TwoNames, both_of, pair

DECIMALS = 6
"""Number of decimals to which a figure without a finite decimal is rounded."""


def figure_lists(runs: Sequence[Decisions], reasons: ReasonBuilder) -> Iterator[FigureList]:
    """The figures under each ruleset that decides one unit and has indicators."""
    for run in runs:
        criteria = run.program.ruleset.criteria
        if len(run.units) == 1 and any(criterion.indicators for criterion in criteria):
            [unit] = [unit.code for unit in run.units]
            rows = [row for criterion in criteria for row in _of_criterion(run, unit, criterion, reasons)]
            yield FigureList(reasons.names.wording(run.program.ruleset.title), reasons.names.unit(unit), tuple(rows))


def _of_criterion(run: Decisions, unit: str, criterion: Criterion, reasons: ReasonBuilder) -> Iterator[FigureRow]:
    code, name = printable(criterion.code), reasons.names.wording(criterion.name)
    section = both_of("{} {}".format, code, name)
    for indicator in criterion.indicators:
        decision = run.decision(unit, indicator.code)
        own_reasons = [reason for reason in decision.reasons if reason.required is not None]
        for reason in own_reasons or (None,):
            yield _row(section, indicator, decision, reason, len(own_reasons) > 1, reasons)


def _row(
    section: Text,
    indicator: Indicator,
    decision: Decision,
    reason: Reason | None,
    is_one_of_several: bool,
    reasons: ReasonBuilder,
) -> FigureRow:
    names = reasons.names
    name, code = names.wording(indicator.name), printable(indicator.code)
    badge, offices = names.badge(decision), names.offices(decision)
    if reason is None:
        return FigureRow(section, code, name, None, "", None, None, None, badge, offices)
    measure = reason.measure
    if is_one_of_several and measure is not None:
        own = names.text(lambda names: names.measure_name(measure))
        name = pair(name, own)
    required, actual = _number(reason.required), _number(reason.observed)
    if reason.kind is ReasonKind.PRINTED:
        actual = None
    in_words: Text | None = None
    if actual is None:
        kind = names.vi.kind_of(decision)
        in_words = both_of(capital, names.text_of(reason, lambda own, names: observed_cell(own, names, kind)))
    sign = words.RELATIONS[reason.operator][0] if reason.operator and required is not None else ""
    return FigureRow(
        section,
        code,
        name,
        _measured_in(reason, names) if required is not None else None,
        sign,
        required if required is not None else names.text_of(reason, requirement),
        actual if actual is not None else in_words,
        actual - required if actual is not None and required is not None else None,
        badge,
        offices,
    )


def _measured_in(reason: Reason, names: TwoNames) -> Text | None:
    """The unit of measurement of a figure; of a count what is counted."""

    def said(names: Names) -> str:
        unit = unit_of(reason, names)
        if unit is not None:
            return measurement(unit, names.language, Decimal(2))
        if reason.tally is None and reason.members is None:
            return ""
        if reason.members is not None and reason.kind is ReasonKind.TALLY:
            return names.kinds(reason.members)
        return words.CRITERION.plural(names.language)

    text = names.text(said)
    return text if text.vi else None


def _number(value: Value | Decimal | Fraction | str | tuple[Decimal | str, ...] | None) -> Decimal | None:
    """A figure as a decimal; a fraction without a finite one rounded. None for what is no single figure."""
    if isinstance(value, Fraction):
        near = round(value, DECIMALS)
        return Decimal(near.numerator) / Decimal(near.denominator)
    return value if isinstance(value, Decimal) else None
