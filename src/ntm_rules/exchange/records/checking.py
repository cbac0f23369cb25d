"""The parts of a record decided again, one after the other or in several processes, and what is found different."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from attrs import define, field, frozen
from cattrs.errors import BaseValidationError

from ...engine.population.processes import processes_of
from ...model.fact import Statement
from ...model.key import LEVEL, RuleKey
from ...model.problem import Diagnostic, NtmError, ReplayError
from ...model.text import Text, printable
from ...program.admission.statements import check_statements
from ...program.terms import OutcomeOf, walk
from ..output.complaints import complaints
from ..output.plain_values import complaint_of
from .contents import AssessmentInput, UnitGroup, decision_lines, parts_of, programs_of
from .differing import line_problems, named
from .lines import Line, LineKey, key_of, leaf_of, statement_line, statement_of
from .messages import record_problem
from .record import AssessmentRecord

RuleOnDay = tuple[str, str]
"""A rule key and the day on which it was applied."""
MALFORMED = (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""Errors that content leads to that is of no record."""


@frozen(eq=False)
class Checking:
    """A record, the input that it holds, and the rules in it that mean something else by now."""

    record: AssessmentRecord
    inputs: AssessmentInput
    changed: frozenset[RuleOnDay]


@define(eq=False)
class Checked:
    """Differences of lines from the same made again, each `shown` with its line, or `wrong`, what kept from deciding.

    `resting` counts the decisions that are others for rules which mean something else; `more` is the number of decisions
    that the record should have and has not, less those that it has and should not.
    """

    shown: list[tuple[Line, Diagnostic]] = field(factory=list)
    wrong: list[Diagnostic] = field(factory=list)
    resting: Counter[RuleOnDay] = field(factory=Counter)
    more: int = 0

    def take(self, line: Line, problems: Iterable[Diagnostic], causes: "_Causes") -> None:
        """Take in a decision that is another, or count it where that comes of a rule which means something else."""
        changed = causes.of(line["rule"], line["as_of"])
        self.resting.update(changed)
        if not changed:
            self.shown += ((line, problem) for problem in problems)


@define(eq=False)
class _OfPart(Checked):
    """The findings of one group of units; `unmade` are the positions of the decisions about a unit that were not made again.

    `missing` are the keys of decisions that the record has not.
    """

    unmade: dict[str, frozenset[int]] = field(factory=dict)
    missing: list[LineKey] = field(factory=list)


def checked_parts(checking: Checking, processes: int) -> Checked:
    """The findings of all groups of units of a record. Raises EngineError where a process ended."""
    checked, causes = Checked(), _Causes(checking)
    record = checking.record
    unmade: dict[str, frozenset[int]] = {}
    missing: dict[LineKey, None] = {}
    seen: set[tuple[LineKey, str]] = set()
    for part in _parts(checking, processes):
        for line, problem in part.shown:
            # Of a unit that several parts ask about each of them says the same.
            if (problem_key := (key_of(line), str(problem.message))) not in seen:
                seen.add(problem_key)
                checked.shown.append((line, problem))
        checked.wrong += part.wrong
        checked.resting += part.resting
        missing |= dict.fromkeys(part.missing)
        for unit, positions in part.unmade.items():
            unmade[unit] = unmade.get(unit, positions) & positions
    added = [position for unit, own in record.decided.items() for position in sorted(unmade.get(unit, own))]
    for position, line in zip(added, record.lines(added), strict=True):
        checked.take(line, [record_problem("NTM825", record.place(position), **named(line))], causes)
    checked.more = len(missing) - len(added)
    return checked


def _parts(checking: Checking, processes: int) -> Iterator[_OfPart]:
    parts = parts_of(checking.inputs, checking.record.about)
    if not processes:
        causes = _Causes(checking)
        yield from (_checked(checking, causes, part) for part in parts)
        return
    with processes_of(processes, begin=_begin, given=(checking,)) as pool:
        yield from pool.map(_checked_away, parts)


_OWN: list[tuple[Checking, "_Causes"]] = []
"""The work of a process that was started for it."""


def _begin(checking: Checking) -> None:
    # What is made again goes with its part, and none of it holds itself: to look for that takes a sixth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    _OWN[:] = [(checking, _Causes(checking))]


def _checked_away(part: UnitGroup) -> _OfPart:
    return _checked(*_OWN[0], part)


def _checked(checking: Checking, causes: "_Causes", part: UnitGroup) -> _OfPart:
    checked = _OfPart()
    try:
        _check_decisions(checking, causes, part, _statements(checking, part, checked), checked)
    except (NtmError, *MALFORMED) as error:
        checked.wrong += undecided(error)
        checked.unmade = dict.fromkeys(part.needed, frozenset())
    return checked


def undecided(error: Exception) -> Iterator[Diagnostic]:
    """The reason that kept a record from being decided again."""
    if isinstance(error, NtmError):
        for diagnostic in error.diagnostics:
            own = diagnostic.code in ("NTM821", "NTM824", "NTM825", "NTM829")
            yield diagnostic if own else record_problem("NTM830", why=diagnostic.message)
    elif isinstance(error, KeyError):
        missing = printable(str(error))
        yield record_problem("NTM830", why=Text(f"thiếu {missing}", f"{missing} is missing"))
    else:
        yield record_problem("NTM830", why=complaint_of(error))


def _statements(checking: Checking, part: UnitGroup, checked: _OfPart) -> list[tuple[int, Statement]]:
    """The statements that a part needs, with their numbers. Raises NtmError for lines that hold none."""
    record, inputs = checking.record, checking.inputs
    members = frozenset(part.members)
    numbered: list[tuple[int, Statement]] = []
    positions = sorted(position for code in part.needed for position in record.about.get(code, ()))
    lines = zip(positions, record.lines(positions), strict=True)
    for position, line, statement in structured(record, lines, statement_of):
        numbered.append((line["number"], statement))
        if statement.unit in members:
            now = statement_line(line["number"], statement)
            if leaf_of(now) != record.leaf(position):
                checked.shown += ((line, problem) for problem in line_problems(line, now, record.place(position)))
    check_statements([statement for _, statement in numbered], inputs.units, inputs.library)
    return numbered


def structured(
    record: AssessmentRecord, lines: Iterable[tuple[int, Line]], of: Callable[[Line], Any]
) -> Iterator[tuple[int, Line, Any]]:
    """The things that lines hold, with them and their positions. Raises ReplayError, at the end, with all that hold none."""
    wrong: list[Diagnostic] = []
    for position, line in lines:
        try:
            content = of(line)
        except BaseValidationError as error:
            texts = complaints(error, line["line"])
            why = Text("; ".join(text.vi for text in texts), "; ".join(text.in_language("en") for text in texts))
        except (NtmError, *MALFORMED) as error:
            why = complaint_of(error)
        else:
            yield position, line, content
            continue
        printed = Text(*(printable(text)[:300] for text in (why.vi, why.in_language("en"))))
        wrong.append(record_problem("NTM821", record.place(position), why=printed))
    if wrong:
        raise ReplayError(wrong)


def _check_decisions(
    checking: Checking, causes: "_Causes", part: UnitGroup, numbered: Sequence[tuple[int, Statement]], checked: _OfPart
) -> None:
    record = checking.record
    lines_by_unit: dict[str, dict[LineKey, Line]] = {code: {} for code in part.decided}
    for line in decision_lines(checking.inputs, part, numbered):
        lines_by_unit.setdefault(line["unit"], {})[key_of(line)] = line
    for unit, lines in lines_by_unit.items():
        positions = record.decided.get(unit, range(0))
        checked.unmade[unit] = frozenset()
        if len(lines) == len(positions) and all(
            leaf_of(lines[key]) == record.leaf(position) for key, position in zip(sorted(lines), positions, strict=True)
        ):
            continue
        recorded = {
            key_of(line): (position, line) for position, line in zip(positions, record.lines(positions), strict=True)
        }
        checked.unmade[unit] = frozenset(position for key, (position, _) in recorded.items() if key not in lines)
        for key, now in lines.items():
            if key not in recorded:
                checked.missing.append(key)
                checked.take(now, [record_problem("NTM824", None, **named(now))], causes)
                continue
            position, line = recorded[key]
            if leaf_of(now) != record.leaf(position):
                checked.take(line, line_problems(line, now, record.place(position)), causes)


class _Causes:
    """The rules that mean something else by now, among those that a rule rests on."""

    def __init__(self, checking: Checking) -> None:
        self._programs = programs_of(checking.inputs)
        self._changed = checking.changed
        self._known: dict[RuleOnDay, frozenset[RuleOnDay]] = {}

    def of(self, rule: str, day: str) -> frozenset[RuleOnDay]:
        """The changed rules that a rule rests on, itself among them."""
        if not self._changed:
            return frozenset()
        if (rule, day) not in self._known:
            self._known[rule, day] = frozenset()
            self._known[rule, day] = frozenset(self._rules_read(rule, day))
        return self._known[rule, day]

    def _rules_read(self, rule: str, day: str) -> Iterator[RuleOnDay]:
        if (rule, day) in self._changed:
            yield rule, day
        key = RuleKey.parse(rule)
        program = self._programs.get((key.ruleset, date.fromisoformat(day)))
        own = None if program is None else program.by_code.get(key.code)
        if program is None or own is None:
            return
        for term in walk((own.truth, own.points)):
            if isinstance(term, OutcomeOf):
                asked_key = RuleKey(term.program.ruleset, term.code)
                yield from self.of(str(asked_key), term.program.as_of.isoformat())
        for level in program.ruleset.levels if key.code.startswith(LEVEL) else ():
            if level.code != key.code:
                yield from self.of(str(RuleKey(key.ruleset, level.code)), day)
