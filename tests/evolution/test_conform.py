"""A lower ruleset held against a higher one: decided exactly, with what fails."""

from datetime import date
from inspect import signature

import pytest

from ntm_rules.evolution.comparison.conform import conform
from ntm_rules.evolution.comparison.diff import diff
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.library import Library, last_day
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import CompileError

KNOWN = "provenance: {status: recalled}"
HIGHER = f"""\
ruleset: vn/xa
version: 2022-01-01
title: {{vi: Xã, en: Commune}}
applies_to: commune
instrument: {{number: 1/QĐ}}
recognition: {{criteria: all, {KNOWN}}}
revocation: {{measure: water, less_than: 50, {KNOWN}}}
criteria:
  - {{code: "1", name: Nước, measure: water, at_least: 90, {KNOWN}}}
  - {{code: "2", name: Thu nhập, measure: income, at_least: {{delegated: province}}, {KNOWN}}}
  - code: "3"
    name: Nhà
    {KNOWN}
    indicators:
      - {{code: "3.1", name: Nhà tạm, measure: houses, equals: 0, {KNOWN}}}
      - {{code: "3.2", name: Nghèo, measure: poverty, at_most: 5, {KNOWN}, applies_when: {{attribute: region, equals: delta}}}}
"""


def short(library: Library, *edits: tuple[str, str]) -> list[str]:
    """The rules of which an edited text asks less than the higher one."""
    lower = HIGHER.replace("ruleset: vn/xa", "ruleset: tinh/xa")
    for old, new in edits:
        assert old in lower
        lower = lower.replace(old, new)
    found = conform(lower=ruleset_from_text(lower, library), higher=ruleset_from_text(HIGHER, library), library=library)
    for shortfall in found.shortfalls:
        for region in shortfall.regions:
            passed = (Outcome.ATTAINED, Outcome.NOT_APPLICABLE)
            if shortfall.higher.code == "revocation":
                assert region.before is Outcome.ATTAINED
            else:
                assert region.before is Outcome.NOT_ATTAINED
                assert region.after in passed
    assert found.conforms == (not found.shortfalls)
    return [shortfall.higher.code for shortfall in found.shortfalls]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("at_least: 90", "at_least: 90", []),
        ("at_least: 90", "at_least: 95", []),
        ("at_least: 90", "more_than: 89.99", []),
        ("at_least: 90", "more_than: 89.98", ["1"]),
        ("at_least: 90", "at_least: {by: region, mountains: 80, otherwise: 95}", ["1"]),
        ("at_least: 90", "at_least: unknown", []),
        ("at_least: {delegated: province}", "at_least: 10", []),
        ("equals: 0", "at_most: 1", ["3.1"]),
        ("attribute: region, equals: delta", "attribute: region, one_of: [delta, mountains]", []),
        ("attribute: region, equals: delta", "attribute: region, equals: mountains", ["3.2"]),
        # Who falls below 50% loses the recognition: a lower ruleset may be stricter, not milder.
        ("less_than: 50", "less_than: 60", []),
        ("less_than: 50", "less_than: 40", ["revocation"]),
        ("criteria: all", "criteria: attained, count_at_least: 3", []),
        ("criteria: all", "criteria: attained, count_at_least: 2", ["recognition"]),
        ("criteria:\n", f"criteria:\n  - {{code: '4', name: Thêm, measure: works, required: yes, {KNOWN}}}\n", []),
    ],
)
def test_what_asks_for_less_is_found_and_nothing_else(
    case_library: Library, old: str, new: str, found: list[str]
) -> None:
    assert short(case_library, (old, new)) == found


def test_a_rule_left_out_asks_for_less(case_library: Library) -> None:
    left_out = (f'      - {{code: "3.1", name: Nhà tạm, measure: houses, equals: 0, {KNOWN}}}\n', "")
    assert short(case_library, left_out) == ["3.1", "3"]


def test_a_rule_left_out_that_asks_a_unit_above_is_not_shown_to_ask_for_less(case_library: Library) -> None:
    district = HIGHER.replace("vn/xa", "vn/huyen").replace("applies_to: commune", "applies_to: district")
    library = case_library.including(ruleset_from_text(district, case_library))
    more = f'  - {{code: "4", name: Huyện, attained: vn/huyen, of: district, {KNOWN}}}\n'
    higher = ruleset_from_text(HIGHER + more, library)
    lower = ruleset_from_text(HIGHER.replace("ruleset: vn/xa", "ruleset: tinh/xa"), library)
    found = conform(lower=lower, higher=higher, library=library)
    assert [(one.higher.code, one.lower) for one in found.not_shown if one.lower is None] == [("4", None)]
    assert not found.conforms


def test_what_neither_side_knows_is_listed_and_not_claimed(case_library: Library) -> None:
    lower = ruleset_from_text(HIGHER.replace("ruleset: vn/xa", "ruleset: tinh/xa"), case_library)
    found = conform(lower=lower, higher=ruleset_from_text(HIGHER, case_library), library=case_library)
    assert found.conforms
    assert [rule.code for rule in found.unknown] == ["2"]
    assert found.compared == len(list(lower.rules())) - 1


def test_basically_met_must_not_count_for_more(case_library: Library) -> None:
    counting = ruleset_from_text(HIGHER.replace("instrument:", "basically_met: yes\ninstrument:"), case_library)
    plain = ruleset_from_text(HIGHER, case_library)
    assert not conform(lower=counting, higher=plain, library=case_library).conforms
    assert conform(lower=plain, higher=counting, library=case_library).conforms


def test_rulesets_for_other_units_are_not_compared(case_library: Library) -> None:
    [town] = case_library.versions["vn/town"][:1]
    with pytest.raises(CompileError) as refused:
        conform(lower=town, higher=ruleset_from_text(HIGHER, case_library), library=case_library)
    assert refused.value.diagnostics[0].code == "NTM614"


@pytest.mark.slow
def test_every_shipped_specialising_ruleset_conforms_to_what_is_in_force_with_it() -> None:
    library = load_library()
    checked = 0
    for versions in library.versions.values():
        for lower in versions:
            if lower.specialises is None:
                continue
            for higher in library.versions[lower.specialises]:
                ends = (last_day(each, library) or date.max for each in (lower, higher))
                if max(lower.version, higher.version) > min(ends):
                    continue  # never in force together: what 211 asks from its day on is no shortfall of before
                found = conform(lower=lower, higher=higher, library=library)
                assert found.conforms, (lower.id, [shortfall.higher.code for shortfall in found.shortfalls])
                checked += 1
    assert checked >= 3


def test_libraries_come_in_the_order_of_the_rulesets() -> None:
    """As in `diff`: the first library is that of the first ruleset, the one of the second is named after it."""
    for call, second in ((diff, "after_library"), (conform, "higher_library")):
        rulesets, libraries = list(signature(call).parameters)[:2], list(signature(call).parameters)[2:4]
        assert libraries == ["library", second]
        assert second == f"{rulesets[1]}_library"


def test_each_ruleset_is_read_with_its_own_library(case_library: Library) -> None:
    lower, higher = ruleset_from_text(HIGHER, case_library), ruleset_from_text(HIGHER, case_library)
    with pytest.raises(CompileError, match="NTM648"):
        conform(lower=lower, higher=higher, library=Library(), higher_library=case_library)
    assert conform(lower=lower, higher=higher, library=case_library, higher_library=case_library).conforms
