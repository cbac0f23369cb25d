"""The diagnostics for frames: they name the frame, the column and the row."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from ....model.problem import Diagnostic, FactsError
from ....model.text import Text
from ....model.values.frozen_mapping import FrozenMapping
from ....program.messages import ADMISSION
from ....program.wording import worded


@frozen
class Spot:
    """A location in a frame: `called` names a frame that is not the main one.

    `rows` are the first rows, counted from 0; without them the row is the first one. `count` is how many there are in all.
    """

    called: Text | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()
    unit: object = None
    count: int = 1
    has_row: bool = True


def frame_error(*found: Diagnostic) -> FactsError:
    """The error for a frame that cannot be decided, with everything that is wrong with it."""
    return FactsError(found)


def unusable(vi: str, en: str, **fields: object) -> Diagnostic:
    """The diagnostic for arguments that cannot be used as they are."""
    return said("NTM636", details={**fields, "why": vi, "why_en": en})


def frame_refused(vi: str, en: str, **fields: object) -> FactsError:
    """The error for a frame, or arguments, that cannot be used as they are."""
    return frame_error(unusable(vi, en, **fields))


def check_case(names: Iterable[str]) -> None:
    """Raise FactsError for columns whose names differ in upper and lower case only: a query of SQL takes these for one.

    >>> check_case(["unit", "1a", "gap:1a"])
    """
    spelled: dict[str, str] = {}
    wrong = [
        unusable(
            f"tên cột {one!r} và {name!r} chỉ khác nhau ở chữ hoa, chữ thường; truy vấn SQL coi là một: dùng khung Polars",
            f"the columns {one!r} and {name!r} differ in case only, and are one to a query of SQL: give a frame of Polars",
            column=name,
        )
        for name in names
        if (one := spelled.setdefault(name.lower(), name)) != name
    ]
    if wrong:
        raise frame_error(*wrong)


def said(
    code: str,
    spot: Spot | None = None,
    advice: Mapping[str, str] | None = None,
    details: Mapping[str, object] | None = None,
) -> Diagnostic:
    """The diagnostic `code`, worded with `details`, at a place in a frame."""
    found = worded(ADMISSION, code, None, advice=advice, details=details)
    return found if spot is None else at(spot, found)


def at(spot: Spot, found: Diagnostic) -> Diagnostic:
    """A diagnostic at a place in a frame: named before the message, and among the fields."""
    vi, en = found.message.vi, found.message.in_language("en")
    if spot.count > 1:
        which = ", ".join(str(row + 1) for row in spot.rows)
        which = f" ({which}{', …' if spot.count > len(spot.rows) else ''})" if which else ""
        vi, en = f"{vi}; cả thảy {spot.count} dòng{which}", f"{en}; {spot.count} rows in all{which}"
    before_vi, before_en = _before(spot)
    fields: dict[str, object] = {**found.fields}
    if spot.called is not None:
        fields["frame"] = spot.called.in_language("en")
    if spot.column is not None:
        fields["column"] = spot.column
    if spot.rows:
        fields["row"] = spot.rows[0] + 1
        fields["rows"] = tuple(row + 1 for row in spot.rows)
    if spot.unit is not None:
        fields.setdefault("unit", spot.unit)
    if spot.has_row:
        fields["count"] = spot.count
    return evolve(found, message=Text(f"{before_vi}{vi}", f"{before_en}{en}"), fields=FrozenMapping(fields))


def _before(spot: Spot) -> tuple[str, str]:
    vi, en = [], []
    if spot.column is not None:
        vi.append(f"cột {spot.column!r}")
        en.append(f"column {spot.column!r}")
    if spot.has_row:
        unit = "" if spot.unit is None else f" ({spot.unit})"
        vi.append(f"dòng {spot.rows[0] + 1}{unit}" if spot.rows else f"dòng đầu tiên{unit}")
        en.append(f"row {spot.rows[0] + 1}{unit}" if spot.rows else f"first row{unit}")
    texts = (", ".join(vi), ", ".join(en))
    if spot.called is not None:
        called = (spot.called.vi, spot.called.in_language("en"))
        texts = (": ".join(filter(None, (called[0], texts[0]))), ": ".join(filter(None, (called[1], texts[1]))))
    return (f"{texts[0]}: " if texts[0] else "", f"{texts[1]}: " if texts[1] else "")


def names(found: Sequence[object]) -> str:
    """The first eight names, separated by commas; `…` stands for the others."""
    shown = ", ".join(str(one) for one in found[:8])
    return shown if len(found) <= 8 else f"{shown}, …"
