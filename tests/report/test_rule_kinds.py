"""What is said of a bound is true of the figures, and a requirement only where something is required."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.condition import Operator
from ntm_rules.model.decision import Decision, Reason, ReasonKind
from ntm_rules.model.fact import Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure, MeasureType
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.ruleset import Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Language, Text
from ntm_rules.program.verdict import holds
from ntm_rules.report.phrasing.comparisons import demand
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.phrasing.reasons import reason_text
from ntm_rules.report.words.rule_kinds import MANNERS, RuleKind, demands, distance_phrase, outcome_word, sign

DAY = date(2024, 6, 30)
CODES = {
    RuleKind.CRITERION: "vn/a#1",
    RuleKind.RECOGNITION: "vn/a",
    RuleKind.MAINTENANCE: "vn/a#maintenance",
    RuleKind.REVOCATION: "vn/a#revocation",
    RuleKind.CLASSIFICATION: "vn/groups#1",
    RuleKind.LEVEL: "vn/a#level:four_stars",
}
LIBRARY = Library(
    {
        "poverty": Measure("poverty", Text("Tỷ lệ hộ nghèo", "Poverty"), unit="%"),
        "crime": Measure("crime", Text("Có trọng án xảy ra", "Serious crime occurred"), MeasureType.FINDING),
    },
    {},
    {
        id: (
            Ruleset(id, date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), (), classifies=id == "vn/groups"),
        )
        for id in ("vn/a", "vn/groups")
    },
)
# Of each word: where the figure lies (-1 below the bound, 1 above), and whether something has to be required.
SAID: dict[Language, dict[str, tuple[int, bool | None]]] = {
    "vi": {
        "thiếu": (-1, True),
        ", vượt": (1, True),
        "đã vượt": (1, False),
        "còn cách": (-1, False),
        "thấp hơn": (-1, None),
        "cao hơn": (1, None),
        "bằng đúng": (0, None),
        "yêu cầu": (0, True),
        "mức loại trừ: ": (0, False),
    },
    "en": {
        "short by": (-1, True),
        "over by": (1, True),
        "beyond": (1, False),
        "below": (-1, None),
        "under its": (-1, False),
        " above ": (1, None),
        "exactly at": (0, None),
        "required": (0, True),
    },
}
numbers = st.decimals(0, 100, places=1) | st.fractions(0, 100, max_denominator=19)


def decision(kind: RuleKind, *reasons: Reason) -> Decision:
    return Decision(
        unit="A",
        rule=RuleKey.parse(CODES[kind]),
        version=date(2024, 1, 1),
        as_of=DAY,
        name=Text("Tên", "Name"),
        outcome=Outcome.NOT_ATTAINED,
        possible=frozenset(),
        reasons=reasons,
        children=(),
        provenance=Provenance(ProvenanceStatus.PLAN),
        rule_hash="",
    )


def said(kind: RuleKind, reason: Reason, language: Language = "en") -> str:
    return reason_text(reason, decision(kind, reason), Names(LIBRARY, None, language)).body


@given(st.sampled_from(list(CODES)), st.sampled_from(Operator), numbers, numbers, st.booleans())
def test_every_word_about_a_bound_is_true_and_a_requirement_is_one(
    kind: RuleKind, operator: Operator, used: Decimal | Fraction, required: Decimal | Fraction, negated: bool
) -> None:
    met = holds(used, operator, required)
    reason = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.ATTAINED if met else Outcome.NOT_ATTAINED,
        measure="poverty",
        operator=operator,
        observed=used,
        required=required,
        gap=Decimal(1),
        negated=negated,
    )
    order = (Fraction(used) > Fraction(required)) - (Fraction(used) < Fraction(required))
    demanded = demands(kind, negated=negated)
    assert demanded is (not negated and kind not in (RuleKind.REVOCATION, RuleKind.CLASSIFICATION))
    for language, words in SAID.items():
        text = said(kind, reason, language)
        for word, (side, required_there) in words.items():
            if word in text:
                # Of what must not be one value a figure is as far on either side.
                assert side == order or (operator is Operator.EQUALS and word == "còn cách"), (word, text)
                assert required_there in (None, demanded), (word, text)
        if not demanded:
            assert "yêu cầu" not in text
            assert "require" not in text


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize("order", [-1, 0, 1])
def test_the_table_has_a_phrase_for_every_side(kind: RuleKind, operator: Operator, negated: bool, order: int) -> None:
    met = holds(Decimal(order), operator, Decimal(0))
    for language in ("vi", "en"):
        text = distance_phrase(kind, operator, order, language, "GAP", negated=negated, holds=met)
        assert ("GAP" in text) is (order != 0)
        assert "{" not in text


def test_a_tick_and_a_cross_are_for_what_is_good_and_bad_for_the_unit() -> None:
    for kind, manner in MANNERS.items():
        good_or_bad = {"✓", "✗"} & set(manner.signs.values())
        # Not to be of the highest level is no fault.
        assert bool(good_or_bad) is (manner.demands and kind is not RuleKind.LEVEL), kind
    assert sign(RuleKind.REVOCATION, Outcome.ATTAINED) == "⚠"


@pytest.mark.parametrize("negated", [False, True])
@pytest.mark.parametrize("required", [Finding.MET, Finding.NOT_MET])
def test_an_adverse_finding_is_answered_and_never_read_as_its_opposite(required: Finding, negated: bool) -> None:
    wanted = required is (Finding.NOT_MET if negated else Finding.MET)
    for found in (Finding.MET, Finding.NOT_MET):
        reason = Reason(
            kind=ReasonKind.COMPARED,
            outcome=Outcome.ATTAINED if found is required else Outcome.NOT_ATTAINED,
            measure="crime",
            observed=found,
            required=required.value,
            negated=negated,
        )
        text = said(RuleKind.CRITERION, reason)
        good = (found is Finding.MET) is wanted
        assert reason.standing is (Outcome.ATTAINED if good else Outcome.NOT_ATTAINED)
        if wanted and not negated:
            assert text == ("Met" if good else "Not met, required: Met")
        else:
            assert text.startswith("Yes" if found is Finding.MET else "No")
            assert "Met" not in text
        # What has to become true is what makes it good.
        assert demand(reason, Names(LIBRARY, None, "en")) in (("Met", "Yes") if wanted else ("No", "Not met"))


def test_a_finding_is_no_figure() -> None:
    missing = Reason(kind=ReasonKind.MISSING, outcome=Outcome.UNDETERMINED, measure="crime")
    assert said(RuleKind.CRITERION, missing, "vi") == "chưa có kết luận"
    assert said(RuleKind.CRITERION, evolve(missing, measure="poverty"), "vi") == "chưa có số liệu"
    assert said(RuleKind.CRITERION, evolve(missing, kind=ReasonKind.CONFLICT), "vi").startswith("kết luận mâu thuẫn")


@pytest.mark.parametrize(
    ("operator", "value", "vi", "en"),
    [
        (Operator.AT_LEAST, 5, "dưới 5%", "less than 5%"),
        (Operator.MORE_THAN, 5, "không quá 5%", "at most 5%"),
        (Operator.AT_MOST, 5, "trên 5%", "more than 5%"),
        (Operator.LESS_THAN, 5, "từ 5% trở lên", "at least 5%"),
        (Operator.EQUALS, 5, "khác 5%", "other than 5%"),
    ],
)
def test_what_has_to_change_under_a_none_of_is_the_opposite(operator: Operator, value: int, vi: str, en: str) -> None:
    reason = Reason(
        kind=ReasonKind.COMPARED,
        outcome=Outcome.ATTAINED,
        measure="poverty",
        operator=operator,
        observed=Decimal(value),
        required=Decimal(value),
        negated=True,
    )
    assert demand(reason, Names(LIBRARY, None, "vi")) == vi
    assert demand(reason, Names(LIBRARY, None, "en")) == en


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [RuleKind.RECOGNITION, RuleKind.REVOCATION, RuleKind.LEVEL])
def test_what_an_authority_decided_is_not_told_in_the_words_of_what_the_rules_come_to(
    language: Language, kind: RuleKind
) -> None:
    names, key = Names(LIBRARY, None, language), RuleKey.parse(CODES[kind])
    for outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
        said = names.published(key, outcome, DAY)
        assert said not in {outcome_word(kind, outcome, language, in_full=whole) for whole in (False, True)}
        assert not re.search("điều kiện|ualif|rounds|trường hợp", said)
