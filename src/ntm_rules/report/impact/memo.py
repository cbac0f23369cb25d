"""Effects of another text on existing units as a page of Markdown, for a decision memo."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from ...evolution.impact.clause import Clause
from ...evolution.impact.effect import REVOCATION, Effect, RuleLevel
from ...evolution.impact.impact import Impact, RuleImpact
from ...model.text import Text
from ..layout.markdown import escaped, table_row
from ..phrasing.letter_case import capital
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, listed
from ..words import common as words
from ..words import impact as impact_words
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import RuleKind, conclusion_called, outcome_word, required_phrase
from .cells import NOTHING, gap_cell, ground_name, observed_cell, required_cell, rule_cell
from .rules import changed_rules
from .summary import (
    as_if,
    ground_code,
    groups,
    level_changes,
    missing_lines,
    numbers,
    recalled_note,
    revoked,
    texts,
    unaffected,
)

MOST_NAMED = 10
"""Maximum number of units named in a list of the memo; the rest are counted."""
_MOST_RULES = 8
_LONGEST_NAME = 100
_MOST_NEAR = 5
_MOST_CLAUSES = 3


def impact_memo(
    impacts: Sequence[Impact], names: Names, title: Text | None = None, known_on: date | None = None
) -> str:
    """The memo: the two texts, what they change, how many gain and lose, who loses by which clause and by how much, who is
    near, what is to be collected, and what is only recalled.

    The first impact is that of the ruleset whose text changed, the others those of rulesets that may rest on it. `title` is
    that of the dossier, and what was recorded after `known_on` was left out.
    """
    before, after = numbers(impacts[0], names)
    parts = [
        [f"# {escaped(say(impact_words.MEMO_TITLE, names.language, before=before, after=after))}"],
        list(_scope(impacts, names, title, known_on)),
        _section(impact_words.MEMO_RULES, map(escaped, changed_rules(impacts[0], names)), names, _MOST_RULES),
        [f"## {impact_words.MEMO_COUNTS.in_language(names.language)}", "", *_counts(impacts, names)],
        _section(
            impact_words.LEVEL_CHANGES,
            (escaped(line) for impact in impacts for line in level_changes(impact, names)),
            names,
        ),
        _section(impact_words.MEMO_LOSE, _concluded(impacts, Effect.LOSES, names), names, nobody=True),
        _section(impact_words.MEMO_LOSE_BELOW, _lose_below(impacts, names), names),
        _section(impact_words.MEMO_OPEN, _concluded(impacts, Effect.BECOMES_UNDETERMINED, names), names),
        _section(impact_words.MEMO_GAIN, _concluded(impacts, Effect.GAINS, names), names),
        _section(impact_words.MEMO_NEAR, _near(impacts[0], names), names),
        _section(impact_words.MEMO_MISSING, map(escaped, missing_lines(impacts, names)), names),
        _section(impact_words.MEMO_NOTES, _notes(impacts, names), names),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _section(
    heading: Text, lines: Iterable[str], names: Names, most: int = MOST_NAMED, *, nobody: bool = False
) -> list[str]:
    """Heading with a list; empty where there are no lines, unless `nobody` asks for a line that says so."""
    language = names.language
    held = list(lines)
    if not held and not nobody:
        return []
    shown = [f"- {line}" for line in held[:most]] or [impact_words.MEMO_NOBODY.in_language(language)]
    if len(held) > most:
        shown.append(f"- {say(impact_words.MEMO_AND_MORE, language, count=len(held) - most)}")
    return [f"## {heading.in_language(language)}", "", *shown]


def _scope(impacts: Sequence[Impact], names: Names, title: Text | None, known_on: date | None) -> Iterator[str]:
    language, first = names.language, impacts[0]
    when = day(first.as_of, language)
    before, after = map(escaped, texts(first, names))
    subject = escaped(names.text(first.after.title))
    yield say(impact_words.MEMO_CHANGE, language, title=subject, before=before, after=after)
    yield ""
    by_kinds = {impact.after.applies_to: len(impact.units) for impact in impacts if impact.units}
    units = listed([counted(count, names.kind(kinds), language) for kinds, count in by_kinds.items()], language)
    dossier = "" if title is None else say(impact_words.MEMO_DOSSIER, language, title=escaped(names.text(title)))
    yield say(impact_words.MEMO_SCOPE, language, units=units, day=when, dossier=dossier)
    if known_on is not None:
        yield ""
        yield say(impact_words.MEMO_KNOWN, language, day=day(known_on, language))
    for line in as_if(first, names):
        yield ""
        yield escaped(line)


def _counts(impacts: Sequence[Impact], names: Names) -> Iterator[str]:
    yield table_row(title.in_language(names.language) for title in impact_words.MEMO_COLUMNS)
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    counted_effects = (Effect.GAINS, Effect.LOSES, Effect.BECOMES_UNDETERMINED)
    for impact in impacts:
        if not impact.units or not (impact is impacts[0] or impact.changed()):
            continue
        title = escaped(names.text(impact.after.title))
        for what, rows in groups(impact, names):
            effects = [row.effect for row in rows]
            if rows[0].rule.code == REVOCATION:
                continue  # to come under a revocation is no loss of one: it has a line of its own
            numbers = [effects.count(effect) for effect in counted_effects]
            others = len([row for row in rows if row.after is not None]) - sum(numbers)
            yield table_row([title, capital(what), *map(str, numbers), str(others)])
            title = ""
    for impact in impacts:
        if under := list(revoked(impact, names)):
            yield ""
            yield f"{escaped(names.text(impact.after.title))}: {'; '.join(under)}."


def _concluded(impacts: Sequence[Impact], effect: Effect, names: Names) -> Iterator[str]:
    """The units whose conclusions have an effect, with the clauses it comes from.

    A unit has one line: its conclusions that come from the same clauses stand together. So do units of whom the same is said.
    """
    by_unit: dict[str, list[RuleImpact]] = {}
    titles = {impact.after.id: names.text(impact.after.title) for impact in impacts}
    told = _told(impacts)
    for impact in impacts:
        for row in impact.having(effect, RuleLevel.CONCLUSION):
            by_unit.setdefault(row.unit, []).append(row)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for unit, rows in by_unit.items():
        several = len({row.rule.ruleset for row in rows}) > 1
        concluded: dict[str, list[str]] = {}
        for row in rows:
            what = _concluded_what(row, titles[row.rule.ruleset] if several else None, names)
            concluded.setdefault(_clauses(row.grounds, row.unit, told, names), []).append(what)
        said = tuple(("; ".join(conclusions), clauses) for clauses, conclusions in concluded.items())
        alike.setdefault(said, []).append(escaped(names.unit(unit)))
    for said, units in alike.items():
        yield _concluded_line(", ".join(units), said, names)


def _told(impacts: Sequence[Impact]) -> set[str]:
    """Codes of the units with a line of their own: one of their conclusions has another outcome."""
    return {row.unit for impact in impacts for row in impact.changed() if row.level is RuleLevel.CONCLUSION}


def _concluded_line(unit: str, said: Sequence[tuple[str, str]], names: Names) -> str:
    """`**Xã A** (công nhận; thuộc trường hợp thu hồi): …`, or each conclusion with its own clauses."""
    if len(said) == 1:
        [(what, clauses)] = said
        return say(impact_words.MEMO_LINE, names.language, unit=unit, what=what, clauses=clauses)
    parts = [say(impact_words.MEMO_FOR_WHAT, names.language, what=what, clauses=clauses) for what, clauses in said]
    return say(impact_words.MEMO_LINE_BELOW, names.language, unit=unit, clauses="; ".join(parts))


def _concluded_what(row: RuleImpact, title: str | None, names: Names) -> str:
    """Name of the conclusion, with the title of its ruleset where given; for a revocation, the new outcome."""
    if row.rule.code == REVOCATION and row.after is not None:
        what = outcome_word(RuleKind.REVOCATION, row.after, names.language).lower()
    else:
        what = conclusion_called(row.rule.code).in_language(names.language).lower()
    return what if title is None else say(impact_words.MEMO_OF_RULESET, names.language, what=what, title=escaped(title))


def _lose_below(impacts: Sequence[Impact], names: Names) -> Iterator[str]:
    """The units that lose rules but no conclusion, with the lowest of these rules."""
    lost: dict[str, dict[Clause, None]] = {}
    for impact in impacts:
        concluded = {row.unit for row in impact.having(Effect.LOSES, RuleLevel.CONCLUSION)}
        for row in impact.having(Effect.LOSES):
            if row.unit not in concluded:
                lost.setdefault(row.unit, {}).update(dict.fromkeys(row.grounds))
    for unit, clauses in lost.items():
        said = _clauses(tuple(clauses), unit, _told(impacts), names)
        yield say(impact_words.MEMO_LINE_BELOW, names.language, unit=escaped(names.unit(unit)), clauses=said)


def _clauses(grounds: Sequence[Clause], unit: str, told: Collection[str], names: Names) -> str:
    """The clauses of the unit itself, then those of each unit below it; of many, how many more there are.

    Of units below that are `told` of on a line of their own, the codes do.
    """
    language = names.language
    several = [(ground.unit, ground.rule) for ground in grounds]
    full: dict[str, dict[str, None]] = {unit: {}}
    codes: dict[str, dict[str, None]] = {}
    for ground in grounds:
        if ground.unit != unit and ground.unit in told:
            codes.setdefault(ground.unit, {})[escaped(ground_code(ground, names))] = None
        else:
            text = _clause(ground, unit, several.count((ground.unit, ground.rule)) > 1, names)
            full.setdefault(ground.unit, {})[text] = None
    texts = [_first(list(full.pop(unit)), "; ", _MOST_CLAUSES, names)]
    below = [(one, _first(list(clauses), "; ", _MOST_CLAUSES, names)) for one, clauses in full.items()]
    lines = [say(impact_words.MEMO_UNDER, language, unit=escaped(names.unit(one)), text=text) for one, text in below]
    texts.append(_first(lines, "; ", _MOST_CLAUSES, names))
    named = [(one, _first(list(rules), ", ", _MOST_CLAUSES, names)) for one, rules in codes.items()]
    units = [say(impact_words.MEMO_UNDER_CODES, language, unit=escaped(names.unit(one)), codes=of) for one, of in named]
    if units:
        texts.append(
            say(
                impact_words.MEMO_BECAUSE,
                language,
                units=_first(units, ", ", MOST_NAMED, names, overview_words.AND_OTHER_UNITS),
            )
        )
    return "; ".join(text for text in texts if text)


def _first(texts: Sequence[str], joint: str, most: int, names: Names, more: Text = words.AND_OTHERS) -> str:
    text = joint.join(texts[:most])
    if len(texts) > most:
        text += f" {say(more, names.language, count=len(texts) - most)}"
    return text


def _clause(ground: Clause, unit: str, several: bool, names: Names) -> str:
    """`15.1 Bảo hiểm y tế: 92,4 %, yêu cầu từ 95 % trở lên (trước đây từ 90 % trở lên), thiếu 2,6 điểm %`.

    `several`: there are others of the same rule, so that the figures are called by their own names.
    """
    language = names.language
    if ground.outcome_after is None:
        text = impact_words.MEMO_REPEALED.in_language(language)
    else:
        text = _stands(ground, names)
    if called := ground_name(ground, unit, names, several=several, width=_LONGEST_NAME):
        text = say(impact_words.MEMO_CLAUSE, language, rule=called, observed=text)
    return escaped(text)


def _stands(ground: Clause, names: Names) -> str:
    """Observed value, new and old requirement, and gap."""
    language = names.language
    kind = names.rule_kind(ground.rule)
    text = observed_cell(ground.after, names, kind)
    before, after = required_cell(ground.before, names), required_cell(ground.after, names)
    if after != NOTHING:
        negated = ground.after is not None and ground.after.negated
        text = required_phrase(kind, text, after, language, negated=negated)
    if before not in (NOTHING, after):
        text = say(impact_words.MEMO_BEFORE, language, text=text, before=before)
    elif ground.outcome_before is None:
        text = say(impact_words.MEMO_NEW, language, text=text)
    gap = gap_cell(ground, names)
    return text if gap == NOTHING else say(impact_words.MEMO_GAP, language, text=text, gap=gap)


def _near(impact: Impact, names: Names) -> Iterator[str]:
    """The nearest figures of those who attain a rule, a line a unit; those of changed rules alone where there are any."""
    near = impact.nearest()
    near = tuple(row for row in near if row.rule_changed) or near
    by_unit: dict[str, list[str]] = {}
    for row in near[:_MOST_NEAR]:
        reason, kind = row.clause.after, names.rule_kind(row.clause.rule)
        assert reason is not None
        text = say(
            impact_words.MEMO_CLAUSE,
            names.language,
            rule=rule_cell(row.clause, names, _LONGEST_NAME),
            observed=observed_cell(reason, names, kind),
        )
        text = required_phrase(kind, text, required_cell(reason, names), names.language, negated=reason.negated)
        by_unit.setdefault(row.unit, []).append(escaped(f"{text}, {gap_cell(row.clause, names)}"))
    for unit, clauses in by_unit.items():
        called = escaped(names.unit(unit))
        yield say(impact_words.MEMO_LINE_BELOW, names.language, unit=called, clauses="; ".join(clauses))
    if others := len({row.unit for row in near}) - len(by_unit):
        yield say(impact_words.MEMO_MORE_NEAR, names.language, count=others)


def _notes(impacts: Sequence[Impact], names: Names) -> Iterator[str]:
    for line in unaffected(impacts, names):
        yield escaped(line)
    if note := recalled_note(impacts, names, impact_words.MEMO_RECALLED):
        yield escaped(note)
