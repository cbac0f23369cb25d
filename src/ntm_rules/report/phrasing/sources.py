"""Sources of the statements under a reason, as words."""

from collections.abc import Mapping, Sequence

from ...model.decision import Decision, Reason
from ...model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ...model.text import Text, printable
from ..words import common as words
from ..words import reasons as reason_words
from ..words.common import mid_sentence, say
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
                f"{one} ({_several(said, names, more=words.AND_OTHER_FIGURES)})" if said else one
                for one, said in by_kind[kind].items()
            ]
            texts.append(say(label, names.language, source=_several(named, names, "; ")))
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
        return [say(words.LATER_NO_FIGURE, names.language, day=day(fact.as_of, names.language))]
    elsewhere = fact.unit not in (decision.unit, reason.unit)
    if fact.measure == reason.measure and not elsewhere and reason.since is None:
        return []
    named = mid_sentence(names.measure_name(fact.measure)) if fact.measure != reason.measure else ""
    value = value_of(fact.value, names.measure(fact.measure), names.language)
    said = f"{named} {value}" if named else value
    return [f"{names.unit(fact.unit)}: {said}" if elsewhere else said]


def _origin(fact: Statement, decision: Decision, names: Names) -> str:
    parts = [printable(text) for text in (fact.reported_by, fact.evidence) if text]
    if not isinstance(fact, PublishedDecision) and fact.assurance is not None:
        parts.append(names.assurance(fact.assurance))
    if not parts:
        parts.append(words.SOURCE_UNNAMED.in_language(names.language))
    if fact.as_of != decision.as_of:
        parts.append(say(words.SOURCE_DAY, names.language, day=day(fact.as_of, names.language)))
    return ", ".join(parts)


def dated(facts: Sequence[Statement], names: Names) -> str:
    """Values with their days, as a reason names those that are too old: `12,9% ngày 31/12/2012`."""
    said = []
    for fact in facts:
        if not isinstance(fact, PublishedDecision):
            measure = names.measure(fact.measure) if isinstance(fact, Fact) else None
            value = value_of(fact.value, measure, names.language)
            said.append(
                say(reason_words.VALUE_OF_DAY, names.language, value=value, day=day(fact.as_of, names.language))
            )
    return _several(said, names)


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
    elif answers and isinstance(fact.value, Finding):
        own = names.measure(fact.measure) if isinstance(fact, Fact) else None
        value = words.finding_word(fact.value, own, names.language, answers=True)
    else:
        measure = names.measure(fact.measure) if isinstance(fact, Fact) else None
        value = value_of(fact.value, measure, names.language)
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
        return " ≠ ".join(one for said in alike.values() for one in said)
    own = [one for figure, said in alike.items() if figure and _is_own(figure, reason, decision) for one in said]
    parts = [
        f"{_figure_named(figure, decision, names)} {(' ≠ ' if not own else ', ').join(said)}"
        for figure, said in alike.items()
        if figure and not _is_own(figure, reason, decision)
    ]
    if not own:
        return "; ".join(parts)
    return f"{', '.join(own)} ≠ {say(words.COMPUTED_FROM, names.language, parts='; '.join(parts))}"


def _is_own(figure: tuple[str, str], reason: Reason, decision: Decision) -> bool:
    unit, measure = figure
    return measure == reason.measure and unit in (decision.unit, reason.unit)


def _figure_named(figure: tuple[str, str], decision: Decision, names: Names) -> str:
    """Name of the figure of a unit, with the unit where it is another one than that decided."""
    unit, measure = figure
    named = mid_sentence(names.measure_name(measure))
    return named if unit == decision.unit else f"{names.unit(unit)}: {named}"
