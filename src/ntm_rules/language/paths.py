"""Paths as callers give them."""

import os
from collections.abc import Iterator
from pathlib import Path

from ..model.arguments import is_several, refused

_LONGEST_NAME = 255
"""No file system has names of more bytes."""


def paths_in(given: object) -> Iterator[Path]:
    """The paths given, one or several; a text is one path, never a collection of letters.

    Raises ArgumentError for an object that is no path.

    >>> [str(path) for path in paths_in("rules")], [str(path) for path in paths_in(["a", Path("b")])]
    (['rules'], ['a', 'b'])
    """
    several = given if is_several(given) and not isinstance(given, os.PathLike) else (given,)
    for path in several:
        yield path_of(path)


def followed(path: Path) -> Path:
    """The absolute path with its links followed, as far as they lead anywhere: links in a circle lead nowhere.

    >>> followed(Path("/tmp/../usr"))
    PosixPath('/usr')
    """
    return Path(os.path.realpath(path))


def path_of(given: object) -> Path:
    """The path given as a text or a Path. Raises ArgumentError for anything else, and for a blank text."""
    if isinstance(given, str | os.PathLike) and not isinstance(given, bytes) and str(given).strip():
        try:
            path = Path(given)
            if all(len(os.fsencode(part)) <= _LONGEST_NAME and "\0" not in part for part in path.parts):
                return path
        except (TypeError, UnicodeEncodeError):  # a PathLike of bytes, a half of a surrogate pair
            pass
    raise refused("path", given, "một đường dẫn (văn bản hoặc pathlib.Path)", "a path (a text or a pathlib.Path)")
