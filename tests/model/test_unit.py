"""A unit keeps what it was given and nothing else; units hold together on every day, and say all that is wrong at once."""

import pickle
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.problem import NtmError, UnitsError, UnknownUnitError
from ntm_rules.model.units.belonging import Belonging
from ntm_rules.model.units.unit import Unit, Units

START = date(2024, 1, 1)
REGION = {"region": "mountains"}


class Region(StrEnum):
    MOUNTAINS = "mountains"


class Plain(Enum):
    MOUNTAINS = "mountains"


class Mixed(str, Enum):  # noqa: UP042 - the older way to write it, whose str() is another text
    MOUNTAINS = "mountains"


def test_what_the_caller_changes_later_changes_nothing() -> None:
    attributes, successors = dict(REGION), ["D"]
    unit = Unit("C", "Bản Bo", "commune", None, attributes, successors=successors)
    attributes["region"], successors[0] = "delta", "E"
    assert unit.attributes == REGION
    assert unit.successors == ("D",)
    with pytest.raises(TypeError):
        unit.attributes["region"] = "delta"  # type: ignore[index]


def test_attributes_are_part_of_equality_and_of_the_hash() -> None:
    one, same, other = (Unit("C", "C", "commune", None, given) for given in (REGION, dict(REGION), {"region": "delta"}))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert hash(one) != hash(other)


def test_a_unit_survives_pickling_and_evolving() -> None:
    unit = Unit("C", "C", "commune", attributes=REGION, parents=[Belonging("D", START)], official_code="02917")
    assert pickle.loads(pickle.dumps(unit)) == unit
    assert evolve(unit, name="B") == Unit(
        "C", "B", "commune", "D", REGION, parents=[Belonging("D", START)], official_code="02917"
    )


@pytest.mark.parametrize("value", [Region.MOUNTAINS, Mixed.MOUNTAINS])
def test_any_str_is_taken_as_a_plain_one(value: str) -> None:
    unit = Unit(value, value, value, value + "1", {value: value}, successors=(value,))
    texts = (unit.code, unit.name, unit.kind, *unit.attributes, *unit.attributes.values(), *unit.successors)
    assert {(type(text), text) for text in texts} == {(str, "mountains")}


def test_numpy_texts_are_taken_as_plain_ones() -> None:
    numpy = pytest.importorskip("numpy")
    assert type(Unit(numpy.str_("C"), "C", "commune").code) is str


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_composed(form: Any) -> None:
    def text(word: str) -> str:
        return unicodedata.normalize(form, word)

    units = Units(
        [
            Unit(text("Huyện"), text("Huyện Một"), "district"),
            Unit("C", "C", "commune", text("Huyện"), {text("vùng"): text("núi")}),
        ]
    )
    assert units["Huyện"].name == "Huyện Một"
    assert units[text("Huyện")] is units["Huyện"]
    assert text("Huyện") in units
    assert units["C"].attributes == {"vùng": "núi"}
    assert [unit.code for unit in units.members(text("Huyện"), "commune")] == ["C"]


NOON = datetime(2024, 1, 1, 12)
BAD: list[tuple[str, Any, str]] = [
    *(
        (field, value, "NTM624")
        for field in ("code", "parent")
        for value in (7, "", "  ", " C", "C ", "C\u00a0", "a\nb", "a\x00", "a\u200bb", b"C")
    ),
    ("code", None, "NTM624"),
    *(
        (field, value, "NTM710")
        for field in ("name", "kind")
        for value in (None, 7, "", " ", " C", "C\t", "a\x1bb", "a\u202eb")
    ),
    *(("attributes", value, "NTM711") for value in (None, [("region", "a")], "region", 3)),
    *(("attributes", {"region": value}, "NTM712") for value in (3, Plain.MOUNTAINS, ["a"], True)),
    *(("attributes", {name: "a"}, "NTM712") for name in (3, None, "", " region")),
    ("attributes", {"hệ": "a", unicodedata.normalize("NFD", "hệ"): "b"}, "NTM712"),
    *((field, value, "NTM713") for field in ("exists_from", "exists_until") for value in ("2024-01-01", NOON, 2024)),
    *(("successors", value, "NTM714") for value in ("D", None, 3, {"D": 1})),
    ("successors", ("D", 3), "NTM624"),
    *(("parents", value, "NTM714") for value in ("D", None, ["D"], Belonging("D"))),
    ("parents", [Belonging("")], "NTM624"),
    ("parents", [Belonging("D", NOON)], "NTM713"),
    ("parents", [Belonging("D", START, START - timedelta(days=1))], "NTM556"),
    ("parents", [Belonging("D"), Belonging("E")], "NTM715"),
    ("parents", [Belonging("D", None, START), Belonging("E", START)], "NTM715"),
    ("official_code", 3, "NTM624"),
]


@pytest.mark.parametrize(("field", "value", "code"), BAD)
def test_what_cannot_be_part_of_a_unit(field: str, value: Any, code: str) -> None:
    with pytest.raises(UnitsError) as caught:
        Unit(**{"code": "C", "name": "C", "kind": "commune", field: value})
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.fields["unit"] == (
        value if field == "code" and (value is None or isinstance(value, str | int)) else found.fields["unit"]
    )
    assert found.fields["field"] == ("exists_until" if code == "NTM556" and field != "parents" else field)
    assert found.message.vi != found.message.en
    assert "{" not in (found.message.vi + str(found.message.en)).replace(str(value), "")
    assert pickle.loads(pickle.dumps(caught.value)).render("vi") == caught.value.render("vi")


def test_all_that_is_wrong_with_a_unit_is_said_at_once() -> None:
    with pytest.raises(UnitsError) as caught:
        Unit(3, "", "commune ", 4, {"a": 1}, NOON, None, "D")  # type: ignore[arg-type, dict-item]
    codes = sorted(found.code for found in caught.value.diagnostics)
    assert codes == ["NTM624", "NTM624", "NTM710", "NTM710", "NTM712", "NTM713", "NTM714"]


def test_a_last_day_before_the_first() -> None:
    with pytest.raises(UnitsError, match="NTM556"):
        Unit("C", "C", "commune", exists_from=START, exists_until=START - timedelta(days=1))
    assert Unit("C", "C", "commune", exists_from=START, exists_until=START).exists_on(START)


def test_parent_and_parents_that_contradict() -> None:
    with pytest.raises(UnitsError, match="NTM716"):
        Unit("C", "C", "commune", "E", parents=[Belonging("D")])
    assert Unit("C", "C", "commune", "D", parents=[Belonging("D")]).parent == "D"


@pytest.mark.parametrize("value", [None, 3, "C", b"C", {"C": 1}, Unit("C", "C", "commune")])
def test_what_are_no_units(value: Any) -> None:
    with pytest.raises(UnitsError) as caught:
        Units(value)
    assert [found.code for found in caught.value.diagnostics] == ["NTM717"]


def test_everything_wrong_with_units_comes_at_once() -> None:
    given: list[Any] = [
        Unit("A", "A", "x"),
        Unit("A", "B", "x"),
        Unit("A", "C", "x"),
        Unit("B", "B", "x", "nowhere"),
        Unit("C", "C", "x", "elsewhere"),
        Unit("D", "D", "x", "E"),
        Unit("E", "E", "x", "D"),
        Unit("F", "F", "x", "F"),
        {"code": "G"},
    ]
    with pytest.raises(UnitsError) as caught:
        Units(given)
    codes = [found.code for found in caught.value.diagnostics]
    assert sorted(codes) == ["NTM551", "NTM551", "NTM552", "NTM552", "NTM553", "NTM553", "NTM717"]


@pytest.mark.parametrize(
    ("parent", "near", "why"),
    [
        ("1", "01 (Huyện Một)", "zeros"),
        ("h2", "H2 (Huyện Hai)", "capitals"),
        ("Huyện Một", "01 (Huyện Một)", "give the code"),
        ("Н2", "H2 (Huyện Hai)", "U+041D"),
    ],
)
def test_a_missing_parent_names_the_near_one_and_why(parent: str, near: str, why: str) -> None:
    with pytest.raises(UnitsError) as caught:
        Units([Unit("01", "Huyện Một", "district"), Unit("H2", "Huyện Hai", "district"), Unit("C", "C", "x", parent)])
    (found,) = caught.value.diagnostics
    assert (found.code, found.fields["parent"]) == ("NTM552", parent)
    assert found.help is not None
    assert near in found.help.in_language("en")
    assert why in found.help.in_language("en")


UNITS = Units([Unit("D", "Huyện Một", "district"), Unit("C", "Bản Bo", "commune", "D")])


@pytest.mark.parametrize(
    "ask",
    [
        lambda units: units["zz"],
        lambda units: units[3],
        lambda units: units[["C"]],
        lambda units: units.members("zz", "commune"),
        lambda units: list(units.ancestors("zz")),
        lambda units: units.ancestor("zz", "district"),
        lambda units: units.parent_of("zz"),
        lambda units: units.ever_above("zz"),
    ],
)
def test_an_unknown_unit(ask: Callable[[Units], object]) -> None:
    with pytest.raises(UnknownUnitError) as caught:
        ask(UNITS)
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, NtmError)
    assert caught.value.diagnostics[0].code == "NTM560"
    assert str(caught.value).startswith("[NTM560] unknown unit")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_units_are_shown_short_and_survive_pickling() -> None:
    assert repr(UNITS) == "Units(2 units)"
    assert repr(Units([])) == "Units(0 units)"
    assert repr(Units([Unit("A", "A", "x")])) == "Units(1 unit)"
    again = pickle.loads(pickle.dumps(UNITS))
    assert list(again) == list(UNITS)
    assert again.members("D", "commune") == UNITS.members("D", "commune")
    assert 3 not in UNITS
    assert None not in UNITS


MOVES = [Belonging("D1", None, date(2024, 6, 30)), Belonging("D2", date(2024, 7, 1))]


def test_a_unit_that_moves_belongs_where_it_was_on_the_day() -> None:
    units = Units(
        [
            Unit("D1", "D1", "district"),
            Unit("D2", "D2", "district"),
            Unit("C", "C", "commune", parents=MOVES),
            Unit("V", "V", "village", "C"),
        ]
    )
    before, after = date(2024, 6, 30), date(2024, 7, 1)
    assert units["C"].parent == "D2"
    for day, home, other in ((before, "D1", "D2"), (after, "D2", "D1"), (None, "D2", "D1")):
        assert [unit.code for unit in units.members(home, "village", day)] == ["V"]
        assert units.members(other, "village", day) == []
        assert [unit.code for unit in units.ancestors("V", day)] == ["C", home]
        ancestor = units.ancestor("V", "district", day)
        assert ancestor is not None
        assert ancestor.code == home
    assert {unit.code for unit in units.ever_above("V")} == {"C", "D1", "D2"}


def test_periods_that_only_go_on_are_one() -> None:
    held = [Belonging("D", START + timedelta(days=9)), Belonging("D", START, START + timedelta(days=8))]
    assert Unit("C", "C", "x", parents=held).parents == (Belonging("D", START),)


def test_a_circle_that_stands_for_some_days_only_is_one() -> None:
    later = [Belonging("B", date(2025, 1, 1), date(2025, 1, 2))]
    fine = [Belonging("A", None, date(2024, 12, 31))]
    units = [Unit("A", "A", "x", parents=later), Unit("B", "B", "x", parents=fine)]
    assert Units(units).parent_of("B", START) == units[0]
    with pytest.raises(UnitsError) as caught:
        Units([units[0], Unit("B", "B", "x", "A")])
    assert [found.code for found in caught.value.diagnostics] == ["NTM553"]


CODES = tuple("ABCDEF")
DAYS = st.integers(0, 8).map(lambda number: START + timedelta(days=number))


@st.composite
def moving_units(draw: st.DrawFn) -> list[Unit]:
    """Units whose parents, each of an earlier code, change on some days."""
    made = []
    for number, code in enumerate(CODES):
        changes = sorted(draw(st.sets(DAYS, max_size=3)))
        starts: list[date | None] = [None, *changes]
        ends: list[date | None] = [*(day - timedelta(days=1) for day in changes), None]
        parents = [
            Belonging(parent, since, until)
            for since, until in zip(starts, ends, strict=True)
            if (parent := draw(st.sampled_from((*CODES[:number], None)))) is not None
        ]
        made.append(
            Unit(code, code, draw(st.sampled_from(("x", "y"))), parents=parents, exists_until=draw(st.none() | DAYS))
        )
    return made


@given(units=moving_units(), day=DAYS)
def test_members_and_ancestors_on_a_day_are_those_of_a_plain_hierarchy_of_that_day(
    units: list[Unit], day: date
) -> None:
    """Of two units of one kind, one above the other, what is below both is a member of the nearer."""
    plain = Units([evolve(unit, parent=unit.parent_on(day), parents=()) for unit in units])
    dated = Units(units)
    for code in CODES:
        assert [unit.code for unit in dated.ancestors(code, day)] == [unit.code for unit in plain.ancestors(code)]
        for kind in ("x", "y"):
            naive = [
                unit.code
                for unit in units
                if unit.kind == kind
                and unit.exists_on(day)
                and code == next((one.code for one in plain.ancestors(unit.code) if one.kind == plain[code].kind), None)
            ]
            assert sorted(unit.code for unit in dated.members(code, kind, day)) == sorted(naive)


@given(st.data())
def test_a_circle_is_found_if_and_only_if_one_stands_on_some_day(data: st.DataObject) -> None:
    units = []
    for code in CODES[:4]:
        change = data.draw(DAYS)
        first, second = (data.draw(st.sampled_from((*CODES[:4], None))) for _ in range(2))
        parents = [Belonging(first, None, change - timedelta(days=1))] if first else []
        units.append(Unit(code, code, "x", parents=[*parents, *([Belonging(second, change)] if second else [])]))

    def circular(day: date) -> bool:
        above = {unit.code: unit.parent_on(day) for unit in units}
        for start in above:
            at: str | None = start
            for _ in above:
                at = above[at] if at is not None else None
            if at is not None:
                return True
        return False

    if any(circular(START + timedelta(days=number)) for number in range(-1, 10)):
        with pytest.raises(UnitsError) as caught:
            Units(units)
        assert {found.code for found in caught.value.diagnostics} == {"NTM553"}
    else:
        assert len(Units(units)) == 4


@pytest.mark.parametrize("field", ["code", "parent"])
def test_a_code_is_bounded(field: str) -> None:
    fits: dict[str, str] = {"code": "C", "parent": "D", field: "E" * 100}
    assert getattr(Unit(fits["code"], "An", "commune", fits["parent"]), field) == "E" * 100
    fits[field] = "E" * 101
    with pytest.raises(UnitsError) as error:
        Unit(fits["code"], "An", "commune", fits["parent"])
    [found] = error.value.diagnostics
    assert (found.code, found.fields["field"]) == ("NTM624", field)
    assert "more than 100" in found.render("en")
