"""Each Python from 3.11 to 3.14 on this machine: `nox` installs the package and runs the demo, `nox -s quick` the quick tests.

`nox -s interpreters` says which were found, and where: of pyenv first, else on the PATH.
"""

import os
import shutil
import subprocess
from pathlib import Path

import nox

VERSIONS = ("3.11", "3.12", "3.13", "3.14")
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["interpreters", "demo"]


def found(version: str) -> str | None:
    """The interpreter of a version that starts, or None."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    held = sorted(pyenv.glob(f"{version}.*/bin/python"), key=lambda path: [*map(int, path.parts[-3].split("."))])
    for each in [*map(str, reversed(held)), shutil.which(f"python{version}")]:
        if each and subprocess.run([each, "--version"], capture_output=True, check=False).returncode == 0:
            return each
    return None


FOUND = {version: path for version in VERSIONS if (path := found(version))}
# So that nox finds by their number those that are not on the PATH.
os.environ["PATH"] = os.pathsep.join([*(str(Path(each).parent) for each in FOUND.values()), os.environ["PATH"]])


@nox.session(python=False)
def interpreters(session: nox.Session) -> None:
    """Say which of the interpreters are found."""
    for version in VERSIONS:
        session.log(f"Python {version}: {FOUND.get(version, 'not found')}")


@nox.session(python=list(FOUND))
def demo(session: nox.Session) -> None:
    """Install the package with frames, and run what `make demo` shows and the examples of the README."""
    session.install(".[frames]", "pytest")
    session.run("sh", "examples/demo.sh", session.bin, external=True, silent=True)
    session.run(
        "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "README.md", "docs/python.md", "docs/concepts.md"
    )
    session.run("ntm-rules", "show", "vn/civilised-township#3.3", "--lang", "en")


@nox.session(python=list(FOUND))
def quick(session: nox.Session) -> None:
    """Run the quick tests, as `make quick` does."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "-m", "not slow", "tests", env={"NTM_PROFILE": "quick"})
