"""Texts, words, codes, dates and yes/no, each from the text as written, never as YAML would convert it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

import yaml
from yaml.nodes import ScalarNode

from ...model.key import RULESET_ID, RuleKey, is_conclusion
from ...model.named import ReferenceKind
from ...model.place import Place, PlacedText
from ...model.text import Text
from ...model.values.day import EARLIEST, LATEST, Day
from ..diagnostics.mistakes import KnownNames, Mistake, StructuringError, report
from ..grammar.conditions import RESERVED_VALUES, UNKNOWN
from ..grammar.files import TEXT
from ..grammar.synonyms import synonym
from ..yaml.source import WIDE, code_point, usual
from ..yaml.tree import Node, PlacedMapping, Scalar
from .converter import made_from, make, usual_hook
from .nodes import WORD_NOUN, found, keys_of, list_of

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

_CODE = re.compile(r"[^@#\s]+")
_LONGEST_CODE = 60
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_VALUE_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_VIETNAMESE_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDS_FOR_YES = {"yes": True, "true": True, "no": False, "false": False}
_OTHER_YES = {"có": "yes", "đạt": "yes", "y": "yes", "on": "yes", "1": "yes", "x": "yes",
              "không": "no", "chưa": "no", "n": "no", "off": "no", "0": "no"}  # fmt: skip
_CURLY = "“”„‟‘’‚‛«»"
_RESOLVER = yaml.SafeLoader("")

OTHERWISE = RESERVED_VALUES[-1]
WORD = Text("một từ", "a word")
LINE = Text("một câu chữ", "a text")


def scalar(node: Node, what: Text) -> Scalar:
    """`node` as a single value that is not empty; raises StructuringError for anything else."""
    if not isinstance(node, Scalar):
        raise StructuringError(Mistake("NTM203", node.place, {"what": what, "found": found(node)}))
    if what is not LINE and (strange := strangely_typed(node)) is not None:
        raise StructuringError(strange)
    if not node.strip() or (node.plain and node in ("~", "null", "Null", "NULL")):
        raise StructuringError(Mistake("NTM204", node.place, {"what": what}))
    return node


def strangely_typed(value: Scalar) -> Mistake | None:
    """Mistake for a word or figure, not in quotes, with signs of other keyboards: “90”, ９０, −5."""
    if not value.plain:
        return None
    if value and value[0] in _CURLY and value[-1] in _CURLY:
        return Mistake("NTM125", value.place, {"text": value, "instead": str(value).strip(_CURLY)})
    match = WIDE.search(value)
    if match is None:
        return None
    return Mistake("NTM126", value.place, {"character": code_point(match[0]), "instead": usual(str(value))})


def wording(node: Node) -> str:
    """Free text, as written."""
    return str(scalar(node, LINE)).strip()


def text(node: Node) -> Text:
    """A text in Vietnamese, or `{vi: , en: }`."""
    if isinstance(node, PlacedMapping):
        return make(Text, keys_of(node, TEXT))
    return Text(wording(node))


def word(node: Node) -> PlacedText:
    """A name that refers to something; the checks say whether it is declared."""
    return _placed(scalar(node, WORD))


def _placed(value: Scalar) -> PlacedText:
    return PlacedText.at(str(value).strip(), value.place)


def identifier(what: Text, known: KnownNames | None = None) -> Callable[[Node], PlacedText]:
    """A hook for a name that is declared here: `clean_water_households`; `known` are the usual ones."""
    return _matching(what, IDENTIFIER, "identifier", known)


def value_identifier(what: Text) -> Callable[[Node], PlacedText]:
    """A hook for the name of a level or of an attribute's value, which may have capitals: `I`."""
    return _matching(what, _VALUE_IDENTIFIER, "value_identifier")


def _matching(
    what: Text, pattern: re.Pattern[str], hint: str, known: KnownNames | None = None
) -> Callable[[Node], PlacedText]:
    def hook(node: Node) -> PlacedText:
        value = scalar(node, what)
        if not pattern.fullmatch(value) or len(value) > 100:
            params = {"text": value, "what": what}
            known_name = None if known is None else synonym(value, known.names)
            # Of a usual thing by another word, only the right word is told.
            word = None if known_name is None else str(value)
            raise StructuringError(
                Mistake("NTM216", value.place, params, hint=hint if word is None else None, word=word, known=known)
            )
        return _placed(value)

    return hook


level_id = value_identifier(Text("mã của mức", "a level's id"))
ruleset_id = _matching(Text("mã bộ tiêu chí", "a ruleset's id"), RULESET_ID, "ruleset")


def rule_key(node: Node) -> RuleKey:
    """`ruleset#code`, or the ruleset alone."""
    value = scalar(node, Text("tên quy tắc", "a rule key"))
    try:
        return RuleKey.parse(str(value).strip())
    except ValueError:
        what = Text("tên quy tắc", "a rule key")
        raise StructuringError(Mistake("NTM211", value.place, {"text": value, "what": what}, hint="rule_key")) from None


def code(node: Node) -> PlacedText:
    """A code as printed. Unquoted, it must be a text for YAML too: `3.10` would become 3.1."""
    what = Text("mã", "a code")
    value = scalar(node, what)
    if value.plain and len(value) <= _LONGEST_CODE and (reading := read_otherwise(value)):
        # The meaning is plain, so references to the code still resolve.
        report(Mistake("NTM210", value.place, {"code": value, "read": reading}))
    if not _CODE.fullmatch(value) or len(value) > _LONGEST_CODE:
        raise StructuringError(Mistake("NTM216", value.place, {"text": value, "what": what}, hint="code"))
    if is_conclusion(value):
        raise StructuringError(Mistake("NTM319", value.place, {"name": value, "what": what}, hint="conclusion"))
    return _placed(value)


def read_otherwise(value: str) -> Text | None:
    """Description of the type that a YAML reader gives an unquoted text; None where it stays a text."""
    tag = str(_RESOLVER.resolve(ScalarNode, value, (True, False))).rpartition(":")[2]  # type: ignore[no-untyped-call]
    if tag in ("int", "float") or re.fullmatch(r"[-+]?(0o[0-7]+|\.?\d[\d.]*([eE][-+]?\d+)?)", value):
        number = re.fullmatch(r"[-+]?\d+\.\d+", value)
        shown = f" {value.rstrip('0').rstrip('.')}" if number else ""
        # `3.3.1` has two points and stays a text.
        return None if tag == "str" and value.count(".") > 1 else Text(f"số{shown}", f"the number{shown}")
    return {
        "bool": Text("yes hoặc no", "yes or no"),
        "timestamp": Text("một ngày", "a date"),
        "null": Text("ô trống", "an empty value"),
    }.get(tag)


def day(node: Node) -> date:
    """A date as 2022-04-15."""
    value = scalar(node, Text("một ngày", "a date"))
    if _is_day(value):
        return date.fromisoformat(value)
    turned = _VIETNAMESE_DAY.fullmatch(value)
    if turned:
        instead = f"{turned[3]}-{int(turned[2]):02}-{int(turned[1]):02}"
        if _is_day(instead):
            raise StructuringError(Mistake("NTM213", value.place, {"text": value, "instead": instead}, hint="date"))
    raise StructuringError(Mistake("NTM213", value.place, {"text": value}))


def _is_day(written: str) -> bool:
    """True where a text is a day of the calendar, as 2022-04-15, of a year that instruments and figures are of."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return False
    return _DAY.fullmatch(written) is not None and EARLIEST <= Day.of(day) <= LATEST


def like_a_day(value: Scalar) -> bool:
    """True where a date was written, in whatever order."""
    return bool(_DAY.fullmatch(value) or _VIETNAMESE_DAY.fullmatch(value))


def yes_no(node: Node) -> bool:
    """yes or no; true and false say the same."""
    value = scalar(node, Text("yes hoặc no", "yes or no"))
    if value in _WORDS_FOR_YES:
        return _WORDS_FOR_YES[value]
    meant = value.strip().lower()
    instead = meant if meant in _WORDS_FOR_YES else _OTHER_YES.get(meant)
    if instead:
        raise StructuringError(Mistake("NTM214", value.place, {"text": value, "instead": instead}, hint="yes"))
    known = KnownNames.words(WORD_NOUN, ("yes", "no"))
    raise StructuringError(Mistake("NTM214", value.place, {"text": value}, word=value, known=known))


def is_yes_or_no(node: Node) -> bool:
    """True for a word, not in quotes, that says yes or no, or that is written for it."""
    return isinstance(node, Scalar) and node.plain and node.strip().lower() in {*_WORDS_FOR_YES, *_OTHER_YES}


def chosen(words: Iterable[str], what: Text) -> Callable[[Node], str]:
    """A hook for one of a closed list of words."""
    known = KnownNames.words(WORD_NOUN, words)

    def hook(node: Node) -> str:
        value = scalar(node, what)
        if value not in known.names:
            params = {"text": value, "what": what}
            raise StructuringError(Mistake("NTM215", value.place, params, word=value, known=known))
        return str(value)

    return hook


def chosen_enum(kind: type[E], what: Text) -> Callable[[Node], E]:
    """A hook for one of the words of an enumeration."""
    hook = chosen((member.value for member in kind), what)
    return lambda node: kind(hook(node))


unknown = chosen((UNKNOWN,), Text("content", "content"))


def unique(items: Iterable[tuple[T, Place | None]]) -> tuple[T, ...]:
    """The values without repetitions; a repetition is reported at its place."""
    seen: dict[T, None] = {}
    for value, place in items:
        if value in seen:
            report(Mistake("NTM233", place, {"text": value}))
        seen[value] = None
    return tuple(seen)


def unique_list(hook: Callable[[Node], PlacedText], vi: str, en: str) -> Callable[[Node], tuple[PlacedText, ...]]:
    """A hook for a list of names without repetitions, named for messages."""
    values = list_of(hook, vi, en)
    return lambda node: unique((item, item.place) for item in values(node))


NO_DAY = date.min
"""Stand-in for a date with a mistake."""

usual_hook(str, wording, "?")
usual_hook(Text, text, Text("?"))
usual_hook(date, day, NO_DAY)
usual_hook(bool, yes_no, False)
for names in (ReferenceKind.MEASURE, ReferenceKind.ATTRIBUTE):
    usual_hook(names, word, "?")
usual_hook(ReferenceKind.RULE, rule_key, RuleKey("?/?"))
usual_hook(ReferenceKind.RULESET, ruleset_id, "?", always=True)
made_from(Text)
