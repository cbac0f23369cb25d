"""One version of a ruleset as a paper, laid out like its annex, and several versions side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from attrs import frozen

from ...evolution.cases.case import Case
from ...language.contents.traversal import children, within
from ...model.key import is_conclusion
from ...model.library import Library
from ...model.measure import Attribute
from ...model.named import measures_named
from ...model.ruleset import Rule, Ruleset
from ...model.text import Text, printable
from ...model.threshold import ByAttribute, Threshold
from ...model.units.unit import Units
from ..pages.history import day_text
from ..pages.two_languages import TwoNames, filled, joined, pair
from ..papers.paper import DataColumn, DataTable, Heading, InLines, LinkList, Paper, PaperBlock, plain
from ..phrasing.rules import own_lines, provenance_of, repealed_lines, ruleset_lines
from ..phrasing.thresholds import describe_threshold
from ..words import heads
from ..words.common import capital
from . import book_words as words
from .worked_examples import examples_of

MOST_REGIONS = 9
"""Maximum number of values of an attribute that have columns of their own."""


def ruleset_paper(
    ruleset: Ruleset, library: Library, links: Sequence[tuple[Text, str]] = (), cases: Sequence[Case] = ()
) -> Paper:
    """The page of one version: its instrument and period, its rules by code with their bounds by region, sources, notes.

    Of `cases` those that this version decides are shown as examples, under the rules that they are about.

    >>> from ntm_rules.testing.basis.examples import example_ruleset
    >>> ruleset = example_ruleset()
    >>> ruleset_paper(ruleset, Library()).title.vi
    'Xã, phiên bản có hiệu lực từ 01/01/2024'
    """
    names = TwoNames.of(library, Units(()))
    blocks: list[PaperBlock] = [LinkList(tuple(links))] if links else []
    blocks += _items(names.texts(lambda names: ruleset_lines(ruleset, names)))
    blocks.append(Heading(words.CRITERIA))
    for group, criteria in groupby(ruleset.criteria, lambda criterion: ruleset.group_of(criterion.code)):
        if group is not None:
            blocks.append(Heading(names.wording(group.name)))
        blocks.append(_rules(ruleset, tuple(criteria), names))
    if ruleset.conclusions:
        blocks += [Heading(words.CONCLUSIONS), _rules(ruleset, ruleset.conclusions, names)]
    if (examples := examples_of(ruleset, _in_order(ruleset), cases, names)) is not None:
        blocks += [Heading(words.EXAMPLES), examples]
    if ruleset.repealed:
        blocks += [Heading(words.REPEALED), *_items(names.texts(lambda names: repealed_lines(ruleset, names)))]
    if ruleset.notes:
        blocks += [Heading(words.NOTES), *_items(map(names.wording, ruleset.notes))]
    title = filled(words.VERSION, title=names.wording(ruleset.title), day=day_text(ruleset.version))
    return Paper(None, title, (Text(f"{ruleset.id}@{ruleset.version}"),), tuple(blocks))


def rule_paper(rule: Rule, ruleset: Ruleset, library: Library) -> Paper:
    """One rule, with those below it: what it asks, its bounds by region, its source."""
    names = TwoNames.of(library, Units(()))
    title = filled(words.OF_INSTRUMENT, title=names.wording(ruleset.title), number=printable(ruleset.instrument.number))
    return Paper(None, title, (), (_rules(ruleset, (rule,), names),))


def versions_paper(versions: Sequence[Ruleset], library: Library, links: Sequence[tuple[Text, str]] = ()) -> Paper:
    """The requirements of several versions side by side, the rules in the order of the newest; those that change are marked."""
    names = TwoNames.of(library, Units(()))
    newest = versions[-1]
    codes = dict.fromkeys(rule.code for ruleset in reversed(versions) for rule in _in_order(ruleset))
    columns = (
        DataColumn(heads.CODE, 8),
        DataColumn(heads.ITEM, 30),
        DataColumn(words.CHANGED, 8),
        *(
            DataColumn(
                filled(words.SINCE, day=day_text(version.version), instrument=printable(version.instrument.number)), 40
            )
            for version in versions
        ),
    )
    rows, anchors = [], []
    for code in codes:
        rules = [ruleset.rule(code) for ruleset in versions]
        requirements = [
            Text("–") if rule is None else _requirements(rule, ruleset, names)
            for rule, ruleset in zip(rules, versions, strict=True)
        ]
        latest = next(rule for rule in reversed(rules) if rule is not None)
        mark = words.CHANGE_MARK if len(set(requirements)) > 1 else None
        rows.append((_code(latest), names.wording(latest.name), mark, *requirements))
        anchors.append(code)
    title = filled(words.VERSIONS_OF, title=names.wording(newest.title))
    table = DataTable(title, title, columns, tuple(rows), anchors=tuple(anchors))
    blocks: tuple[PaperBlock, ...] = (table,)
    return Paper(None, title, (Text(newest.id),), (LinkList(tuple(links)), *blocks) if links else blocks)


def _items(lines: Iterable[Text]) -> list[PaperBlock]:
    return [plain(line, item=True) for line in lines]


def _code(rule: Rule) -> str:
    return "" if is_conclusion(rule.code) else printable(rule.code)


def _requirements(rule: Rule, ruleset: Ruleset, names: TwoNames) -> Text:
    return joined(names.texts(lambda names: [capital(line) for line in own_lines(rule, ruleset, names)]), "\n")


@frozen
class _Regions:
    """An attribute by which bounds are set, with the values that have columns, and `otherwise` where one is for the others."""

    attribute: Attribute
    values: tuple[str, ...]
    otherwise: bool


def _regions(rules: Sequence[Rule], library: Library) -> _Regions | None:
    """The attribute by which most of the rules set their bounds; None where none does."""
    bounds = [bound for rule in rules if (bound := _by_attribute(rule)) is not None]
    counts = Counter(bound.attribute for bound in bounds if bound.attribute in library.attributes)
    if not counts:
        return None
    attribute = library.attributes[counts.most_common(1)[0][0]]
    own = [bound for bound in bounds if bound.attribute == attribute.id]
    used = {value for bound in own for value, _ in bound.cases}
    values = tuple(value for value in attribute.value_ids if value in used)
    if not 0 < len(values) <= MOST_REGIONS:
        return None
    return _Regions(attribute, values, any(bound.otherwise is not None for bound in own))


def _by_attribute(rule: Rule) -> ByAttribute | None:
    """The bound of a rule that is set by an attribute, where it has one bound."""
    if rule.condition is None:
        return None
    bounds = [
        part for condition in within(rule.condition) for part in children(condition) if isinstance(part, ByAttribute)
    ]
    return bounds[0] if len(bounds) == 1 else None


def _rules(ruleset: Ruleset, tops: Sequence[Rule], names: TwoNames) -> DataTable:
    """The rules with all that is below them: code, name, requirement, bounds by region, source, note."""
    rules = [rule for top in tops for rule in _with_below(top)]
    regions = _regions(rules, names.vi.library)
    columns = [
        DataColumn(heads.CODE, 8),
        DataColumn(heads.ITEM, 32),
        DataColumn(words.ASKED, 44, in_lines=InLines.BARE),
    ]
    if regions is not None:
        columns += [
            DataColumn(_region_name(regions, value, names), 11, in_lines=InLines.LEFT_OUT) for value in regions.values
        ]
        columns += [DataColumn(words.OTHERWISE, 26, in_lines=InLines.LEFT_OUT)] if regions.otherwise else []
    columns += [DataColumn(words.SOURCE, 30), DataColumn(words.NOTE, 30)]
    rows = []
    for rule in rules:
        by_region = () if regions is None else _by_region(rule, regions, names)
        provenance = ruleset.provenance_of(rule)
        source = names.text_of(provenance, lambda own, names: capital(provenance_of(own, names.language)))
        note = None if rule.provenance.note is None else names.wording(rule.provenance.note)
        rows.append(
            (_code(rule), names.wording(rule.name), _requirements(rule, ruleset, names), *by_region, source, note)
        )
    anchors = tuple(rule.code for rule in rules)
    return DataTable(words.CRITERIA, words.CRITERIA, tuple(columns), tuple(rows), anchors=anchors, in_lines=True)


def _in_order(ruleset: Ruleset) -> list[Rule]:
    """The rules as the annex has them: each criterion before what is below it, the conclusions last."""
    tops: tuple[Rule, ...] = (*ruleset.criteria, *ruleset.conclusions)
    return [rule for top in tops for rule in _with_below(top)]


def _with_below(rule: Rule) -> list[Rule]:
    return [rule, *(child for below in rule.below for child in _with_below(below))]


def _region_name(regions: _Regions, value: str, names: TwoNames) -> Text:
    value_name = names.text(lambda names: names.attribute_value(regions.attribute.id, value))
    return pair(names.wording(regions.attribute.name), value_name)


def _by_region(rule: Rule, regions: _Regions, names: TwoNames) -> tuple[Text | None, ...]:
    """The bound of a rule in each region; blank where it sets none by them."""
    places = len(regions.values) + regions.otherwise
    bound = _by_attribute(rule)
    if bound is None or bound.attribute != regions.attribute.id or rule.condition is None:
        return (None,) * places
    named = {id for condition in within(rule.condition) for id, _ in measures_named(condition)}
    measure = named.pop() if len(named) == 1 else None
    cases = dict(bound.cases)
    bounds = [
        _bound(cases[value], measure, names) if value in cases else words.AS_OTHERWISE if bound.otherwise else None
        for value in regions.values
    ]
    if regions.otherwise:
        bounds.append(None if bound.otherwise is None else _bound(bound.otherwise, measure, names))
    return tuple(bounds)


def _bound(bound: Threshold, measure: str | None, names: TwoNames) -> Text:
    return names.text_of(
        bound, lambda own, names: describe_threshold(own, names.library, names.language, measure=measure)
    )
