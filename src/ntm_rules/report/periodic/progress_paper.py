"""The progress report as a paper, and as the tables of a workbook."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from ...engine.pace import Course, DatedFigure
from ...model.outcome import SHORT
from ...model.text import Text, printable
from ...model.values.number import Number
from ...program.verdict import holds
from ..pages.blocks import OfficeWork
from ..pages.history import day_text
from ..pages.two_languages import Badge, Look, TwoNames, filled, joined, pair
from ..papers import paper_words
from ..papers.memo import basis, letterhead, to_note
from ..papers.paper import CellValue, DataColumn, DataTable, Heading, Paper, PaperBlock, plain
from ..phrasing.numbers import quantities
from ..phrasing.subjects import unit_of
from ..quantities.tallies import tally_text
from ..words import heads
from ..words.common import OUTCOMES
from . import progress_words as words
from .progress_page import PeriodMove, PlanTarget, ProgressPage

MOST_MOSTLY = 3
"""Maximum number of items named under an office; its work is told whole by the report of the dossier."""
_LOOKS = {
    Course.ATTAINED: (Look.ATTAINED, "✓"),
    Course.SLIPPING: (Look.WARNING, "⚠"),
    Course.ON_TRACK: (Look.NEUTRAL, "→"),
    Course.BEHIND: (Look.NOT_ATTAINED, "✗"),
    Course.TOO_FEW: (Look.UNDETERMINED, "?"),
    Course.NO_FIGURE: (Look.NOT_ATTAINED, "✗"),
    Course.ENDED: (Look.NOT_ATTAINED, "✗"),
}


def progress_paper(page: ProgressPage) -> Paper:
    """The report as an administrative paper, in the order in which offices write it."""
    heads = letterhead(page.area, page.period.last.year)
    return Paper(paper_words.REPORT, page.title, page.remarks, tuple(_blocks(page)), heads)


def _blocks(page: ProgressPage) -> Iterator[PaperBlock]:
    noun = page.period.noun
    yield Heading(filled(words.RESULTS, noun=noun))
    yield _results(page)
    for result in page.results:
        if result.why is not None:
            yield plain(result.why)
    for heading, moves, none, name in (
        (words.GAINED, page.gained, words.NONE_GAINED, "gained"),
        (words.LOST, page.lost, words.NONE_LOST, "lost"),
    ):
        yield Heading(filled(heading, noun=noun))
        if moves:
            yield _moves(page, moves, name, heading)
        else:
            yield plain(filled(none, noun=noun))
    yield Heading(filled(words.PUBLISHED, noun=noun))
    yield _published(page) if page.published else plain(filled(words.NONE_PUBLISHED, noun=noun))
    yield Heading(words.OPEN)
    yield _open(page) if page.work else plain(heads.NOTHING_OPEN)
    yield Heading(words.TARGETS)
    yield from _plan(page)
    yield from to_note(words.TO_NOTE, page.notices, page.cautions)
    yield from basis(words.BASIS, page.sources)


def progress_tables(page: ProgressPage) -> tuple[DataTable, ...]:
    """The tables of the report for a workbook, a sheet each, with real numbers and days; those without rows are left out."""
    tables = (
        _results(page),
        _moves(page, page.gained, "gained", words.GAINED),
        _moves(page, page.lost, "lost", words.LOST),
        _published(page),
        _open(page),
        _figures(page),
    )
    return tuple(table for table in tables if table.rows)


# ---- parts


def _results(page: ProgressPage) -> DataTable:
    noun = page.period.noun
    columns = (
        DataColumn(paper_words.RULESET, 38),
        DataColumn(paper_words.COUNTED, 20),
        DataColumn(filled(words.BEFORE, noun=noun), 14),
        DataColumn(filled(words.NOW, noun=noun), 14),
        DataColumn(words.DIFFERENCE, 10),
        *(DataColumn(OUTCOMES[outcome], 10) for outcome in SHORT),
    )
    rows: list[tuple[CellValue, ...]] = []
    for result in page.results:
        before: CellValue = words.NOT_COMPARED if result.before is None else tally_text(result.before)
        more: Text | None = None
        if result.before is not None and not result.before.undetermined and not result.now.undetermined:
            difference = result.now.attained - result.before.attained
            more = Text(f"{difference:+d}".replace("-", "−") if difference else "0")
        rows.append(
            (
                result.title,
                result.counted,
                before,
                tally_text(result.now),
                more,
                result.now.not_attained,
                result.now.undetermined,
            )
        )
    return DataTable(words.SHEETS["results"], filled(words.RESULTS, noun=noun), columns, tuple(rows), first=1)


def _moves(page: ProgressPage, moves: Sequence[PeriodMove], name: str, heading: Text) -> DataTable:
    columns = (
        DataColumn(paper_words.RULESET, 34),
        DataColumn(paper_words.UNITS, 34),
        DataColumn(heads.ITEM, 60),
        DataColumn(filled(words.WAS, noun=page.period.noun) if name == "gained" else words.IS_NOW, 14),
    )
    rows = tuple(
        (
            move.title,
            joined((unit for _, unit in move.units), ", "),
            joined(rule for _, rule in move.rules),
            OUTCOMES[move.other],
        )
        for move in moves
    )
    return DataTable(words.SHEETS[name], filled(heading, noun=page.period.noun), columns, rows, first=1)


def _published(page: ProgressPage) -> DataTable:
    columns = (
        DataColumn(words.DAY, 12),
        DataColumn(heads.UNIT, 30),
        DataColumn(paper_words.RULESET, 38),
        DataColumn(paper_words.DECIDED_BY, 30),
        DataColumn(words.BY, 26),
    )
    rows = tuple(
        (
            entry.decision.as_of,
            entry.unit,
            entry.title,
            entry.wording,
            Text(printable(entry.decision.reported_by or "")),
        )
        for entry in page.published
    )
    name = filled(words.PUBLISHED, noun=page.period.noun)
    return DataTable(words.SHEETS["published"], name, columns, rows, first=2)


def counts_of(work: OfficeWork) -> Counter[Look]:
    """Counts of rules not attained and undetermined, a rule for each unit."""
    return Counter(
        unit.badge.look
        for task in work.tasks
        for part in task.each
        for _, units in part.groups
        for unit in units
        if unit.badge is not None
    )


def _open(page: ProgressPage) -> DataTable:
    columns = (
        DataColumn(heads.OFFICE, 34),
        *(DataColumn(OUTCOMES[outcome], 10) for outcome in SHORT),
        DataColumn(words.MOSTLY, 60),
    )
    rows: list[tuple[CellValue, ...]] = []
    for work in page.work:
        looks = counts_of(work)
        counted = [(sum(len(units) for _, units in task.groups), task.rule.text) for task in work.tasks]
        most = sorted(counted, key=lambda pair: -pair[0])[:MOST_MOSTLY]
        lines = tuple(filled(words.OPEN_FOR, rule=rule, count=count) if count > 1 else rule for count, rule in most)
        rows.append((work.office, looks[Look.NOT_ATTAINED], looks[Look.UNDETERMINED], joined(lines)))
    return DataTable(words.SHEETS["open"], words.OPEN, columns, tuple(rows), first=1)


def _plan(page: ProgressPage) -> Iterator[PaperBlock]:
    """Of each plan how many targets are on which course; those with a pace in a table; the codes of the rest."""
    if not page.targets:
        yield plain(words.NO_PLAN)
        return
    for plan, own in _by_plan(page).items():
        counts = Counter(target.pace.course for target in own)
        course_counts = (pair(words.COURSES[course], str(counts[course])) for course in Course if counts[course])
        yield plain(filled(words.PLAN_COUNTS, title=plan, counts=joined(course_counts)))
        paced = [target for target in own if target.pace.course in (Course.SLIPPING, Course.ON_TRACK, Course.BEHIND)]
        if paced:
            yield _paced(paced, page.names)
        for course in (Course.ENDED, Course.NO_FIGURE, Course.TOO_FEW):
            codes = dict.fromkeys(target.pace.rule.code for target in own if target.pace.course is course)
            if codes:
                said_of = pair(words.COURSES[course], ", ".join(codes))
                yield plain(said_of, item=True)
    yield plain(words.FORMULA)


def _by_plan(page: ProgressPage) -> dict[Text, list[PlanTarget]]:
    by_plan: dict[Text, list[PlanTarget]] = {}
    for target in page.targets:
        by_plan.setdefault(target.plan, []).append(target)
    return by_plan


def _paced(targets: Sequence[PlanTarget], names: TwoNames) -> DataTable:
    columns = (
        DataColumn(heads.CODE, 8),
        DataColumn(words.TARGET, 36),
        DataColumn(heads.ASKED, 16),
        DataColumn(words.FIRST, 18),
        DataColumn(words.LATEST, 18),
        DataColumn(words.ESTIMATE, 16),
        DataColumn(words.COURSE, 20),
    )
    rows: list[tuple[CellValue, ...]] = []
    for target in targets:
        pace = target.pace
        first, now = (_dated(figure, target, names) for figure in (pace.first, pace.now))
        rows.append(
            (
                pace.rule.code,
                target.name,
                target.required,
                first,
                now,
                _shown(pace.estimate, target, names),
                _badge(target),
            )
        )
    return DataTable(words.SHEETS["targets"], words.TARGETS, columns, tuple(rows))


def _dated(figure: DatedFigure | None, of: PlanTarget, names: TwoNames) -> Text | None:
    if figure is None:
        return None
    return filled(words.OF_DAY, value=_shown(figure.value, of, names), day=day_text(figure.day))


def _shown(value: Number | None, of: PlanTarget, names: TwoNames) -> Text | None:
    """A figure in the unit of its target, in two decimals where that stands on its side of what is asked."""
    reason = of.pace.reason
    if value is None or reason is None:
        return None
    value = _short(value, of)
    points = reason.since is not None
    unit = unit_of(reason, names.vi)
    return names.text(lambda names: quantities([value], unit, names.language, points=points)[0])


def _short(value: Number, of: PlanTarget) -> Number:
    reason, near = of.pace.reason, Decimal(round(Fraction(value) * 100)) / 100
    if reason is None or reason.operator is None or not isinstance(reason.required, Decimal | Fraction):
        return near
    same = holds(near, reason.operator, reason.required) is holds(value, reason.operator, reason.required)
    return near if same else value


def _badge(target: PlanTarget) -> Badge:
    look, sign = _LOOKS[target.pace.course]
    return Badge(look, sign, words.COURSES[target.pace.course])


def _figures(page: ProgressPage) -> DataTable:
    columns = (
        *(DataColumn(heads.CODE, 8), DataColumn(words.TARGET, 46), DataColumn(heads.ASKED, 18)),
        *(DataColumn(words.FIRST, 12), DataColumn(paper_words.AS_OF_DAY, 12)),
        *(DataColumn(words.LATEST, 12), DataColumn(paper_words.AS_OF_DAY, 12)),
        *(DataColumn(words.ESTIMATE, 14), DataColumn(words.UNTIL, 12), DataColumn(words.COURSE, 26)),
        DataColumn(heads.OFFICE, 30),
    )
    rows: list[tuple[CellValue, ...]] = []
    for target in page.targets:
        pace = target.pace
        first, now = (
            (None, None) if figure is None else (_decimal(figure.value, target), figure.day)
            for figure in (pace.first, pace.now)
        )
        estimate = None if pace.estimate is None else _decimal(pace.estimate, target)
        rows.append(
            (
                pace.rule.code,
                target.name,
                target.required,
                *first,
                *now,
                estimate,
                pace.until,
                _badge(target),
                joined(target.offices),
            )
        )
    return DataTable(words.SHEETS["targets"], words.TARGETS, columns, tuple(rows), notes=(words.FORMULA,))


def _decimal(value: Number, of: PlanTarget) -> Decimal:
    near = _short(value, of)
    return near if isinstance(near, Decimal) else Decimal(round(near * 10**6)) / 10**6
