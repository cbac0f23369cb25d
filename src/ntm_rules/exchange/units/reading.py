"""Units from tables: `units.csv` or a workbook, a row for each administrative unit."""

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from ...language.contents.traversal import kinds_in
from ...model.arguments import checks_arguments
from ...model.library import Library
from ...model.measure import Attribute
from ...model.problem import UnitsError
from ...model.spelling import fold, nearest, tidy, visible
from ...model.text import Text
from ...model.units.kind import KINDS, is_administrative, kind_named, kind_words, prefixed
from ...model.units.near import foreign_letter
from ...model.units.unit import Unit, Units
from ...model.values.kept import Kept
from ...program.wording import kind_hint, near_prefix
from ..cells.cell import TableCell, TableRow, TextRow, Unusable
from ..cells.columns import IGNORED, Columns
from ..cells.limits import FileLimits
from ..diagnostics.mistakes import Mistakes
from ..layouts.header import HeaderRule
from ..layouts.layout import PLAIN, Layout
from ..tables.header_mistakes import report_unknown_column
from ..tables.rows_as_shown import rows_as_shown
from ..tables.table import CellTable, read_tables
from ..values.day import day_in
from ..values.number import Convention
from .periods import UNREADABLE, UnitRow, report_codes_kept_as_numbers, units_over_time

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
_SEPARATOR = re.compile(r"[;,|\n]")
_KINDS_ALIKE = 0.75


@checks_arguments
def read_units(
    path: Path | str,
    library: Library | None = None,
    *,
    convention: Convention | None = None,
    limits: FileLimits | None = None,
) -> Units:
    """Read the units of a CSV file or workbook, a row for each.

    The columns `code`, `name` and `kind` are needed; `parent`, `exists_from`, `exists_until` and `successors` may be there,
    a column named by a kind of units that have members (`zone`, *vùng*, or one that `library` has) says by code or name which
    of them a unit is a member of, and any other column is an attribute, checked where `library` declares it.

    Raises UnitsError with every mistake.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder) / "units.csv"
    ...     _ = table.write_text("mã;tên;cấp\\nT;Thị trấn Tam Đường;thị trấn\\n", encoding="utf-8")
    ...     read_units(table)["T"].kind
    'township'
    """
    mistakes = Mistakes()
    units = units_from(Path(path), str(path), library or Library(), mistakes, convention, limits)
    if mistakes.errors:
        raise UnitsError(mistakes.errors)
    return Units(units)


def units_from(
    path: Path,
    shown: str,
    library: Library,
    mistakes: Mistakes,
    convention: Convention | None = None,
    limits: FileLimits | None = None,
    layout: Layout = PLAIN,
) -> tuple[Unit, ...]:
    """The units of a file, known as `shown` in places, as far as they can be read; they hold together if nothing is found.

    A unit whose kind cannot be read has the kind `UNREADABLE`.
    """
    kinds = {kind for versions in library.versions.values() for ruleset in versions for kind in kinds_in(ruleset)}
    kinds |= set(KINDS)
    rows = [
        row
        for table in read_tables(path, shown, _HEADER, mistakes, limits, layout)
        for row in _rows(table, library, kinds, mistakes, convention)
    ]
    report_codes_kept_as_numbers(rows, mistakes)
    return units_over_time(rows, mistakes)


def _rows(
    table: CellTable, library: Library, kinds: set[str], mistakes: Mistakes, convention: Convention | None
) -> list[UnitRow]:
    columns = Columns(table.header, SYNONYMS, mistakes)
    if not columns.require(("code", "name", "kind"), table.header, mistakes):
        _suggest_kind(table, columns, mistakes)
        return []
    declared = _declared(library)
    named = {position: kind for position, cell in columns.rest.items() if (kind := _group(cell, kinds)) is not None}
    groups = _groups(columns, declared, named, mistakes)
    attributes = _AttributeValues(_attributes(columns, declared, mistakes, groups), mistakes, named)
    rows = []
    for cells in rows_as_shown(table, (), mistakes):
        members = {kind: cells[position] for position, kind in groups.items()}
        row = _row(cells, columns, attributes, members, kinds, mistakes, convention)
        if row is not None:
            rows.append(row)
    return rows


def _declared(library: Library) -> dict[str, Attribute]:
    """The declared attributes, by id and by name."""
    declared = {fold(attribute.id): attribute for attribute in library.attributes.values()}
    for attribute in library.attributes.values():
        for name in (attribute.name.vi, attribute.name.en):
            if name:
                declared.setdefault(fold(name), attribute)
    return declared


def _groups(
    columns: Columns, declared: Mapping[str, Attribute], named: Mapping[int, str], mistakes: Mistakes
) -> dict[int, str]:
    """The further columns that say what a unit is a member of: the kind of each, by position. An attribute that is declared
    is meant before the kind that its heading names.
    """
    groups: dict[int, str] = {}
    taken: dict[str, TableCell] = {}
    for position, kind in named.items():
        cell = columns.rest[position]
        if fold(cell.text) in declared:
            continue
        if kind in taken:
            mistakes.report("NTM578", cell.place, related=[taken[kind].place], name=kind)
        taken.setdefault(kind, cell)
        groups[position] = kind
    return groups


def _group(heading: TableCell, kinds: set[str]) -> str | None:
    """The kind of units with members that a heading names."""
    word = fold(heading.text)
    bare = next((word.removeprefix(prefix) for prefix in _OF_GROUP if word.startswith(prefix)), word)
    kind = next((kind for kind in kinds if fold(kind) in (bare, bare.replace(" ", "_"))), kind_named(bare))
    return None if kind is None or is_administrative(kind) else kind


_OF_GROUP = ("mã ", "tên ", "thuộc ", "thành viên ", "member of ")
"""Words before the word for a kind, in the heading of a column of memberships."""


def _attributes(
    columns: Columns, declared: Mapping[str, Attribute], mistakes: Mistakes, groups: Mapping[int, str]
) -> dict[int, Attribute | str]:
    """Attributes of the further columns, by position: one declared, found by id or name, or one of the file's own."""
    known = [*declared, *_HEADER.words, *IGNORED]
    attributes: dict[int, Attribute | str] = {}
    taken: dict[str, TableCell] = {}
    for position, cell in columns.rest.items():
        if position in groups:
            continue
        name = fold(cell.text)
        attributes[position] = declared.get(name, tidy(cell.text))
        id = found_id(attributes[position])
        if name not in declared and nearest(name, known, 0.8) is not None:
            report_unknown_column(cell, known, mistakes)
        elif id in taken and fold(taken[id].text) != name:
            mistakes.report("NTM578", cell.place, related=[taken[id].place], name=id)
        taken.setdefault(id, cell)
    return attributes


def found_id(attribute: Attribute | str) -> str:
    """The attribute's id; for one that no library declares, its column's name."""
    return attribute if isinstance(attribute, str) else attribute.id


def _suggest_kind(table: CellTable, columns: Columns, mistakes: Mistakes) -> None:
    """Report the kinds that the names tell, where there is no column for them; the rows are read to their end."""
    is_told = "kind" in columns
    for cells in table.rows:
        name = columns.cell(cells, "name")
        if not is_told and name is not None and (word := prefixed(name.text)) is not None:
            mistakes.report("NTM595", name.place, name=name.text, word=word.word, kind=word.kind)
            is_told = True


@frozen
class _AttributeValues:
    """Reads the attributes of rows; `attributes` by their columns. What a text means is kept: most rows repeat it.

    `groups` are the kinds of units with members of which headings are words as well: *vùng* is a region, and a zone.
    """

    attributes: Mapping[int, Attribute | str]
    mistakes: Mistakes
    groups: Mapping[int, str]
    known: dict[tuple[int, str], str] = field(factory=dict)

    def of(self, cells: TableRow) -> dict[str, str]:
        """The attributes of a row, without those that are blank or cannot be read."""
        values: dict[str, str] = {}
        for position, attribute in self.attributes.items():
            content = cells.contents[position] if isinstance(cells, TextRow) else None
            value = None if content is None else self.known.get((position, content))
            if value is None and content != "":
                value = _attribute_value(cells[position], attribute, self.groups.get(position), self.mistakes)
            if value is not None:
                values[visible(found_id(attribute))] = value
                if content is not None:
                    self.known[position, content] = value
        return values


def _row(
    cells: TableRow,
    columns: Columns,
    attributes: _AttributeValues,
    members: Mapping[str, TableCell],
    kinds: set[str],
    mistakes: Mistakes,
    convention: Convention | None,
) -> UnitRow | None:
    written = {role: cell for role in SYNONYMS if (cell := columns.cell(cells, role)) is not None}
    code, name = (_word(written[role], role, mistakes) for role in ("code", "name"))
    kind = _kind(written["kind"], name, kinds, mistakes)
    values = attributes.of(cells)
    start, end = (day_in(written.get(role), mistakes, convention) for role in ("exists_from", "exists_until"))
    if start is not None and end is not None and start > end:
        mistakes.report("NTM556", written["exists_until"].place, start=start, end=end)
        start = end = None
    if not code:
        return None
    try:
        unit = Unit(code, name or code, kind or UNREADABLE, None, values, start, end, place=written["code"].place)
    except UnitsError as error:
        for diagnostic in error.diagnostics:
            cell = written.get(str(diagnostic.fields.get("field")), written["code"])
            mistakes.add(evolve(diagnostic, place=cell.place))
        return None
    successors = written.get("successors")
    codes = "" if successors is None or isinstance(successors.content, Unusable) else str(successors.content or "")
    successor_codes = tuple(filter(None, map(tidy, _SEPARATOR.split(codes))))
    place = successors.place if successors else None
    return UnitRow(unit, written["code"], written.get("parent"), successor_codes, place, members)


_NAMED = {"code": Text("mã", "code"), "name": Text("tên", "name")}


def _word(cell: TableCell, role: str, mistakes: Mistakes) -> str:
    """A code or a name without marks that cannot be seen. A letter of another script that looks Latin is reported."""
    text = tidy(visible(cell.text))
    if cell.blank or (not text and not isinstance(cell.content, Unusable)):
        mistakes.report("NTM554", cell.place, column=role)
    foreign = foreign_letter(text)
    if foreign is not None:
        number, letter = foreign
        what, codepoint = _NAMED[role], f"U+{ord(letter):04X}"
        mistakes.report("NTM594", cell.place, what=what, text=text, number=number, letter=letter, codepoint=codepoint)
    return text


def _kind(cell: TableCell, name: str, kinds: set[str], mistakes: Mistakes) -> str | None:
    if isinstance(cell.content, Unusable):
        return None
    if cell.blank:
        kind_word = prefixed(name)
        if kind_word is None:
            mistakes.report("NTM554", cell.place, column="kind")
        else:
            mistakes.report("NTM595", cell.place, name=name, word=kind_word.word, kind=kind_word.kind)
        return None
    word = fold(cell.text)
    kind = word if word in kinds else kind_named(word)
    if kind is None:
        kind_word = prefixed(cell.text)
        near = kind_word.kind if kind_word is not None else nearest(word, (*kinds, *kind_words()), _KINDS_ALIKE)
        near = near if near is None or near in kinds else kind_named(near)
        mistakes.report("NTM550", cell.place, advice=kind_hint(near, kinds), text=cell.text)
    return kind


def _named_values(attribute: Attribute) -> Mapping[str, str]:
    """The ids of the values of an attribute, by their names and by themselves."""
    named = {
        fold(name): level.id for level in attribute.values for name in (level.name.vi, level.name.en or "") if name
    }
    return named | {fold(level.id): level.id for level in attribute.values}


_VALUES: Kept[Attribute, Mapping[str, str]] = Kept(_named_values)


def _attribute_value(cell: TableCell, attribute: Attribute | str, group: str | None, mistakes: Mistakes) -> str | None:
    if not cell.readable:
        return None
    if isinstance(attribute, str) or not attribute.values:
        return cell.text
    named = _VALUES.of(attribute)
    value = named.get(fold(cell.text))
    if value is None:
        near = nearest(cell.text, named)
        advice = near_prefix(named[near] if near is not None else None)
        if group is not None:
            advice["near_vi"] += f"nếu cột ghi đơn vị là thành viên của {group} nào, đặt tên cột là {group}; "
            advice["near_en"] += (
                f"if the column says what unit of the kind {group} each is a member of, name it {group}; "
            )
        mistakes.report(
            "NTM555",
            cell.place,
            advice=advice,
            text=cell.text,
            attribute=attribute.id,
            values=", ".join(f"{level.id} ({level.name.vi})" for level in attribute.values),
        )
    return value
