"""Proof that two versions differ only in the declared rules, or the undeclared changes with an example unit each."""

from collections.abc import Iterator

from ...evolution.comparison.declared import Declared
from ...evolution.comparison.diff import RuleChange, RulesetDiff
from ..phrasing.compared_names import Terms
from ..words import comparison as diff_words
from ..words.common import say
from .changes import kinds_of, title_of
from .rows import example_text, transition


def declared_lines(held: Declared, found: RulesetDiff, terms: Terms) -> Iterator[str]:
    """Statement that the declaration is proved or not, then a line for each undeclared change."""
    language = terms.language
    codes = terms.codes(held.codes)
    if held.is_proved:
        yield say(diff_words.PROVED, language, codes=codes)
        return
    yield say(diff_words.NOT_PROVED, language, codes=codes)
    for setting in held.settings:
        yield diff_words.SETTING_NAMES[setting].in_language(language)
    for change in held.others:
        rule = change.after or change.before
        assert rule is not None
        what = _what(change, found, terms)
        yield f"{title_of(rule, terms.names)}: {what}"


def _what(change: RuleChange, found: RulesetDiff, terms: Terms) -> str:
    before, after, difference = change.before, change.after, change.difference
    if before is None or after is None or difference is None or difference.is_none:
        return kinds_of(change, found, terms.language)
    witnessed = change.shown.witnessed
    region = witnessed[0].region if witnessed else difference.regions[0]
    outcomes = transition(region.before, region.after, after.code, terms)
    if not witnessed:
        return say(diff_words.UNDECLARED_NOT_SHOWN, terms.language, transition=outcomes)
    return say(diff_words.UNDECLARED_FOR, terms.language, transition=outcomes, where=example_text(witnessed[0], terms))
