"""Names of units in comparable form, for the several ways in which offices write one name, and near names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import islice
from typing import Final, Generic, TypeVar

from ...model.spelling import fold, unaccented
from ...model.units.near import as_latin

T = TypeVar("T")

_LONGEST = 100

_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u02bb\u0060\u00b4\u2032\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    }
)
_BEFORE_ABOVE: Final = re.compile(r",|;|\(|\s[-\u2010-\u2015\u2212]\s|\bthuộc\b", re.IGNORECASE)
_MOST_SPLITS: Final = 5
_AROUND: Final = re.compile(r"\s*([-'])\s*")


def name_key(name: str) -> str:
    """A name as it is compared: in one case, tones in one place, one kind of apostrophe and of hyphen.

    >>> name_key("H’Mông - Bản  Hoà") == name_key("h'mông-bản hòa")
    True
    """
    return _AROUND.sub(r"\1", fold(name).translate(_MARKS))


def names_with_above(text: str) -> Iterator[tuple[str, str]]:
    """The ways to read a text as a name followed by the name of a unit above it; none for a text that is too long.

    >>> list(names_with_above("Xã Tân Thành (Huyện Hai)")), list(names_with_above("Xã A - Huyện B"))
    ([('Xã Tân Thành', 'Huyện Hai')], [('Xã A', 'Huyện B')])
    """
    splits = list(islice(_BEFORE_ABOVE.finditer(text), _MOST_SPLITS + 1)) if len(text) <= 3 * _LONGEST else []
    if len(splits) > _MOST_SPLITS:  # the parts are looked at in the same way
        return
    for split in splits:
        name, above = text[: split.start()].strip(), text[split.end() :].strip()
        if split[0].strip() == "(":
            above = above.removesuffix(")").strip()
        if name and above:
            yield name, above


def letters_of(text: str) -> str:
    """Letters of a text without accents, look-alike ones replaced by Latin ones; only for finding near names."""
    return as_latin(unaccented(text)).translate(_MARKS)


class NearWords(Generic[T]):
    """Finds the words most like another among many thousands, by the pairs of letters that they share.

    >>> NearWords([("tan lap", 1), ("tan thanh", 2)]).near("tan lop", 1)
    [1]
    """

    _COMPARED = 60
    _ALIKE = 0.6
    _SHORT, _SHORT_ALIKE = 3, 0.5

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self._meant: dict[str, list[T]] = {}
        for word, meant in words:
            self._meant.setdefault(word[:_LONGEST], []).append(meant)
        self._words = list(self._meant)
        self._sizes: list[int] = []
        self._with_pair: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            pairs = _pairs(word)
            self._sizes.append(len(pairs))
            for pair in pairs:
                self._with_pair.setdefault(pair, []).append(number)

    def near(self, word: str, most: int) -> list[T]:
        """Up to `most` of the objects given with the words nearest to `word`, the nearest first; each once."""
        word = word[:_LONGEST]
        pairs, shared = _pairs(word), Counter[int]()
        for pair in pairs:
            shared.update(self._with_pair.get(pair, ()))

        def likeness(number: int) -> tuple[float, int]:
            # Of words alike the first given: pairs are in no order, and messages have to be the same in every run.
            return shared[number] / (len(pairs) + self._sizes[number]), -number

        likely = nlargest(self._COMPARED, shared, key=likeness)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(word)
        alike: list[tuple[float, str]] = []
        for number in likely:
            matcher.set_seq1(self._words[number])
            ratio = matcher.ratio()
            if ratio >= (self._ALIKE if len(word) > self._SHORT else self._SHORT_ALIKE):
                alike.append((ratio, self._words[number]))
        alike.sort(key=lambda scored: -scored[0])
        return list(islice(dict.fromkeys(meant for _, near_word in alike for meant in self._meant[near_word]), most))


def _pairs(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))
