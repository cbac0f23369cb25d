"""The level of a unit in words: `4 sao`, or those that are still possible."""

from ...model.decision import LevelFound
from ...model.key import LEVEL
from ...model.ruleset import Ruleset
from ..words.common import say
from ..words.levels import NO_LEVEL_FOUND, STILL_POSSIBLE
from .names import Names
from .numbers import listed


def level_name(id: str | None, ruleset: Ruleset, names: Names) -> str:
    """The name of a level of a ruleset; of none, that there is none.

    >>> from datetime import date
    >>> from ...model.library import Library
    >>> from ...model.ruleset import Instrument
    >>> from ...model.text import Text
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("A"), "product", Instrument("1"), ())
    >>> level_name(None, ruleset, Names(Library(), None, "vi"))
    'không xếp hạng'
    """
    rule = None if id is None else ruleset.rule(LEVEL + id)
    return NO_LEVEL_FOUND.in_language(names.language) if rule is None else names.text(rule.name)


def level_text(found: LevelFound, ruleset: Ruleset, names: Names) -> str:
    """The level that is found, or `chưa xác định (4 sao hoặc 3 sao)`."""
    called = [level_name(id, ruleset, names) for id in found.possible]
    if found.is_settled:
        return called[0]
    return say(STILL_POSSIBLE, names.language, levels=listed(called, names.language, alternative=True))
