"""The units that a run decides, and the signs that tell outcomes."""

from collections.abc import Collection, Sequence

from ...engine.decisions import Decisions
from ...model.outcome import Outcome
from ..phrasing.names import Names
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import STATUS_SIGN, RuleKind, outcome_word, sign


def units_of(run: Decisions, chosen: Collection[str] = ()) -> list[str]:
    """The codes of the units that a run decides, of those chosen (empty: all)."""
    return [unit.code for unit in run.units if not chosen or unit.code in chosen]


_ORDER = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


def legend(names: Names, runs: Sequence[Decisions] = ()) -> str:
    """Legend of the outcome signs, with those of a revocation and of a classification where `runs` have any.

    >>> from ...model.library import Library
    >>> legend(Names(Library(), None, "en"))
    'Key: ✓ attained · ✗ not attained · ? undetermined · – not applicable'
    """
    own = [RuleKind.CRITERION]
    rulesets = [run.program.ruleset for run in runs]
    if any(conclusion.code == RuleKind.REVOCATION.value for each in rulesets for conclusion in each.conclusions):
        own.append(RuleKind.REVOCATION)
    if any(each.classifies for each in rulesets):
        own.append(RuleKind.CLASSIFICATION)
    said: dict[str, list[str]] = {}
    for kind in own:
        for outcome in _ORDER:
            if kind is RuleKind.CRITERION or outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
                word = outcome_word(kind, outcome, names.language).lower()
                said.setdefault(sign(kind, outcome), []).append(word)
    published = (of_unit for run in runs for of_unit in run.world.evidence.published.values())
    if any(isinstance(one.value, str) for of_unit in published for several in of_unit.values() for one in several):
        said.setdefault(STATUS_SIGN, []).append(overview_words.STATUS_OF_COUNCIL.in_language(names.language))
    signs = " · ".join(f"{mark} {', '.join(called)}" for mark, called in said.items())
    return say(overview_words.LEGEND, names.language, signs=signs)
