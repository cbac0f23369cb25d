"""Table cells for the regions in which the outcome of a rule changes: common conditions, columns, ordered rows."""

from collections.abc import Hashable, Mapping, Sequence

from attrs import frozen

from ...evolution.cases.case import Situation
from ...evolution.regions.difference import HeldStates, Region, StateDifference
from ...evolution.regions.quantity import Cell, OwnMeasure
from ...evolution.rows.counted import CountRanges, Present, joint
from ...evolution.rows.row import Row, Where, is_scope, rows
from ...evolution.witness.witness import Witnessed
from ...model.fact import Fact
from ...model.outcome import Outcome
from ...model.ruleset import Rule
from ...model.text import Text
from ...model.values.number import Number, as_fraction
from ..layout.wrapped_table import KEPT
from ..phrasing.compared_names import Terms
from ..quantities.quantity import figure_text, head_of, text_of
from ..words import comparison as diff_words
from ..words import quantities as quantity_words
from ..words.rule_kinds import kind_of_code, outcome_word, sign

_LONGEST_KEPT = 18
_WORSE = (
    (Outcome.ATTAINED, Outcome.NOT_ATTAINED),
    (Outcome.ATTAINED, Outcome.UNDETERMINED),
)


@frozen
class Cells:
    """`common` holds in every row, `columns` are the heads of the others, `rows` their cells and the outcomes, worst first."""

    common: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], str], ...]


def cells(
    regions: Sequence[Region],
    difference: StateDifference | None,
    before: Rule,
    after: Rule,
    terms: Terms,
    phrase: Text = diff_words.TRANSITION,
) -> Cells:
    """Cells of the rows of regions. With the `difference` they belong to, rules counted together are described by
    thresholds.
    """
    counted = None
    if difference is not None and terms.before is not None and terms.after is not None:
        counted = joint(difference)
    ordered = sorted(rows(regions, counted), key=_order)
    keyed = [_by_subject(row) for row in ordered]
    columns = _columns(keyed)
    same = {
        key for key in columns if len(ordered) > 1 and all(key in row and row[key] == keyed[0][key] for row in keyed)
    }
    varying = [key for key in columns if key not in same]

    def texts_of(wheres: Sequence[Where]) -> str:
        return ", ".join(text_of(where, terms) for where in wheres)

    anything = terms.names.say(quantity_words.ANYTHING)
    return Cells(
        tuple((head_of(columns[key], terms), texts_of(keyed[0][key])) for key in columns if key in same),
        tuple(head_of(columns[key], terms) for key in varying),
        tuple(
            (
                tuple(texts_of(row[key]) if key in row else anything for key in varying),
                transition(region_row.before, region_row.after, after.code, terms, phrase),
            )
            for region_row, row in zip(ordered, keyed, strict=True)
        ),
    )


def transition(before: Outcome, after: Outcome, code: str, terms: Terms, phrase: Text = diff_words.TRANSITION) -> str:
    """Two outcomes of a rule: `✓ Đạt → ✗ Chưa đạt`, each kept in one line where it is short.

    The arrow means before and after; two texts that stand side by side take another `phrase`.

    >>> from ...model.library import Library
    >>> transition(Outcome.ATTAINED, Outcome.NOT_ATTAINED, "3.3", Terms.of(Library(), "en")).replace(KEPT, " ")
    '✓ Attained → ✗ Not attained'
    """
    newest = terms.after or terms.before
    kind = kind_of_code(code, classifies=newest is not None and newest.classifies)
    texts = [f"{sign(kind, outcome)} {outcome_word(kind, outcome, terms.language)}" for outcome in (before, after)]
    texts = [text.replace(" ", KEPT) if len(text) <= _LONGEST_KEPT else text for text in texts]
    return terms.names.say(phrase, before=texts[0], after=texts[1])


def example_text(witnessed: Witnessed, terms: Terms) -> str:
    """The unit that was found in a region, by what the outcome depends on: `Vùng: Tây Nguyên; Hộ nghèo: 92%`."""
    states, texts = dict(witnessed.region.example), []
    for where in witnessed.region.where:
        state = states[where.quantity]
        if isinstance(where.quantity, OwnMeasure) and isinstance(state, Cell):
            # As reported, where it is: the cell is as exact where it is worked out of others.
            state = _reported(where.quantity, state, witnessed.situation)
        is_figure = isinstance(state, Cell) and state.is_point
        text = figure_text(where.quantity, state, terms) if is_figure else ""
        text = text or text_of(HeldStates(where.quantity, (state,), where.every), terms)
        texts.append(f"{head_of(where, terms)}: {text}")
    return "; ".join(texts) or terms.names.say(diff_words.EVERYWHERE)


def _reported(quantity: OwnMeasure, cell: Cell, situation: Situation) -> Cell:
    """The figure reported of a measure as a cell of its own; the cell where it is not reported."""
    for fact in situation.statements:
        if not isinstance(fact, Fact) or not isinstance(fact.value, Number):
            continue
        if (fact.unit, fact.measure, fact.as_of) == (situation.unit, quantity.measure, situation.as_of):
            figure = as_fraction(fact.value)
            return Cell(figure, figure, figure)
    return cell


def _order(row: Row) -> int:
    """Sort key: lost outcomes first, then gained ones, then the rest."""
    pair = row.before, row.after
    if pair in _WORSE:
        return _WORSE.index(pair)
    return len(_WORSE) + (0 if row.after is Outcome.ATTAINED else 1 + list(Outcome).index(row.after))


def _by_subject(row: Row) -> dict[Hashable, tuple[Where, ...]]:
    """Conditions of a row keyed by subject: a quantity, or a set of rules that are counted together."""
    by_subject: dict[Hashable, tuple[Where, ...]] = {}
    for where in row.where:
        key: Hashable
        match where:
            case CountRanges(counting):
                key = frozenset(counting.rules)
            case Present(rules):
                key = frozenset(rules)
            case HeldStates(quantity):
                key = quantity
        by_subject[key] = (*by_subject.get(key, ()), where)
    return by_subject


def _is_scope(where: Where) -> bool:
    return isinstance(where, HeldStates) and is_scope(where.quantity)


def _columns(keyed: Sequence[Mapping[Hashable, tuple[Where, ...]]]) -> dict[Hashable, Where]:
    """Subjects of all rows in column order, scope columns (attributes, the year) first."""
    columns: dict[Hashable, Where] = {}
    for row in keyed:
        for key, wheres in row.items():
            columns.setdefault(key, wheres[0])
    return dict(sorted(columns.items(), key=lambda item: not _is_scope(item[1])))
