"""Open rules of one cause are one line, in the terminal, on pages and in memos; none is lost, and workbooks keep each."""

from datetime import date
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ntm_rules.engine.decisions import Decisions, evaluate
from ntm_rules.model.condition import Aggregate, AllOf, Comparison, MembersMeasure, Operator, Unknown
from ntm_rules.model.fact import Attestation, Fact, Finding
from ntm_rules.model.key import RuleKey
from ntm_rules.model.library import Library
from ntm_rules.model.measure import Measure
from ntm_rules.model.ruleset import Criterion, Indicator, Instrument, Provenance, ProvenanceStatus, Ruleset
from ntm_rules.model.text import Text
from ntm_rules.model.threshold import Fixed
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile as compiled
from ntm_rules.report.overview.open_rules import what_is_open
from ntm_rules.report.pages.blocks import RuleList
from ntm_rules.report.pages.report import report_page
from ntm_rules.report.papers.office_tables import office_tables
from ntm_rules.report.phrasing.names import Names

from ..printed import by_office, overview

PLAN = Provenance(ProvenanceStatus.PLAN, cite="Mục I")
RECALLED = Provenance(ProvenanceStatus.RECALLED)
ON = date(2024, 12, 31)
CODES = [f"1.{number}" for number in range(1, 15)]
RULES = Ruleset(
    "vn/a",
    date(2022, 1, 1),
    Text("Bộ A", "Set A"),
    "commune",
    Instrument("1/QĐ"),
    (
        Criterion(
            "1",
            Text("Môi trường", "Environment"),
            PLAN,
            tuple(
                Indicator(
                    code,
                    Text(f"Chỉ tiêu {code}", f"Indicator {code}"),
                    Comparison(f"m{place}", Operator.AT_LEAST, Fixed(Decimal(50 + place))),
                    PLAN,
                    responsible=(Text("Phòng A"),),
                )
                for place, code in enumerate(CODES)
            ),
        ),
    ),
)
LIBRARY = Library(
    {f"m{place}": Measure(f"m{place}", Text(f"Mục {place}", f"Item {place}"), unit="%") for place in range(14)},
    {},
    {"vn/a": (RULES,)},
)


def decided(units: int, library: Library = LIBRARY) -> Decisions:
    """One figure is reported, of 1.5 and too low; of the others there is none."""
    some = Units([Unit(f"U{number}", f"Xã {number}", "commune") for number in range(units)])
    said = [Fact(unit.code, "m4", Decimal(1), ON, "UBND") for unit in some]
    return evaluate(compiled("vn/a", ON, library), some, said)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("vi", "? 1.1–1.4, 1.6–1.14 (13 chỉ tiêu): chưa có số liệu"),
        ("en", "? 1.1–1.4, 1.6–1.14 (13 indicators): no figure reported"),
    ],
)
def test_rules_open_for_one_reason_are_one_line(language: str, line: str) -> None:
    run = decided(1)
    names = Names(LIBRARY, run.world.units, "vi" if language == "vi" else "en")
    lines = overview([run], names).splitlines()
    assert line in [" ".join(each.split()) for each in lines]
    assert sum(each.startswith("  ") for each in lines) == 2
    assert "- 1.1–1.4, 1.6–1.14 (13 " in by_office([run], names)


def test_units_with_the_same_rules_open_are_one_line() -> None:
    run = decided(5)
    told = by_office([run], Names(LIBRARY, run.world.units, "vi"))
    assert "70 nội dung" in told
    assert " ".join(told.split()).count("1.1–1.4, 1.6–1.14") == 1
    assert all(f"Xã {number}" in told for number in range(5))


def test_a_page_folds_them_and_a_workbook_keeps_each() -> None:
    run = decided(1)
    page = report_page([run], LIBRARY, run.world.units)
    [table] = page.tables
    assert isinstance(table, RuleList)
    assert [one.text.vi for one in table.rows[0].open] == ["1.1–1.4, 1.6–1.14 (13 chỉ tiêu)", "1.5 Chỉ tiêu 1.5"]
    [work] = page.work
    folded, single = work.tasks
    assert (work.count, folded.rule.text, single.rule.text.vi) == (
        14,
        Text("1.1–1.4, 1.6–1.14 (13 chỉ tiêu)", "1.1–1.4, 1.6–1.14 (13 indicators)"),
        "1.5 Chỉ tiêu 1.5",
    )
    assert [one.rule.text.vi for one in folded.each] == [f"{code} Chỉ tiêu {code}" for code in CODES if code != "1.5"]
    [rows] = [table.rows for table in office_tables(page) if table.name.vi.startswith("Việc")]
    assert len(rows) == 14
    assert sum("yêu cầu từ" in str(row[-1]) for row in rows) == 13


def test_of_rules_open_for_one_reason_those_stated_from_memory_are_marked_apart() -> None:
    """Of the open rules of two units 1.8–1.14 are stated from memory: these alone have the mark, and are counted."""
    [criterion] = RULES.criteria
    rules = tuple(
        evolve(one, provenance=RECALLED) if place >= 7 else one for place, one in enumerate(criterion.indicators)
    )
    ruleset = evolve(RULES, criteria=(evolve(criterion, indicators=rules),))
    run = decided(2, evolve(LIBRARY, versions={"vn/a": (ruleset,)}))
    told = by_office([run], Names(run.world.library, run.world.units, "en"))
    assert [line for line in told.splitlines() if line.startswith("- ")] == [
        "- 1.1–1.4, 1.6, 1.7 (6 indicators) (Set A)",
        "- 1.5 Indicator 1.5 (Set A)",
        "- 1.8–1.14 (7 indicators)* (Set A)",
    ]
    assert "28 items" in told
    assert "Note: 14 items under rules stated from memory" in told
    [work] = report_page([run], run.world.library, run.world.units).work
    assert [(len(task.each), task.recalled) for task in work.tasks] == [(6, False), (1, False), (7, True)]


def test_two_figures_of_one_rule_are_told_apart_where_their_names_begin_alike() -> None:
    """Names are cut short, unless one could then not be told from another; both figures are as far from what is asked."""
    called = [
        f"Tỷ lệ hộ gia đình sử dụng nước sạch theo {end}" for end in ("quy chuẩn", "quy chuẩn, từ công trình chung")
    ]
    measures = {f"m{place}": Measure(f"m{place}", Text(name), unit="%") for place, name in enumerate(called)}
    both = AllOf(tuple(Comparison(id, Operator.AT_LEAST, Fixed(Decimal(50))) for id in measures))
    [criterion] = RULES.criteria
    rule = evolve(criterion.indicators[0], condition=both)
    ruleset = evolve(RULES, criteria=(evolve(criterion, indicators=(rule,)),))
    library = Library(measures, {}, {"vn/a": (ruleset,)})
    facts = [Fact("U", id, Decimal(40), ON, "UBND") for id in measures]
    run = evaluate(compiled("vn/a", ON, library), Units([Unit("U", "Xã", "commune")]), facts)
    told = what_is_open(run.decision("U", "1.1"), Names(library, run.world.units, "vi"))
    assert [one.partition(":")[0] for one in told.split("; ")] == called
    assert told.count("40% < 50%") == 2


def test_what_members_lack_is_told_with_the_figure_over_them() -> None:
    [criterion] = RULES.criteria
    least = MembersMeasure("commune", Aggregate.MINIMUM, "m0", Operator.AT_LEAST, Fixed(Decimal(80)))
    ruleset = evolve(RULES, applies_to=("district",), criteria=(evolve(criterion, indicators=(), condition=least),))
    library = evolve(LIBRARY, versions={"vn/a": (ruleset,)})
    units = Units([Unit("H", "Huyện", "district"), *(Unit(f"U{n}", f"Xã {n}", "commune", "H") for n in range(6))])
    run = evaluate(compiled("vn/a", ON, library), units, [Fact("U0", "m0", Decimal(90), ON)])
    told = what_is_open(run.decision("H", "1"), Names(library, units, "vi"))
    assert told == "chưa tính được, yêu cầu từ 80% trở lên; chưa có số liệu của Xã 1, Xã 2, Xã 3 và 2 đơn vị khác"


def test_criteria_of_which_an_authority_says_the_same_and_nothing_is_reported_are_one_line_by_name() -> None:
    [criterion] = RULES.criteria
    criteria = tuple(
        evolve(
            criterion,
            code=code,
            name=Text(f"Tiêu chí {code}"),
            indicators=tuple(evolve(one, code=one.code.replace("1.", f"{code}.", 1)) for one in criterion.indicators),
        )
        for code in "1234567"
    )
    library = evolve(LIBRARY, versions={"vn/a": (evolve(RULES, criteria=criteria),)})
    units = Units([Unit("U", "Xã", "commune")])
    said = [Attestation("U", RuleKey("vn/a", code), Finding.NOT_MET, ON) for code in "13"]
    run = evaluate(compiled("vn/a", ON, library), units, said)
    told = overview([run], Names(library, units, "vi"))
    assert "✗ 1 Tiêu chí 1, 3 Tiêu chí 3: theo xác nhận: Chưa đạt; 28 chỉ tiêu chưa xác định\n" in told
    assert "? 2, 4–7 (5 tiêu chí): 70 chỉ tiêu chưa xác định\n" in told


@given(st.lists(st.tuples(*[st.sampled_from([Finding.MET, Finding.NOT_MET, None])] * 2), min_size=1, max_size=9))
def test_a_unit_is_named_unless_all_are_told_alike_or_nothing_is_known_of_it(
    findings: list[tuple[Finding | None, ...]],
) -> None:
    [criterion] = RULES.criteria
    criteria = tuple(evolve(criterion, code=code, indicators=(), condition=Unknown()) for code in "12")
    library = evolve(LIBRARY, versions={"vn/a": (evolve(RULES, criteria=criteria),)})
    units = Units([Unit(f"U{number}", f"Xã {number}", "commune") for number, _ in enumerate(findings)])
    said = [
        Attestation(unit.code, RuleKey("vn/a", code), finding, ON)
        for unit, row in zip(units, findings, strict=True)
        for code, finding in zip("12", row, strict=True)
        if finding is not None
    ]
    run = evaluate(compiled("vn/a", ON, library), units, said)
    names = Names(library, units, "vi")
    told, whole = overview([run], names), overview([run], names, everything=True)
    for unit, row in zip(units, findings, strict=True):
        assert unit.name in whole
        assert unit.name in told or set(row) == {None} or len(set(findings)) == 1
