"""A report of very many units as a folder: how they part by the units above them, and the pages of totals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from attrs import frozen

from ...engine.decisions import Decisions
from ...model.text import Text, printable
from ..overview.caption import caption, concluded_totals
from ..overview.notes import notes
from ..pages import page_words
from ..phrasing.names import Names
from ..phrasing.numbers import counted, day_seen
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from .paper import Heading, LinkList, Paper, PaperBlock, plain
from .totals import criterion_table, group_table

MOST_ON_A_PAGE = 40
"""Units on one page with all their reasons, at most: some 25 KB each."""
INDEX = "index"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,40}")


@frozen(eq=False)
class FolderPage:
    """A page of a folder: of the `units` decided that it is about, under `unit` (None: the whole); `name` is that of its file.

    With pages `below` it has their totals; without, it is a report of the units. `part` tells it from others of one unit.
    """

    name: str
    unit: str | None
    units: tuple[str, ...]
    below: tuple["FolderPage", ...] = ()
    part: str = ""

    def walk(self) -> Iterator["FolderPage"]:
        """The page and all below it."""
        yield self
        for page in self.below:
            yield from page.walk()


def folder_pages(runs: Sequence[Decisions], most: int | None = None) -> FolderPage:
    """The first page of a folder, with those below it; at most so many units (None: `MOST_ON_A_PAGE`) stand on a page with
    reasons.

    A page parts by the highest units at which its own part: provinces, then districts. Units that nothing parts, and those
    directly below a unit that has districts as well, are dealt to pages in their order.
    """
    units, day = runs[0].world.units, runs[0].program.as_of
    codes = list(dict.fromkeys(unit.code for run in runs for unit in run.units))
    above = {code: [ancestor.code for ancestor in units.ancestors(code, day)][::-1] for code in codes}
    containers = {code for chain in above.values() for code in chain}
    paths = {code: (*chain, code) if code in containers else tuple(chain) for code, chain in above.items()}
    return _page(None, codes, 0, paths, most or MOST_ON_A_PAGE)


def _page(
    unit: str | None, codes: Sequence[str], depth: int, paths: Mapping[str, tuple[str, ...]], most: int
) -> FolderPage:
    name = INDEX if depth == 0 else _file_name(unit)
    if len(codes) <= most and depth:
        return FolderPage(name, unit, tuple(codes))
    groups: dict[str | None, list[str]] = {}
    for code in codes:
        path = paths[code]
        groups.setdefault(path[depth] if len(path) > depth else None, []).append(code)
    own = groups.pop(None, [])
    below = [_page(group, group_codes, depth + 1, paths, most) for group, group_codes in groups.items()]
    for first in range(0, len(own), most):
        part = f"{first + 1}-{min(first + most, len(own))}"
        below.append(FolderPage(f"{name}_{part}", unit, tuple(own[first : first + most]), (), part))
    if len(below) == 1 and depth:
        return FolderPage(name, unit, below[0].units, below[0].below)
    return FolderPage(name, unit, tuple(codes), tuple(below))


def _file_name(unit: str | None) -> str:
    """A name of a file that no system refuses: the code itself, or a digest of it."""
    code = unit or ""
    if _PLAIN.fullmatch(code) and not code.endswith(".") and code.lower() != INDEX:
        return code
    return f"u-{sha256(code.encode()).hexdigest()[:16]}"


def among(run: Decisions, codes: Sequence[str]) -> Decisions:
    """The decisions of a run about those of the units that it decides."""
    wanted = set(codes)
    return run.narrowed(unit.code for unit in run.units if unit.code in wanted)


def totals_paper(
    page: FolderPage,
    runs: Sequence[Decisions],
    names: Names,
    title: Text,
    above: Sequence[tuple[Text, str]],
    below: Sequence[tuple[Text, str]],
) -> Paper:
    """The totals of a page with others below it, in the language of the names, with links to the pages above and below; on
    the first page also the notes on the rules.
    """
    blocks: list[PaperBlock] = [LinkList(tuple(above))] if above else []
    blocks += [Heading(page_words.PAGES), LinkList(tuple(below))]
    for run in (among(decisions, page.units) for decisions in runs):
        if not run.units:
            continue
        ruleset = run.program.ruleset
        outcomes = {unit.code: run.outcomes(unit.code) for unit in run.units}
        blocks.append(Heading(Text(caption(ruleset, run.program.as_of, names, known_on=run.world.evidence.known_on))))
        groups = {called(child, names): [code for code in child.units if code in outcomes] for child in page.below}
        parted = {name: codes for name, codes in groups.items() if codes}
        blocks += [group_table(run, parted, outcomes, names), criterion_table(run, outcomes, names)]
        lines = concluded_totals(run, list(outcomes), names)
        blocks += [plain(line) for line in lines]
    if page.unit is None and (remarks := list(notes(runs, names, lambda _: True, on_figures=False))):
        blocks += [Heading(heads.NOTICES), *(plain(line, item=True) for line in remarks)]
    whole = Text(names.text(title)) if page.unit is None else Text(names.unit(page.unit))
    count = counted(len(page.units), words.MEMBER, names.language)
    when = day_seen(runs[0].program.as_of, runs[0].world.evidence.known_on, names.language)
    return Paper(None, whole, (Text(f"{count} · {when}"),), tuple(blocks))


def called(page: FolderPage, names: Names) -> str:
    """The name of a page: of its unit, and its part where it is one of several; of units below none that they are.

    >>> from ...model.library import Library
    >>> called(FolderPage("index_1-30", None, (), (), "1-30"), Names(Library(), None, "vi"))
    'Không thuộc đơn vị nào, đơn vị 1–30'
    """
    unit = "" if page.unit is None else f"{names.unit(page.unit)} ({printable(page.unit)})"
    if page.unit is None and page.part:
        unit = names.say(overview_words.NOTHING_ABOVE)
    numbers = page.part.replace("-", "–")
    part = f"{names.say(page_words.UNITS_FROM_TO)} {numbers}" if numbers else ""
    return ", ".join(filter(None, (unit, part)))
