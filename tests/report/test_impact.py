"""Impact in words, of any amended world: every row that is printed is one that changed, and nothing breaks the page."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.cli.common.work import shared_out
from ntm_rules.evolution.impact.as_if import side_by_side
from ntm_rules.evolution.impact.deciding import impact, impact_of_libraries
from ntm_rules.evolution.impact.impact import Effect, RuleLevel
from ntm_rules.exchange.output.changes.impact import COLUMNS, impacts_to_csv, impacts_to_json
from ntm_rules.language.library import load_library
from ntm_rules.language.reading import ruleset_from_text
from ntm_rules.model.fact import Fact
from ntm_rules.model.text import Language
from ntm_rules.model.units.unit import Unit, Units
from ntm_rules.program.compiling import compile
from ntm_rules.report.impact.memo import impact_paper
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.paper_markdown import paper_markdown
from ntm_rules.testing.edits.amended import AmendedWorld, amended_worlds

from ..printed import impact_text
from ..profiles import tried


@pytest.mark.slow
@settings(max_examples=tried(1), suppress_health_check=list(HealthCheck))
@given(amended_worlds(), st.sampled_from(("vi", "en")))
def test_every_form_tells_what_changed(found: AmendedWorld, language: Language) -> None:
    world, amended = found.world, found.amended
    versions = (amended.before, world.library), (amended.after, found.world_after.library)
    before, after = side_by_side(*versions, world.as_of)
    others = [id for id in world.rulesets.values() if id != amended.after.id]
    programs = compile(amended.before, world.as_of, before), compile(amended.after, world.as_of, after)
    impacts = [impact(*programs, units=world.units, statements=world.statements)]
    impacts += impact_of_libraries(
        before, after, rulesets=others, units=world.units, statements=world.statements, as_of=world.as_of
    )
    names = Names(after, world.units, language)
    page, memo = impact_text(impacts, names), paper_markdown(impact_paper(impacts, names), language)
    for one in impacts:
        for effect in (Effect.LOSES, Effect.BECOMES_UNDETERMINED, Effect.BECOMES_DETERMINED, Effect.GAINS):
            for row in one.having(effect, RuleLevel.CONCLUSION):
                assert names.unit(row.unit) in page
                assert names.unit(row.unit) in memo
    lines = list(impacts_to_csv(impacts, world.units, language=language))
    assert len(lines) == 1 + sum(len(one.changed()) for one in impacts)
    assert all(line.count(",") >= len(COLUMNS) - 1 for line in lines)
    assert "".join(impacts_to_json(impacts)).count('"ruleset": ') == 3 * len(impacts)
    assert len(memo.splitlines()) < 120


KNOWN = "provenance: {status: recalled}"
UNKNOWN_BOUND = f"""\
ruleset: t/xa
version: 2024-01-01
title: {{vi: Xã, en: Commune}}
applies_to: commune
instrument: {{number: 1/QĐ}}
recognition: {{criteria: all, {KNOWN}}}
revocation: {{measure: clean_water_households, less_than: unknown, {KNOWN}}}
criteria:
  - {{code: "1", name: Nước, measure: clean_water_households, at_least: 90, {KNOWN}}}
"""


def test_what_was_undetermined_and_is_a_ground_for_revocation_now_is_told() -> None:
    library, on = load_library(), date(2024, 12, 31)
    texts = (UNKNOWN_BOUND, UNKNOWN_BOUND.replace("less_than: unknown", "less_than: 50"))
    rules = [ruleset_from_text(text, library) for text in texts]
    units = Units(Unit(code, f"Xã {code}", "commune", None) for code in ("A", "B"))
    said = [Fact(code, "clean_water_households", Decimal(value), on) for code, value in (("A", 40), ("B", 60))]
    sides = [compile(one, on, library) for one in rules]
    names = Names(library, units, "vi")
    memo = paper_markdown(impact_paper([impact(*sides, units=units, statements=said)], names), "vi")
    assert "1 xã trước đây chưa xác định, nay thuộc trường hợp thu hồi; 1 xã trước đây chưa xác định, nay không" in memo
    assert "không còn thuộc" not in memo
    adverse = memo.partition("nay chưa đủ điều kiện, không giữ được chuẩn hoặc thuộc trường hợp thu hồi")[2]
    assert "Xã A" in adverse.partition("##")[0]


def test_of_many_units_of_whom_the_same_is_said_some_are_named_and_all_are_counted() -> None:
    library, on = load_library(), date(2024, 12, 31)
    texts = (UNKNOWN_BOUND, UNKNOWN_BOUND.replace("at_least: 90", "at_least: unknown"))
    sides = [compile(ruleset_from_text(text, library), on, library) for text in texts]
    units = Units(Unit(f"C{number:02}", f"Xã số {number:02}", "commune", None) for number in range(40))
    said = [Fact(unit.code, "clean_water_households", Decimal(95), on) for unit in units]
    found, names = [impact(*sides, units=units, statements=said)], Names(library, units, "vi")
    short, whole = (impact_paper(found, names, everything=everything) for everything in (False, True))
    sections = [
        paper_markdown(paper, "vi").partition("## Đơn vị chưa xác định được")[2].partition("##")[0]
        for paper in (short, whole)
    ]
    assert [section.count("Xã số") for section in sections] == [30, 40]
    assert "và 10 đơn vị khác (--everything để xem tất cả)" in sections[0]
    assert "đơn vị khác" not in sections[1]


def test_a_memo_is_the_same_from_several_processes() -> None:
    library, on = load_library(), date(2024, 12, 31)
    versions = {one.version: one for one in library.versions["vn/commune-ntm"]}
    sides = [compile(versions[each], on, library) for each in (date(2022, 8, 2), date(2024, 3, 7))]
    units = Units(Unit(code, f"Xã {code}", "commune", None) for code in "AB")
    said = [Fact("A", "clean_water_households", Decimal(95), on)]
    found, names = [impact(*sides, units=units, statements=said)], Names(library, units, "vi")
    assert impact_paper(found, names, share=partial(shared_out, are_long=True)) == impact_paper(found, names)


def test_requirements_that_are_cut_short_are_said_to_be() -> None:
    library, on = load_library(), date(2024, 12, 31)
    versions = {one.version: one for one in library.versions["vn/commune-ntm"]}
    sides = [compile(versions[each], on, library) for each in (date(2022, 8, 2), date(2024, 3, 7))]
    units = Units([Unit("A", "Xã A", "commune", None)])
    paper = impact_paper([impact(*sides, units=units, statements=[])], Names(library, units, "vi"))
    rules = paper_markdown(paper, "vi").partition("## Tổng hợp")[0]
    assert "…" in rules
    assert rules.rstrip().endswith("ntm-rules diff, với cùng hai văn bản.")
