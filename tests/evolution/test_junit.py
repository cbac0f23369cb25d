"""Results of cases for machines: JUnit XML and JSON."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_rules.evolution.cases.case import Case, Situation
from ntm_rules.evolution.cases.reading.cases import cases_from_text
from ntm_rules.evolution.cases.run import CaseResult, run_case, run_cases
from ntm_rules.exchange.output.cases import case_results_to_plain
from ntm_rules.model.library import Library
from ntm_rules.model.text import Text
from ntm_rules.report.testing.junit import junit

from ..profiles import tried

TEXT = """\
cases_for: vn/district
as_of: 2024-12-31
cases:
  - name: {vi: "Một & <hai>", en: 'One & "two"'}
    expect: {"1": undetermined}
  - name: Ba
    given: {facts: {income: {2023-12-31: 41, 2024-12-31: 43.5}, poor: 1, households: 3}}
    expect: {"2": attained, "3": attained, "4": "?", "5": {outcome: not_attained, gap: 70/3}}
"""


@pytest.fixture(scope="module")
def results(case_library: Library) -> tuple[CaseResult, ...]:
    own = run_cases(cases_from_text(TEXT, case_library, "cases/a&b.yaml"), case_library)
    nothing = Case(Text("Hỏng"), "vn/nothing", Situation(date(2024, 1, 1), ()), own[0].case.expected)
    return (*own, run_case(nothing, case_library))


def _parsed(results: tuple[CaseResult, ...], library: Library) -> ElementTree.Element:
    return ElementTree.fromstring("".join(junit(results, library, "en")).encode())


def test_a_suite_for_each_ruleset_and_a_test_for_each_case(
    results: tuple[CaseResult, ...], case_library: Library
) -> None:
    root = _parsed(results, case_library)
    assert root.attrib == {"tests": "3", "failures": "1", "errors": "1", "skipped": "0"}
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("errors")) for suite in root] == [
        ("vn/district", "2", "1", "0"),
        ("vn/nothing", "1", "0", "1"),
    ]
    passed, failed, refused = root.iter("testcase")
    assert passed.attrib == {
        "classname": "vn/district",
        "name": 'One & "two"',
        "file": "cases/a&b.yaml",
        "line": "4",
    }
    assert len(passed) == 0
    [failure] = failed
    assert (failure.tag, failure.get("type")) == ("failure", "outcome")
    assert failure.get("message") == (
        "2: expected: Attained; got: Not attained; 3: expected: Attained; got: Undetermined; "
        "4: expected: not confirmed by a person yet (?); got: Undetermined"
    )
    assert failure.text is not None
    assert failure.text.splitlines()[0] == "cases/a&b.yaml:6: Ba (as of 31 Dec 2024)"
    assert "2.5 million VND/person/year < 3" in failure.text
    [error] = refused
    assert (error.tag, error.get("type")) == ("error", "NTM601")
    assert refused.get("file") is None


@given(st.text(max_size=30))
@settings(max_examples=tried(0.6))
def test_any_name_makes_good_xml(results: tuple[CaseResult, ...], case_library: Library, name: str) -> None:
    named = [evolve(one, case=evolve(one.case, name=Text(name), ruleset=one.case.ruleset)) for one in results]
    root = _parsed(tuple(named), case_library)
    assert len(list(root.iter("testcase"))) == 3


def test_json_has_what_was_expected_and_what_came(results: tuple[CaseResult, ...]) -> None:
    plain = case_results_to_plain(results)
    assert json.loads(json.dumps(plain)) == plain
    assert plain["totals"] == {"cases": 3, "expectations": 6, "failed": 3, "not_confirmed": 1}
    first, second, third = plain["cases"]
    assert first["name"] == {"vi": "Một & <hai>", "en": 'One & "two"'}
    assert first["place"] == {"file": "cases/a&b.yaml", "line": 4, "column": 11}
    assert [one["passed"] for one in second["expectations"]] == [False, False, False, True]
    assert second["expectations"][3] == {
        "rule": "vn/district#5",
        "version": "2020-01-01",
        "place": {"file": "cases/a&b.yaml", "line": 8, "column": 54},
        "passed": True,
        "differences": [],
        "expected": {"outcome": "not_attained", "gap": "70/3"},
        "came": {"outcome": "not_attained", "gap": "70/3", "reasons": ["compared"]},
    }
    assert second["expectations"][2]["expected"] == {"outcome": None}
    assert third["diagnostics"][0]["code"] == "NTM601"
    assert third["place"] is None
