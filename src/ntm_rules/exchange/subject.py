"""What a line of a facts file is about: a measure, or a rule and the one measure that it compares."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from attrs import frozen

from ..model.condition import AllOf, Comparison, OneOf, Required
from ..model.key import RULESET_ID, RuleKey
from ..model.library import Library
from ..model.measure import Measure
from ..model.problem import CompileError, FactsError
from ..model.ruleset import Criterion, Rule, Ruleset
from ..model.spelling import fold, nearest, tidy
from ..program.wording import hint
from .cell import Cell
from .messages import diagnostic


@frozen
class RuleSubject:
    """A rule. `measure` is the one its condition compares, if it is one alone.

    `negated`: the rule asks that a finding is *not* met, so that "no" in the cell could be good news.
    """

    key: RuleKey
    measure: Measure | None
    negated: bool = False


Subject = Measure | RuleSubject

_SUGGESTIONS = 500


@frozen
class _Unresolved:
    """Why a word names nothing; it becomes a diagnostic at each cell that has the word."""

    code: str
    details: Mapping[str, str]

    def at(self, cell: Cell) -> FactsError:
        """The error to raise for a cell that has the word."""
        return FactsError(diagnostic(self.code, cell.place, advice=self.details))


class Subjects:
    """Finds measures by id and name, rules by key, and rules by the bare code printed in a unit's own ruleset.

    `rulesets` says which ruleset judges a kind of unit. A code is looked up in the version in force on the figure's day;
    where none is, in that of `as_of`; where none is either, in the latest.
    """

    def __init__(self, library: Library, rulesets: Mapping[str, str], as_of: date) -> None:
        self._library = library
        self._rulesets = rulesets
        self._as_of = as_of
        self._named: dict[str, list[Measure]] = {}
        for measure in library.measures.values():
            names = {fold(name) for name in (measure.name.vi, measure.name.en or "") if name} - {fold(measure.id)}
            for name in names:
                self._named.setdefault(name, []).append(measure)
        for measure in library.measures.values():
            self._named[fold(measure.id)] = [measure]
        self._suggested = 0
        self._memory: dict[tuple[str, str, date], Subject | _Unresolved] = {}

    def find(self, cell: Cell, kind: str, day: date) -> Subject:
        """What the cell names for a unit of that kind on that day. Raises FactsError at the cell when it names nothing."""
        text = _written(cell)
        found = self._find(text, kind, day)
        if isinstance(found, _Unresolved):
            raise found.at(cell)
        return found

    def header(self, cell: Cell) -> Subject:
        """What a column is about for at least one of the kinds that are judged. Raises FactsError when for none."""
        text = _written(cell)
        days = [self._as_of, *(each.version for versions in self._library.versions.values() for each in versions)]
        first = None
        for kind in (*self._rulesets, ""):
            for day in days:
                found = self._find(text, kind, day)
                if not isinstance(found, _Unresolved):
                    return found
                first = first or found
        assert first is not None
        raise first.at(cell)

    def _find(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        known = self._memory.get((text, kind, day))
        if known is None:
            known = self._memory[text, kind, day] = self._look_up(text, kind, day)
        return known

    def _look_up(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        measures = self._named.get(fold(text), [])
        if len(measures) == 1:
            return measures[0]
        if measures:
            return _Unresolved("NTM563", {"text": text, "ids": ", ".join(measure.id for measure in measures)})
        if "#" in text or RULESET_ID.fullmatch(text):
            return self._by_key(text, kind, day)
        if kind in self._rulesets and self._rulesets[kind] in self._library.versions:
            ruleset = self._version(self._rulesets[kind], day)
            rule = ruleset.rule(text)
            if rule is not None:
                return self._subject(RuleKey(ruleset.id, text), rule)
            if text[:1].isdigit():
                return self._no_code(text, ruleset)
        elif text[:1].isdigit():
            assigned = [f"{kind}: {ruleset}" for kind, ruleset in self._rulesets.items()]
            return _Unresolved("NTM567", {"text": text, "kind": kind, **hint(None, assigned)})
        near, shown = self._nearest(text, self._named), None
        if near is not None:
            measure = self._named[near][0]
            shown = f"{measure.id} ({measure.name.vi}{', ' + measure.unit if measure.unit else ''})"
        return _Unresolved("NTM562", {"text": text, **hint(shown, self._library.measures)})

    def _by_key(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        try:
            key = RuleKey.parse(text)
        except ValueError:
            return _Unresolved("NTM564", {"text": text})
        if not self._library.versions.get(key.ruleset):
            known = tuple(self._library.versions)
            return _Unresolved("NTM565", {"text": key.ruleset, **hint(self._nearest(key.ruleset, known), known)})
        ruleset = self._version(key.ruleset, day)
        rule = ruleset.rule(key.code)
        if rule is None:
            return self._no_code(key.code, ruleset)
        if kind and ruleset.applies_to != kind:
            return _Unresolved("NTM568", {"key": str(key), "applies_to": ruleset.applies_to, "kind": kind})
        return self._subject(key, rule)

    def _no_code(self, code: str, ruleset: Ruleset) -> _Unresolved:
        codes = [each.code for each in ruleset.rules()]
        details = {"text": code, "ruleset": ruleset.id, "version": str(ruleset.version)}
        return _Unresolved("NTM566", {**details, **hint(self._nearest(code, codes), codes)})

    def _nearest(self, text: str, known: Iterable[str]) -> str | None:
        """The nearest known word, looked for a limited number of times: it is slow among many."""
        self._suggested += 1
        return nearest(text, known) if self._suggested <= _SUGGESTIONS else None

    def _version(self, ruleset: str, day: date) -> Ruleset:
        for each in (day, self._as_of):
            try:
                return self._library.ruleset(ruleset, each)
            except CompileError:
                continue
        return self._library.versions[ruleset][-1]

    def _subject(self, key: RuleKey, rule: Rule) -> RuleSubject:
        condition = None if isinstance(rule, Criterion) and rule.indicators else rule.condition
        measures: set[str | None] = set()
        negated = False
        match condition:
            case Comparison(measure=compared) | OneOf(measure=compared):
                measures = {compared}
            case Required(measure=compared, met=met):
                measures, negated = {compared}, not met
            case AllOf(parts=parts):
                measures = {part.measure if isinstance(part, Comparison) else None for part in parts}
        alone = measures.pop() if len(measures) == 1 else None
        return RuleSubject(key, self._library.measures.get(alone) if alone is not None else None, negated)


def _written(cell: Cell) -> str:
    """The text of a cell that names something. A code kept as a number or a date is refused: 3.10 has become 3.1."""
    if isinstance(cell.content, bool | float | date | datetime | time | timedelta) or cell.percentage:
        raise FactsError(diagnostic("NTM569", cell.place, text=cell.text))
    return tidy(cell.text)
