"""Open rules under the office responsible for each, as parts of a paper."""

from collections.abc import Iterator, Sequence

from ...engine.decisions import Decisions
from ...model.decision import Decision
from ...model.ruleset import ProvenanceStatus
from ...model.text import Text
from ..overview.open_rules import open_rules
from ..pages.blocks import OfficeTask, OfficeWork
from ..pages.two_languages import TwoNames, both_of, counted_text, filled, pair
from ..pages.work import office_work
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.common import mid_sentence
from .paper import Heading, PaperBlock, Paragraph, plain


def work_blocks(runs: Sequence[Decisions], names: TwoNames, *, everything: bool = False) -> Iterator[PaperBlock]:
    """The open rules of all units and rulesets under each office responsible, offices with most of them first.

    Those without an office are counted, and listed with `everything`.
    """
    works = office_work(runs, names)
    if not works:
        yield plain(heads.NOTHING_OPEN)
        return
    items = [
        (run.program.ruleset, open_rule)
        for run in runs
        for unit in run.units
        for open_rule in open_rules(run, unit.code)
    ]
    yield plain(_how_many(works, [open_rule.decision for _, open_rule in items]))
    for work in works:
        heading = filled(overview_words.OFFICE, office=work.office, count=counted_text(work.count, overview_words.ITEM))
        if not work.is_named and not everything:
            yield plain(filled(overview_words.NAMED, text=heading, names=overview_words.LIST_WITH_EVERYTHING))
            continue
        yield Heading(heading)
        yield from map(_task, work.tasks)
    marked = sum(
        open_rule.decision.provenance.status is ProvenanceStatus.RECALLED
        for ruleset, open_rule in items
        if everything or names.vi.offices.of(ruleset, open_rule.rule.code)
    )
    if marked:
        yield plain(filled(overview_words.ON_RECALLED, count=counted_text(marked, overview_words.ITEM)))


def _how_many(works: Sequence[OfficeWork], items: Sequence[Decision]) -> Text:
    """Number of items, an item of several offices once, and of the units that they are open for."""
    units = len({item.unit for item in items})
    count_text = filled(
        overview_words.OPEN_ITEMS,
        count=counted_text(len(items), overview_words.ITEM),
        units=counted_text(units, words.MEMBER),
    )
    if sum(work.count for work in works) == len(items):
        return count_text
    return both_of("{} {}".format, count_text, overview_words.SEVERAL_OFFICES)


def _task(task: OfficeTask) -> Paragraph:
    """A rule, marked where it is recalled, and the units that it is open for, those with the same gap together."""
    below = []
    for what, units in task.groups:
        marks = dict.fromkeys(unit.badge.sign for unit in units if unit.badge is not None)
        reason = both_of(mid_sentence, what)
        called = f"{' '.join(marks)} {', '.join(unit.text.vi for unit in units)}"
        below.append(pair(called, reason))
    ruleset = () if task.rule.remark is None else ((both_of(" ({})".format, task.rule.remark), False),)
    rule = both_of("{}{}".format, task.rule.text, "*" if task.recalled else "")
    return Paragraph(((rule, True), *ruleset), item=True, below=tuple(below))
