"""One of the rulesets compared, and what its conditions are about as both sides call it."""

from collections.abc import Mapping

from attrs import field, frozen

from ...model.condition import CriteriaCount, MembersAttained, MembersMeasure, OwnCriteria
from ...model.key import RuleKey
from ...model.ruleset import Ruleset
from ...model.threshold import Relative
from ...program.program import Program
from ..in_force import Years
from .quantity import OWN, MeasureAbove, MembersDeciding, MembersFigure, Other, OwnMeasure


@frozen
class Side:
    """One of the rulesets compared. `renamed` gives its own rules the codes they have in the other, `stands_for` gives a
    ruleset that it names the id of the one that the other names in its place.
    """

    program: Program
    renamed: Mapping[str, str] = field(factory=dict)
    stands_for: Mapping[str, str] = field(factory=dict)

    def key(self, rule: RuleKey) -> RuleKey:
        """The key of a rule as both sides call it."""
        if rule.ruleset == self.program.ruleset.id:
            return self.own(rule.code)
        return RuleKey(self.stands_for.get(rule.ruleset, rule.ruleset), rule.code)

    def own(self, code: str) -> RuleKey:
        """The key of a rule of the ruleset itself, as both sides call it."""
        return RuleKey(OWN, self.renamed.get(code, code))

    def keys(self, condition: OwnCriteria) -> tuple[RuleKey, ...]:
        """The criteria that a condition counts."""
        if condition.ruleset is None:
            return tuple(self.own(code) for code in condition.of or self.program.criteria)
        codes = condition.of or self.program.references[condition.ruleset].criteria
        return tuple(self.key(RuleKey(condition.ruleset, code)) for code in codes)

    def listed(self, condition: OwnCriteria) -> tuple[RuleKey, ...]:
        """The criteria of `including_any_of`."""
        ruleset = condition.ruleset or self.program.ruleset.id
        return tuple(self.key(RuleKey(ruleset, code)) for code in condition.including_any_of)

    def ruleset(self, id: str) -> str:
        """The id of a ruleset as both sides call it."""
        return self.stands_for.get(id, id)


def common_years(*rulesets: Ruleset) -> Years:
    """The years in which rulesets can be in force together; of all of them, where they never are."""
    first = max(ruleset.version for ruleset in rulesets).year
    ends = [ruleset.until.year for ruleset in rulesets if ruleset.until is not None]
    if ends and min(ends) < first:
        return Years(min(ruleset.version for ruleset in rulesets).year, max(ends))
    return Years(first, min(ends, default=None))


def deciding(side: Side, condition: MembersAttained) -> MembersDeciding:
    """The quantity that a condition on members reads."""
    return MembersDeciding(str(condition.kind), side.key(condition.rule), tuple(map(str, condition.only)))


def members_figure(side: Side, condition: MembersMeasure) -> MembersFigure:
    """The quantity that a condition on a figure over members reads."""
    of = condition.of
    what = CriteriaCount(side.ruleset(of.ruleset), of.since) if isinstance(of, CriteriaCount) else str(of)
    return MembersFigure(str(condition.kind), condition.aggregate, what, tuple(map(str, condition.only)))


def source(threshold: Relative) -> Other:
    """The quantity that a relative threshold reads."""
    if threshold.of is None:
        return OwnMeasure(str(threshold.measure))
    return MeasureAbove(str(threshold.of), str(threshold.measure))
