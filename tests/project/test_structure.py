"""The house of DESIGN section 2: floors import downwards only, rooms are small and on no circle, libraries are confined."""

import ast
from collections import Counter

import pytest

from .source_modules import PACKAGE, PATHS, source_module, source_modules

LEVEL = {
    "model": 0,
    "language": 1,
    "program": 2,
    "engine": 3,
    "evolution": 4,
    "exchange": 5,
    "report": 5,
    "testing": 6,
    "cli": 7,
    "pytest_plugin": 7,
    "diagnostic_codes": 6,
    "__main__": 8,
}


def floor_of(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py")


@pytest.mark.parametrize("own", LEVEL)
def test_floors_import_downwards_only(own: str) -> None:
    modules = [module for module in source_modules() if floor_of(module.path.relative_to(PACKAGE).parts) == own]
    assert modules
    others = [
        (f"{module.path}:{line}: {own} imports {name}", name.split(".")[1])
        for module in modules
        for name, line in module.imports
        if name.startswith("ntm_rules.")
    ]
    assert [
        said for said, other in others if other not in ("", own) and LEVEL.get(other, LEVEL[own]) >= LEVEL[own]
    ] == []


def test_every_module_is_on_a_floor() -> None:
    floors = {floor_of(module.path.relative_to(PACKAGE).parts) for module in source_modules()}
    assert floors == {"__init__", *LEVEL}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("durable_rules_engine", {"engine/live/matching/durable_rules.py"}),
        ("durable", set()),
        ("hypothesis", {"testing"}),
        ("click", {"cli"}),
        ("yaml", {"language/yaml", "language/structuring"}),
        ("openpyxl", {"exchange/workbooks"}),
        ("xlsxwriter", {"report/renderers"}),
        ("docx", {"report/renderers"}),
        ("babel", {"report/phrasing"}),
        ("polars", {"engine/frames", "cli"}),
        ("narwhals", {"engine/frames"}),
        ("pandas", {"engine/frames"}),
        ("pyarrow", {"engine/frames"}),
        ("duckdb", {"engine/frames"}),
        ("pyspark", set()),
    ],
)
@pytest.mark.slow
def test_libraries_stay_where_they_belong(module: str, allowed: set[str]) -> None:
    users = {user.name for user in source_modules() for name, _ in user.imports if name.split(".")[0] == module}
    assert {
        user for user in users if not any(user == place or user.startswith(place + "/") for place in allowed)
    } == set()


def test_no_module_grows_beyond_reading() -> None:
    table = "messages.py"  # as long as there are things to say
    long = {module.name for module in source_modules() if module.lines > 360 and module.path.name != table}
    assert long == set()


MOST_MODULES = 15
"""Modules of one room, its `__init__` left out: what can be taken in at a glance."""
STILL_FLAT: set[str] = set()
"""Rooms that are still to be divided; one that has been is taken off this list."""


def room_of(module: str) -> str:
    """The package that a module stands in, or that it is: `model` for `model.fact`, "" for the package of packages."""
    path = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    return "/".join(module.split(".") if path.is_dir() else module.split(".")[:-1])


def test_no_room_is_crowded() -> None:
    rooms = Counter(path.parent.relative_to(PACKAGE).as_posix() for path in PATHS if path.name != "__init__.py")
    assert {room for room, count in rooms.items() if count > MOST_MODULES} == STILL_FLAT


def test_there_is_no_circle_between_packages() -> None:
    needs: dict[str, set[str]] = {}
    for path in PATHS:
        room = path.parent.relative_to(PACKAGE).as_posix().removeprefix(".")
        if not room:
            continue  # the public interface names what it finds in every package
        for name, _ in source_module(path).imports:
            if name.startswith("ntm_rules."):
                other = room_of(name.removeprefix("ntm_rules.").rstrip("."))
                needs.setdefault(room, set()).update({other} - {room})
    while needs:  # what needs nothing that is left stands on no circle
        free = {room for room, others in needs.items() if not others & needs.keys()}
        assert free, f"a circle among {sorted(needs)}"
        needs = {room: others for room, others in needs.items() if room not in free}


def test_only_the_command_line_prints_or_exits() -> None:
    assert [
        end for each in source_modules() if "cli" not in each.path.relative_to(PACKAGE).parts for end in each.ends
    ] == []


FORMS = {
    name
    for module in ("condition", "threshold")
    for node in ast.parse((PACKAGE / "model" / f"{module}.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.ClassDef) and any(ast.unparse(one).startswith("frozen") for one in node.decorator_list)
    for name in [node.name]
} - {"Bound", "CriteriaCount", "LastYears"}
FORMS -= {"Band", "FixedPoints", "BandedPoints", "PointsAlongLine", "ReportedPoints", "UnknownPoints"}
"""Of conditions and thresholds; points are no part of either."""
MOST_NAMING_FORMS = 11
"""So many modules of src may name three forms of conditions and thresholds, or more: to read, write, lower, say, edit them."""


def test_few_modules_name_the_forms_of_conditions() -> None:
    naming = {
        module.name: len(module.forms & FORMS)
        for module in source_modules()
        if module.name not in ("model/condition.py", "model/threshold.py")
        and "testing" not in module.path.relative_to(PACKAGE).parts
        and len(module.forms & FORMS) > 2
    }
    assert len(naming) <= MOST_NAMING_FORMS, naming
