"""Terms: the one form in which executors and analyses know a rule. Figures, groups of truths, and truths.

A figure comes to a span `low..high` (a known number is a span of itself), whether it applies, and why it is not there. A truth
comes to the set of outcomes still possible. Terms are values: equal terms mean the same and are worked out once. `origin`, the
surface form that an occurrence was lowered from, is no part of equality; no executor reads it. Hashes are kept, as terms are
looked up again and again.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, get_args

import attrs
from attrs import field, frozen

from ..model.condition import Aggregate, Bound, Condition, NoMembers, Operator
from ..model.decision import Points, ReasonKind
from ..model.fact import Finding
from ..model.key import RuleKey
from ..model.measure import InapplicablePart
from ..model.values.duration import Duration
from ..model.values.number import Combination, Rounding
from .computed import AttributeOf as AttributeOf
from .computed import Awarded as Awarded
from .computed import Banded as Banded
from .computed import CaseChoice as CaseChoice
from .computed import Chosen as Chosen
from .computed import Computed
from .computed import Constant as Constant
from .computed import Interpolated as Interpolated
from .computed import OpenFigure as OpenFigure
from .computed import Reported as Reported
from .computed import Scaled as Scaled
from .computed import Total as Total
from .computed import WeighedShare as WeighedShare
from .computed import Within as Within
from .computed import YearOf as YearOf
from .computed import numbers_together as numbers_together
from .computed import printed_numbers as printed_numbers


class ProgramKey(NamedTuple):
    """A ruleset on a day: what a program is compiled for."""

    ruleset: str
    as_of: date


# ---- figures


@frozen(cache_hash=True)
class Derived:
    """A measure computed from its parts (a quotient, or their weighted sum), held against its own report.

    The two must be equal; the report alone counts while parts are missing, and the parts alone where nothing is reported.
    `within` are the declared bounds of each part of a sum: where parts are missing, what is compared lies between theirs.
    `not_applicable` is what a part of a sum that does not apply counts as.
    """

    reported: Reported
    how: Combination
    parts: "tuple[Figure, ...]"
    within: tuple[tuple[Decimal | None, Decimal | None], ...] = ()
    not_applicable: InapplicablePart | None = None


@frozen(cache_hash=True)
class Rounded:
    """A figure as it is compared, by the rounding that its measure declares; what is observed is the figure inside."""

    figure: "Figure"
    rounding: Rounding


@frozen(cache_hash=True)
class Always:
    """A figure that applies whatever is said of it: of a measure that always applies, a part of a sum, or
    a count used as a figure.
    """

    figure: "Figure"


@frozen(cache_hash=True)
class Difference:
    """One figure less another, bounds against bounds."""

    of: "Figure"
    less: "Figure"


@frozen(cache_hash=True)
class Counted:
    """The number of truths of a group that hold, or their percentage of those that apply.

    Of no truths at all it is not known, does not apply, or satisfies any bound, by `if_none`.
    """

    group: "Group"
    share: bool = False
    if_none: NoMembers | None = None


@frozen(cache_hash=True)
class Members:
    """The units of a kind below this one, or members of it, that exist on the day of the program; `only` keeps those named and
    all that belong to them.
    """

    kind: str
    only: tuple[str, ...] = ()


@frozen(cache_hash=True)
class Among:
    """A figure of a unit that is among those of which a truth holds; that of any other does not apply."""

    figure: "Figure"
    truth: "Truth"


@frozen(cache_hash=True)
class Over:
    """A figure of each member, made one figure: their sum, mean, least or greatest; of no members as `Counted`."""

    members: Members
    figure: "Figure"
    how: Aggregate
    if_none: NoMembers | None = None


Figure = (
    Reported
    | Derived
    | Rounded
    | Scaled
    | Always
    | AttributeOf
    | Constant
    | OpenFigure
    | Chosen
    | Difference
    | Counted
    | Among
    | Over
    | WeighedShare
    | Computed
)

# ---- groups of truths


@frozen(cache_hash=True)
class Listed:
    """Truths about the unit itself."""

    truths: "tuple[Truth, ...]"


@frozen(cache_hash=True)
class Below:
    """One truth about each member."""

    members: Members
    truth: "Truth"


Group = Listed | Below

# ---- truths


@frozen(cache_hash=True)
class Holds:
    """A figure against the one required. Whether it applies comes from the figure alone: a required figure that does not
    apply is merely open. With a `scale`, levels are compared by their places on it, the lowest first.
    """

    figure: Figure
    operator: Operator
    required: Figure
    scale: tuple[str, ...] = ()
    origin: Condition | Bound | None = field(default=None, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class IsOneOf:
    """The value is among `values`; open where it is among `undecided`: *basically met*, where nobody says what it counts as."""

    figure: Figure
    values: tuple[Decimal | str | Finding, ...]
    undecided: tuple[Finding, ...] = ()
    origin: Condition | None = field(default=None, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class AllHold:
    """Every truth of the group that applies holds; it does not apply where none does."""

    group: Group
    origin: Condition | None = field(default=None, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class AnyHolds:
    """One truth of the group that applies holds at least; it does not apply where none does."""

    group: Group
    origin: Condition | None = field(default=None, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class Not:
    """The opposite of a truth; one that does not apply still does not."""

    truth: "Truth"


@frozen(cache_hash=True)
class Never:
    """A truth that never holds: beside others in `AnyHolds`, those that do not apply count as not holding."""


@frozen(cache_hash=True)
class OutcomeOf:
    """The outcome of a rule of a program for the same unit, on that program's day."""

    program: ProgramKey
    code: str


@frozen(cache_hash=True)
class Above:
    """A truth about the nearest unit of a kind above, or that this one is a member of, on the day of the program; wide open
    where none is known.
    """

    kind: str
    truth: "Truth"


@frozen(cache_hash=True)
class OpenTruth:
    """A rule whose content is not known."""

    origin: Condition | None = field(default=None, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class Where:
    """A truth where another holds; elsewhere it does not apply."""

    truth: "Truth"
    applies: "Truth"


@frozen(cache_hash=True)
class Attested:
    """A truth that an authority's word decides while figures leave it open. `basically`: what *basically met* counts as.

    A word older than `valid_for`, or whose assurance is not among the levels `assured` (None: any), decides nothing.
    """

    truth: "Truth"
    rule: RuleKey
    basically: bool | None
    valid_for: Duration | None = None
    assured: tuple[str, ...] | None = None


@frozen
class About:
    """The constant fields of the reasons of one condition (see `Reason`)."""

    subject: str | None = None
    rule: RuleKey | None = None
    members: str | None = None
    measure: str | None = None
    aggregate: Aggregate | None = None
    since: date | None = None
    required: tuple[str, ...] | None = None
    points: Points | None = None
    years: tuple[int, ...] | None = None


@frozen(cache_hash=True)
class Told:
    """The same truth, with how it is told. It adds no meaning: executors of outcomes and the hash of meaning go through it.

    `decisions` are shown below it; `by` is the kind of the one reason that stands for those of its parts; `about` is what its
    reasons are about; `now`, in a change, is the one of the two figures that is today's.

    By `NO_LIMIT`, the reasons are those of the comparison, unless nothing is asked of the unit, or perhaps nothing.
    """

    truth: "Truth"
    decisions: tuple[Group, ...] = ()
    by: ReasonKind | None = None
    about: About = About()
    now: Figure | None = None
    origin: Condition | None = field(default=None, eq=False, repr=False, kw_only=True)


Truth = Holds | IsOneOf | AllHold | AnyHolds | Not | Never | OutcomeOf | Above | OpenTruth | Where | Attested | Told
Term = Figure | CaseChoice | YearOf | Members | Group | Truth

_ORIGIN = frozenset({"origin"})
_TOLD = _ORIGIN | {"decisions", "by", "about", "now"}
# Other terms have fields of these names too, such as `Case.by`.
_MEANT: Final[Mapping[type, tuple[str, ...]]] = {
    kind: tuple(field.name for field in attrs.fields(kind) if field.name not in (_TOLD if kind is Told else _ORIGIN))
    for kind in get_args(Term)
}
"""The fields of each class of terms, without those about its telling and origin."""


def walk(term: object) -> Iterator[Term]:
    """A term and every term in its meaning, outermost first, once for each occurrence.

    Generic over fields, so that a new term needs no traversal of its own. How a truth is told is left out.

    >>> [type(term).__name__ for term in walk(Not(OutcomeOf(ProgramKey("vn/town", date(2024, 6, 30)), "1")))]
    ['Not', 'OutcomeOf']
    """
    if type(term) in _MEANT:
        yield term  # type: ignore[misc]
    for part in parts(term):
        yield from walk(part)


def bare(truth: Truth) -> Truth:
    """A truth, or the one that it is the opposite of."""
    return truth.truth if isinstance(truth, Not) else truth


def parts(term: object) -> Iterator[object]:
    """The direct parts of a term, without the fields about its telling and origin; of a tuple, its elements."""
    names = _MEANT.get(type(term))
    if names is not None:
        yield from (getattr(term, name) for name in names)
    elif type(term) is tuple:
        yield from term
