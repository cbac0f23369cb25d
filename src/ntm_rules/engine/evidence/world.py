"""The world that an evaluation sees: units, the evidence about them, and the decisions already made."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve, field, frozen

from ...model.decision import Decision, Reason
from ...model.fact import Attestation, Fact, speaking
from ...model.key import RuleKey
from ...model.library import Library
from ...model.units.unit import Unit, Units
from ...program.program import Program
from ...program.terms import Reported
from .evidence import Evidence
from .observation import Observation

Read = tuple[str, date | None, date | None, tuple[str, ...] | None]
"""A measure as it is read: on a day, from a first one, of some levels of assurance."""


@frozen(eq=False)
class EvidenceWorld:
    """The units, the evidence about them, and the decisions already made in this run.

    `looked_up` are the rules of which attestations were looked up, each with the unit: a level, or points, may rest on a rule
    that was not itself decided.
    """

    units: Units
    evidence: Evidence
    library: Library
    decided: dict[tuple[str, str, str], Decision] = field(factory=dict)
    past: dict[date, "EvidenceWorld"] = field(factory=dict)
    reports: dict[str, dict[Read, Observation]] = field(factory=dict, init=False)
    looked_up: dict[tuple[str, RuleKey], None] = field(factory=dict, init=False)

    def at(self, day: date) -> "EvidenceWorld":
        """The same world seen from a day, made once for each that is another."""
        if day == self.evidence.as_of:
            return self
        if day not in self.past:
            self.past[day] = EvidenceWorld(self.units, evolve(self.evidence, as_of=day), self.library)
        return self.past[day]

    def and_past(self) -> Iterator["EvidenceWorld"]:
        """This world and every earlier one that was looked at."""
        yield self
        for earlier in self.past.values():
            yield from earlier.and_past()

    def members(self, unit: str, kind: str, only: tuple[str, ...] = ()) -> list[Unit]:
        """The units of a kind below a unit that exist on the date; with `only`, those named or that belong to one named."""
        members = self.units.members(unit, kind, self.evidence.as_of)
        if not only:
            return members
        return [
            member
            for member in members
            if member.code in only
            or any(above.code in only for above in self.units.belongs_to(member.code, self.evidence.as_of))
        ]

    def reported(self, unit: str, figure: Reported, today: date) -> Observation:
        """The observation from the reports of a figure (see `Evidence.reported`), made once."""
        of_unit = self.reports.setdefault(unit, {})
        key = (figure.measure, figure.on, figure.first(today), figure.assured)
        if key not in of_unit:
            of_unit[key] = self.evidence.reported(unit, figure, today)
        return of_unit[key]

    def attested(self, unit: str, rule: RuleKey, program: Program) -> tuple[Attestation, ...]:
        """The attestations of a rule that stand (see `Evidence.attested`)."""
        self.looked_up[unit, rule] = None
        return self.evidence.attested(unit, rule, program)

    def outside_period(self, reasons: Sequence[Reason]) -> tuple[Fact | Attestation, ...]:
        """The statements of reasons that are of a day on which the unit they are of does not exist, each once."""
        limited = self.units.limited
        if not limited:
            return ()
        of_limited = (statement for why in reasons for statement in speaking(why.facts) if statement.unit in limited)
        return tuple(
            dict.fromkeys(
                statement for statement in of_limited if not self.units[statement.unit].exists_on(statement.as_of)
            )
        )

    def forget(self, unit: str) -> None:
        """Drop the observations of a unit, whose statements have changed."""
        if self.reports:
            self.reports.pop(unit, None)
        for earlier in self.past.values():
            earlier.forget(unit)

    def forget_decisions(self) -> None:
        """Drop every decision made so far."""
        self.decided.clear()
        for earlier in self.past.values():
            earlier.forget_decisions()
