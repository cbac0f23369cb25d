"""Whatever a file holds, reading it ends in a ruleset or in a RulesetError that says where and what."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.diagnostics.messages import HINTS, MESSAGES
from ntm_rules.language.grammar.conditions import CONDITION_KEYS
from ntm_rules.language.grammar.files import AMENDMENT as AMENDMENT_FORM
from ntm_rules.language.grammar.files import CHANGE_KEYS, RULESET
from ntm_rules.language.grammar.files import SPECIALISATION as SPECIALISATION_FORM
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.library import Library
from ntm_rules.model.problem import Diagnostic, RulesetError
from ntm_rules.model.ruleset import Ruleset
from ntm_rules.model.text import Text

GOOD = """\
ruleset: vn/test
version: 2024-01-01
title: {vi: Thử, en: Test}
applies_to: commune
instrument: {number: 1/QĐ, signed: 2023-12-01}
basically_met: no
recognition:
  provenance: {status: recalled}
  all_of:
    - criteria: all
    - {criteria: not_attained, share_less_than: 30, of: ["1"], including_any_of: ["1"]}
    - {members: commune, attained: vn/commune-ntm, share_at_least: 100}
    - {members: commune, mean: {criteria_attained: vn/commune-ntm}, at_least: 1}
    - {at_least_n: {n: 1, of: [{measure: order, at_least: fair}, {attained: vn/commune-ntm}]}}
    - {measure: income, since: 2023-12-31, increased_by_at_least: 3}
    - {measure: clean_water, at_least: {by: region, delta: 80, otherwise: {by: year, 2024: unknown}}}
    - {measure: income, at_least: {measure: income, of: province}}
criteria:
  - code: "1"
    name: Một
    provenance: {status: read, url: "https://x"}
    indicators:
      - code: "1.1"
        name: Nước
        measure: clean_water
        at_least: 90.5
        at_most: {delegated: province}
        applies_when: {attribute: region, one_of: [delta, coast]}
        provenance: {status: plan, cite: "II.1"}
      - {code: "1.2", name: ATTP, measure: food_safety, required: yes, provenance: {status: recalled}}
notes: [Một]
"""
AMENDMENT = """\
amends: vn/commune-ntm
version: 2024-03-01
until: 2025-12-31
instrument: {number: 211/QĐ}
changes:
  - replace: "1.1"
    with:
      name: {vi: Nước sạch, en: Water}
      measure: clean_water
      at_least: {by: region, delta: 80, otherwise: {by: year, 2024: 95, otherwise: unknown}}
      commitment: strive
      short: {vi: N, en: W}
      responsible: [Phòng Y tế]
      provenance: {status: recalled}
  - insert: {code: "1.2", name: Nhà, measure: houses, equals: 0, provenance: {status: recalled}}
    in: "1"
    after: "1.1"
  - insert:
      code: "2"
      name: Hai
      measure: income
      since: 2023-12-31
      increased_by_at_least: 1
      provenance: {status: recalled}
  - insert: {code: revocation, criteria: not_attained, count_at_least: 1, provenance: {status: recalled}}
  - repeal: "1.2"
notes: [Sửa]
"""
SPECIALISATION = AMENDMENT.replace(
    "amends: vn/commune-ntm\n",
    "specialises: vn/commune-ntm\nruleset: lai-chau/a\ntitle: A\nbasically_met: no\nadds: ['2']\n",
)
GOOD_ONES = st.sampled_from([GOOD, AMENDMENT, SPECIALISATION])
WORDS = st.sampled_from(
    [
        *CONDITION_KEYS,
        *RULESET.names,
        *AMENDMENT_FORM.names,
        *SPECIALISATION_FORM.names,
        *CHANGE_KEYS,
        "lai-chau/a",
        "2024-03-01",
        '"1.1"',
        "unknown",
        "3,5",
        "1e9",
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
        "'",
    ]
)


@pytest.fixture(scope="module")
def library(shipped: Path) -> Library:
    return load_library(shipped)


def _holds(diagnostic: Diagnostic, lines: list[str]) -> None:
    """What every diagnostic must be, whatever it says."""
    assert diagnostic.code in MESSAGES
    assert diagnostic.place is not None
    for language in ("vi", "en"):
        assert diagnostic.message.in_language(language)
        shown = diagnostic.render(language)
        assert "Text(" not in shown
        assert "PlacedText" not in shown
        assert "?/?" not in shown or any("?/?" in line for line in lines)
    if diagnostic.source_line is not None:
        assert diagnostic.source_line == lines[diagnostic.place.line - 1]
        assert 1 <= diagnostic.place.column <= len(diagnostic.source_line) + 1
        assert (diagnostic.place.end_column or 0) <= len(diagnostic.source_line) + 2


def _try(text: str, library: Library) -> None:
    found: tuple[Diagnostic, ...] = ()
    try:
        assert isinstance(ruleset_from_text(text, library), Ruleset)
    except RulesetError as error:
        found = error.diagnostics or (Diagnostic("none at all", None, Text("")),)
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for diagnostic in found:
        _holds(diagnostic, lines)


def test_the_good_files_are_good(library: Library) -> None:
    assert ruleset_from_text(GOOD, library).id == "vn/test"
    amendment = AMENDMENT.replace('  - repeal: "1.2"\n', "")
    assert [rule.code for rule in ruleset_from_text(amendment, library).rules()][:2] == ["1.1", "1.2"]
    with pytest.raises(RulesetError) as error:
        ruleset_from_text(SPECIALISATION, library)
    assert {each.code for each in error.value.diagnostics} == {"NTM337"}


@given(text=st.text())
def test_any_text(text: str, library: Library) -> None:
    _try(text, library)


@given(data=st.data())
def test_lines_left_out_repeated_and_moved(data: st.DataObject, library: Library) -> None:
    lines = data.draw(GOOD_ONES).splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        line = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "repeat", "indent", "swap"])):
            case "drop":
                del lines[line]
            case "repeat":
                lines.insert(line, lines[line])
            case "indent":
                lines[line] = "  " + lines[line]
            case "swap":
                lines[line], lines[0] = lines[0], lines[line]
    _try("\n".join(lines), library)


@given(data=st.data())
def test_words_put_in_place_of_others(data: st.DataObject, library: Library) -> None:
    text = data.draw(GOOD_ONES)
    for _ in range(data.draw(st.integers(1, 3))):
        spans = [found.span() for found in re.finditer(r"[\w./%-]+", text)]
        start, end = data.draw(st.sampled_from(spans))
        text = text[:start] + data.draw(WORDS | st.text(max_size=8)) + text[end:]
    _try(text, library)


@given(content=st.binary(max_size=200), cut=st.integers(0, len(GOOD)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(content: bytes, cut: int, tmp_path: Path, shipped: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(GOOD.encode()[:cut] + content)
    for diagnostic in check_paths([path], shipped=shipped):
        assert diagnostic.place is not None
        assert diagnostic.render("vi")
        assert diagnostic.render("en")


def test_messages_say_the_same_things_in_both_languages() -> None:
    """Every detail that one language names, the other names too; no message is left empty."""
    for code, message in MESSAGES.items():
        texts = [message.message, *([message.help] if message.help else [])]
        for text in texts:
            assert text.en, code
            details = [set(re.findall(r"(?<!\{)\{(\w+)\}", wording)) for wording in (text.vi, text.en)]
            assert details[0] == details[1], code
    for name, hint in HINTS.items():
        assert hint.en, name
        assert set(re.findall(r"\{\w+\}", hint.vi)) == set(re.findall(r"\{\w+\}", hint.en)), name


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "a: {" + ", ".join(f"k{number}" for number in range(30_000)) + "}\n",
        "".join(f"k{number % 10_000}: 1\n" for number in range(40_000)),
        GOOD.replace("notes: [Một]", "")
        + "".join(f'  - {{code: "{n}", attained: vn/test#{n + 1}}}\n' for n in range(9000)),
        "a: " + "9" * 1_000_000,
    ],
    ids=["torn keys", "duplicate keys", "a long chain of rules", "a long number"],
)
def test_large_files_come_to_an_end(text: str, library: Library) -> None:
    _try(text, library)
