"""Rulesets: a policy document as versioned rules."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import evolve, field, frozen

from .condition import Condition
from .key import LEVEL
from .outcome import Outcome
from .place import Place
from .text import Text
from .threshold import Award, most_points
from .values.duration import Duration
from .values.frozen_mapping import FrozenMapping


class ProvenanceStatus(Enum):
    """Source of our knowledge of a rule, strongest first."""

    TEXT = "text"  # the instrument itself, at hand
    PLAN = "plan"
    READ = "read"
    RECALLED = "recalled"
    UNKNOWN = "unknown"


class SourceKind(Enum):
    """Sort of text in which a rule was read."""

    OFFICIAL = "official"  # an official text or portal
    REPORT = "report"  # a report of a province or a ministry, or news
    SUMMARY = "summary"  # a reproduction or summary by others


@frozen
class Provenance:
    """Source of a rule: its status, the clause or section (`cite`), the address read, and the confidence of a recollection.

    `instrument` is the number of the instrument that it stands in, where a ruleset has several.
    A rule of the instrument itself has its `article` and `page`; of one that was read, `source` says in what.
    """

    status: ProvenanceStatus
    cite: str | None = None
    url: str | None = None
    confidence: str | None = None
    note: Text | None = None
    article: str | None = None
    page: str | None = None
    source: SourceKind | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    instrument: str | None = field(default=None, kw_only=True)

    @property
    def is_official(self) -> bool:
        """True where the rule stands in the instrument at hand, or was read in an official text."""
        read = self.status is ProvenanceStatus.READ and self.source is SourceKind.OFFICIAL
        return read or self.status is ProvenanceStatus.TEXT


class Commitment(Enum):
    """Strength of a plan's commitment to a target, in the plan's own words."""

    MAINTAIN = "maintain"  # duy trì
    ATTAIN = "attain"  # đạt
    NEWLY_ATTAIN = "newly_attain"  # đạt mới
    STRIVE = "strive"  # phấn đấu
    STRIVE_RECOGNISE = "strive_recognise"  # phấn đấu công nhận
    PROPOSE = "propose"  # đề nghị công nhận
    RECOGNISE = "recognise"  # công nhận
    COMPLETE = "complete"  # hoàn thành
    ALLOCATE = "allocate"  # bố trí


@frozen
class Instrument:
    """The decision that a version of a ruleset comes from."""

    number: str
    issuer: str | None = None
    signed: date | None = None
    url: str | None = None


@frozen
class Indicator:
    """A rule below a criterion, with its code as printed: contents below it, all of which must be attained, or a condition.

    `valid_for`: how long an attestation of it may be used. With neither it gives points, and is attained where it gives more
    than none. `short` is a shorter name for narrow tables, beside the name as printed in the instrument.
    """

    code: str
    name: Text
    condition: Condition | None
    provenance: Provenance
    applies_when: Condition | None = None
    commitment: Commitment | None = None
    responsible: tuple[Text, ...] = ()
    points: Award | None = None
    maximum: Decimal | None = None
    valid_for: Duration | None = None
    requires_assurance: str | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    contents: "tuple[Content, ...]" = field(default=(), kw_only=True)
    short: Text | None = field(default=None, kw_only=True)

    @property
    def below(self) -> "tuple[Content, ...]":
        """The rules directly below."""
        return self.contents


@frozen
class Content(Indicator):
    """A rule below an indicator (*nội dung*), with its code as printed, such as 18.4a. There is none below it."""


@frozen
class Criterion:
    """A rule with indicators below it, all of which must be attained, or with a condition of its own.

    `valid_for`: how long an attestation of it may be used. A criterion whose indicators give points may have both. `maximum`
    is the most points that there are to be had. `short` is a shorter name for narrow tables.
    """

    code: str
    name: Text
    provenance: Provenance
    indicators: tuple[Indicator, ...] = ()
    condition: Condition | None = None
    applies_when: Condition | None = None
    commitment: Commitment | None = None
    responsible: tuple[Text, ...] = ()
    points: Award | None = None
    maximum: Decimal | None = None
    valid_for: Duration | None = None
    requires_assurance: str | None = None
    place: Place | None = field(default=None, eq=False, repr=False)
    short: Text | None = field(default=None, kw_only=True)

    @property
    def below(self) -> tuple[Indicator, ...]:
        """The rules directly below."""
        return self.indicators


@frozen
class Conclusion:
    """A top rule: recognition, maintenance, revocation, or one of the levels that units are classed in.

    `valid_for`: how long an attestation of it may be used.
    """

    code: str
    name: Text
    condition: Condition
    provenance: Provenance
    applies_when: Condition | None = None
    commitment: Commitment | None = None
    responsible: tuple[Text, ...] = ()
    valid_for: Duration | None = None
    requires_assurance: str | None = None
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def below(self) -> tuple[Indicator, ...]:
        """The rules directly below: none. The criteria that it counts are named by its condition."""
        return ()


Rule = Indicator | Criterion | Conclusion
WORDING = ("code", "name", "short", "provenance", "commitment", "responsible")
"""Fields of a rule that decide nothing: texts, sources, and who binds himself how strongly."""


@frozen
class CriteriaGroup:
    """Criteria under a heading of their own, such as *Hạ tầng kinh tế - xã hội*, by their codes."""

    id: str
    name: Text
    criteria: tuple[str, ...]


@frozen
class RepealedRule:
    """A rule that there was in an earlier version, the instrument that repealed it, and the day since which it is gone."""

    code: str
    name: Text
    instrument: str
    since: date


@frozen
class Status:
    """A status that a council gives and no rule computes, such as *cơ bản đạt chuẩn*.

    `counts_as` is the outcome that it stands for; None: none, so that it neither agrees with a computed one nor differs.
    """

    id: str
    name: Text
    counts_as: Outcome | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


def _kinds(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) or not isinstance(value, Iterable) else tuple(value)


@frozen
class Ruleset:
    """Criteria for units of a kind, or of several, under a legal instrument, in force from `version` to `until` (None: no
    end).

    `basically_met` says whether an attestation *cơ bản đạt* counts as attained; None: the ruleset does not say, and such
    an attestation decides nothing. A unit has the first of the `levels` whose condition holds. `specialises` is the id of the
    superior ruleset, if there is one. A ruleset that `classifies` sorts units into groups: to be in one, attained, is neither
    good nor bad. `statuses` are what a published decision may say beside the outcomes.
    `further_instruments` are those beside the `instrument` that the version comes from; `enacted` holds, by code, the number of
    the one that a rule was enacted by, for rules taken over from an earlier version or a superior. `groups` of criteria have
    headings; `repealed` are the rules that amendments have taken away. A specialising ruleset `adds` criteria that its superior
    has not; with `applies_where`, such as in a zone of a province, its rules apply to the units of which that holds.
    `requires_assurance` is the level that figures and attestations must have at least to decide its rules; a rule may ask for
    another.
    """

    id: str
    version: date
    title: Text
    applies_to: tuple[str, ...] = field(converter=_kinds)
    instrument: Instrument
    criteria: tuple[Criterion, ...]
    conclusions: tuple[Conclusion, ...] = ()
    until: date | None = None
    basically_met: bool | None = None
    specialises: str | None = None
    classifies: bool = False
    statuses: tuple[Status, ...] = ()
    notes: tuple[Text, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)
    further_instruments: tuple[Instrument, ...] = field(default=(), kw_only=True)
    enacted: Mapping[str, str] = field(factory=FrozenMapping, kw_only=True, repr=False)
    groups: tuple[CriteriaGroup, ...] = field(default=(), kw_only=True)
    repealed: tuple[RepealedRule, ...] = field(default=(), kw_only=True)
    adds: tuple[str, ...] = field(default=(), kw_only=True)
    applies_where: Condition | None = field(default=None, kw_only=True)
    requires_assurance: str | None = field(default=None, kw_only=True)

    def __repr__(self) -> str:
        return f"Ruleset({self.id}@{self.version}, {len(self.criteria)} criteria)"

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """Every instrument, the one that the version is named by first."""
        return (self.instrument, *self.further_instruments)

    def instrument_of(self, rule: "Rule") -> Instrument:
        """The instrument that a rule stands in: the one it cites, or the one that it was enacted by."""
        number = rule.provenance.instrument or self.enacted.get(rule.code)
        return next((instrument for instrument in self.instruments if instrument.number == number), self.instrument)

    def provenance_of(self, rule: "Rule") -> Provenance:
        """The source of a rule, with the number of its instrument where there are several."""
        if not self.further_instruments:
            return rule.provenance
        return evolve(rule.provenance, instrument=self.instrument_of(rule).number)

    @property
    def levels(self) -> tuple[Conclusion, ...]:
        """The levels that units are classed in, among the conclusions, the first that is asked first."""
        return tuple(conclusion for conclusion in self.conclusions if conclusion.code.startswith(LEVEL))

    def rules(self) -> Iterator[Rule]:
        """Every rule, each after those below it, the conclusions last."""
        for criterion in self.criteria:
            for indicator in criterion.indicators:
                yield from indicator.contents
                yield indicator
            yield criterion
        yield from self.conclusions

    @property
    def is_scored(self) -> bool:
        """True where rules give points."""
        return any(awards(rule) for rule in self.criteria)

    def group_of(self, code: str) -> CriteriaGroup | None:
        """The group that a criterion belongs to, if there is one."""
        return next((group for group in self.groups if code in group.criteria), None)

    def above(self, code: str) -> Rule | None:
        """The rule of which the rule with this code is a part: an indicator's criterion, a content's indicator."""
        return next((rule for rule in self.rules() if any(below.code == code for below in rule.below)), None)

    def upwards(self) -> dict[str, tuple[Rule, ...]]:
        """Each rule with those above it, the nearest first, by its code."""
        lines: dict[str, tuple[Rule, ...]] = {}

        def visit(rule: Rule, above: tuple[Rule, ...]) -> None:
            lines[rule.code] = own = (rule, *above)
            for below in rule.below:
                visit(below, own)

        tops: tuple[Rule, ...] = (*self.criteria, *self.conclusions)
        for rule in tops:
            visit(rule, ())
        return lines

    def assurance_asked(self) -> dict[str, str]:
        """The level of assurance that rules ask for, by code: their own, that of the rule above, or that of the ruleset."""
        levels = {
            code: next((rule.requires_assurance for rule in rules if rule.requires_assurance), self.requires_assurance)
            for code, rules in self.upwards().items()
        }
        return {code: level for code, level in levels.items() if level is not None}

    def counted(self, published: Outcome | str) -> Outcome | None:
        """The outcome that a published decision counts as; None for a status that counts as none, or is not known."""
        if isinstance(published, Outcome):
            return published
        return next((status.counts_as for status in self.statuses if status.id == published), None)

    def rule(self, code: str) -> Rule | None:
        """The rule with this code, if there is one."""
        return next((rule for rule in self.rules() if rule.code == code), None)


def short_name(rule: Rule) -> Text:
    """The name of a rule where there is little room: the short one where it has one.

    >>> rule = Criterion("3", Text("Thủy lợi và phòng, chống thiên tai"), Provenance(ProvenanceStatus.UNKNOWN))
    >>> short_name(rule) is rule.name
    True
    """
    return rule.name if isinstance(rule, Conclusion) or rule.short is None else rule.short


def awards(rule: Rule) -> bool:
    """True where a rule, or an indicator below it, gives points."""
    return not isinstance(rule, Conclusion) and (rule.points is not None or any(map(awards, rule.below)))


def most_of(rule: Rule) -> Decimal | None:
    """The most points of a rule: as declared, or those that it can give; None where that is not known."""
    if isinstance(rule, Conclusion):
        return None
    if rule.maximum is not None or rule.points is not None:
        return rule.maximum if rule.points is None or rule.maximum is not None else most_points(rule.points)
    most = [most_of(indicator) for indicator in rule.below if awards(indicator)]
    known = [number for number in most if number is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(most) else None
