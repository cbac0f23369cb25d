"""Corrections: what became known between two days, what it replaced, and the outcomes that it made others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from attrs import frozen

from ...model.arguments import checks_arguments, refused
from ...model.decision import OutcomeChange
from ...model.fact import Absence, PublishedDecision, Statement, is_known, known_from, speaking
from ...model.key import RuleKey
from ..decisions import Decisions, evaluate, same_input
from ..evidence.observation import rank_of, standing_of
from .causes import CausedChange, Causes, Subject, subject_of


class Succession(Enum):
    """The place of a statement among those that were known before it on the same subject."""

    FIRST = "first"  # nothing was known
    CORRECTS = "corrects"  # it takes the place of others of the same day
    NEWER = "newer"  # it describes a later day than what was known
    BESIDE = "beside"  # it stands beside others of the same day, by another reporter
    EARLIER = "earlier"  # it describes an earlier day than what was known
    NO_EFFECT = "no_effect"  # what was known of the day stands on


@frozen
class LaterStatement:
    """A statement that became known after a day, with those in whose place it stands since, or that stand beside it."""

    statement: Statement
    standing: Succession
    replaced: tuple[Statement, ...] = ()
    beside: tuple[Statement, ...] = ()

    @property
    def known_from(self) -> date:
        """The day from which it is known."""
        return known_from(self.statement)


@frozen
class Corrections:
    """Statements that became known after the day `since`, to the day `known_on` (None: all); what they changed on `as_of`.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> corrected = ntm.corrections(ntm.evaluate(program, town, [water]), date(2024, 1, 1))
    >>> [later.statement.value for later in corrected.statements]
    [Decimal('99.9')]
    """

    as_of: date
    since: date
    known_on: date | None
    statements: tuple[LaterStatement, ...]
    changes: tuple[CausedChange, ...]

    def caused_by(self, statement: Statement) -> tuple[CausedChange, ...]:
        """The changes of which a statement is a cause, alone or together with others."""
        return tuple(change for change in self.changes if statement in change.causes)


@checks_arguments
def corrections(runs: Decisions | Iterable[Decisions], since: date) -> Corrections:
    """Statements that became known since the end of a day, and what they changed in decisions of a ruleset, or of several.

    The decisions are as known on their own `known_on` (None: with all that is known); that has to be after `since`. Causes are
    exact: outcomes are decided again without each statement. Raises ArgumentError for runs about different things, or where
    there is no time between.

    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, day = ntm.Unit("T", "Tam Đường", "township"), date(2024, 3, 31)
    >>> facts = [ntm.Fact("T", "clean_water_households", 99.9, day, recorded=date(2024, 4, 5))]
    >>> facts += [ntm.Fact("T", "clean_water_households", 100, day, recorded=date(2024, 8, 1))]
    >>> corrected = corrections(ntm.evaluate(program, town, facts), date(2024, 7, 1))
    >>> [(later.standing.value, str(later.replaced[0].value)) for later in corrected.statements]
    [('corrects', '99.9')]
    >>> [(caused.change.rule.code, caused.change.before.value, caused.change.after.value) for caused in corrected.changes][:2]
    [('3.3', 'not_attained', 'attained'), ('3', 'not_attained', 'undetermined')]
    """
    every_run = same_input(runs)
    world, as_of = every_run[0].world, every_run[0].program.as_of
    evidence = world.evidence
    if evidence.known_on is not None and evidence.known_on <= since:
        raise refused(
            "since", since, f"một ngày trước {evidence.known_on:%d/%m/%Y}", f"a day before {evidence.known_on}"
        )
    known = [statement for statement in evidence.statements() if is_known(statement, evidence.known_on)]
    later = [statement for statement in dict.fromkeys(known) if not is_known(statement, since)]
    then = [evaluate(run.program, world.units, known, known_on=since) for run in every_run]
    changes = list(_changed(every_run, then))
    used = [statement for statement in later if statement.as_of <= as_of]
    return Corrections(
        as_of,
        since,
        evidence.known_on,
        tuple(_placed(later, known, evidence.ranks)),
        tuple(Causes(every_run, known, used, since).of(changes)) if changes else (),
    )


def _changed(now: Sequence[Decisions], then: Sequence[Decisions]) -> Iterator[OutcomeChange]:
    """The outcomes that differ, of every rule, in the order of the rulesets, the units and the rules."""
    for run, earlier in zip(now, then, strict=True):
        for unit in run.units:
            before, after = earlier.outcomes(unit.code), run.outcomes(unit.code)
            for code, outcome in after.items():
                if before[code] is not outcome:
                    yield OutcomeChange(unit.code, RuleKey(run.program.ruleset.id, code), before[code], outcome)


# ---- what was replaced


def _in_time(statement: Statement) -> tuple[date, date]:
    return known_from(statement), statement.recorded or date.min


def _placed(
    later: Sequence[Statement], known: Sequence[Statement], ranks: Mapping[str, int]
) -> Iterator[LaterStatement]:
    """The later statements in the order in which they became known, each held against what was known of its subject before."""
    of_subject: dict[Subject, list[Statement]] = {}
    for statement in dict.fromkeys(known):
        of_subject.setdefault(subject_of(statement), []).append(statement)
    for statement in sorted(later, key=_in_time):
        prior = [other for other in of_subject[subject_of(statement)] if _in_time(other) < _in_time(statement)]
        yield _by_level(statement, prior, ranks) or _place(statement, prior)


def _by_level(statement: Statement, prior: Sequence[Statement], ranks: Mapping[str, int]) -> LaterStatement | None:
    """The place of a statement beside surer ones that it does not displace, or before less sure ones of later days that it
    displaces; None where the levels of assurance decide nothing.
    """
    if not ranks or isinstance(statement, PublishedDecision) or statement.value is Absence.NOT_REPORTED:
        return None
    valued, own = speaking(prior), rank_of(statement, ranks)
    surer = [other for other in valued if other.as_of <= statement.as_of and rank_of(other, ranks) > own]
    if surer:
        return LaterStatement(statement, Succession.NO_EFFECT, beside=standing_of(surer))
    if valued and all(other.as_of > statement.as_of and rank_of(other, ranks) < own for other in valued):
        return LaterStatement(statement, Succession.CORRECTS, standing_of(valued))
    return None


def _place(statement: Statement, prior: Sequence[Statement]) -> LaterStatement:
    valued = [other for other in prior if other.value is not Absence.NOT_REPORTED]
    if statement.value is Absence.NOT_REPORTED and valued:
        return LaterStatement(statement, Succession.NO_EFFECT, beside=standing_of(valued))
    of_day = [other for other in valued or prior if other.as_of == statement.as_of]
    if of_day:
        before, after = standing_of(of_day), standing_of([*of_day, statement])
        replaced = tuple(other for other in before if other not in after)
        beside = tuple(other for other in after if other != statement)
        if statement not in after:
            return LaterStatement(statement, Succession.NO_EFFECT, beside=beside)
        return LaterStatement(statement, Succession.CORRECTS if replaced else Succession.BESIDE, replaced, beside)
    if not valued:
        return LaterStatement(statement, Succession.FIRST)
    standing = standing_of(valued)
    if standing[0].as_of < statement.as_of:
        return LaterStatement(statement, Succession.NEWER, standing)
    return LaterStatement(statement, Succession.EARLIER, beside=standing)
