"""Arguments of public calls, taken where they are plain and refused with one of our errors where they are not."""

from collections.abc import Iterable
from datetime import date, datetime

from ..model.arguments import is_several, refused
from ..model.fact import Attestation, Fact, PublishedDecision, Statement
from ..model.library import Library
from ..model.units.unit import Unit, Units


def units_of(given: object) -> Units:
    """The units given as Units, as a collection of Unit, or as one Unit.

    Raises ArgumentError for anything else, UnitsError where they do not hold together.
    """
    if isinstance(given, Units):
        return given
    if isinstance(given, Unit):
        return Units([given])
    if is_several(given):
        units = tuple(given)
        others = [unit for unit in units if not isinstance(unit, Unit)]
        if not others:
            return Units(units)
        given = others[0]
    raise refused("units", given, "Units, một Unit hoặc danh sách Unit", "Units, one Unit, or a list of Unit")


def statements_of(given: object, name: str = "statements") -> Iterable[Statement]:
    """The statements given as a collection, or as one. Raises ArgumentError for what cannot be gone through."""
    if isinstance(given, Fact | Attestation | PublishedDecision):
        return (given,)
    if is_several(given):
        return given
    raise refused(name, given, "danh sách phát biểu (Fact, …)", "a list of statements (Fact, …)")


def day_of(given: object, name: str = "as_of") -> date:
    """The day given as a date. Raises ArgumentError for a datetime, which has a time of day, and for text."""
    if type(given) is date or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    raise refused(name, given, "một datetime.date, không có giờ", "a datetime.date, without a time of day")


def assessed_year_of(given: object, as_of: date) -> int:
    """The year assessed: the one given, no later than the day, or the year of that day. Raises ArgumentError for any other."""
    if given is None:
        return as_of.year
    if type(given) is int and date.min.year <= given <= as_of.year:
        return given
    raise refused("assessed", given, f"một năm, không sau {as_of.year}", f"a year, not after {as_of.year}")


def optional_day_of(given: object, name: str) -> date | None:
    """The day given, or None. Raises ArgumentError as `day_of` does."""
    return None if given is None else day_of(given, name)


def library_of(given: object) -> Library:
    """The library given. Raises ArgumentError for anything else."""
    if isinstance(given, Library):
        return given
    raise refused("library", given, "một Library (load_library())", "a Library (load_library())")
