"""Memory over many updates of one session, and over many sessions."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

from scene import Scene
from sessions import apply, make_updates, matchers, open_session, undone
from table import Growth

from ntm_rules.engine.live.session import Session

_STATM = Path("/proc/self/statm")


def resident() -> int:
    """The memory of this process that is resident, in KB."""
    gc.collect()
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def measured(scene: Scene, updates: int, sessions: int) -> Iterator[Growth]:
    """The growth after a beginning that fills what is kept: a twentieth of the updates, a tenth of the sessions.

    `scene` has one fact for every measure of every unit.
    """
    if not _STATM.exists():
        print("skipped: memory, for this system does not tell it in /proc")
        return
    there = make_updates(scene, max(1, updates // 40))
    back = undone(there)
    for choice in matchers():
        session = open_session(scene, choice, reasons=True)
        apply(session, there, reasons=True)
        apply(session, back, reasons=True)
        before = resident()
        for _ in range(20):
            apply(session, there, reasons=True)
            apply(session, back, reasons=True)
        yield Growth(f"{40 * len(there):,} updates, reasons read ({choice})", before, resident())
        session.close()
    for choice in matchers():
        before = 0
        first = max(1, sessions // 10)
        for number in range(first + sessions):
            if number == first:
                before = resident()
            with Session(scene.program, scene.units, scene.facts, matcher=choice) as session:
                session.decision(scene.codes[0], scene.program.rules[-1].key)
        yield Growth(f"{sessions:,} sessions opened and closed ({choice})", before, resident())
