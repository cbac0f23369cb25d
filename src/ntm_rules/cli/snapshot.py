"""The command that records every decision and finds those that differ: `snapshot`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.opened import as_of_option, dossier_options, open_dossier
from .common.output import paper_options, put, put_paper
from .common.shared import (
    FINDINGS,
    FINE,
    PATH,
    RuleFolders,
    assessed_value,
    known_on_value,
    remark,
    stop,
    tool_version,
)
from .common.stages import work_shown

if TYPE_CHECKING:
    from ..evolution.snapshots.snapshot import Snapshot


@click.command()
@click.argument("dossier", type=PATH)
@as_of_option
@click.option(
    "--check",
    "kept",
    metavar="FILE",
    type=PATH,
    help="So với bản ghi đã lưu / Compare with a snapshot that was kept.",
)
@paper_options()
@dossier_options
def snapshot(
    dossier: Path,
    as_of: str | None,
    kept: Path | None,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
) -> None:
    """Ghi lại mọi kết quả, và tìm kết quả đã khác / Record every decision, and find those that differ.

    Records what every rule of every ruleset of the dossier comes to for every unit, with the deciding figures, as a text file
    with one line per decision: keep it beside the dossier. With --check all is decided again and compared with such a file;
    --format and -o are those of the comparison. Exits with 1 when a decision, a figure, a threshold, a rule or its version is
    another, by unit and rule; else with 0.
    """
    from ..evolution.snapshots.difference import differences
    from ..evolution.snapshots.snapshot import snapshot as take
    from ..exchange.output.snapshots import read_snapshot, snapshot_to_lines
    from ..report.snapshots.differences import differences_paper
    from ..report.words.common import say
    from ..report.words.snapshots import HOW_TO_ACCEPT

    if kept is None and form != "text":
        vi = "bản ghi được ghi vào tệp .snapshot; --format, .md, .html, .docx là của báo cáo so sánh: thêm --check TỆP"
        en = "a snapshot is written into a .snapshot file; --format, .md, .html, .docx are of comparisons: add --check FILE"
        stop(vi, en)
    before: Snapshot | None = None
    if kept is not None:
        before = read_snapshot(kept)
    opened = open_dossier(dossier, rulesets, as_of)
    runs = opened.decided()
    with work_shown("Quyết định", "Deciding"):
        taken = take(runs, opened.day, known_on=opened.read.known_on, engine=tool_version())
    if before is None or kept is None:
        put(snapshot_to_lines(taken), output, "snapshot")
        return
    differing = differences(before, taken)
    put_paper(differences_paper(differing, str(kept), opened.names), output, form, opened.day)
    if not differing:
        sys.exit(FINE)
    known = () if known_on_value() is None else ("--known-on", str(known_on_value()))
    if assessed_value() is not None:
        known = (*known, "--assessed", str(assessed_value()))
    command = shlex.join(["ntm-rules", "snapshot", str(dossier), "-o", str(kept), *_options(as_of, rulesets), *known])
    remark(say(HOW_TO_ACCEPT, opened.lang, command=command))
    sys.exit(FINDINGS)


def _options(as_of: str | None, rulesets: RuleFolders) -> Iterator[str]:
    """The options that determine what is decided, as they were given."""
    if as_of is not None:
        yield from ("--as-of", as_of)
    for folder in rulesets.instead:
        yield from ("--rulesets", str(folder))
    for folder in rulesets.over:
        yield from ("--with", str(folder))
