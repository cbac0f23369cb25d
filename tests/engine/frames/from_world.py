"""What is known of generated units, as frames."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

import polars as pl
from attrs import frozen

from ntm_rules.engine.evidence.evidence import Evidence
from ntm_rules.engine.evidence.observation import observe
from ntm_rules.language.reading import catalogue_from_text, ruleset_from_text
from ntm_rules.model.condition import Change
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Absence, Finding
from ntm_rules.model.measure import MeasureType
from ntm_rules.model.units.kind import is_administrative
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.model.values.day import Day
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

FORMS = ("float", "decimal", "scaled")
LAYOUTS = ("parent", "nearest", "every", "mixed")
"""Where units above stand: in `parent`, or, in columns named by their kinds, the nearest or every one; or each in turn."""


@frozen
class Frames:
    """Frames by kind, those of earlier days by day and kind, and which columns are scaled."""

    now: Mapping[str, pl.DataFrame]
    past: Mapping[date, Mapping[str, pl.DataFrame]]
    scaled: tuple[str, ...]


def frames_of(
    units: Units, statements: Iterable[Any], program: Program, form: str = "float", layout: str = "parent"
) -> Frames:
    """Everything stated about the units, as it stands on the day of a program and on the earlier ones that it asks about."""
    library, day = program.library, program.as_of
    evidence = Evidence.of(statements, day)
    scaled = tuple(
        measure.id for measure in library.measures.values() if measure.type is MeasureType.NUMBER and form == "scaled"
    )
    return Frames(
        _on(units, evidence, program, day, form, layout),
        {
            one: _on(units, Evidence.of(evidence.statements(), one), program, one, form, layout)
            for one in earlier_days([program])
        },
        scaled,
    )


def program_of(text: str, measures: str) -> Program:
    """The program on 30 June 2024 of a ruleset in the text of a rule file, with the measures in that of a catalogue."""
    catalogue = catalogue_from_text(measures)
    ruleset = ruleset_from_text(text, catalogue)
    return compile(ruleset, date(2024, 6, 30), catalogue.including(ruleset))


def district_rules(conditions: Iterable[str]) -> str:
    """The text of a ruleset about districts with a criterion for each of the conditions."""
    criteria = ", ".join(
        f'{{code: "{number}", name: Một, provenance: {{status: recalled}}, {one}}}'
        for number, one in enumerate(conditions, 1)
    )
    return f"""
ruleset: x/district
version: 2020-01-01
title: Huyện
applies_to: district
instrument: {{number: 1/QĐ}}
criteria: [{criteria}]
recognition: {{criteria: all, provenance: {{status: recalled}}}}
"""


def judged_in(frames: Mapping[str, pl.DataFrame], kinds: Sequence[str]) -> pl.DataFrame | None:
    """The units of the kinds that a ruleset judges, in one frame; None where there are none."""
    own = [frames[kind] for kind in kinds if kind in frames]
    return pl.concat(own, how="diagonal_relaxed") if own else None


def _above(units: Units, own: Sequence[Unit], layout: str) -> dict[str, pl.Series]:
    """The columns with the units above some units."""
    parents: list[str | None] = []
    named: list[dict[str, str]] = []
    for number, unit in enumerate(own):
        way = LAYOUTS[number % 3] if layout == "mixed" else layout
        above = [one for one in units.ancestors(unit.code) if is_administrative(one.kind)] if way != "parent" else []
        named.append({one.kind: one.code for one in (above[:1] if way == "nearest" else above)})
        parents.append(None if above else unit.parent)
    columns: dict[str, list[str | None]] = {"parent": parents} if layout == "parent" or any(parents) else {}
    columns |= {level: [one.get(level) for one in named] for level in sorted({*chain.from_iterable(named)})}
    return {name: pl.Series(codes, dtype=pl.String) for name, codes in columns.items()}


def _on(units: Units, evidence: Evidence, top: Program, day: date, form: str, layout: str) -> dict[str, pl.DataFrame]:
    library, programs = top.library, {one.ruleset.id: one for one in top.programs() if one.as_of == day}
    rules = sorted({str(rule) for of_unit in evidence.attestations.values() for rule in of_unit})
    keys = {str(rule): rule for of_unit in evidence.attestations.values() for rule in of_unit}
    found = {}
    for kind in {unit.kind for unit in units}:
        own = units.of_kind(kind)
        columns: dict[str, Any] = {
            "unit": pl.Series([unit.code for unit in own], dtype=pl.String),
            **_above(units, own, layout),
            "zone": pl.Series([unit.member_of("zone", day) for unit in own], dtype=pl.String),
            "exists_from": pl.Series([unit.exists_from for unit in own], dtype=pl.Date),
            "exists_until": pl.Series([unit.exists_until for unit in own], dtype=pl.Date),
        }
        for attribute in library.attributes:
            attributes = [unit.attributes.get(attribute) for unit in own]
            columns[attribute] = pl.Series(attributes, dtype=pl.String)
        for measure in library.measures.values():
            seen = []
            for unit in own:
                reports = evidence.facts.get(unit.code, {}).get(measure.id, ())
                seen.append(observe(reports if isinstance(reports, list | tuple) else (reports,), day))
            absences: list[str | None] = [
                "conflict" if one.problem is ReasonKind.CONFLICT else one.absence.value if one.absence else None
                for one in seen
            ]
            values: list[Any] = [one.value for one in seen]
            if measure.type is MeasureType.NUMBER:
                if any(value is not None for value in values):
                    columns[measure.id] = _figures(values, measure.decimals, form)
            elif measure.type is MeasureType.DATE:
                dates = [value.date if isinstance(value, Day) else None for value in values]
                columns[measure.id] = pl.Series(dates, dtype=pl.Date)
            elif measure.type is MeasureType.FINDING:
                columns[measure.id] = pl.Series(
                    [value.value if isinstance(value, Finding) else None for value in values], dtype=pl.String
                )
            else:
                levels = [value if isinstance(value, str) else None for value in values]
                columns[measure.id] = pl.Series(levels, dtype=pl.String)
            if any(one.facts for one in seen):
                days = [one.facts[0].as_of if one.facts else None for one in seen]
                columns[f"{measure.id}:as_of"] = pl.Series(days, dtype=pl.Date)
            if any(absences):
                columns[f"{measure.id}:absence"] = pl.Series(absences, dtype=pl.String)
        for rule in rules:
            said, days = [], []
            for unit in own:
                program = programs.get(keys[rule].ruleset)
                attested = () if program is None else evidence.attested(unit.code, keys[rule], program)
                found_values = {one.value for one in attested}
                [value] = found_values if len(found_values) == 1 else [Absence.DISPUTED if found_values else None]
                said.append(None if value is None else value.value)
                days.append(attested[0].as_of if attested else None)
            if any(said):
                columns[f"{rule}:as_of"] = pl.Series(days, dtype=pl.Date)
                columns[rule] = pl.Series(said, dtype=pl.String)
        found[kind] = pl.DataFrame(columns)
    return found


def _figures(values: list[Any], decimals: int, form: str) -> pl.Series:
    if form == "float":
        return pl.Series([None if value is None else float(value) for value in values], dtype=pl.Float64)
    if form == "decimal":
        return pl.Series(
            [None if value is None else Decimal(value) for value in values], dtype=pl.Decimal(38, decimals)
        )
    return pl.Series(
        [None if value is None else int(Decimal(value).scaleb(decimals)) for value in values], dtype=pl.Int64
    )


def earlier_days(programs: Iterable[Program]) -> set[date]:
    """The earlier days of which the rules ask."""
    from ntm_rules.language.contents.traversal import within

    found: set[date] = set()
    for top in programs:
        for program in top.programs():
            for rule in program.rules:
                for condition in (rule.rule.condition, rule.rule.applies_when):
                    for part in within(condition) if condition is not None else ():
                        for holder in (part, getattr(part, "of", None)):
                            since = getattr(holder, "since", None)
                            if isinstance(since, date):
                                found.add(since)
                        if isinstance(part, Change) and part.since is None:
                            found.add(date(program.assessed - 1, 12, 31))
                        over = getattr(part, "over", None)
                        back = range(1, 1 if over is None else over.years)
                        found.update(date(program.assessed - one, 12, 31) for one in back)
    return found
