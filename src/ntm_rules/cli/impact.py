"""The command about another text of the rules: `impact`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.opened import OpenedDossier, as_of_option, dossier_options, folders_for, open_dossier
from .common.output import paper_options, put, put_paper
from .common.shared import FINDINGS, FINE, PATH, RuleFolders, day_of, library_of, remark, version_of
from .common.stages import work_shown

if TYPE_CHECKING:
    from ..evolution.impact.as_if import Version
    from ..evolution.impact.impact import Impact
    from ..model.text import Language
    from ..report.impact.memo import Sharing
    from ..report.phrasing.names import Names

_FEW_UNITS = 1000
"""Units whose impact is told sooner by one process than by several."""


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.argument("dossier", type=PATH)
@as_of_option
@click.option("--everything", is_flag=True, help="Danh sách đầy đủ / Lists with every unit.")
@paper_options("csv", "json", "memo")
@dossier_options
def impact(
    before: str,
    after: str,
    dossier: Path,
    as_of: str | None,
    everything: bool,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
) -> None:
    """Đơn vị nào đạt thêm, đơn vị nào không còn đạt / Which units newly attain, and which no longer do when a text changes.

    A and B are each RULESET (the version in force), RULESET@DATE, or the path of a rule file, whole or an amendment: such as
    an edited file that is not in force yet. Both decide the dossier on one date, as if in force on it; every ruleset of the
    dossier that rests on the changed one is decided anew. `--format memo` is the same as markdown.

    Exits with 0 when nobody loses anything, with 1 when somebody loses a rule that was attained or becomes undetermined.
    """
    from ..evolution.impact.as_if import for_both
    from ..evolution.version import names_file
    from ..exchange.output.changes.impact import impacts_to_csv, impacts_to_json
    from ..report.impact.memo import impact_paper

    rulesets = folders_for(dossier, rulesets)
    library = library_of(rulesets)
    given_day = None if as_of is None else day_of(as_of)
    old, new = (version_of(text, rulesets, given_day, library) for text in (before, after))
    opened = open_dossier(dossier, rulesets, as_of, for_both(old, new))
    read, day = opened.read, opened.day
    if given_day is None:
        # The version in force is known only now that the day is.
        old, new = (
            known if "@" in text or names_file(text) else version_of(text, rulesets, day, library)
            for text, known in ((before, old), (after, new))
        )
    _warn_of_same_file(old, new, opened.lang)
    with work_shown("Quyết định theo hai văn bản", "Deciding by both texts"):
        impacts, names = _impacts(old, new, opened)
    if form in ("csv", "json"):
        rows = impacts_to_csv(impacts, read.units, language=opened.lang, numbers=opened.lang)
        put(rows if form == "csv" else impacts_to_json(impacts), output, form)
    else:
        draft = after if names_file(after) else None
        with work_shown("So sánh", "Comparing"):
            paper = impact_paper(
                impacts, names, read.title, read.known_on, file=draft, everything=everything, share=_share(impacts)
            )
        put_paper(paper, output, "markdown" if form == "memo" else form, day)
    sys.exit(FINDINGS if any(ruleset_impact.harms() for ruleset_impact in impacts) else FINE)


def _share(impacts: list[Impact]) -> Sharing:
    """The sections of a paper on many units are worked out in several processes."""
    from .common.work import shared_out

    many = sum(len(ruleset_impact.units) for ruleset_impact in impacts) > _FEW_UNITS
    return partial(shared_out, are_long=True) if many else map


def _impacts(old: Version, new: Version, opened: OpenedDossier) -> tuple[list[Impact], Names]:
    """The impact on the ruleset itself, then on the others of the dossier, which may depend on it."""
    from ..evolution.impact.as_if import side_by_side
    from ..evolution.impact.deciding import impact as impact_of
    from ..evolution.impact.deciding import impact_of_libraries
    from ..program.compiling import compile as compiled

    read, day = opened.read, opened.day
    before, after = side_by_side(old, new, day)
    programs = ((old[0], before), (new[0], after))
    own = {old[0].id, new[0].id}
    assessed = opened.assessed_on(day)
    others = [id for ids in read.rulesets.values() for id in ids if id not in own]
    first, second = (compiled(ruleset, day, library, assessed) for ruleset, library in programs)
    impacts = [impact_of(first, second, units=read.units, statements=read.statements, known_on=read.known_on)]
    impacts += impact_of_libraries(
        before,
        after,
        rulesets=others,
        units=read.units,
        statements=read.statements,
        as_of=day,
        known_on=read.known_on,
        assessed=assessed,
    )
    return impacts, opened._replace(library=after).names


def _warn_of_same_file(old: Version, new: Version, lang: Language) -> None:
    """Warn where a file is compared with itself: the library was read from the folder in which it was edited."""
    from ..report.words.common import say
    from ..report.words.impact import SAME_FILE

    files = {ruleset.place.file for ruleset, _ in (old, new) if ruleset.place is not None}
    if old[0] == new[0] and len({Path(file).resolve() for file in files}) == 1:
        remark(say(SAME_FILE, lang, file=min(files, key=len)))
