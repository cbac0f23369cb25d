"""Diagnostics for people, and the one family of exceptions that carries them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import evolve, field, frozen

from .place import Place
from .text import Language, Text, printable, shortened
from .values.frozen_mapping import FrozenMapping


class Severity(Enum):
    """Severity of a diagnostic: an error makes the input unusable, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Message:
    """Wording of one kind of mistake, the help where it is always the same, and the gravest severity it is told with."""

    message: Text
    help: Text | None = None
    severity: Severity = Severity.ERROR


def message(vi: str, en: str, help_vi: str = "", help_en: str = "", severity: Severity = Severity.ERROR) -> Message:
    """A message of a table; braces in it name the details that the finder gives."""
    return Message(Text(vi, en), Text(help_vi, help_en) if help_vi else None, severity)


_LASTING = (str, int, float, Decimal, Fraction, date, Enum, type(None))


def _fields(given: Mapping[str, object]) -> Mapping[str, object]:
    """The fields of a diagnostic; what a caller handed in of a class of its own is told in text, so that errors can be pickled.

    >>> _fields({"unit": "T", "value": object()})["value"].startswith("<object object at")
    True
    """
    return FrozenMapping({name: _lasting(value) for name, value in given.items()})


def _lasting(value: object) -> object:
    match value:
        case list() | tuple():
            return tuple(map(_lasting, value))
        case Mapping():
            return FrozenMapping({_lasting(name): _lasting(inner) for name, inner in value.items()})
    is_own = type(value).__module__.partition(".")[0] == __name__.partition(".")[0]
    return value if is_own or isinstance(value, _LASTING) else shortened(value)


@frozen
class Diagnostic:
    """One message about an input: a stable code (`NTM104`), the place, the mistake, and the remedy.

    `source_line` is the line as it stands in the file, for the caret; `related` are other places that matter (the first
    of two duplicates). `fields` holds what the message is made of: unit, measure, value, allowed.

    >>> print(Diagnostic("NTM562", Place("facts.csv", 7), Text("không có chỉ số", "unknown measure")).render("en"))
    facts.csv:7:1: [NTM562] unknown measure
    """

    code: str
    place: Place | None
    message: Text
    help: Text | None = None
    severity: Severity = Severity.ERROR
    source_line: str | None = field(default=None, eq=False)
    related: tuple[Place, ...] = ()
    fields: Mapping[str, object] = field(factory=FrozenMapping, converter=_fields, eq=False, repr=False)

    def render(self, language: Language = "en") -> str:
        """The diagnostic as text: `file:line:column: [code] message`, the line with a caret, and the help."""
        advice = (f"  {line}" for line in self.advice(language))
        return "\n".join((self.headline(language), *self.excerpt(), *advice))

    def headline(self, language: Language = "en") -> str:
        """`file:line:column: [code] message`."""
        where = f"{self.place}: " if self.place else ""
        return printable(f"{where}[{self.code}] {self.message.in_language(language)}")

    def excerpt(self) -> tuple[str, ...]:
        """The line as it stands in the file, of a long one what is near, and a caret below what the message is about.

        Nothing where the line is not known.
        """
        if self.place is None or self.source_line is None or self.place.sheet is not None:
            return ()
        start = self.place.column - 1
        end = max(start + 1, (self.place.end_column or 0) - 1)
        line = self.source_line
        before, marked, after = map(printable, (line[:start], line[start:end], line[end:]))
        before = before if len(before) <= _MOST_BESIDE else f"…{before[-_MOST_BESIDE:]}"
        after = after if len(after) <= _MOST_BESIDE else f"{after[:_MOST_BESIDE]}…"
        caret = f"{'':>5} | {'':>{len(before)}}{'^' * max(1, len(marked))}"
        return f"{self.place.line:>5} | {before}{marked}{after}".rstrip(), caret

    def advice(self, language: Language = "en") -> tuple[str, ...]:
        """The help, line by line, and the other places that matter."""
        lines = self.help.in_language(language).splitlines() if self.help else []
        see_also = "xem thêm" if language == "vi" else "see also"
        by_file: dict[str, list[str]] = {}
        for place in self.related:
            places = by_file.setdefault(place.file, [])
            beside = str(place).removeprefix(f"{place.file}:").removeprefix(f"{place.file} › ")
            places.append(beside if places else f"{see_also} {place}")
        return tuple(map(printable, (*lines, *map(", ".join, by_file.values()))))


_MOST_BESIDE = 60
"""Maximum number of characters of a line of a file that are shown on either side of what a diagnostic is about."""
MOST_ALIKE = 3
"""So many diagnostics that say the same of one file are shown one by one; more are one, with their number."""


def repeated(first: Diagnostic, count: int, places: Sequence[Place]) -> Diagnostic:
    """One diagnostic for `count` that say the same, with the first of their places.

    >>> alike = Diagnostic("NTM562", Place("facts.csv", 7), Text("không có chỉ số", "unknown measure"))
    >>> repeated(alike, 3000, [Place("facts.csv", line) for line in (7, 8, 9)]).message.en
    'unknown measure (3000 times, first in lines 7, 8, 9)'
    """
    shown = ", ".join(place.cell or str(place.line) for place in places[:MOST_ALIKE])
    of_sheet = any(place.cell for place in places)
    vi = f"{first.message.vi} ({count} lần, đầu tiên ở {'ô' if of_sheet else 'dòng'} {shown})"
    en = f"{first.message.in_language('en')} ({count} times, first in {'cells' if of_sheet else 'lines'} {shown})"
    fields = FrozenMapping({**first.fields, "times": count})
    return evolve(first, message=Text(vi, en), fields=fields)


class NtmError(Exception):
    """Base of every error that this library raises on purpose. `diagnostics` holds all of them, not the first only.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.Unit("", "An", "commune")
    ... except ntm.NtmError as error:
    ...     error.diagnostics[0].code
    'NTM624'
    """

    def __init__(self, diagnostics: Diagnostic | Iterable[Diagnostic] | str, place: Place | None = None) -> None:
        if isinstance(diagnostics, str):
            diagnostics = Diagnostic(self.default_code, place, Text(diagnostics, diagnostics))
        self.diagnostics: tuple[Diagnostic, ...] = (
            (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        )
        super().__init__("\n".join(diagnostic.render("en") for diagnostic in self.diagnostics))

    default_code = "NTM000"

    def render(self, language: Language = "en") -> str:
        """Every diagnostic as text, in `language`."""
        return "\n".join(diagnostic.render(language) for diagnostic in self.diagnostics)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.diagnostics,))


class RulesetError(NtmError):
    """Raised for a rule file, a measures catalogue or a library of them that cannot be used.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.catalogue_from_text("measures: {roads: {name: Roads, decimls: 1}}")
    ... except ntm.RulesetError as error:
    ...     error.diagnostics[0].code
    'NTM205'
    """

    default_code = "NTM300"


class UnitsError(NtmError):
    """Raised for units that do not form a hierarchy.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.Units([ntm.Unit("A", "An", "commune", "D")])
    ... except ntm.UnitsError as error:
    ...     error.diagnostics[0].code
    'NTM552'
    """

    default_code = "NTM510"


class UnknownUnitError(UnitsError, KeyError):
    """Raised for a code that is not among the units; also a KeyError, as of any mapping.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.Units([])["A"]
    ... except ntm.UnknownUnitError as error:
    ...     error.diagnostics[0].code
    'NTM560'
    """

    default_code = "NTM560"
    __str__ = Exception.__str__


class FactsError(NtmError):
    """Raised for a fact, an attestation or a facts file that cannot be used.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.Fact("T", "income_per_capita", [39], date(2024, 6, 30))
    ... except ntm.FactsError as error:
    ...     error.diagnostics[0].code
    'NTM617'
    """

    default_code = "NTM500"


class CompileError(NtmError):
    """Raised for a ruleset that cannot be compiled: no version is in force, or a limit of the engine is passed.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.compile("vn/civilised-township", date(1999, 1, 1))
    ... except ntm.CompileError as error:
    ...     error.diagnostics[0].code
    'NTM602'
    """

    default_code = "NTM600"


class EngineError(NtmError):
    """Raised for an impossible state of the engine, a fault of ours; its answers are not to be used.

    No input leads to it; `error.diagnostics` says what to send to the maintainers.

    >>> EngineError("...").diagnostics[0].code
    'NTM700'
    """

    default_code = "NTM700"


class ReplayError(NtmError):
    """Raised for a record, a snapshot or a plain decision that cannot be read, as it is none or was altered.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.decision_from_plain({"unit": "T"})
    ... except ntm.ReplayError as error:
    ...     error.diagnostics[0].code
    'NTM590'
    """

    default_code = "NTM800"


class PlainFormError(ReplayError):
    """Raised for plain data that are none of our forms, or of a later major version; a ReplayError as well, as of a record.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.from_plain("unit", {"code": "A"})
    ... except ntm.PlainFormError as error:
    ...     error.diagnostics[0].code
    'NTM720'
    """

    default_code = "NTM720"


class CasesError(NtmError):
    """Raised for a case file that cannot be used.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.read_cases("no-such-file.yaml", ntm.load_library())
    ... except ntm.CasesError as error:
    ...     error.diagnostics[0].code
    'NTM101'
    """

    default_code = "NTM900"


class ArgumentError(NtmError):
    """Raised for an argument of a type that the call does not take.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.Text("một", "one").in_language("fr")
    ... except ntm.ArgumentError as error:
    ...     error.diagnostics[0].code
    'NTM627'
    """

    default_code = "NTM627"


class RuleKeyError(NtmError, ValueError):
    """Raised for a text that is no rule key; also a ValueError, as for a text that cannot be parsed.

    >>> import ntm_rules as ntm
    >>> try:
    ...     ntm.RuleKey.parse("tiêu chí 1")
    ... except ntm.RuleKeyError as error:
    ...     error.diagnostics[0].code
    'NTM564'
    """

    default_code = "NTM564"


class UnknownNameError(NtmError, KeyError):
    """Raised for a unit, rule or ruleset that does not exist; also a KeyError, as of a look-up.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> try:
    ...     ntm.evaluate(program, town, [water]).outcome("T", "3.33")
    ... except ntm.UnknownNameError as error:
    ...     error.diagnostics[0].fields["suggestion"]
    '3.3'
    """

    default_code = "NTM629"
    __str__ = Exception.__str__
