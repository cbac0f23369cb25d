"""Libraries of files: found, loaded, checked together, with everything that is wrong in one run."""

import os
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ntm_rules as ntm
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.diagnostics.mistakes import MOST_DIAGNOSTICS
from ntm_rules.language.library import load_library, overlaid, shipped_rulesets
from ntm_rules.language.reading import read_ruleset, ruleset_from_text
from ntm_rules.model import arguments
from ntm_rules.model.condition import Comparison
from ntm_rules.model.library import Library
from ntm_rules.model.measure import MeasureType
from ntm_rules.model.place import Place
from ntm_rules.model.problem import Diagnostic, RulesetError, Severity
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Fixed
from ntm_rules.model.values.condition_words import Operator

RECALLED = "provenance: {status: recalled}"


def _ruleset(
    id: str,
    version: str = "2024-01-01",
    *,
    asks: str = "criteria: all",
    kind: str = "commune",
    until: str = "",
    more: str = "",
) -> str:
    return f"""\
ruleset: {id}
version: {version}
{f"until: {until}" if until else "# no end"}
title: {id}
applies_to: {kind}
instrument: {{number: 1/QĐ}}
recognition: {{{asks}, {RECALLED}}}
criteria:
  - {{code: "1", name: Một, content: unknown, provenance: {{status: unknown}}}}
  - {{code: "2", name: Hai, attained: "vn/commune-ntm#1", {RECALLED}}}
{more}"""


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _found(diagnostics: list[Diagnostic]) -> list[tuple[str, str, int]]:
    """Code, file name and line."""
    return [(each.code, Path(each.place.file).name, each.place.line) for each in diagnostics if each.place]


@pytest.mark.slow
def test_the_shipped_library_is_without_fault() -> None:
    assert check_paths([shipped_rulesets()]) == []
    library = load_library()
    assert library == load_library(shipped_rulesets())
    assert library.ruleset("vn/civilised-township", date(2024, 6, 30)).version == date(2022, 4, 15)
    assert pickle.loads(pickle.dumps(library)) == library


def warned_of(paths: list[Path], shipped: Path) -> list[Diagnostic]:
    """What is wrong; the rules that no conclusion counts are a note (NTM342), and are left out here."""
    return [found for found in check_paths(paths, shipped=shipped) if found.severity is not Severity.NOTE]


def test_versions_oldest_first(tmp_path: Path, shipped: Path) -> None:
    _write(
        tmp_path,
        {
            "vn/a/2024-01-01.yaml": _ruleset("vn/a"),
            "vn/a/2022-01-01.yaml": _ruleset("vn/a", "2022-01-01", until="2023-12-31"),
            "vn/b/2023-01-01.yaml": _ruleset("vn/b", "2023-01-01", asks="attained: vn/a"),
        },
    )
    library = load_library(shipped, tmp_path)
    assert [ruleset.version.year for ruleset in library.versions["vn/a"]] == [2022, 2024]
    assert sorted(library.versions) == ["vn/a", "vn/b", "vn/commune-ntm"]
    assert warned_of([tmp_path], shipped) == []


def test_everything_in_one_run(tmp_path: Path, shipped: Path) -> None:
    """Mistakes of every stage, in several files: none hides another."""
    _write(
        tmp_path,
        {
            "a.yaml": _ruleset("vn/a", asks="measure: clean_watr, at_least: 3").replace("title: vn/a", "titel: A"),
            "b.yaml": "a: 1\n b: 2\n",
            "c.yaml": _ruleset("vn/c", "2024-13-01", more='  - {code: "1", name: Lại, measure: houses, required: yes}'),
            "measures.yaml": "measures:\n  m: {name: M, minimum: 2, maximum: 1, derive: {sum: [incme]}}\n",
        },
    )
    found = check_paths([tmp_path], shipped=shipped)
    assert _found([each for each in found if each.severity is Severity.ERROR]) == [
        ("NTM206", "a.yaml", 1),
        ("NTM205", "a.yaml", 4),
        ("NTM301", "a.yaml", 7),
        ("NTM115", "b.yaml", 2),
        ("NTM213", "c.yaml", 2),
        ("NTM206", "c.yaml", 11),
        ("NTM308", "c.yaml", 11),
        ("NTM404", "c.yaml", 11),
        ("NTM421", "measures.yaml", 2),
        ("NTM301", "measures.yaml", 2),
    ]
    with pytest.raises(RulesetError) as error:
        load_library(shipped, tmp_path)
    told = [each for each in error.value.diagnostics if each.severity is Severity.ERROR]
    assert len(told) == 10
    assert "Gần đúng nhất:" in error.value.render("vi")


def test_duplicate_version(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, {"one.yaml": _ruleset("vn/a"), "two.yaml": _ruleset("vn/a")})
    found = check_paths([tmp_path / "one.yaml", tmp_path / "two.yaml"], shipped=shipped)
    assert _found(found) == [("NTM309", "two.yaml", 2)]
    assert found[0].related == (Place(str(tmp_path / "one.yaml"), 2, 10, 20),)
    assert "01/01/2024" in found[0].message.vi
    assert "2024-01-01" in str(found[0].message.en)


def test_overlapping_versions(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, {"one.yaml": _ruleset("vn/a", "2022-01-01", until="2024-01-01"), "two.yaml": _ruleset("vn/a")})
    found = check_paths([tmp_path / "one.yaml", tmp_path / "two.yaml"], shipped=shipped)
    assert _found(found) == [("NTM316", "two.yaml", 2)]
    assert [place.line for place in found[0].related] == [3]


def test_path_of_a_file_in_a_folder(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, {"vn/a/2023-01-01.yaml": _ruleset("vn/a")})
    found = check_paths([tmp_path], shipped=shipped)
    assert [(each.code, each.severity) for each in found] == [("NTM314", Severity.WARNING)]
    assert "vn/a/2024-01-01.yaml" in found[0].message.vi
    assert check_paths([tmp_path / "vn/a/2023-01-01.yaml"], shipped=shipped) == []
    assert load_library(shipped, tmp_path).versions["vn/a"]


def test_a_part_of_a_library_folder_has_the_same_paths(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, {"vn/a/2024-01-01.yaml": _ruleset("vn/a")})
    assert check_paths([tmp_path / "vn" / "a"], shipped=shipped) == []


def test_measures_and_attributes_declared_twice(tmp_path: Path, shipped: Path) -> None:
    text = "measures:\n  m: {name: M}\nattributes:\n  a: {name: A}\n"
    _write(tmp_path, {"one.yaml": text, "two.yaml": text})
    found = check_paths([tmp_path], shipped=shipped)
    assert _found(found) == [("NTM310", "two.yaml", 2), ("NTM311", "two.yaml", 4)]
    assert all(each.related[0].file.endswith("one.yaml") for each in found)


def test_what_is_given_stands_in_place_of_what_is_shipped(tmp_path: Path, shipped: Path) -> None:
    commune = (shipped / "vn/commune-ntm/2020-01-01.yaml").read_text(encoding="utf-8")
    catalogue = (shipped / "measures.yaml").read_text(encoding="utf-8")
    _write(tmp_path, {"vn/commune-ntm/2020-01-01.yaml": commune, "measures.yaml": catalogue})
    assert warned_of([tmp_path], shipped) == []
    assert check_paths([shipped], shipped=shipped) == []
    assert check_paths([shipped / "measures.yaml", shipped], shipped=shipped) == []


@pytest.mark.parametrize(
    "back",
    [
        "attained: vn/a",
        "members: commune, attained: vn/a, count_at_least: 1",
        'attained: "vn/a#2"',
        "members: commune, mean: {criteria_attained: vn/a}, at_least: 1",
        "members: commune, meeting: {none_of: [{attained: vn/a}]}, count_at_least: 1",
    ],
)
def test_circle_of_rulesets(back: str, tmp_path: Path, shipped: Path) -> None:
    asks_b = _ruleset("vn/a", asks="criteria: all").replace('attained: "vn/commune-ntm#1"', "attained: vn/b")
    _write(tmp_path, {"a.yaml": asks_b, "b.yaml": _ruleset("vn/b", asks=back)})
    found = warned_of([tmp_path / "a.yaml", tmp_path / "b.yaml"], shipped)
    assert [each.code for each in found] == ["NTM312"]
    assert "vn/a#2 → vn/b" in found[0].render("vi")
    assert "vn/a#2 → vn/b" in found[0].render("en")
    places = {place.file for place in (found[0].place, *found[0].related) if place is not None}
    assert places == {str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")}


def test_no_circle_where_versions_do_not_meet(tmp_path: Path, shipped: Path) -> None:
    _write(
        tmp_path,
        {
            "vn/a/2020-01-01.yaml": _ruleset("vn/a", "2020-01-01", asks="attained: vn/b"),
            "vn/a/2024-01-01.yaml": _ruleset("vn/a"),
            "vn/b/2020-01-01.yaml": _ruleset("vn/b", "2020-01-01"),
            "vn/b/2024-01-01.yaml": _ruleset("vn/b", asks="attained: vn/a"),
        },
    )
    assert warned_of([tmp_path], shipped) == []


def test_rulesets_that_ask_for_rules_of_one_another_are_no_circle(tmp_path: Path, shipped: Path) -> None:
    _write(
        tmp_path,
        {
            "vn/a/2024-01-01.yaml": _ruleset("vn/a", asks="attained: vn/b"),
            "vn/b/2024-01-01.yaml": _ruleset("vn/b", asks='attained: "vn/a#1"'),
        },
    )
    assert warned_of([tmp_path], shipped) == []


def test_no_version_in_force_together(tmp_path: Path, shipped: Path) -> None:
    _write(
        tmp_path,
        {
            "vn/a/2024-01-01.yaml": _ruleset("vn/a", asks="attained: vn/b"),
            "vn/b/2022-01-01.yaml": _ruleset("vn/b", "2022-01-01", until="2022-12-31"),
        },
    )
    found = check_paths([tmp_path], shipped=shipped)
    assert [(each.code, each.severity) for each in found] == [
        ("NTM321", Severity.WARNING),
        ("NTM342", Severity.NOTE),
    ]


def test_a_version_that_begins_on_the_day_another_is_replaced_is_not_in_force_with_it(
    tmp_path: Path, shipped: Path
) -> None:
    _write(
        tmp_path,
        {
            "vn/a/2022-01-01.yaml": _ruleset("vn/a", "2022-01-01", asks="attained: vn/b"),
            "vn/a/2024-01-01.yaml": _ruleset("vn/a", asks="attained: vn/b"),
            "vn/b/2024-01-01.yaml": _ruleset("vn/b"),
        },
    )
    found = check_paths([tmp_path], shipped=shipped)
    assert _found([each for each in found if each.code == "NTM321"]) == [("NTM321", "2022-01-01.yaml", 7)]


@pytest.mark.parametrize(
    ("asks", "until", "expected"),
    [
        ("criteria: attained, ruleset: vn/b, since: 2021-12-31, increased_by_at_least: 1", "", ["NTM322"]),
        ("criteria: attained, ruleset: vn/b, since: 2023-12-31, increased_by_at_least: 1", "", []),
        ("members: village, mean: {criteria_attained: vn/b, since: 2021-12-31}, at_least: 1", "", ["NTM322"]),
        ("criteria: attained, ruleset: vn/b, since: 2024-12-31, increased_by_at_least: 1", "2024-12-31", ["NTM323"]),
        ("measure: poor, since: 2025-12-31, decreased_by_at_least: 1", "2024-12-31", ["NTM323"]),
        ("all_of: [{measure: poor, since: 2025-12-31, decreased_by_at_least: 1}]", "2024-12-31", ["NTM323"]),
        ("measure: poor, since: 2025-12-31, decreased_by_at_least: 1", "", []),
    ],
)
def test_a_change_since_a_day_on_which_nothing_is_in_force(
    asks: str, until: str, expected: list[str], tmp_path: Path, shipped: Path
) -> None:
    _write(
        tmp_path,
        {
            "vn/a/2024-01-01.yaml": _ruleset("vn/a", asks=asks, until=until),
            "vn/b/2022-01-01.yaml": _ruleset("vn/b", "2022-01-01"),
        },
    )
    found = check_paths([tmp_path], shipped=shipped)
    assert [each.code for each in found if each.code in ("NTM322", "NTM323")] == expected


def test_what_an_unread_file_may_declare_is_not_missed_elsewhere(tmp_path: Path, shipped: Path) -> None:
    broken = "measures:\n  dancing: {name: Múa\n"
    asks = "all_of: [{measure: dancing, at_least: 1}, {measure: singing, at_least: 1}]"
    _write(tmp_path, {"measures.yaml": broken, "a.yaml": _ruleset("vn/a", asks=asks)})
    found = [each for each in check_paths([tmp_path], shipped=shipped) if each.severity is Severity.ERROR]
    assert _found(found) == [("NTM301", "a.yaml", 7), ("NTM117", "measures.yaml", 2)]


def test_folders_that_hold_nothing(tmp_path: Path, shipped: Path) -> None:
    assert [each.code for each in check_paths([tmp_path, tmp_path / "none"], shipped=shipped)] == ["NTM101", "NTM101"]
    with pytest.raises(RulesetError, match="no \\.yaml files"):
        load_library(tmp_path)


def test_hidden_files_are_left_alone(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, {".git/x.yaml": "a: 1\n b: 2\n", "vn/a/2024-01-01.yaml": _ruleset("vn/a")})
    assert warned_of([tmp_path], shipped) == []


def test_warnings_do_not_stop_a_library(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, {"a.yaml": _ruleset("vn/a", kind="comune").replace("vn/commune-ntm#1", "vn/a#1")})
    assert {each.severity for each in check_paths([tmp_path], shipped=shipped)} == {Severity.WARNING}
    assert load_library(shipped, tmp_path).versions["vn/a"][0].applies_to == ("comune",)


def test_read_ruleset_from_text_and_from_a_file(tmp_path: Path, shipped: Path) -> None:
    library = load_library(shipped)
    text = _ruleset("vn/a")
    path = _write(tmp_path, {"any name.yaml": text}) / "any name.yaml"
    assert ruleset_from_text(text, library) == read_ruleset(path, library)
    assert library == load_library(shipped)


def test_read_ruleset_stands_in_place_of_the_same_version(shipped: Path) -> None:
    library = load_library(shipped)
    text = (shipped / "vn/commune-ntm/2020-01-01.yaml").read_text(encoding="utf-8")
    assert ruleset_from_text(text, library) == library.versions["vn/commune-ntm"][0]


def test_read_ruleset_tells_everything(shipped: Path) -> None:
    text = _ruleset("vn/a", asks="measure: clean_watr, at_least: 90").replace("title: vn/a\n", "")
    with pytest.raises(RulesetError) as error:
        ruleset_from_text(text, load_library(shipped))
    assert [each.code for each in error.value.diagnostics] == ["NTM206", "NTM301"]
    assert str(error.value).startswith("<text>:1:1: [NTM206] key 'title' is missing in a ruleset")


@pytest.mark.parametrize("text", ["", "measures: {}\n", "- a\n", "a: b: c\n", "amends: vn/a\n"])
def test_read_ruleset_of_what_is_no_ruleset(text: str) -> None:
    with pytest.raises(RulesetError):
        ruleset_from_text(text, Library())


@pytest.mark.slow
def test_very_many_mistakes_are_counted(tmp_path: Path, shipped: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(_ruleset("vn/a") + "".join(f"key_{number}: 1\n" for number in range(3000)), encoding="utf-8")
    found = check_paths([path], shipped=shipped)
    assert len(found) == MOST_DIAGNOSTICS + 1
    assert (found[-1].code, found[-1].message.vi) == ("NTM129", "còn 2000 lỗi nữa trong tệp này")


def test_a_diagnostic_in_full(tmp_path: Path, shipped: Path) -> None:
    path = tmp_path / "2024-01-01.yaml"
    path.write_text(_ruleset("vn/a", asks="measure: clean_watr, at_least: 90"), encoding="utf-8")
    (diagnostic,) = check_paths([path], shipped=shipped)
    assert diagnostic.render("vi") == "\n".join(
        [
            f'{path}:7:24: [NTM301] không có chỉ số "clean_watr"',
            "    7 | recognition: {measure: clean_watr, at_least: 90, provenance: {status: recalled}}",
            "      |                        ^^^^^^^^^^",
            '  Gần đúng nhất: "clean_water" (Tỷ lệ hộ sử dụng nước sạch, %).',
        ]
    )
    assert diagnostic.render("en").endswith("  nearest known measure: clean_water (Households with clean water, %)")


def test_case_files_are_looked_for_in_folders_named_cases(tmp_path: Path, shipped: Path) -> None:
    cases = "cases_for: vn/a\ncases: []\n"
    _write(
        tmp_path, {"vn/a/2024-01-01.yaml": _ruleset("vn/a"), "vn/a/cases/1.yaml": cases, "vn/a/cases/x/2.yml": cases}
    )
    assert warned_of([tmp_path], shipped) == []
    _write(tmp_path, {"vn/a/1.yaml": cases})
    [found] = check_paths([tmp_path], shipped=shipped)
    assert (found.code, found.place and found.place.line) == ("NTM220", 1)
    assert found.help is not None
    assert "in a folder named cases" in found.help.in_language("en")


def test_files_laid_over_a_library(tmp_path: Path, shipped: Path) -> None:
    """They stand in place of what has the same name; what is wrong with them is told, what could not be read is kept."""
    changed = _ruleset("vn/commune-ntm", "2020-01-01").replace('attained: "vn/commune-ntm#1"', "content: unknown")
    _write(
        tmp_path, {"a.yaml": changed, "b.yaml": _ruleset("vn/new"), "c.yaml": "measures: {poor: {name: Khác}, x: [}"}
    )
    laid = overlaid([tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml"], shipped)
    assert laid.library.versions["vn/commune-ntm"][0].title == Text("vn/commune-ntm")
    assert sorted(laid.library.versions) == ["vn/commune-ntm", "vn/new"]
    assert ("NTM120", "c.yaml", 1) in _found(laid.diagnostics)
    assert any("poor" in line for line in laid.unread)
    assert overlaid([], shipped).library == load_library(shipped)


def test_folders_are_laid_over_a_library_each_over_those_before_it(tmp_path: Path) -> None:
    for folder, named in (("base", "Một"), ("one", "Hai"), ("other", "Ba")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "m.yaml").write_text(f"measures:\n  water: {{name: {named}}}\n", encoding="utf-8")
    base, one, other = (tmp_path / folder for folder in ("base", "one", "other"))
    for over, named in (((), "Một"), ((one,), "Hai"), ((one, other), "Ba"), ((other, one), "Hai")):
        assert load_library(base, over=over).measures["water"].name.vi == named
        assert overlaid([], base, over=over).library.measures["water"].name.vi == named
    assert load_library(base, over=str(one)).measures["water"].name.vi == "Hai", "a text is one path, not its letters"
    assert overlaid([base], base, over=[one]).library.measures["water"].name.vi == "Một"
    assert {"water"} < {*load_library(over=[one]).measures}
    with pytest.raises(RulesetError):
        load_library(base, over=[tmp_path / "none"])


def test_what_makes_a_folder_a_dossier_is_no_rule_file(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "dossier.yaml").write_text("as_of: 2024-12-31\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text("measures:\n  water: {name: Nước}\n", encoding="utf-8")
    assert [*load_library(tmp_path).measures] == ["water"]


def test_files_that_stay_as_they_are_give_the_same_library(tmp_path: Path, shipped: Path) -> None:
    """Also where size and time are those of before: what counts is what stands in the file."""
    file = tmp_path / "thu.yaml"
    file.write_text(_ruleset("x/thu"), encoding="utf-8")
    before = load_library(shipped, tmp_path)
    assert load_library(shipped, tmp_path) is before
    stamp = file.stat()
    file.write_text(_ruleset("x/thu").replace("Một", "Mốt"), encoding="utf-8")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    after = load_library(shipped, tmp_path)
    assert (before.versions["x/thu"][0].criteria[0].name.vi, after.versions["x/thu"][0].criteria[0].name.vi) == (
        "Một",
        "Mốt",
    )
    file.write_text("ruleset: x/thu", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RulesetError):
            load_library(shipped, tmp_path)


@given(st.data())
def test_rulesets_of_parts_of_wrong_types_are_refused(data: st.DataObject) -> None:
    """Whatever part of a ruleset, at any depth, is of another type: every call that takes it says where."""
    library = ntm.load_library()
    ruleset = library.ruleset("vn/civilised-township", date(2024, 6, 30))

    def spoilt(value: Any) -> Any:
        """The value with one field, here or below, that no class of the model takes."""
        name = data.draw(st.sampled_from([each.name for each in attrs.fields(type(value))]))
        held = getattr(value, name)
        if attrs.has(type(held)) and data.draw(st.booleans()):
            return attrs.evolve(value, **{name: spoilt(held)})
        if isinstance(held, tuple) and held and attrs.has(type(held[0])) and data.draw(st.booleans()):
            at = data.draw(st.integers(0, len(held) - 1))
            return attrs.evolve(value, **{name: (*held[:at], spoilt(held[at]), *held[at + 1 :])})
        return attrs.evolve(value, **{name: data.draw(st.sampled_from([object(), 3j, b"50"]))})

    wrong = spoilt(ruleset)
    calls: list[Callable[[], object]] = [
        lambda: library.including(wrong),
        lambda: ntm.compile(wrong, date(2024, 6, 30), library),
        lambda: ntm.rule_file_text(wrong),
        lambda: ntm.to_plain(wrong),
    ]
    for call in calls:
        with pytest.raises(ntm.ArgumentError, match=r"^\[NTM627\] Ruleset\."):
            call()


@pytest.mark.parametrize(
    "case",
    [
        ("delta", 75),
        ("delta", Fixed(75.5)),  # type: ignore[arg-type]
        ("delta",),
        (7, Fixed(Decimal(75))),
    ],
)
def test_thresholds_by_an_attribute_with_cases_of_wrong_types_are_refused(case: Any) -> None:
    library = ntm.load_library()
    ruleset = library.ruleset("vn/civilised-township", date(2024, 6, 30))
    measure = next(id for id, each in library.measures.items() if each.type is MeasureType.NUMBER)
    threshold = ByAttribute("region", (case,), Fixed(Decimal(70)))
    first = attrs.evolve(
        ruleset.criteria[0], indicators=(), condition=Comparison(measure, Operator.AT_LEAST, threshold)
    )
    wrong = attrs.evolve(ruleset, criteria=(first, *ruleset.criteria[1:]))
    for call in (library.including, partial(ntm.compile, as_of=date(2024, 6, 30)), ntm.rule_file_text, ntm.to_plain):
        with pytest.raises(ntm.ArgumentError, match=r"^\[NTM627\] Ruleset\.criteria\[0\]\.condition\.threshold\.cases"):
            call(wrong)


def test_the_types_of_a_ruleset_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    library, day = ntm.load_library(), date(2024, 6, 30)
    ruleset = attrs.evolve(library.ruleset("vn/civilised-township", day))
    ntm.compile(ruleset, day, library)
    monkeypatch.setattr(arguments, "_fields_of", None)
    assert ntm.compile(ruleset, day, library.including(ruleset)).ruleset is ruleset
    with pytest.raises(TypeError):
        ntm.compile(attrs.evolve(ruleset), day, library)


def test_a_library_cannot_be_changed_and_hashes_by_its_content() -> None:
    library, again = load_library(), pickle.loads(pickle.dumps(load_library()))
    assert hash(library) == hash(again)
    for held in (library.measures, library.attributes, library.versions, library.including().measures):
        with pytest.raises(TypeError):
            held["new"] = None  # type: ignore[index]
