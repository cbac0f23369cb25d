"""Decisions as a table: a row each."""

from collections.abc import Iterable

from ...model.decision import Decision, distinct
from ...model.library import Library
from ...model.outcome import SHORT
from ...model.text import Language, printable
from ...model.units.unit import Units
from ..layout.table import aligned
from ..phrasing.names import Names
from ..quantities.tallies import tally_text
from ..words import rules as rule_words
from ..words.rule_kinds import RuleKind, outcome_word, sign
from .no_members import no_members_in_short
from .told import tally_below


def decision_table(decisions: Iterable[Decision], library: Library, units: Units, lang: Language) -> str:
    """A row for each decision: unit, what was decided on, outcome, attained out of applicable, and what is open.

    What is open are the codes of the rules right below that failed (`✗ 3`) or are not determined (`? 5`).

    >>> print(decision_table([], Library(), Units([]), "en"))
    Unit  Ruleset  Outcome  Attained  Not attained or undetermined
    ────  ───────  ───────  ────────  ────────────────────────────
    """
    names = Names(library, units, lang)
    header = [title.in_language(lang) for title in rule_words.DECISION_COLUMNS]
    return aligned([_row(decision, names) for decision in decisions], header)


def _row(decision: Decision, names: Names) -> list[str]:
    tally = tally_below(decision)
    kind = names.rule_kind(decision.rule, decision.version)
    return [
        names.unit(decision.unit),
        names.rule_name(decision.rule, None, decision.version),
        f"{sign(kind, decision.outcome)} {outcome_word(kind, decision.outcome, names.language)}",
        tally_text(tally).in_language(names.language) if tally.applicable else "",
        "; ".join(filter(None, (open_items(decision), no_members_in_short([decision], names, about=decision.rule)))),
    ]


def open_items(decision: Decision) -> str:
    """The rules right below a decision that failed or are not determined: `✗ 3; ? 5, 6`.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> decision = example_decision()
    >>> open_items(decision)
    ''
    """
    items = []
    for outcome in SHORT:
        codes = [
            printable(child.rule.code)
            for child in distinct(decision.children)
            if child.outcome is outcome and child.unit == decision.unit
        ]
        if codes:
            items.append(f"{sign(RuleKind.CRITERION, outcome)} {', '.join(codes)}")
    return "; ".join(items)
