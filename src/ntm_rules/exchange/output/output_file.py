"""Gate of all files that are written: whole or not at all, and never over one that was read.

A file is written aside, in the same folder, with the permissions of the file that it replaces, put on the disk and moved to its
place, the folder put on the disk as well.
"""

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...language.files.input_file import followed, was_read


class InUseError(OSError):
    """Raised where a file is to be written over one that this run has read, or has written already."""


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file through `in_place_of`."""
    with in_place_of(path) as waiting, waiting.open("wb") as stream:
        stream.writelines(pieces)


@contextmanager
def in_place_of(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, moved to `path` when the block ends, and removed where the block fails.

    A device or a pipe is yielded itself. Raises OSError, before anything is written, where no file can be put there;
    InUseError for one that was read, by whatever name, also where that happens in the block.
    """
    target = followed(path)
    if target.is_symlink():  # in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        yield path
        return
    _check_not_in_use(path, target)
    former = _permissions(target)
    waiting = target.with_name(
        f".{secrets.token_hex(8)}.part"
    )  # short: a long name of its own may leave no room for more
    try:
        os.close(os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666 if former is None else 0o600))
        if former is not None:
            waiting.chmod(former)
        yield waiting
        _check_not_in_use(path, target)
        with waiting.open("r+b") as written:
            os.fsync(written.fileno())
        waiting.replace(target)
        _sync_folder(target.parent)
    finally:
        waiting.unlink(missing_ok=True)


def _check_not_in_use(path: Path, target: Path) -> None:
    if was_read(target):
        raise InUseError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))


def _permissions(target: Path) -> int | None:
    """The permissions of a file that is there, None where there is none. Raises PermissionError for one that is protected."""
    if not target.exists():
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return stat.S_IMODE(target.stat().st_mode) & 0o777


def _sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk, on the systems that can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
