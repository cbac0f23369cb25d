"""Possible outcomes of the truths of a rule, tried on every combination of the values that they share.

A truth whose figures stand nowhere else is free of the others: only what several truths read has to be tried together.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from math import prod

from attrs import define, field

from ...model.fact import Finding
from ...model.library import Library
from ...program import terms
from ...program.verdict import holds
from .domains import Value, Variable, bare, values_of

HOLDS, FAILS = 1, 2
EITHER = HOLDS | FAILS
MOST_TRIED = 50_000
"""So many truths are tried for one rule; of a larger one its parts are tried, each by itself."""
Values = Mapping[Variable, Value]


def parts_of(truth: terms.Truth) -> tuple[terms.Truth, ...]:
    """The truths that a truth is made of."""
    match truth:
        case (
            terms.AllHold(terms.Listed(truths))
            | terms.AnyHolds(terms.Listed(truths))
            | terms.Holds(terms.Counted(terms.Listed(truths)))
        ):
            return () if _is_tally(truths) else truths
        case terms.Not(inner) | terms.Attested(inner) | terms.Told(inner):
            return (inner,)
        case terms.Where(inner, applies):
            return inner, applies
        case _:
            return ()


def _is_tally(truths: tuple[terms.Truth, ...]) -> bool:
    """True for outcomes of rules, which are counted as they come."""
    return all(isinstance(truth.truth if isinstance(truth, terms.Not) else truth, terms.OutcomeOf) for truth in truths)


@define
class Possibilities:
    """Bits for what each truth of a rule can come to, by its identity, and the parts that ever decide the whole."""

    library: Library
    came_to: dict[int, int] = field(factory=dict)
    deciding: set[tuple[int, int]] = field(factory=set)
    where: dict[tuple[terms.AttributeOf | terms.YearOf, str], int] = field(factory=dict)
    """Bits for what the whole came to where an attribute, or the year of a figure, has a value."""
    _leaves: dict[tuple[int, tuple[Value | None, ...]], int] = field(factory=dict)
    _reads: dict[int, dict[Variable, set[Value]]] = field(factory=dict)
    _domains: dict[int, dict[Variable, tuple[Value, ...]]] = field(factory=dict)

    @classmethod
    def of(cls, truth: terms.Truth, library: Library) -> "Possibilities":
        """Those of a truth and of everything in it."""
        possibilities = cls(library)
        times = Counter(variable for leaf in leaves(truth) for variable in possibilities.read(leaf))
        shared = (
            variable
            for variable, count in times.items()
            if count > 1 or isinstance(variable, terms.AttributeOf | terms.YearOf)
        )
        constants: dict[Variable, set[Value]] = {variable: set() for variable in shared}
        for leaf in leaves(truth):
            for variable, known in possibilities.read(leaf).items():
                if variable in constants:
                    constants[variable] |= known
        domains = {variable: values_of(variable, known, library) for variable, known in constants.items()}
        if prod(map(len, domains.values())) * sum(times.values()) > MOST_TRIED:
            for part in parts_of(truth):
                below = cls.of(part, library)
                possibilities.came_to |= below.came_to
                possibilities.deciding |= below.deciding
            return possibilities
        for values in product(*domains.values()):
            chosen = dict(zip(domains, values, strict=True))
            came_to = possibilities.try_(truth, chosen)
            for variable, value in chosen.items():
                if isinstance(variable, terms.AttributeOf | terms.YearOf) and came_to:
                    possibilities.where[variable, str(value)] = (
                        possibilities.where.get((variable, str(value)), 0) | came_to
                    )
        return possibilities

    def try_(self, truth: terms.Truth, values: Values) -> int:
        """Bits for what a truth comes to with these values of what is shared (0: it does not apply), kept with its parts'."""
        came_to = self._evaluated(truth, values)
        self.came_to[id(truth)] = self.came_to.get(id(truth), 0) | came_to
        return came_to

    def _evaluated(self, truth: terms.Truth, values: Values) -> int:
        match truth:
            case terms.AllHold(terms.Listed(truths)) if not _is_tally(truths):
                return self._all(truth, truths, values, HOLDS, FAILS)
            case terms.AnyHolds(terms.Listed(truths)) if not _is_tally(truths):
                return self._all(truth, truths, values, FAILS, HOLDS)
            case terms.Holds(terms.Counted(terms.Listed(truths), False), operator, terms.Constant(Decimal() as n)) if (
                not _is_tally(truths)
            ):
                parts = [self.try_(term, values) for term in truths]
                counts = range(parts.count(HOLDS), sum(bool(part & HOLDS) for part in parts) + 1)
                return _bits(holds(Decimal(count), operator, n) for count in counts)
            case terms.Not(inner):
                came_to = self.try_(inner, values)
                return (HOLDS if came_to & FAILS else 0) | (FAILS if came_to & HOLDS else 0)
            case terms.Attested(inner) | terms.Told(inner):
                return self.try_(inner, values)
            case terms.Where(inner, applies):
                return self.try_(inner, values) if self.try_(applies, values) & HOLDS else 0
            case terms.Never():
                return FAILS
            case terms.Holds() | terms.IsOneOf() | terms.OutcomeOf():
                return self._leaf(truth, values)
            case _:
                return EITHER

    def _all(self, whole: terms.Truth, truths: tuple[terms.Truth, ...], values: Values, every: int, some: int) -> int:
        """`every` where all parts can come to it, `some` where one part can."""
        parts = [(truth, came_to) for truth in truths if (came_to := self.try_(truth, values))]
        missing = sum(not came_to & every for _, came_to in parts)
        for term, came_to in parts:
            if came_to & some and missing - (not came_to & every) == 0:
                self.deciding.add((id(whole), id(term)))
        return (0 if missing else every) | (some if any(came_to & some for _, came_to in parts) else 0) if parts else 0

    def read(self, leaf: terms.Truth) -> dict[Variable, set[Value]]:
        """The variables that a leaf reads, each with the constants it is compared with."""
        if id(leaf) not in self._reads:
            self._reads[id(leaf)] = _reads(leaf)
        return self._reads[id(leaf)]

    def _leaf(self, leaf: terms.Truth, values: Values) -> int:
        reads = self.read(leaf)
        key = (id(leaf), tuple(values.get(variable) for variable in reads))
        if key not in self._leaves:
            every = self._domains.get(id(leaf))
            if every is None:
                every = {
                    variable: values_of(variable, constants, self.library) for variable, constants in reads.items()
                }
                self._domains[id(leaf)] = every
            domains = [(values[variable],) if variable in values else every[variable] for variable in reads]
            came_to = 0
            for chosen in product(*domains):
                came_to |= _judged(leaf, dict(zip(reads, chosen, strict=True)))
                if came_to == EITHER:
                    break
            self._leaves[key] = came_to
        return self._leaves[key]


def leaves(truth: terms.Truth) -> Iterator[terms.Truth]:
    """The truths in a truth that are not made of others."""
    parts = parts_of(truth)
    if not parts:
        yield truth
    for part in parts:
        yield from leaves(part)


def _reads(leaf: terms.Truth) -> dict[Variable, set[Value]]:
    reads: dict[Variable, set[Value]] = {}
    match leaf:
        case terms.Holds(figure, _, required):
            reads[bare(figure)] = set()
            for constant in _constants(required, reads):
                reads[bare(figure)].add(constant)
        case terms.IsOneOf(figure, values):
            reads[bare(figure)] = set(values)
        case terms.OutcomeOf():
            reads[leaf] = set()
        case _:
            pass
    return reads


def _constants(required: terms.Figure, reads: dict[Variable, set[Value]]) -> Iterator[Value]:
    match required:
        case terms.Constant(value):
            yield value
        case terms.Chosen(case, figures, otherwise):
            reads.setdefault(case.by, set()).update(case.keys)
            for figure in (*figures, *(() if otherwise is None else (otherwise,))):
                yield from _constants(figure, reads)
        case _:
            pass


def _judged(leaf: terms.Truth, values: Values) -> int:
    match leaf:
        case terms.Holds(figure, operator, required, scale):
            wanted = _required(required, values)
            have = values[bare(figure)]
            if wanted is None:
                return EITHER
            if scale and isinstance(have, str) and isinstance(wanted, str):
                known = have in scale and wanted in scale
                return _bits([holds(scale.index(have), operator, scale.index(wanted))]) if known else EITHER
            if isinstance(have, Decimal) and isinstance(wanted, Decimal):
                return _bits([holds(have, operator, wanted)])
            return EITHER
        case terms.IsOneOf(figure, required_values, undecided):
            value = values[bare(figure)]
            return EITHER if value in undecided and isinstance(value, Finding) else _bits([value in required_values])
        case terms.OutcomeOf():
            return _bits([values[leaf] is True])
        case _:
            return EITHER


def _required(required: terms.Figure, values: Values) -> Value | None:
    match required:
        case terms.Constant(value):
            return value
        case terms.Chosen(case, figures, otherwise):
            own = values[case.by]
            figure = figures[case.keys.index(str(own))] if own in case.keys else otherwise
            return None if figure is None else _required(figure, values)
        case _:
            return None


def _bits(outcomes: Iterator[bool] | list[bool]) -> int:
    bits = 0
    for outcome in outcomes:
        bits |= HOLDS if outcome else FAILS
    return bits
