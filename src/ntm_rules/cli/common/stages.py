"""Progress on a terminal: the stages of a long command, each with the rows gone through."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from .shared import in_language_now

if TYPE_CHECKING:
    import polars as pl
    from rich.progress import Progress, TaskID


T = TypeVar("T")
_SHOWN_AFTER = 1.0
"""Seconds after which it is shown that a command is at work."""


@dataclass(eq=False)
class Stages:
    """The current stage and the rows gone through, as bars on a terminal; elsewhere nothing is shown or counted."""

    bars: Progress | None
    rows: int | None = None
    task: TaskID | None = None

    def begin(self, vi: str, en: str, *, is_whole: bool = True) -> None:
        """Begin a stage; `is_whole` says that each row goes through it once."""
        if self.bars is not None:
            self.end()
            self.task = self.bars.add_task(in_language_now(vi, en), total=self.rows if is_whole else None)

    def end(self) -> None:
        """End the stage; of the first, which goes through all rows, their number is kept."""
        if self.bars is None or self.task is None:
            return
        [task] = [bar for bar in self.bars.tasks if bar.id == self.task]
        if self.rows is None:
            self.rows = int(task.completed)
        self.bars.update(self.task, total=self.rows, completed=self.rows)
        self.task = None

    def counted(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame, with its rows counted while they are read."""
        if self.bars is None:
            return frame
        return frame.map_batches(self._count, projection_pushdown=True, streamable=True, validate_output_schema=False)

    def _count(self, batch: pl.DataFrame) -> pl.DataFrame:
        if self.bars is not None and self.task is not None:
            self.bars.advance(self.task, batch.height)
        return batch


@contextmanager
def stages_shown() -> Iterator[Stages]:
    """Stages, shown while the block lasts where the error stream is a terminal."""
    if not sys.stderr.isatty():
        yield Stages(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    with bars:
        yield Stages(bars)


@contextmanager
def work_shown(vi: str, en: str) -> Iterator[None]:
    """Show on a terminal that the block is at work, and since when, once it has taken more than a second.

    The block must not write to the terminal.
    """
    if not sys.stderr.isatty():
        yield
        return
    lock, words = Lock(), in_language_now(vi, en)  # another thread has no command
    shown: list[Progress | None] = []

    def show() -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        bars = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
        bars.add_task(words, total=None)
        with lock:
            if not shown:
                shown.append(bars)
                bars.start()

    timer = Timer(_SHOWN_AFTER, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            bars = shown[0] if shown else None
            shown.insert(0, None)
        if bars is not None:
            bars.stop()


def steps_shown(steps: Iterable[T], total: int | None, vi: str, en: str) -> Iterator[T]:
    """The steps in turn, with a bar on a terminal once they have taken more than a second; None: nobody knows how many."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import Progress

    begun = monotonic()
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as bars:
        task = bars.add_task(in_language_now(vi, en), total=total, visible=False)
        for step in steps:
            yield step
            bars.update(task, advance=1, visible=monotonic() - begun > _SHOWN_AFTER)
