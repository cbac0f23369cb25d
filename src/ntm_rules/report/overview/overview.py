"""The units that a run decides, and the signs that tell outcomes."""

from collections.abc import Collection, Sequence

from ...engine.decisions import Decisions
from ...model.key import REVOCATION
from ...model.outcome import Outcome
from ..phrasing.names import Names
from ..words import overview as overview_words
from ..words.common import say
from ..words.rule_kinds import STATUS_SIGN, RuleKind, outcome_word, sign


def units_of(run: Decisions, chosen: Collection[str] = ()) -> list[str]:
    """The codes of the units that a run decides, of those chosen (empty: all)."""
    return [unit.code for unit in run.units if not chosen or unit.code in chosen]


_ORDER = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


def legend(names: Names, runs: Sequence[Decisions] = (), shown: Collection[str] = ()) -> str:
    """Legend of the outcome signs, with those of a revocation and of a classification that are `shown`.

    >>> from ...model.library import Library
    >>> legend(Names(Library(), None, "en"))
    'Key: ✓ attained · ✗ not attained · ? undetermined · – not applicable'
    """
    rulesets = [run.program.ruleset for run in runs]
    said = {sign(RuleKind.CRITERION, one): [outcome_word(RuleKind.CRITERION, one, names.language)] for one in _ORDER}
    for kind, is_had in (
        (RuleKind.REVOCATION, any(one.code == REVOCATION for each in rulesets for one in each.conclusions)),
        (RuleKind.CLASSIFICATION, any(each.classifies for each in rulesets)),
    ):
        for outcome in (Outcome.ATTAINED, Outcome.NOT_ATTAINED):
            if is_had and (mark := sign(kind, outcome)) in shown:
                said.setdefault(mark, []).append(outcome_word(kind, outcome, names.language))
    published = (of_unit for run in runs for of_unit in run.world.evidence.published.values())
    if any(isinstance(one.value, str) for of_unit in published for several in of_unit.values() for one in several):
        said.setdefault(STATUS_SIGN, []).append(overview_words.STATUS_OF_COUNCIL.in_language(names.language))
    signs = " · ".join(f"{mark} {', '.join(called)}".lower() for mark, called in said.items())
    return say(overview_words.LEGEND, names.language, signs=signs)
