"""Impact in words, of any amended world: every row that is printed is one that changed, and nothing breaks the page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm_rules.evolution.impact.as_if import side_by_side
from ntm_rules.evolution.impact.deciding import impact, impact_of_libraries
from ntm_rules.evolution.impact.effect import Effect, RuleLevel
from ntm_rules.exchange.output.changes.impact import COLUMNS, impacts_to_csv, impacts_to_json
from ntm_rules.model.text import Language
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
        for row in one.having(Effect.LOSES, RuleLevel.CONCLUSION):
            assert names.unit(row.unit) in page
            assert names.unit(row.unit) in memo
    lines = list(impacts_to_csv(impacts, world.units, language=language))
    assert len(lines) == 1 + sum(len(one.changed()) for one in impacts)
    assert all(line.count(",") >= len(COLUMNS) - 1 for line in lines)
    assert "".join(impacts_to_json(impacts)).count('"ruleset": ') == 3 * len(impacts)
    assert len(memo.splitlines()) < 120
