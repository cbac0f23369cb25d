"""What is reported about units: facts, attestations and published decisions."""

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from .key import RuleKey
from .number import NotAFigure, Number, exact
from .outcome import Outcome
from .place import Place
from .problem import FactsError


class Finding(Enum):
    """An authority's word on a yes/no matter; *cơ bản đạt* is a word of its own."""

    MET = "met"
    NOT_MET = "not_met"
    BASICALLY_MET = "basically_met"


class Absence(Enum):
    """Why there is no figure. Each is a value of its own, and none is zero."""

    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"
    DISPUTED = "disputed"


Value = Decimal | Fraction | Finding | str | Absence
"""A figure, a finding, the id of a level, or the kind of absence."""


def _as_value(given: object) -> Value:
    if given is None or (isinstance(given, float) and given != given) or given == "":
        return Absence.NOT_REPORTED
    if isinstance(given, Decimal) and given.is_nan():
        return Absence.NOT_REPORTED
    if isinstance(given, Finding | Absence | str):
        return given
    if isinstance(given, bool):
        return Finding.MET if given else Finding.NOT_MET
    try:
        return exact(given)  # type: ignore[arg-type]
    except NotAFigure as error:
        raise FactsError(f"a fact's value: {error}; give an int, a Decimal or a float") from error


@frozen
class Fact:
    """One observed value of one measure for one unit.

    `as_of` is the date it describes, `recorded` when it became known. `value` takes an int, a Decimal or a float (read at
    15 significant digits) for a figure, True or False or a Finding for a finding, the level's id for a level, and an
    Absence for no figure; None, NaN and "" mean not reported. Text such as "3,5" is never read as a figure here: reading
    text is the business of `exchange`.

    >>> Fact("T", "clean_water_households", 99.9, date(2024, 3, 31)).value
    Decimal('99.9')
    >>> Fact("T", "clean_water_households", float("nan"), date(2024, 3, 31)).value
    <Absence.NOT_REPORTED: 'not_reported'>
    """

    unit: str
    measure: str
    value: Value = field(converter=_as_value)
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


def _as_key(given: RuleKey | str) -> RuleKey:
    return given if isinstance(given, RuleKey) else RuleKey.parse(given)


def _as_finding(given: object) -> Finding | Absence:
    value = _as_value(given)
    if isinstance(value, Finding | Absence):
        return value
    raise FactsError(f"an attestation says met, not met, basically met or a kind of absence, not {given!r}")


@frozen
class Attestation:
    """A fact whose value is an authority's finding on a rule, used where no measured values are reported."""

    unit: str
    rule: RuleKey = field(converter=_as_key)
    value: Finding | Absence = field(converter=_as_finding)
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class PublishedDecision:
    """What an authority published (a council's vote), recorded beside what is computed; it decides nothing."""

    unit: str
    rule: RuleKey = field(converter=_as_key)
    value: Outcome
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


Statement = Fact | Attestation | PublishedDecision
"""Everything that can be asserted about a unit."""

__all__ = ["Absence", "Attestation", "Fact", "Finding", "Number", "PublishedDecision", "Statement", "Value"]
