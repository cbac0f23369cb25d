"""Effects of another text on existing units as tables: changed outcomes with their grounds, and units near a
threshold.
"""

from collections.abc import Iterator, Sequence

from ...evolution.impact.effect import Effect, RuleLevel
from ...evolution.impact.impact import Impact, RuleImpact
from ...model.outcome import Outcome
from ...model.text import Text, printable
from ..layout.cells import clipped, width_of, wrapped
from ..layout.table import aligned
from ..phrasing.letter_case import mid_sentence
from ..phrasing.names import Names
from ..phrasing.numbers import counted
from ..quantities.observed import NOTHING, observed_cell, required_cell
from ..words import common as words
from ..words import impact as impact_words
from ..words import overview as overview_words
from ..words.common import say
from .cells import gap_cell, outcome_cell, rule_cell
from .rules import attained_by, worded_rules
from .summary import counts, ground_code, heading, level_changes, missing_lines, recalled_note, rule_code, unaffected

MOST_NEAR = 10
MOST_ROWS = 200
"""Maximum number of rows printed per level; the CSV has all."""
LONGEST_CAUSE = 56
"""Maximum width of the grounds of a change, in terminal cells."""
_HARM = (Effect.LOSES, Effect.BECOMES_UNDETERMINED)


def impact_text(impacts: Sequence[Impact], names: Names, file: str | None = None) -> str:
    """The whole report: the two texts, then for each ruleset the counts and the rows that changed, and who is near.

    The first is the ruleset whose text changed, the others those that may rest on it: of these only the ones under which
    somebody comes to another outcome have a page. `file` is the rule file that the new text was read from, if it was.
    """
    pages = ["\n".join(line for text in heading(impacts[0], names, file) for line in wrapped(text))]
    pages.append("\n".join([*_page(impacts[0], names, with_rules=True), *_nearest(impacts[0], names)]))
    pages += ["\n".join(_page(impact, names)) for impact in impacts[1:] if impact.changed()]
    pages += ["\n".join(wrapped(line)) for line in unaffected(impacts, names)]
    pages += ["\n".join(lines) for lines in (_missing(impacts, names),) if lines]
    if note := recalled_note(impacts, names):
        pages.append("\n".join(wrapped(note)))
    return "\n\n".join(pages)


def _page(impact: Impact, names: Names, *, with_rules: bool = False) -> Iterator[str]:
    language = names.language
    kind, title = impact.after.applies_to, names.text(impact.after.title)
    if not impact.units:
        noun = names.kind(kind)
        yield say(impact_words.NO_UNITS, language, title=title, kind=noun.vi if language == "vi" else noun.one)
        return
    units = counted(len(impact.units), names.kind(kind), language)
    yield from wrapped(f"{say(impact_words.TITLE, language, title=title, units=units)}; {counts(impact, names)}")
    for line in _rules(impact, names) if with_rules else ():
        yield from wrapped(f"  {line}", indent="    ")
    if impact.levels:
        yield ""
        yield f"{impact_words.LEVEL_CHANGES.in_language(language)}:"
        changes = list(level_changes(impact, names))
        yield from (f"  {line}" for line in changes[:MOST_ROWS])
        if len(changes) > MOST_ROWS:
            yield f"  {say(impact_words.MEMO_AND_MORE, language, count=len(changes) - MOST_ROWS)}"
    for level in RuleLevel:
        yield from _table(impact, level, names)


def _rules(impact: Impact, names: Names) -> Iterator[str]:
    """Lines for added, repealed, changed, renumbered and renamed rules."""
    added: dict[str, list[RuleImpact]] = {}
    repealed: dict[str, None] = {}
    changed: dict[str, None] = {}
    for row in impact.rows:
        code = rule_code(row, names)
        if row.before is None:
            added.setdefault(code, []).append(row)
        elif row.after is None:
            by = [one.instrument for one in impact.after.repealed if one.code == row.rule.code]
            repealed[f"{code} ({printable(by[0])})" if by else code] = None
        elif row.rule_changed:
            changed[code] = None
    language = names.language
    if changed:
        yield say(impact_words.RULES_CHANGED, language, codes=", ".join(changed))
    if added:
        items = []
        for code, rows in added.items():
            items.append(say(impact_words.ADDED_COUNT, language, code=code, count=attained_by(rows, impact, names)))
        yield say(impact_words.RULES_ADDED, language, codes=", ".join(items))
    if not (changed or added or repealed):
        yield impact_words.SAME_TEXT.in_language(language)
    if repealed:
        yield say(impact_words.RULES_REPEALED, language, codes=", ".join(repealed))
    yield from worded_rules(impact, names)


def _table(impact: Impact, level: RuleLevel, names: Names) -> Iterator[str]:
    """The rows of a level with another outcome; of a new rule those who do not attain it, of a repealed one none."""
    language = names.language
    rows = [row for row in impact.changed() if row.level is level and row.effect is not Effect.REPEALED]
    rows = [row for row in rows if row.effect is not Effect.ADDED or row.after is not Outcome.ATTAINED]
    if not rows:
        return
    rows.sort(key=lambda row: row.effect not in _HARM)
    yield ""
    yield f"{impact_words.LEVELS[level].in_language(language)}:"
    cells = [_cells(row, names) for row in rows[:MOST_ROWS]]
    header = [title.in_language(language) for title in impact_words.COLUMNS]
    kept = [place for place in range(len(header)) if any(row[place] != NOTHING for row in cells)]
    yield aligned([[row[place] for place in kept] for row in cells], [header[place] for place in kept])
    if len(rows) > MOST_ROWS:
        yield say(impact_words.AND_MORE, language, count=len(rows) - MOST_ROWS)


def _cells(row: RuleImpact, names: Names) -> list[str]:
    clause = row.clause
    return [
        names.unit(row.unit),
        rule_cell(clause, names),
        outcome_cell(row.rule, row.before, impact_words.FROM_NOTHING, names),
        outcome_cell(row.rule, row.after, impact_words.TO_NOTHING, names),
        observed_cell(clause.after or clause.before, names, names.rule_kind(row.rule)),
        required_cell(clause.before, names),
        required_cell(clause.after, names),
        gap_cell(clause, names),
        _because(row, names),
    ]


def _because(row: RuleImpact, names: Names) -> str:
    """Grounds of a change: codes of lower rules, grouped by unit where it is another one; own figures by name."""
    own = [one for one in row.grounds if (one.unit, one.rule) == (row.unit, row.rule)]
    figures = [one.after.measure for one in own if one.after is not None and one.after.measure is not None]
    by_unit: dict[str, dict[str, None]] = {}
    if len(figures) > 1 or row.level is RuleLevel.CONCLUSION:
        by_unit[row.unit] = {mid_sentence(names.measure_name(measure)): None for measure in figures}
    for one in row.grounds:
        if one not in own:
            by_unit.setdefault(one.unit, {})[ground_code(one, names)] = None
    items = [
        _as_many_as_fit(list(called), ", ", LONGEST_CAUSE // 2, names)
        if unit == row.unit
        else f"{names.unit(unit)} ({_as_many_as_fit(list(called), ', ', LONGEST_CAUSE // 2, names)})"
        for unit, called in by_unit.items()
        if called
    ]
    more = words.AND_OTHERS if len(by_unit) == 1 else overview_words.AND_OTHER_UNITS
    return _as_many_as_fit(items, "; ", LONGEST_CAUSE, names, more) if items else NOTHING


def _as_many_as_fit(items: Sequence[str], joint: str, width: int, names: Names, more: Text = words.AND_OTHERS) -> str:
    """The first of the items, as many as `width` cells hold together with how many there are beside them; one at the least."""
    text = joint.join(items)
    if width_of(text) <= width:
        return text
    for kept in range(1, len(items)):
        longer = f"{joint.join(items[:kept])} {say(more, names.language, count=len(items) - kept)}"
        if kept > 1 and width_of(longer) > width:
            break
        text = longer
    return clipped(text, width)


def _nearest(impact: Impact, names: Names) -> Iterator[str]:
    language = names.language
    near = impact.nearest()
    if not near:
        return
    yield ""
    yield f"{impact_words.NEAREST.in_language(language)}:"
    rows = []
    for row in near[:MOST_NEAR]:
        reason = row.clause.after
        assert reason is not None
        rows.append(
            [
                names.unit(row.unit),
                rule_cell(row.clause, names),
                observed_cell(reason, names),
                required_cell(reason, names),
                gap_cell(row.clause, names),
            ]
        )
    yield aligned(rows, [title.in_language(language) for title in impact_words.NEAREST_COLUMNS])
    if len(near) > MOST_NEAR:
        yield say(impact_words.MORE_NEAR, language, count=len(near) - MOST_NEAR)


def _missing(impacts: Sequence[Impact], names: Names) -> list[str]:
    lines = [f"  {line}" for line in missing_lines(impacts, names)]
    return [impact_words.MISSING.in_language(names.language), *lines] if lines else []
