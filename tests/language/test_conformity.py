"""A specialising ruleset never asks for less: what is found from the form of two conditions, and that it is true."""

from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ntm_rules.language.library import check_paths, load_library
from ntm_rules.language.strictness.conditions import Conformity, Verdict
from ntm_rules.model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    AttributeIs,
    Comparison,
    Condition,
    NoneOf,
    OneOf,
    Operator,
    Required,
)
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Attribute, Level, Measure, MeasureType
from ntm_rules.model.place import Place
from ntm_rules.model.problem import Severity
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import ByAttribute, Fixed, Threshold

KNOWN = "provenance: {status: recalled}"
SUPERIOR = f"""\
ruleset: vn/a
version: 2022-01-01
title: Xã
applies_to: commune
instrument: {{number: 318/QĐ}}
basically_met: no
recognition: {{criteria: all, {KNOWN}}}
revocation:
  any_of: [{{criteria: not_attained, count_at_least: 1}}, {{measure: poor, at_least: 30}}]
  {KNOWN}
criteria:
  - {{code: "1", name: Một, {KNOWN}, ASKED}}
  - code: "2"
    name: Hai
    {KNOWN}
    indicators:
      - {{code: "2.1", name: Nhà, measure: houses, equals: 0, {KNOWN}}}
      - {{code: "2.2", name: Nghèo, measure: poor, at_most: 5, {KNOWN}, applies_when: {{attribute: region, equals: delta}}}}
"""
LOWER = """\
specialises: vn/a
ruleset: lai-chau/a
version: 2022-09-27
title: Xã
instrument: {number: 1285/QĐ}
changes:
"""
WATER = "measure: clean_water, at_least: 90"
BY_REGION = "measure: clean_water, at_least: {by: region, delta: 95, otherwise: 90}"
BY_YEAR = "measure: income, at_least: {by: year, 2022: 39, 2023: 42}"
BOTH = "all_of: [{measure: clean_water, at_least: 90}, {measure: houses, equals: 0}]"
EITHER = "any_of: [{measure: clean_water, at_least: 90}, {measure: houses, equals: 0}]"
MEMBERS = "members: village, attained: vn/b, share_at_least: 80"
CHANGE = "measure: income, since: 2020-12-31, increased_by_at_least: 3"

# What the superior asks, what the lower ruleset asks in its place, and what is found.
PAIRS = [
    (WATER, "measure: clean_water, at_least: 90", ""),
    (WATER, "measure: clean_water, at_least: 90.01", ""),
    (WATER, "measure: clean_water, at_least: 89.99", "NTM430"),
    (WATER, "measure: clean_water, more_than: 90", ""),
    # Figures have two decimals: above 89.99 is 90 or more.
    (WATER, "measure: clean_water, more_than: 89.99", ""),
    (WATER, "measure: clean_water, more_than: 89.98", "NTM430"),
    (WATER, "measure: clean_water, equals: 100", ""),
    (WATER, "measure: clean_water, at_most: 95", "NTM430"),
    (WATER, "measure: clean_water, one_of: [95, 90]", ""),
    (WATER, "measure: clean_water, one_of: [95, 89]", "NTM430"),
    (WATER, "measure: clean_water, at_least: unknown", ""),
    (WATER, "measure: clean_water, at_least: {delegated: district}", "NTM439"),
    (WATER, "measure: clean_water, at_least: {measure: clean_water, of: province}", "NTM439"),
    (WATER, "content: unknown", ""),
    (WATER, "measure: poor, at_least: 95", "NTM432"),
    (WATER, BOTH, ""),
    (WATER, EITHER, "NTM436"),
    (WATER, "attained: vn/b", "NTM439"),
    ("measure: clean_water, equals: 100", "measure: clean_water, at_least: 100", ""),
    ("measure: poor, at_most: 5", "measure: poor, at_most: 6", "NTM430"),
    ("measure: poor, at_most: 5", "measure: poor, less_than: 5", ""),
    ("measure: poor, less_than: 5", "measure: poor, at_most: 5", "NTM430"),
    ("measure: houses, equals: 0", "measure: houses, equals: 1", "NTM430"),
    ("measure: houses, one_of: [0, 1]", "measure: houses, one_of: [1, 0, 2]", "NTM430"),
    ("measure: houses, one_of: [0, 1]", "measure: houses, less_than: 2, at_least: 0", "NTM439"),
    ("measure: order, at_least: fair", "measure: order, equals: good", ""),
    ("measure: order, at_least: fair", "measure: order, more_than: weak", ""),
    ("measure: order, at_least: fair", "measure: order, one_of: [weak, good]", "NTM430"),
    ("measure: food_safety, required: yes", "measure: food_safety, required: no", "NTM430"),
    ("measure: food_safety, required: yes", "content: unknown", ""),
    ("attribute: region, one_of: [delta, coast]", "attribute: region, equals: delta", ""),
    ("attribute: region, equals: delta", "attribute: region, one_of: [delta, coast]", "NTM430"),
    ("measure: clean_water, at_least: {delegated: province}", WATER, ""),
    ("measure: clean_water, at_least: unknown", "measure: clean_water, at_least: 1", ""),
    ("content: unknown", "measure: poor, at_most: 90", ""),
    (BY_REGION, WATER, "NTM430"),
    (BY_REGION, "measure: clean_water, at_least: 95", ""),
    (BY_REGION, "measure: clean_water, at_least: {by: region, delta: 94, mountains: 90, coast: 89}", "NTM430 NTM430"),
    (BY_REGION, "measure: clean_water, at_least: {by: region, delta: 96, otherwise: unknown}", ""),
    (WATER, BY_REGION, ""),
    (BY_YEAR, "measure: income, at_least: {by: year, 2022: 39, otherwise: 41}", "NTM430"),
    (BY_YEAR, "measure: income, at_least: {by: year, 2022: 40, otherwise: 42}", ""),
    (
        BY_REGION,
        "measure: clean_water, at_least: {by: year, 2022: {by: region, delta: 94, otherwise: 96}, otherwise: 95}",
        "NTM430",
    ),
    (BOTH, WATER, "NTM431"),
    (BOTH, "measure: houses, equals: 0, at_most: 5", "NTM431"),
    (BOTH, "all_of: [{content: unknown}, {measure: clean_water, at_least: 90}]", ""),
    (BOTH, "all_of: [{all_of: [{measure: houses, equals: 0}]}, {measure: clean_water, at_least: 91}]", ""),
    (BOTH, EITHER, "NTM436 NTM436"),
    (EITHER, "measure: houses, equals: 0", ""),
    (EITHER, BOTH, ""),
    (EITHER, "any_of: [{measure: clean_water, at_least: 80}, {measure: houses, equals: 0}]", "NTM430"),
    ("none_of: [{measure: poor, more_than: 5}]", "none_of: [{measure: poor, more_than: 4}]", ""),
    ("none_of: [{measure: poor, more_than: 5}]", "none_of: [{measure: poor, more_than: 6}]", "NTM430"),
    (f"none_of: [{{{WATER}}}, {{measure: poor, more_than: 5}}]", f"none_of: [{{{WATER}}}]", "NTM431"),
    (f"none_of: [{{{WATER}}}]", f"none_of: [{{{BOTH}}}]", "NTM437"),
    (f"at_least_n: {{n: 2, of: [{{{WATER}}}, {{{BOTH}}}]}}", f"at_least_n: {{n: 1, of: [{{{WATER}}}, {{{BOTH}}}]}}", "NTM430"),
    (f"at_least_n: {{n: 1, of: [{{{WATER}}}]}}", WATER, "NTM439"),
    (MEMBERS, "members: village, attained: vn/b, share_at_least: 79", "NTM430"),
    (MEMBERS, "members: village, attained: vn/b, share_at_least: 80, count_at_least: 3", ""),
    (MEMBERS, "members: village, attained: vn/b, count_at_least: 3", "NTM439"),
    (MEMBERS, "members: village, attained: vn/b, share_at_least: 80, only: [B]", "NTM439"),
    (MEMBERS, "members: village, attained: lai-chau/b, share_at_least: 80", ""),
    (MEMBERS, "members: village, attained: lai-chau/b, share_at_least: 70", "NTM430"),
    (MEMBERS, 'members: village, attained: "lai-chau/b#1", share_at_least: 80', "NTM439"),
    ("members: village, mean: income, at_least: 39", "members: village, mean: income, at_least: 38.5", "NTM430"),
    ("members: village, mean: income, at_least: 39", "members: village, min: income, at_least: 39", "NTM439"),
    (
        "members: village, sum: {criteria_attained: vn/b}, at_least: 16",
        "members: village, sum: {criteria_attained: vn/b}, more_than: 15",
        "",
    ),
    (CHANGE, "measure: income, since: 2020-12-31, increased_by_at_least: 2", "NTM430"),
    (CHANGE, "measure: income, since: 2021-12-31, increased_by_at_least: 3", "NTM439"),
    (
        "criteria: attained, ruleset: vn/b, count_at_least: 1",
        "criteria: attained, ruleset: vn/b, count_at_least: 0",
        "NTM430",
    ),
    (
        "criteria: attained, ruleset: vn/b, since: 2020-12-31, increased_by_at_least: 3",
        "criteria: attained, ruleset: vn/b, since: 2020-12-31, increased_by_more_than: 2",
        "",
    ),
]  # fmt: skip
VILLAGES = f"""\
ruleset: vn/b
version: 2020-01-01
title: Bản
applies_to: KIND
instrument: {{number: 1}}
recognition: {{criteria: all, {KNOWN}}}
criteria: [{{code: "1", name: Một, measure: houses, equals: 0, {KNOWN}}}]
"""


def _codes(folder: Path, shipped: Path, asked: str, changes: str, kind: str = "village") -> list[str]:
    villages = VILLAGES.replace("KIND", kind)
    below = LOWER.replace("vn/a", "vn/b").replace("lai-chau/a", "lai-chau/b").replace("changes:", "changes: [")
    below += f'{{replace: "1", with: {{measure: houses, equals: 0, {KNOWN}}}}}]\n'
    files = {"a": SUPERIOR.replace("ASKED", asked), "b": villages, "c": below, "lower": LOWER + changes}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = [each for each in check_paths([folder], shipped=shipped) if each.code not in ("NTM314", "NTM318", "NTM415")]
    for each in found:
        assert each.severity is (Severity.NOTE if each.code == "NTM439" else Severity.ERROR), each.render()
        assert each.place is not None
        assert each.place.file == str(folder / "lower.yaml")
        assert [place.file for place in each.related] == [str(folder / "a.yaml")]
    return [each.code for each in found]


@pytest.mark.parametrize(("asked", "instead", "codes"), PAIRS)
def test_one_rule_against_another(asked: str, instead: str, codes: str, tmp_path: Path, shipped: Path) -> None:
    change = f'  - {{replace: "1", with: {{{instead}, {KNOWN}}}}}\n'
    kind = "commune" if instead.startswith("criteria") else "village"
    assert " ".join(_codes(tmp_path, shipped, asked, change, kind)) == codes


REVOKED = "replace: revocation\n    with: {any_of: "
CHANGES = [
    ("insert: {code: '3', name: Ba, measure: food_safety, required: yes, K}", ""),
    ("repeal: '2.1'", "NTM433"),
    ("repeal: '2'", "NTM433"),
    ("repeal: revocation", "NTM433"),
    ("replace: '2.2'\n    with: {measure: poor, at_most: 5, K}", ""),
    ("replace: '2.2'\n    with: {measure: poor, at_most: 5, K, applies_when: {attribute: region, equals: coast}}", "NTM434"),
    (
        "replace: '2.2'\n    with: {measure: poor, at_most: 5, K, applies_when: {attribute: region, one_of: [delta, coast]}}",
        "",
    ),
    ("replace: '2.2'\n    with: {measure: poor, at_most: 5, K, applies_when: {attained: vn/commune-ntm}}", "NTM439"),
    ("replace: '2.1'\n    with: {measure: houses, equals: 0, K, applies_when: {content: unknown}}", ""),
    ("replace: '2'\n    with: {content: unknown, K}", ""),
    ("replace: '2'\n    with: {measure: houses, equals: 0, K}", "NTM439"),
    ("replace: '2'\n    with: {K, indicators: [{code: '2.1', name: x, measure: houses, equals: 0, K}]}", "NTM433"),
    ("replace: '1'\n    with: {K, indicators: [{code: '1.1', name: x, measure: houses, equals: 0, K}]}", "NTM432"),
    ("replace: '1'\n    with: {K, indicators: [{code: '1.1', name: x, measure: clean_water, at_least: 90, K}]}", ""),
    # A revocation must not become rarer.
    ("replace: revocation\n    with: {measure: poor, at_least: 30, K}", "NTM439"),
    (REVOKED + "[{criteria: not_attained, count_more_than: 0}, {measure: poor, at_least: 20}], K}", ""),
    (
        REVOKED + "[{criteria: not_attained, count_at_least: 2}, {measure: poor, at_least: 31}], K}",
        "NTM430 NTM430",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "codes"), CHANGES)
def test_what_becomes_of_the_rules(change: str, codes: str, tmp_path: Path, shipped: Path) -> None:
    made = f"  - {change}\n".replace("'", '"').replace(", K", f", {KNOWN}").replace("{K", f"{{{KNOWN}")
    assert " ".join(_codes(tmp_path, shipped, WATER, made)) == codes


def test_basically_met_counts_where_the_superior_says_no(tmp_path: Path, shipped: Path) -> None:
    lower = (
        LOWER.replace("changes", "basically_met: yes\nchanges") + f'  - {{replace: "1", with: {{{WATER}, {KNOWN}}}}}\n'
    )
    for name, text in {"a": SUPERIOR.replace("ASKED", WATER), "lower": lower}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place) == ("NTM435", Place(str(tmp_path / "lower.yaml"), 6, 16, 19))


def test_a_lower_threshold_in_full(tmp_path: Path, shipped: Path) -> None:
    lower = tmp_path / "lower.yaml"
    lower.write_text(
        f'{LOWER}  - {{replace: "2.2", with: {{measure: poor, at_most: 13, {KNOWN}}}}}\n', encoding="utf-8"
    )
    (tmp_path / "a.yaml").write_text(SUPERIOR.replace("ASKED", WATER), encoding="utf-8")
    (found,) = check_paths([lower, tmp_path / "a.yaml"], shipped=shipped)
    assert found.render("vi") == "\n".join(
        [
            f'{lower}:7:53: [NTM430] "2.2" yêu cầu thấp hơn vn/a#2.2: ở đây at_most: 13, cấp trên at_most: 5',
            '    7 |   - {replace: "2.2", with: {measure: poor, at_most: 13, provenance: {status: recalled}}}',
            "      |                                                     ^^",
            "  Bộ tiêu chí cụ thể hóa không được yêu cầu thấp hơn cấp trên.",
            f"  xem thêm {tmp_path / 'a.yaml'}:18:60",
        ]
    )
    assert "asks for less than vn/a#2.2: at_most: 13 here, at_most: 5 there" in found.render("en")


def test_notes_do_not_stop_a_library(tmp_path: Path, shipped: Path) -> None:
    assert _codes(tmp_path, shipped, WATER, f'  - {{replace: "1", with: {{attained: vn/b, {KNOWN}}}}}\n') == ["NTM439"]
    (tmp_path / "b.yaml").write_text(VILLAGES.replace("KIND", "commune"), encoding="utf-8")
    assert load_library(shipped, tmp_path).ruleset("lai-chau/a", date(2023, 1, 1)).specialises == "vn/a"


# What is found, against every case there is.

_VALUES = range(4)
_KINDS = ("a", "b")
_LIBRARY = Library(
    {
        "m": Measure("m", Text("m"), minimum=Decimal(0), maximum=Decimal(3)),
        "n": Measure("n", Text("n"), minimum=Decimal(0), maximum=Decimal(3)),
        "f": Measure("f", Text("f"), MeasureType.FINDING),
    },
    {"k": Attribute("k", Text("k"), tuple(Level(value, Text(value)) for value in _KINDS))},
)
_numbers = st.sampled_from([Decimal(value) for value in _VALUES])
_thresholds: st.SearchStrategy[Threshold] = _numbers.map(Fixed) | st.builds(
    lambda one, other: ByAttribute("k", (("a", Fixed(one)),), Fixed(other)), _numbers, _numbers
)
_comparisons = st.builds(Comparison, st.sampled_from(["m", "n"]), st.sampled_from(Operator), _thresholds)
_leaves: st.SearchStrategy[Condition] = (
    _comparisons
    | st.builds(OneOf, st.just("m"), st.lists(_numbers, min_size=1, max_size=3, unique=True).map(tuple))
    | st.builds(Required, st.just("f"), st.booleans())
    | st.builds(AttributeIs, st.just("k"), st.sampled_from([("a",), ("b",), ("a", "b")]))
)


def _combined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    whole: st.SearchStrategy[Condition] = (
        st.builds(AllOf, several) | st.builds(AnyOf, several) | st.builds(NoneOf, several)
    )
    counted = several.flatmap(lambda each: st.builds(AtLeastN, st.integers(1, len(each)), st.just(each)))
    return whole | counted


_conditions = st.recursive(_leaves, _combined, max_leaves=5)


def _holds(condition: Condition, case: dict[str, object]) -> bool:
    match condition:
        case Comparison(measure, operator, threshold):
            if isinstance(threshold, ByAttribute):
                chosen = dict(threshold.cases).get(str(case["k"]), threshold.otherwise)
            else:
                chosen = threshold
            assert isinstance(chosen, Fixed)
            value, limit = case[measure], chosen.value
            assert isinstance(value, int)
            assert isinstance(limit, Decimal)
            return {
                Operator.AT_LEAST: value >= limit,
                Operator.AT_MOST: value <= limit,
                Operator.MORE_THAN: value > limit,
                Operator.LESS_THAN: value < limit,
                Operator.EQUALS: value == limit,
            }[operator]
        case OneOf(measure, values):
            return case[measure] in values
        case Required(measure, met):
            return case[measure] is met
        case AttributeIs(attribute, kinds):
            return case[attribute] in kinds
        case AllOf(parts):
            return all(_holds(part, case) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, case) for part in parts)
        case NoneOf(parts):
            return not any(_holds(part, case) for part in parts)
        case AtLeastN(n, parts):
            return sum(_holds(part, case) for part in parts) >= n
    raise TypeError(condition)


def _less(superior: Condition, lower: Condition) -> bool:
    """Whether in some case the lower condition holds and the superior's does not."""
    cases = (dict(zip("mnfk", case, strict=True)) for case in product(_VALUES, _VALUES, (True, False), _KINDS))
    return any(_holds(lower, case) and not _holds(superior, case) for case in cases)


@given(superior=_conditions, lower=_conditions)
@settings(deadline=None, max_examples=400)
def test_where_nothing_is_found_nothing_is_less(superior: Condition, lower: Condition) -> None:
    if not Conformity(_LIBRARY).compare(superior, lower):
        assert not _less(superior, lower)


@given(data=st.data(), superior=_conditions)
@settings(deadline=None, max_examples=200)
def test_stricter_in_every_part_is_never_less(data: st.DataObject, superior: Condition) -> None:
    """A part more in `all_of`, a part fewer in `any_of`: found to be fine, not only not found to be wrong."""
    more = AllOf((superior, data.draw(_leaves)))
    assert Conformity(_LIBRARY).compare(superior, more) == []
    assert Conformity(_LIBRARY).compare(AnyOf((superior, data.draw(_leaves))), superior) == []


@given(superior=_leaves, lower=_leaves)
@settings(deadline=None, max_examples=400)
def test_an_error_is_true_and_nothing_is_left_open_between_single_conditions(
    superior: Condition, lower: Condition
) -> None:
    found = Conformity(_LIBRARY).compare(superior, lower)
    assert all(one.verdict is not Verdict.UNDECIDED for one in found)
    # A condition that always or never holds is no other measure's business.
    assume(_less(superior, lower) or not any(one.verdict is Verdict.OTHER for one in found))
    assert bool(found) == _less(superior, lower)


def test_very_large_conditions_come_to_an_end() -> None:
    def nested(depth: int, operator: Operator) -> Condition:
        if depth == 0:
            return Comparison("m", operator, Fixed(Decimal(2)))
        part = nested(depth - 1, operator)
        form = AnyOf if depth % 2 else AllOf
        return form((part, NoneOf((part,)), AtLeastN(1, (part, part))))

    found = Conformity(_LIBRARY).compare(nested(9, Operator.AT_LEAST), nested(9, Operator.AT_MOST))
    assert found
