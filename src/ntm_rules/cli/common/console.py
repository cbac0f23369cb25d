"""The console: every text can be shown on it, whatever it is, and none does harm there."""

from __future__ import annotations

import os
import re
import shutil
import sys
from io import TextIOWrapper
from pathlib import Path

import click

_COLOUR = re.compile("(\x1b\\[(?:[0-2]|3[1-3])m)")
"""The escape sequences of our own pages."""


_NARROWEST, _WIDEST = 60, 150
"""Bounds of the width of pages on a terminal: narrower ones break tables, wider ones are hard to read."""
_MOST_DIGITS = 6
"""A longer number in `COLUMNS` is no width."""


def page_width(output: Path | None) -> int:
    """The width of a page of text in cells: of the terminal within bounds; in a file or a pipe 100, or as `COLUMNS` says."""
    if output is None and sys.stdout.isatty():
        return max(_NARROWEST, min(shutil.get_terminal_size((100, 24)).columns, _WIDEST))
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and len(columns) <= _MOST_DIGITS and int(columns) >= _NARROWEST else 100


def set_up_streams() -> None:
    """Make both streams take every text: UTF-8 where they are no terminal, and escapes for what a terminal's encoding lacks.

    A file or a pipe on Windows would have the encoding of old programs (cp1258 in Viet Nam), which has few of the letters.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started the program
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def tell(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print lines of text, without anything that a terminal would obey, or that turns what is read around."""
    from ...model.text import printable_lines

    # Colours are asked for on terminals only, and names have been made harmless where pages have colours.
    parts = _COLOUR.split(text) if not err and sys.stdout.isatty() else [text]
    click.echo("".join(part if _COLOUR.fullmatch(part) else printable_lines(part) for part in parts), err=err, nl=nl)
