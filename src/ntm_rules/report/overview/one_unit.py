"""Results of one unit under a ruleset with indicators: each criterion with its count and its open indicators."""

from collections.abc import Iterator

from attrs import evolve

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Outcome
from ...model.ruleset import CriteriaGroup, Criterion, Rule, short_name
from ...model.text import printable
from ..decisions.no_members import no_members_in_short
from ..decisions.told import uncounted_heading
from ..layout.cells import WIDTH, clipped, width_of, wrapped
from ..layout.table import aligned, in_rows
from ..phrasing.grades import level_text, points_text
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..quantities.tallies import tally_counted, tally_of_outcomes
from ..rules.sheet import repealed_lines
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.common import say
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING
from ..words.rule_kinds import RuleKind, kind_of_code, outcome_word, sign
from .alike import open_lines
from .caption import caption, criteria_tally, published_on
from .notes import notes
from .open_rules import is_attested, open_conditions, open_indicators, what_is_open

_LONGEST_NAME = 70


def outline(run: Decisions, unit: str, names: Names) -> str:
    """Each criterion of a ruleset with its indicators attained out of those that apply, the open ones below by name."""
    return "\n".join(_lines(run, unit, names))


def _lines(run: Decisions, unit: str, names: Names) -> Iterator[str]:
    ruleset, language = run.program.ruleset, names.language
    yield from wrapped(caption(ruleset, run.program.as_of, names, unit, run.world.evidence.known_on))
    count = _counts(run, unit, names)
    points = run.points(unit)
    if points is not None:
        yield f"{POINTS.in_language(language)}: {points_text(points, names)}"
    level = run.level(unit)
    if level is not None:
        yield from wrapped(f"{RANKING.in_language(language)}: {level_text(level, ruleset, names)}")
    for conclusion in ruleset.conclusions:
        decision = run.decision(unit, conclusion.code)
        kind = kind_of_code(conclusion.code, classifies=ruleset.classifies)
        outcome = outcome_word(kind, decision.outcome, language, in_full=True)
        nobody = no_members_in_short([evolve(decision, children=())], names, about=decision.rule)
        outcome = f"{outcome} ({nobody})" if nobody and decision.outcome not in SHORT else outcome
        text = f"{sign(kind, decision.outcome)} {names.text(conclusion.name)}: {outcome}"
        yield f"{text}, {count}" if conclusion.code == RECOGNITION else text
        if published := published_on(run, unit, conclusion.code, names):
            yield f"    {heads.PUBLISHED.in_language(language)}: {published}"
        if kind is not RuleKind.REVOCATION:
            for one in open_conditions(decision, names):
                about = f"{one.about}: " if one.about else ""
                yield from wrapped(f"    {sign(RuleKind.CRITERION, one.outcome)} {about}{one.body}", indent="      ")
    if not any(conclusion.code == RECOGNITION for conclusion in ruleset.conclusions):
        yield say(overview_words.OUTLINE_COUNT, language, count=count)
    uncounted = set(uncounted_criteria(ruleset))
    rows = _rows(run, unit, names)
    yield from _table([row for code, row in rows if code not in uncounted])
    if uncounted:
        yield f"{uncounted_heading(ruleset, language)}:"
        yield from _table([row for code, row in rows if code in uncounted])
    yield from repealed_lines(ruleset, names)
    yield from notes(run, [unit], names)


def _counts(run: Decisions, unit: str, names: Names) -> str:
    """`6/9 tiêu chí, 24/36 chỉ tiêu`."""
    indicators = [indicator for criterion in run.program.ruleset.criteria for indicator in criterion.indicators]
    below = tally_of_outcomes(run.decision(unit, indicator.code).outcome for indicator in indicators)
    counts = ((criteria_tally(run, unit), words.CRITERION), (below, words.INDICATOR))
    return ", ".join(tally_counted(tally, noun, names.language) for tally, noun in counts)


def _table(rows: list[list[str]]) -> Iterator[str]:
    if rows:
        yield aligned(rows)


def _rows(run: Decisions, unit: str, names: Names) -> list[tuple[str, list[str]]]:
    """The rows, each with the code of the criterion that it is about."""
    found: list[tuple[str, str, str]] = []
    of: list[str] = []
    heading: CriteriaGroup | None = None
    for criterion in run.program.ruleset.criteria:
        group = run.program.ruleset.group_of(criterion.code)
        if group is not None and group is not heading:
            found.append(("", names.text(group.name).upper(), ""))
        heading = group
        decision = run.decision(unit, criterion.code)
        kind = names.rule_kind(decision.rule, decision.version)
        said = [_count(run, unit, criterion, names)]
        is_open = decision.outcome in SHORT
        below = open_indicators(run, unit, criterion) if is_open else []
        if is_open and (not below or is_attested(decision)):
            said.append(what_is_open(decision, names, below=not below))
        elif criterion.indicators and is_attested(decision):
            # The indicators do not decide it: how many are reported says no more than that.
            said = [words.BY_ATTESTATION.in_language(names.language), _reported(run, unit, criterion, names)]
        if decision.points is not None:
            said.insert(0, points_text(decision.points, names))
        if not is_open:
            said.append(no_members_in_short([decision], names, about=decision.rule))
        found.append(
            (_sign(kind, decision.outcome, criterion.code), _name(criterion, names), "; ".join(filter(None, said)))
        )
        for line in open_lines(below, names):
            first = line.rules[0]
            mark = sign(kind, first.decision.outcome)
            if len(line.rules) == 1:
                found.append(
                    (f"  {mark} {printable(first.rule.code)}", f"  {_name(first.rule, names)}", line.what(names))
                )
            else:
                codes = line.codes(run.program.ruleset)
                found.append((f"  {mark} …", f"  {codes} ({line.number(names)})", line.what(names)))
        of += [criterion.code] * (len(found) - len(of))
    rows = [[mark, name if mark.endswith("…") else clipped(name, _LONGEST_NAME), said] for mark, name, said in found]
    widths = [max(width_of(row[0]) for row in rows), _LONGEST_NAME]
    named = min(_LONGEST_NAME, max(width_of(row[1]) for row in rows))
    shown = [in_rows(row, [*widths, WIDTH - widths[0] - named - 4]) for row in rows]
    return [(code, line) for code, lines in zip(of, shown, strict=True) for line in lines]


def _name(rule: Rule, names: Names) -> str:
    """The name of a rule; the short one where the name would be cut off."""
    name = names.text(rule.name)
    return name if width_of(name) <= _LONGEST_NAME else names.text(short_name(rule))


def _sign(kind: RuleKind, outcome: Outcome, code: str) -> str:
    return f"{sign(kind, outcome)} {printable(code)}"


def _count(run: Decisions, unit: str, criterion: Criterion, names: Names) -> str:
    """`2/3 chỉ tiêu đạt`, or `≥ 1/3 chỉ tiêu đạt` where others are not determined; empty where no indicator applies."""
    tally = tally_of_outcomes(_applicable(run, unit, criterion))
    count = tally_counted(tally, words.INDICATOR, names.language)
    if tally.undetermined == tally.applicable:
        return count if tally.applicable else ""
    return say(words.OF_WHICH_ATTAINED, names.language, count=count)


def _reported(run: Decisions, unit: str, criterion: Criterion, names: Names) -> str:
    """`0/1 chỉ tiêu có số liệu`; empty where no indicator applies."""
    outcomes = _applicable(run, unit, criterion)
    known = len(outcomes) - outcomes.count(Outcome.UNDETERMINED)
    count = f"{known}/{counted(len(outcomes), words.INDICATOR, names.language)}"
    return say(words.REPORTED_OF, names.language, count=count) if outcomes else ""


def _applicable(run: Decisions, unit: str, criterion: Criterion) -> list[Outcome]:
    outcomes = [run.decision(unit, indicator.code).outcome for indicator in criterion.indicators]
    return [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
