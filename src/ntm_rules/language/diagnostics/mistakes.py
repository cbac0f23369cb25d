"""Mistakes as found (a code, a place, details) and their wording as diagnostics."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from attrs import evolve, field, frozen

from ...model.place import Place
from ...model.problem import MOST_ALIKE, Diagnostic, Message, repeated
from ...model.text import Language, Text
from ...model.units.diagnostics import in_vietnamese
from ...model.values.frozen_mapping import FrozenMapping
from ..grammar.synonyms import advice, synonym
from .messages import HINTS, MESSAGES

MOST_DIAGNOSTICS = 1000
"""A file with more mistakes than this is not a rule file; the rest are counted, not listed."""

_MOST_NAMES = 20
_MOST_SUGGESTED = 200
_MOST_COMPARED = 2000
_LONGEST_SHOWN = 60
_CLOSE = 0.75
"""Likeness of a word and the name suggested for it; less is far-fetched."""


@frozen
class KnownNames:
    """Names that can stand at some place: the noun for them, and the meaning of each.

    `listed` are those to show where none is near (empty: all of them).
    """

    noun: Text
    names: Mapping[str, Text | None] = field(eq=False)
    listed: tuple[str, ...] = ()

    @classmethod
    def words(cls, noun: Text, words: Iterable[str], listed: tuple[str, ...] = ()) -> "KnownNames":
        """A closed list of words that need no explanation."""
        return cls(noun, dict.fromkeys(words), listed)


def _known(places: Iterable[Place | None]) -> tuple[Place, ...]:
    return tuple(place for place in places if place is not None)


@frozen
class Mistake:
    """A mistake in a file, before it is put into words. `params` fill the message; a Text among them is bilingual.

    `hint` names a further help text; `word` and `known` give the nearest known name or the closed list.
    """

    code: str
    place: Place | None
    params: Mapping[str, object] = field(factory=dict)
    hint: str | None = None
    word: str | None = None
    known: KnownNames | None = None
    related: tuple[Place, ...] = field(default=(), converter=_known)


@frozen
class TextOfName(Text):
    """A name as it is told in a sentence, and the `id` that it is of."""

    id: str = field(default="", kw_only=True)


class StructuringError(ValueError):
    """Raised for a node that cannot be structured at all, with its mistake; caught and reported by the field above it."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake
        super().__init__(mistake.code)


def of_cycle(code: str, names: Sequence[str], places: Sequence[Place | None]) -> Mistake:
    """The mistake of names that refer to one another in a circle, at the first of the places where they do."""
    shown = " → ".join((*names, names[0]))
    return Mistake(code, next(iter(places), None), {"circle": Text(shown, shown)}, related=places[1:])


_collected: ContextVar[list[Mistake]] = ContextVar("mistakes being collected")


@contextmanager
def collecting() -> Iterator[list[Mistake]]:
    """Collect, in the list given, all mistakes that are reported inside the block."""
    mistakes: list[Mistake] = []
    token = _collected.set(mistakes)
    try:
        yield mistakes
    finally:
        _collected.reset(token)


def report(mistake: Mistake) -> None:
    """Add `mistake` to those being collected."""
    _collected.get().append(mistake)


def reported() -> tuple[Mistake, ...]:
    """Mistakes reported so far to the enclosing `collecting`."""
    return tuple(_collected.get())


def diagnostics(
    mistakes: Iterable[Mistake], lines: Mapping[str, Sequence[str]], messages: Mapping[str, Message] = MESSAGES
) -> list[Diagnostic]:
    """The mistakes in words, sorted by place, each once. `lines` are the lines of each file, for the caret.

    `messages` are the wordings by code, where a caller has codes beside those of this package.
    """
    mistakes = _without_echoes(mistakes)
    unique = {
        (mistake.code, mistake.place, _filled(mistake, messages[mistake.code], "en")): mistake for mistake in mistakes
    }
    ordered = sorted(unique.items(), key=lambda item: (_sorting(item[1].place), item[0][0], item[0][2]))
    diagnostics_found: list[Diagnostic] = []
    counts: dict[str, int] = {}
    for number, (mistake, places) in enumerate(_folded_together(ordered)):
        file = mistake.place.file if mistake.place else ""
        counts[file] = counts.get(file, 0) + 1
        if counts[file] <= MOST_DIAGNOSTICS:
            # Looking for near names takes longest: it is done for the first of very many mistakes.
            of = mistake if number < _MOST_SUGGESTED else evolve(mistake, known=None)
            diagnostic = _diagnostic(of, messages[mistake.code], lines)
            diagnostics_found.append(
                repeated(diagnostic, len(places), places) if len(places) > MOST_ALIKE else diagnostic
            )
    for file, count in counts.items():
        if count > MOST_DIAGNOSTICS:
            more = Mistake("NTM129", Place(file), {"count": str(count - MOST_DIAGNOSTICS)})
            diagnostics_found.append(_diagnostic(more, messages[more.code], lines))
    return diagnostics_found


def _folded_together(
    ordered: Iterable[tuple[tuple[str, Place | None, str], Mistake]],
) -> list[tuple[Mistake, list[Place]]]:
    """The mistakes in order, each with its place; of those that say the same again and again the first, with all places."""
    alike: dict[tuple[str, str, str], list[Mistake]] = {}
    for (code, place, wording), mistake in ordered:
        alike.setdefault((place.file if place else "", code, wording), []).append(mistake)
    with_places: list[tuple[Mistake, list[Place]]] = []
    for group in alike.values():
        places = [mistake.place for mistake in group if mistake.place is not None]
        if len(places) > MOST_ALIKE:
            with_places.append((group[0], places))
        else:
            with_places += [(mistake, [] if mistake.place is None else [mistake.place]) for mistake in group]
    return sorted(with_places, key=lambda pair: _sorting(pair[0].place))


def _without_echoes(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The mistakes without those at a place that could not be read: they only follow from it."""
    mistakes = list(mistakes)
    unread = {_sorting(mistake.place) for mistake in mistakes if mistake.code.startswith("NTM1")}
    return [mistake for mistake in mistakes if mistake.code.startswith("NTM1") or _sorting(mistake.place) not in unread]


def _sorting(place: Place | None) -> tuple[str, int, int]:
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def _diagnostic(mistake: Mistake, message: Message, lines: Mapping[str, Sequence[str]]) -> Diagnostic:
    place, source_line = mistake.place, None
    if place is not None:
        file_lines = lines.get(place.file, ())
        source_line = file_lines[place.line - 1] if place.line <= len(file_lines) else None
    if place is not None and source_line is not None and len(source_line) > 400:
        # A caret a thousand columns to the right helps nobody.
        source_line = None
    vi = [*_help(mistake, message, "vi"), *_suggestion(mistake, "vi")]
    en = [*_help(mistake, message, "en"), *_suggestion(mistake, "en")]
    return Diagnostic(
        mistake.code,
        place,
        Text(_filled(mistake, message, "vi"), _filled(mistake, message, "en")),
        Text(" ".join(vi), "; ".join(en)) if vi else None,
        message.severity,
        source_line,
        mistake.related,
        FrozenMapping({**_fields(mistake), **_names_known(mistake)}),
    )


def _fields(mistake: Mistake) -> dict[str, object]:
    """The details of a mistake as fields, names by their ids."""
    return {name: value.id if isinstance(value, TextOfName) else value for name, value in mistake.params.items()}


def _filled(mistake: Mistake, message: Message, language: Language) -> str:
    return message.message.in_language(language).format(**_params(mistake, language))


def _help(mistake: Mistake, message: Message, language: Language) -> list[str]:
    texts = (message.help, HINTS[mistake.hint] if mistake.hint else None)
    return [text.in_language(language).format(**_params(mistake, language)) for text in texts if text]


def _params(mistake: Mistake, language: Language) -> dict[str, str]:
    return {name: _param(value, language) for name, value in mistake.params.items()}


def _param(value: object, language: Language) -> str:
    if isinstance(value, Text):
        return shown(value.in_language(language), 200)
    if isinstance(value, tuple):
        return listed([_param(part, language) for part in value], language)
    return shown(str(in_vietnamese(value) if language == "vi" else value))


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """`text` for printing in one line: invisible characters are escaped, text beyond `longest` characters is cut.

    >>> shown("a\\u00a0b")
    'a\\\\u00a0b'
    """
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    if text.isprintable():
        return text
    return "".join(
        letter if letter == " " or (letter.isprintable() and not letter.isspace()) else _escaped(letter)
        for letter in text
    )


def _escaped(letter: str) -> str:
    return {"\n": "\\n", "\t": "\\t"}.get(letter, f"\\u{ord(letter):04x}")


def listed(names: Sequence[str], language: Language) -> str:
    """Names with commas, the first twenty of them."""
    more = len(names) - _MOST_NAMES
    text = ", ".join(names[:_MOST_NAMES])
    if more > 0:
        text += f" … (còn {more} nữa)" if language == "vi" else f" … ({more} more)"
    return text


def _suggestion(mistake: Mistake, language: Language) -> list[str]:
    if mistake.known is None or mistake.word is None:
        return []
    names, noun = mistake.known.names, mistake.known.noun.in_language(language)
    help_text = advice(mistake.word, names)
    if help_text is not None:
        return [help_text.in_language(language)]
    near = synonym(mistake.word, names) or nearest(mistake.word, tuple(names))
    if near is not None:
        meaning = names[near]
        meaning_text = shown(meaning.in_language(language), 200) if meaning else near
        described = f" ({meaning_text})" if meaning_text != near else ""
        if language == "vi":
            return [f'Gần đúng nhất: "{near}"{described}.']
        return [f"nearest known {noun}: {near}{described}"]
    if not names:
        return [f"Chưa khai báo {noun} nào." if language == "vi" else f"no {noun} is declared"]
    known = listed(list(mistake.known.listed or names), language)
    return [
        f"{noun[0].upper()}{noun[1:]} dùng được: {known}" if language == "vi" else f"known {_plural(noun)}: {known}"
    ]


def _names_known(mistake: Mistake) -> dict[str, object]:
    """The field `suggestion`, the nearest known name, and `allowed`, where the known names are a short list."""
    if mistake.known is None or mistake.word is None:
        return {}
    names = tuple(mistake.known.names)
    near = synonym(mistake.word, mistake.known.names) or nearest(mistake.word, names)
    allowed = mistake.known.listed or names
    return {
        **({} if near is None else {"suggestion": near}),
        **({"allowed": tuple(allowed)} if len(allowed) <= _MOST_NAMES else {}),
    }


def _plural(noun: str) -> str:
    return noun.replace("kind of", "kinds of") if noun.startswith("kind of") else f"{noun}s"


@lru_cache(maxsize=4096)
def nearest(word: str, names: tuple[str, ...]) -> str | None:
    """The known name most like `word`, if one is much like it; letter case, hyphens and spaces do not count.

    >>> nearest("clean_water_houshold", ("clean_water_households", "income"))
    'clean_water_households'
    """
    if len(word) > 200 or len(names) > _MOST_COMPARED:
        return None
    folded = {_folded(name): name for name in reversed(names)}
    close = difflib.get_close_matches(_folded(word), folded, n=1, cutoff=_CLOSE)
    return folded[close[0]] if close else None


def _folded(word: str) -> str:
    return re.sub(r"[\s\-]+", "_", word.strip().lower())
