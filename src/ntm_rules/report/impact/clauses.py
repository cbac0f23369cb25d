"""The clauses that a change of outcome comes from, in words: a rule and a unit, its figure, its bound, the gap."""

from collections.abc import Collection, Mapping, Sequence

from ...evolution.impact.clause import Clause
from ...model.key import is_conclusion
from ...model.text import printable
from ..layout.wrapped_table import clipped
from ..phrasing.comparisons import distance_text
from ..phrasing.names import Names, rule_called
from ..phrasing.numbers import first_of
from ..quantities.observed import NOTHING, observed_cell, required_cell
from ..words import impact as impact_words
from ..words import overview as overview_words
from ..words.rule_kinds import outcome_word, required_phrase

MOST_NAMED = 10
"""Maximum number of units named in a list of the memo; the rest are counted."""
_LONGEST_NAME = 100
_MOST_CLAUSES = 3


def clauses_of(grounds: Sequence[Clause], unit: str, told: Collection[str], names: Names) -> str:
    """The clauses of the unit itself, then those of each unit below it; of many, how many more there are.

    Of units below that are `told` of on a line of their own, the codes and what they come to do.
    """
    language = names.language
    keys = [(ground.unit, ground.rule) for ground in grounds]
    full: dict[str, dict[str, None]] = {unit: {}}
    codes: dict[str, dict[str, dict[str, None]]] = {}
    for ground in grounds:
        if ground.unit != unit and ground.unit in told:
            outcome, kind = ground.outcome_after, names.rule_kind(ground.rule)
            called = "" if outcome is None else outcome_word(kind, outcome, language).lower()
            codes.setdefault(ground.unit, {}).setdefault(called, {})[ground_code(ground, names)] = None
        else:
            text = _clause(ground, unit, keys.count((ground.unit, ground.rule)) > 1, names)
            full.setdefault(ground.unit, {})[text] = None
    texts = [first_of(list(full.pop(unit)), "; ", _MOST_CLAUSES, names.language)]
    below = [(code, first_of(list(clauses), "; ", _MOST_CLAUSES, names.language)) for code, clauses in full.items()]
    lines = [f"{names.unit(code)}: {text}" for code, text in below]
    texts.append(first_of(lines, "; ", _MOST_CLAUSES, names.language))
    units = [f"{names.unit(code)} ({_codes_by_outcome(rules, names)})" for code, rules in codes.items()]
    if units:
        texts.append(
            names.say(
                impact_words.MEMO_BECAUSE,
                units=first_of(units, ", ", MOST_NAMED, names.language, overview_words.AND_OTHER_UNITS),
            )
        )
    return "; ".join(text for text in texts if text)


def _codes_by_outcome(codes: Mapping[str, Collection[str]], names: Names) -> str:
    """`3.1, 4.1: chưa đạt`; a rule that is repealed (of no outcome) says so itself."""
    texts = []
    for outcome, rules in codes.items():
        listed_codes = first_of(list(rules), ", ", _MOST_CLAUSES, names.language)
        texts.append(f"{listed_codes}: {outcome}" if outcome else listed_codes)
    return "; ".join(texts)


def _clause(ground: Clause, unit: str, several: bool, names: Names) -> str:
    """`15.1 Bảo hiểm y tế: 92,4%, yêu cầu từ 95% trở lên (trước đây từ 90% trở lên), thiếu 2,6 điểm %`.

    `several`: there are others of the same rule, so that the figures are called by their own names.
    """
    if ground.outcome_after is None:
        text = names.say(impact_words.MEMO_REPEALED)
    else:
        text = _stands(ground, names)
    if called := ground_name(ground, unit, names, several=several):
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
        text = names.say(impact_words.MEMO_BEFORE, text=text, before=before)
    elif ground.outcome_before is None:
        text = names.say(impact_words.MEMO_NEW, text=text)
    gap = gap_cell(ground, names)
    return text if gap == NOTHING else f"{text}, {gap}"


def gap_cell(clause: Clause, names: Names) -> str:
    """Distance of a figure from the bound of the new text: `thiếu 2,6 điểm phần trăm`; a dash where there is none."""
    reason = clause.after
    if reason is None or reason.gap is None:
        return NOTHING
    return distance_text(reason, names.rule_kind(clause.rule), names) or NOTHING


def rule_cell(clause: Clause, names: Names) -> str:
    """A rule by its code, that which it had in the old text too, and its name, or a conclusion by its name."""
    name = names.text(clause.name)
    return clipped(name if is_conclusion(clause.rule.code) else f"{known_code(clause, names)} {name}", _LONGEST_NAME)


def known_code(clause: Clause, names: Names) -> str:
    """The code of a rule, by which a reader of the old text knows it too: `5.3 (trước là 5.2)`."""
    code = printable(clause.rule.code)
    if clause.formerly is None:
        return code
    was = names.say(impact_words.FORMERLY, code=printable(clause.formerly))
    return f"{code} ({was})"


def ground_name(ground: Clause, unit: str, names: Names, *, several: bool) -> str:
    """Name of a ground for a change, for the unit concerned; empty for a count of the conclusion itself.

    With `several` figures of one rule, each is called by its own name, and so is one that a conclusion asks for itself.
    """
    reason = ground.after or ground.before
    measure = names.measure_name(reason.measure) if reason is not None and reason.measure is not None else ""
    if is_conclusion(ground.rule.code) and ground.unit == unit:
        return clipped(measure, _LONGEST_NAME)
    if several and measure:
        return clipped(f"{known_code(ground, names)} {measure}", _LONGEST_NAME)
    return rule_cell(ground, names)


def ground_code(ground: Clause, names: Names) -> str:
    """A rule in a list of grounds: `5.2 bãi bỏ`, `5.3 (trước là 5.a)`, or the name of a conclusion."""
    if is_conclusion(ground.rule.code):
        return rule_called(ground.rule.code, names.language)
    code = known_code(ground, names)
    return code if ground.outcome_after is not None else names.say(impact_words.CODE_REPEALED, code=code)
