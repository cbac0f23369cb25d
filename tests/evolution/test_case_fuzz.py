"""Whatever a case file holds, reading it ends in cases or in a CasesError that says where and what; and cases can be run."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.evolution.cases.grammar import CASE, CASE_FILE, EXPECTED, GIVEN, MEMBER
from ntm_rules.evolution.cases.messages import ALL_MESSAGES
from ntm_rules.evolution.cases.reading.cases import cases_from_text, read_cases
from ntm_rules.evolution.cases.run import passes, run_case
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CasesError, Diagnostic
from ntm_rules.model.text import Text

GOOD = """\
cases_for: vn/district
as_of: 2024-12-31
given:
  attributes: {region: delta}
  facts: {income: 40}
cases:
  - name: {vi: Một, en: One}
    as_of: 2024-12-31
    given:
      attributes: {language: Thái}
      facts:
        income: {2023-12-31: 41, 2024-12-31: [44, 44.5]}
        works: met
        order: không áp dụng
      attestations: {"1": met, vn/district: {2023-12-31: not_met}}
      above:
        - {kind: province, facts: {income: 50}}
      members:
        - kind: commune
          facts: {water: 97.2}
          members: [{kind: village, code: V, attributes: {language: x}}]
        - {kind: commune, code: BB, attestations: {vn/commune: met}}
    expect:
      "1": attained
      "2": {outcome: đạt, gap: 1.5, reason: compared}
      recognition: "?"
  - name: Hai
    expect: {"3": {outcome: not_applicable, gap: 100/3}}
"""
WORDS = st.sampled_from(
    [
        *(name for form in (CASE_FILE, CASE, GIVEN, MEMBER, EXPECTED) for name in form.names),
        *("vn/town", "vn/commune#1", "vn/x#", "2024-13-01", "2019-01-01", '"1"', "1", "recognition", "maintenance"),
        *(
            "met",
            "?",
            '"?"',
            "3,5",
            "1e9",
            "99999",
            "-1",
            "1/0",
            "~",
            "[]",
            "{}",
            "- ",
            ": ",
            "&a",
            "*a",
            "!!int",
            "yes",
            "\t",
        ),
        *("U", "M1", "'", "province", "country", "commune"),
    ]
)


def _holds(diagnostic: Diagnostic, lines: list[str]) -> None:
    """Assert what holds of every diagnostic, whatever it says."""
    assert diagnostic.code in ALL_MESSAGES
    assert diagnostic.place is not None
    for language in ("vi", "en"):
        assert diagnostic.message.in_language(language)
        assert "Text(" not in diagnostic.render(language)
    if diagnostic.source_line is not None:
        assert diagnostic.source_line == lines[diagnostic.place.line - 1]
        assert 1 <= diagnostic.place.column <= len(diagnostic.source_line) + 1


def _try(text: str, library: Library) -> None:
    try:
        cases = cases_from_text(text, library)
    except CasesError as error:
        found = error.diagnostics or (Diagnostic("none at all", None, Text("")),)
        lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
        for diagnostic in found:
            _holds(diagnostic, lines)
        return
    for case in cases:
        result = run_case(case, library)
        assert not result.diagnostics
        assert result.passed == passes(case, library)


def test_the_good_file_is_good(case_library: Library) -> None:
    assert [case.name.vi for case in cases_from_text(GOOD, case_library)] == ["Một", "Hai"]
    _try(GOOD, case_library)


@given(text=st.text())
def test_any_text(text: str, case_library: Library) -> None:
    _try(text, case_library)


@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes, case_library: Library, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    with pytest.raises(CasesError):
        read_cases(path, case_library)


@given(data=st.data())
def test_lines_left_out_repeated_and_moved(data: st.DataObject, case_library: Library) -> None:
    lines = GOOD.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "repeat", "indent", "swap"])):
            case "drop":
                lines[line] = ""
            case "repeat":
                lines.insert(line, lines[line])
            case "indent":
                lines[line] = "  " + lines[line]
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[line], lines[other] = lines[other], lines[line]
    _try("\n".join(lines), case_library)


@given(data=st.data())
def test_words_put_for_others(data: st.DataObject, case_library: Library) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 3))):
        words = [(found.start(), found.end()) for found in re.finditer(r"[^\s{}\[\],:]+", text)]
        start, end = data.draw(st.sampled_from(words))
        text = text[:start] + data.draw(WORDS) + text[end:]
    _try(text, case_library)


@given(data=st.data())
def test_characters_put_in_and_taken_out(data: st.DataObject, case_library: Library) -> None:
    at = data.draw(st.integers(0, len(GOOD)))
    put = data.draw(st.text(max_size=3) | st.sampled_from(list("{}[]:,'\"#&*!|>-?%@`\n")))
    _try(GOOD[:at] + put + GOOD[at + data.draw(st.integers(0, 5)) :], case_library)
