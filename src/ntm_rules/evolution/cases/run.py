"""Running of cases: the result of every expectation, with the decision and its reasons."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum

from attrs import field, frozen

from ...engine.decisions import Decisions, evaluate
from ...model.arguments import checks_arguments
from ...model.decision import Decision, Reason, ReasonKind
from ...model.key import RuleKey
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.problem import Diagnostic, NtmError
from ...model.units.unit import Units
from ...model.values.number import Number
from ...program.compiling import compile
from ...program.program import Program
from .case import Case, Expected


class Mismatch(Enum):
    """Respect in which a decision differs from its expectation."""

    NOT_CONFIRMED = "not_confirmed"  # no person has confirmed an outcome
    OUTCOME = "outcome"
    GAP = "gap"
    REASON = "reason"
    POINTS = "points"


@frozen
class ExpectationResult:
    """Result of one expectation: the outcome of its rule, and the mismatches (none: it passed).

    The whole decision is made when it is asked for: few read it where the expectation is met.
    """

    expected: Expected
    rule: RuleKey
    unit: str
    outcome: Outcome
    differences: tuple[Mismatch, ...]
    _decisions: Decisions = field(eq=False, repr=False)

    @property
    def passed(self) -> bool:
        """True when there is no mismatch."""
        return not self.differences

    @property
    def confirmed(self) -> bool:
        """True when a person has confirmed the expected outcome."""
        return self.expected.outcome is not None

    @property
    def decision(self) -> Decision:
        """Actual decision, with its reasons."""
        return self._decisions.decision(self.unit, self.rule.code)

    @property
    def gap(self) -> Number | None:
        """Actual gap: that of the first reason that has one."""
        return gap_of(self.decision)

    @property
    def reason_kinds(self) -> tuple[ReasonKind, ...]:
        """Kinds of the actual reasons, each once."""
        return tuple(dict.fromkeys(reason.kind for reason in reasons_of(self.decision)))


@frozen
class CaseResult:
    """Result of one case. With `diagnostics` nothing could be decided: there are no results, and the case failed.

    >>> from ntm_rules.evolution.cases.reading.cases import cases_from_text
    >>> from ntm_rules.language.library import load_library
    >>> text = "cases_for: vn/civilised-township\\nas_of: 2024-06-30\\ncases: [{name: Trống, expect: {'3.3': undetermined}}]"
    >>> [case] = cases_from_text(text, load_library())
    >>> run_case(case, load_library()).passed
    True
    """

    case: Case
    results: tuple[ExpectationResult, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def __repr__(self) -> str:
        counted = "cannot be decided" if self.diagnostics else f"{len(self.failed)} of {len(self.results)} failed"
        return f"CaseResult({self.case.name.vi!r}, {self.case.ruleset}, {counted})"

    @property
    def passed(self) -> bool:
        """True when every expectation was decided and met."""
        return not self.diagnostics and all(result.passed for result in self.results)

    @property
    def failed(self) -> tuple[ExpectationResult, ...]:
        """Results of the expectations that were not met or not confirmed."""
        return tuple(result for result in self.results if not result.passed)


@frozen
class Totals:
    """Numbers of cases, of expectations, of failed and of unconfirmed ones."""

    cases: int
    expectations: int
    failed: int
    not_confirmed: int


@frozen(eq=False)
class Programs:
    """The programs of a library's rulesets, each compiled once for each date it is asked for."""

    library: Library
    _programs: dict[tuple[str, date], Program | NtmError] = field(factory=dict, init=False, repr=False)

    def of(self, ruleset: str, on: date) -> Program:
        """The program of the version in force on a day. Raises CompileError when there is none or it cannot be compiled."""
        program_or_error = self._programs.get((ruleset, on))
        if program_or_error is None:
            try:
                program_or_error = compile(ruleset, on, self.library)
            except NtmError as error:
                program_or_error = error
            self._programs[ruleset, on] = program_or_error
        if isinstance(program_or_error, NtmError):
            raise program_or_error
        return program_or_error


@checks_arguments
def run_case(case: Case, library: Library, programs: Programs | None = None) -> CaseResult:
    """Result of one case: everything that it expects is decided. Where the engine refuses the situation, the case
    failed.

    `programs` are those of the same library, where several cases are run one after another.

    >>> import ntm_rules as ntm
    >>> from ntm_rules.language.library import shipped_rulesets
    >>> library = ntm.load_library()
    >>> cases = ntm.cases_in(shipped_rulesets() / "vn" / "civilised-township", library)
    >>> run_case(cases[0], library)
    CaseResult('Mọi nội dung đều vừa đủ', vn/civilised-township, 0 of 6 failed)
    """
    programs = programs or Programs(library)
    try:
        units = Units(case.situation.units)
        runs: dict[str, Decisions] = {}
        results = tuple(_result(expected, case, units, programs, runs) for expected in case.expected)
    except NtmError as error:
        return CaseResult(case, (), error.diagnostics)
    return CaseResult(case, results)


@checks_arguments
def run_cases(cases: Iterable[Case] | Case, library: Library) -> tuple[CaseResult, ...]:
    """Run cases, or one, each ruleset compiled once for each date.

    >>> from ntm_rules.evolution.cases.reading.cases import cases_in
    >>> from ntm_rules.language.library import load_library, shipped_rulesets
    >>> library = load_library()
    >>> cases = cases_in([shipped_rulesets() / "vn" / "civilised-township"], library)
    >>> all(result.passed for result in run_cases(cases, library))
    True
    """
    programs = Programs(library)
    all_cases = (cases,) if isinstance(cases, Case) else cases
    return tuple(run_case(case, library, programs) for case in all_cases)


def totals(results: Sequence[CaseResult]) -> Totals:
    """Totals of the results. Expectations of a case in which nothing could be decided have failed.

    >>> totals([])
    Totals(cases=0, expectations=0, failed=0, not_confirmed=0)
    """
    every = [expectation for result in results for expectation in result.results]
    undecided = sum(len(result.case.expected) for result in results if result.diagnostics)
    return Totals(
        len(results),
        len(every) + undecided,
        sum(not expectation.passed and expectation.confirmed for expectation in every) + undecided,
        sum(not expectation.confirmed for expectation in every),
    )


def passes(case: Case, library: Library, programs: Programs | None = None) -> bool:
    """True when a case passes: as `run_case`, but no further than its first mismatch."""
    programs = programs or Programs(library)
    try:
        units = Units(case.situation.units)
        runs: dict[str, Decisions] = {}
        for expected in case.expected:
            run = _decisions(case.rule(expected), case, units, programs, runs)
            if any(_mismatches(expected, case, run)):
                return False
        return True
    except NtmError:
        return False


def reasons_of(decision: Decision) -> Iterator[Reason]:
    """Reasons for a decision: its own of its outcome, those of the rules below with the same, then its other own ones."""
    yield from (reason for reason in decision.reasons if reason.standing is decision.outcome)
    for child in decision.children:
        if child.outcome is decision.outcome:
            yield from reasons_of(child)
    yield from (reason for reason in decision.reasons if reason.standing is not decision.outcome)


def gap_of(decision: Decision) -> Number | None:
    """Gap of the first of those reasons that has one, in the unit of measurement of the figure compared; None without
    one.

    >>> from ...model.ruleset import Provenance, ProvenanceStatus
    >>> from ...model.text import Text
    >>> on, short = date(2024, 6, 30), Reason(kind=ReasonKind.COMPARED, outcome=Outcome.NOT_ATTAINED, gap=2)
    >>> decision = Decision(
    ...     unit="C", rule=RuleKey("vn/a", "1"), version=on, as_of=on, name=Text("Đường"), outcome=Outcome.NOT_ATTAINED,
    ...     possible=frozenset({Outcome.NOT_ATTAINED}), reasons=(short,), children=(),
    ...     provenance=Provenance(ProvenanceStatus.PLAN), rule_hash="",
    ... )
    >>> gap_of(decision)
    2
    """
    return next((reason.gap for reason in reasons_of(decision) if reason.gap is not None), None)


def _decisions(rule: RuleKey, case: Case, units: Units, programs: Programs, runs: dict[str, Decisions]) -> Decisions:
    if rule.ruleset not in runs:
        program = programs.of(rule.ruleset, case.situation.as_of)
        runs[rule.ruleset] = evaluate(program, units, case.situation.statements)
    return runs[rule.ruleset]


def _result(
    expected: Expected, case: Case, units: Units, programs: Programs, runs: dict[str, Decisions]
) -> ExpectationResult:
    rule, unit = case.rule(expected), case.situation.unit
    run = _decisions(rule, case, units, programs, runs)
    different = tuple(_mismatches(expected, case, run))
    return ExpectationResult(expected, rule, unit, run.outcome(unit, rule.code), different, run)


def _mismatches(expected: Expected, case: Case, run: Decisions) -> Iterator[Mismatch]:
    """As `differences`; the decision with its reasons is made only where more than the outcome is expected."""
    rule, unit = case.rule(expected), case.situation.unit
    yield from _outcome_differences(expected, run.outcome(unit, rule.code))
    if not expected.asks_outcome_alone:
        yield from _further_differences(expected, run.decision(unit, rule.code))


def differences(expected: Expected, decision: Decision) -> Iterator[Mismatch]:
    """Everything in which a decision is not as expected."""
    yield from _outcome_differences(expected, decision.outcome)
    yield from _further_differences(expected, decision)


def _outcome_differences(expected: Expected, outcome: Outcome) -> Iterator[Mismatch]:
    if expected.outcome is None:
        yield Mismatch.NOT_CONFIRMED
    elif expected.outcome is not outcome:
        yield Mismatch.OUTCOME


def _further_differences(expected: Expected, decision: Decision) -> Iterator[Mismatch]:
    points = decision.points
    if expected.gap is not None and expected.gap != gap_of(decision):
        yield Mismatch.GAP
    if expected.reason is not None and expected.reason not in (reason.kind for reason in reasons_of(decision)):
        yield Mismatch.REASON
    if expected.points is not None and not (points is not None and points.low == points.high == expected.points):
        yield Mismatch.POINTS
