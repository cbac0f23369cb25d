"""No claim of a comparison is wider than its proof: what is printed of a unit, the engine decides so of one."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.cli import main
from ntm_rules.engine.decisions import evaluate
from ntm_rules.evolution.comparison.conform import conform
from ntm_rules.evolution.comparison.declared import declared
from ntm_rules.evolution.comparison.diff import ChangeKind, RulesetDiff, diff
from ntm_rules.evolution.regions.seen import added, counted_span, shortened
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.fact import Attestation
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.text import Text
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.comparison.paper import diff_markdown

from ..printed import conform_text, declared_text, diff_text

pytestmark = pytest.mark.slow

KNOWN = "provenance: {status: recalled}"
ROADS = Measure("roads", Text("Đường", "Roads"), unit="%", minimum=Decimal(0), maximum=Decimal(100), may_not_apply=True)
BRIDGES = Measure(
    "bridges", Text("Cầu", "Bridges"), unit="%", minimum=Decimal(0), maximum=Decimal(100), may_not_apply=True
)
LIBRARY = Library({"roads": ROADS, "bridges": BRIDGES})
TEXT = f"""\
ruleset: RULESET
version: VERSION
title: t
applies_to: commune
instrument: {{number: "1"}}
recognition: {{criteria: all, {KNOWN}}}
criteria:
"""


def of(*rules: tuple[str, str, str], version: str = "2024-01-01", ruleset: str = "x/y") -> str:
    """A ruleset with a criterion for each code, name and condition."""
    lines = [f'  - {{code: "{code}", name: {name}, {says}, {KNOWN}}}\n' for code, name, says in rules]
    return TEXT.replace("VERSION", version).replace("RULESET", ruleset) + "".join(lines)


def compared(before: str, after: str) -> RulesetDiff:
    return diff(ruleset_from_text(before, LIBRARY), ruleset_from_text(after, LIBRARY), library=LIBRARY)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "in_each_of: {years: 2}", (Outcome.ATTAINED, Outcome.NOT_ATTAINED)),
        ("in_each_of: {years: 2}", "mean_over: {years: 2}", (Outcome.NOT_ATTAINED, Outcome.UNDETERMINED)),
        ("mean_over: {years: 2}", "mean_over: {years: 3}", (Outcome.ATTAINED, Outcome.UNDETERMINED)),
        ("in_each_of: {years: 2}", "in_each_of: {years: 2}", None),
    ],
)
def test_figures_of_years_are_told_apart_and_shown(before: str, after: str, shown: tuple[Outcome, ...] | None) -> None:
    asked = [f"measure: roads, at_least: 50{', ' if years else ''}{years}" for years in (before, after)]
    found = compared(of(("1", "a", asked[0])), of(("1", "a", asked[1]), version="2025-01-01"))
    pairs = {(one.region.before, one.region.after) for change in found.changes for one in change.shown.witnessed}
    assert pairs == set() if shown is None else shown in pairs


SINCE = "measure: roads, since: 2023-12-31"
BOTH = f"any_of: [{{measure: roads, at_least: 50}}, {{{SINCE}, increased_by_at_least: 60}}]"


@pytest.mark.parametrize(
    ("before", "after", "impossible"),
    [
        # An increase of 60 points means that the figure is at least 60.
        (BOTH, "measure: roads, at_least: 50", (Outcome.ATTAINED, Outcome.NOT_ATTAINED)),
        ("measure: roads, at_least: 50", BOTH, (Outcome.NOT_ATTAINED, Outcome.ATTAINED)),
        # A decrease of 60 points means that it is at most 40.
        (
            f"any_of: [{{measure: roads, at_most: 40}}, {{{SINCE}, decreased_by_at_least: 60}}]",
            "measure: roads, at_most: 40",
            (Outcome.ATTAINED, Outcome.NOT_ATTAINED),
        ),
    ],
)
def test_a_region_that_the_bounds_of_a_measure_exclude_is_not_printed_as_fact(
    before: str, after: str, impossible: tuple[Outcome, Outcome]
) -> None:
    found = compared(of(("1", "c", before)), of(("1", "c", after)))
    [change] = [each for each in found.changes if each.code == "1"]
    assert impossible not in {(region.before, region.after) for region in change.shown.regions}
    lower, higher = (
        ruleset_from_text(of(("1", "c", before)), LIBRARY),
        ruleset_from_text(of(("1", "c", after)), LIBRARY),
    )
    assert conform(lower=lower, higher=higher, library=LIBRARY).conforms
    assert conform(lower=higher, higher=lower, library=LIBRARY).conforms


def test_what_is_not_shown_is_said_to_be_so_and_no_unit_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no unit were found: nothing is printed as a fact any more, in no command and in neither language."""
    monkeypatch.setattr("ntm_rules.evolution.witness.witness.witnessed", lambda *_: None)
    before, after = (
        ruleset_from_text(of(("1", "c", f"measure: roads, at_least: {least}")), LIBRARY) for least in (50, 60)
    )
    found = diff(before, after, library=LIBRARY)
    [change] = found.changes
    assert change.changes == {ChangeKind.NOT_SHOWN}
    assert not found.same_everywhere
    for language, said in (("en", "NOT SHOWN TO OCCUR"), ("vi", "CHƯA THẤY XẢY RA")):
        for page in (diff_text, diff_markdown):
            text = page(found, LIBRARY, language)  # type: ignore[arg-type]
            assert said in text
            assert "can come to another outcome" not in text
            assert "có thể cho kết quả khác." not in text
        text = declared_text(declared(found, ["recognition"]), found, LIBRARY, language)  # type: ignore[arg-type]
        assert said in text
        assert "for one where" not in text
        assert "ví dụ khi" not in text
        held = conform(lower=before, higher=after, library=LIBRARY)
        assert not held.conforms
        assert not held.shortfalls
        text = conform_text(held, LIBRARY, language)  # type: ignore[arg-type]
        assert said in text or "not shown to occur" in text
        assert "DOES NOT CONFORM" not in text
        assert "CHƯA ĐẠT YÊU CẦU" not in text


def decided(text: str, other: str, statements: list[Attestation]) -> dict[str, Outcome]:
    """Outcomes by a text, in a library that has both."""
    one, two = ruleset_from_text(text, LIBRARY), ruleset_from_text(other.replace("2024-01-01", "2023-01-01"), LIBRARY)
    library = Library(LIBRARY.measures, versions={"x/y": (two, one)})
    program = compile(one, date(2024, 12, 31), library)
    return dict(evaluate(program, Units([Unit("C", "Xã C", "commune")]), statements).outcomes("C"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("1", "2"), ("5", "2")),  # renumbered
        (("1", "2"), ("2", "1")),  # exchanged
    ],
)
def test_moved_codes_are_no_proof_that_nothing_changes(before: tuple[str, str], after: tuple[str, str]) -> None:
    rules = (("Water", "measure: roads, at_least: 50"), ("Roads", "measure: bridges, at_least: 50"))
    old, new = (of(*((code, *rule) for code, rule in zip(codes, rules, strict=True))) for codes in (before, after))
    # The units that an authority has attested do come to another outcome.
    attested = [Attestation("C", f"x/y#{code}", code == "1", date(2024, 6, 30)) for code in before]
    was, now = decided(old, new, attested), decided(new, old, attested)
    assert [was[code] for code in before] != [now[code] for code in after]
    found = compared(old, new)
    assert found.same_by_figures
    assert not found.same_everywhere
    moved = [code for code, other in zip(after, before, strict=True) if code != other]
    assert not declared(found, []).is_proved
    assert declared(found, moved).is_proved
    for language, said in (("en", "NOT COUNTED are attestations"), ("vi", "CHƯA KỂ xác nhận")):
        text = " ".join(diff_text(found, LIBRARY, language).split())  # type: ignore[arg-type]
        assert said in text
        assert "THE SAME EVERYWHERE" not in text
        assert "KHÔNG ĐỔI" not in text
        assert all(f"{old} → {new}" in text for old, new in zip(before, after, strict=True) if old != new)


@pytest.mark.parametrize("says", ["measure: roads, at_least: 50", BOTH])
def test_a_rule_with_another_code_and_name_is_known_by_its_condition(says: str) -> None:
    rest = ("2", "Cầu", "measure: bridges, at_least: 50")
    found = compared(of(("1", "Đường", says), rest), of(("7", "Đường xá", says), rest))
    [change] = [each for each in found.changes if each.code == "7"]
    assert change.before is not None
    assert change.before.code == "1"
    assert {ChangeKind.RENUMBERED, ChangeKind.NAME} <= change.changes
    assert not {ChangeKind.ADDED, ChangeKind.OUTCOME} & change.changes
    assert found.same_by_figures


def test_a_criterion_of_renumbered_and_renamed_indicators_is_the_same_criterion() -> None:
    def text(code: str, name: str) -> str:
        below = [
            f'      - {{code: "{code}.{n}", name: {name} {n}, measure: {measure}, at_least: 5, {KNOWN}}}\n'
            for n, measure in enumerate(("roads", "bridges"), 1)
        ]
        return of() + f'  - code: "{code}"\n    name: {name}\n    {KNOWN}\n    indicators:\n' + "".join(below)

    found = compared(text("1", "Cũ"), text("4", "Mới"))
    assert [(one.code, other.code) for one, other in found.matched.pairs][:3] == [
        ("1.1", "4.1"),
        ("1.2", "4.2"),
        ("1", "4"),
    ]
    assert found.same_by_figures
    assert not found.matched.added
    assert not found.matched.repealed


def test_less_asked_of_figures_of_an_earlier_year_is_not_called_proved() -> None:
    text = "measure: roads, at_least: {by: year, 2022: 40, 2024: 50}"
    less, more = text.replace("40", "30"), text.replace("40", "60")
    higher = ruleset_from_text(of(("1", "c", text)), LIBRARY)
    for lower, proved in ((less, False), (more, True)):
        found = conform(lower=ruleset_from_text(of(("1", "c", lower)), LIBRARY), higher=higher, library=LIBRARY)
        assert found.is_proved is proved
        assert [rule.code for rule, _ in found.undecided] == ([] if proved else ["1"])


def test_the_command_exits_with_1_where_a_code_has_moved(tmp_path) -> None:  # type: ignore[no-untyped-def]
    measures = "measures:\n  roads: {name: Đường, unit: '%', minimum: 0, maximum: 100}\n"
    (tmp_path / "m.yaml").write_text(measures, encoding="utf-8")
    paths = []
    for number, code in enumerate("12"):
        paths.append(tmp_path / f"{number}.yaml")
        paths[-1].write_text(of((code, "Đường", "measure: roads, at_least: 50")), encoding="utf-8")
    ran = CliRunner().invoke(main, ["diff", *map(str, paths), "--rulesets", str(tmp_path / "m.yaml"), "--lang", "en"])
    assert ran.exit_code == 1, ran.output
    assert "THE SAME BY FIGURES" in ran.output


def test_what_is_alike_only_where_all_or_nothing_is_known_is_not_the_same_everywhere() -> None:
    """Rule 1 is open between attained and not attained: rule 2 is as it was, or may not apply any more."""
    always = Library({"roads": evolve(ROADS, may_not_apply=False)})
    named = '{attained: "x/y#1"}'
    first = ("1", "a", "measure: roads, at_least: 50")
    scope = f"attained: 'x/y#1', applies_when: {{any_of: [{named}, {{none_of: [{named}]}}]}}"
    before, after = (ruleset_from_text(of(first, ("2", "b", says)), always) for says in ("attained: 'x/y#1'", scope))
    possible = [
        evaluate(compile(one, date(2024, 12, 31), always), Unit("C", "Xã C", "commune"), []).decision("C", "2").possible
        for one in (before, after)
    ]
    assert possible[0] != possible[1]
    found = diff(before, after, library=always)
    [change] = found.changes
    assert change.changes == {ChangeKind.PARTLY_OPEN}
    assert not found.same_everywhere
    assert not declared(found, ["1"]).is_proved
    for language, said in (("en", "open between some outcomes only"), ("vi", "còn để ngỏ một phần")):
        assert said in " ".join(diff_text(found, always, language).split())  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 7), max_size=6), st.lists(st.integers(1, 7), max_size=4), st.booleans())
def test_a_shortened_count_comes_to_the_same_whatever_is_counted_with_it(
    verdicts: list[int], others: list[int], share: bool
) -> None:
    one, two = (tuple(each.count(verdict) for verdict in range(8)) for each in (verdicts, others))
    assert counted_span(added(shortened(one, share=share), two), share, None) == counted_span(
        added(one, two), share, None
    )


def many(count: int, counted: str) -> str:
    """A ruleset of many criteria, and a recognition that counts them."""
    rules = [(str(number), f"C{number}", f"measure: roads, at_least: {number}") for number in range(1, count + 1)]
    return of(*rules).replace("criteria: all", f"criteria: {counted}")


@pytest.mark.parametrize("count", [25, 40])
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("attained, count_at_least: 15", "attained, count_at_least: 16", "number attained: exactly 15"),
        ("not_attained, count_at_most: 5", "not_attained, count_at_most: 4", "number not attained: exactly 5"),
        ("attained, share_at_least: 80", "attained, share_at_least: 90", "share attained: 80% to under 90%"),
    ],
)
def test_many_criteria_are_compared_by_their_count(count: int, before: str, after: str, said: str) -> None:
    found = compared(many(count, before), many(count, after))
    [change] = found.changes
    assert change.changes == {ChangeKind.OUTCOME}
    assert change.difference is not None
    assert len(change.difference.regions) <= 4
    assert not change.shown.others
    assert said in " ".join(diff_text(found, LIBRARY, "en").split())
    # Each region is one in which the versions do come to these outcomes, and no threshold between two numbers is a change.
    pairs = {(region.before, region.after) for region in change.shown.regions}
    assert (Outcome.ATTAINED, Outcome.NOT_ATTAINED) in pairs
    assert (Outcome.NOT_ATTAINED, Outcome.ATTAINED) not in pairs


@pytest.mark.parametrize("count", [25, 40])
def test_a_count_of_many_criteria_written_otherwise_is_the_same(count: int) -> None:
    same = compared(many(count, "attained, count_at_least: 15"), many(count, "attained, count_more_than: 14"))
    # Of very many rules it is said that what is partly open is left out.
    assert same.same_everywhere == (count <= 30)
    assert same.same_everywhere or [change.changes for change in same.changes] == [{ChangeKind.PARTLY_OPEN}]


def test_one_of_many_criteria_added_is_counted_as_well() -> None:
    asked = "attained, count_at_least: 20"
    found = compared(many(30, asked), many(31, asked))
    by_code = {change.code: change for change in found.changes}
    assert by_code["31"].changes == {ChangeKind.ADDED}
    assert by_code["recognition"].changes == {ChangeKind.OUTCOME}
    pairs = {(region.before, region.after) for region in by_code["recognition"].shown.regions}
    assert (Outcome.NOT_ATTAINED, Outcome.ATTAINED) in pairs
    assert (Outcome.ATTAINED, Outcome.NOT_ATTAINED) not in pairs


@pytest.mark.parametrize(("form", "rest"), [("all_of", ""), ("any_of", ""), ("at_least_n", "n: 4, of: ")])
def test_a_large_table_opens_with_what_has_changed(form: str, rest: str) -> None:
    def text(least: int) -> str:
        parts = [f"{{measure: m{number}, at_least: {50 if number else least}}}" for number in range(8)]
        what = f"{form}: [{', '.join(parts)}]"
        return of(("1", "c", f"{form}: {{{rest}[{', '.join(parts)}]}}" if rest else what))

    measures = {f"m{n}": Measure(f"m{n}", Text(f"Số {n}", f"M{n}"), unit="%", minimum=Decimal(0)) for n in range(8)}
    library = Library(measures)
    found = diff(ruleset_from_text(text(50), library), ruleset_from_text(text(51), library), library=library)
    for language, said in (
        ("en", "What changed: M0: 50% → 51%; differs only for 50% ≤ M0 < 51%, where the rest"),
        ("vi", "Thay đổi: Số 0: 50% → 51%; chỉ khác khi 50% ≤ Số 0 < 51%, nếu các phần khác"),
    ):
        for page in (diff_text, diff_markdown):
            words = " ".join(page(found, library, language).replace("\\", "").replace("&lt;", "<").split())  # type: ignore[arg-type]
            assert said in words, words
    [change] = [one for one in found.changes if one.code == "1"]
    assert all(
        held.states and all(Decimal(50) <= state.point < 51 for state in held.states)  # type: ignore[union-attr]
        for region in change.shown.regions
        for held in region.where
        if getattr(held.quantity, "measure", "") == "m0"
    )


def test_points_that_go_by_the_year_of_a_figure_are_said_not_to_be_compared() -> None:
    text = """
ruleset: t/xa
version: 2024-01-01
title: Xã
applies_to: commune
instrument: {number: "1"}
recognition: {score: all, at_least: %s, provenance: {status: recalled}}
criteria:
- code: "1"
  name: Đường
  applies_when: {measure: bridges, at_least: {by: year, 2023: 50, 2024: 60}}
  provenance: {status: recalled}
  indicators:
  - {code: "1.1", name: Cầu, measure: roads, at_least: 50, points: unknown, maximum: 20, provenance: {status: recalled}}
"""
    before, after = (ruleset_from_text(text % least, LIBRARY) for least in (5, 10))
    found = diff(before, after, library=LIBRARY, on=date(2024, 6, 30))
    [change] = [one for one in found.changes if one.code == "recognition"]
    assert ChangeKind.NOT_COMPARED in change.changes
    assert not found.same_everywhere
