"""Case files to cases; one run reports every mistake."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import define, field

from ....language.contents.known_names import NameScope
from ....language.diagnostics.mistakes import Mistake, collecting, diagnostics, report
from ....language.files.input_file import path_of
from ....language.library import CASES_FOLDER
from ....language.structuring.converter import ABSENT, after_mistake
from ....language.structuring.nodes import first_place, keys_of, mapping, sequence
from ....language.structuring.scalars import day, ruleset_id, text
from ....language.yaml.source import Source, read_file, read_text
from ....language.yaml.tree import Node, PlacedMapping
from ....model.arguments import checks_arguments
from ....model.fact import Attestation, Fact, PublishedDecision, Statement
from ....model.library import Library
from ....model.place import Place, PlacedText
from ....model.problem import CasesError, Diagnostic, Severity
from ....model.ruleset import Ruleset
from ....model.text import Text
from ....model.units.unit import Unit
from ..case import UNIT, Case, Situation
from ..grammar import CASE, CASE_FILE
from ..locations import case_files, cases_below
from ..messages import ALL_MESSAGES
from .case_facts import MOST_MEMBERS, CaseFacts, CaseUnit, Described, case_facts
from .expected import expectations
from .scope import CaseScope

_RESERVED = re.compile(r"U|[AM]\d+")


def situation(facts: CaseFacts, as_of: date, kind: str) -> Situation:
    """Situation of a unit of a kind on a day, from the given facts. A code that two units have is reported.

    >>> [unit.code for unit in situation(CaseFacts(), date(2024, 6, 30), "commune").units]
    ['U']
    """
    builder = _SituationBuilder(as_of)
    units_above = facts.above or ()
    for number, unit in enumerate(units_above, 1):
        builder.add(f"A{number}", unit.kind, f"A{number + 1}" if number < len(units_above) else None, unit.described)
    builder.add(UNIT, kind, "A1" if units_above else None, facts.unit)
    builder.members(facts.members or (), UNIT)
    return Situation(as_of, tuple(builder.units.values()), tuple(builder.statements))


@define
class _SituationBuilder:
    """The units and statements made so far."""

    as_of: date
    units: dict[str, Unit] = field(factory=dict)
    statements: list[Statement] = field(factory=list)
    unnamed: int = 0

    def add(self, code: str, kind: str, parent: str | None, described: Described) -> None:
        self.units[code] = Unit(code, code, str(kind), parent, described.attributes)
        self.statements += _statements(described, code, self.as_of)

    def members(self, units: Iterable[CaseUnit], above: str) -> None:
        for unit in units:
            for _ in range(unit.count):
                code = self._code(unit.code)
                if code is not None:
                    self.add(code, unit.kind, above, unit.described)
                    self.members(unit.members, code)

    def _code(self, own: PlacedText | None) -> str | None:
        """The code of the next member; None, reported, where its own is that of another unit, or could be."""
        if own is None:
            self.unnamed += 1
            return f"M{self.unnamed}"
        if own in self.units or _RESERVED.fullmatch(own):
            report(Mistake("NTM913", own.place, {"unit": own}))
            return None
        return str(own)


def _statements(described: Described, unit: str, as_of: date) -> Iterator[Statement]:
    for measure, reports in described.facts.items():
        for reported in reports:
            yield Fact(
                unit,
                measure,
                reported.value,
                reported.day or as_of,
                place=reported.place,
                assurance=reported.assurance,
            )
    for rule, reports in described.attestations.items():
        for reported in reports:
            yield Attestation(
                unit,
                rule,
                reported.value,
                reported.day or as_of,
                place=reported.place,
                version=reported.version,
                assurance=reported.assurance,
            )
    for rule, reports in described.published.items():
        for reported in reports:
            yield PublishedDecision(unit, rule, reported.value, reported.day or as_of, place=reported.place)


MOST_CASES = 1000
"""Maximum number of cases in one file."""
MOST_STATED = 100_000
"""Maximum number of units, facts and attestations in all cases of one file."""

_CASES = Text("các trường hợp", "cases")
_OF_THE_LIBRARY = ("NTM305", "NTM306", "NTM903", "NTM904")
"""Codes of findings about missing rulesets and rules; dropped where a file that may declare them cannot be read."""


@checks_arguments
def read_cases(path: Path | str, library: Library) -> tuple[Case, ...]:
    """The cases of one file. Raises CasesError with every mistake in it.

    >>> from ntm_rules.language.library import load_library, shipped_rulesets
    >>> file = shipped_rulesets() / "vn" / "civilised-township" / "cases" / "3-environment.yaml"
    >>> read_cases(file, load_library())[0].ruleset
    'vn/civilised-township'
    """
    return _without_errors(*_read([path_of(path)], [], NameScope(library)))


def cases_from_text(content: str, library: Library, file: str = "<text>") -> tuple[Case, ...]:
    """The cases in the text of a case file; `file` is what it is called in messages. Raises CasesError as `read_cases`.

    >>> try:
    ...     cases_from_text("cases_for: vn/commune-ntm", Library())
    ... except CasesError as error:
    ...     print([diagnostic.code for diagnostic in error.diagnostics])
    ['NTM206', 'NTM305']
    """
    with collecting() as mistakes:
        source = read_text(content, file)
        cases = _cases(source, NameScope(library))
    return _without_errors(cases, diagnostics(mistakes, {file: source.lines}, ALL_MESSAGES))


@checks_arguments
def cases_in(paths: Iterable[Path | str] | Path | str, library: Library) -> tuple[Case, ...]:
    """The cases of the files given, and of every `cases/*.yaml` below the folders given.

    Raises CasesError with every mistake in every file; a folder without case files is one.

    >>> import ntm_rules as ntm
    >>> from ntm_rules.language.library import shipped_rulesets
    >>> library = ntm.load_library()
    >>> cases = ntm.cases_in(shipped_rulesets() / "vn" / "civilised-township", library)
    >>> cases[0]
    Case('Mọi nội dung đều vừa đủ', vn/civilised-township, 2024-06-30, 6 expected)
    """
    files, missing = case_files(paths)
    return _without_errors(*_read(files, missing, NameScope(library)))


def cases_beside(version: Ruleset, library: Library) -> tuple[Case, ...]:
    """The cases in the folder `cases` beside the file of a version; () where there is none.

    Raises NtmError where a case file has mistakes.
    """
    folder = None if version.place is None else Path(version.place.file).parent / CASES_FOLDER
    files = cases_below(folder) if folder is not None and folder.is_dir() else []
    return cases_in(files, library) if files else ()


def check_cases(paths: Iterable[Path | str], library: Library, unread: Sequence[str] = ()) -> list[Diagnostic]:
    """Diagnostics about the case files among and below the paths; a folder without any is none.

    `unread` are the lines of rule files that could not be read: what may be declared there is not complained of.
    """
    files, _ = case_files(paths)
    return _read(files, [], NameScope(library, tuple(unread)))[1]


def _without_errors(cases: tuple[Case, ...], diagnostics: Sequence[Diagnostic]) -> tuple[Case, ...]:
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise CasesError(diagnostics)
    return cases


def _read(
    files: Iterable[Path], missing: Iterable[Mistake], names: NameScope
) -> tuple[tuple[Case, ...], list[Diagnostic]]:
    cases: list[Case] = []
    lines: dict[str, Sequence[str]] = {}
    with collecting() as mistakes:
        for file in files:
            source = read_file(file)
            lines[source.file] = source.lines
            cases += _cases(source, names)
    without_echoes = [mistake for mistake in (*missing, *mistakes) if not _is_echo(mistake, names)]
    return tuple(cases), diagnostics(without_echoes, lines, ALL_MESSAGES)


def _is_echo(mistake: Mistake, names: NameScope) -> bool:
    name = str(mistake.params.get("name") or mistake.params.get("ruleset"))
    return mistake.code in _OF_THE_LIBRARY and names.may_declare(name)


def _cases(source: Source, names: NameScope) -> tuple[Case, ...]:
    root = None if source.root is None else after_mistake(lambda node: mapping(node, CASE_FILE), source.root, None)
    if root is None:
        return ()
    values = keys_of(root, CASE_FILE)
    home = None if values["cases_for"] is ABSENT else after_mistake(ruleset_id, values["cases_for"], None)
    scope = CaseScope(names, home or "?")
    if home is not None:
        after_mistake(lambda id: scope.check_ruleset(id, id.place), home, None)
    reader = _CaseReader(scope, names.library.versions.get(home or "", ()), _day(values), values.get("as_of"))
    if "given" in values:
        reader.shared = after_mistake(lambda node: case_facts(node, reader.kinds, scope), values["given"], CaseFacts())
    nodes: Sequence[Node] = ()
    if values["cases"] is not ABSENT:
        nodes = after_mistake(lambda node: sequence(node, _CASES), values["cases"], ())
    if len(nodes) > MOST_CASES:
        report(Mistake("NTM905", nodes[MOST_CASES].place, {"count": len(nodes), "most": MOST_CASES}))
    read = [after_mistake(reader.case, node, None) for node in nodes[:MOST_CASES]]
    if reader.last_day is not None:
        reader.shared.check_days(reader.last_day)
    return tuple(case for case in read if case is not None)


def _day(values: dict[str, Node]) -> date | None:
    as_of: date | None = after_mistake(day, values["as_of"], None) if "as_of" in values else None
    return as_of


@define
class _CaseReader:
    """Reads the cases of one file, one after another."""

    scope: CaseScope
    versions: tuple[Ruleset, ...]
    as_of: date | None
    as_of_written: Node | None
    shared: CaseFacts = field(factory=CaseFacts)
    names: dict[str, Place] = field(factory=dict)
    stated: int = 0
    last_day: date | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of unit that the ruleset judges; none where the ruleset is not known."""
        return self.versions[-1].applies_to if self.versions else ()

    def case(self, node: Node) -> Case | None:
        """One case; None, after its mistakes are reported, where it cannot be made."""
        entries = mapping(node, CASE)
        values = keys_of(entries, CASE)
        name = self._name(values["name"])
        as_of = _day(values) if "as_of" in values else self.as_of
        if as_of is None and "as_of" not in values and self.as_of_written is None:
            report(Mistake("NTM902", first_place(entries)))
        version = None if as_of is None else self._version(as_of, values.get("as_of") or self.as_of_written)
        own = CaseFacts()
        if "given" in values:
            own = after_mistake(lambda facts: case_facts(facts, self.kinds, self.scope), values["given"], own)
        expected = ()
        if values["expect"] is not ABSENT:
            expected = after_mistake(
                lambda expect: expectations(expect, version, as_of, self.scope), values["expect"], ()
            )
        if name is None or as_of is None or version is None:
            return None
        own.check_days(as_of)
        self.last_day = as_of if self.last_day is None else max(as_of, self.last_day)
        together = own.over(self.shared)
        if not self._fits(together, entries):
            return None
        case_situation = situation(together, as_of, str(together.kind or version.applies_to[0]))
        return Case(name, self.scope.home, case_situation, expected, values["name"].place)

    def _name(self, node: Any) -> Text | None:
        name: Text | None = None if node is ABSENT else after_mistake(text, node, None)
        if name is None:
            return None
        first = self.names.setdefault(name.vi, node.place)
        if first is not node.place:
            report(Mistake("NTM901", node.place, {"name": name.vi, "line": first.line}, related=(first,)))
        return name

    def _version(self, as_of: date, written: Node | None) -> Ruleset | None:
        """The version in force on the day of the case; a day without one is reported where it is written."""
        if not self.versions:
            return None
        place = None if written is None else written.place
        ruleset: Ruleset | None = after_mistake(lambda on: self.scope.version(self.scope.home, on, place), as_of, None)
        return ruleset

    def _fits(self, together: CaseFacts, node: PlacedMapping) -> bool:
        """True when the members and statements are within the limits; reports the first excess."""
        members = sum(unit.units for unit in together.members or ())
        if members > MOST_MEMBERS:
            first = (together.members or ())[0].place
            report(Mistake("NTM906", first, {"count": members, "most": MOST_MEMBERS}))
            return False
        before, self.stated = self.stated, self.stated + members + together.statements
        if self.stated > MOST_STATED:
            if before <= MOST_STATED:
                report(Mistake("NTM907", first_place(node), {"most": MOST_STATED}))
            return False
        return True
