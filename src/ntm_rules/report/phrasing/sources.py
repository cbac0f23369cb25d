"""Sources of the statements under a reason, as words."""

from collections.abc import Mapping, Sequence

from ...model.decision import Decision, Reason
from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ...model.text import Text, printable
from ..words import common as words
from ..words import reasons as reason_words
from ..words.common import mid_sentence
from .names import Names
from .numbers import day, first_of, value_of

MOST_SOURCES = 4
"""Maximum number of sources named for one reason; the rest are counted."""


def sources(facts: Sequence[Statement], reason: Reason, decision: Decision, names: Names) -> list[str]:
    """Sources of the statements, each once: `số liệu: UBND thị trấn, báo cáo quý II/2024`.

    A date is named where it is not the date of the decision itself.
    """
    by_kind: dict[type[Statement], dict[str, list[str]]] = {}
    for fact in facts:
        origins = by_kind.setdefault(type(fact), {})
        origins.setdefault(_origin(fact, decision, names), []).extend(_figure(fact, reason, decision, names))
    texts = []
    for kind in _LABELS if by_kind else ():
        if kind in by_kind:
            label = words.SOURCE_FINDING if kind is Fact and names.is_finding(reason.measure) else _LABELS[kind]
            named = [
                f"{source} ({_several(figures, names, more=words.AND_OTHER_FIGURES)})" if figures else source
                for source, figures in by_kind[kind].items()
            ]
            texts.append(names.say(label, source=_several(named, names, "; ")))
    return texts


_LABELS: Mapping[type[Statement], Text] = {
    Fact: words.SOURCE_FACT,
    Attestation: words.SOURCE_ATTESTATION,
    PublishedDecision: words.SOURCE_PUBLISHED,
}
"""The labels of the kinds of statements, in the order in which they are told."""


def _several(items: Sequence[str], names: Names, joint: str = ", ", more: Text = words.AND_OTHERS) -> str:
    """Items in a row, each once; of more than a few, how many there are."""
    if len(items) == 1:
        return items[0]
    return first_of(list(dict.fromkeys(items)), joint, MOST_SOURCES, names.language, more)


def _figure(fact: Statement, reason: Reason, decision: Decision, names: Names) -> list[str]:
    """The figure reported, where it is not the one that the reason shows: of a part, another unit or another date."""
    if not isinstance(fact, Fact):
        return []
    if fact.value is Absence.NOT_REPORTED and reason.observed not in (None, Absence.NOT_REPORTED):
        return [names.say(words.LATER_NO_FIGURE, day=day(fact.as_of, names.language))]
    elsewhere = fact.unit not in (decision.unit, reason.unit)
    if fact.measure == reason.measure and not elsewhere and reason.since is None:
        return []
    named = mid_sentence(names.measure_name(fact.measure)) if fact.measure != reason.measure else ""
    value = value_of(fact.value, names.measure(fact.measure), names.language)
    text = f"{named} {value}" if named else value
    return [f"{names.unit(fact.unit)}: {text}" if elsewhere else text]


def origin(statement: Statement, names: Names, *more: str) -> str:
    """Who reported a statement, in which paper, and what more is said of it; else that it names no source."""
    parts = [*(printable(text) for text in (statement.reported_by, statement.evidence) if text), *more]
    return ", ".join(parts) or names.say(words.SOURCE_UNNAMED)


def _origin(fact: Statement, decision: Decision, names: Names) -> str:
    """The origin of a statement with its assurance, and its day where that is not the day decided on."""
    level = None if isinstance(fact, PublishedDecision) else fact.assurance
    text = origin(fact, names, *([] if level is None else [names.assurance(level)]))
    if fact.as_of == decision.as_of:
        return text
    return f"{text}, {names.say(words.SOURCE_DAY, day=day(fact.as_of, names.language))}"


def value_stated(statement: Fact | Attestation, names: Names, *, answers: bool = False) -> str:
    """The value of a statement in words; with `answers` a finding is said as yes or no."""
    measure = names.measure(statement.measure) if isinstance(statement, Fact) else None
    if answers and isinstance(statement.value, Finding):
        return words.finding_word(statement.value, measure, names.language, answers=True)
    return value_of(statement.value, measure, names.language)


def dated(facts: Sequence[Statement], names: Names) -> str:
    """Values with their days, as a reason names those that are too old: `12,9% ngày 31/12/2012`."""
    values = [
        names.say(reason_words.VALUE_OF_DAY, value=value_stated(fact, names), day=day(fact.as_of, names.language))
        for fact in facts
        if not isinstance(fact, PublishedDecision)
    ]
    return _several(values, names)


def stated(fact: Statement, decision: Decision, names: Names, *, answers: bool = False) -> str:
    """A statement with its source, as a conflict names it; with `answers` a finding is said as yes or no.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> from decimal import Decimal
    >>> from ...model.library import Library
    >>> decision = example_decision()
    >>> stated(Fact("C", "roads", Decimal(90), decision.as_of, "UBND xã"), decision, Names(Library(), None, "vi"))
    '90 (UBND xã)'
    """
    if isinstance(fact, PublishedDecision):
        value = names.published(fact.rule, fact.value, decision.as_of)
    else:
        value = value_stated(fact, names, answers=answers)
    return f"{value} ({_origin(fact, decision, names)})"


def conflicting(facts: Sequence[Statement], reason: Reason, decision: Decision, names: Names, *, answers: bool) -> str:
    """Statements that contradict each other, with their sources: `97,2% (UBND xã) ≠ 98,1% (Phòng NN&PTNT)`.

    A report that is not what the figures come to that it is computed from stands against all of these together, named; of
    several figures that are each in conflict with themselves each is named with its own reports.
    """
    alike: dict[tuple[str, str] | None, list[str]] = {}
    for fact in facts:
        figure = (fact.unit, fact.measure) if isinstance(fact, Fact) else None
        alike.setdefault(figure, []).append(stated(fact, decision, names, answers=answers))
    if len(alike) < 2 or None in alike:
        return " ≠ ".join(report for reports in alike.values() for report in reports)
    own = [
        report
        for figure, reports in alike.items()
        if figure and _is_own(figure, reason, decision)
        for report in reports
    ]
    parts = [
        f"{_figure_named(figure, decision, names)} {(' ≠ ' if not own else ', ').join(reports)}"
        for figure, reports in alike.items()
        if figure and not _is_own(figure, reason, decision)
    ]
    if not own:
        return "; ".join(parts)
    return f"{', '.join(own)} ≠ {names.say(words.COMPUTED_FROM, parts='; '.join(parts))}"


def _is_own(figure: tuple[str, str], reason: Reason, decision: Decision) -> bool:
    unit, measure = figure
    return measure == reason.measure and unit in (decision.unit, reason.unit)


def _figure_named(figure: tuple[str, str], decision: Decision, names: Names) -> str:
    """Name of the figure of a unit, with the unit where it is another one than that decided."""
    unit, measure = figure
    named = mid_sentence(names.measure_name(measure))
    return named if unit == decision.unit else f"{names.unit(unit)}: {named}"
