"""Impact of another text of the rules on units: gains, losses, undetermined outcomes, distances to thresholds."""

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from ...engine.remedies import Steps
from ...model.decision import LevelFound
from ...model.key import REVOCATION, RuleKey
from ...model.outcome import Outcome
from ...model.ruleset import Ruleset
from ...model.text import Text
from ...model.values.notebook import as_html
from ...model.values.number import Number, difference
from ..comparison.match import Matched
from .clause import Clause, clause, grounds, nearness
from .runs import Pair, Runs


class RuleLevel(Enum):
    """Level of a rule in its ruleset, in the order in which effects are told: what is concluded first."""

    CONCLUSION = "conclusion"
    CRITERION = "criterion"
    INDICATOR = "indicator"
    CONTENT = "content"


class Effect(Enum):
    """Effect of the new text on a unit under one rule. A revocation that becomes attained is a loss."""

    GAINS = "gains"
    LOSES = "loses"
    BECOMES_UNDETERMINED = "becomes_undetermined"
    BECOMES_DETERMINED = "becomes_determined"  # undetermined before, not attained now
    BECOMES_APPLICABLE = "becomes_applicable"
    BECOMES_NOT_APPLICABLE = "becomes_not_applicable"
    ADDED = "added"  # the old text has no such rule
    REPEALED = "repealed"  # the new text has no such rule
    UNCHANGED = "unchanged"


@frozen
class LevelChange:
    """The level of a unit by the old and by the new text; None where that text has no levels."""

    unit: str
    before: LevelFound | None
    after: LevelFound | None


def effect_of(before: Outcome | None, after: Outcome | None, code: str = "") -> Effect:
    """Effect of a change of outcome on a unit; the outcome is None when that text has no such rule.

    >>> effect_of(Outcome.ATTAINED, Outcome.NOT_ATTAINED), effect_of(Outcome.ATTAINED, Outcome.NOT_ATTAINED, "revocation")
    (<Effect.LOSES: 'loses'>, <Effect.GAINS: 'gains'>)
    """
    if before is after:
        return Effect.UNCHANGED
    if before is None or after is None:
        return Effect.ADDED if before is None else Effect.REPEALED
    if after is Outcome.UNDETERMINED:
        return Effect.BECOMES_UNDETERMINED
    if Outcome.NOT_APPLICABLE in (before, after):
        return Effect.BECOMES_APPLICABLE if before is Outcome.NOT_APPLICABLE else Effect.BECOMES_NOT_APPLICABLE
    good, bad = Outcome.ATTAINED, Outcome.NOT_ATTAINED
    if code == REVOCATION:
        good, bad = bad, good
    if after is good:
        return Effect.GAINS
    return Effect.LOSES if before is good else Effect.BECOMES_DETERMINED


@frozen
class RuleImpact:
    """One rule for one unit: its outcome by the old and by the new text; None when that text has no such rule.

    `rule_changed`: the two texts ask for something else in the rule itself, whatever the outcomes are. Everything else
    is computed from the decisions when it is read.
    """

    unit: str
    rule: RuleKey
    level: RuleLevel
    before: Outcome | None
    after: Outcome | None
    rule_changed: bool
    _codes: Pair = field(eq=False, repr=False)
    _runs: Runs = field(eq=False, repr=False)

    @property
    def clause(self) -> Clause:
        """The figure observed and what either text requires."""
        return clause(*self._runs.alone(self.unit, self._codes))

    @property
    def grounds(self) -> tuple[Clause, ...]:
        """The lowest rules that a change of outcome comes from."""
        if self.effect is Effect.UNCHANGED:
            return ()
        return grounds(*self._runs.decisions(self.unit, self._codes), self._runs.renamed)

    @property
    def missing(self) -> Steps:
        """Steps that would settle a rule that the new text leaves undetermined and the old one did not."""
        if self.after is not Outcome.UNDETERMINED or self.effect is Effect.UNCHANGED:
            return ()
        return self._runs.new.to_settle(self.unit, self.rule.code)

    @property
    def spare(self) -> Number | None:
        """Margin of an attained rule: the distance of its figure from the threshold, in the unit of the figure."""
        reason = self._runs.spared(self.unit, self._codes, self.after)
        # Not -gap: a decimal's minus rounds to the caller's context.
        return None if reason is None or reason.gap is None else difference(Decimal(0), reason.gap)

    @property
    def distance(self) -> Fraction | None:
        """Margin as a fraction of what is required; None when there is none."""
        reason = self._runs.spared(self.unit, self._codes, self.after)
        return None if reason is None else nearness(reason)

    @property
    def name(self) -> Text:
        """Name of the rule, in the new text when that has it."""
        return self._runs.name(self._codes)

    @property
    def effect(self) -> Effect:
        """Effect of the new text on the unit under this rule."""
        return effect_of(self.before, self.after, self.rule.code)


@frozen
class Impact:
    """Impact of a new text of one ruleset on every unit it applies to.

    `rows` hold every unit with every rule of either text, those without effect too: units in their order, rules in that of
    the new text, repealed ones where they stood. `recalled` are the rules that the decisions rest on and that are only
    recalled, not read. `matched` says which rule of one text is which of the other. `levels` are the
    units that come to another level. `assessed` is the year that both decide about.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> ntm.impact(program, program, units=town, statements=water).changed()
    ()
    """

    before: Ruleset
    after: Ruleset
    as_of: date
    units: tuple[str, ...]
    rows: tuple[RuleImpact, ...]
    recalled: tuple[RuleKey, ...] = ()
    matched: Matched = field(eq=False, repr=False, default=Matched((), (), ()))
    levels: tuple[LevelChange, ...] = ()
    assessed: int = field()

    _changed: tuple[RuleImpact, ...] = field(init=False, eq=False, repr=False)

    @assessed.default
    def _year_of_the_day(self) -> int:
        return self.as_of.year

    @_changed.default
    def _with_an_effect(self) -> tuple[RuleImpact, ...]:
        return tuple(row for row in self.rows if row.effect is not Effect.UNCHANGED)

    def __repr__(self) -> str:
        return f"Impact({self.before!r}, {self.after!r}, {len(self.units)} units, {len(self.changed())} changes)"

    def _repr_html_(self) -> str:
        return as_html(self)

    def changed(self) -> tuple[RuleImpact, ...]:
        """Rows whose effect is not UNCHANGED: the outcome changed, or the rule was added or repealed."""
        return self._changed

    def having(self, effect: Effect, level: RuleLevel | None = None) -> tuple[RuleImpact, ...]:
        """The rows with an effect, at one level or at all."""
        rows = self.rows if effect is Effect.UNCHANGED else self._changed
        return tuple(row for row in rows if row.effect is effect and level in (None, row.level))

    def harms(self) -> bool:
        """True when a unit loses a rule or becomes undetermined under one."""
        return any(row.effect in (Effect.LOSES, Effect.BECOMES_UNDETERMINED) for row in self._changed)

    def nearest(self, *, of_changed: bool = False) -> tuple[RuleImpact, ...]:
        """Rows of attained rules with a margin, the smallest first (as a fraction of the requirement).

        Rules whose text changed come before all others; with `of_changed` they alone are looked at.
        """
        near = []
        for row in self.rows:
            distance = row.distance if row.rule_changed or not of_changed else None
            if distance is not None:
                near.append(((not row.rule_changed, distance), row))
        return tuple(row for _, row in sorted(near, key=lambda pair: pair[0]))
