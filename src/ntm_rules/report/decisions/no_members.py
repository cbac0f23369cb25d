"""Phrases for rules over units below of which there are none."""

from collections.abc import Iterable, Iterator

from ...model.decision import Decision, Reason, ReasonKind
from ...model.key import RuleKey, is_conclusion
from ...model.text import printable
from ..phrasing.names import Names
from ..phrasing.reasons import are_some
from ..words import overview as overview_words
from ..words.common import say


def is_without_members(decision: Decision) -> bool:
    """True when a decision, or one below it about the same unit, found no units below."""
    return any(True for _ in _found(decision))


def no_members_in_short(decisions: Iterable[Decision], names: Names, *, about: RuleKey | None = None) -> str:
    """`không có xã nào (1, 3)`: kinds of which there is no unit, with the rules that count them except `about`; else
    empty.
    """
    kinds: dict[str, dict[str, None]] = {}
    for decision in decisions:
        for one, reason in _found(decision):
            rules = kinds.setdefault(reason.members or "", {})
            if one.rule != about:
                rules[names.text(one.name) if is_conclusion(one.rule.code) else printable(one.rule.code)] = None
    texts = []
    for kind, rules in kinds.items():
        noun = names.kind(kind)
        text = say(overview_words.NO_MEMBERS, names.language, kind=noun.vi if names.language == "vi" else noun.one)
        texts.append(f"{text} ({', '.join(rules)})" if rules else text)
    return "; ".join(texts)


def _found(decision: Decision) -> Iterator[tuple[Decision, Reason]]:
    """Reasons that say that there are no units below, each with its decision."""
    for reason in decision.reasons:
        if is_no_members(reason):
            yield decision, reason
    for child in decision.children:
        if child.unit == decision.unit:
            yield from _found(child)


def is_no_members(reason: Reason) -> bool:
    """True when a reason says that there are no units below; false where a rule merely applies to none of them.

    >>> from ...model.outcome import Outcome
    >>> is_no_members(Reason(kind=ReasonKind.NO_MEMBERS, outcome=Outcome.UNDETERMINED, members="commune"))
    True
    """
    return reason.kind is ReasonKind.NO_MEMBERS and reason.members is not None and not are_some(reason)
