"""The inputs of a program, from its terms: figures (unit and day), attributes, attested rules, the units counted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self

from attrs import field, frozen

from ..model.key import RuleKey
from ..model.values.frozen_mapping import FrozenMapping
from ..model.values.kept import Kept
from . import terms
from .program import Program, ProgramRule
from .terms import Term, parts, walk


def goes_by_year(rule: ProgramRule) -> bool:
    """True where a rule compares a figure with that of the year before the one assessed."""
    changes = (term for term in walk(rule.truth) if isinstance(term, terms.Difference))
    return any(
        isinstance(term, terms.Reported) and term.back is not None for change in changes for term in walk(change)
    )


def goes_by_day(rule: ProgramRule) -> bool:
    """True where a rule compares a date with one that is counted from the day of the assessment."""
    return any(isinstance(term, terms.Constant) and term.seen is not None for term in walk(rule.truth))


@frozen
class CountingUse:
    """A rule that counts units of a kind below those of the kinds `above`; `only` names those meant (empty: all)."""

    rule: RuleKey
    above: tuple[str, ...]
    only: tuple[str, ...] = ()


@frozen
class Uses:
    """The kinds of units that rules apply to, count as members or ask about, and the attributes that they read.

    `counted` says for each kind which rules count its units, and below what; `read_above` are the kinds of which rules
    read something above; `rules` are the rules of each ruleset.
    """

    applied: frozenset[str] = frozenset()
    counted: Mapping[str, tuple[CountingUse, ...]] = field(factory=FrozenMapping)
    read_above: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    rules: Mapping[str, frozenset[str]] = field(factory=FrozenMapping)

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that is used."""
        return self.applied | self.read_above | frozenset(self.counted)

    @classmethod
    def of_all(cls, uses_of_each: Iterable["Uses"]) -> Self:
        """The combined uses of several assessments."""
        every = tuple(uses_of_each)
        return cls(
            frozenset().union(*(uses.applied for uses in every)),
            FrozenMapping(
                {
                    kind: tuple(
                        dict.fromkeys(counting_use for uses in every for counting_use in uses.counted.get(kind, ()))
                    )
                    for kind in dict.fromkeys(kind for uses in every for kind in uses.counted)
                }
            ),
            frozenset().union(*(uses.read_above for uses in every)),
            frozenset().union(*(uses.attributes for uses in every)),
            FrozenMapping(
                {
                    ruleset: frozenset().union(*(uses.rules.get(ruleset, frozenset()) for uses in every))
                    for ruleset in dict.fromkeys(ruleset for uses in every for ruleset in uses.rules)
                }
            ),
        )


NOTHING_USED = Uses()
"""The uses of an assessment that is not known: every declared kind and attribute is taken."""


@frozen(order=True)
class FigureRead:
    """A measure that a program reads of units of a kind, as it was on a day."""

    measure: str
    kind: str
    on: date


@frozen
class Inputs:
    """The inputs of a program and those that it asks. `members` are the kinds counted, `above` those asked from below.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> inputs = inputs_of(ntm.compile("vn/civilised-township", date(2024, 6, 30)))
    >>> sorted(inputs.attributes), sorted({read.kind for read in inputs.figures})
    (['recognition_kind'], ['province', 'township'])
    """

    figures: frozenset[FigureRead]
    attributes: frozenset[str]
    attested: frozenset[RuleKey]
    members: frozenset[str]
    above: frozenset[str]
    uses: Uses = field(repr=False)

    @property
    def measures(self) -> frozenset[str]:
        """The measures that are read of any unit on any day."""
        return frozenset(read.measure for read in self.figures)


def inputs_of(program: Program) -> Inputs:
    """The inputs of a program and of every program that it asks; worked out once."""
    return _INPUTS.of(program)


def _inputs(top: Program) -> Inputs:
    figures: set[FigureRead] = set()
    attributes: set[str] = set()
    attested: set[RuleKey] = set()
    above: set[str] = set()
    counted: dict[str, dict[CountingUse, None]] = {}
    for program in top.programs():
        applies_to = program.ruleset.applies_to
        for rule in program.rules:
            for term, kinds in of_whom((rule.truth, rule.points), applies_to):
                match term:
                    case terms.Reported(measure, whose, on):
                        for kind in kinds if whose is None else (whose,):
                            figures.add(FigureRead(str(measure), kind, on or program.as_of))
                        if whose is not None:
                            above.add(whose)
                    case terms.Above(kind):
                        above.add(kind)
                    case terms.AttributeOf(attribute):
                        attributes.add(attribute)
                    case terms.Attested(rule=key):
                        attested.add(key)
                    case terms.Members():
                        counted.setdefault(term.kind, {})[CountingUse(rule.key, applies_to, term.only)] = None
                    case _:
                        pass
    rules: dict[str, set[str]] = {}
    for program in top.programs():
        rules.setdefault(program.ruleset.id, set()).update(program.by_code)
    uses = Uses(
        frozenset(kind for program in top.programs() for kind in program.ruleset.applies_to),
        FrozenMapping({kind: tuple(uses_of_kind) for kind, uses_of_kind in counted.items()}),
        frozenset(above),
        frozenset(attributes),
        FrozenMapping({ruleset: frozenset(codes) for ruleset, codes in rules.items()}),
    )
    return Inputs(
        frozenset(figures), frozenset(attributes), frozenset(attested), frozenset(counted), frozenset(above), uses
    )


_INPUTS: Kept[Program, Inputs] = Kept(_inputs)


def of_whom(part: object, kinds: tuple[str, ...], *, told: bool = False) -> Iterator[tuple[Term, tuple[str, ...]]]:
    """A term and all in its meaning, each with the kinds of the units that it is about; if `told`, in its telling too."""
    if isinstance(part, Term):
        yield part, kinds
    if isinstance(part, terms.Below | terms.Over):
        yield part.members, kinds
        yield from of_whom(
            part.truth if isinstance(part, terms.Below) else part.figure, (part.members.kind,), told=told
        )
        return
    telling = (part.decisions, part.now) if told and isinstance(part, terms.Told) else ()
    for inner in (*parts(part), *telling):
        yield from of_whom(inner, (part.kind,) if isinstance(part, terms.Above) else kinds, told=told)


def uses_of(programs: Iterable[Program]) -> Uses:
    """The combined uses of units by some programs and those that they ask."""
    every = tuple(programs)
    return inputs_of(every[0]).uses if len(every) == 1 else Uses.of_all(inputs_of(program).uses for program in every)


def days_of(*programs: Program) -> tuple[date, ...]:
    """The days on which units are looked at: that of the programs, and the earlier ones that they ask about."""
    return tuple(dict.fromkeys(program.as_of for top in programs for program in top.programs()))


@frozen
class KindsRead:
    """The kinds of units that units of each kind read: those that they count below them, and those above them."""

    below: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]


def _kinds_read(top: Program) -> KindsRead:
    below: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for program in top.programs():
        for rule in program.rules:
            for term, kinds in of_whom((rule.truth, rule.points), program.ruleset.applies_to, told=True):
                match term:
                    case terms.Members(kind):
                        kinds_of, read = below, kind
                    case terms.Above(kind):
                        kinds_of, read = above, kind
                    case terms.Reported(above=str(whose)):
                        kinds_of, read = above, whose
                    case _:
                        continue
                for kind_of_unit in kinds:
                    kinds_of.setdefault(kind_of_unit, set()).add(read)
    return KindsRead(*({kind: frozenset(read) for kind, read in kinds_of.items()} for kinds_of in (below, above)))


KINDS_READ: Kept[Program, KindsRead] = Kept(_kinds_read)
