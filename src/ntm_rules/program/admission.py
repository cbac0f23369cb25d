"""Admission: the one judgement whether units and statements may be decided on, for every source.

What one executor refuses, every one refuses, with the same code. `evaluate`, `Session`, records, cases and dossiers call
these functions; frames ask the same questions of whole columns, with the same codes.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from weakref import ref

from attrs import evolve

from ..model.arguments import argument_misfit
from ..model.fact import Attestation, Fact, PublishedDecision, Statement
from ..model.key import RuleKey
from ..model.kind import KINDS, kind_named, stands_as_high, stands_lower
from ..model.library import Library
from ..model.problem import Diagnostic, FactsError, Severity, UnitsError
from ..model.spelling import nearest, unaccented
from ..model.text import Text, shortened
from ..model.units.unit import Unit, Units
from ..model.values.frozen_mapping import FrozenMapping
from ..model.values.kept import Kept
from .arguments import units_of
from .inputs import NOTHING_USED, CountingUse, Uses, days_of, uses_of
from .messages import ADMISSION
from .misfit import misfit
from .program import Program
from .wording import hint, kind_hint, near_prefix, worded

_MOST_COMPARED = 2000
"""The largest number of names searched for a near one, because the search is slow."""
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
    if any(one() is library and use is uses and several == days for one, use, several in fit):
        return
    found = list(unit_misfits(units, library, uses, days))
    if found:
        raise UnitsError(found)
    fit.append((ref(library), uses, days))
    del fit[:-_MOST_USES]


_Rules = Mapping[str, tuple[frozenset[str], frozenset[str]]]


def _rules(library: Library) -> _Rules:
    return {
        id: (
            frozenset(rule.code for version in versions for rule in version.rules()),
            frozenset(kind for version in versions for kind in version.applies_to),
        )
        for id, versions in library.versions.items()
    }


_RULES: Kept[Library, _Rules] = Kept(_rules)
"""The codes of the rules of all versions of each ruleset, and the kinds that these apply to."""
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
        details = {"key": ruleset, "applies_to": kinds, "kind": unit.kind, "unit": unit.code}
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
            near = nearest(value, [one for level in declared.values for one in (level.id, level.name.vi)])
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
    """The units below one of their own kind or a lower one, and those that rules count and that belong nowhere.

    A unit of a kind that rules count as members must belong, on each of the days on which it exists, to a unit of the kind
    that counts them, or to one of that height or above: else it is counted nowhere, and the unit above is decided as if it
    had fewer members. It need be no member of a zone, or of another kind that has members by name, but what it is a member of
    must exist. There is one diagnostic for each kind and rule, with all the units.
    """
    by_code = {unit.code: unit for unit in units}
    yield from _lower_parents(by_code)
    if not any(unit.kind in counted for unit in by_code.values()):
        return
    joined = {one.kind for unit in by_code.values() for one in unit.memberships}
    existing = {day: {unit.kind for unit in by_code.values() if unit.exists_on(day)} for day in days}
    astray: dict[tuple[str, RuleKey], dict[str, Unit]] = {}
    for unit in by_code.values():
        for one in counted.get(unit.kind, ()):
            if one.only and unit.code not in one.only:
                continue
            looked_at = [day for day in days if unit.exists_on(day) and existing[day].intersection(one.above)]
            free = joined.issuperset(one.above)
            last = next((at for day in looked_at if (at := _last_below(unit, one.above, day, by_code, free))), None)
            if last is not None:
                astray.setdefault((last.kind, one.rule), {})[last.code] = last
                break
    for (kind, rule), several in astray.items():
        first, *others = several.values()
        related = [unit.place for unit in others[:_MOST_NAMED] if unit.place is not None]
        shown = ", ".join(list(several)[:_MOST_NAMED]) + (", …" if len(several) > _MOST_NAMED else "")
        details = {"unit": shown, "units": tuple(several), "count": len(several), "kind": kind, "rule": str(rule)}
        yield worded(ADMISSION, "NTM623", first.place, related=related, details=details)


def _last_below(unit: Unit, above: tuple[str, ...], day: date, by_code: Mapping[str, Unit], free: bool) -> Unit | None:
    """The unit at which the way up from `unit` ends short of the kinds `above`; None where it reaches it, or is `free` not to.

    It reaches it at a unit of that height or higher too: a commune of a town needs no district. One gone is not there.
    """
    at, seen = unit, {unit.code}
    while at.kind not in above or at is unit:
        own = next((one.of for one in at.memberships if one.kind in above and one.holds_on(day)), None)
        code = own or at.parent_on(day)
        if code is None or code in seen:
            break
        upper = by_code.get(code)
        if upper is None or not upper.exists_on(day):
            return at if own or not free else None
        seen.add(code)
        at = upper
    if free or (at is not unit and at.kind in above):
        return None
    return None if at is not unit and any(stands_as_high(at.kind, kind) for kind in above) else at


def _lower_parents(by_code: Mapping[str, Unit]) -> Iterator[Diagnostic]:
    """The units whose parent is of their own kind, or of one that stands lower."""
    for unit in by_code.values():
        for parent in filter(None, map(by_code.get, unit.every_parent())):
            if parent.kind == unit.kind or stands_lower(parent.kind, unit.kind):
                details = {"unit": unit.code, "kind": unit.kind, "parent": parent.code, "parent_kind": parent.kind}
                yield worded(ADMISSION, "NTM689", unit.place, details=details)


def unused_kinds(units: Iterable[Unit], uses: Uses, days: tuple[date, ...]) -> Iterator[Diagnostic]:
    """A warning for each kind of unit, existing on one of the days, that no rule applies to, counts or asks about.

    Units above one that is used are left out.
    """
    units = tuple(units)
    above = _ever_above([unit for unit in units if unit.kind in uses.kinds], {unit.code: unit for unit in units})
    of_kind: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.kind not in uses.kinds and unit.code not in above and any(unit.exists_on(day) for day in days):
            of_kind.setdefault(unit.kind, []).append(unit)
    for kind, unused in of_kind.items():
        shown = ", ".join(f"{unit.code} ({unit.name})" for unit in unused[:_MOST_NAMED])
        details = {
            "count": len(unused),
            "kind": kind,
            "units": shown + (", …" if len(unused) > _MOST_NAMED else ""),
        }
        yield worded(
            ADMISSION, "NTM622", unused[0].place, Severity.WARNING, advice=kind_hint(None, uses.kinds), details=details
        )


def _ever_above(units: Iterable[Unit], by_code: Mapping[str, Unit]) -> set[str]:
    """The codes of all units above some, on whatever day."""
    found: set[str] = set()
    waiting = [code for unit in units for code in unit.every_superior()]
    while waiting:
        code = waiting.pop()
        if code not in found and code in by_code:
            found.add(code)
            waiting += by_code[code].every_superior()
    return found


def check_statements(
    statements: Iterable[Statement], units: Units, library: Library, uses: Uses = NOTHING_USED
) -> None:
    """Raise FactsError with every statement that does not fit (`statement_misfit`)."""
    found = [
        of_statement(wrong, statement, index)
        for index, statement in enumerate(statements)
        if (wrong := statement_misfit(statement, units, library, uses)) is not None
    ]
    if found:
        raise FactsError(found)


def of_statement(misfit: Diagnostic, statement: object, index: int) -> Diagnostic:
    """The diagnostic for one of several statements, with the fields that every one has: its `index` among those handed in,
    the `unit`, the `measure` or `rule`, and the `value`.
    """
    own: dict[str, object] = {"index": index}
    if isinstance(statement, Fact | Attestation | PublishedDecision):
        about = {"measure": statement.measure} if isinstance(statement, Fact) else {"rule": str(statement.rule)}
        own |= {"unit": statement.unit, **about, "value": statement.value}
    return evolve(misfit, fields=FrozenMapping({**own, **misfit.fields}))


def statement_misfit(statement: object, units: Units, library: Library, uses: Uses) -> Diagnostic | None:
    """The reason why a statement cannot be used; None when it fits.

    It must be about a known unit and a known measure or rule, of a day, and its value one of the measure.
    """
    if not isinstance(statement, Fact | Attestation | PublishedDecision):
        return worded(ADMISSION, "NTM625", None, details={"value": shortened(statement)})
    unit = statement.unit
    if not isinstance(unit, str) or unit not in units:
        return _unknown_unit(statement, units)
    for day in (statement.as_of,) if statement.recorded is None else (statement.as_of, statement.recorded):
        # A datetime is a date to Python, but the two cannot be compared.
        if not isinstance(day, date) or isinstance(day, datetime):
            return worded(ADMISSION, "NTM626", statement.place, details={"value": shortened(day), "unit": unit})
    for name in ("reported_by", "evidence"):
        text = getattr(statement, name)
        if text is not None and not isinstance(text, str):
            wrong = argument_misfit(name, text, Text("một văn bản", "a text"), unit=unit)
            return evolve(wrong, place=statement.place)
    if not isinstance(statement, PublishedDecision) and statement.assurance is not None:
        levels = library.assurance_ids
        if statement.assurance not in levels:
            shown = str(statement.assurance)
            details = {"text": shown, "unit": unit, "allowed": ", ".join(levels) or "–"}
            near = near_prefix(nearest(shown, levels))
            return worded(ADMISSION, "NTM850", statement.place, advice=near, details=details)
    if not isinstance(statement, Fact):
        return _rule_misfit(statement, units[unit], library, uses)
    measure = library.measures.get(statement.measure) if isinstance(statement.measure, str) else None
    if measure is None:
        name = statement.measure if isinstance(statement.measure, str) else shortened(statement.measure)
        near = hint(nearest(name, library.measures), library.measures)
        details = {"text": name, "unit": unit, "measure": name}
        return worded(ADMISSION, "NTM562", statement.place, advice=near, details=details)
    found = misfit(measure, statement.value)
    return None if found is None else found.at(statement.place, unit=unit)


def _rule_misfit(
    statement: Attestation | PublishedDecision, unit: Unit, library: Library, uses: Uses
) -> Diagnostic | None:
    key = statement.rule
    if isinstance(statement, PublishedDecision) and isinstance(statement.value, str):
        declared = [one.id for version in library.versions.get(key.ruleset, ()) for one in version.statuses]
        if statement.value not in declared and key.ruleset in library.versions:
            allowed = ", ".join(dict.fromkeys(declared)) or "–"
            fields = {"unit": unit.code, "text": statement.value, "value": statement.value, "allowed": allowed}
            return worded(ADMISSION, "NTM576", statement.place, advice=near_prefix(None), details=fields)
    versions, codes = library.versions.get(key.ruleset), uses.rules.get(key.ruleset)
    named = statement.version if isinstance(statement, Attestation) else None
    if named is not None:
        known_days = [str(version.version) for version in versions or ()]
        if not isinstance(named, date) or isinstance(named, datetime) or str(named) not in known_days:
            details = {
                "unit": unit.code,
                "rule": str(key),
                "version": str(named),
                "allowed": ", ".join(known_days) or "–",
            }
            return worded(ADMISSION, "NTM616", statement.place, details=details)
    if codes is not None and key.code in codes:
        return None
    details = {"unit": unit.code, "rule": key.code, "ruleset": key.ruleset}
    if versions is None and codes is None:
        known = tuple(library.versions)
        advice = hint(nearest(key.ruleset, known), known)
        return worded(ADMISSION, "NTM565", statement.place, advice=advice, details={**details, "text": key.ruleset})
    of_versions, kinds = _RULES.of(library).get(key.ruleset, (frozenset(), frozenset()))
    every = of_versions | (codes or frozenset())
    if key.code not in every:
        advice = hint(nearest(key.code, every), every)
        return worded(ADMISSION, "NTM628", statement.place, advice=advice, details=details)
    if kinds and codes is None and unit.kind not in kinds:
        more = {"key": str(key), "applies_to": ", ".join(sorted(kinds)), "kind": unit.kind}
        return worded(ADMISSION, "NTM568", statement.place, details={**details, **more})
    return None


def _unknown_unit(statement: Statement, units: Units) -> Diagnostic:
    if not isinstance(statement.unit, str):
        wrong = argument_misfit("unit", statement.unit, Text("mã đơn vị là văn bản", "a unit's code as text"))
        return evolve(wrong, place=statement.place)
    code = statement.unit
    codes = [unit.code for unit in units] if len(units) <= _MOST_COMPARED else []
    near = nearest(code, codes)
    return worded(
        ADMISSION,
        "NTM560",
        statement.place,
        advice=hint(near, codes),
        details={"text": code, "unit": code, "near": near},
    )


def _known_kinds(library: Library, uses: Uses) -> frozenset[str]:
    own = {kind for versions in library.versions.values() for version in versions for kind in version.applies_to}
    return uses.kinds | own | frozenset(KINDS)


def _meant_kind(word: str, known: Iterable[str]) -> str | None:
    """The kind that a word is another spelling of, or a slip for."""
    return kind_named(word) or next((kind for kind in known if kind == unaccented(word)), nearest(word, known, 0.75))
