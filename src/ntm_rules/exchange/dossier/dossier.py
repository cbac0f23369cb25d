"""A dossier: the folder of one assessment, with its `dossier.yaml`, units and facts."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from attrs import evolve, field, frozen

from ...engine.population.kin import kin
from ...language.files.input_file import path_of
from ...model.arguments import checks_arguments
from ...model.fact import Statement
from ...model.library import NO_OFFICES, Library, Offices
from ...model.place import place_of
from ...model.problem import CompileError, Diagnostic, FactsError, Severity, UnitsError
from ...model.spelling import nearest
from ...model.text import Text
from ...model.units.unit import Unit, Units
from ...program.admission.units import hierarchy_misfits, unused_kinds
from ...program.compiling import compile as compiled
from ...program.inputs import days_of, uses_of
from ...program.program import Program
from ...program.wording import hint
from ..cells.limits import FileLimits
from ..diagnostics.messages import OF_UNITS
from ..diagnostics.mistakes import Mistakes
from ..facts.doubts import Percentages
from ..facts.forms import Context
from ..facts.reading import facts_from
from ..facts.review import not_allowed, programs_of, review_statements, unread
from ..facts.subject import Subjects
from ..units.index import UnitIndex
from ..units.periods import UNREADABLE
from ..units.reading import units_from
from .council import council_from
from .settings import Settings, read_offices, read_settings
from .source_files import FILE, files_not_read


@frozen
class Dossier:
    """Input of one assessment: units, all statements about them, and the rulesets that judge each kind of unit.

    Of several rulesets for a kind, bare rule codes are those of the first.

    `known_on`: only what was recorded by then counts (None: everything). `assessed` is the year that is assessed (None: that of
    the day). `offices` answer for rules whose rulesets name none. `diagnostics` are the warnings and notes. `about`
    are the codes of the units alone about which statements were read (None: about all); mistakes elsewhere are not known.

    >>> from ntm_rules.language.library import load_library
    >>> dossier = read_dossier("examples/tam-duong-2024", load_library())
    >>> dossier.as_of, len(dossier.units)
    (datetime.date(2024, 12, 31), 19)
    """

    as_of: date
    rulesets: Mapping[str, tuple[str, ...]]
    units: Units
    statements: tuple[Statement, ...]
    title: Text | None = None
    known_on: date | None = None
    notes: tuple[Text, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), eq=False)
    assessed: int | None = None
    offices: Offices = NO_OFFICES
    about: frozenset[str] | None = None


READ_WHOLE = 1_000
"""Units of a dossier up to which it is read whole, whatever it is asked about: that takes a second at most."""
_OF_WHOLE_COLUMNS = ("NTM670", "NTM671")
"""Warnings that only a whole column can give: its figures look like fractions."""


@checks_arguments
def read_dossier(
    path: Path | str,
    library: Library,
    *,
    limits: FileLimits | None = None,
    known_on: date | None = None,
    assessed: int | None = None,
    decided_on: date | None = None,
    unit: str | None = None,
) -> Dossier:
    """Read the dossier in a folder (or the one whose `dossier.yaml` is given); `known_on` and `assessed` go before its own.

    What is dated after `decided_on` (without it, after the dossier's own day) is told, as it is not used.

    Of a dossier with more than `READ_WHOLE` units, where a `unit` is named by its code or name, statements are read about it
    alone and about the units that its decisions read; about all of them where something is wrong in those.

    Raises UnitsError when the units alone are at fault, else FactsError; either carries the errors of all files.

    >>> from tempfile import TemporaryDirectory
    >>> from ...language.library import load_library
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     _ = (folder / FILE).write_text("as_of: 2024-06-30\\nrulesets: {township: vn/civilised-township}\\n")
    ...     _ = (folder / "units.csv").write_text("code,name,kind\\nT,Tam Duong,township\\n")
    ...     _ = (folder / "facts.csv").write_text("unit,measure,value\\nT,clean_water_households,99.9\\n")
    ...     dossier = read_dossier(folder, load_library())
    >>> dossier.units["T"].name, dossier.statements[0].value
    ('Tam Duong', Decimal('99.9'))
    """
    folder = path_of(path)
    if folder.name == FILE:
        folder = folder.parent
    arguments = _DossierArguments(limits, known_on, assessed, decided_on, unit)
    return _read(folder, library, arguments)


@frozen
class _DossierArguments:
    """Arguments that a dossier is read by, beside its own settings; see `read_dossier`."""

    limits: FileLimits | None
    known_on: date | None
    assessed: int | None
    decided_on: date | None
    unit: str | None


def _read(folder: Path, library: Library, arguments: _DossierArguments) -> Dossier:
    mistakes = Mistakes()
    settings = read_settings(folder, library, mistakes)
    if settings is None:
        raise FactsError(mistakes.errors)
    if arguments.known_on is not None:
        settings = evolve(settings, known_on=arguments.known_on)
    if arguments.assessed is not None:
        settings = evolve(settings, assessed=arguments.assessed)
    units = _units(settings, library, mistakes, arguments.limits)
    statements: tuple[Statement, ...] = ()
    about: frozenset[str] | None = None
    if settings.as_of is not None:
        index = UnitIndex(units) if units or not mistakes.errors else None
        if arguments.unit is not None and index is not None and len(units) > READ_WHOLE and not mistakes.errors:
            about = _kin(arguments.unit, arguments.decided_on or settings.as_of, settings, index, Units(units), library)
        statements, now = _statements(settings, settings.as_of, units, index, about, library, mistakes, arguments)
        units = _of_use(units, library, now)
    offices = read_offices(folder, library, settings.as_of, mistakes)
    for diagnostic in files_not_read(folder, settings.named):
        mistakes.add(diagnostic)
    errors = mistakes.errors
    if about is not None and (errors or any(remark.code in _OF_WHOLE_COLUMNS for remark in mistakes.remarks)):
        return _read(folder, library, evolve(arguments, unit=None))  # all that is wrong is told at once
    if errors or settings.as_of is None:
        at_fault = UnitsError if all(error.code in OF_UNITS for error in errors) else FactsError
        raise at_fault(errors)
    return Dossier(
        settings.as_of,
        {str(kind): ruleset for kind, ruleset in settings.rulesets.items()},
        Units(units),
        statements,
        settings.title,
        settings.known_on,
        settings.notes,
        mistakes.remarks,
        settings.assessed,
        offices,
        about,
    )


def _kin(name: str, day: date, settings: Settings, index: UnitIndex, units: Units, library: Library) -> frozenset[str]:
    """The codes of the units that a name can mean, and of those whose figures their decisions on a day read."""
    programs: list[Program] = []
    # What is said of the day of the dossier is not said of an earlier one.
    assessed = None if settings.as_of is not None and day < settings.as_of else settings.assessed
    for id in dict.fromkeys(id for ids in settings.rulesets.values() for id in ids):
        try:
            programs.append(compiled(id, day, library, assessed))
        except CompileError:
            continue  # reported when it is to be decided
    named_units = index.find(name, day)
    return frozenset().union(*(kin(programs, unit, units) if programs else {unit.code} for unit in named_units))


def _units(settings: Settings, library: Library, mistakes: Mistakes, limits: FileLimits | None) -> tuple[Unit, ...]:
    source = settings.units
    if source is None:
        return ()
    convention = source.layout.convention or settings.numbers
    units = units_from(source.path, str(source.path), library, mistakes, convention, limits, source.layout)
    kinds = {unit.kind for unit in units} - {UNREADABLE}
    for kind in settings.rulesets:
        # Kinds without a place are those that a ruleset named for another applies to as well.
        if kinds and place_of(kind) is not None and kind not in kinds:
            near = hint(nearest(kind, kinds), kinds)
            mistakes.report("NTM589", place_of(kind), Severity.WARNING, advice=near, kind=kind)
    return units


def _of_use(units: tuple[Unit, ...], library: Library, programs: tuple[Program, ...]) -> tuple[Unit, ...]:
    """Units without the attributes that neither the library declares nor a program reads; those are reported elsewhere."""
    if not programs:
        return units
    known = {*library.attributes, *uses_of(programs).attributes}
    return tuple(
        unit
        if known.issuperset(unit.attributes)
        else evolve(unit, attributes={name: value for name, value in unit.attributes.items() if name in known})
        for unit in units
    )


def _of_hierarchy(
    units: tuple[Unit, ...], programs: tuple[Program, ...], unresolved: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield errors in the hierarchy of units that the programs need, and warnings about it.

    Units that are `unresolved`, and those below them, are left out: mistakes in their parents have been reported.
    """
    readable = [unit for unit in units if unit.kind != UNREADABLE]
    uses, days = uses_of(programs), days_of(*programs)
    yield from hierarchy_misfits(_placed(readable, unresolved), uses.counted, days)
    yield from unused_kinds(readable, uses, days)


def _unresolved(units: tuple[Unit, ...], mistakes: Mistakes) -> frozenset[str]:
    """Codes of the units whose parent or zone is written but not found, is ambiguous, or is in a cycle."""
    wrong = [error for error in mistakes.errors if error.code in ("NTM552", "NTM553", "NTM561", "NTM724", "NTM725")]
    codes = {str(diagnostic.fields.get("unit")) for diagnostic in wrong}
    codes |= {code for diagnostic in wrong for code in str(diagnostic.fields.get("circle", "")).split(" → ")}
    rows = {
        (diagnostic.place.file, diagnostic.place.sheet, diagnostic.place.line)
        for diagnostic in wrong
        if diagnostic.place is not None
    }
    for unit in units:
        place = unit.place
        if place is not None and (place.file, place.sheet, place.line) in rows:
            codes.add(unit.code)
    return frozenset(codes)


def _placed(units: list[Unit], unresolved: frozenset[str]) -> list[Unit]:
    """The units without those that are unresolved and all that is below them."""
    below: dict[str, list[str]] = {}
    for unit in units:
        for above in unit.every_superior():
            below.setdefault(above, []).append(unit.code)
    left_out, waiting = set(unresolved), list(unresolved)
    while waiting:
        for code in below.get(waiting.pop(), ()):
            if code not in left_out:
                left_out.add(code)
                waiting.append(code)
    return [unit for unit in units if unit.code not in left_out]


def _statements(
    settings: Settings,
    as_of: date,
    units: tuple[Unit, ...],
    index: UnitIndex | None,
    about: frozenset[str] | None,
    library: Library,
    mistakes: Mistakes,
    arguments: _DossierArguments,
) -> tuple[tuple[Statement, ...], tuple[Program, ...]]:
    """Statements of all files, and the programs; warnings about them and about the units are reported."""
    unresolved = _unresolved(units, mistakes)
    subjects = Subjects(library, {kind: ids[0] for kind, ids in settings.rulesets.items()}, as_of)
    percentages = Percentages() if about is None else Percentages(fewest=1)  # whole columns are read where it warns
    context = Context(index, subjects, as_of, settings.numbers, mistakes, percentages=percentages, about=about)
    statements = tuple(
        statement
        for file in settings.facts
        for statement in facts_from(file.path, str(file.path), evolve(context, layout=file.layout), arguments.limits)
    )
    if index is not None:
        for path in settings.council:
            statements += tuple(
                council_from(path, index, library, settings.rulesets, mistakes, settings.numbers, arguments.limits)
            )
    ids = [id for some in settings.rulesets.values() for id in some]
    # What no rule reads shows only where everything is looked at.
    now, earlier = programs_of(
        ids, library, as_of, [statement.as_of for statement in statements] if about is None else None
    )
    for diagnostic in (
        *review_statements(statements, context.expressly, arguments.decided_on or as_of, settings.known_on),
        *(_of_hierarchy(units, now, unresolved) if now else ()),
        *(unread(statements, units, (*now, *earlier)) if about is None else ()),
        *not_allowed(statements, now, library),
    ):
        mistakes.add(diagnostic)
    return statements, now
