"""Plain-text tables whose columns stand straight, whatever letters are in them."""

from collections.abc import Iterable, Sequence

from ..model.condition import Unknown
from ..model.decision import Decision
from ..model.library import Library
from ..model.outcome import Outcome
from ..model.ruleset import Criterion, Ruleset
from ..model.text import Language, printable
from ..model.unit import Units
from . import rule_words, words
from .explain import distinct, tally_of
from .names import Names
from .no_members import no_members_in_short
from .number import day


def aligned(rows: Sequence[Sequence[str]], header: Sequence[str] | None = None) -> str:
    """Rows in columns, two spaces apart, as wide as they are shown: an accent takes no room, a wide character two cells.

    Raises ValueError when rows differ in length.

    >>> print(aligned([["xã", "Bản Bo"], ["thị trấn", "Tam Đường"]]))
    xã        Bản Bo
    thị trấn  Tam Đường
    """
    from rich.cells import cell_len  # rich is slow to import, and only tables need it

    table = [[printable(cell) for cell in row] for row in ([header] if header else []) + list(rows)]
    if len({len(row) for row in table}) > 1:
        raise ValueError("the rows of a table must all have the same number of cells")
    widths = [max(cell_len(cell) for cell in column) for column in zip(*table, strict=True)]
    if header:
        table.insert(1, ["─" * width for width in widths])
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def _indicators(criterion: Criterion) -> int:
    """How many indicators a criterion has; one whose condition is its own is its only one, if its content is known."""
    if criterion.indicators:
        return len(criterion.indicators)
    return 0 if criterion.condition is None or isinstance(criterion.condition, Unknown) else 1


def ruleset_table(rulesets: Iterable[Ruleset], lang: Language) -> str:
    """A list of rulesets: id, version, in force until, instrument, number of criteria and indicators, title."""
    header = [title.in_language(lang) for title in rule_words.RULESET_COLUMNS]
    rows = [
        [
            ruleset.id,
            day(ruleset.version, lang),
            day(ruleset.until, lang) if ruleset.until else "",
            ruleset.instrument.number,
            str(len(ruleset.criteria)),
            str(sum(_indicators(criterion) for criterion in ruleset.criteria)),
            ruleset.title.in_language(lang),
        ]
        for ruleset in rulesets
    ]
    return aligned(rows, header)


def decision_table(decisions: Iterable[Decision], library: Library, units: Units, lang: Language) -> str:
    """A row for each decision: unit, what was decided on, outcome, attained out of applicable, and what is open.

    What is open are the codes of the rules right below that failed (`✗ 3`) or are not determined (`? 5`).
    """
    names = Names(library, units, lang)
    header = [title.in_language(lang) for title in rule_words.DECISION_COLUMNS]
    return aligned([_row(decision, names) for decision in decisions], header)


def _row(decision: Decision, names: Names) -> list[str]:
    attained, applicable = tally_of(decision)
    outcome = words.outcome_word(decision.rule.code, decision.outcome, names.language)
    return [
        names.unit(decision.unit),
        names.rule_name(decision.rule, None, decision.version),
        f"{words.SIGNS[decision.outcome]} {outcome}",
        f"{attained}/{applicable}" if applicable else "",
        "; ".join(filter(None, (open_items(decision), no_members_in_short([decision], names, about=decision.rule)))),
    ]


def open_items(decision: Decision) -> str:
    """The rules right below a decision that failed or are not determined: `✗ 3; ? 5, 6`."""
    items = []
    for outcome in (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED):
        codes = [
            printable(child.rule.code)
            for child in distinct(decision.children)
            if child.outcome is outcome and child.unit == decision.unit
        ]
        if codes:
            items.append(f"{words.SIGNS[outcome]} {', '.join(codes)}")
    return "; ".join(items)
