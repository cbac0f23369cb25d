"""The examples of diagnostics (`src/ntm_rules/cli/diagnostics/catalogue/`), run: what each comes to.

An example is a part of a file, or Python; here is the rest of it. All are read with the small library in `examples/small`.
"""

import ast
import csv
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

import ntm_rules as ntm
from ntm_rules.evolution.cases.reading.cases import check_cases
from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.model.problem import Diagnostic

SMALL = Path(__file__).resolve().parents[1] / "examples" / "small"
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


_PART = re.compile(r"^# ----- (\S+)\n", re.MULTILINE)
_NAMES = {"dossier": "dossier.yaml", "units": "units.csv", "facts": "facts.csv", "sheet": "facts.xlsx"}
"""The file of a dossier that an example is, by its kind."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIGURE = re.compile(r"-?\d+(\.\d+)?")


@cache
def found(kind: str, text: str) -> list[Diagnostic]:
    """Diagnostics that an example comes to."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        match kind:
            case "python":
                return _found_by_python(text, folder)
            case "dossier" | "units" | "facts" | "sheet":
                return _found_in_dossier(folder, {_NAMES[kind]: text})
            case "folder":
                return _found_in_dossier(folder, _parts(text))
            case "cases":
                whole = f"cases_for: vn/commune-ntm\nas_of: 2024-06-30\n{text}"
                return list(check_cases([_written(folder, "cases/cases.yaml", whole)], _library()))
            case "files":
                for each, part in _parts(text).items():
                    _written(folder, each, part)
                return ntm.check_paths([folder], shipped=SMALL)
            case _:
                return ntm.check_paths([_written(folder, "file.yaml", _file(kind, text))], shipped=SMALL)


def _parts(text: str) -> dict[str, str]:
    """The files of a folder, each below a line `# ----- its name`."""
    parts = _PART.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


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
def _library() -> ntm.Library:
    return ntm.load_library(SMALL)


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        _workbook(text).save(path)
    else:
        path.write_bytes(text.encode())
    return path


def _dossier(folder: Path, files: dict[str, str]) -> None:
    """Write a small dossier, with the files of an example: a file of facts, or of units, takes the place of the usual one."""
    own = {name.partition(".")[0] for name in files}
    for each, text in {
        **{name: text for name, text in DOSSIER.items() if name.partition(".")[0] not in own},
        **files,
    }.items():
        _written(folder, each, text)


def _found_in_dossier(folder: Path, files: dict[str, str]) -> list[Diagnostic]:
    _dossier(folder, files)
    own = ntm.dossier_rulesets(folder)
    try:
        return list(read_dossier(folder, ntm.load_library(SMALL, *own) if own else _library()).diagnostics)
    except ntm.NtmError as error:
        return list(error.diagnostics)


def _workbook(text: str) -> Workbook:
    """The workbook of an example: rows as in CSV, and lines with `#` that say what else there is in it.

    `# sheet Biểu 1` or `# hidden sheet Biểu 1` begins one; `# merged A2:A3`, `# format C2 0%`, `# comment C2 ...`,
    `# hidden row 3`, `# hidden column C` are about the sheet that they stand in.
    """
    book = Workbook()
    sheet, rows = book.active, 0
    assert isinstance(sheet, Worksheet)
    for line in text.strip("\n").splitlines():
        if not line.startswith("# "):
            rows += 1
            for column, cell in enumerate(next(csv.reader([line])), start=1):
                sheet.cell(rows, column, _cell(cell))
            continue
        word, _, rest = line.removeprefix("# ").removeprefix("hidden ").partition(" ")
        match word:
            case "sheet":
                sheet, rows = (sheet, 0) if rows == 0 else (book.create_sheet(), 0)
                sheet.title = rest
                sheet.sheet_state = "hidden" if line.startswith("# hidden") else "visible"
            case "merged":
                sheet.merge_cells(rest)
            case "format":
                sheet[rest.partition(" ")[0]].number_format = rest.partition(" ")[2]
            case "comment":
                sheet[rest.partition(" ")[0]].comment = Comment(rest.partition(" ")[2], "UBND xã")
            case "row":
                sheet.row_dimensions[int(rest)].hidden = True
            case "column":
                sheet.column_dimensions[rest].hidden = True
            case _:
                raise ValueError(line)
    return book


def _cell(text: str) -> str | float | date | None:
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    return float(text) if _FIGURE.fullmatch(text) else text or None


def _found_by_python(text: str, folder: Path) -> list[Diagnostic]:
    day, library = date(2024, 6, 30), _library()
    program, commune = ntm.compile("vn/commune-ntm", day, library), ntm.Unit("A", "Xã An", "commune")
    names = {
        "ntm": ntm,
        "date": date,
        "day": day,
        "library": library,
        "program": program,
        "commune": commune,
        "small": SMALL,
    }
    names["decisions"] = ntm.evaluate(program, commune, [ntm.Fact("A", "clean_water", 95, day)])
    if "folder" in text:
        _dossier(folder, {})
        names["folder"] = folder
    *lines, last = ast.parse(text).body
    try:
        exec(compile(ast.Module(lines, []), "example", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "example", "exec"), names)
            return []
        return _told_by(eval(compile(ast.Expression(last.value), "example", "eval"), names))
    except ntm.NtmError as error:
        return list(error.diagnostics)


def _told_by(result: object) -> list[Diagnostic]:
    """The diagnostics that a result carries: of a dossier, of a verification, of a frame's assessment, or a list of them."""
    told = [getattr(result, name, ()) for name in ("diagnostics", "findings", "notes", "remarks")]
    several = [*told, result if isinstance(result, Iterable) else ()]
    return [one for each in several if isinstance(each, Iterable) for one in each if isinstance(one, Diagnostic)]
