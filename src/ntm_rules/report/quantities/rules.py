"""Outcomes of several rules counted together: many tallies in few sentences."""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb

from ...evolution.regions.difference import HeldStates
from ...evolution.regions.quantity import OutcomeCounts
from ...evolution.rows.cover import Point, Range, Row, cover
from ...model.decision import Tally
from ...model.outcome import SHORT, Outcome
from ...model.text import Language
from ...model.values.number import simplest
from ..phrasing.compared_names import Terms
from ..phrasing.numbers import listed, quantity
from ..words import quantities as phrases
from ..words.common import say
from ..words.rule_kinds import kind_of_code, outcome_word
from .counts import OUTCOMES, alternatives, outcomes_text


def rule_states(held: HeldStates, terms: Terms) -> str:
    """Outcomes of one rule, or tallies of several rules that are counted together."""
    assert isinstance(held.quantity, OutcomeCounts)
    rules = held.quantity.rules
    every = tuple(state for state in held.every if isinstance(state, Tally))
    chosen = frozenset(place for place, tally in enumerate(every) if tally in held.states)
    if len(rules) == 1:
        return _one_rule(held, rules[0].code, terms.language)
    if len(every) == comb(len(rules) + 3, 3) and not _is_of_presence(every, chosen):
        said = [_counted(row, terms.language) for row in _count_rows(every, chosen)]
    else:
        said = [outcomes_text(row, terms.language) for row in _present_rows(every, chosen)]
    return alternatives(said, terms.language)


def _one_rule(held: HeldStates, code: str, language: Language) -> str:
    table = {outcome: outcome_word(kind_of_code(code), outcome, language).lower() for outcome in Outcome}
    outcomes = [_outcome(state) for state in held.states if isinstance(state, Tally)]
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
        found = Fraction(high) // step * step
        if low is None or found > low:
            return quantity(simplest(found), "%", language), not included
    return quantity(simplest(Fraction(high)), "%", language), not included
