"""The commands that compare rules exactly, without any unit: `diff`, `conform`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common.output import paper_options, put, put_json, put_paper
from .common.shared import (
    FINDINGS,
    FINE,
    RuleFolders,
    day_of,
    language_option,
    rulesets_option,
    stop,
    version_of,
)

if TYPE_CHECKING:
    from ..model.library import Library
    from ..model.text import Language


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--only",
    metavar="CODES",
    help="Chỉ những quy tắc này được phép đổi kết quả (11,17.1) / The rules that alone may decide differently (11,17.1).",
)
@paper_options("json")
@rulesets_option
@language_option
def diff(
    before: str,
    after: str,
    only: str | None,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Hai bản quy định khác nhau ở đâu / Exactly where two versions of a ruleset decide differently.

    A and B are each RULESET (the newest version), RULESET@DATE, or the path of a rule file, whole or an amendment. Every rule
    is compared on every combination of what it depends on, so that "the same everywhere" is a proof. A case is told as a fact
    only where the engine has decided a unit so; others are said not to be shown to occur.

    Exits with 0 when no unit can come to another outcome, also by what is attested, with 1 when some can or that is not
    excluded. With --only, exits with 0 when it is proved that no rule but those named can, and with 1, naming the others and a
    unit each, when it is not.
    """
    from ..evolution.comparison.declared import declared
    from ..evolution.comparison.diff import diff as compared
    from ..exchange.output.changes.comparison import diff_to_plain
    from ..report.comparison.paper import diff_markdown, diff_paper

    (old, old_library), (new, new_library) = (version_of(text, rulesets) for text in (before, after))
    ruleset_diff = compared(old, new, library=old_library, after_library=new_library)
    declaration = None if only is None else declared(ruleset_diff, _codes(only))
    library = _both(old_library, new_library)
    match form:
        case "json":
            put_json(diff_to_plain(ruleset_diff, declaration), output, indent=2)
        case "markdown":
            # It has to fit into a comment on a change.
            put([diff_markdown(ruleset_diff, library, lang, declaration), "\n"], output, form)
        case _:
            put_paper(diff_paper(ruleset_diff, library, lang, declaration), output, form, new.version)
    fine = ruleset_diff.same_everywhere if declaration is None else declaration.is_proved
    sys.exit(FINE if fine else FINDINGS)


@click.command()
@click.argument("lower", metavar="LOWER")
@click.argument("higher", metavar="HIGHER")
@click.option(
    "--on",
    metavar="DATE",
    help="So sánh các phiên bản có hiệu lực ngày này / Compare the versions in force on this date.",
)
@paper_options("json")
@rulesets_option
@language_option
def conform(
    lower: str,
    higher: str,
    on: str | None,
    form: str,
    output: Path | None,
    rulesets: RuleFolders,
    lang: Language,
) -> None:
    """Bộ cấp dưới có yêu cầu thấp hơn bộ cấp trên không / Whether a lower ruleset asks for less than a higher one.

    LOWER and HIGHER are each RULESET, RULESET@DATE, or the path of a rule file. Exits with 0 when it is proved that no unit can
    pass a lower rule and fail the higher one; with 1, and a unit for each rule, when some can, and also when that cannot be
    told of some rule, because what it asks is not known on one side.
    """
    from ..evolution.comparison.conform import conform as held_against
    from ..exchange.output.changes.comparison import conformity_to_plain
    from ..report.comparison.conformity import conform_paper

    day = None if on is None else day_of(on)
    (below, below_library), (above, above_library) = (version_of(text, rulesets, day) for text in (lower, higher))
    conformity = held_against(lower=below, higher=above, library=below_library, higher_library=above_library, on=day)
    library = _both(above_library, below_library)
    if form == "json":
        put_json(conformity_to_plain(conformity), output, indent=2)
    else:
        put_paper(conform_paper(conformity, library, lang), output, form, below.version)
    sys.exit(FINE if conformity.is_proved else FINDINGS)


def _codes(only: str) -> list[str]:
    codes = [code.strip() for code in only.split(",") if code.strip()]
    if not codes:
        stop("--only: ghi mã quy tắc, ví dụ 11,17.1", "--only: name rules, such as 11,17.1")
    return codes


def _both(older: Library, newer: Library) -> Library:
    """The newer library, with the measures and attributes that only the older one has."""
    from attrs import evolve

    return evolve(
        newer,
        measures={**older.measures, **newer.measures},
        attributes={**older.attributes, **newer.attributes},
        versions={**older.versions, **newer.versions},
    )
