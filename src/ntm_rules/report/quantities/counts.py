"""Counts against thresholds, and outcomes of several rules counted together, in words."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb

from ...evolution.regions.difference import HeldStates
from ...evolution.regions.quantity import Cell, OutcomeCounts
from ...evolution.rows.counted import NONE_APPLIES, CountRanges, Present
from ...evolution.rows.cover import Point, Range, Row, cover
from ...model.condition import Basis
from ...model.outcome import SHORT, Outcome, Tally
from ...model.text import Language
from ...model.values.number import simplest
from ..phrasing.compared_names import Terms
from ..phrasing.numbers import listed, quantity
from ..words import quantities as phrases
from ..words.common import say
from ..words.rule_kinds import kind_of_code, outcome_word
from .figures import range_text

OUTCOMES = (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE, Outcome.ATTAINED)
"""The order in which a row says which outcomes there are."""


def alternatives(cases: Sequence[str], language: Language) -> str:
    """Numbered alternatives in one line, each of which may be a list itself.

    >>> alternatives(["90%", "none applicable"], "en"), alternatives(["90%"], "en")
    ('(1) 90%; (2) none applicable', '90%')
    """
    if len(cases) == 1:
        return cases[0]
    return "; ".join(say(phrases.CASES, language, number=number, case=case) for number, case in enumerate(cases, 1))


def outcomes_text(row: Sequence[Range], language: Language) -> str:
    """Outcomes that occur among several rules, and those that do not.

    >>> outcomes_text([Range(1, None), Range(None, 0), Range(None, 0), Range(None, None)], "en")
    'all attained or not attained, some not attained'
    """
    called = [
        (phrases.RESULTS[outcome].in_language(language), within) for outcome, within in zip(OUTCOMES, row, strict=True)
    ]
    none = [word for word, within in called if within.high is not None]
    # The outcome attained comes first.
    possible = [word for word, within in reversed(called) if within.high is None]
    texts = [say(phrases.SOME_ARE, language, outcome=word) for word, within in called if within.low is not None]
    if len(possible) == 1:
        return say(phrases.ALL_ARE, language, outcome=possible[0])
    if len(none) > 1:
        return ", ".join([say(phrases.ALL_ARE, language, outcome=listed(possible, language, alternative=True)), *texts])
    return ", ".join([*texts, *(say(phrases.NONE_IS, language, outcome=word) for word in none)])


def present_text(present: Present, language: Language) -> str:
    """Outcomes that occur among rules, `có chưa đạt`; the outcome itself of a single rule."""
    if len(present.rules) > 1:
        return outcomes_text(present.ranges, language)
    kind = kind_of_code(present.rules[0].code)
    called = [outcome_word(kind, outcome, language).lower() for outcome in OUTCOMES]
    named = list(zip(called, present.ranges, strict=True))
    if some := [word for word, span in named if span.low is not None]:
        return some[0]
    none = [word for word, span in named if span.high is not None]
    return say(phrases.ANYTHING_BUT, language, outcomes=listed(none, language, alternative=True))


def counted_text(counted: CountRanges, language: Language) -> str:
    """The share and the number of rules that are counted, against the thresholds: `tỷ lệ chưa đạt: từ 25% đến dưới 30%`."""
    counting, texts = counted.counting, list[str]()
    outcome = Outcome.NOT_ATTAINED if counting.failing else Outcome.ATTAINED
    word = phrases.RESULTS[outcome].in_language(language)
    shares, numbers, special = counted.ranges[:2], counted.ranges[2:4], counted.ranges[4]
    if any(share.high is not None and share.high < 0 for share in shares):
        return phrases.SPECIAL_COUNTS[NONE_APPLIES].in_language(language)
    none_applies = special.holds(NONE_APPLIES) and all(share.holds(-1) for share in shares)
    for basis, ends, phrase in (
        (Basis.SHARE, shares, phrases.SHARE_WHICH),
        (Basis.COUNT, numbers, phrases.NUMBER_WHICH),
    ):
        if all(end.is_free for end in ends):
            continue
        cells = counting.thresholds.cells(basis)
        if all(_covers(end, len(cells)) for end in ends):
            texts.append(phrases.SOME_APPLY.in_language(language))
            continue
        text = ends_text(ends[0], ends[1], cells, "%" if basis is Basis.SHARE else None, language)
        texts.append(say(phrase, language, what=word, range=text))
        if basis is Basis.SHARE and none_applies and special.is_free:
            texts[-1] = listed(
                [texts[-1], phrases.SPECIAL_COUNTS[NONE_APPLIES].in_language(language)], language, alternative=True
            )
    if not special.is_free:
        possible = [text for value, text in phrases.SPECIAL_COUNTS.items() if special.holds(value)]
        texts.append(listed([text.in_language(language) for text in possible], language, alternative=True))
    return ", ".join(texts)


def ends_text(low: Range, high: Range, cells: Sequence[Cell], unit: str | None, language: Language) -> str:
    """A figure that lies somewhere at the least and somewhere at the most, each among cells by their places.

    What is true of the least upwards, or of the most downwards, is certain; what only one of them allows is possible.

    >>> from fractions import Fraction
    >>> cells = [Cell(None, Fraction(90), Fraction(0)), Cell(Fraction(90), Fraction(90), Fraction(90))]
    >>> ends_text(Range(1, None), Range(None, None), cells, "%", "en")
    'exactly 90% for certain'
    """
    last = len(cells) - 1

    def range_words(within: Range) -> str:
        return range_text(cells, within, unit, language)

    low, high = _within(low, last), _within(high, last)
    if low == high:
        return range_words(low)
    if low.high is None and high.low is None:
        whole = Range(low.low, high.high)
        if not (low.is_free or high.is_free):
            return range_words(whole)
        return say(phrases.AT_THE_LEAST if high.is_free else phrases.AT_THE_MOST, language, range=range_words(whole))
    if (low.low is None and high.is_free) or (high.high is None and low.is_free):
        return say(phrases.POSSIBLY, language, range=range_words(low if high.is_free else high))
    if high.is_free:
        return say(phrases.AT_THE_LEAST, language, range=range_words(low))
    if low.is_free:
        return say(phrases.AT_THE_MOST, language, range=range_words(high))
    return say(phrases.BETWEEN_ENDS, language, low=range_words(low), high=range_words(high))


def _within(span: Range, last: int) -> Range:
    """A range of places without ends that leave out no cell."""
    low = None if span.low is not None and span.low <= 0 else span.low
    return Range(low, None if span.high is not None and span.high >= last else span.high)


def _covers(span: Range, size: int) -> bool:
    return all(span.holds(place) for place in range(size))


def rule_states(where: HeldStates, terms: Terms) -> str:
    """Outcomes of one rule, or tallies of several rules that are counted together."""
    assert isinstance(where.quantity, OutcomeCounts)
    rules = where.quantity.rules
    every = tuple(state for state in where.every if isinstance(state, Tally))
    chosen = frozenset(place for place, tally in enumerate(every) if tally in where.states)
    if len(rules) == 1:
        return _one_rule(where, rules[0].code, terms.language)
    if len(every) == comb(len(rules) + 3, 3) and not _is_of_presence(every, chosen):
        texts = [_counted(row, terms.language) for row in _count_rows(every, chosen)]
    else:
        texts = [outcomes_text(row, terms.language) for row in _present_rows(every, chosen)]
    return alternatives(texts, terms.language)


def _one_rule(where: HeldStates, code: str, language: Language) -> str:
    table = {outcome: outcome_word(kind_of_code(code), outcome, language).lower() for outcome in Outcome}
    outcomes = [_outcome(state) for state in where.states if isinstance(state, Tally)]
    left_out = [outcome for outcome in Outcome if outcome not in outcomes]
    if len(outcomes) > len(left_out):
        texts = [table[outcome] for outcome in left_out]
        return say(phrases.ANYTHING_BUT, language, outcomes=listed(texts, language, alternative=True))
    return listed([table[outcome] for outcome in outcomes], language, alternative=True)


def _outcome(tally: Tally) -> Outcome:
    return next(outcome for outcome, count in zip(OUTCOMES, _counts(tally), strict=True) if count)


def _counts(tally: Tally) -> tuple[int, int, int, int]:
    """Counts of a tally in the order of `OUTCOMES`."""
    return tally.not_attained, tally.undetermined, tally.not_applicable, tally.attained


def _presence(tally: Tally) -> Point:
    return tuple(int(count > 0) for count in _counts(tally))


def _is_of_presence(every: tuple[Tally, ...], chosen: frozenset[int]) -> bool:
    """True when only the presence of each outcome matters, not its number."""
    inside = {_presence(every[place]) for place in chosen}
    return all(place in chosen or _presence(tally) not in inside for place, tally in enumerate(every))


@lru_cache(maxsize=256)
def _present_rows(every: tuple[Tally, ...], chosen: frozenset[int]) -> tuple[Row, ...]:
    points = list(dict.fromkeys(map(_presence, every)))
    inside = {_presence(every[place]) for place in chosen}
    return cover(points, {place for place, point in enumerate(points) if point in inside})


_FEATURES = (
    (Outcome.NOT_ATTAINED,),
    (Outcome.ATTAINED,),
    (Outcome.UNDETERMINED,),
    (Outcome.NOT_APPLICABLE,),
    SHORT,
    (Outcome.ATTAINED, Outcome.UNDETERMINED),
)
_SHARES = _FEATURES[:2] + _FEATURES[4:]


def _point(tally: Tally) -> Point:
    """The numbers that rules bound, then the shares in percent of those that apply (-1 where none does)."""
    counts = dict(zip(OUTCOMES, _counts(tally), strict=True))
    sums = [sum(counts[outcome] for outcome in feature) for feature in _FEATURES]
    whole = tally.applicable
    shares = [sum(counts[outcome] for outcome in feature) for feature in _SHARES]
    return (*sums, *(Fraction(100 * part, whole) if whole else -1 for part in shares))


@lru_cache(maxsize=256)
def _count_rows(every: tuple[Tally, ...], chosen: frozenset[int]) -> tuple[Row, ...]:
    return cover([_point(tally) for tally in every], chosen)


def _counted(row: Row, language: Language) -> str:
    """Numbers and shares of the rules with each outcome, in words."""
    texts: list[str] = []
    for feature, within in zip(_FEATURES, row, strict=False):
        if not within.is_free:
            texts.append(_number(within, _what(feature, language), language))
    for feature, within in zip(_SHARES, row[len(_FEATURES) :], strict=True):
        if not within.is_free:
            texts.append(say(phrases.SHARE_IS, language, what=_what(feature, language), range=_share(within, language)))
    return ", ".join(texts)


def _what(feature: Sequence[Outcome], language: Language) -> str:
    return listed([phrases.RESULTS[outcome].in_language(language) for outcome in feature], language, alternative=True)


def _number(within: Range, what: str, language: Language) -> str:
    if within.high == 0:
        return say(phrases.NONE_IS, language, outcome=what)
    if within.high is None:
        phrase = phrases.NUMBER_OR_MORE
    elif within.low is None:
        phrase = phrases.NUMBER_AT_MOST
    else:
        phrase = phrases.NUMBER if within.low == within.high else phrases.NUMBERS
    return f"{say(phrase, language, low=within.low, high=within.high)} {what}"


def _share(within: Range, language: Language) -> str:
    """A share between ends as round as they can be without holding another share that occurs."""
    low = None if within.low is None else _roundest(within.under, within.low, language, included=True)
    high = None if within.high is None else _roundest(within.high, within.over, language, included=False)
    if low is None:
        assert high is not None
        return say(phrases.UNDER if high[1] else phrases.AT_MOST, language, high=high[0])
    if high is None:
        return say(phrases.FROM, language, low=low[0])
    return say(phrases.FROM_TO_UNDER if high[1] else phrases.FROM_TO, language, low=low[0], high=high[0])


def _roundest(
    low: Fraction | int | None, high: Fraction | int | None, language: Language, *, included: bool
) -> tuple[str, bool]:
    """Pair of the roundest figure above `low` and up to `high`, in words, and whether it is excluded from the range.

    With `included` it is the least figure meant: over `low` and at most `high`. Else it is the end above: what is meant is
    `low` and less, and `high` is not.
    """
    if high is None:
        assert low is not None
        return quantity(simplest(Fraction(low)), "%", language), False
    for step in (Fraction(10), Fraction(5), Fraction(1), Fraction(1, 10), Fraction(1, 100)):
        number = Fraction(high) // step * step
        if low is None or number > low:
            return quantity(simplest(number), "%", language), not included
    return quantity(simplest(Fraction(high)), "%", language), not included
