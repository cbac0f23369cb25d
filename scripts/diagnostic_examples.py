"""The examples of diagnostics (`src/ntm_rules/cli/diagnostics/examples.toml`), run: what each comes to.

An example is a part of a file; here is the rest of it, and the small library that it is read with.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import ntm_rules as ntm
from ntm_rules.evolution.cases.reading.cases import check_cases
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.model.problem import Diagnostic

CATALOGUE = """\
measures:
  clean_water:
    {name: {vi: Tỷ lệ hộ sử dụng nước sạch, en: Households with clean water}, unit: "%", decimals: 2, minimum: 0, maximum: 100}
  poor: {name: {vi: Tỷ lệ hộ nghèo, en: Poor households}, unit: "%", decimals: 2, minimum: 0, maximum: 100, better: lower}
  income: {name: {vi: Thu nhập, en: Income}, unit: triệu đồng, decimals: 3, minimum: 0}
  houses: {name: {vi: Số nhà tạm, en: Temporary houses}, unit: nhà}
  food_safety: {name: {vi: An toàn thực phẩm, en: Food safety}, type: finding}
  order: {name: {vi: An ninh trật tự, en: Public order}, levels: [weak, {id: fair, name: {vi: Khá, en: Fair}}, good]}
attributes:
  region: {name: {vi: Vùng, en: Region}, values: [mountains, delta, coast]}
"""
COMMUNE = """\
ruleset: vn/commune-ntm
version: 2020-01-01
title: {vi: Xã nông thôn mới, en: New rural commune}
applies_to: commune
instrument: {number: 1/QĐ}
recognition: {criteria: all, provenance: {status: recalled}}
criteria:
  - code: "1"
    name: {vi: Nước sạch, en: Clean water}
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: {vi: Nước, en: Water}, measure: clean_water, at_least: 90, provenance: {status: recalled}}
"""
HEADING = {
    "ruleset": "vn/test",
    "version": "2024-01-01",
    "title": "{vi: Ví dụ, en: Example}",
    "applies_to": "commune",
    "instrument": "{number: 2/QĐ}",
}
CRITERIA = """\
criteria:
  - code: "1"
    name: {vi: Nước sạch, en: Clean water}
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: {vi: Nước, en: Water}, measure: clean_water, at_least: 90, provenance: {status: recalled}}
  - {code: "2", name: {vi: Nhà tạm, en: Temporary houses}, measure: houses, equals: 0, provenance: {status: recalled}}
"""
RECOGNITION = "recognition:\n  provenance: {status: recalled}\n  all_of:\n    - "
CHANGES = {
    "change": "amends: vn/commune-ntm\nversion: 2024-03-01\ninstrument: {number: 211/QĐ}\n",
    "specialising": "specialises: vn/commune-ntm\nruleset: lai-chau/commune-ntm\nversion: 2022-09-27\n"
    "title: Xã\ninstrument: {number: 1285/QĐ}\n",
}
DOSSIER = {
    "dossier.yaml": "as_of: 2024-06-30\nrulesets: {commune: vn/commune-ntm}\n",
    "units.csv": "code,name,kind\nA,Xã An,commune\nB,Xã Bình,commune\n",
    "facts.csv": "unit,measure,value,as_of\nA,clean_water,95,2024-06-30\n",
}


@cache
def found(kind: str, text: str) -> list[Diagnostic]:
    """Diagnostics that an example comes to."""
    if kind == "python":
        return _found_by_python(text)
    if kind in ("dossier", "units", "facts"):
        return _found_in_dossier({"dossier": "dossier.yaml", "units": "units.csv", "facts": "facts.csv"}[kind], text)
    with TemporaryDirectory() as folder:
        if kind == "cases":
            whole = f"cases_for: vn/commune-ntm\nas_of: 2024-06-30\n{text}"
            return list(check_cases([_written(Path(folder), "cases/cases.yaml", whole)], _library()))
        if kind == "files":
            parts = re.split(r"^# ----- (\S+)\n", text, flags=re.MULTILINE)
            for name, part in zip(parts[1::2], parts[2::2], strict=True):
                _written(Path(folder), name, part)
            return ntm.check_paths([folder], shipped=_shipped())
        return ntm.check_paths([_written(Path(folder), "file.yaml", _file(kind, text))], shipped=_shipped())


def _file(kind: str, text: str) -> str:
    """The whole file that an example is a part of."""
    lines = text.rstrip().splitlines()
    given = {line.partition(":")[0] for line in lines if not line.startswith((" ", "-", "}"))}
    heading = "".join(f"{key}: {value}\n" for key, value in HEADING.items() if kind != "heading" or key not in given)
    match kind:
        case "condition":
            return f"{heading}{RECOGNITION}" + "\n      ".join(lines) + f"\n{CRITERIA}"
        case "rule":
            return f"{heading}{CRITERIA}  - " + "\n    ".join(lines) + "\n"
        case "heading":
            return f"{heading}{text.rstrip()}\n" + ("" if "criteria" in given else CRITERIA)
        case "measures":
            return "measures:\n  " + "\n  ".join(lines) + "\n"
        case "change" | "specialising":
            return f"{CHANGES[kind]}changes:\n  - " + "\n    ".join(lines) + "\n"
        case _:
            return text


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


@cache
def _shipped() -> Path:
    """A folder with the small library; it goes with the process."""
    folder = Path(_folder().name)
    _written(folder, "measures.yaml", CATALOGUE)
    _written(folder, "vn/commune-ntm/2020-01-01.yaml", COMMUNE)
    return folder


@cache
def _library() -> ntm.Library:
    return ntm.load_library(_shipped())


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _found_in_dossier(name: str, text: str) -> list[Diagnostic]:
    with TemporaryDirectory() as folder:
        for each, usual in DOSSIER.items():
            _written(Path(folder), each, text if each == name else usual)
        try:
            return list(read_dossier(Path(folder), _library()).diagnostics)
        except ntm.NtmError as error:
            return list(error.diagnostics)


def _found_by_python(text: str) -> list[Diagnostic]:
    day, library = date(2024, 6, 30), _library()
    program, commune = ntm.compile("vn/commune-ntm", day, library), ntm.Unit("A", "Xã An", "commune")
    try:
        exec(text, {"ntm": ntm, "date": date, "day": day, "library": library, "program": program, "commune": commune})
    except ntm.NtmError as error:
        return list(error.diagnostics)
    return []
