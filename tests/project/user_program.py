"""A program as users write them, for type checkers: nothing of it needs a cast or an ignored line."""

from collections.abc import Iterator, Sequence
from datetime import date

import ntm_rules as ntm

DAY = date(2024, 6, 30)


def facts(units: Sequence[ntm.Unit]) -> Iterator[ntm.Fact]:
    """Figures of some units."""
    for unit in units:
        yield ntm.Fact(unit.code, "clean_water_households", 99.9, DAY, reported_by="UBND")
        yield ntm.Fact(unit.code, "residents_satisfied", ntm.Absence.NOT_REPORTED, DAY)


def count(decisions: ntm.Decisions) -> int:
    """The number of units attained."""
    return sum(decisions.outcome(unit.code) is ntm.Outcome.ATTAINED for unit in decisions.units)


def main() -> list[str]:
    """Everything that a program usually does, once."""
    library = ntm.load_library()
    program = ntm.compile("vn/civilised-township", DAY, library)
    towns = [ntm.Unit("T", "Tam Đường", "township"), ntm.Unit("U", "Than Uyên", "township")]
    told: list[str] = []
    try:
        decisions = ntm.evaluate(program, ntm.Units(towns), list(facts(towns)))
    except ntm.FactsError as error:
        return [one.message.in_language("en") for one in error.diagnostics]
    for code, outcome in decisions.outcomes("T").items():
        told.append(f"{code} {outcome.value}")
    decision = decisions.decision("T", "3.3")
    for reason in decision.reasons:
        if reason.kind is not ntm.ReasonKind.MISSING and reason.gap is not None:
            told.append(f"{reason.measure} {reason.gap + 0}")
    told.append(ntm.explain(decision, library, ntm.Units(towns), "en"))
    plain: dict[str, object] = ntm.to_plain(decision)
    again = ntm.from_plain("decision", plain)
    told.append(str(again == decision))
    total = sum(ntm.evaluate_many(program, towns, facts, each=count))
    whole = ntm.evaluate_many(program, towns, {"T": []})
    several: list[ntm.Outcome] = [one.outcome(unit.code) for one in whole for unit in one.units]
    told += [str(total), *(one.value for one in several)]
    with ntm.Session(program, ntm.Units(towns)) as session:
        changes: tuple[ntm.OutcomeChange, ...] = session.assert_fact(*facts(towns))
        told += [f"{change.rule}: {change.after.value}" for change in changes]
    service = ntm.Service(program, towns)
    end = service.subscribe(lambda changed: told.append(str(len(changed))))
    service.post({str(number): one for number, one in enumerate(facts(towns))})
    end()
    found = ntm.diff(program.ruleset, program.ruleset, library=library)
    told.append(str(found.same_everywhere))
    return told
