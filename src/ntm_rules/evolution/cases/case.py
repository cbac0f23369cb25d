"""Cases: a situation and the expected outcomes of rules in it."""

from datetime import date

from attrs import field, frozen

from ...model.decision import ReasonKind
from ...model.fact import Statement
from ...model.key import RuleKey
from ...model.outcome import Outcome
from ...model.place import Place
from ...model.text import Text
from ...model.units.unit import Unit
from ...model.values.number import Number

UNIT = "U"
"""Code of the unit under test in a situation."""


@frozen
class Situation:
    """A unit on a day, with the units above and below it and everything stated about them.

    `units` holds the unit itself, whose code is `unit`, and all the others.
    """

    as_of: date
    units: tuple[Unit, ...]
    statements: tuple[Statement, ...] = ()
    unit: str = UNIT


@frozen
class Expected:
    """Expected outcome of one rule. `outcome` is None where no person has confirmed one yet (`?`); it then always
    fails.

    `code` is that of a rule of the case's ruleset, or the whole key of another's (`vn/commune-ntm#5`). `gap` is that of the
    first reason that has one; `reason` is a kind of reason that must be among those given. The reasons of a rule are its
    own that came to its outcome, then those of the rules below it that came to the same, then its other own ones. `points` are
    those that the rule gives.
    """

    code: str
    outcome: Outcome | None
    gap: Number | None = None
    reason: ReasonKind | None = None
    points: Number | None = None
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def asks_outcome_alone(self) -> bool:
        """True where nothing but the outcome is expected."""
        return self.gap is None and self.reason is None and self.points is None


@frozen
class Case:
    """Test case: the version of the ruleset in force on the situation's date must decide each expected rule as
    expected.

    >>> from ntm_rules.evolution.cases.reading.cases import cases_from_text
    >>> from ntm_rules.language.library import load_library
    >>> text = "cases_for: vn/civilised-township\\nas_of: 2024-06-30\\ncases: [{name: Trống, expect: {'3.3': undetermined}}]"
    >>> [case] = cases_from_text(text, load_library())
    >>> case.name.vi, case.expected[0].code
    ('Trống', '3.3')
    """

    name: Text
    ruleset: str
    situation: Situation
    expected: tuple[Expected, ...]
    place: Place | None = field(default=None, eq=False, repr=False)

    def __repr__(self) -> str:
        return f"Case({self.name.vi!r}, {self.ruleset}, {self.situation.as_of}, {len(self.expected)} expected)"

    def rule(self, expected: Expected) -> RuleKey:
        """Key of the rule that an expectation is about."""
        return RuleKey.parse(expected.code) if "/" in expected.code else RuleKey(self.ruleset, expected.code)
