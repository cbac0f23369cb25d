"""The versions of a superior that a specialising ruleset stands under: the one it was drawn up from, and later ones."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from ...model.library import Library, in_force
from ...model.ruleset import Rule, Ruleset


def superior_of(ruleset: Ruleset, versions: Sequence[Ruleset]) -> Ruleset | None:
    """Of the versions of the ruleset that another specialises, the one in force when that takes effect."""
    return in_force(versions, ruleset.version)


def later_superiors(ruleset: Ruleset, versions: Sequence[Ruleset], last: date | None) -> Iterator[Ruleset]:
    """The versions that take effect after that, up to the last day of the specialising ruleset (None: it has no end)."""
    for version in versions:
        if version.version > ruleset.version and (last is None or version.version <= last):
            yield version


@frozen
class Superseded:
    """A text (`drawn_from`) that a ruleset (`by`) specialises, and the version (`now`) that has taken its place. `codes` are
    the rules that are others there: changed, added or repealed.
    """

    by: Ruleset
    drawn_from: Ruleset
    now: Ruleset
    codes: tuple[str, ...]


def superseded(ruleset: Ruleset, library: Library, on: date) -> Iterator[Superseded]:
    """The superseded texts that a ruleset rests on at a day: of its superior, and of the superior's own one, and so on.

    >>> from ..library import load_library
    >>> library = load_library()
    >>> province = library.ruleset("lai-chau/commune-ntm", date(2024, 3, 5))
    >>> [str(rule.drawn_from.version) for rule in superseded(province, library, date(2024, 3, 5))]
    ['2022-08-02']
    """
    seen: set[str] = set()
    while ruleset.specialises is not None and ruleset.specialises not in seen:
        seen.add(ruleset.specialises)
        versions = library.versions.get(ruleset.specialises, ())
        drawn_from, now = superior_of(ruleset, versions), in_force(versions, on)
        if drawn_from is None:
            return
        if now is not None and now.version > drawn_from.version:
            yield Superseded(ruleset, drawn_from, now, tuple(_changed(drawn_from, now)))
        ruleset = drawn_from


def _changed(before: Ruleset, after: Ruleset) -> Iterator[str]:
    old, new = ({rule.code: _asks(rule) for rule in ruleset.rules()} for ruleset in (before, after))
    return (code for code in {**old, **new} if old.get(code) != new.get(code))


def _asks(rule: Rule) -> object:
    return rule.condition, rule.applies_when, tuple(below.code for below in rule.below)
