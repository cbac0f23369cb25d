"""An editor's YAML language server, asked over its protocol, completes and explains our files, and finds their mistakes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.cli.init import FILES
from ntm_rules.language.grammar.conditions import CONDITION_KEYS
from ntm_rules.language.library import load_library

from .language_server import HOW_TO_GET_IT, LanguageServer, command, running

SERVER = command()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(SERVER is None, reason=HOW_TO_GET_IT)]

RULES = """\
ruleset: vi-du/xa
version: 2024-01-01
title: Xã
applies_to: commune
instrument: {number: 1/QĐ}
criteria:
  - code: "1"
    name: Một
    measure: clean_water_households
    at_least:
      by: region
      red_river_delta: 90
      otherwise: 80
    provenance: {status: recalled}
  - code: "2"
    name: Hai
    measure: coach_station_class
    at_least: class_ii
    provenance: {status: recalled}
"""
DOCUMENTS = {
    "ruleset": RULES,
    "amendment": """\
amends: vn/commune-ntm
version: 2024-07-01
instrument: {number: 2/QĐ}
changes:
  - set: "10"
    to: {at_least: 45, provenance: {status: recalled}}
""",
    "measures": """\
measures:
  moi:
    name: Mới
    better: higher
    derive: {sum: [clean_water_households, income_per_capita]}
""",
    "cases": """\
cases_for: vn/civilised-township
as_of: 2024-06-30
cases:
  - name: Một
    given:
      attributes: {area_class: II}
      facts:
        clean_water_households: 99.9
    expect:
      "3.3": not_attained
""",
    "dossier": """\
as_of: 2024-06-30
rulesets:
  township: vn/civilised-township
""",
    "offices": """\
vn/civilised-township: Phòng Kinh tế và Hạ tầng
vn/civilised-township#3.3: [Phòng Kinh tế và Hạ tầng, Phòng Tài nguyên và Môi trường]
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("editor")
    done = CliRunner().invoke(main, ["schema", *FILES, "-o", str(made)])
    assert done.exit_code == 0, done.output
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    assert SERVER is not None
    with running(SERVER, folder) as started:
        yield started


COUNT = iter(range(1_000))


def opened(server: LanguageServer, folder: Path, kind: str, text: str) -> tuple[Path, list[str]]:
    """A document with its schema in the first line, opened; what the server finds wrong in it."""
    path = folder / f"{kind}-{next(COUNT)}.yaml"
    path.write_text(f"# yaml-language-server: $schema={kind}.schema.json\n{text}", encoding="utf-8")
    return path, server.open(path)


def place(path: Path, words: str, offset: int = 1) -> tuple[int, int]:
    """Line and column of some words in a document."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, each in enumerate(lines) if words in each)
    return line, lines[line].index(words) + offset


@pytest.mark.parametrize("kind", FILES)
def test_a_good_document_has_no_mistakes(kind: str, server: LanguageServer, folder: Path) -> None:
    assert opened(server, folder, kind, DOCUMENTS[kind])[1] == []


@pytest.mark.parametrize(
    ("kind", "written", "other"),
    [
        ("ruleset", "clean_water_households", "clean_watr"),
        ("ruleset", "class_ii", "class_x"),
        ("ruleset", "otherwise: 80", "otherwse: 80"),
        ("amendment", "vn/commune-ntm", "vn/comune-ntm"),
        ("measures", "better: higher", "better: highest"),
        ("cases", "area_class: II", "area_class: IV"),
        ("dossier", "township:", "townhip:"),
        ("offices", "vn/civilised-township:", "vn/civilised-townhip:"),
        ("offices", "vn/civilised-township#3.3:", "vn/civilised-township#:"),
    ],
)
def test_a_mistake_is_found(kind: str, written: str, other: str, server: LanguageServer, folder: Path) -> None:
    assert opened(server, folder, kind, DOCUMENTS[kind].replace(written, other))[1]


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("ruleset", "applies_to", "xã / commune"),
        ("ruleset", "version", "Ngày bắt đầu có hiệu lực / The day this version takes effect"),
        ("ruleset", "clean_water_households", "Share of households using clean water (%, 0–100)"),
        ("ruleset", "red_river_delta", "Đồng bằng sông Hồng / Red River Delta"),
        ("ruleset", "class_ii", "Loại II / Class II"),
        ("ruleset", "recalled", "theo trí nhớ"),
        ("amendment", "vn/commune-ntm", "New Rural Development commune, 2021-2025"),
        ("amendment", "set", "The code of the rule that is changed in part"),
        ("measures", "derive", "Cách tính từ chỉ số khác"),
        ("cases", "clean_water_households", "Tỷ lệ hộ gia đình sử dụng nước sạch"),
        ("cases", '"3.3"', "Households using clean water"),
        ("dossier", "as_of", "The day of the assessment"),
        ("dossier", "township", "thị trấn / township"),
    ],
)
def test_what_stands_somewhere_is_explained(
    kind: str, words: str, said: str, server: LanguageServer, folder: Path
) -> None:
    path, _ = opened(server, folder, kind, DOCUMENTS[kind])
    assert said in server.hover(path, *place(path, words))


def test_keys_of_a_rule_are_offered(server: LanguageServer, folder: Path) -> None:
    path, _ = opened(server, folder, "ruleset", RULES + '  - code: "3"\n    \n')
    line = len(path.read_text(encoding="utf-8").splitlines()) - 1
    offered = server.completions(path, line, 4)
    assert {"name", "applies_when", "provenance", *CONDITION_KEYS} <= set(offered)
    assert all(" / " in offered[key] for key in CONDITION_KEYS)


@pytest.mark.parametrize(
    ("kind", "text", "words", "offered"),
    [
        ("ruleset", RULES + '  - code: "3"\n    measure: \n', "measure: \n", set(load_library().measures)),
        ("ruleset", RULES.replace("applies_to: commune", "applies_to: "), "applies_to: \n", {"commune", "district"}),
        ("ruleset", RULES.replace("class_ii", ""), "at_least: \n", {"class_i", "below_class_iv", "unknown"}),
        ("ruleset", RULES.replace("by: region", "by: "), "by: \n", {"region", "area_class", "year"}),
        ("amendment", "amends: \n", "amends: \n", set(load_library().versions)),
        ("cases", DOCUMENTS["cases"].replace(" II}", " }"), "area_class: }\n", {"I", "II", "III", "none"}),
        ("cases", "cases_for: \n", "cases_for: \n", set(load_library().versions)),
        ("dossier", "rulesets:\n  township: \n", "township: \n", set(load_library().versions)),
    ],
)
def test_the_names_of_the_library_are_offered_with_their_names(
    kind: str, text: str, words: str, offered: set[str], server: LanguageServer, folder: Path
) -> None:
    path, _ = opened(server, folder, kind, text)
    lines = [f"{line}\n" for line in path.read_text(encoding="utf-8").splitlines()]
    line = next(number for number, each in reversed(list(enumerate(lines))) if each.endswith(words))
    found = server.completions(path, line, lines[line].index(words) + words.index(": ") + 2)
    assert offered <= set(found)
    assert all(" / " in found[name] for name in offered - {"unknown"})


@pytest.mark.parametrize(
    ("kind", "after", "offered"),
    [
        ("ruleset", "      by: region", {"north_midlands_mountains", "mekong_delta"}),
        ("cases", "        clean_water_households: 99.9", {"income_per_capita", "food_safety_met"}),
        ("cases", '      "3.3": not_attained', {"3.1", "6", "recognition"}),
        ("dossier", "  township: vn/civilised-township", {"commune", "district"}),
    ],
)
def test_the_names_of_the_library_are_offered_as_keys(
    kind: str, after: str, offered: set[str], server: LanguageServer, folder: Path
) -> None:
    indent = len(after) - len(after.lstrip())
    path, _ = opened(server, folder, kind, DOCUMENTS[kind].replace(after, f"{after}\n{' ' * indent}"))
    line, _ = place(path, after)
    found = {name.strip('"'): said for name, said in server.completions(path, line + 1, indent).items()}
    assert offered <= set(found)
    assert all(" / " in found[name] for name in offered)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_init_writes_has_no_mistakes(language: str, server: LanguageServer, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["init", str(tmp_path), "--id", "x/y", "--language", language])
    assert done.exit_code == 0, done.output
    paths = [path for path in sorted(tmp_path.rglob("*.yaml")) if path.is_file()]
    assert len(paths) == 4
    assert {path.name: found for path in paths if (found := server.open(path))} == {}
    [rules] = [path for path in paths if "ruleset: x/y" in path.read_text(encoding="utf-8")]
    assert "Quy hoạch được phê duyệt / The plan is approved" in server.hover(rules, *place(rules, "y_plan_approved"))
