"""Marks of what is open for a unit, in one line: its rules by code with their gaps, and the conditions beside them."""

from collections.abc import Sequence
from itertools import groupby

from ...engine.decisions import Decisions
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Outcome
from ...model.text import printable
from ..phrasing.names import Names
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import RuleKind, sign
from .alike import MOST_APART, code_runs
from .caption import has_recognition
from .open_rules import OpenRule, gap_of, open_conditions, open_rules


def open_marks(run: Decisions, unit: str, names: Names) -> str:
    """Open rules of a unit by their codes: `✗ 3.3 (thiếu 2,8 điểm %); ? 5`.

    A criterion by its own code where all below it is open. Empty where all criteria are open alike, as a table of them shows.
    """
    outcomes = {run.decision(unit, code).outcome for code in run.program.criteria}
    if len(run.program.criteria) > 1 and len(outcomes) == 1 and outcomes <= {*SHORT}:
        return ""
    return _marked(run, _whole_criteria(list(open_rules(run, unit))), names)


def conditions_marked(run: Decisions, unit: str, names: Names) -> list[str]:
    """The conditions beside the criteria for which a recognition is open: `? Người dân hài lòng: chưa có số liệu`."""
    if not has_recognition(run.program.ruleset):
        return []
    found = dict[str, None]()
    for one in open_conditions(run.decision(unit, RECOGNITION), names):
        found[f"{sign(RuleKind.CRITERION, one.outcome)} {one.text}"] = None
    return list(found)


def rules_marked(run: Decisions, rules: Sequence[OpenRule], names: Names) -> str:
    """Open rules by their codes, with their gaps; those without that follow one another as a range."""
    return _marked(run, [(one.decision.outcome, one.rule.code, one) for one in rules], names)


def _whole_criteria(found: Sequence[OpenRule]) -> list[tuple[Outcome, str, OpenRule]]:
    """Rules with their codes; the indicators of a criterion as one where all of them are open in the same way."""
    kept: list[tuple[Outcome, str, OpenRule]] = []
    for one in found:
        alike = [
            other
            for other in found
            if other.criterion is one.criterion and other.decision.outcome is one.decision.outcome
        ]
        if len(alike) > 1 and len(alike) == sum(len(each.contents) or 1 for each in one.criterion.indicators):
            if one is alike[0]:
                kept.append((one.decision.outcome, one.criterion.code, one))
        else:
            kept.append((one.decision.outcome, one.rule.code, one))
    return kept


def _marked(run: Decisions, found: Sequence[tuple[Outcome, str, OpenRule]], names: Names) -> str:
    ruleset = run.program.ruleset
    below = [rule.code for rule in ruleset.rules() if rule.code not in run.program.criteria]
    order = [*run.program.criteria, "", *below]
    items = []
    for outcome in SHORT:
        called: list[str] = []
        for gap, own in groupby(
            (one for one in found if one[0] is outcome),
            lambda one: gap_of(one[2].decision, names) if one[1] == one[2].rule.code else "",
        ):
            codes = [code for _, code, _ in own]
            if gap and len(codes) <= MOST_APART:
                called += [f"{printable(code)} ({gap})" for code in codes]
            else:
                each = say(overview_words.EACH, names.language, gap=gap)
                called.append(f"{code_runs(codes, order)} ({each})" if gap else code_runs(codes, order))
        if called:
            items.append(f"{sign(RuleKind.CRITERION, outcome)} {', '.join(called)}")
    return "; ".join(items)
