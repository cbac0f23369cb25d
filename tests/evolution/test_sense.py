"""Findings of `check` on conditions that cannot be meant, and of none that can; by its own small rules and by brute force."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.evolution.sense.truths import FAILS, HOLDS, Possibilities, leaves
from ntm_rules.model.condition import AllOf, AnyOf, AtLeastN, AtMostN, Comparison, Condition, NoneOf, Operator
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Better, Measure
from ntm_rules.model.problem import Diagnostic, Severity
from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.program.content_hash import rule_hash
from ntm_rules.program.lowering import lower
from ntm_rules.program.lowering_figure import Scope
from ntm_rules.program.verdict import holds

from ..printed import show_rule

CATALOGUE = """\
measures:
  nuoc: {name: Nước sạch, unit: "%", decimals: 1, minimum: 0, maximum: 100, better: higher}
  ngheo: {name: Hộ nghèo, unit: "%", decimals: 2, minimum: 0, maximum: 100, better: lower}
  nha_tam: {name: Nhà tạm, unit: nhà, minimum: 0, better: lower}
  thu_nhap: {name: Thu nhập, unit: triệu đồng, decimals: 1, minimum: 0}
  an_ninh: {name: An ninh, levels: [yeu, kha, tot]}
  vi_pham: {name: Vi phạm, type: finding}
attributes:
  vung: {name: Vùng, values: [nui, dong_bang, bien]}
"""
HEAD = """\
ruleset: t/xa
version: 2024-01-01
until: 2025-12-31
title: Xã
applies_to: commune
instrument: {number: 10/QĐ, signed: 2023-12-20}
recognition: {criteria: all, K}
criteria:
"""
NEVER, ALWAYS, IDLE, TWICE, YEARS, UNUSED, WORSE, FRACTION = (
    *("NTM418", "NTM440", "NTM441", "NTM442", "NTM443", "NTM444", "NTM445", "NTM446"),
)


def checked(folder: Path, criteria: str, head: str = HEAD, name: str = "2024-01-01") -> list[Diagnostic]:
    """Diagnostics of a ruleset with these criteria."""
    home = folder / "t" / "xa"
    home.mkdir(parents=True, exist_ok=True)
    (folder / "m.yaml").write_text(CATALOGUE, encoding="utf-8")
    text = (head + criteria).replace("K}", "provenance: {status: recalled}}")
    (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    return check_paths([folder], shipped=folder)


def told(found: list[Diagnostic]) -> str:
    assert all(
        each.message.vi and each.message.in_language("en") and each.severity is Severity.WARNING for each in found
    ), found
    return " ".join(sorted(each.code for each in found))


# As a policy officer would write them; beside each kind of mistake, what differs a little and is meant.
CONDITIONS = [
    ("measure: nuoc, at_least: 80, at_most: 50", NEVER),
    ("measure: nuoc, at_least: 50, at_most: 80", ""),
    ("all_of: [{measure: ngheo, less_than: 3}, {measure: ngheo, at_most: 5, more_than: 3}]", NEVER),
    ("measure: thu_nhap, at_least: 45, at_most: 45", ""),
    ("measure: thu_nhap, more_than: 45, at_most: 45", NEVER),
    ("measure: nha_tam, more_than: 2, less_than: 3", NEVER),
    ("measure: thu_nhap, more_than: 2, less_than: 3", ""),
    ("measure: thu_nhap, less_than: 0", NEVER),
    ("measure: nuoc, at_least: 0", ALWAYS),
    ("measure: ngheo, at_most: 100", ALWAYS),
    ("measure: ngheo, at_most: 99.99", ""),
    ("measure: nha_tam, at_most: 100", ""),
    ("any_of: [{measure: thu_nhap, at_least: 50}, {measure: thu_nhap, less_than: 50}]", ALWAYS),
    ("any_of: [{measure: thu_nhap, at_least: 50}, {measure: thu_nhap, less_than: 40}]", ""),
    ("at_least_n: {n: 2, of: [{measure: thu_nhap, at_least: 50}, {measure: thu_nhap, less_than: 50}]}", NEVER),
    ("at_most_n: {n: 2, of: [{measure: ngheo, more_than: 5}, {measure: nha_tam, more_than: 3}]}", ALWAYS),
    ("at_most_n: {n: 1, of: [{measure: ngheo, more_than: 5}, {measure: nha_tam, more_than: 3}]}", ""),
    ("at_least_n: {n: 1, of: [{measure: nuoc, at_least: 5}, {measure: nha_tam, at_most: 3}]}", ""),
    ("none_of: [{measure: an_ninh, at_least: yeu}]", ALWAYS),
    ("none_of: [{measure: an_ninh, equals: yeu}]", ""),
    ("measure: an_ninh, one_of: [yeu, kha, tot]", ALWAYS),
    ("all_of: [{measure: vi_pham, required: yes}, {measure: vi_pham, required: no}]", NEVER),
    ("all_of: [{attribute: vung, equals: nui}, {attribute: vung, equals: bien}]", NEVER),
    ("attribute: vung, one_of: [nui, dong_bang, bien]", ALWAYS),
    ("members: village, mean: ngheo, at_most: 5, at_least: 8", NEVER),
    ("members: village, sum: nha_tam, at_least: 8, at_most: 900", ""),
    ("measure: thu_nhap, at_least: 45, at_most: {by: vung, nui: 40, otherwise: 50}", NEVER),
    ("applies_when: {attribute: vung, equals: bien}, measure: thu_nhap, at_least: 45, "
     "at_most: {by: vung, nui: 40, otherwise: 50}", UNUSED),
    ("applies_when: {attribute: vung, equals: nui}, measure: thu_nhap, at_least: {by: vung, nui: 39, bien: 48, otherwise: 50}",
     f"{UNUSED} {UNUSED}"),
    ("applies_when: {attribute: vung, one_of: [nui, bien]}, measure: thu_nhap, at_least: {by: vung, nui: 39, bien: 48}", ""),
    ("measure: thu_nhap, at_least: {by: vung, nui: 39, dong_bang: 48, bien: 48, otherwise: 3}", UNUSED),
    ("measure: thu_nhap, at_least: {by: vung, nui: 39, dong_bang: 48, otherwise: 3}", ""),
    ("any_of: [{measure: ngheo, at_most: 5}, {measure: ngheo, at_most: 3}]", IDLE),
    ("all_of: [{measure: nuoc, at_least: 95}, {measure: nuoc, at_least: 90}, {measure: nha_tam, equals: 0}]", IDLE),
    ("all_of: [{measure: thu_nhap, at_least: 45}, {measure: vi_pham, required: no}, {measure: thu_nhap, at_least: 45}]", TWICE),
    ("all_of: [{content: unknown}, {content: unknown}]", ""),
    ("measure: thu_nhap, at_least: {by: year, 2024: 39}", YEARS),
    ("measure: thu_nhap, at_least: {by: year, 2024: 39, 2025: 42}", ""),
    ("measure: thu_nhap, at_least: {by: year, 2024: 39, otherwise: 42}", ""),
    ("measure: thu_nhap, at_least: {by: assessed_year, 2023: 35, 2024: 39, 2025: 42}", UNUSED),
    ("measure: thu_nhap, at_least: {by: assessed_year, 2024: 39, 2025: 42, otherwise: 40}", UNUSED),
    # A figure may be of a year before the text is in force, and never of one after it.
    ("measure: thu_nhap, at_least: {by: year, 2023: 35, 2024: 39, 2025: 42}", ""),
    ("measure: thu_nhap, at_least: {by: year, 2024: 39, 2025: 42, otherwise: 40}", ""),
    ("measure: thu_nhap, at_least: {by: year, 2024: 39, 2025: 42, 2026: 45}", UNUSED),
    ("measure: thu_nhap, at_least: 40, at_most: {by: year, 2024: 50, 2025: 30}", NEVER),
    ("measure: nuoc, at_most: 90", WORSE),
    ("measure: ngheo, at_least: 12", WORSE),
    ("measure: ngheo, at_most: 12", ""),
    ("none_of: [{measure: ngheo, at_least: 12}]", ""),
    ("none_of: [{measure: ngheo, at_most: 12}]", WORSE),
    ("at_most_n: {n: 1, of: [{measure: ngheo, at_most: 5}, {measure: nuoc, at_most: 50}]}", WORSE),
    ("members: village, max: ngheo, at_least: 5", WORSE),
    ("measure: ngheo, since: 2023-12-31, decreased_by_at_least: 1", ""),
    ("measure: ngheo, since: 2023-12-31, increased_by_at_least: 1", WORSE),
    ("measure: nha_tam, equals: 0", ""),
    ("measure: nuoc, at_least: 0.9", FRACTION),
    ("measure: ngheo, at_most: 0.12", FRACTION),
    ("measure: nuoc, at_least: 1", ""),
    ("measure: thu_nhap, at_least: 0.9", ""),
    ('members: village, attained: "t/thon#1", share_at_least: 0.8', FRACTION),
    ("measure: ngheo, since: 2023-12-31, decreased_by_at_least: 0.5", ""),
]  # fmt: skip
VILLAGES = """\
ruleset: t/thon
version: 2024-01-01
title: Thôn
applies_to: village
instrument: {number: 1/QĐ}
criteria: [{code: "1", name: Một, measure: nha_tam, equals: 0, K}]
"""


@pytest.mark.parametrize(("condition", "codes"), CONDITIONS)
def test_conditions(condition: str, codes: str, tmp_path: Path) -> None:
    (tmp_path / "t" / "thon").mkdir(parents=True)
    village = VILLAGES.replace("K}", "provenance: {status: recalled}}")
    (tmp_path / "t" / "thon" / "2024-01-01.yaml").write_text(village, encoding="utf-8")
    found = checked(tmp_path, f'  - {{code: "1", name: Một, {condition}, K}}\n')
    assert told(found) == codes, "\n".join(each.render("vi") for each in found)


def test_a_condition_says_its_figures_in_both_languages(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, '  - {code: "1", name: Một, measure: nuoc, at_least: 80, at_most: 50, K}\n')
    assert found.message.vi == 'không đơn vị nào có thể đạt: "nuoc" (Nước sạch) >= 80; <= 50'
    assert found.message.en == "no unit can ever meet this: 'nuoc' (Nước sạch) >= 80; <= 50"
    (found,) = checked(tmp_path, '  - {code: "1", name: Một, measure: ngheo, at_least: 12, K}\n')
    assert "càng thấp càng tốt" in found.message.vi
    assert "the better the lower" in found.message.in_language("en")


HOUSES = '  - {code: "1", name: Một, measure: nha_tam, equals: 0, K}\n'
WATER = '  - {code: "2", name: Hai, measure: nuoc, at_least: 9, K}\n'
SPLIT = '  - {code: "1", name: Một, provenance: {status: recalled}, indicators: ['
FIRST = '{code: "1.1", name: a, measure: nuoc, at_least: 90, K}'
REVOKED = "revocation: {measure: ngheo, at_least: 20, K}\ncriteria:\n"
COUNTED = "{criteria: attained, count_at_least: 2, count_at_most: 1,"
RULESETS = [
    # Two indicators of one criterion exclude one another, or ask the same.
    (HEAD, SPLIT + FIRST + ', {code: "1.2", name: b, measure: nuoc, at_most: 80, at_least: 10, K}]}\n', NEVER),
    (HEAD, SPLIT + FIRST + ', {code: "1.2", name: b, measure: nuoc, at_least: 90, K}]}\n', "NTM448"),
    (HEAD, SPLIT + FIRST + ', {code: "1.2", name: b, measure: nuoc, at_least: 91, K}]}\n', ""),
    (HEAD, SPLIT + FIRST + "]}\n" + HOUSES.replace('"1"', '"1.2"'), "NTM343"),
    (HEAD.replace("2023-12-20", "2024-02-20"), HOUSES, "NTM447"),
    (HEAD.replace("2023-12-20", "2024-01-01"), HOUSES, ""),
    (HEAD.replace("{criteria: all,", "{criteria: attained, share_at_least: 0.8,"), HOUSES, FRACTION),
    (HEAD.replace("{criteria: all,", COUNTED), HOUSES + WATER, NEVER),
    # In a revocation the worse direction is the one that counts.
    (HEAD.replace("criteria:\n", REVOKED), HOUSES, ""),
    (HEAD.replace("criteria:\n", REVOKED.replace("at_least", "at_most")), HOUSES, WORSE),
]


@pytest.mark.parametrize(("head", "criteria", "codes"), RULESETS)
def test_rulesets(head: str, criteria: str, codes: str, tmp_path: Path) -> None:
    found = checked(tmp_path, criteria, head)
    assert told(found) == codes, "\n".join(each.render("vi") for each in found)


def test_a_maximum_of_one_for_a_percentage(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        'measures:\n  a: {name: A, unit: "%", decimals: 2, maximum: 1}\n  b: {name: B, decimals: 2, maximum: 1}\n',
        "utf-8",
    )
    [found] = check_paths([tmp_path], shipped=tmp_path)
    assert (found.code, found.place and found.place.line) == (FRACTION, 2)


def test_a_rule_that_is_too_large_is_looked_at_part_by_part() -> None:
    library = Library({"a": evolve(MEASURES["a"], decimals=3)})
    several = AllOf(tuple(Comparison("a", Operator.AT_LEAST, Fixed(Decimal(n) / 1000)) for n in range(1, 900)))
    truth = lower(AllOf((several, Comparison("a", Operator.AT_MOST, Fixed(LOW)))), SCOPE)
    assert Possibilities.of(truth, library).came_to == {id(each): HOLDS | FAILS for each in leaves(truth)}


BASE = """\
  - code: "1"
    name: Một
    provenance: {status: recalled}
    indicators:
      - {code: "1.1", name: a, measure: nuoc, at_least: 80, applies_when: {attribute: vung, equals: nui}, K}
"""
AMENDMENT = "amends: t/xa\nversion: 2024-07-01\ninstrument: {number: 20/QĐ, signed: 2024-06-20}\nchanges:\n"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ('  - {replace: "1.1", with: {measure: nuoc, at_least: 90, K}}\n', "NTM344"),
        (
            '  - {replace: "1.1", with: {measure: nuoc, at_least: 90, applies_when: {attribute: vung, equals: bien}, K}}\n',
            "",
        ),
        ('  - {insert: {code: "1.2", name: b, measure: nha_tam, equals: 0, K}}\n', "NTM343"),
        ('  - {insert: {code: "1.2", name: b, measure: nha_tam, equals: 0, K}, in: "1"}\n', ""),
        ('  - {insert: {code: "1.2", name: b, measure: nuoc, at_least: 80, at_most: 50, K}, in: "1"}\n', NEVER),
        ('  - {insert: {code: "2", name: b, measure: nha_tam, equals: 0, K}}\n', ""),
    ],
)
def test_amendments(change: str, codes: str, tmp_path: Path) -> None:
    assert checked(tmp_path, BASE) == []
    found = checked(tmp_path, change, AMENDMENT, "2024-07-01")
    assert told(found) == codes, "\n".join(each.render("vi") for each in found)
    assert all(each.place and each.place.file.endswith("2024-07-01.yaml") for each in found)


def test_the_better_direction_is_shown_and_decides_nothing() -> None:
    rule = Criterion(
        "1", Text("Một"), Provenance(ProvenanceStatus.PLAN), condition=Comparison("a", Operator.AT_MOST, Fixed(LOW))
    )
    ruleset = Ruleset("t/x", DAY, Text("X"), "commune", Instrument("1"), (rule,))
    directed = Library({"a": evolve(MEASURES["a"], name=Text("Nghèo", "poverty"), better=Better.LOWER)})
    plain = Library({"a": evolve(directed.measures["a"], better=None)})
    assert "Nghèo càng thấp càng tốt" in show_rule(rule, ruleset, directed, "vi")
    assert "Better: the lower the poverty" in show_rule(rule, ruleset, directed, "en")
    assert "Better" not in show_rule(rule, ruleset, plain, "en")
    hashes = {rule_hash(rule, Scope(ruleset, ruleset.version, library, {})) for library in (directed, plain)}
    assert len(hashes) == 1


DAY = date(2024, 1, 1)
LOW, HIGH = Decimal(0), Decimal(4)
MEASURES = {id: Measure(id, Text(id), minimum=LOW, maximum=HIGH) for id in ("a", "b")}
LIBRARY = Library(MEASURES)
SCOPE = Scope(Ruleset("t/x", DAY, Text("X"), "commune", Instrument("1"), ()),
              DAY, LIBRARY, {})  # fmt: skip
comparisons = st.builds(
    Comparison,
    st.sampled_from(["a", "b"]),
    st.sampled_from(Operator),
    st.builds(Fixed, st.integers(0, 4).map(Decimal)),
)


def _parts(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    numbers = st.integers(1, 3)
    return st.one_of(
        st.builds(AllOf, several),
        st.builds(AnyOf, several),
        st.builds(NoneOf, several),
        st.builds(AtLeastN, numbers, several),
        st.builds(AtMostN, numbers, several),
    )


def _true(condition: Condition, figures: dict[str, Decimal]) -> bool:
    match condition:
        case Comparison(id, operator, Fixed(Decimal() as value)):
            return holds(figures[id], operator, value)
        case AllOf(parts):
            return all(_true(each, figures) for each in parts)
        case AnyOf(parts):
            return any(_true(each, figures) for each in parts)
        case NoneOf(parts):
            return not any(_true(each, figures) for each in parts)
        case AtLeastN(n, parts):
            return sum(_true(each, figures) for each in parts) >= n
        case AtMostN(n, parts):
            return sum(_true(each, figures) for each in parts) <= n
        case _:
            raise AssertionError(condition)


def _worlds() -> Iterator[dict[str, Decimal]]:
    for one, two in product(range(5), repeat=2):
        yield {"a": Decimal(one), "b": Decimal(two)}


@given(st.recursive(comparisons, _parts, max_leaves=6))
def test_never_and_always_are_what_every_figure_says(condition: Condition) -> None:
    truth = lower(condition, SCOPE)
    outcomes = {_true(condition, figures) for figures in _worlds()}
    expected = (HOLDS if True in outcomes else 0) | (FAILS if False in outcomes else 0)
    assert Possibilities.of(truth, LIBRARY).came_to[id(truth)] == expected
