"""The decisions about units as a paper: a row for each decision, then each with its reasons."""

from collections.abc import Iterable, Iterator, Sequence

from ...engine.decisions import Decisions
from ...engine.remedies import Steps
from ...model.decision import Decision
from ...model.key import RECOGNITION, is_conclusion
from ...model.outcome import Outcome
from ...model.text import Text
from ..decisions.told import codes_marked, no_members_in_short, revocations_since, tally_below
from ..overview.caption import level_lines
from ..pages.two_languages import badge_of
from ..phrasing.names import Names
from ..phrasing.numbers import apart, day_seen
from ..quantities.tallies import tally_text
from ..words import rules as rule_words
from .explanation import explanation, uncounted_blocks
from .paper import CellValue, DataTable, Heading, Paper, PaperBlock, plain, table_of


def units_paper(runs: Sequence[Decisions], names: Names, *, everything: bool = False) -> Paper:
    """The decisions about the units of the runs: a row for each, then each with its reasons and the steps that it needs.

    Criteria that no conclusion counts stand under their own heading. Raises IndexError where there is no run.
    """
    of_units = [(run, *concluded_and_others(run, unit.code)) for run in runs for unit in run.units]
    blocks: list[PaperBlock] = [
        decision_table([decision for _, concluded, _ in of_units for decision in concluded], names)
    ]
    for run in runs:
        blocks += level_items(run, [unit.code for unit in run.units], names)
    for run, concluded, others in of_units:
        for decision in concluded:
            paper = decision_paper(run, decision, names, everything=everything)
            blocks += [Heading(paper.title), *paper.blocks]
        blocks += uncounted_blocks(others, run.program.ruleset, names, everything=everything)
    called = apart(list(dict.fromkeys(names.unit(unit.code) for run in runs for unit in run.units)))
    when = day_seen(runs[0].program.as_of, runs[0].world.evidence.known_on, names.language)
    return Paper(None, Text(f"{called} · {when}"), (), tuple(blocks))


def unit_paper(run: Decisions, decision: Decision, names: Names, *, everything: bool = False) -> Paper:
    """The conclusion about a unit with its reasons, its points and level, and the decisions that no conclusion counts."""
    paper = decision_paper(run, decision, names, everything=everything)
    others = concluded_and_others(run, decision.unit)[1]
    levels = level_items(run, [decision.unit], names)
    beside = uncounted_blocks(others, run.program.ruleset, names, everything=everything)
    return Paper(None, paper.title, (), (*paper.blocks, *levels, *beside))


def decision_paper(run: Decisions, decision: Decision, names: Names, *, everything: bool = False) -> Paper:
    """A decision with its reasons: the steps to settle it where it is undetermined, else to attain it, and two other ways."""
    steps: Steps = ()
    others: tuple[Steps, ...] = ()
    if decision.outcome is Outcome.UNDETERMINED:
        steps = run.to_settle(decision.unit, decision.rule.code)
    else:
        steps, *rest = run.ways_to_attain(decision.unit, decision.rule.code) or ((),)
        others = tuple(rest[:2])
    revoked = revocations_since(run, decision.unit) if decision.rule.code == RECOGNITION else ()
    return explanation(decision, names, everything=everything, steps=steps, others=others, revoked=revoked)


def level_items(run: Decisions, units: Iterable[str], names: Names) -> Iterator[PaperBlock]:
    """Items with the points and the level of each unit that has any."""
    return (plain(line, item=True) for line in level_lines(run, units, names))


def concluded_and_others(run: Decisions, unit: str) -> tuple[list[Decision], list[Decision]]:
    """The topmost decisions about a unit (conclusions, or criteria where there are none), and the decisions beside them."""
    top = run.of(unit)
    if not run.program.ruleset.conclusions:
        return list(top), []
    concluded = [decision for decision in top if is_conclusion(decision.rule.code)]
    return concluded, [decision for decision in top if not is_conclusion(decision.rule.code)]


def decision_table(decisions: Iterable[Decision], names: Names) -> DataTable:
    """A row for each decision: unit, what was decided on, outcome, attained out of applicable, and what is open.

    What is open are the codes of the rules right below that failed (`✗ 3`) or are not determined (`? 5`).

    >>> from ...model.library import Library
    >>> [column.head.en for column in decision_table([], Names(Library(), None, "vi")).columns]
    [None, None, None, None, None]
    """
    header = [title.in_language(names.language) for title in rule_words.DECISION_COLUMNS]
    return table_of(header, [_row(decision, names) for decision in decisions])


def _row(decision: Decision, names: Names) -> tuple[CellValue, ...]:
    tally = tally_below(decision)
    kind = names.kind_of(decision)
    nobody = no_members_in_short([decision], names, about=decision.rule)
    below = [child for child in decision.children if child.unit == decision.unit]
    return (
        Text(names.unit(decision.unit)),
        Text(names.rule_name(decision.rule, None, decision.version)),
        badge_of(kind, decision.outcome),
        tally_text(tally) if tally.applicable else None,
        Text("; ".join(filter(None, (codes_marked(below, names), nobody)))),
    )
