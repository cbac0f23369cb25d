"""The pytest plugin in an embedding project: case files are tests, and nothing else is touched."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]

CASES = """\
cases_for: vn/civilised-township
as_of: 2024-06-30
cases:
  - name: {vi: Nước sạch đủ, en: Clean water is met}
    given: {facts: {clean_water_households: 100}}
    expect: {"3.3": attained}
  - name: Nước sạch thiếu
    given: {facts: {clean_water_households: 99.9}}
    expect: {"3.3": attained}
"""
RULES = """\
ruleset: my/town
version: 2020-01-01
title: Của tôi
applies_to: township
instrument: {number: 1}
criteria:
  - {code: "1", name: Một, measure: mine, at_least: 5, provenance: {status: recalled}}
"""
MEASURES = "measures: {mine: {name: Của tôi}}\n"
OWN_CASES = (
    'cases_for: my/town\nas_of: 2024-06-30\ncases: [{name: Năm, given: {facts: {mine: 5}}, expect: {"1": attained}}]\n'
)


def _write(pytester: pytest.Pytester, name: str, text: str) -> None:
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


_ALONE = ("-p", "no:cacheprovider", "-p", "no:xdist")


def _run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    """In this process: to start another and read the package anew costs twenty times as much."""
    return pytester.runpytest_inprocess(*_ALONE, *words)


def _run_apart(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    """In a process of its own, as in a project that has installed the package."""
    return pytester.runpytest_subprocess(*_ALONE, *words)


def test_it_is_registered() -> None:
    [point] = [point for point in entry_points(group="pytest11") if point.name == "ntm_rules"]
    assert point.value == "ntm_rules.pytest_plugin"


def test_starting_up_imports_nothing_else() -> None:
    look = "import sys; import ntm_rules.pytest_plugin; print(sorted(m for m in sys.modules if m.startswith('ntm_rules.')))"
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['ntm_rules.pytest_plugin']"


def test_a_case_is_a_test(pytester: pytest.Pytester) -> None:
    _write(pytester, "tests/cases/water.yaml", CASES)
    done = _run_apart(pytester, "-v")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        [
            "tests/cases/water.yaml::Nước sạch đủ PASSED*",
            "tests/cases/water.yaml::Nước sạch thiếu FAILED*",
            "tests*cases*water.yaml:7: Nước sạch thiếu (tính đến 30/06/2024)",
            "*✗ 3.3  Hộ gia đình sử dụng nước sạch theo quy định (dòng 9)",
            "*mong đợi: Đạt",
            "*thực tế: Chưa đạt",
            "*99,9% < 100%, thiếu 0,1 điểm phần trăm",
            "FAILED tests/cases/water.yaml::Nước sạch thiếu*",
        ]
    )
    assert "Traceback" not in done.stdout.str()
    assert "pytest_plugin.py" not in done.stdout.str()


def test_one_case_can_be_chosen_by_its_name(pytester: pytest.Pytester) -> None:
    _write(pytester, "tests/cases/water.yaml", CASES)
    _run(pytester, "tests/cases/water.yaml::Nước sạch đủ").assert_outcomes(passed=1)
    _run(pytester, "-k", "thiếu").assert_outcomes(failed=1, deselected=1)


def test_junit_of_pytest_has_the_place(pytester: pytest.Pytester) -> None:
    _write(pytester, "tests/cases/water.yaml", CASES)
    _run(pytester, "--junit-xml=out.xml", "-o", "junit_family=xunit1")
    text = (pytester.path / "out.xml").read_text(encoding="utf-8")
    assert 'file="tests/cases/water.yaml" line="3"' in text
    assert 'file="tests/cases/water.yaml" line="6"' in text


def test_failures_in_english(pytester: pytest.Pytester) -> None:
    _write(pytester, "tests/cases/water.yaml", CASES)
    pytester.makeini("[pytest]\nntm_lang = en\n")
    _run(pytester).stdout.fnmatch_lines(["*expected: Attained", "*got: Not attained"])


def test_a_language_that_is_not_spoken(pytester: pytest.Pytester) -> None:
    _write(pytester, "tests/cases/water.yaml", CASES)
    pytester.makeini("[pytest]\nntm_lang = fr\n")
    assert "ntm_lang is vi or en, not 'fr'" in "".join((done := _run(pytester)).errlines + done.outlines)


def test_rules_of_the_project_are_found_beside_the_cases(pytester: pytest.Pytester) -> None:
    _write(pytester, "rulesets/my/town/2020-01-01.yaml", RULES)
    _write(pytester, "rulesets/measures.yaml", MEASURES)
    _write(pytester, "rulesets/my/town/cases/a.yaml", OWN_CASES)
    _run(pytester).assert_outcomes(passed=1)


def test_rules_of_the_project_where_the_settings_say(pytester: pytest.Pytester) -> None:
    _write(pytester, "law/my/town/2020-01-01.yaml", RULES)
    _write(pytester, "law/measures.yaml", MEASURES)
    _write(pytester, "checks/a.case.yaml", OWN_CASES)
    pytester.makeini("[pytest]\nntm_rulesets = law\nntm_cases = *.case.yaml\n")
    _run(pytester).assert_outcomes(passed=1)


def test_a_version_of_the_project_stands_in_place_of_the_shipped_one(pytester: pytest.Pytester) -> None:
    from ntm_rules.language.library import shipped_rulesets

    shipped = (shipped_rulesets() / "vn/civilised-township/2022-04-15.yaml").read_text(encoding="utf-8")
    _write(
        pytester,
        "rulesets/vn/civilised-township/2022-04-15.yaml",
        shipped.replace("at_least: 100", "at_least: 99.9", 1),
    )
    _write(pytester, "rulesets/vn/civilised-township/cases/water.yaml", CASES)
    _run(pytester).assert_outcomes(passed=2)


def test_mistakes_in_a_case_file_are_errors_of_collection(pytester: pytest.Pytester) -> None:
    _write(pytester, "cases/bad.yaml", CASES.replace("clean_water_households", "clean_water_houshold"))
    done = _run(pytester)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*bad.yaml:5:21: [[]NTM301[]]*", "*bad.yaml:8:21: [[]NTM301[]]*"])
    assert "Traceback" not in done.stdout.str()


def test_mistakes_in_the_rule_files_are_errors_of_collection(pytester: pytest.Pytester) -> None:
    _write(pytester, "rulesets/my/town/2020-01-01.yaml", RULES)
    _write(pytester, "rulesets/my/town/cases/a.yaml", OWN_CASES)
    done = _run(pytester)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*2020-01-01.yaml:7:*[[]NTM301[]]*mine*"])


def test_other_files_are_left_alone(pytester: pytest.Pytester) -> None:
    _write(pytester, "cases/other.yaml", "title: not ours\ncases_for: nothing\n")
    _write(pytester, "cases/broken.yaml", "{{{{")
    _write(pytester, "cases/binary.yaml", "\x00\x01")
    _write(pytester, "elsewhere/water.yaml", CASES)
    pytester.makepyfile("import sys\ndef test_ours():\n    assert 'ntm_rules.language' not in sys.modules\n")
    (pytester.path / "cases").rename(pytester.path / "others")
    _run_apart(pytester).assert_outcomes(passed=1)
    (pytester.path / "others").rename(pytester.path / "cases")
    pytester.makepyfile("def test_ours():\n    pass\n")
    _run_apart(pytester).assert_outcomes(passed=1)


def test_it_can_be_left_out(pytester: pytest.Pytester) -> None:
    _write(pytester, "cases/water.yaml", CASES)
    done = _run(pytester, "-p", "no:ntm_rules")
    assert done.ret == pytest.ExitCode.NO_TESTS_COLLECTED
