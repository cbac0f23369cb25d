"""Members without reports: they keep rules undetermined that would be settled without any members."""

from collections.abc import Iterator
from decimal import Decimal

from ...model.condition import CriteriaCount
from ...program.program import Program
from ...program.terms import Below, Constant, Counted, Holds, OutcomeOf, Over, Term
from ..cases.case import UNIT
from .members import Only
from .scene import Scene, kind_between
from .sought import Sides, Sought, of_the_unit

_MOST = 40
Silent = tuple[tuple[str, Only, int], ...]
"""For each kind: the codes that members must have or be below (none: any), and the number of members."""
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
    """Members that the rules sought may need, of the kinds they read for which nothing else is sought."""
    found: dict[tuple[str, Only], int] = {}
    for term in _terms(sides, sought):
        number = 1
        members = term.members if isinstance(term, Below | Over) else None
        if isinstance(term, Holds) and isinstance(term.figure, Counted) and isinstance(term.figure.group, Below):
            members = term.figure.group.members
            if not term.figure.share and isinstance(term.required, Constant):
                assert isinstance(term.required.value, Decimal)
                number = max(1, min(_MOST, int(term.required.value) + 1))
        if members is not None and members.kind not in sought.kinds:
            key = members.kind, members.only
            found[key] = max(found.get(key, 1), number)
    # Those in a list are below the unit as well.
    listed: dict[str, int] = {}
    for (kind, only), number in found.items():
        listed[kind] = listed.get(kind, 0) + (number if only else 0)
    left = {key: number if key[1] else number - listed[key[0]] for key, number in found.items()}
    return tuple((kind, only, number) for (kind, only), number in left.items() if number > 0)


def _terms(sides: Sides, sought: Sought) -> Iterator[Term]:
    """Terms of every rule whose outcome is sought, and of the rules it depends on for the same unit."""
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
        for term in of_the_unit(program.by_code[code].truth):
            yield term
            if isinstance(term, OutcomeOf) and term.program.as_of == program.as_of:
                waiting.append((program.references[term.program.ruleset], term.code))
