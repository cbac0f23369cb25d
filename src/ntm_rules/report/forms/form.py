"""A form: for each kind of unit what is asked of it, in the order of the rules, with what was reported before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from attrs import evolve

from ...language.contents.rewriting import with_attributes
from ...language.contents.traversal import within
from ...model.condition import AllOf, Condition, Required
from ...model.decision import ReasonKind
from ...model.fact import Absence, Attestation, Fact, Finding, Statement
from ...model.key import RECOGNITION, is_conclusion
from ...model.library import Library
from ...model.measure import Better, Measure, MeasureType
from ...model.named import measures_named
from ...model.ruleset import Criterion, Rule, Ruleset
from ...model.text import Text, printable
from ...model.units.unit import Unit, Units
from ...program.program import Program, ProgramRule
from ...program.terms import OpenFigure, OpenTruth, walk
from ..pages.two_languages import LANGUAGES, TwoNames, both_of, filled, joined, noun_text
from ..phrasing.conditions import describe
from ..phrasing.numbers import measurement
from ..phrasing.rules import asks
from ..phrasing.sources import value_stated
from ..words import common as words
from ..words.common import capital
from . import form_words
from .form_items import EarlierValue, EntryForm, FormItem, FormSheet, FormUnit, NumberEntry, WordEntry


def entry_form(
    programs: Sequence[Program], library: Library, units: Units, day: date, statements: Iterable[Statement] = ()
) -> EntryForm:
    """The form for all that the programs read of the units that exist on a day.

    `statements` are those of before: of each measure and rule the latest stands in grey beside what is asked. A kind of which
    nothing is read, or of which there is no unit, has no sheet.
    """
    names = TwoNames.of(library, units)
    all_programs = [needed_program for program in programs for needed_program in (program, *program.programs())]
    latest = _latest(statements, day)
    sheets = []
    for kind in dict.fromkeys(kind for program in all_programs for kind in _kinds(program)):
        own = [unit for unit in units.of_kind(kind, day) if unit.exists_on(day)]
        items = tuple(_items(kind, all_programs, names, _shared_attributes(own)))
        if own and items:
            titles = dict.fromkeys(
                names.wording(program.ruleset.title) for program in all_programs if kind in _kinds(program)
            )
            kinds = noun_text(names.vi.kind(kind))
            sheets.append(
                FormSheet(kinds, joined(titles), items, tuple(_unit(unit, items, latest, names) for unit in own))
            )
    return EntryForm(day, tuple(sheets))


def _kinds(program: Program) -> list[str]:
    """The kinds of units of which a program reads figures, those it judges first."""
    read = {figure.kind for figure in program.inputs().figures}
    return [*program.ruleset.applies_to, *sorted(read - set(program.ruleset.applies_to))]


def _latest(statements: Iterable[Statement], day: date) -> dict[tuple[str, str], Fact | Attestation]:
    latest: dict[tuple[str, str], Fact | Attestation] = {}
    for statement in statements:
        if (
            isinstance(statement, Fact | Attestation)
            and statement.as_of < day
            and statement.value is not Absence.NOT_REPORTED
        ):
            key = (statement.unit, statement.measure if isinstance(statement, Fact) else str(statement.rule))
            if key not in latest or latest[key].as_of <= statement.as_of:
                latest[key] = statement
    return latest


def _shared_attributes(units: Sequence[Unit]) -> dict[str, str]:
    """The attributes of which all the units have the same value."""
    if not units:
        return {}
    shared = set(units[0].attributes.items()).intersection(*(unit.attributes.items() for unit in units))
    return {name: value for name, value in sorted(shared) if value}


def _items(
    kind: str, programs: Sequence[Program], names: TwoNames, attributes: Mapping[str, str]
) -> Iterator[FormItem]:
    """The items for a kind, each once: the measures in the order of the rules, those that no rule names at the end.

    A requirement by one of the `attributes`, which all units have, is told for their value alone.
    """
    read = {figure.measure for program in programs for figure in program.inputs().figures if figure.kind == kind}
    taken: set[str] = set()
    headings: set[str] = set()
    for program in programs:
        for rule in program.ruleset.rules():
            section = _section(rule, program.ruleset, names)
            for measure in _measures(rule, names.vi.library):
                if measure.id in read and measure.id not in taken:
                    taken.add(measure.id)
                    for_units = _for_units(rule, attributes) if kind in program.ruleset.applies_to else rule
                    yield _once(_of_measure(measure, (for_units, program.ruleset), section, names), headings)
            own, whole = program.by_code[rule.code], _is_judged(rule, program.ruleset)
            key, authority = str(own.key), not rule.below and _needs_authority(own)
            if kind in program.ruleset.applies_to and (authority or whole) and key not in taken:
                taken.add(key)
                yield _once(_of_rule(key, rule, section, names, whole=not authority), headings)
    for id in sorted(read - taken):
        yield _once(_of_measure(names.vi.library.measures[id], None, form_words.FURTHER, names), headings)


def _for_units(rule: Rule, attributes: Mapping[str, str]) -> Rule:
    """The rule as it is asked of units with these attributes."""
    if rule.condition is None:
        return rule
    own = with_attributes(rule.condition, attributes)
    assert isinstance(own, Condition)
    return rule if own is rule.condition else evolve(rule, condition=own)


_NOT_HERE = (ReasonKind.UNKNOWN_THRESHOLD, ReasonKind.DELEGATED)


def _is_judged(rule: Rule, ruleset: Ruleset) -> bool:
    """True of a criterion that an authority may judge as a whole: one of a ruleset by which units are recognised.

    Not of one that asks for a single finding: that finding is an item, and what stands under the code is read as the same.
    """
    is_finding = isinstance(rule.condition, Required) and rule.condition.met and not rule.below
    return (
        isinstance(rule, Criterion)
        and not is_finding
        and any(conclusion.code == RECOGNITION for conclusion in ruleset.conclusions)
    )


def _needs_authority(rule: ProgramRule) -> bool:
    """True of a rule whose content, or a bound of it, is not known or is left to others: figures alone do not decide it."""
    return any(
        isinstance(term, OpenTruth) or (isinstance(term, OpenFigure) and term.why in _NOT_HERE)
        for term in walk(rule.truth)
    )


def _measures(rule: Rule, library: Library) -> list[Measure]:
    """The measures that a rule names, each before those that it can be computed from."""
    ids: dict[str, None] = {}
    for part in (rule.condition, rule.applies_when):
        for condition in () if part is None else within(part):
            ids.update(dict.fromkeys(id for id, _ in measures_named(condition)))
    waiting = list(ids)
    while waiting:
        measure = library.measures.get(waiting.pop(0))
        for id in () if measure is None or measure.derive is None else measure.derive.parts:
            if id not in ids:
                ids[id] = None
                waiting.append(id)
    return [library.measures[id] for id in ids if id in library.measures]


def _section(rule: Rule, ruleset: Ruleset, names: TwoNames) -> Text:
    """The criterion that a rule stands under, as a heading."""
    top = next(
        (
            criterion
            for criterion in ruleset.criteria
            if rule is criterion or any(rule is own or rule in own.below for own in criterion.below)
        ),
        rule,
    )
    phrase = form_words.SECTION_NAMED if is_conclusion(top.code) else form_words.SECTION
    return filled(phrase, code=printable(top.code), name=names.wording(top.name))


def _once(item: FormItem, headings: set[str]) -> FormItem:
    """The item, with its key in its heading where another has the same."""

    def alike(form_item: FormItem) -> set[str]:
        return {form_item.heading.in_language(language).casefold() for language in LANGUAGES}

    if alike(item) & headings:
        item = evolve(item, heading=both_of("{} [{}]".format, item.heading, item.key))
    headings |= alike(item)
    return item


def _of_measure(measure: Measure, rule: tuple[Rule, Ruleset] | None, section: Text, names: TwoNames) -> FormItem:
    name = names.wording(measure.name)
    texts: list[Text] = []
    if rule is not None:
        own, ruleset = rule
        code = "" if is_conclusion(own.code) else printable(own.code)
        part = _part(own, measure)
        text = names.text(
            lambda names: (
                asks(own, ruleset, names)
                if part is None
                else describe(part, names.library, names.language, home=ruleset.id)
            )
        )
        texts.append(filled(form_words.ASKED_BY, code=code, asked=text) if code else text)
        if code:
            name = both_of("{} {}".format, code, name)
    if measure.derive is not None:
        parts = [
            names.wording(derived_from.name)
            for id in measure.derive.parts
            if (derived_from := names.vi.measure(id)) is not None
        ]
        texts.append(filled(form_words.DERIVED, parts=joined(parts)))
    entry = _entry(measure, names)
    if measure.type is MeasureType.NUMBER:
        unit = measure.unit
        measured_in = (
            Text("") if unit is None else names.text(lambda names: measurement(unit, names.language, Decimal(2)))
        )
    elif measure.type is MeasureType.DATE:
        measured_in = form_words.DATE
    else:
        assert isinstance(entry, WordEntry)
        measured_in = joined(entry.words[: -1 if measure.may_not_apply else None], " / ")
    return FormItem(measure.id, name, section, measured_in, joined(texts, ". "), entry)


def _part(rule: Rule, measure: Measure) -> Condition | None:
    """The part about a measure of a rule that asks for all of several; None where there is none."""
    if isinstance(rule.condition, AllOf):
        for part in rule.condition.parts:
            if any(id == measure.id for condition in within(part) for id, _ in measures_named(condition)):
                return part
    return None


def _entry(measure: Measure, names: TwoNames) -> NumberEntry | WordEntry:
    not_applicable = words.ABSENCES[Absence.NOT_APPLICABLE]
    also = (both_of(capital, not_applicable),) if measure.may_not_apply else ()
    match measure.type:
        case MeasureType.NUMBER | MeasureType.DATE:
            return NumberEntry(measure.minimum, measure.maximum, measure.decimals, also)
        case MeasureType.LEVEL:
            return WordEntry((*(names.wording(level.name) for level in measure.levels), *also))
        case MeasureType.FINDING:
            answers = measure.better is Better.LOWER
            findings = [
                names.text_of(
                    finding, lambda own, names: words.finding_word(own, measure, names.language, answers=answers)
                )
                for finding in (Finding.MET, Finding.NOT_MET)
            ]
            return WordEntry((*findings, *also))


def _of_rule(key: str, rule: Rule, section: Text, names: TwoNames, *, whole: bool) -> FormItem:
    """The item for what an authority has found: of a rule whose content is not known, or of a `whole` criterion."""
    code = "" if is_conclusion(rule.code) else f"{printable(rule.code)} "
    name = both_of("{}{}".format, code, names.wording(rule.name))
    texts = tuple(words.FINDINGS[finding] for finding in (Finding.MET, Finding.NOT_MET, Finding.BASICALLY_MET))
    heading = filled(form_words.JUDGED_WHOLE if whole else form_words.JUDGED, name=name)
    requirement = form_words.ATTESTED_WHOLE if whole else form_words.ATTESTED
    return FormItem(key, heading, section, joined(texts[:2], " / "), requirement, WordEntry(texts))


def _unit(
    unit: Unit, items: Sequence[FormItem], latest: Mapping[tuple[str, str], Fact | Attestation], names: TwoNames
) -> FormUnit:
    earlier = {item.key: statement for item in items if (statement := latest.get((unit.code, item.key))) is not None}
    return FormUnit(
        unit.code,
        names.vi.unit(unit.code),
        {key: EarlierValue(_shown(statement, names), statement.as_of) for key, statement in earlier.items()},
    )


def _shown(statement: Fact | Attestation, names: TwoNames) -> Decimal | Text:
    value = statement.value
    if isinstance(value, Decimal):
        return value
    return names.text_of(statement, value_stated)
