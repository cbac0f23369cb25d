"""Papers over time: what became known between two days and the outcomes that it changed, and the history of a unit."""

from collections.abc import Iterator, Sequence

from ...engine.corrections.corrections import Corrections, LaterStatement
from ...engine.history.history import UnitHistory
from ...model.fact import Attestation, Fact, PublishedDecision, Statement
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.text import Text
from ..overview.history import reasons_of
from ..pages.history import day_text, timeline_of
from ..pages.two_languages import TwoNames, filled
from ..phrasing.names import Names, rule_called
from ..phrasing.numbers import counted, day, listed, runs
from ..phrasing.sources import origin, value_stated
from ..words import corrections as words
from ..words import history as history_words
from ..words.common import mid_sentence
from .paper import Heading, Paper, PaperBlock, Paragraph, plain


def corrections_paper(found: Corrections, names: Names, *, is_part: bool = False) -> Paper:
    """Statements that became known, in the order of time, numbered; then the outcomes that changed, with these numbers.

    `is_part`: only what concerns some of the units.

    >>> from datetime import date
    >>> from ...model.library import Library
    >>> day = date(2024, 6, 30)
    >>> paper = corrections_paper(Corrections(day, day, None, (), ()), Names(Library(), None, "en"))
    >>> paper.title.vi, paper.blocks[0].runs[0][0].en
    ('Known since 30 Jun 2024; decided as of 30 Jun 2024', 'Nothing became known.')
    """
    language = names.language
    days = {"since": day(found.since, language)}
    title = names.say(words.TITLE, **days)
    if found.known_on is not None:
        title = names.say(words.TITLE_TO, known_on=day(found.known_on, language), **days)
    title = names.say(words.DECIDED_ON, title=title, day=day(found.as_of, language))
    if not found.statements:
        return Paper(None, Text(title), (), (plain(words.NOTHING_OF_THESE if is_part else words.NOTHING),))
    count = counted(len(found.statements), words.STATEMENT, language)
    told = (_statement(at, statement, found, names) for at, statement in enumerate(found.statements, 1))
    heading = Heading(Text(names.say(words.STATEMENTS, count=count)))
    return Paper(None, Text(title), (), (heading, *told, *_changes(found, names)))


def _statement(number: int, one: LaterStatement, found: Corrections, names: Names) -> Paragraph:
    language, said = names.language, one.statement
    about = names.say(
        words.SUBJECT,
        unit=names.unit(said.unit),
        about=_about(said, names),
        day=day(said.as_of, language),
        value=_value(said, names),
    )
    others = one.replaced or one.beside
    text = names.say(words.STANDINGS[one.standing], others=_listed(others, said, names))
    if one.replaced and one.beside:
        text = names.say(words.ALSO_BESIDE, text=text, others=_listed(one.beside, said, names))
    changed = len(found.caused_by(said))
    if said.as_of > found.as_of:
        effect = names.say(words.NOT_YET)
    elif changed:
        effect = names.say(words.CHANGED, count=counted(changed, words.OUTCOME, language))
    else:
        effect = names.say(words.CHANGES_NOTHING)
    runs = ((Text(f"{about} ({_origin(said, names)})"), False),)
    return Paragraph(runs, True, number, (Text(f"{text}; {effect}"),))


def _about(said: Statement, names: Names) -> str:
    if isinstance(said, Fact):
        return mid_sentence(names.measure_name(said.measure))
    phrase = words.ATTESTED if isinstance(said, Attestation) else words.PUBLISHED
    return names.say(phrase, rule=names.rule_name(said.rule, on=said.as_of))


def _value(said: Statement, names: Names) -> str:
    if isinstance(said, PublishedDecision):
        return mid_sentence(names.published(said.rule, said.value, said.as_of))
    return mid_sentence(value_stated(said, names))


def _origin(said: Statement, names: Names) -> str:
    who = origin(said, names)
    if said.recorded is None:
        return names.say(words.WITHOUT_DAY, who=who)
    return names.say(words.BY, who=who, day=day(said.recorded, names.language))


def _listed(others: Sequence[Statement], than: Statement, names: Names) -> str:
    """Other statements on the same subject: value, day where it is another, and origin."""
    said = []
    for other in others:
        value = _value(other, names)
        if other.as_of != than.as_of:
            value = names.say(words.OF_DAY, value=value, day=day(other.as_of, names.language))
        said.append(f"{value} ({_origin(other, names)})")
    return listed(said, names.language)


def _changes(found: Corrections, names: Names) -> Iterator[PaperBlock]:
    language = names.language
    if not found.changes:
        yield Heading(words.NO_CHANGES)
        return
    yield Heading(Text(names.say(words.CHANGES, count=counted(len(found.changes), words.OUTCOME, language))))
    number = {statement.statement: place for place, statement in enumerate(found.statements, 1)}
    groups: dict[tuple[str, str], dict[tuple[Outcome, Outcome, bool, tuple[int, ...]], list[RuleKey]]] = {}
    for caused_change in found.changes:
        change, numbers = caused_change.change, tuple(number[cause] for cause in caused_change.causes)
        alike = (change.before, change.after, caused_change.together, numbers)
        groups.setdefault((change.unit, change.rule.ruleset), {}).setdefault(alike, []).append(change.rule)
    for (unit, ruleset), changed in groups.items():
        yield plain(names.say(words.OF_UNIT, unit=names.unit(unit), title=names.title(ruleset, found.as_of)))
        for (before, after, together, numbers), rules in changed.items():
            phrase = words.BECAUSE_TOGETHER if together else words.BECAUSE
            if not together and len(numbers) > 1:
                phrase = words.BECAUSE_EACH
            text = names.say(
                phrase,
                rules=", ".join(rule_called(rule.code, language) for rule in rules),
                before=names.outcome(rules[0], before, found.as_of),
                after=names.outcome(rules[0], after, found.as_of),
                numbers=_ranges(numbers),
            )
            yield plain(text, item=True)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers with those that follow one another drawn together: `1-3, 5`."""
    found = runs(sorted(numbers), lambda one, other: other == one + 1)
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found)


def history_paper(found: Sequence[UnitHistory], names: TwoNames, *, everything: bool = False) -> Paper:
    """The histories of one unit: each day with its state, and below it what was decided, and by which rules.

    Without `everything`, days on which nothing changed are counted, the last one apart.

    >>> from ...model.library import Library
    >>> from ...model.units.unit import Units
    >>> history_paper([UnitHistory("T", "vn/town", ())], TwoNames.of(Library(), Units([]))).blocks[0].text.vi
    'vn/town'
    """
    blocks = (block for unit_history in found for block in _blocks(unit_history, names, everything))
    return Paper(None, names.unit(found[0].unit), (), tuple(blocks))


def _blocks(found: UnitHistory, names: TwoNames, everything: bool) -> Iterator[PaperBlock]:
    shown = timeline_of(found, names, reasons_of, everything=everything)
    if not found.events:
        yield Heading(shown.ruleset)
        return
    yield Heading(filled(history_words.TITLE, title=shown.ruleset, day=day_text(found.events[-1].day)))
    yield shown
    if left_out := len(found.events) - len(shown.events):
        yield plain(filled(history_words.SAME, count=left_out))
