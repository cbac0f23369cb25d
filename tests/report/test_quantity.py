"""Every quantity and every kind of state has words of its own in both languages."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, get_args

import pytest
from attrs import evolve

from ntm_rules.evolution.regions.difference import HeldStates
from ntm_rules.evolution.regions.partition import Domain, cells, member_tallies, one_sided, spans, tallies
from ntm_rules.evolution.regions.quantity import (
    OWN,
    Against,
    CountOf,
    CriteriaIncrease,
    LevelIs,
    MeasureAbove,
    MeasureChange,
    MeasureMean,
    MembersAgainst,
    MembersDeciding,
    MembersFigure,
    MembersWeighed,
    Order,
    OutcomeCounts,
    OwnAttribute,
    OwnMeasure,
    Quantity,
    RelativeChange,
    Special,
    State,
    ValueIs,
    Year,
    YearIs,
)
from ntm_rules.model.condition import Aggregate, Basis, CriteriaCount, Unknown
from ntm_rules.model.fact import Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Level, Measure, MeasureType
from ntm_rules.model.outcome import Tally
from ntm_rules.model.ruleset import Criterion, Indicator, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Language, Text
from ntm_rules.report.phrasing.compared_names import Terms
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.quantities.quantity import quantity_name, states_text
from ntm_rules.report.words import comparison as diff_words
from ntm_rules.report.words import quantities as quantity_words

KNOWN = Provenance(ProvenanceStatus.READ)
DAY = date(2023, 12, 31)


def criterion(code: str, *below: str) -> Criterion:
    indicators = tuple(Indicator(f"{code}.{one}", Text("Chỉ tiêu", "Indicator"), Unknown(), KNOWN) for one in below)
    return Criterion(code, Text("Tiêu chí", "Criterion"), KNOWN, indicators)


COMMUNE = Ruleset(
    "vn/commune-ntm",
    date(2022, 1, 1),
    Text("Xã nông thôn mới", "New rural commune"),
    "commune",
    Instrument("318/QĐ-TTg"),
    (criterion("1", "1", "2"), criterion("2"), criterion("3"), criterion("4")),
)
LIBRARY = Library(
    measures={
        "insurance": Measure("insurance", Text("Tỷ lệ bảo hiểm y tế", "Health insurance"), unit="%", decimals=1),
        "income": Measure("income", Text("Thu nhập", "Income"), unit="triệu đồng"),
        "works": Measure("works", Text("Công trình", "Works"), MeasureType.FINDING),
        "order": Measure(
            "order",
            Text("An ninh", "Order"),
            MeasureType.LEVEL,
            levels=tuple(
                Level(id, Text(vi, en))
                for id, vi, en in [
                    ("weak", "Yếu", "Weak"),
                    ("fair", "Khá", "Fair"),
                    ("good", "Tốt", "Good"),
                    ("best", "Xuất sắc", "Best"),
                ]
            ),
        ),
    },
    attributes={
        "region": Attribute(
            "region",
            Text("Vùng", "Region"),
            tuple(
                Level(id, Text(vi, en))
                for id, vi, en in [
                    ("n", "Miền núi", "Mountains"),
                    ("d", "Đồng bằng", "Delta"),
                    ("c", "Ven biển", "Coast"),
                ]
            ),
        )
    },
    versions={"vn/commune-ntm": (COMMUNE,)},
)
UNSETTLED = (Special.NOT_KNOWN, Special.NOT_APPLICABLE)


def terms(language: Language, **changes: Any) -> Terms:
    return evolve(Terms(Names(LIBRARY, None, language), COMMUNE, COMMUNE), **changes)


def said(quantity: Quantity, states: Iterable[State], every: Sequence[State], language: Language = "vi") -> str:
    wanted = list(states)
    return states_text(
        HeldStates(quantity, tuple(one for one in every if one in wanted), tuple(every)), terms(language)
    )


INSURANCE = OwnMeasure("insurance")
CUT = cells([Fraction(90), Fraction(95)], Domain(Fraction(0), Fraction(100), Fraction(1, 10)))


@pytest.mark.parametrize(
    ("places", "vi", "en"),
    [
        ([0], "dưới 90%", "under 90%"),
        ([0, 1], "không quá 90%", "at most 90%"),
        ([1], "đúng 90%", "exactly 90%"),
        ([1, 2], "từ 90% đến dưới 95%", "90% to under 95%"),
        ([2, 3], "trên 90% đến 95%", "over 90% to 95%"),
        ([2], "trên 90% đến dưới 95%", "over 90% to under 95%"),
        ([1, 2, 3], "từ 90% đến 95%", "90% to 95%"),
        ([3, 4], "từ 95% trở lên", "95% or more"),
        ([4], "trên 95%", "over 95%"),
        ([0, 3, 4], "dưới 90% hoặc từ 95% trở lên", "under 90% or 95% or more"),
        ([0, 2, 3, 4], "khác 90%", "other than 90%"),
        ([0, 1, 2, 3, 4], "có số liệu", "any figure"),
    ],
)
def test_neighbouring_cells_are_one_interval(places: list[int], vi: str, en: str) -> None:
    every: tuple[State, ...] = (*CUT, *UNSETTLED)
    assert said(INSURANCE, [CUT[place] for place in places], every) == vi
    assert said(INSURANCE, [CUT[place] for place in places], every, "en") == en
    assert (
        said(INSURANCE, [*(CUT[place] for place in places), Special.NOT_KNOWN], every)
        == f"{vi.replace(' hoặc', ',')} hoặc chưa rõ số liệu"
    )


def test_what_is_not_settled_says_from_where_to_where() -> None:
    income = MembersFigure("commune", Aggregate.MEAN, CriteriaCount("vn/commune-ntm"))
    every = spans(cells([Fraction(9)], Domain(Fraction(0))))
    low, at, high = every[:3]
    wide = [one for one in every if one not in (low, at, high)]
    assert said(income, wide, every) == "chưa chốt"
    assert said(income, wide, every, "en") == "not settled"
    assert said(income, [*wide[:1]], every) == "chưa chốt: mức cao nhất có thể là không quá 9"
    assert said(income, [*wide[2:]], every) == "chưa chốt: mức thấp nhất có thể là từ 9 trở lên"
    least = MembersFigure("commune", Aggregate.MAXIMUM, "income")
    half = one_sided(cells([Fraction(9)], Domain(Fraction(0))), low=True)
    assert said(least, half[2:], (*every[:3], *half)) == "chưa chốt: mức thấp nhất có thể là trên 9 triệu đồng"


@pytest.mark.parametrize(
    ("states", "vi", "en"),
    [
        (["n"], "Miền núi", "Mountains"),
        (["d", "c"], "tất cả trừ Miền núi", "all but Mountains"),
        (
            ["d", "c", None],
            "tất cả trừ Miền núi, kể cả khi chưa ghi",
            "all but Mountains, also where it is not stated",
        ),
        (["n", "d", "c"], "có ghi (giá trị bất kỳ)", "stated (any value)"),
        (["n", None], "Miền núi hoặc chưa ghi", "Mountains or not stated"),
        ([None], "chưa ghi", "not stated"),
    ],
)
def test_attributes_are_called_by_the_names_of_their_values(states: list[str | None], vi: str, en: str) -> None:
    every: tuple[State, ...] = (ValueIs("n"), ValueIs("d"), ValueIs("c"), Special.NO_ATTRIBUTE)
    wanted = [Special.NO_ATTRIBUTE if one is None else ValueIs(one) for one in states]
    assert said(OwnAttribute("region"), wanted, every) == vi
    assert said(OwnAttribute("region"), wanted, every, "en") == en


def test_other_values_levels_findings_and_years() -> None:
    every: tuple[State, ...] = (ValueIs("x"), Special.OTHER_VALUE, Special.NO_ATTRIBUTE)
    assert said(OwnAttribute("language"), [Special.OTHER_VALUE], every) == "giá trị khác"
    assert said(OwnAttribute("language"), [Special.OTHER_VALUE], every, "en") == "any other value"
    levels: tuple[State, ...] = (*map(LevelIs, ("weak", "fair", "good", "best")), *UNSETTLED)
    assert said(OwnMeasure("order"), levels[:1], levels) == "mức “Yếu”"
    assert said(OwnMeasure("order"), levels[1:4], levels, "en") == "all but “Weak”"
    findings: tuple[State, ...] = (*Finding, *UNSETTLED)
    assert said(OwnMeasure("works"), [Finding.MET, Special.NOT_APPLICABLE], findings) == "đạt hoặc không áp dụng"
    years: tuple[State, ...] = (*map(YearIs, (2021, 2022, 2023, 2025)), Special.OTHER_YEAR)
    assert said(Year(), years[:4], years) == "2021–2023 hoặc 2025"
    assert said(Year(), years[3:], years, "en") == "2025 or any other year"


def test_one_rule_and_rules_asked_only_for_all_or_any() -> None:
    one = OutcomeCounts((RuleKey(OWN, "1.1"),))
    every = tallies(1, counted=False)
    assert said(one, [Tally(0, 1, 0, 0)], every) == "chưa đạt"
    assert said(one, [tally for tally in every if tally.attained == 0], every) == "không phải đạt"
    several = OutcomeCounts(tuple(RuleKey(OWN, code) for code in "1234"))
    every = tallies(4, counted=False)
    assert quantity_name(several, terms("vi")) == "Tất cả 4 tiêu chí"
    assert said(several, [tally for tally in every if tally.not_attained], every) == "có chưa đạt"
    assert said(several, [tally for tally in every if tally.attained == 4], every, "en") == "all attained"
    neither = [tally for tally in every if not tally.not_attained and not tally.undetermined and tally.attained]
    assert said(several, neither, every) == "đều đạt hoặc không áp dụng, có đạt"


def test_tallies_of_rules_are_ranges_and_never_a_list() -> None:
    counted = OutcomeCounts(tuple(RuleKey("vn/commune-ntm", str(code)) for code in range(1, 20)))
    assert quantity_name(counted, terms("en")) == "19 rules (1–19) of “New rural commune”"
    every = tallies(19, counted=True)
    failing = [tally for tally in every if 6 <= tally.not_attained <= 9 and not tally.undetermined]
    assert said(counted, failing, every) == "từ 6 đến 9 chưa đạt, không có chưa xác định"
    assert said(counted, [tally for tally in every if tally.attained >= 16], every, "en") == "16 or more attained"
    share = [tally for tally in every if tally.applicable and 10 * tally.not_attained >= 3 * tally.applicable]
    assert said(counted, share, every) == "tỷ lệ chưa đạt từ 30% trở lên"


MEMBERS = MembersDeciding("commune", RuleKey("vn/commune-ntm"))


def test_tallies_of_members_are_shares_against_the_thresholds() -> None:
    members = evolve(MEMBERS, shares=frozenset([Fraction(80)]))
    every = member_tallies([], [Fraction(80)])

    def text(chosen: Iterable[Tally], language: Language = "vi") -> str:
        return states_text(HeldStates(members, tuple(chosen), every), terms(language))

    settled = [tally for tally in every if tally.applicable and not tally.undetermined]
    low = [tally for tally in settled if 100 * tally.attained < 80 * tally.applicable]
    assert text(low) == "tỷ lệ xã đạt: dưới 80%"
    assert text([tally for tally in settled if tally not in low], "en") == "share of communes attaining: 80% or more"
    open_ = [
        tally
        for tally in every
        if tally.undetermined
        and tally.applicable > tally.undetermined
        and 100 * tally.attained < 80 * tally.applicable
        and 100 * (tally.attained + tally.undetermined) > 80 * tally.applicable
    ]
    assert text(open_) == "tỷ lệ xã đạt: đã chắc dưới 80%, tính cả phần chưa xác định trên 80%"
    assert text([Tally(0, 0, 0, 0)]) == "không có xã nào"
    assert text([Tally(0, 0, 0, 1)]) == "không có xã nào được áp dụng"
    assert (
        text([tally for tally in every if tally.undetermined and tally.applicable == tally.undetermined])
        == "xã đều chưa xác định"
    )
    # The numbers that stand for a class are never printed.
    for tally in settled:
        assert str(tally.applicable) not in text([tally])


def test_numbers_of_members() -> None:
    members = evolve(MEMBERS, counts=frozenset([Fraction(9)]))
    every = member_tallies([Fraction(9)], [])
    few = [tally for tally in every if tally.applicable and not tally.undetermined and tally.attained < 9]
    held = HeldStates(members, tuple(few), every)
    assert states_text(held, terms("vi")) == "số xã đạt: dưới 9"
    assert states_text(held, terms("en")) == "communes attaining: under 9"


@pytest.mark.parametrize(
    ("orders", "vi", "en"),
    [
        ([(-1, -1)], "thấp hơn", "lower"),
        ([(-1, -1), (0, 0)], "không cao hơn", "not higher"),
        ([(0, 0), (1, 1)], "không thấp hơn", "not lower"),
        ([(-1, -1), (1, 1)], "khác nhau", "different"),
        ([(-1, 0)], "chưa chốt: có thể thấp hơn hoặc bằng nhau", "not settled: it may be lower or equal"),
        ([(None, 0)], "chưa chốt: có thể thấp hơn hoặc bằng nhau", "not settled: it may be lower or equal"),
    ],
)
def test_orders(orders: list[tuple[int | None, int | None]], vi: str, en: str) -> None:
    states = [Order(*order) for order in orders]
    every = [*states, Order(2, 2)]
    against = Against(OwnMeasure("income"), MeasureAbove("province", "income"))
    assert said(against, states, every) == vi
    assert said(against, states, every, "en") == en


QUANTITIES: list[tuple[Quantity | CountOf, str, str]] = [
    (INSURANCE, "Tỷ lệ bảo hiểm y tế", "Health insurance"),
    (
        OwnMeasure("income", 2),
        "Thu nhập 2 năm trước năm đánh giá",
        "Income 2 years before the year assessed",
    ),
    (MeasureMean("income", 3), "Trung bình 3 năm của thu nhập", "Mean over 3 years of income"),
    (OwnAttribute("region"), "Vùng", "Region"),
    (Year(), "Năm đánh giá", "Year of the assessment"),
    (MeasureAbove("province", "income"), "Thu nhập của tỉnh", "Income of the province"),
    (OutcomeCounts((RuleKey(OWN, "1.2"),)), "Chỉ tiêu 1.2", "Indicator 1.2"),
    (
        OutcomeCounts(tuple(RuleKey(OWN, code) for code in "123")),
        "3 tiêu chí (1–3)",
        "3 criteria (1–3)",
    ),
    (MEMBERS, "Xã trên địa bàn đạt “Xã nông thôn mới”", "Its communes attaining “New rural commune”"),
    (
        MembersFigure("commune", Aggregate.MINIMUM, "income", ("BB",)),
        "Mức thấp nhất trong các xã trên địa bàn của thu nhập (chỉ tính BB)",
        "Lowest income among its communes (only BB)",
    ),
    (
        MeasureChange("income", DAY),
        "Mức tăng thu nhập so với ngày 31/12/2023",
        "Increase in income since 31 Dec 2023",
    ),
    (
        CriteriaIncrease("vn/commune-ntm", DAY),
        "Mức tăng số tiêu chí đạt của “Xã nông thôn mới” so với ngày 31/12/2023",
        "Increase in criteria attained of “New rural commune” since 31 Dec 2023",
    ),
    (
        Against(MeasureChange("income", DAY), MeasureAbove("province", "income"), turned=True),
        "Mức giảm thu nhập so với ngày 31/12/2023 so với thu nhập của tỉnh",
        "Decrease in income since 31 Dec 2023 against income of the province",
    ),
    (
        RelativeChange("income", DAY),
        "Tỷ lệ tăng thu nhập so với ngày 31/12/2023",
        "Percentage increase in income since 31 Dec 2023",
    ),
    (
        MembersWeighed("commune", RuleKey("vn/commune-ntm"), "income"),
        "Tỷ lệ xã trên địa bàn đạt “Xã nông thôn mới”, tính theo thu nhập",
        "Share of its communes attaining “New rural commune”, weighted by income",
    ),
    (
        MembersAgainst("commune", RuleKey("vn/commune-ntm"), MEMBERS, times=Fraction(1, 2)),
        "Số xã trên địa bàn đạt “Xã nông thôn mới” trừ 50% số xã trên địa bàn đạt “Xã nông thôn mới”",
        "Number of its communes attaining “New rural commune” less "
        "50% of number of its communes attaining “New rural commune”",
    ),
    (
        CountOf((RuleKey(OWN, "1"), RuleKey(OWN, "2")), True, Basis.COUNT),
        "Số 2 tiêu chí (1 và 2) chưa đạt",
        "Number of 2 criteria (1 and 2) not attained",
    ),
    (
        CountOf(MEMBERS, False, Basis.SHARE),
        "Tỷ lệ xã trên địa bàn đạt “Xã nông thôn mới”",
        "Share of its communes attaining “New rural commune”",
    ),
]


@pytest.mark.parametrize(("quantity", "vi", "en"), QUANTITIES, ids=lambda one: type(one).__name__)
def test_every_quantity_has_a_name(quantity: Quantity | CountOf, vi: str, en: str) -> None:
    assert quantity_name(quantity, terms("vi")) == vi
    assert quantity_name(quantity, terms("en")) == en


def test_no_quantity_is_forgotten() -> None:
    assert {type(quantity) for quantity, _, _ in QUANTITIES} == {*get_args(Quantity), CountOf}


def test_a_change_is_told_in_percentage_points() -> None:
    every = cells([Fraction(3)], Domain())
    assert said(MeasureChange("insurance", DAY), every[:1], every) == "dưới 3 điểm phần trăm"


def test_rules_are_called_by_their_newer_codes() -> None:
    renamed = terms("vi", renamed={"1.2": "1.1", "1.1": "1.1*"})
    assert renamed.rule_name(RuleKey(OWN, "1.1")) == "chỉ tiêu 1.2"
    assert renamed.rule_name(RuleKey(OWN, "1.1*")) == "chỉ tiêu 1.1"
    assert terms("vi", renamed={"1.2": "1.2*"}).rule_name(RuleKey(OWN, "1.2")) == "chỉ tiêu 1.2 cũ"


@pytest.mark.parametrize("module", [quantity_words, diff_words])
def test_both_languages_fill_in_the_same_fields_or_fewer(module: object) -> None:
    import string

    for name, value in [(name, value) for name, value in vars(module).items() if name.isupper()]:
        texts = [value] if isinstance(value, Text) else [*value.values()] if isinstance(value, dict) else []
        for text in texts:
            assert isinstance(text, Text), name
            assert text.en is not None, name
            vi, en = (
                {field for _, field, _, _ in string.Formatter().parse(one) if field} for one in (text.vi, text.en)
            )
            assert {one.removesuffix("s") for one in vi} == {one.removesuffix("s") for one in en}, name
