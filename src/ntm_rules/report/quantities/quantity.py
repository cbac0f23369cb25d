"""Quantities that a rule depends on, in words: their names and their states."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from ...evolution.regions import quantity as regions
from ...evolution.regions.difference import HeldStates
from ...evolution.regions.quantity import Cell, MembersDeciding, OwnMeasure, Quantity, Special, State, Year, YearIs
from ...evolution.rows.counted import CountRanges, Present
from ...evolution.rows.row import Where
from ...model.condition import Basis, CriteriaCount, Direction
from ...model.fact import Finding
from ...model.outcome import Outcome
from ...model.text import Language
from ...model.values.number import Scaling, simplest
from ..phrasing.compared_names import Terms
from ..phrasing.numbers import counted, listed, multiple, quantities
from ..phrasing.subjects import changed, criteria_attained, over_members, tallied
from ..words import common as words
from ..words import quantities as phrases
from ..words import rules as rule_words
from ..words.common import capital, mid_sentence, say
from .counts import counted_text, present_text, rule_states
from .figures import figure_states, order_states
from .members import among_whom, meeting, member_states


def quantity_name(quantity: Quantity | regions.CountOf, terms: Terms) -> str:
    """Column heading for a quantity.

    >>> from ...model.library import Library
    >>> quantity_name(Year(), Terms.of(Library(), "en"))
    'Year of the assessment'
    """
    return capital(_called(quantity, terms))


def head_of(where: Where, terms: Terms) -> str:
    """Column heading for the subject of a row's condition.

    >>> from ...model.library import Library
    >>> head_of(HeldStates(Year(), (YearIs(2024),), (YearIs(2024), YearIs(2025))), Terms.of(Library(), "en"))
    'Year of the assessment'
    """
    match where:
        case CountRanges(counting):
            return capital(terms.rules_name(counting.rules))
        case Present(rules):
            return capital(terms.rules_name(rules))
        case HeldStates(quantity):
            return quantity_name(quantity, terms)
    assert_never(where)


def text_of(where: Where, terms: Terms) -> str:
    """Text of one cell: the states, counts or outcomes in which a row's condition holds.

    >>> from ...model.library import Library
    >>> text_of(HeldStates(Year(), (YearIs(2024),), (YearIs(2024), YearIs(2025))), Terms.of(Library(), "en"))
    '2024'
    """
    match where:
        case CountRanges():
            return counted_text(where, terms.language)
        case Present():
            return present_text(where, terms.language)
        case HeldStates():
            return states_text(where, terms)
    assert_never(where)


def states_text(where: HeldStates, terms: Terms) -> str:
    """States that a quantity is in, in the shortest complete wording.

    >>> from fractions import Fraction
    >>> from ...model.library import Library
    >>> low, at = Cell(None, Fraction(90), Fraction(0)), Cell(Fraction(90), Fraction(90), Fraction(90))
    >>> high = Cell(Fraction(90), None, Fraction(100))
    >>> terms = Terms.of(Library(), "en")
    >>> states_text(HeldStates(OwnMeasure("roads"), (at, high), (low, at, high, Special.NOT_KNOWN)), terms)
    '90 or more'
    """
    quantity = where.quantity
    match quantity:
        case regions.OwnAttribute():
            return _attribute(where, terms)
        case Year():
            return _years(where.states, terms)
        case regions.OutcomeCounts():
            return rule_states(where, terms)
        case MembersDeciding():
            return member_states(where, terms)
        case regions.Against():
            return order_states(where.states, terms.language)
    return _values(where, terms)


def figure_text(quantity: Quantity, state: State, terms: Terms) -> str | None:
    """Figure of the representative point of a cell, in its unit of measurement; None for any other state.

    >>> from fractions import Fraction
    >>> from ...model.library import Library
    >>> figure_text(OwnMeasure("roads"), Cell(None, Fraction(90), Fraction(89)), Terms.of(Library(), "en"))
    '89'
    """
    if not isinstance(state, Cell):
        return None
    _, unit, points = _unit(quantity, terms)
    return quantities([simplest(state.point)], unit, terms.language, points=points)[0]


def _called(quantity: Quantity | regions.CountOf, terms: Terms) -> str:
    names, language = terms.names, terms.language
    match quantity:
        case OwnMeasure(measure, back):
            return in_year(names.measure_name(measure), back, language)
        case regions.MeasureMean(measure, years):
            figure = mid_sentence(names.measure_name(measure))
            return terms.names.say(phrases.MEAN_OF_YEARS, figure=figure, years=counted(years, words.YEAR, language))
        case regions.OwnAttribute(attribute):
            return names.attribute(attribute)
        case Year():
            return terms.names.say(phrases.YEAR)
        case regions.MeasureAbove(kind, measure):
            return terms.names.say(phrases.OF_UNIT_ABOVE, measure=names.measure_name(measure), kind=names.one(kind))
        case regions.OutcomeCounts(rules):
            return terms.rules_name(rules)
        case MembersDeciding():
            return _members(quantity, terms)
        case regions.MembersWeighed(kind, rule, weight, only):
            return tallied(Basis.SHARE, _members(MembersDeciding(kind, rule, only), terms), names, weight)
        case regions.MembersAgainst(kind, rule, counted_against, only, times, _):
            number = tallied(Basis.COUNT, _members(MembersDeciding(kind, rule, only), terms), names)
            reference = tallied(Basis.COUNT, _members(counted_against, terms), names)
            scaling = None if times == 1 else Scaling(simplest(times))
            return terms.names.say(
                phrases.LESS,
                what=number,
                other=reference if scaling is None else multiple(scaling, reference, language),
            )
        case regions.MembersFigure(kind, aggregate, of, only, among):
            text = terms.names.narrowed(over_members(aggregate, _figure(of, terms), kind, names), only)
            return text if among is None else among_whom(text, among.truth, names.kinds(kind), terms)
        case regions.MeasureChange(measure, since):
            return changed(Direction.INCREASED, mid_sentence(names.measure_name(measure)), _earlier(since), names)
        case regions.RelativeChange(measure, since):
            return changed(
                Direction.INCREASED, mid_sentence(names.measure_name(measure)), _earlier(since), names, Basis.SHARE
            )
        case regions.CriteriaIncrease(ruleset, since):
            return criteria_attained(ruleset, None, names, since)
        case regions.CountOf(of, failing, basis):
            if isinstance(of, MembersDeciding):
                return tallied(basis, _members(of, terms), names)
            phrase = phrases.SHARE_OF_RULES if basis is Basis.SHARE else phrases.COUNT_OF_RULES
            outcome = terms.names.say(phrases.RESULTS[Outcome.NOT_ATTAINED if failing else Outcome.ATTAINED])
            return terms.names.say(phrase, rules=terms.rules_name(of), outcome=outcome)
        case regions.Against(compared, other, turned, scaling):
            what = _turned(compared, terms) if turned else _called(compared, terms)
            against = mid_sentence(_called(other, terms))
            if scaling is not None:
                against = multiple(scaling, against, language)
            return terms.names.say(phrases.AGAINST, what=what, other=against)
    assert_never(quantity)


def in_year(measure: str, back: int | None, language: Language) -> str:
    """Name of a measure in the year so many years before the one assessed; of the day itself for None.

    >>> in_year("cases", 0, "en"), in_year("cases", 2, "en")
    ('cases in the year assessed', 'cases 2 years before the year assessed')
    """
    if back is None:
        return measure
    if not back:
        return say(phrases.YEAR_ASSESSED, language, measure=measure)
    return say(phrases.YEAR_BACK, language, measure=measure, years=counted(back, words.YEAR, language))


def _turned(quantity: Quantity | regions.CountOf, terms: Terms) -> str:
    """Name of a change that is compared as a decrease."""
    names = terms.names
    if isinstance(quantity, regions.CriteriaIncrease):
        return criteria_attained(quantity.ruleset, None, names, quantity.since, Direction.DECREASED)
    assert isinstance(quantity, regions.MeasureChange)
    return changed(
        Direction.DECREASED, mid_sentence(names.measure_name(quantity.measure)), _earlier(quantity.since), names
    )


def _earlier(since: date) -> date | None:
    """The day since which something changes; None: the year before."""
    return None if since == regions.YEAR_BEFORE else since


def _members(quantity: MembersDeciding, terms: Terms) -> str:
    kinds = terms.names.kinds(quantity.kind)
    if isinstance(quantity.rule, regions.MemberTruth):
        return meeting(quantity.rule.truth, kinds, quantity.only, terms)
    rule = terms.rule_name(quantity.rule)
    return terms.names.narrowed(terms.names.say(words.MEMBERS_THAT_ATTAIN, kind=kinds, rule=rule), quantity.only)


def _figure(of: str | CriteriaCount, terms: Terms) -> str:
    """Name of a figure of a member."""
    if isinstance(of, str):
        return mid_sentence(terms.names.measure_name(of))
    return criteria_attained(of.ruleset, None, terms.names, of.since)


def _attribute(where: HeldStates, terms: Terms) -> str:
    language = terms.language
    assert isinstance(where.quantity, regions.OwnAttribute)
    attribute = where.quantity.attribute
    values = [state for state in where.every if state is not Special.NO_ATTRIBUTE]
    chosen = [state for state in where.states if state is not Special.NO_ATTRIBUTE]
    left_out = [state for state in values if state not in chosen]

    def called(state: State) -> str:
        if isinstance(state, regions.ValueIs):
            return terms.names.attribute_value(attribute, state.value)
        return terms.names.say(phrases.OTHER_VALUE)

    not_stated = terms.names.say(phrases.NOT_STATED)
    if not chosen:
        return not_stated
    short = len(left_out) < len(chosen) and all(isinstance(state, regions.ValueIs) for state in left_out)
    if not left_out:
        text = terms.names.say(phrases.ANY_VALUE)
    elif short:
        text = terms.names.say(phrases.ALL_BUT, values=listed([called(state) for state in left_out], language))
    else:
        items = [called(state) for state in chosen]
        return listed(
            [*items, *([not_stated] if Special.NO_ATTRIBUTE in where.states else [])], language, alternative=True
        )
    if Special.NO_ATTRIBUTE in where.states:
        return terms.names.say(phrases.ALSO_NOT_STATED, values=text)
    return text


def _years(states: Sequence[State], terms: Terms) -> str:
    years = [state.year for state in states if isinstance(state, YearIs)]
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    items = [
        str(first) if first == last else terms.names.say(phrases.YEARS, first=first, last=last)
        for first, last in zip(starts, ends, strict=True)
    ]
    if Special.OTHER_YEAR in states:
        items.append(terms.names.say(phrases.OTHER_YEAR))
    return listed(items, terms.language, alternative=True)


def _values(where: HeldStates, terms: Terms) -> str:
    """Figures, levels and findings, and the reasons for their absence."""
    names, language, quantity = terms.names, terms.language, where.quantity
    items: list[str] = []
    measure, unit, points = _unit(quantity, terms)
    if any(isinstance(state, Cell | regions.CellSpan) for state in where.every):
        items += figure_states(where, unit, language, points=points)
    every, maybe = (
        tuple(state.figure for state in of if isinstance(state, regions.MayApply)) for of in (where.every, where.states)
    )
    if maybe:
        of = HeldStates(quantity, maybe, every)
        figure = listed(figure_states(of, unit, language), language, alternative=True)
        items.append(terms.names.say(phrases.MAY_NOT_APPLY, figure=figure))
    items += [terms.names.say(phrases.FROM_0[state.low]) for state in where.states if isinstance(state, regions.Order)]
    chosen = [state for state in where.states if isinstance(state, regions.LevelIs | Finding)]
    known = [state for state in where.every if isinstance(state, regions.LevelIs | Finding)]
    called = {
        state: words.finding_word(state, names.measure(measure), language).lower()
        if isinstance(state, Finding)
        else terms.names.say(rule_words.LEVEL, level=names.level(measure, state.level))
        for state in known
        if isinstance(state, regions.LevelIs | Finding)
    }
    left_out = [called[state] for state in known if state not in chosen]
    if len(chosen) > 2 and 0 < len(left_out) < len(chosen):
        items.append(terms.names.say(phrases.ALL_BUT, values=listed(left_out, language)))
    else:
        items += [called[state] for state in chosen]
    if Special.NOT_APPLICABLE in where.states:
        items.append(_none_applies(quantity, terms))
    if Special.NO_MEMBERS in where.states and isinstance(
        quantity, regions.MembersAgainst | regions.MembersFigure | regions.MembersWeighed
    ):
        noun = names.kind(quantity.kind)
        items.append(terms.names.say(phrases.NO_MEMBERS, kind=noun.vi, kinds=noun.other))
    if Special.NOT_KNOWN in where.states or Special.APPLIES in where.states:
        items.append(terms.names.say(phrases.NOT_KNOWN))
    return listed(items, language, alternative=True)


def _none_applies(quantity: Quantity, terms: Terms) -> str:
    if not isinstance(quantity, regions.MembersAgainst | regions.MembersFigure | regions.MembersWeighed):
        return terms.names.say(phrases.NOT_APPLICABLE)
    noun = terms.names.kind(quantity.kind)
    return terms.names.say(phrases.NO_MEMBER_APPLIES, kind=noun.vi, kinds=noun.other)


def _unit(quantity: Quantity, terms: Terms) -> tuple[str | None, str | None, bool]:
    """The measure of a figure, its unit of measurement, and whether it is a difference of two."""
    match quantity:
        case OwnMeasure(measure) | regions.MeasureAbove(_, measure) | regions.MeasureMean(measure):
            points = False
        case regions.MeasureChange(measure):
            points = True
        case regions.RelativeChange(measure):
            return measure, "%", False
        case regions.MembersWeighed():
            return None, "%", False
        case regions.MembersFigure(of=str() as measure):
            points = False
        case _:
            return None, None, False
    declared = terms.names.measure(measure)
    return measure, declared.unit if declared else None, points
