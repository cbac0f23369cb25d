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


def corrections_paper(corrections: Corrections, names: Names, *, is_part: bool = False) -> Paper:
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
    days = {"since": day(corrections.since, language)}
    title = names.say(words.TITLE, **days)
    if corrections.known_on is not None:
        title = names.say(words.TITLE_TO, known_on=day(corrections.known_on, language), **days)
    title = names.say(words.DECIDED_ON, title=title, day=day(corrections.as_of, language))
    if not corrections.statements:
        return Paper(None, Text(title), (), (plain(words.NOTHING_OF_THESE if is_part else words.NOTHING),))
    count = counted(len(corrections.statements), words.STATEMENT, language)
    paragraphs = (
        _statement(at, statement, corrections, names) for at, statement in enumerate(corrections.statements, 1)
    )
    heading = Heading(Text(names.say(words.STATEMENTS, count=count)))
    return Paper(None, Text(title), (), (heading, *paragraphs, *_changes(corrections, names)))


def _statement(number: int, later: LaterStatement, corrections: Corrections, names: Names) -> Paragraph:
    language, statement = names.language, later.statement
    about = names.say(
        words.SUBJECT,
        unit=names.unit(statement.unit),
        about=_about(statement, names),
        day=day(statement.as_of, language),
        value=_value(statement, names),
    )
    others = later.replaced or later.beside
    text = names.say(words.STANDINGS[later.standing], others=_listed(others, statement, names))
    if later.replaced and later.beside:
        text = names.say(words.ALSO_BESIDE, text=text, others=_listed(later.beside, statement, names))
    changed = len(corrections.caused_by(statement))
    if statement.as_of > corrections.as_of:
        effect = names.say(words.NOT_YET)
    elif changed:
        effect = names.say(words.CHANGED, count=counted(changed, words.OUTCOME, language))
    else:
        effect = names.say(words.CHANGES_NOTHING)
    runs = ((Text(f"{about} ({_origin(statement, names)})"), False),)
    return Paragraph(runs, True, number, (Text(f"{text}; {effect}"),))


def _about(statement: Statement, names: Names) -> str:
    if isinstance(statement, Fact):
        return mid_sentence(names.measure_name(statement.measure))
    phrase = words.ATTESTED if isinstance(statement, Attestation) else words.PUBLISHED
    return names.say(phrase, rule=names.rule_name(statement.rule, on=statement.as_of))


def _value(statement: Statement, names: Names) -> str:
    if isinstance(statement, PublishedDecision):
        return mid_sentence(names.published(statement.rule, statement.value, statement.as_of))
    return mid_sentence(value_stated(statement, names))


def _origin(statement: Statement, names: Names) -> str:
    who = origin(statement, names)
    if statement.recorded is None:
        return names.say(words.WITHOUT_DAY, who=who)
    return names.say(words.BY, who=who, day=day(statement.recorded, names.language))


def _listed(others: Sequence[Statement], than: Statement, names: Names) -> str:
    """Other statements on the same subject: value, day where it is another, and origin."""
    texts = []
    for other in others:
        value = _value(other, names)
        if other.as_of != than.as_of:
            value = names.say(words.OF_DAY, value=value, day=day(other.as_of, names.language))
        texts.append(f"{value} ({_origin(other, names)})")
    return listed(texts, names.language)


def _changes(corrections: Corrections, names: Names) -> Iterator[PaperBlock]:
    language = names.language
    if not corrections.changes:
        yield Heading(words.NO_CHANGES)
        return
    yield Heading(Text(names.say(words.CHANGES, count=counted(len(corrections.changes), words.OUTCOME, language))))
    number = {statement.statement: place for place, statement in enumerate(corrections.statements, 1)}
    groups: dict[tuple[str, str], dict[tuple[Outcome, Outcome, bool, tuple[int, ...]], list[RuleKey]]] = {}
    for caused in corrections.changes:
        change, numbers = caused.change, tuple(number[cause] for cause in caused.causes)
        alike = (change.before, change.after, caused.together, numbers)
        groups.setdefault((change.unit, change.rule.ruleset), {}).setdefault(alike, []).append(change.rule)
    for (unit, ruleset), changed in groups.items():
        yield plain(names.say(words.OF_UNIT, unit=names.unit(unit), title=names.title(ruleset, corrections.as_of)))
        for (before, after, together, numbers), rules in changed.items():
            phrase = words.BECAUSE_TOGETHER if together else words.BECAUSE
            if not together and len(numbers) > 1:
                phrase = words.BECAUSE_EACH
            text = names.say(
                phrase,
                rules=", ".join(rule_called(rule.code, language) for rule in rules),
                before=names.outcome(rules[0], before, corrections.as_of),
                after=names.outcome(rules[0], after, corrections.as_of),
                numbers=_ranges(numbers),
            )
            yield plain(text, item=True)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers with those that follow one another drawn together: `1-3, 5`."""
    ranges = runs(sorted(numbers), lambda one, other: other == one + 1)
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in ranges)


def history_paper(histories: Sequence[UnitHistory], names: TwoNames, *, everything: bool = False) -> Paper:
    """The histories of one unit: each day with its state, and below it what was decided, and by which rules.

    Without `everything`, days on which nothing changed are counted, the last one apart.

    >>> from ...model.library import Library
    >>> from ...model.units.unit import Units
    >>> history_paper([UnitHistory("T", "vn/town", ())], TwoNames.of(Library(), Units([]))).blocks[0].text.vi
    'vn/town'
    """
    blocks = (block for history in histories for block in _blocks(history, names, everything))
    return Paper(None, names.unit(histories[0].unit), (), tuple(blocks))


def _blocks(history: UnitHistory, names: TwoNames, everything: bool) -> Iterator[PaperBlock]:
    shown = timeline_of(history, names, reasons_of, everything=everything)
    if not history.events:
        yield Heading(shown.ruleset)
        return
    yield Heading(filled(history_words.TITLE, title=shown.ruleset, day=day_text(history.events[-1].day)))
    yield shown
    if left_out := len(history.events) - len(shown.events):
        yield plain(filled(history_words.SAME, count=left_out))
