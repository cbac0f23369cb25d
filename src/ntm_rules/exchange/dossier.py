"""A dossier: the folder of one assessment, with its `dossier.yaml`, units and facts."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from attrs import evolve, field, frozen

from ..engine.program import Program
from ..engine.uses import days_of, uses_of
from ..language.paths import path_of
from ..model.arguments import checks_arguments
from ..model.fact import Statement
from ..model.library import Library
from ..model.place import Place, place_of
from ..model.problem import Diagnostic, FactsError, Severity, UnitsError
from ..model.spelling import nearest
from ..model.text import Text
from ..model.unit import Unit, Units
from ..program.admission import hierarchy_misfits, unused_kinds
from ..program.wording import hint
from .dossier_settings import FILE, Settings, read_settings
from .facts import facts_from
from .facts_form import Context
from .findings import Findings
from .limits import Limits
from .messages import OF_UNITS
from .review.folder import files_not_read
from .review.statements import review_statements
from .review.unread import programs_of, unread
from .subject import Subjects
from .unit_index import UnitIndex
from .units import UNREADABLE, units_from


@frozen
class Dossier:
    """What is to be assessed: units, everything stated about them, and which rulesets judge which kind of unit.

    Of several rulesets for a kind, bare rule codes are those of the first.

    `known_on`: only what was recorded by then counts (None: everything). `diagnostics` are the warnings and notes.
    """

    as_of: date
    rulesets: Mapping[str, tuple[str, ...]]
    units: Units
    statements: tuple[Statement, ...]
    title: Text | None = None
    known_on: date | None = None
    notes: tuple[Text, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), eq=False)


@checks_arguments
def read_dossier(path: Path | str, library: Library, *, limits: Limits | None = None) -> Dossier:
    """The dossier in a folder (or the one whose `dossier.yaml` is given).

    Raises UnitsError when the units alone are at fault, else FactsError; either carries the errors of all files.
    """
    folder = path_of(path)
    if folder.name == FILE:
        folder = folder.parent
    findings = Findings()
    settings = read_settings(folder, library, findings)
    if settings is None:
        raise FactsError(findings.errors)
    units = _units(settings, folder, library, findings, limits)
    statements: tuple[Statement, ...] = ()
    if settings.as_of is not None:
        statements = _statements(settings, settings.as_of, units, library, findings, limits)
    for each in files_not_read(folder, settings.named):
        findings.add(each)
    errors = findings.errors
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
        findings.remarks,
    )


def _units(
    settings: Settings, folder: Path, library: Library, findings: Findings, limits: Limits | None
) -> tuple[Unit, ...]:
    source = settings.units
    if source is None:
        return ()
    convention = source.layout.convention or settings.numbers
    units = units_from(source.path, str(source.path), library, findings, convention, limits, source.layout)
    kinds = {unit.kind for unit in units} - {UNREADABLE}
    for kind in settings.rulesets:
        if kinds and kind not in kinds:
            near = hint(nearest(kind, kinds), kinds)
            findings.report(
                "NTM589", place_of(kind) or Place(str(folder / FILE)), Severity.WARNING, advice=near, kind=kind
            )
    return units


def _of_hierarchy(units: tuple[Unit, ...], programs: tuple[Program, ...]) -> Iterator[Diagnostic]:
    """What is wrong with the units for the programs that assess them, and odd about them."""
    readable = [unit for unit in units if unit.kind != UNREADABLE]
    uses, days = uses_of(programs), days_of(*programs)
    yield from hierarchy_misfits(readable, uses.counted, days)
    yield from unused_kinds(readable, uses, days)


def _statements(
    settings: Settings,
    as_of: date,
    units: tuple[Unit, ...],
    library: Library,
    findings: Findings,
    limits: Limits | None,
) -> tuple[Statement, ...]:
    """The statements of all files; what is odd about them, and about the units for them, is reported."""
    subjects = Subjects(library, {kind: ids[0] for kind, ids in settings.rulesets.items()}, as_of)
    index = UnitIndex(units) if units or not findings.errors else None
    context = Context(index, subjects, as_of, settings.numbers, findings)
    statements = tuple(
        statement
        for file in settings.facts
        for statement in facts_from(file.path, str(file.path), evolve(context, layout=file.layout), limits)
    )
    ids = [id for some in settings.rulesets.values() for id in some]
    now, earlier = programs_of(ids, library, as_of, [each.as_of for each in statements])
    for each in (
        *review_statements(statements, context.expressly, as_of, settings.known_on),
        *(_of_hierarchy(units, now) if now else ()),
        *unread(statements, units, (*now, *earlier)),
    ):
        findings.add(each)
    return statements
