"""Open rules of a unit in lines: those that are open for the same reason together, and by their codes with their gaps."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from attrs import frozen

from ...engine.decisions import Decisions
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Outcome
from ...model.ruleset import Ruleset
from ...model.text import printable
from ..phrasing.names import Names, noun_of_rule
from ..phrasing.numbers import counted, runs
from ..words import overview as overview_words
from ..words.rule_kinds import RuleKind, sign
from .caption import has_recognition
from .open_rules import OpenRule, gap_of, open_conditions, open_rules, what_is_open

MOST_APART = 3
"""Maximum number of rules open for the same reason that are told one by one; more are one line."""


@frozen
class OpenLine:
    """Open rules of a unit in one line."""

    rules: tuple[OpenRule, ...]

    def what(self, names: Names) -> str:
        """The reason for which they are open: without what each requires, where there are several."""
        return what_is_open(self.rules[0].decision, names, asked=len(self.rules) == 1)

    def codes(self, ruleset: Ruleset) -> str:
        """The codes of the rules."""
        return code_runs([rule.rule.code for rule in self.rules], [rule.code for rule in ruleset.rules()])

    def number(self, names: Names) -> str:
        """The number of rules: `12 chỉ tiêu`."""
        return counted(len(self.rules), noun_of_rule(self.rules[0].rule), names.language)


def open_lines(rules: Sequence[OpenRule], names: Names, most_apart: int = MOST_APART) -> list[OpenLine]:
    """Open rules of a unit, those that are open for the same reason together where they are more than `most_apart`."""
    causes = [(rule.decision.outcome, what_is_open(rule.decision, names, asked=False)) for rule in rules]
    counts, groups = Counter(causes), dict[object, tuple[OpenRule, ...]]()
    for place, (open_rule, cause) in enumerate(zip(rules, causes, strict=True)):
        line = place if counts[cause] <= most_apart else cause
        groups[line] = (*groups.get(line, ()), open_rule)
    return list(map(OpenLine, groups.values()))


def code_runs(codes: Iterable[str], order: Sequence[str]) -> str:
    """Codes in a list; three or more that follow one another in `order` as a range.

    >>> code_runs(["17.1", "17.2", "17.3", "17.5"], ["17.1", "17.2", "17.3", "17.4", "17.5"])
    '17.1–17.3, 17.5'
    """
    places = {code: place for place, code in enumerate(order)}
    ranges = runs(codes, lambda one, other: other in places and places.get(one) == places[other] - 1)
    shown = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else run for run in ranges]
    return ", ".join(printable(code) for run in shown for code in run)


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
    texts = dict[str, None]()
    for condition in open_conditions(run.decision(unit, RECOGNITION), names):
        texts[f"{sign(RuleKind.CRITERION, condition.outcome)} {condition.text}"] = None
    return list(texts)


def rules_marked(run: Decisions, rules: Sequence[OpenRule], names: Names) -> str:
    """Open rules by their codes, with their gaps; those without that follow one another as a range."""
    return _marked(run, [(rule.decision.outcome, rule.rule.code, rule) for rule in rules], names)


def _whole_criteria(rules: Sequence[OpenRule]) -> list[tuple[Outcome, str, OpenRule]]:
    """Rules with their codes; the indicators of a criterion as one where all of them are open in the same way."""
    entries: list[tuple[Outcome, str, OpenRule]] = []
    for open_rule in rules:
        alike = [
            other
            for other in rules
            if other.criterion is open_rule.criterion and other.decision.outcome is open_rule.decision.outcome
        ]
        if len(alike) > 1 and len(alike) == sum(
            len(indicator.contents) or 1 for indicator in open_rule.criterion.indicators
        ):
            if open_rule is alike[0]:
                entries.append((open_rule.decision.outcome, open_rule.criterion.code, open_rule))
        else:
            entries.append((open_rule.decision.outcome, open_rule.rule.code, open_rule))
    return entries


def _marked(run: Decisions, entries: Sequence[tuple[Outcome, str, OpenRule]], names: Names) -> str:
    ruleset = run.program.ruleset
    below = [rule.code for rule in ruleset.rules() if rule.code not in run.program.criteria]
    order = [*run.program.criteria, "", *below]
    items = []
    for outcome in SHORT:
        called: list[str] = []
        for gap, own in groupby(
            (entry for entry in entries if entry[0] is outcome),
            lambda entry: gap_of(entry[2].decision, names) if entry[1] == entry[2].rule.code else "",
        ):
            codes = [code for _, code, _ in own]
            if gap and len(codes) <= MOST_APART:
                called += [f"{printable(code)} ({gap})" for code in codes]
            else:
                with_gap = names.say(overview_words.EACH, gap=gap)
                called.append(f"{code_runs(codes, order)} ({with_gap})" if gap else code_runs(codes, order))
        if called:
            items.append(f"{sign(RuleKind.CRITERION, outcome)} {', '.join(called)}")
    return "; ".join(items)
