"""Share or number of member units attained, against the thresholds, in words."""

from collections.abc import Sequence

from ...evolution.regions.difference import HeldStates
from ...evolution.regions.quantity import MembersDeciding
from ...evolution.regions.side import condition_of
from ...evolution.rows.counted import CountThresholds, Nobody, Standing, member_thresholds
from ...evolution.rows.cover import Range, Row, cover
from ...model.condition import Basis
from ...model.key import RuleKey
from ...model.outcome import Tally
from ...model.text import Language
from ...program.terms import OutcomeOf, Truth, Where
from ..phrasing.compared_names import Terms
from ..phrasing.conditions import describe
from ..phrasing.numbers import listed
from ..words import common as words
from ..words import quantities as phrases
from ..words import rules as rule_words
from ..words.common import mid_sentence, say
from .counts import alternatives, ends_text


def meeting(truth: Truth, kinds: str, only: Sequence[str], terms: Terms) -> str:
    """Phrase about members that are counted by a condition, with those among whom they are."""
    inner, among = (truth.truth, truth.applies) if isinstance(truth, Where) else (truth, None)
    if isinstance(inner, OutcomeOf):
        rule = terms.names.rule_name(RuleKey(inner.program.ruleset, inner.code))
        text = terms.names.narrowed(terms.names.say(words.MEMBERS_THAT_ATTAIN, kind=kinds, rule=rule), only)
    else:
        text = terms.names.narrowed(terms.names.say(words.MEMBERS_THAT_MEET, kind=kinds), only)
        text = terms.names.say(rule_words.MEETING, text=text, condition=_condition_text(inner, terms))
    return text if among is None else among_whom(text, among, kinds, terms)


def among_whom(text: str, truth: Truth, kinds: str, terms: Terms) -> str:
    """Phrase about members, with the condition on those among whom they are."""
    return terms.names.say(rule_words.AMONG, text=text, kind=kinds, condition=_condition_text(truth, terms))


def _condition_text(truth: Truth, terms: Terms) -> str:
    return mid_sentence(describe(condition_of(truth), terms.names.library, terms.language))


def member_states(where: HeldStates, terms: Terms) -> str:
    """Outcomes of member units: the share or the number attained against the thresholds, never a count by itself."""
    quantity = where.quantity
    assert isinstance(quantity, MembersDeciding)
    thresholds = member_thresholds(quantity, where.every)
    language, noun = terms.language, terms.names.kind(quantity.kind)
    fields = {"kind": noun.vi, "kinds": noun.plural(language)}
    every = [thresholds.standing(state) for state in where.every if isinstance(state, Tally)]
    chosen = [thresholds.standing(state) for state in where.states if isinstance(state, Tally)]
    special = [
        terms.names.say(phrase, **fields)
        for nobody, phrase in (
            (Nobody.NONE, phrases.NO_MEMBERS),
            (Nobody.NOT_APPLICABLE, phrases.NO_MEMBER_APPLIES),
            (Nobody.UNDETERMINED, phrases.ALL_MEMBERS_OPEN),
        )
        if nobody in chosen
    ]
    points = {
        (*standing.share, *standing.count, standing.open): standing
        for standing in every
        if isinstance(standing, Standing)
    }
    wanted = {place for place, point in enumerate(points.values()) if point in chosen}
    figures = [_standing(row, thresholds, fields, language) for row in cover(list(points), wanted)] if wanted else []
    if len(figures) > 1:
        return alternatives([*figures, *special], language)
    return listed([*figures, *special], language, alternative=True)


def _standing(row: Row, thresholds: CountThresholds, fields: dict[str, str], language: Language) -> str:
    *ends, is_open = row
    parts: list[str] = []
    for basis, (low, high) in ((Basis.SHARE, ends[:2]), (Basis.COUNT, ends[2:])):
        if is_open.high is not None:
            # Nothing is undetermined: both ends are the same.
            low = high = _both(low, high)
        if not (low.is_free and high.is_free):
            unit = "%" if basis is Basis.SHARE else None
            text = ends_text(low, high, thresholds.cells(basis), unit, language)
            phrase = phrases.MEMBER_SHARE if basis is Basis.SHARE else phrases.MEMBER_COUNT
            parts.append(say(phrase, language, range=text, **fields))
    if is_open.low is not None:
        parts.append(say(phrases.SOME_MEMBERS_OPEN, language, **fields))
    nothing = phrases.ANY_MEMBERS if is_open.is_free else phrases.SETTLED_MEMBERS
    return ", ".join(parts) or say(nothing, language, **fields)


def _both(one: Range, other: Range) -> Range:
    """Intersection of two ranges."""
    lows = [span.low for span in (one, other) if span.low is not None]
    highs = [span.high for span in (one, other) if span.high is not None]
    return Range(max(lows, default=None), min(highs, default=None))
