"""The report of a dossier as one page: built once from decisions, in both languages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from ...engine.decisions import Decisions
from ...model.key import RECOGNITION
from ...model.library import NO_OFFICES, Library, Offices
from ...model.outcome import Outcome
from ...model.problem import NtmError
from ...model.text import Text, printable
from ...model.units.unit import Units
from ..overview.caption import concluded, has_recognition, mean_attained, published_on, published_totals, ranked
from ..overview.units import absent_units
from ..phrasing.grades import points_text
from ..phrasing.numbers import day_seen
from ..phrasing.rules import manner_of
from ..quantities.tallies import tally_text
from ..words import heads
from ..words import overview as overview_words
from ..words.common import capital
from ..words.grades import OWN as POINTS
from . import page_words as words
from .blocks import ReportPage, SourceRow, SummaryTile
from .figures import figure_lists
from .history import changes_since, charts_of, day_text, headline_noun, headline_tally, learnt_since, timelines_of
from .notices import notices_of
from .reasons import ReasonBuilder, ReasonTexts
from .tables import table_id, table_of
from .two_languages import Badge, TwoNames, filled, joined, pair
from .work import MOST_TRIED, bottlenecks, nearest_units, office_work, unknown_units


def report_page(
    runs: Sequence[Decisions],
    library: Library,
    units: Units,
    *,
    title: Text | None = None,
    cautions: Sequence[Text] = (),
    series: Mapping[str, Sequence[Decisions]] | None = None,
    since: date | None = None,
    earlier: Mapping[str, Decisions | NtmError] | None = None,
    offices: Offices = NO_OFFICES,
    texts: ReasonTexts | None = None,
    most_tried: int = MOST_TRIED,
) -> ReportPage:
    """The page of several rulesets of one day. `series` are the decisions of each ruleset on several days, that day last;
    `earlier` those of the day `since`, or why there are none; `offices` answer for rules whose rulesets name
    none. Rulesets without a unit to decide are left out. `texts` are those of pages made before, whose wordings are used
    again; the ways to recognition are looked for of `most_tried` units.

    Raises ValueError where no ruleset has a unit.
    """
    runs = [run for run in runs if run.units]
    if not runs:
        raise ValueError("no ruleset has a unit to decide")
    names = TwoNames.of(library, units, offices)
    reasons = ReasonBuilder(names, texts or ReasonTexts())
    as_of, known_on = runs[0].program.as_of, runs[0].world.evidence.known_on
    tables = tuple(table_of(run, reasons) for run in runs)
    nearest, others = nearest_units(runs, reasons, most_tried)
    work = tuple(office_work(runs, names, reasons))
    kinds = list(dict.fromkeys(kind for run in runs for kind in run.program.ruleset.applies_to))
    absent = names.texts(lambda names: list(absent_units(units, kinds, as_of, names)))
    learnt = () if since is None else learnt_since(runs[0], since)
    return ReportPage(
        title=words.RESULTS if title is None else names.wording(title),
        as_of=as_of,
        when=names.text(lambda names: capital(day_seen(as_of, known_on, names.language))),
        area=area_of(runs, names),
        cautions=(*map(names.wording, cautions), *learnt, *absent),
        tiles=tuple(_tile(run, (earlier or {}).get(run.program.ruleset.id), names) for run in runs),
        notices=notices_of(runs, names),
        nearest=tuple(nearest),
        nearest_notes=(
            *((filled(words.NEAREST_ALONE, count=len(nearest), others=others),) if others else ()),
            *((filled(words.WAYS_OF_FIRST, count=most_tried),) if most_tried < len(nearest) else ()),
        ),
        unknown_units=tuple(unknown_units(runs, reasons)),
        bottlenecks=tuple(bottlenecks(runs, reasons)),
        work=work,
        tables=tables,
        figures=tuple(figure_lists(runs, reasons)),
        charts=tuple(charts_of(series or {}, names)),
        changes=tuple(changes_since(runs, earlier or {}, names)),
        changes_title=None
        if since is None
        else filled(overview_words.CHANGES, since=day_text(since), day=day_text(as_of)),
        sources=tuple(source_row(run, names) for run in runs),
        reasons=reasons.graph(),
        timelines=tuple(timelines_of(runs, names)),
    )


def area_of(runs: Sequence[Decisions], names: TwoNames) -> Text | None:
    """The lowest unit that is, or is above, every unit decided; None where there is none."""
    units, day = runs[0].world.units, runs[0].program.as_of
    shared: dict[str, None] | None = None
    for code in {unit.code for run in runs for unit in run.units}:
        above = dict.fromkeys((code, *(ancestor.code for ancestor in units.ancestors(code, day))))
        shared = above if shared is None else {code: None for code in shared if code in above}
    return names.unit(next(iter(shared))) if shared else None


def _tile(run: Decisions, then: Decisions | NtmError | None, names: TwoNames) -> SummaryTile:
    ruleset, tally = run.program.ruleset, headline_tally(run)
    lines = list(_several(run, names) if len(run.units) > 1 else _alone(run, names))
    if isinstance(then, Decisions) and then.units:
        when = day_text(then.program.as_of)
        lines.append(filled(words.SINCE_THEN, day=when, count=tally_text(headline_tally(then))))
    badge: Badge | None = None
    if len(run.units) == 1 and has_recognition(ruleset):
        badge = names.badge(run.decision(run.units[0].code, RECOGNITION))
    return SummaryTile(
        names.wording(ruleset.title),
        table_id(run),
        tally_text(tally),
        headline_noun(run, names),
        badge,
        tally,
        tuple(lines),
    )


def _several(run: Decisions, names: TwoNames) -> Iterator[Text]:
    """Sentences on several units: other conclusions, published decisions, levels, the mean."""
    ruleset, units = run.program.ruleset, [unit.code for unit in run.units]
    if ruleset.classifies:
        return
    for conclusion in ruleset.conclusions:
        whole = conclusion.code == RECOGNITION and all(run.outcome(unit) is Outcome.ATTAINED for unit in units)
        if conclusion not in ruleset.levels and not whole:
            yield names.text_of(conclusion, lambda own, names: concluded(run, own, units, names))
    yield from names.texts(lambda names: list(published_totals(run, units, names)))
    if ruleset.levels:
        yield names.text(lambda names: ranked(run, units, names))
    yield names.text(lambda names: mean_attained(run, units, names))


def _alone(run: Decisions, names: TwoNames) -> Iterator[Text]:
    """Sentences on the only unit: its name, the criteria that are open, other conclusions, what is published."""
    [unit] = [unit.code for unit in run.units]
    ruleset = run.program.ruleset
    yield names.unit(unit)
    outcomes = run.outcomes(unit)
    for outcome, phrase in (
        (Outcome.NOT_ATTAINED, words.MISSING_CRITERIA),
        (Outcome.UNDETERMINED, words.OPEN_CRITERIA),
    ):
        codes = [printable(code) for code in run.program.criteria if outcomes[code] is outcome]
        if codes:
            yield filled(phrase, codes=", ".join(codes))
    points = run.points(unit)
    if points is not None:
        yield pair(POINTS, names.text(lambda names: points_text(points, names)))
    if ruleset.levels:
        yield names.text(lambda names: ranked(run, [unit], names))
    for conclusion in ruleset.conclusions:
        word = names.text(partial(published_on, run, unit, conclusion.code))
        if word.vi:
            yield pair(heads.PUBLISHED, word)


def source_row(run: Decisions, names: TwoNames) -> SourceRow:
    """A ruleset with how its rules are known, counted."""
    ruleset = run.program.ruleset
    counts = Counter(manner_of(rule.provenance) for rule in ruleset.rules())
    known = [filled(words.KNOWN, count=count, manner=manner) for manner, count in counts.most_common()]
    return SourceRow(
        names.wording(ruleset.title),
        f"{ruleset.id}@{ruleset.version}",
        printable(ruleset.instrument.number),
        ruleset.version,
        joined(known),
    )
