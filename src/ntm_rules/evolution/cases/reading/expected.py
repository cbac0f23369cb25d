"""Reading of the expectations of a case."""

import re
from datetime import date
from fractions import Fraction

from attrs import evolve, frozen

from ....language.checks.thresholds import read_two_ways
from ....language.contents.known_names import CODES
from ....language.diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ....language.structuring.converter import ABSENT, after_mistake
from ....language.structuring.figures import figure
from ....language.structuring.nodes import keys_of, mapping
from ....language.structuring.scalars import chosen_enum, scalar
from ....language.yaml.tree import Node, PlacedMapping, Scalar
from ....model.decision import NO_LEVEL, ReasonKind
from ....model.key import LEVEL, RuleKey
from ....model.outcome import Outcome
from ....model.place import Place
from ....model.ruleset import Ruleset
from ....model.text import Text
from ....model.values.number import Number, simplest
from ..case import Expected
from ..grammar import EXPECTED, FREE, NOT_CONFIRMED, OUTCOME_WORDS, meant
from .scope import CaseScope

_FRACTION = re.compile(r"(-?[0-9]{1,30})/([0-9]{1,30})")
_OUTCOME = Text("kết quả", "an outcome")
_LEVEL = Text("mức", "a level")
_NONE = Text("không xếp mức nào", "no level")
LEVEL_KEY = "level"
"""The key of an expectation about the level of the unit, which stands for those about each level."""
_reason = chosen_enum(ReasonKind, Text("loại lý do", "a kind of reason"))


@frozen
class _NotConfirmed:
    """Mark of an outcome that no person has confirmed."""


_OPEN = _NotConfirmed()
_WORDS: dict[str, Outcome | _NotConfirmed] = {**OUTCOME_WORDS, NOT_CONFIRMED: _OPEN}


def expectations(node: Node, own: Ruleset | None, as_of: date | None, scope: CaseScope) -> tuple[Expected, ...]:
    """Expectations of one case, one for each rule named. `own` is the version in force of the ruleset that the file
    is for (None: not known; codes are then not checked). Raises Mistake where none is named.
    """
    entries = mapping(node, FREE["expect"])
    if not entries:
        raise StructuringError(Mistake("NTM920", entries.place))
    expected_by_rule: dict[RuleKey, Expected] = {}
    implied: dict[RuleKey, Expected] = {}
    for name, expectation in entries.items():
        if name == LEVEL_KEY and own is not None and own.levels:
            levels = after_mistake(lambda node: _of_level(node, own), expectation, ())
            implied = {RuleKey(scope.home, code): Expected(code, outcome, place=name.place) for code, outcome in levels}
            continue
        rule = after_mistake(lambda key: _expected_of(key, own, as_of, scope), name, None)
        expected = after_mistake(_expected, expectation, None)
        if rule is None or expected is None:
            continue
        if rule in expected_by_rule:
            first = expected_by_rule[rule].place
            assert first is not None
            report(Mistake("NTM111", name.place, {"key": name, "line": first.line}, related=(first,)))
            continue
        code = rule.code if rule.ruleset == scope.home else str(rule)
        expected_by_rule[rule] = evolve(expected, code=code, place=name.place)
    # What is said of a level by itself goes before.
    return tuple((implied | expected_by_rule).values())


def _of_level(node: Node, own: Ruleset) -> list[tuple[str, Outcome | None]]:
    """The expectations that a level stands for: it holds, and none of those that are asked before it does."""
    levels = {level.code.removeprefix(LEVEL): level for level in own.levels}
    value = scalar(node, _LEVEL)
    if value == NOT_CONFIRMED:
        return [(level.code, None) for level in own.levels]
    if value not in levels and value != NO_LEVEL and "?" in levels:
        return []
    if value not in levels and value != NO_LEVEL:
        known = KnownNames(_LEVEL, {id: level.name for id, level in levels.items()} | {NO_LEVEL: _NONE})
        raise StructuringError(
            Mistake(
                "NTM904",
                node.place,
                {"ruleset": own.id, "version": own.version, "name": value},
                word=value,
                known=known,
            )
        )
    outcomes: list[tuple[str, Outcome | None]] = []
    for id, level in levels.items():
        if id == value:
            return [*outcomes, (level.code, Outcome.ATTAINED)]
        outcomes.append((level.code, Outcome.NOT_ATTAINED))
    return outcomes


def _expected_of(name: Scalar, own: Ruleset | None, as_of: date | None, scope: CaseScope) -> RuleKey:
    """The rule that is named, if it is there on the day and judges the unit."""
    rule = scope.rule(name)
    version = own
    if rule.ruleset != scope.home and as_of is not None:
        scope.check_applies(rule, () if own is None else own.applies_to, name.place)
        version = scope.version(rule.ruleset, as_of, name.place)
    if version is not None:
        _check_there(rule, version, name.place)
    return rule


def _check_there(rule: RuleKey, version: Ruleset, place: Place | None) -> None:
    known = {known_rule.code: known_rule.name for known_rule in version.rules()}
    # Any rule may be the one whose code is mistaken in the rule file, where that is told.
    if rule.code not in known and "?" not in known:
        params = {"ruleset": version.id, "version": version.version, "name": rule.code}
        raise StructuringError(Mistake("NTM904", place, params, word=rule.code, known=KnownNames(CODES, known)))


def _expected(node: Node) -> Expected:
    """The expectation of a rule, whose code is still empty."""
    if not isinstance(node, PlacedMapping):
        return Expected("", _outcome(node))
    values = keys_of(node, EXPECTED)
    outcome = None if values["outcome"] is ABSENT else after_mistake(_outcome, values["outcome"], None)
    gap = after_mistake(_gap, values["gap"], None) if "gap" in values else None
    reason = after_mistake(_reason, values["reason"], None) if "reason" in values else None
    points = after_mistake(_gap, values["points"], None) if "points" in values else None
    return Expected("", outcome, gap, reason, points)


def _outcome(node: Node) -> Outcome | None:
    outcome = meant(node, _WORDS, _OUTCOME)
    return None if isinstance(outcome, _NotConfirmed) else outcome


def _gap(node: Node) -> Number:
    """Figure, or a fraction that no decimal equals. One that could be read as thousands is refused: write 1.2340 or 1234."""
    parts = _FRACTION.fullmatch(node) if isinstance(node, Scalar) else None
    if parts is None:
        number = figure(node)
        for mistake in read_two_ways(number, node.place, 0):
            raise StructuringError(mistake)
        return number
    if not int(parts[2]):
        raise StructuringError(Mistake("NTM921", node.place, {"text": node}))
    return simplest(Fraction(int(parts[1]), int(parts[2])))
