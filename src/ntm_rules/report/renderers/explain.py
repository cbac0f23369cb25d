"""Explanations as text."""

from collections.abc import Iterable, Sequence

from ...engine.remedies import Step, Steps
from ...model.arguments import checks_arguments
from ...model.decision import Decision
from ...model.library import Library
from ...model.text import Language
from ...model.units.unit import Unit, Units
from ...program.arguments import units_of
from ..papers.explanation import explanation
from ..phrasing.names import Names
from .paper_text import paper_text


@checks_arguments
def explain(
    decision: Decision,
    library: Library,
    units: Units | Iterable[Unit] | Unit,
    lang: Language = "vi",
    *,
    everything: bool = False,
    colour: bool = False,
    width: int | None = None,
    steps: Sequence[Step] | None = None,
    others: Sequence[Steps] = (),
) -> str:
    """A decision with its reasons, as text in `lang`.

    Criteria and indicators that failed or are not determined are shown in full, those attained by their codes; with
    `everything` all are shown in full, in the order of the ruleset. Members (other units) take a line each, unless
    `everything` is asked for. A source's date is named where it is not the date of the decision. `colour` adds terminal
    colours; without it the text has none. Lines are as long as what they say, or of at most `width` terminal cells.

    `steps` is what the engine found to be needed (`engine.remedies`: `to_attain` of a decision not attained, `to_settle` of one
    undetermined); without it the needs are read off the reasons. `others` are other ways to attain it (`ways_to_attain`).

    Raises ArgumentError for a language that is not spoken here.

    >>> from ntm_rules.testing.basis.examples import example_decision
    >>> decision = example_decision()
    >>> print(explain(decision, Library(), Unit("C", "Xã A", "commune")).splitlines()[1])
    ✓ ĐẠT
    """
    names = Names(library, units_of(units), lang)
    return paper_text(
        explanation(decision, names, everything=everything, steps=steps, others=others), lang, width, colour=colour
    )
