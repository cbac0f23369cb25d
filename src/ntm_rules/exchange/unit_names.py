"""Names of units made comparable: how offices write one name in several ways, and which names are near."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeVar

from ..model.spelling import fold, unaccented

T = TypeVar("T")

_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u02bb\u0060\u00b4\u2032\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    }
)
_AROUND: Final = re.compile(r"\s*([-'])\s*")
_LOOK_ALIKES: Final = str.maketrans("авекмнорстухіјѕһԁαβεικνορτυχ", "abekmhopctyxijshdabeiknoptux")
"""Cyrillic and Greek letters, and the Latin ones that they are taken for: to find what was meant, never to accept it."""


def name_key(name: str) -> str:
    """A name as it is compared: in one case, tones in one place, one kind of apostrophe and of hyphen.

    >>> name_key("H’Mông - Bản  Hoà") == name_key("h'mông-bản hòa")
    True
    """
    return _AROUND.sub(r"\1", fold(name).translate(_MARKS))


def letters_of(text: str) -> str:
    """The letters of a text without accents, with Latin ones for those that look like them: only to find what is near."""
    return unaccented(text).translate(_LOOK_ALIKES).translate(_MARKS)


class NearWords(Generic[T]):
    """Finds the words most like another among many thousands, by the pairs of letters that they share.

    >>> NearWords([("tan lap", 1), ("tan thanh", 2)]).near("tan lop", 1)
    [1]
    """

    _COMPARED = 60
    _ALIKE = 0.6

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._words: list[tuple[str, T]] = list(words)
        self._with_pair: dict[str, list[int]] = {}
        for number, (word, _) in enumerate(self._words):
            for pair in _pairs(word):
                self._with_pair.setdefault(pair, []).append(number)

    def near(self, word: str, most: int, preferred: Mapping[T, float] | None = None) -> list[T]:
        """Up to `most` of what the words nearest to `word` stand for, the nearest first; each once."""
        word, preferred = word[:100], preferred or {}
        pairs = _pairs(word)
        shared = Counter(number for pair in pairs for number in self._with_pair.get(pair, ()))

        def likeness(number: int) -> float:
            return 2 * shared[number] / (len(pairs) + len(_pairs(self._words[number][0])))

        best = sorted(shared, key=likeness, reverse=True)[: self._COMPARED]
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(word)
        found: dict[T, float] = {}
        for number in best:
            candidate, meant = self._words[number]
            matcher.set_seq1(candidate[:100])
            ratio = matcher.ratio()
            if ratio >= self._ALIKE:
                found[meant] = max(found.get(meant, 0.0), ratio)
        return sorted(found, key=lambda meant: -found[meant])[:most]


def _pairs(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))
