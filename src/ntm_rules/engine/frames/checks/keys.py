"""The units of a frame: each has a code, and one row (a day); its kind is one that rules know."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from attrs import evolve

from ....model.library import Library
from ....model.problem import Diagnostic, Severity
from ....model.spelling import nearest, unaccented
from ....model.text import Text
from ....model.units.diagnostics import BLANK, unit_problem
from ....model.units.fields import taken_text
from ....model.units.kind import KINDS, kind_named
from ....program.wording import kind_hint
from ..expressions.space import Expr, Native, Space
from ..input.columns import AS_OF, KIND, PARENT, UNIT, ColumnKind
from ..input.problems import Spot, at, said
from .check import MOST_LOOKED_AT, MOST_ROWS_NAMED, Frame, first_rows, once_each, rows_of

_NEAR_KIND = 0.75
_KIND = Text("loại đơn vị", "kind")


def is_in_order(text: Expr) -> Expr:
    """An expression, true if text increases strictly, shorter before longer: then no value stands twice."""
    length, before = text.str.len_bytes(), text.shift(1)
    length_before = before.str.len_bytes()
    return ~((length < length_before) | ((length == length_before) & (text <= before))).any()


def perhaps_twice(lazy: Native, keys: Sequence[str], space: Space) -> bool:
    """True if some rows may have the same keys; False is certain. Always True where there is no hash (not Polars)."""
    if not space.is_polars:
        return True
    hashes = space.column(keys[0]).hash()
    for number, key in enumerate(keys[1:], 1):
        hashes = hashes ^ space.column(key).hash(seed=number)
    found = lazy.select(hashes.alias("h")).collect(engine="streaming")["h"].sort()
    return bool((found == found.shift(1)).any())


def twice_misfits(frame: Frame, keys: Sequence[str]) -> list[Diagnostic]:
    """The units that have more than one row."""
    space = frame.space
    if not perhaps_twice(frame.lazy, keys, space):
        return []
    counted = frame.lazy.select(*(space.column(key) for key in keys)).group_by(*keys).agg(n=space.words.len())
    many = counted.filter(space.column("n") > 1)
    twice = rows_of(many.sort(*keys).head(1), space)
    if not twice:
        return []
    count = rows_of(many.select(n=space.words.len()), space)[0]["n"]
    [first] = twice
    same = space.every([space.column(key) == space.literal(first[key]) for key in keys])
    rows = first_rows(frame, same, {}, MOST_ROWS_NAMED)
    details: dict[str, object] = {"code": str(first[UNIT]), "units": count}
    if AS_OF in keys:
        details["as_of"] = first[AS_OF]
    numbers = tuple(row["row"] for row in rows if "row" in row)
    found = said("NTM551", details=details)
    unit = first[UNIT]
    found = evolve(found, message=Text(f"đơn vị {unit!r} có hơn một dòng", f"unit {unit!r} has more than one row"))
    return [at(Spot(frame.called, UNIT, numbers, unit, first["n"]), found)]


def known_kinds(library: Library, used: Iterable[str]) -> frozenset[str]:
    """The kinds of units that there can be."""
    own = {kind for versions in library.versions.values() for version in versions for kind in version.applies_to}
    return frozenset({*used, *own, *KINDS})


def meant_kind(word: str, known: frozenset[str]) -> str | None:
    """The kind that a word is another spelling of, or a slip for."""
    found = kind_named(word)
    if found is not None:
        return found
    return next((kind for kind in known if kind == unaccented(word)), nearest(word, known, _NEAR_KIND))


def unknown_kind(word: str, known: frozenset[str]) -> Diagnostic:
    """The diagnostic for a word that is no kind of unit, with the nearest kind."""
    near = meant_kind(word, known)
    details = {"text": word, "near": near, "allowed": tuple(sorted(known))}
    return said("NTM550", advice=kind_hint(near, known), details=details)


def kind_misfits(frame: Frame, known: frozenset[str], used: frozenset[str]) -> Iterator[Diagnostic]:
    """The words in the column `kind` of which no unit is decided, counted, or above such a unit.

    One that is no kind at all is an error; a warning tells of units of a kind that there is, but no rule is about.
    """
    space = frame.space
    kind = space.column(KIND).cast(space.words.String)
    seen: list[Any] = [row["kind"] for row in rows_of(frame.lazy.select(kind=kind).unique(), space)]
    for word in sorted(seen, key=str):
        if word in used:
            continue
        rows = kind.is_null() if word is None else (kind == word).fill_null(False)
        if word in known:
            if not _is_above(frame, rows):
                yield _not_decided(frame, word, rows, used)
            continue
        why = BLANK if word is None else taken_text(word)[1]
        found = [
            (row, unknown_kind(word, known) if why is None else _no_kind(row.get("unit"), word, why))
            for row in first_rows(frame, rows, {})
        ]
        yield from once_each(frame, KIND, found, rows)


def _no_kind(unit: object, word: str | None, why: Text) -> Diagnostic:
    """The diagnostic for a cell of a kind that is blank, or not written as a word."""
    found = unit_problem("NTM710", None, (), advice=None, value=word or "", unit=unit, what=_KIND, why=why)
    if why is BLANK:
        vi, en = f"đơn vị {unit!r}: loại đơn vị để trống", f"unit {unit!r}: its kind is blank"
        return evolve(found, message=Text(vi, en))
    return found


def _is_above(frame: Frame, rows: Expr) -> bool:
    """True if one of the units in `rows` is the parent of a unit of the frame."""
    space, text = frame.space, frame.space.words.String
    if PARENT not in frame.columns or frame.columns[PARENT].kind is ColumnKind.NOTHING:
        return False
    parents = frame.lazy.select(**{UNIT: space.column(PARENT).cast(text)})
    own = frame.lazy.filter(rows).select(**{UNIT: space.column(UNIT).cast(text)})
    return bool(rows_of(own.join(parents, on=UNIT, how="semi").head(1), space))


def _not_decided(frame: Frame, kind: str, rows: Expr, used: frozenset[str]) -> Diagnostic:
    found = first_rows(frame, rows, {})
    count = len(found)
    if count >= MOST_LOOKED_AT:
        count = rows_of(frame.lazy.filter(rows).select(n=frame.space.words.len()), frame.space)[0]["n"]
    units = ", ".join(str(row.get("unit")) for row in found[:5])
    details = {"count": count, "kind": kind, "units": units + (", …" if count > 5 else "")}
    numbers = tuple(row["row"] for row in found[:MOST_ROWS_NAMED] if "row" in row)
    spot = Spot(frame.called, KIND, numbers, found[0].get("unit"), count)
    found_kind = evolve(said("NTM622", advice=kind_hint(None, used), details=details), severity=Severity.WARNING)
    return at(spot, found_kind)
