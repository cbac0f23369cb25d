"""Edits of rules: added, repealed, renumbered, moved; and of a ruleset's settings, texts and provenance."""

from collections.abc import Callable, Mapping, Sequence

from attrs import evolve
from hypothesis import strategies as st

from ...language.contents.traversal import all_below
from ...model import condition as form
from ...model.key import CONCLUSIONS, conclusion_place
from ...model.ruleset import Conclusion, Criterion, Indicator, Rule, Ruleset
from ...model.text import Text
from ..basis.choosing import chance, pick
from ..basis.edit import EditContext, Edits
from ..strategies.ruleset import draw_body, draw_criterion, numbered, other_provenances
from .locations import conditions, with_rule

EditedRuleset = tuple[Ruleset, str] | None


def _free_code(ruleset: Ruleset, above: str = "") -> str:
    """The next code that no rule has: `4` after `1` to `3`, and `2.4` below `2`."""
    taken = {rule.code for rule in ruleset.rules()}
    number = 1 + sum(code.startswith(above) for code in taken)
    while f"{above}{number}" in taken:
        number += 1
    return f"{above}{number}"


def _codes(rule: Rule) -> set[str]:
    """The codes of a rule and of all below it."""
    return {part.code for part in (rule, *all_below(rule))}


def _can_go(context: EditContext, criterion: Criterion) -> list[Indicator]:
    """The indicators that a criterion can do without, and that no rule asks for."""
    if len(criterion.indicators) < 2:
        return []
    return [indicator for indicator in criterion.indicators if not context.asked_for & _codes(indicator)]


def _indicator_added(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    criteria = [criterion for criterion in context.ruleset.criteria if criterion.indicators]
    if not criteria:
        return None
    criterion = pick(draw, criteria)
    code = _free_code(context.ruleset, f"{criterion.code}.")
    body = draw_body(draw, context.scope, 2)
    name = Text("Chỉ tiêu mới", "New indicator")
    new = Indicator(code, name, body.condition, body.provenance, body.applies_when)
    return _with_indicators(draw, context.ruleset, criterion, new), code


def _with_indicators(draw: st.DrawFn, ruleset: Ruleset, criterion: Criterion, new: Indicator) -> Ruleset:
    """The ruleset with one more indicator, last or first in its criterion."""
    own = criterion.indicators
    return with_rule(
        ruleset, criterion.code, evolve(criterion, indicators=(new, *own) if chance(draw, 3) else (*own, new))
    )


def _indicator_repealed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    candidates = [indicator for criterion in context.ruleset.criteria for indicator in _can_go(context, criterion)]
    if not candidates:
        return None
    gone = pick(draw, candidates)
    return with_rule(context.ruleset, gone.code, None), gone.code


def _content_repealed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    candidates = [
        content
        for rule in context.ruleset.rules()
        if isinstance(rule, Indicator) and len(rule.contents) > 1
        for content in rule.contents
        if content.code not in context.asked_for
    ]
    if not candidates:
        return None
    gone = pick(draw, candidates)
    return with_rule(context.ruleset, gone.code, None), gone.code


def _indicator_renumbered(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    candidates = [
        (criterion, indicator)
        for criterion in context.ruleset.criteria
        for indicator in criterion.indicators
        if indicator.code not in context.asked_for
    ]
    if not candidates:
        return None
    criterion, indicator = pick(draw, candidates)
    code = _free_code(context.ruleset, f"{criterion.code}.")
    return with_rule(context.ruleset, indicator.code, evolve(indicator, code=code)), f"{indicator.code} → {code}"


def _indicator_moved(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    with_indicators = [criterion for criterion in context.ruleset.criteria if criterion.indicators]
    candidates = [
        (indicator, other)
        for criterion in with_indicators
        for indicator in _can_go(context, criterion)
        for other in with_indicators
        if other is not criterion
    ]
    if not candidates:
        return None
    indicator, other = pick(draw, candidates)
    code = _free_code(context.ruleset, f"{other.code}.")
    without = with_rule(context.ruleset, indicator.code, None)
    return _with_indicators(draw, without, other, evolve(indicator, code=code)), f"{indicator.code} → {code}"


def _criterion_added(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    code = _free_code(context.ruleset)
    criterion = numbered(draw_criterion(draw, context.scope), code)
    own = context.ruleset.criteria
    criteria = (criterion, *own) if chance(draw, 3) else (*own, criterion)
    return evolve(context.ruleset, criteria=criteria), code


def _criterion_repealed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    """Repeal of a criterion that no rule asks for by name, which is taken off the lists that hold others too."""
    candidates = [
        criterion
        for criterion in context.ruleset.criteria
        if len(context.ruleset.criteria) > 1
        and not context.asked_for & _codes(criterion)
        and not any((criterion.code,) in _lists(own) for own in _own_criteria(context.ruleset))
    ]
    if not candidates:
        return None
    gone = pick(draw, candidates)
    rest = with_rule(context.ruleset, gone.code, None)
    return _with_lists(rest, lambda codes: tuple(code for code in codes if code != gone.code)), gone.code


def _criterion_renumbered(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    candidates = [criterion for criterion in context.ruleset.criteria if not context.asked_for & _codes(criterion)]
    if not candidates:
        return None
    criterion = pick(draw, candidates)
    code = _free_code(context.ruleset)
    below = tuple(
        evolve(indicator, code=f"{code}{indicator.code.removeprefix(criterion.code)}")
        if indicator.code.startswith(f"{criterion.code}.")
        else indicator
        for indicator in criterion.indicators
    )
    changed = with_rule(context.ruleset, criterion.code, evolve(criterion, code=code, indicators=below))
    names: Mapping[str, str] = {criterion.code: code}
    return _with_lists(
        changed, lambda codes: tuple(names.get(listed, listed) for listed in codes)
    ), f"{criterion.code} → {code}"


def _own_criteria(ruleset: Ruleset) -> list[form.OwnCriteria | form.Score]:
    """The conditions on the ruleset's own criteria or their points."""
    return [
        location.part
        for location in conditions(ruleset)
        if isinstance(location.part, form.OwnCriteria | form.Score) and not location.part.ruleset
    ]


def _lists(own: form.OwnCriteria | form.Score) -> tuple[tuple[str, ...], ...]:
    return (own.of, own.including_any_of) if isinstance(own, form.OwnCriteria) else (own.of,)


def _with_lists(ruleset: Ruleset, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Ruleset:
    """The ruleset with every list of its own criteria changed."""
    while True:
        for location in conditions(ruleset):
            own = location.part
            if isinstance(own, form.OwnCriteria | form.Score) and own.ruleset is None:
                changed = evolve(own, of=change(own.of))
                if isinstance(changed, form.OwnCriteria):
                    changed = evolve(changed, including_any_of=change(changed.including_any_of))
                if changed != own:
                    ruleset = location.put(changed)
                    break
        else:
            return ruleset


def _conclusion_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    if not context.ruleset.conclusions:
        return None
    conclusion = pick(draw, context.ruleset.conclusions)
    body = draw_body(draw, context.scope_of(conclusion.code), 2)
    changed = evolve(conclusion, condition=body.condition, provenance=body.provenance)
    return with_rule(context.ruleset, conclusion.code, changed), conclusion.code


def _conclusion_added(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    own = context.ruleset.conclusions
    free = [code for code in CONCLUSIONS if all(conclusion.code != code for conclusion in own)]
    if not free:
        return None
    code = pick(draw, free)
    body = draw_body(draw, context.scope_of(code), 2)
    new = Conclusion(code, Text("Kết luận mới", "New conclusion"), body.condition, body.provenance, body.applies_when)
    conclusions = sorted((*own, new), key=lambda conclusion: conclusion_place(conclusion.code))
    return evolve(context.ruleset, conclusions=tuple(conclusions)), code


def _conclusion_repealed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    """Repeal of any conclusion but the first, which is recognition."""
    candidates = [
        conclusion for conclusion in context.ruleset.conclusions[1:] if conclusion.code not in context.asked_for
    ]
    if not candidates:
        return None
    gone = pick(draw, candidates)
    return with_rule(context.ruleset, gone.code, None), gone.code


def _basically_met_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    own = context.ruleset.basically_met
    other = pick(draw, [counts for counts in (True, False, None) if counts is not own])
    return evolve(context.ruleset, basically_met=other), f"{own} → {other}"


def _text_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    rules: Sequence[Rule] = list(context.ruleset.rules())
    number = pick(draw, range(len(rules) + 1))
    if number == len(rules):
        title = context.ruleset.title
        return evolve(context.ruleset, title=Text(f"{title.vi} (sửa đổi)", title.en)), "title"
    rule = rules[number]
    name = Text(f"{rule.name.vi} (sửa đổi)", rule.name.en)
    return with_rule(context.ruleset, rule.code, evolve(rule, name=name)), rule.code


def _provenance_changed(draw: st.DrawFn, context: EditContext) -> EditedRuleset:
    candidates = [(rule, others) for rule in context.ruleset.rules() if (others := other_provenances(rule))]
    if not candidates:
        return None
    rule, others = pick(draw, candidates)
    return with_rule(context.ruleset, rule.code, evolve(rule, provenance=pick(draw, others))), rule.code


RULE_EDITS: Edits = {
    "indicator added": _indicator_added,
    "indicator repealed": _indicator_repealed,
    "content repealed": _content_repealed,
    "indicator renumbered": _indicator_renumbered,
    "indicator moved": _indicator_moved,
    "criterion added": _criterion_added,
    "criterion repealed": _criterion_repealed,
    "criterion renumbered": _criterion_renumbered,
    "conclusion changed": _conclusion_changed,
    "conclusion added": _conclusion_added,
    "conclusion repealed": _conclusion_repealed,
    "basically_met changed": _basically_met_changed,
    "text changed": _text_changed,
    "provenance changed": _provenance_changed,
}
