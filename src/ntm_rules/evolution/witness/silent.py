"""Member units about which nothing is reported: with them, rules that would be settled for want of members stay open."""

from collections.abc import Iterator
from decimal import Decimal

from ...model.condition import (
    Attained,
    Basis,
    Condition,
    CriteriaCount,
    MembersAttained,
    MembersMeasure,
    OwnCriteria,
)
from ...model.threshold import Fixed
from ...program.compiling import parts_of
from ...program.program import Program
from ..cases.case import UNIT
from .members import Only
from .scene import Scene, kind_between
from .sought import Sides, Sought

_MOST = 40
Silent = tuple[tuple[str, Only, int], ...]
"""Of each kind: the codes of which the members must have one, or be below one (none: any), and how many there are."""
_Rule = tuple[Program, str]


def add_silent(scene: Scene, silent: Silent) -> None:
    """Add members about which nothing is reported."""
    between = kind_between({kind for kind, _, _ in silent})
    for kind, only, number in silent:
        parent = next((code for code in only if code in scene.units), None)
        if only and parent is None:
            if number == 1:
                scene.member(kind, UNIT, only[0])
                continue
            parent = scene.member(between, UNIT, only[0])
        for _ in range(number):
            scene.member(kind, parent or UNIT)


def silent_members(sides: Sides, sought: Sought) -> Silent:
    """As many members as the rules sought may ask for, of the kinds and lists that they name and nothing is sought of."""
    found: dict[tuple[str, Only], int] = {}
    for part in _conditions(sides, sought):
        if isinstance(part, MembersAttained | MembersMeasure) and part.kind not in sought.kinds:
            key = str(part.kind), tuple(map(str, part.only))
            found[key] = max(found.get(key, 1), _asked(part))
    # Those in a list are below the unit as well.
    listed: dict[str, int] = {}
    for (kind, only), number in found.items():
        listed[kind] = listed.get(kind, 0) + (number if only else 0)
    left = {key: number if key[1] else number - listed[key[0]] for key, number in found.items()}
    return tuple((kind, only, number) for (kind, only), number in left.items() if number > 0)


def _asked(condition: MembersAttained | MembersMeasure) -> int:
    """How many members are enough for every count that is asked for."""
    bounds = condition.bounds if isinstance(condition, MembersAttained) else ()
    counts = [
        int(bound.threshold.value) + 1
        for bound in bounds
        if bound.basis is Basis.COUNT
        and isinstance(bound.threshold, Fixed)
        and isinstance(bound.threshold.value, Decimal)
    ]
    return max(1, min(_MOST, max(counts, default=1)))


def _conditions(sides: Sides, sought: Sought) -> Iterator[Condition]:
    """The conditions of every rule that is sought to come to an outcome, and of those it rests on."""
    waiting: list[_Rule] = []
    for rule in (*(rule for rules in sought.rules for rule in rules.rules), *(each.rule for each in sought.deciding)):
        waiting += sides.rules(rule)
    counted = [each.ruleset for each in sought.increases]
    counted += [each.of.ruleset for each in sought.aggregates if isinstance(each.of, CriteriaCount)]
    for ruleset in counted:
        waiting += [(program, code) for program in sides.programs(ruleset) for code in program.criteria]
    seen: set[tuple[int, str]] = set()
    while waiting:
        program, code = waiting.pop()
        if (id(program), code) in seen:
            continue
        seen.add((id(program), code))
        asked = program.by_code[code]
        waiting += [(program, below) for below in asked.children]
        for whole in (asked.condition, asked.rule.applies_when):
            for part in () if whole is None else parts_of(whole):
                yield part
                waiting += _asked_by(part, program)


def _asked_by(condition: Condition, program: Program) -> Iterator[_Rule]:
    """The rules of the same unit that a condition asks for."""
    match condition:
        case Attained(rule):
            yield program.references[rule.ruleset], rule.code
        case OwnCriteria(of=of, ruleset=ruleset):
            counted = program if ruleset is None else program.references[ruleset]
            yield from ((counted, code) for code in of or counted.criteria)
