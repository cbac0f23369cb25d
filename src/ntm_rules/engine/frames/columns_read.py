"""The columns that programs read of a frame, and that are therefore checked."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from ...model.key import RuleKey
from ...program.program import Program
from ...program.terms import Above, Attested, AttributeOf, Members, OutcomeOf, Reported, YearOf, walk


@frozen
class Link:
    """The counting of units of the kind `below` for those of the kind `above`, on an earlier day if one is named.

    With `only`, those of these codes.
    """

    below: str
    above: str
    day: date | None = None
    only: tuple[str, ...] = ()


@frozen(eq=False)
class ColumnsRead:
    """Measures, attributes and rules by name. A rule may also be named by its code alone where it is of the ruleset `top`.

    `days` are the earlier days that rules ask about. `links` say which units rules count as members, with the first rule that
    does; `kinds` are the kinds of units that rules apply to, count, or ask about. `dated` are the measures and the keys of
    rules of which it matters how old what is said is, and `assured` is the first rule that asks how it was established.
    """

    measures: frozenset[str]
    attributes: frozenset[str]
    rules: Mapping[str, RuleKey]
    top: str
    days: frozenset[date]
    links: Mapping[Link, RuleKey] = field(factory=dict)
    kinds: frozenset[str] = frozenset()
    dated: frozenset[str] = frozenset()
    assured: RuleKey | None = None

    @classmethod
    def of(cls, programs: Iterable[Program]) -> "ColumnsRead":
        """The columns that some programs, and those they ask, read."""
        measures: set[str] = set()
        attributes: set[str] = set()
        rules: dict[str, RuleKey] = {}
        days: set[date] = set()
        links: dict[Link, RuleKey] = {}
        kinds: set[str] = set()
        dated: set[str] = set()
        assured: RuleKey | None = None
        every = tuple(programs)
        own = every[0].ruleset.applies_to
        for top in every:
            for program in top.programs():
                # Frames hold the units decided as those of one kind.
                judged = dict.fromkeys(own[0] if kind in own else kind for kind in program.ruleset.applies_to)
                kinds |= {*program.ruleset.applies_to}
                for rule in program.rules:
                    rules[str(rule.key)] = rule.key
                    if program.ruleset.id == top.ruleset.id:
                        rules[rule.key.code] = rule.key
                    for term in walk(rule.truth):
                        if isinstance(term, Reported | Attested) and term.assured is not None:
                            assured = assured or rule.key
                        match term:
                            case Reported(measure, whose, on):
                                measures.add(measure)
                                kinds |= set() if whose is None else {whose}
                                days |= set() if on is None else {on}
                                dated |= {measure} if term.is_windowed else set()
                            case YearOf(reports):
                                dated |= {report.measure for report in reports}
                            case Attested(rule=key) if term.valid_for is not None:
                                dated.add(str(key))
                            case AttributeOf(attribute):
                                attributes.add(attribute)
                            case OutcomeOf((_, on), _) if on != program.as_of:
                                days.add(on)
                            case Above(kind):
                                kinds.add(kind)
                            case Members(kind, only):
                                kinds.add(kind)
                                day = None if program.as_of == top.as_of else program.as_of
                                for above in judged:
                                    links.setdefault(Link(kind, above, day, only), rule.key)
        return cls(
            frozenset(measures),
            frozenset(attributes),
            rules,
            every[0].ruleset.id,
            frozenset(days),
            links,
            frozenset(kinds),
            frozenset(dated),
            assured,
        )
