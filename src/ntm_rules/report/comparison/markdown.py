"""Two versions of a ruleset compared, as Markdown for a review comment, which holds no more than so many characters."""

from collections.abc import Sequence

from ...evolution.comparison.declared import Declared
from ...evolution.comparison.diff import RulesetDiff
from ...model.library import Library
from ...model.text import Language
from ..layout.markdown import escaped_comment
from ..papers.paper import PaperBlock
from ..renderers.paper_markdown import blocks_markdown, paper_markdown
from .paper import diff_paper

MOST_ROWS = 40
MOST_CHARACTERS = 60_000
"""A comment holds no more than 65,536 characters: rules that no longer fit are named only."""


def diff_markdown(found: RulesetDiff, library: Library, language: Language, held: Declared | None = None) -> str:
    """The comparison as GitHub-flavoured Markdown, its result first.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> from ...evolution.comparison.diff import diff
    >>> ruleset = example_ruleset()
    >>> print(diff_markdown(diff(ruleset, ruleset, library=Library()), Library(), "vi").splitlines()[0])
    ## So sánh hai văn bản: Xã
    """
    left = MOST_CHARACTERS

    def fits(blocks: Sequence[PaperBlock]) -> bool:
        nonlocal left
        length = sum(map(len, blocks_markdown(blocks, language, escape=escaped_comment)))
        if length > left:
            return False
        left -= length
        return True

    paper = diff_paper(found, library, language, held, most=MOST_ROWS, fits=fits)
    return paper_markdown(paper, language, level=2, escape=escaped_comment)
