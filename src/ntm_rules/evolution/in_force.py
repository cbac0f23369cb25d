"""Days and years on which a version of a ruleset is in force, and the first on which it can be decided."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import evolve, frozen

from ..language.contents.traversal import children, within
from ..model.library import Library, last_day
from ..model.problem import CompileError, Diagnostic
from ..model.ruleset import Ruleset
from ..model.text import Text
from ..program.compiling import compile
from ..program.program import Program
from ..program.wording import kind_word


@frozen
class Years:
    """The years of the days on which a version is in force, from `first` to `last` (None: no end), both included.

    No other year is one assessed. A figure may be of an earlier one, and a threshold of that year then decides (`by: year`).

    >>> 2024 in Years(2022, None), 2021 in Years(2022, 2025)
    (True, False)
    """

    first: int
    last: int | None = None

    def __contains__(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def others_than(self, listed: frozenset[int]) -> bool:
        """True when a year among them is not listed."""
        return self.last is None or any(year not in listed for year in range(self.first, self.last + 1))


def years_in_force(ruleset: Ruleset, library: Library) -> Years:
    """The years in which a version is in force on some day.

    >>> from ..language.library import load_library
    >>> library = load_library()
    >>> years_in_force(library.versions["vn/commune-ntm"][0], library)
    Years(first=2022, last=2022)
    """
    last = last_day(ruleset, library)
    return Years(ruleset.version.year, None if last is None else last.year)


def check_kinds(one: Ruleset, other: Ruleset) -> None:
    """Check that two rulesets judge a kind of unit in common. Raises CompileError where they judge none."""
    if {*one.applies_to} & {*other.applies_to}:
        return
    own, theirs = (", ".join(ruleset.applies_to) for ruleset in (one, other))
    text = Text(
        f"{one.id} áp dụng cho {kind_word(own)}, {other.id} áp dụng cho {kind_word(theirs)}: không so sánh được",
        f"{one.id} applies to a {own} and {other.id} to a {theirs}: they cannot be compared",
    )
    raise CompileError(Diagnostic("NTM614", None, text))


def in_place_of(old: Ruleset, new: Ruleset, library: Library) -> Library:
    """Library with version `new` in place of `old` and of any version with the date of `new`.

    >>> from ..model.ruleset import Instrument
    >>> from ..model.text import Text
    >>> old = Ruleset("vn/a", date(2022, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), ())
    >>> new = evolve(old, version=date(2024, 1, 1))
    >>> [str(version.version) for version in in_place_of(old, new, Library(versions={"vn/a": (old,)})).versions["vn/a"]]
    ['2024-01-01']
    """
    others = [
        version for version in library.versions.get(old.id, ()) if version.version not in (old.version, new.version)
    ]
    versions = tuple(sorted((*others, new), key=lambda ruleset: ruleset.version))
    return evolve(library, versions={**library.versions, old.id: versions})


def check_sides(before: Program, after: Program) -> None:
    """Raise CompileError where two programs decide on two days, about two years or kinds of unit that differ."""
    first, second = (f"{program.as_of} ({program.assessed})" for program in (before, after))
    if first != second:
        text = Text(
            f"hai văn bản phải được xét vào cùng một ngày, cho cùng một năm, không phải {first} và {second}",
            f"both texts must decide on one date, about one year, not on {first} and {second}",
        )
        raise CompileError(Diagnostic("NTM613", None, text))
    check_kinds(before.ruleset, after.ruleset)


def first_program(ruleset: Ruleset, library: Library) -> Program:
    """The program of a version on the first of its days on which everything that it asks about has begun.

    Raises CompileError, that of the day on which the version begins, when there is no such day.

    >>> from ..language.library import load_library
    >>> library = load_library()
    >>> str(first_program(library.versions["vn/district-ntm"][0], library).as_of)
    '2022-04-15'
    """
    try:
        return compile(ruleset, ruleset.version, library)
    except CompileError as error:
        last = last_day(ruleset, library)
        for day in sorted(set(_beginnings(library))):
            if day > ruleset.version and (last is None or day <= last):
                try:
                    return compile(ruleset, day, library)
                except CompileError:
                    continue
        raise error


def _beginnings(library: Library) -> Iterator[date]:
    """First days of all versions, and the day after each `since` date of their conditions."""
    for versions in library.versions.values():
        for version in versions:
            yield version.version
            for rule in version.rules():
                for condition in (rule.condition, rule.applies_when):
                    for part in () if condition is None else within(condition):
                        for node in (part, *children(part)):
                            since = getattr(node, "since", None)
                            if since is not None:
                                yield since + timedelta(days=1)
