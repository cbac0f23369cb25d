"""Documents that show commands with what they print, played in a copy of the tree.

A block ```console holds lines `$ command`, a long one continued by a backslash, each followed by what it prints. A block that
has a title is a file, which is written. Parts divided by a line `---` are played each in a copy of its own.
`python -m tests.project.walkthrough DOCUMENT...` writes into documents, and into the files that their commands write, what
comes out now.
"""

import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from ntm_rules.cli import main

ROOT = Path(__file__).parents[2]
DIVIDER = "\n---\n"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r'(^```console\n|^```\w+ title="(?P<file>[^"]+)"\n)(?P<text>.*?)(?=^```$)', re.MULTILINE | re.DOTALL)
_FOLDERS = ("rulesets", "examples")


def copied(folder: Path) -> Path:
    """A copy of everything that the commands of a document read."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def played(part: str, folder: Path) -> str:
    """A part of a document with what its commands print in `folder`, where they are run in order."""

    def step(found: re.Match[str]) -> str:
        if found["file"] is None:
            return found[1] + "".join(_shown(found["text"], folder))
        (folder / found["file"]).write_text(found["text"], encoding="utf-8")
        return found[0]

    return _STEP.sub(step, part)


def commands(part: str) -> list[str]:
    """The commands of a part, each in one line."""
    return [_joined(written) for block in _BLOCK.findall(part) for written in _written(block)]


def _shown(block: str, folder: Path) -> Iterator[str]:
    for written in _written(block):
        yield f"$ {written}\n"
        yield _output(shlex.split(_joined(written)), folder)


def _written(block: str) -> list[str]:
    """The commands of a block as they are written, over several lines where they are."""
    return re.findall(r"^\$ ((?:.*\\\n)*.*)$", block, re.MULTILINE)


def _joined(written: str) -> str:
    return re.sub(r"\s*\\\n\s*", " ", written)


def _output(words: list[str], folder: Path) -> str:
    match words:
        case ["ntm-rules", *arguments]:
            with chdir(folder):
                done = CliRunner().invoke(main, arguments, catch_exceptions=False)
            assert done.exit_code in (0, 1), done.output + done.stderr
            return done.output
        case ["mv", *files, to]:
            for file in files:
                shutil.move(folder / file, folder / to)
            return ""
    raise AssertionError(f"not a command that can be played: {words}")


def _write(document: Path) -> None:
    parts = []
    for part in document.read_text(encoding="utf-8").split(DIVIDER):
        with tempfile.TemporaryDirectory() as name:
            folder = copied(Path(name))
            parts.append(played(part, folder))
            for written in re.findall(r" -o (\S+)", "\n".join(commands(part))):
                if (ROOT / written).exists():
                    shutil.copy(folder / written, ROOT / written)
    document.write_text(DIVIDER.join(parts), encoding="utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        _write(Path(each))
