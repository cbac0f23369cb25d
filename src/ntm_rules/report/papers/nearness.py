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


def nearness_blocks(run: Decisions, found: Sequence[NearUnit], names: Names) -> Iterator[PaperBlock]:
    """The units of a ruleset that lack least first: each change with its share and its office, then what is only data."""
    title = names.text(run.program.ruleset.title)
    if not found:
        yield plain(names.say(words.ALL_ATTAIN, title=title))
        return
    yield Heading(Text(names.say(words.NEAREST, title=title)))
    for place, near_unit in enumerate(found, 1):
        yield from _unit(place, near_unit, run, names)


def _unit(place: int, one: NearUnit, run: Decisions, names: Names) -> Iterator[Paragraph]:
    decision = run.decision(one.unit, one.rule.code)
    mark = badge_of(names.rule_kind(one.rule), one.outcome).sign
    count = counted(len(one.lacking), CRITERION, names.language)
    short = names.say(words.LACKS, count=count, codes=", ".join(in_runs(one.lacking))) if one.lacking else ""
    lines: list[tuple[str, int]] = []
    if not one.ways:
        lines.append((names.say(words.NO_WAY), 1))
    else:
        lines += [(line, 1) for line in step_lines(one.changes, decision, run, names)]
        if one.data:
            lines.append((names.say(heads.ONLY_DATA), 1))
            lines += [(line, 2) for line in step_lines(one.data, decision, run, names)]
        for way in one.ways[1:_MOST_WAYS]:
            steps = steps_told(way, decision, names)
            lines.append((names.say(reason_words.OR_ELSE, steps=steps), 1))
    yield plain(f"{place}. {mark} {names.unit(one.unit)}{': ' if short else ''}{short}")
    for line, level in lines:
        yield evolve(plain(line, item=True), level=level)


def risk_blocks(run: Decisions, found: Sequence[ThinMargin], margin: Decimal, names: Names) -> Iterator[PaperBlock]:
    """A table of the figures that have little to spare, with what would be lost; the least to spare first."""
    title, shown = names.text(run.program.ruleset.title), quantities([margin], "%", names.language)[0]
    if not found:
        yield plain(names.say(words.NOTHING_AT_RISK, title=title, margin=shown))
        return
    yield Heading(Text(names.say(words.AT_RISK, title=title, margin=shown)))
    rows: list[tuple[CellValue, ...]] = []
    for thin_margin in found:
        unit = getattr(names.measure(thin_margin.measure), "unit", None)
        observed, required = quantities([thin_margin.observed, thin_margin.required], unit, names.language)
        lost = [names.rule_name(rule, run.program.ruleset.id) for rule in thin_margin.lost if rule != thin_margin.rule]
        others = "; ".join(lost) or (words.NOT_TRIED if thin_margin.is_computed else words.RULE_ALONE).in_language(
            names.language
        )
        rows.append(
            (
                names.unit(thin_margin.unit),
                f"{thin_margin.rule.code} {names.measure_name(thin_margin.measure)}",
                f"{observed} {RELATIONS[thin_margin.operator][0]} {required}",
                difference(thin_margin.spare, unit, names.language),
                "" if thin_margin.share is None else share_text(thin_margin.share, names),
                others,
            )
        )
    yield table_of([text.in_language(names.language) for text in words.RISK_COLUMNS], rows)
