"""Units in a second hierarchy: members of zones, clusters and the like, beside the parents."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.model.problem import UnitsError
from ntm_rules.model.units.belonging import Belonging, Membership
from ntm_rules.model.units.unit import Unit, Units

START = date(2024, 1, 1)
DAY_BEFORE = START - timedelta(days=1)


def place(code: str, kind: str = "commune", parent: str | None = None, **memberships: str) -> Unit:
    return Unit(code, code, kind, parent, memberships=memberships)


def codes(units: list[Unit]) -> list[str]:
    return [unit.code for unit in units]


ZONES = (place("Z1", "zone"), place("Z2", "zone"), place("B", "river_basin"))
DISTRICTS = (place("D1", "district"), place("D2", "district"))


def test_a_zone_has_members_from_several_districts_and_levels_and_a_commune_is_in_several_kinds_of_zone() -> None:
    units = Units(
        [
            *ZONES,
            *DISTRICTS,
            place("C1", parent="D1", zone="Z1", river_basin="B"),
            place("C2", parent="D2", zone="Z1"),
            place("C3", parent="D2"),
            place("V1", "village", "C1"),
            place("V3", "village", "C3", zone="Z1"),
            place("V4", "village", "C1", zone="Z2"),
        ]
    )
    assert codes(units.members("Z1", "commune")) == ["C1", "C2"]
    # A village belongs to the zone of its commune, unless it is itself in another.
    assert codes(units.members("Z1", "village")) == ["V1", "V3"]
    assert codes(units.members("Z2", "village")) == ["V4"]
    assert codes(units.members("B", "village")) == ["V1", "V4"]
    assert codes(units.members("D2", "commune")) == ["C2", "C3"]
    assert units.ancestor("C3", "zone") is None
    assert codes(units.belongs_to("V4")) == ["C1", "D1", "Z2", "B"]
    assert codes(list(units.ancestors("V4"))) == ["C1", "D1"]
    assert {"Z1", "Z2", "B", "C1", "D1"} == {unit.code for unit in units.ever_above("V4")}
    assert {"C1", "C2", "V1", "V3", "V4"} == {unit.code for unit in units.ever_below("Z1")}


def test_what_is_below_a_zone_below_a_member_of_another_zone_belongs_to_the_nearer() -> None:
    below = [place("Z3", "zone", "D"), place("V", "village", "Z3"), place("W", "village", "D")]
    units = Units([*ZONES, place("D", "district", zone="Z1"), *below])
    assert units.ancestor("V", "zone") == units["Z3"]
    assert [codes(units.members(zone, "village")) for zone in ("Z1", "Z3")] == [["W"], ["V"]]
    # Nor is its member told to be one of the other as well.
    Units([*units, place("X", "village", zone="Z3")])


def test_a_membership_has_its_days() -> None:
    moved = Unit(
        "C",
        "C",
        "commune",
        memberships=[Membership("zone", "Z2", START), Membership("zone", "Z1", until=DAY_BEFORE)],
    )
    units = Units([*ZONES, moved])
    assert units.ancestor("C", "zone", DAY_BEFORE).code == "Z1"  # type: ignore[union-attr]
    assert units.ancestor("C", "zone", START).code == units.ancestor("C", "zone").code == "Z2"  # type: ignore[union-attr]
    assert [codes(units.members("Z1", "commune", day)) for day in (DAY_BEFORE, START)] == [["C"], []]
    assert [codes(units.members("Z2", "commune", day)) for day in (DAY_BEFORE, START)] == [[], ["C"]]


def test_adjacent_memberships_of_one_zone_are_one_and_a_mapping_says_the_same() -> None:
    several = [Membership("zone", "Z1", START), Membership("zone", "Z1", until=DAY_BEFORE)]
    assert Unit("C", "C", "commune", memberships=several).memberships == (Membership("zone", "Z1"),)
    assert Unit("C", "C", "commune", memberships=several) == place("C", zone="Z1")


LEAVES = Unit("C", "C", "commune", memberships=[Membership("cluster", "K"), Membership("zone", "Z1", until=DAY_BEFORE)])
"""A commune of a cluster that leaves the zone of that cluster."""
MOVES = Unit("C", "C", "commune", parents=[Belonging("D", until=DAY_BEFORE)], memberships={"cluster": "K"})
"""A commune of a cluster that leaves the district through which it was in the zone of that cluster."""


@pytest.mark.parametrize(
    ("units", "code", "words"),
    [
        ([place("C", zone="Z3")], "NTM724", "'C' is a member of 'Z3' (zone)"),
        ([place("C", zone="z1")], "NTM724", "capitals and small letters differ"),
        ([place("C", cluster="Z1")], "NTM725", "'Z1' is a zone"),
        ([place("Z3", "zone", zone="Z1")], "NTM726", "of one kind"),
        ([place("C", parent="Z1", zone="Z2")], "NTM727", "both of the kind zone"),
        ([place("K", "cluster", zone="Z1"), place("C", cluster="K")], "NTM728", "give 'C' the zone 'Z1'"),
        ([place("K", "cluster", "Z1"), place("C", cluster="K", zone="Z2")], "NTM728", "not passed on"),
        ([place("K", "cluster", zone="Z1"), LEAVES], "NTM728", "not passed on"),
        ([place("D", "district", zone="Z1"), place("K", "cluster", "D"), LEAVES], "NTM728", "not passed on"),
        ([place("K", "cluster", zone="Z1"), place("D", "district", zone="Z1"), MOVES], "NTM728", "not passed on"),
        ([place("K", "cluster", "C"), place("C", cluster="K")], "NTM553", "C"),
        ([Unit("K", "K", "cluster", parents=[Belonging("C", START)]), place("C", cluster="K")], "NTM553", "C"),
    ],
)
def test_what_does_not_hold_together_is_refused(units: list[Unit], code: str, words: str) -> None:
    with pytest.raises(UnitsError) as error:
        Units([*ZONES, *units])
    assert [found.code for found in error.value.diagnostics] == [code]
    assert words in str(error.value)


def test_the_first_day_on_which_a_membership_is_not_passed_on_is_told() -> None:
    with pytest.raises(UnitsError) as error:
        Units([*ZONES, place("K", "cluster", zone="Z1"), LEAVES])
    assert [found.fields["day"] for found in error.value.diagnostics] == [START]


def test_a_commune_that_leaves_a_zone_together_with_its_cluster() -> None:
    left = [Membership("zone", "Z1", until=DAY_BEFORE)]
    until_the_end = [Membership("zone", "Z1", until=date.max)]
    Units([*ZONES, Unit("K", "K", "cluster", memberships=left), LEAVES])
    Units([*ZONES, Unit("K", "K", "cluster", memberships=until_the_end), place("C", cluster="K", zone="Z1")])


def test_a_cluster_in_a_zone_whose_communes_are_in_that_zone_too() -> None:
    units = Units([*ZONES, place("K", "cluster", zone="Z1"), place("C", cluster="K", zone="Z1")])
    assert codes(units.members("Z1", "commune")) == ["C"]
    assert codes(units.members("Z1", "cluster")) == ["K"]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: place("C", district="D1"), "NTM718"),
        (lambda: Unit("C", "C", "commune", memberships=[Membership("zone", "A"), Membership("zone", "B")]), "NTM719"),
        (lambda: Unit("C", "C", "commune", memberships={"zone": 3}), "NTM624"),  # type: ignore[arg-type]
        (lambda: Unit("C", "C", "commune", memberships={"": "Z1"}), "NTM710"),
        (lambda: Unit("C", "C", "commune", memberships=[Membership("zone", "A", START, DAY_BEFORE)]), "NTM556"),
        (lambda: Unit("C", "C", "commune", memberships="zone"), "NTM714"),  # type: ignore[arg-type]
        (lambda: Unit("C", "C", "commune", memberships=["zone"]), "NTM714"),  # type: ignore[list-item]
        (lambda: Unit("C", "C", "commune", memberships=7), "NTM714"),  # type: ignore[arg-type]
    ],
)
def test_wrong_memberships_of_a_unit(made: Callable[[], Unit], code: str) -> None:
    with pytest.raises(UnitsError) as error:
        made()
    assert code in {found.code for found in error.value.diagnostics}


@st.composite
def populations(draw: st.DrawFn) -> Units:
    """Districts, communes and villages, each perhaps a member of a zone, of a cluster, or of both, for some time.

    A zone may lie below a district, which is perhaps in another zone itself, and a village below that zone.
    """
    found = [place("Z1", "zone"), place("Z2", "zone"), place("K1", "cluster"), place("K2", "cluster")]
    found.append(place("Z3", "zone", draw(st.sampled_from(["D1", "D2", None]))))
    spans = st.sampled_from([(None, None), (START, None), (None, DAY_BEFORE)])
    for kind, homes, count in (
        ("district", [None], 2),
        ("commune", ["D1", "D2"], 4),
        ("village", ["C1", "C2", "Z3"], 5),
    ):
        for number in range(1, count + 1):
            held = []
            parent = draw(st.sampled_from(homes))
            for group, of in (("zone", "Z"), ("cluster", "K")):
                if (group == "cluster" or parent != "Z3") and draw(st.booleans()):
                    held.append(Membership(group, f"{of}{draw(st.integers(1, 2))}", *draw(spans)))
            found.append(Unit(f"{kind[0].upper()}{number}", "x", kind, parent, memberships=held))
    return Units(found)


@given(populations(), st.sampled_from([DAY_BEFORE, START]))
def test_the_members_of_a_unit_are_those_that_belong_to_it(units: Units, day: date) -> None:
    for above in units:
        for kind in ("commune", "village", "zone"):
            belonging = [
                unit.code for unit in units.of_kind(kind) if units.ancestor(unit.code, above.kind, day) == above
            ]
            assert sorted(codes(units.members(above.code, kind, day))) == belonging
            assert all((above in units.belongs_to(code, day)) for code in belonging)
