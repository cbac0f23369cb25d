"""The results as a Markdown table."""

from collections.abc import Iterable

from attrs import frozen


@frozen
class Row:
    """One result: `ours` and `other` in microseconds for each `per`, and the ratio aimed at (None: only for comparison)."""

    what: str
    per: str
    ours: float
    against: str
    other: float
    aim: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.other

    @property
    def verdict(self) -> str:
        """Whether the aim is met, in words."""
        if self.aim is None:
            return ""
        return f"≤ {self.aim:g}: " + ("met" if self.ratio <= self.aim else "**missed**")


@frozen
class Growth:
    """How much memory grew, in KB, over so many of what."""

    what: str
    before: int
    after: int

    @property
    def kilobytes(self) -> int:
        """The growth; below 0 where memory was given back."""
        return self.after - self.before


def time_table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | µs | per | against | µs | ratio | aim |", "|---|---:|---|---|---:|---:|---|"]
    lines += [
        f"| {row.what} | {_figure(row.ours)} | {row.per} | {row.against} | {_figure(row.other)} | {row.ratio:.2f} "
        f"| {row.verdict} |"
        for row in rows
    ]
    return "\n".join(lines)


def growth_table(growths: Iterable[Growth]) -> str:
    """Memory as a Markdown table."""
    lines = ["| what | resident before, KB | after, KB | growth, KB |", "|---|---:|---:|---:|"]
    lines += [f"| {growth.what} | {growth.before:,} | {growth.after:,} | {growth.kilobytes:+,} |" for growth in growths]
    return "\n".join(lines)


def _figure(microseconds: float) -> str:
    return f"{microseconds:,.0f}" if microseconds >= 100 else f"{microseconds:.1f}"
