"""The missing parts and the next steps: units nearest to recognition, common bottlenecks, open rules by office."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ...engine.decisions import Decisions
from ...engine.nearness import NearUnit, effort, nearest
from ...engine.remedies import Steps
from ...model.key import RECOGNITION
from ...model.outcome import SHORT, Tally
from ...model.ruleset import ProvenanceStatus
from ...model.text import Text
from ..overview.caption import criteria_tally, has_recognition
from ..overview.nearness import step_lines
from ..overview.open_lines import MOST_APART, code_runs
from ..overview.open_rules import OpenRule, open_rules
from ..phrasing.names import noun_of_rule
from ..quantities.tallies import tally_text
from ..words import heads
from ..words import overview as overview_words
from . import page_words
from .blocks import Bottleneck, NearestUnit, OfficeTask, OfficeWork
from .reasons import ReasonBuilder, open_text
from .tables import conditions_of
from .two_languages import Linked, TwoNames, counted_text, filled, first_texts, noun_text

MOST_NEAREST = 30
"""Maximum number of units told one by one as nearest to recognition; the rest are counted, and in the tables."""
MOST_TRIED = 60
"""Maximum number of units of which a report looks for the ways to recognition: a few hundredths of a second each."""
MOST_UNITS = 12
"""Maximum number of units that pages name for one open rule; the rest are counted."""


def nearest_units(
    runs: Sequence[Decisions], reasons: ReasonBuilder, most_tried: int = MOST_TRIED
) -> tuple[list[NearestUnit], int]:
    """Units that are not recognised and of which something is determined, in the order of `nearest`: those that lack least;
    and how many more of them there are.

    Ways are looked for of the `most_tried` units with fewest missing criteria, of rulesets that decide several; others follow
    by the number of what they miss, then the units of other rulesets, of which looking takes long.
    """
    candidates: list[tuple[tuple[int, int, str], Decisions, str]] = []
    for run in runs:
        if not has_recognition(run.program.ruleset):
            continue
        for unit in run.units:
            tally = criteria_tally(run, unit.code)
            if run.outcome(unit.code) in SHORT and not _is_unknown(tally):
                missing = tally.not_attained + tally.undetermined
                candidates.append(((missing, tally.undetermined, unit.name), run, unit.code))
    candidates.sort(key=lambda candidate: candidate[0])
    tried: dict[int, tuple[Decisions, list[str]]] = {}
    of_several = [candidate for candidate in candidates if len(candidate[1].units) > 1]
    for _, run, code in of_several[:most_tried]:
        tried.setdefault(id(run), (run, []))[1].append(code)
    near = [(near_unit, run) for run, units in tried.values() for near_unit in nearest(run, units=units)]
    near.sort(key=lambda pair: effort(pair[0]))
    shown = [_nearest(run, near_unit.unit, reasons, near_unit) for near_unit, run in near]
    alone = [candidate for candidate in candidates if len(candidate[1].units) == 1]
    room = max(0, MOST_NEAREST - len(shown))
    others = (*of_several[most_tried:][:room], *alone)
    shown = [*shown[:MOST_NEAREST], *(_nearest(run, code, reasons) for _, run, code in others)]
    return shown, len(candidates) - len(shown)


def _is_unknown(tally: Tally) -> bool:
    return tally.undetermined == tally.applicable


def _nearest(run: Decisions, unit: str, reasons: ReasonBuilder, near: NearUnit | None = None) -> NearestUnit:
    names = reasons.names

    def lines(steps: Steps) -> tuple[Text, ...]:
        decision = run.decision(unit)
        return names.texts(lambda names: list(step_lines(steps, decision, run, names)))

    missing = []
    for outcome in SHORT:
        for code in run.program.criteria:
            decision = run.decision(unit, code)
            if decision.outcome is outcome:
                missing.append(Linked(names.named(decision), reasons.top(run, unit, code), names.badge(decision)))
    return NearestUnit(
        Linked(names.unit(unit), reasons.top(run, unit, RECOGNITION)),
        names.title(run.decision(unit)),
        tally_text(criteria_tally(run, unit)),
        tuple(missing),
        conditions_of(run, unit, names),
        () if near is None else lines(near.changes),
        () if near is None else lines(near.data),
    )


def unknown_units(runs: Sequence[Decisions], reasons: ReasonBuilder) -> Iterator[Text]:
    """A sentence for each ruleset with units of which no criterion is determined."""
    names = reasons.names
    for run in runs:
        unknown = [unit for unit in run.units if _is_unknown(criteria_tally(run, unit.code))]
        if unknown and has_recognition(run.program.ruleset):
            ruleset = run.program.ruleset
            count = counted_text(len(unknown), names.vi.kind(ruleset.applies_to))
            called = [names.unit(unit.code) for unit in unknown]
            units = first_texts(called, ", ", MOST_UNITS, overview_words.AND_OTHER_UNITS)
            title = names.wording(ruleset.title)
            yield filled(page_words.ALL_UNKNOWN, title=title, count=count, units=units)


def bottlenecks(runs: Sequence[Decisions], reasons: ReasonBuilder) -> list[Bottleneck]:
    """The criteria that more units than one do not attain, or one of several units; those of most units first."""
    criteria: list[Bottleneck] = []
    for run in runs:
        if len(run.units) < 2 or run.program.ruleset.classifies:
            continue
        outcomes = [run.outcomes(unit.code) for unit in run.units]
        for code in run.program.criteria:
            tally = Tally.of(own[code] for own in outcomes)
            if tally.not_attained:
                decision = run.decision(run.units[0].code, code)
                criteria.append(Bottleneck(reasons.names.named(decision), reasons.names.title(decision), tally))
    return sorted(criteria, key=lambda bottleneck: -bottleneck.tally.not_attained)


RulesByCause = dict[Text, list[OpenRule]]
"""Open decisions on one rule, by what is open."""


@frozen
class _Page:
    """The page that work is told on, with the reasons that units open (None: they open none)."""

    names: TwoNames
    reasons: ReasonBuilder | None

    def what_is_open(self, open_rule: OpenRule, *, asked: bool = True) -> Text:
        known = self.reasons
        if known is None:
            return open_text(open_rule.decision, self.names, asked=asked)
        return known.what_is_open(open_rule.decision, asked=asked)

    def unit(self, open_rule: OpenRule) -> Linked:
        """The unit that a rule is open for, with the place of the reason."""
        place = None if self.reasons is None else self.reasons.place(open_rule.decision)
        return Linked(self.names.unit(open_rule.decision.unit), place, self.names.badge(open_rule.decision))


def office_work(runs: Sequence[Decisions], names: TwoNames, reasons: ReasonBuilder | None = None) -> list[OfficeWork]:
    """The open rules under each office responsible, offices with most of them first; those of no office last.

    Units open their `reasons`; without them they open none.
    """
    page = _Page(names, reasons)
    offices: dict[Text, dict[tuple[str, str], RulesByCause]] = {}
    orders = {run.program.ruleset.id: [rule.code for rule in run.program.ruleset.rules()] for run in runs}
    for run in runs:
        for unit in run.units:
            for open_rule in open_rules(run, unit.code):
                what = page.what_is_open(open_rule)
                key = (run.program.ruleset.id, open_rule.rule.code)
                named = names.vi.offices.of(run.program.ruleset, open_rule.rule.code)
                for office in named or (heads.NO_OFFICE,):
                    offices.setdefault(office, {}).setdefault(key, {}).setdefault(what, []).append(open_rule)
    works = [_office(office, tasks, orders, page) for office, tasks in offices.items()]
    return sorted(works, key=lambda work: (not work.is_named, -work.count))


def _office(
    office: Text,
    tasks: dict[tuple[str, str], RulesByCause],
    orders: Mapping[str, Sequence[str]],
    page: _Page,
) -> OfficeWork:
    alike: dict[object, list[tuple[str, RulesByCause]]] = {}
    for (ruleset, code), by_reason in tasks.items():
        alike.setdefault((ruleset, _cause(by_reason, page)), []).append((code, by_reason))
    listed = []
    for same_cause in alike.values():
        parts = [_task(by_reason, page) for _, by_reason in same_cause]
        if len(same_cause) <= MOST_APART:
            listed += parts
        else:
            ruleset = next(iter(same_cause[0][1].values()))[0].decision.rule.ruleset
            listed.append(_folded(same_cause, parts, orders[ruleset], page))
    count = sum(len(rules) for by_reason in tasks.values() for rules in by_reason.values())
    return OfficeWork(page.names.wording(office), count, tuple(listed), is_named=office is not heads.NO_OFFICE)


def _cause(by_reason: RulesByCause, page: _Page) -> object:
    """The units that a rule is open for and why, without what it requires; its kind, for the noun; and how it is known."""
    first = next(iter(by_reason.values()))[0]
    units = frozenset(
        (rule.decision.unit, rule.decision.outcome, page.what_is_open(rule, asked=False).vi)
        for rules in by_reason.values()
        for rule in rules
    )
    return type(first.rule), first.decision.provenance.status, units


def _task(by_reason: RulesByCause, page: _Page) -> OfficeTask:
    first = next(iter(by_reason.values()))[0].decision
    groups = tuple((what, tuple(map(page.unit, rules))) for what, rules in by_reason.items())
    recalled = first.provenance.status is ProvenanceStatus.RECALLED
    return OfficeTask(Linked(page.names.named(first), remark=page.names.title(first)), groups, recalled=recalled)


def _folded(
    same_cause: list[tuple[str, RulesByCause]], parts: list[OfficeTask], order: Sequence[str], page: _Page
) -> OfficeTask:
    """Rules that are open for the same units and the same reason, as one task that names their codes."""
    rules = [open_rule for own in same_cause[0][1].values() for open_rule in own]
    count = noun_text(noun_of_rule(rules[0].rule), len(same_cause))
    codes = code_runs([code for code, _ in same_cause], order)
    called = filled(page_words.CODES_COUNTED, codes=codes, count=len(same_cause), noun=count)
    groups: dict[Text, list[Linked]] = {}
    for rule in rules:
        groups.setdefault(page.what_is_open(rule, asked=False), []).append(page.unit(rule))
    units_by_reason = tuple((what, tuple(units)) for what, units in groups.items())
    title = page.names.title(rules[0].decision)
    return OfficeTask(Linked(called, remark=title), units_by_reason, tuple(parts), parts[0].recalled)
