"""The graph of reasons: one node for each unit and rule, built from decisions."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from operator import attrgetter
from typing import TypeVar

from attrs import define, field, fields, frozen

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason, ReasonKind, distinct
from ...model.fact import Attestation, Fact, PublishedDecision
from ...model.key import RuleKey, is_conclusion
from ...model.outcome import SHORT, Tally
from ...model.ruleset import Provenance
from ...model.text import Text, printable
from ..decisions.outlook import ahead, reservations
from ..decisions.told_needs import NeedsTold
from ..decisions.told_reasons import ToldReasons, told_reasons
from ..overview.open_rules import what_is_open
from ..phrasing.rules import manner_of
from ..phrasing.sources import stated
from ..quantities.tallies import tally_text
from ..words.common import capital
from ..words.rule_kinds import RuleKind
from .reason_graph import ReasonGraph, ReasonLine, ReasonNode
from .two_languages import Badge, Look, TwoNames, badge_of, both_of, same_or_both

T = TypeVar("T")
_OF_A_REASON = attrgetter(*(attribute.name for attribute in fields(Reason) if attribute.name != "facts"))
_OF_A_FACT = attrgetter(*(attribute.name for attribute in fields(Fact) if attribute.name not in ("unit", "place")))
_OF_A_CHILD = attrgetter("rule.ruleset", "rule.code", "as_of", "outcome")
_OF_AN_ATTESTATION = attrgetter(
    *(attribute.name for attribute in fields(Attestation) if attribute.name not in ("unit", "place"))
)


def _key_of_told(decision: Decision) -> tuple[object, ...] | None:
    """Key of all that is told of a decision itself whatever its unit is; None where other units may be told of.

    Of the decisions that it rests on only the outcomes are told.
    """
    if decision.published or decision.outside_period or any(child.unit != decision.unit for child in decision.children):
        return None
    rule = decision.rule
    parts: list[object] = [rule.ruleset, rule.code, decision.version, decision.as_of, decision.known_on]
    parts += [decision.assessed, decision.outcome, decision.possible, decision.points, decision.level]
    parts += [decision.assurance_levels, *map(_OF_A_CHILD, decision.children)]
    for reason in decision.reasons:
        if reason.unit is not None or reason.members is not None or reason.kind is ReasonKind.NO_MEMBERS:
            return None
        parts.append(_OF_A_REASON(reason))
        for fact in reason.facts:
            if fact.unit != decision.unit or isinstance(fact, PublishedDecision):
                return None
            parts.append(_OF_A_FACT(fact) if isinstance(fact, Fact) else _OF_AN_ATTESTATION(fact))
    return tuple(parts)


@define(eq=False)
class ToldDecision:
    """Texts told of a decision, of one unit or of all of which the same is told: `open` in few words, as tasks tell them."""

    node: ReasonNode
    open: dict[bool, Text] = field(factory=dict)


@frozen
class RuleTexts:
    """Texts told of a rule in every decision on it: its key, version, ruleset, name, code, how it is known, its offices."""

    key: str
    version: str
    ruleset: Text
    name: Text
    code: str
    known: Text
    offices: tuple[Text, ...]


MOST_KEPT = 200_000
"""Number of decisions whose texts are kept: some 200 MB at most, where no two figures are alike."""
Lines = tuple[tuple[str, ...], ...]
"""Lines in each language."""


@define(eq=False)
class ReasonTexts:
    """Texts told of decisions before, for several pages: most figures of a country are those of another unit as well."""

    known: dict[tuple[object, ...], ToldDecision] = field(factory=dict)
    _rules: dict[tuple[RuleKey, date], RuleTexts] = field(factory=dict)
    _shapes: dict[tuple[object, ...], int] = field(factory=dict)
    _reservations: dict[tuple[object, ...], Lines] = field(factory=dict)

    def of(self, decision: Decision, make: Callable[[], ReasonNode]) -> ToldDecision:
        """The texts told of a decision, or of another unit of which the same is told; made where there is none."""
        key = _key_of_told(decision)
        if key is None:
            return ToldDecision(make())
        texts = self.known.get(key)
        if texts is None:
            _keep_few(self.known)
            texts = self.known[key] = ToldDecision(make())
        return texts

    def rule(self, decision: Decision, names: TwoNames) -> RuleTexts:
        """The texts told of the rule of a decision."""
        key = (decision.rule, decision.version)
        texts = self._rules.get(key)
        if texts is None:
            texts = self._rules[key] = RuleTexts(
                key=printable(str(decision.rule)),
                version=decision.version.isoformat(),
                ruleset=names.title(decision),
                name=names.wording(decision.name),
                code="" if is_conclusion(decision.rule.code) else printable(decision.rule.code),
                known=manner_text(decision.provenance),
                offices=names.offices(decision),
            )
        return texts

    def shape(self, decision: Decision, below: Sequence[int]) -> int:
        """A number for the rules that a decision rests on; `below` are those of the decisions below it."""
        _keep_few(self._shapes)
        shape = (decision.rule, decision.version, *below)
        # Not the place among those kept: a number must not come again after they were dropped.
        return self._shapes.setdefault(shape, next(_NUMBERS))

    def reservations(self, decision: Decision, shape: int, names: TwoNames) -> Lines:
        """The closing lines about the rules that a decision rests on, in both languages."""
        key = (shape, decision.as_of)
        lines = self._reservations.get(key)
        if lines is None:
            _keep_few(self._reservations)
            lines = tuple(tuple(reservations(decision, local_names)) for local_names in (names.vi, names.en))
            self._reservations[key] = lines
        return lines


_NUMBERS = count()


def _keep_few(known: dict[tuple[object, ...], T]) -> None:
    if len(known) >= MOST_KEPT:
        known.clear()


@define(eq=False)
class ReasonBuilder:
    """The graph of reasons as it grows: what is asked for twice is one node."""

    names: TwoNames
    texts: ReasonTexts = field(factory=ReasonTexts)
    nodes: list[ReasonNode] = field(factory=list)
    _told_decisions: list[ToldDecision] = field(factory=list)
    _shapes: list[int] = field(factory=list)
    _places: dict[tuple[str, RuleKey, date], int] = field(factory=dict)
    _units: dict[str, tuple[str, Text]] = field(factory=dict)
    _needs: NeedsTold = field(init=False)

    @_needs.default
    def _of_names(self) -> NeedsTold:
        return NeedsTold((self.names.vi, self.names.en))

    def top(self, run: Decisions, unit: str, code: str) -> int:
        """The place of a decision of a run."""
        return self.place(run.decision(unit, code))

    def place(self, decision: Decision) -> int:
        """The place of a decision in the graph, with all those below it."""
        key = (decision.unit, decision.rule, decision.as_of)
        place = self._places.get(key)
        if place is None:
            below = tuple([self.place(child) for child in distinct(decision.children)])
            shape = self.texts.shape(decision, [self._shapes[place] for place in below])
            place = self._places[key] = len(self.nodes)
            texts = self.texts.of(decision, lambda: self._node(decision, shape))
            self._told_decisions.append(texts)
            self._shapes.append(shape)
            # What has to be done tells also of the decisions below, which are those of the unit.
            steps = self._steps(decision, shape) if below else texts.node.steps
            code, unit = self._unit(decision.unit)
            self.nodes.append(texts.node.of_unit(code, unit, below, steps))
        return place

    def what_is_open(self, decision: Decision, *, asked: bool = True) -> Text:
        """The reason for which a rule is open, in few words; see `overview.open_rules.what_is_open`."""
        place = self._places.get((decision.unit, decision.rule, decision.as_of))
        if place is None:
            return open_text(decision, self.names, asked=asked)
        known = self._told_decisions[place].open
        # Of figures that are there the same is told, whatever is asked of them.
        asked = asked or not any(reason.kind in (ReasonKind.MISSING, ReasonKind.ABSENT) for reason in decision.reasons)
        if asked not in known:
            known[asked] = open_text(decision, self.names, asked=asked)
        return known[asked]

    def graph(self) -> ReasonGraph:
        """The graph as it is now."""
        return ReasonGraph(tuple(self.nodes))

    def _unit(self, code: str) -> tuple[str, Text]:
        if code not in self._units:
            self._units[code] = printable(code), self.names.unit(code)
        return self._units[code]

    def _node(self, decision: Decision, shape: int) -> ReasonNode:
        names = self.names
        by_language = [
            told_reasons(decision, local_names, everything=True, top=True) for local_names in (names.vi, names.en)
        ]
        own = [
            child
            for child in distinct(decision.children)
            if child.unit == decision.unit and not is_conclusion(child.rule.code)
        ]
        counted = Tally.of(child.outcome for child in own)
        rule = self.texts.rule(decision, names)
        code, unit = self._unit(decision.unit)
        return ReasonNode(
            unit_code=code,
            rule=rule.key,
            version=rule.version,
            unit=unit,
            ruleset=rule.ruleset,
            name=rule.name,
            code=rule.code,
            badge=names.badge(decision, in_full=True),
            counted=tally_text(counted) if own else None,
            lines=tuple(_lines(*by_language)),
            sources=_pairs(by_language[0].sources, by_language[1].sources),
            citation=same_or_both(by_language[0].citation, by_language[1].citation)
            if by_language[0].citation
            else None,
            known=rule.known,
            offices=rule.offices,
            published=names.texts(
                lambda names: [stated(published, decision, names) for published in decision.published]
            )
            if decision.published
            else (),
            steps=() if decision.children else self._steps(decision, shape),
            below=(),
        )

    def _steps(self, decision: Decision, shape: int) -> tuple[Text, ...]:
        if decision.outcome not in SHORT:
            return ()
        last = self.texts.reservations(decision, shape, self.names)
        own = zip((self.names.vi, self.names.en), self._needs.of(decision), last, strict=True)
        return _pairs(*((*ahead(decision, local_names, needed), *lines) for local_names, needed, lines in own))


def open_text(decision: Decision, names: TwoNames, *, asked: bool = True) -> Text:
    """The reason for which a rule is open, in few words, as a line begins with it."""
    return names.text(lambda names: capital(what_is_open(decision, names, below=False, asked=asked)))


def _lines(vi: ToldReasons, en: ToldReasons) -> list[ReasonLine]:
    lines: list[ReasonLine] = []
    for vi_line, en_line in zip(vi.lines, en.lines, strict=True):
        text = same_or_both(
            *(f"{line.about}: {line.body}" if line.about else capital(line.body) for line in (vi_line, en_line))
        )
        badge = (
            Badge(Look.NEUTRAL, vi_line.sign, Text(""))
            if vi_line.standing is None
            else badge_of(RuleKind.CRITERION, vi_line.standing)
        )
        lines.append(ReasonLine(badge, text, _pairs(vi_line.sources, en_line.sources)))
    return lines if len(lines) < 2 else list(dict.fromkeys(lines))


def _pairs(vi: Sequence[str], en: Sequence[str]) -> tuple[Text, ...]:
    """Texts of two languages, pairwise; as one where they are not as many."""
    if len(vi) != len(en):
        return (same_or_both(" ".join(vi), " ".join(en)),)
    return tuple(same_or_both(*pair) for pair in zip(vi, en, strict=True))


def manner_text(provenance: Provenance) -> Text:
    """The manner in which a rule is known, as it begins a line."""
    return both_of(capital, manner_of(provenance))
