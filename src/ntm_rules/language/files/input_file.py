"""Paths as callers give them, and the gate of all files that are read: regular ones of a bounded size, each noted."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from ...model.arguments import is_several, refused
from ...model.text import Text

_LONGEST_NAME = 255
"""No file system has names of more bytes."""


def paths_in(given: object) -> Iterator[Path]:
    """The paths given, one or several; a text is one path, never a collection of letters.

    Raises ArgumentError for an object that is no path.

    >>> [str(path) for path in paths_in("rules")], [str(path) for path in paths_in(["a", Path("b")])]
    (['rules'], ['a', 'b'])
    """
    paths = given if is_several(given) and not isinstance(given, os.PathLike) else (given,)
    for path in paths:
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


NOT_A_FILE = Text("đây không phải là một tệp", "it is not a file")
NO_SUCH_FILE = Text("không có tệp này", "there is no such file")
_FORBIDDEN = Text("không có quyền đọc", "there is no permission to read it")
_NO_NAME = Text("không tệp nào có thể mang tên này", "no file can have such a name")
_IN_A_CIRCLE = Text("liên kết tạo thành vòng", "it is a link in a circle")
_READ: ContextVar[set[tuple[int, int]] | None] = ContextVar("read", default=None)

_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # opening a pipe would wait for a writer
    _FLAGS |= getattr(os, _flag, 0)


class NotAFileError(OSError):
    """Raised for a folder, a device, a pipe or a socket where a file is to be read."""


class TooLargeError(OSError):
    """Raised for a file of more bytes than are read: `size`, of at most `most`."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        super().__init__(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        self.size, self.most = size, most


@contextmanager
def reads_noted() -> Iterator[None]:
    """Note the files read while the block lasts, for `was_read`."""
    token = _READ.set(set())
    try:
        yield
    finally:
        _READ.reset(token)


def was_read(path: Path) -> bool:
    """True for a file that was read in this block of `reads_noted`, by whatever name or link; false outside of one."""
    read = _READ.get()
    try:
        return bool(read) and read is not None and _identity(path.stat()) in read
    except (OSError, ValueError):
        return False


def opened(path: Path, most: int | None = None) -> BinaryIO:
    """A regular file, open to be read. Raises NotAFileError, TooLargeError for more than `most` bytes, else OSError.

    >>> try:
    ...     opened(Path("."))
    ... except NotAFileError:
    ...     print("a folder")
    a folder
    """
    _check_is_file(path, path.stat())  # to open a device can do harm already
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        _check_is_file(path, status)
        if most is not None and status.st_size > most:
            raise TooLargeError(path, status.st_size, most)
        read = _READ.get()
        if read is not None:
            read.add(_identity(status))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check_is_file(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(errno.EINVAL, NOT_A_FILE.in_language("en"), str(path))


def content_of(path: Path, most: int) -> bytes:
    """The bytes of a regular file of at most `most`. Raises what `opened` does, also for a file that grows meanwhile."""
    with opened(path, most) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLargeError(path, len(content), most)
    return content


def why_not_read(error: OSError | ValueError) -> Text:
    """Reason in words why a file cannot be read; a ValueError is one of its name, which the system does not take.

    >>> why_not_read(ValueError("embedded null byte")).en
    'no file can have such a name'
    """
    match error:
        case NotAFileError() | IsADirectoryError():
            return NOT_A_FILE
        case FileNotFoundError():
            return NO_SUCH_FILE
        case PermissionError():
            return _FORBIDDEN
        case ValueError():
            return _NO_NAME
        case OSError(errno=errno.ELOOP):
            return _IN_A_CIRCLE
    number = f" {errno.errorcode.get(error.errno or 0, '')}"
    return Text(f"lỗi hệ thống{number.rstrip()}", error.strerror or str(error))


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


SETTINGS_SHEET = "ntm-rules"
"""Name of the hidden sheet with the settings: YAML, as of one file in `dossier.yaml`, from its first column downwards."""
