"""The decisions about the units of a dossier as one paper: every ruleset, what changed, what to note, what the signs mean."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from ...engine.decisions import Decisions
from ...model.problem import NtmError
from ...model.text import Text
from ..overview.caption import caption
from ..overview.notes import notes
from ..overview.units import legend
from ..pages.blocks import ChangeList
from ..pages.history import changes_since, day_text, learnt_since
from ..pages.two_languages import Badge, TwoNames, both_of, filled
from ..phrasing.names import Names
from ..phrasing.numbers import day_seen, figure
from ..words import heads
from ..words import overview as overview_words
from .one_unit import unit_blocks
from .open_work import work_blocks
from .paper import DataTable, Heading, Paper, PaperBlock, Paragraph, plain
from .totals import totals_blocks
from .units_table import units_blocks

MOST_LISTED = 200
"""Of more units than this a ruleset has totals by the unit above them."""


@frozen
class AssessmentView:
    """The part of the decisions that is shown: totals of more than `most` units, or the first of them in their order.

    `by` is `unit`, `parent` or `office`; without it, by unit where they are not too many. `whole` are the units of each
    ruleset of which those that are shown were chosen.
    """

    by: str | None = None
    most: int = MOST_LISTED
    first: bool = False
    everything: bool = False
    whole: Mapping[str, int] = field(factory=dict)

    def is_large(self, run: Decisions) -> bool:
        """True where the units of a run are told by totals."""
        return self.by == "parent" or (self.by != "unit" and len(run.units) > self.most and not self.first)


@frozen(eq=False)
class Since:
    """An earlier day to compare with, and its decisions, or why there are none; `chosen` are the only units compared."""

    day: date
    runs: Mapping[str, Decisions | NtmError]
    chosen: frozenset[str] = frozenset()


def assessment_paper(
    runs: Sequence[Decisions],
    both: TwoNames,
    names: Names,
    title: Text,
    shown: AssessmentView,
    since: Since | None = None,
) -> Paper:
    """The paper in the language of the names, of rulesets that have units. Raises IndexError without any."""
    blocks: list[PaperBlock] = []
    if shown.by == "office":
        blocks += work_blocks(runs, both, everything=shown.everything)
    else:
        for run in runs:
            blocks += run_blocks(run, names, shown)
    blocks += since_blocks(runs, both, since, everything=shown.everything)
    blocks += closing_blocks(blocks, runs, names, shown)
    first = runs[0]
    when = day_seen(first.program.as_of, first.world.evidence.known_on, names.language)
    return Paper(None, Text(f"{names.text(title)} · {when}"), (), tuple(blocks))


def run_blocks(run: Decisions, names: Names, shown: AssessmentView) -> Iterator[PaperBlock]:
    """One ruleset under its title: totals of very many units, else a table of them, or the criteria of the only one."""
    detailed = any(criterion.indicators for criterion in run.program.ruleset.criteria)
    outlined = run.units[0].code if len(run.units) == 1 and detailed and not shown.is_large(run) else None
    yield Heading(Text(caption(run.program.ruleset, None, names, outlined)))
    yield from _of_whole(overview_words.CHOSEN_OF, len(run.units), shown.whole.get(run.program.ruleset.id, 0), names)
    if shown.is_large(run):
        yield from totals_blocks(run, names)
    elif outlined is not None:
        yield from unit_blocks(run, outlined, names, everything=shown.everything)
    elif len(run.units) <= shown.most or shown.by == "unit":
        are_all = len(run.units) >= shown.whole.get(run.program.ruleset.id, 0)
        yield from units_blocks(run, names, everything=shown.everything, are_all=are_all)
    else:
        yield from _of_whole(overview_words.FIRST_OF, shown.most, len(run.units), names)
        part = run.narrowed(unit.code for unit in run.units[: shown.most])
        yield from units_blocks(part, names, everything=shown.everything)


def _of_whole(phrase: Text, count: int, whole: int, names: Names) -> Iterator[PaperBlock]:
    """The number of units that the counts are of, and that of all, where they are fewer."""
    if count < whole:
        first, every = (figure(Decimal(number), names.language) for number in (count, whole))
        yield plain(names.say(phrase, count=first, whole=every), item=True)


def since_blocks(
    runs: Sequence[Decisions], both: TwoNames, since: Since | None, *, everything: bool
) -> Iterator[PaperBlock]:
    """Gains and losses since the earlier day, under its heading; nothing without one."""
    if since is not None:
        days = {"since": day_text(since.day), "day": day_text(runs[0].program.as_of)}
        yield Heading(filled(overview_words.CHANGES, **days))
        yield from (plain(remark, item=True) for remark in learnt_since(runs[0], since.day))
        yield from change_blocks(list(changes_since(runs, since.runs, both, since.chosen, everything=everything)))


def change_blocks(changes: Sequence[ChangeList]) -> Iterator[PaperBlock]:
    """For each ruleset its counts, then the units with what they gained (`+`), lost (`−`), and what else changed (`·`).

    >>> [block.runs[-1][0].vi for block in change_blocks([ChangeList(Text("Bộ A"), Text("không thay đổi"))])]
    [': không thay đổi']
    """
    for change in changes:
        yield Paragraph(((change.title, True), (both_of(": {}".format, change.summary), False)), item=True)
        for units, lines in change.units:
            yield evolve(plain(units, item=True), level=1, below=lines)


def closing_blocks(
    blocks: Sequence[PaperBlock], runs: Sequence[Decisions], names: Names, shown: AssessmentView
) -> Iterator[PaperBlock]:
    """Notes, then the signs of the blocks above, and the way to see the rest."""
    if lines := list(notes(runs, names, shown.is_large)):
        yield Heading(heads.NOTICES)
        yield from (plain(line, item=True) for line in lines)
    yield plain(legend(names, runs, _signs(blocks)))
    if not shown.everything and shown.by != "office":
        yield plain(overview_words.SEE_REST, item=True)


def _signs(blocks: Sequence[PaperBlock]) -> set[str]:
    """The characters of what is told in paragraphs and tables, the signs of outcomes among them."""
    signs: set[str] = set()
    for block in blocks:
        if isinstance(block, Paragraph):
            signs.update(block.mark, *(text.vi for text, _ in block.runs), *(text.vi for text in block.below))
        elif isinstance(block, DataTable):
            for value in (value for row in block.rows for value in row):
                signs.update(value.sign if isinstance(value, Badge) else value.vi if isinstance(value, Text) else "")
    return signs
