"""Open rules of a unit that are open for the same reason, in one line."""

from collections import Counter
from collections.abc import Iterable, Sequence

from attrs import frozen

from ...model.ruleset import Ruleset
from ...model.text import printable
from ..phrasing.names import Names, noun_of_rule
from ..phrasing.numbers import counted
from .open_rules import OpenRule, what_is_open

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
        return code_runs([one.rule.code for one in self.rules], [rule.code for rule in ruleset.rules()])

    def number(self, names: Names) -> str:
        """The number of rules: `12 chỉ tiêu`."""
        return counted(len(self.rules), noun_of_rule(self.rules[0].rule), names.language)


def open_lines(rules: Sequence[OpenRule], names: Names, most_apart: int = MOST_APART) -> list[OpenLine]:
    """Open rules of a unit, those that are open for the same reason together where they are more than `most_apart`."""
    causes = [(one.decision.outcome, what_is_open(one.decision, names, asked=False)) for one in rules]
    counts, found = Counter(causes), dict[object, tuple[OpenRule, ...]]()
    for place, (one, cause) in enumerate(zip(rules, causes, strict=True)):
        line = place if counts[cause] <= most_apart else cause
        found[line] = (*found.get(line, ()), one)
    return list(map(OpenLine, found.values()))


def code_runs(codes: Iterable[str], order: Sequence[str]) -> str:
    """Codes in a list; three or more that follow one another in `order` as a range.

    >>> code_runs(["17.1", "17.2", "17.3", "17.5"], ["17.1", "17.2", "17.3", "17.4", "17.5"])
    '17.1–17.3, 17.5'
    """
    places, runs = {code: place for place, code in enumerate(order)}, list[list[str]]()
    for code in codes:
        if runs and code in places and places.get(runs[-1][-1]) == places[code] - 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    told = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else run for run in runs]
    return ", ".join(printable(code) for run in told for code in run)
