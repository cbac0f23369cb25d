"""A program: a ruleset compiled for one date, with a term for each rule."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import field, frozen

from ..model.arguments import refused
from ..model.key import RuleKey
from ..model.library import Library
from ..model.measure import Measure
from ..model.ruleset import Rule, Ruleset
from ..model.values.kept import Kept
from .content_hash import meaning_of, rule_hash, wording_of
from .lowering_figure import Scope
from .terms import Figure, ProgramKey, Truth

if TYPE_CHECKING:
    from .inputs import Inputs


@frozen
class ProgramRule:
    """One rule of a program. `truth` is its meaning, in terms, on the day `as_of`, and `points` those that it gives."""

    key: RuleKey
    rule: Rule
    children: tuple[str, ...]
    truth: Truth = field(repr=False)
    scope: Scope = field(repr=False, eq=False)
    points: Figure | None = field(default=None, repr=False)
    maximum: Decimal | None = None

    @property
    def as_of(self) -> date:
        """The day of the program."""
        return self.scope.as_of

    @property
    def hash(self) -> str:
        """SHA-256 of the rule as it decides: its text, condition and provenance, and what it takes from elsewhere."""
        return _HASH.of(self)

    @property
    def meaning_hash(self) -> str:
        """SHA-256 of what the rule means, its terms: a text that is mended does not change it, a threshold does."""
        return _MEANING.of(self)

    @property
    def wording_hash(self) -> str:
        """SHA-256 of what the rule is called and how it is told: its texts and its source, without what it means."""
        return _WORDING.of(self)


_HASH: Kept[ProgramRule, str] = Kept(lambda rule: rule_hash(rule.rule, rule.scope))
_MEANING: Kept[ProgramRule, str] = Kept(
    lambda rule: meaning_of(rule.truth if rule.points is None else (rule.truth, rule.points), rule.as_of)
)
_WORDING: Kept[ProgramRule, str] = Kept(lambda rule: wording_of(rule.rule))


@frozen(eq=False)
class Program:
    """A ruleset compiled for one date: names resolved, limits checked, the programs that it asks compiled beside it.

    `rules` come children first. `references` hold the programs of the rulesets that this one asks, by ruleset id, its own
    among them; `past` those of an earlier date, by ruleset id and date. A program of one ruleset and date is there once,
    whoever asks it. `depth` is how many rules and conditions rest on one another at most. `assessed` is the year that decisions
    are about, that of the date unless it is said.

    >>> from datetime import date
    >>> import ntm_rules as ntm
    >>> ntm.compile("vn/civilised-township", date(2024, 6, 30)).criteria[:3]
    ('1', '2', '3')
    """

    ruleset: Ruleset
    as_of: date
    library: Library
    rules: tuple[ProgramRule, ...]
    references: Mapping[str, "Program"]
    past: Mapping[tuple[str, date], "Program"]
    depth: int = 0
    assessed: int = field()
    by_code: Mapping[str, ProgramRule] = field(init=False, repr=False)
    position: Mapping[str, int] = field(init=False, repr=False)

    def __repr__(self) -> str:
        return f"Program({self.ruleset.id}@{self.ruleset.version}, {self.as_of}, {len(self.rules)} rules)"

    @assessed.default
    def _year_of_day(self) -> int:
        return self.as_of.year

    @by_code.default
    def _index(self) -> dict[str, ProgramRule]:
        return {rule.key.code: rule for rule in self.rules}

    @position.default
    def _positions(self) -> dict[str, int]:
        return {rule.key.code: position for position, rule in enumerate(self.rules)}

    @property
    def key(self) -> ProgramKey:
        """The ruleset and the day, by which terms name the program."""
        return ProgramKey(self.ruleset.id, self.as_of)

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The measures catalogue the program was compiled with."""
        return self.library.measures

    @property
    def criteria(self) -> tuple[str, ...]:
        """The codes of the ruleset's criteria, in order."""
        return tuple(criterion.code for criterion in self.ruleset.criteria)

    def asked(self, key: ProgramKey) -> "Program":
        """The program that this one asks by that name, or itself. Raises ArgumentError where it asks no such program."""
        if isinstance(key, ProgramKey):
            now = key.as_of == self.as_of
            program = self.references.get(key.ruleset) if now else self.past.get(key)
            if now and key.ruleset == self.ruleset.id:
                return self
            if program is not None:
                return program
        raise refused("key", key, "tên một chương trình mà nó hỏi", "the name of a program that it asks")

    def programs(self) -> Iterator["Program"]:
        """This program and every one it refers to, referenced ones first, each once; those of an earlier date are others."""
        seen: set[ProgramKey] = set()

        def visit(program: Program) -> Iterator[Program]:
            if program.key not in seen:
                seen.add(program.key)
                for reference in (*program.past.values(), *program.references.values()):
                    yield from visit(reference)
                yield program

        yield from visit(self)

    def inputs(self) -> "Inputs":
        """The inputs of the program and of every program that it asks (see `Inputs`)."""
        from .inputs import inputs_of

        return inputs_of(self)

    def by_key(self) -> dict[ProgramKey, "Program"]:
        """This program and every one it refers to, by ruleset and day."""
        return {program.key: program for program in self.programs()}
