"""Terms by what they mean on any of the sides compared: equal where they mean the same."""

from collections.abc import Hashable, Iterator

from attrs import evolve

from ...model.condition import Bound, Condition
from ...program.terms import Attested, AttributeOf, OutcomeOf, Reported, Term, Told, Truth, parts, walk
from .quantity import MemberTruth
from .side import Side


def meant(term: object, side: Side) -> Hashable:
    """Term with its names resolved: measures and attributes as declared, rules by the keys that both sides share."""
    match term:
        case OutcomeOf(program, code):
            return side.key(program.ruleset, code), program.as_of == side.program.as_of or program.as_of
        case Told(truth):
            return meant(truth, side)
        case Attested(truth, basically=basically):
            return meant(truth, side), basically
        case Reported(measure):
            # The figure of the year so many years back is that, of whatever year is assessed.
            term = term if term.back is None else evolve(term, on=None, after=None)
            return term, side.program.measures[measure]
        case AttributeOf(attribute):
            return term, side.program.library.attributes.get(attribute)
        case tuple():
            return tuple(meant(part, side) for part in term)
    if isinstance(term, Term):
        return type(term), tuple(meant(part, side) for part in parts(term))
    assert isinstance(term, Hashable)
    return term


def condition_of(truth: Truth) -> Condition:
    """The condition that a truth was written as."""
    origins: Iterator[Condition | Bound | None] = (getattr(term, "origin", None) for term in walk(truth))
    return next(one for one in origins if one is not None and not isinstance(one, Bound))


def of_members(truth: Truth, side: Side) -> MemberTruth:
    """A truth about each member, by what it means."""
    return MemberTruth(meant(truth, side), truth)
