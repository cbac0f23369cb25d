"""The units nearest to a recognition, and the figures that have little to spare, as parts of a paper."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve

from ...engine.decisions import Decisions
from ...engine.nearness import NearUnit, ThinMargin
from ...model.text import Text
from ..overview.nearness import share_text, step_lines, steps_told
from ..pages.two_languages import badge_of
from ..phrasing.names import Names
from ..phrasing.numbers import counted, difference, in_runs, quantities
from ..words import heads
from ..words import overview as words
from ..words import reasons as reason_words
from ..words.common import CRITERION, RELATIONS
from .paper import CellValue, Heading, PaperBlock, Paragraph, plain, table_of

_MOST_WAYS = 3


def nearness_blocks(run: Decisions, near_units: Sequence[NearUnit], names: Names) -> Iterator[PaperBlock]:
    """The units of a ruleset that lack least first: each change with its share and its office, then what is only data."""
    title = names.text(run.program.ruleset.title)
    if not near_units:
        yield plain(names.say(words.ALL_ATTAIN, title=title))
        return
    yield Heading(Text(names.say(words.NEAREST, title=title)))
    for place, near_unit in enumerate(near_units, 1):
        yield from _unit(place, near_unit, run, names)


def _unit(place: int, near_unit: NearUnit, run: Decisions, names: Names) -> Iterator[Paragraph]:
    decision = run.decision(near_unit.unit, near_unit.rule.code)
    mark = badge_of(names.rule_kind(near_unit.rule), near_unit.outcome).sign
    count = counted(len(near_unit.lacking), CRITERION, names.language)
    short = (
        names.say(words.LACKS, count=count, codes=", ".join(in_runs(near_unit.lacking))) if near_unit.lacking else ""
    )
    lines: list[tuple[str, int]] = []
    if not near_unit.ways:
        lines.append((names.say(words.NO_WAY), 1))
    else:
        lines += [(line, 1) for line in step_lines(near_unit.changes, decision, run, names)]
        if near_unit.data:
            lines.append((names.say(heads.ONLY_DATA), 1))
            lines += [(line, 2) for line in step_lines(near_unit.data, decision, run, names)]
        for way in near_unit.ways[1:_MOST_WAYS]:
            steps = steps_told(way, decision, names)
            lines.append((names.say(reason_words.OR_ELSE, steps=steps), 1))
    yield plain(f"{place}. {mark} {names.unit(near_unit.unit)}{': ' if short else ''}{short}")
    for line, level in lines:
        yield evolve(plain(line, item=True), level=level)


def risk_blocks(
    run: Decisions, thin_margins: Sequence[ThinMargin], margin: Decimal, names: Names
) -> Iterator[PaperBlock]:
    """A table of the figures that have little to spare, with what would be lost; the least to spare first."""
    title, shown = names.text(run.program.ruleset.title), quantities([margin], "%", names.language)[0]
    if not thin_margins:
        yield plain(names.say(words.NOTHING_AT_RISK, title=title, margin=shown))
        return
    yield Heading(Text(names.say(words.AT_RISK, title=title, margin=shown)))
    rows: list[tuple[CellValue, ...]] = []
    for thin in thin_margins:
        unit = getattr(names.measure(thin.measure), "unit", None)
        observed, required = quantities([thin.observed, thin.required], unit, names.language)
        lost = [names.rule_name(rule, run.program.ruleset.id) for rule in thin.lost if rule != thin.rule]
        others = "; ".join(lost) or (words.NOT_TRIED if thin.is_computed else words.RULE_ALONE).in_language(
            names.language
        )
        rows.append(
            (
                names.unit(thin.unit),
                f"{thin.rule.code} {names.measure_name(thin.measure)}",
                f"{observed} {RELATIONS[thin.operator][0]} {required}",
                difference(thin.spare, unit, names.language),
                "" if thin.share is None else share_text(thin.share, names),
                others,
            )
        )
    yield table_of([text.in_language(names.language) for text in words.RISK_COLUMNS], rows)
