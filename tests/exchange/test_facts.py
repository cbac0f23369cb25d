"""Facts, attestations and published decisions, from the long and the wide form."""

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve

from ntm_rules.model.fact import Absence, Attestation, Fact, Finding, PublishedDecision, Statement
from ntm_rules.model.key import RuleKey
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.problem import FactsError

ReadFacts = Callable[..., tuple[Statement, ...]]
WrongIn = Callable[[Callable[[], object]], list[tuple[str, str]]]
DAY = date(2024, 3, 31)
LONG = "unit,measure,value,as_of,reported_by,evidence,recorded,record\n"


def line(measure: str, value: str, *, unit: str = "TT", record: str = "") -> str:
    return f'{LONG}{unit},{measure},"{value}",31/03/2024,UBND thị trấn,BC 12,2024-04-10,{record}\n'


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        ("poverty", "3,5", Fact("TT", "poverty", Decimal("3.5"), DAY)),
        ("Tỷ lệ hộ nghèo", "3,5", Fact("TT", "poverty", Decimal("3.5"), DAY)),
        ("CLEAN WATER", "97,2%", Fact("TT", "clean_water", Decimal("97.2"), DAY)),
        ("3.3", "97,2", Fact("TT", "clean_water", Decimal("97.2"), DAY)),
        ("3.1", "3,5", Fact("TT", "poverty", Decimal("3.5"), DAY)),
        ("3.10", "3,5", Fact("TT", "poverty", Decimal("3.5"), DAY)),
        ("vn/town#3.3", "97,2", Fact("TT", "clean_water", Decimal("97.2"), DAY)),
        ("3.3", "-", Fact("TT", "clean_water", Absence.NOT_REPORTED, DAY)),
        ("3.3", "KAD", Fact("TT", "clean_water", Absence.NOT_APPLICABLE, DAY)),
        ("3.3", "", Fact("TT", "clean_water", Absence.NOT_REPORTED, DAY)),
        ("4.1", "Đạt", Fact("TT", "registered", Finding.MET, DAY)),
        ("4.1", "có", Fact("TT", "registered", Finding.MET, DAY)),
        ("violations", "có", Fact("TT", "violations", Finding.MET, DAY)),
        ("4.4", "Khá", Fact("TT", "security", "good", DAY)),
        ("4.4", "Đạt", Fact("TT", "security", "best", DAY)),
        ("3.3", "Đạt", Attestation("TT", "vn/town#3.3", Finding.MET, DAY)),
        ("3.3", "Chưa đạt", Attestation("TT", "vn/town#3.3", Finding.NOT_MET, DAY)),
        ("4.2", "Đạt", Attestation("TT", "vn/town#4.2", Finding.MET, DAY)),
        ("4.3", "Cơ bản đạt", Attestation("TT", "vn/town#4.3", Finding.BASICALLY_MET, DAY)),
        ("4.3", "chưa đến hạn", Attestation("TT", "vn/town#4.3", Absence.NOT_YET_DUE, DAY)),
        ("4.4", "Chưa đạt", Attestation("TT", "vn/town#4.4", Finding.NOT_MET, DAY)),
        ("3", "x", Attestation("TT", "vn/town#3", Finding.MET, DAY)),
        ("vn/town", "Đạt", Attestation("TT", "vn/town", Finding.MET, DAY)),
        ("recognition", "Đạt", Attestation("TT", "vn/town", Finding.MET, DAY)),
    ],
)
def test_a_line_becomes_the_statement_it_makes(
    facts_of: ReadFacts, form: str, measure: str, value: str, expected: Statement
) -> None:
    (statement,) = facts_of(unicodedata.normalize(form, line(measure, value)))  # type: ignore[arg-type]
    said = {"reported_by": "UBND thị trấn", "evidence": "BC 12", "recorded": date(2024, 4, 10)}
    assert statement == evolve(expected, **said)  # type: ignore[arg-type]
    assert statement.place is not None
    assert statement.place.line == 2


@pytest.mark.parametrize(
    ("record", "measure", "value", "expected"),
    [
        ("figure", "3.3", "97,2", Fact),
        ("số liệu", "4.2", "không", Fact),
        ("attestation", "3.3", "Đạt", Attestation),
        ("attestation", "4.1", "Đạt", Attestation),
        ("published", "3", "Đạt", PublishedDecision),
        ("Công bố", "vn/town", "Chưa đạt", PublishedDecision),
    ],
)
def test_the_record_column_decides(facts_of: ReadFacts, record: str, measure: str, value: str, expected: type) -> None:
    (statement,) = facts_of(line(measure, value, record=record))
    assert type(statement) is expected


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("Đạt", Outcome.ATTAINED),
        ("không đạt", Outcome.NOT_ATTAINED),
        ("KAD", Outcome.NOT_APPLICABLE),
        ("chưa xác định", Outcome.UNDETERMINED),
    ],
)
def test_published_outcomes(facts_of: ReadFacts, word: str, outcome: Outcome) -> None:
    (statement,) = facts_of(line("4", word, record="published"))
    assert isinstance(statement, PublishedDecision)
    assert (statement.rule, statement.value) == (RuleKey("vn/town", "4"), outcome)


@pytest.mark.parametrize(
    "unit", ["TT", "Thị trấn Tam Đường", "THỊ TRẤN  TAM ĐƯỜNG", unicodedata.normalize("NFD", "thị trấn Tam Đường")]
)
def test_units_by_code_or_exact_name(facts_of: ReadFacts, unit: str) -> None:
    (statement,) = facts_of(line("poverty", "3", unit=unit))
    assert statement.unit == "TT"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (line("poverty", "3", unit="TX"), [("NTM560", "facts.csv:2:1")]),
        (line("poverty", "3", unit="Hòa Bình"), [("NTM561", "facts.csv:2:1")]),
        (line("", "3"), [("NTM554", "facts.csv:2:4")]),
        (line("povety", "3"), [("NTM562", "facts.csv:2:4")]),
        (line("Chợ", "3"), [("NTM563", "facts.csv:2:4")]),
        (line("vn/town#3@2024-01-01", "3"), [("NTM616", "facts.csv:2:4")]),
        (line("vn/twon#3", "3"), [("NTM565", "facts.csv:2:4")]),
        (line("3.33", "3"), [("NTM566", "facts.csv:2:4")]),
        (line("vn/town#9", "3"), [("NTM566", "facts.csv:2:4")]),
        (line("3.3", "3", unit="BB"), [("NTM567", "facts.csv:2:4")]),
        (line("vn/commune#1", "3"), [("NTM568", "facts.csv:2:4")]),
        (line("3", "85"), [("NTM570", "facts.csv:2:6")]),
        (line("4.3", "dat"), [("NTM570", "facts.csv:2:8")]),
        (line("4.2", "có"), [("NTM571", "facts.csv:2:8")]),
        (line("3.3", "không"), [("NTM571", "facts.csv:2:8")]),
        (line("4.3", "có"), [("NTM571", "facts.csv:2:8")]),
        (line("poverty", "3", record="số"), [("NTM572", "facts.csv:2:58")]),
        (line("poverty", "3", record="published"), [("NTM573", "facts.csv:2:12")]),
        (line("registered", "Đạt", record="attestation"), [("NTM573", "facts.csv:2:15")]),
        (line("3", "85", record="figure"), [("NTM573", "facts.csv:2:6")]),
        (line("3", "Cơ bản đạt", record="published"), [("NTM576", "facts.csv:2:6")]),
        (line("poverty", "Đạt"), [("NTM541", "facts.csv:2:12")]),
        (line("poverty", "3").replace("31/03/2024", ""), [("NTM554", "facts.csv:2:16")]),
        (line("poverty", "3").replace("31/03/2024", "03/31/2024"), [("NTM548", "facts.csv:2:16")]),
        (line("poverty", "3").replace("31/03/2024", "quý V/2024"), [("NTM548", "facts.csv:2:16")]),
        (line("poverty", "3").replace("31/03/2024", "31/3/24"), [("NTM546", "facts.csv:2:16")]),
        (line("poverty", "3").replace("31/03/2024", "0204-03-31"), [("NTM548", "facts.csv:2:16")]),
        (line("poverty", "3").replace("2024-04-10", "hôm qua"), [("NTM546", "facts.csv:2:47")]),
        ("unit,Tỷ lệ hộ ngheo\nTT,3\n", [("NTM562", "facts.csv:1:6")]),
        ("unit,poverty,Tỷ lệ hộ nghèo\nTT,3,3\n", [("NTM578", "facts.csv:1:14")]),
        ("mã,tên,poverty\nTT,Bản Bo,3\n", [("NTM574", "facts.csv:2:4")]),
        ("unit,3.3\nBB,3\n", [("NTM567", "facts.csv:1:6")]),
    ],
)
def test_mistakes(facts_of: ReadFacts, wrong_in: WrongIn, text: str, expected: list[tuple[str, str]]) -> None:
    assert wrong_in(lambda: facts_of(text)) == expected


def test_all_mistakes_are_found_in_one_run(facts_of: ReadFacts, wrong_in: WrongIn) -> None:
    text = (
        "unit,measure,value,as_of\n"
        "TX,povety,3,2024-13-01\n"
        "TT,poverty,1.234,2024-01-01\n"
        "TT,poverty,3\n"
        "TT,clean_water,101,2024-01-01\n"
    )
    assert wrong_in(lambda: facts_of(text)) == [
        ("NTM560", "facts.csv:2:1"),
        ("NTM562", "facts.csv:2:4"),
        ("NTM548", "facts.csv:2:13"),
        ("NTM531", "facts.csv:3:12"),
        ("NTM514", "facts.csv:4:1"),
        ("NTM540", "facts.csv:5:16"),
    ]


def test_figures_of_a_row_whose_day_or_unit_is_wrong_are_looked_at_too(facts_of: ReadFacts, wrong_in: WrongIn) -> None:
    wide = "unit,as_of,poverty,clean_water\nTT,2024-13-01,abc,101\nXX,2024-01-01,3,101\n"
    assert wrong_in(lambda: facts_of(wide)) == [
        ("NTM548", "facts.csv:2:4"),
        ("NTM530", "facts.csv:2:15"),
        ("NTM540", "facts.csv:2:19"),
        ("NTM560", "facts.csv:3:1"),
        ("NTM540", "facts.csv:3:17"),
    ]
    long = "unit,measure,value,as_of\nTX,clean_water,101,2024-01-01\n"
    assert wrong_in(lambda: facts_of(long)) == [("NTM560", "facts.csv:2:1"), ("NTM540", "facts.csv:2:16")]


def test_the_wide_form_states_only_what_is_written(facts_of: ReadFacts) -> None:
    text = (
        "STT;Tên đơn vị;Nguồn;Minh chứng;Tỷ lệ hộ nghèo;3.3;4.3;vn/town#4\n"
        "1;Thị trấn Tam Đường;UBND;BC 1;3,5;;–;Đạt\n"
        "2;Thị trấn Mới;;;;Đạt;x;\n"
    )
    statements = facts_of(text)
    assert [(each.unit, type(each), each.value, each.reported_by) for each in statements] == [
        ("TT", Fact, Decimal("3.5"), "UBND"),
        ("TT", Attestation, Absence.NOT_REPORTED, "UBND"),
        ("TT", Attestation, Finding.MET, "UBND"),
        ("T2", Attestation, Finding.MET, None),
        ("T2", Attestation, Finding.MET, None),
    ]
    assert {each.as_of for each in statements} == {date(2024, 6, 30)}
    assert [each.place.line for each in statements if each.place] == [2, 2, 2, 3, 3]


def test_the_code_and_the_name_of_a_unit_agree(facts_of: ReadFacts) -> None:
    (statement,) = facts_of("mã,tên,poverty\nH2,hòa bình,3\n")
    assert statement.unit == "H2"


def test_a_code_means_the_rule_of_the_version_then_in_force(facts_of: ReadFacts) -> None:
    (before,) = facts_of("unit,measure,value,as_of\nTT,4.5,5000,2023-12-31\n")
    (after,) = facts_of("unit,measure,value,as_of\nTT,4.6,5000,2024-03-31\n")
    assert isinstance(before, Fact)
    assert isinstance(after, Fact)
    assert (before.measure, after.measure) == ("population", "population")
    with pytest.raises(FactsError) as raised:
        facts_of("unit,measure,value,as_of\nTT,4.5,5000,2024-03-31\n")
    [found] = raised.value.diagnostics
    assert (found.code, str(found.place).endswith("facts.csv:2:4")) == ("NTM566", True)
    assert "(phiên bản 01/03/2024)" in found.message.vi
    assert "(version 2024-03-01)" in str(found.message.en)


def test_days_in_english_files_are_not_guessed(facts_of: ReadFacts, wrong_in: WrongIn) -> None:
    text = "unit,measure,value,as_of\nTT,poverty,3,03/04/2024\n"
    assert facts_of(text)[0].as_of == date(2024, 4, 3)
    assert wrong_in(lambda: facts_of(text, "en")) == [("NTM547", "facts.csv:2:14")]


def test_text_that_looks_like_a_formula_is_text(facts_of: ReadFacts) -> None:
    (statement,) = facts_of('unit,measure,value,evidence\nTT,poverty,3,"=HYPERLINK(""http://x"")"\n')
    assert statement.evidence == '=HYPERLINK("http://x")'


@pytest.mark.parametrize(("convention", "value"), [("vi", 1234), ("en", Decimal("1.234"))])
def test_the_declared_convention_decides(facts_of: ReadFacts, convention: str, value: Decimal) -> None:
    (statement,) = facts_of("unit,measure,value\nTT,income,1.234\n", convention)
    assert statement.value == value
