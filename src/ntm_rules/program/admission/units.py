"""Admission of units: their kinds, attributes and hierarchy, judged once for every source of units."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from weakref import ref

from ...model.key import RuleKey
from ...model.library import Library
from ...model.problem import Diagnostic, Severity, UnitsError
from ...model.spelling import nearest, unaccented
from ...model.units.kind import KINDS, is_administrative, kind_named, stands_as_high, stands_lower
from ...model.units.unit import Unit, Units
from ...model.values.graph import reached
from ...model.values.kept import Kept
from ..arguments import units_of
from ..inputs import CountingUse, Uses, days_of, uses_of
from ..messages import ADMISSION
from ..program import Program
from ..wording import hint, kind_hint, near_prefix, some_of, worded

_MOST_NAMED = 5


def units_admitted(units: Units | Iterable[Unit] | Unit, program: Program) -> Units:
    """The units handed in, on which a program may decide.

    Raises UnitsError for those that do not fit, and for one given by itself of a kind that no ruleset in use applies to;
    ArgumentError for what are no units.
    """
    is_alone, units = isinstance(units, Unit), units_of(units)
    uses = uses_of([program])
    check_units(units, program.library, uses, days_of(program))
    if is_alone:
        check_applies(next(iter(units)), uses, program.ruleset.id)
    return units


def check_units(units: Units, library: Library, uses: Uses, days: Iterable[date]) -> None:
    """Raise UnitsError with everything about the units that stands in the way of deciding on the days named.

    Units that were found fit for the same use are not looked at again.
    """
    days, fit = tuple(days), _FIT.of(units)
    if any(known() is library and use is uses and of_days == days for known, use, of_days in fit):
        return
    misfits = list(unit_misfits(units, library, uses, days))
    if misfits:
        raise UnitsError(misfits)
    fit.append((ref(library), uses, days))
    del fit[:-_MOST_USES]


_FIT: Kept[Units, list[tuple[ref[Library], Uses, tuple[date, ...]]]] = Kept(lambda units: [])
_MOST_USES = 16
"""The number of past uses remembered for the same units."""


def unit_misfits(units: Units, library: Library, uses: Uses, days: tuple[date, ...]) -> Iterator[Diagnostic]:
    """The diagnostics for units: unknown kinds, attributes that are not declared, a hierarchy that does not hold."""
    known = _known_kinds(library, uses)
    for unit in units:
        if unit.kind not in known:
            yield _unknown_kind(unit, known)
        if unit.attributes:
            yield from attribute_misfits(unit, library, uses)
    yield from hierarchy_misfits(units, uses.counted, days)


def _unknown_kind(unit: Unit, known: frozenset[str]) -> Diagnostic:
    """The diagnostic for a kind that neither the vocabulary nor a ruleset knows."""
    details = {"text": unit.kind, "unit": unit.code, "allowed": tuple(sorted(known))}
    return worded(
        ADMISSION, "NTM550", unit.place, advice=kind_hint(_meant_kind(unit.kind, known), known), details=details
    )


def check_applies(unit: Unit, uses: Uses, ruleset: str) -> None:
    """Raise UnitsError where a unit given by itself is of a kind that no ruleset in use applies to."""
    if unit.kind not in uses.applied:
        kinds = ", ".join(sorted(uses.applied))
        details = {"rule": ruleset, "applies_to": kinds, "kind": unit.kind, "unit": unit.code}
        raise UnitsError(worded(ADMISSION, "NTM568", unit.place, details=details))


def attribute_misfits(unit: Unit, library: Library, uses: Uses) -> Iterator[Diagnostic]:
    """The attributes of a unit that are not declared, or have a value that is not; a blank one is not given."""
    for name, value in unit.attributes.items():
        declared = library.attributes.get(name)
        if declared is None:
            if name not in uses.attributes:
                known = tuple(library.attributes)
                details = {"unit": unit.code, "attribute": name, "value": value, "allowed": known}
                advice = hint(nearest(name, known), known)
                yield worded(ADMISSION, "NTM620", unit.place, advice=advice, details=details)
        elif value and declared.values and value not in declared.value_ids:
            near = nearest(value, [word for level in declared.values for word in (level.id, level.name.vi)])
            meant = next((level.id for level in declared.values if near in (level.id, level.name.vi)), None)
            details = {
                "unit": unit.code,
                "attribute": name,
                "text": value,
                "values": ", ".join(f"{level.id} ({level.name.vi})" for level in declared.values),
                "allowed": declared.value_ids,
            }
            yield worded(ADMISSION, "NTM555", unit.place, advice=near_prefix(meant), details=details)


def hierarchy_misfits(
    units: Iterable[Unit], counted: Mapping[str, tuple[CountingUse, ...]], days: tuple[date, ...]
) -> Iterator[Diagnostic]:
    """The units below one of their own kind, or of a lower one, and those that rules count and that belong nowhere.

    A unit of a kind that rules count as members must belong, on each of the days on which it exists, to a unit of the kind
    that counts them, or to one of that height or above: else it is counted nowhere, and the unit above is decided as if it
    had fewer members. It need be no member of a zone, or of another kind that has members by name, but what it is a member of
    must exist. There is one diagnostic for each kind and rule, with all the units.
    """
    by_code = {unit.code: unit for unit in units}
    yield from _lower_parents(by_code, days)
    if not any(unit.kind in counted for unit in by_code.values()):
        return
    joined = {membership.kind for unit in by_code.values() for membership in unit.memberships}
    existing = {day: {unit.kind for unit in by_code.values() if unit.exists_on(day)} for day in days}
    astray: dict[tuple[str, RuleKey], dict[str, Unit]] = {}
    for unit in by_code.values():
        for counting_use in counted.get(unit.kind, ()):
            if counting_use.only and unit.code not in counting_use.only:
                continue
            looked_at = [day for day in days if unit.exists_on(day) and existing[day].intersection(counting_use.above)]
            free = joined.issuperset(counting_use.above)
            last = next(
                (at for day in looked_at if (at := _last_below(unit, counting_use.above, day, by_code, free))), None
            )
            if last is not None:
                astray.setdefault((last.kind, counting_use.rule), {})[last.code] = last
                break
    for (kind, rule), units_astray in astray.items():
        first, *others = units_astray.values()
        related = [unit.place for unit in others[:_MOST_NAMED] if unit.place is not None]
        shown = some_of(units_astray, _MOST_NAMED)
        details = {
            "unit": shown,
            "units": tuple(units_astray),
            "count": len(units_astray),
            "kind": kind,
            "rule": str(rule),
        }
        yield worded(ADMISSION, "NTM623", first.place, related=related, details=details)


def _last_below(unit: Unit, above: tuple[str, ...], day: date, by_code: Mapping[str, Unit], free: bool) -> Unit | None:
    """The unit at which the way up from `unit` ends short of the kinds `above`; None where it reaches it, or is `free` not to.

    It reaches it at a unit of that height or higher too: a commune of a town needs no district. One gone is not there.
    """
    at, seen = unit, {unit.code}
    while at is unit or not any(at.kind == kind or stands_as_high(at.kind, kind) for kind in above):
        own = next(
            (membership.of for membership in at.memberships if membership.kind in above and membership.holds_on(day)),
            None,
        )
        code = own or at.parent_on(day)
        if code is None or code in seen:
            break
        upper = by_code.get(code)
        if upper is None or not upper.exists_on(day):
            return at if own or not free else None
        seen.add(code)
        at = upper
    else:
        return None
    if free:
        return None
    # Of a zone the unit itself is to be a member, not what it is below.
    return at if any(map(is_administrative, above)) else unit


def _lower_parents(by_code: Mapping[str, Unit], days: tuple[date, ...]) -> Iterator[Diagnostic]:
    """The units whose parent, or any unit further up, is of their own kind or stands lower."""
    kinds: dict[str, set[str]] = {}
    for unit in by_code.values():
        for parent in filter(None, map(by_code.get, unit.every_parent())):
            kinds.setdefault(unit.kind, set()).add(parent.kind)
            if _is_not_above(parent.kind, unit.kind):
                yield _not_above(unit, parent)
    # Where the way up from no kind leads to itself or a lower one, no unit is below one.
    turning = {
        kind
        for kind in kinds
        if any(_is_not_above(upper, kind) for upper in reached(kinds[kind], lambda inner: kinds.get(inner, ())))
    }
    for unit in by_code.values() if turning else ():
        if unit.kind in turning:
            further_up = (upper for day in days for upper in _ancestors(unit, day, by_code)[1:])
            if wrong := next((upper for upper in further_up if _is_not_above(upper.kind, unit.kind)), None):
                yield _not_above(unit, wrong)


def _is_not_above(kind: str, below: str) -> bool:
    return kind == below or stands_lower(kind, below)


def _not_above(unit: Unit, parent: Unit) -> Diagnostic:
    details = {"unit": unit.code, "kind": unit.kind, "parent": parent.code, "parent_kind": parent.kind}
    return worded(ADMISSION, "NTM689", unit.place, details=details)


def _ancestors(unit: Unit, day: date, by_code: Mapping[str, Unit]) -> list[Unit]:
    """The units given that are above one on a day, nearest first."""
    ancestors: dict[str, Unit] = {}
    code = unit.parent_on(day)
    while code is not None and code in by_code and code not in ancestors:
        ancestors[code] = by_code[code]
        code = ancestors[code].parent_on(day)
    return list(ancestors.values())


def unused_kinds(units: Iterable[Unit], uses: Uses, days: tuple[date, ...]) -> Iterator[Diagnostic]:
    """A warning for each kind of unit, existing on one of the days, that no rule applies to, counts or asks about.

    Units above one that is used are left out.
    """
    units = tuple(units)
    by_code = {unit.code: unit for unit in units}
    used = (superior for unit in units if unit.kind in uses.kinds for superior in unit.every_superior())
    above = reached(used, lambda code: by_code[code].every_superior() if code in by_code else ())
    of_kind: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.kind not in uses.kinds and unit.code not in above and any(unit.exists_on(day) for day in days):
            of_kind.setdefault(unit.kind, []).append(unit)
    for kind, unused in of_kind.items():
        shown = ", ".join(f"{unit.code} ({unit.name})" for unit in unused[:_MOST_NAMED])
        details = {"count": len(unused), "kind": kind, "units": shown + (", …" if len(unused) > _MOST_NAMED else "")}
        yield worded(
            ADMISSION, "NTM622", unused[0].place, Severity.WARNING, advice=kind_hint(None, uses.kinds), details=details
        )


def _known_kinds(library: Library, uses: Uses) -> frozenset[str]:
    own = {kind for versions in library.versions.values() for version in versions for kind in version.applies_to}
    return uses.kinds | own | frozenset(KINDS)


def _meant_kind(word: str, known: Iterable[str]) -> str | None:
    """The kind that a word is another spelling of, or a slip for."""
    return kind_named(word) or next((kind for kind in known if kind == unaccented(word)), nearest(word, known, 0.75))
