"""Papers as a command prints them, for tests of what they say."""

from collections.abc import Sequence

from ntm_rules.evolution.comparison.conform import Conformity
from ntm_rules.evolution.comparison.declared import Declared
from ntm_rules.evolution.comparison.diff import RulesetDiff
from ntm_rules.evolution.impact.impact import Impact
from ntm_rules.model.library import Library
from ntm_rules.model.text import Language
from ntm_rules.report.comparison.conformity import conform_paper
from ntm_rules.report.comparison.paper import diff_paper
from ntm_rules.report.impact.memo import impact_paper
from ntm_rules.report.phrasing.names import Names
from ntm_rules.report.renderers.paper_text import paper_text

WIDTH = 100


def diff_text(found: RulesetDiff, library: Library, language: Language, held: Declared | None = None) -> str:
    return paper_text(diff_paper(found, library, language, held), language, WIDTH)


def declared_text(held: Declared, found: RulesetDiff, library: Library, language: Language) -> str:
    return diff_text(found, library, language, held)


def conform_text(found: Conformity, library: Library, language: Language) -> str:
    return paper_text(conform_paper(found, library, language), language, WIDTH)


def impact_text(impacts: Sequence[Impact], names: Names) -> str:
    return paper_text(impact_paper(impacts, names), names.language)
