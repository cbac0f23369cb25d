"""Given facts to a situation: units with codes, statements with days."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from attrs import define, field

from ....language.diagnostics.mistakes import Mistake, report
from ....model.fact import Attestation, Fact, PublishedDecision, Statement
from ....model.place import PlacedText
from ....model.units.unit import Unit
from ..case import UNIT, Situation
from .case_facts import CaseFacts, CaseUnit, Described

_RESERVED = re.compile(r"U|[AM]\d+")


def situation(given: CaseFacts, as_of: date, kind: str) -> Situation:
    """Situation of a unit of a kind on a day, from the given facts. A code that two units have is reported.

    >>> [unit.code for unit in situation(CaseFacts(), date(2024, 6, 30), "commune").units]
    ['U']
    """
    made = _Made(as_of)
    units_above = given.above or ()
    for number, unit in enumerate(units_above, 1):
        made.add(f"A{number}", unit.kind, f"A{number + 1}" if number < len(units_above) else None, unit.described)
    made.add(UNIT, kind, "A1" if units_above else None, given.unit)
    made.members(given.members or (), UNIT)
    return Situation(as_of, tuple(made.units.values()), tuple(made.statements))


@define
class _Made:
    """The units and statements made so far."""

    as_of: date
    units: dict[str, Unit] = field(factory=dict)
    statements: list[Statement] = field(factory=list)
    unnamed: int = 0

    def add(self, code: str, kind: str, parent: str | None, described: Described) -> None:
        self.units[code] = Unit(code, code, str(kind), parent, described.attributes)
        self.statements += _statements(described, code, self.as_of)

    def members(self, units: Iterable[CaseUnit], above: str) -> None:
        for unit in units:
            for _ in range(unit.count):
                code = self._code(unit.code)
                if code is not None:
                    self.add(code, unit.kind, above, unit.described)
                    self.members(unit.members, code)

    def _code(self, own: PlacedText | None) -> str | None:
        """The code of the next member; None, reported, where its own is that of another unit, or could be."""
        if own is None:
            self.unnamed += 1
            return f"M{self.unnamed}"
        if own in self.units or _RESERVED.fullmatch(own):
            report(Mistake("NTM913", own.place, {"unit": own}))
            return None
        return str(own)


def _statements(described: Described, unit: str, as_of: date) -> Iterator[Statement]:
    for measure, reports in described.facts.items():
        for one in reports:
            yield Fact(unit, measure, one.value, one.day or as_of, place=one.place, assurance=one.assurance)
    for rule, reports in described.attestations.items():
        for one in reports:
            yield Attestation(
                unit,
                rule,
                one.value,
                one.day or as_of,
                place=one.place,
                version=one.version,
                assurance=one.assurance,
            )
    for rule, reports in described.published.items():
        for one in reports:
            yield PublishedDecision(unit, rule, one.value, one.day or as_of, place=one.place)
