"""Forms that generated rulesets seldom have: two texts of a rule, decided at many points, differ just where `diff` says."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ntm_rules.evolution.comparison.diff import ChangeKind, diff
from ntm_rules.evolution.regions.side import Side
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.fact import Absence, Fact, Finding, Statement
from ntm_rules.model.library import Library
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile

from ..profiles import tried
from .locate import thresholds_on_members
from .test_diff import BEFORE
from .test_diff_brute_force import Seen, Versions, check_rule, check_ruleset

DAY = date(2022, 6, 30)
BOUNDS = st.sampled_from(["at_least", "more_than", "at_most", "less_than"])


def compared(library: Library, before: str, after: str) -> Versions:
    """Two texts of the rule on houses, compared."""
    texts = [BEFORE.replace("measure: houses, equals: 0", text) for text in (before, after)]
    old, new = (ruleset_from_text(text, library) for text in texts)
    sides = Side(compile(old, DAY, library)), Side(compile(new, DAY, library))
    return Versions(diff(old, new, library=library, on=DAY), sides)


def check_at(versions: Versions, units: Sequence[Unit], points: Iterable[Sequence[Statement]]) -> int:
    """The number of points at which the two were held against what is said of them."""
    held = 0
    for before, after, said in versions.rules():
        if before.code != "3":
            continue
        assert said is None or ChangeKind.NOT_COMPARED not in said.changes, said
        reading, cuts = versions.reading(before, after), thresholds_on_members(versions.pair(before, after))
        for statements in points:
            seen = Seen.of(versions, Units(units), units[0].code, statements)
            held += check_rule(seen, before, after, said, reading, cuts)
            check_ruleset(seen)
    return held


@st.composite
def relative_changes(draw: st.DrawFn) -> str:
    direction, bound = draw(st.sampled_from(["increased", "decreased"])), draw(BOUNDS)
    share = draw(st.sampled_from(["share_", "share_", ""]))
    number = str(draw(st.sampled_from([0, 10, 25, 50, 100])))
    if share and draw(st.booleans()):
        number = f"{{by: region, delta: {number}, mountains: {draw(st.sampled_from([0, 20]))}}}"
    return f"measure: houses, since: 2021-12-31, {direction}_by_{share}{bound}: {number}"


@pytest.mark.slow
def test_changes_in_per_cent_differ_just_where_it_is_said(case_library: Library) -> None:
    @settings(max_examples=tried(0.6), phases=[Phase.generate])
    @given(relative_changes(), relative_changes(), st.sampled_from([None, "delta", "mountains"]))
    def holds(before: str, after: str, region: str | None) -> None:
        unit = Unit("U", "U", "commune", attributes={} if region is None else {"region": region})
        words: list[int | Absence | None] = [0, 1, 4, 5, 8, 10, 11, None, Absence.NOT_APPLICABLE]
        days = (date(2021, 6, 30), DAY)
        points = [
            [
                Fact("U", "houses", Decimal(value) if isinstance(value, int) else value, day)
                for value, day in zip(values, days, strict=True)
                if value is not None
            ]
            for values in product(words, repeat=2)
        ]
        assert check_at(compared(case_library, before, after), [unit], points) == len(points)

    holds()


VALUES = (95, 85, None, Absence.NOT_APPLICABLE)
VILLAGES = ("V1", "V2", "V3")


@st.composite
def villages(draw: st.DrawFn) -> list[Statement]:
    """What is reported of villages: their water, their public works and their houses."""
    found: list[Statement] = []
    for village in VILLAGES:
        water = draw(st.sampled_from(VALUES))
        works = draw(st.sampled_from([Finding.MET, Finding.NOT_MET, None, Absence.NOT_APPLICABLE]))
        houses = draw(st.sampled_from([0, 10, 30, 60, None, Absence.NOT_APPLICABLE]))
        for measure, value in (("water", water), ("works", works), ("houses", houses)):
            if value is not None:
                found.append(Fact(village, measure, Decimal(value) if isinstance(value, int) else value, DAY))
    return found


AMONG = ("", "among: {measure: works, required: yes}, ", "among: {measure: houses, at_least: 20}, ")


@st.composite
def shares(draw: st.DrawFn) -> str:
    among = draw(st.sampled_from(AMONG))
    met = draw(st.sampled_from(["water, at_least: 90", "water, at_least: 80"]))
    share, bound = draw(st.sampled_from([0, 25, 50, 100])), draw(BOUNDS)
    weight = draw(st.sampled_from(["", ", weighted_by: houses"]))
    count = draw(st.integers(0, 3))
    bounds = draw(st.sampled_from([f"share_{bound}: {share}{weight}", f"count_{bound}: {count}"]))
    none = draw(st.sampled_from(["", ", if_none: attained", ", if_none: not_applicable"]))
    return f"members: village, {among}meeting: {{measure: {met}}}, {bounds}{none}"


@st.composite
def figures(draw: st.DrawFn) -> str:
    among = draw(st.sampled_from(AMONG))
    how, bound = draw(st.sampled_from(["mean", "sum", "min", "max"])), draw(BOUNDS)
    asked = draw(st.sampled_from(["0", "10", "45", "{measure: houses}"]))
    none = draw(st.sampled_from(["", ", if_none: attained", ", if_none: not_applicable"]))
    return f"members: village, {among}{how}: houses, {bound}: {asked}{none}"


@st.composite
def counts(draw: st.DrawFn) -> str:
    first, second = (
        draw(st.sampled_from(["{measure: water, at_least: 90}", "{measure: works, required: yes}"])) for _ in range(2)
    )
    among, bound = draw(st.sampled_from(AMONG)), draw(BOUNDS)
    asked = f"{{members: village, meeting: {second}}}"
    if draw(st.booleans()):
        asked = f"{{times: 0.7, of: {asked}}}"
    none = draw(st.sampled_from(["", ", if_none: attained", ", if_none: not_applicable"]))
    return f"members: village, {among}meeting: {first}, count_{bound}: {asked}{none}"


UNIT = Unit("U", "U", "commune")
WITH_VILLAGES = [UNIT, *(Unit(code, code, "village", "U") for code in VILLAGES)]


@pytest.mark.slow
@pytest.mark.parametrize("form", [shares, figures, counts])
def test_members_differ_just_where_it_is_said(
    case_library: Library, form: Callable[[], st.SearchStrategy[str]]
) -> None:
    held = 0

    @settings(max_examples=tried(0.6), phases=[Phase.generate])
    @given(form(), form(), st.lists(villages(), min_size=12, max_size=12), st.integers(0, 3))
    def holds(before: str, after: str, points: list[list[Statement]], number: int) -> None:
        nonlocal held
        codes = {"U", *VILLAGES[:number]}
        units = [unit for unit in WITH_VILLAGES if unit.code in codes]
        given = [[one for one in point if one.unit in codes] for point in points]
        held += check_at(compared(case_library, before, after), units, given)

    holds()
    assert held > 0
