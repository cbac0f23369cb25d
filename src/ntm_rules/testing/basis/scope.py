"""Names in scope of a rule: the measures, attributes, rulesets and criteria that it may use."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from attrs import field, frozen

from ...language.contents.traversal import all_below, cases, conditions, references, thresholds_asked, thresholds_set
from ...model.key import RuleKey
from ...model.library import Library
from ...model.measure import Measure, MeasureType
from ...model.problem import CompileError
from ...model.ruleset import Ruleset
from ...model.threshold import NoLimit
from ...model.units.kind import is_administrative
from ...model.values.kept import Kept


@frozen
class _Question:
    """Question to another ruleset on a day: it must be in force, with these rules and these criteria."""

    ruleset: str
    day: date | None
    """None for the day on which the ruleset that asks is asked itself."""
    rules: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    threshold_for: str | None = None


def version_on(library: Library, id: str, day: date) -> Ruleset | None:
    """The version of a ruleset that is in force on a day; None where there is none.

    >>> version_on(Library(), "vn/commune-ntm", date(2023, 6, 30)) is None
    True
    """
    try:
        return library.ruleset(id, day)
    except CompileError:
        return None


def can_be_asked(library: Library, id: str, day: date) -> bool:
    """True when a version of the ruleset is in force on `day` and everything it refers to can be found from there.

    >>> can_be_asked(Library(), "vn/commune-ntm", date(2023, 6, 30))
    False
    """
    waiting, seen = [(_Question(id, day), day)], set[tuple[_Question, date]]()
    while waiting:
        entry = question, on = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        ruleset = version_on(library, question.ruleset, on)
        if ruleset is None or not all(ruleset.rule(code) for code in question.rules):
            return False
        if not set(question.criteria) <= {criterion.code for criterion in ruleset.criteria}:
            return False
        measure = question.threshold_for
        if measure is not None and any(len(thresholds_set(ruleset, code, measure)) != 1 for code in question.rules):
            return False
        waiting += ((further, further.day or on) for further in _QUESTIONS.of(ruleset))
    return True


def _questions(ruleset: Ruleset) -> Iterator[_Question]:
    for _, condition in conditions(ruleset):
        for rule, measure in thresholds_asked(condition):
            yield _Question(rule.ruleset, None, (rule.code,), threshold_for=measure)
    for _, _, reference in references(ruleset):
        if reference.ruleset is not None and reference.criteria:
            yield _Question(reference.ruleset, None, criteria=(*reference.codes, *reference.included))
        elif reference.ruleset is not None:
            yield _Question(reference.ruleset, None, rules=reference.codes)
        if reference.ruleset is not None and reference.since is not None:
            yield _Question(reference.ruleset, reference.since)


_QUESTIONS: Kept[Ruleset, tuple[_Question, ...]] = Kept(lambda ruleset: tuple(_questions(ruleset)))
"""Of each ruleset that is drawn many rules after it ask whether it can be asked."""


AS_OF = date(2024, 6, 30)
"""The date of assessment unless another is given."""

EARLIER = (date(2023, 6, 30), date(2022, 12, 31))
"""Dates before every generated date of assessment, at which facts are reported and changes begin."""

SINCE = (date(2023, 6, 30), date(2023, 1, 1))
"""Dates before every generated date of assessment, on which most generated rulesets are in force."""

ABOVE: Mapping[str, tuple[str, ...]] = {
    "village": ("commune", "township", "district", "zone", "province"),
    "commune": ("district", "zone", "province"),
    "township": ("district", "zone", "province"),
    "district": ("zone", "province"),
    "zone": ("province",),
    "province": (),
}
"""The kinds of unit that can stand above each kind, nearest first; of a zone units are members, whatever their parents."""

BELOW: Mapping[str, tuple[str, ...]] = {
    kind: tuple(other for other, above in reversed(list(ABOVE.items())) if kind in above) for kind in ABOVE
}
"""The kinds of unit that can stand below each kind, highest first."""

NAMED: Mapping[str, tuple[str, ...]] = {
    "village": ("C1", "V1", "C2", "X1"),
    "commune": ("C1", "C2", "D1", "V1", "C3", "X1", "P", "Z1"),
    "township": ("T1", "D1", "C1", "X1"),
    "district": ("D1", "D2", "C1", "P", "Z1"),
    "zone": ("Z1", "Z2", "P"),
}
"""Codes to which members of each kind are narrowed: members, units above them, other units, and X1, which there is not."""


def places_above(kind: str, kinds: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Possible parents of a unit of `kind`, nearest first, and by kind the units it can be a member of; `kinds` are by code.

    >>> places_above("commune", {"P": "province", "D": "district", "Z": "zone"})
    (['D', 'P'], {'zone': 'Z'})
    """
    above = [(code, of) for other in ABOVE.get(kind, ()) for code, of in kinds.items() if of == other]
    parents = [code for code, of in above if is_administrative(of)]
    return parents, {of: code for code, of in above if not is_administrative(of)}


@frozen
class RuleScope:
    """Scope of a condition in a rule for units of `kind`: the names of `library` and the ruleset's own criteria.

    The condition may refer to every ruleset of the library that applies to `kind`, and to those judged `beside` it, or to a
    kind below it. `criteria` are the codes of the ruleset's own criteria, given only for its conclusions: elsewhere a rule
    cannot count them.

    >>> RuleScope(Library(), "commune").below
    ('village',)
    """

    library: Library = field(factory=Library)
    kind: str = "commune"
    criteria: tuple[str, ...] = ()
    as_of: date = AS_OF
    beside: tuple[str, ...] = ()

    @property
    def above(self) -> tuple[str, ...]:
        """The kinds of unit above."""
        return ABOVE[self.kind]

    @property
    def below(self) -> tuple[str, ...]:
        """The kinds of unit below."""
        return BELOW[self.kind]

    @cached_property
    def numbers(self) -> tuple[Measure, ...]:
        """The measures that are figures."""
        return self._of(MeasureType.NUMBER)

    @cached_property
    def findings(self) -> tuple[Measure, ...]:
        """The measures that are findings."""
        return self._of(MeasureType.FINDING)

    @cached_property
    def scales(self) -> tuple[Measure, ...]:
        """The measures that are ordered levels."""
        return self._of(MeasureType.LEVEL)

    @cached_property
    def dates(self) -> tuple[Measure, ...]:
        """The measures that are dates."""
        return self._of(MeasureType.DATE)

    @cached_property
    def same_kind(self) -> tuple[Ruleset, ...]:
        """The other rulesets for the same kind of unit, in force at the date of assessment."""
        return tuple(ruleset for ruleset in self._in_force() if {self.kind, *self.beside} <= {*ruleset.applies_to})

    @cached_property
    def thresholds_elsewhere(self) -> Mapping[str, tuple[RuleKey, ...]]:
        """For each measure, by its id, the rules of other rulesets for the same kind of unit that set one threshold for it.

        Not one without a limit in some case, which few conditions may take, nor one that another version does not set.
        """
        return {
            measure.id: tuple(
                key
                for ruleset in self.same_kind
                for key in keys_of(ruleset)
                if all(
                    _sets_one(version, key.code, measure.id)
                    for version in self.library.versions[ruleset.id]
                    if version.rule(key.code)
                )
            )
            for measure in self.numbers + self.scales
        }

    @cached_property
    def for_members(self) -> tuple[Ruleset, ...]:
        """The rulesets for units below, in force at the date of assessment."""
        return tuple(ruleset for ruleset in self._in_force() if {*ruleset.applies_to} & {*self.below})

    @cached_property
    def for_above(self) -> tuple[Ruleset, ...]:
        """The rulesets for units above, in force at the date of assessment."""
        return tuple(ruleset for ruleset in self._in_force() if {*ruleset.applies_to} & {*self.above})

    @cached_property
    def since(self) -> Mapping[str, tuple[date, ...]]:
        """For each ruleset of which an earlier date can be asked, by its id, such dates."""
        days = {
            id: tuple(day for day in SINCE if day < self.as_of and can_be_asked(self.library, id, day))
            for id in self.library.versions
        }
        return {id: dates for id, dates in days.items() if dates}

    @cached_property
    def changing(self) -> tuple[Ruleset, ...]:
        """Those of the other rulesets for the same kind of unit of which an earlier date can be asked."""
        return tuple(ruleset for ruleset in self.same_kind if ruleset.id in self.since)

    def _of(self, type: MeasureType) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.library.measures.values() if measure.type is type)

    def _in_force(self) -> list[Ruleset]:
        return [self.library.ruleset(id, self.as_of) for id in self.library.versions]


def _sets_one(ruleset: Ruleset, code: str, measure: str) -> bool:
    thresholds = thresholds_set(ruleset, code, measure)
    return len(thresholds) == 1 and not any(isinstance(threshold, NoLimit) for threshold in cases(thresholds[0]))


def keys_of(ruleset: Ruleset) -> tuple[RuleKey, ...]:
    """The keys of all its rules, the conclusions first.

    >>> from ntm_rules.model.ruleset import Instrument
    >>> from ntm_rules.model.text import Text
    >>> keys_of(Ruleset("vn/a", AS_OF, Text("Xã"), "commune", Instrument("1/QĐ"), ()))
    ()
    """
    codes = [conclusion.code for conclusion in ruleset.conclusions]
    for criterion in ruleset.criteria:
        codes += [rule.code for rule in (criterion, *all_below(criterion))]
    return tuple(RuleKey(ruleset.id, code) for code in codes)
