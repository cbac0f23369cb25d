"""The clauses that a change of outcome comes from, in words."""

from collections.abc import Collection, Mapping, Sequence

from ...evolution.impact.clause import Clause
from ..phrasing.names import Names
from ..phrasing.numbers import first_of
from ..quantities.observed import NOTHING, observed_cell, required_cell
from ..words import impact as impact_words
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import outcome_word, required_phrase
from .cells import gap_cell, ground_name
from .summary import ground_code

MOST_NAMED = 10
"""Maximum number of units named in a list of the memo; the rest are counted."""
LONGEST_NAME = 100
_MOST_CLAUSES = 3


def clauses_of(grounds: Sequence[Clause], unit: str, told: Collection[str], names: Names) -> str:
    """The clauses of the unit itself, then those of each unit below it; of many, how many more there are.

    Of units below that are `told` of on a line of their own, the codes and what they come to do.
    """
    language = names.language
    several = [(ground.unit, ground.rule) for ground in grounds]
    full: dict[str, dict[str, None]] = {unit: {}}
    codes: dict[str, dict[str, dict[str, None]]] = {}
    for ground in grounds:
        if ground.unit != unit and ground.unit in told:
            outcome, kind = ground.outcome_after, names.rule_kind(ground.rule)
            called = "" if outcome is None else outcome_word(kind, outcome, language).lower()
            codes.setdefault(ground.unit, {}).setdefault(called, {})[ground_code(ground, names)] = None
        else:
            text = _clause(ground, unit, several.count((ground.unit, ground.rule)) > 1, names)
            full.setdefault(ground.unit, {})[text] = None
    texts = [first_of(list(full.pop(unit)), "; ", _MOST_CLAUSES, names.language)]
    below = [(one, first_of(list(clauses), "; ", _MOST_CLAUSES, names.language)) for one, clauses in full.items()]
    lines = [f"{names.unit(one)}: {text}" for one, text in below]
    texts.append(first_of(lines, "; ", _MOST_CLAUSES, names.language))
    units = [f"{names.unit(one)} ({_codes_by_outcome(rules, names)})" for one, rules in codes.items()]
    if units:
        texts.append(
            say(
                impact_words.MEMO_BECAUSE,
                language,
                units=first_of(units, ", ", MOST_NAMED, names.language, overview_words.AND_OTHER_UNITS),
            )
        )
    return "; ".join(text for text in texts if text)


def _codes_by_outcome(codes: Mapping[str, Collection[str]], names: Names) -> str:
    """`3.1, 4.1: chưa đạt`; a rule that is repealed (of no outcome) says so itself."""
    said = []
    for outcome, rules in codes.items():
        listed_codes = first_of(list(rules), ", ", _MOST_CLAUSES, names.language)
        said.append(f"{listed_codes}: {outcome}" if outcome else listed_codes)
    return "; ".join(said)


def _clause(ground: Clause, unit: str, several: bool, names: Names) -> str:
    """`15.1 Bảo hiểm y tế: 92,4%, yêu cầu từ 95% trở lên (trước đây từ 90% trở lên), thiếu 2,6 điểm %`.

    `several`: there are others of the same rule, so that the figures are called by their own names.
    """
    language = names.language
    if ground.outcome_after is None:
        text = impact_words.MEMO_REPEALED.in_language(language)
    else:
        text = _stands(ground, names)
    if called := ground_name(ground, unit, names, several=several, width=LONGEST_NAME):
        text = f"{called}: {text}"
    return text


def _stands(ground: Clause, names: Names) -> str:
    """Observed value, new and old requirement, and gap."""
    language = names.language
    kind = names.rule_kind(ground.rule)
    text = observed_cell(ground.after, names, kind)
    before, after = required_cell(ground.before, names), required_cell(ground.after, names)
    if after != NOTHING:
        negated = ground.after is not None and ground.after.negated
        text = required_phrase(kind, text, after, language, negated=negated)
    if before not in (NOTHING, after):
        text = say(impact_words.MEMO_BEFORE, language, text=text, before=before)
    elif ground.outcome_before is None:
        text = say(impact_words.MEMO_NEW, language, text=text)
    gap = gap_cell(ground, names)
    return text if gap == NOTHING else f"{text}, {gap}"
