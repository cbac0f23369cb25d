"""Locations of conditions and thresholds in a ruleset, with replacement."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Generic, TypeVar

from attrs import evolve, frozen

from ...language.contents.rewriting import Path, cases_at, conditions_at, nodes_at, replaced, rules_at, without
from ...model import condition as form
from ...model import threshold as limit
from ...model.library import Library
from ...model.measure import Measure
from ...model.ruleset import Rule, Ruleset
from ...model.text import Text
from ..strategies.ruleset import with_fitting_provenance

T = TypeVar("T")
V = TypeVar("V")
_COUNT = Measure("count", Text("Số lượng", "Count"), minimum=Decimal(0))
_MORE = Measure("more", Text("Tăng thêm", "Increase"))
_SHARE = Measure("share", Text("Tỷ lệ", "Share"), decimals=1, minimum=Decimal(0), maximum=Decimal(100))


@frozen
class Location(Generic[T]):
    """Location of a part of a rule: the ruleset and the rule, the path within the rule, and the part itself."""

    ruleset: Ruleset
    rule: Rule
    path: Path
    part: T

    @property
    def code(self) -> str:
        """Code of the rule."""
        return self.rule.code

    def put(self, part: T) -> Ruleset:
        """The ruleset with another part at this location, and a provenance that the rule can then have."""
        return with_rule(self.ruleset, self.code, replaced(self.rule, self.path, part))

    def inner(self, path: Path, part: V) -> "Location[V]":
        """Location of a part of this part, whose path begins at this part."""
        return Location(self.ruleset, self.rule, (*self.path, *path), part)


@frozen
class ThresholdLocation(Location[limit.Threshold]):
    """Location of a threshold, and a measure whose values are those that the threshold can have."""

    scale: Measure


def with_rule(ruleset: Ruleset, code: str, rule: Rule | None) -> Ruleset:
    """The ruleset with `rule` in place of the rule with this code (without it for None), its provenance fitted.

    >>> from datetime import date
    >>> from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus
    >>> plan = Provenance(ProvenanceStatus.PLAN)
    >>> criteria = tuple(Criterion(code, Text("Đường"), plan, (), form.Required("roads")) for code in "12")
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), criteria)
    >>> [rule.code for rule in with_rule(ruleset, "1", None).rules()]
    ['2']
    """
    path = next(path for path, own in rules_at(ruleset) if own.code == code)
    return without(ruleset, path) if rule is None else replaced(ruleset, path, with_fitting_provenance(rule))


def contents(ruleset: Ruleset) -> Iterator[Location[form.Condition]]:
    """Locations of the conditions of rules, each as a whole.

    >>> from datetime import date
    >>> from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus
    >>> rule = Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN), (), form.NoneOf((form.Unknown(),)))
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), (rule,))
    >>> [location.part for location in contents(ruleset)]
    [NoneOf(parts=(Unknown(),))]
    """
    for rule in ruleset.rules():
        if rule.condition is not None:
            yield Location(ruleset, rule, ("condition",), rule.condition)


def conditions(ruleset: Ruleset) -> Iterator[Location[form.Condition]]:
    """Locations of all conditions at any depth, those in `applies_when` last.

    >>> from datetime import date
    >>> from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus
    >>> rule = Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN), (), form.NoneOf((form.Unknown(),)))
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), (rule,))
    >>> [(location.code, location.path) for location in conditions(ruleset)]
    [('1', ('condition',)), ('1', ('condition', 'parts', 0))]
    """
    tops = list(contents(ruleset))
    tops += [
        Location(ruleset, rule, ("applies_when",), rule.applies_when)
        for rule in ruleset.rules()
        if rule.applies_when is not None
    ]
    for top in tops:
        # Members whose numbers are compared are no conditions by themselves: nothing else can stand in their place.
        parts = (
            (path, part) for path, part in conditions_at(top.part) if path[-1:] not in (("counted",), ("against",))
        )
        yield from (top.inner(path, part) for path, part in parts)


def bounds(ruleset: Ruleset) -> Iterator[Location[tuple[form.Bound, ...]]]:
    """Locations of the bounds of every tally that has any."""
    for location in conditions(ruleset):
        tally = location.part
        if isinstance(tally, form.OwnCriteria | form.MembersAttained | form.MembersMeeting) and tally.bounds:
            yield location.inner(("bounds",), tally.bounds)


def scale_of(bound: form.Bound) -> Measure:
    """A measure whose values are those that the threshold of a bound can have.

    >>> scale_of(form.Bound(form.Basis.SHARE, form.Operator.AT_LEAST, limit.Fixed(Decimal(90)))).maximum
    Decimal('100')
    """
    return _COUNT if bound.basis is form.Basis.COUNT else _SHARE


def thresholds(ruleset: Ruleset, library: Library) -> Iterator[ThresholdLocation]:
    """Locations of all thresholds, and of those that they choose from.

    >>> from datetime import date
    >>> from ntm_rules.model.ruleset import Criterion, Instrument, Provenance, ProvenanceStatus
    >>> ninety = form.Comparison("roads", form.Operator.AT_LEAST, limit.Fixed(Decimal(90)))
    >>> rule = Criterion("1", Text("Đường"), Provenance(ProvenanceStatus.PLAN), (), ninety)
    >>> ruleset = Ruleset("vn/a", date(2024, 1, 1), Text("Xã"), "commune", Instrument("1/QĐ"), (rule,))
    >>> [location.path for location in thresholds(ruleset, Library({"roads": Measure("roads", Text("Đường"))}))]
    [('condition', 'threshold')]
    """
    for location in conditions(ruleset):
        for path, node in nodes_at(location.part, location.path):
            if isinstance(node, form.Bound):
                path, threshold, scale = (*path, "threshold"), node.threshold, scale_of(node)
            elif isinstance(node, limit.Threshold):
                threshold, scale = node, _scale(location.part, library)
            else:
                continue
            for inner, case in cases_at(threshold, path):
                yield ThresholdLocation(ruleset, location.rule, inner, case, scale)


def _scale(condition: form.Condition, library: Library) -> Measure:
    """A measure whose values are those that the threshold of a condition can have."""
    match condition:
        case form.Comparison(measure=id):
            return library.measures[id]
        case form.Change(basis=form.Basis.SHARE):
            return evolve(_COUNT, decimals=1)
        case form.Change(measure=id):
            return evolve(_MORE, decimals=library.measures[id].decimals)
        case form.CriteriaChange():
            return _MORE
        case form.Score():
            return _COUNT
        case form.MembersMeasure(aggregate=aggregate, of=of):
            counted = _COUNT if isinstance(of, form.CriteriaCount) and of.since is None else _MORE
            scale = library.measures[of] if isinstance(of, str) else counted
            if aggregate is form.Aggregate.SUM:
                return evolve(scale, minimum=None, maximum=None)
            return evolve(scale, decimals=max(1, scale.decimals)) if aggregate is form.Aggregate.MEAN else scale
    raise TypeError(f"{type(condition).__name__} has no threshold")
