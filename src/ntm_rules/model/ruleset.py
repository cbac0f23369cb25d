"""Rulesets: a policy document as versioned rules."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from .condition import Condition
from .key import LEVEL
from .place import Place
from .points import Award, most_points
from .text import Text


class ProvenanceStatus(Enum):
    """Source of our knowledge of a rule, strongest first."""

    PLAN = "plan"
    READ = "read"
    RECALLED = "recalled"
    UNKNOWN = "unknown"


@frozen
class Provenance:
    """Source of a rule: its status, the clause or section (`cite`), the address read, and the confidence of a recollection."""

    status: ProvenanceStatus
    cite: str | None = None
    url: str | None = None
    confidence: str | None = None
    note: Text | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


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
    """A rule below a criterion, with its code as printed.

    Without a condition it gives points, and is attained where it gives more than none.
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
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Criterion:
    """A rule with indicators below it, all of which must be attained, or with a condition of its own.

    A criterion whose indicators give points may have both. `maximum` is the most points that there are to be had.
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
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Conclusion:
    """A top rule: recognition, maintenance, revocation, or one of the levels that units are classed in."""

    code: str
    name: Text
    condition: Condition
    provenance: Provenance
    applies_when: Condition | None = None
    commitment: Commitment | None = None
    responsible: tuple[Text, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


Rule = Indicator | Criterion | Conclusion
WORDING = ("code", "name", "provenance", "commitment", "responsible")
"""Fields of a rule that decide nothing: texts, sources, and who binds himself how strongly."""


@frozen
class Ruleset:
    """Criteria for one kind of unit under one legal instrument, as in force from `version` to `until` (None: no end).

    `basically_met` says whether an attestation *cơ bản đạt* counts as attained; None: the ruleset does not say, and such
    an attestation decides nothing. A unit has the first of the `levels` whose condition holds. `specialises` is the id of the
    superior ruleset, if there is one. A ruleset that `classifies` sorts units into groups: to be in one, attained, is neither
    good nor bad.
    """

    id: str
    version: date
    title: Text
    applies_to: str
    instrument: Instrument
    criteria: tuple[Criterion, ...]
    conclusions: tuple[Conclusion, ...] = ()
    until: date | None = None
    basically_met: bool | None = None
    specialises: str | None = None
    classifies: bool = False
    notes: tuple[Text, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def levels(self) -> tuple[Conclusion, ...]:
        """The levels that units are classed in, among the conclusions, the first that is asked first."""
        return tuple(one for one in self.conclusions if one.code.startswith(LEVEL))

    def rules(self) -> Iterator[Rule]:
        """Every rule: each criterion's indicators before it, the conclusions last."""
        for criterion in self.criteria:
            yield from criterion.indicators
            yield criterion
        yield from self.conclusions

    @property
    def is_scored(self) -> bool:
        """True where rules give points."""
        return any(awards(rule) for rule in self.criteria)

    def rule(self, code: str) -> Rule | None:
        """The rule with this code, if there is one."""
        return next((rule for rule in self.rules() if rule.code == code), None)


def awards(rule: Rule) -> bool:
    """True where a rule, or an indicator below it, gives points."""
    return not isinstance(rule, Conclusion) and (
        rule.points is not None or (isinstance(rule, Criterion) and any(map(awards, rule.indicators)))
    )


def most_of(rule: Rule) -> Decimal | None:
    """The most points of a rule: as declared, or those that it can give; None where that is not known."""
    if isinstance(rule, Conclusion):
        return None
    if rule.maximum is not None or rule.points is not None:
        return rule.maximum if rule.points is None or rule.maximum is not None else most_points(rule.points)
    most = [most_of(one) for one in rule.indicators if awards(one)] if isinstance(rule, Criterion) else []
    known = [one for one in most if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(most) else None
