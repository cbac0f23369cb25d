"""Kinds of administrative units: the one vocabulary that files are read by and reports are written in."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from ..spelling import fold, tidy, unaccented, visible
from ..text import Text


@frozen
class Kind:
    """A kind of unit: its id in rule files, its names, and the other words that offices write for it.

    `words` are Vietnamese, each also read without its accents; `short` are abbreviations, also read with full stops;
    `english` are further English words. `tier` tells which kinds stand above which: None for one found at several heights.
    Units of a kind `by_membership` stand beside the administrative levels: others are members of them, and not below them.
    """

    id: str
    name: Text
    plural: str
    words: tuple[str, ...]
    short: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    tier: int | None = None
    by_membership: bool = False

    def spellings(self) -> Iterator[str]:
        """Every word for the kind."""
        yield from (self.id, self.id.replace("_", " "), self.plural, self.name.vi, self.name.en or self.id)
        yield from (*self.words, *self.short, *self.english)


KINDS: Final[Mapping[str, Kind]] = {
    kind.id: kind
    for kind in (
        Kind(
            "village",
            Text("thôn (bản)", "village"),
            "villages",
            (
                "thôn",
                "bản",
                "thôn, bản",
                "thôn/bản",
                "ấp",
                "xóm",
                "buôn",
                "làng",
                "phum",
                "sóc",
                "khóm",
                "plei",
                "plây",
            ),
            english=("hamlet", "hamlets"),
            tier=0,
        ),
        Kind(
            "residential_group",
            Text("tổ dân phố", "residential group"),
            "residential groups",
            ("tổ dân phố", "khu phố", "khối phố", "khu dân cư", "tiểu khu"),
            ("TDP", "KP", "KDC"),
            tier=0,
        ),
        Kind("commune", Text("xã", "commune"), "communes", ("xã",), ("X",), tier=1),
        Kind("township", Text("thị trấn", "township"), "townships", ("thị trấn",), ("TT", "TTr"), tier=1),
        Kind("ward", Text("phường", "ward"), "wards", ("phường",), ("P", "Ph"), tier=1),
        Kind("special_zone", Text("đặc khu", "special zone"), "special zones", ("đặc khu",), ("ĐK",), tier=1),
        Kind("district", Text("huyện", "district"), "districts", ("huyện",), ("H",), ("rural district",), tier=2),
        Kind("urban_district", Text("quận", "urban district"), "urban districts", ("quận",), ("Q",), tier=2),
        Kind("town", Text("thị xã", "town"), "towns", ("thị xã",), ("TX",), tier=2),
        Kind(
            "city",
            Text("thành phố", "city"),
            "cities",
            (
                "thành phố",
                "thành phố thuộc tỉnh",
                "thành phố trực thuộc tỉnh",
                "thành phố thuộc thành phố trực thuộc trung ương",
                "thành phố trực thuộc trung ương",
                "thành phố thuộc trung ương",
            ),
            ("TP", "TPTTTW"),
            ("municipality", "municipalities"),
        ),
        Kind("province", Text("tỉnh", "province"), "provinces", ("tỉnh",), ("T",), tier=3),
        Kind("country", Text("cả nước", "country"), "countries", ("cả nước", "quốc gia", "toàn quốc"), tier=4),
        Kind("zone", Text("vùng", "zone"), "zones", ("vùng", "tiểu vùng"), by_membership=True),
        Kind("cluster", Text("cụm xã", "cluster of communes"), "clusters", ("cụm xã",), by_membership=True),
    )
}
"""The kinds that are known by name, lowest first, then those by membership; rule files may use others."""


def _words() -> dict[str, str]:
    kind_by_word: dict[str, str] = {}
    for kind in KINDS.values():
        for word in kind.spellings():
            for spelled in (fold(word), unaccented(word)):
                other = kind_by_word.setdefault(spelled, kind.id)
                assert other == kind.id, f"{spelled!r} is a word for {other} and for {kind.id}"
    return kind_by_word


_BY_WORD: Final = _words()
_LONGEST: Final = max(word.count(" ") + 1 for word in _BY_WORD)
_FIRST: Final = frozenset(word.split(" ")[0] for word in _BY_WORD)
_WHOLE: Final = frozenset(unaccented(word) for kind in KINDS.values() for word in kind.words)
_NUMBERED: Final = re.compile(r"([^\W\d_]{1,3})\.?(\d+)")


def kind_named(word: str) -> str | None:
    """The id of the kind that a word names, in either language, with or without accents; None for an unknown word.

    >>> kind_named("Phường"), kind_named("xa"), kind_named("T.T."), kind_named("Communes"), kind_named("quarter")
    ('ward', 'commune', 'township', 'commune', None)
    """
    return _BY_WORD.get(" ".join(fold(word).replace(".", "").split()))


def kind_words() -> tuple[str, ...]:
    """Every word that `kind_named` knows, folded, for suggestions."""
    return tuple(_BY_WORD)


@frozen
class Prefixed:
    """A name that begins with a word for a kind: the kind, the word as written, and the name without it.

    `whole` is the word without accents where it is written out, as *thôn* and *bản* are; None for an abbreviation.
    """

    kind: str
    word: str
    name: str
    whole: str | None


def prefixed(name: str) -> Prefixed | None:
    """A name split at the word for a kind that begins it; None where none does, or where nothing follows it.

    >>> prefixed("TT. Tam Đường").kind, prefixed("xã Bản Bo").name, prefixed("P.1").name, prefixed("Hòa Bình")
    ('township', 'Bản Bo', '1', None)
    """
    shown = visible(tidy(name))
    words, folded = shown.split(" "), fold(shown).replace(".", "").split(" ")
    if folded[0] in _FIRST:
        for count in range(min(_LONGEST, len(words) - 1), 0, -1):
            kind = _BY_WORD.get(" ".join(folded[:count]))
            if kind is not None:
                return _prefixed(kind, " ".join(words[:count]), " ".join(words[count:]))
    first, rest = words[0], words[1:]
    before, dot, after = first.rpartition(".")
    if dot and after and (kind := kind_named(before)) is not None:
        return _prefixed(kind, before, " ".join((after, *rest)))
    if (numbered := _NUMBERED.fullmatch(first)) is not None and (kind := kind_named(numbered[1])) is not None:
        return _prefixed(kind, numbered[1], " ".join((numbered[2], *rest)))
    return None


def _prefixed(kind: str, word: str, name: str) -> Prefixed:
    plain = unaccented(word)
    return Prefixed(kind, word, name, plain if plain in _WHOLE else None)


_HEIGHTS: Final = {kind: height for height, kind in enumerate(KINDS)}
_LEAST_OF_CITIES = KINDS["district"].tier or 0


def stands_lower(kind: str, other: str) -> bool:
    """True where a kind is known to stand lower than another, or beside it.

    >>> stands_lower("commune", "district"), stands_lower("city", "district")
    (True, False)
    """
    if kind not in KINDS or other not in KINDS:
        return False
    own, asked = KINDS[kind].tier, KINDS[other].tier
    return own is not None and asked is not None and own <= asked


def stands_as_high(kind: str, other: str) -> bool:
    """True where a kind stands at the level of another or above it; a city can stand at any from the district's up.

    >>> stands_as_high("town", "district"), stands_as_high("commune", "district")
    (True, False)
    """
    if not is_administrative(kind) or other not in KINDS:
        return False
    own, asked = KINDS[kind].tier, KINDS[other].tier
    return asked is not None and asked <= (_LEAST_OF_CITIES if own is None else own)


def height_of(kind: str) -> int:
    """The place of a kind among those that may stand above one unit, lowest first; kinds that only rule files know come last.

    A city that has districts stands above them; one without has none.

    >>> sorted(["province", "city", "river_basin", "district"], key=height_of)
    ['district', 'city', 'province', 'river_basin']
    """
    return _HEIGHTS.get(kind, len(_HEIGHTS))


def is_administrative(kind: str) -> bool:
    """True of the known levels of administration, to which units belong by their parents alone; not of a zone, nor of a kind
    that only rule files know.

    >>> is_administrative("district"), is_administrative("zone"), is_administrative("river_basin")
    (True, False, False)
    """
    return kind in KINDS and not KINDS[kind].by_membership
