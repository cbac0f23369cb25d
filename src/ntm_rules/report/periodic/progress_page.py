"""The progress report as one page: built once from decisions, in both languages, and drawn as a paper, tables or plain data."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import frozen

from ...engine.decisions import Decisions
from ...engine.pace import TargetPace, is_plan, paces
from ...model.fact import PublishedDecision, is_known
from ...model.key import RuleKey, is_conclusion
from ...model.library import NO_OFFICES, Library, Offices
from ...model.outcome import Outcome, Tally
from ...model.problem import NtmError
from ...model.ruleset import short_name
from ...model.text import Text, printable
from ...model.units.unit import Units
from ..overview.progress import changes_of, mark_of
from ..overview.units import absent_units
from ..pages.blocks import CountedNotice, OfficeWork, SourceRow
from ..pages.history import day_text, headline_noun, headline_tally, learnt_since
from ..pages.notices import notices_of
from ..pages.report import area_of, source_row
from ..pages.two_languages import TwoNames, both_of, filled, pair
from ..pages.work import office_work
from ..phrasing.comparisons import requirement
from ..words.rule_kinds import kind_of_code, outcome_word
from . import progress_words as words
from .period import ReportPeriod


@frozen
class PeriodResult:
    """The result of a ruleset at the end of the period before (None: not compared, and `why`) and at the end of this one."""

    ruleset: str
    title: Text
    counted: Text
    before: Tally | None
    now: Tally
    why: Text | None = None


@frozen
class PeriodMove:
    """Units of which the same rules are newly attained, or no longer are; `other` is the outcome at the other end."""

    ruleset: str
    title: Text
    other: Outcome
    units: tuple[tuple[str, Text], ...]
    rules: tuple[tuple[RuleKey, Text], ...]


@frozen
class DecisionOfPeriod:
    """A decision that an authority published on a rule, of a day of the period; `wording` is it in words."""

    title: Text
    unit: Text
    wording: Text
    decision: PublishedDecision


@frozen
class PlanTarget:
    """A target of a plan: its name, what it asks, who answers, and its pace."""

    plan: Text
    unit: str
    name: Text
    required: Text
    offices: tuple[Text, ...]
    pace: TargetPace


@frozen(eq=False)
class ProgressPage:
    """A progress report. `work` is what is open at the end of the period, by office."""

    period: ReportPeriod
    title: Text
    area: Text | None
    remarks: tuple[Text, ...]
    results: tuple[PeriodResult, ...]
    gained: tuple[PeriodMove, ...]
    lost: tuple[PeriodMove, ...]
    published: tuple[DecisionOfPeriod, ...]
    work: tuple[OfficeWork, ...]
    targets: tuple[PlanTarget, ...]
    cautions: tuple[Text, ...]
    notices: tuple[CountedNotice, ...]
    sources: tuple[SourceRow, ...]
    names: TwoNames


Earlier = Mapping[str, Decisions | NtmError]
"""By ruleset the decisions of an earlier day, or why there are none."""


def progress_page(
    runs: Sequence[Decisions],
    before: Earlier,
    series: Mapping[str, Sequence[Decisions]],
    period: ReportPeriod,
    library: Library,
    units: Units,
    *,
    title: Text | None = None,
    cautions: Sequence[Text] = (),
    offices: Offices = NO_OFFICES,
) -> ProgressPage:
    """The progress report of a period: decisions of its last day, those of the period before, and of plans a series of days.

    `offices` answer for rules whose rulesets name none. Raises ValueError where no ruleset has a unit.
    """
    runs = [run for run in runs if run.units]
    if not runs:
        raise ValueError("no ruleset has a unit to decide")
    names = TwoNames.of(library, units, offices)
    remarks = [filled(words.COMPARED, day=day_text(period.last), before=day_text(period.before))]
    known_on = runs[0].world.evidence.known_on
    if known_on is not None:
        remarks.append(filled(words.KNOWN_ON, day=day_text(known_on)))
    remarks += learnt_since(runs[0], period.before)
    if title is not None:
        remarks.insert(0, names.wording(title))
    criteria = [run for run in runs if not is_plan(run)]
    gone = [unit.code for unit in units if unit.exists_on(period.before) and not unit.exists_on(period.last)]
    kinds = dict.fromkeys(kind for run in runs for kind in run.program.ruleset.applies_to) if gone else ()
    absent = names.texts(lambda names: list(absent_units(units, kinds, period.last, names, gone)))
    return ProgressPage(
        period,
        filled(words.TITLE, period=period.name),
        area_of(runs, names),
        tuple(remarks),
        tuple(_result(run, before.get(run.program.ruleset.id), period, names) for run in runs),
        tuple(_moves(criteria, before, "+", names)),
        tuple(_moves(criteria, before, "−", names)),
        tuple(_published(runs, period, units, names)),
        tuple(office_work(runs, names)),
        tuple(_targets(runs, series, names)),
        (*map(names.wording, cautions), *absent),
        notices_of(runs, names),
        tuple(source_row(run, names) for run in runs),
        names,
    )


def _result(run: Decisions, then: Decisions | NtmError | None, period: ReportPeriod, names: TwoNames) -> PeriodResult:
    title, why = names.wording(run.program.ruleset.title), None
    if isinstance(then, NtmError):
        why = filled(
            words.NOT_COMPARED_WHY, title=title, noun=period.noun, why=names.wording(then.diagnostics[0].message)
        )
    earlier = headline_tally(then) if isinstance(then, Decisions) and then.units else None
    return PeriodResult(run.program.ruleset.id, title, headline_noun(run, names), earlier, headline_tally(run), why)


def _moves(runs: Sequence[Decisions], before: Earlier, mark: str, names: TwoNames) -> Iterator[PeriodMove]:
    """Moves in one way under each ruleset: units of which the same rules did are told together."""
    for run in runs:
        then, ruleset = before.get(run.program.ruleset.id), run.program.ruleset
        if not isinstance(then, Decisions):
            continue
        existed = {unit.code for unit in then.units}
        alike: dict[tuple[Outcome, tuple[tuple[str, Outcome], ...]], list[str]] = {}
        for unit in (unit.code for unit in run.units if unit.code in existed):
            moved: dict[Outcome, list[tuple[str, Outcome]]] = {}
            for code, (was, now) in changes_of(run, then, unit, False).items():
                kind = kind_of_code(code, classifies=ruleset.classifies)
                if was is not None and now is not None and mark_of(kind, (was, now)) == mark:
                    moved.setdefault(was if mark == "+" else now, []).append((code, now))
            for other, own in moved.items():
                alike.setdefault((other, tuple(own)), []).append(unit)
        for (other, rules), units in alike.items():
            called = tuple((RuleKey(ruleset.id, code), _called(code, now, run, names)) for code, now in rules)
            named_units = tuple((unit, names.unit(unit)) for unit in units)
            yield PeriodMove(ruleset.id, names.wording(ruleset.title), other, named_units, called)


def _published(
    runs: Sequence[Decisions], period: ReportPeriod, units: Units, names: TwoNames
) -> Iterator[DecisionOfPeriod]:
    """The published decisions of the days of the period, as far as they were known, each once; earlier ones first."""
    rulesets = {run.program.ruleset.id: run for run in runs}
    evidence = runs[0].world.evidence
    of_period = [
        decision
        for of_unit in evidence.published.values()
        for decisions in of_unit.values()
        for decision in decisions
        if decision.rule.ruleset in rulesets
        and decision.unit in units
        and period.first <= decision.as_of <= period.last
        and is_known(decision, evidence.known_on)
    ]
    distinct = {
        (
            decision.as_of,
            decision.unit,
            decision.rule,
            decision.value,
            decision.reported_by,
        ): decision
        for decision in of_period
    }
    for published in sorted(
        distinct.values(),
        key=lambda decision: (
            decision.as_of,
            decision.rule.ruleset,
            decision.unit,
            decision.rule.code,
        ),
    ):
        word = names.text_of(
            published,
            lambda decision, names: names.published(decision.rule, decision.value, decision.as_of),
        )
        if not is_conclusion(published.rule.code):
            word = pair(printable(published.rule.code), word)
        title = names.wording(rulesets[published.rule.ruleset].program.ruleset.title)
        yield DecisionOfPeriod(title, names.unit(published.unit), word, published)


def _called(code: str, now: Outcome, run: Decisions, names: TwoNames) -> Text:
    """A rule by its code and its short name; a conclusion by its name and what it came to: nobody is recognised here."""
    rule = run.program.by_code[code].rule
    name = names.wording(short_name(rule))
    if is_conclusion(code):
        kind = kind_of_code(code)
        word = names.text(lambda names: outcome_word(kind, now, names.language).lower())
        return pair(name, word)
    return both_of("{} {}".format, printable(code), name)


def _targets(
    runs: Sequence[Decisions], series: Mapping[str, Sequence[Decisions]], names: TwoNames
) -> Iterator[PlanTarget]:
    for run in filter(is_plan, runs):
        [unit] = run.units
        plan = names.wording(run.program.ruleset.title)
        target_paces = paces(run, series.get(run.program.ruleset.id, ()))
        counts = Counter(pace.rule for pace in target_paces)
        for pace in target_paces:
            decision = run.decision(unit.code, pace.rule)
            name = names.wording(decision.name)
            measure = None if pace.reason is None else pace.reason.measure
            if measure is not None and counts[pace.rule] > 1:
                own = names.text_of(measure, lambda id, names: names.measure_name(id))
                name = pair(name, own)
            required = Text("") if pace.reason is None else names.text_of(pace.reason, requirement)
            yield PlanTarget(plan, unit.code, name, required, names.offices(decision), pace)


def last_days(days: Sequence[date], day: date, assessed: int) -> list[date]:
    """The days from which the pace of a plan is told: of each month the last with statements, from the end of the year before.

    >>> days = [date(2023, 11, 30), date(2023, 12, 31), date(2024, 3, 5), date(2024, 3, 31), date(2024, 6, 30)]
    >>> [str(day) for day in last_days(days, date(2024, 6, 30), 2024)]
    ['2023-12-31', '2024-03-31']
    """
    of_month = {
        (data_day.year, data_day.month): data_day
        for data_day in sorted(days)
        if date(assessed - 1, 12, 1) <= data_day < day
    }
    return list(of_month.values())
