"""Units in: `units.csv` or a workbook, a row for each administrative unit."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from ..model.kind import KINDS, kind_named, kind_words
from ..model.library import Library
from ..model.measure import Attribute
from ..model.place import Place
from ..model.problem import FactsError, Severity, UnitsError
from ..model.spelling import fold, nearest, tidy
from ..model.unit import Unit, Units
from ..program.wording import hint, near_prefix
from .cell import Cell, Unusable
from .columns import IGNORED, Columns
from .day import read_day
from .findings import Findings
from .layouts.layout import PLAIN, Layout
from .limits import Limits
from .number import Convention
from .table import HeaderRule, Table, read_tables, report_unknown_column
from .unit_index import UnitIndex

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "mã", "mã đơn vị", "mã số", "mã đvhc"),
    "name": ("name", "tên", "tên đơn vị", "đơn vị"),
    "kind": ("kind", "cấp", "loại", "loại đơn vị", "loại hình", "cấp đơn vị"),
    "parent": ("parent", "trực thuộc", "đơn vị cấp trên", "cấp trên", "mã cấp trên", "thuộc"),
    "exists_from": ("exists_from", "tồn tại từ", "có từ ngày", "ngày thành lập"),
    "exists_until": ("exists_until", "tồn tại đến", "đến hết ngày"),
    "successors": ("successors", "đơn vị kế thừa", "kế thừa"),
}
_HEADER = HeaderRule((SYNONYMS["code"], SYNONYMS["name"]), tuple(word for words in SYNONYMS.values() for word in words))
_KIND = re.compile(r"[a-z][a-z0-9_-]*")
_SEPARATOR = re.compile(r"[;,|\n]")


@frozen
class _Row:
    """A unit as written, before its parent and successors are looked up."""

    unit: Unit
    parent: Cell | None
    successors: Cell | None


def read_units(
    path: Path | str,
    library: Library | None = None,
    *,
    convention: Convention | None = None,
    limits: Limits | None = None,
) -> Units:
    """The units of a CSV file or workbook.

    The columns `code`, `name` and `kind` are needed; `parent`, `exists_from`, `exists_until` and `successors` may be there,
    and any other column is an attribute, checked where `library` declares it. Raises UnitsError with all that is wrong.
    """
    findings = Findings()
    units = units_from(Path(path), str(path), library or Library(), findings, convention, limits)
    if findings.errors:
        raise UnitsError(findings.errors)
    return Units(units)


def units_from(
    path: Path,
    shown: str,
    library: Library,
    findings: Findings,
    convention: Convention | None = None,
    limits: Limits | None = None,
    layout: Layout = PLAIN,
) -> tuple[Unit, ...]:
    """The units of a file, known as `shown` in places, as far as they can be read; they hold together if nothing is found.

    A unit whose kind cannot be read has the kind "".
    """
    rows = [
        row
        for table in read_tables(path, shown, _HEADER, findings, limits, layout)
        for row in _rows(table, library, findings, convention)
    ]
    return _related(rows, findings)


def _rows(table: Table, library: Library, findings: Findings, convention: Convention | None) -> list[_Row]:
    columns = Columns(table.header, SYNONYMS, findings)
    if not columns.require(("code", "name", "kind"), table.header, findings):
        for _ in table.rows:
            pass
        return []
    attributes = _attributes(columns, library, findings)
    kinds = {ruleset.applies_to for versions in library.versions.values() for ruleset in versions} | set(KINDS)
    rows = []
    for cells in table.rows:
        row = _row(cells, columns, attributes, kinds, findings, convention)
        if row is not None:
            rows.append(row)
    return rows


def _attributes(columns: Columns, library: Library, findings: Findings) -> dict[int, Attribute | str]:
    """Which attribute each further column holds: one declared, by id or name, or one of the file's own."""
    declared = {fold(attribute.id): attribute for attribute in library.attributes.values()}
    for attribute in library.attributes.values():
        for name in (attribute.name.vi, attribute.name.en):
            if name:
                declared.setdefault(fold(name), attribute)
    known = [*declared, *_HEADER.words, *IGNORED]
    found: dict[int, Attribute | str] = {}
    taken: dict[str, Cell] = {}
    for position, cell in columns.rest.items():
        name = fold(cell.text)
        found[position] = declared.get(name, tidy(cell.text))
        id = found_id(found[position])
        if name not in declared and nearest(name, known, 0.8) is not None:
            report_unknown_column(cell, known, findings)
        elif id in taken and fold(taken[id].text) != name:
            first = taken[id].place
            findings.report("NTM578", cell.place, related=[first] if first else [], name=id)
        taken.setdefault(id, cell)
    return found


def found_id(attribute: Attribute | str) -> str:
    """The attribute's id; for one that no library declares, its column's name."""
    return attribute if isinstance(attribute, str) else attribute.id


def _row(
    cells: tuple[Cell, ...],
    columns: Columns,
    attributes: Mapping[int, Attribute | str],
    kinds: set[str],
    findings: Findings,
    convention: Convention | None,
) -> _Row | None:
    written = {role: cell for role in SYNONYMS if (cell := columns.cell(cells, role)) is not None}
    for role in ("code", "name", "kind"):
        if written[role].blank:
            findings.report("NTM554", written[role].place, column=role)
    kind = _kind(written["kind"], kinds, findings)
    values = {
        found_id(attribute): value
        for position, attribute in attributes.items()
        if (value := _attribute_value(cells[position], attribute, findings)) is not None
    }
    start, end = (_day(written.get(role), findings, convention) for role in ("exists_from", "exists_until"))
    if start is not None and end is not None and start > end:
        findings.report("NTM556", written["exists_until"].place, start=start, end=end)
    code, name = written["code"].text, written["name"].text
    if not code:
        return None
    unit = Unit(code, name, kind or "", None, values, start, end, place=written["code"].place)
    return _Row(unit, written.get("parent"), written.get("successors"))


def _kind(cell: Cell, kinds: set[str], findings: Findings) -> str | None:
    word = fold(cell.text)
    if not word or isinstance(cell.content, Unusable):
        return None
    kind = kind_named(cell.text) or word
    if kind in kinds:
        return kind
    near = nearest(word, (*kinds, *kind_words()), 0.75)
    if near is not None or not _KIND.fullmatch(kind):
        findings.report("NTM550", cell.place, advice=hint(near, kinds), text=cell.text)
        return None
    return kind


def _attribute_value(cell: Cell, attribute: Attribute | str, findings: Findings) -> str | None:
    if cell.blank or isinstance(cell.content, Unusable):
        return None
    if isinstance(attribute, str) or not attribute.values:
        return cell.text
    named = {
        fold(name): level.id for level in attribute.values for name in (level.name.vi, level.name.en or "") if name
    }
    named |= {fold(level.id): level.id for level in attribute.values}
    value = named.get(fold(cell.text))
    if value is None:
        near = nearest(cell.text, named)
        findings.report(
            "NTM555",
            cell.place,
            advice=near_prefix(named[near] if near is not None else None),
            text=cell.text,
            attribute=attribute.id,
            values=", ".join(f"{level.id} ({level.name.vi})" for level in attribute.values),
        )
    return value


def _day(cell: Cell | None, findings: Findings, convention: Convention | None) -> date | None:
    if cell is None or cell.blank or isinstance(cell.content, Unusable):
        return None
    try:
        return read_day(cell, convention)
    except FactsError as error:
        findings.take(error)
        return None


def _related(rows: list[_Row], findings: Findings) -> tuple[Unit, ...]:
    """The units with parents and successors found by code or by name; what is not found, or twice, is reported."""
    first: dict[str, Unit] = {}
    for row in rows:
        same = first.setdefault(row.unit.code, row.unit)
        if same is not row.unit:
            related = [same.place] if same.place else []
            findings.report("NTM551", row.unit.place, related=related, code=row.unit.code)
    index = UnitIndex(first.values())
    units = []
    for row in rows:
        parent = None
        if row.parent is not None and not row.parent.blank and not isinstance(row.parent.content, Unusable):
            parent = _reference(row.parent.text, row.parent.place, row.unit, index, findings, "NTM552", Severity.ERROR)
        successors = []
        if row.successors is not None and not isinstance(row.successors.content, Unusable):
            for text in filter(None, map(tidy, _SEPARATOR.split(str(row.successors.content or "")))):
                found = _reference(text, row.successors.place, row.unit, index, findings, "NTM557", Severity.WARNING)
                successors.append(found if found is not None else text)
        units.append(evolve(row.unit, parent=parent, successors=tuple(successors)))
    _report_circles({unit.code: unit for unit in units}, findings)
    return tuple(units)


def _reference(
    text: str, place: Place | None, unit: Unit, index: UnitIndex, findings: Findings, code: str, severity: Severity
) -> str | None:
    found = index.find(text)
    if len(found) == 1:
        return found[0].code
    if found:
        findings.report("NTM561", place, text=text, codes=", ".join(each.code for each in found))
    else:
        findings.report(code, place, severity, advice=hint(index.nearest(text)), text=text, code=unit.code)
    return None


def _report_circles(units: Mapping[str, Unit], findings: Findings) -> None:
    settled: set[str] = set()
    for unit in units.values():
        path: list[str] = []
        at: str | None = unit.code
        while at is not None and at not in settled and at not in path:
            path.append(at)
            at = units[at].parent
        if at is not None and at in path:
            circle = [*path[path.index(at) :], at]
            findings.report("NTM553", units[at].place, code=at, circle=" → ".join(circle))
        settled.update(path)
