"""Case files to cases: what is given, what is expected, and where it was written."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from ntm_rules.evolution.cases.case import Case, Expected
from ntm_rules.evolution.cases.locations import case_files, holds_cases, holds_rules, is_case_file, rules_beside
from ntm_rules.evolution.cases.reading.cases import cases_from_text, cases_in, check_cases, read_cases
from ntm_rules.evolution.cases.writing import cases_text
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.library import load_library
from ntm_rules.model.decision import ReasonKind
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.place import Place
from ntm_rules.model.problem import CasesError
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit
from ntm_rules.model.values.interval import Interval

DAY = date(2024, 6, 30)


def _one(given: str, library: Library, ruleset: str = "vn/district", expect: str = '{"1": attained}') -> Case:
    """The one case of a file in which this is given."""
    text = f"cases_for: {ruleset}\nas_of: 2024-06-30\ncases:\n  - name: Một\n    given: {given}\n    expect: {expect}\n"
    [case] = cases_from_text(text, library)
    return case


def _facts(statements: Iterable[Statement]) -> list[tuple[object, ...]]:
    return [(one.unit, one.measure, one.value, one.as_of) for one in statements if isinstance(one, Fact)]


def test_the_whole_form(case_library: Library) -> None:
    text = """\
cases_for: vn/district
as_of: 2024-06-30
given:
  attributes: {region: delta}
  facts: {income: 40}
cases:
  - name: {vi: Mọi xã đạt, en: Every commune attains}
    as_of: 2024-12-31
    given:
      attributes: {language: Thái}
      facts: {order: fair}
      attestations: {"1": met}
      above: [{kind: province, facts: {income: 50}}, {kind: country}]
      members: [{kind: commune, count: 2, attestations: {vn/commune: met}}, {kind: commune, code: BB}]
    expect:
      "1": attained
      recognition: {outcome: not_attained, gap: -0.5, reason: compared}
      "4": "?"
  - name: Hai
    expect: {"2": Chưa  Đạt}
"""
    first, second = cases_from_text(text, case_library, "f.yaml")
    last = date(2024, 12, 31)
    assert first.name == Text("Mọi xã đạt", "Every commune attains")
    assert first.ruleset == "vn/district"
    assert first.situation.as_of == last
    assert first.situation.units == (
        Unit("A1", "A1", "province", "A2"),
        Unit("A2", "A2", "country"),
        Unit("U", "U", "district", "A1", {"region": "delta", "language": "Thái"}),
        Unit("M1", "M1", "commune", "U"),
        Unit("M2", "M2", "commune", "U"),
        Unit("BB", "BB", "commune", "U"),
    )
    assert set(first.situation.statements) == {
        Fact("U", "income", 40, last),
        Fact("U", "order", "fair", last),
        Attestation("U", RuleKey("vn/district", "1"), Finding.MET, last),
        Fact("A1", "income", 50, last),
        Attestation("M1", RuleKey("vn/commune"), Finding.MET, last),
        Attestation("M2", RuleKey("vn/commune"), Finding.MET, last),
    }
    assert first.expected == (
        Expected("1", Outcome.ATTAINED),
        Expected("recognition", Outcome.NOT_ATTAINED, Decimal("-0.5"), ReasonKind.COMPARED),
        Expected("4", None),
    )
    assert first.place == Place("f.yaml", 7, 11, first.place.end_column if first.place else None)
    assert [one.place.line for one in first.expected if one.place] == [16, 17, 18]
    assert second.situation.as_of == DAY
    assert second.situation.units == (Unit("U", "U", "district", None, {"region": "delta"}),)
    assert second.expected == (Expected("2", Outcome.NOT_ATTAINED),)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("97", Decimal(97)),
        ("97.20", Decimal("97.20")),
        ("99.99", Decimal("99.99")),
        ("not_reported", Absence.NOT_REPORTED),
        ("Chưa báo cáo", Absence.NOT_REPORTED),
        ("chưa có số liệu", Absence.NOT_REPORTED),
        ("không áp dụng", Absence.NOT_APPLICABLE),
        ("not_yet_due", Absence.NOT_YET_DUE),
        ("chưa đến kỳ báo cáo", Absence.NOT_YET_DUE),
        ("đang xác minh", Absence.DISPUTED),
    ],
)
def test_figures_are_exact_and_absences_are_words(written: str, value: object, case_library: Library) -> None:
    [fact] = _one(f"{{facts: {{water: {written}}}}}", case_library).situation.statements
    assert isinstance(fact, Fact)
    assert (fact.value, type(fact.value)) == (value, type(value))
    assert str(fact.value) == str(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("met", Finding.MET),
        ("Đạt", Finding.MET),
        ("not_met", Finding.NOT_MET),
        ("không đạt", Finding.NOT_MET),
        ("chưa đạt", Finding.NOT_MET),
        ("basically_met", Finding.BASICALLY_MET),
        ("CƠ BẢN ĐẠT", Finding.BASICALLY_MET),
        ("disputed", Absence.DISPUTED),
    ],
)
def test_findings_in_both_languages(written: str, value: object, case_library: Library) -> None:
    given = f'{{facts: {{works: {written}}}, attestations: {{"1": {written}}}}}'
    fact, attestation = _one(given, case_library).situation.statements
    assert fact.value is attestation.value is value


def test_accents_composed_or_not_are_the_same_word(case_library: Library) -> None:
    [fact] = _one("{facts: {works: đa\u0323t}}", case_library).situation.statements
    assert fact.value is Finding.MET


def test_reports_of_several_days_and_reports_that_differ(case_library: Library) -> None:
    given = (
        "{facts: {income: {2023-12-31: 41, 2024-06-30: [44, 44.5]}, houses: [0, 1]},"
        ' attestations: {"1": {2023-12-31: met}, "2": [met, not_met]}}'
    )
    made = _one(given, case_library).situation.statements
    assert _facts(made) == [
        ("U", "income", Decimal(41), date(2023, 12, 31)),
        ("U", "income", Decimal(44), DAY),
        ("U", "income", Decimal("44.5"), DAY),
        ("U", "houses", Decimal(0), DAY),
        ("U", "houses", Decimal(1), DAY),
    ]
    assert [(one.rule.code, one.value, one.as_of) for one in made if isinstance(one, Attestation)] == [
        ("1", Finding.MET, date(2023, 12, 31)),
        ("2", Finding.MET, DAY),
        ("2", Finding.NOT_MET, DAY),
    ]


def test_facts_know_where_they_were_written(case_library: Library) -> None:
    [fact] = _one("{facts: {water: 97}}", case_library).situation.statements
    assert fact.place is not None
    assert (fact.place.line, fact.place.column) == (5, 28)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ('"> 90"', "90.01", None),
        ("75-78", "75", "78"),
        ("~49", "48", "50"),
        ('"từ 90 %"', "90", None),
        ('"<= 9,5"', None, None),
    ],
)
def test_printed_figures(written: str, low: str | None, high: str | None, case_library: Library) -> None:
    given = f"{{facts: {{water: {written}}}}}"
    if low is None:
        with pytest.raises(CasesError, match="NTM211"):
            _one(given, case_library)
        return
    case = _one(given, case_library)
    [fact] = case.situation.statements
    assert isinstance(fact, Fact)
    assert fact.value == Interval(Decimal(low), None if high is None else Decimal(high))
    [again] = cases_from_text(cases_text([case]), case_library)
    assert again.situation == case.situation


def test_an_attestation_names_its_text_and_a_council_its_status(case_library: Library) -> None:
    given = (
        '{attestations: {"1@2020-01-01": met, "2": not_met}, published: {"1": cơ bản đạt chuẩn, recognition: attained}}'
    )
    case = _one(given, case_library)
    day = date(2020, 1, 1)
    assert set(case.situation.statements) == {
        Attestation("U", "vn/district#1@2020-01-01", True, DAY),
        Attestation("U", "vn/district#2", Finding.NOT_MET, DAY),
        PublishedDecision("U", "vn/district#1", "basically_attained", DAY),
        PublishedDecision("U", "vn/district", Outcome.ATTAINED, DAY),
    }
    assert [one.version for one in case.situation.statements if isinstance(one, Attestation)] == [day, None]
    [again] = cases_from_text(cases_text([case]), case_library)
    assert again.situation == case.situation


def test_what_is_attested_of_a_rule_replaces_what_all_cases_share_of_it(case_library: Library) -> None:
    text = (
        'cases_for: vn/district\nas_of: 2024-06-30\ngiven: {attestations: {"1": met}}\ncases:\n  - name: Một\n'
        '    given: {attestations: {"1@2020-01-01": not_met}}\n    expect: {"1": not_attained}\n'
    )
    [case] = cases_from_text(text, case_library)
    assert [(one.value, one.version) for one in case.situation.statements if isinstance(one, Attestation)] == [
        (Finding.NOT_MET, date(2020, 1, 1))
    ]


def test_members_of_members(case_library: Library) -> None:
    given = "{members: [{kind: commune, count: 2, members: [{kind: village, count: 2, facts: {poor: 3}}]}]}"
    situation = _one(given, case_library).situation
    assert [(unit.code, unit.parent) for unit in situation.units] == [
        ("U", None),
        ("M1", "U"),
        ("M2", "M1"),
        ("M3", "M1"),
        ("M4", "U"),
        ("M5", "M4"),
        ("M6", "M4"),
    ]
    assert [one.unit for one in situation.statements] == ["M2", "M3", "M5", "M6"]


def test_what_all_cases_share_is_laid_under_each(case_library: Library) -> None:
    text = """\
cases_for: vn/district
as_of: 2024-06-30
given:
  attributes: {region: delta, language: Thái}
  facts: {income: {2023-12-31: 40, 2024-06-30: 41}, order: good}
  attestations: {"1": met}
  above: [{kind: province}]
  members: [{kind: commune, count: 3}]
cases:
  - name: Như cũ
    expect: {"1": attained}
  - name: Khác
    given:
      attributes: {region: mountains}
      facts: {income: 43}
      attestations: {"2": met}
      members: []
    expect: {"1": attained}
"""
    same, other = cases_from_text(text, case_library)
    assert len(same.situation.units) == 5
    assert len(same.situation.statements) == 4
    assert [unit.code for unit in other.situation.units] == ["A1", "U"]
    assert other.situation.units[1].attributes == {"region": "mountains", "language": "Thái"}
    assert set(other.situation.statements) == {
        Fact("U", "income", 43, DAY),
        Fact("U", "order", "good", DAY),
        Attestation("U", RuleKey("vn/district", "1"), Finding.MET, DAY),
        Attestation("U", RuleKey("vn/district", "2"), Finding.MET, DAY),
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("attained", Expected("1", Outcome.ATTAINED)),
        ("đạt", Expected("1", Outcome.ATTAINED)),
        ("không áp dụng", Expected("1", Outcome.NOT_APPLICABLE)),
        ("Chưa xác định", Expected("1", Outcome.UNDETERMINED)),
        ('"?"', Expected("1", None)),
        ('{outcome: "?", gap: 3}', Expected("1", None, Decimal(3))),
        ("{outcome: đạt, gap: 100/3}", Expected("1", Outcome.ATTAINED, Fraction(100, 3))),
        ("{outcome: đạt, gap: -1/4}", Expected("1", Outcome.ATTAINED, Decimal("-0.25"))),
        ("{outcome: attained, reason: no_members}", Expected("1", Outcome.ATTAINED, None, ReasonKind.NO_MEMBERS)),
    ],
)
def test_expectations(written: str, expected: Expected, case_library: Library) -> None:
    assert _one("{}", case_library, expect=f'{{"1": {written}}}').expected == (expected,)


@pytest.mark.parametrize("points", [Decimal(5), Decimal("1.234"), Fraction(100, 3)])
def test_points_expected_are_written_as_they_are_read(points: Decimal | Fraction, case_library: Library) -> None:
    case = evolve(_one("{}", case_library), expected=(Expected("1", Outcome.ATTAINED, points=points),))
    [again] = cases_from_text(cases_text([case]), case_library)
    assert again.expected == case.expected


def test_expectations_of_another_ruleset(case_library: Library, tmp_path: Path) -> None:
    other = "ruleset: vn/town-b\nversion: 2020-01-01\ntitle: B\napplies_to: township\ninstrument: {number: 1}\n" + (
        'criteria: [{code: "1", name: Một, content: unknown, provenance: {status: unknown}}]\n'
    )
    (tmp_path / "b.yaml").write_text(other, encoding="utf-8")
    library = load_library(tmp_path)
    both = Library(case_library.measures, case_library.attributes, {**case_library.versions, **library.versions})
    text = 'cases_for: vn/town-b\nas_of: 2023-06-30\ncases: [{name: A, expect: {"1": "?", vn/town: "?", "vn/town#1.1": "?"}}]\n'
    [case] = cases_from_text(text, both)
    assert [one.code for one in case.expected] == ["1", "vn/town", "vn/town#1.1"]
    assert [case.rule(one) for one in case.expected] == [
        RuleKey("vn/town-b", "1"),
        RuleKey("vn/town"),
        RuleKey("vn/town", "1.1"),
    ]


def test_the_version_in_force_is_that_of_the_case(case_library: Library) -> None:
    text = """\
cases_for: vn/town
as_of: 2022-12-31
cases:
  - {name: Trước, expect: {"1.2": "?"}}
  - {name: Sau, as_of: 2025-12-31, expect: {"1.3": "?"}}
"""
    assert [case.expected[0].code for case in cases_from_text(text, case_library)] == ["1.2", "1.3"]


CASE = 'cases_for: vn/town\nas_of: 2022-12-31\ncases: [{name: Một, expect: {"1": undetermined}}]\n'


@pytest.fixture
def project(tmp_path: Path, case_rules: Path) -> Path:
    """A folder with case files of every kind of place, and rule files."""
    for name in (
        "rulesets/vn/town/cases/a.yaml",
        "rulesets/vn/town/cases/deeper/b.yml",
        "rulesets/vn/town/cases/.hidden.yaml",
        "rulesets/vn/town/cases/readme.txt",
        "elsewhere/cases/c.yaml",
        "elsewhere/d.yaml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CASE, encoding="utf-8")
    (tmp_path / "rulesets/vn/town/2020-01-01.yaml").write_bytes((case_rules / "vn/town/2020-01-01.yaml").read_bytes())
    (tmp_path / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    return tmp_path


def test_which_files_are_case_files(project: Path) -> None:
    def names(*paths: Path) -> list[str]:
        return [path.relative_to(project).as_posix() for path in case_files(paths)[0]]

    own = ["rulesets/vn/town/cases/a.yaml", "rulesets/vn/town/cases/deeper/b.yml"]
    assert names(project) == ["elsewhere/cases/c.yaml", *own]
    assert names(project / "rulesets" / "vn" / "town" / "cases") == own
    assert names(project / "elsewhere" / "d.yaml", project / "elsewhere") == [
        "elsewhere/d.yaml",
        "elsewhere/cases/c.yaml",
    ]
    assert names(project / "elsewhere", project / "elsewhere") == ["elsewhere/cases/c.yaml"]


def test_which_paths_hold_cases_and_which_rules(project: Path) -> None:
    town = project / "rulesets" / "vn" / "town"
    assert (holds_cases(town), holds_rules(town)) == (True, True)
    assert (holds_cases(town / "cases"), holds_rules(town / "cases")) == (True, False)
    assert (holds_cases(town / "2020-01-01.yaml"), holds_rules(town / "2020-01-01.yaml")) == (False, True)
    assert (holds_cases(project / "elsewhere" / "d.yaml"), holds_rules(project / "elsewhere" / "d.yaml")) == (
        True,
        False,
    )


@pytest.mark.parametrize("start", ["", "# a\n\n# b\n", "---\n", "\ufeff", "  \n"])
def test_a_case_file_is_known_by_its_first_key(tmp_path: Path, start: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(start + CASE, encoding="utf-8")
    assert is_case_file(path)
    path.write_text(start + "title: x\n" + CASE, encoding="utf-8")
    assert not is_case_file(path)
    assert not is_case_file(tmp_path / "nothing.yaml")


def test_rule_files_that_cases_belong_to(project: Path) -> None:
    town = project / "rulesets" / "vn" / "town"
    version = [town / "2020-01-01.yaml"]
    for path in (project / "rulesets", town, town / "cases", town / "cases" / "a.yaml", project):
        assert rules_beside([path]) == version, path
    assert rules_beside([project / "elsewhere" / "d.yaml"]) == []
    assert rules_beside([project / "elsewhere"]) == []


def test_rule_files_are_found_from_where_one_stands(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "rulesets" / "vn" / "town" / "cases")
    [found] = rules_beside([Path("a.yaml")])
    assert found.resolve() == (project / "rulesets/vn/town/2020-01-01.yaml").resolve()


def test_case_files_are_no_rule_files(project: Path, case_rules: Path) -> None:
    rules = project / "rulesets"
    (rules / "measures.yaml").write_bytes((case_rules / "measures.yaml").read_bytes())
    assert list(load_library(rules).versions) == ["vn/town"]
    assert check_paths([rules], shipped=case_rules) == []


def test_cases_of_files_and_folders(project: Path, case_library: Library) -> None:
    assert len(cases_in([project], case_library)) == 3
    path = project / "elsewhere" / "d.yaml"
    assert read_cases(path, case_library) == read_cases(str(path), case_library) == cases_in([path], case_library)
    assert check_cases([project / "rulesets"], case_library) == []


def test_a_folder_without_case_files(tmp_path: Path, case_library: Library) -> None:
    with pytest.raises(CasesError) as error:
        cases_in([tmp_path], case_library)
    [found] = error.value.diagnostics
    assert (found.code, found.place) == ("NTM930", Place(str(tmp_path)))
    assert check_cases([tmp_path], case_library) == []


def test_what_may_stand_in_a_file_that_cannot_be_read_is_not_complained_of(
    tmp_path: Path, case_library: Library
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "cases_for: vn/new\nas_of: 2024-01-01\ncases: [{name: A, given: {facts: {new_one: 1, old: 1}}, expect: {'1': đạt}}]\n",
        encoding="utf-8",
    )
    assert {found.code for found in check_cases([path], case_library)} == {"NTM301", "NTM305"}
    left = check_cases([path], case_library, ["ruleset: vn/new", "measures: {new_one: {"])
    assert [(found.code, found.message.en) for found in left] == [("NTM301", "unknown measure 'old'")]
