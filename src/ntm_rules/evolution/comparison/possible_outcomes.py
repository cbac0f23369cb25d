"""Outcomes that a rule can come to."""

from collections.abc import Mapping

from ...model.key import RuleKey
from ...model.outcome import Outcome, Tally
from ...program.program import Program
from ..regions.diagram import Diagrams, TooManyCombinations
from ..regions.difference import Pair
from ..regions.quantity import OWN, OutcomeCounts
from ..regions.reading import read
from ..regions.side import Side, common_years

_EVERY = frozenset(Outcome)
_Possible = dict[str, frozenset[Outcome]]


def possible_outcomes(program: Program, code: str) -> frozenset[Outcome]:
    """The outcomes that a rule can come to by its conditions, and those of the rules of its ruleset that it counts.

    Attestations are left aside. Raises TooManyCombinations, KeyError.

    >>> from datetime import date
    >>> from ntm_rules.program.compiling import compile
    >>> from ntm_rules.language.library import load_library
    >>> program = compile("vn/civilised-township", date(2024, 6, 30), load_library())
    >>> sorted(outcome.value for outcome in possible_outcomes(program, "3.3"))
    ['attained', 'not_attained', 'undetermined']
    """
    return _possible(program, code, {})


def _possible(program: Program, code: str, known: _Possible) -> frozenset[Outcome]:
    if code in known:
        return known[code]
    side, rule = Side(program), program.by_code[code]
    reading = read([(side, rule)], common_years(program.ruleset))
    pair = Pair.of((side, rule), (side, rule), reading)
    node = pair.diagrams.combine(lambda value, possible: value if possible else None, pair.both, pair.possible)
    for level, quantity in enumerate(reading.quantities):
        if isinstance(quantity, OutcomeCounts):
            outcomes = {rule: _of_rule(program, rule, known) for rule in quantity.rules}
            allowed = _allowed(pair.diagrams, level, reading.states[level], outcomes)
            node = pair.diagrams.combine(lambda value, possible: value if possible else None, node, allowed)
    known[code] = frozenset(value[0] for value in pair.diagrams.leaves(node) if value is not None)
    return known[code]


def _of_rule(program: Program, rule: RuleKey, known: _Possible) -> frozenset[Outcome]:
    if rule.ruleset != OWN:
        return _EVERY
    try:
        return _possible(program, rule.code, known)
    except TooManyCombinations:
        return _EVERY


def _allowed(
    diagrams: Diagrams, level: int, states: tuple[object, ...], outcomes: Mapping[RuleKey, frozenset[Outcome]]
) -> int:
    """Diagram that is True for the tallies of rules in which each rule has an outcome that it can come to."""
    able = {outcome: sum(outcome in of_rule for of_rule in outcomes.values()) for outcome in Outcome}

    def can_be(tally: object) -> bool:
        assert isinstance(tally, Tally)
        if len(tally.present) == 1:
            [only] = tally.present
            return able[only] == len(outcomes)
        return all(able[outcome] for outcome in tally.present)

    return diagrams.choice(level, tuple(diagrams.leaf(can_be(state)) for state in states))
