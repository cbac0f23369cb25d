"""Admission of statements: facts, attestations and published decisions, judged once for every source."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from attrs import evolve

from ...model.arguments import argument_misfit
from ...model.fact import Attestation, Fact, PublishedDecision, Statement
from ...model.library import Library
from ...model.problem import Diagnostic, FactsError
from ...model.spelling import nearest
from ...model.text import Text, shortened
from ...model.units.unit import Unit, Units
from ...model.values.frozen_mapping import FrozenMapping
from ...model.values.kept import Kept
from ..inputs import NOTHING_USED, Uses
from ..messages import ADMISSION
from ..wording import hint, near_prefix, worded
from .misfit import misfit

_MOST_COMPARED = 2000
"""The largest number of names searched for a near one, because the search is slow."""


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


def check_statements(
    statements: Iterable[Statement], units: Units, library: Library, uses: Uses = NOTHING_USED
) -> None:
    """Raise FactsError with every statement that does not fit (`statement_misfit`)."""
    misfits = [
        of_statement(wrong, statement, index)
        for index, statement in enumerate(statements)
        if (wrong := statement_misfit(statement, units, library, uses)) is not None
    ]
    if misfits:
        raise FactsError(misfits)


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
        given = statement.assurance
        if not isinstance(given, str) or given not in levels:
            shown = given if isinstance(given, str) else shortened(given)
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
    value_misfit = misfit(measure, statement.value)
    return None if value_misfit is None else value_misfit.at(statement.place, unit=unit)


def _rule_misfit(
    statement: Attestation | PublishedDecision, unit: Unit, library: Library, uses: Uses
) -> Diagnostic | None:
    key = statement.rule
    if isinstance(statement, PublishedDecision) and isinstance(statement.value, str):
        declared = [status.id for version in library.versions.get(key.ruleset, ()) for status in version.statuses]
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
        more = {"rule": str(key), "applies_to": ", ".join(sorted(kinds)), "kind": unit.kind}
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
