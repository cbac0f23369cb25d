"""The results of the benchmarks of frames as Markdown."""

from collections.abc import Iterable, Sequence

from attrs import frozen


@frozen
class FrameRow:
    """One result: nanoseconds for a unit on both sides, MiB of memory at the most, and what part of its speed is aimed at."""

    what: str
    units: int
    ours: float
    against: str
    other: float
    aim: float | None = None
    memory: float | None = None
    other_memory: float | None = None

    @property
    def speed(self) -> float:
        """Our speed as a part of the other's."""
        return self.other / self.ours

    @property
    def is_met(self) -> bool:
        """Whether the aim is met, or there is none."""
        return self.aim is None or self.speed >= self.aim

    @property
    def verdict(self) -> str:
        """Whether the aim is met, in words."""
        if self.aim is None:
            return ""
        return f"≥ {self.aim:.2f}: " + ("met" if self.is_met else "**missed**")


@frozen
class SizeRow:
    """How long a number of units takes, and the memory resident at the most, what is given included."""

    what: str
    units: int
    nanoseconds: float
    most: float | None
    growth: float | None


def rows_table(rows: Iterable[FrameRow]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| what | units | ns per unit | MiB | against | ns per unit | MiB | speed | aim |",
        "|---|---:|---:|---:|---|---:|---:|---:|---|",
    ]
    lines += [
        f"| {row.what} | {row.units:,} | {figure(row.ours)} | {figure(row.memory)} | {row.against} | {figure(row.other)} "
        f"| {figure(row.other_memory)} | {row.speed:.2f} | {row.verdict} |"
        for row in rows
    ]
    return "\n".join(lines)


def sizes_table(rows: Iterable[SizeRow]) -> str:
    """Times and memory by size as a Markdown table."""
    lines = [
        "| what | units | ns per unit | seconds | resident at the most, MiB | growth, MiB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.what} | {row.units:,} | {figure(row.nanoseconds)} | {row.nanoseconds * row.units / 1e9:.3f} "
        f"| {figure(row.most)} | {figure(row.growth)} |"
        for row in rows
    ]
    return "\n".join(lines)


def verdicts(rows: Sequence[FrameRow]) -> list[str]:
    """How many aims are met, and each that is missed, a line each."""
    aims = [row for row in rows if row.aim is not None]
    missed = [row for row in aims if not row.is_met]
    return [f"{len(aims) - len(missed)} of {len(aims)} aims of speed met."] + [
        f"Missed: {row.what}, {row.units:,} units, against {row.against}: {row.speed:.2f} (aim {row.aim:.2f})."
        for row in missed
    ]


def figure(number: float | None) -> str:
    """A number as short as it says something; nothing for None."""
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.1f}"
