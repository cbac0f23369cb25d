"""Texts made in both languages at once, and signs of outcomes, each with its word."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from attrs import frozen

from ...model.decision import Decision
from ...model.key import RECOGNITION, is_conclusion
from ...model.library import NO_OFFICES, Library, Offices
from ...model.outcome import Outcome
from ...model.text import Language, Text, printable
from ...model.units.unit import Units
from ...model.values.identity import IdentityEnum
from ..phrasing.names import Names
from ..phrasing.numbers import counted, first_of
from ..words.common import Noun, say
from ..words.rule_kinds import MANNERS, RuleKind, sign


class Look(IdentityEnum):
    """Manner in which a sign is drawn: told by fill, border and lightness together, never by hue alone."""

    ATTAINED = "attained"
    NOT_ATTAINED = "not_attained"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    WARNING = "warning"  # what counts against the unit: grounds for revocation
    NEUTRAL = "neutral"  # neither good nor bad: a group, no grounds


@frozen
class Badge:
    """A sign with its word: the sign is never the only carrier."""

    look: Look
    sign: str
    word: Text


@frozen
class Linked:
    """A text that opens a reason: `node` is its place in the graph of reasons (None: it opens nothing)."""

    text: Text
    node: int | None = None
    badge: Badge | None = None
    remark: Text | None = None


T = TypeVar("T")
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_LOOKS = {
    Outcome.ATTAINED: Look.ATTAINED,
    Outcome.NOT_ATTAINED: Look.NOT_ATTAINED,
    Outcome.UNDETERMINED: Look.UNDETERMINED,
    Outcome.NOT_APPLICABLE: Look.NOT_APPLICABLE,
}


@frozen(eq=False)
class TwoNames:
    """The names of a library and its units in both languages, from which every text of a page is made."""

    vi: Names
    en: Names

    @classmethod
    def of(cls, library: Library, units: Units, offices: Offices = NO_OFFICES) -> "TwoNames":
        """The names of a library and of units, for a page that tells reasons twice.

        `offices` answer for rules whose rulesets name none.
        """
        return cls(Names(library, units, "vi", offices, {}), Names(library, units, "en", offices, {}))

    def text(self, make: Callable[[Names], str]) -> Text:
        """A text made from the names of each language."""
        return same_or_both(make(self.vi), make(self.en))

    def text_of(self, of: T, make: Callable[[T, Names], str]) -> Text:
        """A text about one thing, made from it and the names of each language."""
        return self.text(lambda names: make(of, names))

    def wording(self, text: Text) -> Text:
        """A wording of a rule file or a dossier, safe to show."""
        return same_or_both(self.vi.text(text), self.en.text(text))

    def texts(self, make: Callable[[Names], list[str]]) -> tuple[Text, ...]:
        """Texts made from the names of each language, which have to be as many."""
        return tuple(same_or_both(*pair) for pair in zip(make(self.vi), make(self.en), strict=True))

    def unit(self, code: str) -> Text:
        """The name of a unit, the same in both languages."""
        return Text(self.vi.unit(code))

    def title(self, decision: Decision) -> Text:
        """The title of the ruleset of a decision."""
        return self.text(lambda names: names.title(decision.rule.ruleset, decision.version))

    def named(self, decision: Decision) -> Text:
        """A rule by its code and name; a conclusion by its name."""
        code = "" if is_conclusion(decision.rule.code) else f"{printable(decision.rule.code)} "
        if decision.rule.code == RECOGNITION:
            return self.text(lambda names: names.text(decision.name) or names.title(decision.rule.ruleset))
        return self.text(lambda names: code + names.text(decision.name))

    def offices(self, decision: Decision) -> tuple[Text, ...]:
        """The offices responsible for a rule, or for the one above it."""
        ruleset = self.vi.ruleset(decision.rule.ruleset, decision.version)
        return () if ruleset is None else self.vi.offices.of(ruleset, decision.rule.code)

    def badge(self, decision: Decision, *, in_full: bool = False) -> Badge:
        """The sign and the word of a decision, as they are said of its kind of rule."""
        return badge_of(self.vi.kind_of(decision), decision.outcome, in_full=in_full)


def same_or_both(vi: str, en: str) -> Text:
    """A text; one wording where both languages say the same.

    >>> same_or_both("17/19", "17/19")
    Text(vi='17/19', en=None)
    """
    return Text(vi) if vi == en else Text(vi, en)


def filled(phrase: Text, **fields: object) -> Text:
    """A phrase with its fields filled in, in both languages; fields that are texts in the language of each.

    >>> filled(Text("{what} đạt", "{what} attained"), what=Text("xã", "communes")).en
    'communes attained'
    """
    vi = {key: value.vi if isinstance(value, Text) else value for key, value in fields.items()}
    en = {key: value.in_language("en") if isinstance(value, Text) else value for key, value in fields.items()}
    return same_or_both(say(phrase, "vi", **vi), say(phrase, "en", **en))


def both_of(make: Callable[..., str], *texts: Text | str) -> Text:
    """A text made of others, of the wording of each language apart.

    >>> both_of(str.upper, Text("xã", "commune")).en
    'COMMUNE'
    """
    vi, en = (
        [text if isinstance(text, str) else text.in_language(language) for text in texts] for language in LANGUAGES
    )
    return same_or_both(make(*vi), make(*en))


def joined(texts: Iterable[Text], joint: str = "; ") -> Text:
    """Texts as one.

    >>> joined((Text("a", "b"), Text("c"))).en
    'b; c'
    """
    return both_of(lambda *parts: joint.join(parts), *texts)


def pair(first: Text | str, second: Text | str) -> Text:
    """Two texts with a colon between them.

    >>> pair(Text("a"), Text("b")).vi
    'a: b'
    """
    return both_of("{}: {}".format, first, second)


def counted_text(count: int, noun: Noun) -> Text:
    """A count with its noun in both languages."""
    return same_or_both(*(counted(count, noun, language) for language in LANGUAGES))


def first_texts(texts: Sequence[Text], joint: str, most: int, more: Text) -> Text:
    """The first of several texts, joined, and how many more there are, in both languages.

    >>> first_texts([Text("a"), Text("b")], "; ", 1, Text("và {count} mục khác", "and {count} more")).en
    'a and 1 more'
    """
    vi, en = [text.vi for text in texts], [text.in_language("en") for text in texts]
    return same_or_both(first_of(vi, joint, most, "vi", more), first_of(en, joint, most, "en", more))


def noun_text(noun: Noun, count: int | None = None) -> Text:
    """A noun in both languages, in the plural but of one.

    >>> noun_text(Noun("xã", "commune", "communes"), 1).en
    'commune'
    """
    return same_or_both(noun.vi, noun.one if count == 1 else noun.other)


@cache
def badge_of(kind: RuleKind, outcome: Outcome, *, in_full: bool = False) -> Badge:
    """The sign and the word of an outcome.

    >>> badge_of(RuleKind.REVOCATION, Outcome.ATTAINED).look
    <Look.WARNING: 'warning'>
    """
    manner = MANNERS[kind]
    mark = sign(kind, outcome)
    look = _LOOKS[outcome]
    if mark in ("⚠", "○", "●"):
        look = Look.WARNING if mark == "⚠" else Look.NEUTRAL
    return Badge(look, mark, (manner.in_full if in_full else manner.outcomes)[outcome])
