"""The graph of reasons: one node for each unit and rule, built from decisions."""

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter

from attrs import define, evolve, field, fields

from ...engine.decisions import Decisions
from ...model.decision import Decision, Reason, ReasonKind, distinct
from ...model.fact import Attestation, Fact, PublishedDecision
from ...model.key import RuleKey, is_conclusion
from ...model.outcome import SHORT
from ...model.ruleset import Provenance
from ...model.text import Text, printable
from ..decisions.needs import NeedsFound
from ..decisions.outlook import prospects
from ..decisions.told_reasons import ToldReasons, told_reasons
from ..phrasing.letter_case import capital
from ..phrasing.sources import stated
from ..quantities.tallies import tally_of_outcomes, tally_text
from ..rules.provenance import manner_of
from ..words.rule_kinds import RuleKind
from .reason_graph import ReasonGraph, ReasonLine, ReasonNode
from .signs import Badge, Look
from .two_languages import TwoNames, badge_of, same_or_both

_OF_A_REASON = attrgetter(*(each.name for each in fields(Reason) if each.name != "facts"))
_OF_A_FACT = attrgetter(*(each.name for each in fields(Fact) if each.name not in ("unit", "place")))
_OF_A_CHILD = attrgetter("rule.ruleset", "rule.code", "as_of", "outcome")
_OF_AN_ATTESTATION = attrgetter(*(each.name for each in fields(Attestation) if each.name not in ("unit", "place")))


def _told_of(decision: Decision) -> tuple[object, ...] | None:
    """Key of all that is told of a decision itself whatever its unit is; None where other units may be told of.

    Of the decisions that it rests on only the outcomes are told.
    """
    if decision.published or decision.outside_period or any(child.unit != decision.unit for child in decision.children):
        return None
    rule = decision.rule
    said: list[object] = [rule.ruleset, rule.code, decision.version, decision.as_of, decision.known_on]
    said += [decision.assessed, decision.outcome, decision.possible, decision.points, decision.level]
    said += [decision.assurance_levels, *map(_OF_A_CHILD, decision.children)]
    for reason in decision.reasons:
        if reason.unit is not None or reason.members is not None or reason.kind is ReasonKind.NO_MEMBERS:
            return None
        said.append(_OF_A_REASON(reason))
        for fact in reason.facts:
            if fact.unit != decision.unit or isinstance(fact, PublishedDecision):
                return None
            said.append(_OF_A_FACT(fact) if isinstance(fact, Fact) else _OF_AN_ATTESTATION(fact))
    return tuple(said)


MOST_KEPT = 50_000
"""Number of decisions whose texts are kept: some 50 MB."""


@define(eq=False)
class ReasonTexts:
    """Texts told of decisions before, for several pages: most figures of a country are those of another unit as well."""

    known: dict[tuple[object, ...], ReasonNode] = field(factory=dict)

    def of(self, decision: Decision, make: Callable[[], ReasonNode]) -> ReasonNode:
        """The node of a decision, or of another unit of which the same is told; made where there is none."""
        key = _told_of(decision)
        if key is None:
            return make()
        node = self.known.get(key)
        if node is None:
            if len(self.known) >= MOST_KEPT:
                self.known.clear()
            node = self.known[key] = make()
        return node


@define(eq=False)
class ReasonBuilder:
    """The graph of reasons as it grows: what is asked for twice is one node."""

    names: TwoNames
    texts: ReasonTexts = field(factory=ReasonTexts)
    nodes: list[ReasonNode] = field(factory=list)
    _places: dict[tuple[str, RuleKey, date], int] = field(factory=dict)
    _needs: NeedsFound = field(init=False)

    @_needs.default
    def _of_names(self) -> NeedsFound:
        return NeedsFound(self.names.vi)

    def top(self, run: Decisions, unit: str, code: str) -> int:
        """The place of a decision of a run."""
        return self.place(run.decision(unit, code))

    def place(self, decision: Decision) -> int:
        """The place of a decision in the graph, with all those below it."""
        key = (decision.unit, decision.rule, decision.as_of)
        if key not in self._places:
            below = tuple(self.place(child) for child in distinct(decision.children))
            self._places[key] = len(self.nodes)
            node = self.texts.of(decision, lambda: self._node(decision))
            # What has to be done tells also of the decisions below, which are those of the unit.
            steps = self._steps(decision) if below else node.steps
            code = printable(decision.unit)
            if (node.unit_code, node.below, node.steps) != (code, below, steps):
                unit = self.names.unit(decision.unit)
                node = evolve(node, unit_code=code, unit=unit, below=below, steps=steps)
            self.nodes.append(node)
        return self._places[key]

    def graph(self) -> ReasonGraph:
        """The graph as it is now."""
        return ReasonGraph(tuple(self.nodes))

    def _node(self, decision: Decision) -> ReasonNode:
        names = self.names
        told = [told_reasons(decision, each, everything=True, top=True) for each in (names.vi, names.en)]
        own = [
            one for one in distinct(decision.children) if one.unit == decision.unit and not is_conclusion(one.rule.code)
        ]
        counted = tally_of_outcomes(one.outcome for one in own)
        return ReasonNode(
            unit_code=printable(decision.unit),
            rule=printable(str(decision.rule)),
            version=decision.version.isoformat(),
            unit=names.unit(decision.unit),
            ruleset=names.title(decision),
            name=names.wording(decision.name),
            code="" if is_conclusion(decision.rule.code) else printable(decision.rule.code),
            badge=names.badge(decision, in_full=True),
            counted=tally_text(counted) if own else None,
            lines=tuple(_lines(*told)),
            sources=_pairs(told[0].sources, told[1].sources),
            citation=same_or_both(told[0].citation, told[1].citation) if told[0].citation else None,
            known=manner_text(decision.provenance),
            offices=names.offices(decision),
            published=names.texts(lambda each: [stated(one, decision, each) for one in decision.published]),
            steps=() if decision.children else self._steps(decision),
            below=(),
        )

    def _steps(self, decision: Decision) -> tuple[Text, ...]:
        if decision.outcome not in SHORT:
            return ()
        needed = self._needs.of(decision)
        return _pairs(*(tuple(prospects(decision, each, needed)) for each in (self.names.vi, self.names.en)))


def _lines(vi: ToldReasons, en: ToldReasons) -> list[ReasonLine]:
    lines: dict[ReasonLine, None] = {}
    for one, other in zip(vi.lines, en.lines, strict=True):
        text = same_or_both(
            *(f"{each.about}: {each.body}" if each.about else capital(each.body) for each in (one, other))
        )
        badge = (
            Badge(Look.NEUTRAL, one.sign, Text(""))
            if one.standing is None
            else badge_of(RuleKind.CRITERION, one.standing)
        )
        lines[ReasonLine(badge, text, _pairs(one.sources, other.sources))] = None
    return list(lines)


def _pairs(vi: Sequence[str], en: Sequence[str]) -> tuple[Text, ...]:
    """Texts of two languages, pairwise; as one where they are not as many."""
    if len(vi) != len(en):
        return (same_or_both(" ".join(vi), " ".join(en)),)
    return tuple(same_or_both(*pair) for pair in zip(vi, en, strict=True))


def manner_text(provenance: Provenance) -> Text:
    """The manner in which a rule is known, as it begins a line."""
    manner = manner_of(provenance)
    return same_or_both(capital(manner.vi), capital(manner.in_language("en")))
