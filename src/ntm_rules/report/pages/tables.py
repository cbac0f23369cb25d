"""The tables of a report: units by criteria, or the criteria of a single unit."""

from collections.abc import Iterator, Mapping
from functools import partial

from ...engine.decisions import Decisions
from ...language.contents.counted_criteria import uncounted_criteria
from ...model.decision import Decision, LevelFound, NoticeKind, ReasonKind
from ...model.key import LEVEL, RECOGNITION
from ...model.outcome import SHORT, Tally
from ...model.ruleset import Criterion, Ruleset, short_name
from ...model.text import Text, printable
from ..decisions.outlook import of_rulesets
from ..decisions.told import uncounted_heading
from ..overview.caption import caption, criteria_tally, groups_of, has_recognition, published_on, published_word
from ..overview.open_lines import open_lines
from ..overview.open_rules import is_attested, open_conditions, open_indicators, what_is_open
from ..phrasing.grades import level_text, points_text
from ..phrasing.names import Names, noun_of_rule
from ..phrasing.numbers import in_runs
from ..phrasing.rules import repealed_lines
from ..quantities.tallies import attested_text, tally_text
from ..words import common as words
from ..words import heads
from ..words import overview as overview_words
from ..words.common import capital
from ..words.grades import OWN as POINTS
from ..words.grades import RANKING
from . import page_words
from .blocks import MatrixCell, MatrixColumn, MatrixRow, RuleList, RuleRow, UnitMatrix
from .reasons import ReasonBuilder, manner_text
from .two_languages import Linked, TwoNames, filled, noun_text


def table_of(run: Decisions, reasons: ReasonBuilder) -> UnitMatrix | RuleList:
    """The table of a ruleset: a list of criteria where there is one unit and indicators, else a matrix."""
    detailed = any(criterion.indicators for criterion in run.program.ruleset.criteria)
    if len(run.units) == 1 and detailed:
        return _rule_list(run, reasons)
    return _matrix(run, reasons)


def table_id(run: Decisions) -> str:
    """The id of the table of a ruleset, by which the page links to it."""
    return f"t-{run.program.ruleset.id.replace('/', '-')}"


def _title(run: Decisions, names: TwoNames) -> Text:
    ruleset, on = run.program.ruleset, run.program.as_of
    return names.text(lambda names: caption(ruleset, on, names, known_on=run.world.evidence.known_on))


def _notes(run: Decisions, names: TwoNames) -> tuple[Text, ...]:
    """Criteria that no conclusion counts, rules that were repealed, superseded texts."""
    ruleset, as_of = run.program.ruleset, run.program.as_of
    uncounted = ", ".join(in_runs(uncounted_criteria(ruleset)))
    rulesets = [program.ruleset for program in run.program.programs() if program.as_of == as_of]
    lines: list[Text] = []
    if uncounted:
        lines.append(names.text(lambda names: f"{uncounted_heading(ruleset, names.language)}: {uncounted}"))
    lines += names.texts(lambda names: list(repealed_lines(ruleset, names)))
    return (*lines, *names.texts(lambda names: list(of_rulesets(rulesets, as_of, names))))


def is_old(decision: Decision) -> bool:
    """True of a decision that rests on figures of before the year assessed, or before its unit existed."""
    kinds = (NoticeKind.OLD_FIGURE, NoticeKind.OUTSIDE_PERIOD)
    return any(notice.kind in kinds for child in (decision, *decision.children) for notice in child.notices)


def _matrix(run: Decisions, reasons: ReasonBuilder) -> UnitMatrix:
    ruleset, names = run.program.ruleset, reasons.names
    conclusions = [conclusion for conclusion in ruleset.conclusions if conclusion not in ruleset.levels]
    header = [overview_words.GROUPS] if ruleset.classifies else []
    header += [words.CONCLUSION[conclusion.code] for conclusion in conclusions]
    published_by_unit = run.world.evidence.published
    published = {unit.code: _published(run, unit.code, names) for unit in run.units if unit.code in published_by_unit}
    if any(published.values()):
        header.append(heads.PUBLISHED)
    else:
        published = {}
    header += [POINTS] if ruleset.is_scored else []
    header += [RANKING] if ruleset.levels else []
    rows = tuple(_row(run, unit.code, published, reasons) for unit in run.units)
    return UnitMatrix(
        table_id(run), _title(run, names), _columns(run, reasons), rows, tuple(header), _notes(run, names)
    )


def _ends(
    run: Decisions, unit: str, published: Mapping[str, Linked | None], reasons: ReasonBuilder
) -> Iterator[Linked]:
    """Columns after the criteria of a unit: its group, its conclusions, what is published, its points, its level."""
    ruleset, names = run.program.ruleset, reasons.names
    if ruleset.classifies:
        yield Linked(names.text(lambda names: groups_of(run, unit, names)))
    for conclusion in ruleset.conclusions:
        if conclusion not in ruleset.levels:
            badge = names.badge(run.decision(unit, conclusion.code))
            yield Linked(badge.word, reasons.top(run, unit, conclusion.code), badge)
    if published:
        yield published.get(unit) or Linked(page_words.NOT_PUBLISHED)
    if ruleset.is_scored:
        points = run.points(unit)
        yield Linked(Text("–") if points is None else names.text_of(points, points_text))
    level = run.level(unit)
    if level is not None:
        text = names.text_of(level, lambda own, names: level_text(own, ruleset, names))
        yield Linked(text, reasons.top(run, unit, _level_asked(level, ruleset)))


def _level_asked(level: LevelFound, ruleset: Ruleset) -> str:
    """The code of the level whose reasons tell why a unit has its level: that one, the best still possible, or the least."""
    best = next((id for id in level.possible if id is not None), None)
    return ruleset.levels[-1].code if best is None else f"{LEVEL}{best}"


def _row(run: Decisions, unit: str, published: Mapping[str, Linked | None], reasons: ReasonBuilder) -> MatrixRow:
    ends = tuple(_ends(run, unit, published, reasons))
    cells = []
    for code in run.program.criteria:
        decision = run.decision(unit, code)
        cells.append(MatrixCell(reasons.names.badge(decision), reasons.top(run, unit, code), is_old(decision)))
    node = next((end.node for end in ends if end.node is not None), None)
    parent = run.world.units[unit].parent_on(run.program.as_of)
    above = Text(reasons.names.vi.unit(parent)) if parent is not None else None
    return MatrixRow(reasons.names.unit(unit), above, node, tuple(cells), criteria_tally(run, unit), ends)


def _columns(run: Decisions, reasons: ReasonBuilder) -> tuple[MatrixColumn, ...]:
    offices = reasons.names.vi.offices
    outcomes = [run.outcomes(unit.code) for unit in run.units]
    columns = []
    for code in run.program.criteria:
        rule = run.program.by_code[code].rule
        source = manner_text(run.program.ruleset.provenance_of(rule))
        name = reasons.names.wording(short_name(rule))
        columns.append(
            MatrixColumn(
                printable(code),
                name,
                offices.of(run.program.ruleset, code),
                source,
                Tally.of(own[code] for own in outcomes),
            )
        )
    return tuple(columns)


def _published(run: Decisions, unit: str, names: TwoNames) -> Linked | None:
    """The published decision on a unit's recognition, marked where the computed outcome is another."""
    if not has_recognition(run.program.ruleset):
        return None
    decision = run.decision(unit, RECOGNITION)
    word = names.text(lambda names: published_on(run, unit, RECOGNITION, names))
    if not word.vi:
        return None
    stands = word == names.text_of(decision, published_word)  # another word tells that it was revoked since
    if stands and any(reason.kind is ReasonKind.PUBLISHED_DIFFERS for reason in decision.reasons):
        word = filled(page_words.DIFFERS, published=word)
    return Linked(word)


def _rule_list(run: Decisions, reasons: ReasonBuilder) -> RuleList:
    ruleset, names = run.program.ruleset, reasons.names
    [unit] = [unit.code for unit in run.units]
    conclusions = []
    for conclusion in ruleset.conclusions:
        decision = run.decision(unit, conclusion.code)
        published = names.text(partial(published_on, run, unit, conclusion.code))
        remark = published if published.vi else None
        name = names.wording(conclusion.name)
        badge = names.badge(decision, in_full=True)
        conclusions.append(Linked(name, reasons.top(run, unit, conclusion.code), badge, remark))
    level = run.level(unit)
    points = run.points(unit)
    if points is not None:
        conclusions.append(Linked(POINTS, remark=names.text_of(points, points_text)))
    if level is not None:
        remark = names.text_of(level, lambda own, names: level_text(own, ruleset, names))
        conclusions.append(Linked(RANKING, reasons.top(run, unit, _level_asked(level, ruleset)), remark=remark))
    rows = tuple(_rule_row(run, unit, criterion, reasons) for criterion in ruleset.criteria)
    return RuleList(table_id(run), _title(run, names), names.unit(unit), tuple(conclusions), rows, _notes(run, names))


def _rule_row(run: Decisions, unit: str, criterion: Criterion, reasons: ReasonBuilder) -> RuleRow:
    names = reasons.names
    decision = run.decision(unit, criterion.code)
    node = reasons.top(run, unit, criterion.code)
    outcomes = run.outcomes(unit)
    below = Tally.of(outcomes[indicator.code] for indicator in criterion.indicators)
    count = tally_text(below) if criterion.indicators else Text("")
    if is_attested(decision):
        count = names.text_of(below, lambda own, names: attested_text(own, words.INDICATOR, names.language))
    open_ = []
    if decision.outcome in SHORT:
        for line in open_lines(open_indicators(run, unit, criterion), names.vi):
            open_rule, what = line.rules[0], names.text_of(line, lambda own, names: own.what(names))
            if len(line.rules) == 1:
                text = names.text_of(
                    open_rule, lambda own, names: f"{printable(own.rule.code)} {names.text(own.rule.name)}"
                )
                open_.append(Linked(text, reasons.place(open_rule.decision), names.badge(open_rule.decision), what))
            else:
                noun = noun_text(noun_of_rule(open_rule.rule), len(line.rules))
                codes = line.codes(run.program.ruleset)
                text = filled(page_words.CODES_COUNTED, codes=codes, count=len(line.rules), noun=noun)
                open_.append(Linked(text, node, names.badge(open_rule.decision), what))
        if not open_:
            open_.append(Linked(names.text(lambda names: capital(what_is_open(decision, names)))))
    return RuleRow(
        printable(criterion.code),
        names.wording(criterion.name),
        names.badge(decision),
        node,
        count,
        tuple(open_),
        names.vi.offices.of(run.program.ruleset, criterion.code),
        manner_text(decision.provenance),
        is_old(decision),
    )


def conditions_of(run: Decisions, unit: str, names: TwoNames) -> tuple[Text, ...]:
    """Open points that keep the recognition of a unit open beside its criteria."""
    decision = run.decision(unit, RECOGNITION)

    def said(names: Names) -> list[str]:
        conditions = open_conditions(decision, names)
        return [condition.text if condition.about else capital(condition.text) for condition in conditions]

    return names.texts(said)
