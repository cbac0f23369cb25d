"""Diagnostics from a table of messages: the code, the place, the words in both languages, and the same as fields."""

from collections.abc import Iterable, Mapping
from itertools import islice

from ..language.diagnostics.mistakes import shown
from ..model.place import Place
from ..model.problem import Diagnostic, Message, Severity
from ..model.text import Language, Text
from ..model.units.diagnostics import fields_of, in_both_languages, in_vietnamese
from ..model.units.kind import KINDS
from ..model.values.frozen_mapping import FrozenMapping

_LONGEST = 800
_OF_KINDS = ("kind", "parent_kind", "applies_to")
_SHORT = ("text", "name", "code", "character", "formula", "unit", "value")


def worded(
    messages: Mapping[str, Message],
    code: str,
    place: Place | None,
    severity: Severity = Severity.ERROR,
    related: Iterable[Place | None] = (),
    advice: Mapping[str, str] | None = None,
    details: Mapping[str, object] | None = None,
) -> Diagnostic:
    """The diagnostic `code` at `place`, worded with `details` and with those of `advice`, such as `hint` makes.

    A Text among the details fills `{name}` of the Vietnamese and `{name_en}` of the English message; a date is written as each
    language writes it.
    Without a place, the unit among the details stands before a message that does not name it itself.
    """
    wording, fields = messages[code], in_both_languages(details or {})
    before = Text("", "")
    if place is None and "unit" in fields and "{unit}" not in wording.message.vi:
        unit = shown(str(fields["unit"]))
        before = Text(f"đơn vị '{unit}': ", f"unit '{unit}': ")
    shown_fields = {name: _printable(name, value) for name, value in {**fields, **(advice or {})}.items()}
    said_vi = {
        name: kind_word(value) if name in _OF_KINDS else in_vietnamese(value) for name, value in shown_fields.items()
    }
    help_text = (
        Text(_filled(wording.help, "vi", said_vi), _filled(wording.help, "en", shown_fields)) if wording.help else None
    )
    return Diagnostic(
        code,
        place,
        Text(
            before.vi + _filled(wording.message, "vi", said_vi),
            before.in_language("en") + _filled(wording.message, "en", shown_fields),
        ),
        help_text if help_text and help_text.vi else None,
        severity,
        related=tuple(filter(None, related)),
        fields=FrozenMapping({**fields_of(fields), **_suggested(fields, advice or {})}),
    )


def _suggested(fields: Mapping[str, object], advice: Mapping[str, str]) -> dict[str, object]:
    """The nearest known word as the field `suggestion`, where there is one."""
    near = fields.get("near") or advice.get("suggestion")
    return {"suggestion": near} if near else {}


def _filled(text: Text, language: Language, details: Mapping[str, object]) -> str:
    return text.in_language(language).format(**details)


def _printable(name: str, value: object) -> object:
    """The value in one line, cut where it is long; lists of known words may be longer."""
    if not isinstance(value, str):
        return value
    return shown(value) if name in _SHORT else shown(value, _LONGEST)


def hint(near: str | None, known: Iterable[str] = (), most: int = 12) -> dict[str, str]:
    """The details `hint_vi` and `hint_en`: the nearest known word, or else the list of known words.

    >>> hint("unit")["hint_en"]
    'nearest known: unit'
    """
    if near is not None:
        return {"hint_vi": f"gần nhất: {near}", "hint_en": f"nearest known: {near}", "suggestion": near}
    words = sorted(known)
    if not words:
        return {"hint_vi": "", "hint_en": ""}
    shown = some_of(words, most)
    return {"hint_vi": f"đã biết: {shown}", "hint_en": f"known: {shown}"}


def some_of(texts: Iterable[str], most: int) -> str:
    """Texts after one another, the first ones where there are more than `most`.

    >>> some_of(["a", "b", "c"], 2)
    'a, b, …'
    """
    first = list(islice(texts, most + 1))
    return ", ".join((*first[:most], "…") if len(first) > most else first)


def kind_word(kind: object) -> object:
    """The Vietnamese name of a kind of unit, or of several after commas; the kind as it is given where it has none."""
    if isinstance(kind, str) and ", " in kind:
        return ", ".join(str(kind_word(word)) for word in kind.split(", "))
    known = KINDS.get(kind) if isinstance(kind, str) else None
    return kind if known is None else known.name.vi


def kind_hint(near: str | None, known: Iterable[str] = ()) -> dict[str, str]:
    """The details `hint_vi` and `hint_en` for kinds of units, each in the words of its language.

    >>> kind_hint("commune")["hint_vi"], kind_hint(None, ["ward", "town"])["hint_vi"]
    ('gần nhất: xã', 'đã biết: phường, thị xã')
    """
    words = list(known)
    in_vietnamese = hint(None if near is None else str(kind_word(near)), map(str, map(kind_word, words)))
    return {**hint(near, words), "hint_vi": in_vietnamese["hint_vi"]}


def near_prefix(near: str | None) -> dict[str, str]:
    """The details `near_vi` and `near_en`: the nearest known word before a closed list, if there is one."""
    if near is None:
        return {"near_vi": "", "near_en": ""}
    return {"near_vi": f"gần nhất: {near}; ", "near_en": f"nearest known: {near}; ", "suggestion": near}
