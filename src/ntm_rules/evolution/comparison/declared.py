"""Check that two versions differ only where that was declared."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from operator import attrgetter

from attrs import frozen

from ...model.arguments import checks_arguments
from ...model.problem import CompileError, Diagnostic
from ...model.text import Text
from .diff import DECIDING_SETTINGS, ChangeKind, RuleChange, RulesetDiff, Setting

_ASKED = attrgetter("condition", "applies_when", "valid_for", "requires_assurance")


@frozen
class Declared:
    """A declaration held against a comparison: `codes` are the rules that may decide differently, `others` those that can,
    or for which that is not excluded, `settings` what has changed for every rule.
    """

    codes: tuple[str, ...]
    others: tuple[RuleChange, ...]
    settings: tuple[Setting, ...]

    @property
    def is_proved(self) -> bool:
        """True when only the rules declared can come to another outcome."""
        return not self.others and not self.settings


@checks_arguments
def declared(found: RulesetDiff, codes: Collection[str]) -> Declared:
    """Check a comparison against the codes of the rules that were meant to change, as printed in either version.

    A rule with another number counts as one that can decide differently: what is attested of it is not attested of it there. A
    criterion or conclusion that changes only because rules it counts were added or repealed is declared with these. A rule
    that is too large to be compared counts as one that can decide differently. Raises CompileError naming every code
    that neither version has.

    >>> from ...language.library import load_library
    >>> from .diff import diff
    >>> library = load_library()
    >>> _, first, second, _ = library.versions["vn/commune-ntm"]
    >>> declared(diff(first, second, library=library), ["3.1"]).others[0].code
    '4.2'
    """
    known = dict.fromkeys(rule.code for ruleset in (found.after, found.before) for rule in ruleset.rules())
    unknown = [_unknown(code, known) for code in dict.fromkeys(codes) if code not in known]
    if unknown:
        raise CompileError(unknown)
    others = [
        change
        for change in found.changes
        if not {*codes} & {*_codes(change)}
        and (
            change.moves_attestations or (change.decides_differently and not _follows(change, found, frozenset(codes)))
        )
    ]
    settings = tuple(setting for setting in found.settings if setting in DECIDING_SETTINGS)
    return Declared(tuple(dict.fromkeys(codes)), tuple(others), settings)


def _follows(change: RuleChange, comparison: RulesetDiff, codes: frozenset[str]) -> bool:
    """True when a rule is unchanged and, of the rules it counts, only declared ones were added or repealed."""
    before, after = change.before, change.after
    if before is None or after is None or comparison.measures or _ASKED(before) != _ASKED(after):
        return False
    if {Setting.BASICALLY_MET, Setting.ASSURANCE} & {*comparison.settings}:
        return False
    changed = {change.code for change in comparison.changes if change.changes & {ChangeKind.ADDED, ChangeKind.REPEALED}}
    own = {below.code for rule in (before, after) for below in rule.below}
    counted = own or {
        criterion.code for ruleset in (comparison.before, comparison.after) for criterion in ruleset.criteria
    }
    return bool(changed & counted) and changed & counted <= codes


def _codes(change: RuleChange) -> Iterator[str]:
    return (rule.code for rule in (change.before, change.after) if rule is not None)


def _unknown(code: str, known: Collection[str]) -> Diagnostic:
    near = get_close_matches(code, known, 1)
    listed = ", ".join(known)
    advice = (
        Text(f"gần đúng nhất: {near[0]}", f"nearest: {near[0]}")
        if near
        else Text(f"đã có: {listed}", f"known: {listed}")
    )
    text = Text(f"không phiên bản nào có quy tắc '{code}'", f"neither version has a rule '{code}'")
    return Diagnostic("NTM615", None, text, advice)
