"""One line for a figure that has changed in a rule: what it was, what it is, and between which figures that can matter."""

from collections.abc import Iterator

from ...evolution.comparison.diff import RuleChange, RulesetDiff, Setting
from ...evolution.comparison.match import ChangedFigure, changed_figures
from ...model.condition import Comparison, Operator
from ...model.ruleset import Ruleset
from ...model.values.number import Number
from ..phrasing.conditions import describe
from ..phrasing.names import Names
from ..phrasing.thresholds import held_figure
from ..words import comparison as diff_words
from ..words.common import say

_MOST_FIGURES = 4
_BELOW = (Operator.AT_LEAST, Operator.LESS_THAN)


def figure_lines(change: RuleChange, among: RulesetDiff, names: Names) -> Iterator[str]:
    """A line for each figure in which a rule differs from its older text; none where it differs in anything else."""
    if change.before is None or change.after is None or among.measures or Setting.BASICALLY_MET in among.settings:
        return
    found = changed_figures(change.before, change.after)
    if len(found) <= _MOST_FIGURES:
        yield from (_line(one, among.after, names) for one in found)


def _line(changed: ChangedFigure, ruleset: Ruleset, names: Names) -> str:
    condition, language = changed.condition, names.language

    def figure(value: Number) -> str:
        return held_figure(value, condition, changed.bound, names.library, language)

    fields = {"before": figure(changed.before), "after": figure(changed.after)}
    if not isinstance(condition, Comparison) or condition.operator is Operator.EQUALS:
        what = describe(condition, names.library, language, home=ruleset.id)
        return say(diff_words.CHANGED_FIGURE, language, what=what, **fields)
    what, ends = names.measure_name(condition.measure), sorted((changed.before, changed.after))
    phrase = diff_words.BELOW_END if condition.operator in _BELOW else diff_words.ABOVE_END
    where = say(phrase, language, what=what, low=figure(ends[0]), high=figure(ends[1]))
    return say(diff_words.CHANGED_FIGURE_WITHIN, language, what=what, where=where, **fields)
