"""Reads the dossiers named on its input, each with little memory and time to take; writes the first code of each.

What needs more is ended by the system: MemoryError, or the signal SIGXCPU.
"""

import resource
import sys
from pathlib import Path

from ntm_rules.exchange.dossier.dossier import read_dossier
from ntm_rules.language.library import load_library
from ntm_rules.model.problem import NtmError

MOST_MEMORY = 230 * 1024 * 1024
"""Bytes beside those of the program and its libraries, which take some 70 MB."""
MOST_SECONDS = 30
"""Seconds of the processor: what is allowed takes a tenth, where nothing else runs."""


def codes() -> None:
    """Answer each line of the input, the path of a dossier, with a line."""
    library = load_library()
    for line in sys.stdin:
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        seconds = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + MOST_SECONDS, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (taken + MOST_MEMORY, resource.RLIM_INFINITY))
        try:
            read_dossier(Path(line.rstrip("\n")), library)
            answer = "read"
        except NtmError as error:
            answer = f"{error.diagnostics[0].code} {len(error.diagnostics)} {len(str(error))}"
        except MemoryError:
            answer = "MemoryError"
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    codes()
