"""Effects of another text on existing units as a paper, for a decision memo."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from sys import maxsize

from ...evolution.impact.clause import Clause
from ...evolution.impact.impact import Effect, Impact, RuleImpact, RuleLevel
from ...model.key import REVOCATION
from ...model.text import Text, printable
from ..pages.two_languages import filled
from ..papers.paper import CellValue, Heading, Paper, PaperBlock, Paragraph, marked, plain, table_of
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day, first_of, listed
from ..quantities.observed import observed_cell, required_cell
from ..words import heads
from ..words import impact as impact_words
from ..words.common import capital
from ..words.rule_kinds import RuleKind, conclusion_called, outcome_word, required_phrase
from . import summary
from .clauses import MOST_NAMED, clauses_of, gap_cell, rule_cell
from .rules import changed_rules

_MOST_ALIKE = 30
"""Maximum number of units named in one line, of whom the same is said; the rest are counted."""
_MOST_RULES = 8
_MOST_NEAR = 5

Sharing = Callable[[Callable[[int], tuple[PaperBlock, ...]], Sequence[int]], Iterable[tuple[PaperBlock, ...]]]
"""Work on each of some numbers, and what comes of it in their order, as from `map`."""


def impact_paper(
    impacts: Sequence[Impact],
    names: Names,
    title: Text | None = None,
    known_on: date | None = None,
    *,
    file: str | None = None,
    everything: bool = False,
    share: Sharing = map,
) -> Paper:
    """The two texts, what they change, how many gain and lose, who loses by which clause and by how much, who is
    near, what is to be collected, and what is only recalled.

    The first impact is that of the ruleset whose text changed, the others those of rulesets that may rest on it. `title` is
    that of the dossier, and what was recorded after `known_on` was left out. `file` is the rule file that the new text was read
    from, if it was. Lists have their first lines and a count of the others, with `everything` all. `share` has the
    work on each section done, and gives what comes of it in their order.
    """
    most, most_rules, most_alike = 3 * (maxsize,) if everything else (MOST_NAMED, _MOST_RULES, _MOST_ALIKE)
    before, after = summary.numbers(impacts[0], names)

    def concluded(heading: Text, effect: Effect, none: Text | None = None) -> Iterator[PaperBlock]:
        return _section(heading, _concluded(impacts, effect, names, most_alike), most, none)

    sections: tuple[Callable[[], Iterable[PaperBlock]], ...] = (
        lambda: _scope(impacts, names, title, known_on, file),
        lambda: _rules(impacts[0], names, most_rules),
        lambda: (Heading(heads.SUMMARY), *_counts(impacts, names)),
        lambda: _section(impact_words.LEVEL_CHANGES, _items(_levels(impacts, names)), most),
        lambda: concluded(impact_words.MEMO_LOSE, Effect.LOSES, impact_words.MEMO_NOBODY),
        lambda: _section(impact_words.MEMO_LOSE_BELOW, _lose_below(impacts, names), most),
        lambda: concluded(impact_words.MEMO_OPEN, Effect.BECOMES_UNDETERMINED),
        lambda: concluded(impact_words.MEMO_NOW_KNOWN, Effect.BECOMES_DETERMINED),
        lambda: concluded(impact_words.MEMO_GAIN, Effect.GAINS),
        lambda: _section(impact_words.MEMO_NEAR, _near(impacts[0], names, maxsize if everything else _MOST_NEAR), most),
        lambda: _section(impact_words.MEMO_MISSING, _missing(impacts, names, most_alike), most),
        lambda: _section(impact_words.MEMO_NOTES, _items(_notes(impacts, names)), most),
    )

    def written(number: int) -> tuple[PaperBlock, ...]:
        return tuple(sections[number]())

    # The longest work is that of the last sections: it begins first.
    backwards = [*share(written, range(len(sections))[::-1])]
    blocks = tuple(chain.from_iterable(backwards[::-1]))
    return Paper(None, Text(names.say(impact_words.MEMO_TITLE, before=before, after=after)), (), blocks)


def _rules(impact: Impact, names: Names, most: int) -> Iterator[PaperBlock]:
    """The rules that change, and where one is told in part, how to see it whole."""
    changed = list(changed_rules(impact, names))
    yield from _section(impact_words.MEMO_RULES, _items(changed), most, impact_words.SAME_TEXT)
    if any("…" in line for line in changed[:most]):
        yield plain(impact_words.MEMO_CUT, item=True)


def _levels(impacts: Sequence[Impact], names: Names) -> Iterator[str]:
    return (line for impact in impacts for line in summary.level_changes(impact, names))


def _items(lines: Iterable[str]) -> Iterator[Paragraph]:
    return (plain(line, item=True) for line in lines)


def _item(phrase: Text, names: Names, **fields: object) -> Paragraph:
    return marked(phrase.in_language(names.language), item=True, **fields)


def _section(heading: Text, items: Iterable[Paragraph], most: int, none: Text | None = None) -> Iterator[PaperBlock]:
    """Heading with a list of `most` items; where there are no items, the sentence for `none`, or nothing."""
    paragraphs = list(items)
    if not paragraphs and none is None:
        return
    yield Heading(heading)
    yield from paragraphs[:most]
    if not paragraphs and none is not None:
        yield plain(none)
    if len(paragraphs) > most:
        yield plain(filled(impact_words.MEMO_AND_MORE, count=len(paragraphs) - most), item=True)


def _scope(
    impacts: Sequence[Impact], names: Names, title: Text | None, known_on: date | None, file: str | None
) -> Iterator[PaperBlock]:
    language, first = names.language, impacts[0]
    before, after = summary.texts(first, names)
    if file is not None:
        after = names.say(impact_words.DRAFT, text=after, file=printable(file))
    subject = names.text(first.after.title)
    yield marked(impact_words.MEMO_CHANGE.in_language(language), title=subject, before=before, after=after)
    if not first.units:
        yield plain(names.say(impact_words.NO_UNITS, title=subject, kind=names.one(first.after.applies_to)))
    by_kinds = {impact.after.applies_to: len(impact.units) for impact in impacts if impact.units}
    units = listed([counted(count, names.kind(kinds), language) for kinds, count in by_kinds.items()], language)
    dossier = "" if title is None else names.say(impact_words.MEMO_DOSSIER, title=names.text(title))
    yield plain(names.say(impact_words.MEMO_SCOPE, units=units, day=day(first.as_of, language), dossier=dossier))
    if known_on is not None:
        yield plain(names.say(impact_words.MEMO_KNOWN, day=day(known_on, language)))
    yield from map(plain, summary.as_if(first, names))


def _counts(impacts: Sequence[Impact], names: Names) -> Iterator[PaperBlock]:
    counted_effects = (Effect.GAINS, Effect.LOSES, Effect.BECOMES_UNDETERMINED)
    lines: list[tuple[CellValue, ...]] = []
    for impact in impacts:
        if not impact.units or not (impact is impacts[0] or impact.changed()):
            continue
        title = names.text(impact.after.title)
        for what, rows in summary.groups(impact, names):
            effects = [row.effect for row in rows]
            if rows[0].rule.code == REVOCATION:
                continue  # to come under a revocation is no loss of one: it has a line of its own
            numbers = [effects.count(effect) for effect in counted_effects]
            others = len([row for row in rows if row.after is not None]) - sum(numbers)
            lines.append((Text(title), Text(capital(what)), *numbers, others))
            title = ""
    yield table_of([head.in_language(names.language) for head in impact_words.MEMO_COLUMNS], lines)
    for impact in impacts:
        if under := list(summary.revoked(impact, names)):
            yield plain(f"{names.text(impact.after.title)}: {'; '.join(under)}.")


def _concluded(impacts: Sequence[Impact], effect: Effect, names: Names, most: int) -> Iterator[Paragraph]:
    """The units whose conclusions have an effect, with the clauses it comes from.

    A unit has one line: its conclusions that come from the same clauses stand together. So do units of whom the same is said,
    `most` of them by name.
    """
    by_unit: dict[str, list[RuleImpact]] = {}
    titles = {impact.after.id: names.text(impact.after.title) for impact in impacts}
    told_units = _units_concluded(impacts)
    for impact in impacts:
        for row in impact.having(effect, RuleLevel.CONCLUSION):
            by_unit.setdefault(row.unit, []).append(row)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for unit, rows in by_unit.items():
        many_rulesets = len({row.rule.ruleset for row in rows}) > 1
        concluded: dict[str, list[str]] = {}
        for row in rows:
            what = _concluded_what(row, titles[row.rule.ruleset] if many_rulesets else None, names)
            concluded.setdefault(clauses_of(row.grounds, row.unit, told_units, names), []).append(what)
        clause_groups = tuple(("; ".join(conclusions), clauses) for clauses, conclusions in concluded.items())
        alike.setdefault(clause_groups, []).append(names.unit(unit))
    for clause_groups, units in alike.items():
        yield _concluded_line(
            first_of(units, ", ", most, names.language, impact_words.MORE_ALIKE), clause_groups, names
        )


def _units_concluded(impacts: Sequence[Impact]) -> set[str]:
    """Codes of the units with a line of their own: one of their conclusions has another outcome."""
    return {row.unit for impact in impacts for row in impact.changed() if row.level is RuleLevel.CONCLUSION}


def _concluded_line(unit: str, clause_groups: Sequence[tuple[str, str]], names: Names) -> Paragraph:
    """`**Xã A** (công nhận; thuộc trường hợp thu hồi): …`, or each conclusion with its own clauses."""
    if len(clause_groups) == 1:
        [(what, clauses)] = clause_groups
        return _item(impact_words.MEMO_LINE, names, unit=unit, what=what, clauses=clauses)
    parts = [f"({what}) {clauses}" for what, clauses in clause_groups]
    return _item(impact_words.MEMO_LINE_BELOW, names, unit=unit, clauses="; ".join(parts))


def _concluded_what(row: RuleImpact, title: str | None, names: Names) -> str:
    """Name of the conclusion, with the title of its ruleset where given; for a revocation, the new outcome."""
    if row.rule.code == REVOCATION and row.after is not None:
        what = outcome_word(RuleKind.REVOCATION, row.after, names.language).lower()
    else:
        what = conclusion_called(row.rule.code).in_language(names.language).lower()
    return what if title is None else f"{what}, {title}"


def _lose_below(impacts: Sequence[Impact], names: Names) -> Iterator[Paragraph]:
    """The units that lose rules but no conclusion, with the lowest of these rules."""
    lost: dict[str, dict[Clause, None]] = {}
    told_units = _units_concluded(impacts)
    for impact in impacts:
        concluded = {row.unit for row in impact.having(Effect.LOSES, RuleLevel.CONCLUSION)}
        for row in impact.having(Effect.LOSES):
            if row.unit not in concluded:
                lost.setdefault(row.unit, {}).update(dict.fromkeys(row.grounds))
    for unit, clauses in lost.items():
        text = clauses_of(tuple(clauses), unit, told_units, names)
        yield _item(impact_words.MEMO_LINE_BELOW, names, unit=names.unit(unit), clauses=text)


def _missing(impacts: Sequence[Impact], names: Names, most: int) -> Iterator[Paragraph]:
    """Lines of what has to be known so that no unit is undetermined by the new text, with `most` of its units by name."""
    for what, units in summary.missing_of(impacts, names).items():
        named = first_of([*units], ", ", most, names.language, impact_words.MORE_ALIKE)
        yield plain(f"{what}: {named}", item=True)


def _near(impact: Impact, names: Names, most: int) -> Iterator[Paragraph]:
    """The nearest figures of those who attain a rule, a line a unit; those of changed rules alone where there are any."""
    near = impact.nearest(of_changed=True) or impact.nearest()
    by_unit: dict[str, list[str]] = {}
    for row in near[:most]:
        reason, kind = row.clause.after, names.rule_kind(row.clause.rule)
        assert reason is not None
        text = f"{rule_cell(row.clause, names)}: {observed_cell(reason, names, kind)}"
        text = required_phrase(kind, text, required_cell(reason, names), names.language, negated=reason.negated)
        by_unit.setdefault(row.unit, []).append(f"{text}, {gap_cell(row.clause, names)}")
    for unit, clauses in by_unit.items():
        called = names.unit(unit)
        yield _item(impact_words.MEMO_LINE_BELOW, names, unit=called, clauses="; ".join(clauses))
    if others := len({row.unit for row in near}) - len(by_unit):
        yield _item(impact_words.MEMO_MORE_NEAR, names, count=others)


def _notes(impacts: Sequence[Impact], names: Names) -> Iterator[str]:
    yield from summary.unaffected(impacts, names)
    if note := summary.recalled_note(impacts, names):
        yield note
