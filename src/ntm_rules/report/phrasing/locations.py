"""Prefixes of lines about a rule: place and code, in the form that editors and build logs link."""

from ...model.key import is_conclusion
from ...model.place import Place
from ...model.text import Language, printable
from ..words.rule_kinds import conclusion_called


def placed_rule(place: Place | None, code: str | None, language: Language) -> str:
    """The place and the rule, as a line begins: by its code; a conclusion, which has none, by its name. None: no rule.

    >>> placed_rule(Place("a.yaml", 12, 7), "3.3", "vi"), placed_rule(None, "recognition", "en")
    ('a.yaml:12:7: 3.3: ', 'Recognition: ')
    """
    where = "" if place is None else f"{printable(str(place))}: "
    return where if code is None else f"{where}{rule_called(code, language)}: "


def rule_called(code: str, language: Language) -> str:
    """A rule's code; of a conclusion, which has none, its name.

    >>> rule_called("3.3", "vi"), rule_called("recognition", "vi")
    ('3.3', 'Công nhận')
    """
    return conclusion_called(code).in_language(language) if is_conclusion(code) else printable(code)
