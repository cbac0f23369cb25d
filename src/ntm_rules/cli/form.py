"""The command that writes forms for offices to fill in: `form`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.console import tell
from .common.opened import open_dossier
from .common.output import put_bytes, refuse_suffix
from .common.shared import (
    PATH,
    RuleFolders,
    day_of,
    in_language_now,
    language_option,
    large_option,
    library_of,
    output_to,
    rulesets_option,
    stop,
)

if TYPE_CHECKING:
    from ..model.fact import Statement
    from ..model.text import Language


@click.command()
@click.argument("asked", metavar="[RULESET]...", nargs=-1)
@click.option(
    "--units",
    "source",
    type=PATH,
    required=True,
    help="Tệp đơn vị, hoặc hồ sơ / A file of units, or a dossier.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    help="Ngày của số liệu kỳ này, ví dụ 2024-06-30 (mặc định: hôm nay) / Day of the figures (default: today).",
)
@click.option(
    "--facts",
    type=PATH,
    multiple=True,
    help="Tệp số liệu kỳ trước, hiện màu xám / Files with the last period's figures, shown in grey.",
)
@click.option(
    "--transpose", is_flag=True, help="Chỉ tiêu theo dòng, đơn vị theo cột / Indicators as rows, units as columns."
)
@output_to("form.xlsx")
@large_option
@rulesets_option
@language_option
def form(
    asked: tuple[str, ...],
    source: Path,
    as_of: str | None,
    facts: tuple[Path, ...],
    transpose: bool,
    output: Path,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Phiếu nhập số liệu cho các cơ quan / A workbook for offices to fill in, which `assess` reads without settings.

    A sheet for each kind of unit, with what the rulesets read of it: requirement, unit of measure, lists and bounds, and what
    was reported before in grey (--facts, or the dossier that --units names). Of a dossier without RULESET its own are asked.
    Save the filled form in the folder of the dossier as facts-….xlsx.
    """
    from ..exchange.facts.reading import read_facts
    from ..exchange.units.reading import read_units
    from ..program.compiling import compile as compiled
    from ..report.forms.form import entry_form
    from ..report.renderers.form_workbook import form_xlsx

    refuse_suffix(output, "xlsx")
    is_dossier = source.is_dir() or source.name == "dossier.yaml"
    day = date.today() if as_of is None else day_of(as_of)
    before: list[Statement] = []
    ids = list(asked)
    if is_dossier:
        opened = open_dossier(source, rulesets, as_of)
        library, units, before = opened.library, opened.read.units, list(opened.read.statements)
        ids = ids or opened.rulesets
    else:
        library = library_of(rulesets)
        units = read_units(source, library)
    if not ids:
        stop("nêu bộ tiêu chí, ví dụ vn/commune-ntm", "name a ruleset, such as vn/commune-ntm")
    programs = [compiled(id, day, library) for id in dict.fromkeys(ids)]
    judged = {kind: program.ruleset.id for program in reversed(programs) for kind in program.ruleset.applies_to}
    for path in facts:
        before += read_facts(path, units, library, judged, day - timedelta(days=1))
    office_form = entry_form(programs, library, units, day, before)
    if not office_form.sheets:
        kinds = ", ".join(sorted(judged))
        stop(
            f"không có đơn vị nào thuộc loại được xét ({kinds}) vào ngày {day:%d/%m/%Y}",
            f"there is no unit of the kinds judged ({kinds}) on {day}",
        )
    put_bytes([form_xlsx(office_form, lang, transposed=transpose)], output, "xlsx")
    tell(f"{in_language_now('đã ghi', 'written')}: {output}")
