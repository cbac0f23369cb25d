"""A country as a dossier: communes of real names with made-up figures, to measure the commands with.

    python benchmarks/country.py FOLDER [--communes 8248] [--seed 11]

Names are those of the public package `vietnam-provinces`: the administration of two levels since July 2025 (34 provinces, 3,321
communes, wards and special zones). Districts are made up, about fourteen communes each, and beyond 3,321 the names go round
again in other districts of their province: in a country names repeat. All figures, attributes and attestations are made up.
"""

import csv
import random
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click
from shipped_scene import measures_read, random_value
from vietnam_provinces.lookup import PROVINCE_MAPPING, WARD_MAPPING

from ntm_rules.language.library import load_library
from ntm_rules.model.fact import Absence, Finding, Value
from ntm_rules.model.measure import Measure
from ntm_rules.program.compiling import compile
from ntm_rules.program.program import Program

RULESET, DAY, COMMUNES, SEED = "vn/commune-ntm", date(2024, 12, 31), 8_248, 11
TO_A_DISTRICT = 14
"""Communes of a district, at most."""
LACKING, ATTESTED, NOT_MET = 0.05, 0.6, 0.02
"""The share of figures that nobody reported, that of communes whose criteria an authority attests, and of its adverse words."""


def write_country(folder: Path, communes: int = COMMUNES, seed: int = SEED) -> None:
    """Write `dossier.yaml`, `units.csv` and the facts of so many communes into a folder; the same seed, the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    program, chance = compile(RULESET, DAY, load_library()), random.Random(seed)
    units = list(_units(communes, program, chance))
    columns = list(dict.fromkeys(key for unit in units for key in unit))
    _write(folder / "units.csv", columns, ([unit.get(key, "") for key in columns] for unit in units))
    codes = [unit["code"] for unit in units if unit["kind"] == "commune"]
    measures = measures_read(program, "commune")
    head = ["unit", "as_of", "reported_by"]
    day = DAY.isoformat()
    rows = ([code, day, "UBND", *(_cell(each, chance) for each in measures)] for code in codes)
    _write(folder / "facts-figures.csv", [*head, *(str(each.id) for each in measures)], rows)
    told = [code for code in codes if chance.random() < ATTESTED]
    said = ([code, day, "UBND", "attestation", *(_word(chance) for _ in program.criteria)] for code in told)
    rules = [f"{RULESET}#{rule}" for rule in program.criteria]
    _write(folder / "facts-attestations.csv", [*head, "record", *rules], said)
    (folder / "dossier.yaml").write_text(
        "title: {vi: Cả nước (số liệu đặt ra), en: The whole country (made-up figures)}\n"
        f"as_of: {day}\nnumbers: en\nrulesets: {{commune: {RULESET}}}\nfacts: [facts-figures.csv, facts-attestations.csv]\n",
        encoding="utf-8",
    )


def _units(communes: int, program: Program, chance: random.Random) -> Iterator[Mapping[str, str]]:
    """The rows of the units: provinces, their districts, and in these the communes."""
    names: dict[str, list[str]] = {}
    for ward in WARD_MAPPING.values():
        names.setdefault(f"{int(ward.province_code):02}", []).append(ward.name)
    provinces = {f"{code:02}": province.name for code, province in PROVINCE_MAPPING.items()}
    every, done, shared = sum(map(len, names.values())), 0, 0
    attributes = [one for one in program.library.attributes.values() if one.values]
    for code, own in names.items():
        # Each province has its share of the communes, and all of them together as many as are asked for.
        done += len(own)
        count = communes * done // every - shared
        shared += count
        if not count:
            continue
        yield {"code": code, "name": provinces[code], "kind": "province", "parent": ""}
        region = {"region": chance.choice(program.library.attributes["region"].value_ids)}
        for first in range(0, count, TO_A_DISTRICT):
            number = first // TO_A_DISTRICT + 1
            district = f"{code}.{number:02}"
            yield {"code": district, "name": f"Huyện {number} ({provinces[code]})", "kind": "district", "parent": code}
            for place in range(first, min(first + TO_A_DISTRICT, count)):
                values = {one.id: chance.choice(one.value_ids) for one in attributes if chance.random() < 0.9}
                unit = {"code": f"{code}.{place:04}", "name": own[place % len(own)], "kind": "commune"}
                yield {**unit, "parent": district, **values, **region}


def _cell(measure: Measure, chance: random.Random) -> str:
    return "" if chance.random() < LACKING else _text(random_value(measure, chance, is_varied=True))


def _word(chance: random.Random) -> str:
    return str((Finding.NOT_MET if chance.random() < NOT_MET else Finding.MET).value)


def _text(value: Value) -> str:
    return str(value.value if isinstance(value, Finding | Absence) else value)


def _write(path: Path, head: list[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--communes", default=COMMUNES, show_default=True)
@click.option("--seed", default=SEED, show_default=True)
def main(folder: Path, communes: int, seed: int) -> None:
    """Write the dossier of a country into FOLDER."""
    write_country(folder, communes, seed)


if __name__ == "__main__":
    main()
