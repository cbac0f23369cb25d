"""Explanations as people read them, word for word."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from ntm_rules.cli import main
from ntm_rules.engine.remedies import Step, StepKind
from ntm_rules.model.condition import (
    AllOf,
    AnyOf,
    Basis,
    Comparison,
    Condition,
    CriteriaState,
    NoneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ntm_rules.model.decision import Decision, Reason, ReasonKind
from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.outcome import Outcome, Tally
from ntm_rules.model.problem import UnitsError
from ntm_rules.model.ruleset import (
    Conclusion,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.explain import explain

from ..printed import decision_table

DAY = date(2024, 6, 30)
EXAMPLES = Path(__file__).parents[2] / "examples"
ID = "vn/civilised-township"
WATER, SITES, SANITATION = "clean_water_households", "production_sites", "sanitary_households"
PLAN = Provenance(ProvenanceStatus.PLAN, "Kế hoạch 2024, II.12 (3.3)")
RECALLED = Provenance(ProvenanceStatus.RECALLED, "Phụ lục I", confidence="low")
UNKNOWN = Provenance(ProvenanceStatus.UNKNOWN)
UNITS = Units(
    [
        Unit("D", "Huyện Tam Đường", "district"),
        Unit("T", "Thị trấn Tam Đường", "township", "D"),
        Unit("C", "Xã Bản Bo", "commune", "D"),
    ]
)
WATER_NAME = Text("Hộ sử dụng nước sạch", "Households using clean water")
NAMES = {
    "1": Text("Quy hoạch đô thị", "Urban planning"),
    "3": Text("Môi trường và an toàn thực phẩm đô thị", "Urban environment and food safety"),
    "3.1": Text("Thu gom rác", "Waste collection"),
    "3.2": Text("Vệ sinh môi trường", "Sanitation"),
    "3.3": WATER_NAME,
    "recognition": Text("Công nhận", "Recognition"),
    "revocation": Text("Thu hồi", "Revocation"),
}
MEASURES = [
    Measure(WATER, Text("Nước sạch", "Clean water"), unit="%", decimals=1),
    Measure(SITES, Text("Cơ sở sản xuất", "Production sites"), unit="%"),
    Measure(SANITATION, Text("Hộ đạt tiêu chuẩn vệ sinh", "Sanitary households"), unit="%"),
    Measure("satisfied", Text("Người dân hài lòng", "Residents satisfied"), unit="%"),
    Measure("plan_approved", Text("Quy hoạch được duyệt", "Plan approved"), MeasureType.FINDING),
]
WATER_RULE = Comparison(WATER, Operator.AT_LEAST, Fixed(Decimal(100)))


def library(condition: Condition = WATER_RULE, provenance: Provenance = PLAN) -> Library:
    sanitation = AllOf(
        tuple(Comparison(measure, Operator.AT_LEAST, Fixed(Decimal(90))) for measure in (SITES, SANITATION))
    )
    criteria = [
        Criterion(
            "3",
            NAMES["3"],
            PLAN,
            (
                Indicator("3.1", NAMES["3.1"], Unknown(), UNKNOWN),
                Indicator("3.2", NAMES["3.2"], sanitation, PLAN),
                Indicator("3.3", NAMES["3.3"], condition, provenance),
            ),
        )
    ]
    ruleset = Ruleset(
        ID,
        date(2022, 4, 15),
        Text("Đô thị văn minh", "Civilised township"),
        "township",
        Instrument("04/2022/QĐ-TTg"),
        tuple(criteria),
        (Conclusion("recognition", NAMES["recognition"], OwnCriteria(CriteriaState.ALL), PLAN),),
    )
    return Library({measure.id: measure for measure in MEASURES}, {}, {ID: (ruleset,)})


def decision(
    code: str, outcome: Outcome, *reasons: Reason, children: tuple[Decision, ...] = (), unit: str = "T", **more: object
) -> Decision:
    possible = more.pop("possible", frozenset({outcome} - {Outcome.UNDETERMINED}))
    return Decision(
        unit=unit,
        rule=RuleKey(ID, code),
        version=date(2022, 4, 15),
        as_of=DAY,
        name=NAMES.get(code, Text(f"Tiêu chí {code}", f"Criterion {code}")),
        outcome=outcome,
        possible=possible,  # type: ignore[arg-type]
        reasons=reasons,
        children=children,
        provenance=more.pop("provenance", PLAN),  # type: ignore[arg-type]
        rule_hash="0" * 64,
    )


REPORT = Fact("T", WATER, Decimal("97.2"), DAY, "UBND thị trấn", "báo cáo quý II/2024")


def water(value: Decimal | Fraction = Decimal("97.2"), **more: object) -> Reason:
    gap = Decimal(100) - value if isinstance(value, Decimal) else 100 - value
    reason = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.ATTAINED if gap <= 0 else Outcome.NOT_ATTAINED,
        measure=WATER,
        operator=Operator.AT_LEAST,
        observed=value,
        required=Decimal(100),
        gap=gap,
        facts=(REPORT,),
    )
    return evolve(reason, **more)  # type: ignore[arg-type]


def missing(measure: str) -> Reason:
    return Reason(kind=ReasonKind.MISSING, outcome=Outcome.UNDETERMINED, measure=measure)


def town() -> Decision:
    third = decision(
        "3",
        Outcome.NOT_ATTAINED,
        children=(
            decision("3.2", Outcome.UNDETERMINED, missing(SITES), missing(SANITATION)),
            decision("3.3", Outcome.NOT_ATTAINED, water()),
        ),
    )
    others = [decision(str(number), Outcome.ATTAINED) for number in (1, 2, 4, 5, 6, 7, 8, 9)]
    tally = Reason(kind=ReasonKind.TALLY, outcome=Outcome.NOT_ATTAINED, tally=Tally(8, 1, 0, 0))
    children = (*others[:2], third, *others[2:])
    return decision("recognition", Outcome.NOT_ATTAINED, tally, children=children)


def test_the_explanation_worth_printing() -> None:
    assert explain(town(), library(), UNITS) == (
        "Thị trấn Tam Đường · Đô thị văn minh (04/2022/QĐ-TTg, có hiệu lực từ 15/04/2022) · tính đến 30/06/2024\n"
        "✗ CHƯA ĐỦ ĐIỀU KIỆN ĐỀ NGHỊ CÔNG NHẬN: 8/9 tiêu chí\n"
        "  ✗ 3  Môi trường và an toàn thực phẩm đô thị\n"
        "    ✗ 3.3  Hộ sử dụng nước sạch: 97,2% < 100%, thiếu 2,8 điểm phần trăm\n"
        "           số liệu: UBND thị trấn, báo cáo quý II/2024 · căn cứ: Kế hoạch 2024, II.12 (3.3)\n"
        "    ? 3.2  Vệ sinh môi trường: chưa có số liệu (cơ sở sản xuất, hộ đạt tiêu chuẩn vệ sinh)\n"
        "           căn cứ: Kế hoạch 2024, II.12 (3.3)\n"
        "  ✓ 1, 2, 4–9\n"
        "  Để đạt: tăng nước sạch thêm 2,8 điểm phần trăm\n"
        "  Để xác định: bổ sung số liệu 3.2"
    )


def test_the_explanation_in_english() -> None:
    assert explain(town(), library(), UNITS, "en") == (
        "Thị trấn Tam Đường · Civilised township (04/2022/QĐ-TTg, in force since 15 Apr 2022) · as of 30 Jun 2024\n"
        "✗ DOES NOT QUALIFY FOR RECOGNITION: 8/9 criteria\n"
        "  ✗ 3  Urban environment and food safety\n"
        "    ✗ 3.3  Households using clean water: 97.2% < 100%, short by 2.8 percentage points\n"
        "           figures: UBND thị trấn, báo cáo quý II/2024 · legal basis: Kế hoạch 2024, II.12 (3.3)\n"
        "    ? 3.2  Sanitation: no figure reported (production sites, sanitary households)\n"
        "           legal basis: Kế hoạch 2024, II.12 (3.3)\n"
        "  ✓ 1, 2, 4–9\n"
        "  To attain: raise the clean water by 2.8 percentage points\n"
        "  To settle it: supply figures for 3.2"
    )


def test_everything_keeps_the_order_of_the_ruleset_and_hides_nothing() -> None:
    attained = decision("3.3", Outcome.ATTAINED, water(Decimal(100)))
    third = decision(
        "3", Outcome.UNDETERMINED, children=(decision("3.2", Outcome.UNDETERMINED, missing(SITES)), attained)
    )
    text = explain(third, library(), UNITS, everything=True)
    assert text.index("? 3.2") < text.index("✓ 3.3")
    assert "✓ 3.3  Hộ sử dụng nước sạch: 100% ≥ 100%" in text
    assert "✓ 3.3  Hộ" not in explain(third, library(), UNITS)


def one(reason: Reason, outcome: Outcome | None = None, **more: object) -> str:
    """The explanation of indicator 3.3 with this reason, below its heading."""
    decided = decision("3.3", outcome or reason.outcome, reason, **more)  # type: ignore[arg-type]
    parent = decision("3", Outcome.NOT_ATTAINED, children=(decided,))
    return explain(parent, library(), UNITS).split("\n", 2)[2]


def test_an_approximated_share_never_touches_its_threshold() -> None:
    text = one(water(100 - Fraction(1, 30000)))
    assert "≈ 99,99997% < 100%" in text
    assert "thiếu ≈ 0,00003 điểm phần trăm" in text


def test_a_declared_rounding_shows_the_figure_as_given_and_as_compared() -> None:
    text = one(
        water(Decimal("99.95"), compared=Decimal("100.0"), outcome=Outcome.ATTAINED, gap=Decimal(0)),
        Outcome.NOT_ATTAINED,
    )
    assert "99,95% (tính là 100%) ≥ 100%" in text


def test_equal_is_not_more() -> None:
    reason = water(Decimal(100), operator=Operator.MORE_THAN, outcome=Outcome.NOT_ATTAINED)
    assert "100%, yêu cầu trên 100%" in one(reason)


def test_too_much_is_over_and_not_short() -> None:
    reason = water(
        Decimal("12.5"),
        operator=Operator.AT_MOST,
        required=Decimal(4),
        gap=Decimal("8.5"),
        outcome=Outcome.NOT_ATTAINED,
    )
    assert "12,5% > 4%, vượt 8,5 điểm phần trăm" in one(reason)
    assert "Để đạt: giảm nước sạch đi 8,5 điểm phần trăm" in one(reason)


def test_what_must_not_hold_is_said_to_be_so() -> None:
    reason = water(Decimal(100), negated=True)
    text = one(reason, Outcome.NOT_ATTAINED)
    assert "100% ≥ 100%, bằng đúng mức loại trừ" in text
    assert "thiếu" not in text


def test_a_source_of_another_day_is_dated() -> None:
    older = Fact("T", WATER, Decimal("97.2"), date(2024, 3, 31), "UBND thị trấn")
    assert "số liệu: UBND thị trấn, ngày 31/03/2024" in one(water(facts=(older,)))
    assert "số liệu: không ghi nguồn" in one(water(facts=(Fact("T", WATER, Decimal("97.2"), DAY),)))


def test_a_conflict_names_both_sources_and_values() -> None:
    other = Fact("T", WATER, Decimal("98.1"), DAY, "Phòng NN&PTNT")
    reason = Reason(kind=ReasonKind.CONFLICT, outcome=Outcome.UNDETERMINED, measure=WATER, facts=(REPORT, other))
    text = one(reason)
    assert "số liệu mâu thuẫn: 97,2% (UBND thị trấn, báo cáo quý II/2024) ≠ 98,1% (Phòng NN&PTNT)" in text
    assert "thống nhất số liệu mâu thuẫn 3.3" in text


def test_a_report_stands_against_the_figures_it_should_follow_from() -> None:
    parts = (Fact("T", "p", Decimal(1), DAY, "A"), Fact("T", "q", Decimal(1), DAY, "B"))
    facts = (REPORT, *parts)
    text = one(Reason(kind=ReasonKind.CONFLICT, outcome=Outcome.UNDETERMINED, measure=WATER, facts=facts))
    assert "97,2% (UBND thị trấn, báo cáo quý II/2024) ≠ kết quả tính từ p 1 (A); q 1 (B)" in text
    each = (*parts, Fact("T", "p", Decimal(2), DAY, "C"), Fact("T", "q", Decimal(3), DAY, "D"))
    text = one(Reason(kind=ReasonKind.CONFLICT, outcome=Outcome.UNDETERMINED, measure=WATER, facts=each))
    assert "số liệu mâu thuẫn: p 1 (A) ≠ 2 (C); q 1 (B) ≠ 3 (D)" in text


def test_an_attestation_is_named_as_such() -> None:
    said = Attestation("T", RuleKey(ID, "3.3"), Finding.MET, DAY, "Sở Xây dựng", "công văn 5")
    attested = Reason(kind=ReasonKind.ATTESTED, outcome=Outcome.ATTAINED, observed=Finding.MET, facts=(said,))
    decided = decision("3.3", Outcome.ATTAINED, attested)
    parent = decision("3", Outcome.ATTAINED, children=(decision("3.1", Outcome.ATTAINED, water(Decimal(100))), decided))
    assert explain(parent, library(), UNITS).splitlines()[-2:] == ["  ✓ 3.1", "  ✓ 3.3 (theo xác nhận)"]
    alone = explain(decided, library(), UNITS)
    assert "✓ theo xác nhận: Đạt" in alone
    assert "xác nhận của: Sở Xây dựng, công văn 5" in alone


def test_what_an_attestation_alone_decides_takes_another_one() -> None:
    """That 3.3 has to be attained is no news below its own name; above it, the code says what is left."""
    said = Attestation("T", RuleKey(ID, "3.3"), Finding.NOT_MET, DAY, "Sở Xây dựng", "công văn 5")
    attested = Reason(kind=ReasonKind.ATTESTED, outcome=Outcome.NOT_ATTAINED, observed=Finding.NOT_MET, facts=(said,))
    decided = decision("3.3", Outcome.NOT_ATTAINED, attested)
    last = "  Để đạt: thực hiện yêu cầu và được cơ quan có thẩm quyền xác nhận đạt"
    assert explain(decided, library(), UNITS).splitlines()[-1] == last
    above = explain(decision("3", Outcome.NOT_ATTAINED, children=(decided,)), library(), UNITS)
    assert above.splitlines()[-1] == "  Để đạt: đạt 3.3"


@pytest.mark.parametrize(
    ("kind", "said", "phrase"),
    [
        (
            ReasonKind.ATTESTATION_DISAGREES,
            Attestation("T", RuleKey(ID, "3.3"), Finding.NOT_MET, DAY, "Sở Xây dựng"),
            "! đã được xác nhận là “Chưa đạt”, nhưng số liệu không khớp; kết quả lấy theo số liệu",
        ),
        (
            ReasonKind.PUBLISHED_DIFFERS,
            PublishedDecision("T", RuleKey(ID, "3.3"), Outcome.NOT_ATTAINED, DAY, "HĐND huyện"),
            "! kết quả đã công bố là “Chưa đạt”, khác với kết quả tính toán",
        ),
    ],
)
def test_a_disagreement_is_never_hidden(kind: ReasonKind, said: Attestation | PublishedDecision, phrase: str) -> None:
    observed = said.value if isinstance(said.value, Finding) else None
    differs = Reason(kind=kind, outcome=Outcome.NOT_ATTAINED, observed=observed, facts=(said,))
    decided = decision("3.3", Outcome.ATTAINED, water(Decimal(100)), differs)
    top = decision("recognition", Outcome.ATTAINED, children=(decision("3", Outcome.ATTAINED, children=(decided,)),))
    text = explain(top, library(), UNITS)
    assert phrase in text
    assert str(said.reported_by) in text


def test_recalled_rules_are_said_to_be_recalled_where_they_stand_and_once_at_the_end() -> None:
    text = one(water(), provenance=RECALLED)
    assert "căn cứ: Phụ lục I (ghi theo trí nhớ, chưa đối chiếu với văn bản gốc, mức chắc chắn: thấp)" in text
    assert text.splitlines()[-1].startswith(
        "  Lưu ý: kết quả dựa cả vào quy định ghi theo trí nhớ, chưa đối chiếu với văn bản gốc (chỉ tiêu 3.3)"
    )
    assert "trí nhớ" not in one(water())


def test_an_unknown_rule_says_so_and_asks_for_an_attestation() -> None:
    reason = Reason(kind=ReasonKind.UNKNOWN_CONTENT, outcome=Outcome.UNDETERMINED)
    text = one(reason, provenance=UNKNOWN)
    assert text.count("tệp chưa có nội dung quy định") == 1
    assert "căn cứ" not in text
    assert "cần kết quả thẩm định của cơ quan có thẩm quyền đối với: 3.3" in text


@pytest.mark.parametrize(
    ("possible", "vi", "en"),
    [
        ({Outcome.ATTAINED, Outcome.NOT_ATTAINED}, "Kết quả còn có thể là đạt hoặc chưa đạt", "either way"),
        ({Outcome.NOT_ATTAINED}, "Chỉ còn một khả năng: chưa đạt.", "one way: not attained."),
        (
            {Outcome.ATTAINED, Outcome.NOT_APPLICABLE},
            "Còn có thể là: đạt hoặc không áp dụng.",
            "attained or not applicable",
        ),
        (set(), "Không số liệu nào xác định được", "No figure can settle it"),
    ],
)
def test_an_undetermined_decision_says_which_way_it_can_go(possible: set[Outcome], vi: str, en: str) -> None:
    decided = decision("3.3", Outcome.UNDETERMINED, missing(WATER), possible=frozenset(possible))
    assert vi in explain(decided, library(), UNITS)
    assert en in explain(decided, library(), UNITS, "en")
    assert "Để xác định: bổ sung số liệu 3.3" in explain(decided, library(), UNITS)


def test_where_there_is_a_choice_no_single_gap_is_asked_for() -> None:
    choice = AnyOf((WATER_RULE, Required("plan_approved")))
    other = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.NOT_ATTAINED,
        measure="plan_approved",
        observed=Finding.NOT_MET,
        required="met",
    )
    text = explain(decision("3.3", Outcome.NOT_ATTAINED, water(), other), library(choice), UNITS)
    assert "✗ Quy hoạch được duyệt: Chưa đạt, yêu cầu Đạt" in text
    assert text.splitlines()[-1] == "  Để đạt: đáp ứng một trong các cách mà quy định cho phép"


def test_where_all_has_to_be_met_no_choice_is_promised() -> None:
    excluded = NoneOf((WATER_RULE,))
    too_good = water(Decimal(100), negated=True, outcome=Outcome.ATTAINED)
    text = explain(decision("3.3", Outcome.NOT_ATTAINED, too_good), library(excluded), UNITS)
    assert text.splitlines()[-1] == "  Để đạt: đáp ứng đủ yêu cầu của quy định"


def test_a_rule_that_a_unit_above_has_to_attain_is_named_with_that_unit() -> None:
    above = decision("3", Outcome.NOT_ATTAINED, unit="D")
    asked = Reason(kind=ReasonKind.OTHER_RULE, outcome=Outcome.NOT_ATTAINED, rule=above.rule, unit="D")
    own = decision("3.1", Outcome.NOT_ATTAINED, asked, children=(above,))
    last = f"  Để đạt: đạt 3 ({Names(library(), UNITS, 'vi').unit('D')})"
    assert explain(own, library(), UNITS).splitlines()[-1] == last
    top = decision("recognition", Outcome.NOT_ATTAINED, children=(own,))
    assert explain(top, library(), UNITS).splitlines()[-1] == last


def test_what_the_engine_found_to_be_needed_takes_the_place_of_what_the_reasons_tell() -> None:
    key = RuleKey(ID, "3.3")
    steps = (
        Step(StepKind.REPORT, "T", RuleKey(ID, "3.2"), SITES),
        Step(StepKind.CHANGE, "T", key, WATER, gap=Decimal("2.8")),
        Step(StepKind.ATTEST, "T", RuleKey(ID, "3.2")),
        Step(StepKind.RECONCILE, "C", key, WATER),
    )
    assert explain(town(), library(), UNITS, steps=steps).splitlines()[-2:] == [
        "  Để đạt: tăng nước sạch thêm 2,8 điểm phần trăm",
        "  Để xác định: bổ sung số liệu 3.2; thống nhất số liệu mâu thuẫn 3.3 (Xã Bản Bo); cần kết quả thẩm định của cơ quan "
        "có thẩm quyền đối với: 3.2",
    ]
    assert "Để đạt" not in explain(town(), library(), UNITS, steps=())


def test_what_is_missing_of_the_unit_is_named_and_a_day_where_it_is_another() -> None:
    key = RuleKey(ID, "3.3")
    reason = Reason(kind=ReasonKind.NO_ATTRIBUTE, outcome=Outcome.UNDETERMINED, subject="area_class")
    decided = decision("3.3", Outcome.UNDETERMINED, reason)
    steps = (
        Step(StepKind.REPORT, "T", key, attribute="area_class"),
        Step(StepKind.REPORT, "T", key, WATER, as_of=date(2023, 12, 31)),
    )
    text = explain(decided, library(), UNITS, "en", steps=steps)
    assert "To settle it: supply figures for 3.3 (as of 31 Dec 2023); give the unit's “area_class”" in text
    assert "Để xác định: ghi thông tin của đơn vị: “area_class”" in explain(decided, library(), UNITS)


def test_a_change_says_its_direction_and_other_ways_are_told() -> None:
    key = RuleKey(ID, "3.3")
    up = Step(StepKind.CHANGE, "T", key, WATER, gap=Decimal("2.8"), now=Decimal("97.2"), becomes=Decimal(100))
    down = Step(StepKind.CHANGE, "T", key, SITES, gap=Decimal(3), now=Decimal(8), becomes=Decimal(5))
    lines = explain(town(), library(), UNITS, steps=(up,), others=((down,), (down,))).splitlines()
    assert lines[-2] == "  Để đạt: tăng nước sạch thêm 2,8 điểm phần trăm"
    assert lines[-1].startswith("  Hoặc: giảm ")
    assert "\n  Or: " in explain(town(), library(), UNITS, "en", steps=(up,), others=((down,),))


def test_a_member_lists_each_criterion_once() -> None:
    failing = decision("3.3", Outcome.NOT_ATTAINED, water(), unit="C")
    member = decision("recognition", Outcome.NOT_ATTAINED, children=(failing, failing), unit="C")
    district = decision("recognition", Outcome.NOT_ATTAINED, children=(member,), unit="D")
    assert "(✗ 3.3)" in explain(district, library(), UNITS)


def test_codes_that_follow_one_another_are_a_range_in_the_row_of_a_decision_and_of_a_member() -> None:
    failing = [decision(str(code), Outcome.NOT_ATTAINED, unit="C") for code in (1, 2, 4, 5, 6, 8)]
    unknown = [decision(code, Outcome.UNDETERMINED, unit="C") for code in ("3.1", "3.2", "3.3")]
    member = decision("recognition", Outcome.NOT_ATTAINED, children=(*failing, *unknown), unit="C")
    district = decision("recognition", Outcome.NOT_ATTAINED, children=(member,), unit="D")
    told = "✗ 1, 2, 4–6, 8; ? 3.1–3.3"
    assert f"({told})" in explain(district, library(), UNITS)
    assert decision_table([member], library(), UNITS, "vi").splitlines()[-1].endswith(told)


def test_why_a_rule_applies_is_told_only_with_everything() -> None:
    applies = Reason(kind=ReasonKind.APPLIES, outcome=Outcome.ATTAINED)
    scope = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.NOT_ATTAINED,
        subject="area_class",
        observed="I",
        required=("II",),
    )
    decided = decision("3.3", Outcome.NOT_ATTAINED, water(), applies, scope)
    assert "area_class" not in explain(decided, library(), UNITS)
    assert "✗ area_class: I, yêu cầu II" in explain(decided, library(), UNITS, everything=True)


def test_a_rule_that_does_not_apply_says_why() -> None:
    reason = Reason(kind=ReasonKind.DOES_NOT_APPLY, outcome=Outcome.NOT_APPLICABLE)
    decided = decision("3.3", Outcome.NOT_APPLICABLE, reason)
    parent = decision("3", Outcome.ATTAINED, children=(decision("3.1", Outcome.ATTAINED), decided))
    assert explain(parent, library(), UNITS).splitlines()[1:] == [
        "✓ ĐẠT: 1/1 chỉ tiêu",
        "  ✓ 3.1",
        "  – 3.3 (không áp dụng)",
    ]
    assert "– không áp dụng với đơn vị này" in explain(decided, library(), UNITS)


def test_members_take_a_line_each_and_all_lines_with_everything() -> None:
    failing = decision("3.3", Outcome.NOT_ATTAINED, water(), unit="C")
    member = decision("recognition", Outcome.NOT_ATTAINED, children=(failing,), unit="C")
    bound = Reason(
        kind=ReasonKind.TALLY,
        outcome=Outcome.NOT_ATTAINED,
        operator=Operator.AT_LEAST,
        observed=Decimal(0),
        required=Decimal(100),
        gap=Decimal(100),
        rule=RuleKey(ID),
        tally=Tally(0, 1, 0, 0),
        members="commune",
        basis=Basis.SHARE,
    )
    district = decision("recognition", Outcome.NOT_ATTAINED, bound, children=(member,), unit="D")
    text = explain(district, library(), UNITS)
    assert (
        "✗ Tỷ lệ xã trên địa bàn đạt “Đô thị văn minh”: 0% < 100%, thiếu 100 điểm phần trăm (0 đạt, 1 chưa đạt)" in text
    )
    assert "  ✗ Xã Bản Bo: chưa đủ điều kiện, 0/1 tiêu chí (✗ 3.3)" in text
    assert "97,2" not in text
    assert "97,2% < 100%" in explain(district, library(), UNITS, everything=True)


def test_the_outcome_of_a_revocation_is_not_called_attained() -> None:
    text = explain(decision("revocation", Outcome.ATTAINED), library(), UNITS)
    assert "⚠ THUỘC TRƯỜNG HỢP THU HỒI" in text
    failing = decision("revocation", Outcome.NOT_ATTAINED, water())
    assert "Để đạt" not in explain(failing, library(), UNITS)
    assert "NO GROUNDS FOR REVOCATION" in explain(failing, library(), UNITS, "en")


def test_an_absence_is_named_in_words() -> None:
    reason = Reason(kind=ReasonKind.ABSENT, outcome=Outcome.UNDETERMINED, measure=WATER, observed=Absence.NOT_YET_DUE)
    assert "chưa đến kỳ báo cáo" in one(reason)


def test_colours_only_when_asked_for() -> None:
    assert "\x1b" not in explain(town(), library(), UNITS)
    assert "\x1b[31m✗ CHƯA ĐỦ ĐIỀU KIỆN ĐỀ NGHỊ CÔNG NHẬN\x1b[0m" in explain(town(), library(), UNITS, colour=True)


def test_a_name_cannot_fake_a_line_or_steer_the_terminal() -> None:
    """A unit's name has no line breaks nor escapes, and that of an office is printed without them."""
    with pytest.raises(UnitsError):
        Unit("T", "Thị trấn\n✓ ĐẠT: 9/9 tiêu chí\x1b[2J", "township")
    named = evolve(town(), name=Text("Công nhận\n✓ ĐẠT: 9/9 tiêu chí\x1b[2J"))
    text = explain(named, library(), UNITS)
    assert text.count("\n") == explain(town(), library(), UNITS).count("\n")
    assert "\x1b" not in text


def test_another_way_is_told_as_another() -> None:
    asked = [str(EXAMPLES / "tam-duong-2024" / "plan-met"), "TD-GIANGMA"]
    said = CliRunner().invoke(main, ["explain", *asked]).stdout
    openings = [line.strip().partition(":")[0] for line in said.splitlines()]
    assert (openings.count("Để xác định"), openings.count("Hoặc")) == (1, 1)
