"""A live session, from nothing and one figure at a time, against the prototype."""

import random
from collections.abc import Iterator
from typing import Any

import prototype
from attrs import frozen
from check import same
from scene import AS_OF, FIGURES, INDICATORS, Scene, measure_id
from table import Row
from timing import Way, best_of

from ntm_rules.engine.live.matching.durable_rules import unavailable
from ntm_rules.engine.live.matching.matcher import Choice
from ntm_rules.engine.live.session import Session
from ntm_rules.model.fact import Fact
from ntm_rules.model.outcome import Outcome

RECOGNITION = "benchmark/commune"


def matchers() -> tuple[Choice, ...]:
    """Those that can be had here."""
    return ("plain",) if unavailable() else ("durable_rules", "plain")


@frozen
class Update:
    """A fact that is put in the place of another."""

    old: Fact
    new: Fact


def make_updates(scene: Scene, count: int, seed: int = 5) -> list[Update]:
    """Random figures for random measures of random units, one after another."""
    chance = random.Random(seed)
    standing = {(fact.unit, fact.measure): fact for fact in scene.facts}
    updates = []
    for _ in range(count):
        about = chance.choice(scene.codes), measure_id(chance.randrange(INDICATORS))
        new = Fact(*about, chance.choice(FIGURES), AS_OF, "UBND xã", "Báo cáo quý II")
        updates.append(Update(standing[about], new))
        standing[about] = new
    return updates


def undone(updates: list[Update]) -> list[Update]:
    """The updates that lead back to the beginning."""
    return [Update(update.new, update.old) for update in reversed(updates)]


def apply(session: Session, updates: list[Update], *, reasons: bool) -> None:
    """Correct one figure after another; with `reasons`, read the decision of every rule whose outcome changed."""
    for update in updates:
        changes = session.correct(update.old, update.new)
        if reasons:
            for change in changes:
                session.decision(change.unit, change.rule)


def open_session(scene: Scene, choice: Choice, *, reasons: bool) -> Session:
    """A session with all facts of the scene, all its decisions read where reasons are wanted."""
    session = Session(scene.program, scene.units, scene.facts, matcher=choice)
    if reasons:
        read_all(session, scene)
    return session


def outcomes(session: Session, scene: Scene) -> dict[str, list[Outcome]]:
    """Every outcome of every unit, in the order of the program."""
    found = session.outcomes()
    return {unit: [found[unit, rule.key] for rule in scene.program.rules] for unit in scene.codes}


def read_all(session: Session, scene: Scene) -> None:
    """Read the recognition of every unit, with every reason below it."""
    for unit in scene.codes:
        session.decision(unit, scene.program.rules[-1].key)


def measured(scene: Scene, rounds: int, updates: int) -> Iterator[Row]:
    """From nothing, and per update; `scene` has one fact for every measure of every unit."""
    sketch = prototype.load()
    if sketch is None:
        print(f"skipped: the rows against the prototype ({prototype.PLACE} or durable_rules is not there)")
        return
    changing = make_updates(scene, updates)
    _check(scene, sketch, changing)
    yield from _from_nothing(scene, rounds, sketch)
    yield from _one_by_one(scene, rounds, sketch, changing)


def varied(scene: Scene, rounds: int) -> Iterator[Row]:
    """From nothing, with figures that are seldom the same: then fewer events are equal and fired once for several units."""
    sketch = prototype.load()
    if sketch is None:
        return
    sketched, (choice, *_) = _open_prototype(sketch, scene), matchers()
    expected = {unit: prototype.outcomes(sketch, sketched, unit) for unit in scene.codes}
    sketched.t.engine.close()
    with open_session(scene, choice, reasons=True) as session:
        same("session on varied figures", outcomes(session, scene), expected)

    def run(_: None) -> None:
        open_session(scene, choice, reasons=True).close()

    best = best_of(
        rounds, {"ours": Way(run), "prototype": Way(lambda _: _open_prototype(sketch, scene).t.engine.close())}
    )
    per = 1e6 / len(scene.values)
    yield Row(
        f"session from nothing, every reason, figures seldom the same ({choice})",
        "unit",
        best["ours"] * per,
        "prototype, with its reasons",
        best["prototype"] * per,
    )


def _open_prototype(sketch: Any, scene: Scene) -> Any:
    session = sketch.Session(sketch.Table(prototype.table_of_rules()))
    for unit, values in scene.values.items():
        for measure, value in values.items():
            session.assert_fact(unit, measure, value)
    session.run()
    return session


def _update_prototype(session: Any, updates: list[Update]) -> None:
    for update in updates:
        session.assert_fact(update.new.unit, update.new.measure, update.new.value)
        session.run()


def _check(scene: Scene, sketch: Any, updates: list[Update]) -> None:
    sketched = _open_prototype(sketch, scene)
    live = [open_session(scene, choice, reasons=True) for choice in matchers()]
    count = 0
    for some in ([], updates):
        _update_prototype(sketched, some)
        expected = {unit: prototype.outcomes(sketch, sketched, unit) for unit in scene.codes}
        for session in live:
            apply(session, some, reasons=True)
            count = same(f"session on {session.matcher}", outcomes(session, scene), expected)
            # Each decision read is held against the outcomes that were fired.
            read_all(session, scene)
    print(f"equal: {count} units, every outcome in a session, before and after {len(updates)} updates")
    sketched.t.engine.close()
    for session in live:
        session.close()


def _from_nothing(scene: Scene, rounds: int, sketch: Any) -> Iterator[Row]:
    def at_once(choice: Choice, *, reasons: bool) -> Way:
        def run(_: None) -> None:
            with Session(scene.program, scene.units, scene.facts, matcher=choice) as session:
                if reasons:
                    read_all(session, scene)

        return Way(run)

    def asserted(choice: Choice) -> Way:
        def run(_: None) -> None:
            with Session(scene.program, scene.units, matcher=choice) as session:
                session.assert_fact(*scene.facts)

        return Way(run)

    ways = {"prototype": Way(lambda _: _open_prototype(sketch, scene).t.engine.close())}
    for choice in matchers():
        ways[f"outcomes {choice}"] = at_once(choice, reasons=False)
        ways[f"asserted {choice}"] = asserted(choice)
        ways[f"reasons {choice}"] = at_once(choice, reasons=True)
    best = best_of(rounds, ways)
    per = 1e6 / len(scene.values)
    against, other = "prototype, with its reasons", best["prototype"] * per
    for choice in matchers():
        yield Row(
            f"session from nothing, outcomes ({choice})", "unit", best[f"outcomes {choice}"] * per, against, other
        )
        yield Row(
            f"session opened empty, then all asserted, outcomes ({choice})",
            "unit",
            best[f"asserted {choice}"] * per,
            against,
            other,
        )
        yield Row(
            f"session from nothing, every reason ({choice})",
            "unit",
            best[f"reasons {choice}"] * per,
            against,
            other,
            0.5 if choice == "durable_rules" else None,
        )


def _one_by_one(scene: Scene, rounds: int, sketch: Any, updates: list[Update]) -> Iterator[Row]:
    def live(choice: Choice, *, reasons: bool) -> Way:
        return Way(
            lambda session: apply(session, updates, reasons=reasons),
            lambda: open_session(scene, choice, reasons=reasons),
            lambda session: session.close(),
        )

    ways = {
        "prototype": Way(
            lambda session: _update_prototype(session, updates),
            lambda: _open_prototype(sketch, scene),
            lambda session: session.t.engine.close(),
        )
    }
    for choice in matchers():
        ways[f"outcomes {choice}"] = live(choice, reasons=False)
        ways[f"reasons {choice}"] = live(choice, reasons=True)
    best = best_of(rounds, ways)
    per = 1e6 / len(updates)
    against, other = "prototype, with its reasons", best["prototype"] * per
    for choice in matchers():
        aim = 0.5 if choice == "durable_rules" else None
        yield Row(
            f"one figure corrected, outcomes ({choice})",
            "update",
            best[f"outcomes {choice}"] * per,
            against,
            other,
            aim,
        )
        yield Row(
            f"one figure corrected, reasons of what changed read ({choice})",
            "update",
            best[f"reasons {choice}"] * per,
            against,
            other,
            aim,
        )
