"""Check that some conclusion counts each criterion."""

from collections.abc import Iterator

from ...model.library import Library
from ...model.ruleset import Ruleset
from ..contents.counted_criteria import conclusions_known, uncounted_criteria
from ..contents.traversal import references
from ..diagnostics.mistakes import Mistake

_MOST_PLACES = 5


def check_counted(ruleset: Ruleset, library: Library) -> Iterator[Mistake]:
    """Yield a mistake for criteria that no conclusion counts, where that is known, and no other ruleset names."""
    codes = uncounted_criteria(ruleset) if conclusions_known(ruleset) else ()
    if not codes:
        return
    named = {
        code
        for versions in library.versions.values()
        for version in versions
        for _, _, reference in references(version)
        if reference.ruleset == ruleset.id
        for code in reference.codes
    }
    left = [criterion for criterion in ruleset.criteria if criterion.code in codes and criterion.code not in named]
    if left:
        params = {"names": tuple(criterion.code for criterion in left), "ruleset": ruleset.id}
        yield Mistake("NTM342", left[0].place, params, related=[one.place for one in left[1 : 1 + _MOST_PLACES]])
