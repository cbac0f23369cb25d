"""Cases to the text of a case file for a person to complete: block style, quoted codes, names first."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from ...language.structuring.figures import readings
from ...language.writing.text import plain, quoted
from ...model.fact import Absence, Attestation, Fact, Finding, Value
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.text import Language, Text
from ...model.units.unit import Unit, Units
from ...model.values.day import Day
from ...model.values.interval import Interval, printed_interval
from ...model.values.number import Number, may_be_thousands, without_zeros
from .case import UNIT, Case, Expected, Situation
from .grammar import ABSENCE_WORDS, FINDING_WORDS, NOT_CONFIRMED, OUTCOME_WORDS

Comments = Callable[[Case], Iterable[str]]
"""Function that gives the comment lines above a case."""

_INDENT = "  "
_Lines = Iterator[str]


def cases_text(
    cases: Sequence[Case],
    language: Language = "en",
    *,
    comments: Comments | None = None,
    header: Iterable[str] = (),
    kind: str | None = None,
) -> str:
    """The text of a case file with these cases, which `read_cases` reads as the same cases again.

    They are cases of one ruleset. Outcomes and findings are written in the words of `language`; `header` are lines of a comment
    at the top. `kind` is the first kind that the ruleset judges, of which a unit is unless it says so. Who reported what, and
    when it was recorded, has no place in a case file.

    Raises ValueError when there is no case, or they are of several rulesets, or a unit has a code that a case file would give
    to another.

    >>> situation = Situation(date(2024, 6, 30), (Unit("U", "U", "township"),))
    >>> case = Case(Text("Chưa có số liệu"), "vn/civilised-township", situation, (Expected("3.3", None),))
    >>> print(cases_text([case]), end="")
    cases_for: vn/civilised-township
    as_of: 2024-06-30
    <BLANKLINE>
    cases:
      - name: Chưa có số liệu
        expect:
          "3.3": "?"
    """
    rulesets = {case.ruleset for case in cases}
    if len(rulesets) != 1:
        raise ValueError("a case file holds the cases of one ruleset, at least one")
    as_of = Counter(case.situation.as_of for case in cases).most_common(1)[0][0]
    words = _Words(language)
    lines = [*_comment(header, ""), f"cases_for: {rulesets.pop()}", f"as_of: {as_of}", "", "cases:"]
    for number, case in enumerate(cases):
        lines += [""] if number else []
        lines += _comment(comments(case) if comments else (), _INDENT)
        lines += _case(case, as_of, words, kind)
    return "\n".join(lines) + "\n"


class _Words:
    """Words of one language for outcomes, findings and absences."""

    def __init__(self, language: Language) -> None:
        """Take the first of several words for the same value."""
        self._statement_text: dict[Outcome | Finding | Absence, str] = {}
        for words in (OUTCOME_WORDS, FINDING_WORDS, ABSENCE_WORDS):
            for word, meant in words.items():
                if word.isascii() is (language == "en"):
                    self._statement_text.setdefault(meant, word)

    def __getitem__(self, meant: Outcome | Finding | Absence) -> str:
        return plain(self._statement_text[meant])


def _comment(lines: Iterable[str], indent: str) -> _Lines:
    for text in lines:
        yield f"{indent}# {text}".rstrip()


def _case(case: Case, as_of: date, words: _Words, kind: str | None) -> _Lines:
    yield from _name(case.name)
    if case.situation.as_of != as_of:
        yield f"    as_of: {case.situation.as_of}"
    given_lines = list(_situation_lines(case.situation, case.ruleset, words, kind))
    if given_lines:
        yield "    given:"
        yield from (f"      {line}" for line in given_lines)
    yield "    expect:"
    yield from (f"      {_expected(expected, words)}" for expected in case.expected)


def _name(name: Text) -> _Lines:
    if name.en is None:
        yield f"  - name: {plain(name.vi)}"
        return
    yield "  - name:"
    yield f"      vi: {plain(name.vi)}"
    yield f"      en: {plain(name.en)}"


def _expected(expected: Expected, words: _Words) -> str:
    outcome = quoted(NOT_CONFIRMED) if expected.outcome is None else words[expected.outcome]
    more = [] if expected.gap is None else [f"gap: {_unambiguous(expected.gap)}"]
    more += [] if expected.reason is None else [f"reason: {expected.reason.value}"]
    more += [] if expected.points is None else [f"points: {_unambiguous(expected.points)}"]
    code = quoted(expected.code)
    return f"{code}: {{{', '.join([f'outcome: {outcome}', *more])}}}" if more else f"{code}: {outcome}"


def _situation_lines(situation: Situation, ruleset: str, words: _Words, kind: str | None) -> _Lines:
    written = _Written(situation, ruleset, words)
    own = written.units[situation.unit].kind
    if kind is not None and own != kind:
        yield f"kind: {plain(own)}"
    yield from written.described(situation.unit)
    above = list(written.units.ancestors(situation.unit))
    if above:
        yield "above:"
        for number, unit in enumerate(above, 1):
            if unit.code != f"A{number}":
                raise ValueError(f"the unit above number {number} would have the code A{number}, not {unit.code}")
            yield from _item([f"kind: {plain(unit.kind)}", *written.described(unit.code)])
    below = written.below(situation.unit)
    if below:
        yield "members:"
        yield from below
    if situation.unit != UNIT:
        raise ValueError(f"the unit under test would have the code {UNIT}, not {situation.unit}")


def _item(lines: Sequence[str]) -> _Lines:
    """The lines of one entry of a list."""
    for number, line in enumerate(lines):
        yield ("    " if number else "  - ") + line


class _Written:
    """A situation, written unit by unit."""

    def __init__(self, situation: Situation, ruleset: str, words: _Words) -> None:
        self.units = Units(situation.units)
        self._situation, self._ruleset, self._words = situation, ruleset, words
        self._unnamed = 0
        self._below: dict[str | None, list[Unit]] = {}
        for unit in situation.units:
            self._below.setdefault(unit.parent, []).append(unit)

    def described(self, unit: str) -> list[str]:
        """Lines of the description of one unit: attributes, facts, attestations."""
        attributes = self.units[unit].attributes
        lines = ["attributes:"] if attributes else []
        lines += [f"  {plain(name)}: {plain(value)}" for name, value in attributes.items()]
        own = [statement for statement in self._situation.statements if statement.unit == unit]
        facts: dict[str, list[tuple[date, str]]] = {}
        attested: dict[str, list[tuple[date, str]]] = {}
        published: dict[str, list[tuple[date, str]]] = {}
        for statement in own:
            if isinstance(statement, Fact):
                of_measure = facts.setdefault(plain(statement.measure), [])
                of_measure.append((statement.as_of, self._statement_text(statement)))
            elif isinstance(statement, Attestation):
                text = "" if statement.version is None else f"@{statement.version}"
                of_rule = attested.setdefault(quoted(self._key(statement.rule) + text), [])
                of_rule.append((statement.as_of, self._statement_text(statement)))
            else:
                of_rule = published.setdefault(quoted(self._key(statement.rule)), [])
                of_rule.append((statement.as_of, self._value(statement.value)))
        for name, reports in (("facts", facts), ("attestations", attested), ("published", published)):
            lines += [f"{name}:"] if reports else []
            lines += [f"  {line}" for key, dated_values in reports.items() for line in self._reports(key, dated_values)]
        return lines

    def below(self, above: str) -> list[str]:
        """Lines of the units below one; equal neighbours are one entry with a count."""
        entries: list[tuple[list[str], int]] = []
        for unit in self._below.get(above, ()):
            # A member without a code of its own has the next code, so the counter tells whether it has one.
            before = self._unnamed
            code = self._code(unit)
            lines = [f"kind: {plain(unit.kind)}", *code, *self.described(unit.code)]
            members = self.below(unit.code)
            lines += ["members:", *members] if members else []
            named = bool(code) or any(line.lstrip(" -").startswith("code: ") for line in members)
            if entries and entries[-1][0] == lines and not named and self._unnamed > before:
                entries[-1] = (lines, entries[-1][1] + 1)
            else:
                entries.append((lines, 1))
        return [
            line
            for lines, count in entries
            for line in _item([lines[0], *([f"count: {count}"] if count > 1 else []), *lines[1:]])
        ]

    def _code(self, unit: Unit) -> list[str]:
        if unit.code == f"M{self._unnamed + 1}":
            self._unnamed += 1
            return []
        if unit.code == UNIT or (unit.code[:1] in "AM" and unit.code[1:].isdigit()):
            raise ValueError(
                f"a member with no code of its own would have the code M{self._unnamed + 1}, not {unit.code}"
            )
        return [f"code: {quoted(unit.code)}"]

    def _key(self, rule: RuleKey) -> str:
        return rule.code if rule.ruleset == self._ruleset else str(rule)

    def _statement_text(self, statement: Fact | Attestation) -> str:
        """The value of a statement, with how it was established where that is said."""
        value, level = self._value(statement.value), statement.assurance
        return value if level is None else f"{{value: {value}, assurance: {plain(level)}}}"

    def _value(self, value: Value | Outcome) -> str:
        if isinstance(value, Finding | Absence | Outcome):
            return self._words[value]
        if isinstance(value, Interval):
            return quoted(_printed(value))
        return plain(value) if isinstance(value, str) else _number(value)

    def _reports(self, key: str, dated_values: Sequence[tuple[date, str]]) -> _Lines:
        days: dict[date, list[str]] = {}
        for day, value in dated_values:
            days.setdefault(day, []).append(value)
        if list(days) == [self._situation.as_of]:
            yield f"{key}: {_of_day(days[self._situation.as_of])}"
            return
        yield f"{key}:"
        yield from (f"  {day}: {_of_day(values)}" for day, values in days.items())


def _of_day(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _printed(interval: Interval) -> str:
    """An interval as a case file prints it; the text that was printed may follow another convention of figures."""
    low, high = (None if number is None else without_zeros(number) for number in (interval.low, interval.high))
    text = f">= {low}" if high is None else f"<= {high}" if low is None else f"{low}-{high}"
    if printed_interval(text, Decimal, 0) != interval:
        raise ValueError(f"a case file has no way to print the interval {interval}")
    return text


def _number(number: Number) -> str:
    if isinstance(number, Day):
        return str(number)
    return without_zeros(number) if isinstance(number, Decimal) else str(number)


def _unambiguous(number: Number) -> str:
    """A gap, or points, so that it can only be read in one way: 1.234 could be thousands, 1.2340 cannot."""
    text = _number(number)
    return readings(number)["point"] if isinstance(number, Decimal) and may_be_thousands(Decimal(text)) else text
