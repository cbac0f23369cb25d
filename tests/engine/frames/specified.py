"""Decisions by the specification itself, whatever executor `evaluate` takes."""

from attrs import evolve, field, frozen

from ntm_rules.engine.decisions import Decisions
from ntm_rules.engine.evidence.world import EvidenceWorld
from ntm_rules.engine.specification import decide
from ntm_rules.model.decision import Decision
from ntm_rules.model.outcome import Outcome
from ntm_rules.model.units.unit import Unit


@frozen(eq=False)
class Specified:
    """What the specification decides about the units that `Decisions` are about."""

    decisions: Decisions
    world: EvidenceWorld = field()

    @world.default
    def _anew(self) -> EvidenceWorld:
        return evolve(self.decisions.world, decided={}, past={})

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.decisions.units

    def decision(self, unit: str, code: str) -> Decision:
        return decide(self.decisions.program, self.world.units[unit], code, self.world)

    def outcome(self, unit: str, code: str) -> Outcome:
        return self.decision(unit, code).outcome

    def outcomes(self, unit: str) -> dict[str, Outcome]:
        return {code: self.outcome(unit, code) for code in self.decisions.program.by_code}
