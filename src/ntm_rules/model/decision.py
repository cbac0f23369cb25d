"""Decisions and the reasons for them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from .condition import Aggregate, Basis, Operator
from .fact import Absence, Attestation, Fact, PublishedDecision, Value, less_assured, speaking
from .key import RuleKey
from .outcome import OPPOSITE, Outcome, Tally
from .ruleset import Provenance, ProvenanceStatus
from .text import Text
from .values.identity import IdentityEnum
from .values.notebook import as_html


class ReasonKind(IdentityEnum):
    """Sort of observation that a reason reports.

    >>> ReasonKind("compared") is ReasonKind.COMPARED
    True
    """

    COMPARED = "compared"  # a value was compared with what is required
    MISSING = "missing"  # nothing is reported
    OUTDATED = "outdated"  # what is reported or attested is too old to be used
    ABSENT = "absent"  # a kind of absence is reported
    CONFLICT = "conflict"  # reports differ for one date
    PRINTED = "printed"  # the figure is printed as an interval, which is compared by its bounds
    NO_WHOLE = "no_whole"  # a share of a whole that is 0
    NO_ATTRIBUTE = "no_attribute"  # the unit does not have the attribute the rule asks for
    NO_UNIT_ABOVE = "no_unit_above"  # there is no unit of that kind above
    NO_THRESHOLD = "no_threshold"  # nothing is set for this attribute value or year
    NO_LIMIT = "no_limit"  # the instrument asks for nothing in this case
    DELEGATED = "delegated"  # the threshold is left to another authority, which has not set it here
    UNKNOWN_THRESHOLD = "unknown_threshold"  # the threshold is not known to the rule file
    UNKNOWN_CONTENT = "unknown_content"  # the rule exists, its content is not known
    TALLY = "tally"  # criteria or members were counted
    SCORE = "score"  # points were added up
    NO_MEMBERS = "no_members"  # there are no members, or none to which the rule applies
    OTHER_RULE = "other_rule"  # another rule of the same unit decides
    APPLIES = "applies"  # applies_when holds; the reasons for that follow
    DOES_NOT_APPLY = "does_not_apply"  # applies_when does not hold
    MAY_NOT_APPLY = "may_not_apply"  # whether the rule applies is not known
    ATTESTED = "attested"  # an authority's finding decides
    BASICALLY_MET = "basically_met"  # "basically met" is attested, and the ruleset does not say whether it counts
    ATTESTATION_DISAGREES = "attestation_disagrees"  # an attestation differs from the measured facts, which decide
    NOT_ASSURED = "not_assured"  # what is reported or attested is established less surely than is asked
    OTHER_TEXT = "other_text"  # an attestation of another text of the rule than the one in force: it decides nothing
    PUBLISHED_DIFFERS = "published_differs"  # a published decision differs from the computed one


_NOT_DECIDING = {
    ReasonKind.OUTDATED,
    ReasonKind.MISSING,
    ReasonKind.CONFLICT,
    ReasonKind.NOT_ASSURED,
    ReasonKind.OTHER_TEXT,
    ReasonKind.PUBLISHED_DIFFERS,
}
"""The kinds of reasons whose figures do not decide."""
BESIDE_DECISION = (ReasonKind.ATTESTATION_DISAGREES, ReasonKind.OTHER_TEXT, ReasonKind.PUBLISHED_DIFFERS)
"""The kinds of reasons that stand beside a decision, after those for the applicability of the rule."""
NO_LEVEL = "none"
"""Stands for no level among the ids of levels, in columns and cases."""


@frozen
class Points:
    """The points of a rule, from at least to at most (None: no bound), and the `maximum` that there is to be had."""

    low: Decimal | Fraction | None
    high: Decimal | Fraction | None
    maximum: Decimal | None = None

    @property
    def is_settled(self) -> bool:
        """True where the points are known."""
        return self.low is not None and self.low == self.high


@frozen(kw_only=True)
class Reason:
    """A leaf of the explanation.

    `outcome` is what the leaf came to by itself; `negated` that it stands under a `none_of`, where attaining it counts
    against the unit. `observed` is the value as given, `compared` as it was compared where a declared rounding makes that
    another. `gap` is by how much the value falls short (negative: how much it has to spare), in the measure's own unit.
    `unit` names the unit observed where it is not the decision's own; `facts` are what the reason rests on.

    `lacking` are the measures still to be reported, where `measure` is derived from them. `subject` is the attribute, the
    authority or the kind of unit that a reason without a measure is about. A figure over the units below has `members`,
    their kind, and how it was made: an `aggregate` of `measure` (or of the number of criteria attained under `rule`), or a
    `tally` of which `basis` (count or share) is compared. A change over time has the date it is measured `since`.
    An attestation of another text has the number of its instrument as `subject`.
    A score has the `points` that are held against the bound, with `subject` the codes of the criteria where they are not all.
    A figure that is asked for certain `years` has them; of several it is the mean.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> reason = ntm.evaluate(program, town, [water]).decision("T", "3.3").reasons[0]
    >>> reason.kind.value, reason.observed, reason.required, reason.gap
    ('compared', Decimal('99.9'), Decimal('100'), Decimal('0.1'))
    """

    kind: ReasonKind
    outcome: Outcome
    measure: str | None = None
    unit: str | None = None
    operator: Operator | None = None
    observed: Value | None = None
    compared: Value | None = None
    required: Decimal | Fraction | str | tuple[Decimal | str, ...] | None = None
    gap: Decimal | Fraction | None = None
    rule: RuleKey | None = None
    subject: str | None = None
    tally: Tally | None = None
    facts: tuple[Fact | Attestation | PublishedDecision, ...] = ()
    lacking: tuple[str, ...] = ()
    members: str | None = None
    aggregate: Aggregate | None = None
    basis: Basis | None = None
    since: date | None = None
    points: Points | None = None
    years: tuple[int, ...] | None = None
    negated: bool = False

    @property
    def standing(self) -> Outcome:
        """Outcome of the reason as it counts for the rule: the opposite under a `none_of`."""
        return OPPOSITE.get(self.outcome, self.outcome) if self.negated else self.outcome


class NoticeKind(Enum):
    """Sort of remark on a reason that does not decide, and must be seen."""

    LATER_FIGURE = "later_figure"  # a figure of after the year assessed
    OUTSIDE_PERIOD = "outside_period"  # of a day on which the unit that it is of does not exist
    OLD_FIGURE = "old_figure"  # a figure, or an authority's word, of before the period assessed
    LESS_ASSURED = "less_assured"  # what is said later, or beside, and is established less surely than what decides


@frozen(kw_only=True)
class Notice:
    """A remark on a reason, about the statements that it rests on: it does not decide, and must be seen."""

    kind: NoticeKind
    facts: tuple[Fact | Attestation | PublishedDecision, ...]
    measure: str | None = None


@frozen
class LevelFound:
    """The level of a unit under a ruleset that has levels: the first whose condition holds.

    `possible` are the ids of the levels still possible, the first that is asked first, and None where it may have none.
    """

    possible: tuple[str | None, ...]

    @property
    def is_settled(self) -> bool:
        """True where one level is possible, or none."""
        return len(self.possible) == 1

    @property
    def level(self) -> str | None:
        """The id of the level; None where the unit has none, or that is not known."""
        return self.possible[0] if self.is_settled else None


@frozen(kw_only=True)
class Decision:
    """The outcome of one versioned rule for one unit at one date, with its reasons and the decisions below it.

    `known_on` is the day of what was known (None: everything counts). `possible` are the outcomes that figures still to come
    can lead to; one outcome when the decision is determined. `rule_hash` is the SHA-256 of the rule's content. `published` are
    the decisions of authorities on the same rule, which stand beside it. `points` are those that the rule gives, where it gives
    any; `level`, with the rule of a level, is the unit's level. `assurance_levels` are those of the library, the weakest first,
    where a statement here or below says how it was established. `outside_period` are the statements of the reasons that are of
    a day on which the unit they are of does not exist. `assessed` is the year that the decision is about, while `as_of` is the
    day on which it is made.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> decision = ntm.evaluate(program, town, [water]).decision("T", "3")
    >>> decision.outcome.value, [criterion.rule.code for criterion in decision.children][:2]
    ('not_attained', ['3.1', '3.2'])
    """

    unit: str
    rule: RuleKey
    version: date
    as_of: date
    name: Text
    outcome: Outcome
    possible: frozenset[Outcome]
    reasons: tuple[Reason, ...]
    children: tuple["Decision", ...]
    provenance: Provenance
    rule_hash: str
    known_on: date | None = None
    published: tuple[PublishedDecision, ...] = ()
    points: Points | None = None
    level: LevelFound | None = None
    assessed: int = field()
    assurance_levels: tuple[str, ...] = field(default=(), kw_only=True)
    outside_period: tuple[Fact | Attestation, ...] = field(default=(), kw_only=True)

    def __repr__(self) -> str:
        possible = ", ".join(sorted(outcome.value for outcome in self.possible))
        open_ = f" ({possible})" if len(self.possible) > 1 else ""
        below = f", {len(self.children)} below" if self.children else ""
        return f"Decision({self.unit}, {self.rule}, {self.outcome.value}{open_}, {self.as_of}{below})"

    def _repr_html_(self) -> str:
        return as_html(self)

    @assessed.default
    def _year_of_day(self) -> int:
        return self.as_of.year

    def notices_of(self, reason: Reason) -> tuple[Notice, ...]:
        """The remarks on a reason: that it rests on statements of a day on which their unit does not exist, or of another year
        than the one assessed, or that less assured ones say something else.
        """
        if reason.kind in _NOT_DECIDING:
            return ()
        if not (self.outside_period or self.assurance_levels or self._other_years(reason)):
            return ()  # of most reasons
        aside = self._set_aside(reason)
        notices = (Notice(kind=NoticeKind.LESS_ASSURED, facts=aside, measure=reason.measure),) if aside else ()
        outside = tuple(fact for fact in reason.facts if fact in self.outside_period and fact not in aside)
        if outside:
            notices = (Notice(kind=NoticeKind.OUTSIDE_PERIOD, facts=outside, measure=reason.measure), *notices)
        if reason.years is not None:
            return notices
        # The earlier figure of a change is as old as it has to be.
        decide = [fact for fact in reason.facts if reason.since is None or fact.as_of > reason.since]
        decide = [
            statement for statement in decide if statement.value is not Absence.NOT_REPORTED and statement not in aside
        ]
        apart = {
            NoticeKind.OLD_FIGURE: tuple(statement for statement in decide if statement.as_of.year < self.assessed),
            NoticeKind.LATER_FIGURE: tuple(statement for statement in decide if statement.as_of.year > self.assessed),
        }
        about_years = (Notice(kind=kind, facts=facts, measure=reason.measure) for kind, facts in apart.items() if facts)
        return (*about_years, *notices)

    def _other_years(self, reason: Reason) -> bool:
        return bool(reason.facts) and any(fact.as_of.year != self.assessed for fact in reason.facts)

    def _set_aside(self, reason: Reason) -> tuple[Fact | Attestation, ...]:
        """The statements of a reason that do not decide, as others on the same are established more surely."""
        if not self.assurance_levels or len(reason.facts) < 2:
            return ()
        return less_assured(reason.facts, self.assurance_levels, reason.since, yearly=reason.years is not None)

    @property
    def assurance(self) -> str | None:
        """The weakest level of assurance among the statements that this decision, and those below it, rest on; None where one
        of them says none, or there is none.
        """
        apart = {*_NOT_DECIDING, ReasonKind.ATTESTATION_DISAGREES}
        levels: set[str | None] = set()
        for decision in self.walk() if self.assurance_levels else ():
            for reason in decision.reasons:
                aside = decision._set_aside(reason)
                deciding = (
                    statement
                    for statement in speaking(reason.facts)
                    if reason.kind not in apart and statement not in aside
                )
                levels |= {statement.assurance for statement in deciding}
        return next((level for level in (None, *self.assurance_levels) if level in levels), None)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The remarks on the reasons of this decision, each once; without those of the decisions below it."""
        return tuple(dict.fromkeys(notice for reason in self.reasons for notice in self.notices_of(reason)))

    def walk(self) -> Iterator["Decision"]:
        """This decision and every one below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def rests_on_recalled(self) -> bool:
        """True where this decision or one below it rests on a rule that is only recalled, not read."""
        return any(decision.provenance.status is ProvenanceStatus.RECALLED for decision in self.walk())

    def not_official(self) -> dict[str, int]:
        """The number of rules, here and below, known from less than an official text, by the status of each."""
        rules = {decision.rule: decision.provenance for decision in self.walk()}
        counts = Counter(provenance.status for provenance in rules.values() if not provenance.is_official)
        return {status.value: counts[status] for status in ProvenanceStatus if counts[status]}


def levels_said(reasons: Sequence[Reason], children: Sequence[Decision], levels: tuple[str, ...]) -> tuple[str, ...]:
    """The levels of assurance, where a statement that a decision or one below it names says one of them."""
    if not levels or any(child.assurance_levels for child in children):
        return levels
    statements = (fact for reason in reasons for fact in reason.facts)
    return levels if any(getattr(statement, "assurance", None) is not None for statement in statements) else ()


@frozen
class OutcomeChange:
    """A rule whose outcome for a unit changed.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> ntm.Session(program, town).assert_fact(water)[0].after.value
    'not_attained'
    """

    unit: str
    rule: RuleKey
    before: Outcome
    after: Outcome


def distinct(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Decisions, each once: a condition can ask for the same criterion in several ways.

    >>> distinct(())
    ()
    """
    if len({decision.rule.code for decision in decisions}) == len(decisions):
        # Nearly always: decisions of rules of different codes.
        return tuple(decisions)
    first_of_each: dict[tuple[str, str, str, date], Decision] = {}
    for one in decisions:
        first_of_each.setdefault((one.unit, one.rule.ruleset, one.rule.code, one.as_of), one)
    return tuple(first_of_each.values())
