"""Proofs by the analysis of regions: that two rules decide the same, and the outcomes that a rule can come to."""

from ...model.library import Library
from ...model.outcome import Outcome
from ...model.problem import NtmError
from ...model.ruleset import Ruleset
from ...program.program import Program
from ..in_force import first_program, years_in_force
from ..mutation.run import SameEverywhere, revised
from ..regions.diagram import TooManyCombinations
from ..regions.difference import Pair
from ..regions.reading import read
from ..regions.side import Side
from .other_years import may_differ_by_other_years
from .partly_open import partly_open
from .possible_outcomes import possible_outcomes


def prover(library: Library) -> SameEverywhere:
    """Function that proves that a rule decides the same in a version and in a mutant of it, for all units and reports.

    It returns False also when nothing can be proved: the rule takes too many combinations, or the version does not
    compile.

    >>> from attrs import evolve
    >>> from ntm_rules.language.library import load_library
    >>> library = load_library()
    >>> township = library.versions["vn/civilised-township"][-1]
    >>> prover(library)(township, evolve(township, notes=()), "3.3")
    True
    """
    programs: dict[int, tuple[Ruleset, Program | None]] = {}

    def same_everywhere(before: Ruleset, after: Ruleset, code: str) -> bool:
        if id(before) not in programs:
            programs[id(before)] = (before, _compiled(before, library))
        program = programs[id(before)][1]
        if program is None or code not in program.by_code:
            return False
        other = revised(program, after)
        first, second = (Side(program), program.by_code[code]), (Side(other), other.by_code[code])
        try:
            years = years_in_force(before, library)
            differs = Pair.of(first, second, read((first, second), years)).differs or partly_open(first, second, years)
            return not differs and not may_differ_by_other_years(first, second)
        except TooManyCombinations:
            return False

    return same_everywhere


def _compiled(ruleset: Ruleset, library: Library) -> Program | None:
    try:
        return first_program(ruleset, library)
    except NtmError:
        return None


def reachable_outcomes(program: Program, code: str) -> frozenset[Outcome]:
    """Outcomes that a rule can come to by its conditions; every outcome when the combinations are too many."""
    try:
        return possible_outcomes(program, code)
    except TooManyCombinations:
        return frozenset(Outcome)
