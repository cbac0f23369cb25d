"""The most memory that deciding a frame takes: `python frames_memory.py WAY SOURCE` in a process that does nothing else.

SOURCE is Parquet, read before anything is measured unless the way streams.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import polars as pl
from attrs import frozen

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@frozen
class Peak:
    """Resident memory in MiB when a way began, and at the most while it ran, and how long it took."""

    before: float
    most: float
    seconds: float

    @property
    def growth(self) -> float:
        """How much it took beside what it was given."""
        return self.most - self.before


def most_resident() -> float:
    """The most memory resident so far, in MiB."""
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def forget_most() -> None:
    """Let the most resident be what is resident now, where the system can (Linux); elsewhere a growth is what came on top."""
    try:
        _FORGET.write_text("5")
    except OSError:
        return


def peak_of(way: str, source: Path) -> Peak:
    """The peak of a way, in a process of its own."""
    run = subprocess.run([sys.executable, __file__, way, str(source)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"{way} over {source}: {run.stderr}")
    return Peak(**json.loads(run.stdout.splitlines()[-1]))


def main() -> None:
    """Run one way once."""
    from frames_scene import Given
    from frames_ways import WAYS
    from scene import make_program

    way, source = WAYS[sys.argv[1]], Path(sys.argv[2])
    # A way that streams reads the files by itself.
    frame = pl.DataFrame() if sys.argv[1].startswith("stream") else pl.read_parquet(source)
    prepared = way.prepare(Given(make_program(), frame, source))
    forget_most()
    before = most_resident()
    begun = perf_counter()
    made = way.run(prepared)
    seconds = perf_counter() - begun
    print(json.dumps({"before": before, "most": most_resident(), "seconds": seconds}))
    del made


if __name__ == "__main__":
    main()
