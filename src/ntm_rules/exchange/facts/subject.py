"""Subjects of facts: a measure, or a rule and the one measure that it compares."""

import re
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from attrs import field, frozen

from ...model.condition import AllOf, Condition, Required, is_mean
from ...model.key import RULESET_ID, RuleKey
from ...model.library import Library
from ...model.measure import Measure
from ...model.named import ReferenceKind, named
from ...model.problem import CompileError, FactsError
from ...model.ruleset import Rule, Ruleset, Status
from ...model.spelling import fold, nearest, tidy
from ...program.wording import hint
from ..cells.cell import TableCell, Unusable
from ..cells.columns import heading
from ..diagnostics.messages import diagnostic


@frozen
class RuleSubject:
    """A rule. `measure` is the one its condition compares, if it is one alone.

    `negated`: the rule asks that a finding is *not* met, so that "no" in the cell could be good news. `names` are its own.
    `version` is the text named with the key, if one is; `statuses` are those of its ruleset.
    """

    key: RuleKey
    measure: Measure | None
    negated: bool = False
    names: tuple[str, ...] = field(default=(), eq=False)
    version: date | None = None
    statuses: tuple[Status, ...] = field(default=(), eq=False)


Subject = Measure | RuleSubject

_SUGGESTIONS = 500
_NEAR = 3
_LONGEST = 400
_IN_BRACKETS = re.compile(
    r"(.*\S)\s*[(\[]\s*(?:(?:đvt|đơn vị tính|đơn vị|unit)\s*:\s*)?([^()\[\]]+?)\s*[)\]]", re.IGNORECASE
)
_NUMBERED = re.compile(r"([A-Z]?[0-9]+(?:\.[0-9]+)*)[.):]?[ –-]+(\S.*)")


@frozen
class _Unresolved:
    """Reason why a word names nothing, made into a diagnostic for each cell that has the word."""

    code: str
    details: Mapping[str, str]

    def at(self, cell: TableCell) -> FactsError:
        """The error to raise for a cell that has the word."""
        return FactsError(diagnostic(self.code, cell.place, advice=self.details))


class Subjects:
    """Finds measures by id and name, rules by key, and rules by the bare code printed in a unit's own ruleset.

    `rulesets` says which ruleset judges a kind of unit. A code is looked up in the version in force on the figure's day;
    where none is, in that of `as_of`; where none is either, in the latest.
    """

    def __init__(self, library: Library, rulesets: Mapping[str, str], as_of: date) -> None:
        self.library = library
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
        self._called: Mapping[str, str] = {}
        self._memory: dict[tuple[str, str, date], Subject | _Unresolved] = {}

    def called(self, names: Mapping[str, str]) -> "Subjects":
        """The same, with names of a table of its own: the measure or the rule of each folded text."""
        if not names:
            return self
        own = copy(self)
        own._called = names
        return own

    def find(self, cell: TableCell, kind: str, day: date) -> Subject:
        """Subject that the cell names, for a unit of that kind on that day. Raises FactsError where it names none."""
        text = self._meant(cell)
        subject = self._find(text, kind, day)
        if isinstance(subject, _Unresolved):
            raise subject.at(cell)
        return subject

    def header(self, cell: TableCell) -> Subject:
        """Subject of a heading, for at least one of the kinds judged. Raises FactsError where it names none."""
        text = self._meant(cell)
        days = [self._as_of, *(version.version for versions in self.library.versions.values() for version in versions)]
        first = None
        for kind in (*self._rulesets, ""):
            for day in days:
                subject = self._find(text, kind, day)
                if not isinstance(subject, _Unresolved):
                    return subject
                first = first or subject
        assert first is not None
        raise first.at(cell)

    def _meant(self, cell: TableCell) -> str:
        text = _written(cell)
        return self._called.get(fold(text), text)

    def knows(self, text: str) -> bool:
        """True where a text names a measure or a rule, for at least one of the kinds that are judged.

        An example: a measure's id, its name, the code of a rule.
        """
        try:
            self.header(TableCell(text))
        except FactsError:
            return False
        return True

    def _find(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        known = self._memory.get((text, kind, day))
        if known is None:
            known = self._memory[text, kind, day] = self._look_up(text, kind, day)
        return known

    def _look_up(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        """Subject of a text as it stands, without marks, without a unit in brackets, or with a number before its name."""
        subject = self._as_written(text, kind, day)
        if not isinstance(subject, _Unresolved) or subject.code == "NTM563" or len(text) > _LONGEST:
            return subject
        if (unmarked := heading(text)) != fold(text):
            return self._look_up(unmarked, kind, day)
        if bracketed := _IN_BRACKETS.fullmatch(text):
            named = self._look_up(bracketed[1], kind, day)
            if not isinstance(named, _Unresolved):
                return unit_misfit(named, bracketed[2], text) or named
        if numbered := _NUMBERED.fullmatch(text):
            return self._numbered(text, numbered[1], numbered[2], kind, day) or subject
        return subject

    def _numbered(self, text: str, code: str, name: str, kind: str, day: date) -> Subject | _Unresolved | None:
        """The rule of a code that stands before its name; None where either is unknown."""
        by_code, by_name = (self._look_up(part, kind, day) for part in (code, name))
        if not isinstance(by_code, RuleSubject):
            return None
        names = {fold(own_name) for own_name in by_code.names}
        if fold(name) in names or by_name in (by_code, by_code.measure):
            return by_code
        if isinstance(by_name, _Unresolved):
            near = self._nearest(name, [*by_code.names, *self._named])
            return _Unresolved("NTM562", {"text": text, **hint(near, by_code.names)})
        shown = by_name.id if isinstance(by_name, Measure) else str(by_name.key)
        why = {
            "why": f"mã {code} là “{by_code.names[0]}”, còn tên là của {shown}",
            "why_en": f"the code {code} is “{by_code.names[0]}”, the name is that of {shown}",
        }
        return _Unresolved("NTM699", {"text": text, **why, **hint(None)})

    def _as_written(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        measures = self._named.get(fold(text), [])
        if len(measures) == 1:
            return measures[0]
        if measures:
            return _Unresolved("NTM563", {"text": text, "ids": ", ".join(measure.id for measure in measures)})
        if "#" in text or RULESET_ID.fullmatch(text):
            return self._by_key(text, kind, day)
        if kind in self._rulesets and self._rulesets[kind] in self.library.versions:
            ruleset = self._version(self._rulesets[kind], day)
            rule = ruleset.rule(text)
            if rule is not None:
                return self._subject(RuleKey(ruleset.id, text), rule, ruleset)
            if text[:1].isdigit():
                return self._no_code(text, ruleset)
        elif text[:1].isdigit():
            assigned = [f"{kind}: {ruleset}" for kind, ruleset in self._rulesets.items()]
            return _Unresolved("NTM567", {"text": text, "kind": kind, **hint(None, assigned)})
        near = [self._named[word][0] for word in self._near(text)]
        shown = [
            f"{measure.id} ({measure.name.vi}{', ' + measure.unit if measure.unit else ''})"
            for measure in {measure.id: measure for measure in near}.values()
        ]
        return _Unresolved("NTM562", {"text": text, **hint("; ".join(shown) or None)})

    def _by_key(self, text: str, kind: str, day: date) -> Subject | _Unresolved:
        try:
            key, version = RuleKey.parse_versioned(text)
        except ValueError:
            return _Unresolved("NTM564", {"text": text})
        if not self.library.versions.get(key.ruleset):
            known = tuple(self.library.versions)
            return _Unresolved("NTM565", {"text": key.ruleset, **hint(self._nearest(key.ruleset, known), known)})
        ruleset = self._version(key.ruleset, version or day)
        if version is not None and ruleset.version != version:
            days = [str(known.version) for known in self.library.versions[key.ruleset]]
            return _Unresolved("NTM616", {"rule": str(key), "version": str(version), "allowed": ", ".join(days)})
        rule = ruleset.rule(key.code)
        if rule is None:
            return self._no_code(key.code, ruleset)
        if kind and kind not in ruleset.applies_to:
            return _Unresolved("NTM568", {"rule": str(key), "applies_to": ", ".join(ruleset.applies_to), "kind": kind})
        return self._subject(key, rule, ruleset, version)

    def _no_code(self, code: str, ruleset: Ruleset) -> _Unresolved:
        codes = [rule.code for rule in ruleset.rules()]
        day = ruleset.version
        details = {"text": code, "ruleset": ruleset.id, "version": f"{day:%d/%m/%Y}", "version_en": str(day)}
        return _Unresolved("NTM566", {**details, **hint(self._nearest(code, codes), codes)})

    def _near(self, text: str) -> list[str]:
        """Up to three known words for measures similar to a text; searched for a limited number of texts."""
        self._suggested += 1
        return get_close_matches(fold(text)[:200], self._named, n=_NEAR) if self._suggested <= _SUGGESTIONS else []

    def _nearest(self, text: str, known: Iterable[str]) -> str | None:
        """The nearest known word; searched for a limited number of texts, as a search among many words is slow."""
        self._suggested += 1
        return nearest(text, known) if self._suggested <= _SUGGESTIONS else None

    def _version(self, ruleset: str, day: date) -> Ruleset:
        for on_day in (day, self._as_of):
            try:
                return self.library.ruleset(ruleset, on_day)
            except CompileError:
                continue
        return self.library.versions[ruleset][-1]

    def _subject(self, key: RuleKey, rule: Rule, ruleset: Ruleset, version: date | None = None) -> RuleSubject:
        condition = None if rule.below else rule.condition
        measures: set[str | None] = set()
        if isinstance(condition, AllOf):
            measures = {None if isinstance(part, Required) else _measure_of(part) for part in condition.parts}
        elif condition is not None:
            measures = {_measure_of(condition)}
        negated = isinstance(condition, Required) and not condition.met
        alone = measures.pop() if len(measures) == 1 else None
        names = tuple(name for name in (rule.name.vi, rule.name.en) if name)
        measure = None if alone is None else self.library.measures.get(alone)
        return RuleSubject(key, measure, negated, names, version, ruleset.statuses)


def _measure_of(condition: Condition) -> str | None:
    """The measure of the unit itself, today, that a condition compares; None where it compares another figure."""
    if any(named(condition, ReferenceKind.KIND)) or getattr(condition, "since", None) is not None or is_mean(condition):
        return None
    return next(named(condition, ReferenceKind.MEASURE), None)


def unit_misfit(subject: Subject, stated: str, text: str) -> _Unresolved | None:
    """Mistake where a heading names another unit of measure than the measure's; None where they are the same."""
    measure = subject.measure if isinstance(subject, RuleSubject) else subject
    own = measure.unit if measure is not None else None
    if own is not None and same_unit(stated, own):
        return None
    if measure is None:
        why = {"why": "tiêu chí này không có đơn vị tính", "why_en": "this rule has no unit of measure"}
    else:
        why = {
            "why": f"ghi theo '{stated}', nhưng chỉ số {measure.id} tính bằng '{own or '–'}'",
            "why_en": f"it says '{stated}', but the measure {measure.id} is in '{own or '–'}'",
        }
    return _Unresolved("NTM699", {"text": text, **why, **hint(None)})


def unit_in_heading(text: str) -> bool:
    """True where a heading has a unit of measure in brackets."""
    return len(text) <= _LONGEST and _IN_BRACKETS.fullmatch(text) is not None


def same_unit(stated: str, own: str) -> bool:
    """True where two units of measure are the same; `triệu đồng` may stand for `triệu đồng/người/năm`."""
    first, second = (fold(unit).replace(" ", "") for unit in (stated, own))
    return first == second or first == second.partition("/")[0] or second == first.partition("/")[0]


def check_unit_of_measure(cell: TableCell, subject: Subject) -> None:
    """Raise FactsError where the cell names another unit of measure than the subject's. A rule may have none."""
    measure = subject.measure if isinstance(subject, RuleSubject) else subject
    if measure is None or measure.unit is None or isinstance(cell.content, Unusable):
        return
    wrong = unit_misfit(subject, cell.text, cell.text)
    if wrong is not None:
        raise wrong.at(cell)


def _written(cell: TableCell) -> str:
    """The text of a cell that names something. A code kept as a number or a date is refused: 3.10 has become 3.1."""
    if isinstance(cell.content, bool | float | date | datetime | time | timedelta) or cell.percentage:
        raise FactsError(diagnostic("NTM569", cell.place, text=cell.text))
    return tidy(cell.text)
