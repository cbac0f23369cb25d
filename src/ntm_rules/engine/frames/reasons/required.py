"""Comparisons of figures with what is required of them, as columns."""

from collections.abc import Callable
from decimal import Decimal

from attrs import frozen

from ....model.condition import Operator
from ....program.terms import Constant, Figure, Holds
from ..decide.figures import FigureColumns as Held
from ..decide.outcomes import OutcomeColumn
from ..decide.table import Table
from ..decide.thresholds import asked_of, required
from ..decide.truths import truth
from ..expressions.logic import Logic, certainly, negated
from ..expressions.space import Expr
from ..expressions.ways import printed_in
from .doubles import as_double, gap
from .missing import asks_a_measure, lacking_measure, no_word, where, why_open


@frozen(eq=False)
class Part:
    """One comparison. `outcomes` are its own, or where the opposite is required, those of the opposite.

    `why` is the word of a ReasonKind, `measure` what it is about: the measure compared, or one required that is not known.
    Figures are the doubles nearest to the exact ones; null, like words, where there is none.
    """

    outcomes: OutcomeColumn
    why: Expr
    measure: Expr | None = None
    operator: Operator | None = None
    observed: Expr | None = None
    required: Expr | None = None
    gap: Expr | None = None
    observed_word: Expr | None = None
    required_word: Expr | None = None


def asked_as(term: Holds, table: Table, show: Callable[[Figure], Expr], nothing: Expr) -> Expr:
    """The column of the required figure as `show` renders it; `nothing` where there is none."""
    found = nothing
    for rows, figures in reversed(required(term.required, table)):
        found = where(rows, _hardest(figures, term, table, show, nothing), found, table)
    return found


def _hardest(
    figures: tuple[Figure, ...], term: Holds, table: Table, show: Callable[[Figure], Expr], nothing: Expr
) -> Expr:
    """A required figure as `show` renders it; of several that agree, the hardest to hold or the easiest to fail."""
    if len(figures) == 1:
        return show(figures[0])
    several = printed_in(figures)
    least, most = (show(Constant(one)) for one in (min(several), max(several)))
    rising = term.operator in (Operator.AT_LEAST, Operator.MORE_THAN)
    hardest, easiest = (most, least) if rising else (least, most)
    held = truth(table, term).truth
    return where(certainly(held), hardest, where(certainly(negated(held)), easiest, nothing, table), table)


def _required(term: Holds, table: Table) -> Expr:
    space = table.space

    def shown(figure: Figure) -> Expr:
        asked = asked_of(figure, table)
        if asked is None:
            return space.nothing(space.words.Float64)
        if isinstance(asked, Decimal):
            return space.words.lit(float(asked), dtype=space.words.Float64)
        return as_double(asked, table)

    return asked_as(term, table, shown, space.nothing(space.words.Float64))


def _gap(term: Holds, held: Held, table: Table) -> Expr:
    nothing = table.space.nothing(table.space.words.Float64)

    def short(figure: Figure) -> Expr:
        asked = asked_of(figure, table)
        return nothing if asked is None else gap(held, term.operator, asked, table)

    return asked_as(term, table, short, nothing)


def of_figures(
    term: Holds, table: Table, why: Expr, observed: Held, compared: Held, measure: str | None, lacks: Logic = False
) -> Part:
    """A comparison of figures; where none is required, why. `lacks` are the rows with no figure, which `why` then says."""
    asked = _required(term, table)
    known = ~asked.is_null()
    if not isinstance(term.required, Constant):
        why = where(lacks, why, where(known, why, why_open(term.required, table), table), table)
    about = measure_column(measure, table)
    if asks_a_measure(term.required):
        lacking = lacking_measure(term.required, about, table)
        about = where(lacks, about, where(known, about, lacking, table), table)
    return Part(
        truth(table, term),
        why,
        None if measure is None and not asks_a_measure(term.required) else about,
        term.operator,
        as_double(observed, table),
        asked,
        _gap(term, compared, table),
    )


def measure_column(measure: str | None, table: Table) -> Expr:
    """A column of the name of a measure; null of none."""
    return no_word(table) if measure is None else table.space.literal(measure)
