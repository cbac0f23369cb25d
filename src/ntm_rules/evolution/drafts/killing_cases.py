"""Cases that distinguish a ruleset from a mutant or from any other version: the outcome of some rule differs."""

from collections.abc import Iterable

from attrs import evolve

from ...model.key import RuleKey
from ...model.library import Library, last_day
from ...model.problem import NtmError
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...program.compiling import compile
from ..cases.case import Case, Expected, Situation
from ..cases.run import Programs
from ..comparison.proof import prover
from ..in_force import first_program, in_place_of, years_in_force
from ..mutation.mutant import Mutant
from ..mutation.run import revised, run_mutants
from ..regions.diagram import TooManyCombinations
from ..regions.difference import difference
from ..regions.side import Side
from ..witness.goal import DatedSides
from ..witness.witness import confirmed, witness_of
from .draft_cases import answer

_MOST_REGIONS = 12


def killing_case(original: Ruleset, mutant: Ruleset, code: str, library: Library) -> Case | None:
    """Case in which the outcome of a rule differs between a version and a mutant of it; None where none is found.

    What is expected is left open (`?`). The case is for a day on which the version is in force. Raises CompileError when there
    is no such day on which the version can be decided.

    >>> from ...language.library import load_library
    >>> library = load_library()
    >>> township = library.versions["vn/civilised-township"][-1]
    >>> from ..mutation.mutant import mutants
    >>> first = next(mutant for mutant in mutants(township, library) if mutant.rule == "3.3")
    >>> case = killing_case(township, first.ruleset, "3.3", library)
    >>> case.expected
    (Expected(code='3.3', outcome=None, gap=None, reason=None, points=None),)
    """
    library = in_place_of(original, original, library)
    last = last_day(original, library)
    program = first_program(original, library)
    other = revised(program, mutant)
    if code not in other.by_code:
        return None
    sides = Side(program), Side(other)
    pairs = (sides[0], program.by_code[code]), (sides[1], other.by_code[code])
    try:
        state_difference = difference(*pairs, years_in_force(original, library))
    except TooManyCombinations:
        return None
    dated = DatedSides(sides)
    for region in state_difference.regions[:_MOST_REGIONS]:
        situation = witness_of(region, dated, state_difference.reads)
        if situation is None or (last is not None and situation.as_of > last):
            continue
        if _tells(situation, original, mutant, code, library):
            rule = RuleKey(original.id, code)
            return Case(_name(code), rule.ruleset, situation, (Expected(code, None),))
    return None


def _name(code: str) -> Text:
    return Text(f"{code}: phân biệt với bản sửa thử", f"{code}: told from a mutant")


def _tells(situation: Situation, original: Ruleset, mutant: Ruleset, code: str, library: Library) -> bool:
    """True when the engine decides the rule differently under the two versions."""
    try:
        program = compile(original, situation.as_of, library)
    except NtmError:
        return False
    other = revised(program, mutant)
    return code in other.by_code and confirmed(situation, program, code) is not confirmed(situation, other, code)


def killing_cases(ruleset: Ruleset, cases: Iterable[Case], library: Library) -> tuple[Case, ...]:
    """Cases for the surviving mutants of a version that are not proved equivalent, one that kills each where one is
    found.

    Cases that are open (`?`) count as the engine decides them. Raises CompileError as `killing_case`.
    """
    library = in_place_of(ruleset, ruleset, library)
    programs = Programs(library)
    answered = [answer(case, library, programs) for case in cases]
    killing: list[Case] = []
    for mutant in run_mutants(ruleset, answered, library, prover(library)).survivors:
        if any(_kills(case, mutant, ruleset, library) for case in killing):
            continue
        candidates = (killing_case(ruleset, mutant.ruleset, code, library) for code in mutant.changed)
        case = next((candidate for candidate in candidates if candidate is not None), None)
        if case is not None:
            killing.append(_numbered(case, killing))
    return tuple(killing)


def _kills(case: Case, mutant: Mutant, ruleset: Ruleset, library: Library) -> bool:
    return any(_tells(case.situation, ruleset, mutant.ruleset, expected.code, library) for expected in case.expected)


def _numbered(case: Case, others: Iterable[Case]) -> Case:
    """The case with a name that is unique among the others."""
    same = sum(other.name.vi.partition(" (")[0] == case.name.vi for other in others)
    if not same:
        return case
    return evolve(case, name=Text(f"{case.name.vi} ({same + 1})", f"{case.name.en} ({same + 1})"))
