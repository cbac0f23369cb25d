"""Table cells for one rule and one unit: its name, the gap."""

from ...evolution.impact.clause import Clause
from ...model.key import is_conclusion
from ...model.text import printable
from ..layout.cells import clipped
from ..phrasing.comparisons import distance_text
from ..phrasing.names import Names
from ..quantities.observed import NOTHING
from ..words import impact as impact_words
from ..words.common import say

LONGEST_NAME = 36


def gap_cell(clause: Clause, names: Names) -> str:
    """Distance of a figure from the bound of the new text: `thiếu 2,6 điểm phần trăm`; a dash where there is none."""
    reason = clause.after
    if reason is None or reason.gap is None:
        return NOTHING
    return distance_text(reason, names.rule_kind(clause.rule), names) or NOTHING


def rule_cell(clause: Clause, names: Names, width: int = LONGEST_NAME) -> str:
    """A rule by its code, that which it had in the old text too, and its name, or a conclusion by its name."""
    name = names.text(clause.name)
    return clipped(name if is_conclusion(clause.rule.code) else f"{known_code(clause, names)} {name}", width)


def known_code(clause: Clause, names: Names) -> str:
    """The code of a rule, by which a reader of the old text knows it too: `5.3 (trước là 5.2)`."""
    code = printable(clause.rule.code)
    if clause.formerly is None:
        return code
    was = say(impact_words.FORMERLY, names.language, code=printable(clause.formerly))
    return f"{code} ({was})"


def ground_name(ground: Clause, unit: str, names: Names, *, several: bool = False, width: int = LONGEST_NAME) -> str:
    """Name of a ground for a change, for the unit concerned; empty for a count of the conclusion itself.

    With `several` figures of one rule, each is called by its own name, and so is one that a conclusion asks for itself.
    """
    reason = ground.after or ground.before
    measure = names.measure_name(reason.measure) if reason is not None and reason.measure is not None else ""
    if is_conclusion(ground.rule.code) and ground.unit == unit:
        return clipped(measure, width)
    if several and measure:
        return clipped(f"{known_code(ground, names)} {measure}", width)
    return rule_cell(ground, names, width)
