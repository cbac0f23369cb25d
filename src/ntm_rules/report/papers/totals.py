"""Totals of very many units by the unit above them, and by criterion."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ...engine.decisions import Decisions
from ...engine.rule_outcomes import RuleOutcomes
from ...model.outcome import Outcome, Tally
from ...model.ruleset import short_name
from ...model.text import Text, printable
from ..overview.caption import concluded_totals, headline, mean_text
from ..phrasing.names import Names
from ..phrasing.rules import repealed_lines
from ..words import heads
from ..words import overview as overview_words
from ..words.rule_kinds import RuleKind, sign
from .paper import CellValue, DataColumn, DataTable, PaperBlock, plain


def totals_blocks(run: Decisions, names: Names) -> Iterator[PaperBlock]:
    """The units of a run counted by what they come to, for each unit above them and for each criterion; then the totals.

    A unit above is a row: the level is the highest at which the units part, provinces for a country, districts for a
    province. Of units with nothing above them there is one row.
    """
    ruleset = run.program.ruleset
    outcomes = {unit.code: run.outcomes(unit.code) for unit in run.units}
    groups = {_called(group, names): own for group, own in groups_above(run).items()}
    yield group_table(run, groups, outcomes, names)
    yield criterion_table(run, outcomes, names)
    for line in (*concluded_totals(run, list(outcomes), names), *repealed_lines(ruleset, names)):
        yield plain(line, item=True)
    see = names.say(overview_words.SEE_EACH, kinds=names.kinds(ruleset.applies_to))
    yield plain(see, item=True)


def groups_above(run: Decisions) -> Mapping[str | None, list[str]]:
    """The units of a run by the unit above them at which they part; None: those with nothing above them.

    Units under one alone part below it; where nothing parts them, the group is the nearest unit above all of them.
    """
    units, day = run.world.units, run.program.as_of
    above = {unit.code: [ancestor.code for ancestor in units.ancestors(unit.code, day)][::-1] for unit in run.units}
    shared = 0
    chains = list(above.values())
    while all(len(chain) > shared + 1 for chain in chains) and len({chain[shared] for chain in chains}) == 1:
        shared += 1
    groups: dict[str | None, list[str]] = {}
    for code, chain in above.items():
        groups.setdefault(chain[shared] if len(chain) > shared else chain[-1] if chain else None, []).append(code)
    return groups


def group_table(
    run: Decisions, groups: Mapping[str, Sequence[str]], outcomes: Mapping[str, RuleOutcomes], names: Names
) -> DataTable:
    """A row for each group of units, by its name, and one for all of them together.

    A row has how many units there are, what they come to, and the mean number of criteria attained.
    """
    top = headline(run.program.ruleset)
    tallies = {group: Tally.of(outcomes[unit][top] for unit in own) if top else None for group, own in groups.items()}
    words = [*overview_words.OUTCOME_WORDS] if top else []
    if not any(tally is not None and tally.not_applicable for tally in tallies.values()):
        words = words[:-1]
    heads_of = (overview_words.UNITS, *words, overview_words.MEAN_CRITERIA)
    rows: list[tuple[CellValue, ...]] = [
        (Text(group), *_counts(len(own), tallies[group], len(words)), _mean(run, own, outcomes, names))
        for group, own in groups.items()
    ]
    whole: tuple[CellValue, ...] = ()
    if len(rows) > 1:
        every = Tally.of(outcome[top] for outcome in outcomes.values()) if top else None
        counts = _counts(len(outcomes), every, len(words))
        whole = (overview_words.TOGETHER, *counts, _mean(run, list(outcomes), outcomes, names))
    return _numbers(overview_words.UNIT_ABOVE, heads_of, rows, whole)


def _called(group: str | None, names: Names) -> str:
    if group is None:
        return names.say(overview_words.NOTHING_ABOVE)
    return f"{names.unit(group)} ({printable(group)})"


def _counts(units: int, tally: Tally | None, shown: int) -> list[Decimal]:
    every = () if tally is None else (tally.attained, tally.not_attained, tally.undetermined, tally.not_applicable)
    return [Decimal(count) for count in (units, *every[:shown])]


def _mean(run: Decisions, units: Sequence[str], outcomes: Mapping[str, RuleOutcomes], names: Names) -> Text:
    """The mean number of criteria attained."""
    tallies = [Tally.of(outcomes[unit][code] for code in run.program.criteria) for unit in units]
    return Text(mean_text(tallies, names.language))


def criterion_table(run: Decisions, outcomes: Mapping[str, RuleOutcomes], names: Names) -> DataTable:
    """A row for each criterion: the number of units of each outcome, under its sign."""
    kind = RuleKind.CLASSIFICATION if run.program.ruleset.classifies else RuleKind.CRITERION
    order = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)
    rows: list[tuple[CellValue, ...]] = []
    for code in run.program.criteria:
        counts = Counter(outcome[code] for outcome in outcomes.values())
        name = names.text(short_name(run.program.by_code[code].rule))
        rows.append((Text(f"{printable(code)} {name}"), *(Decimal(counts[outcome]) for outcome in order)))
    return _numbers(heads.CRITERION, [Text(sign(kind, outcome)) for outcome in order], rows)


def _numbers(
    first: Text, others: Sequence[Text], rows: Sequence[tuple[CellValue, ...]], whole: tuple[CellValue, ...] = ()
) -> DataTable:
    """A table whose columns after the first are numbers."""
    columns = (DataColumn(first, 40), *(DataColumn(head, 12, of_numbers=True) for head in others))
    return DataTable(first, first, columns, tuple(rows), whole, first=1)
