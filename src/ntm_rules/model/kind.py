"""Kinds of administrative units: the one vocabulary that files are read by and reports are written in."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from .spelling import fold, unaccented
from .text import Text


@frozen
class Kind:
    """A kind of unit: its id in rule files, its names, and the other words that offices write for it.

    `words` are Vietnamese words and abbreviations, each also read without its accents and with a full stop after it.
    """

    id: str
    name: Text
    plural: str
    words: tuple[str, ...] = ()


KINDS: Final[Mapping[str, Kind]] = {
    kind.id: kind
    for kind in (
        Kind("village", Text("thôn, bản", "village"), "villages", ("thôn", "bản", "ấp", "xóm", "buôn", "làng", "sóc")),
        Kind(
            "residential_group",
            Text("tổ dân phố", "residential group"),
            "residential groups",
            ("tổ dân phố", "khu phố", "TDP"),
        ),
        Kind("commune", Text("xã", "commune"), "communes", ("xã", "X")),
        Kind("township", Text("thị trấn", "township"), "townships", ("thị trấn", "TT", "TTr")),
        Kind("ward", Text("phường", "ward"), "wards", ("phường", "P")),
        Kind("special_zone", Text("đặc khu", "special zone"), "special zones", ("đặc khu", "ĐK")),
        Kind("district", Text("huyện", "district"), "districts", ("huyện", "H")),
        Kind("urban_district", Text("quận", "urban district"), "urban districts", ("quận", "Q")),
        Kind("town", Text("thị xã", "town"), "towns", ("thị xã", "TX")),
        Kind("city", Text("thành phố", "city"), "cities", ("thành phố", "TP")),
        Kind("province", Text("tỉnh", "province"), "provinces", ("tỉnh", "T")),
        Kind("country", Text("cả nước", "country"), "countries", ("cả nước", "quốc gia", "toàn quốc")),
    )
}
"""The kinds that are known by name, lowest first; rule files may use others."""


def _words() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in KINDS.values():
        for word in (kind.id, kind.id.replace("_", " "), *kind.words, kind.name.vi):
            for spelled in (fold(word), unaccented(word)):
                other = found.setdefault(spelled, kind.id)
                assert other == kind.id, f"{spelled!r} is a word for {other} and for {kind.id}"
    return found


_BY_WORD: Final = _words()


def kind_named(word: str) -> str | None:
    """The id of the kind that a word names, in either language, with or without accents; None when it names none known.

    >>> kind_named("Phường"), kind_named("xa"), kind_named("TT."), kind_named("quarter")
    ('ward', 'commune', 'township', None)
    """
    return _BY_WORD.get(fold(word).rstrip("."))


def kind_words() -> tuple[str, ...]:
    """Every word that `kind_named` knows, folded, for suggestions."""
    return tuple(_BY_WORD)
