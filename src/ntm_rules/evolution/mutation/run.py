"""Mutation testing: every mutant is run against the cases; a mutant that passes every case reveals an untested rule."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from fractions import Fraction

from attrs import evolve, frozen

from ...engine.specification import decide
from ...model.arguments import checks_arguments
from ...model.decision import Decision
from ...model.library import Library
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...program.compiling import program_rule, scope_of
from ...program.lowering import lower_rule
from ...program.program import Program
from ..cases.case import Case
from ..cases.run import Programs, passes
from ..cases.trial import Trial, about, meets, trials
from ..dependence import asked_by, resting_on
from ..in_force import in_place_of
from .mutant import Mutant, MutantKind, mutants


def revised(program: Program, ruleset: Ruleset) -> Program:
    """Program of `ruleset`, which has the rules of the program's own, some of them changed or left out and none new.

    Only the rules that are not the same objects are made again, and nothing is checked: none may ask for what none asked for
    before. With `compile` it would take much longer, and come to the same.
    """
    scope, rules = scope_of(ruleset, program), []
    for rule in ruleset.rules():
        known = program.by_code[rule.code]
        # The terms of a rule that counts criteria name them, so they change with those that are left out.
        if known.rule is rule:
            rules.append(evolve(known, truth=lower_rule(rule, scope)))
        else:
            rules.append(program_rule(rule, scope))
    references: dict[str, Program] = {**program.references}
    revised_program = evolve(program, ruleset=ruleset, rules=tuple(rules), references=references)
    references[ruleset.id] = revised_program
    return revised_program


SameEverywhere = Callable[[Ruleset, Ruleset, str], bool]
"""Function (before, after, code): true when a rule is proved to have the same outcome in two versions for all inputs."""


class Fate(Enum):
    """Result of running a mutant."""

    KILLED = "killed"
    """A case that passes on the ruleset does not pass on the mutant."""
    SURVIVES = "survives"
    """Every such case passes on the mutant as well."""
    EQUIVALENT = "equivalent"
    """The mutant is proved to decide as the ruleset does, so no case can tell them apart."""


@frozen
class MutantResult:
    """Mutant with its fate, and the case that killed it."""

    mutant: Mutant
    fate: Fate
    by: Case | None = None


@frozen
class MutationResult:
    """Results of every mutant of a version of a ruleset, in their order.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> library = ntm.load_library()
    >>> result = ntm.run_mutants(library.ruleset("vn/civilised-township", date(2024, 6, 30)), [], library)
    >>> result.killed, result.share
    (0, Fraction(0, 1))
    """

    ruleset: Ruleset
    results: tuple[MutantResult, ...]

    def __repr__(self) -> str:
        return f"MutationResult({self.ruleset.id}@{self.ruleset.version}, {self.killed} of {self.able} killed)"

    def of(self, fate: Fate) -> tuple[Mutant, ...]:
        """Mutants with this fate."""
        return tuple(result.mutant for result in self.results if result.fate is fate)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Mutants that every case passes and that are not proved equivalent."""
        return self.of(Fate.SURVIVES)

    @property
    def killed(self) -> int:
        """Number of mutants that some case fails on."""
        return len(self.of(Fate.KILLED))

    @property
    def able(self) -> int:
        """Number of mutants that a case could kill: all but the equivalent ones."""
        return len(self.results) - len(self.of(Fate.EQUIVALENT))

    @property
    def share(self) -> Fraction:
        """Killed mutants as a fraction of those that a case could kill, 0 to 1; 1 where there are none."""
        return Fraction(self.killed, self.able) if self.able else Fraction(1)


@checks_arguments
def run_mutants(
    ruleset: Ruleset, cases: Iterable[Case], library: Library, same_everywhere: SameEverywhere | None = None
) -> MutationResult:
    """Run every mutant of a version of a ruleset against the cases about it; cases that fail on the version itself
    are ignored.

    A mutant is killed by what it decides, not by the want of a rule that a case names. `same_everywhere` is asked only about
    mutants that no case kills; without it each of them survives.

    >>> import ntm_rules as ntm
    >>> from ntm_rules.language.library import shipped_rulesets
    >>> library = ntm.load_library()
    >>> cases = ntm.cases_in(shipped_rulesets() / "vn" / "civilised-township", library)
    >>> run_mutants(library.ruleset("vn/civilised-township", cases[0].situation.as_of), cases[:1], library)
    MutationResult(vn/civilised-township@2022-04-15, 5 of 78 killed)
    """
    library = in_place_of(ruleset, ruleset, library)
    programs = Programs(library)
    passing = [case for case in cases if about(ruleset.id, case) and passes(case, library, programs)]
    ready = tuple(trials(ruleset, passing, library, programs))
    codes_asked = {rule.code: asked_by(rule, ruleset) for rule in ruleset.rules()}
    run = _Run(ruleset, library, ready, tuple(passing), resting_on(ruleset), codes_asked)
    return MutationResult(ruleset, tuple(_result(mutant, run, same_everywhere) for mutant in mutants(ruleset, library)))


@frozen(eq=False)
class _Run:
    """Ruleset, cases and dependences that all its mutants are run against."""

    ruleset: Ruleset
    library: Library
    trials: tuple[Trial, ...]
    cases: tuple[Case, ...]
    resting: Mapping[str, frozenset[str]]
    codes_asked_for: Mapping[str, frozenset[str]]


def _result(mutant: Mutant, run: _Run, same_everywhere: SameEverywhere | None) -> MutantResult:
    dated = mutant.kind in (MutantKind.EARLIER, MutantKind.LATER)
    by = _killer_of_date(mutant, run) if dated else _killer(mutant, run)
    if by is not None:
        return MutantResult(mutant, Fate.KILLED, by)
    if same_everywhere is None:
        return MutantResult(mutant, Fate.SURVIVES)
    same = _same_on_the_day(mutant, run, same_everywhere) if dated else _same(run.ruleset, mutant, same_everywhere)
    return MutantResult(mutant, Fate.EQUIVALENT if same else Fate.SURVIVES)


def _same(ruleset: Ruleset, mutant: Mutant, same_everywhere: SameEverywhere) -> bool:
    if mutant.kind is MutantKind.ASSURANCE:
        # How surely a figure is established is no state of it: nothing is proved.
        return False
    return all(same_everywhere(ruleset, mutant.ruleset, code) for code in mutant.changed)


def _killer(mutant: Mutant, run: _Run) -> Case | None:
    """The first case that a mutant does not pass."""
    changed = frozenset(mutant.changed)
    affected = frozenset().union(*(run.resting[code] for code in changed))
    programs: dict[int, Program] = {}
    # Cases about the changed rule itself are the likeliest to fail.
    concerned = [trial for trial in run.trials if not trial.codes.isdisjoint(affected)]
    for trial in sorted(concerned, key=lambda trial: trial.codes.isdisjoint(changed)):
        program = programs.get(id(trial.program))
        if program is None:
            program = programs[id(trial.program)] = revised(trial.program, mutant.ruleset)
        if not _passes(trial, program, changed, affected, run.codes_asked_for):
            return trial.case
    return None


def _passes(
    trial: Trial,
    program: Program,
    changed: frozenset[str],
    affected: frozenset[str],
    codes_asked: Mapping[str, frozenset[str]],
) -> bool:
    """True when a case passes on a mutant whose program is given; expectations about rules that are gone are ignored."""
    wanted = [expected for expected in trial.expected if expected.code in affected and expected.code in program.by_code]
    for expectation in wanted:
        trial.decision(expectation.code)
    alone = not trial.asks_itself and all(expected.asks_outcome_alone for expected in wanted)
    with trial.undecided(affected) as before:
        same: dict[str, bool] = {}

        def decided(code: str) -> Decision:
            return decide(program, trial.unit, code, trial.world)

        def comes_to_the_same(code: str) -> bool:
            """True when a rule has the same outcome as before, so that the decisions above it can stay."""
            if code not in same:
                rests_on_others = [comes_to_the_same(other) for other in codes_asked[code] & affected]
                if code not in changed and all(rests_on_others) and code in before:
                    trial.world.decided[program.ruleset.id, trial.unit.code, code] = before[code]
                    same[code] = True
                else:
                    old, new = before.get(code), decided(code)
                    same[code] = old is not None and _came_to(old) == _came_to(new)
            return same[code]

        return all(
            (alone and comes_to_the_same(expected.code)) or meets(decided(expected.code), expected)
            for expected in wanted
        )


def _came_to(decision: Decision) -> object:
    """All of a decision that those above it can rest on."""
    return decision.outcome, decision.possible, decision.points


def _killer_of_date(mutant: Mutant, run: _Run) -> Case | None:
    """First case on the day that changes versions which fails where the version takes effect on another day."""
    day = min(run.ruleset.version, mutant.ruleset.version)
    library = in_place_of(run.ruleset, mutant.ruleset, run.library)
    programs = Programs(library)
    concerned = (case for case in run.cases if case.situation.as_of == day)
    return next((case for case in concerned if not passes(case, library, programs)), None)


def _same_on_the_day(mutant: Mutant, run: _Run, same_everywhere: SameEverywhere) -> bool:
    """True when the version before decides everything as this one does, so that its first day does not matter."""
    day = min(run.ruleset.version, mutant.ruleset.version)
    library = in_place_of(run.ruleset, mutant.ruleset, run.library)
    try:
        original, mutated = run.library.ruleset(run.ruleset.id, day), library.ruleset(run.ruleset.id, day)
    except CompileError:
        return False
    codes = [rule.code for rule in original.rules()]
    return set(codes) == {rule.code for rule in mutated.rules()} and all(
        same_everywhere(original, mutated, code) for code in codes
    )
