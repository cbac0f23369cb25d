"""Rules given the outcomes sought: by the facts where these decide, otherwise by attestations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import define, field

from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...program.program import Program
from .goal import Interval
from .scene import Scene

_ORDER = (Outcome.ATTAINED, Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED)


@define(eq=False)
class Quota:
    """Outcomes that rules counted together must have. Unless `counted`, only the set of outcomes matters."""

    rules: tuple[RuleKey, ...]
    counts: dict[Outcome, int]
    counted: bool = True
    seen: set[Outcome] = field(factory=set)
    left: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.left = len(self.rules)

    def can(self, outcome: Outcome) -> bool:
        """True when one more rule can have the outcome."""
        if self.counted:
            return self.counts.get(outcome, 0) > 0
        missing = {other for other, count in self.counts.items() if count} - self.seen - {outcome}
        return self.counts.get(outcome, 0) > 0 and len(missing) < self.left

    def take(self, outcome: Outcome) -> None:
        """Count one more rule with the outcome."""
        self.counts[outcome] -= self.counted
        self.seen.add(outcome)
        self.left -= 1


def settle(scene: Scene, unit: str, quotas: Iterable[Quota]) -> frozenset[RuleKey] | None:
    """Settle rules within their quotas, lower ones first; return those that must stay undetermined.

    None when the quotas cannot be met.
    """
    pending = [(rule, quota) for quota in quotas for rule in quota.rules]
    pending.sort(key=lambda pair: _height(scene, pair[0]))
    open_: set[RuleKey] = set()
    known: dict[RuleKey, set[Outcome]] = {}

    def outcomes_of(rule: RuleKey) -> set[Outcome]:
        if rule not in known:
            known[rule] = scene.outcomes(unit, rule)
        return known[rule]

    def attest(rule: RuleKey, outcome: Outcome) -> None:
        """Attest a rule; what rests on it is decided anew."""
        scene.attest(unit, rule, outcome)
        for other in [key for key in known if key == rule or rule in scene.sides.below.get(key, ())]:
            del known[other]

    while pending:
        free = []
        for rule, quota in pending:
            outcomes = outcomes_of(rule)
            settled = outcomes - {Outcome.UNDETERMINED}
            if not settled:
                free.append((rule, quota))
                continue
            outcome = min(settled, key=_ORDER.index)
            if len(settled) > 1 or not quota.can(outcome):
                return None
            quota.take(outcome)
            if len(outcomes) > 1:
                attest(rule, outcome)
        if not free:
            break
        (rule, quota), pending = free[0], free[1:]
        chosen = next((outcome for outcome in _ORDER if quota.can(outcome)), None)
        if chosen is None:
            return None
        quota.take(chosen)
        if chosen is Outcome.UNDETERMINED:
            open_.add(rule)
        else:
            attest(rule, chosen)
    # What was left open must not have been settled by what was attested of others since.
    if any(outcomes_of(rule) != {Outcome.UNDETERMINED} for rule in open_):
        return None
    return frozenset(open_)


def _height(scene: Scene, rule: RuleKey) -> tuple[int, int]:
    """Sort key of a rule: after all rules that it may depend on."""
    heights = [(0, 0)]
    for side in scene.sides.sides:
        order = [id(program) for program in side.program.programs()]
        for program, code in scene.sides.rules(rule):
            if id(program) in order:
                heights.append((order.index(id(program)), program.position[code]))
    return max(heights)


def attest_all(scene: Scene, unit: str, outcome: Outcome, but: frozenset[RuleKey]) -> None:
    """Attest the criteria of every other ruleset about units of this kind that are open, but for some."""
    kind = scene.units[unit].kind
    for side in scene.sides.sides:
        spared = {(id(program), code) for rule in but for program, code in scene.sides.rules(rule)}
        for program in side.program.programs():
            if program is side.program or kind not in program.ruleset.applies_to or program.as_of != scene.as_of:
                continue
            for code in program.criteria:
                if (id(program), code) not in spared and scene.outcome(unit, program, code) is Outcome.UNDETERMINED:
                    scene.attest_as(unit, RuleKey(program.ruleset.id, code), outcome)


def settle_counts(
    scene: Scene,
    unit: str,
    ruleset: str,
    spans: Mapping[date | None, Interval],
    open_: frozenset[RuleKey],
    rest: Outcome,
) -> bool:
    """Settle the number of criteria attained under a ruleset: so many (None), or so many more than on a date.

    Rules in `open_` stay open; criteria that need not be attained come to `rest`. False when that is impossible.
    """
    now = scene.sides.programs(ruleset)
    if len({program.criteria for program in now}) != 1:
        return False
    closed = {
        code for rule in open_ for program, code in scene.sides.rules(rule) if any(program is other for other in now)
    }
    state = _Criteria.of(scene, unit, now, None, closed)
    earlier = {}
    for since in sorted(span for span in spans if span is not None):
        past = scene.sides.past(ruleset, since)
        if not past or len({program.criteria for program in past}) != 1:
            return False
        earlier[since] = _Criteria.of(scene, unit, past, since, set())
    chosen = _chosen(state, earlier, spans)
    if chosen is None:
        return False
    today, before = chosen
    state.attest(scene, unit, today, rest)
    for since, counts in before.items():
        earlier[since].attest(scene, unit, counts, Outcome.NOT_ATTAINED)
    _keep_open(scene, unit, [*earlier.values(), state])
    return True


@define(eq=False)
class _Criteria:
    """Criteria of a ruleset on a day: attained, to stay undetermined (`stay`), and still free."""

    programs: Sequence[Program]
    since: date | None
    attained: int
    stay: list[str]
    free: list[str]
    left_open: list[str] = field(factory=list)

    @classmethod
    def of(
        cls, scene: Scene, unit: str, programs: Sequence[Program], since: date | None, closed: set[str]
    ) -> "_Criteria":
        outcomes = {code: scene.outcome(unit, programs[0], code, since) for code in programs[0].criteria}
        undetermined = [code for code, outcome in outcomes.items() if outcome is Outcome.UNDETERMINED]
        return cls(
            programs,
            since,
            sum(outcome is Outcome.ATTAINED for outcome in outcomes.values()),
            [code for code in undetermined if code in closed],
            [code for code in undetermined if code not in closed],
        )

    def can(self, low: Fraction, high: Fraction) -> bool:
        """True when at least `low` and at most `high` criteria can be attained."""
        opened = high - low - len(self.stay)
        return self.attained <= low and opened >= 0 and low - self.attained + opened <= len(self.free)

    def attest(self, scene: Scene, unit: str, chosen: tuple[Fraction, Fraction], rest: Outcome) -> None:
        """Attest criteria so that `chosen[0]` to `chosen[1]` of them are attained; the others come to `rest`."""
        low, high = chosen
        attained = int(low) - self.attained
        opened = int(high - low) - len(self.stay)
        self.left_open = [*self.stay, *self.free[attained : attained + opened]]
        for number, code in enumerate(self.free):
            if code not in self.left_open:
                outcome = Outcome.ATTAINED if number < attained else rest
                for program in self.programs:
                    scene.attest_as(unit, RuleKey(program.ruleset.id, code), outcome, self.since)


def _chosen(
    now: _Criteria, earlier: Mapping[date, _Criteria], spans: Mapping[date | None, Interval]
) -> tuple[tuple[Fraction, Fraction], dict[date, tuple[Fraction, Fraction]]] | None:
    """Least and greatest numbers of criteria attained, today and on the earlier dates; None when none fit."""
    most = now.attained + len(now.stay) + len(now.free)
    for low in range(now.attained, most + 1):
        for high in range(low + len(now.stay), most + 1):
            today = Fraction(low), Fraction(high)
            if not now.can(*today) or spans.get(None, today) != today:
                continue
            before: dict[date, tuple[Fraction, Fraction]] = {}
            for since in earlier:
                least, greatest = spans[since]
                assert least is not None
                assert greatest is not None
                before[since] = (high - greatest, low - least)
            if all(earlier[since].can(*counts) for since, counts in before.items()):
                return today, before
    return None


def _keep_open(scene: Scene, unit: str, days: Sequence[_Criteria]) -> None:
    """Attest as disputed the criteria left undetermined on a day that have an earlier attestation."""
    for day in days:
        for code in day.left_open:
            for program in day.programs:
                rule = RuleKey(program.ruleset.id, code)
                attestations = scene.evidence.attestations.get(unit, {}).get(rule, ())
                on = day.since or scene.as_of
                if any(attestation.as_of < on for attestation in attestations):
                    scene.attest_as(unit, rule, Outcome.UNDETERMINED, on)
