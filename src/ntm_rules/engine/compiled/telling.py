"""Makers of reasons, prepared for each term of a program: all is filled in that does not depend on the unit.

They tell what the specification tells (`specification.reasons`). Verdicts and figures are those that the generated function
came to; nothing is judged here. What is told seldom (why a figure is not there, what is known of members' figures, changes)
is told by the specification itself.
"""

from typing import assert_never

from attrs import frozen

from ...model.decision import Reason, ReasonKind
from ...model.outcome import Outcome
from ...program import terms
from ...program.verdict import ATTAINED, NOT_APPLICABLE, OUTCOME
from ..specification.attestation_reasons import of_attestation
from ..specification.comparison_reason import added
from ..specification.figure_reasons import core_of
from .comparing import NOTHING, UNDETERMINED, Comparing, Positions, TellTally, by_specification, no_reasons
from .sight import Reasons, Sight, Tell, filled_reason, turned_reason


@frozen(eq=False)
class Telling:
    """Prepares makers; `positions` are those of the results of the function that works out every term."""

    positions: Positions

    def reasons(self, term: terms.Truth, about: terms.About = NOTHING, now: terms.Figure | None = None) -> Tell:
        """The maker of the reasons of a truth, inside a `Told` with that `about` and `now`."""
        match term:
            case terms.Holds():
                return self._comparison(term, about, now)
            case terms.IsOneOf():
                return Comparing(self.positions).choice(term)
            case terms.AllHold(group) | terms.AnyHolds(group):
                return self._group(term, group, about)
            case terms.Not(inside):
                own = self.reasons(inside, about)
                return own if own is no_reasons else lambda sight: tuple([turned_reason(why) for why in own(sight)])
            case terms.Never() | terms.OutcomeOf():
                return no_reasons
            case terms.Above():
                return by_specification(term, about)
            case terms.OpenTruth():
                reasons = (Reason(kind=ReasonKind.UNKNOWN_CONTENT, outcome=UNDETERMINED),)
                return lambda sight: reasons
            case terms.Where():
                return self._applicability(term)
            case terms.Attested():
                return self._attestation(term)
            case terms.Told(
                terms.AnyHolds(terms.Listed((terms.Holds() as holds, terms.Where(applies=exempt)))),
                by=ReasonKind.NO_LIMIT,
            ):
                return self._limit(term, holds, exempt, about)
            case terms.Told():
                return self._told_truth(term, added(term.about, about))
            case _:
                assert_never(term)

    def _comparison(self, term: terms.Holds, about: terms.About, now: terms.Figure | None) -> Tell:
        core = core_of(term.figure)
        group = core.group if isinstance(core, terms.Counted) else None
        if isinstance(group, terms.Listed) and not all(
            isinstance(terms.bare(truth), terms.OutcomeOf) for truth in group.truths
        ):
            return self._group(term, group, about)
        return Comparing(self.positions).comparison(term, about, now)

    def _group(self, term: terms.Truth, group: terms.Group, about: terms.About) -> Tell:
        if isinstance(group, terms.Below):
            return by_specification(term, about)
        makers = [maker for truth in group.truths if (maker := self.reasons(truth, about)) is not no_reasons]
        if len(makers) < 2:
            return makers[0] if makers else no_reasons
        return lambda sight: tuple([why for maker in makers for why in maker(sight)])

    def _limit(self, term: terms.Told, holds: terms.Holds, exempt: terms.Truth, about: terms.About) -> Tell:
        inside, otherwise, place = self.reasons(holds, about), by_specification(term, about), self.positions[exempt]
        return lambda sight: otherwise(sight) if sight.known[place] & ATTAINED else inside(sight)

    def _told_truth(self, term: terms.Told, about: terms.About) -> Tell:
        if term.by is None:
            return self.reasons(term.truth, about, term.now)
        kind, place = term.by, self.positions[term]
        tally: TellTally | None = None
        if kind is ReasonKind.TALLY:
            (shown,) = term.decisions
            tally = Comparing(self.positions).tally(shown)
        measure, required = about.measure, about.required

        def reasons_told(sight: Sight) -> Reasons:
            outcome, counts = OUTCOME[sight.known[place]], None if tally is None else tally(sight)
            return (filled_reason(kind, outcome, about, measure, None, None, None, required, None, (), counts),)

        return reasons_told

    def _applicability(self, term: terms.Where) -> Tell:
        inside, applies = self.reasons(term.truth), self.reasons(term.applies)
        own, place = self.positions[term.truth], self.positions[term.applies]
        holds = (Reason(kind=ReasonKind.APPLIES, outcome=Outcome.ATTAINED),)
        may_not = (Reason(kind=ReasonKind.MAY_NOT_APPLY, outcome=UNDETERMINED),)
        does_not = (Reason(kind=ReasonKind.DOES_NOT_APPLY, outcome=Outcome.NOT_APPLICABLE),)

        def reasons_told(sight: Sight) -> Reasons:
            verdict = sight.known[place]
            if verdict == ATTAINED:
                return inside(sight) + holds + applies(sight)
            if not verdict & ATTAINED and OUTCOME[verdict] is not UNDETERMINED:
                return does_not + applies(sight)
            if sight.known[own] == NOT_APPLICABLE:
                return inside(sight)
            return may_not + applies(sight) + inside(sight)

        return reasons_told

    def _attestation(self, term: terms.Attested) -> Tell:
        inside, key, place = self.reasons(term.truth), term.rule, self.positions[term.truth]

        def tell(sight: Sight) -> Reasons:
            attested = sight.world.evidence.attestations
            if not attested or key not in attested.get(sight.unit.code, ()):
                return inside(sight)
            by_figures = OUTCOME[sight.known[place]]
            return of_attestation(term, inside(sight), by_figures, sight.unit.code, sight.program, sight.world.evidence)

        return tell
