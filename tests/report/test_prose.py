"""Every form of the rule language can be read aloud in both languages."""

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from attrs import evolve

from ntm_rules.model.condition import (
    Aggregate,
    AllOf,
    AnyOf,
    AtLeastN,
    AtMostN,
    Attained,
    AttributeIs,
    Basis,
    Bound,
    Change,
    Comparison,
    Condition,
    CriteriaChange,
    CriteriaCount,
    CriteriaState,
    Direction,
    MembersAttained,
    MembersCompared,
    MembersMeasure,
    MembersMeeting,
    NoMembers,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Score,
    Scored,
    Unknown,
)
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Level, Measure, MeasureType
from ntm_rules.model.ruleset import (
    Commitment,
    Conclusion,
    Criterion,
    Indicator,
    Instrument,
    Provenance,
    ProvenanceStatus,
    Ruleset,
)
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import (
    ByAttribute,
    ByBand,
    ByYear,
    DayFrom,
    Delegated,
    Fixed,
    ForEach,
    Multiple,
    NoLimit,
    Relative,
    Threshold,
    ThresholdOf,
    UnknownThreshold,
)
from ntm_rules.report.phrasing.conditions import describe
from ntm_rules.report.phrasing.rules import provenance_of
from ntm_rules.report.phrasing.thresholds import describe_threshold

from ..printed import show_rule, show_ruleset

PLAN = Provenance(ProvenanceStatus.PLAN, "Kế hoạch 2024, II.12 (3.3)")
COMMUNE = Ruleset(
    "vn/commune-ntm",
    date(2022, 3, 8),
    Text("Xã nông thôn mới", "New rural commune"),
    "commune",
    Instrument("318/QĐ-TTg", "Thủ tướng Chính phủ", date(2022, 3, 8), "https://example.org/318"),
    (
        Criterion(
            "10",
            Text("Thu nhập", "Income"),
            PLAN,
            condition=Comparison("income", Operator.AT_LEAST, Fixed(Decimal(39))),
            applies_when=AttributeIs("region", ("north",)),
        ),
        Criterion(
            "13",
            Text("Tổ chức sản xuất", "Organisation of production"),
            PLAN,
            (
                Indicator("13.1", Text("Hợp tác xã", "Cooperative"), Required("plan"), PLAN),
                Indicator(
                    "13.2",
                    Text("Liên kết", "Linkage"),
                    Unknown(),
                    Provenance(
                        ProvenanceStatus.UNKNOWN, note=Text("Chưa đọc được phụ lục", "The annex was not readable")
                    ),
                ),
            ),
        ),
    ),
    (Conclusion("recognition", Text("Công nhận", "Recognition"), OwnCriteria(CriteriaState.ALL), PLAN),),
    until=date(2025, 12, 31),
    basically_met=False,
    notes=(Text("Bộ tiêu chí giai đoạn 2021-2025", "Criteria for 2021-2025"),),
)
LIBRARY = Library(
    {
        "water": Measure("water", Text("Tỷ lệ hộ sử dụng nước sạch", "Households using clean water"), unit="%"),
        "income": Measure("income", Text("Thu nhập bình quân", "Income per head"), unit="triệu đồng/người/năm"),
        "plan": Measure("plan", Text("Quy hoạch được duyệt", "Plan approved"), MeasureType.FINDING),
        "rating": Measure(
            "rating",
            Text("Xếp loại chính quyền", "Government rating"),
            MeasureType.LEVEL,
            levels=(Level("fair", Text("Khá", "Fair")), Level("good", Text("Tốt", "Good"))),
        ),
    },
    {"region": Attribute("region", Text("Vùng", "Region"), (Level("north", Text("Miền núi phía Bắc", "The north")),))},
    {"vn/commune-ntm": (COMMUNE,)},
)
KEY = RuleKey("vn/commune-ntm")
WATER = Comparison("water", Operator.AT_LEAST, Fixed(Decimal(100)))
RATING = Comparison("rating", Operator.AT_LEAST, Fixed("good"))
SIXTEEN = Bound(Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(16)))
ALL = Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100)))

CONDITIONS: list[tuple[Condition, str, str]] = [
    (WATER, "Tỷ lệ hộ sử dụng nước sạch từ 100% trở lên", "Households using clean water: at least 100%"),
    (
        Comparison("income", Operator.MORE_THAN, Fixed(Decimal("42.5"))),
        "Thu nhập bình quân trên 42,5 triệu đồng/người/năm",
        "Income per head: more than 42.5 million VND/person/year",
    ),
    (RATING, "Xếp loại chính quyền từ mức “Tốt” trở lên", "Government rating: at least “Good”"),
    (
        OneOf("rating", ("fair", "good")),
        "Xếp loại chính quyền là mức “Khá” hoặc mức “Tốt”",
        "Government rating: “Fair” or “Good”",
    ),
    (
        Required("plan", False),
        "Quy hoạch được duyệt: kết luận là “Không”",
        "Plan approved: the finding is “No”",
    ),
    (AttributeIs("region", ("north", "south")), "Vùng là Miền núi phía Bắc hoặc south", "Region: The north or south"),
    (
        AllOf((WATER, Required("plan"))),
        "tất cả các điều kiện sau: (1) Tỷ lệ hộ sử dụng nước sạch từ 100% trở lên; "
        "(2) Quy hoạch được duyệt: kết luận là “Đạt”",
        "all of the following: (1) Households using clean water: at least 100%; "
        "(2) Plan approved: the finding is “Met”",
    ),
    (
        AnyOf((WATER, NoneOf((RATING,)))),
        "ít nhất một trong các điều kiện sau: (1) Tỷ lệ hộ sử dụng nước sạch từ 100% trở lên; "
        "(2) không xảy ra điều nào sau đây: (2.1) Xếp loại chính quyền từ mức “Tốt” trở lên",
        "at least one of the following: (1) Households using clean water: at least 100%; "
        "(2) none of the following: (2.1) Government rating: at least “Good”",
    ),
    (
        NoneOf((RATING,)),
        "không xảy ra điều nào sau đây: (1) Xếp loại chính quyền từ mức “Tốt” trở lên",
        "none of the following: (1) Government rating: at least “Good”",
    ),
    (
        AtLeastN(2, (WATER, RATING)),
        "ít nhất 2 trong các điều kiện sau: (1) Tỷ lệ hộ sử dụng nước sạch từ 100% trở lên; "
        "(2) Xếp loại chính quyền từ mức “Tốt” trở lên",
        "at least 2 of the following: (1) Households using clean water: at least 100%; "
        "(2) Government rating: at least “Good”",
    ),
    (
        Score(Scored.LISTED, Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(20)), ("10",)),
        "Số điểm của tiêu chí 10 từ 20 điểm trở lên",
        "Points of criterion 10: at least 20 points",
    ),
    # No share of the maximum is more than all of it.
    (
        Score(Scored.EACH, Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(100))),
        "Số điểm của từng tiêu chí: 100% của điểm tối đa",
        "Points of each criterion: 100% of the maximum",
    ),
    (
        Score(Scored.ALL, Basis.COUNT, Operator.AT_LEAST, Fixed(Decimal(80))),
        "Tổng số điểm từ 80 điểm trở lên",
        "Total points: at least 80 points",
    ),
    (
        AtMostN(1, (WATER, RATING)),
        "nhiều nhất 1 trong các điều kiện sau: (1) Tỷ lệ hộ sử dụng nước sạch từ 100% trở lên; "
        "(2) Xếp loại chính quyền từ mức “Tốt” trở lên",
        "at most 1 of the following: (1) Households using clean water: at least 100%; "
        "(2) Government rating: at least “Good”",
    ),
    (OwnCriteria(CriteriaState.ALL), "tất cả các tiêu chí đều đạt", "all criteria are attained"),
    (
        OwnCriteria(
            CriteriaState.NOT_ATTAINED, (Bound(Basis.SHARE, Operator.AT_LEAST, Fixed(Decimal(30))),), (), ("10",)
        ),
        "Tỷ lệ tiêu chí chưa đạt từ 30% trở lên, trong đó có ít nhất một trong các tiêu chí 10",
        "Share of criteria not attained: at least 30%, including at least one of the criteria 10",
    ),
    (
        OwnCriteria(CriteriaState.ATTAINED, (SIXTEEN,), ("10", "13")),
        "Số tiêu chí đạt từ 16 trở lên (trong các tiêu chí 10 và 13)",
        "Number of criteria attained: at least 16 (of the criteria 10 and 13)",
    ),
    (
        MembersAttained("commune", KEY, (ALL,)),
        "Tỷ lệ xã trên địa bàn đạt “Xã nông thôn mới”: 100%",
        "Share of its communes attaining “New rural commune”: 100%",
    ),
    (
        MembersMeeting("commune", AllOf((Required("safe"), Attained(KEY))), (ALL,)),
        "Tỷ lệ xã trên địa bàn đáp ứng điều kiện: 100% (điều kiện: tất cả các điều kiện sau: (1) safe: kết luận là “Đạt”; "
        "(2) đạt “Xã nông thôn mới”)",
        "Share of its communes meeting the condition: 100% (condition: all of the following: (1) safe: the finding is “Met”; "
        "(2) “New rural commune” is attained)",
    ),
    (
        MembersAttained("commune", KEY, (ALL,), among=Required("safe")),
        "Tỷ lệ xã trên địa bàn đạt “Xã nông thôn mới”: 100% (chỉ xét xã thuộc diện: safe: kết luận là “Đạt”)",
        "Share of its communes attaining “New rural commune”: 100% (only those communes of which: safe: the finding is “Met”)",
    ),
    (
        MembersCompared(
            MembersMeeting("commune", Required("safe"), (), if_none=NoMembers.ATTAINED),
            Operator.MORE_THAN,
            MembersAttained("township", KEY, ()),
            Decimal(2),
            none_is_zero=True,
        ),
        "Số xã trên địa bàn đáp ứng điều kiện (điều kiện: safe: kết luận là “Đạt”) nhiều hơn 2 lần số thị trấn trên địa bàn đạt"
        " “Xã nông thôn mới” (nếu không có thị trấn nào thì tính là 0) (nếu không có xã nào thì coi là đạt)",
        "Number of its communes meeting the condition (condition: safe: the finding is “Met”): more than 2 times the number of"
        " its townships attaining “New rural commune” (0 where there is no township) (attained where there is no commune)",
    ),
    (
        Attained(KEY, "commune"),
        "xã chủ quản đạt “Xã nông thôn mới”",
        "its commune attains “New rural commune”",
    ),
    (
        MembersMeasure("commune", Aggregate.MEAN, "income", Operator.AT_LEAST, Fixed(Decimal(39))),
        "Trung bình thu nhập bình quân của các xã trên địa bàn từ 39 triệu đồng/người/năm trở lên",
        "Mean income per head of its communes: at least 39 million VND/person/year",
    ),
    (
        MembersMeasure(
            "commune", Aggregate.MINIMUM, CriteriaCount("vn/commune-ntm"), Operator.AT_LEAST, Fixed(Decimal(15))
        ),
        "Mức thấp nhất trong các xã trên địa bàn của số tiêu chí đạt của “Xã nông thôn mới” từ 15 trở lên",
        "Lowest criteria attained of “New rural commune” among its communes: at least 15",
    ),
    (
        OwnCriteria(CriteriaState.ALL, ruleset="vn/commune-ntm"),
        "tất cả các tiêu chí của “Xã nông thôn mới” đều đạt",
        "all criteria of “New rural commune” are attained",
    ),
    (
        OwnCriteria(CriteriaState.ALL, of=("10", "13"), ruleset="vn/commune-ntm"),
        "các tiêu chí 10 và 13 của “Xã nông thôn mới” đều đạt",
        "the criteria 10 and 13 of “New rural commune” are all attained",
    ),
    (
        OwnCriteria(CriteriaState.ATTAINED, (SIXTEEN,), ruleset="vn/commune-ntm"),
        "Số tiêu chí đạt của “Xã nông thôn mới” từ 16 trở lên",
        "Number of criteria attained of “New rural commune”: at least 16",
    ),
    (
        CriteriaChange("vn/commune-ntm", date(2023, 12, 31), Direction.INCREASED, Operator.AT_LEAST, Fixed(Decimal(3))),
        "Mức tăng số tiêu chí đạt của “Xã nông thôn mới” so với ngày 31/12/2023 từ 3 trở lên",
        "Increase in criteria attained of “New rural commune” since 31 Dec 2023: at least 3",
    ),
    (
        MembersAttained("commune", KEY, (SIXTEEN,), ("TD-SONBINH", "TD-BANBO")),
        "Số xã trên địa bàn đạt “Xã nông thôn mới” (chỉ tính TD-SONBINH và TD-BANBO) từ 16 trở lên",
        "Number of its communes attaining “New rural commune” (only TD-SONBINH and TD-BANBO): at least 16",
    ),
    (
        MembersMeasure(
            "commune",
            Aggregate.SUM,
            CriteriaCount("vn/commune-ntm", date(2023, 12, 31)),
            Operator.AT_LEAST,
            Fixed(Decimal(6)),
            ("TD-BANBO",),
        ),
        "Tổng mức tăng số tiêu chí đạt của “Xã nông thôn mới” so với ngày 31/12/2023 của các xã trên địa bàn "
        "(chỉ tính TD-BANBO) từ 6 trở lên",
        "Total increase in criteria attained of “New rural commune” since 31 Dec 2023 of its communes "
        "(only TD-BANBO): at least 6",
    ),
    (
        Comparison("income", Operator.EQUALS, Relative("plan_total")),
        "Thu nhập bình quân bằng plan_total của chính đơn vị",
        "Income per head: exactly the unit's own plan_total",
    ),
    (
        Attained(RuleKey("vn/commune-ntm", "10")),
        "đạt tiêu chí 10 của “Xã nông thôn mới”",
        "criterion 10 of “New rural commune” is attained",
    ),
    (
        Change("water", date(2023, 12, 31), Direction.INCREASED, Operator.AT_LEAST, Fixed(Decimal(3))),
        "Mức tăng tỷ lệ hộ sử dụng nước sạch so với ngày 31/12/2023 từ 3 điểm phần trăm trở lên",
        "Increase in households using clean water since 31 Dec 2023: at least 3 percentage points",
    ),
    (Unknown(), "(tệp chưa có nội dung)", "(content not in this file)"),
]
THRESHOLDS: list[tuple[Threshold, str, str]] = [
    (Fixed(Decimal("97.2")), "97,2%", "97.2%"),
    (
        ByAttribute("region", (("north", Fixed(Decimal(90))),), Fixed(Decimal(95))),
        "mức quy định theo vùng (Miền núi phía Bắc: 90%; các trường hợp khác: 95%)",
        "the figure set by region (The north: 90%; otherwise: 95%)",
    ),
    (
        ByAttribute(
            "region",
            (("north", Fixed(Decimal(90))), ("south", Fixed(Decimal(90)))),
            ByAttribute("class", (("II", Fixed(Decimal(90))),), UnknownThreshold()),
        ),
        "mức quy định theo vùng, class (Miền núi phía Bắc, south hoặc II: 90%; các trường hợp khác: mức chưa có trong tệp)",
        "the figure set by region, class (The north, south, or II: 90%; otherwise: a figure not in this file)",
    ),
    (
        ByAttribute(
            "region",
            (("north", Fixed(Decimal(90))),),
            ByAttribute("class", (("II", Fixed(Decimal(80))),), Fixed(Decimal(90))),
        ),
        "mức quy định theo vùng (Miền núi phía Bắc: 90%; các trường hợp khác: mức quy định theo class (II: 80%; các trường "
        "hợp khác: 90%))",
        "the figure set by region (The north: 90%; otherwise: the figure set by class (II: 80%; otherwise: 90%))",
    ),
    (
        ByYear(((2022, Fixed(Decimal(39))), (2023, Delegated("province"))), None),
        "mức quy định theo năm (2022: 39%; 2023: mức do cấp tỉnh quy định; các năm khác: tệp chưa có)",
        "the figure set for the year (2022: 39%; 2023: the figure set by the province; other years: not in this file)",
    ),
    (
        Relative("income", "province"),
        "thu nhập bình quân của tỉnh",
        "the income per head of the province",
    ),
    (
        Multiple(Decimal("1.10"), ThresholdOf(RuleKey("vn/commune-ntm", "10"))),
        "1,1 lần mức quy định tại tiêu chí 10 của “Xã nông thôn mới”",
        "1.1 times the figure set by criterion 10 of “New rural commune”",
    ),
    (
        ByBand(
            "poor",
            (
                ((Operator.LESS_THAN, Decimal(5000)), Fixed(Decimal(80))),
                ((Operator.LESS_THAN, Decimal(10000)), Fixed(Decimal(90))),
            ),
            UnknownThreshold(),
        ),
        "mức quy định theo poor (dưới 5.000: 80%; từ 5.000 đến dưới 10.000: 90%; từ 10.000 trở lên: mức chưa có trong tệp)",
        "the figure set by poor (under 5,000: 80%; from 5,000 to under 10,000: 90%; 10,000 or more: a figure not in this "
        "file)",
    ),
    (
        ThresholdOf(RuleKey("vn/commune-ntm", "10")),
        "mức quy định tại tiêu chí 10 của “Xã nông thôn mới”",
        "the figure set by criterion 10 of “New rural commune”",
    ),
    (
        Multiple(Decimal("0.75"), Relative("income", "province")),
        "75% thu nhập bình quân của tỉnh",
        "75% of the income per head of the province",
    ),
    (
        ForEach("poor", Decimal(30), Decimal("1.5"), Decimal(1)),
        "30%; khi poor trên 1, cứ thêm 1 thì cộng 1,5%",
        "30%, plus 1.5% for every 1 by which the poor is above 1",
    ),
    (DayFrom(years=2, is_before=True), "2 năm trước ngày đánh giá", "2 years before the day of the assessment"),
    (DayFrom(), "ngày đánh giá", "the day of the assessment"),
    (DayFrom(days=30, measure="income"), "30 ngày sau thu nhập bình quân", "30 days after income per head"),
    (Delegated("province"), "mức do cấp tỉnh quy định", "the figure set by the province"),
    (NoLimit(), "không yêu cầu", "no limit"),
    (UnknownThreshold(), "mức chưa có trong tệp", "a figure not in this file"),
]


@pytest.mark.parametrize(("condition", "vi", "en"), CONDITIONS, ids=lambda one: type(one).__name__)
def test_conditions_in_prose(condition: Condition, vi: str, en: str) -> None:
    assert describe(condition, LIBRARY, "vi") == vi
    assert describe(condition, LIBRARY, "en") == en


@pytest.mark.parametrize(("threshold", "vi", "en"), THRESHOLDS, ids=lambda one: type(one).__name__)
def test_thresholds_in_prose(threshold: Threshold, vi: str, en: str) -> None:
    assert describe_threshold(threshold, LIBRARY, "vi", measure="water") == vi
    assert describe_threshold(threshold, LIBRARY, "en", measure="water") == en


def test_no_form_of_the_language_is_without_prose() -> None:
    assert {type(condition) for condition, _, _ in CONDITIONS} == set(get_args(Condition))
    assert {type(threshold) for threshold, _, _ in THRESHOLDS} == set(get_args(Threshold))


@pytest.mark.parametrize("operator", Operator)
def test_every_operator_reads_differently(operator: Operator) -> None:
    others = {
        describe(Comparison("water", other, Fixed(Decimal(1))), LIBRARY, "vi")
        for other in Operator
        if other is not operator
    }
    assert describe(Comparison("water", operator, Fixed(Decimal(1))), LIBRARY, "vi") not in others


def test_a_threshold_with_cases_keeps_its_table_behind_the_sentence() -> None:
    by_region = ByAttribute("region", (("north", Fixed(Decimal(90))),), None)
    assert describe(Comparison("water", Operator.AT_LEAST, by_region), LIBRARY, "vi") == (
        "Tỷ lệ hộ sử dụng nước sạch từ mức quy định theo vùng trở lên "
        "(Miền núi phía Bắc: 90%; các trường hợp khác: tệp chưa có)"
    )


def test_a_rule_of_the_same_ruleset_is_named_without_its_title() -> None:
    condition = Attained(RuleKey("vn/commune-ntm", "13.1"))
    assert describe(condition, LIBRARY, "vi", home="vn/commune-ntm") == "đạt chỉ tiêu 13.1"


def test_one_rule_as_a_page() -> None:
    rule = COMMUNE.rule("10")
    assert rule is not None
    assert show_rule(rule, COMMUNE, LIBRARY, "vi") == (
        "Xã nông thôn mới (318/QĐ-TTg)\n"
        "\n"
        "10  Thu nhập\n"
        "    Yêu cầu: Thu nhập bình quân từ 39 triệu đồng/người/năm trở lên\n"
        "    Áp dụng khi: Vùng là Miền núi phía Bắc\n"
        "    Căn cứ, nguồn: Kế hoạch 2024, II.12 (3.3) (theo kế hoạch)"
    )


def test_commitment_and_offices_of_a_rule() -> None:
    offices = (Text("Phòng Nông nghiệp và PTNT (VI.1)", "Office of Agriculture (VI.1)"), Text("Phòng Y tế"))
    rule = Indicator("S1", Text("Một", "One"), WATER, PLAN, commitment=Commitment.STRIVE, responsible=offices)
    assert show_rule(rule, COMMUNE, LIBRARY, "vi") == (
        "Xã nông thôn mới (318/QĐ-TTg)\n"
        "\n"
        "S1  Một\n"
        "    Yêu cầu: Tỷ lệ hộ sử dụng nước sạch từ 100% trở lên\n"
        "    Cam kết: phấn đấu\n"
        "    Phụ trách: Phòng Nông nghiệp và PTNT (VI.1); Phòng Y tế\n"
        "    Căn cứ, nguồn: Kế hoạch 2024, II.12 (3.3) (theo kế hoạch)"
    )
    shown = show_rule(rule, COMMUNE, LIBRARY, "en")
    assert "    Commitment: strive\n    Responsible: Office of Agriculture (VI.1); Phòng Y tế\n" in shown


def test_what_a_ruleset_specialises() -> None:
    lower = evolve(COMMUNE, id="lai-chau/commune-ntm", specialises="vn/commune-ntm")
    assert show_ruleset(lower, LIBRARY, "vi").splitlines()[4] == "- Cụ thể hóa: Xã nông thôn mới [vn/commune-ntm]"
    assert "Specialises: New rural commune [vn/commune-ntm]" in show_ruleset(lower, LIBRARY, "en")


def test_a_ruleset_as_a_page() -> None:
    assert show_ruleset(COMMUNE, LIBRARY, "en") == (
        "New rural commune, version in force from 8 Mar 2022\n"
        "vn/commune-ntm@2022-03-08\n"
        "\n"
        "- Instrument: 318/QĐ-TTg, Thủ tướng Chính phủ, signed 8 Mar 2022, https://example.org/318\n"
        "- In force: from 8 Mar 2022 to 31 Dec 2025\n"
        "- Applies to: commune\n"
        "- “Basically met” does not count as met\n"
        "- Provenance of 2 criteria: 2 printed in the plan\n"
        "- Provenance of 2 indicators: 1 printed in the plan; 1 content not in this file\n"
        "- Provenance of 1 conclusion: 1 printed in the plan\n"
        "\n"
        "Criteria and indicators\n"
        "10  Income\n"
        "    Requires: Income per head: at least 39 million VND/person/year\n"
        "    Applies when: Region: The north\n"
        "    Source: Kế hoạch 2024, II.12 (3.3) (printed in the plan)\n"
        "13  Organisation of production\n"
        "    Requires: all its indicators are attained: 13.1 and 13.2\n"
        "    Source: Kế hoạch 2024, II.12 (3.3) (printed in the plan)\n"
        "13.1  Cooperative\n"
        "    Requires: Plan approved: the finding is “Met”\n"
        "    Source: Kế hoạch 2024, II.12 (3.3) (printed in the plan)\n"
        "13.2  Linkage\n"
        "    Requires: (content not in this file)\n"
        "    Source: Content not in this file\n"
        "    Note: The annex was not readable\n"
        "\n"
        "Conclusions\n"
        "Recognition\n"
        "    Qualifies for recognition when: all criteria are attained\n"
        "    Source: Kế hoạch 2024, II.12 (3.3) (printed in the plan)\n"
        "\n"
        "Notes\n"
        "- Criteria for 2021-2025"
    )


def test_provenance_in_full_and_in_short() -> None:
    read = Provenance(ProvenanceStatus.READ, "Điều 5", "https://example.org/a")
    assert provenance_of(read, "vi") == "Điều 5 (đọc từ nguồn công bố); https://example.org/a"
    assert provenance_of(read, "vi", full=False) == "Điều 5, đọc tại https://example.org/a"
    assert provenance_of(PLAN, "vi", full=False) == "Kế hoạch 2024, II.12 (3.3)"
    doubtful = Provenance(ProvenanceStatus.READ, None, "https://example.org/a", confidence="low")
    assert provenance_of(doubtful, "vi", full=False) == "đọc tại https://example.org/a (mức chắc chắn: thấp)"
    assert provenance_of(Provenance(ProvenanceStatus.UNKNOWN, confidence="low"), "en") == "content not in this file"
    recalled = Provenance(ProvenanceStatus.RECALLED, "Phụ lục I", confidence="high")
    assert "stated from memory" in provenance_of(recalled, "en", full=False)
    assert "confidence: high" in provenance_of(recalled, "en", full=False)
