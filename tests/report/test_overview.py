"""The standing of a whole district as people read it, word for word; and of any dossier, sign for sign."""

import re
from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from rich.cells import cell_len

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.model.condition import (
    AllOf,
    Basis,
    Bound,
    Comparison,
    CriteriaState,
    MembersAttained,
    Operator,
    OwnCriteria,
    Unknown,
)
from ntm_rules.model.fact import Attestation, Fact, Finding, Statement
from ntm_rules.model.key import RECOGNITION, RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Tally
from ntm_rules.model.problem import CompileError, NtmError
from ntm_rules.model.ruleset import (
    Conclusion,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ntm_rules.model.text import Language, Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile as compiled
from ntm_rules.report.overview.units import absent_units, legend, rulesets_without_units
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.quantities.tallies import tally_text
from ntm_rules.report.words.rule_kinds import MANNERS, RuleKind
from ntm_rules.testing.strategies.world import World, worlds

from ..printed import WIDTH as PRINTED
from ..printed import by_office, overview, progress, provenance_table
from ..profiles import tried

THEN, NOW = date(2023, 12, 31), date(2024, 12, 31)
PLAN = Provenance(ProvenanceStatus.PLAN, "Kế hoạch")
RECALLED = Provenance(ProvenanceStatus.RECALLED)
ATTAINED = OwnCriteria(CriteriaState.ALL)
HALF = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(50)))
WATER_OFFICE = Text("Phòng Nông nghiệp", "Agriculture office")
LAND_OFFICE = Text("Phòng Tài nguyên", "Land office")


def at_least(measure: str, value: int) -> Comparison:
    return Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(value)))


COMMUNE = Ruleset(
    "vn/commune-ntm",
    date(2022, 3, 8),
    Text("Xã nông thôn mới", "New rural commune"),
    "commune",
    Instrument("318/QĐ-TTg"),
    (
        Criterion("1", Text("Quy hoạch", "Planning"), PLAN, condition=Unknown()),
        Criterion(
            "2",
            Text("Nước sạch và rác thải", "Water and waste"),
            PLAN,
            (
                Indicator("2.1", Text("Nước sạch", "Clean water"), at_least("water", 90), PLAN),
                Indicator(
                    "2.2", Text("Rác thải", "Waste"), at_least("waste", 80), RECALLED, responsible=(LAND_OFFICE,)
                ),
            ),
            responsible=(WATER_OFFICE, LAND_OFFICE),
        ),
    ),
    (
        Conclusion(RECOGNITION, Text("Công nhận", "Recognition"), ATTAINED, PLAN),
        Conclusion("revocation", Text("Thu hồi", "Revocation"), OwnCriteria(CriteriaState.NOT_ATTAINED, (HALF,)), PLAN),
    ),
)
DISTRICT = Ruleset(
    "td/plan",
    date(2024, 1, 1),
    Text("Kế hoạch năm 2024", "The 2024 plan"),
    "district",
    Instrument("01/KH-UBND"),
    (
        Criterion(
            "I",
            Text("Mục tiêu", "Targets"),
            PLAN,
            (
                Indicator(
                    "I.1",
                    Text("Mọi xã đạt chuẩn", "Every commune attains the standard"),
                    MembersAttained(
                        "commune",
                        RuleKey("vn/commune-ntm"),
                        (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100))),),
                    ),
                    PLAN,
                    responsible=(WATER_OFFICE,),
                ),
                Indicator("I.2", Text("Nước sạch", "Clean water"), at_least("water", 90), PLAN),
            ),
        ),
    ),
    (Conclusion(RECOGNITION, Text("Hoàn thành", "Completed"), AllOf((ATTAINED, at_least("waste", 70))), PLAN),),
    until=date(2024, 12, 31),
)
LIBRARY = Library(
    {
        id: Measure(id, Text(vi, en), unit="%", decimals=1)
        for id, vi, en in (("water", "Nước", "Water"), ("waste", "Rác", "Waste"))
    },
    {},
    {one.id: (one,) for one in (COMMUNE, DISTRICT)},
)
UNITS = Units(
    [
        Unit("TD", "Huyện Tam Đường", "district"),
        Unit("BB", "Xã Bản Bo", "commune", "TD"),
        Unit("BL", "Xã Bình Lư", "commune", "TD"),
        Unit("CU", "Xã Cũ", "commune", "TD", exists_until=date(2024, 6, 30), successors=("BL",)),
        Unit("XX", "Xã Xóa", "commune", "TD", exists_until=date(2024, 6, 30)),
        Unit("MO", "Xã Mới", "commune", "TD", exists_from=date(2025, 7, 1)),
    ]
)


def fact(unit: str, measure: str, value: str, on: date = NOW) -> Fact:
    return Fact(unit=unit, measure=measure, value=Decimal(value), as_of=on)


def found(unit: str, code: str, finding: Finding, on: date = NOW) -> Attestation:
    return Attestation(unit=unit, rule=RuleKey("vn/commune-ntm", code), value=finding, as_of=on)


STATEMENTS: tuple[Statement, ...] = (
    found("BB", "1", Finding.NOT_MET, THEN),
    fact("BB", "water", "95", THEN),
    fact("BB", "waste", "85", THEN),
    found("BB", "1", Finding.MET),
    fact("BB", "water", "87.2"),
    found("BL", "1", Finding.MET, THEN),
    fact("BL", "water", "90"),
    fact("BL", "waste", "80"),
    fact("TD", "waste", "69.5"),
)


def runs(on: date = NOW, *ids: str, statements: tuple[Statement, ...] = STATEMENTS) -> list[Decisions]:
    return [evaluate(compiled(id, on, LIBRARY), UNITS, statements) for id in ids or LIBRARY.versions]


def names(language: Language) -> Names:
    return Names(LIBRARY, UNITS, language)


VI = """\
Xã nông thôn mới (318/QĐ-TTg, có hiệu lực từ 08/03/2022)
Đơn vị      1 2  Đạt  Công nhận
──────────  ───  ───  ───────────────────
Xã Bản Bo   ✓ ✗  1/2  ✗ Chưa đủ điều kiện
Xã Bình Lư  ✓ ✓  2/2  ✓ Đủ điều kiện
- Chưa đạt, chưa xác định: Xã Bản Bo: ✗ 2.1 (thiếu 2,8 điểm phần trăm)
- Công nhận: 1/2 xã đủ điều kiện; 1 chưa đủ điều kiện. Thu hồi: 1/2 xã thuộc trường hợp thu hồi (Xã
  Bản Bo). Số tiêu chí đạt bình quân: 1,5

Huyện Tam Đường · Kế hoạch năm 2024 (01/KH-UBND, có hiệu lực từ 01/01/2024)
✗ Hoàn thành: Chưa đủ điều kiện đề nghị công nhận, 0/1 tiêu chí, ≥ 0/2 chỉ tiêu
  ✗ Rác: 69,5% < 70%, thiếu 0,5 điểm phần trăm
✗ I  Mục tiêu: ≥ 0/2 chỉ tiêu đạt
  ✗ I.1  Mọi xã đạt chuẩn: 1/2 xã đạt, yêu cầu 100%; chưa đạt: Xã Bản Bo
  ? I.2  Nước sạch: chưa có số liệu, yêu cầu từ 90% trở lên

Lưu ý trước khi dùng
- Lưu ý: 2 số liệu hoặc xác nhận có từ trước năm 2024 vẫn được dùng, theo 2 quy định (chỉ tiêu 2.2;
  tiêu chí 1).
- Lưu ý: 9 quy định làm căn cứ không đọc từ văn bản chính thức (9 theo kế hoạch).
- Lưu ý: kết quả dựa cả vào 1 quy định ghi theo trí nhớ, chưa đối chiếu với văn bản gốc (chỉ tiêu
  2.2); đối chiếu trước khi dùng chính thức."""

EN = """\
New rural commune (318/QĐ-TTg, in force since 8 Mar 2022)
Unit        1 2  Attained  Recognition
──────────  ───  ────────  ──────────────────
Xã Bản Bo   ✓ ✗  1/2       ✗ Does not qualify
Xã Bình Lư  ✓ ✓  2/2       ✓ Qualifies
- Not attained or undetermined: Xã Bản Bo: ✗ 2.1 (short by 2.8 percentage points)
- Recognition: qualifies: 1 of 2 communes; does not qualify: 1. Revocation: grounds for revocation:
  1 of 2 communes (Xã Bản Bo). Mean number of criteria attained: 1.5

To note before use
- Note: 2 figures or attestations of before 2024 still decide, under 2 rules (indicator 2.2;
  criterion 1).
- Note: 5 rules that this rests on were not read in an official text (5 printed in the plan).
- Note: this rests on 1 rule stated from memory, not yet checked against the official text
  (indicator 2.2); check before official use."""


def test_a_district_in_vietnamese() -> None:
    assert overview(runs(), names("vi"), PRINTED) == VI


def test_a_district_in_english() -> None:
    assert overview(runs(NOW, "vn/commune-ntm"), names("en"), PRINTED) == EN


def test_the_legend() -> None:
    assert legend(names("vi")) == "Ký hiệu: ✓ đạt · ✗ chưa đạt · ? chưa xác định · – không áp dụng"


def test_the_mean_is_a_bound_while_something_is_undetermined() -> None:
    page = overview(runs(THEN, "vn/commune-ntm"), names("vi"))
    assert "Số tiêu chí đạt bình quân: không dưới 0,5 (5 kết quả chưa xác định)" in page
    assert "Công nhận: ≥ 0/4 xã đủ điều kiện; 3 chưa xác định; 1 chưa đủ điều kiện" in page
    assert "3 xã (a)" not in page


def test_open_items_by_office() -> None:
    assert by_office(runs(), names("vi")) == (
        "Còn 3 nội dung chưa đạt hoặc chưa xác định tại 2 đơn vị. Nội dung do nhiều cơ quan cùng phụ trách được "
        "ghi ở từng cơ quan.\n"
        "\n"
        "Phòng Nông nghiệp: 2 nội dung\n"
        "- 2.1 Nước sạch (Xã nông thôn mới)\n"
        "  ✗ Xã Bản Bo: 87,2% < 90%, thiếu 2,8 điểm phần trăm\n"
        "- I.1 Mọi xã đạt chuẩn (Kế hoạch năm 2024)\n"
        "  ✗ Huyện Tam Đường: 1/2 xã đạt, yêu cầu 100%\n"
        "\n"
        "Phòng Tài nguyên: 1 nội dung\n"
        "- 2.1 Nước sạch (Xã nông thôn mới)\n"
        "  ✗ Xã Bản Bo: 87,2% < 90%, thiếu 2,8 điểm phần trăm\n"
        "\n"
        "Chưa phân công cơ quan phụ trách: 1 nội dung (thêm --everything để xem danh sách)"
    )


def test_items_without_an_office_are_listed_with_everything() -> None:
    page = by_office(runs(), names("en"), everything=True)
    assert page.endswith(
        "No office named as responsible: 1 item\n"
        "- I.2 Clean water (The 2024 plan)\n"
        "  ? Huyện Tam Đường: no figure reported, required: at least 90%"
    )


def test_items_under_recalled_rules_are_marked() -> None:
    page = by_office(runs(NOW, "vn/commune-ntm", statements=(*STATEMENTS, fact("BL", "waste", "79"))), names("en"))
    assert "- 2.2 Waste* (New rural commune)" in page
    assert "2.1 Clean water (" in page
    assert "Note: 1 item under rules stated from memory" in page


def test_offices_of_the_units_chosen_only() -> None:
    assert by_office(runs(), names("vi"), {"BL"}) == "Không còn nội dung nào chưa đạt hoặc chưa xác định."


def test_a_finding_on_a_criterion_is_one_item() -> None:
    statements = (found("BL", "2", Finding.NOT_MET), found("BL", "1", Finding.MET))
    page = by_office(runs(NOW, "vn/commune-ntm", statements=statements), names("en"), {"BL"})
    assert "- 2 Water and waste (" in page
    assert "2.1" not in page
    assert "✗ Xã Bình Lư: attested: Not met" in page


def test_gained_and_lost() -> None:
    error = CompileError("no version is in force")
    then: dict[str, Decisions | NtmError] = {"vn/commune-ntm": runs(THEN, "vn/commune-ntm")[0], "td/plan": error}
    assert progress(runs(), then, THEN, names("vi")) == (
        "- Xã nông thôn mới: tiêu chí +2 (1 trước đó chưa xác định) −1; công nhận +1 (1 trước đó chưa xác định)\n"
        "  - Xã Bản Bo: 1/2 → 1/2; công nhận: ✗ chưa đủ điều kiện\n"
        "    + 1 (✗ → ✓)\n"
        "    − 2 (✓ → ✗)\n"
        "  - Xã Bình Lư: ≥ 1/2 → 2/2; công nhận: ? chưa xác định → ✓ đủ điều kiện\n"
        "    + 2, Công nhận (? → ✓)\n"
        "    · Thu hồi (chưa xác định có thuộc trường hợp thu hồi không → không thuộc trường hợp thu hồi)\n"
        "  - Đã sắp xếp hoặc giải thể trước ngày 31/12/2024 nên không so sánh: Xã Cũ, Xã Xóa.\n"
        "- Kế hoạch năm 2024: không so sánh được: no version is in force"
    )


def test_indicators_changed_are_shown_with_everything() -> None:
    then = {"vn/commune-ntm": runs(THEN, "vn/commune-ntm")[0]}
    page = progress(runs(NOW, "vn/commune-ntm"), then, THEN, names("en"), {"BB"}, everything=True)
    assert "    − 2, 2.1 (✓ → ✗)" in page
    assert "criteria +1 −1" in page


def test_units_that_changed_alike_share_a_line_and_the_others_are_counted() -> None:
    both = tuple(found(unit, "1", Finding.MET) for unit in ("BB", "BL"))
    [now], [then] = runs(NOW, "vn/commune-ntm", statements=both), runs(THEN, "vn/commune-ntm", statements=both)
    page = progress([now], {"vn/commune-ntm": then}, THEN, names("en"))
    assert "  - Xã Bản Bo, Xã Bình Lư: undetermined → ≥ 1/2; recognition: ? undetermined" in page
    one = runs(NOW, "vn/commune-ntm", statements=both[:1])[0]
    assert "  - no change: 1 commune" in progress([one], {"vn/commune-ntm": then}, THEN, names("en"))


def test_nothing_changed() -> None:
    [run] = runs(NOW, "vn/commune-ntm")
    page = progress([run], {"vn/commune-ntm": run}, THEN, names("vi"))
    assert page.endswith("Xã nông thôn mới: không thay đổi")


def test_a_rule_of_one_version_only_is_another_change() -> None:
    newer = evolve(
        COMMUNE,
        version=date(2024, 3, 1),
        criteria=(*COMMUNE.criteria, Criterion("3", Text("Điện"), PLAN, condition=at_least("water", 1))),
    )
    library = evolve(LIBRARY, versions={COMMUNE.id: (COMMUNE, newer)})
    now, then = (evaluate(compiled(COMMUNE.id, on, library), UNITS, STATEMENTS) for on in (NOW, THEN))
    page = progress([now], {COMMUNE.id: then}, THEN, Names(library, UNITS, "vi"), {"BL"})
    assert "(trước: phiên bản 08/03/2022; nay: phiên bản 01/03/2024): tiêu chí +1 (1 trước" in page
    assert "    · 3 (không có → ✓)" in page


def test_units_that_do_not_exist_on_the_date() -> None:
    assert list(absent_units(UNITS, ["commune"], NOW, names("vi"))) == [
        "Xã Cũ đã sắp xếp hoặc giải thể trước ngày 31/12/2024; đơn vị hành chính mới sau sắp xếp: Xã Bình Lư (BL); số liệu của "
        "đơn vị cũ không được dùng cho đơn vị mới.",
        "Đã sắp xếp hoặc giải thể trước ngày 31/12/2024, hồ sơ chưa ghi đơn vị mới; số liệu cũ không được dùng tiếp: Xã Xóa "
        "(XX).",
        "Các đơn vị sau chưa được thành lập tại ngày 31/12/2024 nên không đánh giá: Xã Mới (MO), thành lập từ 01/07/2025.",
    ]
    assert list(absent_units(UNITS, ["district"], NOW, names("vi"))) == []
    assert list(absent_units(UNITS, ["commune"], NOW, names("en"), {"CU"})) == [
        "Xã Cũ was reorganised or dissolved before 31 Dec 2024; successor: Xã Bình Lư (BL); its figures are not used for the "
        "successor."
    ]


def test_a_ruleset_without_units() -> None:
    run = evaluate(compiled("td/plan", NOW, LIBRARY), [UNITS["TD"]], ())
    assert list(rulesets_without_units([run], names("en"))) == []
    empty = evaluate(compiled("td/plan", NOW, LIBRARY), Units([]), ())
    assert list(rulesets_without_units([empty], names("en"))) == [
        "“The 2024 plan” (td/plan): there is no district to assess on 31 Dec 2024"
    ]


def test_rules_by_provenance() -> None:
    assert provenance_table([COMMUNE, DISTRICT], "en") == (
        "Ruleset         In force from  Text  Plan  Read, official  Read elsewhere  Unverified  Not in file  Total\n"
        "──────────────  ─────────────  ────  ────  ──────────────  ──────────────  ──────────  ───────────  ─────\n"
        "vn/commune-ntm  8 Mar 2022        0     5               0               0           1            0      6\n"
        "td/plan         1 Jan 2024        0     4               0               0           0            0      4\n"
        "All                               0     9               0               0           1            0     10"
    )


def test_no_version_in_force_is_said_in_both_languages() -> None:
    with pytest.raises(CompileError) as caught:
        LIBRARY.ruleset("td/plan", date(2025, 1, 1))
    assert caught.value.render("vi") == (
        "[NTM602] ngày 01/01/2025 “Kế hoạch năm 2024” (td/plan) không có phiên bản nào có hiệu lực; "
        "các phiên bản: từ 01/01/2024 đến 31/12/2024"
    )
    assert "no version of “The 2024 plan” (td/plan) is in force on 2025-01-01" in caught.value.render("en")


def wide(count: int, codes: int) -> tuple[Library, Units]:
    criteria = tuple(
        Criterion(str(code), Text(f"Tiêu chí {code}"), PLAN, condition=at_least("water", code % 3))
        for code in range(1, codes + 1)
    )
    library = evolve(LIBRARY, versions={COMMUNE.id: (evolve(COMMUNE, criteria=criteria),)})
    return library, Units([Unit(f"U{number}", f"Xã thứ {number}", "commune") for number in range(count)])


@pytest.mark.parametrize(("count", "codes"), [(20, 15), (12, 19), (3, 140)])
def test_no_line_is_wider_than_a_page(count: int, codes: int) -> None:
    library, units = wide(count, codes)
    run = evaluate(compiled(COMMUNE.id, NOW, library), units, [fact("U0", "water", "1")])
    for language in ("vi", "en"):
        for width in (80, 100, 150):
            lines = overview([run], Names(library, units, language), width).splitlines()
            assert max(map(cell_len, lines)) <= width


def signs_of(page: str, unit: str) -> str:
    """The signs in the rows of a unit, over all tables of a page."""
    rows = [
        re.split(r"[≥0-9]|chưa|không", line[len(unit) :])[0]
        for line in page.splitlines()
        if line.startswith(f"{unit} ")
    ]
    return "".join(
        character for row in rows for character in row if character in MANNERS[RuleKind.CRITERION].signs.values()
    )


def test_criteria_too_many_for_one_table_go_on_in_another() -> None:
    library, units = wide(3, 140)
    run = evaluate(compiled(COMMUNE.id, NOW, library), units, [fact("U0", "water", "1")])
    page = overview([run], Names(library, units, "vi"), PRINTED)
    assert signs_of(page, "Xã thứ 0") == ("✓✗✓" * 47)[:140]
    assert signs_of(page, "Xã thứ 1") == "?" * 140


@pytest.mark.slow
@settings(max_examples=tried(0.4))
@given(worlds())
def test_any_dossier_has_an_overview_that_says_what_was_decided(world: World) -> None:
    decided = []
    for id in world.rulesets.values():
        run = evaluate(compiled(id, world.as_of, world.library), world.units, world.statements)
        if run.units:
            decided.append(run)
    for language in ("vi", "en"):
        called = Names(world.library, world.units, language)
        page = overview(decided, called)
        by_office(decided, called, everything=True)
        if decided:
            same = {run.program.ruleset.id: run for run in decided}
            assert "→" not in progress(decided, same, world.as_of, called)
    for run in decided:
        single = overview([run], Names(world.library, world.units, "vi"), everything=True)
        for unit in run.units:
            outcomes = [run.outcome(unit.code, code) for code in run.program.criteria]
            if len(run.units) > 1:
                assert signs_of(single, unit.name) == "".join(
                    MANNERS[RuleKind.CRITERION].signs[outcome] for outcome in outcomes
                )
            assert tally_text(Tally.of(outcomes)).in_language("en") in page
