"""Whether one condition asks for less than another, as far as their form says: what is certain, and what cannot be told.

`compare(superior, lower)` is about a rule that must not become easier. Inside `none_of`, and in a revocation, it is the other
way round: there `turned` is True, and what must not become harder is compared.
"""

from collections.abc import Sequence
from enum import Enum

from attrs import define, frozen

from ...model.condition import (
    AllOf,
    AnyOf,
    AtLeastN,
    Attained,
    AttributeIs,
    Bound,
    Change,
    Combination,
    Comparison,
    Condition,
    CriteriaChange,
    MembersAttained,
    MembersMeasure,
    NoneOf,
    OneOf,
    Operator,
    OwnCriteria,
    Required,
    Unknown,
)
from ...model.key import RuleKey
from ...model.library import Library
from ...model.place import Place, place_of
from ..contents.traversal import within
from .thresholds import NO_CASE, Asked, easier

_MOST_COMPARED = 20_000
_FLOORS = (Operator.AT_LEAST, Operator.MORE_THAN)
REVOCATION = "revocation"


class Verdict(Enum):
    """In which way the lower condition differs to the worse; the values are the codes of the diagnostics."""

    LESS = "NTM430"
    DROPPED = "NTM431"
    OTHER = "NTM432"
    ADDED = "NTM436"
    NARROWED = "NTM437"
    UNDECIDED = "NTM439"


@frozen
class Difference:
    """One difference to the worse, with its places in the lower and in the superior ruleset and what a message names."""

    verdict: Verdict
    lower: Place | None
    superior: Place | None
    params: tuple[tuple[str, object], ...] = ()


Differences = list[Difference]


@define
class Conformity:
    """Compares conditions; the library says what measures and attributes there are."""

    library: Library
    left: int = _MOST_COMPARED
    """How many more comparisons there may be: combinations of combinations have very many."""

    def compare(self, superior: Condition, lower: Condition, turned: bool = False) -> Differences:
        """The differences to the worse; none where the lower condition asks for as much, or one of them is not known."""
        self.left -= 1
        if superior == lower or isinstance(superior, Unknown) or isinstance(lower, Unknown):
            return []
        if self.left < 0:
            return [_undecided(superior, lower)]
        match superior, lower:
            case NoneOf(), NoneOf():
                either = AnyOf(superior.parts, superior.place), AnyOf(lower.parts, lower.place)
                return self.compare(*either, turned=not turned)
            case (AllOf(), AnyOf()) | (AnyOf(), AllOf()):
                ways = [self._parts(superior, lower, turned, form) for form in (AllOf, AnyOf)]
                return [] if [] in ways else _least(ways)
            case (AllOf(), _) | (_, AllOf()):
                return self._parts(superior, lower, turned, AllOf)
            case (AnyOf(), _) | (_, AnyOf()):
                return self._parts(superior, lower, turned, AnyOf)
            case AtLeastN(), AtLeastN() if superior.parts == lower.parts:
                fewer = lower.n > superior.n if turned else lower.n < superior.n
                return [_less(superior, lower, f"n: {lower.n}", f"n: {superior.n}")] if fewer else []
        return self._single(superior, lower, turned)

    def _parts(
        self, superior: Condition, lower: Condition, turned: bool, form: type[AllOf] | type[AnyOf]
    ) -> Differences:
        """Of `all_of`, what the superior asks must be asked; of `any_of`, what the lower accepts must be accepted."""
        from_superior = (form is AnyOf) == turned
        parts = _parts_of(superior, form), _parts_of(lower, form)
        asking, answering = parts if from_superior else parts[::-1]
        if any(isinstance(part, Unknown) for part in answering):
            return []
        found: Differences = []
        for part in asking:
            if isinstance(part, Unknown):
                continue
            tried = [
                (other, self.compare(part, other, turned) if from_superior else self.compare(other, part, turned))
                for other in answering
                if _comparable(part, other)
            ]
            if [] in (differences for _, differences in tried):
                continue
            alike = [differences for other, differences in tried if _alike(part, other)]
            about_it = [other for other in answering if _alike(part, other) or _subjects(other) & _subjects(part)]
            if len(tried) == len(answering) == 1:
                found += tried[0][1]
            elif len(alike) == len(about_it) == 1:
                found += alike[0]
            elif alike or not all(map(_is_simple, (part, *answering))):
                # Several parts may answer it together.
                found.append(_undecided(part, lower) if from_superior else _undecided(superior, part))
            elif from_superior and len(asking) == len(answering) == 1:
                found.append(_other(part, answering[0]))
            elif from_superior:
                found.append(_named(Verdict.DROPPED, lower, part, part))
            else:
                found.append(_named(Verdict.NARROWED if turned else Verdict.ADDED, part, superior, part))
        return found

    def _single(self, superior: Condition, lower: Condition, turned: bool) -> Differences:
        """Two conditions that are no combinations."""
        if not _alike(superior, lower):
            simple = _is_simple(superior) and _is_simple(lower)
            return [_other(superior, lower) if simple else _undecided(superior, lower)]
        match superior, lower:
            case Required(), Required():
                here, there = (f"required: {'yes' if one.met else 'no'}" for one in (lower, superior))
                return [] if superior.met == lower.met else [_less(superior, lower, here, there)]
            case AttributeIs(), AttributeIs():
                inner, outer = (superior, lower) if turned else (lower, superior)
                here, there = (f"one_of: [{', '.join(one.values)}]" for one in (lower, superior))
                return [] if set(inner.values) <= set(outer.values) else [_less(superior, lower, here, there)]
            case MembersAttained(), MembersAttained():
                floors = all(bound.operator in _FLOORS for bound in lower.bounds)
                same = superior.rule == lower.rule or (floors and self._stands_for(lower.rule, superior.rule, turned))
                if same and superior.only == lower.only:
                    return self._bounds(superior, lower, superior.bounds, lower.bounds, turned)
            case OwnCriteria(), OwnCriteria():
                if _about(superior) == _about(lower):
                    return self._bounds(superior, lower, superior.bounds, lower.bounds, turned)
            case Attained(), Attained():
                if self._stands_for(lower.rule, superior.rule, turned):
                    return []
            case _ if _about(superior) == _about(lower):
                return self._easier(
                    superior, lower, Asked.by(superior, self.library), Asked.by(lower, self.library), turned
                )
        return [_undecided(superior, lower)]

    def _stands_for(self, lower: RuleKey, superior: RuleKey, turned: bool) -> bool:
        """Whether a rule of a specialising ruleset is asked for in place of the superior's.

        It asks for as much: that is checked where it stands. Of a revocation, it holds wherever the superior's does.
        """
        above, seen = lower.ruleset, set[str]()
        while above != superior.ruleset and above not in seen:
            seen.add(above)
            above = next((each.specialises for each in self.library.versions.get(above, ()) if each.specialises), above)
        return above == superior.ruleset and lower.code == superior.code and (lower.code == REVOCATION) == turned

    def _bounds(
        self, superior: Condition, lower: Condition, theirs: Sequence[Bound], own: Sequence[Bound], turned: bool
    ) -> Differences:
        asking, answering = (own, theirs) if turned else (theirs, own)
        found: Differences = []
        for bound in asking:
            tried: list[Differences] = []
            for other in answering:
                if other.basis is bound.basis:
                    there, here = map(Asked.by_bound, (other, bound) if turned else (bound, other))
                    tried.append(self._easier(superior, lower, there, here, turned))
            if not tried:
                found.append(_undecided(superior, lower))
            elif [] not in tried:
                found += _least(tried)
        return found

    def _easier(self, superior: Condition, lower: Condition, there: Asked, here: Asked, turned: bool) -> Differences:
        found: dict[tuple[object, ...], Difference] = {}
        for one in easier(there, here, self.library, turned):
            verdict = Verdict.UNDECIDED if one.here is None else Verdict.LESS
            places = one.lower or lower.place, one.superior or superior.place
            params = (("here", one.here), ("there", one.there), ("case", one.case)) if one.here is not None else ()
            found.setdefault((verdict, *places), Difference(verdict, *places, params))
        return list(found.values())


def _parts_of(condition: Condition, form: type[AllOf] | type[AnyOf]) -> tuple[Condition, ...]:
    """The parts, those of parts of the same form among them."""
    if not isinstance(condition, form):
        return (condition,)
    return tuple(each for part in condition.parts for each in _parts_of(part, form))


def _alike(one: Condition, other: Condition) -> bool:
    """Whether two conditions are about the same thing."""
    if isinstance(one, Comparison | OneOf) and isinstance(other, Comparison | OneOf):
        return one.measure == other.measure
    if type(one) is not type(other):
        return False
    return all(
        getattr(one, key, None) == getattr(other, key, None) for key in ("measure", "attribute", "kind", "ruleset")
    )


def _comparable(one: Condition, other: Condition) -> bool:
    return _alike(one, other) or isinstance(one, Combination) or isinstance(other, Combination)


def _is_simple(condition: Condition) -> bool:
    """Whether it is about one measure or attribute of the unit, so that no other condition can stand in for it."""
    return isinstance(condition, Comparison | OneOf | Required | AttributeIs | Change)


def _about(condition: Condition) -> tuple[object, ...]:
    """What must be the same for two thresholds or bounds to be held against each other."""
    match condition:
        case Comparison() | OneOf():
            return (condition.measure,)
        case Change():
            return (condition.measure, condition.since, condition.direction)
        case CriteriaChange():
            return (condition.ruleset, condition.since, condition.direction)
        case MembersMeasure():
            return (condition.kind, condition.aggregate, condition.of, condition.only)
        case OwnCriteria():
            return (condition.ruleset, condition.state, condition.of, condition.including_any_of)
    return (condition,)


def _least(several: Sequence[Differences]) -> Differences:
    """The differences of which least is certain."""
    counts = [sum(one.verdict is not Verdict.UNDECIDED for one in found) for found in several]
    return several[counts.index(min(counts))]


def _subjects(condition: Condition) -> set[str]:
    """The measures and attributes that a condition is about."""
    return {called for each in within(condition) if (called := _called(each))}


def _undecided(superior: Condition, lower: Condition) -> Difference:
    return Difference(Verdict.UNDECIDED, lower.place, superior.place)


def _less(superior: Condition, lower: Condition, here: str, there: str) -> Difference:
    params = (("here", here), ("there", there), ("case", NO_CASE))
    return Difference(Verdict.LESS, lower.place, superior.place, params)


def _other(superior: Condition, lower: Condition) -> Difference:
    params = (("what", _called(lower)), ("other", _called(superior)))
    return Difference(Verdict.OTHER, _name_place(lower), _name_place(superior), params)


def _named(verdict: Verdict, lower: Condition, superior: Condition, named: Condition) -> Difference:
    return Difference(verdict, lower.place, superior.place, (("what", _called(named)),))


def _called(condition: Condition) -> str:
    """A simple condition in a word: the measure or the attribute that it is about."""
    return str(getattr(condition, "measure", None) or getattr(condition, "attribute", ""))


def _name_place(condition: Condition) -> Place | None:
    named = getattr(condition, "measure", None) or getattr(condition, "attribute", None)
    return place_of(named) or condition.place
