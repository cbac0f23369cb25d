"""Reports about units: facts, attestations and published decisions."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from attrs import field, frozen

from .key import RuleKey
from .outcome import Outcome
from .place import Place
from .problem import Diagnostic, FactsError, RuleKeyError
from .spelling import composed
from .text import Text, shortened
from .values.day import Day
from .values.frozen_mapping import FrozenMapping
from .values.identity import IdentityEnum
from .values.interval import Interval
from .values.number import NotAFigure, exact
from .values.scalar import as_plain

_Key = TypeVar("_Key")


class Finding(IdentityEnum):
    """An authority's finding on a yes/no matter; *cơ bản đạt* (basically met) is a value of its own.

    >>> [finding.value for finding in Finding]
    ['met', 'not_met', 'basically_met']
    """

    MET = "met"
    NOT_MET = "not_met"
    BASICALLY_MET = "basically_met"


class Absence(Enum):
    """Reason why there is no figure. Each is a value of its own, and none is zero.

    >>> Absence("not_applicable") is Absence.NOT_APPLICABLE
    True
    """

    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"
    DISPUTED = "disputed"


Value = Decimal | Fraction | Finding | str | Absence | Interval
"""A figure, one known by its bounds alone, a finding, the id of a level, or the kind of absence."""


def as_value(given: object) -> Value:
    """The value of `Fact` that a caller's object stands for. Raises FactsError where it stands for none."""
    kind = type(given)
    if isinstance(given, Interval):
        # Between a figure and itself there is one.
        return given.low if given.low is not None and given.low == given.high else given
    if kind is Finding or kind is Absence or kind is Day:
        return given  # type: ignore[return-value]
    return _value_of_plain(given if kind in _FIGURES else as_plain(given))


_FIGURES = frozenset({int, float, Decimal, Fraction})


def _value_of_plain(given: object) -> Value:
    """The value that a plain object of Python stands for. Raises FactsError where it stands for none."""
    kind = type(given)
    if given is None or (kind is float and given != given):
        return Absence.NOT_REPORTED
    if kind is Decimal and given.is_nan():  # type: ignore[attr-defined]
        return Absence.NOT_REPORTED
    if isinstance(given, str):
        return given or Absence.NOT_REPORTED
    if isinstance(given, bool):
        return Finding.MET if given else Finding.NOT_MET
    if isinstance(given, date) and (not isinstance(given, datetime) or given.time() == time()):
        return Day.of(given)
    try:
        return exact(given)  # type: ignore[arg-type]
    except NotAFigure as error:
        shown = shortened(given)
        text = Text(
            f"giá trị của một số liệu: {shown} không phải là con số; đưa int, Decimal hoặc float",
            f"a fact's value: {error}; give an int, a Decimal or a float",
        )
        raise FactsError(Diagnostic("NTM617", None, text, fields=FrozenMapping({"value": shown}))) from error


def _as_code(given: str) -> str:
    """A unit's code as plain composed text; an object that is no text is refused later, when the fact is admitted."""
    if type(given) is str and given.isascii():
        return given
    return composed(str.__str__(given)) if isinstance(given, str) else given


@frozen
class Fact:
    """One observed value of one measure for one unit.

    `as_of` is the date it describes, `recorded` when it became known, `assurance` the level of the library that says how it was
    established (None: nobody says). `value` takes an int, a Decimal or a float (read at
    15 significant digits) for a figure, an Interval for one printed as `> 46` or `75-78`, True or False or a Finding for a
    finding, the level's id for a level, a date (which becomes a `Day`) for one, and an Absence for no figure; None, NaN and ""
    mean not reported. Text such as "3,5" is never read as a figure here: reading text is the business of `exchange`.

    >>> Fact("T", "clean_water_households", 99.9, date(2024, 3, 31)).value
    Decimal('99.9')
    >>> Fact("T", "clean_water_households", float("nan"), date(2024, 3, 31)).value
    <Absence.NOT_REPORTED: 'not_reported'>
    """

    unit: str = field(converter=_as_code)
    measure: str
    value: Value = field(converter=as_value)
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    assurance: str | None = None


def _parsed(parse: Callable[[str], _Key], given: str) -> _Key:
    try:
        return parse(given)
    except RuleKeyError as error:
        raise FactsError(error.diagnostics) from error


def _as_key(given: RuleKey | str) -> RuleKey:
    return given if isinstance(given, RuleKey) else _parsed(RuleKey.parse, given)


def _as_finding(given: object) -> Finding | Absence:
    value = as_value(given)
    if isinstance(value, Finding | Absence):
        return value
    shown = shortened(given)
    text = Text(
        f"xác nhận chỉ nhận đạt, chưa đạt, cơ bản đạt hoặc lý do chưa có (Finding, Absence, True, False), không nhận {shown}",
        "an attestation says met, not met, basically met or a kind of absence (Finding, Absence, True, False), "
        f"not {shown}",
    )
    raise FactsError(Diagnostic("NTM618", None, text, fields=FrozenMapping({"value": shown})))


def _as_published(given: object) -> Outcome | str:
    """An outcome, by itself or its word, or the id of a status; whether a ruleset has such a status is judged by admission."""
    if isinstance(given, Outcome):
        return given
    outcome_or_status: Outcome | str | None = None
    if isinstance(given, str) and given:
        outcome_or_status = next((outcome for outcome in Outcome if outcome.value == given), str(given))
    if outcome_or_status is None:
        shown = shortened(given)
        known = ", ".join(outcome.value for outcome in Outcome)
        text = Text(
            f"{shown} không phải là kết quả công bố; các kết quả: {known}",
            f"{shown} is not a published outcome; the outcomes: {known}",
        )
        raise FactsError(Diagnostic("NTM576", None, text, fields=FrozenMapping({"value": shown, "allowed": known})))
    return outcome_or_status


@frozen(init=False)
class Attestation:
    """A fact whose value is an authority's finding on a rule, used where no measured values are reported.

    It attests the rule as it stood on its day, or in the `version` that it names, also as `ruleset#code@version`.

    >>> Attestation("T", "vn/commune-ntm#13@2024-03-01", True, date(2024, 2, 20)).version
    datetime.date(2024, 3, 1)
    """

    unit: str = field(converter=_as_code)
    rule: RuleKey = field(converter=_as_key)
    value: Finding | Absence = field(converter=_as_finding)
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    version: date | None = None
    assurance: str | None = None

    def __init__(
        self,
        unit: str,
        rule: RuleKey | str,
        value: object,
        as_of: date,
        reported_by: str | None = None,
        evidence: str | None = None,
        recorded: date | None = None,
        place: Place | None = None,
        version: date | None = None,
        assurance: str | None = None,
    ) -> None:
        if isinstance(rule, str) and "@" in rule:
            rule, named = _parsed(RuleKey.parse_versioned, rule)
            version = named if version is None else version
        self.__attrs_init__(unit, rule, value, as_of, reported_by, evidence, recorded, place, version, assurance)


@frozen
class PublishedDecision:
    """An authority's published decision (a council's vote), recorded beside the computed one; it decides nothing.

    Its value is an outcome, or the id of one of the `statuses` of its ruleset.

    >>> PublishedDecision("T", "vn/civilised-township", "attained", date(2024, 9, 30), "UBND tỉnh").value.value
    'attained'
    """

    unit: str = field(converter=_as_code)
    rule: RuleKey = field(converter=_as_key)
    value: Outcome | str = field(converter=_as_published)
    as_of: date
    reported_by: str | None = None
    evidence: str | None = None
    recorded: date | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


Statement = Fact | Attestation | PublishedDecision
"""Any statement that can be asserted about a unit."""


def known_from(statement: Statement) -> date:
    """The day from which a statement is known: that on which it was recorded, and never before the day it describes.

    >>> str(known_from(Fact("T", "roads", 90, date(2024, 3, 31))))
    '2024-03-31'
    """
    recorded, described = statement.recorded, statement.as_of
    return described if recorded is None or recorded < described else recorded


def is_known(statement: Statement, day: date | None) -> bool:
    """True where a statement was known on a day (None: today).

    >>> is_known(Fact("T", "roads", 90, date(2024, 3, 31), recorded=date(2024, 8, 1)), date(2024, 6, 30))
    False
    """
    return day is None or known_from(statement) <= day


def speaking(statements: Iterable[Statement]) -> list[Fact | Attestation]:
    """The facts and attestations among statements that say something."""
    stated = (statement for statement in statements if not isinstance(statement, PublishedDecision))
    return [statement for statement in stated if statement.value is not Absence.NOT_REPORTED]


def less_assured(
    statements: Iterable[Statement], levels: Sequence[str], since: date | None = None, *, yearly: bool = False
) -> tuple[Fact | Attestation, ...]:
    """The statements of a lower level of assurance than others of the same unit and subject.

    `levels` are given the weakest first. Those of a day up to `since`, or where figures are `yearly` those of each year, are
    held against one another alone: they are figures of their own.

    >>> reported = Fact("T", "roads", 93, date(2024, 6, 30), assurance="told")
    >>> checked = Fact("T", "roads", 91, date(2024, 3, 31), assurance="seen")
    >>> less_assured([checked, reported], ("told", "seen")) == (reported,)
    True
    """
    ranks: dict[str | None, int] = {level: rank for rank, level in enumerate(levels)}
    ranks[None] = -1
    about: dict[tuple[object, ...], list[Fact | Attestation]] = {}
    for statement in speaking(statements):
        day = statement.as_of.year if yearly else since is not None and statement.as_of > since
        about.setdefault(
            (statement.unit, statement.measure if isinstance(statement, Fact) else statement.rule, day), []
        ).append(statement)
    highest = {
        key: max(ranks[statement.assurance] for statement in statements_about)
        for key, statements_about in about.items()
    }
    return tuple(
        statement
        for key, statements_about in about.items()
        for statement in statements_about
        if ranks[statement.assurance] < highest[key]
    )
