"""Snapshot of every decision of a dossier, for comparison with a later one."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import field, fields, frozen

from ...engine.decisions import Decisions
from ...model.arguments import checks_arguments, refused
from ...model.decision import Decision, Reason, ReasonKind
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.values.number import EXACT, Number
from ..impact.clause import deciding_reasons, number_counted


@frozen
class SnapshotRule:
    """A versioned rule that decided: the version of its ruleset, and the SHA-256 of its content."""

    rule: RuleKey
    version: date
    hash: str


@frozen(kw_only=True)
class RecordedReason:
    """One deciding reason as exact text, in the words of rule files: subject, observed value, requirement and gap.

    It is about a measure, a rule or a subject (an attribute, a state of criteria), or about the rule itself; over the units
    below (`members`), as an `aggregate` or on a `basis`, against a day (`since`), of certain `years`, of another `unit`, or
    `negated` under a `none_of` (`yes`). `kind` is the kind of reason where it is no comparison and no count. Where criteria
    or members are counted, `count` are those in the state counted (attained, unless `subject` says otherwise) out of those
    that apply, and `undetermined` how many are.
    """

    measure: str | None = None
    rule: str | None = None
    subject: str | None = None
    members: str | None = None
    aggregate: str | None = None
    basis: str | None = None
    since: str | None = None
    years: str | None = None
    unit: str | None = None
    negated: str | None = None
    kind: str | None = None
    observed: str | None = None
    count: str | None = None
    undetermined: str | None = None
    operator: str | None = None
    required: str | None = None
    gap: str | None = None

    @property
    def about(self) -> tuple[str | None, ...]:
        """Subject of the reason, without its figures, as a comparable key."""
        figure = (self.members, self.aggregate, self.basis, self.since, self.years)
        return (self.measure, self.rule, self.subject, *figure, self.unit, self.negated)


@frozen
class SnapshotDecision:
    """Outcome of one rule for one unit, with the figures that decided it."""

    unit: str
    rule: RuleKey
    outcome: Outcome
    figures: tuple[RecordedReason, ...] = ()


@frozen
class Snapshot:
    """All decisions of a dossier on a day, sorted by unit and rule, and the rules that made them.

    `assessed` is the year that they are about; None: that of the day.

    `engine` is the version of this library that made it; it is told, and not compared.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> taken = ntm.snapshot(ntm.evaluate(program, town, [water]), program.as_of)
    >>> len(taken.decisions), taken.as_of
    (35, datetime.date(2024, 6, 30))
    """

    as_of: date
    rules: tuple[SnapshotRule, ...]
    decisions: tuple[SnapshotDecision, ...]
    known_on: date | None = None
    engine: str | None = field(default=None, eq=False)
    assessed: int | None = None

    def __repr__(self) -> str:
        return f"Snapshot({self.as_of}, {len(self.rules)} rules, {len(self.decisions)} decisions)"


@checks_arguments
def snapshot(
    runs: Iterable[Decisions] | Decisions, as_of: date, *, known_on: date | None = None, engine: str | None = None
) -> Snapshot:
    """The snapshot of decisions under several rulesets; the order of rulesets, units and statements does not matter.

    Raises ArgumentError for decisions of another day than `as_of`, or about several years: the snapshot would claim what was
    not decided.

    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> ntm.snapshot(ntm.evaluate(program, ntm.Unit("T", "Tam Đường", "township"), []), program.as_of)
    Snapshot(2024-06-30, 35 rules, 35 decisions)
    """
    rules: dict[RuleKey, SnapshotRule] = {}
    decisions: dict[str, dict[str, list[SnapshotDecision]]] = {}
    known: dict[tuple[object, ...], RecordedReason] = {}
    years: set[int] = set()
    for run in (runs,) if isinstance(runs, Decisions) else runs:
        if not isinstance(run, Decisions) or run.program.as_of != as_of:
            raise refused("runs", run, f"các Decisions của ngày {as_of:%d/%m/%Y}", f"Decisions of {as_of}")
        years.add(run.program.assessed)
        if len(years) > 1:
            raise refused("runs", run, "các Decisions của cùng một năm", "Decisions about one year")
        version = run.program.ruleset.version
        rules.update((rule.key, SnapshotRule(rule.key, version, rule.hash)) for rule in run.program.rules)
        id, sorted_rules = run.program.ruleset.id, sorted((rule.key for rule in run.program.rules), key=place_of_rule)
        codes = [rule.code for rule in sorted_rules]
        for unit in run.unit_by_unit():
            own = [_decided(run.alone(unit.code, code), known) for code in codes]
            by_ruleset = decisions.setdefault(unit.code, {})
            if id in by_ruleset:  # by another text of it
                by_rule = {decision.rule: decision for decision in (*by_ruleset[id], *own)}
                own = sorted(by_rule.values(), key=lambda decision: place_of_rule(decision.rule))
            by_ruleset[id] = own
    return Snapshot(
        as_of,
        tuple(rules[key] for key in sorted(rules, key=place_of_rule)),
        tuple(
            decision
            for _, by_ruleset in sorted(decisions.items())
            for _, own in sorted(by_ruleset.items())
            for decision in own
        ),
        known_on,
        engine,
        next((year for year in years if year != as_of.year), None),
    )


def place_of_rule(rule: RuleKey) -> tuple[str, list[tuple[int, int, str]]]:
    """Sort key of a rule in a snapshot: by ruleset, then by code in natural order, 3.9 before 3.10."""
    parts = re.split(r"(\d+)", rule.code)
    return rule.ruleset, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _decided(decision: Decision, known: dict[tuple[object, ...], RecordedReason]) -> SnapshotDecision:
    """Record of a decision; the record of reasons that say the same is made once, and kept in `known`."""
    figures = []
    for reason in deciding_reasons(decision):
        content = _reason_key(reason)
        figure = known.get(content)
        if figure is None:
            figure = known[content] = _figure(reason)
        figures.append(figure)
    if len(figures) > 1:
        figures = sorted(dict.fromkeys(figures), key=_order)
    return SnapshotDecision(decision.unit, decision.rule, decision.outcome, tuple(figures))


_PARTS = tuple(attribute.name for attribute in fields(RecordedReason))


def _order(figure: RecordedReason) -> tuple[str, ...]:
    return tuple(getattr(figure, name) or "" for name in _PARTS)


_PLAIN = (ReasonKind.COMPARED, ReasonKind.TALLY)


def _reason_key(reason: Reason) -> tuple[object, ...]:
    """Key of all that is recorded of a reason."""
    used = reason.observed if reason.compared is None else reason.compared
    return (
        *(reason.measure, reason.rule, reason.subject, reason.members, reason.aggregate, reason.basis, reason.since),
        *(reason.years, reason.unit, reason.negated, reason.kind, reason.operator, reason.tally),
        *map(_alike, (used, reason.required, reason.gap)),
    )


def _alike(value: object) -> tuple[type, object]:
    """Key of a value, the same for those that are written alike: intervals that are equal may be written otherwise."""
    return type(value), value if value and isinstance(value, Number) else str(value)


def _figure(reason: Reason) -> RecordedReason:
    tally = reason.tally
    used = reason.observed if reason.compared is None else reason.compared
    return RecordedReason(
        measure=_text(reason.measure),
        rule=_text(reason.rule),
        subject=_text(reason.subject),
        members=_text(reason.members),
        aggregate=_text(reason.aggregate),
        basis=_text(reason.basis),
        since=_text(reason.since),
        years=_text(reason.years),
        unit=_text(reason.unit),
        negated="yes" if reason.negated else None,
        kind=None if reason.kind in _PLAIN else reason.kind.value,
        observed=_text(used),
        count=None if tally is None else f"{number_counted(reason)}/{tally.applicable}",
        undetermined=str(tally.undetermined) if tally is not None and tally.undetermined else None,
        operator=_text(reason.operator),
        required=_text(reason.required),
        gap=_text(reason.gap),
    )


def _text(value: object) -> str | None:
    if value is None or type(value) is str:
        return value
    return exact_text(value)


def exact_text(value: object) -> str:
    """Canonical text of a value: `97.20` and `97.2` are one figure.

    >>> exact_text(Decimal("97.20")), exact_text(Fraction(1, 3)), exact_text(("II", "III"))
    ('97.2', '1/3', 'II | III')
    """
    match value:
        case Decimal():
            return format(value.normalize(EXACT), "f")
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Enum():
            return str(value.value)
        case tuple():
            return " | ".join(exact_text(part) for part in value)
    return str(value)
