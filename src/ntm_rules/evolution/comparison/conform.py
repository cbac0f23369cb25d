"""Exact check that a lower ruleset asks for at least as much as a higher one, with counterexamples."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve, field, frozen

from ...model.arguments import checks_arguments
from ...model.decision import ReasonKind
from ...model.key import REVOCATION
from ...model.library import Library
from ...model.outcome import Outcome
from ...model.ruleset import Criterion, Rule, Ruleset
from ...model.text import Text
from ...model.values.notebook import as_html
from ...program.inputs import goes_by_day, goes_by_year
from ...program.program import Program
from ...program.terms import OpenFigure, OpenTruth, Term, walk
from ..cases.case import Case, Expected
from ..dependence import counts_all
from ..in_force import Years, check_kinds
from ..regions.diagram import TooManyCombinations
from ..regions.difference import Region, difference, same_words
from ..regions.side import RuleOfSide, Side, common_years
from ..witness.goal import DatedSides
from ..witness.witness import NOTHING_SHOWN, ShownRegions, shown
from .diff import compiled_together
from .match import Matched, match
from .other_years import in_any_year
from .possible_outcomes import possible_outcomes

_BY_OTHER_YEARS = Text(
    "có thể thấp hơn với số liệu của năm khác năm đánh giá",
    "by figures of a year other than the one assessed less may be asked",
)
_PASSED = (Outcome.ATTAINED, Outcome.NOT_APPLICABLE)


@frozen
class Shortfall:
    """Rule of the higher ruleset for which the lower one asks for less; `lower` is None when it has no such rule.

    `shown` are the regions where it does, with a unit each that the engine decides so by both rules, and those that are not
    shown to occur. In every region `before` is what the higher rule comes to and `after` what the lower one does. `unlisted`
    says that there are more than are listed. `example` is the first of these units, as a case; None where none was found.
    """

    higher: Rule
    lower: Rule | None
    shown: ShownRegions = NOTHING_SHOWN
    unlisted: bool = False
    example: Case | None = None

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions that are shown to occur."""
        return self.shown.regions


@frozen
class Conformity:
    """Result of comparing a lower ruleset with a higher one, for the years in which both can be in force.

    `unknown` are rules of which one side never says anything definite, because its content or threshold is not known or is left
    to a lower authority: nothing can be said of them. `undecided` are those too large to be compared, or compared only by
    figures of the year assessed. `not_shown` may ask for less: no unit was found for which they do; also rules that the lower
    has not, where it cannot be gone through whether any unit fails them. `matched` says which rules belong together.
    `assumptions` are the pairs of rulesets (lower, higher) of which the first is taken to ask for as much as the second, as
    rules name them in each other's place. `basically_met` says that the lower counts *basically met* where the higher does not.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> program = ntm.compile("vn/civilised-township", date(2024, 6, 30))
    >>> town, water = ntm.Unit("T", "Tam Đường", "township"), ntm.Fact("T", "clean_water_households", 99.9, date(2024, 3, 31))
    >>> ntm.conform(lower=program.ruleset, higher=program.ruleset, library=program.library).conforms
    True
    """

    higher: Ruleset
    lower: Ruleset
    years: Years
    shortfalls: tuple[Shortfall, ...]
    compared: int
    unknown: tuple[Rule, ...] = ()
    undecided: tuple[tuple[Rule, Text], ...] = ()
    assumptions: tuple[tuple[str, str], ...] = ()
    basically_met: bool = False
    not_shown: tuple[Shortfall, ...] = ()
    matched: Matched = field(eq=False, repr=False, default=Matched((), (), ()))

    def __repr__(self) -> str:
        counted = f"{self.compared} rules compared, {len(self.shortfalls)} shortfalls, {len(self.unknown)} unknown"
        return f"Conformity({self.lower!r}, {self.higher!r}, {counted})"

    def _repr_html_(self) -> str:
        return as_html(self)

    @property
    def added(self) -> tuple[Rule, ...]:
        """The criteria that the lower ruleset adds to those of the higher."""
        return tuple(rule for rule in self.matched.added if isinstance(rule, Criterion))

    @property
    def conforms(self) -> bool:
        """True when no unit can pass a lower rule and fail the higher one, as far as both are known."""
        return not self.shortfalls and not self.not_shown and not self.undecided and not self.basically_met

    @property
    def is_proved(self) -> bool:
        """True when it conforms and every rule is known on both sides: a proof, by enumeration."""
        return self.conforms and not self.unknown


@checks_arguments
def conform(
    *, lower: Ruleset, higher: Ruleset, library: Library, higher_library: Library | None = None, on: date | None = None
) -> Conformity:
    """Find every unit, in kind, that passes a rule of the lower ruleset and fails that of the higher one.

    Rules are held against each other one by one, the outcomes of the rules that they count being the same on both sides: where
    no rule asks for less, no criterion and no recognition does. A rule that does not apply is passed. A revocation must be the
    other way round: what the higher revokes, the lower revokes. `library` is that of the lower ruleset, and of the higher where
    it has none of its own.

    Raises CompileError when one cannot be compiled, or they apply to different kinds of unit.

    >>> from ...language.library import load_library
    >>> library = load_library()
    >>> national = library.ruleset("vn/commune-ntm", date(2023, 1, 1))
    >>> conform(lower=library.ruleset("lai-chau/commune-ntm", date(2023, 1, 1)), higher=national, library=library).conforms
    True
    """
    check_kinds(lower, higher)
    # Of a zone, units outside it are left to the superior: inside it, its rules must ask for as much.
    lower = lower if lower.applies_where is None else evolve(lower, applies_where=None)
    above, below = compiled_together((higher, higher_library or library), (lower, library), on)
    matched = match(above, below)
    stands_for = dict(_stands_for(below, above))
    sides = Side(above), Side(below, matched.renamed, stands_for)
    years, dated = common_years(higher, lower), DatedSides(sides)
    shortfalls: list[Shortfall] = []
    not_shown: list[Shortfall] = []
    unknown: list[Rule] = []
    undecided: list[tuple[Rule, Text]] = []
    for rule in matched.repealed:
        try:
            if Outcome.NOT_ATTAINED in possible_outcomes(above, rule.code):
                shortfalls.append(Shortfall(rule, None))
        except TooManyCombinations:
            not_shown.append(Shortfall(rule, None))
    added = {criterion.code for criterion in lower.criteria} != {criterion.code for criterion in higher.criteria}
    for theirs, own in matched.pairs:
        try:
            if not _says_something(above, theirs) or not _says_something(below, own):
                unknown.append(own)
                continue
            if theirs == own and not (added and counts_all(own, lower)):
                continue  # taken over as it stands, and counting the same criteria
            pair = (sides[0], above.by_code[theirs.code]), (sides[1], below.by_code[own.code])
            if same_words(*pair):
                continue
            state_difference = difference(*pair, years)
        except TooManyCombinations as error:
            undecided.append((own, error.diagnostics[0].message))
            continue
        less = tuple(region for region in state_difference.regions if _asks_less(region, theirs.code))
        if less:
            apart = shown(less, state_difference.reads, dated, (theirs.code, own.code))
            example = _example(apart, (theirs, own), (higher, lower))
            among = not_shown if example is None else shortfalls
            among.append(Shortfall(theirs, own, apart, state_difference.unlisted, example))
        elif state_difference.unlisted:
            undecided.append((own, Text("quá nhiều trường hợp khác nhau", "too many cases differ")))
        elif _less_by_other_years(pair, theirs.code):
            undecided.append((own, _BY_OTHER_YEARS))
    return Conformity(
        higher,
        lower,
        years,
        _in_order(shortfalls, higher),
        len(matched.pairs)
        - len(unknown)
        - len(undecided)
        - sum(shortfall.lower is not None for shortfall in not_shown),
        tuple(unknown),
        tuple(undecided),
        tuple(stands_for.items()),
        lower.basically_met is True and higher.basically_met is not True,
        tuple(not_shown),
        matched,
    )


def _less_by_other_years(pair: tuple[RuleOfSide, RuleOfSide], code: str) -> bool:
    """True when by figures of a year other than the one assessed less may be asked."""
    if any(goes_by_day(rule) or goes_by_year(rule) for _, rule in pair):
        return True
    try:
        difference = in_any_year(*pair)
    except TooManyCombinations:
        return True
    return difference is not None and (
        difference.unlisted or any(_asks_less(region, code) for region in difference.regions)
    )


def _in_order(shortfalls: Sequence[Shortfall], higher: Ruleset) -> tuple[Shortfall, ...]:
    position = {rule.code: number for number, rule in enumerate(higher.rules())}
    return tuple(sorted(shortfalls, key=lambda shortfall: position[shortfall.higher.code]))


def _example(apart: ShownRegions, rules: tuple[Rule, Rule], rulesets: tuple[Ruleset, Ruleset]) -> Case | None:
    """Case of the first unit that passes the lower rule and fails the higher; None when none was found."""
    if not apart.witnessed:
        return None
    first = apart.witnessed[0]
    (theirs, own), (higher, lower) = rules, rulesets
    name = Text(f"{own.code}: thấp hơn {higher.id}", f"{own.code}: less than {higher.id}")
    # Of one ruleset a case can only expect what the version in force decides.
    above = () if higher.id == lower.id else (Expected(f"{higher.id}#{theirs.code}", first.region.before),)
    return Case(name, lower.id, first.situation, (Expected(own.code, first.region.after), *above))


def _asks_less(region: Region, code: str) -> bool:
    if code == REVOCATION:
        return region.before is Outcome.ATTAINED and region.after in (Outcome.NOT_ATTAINED, Outcome.NOT_APPLICABLE)
    return region.before is Outcome.NOT_ATTAINED and region.after in _PASSED


def _says_something(program: Program, rule: Rule) -> bool:
    """True when a rule can be attained or not attained by its conditions, although parts of them may be unknown."""
    truths = Side(program).truths(program.by_code[rule.code]).values()
    if not any(map(_is_open, (term for truth in truths for term in walk(truth)))):
        return True
    return bool(possible_outcomes(program, rule.code) & {Outcome.ATTAINED, Outcome.NOT_ATTAINED})


def _is_open(term: Term) -> bool:
    """True when a content or a threshold is not known, or is left to another authority."""
    none_set = (ReasonKind.NO_THRESHOLD, ReasonKind.NO_LIMIT)
    return isinstance(term, OpenTruth) or (isinstance(term, OpenFigure) and term.why not in none_set)


def _stands_for(below: Program, above: Program) -> Iterator[tuple[str, str]]:
    """Rulesets named by the lower one, each with the one named by the higher that it specialises."""
    named_above = set(above.references) - {above.ruleset.id}
    for id in sorted(set(below.references) - {below.ruleset.id} - named_above):
        seen, over = {id}, below.references[id].ruleset.specialises
        while over is not None and over not in named_above and over not in seen:
            seen.add(over)
            versions = below.library.versions.get(over, ())
            over = versions[-1].specialises if versions else None
        if over in named_above:
            yield id, str(over)
