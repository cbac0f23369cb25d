"""Papers as a command prints them, for tests of what they say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from ntm_rules.engine.decisions import Decisions
from ntm_rules.evolution.cases.run import CaseResult
from ntm_rules.evolution.comparison.conform import Conformity
from ntm_rules.evolution.comparison.declared import Declared
from ntm_rules.evolution.comparison.diff import RulesetDiff
from ntm_rules.evolution.impact.impact import Impact
from ntm_rules.model.decision import Decision
from ntm_rules.model.library import Library
from ntm_rules.model.problem import NtmError
from ntm_rules.model.ruleset import Rule, Ruleset
from ntm_rules.model.text import Language, Text
from ntm_rules.model.units.unit import Units
from ntm_rules.report.book.lists import provenance_paper
from ntm_rules.report.book.ruleset_paper import rule_paper, ruleset_paper
from ntm_rules.report.comparison.conformity import conform_paper
from ntm_rules.report.comparison.paper import diff_paper
from ntm_rules.report.impact.memo import impact_paper
from ntm_rules.report.pages.history import changes_since
from ntm_rules.report.pages.two_languages import TwoNames
from ntm_rules.report.papers.assessment import AssessmentView, change_blocks, closing_blocks, run_blocks
from ntm_rules.report.papers.open_work import work_blocks
from ntm_rules.report.papers.paper import Paper, PaperBlock
from ntm_rules.report.papers.unit_decisions import decision_table as table_of_decisions
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.paper_text import paper_text
from ntm_rules.report.testing.cases import cases_paper

WIDTH = 100


def diff_text(found: RulesetDiff, library: Library, language: Language, held: Declared | None = None) -> str:
    return paper_text(diff_paper(found, library, language, held), language, WIDTH)


def cases_text(results: Sequence[CaseResult], library: Library, language: Language) -> str:
    return paper_text(cases_paper(results, library, language), language, WIDTH)


def declared_text(held: Declared, found: RulesetDiff, library: Library, language: Language) -> str:
    return diff_text(found, library, language, held)


def conform_text(found: Conformity, library: Library, language: Language) -> str:
    return paper_text(conform_paper(found, library, language), language, WIDTH)


def impact_text(impacts: Sequence[Impact], names: Names) -> str:
    return paper_text(impact_paper(impacts, names), names.language)


def show_rule(rule: Rule, ruleset: Ruleset, library: Library, language: Language) -> str:
    return paper_text(rule_paper(rule, ruleset, library), language)


def show_ruleset(ruleset: Ruleset, library: Library, language: Language) -> str:
    return paper_text(ruleset_paper(ruleset, library), language)


def provenance_table(rulesets: Sequence[Ruleset], language: Language) -> str:
    return paper_text(provenance_paper(rulesets), language).split("\n\n")[1]


def decision_table(decisions: Iterable[Decision], library: Library, units: Units, language: Language) -> str:
    table = table_of_decisions(decisions, Names(library, units, language))
    return paper_text(Paper(None, Text(""), (), (table,)), language)


def overview(runs: Sequence[Decisions], names: Names, width: int | None = None, *, everything: bool = False) -> str:
    """The tables of the runs and what is to be noted, without the legend."""
    shown, having = AssessmentView(everything=everything), [run for run in runs if run.units]
    blocks: list[PaperBlock] = [block for run in having for block in run_blocks(run, names, shown)]
    if having:
        blocks += list(closing_blocks(blocks, having, names, AssessmentView(by="office")))[:-1]
    return _printed(blocks, names, width)


def by_office(
    runs: Sequence[Decisions], names: Names, chosen: Collection[str] = (), *, everything: bool = False
) -> str:
    narrowed = (
        [run.narrowed(unit.code for unit in run.units if unit.code in chosen) for run in runs] if chosen else runs
    )
    return _printed(list(work_blocks(narrowed, _both(names), everything=everything)), names)


def progress(
    runs: Sequence[Decisions],
    then: Mapping[str, Decisions | NtmError],
    since: date,
    names: Names,
    chosen: Collection[str] = (),
    *,
    everything: bool = False,
) -> str:
    changes = changes_since(runs, then, _both(names), chosen, everything=everything)
    return _printed(list(change_blocks(list(changes))), names)


def _both(names: Names) -> TwoNames:
    assert names.units is not None
    return TwoNames.of(names.library, names.units, names.offices)


def _printed(blocks: Sequence[PaperBlock], names: Names, width: int | None = None) -> str:
    return paper_text(Paper(None, Text(""), (), tuple(blocks)), names.language, width)
