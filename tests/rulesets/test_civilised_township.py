"""The shipped ruleset says what its sources give, no more, and says of every rule how it is known.

The tables below were made by hand from the material of 04/2022/QĐ-TTg: a threshold that is not in them must not be in
the file.
"""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from ntm_rules.language.library import load_library
from ntm_rules.model.condition import AllOf, Comparison, CriteriaState, Operator, OwnCriteria, Required, Unknown
from ntm_rules.model.library import Library
from ntm_rules.model.measure import MeasureType
from ntm_rules.model.ruleset import Indicator, Provenance, ProvenanceStatus, Rule, Ruleset
from ntm_rules.model.threshold import ByAttribute, Fixed, Relative, UnknownThreshold

ID = "vn/civilised-township"

# Code, what is compared, and who gives the figure.
THRESHOLDS = {
    "1.a": ("temporary_houses", Operator.EQUALS, Fixed(Decimal(0))),  # Kế hoạch 2024, II.12: "Không có nhà tạm"
    "3.3": ("clean_water_households", Operator.AT_LEAST, Fixed(Decimal(100))),  # II.12 (3.3): "100%"
    "3.4": ("hygienic_facilities_households", Operator.AT_LEAST, Fixed(Decimal(100))),  # II.12 "(4)": "100%"
    "6.2": ("income_per_capita", Operator.AT_LEAST, Relative("income_per_capita", "province")),  # II.12 (6.2)
    "8.2": ("health_insurance_coverage", Operator.AT_LEAST, Fixed(Decimal(90))),  # II.12 (8.2): "90%"
}
# Rows with a measure, of which reports give values of towns but never the threshold.
UNKNOWN_THRESHOLDS = {
    "1.d": ("solid_houses_households", Operator.AT_LEAST),
    "2.b": ("paved_lit_streets", Operator.AT_LEAST),
    "6.3": ("multidimensional_poverty", Operator.AT_MOST),
    "7.a": ("cultural_groups_five_years", Operator.AT_LEAST),
    "7.b": ("cultural_families", Operator.AT_LEAST),
}
FINDINGS = {
    "1.b": "new_public_works_to_plan",
    "1.c": "public_works_managed",
    "1.e": "public_spaces",
    "2.a": "traffic_corridor_clear",
    "3.2": "environmental_hygiene_met",
    "3.a": "food_safety_met",
    "5.2": "office_network_and_computers",
    "7.1": "culture_house_adequate",
}
UNKNOWN_CONTENTS = {"3.1", "4.a", "5.1", "6.1", "7.2", "8.1", "9.a"}
STATUS = {
    ProvenanceStatus.PLAN: {"1.a", "2.a", "3.2", "3.3", "3.4", "5.2", "6.2", "7.1", "8.2"},
    ProvenanceStatus.READ: {"1.b", "1.c", "1.d", "1.e", "7.2", "7.a", "7.b"},
    ProvenanceStatus.RECALLED: {"2.b", "3.a", "6.3"},
    ProvenanceStatus.UNKNOWN: {"3.1", "4.a", "5.1", "6.1", "8.1", "9.a"},
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def ruleset(library: Library) -> Ruleset:
    return library.ruleset(ID, date(2024, 12, 31))


def indicators(ruleset: Ruleset) -> dict[str, Indicator]:
    return {indicator.code: indicator for criterion in ruleset.criteria for indicator in criterion.indicators}


def provenances(ruleset: Ruleset) -> list[tuple[Rule, Provenance]]:
    return [(rule, rule.provenance) for rule in ruleset.rules()]


def test_instrument_and_dates(ruleset: Ruleset) -> None:
    assert (ruleset.version, ruleset.until) == (date(2022, 4, 15), None)
    assert (ruleset.instrument.number, ruleset.instrument.signed) == ("04/2022/QĐ-TTg", date(2022, 2, 18))
    assert ruleset.applies_to == ("township",)


def test_nine_criteria_in_order_of_which_25_rows_are_here(ruleset: Ruleset) -> None:
    assert [criterion.code for criterion in ruleset.criteria] == [str(number) for number in range(1, 10)]
    assert [len(criterion.indicators) for criterion in ruleset.criteria] == [5, 2, 5, 1, 2, 3, 4, 2, 1]
    assert all(
        indicator.code.startswith(f"{criterion.code}.")
        for criterion in ruleset.criteria
        for indicator in criterion.indicators
    )


def test_the_tables_of_this_test_cover_every_row_once(ruleset: Ruleset) -> None:
    tables = Counter([*THRESHOLDS, *UNKNOWN_THRESHOLDS, *FINDINGS, *UNKNOWN_CONTENTS])
    assert tables == Counter(list(indicators(ruleset)))
    assert Counter(code for codes in STATUS.values() for code in codes) == tables


def test_known_thresholds_are_those_of_the_sources(ruleset: Ruleset) -> None:
    found = {
        code: (indicator.condition.measure, indicator.condition.operator, indicator.condition.threshold)
        for code, indicator in indicators(ruleset).items()
        if isinstance(indicator.condition, Comparison)
        and not isinstance(indicator.condition.threshold, UnknownThreshold)
    }
    assert found == THRESHOLDS


def test_thresholds_that_no_source_states_are_unknown(ruleset: Ruleset) -> None:
    found = {
        code: (indicator.condition.measure, indicator.condition.operator)
        for code, indicator in indicators(ruleset).items()
        if isinstance(indicator.condition, Comparison) and isinstance(indicator.condition.threshold, UnknownThreshold)
    }
    assert found == UNKNOWN_THRESHOLDS


def test_findings_and_unknown_contents(ruleset: Ruleset) -> None:
    rows = indicators(ruleset)
    assert {code: rows[code].condition for code in FINDINGS} == {
        code: Required(measure) for code, measure in FINDINGS.items()
    }
    assert {code for code, row in rows.items() if isinstance(row.condition, Unknown)} == UNKNOWN_CONTENTS


def test_each_row_is_known_the_way_it_says(ruleset: Ruleset) -> None:
    found: dict[ProvenanceStatus, set[str]] = {}
    for code, indicator in indicators(ruleset).items():
        found.setdefault(indicator.provenance.status, set()).add(code)
    assert found == STATUS


def test_read_has_an_address_plan_a_section_and_recalled_a_confidence(ruleset: Ruleset) -> None:
    for rule, provenance in provenances(ruleset):
        match provenance.status:
            case ProvenanceStatus.READ:
                assert (provenance.url or "").startswith(("https://", "http://")), rule.code
                assert " " not in (provenance.url or ""), rule.code
            case ProvenanceStatus.PLAN:
                assert (provenance.cite or "").startswith("Kế hoạch 2024, II.12 ("), rule.code
            case ProvenanceStatus.RECALLED:
                assert provenance.confidence == "low", rule.code
            case ProvenanceStatus.UNKNOWN:
                assert isinstance(rule.condition, Unknown), rule.code


def test_a_code_that_is_not_official_says_so(ruleset: Ruleset) -> None:
    lettered = [row for code, row in indicators(ruleset).items() if code[-1].isalpha()]
    assert len(lettered) == 12
    for row in lettered:
        assert row.provenance.note is not None, row.code
        assert row.provenance.note.vi.startswith("Số thứ tự chính thức chưa biết"), row.code
    assert any("52 nội dung" in note.vi for note in ruleset.notes)


def test_whether_basically_met_counts_is_left_open(ruleset: Ruleset) -> None:
    assert ruleset.basically_met is None


def test_recognition_is_read_and_is_the_only_conclusion(ruleset: Ruleset) -> None:
    assert [conclusion.code for conclusion in ruleset.conclusions] == ["recognition"]
    assert ruleset.conclusions[0].provenance.status is ProvenanceStatus.READ


def test_recognition_asks_what_5_2_a_to_d_ask(ruleset: Ruleset) -> None:
    period = ByAttribute("recognition_kind", (("first", Fixed(Decimal(2))), ("renewal", Fixed(Decimal(5)))))
    assert ruleset.conclusions[0].condition == AllOf(
        (
            Required("civilised_urban_registered"),
            OwnCriteria(CriteriaState.ALL),
            Required("other_annex_contents_met"),
            Comparison("registration_years", Operator.AT_LEAST, period),
            Comparison("residents_satisfied", Operator.AT_LEAST, Fixed(Decimal(90))),
        )
    )


def test_percentages_are_bounded_and_can_be_reported_with_two_decimals(library: Library) -> None:
    percentages = [measure for measure in library.measures.values() if measure.unit == "%"]
    assert percentages
    for measure in percentages:
        assert measure.type is MeasureType.NUMBER, measure.id
        assert (measure.minimum, measure.maximum) == (Decimal(0), Decimal(100)), measure.id
        assert measure.rounding is None, measure.id


def test_every_measure_and_attribute_has_both_names(library: Library) -> None:
    for measure in library.measures.values():
        assert measure.name.vi, measure.id
        assert measure.name.en, measure.id
    assert library.attributes["region"].value_ids[0] == "north_midlands_mountains"
    assert library.attributes["recognition_kind"].value_ids == ("first", "renewal")
    assert library.attributes["area_class"].value_ids == ("I", "II", "III", "none")
