"""Every condition and threshold form of the language, structured to exactly the model's objects; and everything else a
ruleset file and a catalogue can hold."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from ntm_rules.language.contents.traversal import cases
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
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
    LastYears,
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
    Yearly,
)
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Better, Level, Measure, MeasureType, ShareOf, SumOf
from ntm_rules.model.place import Place, PlacedText, place_of
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
    is_day,
)
from ntm_rules.model.values.day import Day
from ntm_rules.model.values.number import Rounding, RoundingMode

AT_LEAST = Operator.AT_LEAST
NO_HOUSES = Comparison("houses", Operator.EQUALS, Fixed(Decimal(0)))
SAFE = Required("food_safety")

CONDITIONS: list[tuple[str, Condition]] = [
    ("{score: all, at_least: 80}", Score(Scored.ALL, Basis.COUNT, AT_LEAST, Fixed(Decimal(80)))),
    (
        "{score: each_criterion, share_at_least: 50}",
        Score(Scored.EACH, Basis.SHARE, AT_LEAST, Fixed(Decimal(50))),
    ),
    ("{measure: clean_water, at_least: 90}", Comparison("clean_water", AT_LEAST, Fixed(Decimal(90)))),
    ("{measure: clean_water, at_most: 89.95}", Comparison("clean_water", Operator.AT_MOST, Fixed(Decimal("89.95")))),
    ("{measure: clean_water, more_than: 0}", Comparison("clean_water", Operator.MORE_THAN, Fixed(Decimal(0)))),
    ("{measure: clean_water, less_than: 5}", Comparison("clean_water", Operator.LESS_THAN, Fixed(Decimal(5)))),
    ("{measure: houses, equals: 0}", NO_HOUSES),
    ("{measure: order, at_least: fair}", Comparison("order", AT_LEAST, Fixed("fair"))),
    (
        "{measure: houses, at_least: 1, less_than: 9}",
        AllOf(
            (
                Comparison("houses", AT_LEAST, Fixed(Decimal(1))),
                Comparison("houses", Operator.LESS_THAN, Fixed(Decimal(9))),
            )
        ),
    ),
    ("{measure: houses, one_of: [0, 2]}", OneOf("houses", (Decimal(0), Decimal(2)))),
    ("{measure: order, one_of: [weak, good]}", OneOf("order", ("weak", "good"))),
    ("{measure: food_safety, required: yes}", SAFE),
    ("{measure: food_safety, required: false}", Required("food_safety", False)),
    ("{attribute: region, one_of: [delta, coast]}", AttributeIs("region", ("delta", "coast"))),
    ("{attribute: language, equals: Mông}", AttributeIs("language", ("Mông",))),
    ("{all_of: [{measure: food_safety, required: yes}, {measure: houses, equals: 0}]}", AllOf((SAFE, NO_HOUSES))),
    ("{any_of: [{measure: food_safety, required: yes}]}", AnyOf((SAFE,))),
    ("{none_of: [{measure: food_safety, required: yes}]}", NoneOf((SAFE,))),
    (
        "{at_least_n: {n: 1, of: [{measure: food_safety, required: yes}, {measure: houses, equals: 0}]}}",
        AtLeastN(1, (SAFE, NO_HOUSES)),
    ),
    (
        "{at_most_n: {n: 1, of: [{measure: food_safety, required: yes}, {measure: houses, equals: 0}]}}",
        AtMostN(1, (SAFE, NO_HOUSES)),
    ),
    ("{criteria: all}", OwnCriteria(CriteriaState.ALL)),
    ('{criteria: all, of: ["1"]}', OwnCriteria(CriteriaState.ALL, of=("1",))),
    (
        "{criteria: attained, count_at_least: 2}",
        OwnCriteria(CriteriaState.ATTAINED, (Bound(Basis.COUNT, AT_LEAST, Fixed(Decimal(2))),)),
    ),
    (
        '{criteria: not_attained, share_at_least: 30, count_less_than: 2, of: ["1", "2"], including_any_of: ["2"]}',
        OwnCriteria(
            CriteriaState.NOT_ATTAINED,
            (
                Bound(Basis.SHARE, AT_LEAST, Fixed(Decimal(30))),
                Bound(Basis.COUNT, Operator.LESS_THAN, Fixed(Decimal(2))),
            ),
            ("1", "2"),
            ("2",),
        ),
    ),
    (
        '{criteria: not_attained, including_any_of: ["2"]}',
        OwnCriteria(CriteriaState.NOT_ATTAINED, including_any_of=("2",)),
    ),
    (
        "{members: commune, attained: vn/commune-ntm, share_at_least: 100}",
        MembersAttained("commune", RuleKey("vn/commune-ntm"), (Bound(Basis.SHARE, AT_LEAST, Fixed(Decimal(100))),)),
    ),
    (
        '{members: commune, attained: "vn/commune-ntm#1.1", count_at_least: {by: region, delta: 3, otherwise: 2}}',
        MembersAttained(
            "commune",
            RuleKey("vn/commune-ntm", "1.1"),
            (
                Bound(
                    Basis.COUNT,
                    AT_LEAST,
                    ByAttribute("region", (("delta", Fixed(Decimal(3))),), Fixed(Decimal(2))),
                ),
            ),
        ),
    ),
    (
        "{members: commune, mean: income, at_least: 39.5}",
        MembersMeasure("commune", Aggregate.MEAN, "income", AT_LEAST, Fixed(Decimal("39.5"))),
    ),
    (
        "{members: village, sum: houses, at_most: 3}",
        MembersMeasure("village", Aggregate.SUM, "houses", Operator.AT_MOST, Fixed(Decimal(3))),
    ),
    (
        "{members: commune, min: clean_water, more_than: 50}",
        MembersMeasure("commune", Aggregate.MINIMUM, "clean_water", Operator.MORE_THAN, Fixed(Decimal(50))),
    ),
    (
        "{members: commune, max: {criteria_attained: vn/commune-ntm}, equals: 1}",
        MembersMeasure(
            "commune", Aggregate.MAXIMUM, CriteriaCount("vn/commune-ntm"), Operator.EQUALS, Fixed(Decimal(1))
        ),
    ),
    (
        "{criteria: attained, ruleset: vn/commune-ntm, count_at_least: 1}",
        OwnCriteria(
            CriteriaState.ATTAINED,
            (Bound(Basis.COUNT, AT_LEAST, Fixed(Decimal(1))),),
            ruleset="vn/commune-ntm",
        ),
    ),
    (
        '{criteria: all, ruleset: vn/commune-ntm, of: ["1"]}',
        OwnCriteria(CriteriaState.ALL, of=("1",), ruleset="vn/commune-ntm"),
    ),
    (
        "{criteria: attained, ruleset: vn/commune-ntm, since: 2023-12-31, increased_by_at_least: 3}",
        CriteriaChange("vn/commune-ntm", date(2023, 12, 31), Direction.INCREASED, AT_LEAST, Fixed(Decimal(3))),
    ),
    (
        "{criteria: attained, ruleset: vn/commune-ntm, since: 2023-12-31, increased_by_at_least: -1, decreased_by_at_most: 2}",
        AllOf(
            (
                CriteriaChange("vn/commune-ntm", date(2023, 12, 31), Direction.INCREASED, AT_LEAST, Fixed(Decimal(-1))),
                CriteriaChange(
                    "vn/commune-ntm", date(2023, 12, 31), Direction.DECREASED, Operator.AT_MOST, Fixed(Decimal(2))
                ),
            )
        ),
    ),
    (
        "{members: commune, attained: vn/commune-ntm, count_equals: 1, only: [TD-SONBINH], if_none: not_applicable}",
        MembersAttained(
            "commune",
            RuleKey("vn/commune-ntm"),
            (Bound(Basis.COUNT, Operator.EQUALS, Fixed(Decimal(1))),),
            ("TD-SONBINH",),
            NoMembers.NOT_APPLICABLE,
        ),
    ),
    (
        "{members: commune, only: [TD-BANBO, TD-GIANGMA], sum: {criteria_attained: vn/commune-ntm}, at_least: 16}",
        MembersMeasure(
            "commune",
            Aggregate.SUM,
            CriteriaCount("vn/commune-ntm"),
            AT_LEAST,
            Fixed(Decimal(16)),
            ("TD-BANBO", "TD-GIANGMA"),
        ),
    ),
    (
        "{members: commune, mean: {criteria_attained: vn/commune-ntm, since: 2023-12-31}, at_least: -0.5}",
        MembersMeasure(
            "commune",
            Aggregate.MEAN,
            CriteriaCount("vn/commune-ntm", date(2023, 12, 31)),
            AT_LEAST,
            Fixed(Decimal("-0.5")),
        ),
    ),
    ("{measure: income, equals: {measure: income}}", Comparison("income", Operator.EQUALS, Relative("income"))),
    ("{attained: vn/commune-ntm}", Attained(RuleKey("vn/commune-ntm"))),
    (
        "{members: village, meeting: {measure: food_safety, required: yes}, count_at_least: 3, only: [V1]}",
        MembersMeeting("village", SAFE, (Bound(Basis.COUNT, AT_LEAST, Fixed(Decimal(3))),), ("V1",)),
    ),
    (
        "{members: village, meeting: {measure: food_safety, required: yes}, share_at_least: 30, weighted_by: income}",
        MembersMeeting("village", SAFE, (Bound(Basis.SHARE, AT_LEAST, Fixed(Decimal(30))),), weighted_by="income"),
    ),
    (
        "{members: commune, attained: vn/commune-ntm, among: {measure: food_safety, required: yes}, share_at_least: 70}",
        MembersAttained(
            "commune", RuleKey("vn/commune-ntm"), (Bound(Basis.SHARE, AT_LEAST, Fixed(Decimal(70))),), among=SAFE
        ),
    ),
    (
        "{members: village, meeting: {measure: food_safety, required: yes}, count_at_least:"
        " {times: 0.7, of: {members: commune, attained: vn/commune-ntm, if_none: zero}}}",
        MembersCompared(
            MembersMeeting("village", SAFE, ()),
            AT_LEAST,
            MembersAttained("commune", RuleKey("vn/commune-ntm"), ()),
            Decimal("0.7"),
            none_is_zero=True,
        ),
    ),
    (
        "{members: village, meeting: {measure: food_safety, required: yes}, if_none: attained, share_at_least: 30,"
        " count_more_than: {members: village, meeting: {measure: food_safety, required: yes}, only: [V1]}}",
        AllOf(
            (
                MembersMeeting(
                    "village",
                    SAFE,
                    (Bound(Basis.SHARE, AT_LEAST, Fixed(Decimal(30))),),
                    if_none=NoMembers.ATTAINED,
                ),
                MembersCompared(
                    MembersMeeting("village", SAFE, (), if_none=NoMembers.ATTAINED),
                    Operator.MORE_THAN,
                    MembersMeeting("village", SAFE, (), ("V1",)),
                ),
            )
        ),
    ),
    (
        "{measure: income, since: 2023-12-31, increased_by_at_least: 3}",
        Change("income", date(2023, 12, 31), Direction.INCREASED, AT_LEAST, Fixed(Decimal(3))),
    ),
    (
        "{measure: poor, since: 2023-12-31, decreased_by_more_than: 1.5}",
        Change("poor", date(2023, 12, 31), Direction.DECREASED, Operator.MORE_THAN, Fixed(Decimal("1.5"))),
    ),
    (
        "{measure: poor, since: 2023-12-31, decreased_by_share_at_least: 15}",
        Change("poor", date(2023, 12, 31), Direction.DECREASED, AT_LEAST, Fixed(Decimal(15)), basis=Basis.SHARE),
    ),
    (
        "{measure: poor, at_most: 1, in_each_of: {years: 3}}",
        Comparison("poor", Operator.AT_MOST, Fixed(Decimal(1)), over=LastYears(Yearly.EACH, 3)),
    ),
    (
        "{measure: income, mean_over: {years: 2}, at_least: 50}",
        Comparison("income", AT_LEAST, Fixed(Decimal(50)), over=LastYears(Yearly.MEAN, 2)),
    ),
    (
        "{measure: order, one_of: [good], in_each_of: {years: 2}}",
        OneOf("order", ("good",), over=LastYears(Yearly.EACH, 2)),
    ),
    (
        "{measure: food_safety, required: yes, in_each_of: {years: 1}}",
        Required("food_safety", True, over=LastYears(Yearly.EACH, 1)),
    ),
    ("{content: unknown}", Unknown()),
]

THRESHOLDS: list[tuple[str, Threshold]] = [
    ("90", Fixed(Decimal(90))),
    ("0.10", Fixed(Decimal("0.10"))),
    (
        "{by: region, mountains: 80, otherwise: 95}",
        ByAttribute("region", (("mountains", Fixed(Decimal(80))),), Fixed(Decimal(95))),
    ),
    (
        "{by: region, mountains: 80, delta: {by: year, 2022: 39, 2021: 38}, coast: unknown}",
        ByAttribute(
            "region",
            (
                ("mountains", Fixed(Decimal(80))),
                ("delta", ByYear(((2021, Fixed(Decimal(38))), (2022, Fixed(Decimal(39)))))),
                ("coast", UnknownThreshold()),
            ),
        ),
    ),
    ("{measure: clean_water, of: province}", Relative("clean_water", "province")),
    ("{years: 2, before: assessment}", DayFrom(years=2, is_before=True)),
    ("assessment", DayFrom()),
    ("{days: 30, after: founded}", DayFrom(days=30, measure="founded")),
    ("2022-12-31", Fixed(Day.of(date(2022, 12, 31)))),
    ("{measure: clean_water}", Relative("clean_water")),
    (
        "{by: {measure: houses, bands: [{less_than: 5, require: 80}, {at_most: 10, require: unknown}]}, otherwise: 95}",
        ByBand(
            "houses",
            (
                ((Operator.LESS_THAN, Decimal(5)), Fixed(Decimal(80))),
                ((Operator.AT_MOST, Decimal(10)), UnknownThreshold()),
            ),
            Fixed(Decimal(95)),
        ),
    ),
    ("{threshold: vn/commune-ntm#1.1}", ThresholdOf(RuleKey("vn/commune-ntm", "1.1"))),
    (
        "{times: 1.10, of: {threshold: vn/commune-ntm#1}}",
        Multiple(Decimal("1.10"), ThresholdOf(RuleKey("vn/commune-ntm", "1"))),
    ),
    (
        "{times: 0.75, measure: clean_water, of: province}",
        Multiple(Decimal("0.75"), Relative("clean_water", "province")),
    ),
    ("{times: 2, measure: clean_water}", Multiple(Decimal(2), Relative("clean_water"))),
    (
        "{times: 2, of: {by: region, mountains: 40, otherwise: 45}}",
        Multiple(Decimal(2), ByAttribute("region", (("mountains", Fixed(Decimal(40))),), Fixed(Decimal(45)))),
    ),
    (
        "{base: 50, plus: 1.5, for_each: houses, beyond: 3}",
        ForEach("houses", Decimal(50), Decimal("1.5"), Decimal(3)),
    ),
    ("{base: 50, plus: 1, for_each: houses}", ForEach("houses", Decimal(50), Decimal(1))),
    ("{delegated: province}", Delegated("province")),
    ("unknown", UnknownThreshold()),
    (
        "{by: region, mountains: no_limit, otherwise: 95}",
        ByAttribute("region", (("mountains", NoLimit()),), Fixed(Decimal(95))),
    ),
]

HEAD = """\
ruleset: vn/test
version: 2024-01-01
title: Thử
applies_to: commune
instrument: {number: 1/QĐ}
"""
CRITERIA = """\
criteria:
  - {code: "1", name: Một, content: unknown, provenance: {status: unknown}}
  - {code: "2", name: Hai, content: unknown, provenance: {status: unknown}}
"""
SCORED = """\
criteria:
  - code: "1"
    name: Một
    points: {measure: clean_water, bands: [{at_least: 90, points: 10}]}
    provenance: {status: recalled}
"""


@pytest.fixture(scope="module")
def library(shipped: Path) -> Library:
    return load_library(shipped)


def _recognition(condition: str, library: Library) -> Condition:
    criteria = SCORED if condition.startswith("{score") else CRITERIA
    text = f"{HEAD}recognition:\n  provenance: {{status: recalled}}\n  all_of:\n    - {condition}\n{criteria}"
    ruleset = ruleset_from_text(text, library)
    whole = ruleset.conclusions[0].condition
    assert isinstance(whole, AllOf)
    return whole.parts[0]


@pytest.mark.parametrize(("text", "expected"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_condition(text: str, expected: Condition, library: Library) -> None:
    made = _recognition(text, library)
    assert made == expected
    assert made.place is not None
    assert made.place.line == 9


@pytest.mark.parametrize(("text", "expected"), THRESHOLDS, ids=[text for text, _ in THRESHOLDS])
def test_threshold(text: str, expected: Threshold, library: Library) -> None:
    founded = Measure("founded", Text("Ngày thành lập"), MeasureType.DATE)
    measure, key = ("founded", "not_before") if is_day(expected) else ("clean_water", "at_least")
    made = _recognition(f"{{measure: {measure}, {key}: {text}}}", library.including(founded))
    assert made == Comparison(measure, AT_LEAST, expected)
    assert isinstance(made, Comparison)
    assert made.threshold.place is not None


def test_every_form_of_the_model_is_tried() -> None:
    def forms(condition: Condition) -> set[type]:
        return {type(condition)}.union(*(forms(part) for part in getattr(condition, "parts", ())))

    assert set().union(*(forms(condition) for _, condition in CONDITIONS)) == set(get_args(Condition))
    assert {type(case) for _, threshold in THRESHOLDS for case in cases(threshold)} == set(get_args(Threshold))


def test_block_style_says_the_same(library: Library) -> None:
    block = (
        "at_least_n:\n        n: 1\n        of:\n          - measure: food_safety\n            required: yes\n"
        "          - measure: houses\n            equals: 0"
    )
    assert _recognition(block, library) == AtLeastN(1, (SAFE, NO_HOUSES))


def test_names_know_where_they_are_written(library: Library) -> None:
    text = "{measure: clean_water, at_least: {by: region, delta: 80, otherwise: 90}}"

    def at(written: str) -> Place:
        column = len("    - ") + text.index(written) + 1
        return Place("<text>", 9, column, column + len(written))

    made = _recognition(text, library)
    assert isinstance(made, Comparison)
    assert isinstance(made.threshold, ByAttribute)
    assert isinstance(made.measure, PlacedText)
    assert place_of(made.measure) == at("clean_water")
    assert made.place == at("at_least")
    assert made.threshold.place == at("region")
    assert place_of(made.threshold.cases[0][0]) == at("delta")
    assert made.threshold.cases[0][1].place == at("80")


def test_whole_ruleset(library: Library) -> None:
    ruleset = ruleset_from_text(
        """\
ruleset: vn/test
version: "2024-01-01"
until: 2025-12-31
title: {vi: Thử, en: Test}
applies_to: commune
instrument: {number: 1/QĐ, issuer: Thủ tướng, signed: 2023-12-01, url: "https://x"}
basically_met: no
maintenance: {criteria: all, name: {vi: Giữ, en: Keep}, provenance: {status: recalled, confidence: low}}
recognition: {criteria: all, applies_when: {attribute: region, equals: delta}, provenance: {status: plan, cite: "II.1"}}
criteria:
  - code: "3"
    name: {vi: Ba, en: Three}
    provenance: {status: read, url: "https://x", cite: Điều 1, note: {vi: Ghi, en: Note}}
    indicators:
      - code: "3.10"
        name: Mười
        content: unknown
        provenance: {status: unknown}
      - code: "3.1"
        name: Một
        measure: food_safety
        required: yes
        applies_when: {attribute: region, equals: delta}
        provenance: {status: recalled}
  - code: IV
    name: Bốn
    measure: houses
    equals: 0
    provenance: {status: recalled}
notes: [Một, {vi: Hai, en: Two}]
""",
        library,
    )
    recalled = Provenance(ProvenanceStatus.RECALLED)
    delta = AttributeIs("region", ("delta",))
    own = OwnCriteria(CriteriaState.ALL)
    read = Provenance(ProvenanceStatus.READ, "Điều 1", "https://x", None, Text("Ghi", "Note"))
    assert ruleset == Ruleset(
        id="vn/test",
        version=date(2024, 1, 1),
        until=date(2025, 12, 31),
        title=Text("Thử", "Test"),
        applies_to="commune",
        instrument=Instrument("1/QĐ", "Thủ tướng", date(2023, 12, 1), "https://x"),
        basically_met=False,
        notes=(Text("Một"), Text("Hai", "Two")),
        conclusions=(
            Conclusion(
                "recognition",
                Text("Công nhận", "Recognition"),
                own,
                Provenance(ProvenanceStatus.PLAN, "II.1"),
                delta,
            ),
            Conclusion(
                "maintenance",
                Text("Giữ", "Keep"),
                own,
                Provenance(ProvenanceStatus.RECALLED, confidence="low"),
            ),
        ),
        criteria=(
            Criterion(
                "3",
                Text("Ba", "Three"),
                read,
                indicators=(
                    Indicator("3.10", Text("Mười"), Unknown(), Provenance(ProvenanceStatus.UNKNOWN)),
                    Indicator("3.1", Text("Một"), SAFE, recalled, delta),
                ),
            ),
            Criterion("IV", Text("Bốn"), recalled, condition=NO_HOUSES),
        ),
    )
    assert [rule.place.line for rule in ruleset.rules() if rule.place] == [15, 19, 11, 25, 9, 8]


def test_whole_catalogue(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(
        """\
measures:
  households: {name: Số hộ, unit: hộ}
  poor: {name: Hộ nghèo, unit: hộ, may_not_apply: {vi: Nếu có, en: If any}, better: lower, note: {vi: Ghi, en: Note}}
  rate:
    name: {vi: Tỷ lệ, en: Rate}
    unit: "%"
    decimals: 2
    minimum: -0.5
    maximum: 100
    derive: {share: [poor, households]}
    round: {to: 1, mode: half_even, source: TT 01}
  all_households: {name: Tổng, unit: hộ, derive: {sum: [households, poor]}}
  met: {name: Đạt, type: finding}
  grade: {name: Mức, levels: [low, {id: high, name: {vi: Cao, en: High}}]}
attributes:
  area: {name: Khu vực, values: [I, {id: "2", name: Hai}]}
  language: {name: Tiếng}
""",
        encoding="utf-8",
    )
    library = load_library(tmp_path)
    assert library == Library(
        measures={
            "households": Measure("households", Text("Số hộ"), unit="hộ"),
            "poor": Measure(
                "poor",
                Text("Hộ nghèo"),
                unit="hộ",
                may_not_apply=Text("Nếu có", "If any"),
                better=Better.LOWER,
                note=Text("Ghi", "Note"),
            ),
            "rate": Measure(
                "rate",
                Text("Tỷ lệ", "Rate"),
                unit="%",
                decimals=2,
                minimum=Decimal("-0.5"),
                maximum=Decimal(100),
                derive=ShareOf("poor", "households"),
                rounding=Rounding(1, RoundingMode.HALF_EVEN, "TT 01"),
            ),
            "all_households": Measure("all_households", Text("Tổng"), unit="hộ", derive=SumOf(("households", "poor"))),
            "met": Measure("met", Text("Đạt"), MeasureType.FINDING),
            "grade": Measure(
                "grade",
                Text("Mức"),
                MeasureType.LEVEL,
                levels=(Level("low", Text("low")), Level("high", Text("Cao", "High"))),
            ),
        },
        attributes={
            "area": Attribute("area", Text("Khu vực"), (Level("I", Text("I")), Level("2", Text("Hai")))),
            "language": Attribute("language", Text("Tiếng")),
        },
    )
    assert library.measures["rate"].place == Place(str(tmp_path / "c.yaml"), 4, 3, 7)


def test_commitment_and_responsible_beside_any_rule(library: Library) -> None:
    beside = "commitment: strive_recognise, responsible: [Phòng Nông nghiệp, {vi: Phòng Tài chính, en: Finance}]"
    text = f"""{HEAD}\
recognition: {{criteria: all, provenance: {{status: recalled}}, {beside}}}
criteria:
  - code: "1"
    name: Một
    provenance: {{status: recalled}}
    commitment: maintain
    responsible: [Phòng Y tế]
    indicators:
      - {{code: "1.1", name: Một, measure: houses, equals: 0, provenance: {{status: recalled}}, {beside}}}
"""
    ruleset = ruleset_from_text(text, library)
    offices = (Text("Phòng Nông nghiệp"), Text("Phòng Tài chính", "Finance"))
    (criterion,) = ruleset.criteria
    for rule in (ruleset.conclusions[0], criterion.indicators[0]):
        assert (rule.commitment, rule.responsible) == (Commitment.STRIVE_RECOGNISE, offices)
    assert (criterion.commitment, criterion.responsible) == (Commitment.MAINTAIN, (Text("Phòng Y tế"),))


def test_criteria_of_another_ruleset_may_be_asked_for_anywhere(library: Library) -> None:
    counted = "criteria: attained, ruleset: vn/commune-ntm, count_at_least: 1"
    text = f'{HEAD}{CRITERIA}  - {{code: "3", name: Ba, {counted}, provenance: {{status: recalled}}}}\n'
    made = ruleset_from_text(text, library).criteria[2].condition
    assert isinstance(made, OwnCriteria)
    assert place_of(made.ruleset) == Place("<text>", 9, 56, 70)
