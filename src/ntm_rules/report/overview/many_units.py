"""Table of many units by the criteria of one ruleset, with the open rules of each unit."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Outcome
from ...model.text import printable
from ..decisions.no_members import no_members_in_short
from ..decisions.told import uncounted_heading
from ..layout.cells import WIDTH, clipped, right, width_of, wrapped
from ..layout.table import aligned
from ..phrasing.grades import level_text, points_text
from ..phrasing.letter_case import capital
from ..phrasing.names import Names
from ..quantities.tallies import tally_text
from ..rules.sheet import repealed_lines
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.common import say
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING
from ..words.rule_kinds import RuleKind, outcome_word, sign
from .caption import MOST_UNITS, caption, criteria_tally, groups_of, has_recognition, published_on, totals
from .notes import notes
from .open_rules import OpenRule, gap_of, open_conditions, open_rules

_FEWEST_CELLS = 24
"""Minimum width of the column of open rules, in terminal cells, even beyond the width of the page."""
_LONGEST_NAME = 30
_LONGEST_CONDITION = 40


def matrix(run: Decisions, units: Sequence[str], names: Names) -> str:
    """A row for each unit, a column for each criterion; then how many criteria it attains, its recognition, what is missing.

    Totals stand below: how many units attain each criterion, how many are recognised, and the mean of criteria attained.
    """
    ruleset = run.program.ruleset
    below = [*totals(run, units, names), *repealed_lines(ruleset, names), *notes(run, units, names)]
    above = wrapped(caption(ruleset, run.program.as_of, names, known_on=run.world.evidence.known_on))
    uncounted = ", ".join(map(printable, uncounted_criteria(ruleset)))
    beside = wrapped(f"{uncounted_heading(ruleset, names.language)}: {uncounted}") if uncounted else ()
    nobody = _without_members(run, units, names)
    return "\n".join([*above, *_tables(run, units, names), "", *beside, *nobody, *below])


def _without_members(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """`Không có xã nào (1, 3): Huyện A, Huyện B`: the units with rules over those below them that found none."""
    groups: dict[str, list[str]] = {}
    for unit in units:
        concluded = [run.decision(unit, conclusion.code) for conclusion in run.program.ruleset.conclusions]
        own = [evolve(decision, children=()) for decision in concluded]
        text = no_members_in_short([*own, *(run.decision(unit, code) for code in run.program.criteria)], names)
        if text:
            groups.setdefault(text, []).append(unit)
    for text, found in groups.items():
        called = ", ".join(names.unit(unit) for unit in found[:MOST_UNITS])
        if len(found) > MOST_UNITS:
            called += f" {say(overview_words.AND_OTHER_UNITS, names.language, count=len(found) - MOST_UNITS)}"
        yield from wrapped(f"{capital(text)}: {called}")


def _tables(run: Decisions, units: Sequence[str], names: Names) -> Iterator[str]:
    """The rows, with the criteria broken into several tables where they are too many for one."""
    language, ruleset = names.language, run.program.ruleset
    recognises = has_recognition(ruleset)
    called = [clipped(names.unit(unit), _LONGEST_NAME) for unit in units]
    codes = [printable(code) for code in run.program.criteria]
    ends: list[list[str]] = []
    for unit in units:
        count = tally_text(criteria_tally(run, unit)).in_language(language)
        end = [groups_of(run, unit, names) if ruleset.classifies else count]
        if recognises:
            outcome = run.decision(unit, RECOGNITION).outcome
            kind = RuleKind.RECOGNITION
            end.append(f"{sign(kind, outcome)} {outcome_word(kind, outcome, language)}")
        ends.append(end)
    published = [published_on(run, unit, RECOGNITION, names) if recognises else "" for unit in units]
    if any(published):
        ends = [[*end, word] for end, word in zip(ends, published, strict=True)]
    header = [(overview_words.GROUPS if ruleset.classifies else overview_words.ATTAINED).in_language(language)]
    if recognises:
        header.append(words.CONCLUSION[RECOGNITION].in_language(language))
    if any(published):
        header.append(heads.PUBLISHED.in_language(language))
    if ruleset.is_scored:
        header.append(POINTS.in_language(language))
        for unit, end in zip(units, ends, strict=True):
            points = run.points(unit)
            end.append("–" if points is None else points_text(points, names))
    if ruleset.levels:
        header.append(RANKING.in_language(language))
        for unit, end in zip(units, ends, strict=True):
            level = run.level(unit)
            assert level is not None
            end.append(level_text(level, ruleset, names))
    first = max(map(width_of, [*called, heads.UNIT.in_language(language)]))
    last = sum(2 + max(map(width_of, column)) for column in zip(header, *ends, strict=True)) + 2 + _FEWEST_CELLS
    blocks = _blocks(codes, WIDTH - first - 2, WIDTH - first - 2 - last)
    for block in blocks[:-1]:
        yield _table(run, units, called, block, names) + "\n"
    used = first + 2 + sum(width_of(code) + 1 for code in blocks[-1]) - 1 + last - _FEWEST_CELLS
    open_ = [open_in_short(run, unit, names, max(_FEWEST_CELLS, WIDTH - used)) for unit in units]
    if any(open_):
        header.append(heads.OPEN.in_language(language))
        ends = [[*end, text] for end, text in zip(ends, open_, strict=True)]
    yield _table(run, units, called, blocks[-1], names, header, ends)


def _blocks(codes: Sequence[str], width: int, last: int) -> list[list[str]]:
    """The codes in blocks that fit `width` cells, the last of them `last` cells."""
    blocks: list[list[str]] = [[]]
    for code in codes:
        if blocks[-1] and sum(width_of(one) + 1 for one in [*blocks[-1], code]) - 1 > width:
            blocks.append([])
        blocks[-1].append(code)
    if sum(width_of(one) + 1 for one in blocks[-1]) - 1 > last:
        blocks.append([])
    return blocks


def _table(
    run: Decisions,
    units: Sequence[str],
    called: Sequence[str],
    codes: Sequence[str],
    names: Names,
    header: Sequence[str] = (),
    ends: Sequence[Sequence[str]] = (),
) -> str:
    asked = {printable(code): code for code in run.program.criteria}
    rows = []
    kind = RuleKind.CLASSIFICATION if run.program.ruleset.classifies else RuleKind.CRITERION
    for place, unit in enumerate(units):
        outcomes = run.outcomes(unit)
        signs = [right(sign(kind, outcomes[asked[code]]), width_of(code)) for code in codes]
        middle = [" ".join(signs)] if codes else []
        rows.append([called[place], *middle, *(ends[place] if ends else ())])
    middle = [" ".join(codes)] if codes else []
    return aligned(rows, [heads.UNIT.in_language(names.language), *middle, *header])


def open_in_short(run: Decisions, unit: str, names: Names, width: int) -> str:
    """Open rules of a unit within `width` cells: `✗ 3.3 (thiếu 2,8 điểm %); ? 5`.

    Rules by their codes, with gaps where there is room for them; a criterion by its own code where all below it is open.
    """
    found = list(open_rules(run, unit))
    outcomes = {run.decision(unit, code).outcome for code in run.program.criteria}
    several = len(run.program.criteria) > 1 and not run.program.ruleset.classifies
    alike = next(iter(outcomes)) if len(outcomes) == 1 and several else None
    beside: list[tuple[Outcome, str]] = []
    if has_recognition(run.program.ruleset):
        conditions = open_conditions(run.decision(unit, RECOGNITION), names)
        beside = [(one.outcome, clipped(one.about or one.body, _LONGEST_CONDITION)) for one in conditions]
    if alike in SHORT:
        beside.insert(0, (alike, overview_words.ALL_CRITERIA.in_language(names.language)))
        found = []
    texts = (
        _marked(_whole_criteria(found), beside, names, gaps=True),
        _marked(_whole_criteria(found), beside, names),
        _marked(list({one.criterion.code: _lifted(run, unit, one) for one in found}.values()), beside, names),
    )
    return next((text for text in texts if width_of(text) <= width), None) or _cut(texts[-1], width)


def _cut(text: str, width: int) -> str:
    """A list cut off after a whole item."""
    short = clipped(text, width)
    return f"{short[: short.rindex(',')]}, …" if "," in short else short


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


def _lifted(run: Decisions, unit: str, one: OpenRule) -> tuple[Outcome, str, OpenRule]:
    return run.decision(unit, one.criterion.code).outcome, one.criterion.code, one


def _marked(
    found: Sequence[tuple[Outcome, str, OpenRule]],
    beside: Sequence[tuple[Outcome, str]],
    names: Names,
    *,
    gaps: bool = False,
) -> str:
    items = []
    for outcome in SHORT:
        called = []
        for own, code, one in found:
            if own is outcome:
                gap = gap_of(one.decision, names) if gaps and code == one.rule.code else ""
                called.append(f"{printable(code)} ({gap})" if gap else printable(code))
        called += [about for own, about in beside if own is outcome]
        if called:
            items.append(f"{sign(RuleKind.CRITERION, outcome)} {', '.join(called)}")
    return "; ".join(items)
