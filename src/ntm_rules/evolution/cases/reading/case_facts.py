"""Reading of the given facts of a case: units and the statements about them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from attrs import evolve, field, frozen

from ....language.checks.names import unknown_attribute, unknown_measure, unknown_value
from ....language.contents.known_names import VALUES, known_levels
from ....language.diagnostics.mistakes import Mistake, StructuringError, report
from ....language.structuring.converter import ABSENT, after_mistake
from ....language.structuring.figures import whole
from ....language.structuring.nodes import cut_by_comma, each, keys_of, mapping
from ....language.structuring.scalars import code, word
from ....language.yaml.tree import Node, PlacedMapping, PlacedSequence, Scalar
from ....model.key import RuleKey
from ....model.measure import Measure
from ....model.place import Place, PlacedText
from ....model.text import Text
from ..grammar import ABOVE, FREE, GIVEN, MEMBER
from .reports import ReportedValue, judged, published, reports, value_of
from .scope import CaseScope, called, check_above, check_below

MOST_MEMBERS = 1000
"""Maximum number of units below the one under test in one case."""

_UNITS_ABOVE = Text("các đơn vị cấp trên", "units above")
_MEMBERS = Text("các đơn vị trực thuộc", "member units")


@frozen
class Described:
    """Description of one unit: attributes, facts by measure, attestations and published decisions by rule."""

    attributes: Mapping[str, str] = field(factory=dict)
    facts: Mapping[str, tuple[ReportedValue, ...]] = field(factory=dict)
    attestations: Mapping[RuleKey, tuple[ReportedValue, ...]] = field(factory=dict)
    published: Mapping[RuleKey, tuple[ReportedValue, ...]] = field(factory=dict)

    def over(self, other: "Described") -> "Described":
        """This description laid over another one, key by key."""
        return Described(
            {**other.attributes, **self.attributes},
            {**other.facts, **self.facts},
            {**other.attestations, **self.attestations},
            {**other.published, **self.published},
        )

    @property
    def reports(self) -> Iterator[tuple[ReportedValue, ...]]:
        """Values of each measure and of each rule attested or published."""
        return chain(self.facts.values(), self.attestations.values(), self.published.values())

    @property
    def statements(self) -> int:
        """Number of statements."""
        return sum(map(len, self.reports))


@frozen
class CaseUnit:
    """Unit above or below, or `count` equal units: the description of each, and the units below each."""

    kind: str
    described: Described
    place: Place | None
    code: PlacedText | None = None
    count: int = 1
    members: tuple["CaseUnit", ...] = ()

    @cached_property
    def units(self) -> int:
        """Number of units, with those below."""
        return self.count * (1 + sum(member.units for member in self.members))

    @cached_property
    def statements(self) -> int:
        """Number of statements about them."""
        return self.count * (self.described.statements + sum(member.statements for member in self.members))

    @property
    def reports(self) -> Iterator[tuple[ReportedValue, ...]]:
        """Values about the unit and about the units below it."""
        return chain(self.described.reports, *(member.reports for member in self.members))

    @property
    def named(self) -> bool:
        """True when the unit or one below it has a code of its own."""
        return self.code is not None or any(member.named for member in self.members)


@frozen
class CaseFacts:
    """Facts of a case: the description of the unit under test, and the units above and below it (None: not given).

    `kind` is that of the unit under test, where it is said.
    """

    unit: Described = field(factory=Described)
    above: tuple[CaseUnit, ...] | None = None
    members: tuple[CaseUnit, ...] | None = None
    kind: PlacedText | None = None

    def over(self, shared: "CaseFacts") -> "CaseFacts":
        """These facts laid over those that all cases share: the description key by key, other units as a whole."""
        return CaseFacts(
            self.unit.over(shared.unit),
            shared.above if self.above is None else self.above,
            shared.members if self.members is None else self.members,
            self.kind or shared.kind,
        )

    def check_days(self, as_of: date) -> None:
        """Report the figures all of whose values describe a day later than `as_of`, which is the last on which they
        could count.

        A later figure beside one that is used says that it does not count, which is worth a case.
        """
        others = (unit.reports for unit in (*(self.above or ()), *(self.members or ())))
        for values in chain(self.unit.reports, *others):
            days = [value.day for value in values if value.day is not None]
            if values and len(days) == len(values) and min(days) > as_of:
                report(Mistake("NTM922", values[0].place, {"day": min(days), "as_of": as_of}))

    @property
    def statements(self) -> int:
        """Number of statements about all units."""
        others = sum(unit.statements for unit in (*(self.above or ()), *(self.members or ())))
        return self.unit.statements + others


def case_facts(node: Node, kinds: tuple[str, ...], scope: CaseScope) -> CaseFacts:
    """Facts in the key `given` about a unit of one of some kinds (none: not known), the first unless it says so, and those
    around it. Mistakes are reported.
    """
    values = keys_of(node, GIVEN)
    written_kind = _kind_of(values, scope) if "kind" in values else None
    if "?" in kinds:
        kinds = ()
    if written_kind is not None and kinds and written_kind not in kinds:
        details = {"ruleset": scope.home, "applies_to": called(kinds[0]), "kind": called(written_kind)}
        report(Mistake("NTM919", written_kind.place, details))
        written_kind = None
    kind = written_kind or next(iter(kinds), None)
    above: tuple[CaseUnit, ...] | None = None
    if "above" in values:
        above = _units(values["above"], lambda unit: _above(unit, scope), _UNITS_ABOVE)
        _check_order(above, kind)
    members = _members_of(values, kind, scope) if "members" in values else None
    return CaseFacts(_described(values, kind, scope), above, members, written_kind)


def _above(node: Node, scope: CaseScope) -> CaseUnit:
    entries = mapping(node, ABOVE)
    values = keys_of(entries, ABOVE)
    kind = _kind_of(values, scope)
    return CaseUnit(kind or "?", _described(values, kind, scope), entries.place)


def _kind_of(values: Mapping[str, Any], scope: CaseScope) -> PlacedText | None:
    kind: PlacedText | None = None if values["kind"] is ABSENT else after_mistake(scope.kind, values["kind"], None)
    return kind


def _check_order(above: tuple[CaseUnit, ...], kind: str | None) -> None:
    below, seen = kind, set[str]()
    for unit in above:
        if not isinstance(unit.kind, PlacedText):
            continue
        if unit.kind in seen:
            report(Mistake("NTM918", unit.kind.place, {"kind": called(unit.kind)}))
        else:
            check_above(unit.kind, below)
        seen.add(unit.kind)
        below = unit.kind


def _members_of(values: Mapping[str, Any], kind: str | None, scope: CaseScope) -> tuple[CaseUnit, ...]:
    if "members" not in values:
        return ()
    return _units(values["members"], lambda unit: _member(unit, kind, scope), _MEMBERS)


def _units(node: Node, unit: Callable[[Node], CaseUnit], what: Text) -> tuple[CaseUnit, ...]:
    """Units of a list. An empty list means that there are none, whatever all cases share."""
    if isinstance(node, PlacedSequence) and not node:
        return ()
    if isinstance(node, PlacedSequence) and len(node) > MOST_MEMBERS:
        report(Mistake("NTM906", node[MOST_MEMBERS].place, {"count": len(node), "most": MOST_MEMBERS}))
        return ()
    read: tuple[CaseUnit, ...] = after_mistake(lambda nodes: each(nodes, unit, what), node, ())
    return read


def _member(node: Node, above: str | None, scope: CaseScope) -> CaseUnit:
    entries = mapping(node, MEMBER)
    values = keys_of(entries, MEMBER)
    kind = _kind_of(values, scope)
    if kind is not None:
        check_below(kind, above)
    count = after_mistake(_count, values["count"], 1) if "count" in values else 1
    own_code = after_mistake(code, values["code"], None) if "code" in values else None
    members = _members_of(values, kind, scope)
    unit = CaseUnit(kind or "?", _described(values, kind, scope), entries.place, own_code, count, members)
    if count > 1 and unit.named:
        report(Mistake("NTM912", values["count"].place, {"number": count}))
        return evolve(unit, count=1)
    return unit


def _count(node: Node) -> int:
    number = whole(node)
    if number < 1:
        raise StructuringError(Mistake("NTM916", node.place))
    return number


def _described(values: Mapping[str, Any], kind: str | None, scope: CaseScope) -> Described:
    attributes: dict[str, str] = {}
    facts: dict[str, tuple[ReportedValue, ...]] = {}
    for key, node in _named(values, "attributes"):
        value = after_mistake(lambda written, of=str(key): _attribute_value(written, of, scope), node, None)  # type: ignore[misc]
        if _known_attribute(key, value, scope) and value is not None:
            attributes[str(key)] = str(value)
    before: Node | None = None
    for key, node in _named(values, "facts"):
        cut = cut_by_comma(key, node, before, FREE["facts"].title)
        before = node
        if cut is not None:
            report(cut)
            continue
        measure = _measure(key, scope)
        if measure is not None:
            facts[measure.id] = reports(
                node,
                lambda written, of=measure: value_of(written, of),  # type: ignore[misc]
                scope.names.library.assurance,
            )
    attestations = _of_rules(values, "attestations", kind, scope)
    return Described(attributes, facts, attestations, _of_rules(values, "published", kind, scope))


def _of_rules(
    values: Mapping[str, Any], name: str, kind: str | None, scope: CaseScope
) -> dict[RuleKey, tuple[ReportedValue, ...]]:
    """The finding attested, or decision published, of each rule; an attestation may name its text: `13.1@2024-03-01`."""
    values_by_rule: dict[RuleKey, tuple[ReportedValue, ...]] = {}
    written: dict[tuple[RuleKey, date | None], Scalar] = {}
    is_attested = name == "attestations"
    for key, node in _named(values, name):
        named = after_mistake(lambda word: _rule_named(word, kind, scope, is_attested), key, None)
        statuses = () if named is None else scope.statuses(named[0].ruleset)
        if is_attested or named is not None:
            levels = scope.names.library.assurance if is_attested else ()
            reported = reports(node, judged if is_attested else published(statuses), levels)
        if named is None:
            continue
        first = written.setdefault(named, key)
        if first is not key and first.place is not None:
            report(Mistake("NTM111", key.place, {"key": key, "line": first.place.line}, related=(first.place,)))
        rule, version = named
        values_by_rule[rule] = (*values_by_rule.get(rule, ()), *(evolve(value, version=version) for value in reported))
    return values_by_rule


def _named(values: Mapping[str, Any], name: str) -> list[tuple[Scalar, Node]]:
    """Entries of the mapping under a key; none where the key is missing."""
    if name not in values:
        return []
    entries: PlacedMapping | None = after_mistake(lambda node: mapping(node, FREE[name]), values[name], None)
    return [] if entries is None else list(entries.items())


def _attribute_value(node: Node, attribute: str, scope: CaseScope) -> PlacedText:
    """Value as written; one with spaces around it is refused where the values are a closed list."""
    value = word(node)
    declared = scope.names.library.attributes.get(attribute)
    if declared is not None and declared.values and str(node) != value:
        params = {"attribute": attribute, "name": str(node)}
        raise StructuringError(
            Mistake("NTM303", value.place, params, word=value, known=known_levels(declared.values, VALUES))
        )
    return value


def _known_attribute(key: Scalar, value: PlacedText | None, scope: CaseScope) -> bool:
    name = PlacedText.at(str(key), key.place)
    wrong = list(unknown_attribute(name, scope.names))
    if not wrong and value is not None:
        wrong = list(unknown_value(name, value, scope.names))
    for mistake in wrong:
        report(mistake)
    return not wrong


def _measure(key: Scalar, scope: CaseScope) -> Measure | None:
    for mistake in unknown_measure(PlacedText.at(str(key), key.place), scope.names):
        report(mistake)
    return scope.names.library.measures.get(key)


def _rule_named(name: Scalar, kind: str | None, scope: CaseScope, with_version: bool) -> tuple[RuleKey, date | None]:
    bare, at, version = name.partition("@") if with_version else (name, "", "")
    code = Scalar.at(bare, name.place)
    code.plain = name.plain and not at
    rule = scope.rule(code)
    scope.check_code(rule, name.place)
    scope.check_applies(rule, () if kind is None else (kind,), name.place)
    return rule, scope.version_named(rule, version, name.place) if at else None
