"""Totals of very many units by the unit above them, for an overview that a screen can hold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ...engine.decisions import Decisions
from ...engine.rule_outcomes import RuleOutcomes
from ...model.decision import Tally
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import Rule
from ...model.text import printable
from ...model.values.number import Rounding, RoundingMode
from ...program.terms import OutcomeOf, walk
from ..decisions.superseded import of_rulesets
from ..layout.cells import clipped, right, width_of, wrapped
from ..layout.table import aligned
from ..phrasing.names import Names
from ..phrasing.numbers import figure
from ..quantities.tallies import tally_of_outcomes
from ..rules.sheet import repealed_lines
from ..words import heads
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import RuleKind, sign
from .caption import caption, concluded_totals, headline
from .notes import Gathered, unofficial_lines

_LONGEST_NAME, _LONGEST_RULE = 40, 56


def by_parent(run: Decisions, names: Names) -> str:
    """The units of a run counted by what they come to, for each unit above them and for each criterion; then the totals.

    A unit above is a row: the level is the highest at which the units part, provinces for a country, districts for a
    province. Of units with nothing above them there is one row.
    """
    ruleset, language = run.program.ruleset, names.language
    outcomes = {unit.code: run.outcomes(unit.code) for unit in run.units}
    parts = wrapped(caption(ruleset, run.program.as_of, names, known_on=run.world.evidence.known_on))
    groups = {_called(group, names): own for group, own in groups_above(run).items()}
    parts += ["", _numbers(*group_table(run, groups, outcomes, names))]
    parts += ["", _numbers(*criterion_table(run, outcomes, names)), ""]
    parts += concluded_totals(run, list(outcomes), names)
    parts += [*repealed_lines(ruleset, names), *_notes(run, names), ""]
    kinds = names.kinds(ruleset.applies_to)
    return "\n".join([*parts, *wrapped(say(overview_words.SEE_EACH, language, kinds=kinds))])


def groups_above(run: Decisions) -> Mapping[str | None, list[str]]:
    """The units of a run by the unit above them at which they part; None: those with nothing above them.

    Units under one alone part below it; where nothing parts them, the group is the nearest unit above all of them.
    """
    units, day = run.world.units, run.program.as_of
    above = {unit.code: [one.code for one in units.ancestors(unit.code, day)][::-1] for unit in run.units}
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
) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table with a row for each group of units, by its name, and one for all of them together.

    A row has how many units there are, what they come to, and the mean number of criteria attained.
    """
    language, top = names.language, headline(run.program.ruleset)
    tallies = {
        group: tally_of_outcomes(outcomes[unit][top] for unit in own) if top else None for group, own in groups.items()
    }
    words = [*overview_words.OUTCOME_WORDS] if top else []
    if not any(tally is not None and tally.not_applicable for tally in tallies.values()):
        words = words[:-1]
    header = [word.in_language(language) for word in (overview_words.UNIT_ABOVE, overview_words.UNITS, *words)]
    header.append(overview_words.MEAN_CRITERIA.in_language(language))
    rows = [
        [group, *_counts(len(own), tallies[group], len(words), names), _mean(run, own, outcomes, names)]
        for group, own in groups.items()
    ]
    if len(rows) > 1:
        every = tally_of_outcomes(each[top] for each in outcomes.values()) if top else None
        whole = _counts(len(outcomes), every, len(words), names)
        rows.append(
            [overview_words.TOGETHER.in_language(language), *whole, _mean(run, list(outcomes), outcomes, names)]
        )
    return header, rows


def _called(group: str | None, names: Names) -> str:
    if group is None:
        return overview_words.NOTHING_ABOVE.in_language(names.language)
    return f"{clipped(names.unit(group), _LONGEST_NAME)} ({printable(group)})"


def _counts(units: int, tally: Tally | None, shown: int, names: Names) -> list[str]:
    every = () if tally is None else (tally.attained, tally.not_attained, tally.undetermined, tally.not_applicable)
    return [figure(Decimal(count), names.language) for count in (units, *every[:shown])]


def _mean(run: Decisions, units: Sequence[str], outcomes: Mapping[str, RuleOutcomes], names: Names) -> str:
    """The mean number of criteria attained; a least one, rounded down, where some are not determined."""
    counts = Counter(outcomes[unit][code] for unit in units for code in run.program.criteria)
    mean = Fraction(counts[Outcome.ATTAINED], len(units))
    is_open = bool(counts[Outcome.UNDETERMINED])
    shown = Rounding(2, RoundingMode.DOWN if is_open else RoundingMode.HALF_UP).apply(mean)
    return f"{'≥ ' if is_open else ''}{figure(shown, names.language)}"


def criterion_table(
    run: Decisions, outcomes: Mapping[str, RuleOutcomes], names: Names
) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table with a row for each criterion: the number of units of each outcome, under its sign."""
    kind = RuleKind.CLASSIFICATION if run.program.ruleset.classifies else RuleKind.CRITERION
    order = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)
    rows = []
    for code in run.program.criteria:
        counts = Counter(each[code] for each in outcomes.values())
        name = clipped(names.text(run.program.by_code[code].rule.name), _LONGEST_RULE)
        rows.append([f"{printable(code)} {name}", *(figure(Decimal(counts[one]), names.language) for one in order)])
    heading = heads.CRITERION.in_language(names.language)
    return [heading, *(sign(kind, one) for one in order)], rows


def _numbers(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns after the first stand to the right."""
    widths = [max(width_of(row[at]) for row in (header, *rows)) for at in range(len(header))]

    def line(row: Sequence[str]) -> list[str]:
        return [row[0], *(right(cell, width) for cell, width in zip(row[1:], widths[1:], strict=True))]

    return aligned([line(row) for row in rows], line(header))


def _notes(run: Decisions, names: Names) -> Iterator[str]:
    """Notes on superseded texts, on figures of another year, and on rules not known from an official text."""
    program = run.program
    asked = [one.ruleset for one in program.programs() if one.as_of == program.as_of]
    for notice in of_rulesets(asked, program.as_of, names):
        yield from wrapped(notice)
    statements = run.world.evidence.statements()
    if any(one.as_of.year != program.assessed or getattr(one, "assurance", None) is not None for one in statements):
        gathered = Gathered()
        for unit in run.unit_by_unit():
            gathered.take(run.of(unit.code))
        yield from gathered.lines(run, names)
    unofficial = {key: rule for key, rule in _rested_on(run).items() if not rule.provenance.is_official}
    yield from unofficial_lines(unofficial, run, names)


def _rested_on(run: Decisions) -> Mapping[RuleKey, Rule]:
    """The rules that the conclusions and the criteria of a run can rest on, whatever the figures are."""
    programs = run.program.by_key()
    top = [*(one.code for one in run.program.ruleset.conclusions), *run.program.criteria]
    found: dict[RuleKey, Rule] = {}
    waiting = [(run.program, code) for code in reversed(top)]
    while waiting:
        program, code = waiting.pop()
        rule = program.by_code[code]
        if rule.key not in found:
            found[rule.key] = rule.rule
            asked = [term for term in walk(rule.truth) if isinstance(term, OutcomeOf)]
            waiting += [(programs[term.program], term.code) for term in reversed(asked)]
    return found
