"""A generated world as the files of a user: rulesets, units and facts."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from attrs import frozen

from ntm_rules import catalogue_text, rule_file_text
from ntm_rules.model.fact import Fact, PublishedDecision, Value
from ntm_rules.model.measure import Measure
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.values.day import Day
from ntm_rules.model.values.number import decimals_written
from ntm_rules.testing import World


@frozen
class WrittenWorld:
    """Folders of a world: its rulesets and its dossier."""

    rulesets: Path
    dossier: Path


def write_world(world: World, folder: Path) -> WrittenWorld:
    """The files of a world, in a folder of their own."""
    rulesets, dossier = folder / "rulesets", folder / "dossier"
    dossier.mkdir(parents=True)
    for versions in world.library.versions.values():
        write_versions(versions, rulesets)
    catalogue = catalogue_text(world.library.measures.values(), world.library.attributes.values())
    (rulesets / "measures.yaml").write_text(catalogue, encoding="utf-8")
    _write_units(world, dossier / "units.csv")
    _write_facts(world, dossier / "facts.csv")
    used = "".join(f"  {kind}: {id}\n" for kind, id in world.rulesets.items())
    settings = f"title: Thử\nas_of: {world.as_of}\nnumbers: en\nrulesets:\n{used}"
    (dossier / "dossier.yaml").write_text(settings, encoding="utf-8")
    return WrittenWorld(rulesets, dossier)


def write_versions(versions: Iterable[Ruleset], folder: Path) -> None:
    """A rule file for each version of a ruleset."""
    for version in versions:
        path = folder / version.id / f"{version.version}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rule_file_text(version), encoding="utf-8")


def _write_units(world: World, path: Path) -> None:
    attributes = sorted({name for unit in world.units for name in unit.attributes})
    kinds = sorted({one.kind for unit in world.units for one in unit.memberships})
    rows = [
        [
            unit.code,
            unit.name,
            unit.kind,
            unit.parent or "",
            *(unit.attributes.get(name, "") for name in attributes),
            *(next((one.of for one in unit.memberships if one.kind == kind), "") for kind in kinds),
        ]
        for unit in world.units
    ]
    _write(path, ["code", "name", "kind", "parent", *attributes, *kinds], rows)


def _write_facts(world: World, path: Path) -> None:
    rows: list[list[str]] = []
    for one in world.statements:
        about = one.measure if isinstance(one, Fact) else str(one.rule)
        record = "published" if isinstance(one, PublishedDecision) else ""
        assurance = (None if isinstance(one, PublishedDecision) else one.assurance) or ""
        reported = one.reported_by or ""
        figure = _figure(one.value, world.library.measures[one.measure]) if isinstance(one, Fact) else one.value
        rows.append([one.unit, about, _cell(figure), _cell(one.as_of), reported, assurance, record])
    _write(path, ["unit", "measure", "value", "as_of", "reported_by", "assurance", "record"], rows)


def _figure(value: Value, measure: Measure) -> Value:
    """The value; a figure with more zeros at the end than its measure has decimals, which no file may have, without them."""
    if type(value) is not Decimal or decimals_written(value) <= measure.decimals:
        return value
    return value.quantize(Decimal(1).scaleb(-measure.decimals))


def _cell(value: object) -> str:
    match value:
        case Enum():
            return str(value.value)
        case Day():
            return value.date.isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _write(path: Path, heads: list[str], rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([heads, *rows])
