"""What amendments and specialising files make: whole versions, of rules that keep what is theirs."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve, fields

from ntm_rules.evolution.comparison.diff import ChangeKind, diff
from ntm_rules.evolution.comparison.strictness import check_paths
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.condition import AnyOf, AttributeIs, Comparison, Operator
from ntm_rules.model.library import Library
from ntm_rules.model.place import Place
from ntm_rules.model.problem import CompileError, Diagnostic, RulesetError
from ntm_rules.model.ruleset import Criterion, Indicator, Ruleset, short_name
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed

KNOWN = "provenance: {status: recalled}"
BASE = f"""\
ruleset: vn/a
version: 2022-01-01
until: 2025-12-31
title: {{vi: Xã, en: Commune}}
applies_to: commune
instrument: {{number: 318/QĐ}}
basically_met: no
recognition: {{criteria: all, of: ["1", "2"], {KNOWN}}}
criteria:
  - code: "1"
    name: Một
    {KNOWN}
    indicators:
      - {{code: "1.1", name: Nước, measure: clean_water, at_least: 90, {KNOWN}}}
      - {{code: "1.2", name: Nhà, measure: houses, equals: 0, {KNOWN}, applies_when: {{attribute: region, equals: delta}}}}
  - {{code: "2", name: Nghèo, measure: poor, at_most: 5, {KNOWN}}}
notes: [Gốc]
"""
FIRST = f"""\
amends: vn/a
version: 2024-03-01
instrument: {{number: 211/QĐ}}
changes:
  - replace: "1.1"
    with: {{measure: clean_water, at_least: 95, {KNOWN}}}
  - insert: {{code: "1.3", name: Thu nhập, measure: income, at_least: 39, {KNOWN}}}
    in: "1"
    after: "1.1"
  - repeal: "1.2"
  - insert: {{code: "3", name: Ba, measure: food_safety, required: yes, {KNOWN}}}
    after: "1"
  - insert: {{code: revocation, criteria: not_attained, count_at_least: 2, {KNOWN}}}
notes: [Sửa]
"""
SECOND = f"""\
amends: vn/a
version: 2025-01-01
until: 2025-06-30
instrument: {{number: 5/QĐ}}
title: Xã mới
changes:
  - replace: "1.3"
    with: {{name: Thu nhập mới, measure: income, at_least: 45, {KNOWN}}}
  - replace: "2"
    with:
      {KNOWN}
      indicators: [{{code: "2.1", name: Nghèo, measure: poor, at_most: 4, {KNOWN}}}]
  - repeal: revocation
"""
LOWER = f"""\
specialises: vn/a
ruleset: lai-chau/a
version: 2024-06-01
title: Xã Lai Châu
instrument: {{number: 1285/QĐ}}
changes:
  - replace: "1.1"
    with: {{measure: clean_water, at_least: 98, {KNOWN}}}
"""


def _write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _versions(shipped: Path, folder: Path, id: str = "vn/a") -> tuple[Ruleset, ...]:
    return load_library(shipped, folder).versions[id]


def _told(diagnostics: list[Diagnostic]) -> list[tuple[str, str, int]]:
    """Code, file name and line, but for what a path in a library folder should be, and criteria that nothing counts."""
    placed = [each for each in diagnostics if each.place and each.code not in ("NTM314", "NTM342")]
    return [(each.code, Path(each.place.file).stem, each.place.line) for each in placed if each.place]


def _codes(ruleset: Ruleset) -> list[str]:
    return [rule.code for rule in ruleset.rules()]


def test_an_amendment_is_a_whole_version(tmp_path: Path, shipped: Path) -> None:
    before, after = _versions(shipped, _write(tmp_path, base=BASE, first=FIRST))
    assert _codes(before) == ["1.1", "1.2", "1", "2", "recognition"]
    assert _codes(after) == ["1.1", "1.3", "1", "3", "2", "recognition", "revocation"]
    assert (after.version, after.until, after.instrument.number) == (date(2024, 3, 1), date(2025, 12, 31), "211/QĐ")
    assert (after.id, after.title, after.applies_to, after.basically_met) == ("vn/a", before.title, ("commune",), False)
    assert after.notes == (Text("Gốc"), Text("Sửa"))
    assert after.specialises is None
    replaced = after.rule("1.1")
    assert replaced is not None
    assert replaced.name == Text("Nước")
    assert replaced.condition == Comparison("clean_water", Operator.AT_LEAST, Fixed(Decimal(95)))


def test_what_does_not_change_is_the_same_object(tmp_path: Path, shipped: Path) -> None:
    before, after = _versions(shipped, _write(tmp_path, base=BASE, first=FIRST))
    for code in ("2", "recognition"):
        assert after.rule(code) is before.rule(code)
    one, other = before.rule("1"), after.rule("1")
    assert isinstance(one, Criterion)
    assert isinstance(other, Criterion)
    assert (one.provenance, one.place) == (other.provenance, other.place)
    places = {rule.code: (Path(rule.place.file).stem, rule.place.line) for rule in after.rules() if rule.place}
    assert places["1.1"] == ("first", 5)
    assert places["1.3"] == ("first", 7)
    assert places["2"] == ("base", 16)


def test_two_amendments_in_order(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, z_base=BASE, y_first=FIRST, a_second=SECOND)
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    library = load_library(shipped, tmp_path)
    last = library.versions["vn/a"][2]
    assert _codes(last) == ["1.1", "1.3", "1", "3", "2.1", "2", "recognition"]
    assert (last.title, last.until, last.notes) == (Text("Xã mới"), date(2025, 6, 30), (Text("Gốc"), Text("Sửa")))
    assert [rule.name.vi for rule in last.rules() if rule.code in ("1.3", "2")] == ["Thu nhập mới", "Nghèo"]
    in_force = {day: library.ruleset("vn/a", date.fromisoformat(day)).instrument.number for day in
                ("2024-02-29", "2024-03-01", "2024-12-31", "2025-06-30")}  # fmt: skip
    assert list(in_force.values()) == ["318/QĐ", "211/QĐ", "211/QĐ", "5/QĐ"]
    with pytest.raises(CompileError, match="no version"):
        library.ruleset("vn/a", date(2025, 7, 1))


def test_an_amendment_read_by_itself(tmp_path: Path, shipped: Path) -> None:
    library = load_library(shipped, _write(tmp_path, base=BASE))
    alone = ruleset_from_text(FIRST, library)
    assert alone == _versions(shipped, _write(tmp_path, first=FIRST))[1]
    assert ruleset_from_text(SECOND, load_library(shipped, tmp_path)).version == date(2025, 1, 1)
    with pytest.raises(RulesetError, match="NTM305"):
        ruleset_from_text(FIRST, Library())


def test_a_shipped_ruleset_amended_from_elsewhere(tmp_path: Path, shipped: Path) -> None:
    amendment = FIRST.replace("vn/a", "vn/commune-ntm").replace('  - repeal: "1.2"\n', "")
    assert _told(check_paths([_write(tmp_path, first=amendment) / "first.yaml"], shipped=shipped)) == []


def test_what_an_amendment_breaks_is_told_where_it_stands(tmp_path: Path, shipped: Path) -> None:
    """The recognition asks for a criterion that is repealed; both places are told, wherever the base lies."""
    given = tmp_path / "given"
    given.mkdir()
    amendment = _write(given, first=FIRST.replace('  - repeal: "1.2"\n', '  - repeal: "2"\n')) / "first.yaml"
    _write(tmp_path, base=BASE)
    _write(tmp_path, shipped=(shipped / "measures.yaml").read_text(encoding="utf-8"))
    for found in (
        check_paths([amendment, tmp_path / "base.yaml"], shipped=shipped),
        check_paths([amendment], shipped=tmp_path),
    ):
        assert [(each.code, each.place.line if each.place else 0) for each in found] == [("NTM307", 8)]
        assert found[0].place is not None
        assert found[0].place.file == str(tmp_path / "base.yaml")
        assert found[0].related == (Place(str(amendment), 10, 13, 16),)
        assert found[0].source_line is not None


def test_what_was_wrong_before_is_told_once(tmp_path: Path, shipped: Path) -> None:
    base = BASE.replace("measure: poor", "measure: por")
    _write(tmp_path, base=base, first=FIRST, second=SECOND, lower=LOWER)
    assert _told(check_paths([tmp_path], shipped=shipped)) == [("NTM301", "base", 16)]


def test_what_cannot_be_read_hides_what_builds_on_it(tmp_path: Path, shipped: Path) -> None:
    asks = BASE.replace("vn/a", "vn/b").replace("measure: poor, at_most: 5", "attained: lai-chau/a")
    _write(tmp_path, first=FIRST, second=SECOND, lower=LOWER, asks=asks)
    assert _told(check_paths([tmp_path], shipped=shipped)) == [("NTM305", "first", 1)]
    _write(tmp_path, base=BASE.replace("until:", "  until:"))
    assert _told(check_paths([tmp_path], shipped=shipped)) == [("NTM115", "base", 3)]


def test_an_amendment_after_the_end(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, base=BASE.replace("2025-12-31", "2023-12-31"), first=FIRST)
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place) == ("NTM335", Place(str(tmp_path / "first.yaml"), 2, 10, 20))
    assert found.related == (Place(str(tmp_path / "base.yaml"), 3, 8, 18),)


def test_a_whole_version_that_overlaps_an_amended_one(tmp_path: Path, shipped: Path) -> None:
    whole = BASE.replace("2022-01-01", "2025-06-01")
    _write(tmp_path, base=BASE, first=FIRST, whole=whole)
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place and found.place.line) == ("NTM316", 2)
    assert found.related == (Place(str(tmp_path / "base.yaml"), 3, 8, 18),)
    _write(tmp_path, first=FIRST.replace("instrument", "until: 2025-05-31\ninstrument"))
    assert _told(check_paths([tmp_path], shipped=shipped)) == []


def test_two_amendments_of_one_date(tmp_path: Path, shipped: Path) -> None:
    _write(tmp_path, base=BASE, first=FIRST, second=SECOND.replace("2025-01-01", "2024-03-01"))
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place) == ("NTM309", Place(str(tmp_path / "second.yaml"), 2, 10, 20))
    assert found.related == (Place(str(tmp_path / "first.yaml"), 2, 10, 20),)


def test_repeals_of_a_whole_criterion(tmp_path: Path, shipped: Path) -> None:
    """Of its indicators as well, before or after it; what is repealed may come again."""
    again = 'insert: {code: "1", name: Lại, content: unknown, provenance: {status: unknown}}'
    changes = ('repeal: "1.1"', 'repeal: "1"', 'repeal: "1.2"', again)
    text = FIRST.partition("changes:")[0] + "changes:\n" + "".join(f"  - {{{change}}}\n" for change in changes)
    _write(tmp_path, base=BASE, first=text)
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    assert _codes(_versions(shipped, tmp_path)[1]) == ["2", "1", "recognition"]


def test_an_indicator_for_a_criterion_with_a_condition(tmp_path: Path, shipped: Path) -> None:
    text = FIRST.replace('"1.3"', '"2.1"').replace('in: "1"\n    after: "1.1"', 'in: "2"')
    _write(tmp_path, base=BASE, first=text)
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place) == ("NTM341", Place(str(tmp_path / "first.yaml"), 8, 9, 12))
    assert found.related == (Place(str(tmp_path / "base.yaml"), 16, 12, 15),)


def test_a_specialising_ruleset(tmp_path: Path, shipped: Path) -> None:
    """From the version in force on its own date; it says nothing of a period, of notes or of what it does not change."""
    _write(tmp_path, base=BASE, first=FIRST, lower=LOWER)
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    library = load_library(shipped, tmp_path)
    (lower,), superior = library.versions["lai-chau/a"], library.versions["vn/a"][1]
    assert (lower.id, lower.specialises, lower.title, lower.until, lower.notes) == (
        "lai-chau/a", "vn/a", Text("Xã Lai Châu"), None, ()
    )  # fmt: skip
    assert (lower.applies_to, lower.basically_met) == (("commune",), False)
    assert _codes(lower) == _codes(superior)
    assert [rule.code for rule in lower.rules() if rule is not superior.rule(rule.code)] == ["1.1", "1"]
    earlier = _write(tmp_path, lower=LOWER.replace("2024-06-01", "2022-01-01"))
    assert _codes(_versions(shipped, earlier, "lai-chau/a")[0]) == ["1.1", "1.2", "1", "2", "recognition"]


def test_a_specialising_ruleset_amended_and_specialised(tmp_path: Path, shipped: Path) -> None:
    amends = "amends: lai-chau/a\nversion: 2025-02-01\ninstrument: {number: 2}\n"
    amends += f'changes: [{{replace: "2", with: {{measure: poor, at_most: 3, {KNOWN}}}}}]\n'
    below = LOWER.replace("vn/a", "lai-chau/a").replace("ruleset: lai-chau/a", "ruleset: tam-duong/a")
    below = below.replace("2024-06-01", "2025-02-01").replace("98", "99")
    _write(tmp_path, base=BASE, first=FIRST, lower=LOWER, amends=amends, below=below)
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    library = load_library(shipped, tmp_path)
    amended, (lowest,) = library.versions["lai-chau/a"][1], library.versions["tam-duong/a"]
    assert (amended.specialises, lowest.specialises) == ("vn/a", "lai-chau/a")
    assert lowest.rule("2") is amended.rule("2")
    _write(tmp_path, below=below.replace("99", "97"))
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.related[0].file) == ("NTM430", str(tmp_path / "lower.yaml"))


def test_rulesets_that_specialise_one_another(tmp_path: Path, shipped: Path) -> None:
    one = LOWER.replace("vn/a", "x/a").replace("lai-chau/a", "y/a")
    other = LOWER.replace("vn/a", "y/a").replace("lai-chau/a", "x/a")
    _write(tmp_path, one=one, other=other, third=LOWER.replace("vn/a", "y/a"))
    (found,) = [each for each in check_paths([tmp_path], shipped=shipped) if each.code != "NTM314"]
    assert (found.code, found.place) == ("NTM338", Place(str(tmp_path / "other.yaml"), 1, 14, 17))
    assert found.related == (Place(str(tmp_path / "one.yaml"), 1, 14, 17),)
    assert "x/a@2024-06-01 → y/a@2024-06-01 → x/a@2024-06-01" in found.render("vi")


def test_where_amendments_lie(tmp_path: Path, shipped: Path) -> None:
    for name, text in {"vn/a/2022-01-01": BASE, "vn/a/2024-03-01": FIRST, "lai-chau/a/2024-06-01": LOWER}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert check_paths([tmp_path], shipped=shipped) == []
    (tmp_path / "vn/a/2024-03-01.yaml").rename(tmp_path / "vn/a/amendment.yaml")
    assert [(each.code, each.place and each.place.line) for each in check_paths([tmp_path], shipped=shipped)] == [
        ("NTM314", 2)
    ]


def _amended(folder: Path, shipped: Path, *changes: str, base: str = BASE) -> Ruleset:
    text = FIRST.partition("changes:")[0] + "changes:\n" + "".join(f"  - {{{change}}}\n" for change in changes)
    return _versions(shipped, _write(folder, base=base, first=text))[1]


def test_a_short_name_goes_with_the_name_that_it_shortens(tmp_path: Path, shipped: Path) -> None:
    base = BASE.replace('code: "1.2", name:', 'code: "1.2", short: {vi: Nhà, en: H}, name:')
    body = f"measure: houses, equals: 2, {KNOWN}"
    for change, short in (
        (f'replace: "1.2", with: {{{body}}}', Text("Nhà", "H")),
        (f'replace: "1.2", with: {{{body}, name: Nhà ở dân cư}}', None),
        (f'replace: "1.2", with: {{{body}, name: Nhà ở dân cư, short: Ở}}', Text("Ở")),
        ('correct: "1.2", to: {short: N}', Text("N")),
    ):
        before = _versions(shipped, _write(tmp_path, base=base))[0].rule("1.2")
        after = _amended(tmp_path, shipped, change, base=base).rule("1.2")
        assert isinstance(before, Indicator)
        assert isinstance(after, Indicator)
        assert (before.short, after.short) == (Text("Nhà", "H"), short), change
        assert short_name(after) == (short or after.name)


def test_a_partial_change_leaves_every_other_key(tmp_path: Path, shipped: Path) -> None:
    base = BASE.replace("houses, equals: 0,", "houses, equals: 0, responsible: [Phòng Xây dựng], commitment: attain,")
    for to in (
        "equals: 2",
        "name: Nhà tạm",
        "measure: poor",
        "commitment: strive",
        "applies_when: {attribute: region, equals: coast}",
    ):
        changed = to.partition(":")[0]
        before = _versions(shipped, _write(tmp_path, base=base))[0].rule("1.2")
        after = _amended(tmp_path, shipped, f'set: "1.2", to: {{{to}, {KNOWN}}}', base=base).rule("1.2")
        assert isinstance(before, Indicator)
        assert isinstance(after, Indicator)
        field = "condition" if changed in ("equals", "measure") else changed
        assert {
            each.name
            for each in fields(Indicator)
            if each.eq and getattr(before, each.name) != getattr(after, each.name)
        } == {field}
        assert isinstance(after.applies_when, AttributeIs)
        assert after.applies_when.values == (("coast",) if changed == "applies_when" else ("delta",))


def test_a_key_that_goes_and_a_condition_of_another_sort(tmp_path: Path, shipped: Path) -> None:
    """A condition named by another key takes the place of the whole of it; so do the indicators of a criterion."""
    made = _amended(
        tmp_path,
        shipped,
        f'set: "1.2", drop: [applies_when], to: {{{KNOWN}}}',
        f'set: "1.1", to: {{any_of: [{{measure: clean_water, at_least: 95}}, {{measure: houses, equals: 0}}], {KNOWN}}}',
        f'set: "2", to: {{indicators: [{{code: "2.1", name: Nghèo, measure: poor, at_most: 4, {KNOWN}}}], {KNOWN}}}',
        "set: recognition, to: {name: Công nhận xã}",
    )
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    assert [getattr(made.rule(code), "applies_when", 0) for code in ("1.2", "2")] == [None, None]
    assert isinstance(getattr(made.rule("1.1"), "condition", None), AnyOf)
    assert _codes(made) == ["1.1", "1.2", "1", "2.1", "2", "recognition"]
    before, after = _versions(shipped, tmp_path)[0].rule("recognition"), made.rule("recognition")
    assert before is not None
    assert after == evolve(before, name=Text("Công nhận xã"))


def test_partial_changes_upon_changes(tmp_path: Path, shipped: Path) -> None:
    """Each starts from the rule as the version before it reads, be that inserted, replaced or changed in part."""
    second = f"""\
amends: vn/a
version: 2025-01-01
instrument: {{number: 5/QĐ}}
changes:
  - {{set: "1.1", to: {{at_least: 97, {KNOWN}}}}}
  - {{set: "1.3", to: {{at_least: 45, {KNOWN}}}}}
  - {{set: "1", to: {{name: Mới}}}}
  - {{set: revocation, to: {{count_at_least: 3, {KNOWN}}}}}
"""
    _write(tmp_path, base=BASE, first=FIRST, second=second)
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    before, after = _versions(shipped, tmp_path)[1:]
    assert _codes(before) == _codes(after)
    asked = [getattr(after.rule(code), "condition", None) for code in ("1.1", "1.3")]
    assert asked == [
        Comparison("clean_water", Operator.AT_LEAST, Fixed(Decimal(97))),
        Comparison("income", Operator.AT_LEAST, Fixed(Decimal(45))),
    ]
    assert [rule.name.vi for rule in after.rules()][:4] == ["Nước", "Thu nhập", "Mới", "Ba"]


def test_a_correction_means_the_same(tmp_path: Path, shipped: Path) -> None:
    made = _amended(
        tmp_path, shipped, 'correct: "1.2", to: {name: Nhà ở, equals: 0, provenance: {status: plan, cite: Điều 2}}'
    )
    assert _told(check_paths([tmp_path], shipped=shipped)) == []
    before = _versions(shipped, tmp_path)[0].rule("1.2")
    after = made.rule("1.2")
    assert isinstance(before, Indicator)
    assert isinstance(after, Indicator)
    assert after == evolve(before, name=Text("Nhà ở"), provenance=after.provenance)
    library = load_library(shipped, tmp_path)
    old, new = library.versions["vn/a"]
    found = diff(old, new, library=library)
    assert [(change.code, change.changes) for change in found.changes] == [
        ("1.2", frozenset({ChangeKind.NAME, ChangeKind.PROVENANCE}))
    ]
    assert found.same_everywhere


def test_what_a_replacement_loses_below_a_criterion_is_told(tmp_path: Path, shipped: Path) -> None:
    text = (
        FIRST.partition("changes:")[0]
        + f"""\
changes:
  - replace: "1"
    with:
      {KNOWN}
      indicators:
        - {{code: "1.1", name: Nước, measure: clean_water, at_least: 95, {KNOWN}}}
        - {{code: "1.2", name: Nhà, measure: houses, equals: 0, {KNOWN}}}
"""
    )
    _write(tmp_path, base=BASE, first=text)
    assert _told(check_paths([tmp_path], shipped=shipped)) == [("NTM344", "first", 10)]


def test_what_a_replacement_loses_in_a_specialising_ruleset_is_told(tmp_path: Path, shipped: Path) -> None:
    where = "applies_when: {attribute: region, equals: delta}, measure: poor"
    _write(tmp_path, base=BASE.replace("measure: poor", where, 1), first=FIRST)
    lower = f'  - replace: "2"\n    with: {{measure: poor, at_most: 1, {KNOWN}}}\n'
    _write(tmp_path, lower=LOWER + lower)
    assert [code for code, _, _ in _told(check_paths([tmp_path], shipped=shipped))] == ["NTM344"]
