"""Edits that change the wording of a rule and none of its outcomes."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from attrs import evolve
from hypothesis import strategies as st

from ...model import condition as form
from ...model import threshold as limit
from ...model.library import Library
from ...model.ruleset import Ruleset
from ...model.values.number import decimals_written
from ...program.admission.misfit import misfit
from ..basis.choosing import pick
from ..basis.edit import EditContext, Edits
from .locations import conditions, thresholds, with_rule

EditedRuleset = tuple[Ruleset, str] | None


def _written_otherwise(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    """Rewording of a condition or a threshold."""
    library = context.scope.library
    every = list(_everywhere(context.ruleset, library))
    if not every:
        return None
    code, how, changed = pick(draw, every)
    return changed(), f"{code}, {how}"


def _everywhere(ruleset: Ruleset, library: Library) -> Iterator[tuple[str, str, Callable[[], Ruleset]]]:
    for location in conditions(ruleset):
        for how, condition in _ways(location.part, library):
            yield location.code, how, partial(location.put, condition)
    for threshold_location in thresholds(ruleset, library):
        for how, threshold in _ways_of_threshold(threshold_location.part, threshold_location.scale.decimals):
            yield threshold_location.code, how, partial(threshold_location.put, threshold)


def _ways(condition: form.Condition, library: Library) -> Iterator[tuple[str, form.Condition]]:
    yield "all_of one part", form.AllOf((condition,))
    yield "any_of one part", form.AnyOf((condition,))
    yield "the same part twice", form.AllOf((condition, condition))
    yield "none_of none_of", form.NoneOf((form.NoneOf((condition,)),))
    match condition:
        case form.AllOf(parts) | form.AnyOf(parts):
            own = type(condition)
            yield "nested", own((parts[0], own(parts[1:]))) if parts[1:] else own((own(parts),))
            yield "in another order", own(parts[::-1])
            yield "a part again", own((*parts, parts[0]))
            if own is form.AnyOf:
                yield "at_least_n 1", form.AtLeastN(1, parts)
        case form.NoneOf(parts):
            yield "none_of any_of", form.NoneOf((form.AnyOf(parts),))
        case form.OneOf(values=values):
            yield "listed in another order", evolve(condition, values=values[::-1])
            if condition.over is None:
                yield "any_of them", form.AnyOf(tuple(evolve(condition, values=(value,)) for value in values))
        case form.OwnCriteria(form.CriteriaState.ATTAINED, bounds, of, (), ruleset) if len(bounds) > 1:
            single = [form.OwnCriteria(condition.state, (bound,), of, (), ruleset) for bound in bounds]
            yield "each bound by itself", form.AllOf(tuple(single))
        case form.Comparison(operator=form.Operator.EQUALS, threshold=limit.Fixed() as threshold):
            bounds_of = (form.Operator.AT_LEAST, form.Operator.AT_MOST)
            yield "at_least and at_most", form.AllOf(tuple(evolve(condition, operator=bound) for bound in bounds_of))
            if not form.is_mean(condition):
                yield "one_of", form.OneOf(condition.measure, (threshold.value,), over=condition.over)
        case form.Comparison(measure, operator, limit.Fixed(Decimal() as value), over=None):
            other = _on_the_other_side(operator, value, library.measures[measure].decimals)
            reported = library.measures[measure].derive is None and library.measures[measure].rounding is None
            if reported and other is not None and misfit(library.measures[measure], other[1]) is None:
                yield "up to the next figure", form.Comparison(measure, other[0], limit.Fixed(other[1]))


def _on_the_other_side(operator: form.Operator, value: Decimal, decimals: int) -> tuple[form.Operator, Decimal] | None:
    """More than 89 is at least 90 where figures are whole."""
    unit = Decimal(1).scaleb(-decimals)
    match operator:
        case form.Operator.AT_LEAST:
            return form.Operator.MORE_THAN, value - unit
        case form.Operator.MORE_THAN:
            return form.Operator.AT_LEAST, value + unit
        case form.Operator.AT_MOST:
            return form.Operator.LESS_THAN, value + unit
        case form.Operator.LESS_THAN:
            return form.Operator.AT_MOST, value - unit
        case form.Operator.EQUALS:
            return None


def _ways_of_threshold(threshold: limit.Threshold, decimals: int) -> Iterator[tuple[str, limit.Threshold]]:
    yield "the same in every year", limit.ByYear(((2024, threshold),), threshold)
    match threshold:
        # Zeros at the end are written up to the decimals of the measure: 3.000 of a whole figure could be three thousand.
        case limit.Fixed(Decimal() as value) if decimals_written(value) < decimals:
            longer = value.quantize(Decimal(1).scaleb(int(value.as_tuple().exponent) - 1))
            yield f"{value} as {longer}", limit.Fixed(longer)
        case limit.ByAttribute(cases=cases) if len(cases) > 1:
            yield "cases in another order", evolve(threshold, cases=cases[::-1])
        case limit.ByYear(cases=years) if len(years) > 1:
            yield "cases in another order", evolve(threshold, cases=years[::-1])


def _indicators_reordered(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    candidates = [criterion for criterion in context.ruleset.criteria if len(criterion.indicators) > 1]
    if not candidates:
        return None
    criterion = pick(draw, candidates)
    turned = evolve(criterion, indicators=criterion.indicators[::-1])
    return with_rule(context.ruleset, criterion.code, turned), criterion.code


WRITING_EDITS: Edits = {
    "written otherwise": _written_otherwise,
    "indicators in another order": _indicators_reordered,
}
