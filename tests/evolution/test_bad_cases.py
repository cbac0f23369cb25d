"""Mistakes in case files: each with its code, its place, and what to write instead; all of them in one run."""

import string
from pathlib import Path

import pytest

from ntm_rules.evolution.cases import messages as case_messages
from ntm_rules.evolution.cases.messages import ALL_MESSAGES, CASE_MESSAGES
from ntm_rules.evolution.cases.reading.case_facts import MOST_MEMBERS
from ntm_rules.evolution.cases.reading.cases import MOST_CASES, cases_from_text, cases_in, check_cases, read_cases
from ntm_rules.language.library import overlaid
from ntm_rules.language.yaml.source import MOST_BYTES
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CasesError, Diagnostic, Message, Severity

HEAD = "cases_for: vn/district\nas_of: 2024-06-30\ncases:\n"


def _found(text: str, library: Library) -> tuple[Diagnostic, ...]:
    with pytest.raises(CasesError) as error:
        cases_from_text(text, library, "f.yaml")
    return error.value.diagnostics


def _given(given: str, library: Library) -> Diagnostic:
    """The one mistake in what is given; it stands in line 5."""
    [found] = _found(f'{HEAD}  - name: Một\n    given: {given}\n    expect: {{"1": attained}}\n', library)
    assert found.place is not None
    assert found.place.line == 5
    assert found.source_line in (f"    given: {given}", None)
    return found


def _pointed_at(found: Diagnostic) -> str:
    """The text that the caret underlines."""
    assert found.place is not None
    assert found.source_line is not None
    return found.source_line[found.place.column - 1 : (found.place.end_column or 0) - 1]


@pytest.mark.parametrize(
    ("given", "code", "at", "said"),
    [
        ("{fact: {}}", "NTM205", "fact", "nearest known key: facts"),
        ("[a]", "NTM201", "[a]", None),
        ("{facts: 3}", "NTM201", "3", None),
        ("{facts: {waterr: 3}}", "NTM301", "waterr", "nearest known measure: water (Clean water, %)"),
        ("{facts: {income: 3,5}}", "NTM205", "5", None),
        ('{facts: {income: "3,5"}}', "NTM211", '"3,5"', "write the decimals after a point: 3.5"),
        ('{facts: {income: "3.5"}}', "NTM211", '"3.5"', "leave the quotes out: 3.5"),
        ("{facts: {water: 95 %}}", "NTM211", "95 %", "leave the % out: 95"),
        ("{facts: {water: 1e2}}", "NTM211", "1e2", "write all digits, without an exponent"),
        ("{facts: {water: yes}}", "NTM541", "yes", "name the rule"),
        ("{facts: {water: }}", "NTM204", "water", None),
        ("{facts: {water: 97.123}}", "NTM535", "97.123", None),
        ("{facts: {water: 100.01}}", "NTM540", "100.01", None),
        ("{facts: {water: -1}}", "NTM540", "-1", None),
        ("{facts: {houses: 0.5}}", "NTM535", "0.5", None),
        ("{facts: {income: 1000000000000000000000000000000000}}", "NTM226", "1000000000000000000000000000000000", None),
        ("{facts: {water: []}}", "NTM219", "[]", None),
        ("{facts: {water: [97, [98]]}}", "NTM203", "[98]", None),
        ("{facts: {water: {hôm qua: 97}}}", "NTM213", "hôm qua", None),
        ("{facts: {water: {2024-02-30: 97}}}", "NTM213", "2024-02-30", None),
        ("{facts: {water: {30/06/2024: 97}}}", "NTM213", "30/06/2024", "nearest: 2024-06-30"),
        ("{facts: {water: {2024-06-30: {a: b}}}}", "NTM203", "{a: b}", None),
        ("{facts: {houses: 1.000}}", "NTM535", "1.000", "write 1000 for the whole number, 1 for the decimal"),
        ("{facts: {water: 12.500}}", "NTM535", "12.500", "write 12500 for the whole number, 12.5 for the decimal"),
        ("{facts: {income: 39.000}}", "NTM243", "39.000", "39.000 can be read two ways: 39000, or 39"),
        ('{facts: {houses: "1.000"}}', "NTM211", '"1.000"', "write 1000"),
        ('{facts: {houses: "1,000"}}', "NTM211", '"1,000"', "write 1000"),
        ("{facts: {houses: 1,000}}", "NTM205", "000", "write 1000 for the whole number, 1 for the decimal"),
        ("{facts: {houses: 95.0}}", "NTM535", "95.0", "write 95, without the zeros"),
        ("{facts: {houses: đạt}}", "NTM541", "đạt", None),
        ("{members: [{kind: commune, count: 1.000}]}", "NTM211", "1.000", "write 1000"),
        ("{facts: {works: 1}}", "NTM544", "1", "words in use: met, not_met"),
        ("{facts: {works: mett}}", "NTM544", "mett", "nearest known: met;"),
        ("{facts: {order: fiar}}", "NTM545", "fiar", "nearest known: fair"),
        ("{facts: {order: 3}}", "NTM545", "3", "the levels: weak (weak), fair (Khá), good (good)"),
        ("{attributes: {regoin: delta}}", "NTM302", "regoin", "nearest known attribute: region (Region)"),
        ("{attributes: {region: dleta}}", "NTM303", "dleta", "nearest known value: delta"),
        ('{attributes: {region: " delta"}}', "NTM303", '" delta"', "nearest known value: delta"),
        ("{attributes: {region: Delta}}", "NTM303", "Delta", "nearest known value: delta"),
        ("{attributes: {region: [delta]}}", "NTM203", "[delta]", None),
        ('{attestations: {"9": met}}', "NTM306", '"9"', None),
        ("{attestations: {1: met}}", "NTM210", "1", 'write "1"'),
        ('{attestations: {"1": yes}}', "NTM215", "yes", None),
        ("{attestations: {vn/distrct: met}}", "NTM305", "vn/distrct", "nearest known ruleset: vn/district"),
        ("{attestations: {vn/district@2020: met}}", "NTM616", "vn/district@2020", None),
        ('{attestations: {"1@2020-01-02": met}}', "NTM616", '"1@2020-01-02"', "the versions: 2020-01-01"),
        ('{published: {"1@2020-01-01": attained}}', "NTM216", '"1@2020-01-01"', None),
        ("{published: {recognition: met}}", "NTM215", "met", None),
        ("{facts: {water: 78-75}}", "NTM559", "78-75", None),
        ("{facts: {water: 75-101}}", "NTM540", "75-101", None),
        ("{attestations: {vn/commune: met}}", "NTM919", "vn/commune", None),
        ('{members: [{kind: commune, attestations: {"1": met}}]}', "NTM919", '"1"', None),
        ("{members: [{count: 3}]}", "NTM206", "count", None),
        ("{members: {kind: commune}}", "NTM202", "{kind: commune}", None),
        ("{members: [commune]}", "NTM201", "commune", None),
        ("{members: [{kind: comune}]}", "NTM917", "comune", "nearest known kind of unit: commune"),
        ("{members: [{kind: xyz}]}", "NTM917", "xyz", None),
        ("{members: [{kind: district}]}", "NTM915", "district", None),
        ("{members: [{kind: province}]}", "NTM915", "province", None),
        ("{members: [{kind: village, members: [{kind: commune}]}]}", "NTM915", "commune", None),
        ("{members: [{kind: commune, count: 0}]}", "NTM916", "0", None),
        ("{members: [{kind: commune, count: -1}]}", "NTM211", "-1", None),
        ("{members: [{kind: commune, count: 1.5}]}", "NTM211", "1.5", None),
        ("{members: [{kind: commune, count: 2, code: BB}]}", "NTM912", "2", None),
        ("{members: [{kind: commune, count: 2, members: [{kind: village, code: BB}]}]}", "NTM912", "2", None),
        ("{members: [{kind: commune, code: BB}, {kind: commune, code: BB}]}", "NTM913", "BB", None),
        ("{members: [{kind: commune, code: U}]}", "NTM913", "U", None),
        ("{members: [{kind: commune, code: M7}]}", "NTM913", "M7", None),
        ("{members: [{kind: commune, code: a b}]}", "NTM216", "a b", None),
        (f"{{members: [{{kind: commune, count: {MOST_MEMBERS + 1}}}]}}", "NTM906", None, None),
        ("{members: [{kind: commune, count: 40, members: [{kind: village, count: 40}]}]}", "NTM906", None, None),
        (f"{{members: [{', '.join(['{kind: commune}'] * (MOST_MEMBERS + 1))}]}}", "NTM906", None, None),
        ("{above: [{kind: commune}]}", "NTM914", "commune", "write the nearest one first"),
        ("{above: [{kind: country}, {kind: province}]}", "NTM914", "province", "write the nearest one first"),
        ("{above: [{kind: province}, {kind: province}]}", "NTM918", "province", None),
        ("{above: [{kind: province, count: 2}]}", "NTM205", "count", None),
        ("{above: {kind: province}}", "NTM202", "{kind: province}", None),
        ("{facts: {water: &a 3}}", "NTM108", None, None),
        ("{facts: {water: !!str 3}}", "NTM109", None, None),
        ("{facts: {water: 3, water: 4}}", "NTM111", "water", "keep one of them"),
    ],
)
def test_what_is_given(given: str, code: str, at: str | None, said: str | None, case_library: Library) -> None:
    found = _given(given, case_library)
    assert found.code == code
    assert at is None or _pointed_at(found) == at
    shown = found.render("en")
    assert said is None or said in shown
    assert found.render("vi") != shown


def _expect(expect: str, library: Library) -> Diagnostic:
    [found] = _found(f"{HEAD}  - name: Một\n    expect: {expect}\n", library)
    assert found.place is not None
    assert found.place.line == 5
    return found


@pytest.mark.parametrize(
    ("expect", "code", "at", "said"),
    [
        ("{}", "NTM920", "{}", None),
        ("attained", "NTM201", "attained", None),
        ('{"11": attained}', "NTM904", '"11"', "known codes: 1, 2, 3, 4, 5, 6, recognition"),
        ("{recognitions: attained}", "NTM904", "recognitions", "nearest known code: recognition"),
        ("{maintenance: attained}", "NTM904", "maintenance", None),
        ("{1: attained}", "NTM210", "1", 'write "1"'),
        ('{"1 2": attained}', "NTM216", '"1 2"', None),
        ('{"1": atained}', "NTM215", "atained", "nearest known word: attained"),
        ('{"1": }', "NTM204", '"1"', None),
        ('{"1": [attained]}', "NTM203", "[attained]", None),
        ('{"1": {gap: 1}}', "NTM206", "gap", None),
        ('{"1": {outcome: attained, gapp: 1}}', "NTM205", "gapp", "nearest known key: gap"),
        ('{"1": {outcome: attained, gap: 2,8}}', "NTM205", "8", None),
        ('{"1": {outcome: attained, gap: 1.000}}', "NTM243", "1.000", "write 1000 for the whole number, 1 for"),
        ('{"1": {outcome: attained, gap: 1/0}}', "NTM921", "1/0", None),
        ('{"1": {outcome: attained, gap: 1/3/5}}', "NTM211", "1/3/5", None),
        ('{"1": {outcome: attained, reason: comparred}}', "NTM215", "comparred", "nearest known word: compared"),
        ('{"1": attained, "vn/district#1": attained}', "NTM111", '"vn/district#1"', None),
        ("{vn/town: attained}", "NTM919", "vn/town", None),
        ("{vn/nowhere: attained}", "NTM305", "vn/nowhere", None),
        ("{vn/x y: attained}", "NTM211", "vn/x y", None),
    ],
)
def test_what_is_expected(expect: str, code: str, at: str, said: str | None, case_library: Library) -> None:
    found = _expect(expect, case_library)
    assert (found.code, _pointed_at(found)) == (code, at)
    assert said is None or said in found.render("en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("NTM106", 1)]),
        ("# nothing\n", [("NTM106", 1)]),
        ("[a]\n", [("NTM201", 1)]),
        ("ruleset: vn/district\n", [("NTM205", 1), ("NTM206", 1), ("NTM206", 1)]),
        ("cases_for: vn/district\n", [("NTM206", 1)]),
        ("cases_for: vn/district\ncases: []\n", [("NTM219", 2)]),
        ("cases_for: vn/district\ncases: {a: b}\n", [("NTM202", 2)]),
        ("cases_for: vn/distrikt\nas_of: 2024-06-30\ncases: [{name: A, expect: {'1': đạt}}]\n", [("NTM305", 1)]),
        ("cases_for: Huyện\nas_of: 2024-06-30\ncases: [{name: A, expect: {'1': đạt}}]\n", [("NTM216", 1)]),
        ("cases_for: vn/district\ncases:\n  - {name: A, expect: {'1': đạt}}\n", [("NTM902", 3)]),
        ("cases_for: vn/district\nas_of: 2024\ncases: [{name: A, expect: {'1': đạt}}]\n", [("NTM213", 2)]),
        ("cases_for: vn/district\nas_of: 2019-12-31\ncases: [{name: A, expect: {'1': đạt}}]\n", [("NTM903", 2)]),
        ("cases_for: vn/town\nas_of: 2024-06-30\ncases: [{name: A, expect: {'1': đạt}}]\n", [("NTM903", 2)]),
        ("cases_for: vn/town\ncases:\n  - {as_of: 2024-01-01, name: A, expect: {'1': '?'}}\n", [("NTM903", 3)]),
        ("cases_for: vn/town\nas_of: 2025-06-30\ncases:\n  - {name: A, expect: {'1.2': đạt}}\n", [("NTM904", 4)]),
        (HEAD + "  - {expect: {'1': đạt}}\n", [("NTM206", 4)]),
        (HEAD + "  - {name: A}\n", [("NTM206", 4)]),
        (HEAD + "  - {name: '', expect: {'1': đạt}}\n", [("NTM204", 4)]),
        (HEAD + "  - {name: {en: A}, expect: {'1': đạt}}\n", [("NTM206", 4)]),
        (HEAD + "  - A\n", [("NTM201", 4)]),
        (HEAD + "  - {name: A, expects: {'1': đạt}}\n", [("NTM206", 4), ("NTM205", 4)]),
        (HEAD + "  - {name: A, expect: {'1': đạt}}\n  - {name: {vi: A}, expect: {'1': đạt}}\n", [("NTM901", 5)]),
        (HEAD + "  - {name: A, expect: {'1': đạt}}\n---\na: b\n", [("NTM107", 5)]),
        (HEAD + "  - {name: A, expect: {'1': đạt\n", [("NTM117", 4)]),
        (HEAD + "\t- {name: A, expect: {'1': đạt}}\n", [("NTM105", 4)]),
        (HEAD + "  - {name: A\u200b, expect: {'1': đạt}}\n", [("NTM104", 4)]),
    ],
)  # fmt: skip
def test_files(text: str, found: list[tuple[str, int]], case_library: Library) -> None:
    assert [(one.code, one.place.line if one.place else 0) for one in _found(text, case_library)] == found


def test_everything_in_one_run(case_library: Library, tmp_path: Path) -> None:
    text = """\
cases_for: vn/district
as_of: 2024-06-30
given:
  facts: {incom: 3}
case: []
cases:
  - name: A
    given: {facts: {water: 101}, attributes: {region: d}}
    expect: {"1": atained, "8": attained}
  - name: A
    as_of: 2019-01-01
    given: {members: [{kind: province}]}
    expect: {"1": {outcome: attained, gap: x, reason: y}}
"""
    paths = [tmp_path / name for name in ("a.yaml", "b.yaml")]
    for path in paths:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CasesError) as error:
        cases_in(paths, case_library)
    codes = [
        (one.place.line, one.code) for one in error.value.diagnostics if one.place and one.place.file == str(paths[1])
    ]
    assert codes == [
        (4, "NTM301"),
        (5, "NTM205"),
        (8, "NTM540"),
        (8, "NTM303"),
        (9, "NTM215"),
        (9, "NTM904"),
        (10, "NTM901"),
        (11, "NTM903"),
        (12, "NTM915"),
        (13, "NTM211"),
        (13, "NTM215"),
    ]
    assert len(error.value.diagnostics) == 2 * len(codes)


@pytest.mark.parametrize(
    ("shared", "own", "line"),
    [
        ("{}", "{facts: {water: {2024-07-01: 97}}}", 5),
        ("{}", '{attestations: {"1": {2024-07-01: met}}}', 5),
        ("{}", "{members: [{kind: commune, facts: {water: {2025-01-01: 97}}}]}", 5),
        ("{}", "{above: [{kind: province, facts: {income: {2025-01-01: 97}}}]}", 5),
        ("{facts: {water: {2042-12-31: 97}}}", "{}", 3),
        ("{facts: {water: {2024-12-31: 97}}}", "{}", None),
        ("{}", "{facts: {water: {2023-12-31: 95, 2024-07-01: 97}}}", None),
        ("{}", "{facts: {water: 97}}", None),
    ],
)
def test_what_is_reported_for_a_later_day_alone_is_named(
    shared: str, own: str, line: int | None, case_library: Library, tmp_path: Path
) -> None:
    """One that all cases share may be of use in the latest of them; a later figure beside an earlier one is its own test."""
    path = tmp_path / "a.yaml"
    text = f"cases_for: vn/district\nas_of: 2024-06-30\ngiven: {shared}\ncases:\n"
    text += f"  - {{name: A, given: {own}, expect: {{'1': '?'}}}}\n  - {{name: B, as_of: 2024-12-31, expect: {{'1': '?'}}}}\n"
    path.write_text(text, encoding="utf-8")
    found = check_cases([path], case_library)
    assert [(one.code, one.place.line, one.severity) for one in found if one.place] == (
        [] if line is None else [("NTM922", line, Severity.WARNING)]
    )


def test_an_attestation_is_not_given_twice_under_two_names(case_library: Library) -> None:
    found = _given('{attestations: {"1": met, "vn/district#1": not_met}}', case_library)
    assert (found.code, _pointed_at(found)) == ("NTM111", '"vn/district#1"')
    assert found.related


def test_a_finding_has_the_details_as_fields(case_library: Library) -> None:
    found = _given("{facts: {water: 97.123}}", case_library)
    assert dict(found.fields).items() >= {"measure": "water", "found": 3, "most": 2}.items()


def test_a_mistake_in_what_all_share_is_reported_once(case_library: Library) -> None:
    text = """\
cases_for: vn/district
as_of: 2024-06-30
given: {members: [{kind: commune, code: U}], facts: {water: 101}}
cases:
  - {name: A, expect: {"1": attained}}
  - {name: B, expect: {"1": attained}}
"""
    assert [one.code for one in _found(text, case_library)] == ["NTM913", "NTM540"]


def test_too_many_cases(case_library: Library) -> None:
    cases = "".join(f"  - {{name: C{number}, expect: {{'1': '?'}}}}\n" for number in range(MOST_CASES))
    assert len(cases_from_text(HEAD + cases, case_library)) == MOST_CASES
    [found] = _found(HEAD + cases + "  - {name: More, expect: {'1': '?'}}\n", case_library)
    assert found.code == "NTM905"
    assert found.place is not None
    assert found.place.line == MOST_CASES + 4


@pytest.mark.slow
def test_too_many_statements(case_library: Library) -> None:
    """A short file can ask for very many: they are counted before they are made."""
    members = f"{{kind: commune, count: {MOST_MEMBERS}, facts: {{water: {[1] * 60}}}}}"
    case = f"  - name: C%d\n    given: {{members: [{members}]}}\n    expect: {{'1': '?'}}\n"
    assert len(cases_from_text(HEAD + case % 0, case_library)) == 1
    found = _found(HEAD + "".join(case % number for number in range(200)), case_library)
    assert [(one.code, one.place.line) for one in found if one.place] == [("NTM907", 7)]


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path, case_library: Library) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MOST_BYTES + 1))
    for path, code in ((large, "NTM102"), (tmp_path / "nothing.yaml", "NTM101"), (tmp_path, "NTM101")):
        with pytest.raises(CasesError) as error:
            read_cases(path, case_library)
        assert [one.code for one in error.value.diagnostics] == [code]
    assert "case file" in ALL_MESSAGES["NTM102"].message.in_language("en")


SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(case_messages.__file__).parent.rglob("*.py")
    if path.name != "messages.py"
)


def _details(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "message"), CASE_MESSAGES.items())
def test_wordings(code: str, message: Message) -> None:
    assert code.startswith("NTM9")
    assert f'"{code}"' in SOURCES
    assert message.message.en is not None
    assert _details(message.message.vi) == _details(message.message.en)
    assert message.help is None or (message.help.en and _details(message.help.vi) == _details(message.help.en))


_RULES = """ruleset: vn/a
version: 2024-01-01
title: Xã
applies_to: commune
instrument: {number: 1/QĐ}
levels: [{level: top, name: Loại A, criteria: attained, count_at_least: 1, provenance: {status: recalled}}]
criteria:
  - {code: "1", name: Nước, measure: water, at_least: 90, provenance: {status: recalled}}
"""
_CASES_OF_A = """cases_for: vn/a
as_of: 2024-06-30
cases:
  - name: Một
    given: {kind: commune, attestations: {"1": met}}
    expect: {"1": attained, level: top}
"""


@pytest.mark.parametrize(
    ("right", "mistaken", "codes"),
    [
        ("applies_to: commune", "applies_to: []", ["NTM219"]),
        ('code: "1"', "code: []", ["NTM203"]),
        ("level: top", "level: []", ["NTM203"]),
    ],
)
def test_a_mistake_in_a_rule_file_is_not_told_again_of_its_cases(
    right: str, mistaken: str, codes: list[str], tmp_path: Path
) -> None:
    (tmp_path / "measures.yaml").write_text('measures: {water: {name: Nước, unit: "%"}}\n', encoding="utf-8")
    cases = tmp_path / "vn" / "a" / "cases" / "c.yaml"
    cases.parent.mkdir(parents=True)
    cases.write_text(_CASES_OF_A, encoding="utf-8")
    rules = tmp_path / "vn" / "a" / "2024-01-01.yaml"
    rules.write_text(_RULES, encoding="utf-8")
    assert not _told_of(tmp_path)
    rules.write_text(_RULES.replace(right, mistaken), encoding="utf-8")
    assert _told_of(tmp_path) == codes


def _told_of(folder: Path) -> list[str]:
    """The codes of what is told of a folder of rules and cases."""
    read = overlaid([folder])
    return [one.code for one in (*read.diagnostics, *check_cases([folder], read.library))]
