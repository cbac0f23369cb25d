"""Units and how they stand to one another, rule keys, versions in force, and the errors about them."""

import pickle
from datetime import date, timedelta

import pytest

from ntm_rules.model.condition import Unknown
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.place import Place, PlacedText
from ntm_rules.model.problem import CompileError, Diagnostic, FactsError, NtmError, UnitsError
from ntm_rules.model.ruleset import Conclusion, Criterion, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit, Units

DAY = date(2024, 6, 30)
PLAN = Provenance(ProvenanceStatus.PLAN, "II.12")


def tree() -> Units:
    return Units(
        [
            Unit("V1", "Thôn 1", "village", "C1"),
            Unit("C1", "Bản Bo", "commune", "H"),
            Unit("C2", "Bình Lư", "commune", "H", exists_until=DAY),
            Unit("C3", "Khun Há", "commune", "H", exists_from=DAY + timedelta(days=1)),
            Unit("H", "Tam Đường", "district", "P"),
            Unit("P", "Lai Châu", "province"),
            Unit("V2", "Thôn 2", "village", "C2"),
        ]
    )


def test_members_and_ancestors() -> None:
    units = tree()
    assert [unit.code for unit in units.members("H", "commune")] == ["C1", "C2", "C3"]
    assert [unit.code for unit in units.members("P", "village")] == ["V1", "V2"]
    assert [unit.code for unit in units.ancestors("V1")] == ["C1", "H", "P"]
    assert units.ancestor("V1", "district") == units["H"]
    assert units.ancestor("P", "district") is None
    assert units.members("V1", "village") == []


@pytest.mark.parametrize(
    ("day", "codes"),
    [(DAY - timedelta(days=1), ["C1", "C2"]), (DAY, ["C1", "C2"]), (DAY + timedelta(days=1), ["C1", "C3"])],
)
def test_a_unit_exists_from_and_until_both_included(day: date, codes: list[str]) -> None:
    assert [unit.code for unit in tree().members("H", "commune", day)] == codes
    assert [unit.code for unit in tree().of_kind("commune", day)] == codes


@pytest.mark.parametrize(
    "units",
    [
        [Unit("A", "A", "x"), Unit("A", "B", "x")],
        [Unit("A", "A", "x", "B")],
        [Unit("A", "A", "x", "A")],
        [Unit("A", "A", "x", "B"), Unit("B", "B", "x", "C"), Unit("C", "C", "x", "A")],
        [Unit("D", "D", "x", "A"), Unit("A", "A", "x", "B"), Unit("B", "B", "x", "A")],
    ],
)
def test_units_that_are_no_hierarchy(units: list[Unit]) -> None:
    with pytest.raises(UnitsError):
        Units(units)


@pytest.mark.parametrize(
    ("text", "ruleset", "code"),
    [
        ("vn/civilised-township#3.3", "vn/civilised-township", "3.3"),
        ("vn/commune-ntm", "vn/commune-ntm", "recognition"),
        ("lai-chau/commune-ntm#10", "lai-chau/commune-ntm", "10"),
        ("vn/commune-ntm#1.a", "vn/commune-ntm", "1.a"),
    ],
)
def test_rule_keys(text: str, ruleset: str, code: str) -> None:
    key = RuleKey.parse(text)
    assert (key.ruleset, key.code) == (ruleset, code)
    assert RuleKey.parse(str(key)) == key


@pytest.mark.parametrize("text", ["6", "3.3", "", "vn", "vn/town#", "vn/town#3 3", "VN/Town#3", "vn/town#3@2024-01-01"])
def test_what_names_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match="rule key"):
        RuleKey.parse(text)


def version(begins: date, until: date | None = None) -> Ruleset:
    criterion = Criterion("1", Text("Một"), PLAN, condition=Unknown())
    top = Conclusion("recognition", Text("Công nhận"), Unknown(), PLAN)
    return Ruleset("vn/town", begins, Text("Thị trấn"), "township", Instrument("1/QĐ"), (criterion,), (top,), until)


FIRST, SECOND, THIRD = date(2020, 1, 1), date(2022, 4, 15), date(2024, 7, 1)
LIBRARY = Library(versions={"vn/town": (version(FIRST), version(SECOND, date(2023, 12, 31)), version(THIRD))})


@pytest.mark.parametrize(
    ("day", "begun"),
    [
        (FIRST, FIRST),
        (SECOND - timedelta(days=1), FIRST),
        (SECOND, SECOND),
        (date(2023, 12, 31), SECOND),
        (THIRD, THIRD),
        (date(2099, 1, 1), THIRD),
    ],
)
def test_the_version_in_force(day: date, begun: date) -> None:
    assert LIBRARY.ruleset("vn/town", day).version == begun


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), date(2024, 1, 1), THIRD - timedelta(days=1)])
def test_no_version_in_force_says_which_there_are(day: date) -> None:
    with pytest.raises(CompileError, match=r"2022-04-15.*2023-12-31"):
        LIBRARY.ruleset("vn/town", day)


def test_no_such_ruleset_says_which_there_are() -> None:
    with pytest.raises(CompileError, match="vn/town"):
        LIBRARY.ruleset("vn/twon", DAY)


def test_rules_come_children_first_and_are_found_by_code() -> None:
    ruleset = version(FIRST)
    assert [rule.code for rule in ruleset.rules()] == ["1", "recognition"]
    assert ruleset.rule("1") is ruleset.criteria[0]
    assert ruleset.rule("9") is None


def test_errors_are_one_family_and_survive_pickling() -> None:
    place = Place("facts.csv", 3, 5, 9)
    error = FactsError(
        [Diagnostic("NTM501", place, Text("sai", "wrong"), Text("sửa", "mend"), source_line="T,water,x")]
    )
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, NtmError)
    assert type(again) is FactsError
    assert again.diagnostics == error.diagnostics
    assert again.render("vi") == error.render("vi")
    assert "facts.csv:3:5: [NTM501] sai" in error.render("vi")
    assert "^^^^" in error.render("en")


def test_a_placed_text_is_the_text_and_survives_pickling() -> None:
    text = PlacedText.at("water", Place("a.yaml", 4, 12))
    again = pickle.loads(pickle.dumps(text))
    assert {"water": 1}[text] == 1
    assert (again, again.place) == (text, text.place)


@pytest.mark.parametrize(("column", "cell"), [(1, "A3"), (26, "Z3"), (27, "AA3"), (702, "ZZ3"), (703, "AAA3")])
def test_cells_have_the_names_of_a_workbook(column: int, cell: str) -> None:
    assert Place("f.xlsx", 3, column, sheet="Chỉ tiêu").cell == cell
    assert Place("f.csv", 3, column).cell is None
