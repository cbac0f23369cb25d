"""Two versions compared, as people and programs read it."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings

from ntm_rules.evolution.comparison.conform import conform
from ntm_rules.evolution.comparison.declared import declared
from ntm_rules.evolution.comparison.diff import ChangeKind, RulesetDiff, diff
from ntm_rules.exchange.output.changes.comparison import conformity_to_plain, diff_to_plain
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.condition import (
    Basis,
    Bound,
    Comparison,
    CriteriaState,
    MembersAttained,
    MembersMeeting,
    Operator,
    OwnCriteria,
)
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.problem import CompileError
from ntm_rules.model.ruleset import Conclusion, Ruleset
from ntm_rules.model.text import Language, Text, json_text
from ntm_rules.model.threshold import ByAttribute, Fixed
from ntm_rules.report.comparison.paper import MOST_CHARACTERS, diff_markdown
from ntm_rules.report.layout.markdown import escaped_comment
from ntm_rules.report.layout.wrapped_table import width_of
from ntm_rules.testing import AmendedWorld, amended_worlds, with_version

from ..printed import WIDTH, conform_text, declared_text, diff_text
from ..profiles import tried

pytestmark = pytest.mark.slow

LANGUAGES: tuple[Language, Language] = ("vi", "en")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def national(library: Library) -> Ruleset:
    return library.versions["vn/commune-ntm"][0]


def amended(ruleset: Ruleset, code: str, **changes: Any) -> Ruleset:
    """The ruleset with one rule changed."""

    def changed(rule: Any) -> Any:
        return evolve(rule, **changes) if rule.code == code else rule

    criteria = [evolve(one, indicators=tuple(map(changed, one.indicators))) for one in ruleset.criteria]
    conclusions = tuple(map(changed, ruleset.conclusions))
    return evolve(ruleset, criteria=tuple(map(changed, criteria)), conclusions=conclusions)


def fixed(number: int) -> Fixed:
    return Fixed(Decimal(number))


def by_region(mountains: int, elsewhere: int) -> ByAttribute:
    return ByAttribute("region", (("north_midlands_mountains", fixed(mountains)),), fixed(elsewhere))


@pytest.fixture(scope="module")
def insured(library: Library, national: Ruleset) -> RulesetDiff:
    """Health insurance raised from 90 to 95% in the mountains alone."""
    asked = Comparison("health_insurance_coverage_men", Operator.AT_LEAST, by_region(90, 95))
    before = amended(national, "15.1", condition=asked)
    after = amended(before, "15.1", condition=evolve(asked, threshold=by_region(95, 95)))
    return diff(before, after, library=library)


def test_a_rule_over_one_measure_has_a_line_for_each_region(insured: RulesetDiff, library: Library) -> None:
    text = diff_text(insured, library, "vi")
    assert "Mọi dòng dưới đây: Tỷ lệ người dân tham gia bảo hiểm y tế: nam: từ 90% đến dưới 95%" in text
    assert "Trung du miền núi phía Bắc  ✓ Đạt → ✗ Chưa đạt" in text
    # Where the region is not stated, only the later text is the same in all of them.
    assert "chưa ghi                    ? Chưa xác định → ✗ Chưa đạt" in text
    text = diff_text(insured, library, "en")
    assert "All lines below: Share of residents covered by health insurance: men: 90% to under 95%" in text
    assert "Northern midlands and mountains  ✓ Attained → ✗ Not attained" in text
    assert "Affects: criterion 15, recognition, maintenance, revocation" in text
    assert "DIFFERENT: 1 rule can come to another outcome." in text


def test_the_json_has_exact_ends(insured: RulesetDiff) -> None:
    [change] = diff_to_plain(insured)["changes"]
    region, not_stated = change["regions"]
    assert (not_stated["before"], not_stated["after"]) == ("undetermined", "not_attained")
    assert (region["before"], region["after"]) == ("attained", "not_attained")
    states = {json.dumps(held["quantity"], sort_keys=True): held["states"] for held in region["where"]}
    assert states['{"attribute": "region", "kind": "attribute"}'] == [{"value": "north_midlands_mountains"}]
    [interval] = states['{"kind": "measure", "measure": "health_insurance_coverage_men"}']
    assert interval == {"interval": {"low": "90", "low_included": True, "high": "95", "high_included": False}}


def test_the_json_has_conditions_of_members_with_their_figures_as_texts(library: Library, national: Ruleset) -> None:
    asked = Comparison("multidimensional_poverty", Operator.AT_MOST, by_region(3, 5))
    among = Comparison("health_insurance_coverage_men", Operator.AT_LEAST, Fixed(Decimal("70.50")))
    members = MembersMeeting("village", asked, (Bound(Basis.SHARE, Operator.AT_LEAST, fixed(60)),), among=among)
    before = amended(national, "15.1", condition=members)
    after = amended(
        before, "15.1", condition=evolve(members, bounds=(Bound(Basis.COUNT, Operator.AT_LEAST, fixed(2)),))
    )
    [change] = json.loads(json_text(diff_to_plain(diff(before, after, library=library))))["changes"]
    quantities = [held["quantity"] for region in change["regions"] for held in region["where"]]
    told = next(one for one in quantities if one["kind"] == "members")
    assert told["among"] == {"measure": "health_insurance_coverage_men", "at_least": "70.50"}
    cases = {"north_midlands_mountains": "3", "otherwise": "5"}
    assert told["condition"] == {"measure": "multidimensional_poverty", "at_most": {"by": "region", **cases}}


def test_members_of_a_level_or_a_better_one_are_told_by_what_was_written(library: Library, national: Ruleset) -> None:
    levels = "".join(
        f"  - {{level: {id}, name: {id}, provenance: {{status: plan, cite: I}}, {asked}}}\n"
        for id, asked in (("gold", "measure: multidimensional_poverty, at_most: 1"), ("silver", "criteria: all"))
    )
    villages = ruleset_from_text(
        "ruleset: vn/villages\nversion: 2021-01-01\ntitle: Bộ thôn\napplies_to: village\ninstrument: {number: 1}\n"
        'criteria: [{code: "1", name: Nghèo, measure: multidimensional_poverty, at_most: 5, provenance: {status: plan, '
        "cite: I}}]\n"
        f"levels:\n{levels}",
        library,
    )
    known = with_version(library, villages)
    asked = MembersAttained(
        "village", RuleKey("vn/villages", "level:silver"), (Bound(Basis.SHARE, Operator.AT_LEAST, fixed(50)),)
    )
    before = amended(national, "15.1", condition=asked)
    after = amended(before, "15.1", condition=evolve(asked, bounds=(Bound(Basis.SHARE, Operator.AT_LEAST, fixed(60)),)))
    found = diff(before, after, library=known)
    assert "đáp ứng điều kiện (điều kiện: đạt mức" in " ".join(diff_text(found, known, "vi").split())
    [change] = json.loads(json_text(diff_to_plain(found)))["changes"]
    [quantity] = [held["quantity"] for held in change["regions"][0]["where"]]
    assert quantity["condition"] == {"attained": "vn/villages", "at_level": "silver"}


def test_an_amendment_in_both_languages(library: Library) -> None:
    _, first, second, _ = library.versions["vn/commune-ntm"]
    found = diff(first, second, library=library)
    for language in LANGUAGES:
        text = diff_text(found, library, language)
        assert max(map(width_of, text.splitlines())) <= WIDTH
        for change in found.changes:
            assert not change.decides_differently or re.search(rf"^{re.escape(change.code)}  ", text, re.MULTILINE)
    assert "tất cả trừ Trung du miền núi phía Bắc" in diff_text(found, library, "vi")
    assert "2024–2025" in diff_text(found, library, "en")


def test_the_same_everywhere_is_said_to_be_a_proof(library: Library, national: Ruleset) -> None:
    same = diff(national, national, library=library)
    assert "THE SAME EVERYWHERE" in diff_text(same, library, "en")
    asked = Comparison("irrigated_farmland", Operator.AT_LEAST, by_region(80, 80))
    before = amended(national, "3.1", condition=asked)
    again = evolve(asked, threshold=by_region(80, 80), operator=Operator.AT_LEAST)
    rewritten = evolve(again, threshold=ByAttribute("region", (("southeast", fixed(80)),), fixed(80)))
    found = diff(before, amended(before, "3.1", condition=rewritten), library=library)
    [change] = found.changes
    assert change.changes == {ChangeKind.REWRITTEN}
    text = diff_text(found, library, "vi")
    assert change.difference is not None
    assert f"sửa câu chữ, kết quả không đổi (đã xét {change.difference.combinations} tổ hợp)" in " ".join(text.split())


def test_counted_criteria_are_told_by_their_thresholds(library: Library, national: Ruleset) -> None:
    def asked(share: int) -> OwnCriteria:
        return OwnCriteria(CriteriaState.NOT_ATTAINED, (Bound(Basis.SHARE, Operator.LESS_THAN, fixed(share)),))

    before = amended(national, "recognition", condition=asked(30))
    found = diff(before, amended(before, "recognition", condition=asked(25)), library=library)
    text = diff_text(found, library, "vi")
    assert "Tất cả 19 tiêu chí" in text
    assert "tỷ lệ chưa đạt: từ 25% đến dưới 30%" in text
    assert "✓ Đủ điều kiện → ✗ Chưa đủ điều kiện" in " ".join(text.split())
    assert "share not attained: 25% to under 30%" in " ".join(diff_text(found, library, "en").split())


def test_a_rule_that_is_added_and_one_that_is_repealed(library: Library, national: Ruleset) -> None:
    health = next(one for one in national.criteria if one.code == "15")
    piped = evolve(health.indicators[0], code="15.9", name=Text("Nước tập trung", "Piped water"))
    below = (*health.indicators[:-1], piped)
    after = amended(national, "15", indicators=below)
    text = diff_text(diff(national, after, library=library), library, "en")
    assert "15.9  Piped water\n- Added\n" in text
    assert "15.4  Share of residents with an electronic health book\n- Repealed\n" in text
    said = (
        "As before, the criterion is attained when all its indicators are; newly among them: 15.9, "
        "no longer among them: 15.4."
    )
    assert said in " ".join(text.split())
    assert "1 rule can come to another outcome, 1 rule added, and 1 rule repealed" in " ".join(text.split())


def test_changes_of_wording_have_a_line_each(library: Library, national: Ruleset) -> None:
    after = amended(national, "1.2", name=Text("Quy định mới", "New rules"))
    found = diff(national, evolve(after, until=None), library=library)
    text = " ".join(diff_text(found, library, "en").split())
    old = "Rules on managing the plan issued, and the plan carried out"
    assert f"1.2 New rules: name: “{old}” → “New rules”" in text
    assert "in force until: 31 Dec 2025 → no end" in text
    assert "THE SAME EVERYWHERE" in text


@pytest.mark.slow
def test_what_changes_every_rule_is_said(library: Library, national: Ruleset) -> None:
    found = diff(national, evolve(national, basically_met=True), library=library)
    text = " ".join(diff_text(found, library, "en").split())
    stated = "It is not known whether the instrument counts “basically met” as met → “Basically met” counts as met"
    assert f"“basically met”: {stated}" in text
    assert "changed for every rule (“basically met”)" in text
    assert not declared(found, [change.code for change in found.changes]).is_proved


def test_a_rule_that_is_not_compared_is_said_loudly(insured: RulesetDiff, library: Library) -> None:
    [change] = insured.changes
    lost = evolve(
        change, changes=frozenset({ChangeKind.NOT_COMPARED}), difference=None, problem=Text("quá lớn", "too large")
    )
    found = evolve(insured, changes=(lost,))
    for said in (diff_text(found, library, "en"), diff_markdown(found, library, "en")):
        assert "NOT COMPARED, so nothing can be said of this rule: too large" in said
    assert diff_to_plain(found)["changes"][0]["problem"] == {"vi": "quá lớn", "en": "too large"}
    assert not declared(found, ["1.1"]).is_proved


def test_that_not_all_is_listed_is_said(insured: RulesetDiff, library: Library) -> None:
    [change] = insured.changes
    assert change.difference is not None
    found = evolve(insured, changes=(evolve(change, difference=evolve(change.difference, unlisted=True)),))
    assert "NOT ALL" in diff_text(found, library, "en")
    assert "NOT ALL" in diff_markdown(found, library, "en")
    assert diff_to_plain(found)["changes"][0]["unlisted"] is True


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", "a\\|b"),
        ("hai\ndòng", "hai dòng"),
        ("<script>", "\\<script\\>"),
        ("@nguoi-nao #12 vn/a#3", "@<!-- -->nguoi-nao \\#<!-- -->12 vn/a\\#<!-- -->3"),
        ("![x](https://a.b)", "!\\[x\\](https<!-- -->://a.b)"),
        ("**đậm** `mã` _nghiêng_ ~xóa~", "\\*\\*đậm\\*\\* \\`mã\\` \\_nghiêng\\_ \\~xóa\\~"),
        ("- mục", "\\- mục"),
        ("1. mục", "1\\. mục"),
        ("&amp;", "\\&amp;"),
        ("\\|", "\\\\\\|"),
    ],
)
def test_text_stays_text_in_a_comment(text: str, safe: str) -> None:
    assert escaped_comment(text) == safe


def tables(markdown: str) -> Iterator[list[list[str]]]:
    for block in markdown.split("\n\n"):
        lines = block.splitlines()
        if lines and lines[0].startswith("| "):
            yield [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]


def test_markdown_tables_are_straight_whatever_is_in_them(insured: RulesetDiff, library: Library) -> None:
    name = Text("Bảo hiểm | y tế @ai <b>", "Insurance | health @who <b>")
    measure = evolve(library.measures["health_insurance_coverage_men"], name=name)
    odd = evolve(library, measures={**library.measures, measure.id: measure})
    for language in LANGUAGES:
        markdown = diff_markdown(insured, odd, language)
        [table] = tables(markdown)
        assert len({len(row) for row in table}) == 1
        assert "<b>" not in markdown
        assert not re.search(r"@\w", markdown)


def test_a_comment_is_never_too_long(library: Library) -> None:
    before, after = library.versions["vn/commune-ntm"][0], library.versions["lai-chau/commune-ntm"][-1]
    long = Text("Một tên rất dài " * 200)
    renamed = evolve(before, criteria=tuple(evolve(one, name=long) for one in before.criteria))
    markdown = diff_markdown(diff(before, evolve(after, id=before.id), library=library), library, "vi")
    assert len(markdown) < MOST_CHARACTERS + 5_000
    assert len(diff_markdown(diff(before, renamed, library=library), library, "vi")) < MOST_CHARACTERS + 5_000


def test_only_the_rules_declared_differ_or_which_others_do(insured: RulesetDiff, library: Library) -> None:
    held = declared(insured, ["15.1"])
    assert held.is_proved
    assert "ĐÃ CHỨNG MINH" in declared_text(held, insured, library, "vi")
    held = declared(insured, ["11", "17.1"])
    assert [change.code for change in held.others] == ["15.1"]
    text = " ".join(declared_text(held, insured, library, "en").split())
    assert "NOT AS DECLARED: besides 11 and 17.1 there is also: - 15.1 Share of residents covered" in text
    assert "Region: Northern midlands and mountains" in text
    figure = re.search(r"(\d+(?:\.\d+)?)%", text)
    assert figure is not None
    assert 90 <= Decimal(figure[1]) < 95
    assert "\n\n**NOT AS DECLARED: besides" in diff_markdown(insured, library, "en", held)
    assert diff_to_plain(insured, held)["declared"] == {
        "codes": ["11", "17.1"],
        "proved": False,
        "others": ["15.1"],
        "settings": [],
    }


def test_a_code_that_neither_version_has_is_an_error(insured: RulesetDiff) -> None:
    with pytest.raises(CompileError) as caught:
        declared(insured, ["15.11", "99"])
    assert len(caught.value.diagnostics) == 2
    assert "nearest: 15.1" in caught.value.render("en")


def test_conformity_names_the_rule_and_a_unit(library: Library, national: Ruleset) -> None:
    def asked(number: int) -> Comparison:
        return Comparison("irrigated_farmland", Operator.AT_LEAST, fixed(number))

    higher = amended(national, "3.1", condition=asked(80))
    lower = amended(
        evolve(national, id="lai-chau/commune-x", title=Text("Xã tỉnh", "Own set")), "3.1", condition=asked(75)
    )
    lower = evolve(lower, conclusions=())
    found = conform(lower=lower, higher=evolve(higher, conclusions=()), library=library)
    assert not found.conforms
    text = conform_text(found, library, "vi")
    assert "KHÔNG PHÙ HỢP: ở 1 quy tắc" in text
    assert re.search("từ 75% đến dưới 80% +theo bộ cấp trên: ✗ Chưa đạt; theo", text)
    assert "Không so được" in text
    example = re.search(r"A unit of this kind: .*?(\d+(?:\.\d+)?)%", conform_text(found, library, "en"), re.DOTALL)
    assert example is not None
    assert 75 <= Decimal(example[1]) < 80
    plain = json.loads(json_text(conformity_to_plain(found)))
    assert plain["conforms"] is False
    assert [shortfall["lower"]["code"] for shortfall in plain["shortfalls"]] == ["3.1"]
    same = conform(lower=lower, higher=evolve(lower, id="vn/commune-y"), library=library)
    # Rules whose content is not known are taken over as they stand: nothing less is asked, and nothing is proved of them.
    assert same.conforms
    assert not same.is_proved
    assert {rule.code for rule in same.unknown} == {rule.code for rule in found.unknown}


@given(amended_worlds())
@settings(max_examples=tried(0.2))
def test_any_two_versions_can_be_read(given_world: AmendedWorld) -> None:
    before, after = given_world.amended.before, given_world.amended.after
    library = given_world.world.library
    later = with_version(library, after)
    found = diff(before, after, library=library, after_library=later, on=given_world.world.as_of)
    plain = json.loads(json_text(diff_to_plain(found)))
    for change, listed in zip(found.changes, plain["changes"], strict=True):
        apart = change.shown
        keys = ("regions", "regions_not_shown", "regions_untried")
        for key, regions in zip(keys, (apart.regions, apart.others, apart.untried), strict=True):
            for region, held in zip(regions, listed[key], strict=True):
                assert len(held["where"]) == len(region.where)
                assert all(one["states"] for one in held["where"])
        assert sum(len(listed[key]) for key in keys) == (len(change.difference.regions) if change.difference else 0)
    for language in LANGUAGES:
        text, markdown = diff_text(found, later, language), diff_markdown(found, later, language)
        for said in (text, markdown):
            assert not re.search(r"Fraction|Decimal|Cell\(|Tally\(|Special\.|\{\w+\}", said)
        for table in tables(markdown):
            assert len({len(row) for row in table}) == 1
        for change in found.changes:
            rule = change.after or change.before
            assert rule is not None
            shown = rule.name.in_language(language) if isinstance(rule, Conclusion) else rule.code
            assert shown in text
